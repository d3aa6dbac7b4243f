//! The colours of the panels: each is a token, which is one colour in the light theme and another in the dark one.
//!
//! A token becomes a colour when it is painted, in the theme that the window [wears](wear): by `into()`, or by `*` where egui asks for
//! nothing less than a colour.

use std::cell::Cell;
use std::ops::Deref;

use bevy_egui::egui::{self, Color32};

/// A theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// Dark ink on light paper.
    #[default]
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Look {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Light, Self::Dark];

    /// What egui calls it.
    pub fn of_egui(self) -> egui::Theme {
        match self {
            Self::Light => egui::Theme::Light,
            Self::Dark => egui::Theme::Dark,
        }
    }
}

thread_local! {
    /// All panels of a window are painted one after the other on one thread, so the theme need not go through every function.
    static WORN: Cell<Look> = const { Cell::new(Look::Light) };
}

/// Everything that this thread paints from now on is in this theme.
pub fn wear(look: Look) {
    WORN.set(look);
}

/// The theme in which this thread paints.
pub fn worn() -> Look {
    WORN.get()
}

/// A colour in both themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    light: Color32,
    dark: Color32,
}

impl Token {
    const fn new(light: u32, dark: u32) -> Self {
        Self { light: rgb(light), dark: rgb(dark) }
    }

    /// In a theme.
    pub fn of(&self, look: Look) -> Color32 {
        match look {
            Look::Light => self.light,
            Look::Dark => self.dark,
        }
    }
}

impl Deref for Token {
    type Target = Color32;

    fn deref(&self) -> &Color32 {
        match worn() {
            Look::Light => &self.light,
            Look::Dark => &self.dark,
        }
    }
}

