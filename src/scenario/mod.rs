//! Scenarios: what a run starts from, read from RON files.
//!
//! A [`Scenario`] is a plain value. All its numbers are in [`Section`]s, tables of parameters with unit, range, default
//! and source; a file names only what differs from the defaults.

mod animals;
mod campaign;
mod check;
mod crops;
mod dates;
pub(crate) mod document;
mod environment;
mod free_memory;
mod idle;
mod lever;
mod lever_spans;
pub(crate) mod load;
mod memory;
mod mend;
mod names;
pub mod parameter;
pub(crate) mod problem;
mod read;
pub(crate) mod reader;
mod set;
mod signs;
mod society;
pub mod sources;
mod syntax;
mod timeline;
mod write;

use bevy_ecs::prelude::Resource;
use jiff::civil::{Date, date};
use serde::Serialize;

pub use animals::{EncounterParameters, PestParameters, SparrowParameters};
pub use campaign::CampaignParameters;
pub use check::{MOST_BIRTHS_OF_A_FIELD, MOST_EGGS_OF_A_FIELD};
pub use crops::{CropParameters, Crops};
pub use dates::{FIRST_YEAR, LAST_YEAR, LONGEST_RUN_DAYS};
pub use environment::{LandscapeParameters, WeatherParameters};
pub use free_memory::{Free, free_address_space, free_memory};
pub use lever::{Lever, LeverDescription, LeverGroup};
pub use lever_spans::LeverSpan;
pub use load::{BUILT_IN, BuiltIn, Document, SavedRun, open, open_file, parse};
pub use names::{parameter_named, section_title};
pub use parameter::{Parameter, Section};
pub use problem::{Place, Problem, Problems, nearest, printable};
pub use society::{
    FarmsParameters, ForestParameters, GrainParameters, HousingParameters, IrrigationParameters, LabourParameters,
    MethodsParameters, PeopleParameters, PlanParameters, SteelParameters,
};
pub use timeline::{
    Action, ActionDescription, ActionKind, Intervention, MOST_ORDERED_C, MOST_ORDERED_WETNESS, with_log,
    without_campaign,
};

/// The schema version that this program writes and reads.
pub const SCHEMA: u32 = 1;

/// Everything that a run starts from; what a person does while it runs is not part of it.
#[derive(Resource, Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// Schema version of the file.
    pub schema: u32,
    /// Name shown in lists.
    pub title: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// What to look for when it runs.
    pub look_for: String,
    /// First day.
    #[serde(serialize_with = "timeline::date_as_text")]
    pub start: Date,
    /// Last day of a headless run; a window runs on.
    #[serde(serialize_with = "timeline::date_as_text")]
    pub end: Date,
    /// Seed of every random number.
    pub seed: u64,
    /// What the pest is called.
    pub pest_name: String,
    /// The land.
    pub landscape: LandscapeParameters,
    /// The climate.
    pub weather: WeatherParameters,
    /// The crops.
    pub crops: Crops,
    /// The pest.
    pub pest: PestParameters,
    /// The sparrow.
    pub sparrow: SparrowParameters,
    /// Who eats what.
    pub encounter: EncounterParameters,
    /// The campaign.
    pub campaign: CampaignParameters,
    /// Farm labour.
    pub labour: LabourParameters,
    /// What untested methods do.
    pub methods: MethodsParameters,
    /// What the state orders.
    pub plan: PlanParameters,
    /// Collective farms.
    pub farms: FarmsParameters,
    /// Backyard steel and tools.
    pub steel: SteelParameters,
    /// Trees.
    pub forest: ForestParameters,
    /// Houses.
    pub housing: HousingParameters,
    /// Irrigation works.
    pub irrigation: IrrigationParameters,
    /// Grain after the harvest.
    pub grain: GrainParameters,
    /// People.
    pub people: PeopleParameters,
    /// What happens from outside, and when.
    pub timeline: Vec<Intervention>,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            title: "Untitled".into(),
            description: String::new(),
            look_for: String::new(),
            start: date(1957, 1, 1),
            end: date(1962, 12, 31),
            seed: 1958,
            pest_name: "Oriental migratory locust".into(),
            landscape: Default::default(),
            weather: Default::default(),
            crops: Default::default(),
            pest: Default::default(),
            sparrow: Default::default(),
            encounter: Default::default(),
            campaign: Default::default(),
            labour: Default::default(),
            methods: Default::default(),
            plan: Default::default(),
            farms: Default::default(),
            steel: Default::default(),
            forest: Default::default(),
            housing: Default::default(),
            irrigation: Default::default(),
            grain: Default::default(),
            people: Default::default(),
            timeline: Vec::new(),
        }
    }
}

/// The sections of a scenario. A field that is neither named here nor said to be none does not compile.
macro_rules! sections {
    ($scenario:expr) => {{
        let Scenario {
            schema: _,
            title: _,
            description: _,
            look_for: _,
            start: _,
            end: _,
            seed: _,
            pest_name: _,
            landscape,
            weather,
            crops: Crops { winter_wheat, maize, sweet_potato, early_rice, single_rice },
            pest,
            sparrow,
            encounter,
            campaign,
            labour,
            methods,
            plan,
            farms,
            steel,
            forest,
            housing,
            irrigation,
            grain,
            people,
            timeline: _,
        } = $scenario;
        [
            ("landscape", landscape),
            ("weather", weather),
            ("crops.winter_wheat", winter_wheat),
            ("crops.maize", maize),
            ("crops.sweet_potato", sweet_potato),
            ("crops.early_rice", early_rice),
            ("crops.single_rice", single_rice),
            ("pest", pest),
            ("sparrow", sparrow),
            ("encounter", encounter),
            ("campaign", campaign),
            ("labour", labour),
            ("methods", methods),
            ("plan", plan),
            ("farms", farms),
            ("steel", steel),
            ("forest", forest),
            ("housing", housing),
            ("irrigation", irrigation),
            ("grain", grain),
            ("people", people),
        ]
    }};
}

impl Scenario {
    /// The sections with their paths, in the order of the documentation.
    pub fn sections(&self) -> [(&'static str, &dyn Section); 21] {
        sections!(self)
    }

    /// The same, to be changed.
    pub(crate) fn sections_mut(&mut self) -> [(&'static str, &mut dyn Section); 21] {
        sections!(self)
    }

    /// The section at a path, such as `"crops.maize"`.
    pub fn section_mut(&mut self, path: &str) -> Option<&mut dyn Section> {
        self.sections_mut().into_iter().find(|(name, _)| *name == path).map(|(_, section)| section)
    }

    /// Adds what a person did in a run to the timeline, for a run in which a person may do other things. Its history is
    /// that of a replay.
    pub fn with_log(mut self, log: &[Intervention]) -> Self {
        self.timeline = with_log(&self.timeline, log);
        self
    }

    /// The historical campaign: from spring 1958 to spring 1960 at full effort.
    pub fn historical_campaign() -> [Intervention; 2] {
        [
            Intervention { date: date(1958, 4, 19), action: Action::StartCampaign { effort: 1.0 } },
            Intervention { date: date(1960, 3, 18), action: Action::StopCampaign },
        ]
    }

    /// Removes every campaign event.
    pub fn without_campaign(mut self) -> Self {
        self.timeline = without_campaign(self.timeline);
        self
    }

    /// Replaces any campaign events with the historical campaign.
    pub fn with_historical_campaign(self) -> Self {
        let mut scenario = self.without_campaign();
        scenario.timeline.extend(Self::historical_campaign());
        scenario.timeline.sort_by_key(|event| event.date);
        scenario
    }
}
