//! Power cuts: the program is killed at many moments of an ingest, and nothing that it had kept is
//! lost, doubled or half there.
//!
//! `UPTAKE_KILL_CYCLES` asks for more cycles than the few of an ordinary run.

mod program;

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::ControlFlow;

use model::Scheme;
use program::Desk;
use store::{DeliveryFilter, Reader, Scope};

/// Records in one transaction: few, so that a kill falls between many of them.
const BATCH: usize = 50;

/// New records in each cycle.
const NEW: usize = 800;

/// Records of the cycle before that are revised in each cycle.
const REVISED: usize = 200;

/// Title word by which a search finds every record.
const WORD: &str = "turbine";

const NEEDS: &str = r#"
[[unit]]
id = "works"
name = "Works"

[[post]]
id = "engineer"
title = "Engineer"
unit = "works"

[[need]]
id = "blades"
title = "Blades"
unit = "works"
post = "engineer"
[[need.profile]]
query = 'turbine AND blade'
"#;

fn n_cycles() -> usize {
    std::env::var("UPTAKE_KILL_CYCLES").ok().and_then(|text| text.parse().ok()).unwrap_or(8)
}

fn doi(cycle: usize, number: usize) -> String {
    format!("10.5555/kill.{cycle}.{number}")
}

/// What record says in its revision, 0 or 1.
fn says(cycle: usize, number: usize, revision: usize) -> String {
    let part = if number.is_multiple_of(10) { "blade" } else { "casing" };
    format!("Trial {number} of series {cycle}, a {part}, revision {revision}.")
}

fn article(out: &mut String, cycle: usize, number: usize, revision: usize) {
    let (doi, says) = (doi(cycle, number), says(cycle, number, revision));
    let _ = write!(out, "TY  - JOUR\nTI  - Report {cycle}-{number} on a {WORD}\nAU  - Author{cycle}x{number}, A.\nDO  - {doi}\nAB  - {says}\nER  - \n\n");
}

/// The file of a cycle: revisions of the cycle before among new records.
fn file(cycle: usize) -> String {
    let mut text = String::new();
    for number in 0..NEW {
        article(&mut text, cycle, number, 0);
        if number < REVISED && cycle > 0 {
            article(&mut text, cycle - 1, number, 1);
        }
    }
    text
}

/// Every record by its DOI, with what it says.
fn held(reader: &Reader) -> HashMap<String, String> {
    let mut held = HashMap::new();
    let mut visit = |record: store::HeldRecord| {
        let doi = record.record.identifiers.iter().find(|id| id.scheme() == Scheme::Doi).unwrap().value().to_owned();
        let before = held.insert(doi.clone(), record.record.abstracts[0].text.clone());
        assert_eq!(before, None, "{doi} is held twice");
        ControlFlow::Continue(())
    };
    reader.each_record(&Scope::office(), &mut visit).unwrap();
    held
}

/// Kills an ingest of this file when the office has come so many changes further; gives how many
/// changes it was seen to have come.
fn kill_at(desk: &Desk, reader: &Reader, file: &str, n_changes: u64) -> u64 {
    let before = reader.position().unwrap().change_seq;
    let come = || reader.position().unwrap().change_seq - before;
    let mut child = desk.start(&format!("ingest office {file}"));
    while come() < n_changes && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let seen = come();
    child.kill().unwrap();
    child.wait().unwrap();
    seen
}

