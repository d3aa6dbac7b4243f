//! Attends to visitors: takes what hands and keys do, leads the visit and the run on, and puts what follows on the screen.

use std::time::Duration;

use bevy::input::ButtonState;
use bevy::input::keyboard::Key;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::EguiContexts;
use bevy_egui::egui;
use jiff::civil::DateTime;

use crate::scenario::Action;
use crate::window::frames::Hurry;
use crate::window::language::{self, Language};
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver};
use crate::window::map::camera::{MapArea, MapMove, MapMoves};
use crate::window::map::land::Land;
use crate::window::map::showing::Showing;
use crate::window::map::view::View;
use crate::window::panels::theme;

use super::counts::{self, Ending, Used};
use super::drive::Drive;
use super::health::Clerk;
use super::idle::{Idle, Presence};
use super::input::fingers::{Fingers, Touch};
use super::input::keys::Keys;
use super::input::read::{Inputs, key_of, touches};
use super::keep::{Hours, Writer};
use super::layout::{Bar, Sheet, lay_out};
use super::measure::{Measure, TextSize};
use super::page::{Choice, Page, Press, Scene};
use super::paint::{self, Touched};
use super::scene::{self, Aimed};
use super::schedule::local_now;
use super::screens::{self, Choices};
use super::story::Facts;
use super::visit::{Event, Screen, Visit};

/// What a museum has set.
#[derive(Clone, Debug)]
pub struct Manner {
    /// The languages that are offered; the first is spoken while nobody is there.
    pub languages: Vec<Language>,
    /// Logical pixels per millimetre, if somebody has measured them.
    pub px_per_mm: Option<f32>,
    /// Whether the bar is at the panel's foot.
    pub bar_is_below: bool,
    /// How long it is quiet before it is asked whether anybody is there, and how long for.
    pub idle: (Duration, Duration),
}

/// The kiosk: where the visit is, and what this visitor has chosen.
#[derive(Resource)]
pub struct Kiosk {
    manner: Manner,
    visit: Visit,
    text: TextSize,
    is_calm: bool,
    choices: Choices,
    idle: Idle,
    fingers: Fingers,
    keys: Keys,
    facts: Facts,
    /// What the facts are of.
    known: Option<(crate::window::live_run::displayed::Edition, crate::window::live_run::driver::Moment, bool)>,
    page: Page,
    sheet: Option<Sheet>,
    measure: Measure,
    /// Whether fonts are there.
    has_begun: bool,
    /// Whether the twin's pictures were asked for.
    watches_twin: bool,
    /// When the visit began, and what was used in it.
    began: Option<(DateTime, Duration)>,
    used: Used,
    /// What is pressed at the next opportunity, as scripts do.
    pub(super) asked: Vec<Press>,
}

impl Kiosk {
    /// A kiosk before which nobody stands.
    pub fn new(manner: Manner) -> Self {
        let (quiet, countdown) = manner.idle;
        let choices = Choices { languages: manner.languages.clone(), speed: 0, both: false };
        let px_per_mm = manner.px_per_mm;
        Self {
            manner,
            visit: Visit::default(),
            text: TextSize::default(),
            is_calm: false,
            choices,
            idle: Idle::new(Duration::ZERO, quiet, countdown),
            fingers: Fingers::default(),
            keys: Keys::default(),
            facts: Facts::default(),
            known: None,
            page: Page::default(),
            sheet: None,
            measure: Measure::of_screen([1.0, 1.0], px_per_mm, TextSize::default()),
            has_begun: false,
            watches_twin: false,
            began: None,
            used: Used::default(),
            asked: vec![],
        }
    }

    /// Where the visit is.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// Nobody is before the screen, whoever was, and nothing that the run was told counts.
    pub(super) fn begin_anew(&mut self) {
        self.visit = Visit::default();
        (self.known, self.watches_twin) = (None, false);
        self.facts = Facts::default();
        self.fingers.let_go();
        self.forget();
    }

    /// Everything that a visitor may have chosen, as at first.
    fn forget(&mut self) {
        language::speak(self.manner.languages.first().copied().unwrap_or(Language::English));
        (self.text, self.is_calm) = (TextSize::default(), false);
        (self.choices.speed, self.choices.both) = (0, false);
        self.keys = Keys::default();
    }

