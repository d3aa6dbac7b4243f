//! A run to watch in a terminal: a live picture where standard output is a terminal, otherwise one line of plain text
//! per month.

use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};

use super::headless::{Ending, Failure};
use super::interrupt::Interrupt;
use super::plan::Plan;
use super::terminal_view::TerminalView;
use super::{lines, summary};
use crate::engine::parallel::Parallelism;
use crate::output::log;
use crate::output::voice::Voice;
use crate::record::provenance::hash_text;
use crate::scenario::Action;
use crate::simulation::Simulation;

/// Runs a plan for a person to watch, and closes with a summary.
///
/// # Errors
/// If the mass balance does not close or the terminal fails.
pub fn run(
    plan: &Plan,
    parallelism: Parallelism,
    interrupt: &Interrupt,
    voice: &mut Voice<impl Write>,
) -> Result<Ending, Failure> {
    let mut simulation = plan.begin(parallelism)?;
    let ending = if io::stdout().is_terminal() {
        let (ending, picture) = watch(plan, &mut simulation, interrupt)?;
        writeln!(voice, "{picture}")?;
        ending
    } else {
        lines::tell(plan, &mut simulation, interrupt, voice)?
    };
    if ending == Ending::Unheard {
        return Ok(ending);
    }
    let state_hash = hash_text(simulation.state_hash());
    let scenario = simulation.scenario();
    summary::write(voice, &scenario.title, scenario.seed, simulation.record())?;
    writeln!(voice, "state-hash: {state_hash}")?;
    Ok(ending)
}

/// The whole run takes about this long at its initial speed.
const SECONDS_TO_WATCH: f64 = 50.0;

/// Time between two pictures.
const FRAME: Duration = Duration::from_millis(50);

/// Opens the picture, runs, closes the picture. Also returns the last picture as text.
fn watch(plan: &Plan, simulation: &mut Simulation, interrupt: &Interrupt) -> Result<(Ending, String), Failure> {
    log::hold_back();
    // Restores the terminal on a panic too.
    let result = ratatui::try_init().map_err(Failure::from).and_then(|terminal| {
        // Dropping it and `ratatui::restore` both panic where the terminal is gone, and standard error with it.
        let mut terminal = ManuallyDrop::new(terminal);
        let result = Watch::new(plan, simulation, interrupt).go(&mut terminal, &listen()?);
        let _ = terminal.show_cursor();
        result
    });
    let _ = ratatui::try_restore();
    log::release();
    result
}

