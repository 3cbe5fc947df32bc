//! The settings of a folder: in, `yiming.toml` and the environment; out, what holds where the command line says nothing.
//!
//! What the command line says wins over the environment (`YIMING_THREADS` and so on), that over the file, that over the program's own defaults.
//! Dictionaries add up, in the same order of precedence. The file is the one in the current folder, or `--settings FILE`; `--no-settings`
//! passes over both file and environment. It is read before the command line is parsed, so that its values are the defaults there.

use std::borrow::Cow;
use std::env;
use std::ffi::OsString;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::overlap::Policy;
use crate::convert::Config;
use crate::lexicon::{Problem, Problems, SourceFile};

/// Where settings are looked for.
const FILE: &str = "yiming.toml";

/// What can be set, and what it is.
pub(super) struct Documented {
    /// The key in the file.
    pub(super) key: &'static str,
    /// The variable of the environment.
    pub(super) variable: &'static str,
    /// What it does.
    pub(super) about: &'static str,
    /// What holds where nothing is set, as the file writes it.
    pub(super) default: &'static str,
}

/// Everything that can be set.
pub(super) const DOCUMENTED: [Documented; 4] = [
    Documented {
        key: "convert",
        variable: "YIMING_CONVERT",
        about: "The configuration of `yiming convert`: a name such as \"s2twp\", or a file beside this one. Unset, -c must say it.",
        default: "\"s2t\"",
    },
    Documented {
        key: "dicts",
        variable: "YIMING_DICTS",
        about: "Dictionaries of your own for every command, the first before the next; paths are relative to this file.",
        default: "[]",
    },
    Documented {
        key: "overlap",
        variable: "YIMING_OVERLAP",
        about: "Which of names that overlap are mentions: \"longest\", \"priority\" or \"all\".",
        default: "\"longest\"",
    },
    Documented {
        key: "threads",
        variable: "YIMING_THREADS",
        about: "How many threads `yiming run` and `yiming mine` use; 0 is one a core.",
        default: "0",
    },
];
/// The most threads.
const THREADS: u16 = 1024;

/// The options on settings, which every command has; the help of the whole program tells of them.
#[derive(Debug, Args)]
pub(super) struct SettingsOptions {
    #[arg(
        long,
        global = true,
        hide = true,
        value_name = "FILE",
        conflicts_with = "no_settings"
    )]
    settings: Option<PathBuf>,
    #[arg(long, global = true, hide = true)]
    no_settings: bool,
}

/// What is set.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// Dictionaries, in the order of precedence.
    pub(super) dicts: Vec<PathBuf>,
    threads: Option<String>,
    overlap: Option<String>,
    convert: Option<String>,
}

impl Settings {
    /// Those that hold for a command line.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file, or with a variable.
    pub(super) fn of(arguments: impl Iterator<Item = OsString>) -> Result<Self, Problems> {
        let layers = Self::layers(arguments)?.into_iter();
        Ok(layers.fold(Self::default(), |under, (_, over)| under.under(over)))
    }

