//! In which encoding a file was written that is not UTF-8, as far as its bytes tell: Big5, GB18030 or UTF-16.

/// An encoding that a file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Suspect {
    /// What people call it.
    pub(super) name: &'static str,
    /// What `iconv` calls it.
    iconv: &'static str,
}

impl Suspect {
    /// How to make UTF-8 of the file.
    pub(super) fn help(self, path: &str) -> String {
        let iconv = self.iconv;
        format!("convert it: iconv -f {iconv} -t UTF-8 {path} > {path}.utf8; or save it as UTF-8 (in Excel: CSV UTF-8)")
    }
}

const fn suspect(name: &'static str, iconv: &'static str) -> Suspect {
    Suspect { name, iconv }
}

const UTF_16: Suspect = suspect("UTF-16", "UTF-16");
const BIG5: Suspect = suspect("Big5", "BIG5-HKSCS");
const GB18030: Suspect = suspect("GB18030 (GBK)", "GB18030");

/// What bytes look like that are not UTF-8; nothing where they look like nothing, or like two things as much.
///
/// Each of the two has its everyday characters in a block of its own: Big5 with lead bytes from A4 to C6, GB18030 with lead bytes from
/// B0 to D7 and trail bytes from A1 on. Four fifths of all pairs must be of the block.
pub(super) fn guess(bytes: &[u8]) -> Option<Suspect> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Some(UTF_16);
    }
    let bad = std::str::from_utf8(bytes).err()?.valid_up_to();
    let (mut big5, mut gb18030, mut pairs) = (0usize, 0usize, 0usize);
    // As much as tells. What is before the first bad byte may be valid by chance.
    let from = bytes[..bad]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let mut rest = bytes[from..].iter().take(1 << 16).copied().peekable();
    while let Some(lead) = rest.next() {
        if lead < 0x80 {
            continue;
        }
        let Some(trail) = rest.next() else { break };
        pairs += 1;
        big5 += usize::from(matches!(lead, 0xA1 | 0xA4..=0xC6) && matches!(trail, 0x40..=0x7E | 0xA1..=0xFE));
        gb18030 += usize::from(matches!(lead, 0xA1 | 0xA3 | 0xB0..=0xD7) && trail >= 0xA1);
    }
    let is_enough = |found: usize| found * 5 >= pairs * 4;
    match big5.cmp(&gb18030) {
        std::cmp::Ordering::Greater if is_enough(big5) => Some(BIG5),
        std::cmp::Ordering::Less if is_enough(gb18030) => Some(GB18030),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_chinese_are_told_apart() {
        // 雲端發票,台灣大學 and 云端发票,台湾大学.
        let big5 = b"\xB6\xB3\xBA\xDD\xB5\x6F\xB2\xBC,\xA5\x78\xC6\x57\xA4\x6A\xBE\xC7\n";
        let gb18030 = b"\xD4\xC6\xB6\xCB\xB7\xA2\xC6\xB1,\xCC\xA8\xCD\xE5\xB4\xF3\xD1\xA7\n";
        assert_eq!(guess(big5), Some(BIG5));
        assert_eq!(guess(gb18030), Some(GB18030));
        assert_eq!(guess(b"\xFF\xFEa\0"), Some(UTF_16));
    }

    #[test]
    fn a_single_bad_byte_in_utf_8_looks_like_nothing() {
        let mut bytes = "雲端發票\n台灣大學\n".as_bytes().to_vec();
        bytes[1] = b'x';
        assert_eq!(guess(&bytes), None);
    }
}
