//! What a person sees of a run while it goes on, on standard error: a bar where that is a terminal, or a line every ten
//! seconds; and messages, of which only the first are printed.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::Summary;

/// How much a run tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Telling {
    /// Nothing but why it failed.
    Quiet,
    /// The first messages, and a bar on a terminal.
    #[default]
    Usual,
    /// Besides, how far it is, every ten seconds, where there is no terminal.
    Lines,
    /// Besides, every message.
    All,
}

/// How many messages a run prints before it only counts.
const MESSAGES: u64 = 20;
/// How often a line tells how far it is.
const LINES: Duration = Duration::from_secs(10);

pub(super) struct Progress {
    telling: Telling,
    bar: Option<ProgressBar>,
    begun: Instant,
    told: Instant,
    read_bytes: u64,
    total_bytes: u64,
    messages: u64,
}

impl Progress {
    /// For a run that reads `total_bytes`; 0 where that is unknown.
    pub(super) fn new(total_bytes: u64, telling: Telling) -> Self {
        let is_drawn = telling != Telling::Quiet && io::stderr().is_terminal();
        Progress {
            telling,
            bar: is_drawn.then(|| bar(total_bytes)),
            begun: Instant::now(),
            told: Instant::now(),
            read_bytes: 0,
            total_bytes,
            messages: 0,
        }
    }

    /// So many bytes of input more are done; `summary` counts all of the run.
    pub(super) fn advance(&mut self, bytes: u64, summary: &Summary) {
        self.read_bytes += bytes;
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{} documents, {} refused", summary.documents, summary.refused));
            bar.inc(bytes);
        } else if matches!(self.telling, Telling::Lines | Telling::All) && self.told.elapsed() >= LINES {
            self.told = Instant::now();
            print(&self.line(summary));
        }
    }

    fn line(&self, summary: &Summary) -> String {
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        let speed = megabytes(self.read_bytes) / self.begun.elapsed().as_secs_f64().max(1e-9);
        let (of_total, left) = if self.total_bytes > 0 {
            let seconds = megabytes(self.total_bytes.saturating_sub(self.read_bytes)) / speed.max(1e-9);
            let (hours, minutes, seconds) = (seconds / 3600.0, seconds / 60.0 % 60.0, seconds % 60.0);
            (
                format!(" of {:.1}", megabytes(self.total_bytes)),
                format!(", {}:{:02}:{:02} left", hours as u64, minutes as u64, seconds as u64),
            )
        } else {
            (String::new(), String::new())
        };
        format!(
            "{} documents, {} refused, {:.1}{of_total} MB, {speed:.1} MB/s{left}",
            summary.documents,
            summary.refused,
            megabytes(self.read_bytes)
        )
    }

    /// Prints a message, unless there were too many.
    pub(super) fn tell(&mut self, message: &str) {
        self.messages += 1;
        if self.telling == Telling::All || (self.telling != Telling::Quiet && self.messages <= MESSAGES) {
            self.print(message);
        }
    }

    /// Ends the bar, and says how many messages were not printed.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if matches!(self.telling, Telling::Usual | Telling::Lines) && self.messages > MESSAGES {
            let more = self.messages - MESSAGES;
            print(&format!("… and {more} more; errors.csv has all of them"));
        }
    }

    fn print(&self, message: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| print(message)),
            None => print(message),
        }
    }
}

/// Prints a line. Where nobody reads standard error any more, the run goes on all the same.
fn print(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn bar(total_bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(total_bytes);
    let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {msg} eta {eta}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
