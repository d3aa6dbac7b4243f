//! How much memory a run takes and has needed.

/// Peak resident memory of this process, bytes, where the system reports it.
pub fn peak_memory_bytes() -> Option<u64> {
    status_bytes(&process_status()?, "VmHWM")
}

/// What the system reports of this process, line by line, where it does.
pub fn process_status() -> Option<String> {
    std::fs::read_to_string("/proc/self/status").ok()
}

/// The bytes in the line of this name of [what the system reports](process_status).
pub fn status_bytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}
