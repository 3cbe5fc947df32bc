//! The pipeline, with what Python gives and gets.

use std::path::PathBuf;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use yiming::entity::Overlap;
use yiming::input::{Document, Reading, Refusal};
use yiming::lexicon::{Dictionaries, DictionaryKind, Problems};
use yiming::pipeline::{self, Analysis, Rows, guarded};
use yiming::text::Walker;

use super::batch::Batch;
use super::given::{Fields, parts};
use super::job::Job;
use super::rows::Objects;
use super::{DictionaryError, caught, detached};

/// Names the document, by its id, on which pipelines made from then on panic. For tests, which alone build with the feature.
#[cfg(feature = "poison")]
pub const POISON: &str = "YIMING_POISON";

/// Everything that documents share.
#[pyclass(module = "yiming._native", frozen)]
pub struct Pipeline {
    pipeline: pipeline::Pipeline,
    #[cfg(feature = "poison")]
    poisoned: Option<String>,
}

#[pymethods]
impl Pipeline {
    #[new]
    #[pyo3(signature = (dicts, *, overlap, candidates))]
    fn new(py: Python<'_>, dicts: Vec<PathBuf>, overlap: &str, candidates: bool) -> PyResult<Self> {
        let overlap = overlap
            .parse::<Overlap>()
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        let build = || {
            let kinds = [DictionaryKind::Words, DictionaryKind::Entities];
            let dictionaries = Dictionaries::open(&dicts)?.only(&kinds)?;
            let builder = pipeline::Pipeline::builder()
                .overlap(overlap)
                .with_candidates(candidates);
            builder.dictionaries(&dictionaries).build()
        };
        let built = detached(py, build)?;
        let pipeline = built.map_err(|problems: Problems| DictionaryError::new_err(problems.to_string()))?;
        Ok(Pipeline {
            pipeline,
            #[cfg(feature = "poison")]
            poisoned: std::env::var(POISON).ok(),
        })
    }

    /// The rows of one document, each made by a class: that of `documents`, those of `tokens`, those of `mentions`.
    fn process<'py>(
        &self,
        py: Python<'py>,
        text: String,
        doc_id: String,
        classes: [Bound<'py, PyAny>; 3],
    ) -> PyResult<[Bound<'py, PyList>; 3]> {
        let document = Document {
            id: doc_id,
            source_path: "-".to_owned(),
            source_record: None,
            encoding: "utf-8",
            date: None,
            text,
        };
        let analysis = py.detach(|| self.analyse(&document)).map_err(panicked)?;
        let rows = Rows {
            pipeline: &self.pipeline,
            with_text: true,
        };
        let [mut documents, mut tokens, mut mentions] = [
            Objects::new(&classes[0])?,
            Objects::new(&classes[1])?,
            Objects::new(&classes[2])?,
        ];
        guarded(&document, || {
            rows.document(&document, &analysis, &mut documents);
            rows.tokens(&document, &analysis, &mut tokens);
            rows.mentions(&document, &analysis, &mut mentions);
        })
        .map_err(panicked)?;
        Ok([documents.finish()?, tokens.finish()?, mentions.finish()?])
    }

    /// The tables of many documents, by their names.
    #[pyo3(signature = (data, *, text, id, date, source, with_text, max_document, threads))]
    #[expect(clippy::too_many_arguments, reason = "they are named where they are given")]
    fn process_batch<'py>(
        &self,
        py: Python<'py>,
        data: &Bound<'py, PyAny>,
        text: String,
        id: Option<String>,
        date: Option<String>,
        source: String,
        with_text: bool,
        max_document: u64,
        threads: usize,
    ) -> PyResult<Bound<'py, PyDict>> {
        let fields = Fields { text, id, date };
        let parts = caught(|| parts(data, &fields))??;
        let mut reading = Reading {
            max_document,
            ..Reading::default()
        };
        reading.fields.text = fields.text;
        reading.fields.id = fields.id;
        let job = Job {
            pipeline: self,
            parts: &parts,
            source: &source,
            reading: &reading,
            with_text,
        };
        let tables = PyDict::new(py);
        let batch = Batch::run(py, &job, threads)?;
        for table in detached(py, || batch.tables())?? {
            let table = Bound::new(py, table)?;
            tables.set_item(table.getattr("name")?, table)?;
        }
        Ok(tables)
    }

    /// The words of a text, white space left out.
    #[pyo3(signature = (text, *, entities))]
    fn segment(&self, py: Python<'_>, text: &str, entities: bool) -> PyResult<Vec<String>> {
        detached(py, || {
            let tokens = if entities {
                self.pipeline.analyse(text).tokens
            } else {
                self.pipeline.segment(text)
            };
            let mut walker = Walker::new(text);
            tokens.iter().map(|token| walker.slice(token.span).to_owned()).collect()
        })
    }
}

fn panicked(refused: Box<Refusal>) -> PyErr {
    PyRuntimeError::new_err(refused.to_string())
}

impl Pipeline {
    /// The pipeline itself.
    pub fn core(&self) -> &pipeline::Pipeline {
        &self.pipeline
    }

    /// What there is in a document.
    ///
    /// # Errors
    ///
    /// Its refusal, where the program failed on it.
    pub fn analyse(&self, document: &Document) -> Result<Analysis, Box<Refusal>> {
        guarded(document, || {
            #[cfg(feature = "poison")]
            assert!(
                self.poisoned.as_ref() != Some(&document.id),
                "a panic that a test makes"
            );
            self.pipeline.analyse(&document.text)
        })
    }
}
