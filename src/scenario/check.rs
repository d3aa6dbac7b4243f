//! The rules that a scenario must obey, whether it comes from a file, from `--set` or from a program.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::dates::{FIRST_YEAR, LAST_YEAR, LONGEST_RUN_DAYS, days_between, last_day_of_longest_run};
use super::free_memory::free_memory;
use super::load::SavedRun;
use super::memory;
use super::parameter::Parameter;
use super::problem::{LISTED, Problem, Problems, last_part, most_like, nearest_path, shorten, steers};
use super::{Action, Intervention, SCHEMA, Scenario, signs};

/// A broken rule.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Finding {
    /// The fields concerned; the first is the one to point at.
    pub fields: Vec<String>,
    /// What was found and what is allowed.
    pub sentence: String,
}

fn finding<S: Into<String>>(fields: impl IntoIterator<Item = S>, sentence: impl Into<String>) -> Finding {
    Finding { fields: fields.into_iter().map(Into::into).collect(), sentence: sentence.into() }
}

/// The seeds allowed.
pub(super) const SEED_ALLOWED: &str = "whole numbers from 0 to 18446744073709551615";

/// The most pest eggs that the soil of a field holds: half of what 32 bits can count, so that the sum of two still fits.
pub const MOST_EGGS_OF_A_FIELD: u32 = 2_147_483_647;
/// Most agents of a species that a field may have at the beginning, or that are born there on a day.
pub const MOST_BIRTHS_OF_A_FIELD: u32 = 4_194_303;

/// Longest title and name, characters.
const LONGEST_LINE: usize = 100;
/// Longest description, characters.
const LONGEST_TEXT: usize = 2000;

static PATHS: LazyLock<Vec<(String, &'static Parameter)>> = LazyLock::new(|| {
    let scenario = Scenario::default();
    let paths = scenario.sections().into_iter().flat_map(|(path, section)| {
        section.parameters().iter().map(move |parameter| (format!("{path}.{}", parameter.name), parameter))
    });
    paths.collect()
});

/// The paths of all parameters.
pub(super) fn parameter_paths() -> impl Iterator<Item = String> {
    PATHS.iter().map(|(path, _)| path.clone())
}

/// The parameter at a path.
pub(super) fn known_parameter(path: &str) -> Option<&'static Parameter> {
    PATHS.iter().find(|(known, _)| known == path).map(|(_, parameter)| *parameter)
}

