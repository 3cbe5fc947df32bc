//! How far an unfinished run is: what lies behind a checkpoint is durable, what lies after it is done again.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Summary;
use super::error::OutputError;
use super::identity::Identity;

/// The lengths of the files that grow, in bytes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Lengths {
    pub documents: u64,
    pub tokens: u64,
    pub mentions: u64,
    pub errors: u64,
    pub journal: u64,
}

impl Lengths {
    pub(super) fn sum(&self) -> u64 {
        self.documents + self.tokens + self.mentions + self.errors + self.journal
    }
}

/// What a run was doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    /// Reading and writing.
    Writing,
    /// All tables are whole; other forms are made of them.
    Forming,
    /// All files are whole; they get their final names.
    Renaming,
}

/// A point that a run can go on from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// What the rows depend on.
    pub identity: Identity,
    pub stage: Stage,
    /// How many units are written.
    pub units: u64,
    pub lengths: Lengths,
    /// Counts of what is written.
    pub summary: Summary,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Files of an older run in the folder, which go when this one ends.
    #[serde(default)]
    pub outdated: Vec<String>,
    /// What `run.json` is to say; null before all is written.
    #[serde(default)]
    pub run: Value,
    /// The files that get their final names, in that order; none before all are made.
    #[serde(default)]
    pub names: Vec<String>,
}

impl Checkpoint {
    pub(super) fn new(identity: Identity) -> Self {
        Checkpoint {
            identity,
            stage: Stage::Writing,
            units: 0,
            lengths: Lengths::default(),
            summary: Summary::default(),
            seconds: 0.0,
            outdated: Vec::new(),
            run: Value::Null,
            names: Vec::new(),
        }
    }

    /// Counts of what is written, and how long it took.
    pub(super) fn summary(&self) -> Summary {
        Summary {
            elapsed: Duration::from_secs_f64(self.seconds),
            ..self.summary.clone()
        }
    }

    /// Reads a checkpoint; nothing where there is none.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, OutputError> {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|_| {
                OutputError::usage(
                    path,
                    "is no checkpoint of this version of the program",
                    "begin anew by --force",
                )
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(OutputError::io(path, "cannot be read", &error)),
        }
    }

    /// The last checkpoint of a run that is done, by its `run.json`.
    pub(super) fn of_finished(path: &Path) -> Result<Self, OutputError> {
        #[derive(Deserialize)]
        struct Run {
            #[serde(flatten)]
            identity: Identity,
            counts: Summary,
        }
        let bytes = fs::read(path).map_err(|error| OutputError::io(path, "cannot be read", &error))?;
        let run: Run = serde_json::from_slice(&bytes).map_err(|_| {
            OutputError::usage(
                path,
                "is of another version of the program",
                "choose another folder, or begin anew by --force",
            )
        })?;
        Ok(Checkpoint {
            summary: run.counts,
            stage: Stage::Renaming,
            ..Checkpoint::new(run.identity)
        })
    }
}
