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
use super::sheet::{self, SheetMaterial};
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
    /// Whether days pass meanwhile, so that frames matter more than the painting.
    pub is_playing: bool,
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
}

struct Sheet {
    image: Handle<Image>,
    look: Handle<ShaderBuffer>,
    entity: Entity,
    size: UVec2,
    shown: Option<Shown>,
    opacity: f32,
}

/// What a sheet shows: a part of the land on a day of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shown {
    frame: Frame,
    run: u32,
    days: u32,
    is_all: bool,
}

impl Land {
    /// Whether what lies on the land is what is wanted, and has faded in.
    pub fn is_current(&self) -> bool {
        let top = self.pile.last().and_then(|&top| self.sheets[top].shown);
        self.work.is_none() && self.fade >= 1.0 && top.is_some() && top == self.wanted
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
        let material = SheetMaterial { look: look.clone(), image: image.clone() };
        let sheet = (Mesh2d(mesh.clone()), MeshMaterial2d(materials.add(material)), Visibility::Hidden);
        let entity = commands.spawn(sheet).id();
        land.sheets.push(Sheet { image, look, entity, size: UVec2::ONE, shown: None, opacity: 0.0 });
    }
}

/// A sheet with nothing on it. The painter mixes colours as painters do, by their sRGB values, and so sees it as having none.
fn blank(size: UVec2) -> Image {
    let extent = Extent3d { width: size.x, height: size.y, depth_or_array_layers: 1 };
    let format = TextureFormat::Rgba8UnormSrgb;
    let mut image = Image::new_uninit(extent, TextureDimension::D2, format, RenderAssetUsages::RENDER_WORLD);
    image.texture_descriptor.usage = TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING;
    image.texture_descriptor.view_formats = &[TextureFormat::Rgba8Unorm];
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
    if displayed.picture.fields.is_empty() {
        return;
    }
    let land = &mut *land;
    let frame = Frame::of(&view, window.scale_factor());
    let wanted = Shown { frame, run: displayed.run, days: displayed.picture.days_done, is_all: view.is_fitted };
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
        if let Ok(handle) = handles.get(land.sheets[sheet].entity)
            && let Some(mut material) = materials.get_mut(&handle.0)
        {
            material.image = image;
        }
    }
    land.work = Some((sheet, wanted));
    land.last_began = Some(time.elapsed());
    easel.commission = Some(Commission {
        number: number + 1,
        image: land.sheets[sheet].image.clone(),
        frame,
        picture: displayed.picture.clone(),
        is_playing: displayed.playing,
    });
}

/// Lays the sheets where they belong.
fn lay(
    view: Res<View>,
    mut land: ResMut<Land>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut sheets: Query<(&mut Transform, &mut Visibility), With<MeshMaterial2d<SheetMaterial>>>,
) {
    let Land { sheets: all, pile, fade, .. } = &mut *land;
    let seen = Rect::from_corners(view.place_at(view.seen.min), view.place_at(view.seen.max));
    // A sheet is hidden under one that covers all that is in view.
    let covers = |sheet: &Sheet| {
        sheet.shown.is_some_and(|shown| {
            let part = shown.frame.part();
            let part = Rect { min: part.min * view.side_m, max: part.max * view.side_m };
            part.inflate(0.5 * view.m_per_px).contains(seen.min) && part.inflate(0.5 * view.m_per_px).contains(seen.max)
        })
    };
    let top = pile.len().saturating_sub(1);
    for (number, sheet) in all.iter_mut().enumerate() {
        let place = pile.iter().position(|&other| other == number);
        let Ok((mut transform, mut visibility)) = sheets.get_mut(sheet.entity) else { continue };
        let (Some(place), Some(shown)) = (place, sheet.shown) else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        let part = shown.frame.part();
        let depth = 0.1 * place as f32;
        transform.set_if_neq(
            Transform::from_translation((part.center() * view.side_m).extend(depth))
                .with_scale((part.size() * view.side_m).extend(1.0)),
        );
        let opacity = if place == top && pile.len() > 1 { *fade } else { 1.0 };
        if sheet.opacity != opacity
            && let Some(mut buffer) = buffers.get_mut(&sheet.look)
        {
            sheet.opacity = opacity;
            buffer.set_data(opacity);
        }
    }
    for (place, &number) in pile.iter().enumerate() {
        let is_under = pile[place + 1..].iter().any(|&above| covers(&all[above]) && all[above].opacity >= 1.0);
        if let Ok((_, mut visibility)) = sheets.get_mut(all[number].entity) {
            visibility.set_if_neq(if is_under { Visibility::Hidden } else { Visibility::Visible });
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
        let shown = |is_all| Some(Shown { frame: Frame::default(), run: 0, days: 0, is_all });
        let sheet = |is_all| Sheet {
            image: Handle::default(),
            look: Handle::default(),
            entity: Entity::PLACEHOLDER,
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