/// The parameter at a path, or why there is none.
pub(super) fn parameter_at(path: &str, others: &[&'static str]) -> Result<&'static Parameter, String> {
    if let Some(parameter) = known_parameter(path) {
        return Ok(parameter);
    }
    if let Some(right) = signs::meant_word(path).filter(|right| PATHS.iter().any(|(known, _)| known == right)) {
        return Err(format!("found {}; write {right} instead", shorten(path)));
    }
    let known = || PATHS.iter().map(|(known, _)| known.as_str());
    // A correct last part counts more than a similar whole.
    let same_end: Vec<_> = known().filter(|known| last_part(known) == last_part(path)).collect();
    let near = if same_end.is_empty() {
        nearest_path(path, known().chain(others.iter().copied()))
    } else {
        most_like(path, same_end)
    };
    let near = near.map_or(LISTED.to_owned(), |name| format!("; the nearest valid name is {name}"));
    Err(format!("there is no parameter called {}{near}", shorten(path)))
}

/// The parameter that an event may set.
pub(super) fn parameter_to_set(path: &str) -> Result<&'static Parameter, String> {
    let parameter = parameter_at(path, &[])?;
    let section = path.rsplit_once('.').map_or("", |(section, _)| section);
    if parameter.acts_only_at_start(section) {
        return Err(format!(
            "{path} acts only at the start of a run, so no event can set it; give its value in the scenario itself"
        ));
    }
    Ok(parameter)
}

/// Every rule that a scenario breaks.
pub(super) fn findings(scenario: &Scenario) -> Vec<Finding> {
    let mut findings = Vec::new();
    if scenario.schema != SCHEMA {
        findings.push(finding(["schema"], format!("found {}; allowed: {SCHEMA}", scenario.schema)));
    }
    texts(scenario, &mut findings);
    dates(scenario, &mut findings);
    let ranges_before = findings.len();
    ranges(scenario, &mut findings);
    let ranges_are_kept = findings.len() == ranges_before;
    land(scenario, &mut findings);
    between_parameters(scenario, &mut findings);
    timeline(scenario, &mut findings);
    if ranges_are_kept {
        findings.extend(numbers_of_animals(scenario));
        findings.extend(memory::finding(scenario, free_memory()));
    }
    findings
}

fn texts(scenario: &Scenario, findings: &mut Vec<Finding>) {
    findings.extend(text("title", &scenario.title, LONGEST_LINE));
    findings.extend(text("pest_name", &scenario.pest_name, LONGEST_LINE));
    findings.extend(text("description", &scenario.description, LONGEST_TEXT));
    findings.extend(text("look_for", &scenario.look_for, LONGEST_TEXT));
}

/// What is wrong with a text of at most `longest` characters.
fn text(field: &str, text: &str, longest: usize) -> Option<Finding> {
    let is_line = longest == LONGEST_LINE;
    let length = text.chars().count();
    let cannot_be_shown = |&c: &char| steers(c) && (is_line || !matches!(c, '\n' | '\r' | '\t'));
    let sentence = if is_line && text.trim().is_empty() {
        format!("found an empty text; allowed: 1 to {longest} characters")
    } else if length > longest {
        format!("found {length} characters; allowed: at most {longest}")
    } else {
        match text.chars().find(cannot_be_shown)? {
            '\n' => "found a line break, which cannot be shown here".into(),
            bad => format!("found the character U+{:04X}, which cannot be shown here", u32::from(bad)),
        }
    };
    Some(finding([field], sentence))
}

fn dates(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let (start, end) = (scenario.start, scenario.end);
    for (field, date) in [("start", start), ("end", end)] {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
            let allowed = format!("dates from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31");
            findings.push(finding([field], format!("found \"{date}\"; allowed: {allowed}")));
        }
    }
    if end < start {
        findings.push(finding(["end", "start"], format!("found \"{end}\", which is before the start \"{start}\"")));
    } else if days_between(start, end) > LONGEST_RUN_DAYS {
        let last = last_day_of_longest_run(start);
        findings.push(finding(
            ["end", "start"],
            format!("found \"{end}\"; a run has at most {LONGEST_RUN_DAYS} days; allowed: up to {last}"),
        ));
    }
}

fn ranges(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for (path, section) in scenario.sections() {
        for (index, parameter) in section.parameters().iter().enumerate() {
            let value = section.value(index);
            if let Err(sentence) = parameter.judge(value, value) {
                findings.push(finding([format!("{path}.{}", parameter.name)], sentence));
            }
        }
    }
}

fn land(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let land = &scenario.landscape;
    let shares = [
        ("wheat_maize_share", land.wheat_maize_share),
        ("sweet_potato_share", land.sweet_potato_share),
        ("early_rice_share", land.early_rice_share),
        ("single_rice_share", land.single_rice_share),
        ("village_share", land.village_share),
        ("laying_ground_share", land.laying_ground_share),
    ];
    let sum: f64 = shares.iter().map(|(_, share)| f64::from(*share)).sum();
    if sum > 1.0 + 1e-5 {
        let list: Vec<_> = shares.iter().map(|(name, share)| format!("{name} {share}")).collect();
        let sum = (sum * 10_000.0).round() / 10_000.0;
        findings.push(finding(
            shares.iter().map(|(name, _)| format!("landscape.{name}")),
            format!("the shares of land add up to {sum} ({}); allowed: at most 1", list.join(" + ")),
        ));
    }
    let fields = u64::from(land.fields_wide) * u64::from(land.fields_high);
    if fields > 1 << 24 {
        findings.push(finding(
            ["landscape.fields_wide", "landscape.fields_high"],
            format!("found {fields} fields in all; allowed: at most {}", 1 << 24),
        ));
    }
}

