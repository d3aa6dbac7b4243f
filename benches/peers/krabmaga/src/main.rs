//! Wolf, sheep and grass on krABMaga, by the rules in `benches/README.md`.
//!
//! Written to be fast with krABMaga's public interface: every animal is one of its agents in its schedule, and whatever
//! else the rules need is in plain vectors in the state. Its grids are not used: they keep two copies and return the
//! animals of a cell as a copied list. An agent sees the state but not the schedule: the young wait in the state until
//! the end of the step, and an eaten sheep leaves the schedule when its next turn comes, without being counted, which
//! is quicker than `dequeue`. krABMaga takes agents of the same time and order as its heap gives them, which stands in
//! for the random order.

use std::any::Any;
use std::env;
use std::error::Error;
use std::fs;
use std::time::Instant;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::agentimpl::AgentImpl;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

const SHEEP_GAIN: f32 = 5.0;
const WOLF_GAIN: f32 = 13.0;
const GROWN: i8 = -1;
/// Places in the order of a step: all sheep before all wolves.
const SHEEP_FIRST: i32 = 0;
const THEN_WOLVES: i32 = 1;

#[derive(Clone, Copy)]
struct Rules {
    side: i32,
    sheep: u32,
    wolves: u32,
    regrowth: i8,
    sheep_birth: f64,
    wolf_birth: f64,
}

fn rules(size: &str) -> Option<Rules> {
    let (side, sheep, wolves, regrowth, sheep_birth, wolf_birth) = match size {
        "small" => (25, 60, 40, 20, 0.2, 0.1),
        "large" => (100, 1000, 500, 10, 0.4, 0.2),
        "100k" => (480, 23_040, 11_520, 10, 0.4, 0.2),
        "1m" => (1500, 225_000, 112_500, 10, 0.4, 0.2),
        _ => return None,
    };
    Some(Rules { side, sheep, wolves, regrowth, sheep_birth, wolf_birth })
}

struct Pasture {
    rules: Rules,
    random: SmallRng,
    /// Days until a cell is grown; [`GROWN`] where it is.
    grass: Vec<i8>,
    /// The sheep on each cell, by their number in the schedule, from their turn in this step on.
    flock: Vec<Vec<u32>>,
    sheep: u32,
    wolves: u32,
    /// For each animal that ever lived, whether it is a sheep that was eaten.
    eaten: Vec<bool>,
    /// The young of this step.
    lambs: Vec<(u32, Sheep)>,
    cubs: Vec<(u32, Wolf)>,
}

#[derive(Clone, Copy)]
struct Sheep {
    id: u32,
    x: i32,
    y: i32,
    energy: f32,
}

#[derive(Clone, Copy)]
struct Wolf {
    x: i32,
    y: i32,
    energy: f32,
}

impl Pasture {
    fn new(rules: Rules, seed: u64) -> Self {
        let mut random = SmallRng::seed_from_u64(seed);
        let cells = (rules.side * rules.side) as usize;
        let mut cell = |_| if random.random_bool(0.5) { GROWN } else { random.random_range(0..rules.regrowth) };
        let grass = (0..cells).map(&mut cell).collect();
        Self {
            rules,
            grass,
            random,
            flock: vec![Vec::new(); cells],
            sheep: 0,
            wolves: 0,
            eaten: Vec::new(),
            lambs: Vec::new(),
            cubs: Vec::new(),
        }
    }

    fn alive(&self) -> u32 {
        self.sheep + self.wolves
    }

    fn id(&mut self) -> u32 {
        self.eaten.push(false);
        self.eaten.len() as u32 - 1
    }

    fn cell(&self, x: i32, y: i32) -> usize {
        (y * self.rules.side + x) as usize
    }

    /// Moves to one of the eight cells around; each axis stops at the border.
    fn walk(&mut self, x: &mut i32, y: &mut i32) {
        const WAYS: [(i32, i32); 8] = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];
        let (dx, dy) = WAYS[self.random.random_range(0..8)];
        let last = self.rules.side - 1;
        *x = (*x + dx).clamp(0, last);
        *y = (*y + dy).clamp(0, last);
    }

    fn lamb(&mut self, x: i32, y: i32, energy: f32) -> u32 {
        let id = self.id();
        self.sheep += 1;
        self.lambs.push((id, Sheep { id, x, y, energy }));
        id
    }

    fn cub(&mut self, x: i32, y: i32, energy: f32) {
        let id = self.id();
        self.wolves += 1;
        self.cubs.push((id, Wolf { x, y, energy }));
    }

    /// Puts the young into the schedule.
    fn admit(&mut self, schedule: &mut Schedule, time: f32) {
        for (id, sheep) in self.lambs.drain(..) {
            schedule.schedule_once(AgentImpl { id, agent: Box::new(sheep), repeating: true }, time, SHEEP_FIRST);
        }
        for (id, wolf) in self.cubs.drain(..) {
            schedule.schedule_once(AgentImpl { id, agent: Box::new(wolf), repeating: true }, time, THEN_WOLVES);
        }
    }
}

