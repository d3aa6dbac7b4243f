//! How much memory a scenario needs, so that one that does not fit is refused before it starts.

use super::Scenario;
use super::check::Finding;
use super::dates::days_between;
use super::free_memory::Free;

/// Memory of the program itself, headless: measured as 5 MB.
const PROGRAM_BYTES: f64 = 6e6;
/// Memory of a field: measured as 690 to 850 bytes, most of it while the fields are made.
const FIELD_BYTES: f64 = 850.0;
/// Memory of an agent: measured as 165 to 180 bytes, and 240 where most of them hatch within a few days.
const AGENT_BYTES: f64 = 260.0;
/// Memory of a day's record.
const DAY_BYTES: f64 = 300.0;
/// Pests per square metre for which there must be room (assumed: a severe outbreak over the whole landscape, twice the
/// density at which locusts swarm).
const OUTBREAK_PER_M2: f64 = 20.0;
/// How many times as many birds as at the start, or by default, there may be after a breeding season (assumed).
const BIRDS_AFTER_BREEDING: f64 = 3.0;
/// Birds for each nest site for which there must be room even if fewer are there at the start: the default.
const BIRDS_PER_SITE: f64 = 2.6;
/// Bands, and flocks, for which there is room on the smallest land (assumed).
const AGENTS_AT_LEAST: f64 = 1000.0;
/// Days of hatches whose bands must fit (assumed: by then nearly all of a band's animals have died).
const BAND_LIFE_DAYS: f64 = 90.0;

/// The numbers behind an estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    /// Fields.
    pub fields: f64,
    /// Flocks at most.
    pub flocks: f64,
    /// Bands at most.
    pub bands: f64,
    /// Days recorded.
    pub days: f64,
}

impl Size {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let (land, pest, sparrow) = (&scenario.landscape, &scenario.pest, &scenario.sparrow);
        let fields = f64::from(land.fields_wide) * f64::from(land.fields_high);
        let field_m2 = f64::from(land.field_side_m).powi(2);
        let ha = field_m2 / 10_000.0;

        let trees = f64::from(land.tree_nest_sites_per_ha) * f64::from(land.tree_cover);
        let eaves = f64::from(land.village_nest_sites_per_ha);
        let village = f64::from(land.village_share);
        let birds = BIRDS_AFTER_BREEDING * f64::from(sparrow.initial_birds_per_nest_site).max(BIRDS_PER_SITE) * ha;
        let flocks_of = |sites: f64| {
            let birds = sites * birds;
            // A field's last flock may not be full, but there are no more flocks than birds.
            birds.min(birds / f64::from(sparrow.birds_per_flock) + BIRDS_AFTER_BREEDING)
        };
        let flocks = fields * (village * flocks_of(eaves + trees) + (1.0 - village) * flocks_of(trees));

        let open = f64::from(land.laying_ground_share);
        let suitable = open + (1.0 - open - village).max(0.0) * f64::from(land.field_laying_suitability);
        let animals = field_m2 * OUTBREAK_PER_M2.max(2.0 * f64::from(pest.initial_eggs_per_m2) * suitable);
        let mut bands = animals / f64::from(pest.animals_per_band);
        if pest.animals_per_band > 1 {
            let hatches = (BAND_LIFE_DAYS / f64::from(pest.hatch_interval_days)).max(1.0);
            // The last band of a hatch may not be full.
            bands = (bands + hatches).min(hatches * f64::from(pest.bands_per_hatch));
        }
        let days = f64::from(days_between(scenario.start, scenario.end).max(0)) + 1.0;
        let (bands, flocks) = ((fields * bands).ceil() + AGENTS_AT_LEAST, flocks.ceil() + AGENTS_AT_LEAST);
        Self { fields, flocks, bands, days }
    }

    fn bytes(&self) -> f64 {
        PROGRAM_BYTES + self.fields * FIELD_BYTES + (self.flocks + self.bands) * AGENT_BYTES + self.days * DAY_BYTES
    }
}

