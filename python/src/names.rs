//! Whether a Chinese name renders a Latin one, as `yiming names` tells it, by the model that ships.

use pyo3::prelude::*;
use yiming::names::{NameIndex, NameMatcher, NameModel};

use super::detached;

/// How sure it is that `zh` renders `latin`, from 0 to 1, and in what way.
#[pyfunction]
pub fn score(py: Python<'_>, zh: &str, latin: &str) -> PyResult<(f32, &'static str)> {
    detached(py, || {
        let score = NameMatcher::new(NameModel::shipped()).score(zh, latin);
        (score.value, score.kind.name())
    })
}

/// The names of a list that `zh` renders, the best first: name, score, kind.
#[pyfunction]
pub fn match_names(
    py: Python<'_>,
    zh: &str,
    among: Vec<String>,
    top: usize,
    least: f32,
) -> PyResult<Vec<(String, f32, &'static str)>> {
    detached(py, || {
        let index = NameIndex::new(among.iter().map(|name| name.trim()));
        let found = index
            .search(&mut NameMatcher::new(NameModel::shipped()), zh, top)
            .into_iter();
        let found = found.filter(|found| found.score.value >= least);
        found
            .map(|found| {
                (
                    index.name(found.index).to_owned(),
                    found.score.value,
                    found.score.kind.name(),
                )
            })
            .collect()
    })
}
