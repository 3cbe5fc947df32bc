//! `--overlap POLICY`: which of overlapping names are mentions.

use clap::Args;
use clap::builder::PossibleValue;

use crate::entity::Overlap;

/// The option, shared by the commands that list mentions.
#[derive(Debug, Args)]
pub(super) struct OverlapOption {
    /// Which of overlapping names are mentions. Your own come first, whatever the policy
    #[arg(long = "overlap", value_name = "POLICY", value_enum, default_value_t)]
    pub policy: Policy,
}

/// A policy, as the command line knows it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Policy(pub Overlap);

impl clap::ValueEnum for Policy {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Policy(Overlap::Longest),
            Policy(Overlap::Priority),
            Policy(Overlap::All),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            Overlap::Longest => "The longest, then the one of higher priority, then the first",
            Overlap::Priority => "The one of the highest priority, then the longest, then the first",
            Overlap::All => "All: mentions.csv has each of them; tokens.csv is cut as with longest",
        };
        Some(PossibleValue::new(self.0.name()).help(help))
    }
}
