//! Sentences for text that is not RON, and the mending of common slips, so that all the rest can still be judged.

use std::collections::BTreeMap;

use ron::error::Error;

use super::document::check_syntax;
use super::problem::shorten;

/// Why text is not RON; `rest` begins where reading stopped.
pub(super) fn sentence(error: &Error, rest: &str) -> String {
    let found = first_token(rest);
    if let Some(hint) = hint(rest) {
        return format!("found {found}; {hint}");
    }
    match error {
        Error::ExpectedStringEnd => "a text begins here whose closing quotation mark is missing".into(),
        Error::UnclosedBlockComment => "a comment begins here whose closing */ is missing".into(),
        _ if rest.trim().is_empty() => "the text ends too early: a bracket that was opened is not closed".into(),
        Error::ExpectedComma => format!("found {found} where a comma or a closing bracket should be"),
        Error::ExpectedStructLikeEnd => format!("found {found} where a comma or the closing bracket ) should be"),
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
        Error::UnexpectedChar(_) => format!("found {found} where a value should be"),
        Error::InvalidEscape(_) => {
            "a backslash in a text must be followed by one of n, r, t, 0, \\, \", ', x and two hexadecimal digits, or \
             u{…}; for a plain backslash write \\\\"
                .into()
        }
        Error::TrailingCharacters => {
            format!("found {found} after the closing bracket; everything stands inside one pair of brackets ( )")
        }
        Error::ExceededRecursionLimit => "too many brackets inside each other (more than 128)".into(),
        Error::NoSuchExtension(name) => format!("there is no RON extension called {}", shorten(name)),
        Error::UnderscoreAtBeginning | Error::FloatUnderscore => {
            format!("found {found}; underscores may stand only between the digits of a number")
        }
        other => format!("found {found}, which cannot be read here ({})", shorten(&other.to_string())),
    }
}

/// What people often write instead of RON.
fn hint(rest: &str) -> Option<&'static str> {
    Some(match rest.chars().next()? {
        '=' => "a name and its value are joined by a colon, such as clutch_eggs: 5.3",
        ';' => "fields are separated by commas",
        '“' | '”' | '„' | '‘' | '’' | '«' | '»' => "texts stand in straight quotation marks, \"…\"",
        '，' | '：' | '（' | '）' | '；' => "punctuation must be typed in its Latin form: , : ( )",
        '%' => "a share is written as a number from 0 to 1, such as 0.5 for 50 %",
        '#' => "a comment begins with //",
        _ => return None,
    })
}

/// The word or sign at which reading stopped.
fn first_token(rest: &str) -> String {
    let Some(first) = rest.chars().next() else { return "the end of the text".into() };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '%' | '/');
    let end = if is_word(first) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
    match first {
        '\n' | '\r' => "the end of the line".into(),
        _ if first.is_whitespace() || first.is_control() => format!("the character U+{:04X}", u32::from(first)),
        _ if !first.is_alphanumeric() && end == first.len_utf8() => format!("`{first}`"),
        _ => shorten(&rest[..end]),
    }
}

/// A copy of a text of the same length in which common slips are mended, so that what stands behind them can be judged
/// too; and what is wrong with each, by its place.
pub(super) fn mend(text: &str) -> (String, BTreeMap<usize, Mended>) {
    /// Each costs a reading of the whole file.
    const MOST: usize = 60;
    let mut mended = text.to_owned();
    let mut slips = BTreeMap::new();
    let mut stop = check_syntax(&mended);
    for _ in 0..MOST {
        let Err(at) = stop else { break };
        let slip = number_word(&mended, at)
            .or_else(|| sign(&mended, at))
            .or_else(|| several_words(&mended, at))
            .or_else(|| square_brackets(&mended, at))
            .or_else(|| missing_comma(&mended, at));
        let Some(slip) = slip else { break };
        let mut attempt = mended.clone();
        attempt.replace_range(slip.change.0..slip.change.0 + slip.change.1.len(), &slip.change.1);
        let next = check_syntax(&attempt);
        // A mend that does not help was none.
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
    /// What stands there now.
    pub left: Left,
}

/// What a mended text has in place of a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// Nothing that could be judged.
    Nothing,
    /// One word in place of several. Whoever reads the field knows what it should hold, and can say so.
    Word,
    /// A group that was written in square brackets, whose fields can be judged.
    Group,
}

/// Something that is not RON, though it is plain what was meant.
struct Slip {
    at: usize,
    sentence: String,
    left: Left,
    /// Where to write what over it, byte for byte.
    change: (usize, String),
}

