//! What is compared: from the words of the command line to runs that can begin.

use std::path::{Path, PathBuf};

use super::finished::Finished;
use super::lived::Lived;
use crate::experiment::plan::{CampaignChoice, Changes, Plan};
use crate::record::provenance::VERSION;
use crate::scenario::{BUILT_IN, Document, Intervention, Problem, Problems, Scenario, open, printable};

/// The most variants that a chart can tell apart.
pub const MOST: usize = 6;

/// What a person wants to compare.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Names of built-in scenarios, scenario files, and folders of finished runs.
    pub sources: Vec<PathBuf>,
    /// What to do with the campaign: several choices for a single source, one for several, or none.
    pub campaigns: Vec<CampaignChoice>,
    /// What to change in all of them. The campaign is left as it is.
    pub changes: Changes,
}

/// One of the things that are compared.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name in tables and charts.
    pub name: String,
    /// The run, except for its seed.
    pub plan: Plan,
    /// A finished run of it.
    recorded: Option<Finished>,
}

/// What is compared, all from the same day to the same day.
#[derive(Clone, Debug)]
pub struct Variants {
    /// The variants; the last is the one that the others are compared with.
    pub all: Vec<Variant>,
    /// Seed of the first run of each.
    pub seed: u64,
    /// What a reader has to know about them.
    pub notes: Vec<String>,
}

impl Variant {
    /// The seed of its run that is on the disk already, if it is one of these, and what that lived.
    ///
    /// # Errors
    /// If it should be there, but is not whole.
    pub fn recorded(&self, seeds: &[u64]) -> Result<Option<(u64, Lived)>, Problems> {
        let Some(finished) = &self.recorded else { return Ok(None) };
        let run = &finished.run;
        let seed = run.scenario.seed;
        let scenario = Scenario { seed, end: run.scenario.end, ..self.plan.scenario.clone() };
        let is_this =
            (&scenario, &self.plan.log, self.plan.last_day) == (&run.scenario, &run.interventions, run.last_day);
        if run.version != VERSION || !is_this || !seeds.contains(&seed) {
            return Ok(None);
        }
        Ok(Some((seed, finished.read()?)))
    }
}

impl Variants {
    /// Opens everything, and `look`s at each document.
    ///
    /// # Errors
    /// A sentence for everything that is wrong or cannot be compared.
    pub fn open(wanted: &Wanted, look: impl Fn(&Path, &Document)) -> Result<Self, Problems> {
        let mut opened = Vec::new();
        for (index, source) in wanted.sources.iter().enumerate() {
            if wanted.sources[..index].contains(source) {
                let sentence =
                    "this is named twice; name two that differ, or give --campaign several values, such as on,off";
                return Err(Problem::new(source.to_string_lossy(), sentence).into());
            }
            let (document, finished) = open_source(source)?;
            look(source, &document);
            opened.push((source.as_path(), document, finished));
        }
        let campaigns = campaigns(wanted, opened.first().map(|(_, document, _)| document))?;
        let names = names(&opened.iter().map(|(source, ..)| *source).collect::<Vec<_>>());
        let mut all = Vec::new();
        for ((_, document, recorded), name) in opened.into_iter().zip(names) {
            for &campaign in &campaigns {
                let plan = Plan::new(document.clone(), &Changes { campaign, ..wanted.changes.clone() })?;
                let name = match campaigns.len() {
                    1 => name.clone(),
                    _ => campaign_name(campaign, &campaigns).into(),
                };
                all.push(Variant { name, plan, recorded: recorded.clone() });
            }
        }
        if all.len() > MOST {
            let sentence =
                format!("found {} to compare; allowed: up to {MOST}, so that a chart can tell them apart", all.len());
            return Err(Problem::new("compare", sentence).into());
        }
        Self::side_by_side(all, wanted.changes.seed)
    }

