//! What parameters and their groups are called where nobody should have to read a scenario file.

use super::Parameter;
use super::check::known_parameter;

/// What the names of parameters end with to tell their units, the longest first: where the unit stands beside, it is said twice.
const UNITS: [&str; 18] = [
    "_kg_per_person_day",
    "_kg_per_ha_year",
    "_kg_per_year",
    "_m_per_day",
    "_kg_per_ha",
    "_g_per_day",
    "_per_1000",
    "_per_year",
    "_per_day",
    "_per_m2",
    "_per_ha",
    "_deg",
    "_ha",
    "_m2",
    "_c",
    "_g",
    "_h",
    "_m",
];

/// Units that read better than they are written.
const READS: [(&str, &str); 15] = [
    ("1", ""),
    ("d", "days"),
    ("1/d", "a day"),
    ("1/year", "a year"),
    ("h", "hours"),
    ("g/d", "g a day"),
    ("m/d", "m a day"),
    ("m2/d", "m² a day"),
    ("items/d", "items a day"),
    ("deg C d", "°C days"),
    ("1/(deg C d)", "per °C day"),
    ("1/1000/year", "per 1,000 a year"),
    ("kg/person/d", "kg a person and day"),
    ("kg/person/year", "kg a person and year"),
    ("degrees north", "° north"),
];

impl Parameter {
    /// Its name in words, without its unit: "Clutch eggs".
    pub fn plain_name(&self) -> String {
        let stem = UNITS.iter().find_map(|unit| self.name.strip_suffix(unit)).unwrap_or(self.name);
        let mut name = String::with_capacity(stem.len() + 1);
        for letter in stem.chars() {
            match (letter, name.chars().next_back()) {
                ('_', _) => name.push(' '),
                (first, None) => name.extend(first.to_uppercase()),
                (digit, Some(before)) if digit.is_ascii_digit() && before.is_alphabetic() => {
                    name.push(' ');
                    name.push(digit);
                }
                (letter, _) => name.push(letter),
            }
        }
        name
    }

    /// Its unit as it stands beside a number; empty for a pure number.
    pub fn plain_unit(&self) -> String {
        match READS.iter().find(|(written, _)| *written == self.unit) {
            Some((_, reads)) => (*reads).into(),
            None => self.unit.replace("/m2", " per m²").replace("/ha", " per ha").replace("deg C", "°C"),
        }
    }

    /// A value of it with its unit: "5.3 eggs".
    pub fn with_unit(&self, value: f64) -> String {
        format!("{value} {}", self.plain_unit()).trim_end().to_owned()
    }
}

/// The parameter at a path, such as `"sparrow.clutch_eggs"`.
pub fn parameter_named(path: &str) -> Option<&'static Parameter> {
    known_parameter(path)
}

/// What a section of a scenario is called.
pub fn section_title(path: &str) -> &str {
    match path {
        "landscape" => "Land",
        "weather" => "Weather",
        "crops.winter_wheat" => "Winter wheat",
        "crops.maize" => "Maize",
        "crops.sweet_potato" => "Sweet potato",
        "crops.early_rice" => "Early rice",
        "crops.single_rice" => "Single rice",
        "pest" => "Crop pest",
        "sparrow" => "Sparrows",
        "encounter" => "Who eats what",
        "campaign" => "Campaign",
        "labour" => "Farm labour",
        "methods" => "Untested methods",
        "plan" => "State plan",
        "farms" => "Collective farms",
        "steel" => "Steel and tools",
        "forest" => "Forest",
        "housing" => "Houses",
        "irrigation" => "Irrigation",
        "grain" => "Grain",
        "people" => "People",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    /// Contract: every section has a title, and every parameter a name of its own in its section, both without a scenario file's signs.
    #[test]
    fn names_are_words_and_none_is_used_twice() {
        let scenario = Scenario::default();
        for (path, section) in scenario.sections() {
            let title = section_title(path);
            assert!(title != path && !title.contains(['_', '.']), "{path}");
            let names: Vec<_> = section.parameters().iter().map(Parameter::plain_name).collect();
            for (index, name) in names.iter().enumerate() {
                assert!(name.starts_with(char::is_uppercase) && !name.contains('_'), "{path}: {name}");
                assert!(!names[..index].contains(name), "{path}: {name} twice");
            }
            let units: Vec<_> = section.parameters().iter().map(Parameter::plain_unit).collect();
            assert!(units.iter().all(|unit| !unit.contains("m2") && !unit.contains("deg")), "{path}: {units:?}");
        }
    }

    #[test]
    fn a_name_leaves_out_its_unit() {
        let said = |path: &str| {
            let parameter = parameter_named(path).unwrap();
            [parameter.plain_name(), parameter.with_unit(0.25)]
        };
        assert_eq!(said("sparrow.clutch_eggs"), ["Clutch eggs", "0.25 eggs"]);
        assert_eq!(said("encounter.vulnerability_instar1"), ["Vulnerability instar 1", "0.25"]);
        assert_eq!(said("pest.egg_hazard"), ["Egg hazard", "0.25 a day"]);
        assert_eq!(said("crops.maize.leaf_max_kg_per_ha"), ["Leaf max", "0.25 kg per ha"]);
        assert!(parameter_named("sparrow").is_none());
    }
}
