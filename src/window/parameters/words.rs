//! What groups of parameters are called, and what the model's documentation calls a parameter and its unit.

use crate::scenario::{Parameter, section_title};
use crate::window::language::{documented, tr};

/// What the section of a scenario at a path is called.
pub fn group(path: &str) -> String {
    match path {
        "landscape" => tr!("parameters-group-land"),
        "weather" => tr!("parameters-group-weather"),
        "crops.winter_wheat" => tr!("parameters-group-winter-wheat"),
        "crops.maize" => tr!("parameters-group-maize"),
        "crops.sweet_potato" => tr!("parameters-group-sweet-potato"),
        "crops.early_rice" => tr!("parameters-group-early-rice"),
        "crops.single_rice" => tr!("parameters-group-single-rice"),
        "pest" => tr!("parameters-group-pest"),
        "sparrow" => tr!("parameters-group-sparrow"),
        "encounter" => tr!("parameters-group-encounter"),
        "campaign" => tr!("parameters-group-campaign"),
        "labour" => tr!("parameters-group-labour"),
        "methods" => tr!("parameters-group-methods"),
        "plan" => tr!("parameters-group-plan"),
        "farms" => tr!("parameters-group-farms"),
        "steel" => tr!("parameters-group-steel"),
        "forest" => tr!("parameters-group-forest"),
        "housing" => tr!("parameters-group-housing"),
        "irrigation" => tr!("parameters-group-irrigation"),
        "grain" => tr!("parameters-group-grain"),
        "people" => tr!("parameters-group-people"),
        other => documented(section_title(other)),
    }
}

/// What a parameter is called.
pub fn name(parameter: &Parameter) -> String {
    documented(&parameter.plain_name())
}

/// Its unit as it stands beside a number; empty for a pure number.
pub fn unit(parameter: &Parameter) -> String {
    documented(&parameter.plain_unit())
}

/// A value of it with its unit.
pub fn with_unit(parameter: &Parameter, value: f64) -> String {
    let (value, unit) = (value.to_string(), unit(parameter));
    if unit.is_empty() { value } else { tr!("parameters-value", value = value, unit = unit) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::window::language::{Language, within};

    /// Contract: each group of parameters is called in English as the terminal calls it, and has a message of its own for other
    /// languages; a value with its unit is written as everywhere else.
    #[test]
    fn each_group_has_its_message() {
        for (path, section) in Scenario::default().sections() {
            assert_eq!(group(path), section_title(path));
            assert_ne!(within(Language::Pseudo, || group(path)), section_title(path));
            for parameter in section.parameters() {
                assert_eq!(with_unit(parameter, 0.25), parameter.with_unit(0.25));
            }
        }
    }
}
