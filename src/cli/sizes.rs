//! Sizes on the command line: as they are typed, and as they are told.

use super::counted;

/// A number of bytes: `500`, `64K` (of 1024), `64KB` (of 1000), and so with M and G. Nothing where it is none, or too large.
pub(super) fn bytes(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" => 1,
        "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(factor)
}

/// A number of bytes, in the largest unit that does not make it 0.0.
pub(super) fn told(bytes: u64) -> String {
    match bytes {
        0..1_000 => counted(bytes, "byte", "bytes"),
        1_000..50_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn sizes_are_told_in_what_leaves_something_of_them() {
        let sizes = [0, 1, 219, 1_000, 49_949, 50_000, 1_260_000].map(told);
        assert_eq!(
            sizes,
            [
                "0 bytes",
                "1 byte",
                "219 bytes",
                "1.0 kB",
                "49.9 kB",
                "0.1 MB",
                "1.3 MB"
            ]
        );
    }
}
