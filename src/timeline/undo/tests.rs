//! What is undone, one deed at a time.

use super::*;
use crate::engine::parallel::Parallelism;
use crate::scenario::LandscapeParameters;
use crate::simulation::Simulation;
use crate::timeline::session::Session;

fn run() -> Timeline {
    let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
    Timeline::new(Scenario { landscape, ..Scenario::default() }, Parallelism::Serial, usize::MAX)
}

fn undo(run: &mut Timeline) -> bool {
    let Some(day) = run.before_last_deed() else { return false };
    run.go_to(day).unwrap();
    run.go_on_without_last_deed();
    true
}

fn live(run: &mut Timeline, days: u32) {
    (0..days).for_each(|_| run.step().unwrap());
}

fn set(path: &str, value: f64) -> Action {
    Action::SetParameter { path: path.into(), value }
}

fn deeds(run: &Timeline) -> Vec<Action> {
    run.branch().log().iter().map(|event| event.action.clone()).collect()
}

/// Contract: undoing leads to the day before the last deed and on without it, again and again, to where nothing has been done; what
/// was lived with it stays a branch of its own; and a deed of which nothing has been lived leaves no trace.
#[test]
fn what_was_done_is_undone() {
    let mut run = run();
    assert!(!undo(&mut run), "nothing has been done");
    live(&mut run, 5);
    run.intervene(Action::StartCampaign { effort: 1.0 });
    live(&mut run, 5);
    run.intervene(Action::StopCampaign);
    // Nothing has been lived since, so nothing is lost.
    assert!(undo(&mut run));
    assert_eq!((run.day(), run.branches().len(), run.branch().log().len()), (10, 1, 1));
    live(&mut run, 3);
    assert!(undo(&mut run));
    assert_eq!((run.day(), run.branches().len(), run.branch().log().len()), (5, 2, 0));
    assert_eq!((run.branches()[0].days(), run.branches()[0].log().len()), (13, 1));
    assert_eq!(run.branch().name, "undone");
    assert!(!undo(&mut run));
    // It goes on as if it had never been done.
    live(&mut run, 8);
    let mut other = Timeline::new(run.simulation().scenario().clone(), Parallelism::Serial, 0);
    live(&mut other, 13);
    assert_eq!(run.simulation_mut().state_hash(), other.simulation_mut().state_hash());
}

/// Contract: of several things done on one day, the last alone is undone, then the one before, and the rest of the day is lived as
/// if only that had been done; what was set twice before its day came goes back to what was set first.
#[test]
fn one_thing_is_undone_at_a_time() {
    let (start, eggs) = (Action::StartCampaign { effort: 0.5 }, set("sparrow.clutch_eggs", 3.0));
    let [first, second] = [0.02, 0.03].map(|value| set("pest.egg_hazard", value));
    let mut run = run();
    live(&mut run, 6);
    for deed in [&start, &first, &eggs, &second] {
        run.intervene(deed.clone());
    }
    assert_eq!(deeds(&run), [start.clone(), eggs.clone(), second]);
    live(&mut run, 4);
    for left in [vec![start.clone(), first.clone(), eggs], vec![start.clone(), first], vec![start.clone()]] {
        assert!(undo(&mut run));
        assert_eq!((run.day(), deeds(&run)), (6, left));
    }
    assert_eq!(run.branches().len(), 2, "nothing was lived between");
    live(&mut run, 7);
    let mut alone = self::run();
    live(&mut alone, 6);
    alone.intervene(start);
    live(&mut alone, 7);
    assert_eq!(run.simulation_mut().state_hash(), alone.simulation_mut().state_hash());
    assert!(undo(&mut run) && !undo(&mut run));
}

/// Contract: what was set to and fro before its day came is undone step by step, to where nothing is set; what is set to what it is
/// already is nothing to undo.
#[test]
fn what_was_set_to_and_fro_is_undone() {
    let [first, second] = [0.02, 0.03].map(|value| set("pest.egg_hazard", value));
    let mut run = run();
    live(&mut run, 6);
    for deed in [&first, &second, &second, &first] {
        run.intervene(deed.clone());
    }
    for left in [vec![second], vec![first], vec![]] {
        assert!(undo(&mut run));
        assert_eq!(deeds(&run), left);
    }
    assert!(!undo(&mut run));
}

