//! The land as a picture: when it is painted, and where the sheets that carry it lie.
//!
//! Painting takes far longer than showing what was painted. So the land is painted into one of three sheets, textures that
//! lie in the world like maps on a table: when the view moves, the sheets move and grow with it, until one with the new
//! view is finished and fades in. Of the two others one is the sheet before, and one is kept that shows all the land, to lie
//! under the edges of the rest.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use bevy::asset::RenderAssetUsages;
use bevy::image::ImageSampler;
use bevy::prelude::*;
use bevy::render::extract_resource::{ExtractResource, ExtractResourcePlugin};
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::render::storage::ShaderBuffer;
use bevy::window::PrimaryWindow;

use crate::window::live_run::displayed::Displayed;

use super::camera::ViewSystems;
use super::painter;
use super::picture::Picture;
use super::sheet::{self, SheetKey, SheetMaterial};
use super::view::View;

/// The least time between two paintings, and how long a new one takes to fade in.
const PAUSE: Duration = Duration::from_millis(330);
const FADE_S: f32 = 0.12;
/// What is painted beyond the view on each side, so that the land can be moved a little, physical pixels.
const SPARE_PX: f32 = 40.0;
/// The most texels of a sheet. Larger windows are painted more coarsely.
const MOST_TEXELS: f32 = 3_200_000.0;
const SHEETS: usize = 3;

/// A part of the land as a sheet shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// Its south-west corner, fields.
    pub low: Vec2,
    /// Its size, texels.
    pub texels: UVec2,
    /// Texels on the side of a field.
    pub texels_per_field: f32,
    /// Logical pixels on the side of a field.
    pub px_per_field: f32,
}

impl Frame {
    /// What is in view, and a little more.
    fn of(view: &View, scale_factor: f32) -> Self {
        let spare = if view.is_fitted { 0.0 } else { SPARE_PX };
        let low_px = (Vec2::new(view.seen.min.x, view.seen.max.y) * scale_factor + Vec2::new(-spare, spare)).round();
        let high_px = (Vec2::new(view.seen.max.x, view.seen.min.y) * scale_factor + Vec2::new(spare, -spare)).round();
        let size_px = Vec2::new(high_px.x - low_px.x, low_px.y - high_px.y);
        let coarse = (size_px.element_product() / MOST_TEXELS).max(1.0).sqrt();
        let texels = (size_px / coarse).ceil().max(Vec2::ONE);
        Self {
            low: view.place_at(low_px / scale_factor) / view.side_m,
            texels: texels.as_uvec2(),
            texels_per_field: view.px_per_field() * scale_factor / coarse,
            px_per_field: view.px_per_field(),
        }
    }

    /// The part of the land, fields.
    fn part(&self) -> Rect {
        Rect::from_corners(self.low, self.low + self.texels.as_vec2() / self.texels_per_field)
    }

    /// Whether its texels are larger than the window's pixels.
    fn is_coarse(&self, scale_factor: f32) -> bool {
        self.texels_per_field < 0.999 * self.px_per_field * scale_factor
    }

    /// Whether it can stand in for another for a while.
    fn is_like(&self, other: &Self) -> bool {
        let shared = self.part().intersect(other.part()).size().element_product();
        let ratio = self.texels_per_field / other.texels_per_field;
        (0.6..1.7).contains(&ratio) && shared > 0.4 * other.part().size().element_product()
    }
}

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
}

/// What the renderer has been asked for, and the number of the latest painting that it has finished.
#[derive(Resource, ExtractResource, Clone, Default)]
pub struct Easel {
    /// The latest painting asked for.
    pub commission: Option<Commission>,
    /// The latest that is finished.
    pub finished: Arc<AtomicU32>,
}

/// The sheets, and which of them lie on the land.
#[derive(Resource, Default)]
pub struct Land {
    sheets: Vec<Sheet>,
    /// The sheets from the lowest to the topmost, those that are painted.
    pile: Vec<usize>,
    /// The sheet that is being painted, and what it will show.
    work: Option<(usize, Shown)>,
    /// What is wanted now.
    wanted: Option<Shown>,
    last_began: Option<Duration>,
    /// How far the topmost sheet has faded in, 0 to 1.
    fade: f32,
    /// The run that they show.
    run: u32,
}

struct Sheet {
    image: Handle<Image>,
    look: Handle<ShaderBuffer>,
    /// What shows it while it moves or fades, and while it does neither.
    entities: [Entity; 2],
    size: UVec2,
    shown: Option<Shown>,
    opacity: f32,
}

