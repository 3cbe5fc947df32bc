//! The model of transliterated names: what letters a Chinese character may render, and how well two names agree.
//!
//! [`NameModel`] holds the tables, is immutable, and is shared by all threads. It comes embedded in the program, from a file, or from
//! [`train`](crate::names::train). Names are made ready by [`LatinName`] and [`HanName`] and aligned by [`align`].

pub(crate) mod align;
pub(crate) mod calibration;
mod file;
pub(crate) mod han;
pub(crate) mod latin;
pub(crate) mod math;
pub(crate) mod tables;

pub use han::HanName;
pub use latin::LatinName;

use calibration::Calibration;
use tables::Tables;

/// The value from which on a pair is taken for a match, unless the caller chooses another: the one with the best F1 on dev names.
///
/// Of true pairs and near misses of the test split (one to five), 83 % of those above are true (Taiwan and Hong Kong: 95 %), and 89 % of the
/// true ones are above (64 %). At .5 it is 87 % and 81 % (97 % and 53 %), at .9 95 % and 35 % (almost 100 % and 30 %).
pub const DEFAULT_THRESHOLD: f32 = 0.2;

/// A trained model: immutable, `Sync`, cheap to share. A [`NameMatcher`](crate::names::NameMatcher) asks it.
///
/// ```
/// use yiming::names::{NameMatcher, NameModel};
///
/// let mut matcher = NameMatcher::new(NameModel::shipped());
/// assert!(matcher.score("辛頓", "Hinton").value > matcher.score("辛頓", "Hilton").value);
/// ```
#[derive(Debug, Clone)]
pub struct NameModel {
    pub(crate) tables: Tables,
    pub(crate) calibration: Calibration,
}

impl NameModel {
    /// Makes a Chinese name ready for this model, to be scored against many Latin names.
    pub fn han(&self, name: &str) -> HanName {
        let mut prepared = HanName::default();
        prepared.set(name, &self.tables);
        prepared
    }
}