/// Contract: a parameter that is set and, before its day has come, set back to what it was has not been set: no deed is left, nor a
/// branch to show; what else was done stays, and what the scenario itself sets on that day can be kept from it.
#[test]
fn what_is_set_back_before_its_day_was_not_set() {
    let path = "pest.egg_hazard";
    let was = Scenario::default().pest.egg_hazard;
    let (start, other) = (Action::StartCampaign { effort: 0.5 }, set("sparrow.clutch_eggs", 3.0));
    let mut run = run();
    live(&mut run, 6);
    for deed in [start.clone(), set(path, 0.02), other.clone(), set(path, 0.03), set(path, was.into())] {
        run.intervene(deed);
    }
    assert_eq!(deeds(&run), [start, other]);
    live(&mut run, 2);
    // On a past day.
    run.go_to(4).unwrap();
    run.intervene(set(path, 0.02));
    assert_eq!(run.present(), 1);
    run.intervene(set(path, was.into()));
    assert_eq!((run.present(), run.day(), deeds(&run).len()), (0, 4, 2));
    assert!(run.branches()[1].is_empty());
    // An empty branch with the same log is not taken for this one.
    run.go_to(8).unwrap();
    run.intervene(set(path, 0.02));
    run.intervene(set(path, was.into()));
    assert_eq!((run.present(), deeds(&run).len()), (0, 2));
    // A branch that was begun with what is set back is called by what else was done then.
    run.go_to(7).unwrap();
    run.intervene(set(path, 0.02));
    run.intervene(Action::StopCampaign);
    run.intervene(set(path, was.into()));
    assert!(run.present() == 2 && run.branch().name.starts_with("campaign stopped"), "{}", run.branch().name);
    run.go_towards(0, 8, || false).unwrap();
    // What has been lived is set back by a deed.
    run.intervene(set(path, 0.02));
    live(&mut run, 1);
    run.intervene(set(path, was.into()));
    assert_eq!(deeds(&run).len(), 4);
    // The scenario sets it on the same day.
    let (scenario, next) = (run.simulation().scenario().clone(), run.simulation().next_date());
    let timeline = vec![Intervention { date: next, action: set(path, 0.05) }];
    let mut run = Timeline::new(Scenario { timeline, ..scenario }, Parallelism::Serial, usize::MAX);
    live(&mut run, 9);
    run.intervene(set(path, 0.02));
    run.intervene(set(path, was.into()));
    assert_eq!(deeds(&run), [set(path, was.into())]);
}

/// Contract: where other things were set on the day of a deed that is undone or taken back, and one of them is set again, the log has one
/// deed of it; so too after the way to another day and back, and in a session that is opened. Undoing that leads to what was set before,
/// and days are those of the log.
#[test]
fn what_was_set_beside_an_undone_deed_is_set_again_once() {
    let start = Action::StartCampaign { effort: 0.5 };
    let [eggs, more] = [3.0, 3.5].map(|value| set("sparrow.clutch_eggs", value));
    let ways: [(&str, fn(&mut Timeline)); 5] = [
        ("undone", |run| assert!(undo(run))),
        ("undone when it was lived", |run| {
            live(run, 3);
            assert!(undo(run));
        }),
        ("taken back", |run| run.intervene(set("pest.egg_hazard", Scenario::default().pest.egg_hazard.into()))),
        ("there and back", |run| {
            assert!(undo(run));
            run.go_to(2).unwrap();
            run.go_to(6).unwrap();
        }),
        ("opened", |run| {
            assert!(undo(run));
            let session = run.session(true).unwrap();
            *run = Timeline::open(&session, Parallelism::Serial, usize::MAX, false).unwrap().0;
        }),
    ];
    for (name, leads) in ways {
        let mut run = run();
        live(&mut run, 6);
        for deed in [&start, &eggs, &set("pest.egg_hazard", 0.02)] {
            run.intervene(deed.clone());
        }
        leads(&mut run);
        assert_eq!((run.day(), deeds(&run)), (6, vec![start.clone(), eggs.clone()]), "{name}");
        run.intervene(more.clone());
        assert_eq!(deeds(&run), [start.clone(), more.clone()], "{name}");
        assert!(undo(&mut run));
        assert_eq!(deeds(&run), [start.clone(), eggs.clone()], "{name}");
        run.intervene(more.clone());
        live(&mut run, 5);
        assert_eq!(deeds(&run), [start.clone(), more.clone()], "{name}");
        assert_eq!(run.simulation().log(), run.branch().log());
        let scenario = run.simulation().scenario().clone();
        let mut again = Simulation::replay(scenario, run.branch().log(), Parallelism::Serial);
        (0..run.day()).for_each(|_| again.step());
        assert_eq!(run.simulation_mut().state_hash(), again.state_hash(), "{name}");
    }
}

