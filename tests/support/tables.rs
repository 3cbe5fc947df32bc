//! All tables of a run, read at once.

// Each test file includes this one, and not every one looks at every table.
#![allow(dead_code)]

use std::fs::{self, File};
use std::path::Path;

use crate::rows::{Row, rows};

/// The rows of a run.
#[derive(Default)]
pub struct Tables {
    pub documents: Vec<Row>,
    pub tokens: Vec<Row>,
    pub mentions: Vec<Row>,
    pub entities: Vec<Row>,
    pub errors: Vec<Row>,
    pub run: serde_json::Value,
}

impl Tables {
    /// Reads an output folder.
    pub fn read(folder: &Path) -> Tables {
        let table = |name: &str| rows(File::open(folder.join(name)).unwrap()).collect();
        Tables {
            documents: table("documents.csv"),
            tokens: table("tokens.csv"),
            mentions: table("mentions.csv"),
            entities: table("entities.csv"),
            errors: table("errors.csv"),
            run: serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap(),
        }
    }
}
