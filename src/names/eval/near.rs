//! Near misses: the Latin names that look most like a given one.

use super::jaro::jaro_winkler;

/// How many near misses a name has.
const NEAR_MISSES: usize = 5;

/// The places of the names of `list` whose keys are most similar to `key` by Jaro–Winkler, `key` itself left out; of equal ones the first.
pub fn near_misses<'a>(key: &str, list: impl Iterator<Item = (u32, &'a str)>) -> Vec<u32> {
    let mut best: Vec<(f64, u32)> = Vec::with_capacity(NEAR_MISSES + 1);
    for (name, other) in list.filter(|(_, other)| *other != key) {
        let likeness = jaro_winkler(key.as_bytes(), other.as_bytes());
        let place = best.partition_point(|(known, _)| *known >= likeness);
        if place < NEAR_MISSES {
            best.insert(place, (likeness, name));
            best.truncate(NEAR_MISSES);
        }
    }
    best.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_similar_come_first() {
        let names = [
            "smith", "smythe", "jones", "smit", "schmidt", "hinton", "mithers", "smithson",
        ];
        let found = near_misses("smith", (0..).zip(names));
        assert_eq!(found.len(), NEAR_MISSES);
        assert_eq!(names[found[0] as usize], "smit");
        assert!(!found.contains(&0));
    }
}
