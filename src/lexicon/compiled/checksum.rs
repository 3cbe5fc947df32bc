//! The checksum of large images: blocks of a megabyte are summed side by side, each in eight lanes that do not wait for one another, so that
//! it takes about as long as reading the memory. It is there against damage, not against intent.

use rayon::prelude::*;

const BLOCK: usize = 1 << 20;
const LANES: usize = 8;
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// The checksum of `head` and, behind it, `bytes`.
pub(super) fn checksum(head: &[u8], bytes: &[u8]) -> u64 {
    let mut sums = vec![of_block(head)];
    sums.par_extend(bytes.par_chunks(BLOCK).map(of_block));
    of_block(bytemuck::cast_slice(&sums))
}

/// Each step can be undone, so that no change of a single word goes unseen.
fn mix(sum: u64, word: u64) -> u64 {
    (sum ^ word).wrapping_mul(FACTOR).rotate_left(29)
}

fn of_block(bytes: &[u8]) -> u64 {
    let (rows, rest) = bytes.as_chunks::<{ 8 * LANES }>();
    let mut lanes: [u64; LANES] = std::array::from_fn(|lane| lane as u64 + 1);
    for row in rows {
        let (words, _) = row.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane = mix(*lane, u64::from_le_bytes(*word));
        }
    }
    let sum = lanes.into_iter().fold(bytes.len() as u64, mix);
    rest.chunks(8).fold(sum, |sum, word| {
        mix(
            sum,
            word.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_byte_changes_the_sum() {
        let bytes: Vec<u8> = (0..3 * BLOCK / 2 + 5).map(|i| (i % 251) as u8).collect();
        let sum = checksum(b"head", &bytes);
        assert_ne!(checksum(b"heat", &bytes), sum);
        assert_ne!(checksum(b"head", &bytes[1..]), sum);
        for place in (0..bytes.len()).step_by(BLOCK / 3).chain([bytes.len() - 1]) {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert_ne!(checksum(b"head", &changed), sum, "byte {place}");
        }
    }
}