impl State for Pasture {
    fn init(&mut self, schedule: &mut Schedule) {
        let side = self.rules.side;
        for _ in 0..self.rules.sheep {
            let (x, y) = (self.random.random_range(0..side), self.random.random_range(0..side));
            let energy = self.random.random_range(0..2 * SHEEP_GAIN as i32) as f32;
            self.lamb(x, y, energy);
        }
        for _ in 0..self.rules.wolves {
            let (x, y) = (self.random.random_range(0..side), self.random.random_range(0..side));
            let energy = self.random.random_range(0..2 * WOLF_GAIN as i32) as f32;
            self.cub(x, y, energy);
        }
        self.admit(schedule, 0.0);
    }

    fn before_step(&mut self, _: &mut Schedule) {
        self.flock.iter_mut().for_each(Vec::clear);
    }

    fn after_step(&mut self, schedule: &mut Schedule) {
        let next = schedule.time + 1.0;
        self.admit(schedule, next);
        // A bare cell counts down to 0 and is grown one step later.
        self.grass.iter_mut().for_each(|days| *days = (*days - 1).max(GROWN));
    }

    fn update(&mut self, _: u64) {}
    fn reset(&mut self) {}

    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn as_state(&self) -> &dyn State {
        self
    }
    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
}

fn pasture(state: &mut dyn State) -> &mut Pasture {
    state.as_any_mut().downcast_mut().expect("the only state of this program")
}

impl Agent for Sheep {
    fn step(&mut self, state: &mut dyn State) {
        let pasture = pasture(state);
        if pasture.eaten[self.id as usize] {
            self.energy = -1.0;
            return;
        }
        pasture.walk(&mut self.x, &mut self.y);
        self.energy -= 1.0;
        let cell = pasture.cell(self.x, self.y);
        if pasture.grass[cell] == GROWN {
            pasture.grass[cell] = pasture.rules.regrowth;
            self.energy += SHEEP_GAIN;
        }
        if self.energy < 0.0 {
            pasture.sheep -= 1;
            return;
        }
        pasture.flock[cell].push(self.id);
        if pasture.random.random_bool(pasture.rules.sheep_birth) {
            self.energy /= 2.0;
            let lamb = pasture.lamb(self.x, self.y, self.energy);
            pasture.flock[cell].push(lamb);
        }
    }

    fn is_stopped(&mut self, _: &mut dyn State) -> bool {
        self.energy < 0.0
    }
}

impl Agent for Wolf {
    fn step(&mut self, state: &mut dyn State) {
        let pasture = pasture(state);
        pasture.walk(&mut self.x, &mut self.y);
        self.energy -= 1.0;
        let cell = pasture.cell(self.x, self.y);
        let here = pasture.flock[cell].len();
        if here > 0 {
            let prey = pasture.flock[cell].swap_remove(pasture.random.random_range(0..here));
            pasture.eaten[prey as usize] = true;
            pasture.sheep -= 1;
            self.energy += WOLF_GAIN;
        }
        if self.energy < 0.0 {
            pasture.wolves -= 1;
        } else if pasture.random.random_bool(pasture.rules.wolf_birth) {
            self.energy /= 2.0;
            pasture.cub(self.x, self.y, self.energy);
        }
    }

    fn is_stopped(&mut self, _: &mut dyn State) -> bool {
        self.energy < 0.0
    }
}

/// The animals alive when a step began, summed over the steps, and the seconds the steps took.
fn run(rules: Rules, seed: u64, steps: u32) -> (u64, f64) {
    let mut pasture = Pasture::new(rules, seed);
    let mut schedule = Schedule::new();
    pasture.init(&mut schedule);
    let mut updates = 0;
    let began = Instant::now();
    for _ in 0..steps {
        updates += u64::from(pasture.alive());
        schedule.step(&mut pasture);
    }
    (updates, began.elapsed().as_secs_f64())
}

/// Peak memory of this process, in MiB; 0 where the system does not report it.
fn peak_memory_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

fn main() -> Result<(), Box<dyn Error>> {
    let (mut size, mut runs, mut steps, mut seed) = ("small".to_owned(), 5, 100, 1);
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--size" => size = value,
            "--runs" => runs = value.parse::<usize>()?.max(1),
            "--steps" => steps = value.parse::<u32>()?.max(1),
            "--seed" => seed = value.parse()?,
            _ => return Err(format!("{word}: not one of --size, --runs, --steps and --seed").into()),
        }
    }
    let rules = rules(&size).ok_or_else(|| format!("{size}: not one of small, large, 100k and 1m"))?;
    let mut outcomes: Vec<(u64, f64)> = (0..runs).map(|_| run(rules, seed, steps)).collect();
    outcomes.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (updates, seconds) = outcomes[outcomes.len() / 2];
    println!(
        "rate={:.4} mean={:.2} memory={:.1}",
        1e-6 * updates as f64 / seconds,
        updates as f64 / f64::from(steps),
        peak_memory_mib()
    );
    Ok(())
}
