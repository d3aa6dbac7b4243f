//! A visit: its screens in their order, and what leads from one to the next. It knows nothing of windows, runs or clocks: events
//! come in, effects go out.

/// A screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Nobody is there, and the land lives by itself.
    #[default]
    Attract,
    /// What the exhibit is about.
    ContentNote,
    /// Who lives in the fields.
    Peace,
    /// What the visitor thinks will happen.
    Predict,
    /// The campaign is started, and days pass.
    Start,
    /// The harvest of the campaign's first year.
    FirstHarvest,
    /// The harvest that fell.
    Fall,
    /// What led to it.
    Why,
    /// The same land without the campaign.
    Compare,
    /// The visitor goes on freely.
    Free,
    /// What else was done in these years.
    Plan,
    /// Where all this is known from.
    Sources,
}

impl Screen {
    /// The screens of the story, in their order.
    pub const STORY: [Self; 8] = [
        Self::ContentNote,
        Self::Peace,
        Self::Predict,
        Self::Start,
        Self::FirstHarvest,
        Self::Fall,
        Self::Why,
        Self::Compare,
    ];
    /// All screens.
    pub const ALL: [Self; 12] = [
        Self::Attract,
        Self::ContentNote,
        Self::Peace,
        Self::Predict,
        Self::Start,
        Self::FirstHarvest,
        Self::Fall,
        Self::Why,
        Self::Compare,
        Self::Free,
        Self::Plan,
        Self::Sources,
    ];

    /// What it is called in counts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Attract => "attract",
            Self::ContentNote => "content-note",
            Self::Peace => "peace",
            Self::Predict => "predict",
            Self::Start => "start",
            Self::FirstHarvest => "first-harvest",
            Self::Fall => "fall",
            Self::Why => "why",
            Self::Compare => "compare",
            Self::Free => "free",
            Self::Plan => "plan",
            Self::Sources => "sources",
        }
    }

    /// Its number among those of the story, from 1.
    pub fn step(self) -> Option<usize> {
        Self::STORY.iter().position(|screen| *screen == self).map(|index| index + 1)
    }
}

/// What a visitor says about the harvests without sparrows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// There will be more grain.
    More,
    /// About as much.
    Same,
    /// Less.
    Less,
}

impl Guess {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::More, Self::Same, Self::Less];
}

/// A day of the run to which the story leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// A day in spring, before the campaign.
    Peace,
    /// The eve of the campaign.
    Eve,
    /// When the harvest of its first year is in.
    FirstHarvest,
    /// The worst day of the year that fell.
    Fall,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody has come.
    Wake,
    /// On to the next screen.
    Next,
    /// Back to the one before.
    Back,
    /// The visitor's answer.
    Guess(Guess),
    /// A part of the screen is opened, or closed again.
    Open(usize),
    /// The campaign is started.
    Start,
    /// To a screen beside the story.
    Go(Screen),
    /// The run has come to a day of the story.
    Came(Milestone),
    /// The visit ends: nobody is there any more, or the visitor begins anew.
    Leave,
}

/// What is to be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Begin everything that a visitor may have changed from the beginning, the run too.
    Reset,
    /// Let days pass up to a milestone, so that one sees them pass.
    PlayTo(Milestone),
    /// Go there at once.
    GoTo(Milestone),
    /// Let days pass so slowly that one sees the animals move.
    Linger,
    /// Let no day pass.
    Rest,
}

/// Where a visit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// The screen.
    pub screen: Screen,
    /// The screen of the story, or of free play, from which the visitor came to one beside it.
    pub came_from: Screen,
    /// What the visitor has said.
    pub guess: Option<Guess>,
    /// Whether the campaign has been started.
    pub has_started: bool,
    /// The day to which the run is on its way.
    pub heading: Option<Milestone>,
    /// The part of the screen that is open.
    pub opened: Option<usize>,
}

