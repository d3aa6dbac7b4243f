//! Room that is kept for words that change, so that what is under them stays where it is.

use bevy_egui::egui::{FontId, Id, Ui};

use crate::window::language;
use crate::window::panels::theme::INK;

/// The height of the tallest of some texts, where they have this width. They are laid out once for each width and language, by the name of
/// what they are.
pub fn tallest(ui: &Ui, name: &str, (font, width): (FontId, f32), texts: impl FnOnce() -> Vec<String>) -> f32 {
    let sizes = [font.size, width, ui.pixels_per_point()].map(f32::to_bits);
    let key = (name, language::in_use() as u8, sizes);
    let id = Id::new("the tallest of some texts").with(key);
    if let Some(height) = ui.data(|data| data.get_temp(id)) {
        return height;
    }
    let height = |text| ui.painter().layout(text, font.clone(), *INK, width).size().y;
    let height = texts().into_iter().map(height).fold(0.0, f32::max);
    ui.data_mut(|data| data.insert_temp(id, height));
    height
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::language::{Language, within};
    use crate::window::panels::theme::font;
    use crate::window::test_support::ui::TestUi;

    /// Contract: there is room for each of them, in any order, at each width; in a longer language there is more.
    #[test]
    fn each_of_them_has_room() {
        let mut test_ui = TestUi::default();
        let texts = || ["short", "a text that needs some lines where there is little room"].map(String::from).to_vec();
        test_ui.frame(|ui| {
            for width in [60.0, 120.0, 900.0] {
                let height = tallest(ui, "some", (font(14.0), width), texts);
                for text in texts() {
                    assert!(ui.painter().layout(text, font(14.0), *INK, width).size().y <= height, "{width}");
                }
            }
            let room =
                || tallest(ui, "dates", (font(14.0), 120.0), || vec![crate::window::panels::story::lived_ahead()]);
            assert!(within(Language::Pseudo, room) > room());
        });
    }
}
