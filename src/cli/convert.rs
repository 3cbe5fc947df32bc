//! `yiming convert`: from one script or standard to another.

use std::process::ExitCode;

use anyhow::anyhow;
use clap::Args;

use super::lines::for_each_line;
use crate::convert::{Config, Converter, Scratch};

/// Convert text between Traditional and Simplified, as OpenCC does
///
/// The configurations have OpenCC's names, and the results are those of OpenCC 1.4.2: s is Simplified, t Traditional, tw
/// Taiwan, hk Hong Kong, jp Japan, and a p at the end converts vocabulary as well.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// From what to what: s2t t2s s2tw tw2s s2twp tw2sp s2hk hk2s s2hkp hk2sp t2tw tw2t t2hk hk2t t2jp jp2t
    #[arg(short, long, value_name = "CONFIG")]
    config: String,
    /// Files; standard input if there are none
    #[arg(value_name = "FILE")]
    files: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  yiming convert -c t2s article.txt > simplified.txt
  echo 软件 | yiming convert -c s2t";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let config: Config = arguments.config.parse().map_err(|_| unknown(&arguments.config))?;
    let converter = Converter::new(config);
    let (mut scratch, mut converted) = (Scratch::default(), String::new());
    for_each_line(&arguments.files, |line, out| {
        converted.clear();
        converter.convert_into(line, &mut converted, &mut scratch);
        out.extend_from_slice(converted.as_bytes());
    })
}

fn unknown(name: &str) -> anyhow::Error {
    let names: Vec<&str> = Config::ALL.iter().map(|config| config.name()).collect();
    let wanted = name.trim_end_matches(".json").to_lowercase();
    let nearest = names
        .iter()
        .min_by_key(|known| strsim::damerau_levenshtein(known, &wanted));
    let near = nearest.filter(|known| strsim::damerau_levenshtein(known, &wanted) <= 2);
    let help = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
    anyhow!(
        "there is no configuration “{name}”\nhelp: {help}the configurations are {}",
        names.join(" ")
    )
}