/// Keys come from a thread of their own: once a terminal is closed, waiting for its keys may never return, and the run
/// must still end.
fn listen() -> io::Result<Receiver<Event>> {
    let (keys, inbox) = channel();
    std::thread::Builder::new().name("keys".into()).spawn(move || {
        while let Ok(event) = event::read() {
            if keys.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(inbox)
}

struct Watch<'a> {
    plan: &'a Plan,
    simulation: &'a mut Simulation,
    interrupt: &'a Interrupt,
    days_per_s: f64,
    paused: bool,
    /// When the next day is due.
    due: Instant,
    /// Days simulated and the time some pictures ago, to tell the speed reached.
    mark: (Instant, u32),
    reached_days_per_s: f64,
}

impl<'a> Watch<'a> {
    fn new(plan: &'a Plan, simulation: &'a mut Simulation, interrupt: &'a Interrupt) -> Self {
        let now = Instant::now();
        // A speed from the ladder that + and - climb.
        let wanted = f64::from(plan.days()) / SECONDS_TO_WATCH;
        let days_per_s = LADDER.into_iter().find(|&speed| speed >= wanted).unwrap_or(f64::INFINITY);
        let days_per_s = days_per_s.max(10.0);
        Self {
            plan,
            simulation,
            interrupt,
            days_per_s,
            paused: false,
            due: now,
            mark: (now, 0),
            reached_days_per_s: 0.0,
        }
    }

    fn go(mut self, terminal: &mut DefaultTerminal, keys: &Receiver<Event>) -> Result<(Ending, String), Failure> {
        let mut picture = String::new();
        loop {
            match self.draw(terminal) {
                Ok(drawn) => picture = drawn,
                // The terminal is gone, and the viewer with it.
                Err(_) => return Ok((Ending::Interrupted, picture)),
            }
            let next_picture = Instant::now() + FRAME;
            if self.is_over() {
                return Ok((Ending::Finished, picture));
            }
            while Instant::now() < next_picture {
                if self.interrupt.has_come() {
                    return Ok((Ending::Interrupted, picture));
                }
                let now = Instant::now();
                if !self.paused && !self.is_over() && self.due <= now {
                    self.live_a_day()?;
                }
                let wake = if self.paused || self.is_over() { next_picture } else { self.due.min(next_picture) };
                let wait = wake.saturating_duration_since(Instant::now());
                match keys.recv_timeout(wait) {
                    Ok(event) => {
                        if let Some(ending) = self.obey(&event) {
                            return Ok((ending, picture));
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    // Gone too.
                    Err(RecvTimeoutError::Disconnected) => return Ok((Ending::Interrupted, picture)),
                }
            }
        }
    }

    fn is_over(&self) -> bool {
        self.simulation.next_date() > self.plan.last_day
    }

    fn live_a_day(&mut self) -> Result<(), Failure> {
        self.simulation.step_and_audit()?;
        // Late days are not made up: the speed falls.
        let pause = if self.days_per_s.is_finite() { 1.0 / self.days_per_s } else { 0.0 };
        self.due = (self.due + Duration::from_secs_f64(pause)).max(Instant::now() - FRAME);
        Ok(())
    }

    /// Does what a key asks for. Returns an ending if the run is to end.
    fn obey(&mut self, event: &Event) -> Option<Ending> {
        let Event::Key(key) = event else { return None };
        if key.kind == KeyEventKind::Release {
            return None;
        }
        match key.code {
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return Some(Ending::Interrupted),
            KeyCode::Char('q') | KeyCode::Esc => return Some(Ending::Finished),
            KeyCode::Char('c') => {
                let is_on = self.simulation.campaign_effort() > 0.0;
                self.simulation.intervene(if is_on {
                    Action::StopCampaign
                } else {
                    Action::StartCampaign { effort: 1.0 }
                });
            }
            KeyCode::Char(' ') => {
                self.paused = !self.paused;
                self.due = Instant::now();
                self.mark = (self.due, self.simulation.days_done());
            }
            KeyCode::Char('+' | '=') => {
                self.days_per_s = LADDER.into_iter().find(|&speed| speed > self.days_per_s).unwrap_or(f64::INFINITY);
                self.due = Instant::now();
            }
            KeyCode::Char('-') => {
                self.days_per_s = LADDER.into_iter().rfind(|&speed| speed < self.days_per_s).unwrap_or(LADDER[0]);
                self.due = Instant::now();
            }
            _ => {}
        }
        None
    }

    fn draw(&mut self, terminal: &mut DefaultTerminal) -> io::Result<String> {
        let (now, done) = (Instant::now(), self.simulation.days_done());
        if now - self.mark.0 > Duration::from_secs(1) {
            self.reached_days_per_s = f64::from(done - self.mark.1) / (now - self.mark.0).as_secs_f64();
            self.mark = (now, done);
        }
        let view = TerminalView {
            record: self.simulation.record(),
            scenario: self.simulation.scenario(),
            last_day: self.plan.last_day,
            effort: self.simulation.campaign_effort(),
            asked_days_per_s: self.days_per_s,
            reached_days_per_s: self.reached_days_per_s,
            paused: self.paused,
        };
        let drawn = terminal.draw(|frame| view.draw(frame))?;
        let area = drawn.area;
        // What stays in the terminal when the picture closes.
        let rows = TerminalView::rows_to_keep(area).map(|y| {
            let row: String = (area.left()..area.right()).map(|x| drawn.buffer[(x, y)].symbol()).collect();
            row.trim_end().to_owned() + "\n"
        });
        Ok(rows.collect())
    }
}

/// Speeds to choose from, days/s; above them it runs at full speed.
const LADDER: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
