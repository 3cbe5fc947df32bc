//! What may be wrong with a single key, of whatever kind the dictionary is.

use super::Report;
use crate::lexicon::Problem;
use crate::lexicon::problem::{is_invisible, quoted};
use crate::text::{is_simplified_only, is_traditional_only};

/// Characters that OpenCC's standard writes otherwise than nearly everybody who writes Traditional: 羣, 峯, 祕, 恆, 牀, 衆, 裏 and so on.
const USUAL: &str = "群峰秘恒床众啟麵污";

/// Warns of characters that nobody sees, and of a key that is written in two scripts at once. `place` makes a problem at the key's
/// character number `n`, from 0.
pub(super) fn check(key: &str, place: impl Fn(usize, String) -> Problem, report: &mut Report) {
    if let Some((at, c)) = key.chars().enumerate().find(|(_, c)| is_invisible(*c)) {
        let message = format!(
            "{} has the character U+{:04X}, which nobody sees",
            quoted(key),
            u32::from(c)
        );
        report.warn(place(at, message).help("remove it: texts that are written without it do not match"));
    }
    let traditional = key.chars().find(|c| is_traditional_only(*c));
    let simplified = key.chars().find(|c| is_simplified_only(*c) && !USUAL.contains(*c));
    if let (Some(traditional), Some(simplified)) = (traditional, simplified) {
        let message = format!(
            "{} mixes two scripts: {traditional} is Traditional, {simplified} Simplified",
            quoted(key)
        );
        report.warn(place(0, message).help("write all of it in one script"));
    }
}
