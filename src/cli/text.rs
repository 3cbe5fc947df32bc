//! A text that a person gives on the command line: itself, in a file, or on standard input.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use anyhow::anyhow;
use clap::Args;

use super::tell;
use crate::input::{TO_UTF8, decode};

/// A text, as an argument or by `--file`.
#[derive(Debug, Args)]
pub(super) struct TextArgument {
    /// The text itself, in quotes, or - for standard input
    #[arg(value_name = "TEXT", required_unless_present = "text_file")]
    text: Option<String>,
    /// A file that holds the text
    #[arg(
        id = "text_file",
        short = 'f',
        long = "file",
        value_name = "FILE",
        conflicts_with = "text"
    )]
    file: Option<String>,
}

impl TextArgument {
    /// The text, without a byte order mark, and the name of its file, where it has one.
    pub(super) fn read(&self) -> anyhow::Result<(Option<&str>, String)> {
        let file = match (&self.file, &self.text) {
            (Some(file), _) => file.as_str(),
            (None, Some(text)) if text != "-" => {
                if Path::new(text).is_file() {
                    tell(&format!(
                        "note: {text} is the text here; for the file of that name: --file {text}"
                    ));
                }
                return Ok((None, text.clone()));
            }
            _ => "-",
        };
        let bytes = if file == "-" {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(file)
        };
        let bytes = bytes.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                anyhow!("{file}: there is no such file\nhelp: check the spelling; - is standard input")
            }
            io::ErrorKind::IsADirectory => anyhow!("{file}: is a folder\nhelp: name a file"),
            _ => anyhow!("{file}: cannot be read: {error}"),
        })?;
        match decode(bytes) {
            Ok((text, _)) => Ok((Some(file), text)),
            Err((_, message)) => Err(anyhow!("{file}: {message}\nhelp: {TO_UTF8}")),
        }
    }
}
