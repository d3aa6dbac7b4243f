//! When the land is painted, and where the sheets that carry it lie.
//!
//! Painting takes far longer than showing what was painted. So each world, the run and its twin, has three sheets, textures that
//! lie in the world like maps on a table: when the view moves, the sheets move and grow with it, until one with the new
//! view is finished and fades in. Of the two others one is the sheet before, and one is kept that shows all the land, to lie
//! under the edges of the rest. There is one painter: where both worlds are seen, it paints them one after the other, of one day, and
//! both are laid on the land together, so that what one compares is always of the same day. The half of a twin that has yet to come to the
//! day is empty. Where next to nothing is seen of one as it is wanted, they are sketched first, so that no half of the window is empty
//! for long. Where days pass so fast that a painting would be of a day that is long past when it is finished, they are drafted: painted
//! more coarsely, and so sooner.
//!
//! The run waits for the land where that falls too far behind the date ([`MOST_DAYS_BEHIND`]).

mod pile;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use bevy::prelude::*;
use bevy::render::extract_resource::{ExtractResource, ExtractResourcePlugin};
use bevy::render::storage::ShaderBuffer;
use bevy::window::PrimaryWindow;

use crate::window::live_run::displayed::Displayed;
use crate::window::overlays::Overlay;
use crate::window::panels::theme::Look;

use super::camera::ViewSystems;
use super::frame::{Detail, Frame};
use super::painter;
use super::picture::Picture;
use super::sheet::{self, SheetMaterial, blank};
use super::showing::{Showing, WORLDS};
use super::view::View;

use pile::{Pile, Sheet, Shown};
use work::{Part, Work};

/// How long a new painting takes to fade in.
const FADE_S: f32 = 0.12;
/// The least time between two paintings.
const PAUSE: Duration = Duration::from_millis(330);
const SHEETS: usize = 3;
/// How many days the land may be behind the date before the run waits for it. In the quiet parts of its story as many pass while a
/// computer without graphics hardware paints twice, and that story is not to wait: at 20 days it went four times slower there.
pub const MOST_DAYS_BEHIND: u32 = 100;

/// A painting is a draft if one that is not would take more than [`SLOW`] and be so many days behind when it is finished; and then as
/// long as it would be behind by more than the other number.
const LATE_DAYS: [u32; 2] = [20, 14];
const SLOW: Duration = Duration::from_millis(250);

/// A painting that the renderer is to make.
#[derive(Clone, Debug)]
pub struct Commission {
    /// Its number.
    pub number: u32,
    /// The sheet.
    pub image: Handle<Image>,
    /// What it shows.
    pub frame: Frame,
    /// The day.
    pub picture: Arc<Picture>,
    /// What is washed over it, and the same day in the other world.
    pub overlay: Option<(Overlay, Arc<Picture>)>,
    /// The theme of the paper around it.
    pub look: Look,
    /// How finely it is painted.
    pub detail: Detail,
}

/// What the renderer has been asked for, and the number of the latest painting that it has finished.
#[derive(Resource, ExtractResource, Clone, Default)]
pub struct Easel {
    /// The latest painting asked for.
    pub commission: Option<Commission>,
    /// The latest that is finished.
    pub finished: Arc<AtomicU32>,
}

impl Easel {
    /// The number of the latest painting that is finished.
    fn finished(&self) -> u32 {
        self.finished.load(Relaxed)
    }

    /// The number of the next painting.
    fn next(&self) -> u32 {
        self.commission.as_ref().map_or(0, |commission| commission.number) + 1
    }
}

/// The sheets of both worlds, and what is being painted.
#[derive(Resource, Default)]
pub struct Land {
    piles: [Pile; WORLDS],
    work: Option<Work>,
    /// When that began, or what was painted last.
    last_began: Option<Duration>,
    /// The day that is painted on the land, in both worlds.
    pictures: Option<[Arc<Picture>; WORLDS]>,
    /// Whether the twin is needed and has yet to come to the day.
    lacks_twin: bool,
    /// Whether the land is not late while days pass, although it is not drafted. It is drafted until that is known.
    is_soon_painted: bool,
    /// How long a sheet took that was last painted in full.
    full_sheet_took: Option<Duration>,
    /// The run that they show.
    run: u32,
}

