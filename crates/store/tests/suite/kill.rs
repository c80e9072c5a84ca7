//! Killed at any moment, an office has lost nothing that was acknowledged.
//!
//! The test starts this very program again as a child that ingests without end and says on its
//! standard output which batch it was told is kept.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::kit::{ByNames, article, scope};
use store::{Batch, Reader, Writer};
use tempfile::TempDir;

/// Set for the child alone: the office, and the number of its run.
const CHILD: &str = "UPTAKE_STORE_KILL_CHILD";

/// How often to kill. The long run before a release sets it to 10,000.
const CYCLES: &str = "UPTAKE_KILL_CYCLES";

const BATCH: usize = 8;

/// The child's life; in an ordinary run of the tests it has nothing to do.
#[test]
fn child_of_the_kill_test() {
    let Ok(task) = std::env::var(CHILD) else { return };
    let (run, dir) = task.split_once(':').unwrap();
    let mut writer = Writer::open(Path::new(dir)).unwrap();
    let mut out = std::io::stdout();
    let mut id = run.parse::<u64>().unwrap() << 32;
    for n in 0.. {
        let batch = (0..BATCH).map(|k| {
            // Every second batch reads the one before again with changes, every third brings second sources.
            let work = format!("{run}-{}-{k}", n / 2);
            let source = if n % 3 == 2 { format!("other-{work}") } else { work.clone() };
            article(&source, &format!("Title {n}"), &[&format!("doi:10.1000/{work}")])
        });
        let mut ids = || {
            id += 1;
            id
        };
        writer.ingest_batch(&Batch::of(batch.collect()), &ByNames, "child", n, &mut ids).unwrap();
        writeln!(out, "kept {}", writer.position().ledger_seq).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_writer_killed_at_any_moment_has_lost_nothing_acknowledged() {
    let cycles: u64 = std::env::var(CYCLES).ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let dir = TempDir::new().unwrap();
    drop(Writer::create(dir.path(), 1, "operator", 0).unwrap());
    for cycle in 0..cycles {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child_of_the_kill_test", "--nocapture"])
            .env(CHILD, format!("{cycle}:{}", dir.path().display()))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Killed after a number of lines that differs, with the next batch under way.
        let patience = (cycle * 7 % 12) as usize;
        let mut acknowledged = 0u64;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let seq = |line: &str| line.strip_prefix("kept ").map(|number| number.parse::<u64>().unwrap());
        let mut heard = 0;
        while heard <= patience {
            let Some(Ok(line)) = lines.next() else { panic!("the child ended by itself") };
            if let Some(number) = seq(&line) {
                acknowledged = number;
                heard += 1;
            }
        }
        // A little work of our own, different every time, moves the moment within the batch.
        std::hint::black_box((0..cycle * 37_000 % 400_000).fold(0u64, |sum, n| sum ^ n.wrapping_mul(31)));
        child.kill().unwrap();
        child.wait().unwrap();
        // Lines that were written before the end were acknowledged too; the last may be cut.
        for line in lines.map_while(Result::ok) {
            acknowledged = seq(&line).filter(|number| *number > acknowledged).unwrap_or(acknowledged);
        }
        let writer = Writer::open(dir.path()).unwrap();
        assert!(writer.position().ledger_seq >= acknowledged, "cycle {cycle} lost acknowledged facts");
        drop(writer);
        let verification = store::verify(&Reader::open(dir.path()).unwrap(), &scope(), &mut |_| {}).unwrap();
        assert!(verification.findings.is_empty(), "cycle {cycle}: {:?}", verification.findings);
    }
}
