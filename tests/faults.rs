//! What a run promises when it is killed, or when the system fails it: RELIABILITY.md lists the promises. The system's calls are
//! failed by `tests/faults/shim.c`, which stands before the C library's.
#![cfg(target_os = "linux")]

#[path = "support/packing.rs"]
mod packing;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

use packing::{gzip, tar, zip, zstd};
use tempfile::TempDir;

/// The layer that fails, compiled.
static SHIM: LazyLock<PathBuf> = LazyLock::new(|| {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/shim.c");
    let done = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-o"])
        .arg(&library)
        .arg(source)
        .arg("-ldl")
        .status();
    assert!(done.is_ok_and(|status| status.success()), "a C compiler is needed: cc");
    library
});

/// The files of a finished run, but for `run.json`, which holds times.
const FINAL: [&str; 6] = [
    "documents.csv",
    "tokens.csv",
    "mentions.csv",
    "entities.csv",
    "errors.csv",
    "datapackage.json",
];

/// Inputs, and folders to write to.
struct Desk {
    _folder: TempDir,
    root: PathBuf,
}

impl Desk {
    /// Articles and records: one is no text, one is empty, one has an id that was there before.
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        // As the system names it, which is how the file layer sees it.
        let root = folder.path().canonicalize().unwrap();
        let desk = Desk { _folder: folder, root };
        fs::create_dir(desk.path("in")).unwrap();
        desk.write("in/a.txt", "黃仁勳在台大演講，輝達的執行長說了許多。");
        desk.write("in/b.txt", b"\xFF");
        desk.write(
            "in/c.jsonl",
            "{\"id\": \"1\", \"text\": \"伊爾亞·蘇茨克維（Ilya Sutskever）離開了OpenAI。\"}\n\
             {\"id\": \"2\", \"text\": \"\"}\n\
             {\"id\": \"1\", \"text\": \"同樣的號碼。\"}\n\
             {\"id\": \"3\", \"text\": \"黃仁勳又來了，伊爾亞沒有。\"}\n",
        );
        desk
    }

    /// So many articles, of some hundred characters each.
    fn with_many(number: usize) -> Desk {
        let desk = Desk::new();
        for article in 0..number {
            let text = format!("第{article}篇：許家維與李心怡在台北談話，黃仁勳（Jensen Huang）聽了{article}次。\n");
            desk.write(&format!("in/{article:05}.txt"), text.repeat(1 + article % 40));
        }
        desk
    }

    /// Some of the articles and records of [`Desk::with_many`], compressed and in archives, of which one is cut off.
    fn packed(number: usize) -> Desk {
        let desk = Desk::new();
        let text = |n: usize| {
            format!("第{n}篇：許家維與李心怡在台北談話，黃仁勳（Jensen Huang）聽了{n}次。\n").repeat(1 + n % 9)
        };
        let records = |kind: &str| -> Vec<u8> {
            let line = |n| {
                format!(
                    "{}\n",
                    serde_json::json!({"id": format!("{kind}-{}", n % (number - 1)), "text": text(n)})
                )
            };
            (0..number).map(line).collect::<String>().into_bytes()
        };
        let articles: Vec<(String, String)> = (0..number).map(|n| (format!("{n:03}.txt"), text(n))).collect();
        let lines = records("member");
        let mut members: Vec<(&str, &[u8])> = articles
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_bytes()))
            .collect();
        members.insert(number / 2, ("lines.jsonl", &lines));
        desk.write("in/d.jsonl.gz", gzip(&records("gz")));
        desk.write("in/e.tar", tar(&members));
        desk.write("in/f.tgz", gzip(&tar(&members[..2])));
        desk.write("in/g.zip", zip(&members));
        let cut = zip(&members);
        desk.write("in/h.zip", &cut[..cut.len() * 2 / 3]);
        desk.write("in/i.jsonl.zst", zstd(&records("zst")));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.path(name), contents).unwrap();
    }

    /// A run over `in` to the folder `out`.
    fn command(&self, out: &str, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
        command
            .current_dir(&self.root)
            .args(["run", "in", "-o"])
            .arg(self.path(out));
        command.args(more).stdin(Stdio::null());
        command
    }

    fn run(&self, out: &str, more: &[&str]) -> Done {
        Done::of(self.command(out, more))
    }

    /// A run that saves after every document, and whose file layer does as `faults` say.
    fn faulty(&self, out: &str, more: &[&str], faults: &[(&str, &str)]) -> Done {
        let mut command = self.command(out, &["--checkpoint", "0"]);
        command
            .args(more)
            .env("LD_PRELOAD", &*SHIM)
            .env("FAULT_FOLDER", self.path(out));
        command.envs(faults.iter().copied());
        Done::of(command)
    }

    /// What a run writes that nothing disturbs.
    fn undisturbed(&self) -> BTreeMap<String, Vec<u8>> {
        assert_eq!(self.run("undisturbed", &[]).code, Some(1));
        let files = self.files("undisturbed");
        assert_eq!(files.len(), FINAL.len() + 1, "{:?}", files.keys());
        files
    }

    /// The files of a folder that have their final names.
    fn files(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
        let Ok(entries) = fs::read_dir(self.path(out)) else {
            return BTreeMap::new();
        };
        let paths = entries.map(|entry| entry.unwrap().path());
        let named = paths.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path));
        let finished = named.filter(|(name, _)| !name.ends_with(".unfinished"));
        finished.map(|(name, path)| (name, fs::read(path).unwrap())).collect()
    }

    /// Goes on with the run in `out`, and holds what is there then against `wanted`.
    fn resume(&self, out: &str, wanted: &BTreeMap<String, Vec<u8>>, what: &str) {
        self.resume_with(out, &[], wanted, what);
    }

    /// The same for a run with more options.
    fn resume_with(&self, out: &str, more: &[&str], wanted: &BTreeMap<String, Vec<u8>>, what: &str) {
        let folder = self.path(out);
        let was_finished = folder.join("run.json").exists() && !folder.join("checkpoint.unfinished").exists();
        let done = self.run(out, &[&["--resume"], more].concat());
        assert_eq!(done.code, Some(i32::from(!was_finished)), "{what}: {}", done.stderr);
        assert_equal(&self.files(out), wanted, what);
        let names: Vec<_> = fs::read_dir(self.path(out)).unwrap().collect();
        assert_eq!(names.len(), wanted.len(), "{what}: something is left behind: {names:?}");
    }
}