/// What a sheet shows: a part of the land on a day of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shown {
    frame: Frame,
    run: u32,
    branch: usize,
    days: u32,
    is_all: bool,
}

impl Land {
    /// Whether what lies on the land is what is wanted, and has faded in.
    pub fn is_current(&self) -> bool {
        let top = self.pile.last().and_then(|&top| self.sheets[top].shown);
        self.work.is_none() && self.fade >= 1.0 && top.is_some() && top == self.wanted
    }

    /// Takes all sheets off: paper is better than the land of another run.
    fn clear(&mut self) {
        (self.work, self.wanted) = (None, None);
        self.pile.clear();
        self.sheets.iter_mut().for_each(|sheet| sheet.shown = None);
    }

    /// A sheet to paint on: neither the topmost nor the one that shows all the land.
    fn free(&self) -> Option<usize> {
        let all = self.all();
        let top = self.pile.last().copied();
        (0..self.sheets.len()).find(|&sheet| Some(sheet) != top && Some(sheet) != all)
    }

    /// The latest sheet that shows all the land.
    fn all(&self) -> Option<usize> {
        self.pile.iter().rev().copied().find(|&sheet| self.sheets[sheet].shown.is_some_and(|shown| shown.is_all))
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
    for _ in 0..SHEETS {
        let image = images.add(blank(UVec2::ONE));
        let look = buffers.add(ShaderBuffer::from(0.0_f32));
        let entities = [false, true].map(|is_still| {
            let material = SheetMaterial { look: look.clone(), image: image.clone(), key: SheetKey { is_still } };
            commands.spawn((Mesh2d(mesh.clone()), MeshMaterial2d(materials.add(material)), Visibility::Hidden)).id()
        });
        land.sheets.push(Sheet { image, look, entities, size: UVec2::ONE, shown: None, opacity: 0.0 });
    }
}

/// A sheet with nothing on it. The painter mixes colours as painters do, by their sRGB values.
fn blank(size: UVec2) -> Image {
    let extent = Extent3d { width: size.x, height: size.y, depth_or_array_layers: 1 };
    let format = TextureFormat::Rgba8Unorm;
    let mut image = Image::new_uninit(extent, TextureDimension::D2, format, RenderAssetUsages::RENDER_WORLD);
    image.texture_descriptor.usage = TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING;
    image.sampler = ImageSampler::linear();
    image
}

/// Asks for a painting when the day or the view has changed, and takes the finished one.
fn commission(
    (displayed, view, time): (Res<Displayed>, Res<View>, Res<Time<Real>>),
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
    let Displayed { run, pictured_branch: branch, ref picture, .. } = *displayed;
    let wanted = Shown { frame, run, branch, days: picture.days_done, is_all: view.is_fitted };
    land.wanted = Some(wanted);
    let number = easel.commission.as_ref().map_or(0, |commission| commission.number);
    if let Some((sheet, shown)) = land.work {
        if easel.finished.load(Relaxed) >= number {
            land.work = None;
            land.sheets[sheet].shown = Some(shown);
            land.pile.retain(|&other| other != sheet);
            land.pile.push(sheet);
            land.fade = 0.0;
        } else if shown.frame.is_like(&frame) && shown.run == wanted.run {
            return;
        }
    }
    land.fade = (land.fade + time.delta_secs() / FADE_S).min(1.0);
    let top = land.pile.last().and_then(|&top| land.sheets[top].shown);
    // While days pass, the pause is for them; a view that has moved is painted as soon as it can be.
    let rests = land.last_began.is_some_and(|began| time.elapsed() < began + PAUSE);
    let has_moved = top.is_none_or(|top| top.frame != frame);
    if top == Some(wanted) || land.work.is_none() && (land.fade < 1.0 || rests && !has_moved) {
        return;
    }
    let Some(sheet) = land.work.map(|(sheet, _)| sheet).or_else(|| land.free()) else { return };
    land.pile.retain(|&other| other != sheet);
    if land.sheets[sheet].size != frame.texels {
        land.sheets[sheet].size = frame.texels;
        let image = images.add(blank(frame.texels));
        land.sheets[sheet].image = image.clone();
        for handle in handles.iter_many(land.sheets[sheet].entities) {
            if let Some(mut material) = materials.get_mut(&handle.0) {
                material.image = image.clone();
            }
        }
    }
    land.work = Some((sheet, wanted));
    land.last_began = Some(time.elapsed());
    easel.commission = Some(Commission {
        number: number + 1,
        image: land.sheets[sheet].image.clone(),
        frame,
        picture: displayed.picture.clone(),
    });
}

/// Lays the sheets where they belong.
fn lay(
    view: Res<View>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut land: ResMut<Land>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut shown: Query<(&mut Transform, &mut Visibility), With<MeshMaterial2d<SheetMaterial>>>,
) {
    let Land { sheets, pile, fade, .. } = &mut *land;
    let corners = [view.seen.min, view.seen.max].map(|corner| view.place_at(corner) / view.side_m);
    let seen = Rect::from_corners(corners[0], corners[1]);
    let frame = Frame::of(&view, window.scale_factor());
    let mut is_covered = false;
    // From the topmost down: what lies under a sheet that covers all that is in view is not drawn.
    for place in (0..sheets.len()).rev() {
        let number = pile.get(place).copied();
        let Some(sheet) = number.map(|number| &mut sheets[number]) else { continue };
        let Some(of) = sheet.shown else { continue };
        let part = of.frame.part();
        let opacity = if place + 1 == pile.len() && place > 0 { *fade } else { 1.0 };
        if sheet.opacity != opacity
            && let Some(mut buffer) = buffers.get_mut(&sheet.look)
        {
            sheet.opacity = opacity;
            buffer.set_data(opacity);
        }
        let is_still = opacity >= 1.0 && of.frame == frame && !of.frame.is_coarse(window.scale_factor());
        let transform = Transform::from_translation((part.center() * view.side_m).extend(0.1 * place as f32))
            .with_scale((part.size() * view.side_m).extend(1.0));
        for (entity, is_for_still) in sheet.entities.into_iter().zip([false, true]) {
            let Ok((mut place, mut visibility)) = shown.get_mut(entity) else { continue };
            place.set_if_neq(transform);
            let is_seen = !is_covered && is_still == is_for_still;
            visibility.set_if_neq(if is_seen { Visibility::Visible } else { Visibility::Hidden });
        }
        let reach = part.inflate(0.5 / view.px_per_field());
        is_covered |= opacity >= 1.0 && reach.contains(seen.min) && reach.contains(seen.max);
    }
    // A sheet that is being painted is not seen.
    for number in (0..sheets.len()).filter(|number| !pile.contains(number)) {
        for entity in sheets[number].entities {
            if let Ok((_, mut visibility)) = shown.get_mut(entity) {
                visibility.set_if_neq(Visibility::Hidden);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        let area = Rect::new(200.0, 60.0, 840.0, 700.0);
        let seen = Rect::new(0.0, 60.0, 848.0, 716.0);
        let mut view = View { extent_m: Vec2::splat(12_800.0), side_m: 100.0, area, seen, ..View::default() };
        view.fit();
        view
    }

    /// Contract: a painting covers all that is in view, with one texel for each physical pixel, at any zoom and scale
    /// factor.
    #[test]
    fn a_painting_covers_what_is_in_view() {
        for (px, scale_factor) in [(4.0, 1.0), (6.3, 1.0), (32.0, 1.5), (130.0, 2.0)] {
            let mut view = view();
            view.show(Vec2::new(40.3, 71.9), px);
            let frame = Frame::of(&view, scale_factor);
            let part = frame.part().inflate(1e-3);
            for corner in [view.seen.min, view.seen.max] {
                assert!(part.contains(view.place_at(corner) / view.side_m), "{px}: {part:?}");
            }
            let asked = view.px_per_field() * scale_factor;
            assert!((frame.texels_per_field / asked - 1.0).abs() < 0.3, "{px}: {frame:?}");
        }
    }

    /// Contract: a sheet that is painted on is neither the topmost nor the one that shows all the land.
    #[test]
    fn what_is_seen_is_not_painted_over() {
        let shown = |is_all| Some(Shown { frame: Frame::default(), run: 0, branch: 0, days: 0, is_all });
        let sheet = |is_all| Sheet {
            image: Handle::default(),
            look: Handle::default(),
            entities: [Entity::PLACEHOLDER; 2],
            size: UVec2::ONE,
            shown: shown(is_all),
            opacity: 1.0,
        };
        let sheets = vec![sheet(true), sheet(false), sheet(false)];
        let mut land = Land { sheets, pile: vec![0, 1], ..Land::default() };
        for _ in 0..5 {
            let Some(free) = land.free() else { panic!("there is always a free sheet") };
            assert!(free != 0 && Some(&free) != land.pile.last());
            land.pile.retain(|&other| other != free);
            land.pile.push(free);
        }
    }
}
