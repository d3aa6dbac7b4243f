//! The weather of the day: temperature and wetness, the same over the whole landscape.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::purpose::Purpose;
use crate::engine::random::Stream;
use crate::scenario::{MOST_ORDERED_C, MOST_ORDERED_WETNESS, Scenario, WeatherParameters};

/// The day's weather.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weather {
    /// Mean temperature of the day, deg C.
    pub temperature_c: f32,
    /// Wetness of the soil compared with an average year, in standard deviations; below 0 is dry.
    pub wetness: f32,
    /// The climate's own anomalies, to which ordered ones are added.
    temperature_anomaly_c: f32,
    wetness_anomaly: f32,
    /// Weather ordered by the timeline or a person, with the first day on which it no longer holds.
    ordered: Vec<OrderedWeather>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct OrderedWeather {
    temperature_c: f32,
    wetness: f32,
    until_day: u32,
}

impl Weather {
    /// Orders a deviation from the climate, ending before `until_day`. Orders for the same day add up, to no more than
    /// a single order may ask for.
    pub fn order(&mut self, temperature_c: f32, wetness: f32, until_day: u32) {
        self.ordered.push(OrderedWeather { temperature_c, wetness, until_day });
    }

    /// The thermal time of the day above a base temperature, deg C d.
    #[inline]
    pub fn degree_days(&self, base_c: f32) -> f32 {
        degree_days(self.temperature_c, base_c)
    }

    /// The day's [`growth_factor`].
    pub fn growth_factor(&self, parameters: &WeatherParameters) -> f32 {
        growth_factor(parameters, self.wetness)
    }

    /// Whether open laying grounds are under water.
    pub fn is_flooding(&self, parameters: &WeatherParameters) -> bool {
        self.wetness > parameters.flood_wetness
    }

    /// The numbers that the state hash covers.
    pub(crate) fn state(&self) -> impl Iterator<Item = u64> + '_ {
        // All are named, so that none is left out; temperature and wetness of the day follow from the others.
        let Self { temperature_c: _, wetness: _, temperature_anomaly_c, wetness_anomaly, ordered } = self;
        let ordered = ordered.iter().flat_map(|OrderedWeather { temperature_c, wetness, until_day }| {
            [*temperature_c, *wetness, *until_day as f32]
        });
        [*temperature_anomaly_c, *wetness_anomaly].into_iter().chain(ordered).map(|x| u64::from(x.to_bits()))
    }
}

/// D: thermal time of a day above a base temperature, deg C d.
#[inline]
pub fn degree_days(temperature_c: f32, base_c: f32) -> f32 {
    (temperature_c - base_c).max(0.0)
}

/// T without anomalies: the temperature of an average year, deg C. Days beyond the year's last are those of the next.
pub fn climate_c(parameters: &WeatherParameters, day_of_year: f32) -> f32 {
    let year = (day_of_year - parameters.coldest_day) / 365.25 * core::f32::consts::TAU;
    parameters.mean_c - parameters.amplitude_c * libm::cosf(year)
}

/// x and y: an anomaly that persists from day to day (a first-order autoregression), with the standard deviation `sd`. `normal`
/// is a standard normal number.
fn anomaly(yesterday: Option<f32>, persistence: f32, sd: f32, normal: f32) -> f32 {
    match yesterday {
        None => sd * normal,
        Some(yesterday) => yesterday * persistence + libm::sqrtf(1.0 - persistence * persistence) * sd * normal,
    }
}

/// g: factor on growth, 1 in an average year, less in drought and in standing water.
pub fn growth_factor(parameters: &WeatherParameters, wetness: f32) -> f32 {
    let drought = (-wetness).max(0.0) * parameters.drought_sensitivity;
    let waterlogging = (wetness - 1.0).max(0.0) * parameters.waterlogging_sensitivity;
    (1.0 - drought - waterlogging).max(0.1)
}

/// Draws the day's weather.
pub fn change_weather(scenario: Res<Scenario>, calendar: Res<Calendar>, mut weather: ResMut<Weather>) {
    let parameters = &scenario.weather;
    let mut stream = Stream::new(scenario.seed, 0, calendar.day, Purpose::Weather);
    let mut normal = || {
        if calendar.day == 0 {
            // The first day skips every other number, as it always has: using them would change all histories.
            stream.normal();
        }
        stream.normal() as f32
    };
    // The first day has no yesterday.
    let yesterday = |anomaly: f32| (calendar.day > 0).then_some(anomaly);
    weather.temperature_anomaly_c = anomaly(
        yesterday(weather.temperature_anomaly_c),
        parameters.temperature_persistence,
        parameters.temperature_sd_c,
        normal(),
    );
    weather.wetness_anomaly =
        anomaly(yesterday(weather.wetness_anomaly), parameters.wetness_persistence, 1.0, normal());

    let day = calendar.day;
    weather.ordered.retain(|ordered| ordered.until_day > day);
    let climate = climate_c(parameters, calendar.day_of_year() as f32);
    let (warmer, wetter) =
        weather.ordered.iter().fold((0.0, 0.0), |(t, w), ordered| (t + ordered.temperature_c, w + ordered.wetness));
    let warmer = warmer.clamp(-MOST_ORDERED_C, MOST_ORDERED_C);
    let wetter = wetter.clamp(-MOST_ORDERED_WETNESS, MOST_ORDERED_WETNESS);
    weather.temperature_c = climate + weather.temperature_anomaly_c + warmer;
    weather.wetness = weather.wetness_anomaly + wetter;
}

#[cfg(test)]
mod tests {
    use bevy_ecs::prelude::World;
    use bevy_ecs::system::RunSystemOnce;

    use super::*;

    /// Contract: orders for the same day add up, and together reach no more than one may ask for.
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

    /// Contract: the equations of ODD's section Weather, at points that are easy to check by hand.
    #[test]
    fn weather_follows_its_equations() {
        let parameters = WeatherParameters {
            mean_c: 13.0,
            amplitude_c: 15.0,
            coldest_day: 15.0,
            drought_sensitivity: 0.1,
            waterlogging_sensitivity: 0.2,
            ..WeatherParameters::default()
        };
        // Coldest on its day, warmest half a year later, and after a year the same again.
        for (day, expected) in
            [(15.0, -2.0), (15.0 + 365.25 / 2.0, 28.0), (15.0 + 365.25, -2.0), (15.0 + 365.25 / 4.0, 13.0)]
        {
            assert!((climate_c(&parameters, day) - expected).abs() < 1e-3, "day {day}");
        }
        for (wetness, expected) in [(-2.0, 0.8), (0.0, 1.0), (1.0, 1.0), (2.0, 0.8), (-10.0, 0.1), (10.0, 0.1)] {
            assert!((growth_factor(&parameters, wetness) - expected).abs() < 1e-6, "wetness {wetness}");
        }
        assert_eq!([degree_days(12.0, 10.0), degree_days(8.0, 10.0)], [2.0, 0.0]);
        assert_eq!(anomaly(None, 0.8, 3.0, 0.5), 1.5);
        assert!((anomaly(Some(2.0), 0.8, 3.0, 0.5) - (1.6 + 0.6 * 1.5)).abs() < 1e-6);
        // Its variance stays the same: p^2 + (1 - p^2).
        let [a, b] = [anomaly(Some(1.0), 0.6, 1.0, 0.0), anomaly(Some(0.0), 0.6, 1.0, 1.0)];
        assert!((a * a + b * b - 1.0).abs() < 1e-6);
    }
}