impl Land {
    /// Whether what lies on the land is what is wanted, and has faded in.
    pub fn is_current(&self) -> bool {
        !self.lacks_twin
            && self.work.is_none()
            && self.piles[0].wanted.is_some_and(|wanted| wanted.detail == Detail::Full)
            && self.piles.iter().all(Pile::is_current)
    }

    /// Whether something is painted wherever one looks, of whatever day.
    pub fn is_painted(&self) -> bool {
        !self.lacks_twin && self.piles.iter().all(|pile| pile.wanted.is_none() || !pile.is_new())
    }

    /// The day that is painted on the land, in both worlds.
    pub fn pictures(&self) -> Option<&[Arc<Picture>; WORLDS]> {
        self.pictures.as_ref()
    }

    /// The day up to which the run may go before more of the land is painted, as the number of days simulated up to it: no
    /// more than half as far from that which is being painted as from that which is seen, so that all paintings are equally far apart.
    pub fn lets_the_run_go_to(&self) -> u32 {
        let beyond = |[run, _]: &[Arc<Picture>; WORLDS], days: u32| run.days_done + days;
        let seen = self.pictures.as_ref().map_or(0, |seen| beyond(seen, MOST_DAYS_BEHIND));
        self.work.as_ref().map_or(seen, |work| seen.min(beyond(&work.pictures, MOST_DAYS_BEHIND / 2)))
    }

    /// Takes all sheets off: paper is better than the land of another run.
    fn clear(&mut self) {
        (self.work, self.pictures) = (None, None);
        self.piles.iter_mut().for_each(Pile::clear);
    }

    /// Takes note of the latest painting that is finished, and lays on the land what was painted for one day, once all of it is.
    fn note(&mut self, finished: u32, displayed: &Displayed, now: Duration) {
        let Some(work) = self.work.take_if(|work| work.note(finished)) else { return };
        let took = self.last_began.map_or(Duration::ZERO, |began| now - began);
        let days = displayed.playing.then(|| displayed.now.day.saturating_sub(work.pictures[0].days_done));
        self.learn_from(&work, days, took);
        for Part { world, sheet, shown } in work.parts {
            self.piles[world].lay_on_top(sheet, shown);
        }
        self.pictures = Some(work.pictures);
        // What was painted of the twin while it was seen is not left beside another day.
        let [run, twin] = [0, 1].map(|world| self.piles[world].top().map(|shown| shown.day()));
        if run != twin {
            self.piles[1].order.clear();
        }
    }

    /// Learns from what has been painted whether the land would be late if it were not drafted: from how long it took and, while days pass,
    /// how many did meanwhile.
    fn learn_from(&mut self, work: &Work, days: Option<u32>, took: Duration) {
        let detail = work.parts.first().map(|part| part.shown.detail);
        let Some(detail) = detail.filter(|detail| *detail != Detail::Sketch) else { return };
        let sheets = work.parts.len() as u32;
        if detail == Detail::Full {
            self.full_sheet_took = Some(took / sheets);
        }
        let full_takes = self.full_sheet_took.map_or(detail.times_sooner() * took, |sheet_took| sheet_took * sheets);
        let [from, down_to] = LATE_DAYS;
        let most = if self.is_soon_painted { from } else { down_to };
        let times = full_takes.as_secs_f32() / took.as_secs_f32().max(1e-3);
        let is_in_time = |days: u32| times * days as f32 <= most as f32;
        self.is_soon_painted = full_takes <= SLOW || days.map_or(self.is_soon_painted, is_in_time);
    }

    /// Whether what is being painted can be painted to the end although other things are wanted now.
    fn is_served_by(&self, work: &Work) -> bool {
        let mut day = None;
        self.piles.iter().enumerate().all(|(world, pile)| {
            let Some(wanted) = pile.wanted else { return work.shown(world).is_none() };
            let will_show = work.shown(world).or(pile.top()).filter(|shown| shown.serves(&wanted));
            will_show.is_some_and(|shown| *day.get_or_insert(shown.day()) == shown.day())
        })
    }

    /// The worlds that are seen otherwise than they are wanted.
    fn lacking(&self) -> impl Iterator<Item = usize> {
        (0..WORLDS)
            .filter(|&world| self.piles[world].wanted.is_some_and(|wanted| self.piles[world].top() != Some(wanted)))
    }

    /// Whether it is time to paint.
    fn is_time(&self, now: Duration) -> bool {
        let rests = self.last_began.is_some_and(|began| now < began + PAUSE);
        let mut lacking = self.lacking().map(|world| &self.piles[world]);
        let is_faded = self.lacking().all(|world| self.piles[world].may_be_painted());
        is_faded && lacking.any(|pile| !rests || pile.is_urgent())
    }

