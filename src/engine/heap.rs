//! The C library's heap, where it can be told what to keep.

/// Makes large blocks go back to the system as soon as they are freed.
///
/// By default glibc raises the size from which it asks the system for a block of its own to the largest that was ever freed, up to
/// 32 MB. What a run needs from time to time, such as a day's picture or a kept state, is then cut from heaps that stay as large as
/// they ever were, and over hours of runs that start again it lies ever more scattered there.
pub fn give_back_large_blocks() {
    /// The size that glibc begins with, bytes.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    const LARGE: libc::c_int = 128 << 10;
    // SAFETY: `mallopt` only sets a number that the allocator reads under its own lock. Where it refuses, nothing changes.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}
