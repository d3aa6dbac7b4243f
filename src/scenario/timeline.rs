//! Dated interventions: what happens to a run from outside. The scenario's timeline and the log of what a person did
//! while it ran take the same form.

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray};

use super::parameter::{Number, Parameter};

/// Most that weather events, alone or together, make a day warmer or colder, deg C.
pub const MOST_ORDERED_C: f32 = 20.0;
/// Most that they make it wetter or drier, standard deviations.
pub const MOST_ORDERED_WETNESS: f32 = 10.0;

/// Something done to the running model.
#[derive(Clone, Debug, EnumDiscriminants, PartialEq, Serialize)]
#[strum_discriminants(name(ActionKind), derive(IntoStaticStr, VariantArray), doc = "The kinds of [`Action`].")]
pub enum Action {
    /// Starts the campaign with an effort from 0 (none) to 1 (everybody).
    StartCampaign {
        /// Effort, 0 to 1.
        effort: f32,
    },
    /// Changes the effort of the campaign that is on.
    SetEffort {
        /// Effort, 0 to 1.
        effort: f32,
    },
    /// Stops the campaign.
    StopCampaign,
    /// Changes the weather for some days. Several for the same day add up, to no more than a single one allows.
    Weather {
        /// Added to the temperature, deg C, -20 to 20.
        temperature_c: f32,
        /// Added to the wetness, in standard deviations, -10 to 10; below 0 is drought.
        wetness: f32,
        /// For how many days, 1 to 3650.
        days: u32,
    },
    /// Puts nets over single fields, one in every `spacing` by `spacing`, which keep birds out but let insects through: an
    /// exclosure experiment. Nets that are up already come down.
    PutUpNets {
        /// Fields from one net to the next, 2 to 1000.
        spacing: u32,
    },
    /// Takes the nets down.
    TakeDownNets,
    /// Sets a parameter, such as `"sparrow.clutch_eggs"`, from this day on. Parameters of the landscape, those whose
    /// names begin with `initial_`, and the sizes of agents act only at the start and cannot be set here.
    SetParameter {
        /// The parameter's path.
        path: String,
        /// Its new value.
        value: f64,
    },
}

/// Events without those of the campaign.
pub fn without_campaign(mut events: Vec<Intervention>) -> Vec<Intervention> {
    events.retain(|event| !event.action.is_of_the_campaign());
    events
}

/// A timeline together with what a person did while it ran, in order: the one meaning of a scenario with a log, whoever
/// runs it. A person's actions come after the timeline's of the same day. From a person's first action on the campaign,
/// the timeline's campaign events no longer apply: whoever has touched the switch keeps it.
pub fn with_log(timeline: &[Intervention], log: &[Intervention]) -> Vec<Intervention> {
    let taken_over = log.iter().filter(|event| event.action.is_of_the_campaign()).map(|event| event.date).min();
    let is_dropped = |event: &Intervention| {
        event.action.is_of_the_campaign() && taken_over.is_some_and(|taken_over| event.date > taken_over)
    };
    let mut all: Vec<_> = timeline.iter().filter(|event| !is_dropped(event)).chain(log).cloned().collect();
    all.sort_by_key(|event| event.date);
    all
}

/// What is known about one kind of action, for checks and documentation.
#[derive(Clone, Copy, Debug)]
pub struct ActionDescription {
    /// Its name, as written in a scenario file.
    pub name: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// How it is written.
    pub example: &'static str,
    /// Its numbers, all of which must be given. `SetParameter` has none of its own: they depend on its path.
    pub numbers: &'static [Parameter],
}

const EFFORT: &[Parameter] = &[Parameter {
    name: "effort",
    meaning: "Effort from 0 (nobody takes part) to 1 (everybody does).",
    unit: "1",
    source: "",
    range: 0.0..=1.0,
    whole: false,
}];

const ORDERED_WEATHER: &[Parameter] = &[
    Parameter {
        name: "temperature_c",
        meaning: "Added to the temperature.",
        unit: "deg C",
        source: "",
        range: -(MOST_ORDERED_C as f64)..=MOST_ORDERED_C as f64,
        whole: false,
    },
    Parameter {
        name: "wetness",
        meaning: "Added to the wetness; below 0 is drought.",
        unit: "standard deviations",
        source: "",
        range: -(MOST_ORDERED_WETNESS as f64)..=MOST_ORDERED_WETNESS as f64,
        whole: false,
    },
    Parameter { name: "days", meaning: "For how many days.", unit: "d", source: "", range: 1.0..=3650.0, whole: true },
];

