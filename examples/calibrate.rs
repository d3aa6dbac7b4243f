//! scratch
use sparrowfall::{ecology::schedule::Parallelism, scenario::*, simulation::Simulation};
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut seeds = 1u64;
    let mut years = 6u32;
    let mut sc = Scenario::default();
    let mut hist = true;
    let mut verbose = false;
    for a in &args {
        let (k, v) = a.split_once('=').unwrap();
        match k {
            "seeds" => seeds = v.parse().unwrap(),
            "years" => years = v.parse().unwrap(),
            "camp" => hist = v == "1",
            "v" => verbose = true,
            _ => {
                let (s, n) = k.rsplit_once('.').unwrap();
                let s = sc.section_mut(s).unwrap();
                let i = s.parameters().iter().position(|p| p.name == n).unwrap();
                s.set_value(i, v.parse().unwrap());
            }
        }
    }
    let run = |sc: Scenario, seed: u64, print: bool| {
        let mut sc = sc;
        sc.seed = seed;
        let t = std::time::Instant::now();
        let mut sim = Simulation::new(sc, Parallelism::Serial);
        for d in 0..years * 365 + years / 4 {
            sim.step();
            if let Err(e) = sim.audit() {
                println!("day {d}: {e}");
                break;
            }
            if print && verbose && d % 15 == 0 {
                let r = sim.record().days.last().unwrap();
                println!(
                    "{} T{:.0} sp {:.2}/ha young {} pests {:.3}/m2 adults {:.3} eggs {:.2} grain {:.0} leaf {:.0}",
                    r.date,
                    r.temperature_c,
                    r.sparrows_per_ha,
                    r.sparrow_eggs_and_nestlings,
                    r.pests as f64 / 1.6384e8,
                    r.pest_adults as f64 / 1.6384e8,
                    r.pest_eggs as f64 / 1.6384e8,
                    r.standing_grain_kg / 16384.,
                    r.leaf_kg / 16384.
                );
            }
        }
        let secs = t.elapsed().as_secs_f64();
        (sim.record().clone(), secs, sim.state_hash())
    };
    let results: Vec<_> = (1..=seeds)
        .map(|seed| {
            let on = sc.clone().with_historical_campaign();
            let off = sc.clone().without_campaign();
            std::thread::scope(|s| {
                let a = s.spawn(|| run(off, seed, true));
                let b = hist.then(|| s.spawn(|| run(on, seed, false)));
                (a.join().unwrap(), b.map(|b| b.join().unwrap()))
            })
        })
        .collect();
    for (seed, (off, on)) in results.iter().enumerate() {
        println!("seed {} off {:.1}s {:016x}", seed + 1, off.1, off.2);
        for (i, h) in off.0.harvests.iter().enumerate() {
            print!(
                "{} kg/ha {:.0} (w {:.0} m {:.0} s {:.0} er {:.0} sr {:.0} t) birds {:.0} peak {:.3} eatB {:.1}+{:.1} eatP {:.1} leafP {:.1} notfilled {:.0}",
                h.year,
                h.reaped_kg_per_cropland_ha,
                h.winter_wheat_kg / 1e3,
                h.maize_kg / 1e3,
                h.sweet_potato_kg / 1e3,
                h.early_rice_kg / 1e3,
                h.single_rice_kg / 1e3,
                h.mean_sparrows,
                h.peak_pests_per_m2,
                h.grain_eaten_by_sparrows_kg / 1e3,
                h.spilled_grain_eaten_by_sparrows_kg / 1e3,
                h.grain_eaten_by_pests_kg / 1e3,
                h.leaf_eaten_by_pests_kg / 1e3,
                h.grain_not_filled_kg / 1e3
            );
            if let Some(on) = on {
                let g = &on.0.harvests[i];
                print!(
                    " | on: {:+.2}% birds {:.0} peak {:.3} killed {}",
                    100.0 * (g.reaped_kg / h.reaped_kg - 1.0),
                    g.mean_sparrows,
                    g.peak_pests_per_m2,
                    g.sparrows_killed
                );
            }
            println!();
        }
    }
}
