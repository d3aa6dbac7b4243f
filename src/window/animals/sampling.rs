//! How many of the animals are drawn at each scale of the map, and in how much detail.

use crate::scenario::{PestParameters, Scenario, SparrowParameters};

/// Logical pixels per side of a field from which every agent of the usual size has a glyph, and from which any agent does.
const ALL_PX_PER_FIELD: f32 = 40.0;
const ALL_PX_PER_FIELD_AT_MOST: f32 = 150.0;
/// How quickly glyphs become fewer as the land gets smaller on the screen.
const THINNING: f32 = 1.25;

/// How large agents are in a scenario compared with the usual: 1 is the default number of animals per agent.
pub fn animals_per_agent(scenario: &Scenario, is_pest: bool) -> f32 {
    match is_pest {
        true => scenario.pest.animals_per_band as f32 / PestParameters::default().animals_per_band as f32,
        false => scenario.sparrow.birds_per_flock as f32 / SparrowParameters::default().birds_per_flock as f32,
    }
}

/// The share of the agents that have a glyph at a scale, 0 to 1. It follows from the scale and the size of agents alone, so
/// within a scenario fewer glyphs at the same scale always mean fewer animals. Where agents are smaller there are more of
/// them, and a smaller share is drawn.
pub fn drawn_share(px_per_field: f32, animals_per_agent: f32) -> f32 {
    let all_px = ALL_PX_PER_FIELD * libm::powf(animals_per_agent.max(1e-6), -1.0 / THINNING);
    let all_px = all_px.clamp(ALL_PX_PER_FIELD, ALL_PX_PER_FIELD_AT_MOST);
    libm::powf((px_per_field / all_px).clamp(1e-4, 1.0), THINNING)
}

/// Logical pixels per side of a field from which silhouettes are drawn.
const NEAR_PX_PER_FIELD: f32 = 40.0;

/// Whether silhouettes are drawn at a scale, in logical pixels per side of a field.
pub fn has_silhouettes(px_per_field: f32) -> bool {
    px_per_field >= NEAR_PX_PER_FIELD
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: up close all agents are drawn, from afar only a share, and a smaller share of smaller agents.
    #[test]
    fn from_afar_a_share_is_drawn() {
        assert_eq!((drawn_share(40.0, 1.0), drawn_share(150.0, 1.0 / 12.0)), (1.0, 1.0));
        assert!(drawn_share(5.0, 1.0) < 0.1);
        assert!(drawn_share(5.0, 1.0 / 12.0) < 0.3 * drawn_share(5.0, 1.0));
        assert_eq!(drawn_share(5.0, 10.0), drawn_share(5.0, 1.0));
    }
}
