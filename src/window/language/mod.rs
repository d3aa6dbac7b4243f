//! The language layer: every word of the window is a message of Project Fluent, looked up by its id in the language in use.
//!
//! A message stands in `locales/<language>/<part of the window>.ftl`; `tr!` gives its text. A test reads the sources and sees
//! that each message that is asked for is there, with the arguments that it names, and that none is there in vain.

#[cfg(test)]
mod coverage;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, Ordering};

use fluent_bundle::bundle::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource, IntlLangMemoizer>;

/// A language of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::FromRepr)]
#[repr(u8)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese; in the kiosk only.
    Chinese,
    /// Spanish; in the kiosk only.
    Spanish,
    /// English with accents and longer by about a third, as many languages are: for finding text that has too little room, or
    /// that does not come through this layer.
    Pseudo,
}

/// The messages of English, a file for each part of the window.
const ENGLISH: [&str; 10] = [
    include_str!("../../../locales/en/bet.ftl"),
    include_str!("../../../locales/en/charts.ftl"),
    include_str!("../../../locales/en/follow.ftl"),
    include_str!("../../../locales/en/kiosk.ftl"),
    include_str!("../../../locales/en/live_run.ftl"),
    include_str!("../../../locales/en/overlays.ftl"),
    include_str!("../../../locales/en/panels.ftl"),
    include_str!("../../../locales/en/parameters.ftl"),
    include_str!("../../../locales/en/time_line.ftl"),
    include_str!("../../../locales/en/why.ftl"),
];

/// The kiosk in the other languages. What they lack is English.
const CHINESE: [&str; 1] = [include_str!("../../../locales/zh-Hans/kiosk.ftl")];
const SPANISH: [&str; 1] = [include_str!("../../../locales/es/kiosk.ftl")];

impl Language {
    /// Those in which all of the window can be read.
    pub const OF_WINDOW: [Self; 2] = [Self::English, Self::Pseudo];
    /// Those in which the kiosk can be visited.
    pub const OF_KIOSK: [Self; 3] = [Self::English, Self::Chinese, Self::Spanish];

    /// What those who speak it call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
            Self::Spanish => "Español",
            Self::Pseudo => "Pseudo",
        }
    }

    /// Its name in English, for a technician.
    pub fn english_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "Chinese",
            Self::Spanish => "Spanish",
            Self::Pseudo => "Pseudo-English",
        }
    }

    /// A number that is written as in English, as it is written in this language.
    pub fn write_number(self, english: &str) -> String {
        match self {
            Self::English | Self::Chinese | Self::Pseudo => english.into(),
            // Numbers of four figures are not divided.
            Self::Spanish if english.chars().filter(char::is_ascii_digit).count() < 5 && !english.contains('.') => {
                english.replace(',', "")
            }
            Self::Spanish => english.replace(',', "\u{a0}").replace('.', ","),
        }
    }

    fn messages(self) -> &'static [&'static str] {
        match self {
            Self::English | Self::Pseudo => &ENGLISH,
            Self::Chinese => &CHINESE,
            Self::Spanish => &SPANISH,
        }
    }

    /// By which plural forms are chosen.
    fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }

    /// What it is called in files.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English | Self::Pseudo => "en",
            Self::Chinese => "zh-Hans",
            Self::Spanish => "es",
        }
    }

    fn transform(self) -> Option<fn(&str) -> std::borrow::Cow<str>> {
        match self {
            Self::English | Self::Chinese | Self::Spanish => None,
            Self::Pseudo => Some(|text| fluent_pseudo::transform(text, false, true)),
        }
    }

    fn bundle(self) -> &'static Bundle {
        static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle_of(Language::English));
        static CHINESE: LazyLock<Bundle> = LazyLock::new(|| bundle_of(Language::Chinese));
        static SPANISH: LazyLock<Bundle> = LazyLock::new(|| bundle_of(Language::Spanish));
        static PSEUDO: LazyLock<Bundle> = LazyLock::new(|| bundle_of(Language::Pseudo));
        match self {
            Self::English => &ENGLISH,
            Self::Chinese => &CHINESE,
            Self::Spanish => &SPANISH,
            Self::Pseudo => &PSEUDO,
        }
    }
}

fn bundle_of(language: Language) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
    // Marks that isolate what is put in are for text that mixes directions of writing; egui would draw them as boxes.
    bundle.set_use_isolating(false);
    bundle.set_transform(language.transform());
    for messages in language.messages() {
        // What can be read of a file with a fault is used; a test sees that there is no fault.
        let resource = FluentResource::try_new((*messages).into()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

static IN_USE: AtomicU8 = AtomicU8::new(Language::English as u8);

#[cfg(test)]
thread_local! {
    static OF_THIS_TEST: std::cell::Cell<Option<Language>> = const { std::cell::Cell::new(None) };
}

/// Makes a language the one in use.
pub fn speak(language: Language) {
    IN_USE.store(language as u8, Ordering::Relaxed);
}

/// The language in use.
pub fn in_use() -> Language {
    #[cfg(test)]
    if let Some(language) = OF_THIS_TEST.get() {
        return language;
    }
    Language::from_repr(IN_USE.load(Ordering::Relaxed)).unwrap_or(Language::English)
}

/// Does something in a language, on this thread only.
#[cfg(test)]
pub fn within<T>(language: Language, act: impl FnOnce() -> T) -> T {
    let before = OF_THIS_TEST.replace(Some(language));
    let result = act();
    OF_THIS_TEST.set(before);
    result
}

/// The text of a message; see `tr!`, which names the arguments. A message that is not there is shown by its id.
pub fn message<'a>(id: &'static str, arguments: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>) -> String {
    // What a language lacks is read in English.
    let bundles = [in_use().bundle(), Language::English.bundle()];
    let found = bundles.into_iter().find_map(|bundle| Some((bundle, bundle.get_message(id)?.value()?)));
    let Some((bundle, pattern)) = found else {
        return id.into();
    };
    let named: FluentArgs = arguments.into_iter().collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&named), &mut errors);
    debug_assert!(errors.is_empty(), "{id}: {errors:?}");
    text.into_owned()
}

/// A text that is not one of the window's: of a scenario file, or what the model's documentation says of a parameter. It has no
/// message. In English it is shown as it stands, and the pseudo-language marks it, so that text that does not come this way is seen.
pub fn documented(english: &str) -> String {
    in_use().transform().map_or_else(|| english.into(), |transform| transform(english).into_owned())
}

/// Several such texts, a line each.
pub fn documented_lines(english: &str) -> String {
    english.lines().map(documented).collect::<Vec<_>>().join("\n")
}

/// The text of a message in the language in use: `tr!("speed")`, or with what its placeables name,
/// `tr!("birds-left", birds = 1_200)`.
macro_rules! tr {
    ($id:literal $(,)?) => { $crate::window::language::message($id, []) };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::window::language::message($id, [$((stringify!($name), fluent_bundle::FluentValue::from($value))),+])
    };
}
pub(crate) use tr;
