//! Whether a window can be opened here. This must be settled before the app is built: without a display Bevy's window
//! plugin panics, and without a graphics adapter its renderer does.
//!
//! What the environment reveals is known at once. The rest is tried in a separate process, because an event loop can be
//! created only once in a process, and because graphics drivers may do anything, including crash.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::Deref;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;

use bevy::render::renderer::RenderInstance;
use bevy::render::settings::WgpuSettings;
use bevy::tasks::block_on;
use winit::event_loop::EventLoop;
use winit::window::Window;

/// The hidden command with which the program asks itself.
pub const COMMAND: &str = "probe";

/// What it answers, on a line of its own, when all is well.
const YES: &str = "a window can be opened";

/// A display on which a window can be opened. The process that tested it stays connected for as long as this value lives:
/// an X server with no other clients resets itself, or exits, when its last client leaves, and the window would come too
/// early or too late.
#[derive(Debug)]
pub struct Display(Child);

impl Drop for Display {
    fn drop(&mut self) {
        // The process ends when its standard input is closed.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Whether a window can be opened, and where.
///
/// # Errors
/// The reason why it cannot, as a clause without a full stop.
pub fn look() -> Result<Display, String> {
    // Held until the other process has connected, for the same reason as [`Display`].
    let _reached = display_server()?;
    let program =
        std::env::current_exe().map_err(|error| format!("the program cannot find its own executable: {error}"))?;
    let mut other = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map(Display)
        .map_err(|error| format!("the program cannot start itself for a test: {error}"))?;
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
        // The last line is the reason, whatever drivers may have printed before it.
        Some(1) => Err(said),
        _ => Err("the graphics driver crashed during a test".into()),
    }
}

/// The other side of [`look`]: tries, says how that went, and if it went well keeps what it opened until the asking process
/// hangs up.
pub fn answer() -> ExitCode {
    let tried = try_out();
    let word = tried.as_ref().map_or_else(|reason| reason.replace('\n', " "), |_| YES.into());
    // The process that asked may be gone.
    let _ = writeln!(io::stdout(), "{word}");
    match tried {
        Ok(_opened) => {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            ExitCode::SUCCESS
        }
        Err(_) => ExitCode::FAILURE,
    }
}

/// `wgpu::Instance`, by way of Bevy's type for it, so that the program need not itself depend on the same version of wgpu.
type Instance = <<<RenderInstance as Deref>::Target as Deref>::Target as Deref>::Target;

/// Opens a window that is never shown, and looks for an adapter that can draw in it. Returns the connection to the display,
/// unless that is left to the real window.
fn try_out() -> Result<Option<EventLoop<()>>, String> {
    let Some(backends) = WgpuSettings::default().backends else {
        return Err("graphics are switched off by WGPU_BACKEND".into());
    };
    // A socket that was handed over can be used only once, so it is left to the real window.
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

/// What an error of wgpu means. It lists what each driver said; an empty list, `{}`, means that there is no driver.
fn why_no_surface(error: &str) -> String {
    if error.ends_with("{}") {
        NO_DRIVER.into()
    } else {
        format!("the graphics driver cannot draw on this display: {error}")
    }
}

/// An error of winit without the location in its source code, which helps nobody.
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

    /// A connection to the server of the display that the window would use, unless it was handed over. Wayland comes
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

    /// X servers on Linux also listen on a socket that is not a file.
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
