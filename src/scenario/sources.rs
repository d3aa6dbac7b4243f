//! Historical figures that are shown on a screen: what each says, where it was read, and how far it can be relied on. Figures of
//! the model are not among them.

use super::Lever;

/// How a figure was found, and so what it may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Read at the source.
    Source,
    /// Read in a work that quotes the source.
    Quoted,
    /// Read only where no source is named.
    Unsourced,
    /// Known, not verified.
    Unverified,
    /// Worked out from other figures.
    Derived,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Source, Self::Quoted, Self::Unsourced, Self::Unverified, Self::Derived];

    /// Its tag, as in the documentation.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Source => "[F]",
            Self::Quoted => "[S]",
            Self::Unsourced => "[W]",
            Self::Unverified => "[U]",
            Self::Derived => "[D]",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Source => "read at the source itself",
            Self::Quoted => "quoted in another work",
            Self::Unsourced => "read only on unsourced pages",
            Self::Unverified => "widely known, not verified",
            Self::Derived => "our own arithmetic from the figures named",
        }
    }
}

/// A historical figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Its name, by which screens refer to it.
    pub id: &'static str,
    /// What it says.
    pub says: &'static str,
    /// Its standing.
    pub standing: Standing,
    /// The citation in short, to stand beside the figure.
    pub short: &'static str,
    /// The citation, as far as it is known.
    pub full: &'static str,
    /// What it is used for here.
    pub used_for: &'static str,
    /// The lever that it is about.
    pub lever: Option<Lever>,
}

/// The figures about a lever.
pub fn figures_of(lever: Lever) -> impl Iterator<Item = &'static Figure> {
    FIGURES.iter().filter(move |figure| figure.lever == Some(lever))
}

/// The figure on the share of the harvest that the state procured.
pub const PROCURED_SHARE: &str = "procured share";

const DIKOTTER: &str = "Dikötter (2010)";
const SECONDARY: &str = "a secondary work";
const LIN_YANG: &str = "Lin & Yang (2000)";
const LIN_YANG_SERIES: &str = "Lin & Yang (2000), series of national output and procurement, 1957 to 1962";
const LIN_YANG_SHARE: &str = "Lin & Yang (2000), procurement as a share of output; 1957 and 1961 were not verified";
const FRANK: &str = "Frank, Wang, Wang, Wang & You (2025)";
const FRANK_FULL: &str =
    "Frank, Wang, Wang, Wang & You (2025), Campaigning for Extinction, NBER Working Paper 34087, abstract";

