//! The names of OpenCC's configurations.

use std::fmt;
use std::str::FromStr;

macro_rules! configurations {
    ($($variant:ident $name:literal $what:literal,)*) => {
        /// One of OpenCC's 16 configurations.
        ///
        /// ```
        /// use yiming::convert::Config;
        ///
        /// assert_eq!("s2twp".parse(), Ok(Config::S2twp));
        /// assert_eq!(Config::S2twp.to_string(), "s2twp");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Config {
            $(#[doc = $what] $variant,)*
        }

        impl Config {
            /// All configurations.
            pub const ALL: &'static [Config] = &[$(Config::$variant,)*];

            /// The name as OpenCC has it: `s2t`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Config::$variant => $name,)*
                }
            }

            /// OpenCC's configuration file.
            pub(crate) const fn json(self) -> &'static str {
                match self {
                    $(Config::$variant => {
                        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/dicts/opencc/config/", $name, ".json"))
                    })*
                }
            }

            /// What it converts, in words.
            pub const fn description(self) -> &'static str {
                match self {
                    $(Config::$variant => $what,)*
                }
            }
        }
    };
}

configurations! {
    S2t "s2t" "Simplified to Traditional (OpenCC's standard).",
    T2s "t2s" "Traditional (OpenCC's standard) to Simplified.",
    S2tw "s2tw" "Simplified to Traditional (Taiwan).",
    Tw2s "tw2s" "Traditional (Taiwan) to Simplified.",
    S2twp "s2twp" "Simplified to Traditional (Taiwan), with Taiwan's vocabulary.",
    Tw2sp "tw2sp" "Traditional (Taiwan) to Simplified, with the mainland's vocabulary.",
    S2hk "s2hk" "Simplified to Traditional (Hong Kong).",
    Hk2s "hk2s" "Traditional (Hong Kong) to Simplified.",
    S2hkp "s2hkp" "Simplified to Traditional (Hong Kong), with Hong Kong's vocabulary.",
    Hk2sp "hk2sp" "Traditional (Hong Kong) to Simplified, with the mainland's vocabulary.",
    T2tw "t2tw" "Traditional (OpenCC's standard) to Traditional (Taiwan).",
    Tw2t "tw2t" "Traditional (Taiwan) to Traditional (OpenCC's standard).",
    T2hk "t2hk" "Traditional (OpenCC's standard) to Traditional (Hong Kong).",
    Hk2t "hk2t" "Traditional (Hong Kong) to Traditional (OpenCC's standard).",
    T2jp "t2jp" "Old Japanese characters (kyūjitai) to new ones (shinjitai).",
    Jp2t "jp2t" "New Japanese characters (shinjitai) to old ones (kyūjitai).",
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is none of the configurations'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownConfig(pub String);

impl fmt::Display for UnknownConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no configuration is named “{}”", self.0)
    }
}

impl std::error::Error for UnknownConfig {}

impl FromStr for Config {
    type Err = UnknownConfig;

    /// Accepts the name, also with `.json` behind it, as OpenCC does.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let stem = name.strip_suffix(".json").unwrap_or(name);
        let found = Config::ALL.iter().find(|config| config.name() == stem);
        found.copied().ok_or_else(|| UnknownConfig(name.to_owned()))
    }
}
