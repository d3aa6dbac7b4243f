//! The look of the panels: warm paper, dark ink, few colours, and plum for the campaign alone. What means the same on the map
//! has the same colour there.

use std::sync::Arc;

use bevy::color::ColorToPacked;
use bevy_egui::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Shadow, Stroke,
    TextStyle, Vec2, style::WidgetVisuals,
};

use crate::experiment::picture::font::HANS;

/// Behind everything.
pub const PAPER: Color32 = Color32::from_rgb(0xf7, 0xf1, 0xe6);
/// Cards, charts and text fields.
pub const CARD: Color32 = Color32::from_rgb(0xff, 0xfc, 0xf6);
/// Text. 13:1 on paper.
pub const INK: Color32 = Color32::from_rgb(0x2b, 0x25, 0x1f);
/// Less important text. 8.5:1 on paper.
pub const SOFT_INK: Color32 = Color32::from_rgb(0x4d, 0x44, 0x38);
/// Lines between things.
pub const LINE: Color32 = Color32::from_rgb(0xd8, 0xcb, 0xb4);
/// The edge of what can be pressed. 3.9:1 on paper.
pub const EDGE: Color32 = Color32::from_rgb(0x85, 0x76, 0x61);
/// Buttons at rest.
pub const BUTTON: Color32 = Color32::from_rgb(0xff, 0xfc, 0xf6);
const BUTTON_HOVERED: Color32 = Color32::from_rgb(0xec, 0xe2, 0xd0);
const BUTTON_PRESSED: Color32 = Color32::from_rgb(0xd8, 0xcb, 0xb4);
/// The main button of a group, and what is chosen. White text on it is 12:1.
pub const ACCENT: Color32 = Color32::from_rgb(0x3b, 0x34, 0x2c);
/// Around what the keyboard would press.
pub const FOCUS: Color32 = Color32::from_rgb(0x10, 0x20, 0x2f);
/// The campaign. White text on it is 9.5:1.
pub const CAMPAIGN: Color32 = Color32::from_rgb(0x76, 0x2a, 0x50);
/// The days of the campaign in charts.
pub const CAMPAIGN_SHADE: Color32 = Color32::from_rgb(0xf0, 0xe1, 0xe8);
/// Sparrows.
pub const SPARROW: Color32 = Color32::from_rgb(0x25, 0x5a, 0x8a);
/// Pests.
pub const PEST: Color32 = Color32::from_rgb(0x72, 0x22, 0x0a);
/// Grain, for areas.
pub const GRAIN: Color32 = Color32::from_rgb(0xe3, 0xc1, 0x73);
/// The edge of an area of grain.
pub const GRAIN_EDGE: Color32 = Color32::from_rgb(0x96, 0x70, 0x0a);
/// Leaf: dark enough for lines on paper.
pub const LEAF: Color32 = Color32::from_rgb(0x3f, 0x6b, 0x3a);
/// Under the line of the sparrows.
pub const SPARROW_AREA: Color32 = Color32::from_rgb(0xcb, 0xd8, 0xe3);
/// Under the line of the pests.
pub const PEST_AREA: Color32 = Color32::from_rgb(0xef, 0xd3, 0xc3);
/// Under the line of the grain, and a harvest that is still coming in.
pub const GRAIN_AREA: Color32 = on_card(GRAIN, 0.5);
/// Grain in the hands of the state.
pub const STATE: Color32 = Color32::from_rgb(0x6f, 0x62, 0x52);
/// The same, for areas.
pub const STATE_AREA: Color32 = on_card(STATE, 0.45);
/// Grain that is lost.
pub const LOSS: Color32 = Color32::from_rgb(0x8c, 0x7a, 0x5e);
/// The same, for areas.
pub const LOSS_AREA: Color32 = on_card(LOSS, 0.3);
/// A failure of the program. White text on it is 7:1.
pub const FAILURE: Color32 = Color32::from_rgb(0x9c, 0x2a, 0x1a);

/// The band of the time line, by season from winter on; the land's colours, so pale that what lies on it is seen.
pub const SEASONS: [Color32; 4] = [
    Color32::from_rgb(0xb4, 0xba, 0xbc),
    Color32::from_rgb(0xa9, 0xbb, 0x8d),
    Color32::from_rgb(0xcd, 0xb8, 0x76),
    Color32::from_rgb(0xc2, 0x9f, 0x74),
];

/// A colour for what lies ahead of the present day.
pub fn paler(colour: Color32) -> Color32 {
    colour.lerp_to_gamma(CARD, 0.55)
}

/// How a colour looks on a card at a given opacity.
const fn on_card(colour: Color32, part: f32) -> Color32 {
    const fn mix(colour: u8, card: u8, part: f32) -> u8 {
        (colour as f32 * part + card as f32 * (1.0 - part)) as u8
    }
    Color32::from_rgb(mix(colour.r(), CARD.r(), part), mix(colour.g(), CARD.g(), part), mix(colour.b(), CARD.b(), part))
}

