//! The C library's heap, where it can be asked to give memory back.

/// Gives memory that is free back to the system, for when much has just been freed and other work begins.
///
/// glibc keeps freed blocks below 32 MB for later. A run that takes another's place asks for blocks of other sizes in another order,
/// and over hours of runs that start again what is in use lies ever more scattered.
pub fn give_back() {
    // SAFETY: it takes the allocator's own locks, and touches only what is free.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    unsafe {
        libc::malloc_trim(0);
    }
}