#[test]
fn a_killed_ingest_loses_nothing_that_was_kept_and_can_be_done_again() {
    let desk = Desk::with_office();
    desk.write("office/uptake.toml", format!("[ingest]\nbatch = {BATCH}\n"));
    desk.write("needs.toml", NEEDS);
    desk.done("need add office needs.toml");
    let scope = Scope::office();
    let n_cycles = n_cycles();
    // What commands that ended well have reported as kept.
    let mut reported: HashMap<String, String> = HashMap::new();
    let mut n_delivered = 0;
    let mut n_midway = 0;
    for cycle in 0..n_cycles {
        let name = format!("{cycle}.ris");
        desk.write(&name, file(cycle));
        let n_revised = if cycle > 0 { REVISED } else { 0 };
        let n_all = NEW + n_revised;
        // From the first moment to the last: 0 kills at the start, all kills while the index ends.
        let moment = n_all * cycle / (n_cycles - 1).max(1);
        let reader = Reader::open(&desk.path("office")).unwrap();
        let seen = kill_at(&desk, &reader, &name, moment as u64);
        drop(reader);

        // Opened by somebody who does not know that anything happened.
        let reader = Reader::open(&desk.path("office")).unwrap();
        let now = held(&reader);
        for (doi, said) in &reported {
            let revised = said.replace("revision 0", "revision 1");
            let found = now.get(doi).unwrap_or_else(|| panic!("cycle {cycle}: {doi} was reported as kept and is gone"));
            assert!(found == said || *found == revised, "cycle {cycle}: {doi} says `{found}`");
        }
        let n_changed = reported.iter().filter(|(doi, said)| now[*doi] != **said).count();
        let n_done = now.len() - reported.len() + n_changed;
        assert!(n_done as u64 >= seen, "cycle {cycle}: {seen} were on the disk before the kill, {n_done} are after");
        assert!(n_done.is_multiple_of(BATCH), "cycle {cycle}: a transaction is half kept: {n_done}");
        n_midway += usize::from(n_done > 0 && n_done < n_all);
        assert_eq!(reader.counts(&scope).unwrap().n_deliveries, n_delivered, "cycle {cycle}");

        // The index agrees without being asked, and the whole is sound.
        let found = desk.json(&format!("search office {WORD} --limit 1")).pop().unwrap();
        assert_eq!((&found["found"], &found["remark"]), (&now.len().into(), &serde_json::Value::Null), "cycle {cycle}");
        let looked = desk.json("verify office").pop().unwrap();
        assert_eq!(looked["findings"], serde_json::json!([]), "cycle {cycle}");
        assert_eq!((&looked["records"], &looked["indexed"]), (&now.len().into(), &now.len().into()), "cycle {cycle}");

        // Once more, to the end.
        let said = desk.ingest(&name);
        let of = |what: &str| said[what].as_u64().unwrap() as usize;
        assert_eq!((of("kept"), of("unchanged")), (n_all, n_done), "cycle {cycle}: {said}");
        assert_eq!(of("held"), (cycle + 1) * NEW, "cycle {cycle}: {said}");
        for number in 0..NEW {
            reported.insert(doi(cycle, number), says(cycle, number, 0));
            if number < n_revised {
                reported.insert(doi(cycle - 1, number), says(cycle - 1, number, 1));
            }
        }
        assert_eq!(held(&reader), reported, "cycle {cycle}");
        let new = desk.json("match office").iter().filter(|line| line["new"] == true).count();
        assert_eq!(new, NEW / 10, "cycle {cycle}");
        n_delivered += new as u64;
        assert_eq!(reader.deliveries(&scope, &DeliveryFilter::default()).unwrap().len() as u64, n_delivered);
    }
    assert!(n_cycles < 8 || n_midway > 0, "no kill fell into the middle of an ingest");
}

#[test]
fn a_killed_match_delivers_nothing_twice_and_nothing_never() {
    const N: usize = 6_000;
    let desk = Desk::with_office();
    let mut text = String::new();
    (0..N).for_each(|number| article(&mut text, 0, number, 0));
    desk.write("all.ris", text);
    desk.write("needs.toml", NEEDS.replace("turbine AND blade", WORD));
    desk.done("ingest office all.ris");
    desk.done("need add office needs.toml");
    let reader = Reader::open(&desk.path("office")).unwrap();
    let n_delivered = || reader.counts(&Scope::office()).unwrap().n_deliveries;
    // The pass keeps what it found in several transactions; each time one more is let through.
    for _ in 0..3 {
        let before = n_delivered();
        let mut child = desk.start("match office");
        while n_delivered() == before && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let seen = n_delivered();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(n_delivered() >= seen);
    }
    let lines = desk.json("match office");
    assert_eq!(lines.len(), N);
    assert_eq!(n_delivered(), N as u64);
    assert_eq!(desk.json("match office").iter().filter(|line| line["new"] == true).count(), 0);
    assert_eq!(desk.json("verify office")[0]["findings"], serde_json::json!([]));
}
