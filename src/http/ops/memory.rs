//! How much memory this process may use: what a share of it means depends on that.

use std::{fs, sync::OnceLock};

/// The control group's limit (containers, systemd), else the machine's memory; 0 where neither is known.
pub fn limit_bytes() -> f64 {
    static LIMIT: OnceLock<f64> = OnceLock::new();
    *LIMIT.get_or_init(|| match (group(), machine()) {
        (Some(group), Some(machine)) => group.min(machine),
        (group, machine) => group.or(machine).unwrap_or_default(),
    })
}

/// `max` where the group has no limit of its own.
fn group() -> Option<f64> {
    let of = fs::read_to_string("/proc/self/cgroup").ok()?;
    let path = of.lines().find_map(|line| line.strip_prefix("0::"))?;
    let own = format!("/sys/fs/cgroup{}/memory.max", path.trim_end_matches('/'));
    let text = fs::read_to_string(own).or_else(|_| fs::read_to_string("/sys/fs/cgroup/memory.max")).ok()?;
    text.trim().parse().ok()
}

fn machine() -> Option<f64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let kibibytes: f64 = text
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?
        .trim()
        .strip_suffix(" kB")?
        .parse()
        .ok()?;
    Some(kibibytes * 1_024.0)
}