    /// Does what a control is for.
    fn press(
        &mut self,
        press: Press,
        displayed: &Displayed,
        (driver, drive, moves): (&Driver, &mut Drive, &mut MapMoves),
    ) {
        let event = match press {
            Press::Visit(event) => Some(event),
            Press::Speak(language) => {
                language::speak(language);
                (self.visit.screen == Screen::Attract).then_some(Event::Wake)
            }
            Press::StartAgain => Some(Event::Leave),
            Press::TextSize => {
                self.used.text_size = true;
                self.text = self.text.next();
                None
            }
            Press::Calm => {
                (self.used.contrast, self.used.motion) = (true, true);
                self.is_calm ^= true;
                None
            }
            Press::GoOn => None,
            Press::Campaign(starts) => {
                self.used.campaign = true;
                drive.act(if starts { Action::StartCampaign { effort: 1.0 } } else { Action::StopCampaign }, driver);
                None
            }
            Press::Speed(speed) => {
                self.choices.speed = speed;
                if let Some(days_per_s) = screens::DAYS_PER_S.get(speed) {
                    drive.speed(*days_per_s, driver);
                }
                None
            }
            Press::Twin(both) => {
                self.choices.both = both;
                None
            }
            Press::Zoom(closer) => {
                moves.0.push(MapMove::Zoom(if closer { 2.0 } else { -2.0 }));
                None
            }
            Press::WholeLand => {
                moves.0.push(MapMove::All);
                None
            }
            Press::Move(right, down) => {
                moves.0.push(MapMove::Pan(4.0 * Vec2::new(right.into(), down.into())));
                None
            }
        };
        if let Some(event) = event {
            self.happens(event, displayed, (driver, drive));
        }
    }

    /// Leads the visit on.
    fn happens(&mut self, event: Event, displayed: &Displayed, (driver, drive): (&Driver, &mut Drive)) {
        let (visit, effects) = self.visit.after(event);
        self.used.twin |= visit.screen == Screen::Compare;
        if visit.screen == Screen::Attract && self.visit.screen != Screen::Attract {
            self.forget();
        }
        if visit.screen != self.visit.screen {
            self.fingers.let_go();
        }
        self.visit = visit;
        for effect in effects {
            drive.carry_out(effect, displayed, driver);
        }
    }

    fn bar(&self) -> Bar {
        let spoken = language::in_use();
        let others = self.manner.languages.iter().filter(|language| **language != spoken);
        let languages = others.map(|language| Choice::new(Press::Speak(*language), language.own_name())).collect();
        Bar { languages, is_calm: self.is_calm, is_below: self.manner.bar_is_below }
    }

    fn look_at(&mut self, displayed: &Displayed, drive: &Drive) {
        let is_on = displayed.campaign_effort > 0.0;
        let now = (displayed.edition(), displayed.now, is_on);
        if self.known != Some(now) {
            self.known = Some(now);
            self.facts = Facts::of(&drive.story, displayed);
        }
    }
}

/// Counts visits: begins to when somebody has come, and hands over what is to be counted when nobody is there any more.
fn count(kiosk: &mut Kiosk, before: &Visit, spoken: Language, ending: Ending, now: Duration, clerk: &Clerk) {
    let is_attract = |visit: &Visit| visit.screen == Screen::Attract;
    if is_attract(before) && !is_attract(&kiosk.visit) {
        (kiosk.began, kiosk.used) = (Some((local_now(), now)), Used::default());
    }
    kiosk.used.scanning |= kiosk.keys.are_scanning();
    if is_attract(before) || !is_attract(&kiosk.visit) {
        return;
    }
    let Some((began, since)) = kiosk.began.take() else { return };
    let (length, used, last_screen) = (now.saturating_sub(since), kiosk.used, before.screen.name());
    clerk.count(counts::Visit { began, length, language: spoken, used, last_screen, ending });
}

/// Takes what visitors do, and leads visit and run on.
pub fn attend(
    mut inputs: Inputs,
    (displayed, driver, time): (Res<Displayed>, Res<Driver>, Res<Time<Real>>),
    (window, held): (Single<&Window, With<PrimaryWindow>>, Res<ButtonInput<Key>>),
    (mut kiosk, mut drive, mut moves): (ResMut<Kiosk>, ResMut<Drive>, ResMut<MapMoves>),
    (hours, writer, mut hurry): (Res<Hours>, Res<Writer>, ResMut<Hurry>),
) {
    let (kiosk, now) = (&mut *kiosk, time.elapsed());
    if !hours.is_open() {
        // The screen is dark, and stays so.
        touches(&mut inputs, None).clear();
        inputs.3.clear();
        return;
    }
    let (before, spoken) = (kiosk.visit, language::in_use());
    let mut ending = Ending::Left;
    if kiosk.visit.heading.is_some() && kiosk.idle.presence(now) == Presence::There {
        // Somebody who waits for a day, and sees the land live, is there.
        kiosk.idle.wait(now);
    }
    if kiosk.idle.presence(now) == Presence::Gone && kiosk.visit.screen != Screen::Attract {
        kiosk.happens(Event::Leave, &displayed, (&driver, &mut drive));
    }
    if let Some(milestone) = drive.go_on(&displayed, &driver) {
        kiosk.happens(Event::Came(milestone), &displayed, (&driver, &mut drive));
    }
    kiosk.look_at(&displayed, &drive);
    let mut presses = std::mem::take(&mut kiosk.asked);
    if !presses.is_empty() {
        kiosk.idle.note(now, false);
    }
    if let Some(sheet) = kiosk.sheet.take() {
        let is_attract = kiosk.visit.screen == Screen::Attract;
        for (id, touch) in touches(&mut inputs, window.cursor_position()) {
            // A mouse that is shaken is somebody, too, but moves nothing that it has not pressed.
            let was_down = kiosk.fingers.are_down();
            let pressed = kiosk.fingers.take(id, touch, &sheet);
            let acts = kiosk.idle.note(now, kiosk.fingers.are_down()) || is_attract;
            if !acts {
                kiosk.fingers.let_go();
            }
            match pressed.filter(|_| acts).and_then(|index| sheet.controls.get(index)) {
                Some(control) => presses.push(control.choice.press),
                // Wherever the first screen is touched, it begins.
                None if is_attract && was_down && matches!(touch, Touch::Up(_)) => presses.push(Event::Wake.into()),
                None => {}
            }
            if pressed.is_some() {
                kiosk.keys = Keys::default();
            }
        }
        let is_shifted = held.pressed(Key::Shift);
        for input in inputs.3.read().filter(|input| input.state == ButtonState::Pressed && !input.repeat) {
            let acts = kiosk.idle.note(now, kiosk.fingers.are_down());
            let key = key_of(&input.logical_key, is_shifted).filter(|_| acts || is_attract);
            let pressed = key.and_then(|key| kiosk.keys.take(key, now, &sheet));
            presses.extend(pressed.and_then(|index| sheet.controls.get(index)).map(|control| control.choice.press));
        }
        kiosk.keys.tick(now, &sheet);
        kiosk.sheet = Some(sheet);
    }
    // One thing at a time: what was pressed with it was not yet on the screen.
    if let Some(press) = presses.into_iter().next() {
        ending = Ending::Again;
        kiosk.press(press, &displayed, (&driver, &mut drive, &mut moves));
    }
    hurry.set_if_neq(Hurry(drive.skips()));
    count(kiosk, &before, spoken, ending, now, &writer.0);
}

