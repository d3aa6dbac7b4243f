//! Sentences for text that is not RON.

use std::ops::Range;

use ron::error::{Error, SpannedError};

use super::document::byte_of;
use super::problem::shorten;
use super::signs;

/// What to say about a backslash that begins no escape.
pub(super) const ESCAPES: &str = "a backslash in a text must be followed by one of n, r, t, 0, \\, \", ', x and two \
                                  hexadecimal digits, or u{…}; for a plain backslash write \\\\";

/// Where text is not RON, and why. The reader stops where it cannot go on; a person is better served by the place of
/// the slip.
pub(super) fn explain(text: &str, error: &SpannedError) -> (usize, String) {
    let stop = byte_of(text, error.span.end);
    let rest = &text[stop..];
    match &error.code {
        Error::ExpectedStringEnd => {
            let open = around(text, stop).map_or(stop, |piece| piece.start);
            return (open, unclosed_text(&text[open..]));
        }
        Error::UnclosedBlockComment => {
            let open = around(text, stop).map_or(stop, |piece| piece.start);
            return (open, "the comment that begins here has no closing */".into());
        }
        Error::ExpectedComma => {
            if let Some(before) = text_before(text, stop) {
                return (
                    if text[before.clone()].contains('\n') { before.start } else { stop },
                    behind_a_text(text, before),
                );
            }
        }
        Error::ExpectedChar => {
            let start = byte_of(text, error.span.start);
            let open = if text[start..].starts_with('\'') { Some(start) } else { text[..stop].rfind('\'') };
            return (
                open.unwrap_or(stop),
                "found `'`; a text is written in straight double quotation marks, \"…\"".into(),
            );
        }
        Error::InvalidEscape(_) | Error::Utf8Error(_) => {
            return (text[..stop].rfind('\\').unwrap_or(stop), ESCAPES.into());
        }
        Error::UnexpectedChar(sign) if text[..stop].ends_with(&format!("/{sign}")) => {
            let slash = stop - 1 - sign.len_utf8();
            return (slash, "found `/`; a comment begins with // or stands between /* and */".into());
        }
        Error::ExpectedAttribute | Error::ExpectedAttributeEnd | Error::NoSuchExtension(_) => {
            let start = text[..stop].rfind('#').unwrap_or(stop);
            return (start, header(&text[start..]));
        }
        Error::IntegerOutOfBounds
        | Error::InvalidIntegerDigit { .. }
        | Error::ExpectedInteger
        | Error::ExpectedFloat
        | Error::FloatUnderscore
        | Error::UnderscoreAtBeginning
        | Error::InvalidValueForType { .. }
        | Error::ExpectedRangeSyntax => {
            let word = word_around(text, stop);
            if word.is_empty() {
                return (stop, format!("found {} where a number should be", first_token(rest)));
            }
            return (word.start, why_not_a_number(&text[word]));
        }
        _ => {}
    }
    (stop, sentence(&error.code, rest))
}

/// Why text is not RON; `rest` begins where reading stopped.
fn sentence(error: &Error, rest: &str) -> String {
    let found = first_token(rest);
    if let Some(cure) = cure(rest) {
        return format!("found {found}; {cure}");
    }
    match error {
        _ if rest.trim().is_empty() => "the file ends too early: a bracket is not closed".into(),
        Error::ExpectedComma => format!("found {found} where a comma or a closing bracket should be"),
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => {
            format!("found {found} where a comma or the closing bracket ) should be")
        }
        Error::ExpectedArrayEnd => format!("found {found} where a comma or the closing bracket ] should be"),
        Error::ExpectedMapEnd => format!("found {found} where a comma or the closing bracket }} should be"),
        Error::ExpectedMapColon => format!("found {found} where the colon between a name and its value should be"),
        Error::ExpectedIdentifier | Error::SuggestRawIdentifier(_) | Error::InvalidIdentifier(_)
            if rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            format!(
                "found {found} where a name should be; a decimal number is written with a point, such as 4.5, and a field \
             as name: value"
            )
        }
        Error::ExpectedIdentifier | Error::SuggestRawIdentifier(_) | Error::InvalidIdentifier(_) => {
            format!("found {found} where a name should be; a field is written name: value, without quotes on the name")
        }
        Error::ExpectedNamedStructLike(_) | Error::ExpectedStructLike => {
            format!("found {found} where an opening bracket ( should be")
        }
        Error::ExpectedByteLiteral | Error::ExpectedByteString | Error::ExpectedString => {
            format!("found {found} where a text should be; a text is written in straight quotation marks, \"…\"")
        }
        Error::UnexpectedChar(_) => format!("found {found} where a value should be"),
        Error::TrailingCharacters => {
            format!("found {found} after the closing bracket; everything goes inside one pair of brackets ( )")
        }
        Error::ExceededRecursionLimit => "too many brackets inside each other (more than 128)".into(),
        // Reading groups, lists and values gives no other errors, as the trial of damaged files shows.
        _ => format!("found {found}, which does not belong here"),
    }
}

