//! By how much something differs from the same without the campaign. All places that say it ask here, so that no two of them disagree.

/// What differs by less than this is about the same, percent.
const SAME_PERCENT: f64 = 0.5;

/// How a number differs from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Differs {
    /// Both are about the same.
    Hardly,
    /// It is less by so many percent of the other.
    Less(f64),
    /// It is more by so many percent of the other.
    More(f64),
}

impl Differs {
    /// How a number differs from that without the campaign. `None` if that is nothing.
    pub fn of(with: f64, without: f64) -> Option<Self> {
        (without > 0.0).then(|| match 100.0 * (with - without) / without {
            same if same.abs() < SAME_PERCENT => Self::Hardly,
            less if less < 0.0 => Self::Less(-less),
            more => Self::More(more),
        })
    }

    /// By how many percent, in either direction.
    #[cfg(test)]
    pub fn percent(self) -> f64 {
        match self {
            Self::Hardly => 0.0,
            Self::Less(percent) | Self::More(percent) => percent,
        }
    }
}

/// A percentage as it is written: `0.5`, `4.2`, `16`.
pub fn rounded(percent: f64) -> String {
    if percent < 9.95 { format!("{percent:.1}") } else { format!("{percent:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: what differs by less than half a percent is about the same, and of nothing there is no percentage.
    #[test]
    fn what_hardly_differs_is_about_the_same() {
        assert_eq!([1.0049, 1.0, 0.9951].map(|with| Differs::of(with, 1.0)), [Some(Differs::Hardly); 3]);
        assert!(matches!(Differs::of(1.0051, 1.0), Some(Differs::More(_))));
        assert!(matches!(Differs::of(0.9949, 1.0), Some(Differs::Less(_))));
        assert_eq!(Differs::of(1.0, 0.0), None);
        assert_eq!([0.507, 9.94, 9.96, 16.4].map(rounded), ["0.5", "9.9", "10", "16"]);
    }
}