impl Visit {
    /// What follows from an event. Any event may come on any screen; what means nothing there changes nothing.
    pub fn after(mut self, event: Event) -> (Self, Vec<Effect>) {
        use Effect::{GoTo, Linger, PlayTo, Reset, Rest};
        use Milestone as To;

        let before = self.screen;
        let effects = match (self.screen, event) {
            (Screen::Attract, Event::Wake | Event::Next) => self.show(Screen::ContentNote, &[GoTo(To::Peace)]),
            (Screen::Attract, _) => vec![],
            (_, Event::Leave) | (Screen::ContentNote, Event::Back) => {
                self = Self::default();
                vec![Reset]
            }
            (_, Event::Came(milestone)) if self.heading == Some(milestone) => {
                self.heading = None;
                match (self.screen, milestone) {
                    (Screen::Peace, To::Peace) => vec![Linger],
                    (Screen::Compare, To::Fall) => vec![Linger],
                    (Screen::Start, To::FirstHarvest) => self.show(Screen::FirstHarvest, &[]),
                    _ => vec![],
                }
            }
            (Screen::Peace | Screen::Why, Event::Open(part)) => {
                self.opened = (self.opened != Some(part)).then_some(part);
                vec![]
            }
            (Screen::ContentNote, Event::Next) => self.show(Screen::Peace, &[Linger]),
            (Screen::Peace, Event::Next) => self.show(Screen::Predict, &[Rest]),
            (Screen::Peace, Event::Back) => self.show(Screen::ContentNote, &[Rest]),
            (Screen::Predict, Event::Next) => self.show(Screen::Start, &[GoTo(To::Eve)]),
            (Screen::Predict, Event::Guess(guess)) => {
                self.guess = Some(guess);
                self.show(Screen::Start, &[GoTo(To::Eve)])
            }
            (Screen::Predict, Event::Back) => self.show(Screen::Peace, &[GoTo(To::Peace)]),
            (Screen::Start, Event::Start) if !self.has_started => {
                self.has_started = true;
                self.head(&[PlayTo(To::FirstHarvest)])
            }
            (Screen::Start, Event::Next) => {
                self.has_started = true;
                self.show(Screen::FirstHarvest, &[GoTo(To::FirstHarvest)])
            }
            (Screen::Start, Event::Back) => {
                self.has_started = false;
                self.show(Screen::Predict, &[GoTo(To::Peace)])
            }
            (Screen::FirstHarvest, Event::Next) => self.show(Screen::Fall, &[PlayTo(To::Fall)]),
            (Screen::FirstHarvest, Event::Back) => {
                self.has_started = false;
                self.show(Screen::Start, &[GoTo(To::Eve)])
            }
            // Whoever does not want to see the years pass need not.
            (Screen::Fall, Event::Next) if self.heading.is_some() => self.head(&[GoTo(To::Fall)]),
            (Screen::Fall, Event::Next) => self.show(Screen::Why, &[]),
            (Screen::Fall, Event::Back) => self.show(Screen::FirstHarvest, &[GoTo(To::FirstHarvest)]),
            (Screen::Why, Event::Next) => self.show(Screen::Compare, &[Linger]),
            (Screen::Why, Event::Back) => self.show(Screen::Fall, &[]),
            (Screen::Compare, Event::Next) => self.show(Screen::Free, &[Linger]),
            (Screen::Compare, Event::Back) => self.show(Screen::Why, &[GoTo(To::Fall)]),
            (Screen::Free, Event::Back) => self.show(Screen::Compare, &[GoTo(To::Fall)]),
            (Screen::Compare | Screen::Free, Event::Go(to @ (Screen::Plan | Screen::Sources))) => {
                self.came_from = self.screen;
                self.show(to, &[Rest])
            }
            (Screen::Plan | Screen::Sources, Event::Go(to @ (Screen::Plan | Screen::Sources))) => self.show(to, &[]),
            (Screen::Plan | Screen::Sources, Event::Back) => self.show(self.came_from, &[Linger]),
            (Screen::Plan | Screen::Sources, Event::Next) => self.show(Screen::Free, &[Linger]),
            _ => vec![],
        };
        if self.screen != before {
            self.opened = None;
        }
        (self, effects)
    }

    fn show(&mut self, screen: Screen, effects: &[Effect]) -> Vec<Effect> {
        self.screen = screen;
        self.head(effects)
    }

