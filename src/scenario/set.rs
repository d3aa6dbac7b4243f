//! One value by its name: read, or set, as the command line's `--set path=value` does.

use super::check::{SEED_ALLOWED, parameter_at};
use super::dates::read_date;
use super::problem::{Problem, shorten};
use super::{Scenario, Section, check};

/// What can be set besides the parameters.
const OTHER_FIELDS: [&str; 7] = ["seed", "start", "end", "title", "description", "look_for", "pest_name"];

impl Scenario {
    /// Sets `path`, such as `sparrow.clutch_eggs` or `seed`, to `value` as a person wrote it. Rules between fields are
    /// not checked, because another call may follow; call [`Self::check`] after the last.
    ///
    /// # Errors
    /// An unknown path, with the nearest one, or a value that is not allowed; the scenario is then unchanged.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Problem> {
        let (path, value) = (path.trim(), value.trim());
        self.try_set(path, value).map_err(|sentence| Problem::new(path, sentence))
    }

    fn try_set(&mut self, path: &str, value: &str) -> Result<(), String> {
        let found = shorten(value);
        match path {
            "seed" => self.seed = value.parse().map_err(|_| format!("found {found}; allowed: {SEED_ALLOWED}"))?,
            "start" => self.start = read_date(value.trim_matches('"'))?,
            "end" => self.end = read_date(value.trim_matches('"'))?,
            "title" => value.clone_into(&mut self.title),
            "description" => value.clone_into(&mut self.description),
            "look_for" => value.clone_into(&mut self.look_for),
            "pest_name" => value.clone_into(&mut self.pest_name),
            "timeline" => return Err("events cannot be set one by one; write them in a scenario file".into()),
            "schema" => return Err("the schema version is fixed by the program and cannot be set".into()),
            parameter => {
                let known = parameter_at(parameter, &OTHER_FIELDS)?;
                let number = value
                    .parse::<f64>()
                    .map_err(|_| format!("found {found}, which is not a number; allowed: {}", known.allowed()))?;
                known.judge(number, &found)?;
                self.put(parameter, number);
            }
        }
        Ok(())
    }

    /// The value of the parameter at a path, such as `sparrow.clutch_eggs`; `None` if there is no such parameter.
    pub(crate) fn value(&self, path: &str) -> Option<f64> {
        let (section, name) = path.rsplit_once('.')?;
        let (_, section) = self.sections().into_iter().find(|(known, _)| *known == section)?;
        Some(section.value(place_of(name, section)?))
    }

    /// Sets a parameter, already checked.
    ///
    /// # Panics
    /// If there is no such parameter.
    pub(crate) fn put(&mut self, path: &str, value: f64) {
        let place = path.rsplit_once('.').and_then(|(section, name)| {
            let section = self.section_mut(section)?;
            Some((place_of(name, section)?, section))
        });
        let Some((index, section)) = place else { panic!("{path} is no parameter") };
        section.set_value(index, value);
    }

    /// Everything that [`Self::set`] can set.
    pub fn paths() -> Vec<String> {
        OTHER_FIELDS.iter().map(ToString::to_string).chain(check::parameter_paths()).collect()
    }
}

/// Which parameter of a section has this name.
fn place_of(name: &str, section: &dyn Section) -> Option<usize> {
    section.parameters().iter().position(|parameter| parameter.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: what is put in a place is read there, for each parameter, and what was there before can be put back; what is no
    /// parameter has no value.
    #[test]
    fn a_value_is_read_where_it_was_put() {
        let before = Scenario::default();
        let mut scenario = before.clone();
        for path in check::parameter_paths() {
            let was = scenario.value(&path).unwrap();
            let other = if was == 7.0 { 8.0 } else { 7.0 };
            scenario.put(&path, other);
            assert!(scenario != before && scenario.value(&path) == Some(other), "{path}");
            scenario.put(&path, was);
            assert!(scenario == before, "{path}");
        }
        for path in ["sparrow.clutch_egs", "sparow.clutch_eggs", "clutch_eggs", "crops.maize", "seed", "."] {
            assert_eq!(before.value(path), None, "{path}");
        }
    }

    #[test]
    fn values_are_set_by_name_or_refused_with_a_sentence() {
        let mut scenario = Scenario::default();
        scenario.set("sparrow.clutch_eggs", " 4.5 ").unwrap();
        scenario.set("crops.maize.sow_day", "161").unwrap();
        scenario.set("seed", "18446744073709551615").unwrap();
        scenario.set("start", "1956-03-01").unwrap();
        scenario.set("pest_name", "striped rice stem borer").unwrap();
        assert_eq!(scenario.sparrow.clutch_eggs, 4.5);
        assert_eq!((scenario.crops.maize.sow_day, scenario.seed), (161, u64::MAX));
        assert_eq!(scenario.start, jiff::civil::date(1956, 3, 1));

        let before = scenario.clone();
        let wrong = |path: &str, value: &str| scenario.clone().set(path, value).unwrap_err().to_string();
        assert_eq!(
            wrong("sparrow.clutch_egs", "4"),
            "sparrow.clutch_egs: there is no parameter called \
            sparrow.clutch_egs; the nearest valid name is sparrow.clutch_eggs"
        );
        assert_eq!(
            wrong("clutch_eggs", "4"),
            "clutch_eggs: there is no parameter called clutch_eggs; the nearest valid \
            name is sparrow.clutch_eggs"
        );
        assert_eq!(wrong("sparrow.clutch_eggs", "40"), "sparrow.clutch_eggs: found 40; allowed: 0 to 20 eggs");
        assert_eq!(
            wrong("sparrow.incubation_days", "11.5"),
            "sparrow.incubation_days: found 11.5, which is not a whole \
            number; allowed: whole numbers from 1 to 60 days"
        );
        assert_eq!(wrong("sed", "4"), "sed: there is no parameter called sed; the nearest valid name is seed");
        assert_eq!(wrong("seed", "-1"), "seed: found -1; allowed: whole numbers from 0 to 18446744073709551615");
        assert_eq!(
            wrong("sparrow.clutch_eggs", "NaN"),
            "sparrow.clutch_eggs: found NaN, which is not a finite number; \
            allowed: 0 to 20 eggs"
        );
        assert_eq!(scenario, before);
    }
}
