//! Whether there is room for what a run is going to write, by what is known before it begins. That is rough, since input may be
//! compressed and texts differ, so that it makes a warning and no error.

use std::path::Path;

/// How many times the input's size the tables take, texts left out: 12 to 17 for the sample articles, by the length of their ids.
const TIMES: u64 = 16;

/// What to say where a run whose input has `input` bytes, and that has `written` bytes so far, may find no room in `folder`.
/// Other forms of the tables take `forms` times as much as these.
pub(super) fn warning(folder: &Path, input: u64, written: u64, forms: f64) -> Option<String> {
    let tables = input.saturating_mul(TIMES);
    let needed = tables
        .saturating_sub(written)
        .saturating_add((tables as f64 * forms) as u64);
    let free = free(folder).filter(|&free| free < needed)?;
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    Some(format!(
        "warning: {}: {} MB are free, and the tables may take some {} MB\n\
         help: choose a folder on a larger disk, or make room; a run that finds none left goes on by --resume",
        folder.display(),
        megabytes(free),
        megabytes(needed)
    ))
}

/// How many bytes this user may still write to the file system of `folder`, where the system tells.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let system = rustix::fs::statvfs(folder).ok()?;
    system.f_bavail.checked_mul(system.f_frsize)
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_is_too_small_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let free = free(folder.path()).unwrap();
        assert_eq!(warning(folder.path(), 1000, 0, 0.0), None);
        let told = warning(folder.path(), free / 2, 0, 0.0).unwrap();
        assert!(told.contains("MB are free") && told.contains("\nhelp: "), "{told}");
        // Most of it is written already.
        assert_eq!(warning(folder.path(), free / 2, free / 2 * TIMES, 0.0), None);
        assert!(warning(folder.path(), free / 2, free / 2 * TIMES, 1.0).is_some());
        assert_eq!(warning(Path::new("/nowhere/at/all"), u64::MAX / TIMES, 0, 2.0), None);
    }
}