/// What a run did.
struct Done {
    code: Option<i32>,
    signal: Option<i32>,
    stderr: String,
}

impl Done {
    fn of(mut command: Command) -> Done {
        Done::from(command.output().unwrap())
    }
}

impl From<Output> for Done {
    fn from(output: Output) -> Done {
        Done {
            code: output.status.code(),
            signal: output.status.signal(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The same tables; and the same counts in `run.json`, which for the rest holds times.
fn assert_equal(files: &BTreeMap<String, Vec<u8>>, wanted: &BTreeMap<String, Vec<u8>>, what: &str) {
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        wanted.keys().collect::<Vec<_>>(),
        "{what}"
    );
    for name in wanted.keys().filter(|name| *name != "run.json") {
        assert!(files[name] == wanted[name], "{what}: {name} differs");
    }
    let counts = |files: &BTreeMap<String, Vec<u8>>| {
        serde_json::from_slice::<serde_json::Value>(&files["run.json"]).unwrap()["counts"].clone()
    };
    assert_eq!(counts(files), counts(wanted), "{what}");
}

/// Every file that is there has the contents of one of the runs.
fn assert_whole(files: &BTreeMap<String, Vec<u8>>, runs: &[&BTreeMap<String, Vec<u8>>], what: &str) {
    for (name, contents) in files {
        if name == "run.json" {
            let run: Result<serde_json::Value, _> = serde_json::from_slice(contents);
            assert!(run.is_ok(), "{what}: run.json is torn");
        } else {
            let is_whole = runs.iter().any(|run| run.get(name) == Some(contents));
            assert!(is_whole, "{what}: {name} is neither old nor new");
        }
    }
}

/// How many calls a run makes that change its folder.
fn calls(desk: &Desk, out: &str, more: &[&str]) -> u64 {
    let counted = desk.path("calls");
    let done = desk.faulty(out, more, &[("FAULT_COUNT", counted.to_str().unwrap())]);
    assert_eq!(done.code, Some(1), "{}", done.stderr);
    fs::read_to_string(counted).unwrap().trim().parse().unwrap()
}

/// Does `what` for every number, on two threads, since starting a program takes most of the time.
fn each(numbers: impl Iterator<Item = u64>, what: impl Fn(u64) + Sync) {
    let numbers: Vec<u64> = numbers.collect();
    thread::scope(|scope| {
        for half in 0..2 {
            let (numbers, what) = (&numbers, &what);
            scope.spawn(move || numbers.iter().skip(half).step_by(2).for_each(|&number| what(number)));
        }
    });
}

/// How many times less often long suites kill a run, unless all is asked for by `YIMING_FAULTS=all`.
fn thin() -> usize {
    match std::env::var("YIMING_FAULTS").as_deref() {
        Ok("all") => 1,
        _ => 5,
    }
}

#[test]
fn killed_at_every_call_it_goes_on() {
    let desk = Desk::new();
    let wanted = desk.undisturbed();
    let all = calls(&desk, "counted", &[]);
    assert!(all > 60, "{all} calls: the layer does not see what the program does");
    each(1..=all, |call| {
        let (out, what) = (format!("out-{call}"), format!("killed at call {call} of {all}"));
        let done = desk.faulty(&out, &[], &[("FAULT_AT", &call.to_string())]);
        assert_eq!(done.signal, Some(9), "{what}: {}", done.stderr);
        assert_whole(&desk.files(&out), &[&wanted], &what);
        desk.resume(&out, &wanted, &what);
    });
}

#[test]
fn killed_while_it_replaces_tables_it_leaves_old_or_new_ones() {
    let desk = Desk::new();
    let old = desk.undisturbed();
    desk.write("in/d.txt", "許家維與李心怡在台北談話，許家維笑了。");
    assert_eq!(desk.run("new", &[]).code, Some(1));
    let new = desk.files("new");
    let copy = |out: &str| {
        fs::create_dir(desk.path(out)).unwrap();
        for (name, contents) in &old {
            desk.write(&format!("{out}/{name}"), contents);
        }
    };
    copy("counted");
    let all = calls(&desk, "counted", &["--force"]);
    // The last calls are those that give names; of the others, a sample.
    let last = all - 20;
    each((1..last).step_by(7 * thin()).chain(last..=all), |call| {
        let (out, what) = (format!("out-{call}"), format!("killed at call {call} of {all}"));
        copy(&out);
        let done = desk.faulty(&out, &["--force"], &[("FAULT_AT", &call.to_string())]);
        assert_eq!(done.signal, Some(9), "{what}: {}", done.stderr);
        let files = desk.files(&out);
        assert_whole(&files, &[&old, &new], &what);
        // Where run.json stands, all files are of its run.
        if let Some(run) = files.get("run.json") {
            let run = if run == &old["run.json"] { &old } else { &new };
            assert_whole(&files, &[run], &what);
        }
        if desk.path(&out).join("checkpoint.unfinished").exists() {
            desk.resume(&out, &new, &what);
        }
    });
}

/// The options of runs whose tables are left in several forms, in parts and compressed, and not as they are written first.
const FORMS: [&[&str]; 2] = [
    &[
        "--format",
        "tsv,jsonl,conllu",
        "--split-size",
        "1K",
        "--compress",
        "zstd",
    ],
    &["--format", "csv,jsonl", "--partition-by", "label"],
];

#[test]
fn killed_while_other_forms_are_made_it_goes_on() {
    let desk = Desk::new();
    for (number, options) in FORMS.iter().enumerate() {
        let wanted_in = format!("wanted-{number}");
        assert_eq!(desk.run(&wanted_in, options).code, Some(1));
        let wanted = desk.files(&wanted_in);
        assert!(!wanted.contains_key("tokens.csv") || number == 1);
        let all = calls(&desk, &format!("counted-{number}"), options);
        let plain = calls(&desk, &format!("plain-{number}"), &[]);
        // What a run does before its end is tested elsewhere.
        each((plain - 30..=all).step_by(2 * thin()), |call| {
            let (out, what) = (
                format!("out-{number}-{call}"),
                format!("{options:?}, killed at call {call} of {all}"),
            );
            let done = desk.faulty(&out, options, &[("FAULT_AT", &call.to_string())]);
            assert_eq!(done.signal, Some(9), "{what}: {}", done.stderr);
            assert_whole(&desk.files(&out), &[&wanted], &what);
            // Once more, while it goes on.
            let done = desk.faulty(&out, &[*options, &["--resume"]].concat(), &[("FAULT_AT", "7")]);
            assert!(
                done.signal == Some(9) || done.code.is_some_and(|code| code < 2),
                "{what}: {}",
                done.stderr
            );
            assert_whole(&desk.files(&out), &[&wanted], &what);
            desk.resume_with(&out, options, &wanted, &what);
        });
    }
}

#[test]
fn killed_while_it_replaces_other_forms_it_mixes_no_runs() {
    let desk = Desk::new();
    let [old_options, new_options] = FORMS;
    assert_eq!(desk.run("old", old_options).code, Some(1));
    desk.write("in/d.txt", "許家維與李心怡在台北談話，許家維笑了。");
    assert_eq!(desk.run("new", new_options).code, Some(1));
    let (old, new) = (desk.files("old"), desk.files("new"));
    let copy = |out: &str| {
        fs::create_dir(desk.path(out)).unwrap();
        for (name, contents) in &old {
            desk.write(&format!("{out}/{name}"), contents);
        }
    };
    copy("counted");
    let options = [new_options, &["--force"]].concat();
    let all = calls(&desk, "counted", &options);
    let names = (old.len() + new.len() + 20) as u64;
    each((all - names..=all).step_by(thin()), |call| {
        let (out, what) = (format!("out-{call}"), format!("killed at call {call} of {all}"));
        copy(&out);
        let done = desk.faulty(&out, &options, &[("FAULT_AT", &call.to_string())]);
        assert_eq!(done.signal, Some(9), "{what}: {}", done.stderr);
        let files = desk.files(&out);
        assert_whole(&files, &[&old, &new], &what);
        // Where run.json stands, all files are of its run.
        if let Some(run) = files.get("run.json") {
            let run = if run == &old["run.json"] { &old } else { &new };
            assert_whole(&files, &[run], &what);
        }
        if desk.path(&out).join("checkpoint.unfinished").exists() {
            // Begun anew, it leaves nothing of either; gone on with, neither.
            let options = if call % 2 == 0 {
                [new_options, &["--force"]].concat()
            } else {
                [new_options, &["--resume"]].concat()
            };
            assert_eq!(desk.run(&out, &options).code, Some(1), "{what}");
            assert_equal(&desk.files(&out), &new, &what);
        }
    });
}

#[test]
fn killed_while_it_goes_on_it_goes_on_again() {
    let desk = Desk::new();
    let wanted = desk.undisturbed();
    let all = calls(&desk, "counted", &[]);
    each((1..all).step_by(2 * thin()), |call| {
        let (out, what) = (
            format!("out-{call}"),
            format!("killed at call {call}, and then at others"),
        );
        desk.faulty(&out, &[], &[("FAULT_AT", &call.to_string())]);
        for again in [1, 4, 9, 16] {
            let done = desk.faulty(&out, &["--resume"], &[("FAULT_AT", &again.to_string())]);
            assert!(
                done.signal == Some(9) || done.code.is_some_and(|code| code < 2),
                "{what}: {}",
                done.stderr
            );
            assert_whole(&desk.files(&out), &[&wanted], &what);
        }
        desk.resume(&out, &wanted, &what);
    });
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let desk = Desk::with_many(300);
    let wanted = desk.undisturbed();
    // As long as a run takes, start-up included.
    let begun = std::time::Instant::now();
    desk.run("timed", &["--checkpoint", "0"]);
    let whole = begun.elapsed();
    let mut seed = 20_261_128_u64;
    let moments: Vec<u64> = (0..200 / thin() as u64)
        .map(|_| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % whole.as_millis() as u64
        })
        .collect();
    each(0..moments.len() as u64, |number| {
        let moment = moments[number as usize];
        let (out, what) = (format!("out-{number}"), format!("killed after {moment} ms"));
        let mut run = desk
            .command(&out, &["--checkpoint", "0"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(moment));
        run.kill().unwrap();
        run.wait().unwrap();
        assert_whole(&desk.files(&out), &[&wanted], &what);
        desk.resume(&out, &wanted, &what);
    });
}

#[test]
fn killed_inside_archives_and_compressed_files_it_goes_on() {
    let desk = Desk::packed(6);
    let wanted = desk.undisturbed();
    // Every file gives documents: records and members are gone on with in the middle.
    let documents = String::from_utf8(wanted["documents.csv"].clone()).unwrap();
    for file in ["d.jsonl.gz", "e.tar", "f.tgz", "g.zip", "h.zip", "i.jsonl.zst"] {
        assert!(documents.contains(&format!("in/{file}")), "{file}: {documents}");
    }
    let all = calls(&desk, "counted", &[]);
    each((1..=all).step_by(3 * thin()), |call| {
        let (out, what) = (format!("out-{call}"), format!("killed at call {call} of {all}"));
        let done = desk.faulty(&out, &[], &[("FAULT_AT", &call.to_string())]);
        assert_eq!(done.signal, Some(9), "{what}: {}", done.stderr);
        assert_whole(&desk.files(&out), &[&wanted], &what);
        desk.resume(&out, &wanted, &what);
    });
}

#[test]
fn a_failing_disk_ends_the_run_and_loses_nothing() {
    let desk = Desk::new();
    let wanted = desk.undisturbed();
    let all = calls(&desk, "counted", &[]);
    let errors = [
        ("28", "No space left"),
        ("122", "quota"),
        ("5", "Input/output error"),
        ("30", "Read-only"),
    ];
    each((1..=all).step_by(thin()), |call| {
        let (errno, says) = errors[call as usize / thin() % errors.len()];
        let (out, what) = (format!("out-{call}"), format!("error {errno} at call {call}"));
        // Half a write may still go through.
        let faults = [
            ("FAULT_AT", &*call.to_string()),
            ("FAULT_ERRNO", errno),
            ("FAULT_HALF", "1"),
        ];
        let done = desk.faulty(&out, &[], &faults);
        assert_eq!(done.code, Some(2), "{what}: {}", done.stderr);
        assert!(done.stderr.contains(says), "{what}: {}", done.stderr);
        assert!(!done.stderr.contains("panicked"), "{what}: {}", done.stderr);
        assert_whole(&desk.files(&out), &[&wanted], &what);
        desk.resume(&out, &wanted, &what);
    });
}

#[test]
fn a_full_disk_is_told_with_the_way_out() {
    let desk = Desk::new();
    let done = desk.faulty("out", &[], &[("FAULT_AT", "20"), ("FAULT_ERRNO", "28")]);
    assert_eq!(done.code, Some(2));
    let told = done.stderr.replace(desk.root.to_str().unwrap(), "");
    assert!(told.contains("No space left on device"), "{told}");
    assert!(
        told.ends_with("help: make room, and go on by the same command with --resume\n"),
        "{told}"
    );
}

#[test]
fn a_signal_ends_the_run_in_good_order() {
    let desk = Desk::with_many(3000);
    let wanted = desk.undisturbed();
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let run = desk
            .command(signal, &["--checkpoint", "0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        wait_for(&desk.path(signal).join("checkpoint.unfinished"));
        send(signal, run.id());
        let done = Done::from(run.wait_with_output().unwrap());
        assert_eq!(done.code, Some(code), "{}", done.stderr);
        assert!(done.stderr.contains("stopped after"), "{}", done.stderr);
        assert!(
            done.stderr.ends_with("help: the same command with --resume goes on\n"),
            "{}",
            done.stderr
        );
        assert!(desk.files(signal).is_empty());
        desk.resume(signal, &wanted, signal);
    }
}

#[test]
fn a_signal_ends_a_run_while_other_forms_are_made() {
    let desk = Desk::with_many(1500);
    let options: &[&str] = &["--format", "tsv,jsonl,conllu"];
    assert_eq!(desk.run("wanted", options).code, Some(1));
    let wanted = desk.files("wanted");
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let run = desk.command(signal, options).stderr(Stdio::piped()).spawn().unwrap();
        // TSV is complete then, and CoNLL-U still to come.
        wait_for(&desk.path(signal).join("documents.jsonl.unfinished"));
        stopped_by(signal, run, code, "help: the same command with --resume goes on\n");
        assert!(desk.files(signal).is_empty(), "{:?}", desk.files(signal).keys());
        // And a second time, while it goes on.
        let mut again = desk.command(signal, &[options, &["--resume"]].concat());
        let run = again.stderr(Stdio::piped()).spawn().unwrap();
        wait_for(&desk.path(signal).join("documents.conllu.unfinished"));
        stopped_by(signal, run, code, "help: the same command with --resume goes on\n");
        assert!(desk.files(signal).is_empty(), "{:?}", desk.files(signal).keys());
        desk.resume_with(signal, options, &wanted, signal);
    }
}

#[test]
fn a_signal_ends_an_export_and_leaves_nothing() {
    let desk = Desk::with_many(1500);
    assert_eq!(desk.run("tables", &[]).code, Some(1));
    let export = |out: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
        command
            .args(["export", "--format", "conllu", "-o"])
            .args([desk.path(out), desk.path("tables")])
            .stderr(Stdio::piped());
        command
    };
    assert_eq!(Done::of(export("wanted")).code, Some(0));
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let run = export(signal).spawn().unwrap();
        wait_for(&desk.path(signal).join("documents.conllu.unfinished"));
        stopped_by(
            signal,
            run,
            code,
            "stopped before conllu was written\nhelp: the same command makes it\n",
        );
        assert_eq!(fs::read_dir(desk.path(signal)).unwrap().count(), 0);
        assert_eq!(Done::of(export(signal)).code, Some(0));
        assert!(desk.files(signal) == desk.files("wanted"), "{signal}");
    }
}

/// Sends `signal` to a program, which ends before its work is done, with this code, and with these words as its last.
fn stopped_by(signal: &str, program: Child, code: i32, says: &str) {
    send(signal, program.id());
    let done = Done::from(program.wait_with_output().unwrap());
    assert_eq!(done.code, Some(code), "{}", done.stderr);
    assert!(done.stderr.contains("stopped "), "{}", done.stderr);
    assert!(done.stderr.ends_with(says), "{}", done.stderr);
}

#[test]
fn a_second_signal_ends_the_run_at_once() {
    let desk = Desk::new();
    // One document that takes long.
    desk.write(
        "in/long.txt",
        "許家維與李心怡在台北談話，黃仁勳（Jensen Huang）聽了。\n".repeat(60_000),
    );
    let run = desk
        .command("out", &["--threads", "1"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&desk.path("out").join("checkpoint.unfinished"));
    thread::sleep(Duration::from_millis(300));
    send("TERM", run.id());
    thread::sleep(Duration::from_millis(100));
    send("TERM", run.id());
    let begun = std::time::Instant::now();
    let done = Done::from(run.wait_with_output().unwrap());
    assert_eq!(done.code, Some(143), "{}", done.stderr);
    assert!(
        !done.stderr.contains("stopped after"),
        "it finished the document: {}",
        done.stderr
    );
    assert!(begun.elapsed() < Duration::from_secs(1));
}

fn wait_for(path: &Path) {
    for _ in 0..3000 {
        if path.exists() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("{} does not come", path.display());
}

fn send(signal: &str, process: u32) {
    let status = Command::new("kill").args(["-s", signal, &process.to_string()]).status();
    assert!(status.unwrap().success());
}

/// A run that was stopped before its last document, by too many errors.
fn stopped(desk: &Desk, more: &[&str]) {
    let done = desk.run("out", &[&["--max-errors", "1"], more].concat());
    assert_eq!(done.code, Some(2), "{}", done.stderr);
}

#[test]
fn too_many_errors_end_a_run_that_can_go_on() {
    let desk = Desk::new();
    let wanted = desk.undisturbed();
    let done = desk.run("out", &["--max-errors", "1"]);
    assert_eq!(done.code, Some(2));
    let told = done.stderr.replace(desk.root.to_str().unwrap(), "");
    assert!(
        told.contains("/out: the run ended because too much was refused: 2 of 5 documents"),
        "{told}"
    );
    // It is where it was, and the limit is no part of what a run is.
    assert_eq!(desk.run("out", &["--resume", "--max-errors", "1"]).code, Some(2));
    assert_eq!(desk.run("out", &["--resume", "--max-errors", "50%"]).code, Some(1));
    assert_equal(&desk.files("out"), &wanted, "gone on");
    let done = desk.run("other", &["--max-errors", "101%"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.stderr.contains("neither a number nor a percentage"),
        "{}",
        done.stderr
    );
}

#[test]
fn what_changed_is_named() {
    let check = |change: &dyn Fn(&Desk), more: &[&str], says: &str| {
        let desk = Desk::new();
        desk.write("words.txt", "談話\n");
        stopped(&desk, &["--dict", "words.txt"]);
        change(&desk);
        let done = desk.run("out", &[&["--resume"], more].concat());
        assert_eq!(done.code, Some(2), "{}", done.stderr);
        assert!(done.stderr.contains(says), "{}", done.stderr);
        assert!(
            done.stderr
                .ends_with("help: call it as it was, or begin anew by --force\n"),
            "{}",
            done.stderr
        );
    };
    let with_words = ["--dict", "words.txt"];
    check(
        &|desk| desk.write("in/a.txt", "別的"),
        &with_words,
        "  in/a.txt: changed\n",
    );
    check(&|desk| desk.write("in/e.txt", "新的"), &with_words, "  in/e.txt: new\n");
    check(
        &|desk| fs::remove_file(desk.path("in/a.txt")).unwrap(),
        &with_words,
        "  in/a.txt: not there now\n",
    );
    check(
        &|desk| desk.write("words.txt", "演講\n"),
        &with_words,
        "  the dictionary words.txt: other contents\n",
    );
    check(&|_| (), &[], "  the dictionary words.txt: not there now\n");
    let more = [&with_words[..], &["--with-text"]].concat();
    check(&|_| (), &more, "  the option with_text: false then, true now\n");
    let older = |desk: &Desk| {
        let path = desk.path("out/checkpoint.unfinished");
        let text = fs::read_to_string(&path).unwrap();
        let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
        assert!(text.contains(&version), "{text}");
        fs::write(&path, text.replace(&version, "\"version\": \"0.0.9\"")).unwrap();
    };
    check(&older, &with_words, "  the program's version: 0.0.9 then, ");
}

#[test]
fn an_unfinished_run_is_not_lost_by_mistake() {
    let desk = Desk::new();
    stopped(&desk, &[]);
    let done = desk.run("out", &[]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.stderr.contains("an unfinished run is in the output folder"),
        "{}",
        done.stderr
    );
    assert_eq!(desk.run("out", &["--force"]).code, Some(1));
    assert_equal(&desk.files("out"), &desk.undisturbed(), "begun anew");
}

#[test]
fn an_unfinished_table_that_was_cut_is_refused() {
    let desk = Desk::new();
    stopped(&desk, &[]);
    desk.write("out/tokens.csv.unfinished", "doc_id");
    let done = desk.run("out", &["--resume"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.stderr
            .contains("tokens.csv.unfinished: is not what the unfinished run had written"),
        "{}",
        done.stderr
    );
}

#[test]
fn there_is_nothing_to_go_on_with() {
    let desk = Desk::new();
    let wanted = desk.undisturbed();
    // No folder: the run begins.
    desk.resume("out", &wanted, "no folder");
    // A run that is done.
    let done = desk.run("out", &["--resume"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(
        done.stderr
            .contains("the run was finished before: 4 documents, 2 refused"),
        "{}",
        done.stderr
    );
    assert_equal(&desk.files("out"), &wanted, "left alone");
    // One of another input.
    desk.write("in/a.txt", "別的");
    let done = desk.run("out", &["--resume"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.stderr.contains("this is not the run that is in the folder"),
        "{}",
        done.stderr
    );
    // Standard input cannot be read again.
    let done = Done::of({
        let mut command = desk.command("new", &["--resume"]);
        command.arg("-");
        command
    });
    assert_eq!(done.code, Some(2));
    assert!(
        done.stderr.contains("standard input cannot be gone back to"),
        "{}",
        done.stderr
    );
}

#[test]
fn two_runs_cannot_write_to_one_folder() {
    let desk = Desk::new();
    // The first waits for its input.
    let mut first = desk
        .command("out", &["-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&desk.path("out").join("checkpoint.unfinished"));
    for more in [&[][..], &["--force"], &["--resume"]] {
        let done = desk.run("out", more);
        assert_eq!(done.code, Some(2));
        assert!(
            done.stderr.contains("another run is writing to this folder"),
            "{}",
            done.stderr
        );
    }
    drop(first.stdin.take());
    assert_eq!(first.wait().unwrap().code(), Some(1));
    assert_eq!(desk.files("out").len(), FINAL.len() + 1);
}

#[test]
fn nobody_needs_to_listen() {
    let desk = Desk::new();
    let wanted = desk.undisturbed();
    let mut run = desk.command("out", &[]).stderr(Stdio::piped()).spawn().unwrap();
    drop(run.stderr.take());
    assert_eq!(run.wait().unwrap().code(), Some(1));
    assert_equal(&desk.files("out"), &wanted, "with standard error closed");
}

#[test]
fn progress_and_silence() {
    let desk = Desk::new();
    let done = desk.run("quiet", &["--quiet"]);
    assert_eq!((done.code, &*done.stderr), (Some(1), ""));
    for number in 0..25 {
        desk.write(&format!("in/bad-{number:02}.txt"), b"\xFF");
    }
    let done = desk.run("all", &["--verbose"]);
    assert_eq!(done.stderr.matches("error: ").count(), 27, "{}", done.stderr);
    assert!(!done.stderr.contains("more; errors.csv"), "{}", done.stderr);
}

/// A disk that is really full, and one that may only be read, where the system lets a test make one.
#[test]
fn a_small_disk_and_a_read_only_one() {
    let desk = Desk::with_many(300);
    let in_namespace = |script: &str| {
        let mut command = Command::new("unshare");
        command
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
            .current_dir(&desk.root);
        command.env("YIMING", env!("CARGO_BIN_EXE_yiming")).output()
    };
    fs::create_dir(desk.path("disk")).unwrap();
    if !in_namespace("mount -t tmpfs -o size=1m none disk").is_ok_and(|output| output.status.success()) {
        eprintln!("not run: this system lets nobody mount a disk of their own");
        return;
    }
    let full = in_namespace(
        "mount -t tmpfs -o size=1m none disk && \"$YIMING\" run in -o disk/out --checkpoint 0; echo $?; ls disk/out | grep -v unfinished; \
         mount -o remount,size=100m disk; \"$YIMING\" run in -o disk/out --resume; echo $?; \"$YIMING\" run in -o other; cmp disk/out/tokens.csv other/tokens.csv && echo same",
    );
    let done = full.unwrap();
    let (stdout, stderr) = (
        String::from_utf8(done.stdout).unwrap(),
        String::from_utf8(done.stderr).unwrap(),
    );
    assert_eq!(stdout, "2\n1\nsame\n", "{stderr}");
    assert!(stderr.contains("No space left on device"), "{stderr}");
    assert!(stderr.contains("MB are free, and the tables may take some"), "{stderr}");
    let read_only = in_namespace("mount -t tmpfs -o ro none disk && \"$YIMING\" run in -o disk/out; echo $?");
    let done = read_only.unwrap();
    let stderr = String::from_utf8(done.stderr).unwrap();
    assert_eq!(String::from_utf8(done.stdout).unwrap(), "2\n", "{stderr}");
    assert!(stderr.contains("choose a folder that you may write to"), "{stderr}");
    let inodes = in_namespace("mount -t tmpfs -o nr_inodes=4 none disk && \"$YIMING\" run in -o disk/out; echo $?");
    let done = inodes.unwrap();
    let stderr = String::from_utf8(done.stderr).unwrap();
    assert_eq!(String::from_utf8(done.stdout).unwrap(), "2\n", "{stderr}");
    assert!(stderr.contains("No space left on device"), "{stderr}");
}
