//! The C library's heap: how much of it is in use, and giving memory back, where it can be asked.

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

/// Bytes that are allocated and not yet freed, by all parts of the process that use the C library's heap: the program, and the graphics
/// driver where it draws in software. `None` where that is not known; glibc tells from version 2.33 on.
///
/// Other than the memory that the process has, this does not depend on how what is free lies scattered.
pub fn in_use_bytes() -> Option<u64> {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // Looked up here, because an older C library could not start a program that is linked with it.
        // SAFETY: the name is a C string, and a function of that name in the C library has this type.
        let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"mallinfo2".as_ptr()) };
        if found.is_null() {
            return None;
        }
        let mallinfo2 = unsafe { std::mem::transmute::<*mut libc::c_void, extern "C" fn() -> libc::mallinfo2>(found) };
        let info = mallinfo2();
        Some((info.uordblks + info.hblkhd) as u64)
    }
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    None
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    use super::*;

    /// Contract: what is allocated counts until it is freed, in small blocks and in large ones. Other tests may run beside it.
    #[test]
    fn what_is_in_use_is_counted() {
        for size in [4096, 64 << 20] {
            let blocks = || (0..(256 << 20) / size).map(|_| vec![1_u8; size]).collect::<Vec<_>>();
            let before = in_use_bytes().unwrap();
            let held = blocks();
            let with = in_use_bytes().unwrap();
            drop(held);
            let after = in_use_bytes().unwrap();
            assert!(with > before + (200 << 20), "{before}, {with}");
            assert!(after < with - (200 << 20), "{with}, {after}");
        }
    }
}
