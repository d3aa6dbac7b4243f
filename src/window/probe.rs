//! Whether a window can be opened here. To be asked before the app is built: without a display Bevy's window plugin panics,
//! and without a graphics adapter its renderer does.
//!
//! What can be told from the environment is told at once. The rest is tried in a process of its own, because an event
//! loop can be made only once in a process, and because graphics drivers may do anything, crash included.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::Deref;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;

use bevy::render::renderer::RenderInstance;
use bevy::render::settings::WgpuSettings;
use bevy::tasks::block_on;
use winit::event_loop::EventLoop;
use winit::window::Window;

/// The hidden command by which the program asks itself.
pub const COMMAND: &str = "probe";

/// What it answers, in a line of its own, when all is well.
const YES: &str = "a window can be opened";

/// A display on which a window can be opened. The process that found out stays connected to it for as long as this lives:
/// an X server on which nobody else is resets itself, or ends, when its last client leaves, and the window would come too
/// early or too late.
#[derive(Debug)]
pub struct Display(Child);

impl Drop for Display {
    fn drop(&mut self) {
        // The process ends when nobody can tell it anything any more.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Whether a window can be opened, and where.
///
/// # Errors
/// The reason why not, as a clause without a full stop.
pub fn look() -> Result<Display, String> {
    // Kept until the other process has its connection, for the same reason as [`Display`].
    let _reached = display_server()?;
    let program = std::env::current_exe().map_err(|error| format!("the program does not find itself: {error}"))?;
    let mut other = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map(Display)
        .map_err(|error| format!("the program cannot start itself to try: {error}"))?;
    let mut said = "no reason is known".to_owned();
    for line in
        other.0.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).split(b'\n')).map_while(Result::ok)
    {
        said = String::from_utf8_lossy(&line).into_owned();
        if said == YES {
            return Ok(other);
        }
    }
    match other.0.wait().ok().and_then(|status| status.code()) {
        // A reason in one line, whatever drivers may have said before it.
        Some(1) => Err(said),
        _ => Err("the graphics driver crashed when it was tried".into()),
    }
}

/// The other side of [`look`]: tries, says how that went, and if it went well keeps what it opened until nobody listens.
pub fn answer() -> ExitCode {
    let tried = try_out();
    let word = tried.as_ref().map_or_else(|reason| reason.replace('\n', " "), |_| YES.into());
    // Whoever asked may have gone.
    let _ = writeln!(io::stdout(), "{word}");
    match tried {
        Ok(_opened) => {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            ExitCode::SUCCESS
        }
        Err(_) => ExitCode::FAILURE,
    }
}

/// `wgpu::Instance`, under the name by which Bevy hands it out: so that the program need not depend on the same version of
/// wgpu by itself.
type Instance = <<<RenderInstance as Deref>::Target as Deref>::Target as Deref>::Target;

/// Opens a window that is never shown, and looks for an adapter that can draw in it. Gives the connection to the display,
/// unless that is left to the window.
fn try_out() -> Result<Option<EventLoop<()>>, String> {
    let Some(backends) = WgpuSettings::default().backends else {
        return Err("graphics are switched off by WGPU_BACKEND".into());
    };
    // A socket that was handed over can be used only once, and is left to the window.
    if handed_over_socket() {
        let adapters = block_on(Instance::default().enumerate_adapters(backends));
        return if adapters.is_empty() { Err(NO_DRIVER.into()) } else { Ok(None) };
    }
    let event_loop = EventLoop::new().map_err(|error| format!("the display cannot be used: {}", plain(&error)))?;
    #[expect(deprecated, reason = "the loop is never run; a window that is never shown needs no running loop")]
    let window = event_loop
        .create_window(Window::default_attributes().with_visible(false))
        .map_err(|error| format!("the display refuses a window: {}", plain(&error)))?;
    let instance = Instance::default();
    let surface = instance.create_surface(Arc::new(window)).map_err(|error| why_no_surface(&error.to_string()))?;
    let adapters = block_on(instance.enumerate_adapters(backends));
    if adapters.is_empty() {
        Err(NO_DRIVER.into())
    } else if adapters.iter().any(|adapter| adapter.is_surface_supported(&surface)) {
        Ok(Some(event_loop))
    } else {
        Err("the graphics driver cannot draw on this display".into())
    }
}

/// What an error of wgpu means. It lists what each driver said, and an empty list, `{}`, says that there is none.
fn why_no_surface(error: &str) -> String {
    if error.ends_with("{}") {
        NO_DRIVER.into()
    } else {
        format!("the graphics driver cannot draw on this display: {error}")
    }
}