/// Rules between parameters of a section. Events can break them as well as the scenario.
fn between_parameters(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let sparrow = &scenario.sparrow;
    if sparrow.breeding_first_day > sparrow.breeding_last_day {
        findings.push(finding(
            ["sparrow.breeding_first_day", "sparrow.breeding_last_day"],
            format!(
                "breeding_first_day is {} and breeding_last_day is {}; allowed: first not after last",
                sparrow.breeding_first_day, sparrow.breeding_last_day
            ),
        ));
    }
    for (path, crop) in [
        ("crops.winter_wheat", &scenario.crops.winter_wheat),
        ("crops.maize", &scenario.crops.maize),
        ("crops.sweet_potato", &scenario.crops.sweet_potato),
        ("crops.early_rice", &scenario.crops.early_rice),
        ("crops.single_rice", &scenario.crops.single_rice),
    ] {
        if crop.ripe_degree_days <= crop.flowering_degree_days {
            findings.push(finding(
                [format!("{path}.ripe_degree_days"), format!("{path}.flowering_degree_days")],
                format!(
                    "ripe_degree_days is {} and flowering_degree_days is {}; allowed: ripe later than flowering",
                    crop.ripe_degree_days, crop.flowering_degree_days
                ),
            ));
        }
    }
    let campaign = &scenario.campaign;
    if campaign.drive_days > campaign.drive_interval_days {
        findings.push(finding(
            ["campaign.drive_days", "campaign.drive_interval_days"],
            format!(
                "drive_days is {} and drive_interval_days is {}; allowed: a drive no longer than the time to the next",
                campaign.drive_days, campaign.drive_interval_days
            ),
        ));
    }
}

/// A field and day of birth can tell only so many agents apart (see `AgentId`), and eggs are counted in 32 bits.
fn numbers_of_animals(scenario: &Scenario) -> Option<Finding> {
    const MOST_AGENTS: f64 = MOST_BIRTHS_OF_A_FIELD as f64;
    const MOST_EGGS: f64 = MOST_EGGS_OF_A_FIELD as f64;
    let field_m2 = f64::from(scenario.landscape.field_side_m).powi(2);
    let eggs = 2.0 * f64::from(scenario.pest.initial_eggs_per_m2) * field_m2;
    let bands = if scenario.pest.animals_per_band == 1 { eggs } else { 0.0 };
    if eggs > MOST_EGGS || bands > MOST_AGENTS {
        let most = if eggs > MOST_EGGS { MOST_EGGS } else { MOST_AGENTS };
        return Some(finding(
            ["pest.initial_eggs_per_m2", "landscape.field_side_m", "pest.animals_per_band"],
            format!(
                "a field could begin with {eggs:.0} eggs; allowed: at most {most}. Use fewer eggs, smaller fields, or \
                 more animals_per_band"
            ),
        ));
    }
    let land = &scenario.landscape;
    let sites = f64::from(land.village_nest_sites_per_ha) + f64::from(land.tree_nest_sites_per_ha);
    let birds = sites * field_m2 / 10_000.0 * f64::from(scenario.sparrow.initial_birds_per_nest_site);
    let flocks = birds / f64::from(scenario.sparrow.birds_per_flock);
    (flocks > MOST_AGENTS).then(|| {
        finding(
            ["sparrow.initial_birds_per_nest_site", "sparrow.birds_per_flock", "landscape.field_side_m"],
            format!("a field could begin with {flocks:.0} flocks; allowed: at most {MOST_AGENTS}"),
        )
    })
}

fn timeline(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let last = last_day_of_longest_run(scenario.start);
    for (index, event) in scenario.timeline.iter().enumerate() {
        let path = format!("timeline[{}]", index + 1);
        if event.date < scenario.start {
            let sentence = format!(
                "found \"{}\", which is before the start \"{}\", so the event would never happen",
                event.date, scenario.start
            );
            findings.push(finding([format!("{path}.date"), "start".into()], sentence));
        } else if event.date > last {
            let sentence =
                format!("found \"{}\", which no run can reach: a run ends on {last} at the latest", event.date);
            findings.push(finding([format!("{path}.date"), "start".into()], sentence));
        }
        findings.extend(action(&event.action, &format!("{path}.action")));
    }
    settings_on_the_way(scenario, findings);
}

