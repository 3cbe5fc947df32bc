//! `yiming convert`: from one script or standard to another.

use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::anyhow;
use clap::Args;

use super::lines::{Failure, each_file, open, unreadable};
use crate::convert::{Config, Converter, InvalidByte, Stream};
use crate::input::TO_UTF8;

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
    /// A dictionary of your own in OpenCC's format (`source<TAB>target`, one a line). May be given several times; wins over what
    /// is shipped
    #[arg(id = "dict", long = "dict", value_name = "FILE")]
    dictionaries: Vec<PathBuf>,
    /// Let bytes that are not UTF-8 through unchanged
    #[arg(long)]
    lossy: bool,
    /// Files; standard input if there are none
    #[arg(value_name = "FILE")]
    files: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  yiming convert -c t2s article.txt > simplified.txt
  echo 软件 | yiming convert -c s2t
  yiming convert -c s2twp --dict house-style.txt article.txt";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut converter = converter(&arguments.config)?;
    if !arguments.dictionaries.is_empty() {
        converter = converter.with_user_dictionaries(&arguments.dictionaries)?;
    }
    let mut out = io::stdout().lock();
    let mut converted = Vec::new();
    // Whoever types wants to see each line at once; the buffer below holds what has come, so it is written as it comes.
    let is_interactive = io::stdin().is_terminal();
    each_file(&arguments.files, |file| {
        let mut reader = BufReader::with_capacity(1 << 16, open(file)?);
        let mut stream = if arguments.lossy {
            Stream::lossy(&converter)
        } else {
            Stream::new(&converter)
        };
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

/// A configuration by its name, with or without OpenCC's ending, or by its path.
fn converter(config: &str) -> anyhow::Result<Converter> {
    if let Ok(config) = config.parse::<Config>() {
        return Ok(Converter::new(config));
    }
    let path = Path::new(config);
    if path.exists() {
        return Ok(Converter::from_config_file(path)?);
    }
    let name = config.strip_suffix(".json").unwrap_or(config);
    name.parse().map(Converter::new).map_err(|_| unknown(config))
}

fn unknown(name: &str) -> anyhow::Error {
    let names: Vec<&str> = Config::ALL.iter().map(|config| config.name()).collect();
    let wanted = name.trim_end_matches(".json").to_lowercase();
    let distance = |known: &&&str| strsim::damerau_levenshtein(known, &wanted);
    let near = names.iter().min_by_key(distance).filter(|known| distance(known) <= 2);
    let help = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
    anyhow!(
        "there is no configuration “{name}”\nhelp: {help}the configurations are {}; a file of your own is named by its path",
        names.join(" ")
    )
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