    /// What is to be painted of one day: as a sketch where next to nothing is seen of a world as it is wanted.
    fn parts(&self) -> Vec<Part> {
        let are_both_seen = self.piles.iter().all(|pile| pile.wanted.is_some());
        let is_new = |world: usize| self.piles[world].order.is_empty() || are_both_seen && self.piles[world].is_new();
        let is_sketch = self.lacking().any(is_new);
        let part = |world: usize| {
            let (wanted, sheet) = (self.piles[world].wanted?, self.piles[world].free()?);
            Some(Part { world, sheet, shown: if is_sketch { wanted.in_detail(Detail::Sketch) } else { wanted } })
        };
        self.lacking().filter_map(part).collect()
    }
}

/// Adds the land.
pub fn plugin(app: &mut App) {
    app.init_resource::<Land>()
        .init_resource::<Easel>()
        .add_plugins((ExtractResourcePlugin::<Easel>::default(), sheet::plugin, painter::plugin))
        .add_systems(Startup, spawn)
        .add_systems(Update, (commission, lay).chain().after(ViewSystems));
}

fn spawn(
    mut commands: Commands,
    mut land: ResMut<Land>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut images: ResMut<Assets<Image>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut materials: ResMut<Assets<SheetMaterial>>,
) {
    let mesh = meshes.add(Rectangle::from_size(Vec2::ONE));
    for pile in &mut land.piles {
        for _ in 0..SHEETS {
            let image = images.add(blank(UVec2::ONE));
            let look = buffers.add(ShaderBuffer::from(Vec4::ZERO));
            let entities = [false, true].map(|is_still| {
                let material = materials.add(SheetMaterial::new(look.clone(), image.clone(), is_still));
                commands.spawn((Mesh2d(mesh.clone()), MeshMaterial2d(material), Visibility::Hidden)).id()
            });
            pile.sheets.push(Sheet { image, look, entities, size: UVec2::ONE, shown: None, told: Vec4::ZERO });
        }
    }
}

/// Asks for a painting when the day, the view or the overlay has changed, and takes the finished one.
fn commission(
    (displayed, view, showing, time): (Res<Displayed>, Res<View>, Res<Showing>, Res<Time<Real>>),
    window: Single<&Window, With<PrimaryWindow>>,
    mut land: ResMut<Land>,
    mut easel: ResMut<Easel>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<SheetMaterial>>,
    handles: Query<&MeshMaterial2d<SheetMaterial>>,
) {
    let land = &mut *land;
    if land.run != displayed.run {
        land.run = displayed.run;
        land.clear();
    }
    land.note(easel.finished(), &displayed, time.elapsed());
    let fades = if showing.is_still { 1.0 } else { time.delta_secs() / FADE_S };
    for pile in &mut land.piles {
        pile.fade = (pile.fade + fades).min(1.0);
        pile.drop_other_looks(showing.look);
    }
    if displayed.picture.fields.is_empty() {
        return;
    }
    land.lacks_twin = showing.lacks_twin(&displayed) && displayed.failure.is_none();
    land.want(&displayed, &showing, (Frame::of(&view, window.scale_factor()), view.is_fitted));
    let (number, pictures) = (easel.next(), || showing.pictures(&displayed));
    let Some(Part { world, sheet, shown }) = land.ask((number, time.elapsed()), pictures) else { return };
    let (Some(work), pile, frame) = (&land.work, &mut land.piles[world], shown.frame) else { return };
    if pile.sheets[sheet].size != frame.texels {
        pile.sheets[sheet].size = frame.texels;
        let image = images.add(blank(frame.texels));
        pile.sheets[sheet].image = image.clone();
        for handle in handles.iter_many(pile.sheets[sheet].entities) {
            if let Some(mut material) = materials.get_mut(&handle.0) {
                material.image = image.clone();
            }
        }
    }
    easel.commission = Some(Commission {
        number,
        image: pile.sheets[sheet].image.clone(),
        frame,
        picture: work.pictures[world].clone(),
        overlay: shown.overlay.map(|overlay| (overlay, work.pictures[1 - world].clone())),
        look: shown.look,
        detail: shown.detail,
    });
}

