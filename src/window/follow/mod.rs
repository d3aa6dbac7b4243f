//! Following an animal, and the years of a field: what a person looks at closely by tapping it on the map.
//!
//! What was tapped is found in `pick`; the run's thread then tells the days of the agent as they are lived (see
//! [`live_run::following`](super::live_run::following)). They become a diary in [`diary`], with its `words`, which owns up to what was
//! `unseen`; the panel is in `panel`, the ring and the trail on the map in `trail`, a field's years in `field`.

pub mod diary;
mod field;
#[cfg(test)]
pub(super) mod made_up;
mod meals;
mod panel;
mod pick;
mod trail;
mod unseen;
mod words;

use bevy::prelude::*;
use bevy_egui::egui::{self, Context, Ui};
use jiff::civil::Date;
use strum::VariantArray;

use crate::ecology::followed::{AgentDay, Meal};
use crate::ecology::habitat::LandUse;

use super::language::{self, Language};
use super::live_run::displayed::Displayed;
use super::live_run::following::Wanted;
use super::map::camera::ViewSystems;
use super::map::picture::FieldInfo;
use super::map::showing::Showing;
use super::map::view::View;
use super::panels::intent::Intent;
use diary::Line;

/// What a person looks at closely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Subject {
    /// A flock or a band.
    Agent(Wanted),
    /// A field.
    Field(u32),
}

/// What a script looks at, in the middle of the land, and after how many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// What.
    pub at: LookAt,
    /// The number of days.
    pub after_days: u32,
}

/// What a script looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum LookAt {
    /// The nearest flock.
    Flock,
    /// The nearest band.
    Band,
    /// The nearest field of wheat and maize.
    Field,
}

impl LookAt {
    /// All of them.
    pub const ALL: &[Self] = Self::VARIANTS;
}

/// What the panel remembers from frame to frame.
#[derive(Debug, Default)]
pub struct FollowView {
    subject: Option<Subject>,
    /// Whether the map is moved so that the agent stays in view.
    keeps_in_view: bool,
    /// The diary up to the present day, newest first.
    lines: Vec<Line>,
    /// The agent's last day, if it has had one.
    last: Option<AgentDay>,
    /// What it ate in the present year, and from which day on that is known.
    eaten: Option<(Date, Meal)>,
    /// Whether it has looked at something by itself.
    has_looked: bool,
    /// What all that belongs to: the run, the edition of its days, the present day and the language.
    digested: Option<(u32, u32, u32, Language)>,
}

impl FollowView {
    /// Whether there is something to show.
    pub fn is_open(&self) -> bool {
        self.subject.is_some()
    }

    /// Looks at something else, or at nothing.
    pub fn look(&mut self, subject: Option<Subject>) {
        self.keeps_in_view = matches!(subject, Some(Subject::Agent(_)));
        self.subject = subject;
    }

    /// What a script wants it to look at now.
    pub fn by_itself(&mut self, look: Look, displayed: &Displayed) -> Option<Subject> {
        let picture = &displayed.picture;
        if self.has_looked || picture.fields.is_empty() || picture.days_done < look.after_days {
            return None;
        }
        self.has_looked = true;
        let place_m = 0.5 * picture.extent_m();
        Some(match look.at {
            LookAt::Flock => Subject::Agent(Wanted::Flock { place_m, bits: None }),
            LookAt::Band => Subject::Agent(Wanted::Band { place_m }),
            LookAt::Field => {
                let wide = picture.size.x;
                let corner = |cell: u32| UVec2::new(cell % wide, cell / wide).as_vec2();
                let distance = |field: &FieldInfo| corner(field.cell).distance_squared(place_m / picture.side_m);
                let grows = |field: &&FieldInfo| field.land == LandUse::WheatMaize;
                let nearest = picture.fields.iter().filter(grows).min_by(|a, b| distance(a).total_cmp(&distance(b)));
                Subject::Field(nearest.or_else(|| picture.fields.first())?.cell)
            }
        })
    }

    /// Leaves the map where the person has moved it.
    pub fn let_go_of_the_map(&mut self) {
        self.keeps_in_view = false;
    }

