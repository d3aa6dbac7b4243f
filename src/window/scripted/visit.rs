//! A first visit: the window as a new person gets it, and a visitor who watches, presses "Begin", and presses "Why?" where the window
//! offers it, and nothing else. Pictures show what there was to be seen after some seconds, and a list says what had been seen when.
//!
//! The visitor knows the window only by its words, in the language in use, and where they are, and presses as a hand does.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::render::view::screenshot::{Screenshot, save_to_disk};
use bevy_egui::egui::{Event, Id, Modifiers, PointerButton, Pos2, Rect, Shape};
use bevy_egui::{EguiContext, EguiFullOutput, EguiInput, EguiPostUpdateSet, EguiPreUpdateSet};

use crate::output::voice::Voice;
use crate::output::words::long_date;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::panels::differs::Differs;
use crate::window::panels::introduction::INTRODUCTION;
use crate::window::panels::toggle::SWITCH;
use crate::window::why::offer::{OFFER, Told, harvests};

/// When the pictures are taken, seconds after the first words are seen.
const PICTURES_S: [f64; 7] = [2.0, 10.0, 25.0, 45.0, 60.0, 75.0, 90.0];
/// How long the visitor looks at what can be pressed before pressing it, s.
const LOOKS_S: f64 = 2.5;
/// Without words until then, the visit has failed, s after the window has opened.
const WORDS_BY_S: f64 = 120.0;
/// How long after the last picture the window closes, so that it is written, s.
const CLOSES_S: f64 = 4.0;

/// What there is to be noticed, in the order of the story.
const NOTICED: [&str; 6] = [
    "the fields are seen to change",
    "the switch is on the screen",
    "the campaign has begun",
    "the first good harvest is told of",
    "a fall is told of",
    "what led to it is on the screen",
];

#[derive(Resource)]
struct Visit {
    folder: PathBuf,
    /// When the first words were seen.
    began_s: Option<f64>,
    /// When each thing was noticed, s after that, and the day.
    noticed: [Option<(f64, String)>; NOTICED.len()],
    pictures: usize,
    /// What the visitor looks at, to press it, and since when.
    looks_at: Option<(Pos2, f64)>,
    /// Where the pointer is held down.
    presses: Option<Pos2>,
    is_over: bool,
}

/// Adds the visitor, whose pictures go into a folder.
pub fn plugin(app: &mut App, folder: PathBuf) {
    if let Err(error) = std::fs::create_dir_all(&folder) {
        error!("{}: the folder cannot be made: {error}", folder.display());
    }
    app.insert_resource(Visit {
        folder,
        began_s: None,
        noticed: Default::default(),
        pictures: 0,
        looks_at: None,
        presses: None,
        is_over: false,
    })
    .add_systems(PreUpdate, press.after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass))
    .add_systems(Update, photograph)
    .add_systems(PostUpdate, look.after(EguiPostUpdateSet::EndPass).before(EguiPostUpdateSet::ProcessOutput));
}

/// The words on the screen, and where they are.
fn words(shape: &Shape, seen: Rect, found: &mut Vec<(String, Rect)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| words(shape, seen, found)),
        Shape::Text(text) => {
            let rect = shape.visual_bounding_rect();
            if seen.contains(rect.center()) {
                found.push((text.galley.text().to_owned(), rect));
            }
        }
        _ => {}
    }
}

/// Words on the screen, and where they are.
struct Places<'a>(&'a [(String, Rect)]);

impl Places<'_> {
    fn of(&self, words: &str) -> impl Iterator<Item = Rect> {
        self.0.iter().filter(move |(text, _)| text == words).map(|(_, rect)| *rect)
    }

    fn has(&self, words: &str) -> bool {
        self.of(words).next().is_some()
    }

    /// Where some words are within an area.
    fn within(&self, area: Rect, words: &str) -> Option<Pos2> {
        self.of(words).map(|rect| rect.center()).find(|at| area.contains(*at))
    }

    /// Whether a button is on the right of the words that say how things are, whatever other buttons of the same name there are.
    fn are_beside(&self, words: &str, button: &str) -> bool {
        let is_beside = |words: Rect, button: Rect| {
            button.left() >= words.right() && (button.center().y - words.center().y).abs() < SWITCH.y
        };
        self.of(words).any(|words| self.of(button).any(|button| is_beside(words, button)))
    }
}