    /// Those of the file and those of the environment, which win, each with the name of where they come from.
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of).
    pub(super) fn layers(arguments: impl Iterator<Item = OsString>) -> Result<Vec<(String, Self)>, Problems> {
        let mut named = None;
        let mut arguments = arguments.take_while(|argument| argument != "--");
        while let Some(argument) = arguments.next() {
            if argument == "--no-settings" {
                return Ok(Vec::new());
            } else if argument == "--settings" {
                named = arguments.next().map(PathBuf::from);
            } else if let Some(path) = argument.to_str().and_then(|text| text.strip_prefix("--settings=")) {
                named = Some(PathBuf::from(path));
            }
        }
        let file = named.or_else(|| Some(PathBuf::from(FILE)).filter(|path| path.exists()));
        let mut layers = Vec::new();
        if let Some(path) = file {
            layers.push((path.display().to_string(), Self::read(&path)?));
        }
        layers.push(("the environment".to_owned(), Self::from_environment()?));
        Ok(layers)
    }

    /// What is set under `key`, as the file writes it: nothing, one value, or the paths of dictionaries.
    pub(super) fn values(&self, key: &str) -> Vec<String> {
        // TOML's strings are JSON's.
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match key {
            "convert" => self.convert.as_deref().map(quoted).into_iter().collect(),
            "overlap" => self.overlap.as_deref().map(quoted).into_iter().collect(),
            "threads" => self.threads.clone().into_iter().collect(),
            _ => self
                .dicts
                .iter()
                .map(|path| quoted(&path.display().to_string()))
                .collect(),
        }
    }

    fn read(path: &Path) -> Result<Self, Problems> {
        let source = SourceFile::read(path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        parse(source.path(), source.text(), folder)
    }

    fn from_environment() -> Result<Self, Problems> {
        let value = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let text = |name: &str| value(name).map(|value| value.to_string_lossy().into_owned());
        let mut settings = Settings {
            dicts: value("YIMING_DICTS").map_or_else(Vec::new, |paths| env::split_paths(&paths).collect()),
            convert: text("YIMING_CONVERT"),
            ..Settings::default()
        };
        let wrong = |name: &str, (message, help): (String, String)| Problem::new(name, 0, 0, message).help(help);
        if let Some(number) = text("YIMING_THREADS") {
            settings.threads = Some(threads(&number).map_err(|what| wrong("YIMING_THREADS", what))?);
        }
        if let Some(policy) = text("YIMING_OVERLAP") {
            settings.overlap = Some(overlap(&policy).map_err(|what| wrong("YIMING_OVERLAP", what))?);
        }
        Ok(settings)
    }

    /// These, where `over` says nothing.
    fn under(self, mut over: Settings) -> Settings {
        over.dicts.extend(self.dicts);
        Settings {
            dicts: over.dicts,
            threads: over.threads.or(self.threads),
            overlap: over.overlap.or(self.overlap),
            convert: over.convert.or(self.convert),
        }
    }

    /// Makes them the defaults of a command line.
    pub(super) fn as_defaults(&self, mut command: clap::Command) -> clap::Command {
        let options = [
            ("threads", &self.threads, &["run", "mine"][..]),
            ("policy", &self.overlap, &["run", "match", "explain"]),
            ("config", &self.convert, &["convert"]),
        ];
        for (option, value, commands) in options {
            let Some(value) = value else { continue };
            for name in commands {
                command = command.mut_subcommand(name, |command| {
                    command.mut_arg(option, |option| option.required(false).default_value(value.clone()))
                });
            }
        }
        command
    }
}

/// What is wrong, and the way out.
type Wrong = (String, String);

fn threads(number: &str) -> Result<String, Wrong> {
    let is_right = number.parse::<u16>().is_ok_and(|number| number <= THREADS);
    let wrong = || {
        (
            format!("{number} is no number of threads"),
            format!("write 0 to {THREADS}; 0 means one a core"),
        )
    };
    if is_right { Ok(number.to_owned()) } else { Err(wrong()) }
}

fn overlap(policy: &str) -> Result<String, Wrong> {
    let known: Vec<&str> = Policy::value_variants().iter().map(|policy| policy.0.name()).collect();
    let wrong = || {
        (
            format!("“{policy}” is no policy for overlaps"),
            format!("write one of {}", known.join(", ")),
        )
    };
    if known.contains(&policy) {
        Ok(policy.to_owned())
    } else {
        Err(wrong())
    }
}

