//! A parameter in the list: what it is, its value, how that differs from the usual and from the scenario's, and what it rests on.

use bevy_egui::egui::{Button, Label, RichText, Stroke, Ui, vec2};
use jiff::civil::Date;

use crate::scenario::sources::Standing;
use crate::window::language::{documented, tr};
use crate::window::panels::theme::{self, ACCENT, LINE, ON_ACCENT, SMALL, SOFT_INK, TOUCH};
use crate::window::panels::words::{long_date, standing as in_words};

use super::control::Control;
use super::values::Row;
use super::words;

/// From this width on, the control stands beside the words.
const WIDE: f32 = 760.0;
/// Width of the control with all that stands beside it.
const CONTROL_WIDTH: f32 = 434.0;
const UNIT_WIDTH: f32 = 92.0;
const LEAST_UNIT_WIDTH: f32 = 48.0;
const SOURCE_WIDTH: f32 = 76.0;
/// With so much room beside the control, its default and range stand there.
const LEAST_FOR_DEFAULT: f32 = 120.0;
const LINE_HEIGHT: f32 = 20.0;

/// What a person has done to a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Set it.
    Set(f64),
    /// Written what is no value of it.
    Fault(String),
    /// Asked for its source, or for that no longer.
    Source,
}

/// Shows it. `fault` is what is wrong with what was last asked for.
pub fn show(
    ui: &mut Ui,
    row: &Row,
    control: &mut Control,
    (tomorrow, is_unfolded, fault): (Date, bool, Option<&str>),
) -> Option<Act> {
    let mut act = None;
    let is_beside = row.acts_only_at_start() || ui.available_width() >= WIDE;
    let has_room = ui.available_width() >= CONTROL_WIDTH + LEAST_FOR_DEFAULT;
    let mut contents = |ui: &mut Ui| {
        ui.vertical(|ui| {
            let beside = if row.acts_only_at_start() { SOURCE_WIDTH + 8.0 } else { CONTROL_WIDTH };
            ui.set_width(ui.available_width() - if is_beside { beside } else { 0.0 });
            ui.spacing_mut().item_spacing.y = 2.0;
            heading(ui, row);
            if is_beside || !has_room {
                quiet(ui, default(row));
            }
        });
        ui.horizontal(|ui| {
            if !row.acts_only_at_start() {
                let beside = LEAST_UNIT_WIDTH + SOURCE_WIDTH + 2.0 * ui.spacing().item_spacing.x;
                let set = control.show(ui, row, beside);
                act = set.map(|set| set.map_or_else(Act::Fault, Act::Set));
                unit(ui, row);
                if !is_beside && has_room {
                    ui.scope(|ui| {
                        ui.set_width(ui.available_width() - SOURCE_WIDTH - ui.spacing().item_spacing.x);
                        quiet(ui, default(row));
                    });
                }
            }
            let word = RichText::new(tr!("parameters-source")).size(SMALL);
            let button = match is_unfolded {
                true => Button::new(word.color(*ON_ACCENT)).fill(ACCENT),
                false => Button::new(word),
            };
            // A longer word has less space around it, so that all stay in one column.
            ui.spacing_mut().button_padding.x = 4.0;
            if ui.add(button.min_size(vec2(SOURCE_WIDTH, TOUCH))).clicked() {
                act = Some(Act::Source);
            }
        });
    };
    match is_beside {
        true => _ = ui.horizontal(contents),
        false => contents(ui),
    }
    if row.next != row.today && !row.acts_only_at_start() {
        let [today, next] = [row.today, row.next].map(|value| words::with_unit(row.parameter, value));
        quiet(ui, tr!("parameters-until", next = next, date = long_date(tomorrow), today = today));
    }
    if let Some(fault) = fault {
        ui.add(Label::new(theme::strong(tr!("parameters-not-set", fault = fault))).wrap());
    }
    act = act.or(resets(ui, row));
    if is_unfolded {
        source(ui, row);
    }
    ui.add_space(2.0);
    let (left, y) = (ui.min_rect().left(), ui.cursor().top());
    ui.painter().hline(left..=left + ui.available_width(), y, Stroke::new(1.0, LINE));
    ui.add_space(4.0);
    act
}

