//! Labels of places in articles, which are known by the hash of what stands there, so that no text is kept.

use sha2::{Digest, Sha256};

/// Holds what stands at `start` of an article against the first eight digits of its SHA-256.
pub fn assert_labelled(file: &str, start: usize, text: &str, hash: &str) {
    let digits: String = Sha256::digest(text)
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(digits, hash, "{file}:{start}: the article is the one that was labelled");
}
