//! What the whole land has in common on a day: winter and snow, leaves that turn, the green of wild plants, floods, and the
//! warmth of the light. By the climate, because the day's own temperature would make the land flicker.

use bevy::render::render_resource::ShaderType;
use jiff::civil::Date;

use crate::ecology::weather::{Weather, climate_c};
use crate::scenario::Scenario;

use super::texels::smoothstep;

/// The season, each from 0 to 1 except `warm`.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct Season {
    /// How bare and pale plants are.
    pub winter: f32,
    /// How much of the ground lies under snow.
    pub snow: f32,
    /// How far the leaves of trees have turned.
    pub autumn: f32,
    /// How green wild plants are.
    pub green: f32,
    /// Whether open laying grounds are under water.
    pub flood: f32,
    /// The light, from -1 (cool) to 1 (warm).
    pub warm: f32,
}

/// The warmest day comes about this long after the longest, and half a year after the coldest, d.
const HALF_YEAR_DAYS: f32 = 182.6;

impl Season {
    /// The season of a day.
    pub fn of(scenario: &Scenario, weather: &Weather, date: Date) -> Self {
        let climate = &scenario.weather;
        let day = f32::from(date.day_of_year());
        let usual_c = climate_c(climate, day);
        let since_warmest = (day - climate.coldest_day - HALF_YEAR_DAYS).rem_euclid(365.25);
        let is_cooling = if since_warmest < HALF_YEAR_DAYS { 1.0 } else { 0.0 };
        let winter = smoothstep(9.0, 0.0, usual_c);
        Self {
            winter,
            snow: smoothstep(3.0, -2.0, usual_c),
            autumn: is_cooling * smoothstep(18.0, 9.0, usual_c),
            green: smoothstep(7.0, 18.0, usual_c),
            flood: f32::from(u8::from(weather.is_flooding(climate))),
            warm: 0.9 - 1.7 * winter,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Contract: on the plain there is snow in January only, leaves turn in October, and summers are green.
    #[test]
    fn seasons_come_in_their_months() {
        let season = |month| Season::of(&Scenario::default(), &Weather::default(), date(1957, month, 20));
        assert!(season(1).snow > 0.5 && season(4).snow == 0.0 && season(10).snow == 0.0);
        assert!(season(10).autumn > 0.4 && season(5).autumn == 0.0 && season(8).autumn == 0.0);
        assert!(season(7).green > 0.9 && season(1).green < 0.1 && season(7).winter == 0.0);
        assert!(season(7).warm > 0.5 && season(1).warm < 0.0);
    }
}
