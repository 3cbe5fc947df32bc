//! The shared test data: the folder `$YIMING_SHARED`, or else `../shared`.

use std::path::PathBuf;

/// A file or folder of the shared test data; `None`, with a message, where that is absent.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("YIMING_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = root.join(path);
    if !path.exists() {
        eprintln!("skipped: no {}", path.display());
        return None;
    }
    Some(path)
}