/// Applies the timeline's settings in order, checking the rules between parameters after each day's.
fn settings_on_the_way(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let mut settings: Vec<_> = scenario
        .timeline
        .iter()
        .enumerate()
        .filter_map(|(index, event)| match &event.action {
            Action::SetParameter { path, value } => Some((event.date, index, path, *value)),
            _ => None,
        })
        .filter(|(_, _, path, value)| parameter_to_set(path).is_ok_and(|parameter| parameter.judge(*value, "").is_ok()))
        .collect();
    settings.sort_by_key(|&(date, index, ..)| (date, index));
    let mut before = Vec::new();
    between_parameters(scenario, &mut before);
    let mut later = scenario.clone();
    for day in settings.chunk_by(|a, b| a.0 == b.0) {
        for (_, _, path, value) in day {
            later.put(path, *value);
        }
        let mut now = Vec::new();
        between_parameters(&later, &mut now);
        for broken in now.iter().filter(|broken| !before.contains(broken)) {
            let culprit = day.iter().rev().find(|(_, _, path, _)| broken.fields.contains(path));
            let event = culprit.map_or(0, |&(_, index, ..)| index);
            let path = format!("timeline[{}].action.value", event + 1);
            findings.push(finding([path], format!("from this day on {}", broken.sentence)));
        }
        before = now;
    }
}

/// What is wrong with an action.
fn action(action: &Action, path: &str) -> Option<Finding> {
    if let Action::SetParameter { path: parameter, value } = action {
        return match parameter_to_set(parameter) {
            Err(sentence) => Some(finding([format!("{path}.path")], sentence)),
            Ok(known) => known.judge(*value, value).err().map(|e| finding([format!("{path}.value")], e)),
        };
    }
    action.numbers().iter().zip(action.kind().describe().numbers).find_map(|(value, parameter)| {
        let wrong = parameter.judge(*value, value).err()?;
        Some(finding([format!("{path}.{}", parameter.name)], wrong))
    })
}

/// What is wrong with a saved run apart from its scenario.
pub(super) fn findings_of_run(run: &SavedRun) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(text("version", &run.version, LONGEST_LINE));
    let is_hash = run.state_hash.len() == 16 && run.state_hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash {
        let found = shorten(&run.state_hash);
        findings.push(finding(["state_hash"], format!("found the text \"{found}\"; allowed: 16 hexadecimal digits")));
    }
    findings.extend(findings_of_days(run.scenario.start, run.last_day, &run.interventions));
    findings
}

/// What is wrong with the days of a run and with what a person did on them.
fn findings_of_days(start: Date, last_day: Date, log: &[Intervention]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if last_day < start || days_between(start, last_day) > LONGEST_RUN_DAYS {
        let last = last_day_of_longest_run(start);
        let sentence = format!("found \"{last_day}\"; allowed: dates from the start {start} to {last}");
        findings.push(finding(["last_day", "scenario.start"], sentence));
    }
    for (index, Intervention { date, action: done }) in log.iter().enumerate() {
        let path = format!("interventions[{}]", index + 1);
        if *date < start || *date > last_day {
            let sentence = format!("found \"{date}\"; allowed: days of the run, from {start} to {last_day}");
            let fields = [format!("{path}.date"), "last_day".into(), "scenario.start".into()];
            findings.push(finding(fields, sentence));
        }
        findings.extend(action(done, &format!("{path}.action")));
    }
    findings
}

fn refuse(findings: Vec<Finding>) -> Result<(), Problems> {
    let problem =
        |finding: Finding| Problem::new(finding.fields.into_iter().next().unwrap_or_default(), finding.sentence);
    let problems: Vec<_> = findings.into_iter().map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(Problems(problems)) }
}

impl Scenario {
    /// Checks every rule: ranges, dates, shares of land, the timeline, and memory.
    ///
    /// # Errors
    /// All broken rules, without places in a file.
    pub fn check(&self) -> Result<(), Problems> {
        refuse(findings(self))
    }

    /// Checks what its events set, in order: that the rules between parameters are kept on the way.
    ///
    /// # Errors
    /// All broken rules, without places in a file.
    pub fn check_settings(&self) -> Result<(), Problems> {
        let mut findings = Vec::new();
        settings_on_the_way(self, &mut findings);
        refuse(findings)
    }

    /// Checks that it can be run up to a day with what a person did in it, so that the run can be saved and repeated.
    ///
    /// # Errors
    /// All broken rules, including those of [`Self::check`].
    pub fn check_run(&self, last_day: Date, log: &[Intervention]) -> Result<(), Problems> {
        let mut findings = findings(self);
        findings.extend(findings_of_days(self.start, last_day, log));
        refuse(findings)
    }
}

impl Action {
    /// Checks that it can be done: the parameter is known and the numbers are in range.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), Problem> {
        match action(self, "action") {
            None => Ok(()),
            Some(wrong) => Err(Problem::new(wrong.fields.concat(), wrong.sentence)),
        }
    }
}