/// Looks at the panels when they have been laid out.
fn look(
    mut visit: ResMut<Visit>,
    (displayed, time): (Res<Displayed>, Res<Time<Real>>),
    mut contexts: Query<(&mut EguiContext, &EguiFullOutput)>,
) {
    let visit = &mut *visit;
    for (mut context, output) in &mut contexts {
        let Some(output) = &output.0 else { continue };
        let mut found = Vec::new();
        for clipped in &output.shapes {
            words(&clipped.shape, clipped.clip_rect, &mut found);
        }
        if found.is_empty() {
            continue;
        }
        let began_s = *visit.began_s.get_or_insert(time.elapsed_secs_f64());
        let now_s = time.elapsed_secs_f64() - began_s;
        let places = Places(&found);
        let ctx = &*context.get_mut();
        let area = |name: &str| ctx.memory(|memory| memory.area_rect(Id::new(name)));
        let begin = area(INTRODUCTION).and_then(|note| places.within(note, &tr!("introduction-begin")));
        // In its first frame the note is not where it will be.
        let is_open = !places.has(&tr!("introduction-begin"));
        let has_switch =
            [(tr!("campaign-is-off"), tr!("campaign-start")), (tr!("campaign-is-on"), tr!("campaign-stop"))];
        let told: Vec<Told> = harvests(&displayed).filter(|told| places.has(&told.words())).collect();
        let is_explained = |year: u64| {
            let title = |size: &str| tr!("why-title-lower", size = size, year = year);
            ["little", "plain", "much"].into_iter().any(|size| places.has(&title(size)))
        };
        let is_smaller = |told: &Told| matches!(told.differs, Differs::Less(_));
        let are_seen = [
            is_open && displayed.picture.days_done > 2,
            is_open && has_switch.iter().any(|(state, word)| places.are_beside(state, word)),
            places.has(&tr!("campaign-is-on")),
            told.iter().any(|told| matches!(told.differs, Differs::More(_))),
            told.iter().any(is_smaller),
            displayed.record.harvests.iter().any(|row| is_explained(row.year)),
        ];
        let day = displayed.record.days.last().map_or_else(String::new, |row| long_date(row.date));
        for (noticed, is_seen) in visit.noticed.iter_mut().zip(are_seen) {
            if is_seen {
                noticed.get_or_insert((now_s, day.clone()));
            }
        }
        // Of what is offered the visitor takes what leads on from a fall.
        let offer = area(OFFER).filter(|_| told.iter().any(is_smaller));
        let why = offer.and_then(|offer| places.within(offer, &tr!("why-offer-see")));
        visit.looks_at = begin.or(why).map(|at| (at, visit.looks_at.map_or(now_s, |(_, since_s)| since_s)));
    }
}

/// Presses what the visitor has looked at for a while, and lets it go in the next frame.
fn press(mut visit: ResMut<Visit>, time: Res<Time<Real>>, mut inputs: Query<&mut EguiInput>) {
    let now_s = time.elapsed_secs_f64() - visit.began_s.unwrap_or_default();
    let button = |pos, pressed| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    };
    let events = if let Some(at) = visit.presses.take() {
        vec![button(at, false), Event::PointerGone]
    } else if let Some((at, _)) = visit.looks_at.take_if(|(_, since_s)| now_s >= *since_s + LOOKS_S) {
        visit.presses = Some(at);
        vec![Event::PointerMoved(at), button(at, true)]
    } else {
        return;
    };
    inputs.iter_mut().for_each(|mut input| input.0.events.extend(events.iter().cloned()));
}

/// Takes the pictures that are due, and after the last one tells what was seen.
fn photograph(
    mut visit: ResMut<Visit>,
    (displayed, time): (Res<Displayed>, Res<Time<Real>>),
    mut commands: Commands,
    mut exit: MessageWriter<AppExit>,
) {
    if visit.is_over {
        return;
    }
    let no_words = || (time.elapsed_secs_f64() > WORDS_BY_S).then(|| format!("no words within {WORDS_BY_S} s"));
    let failure = displayed.failure.clone().or_else(|| visit.began_s.is_none().then(no_words).flatten());
    if let Some(failure) = failure {
        error!("the visit has failed: {failure}");
        visit.is_over = true;
        exit.write(AppExit::error());
        return;
    }
    let Some(began_s) = visit.began_s else { return };
    let now_s = time.elapsed_secs_f64() - began_s;
    if let Some(at_s) = PICTURES_S.get(visit.pictures).filter(|at_s| now_s >= **at_s) {
        visit.pictures += 1;
        let path = visit.folder.join(format!("visit-{at_s:02.0}-s.png"));
        commands.spawn(Screenshot::primary_window()).observe(save_to_disk(path));
    }
    if now_s >= PICTURES_S[PICTURES_S.len() - 1] + CLOSES_S {
        visit.is_over = true;
        let mut voice = Voice::new(std::io::stdout());
        let told = voice.write_all(told(&visit).as_bytes()).and_then(|()| voice.end());
        exit.write(if told.is_ok() { AppExit::Success } else { AppExit::error() });
    }
}

/// What was seen, and when.
fn told(visit: &Visit) -> String {
    let mut lines = String::new();
    for (what, when) in NOTICED.iter().zip(&visit.noticed) {
        _ = match when {
            Some((at_s, day)) => writeln!(lines, "{at_s:5.1} s  {what}  {day}"),
            None => writeln!(lines, "never    {what}"),
        };
    }
    lines
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::vec2;

    use super::*;

    /// Contract: the switch is known by the words beside it; a button elsewhere that says the same is not it.
    #[test]
    fn the_switch_is_known_by_its_place() {
        let state = |y| ("The campaign is on".to_owned(), Rect::from_min_size(Pos2::new(20.0, y), vec2(150.0, 22.0)));
        let stop = |x, y| ("Stop".to_owned(), Rect::from_min_size(Pos2::new(x, y), vec2(36.0, 16.0)));
        let has_switch = |found: &[(String, Rect)]| Places(found).are_beside("The campaign is on", "Stop");
        assert!(has_switch(&[stop(20.0, 500.0), state(100.0), stop(260.0, 120.0)]));
        assert!(!has_switch(&[state(100.0), stop(20.0, 120.0)]), "below it");
        assert!(!has_switch(&[state(100.0), stop(260.0, 500.0)]), "elsewhere");
        assert!(!has_switch(&[stop(260.0, 120.0)]), "alone");
    }
}
