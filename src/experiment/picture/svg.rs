//! Pictures as SVG.

use std::fmt::Write;

use super::{Anchor, Colour, Mark, Pen, Picture, Point};

/// Fonts with Chinese characters on the usual systems, the one that the PNG is painted with first.
const FONTS: &str = "'Sparrowfall Hans','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC',\
                     'Microsoft YaHei','WenQuanYi Micro Hei','Droid Sans Fallback',sans-serif";

/// A picture as the text of a file.
pub fn text(picture: &Picture) -> String {
    let [width, height] = picture.size;
    let title = escaped(&picture.title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"{FONTS}\">\n<title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        colour(picture.paper)
    );
    for mark in &picture.marks {
        // Writing to a string cannot fail.
        let _ = match mark {
            Mark::Area { corners, fill, opacity } => {
                writeln!(svg, "<path d=\"{}Z\" fill=\"{}\"{}/>", path(corners), colour(*fill), part("fill", *opacity))
            }
            Mark::Lines { lines, pen } => {
                let path: String = lines.iter().map(|line| path(line)).collect();
                writeln!(svg, "<path d=\"{path}\" fill=\"none\" {}/>", stroke(pen))
            }
            Mark::Text { at: [x, y], anchor, size, colour: ink, text } => {
                let anchor = match anchor {
                    Anchor::Start => "",
                    Anchor::Middle => " text-anchor=\"middle\"",
                    Anchor::End => " text-anchor=\"end\"",
                };
                let (x, y, ink, text) = (number(*x), number(*y), colour(*ink), escaped(text));
                writeln!(svg, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{ink}\"{anchor}>{text}</text>")
            }
        };
    }
    svg + "</svg>\n"
}

fn stroke(pen: &Pen) -> String {
    let dash: Vec<_> = pen.dash.iter().map(|length| number(*length)).collect();
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", dash.join(" ")) };
    let (ink, width, opacity) = (colour(pen.colour), number(pen.width), part("stroke", pen.opacity));
    format!("stroke=\"{ink}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dash}{opacity}")
}

fn path(points: &[Point]) -> String {
    let place = |(index, [x, y]): (usize, &Point)| {
        format!("{}{} {}", if index == 0 { "M" } else { "L" }, number(*x), number(*y))
    };
    points.iter().enumerate().map(place).collect()
}

fn colour(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn part(of: &str, opacity: f64) -> String {
    if opacity < 1.0 { format!(" {of}-opacity=\"{}\"", number(opacity)) } else { String::new() }
}

/// To a hundredth of a pixel.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".into() } else { short.into() }
}

/// Text that XML takes as it is; control characters, which XML does not allow, are left out.
fn escaped(text: &str) -> String {
    let allowed =
        text.chars().filter(|c| !c.is_control() && !('\u{fffe}'..='\u{ffff}').contains(c)).collect::<String>();
    allowed.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_end_its_element() {
        let mut picture = Picture { size: [10, 10], paper: Colour(0, 1, 255), title: "a<b".into(), marks: Vec::new() };
        picture.text([1.0, 2.345], Anchor::End, 14.0, Colour(0, 0, 0), "</text>\u{7}麻雀 & \"co\"");
        let svg = text(&picture);
        assert!(svg.contains("<title>a&lt;b</title>") && svg.contains("fill=\"#0001ff\""), "{svg}");
        assert!(svg.contains("y=\"2.35\"") || svg.contains("y=\"2.34\""), "{svg}");
        assert!(svg.contains(">&lt;/text&gt;麻雀 &amp; &quot;co&quot;</text>"), "{svg}");
    }
}