const SPACING: &[Parameter] = &[Parameter {
    name: "spacing",
    meaning: "Fields from one net to the next, in both directions.",
    unit: "fields",
    source: "",
    range: 2.0..=1000.0,
    whole: true,
}];

impl ActionKind {
    /// All kinds of actions.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Its name, as written in a scenario file.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What is known about it.
    pub fn describe(self) -> ActionDescription {
        let (meaning, example, numbers): (_, _, &[Parameter]) = match self {
            Self::StartCampaign => ("Starts the campaign.", "StartCampaign(effort: 1.0)", EFFORT),
            Self::SetEffort => (
                "Changes the effort of a campaign that is on; does nothing while it is off.",
                "SetEffort(effort: 0.5)",
                EFFORT,
            ),
            Self::StopCampaign => ("Stops the campaign.", "StopCampaign", &[]),
            Self::Weather => (
                "Makes some days warmer or colder, wetter or drier than they would have been. Several for the same day \
                 add up, to no more than a single one allows.",
                "Weather(temperature_c: 2.0, wetness: -1.5, days: 60)",
                ORDERED_WEATHER,
            ),
            Self::PutUpNets => (
                "Puts nets over single fields, which keep birds out and let insects through, as exclosure experiments do. \
                 Birds feed on the field to the west instead. Nets that are up already come down.",
                "PutUpNets(spacing: 8)",
                SPACING,
            ),
            Self::TakeDownNets => ("Takes all nets down.", "TakeDownNets", &[]),
            Self::SetParameter => (
                "Sets a parameter from this day on. The parameters of the landscape, those that begin with `initial_`, \
                 and the numbers of animals that an agent stands for act only at the start of a run and cannot be set \
                 here.",
                "SetParameter(path: \"sparrow.clutch_eggs\", value: 4.5)",
                &[],
            ),
        };
        ActionDescription { name: self.name(), meaning, example, numbers }
    }

    /// The action of this kind with these numbers, in the order of [`ActionDescription::numbers`]; `None` for
    /// `SetParameter`.
    pub fn with(self, [first, second, third]: [f64; 3]) -> Option<Action> {
        Some(match self {
            Self::StartCampaign => Action::StartCampaign { effort: first as f32 },
            Self::SetEffort => Action::SetEffort { effort: first as f32 },
            Self::StopCampaign => Action::StopCampaign,
            Self::Weather => {
                Action::Weather { temperature_c: first as f32, wetness: second as f32, days: third as u32 }
            }
            Self::PutUpNets => Action::PutUpNets { spacing: first as u32 },
            Self::TakeDownNets => Action::TakeDownNets,
            Self::SetParameter => return None,
        })
    }
}

impl Action {
    /// Its kind.
    pub fn kind(&self) -> ActionKind {
        self.into()
    }

    /// Its numbers, in the order of its kind. `SetParameter` has none of its own.
    pub(crate) fn numbers(&self) -> Vec<f64> {
        match self {
            Self::StartCampaign { effort } | Self::SetEffort { effort } => vec![effort.to_f64()],
            Self::Weather { temperature_c, wetness, days } => {
                vec![temperature_c.to_f64(), wetness.to_f64(), days.to_f64()]
            }
            Self::PutUpNets { spacing } => vec![spacing.to_f64()],
            Self::StopCampaign | Self::TakeDownNets | Self::SetParameter { .. } => Vec::new(),
        }
    }

    /// Whether it turns the campaign on or off or changes its effort.
    pub fn is_of_the_campaign(&self) -> bool {
        match self {
            Self::StartCampaign { .. } | Self::SetEffort { .. } | Self::StopCampaign => true,
            Self::Weather { .. } | Self::PutUpNets { .. } | Self::TakeDownNets | Self::SetParameter { .. } => false,
        }
    }
}

/// An action and its day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Intervention {
    /// The day at the beginning of which it takes effect.
    #[serde(serialize_with = "date_as_text")]
    pub date: Date,
    /// What is done.
    pub action: Action,
}

/// Dates are written as text, `"1958-03-15"`.
pub(super) fn date_as_text<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: an action made from its numbers has these numbers, for each kind that has any.
    #[test]
    fn actions_come_back_from_their_numbers() {
        for &kind in ActionKind::ALL {
            let Some(action) = kind.with([0.25, 2.0, 3.0]) else {
                assert_eq!(kind, ActionKind::SetParameter);
                continue;
            };
            assert_eq!(action.kind(), kind);
            assert_eq!(action.numbers().len(), kind.describe().numbers.len(), "{kind:?}");
            let mut numbers = action.numbers();
            numbers.resize(3, 0.0);
            assert_eq!(kind.with([numbers[0], numbers[1], numbers[2]]), Some(action));
        }
    }
}
