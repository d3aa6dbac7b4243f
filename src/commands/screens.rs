//! The pictures of key moments, made again.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;

use super::window::{Display, display};
use super::{Ended, refuse};
use crate::command_line::values::size;

/// Which pictures, and where.
#[derive(Args)]
pub struct Screens {
    /// The folder that the pictures are put into
    #[arg(long, value_name = "DIR", default_value = "docs/screens")]
    out: PathBuf,
    /// Sizes of the window's contents in pixels, such as 1280x800; without it, all that are in docs/screens
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size, num_args = 1..)]
    size: Vec<(u32, u32)>,
}

/// Makes them: those of one size in this process, and of each of several in one of its own, because only one window can be opened
/// in a process.
pub fn screens(Screens { out, size: mut sizes }: Screens) -> Ended {
    if sizes.is_empty() {
        sizes = all_sizes();
    }
    if let [size] = sizes[..] {
        let display = display()
            .map_err(|reason| refuse(&format!("No pictures were made, because they need a window: {reason}.")))?;
        std::fs::create_dir_all(&out)
            .map_err(|error| refuse(&format!("{}: the folder cannot be made: {error}", out.display())))?;
        return open_window(size, &out, display);
    }
    for (width, height) in sizes {
        let status = std::env::current_exe().and_then(|program| {
            let size = format!("{width}x{height}");
            Command::new(program).arg("screens").args(["--size", &size]).arg("--out").arg(&out).status()
        });
        match status {
            Ok(status) if status.success() => {}
            // It has said why.
            Ok(_) => return Err(ExitCode::FAILURE),
            Err(error) => return Err(refuse(&format!("the program cannot start itself: {error}"))),
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(feature = "window")]
fn all_sizes() -> Vec<(u32, u32)> {
    sparrowfall::window::scripted::screens::SIZES.into()
}

#[cfg(not(feature = "window"))]
fn all_sizes() -> Vec<(u32, u32)> {
    vec![(1280, 800)]
}

#[cfg(feature = "window")]
fn open_window(size: (u32, u32), folder: &Path, display: Display) -> Ended {
    use sparrowfall::experiment::plan::{Changes, default_scenario};
    use sparrowfall::window::run;
    use sparrowfall::window::scripted::screens::window_of;

    let scenario = super::open_plan(Path::new(default_scenario()), &Changes::default())?.into_scenario();
    Ok(super::window::code_of(run(window_of(scenario, size, folder), display)))
}

#[cfg(not(feature = "window"))]
fn open_window(_: (u32, u32), _: &Path, display: Display) -> Ended {
    match display {}
}
