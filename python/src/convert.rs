//! Conversion between scripts, as `yiming convert` does it.

use std::path::PathBuf;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use yiming::convert;
use yiming::lexicon::{Dictionaries, DictionaryKind, Problems};
use yiming::pipeline::{self, Renderings};

use super::{DictionaryError, detached};

/// Converts texts by one configuration.
#[pyclass(module = "yiming._native", frozen)]
pub struct Converter {
    converter: convert::Converter,
    namer: Option<(pipeline::Pipeline, Renderings)>,
}

#[pymethods]
impl Converter {
    #[new]
    #[pyo3(signature = (config, dicts, *, names, regional_names))]
    fn new(py: Python<'_>, config: &str, dicts: Vec<PathBuf>, names: bool, regional_names: bool) -> PyResult<Self> {
        detached(py, || Converter::build(config, &dicts, names, regional_names))?
    }

    /// The text, converted.
    fn convert(&self, py: Python<'_>, text: &str) -> PyResult<String> {
        detached(py, || match &self.namer {
            Some((pipeline, renderings)) => self.converter.convert_with(text, &pipeline.names(text, *renderings)),
            None => self.converter.convert(text),
        })
    }
}

impl Converter {
    fn build(config: &str, dicts: &[PathBuf], names: bool, regional_names: bool) -> PyResult<Self> {
        let wrong = |problems: Problems| DictionaryError::new_err(problems.to_string());
        let converter = convert::Converter::named(config).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let mut dictionaries = Dictionaries::open(dicts).map_err(wrong)?;
        let finds_names = names || regional_names;
        if !finds_names {
            dictionaries = dictionaries.only(&[DictionaryKind::Conversions]).map_err(wrong)?;
        }
        let converter = converter.with_dictionaries(&dictionaries).map_err(wrong)?;
        if !finds_names {
            return Ok(Converter { converter, namer: None });
        }
        let renderings = if regional_names {
            let region = config.parse().ok().and_then(Renderings::of_region);
            region.ok_or_else(|| {
                PyValueError::new_err(format!(
                    "regional_names needs a configuration that leads to a region, and {config} leads to none\nhelp: {}",
                    Renderings::REGIONAL
                ))
            })?
        } else {
            Renderings::of(converter.direction())
        };
        let pipeline = pipeline::Pipeline::builder()
            .dictionaries(&dictionaries)
            .build()
            .map_err(wrong)?;
        Ok(Converter {
            converter: converter.with_taiwan_words(),
            namer: Some((pipeline, renderings)),
        })
    }
}
