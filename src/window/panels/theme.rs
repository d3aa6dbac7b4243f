//! The look of the panels: warm paper, dark ink, few colours ([`tokens`](super::tokens)), and plum for the campaign alone; or dark paper
//! and light ink.

use std::sync::Arc;

use bevy::color::ColorToPacked;
use bevy_egui::egui::{
    self, Color32, CornerRadius, CursorIcon, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Shadow,
    Stroke, TextStyle, Vec2, style::WidgetVisuals,
};

use crate::experiment::picture::font::HANS;

pub use super::tokens::*;

/// The smallest side of anything that a finger presses.
pub const TOUCH: f32 = 44.0;
/// Size of sentences.
pub const BODY: f32 = 16.0;
/// Size of small text; nothing is smaller.
pub const SMALL: f32 = 14.0;

/// The font of text and numbers, at a size. Its digits are of one width.
pub fn font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// The font of what stands out, at a size.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("semibold".into()))
}

/// The font of dates and titles, at a size.
pub fn serif(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("serif".into()))
}

/// Text that stands out.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).family(FontFamily::Name("semibold".into()))
}

/// A title.
pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text).font(serif(24.0))
}

/// The fonts, each followed by one with the characters of Simplified Chinese.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 4] = [
        ("sans", include_bytes!("../../../assets/fonts/SourceSans3-Regular.ttf")),
        ("semibold", include_bytes!("../../../assets/fonts/SourceSans3-Semibold.ttf")),
        ("serif", include_bytes!("../../../assets/fonts/SourceSerif4-Semibold.ttf")),
        ("hans", HANS),
    ];
    for (name, file) in files {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(file)));
    }
    let named = |name: &str| FontFamily::Name(name.into());
    let families = [(FontFamily::Proportional, "sans"), (named("semibold"), "semibold"), (named("serif"), "serif")];
    for (family, first) in families {
        fonts.families.insert(family, vec![first.into(), "hans".into()]);
    }
    fonts
}

/// Puts the fonts and both themes in place, from the next frame on: until then the fonts are not there.
pub fn apply(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    // The panels' shader does not filter, see there, so discs are triangles and not pictures of discs.
    ctx.tessellation_options_mut(|options| options.prerasterized_discs = false);
    // The window has its own keys for its scale.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    for look in Look::BOTH {
        wear(look);
        ctx.style_mut_of(look.of_egui(), style);
    }
    put_on(ctx, Look::Light, false);
}

/// Paints the frame that begins, and what this thread paints else, in a theme. With reduced motion nothing fades or slides.
pub fn put_on(ctx: &egui::Context, look: Look, has_reduced_motion: bool) {
    wear(look);
    ctx.set_theme(look.of_egui());
    let animation_s = if has_reduced_motion { 0.0 } else { ANIMATION_S };
    if ctx.global_style().animation_time != animation_s {
        ctx.all_styles_mut(|style| style.animation_time = animation_s);
    }
}

/// How long what opens takes to appear, s.
const ANIMATION_S: f32 = 0.1;

fn style(style: &mut egui::Style) {
    style.text_styles = [
        (TextStyle::Small, font(SMALL)),
        (TextStyle::Body, font(BODY)),
        (TextStyle::Button, font(16.0)),
        (TextStyle::Heading, serif(24.0)),
        (TextStyle::Monospace, FontId::new(14.0, FontFamily::Monospace)),
    ]
    .into();
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(8.0, 6.0);
    spacing.button_padding = Vec2::new(14.0, 8.0);
    spacing.interact_size = Vec2::new(TOUCH, TOUCH);
    spacing.slider_rail_height = 8.0;
    spacing.scroll.floating = false;
    spacing.scroll.foreground_color = false;
    spacing.scroll.bar_width = 12.0;
    spacing.scroll.bar_inner_margin = 6.0;
    spacing.window_margin = Margin::same(20);
    spacing.tooltip_width = 320.0;
    visuals(&mut style.visuals);
    style.animation_time = ANIMATION_S;
}

