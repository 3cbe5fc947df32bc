//! The systems that Chinese people's names are romanised in, and sets of them.

use std::fmt;

/// A way of writing Chinese syllables in Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum System {
    /// Hanyu Pinyin, of the mainland and of Singapore: Xu Jiawei.
    HanyuPinyin,
    /// Wade–Giles, of Taiwan and of older books, and the habits of Taiwan's passports: Hsü Chia-wei, Hsu Chia-wei.
    WadeGiles,
    /// Tongyong Pinyin, Taiwan's of 2002 to 2008: Syu Jiawei.
    Tongyong,
    /// Mandarin Phonetic Symbols II, Taiwan's of 1984 to 2000: Shiu Jiawei.
    MandarinPhonetic,
    /// Gwoyeu Romatzyh, of 1928, which spells the tones: Sheu Jiawei.
    GwoyeuRomatzyh,
    /// The Hong Kong government's romanisation of Cantonese, and its bearers' habits: Hui Ka-wai.
    HongKong,
    /// A family name's own form, which goes with every system: Soong, Lee, Tan.
    Customary,
}

impl System {
    /// All of them.
    pub const ALL: [System; 7] = [
        System::HanyuPinyin,
        System::WadeGiles,
        System::Tongyong,
        System::MandarinPhonetic,
        System::GwoyeuRomatzyh,
        System::HongKong,
        System::Customary,
    ];

    /// The name in English.
    pub fn name(self) -> &'static str {
        match self {
            System::HanyuPinyin => "Hanyu Pinyin",
            System::WadeGiles => "Wade-Giles",
            System::Tongyong => "Tongyong Pinyin",
            System::MandarinPhonetic => "Mandarin Phonetic Symbols II",
            System::GwoyeuRomatzyh => "Gwoyeu Romatzyh",
            System::HongKong => "Hong Kong Cantonese",
            System::Customary => "customary",
        }
    }
}

/// A set of [`System`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Systems(u8);

impl Systems {
    /// Every system.
    pub(super) const ANY: Systems = Systems(0b111_1111);
    /// Those for Mandarin.
    pub(super) const MANDARIN: Systems = Systems(0b001_1111);

    /// The set of one.
    pub(super) fn of(system: System) -> Self {
        Systems(1 << system as u8)
    }

    /// Those in either.
    pub(super) fn or(self, other: Systems) -> Self {
        Systems(self.0 | other.0)
    }

    /// Those in both.
    pub(super) fn and(self, other: Systems) -> Self {
        Systems(self.0 & other.0)
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `system` is among them.
    pub fn contains(self, system: System) -> bool {
        self.0 & Systems::of(system).0 != 0
    }

    /// Them, in the order of [`System::ALL`].
    pub fn iter(self) -> impl Iterator<Item = System> {
        System::ALL.into_iter().filter(move |&system| self.contains(system))
    }
}

impl fmt::Display for Systems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, system) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            f.write_str(system.name())?;
        }
        Ok(())
    }
}
