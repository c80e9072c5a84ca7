//! Killed in the middle of writes, again and again: what was acknowledged is there, and the office opens soon.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use desk::{Clerk, Office};
use model::RequestId;
use store::Scope;

use crate::tally::{pause, percentile, timed};
use crate::town::Chance;
use crate::writes;

/// Clients of the victim.
const CLIENTS: u64 = 16;

/// Every so many cycles the whole ledger is walked and everything acknowledged so far looked for.
const WHOLE_EVERY: usize = 50;

/// Writes without end, saying on standard output what was acknowledged. Ends when it is killed.
pub fn be_the_victim(dir: &Path) {
    let office = Office::open_to_write(dir, &mut |_| {}).expect("the office");
    let clerk = Clerk::start(office, Box::new(|| {}));
    let out = Arc::new(Mutex::new(std::io::stdout()));
    // Distinct in every life.
    let life = u64::from(std::process::id()) << 40 | (crate::served::now().unsigned_abs() & 0xff_ffff) << 16;
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (clerk, out) = (clerk.clone(), Arc::clone(&out));
            thread::spawn(move || {
                for number in 0.. {
                    let id = life ^ (client << 12) ^ number;
                    writes::ask(&clerk, id).expect("a write");
                    let mut out = out.lock().expect("nobody panics with it");
                    // Whole lines: half a line says nothing.
                    writeln!(out, "{id}").and_then(|()| out.flush()).expect("the parent listens");
                }
            })
        })
        .collect();
    for client in clients {
        let _ = client.join();
    }
}

/// Measures and prints.
pub fn measure(cycles: usize) {
    let folder = tempfile::tempdir().expect("a temporary directory");
    writes::office(&folder).close();
    let dir = folder.path().join("office");
    let (_, calm) = timed(|| Office::open_to_write(&dir, &mut |_| {}).expect("the office").close().expect("closing"));
    let program = std::env::current_exe().expect("this program");
    let mut chance = Chance(cycles as u64);
    let (mut ready, mut acknowledged, mut lost) = (Vec::new(), BTreeSet::new(), 0);
    for cycle in 1..=cycles {
        let mut victim = Command::new(&program)
            .arg("victim")
            .arg("--office")
            .arg(&dir)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the victim");
        let lines = BufReader::new(victim.stdout.take().expect("its output")).lines();
        let listening = thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<String>>());
        pause(Duration::from_millis(60 + chance.below(200) as u64));
        victim.kill().expect("the victim lives");
        victim.wait().expect("the victim is dead");
        let mut said = listening.join().expect("the listener");
        // The last line may be cut.
        said.pop();
        let new: Vec<u64> = said.iter().filter_map(|line| line.parse().ok()).collect();
        let (office, time) = timed(|| Office::open_to_write(&dir, &mut |_| {}).expect("the office opens"));
        ready.push(time.as_secs_f64());
        let reader = office.office().reader();
        let is_there = |id: &u64| matches!(reader.request(&Scope::office(), RequestId::from_bits(*id)), Ok(Some(_)));
        lost += new.iter().filter(|id| !is_there(id)).count();
        acknowledged.extend(new);
        if cycle % WHOLE_EVERY == 0 || cycle == cycles {
            lost += acknowledged.iter().filter(|id| !is_there(id)).count();
            let verified = store::verify(reader, &Scope::office(), &mut |_| {}).expect("verification");
            assert!(verified.findings.is_empty(), "after {cycle} kills: {:?}", verified.findings);
        }
        office.close().expect("closing");
    }
    println!("\n## Killed while {CLIENTS} clients write\n");
    println!(
        "| kills | acknowledged writes | lost | ready again, p50 ms | p99 ms | longest ms | of a calm opening (p50) |"
    );
    println!("|---|---|---|---|---|---|---|");
    let (p50, p99) = (percentile(ready.clone(), 0.50) * 1e3, percentile(ready.clone(), 0.99) * 1e3);
    let longest = ready.iter().copied().fold(0.0, f64::max) * 1e3;
    println!(
        "| {cycles} | {} | {lost} | {p50:.0} | {p99:.0} | {longest:.0} | {:.1} |",
        acknowledged.len(),
        p50 / (calm.as_secs_f64() * 1e3)
    );
    assert_eq!(lost, 0, "acknowledged writes were lost");
}
