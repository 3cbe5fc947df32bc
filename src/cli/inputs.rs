//! What is to be read, and how: INPUTs and the options on them, shared by the commands that read a corpus.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use clap::Args;
use clap::builder::PossibleValue;
use serde_json::{Value, json};

use super::{sizes, tell};
use crate::input::{Encoding, Fields, Finder, Format, Found, IdFrom, Reading, preview};

/// INPUTs and options on them.
#[derive(Debug, Args)]
pub(super) struct InputOptions {
    /// Files, folders, patterns, or - for standard input
    #[arg(required_unless_present = "files_from", value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Also read the files and folders that stand in FILE, one a line; - for standard input
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    files_from: Option<String>,
    /// In the list of --files-from, paths end with a zero byte, as find -print0 writes them
    #[arg(short = '0', long, requires = "files_from", help_heading = HEADING)]
    null: bool,
    /// Of folders and patterns, read only files that one of these patterns matches (their names, or with a / their paths)
    #[arg(long, value_name = "PATTERN", help_heading = HEADING)]
    include: Vec<String>,
    /// Of folders and patterns, leave out files and folders that one of these patterns matches
    #[arg(long, value_name = "PATTERN", help_heading = HEADING)]
    exclude: Vec<String>,
    /// What standard input holds, and files that are named and have another ending
    #[arg(long, value_name = "FORMAT", default_value_t, hide_possible_values = true, help_heading = HEADING)]
    #[arg(
        help = "What standard input holds, and files that are named and have another ending: text, html, jsonl, json, csv, tsv, tar"
    )]
    input_format: Format,
    /// The encoding of all files, such as big5 or gb18030 [default: told file by file]
    #[arg(long, value_name = "LABEL", help_heading = HEADING)]
    encoding: Option<Encoding>,
    /// The field of a record that holds the text: in JSON, dots lead into objects and arrays (data.body, items.0.text); in tables, a column
    #[arg(long, value_name = "NAME", default_value = "text", help_heading = HEADING)]
    text_field: String,
    /// The field of a record that holds the id [default: id, or else the file and the record's number]
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    id_field: Option<String>,
    /// The field of a record that holds the date of the document [default: date]
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    date_field: Option<String>,
    /// Where ids come from
    #[arg(long, value_name = "SOURCE", value_enum, default_value_t, help_heading = HEADING)]
    id_from: IdSource,
    /// The largest document to read, in bytes before decoding, with K, M or G for 1024, 1024² or 1024³, or KB, MB or GB for thousands; at most 1G
    #[arg(long, value_name = "SIZE", default_value = "8M", value_parser = size, help_heading = HEADING)]
    max_document: u64,
}

const HEADING: &str = "Input";

/// `IdFrom`, as the command line knows it.
#[derive(Debug, Clone, Copy, Default)]
struct IdSource(IdFrom);

impl clap::ValueEnum for IdSource {
    fn value_variants<'a>() -> &'a [Self] {
        &[IdSource(IdFrom::Field), IdSource(IdFrom::Path)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self.0 {
            IdFrom::Field => PossibleValue::new("field")
                .help("The id field of a record; else the path below its INPUT, and # with the record's number"),
            IdFrom::Path => PossibleValue::new("path").help("The path as it was given, and # with the record's number"),
        })
    }
}

/// The size of a document.
fn size(text: &str) -> Result<u64, String> {
    let bytes = sizes::bytes(text).filter(|bytes| (1..=Reading::MOST).contains(bytes));
    bytes.ok_or_else(|| "a number of bytes from 1 to 1G is needed, such as 500000, 512K or 64MB".to_owned())
}

impl InputOptions {
    /// Lists the files.
    ///
    /// # Errors
    ///
    /// A pattern that is none, and a list that cannot be read.
    pub(super) fn find(&self) -> anyhow::Result<Found> {
        let finder = match Finder::new(&self.include, &self.exclude, self.input_format) {
            Ok(finder) => finder,
            Err(refused) => bail!("{refused}"),
        };
        let mut found = finder.find(&self.inputs);
        if let Some(list) = &self.files_from {
            if list == "-" && self.inputs.iter().any(|input| input == "-") {
                bail!("-: standard input cannot be a list and an article\nhelp: put one of them into a file");
            }
            finder.find_listed(&read_list(list)?, self.null, &mut found);
        }
        Ok(found)
    }

