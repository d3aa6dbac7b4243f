//! Contract: ten thousand damaged files give ten thousand sentences and no panic. A file that is still valid obeys all
//! rules; any other has at least one problem, and each problem has a place in the file and one short line of our own
//! that says what is there and what should be.

mod trials;

use std::sync::LazyLock;

use proptest::prelude::*;
use ron::error::Error as RonError;
use sparrowfall::scenario::{BUILT_IN, Document, SCHEMA, SavedRun, Scenario, open, parse};

/// The built-in files, one with every parameter, and a saved run.
fn files() -> Vec<String> {
    let pretty = || ron::ser::PrettyConfig::new().struct_names(true);
    let Ok(Document::Scenario(commune)) = open("commune") else { panic!("the default is broken") };
    let run = SavedRun {
        schema: SCHEMA,
        version: "0.1.0".into(),
        last_day: jiff::civil::date(1960, 1, 1),
        state_hash: "0123456789abcdef".into(),
        interventions: Scenario::historical_campaign()[..1].to_vec(),
        scenario: commune.clone(),
    };
    let mut files: Vec<_> = BUILT_IN.iter().map(|built_in| built_in.text.to_owned()).collect();
    files.push(ron::ser::to_string_pretty(&commune, pretty()).expect("RON"));
    files.push(ron::ser::to_string_pretty(&run, pretty()).expect("RON"));
    files
}

/// Words, numbers, signs and blanks that together make up the file.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    for c in text.chars() {
        match tokens.last_mut() {
            Some(last) if is_word(c) && last.chars().all(is_word) => last.push(c),
            Some(last) if c.is_whitespace() && last.chars().all(char::is_whitespace) => last.push(c),
            _ => tokens.push(c.to_string()),
        }
    }
    tokens
}

#[rustfmt::skip]
const NASTY: &[&str] = &[
    "", "(", ")", "[", "]", "{", "}", ",", ":", "\"", "'", "\\", "//", "/*", "*/", "#![enable(implicit_some)]", "#", "\0",
    "é", "雀", "“", "\u{feff}", "NaN", "inf", "-inf", "-1", "0", "1e308", "1e999", "-0.0", "1e-320", "0x", "_1", "1_000",
    "99999999999999999999999999", "0xFFFFFFFFFFFFFFFFF", "1.5", "50%", "1957-01-01", "\"1957-02-30\"", "\"9999-12-31\"",
    "true", "None", "Some(1)", "()", "Scenario", "Run", "StopCampaign", "SetParameter", "r#\"", "b'a'", "'a'", "..", "1..2",
    "schema: 2,", "seed: 1, seed: 2,", "r#seed", "\\u{110000}", "=", ";", "\r", "\u{85}", "\u{2028}",
    "，", "：", "（", "）", "［", "］", "｛", "｝", "；", "。", "、", "‘", "’", "”", "「", "１９５８", "４．５", "ｓｅｅｄ", "\u{3000}", "\u{a0}",
    "'our place'", "'it", "b\"x", "b\"x\"", "br#\"", "r#(", "b'", "\\", "\\x", "\u{1b}[31m", "\u{7}", "#!", "#![type = \"x\"]",
    "#![enable(none)]", "Some(1, 2)", "0b2", "300u8", "1_", "1e", "+", "..=", "/", "1.5f32",
];

