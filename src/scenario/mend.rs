//! Mends common slips, so that the rest of a file can still be checked.

use std::collections::BTreeMap;

use super::document::check_syntax;
use super::problem::shorten;
use super::signs;
use super::syntax::{
    ESCAPES, closing, cure, first_token, header, is_wide_mark, pieces, unclosed_text, why_not_a_number, word_around,
};

/// A copy of a text, of the same length, in which common slips are mended, so that what follows them can be checked
/// too; and what is wrong with each, by its place.
pub(super) fn mend(text: &str) -> (String, BTreeMap<usize, Mended>) {
    /// Each costs one reading of the whole file.
    const MOST: usize = 60;
    let mut mended = text.to_owned();
    let mut slips = BTreeMap::new();
    let mut stop = check_syntax(&mended);
    for _ in 0..MOST {
        let Err(at) = stop else { break };
        let slip = wide_number(&mended, at)
            .or_else(|| number_word(&mended, at))
            .or_else(|| sign(&mended, at))
            .or_else(|| marks(&mended, at))
            .or_else(|| several_words(&mended, at))
            .or_else(|| square_brackets(&mended, at))
            .or_else(|| missing_comma(&mended, at));
        let Some(slip) = slip else { break };
        let mut attempt = mended.clone();
        attempt.replace_range(slip.change.0..slip.change.0 + slip.change.1.len(), &slip.change.1);
        let next = check_syntax(&attempt);
        // A mend that does not help is dropped.
        if next.is_err_and(|next| next <= at) {
            break;
        }
        (mended, stop) = (attempt, next);
        slips.insert(slip.at, Mended { sentence: slip.sentence, left: slip.left });
    }
    (mended, slips)
}

/// What is wrong where a slip was mended.
#[derive(Clone, Debug)]
pub(super) struct Mended {
    /// Why it is not RON.
    pub sentence: String,
    /// What is there now.
    pub left: Left,
}

/// What replaces a slip in a mended text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// Nothing that could be checked.
    Nothing,
    /// Nothing that could be checked, and fields may be missing from there.
    Gap,
    /// One word in place of several. The reader of the field knows what it should hold, and can say so.
    Word,
    /// A group that was written in square brackets, whose fields can be checked.
    Group,
}

/// Something that is not RON, though its meaning is plain.
struct Slip {
    at: usize,
    sentence: String,
    left: Left,
    /// What to write over it, byte for byte, and where.
    change: (usize, String),
}

/// A text padded to a length in bytes, unless it is longer.
fn padded(text: &str, length: usize) -> String {
    format!("{text}{}", " ".repeat(length.saturating_sub(text.len())))
}

/// Whether a value may follow this.
fn is_before_a_value(text: &str) -> bool {
    text.trim_end().ends_with([':', ',', '[', '('])
}

/// A number with full-width digits or signs.
fn wide_number(text: &str, around: usize) -> Option<Slip> {
    let is_part = |c: char| {
        let c = signs::meant(c).unwrap_or(c);
        c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '+')
    };
    let start = text[..around].trim_end_matches(is_part).len();
    let end = around + text[around..].find(|c| !is_part(c)).unwrap_or(text.len() - around);
    let word = &text[start..end];
    let right = signs::meant_word(word)?;
    let is_number = is_before_a_value(&text[..start]) && right.parse::<f64>().is_ok();
    is_number.then(|| Slip {
        at: start,
        sentence: format!("found {}; write {} instead", shorten(word), shorten(&right)),
        left: Left::Nothing,
        change: (start, padded(&right, word.len())),
    })
}

/// The word around a place, if it begins like a number but is not one. Another number stands in for it.
fn number_word(text: &str, around: usize) -> Option<Slip> {
    let place = word_around(text, around);
    let (start, word) = (place.start, &text[place]);
    let digits = word.trim_start_matches(['+', '-', '.']);
    let is_like_a_number = word.len() >= 2 && digits.starts_with(|c: char| c.is_ascii_digit());
    (is_like_a_number && is_before_a_value(&text[..start]) && ron::from_str::<ron::Value>(word).is_err()).then(|| {
        Slip {
            at: start,
            sentence: why_not_a_number(word),
            left: Left::Nothing,
            change: (start, format!("1.{}", "0".repeat(word.len() - 2))),
        }
    })
}

/// A wrong sign in place of the right one, or one that is not needed.
fn sign(text: &str, at: usize) -> Option<Slip> {
    let rest = &text[at..];
    let found = rest.chars().next()?;
    let (right, length) = match found {
        '=' => (":", 1),
        ';' => (",", 1),
        // A header, or a comment as in other languages.
        '#' => {
            let line = rest.lines().next().unwrap_or_default();
            let end = if line.starts_with("#!") { line.find(']').map(|end| end + 1) } else { None };
            (" ", end.unwrap_or(line.len()))
        }
        // A backslash in a text, before a character that needs none.
        '\\' => ("/", 1),
        _ => {
            let right = match signs::meant(found)? {
                ',' => ",",
                ':' => ":",
                '(' => "(",
                ')' => ")",
                '[' => "[",
                ']' => "]",
                '{' => "{",
                '}' => "}",
                ' ' => " ",
                _ => return None,
            };
            (right, found.len_utf8())
        }
    };
    let sentence = match found {
        '#' => header(rest),
        '\\' => ESCAPES.into(),
        _ => format!("found {}; {}", first_token(rest), cure(rest)?),
    };
    Some(Slip { at, sentence, left: Left::Nothing, change: (at, padded(right, length)) })
}