/// Contract: undoing never brings back what was not set in this history.
#[test]
fn what_was_set_in_another_history_stays_there() {
    let [first, second] = [0.02, 0.03].map(|value| set("pest.egg_hazard", value));
    let mut run = run();
    live(&mut run, 6);
    run.intervene(first);
    run.intervene(second.clone());
    live(&mut run, 4);
    run.go_to(6).unwrap();
    run.intervene(second.clone());
    assert_eq!((run.present(), deeds(&run)), (1, vec![second.clone()]));
    // What is undone is what was done last, and the first setting is not brought back by that.
    assert!(undo(&mut run));
    assert_eq!((run.present(), deeds(&run)), (0, vec![second]));
}

/// Contract: whoever goes to a past day, does something and undoes it is where they were, whether something was done later there or
/// not; of that branch nothing remains that is its own, and its name is free. If days were lived with it, they stay, and one can go
/// back to them; a session that is saved has no branch in which there is nothing.
#[test]
fn a_branch_of_which_all_is_undone_is_empty() {
    for (later, lives) in [(false, 0), (true, 0), (false, 3), (true, 3)] {
        let mut run = run();
        live(&mut run, 4);
        run.intervene(set("pest.egg_hazard", 0.02));
        live(&mut run, 6);
        if later {
            run.intervene(Action::StartCampaign { effort: 1.0 });
        }
        live(&mut run, 6);
        let (log, of_last) = (run.branch().log().to_vec(), run.simulation_mut().state_hash());
        run.go_to(7).unwrap();
        let of_day = run.simulation_mut().state_hash();
        let mut names = Vec::new();
        for _ in 0..2 {
            run.intervene(Action::StopCampaign);
            names.push(run.branch().name.clone());
            let number = run.present();
            assert!(!run.branch().is_empty());
            live(&mut run, lives);
            assert!(undo(&mut run));
            assert_eq!((run.present(), run.day(), run.branch().log()), (0, 7, &log[..]), "{later}, {lives}");
            assert_eq!(run.simulation_mut().state_hash(), of_day);
            assert_eq!(run.branches()[number].is_empty(), lives == 0, "{later}, {lives}");
        }
        assert_eq!(names[0] == names[1], lives == 0, "{names:?}");
        let shown = run.branches().iter().filter(|branch| !branch.is_empty()).count();
        assert_eq!(shown, if lives == 0 { 1 } else { 3 });
        let session = Session::read(&run.session(false).unwrap().bytes()).unwrap();
        let (opened, notes) = Timeline::open(&session, Parallelism::Serial, 0, false).unwrap();
        assert_eq!((opened.branches().len(), opened.present(), opened.day(), notes), (shown, 0, 7, vec![]));
        // Played on, or gone to, the day is what it was.
        run.go_to(16).unwrap();
        assert_eq!(run.simulation_mut().state_hash(), of_last);
        if lives > 0 {
            run.go_towards(1, 10, || false).unwrap();
            assert_eq!(deeds(&run).last(), Some(&Action::StopCampaign));
        }
    }
}

/// Contract: a branch that was emptied, and whose history is that of another undoing, leaves the other on the day of that.
#[test]
fn an_emptied_branch_leaves_where_it_is_gone_on_with() {
    let mut run = run();
    live(&mut run, 4);
    run.intervene(set("pest.egg_hazard", 0.02));
    live(&mut run, 6);
    run.intervene(Action::StartCampaign { effort: 1.0 });
    live(&mut run, 6);
    run.go_to(7).unwrap();
    run.intervene(set("sparrow.clutch_eggs", 3.0));
    assert!(undo(&mut run) && run.branches()[1].is_empty());
    assert!(undo(&mut run));
    assert_eq!(
        (run.present(), run.day(), run.branch().fork().map(|fork| (fork.parent, fork.days))),
        (1, 10, Some((0, 10)))
    );
    live(&mut run, 3);
    assert_eq!((run.branch().days(), run.branches()[0].days()), (13, 16));
}