fn visuals(visuals: &mut egui::Visuals) {
    visuals.dark_mode = worn() == Look::Dark;
    visuals.panel_fill = *PAPER;
    visuals.window_fill = *PAPER;
    visuals.window_stroke = Stroke::new(1.0, LINE);
    visuals.window_corner_radius = CornerRadius::same(14);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = *CARD;
    visuals.faint_bg_color = *CARD;
    visuals.window_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(70) };
    visuals.popup_shadow = Shadow { offset: [0, 3], blur: 10, spread: 0, color: Color32::from_black_alpha(50) };
    visuals.weak_text_color = Some(*SOFT_INK);
    visuals.text_cursor.stroke = Stroke::new(2.0, INK);
    visuals.hyperlink_color = *SPARROW;
    visuals.slider_trailing_fill = true;
    visuals.interact_cursor = Some(CursorIcon::PointingHand);
    visuals.selection.bg_fill = *SPARROW_AREA;
    visuals.selection.stroke = Stroke::new(2.0, SPARROW);
    // What cannot be pressed stays readable.
    visuals.disabled_alpha = 0.72;
    let widget = |fill: Token, edge: Token, ink: Token| WidgetVisuals {
        bg_fill: *fill,
        weak_bg_fill: *fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(8),
        fg_stroke: Stroke::new(1.5, ink),
        expansion: 0.0,
    };
    let widgets = &mut visuals.widgets;
    widgets.noninteractive = widget(PAPER, LINE, INK);
    widgets.inactive = widget(BUTTON, EDGE, INK);
    widgets.hovered = widget(BUTTON_HOVERED, SOFT_INK, INK);
    // egui shows what has the keyboard's focus as it shows what is pressed; a ring is drawn around it, see `focus`.
    widgets.active = widget(BUTTON_PRESSED, SOFT_INK, INK);
    widgets.open = widget(BUTTON_HOVERED, SOFT_INK, INK);
}

/// A colour of the map.
pub fn of(color: bevy::color::Color) -> Color32 {
    let [red, green, blue, alpha] = color.to_srgba().to_u8_array();
    Color32::from_rgba_unmultiplied(red, green, blue, alpha)
}

/// A card on the paper.
pub fn card() -> egui::Frame {
    egui::Frame::new()
        .fill(*CARD)
        .stroke(Stroke::new(1.0, LINE))
        .corner_radius(CornerRadius::same(10))
        .inner_margin(Margin::symmetric(12, 9))
}

/// A dialog in front of everything.
pub fn dialog() -> egui::Frame {
    card().fill(*PAPER).corner_radius(CornerRadius::same(14)).inner_margin(Margin::same(22)).shadow(Shadow {
        offset: [0, 6],
        blur: 28,
        spread: 0,
        color: Color32::from_black_alpha(90),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: what is disabled is still read, in both themes.
    #[test]
    fn what_is_disabled_is_still_read() {
        for look in Look::BOTH {
            wear(look);
            let mut visuals = egui::Visuals::default();
            super::visuals(&mut visuals);
            let disabled = CARD.lerp_to_gamma(*INK, visuals.disabled_alpha);
            let lightness = |colour: Color32| f32::from(colour.r()) / 255.0;
            assert!((lightness(disabled) - lightness(*CARD)).abs() > 0.45, "{look:?}");
        }
    }

    #[test]
    fn every_letter_has_a_picture() {
        // The fonts have every letter outside ASCII that the panels use; a missing one would be drawn as a box.
        let fonts = fonts();
        for names in ["semibold", "serif"].map(|name| &fonts.families[&FontFamily::Name(name.into())]) {
            let faces: Vec<_> =
                names.iter().map(|name| ttf_parser::Face::parse(&fonts.font_data[name].font, 0).unwrap()).collect();
            for letter in "²°\u{2212}ö–—’“”×‰≈≤≥→麻雀".chars() {
                assert!(faces.iter().any(|face| face.glyph_index(letter).is_some()), "{letter} in {names:?}");
            }
        }
    }
}