/// The smallest side of anything that a finger presses.
pub const TOUCH: f32 = 44.0;
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

/// How much larger everything is drawn than in a small window: 1 up to a shorter side of 800 logical pixels, 2 from 2160
/// on.
pub fn zoom(width: f32, height: f32) -> f32 {
    let zoom = 1.0 + (width.min(height) - 800.0) / (2160.0 - 800.0);
    // In steps, so that dragging the window's edge does not need new fonts in every frame.
    (zoom.clamp(1.0, 2.0) * 20.0).round() / 20.0
}

/// Puts the theme in place, from the next frame on: until then its fonts are not there.
pub fn apply(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_theme(egui::Theme::Light);
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, font(SMALL)),
            (TextStyle::Body, font(16.0)),
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
    });
}

fn visuals(visuals: &mut egui::Visuals) {
    visuals.dark_mode = false;
    visuals.panel_fill = PAPER;
    visuals.window_fill = PAPER;
    visuals.window_stroke = Stroke::new(1.0, LINE);
    visuals.window_corner_radius = CornerRadius::same(14);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = CARD;
    visuals.faint_bg_color = CARD;
    visuals.window_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(70) };
    visuals.popup_shadow = Shadow { offset: [0, 3], blur: 10, spread: 0, color: Color32::from_black_alpha(50) };
    visuals.weak_text_color = Some(SOFT_INK);
    visuals.slider_trailing_fill = true;
    visuals.selection.bg_fill = SPARROW_AREA;
    visuals.selection.stroke = Stroke::new(2.0, SPARROW);
    // What cannot be pressed stays readable.
    visuals.disabled_alpha = 0.72;
    let widget = |fill, edge, ink| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(8),
        fg_stroke: Stroke::new(1.5, ink),
        expansion: 0.0,
    };
    let widgets = &mut visuals.widgets;
    widgets.noninteractive = widget(PAPER, LINE, INK);
    widgets.inactive = widget(BUTTON, EDGE, INK);
    widgets.hovered = widget(BUTTON_HOVERED, SOFT_INK, INK);
    // egui shows what has the keyboard's focus as it shows what is pressed.
    widgets.active = widget(BUTTON_PRESSED, FOCUS, INK);
    widgets.active.bg_stroke.width = 3.0;
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
        .fill(CARD)
        .stroke(Stroke::new(1.0, LINE))
        .corner_radius(CornerRadius::same(10))
        .inner_margin(Margin::symmetric(12, 9))
}

/// A dialog in front of everything.
pub fn dialog() -> egui::Frame {
    card().fill(PAPER).corner_radius(CornerRadius::same(14)).inner_margin(Margin::same(22)).shadow(Shadow {
        offset: [0, 6],
        blur: 28,
        spread: 0,
        color: Color32::from_black_alpha(90),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn text_is_readable() {
        // Every pair of text and background has the contrast that WCAG 2 asks for at level AA, 4.5:1.
        for (text, ground) in [
            (INK, PAPER),
            (INK, CARD),
            (INK, BUTTON),
            (INK, BUTTON_HOVERED),
            (INK, BUTTON_PRESSED),
            (SOFT_INK, PAPER),
            (SOFT_INK, CARD),
            (INK, STATE_AREA),
            (INK, LOSS_AREA),
            (INK, GRAIN_AREA),
            (INK, PEST_AREA),
            (INK, SPARROW_AREA),
            (ACCENT, CARD),
            (ACCENT, BUTTON),
            (CAMPAIGN, CARD),
            (Color32::WHITE, ACCENT),
            (Color32::WHITE, CAMPAIGN),
            (Color32::WHITE, FAILURE),
        ] {
            assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}: {:.2}", contrast(text, ground));
        }
    }

    #[test]
    fn lines_of_data_are_seen() {
        // What carries data contrasts with the chart's background by at least 3:1, as WCAG 2 asks of graphics.
        for line in [SPARROW, PEST, GRAIN_EDGE, LEAF, STATE, LOSS, EDGE, FOCUS, CAMPAIGN] {
            assert!(contrast(line, CARD) >= 3.0, "{line:?}: {:.2}", contrast(line, CARD));
        }
        // What is disabled is still read.
        let mut visuals = egui::Visuals::default();
        super::visuals(&mut visuals);
        let disabled = on_card(INK, visuals.disabled_alpha);
        assert!(contrast(disabled, CARD) >= 4.5, "{:.2}", contrast(disabled, CARD));
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

    #[test]
    fn everything_grows_with_the_window() {
        // Small windows are drawn at 1, 4K at 2, and nothing beyond.
        assert_eq!(zoom(1024.0, 600.0), 1.0);
        assert_eq!(zoom(1280.0, 720.0), 1.0);
        assert_eq!(zoom(3840.0, 2160.0), 2.0);
        assert_eq!(zoom(9000.0, 9000.0), 2.0);
        assert!((1.15..1.3).contains(&zoom(1920.0, 1080.0)));
        assert_eq!(zoom(1080.0, 1920.0), zoom(1920.0, 1080.0));
    }
}