    /// Makes the variants begin and end on the same days, with the same seed.
    fn side_by_side(mut all: Vec<Variant>, seed: Option<u64>) -> Result<Self, Problems> {
        let mut notes = Vec::new();
        let first = all[0].clone();
        let start = first.plan.scenario.start;
        if let Some(other) = all.iter().find(|variant| variant.plan.scenario.start != start) {
            let sentence = format!(
                "its first day is {}, but that of {} is {start}; what is compared must begin on the same day: --set \
                 start={start} makes all begin then",
                other.plan.scenario.start, first.name
            );
            return Err(Problem::new(other.name.clone(), sentence).into());
        }
        let last_day = all.iter().map(|variant| variant.plan.last_day).min().unwrap_or(start);
        if all.iter().any(|variant| variant.plan.last_day != last_day) {
            notes.push(format!("They end on different days and are compared until the first of these, {last_day}."));
        }
        if let Some(other) = all.iter().find(|variant| variant.plan.scenario.seed != first.plan.scenario.seed)
            && seed.is_none()
        {
            let (own, used) = (other.plan.scenario.seed, first.plan.scenario.seed);
            notes.push(format!("The seed of {} is {own}; all run with that of {}, {used}.", other.name, first.name));
        }
        let seed = seed.unwrap_or(first.plan.scenario.seed);
        for variant in &mut all {
            (variant.plan.scenario.seed, variant.plan.scenario.end, variant.plan.last_day) = (seed, last_day, last_day);
            variant.plan.log.retain(|event| event.date <= last_day);
            if let Some(version) =
                variant.recorded.as_ref().map(|of| &of.run.version).filter(|version| *version != VERSION)
            {
                notes.push(format!(
                    "{} was recorded with version {version} and is run again with {VERSION}.",
                    variant.name
                ));
            }
        }
        let any = |differs: fn(&Scenario, &Scenario) -> bool| {
            all.iter().any(|variant| differs(&variant.plan.scenario, &first.plan.scenario))
        };
        if any(|a, b| a.landscape != b.landscape) {
            notes.push(
                "Their lands differ: the same seed gives the same luck with the weather, but other fields.".into(),
            );
        }
        if any(|a, b| a.weather != b.weather) {
            notes.push("Their climates differ: the same seed draws the same departures from each.".into());
        }
        for (index, variant) in all.iter().enumerate() {
            let is_same = |other: &&Variant| histories_agree(&other.plan, &variant.plan);
            if let Some(other) = all[..index].iter().find(is_same) {
                notes.push(format!("{} and {} are the same run: nothing can differ.", other.name, variant.name));
            }
        }
        Ok(Self { all, seed, notes })
    }
}

/// Whether two plans give the same history: texts for readers have no part in it.
fn histories_agree(one: &Plan, other: &Plan) -> bool {
    let bare = |plan: &Plan| {
        let text = String::new;
        let scenario = plan.clone().into_scenario();
        Scenario { title: text(), description: text(), look_for: text(), pest_name: text(), ..scenario }
    };
    bare(one) == bare(other)
}

/// Opens a scenario, or a finished run as its folder.
fn open_source(source: &Path) -> Result<(Document, Option<Finished>), Problems> {
    let is_built_in = BUILT_IN.iter().any(|built_in| source.as_os_str() == built_in.name);
    if is_built_in || !source.is_dir() {
        return Ok((open(source)?, None));
    }
    let finished = Finished::open(source)?;
    Ok((Document::Run(finished.run.clone()), Some(finished)))
}

/// What to do with the campaigns of all sources.
fn campaigns(wanted: &Wanted, first: Option<&Document>) -> Result<Vec<CampaignChoice>, Problems> {
    let refuse = |sentence: &str| Err(Problem::new("--campaign", sentence).into());
    let campaigns = &wanted.campaigns;
    if (1..campaigns.len()).any(|index| campaigns[..index].contains(&campaigns[index])) {
        return refuse("a value is given twice; give each once, as in --campaign on,off");
    }
    match (wanted.sources.len(), campaigns.len()) {
        (1, 1) => refuse(
            "one scenario with one kind of campaign is nothing to compare; give two kinds, as in --campaign on,off, or name \
             another scenario",
        ),
        (1, 0) => {
            let has_campaign = match first {
                Some(Document::Scenario(scenario)) => has_campaign(&scenario.timeline),
                Some(Document::Run(run)) => has_campaign(&run.scenario.timeline) || has_campaign(&run.interventions),
                None => false,
            };
            let with = if has_campaign { CampaignChoice::AsWritten } else { CampaignChoice::On };
            Ok(vec![with, CampaignChoice::Off])
        }
        (1, _) => Ok(campaigns.clone()),
        (_, 0) => Ok(vec![CampaignChoice::AsWritten]),
        (_, 1) => Ok(campaigns.clone()),
        _ => refuse(
            "several values are for a single scenario; with several scenarios give one, which holds for all of them",
        ),
    }
}

fn has_campaign(events: &[Intervention]) -> bool {
    events.iter().any(|event| event.action.is_of_the_campaign())
}

