//! The real program in a folder of its own, as a user at a terminal has it.

// Each test file takes in this module and uses a part of it.
#![allow(dead_code, reason = "shared by several test files")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// A folder with files and perhaps offices, and the program to run there.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a run of the program said.
pub struct Said {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Standard output as bytes.
    pub bytes: Vec<u8>,
    doing: String,
}

impl Desk {
    /// An empty folder.
    pub fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with an office named `office`.
    pub fn with_office() -> Desk {
        let desk = Desk::new();
        desk.done("init office");
        desk
    }

    /// The path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// The program with these words, not yet started.
    pub fn command<S: AsRef<str>>(&self, words: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uptake"));
        command.current_dir(self.folder.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.args(words.iter().map(AsRef::as_ref));
        command
    }

    /// Runs the program; the line is divided at blanks, except within single quotes.
    pub fn run(&self, line: &str) -> Said {
        self.run_words(&words(line))
    }

    /// Runs the program with these words.
    pub fn run_words<S: AsRef<str>>(&self, words: &[S]) -> Said {
        let doing = words.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" ");
        Said::of(self.command(words).output().unwrap(), doing)
    }

    /// Runs the program with this on standard input.
    pub fn run_with(&self, line: &str, input: impl AsRef<[u8]>) -> Said {
        let mut child = self.command(&words(line)).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_ref()).unwrap();
        Said::of(child.wait_with_output().unwrap(), line.to_owned())
    }

    /// Starts the program and leaves it running.
    pub fn start(&self, line: &str) -> Child {
        self.command(&words(line)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Runs the program, which has to end with status 0; gives standard output.
    #[track_caller]
    pub fn done(&self, line: &str) -> String {
        self.run(line).done()
    }

    /// Runs the program, which has to refuse with status 1; gives standard error.
    #[track_caller]
    pub fn refused(&self, line: &str) -> String {
        self.run(line).refused()
    }

    /// Runs the program with `--json` and reads its lines.
    #[track_caller]
    pub fn json(&self, line: &str) -> Vec<Value> {
        self.run(&format!("{line} --json")).json()
    }

    /// The last line of an ingest with `--json`: what became of the readings.
    #[track_caller]
    pub fn ingest(&self, files: &str) -> Value {
        self.json(&format!("ingest office {files}")).pop().unwrap()
    }
}

impl Said {
    /// What a run of the program gave.
    pub fn of(output: Output, doing: String) -> Said {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        // A program that was ended by a signal has no status.
        Said { status: output.status.code().unwrap_or(-1), out, err, bytes: output.stdout, doing }
    }

    #[track_caller]
    fn ended(self, status: i32) -> Said {
        let Said { doing, out, err, .. } = &self;
        assert!(!err.contains("panicked"), "`uptake {doing}` fell:\n{err}");
        assert_eq!(self.status, status, "`uptake {doing}` ended otherwise\n{out}\n{err}");
        self
    }

    /// Standard output of a run that has to have ended well.
    #[track_caller]
    pub fn done(self) -> String {
        self.ended(0).out
    }

    /// Standard error of a run that has to have been refused.
    #[track_caller]
    pub fn refused(self) -> String {
        self.ended(1).err
    }

    /// Standard error of a run that has to have been wrong usage.
    #[track_caller]
    pub fn misused(self) -> String {
        self.ended(2).err
    }

    /// Every line of standard output as JSON.
    #[track_caller]
    pub fn json(self) -> Vec<Value> {
        let said = self.ended(0);
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("`{line}` is not JSON: {error}"));
        said.out.lines().map(read).collect()
    }
}

/// A line of the shell as words.
pub fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(i, part)| {
            let quoted = i % 2 == 1;
            let words: Vec<String> = if quoted { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() };
            words
        })
        .collect()
}

/// Asserts that a text holds every part, and says which it does not.
#[track_caller]
pub fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

/// Collections of real data beside the project; `None`, said aloud, where they are absent.
pub fn collections() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let found = folder.is_dir();
    if !found {
        let mut err = std::io::stderr();
        let _ = writeln!(err, "NOT TESTED: there is no folder `../shared/data` beside the project");
    }
    found.then_some(folder)
}
