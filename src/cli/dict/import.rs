//! `yiming dict import`: dictionaries from elsewhere.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use flate2::read::MultiGzDecoder;

use crate::cli::tell;
use crate::lexicon::import::{
    Columns, Counts, DataPackage, EntityWriter, ImportError, Selection, TypeLabels, import_cedict, import_cedict_words,
    import_conversions, import_table, import_wikidata, import_words,
};
use crate::lexicon::{Problem, SourceFile};
use crate::segment::Segmenter;
use crate::text::is_han;

/// How many broken records are told; the others are counted.
const TOLD: u64 = 20;

/// Make a dictionary from data of others
///
/// The result is a dictionary that --dict takes at once: entities for wikidata, cedict, frictionless and table; words for jieba,
/// and for cedict with --kind words; conversions (for `yiming convert`) for opencc. Ids of the source are kept. A record that is
/// broken is told with its line, and the rest goes on.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub(in crate::cli) struct Arguments {
    /// What INPUT is
    #[arg(long, value_name = "FORMAT")]
    from: Format,
    /// The file, also compressed by gzip; or - for standard input
    #[arg(value_name = "INPUT")]
    input: String,
    /// The file for the dictionary [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Only entities with this label; in tables without a column for it, the label of all
    #[arg(long, value_name = "LABEL")]
    label: Option<String>,
    #[command(flatten, next_help_heading = "Wikidata")]
    wikidata: Wikidata,
    #[command(flatten, next_help_heading = "Tables")]
    table: Table,
    /// What to make of CC-CEDICT: its proper names, or all its words
    #[arg(long, value_name = "KIND", default_value = "entities", help_heading = "CC-CEDICT")]
    kind: Kind,
}