    /// Updates what is derived from the agent's days, when there are new ones.
    pub fn digest(&mut self, displayed: &Displayed) {
        let following = &displayed.following;
        let wanted = (displayed.run, following.edition, displayed.now.day, language::in_use());
        if self.digested == Some(wanted) {
            return;
        }
        if self.digested.is_some_and(|(run, ..)| run != displayed.run) {
            self.look(None);
        }
        self.digested = Some(wanted);
        let days = || following.days.range(..=displayed.now.day).map(|(_, day)| day);
        let today = displayed.record.days.last().map(|row| (displayed.now.day, row.date));
        self.lines = diary::diary(days(), today);
        self.last = days().next_back().filter(|day| day.end.is_none()).cloned();
        let year = displayed.record.days.last().map(|row| row.date.year());
        // Only from the last day on before which some were not seen: what was eaten then is not known.
        let known = days().rev().scan(None, |later: &mut Option<u32>, day| {
            let follows = later.is_none_or(|later| later == day.day + 1);
            *later = Some(day.day);
            follows.then_some(day.day)
        });
        let first = known.last();
        let of_year = || days().filter(|day| Some(day.date.year()) == year && Some(day.day) >= first);
        self.eaten = of_year().next().map(|first| (first.date, meals::sum(of_year())));
    }

    /// Shows the panel.
    pub fn show(&mut self, ui: &mut Ui, displayed: &Displayed, intents: &mut Vec<Intent>) {
        match self.subject {
            Some(Subject::Agent(_)) => panel::show(ui, self, displayed, intents),
            Some(Subject::Field(cell)) => field::show(ui, cell, displayed, intents),
            None => {}
        }
    }

    /// Draws on the map what is looked at.
    pub fn draw(&self, ctx: &Context, map: egui::Rect, displayed: &Displayed, (view, showing): (&View, &Showing)) {
        trail::draw(ctx, map, self.subject, displayed, (view, showing));
    }

    /// Takes what was tapped on the map.
    pub fn take_taps(
        &mut self,
        (ctx, map): (&Context, egui::Rect),
        displayed: &Displayed,
        (view, showing): (&View, &Showing),
        intents: &mut Vec<Intent>,
    ) {
        if drags(ctx, map) {
            self.let_go_of_the_map();
        }
        let Some(at) = tapped(ctx, map) else { return };
        let at = ctx.zoom_factor() * Vec2::new(at.x, at.y);
        if let Some(subject) = pick::pick(displayed, (view, showing), at) {
            intents.push(Intent::Look(None));
            intents.push(Intent::Look(Some(subject)));
        }
    }

    /// The place that is to stay in view, m.
    pub fn kept_in_view(&self, displayed: &Displayed) -> Option<Vec2> {
        trail::place(displayed).filter(|_| self.keeps_in_view && self.last.is_none())
    }
}

/// Whether a point of the window is map, and nothing that lies on it.
fn is_free(ctx: &Context, map: egui::Rect, at: egui::Pos2) -> bool {
    map.contains(at) && ctx.layer_id_at(at).is_none_or(|layer| layer.order == egui::Order::Background)
}

/// Where the map was tapped or clicked in this frame.
fn tapped(ctx: &Context, map: egui::Rect) -> Option<egui::Pos2> {
    let clicked = |input: &egui::InputState| input.pointer.interact_pos().filter(|_| input.pointer.primary_clicked());
    ctx.input(clicked).filter(|at| is_free(ctx, map, *at))
}

/// Whether the person is dragging the map.
fn drags(ctx: &Context, map: egui::Rect) -> bool {
    let from =
        |input: &egui::InputState| input.pointer.press_origin().filter(|_| input.pointer.is_decidedly_dragging());
    ctx.input(from).is_some_and(|from| is_free(ctx, map, from))
}

/// The place that is to stay in view, m. The panels write it in every frame.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct InView(pub Option<Vec2>);

/// Adds what moves the map.
pub fn plugin(app: &mut App) {
    app.init_resource::<InView>().add_systems(Update, keep_in_view.before(ViewSystems));
}

/// The part of the map in the middle of which the agent is kept.
const MIDDLE: f32 = 0.6;
/// How fast the map follows, 1/s.
const FOLLOWS_PER_S: f32 = 4.0;

fn keep_in_view(in_view: Res<InView>, time: Res<Time<Real>>, mut view: ResMut<View>) {
    let Some(place_m) = in_view.0.filter(|_| !view.is_fitted) else { return };
    let off = view.px_at(place_m) - view.area.center();
    let most = 0.5 * MIDDLE * view.area.size();
    let beyond = off - off.clamp(-most, most);
    if beyond.length() > 1.0 {
        view.pan(-beyond * (FOLLOWS_PER_S * time.delta_secs()).min(1.0));
    }
}
