//! The program as it is released, in a process of its own, and what it takes.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Where it is: beside this one. `None`, and said, where it was not built.
pub fn path(what: &str) -> Option<PathBuf> {
    let program = std::env::current_exe().expect("a path").with_file_name("uptake");
    if program.is_file() {
        return Some(program);
    }
    println!("\nNOT MEASURED: {what}; build `uptake` with --release first");
    None
}

/// Starts it. What it says is thrown away.
pub fn start(program: &Path, words: &[&str], office: &Path) -> Child {
    let mut command = Command::new(program);
    command.args(words).arg(office).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

/// What a process has taken so far, while it lives.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken {
    /// On the processor.
    pub processor: Duration,
    /// The most memory that it had, in megabytes.
    pub megabytes: u64,
}

/// Looks at a process.
pub fn taken(child: &Child) -> Taken {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
    let kilobytes =
        status.lines().find(|line| line.starts_with("VmHWM:")).and_then(|line| line.split_whitespace().nth(1));
    let megabytes = kilobytes.and_then(|text| text.parse::<u64>().ok()).unwrap_or_default() / 1024;
    // The name of the program stands in brackets and may hold blanks. Times are counted in hundredths of a second.
    let fields = stat.rsplit_once(") ").map(|(_, behind)| behind).unwrap_or_default();
    let hundredths: u64 =
        fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Taken { processor: Duration::from_millis(10 * hundredths), megabytes }
}