/// What to write instead of what people often write.
pub(super) fn cure(rest: &str) -> Option<String> {
    let found = rest.chars().next()?;
    let cure = match found {
        '=' => "a name and its value are joined by a colon, name: value",
        ';' => "fields are separated by commas",
        '%' => "a share is written as a number from 0 to 1, such as 0.5 for 50 %",
        '#' => "a comment begins with //",
        _ => return signs::cure(found),
    };
    Some(cure.into())
}

/// What to say about an invalid header, `#![…]`, or a `#` that begins a comment in other languages.
pub(super) fn header(from: &str) -> String {
    if !from.starts_with("#!") {
        return "found `#`; a comment begins with //".into();
    }
    let header = from.lines().next().unwrap_or_default();
    let header = header.split_inclusive(']').next().unwrap_or_default();
    format!("found {}, which is not a header that RON knows; none is needed, so leave it out", shorten(header))
}

/// What to say about a text that is not closed, from its opening mark on.
pub(super) fn unclosed_text(from: &str) -> String {
    let line = from.lines().next().unwrap_or_default();
    let mark = closing(line, is_wide_mark).and_then(|end| line[..end].chars().next_back());
    let hint = mark.map(|mark| format!("; {mark} does not close it, write \" instead")).unwrap_or_default();
    format!("the text that begins here has no closing quotation mark{hint}")
}

/// Whether a character is meant as a quotation mark, but is not one here.
pub(super) fn is_wide_mark(c: char) -> bool {
    signs::meant(c) == Some('"')
}

/// The mark after which a text on this line is over: one followed only by what may follow a text.
pub(super) fn closing(line: &str, is_mark: impl Fn(char) -> bool) -> Option<usize> {
    let marks = line.char_indices().filter(|&(_, c)| is_mark(c)).map(|(at, mark)| at + mark.len_utf8());
    let may_follow = |c: char| matches!(signs::meant(c).unwrap_or(c), ',' | ';' | ')' | ']' | '}' | '/');
    marks.into_iter().find(|&end| line[end..].trim_start().chars().next().is_none_or(may_follow))
}

/// The text that ends where something follows that should not.
fn text_before(text: &str, stop: usize) -> Option<Range<usize>> {
    let next = text[stop..].chars().next()?;
    let may_follow = matches!(signs::meant(next).unwrap_or(next), ',' | ';' | ')' | ']' | '}');
    let is_near = !may_follow && !next.is_whitespace() && text[..stop].ends_with(['"', '#']);
    if is_near { pieces(text).find(|piece| piece.end == stop) } else { None }
}

/// What to say where something follows a text that should not: the mark that seems to close the text may open the next
/// one.
fn behind_a_text(text: &str, before: Range<usize>) -> String {
    if text[before.clone()].contains('\n') {
        return unclosed_text(&text[before.start..]);
    }
    format!(
        "found {} right after a closing quotation mark; either the text before it lacks its closing mark, or the mark \
         is part of the text and is written \\\"",
        first_token(&text[before.end..])
    )
}

/// The word or character at which reading stopped.
pub(super) fn first_token(rest: &str) -> String {
    let Some(first) = rest.chars().next() else { return "the end of the text".into() };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '%' | '/');
    let end = if is_word(first) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
    match first {
        '\n' | '\r' => "the end of the line".into(),
        _ if signs::meant(first) == Some(' ') || first.is_whitespace() || first.is_control() => {
            format!("the character U+{:04X}", u32::from(first))
        }
        _ if !first.is_alphanumeric() && end == first.len_utf8() => format!("`{}`", shorten(&rest[..end])),
        _ => shorten(&rest[..end]),
    }
}

