//! A command as a person meets it: run, and what is seen of it kept as a snapshot.

use std::process::Command;

use insta::assert_snapshot;

/// Runs a command, in no terminal and with no wish for colours: standard output, standard error, exit code.
#[allow(dead_code)] // One of the test files that include this runs commands of its own.
pub fn outputs(command: &mut Command) -> (String, String, i32) {
    for variable in ["COLUMNS", "NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(variable);
    }
    let done = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(done.stdout), text(done.stderr), done.status.code().unwrap())
}

/// What a person sees of a command: its outputs and exit code.
pub fn transcript(arguments: &[&str], stdout: &str, stderr: &str, code: i32) -> String {
    let mut seen = format!("$ yiming {}\n", arguments.join(" "));
    for (stream, text) in [("standard output", stdout), ("standard error", stderr)] {
        if !text.is_empty() {
            seen += &format!("--- {stream}\n{text}");
            if !text.ends_with('\n') {
                seen += "⏎ (no line end)\n";
            }
        }
    }
    seen + &format!("--- exit code {code}\n")
}

/// Holds `contents` against the snapshot `name`, with what `filters` match written as they say.
pub fn snapshot(name: &str, contents: &str, filters: &[(&str, &str)]) {
    let mut settings = insta::Settings::clone_current();
    // Beside the test files, not beside this one.
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (pattern, instead) in filters {
        settings.add_filter(pattern, *instead);
    }
    settings.bind(|| assert_snapshot!(name, contents));
}
