//! The weather of the day: temperature and wetness, the same over the whole landscape.

use bevy::prelude::*;

use super::calendar::Calendar;
use super::purpose::Purpose;
use crate::engine::random::Stream;
use crate::scenario::{MOST_ORDERED_C, MOST_ORDERED_WETNESS, Scenario, WeatherParameters};

/// The day's weather.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Weather {
    /// Mean temperature of the day, deg C.
    pub temperature_c: f32,
    /// Wetness of the soil against an average year, in standard deviations; below 0 is dry.
    pub wetness: f32,
    /// The climate's own anomalies, to which ordered ones are added.
    temperature_anomaly_c: f32,
    wetness_anomaly: f32,
    /// Weather ordered by the timeline or a person, with the first day on which it no longer holds.
    ordered: Vec<OrderedWeather>,
}

#[derive(Clone, Debug, PartialEq)]
struct OrderedWeather {
    temperature_c: f32,
    wetness: f32,
    until_day: u32,
}

impl Weather {
    /// Adds weather other than the climate's until before `until_day`. What is ordered for the same day adds up, to no more than
    /// a single order may ask for.
    pub fn order(&mut self, temperature_c: f32, wetness: f32, until_day: u32) {
        self.ordered.push(OrderedWeather { temperature_c, wetness, until_day });
    }

    /// Degrees above a base temperature, for a day: thermal time gained.
    #[inline]
    pub fn degree_days(&self, base_c: f32) -> f32 {
        (self.temperature_c - base_c).max(0.0)
    }

    /// Factor on growth: 1 in an average year, less in drought and in standing water.
    pub fn growth_factor(&self, parameters: &WeatherParameters) -> f32 {
        let drought = (-self.wetness).max(0.0) * parameters.drought_sensitivity;
        let waterlogging = (self.wetness - 1.0).max(0.0) * parameters.waterlogging_sensitivity;
        (1.0 - drought - waterlogging).max(0.1)
    }

    /// Whether open laying grounds stand under water.
    pub fn is_flooding(&self, parameters: &WeatherParameters) -> bool {
        self.wetness > parameters.flood_wetness
    }

    /// Numbers that the state hash covers.
    pub(crate) fn state(&self) -> impl Iterator<Item = u64> + '_ {
        // All are named, so that none is left out; temperature and wetness of the day follow from the others.
        let Self { temperature_c: _, wetness: _, temperature_anomaly_c, wetness_anomaly, ordered } = self;
        let ordered = ordered.iter().flat_map(|OrderedWeather { temperature_c, wetness, until_day }| {
            [*temperature_c, *wetness, *until_day as f32]
        });
        [*temperature_anomaly_c, *wetness_anomaly].into_iter().chain(ordered).map(|x| u64::from(x.to_bits()))
    }
}

/// Draws the day's weather.
pub fn change_weather(scenario: Res<Scenario>, calendar: Res<Calendar>, mut weather: ResMut<Weather>) {
    let parameters = &scenario.weather;
    let mut stream = Stream::new(scenario.seed, 0, calendar.day, Purpose::Weather);
    let mut step = |anomaly: f32, persistence: f32, sd: f32| {
        let fresh = libm::sqrtf(1.0 - persistence * persistence) * sd * stream.normal() as f32;
        // The first day has no yesterday.
        if calendar.day == 0 { sd * stream.normal() as f32 } else { anomaly * persistence + fresh }
    };
    weather.temperature_anomaly_c =
        step(weather.temperature_anomaly_c, parameters.temperature_persistence, parameters.temperature_sd_c);
    weather.wetness_anomaly = step(weather.wetness_anomaly, parameters.wetness_persistence, 1.0);

    let day = calendar.day;
    weather.ordered.retain(|ordered| ordered.until_day > day);
    let year = (calendar.day_of_year() as f32 - parameters.coldest_day) / 365.25 * core::f32::consts::TAU;
    let climate = parameters.mean_c - parameters.amplitude_c * libm::cosf(year);
    let (warmer, wetter) =
        weather.ordered.iter().fold((0.0, 0.0), |(t, w), ordered| (t + ordered.temperature_c, w + ordered.wetness));
    let warmer = warmer.clamp(-MOST_ORDERED_C, MOST_ORDERED_C);
    let wetter = wetter.clamp(-MOST_ORDERED_WETNESS, MOST_ORDERED_WETNESS);
    weather.temperature_c = climate + weather.temperature_anomaly_c + warmer;
    weather.wetness = weather.wetness_anomaly + wetter;
}

#[cfg(test)]
mod tests {
    use bevy::ecs::system::RunSystemOnce;
    use bevy::prelude::World;

    use super::*;

    /// Contract: orders for the same day add up, and together ask for no more than one may.
    #[test]
    fn orders_add_up_to_what_one_may_ask_for() {
        let on = |orders: &[(f32, f32)]| {
            let mut world = World::new();
            let scenario = Scenario::default();
            world.insert_resource(Calendar::new(scenario.start, 35.0));
            world.insert_resource(scenario);
            let mut weather = Weather::default();
            orders.iter().for_each(|(warmer, wetter)| weather.order(*warmer, *wetter, 1));
            world.insert_resource(weather);
            world.run_system_once(change_weather).expect("a system");
            let weather = world.resource::<Weather>();
            [weather.temperature_c, weather.wetness]
        };
        let against_none = |orders: &[(f32, f32)]| {
            let ([t, w], [t0, w0]) = (on(orders), on(&[]));
            [(t - t0).round(), (w - w0).round()]
        };
        assert_eq!(against_none(&[(2.0, -1.0), (3.0, -2.0)]), [5.0, -3.0]);
        assert_eq!(against_none(&[(20.0, -10.0); 40]), [20.0, -10.0]);
        assert_eq!(against_none(&[(-20.0, 10.0), (-20.0, 10.0), (5.0, 0.0)]), [-20.0, 10.0]);
    }
}