impl Scenario {
    /// An estimate, on the safe side, of the memory that a headless run needs, bytes.
    ///
    /// It counts fields, days, and the agents of an outbreak. The memory of a field and of an agent comes from the peak
    /// resident memory of runs on Linux (x86-64), shown here beside what the same formula gives for the agents on the
    /// fullest day:
    ///
    /// | run | fields | agents at most | measured | formula |
    /// | --- | --- | --- | --- | --- |
    /// | `commune`, 330 days | 16,384 | 78,013 | 34 MB | 40 MB |
    /// | `million`, 365 days | 72,900 | 1,758,097 | 357 MB | 525 MB |
    /// | `million` on 850 by 850 fields, 365 days | 722,500 | 17,280,253 | 3,357 MB | 5,113 MB |
    /// | 32 by 32 fields, 40 m wide, of single animals, 330 days | 1,024 | 365,763 | 67 MB | 102 MB |
    /// | `left_alone` on 100 by 100 fields, up to 1,000 bands a hatch, which a pest without checks fills | 10,000 | 924,771 | 236 MB | 255 MB |
    ///
    /// The estimate is above these, because it leaves room for an outbreak: 20 pests per square metre, or twice the
    /// initial eggs, but no more bands than hatch in 90 days; and three times the initial birds. The model keeps to it:
    /// it makes no more bands and flocks than [`Self::most_agents`]. A run in a window needs some hundred megabytes
    /// more for pictures, 16 bytes more for each agent, to remember yesterday's position, and 6 bytes for each field and year. The same
    /// run without the campaign, which the window lives beside it, needs as much again, and is left out where that is not free.
    pub fn estimated_memory_bytes(&self) -> u64 {
        Size::of(self).bytes() as u64
    }

    /// The most bands of pests and flocks of sparrows that a run of this scenario makes, not counting the flocks it
    /// begins with.
    pub fn most_agents(&self) -> [u64; 2] {
        let size = Size::of(self);
        [size.bands as u64, size.flocks as u64]
    }
}

/// The finding that a scenario does not fit in memory, if so.
pub(super) fn finding(scenario: &Scenario, free: Free) -> Option<Finding> {
    let estimate = scenario.estimated_memory_bytes();
    if estimate <= free.bytes {
        return None;
    }
    let size = Size::of(scenario);
    let sentence = format!(
        "a run could need about {} of memory ({} fields, at most {} flocks and {} bands), but only {} {}; \
         use fewer fields, or a larger pest.animals_per_band or sparrow.birds_per_flock",
        in_words(estimate as f64),
        rounded(size.fields),
        rounded(size.flocks),
        rounded(size.bands),
        in_words(free.bytes as f64),
        free.of,
    );
    let fields = ["landscape.fields_wide", "landscape.fields_high", "pest.animals_per_band", "sparrow.birds_per_flock"];
    Some(Finding { fields: fields.map(String::from).into(), sentence })
}

fn in_words(bytes: f64) -> String {
    match bytes {
        bytes if bytes >= 1e12 => format!("{:.0} TB", bytes / 1e12),
        bytes if bytes >= 1e9 => format!("{:.1} GB", bytes / 1e9),
        bytes => format!("{:.0} MB", bytes / 1e6),
    }
}

fn rounded(number: f64) -> String {
    match number {
        n if n >= 1e9 => format!("{:.1} billion", n / 1e9),
        n if n >= 1e6 => format!("{:.1} million", n / 1e6),
        n => format!("{n:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn individuals_on_a_whole_commune_do_not_fit_into_eight_gigabytes() {
        let mut scenario = Scenario::default();
        let finding = |scenario: &Scenario, bytes| finding(scenario, Free { bytes, of: "are free here" });
        assert_eq!(finding(&scenario, 1 << 30), None);
        scenario.pest.animals_per_band = 1;
        let found = finding(&scenario, 8 << 30).expect("refused");
        assert!(found.sentence.contains("16384 fields") && found.sentence.contains("8.6 GB are free"), "{found:?}");
        scenario.landscape.fields_wide = 4;
        scenario.landscape.fields_high = 4;
        assert_eq!(finding(&scenario, 8 << 30), None);
    }

    /// Contract: each hatch may make a band that is not full, so there are no fewer bands than hatches, however large.
    #[test]
    fn bands_are_no_fewer_than_hatches() {
        let mut scenario = Scenario::default();
        let bands = |scenario: &Scenario| Size::of(scenario).bands - AGENTS_AT_LEAST;
        // 2 bands every 10 days for 90 days.
        assert_eq!(bands(&scenario), 16_384.0 * 18.0);
        scenario.pest.animals_per_band = 10_000_000;
        assert!(bands(&scenario) >= 16_384.0 * 9.0);
        scenario.pest.hatch_interval_days = 1;
        assert!(bands(&scenario) >= 16_384.0 * 90.0);
    }
}
