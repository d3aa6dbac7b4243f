//! Saving what the charts show: a picture as PNG or SVG, or its numbers as CSV. A file is written whole or not at all, and one that is
//! there is replaced only when that is asked for twice.

use std::path::PathBuf;

use bevy_egui::egui::{Align, Button, Key, Label, RichText, TextEdit, Ui, vec2};
use strum::VariantArray;

use crate::experiment::picture::{png, svg};
use crate::record::folder::write_whole;
use crate::window::language::tr;
use crate::window::panels::file_name;
use crate::window::panels::tabs::choice;
use crate::window::panels::theme::{SMALL, SOFT_INK, strong};

use super::charts_of::ChartsOf;
use super::figure::figure;
use super::legend::CHIP;
use super::panel::low_row;
use super::table::csv;
use super::view::ChartView;

/// Dots of a PNG for a pixel of the figure.
const DOTS: u32 = 2;

/// A kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray)]
enum Format {
    #[default]
    Png,
    Svg,
    Csv,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Svg => "SVG",
            Self::Csv => "CSV",
        }
    }

    /// The bytes of a file.
    fn bytes(self, of: &ChartsOf, view: &ChartView) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Png => png::bytes(&figure(of, view), DOTS),
            Self::Svg => Ok(svg::text(&figure(of, view)).into_bytes()),
            Self::Csv => csv(of, view),
        }
    }
}

/// What the form remembers.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Whether it is shown.
    pub is_open: bool,
    format: Format,
    /// The name of the file, as somebody has written it; a name that fits, if nobody has.
    name: Option<String>,
    /// A file that is there already, and may be replaced if it is asked for once more.
    replaces: Option<PathBuf>,
    outcome: Option<String>,
}

impl Export {
    /// Writes the file, unless it is there and was not to be replaced.
    fn save(&mut self, path: PathBuf, bytes: impl FnOnce(Format) -> std::io::Result<Vec<u8>>) {
        if path.exists() && self.replaces.as_ref() != Some(&path) {
            (self.replaces, self.outcome) = (Some(path), None);
            return;
        }
        self.replaces = None;
        let written = bytes(self.format).and_then(|bytes| write_whole(&path, &bytes));
        self.outcome = Some(match written {
            Ok(()) => tr!("charts-saved", file = path.display().to_string()),
            Err(error) => {
                tr!("charts-not-saved", file = path.display().to_string(), error = error.to_string())
            }
        });
    }
}

/// Shows the form.
pub(super) fn show(ui: &mut Ui, of: &ChartsOf, view: &mut ChartView) {
    let mut export = view.export.clone();
    low_row(ui, |ui| {
        for format in Format::VARIANTS {
            if choice(ui, format.name(), export.format == *format).clicked() {
                export = Export { is_open: true, format: *format, ..Export::default() };
            }
        }
        let mut name = export.name.clone().unwrap_or_else(|| file_name(of, export.format));
        let field = TextEdit::singleline(&mut name)
            .desired_width((ui.max_rect().right() - ui.cursor().left() - 105.0).max(120.0))
            .min_size(vec2(0.0, CHIP))
            .vertical_align(Align::Center);
        let response = ui.add(field);
        if response.changed() {
            (export.name, export.replaces, export.outcome) = (Some(name.clone()), None, None);
        }
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let path = file_name::whole(name.trim());
        let replaces = export.replaces.as_ref() == Some(&path);
        let word = if replaces { tr!("charts-replace") } else { tr!("charts-save") };
        let can_save = !name.trim().is_empty();
        let button = Button::new(word).min_size(vec2(80.0, CHIP));
        let is_pressed = ui.add_enabled(can_save, button).clicked();
        if can_save && (is_pressed || enter) {
            export.save(path, |format| format.bytes(of, view));
        }
    });
    let path = file_name::whole(&export.name.clone().unwrap_or_else(|| file_name(of, export.format)));
    let words = match (&export.outcome, &export.replaces) {
        (Some(outcome), _) => strong(outcome).size(SMALL),
        (None, Some(_)) => strong(tr!("charts-is-there")).size(SMALL),
        (None, None) => {
            let folder = path.parent().map_or(String::new(), |folder| folder.display().to_string());
            RichText::new(tr!("charts-in-folder", folder = folder)).size(SMALL).color(SOFT_INK)
        }
    };
    ui.add(Label::new(words).wrap());
    view.export = export;
}

/// A name for a file: what the scenario is called, and the day.
fn file_name(of: &ChartsOf, format: Format) -> String {
    let day = of.today().map_or(of.scenario.start, |row| row.date);
    file_name::of(&of.scenario.title, &format!("charts-{day}.{}", format.name().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;
    use crate::window::charts::made_up::MadeUp;

    /// Contract: each kind of file is written whole; one that is there only when asked twice; what fails is said in one sentence and
    /// leaves nothing.
    #[test]
    fn files_are_written_whole_or_not_at_all() {
        let made_up = MadeUp::default();
        let (of, view) = (made_up.charts(), ChartView::default());
        let folder = env::temp_dir().join(format!("sparrowfall_charts_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for format in Format::VARIANTS {
            let mut export = Export { format: *format, ..Export::default() };
            let name = file_name(&of, *format);
            assert!(name.starts_with("a-made-up-place-charts-1958-08-23."), "{name}");
            let path = folder.join(name);
            export.save(path.clone(), |format| format.bytes(&of, &view));
            let first = std::fs::read(&path).unwrap();
            assert_eq!(first, format.bytes(&of, &view).unwrap());
            assert!(export.outcome.as_ref().is_some_and(|words| words.starts_with("Saved")), "{:?}", export.outcome);
            export.save(path.clone(), |_| Ok(b"other".into()));
            assert_eq!(std::fs::read(&path).unwrap(), first, "it was asked for once");
            export.save(path.clone(), |_| Ok(b"other".into()));
            assert_eq!(std::fs::read(&path).unwrap(), b"other");
        }
        let mut export = Export::default();
        export.save(folder.join("no").join("such.png"), |_| Ok(Vec::new()));
        assert!(export.outcome.is_some_and(|words| words.starts_with("Not saved") && words.lines().count() == 1));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), Format::VARIANTS.len());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
