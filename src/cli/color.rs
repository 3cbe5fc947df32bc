//! Colour, for people: `--color`, and the few styles that output for people has.

use std::io::{self, StdoutLock};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};

/// What holds.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
/// What does not.
pub(super) const BAD: Style = AnsiColor::Red.on_default();
/// What the eye should find first.
pub(super) const HEAD: Style = Style::new().bold();
/// What it may pass over.
pub(super) const FAINT: Style = Style::new().dimmed();

/// The option `--color`.
#[derive(Debug, Args)]
pub(super) struct Color {
    /// When to use colour; auto is on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    color: When,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Standard output, which drops styles where they are not wanted.
    pub(super) fn stdout(&self) -> AutoStream<StdoutLock<'static>> {
        let choice = match self.color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        // What is asked of the terminal is asked of standard output as a whole, not of the lock.
        let choice = match choice {
            ColorChoice::Auto => AutoStream::choice(&io::stdout()),
            choice => choice,
        };
        AutoStream::new(io::stdout().lock(), choice)
    }
}

/// `text` in a style.
pub(super) fn styled(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