/// A text in marks other than straight double ones, or without its closing mark.
fn marks(text: &str, at: usize) -> Option<Slip> {
    let rest = &text[at..];
    let found = rest.chars().next()?;
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let inside = line.get(found.len_utf8()..)?;
    let (end, left, sentence) = match found {
        '"' => (unclosed(inside), Left::Gap, unclosed_text(rest)),
        '\'' => {
            let end = closing(inside, |c| c == '\'')?;
            (end, Left::Nothing, "found `'`; a text is written in straight double quotation marks, \"…\"".into())
        }
        mark if is_wide_mark(mark) => {
            let is_mark = |c| c == '"' || is_wide_mark(c);
            let end = closing(inside, is_mark)?;
            (end, Left::Nothing, format!("found `{mark}`; {}", cure(rest)?))
        }
        _ => return None,
    };
    // A mended text keeps its length in bytes.
    let length = (found.len_utf8() + end).checked_sub(2)?;
    Some(Slip { at, sentence, left, change: (at, format!("\"{}\"", "x".repeat(length))) })
}

/// Where a text without a closing mark ends: before the comma and the brackets at the end of its line that are not part
/// of it, or before a mark that is meant to close it.
fn unclosed(line: &str) -> usize {
    if let Some(end) = closing(line, is_wide_mark) {
        return end;
    }
    let mut inside = line.split("//").next().unwrap_or_default().trim_end();
    while let Some(last) = inside.chars().next_back() {
        let open = match last {
            ',' => None,
            ')' => Some('('),
            ']' => Some('['),
            '}' => Some('{'),
            _ => break,
        };
        if open.is_some_and(|open| inside.matches(last).count() <= inside.matches(open).count()) {
            break;
        }
        inside = inside[..inside.len() - 1].trim_end();
    }
    inside.len()
}

/// A field's value of several words, such as a text without quotation marks or a number with its unit.
fn several_words(text: &str, at: usize) -> Option<Slip> {
    let colon = text[..at].rfind(':')?;
    let start = at - text[colon + 1..at].trim_start().len();
    let rest = &text[start..];
    let is_end = |c: char| matches!(signs::meant(c).unwrap_or(c), ',' | ';' | ')' | ']' | '\n' | '\r');
    let ends = [rest.find(is_end), rest.find("//"), rest.find("/*")];
    let words = rest[..ends.into_iter().flatten().min().unwrap_or(rest.len())].trim_end();
    let begins_well = words.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // With any of these in it, it is something else, such as two fields with no comma between them.
    let is_odd = |c: char| matches!(signs::meant(c).unwrap_or(c), ':' | '=' | '"' | '(' | '[' | '{' | '}');
    (start < at && at < start + words.len() && begins_well && !words.contains(is_odd)).then(|| Slip {
        at: start,
        sentence: format!(
            "found {} where one value should be; a text is written in quotation marks, \"…\"",
            shorten(words)
        ),
        left: Left::Word,
        change: (start, "x".repeat(words.len())),
    })
}

/// A list's square brackets around the fields of a group; reading stops at the colon after the first name.
fn square_brackets(text: &str, at: usize) -> Option<Slip> {
    text[at..].starts_with(':').then_some(())?;
    let before = text[..at].trim_end();
    let name = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
    let open = name.trim_end().strip_suffix('[').filter(|_| name.len() < before.len())?.len();
    let fields = closing_bracket(text, open).map(|close| format!("({})", &text[open + 1..close]));
    Some(Slip {
        at: open,
        sentence: "a group of fields goes in round brackets, ( ); square brackets, [ ], are for lists".into(),
        left: Left::Group,
        change: (open, fields.unwrap_or_else(|| "(".into())),
    })
}

/// The bracket that closes the one at `open`.
fn closing_bracket(text: &str, open: usize) -> Option<usize> {
    let rest = &text[open..];
    let mut depth = 0_usize;
    let mut pieces = pieces(rest).peekable();
    for (index, c) in rest.char_indices().filter(|(_, c)| "()[]{}".contains(*c)) {
        while pieces.next_if(|piece| piece.end <= index).is_some() {}
        if pieces.peek().is_some_and(|piece| piece.contains(&index)) {
            continue;
        }
        if "([{".contains(c) {
            depth += 1;
        } else {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(open + index);
            }
        }
    }
    None
}

/// A missing comma between two fields or events.
fn missing_comma(text: &str, at: usize) -> Option<Slip> {
    let next = text[at..].chars().next()?;
    let blank = text[..at].chars().next_back()?;
    let is_gap = matches!(blank, ' ' | '\n' | '\t') && (next.is_alphabetic() || next == '_' || next == '(');
    is_gap.then(|| Slip {
        at,
        sentence: format!("a comma is missing before {}", first_token(&text[at..])),
        left: Left::Nothing,
        change: (at - blank.len_utf8(), ",".into()),
    })
}
