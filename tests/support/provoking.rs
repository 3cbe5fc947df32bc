//! Texts that provoke matches, for proptest: pieces of keys from every dictionary, and any Unicode.

use proptest::prelude::*;
use proptest::sample::select;

use crate::keys::{KEYS, SPECIAL, piece};

/// Texts of up to 23 pieces.
pub fn provoking_text() -> impl Strategy<Value = String> {
    let of_key = |key: &'static String| {
        let len = key.chars().count();
        (0..=len, 0..=len).prop_map(move |(a, b)| piece(key, a, b))
    };
    let piece = prop_oneof![
        6 => select(KEYS.iter().collect::<Vec<_>>()).prop_flat_map(of_key),
        1 => any::<char>().prop_map(String::from),
        1 => select(&SPECIAL[..]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
