//! Peak resident memory of this process, where the system tells (Linux).

use std::fs;

/// Begins anew to look for the peak. Where that cannot be done, [`peak`] tells nothing of what comes.
pub(super) fn begin() -> bool {
    // 5 sets the mark of most resident memory to what is resident now.
    fs::write("/proc/self/clear_refs", "5").is_ok()
}

/// The peak since [`begin`], in megabytes.
pub(super) fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}
