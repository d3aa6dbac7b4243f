//! When the land is painted, and where the sheets that carry it lie.
//!
//! Painting takes far longer than showing what was painted. So each world, the run and its twin, has three sheets, textures that
//! lie in the world like maps on a table: when the view moves, the sheets move and grow with it, until one with the new
//! view is finished and fades in. Of the two others one is the sheet before, and one is kept that shows all the land, to lie
//! under the edges of the rest. There is one painter: where both worlds are seen, it paints them in turn, and first the one of which
//! nothing is seen as it is wanted, as a sketch, so that no half of the window is empty and both change at once.

mod pile;

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
use super::frame::Frame;
use super::painter;
use super::picture::Picture;
use super::sheet::{self, SheetMaterial, blank};
use super::showing::{Showing, WORLDS, picture_of};
use super::view::View;

use pile::{Pile, Sheet, Shown};

/// How long a new painting takes to fade in.
const FADE_S: f32 = 0.12;
const SHEETS: usize = 3;

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
    /// Whether it is to be there soon, because nothing else is.
    pub is_sketch: bool,
}

/// What the renderer has been asked for, and the number of the latest painting that it has finished.
#[derive(Resource, ExtractResource, Clone, Default)]
pub struct Easel {
    /// The latest painting asked for.
    pub commission: Option<Commission>,
    /// The latest that is finished.
    pub finished: Arc<AtomicU32>,
}

/// The sheets of both worlds, and what is being painted.
#[derive(Resource, Default)]
pub struct Land {
    piles: [Pile; WORLDS],
    /// The world and its sheet that is being painted, and what it will show.
    work: Option<(usize, usize, Shown)>,
    /// The run that they show.
    run: u32,
}

impl Land {
    /// Whether what lies on the land is what is wanted, and has faded in.
    pub fn is_current(&self) -> bool {
        self.work.is_none() && self.piles[0].wanted.is_some() && self.piles.iter().all(Pile::is_current)
    }

    /// The day that is painted, as the number of days simulated up to it: of the worlds that are seen, that which is further from this day.
    pub fn painted_day(&self, day: u32) -> Option<u32> {
        let seen = self.piles.iter().filter(|pile| pile.wanted.is_some());
        seen.filter_map(Pile::top).map(|shown| shown.days).max_by_key(|painted| painted.abs_diff(day))
    }

    /// Takes all sheets off: paper is better than the land of another run.
    fn clear(&mut self) {
        self.work = None;
        self.piles.iter_mut().for_each(Pile::clear);
    }

    /// The world that is to be painted next: of those for which it is time, one that is new, or else the one that has waited longest.
    fn next(&self, now: Duration) -> Option<usize> {
        let due = (0..WORLDS).filter(|&world| {
            let is_in_work = self.work.is_some_and(|(in_work, ..)| in_work == world);
            self.piles[world].is_due(now, is_in_work)
        });
        due.min_by_key(|&world| (!self.piles[world].is_new(), self.piles[world].last_began))
    }

    /// Whether a world is to be painted before what is being painted of another is finished.
    fn comes_before(&self, world: usize, in_work: usize) -> bool {
        self.piles[world].is_new() && !self.piles[in_work].is_new()
    }

