//! Jaro–Winkler likeness of two strings of bytes (Winkler 1990), by definition.

/// From 0 to 1; a common beginning of up to four letters counts more.
pub(crate) fn jaro_winkler(a: &[u8], b: &[u8]) -> f64 {
    let jaro = jaro(a, b);
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro)
}

fn jaro(a: &[u8], b: &[u8]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return if a.len() == b.len() { 1.0 } else { 0.0 };
    }
    let (a, b) = (&a[..a.len().min(64)], &b[..b.len().min(64)]);
    let reach = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut in_a, mut in_b) = (0u64, 0u64);
    for (i, x) in a.iter().enumerate() {
        let from = i.saturating_sub(reach);
        let mut window = b.iter().enumerate().skip(from).take(i + reach + 1 - from);
        if let Some((j, _)) = window.find(|(j, y)| in_b >> j & 1 == 0 && *y == x) {
            in_a |= 1 << i;
            in_b |= 1 << j;
        }
    }
    let common = f64::from(in_a.count_ones());
    if common == 0.0 {
        return 0.0;
    }
    let matched = |bytes: &[u8], set: u64| {
        bytes
            .iter()
            .enumerate()
            .filter(|(i, _)| set >> i & 1 == 1)
            .map(|(_, &byte)| byte)
            .collect::<Vec<u8>>()
    };
    let swapped = matched(a, in_a)
        .iter()
        .zip(matched(b, in_b))
        .filter(|(x, y)| **x != *y)
        .count() as f64
        / 2.0;
    (common / a.len() as f64 + common / b.len() as f64 + (common - swapped) / common) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_textbook_examples_come_out() {
        assert!((jaro_winkler(b"martha", b"marhta") - 0.9611).abs() < 1e-4);
        assert!((jaro_winkler(b"dixon", b"dicksonx") - 0.8133).abs() < 1e-4);
        assert_eq!(jaro_winkler(b"abc", b"xyz"), 0.0);
    }
}
