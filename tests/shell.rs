//! What a shell and `man` are given: completions and manual pages of every command.

use std::fs;
use std::process::Command;

/// The commands that `yiming --help` lists.
fn commands() -> Vec<String> {
    let help = stdout(&["--help"]);
    let list = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    commands
        .filter(|name| !name.is_empty() && *name != "help")
        .map(str::to_owned)
        .collect()
}

fn stdout(arguments: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_yiming"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = stdout(&["completions", shell]);
        for name in &commands {
            assert!(script.contains(name.as_str()), "{shell}: {name}");
        }
        assert!(
            script.contains("--max-errors") || script.contains("max-errors"),
            "{shell}"
        );
    }
}

#[test]
fn bash_reads_its_completions() {
    let script = stdout(&["completions", "bash"]);
    let line =
        format!("{script}\nCOMP_WORDS=(yiming st); COMP_CWORD=1; _yiming yiming st yiming; echo \"${{COMPREPLY[@]}}\"");
    let done = Command::new("bash").args(["-c", &line]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), "stats");
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    stdout(&["man", "-o", pages.to_str().unwrap()]);
    for name in commands() {
        let page = fs::read_to_string(pages.join(format!("yiming-{name}.1"))).unwrap();
        assert!(page.contains("Examples:"), "{name}");
    }
    assert!(pages.join("yiming-dict-add.1").is_file());
    // A folder that cannot be made is told.
    fs::write(folder.path().join("file"), "").unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_yiming"))
        .args(["man", "-o", folder.path().join("file/man1").to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).starts_with("error: "));
}
