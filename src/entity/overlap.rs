//! What becomes of forms that overlap.

use std::str::FromStr;

/// Which of overlapping forms become mentions. Forms that do not stand as words, or lack evidence, are none under any policy.
///
/// ```
/// use yiming::entity::Overlap;
/// use yiming::pipeline::Pipeline;
///
/// let text = "他在國立台灣大學演講。";
/// let surfaces = |overlap| {
///     let pipeline = Pipeline::builder().overlap(overlap).build()?;
///     let analysis = pipeline.analyse(text);
///     let surface = |span: yiming::text::CharSpan| text.chars().skip(span.start).take(span.len()).collect::<String>();
///     Ok::<_, yiming::lexicon::Problems>(analysis.mentions_and_overlapped().map(|mention| surface(mention.span)).collect::<Vec<_>>())
/// };
/// assert_eq!(surfaces(Overlap::Longest)?, ["國立台灣大學"]);
/// assert_eq!(surfaces(Overlap::All)?, ["國立台灣大學", "台灣", "台灣大學"]);
/// # Ok::<(), yiming::lexicon::Problems>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlap {
    /// One of them: the user's, then the longer, then the one of higher priority, then the first.
    #[default]
    Longest,
    /// One of them: the user's, then the one of higher priority, then the longer, then the first.
    Priority,
    /// All of them. Tokens follow the ones that [`Overlap::Longest`] takes.
    All,
}

impl Overlap {
    /// All policies.
    pub const ALL: [Overlap; 3] = [Overlap::Longest, Overlap::Priority, Overlap::All];

    /// The name used in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Overlap::Longest => "longest",
            Overlap::Priority => "priority",
            Overlap::All => "all",
        }
    }
}

/// A name that is none of the policies'.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no policy “{0}”\nhelp: the policies are {names}", names = Overlap::ALL.map(Overlap::name).join(" "))]
pub struct UnknownOverlap(pub String);

impl FromStr for Overlap {
    type Err = UnknownOverlap;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Overlap::ALL.into_iter().find(|policy| policy.name() == name);
        found.ok_or_else(|| UnknownOverlap(name.to_owned()))
    }
}
