//! The last thing that went wrong, for the heartbeat: one line. What the program's parts report as errors and warnings also goes
//! into the log.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::scenario::printable;

use super::Clerk;

/// Longest line, characters.
const LONGEST: usize = 200;

/// The last error; each copy is the same one.
#[derive(Clone, Debug, Default)]
pub struct LastError(Arc<Mutex<Option<String>>>);

impl LastError {
    /// Takes down what went wrong.
    pub fn note(&self, sentence: &str) {
        let shown = printable(sentence);
        let line = match shown.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &shown[..end]),
            None => shown.into_owned(),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(line);
    }

    /// What went wrong last, on one line.
    pub fn line(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Hears what all parts of the program report, for `LogPlugin::custom_layer`: errors become the last error, and both they and
/// warnings are written into the log.
pub struct Listener(Arc<Clerk>);

impl Listener {
    /// One that tells a clerk.
    pub fn new(clerk: Arc<Clerk>) -> Self {
        Self(clerk)
    }
}

impl<S: Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let level = *event.metadata().level();
        if level > Level::WARN {
            return;
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        if level == Level::ERROR {
            self.0.last_error().note(&message.0);
        }
        self.0.say(&format!("{level}: {}", message.0));
    }
}

/// An event's message, and its other fields as `name=value`.
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        let name = field.name();
        self.0 += &if name == "message" { format!("{value:?}") } else { format!("{name}={value:?}") };
    }
}

/// From now on, a panic in any thread is the last error and goes into the log, besides what is done with it anyway.
pub fn note_panics(clerk: &Arc<Clerk>) {
    let clerk = Arc::downgrade(clerk);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(clerk) = clerk.upgrade() {
            let sentence = panic.to_string();
            clerk.last_error().note(&sentence);
            clerk.say(&sentence);
            // What has not been written is lost if the process ends of it; this thread may be on its way to that.
            clerk.wait();
        }
        before(panic);
    }));
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::layer::SubscriberExt;

    use super::super::super::config::Config;
    use super::super::super::test_support::folder;
    use super::*;

    /// Contract: the last error is one short line, whatever was said.
    #[test]
    fn an_error_is_one_line() {
        let last = LastError::default();
        assert_eq!(last.line(), None);
        last.note("a\nb");
        last.clone().note(&"é\u{1b}".repeat(500));
        let line = last.line().unwrap();
        assert_eq!((line.chars().count(), line.lines().count()), (LONGEST + 1, 1));
        assert!(!line.contains('\u{1b}'));
        last.note("short");
        assert_eq!(last.line().as_deref(), Some("short"));
    }

    /// Contract: an error of any part is the last error; errors and warnings are in the log, and what is less is not.
    #[test]
    fn what_parts_report_is_heard() {
        let folder = folder("listener");
        let log = folder.join("kiosk.log");
        let clerk = Arc::new(Clerk::start(&Config { log: Some(log.clone()), ..Config::default() }));
        let subscriber = tracing_subscriber::registry().with(Listener::new(clerk.clone()));
        tracing::subscriber::with_default(subscriber, || {
            tracing::error!(code = 7, "the screen is lost");
            tracing::warn!("slow");
            tracing::info!("hello");
        });
        assert_eq!(clerk.last_error().line().as_deref(), Some("the screen is lost code=7"));
        drop(clerk);
        let text = std::fs::read_to_string(log).unwrap();
        let said: Vec<&str> = text.lines().map(|line| &line[20..]).collect();
        assert_eq!(said, ["ERROR: the screen is lost code=7", "WARN: slow"]);
    }
}