/// The name of a variant that differs from the others by its campaign.
fn campaign_name(campaign: CampaignChoice, all: &[CampaignChoice]) -> &'static str {
    let both = all.contains(&CampaignChoice::On) && all.contains(&CampaignChoice::AsWritten);
    match campaign {
        CampaignChoice::Off => "without campaign",
        CampaignChoice::On if both => "historical campaign",
        CampaignChoice::AsWritten if both => "campaign as written",
        CampaignChoice::On | CampaignChoice::AsWritten => "with campaign",
    }
}

/// Short names of sources: as they are written where the short ones do not differ.
pub fn names(sources: &[&Path]) -> Vec<String> {
    let short = |source: &Path| {
        let source = if source.is_dir() { source.canonicalize().unwrap_or(source.into()) } else { source.into() };
        let of_a_run = source.parent().filter(|_| source.file_name().is_some_and(|name| name == "run.ron"));
        let file = of_a_run
            .map_or_else(|| if source.is_dir() { source.file_name() } else { source.file_stem() }, Path::file_name);
        printable(&file.unwrap_or(source.as_os_str()).to_string_lossy()).to_string()
    };
    let names: Vec<_> = sources.iter().map(|source| short(source)).collect();
    let is_alone = |name: &String| names.iter().filter(|other| *other == name).count() == 1;
    let whole = |source: &Path| printable(&source.to_string_lossy()).to_string();
    names.iter().zip(sources).map(|(name, source)| if is_alone(name) { name.clone() } else { whole(source) }).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn open(sources: &[&str], campaigns: &[CampaignChoice]) -> Result<Variants, String> {
        let sources = sources.iter().map(PathBuf::from).collect();
        let wanted = Wanted { sources, campaigns: campaigns.into(), changes: Changes::default() };
        Variants::open(&wanted, |_, _| {}).map_err(|problems| problems.to_string())
    }

    fn campaigns_of(variants: &Variants) -> Vec<(&str, bool)> {
        variants.all.iter().map(|variant| (&*variant.name, has_campaign(&variant.plan.scenario.timeline))).collect()
    }

    /// Contract: one scenario by itself means with and without the campaign, also where it is written without one.
    #[test]
    fn one_scenario_means_with_and_without() {
        for name in ["commune", "left_alone"] {
            let variants = open(&[name], &[]).unwrap();
            assert_eq!(campaigns_of(&variants), [("with campaign", true), ("without campaign", false)], "{name}");
            assert!(variants.notes.is_empty(), "{:?}", variants.notes);
        }
    }

    #[test]
    fn what_cannot_be_told_apart_is_said_or_refused() {
        use CampaignChoice::{AsWritten, Off, On};
        let variants = open(&["left_alone"], &[On, AsWritten, Off]).unwrap();
        let names = [("historical campaign", true), ("campaign as written", false), ("without campaign", false)];
        assert_eq!(campaigns_of(&variants), names);
        assert!(variants.notes[0].contains("are the same run"), "{:?}", variants.notes);
        let refused: [(&[&str], &[CampaignChoice], &str); 5] = [
            (&["commune"], &[Off], "as in --campaign on,off"),
            (&["commune"], &[Off, On, Off], "given twice"),
            (&["commune", "county"], &[Off, On], "with several scenarios give one"),
            (&["commune", "commune"], &[], "named twice"),
            (&["commune", "comune"], &[], "nearest valid name is commune"),
        ];
        for (sources, campaigns, sentence) in refused {
            let problem = open(sources, campaigns).unwrap_err();
            assert!(problem.contains(sentence), "{problem}");
        }
    }

    /// Contract: all variants have the same seed, and begin and end on the same days.
    #[test]
    fn variants_are_put_side_by_side() {
        let variant = |name: &str, scenario: Scenario| Variant {
            name: name.into(),
            plan: Plan { last_day: scenario.end, log: Vec::new(), recorded: None, session: None, scenario },
            recorded: None,
        };
        let short = Scenario { end: date(1958, 6, 30), seed: 7, ..Scenario::default() };
        let all = vec![variant("a", Scenario::default()), variant("b", short.clone())];
        let both = Variants::side_by_side(all, None).unwrap();
        assert!(both.all.iter().all(|of| (of.plan.scenario.seed, of.plan.last_day) == (1958, date(1958, 6, 30))));
        assert!(both.notes[0].contains("1958-06-30") && both.notes[1].contains("all run with that of a, 1958"));
        let late = Scenario { start: date(1957, 2, 1), ..short };
        let refused = Variants::side_by_side(vec![variant("a", Scenario::default()), variant("b", late)], None);
        assert!(refused.unwrap_err().to_string().contains("--set start=1957-01-01"));
    }
}
