//! `yiming config`: the settings that hold here, as a `yiming.toml` with a word on each.

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Args;

use super::settings::{DOCUMENTED, Settings};

/// Show the settings that hold in this folder, and where each was set
///
/// What is printed is a yiming.toml: what is set as it is, the rest as comments with the program's own values. yiming.toml in the current
/// folder, variables of the environment, --settings and --no-settings are taken into account.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Print them (what the command does without it, too)
    #[arg(long)]
    show: bool,
}

const EXAMPLES: &str = "\
Examples:
  yiming config --show
  yiming config --no-settings > yiming.toml    a file to begin from";

pub(super) fn run(_: &Arguments) -> anyhow::Result<ExitCode> {
    let layers = Settings::layers(env::args_os())?;
    io::stdout().lock().write_all(show(&layers).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The settings of `layers`, those that win last, each with the name of where it comes from.
fn show(layers: &[(String, Settings)]) -> String {
    let mut out = String::from(
        "# Settings of yiming for the folder with this file. The command line wins over them, and so does the environment.\n",
    );
    for setting in DOCUMENTED {
        let _ = write!(out, "\n{}", comment(setting.about));
        let _ = writeln!(out, "# Or {} in the environment.", setting.variable);
        let set: Vec<(&str, String)> = layers
            .iter()
            .filter_map(|(from, settings)| Some((from.as_str(), settings.value(setting.key)?)))
            .collect();
        // Dictionaries add up; of the rest one holds.
        match set.last() {
            None => {
                let _ = writeln!(out, "# {} = {}", setting.key, setting.default);
            }
            Some((from, value)) if setting.key != "dicts" => {
                let _ = writeln!(out, "{} = {value} # {from}", setting.key);
            }
            Some(_) => {
                let _ = writeln!(out, "{} = [", setting.key);
                for (from, paths) in set.iter().rev() {
                    for path in paths.lines() {
                        let _ = writeln!(out, "    {path}, # {from}");
                    }
                }
                out.push_str("]\n");
            }
        }
    }
    out
}

fn comment(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}
