//! What became of one field, where the explanation was asked for there. The links of the chain are of all the land.

use crate::output::words::{count, number};
use crate::timeline::field_years::YearOfField;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::field_past::FieldPast;

use super::chain::Pair;
use super::details::beside;

/// What became of a field in a year, beside the same without the campaign; `None` if it is not known, or not yet.
pub fn words(displayed: &Displayed, cell: u32, year: u64) -> Option<String> {
    let past = displayed.field.as_ref().filter(|past| past.cell == cell)?;
    let [with, without] = years(past, displayed, i16::try_from(year).ok()?)?;
    let pair = |of: fn(&YearOfField) -> u16| Pair { with: of(&with).into(), without: of(&without).into() };
    let (leaf, harvest) = (pair(|year| year.leaf_eaten_kg_per_ha), pair(|year| year.reaped_kg_per_ha));
    let mut words = vec![tr!("why-field-leaf", number = number(leaf.with), beside = beside(leaf, number))];
    if harvest != Pair::default() {
        words.push(tr!("why-field-harvest", number = number(harvest.with), beside = beside(harvest, number)));
    }
    if with.sparrows_killed > 0 {
        words.push(tr!("why-field-killed", killed = count(with.sparrows_killed.into())));
    }
    Some(words.join(" "))
}

/// A year of a field with and without the campaign: all of it, or, of the present one, what has been lived.
fn years(past: &FieldPast, displayed: &Displayed, year: i16) -> Option<[YearOfField; 2]> {
    let whole = past.run.get(&year).zip(past.twin.get(&year)).map(|(with, without)| [*with, *without]);
    let is_present = displayed.record.days.last().is_some_and(|row| row.date.year() == year);
    let so_far = || past.so_far[0].zip(past.so_far[1]).map(|(with, without)| [with, without]);
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
        let text = words(&displayed, cell, 1958).unwrap();
        assert!(text.contains("Reaped there: 1,500 kg/ha, about half of the 3,000 without the campaign."), "{text}");
        assert!(text.starts_with("Leaf eaten by pests there: 321 kg/ha, about the same as the 321"), "{text}");
        assert!(text.ends_with("Sparrows killed that were at home there: 12."), "{text}");
        assert_eq!(words(&displayed, cell + 1, 1958), None);
        assert_eq!(words(&displayed, cell, 1961), None);
    }
}
