//! Levers: the decisions of those years, and the weather, each of which can be left out of a scenario to see what it did.

use strum::{IntoStaticStr, VariantArray};

use super::parameter::Section;
use super::{Action, PlanParameters, Scenario};

/// Something that was decided, or that the weather brought. Each event of a timeline that a lever moves belongs to one.
#[derive(Clone, Copy, Debug, IntoStaticStr, PartialEq, Eq, Hash, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Lever {
    /// The campaign against sparrows.
    Sparrows,
    /// The campaign's other three pests.
    OtherPests,
    /// Communes and canteens.
    Communes,
    /// Backyard steel.
    Steel,
    /// Houses pulled down.
    Housing,
    /// Irrigation works.
    Irrigation,
    /// Workers moved to the towns.
    Towns,
    /// Untested methods.
    Methods,
    /// Reports and procurement.
    Procurement,
    /// Foreign trade in grain.
    Trade,
    /// Weather ordered by the timeline.
    Weather,
}

/// Levers of a kind, shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum LeverGroup {
    /// What lives, and the weather.
    Nature,
    /// Fields, and the hands that work them.
    Land,
    /// Steel, and houses taken down.
    Industry,
    /// What the state takes, sells and reports.
    Grain,
}

impl LeverGroup {
    /// All groups, in the order in which they are shown.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Nature => "Nature and the sparrows",
            Self::Land => "Land and labour",
            Self::Industry => "Steel and houses",
            Self::Grain => "Grain and the state",
        }
    }

    /// Its levers, in the order in which they are shown.
    pub fn levers(self) -> impl Iterator<Item = Lever> {
        Lever::ALL.iter().copied().filter(move |lever| lever.group() == self)
    }
}

/// What is known about a lever, for those who read it on a screen.
#[derive(Clone, Copy, Debug)]
pub struct LeverDescription {
    /// Its title.
    pub title: &'static str,
    /// What was decided and how it acts, in a sentence.
    pub meaning: &'static str,
    /// The parameters of the plan that it sets.
    pub parameters: &'static [&'static str],
}

impl Lever {
    /// All levers, in the order in which they are shown.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What it is shown with.
    pub fn group(self) -> LeverGroup {
        match self {
            Self::Sparrows | Self::OtherPests | Self::Weather => LeverGroup::Nature,
            Self::Communes | Self::Irrigation | Self::Towns | Self::Methods => LeverGroup::Land,
            Self::Steel | Self::Housing => LeverGroup::Industry,
            Self::Procurement | Self::Trade => LeverGroup::Grain,
        }
    }

    /// What a run is without that leaves it out, in words that go on a sentence: "without backyard steel".
    pub fn noun(self) -> &'static str {
        match self {
            Self::Sparrows => "the sparrow campaign",
            Self::OtherPests => "the hunt for other pests",
            Self::Communes => "communes and canteens",
            Self::Steel => "backyard steel",
            Self::Housing => "houses pulled down",
            Self::Irrigation => "irrigation works",
            Self::Towns => "workers moved to the towns",
            Self::Methods => "untested methods",
            Self::Procurement => "inflated reports and their procurement",
            Self::Trade => "the plan's foreign trade",
            Self::Weather => "the weather of those years",
        }
    }

    /// What is known about it.
    pub fn describe(self) -> LeverDescription {
        let (title, meaning, parameters): (_, _, &[&str]) = match self {
            Self::Sparrows => (
                "The campaign against sparrows",
                "From spring 1958 to spring 1960 people kill sparrows, so fewer birds feed insects to their chicks.",
                &["drive_share"],
            ),
            Self::OtherPests => (
                "Rats, flies and mosquitoes",
                "Hunting the campaign's other three pests takes farm workers away from the fields.",
                &["other_pests_share"],
            ),
            Self::Communes => (
                "Communes and canteens",
                "Private plots go, work is not paid for, and canteens hand out food as if there were plenty.",
                &["communes_share", "canteens_share"],
            ),
            Self::Steel => (
                "Backyard steel",
                "Farm workers tend furnaces while crops stand in the fields; tools are melted down and trees burnt.",
                &["steel_share"],
            ),
            Self::Housing => (
                "Houses pulled down",
                "Houses are pulled down for their materials, and with them the eaves under which sparrows nest.",
                &["demolition_hazard_per_year"],
            ),
            Self::Irrigation => (
                "Irrigation works",
                "Farm workers dig dams and canals in winter; some water the fields, others silt up and spoil the soil.",
                &["irrigation_share"],
            ),
            Self::Towns => (
                "Workers moved to the towns",
                "Farm workers are called to new factories, and must now be fed from grain that others procure.",
                &["towns_share"],
            ),
            Self::Methods => (
                "Untested methods",
                "Rice and wheat are planted too close, some land is ploughed deep, and some is not sown at all.",
                &["fallow_share", "close_planting_share", "deep_ploughing_share"],
            ),
            Self::Procurement => (
                "Reports and procurement",
                "Officials report more than was reaped; the state takes its share of what it is told, and sells less back to villages.",
                &["exaggeration", "trust_in_reports", "procurement_share", "resale_share", "towns_ration"],
            ),
            Self::Trade => (
                "Foreign trade",
                "Grain is exported through 1960; from 1961 it is imported.",
                &["net_export_kg_per_person_year"],
            ),
            Self::Weather => ("Weather", "Some years are drier or wetter than the climate alone would make them.", &[]),
        };
        LeverDescription { title, meaning, parameters }
    }

    /// The lever that moves a parameter of the plan.
    pub fn of_parameter(path: &str) -> Option<Self> {
        let name = path.strip_prefix("plan.")?;
        Self::ALL.iter().copied().find(|lever| lever.describe().parameters.contains(&name))
    }
}

