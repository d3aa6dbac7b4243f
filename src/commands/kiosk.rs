//! `kiosk`: the program on a museum's touch screen.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use sparrowfall::experiment::plan::{Changes, default_scenario};
use sparrowfall::kiosk::attend::Manner;
use sparrowfall::kiosk::run::{Options, run};
use sparrowfall::kiosk::story::Story;
use sparrowfall::window::language::Language;

use super::window::{code_of, display};
use super::{Ended, open_plan, refuse};
use crate::command_line::values::size;

/// How the kiosk opens.
#[derive(Args)]
pub struct Kiosk {
    /// Size of a window in pixels, in place of the whole screen
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size, hide = true)]
    size: Option<(u32, u32)>,
    /// Walk through it, save a picture of each screen into this folder, then close
    #[arg(long, value_name = "DIR", hide = true)]
    pictures: Option<PathBuf>,
}

/// Opens the kiosk.
pub fn kiosk(Kiosk { size, pictures }: Kiosk) -> Ended {
    let scenario = open_plan(Path::new(default_scenario()), &Changes::default())?.into_scenario();
    let story = Story::of(&scenario).ok_or_else(|| refuse(&"the scenario starts no campaign"))?;
    let display = display().map_err(|reason| refuse(&format!("The kiosk needs a screen: {reason}.")))?;
    let manner = Manner {
        languages: Language::OF_KIOSK.into(),
        px_per_mm: None,
        bar_is_below: false,
        idle: (Duration::from_secs(60), Duration::from_secs(20)),
    };
    Ok(code_of(run(Options { scenario, story, manner, size, pictures }, display)))
}