/// The word around a place, if it begins like a number but is none. Another number stands in for it.
fn number_word(text: &str, around: usize) -> Option<Slip> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '%' | '/');
    let start = text[..around].trim_end_matches(is_part).len();
    let end = around + text[around..].find(|c| !is_part(c)).unwrap_or(text.len() - around);
    let word = text[start..end].split("//").next().unwrap_or_default();
    let digits = word.trim_start_matches(['+', '-', '.']);
    let is_like_a_number = word.len() >= 2 && digits.starts_with(|c: char| c.is_ascii_digit());
    let is_value = text[..start].trim_end().ends_with([':', ',', '[', '(']);
    (is_like_a_number && is_value && ron::from_str::<ron::Value>(word).is_err()).then(|| Slip {
        at: start,
        sentence: why_not_a_number(word),
        left: Left::Nothing,
        change: (start, format!("1.{}", "0".repeat(word.len() - 2))),
    })
}

/// A wrong sign for a right one.
fn sign(text: &str, at: usize) -> Option<Slip> {
    let found = text[at..].chars().next()?;
    let right = match found {
        '=' | '：' => ":",
        ';' | '，' | '；' => ",",
        '“' | '”' | '„' | '«' | '»' => {
            // A mended text keeps its length in bytes. Both of its marks are wrong, and both are replaced.
            let close = at + found.len_utf8();
            let close = close + text[close..].find(['“', '”', '«', '»', '"', '\n'])?;
            let (close_sign, length) = (text[close..].chars().next()?, text[at..close].len());
            (close_sign != '\n').then_some(())?;
            let inside = "x".repeat(length + close_sign.len_utf8() - 2);
            return Some(Slip {
                at,
                sentence: sentence(&Error::Eof, &text[at..]),
                left: Left::Nothing,
                change: (at, format!("\"{inside}\"")),
            });
        }
        _ => return None,
    };
    let padded = format!("{right:width$}", width = found.len_utf8());
    Some(Slip { at, sentence: sentence(&Error::Eof, &text[at..]), left: Left::Nothing, change: (at, padded) })
}

/// A field's value of several words, such as a text without its quotation marks or a number with its unit.
fn several_words(text: &str, at: usize) -> Option<Slip> {
    let colon = text[..at].rfind(':')?;
    let start = at - text[colon + 1..at].trim_start().len();
    let rest = &text[start..];
    let ends = [rest.find([',', ';', '，', '；', ')', ']', '\n', '\r']), rest.find("//"), rest.find("/*")];
    let words = rest[..ends.into_iter().flatten().min().unwrap_or(rest.len())].trim_end();
    let begins_well = words.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // With any of these in it, it is something else, such as two fields between which a comma is missing.
    let is_plain = !words.contains([':', '：', '=', '"', '“', '”', '„', '«', '»', '(', '（', '[', '{', '}']);
    (start < at && at < start + words.len() && begins_well && is_plain).then(|| Slip {
        at: start,
        sentence: format!(
            "found {} where one value should be; a text stands in quotation marks, \"…\"",
            shorten(words)
        ),
        left: Left::Word,
        change: (start, "x".repeat(words.len())),
    })
}

/// The square brackets of a list around the fields of a group; reading stops at the colon behind the first name.
fn square_brackets(text: &str, at: usize) -> Option<Slip> {
    text[at..].starts_with(':').then_some(())?;
    let before = text[..at].trim_end();
    let name = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
    let open = name.trim_end().strip_suffix('[').filter(|_| name.len() < before.len())?.len();
    let fields = closing_bracket(text, open).map(|close| format!("({})", &text[open + 1..close]));
    Some(Slip {
        at: open,
        sentence: "a group of fields stands in round brackets, ( ); square brackets, [ ], are for lists".into(),
        left: Left::Group,
        change: (open, fields.unwrap_or_else(|| "(".into())),
    })
}

/// The bracket that closes the one at `open`.
fn closing_bracket(text: &str, open: usize) -> Option<usize> {
    let (mut depth, mut is_in_text, mut is_escaped) = (0_usize, false, false);
    for (index, c) in text[open..].char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_in_text => is_escaped = true,
            '"' => is_in_text = !is_in_text,
            _ if is_in_text => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(open + index);
                }
            }
            _ => {}
        }
    }
    None
}

/// A comma that is missing between two fields or events.
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

/// Why a word that begins like a number is none.
pub(super) fn why_not_a_number(word: &str) -> String {
    let parts: Vec<_> = word.split(['-', '/']).collect();
    let is_date =
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let word = shorten(word);
    if is_date {
        format!("found {word}; a date stands in quotation marks as year-month-day, such as \"1958-03-15\"")
    } else if word.ends_with('%') {
        format!("found {word}; a share is written as a number from 0 to 1, such as 0.5 for 50 %")
    } else {
        format!("found {word}, which is not a number; numbers are written without their unit, such as 4.5")
    }
}
