//! `yiming.toml` and the environment: what they set, what wins over what, and what is said of mistakes.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const NAMES: &str = "alias,entity_id\n小藍鯨,blue-whale\n";

/// A folder to work in.
struct Desk(TempDir);

impl Desk {
    fn with(files: &[(&str, &str)]) -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        for (name, contents) in files {
            let path = desk.0.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, contents).unwrap();
        }
        desk
    }

    /// Runs a command: standard output, standard error, exit code.
    fn yiming(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (String, String, i32) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
        command.current_dir(self.0.path()).args(arguments);
        for name in ["DICTS", "THREADS", "OVERLAP", "CONVERT"] {
            command.env_remove(format!("YIMING_{name}"));
        }
        let done = command.envs(variables.iter().copied()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(done.stdout), text(done.stderr), done.status.code().unwrap())
    }

    /// Runs a command that succeeds, and returns what it prints.
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let (stdout, stderr, code) = self.yiming(arguments, variables);
        assert_eq!(code, 0, "{stderr}");
        stdout
    }

    fn threads(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (u64, String) {
        self.run(
            &[&["run", "text.md", "-o", "out", "--force"], arguments].concat(),
            variables,
        );
        let run = fs::read_to_string(self.0.path().join("out/run.json")).unwrap();
        let run: Value = serde_json::from_str(&run).unwrap();
        let options = &run["options"];
        (
            run["threads"].as_u64().unwrap(),
            options["overlap"].as_str().unwrap().to_owned(),
        )
    }
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let desk = Desk::with(&[
        ("text.md", "去小藍鯨。"),
        ("yiming.toml", "threads = 1\noverlap = \"priority\"\n"),
    ]);
    assert_eq!(desk.threads(&[], &[]), (1, "priority".to_owned()));
    assert_eq!(
        desk.threads(&[], &[("YIMING_THREADS", "2")]),
        (2, "priority".to_owned())
    );
    let both = [("YIMING_THREADS", "2"), ("YIMING_OVERLAP", "all")];
    assert_eq!(desk.threads(&["--threads", "3"], &both), (3, "all".to_owned()));
    assert_eq!(desk.threads(&["--no-settings"], &both), (0, "longest".to_owned()));
    // An empty variable is none.
    assert_eq!(desk.threads(&[], &[("YIMING_THREADS", "")]).0, 1);
}

#[test]
fn dictionaries_add_up_in_the_order_of_precedence() {
    let by = |id: &str| format!("alias,entity_id\n小藍鯨,{id}\n");
    let desk = Desk::with(&[
        ("text.md", "去小藍鯨和大藍鯨。"),
        ("yiming.toml", "dicts = [\"dicts/file.csv\", \"dicts/other.csv\"]\n"),
        ("dicts/file.csv", &by("file")),
        ("dicts/other.csv", "alias,entity_id\n大藍鯨,other\n"),
        ("variable.csv", &by("variable")),
        ("flag.csv", &by("flag")),
    ]);
    let ids = |arguments: &[&str], variables: &[(&str, &str)]| {
        let told = desk.run(&[&["match", "text.md"], arguments].concat(), variables);
        let ids = told
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(7).unwrap().to_owned());
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&[], &[]), "file other");
    assert_eq!(ids(&[], &[("YIMING_DICTS", "variable.csv")]), "variable other");
    assert_eq!(
        ids(&["--dict", "flag.csv"], &[("YIMING_DICTS", "variable.csv")]),
        "flag other"
    );
    assert_eq!(ids(&["--no-settings"], &[("YIMING_DICTS", "variable.csv")]), "");
}

#[test]
fn paths_are_relative_to_the_file_and_the_file_may_be_anywhere() {
    let desk = Desk::with(&[
        ("text.md", "去小藍鯨。"),
        ("project/set.toml", "dicts = [\"names.csv\"]\n"),
        ("project/names.csv", NAMES),
    ]);
    let told = desk.run(&["match", "text.md", "--settings", "project/set.toml"], &[]);
    assert!(told.contains("blue-whale"), "{told}");
    let told = desk.run(&["--settings=project/set.toml", "match", "text.md"], &[]);
    assert!(told.contains("blue-whale"), "{told}");
    let (_, stderr, code) = desk.yiming(&["match", "text.md", "--settings", "nowhere.toml"], &[]);
    assert_eq!(
        (code, stderr.contains("nowhere.toml: there is no such file")),
        (2, true),
        "{stderr}"
    );
}

