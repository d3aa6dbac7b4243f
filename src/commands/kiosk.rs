//! `kiosk`: the exhibit that goes by itself.

use std::path::PathBuf;

use clap::Args;

use super::{Ended, Words, refuse};
use crate::command_line::values::size;

const HELP: &str = "\
packaging/kiosk.ron is an example of a configuration, with every field explained. A kiosk opens whatever is wrong with its \
configuration: then it says so and shows what is built in. So check it first.

Exit codes of --check: 0 fine; 1 something is wrong.";

/// How the kiosk is set up.
#[derive(Args)]
#[command(after_help = HELP)]
pub struct Kiosk {
    /// What the museum has set, a RON file; without it, what is built in
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Show everything that is wrong with the configuration and what it names, or say in a line what it means
    #[arg(long)]
    check: bool,
    /// Size of a window in pixels, in place of the whole screen
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size, hide = true)]
    size: Option<(u32, u32)>,
    /// Walk through it, save a picture of each screen into this folder, then close
    #[arg(long, value_name = "DIR", hide = true)]
    pictures: Option<PathBuf>,
    /// Let the simulation panic after so many seconds, to see that the kiosk gets over it
    #[arg(long, value_name = "SECONDS", hide = true)]
    fault: Option<u16>,
}

/// Runs the kiosk, or checks its configuration.
#[cfg(feature = "window")]
pub fn kiosk(options: Kiosk, voice: &mut Words) -> Ended {
    use sparrowfall::kiosk::config::{Config, checked};
    use std::io::Write;
    use std::process::ExitCode;

    if options.check {
        let (said, code) = match checked(options.config.as_deref()) {
            Ok(sentence) => (writeln!(voice, "{sentence}"), ExitCode::SUCCESS),
            Err(problems) => (writeln!(voice, "{problems}"), ExitCode::FAILURE),
        };
        return said.map(|()| code).map_err(|error| refuse(&error));
    }
    let (config, problems) = options.config.as_deref().map_or_else(Default::default, Config::read_or_default);
    if let Some(problems) = &problems {
        refuse(problems);
    }
    show(options, config, problems)
}

/// Opens the kiosk's window; `problems` are those of its configuration, for the log.
#[cfg(feature = "window")]
fn show(
    Kiosk { size, pictures, fault: fault_s, .. }: Kiosk,
    config: sparrowfall::kiosk::config::Config,
    problems: Option<sparrowfall::scenario::Problems>,
) -> Ended {
    use sparrowfall::kiosk::run::{Options, run};
    use sparrowfall::kiosk::story::Story;

    let scenario = config.scenario.open().map_err(|problems| refuse(&problems))?;
    let story = Story::of(&scenario).ok_or_else(|| refuse(&"the kiosk's scenario starts no campaign"))?;
    let display = super::window::display().map_err(|reason| refuse(&format!("The kiosk needs a screen: {reason}.")))?;
    let options = Options { config, problems, scenario, story, size, pictures, fault_s };
    Ok(super::window::code_of(run(options, display)))
}

/// Without the feature there is none.
#[cfg(not(feature = "window"))]
pub fn kiosk(_: Kiosk, _: &mut Words) -> Ended {
    Err(refuse(&"No kiosk: this program was built without a window."))
}
