//! Contract: hundreds of damaged configurations give as many sentences and no panic.

use proptest::prelude::*;

use super::read::FIELDS;
use super::tests::{EXAMPLE, parse};

/// Words, numbers, signs and blanks that together make up the file.
fn tokens(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let parts: Vec<char> = text.chars().collect();
    parts
        .chunk_by(|a, b| is_word(*a) && is_word(*b) || a.is_whitespace() && b.is_whitespace())
        .map(|part| part.iter().collect())
        .collect()
}

#[rustfmt::skip]
const NASTY: &[&str] = &[
    "", "(", ")", "[", "]", "{", "}", ",", ":", "\"", "'", "\\", "//", "/*", "*/", "#", "\0", "雀", "“", "\u{feff}", "NaN", "inf", "-1",
    "1e999", "0x", "1_", "99999999999999999999999999", "50%", "true", "None", "Some(1)", "Some(", "Some(1, 2)", "()", "Kiosk", "Mon",
    "\"24:00\"", "\"\"", "[Mon]", "[[]]", "r#\"", "b'a'", "..", "=", ";", "\r", "\u{2028}", "，", "（", "」", "１８", "\u{3000}", "\\u{110000}",
    "days: [], ", "schedule: [()],", "#![enable(implicit_some)]",
];

#[derive(Clone, Debug)]
enum Damage {
    Delete(prop::sample::Index),
    Double(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Replace(prop::sample::Index, &'static str),
    Insert(prop::sample::Index, String),
    Truncate(prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        place().prop_map(Damage::Delete),
        place().prop_map(Damage::Double),
        (place(), place()).prop_map(|(a, b)| Damage::Swap(a, b)),
        (place(), prop::sample::select(NASTY)).prop_map(|(a, nasty)| Damage::Replace(a, nasty)),
        (place(), prop::collection::vec(any::<char>(), 1..=4))
            .prop_map(|(a, text)| Damage::Insert(a, text.into_iter().collect())),
        place().prop_map(Damage::Truncate),
    ]
}

fn damaged(text: &str, damages: &[Damage]) -> String {
    let mut tokens = tokens(text);
    for damage in damages {
        let length = tokens.len().max(1);
        if tokens.is_empty() {
            tokens.push("(".into());
        }
        match damage {
            Damage::Delete(at) => _ = tokens.remove(at.index(length)),
            Damage::Double(at) => tokens.insert(at.index(length), tokens[at.index(length)].clone()),
            Damage::Swap(a, b) => tokens.swap(a.index(length), b.index(length)),
            Damage::Replace(at, nasty) => tokens[at.index(length)] = (*nasty).into(),
            Damage::Insert(at, text) => tokens.insert(at.index(length), text.clone()),
            Damage::Truncate(at) => tokens.truncate(at.index(length)),
        }
    }
    tokens.concat()
}

/// All that is in the example, and without its comments, so that more of the damage hits.
fn dense() -> String {
    let lines = EXAMPLE.lines().map(str::trim);
    let is_field = |line: &&str| {
        line.starts_with(['(', ')', ']']) || FIELDS.iter().any(|field| line.starts_with(&format!("{field}: ")))
    };
    let fields = lines.map(|line| line.trim_start_matches("// ")).filter(is_field);
    let fields =
        fields.filter(|line| line.ends_with([',', '(', ')', '['])).map(|line| line.replace("\"\",", "\"2479\","));
    fields.collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    /// Contract: a damaged file gives no panic. One that can still be read obeys all rules; any other has at least one sentence, and
    /// each is one line with a place in the file.
    #[test]
    fn damage_gives_sentences(damages in prop::collection::vec(damage(), 1..5), is_dense in any::<bool>()) {
        let text = damaged(&if is_dense { dense() } else { EXAMPLE.to_owned() }, &damages);
        match parse(&text) {
            Ok(config) => {
                prop_assert!((20..=600).contains(&config.idle_s) && (10..=60).contains(&config.countdown_s));
                prop_assert!((0.0..=1.0).contains(&config.volume) && config.px_per_mm.is_none_or(|px| (0.5..=20.0).contains(&px)));
                let mut languages = config.languages.clone();
                languages.sort_by_key(|language| language.tag());
                languages.dedup();
                prop_assert!(!languages.is_empty() && languages.len() == config.languages.len());
                prop_assert!(config.staff_pin.is_none_or(|pin| (4..=8).contains(&pin.digits())));
            }
            Err(problems) => {
                prop_assert!(!problems.0.is_empty());
                for problem in problems.iter() {
                    let place = problem.place.as_ref().expect("a place");
                    prop_assert!(place.line >= 1 && place.line <= text.lines().count().max(1) && place.column >= 1);
                    prop_assert!(!problem.sentence.is_empty() && problem.to_string().lines().count() == 1, "{:?}", problem);
                }
            }
        }
    }
}

#[test]
fn the_dense_example_is_right() {
    assert!(parse(&dense()).is_ok_and(|config| config.staff_pin.is_some() && config.log.is_some()), "{}", dense());
}