#[test]
fn a_conversion_can_be_set_and_dictionaries_serve_whom_they_serve() {
    let desk = Desk::with(&[
        ("text.md", "软件与小藍鯨"),
        (
            "yiming.toml",
            "convert = \"s2twp\"\ndicts = [\"names.csv\", \"house.txt\"]\n",
        ),
        ("names.csv", NAMES),
        ("house.txt", "软件\t程式\n"),
    ]);
    assert_eq!(desk.run(&["convert", "text.md"], &[]).trim_end(), "程式與小藍鯨");
    assert_eq!(
        desk.run(&["convert", "text.md"], &[("YIMING_CONVERT", "t2s")])
            .trim_end(),
        "程式与小蓝鲸"
    );
    assert_eq!(
        desk.run(&["convert", "-c", "t2s", "text.md"], &[]).trim_end(),
        "程式与小蓝鲸"
    );
    assert!(desk.run(&["match", "text.md"], &[]).contains("blue-whale"));
    assert!(
        desk.run(&["explain", "--only", "mentions", "小藍鯨"], &[])
            .contains("names.csv:2")
    );
}

#[test]
fn mistakes_are_told_with_their_place() {
    let desk = Desk::with(&[
        ("text.md", "小藍鯨"),
        ("yiming.toml", "# ours\ndict = [\"names.csv\"]\n"),
    ]);
    let (_, stderr, code) = desk.yiming(&["match", "text.md"], &[]);
    assert_eq!(code, 2);
    assert_eq!(
        stderr,
        "error: yiming.toml:2:1: “dict” is no setting\nhelp: did you mean dicts?\n"
    );
    assert_eq!(desk.yiming(&["--no-settings", "match", "text.md"], &[]).2, 0);
    let (_, stderr, code) =
        Desk::with(&[("text.md", "小")]).yiming(&["match", "text.md"], &[("YIMING_THREADS", "many")]);
    assert_eq!(code, 2);
    assert!(
        stderr.starts_with("error: YIMING_THREADS: many is no number of threads\nhelp: "),
        "{stderr}"
    );
}

#[test]
fn without_settings_nothing_is_read() {
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("yiming.toml").exists());
    let desk = Desk::with(&[("text.md", "小藍鯨")]);
    assert!(!desk.run(&["match", "text.md"], &[]).contains("blue-whale"));
}

#[test]
fn what_config_shows_is_a_file_of_the_same_settings() {
    let desk = Desk::with(&[
        ("yiming.toml", "threads = 4\ndicts = [\"a \\\"b\\\".csv\"]\n"),
        ("a \"b\".csv", NAMES),
        ("c.csv", NAMES),
    ]);
    let variables = [("YIMING_CONVERT", "s2twp"), ("YIMING_DICTS", "c.csv")];
    let shown = desk.run(&["config", "--show"], &variables);
    for line in [
        "convert = \"s2twp\" # the environment",
        "    \"c.csv\", # the environment\n    \"a \\\"b\\\".csv\", # yiming.toml",
        "threads = 4 # yiming.toml",
        "# overlap = \"longest\"",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    // Without what is set elsewhere, it sets the same.
    fs::write(desk.0.path().join("yiming.toml"), &shown).unwrap();
    let again = desk.run(&["config"], &[]);
    assert_eq!(again, shown.replace("the environment\n", "yiming.toml\n"));
    // What is told of the program's own values may be uncommented.
    let own = desk.run(&["config", "--no-settings"], &variables);
    let own = own.lines().map(|line| match line.strip_prefix("# ") {
        Some(setting) if setting.contains(" = ") => setting,
        _ => line,
    });
    fs::write(desk.0.path().join("own.toml"), own.collect::<Vec<_>>().join("\n")).unwrap();
    let set = desk.run(&["config", "--settings", "own.toml"], &[]);
    assert!(set.contains("overlap = \"longest\" # own.toml"), "{set}");
}
