//! Pictures as PNG.

use std::io;

use png::{BitDepth, ColorType, Encoder};
use tiny_skia::{Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use super::{Anchor, Colour, Mark, Picture, Point, font};

/// A picture as the bytes of a file, `scale` dots for a pixel of the picture.
///
/// # Errors
/// If it is too large to be painted.
pub fn bytes(picture: &Picture, scale: u32) -> io::Result<Vec<u8>> {
    let [width, height] = picture.size.map(|side| side * scale);
    let Some(mut dots) = Pixmap::new(width, height) else {
        return Err(io::Error::other(format!("a picture of {width} by {height} dots cannot be painted")));
    };
    let Colour(red, green, blue) = picture.paper;
    dots.fill(Color::from_rgba8(red, green, blue, 255));
    for mark in &picture.marks {
        paint(&mut dots, mark, scale as f32);
    }
    // Nothing shines through the paper.
    let colours: Vec<u8> = dots.data().chunks_exact(4).flat_map(|dot| [dot[0], dot[1], dot[2]]).collect();
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&colours));
    written.map_err(io::Error::other)?;
    Ok(file)
}

fn paint(dots: &mut Pixmap, mark: &Mark, scale: f32) {
    let transform = Transform::from_scale(scale, scale);
    match mark {
        Mark::Area { corners, fill, opacity } => {
            if let Some(path) = path([corners], true) {
                dots.fill_path(&path, &paint_of(*fill, *opacity), FillRule::Winding, transform, None);
            }
        }
        Mark::Lines { lines, pen } => {
            let dash = pen.dash.iter().map(|length| *length as f32).collect::<Vec<_>>();
            let stroke = Stroke {
                width: pen.width as f32,
                line_join: LineJoin::Round,
                dash: StrokeDash::new(dash, 0.0),
                ..Stroke::default()
            };
            if let Some(path) = path(lines, false) {
                dots.stroke_path(&path, &paint_of(pen.colour, pen.opacity), &stroke, transform, None);
            }
        }
        Mark::Text { at: [x, y], anchor, size, colour, text } => {
            let before = match anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => 0.5,
                Anchor::End => 1.0,
            };
            let x = x - before * font::width(text, *size);
            if let Some(path) = font::outlines(text, *size as f32, x as f32, *y as f32) {
                dots.fill_path(&path, &paint_of(*colour, 1.0), FillRule::Winding, transform, None);
            }
        }
    }
}

fn paint_of(Colour(red, green, blue): Colour, opacity: f64) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, (255.0 * opacity).round() as u8);
    paint
}

fn path<'a>(lines: impl IntoIterator<Item = &'a Vec<Point>>, is_closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for line in lines {
        for (index, [x, y]) in line.iter().enumerate() {
            let (x, y) = (*x as f32, *y as f32);
            if index == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        if is_closed {
            path.close();
        }
    }
    path.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::experiment::picture::Pen;

    const INK: Colour = Colour(0, 0, 0);

    /// The red of every dot of a picture 40 by 40 with one mark.
    fn reds(mark: Mark) -> Vec<u8> {
        let picture = Picture { size: [40, 40], paper: Colour(255, 250, 240), title: String::new(), marks: vec![mark] };
        let file = bytes(&picture, 1).unwrap();
        let mut reader = png::Decoder::new(Cursor::new(file)).read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut dots).unwrap();
        dots.chunks(3).map(|dot| dot[0]).collect()
    }

    fn text(text: &str) -> Vec<u8> {
        let text = text.into();
        reds(Mark::Text { at: [20.0, 30.0], anchor: Anchor::Middle, size: 24.0, colour: INK, text })
    }

    /// Contract: each Chinese character is drawn as itself, not as the box of one that is missing; a character that the
    /// font lacks is drawn as a question mark.
    #[test]
    fn chinese_is_drawn_and_what_is_missing_is_a_question_mark() {
        let drawn: Vec<_> = ["麻", "雀", "收", "成", "?"].map(text).into();
        for (index, dots) in drawn.iter().enumerate() {
            let ink = dots.iter().filter(|red| **red < 128).count();
            assert!((30..400).contains(&ink), "{index}: {ink} dark dots");
            assert!(drawn[..index].iter().all(|other| other != dots), "{index} looks like one before it");
        }
        assert!(text("🐦") == drawn[4]);
    }

    #[test]
    fn areas_and_dashes_are_where_they_belong() {
        let corners = vec![[10.0, 10.0], [30.0, 10.0], [30.0, 30.0], [10.0, 30.0]];
        let dots = reds(Mark::Area { corners, fill: INK, opacity: 0.5 });
        assert_eq!((dots[0], dots.iter().filter(|red| (120..136).contains(*red)).count()), (255, 400));
        let pen = Pen { dash: &[10.0, 10.0], ..Pen::solid(INK, 2.0) };
        let dots = reds(Mark::Lines { lines: vec![vec![[0.0, 20.0], [40.0, 20.0]]], pen });
        assert_eq!([5, 15, 25, 35].map(|x| dots[20 * 40 + x]), [0, 255, 0, 255]);
    }
}