#[derive(Clone, Debug)]
enum Damage {
    Delete(prop::sample::Index),
    Double(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Replace(prop::sample::Index, &'static str),
    Insert(prop::sample::Index, String),
    Rename(prop::sample::Index),
    Truncate(prop::sample::Index),
    Repeat(prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        place().prop_map(Damage::Delete),
        place().prop_map(Damage::Double),
        (place(), place()).prop_map(|(a, b)| Damage::Swap(a, b)),
        (place(), prop::sample::select(NASTY)).prop_map(|(a, nasty)| Damage::Replace(a, nasty)),
        (place(), prop::sample::select(NASTY)).prop_map(|(a, nasty)| Damage::Insert(a, nasty.to_owned())),
        (place(), prop::collection::vec(any::<char>(), 1..=4))
            .prop_map(|(a, text)| Damage::Insert(a, text.into_iter().collect())),
        place().prop_map(Damage::Rename),
        place().prop_map(Damage::Truncate),
        (place(), 2..300usize).prop_map(|(a, times)| Damage::Repeat(a, times)),
    ]
}

fn damaged(text: &str, damages: &[Damage]) -> String {
    let mut tokens = tokens(text);
    for damage in damages {
        let length = tokens.len().max(1);
        tokens.resize(length, String::new());
        match damage {
            Damage::Delete(at) => drop(tokens.remove(at.index(length))),
            Damage::Double(at) => tokens.insert(at.index(length), tokens[at.index(length)].clone()),
            Damage::Swap(a, b) => tokens.swap(a.index(length), b.index(length)),
            Damage::Replace(at, nasty) => tokens[at.index(length)] = (*nasty).to_owned(),
            Damage::Insert(at, text) => tokens.insert(at.index(length), text.clone()),
            Damage::Rename(at) => drop(tokens[at.index(length)].pop()),
            Damage::Truncate(at) => tokens.truncate(at.index(length)),
            Damage::Repeat(at, times) => tokens[at.index(length)] = tokens[at.index(length)].repeat(*times),
        }
    }
    tokens.concat()
}

/// The messages of `ron` itself, where they are constant: they tell nobody what to do.
fn sayings_of_ron() -> Vec<String> {
    use RonError::*;
    #[rustfmt::skip]
    let errors = [
        Fmt, Eof, ExpectedArray, ExpectedArrayEnd, ExpectedAttribute, ExpectedAttributeEnd, ExpectedBoolean, ExpectedComma,
        ExpectedChar, ExpectedByteLiteral, ExpectedFloat, FloatUnderscore, ExpectedInteger, ExpectedOption,
        ExpectedOptionEnd, ExpectedMap, ExpectedMapColon, ExpectedMapEnd, ExpectedStructLike, ExpectedNamedStructLike(""),
        ExpectedStructLikeEnd, ExpectedUnit, ExpectedString, ExpectedByteString, ExpectedStringEnd, ExpectedIdentifier,
        InvalidEscape("Unknown escape character"), InvalidEscape("Non-hex digit found"), IntegerOutOfBounds,
        UnclosedBlockComment, UnclosedLineComment, UnderscoreAtBeginning, TrailingCharacters, ExpectedRawValue,
        ExceededRecursionLimit, ExpectedRangeSyntax,
    ];
    let fixed = errors.iter().map(ToString::to_string);
    let first_words = ["Expected ", "Unexpected ", "Invalid ", "Found invalid", "No RON extension", "invalid "];
    fixed.chain(first_words.map(String::from)).collect()
}

fn judge_sentence(line: &str, sentence: &str) -> Result<(), TestCaseError> {
    /// Every list of valid names is shorter.
    const LONGEST: usize = 600;
    prop_assert!(sentence.len() > 10 && line.chars().count() <= LONGEST, "{}", line);
    prop_assert!(!line.contains(char::is_control), "{:?}", line);
    // The sentence that no author of a scenario should ever see; see `syntax::sentence`.
    prop_assert!(!sentence.contains("does not belong here"), "{}", line);
    thread_local!(static SAYINGS: Vec<String> = sayings_of_ron());
    let said = SAYINGS.with(|sayings| sayings.iter().find(|saying| sentence.contains(*saying)).cloned());
    prop_assert!(said.is_none(), "{:?} is not a sentence of ours: {}", said, line);
    Ok(())
}

fn judge(text: &str) -> Result<(), TestCaseError> {
    match parse(text, "damaged.ron") {
        Ok(Document::Scenario(scenario)) => prop_assert_eq!(scenario.check(), Ok(())),
        Ok(Document::Run(run)) => prop_assert_eq!(run.scenario.check(), Ok(())),
        Err(problems) => {
            prop_assert!(problems.iter().count() > 0);
            let lines = text.lines().count().max(1);
            for problem in problems.iter() {
                let place = problem.place.as_ref().expect("a place");
                prop_assert!((1..=lines).contains(&place.line) && place.column >= 1, "{} in {} lines", problem, lines);
                let line = text.split('\n').nth(place.line - 1).unwrap_or_default();
                prop_assert!(place.column <= line.chars().count() + 1, "{}", problem);
                judge_sentence(&problem.to_string(), &problem.sentence)?;
            }
            prop_assert!(problems.0.is_sorted_by_key(|problem| problem.place.clone()), "{}", problems);
        }
    }
    Ok(())
}

/// Any characters at all, or those that RON is made of.
fn any_chars() -> impl Strategy<Value = String> {
    let signs: Vec<char> = "(){}[]:,\"abcxyz0189 \n/*".chars().collect();
    prop_oneof![
        prop::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter),
        prop::collection::vec(prop::sample::select(signs), 0..60).prop_map(String::from_iter),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: trials::trials(10_000),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn damaged_files(file in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..5)) {
        static FILES: LazyLock<Vec<String>> = LazyLock::new(files);
        judge(&damaged(&FILES[file.index(FILES.len())], &damages))?;
    }

    #[test]
    fn heaps_of_tokens(tokens in prop::collection::vec(prop::sample::select(NASTY), 0..30)) {
        judge(&tokens.concat())?;
    }

    #[test]
    fn any_text(text in any_chars()) {
        judge(&text)?;
    }
}