    /// How files are to be read.
    pub(super) fn reading(&self) -> Reading {
        Reading {
            fields: Fields {
                text: self.text_field.clone(),
                id: self.id_field.clone(),
                date: self.date_field.clone(),
            },
            id_from: self.id_from.0,
            encoding: self.encoding,
            max_document: self.max_document,
        }
    }

    /// The options as JSON, by name, for run.json.
    pub(super) fn describe(&self) -> [(&'static str, Value); 10] {
        let id_from = match self.id_from.0 {
            IdFrom::Field => "field",
            IdFrom::Path => "path",
        };
        [
            ("files_from", json!(self.files_from)),
            ("include", json!(self.include)),
            ("exclude", json!(self.exclude)),
            ("input_format", json!(self.input_format.name())),
            ("encoding", json!(self.encoding.map(Encoding::name))),
            ("text_field", json!(self.text_field)),
            ("id_field", json!(self.id_field)),
            ("date_field", json!(self.date_field)),
            ("id_from", json!(id_from)),
            ("max_document", json!(self.max_document)),
        ]
    }

    /// Says that there is nothing to read.
    pub(super) fn nothing_found(&self, found: &Found) -> String {
        let others = match found.passed_over {
            0 => String::new(),
            1 => ", only 1 file of other kinds".to_owned(),
            files => format!(", only {files} files of other kinds"),
        };
        let names = self.inputs.iter().chain(&self.files_from).map(String::as_str);
        format!(
            "{}: no documents found{others}\nhelp: folders are searched for {KINDS}; name a file of another kind itself to read it as text",
            names.collect::<Vec<_>>().join(" ")
        )
    }

    /// Lists what would be read, on standard output. Returns whether nothing would be refused.
    ///
    /// # Errors
    ///
    /// What cannot be written.
    pub(super) fn list(&self, found: &Found) -> io::Result<bool> {
        let reading = self.reading();
        let mut out = io::stdout().lock();
        let mut refusals: Vec<_> = found.refused.iter().map(ToString::to_string).collect();
        writeln!(out, "bytes\tformat\tcompression\tencoding\tpath")?;
        for file in &found.files {
            let mut written = Ok(());
            preview(file, &reading, |seen| match seen {
                Ok(seen) if written.is_ok() => {
                    written = writeln!(
                        out,
                        "{}\t{}\t{}\t{}\t{}",
                        seen.size,
                        seen.format,
                        seen.compression.unwrap_or_default(),
                        seen.encoding.map(Encoding::name).unwrap_or_default(),
                        seen.source_path
                    );
                }
                Ok(_) => {}
                Err(refused) => refusals.push(refused.to_string()),
            });
            written?;
        }
        out.flush()?;
        for refused in &refusals {
            tell(&format!("error: {refused}"));
        }
        Ok(refusals.is_empty())
    }
}

/// The endings that folders are searched for, for people.
pub(super) const KINDS: &str = ".txt, .md, .html, .jsonl, .json, .csv, .tsv, .tar and .zip";

fn read_list(path: &str) -> anyhow::Result<Vec<u8>> {
    let mut list = Vec::new();
    if path == "-" {
        io::stdin()
            .read_to_end(&mut list)
            .context("-: the list of files cannot be read")?;
        return Ok(list);
    }
    match fs::read(Path::new(path)) {
        Ok(list) => Ok(list),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!(
                "{path}: there is no such list of files\nhelp: check the spelling, or give the list by: find … | yiming run --files-from - …"
            )
        }
        Err(error) => bail!("{path}: the list of files cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("512"), Ok(512));
        assert_eq!(size("64m"), Ok(64 << 20));
        assert_eq!(size("1G"), Ok(1 << 30));
        assert_eq!(size("64MB"), Ok(64_000_000));
        for wrong in ["", "0", "M", "2G", "1.5M", "64B", "-1", "99999999999999999999G"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