impl Land {
    /// What is to be asked for now, by a painting of this number: the next sheet of the day that is being painted, or the first of
    /// another.
    fn ask(
        &mut self,
        (number, now): (u32, Duration),
        pictures: impl FnOnce() -> [Arc<Picture>; WORLDS],
    ) -> Option<Part> {
        if self.work.as_ref().is_none_or(|work| !self.is_served_by(work)) {
            let breaks_off = self.work.take().is_some();
            let parts = if breaks_off || self.is_time(now) { self.parts() } else { Vec::new() };
            if parts.is_empty() {
                return None;
            }
            (self.work, self.last_began) = (Some(Work::new(pictures(), parts)), Some(now));
        }
        let part = self.work.as_mut()?.ask(number)?;
        self.piles[part.world].order.retain(|&sheet| sheet != part.sheet);
        Some(part)
    }

    /// Takes note of what is wanted of each world.
    fn want(&mut self, displayed: &Displayed, showing: &Showing, (frame, is_all): (Frame, bool)) {
        let overlay = showing.overlay;
        let is_compared = overlay.is_some_and(Overlay::is_difference);
        let pictures = showing.pictures(displayed);
        for (world, pile) in self.piles.iter_mut().enumerate() {
            let [own, other] = [world, 1 - world].map(|world| &pictures[world]);
            let wanted = Shown {
                frame,
                run: displayed.run,
                branch: displayed.pictured_branch,
                days: own.days_done,
                picture: own.id,
                compared: is_compared.then_some(other.id),
                overlay,
                look: showing.look,
                is_all,
                detail: Detail::Full,
            };
            let wanted =
                if displayed.playing && !self.is_soon_painted { wanted.in_detail(Detail::Draft) } else { wanted };
            let is_there = !own.fields.is_empty();
            pile.wanted = showing.worlds.side(world).filter(|_| is_there).map(|_| wanted);
        }
    }
}

/// Lays the sheets where they belong.
fn lay(
    (view, showing): (Res<View>, Res<Showing>),
    window: Single<&Window, With<PrimaryWindow>>,
    mut land: ResMut<Land>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut shown: Query<(&mut Transform, &mut Visibility), With<MeshMaterial2d<SheetMaterial>>>,
) {
    let corners = [view.seen.min, view.seen.max].map(|corner| view.place_at(corner) / view.side_m);
    let seen = Rect::from_corners(corners[0], corners[1]);
    let frame = Frame::of(&view, window.scale_factor());
    for (world, pile) in land.piles.iter_mut().enumerate() {
        let Pile { sheets, order, fade, .. } = pile;
        let side = showing.worlds.side(world);
        // A sheet that is being painted is not seen, nor is a world that is not shown.
        for sheet in (0..sheets.len()).filter(|sheet| side.is_none() || !order.contains(sheet)) {
            for entity in sheets[sheet].entities {
                if let Ok((_, mut visibility)) = shown.get_mut(entity) {
                    visibility.set_if_neq(Visibility::Hidden);
                }
            }
        }
        let Some(side) = side else { continue };
        let mut is_covered = false;
        // From the topmost down: what lies under a sheet that covers all that is in view is not drawn.
        for place in (0..order.len()).rev() {
            let sheet = &mut sheets[order[place]];
            let Some(of) = sheet.shown else { continue };
            let opacity = if place + 1 == order.len() && place > 0 { *fade } else { 1.0 };
            sheet.tell(&side, view.window_px.x, opacity, &mut buffers);
            let is_still = opacity >= 1.0 && of.frame == frame && !of.frame.is_coarse(window.scale_factor());
            let part = of.frame.part();
            let middle = part.center() * view.side_m + side.shift_px * view.m_per_px * Vec2::X;
            let depth = world as f32 + 0.1 * place as f32;
            let transform =
                Transform::from_translation(middle.extend(depth)).with_scale((part.size() * view.side_m).extend(1.0));
            for (entity, is_for_still) in sheet.entities.into_iter().zip([false, true]) {
                let Ok((mut place, mut visibility)) = shown.get_mut(entity) else { continue };
                place.set_if_neq(transform);
                let is_seen = !is_covered && is_still == is_for_still;
                visibility.set_if_neq(if is_seen { Visibility::Visible } else { Visibility::Hidden });
            }
            let reach = part.inflate(0.5 / view.px_per_field());
            is_covered |= opacity >= 1.0 && reach.contains(seen.min) && reach.contains(seen.max);
        }
    }
}

#[cfg(test)]
mod tests;
