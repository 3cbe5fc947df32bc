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
        // Those that win first, as dictionaries are listed.
        let layers = layers.iter().rev();
        let set: Vec<(&str, String)> = layers
            .flat_map(|(from, settings)| {
                settings
                    .values(setting.key)
                    .into_iter()
                    .map(move |value| (from.as_str(), value))
            })
            .collect();
        let key = setting.key;
        // Dictionaries add up; of the rest one holds.
        match set.first() {
            None => {
                let _ = writeln!(out, "# {key} = {}", setting.default);
            }
            Some(_) if key == "dicts" => {
                let _ = writeln!(out, "{key} = [");
                for (from, path) in &set {
                    let _ = writeln!(out, "    {path}, # {from}");
                }
                out.push_str("]\n");
            }
            Some((from, value)) => {
                let _ = writeln!(out, "{key} = {value} # {from}");
            }
        }
    }
    out
}

fn comment(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}