/// Puts the present page on the screen, and the land beside it.
pub fn show(
    mut contexts: EguiContexts,
    (mut kiosk, mut aimed, mut view, land): (ResMut<Kiosk>, ResMut<Aimed>, ResMut<View>, Res<Land>),
    (mut area, mut showing): (ResMut<MapArea>, ResMut<Showing>),
    (displayed, driver, time, hours): (Res<Displayed>, Res<Driver>, Res<Time<Real>>, Res<Hours>),
) -> Result {
    let ctx = contexts.ctx_mut()?;
    let kiosk = &mut *kiosk;
    if !kiosk.has_begun {
        kiosk.has_begun = true;
        theme::apply(ctx);
        // From the next frame on its fonts are there.
        return Ok(());
    }
    theme::put_on(ctx, theme::Look::Light, kiosk.is_calm);
    let screen = ctx.viewport_rect();
    let page = screens::page(&kiosk.visit, &kiosk.facts, &kiosk.choices);
    let measure = Measure::of_screen([screen.width(), screen.height()], kiosk.manner.px_per_mm, kiosk.text);
    let sheet = lay_out(ctx, &page, &kiosk.bar(), screen.size(), measure);
    if page.headline != kiosk.page.headline || page.step != kiosk.page.step {
        kiosk.keys.come_to(&sheet, time.elapsed());
    }
    let veil = aimed.veil(&view, page.scene, land.is_painted(), time.delta_secs());
    paint::veil(ctx, sheet.land, veil);
    if veil > 0.0 {
        ctx.request_repaint();
    }
    let touched = Touched { pressed: kiosk.fingers.pressed(&sheet), focus: kiosk.keys.focus };
    let fades = page.is_title && screen.width() >= screen.height();
    paint::sheet(ctx, &sheet, (&measure, fades, kiosk.is_calm), &touched);
    if !hours.is_open() {
        paint::dark(ctx, screen);
    }
    let presence = kiosk.idle.presence(time.elapsed());
    if let Presence::Leaving(left) = presence
        && kiosk.visit.screen != Screen::Attract
    {
        let share = left.as_secs_f32() / kiosk.manner.idle.1.as_secs_f32();
        paint::still_here(ctx, screen, &measure, (share, left.as_secs_f32().ceil() as u64), kiosk.is_calm);
        ctx.request_repaint();
    }
    let rect = |rect: egui::Rect| Rect::new(rect.left(), rect.top(), rect.right(), rect.bottom());
    let (wanted_area, wanted) = scene::shown(rect(sheet.land), page.scene, kiosk.is_calm);
    area.set_if_neq(wanted_area);
    showing.set_if_neq(wanted);
    // In less motion the land does not drift.
    let drifts_s = if kiosk.is_calm { 0.0 } else { time.delta_secs().min(0.25) };
    scene::aim(&mut aimed, &mut view, page.scene, &displayed, (measure.px_per_mm, drifts_s));
    if kiosk.watches_twin != wanted.needs_twin() {
        kiosk.watches_twin = wanted.needs_twin();
        driver.send(Command::WatchTwin(kiosk.watches_twin));
    }
    (kiosk.page, kiosk.sheet, kiosk.measure) = (page, Some(sheet), measure);
    Ok(())
}

impl Kiosk {
    /// What is on the screen.
    pub(super) fn scene(&self) -> Scene {
        self.page.scene
    }
}