/// Contract: what was undone is not brought back by undoing what was done after that.
#[test]
fn undoing_goes_only_back() {
    let mut run = run();
    live(&mut run, 6);
    run.intervene(set("pest.egg_hazard", 0.02));
    live(&mut run, 4);
    assert!(undo(&mut run));
    for lives in [0, 3] {
        run.intervene(Action::StartCampaign { effort: 1.0 });
        live(&mut run, lives);
        assert!(undo(&mut run));
        assert_eq!((run.day(), deeds(&run)), (6, vec![]), "{lives}");
    }
}

/// Contract: a session with an empty branch, from whose history another leaves, is gone on with as if that had left the branch before.
#[test]
fn a_session_goes_on_without_an_empty_branch() {
    let mut run = run();
    live(&mut run, 10);
    run.go_to(6).unwrap();
    run.intervene(Action::StartCampaign { effort: 1.0 });
    run.go_to(3).unwrap();
    run.intervene(set("pest.egg_hazard", 0.02));
    live(&mut run, 4);
    let hash = run.simulation_mut().state_hash();
    assert_eq!(run.branch().fork().map(|fork| fork.parent), Some(1));
    run.go_towards(1, 6, || false).unwrap();
    assert!(undo(&mut run) && run.branches()[1].is_empty());
    for with_snapshots in [true, false] {
        let session = run.session(with_snapshots).unwrap();
        let (mut opened, notes) = Timeline::open(&session, Parallelism::Serial, usize::MAX, false).unwrap();
        assert_eq!((opened.branches().len(), opened.day(), notes), (2, 6, vec![]));
        assert_eq!(opened.branches()[1].fork().map(|fork| (fork.parent, fork.days)), Some((0, 3)));
        opened.go_towards(1, 7, || false).unwrap();
        assert_eq!(opened.simulation_mut().state_hash(), hash);
    }
}

/// Contract: a history in which one is after undoing knows the years of its fields that were lived in another one.
#[test]
fn the_years_of_fields_are_known_after_undoing() {
    let start = jiff::civil::date(1958, 12, 20);
    let scenario = Scenario { start, ..run().simulation().scenario().clone() };
    let mut run = Timeline::new(scenario, Parallelism::Serial, usize::MAX);
    let deed = set("pest.egg_hazard", 0.02);
    live(&mut run, 5);
    run.intervene(deed.clone());
    live(&mut run, 15);
    // The same deed again, of which nothing is lived.
    run.go_to(5).unwrap();
    run.intervene(deed);
    run.go_towards(0, 20, || false).unwrap();
    run.intervene(Action::StartCampaign { effort: 1.0 });
    live(&mut run, 2);
    assert!(undo(&mut run));
    assert_eq!((run.present(), run.branch().days()), (1, 20));
    assert_eq!(run.branch().field_years().iter().map(|year| year.year).collect::<Vec<_>>(), [1958]);
}

/// Contract: on an earlier day too, the last thing alone is undone, and what was done before it stays; undone in a branch that has
/// just begun with it, the run is again where the branch left.
#[test]
fn the_last_thing_is_undone_from_any_day() {
    let mut run = run();
    live(&mut run, 4);
    run.intervene(Action::StartCampaign { effort: 1.0 });
    live(&mut run, 4);
    run.intervene(Action::StopCampaign);
    live(&mut run, 4);
    run.go_to(6).unwrap();
    assert!(undo(&mut run));
    assert_eq!((run.day(), run.present(), deeds(&run)), (8, 1, vec![Action::StartCampaign { effort: 1.0 }]));
    run.go_towards(0, 10, || false).unwrap();
    run.intervene(Action::StartCampaign { effort: 0.2 });
    assert!(undo(&mut run));
    assert_eq!((run.day(), run.branch().log().len()), (10, 2));
    assert!(run.present() == 0, "it is the history that was left");
}
