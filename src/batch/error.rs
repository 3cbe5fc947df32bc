//! What is wrong with an output folder.

use std::io;
use std::path::Path;

use crate::results::ResultsError;

/// Why an output folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {message}{}", help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default())]
pub struct OutputError {
    path: String,
    message: String,
    help: Option<String>,
    /// Whether the command line is at fault rather than the system.
    pub is_usage: bool,
}

impl OutputError {
    pub(super) fn io(path: &Path, what: &str, error: &io::Error) -> Self {
        let help = match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Some("choose a folder that you may write to")
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Some("make room, and go on by the same command with --resume")
            }
            _ => None,
        };
        OutputError {
            path: path.display().to_string(),
            message: format!("{what}: {error}"),
            help: help.map(str::to_owned),
            is_usage: false,
        }
    }

    pub(super) fn usage(path: &Path, message: impl Into<String>, help: impl Into<String>) -> Self {
        OutputError {
            path: path.display().to_string(),
            message: message.into(),
            help: Some(help.into()),
            is_usage: true,
        }
    }

    /// A file that an unfinished run had written is not as it was.
    pub(super) fn not_as_written(path: &Path) -> Self {
        OutputError::usage(
            path,
            "is not what the unfinished run had written",
            "begin anew by --force",
        )
    }

    /// A form of the tables cannot be made.
    pub(super) fn forming(error: &ResultsError) -> Self {
        OutputError {
            path: error.place().to_owned(),
            message: error.message().to_owned(),
            help: Some("mend that, or make room, and go on by the same command with --resume".to_owned()),
            is_usage: false,
        }
    }

    pub(super) fn threads(error: rayon::ThreadPoolBuildError) -> Self {
        OutputError {
            path: "threads".to_owned(),
            message: error.to_string(),
            help: Some("use fewer: --threads 1".to_owned()),
            is_usage: false,
        }
    }
}
