//! Sentences for a command line that is wrong, where the parser's own would not help.

pub mod attribute;
pub mod compare;
pub mod values;

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use sparrowfall::output::log;
use sparrowfall::scenario::{BUILT_IN, nearest, printable};

/// The exit code for a wrong command line.
pub const WRONG: u8 = 2;

/// Says what is wrong, in the parser's words; but if the first word is nearly a command, that command is suggested, and
/// nothing that was typed can control the terminal.
pub fn refuse(error: &clap::Error, command: &Command) {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let steers = |argument: &OsString| {
        let text = argument.to_string_lossy();
        printable(&text) != text
    };
    if let Some(sentence) = arguments.first().and_then(|word| mistaken(Path::new(word), command)) {
        log::tell(&sentence);
    } else if arguments.iter().any(steers) {
        // Without the parser's colours, which are made of control characters too.
        error.to_string().trim_end().split('\n').for_each(|line| log::tell(&printable(line)));
    } else {
        let _ = error.print();
    }
}

/// What to say about a first word that is neither a scenario nor a file, but nearly a command.
pub fn mistaken(word: &Path, command: &Command) -> Option<String> {
    let text = word.to_str()?;
    // A path or a file extension means a file.
    if text.starts_with('-') || text.contains(['/', '\\', '.']) || word.symlink_metadata().is_ok() {
        return None;
    }
    let commands: Vec<_> =
        command.get_subcommands().filter(|known| !known.is_hide_set()).map(Command::get_name).collect();
    let scenarios = BUILT_IN.iter().map(|built_in| built_in.name);
    let near = nearest(text, commands.iter().copied().chain(["help"]).chain(scenarios))?;
    let is_command = near != text && (near == "help" || commands.contains(&near));
    is_command.then(|| {
        format!(
            "{}: there is no command, scenario or file of this name; did you mean `sparrowfall {near}`?",
            printable(text)
        )
    })
}
