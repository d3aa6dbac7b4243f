//! The look of the panels: warm paper, dark ink, few colours. Data has colours of the Okabe–Ito palette, as on the map.

use bevy::color::ColorToPacked;
use bevy_egui::egui::{
    self, Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, Vec2, style::WidgetVisuals,
};

/// Behind everything.
pub const PAPER: Color32 = Color32::from_rgb(0xf7, 0xf1, 0xe6);
/// Cards, charts and text fields.
pub const CARD: Color32 = Color32::from_rgb(0xff, 0xfc, 0xf6);
/// Text. 13:1 on paper.
pub const INK: Color32 = Color32::from_rgb(0x2a, 0x24, 0x1e);
/// Less important text. 6.5:1 on paper.
pub const SOFT_INK: Color32 = Color32::from_rgb(0x5b, 0x51, 0x47);
/// Lines between things.
pub const LINE: Color32 = Color32::from_rgb(0xd8, 0xcc, 0xb8);
/// Buttons at rest.
pub const BUTTON: Color32 = Color32::from_rgb(0xea, 0xdf, 0xcb);
const BUTTON_HOVERED: Color32 = Color32::from_rgb(0xdf, 0xd0, 0xb4);
const BUTTON_PRESSED: Color32 = Color32::from_rgb(0xcf, 0xbd, 0x9c);
/// The main button of a group. White text on it is 8:1.
pub const ACCENT: Color32 = Color32::from_rgb(0x2f, 0x4a, 0x5a);
/// The campaign while it is on. White text on it is 8:1.
pub const CAMPAIGN: Color32 = Color32::from_rgb(0x85, 0x2d, 0x5e);
/// The days of the campaign in charts: Okabe–Ito reddish purple, mixed with the card's colour. Areas are mixed beforehand,
/// because transparent colours turn grey when they are blended in linear light.
pub const CAMPAIGN_SHADE: Color32 = on_card(Color32::from_rgb(0xcc, 0x79, 0xa7), 0.42);
/// Sparrows: Okabe–Ito blue.
pub const SPARROW: Color32 = Color32::from_rgb(0x00, 0x72, 0xb2);
/// Pests: Okabe–Ito vermilion.
pub const PEST: Color32 = Color32::from_rgb(0xd5, 0x5e, 0x00);
/// Grain: Okabe–Ito orange, for areas.
pub const GRAIN: Color32 = Color32::from_rgb(0xe6, 0x9f, 0x00);
/// The edge of an area of grain: the same hue, dark enough to stand out on paper.
pub const GRAIN_EDGE: Color32 = Color32::from_rgb(0x96, 0x67, 0x00);
/// Under the line of the sparrows.
pub const SPARROW_AREA: Color32 = on_card(SPARROW, 0.2);
/// Under the line of the pests.
pub const PEST_AREA: Color32 = on_card(PEST, 0.2);
/// Under the line of the grain, and a harvest that is still coming in.
pub const GRAIN_AREA: Color32 = on_card(GRAIN, 0.3);
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

/// The font at a size.
pub fn font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// How much larger everything is drawn than in a small window: 1 up to a shorter side of 800 logical pixels, 2 from 2160
/// on.
pub fn zoom(width: f32, height: f32) -> f32 {
    let zoom = 1.0 + (width.min(height) - 800.0) / (2160.0 - 800.0);
    // In steps, so that dragging the window's edge does not need new fonts in every frame.
    (zoom.clamp(1.0, 2.0) * 20.0).round() / 20.0
}

/// Puts the theme in place.
pub fn apply(ctx: &egui::Context) {
    ctx.set_theme(egui::Theme::Light);
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, font(SMALL)),
            (TextStyle::Body, font(15.5)),
            (TextStyle::Button, font(16.0)),
            (TextStyle::Heading, font(22.0)),
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
    visuals.selection.bg_fill = Color32::from_rgb(0x7f, 0xb3, 0xd3);
    visuals.selection.stroke = Stroke::new(2.0, SPARROW);
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
    widgets.inactive = widget(BUTTON, Color32::from_rgb(0xb9, 0xa9, 0x8c), INK);
    widgets.hovered = widget(BUTTON_HOVERED, SOFT_INK, INK);
    widgets.active = widget(BUTTON_PRESSED, SPARROW, INK);
    widgets.active.bg_stroke.width = 2.0;
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
        for line in [SPARROW, PEST, GRAIN_EDGE, STATE, LOSS] {
            assert!(contrast(line, CARD) >= 3.0, "{line:?}: {:.2}", contrast(line, CARD));
        }
    }

    #[test]
    fn every_letter_has_a_picture() {
        // The fonts have every letter outside ASCII that the panels use; a missing one would be drawn as a box.
        let ctx = egui::Context::default();
        let _ = ctx.run_ui(egui::RawInput::default(), |_| {});
        for letter in "²°\u{2212}ö–’“”".chars() {
            assert!(ctx.fonts_mut(|fonts| fonts.has_glyph(&font(15.0), letter)), "{letter}");
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