    /// Whether both worlds are seen.
    fn are_both_seen(&self) -> bool {
        self.piles.iter().all(|pile| pile.wanted.is_some())
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
    if displayed.picture.fields.is_empty() {
        return;
    }
    let frame = Frame::of(&view, window.scale_factor());
    let (run, branch) = (displayed.run, displayed.pictured_branch);
    let number = easel.commission.as_ref().map_or(0, |commission| commission.number);
    if let Some((world, sheet, shown)) = land.work.take_if(|_| easel.finished.load(Relaxed) >= number) {
        land.piles[world].lay_on_top(sheet, shown);
    }
    for (world, pile) in land.piles.iter_mut().enumerate() {
        let [own, other] = [world, 1 - world].map(|world| picture_of(&displayed, world));
        let overlay = showing.overlay;
        let compared = Some(other).filter(|_| overlay.is_some_and(Overlay::is_difference));
        let pictures = [Some(own), compared].map(|picture| picture.map_or(0, |picture| Arc::as_ptr(picture) as usize));
        let wanted = Shown {
            frame,
            run,
            branch,
            days: own.days_done,
            pictures,
            overlay,
            look: showing.look,
            is_all: view.is_fitted,
            is_sketch: false,
        };
        pile.wanted = showing.worlds.side(world).map(|_| wanted);
        pile.fade = if showing.is_still { 1.0 } else { (pile.fade + time.delta_secs() / FADE_S).min(1.0) };
        pile.drop_other_looks(showing.look);
    }
    let in_work = land.work.filter(|(world, ..)| land.piles[*world].wanted.is_some());
    let serving =
        in_work.filter(|(world, _, shown)| land.piles[*world].wanted.is_some_and(|wanted| shown.serves(&wanted)));
    let Some(world) = land.next(time.elapsed()) else { return };
    if serving.is_some_and(|(in_work, ..)| !land.comes_before(world, in_work)) {
        return;
    }
    let are_both_seen = land.are_both_seen();
    let pile = &mut land.piles[world];
    let same = in_work.filter(|(in_work, ..)| *in_work == world).map(|(_, sheet, _)| sheet);
    let (Some(wanted), Some(sheet)) = (pile.wanted, same.or_else(|| pile.free())) else { return };
    let is_sketched = pile.order.is_empty() || are_both_seen && pile.is_new();
    let shown = if is_sketched { wanted.sketch() } else { wanted };
    let frame = shown.frame;
    pile.order.retain(|&other| other != sheet);
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
    pile.last_began = Some(time.elapsed());
    easel.commission = Some(Commission {
        number: number + 1,
        image: pile.sheets[sheet].image.clone(),
        frame,
        picture: picture_of(&displayed, world).clone(),
        overlay: showing.overlay.map(|overlay| (overlay, picture_of(&displayed, 1 - world).clone())),
        look: showing.look,
        is_sketch: is_sketched,
    });
    land.work = Some((world, sheet, shown));
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
mod tests {
    use super::pile::tests::{pile, shown};
    use super::*;

    /// Contract: where both worlds are seen they are painted in turn, and an overlay that was chosen does not wait for the next day.
    #[test]
    fn worlds_are_painted_in_turn() {
        let day = |days, overlay| Some(Shown { days, overlay, ..shown(true) });
        let mut land = Land { piles: [0, 1].map(|_| pile([true; SHEETS], vec![0])), ..Land::default() };
        let ms = Duration::from_millis;
        for (world, began) in [(0, 1000), (1, 1010)] {
            land.piles[world].last_began = Some(ms(began));
            land.piles[world].wanted = day(1, None);
        }
        assert_eq!([1100, 1331, 1400].map(|now| land.next(ms(now))), [None, Some(0), Some(0)]);
        land.piles[0].last_began = Some(ms(1400));
        assert_eq!(land.next(ms(1401)), Some(1));
        land.piles[1].wanted = None;
        assert_eq!(land.next(ms(1402)), None);
        land.piles[0].wanted = day(1, Some(Overlay::Pests));
        assert_eq!(land.next(ms(1403)), Some(0));
    }

    /// Contract: a half that is newly seen is painted before the other is finished, as a sketch, which is finished although it is coarse;
    /// where both are new, neither interrupts the other.
    #[test]
    fn a_half_that_is_newly_seen_comes_first() {
        let wanted = |overlay| Some(Shown { overlay, days: 7, ..shown(true) });
        let mut land = Land { piles: [0, 1].map(|_| pile([true; SHEETS], vec![0])), ..Land::default() };
        land.piles[1].order.clear();
        land.piles.iter_mut().for_each(|pile| pile.wanted = wanted(None));
        land.piles[1].last_began = Some(Duration::from_millis(900));
        land.work = wanted(None).map(|shown| (0, 1, shown));
        assert_eq!(land.next(Duration::from_millis(1000)), Some(1));
        assert!(land.comes_before(1, 0) && !land.comes_before(0, 1));
        land.piles.iter_mut().for_each(|pile| pile.wanted = wanted(Some(Overlay::Pests)));
        assert!(!land.comes_before(1, 0) && !land.comes_before(0, 1));
        let frame = Frame { texels: UVec2::new(801, 600), ..shown(true).frame };
        let wanted = Shown { frame, ..shown(true) };
        let sketch = wanted.sketch();
        assert!(sketch.serves(&wanted) && sketch != wanted && sketch.frame.part().contains(frame.part().max));
        assert!(8 * sketch.frame.texels.element_product() < frame.texels.element_product());
    }
}
