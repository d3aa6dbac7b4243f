//! Contract: whenever a run or a study is killed, its folder holds what it held before, or the complete new results, or
//! nothing that could be taken for results; the next command completes or removes what is left, and succeeds.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod county;
mod program;
mod trials;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::two_years;
use county::small_county;
use program::{file, folder, names, sparrowfall, stderr, stdout};

/// Files and their contents.
type State = BTreeMap<String, Vec<u8>>;

/// What is to be killed.
struct Victim {
    what: &'static str,
    arguments: Vec<String>,
    /// What is in the folder before.
    old: State,
    /// What it writes.
    new: State,
    /// The file without which the others are not results.
    seal: &'static str,
    /// How long it takes.
    takes: Duration,
}

impl Victim {
    fn new(what: &'static str, arguments: &[&str], old: State, seal: &'static str, out: &Path) -> Self {
        let arguments = arguments.iter().map(ToString::to_string).collect();
        let mut victim = Self { what, arguments, old, new: State::new(), seal, takes: Duration::ZERO };
        put(out, &victim.old);
        let began = Instant::now();
        let ended = victim.command(out).output().unwrap();
        victim.takes = began.elapsed();
        assert!(ended.status.success() && stdout(&ended).contains("Written to"), "{what}: {}", stderr(&ended));
        victim.new = state(out);
        assert!(victim.new.contains_key(seal) && victim.new != victim.old);
        victim
    }

    fn command(&self, out: &Path) -> Command {
        let mut command = sparrowfall();
        command.args(&self.arguments).args(["--threads", "1", "--out"]).arg(out);
        command
    }

    /// Kills it after a share of its time, and checks what it leaves.
    fn kill(&self, share: f64, out: &Path) {
        put(out, &self.old);
        let mut child = self.command(out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(self.takes.mul_f64(share));
        child.kill().unwrap();
        child.wait().unwrap();

        let at = format!("{} killed after {share:.3} of its time", self.what);
        let left: State = state(out).into_iter().filter(|(name, _)| !is_workshop(name)).collect();
        let is_part_of = |whole: &State| left.iter().all(|(name, text)| whole.get(name) == Some(text));
        assert!(is_part_of(&self.old) || is_part_of(&self.new), "{at}: of both states, {:?}", left.keys());
        if left.contains_key(self.seal) {
            assert!(left == self.old || left == self.new, "{at}: not whole, {:?}", left.keys());
        }

        let next = self.command(out).output().unwrap();
        let complete = left == self.new || stderr(&next).contains("it holds complete results");
        assert!(next.status.success() || complete, "{at}: {}", stderr(&next));
        assert!(state(out) == self.new, "{at}, after the next command: {:?}", names(out));
    }
}

/// Whether a file is not a result, by its name: hidden, or the journal of a study.
fn is_workshop(name: &str) -> bool {
    name.starts_with('.') || name == "unfinished"
}

/// Makes a folder hold just these files; with no files, removes it.
fn put(out: &Path, files: &State) {
    if out.exists() {
        fs::remove_dir_all(out).unwrap();
    }
    if !files.is_empty() {
        fs::create_dir_all(out).unwrap();
    }
    for (name, text) in files {
        fs::write(out.join(name), text).unwrap();
    }
}

fn state(out: &Path) -> State {
    let Ok(entries) = fs::read_dir(out) else { return State::new() };
    let file = |path: &Path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap());
    entries.map(|entry| file(&entry.unwrap().path())).collect()
}

#[test]
fn a_killed_process_leaves_the_old_state_or_the_new_one() {
    let folder = folder("kills");
    let scenario = file(&folder, "place.ron", &two_years(4)).display().to_string();
    let county = file(&folder, "county.ron", &small_county(4)).display().to_string();
    let out = folder.join("out");
    let run = ["run", &scenario, "--until", "1957-03-31"];
    let panel = ["experiment", "county-panel", "--counties", "3", "--scenario", &county];
    let new_run = Victim::new("a run", &run, State::new(), "run.ron", &out);
    let new_study = Victim::new("a study", &panel, State::new(), "study.ron", &out);
    let compare = ["compare", &scenario, "--until", "1957-03-31"];
    let new_comparison = Victim::new("a comparison", &compare, State::new(), "study.ron", &out);
    let again = |arguments: &[&str], old: &Victim| {
        let arguments = [arguments, &["--seed", "7", "--force"]].concat();
        Victim::new("one over an older one", &arguments, old.new.clone(), old.seal, &out)
    };
    let victims = [again(&run, &new_run), again(&panel, &new_study), new_run, new_study, new_comparison];
    let kills = trials::trials(50);
    for (kill, victim) in (0..kills).zip(victims.iter().cycle()) {
        // Evenly over its time and a little beyond, and in its last quarter, where it writes.
        let place = f64::from(kill) / f64::from(kills);
        let share = if kill / 5 % 2 == 0 { 1.1 * place } else { 0.75 + 0.35 * place };
        victim.kill(share, &out);
    }
}
