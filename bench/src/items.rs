//! Classification help over Annex I: how often the right entry comes first, and how fast, beside rank_bm25 from PyPI where Python has it.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use matching::{ItemHelp, ItemQuestion};

#[path = "../../crates/desk/tests/item/questions.rs"]
mod questions;

use questions::{QUESTIONS, SUBJECTS};

/// How many of some questions have a right entry first, among the first five, and the time of each in milliseconds.
fn tally(help: &ItemHelp, asked: &[(&str, &[&str])], runs: usize) -> (usize, usize, Vec<f64>) {
    let (mut first, mut five, mut times) = (0, 0, Vec::new());
    for (text, right) in asked {
        let question = ItemQuestion { text: (*text).to_owned(), parameters: Vec::new() };
        let mut found = Vec::new();
        for _ in 0..runs.max(1) {
            let at = Instant::now();
            found = help.candidates(&question, 12);
            times.push(at.elapsed().as_secs_f64() * 1_000.0);
        }
        let place = found.iter().position(|candidate| right.contains(&candidate.head.as_str()));
        first += usize::from(place == Some(0));
        five += usize::from(place.is_some_and(|place| place < 5));
    }
    times.sort_by(f64::total_cmp);
    (first, five, times)
}

/// Prints a row for each way to rank.
pub fn measure(data: &Path, runs: usize) {
    let path = data.join("eu-dual-use-annex-i/annex-i.json.zst");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("\nNOT MEASURED: `{}` is absent", path.display());
        return;
    };
    let at = Instant::now();
    let reading = formats::read_control_list(&bytes);
    let read = at.elapsed().as_secs_f64() * 1_000.0;
    let at = Instant::now();
    let help = ItemHelp::new(Arc::new(reading.text));
    let built = at.elapsed().as_secs_f64() * 1_000.0;
    println!("\nRead in {read:.0} ms, indexed in {built:.0} ms.");
    println!("\n| ranking | items | first | of the first five | median ms | slowest ms |\n|---|---|---|---|---|---|");
    for (name, asked) in [("items in our words", QUESTIONS), ("subjects of report summaries", SUBJECTS)] {
        let (first, five, times) = tally(&help, asked, runs);
        let (median, slowest) = (times[times.len() / 2], times[times.len() - 1]);
        println!("| ours, {name} | {} | {first} | {five} | {median:.1} | {slowest:.1} |", asked.len());
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("baseline/items.py");
    let python = std::env::var_os("UPTAKE_BENCH_PYTHON").unwrap_or_else(|| "python3".into());
    match Command::new(python).arg(script).arg(&path).output() {
        Ok(done) if done.status.success() => print!("{}", String::from_utf8_lossy(&done.stdout)),
        _ => println!("\nNOT MEASURED: the baseline asks for Python with rank_bm25 (UPTAKE_BENCH_PYTHON names it)"),
    }
}
