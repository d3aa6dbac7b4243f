//! The yearly harvests as bars, and what is above them: by how much they differ.

use super::panel::Panel;
use super::{INK, PAPER, SMALL, pen};
use crate::experiment::compare::comparison::{Difference, Measure, Spread};
use crate::experiment::compare::table::share;
use crate::experiment::picture::{Anchor, Pen, Picture, font};

/// Share of a year's width that its bars take.
const BARS: f64 = 0.78;
/// Widest bar, pixels.
const WIDEST: f64 = 64.0;
const FILL: f64 = 0.32;

/// Draws the bars of all variants, year by year.
pub fn draw(panel: &Panel, picture: &mut Picture, measure: &Measure) {
    let comparison = panel.comparison;
    let variants = &comparison.variants;
    let values = |variant: usize, year: usize| comparison.values(measure, &variants[variant], year);
    let years = comparison.years().len();
    let all = (0..variants.len()).flat_map(|variant| (0..years).map(move |year| (variant, year)));
    let most = all.flat_map(|(variant, year)| values(variant, year)).fold(0.0, f64::max);
    // Room for what is above the bars.
    let plot = panel.ground(picture, 1.16 * most);
    for (year, [begin, end]) in panel.year_ends().into_iter().enumerate() {
        let slot = (BARS * (end - begin) / variants.len() as f64).min(WIDEST);
        let first = 0.5 * (begin + end) - 0.5 * slot * variants.len() as f64;
        let reference = values(variants.len() - 1, year);
        for index in 0..variants.len() {
            let values = values(index, year);
            let spread = Spread::of(&values);
            let gap = 0.06 * slot;
            let [left, right] = [first + index as f64 * slot + gap, first + (index + 1) as f64 * slot - gap];
            let top = plot.y(spread.mean);
            // What is behind would change the colour.
            picture.rectangle([left, top], [right, plot.bottom], PAPER, 1.0);
            picture.rectangle([left, top], [right, plot.bottom], pen(index).colour, FILL);
            let outline = [[left, plot.bottom], [left, top], [right, top], [right, plot.bottom]];
            picture.line(outline, Pen { width: 1.6, ..pen(index) });
            if values.len() > 1 {
                let (x, reach) = (0.5 * (left + right), (0.16 * slot).min(6.0));
                for y in [spread.lowest, spread.highest].map(|value| plot.y(value)) {
                    picture.line([[x - reach, y], [x + reach, y]], Pen::solid(INK, 1.3));
                }
                picture.line([[x, plot.y(spread.lowest)], [x, plot.y(spread.highest)]], Pen::solid(INK, 1.3));
            }
            if index + 1 < variants.len() && comparison.is_paired() {
                let difference = Difference::of(&values, &reference);
                // A pair has the room above both its bars; of several, each has that above its own.
                let (x, highest, room) = match variants.len() {
                    2 => (0.5 * (begin + end), spread.highest.max(Spread::of(&reference).highest), end - begin),
                    _ => (0.5 * (left + right), spread.highest, slot),
                };
                let (text, y) = (said(&difference, room), plot.y(highest) - 7.0);
                let half = 0.5 * font::width(&text, SMALL) + 2.0;
                picture.rectangle([x - half, y - 0.85 * SMALL], [x + half, y + 3.0], PAPER, 0.75);
                picture.text([x, y], Anchor::Middle, SMALL, INK, text);
            }
        }
    }
}

/// What is said of a difference in so much room.
fn said(difference: &Difference, room: f64) -> String {
    let share = share(difference.share).replace('-', "−");
    let ways = match (difference.is_none, difference.may_be_chance()) {
        (true, _) => ["the same".into(), "=".into()],
        (_, true) => ["no clear difference".into(), "≈".into()],
        _ => [share.clone(), share.replace(" %", "")],
    };
    ways.into_iter().find(|text| font::width(text, SMALL) <= 0.96 * room).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: a difference that may be chance is never shown as a number, whatever the room.
    #[test]
    fn what_may_be_chance_is_no_number() {
        let clear = Difference { mean: -14.0, share: -0.14, interval: Some([-20.0, -8.0]), is_none: false };
        let chance = Difference { interval: Some([-30.0, 2.0]), ..clear };
        let none = Difference { mean: 0.0, share: 0.0, interval: Some([0.0; 2]), is_none: true };
        assert_eq!([200.0, 40.0, 20.0].map(|room| said(&clear, room)), ["−14 %", "−14", ""]);
        assert_eq!([200.0, 40.0].map(|room| said(&chance, room)), ["no clear difference", "≈"]);
        assert_eq!([200.0, 40.0].map(|room| said(&none, room)), ["the same", "="]);
    }
}
