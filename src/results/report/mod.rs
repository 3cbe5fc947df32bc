//! A finished run as one page to look at. In, the folder of a run; out, an HTML file that needs nothing beside it and no network.
//!
//! Charts count all of the run and are drawn here; the articles are data in the page, which its script shows and filters. Of a large run the page
//! has a [`Sample`] of the documents, and says so.

mod article;
mod bars;
mod colors;
mod data;
mod network;
mod page;
mod sample;
mod throughput;
mod variants;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::counts::{Cooccurrence, Variants};
use super::file::{Pending, cannot_be_written, name_all};
use super::folder::{Folder, ResultsError};
use super::stats::Stats;
pub use sample::Sample;

/// Why a page could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A table cannot be read, or the file not written.
    #[error("{0}")]
    Results(#[from] ResultsError),
    /// The page could not be filled.
    #[error("the page could not be filled: {0}")]
    Page(#[source] io::Error),
}

/// How many entities the chart of entities has.
const CHARTED: usize = 20;
/// How many entities the network has, at most.
const IN_NETWORK: usize = 30;
/// Among how many entities those are looked for that have several forms.
const WITH_FORMS: usize = 200;

/// Writes the page about `folder` to `path`, which it returns.
///
/// # Errors
///
/// A table that cannot be read, or a file that cannot be written.
pub fn write_report(folder: &Folder, sample: Sample, path: &Path) -> Result<PathBuf, ReportError> {
    let stats = Stats::of(folder, CHARTED)?;
    let network = Cooccurrence::of(folder, IN_NETWORK)?;
    let variants = Variants::of(folder, WITH_FORMS)?;
    let chosen = sample.choose(folder)?;
    let data = data::Data::of(folder, &chosen)?;
    let page = page::Page::new(folder, &stats, &network, &variants, &chosen, &data);
    let mut file = Pending::create(path.to_owned())?;
    page.write(&mut file).map_err(ReportError::Page)?;
    file.flush().map_err(|error| cannot_be_written(path, &error))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut named = name_all(vec![file.seal()?], folder.unwrap_or(Path::new(".")))?;
    Ok(named.swap_remove(0))
}
