//! `yiming names score`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;

use super::Model;
use crate::cli::lines::for_each_file;
use crate::cli::tell;
use crate::names::{MatchKind, NameMatcher, Score};

/// Score pairs: a Chinese name, a tab, and a Latin name a line in, a number from 0 to 1 a line out
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  printf '辛頓\\tHinton\\n辛頓\\tHilton\\n' | yiming names score")]
pub(super) struct Arguments {
    /// Files; standard input if there are none
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Show which characters render which letters
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    model: Model,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let model = arguments.model.open()?;
    let mut matcher = NameMatcher::new(&model);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut has_wrong_lines = false;
    let code = for_each_file(&arguments.files, |file, text| {
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty()) {
            let Some((han, latin)) = line.split_once('\t') else {
                out.flush()?;
                tell(&format!(
                    "error: {file}:{number}: no tab in “{line}”\nhelp: a line is a Chinese name, a tab, and a Latin name"
                ));
                has_wrong_lines = true;
                continue;
            };
            if arguments.explain {
                explain(&mut matcher, han, latin, &mut out)?;
            } else {
                writeln!(out, "{:.4}", matcher.score(han, latin).value)?;
            }
        }
        out.flush()
    })?;
    Ok(if has_wrong_lines && code == ExitCode::SUCCESS {
        ExitCode::FAILURE
    } else {
        code
    })
}

/// The score, then the alignment, character by chunk.
fn explain(matcher: &mut NameMatcher, han: &str, latin: &str, out: &mut impl Write) -> io::Result<()> {
    let explanation = matcher.explain(han, latin);
    let Score { value, kind } = explanation.score;
    writeln!(out, "{han}\t{latin}\t{value:.4}\t{}", kind.name())?;
    if let Some(romanisation) = explanation.romanisation.filter(|_| kind == MatchKind::Romanisation) {
        return writeln!(out, "  {romanisation}");
    }
    for piece in explanation.pieces {
        let or_dash = |text: String| if text.trim().is_empty() { "–".to_owned() } else { text };
        writeln!(
            out,
            "  {} {} {:+.2}",
            or_dash(piece.han),
            or_dash(piece.latin),
            piece.weight
        )?;
    }
    Ok(())
}