/// Reads a file of settings; `folder` is what paths in it are relative to.
fn parse(path: &str, text: &str, folder: &Path) -> Result<Settings, Problems> {
    let at = |range: Range<usize>, message: String| {
        let before = &text[..range.start.min(text.len())];
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.matches('\n').count() + 1;
        Problem::new(path, line, before[line_start..].chars().count() + 1, message)
    };
    let table = DeTable::parse(text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or("no TOML").to_owned();
        at(error.span().unwrap_or(0..0), message)
            .help("the file is TOML: `dicts = [\"names.csv\"]`, one setting a line")
    })?;
    let mut settings = Settings::default();
    let mut problems = Vec::new();
    for (key, value) in table.get_ref() {
        let what = match key.get_ref().as_ref() {
            "dicts" => strings(value).map(|paths| {
                settings.dicts = paths.into_iter().map(|path| folder.join(path.as_ref())).collect();
            }),
            "threads" => integer(value)
                .and_then(|number| threads(&number))
                .map(|number| settings.threads = Some(number)),
            "overlap" => string(value)
                .and_then(|policy| overlap(&policy))
                .map(|policy| settings.overlap = Some(policy)),
            "convert" => string(value).map(|config| {
                // Of OpenCC's, or a file beside this one.
                let is_known = config.parse::<Config>().is_ok();
                let file = folder.join(config.as_ref());
                let is_file = !is_known && file.is_file();
                settings.convert = Some(if is_file {
                    file.display().to_string()
                } else {
                    config.into_owned()
                });
            }),
            other => {
                let keys = DOCUMENTED.map(|setting| setting.key);
                let near = keys.iter().find(|known| strsim::damerau_levenshtein(known, other) <= 2);
                let help = near.map_or_else(
                    || format!("the settings are {}", keys.join(", ")),
                    |near| format!("did you mean {near}?"),
                );
                problems.push(at(key.span(), format!("“{other}” is no setting")).help(help));
                continue;
            }
        };
        if let Err((message, help)) = what {
            problems.push(at(value.span(), message).help(help));
        }
    }
    // A table has its keys by name; people read from top to bottom.
    problems.sort_by_key(|problem| (problem.line(), problem.column()));
    if problems.is_empty() {
        Ok(settings)
    } else {
        Err(problems.into_iter().collect())
    }
}

fn string<'v>(value: &'v Spanned<DeValue<'_>>) -> Result<Cow<'v, str>, Wrong> {
    let text = value.get_ref().as_str().map(Cow::Borrowed);
    text.ok_or_else(|| ("no text".to_owned(), "write it in quotation marks".to_owned()))
}

fn integer(value: &Spanned<DeValue<'_>>) -> Result<String, Wrong> {
    let number = value.get_ref().as_integer().map(|number| number.as_str().to_owned());
    number.ok_or_else(|| {
        (
            "no whole number".to_owned(),
            "write it in digits, without quotation marks".to_owned(),
        )
    })
}

fn strings<'v>(value: &'v Spanned<DeValue<'_>>) -> Result<Vec<Cow<'v, str>>, Wrong> {
    let wrong = || {
        let help = "write paths in square brackets: dicts = [\"names.csv\", \"words.txt\"]";
        ("no list of paths".to_owned(), help.to_owned())
    };
    let list = value.get_ref().as_array().ok_or_else(wrong)?;
    list.iter().map(|path| string(path).map_err(|_| wrong())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_with_its_place() {
        let text = "dicts = \"names.csv\"\nthreads = \"8\"\n\noverlap = \"widest\"\nthread = 2\ncolour = 1\n";
        let told: Vec<String> = parse("y.toml", text, Path::new(""))
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
            [
                "y.toml:1:9: no list of paths\nhelp: write paths in square brackets: dicts = [\"names.csv\", \"words.txt\"]",
                "y.toml:2:11: no whole number\nhelp: write it in digits, without quotation marks",
                "y.toml:4:11: “widest” is no policy for overlaps\nhelp: write one of longest, priority, all",
                "y.toml:5:1: “thread” is no setting\nhelp: did you mean threads?",
                "y.toml:6:1: “colour” is no setting\nhelp: the settings are convert, dicts, overlap, threads",
            ]
        );
        let problem = parse("y.toml", "dicts = [\n", Path::new("")).unwrap_err();
        assert!(problem.to_string().starts_with("y.toml:"), "{problem}");
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let settings = parse(
            "a/y.toml",
            "dicts = [\"names.csv\", \"/words.txt\"]\nthreads = 2\n",
            Path::new("a"),
        )
        .unwrap();
        assert_eq!(
            settings.dicts,
            [PathBuf::from("a/names.csv"), PathBuf::from("/words.txt")]
        );
        assert_eq!(settings.threads.as_deref(), Some("2"));
    }
}
