//! The forms in which a run leaves what it wrote. They are made from its complete tables, when it ends, and get their names with all other
//! files; so they have the promises of the tables, and a run that is stopped or killed while they are made makes them again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use super::error::OutputError;
use crate::records::{ALL, Resource};
use crate::results::{Folder, Format, Layout, Parts, Written, export_unfinished};

/// In which forms a run leaves what it wrote, and in which files.
#[derive(Debug, Clone)]
pub struct Forms {
    formats: Vec<Format>,
    layout: Layout,
}

impl Default for Forms {
    fn default() -> Self {
        Forms::new(vec![Format::Csv], Layout::default())
    }
}

impl Forms {
    /// Each of the forms once, laid out so.
    pub fn new(mut formats: Vec<Format>, layout: Layout) -> Self {
        formats.sort_unstable();
        formats.dedup();
        Forms { formats, layout }
    }

    /// The forms, each once, in one order.
    pub fn formats(&self) -> &[Format] {
        &self.formats
    }

    /// Whether nothing is wanted but the tables that a run writes anyway.
    pub fn is_tables_alone(&self) -> bool {
        self.formats.iter().all(|&format| self.is_written(format))
    }

    /// How much the forms take that are made of the tables: so many times what these take, roughly.
    pub(super) fn sizes(&self) -> f64 {
        let made = self.formats.iter().filter(|&&format| !self.is_written(format));
        let size = made.map(|format| match (format, self.layout.compression) {
            (Format::Parquet, _) => 0.15,
            (Format::Jsonl, None) => 2.0,
            (_, None) => 1.0,
            (_, Some(_)) => 0.2,
        });
        size.sum()
    }

    /// Whether the tables that the run writes are this form.
    fn is_written(&self, format: Format) -> bool {
        format == Format::Csv && self.layout == Layout::default()
    }

    /// Makes what is not written yet of the run in `folder`, of which `run` is said in run.json. Returns all that it is to leave; nothing
    /// where `stop` became true before it was made.
    pub(super) fn make(
        &self,
        folder: &Path,
        run: &Value,
        stop: &Arc<AtomicBool>,
    ) -> Result<Option<Vec<Resource>>, OutputError> {
        let tables = Folder::unfinished(folder, run.clone()).until(Arc::clone(stop));
        let mut resources = Vec::new();
        for &format in &self.formats {
            if self.is_written(format) {
                resources.extend(ALL.iter().map(|table| Resource {
                    name: table.name.to_owned(),
                    format: format.name().to_owned(),
                    files: vec![format!("{}.csv", table.name)],
                    compression: None,
                    parted_by: None,
                }));
                continue;
            }
            match export_unfinished(&tables, format, self.layout) {
                Ok(written) => resources.extend(written.into_iter().map(|written| self.described(written))),
                Err(error) if error.is_stop() => return Ok(None),
                Err(error) => return Err(OutputError::forming(&error)),
            }
        }
        Ok(Some(resources))
    }

    fn described(&self, written: Written) -> Resource {
        let names = written.paths.iter().filter_map(|path| path.file_name());
        let files: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        let parted_by = match self.layout.parts {
            Parts::One => None,
            Parts::Bytes(_) => Some("size"),
            Parts::Shares(_) => Some("share"),
            Parts::Source => Some("source"),
            Parts::Label => Some("label"),
        };
        let compression = self.layout.compression.filter(|_| written.format != Format::Parquet);
        Resource {
            name: written.name.to_owned(),
            format: written.format.name().to_owned(),
            compression: compression.map(|compression| compression.ending().to_owned()),
            parted_by: parted_by.filter(|_| files.len() > 1).map(str::to_owned),
            files,
        }
    }
}
