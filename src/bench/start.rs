//! The time from the start of a process to its end, where it has next to nothing to do.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::{BenchError, Options, StartUp, Timing, check, sample};

/// The commands that are started, as they come with the program: settings and dictionaries of the user's are left out.
const COMMANDS: [&[&str]; 3] = [&["convert", "-c", "t2s"], &["segment"], &["match"]];

/// Characters of input, which make about a kilobyte.
const INPUT: usize = 330;

pub(super) fn measure(program: &Path, options: &Options) -> Result<Vec<StartUp>, BenchError> {
    let (_, article) = sample::ARTICLES[0];
    let input: String = article.chars().take(INPUT).collect();
    let start = |command: &'static [&'static str]| -> Result<StartUp, BenchError> {
        let mut seconds = Vec::new();
        // The first start brings the program into the system's memory.
        for number in 0..=options.repetitions.max(1) {
            let begun = Instant::now();
            let printed = output(program, command, &input).map_err(|error| BenchError::Io {
                path: program.display().to_string(),
                error,
            })?;
            if number > 0 {
                seconds.push(begun.elapsed().as_secs_f64());
            }
            check("start-up", "outputs", u64::from(printed), 1)?;
        }
        let timing = Timing::of(seconds);
        Ok(StartUp {
            command: command[0],
            seconds: timing.median,
            seconds_low: timing.least,
            seconds_high: timing.most,
        })
    };
    COMMANDS.into_iter().map(start).collect()
}

/// Runs a command on `input`. Returns whether it succeeded and printed something.
fn output(program: &Path, command: &[&str], input: &str) -> std::io::Result<bool> {
    let mut child = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("YIMING_") {
            child.env_remove(name);
        }
    }
    child
        .args(command)
        .arg("--no-settings")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = child.stderr(Stdio::null()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    Ok(output.status.success() && !output.stdout.is_empty())
}