/// Why a word that begins like a number is not one.
pub(super) fn why_not_a_number(word: &str) -> String {
    let parts: Vec<_> = word.split(['-', '/']).collect();
    let is_date =
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let has_base = ["0x", "0o", "0b"].iter().any(|base| word.trim_start_matches(['+', '-']).starts_with(base));
    let is_share = word.ends_with(['%', '％']);
    let word = shorten(word);
    if is_date {
        format!("found {word}; a date is written in quotation marks as year-month-day, such as \"1958-03-15\"")
    } else if is_share {
        format!("found {word}; a share is written as a number from 0 to 1, such as 0.5 for 50 %")
    } else if has_base {
        format!("found {word}, which is not a number of at most 64 bits; decimal numbers are written like 4.5")
    } else {
        format!("found {word}, which is not a number; numbers are written without units, such as 4.5")
    }
}

/// The letters, digits and signs of numbers on both sides of a place.
pub(super) fn word_around(text: &str, at: usize) -> Range<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '%' | '％' | '/');
    let start = text[..at].trim_end_matches(is_part).len();
    let end = at + text[at..].find(|c| !is_part(c)).unwrap_or(text.len() - at);
    let word = text[start..end].split("//").next().unwrap_or_default();
    start..start + word.len()
}

/// Texts, characters and comments in order, with their opening and closing marks; one that is not closed goes on to the
/// end. What looks like a bracket or a mark inside them is not one.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(['"', '\'', '/'])?;
            let (start, length) = piece(text, start);
            let end = length.map_or(text.len(), |length| start + length);
            from = end.max(start + 1);
            if end > start {
                return Some(start..end);
            }
        }
    })
}

/// The piece that a character opens: where it begins and its length; `None` if it is not closed, 0 if the character
/// opens nothing.
fn piece(text: &str, at: usize) -> (usize, Option<usize>) {
    let rest = &text[at..];
    if rest.starts_with("//") {
        return (at, rest.find('\n'));
    }
    if rest.starts_with("/*") {
        return (at, comment(rest));
    }
    match rest.as_bytes()[0] {
        b'"' => {
            let before = text[..at].trim_end_matches('#');
            let hashes = &text[before.len()..at];
            let is_raw = before.strip_suffix('r').is_some_and(|before| {
                let before = before.strip_suffix('b').unwrap_or(before);
                !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            });
            if is_raw {
                let close = format!("\"{hashes}");
                return (at, rest[1..].find(&close).map(|end| 1 + end + close.len()));
            }
            (at, closing_mark(rest))
        }
        b'\'' => {
            // One character or one escape between two marks; any other mark is an apostrophe.
            let mut signs = rest.char_indices().skip(2);
            let second = if rest[1..].starts_with('\\') { signs.nth(1) } else { signs.next() };
            match second {
                Some((end, '\'')) => (at, Some(end + 1)),
                _ => (at, Some(0)),
            }
        }
        _ => (at, Some(0)),
    }
}

/// The length of a text from its opening mark on.
fn closing_mark(rest: &str) -> Option<usize> {
    let mut from = 1;
    loop {
        let next = from + rest[from..].find(['"', '\\'])?;
        if rest[next..].starts_with('"') {
            return Some(next + 1);
        }
        let escaped = rest[next + 1..].chars().next()?;
        from = next + 1 + escaped.len_utf8();
    }
}

/// The length of a comment from its `/*` on; comments may be nested.
fn comment(rest: &str) -> Option<usize> {
    let (mut depth, mut from) = (0_usize, 0);
    loop {
        let next = from + rest[from..].find(['/', '*'])?;
        let (step, change) = match &rest.as_bytes()[next..] {
            [b'/', b'*', ..] => (2, 1),
            [b'*', b'/', ..] => (2, -1),
            _ => (1, 0),
        };
        depth = depth.saturating_add_signed(change);
        from = next + step;
        if depth == 0 {
            return Some(from);
        }
    }
}

/// The piece that contains a place.
fn around(text: &str, at: usize) -> Option<Range<usize>> {
    pieces(text).find(|piece| piece.start <= at && at <= piece.end && (at < piece.end || piece.end == text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_comments_are_told_from_what_lies_between() {
        let text = r##"( a: "x \" ( y", /* " /* ' */ */ b: r#"q " r"#, c: '"', d: "it's" // "z
            , e: 'ab', rr: "f"##;
        let found: Vec<_> = pieces(text).map(|piece| &text[piece]).collect();
        let expected = [r#""x \" ( y""#, r#"/* " /* ' */ */"#, r##""q " r"#"##, "'\"'", "\"it's\"", "// \"z", "\"f"];
        assert_eq!(found, expected);
    }
}
