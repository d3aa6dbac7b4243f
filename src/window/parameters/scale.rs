//! The notches of a parameter's slider. Their values are round numbers in the parameter's range: evenly spread where its usual value
//! lies well inside, and over the decades where the range ends far above it.

use crate::scenario::Parameter;

/// Notches of a decade.
const PER_DECADE: f64 = 40.0;
/// A scale that is even has at least so many.
const LEAST_EVEN: f64 = 200.0;
/// Where the usual value lies lower than this part of the range, an even scale would press it against the end.
const LOW: f64 = 0.05;

/// How the values of a parameter lie along its slider.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    first: f64,
    last: f64,
    is_whole: bool,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Multiples of a power of ten, whose exponent this is.
    Even(i32),
    /// So many to a decade from this value on; `first`, if it is less, comes before.
    Decades(f64),
}

impl Scale {
    /// The scale of a parameter whose usual value is `default`.
    pub fn of(parameter: &Parameter, default: f64) -> Self {
        let (first, last) = (*parameter.range.start(), *parameter.range.end());
        let span = last - first;
        let least = match (first, default) {
            (first, _) if first > 0.0 => first,
            (_, default) if default > 0.0 => 10_f64.powf(default.log10().floor()) / 100.0,
            _ => last / 1e4,
        };
        let least = if parameter.whole { least.max(1.0) } else { least };
        let spans_decades = first >= 0.0
            && default < first + LOW * span
            && last >= 100.0 * least
            && (default > 0.0 || last > 100.0)
            && parameter.unit != "day of year";
        let even = Kind::Even(if parameter.whole { 0 } else { (span / LEAST_EVEN).log10().floor() as i32 });
        let kind = if spans_decades { Kind::Decades(least) } else { even };
        Self { first, last, is_whole: parameter.whole, kind }
    }

    /// The number of the last notch; the first is 0.
    pub fn end(&self) -> u32 {
        match self.kind {
            Kind::Even(power) => (steps(self.last, power).ceil() - steps(self.first, power).floor()) as u32,
            Kind::Decades(least) => self.before(least) + ((self.last / least).log10() * PER_DECADE).ceil() as u32,
        }
    }

    /// How many notches come before the least value of the decades.
    fn before(&self, least: f64) -> u32 {
        u32::from(self.first < least)
    }

    /// The value of a notch.
    pub fn value(&self, notch: u32) -> f64 {
        let value = match self.kind {
            _ if notch == 0 => self.first,
            _ if notch >= self.end() => self.last,
            Kind::Even(power) => multiple(steps(self.first, power).floor() + f64::from(notch), power),
            Kind::Decades(least) => {
                let above = f64::from(notch - self.before(least));
                let value = least * 10_f64.powf(above / PER_DECADE);
                let power = value.log10().floor() as i32 - 2;
                multiple(steps(value, power).round(), power)
            }
        };
        let value = if self.is_whole { value.round() } else { value };
        value.clamp(self.first, self.last)
    }

    /// The notch nearest to a value, which may lie between two.
    pub fn notch(&self, value: f64) -> u32 {
        let nearest = match self.kind {
            _ if value <= self.first => 0.0,
            _ if value >= self.last => f64::from(self.end()),
            Kind::Even(power) => steps(value, power).round() - steps(self.first, power).floor(),
            Kind::Decades(least) => {
                f64::from(self.before(least)) + ((value / least).log10() * PER_DECADE).max(0.0).round()
            }
        };
        (nearest.max(0.0) as u32).min(self.end())
    }
}

/// A value in powers of ten.
fn steps(value: f64, power: i32) -> f64 {
    if power < 0 { value * 10_f64.powi(-power) } else { value / 10_f64.powi(power) }
}

/// A multiple of a power of ten, without the last digits that a multiplication would add.
fn multiple(times: f64, power: i32) -> f64 {
    if power < 0 { times / 10_f64.powi(-power) } else { times * 10_f64.powi(power) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    /// Contract: every notch of every parameter is an allowed value that a scenario holds exactly, they never fall, the ends of the
    /// range are among them, and the usual value is near one that is found again.
    #[test]
    fn every_notch_is_an_allowed_value() {
        let mut scenario = Scenario::default();
        let paths: Vec<_> = scenario.sections().iter().map(|(path, _)| *path).collect();
        for path in paths {
            let section = scenario.section_mut(path).unwrap();
            for (index, parameter) in section.parameters().iter().enumerate() {
                let default = section.value(index);
                let scale = Scale::of(parameter, default);
                let name = format!("{path}.{}, {scale:?}", parameter.name);
                assert!((3..=2100).contains(&scale.end()), "{name}: {} notches", scale.end());
                let mut before = f64::NEG_INFINITY;
                for notch in 0..=scale.end() {
                    let value = scale.value(notch);
                    assert_eq!(parameter.judge(value, "it"), Ok(()), "{name}: {value}");
                    assert!(value >= before, "{name}: {value} after {before}");
                    section.set_value(index, value);
                    assert_eq!(section.value(index), value, "{name}");
                    assert_eq!(scale.value(scale.notch(value)), value, "{name}: {value} is not found again");
                    before = value;
                }
                assert_eq!((scale.value(0), before), (scale.first, scale.last), "{name}");
                let near = scale.value(scale.notch(default));
                let room = 0.06 * default.abs().max(0.1 * (scale.last - scale.first).min(1.0));
                assert!((near - default).abs() <= room, "{name}: {near} for {default}");
            }
        }
    }

    /// Contract: where the range ends far above the usual value, this lies in the middle part of its slider all the same.
    #[test]
    fn a_range_of_decades_leaves_room_below() {
        let scenario = Scenario::default();
        let (_, pest) = scenario.sections().into_iter().find(|(path, _)| *path == "pest").unwrap();
        for name in ["egg_hazard", "adult_intake_g_per_day", "hopper_walk_m_per_day"] {
            let index = pest.parameters().iter().position(|parameter| parameter.name == name).unwrap();
            let scale = Scale::of(&pest.parameters()[index], pest.value(index));
            let part = f64::from(scale.notch(pest.value(index))) / f64::from(scale.end());
            assert!((0.2..0.8).contains(&part), "{name}: {part}");
        }
    }
}