/// Its unit, in the same room whatever it is, so that what stands beside it is in one column.
fn unit(ui: &mut Ui, row: &Row) {
    ui.scope(|ui| {
        let room = ui.available_width() - SOURCE_WIDTH - ui.spacing().item_spacing.x;
        ui.set_width(room.clamp(LEAST_UNIT_WIDTH, UNIT_WIDTH));
        ui.add(Label::new(RichText::new(words::unit(row.parameter)).size(SMALL)).wrap());
    });
}

/// Its name, and what it means.
fn heading(ui: &mut Ui, row: &Row) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = LINE_HEIGHT;
        ui.horizontal_wrapped(|ui| {
            let name = words::name(row.parameter);
            ui.label(theme::strong(match row.acts_only_at_start() {
                true => {
                    tr!("parameters-name-and-value", name = name, value = words::with_unit(row.parameter, row.next))
                }
                false => name,
            }));
            if row.is_changed() {
                let word = format!(" {} ", tr!("parameters-changed"));
                let badge = RichText::new(word).size(SMALL).color(*ON_ACCENT).background_color(ACCENT);
                ui.label(badge);
            } else if row.next != row.usual {
                ui.label(RichText::new(tr!("parameters-set-by-scenario")).size(SMALL).color(SOFT_INK).underline());
            }
        });
    });
    quiet(ui, documented(&row.parameter.meaning.split_whitespace().collect::<Vec<_>>().join(" ")));
}

/// Its default, and what is allowed.
fn default(row: &Row) -> String {
    let range = &row.parameter.range;
    let [usual, given, least, most] =
        [row.usual, row.given, *range.start(), *range.end()].map(|value| value.to_string());
    match row.given == row.usual {
        true => tr!("parameters-default", usual = usual, least = least, most = most),
        false => tr!("parameters-default-and-given", usual = usual, given = given, least = least, most = most),
    }
}

/// One press sets it back.
fn resets(ui: &mut Ui, row: &Row) -> Option<Act> {
    let [usual, given] = [row.usual, row.given].map(|value| value.to_string());
    let to_usual = (row.next != row.usual).then(|| (tr!("parameters-to-default", value = usual), row.usual));
    let is_other = row.is_changed() && row.given != row.usual;
    let to_given = is_other.then(|| (tr!("parameters-to-given", value = given), row.given));
    if row.acts_only_at_start() || to_usual.is_none() && to_given.is_none() {
        return None;
    }
    let mut act = None;
    ui.horizontal_wrapped(|ui| {
        for (words, value) in [to_usual, to_given].into_iter().flatten() {
            if ui.add(Button::new(RichText::new(words).size(SMALL)).min_size(vec2(0.0, TOUCH))).clicked() {
                act = Some(Act::Set(value));
            }
        }
    });
    act
}

/// Where its default comes from, and how it is called in a scenario file.
fn source(ui: &mut Ui, row: &Row) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(tr!("parameters-source-of", source = documented(row.parameter.source))).wrap());
        for standing in standings(row.parameter.source) {
            quiet(ui, in_words(standing));
        }
        quiet(ui, tr!("parameters-path", path = row.path()));
    });
}

/// The standings that a source names, as in "[F, Sano 1973]".
fn standings(source: &str) -> impl Iterator<Item = Standing> {
    let tags: Vec<_> = source.split('[').skip(1).filter_map(|part| part.split(']').next()).collect();
    Standing::ALL.into_iter().filter(move |standing| {
        let letter = standing.tag().trim_matches(['[', ']']);
        tags.iter().any(|tag| tag.split([',', ' ']).any(|word| word == letter))
    })
}

fn quiet(ui: &mut Ui, text: String) {
    ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    /// Contract: each default has a source, which is either assumed or has a standing that is told in words.
    #[test]
    fn each_source_has_a_standing_or_is_assumed() {
        for (path, section) in Scenario::default().sections() {
            for parameter in section.parameters() {
                let source = parameter.source;
                let is_told = standings(source).next().is_some()
                    || ["assumed", "0 ", "0:"].iter().any(|word| source.contains(word));
                assert!(is_told, "{path}.{}: {source}", parameter.name);
            }
        }
        assert_eq!(standings("0.2-0.3 [S proxy, U]").collect::<Vec<_>>(), [Standing::Quoted, Standing::Unverified]);
        assert_eq!(standings("0.96 ha [F, Sano 1973]").collect::<Vec<_>>(), [Standing::Source]);
    }
}
