//! What was found, told once each and kept as files.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use crate::chance::hash;
use crate::seeds::Seeds;
use crate::target::Target;
use crate::trial::{self, Finding};

/// Findings after which a run ends: they want mending first.
const FINDINGS_MAX: usize = 40;

/// Input bytes that are shown.
const SHOWN: usize = 400;

/// Where inputs are kept: beside everything else that is built.
pub fn folder() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).join("target/fuzz")
}

/// The input that is being tried.
pub fn running() -> PathBuf {
    folder().join("running")
}

/// The target that it is put to.
pub fn running_target() -> PathBuf {
    folder().join("running.target")
}

/// Puts down the input that is being tried, so that it is there should the process die. A disk that
/// does not take it costs only that.
pub fn keep_running(target: Target, input: &[u8]) {
    let _ = fs::write(running(), input).and_then(|()| fs::write(running_target(), target.to_string()));
}

/// Where an input is kept that shows something.
pub fn named(target: &str, input: &[u8]) -> PathBuf {
    folder().join(format!("{}-{:016x}", target.replace(':', "-"), hash(input)))
}

/// Says a line on standard output. A closed one is nobody's loss: the exit status says the rest.
pub fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// The findings of a run.
pub struct Report<'s> {
    seeds: &'s Seeds,
    patience: Duration,
    marks: BTreeSet<String>,
    lines: Vec<String>,
}

impl<'s> Report<'s> {
    /// An empty one.
    pub fn new(seeds: &'s Seeds, patience: Duration) -> Report<'s> {
        Report { seeds, patience, marks: BTreeSet::new(), lines: Vec::new() }
    }

    /// Whether there is enough to mend.
    pub fn is_full(&self) -> bool {
        self.lines.len() >= FINDINGS_MAX
    }

    /// Puts an input to a target; tells and keeps what is found, once.
    ///
    /// # Errors
    /// When the input cannot be kept.
    pub fn put(&mut self, target: Target, input: &[u8], round: Option<u64>) -> io::Result<()> {
        let Some(Finding { mark, said }) = trial::put(target, input, self.seeds, self.patience) else { return Ok(()) };
        if !self.marks.insert(mark.clone()) {
            return Ok(());
        }
        let small = trial::shrunk(target, input, &mark, self.seeds, self.patience);
        let said = trial::put(target, &small, self.seeds, self.patience).map_or(said, |finding| finding.said);
        let path = named(&target.to_string(), &small);
        fs::create_dir_all(folder())?;
        fs::write(&path, &small)?;
        let shown: String = String::from_utf8_lossy(&small).chars().take(SHOWN).collect();
        let round = round.map_or_else(String::new, |round| format!(", round {round}"));
        let path = path.display();
        say(&format!(
            "FINDING in {target}{round}: {mark}\n  {said}\n  input of {} bytes: {shown:?}\n  \
             again: cargo run -p uptake-fuzz -- --target {target} --input {path}",
            small.len()
        ));
        self.lines.push(format!("{target}: {mark} ({path})"));
        Ok(())
    }

    /// The last words of a run, and its exit status.
    pub fn close(self, n_rounds: u64) -> ExitCode {
        if self.lines.is_empty() {
            say(&format!("every law held in all {n_rounds}"));
            return ExitCode::SUCCESS;
        }
        say(&format!("{} findings:\n  {}", self.lines.len(), self.lines.join("\n  ")));
        ExitCode::FAILURE
    }
}