/// An error of winit without the place in its source, which tells nobody anything.
fn plain(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let cause = text.strip_prefix("os error at ").and_then(|rest| rest.split_once(": "));
    cause.map_or(text.clone(), |(_, cause)| cause.trim_end_matches('.').to_owned())
}

const NO_DRIVER: &str = "no graphics driver (Vulkan or OpenGL) was found";

#[cfg(not(all(unix, not(target_vendor = "apple"))))]
fn display_server() -> Result<(), String> {
    // These systems come with a display.
    Ok(())
}

#[cfg(not(all(unix, not(target_vendor = "apple"))))]
fn handed_over_socket() -> bool {
    false
}

#[cfg(all(unix, not(target_vendor = "apple")))]
use free_desktop::{display_server, handed_over_socket};

/// Displays of Linux and the BSDs: Wayland or X11, named by environment variables.
#[cfg(all(unix, not(target_vendor = "apple")))]
mod free_desktop {
    use std::env::var_os;
    use std::ffi::OsString;
    use std::net::TcpStream;
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    use std::path::{Path, PathBuf};

    fn variable(name: &str) -> Option<OsString> {
        var_os(name).filter(|value| !value.is_empty())
    }

    pub(super) fn handed_over_socket() -> bool {
        variable("WAYLAND_SOCKET").is_some()
    }

    /// A connection to whoever answers at the display that the window would use, unless it was handed over. Wayland comes
    /// first, as in winit, which does not try X11 when Wayland fails.
    pub(super) fn display_server() -> Result<Option<OwnedFd>, String> {
        if handed_over_socket() {
            return Ok(None);
        }
        if let Some(name) = variable("WAYLAND_DISPLAY") {
            let folder = variable("XDG_RUNTIME_DIR").map(PathBuf::from).unwrap_or_default();
            let socket = folder.join(Path::new(&name));
            return UnixStream::connect(&socket)
                .map(|stream| Some(stream.into()))
                .map_err(|error| format!("no Wayland display answers at {}: {error}", socket.display()));
        }
        let Some(name) = variable("DISPLAY") else {
            return Err("there is no display (DISPLAY and WAYLAND_DISPLAY are not set)".into());
        };
        let name = name.to_string_lossy();
        let (host, number) = parse(&name).ok_or_else(|| format!("DISPLAY={name} names no display"))?;
        connect(host, number).map(Some).map_err(|error| format!("no X display answers at DISPLAY={name}: {error}"))
    }

    /// Host and number of `host:number.screen`.
    fn parse(name: &str) -> Option<(&str, u16)> {
        let (host, rest) = name.rsplit_once(':')?;
        let number = rest.split('.').next()?.parse().ok()?;
        Some((host, number))
    }

    fn connect(host: &str, number: u16) -> std::io::Result<OwnedFd> {
        if host.is_empty() || host == "unix" {
            let socket = format!("/tmp/.X11-unix/X{number}");
            return abstract_socket(&socket).or_else(|_| UnixStream::connect(&socket)).map(OwnedFd::from);
        }
        TcpStream::connect((host, 6000u16.saturating_add(number))).map(OwnedFd::from)
    }

    /// X servers on Linux also listen on a socket that is no file.
    #[cfg(target_os = "linux")]
    fn abstract_socket(name: &str) -> std::io::Result<UnixStream> {
        use std::os::linux::net::SocketAddrExt;
        use std::os::unix::net::SocketAddr;
        UnixStream::connect_addr(&SocketAddr::from_abstract_name(name)?)
    }

    #[cfg(not(target_os = "linux"))]
    fn abstract_socket(_: &str) -> std::io::Result<UnixStream> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn names_of_displays_are_read_as_x_does() {
            assert_eq!(parse(":0"), Some(("", 0)));
            assert_eq!(parse(":99.0"), Some(("", 99)));
            assert_eq!(parse("unix:1"), Some(("unix", 1)));
            assert_eq!(parse("localhost:10.0"), Some(("localhost", 10)));
            assert_eq!(parse("::1:2"), Some(("::1", 2)));
            assert_eq!(parse("nonsense"), None);
            assert_eq!(parse(":x"), None);
        }

        #[test]
        fn nobody_answers_at_a_display_that_is_not_there() {
            assert!(connect("", 987).is_err());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_no_driver_answers_none_was_found() {
        assert_eq!(why_no_surface("Failed to create surface for any enabled backend: {}"), NO_DRIVER);
        let said = why_no_surface("Failed to create surface for any enabled backend: {Vulkan: lost}");
        assert!(said.starts_with("the graphics driver cannot draw") && said.ends_with("{Vulkan: lost}"), "{said}");
    }
}
