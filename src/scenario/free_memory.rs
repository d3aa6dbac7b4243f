//! How much more memory this process may take: what is free on the machine, or less where a container, a cluster job or
//! a shell has set a limit. Read from Linux's own files; elsewhere a guess.

use std::fs;
use std::path::Path;

/// Memory assumed to be free where the system does not say, bytes.
const FALLBACK_BYTES: u64 = 8 << 30;

/// Free memory, and what limits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    /// Bytes.
    pub bytes: u64,
    /// "are free here", or the limit.
    pub of: &'static str,
}

/// Memory that this process may still take, with its limit.
pub fn free_memory() -> Free {
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| kib(&text, "MemAvailable:"));
    let of_container = fs::read_to_string("/proc/self/cgroup").ok();
    let of_container = of_container.and_then(|groups| left_in_groups(&groups, Path::new("/sys/fs/cgroup")));
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    [
        Some((machine.unwrap_or(FALLBACK_BYTES), "are free here")),
        of_container.map(|bytes| (bytes, "are left to this container or job (cgroup memory limit)")),
        address_space(&limits, &status).map(|bytes| (bytes, "are left to this process (ulimit -v)")),
        left(&limits, "Max data size", &status, "VmData:").map(|bytes| (bytes, "are left to this process (ulimit -d)")),
    ]
    .into_iter()
    .flatten()
    .min_by_key(|(bytes, _)| *bytes)
    .map_or(Free { bytes: FALLBACK_BYTES, of: "are free here" }, |(bytes, of)| Free { bytes, of })
}

/// Address space that this process may still take, bytes, if it is limited. Reserved space counts, used or not.
pub fn free_address_space() -> Option<u64> {
    address_space(&fs::read_to_string("/proc/self/limits").ok()?, &fs::read_to_string("/proc/self/status").ok()?)
}

fn address_space(limits: &str, status: &str) -> Option<u64> {
    left(limits, "Max address space", status, "VmSize:")
}

/// What is left of a limit of the process; `None` if it is unlimited.
fn left(limits: &str, limit: &str, status: &str, used: &str) -> Option<u64> {
    let limit = limits.lines().find_map(|line| line.strip_prefix(limit))?;
    let limit: u64 = limit.split_whitespace().next()?.parse().ok()?;
    Some(limit.saturating_sub(kib(status, used).unwrap_or(0)))
}

/// The value of a line such as "VmSize:  1234 kB", bytes.
fn kib(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib.saturating_mul(1024))
}

/// What is left to the control groups that the process is in: `groups` as in /proc/self/cgroup, their files under `root`.
fn left_in_groups(groups: &str, root: &Path) -> Option<u64> {
    let of_line = |line: &str| {
        let (controllers, group) = line.split_once(':')?.1.split_once(':')?;
        // Version 2 has one tree for everything, version 1 one for memory.
        let (root, files) = match controllers {
            "" => (root.to_owned(), ["memory.max", "memory.current"]),
            _ if controllers.split(',').any(|controller| controller == "memory") => {
                (root.join("memory"), ["memory.limit_in_bytes", "memory.usage_in_bytes"])
            }
            _ => return None,
        };
        // A group's limit holds for all groups in it. In a container the tree may begin at the container's own group.
        let group = root.join(group.trim_start_matches('/'));
        group.ancestors().take_while(|group| group.starts_with(&root)).filter_map(|group| left_in(group, files)).min()
    };
    groups.lines().filter_map(of_line).min()
}

/// What is left to one control group; `None` if it has no limit.
fn left_in(group: &Path, [limit, used]: [&str; 2]) -> Option<u64> {
    let number = |file: &str| fs::read_to_string(group.join(file)).ok()?.trim().parse::<u64>().ok();
    let limit = number(limit)?;
    // The usage includes files that the system keeps in memory and can drop at any time.
    let statistics = fs::read_to_string(group.join("memory.stat")).unwrap_or_default();
    let droppable = |name: &str| {
        let mut lines = statistics.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse::<u64>().ok())
    };
    let droppable = droppable("total_inactive_file").or_else(|| droppable("inactive_file")).unwrap_or(0);
    Some(limit.saturating_sub(number(used)?.saturating_sub(droppable)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: what counts is what is left of a process's limits, and unlimited ones do not count.
    #[test]
    fn a_limit_of_the_process_leaves_what_is_not_used() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max data size             unlimited            unlimited            bytes     \n\
                      Max address space         1048576000           unlimited            bytes     \n";
        let status = "Name:\tsparrowfall\nVmSize:\t    1000 kB\nVmData:\t     500 kB\n";
        assert_eq!(address_space(limits, status), Some(1_048_576_000 - 1_024_000));
        assert_eq!(left(limits, "Max data size", status, "VmData:"), None);
    }

    /// Contract: the tightest limit from the process's control group upwards counts, in both versions of control
    /// groups.
    #[test]
    fn the_tightest_control_group_counts() {
        let root = std::env::temp_dir().join(format!("sparrowfall_groups_{}", std::process::id()));
        let write = |group: &str, files: &[(&str, &str)]| {
            let group = root.join(group);
            fs::create_dir_all(&group).unwrap();
            files.iter().for_each(|(name, text)| fs::write(group.join(name), text).unwrap());
        };
        write(
            "job",
            &[("memory.max", "1000\n"), ("memory.current", "700\n"), ("memory.stat", "anon 5\ninactive_file 200\n")],
        );
        write("job/step", &[("memory.max", "max\n"), ("memory.current", "600\n")]);
        write("memory/box", &[("memory.limit_in_bytes", "9000\n"), ("memory.usage_in_bytes", "8900\n")]);
        assert_eq!(left_in_groups("0::/job/step\n", &root), Some(500));
        assert_eq!(left_in_groups("5:cpu,memory:/box\n1:name=systemd:/job\n0::/job/step\n", &root), Some(100));
        assert_eq!(left_in_groups("0::/\n", &root), None, "no limit");
        assert_eq!(left_in_groups("0::/../elsewhere\n", &root), None, "a group outside the container");
        fs::remove_dir_all(&root).unwrap();
    }
}