/// A figure, in the order of its fields.
const fn figure(
    id: &'static str,
    lever: Option<Lever>,
    says: &'static str,
    standing: Standing,
    [short, full]: [&'static str; 2],
    used_for: &'static str,
) -> Figure {
    Figure { id, says, standing, short, full, used_for, lever }
}

/// All of them, in the order of the levers, and last what is about no single lever.
pub const FIGURES: &[Figure] = &[
    figure(
        "directive",
        Some(Lever::Sparrows),
        "The state called for the campaign on 12 February 1958.",
        Standing::Source,
        ["directive of 12 February 1958", "national directive of 12 February 1958"],
        "the campaign's year",
    ),
    figure(
        "drive",
        Some(Lever::Sparrows),
        "The drive in Beijing was on 19 to 21 April 1958: drums, poison, shooting zones.",
        Standing::Quoted,
        [SECONDARY, "a secondary work whose name is not recorded here"],
        "the campaign's first day",
    ),
    figure(
        "kills",
        Some(Lever::Sparrows),
        "Officials reported 1.96 billion killed in 1958, a figure as unreliable as that year's harvest reports.",
        Standing::Unsourced,
        ["officially reported", "officially reported"],
        "nothing in the model",
    ),
    figure(
        "off the list",
        Some(Lever::Sparrows),
        "In March or April 1960 sparrows were taken off the list of pests; bedbugs took their place.",
        Standing::Source,
        ["Liu Yi (2018)", "Liu Yi (2018)"],
        "the campaign's last day",
    ),
    figure(
        "suitability",
        Some(Lever::Sparrows),
        "Where the land suited sparrows better by one standard deviation, 5.3 % less rice and 8.7 % less wheat were reaped after the campaign.",
        Standing::Source,
        [FRANK, FRANK_FULL],
        "how much birds keep pests down",
    ),
    figure(
        "weather",
        Some(Lever::Weather),
        "Weather contributed to the fall in harvests.",
        Standing::Quoted,
        ["Kueh", "Kueh"],
        "that there is weather in the plan; its strength is fitted",
    ),
    figure(
        "communes",
        Some(Lever::Communes),
        "99.1 % of farm households were in communes by October 1958.",
        Standing::Quoted,
        [SECONDARY, "a secondary work whose name is not recorded here"],
        "the share of households in communes",
    ),
    figure(
        "irrigation",
        Some(Lever::Irrigation),
        "About 30 million were recruited in October 1957; by January 1958 one worker in six was digging.",
        Standing::Quoted,
        [DIKOTTER, DIKOTTER],
        "the share of workers who dig in winter",
    ),
    figure(
        "works lost",
        Some(Lever::Irrigation),
        "Up to half of Hunan's irrigation works silted up or were washed away.",
        Standing::Quoted,
        [DIKOTTER, DIKOTTER],
        "how many works are unsound",
    ),
    figure(
        "left the fields",
        Some(Lever::Towns),
        "Workers of state industry rose from 7.48 to 23.16 million in 1958: 15.7 million left the fields.",
        Standing::Source,
        ["Riskin in Lin & Yang (2000)", "Riskin, in Lin & Yang (2000)"],
        "the share of workers moved to the towns",
    ),
    figure(
        "close planting",
        Some(Lever::Methods),
        "In Anhui, fields planted too close fell from 400 to under 200 jin per mu.",
        Standing::Quoted,
        [SECONDARY, "a secondary work whose name is not recorded here"],
        "what close planting costs",
    ),
    figure(
        "sown area",
        Some(Lever::Methods),
        "The sown area of grain fell by about 10 % by 1959 to 1961.",
        Standing::Derived,
        ["Kueh (1984)", "output and yield in Kueh (1984)"],
        "the share of land left unsown, which is fitted",
    ),
    figure(
        "furnaces",
        Some(Lever::Steel),
        "Not verified: 38 to 60 million people worked at backyard furnaces in autumn 1958, part of the time.",
        Standing::Unverified,
        ["several authors", "several authors; “90 million” is a slogan"],
        "the share of workers at furnaces",
    ),
    figure(
        "steel",
        Some(Lever::Steel),
        "Officially reported: 11.08 million tonnes of steel in 1958, about 8 million of them usable. Neither figure is verified.",
        Standing::Unsourced,
        ["officially reported", "officially reported; the pages agree"],
        "nothing but the order of size of what was of use",
    ),
    figure(
        "houses",
        Some(Lever::Housing),
        "Not verified: 30 to 40 % of houses were demolished for their materials.",
        Standing::Unverified,
        [DIKOTTER, DIKOTTER],
        "how many houses are pulled down",
    ),
    figure(
        "announced",
        Some(Lever::Procurement),
        "The harvest of 1958 was announced as 375 million tonnes; 198 to 200 million were real.",
        Standing::Source,
        ["national series", "the announcement of 1958, against the national series of output"],
        "how far reports are inflated",
    ),
    figure(
        PROCURED_SHARE,
        Some(Lever::Procurement),
        "Procured: 25.9 % of output in 1958, 37.7 % in 1959, 32.4 % in 1960, 20.3 % in 1962.",
        Standing::Source,
        [LIN_YANG, LIN_YANG_SHARE],
        "how far the state believes reports, which is fitted to it",
    ),
    figure(
        "two years",
        Some(Lever::Procurement),
        "Inflated local reports kept grain moving out of the villages for two years.",
        Standing::Source,
        ["Fan, Xiong & Zhou (2016)", "Fan, Xiong & Zhou (2016)"],
        "that reports decide what is procured",
    ),
    figure(
        "exports",
        Some(Lever::Trade),
        "Net exports of grain: 2.7 million tonnes in 1958 and 4.2 million in 1959; in 1961, 4.5 million were imported.",
        Standing::Source,
        ["national series", "national series of net grain exports"],
        "what is exported and imported",
    ),
    figure(
        "exports not verified",
        Some(Lever::Trade),
        "Not verified: net exports of grain, 1.9 million tonnes in 1957 and 2.7 million in 1960; in 1962, 3.9 million were imported.",
        Standing::Unverified,
        ["national series", "national series of net grain exports"],
        "what is exported and imported",
    ),
    figure(
        "output",
        None,
        "Grain output, million tonnes: 195.05 in 1957, 200 in 1958, 170 in 1959, 143.5 in 1960, 160 in 1962.",
        Standing::Source,
        [LIN_YANG, LIN_YANG_SERIES],
        "the harvests to which the plan is fitted",
    ),
    figure(
        "spoiled",
        None,
        "Not verified: grain left unreaped or spoiled; widely reported, never well counted; a range of 3 to 15 % is used.",
        Standing::Unverified,
        ["never well counted", "widely reported, never well counted"],
        "how fast grain falls where nobody reaps it",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: each figure has a name of its own, a citation and a use; what was read only on unsourced pages is called officially
    /// reported, and what was not verified begins by saying so.
    #[test]
    fn each_figure_leads_to_a_citation() {
        for (index, figure) in FIGURES.iter().enumerate() {
            let others = FIGURES.iter().skip(index + 1);
            assert!(others.into_iter().all(|other| other.id != figure.id), "{}", figure.id);
            assert!(
                figure.says.ends_with('.') && !figure.full.is_empty() && !figure.used_for.is_empty(),
                "{}",
                figure.id
            );
            let is_cautious = figure.says.starts_with("Not verified: ");
            assert_eq!(is_cautious, figure.standing == Standing::Unverified, "{}", figure.id);
            if figure.standing == Standing::Unsourced {
                assert!(
                    figure.says.to_lowercase().contains("report") && figure.short == "officially reported",
                    "{}",
                    figure.id
                );
            }
        }
        assert!(FIGURES.iter().any(|figure| figure.id == PROCURED_SHARE));
    }

    /// Contract: each lever has a figure, but the one whose strength is assumed.
    #[test]
    fn each_lever_has_a_figure() {
        for lever in Lever::ALL {
            assert_eq!(figures_of(*lever).count() > 0, *lever != Lever::OtherPests, "{lever:?}");
        }
    }
}