impl From<Token> for Color32 {
    fn from(token: Token) -> Self {
        *token
    }
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

/// Behind everything.
pub const PAPER: Token = Token::new(0xf7f1e6, 0x1d201e);
/// Cards, charts and text fields.
pub const CARD: Token = Token::new(0xfffcf6, 0x272b28);
/// Text.
pub const INK: Token = Token::new(0x2b251f, 0xf3ede1);
/// Less important text.
pub const SOFT_INK: Token = Token::new(0x4d4438, 0xd3cbbc);
/// Lines between things.
pub const LINE: Token = Token::new(0xd8cbb4, 0x434842);
/// The edge of what can be pressed.
pub const EDGE: Token = Token::new(0x857661, 0x8d9187);
/// Buttons at rest.
pub const BUTTON: Token = CARD;
/// Buttons under the pointer.
pub const BUTTON_HOVERED: Token = Token::new(0xece2d0, 0x363b37);
/// Buttons that are being pressed, and that with the keyboard's focus.
pub const BUTTON_PRESSED: Token = Token::new(0xd8cbb4, 0x434842);
/// The main button of a group, and what is chosen.
pub const ACCENT: Token = Token::new(0x3b342c, 0xe6dcc8);
/// Text on it.
pub const ON_ACCENT: Token = Token::new(0xfffaf0, 0x1d201e);
/// Around what the keyboard would press.
pub const FOCUS: Token = Token::new(0x10202f, 0xfff6d8);
/// The campaign, as an area with white text on it. In the dark theme only its edge stands out.
pub const CAMPAIGN: Token = Token::new(0x762a50, 0x6d2f50);
/// Text on it.
pub const ON_CAMPAIGN: Token = Token::new(0xffffff, 0xffffff);
/// The edges, words and hatching of the campaign.
pub const CAMPAIGN_LINE: Token = Token::new(0x762a50, 0xf0a9c6);
/// The days of the campaign in charts.
pub const CAMPAIGN_SHADE: Token = Token::new(0xf0e1e8, 0x412633);
/// Sparrows.
pub const SPARROW: Token = Token::new(0x255a8a, 0x93c3ea);
/// Pests.
pub const PEST: Token = Token::new(0x72220a, 0xff8f5e);
/// Grain, for areas.
pub const GRAIN: Token = Token::new(0xe3c173, 0x6a5526);
/// The edge of an area of grain.
pub const GRAIN_EDGE: Token = Token::new(0x96700a, 0xf2dc96);
/// Leaf.
pub const LEAF: Token = Token::new(0x3f6b3a, 0x9cc48a);
/// Under the line of the sparrows.
pub const SPARROW_AREA: Token = Token::new(0xcbd8e3, 0x2d4458);
/// Under the line of the pests.
pub const PEST_AREA: Token = Token::new(0xefd3c3, 0x5a3422);
/// Under the line of the grain, and a harvest that is still coming in.
pub const GRAIN_AREA: Token = Token::new(0xf1deb4, 0x484027);
/// Grain in the hands of the state.
pub const STATE: Token = Token::new(0x6f6252, 0xb5a892);
/// The same, for areas.
pub const STATE_AREA: Token = Token::new(0xbeb6ac, 0x47463e);
/// Grain that is lost.
pub const LOSS: Token = Token::new(0x8c7a5e, 0xa2937a);
/// The same, for areas.
pub const LOSS_AREA: Token = Token::new(0xdcd4c8, 0x3b3b35);
/// A failure of the program, as an area with white text on it.
pub const FAILURE: Token = Token::new(0x9c2a1a, 0x9c2a1a);
/// The edge of what is said about one.
pub const FAILURE_LINE: Token = Token::new(0x9c2a1a, 0xff9f8c);

/// The band of the time line, by season from winter on: the land's colours, so pale or so dark that what lies on it is seen.
pub const SEASONS: [Token; 4] = [
    Token::new(0xb4babc, 0x3c4246),
    Token::new(0xa9bb8d, 0x3d4a32),
    Token::new(0xcdb876, 0x54482a),
    Token::new(0xc29f74, 0x4f3d2b),
];

/// A colour for what lies ahead of the present day.
pub fn paler(colour: impl Into<Color32>) -> Color32 {
    colour.into().lerp_to_gamma(*CARD, 0.55)
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

    /// Contract: in both themes every pair of text and background has a contrast of 7:1, as WCAG 2 asks for at level AAA.
    #[test]
    fn text_is_readable() {
        for look in Look::BOTH {
            for (text, ground) in [
                (INK, PAPER),
                (INK, CARD),
                (INK, BUTTON_HOVERED),
                (INK, BUTTON_PRESSED),
                (SOFT_INK, PAPER),
                (SOFT_INK, CARD),
                (INK, STATE_AREA),
                (INK, LOSS_AREA),
                (INK, GRAIN_AREA),
                (INK, PEST_AREA),
                (INK, SPARROW_AREA),
                (INK, CAMPAIGN_SHADE),
                (ACCENT, CARD),
                (ON_ACCENT, ACCENT),
                (CAMPAIGN_LINE, CARD),
                (ON_CAMPAIGN, CAMPAIGN),
                (ON_CAMPAIGN, FAILURE),
            ] {
                let contrast = contrast(text.of(look), ground.of(look));
                assert!(contrast >= 7.0, "{text:?} on {ground:?}, {look:?}: {contrast:.2}");
            }
            // The names of branches are short and in the middle of nothing else.
            for season in SEASONS {
                assert!(contrast(INK.of(look), season.of(look)) >= 6.0, "{season:?}, {look:?}");
            }
        }
    }

    /// Contract: in both themes what carries data or an edge contrasts with cards and paper by at least 3:1, as WCAG 2 asks of graphics.
    #[test]
    fn lines_are_seen() {
        for look in Look::BOTH {
            for line in [SPARROW, PEST, GRAIN_EDGE, LEAF, STATE, LOSS, EDGE, FOCUS, CAMPAIGN_LINE, ACCENT, FAILURE_LINE]
            {
                for ground in [CARD, PAPER] {
                    let contrast = contrast(line.of(look), ground.of(look));
                    assert!(contrast >= 3.0, "{line:?} on {ground:?}, {look:?}: {contrast:.2}");
                }
            }
            // The handle and the hatching of the time line lie on its seasons.
            for season in SEASONS {
                assert!(contrast(CAMPAIGN_LINE.of(look), season.of(look)) >= 3.0, "{season:?}, {look:?}");
            }
        }
    }

    /// Contract: a token is the colour of the theme that is worn, and that of another thread is its own affair.
    #[test]
    fn a_token_turns_with_the_theme() {
        wear(Look::Dark);
        assert_eq!(*INK, INK.of(Look::Dark));
        assert_eq!(Color32::from(PAPER), PAPER.of(Look::Dark));
        assert!(std::thread::spawn(|| worn() == Look::Light).join().unwrap_or(false));
        wear(Look::Light);
        assert_eq!(*INK, INK.of(Look::Light));
    }

    /// Contract: no colour is mixed anywhere else in the window but in the map's palette, and none is turned into light before the last
    /// step of a frame.
    #[test]
    fn colours_come_from_here() {
        fn look_into(folder: &std::path::Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    look_into(&path, found);
                } else if !path.ends_with("panels/tokens.rs") && !path.ends_with("map/palette.rs") {
                    let text = std::fs::read_to_string(&path).unwrap_or_default();
                    let mixed = ["Color32::from_rgb(", "Color32::from_gray(", "Color::srgb_u8(", ".to_linear()"];
                    found.extend(
                        mixed.iter().filter(|mix| text.contains(**mix)).map(|mix| format!("{mix} in {path:?}")),
                    );
                }
            }
        }
        let mut found = Vec::new();
        for folder in ["src/window", "src/kiosk"] {
            look_into(std::path::Path::new(folder), &mut found);
        }
        found.retain(|place| !place.contains("tokens.rs"));
        assert!(found.is_empty(), "{found:?}");
    }
}
