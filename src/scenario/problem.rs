//! What is wrong with a scenario, for the person who wrote it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use super::signs;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as named by whoever opened it.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct Problem {
    /// Where it is; `None` if it does not come from a file.
    pub place: Option<Place>,
    /// The path of the field, such as `sparrow.clutch_eggs`; events in a list are counted from 1, as in
    /// `timeline[1].date`. Without a place, the name of what is wrong, such as a missing file. Empty for the text as a
    /// whole.
    pub field: String,
    /// What was found and what is allowed.
    pub sentence: String,
}

impl Problem {
    /// A problem that does not come from a file.
    pub fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { place: None, field: field.into(), sentence: sentence.into() }
    }
}

/// One line, [`printable`].
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:{}:{}: ", printable(&place.file), place.line, place.column)?;
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", printable(&self.field))?;
        }
        f.write_str(&printable(&self.sentence))
    }
}

/// A person's or a file's text, made safe for a terminal: control characters, including line breaks, and marks that
/// change the direction of writing appear as `\u{1b}`.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut printed = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { printed.extend(c.escape_unicode()) } else { printed.push(c) }
    }
    Cow::Owned(printed)
}

/// Whether a character does something to what shows it, instead of just appearing.
pub(super) fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Everything that is wrong, in the order of the file. Never empty as an error.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// The problems, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

/// Most problems printed: a broken file of many thousands of lines should not flood a terminal.
const MOST_PRINTED: usize = 100;

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().take(MOST_PRINTED).enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        match self.0.len().saturating_sub(MOST_PRINTED) {
            0 => Ok(()),
            more => write!(f, "\nand at least {more} more problems"),
        }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

/// How alike two names are, from 0 (nothing in common) to 1 (the same except for capitals).
fn likeness(wrong: &str, name: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(&comparable(wrong), &comparable(name))
}

fn comparable(name: &str) -> String {
    /// Longer than any name; a comparison with a whole book would take too long.
    const LONGEST: usize = 64;
    name.chars().take(LONGEST).collect::<String>().to_lowercase()
}

/// Whether somebody who wrote `wrong` may have meant `name`. Suggesting a name that nobody meant would mislead.
fn resembles(wrong: &str, name: &str) -> bool {
    /// Half the letters are right: `tiny.ron` for `tiny`, but not `nofile.ron` for `million`.
    const LEAST_LIKENESS: f64 = 0.5;
    /// Shorter parts than this occur in many names.
    const SHORTEST_PART: usize = 4;
    let (wrong, name) = (comparable(wrong), comparable(name));
    let (shorter, longer) = if wrong.len() < name.len() { (&wrong, &name) } else { (&name, &wrong) };
    let is_part = shorter.len() >= SHORTEST_PART && longer.contains(shorter.as_str());
    is_part || likeness(&wrong, &name) >= LEAST_LIKENESS
}

/// The valid name that looks most like `wrong`, even if it looks little like it.
pub(super) fn most_like<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &str| likeness(wrong, name);
    valid.into_iter().map(|name| (likeness(name), name)).reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|best| best.1)
}

/// The valid name that looks most like `wrong`; `None` if none resembles it.
pub fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    most_like(wrong, valid.into_iter().filter(|name| resembles(wrong, name)))
}

/// The valid path whose last part looks most like that of `wrong`; `None` if no last part resembles it. The groups
/// before it only break ties, because a correct group makes any two paths look alike.
pub(super) fn nearest_path<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = valid.into_iter().filter(|path| resembles(last_part(wrong), last_part(path))).map(|path| {
        let score = (likeness(last_part(wrong), last_part(path)), likeness(wrong, path));
        (score, path)
    });
    scored.reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|best| best.1)
}

/// The name at the end of a path.
pub(super) fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Where to look up a name that resembles none.
pub(super) const LISTED: &str = "; docs/SCENARIOS.md lists the valid names";

/// "there is no …; the nearest valid name is …", with all valid names where there are few.
pub(crate) fn unknown(what: &str, wrong: &str, valid: &[&str]) -> String {
    /// Most names listed.
    const FEW: usize = 24;
    if let Some(right) = signs::meant_word(wrong).filter(|right| valid.contains(&right.as_str())) {
        return format!("found {}; write {right} instead", shorten(wrong));
    }
    let mut sentence = format!("there is no {what} called {}", shorten(wrong));
    let near = nearest(wrong, valid.iter().copied());
    let are_few = (2..=FEW).contains(&valid.len());
    if let Some(name) = near {
        sentence += &format!("; the nearest valid name is {name}");
    } else if !are_few {
        sentence += LISTED;
    }
    if are_few {
        sentence += &format!(" (valid names: {})", valid.join(", "));
    }
    sentence
}

/// About 40 characters of a text, on one line and [`printable`].
pub(crate) fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    // A text of millions of characters is not read to the end.
    let start = text.char_indices().nth(10 * MOST).map_or(text, |(end, _)| &text[..end]);
    let line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        None if start.len() == text.len() => printable(&line).into_owned(),
        None => format!("{}…", printable(&line)),
        Some((end, _)) => format!("{}…", printable(&line[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_meant() {
        let names = ["clutch_eggs", "hatching_share", "nestling_days"];
        assert_eq!(nearest("cluch_egs", names), Some("clutch_eggs"));
        assert_eq!(nearest("HATCHING_SHARE", names), Some("hatching_share"));
        assert_eq!(nearest("nestlingDays", names), Some("nestling_days"));
        assert_eq!(nearest("", []), None);
    }

    #[test]
    fn a_name_is_offered_only_if_it_resembles_what_was_written() {
        let built_in = ["commune", "southern_rice", "tiny", "million"];
        for (wrong, meant) in
            [("comune", "commune"), ("tiny.ron", "tiny"), ("rice", "southern_rice"), ("milion", "million")]
        {
            assert_eq!(nearest(wrong, built_in), Some(meant));
        }
        for wrong in ["nofile.ron", "results", "x", ""] {
            assert_eq!(nearest(wrong, built_in), None, "{wrong}");
        }
        let paths = ["sparrow.clutch_eggs", "sparrow.rest_days", "crops.maize.sow_day", "crops.early_rice.sow_day"];
        assert_eq!(nearest_path("sparow.cluch_eggs", paths), Some("sparrow.clutch_eggs"));
        assert_eq!(nearest_path("maize.sowing_day", paths), Some("crops.maize.sow_day"));
        assert_eq!(nearest_path("sparrow.wolves", paths), None);
    }

    #[test]
    fn long_and_broken_texts_become_short_lines() {
        assert_eq!(shorten("a\n  b"), "a b");
        assert_eq!(shorten(&"雀".repeat(50)), format!("{}…", "雀".repeat(40)));
        assert_eq!(shorten("a\u{1b}[31mb"), "a\\u{1b}[31mb");
    }

    #[test]
    fn nothing_printed_can_steer_a_terminal() {
        // File, field and sentence are printable, whatever is in them; other scripts stay as they are.
        let file = "麻雀\u{1b}]0;x\u{7}.ron\n".into();
        let place = Some(Place { file, line: 1, column: 2 });
        let problem = Problem { place, field: "a\r".into(), sentence: "b\u{9b}\u{202e}é".into() };
        let expected = "麻雀\\u{1b}]0;x\\u{7}.ron\\u{a}:1:2: a\\u{d}: b\\u{9b}\\u{202e}é";
        assert_eq!(problem.to_string(), expected);
    }
}
