//! What the map's shader is told about a painting as a whole.

use bevy::prelude::*;
use bevy::render::render_resource::ShaderType;

use crate::window::animals::levels::{self, Level, Shape};

use crate::window::panels::theme::{INK, PAPER, Token};

use super::land::Commission;
use super::palette;
use super::scenery::MARGIN;
use super::season::Season;

/// What the map's shader is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct LandLook {
    /// South-west corner of the sheet, fields.
    low: Vec2,
    /// Size of the land, fields.
    size: Vec2,
    /// Height of the sheet, texels.
    height: f32,
    /// Texels and logical pixels on the side of a field.
    texels_per_field: f32,
    px_per_field: f32,
    /// How far the scenery reaches beyond the land, fields.
    margin: f32,
    /// Whether an overlay is washed over the land: 0 or 1, because the shader mixes by it.
    wash: f32,
    paper: Vec4,
    ink: Vec4,
    pest: Vec4,
    swarm: Vec4,
    /// Two levels of marks of pests.
    marks: [PestMark; 2],
    season: Season,
}

/// A level of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
struct PestMark {
    /// How many animals a mark stands for, where a field is a hectare.
    per_mark: f32,
    /// Its length, fields.
    length: f32,
    /// 0 for dots, 1 for strokes, 2 for insects.
    shape: f32,
    opacity: f32,
}

impl PestMark {
    fn of((level, opacity): (Level, f32), px_per_field: f32, field_ha: f32) -> Self {
        let shape = match level.shape {
            Shape::Speck => 0.0,
            Shape::Stroke => 1.0,
            Shape::Animal => 2.0,
        };
        Self { per_mark: level.per_mark / field_ha, length: level.length_px / px_per_field, shape, opacity }
    }
}

impl LandLook {
    /// The look of a painting.
    pub fn of(commission: &Commission) -> Self {
        let Commission { frame, picture, overlay, look, .. } = commission;
        let of_panels = |token: Token| Vec4::from(token.of(*look).to_normalized_gamma_f32());
        let plain = |color: Color| color.to_srgba().to_vec4();
        let field_ha = picture.side_m * picture.side_m / 10_000.0;
        Self {
            low: frame.low,
            size: picture.size.as_vec2(),
            height: frame.texels.y as f32,
            texels_per_field: frame.texels_per_field,
            px_per_field: frame.px_per_field,
            margin: MARGIN,
            wash: f32::from(u8::from(overlay.is_some())),
            paper: of_panels(PAPER),
            ink: of_panels(INK),
            pest: plain(palette::PEST),
            swarm: plain(palette::SWARM),
            marks: levels::at(levels::PESTS, frame.marks_px_per_field)
                .map(|drawn| PestMark::of(drawn, frame.px_per_field, field_ha)),
            season: picture.season,
        }
    }
}