    /// Takes note of where these effects lead.
    fn head(&mut self, effects: &[Effect]) -> Vec<Effect> {
        for effect in effects {
            self.heading = match *effect {
                Effect::PlayTo(milestone) | Effect::GoTo(milestone) => Some(milestone),
                // On the way to a day, whatever else is wanted comes after it.
                Effect::Linger | Effect::Rest => self.heading,
                Effect::Reset => None,
            };
        }
        // It lingers once it is there.
        let is_underway = self.heading.is_some();
        effects
            .iter()
            .copied()
            .filter(|effect| !(is_underway && matches!(effect, Effect::Linger | Effect::Rest)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn events() -> impl Strategy<Value = Event> {
        let milestones = [Milestone::Peace, Milestone::Eve, Milestone::FirstHarvest, Milestone::Fall];
        prop_oneof![
            Just(Event::Wake),
            Just(Event::Next),
            Just(Event::Back),
            proptest::sample::select(&Guess::ALL[..]).prop_map(Event::Guess),
            (0_usize..5).prop_map(Event::Open),
            Just(Event::Start),
            proptest::sample::select(&Screen::ALL[..]).prop_map(Event::Go),
            proptest::sample::select(milestones.to_vec()).prop_map(Event::Came),
            Just(Event::Leave),
        ]
    }

    fn after(events: &[Event]) -> (Visit, Vec<Effect>) {
        let mut effects = Vec::new();
        let visit = events.iter().fold(Visit::default(), |visit, event| {
            let (visit, new) = visit.after(*event);
            effects.extend(new);
            visit
        });
        (visit, effects)
    }

    /// The visit once the run has come to where it is heading.
    fn arrived(visit: Visit) -> Visit {
        visit.heading.map_or(visit, |to| visit.after(Event::Came(to)).0)
    }

    proptest! {
        /// Contract: there is no dead end. From wherever a visitor comes to, pressing the main button leads through the whole story to free
        /// play, whether the run is quick or slow; pressing back leads out; and leaving begins everything anew.
        #[test]
        fn there_is_no_dead_end(events in proptest::collection::vec(events(), 0..40), is_quick: bool) {
            let (visit, _) = after(&events);
            let mut on = visit;
            for _ in 0..24 {
                if on.screen != Screen::Free {
                    on = on.after(Event::Next).0;
                }
                on = if is_quick || on.screen == Screen::Fall { arrived(on) } else { on };
            }
            prop_assert_eq!(on.screen, Screen::Free);
            let mut back = visit;
            (0..12).for_each(|_| back = back.after(Event::Back).0);
            prop_assert_eq!(back.screen, Screen::Attract);
            prop_assert_eq!(back, Visit::default());
            let (left, effects) = visit.after(Event::Leave);
            prop_assert_eq!(left, Visit::default());
            prop_assert_eq!(effects, if visit.screen == Screen::Attract { vec![] } else { vec![Effect::Reset] });
        }

        /// Contract: everything is reset exactly when a visit ends, and only then is nothing remembered of it.
        #[test]
        fn a_visit_ends_with_a_reset(events in proptest::collection::vec(events(), 0..60)) {
            let mut visit = Visit::default();
            for event in events {
                let (next, effects) = visit.after(event);
                let ends = visit.screen != Screen::Attract && next.screen == Screen::Attract;
                prop_assert_eq!(effects.contains(&Effect::Reset), ends);
                prop_assert!(!ends || next == Visit::default());
                visit = next;
            }
        }

        /// Contract: no screen of the story is skipped by anything but pressing, and only from the one before it does one come to the next;
        /// what the run comes to, early or late, leads from the campaign's start to its first harvest and nowhere else.
        #[test]
        fn the_story_is_told_in_order(events in proptest::collection::vec(events(), 0..60)) {
            let mut visit = Visit::default();
            for event in events {
                let (next, _) = visit.after(event);
                if let (Some(from), Some(to)) = (visit.screen.step(), next.screen.step()) {
                    prop_assert!(to <= from + 1, "{:?} to {:?}", visit.screen, next.screen);
                }
                if let Event::Came(_) = event && next.screen != visit.screen {
                    prop_assert_eq!((visit.screen, next.screen), (Screen::Start, Screen::FirstHarvest));
                }
                visit = next;
            }
        }
    }

    /// Contract: the story from the first touch to free play takes ten presses, and the campaign is started once.
    #[test]
    fn the_story_takes_ten_presses() {
        let mut visit = Visit::default();
        let mut screens = vec![];
        let presses = [
            Event::Wake,
            Event::Next,
            Event::Next,
            Event::Guess(Guess::More),
            Event::Start,
            Event::Next,
            Event::Next,
            Event::Next,
            Event::Next,
        ];
        for event in presses {
            visit = arrived(visit.after(event).0);
            screens.push(visit.screen);
        }
        assert_eq!(&screens[..4], &Screen::STORY[..4]);
        assert_eq!(&screens[4..8], &Screen::STORY[4..]);
        assert_eq!(screens[8], Screen::Free);
        assert_eq!((visit.guess, visit.has_started), (Some(Guess::More), true));
    }

    /// Contract: whoever goes back before the campaign finds it not started.
    #[test]
    fn going_back_takes_the_campaign_back() {
        let (visit, _) = after(&[Event::Wake, Event::Next, Event::Next, Event::Next, Event::Start]);
        assert!(visit.has_started && visit.heading == Some(Milestone::FirstHarvest));
        let (back, effects) = visit.after(Event::Back);
        assert_eq!(
            (back.screen, back.has_started, effects),
            (Screen::Predict, false, vec![Effect::GoTo(Milestone::Peace)])
        );
    }
}
