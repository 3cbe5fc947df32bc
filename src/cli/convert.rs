//! `yiming convert`: from one script or standard to another.

use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::Args;

use super::lines::{Failure, each_file, for_each_line, open, unreadable};
use crate::convert::{Converter, InvalidByte, Name, Stream};
use crate::input::TO_UTF8;
use crate::lexicon::{Dictionaries, DictionaryKind};
use crate::pipeline::{Pipeline, Renderings};

/// Convert text between Traditional and Simplified, as OpenCC does
///
/// The configurations have OpenCC's names, and the results are those of OpenCC 1.4.2: s is Simplified, t Traditional, tw
/// Taiwan, hk Hong Kong, jp Japan, and a p at the end converts vocabulary as well. Text streams through: memory does not grow
/// with the input, nor with the length of its lines.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// From what to what: s2t t2s s2tw tw2s s2twp tw2sp s2hk hk2s s2hkp hk2sp t2tw tw2t t2hk hk2t t2jp jp2t, or a configuration
    /// file of your own in OpenCC's JSON, whose dictionaries are text files beside it
    #[arg(short, long, value_name = "CONFIG")]
    config: String,
    /// A dictionary of your own in OpenCC's format (`source<TAB>target`, one a line); with --names also one of entities or words.
    /// May be given several times; wins over what is shipped
    #[arg(id = "dict", long = "dict", value_name = "FILE")]
    dictionaries: Vec<PathBuf>,
    /// Those of the settings, which come behind.
    #[arg(skip)]
    pub(super) set: Vec<PathBuf>,
    /// Find the names of people, places and things and convert them as names: 杰弗里 becomes 傑弗里, not 傑弗裡. To Taiwan's forms,
    /// words of its administration and laws keep their characters too (村里民, 公布)
    #[arg(long)]
    names: bool,
    /// Also replace a name by what the region of the result calls its bearer: 川普 and 特朗普
    #[arg(long)]
    regional_names: bool,
    /// Show how each line is converted, stage by stage, with the dictionary's lines that apply; json is one object a line
    #[arg(long, value_name = "FORM", num_args = 0..=1, default_missing_value = "text", require_equals = true)]
    inspect: Option<Form>,
    /// Let bytes that are not UTF-8 through unchanged
    #[arg(long, conflicts_with = "inspect")]
    lossy: bool,
    /// Files; standard input if there are none
    #[arg(value_name = "FILE")]
    files: Vec<String>,
}

/// How an inspection is shown.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    Text,
    Json,
}

const EXAMPLES: &str = "\
Examples:
  yiming convert -c t2s article.txt > simplified.txt
  echo 软件 | yiming convert -c s2t
  yiming convert -c s2twp --dict house-style.txt article.txt
  echo 特朗普在里斯本 | yiming convert -c s2tw --regional-names
  echo 里面的鼠标 | yiming convert -c s2twp --inspect";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Setup { converter, namer } = Setup::new(arguments)?;
    match arguments.inspect {
        Some(form) => inspect(arguments, form, &converter, namer.as_ref()),
        None => convert(arguments, &converter, namer.as_ref()),
    }
}

/// What the options ask for.
struct Setup {
    converter: Converter,
    namer: Option<Namer>,
}

/// Finds names, for one kind of conversion.
struct Namer {
    pipeline: Pipeline,
    renderings: Renderings,
}

impl Namer {
    fn find(&self, text: &str) -> Vec<Name> {
        self.pipeline.names(text, self.renderings)
    }
}

impl Setup {
    fn new(arguments: &Arguments) -> anyhow::Result<Setup> {
        let finds_names = arguments.names || arguments.regional_names;
        let dictionaries = Dictionaries::open(&arguments.dictionaries)?;
        let set = Dictionaries::open(&arguments.set)?;
        let dictionaries = if finds_names {
            dictionaries.and(&set)
        } else {
            let kinds = [DictionaryKind::Conversions];
            dictionaries.only(&kinds)?.and(&set.of(&kinds))
        };
        let converter = Converter::named(&arguments.config)?.with_dictionaries(&dictionaries)?;
        if !finds_names {
            return Ok(Setup { converter, namer: None });
        }
        let renderings = renderings(arguments, &converter)?;
        let pipeline = Pipeline::builder().dictionaries(&dictionaries).build()?;
        Ok(Setup {
            converter: converter.with_taiwan_words(),
            namer: Some(Namer { pipeline, renderings }),
        })
    }
}

fn renderings(arguments: &Arguments, converter: &Converter) -> anyhow::Result<Renderings> {
    if arguments.regional_names {
        let config = arguments.config.parse().ok();
        return config.and_then(Renderings::of_region).ok_or_else(|| {
            anyhow!(
                "--regional-names needs a configuration that leads to a region, and {} leads to none\nhelp: {}",
                arguments.config,
                Renderings::REGIONAL
            )
        });
    }
    Ok(Renderings::of(converter.direction()))
}

fn convert(arguments: &Arguments, converter: &Converter, namer: Option<&Namer>) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let mut converted = Vec::new();
    // Whoever types wants to see each line at once; the buffer below holds what has come, so it is written as it comes.
    let is_interactive = io::stdin().is_terminal();
    each_file(&arguments.files, |file| {
        let mut reader = BufReader::with_capacity(1 << 16, open(file)?);
        let mut stream = if arguments.lossy {
            Stream::lossy(converter)
        } else {
            Stream::new(converter)
        };
        if let Some(namer) = namer {
            let window = if is_interactive { 0 } else { Stream::WINDOW };
            stream = stream.with_names(|text| namer.find(text), window);
        }
        loop {
            let bytes = reader.fill_buf().map_err(|error| unreadable(file, &error))?;
            let (len, result) = match bytes.len() {
                0 => (0, stream.finish(&mut converted)),
                len => (len, stream.push(bytes, &mut converted)),
            };
            reader.consume(len);
            out.write_all(&converted)?;
            converted.clear();
            if is_interactive || result.is_err() {
                out.flush()?;
            }
            result.map_err(|wrong| not_utf8(file, wrong))?;
            if len == 0 {
                return Ok(out.flush()?);
            }
        }
    })
}

fn inspect(
    arguments: &Arguments,
    form: Form,
    converter: &Converter,
    namer: Option<&Namer>,
) -> anyhow::Result<ExitCode> {
    let inspector = converter.inspector()?;
    let mut is_first = true;
    for_each_line(&arguments.files, |line, out| {
        let names = namer.map_or_else(Vec::new, |namer| namer.find(line));
        let inspection = inspector.inspect(line, &names);
        match form {
            Form::Json => {
                // Strings and lists of strings only: nothing that could fail.
                let json = serde_json::to_string(&inspection).unwrap_or_default();
                out.extend_from_slice(json.as_bytes());
            }
            Form::Text => {
                if !std::mem::take(&mut is_first) {
                    out.push(b'\n');
                }
                out.extend_from_slice(inspection.to_string().trim_end().as_bytes());
            }
        }
    })
}

fn not_utf8(file: &str, wrong: InvalidByte) -> Failure {
    let InvalidByte {
        byte,
        offset,
        line,
        column,
    } = wrong;
    Failure::Input(format!(
        "{file}:{line}:{column}: byte 0x{byte:02X} at offset {offset} is not UTF-8\nhelp: {TO_UTF8}; --lossy lets such bytes through"
    ))
}
