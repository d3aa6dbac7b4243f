//! Lengths on the screen in millimetres, because hands and eyes have a size and pixels have not.

use bevy_egui::egui::FontId;

use crate::window::panels::theme::{font, semibold, serif};

/// Capitals are as high as this share of a font's size.
const CAPITALS: f32 = 0.66;
/// The longer side of a screen whose size nobody has told, mm: one of 32 inches.
const USUAL_SCREEN_MM: f32 = 708.0;

/// How large text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextSize {
    /// As designed.
    #[default]
    Usual,
    /// Larger by a quarter.
    Large,
    /// Larger by a half.
    Largest,
}

impl TextSize {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Usual, Self::Large, Self::Largest];

    /// As a multiple of the usual.
    pub fn factor(self) -> f32 {
        match self {
            Self::Usual => 1.0,
            Self::Large => 1.25,
            Self::Largest => 1.5,
        }
    }

    /// The next one; after the largest comes the usual.
    pub fn next(self) -> Self {
        match self {
            Self::Usual => Self::Large,
            Self::Large => Self::Largest,
            Self::Largest => Self::Usual,
        }
    }
}

/// What a text is, which says how large it is and in which font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The name on the first screen.
    Name,
    /// The one sentence of a screen.
    Headline,
    /// A number among others.
    Number,
    /// What is chosen or pressed, and what stands out.
    Strong,
    /// Sentences.
    Body,
    /// Units, dates, notes; nothing is smaller.
    Small,
}

impl Role {
    /// The height of its capitals, mm.
    fn capitals_mm(self) -> f32 {
        match self {
            Self::Name => 24.0,
            Self::Headline => 14.0,
            Self::Number => 10.0,
            Self::Strong | Self::Body => 7.0,
            Self::Small => 5.5,
        }
    }

    /// Lines are this far apart, as a multiple of the font's size.
    pub fn line_height(self) -> f32 {
        match self {
            Self::Name | Self::Headline => 1.17,
            _ => 1.35,
        }
    }

    fn of_size(self, size: f32) -> FontId {
        match self {
            Self::Name | Self::Headline => serif(size),
            Self::Strong | Self::Number => semibold(size),
            Self::Body | Self::Small => font(size),
        }
    }
}

/// How millimetres become logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Logical pixels per millimetre.
    pub px_per_mm: f32,
    /// How large the visitor wants text to be.
    pub text: TextSize,
    /// By how much it is smaller than that, so that all of it has room.
    pub fitted: f32,
}

impl Measure {
    /// The measure of a screen of a size in logical pixels, if so many of them make a millimetre; where nobody has told, it is taken for
    /// one of 32 inches.
    pub fn of_screen(size_px: [f32; 2], px_per_mm: Option<f32>, text: TextSize) -> Self {
        let guessed = size_px[0].max(size_px[1]) / USUAL_SCREEN_MM;
        Self { px_per_mm: px_per_mm.unwrap_or(guessed), text, fitted: 1.0 }
    }

    /// Millimetres in logical pixels.
    pub fn px(&self, mm: f32) -> f32 {
        mm * self.px_per_mm
    }

    /// Logical pixels in millimetres.
    pub fn mm(&self, px: f32) -> f32 {
        px / self.px_per_mm
    }

    /// The font of a text. Headlines are large already and grow half as much as the rest.
    pub fn font(&self, role: Role) -> FontId {
        let wanted = self.text.factor();
        let factor = if matches!(role, Role::Name | Role::Headline) { 0.5 * (1.0 + wanted) } else { wanted };
        role.of_size(self.px(role.capitals_mm()) / CAPITALS * factor * self.fitted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: on a screen of 32 inches and 1920 pixels a sentence has capitals of 7 mm, and as many on one of 4K, where they take twice
    /// the pixels; and larger text is larger by what it says.
    #[test]
    fn capitals_have_their_height() {
        for (width, height) in [(1920.0, 1080.0), (1080.0, 1920.0), (3840.0, 2160.0)] {
            for text in TextSize::ALL {
                let measure = Measure::of_screen([width, height], None, text);
                let capitals_mm = measure.mm(measure.font(Role::Body).size * CAPITALS);
                assert!((capitals_mm - 7.0 * text.factor()).abs() < 1e-3, "{capitals_mm}");
            }
        }
        assert_eq!(Measure::of_screen([1000.0, 500.0], Some(2.0), TextSize::Usual).px(10.0), 20.0);
    }
}