#[derive(Debug, Args)]
struct Wikidata {
    /// Only items of these types (P31), which need not be in the table of types
    #[arg(long = "type", value_name = "Q5,…", value_delimiter = ',', value_parser = type_number)]
    types: Vec<u64>,
    /// Only items with so many pages on Wikipedia and its sisters
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_sitelinks: u64,
    /// More types and their labels, a line each: Q5<TAB>PERSON; - leaves a type out
    #[arg(long, value_name = "FILE")]
    types_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Table {
    /// A column of names; may be given several times
    #[arg(long = "alias-column", value_name = "NAME")]
    aliases: Vec<String>,
    /// The column of ids [default: entity_id, or else an id is made of the file's name and the first name]
    #[arg(long = "id-column", value_name = "NAME")]
    id: Option<String>,
    /// The column of labels
    #[arg(long = "label-column", value_name = "NAME")]
    labels: Option<String>,
    /// The column of usual Chinese names
    #[arg(long = "zh-column", value_name = "NAME")]
    zh: Option<String>,
    /// The column of usual Latin names
    #[arg(long = "latin-column", value_name = "NAME")]
    latin: Option<String>,
    /// What separates several names in a cell of --alias-column
    #[arg(long, value_name = "TEXT")]
    separator: Option<String>,
    /// Which table of a package, if it has several
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Wikidata's JSON dump, one entity a line (latest-all.json.gz)
    Wikidata,
    /// CC-CEDICT's text file
    Cedict,
    /// A user dictionary of jieba's
    Jieba,
    /// A text dictionary of OpenCC's
    Opencc,
    /// A Frictionless data package (datapackage.json beside its CSV)
    Frictionless,
    /// CSV, TSV or semicolons, with the columns that the options name
    Table,
}

impl Format {
    /// What whoever uses the result has to honour.
    fn licence(self) -> &'static str {
        match self {
            Format::Wikidata => "Wikidata's data are in the public domain (CC0 1.0)",
            Format::Cedict => {
                "CC-CEDICT is licensed under CC BY-SA 4.0: name it as the source, and share what you make of it under the same terms"
            }
            Format::Opencc => {
                "the dictionaries of OpenCC are licensed under Apache-2.0; others under their authors' terms"
            }
            Format::Jieba | Format::Frictionless | Format::Table => "the terms of the source hold for the result too",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Entities,
    Words,
}

const NOTES: &str = "\
Examples:
  yiming dict import --from wikidata latest-all.json.gz --min-sitelinks 5 -o wikidata.csv
  yiming dict import --from wikidata latest-all.json.gz --type Q11424,Q571 -o works.csv
  yiming dict import --from cedict cedict_ts.u8 -o cedict.csv
  yiming dict import --from table products.csv --alias-column Name --id-column SKU --label PRODUCT -o products-dict.csv
  yiming run corpus --dict wikidata.csv -o out

Licences are those of the sources; the one to honour is told at the end.";

fn type_number(id: &str) -> Result<u64, String> {
    let number = id.trim().strip_prefix('Q').and_then(|number| number.parse().ok());
    number.ok_or_else(|| "a type is written Q5".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Some(path) = &arguments.out else {
        let out = BufWriter::new(io::stdout().lock());
        return Ok(exit(import(arguments, out)?));
    };
    // Under its final name only when complete.
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let unfinished = PathBuf::from(unfinished);
    let cannot_write = || format!("{}: cannot be written", path.display());
    let file = File::create(&unfinished).with_context(cannot_write)?;
    let counts = import(arguments, BufWriter::with_capacity(1 << 16, file)).inspect_err(|_| {
        // What was written is of no use.
        let _ = std::fs::remove_file(&unfinished);
    })?;
    std::fs::rename(&unfinished, path).with_context(cannot_write)?;
    Ok(exit(counts))
}

fn exit(counts: Counts) -> ExitCode {
    if counts.broken > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn import(arguments: &Arguments, mut out: impl Write) -> anyhow::Result<Counts> {
    let mut told = 0;
    let mut warn = |problem: &Problem| {
        told += 1;
        if told <= TOLD {
            tell(&format!("warning: {problem}"));
        }
    };
    let name = arguments.input.as_str();
    let made;
    let counts = match arguments.from {
        Format::Jieba => {
            let counts = import_words(name, open(name)?, &mut out, &mut warn).map_err(known)?;
            made = words(counts);
            counts
        }
        Format::Cedict if arguments.kind == Kind::Words => {
            let counts = import_cedict_words(name, open(name)?, &mut out, &mut warn).map_err(known)?;
            made = words(counts);
            counts
        }
        Format::Opencc => {
            let counts = import_conversions(name, open(name)?, &mut out, &mut warn).map_err(known)?;
            made = format!("{} conversions", counts.records - counts.broken);
            counts
        }
        Format::Wikidata | Format::Cedict | Format::Frictionless | Format::Table => {
            let segmenter = Segmenter::new();
            let is_word = |form: &str| is_everyday(&segmenter, form);
            let mut writer = EntityWriter::new(&mut out, &is_word)?;
            if arguments.from != Format::Wikidata {
                writer = writer.with_repeated_ids();
            }
            let counts = entities(arguments, &mut writer, &mut warn)?;
            made = format!("{} entities, {} rows", writer.entities(), writer.rows());
            writer.finish()?;
            counts
        }
    };
    out.flush()?;
    if told > TOLD {
        tell(&format!("warning: {} more like these", told - TOLD));
    }
    let place = arguments
        .out
        .as_ref()
        .map_or_else(|| "standard output".to_owned(), |path| path.display().to_string());
    tell(&format!(
        "{} records, {} broken, {} left out; {made}, written to {place}",
        counts.records, counts.broken, counts.left_out
    ));
    tell(&format!("licence: {}", arguments.from.licence()));
    Ok(counts)
}

fn words(counts: Counts) -> String {
    format!("{} words", counts.records - counts.broken - counts.left_out)
}

/// Imports what becomes entities.
fn entities(
    arguments: &Arguments,
    writer: &mut EntityWriter<'_, impl Write>,
    warn: &mut dyn FnMut(&Problem),
) -> anyhow::Result<Counts> {
    let name = arguments.input.as_str();
    match arguments.from {
        Format::Wikidata => {
            let mut labels = TypeLabels::shipped()?;
            if let Some(path) = &arguments.wikidata.types_file {
                let source = SourceFile::read(path)?;
                labels = labels.with(source.path(), source.text())?;
            }
            let selection = Selection {
                labels,
                types: arguments.wikidata.types.clone(),
                min_sitelinks: arguments.wikidata.min_sitelinks,
                label: arguments.label.clone(),
            };
            let (counts, unknown) = import_wikidata(name, open(name)?, &selection, writer, warn).map_err(known)?;
            if !unknown.is_empty() {
                let most: Vec<String> = unknown
                    .iter()
                    .take(5)
                    .map(|(kind, n)| format!("Q{kind} ({n})"))
                    .collect();
                let all: u64 = unknown.iter().map(|(_, n)| n).sum();
                tell(&format!(
                    "note: {all} items are of types without a label, most of {}",
                    most.join(", ")
                ));
                tell("help: give them labels with --types-file, or take them without by --type");
            }
            Ok(counts)
        }
        Format::Cedict => import_cedict(name, open(name)?, arguments.label.as_deref(), writer, warn).map_err(known),
        Format::Frictionless => {
            let source = SourceFile::read(Path::new(name))?;
            let package = DataPackage::parse(name, source.text())?;
            let resource = package.resource(name, arguments.table.resource.as_deref())?;
            let folder = Path::new(name).parent().unwrap_or(Path::new(""));
            let mut columns = columns(arguments);
            columns.delimiter = resource.delimiter();
            let mut all = Counts::default();
            for file in resource.files(name, folder)? {
                let file = file.display().to_string();
                let counts = import_table(&file, open(&file)?, &columns, writer, warn).map_err(known)?;
                all.records += counts.records;
                all.broken += counts.broken;
                all.left_out += counts.left_out;
                all.bytes += counts.bytes;
            }
            for licence in package.licences(resource) {
                tell(&format!("licence: {licence}, says the package"));
            }
            Ok(all)
        }
        _ => import_table(name, open(name)?, &columns(arguments), writer, warn).map_err(known),
    }
}

fn columns(arguments: &Arguments) -> Columns {
    let table = &arguments.table;
    Columns {
        aliases: table.aliases.clone(),
        id: table.id.clone(),
        label: table.labels.clone(),
        name_zh: table.zh.clone(),
        name_latin: table.latin.clone(),
        kind: None,
        separator: table.separator.clone(),
        delimiter: None,
        only: arguments.label.clone(),
    }
}

/// A broken pipe is known by its kind.
fn known(error: ImportError) -> anyhow::Error {
    match error {
        ImportError::Output(error) => error.into(),
        ImportError::Input(problem) => problem.into(),
    }
}

/// Whether a form (folded) is in the dictionary of words, and no name there.
fn is_everyday(segmenter: &Segmenter, form: &str) -> bool {
    let class = segmenter.class_of(form);
    form.chars().any(is_han) && !["nr", "ns", "nt", "nz", "x"].iter().any(|name| class.starts_with(name))
}

/// Opens a file or standard input; what is compressed by gzip, in any number of members, comes out decompressed.
fn open(name: &str) -> anyhow::Result<Box<dyn BufRead>> {
    let file: Box<dyn Read> = if name == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(name).map_err(|error| {
            let message = match error.kind() {
                io::ErrorKind::NotFound => "there is no such file".to_owned(),
                _ => format!("cannot be read: {error}"),
            };
            Problem::new(name, 0, 0, message)
        })?)
    };
    let mut file = BufReader::with_capacity(1 << 18, file);
    let start = file
        .fill_buf()
        .map_err(|error| Problem::new(name, 0, 0, format!("cannot be read: {error}")))?;
    Ok(if start.starts_with(&[0x1F, 0x8B]) {
        Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    })
}
