//! What became of one field, where the explanation was asked for there. The links of the chain are of all the land.

use crate::output::words::{count, number};
use crate::timeline::field_years::YearOfField;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::field_past::FieldPast;

use super::chain::Pair;
use super::details::beside;
use super::words::yes_or_no;

/// What became of a field in a year, beside the same without the campaign, or that it is not known.
pub fn words(displayed: &Displayed, cell: u32, year: u64) -> String {
    known(displayed, cell, year).unwrap_or_else(|| tr!("why-field-unknown", year = year))
}

fn known(displayed: &Displayed, cell: u32, year: u64) -> Option<String> {
    let past = displayed.field.as_ref().filter(|past| past.cell == cell)?;
    let ([with, without], is_over) = years(past, displayed, i16::try_from(year).ok()?)?;
    let is_over = yes_or_no(is_over);
    let pair = |of: fn(&YearOfField) -> u16| Pair { with: of(&with).into(), without: of(&without).into() };
    let (leaf, harvest) = (pair(|year| year.leaf_eaten_kg_per_ha), pair(|year| year.reaped_kg_per_ha));
    let (eaten, of_leaf) = (number(leaf.with), beside(leaf, number));
    let mut words = vec![tr!("why-field-leaf", number = eaten, beside = of_leaf, is_over = is_over)];
    if harvest != Pair::default() {
        let (reaped, of_harvest) = (number(harvest.with), beside(harvest, number));
        words.push(tr!("why-field-harvest", number = reaped, beside = of_harvest, is_over = is_over));
    }
    if with.sparrows_killed > 0 {
        words.push(tr!("why-field-killed", killed = count(with.sparrows_killed.into()), is_over = is_over));
    }
    Some(words.join(" "))
}

/// A year of a field with and without the campaign: all of it, or, of the present one, what has been lived; and whether it is all.
fn years(past: &FieldPast, displayed: &Displayed, year: i16) -> Option<([YearOfField; 2], bool)> {
    let whole = past.run.get(&year).zip(past.twin.get(&year)).map(|(with, without)| ([*with, *without], true));
    let is_present = displayed.record.days.last().is_some_and(|row| row.date.year() == year);
    let so_far = || past.so_far[0].zip(past.so_far[1]).map(|(with, without)| ([with, without], false));
    whole.or_else(|| if is_present { so_far() } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::run::with_field;

    /// Contract: it is told of the field that was asked for, with the numbers of the year, the present one as far as it has come.
    #[test]
    fn a_field_is_told_of_beside_its_twin() {
        let (displayed, cell) = with_field();
        let text = words(&displayed, cell, 1958);
        assert!(text.contains("Reaped there: 1,500 kg/ha, about half of the 3,000 without the campaign."), "{text}");
        assert!(text.starts_with("Leaf eaten by pests there: 321 kg/ha, about the same as the 321"), "{text}");
        assert!(text.ends_with("Sparrows killed that were at home there: 12."), "{text}");
        let mut unfinished = displayed.clone();
        unfinished.field.as_mut().unwrap().run = Default::default();
        let text = words(&unfinished, cell, 1959);
        assert!(text.contains("Reaped there so far: 1,200 kg/ha"), "{text}");
        assert_eq!(words(&displayed, cell + 1, 1958), "What became of it in 1958 is not known.");
        assert_eq!(words(&displayed, cell, 1961), "What became of it in 1961 is not known.");
    }
}