impl Action {
    /// The lever that it moves.
    pub fn lever(&self) -> Option<Lever> {
        match self {
            Self::StartCampaign { .. } | Self::SetEffort { .. } | Self::StopCampaign => Some(Lever::Sparrows),
            Self::Weather { .. } => Some(Lever::Weather),
            Self::PutUpNets { .. } | Self::TakeDownNets => None,
            Self::SetParameter { path, .. } => Lever::of_parameter(path),
        }
    }
}

impl Scenario {
    /// The levers that it moves: in its timeline, or by a plan that it begins with.
    pub fn levers(&self) -> Vec<Lever> {
        let is_moved = |lever: &&Lever| {
            let is_in_timeline = self.timeline.iter().any(|event| event.action.lever() == Some(**lever));
            is_in_timeline || self.plan_of(**lever) != Self::default().plan_of(**lever)
        };
        Lever::ALL.iter().filter(is_moved).copied().collect()
    }

    /// The scenario without some levers: as if nobody had decided so, or as if the weather had been that of the climate.
    pub fn without(mut self, levers: &[Lever]) -> Self {
        self.timeline.retain(|event| event.action.lever().is_none_or(|lever| !levers.contains(&lever)));
        let ordinary = PlanParameters::default();
        for (index, parameter) in ordinary.parameters().iter().enumerate() {
            let is_left_out = levers.iter().any(|lever| lever.describe().parameters.contains(&parameter.name));
            if is_left_out {
                self.plan.set_value(index, ordinary.value(index));
            }
        }
        self
    }

    /// The parameters of the plan that a lever moves.
    fn plan_of(&self, lever: Lever) -> Vec<f64> {
        let parameters = self.plan.parameters().iter().enumerate();
        let of_lever = parameters.filter(|(_, parameter)| lever.describe().parameters.contains(&parameter.name));
        of_lever.map(|(index, _)| self.plan.value(index)).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Intervention;
    use super::*;

    /// Contract: each parameter of the plan belongs to one lever, and each lever says what it is.
    #[test]
    fn each_parameter_of_the_plan_has_one_lever() {
        for parameter in PlanParameters::default().parameters() {
            let levers = Lever::ALL.iter().filter(|lever| lever.describe().parameters.contains(&parameter.name));
            assert_eq!(levers.count(), 1, "{}", parameter.name);
        }
        for lever in Lever::ALL {
            let LeverDescription { title, meaning, parameters } = lever.describe();
            assert!(!title.is_empty() && meaning.ends_with('.'), "{lever:?}");
            let known = PlanParameters::default();
            assert!(
                parameters.iter().all(|name| known.parameters().iter().any(|known| known.name == *name)),
                "{lever:?}"
            );
        }
    }

    /// Contract: a scenario without a lever has none of its events and the ordinary value of its parameters, and all else as it
    /// was.
    #[test]
    fn a_lever_that_is_left_out_leaves_nothing_behind() {
        let set = |path: &str, value| Action::SetParameter { path: path.into(), value };
        let actions = [
            Action::StartCampaign { effort: 0.5 },
            set("plan.steel_share", 0.3),
            set("sparrow.clutch_eggs", 4.0),
            Action::Weather { temperature_c: 0.0, wetness: -1.0, days: 9 },
            set("plan.net_export_kg_per_person_year", 4.2),
        ];
        let timeline = actions.map(|action| Intervention { date: date(1958, 4, 1), action });
        let mut scenario = Scenario { timeline: timeline.to_vec(), ..Scenario::default() };
        scenario.plan.fallow_share = 0.1;
        scenario.plan.drive_share = 0.2;
        let levers = [Lever::Sparrows, Lever::Steel, Lever::Methods, Lever::Trade, Lever::Weather];
        assert_eq!(scenario.levers(), levers);
        assert_eq!(scenario.clone().without(&[]), scenario);
        let some = scenario.clone().without(&[Lever::Methods, Lever::Steel, Lever::Trade]);
        assert_eq!(some.levers(), [Lever::Sparrows, Lever::Weather]);
        assert_eq!((some.plan.fallow_share, some.plan.drive_share), (0.0, 0.2));
        let none = scenario.without(Lever::ALL);
        assert_eq!((none.timeline, none.plan), (vec![timeline[2].clone()], PlanParameters::default()));
    }
}
