//! Acknowledged writes of many clients at once, at full durability.

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use desk::{Clerk, Failure, Office};
use model::{Date, Marking, Need, NeedId, Post, PostId, Request, RequestId, RequestStage, Unit, UnitId};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::tally::{median, percentile, timed};

const CLIENTS: usize = 64;

/// Writes of each client.
const WRITES: usize = 250;

/// Commits of the baseline.
const COMMITS: usize = 500;

/// A small office with a post that asks.
pub fn office(folder: &TempDir) -> Clerk {
    let office = Office::create(&folder.path().join("office"), 1, "bench", 0).expect("the directory is new");
    let clerk = Clerk::start(office, Box::new(|| {}));
    clerk
        .write(|writer| {
            writer.transact("bench", 1, |deed| -> Result<(), Failure> {
                deed.keep_unit(&Unit { id: UnitId::new("works")?, name: "Works".into(), parent: None })?;
                let (id, unit) = (PostId::new("engineer")?, UnitId::new("works")?);
                deed.keep_post(&Post {
                    id,
                    title: "Engineer".into(),
                    unit,
                    powers: Default::default(),
                    closed: false,
                })?;
                let need = Need::draft(NeedId::new("need")?, "A need", UnitId::new("works")?, PostId::new("engineer")?);
                deed.keep_need(&need)?;
                Ok(())
            })
        })
        .expect("the staff");
    clerk
}

/// One write as people make them: a request for information with its fact.
pub fn ask(clerk: &Clerk, number: u64) -> Result<(), Failure> {
    ask_marked(clerk, number, Marking::default())
}

/// The same for those alone who may see this marking.
pub fn ask_marked(clerk: &Clerk, number: u64, marking: Marking) -> Result<(), Failure> {
    clerk.write(move |writer| {
        writer.transact("bench", 2, |deed| -> Result<(), Failure> {
            deed.keep_request(&Request {
                id: RequestId::from_bits(number),
                question: format!("Which makers sell in series what need {number} asks for?"),
                detail: "For the works.".to_owned(),
                post: PostId::new("engineer")?,
                need: Some(NeedId::new("need")?),
                due: Date::parse("2031-03-10").expect("a day"),
                stage: RequestStage::Asked,
                routed_to: None,
                answer: None,
                remark: String::new(),
                marking,
                asked_at: 2,
            })?;
            let fact = deed.fact(model::Verb::Asked, format!("request:{}", RequestId::from_bits(number)));
            Ok(deed.note(&fact)?)
        })
    })
}

/// Measures and prints.
pub fn measure(runs: usize) {
    println!("\n## Acknowledged writes at full durability\n");
    println!("| what | writes/s | of one commit each | p50 ms | p99 ms |");
    println!("|---|---|---|---|---|");
    let (mut bare, mut alone, mut many) = (Vec::new(), Vec::new(), Vec::new());
    let mut waits: [Vec<f64>; 3] = Default::default();
    for _ in 0..runs {
        let folder = tempfile::tempdir().expect("a temporary directory");
        bare.push(commits(&folder, &mut waits[0]));
        let clerk = office(&folder);
        alone.push(clients(&clerk, 1, COMMITS, 1 << 32, &mut waits[1]));
        many.push(clients(&clerk, CLIENTS, WRITES, 2 << 32, &mut waits[2]));
        clerk.close();
    }
    let baseline = median(bare.clone());
    let names = [
        "a row in a bare SQLite table, a commit each".to_owned(),
        "one client".to_owned(),
        format!("{CLIENTS} clients"),
    ];
    for ((name, rates), times) in names.iter().zip([bare, alone, many]).zip(waits) {
        let rate = median(rates);
        let (p50, p99) = (percentile(times.clone(), 0.50), percentile(times, 0.99));
        println!("| {name} | {rate:.0} | {:.2} | {p50:.1} | {p99:.1} |", rate / baseline);
    }
}

/// What the disk allows: one row, one commit, one sync.
fn commits(folder: &TempDir, waits: &mut Vec<f64>) -> f64 {
    let conn = Connection::open(folder.path().join("bare.sqlite")).expect("a database");
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)",
    )
    .expect("a table");
    let (_, time) = timed(|| {
        for number in 0..COMMITS {
            let (_, wait) =
                timed(|| conn.execute("INSERT INTO row (text) VALUES (?1)", [format!("row {number}")]).expect("a row"));
            waits.push(wait.as_secs_f64() * 1e3);
        }
    });
    COMMITS as f64 / time.as_secs_f64()
}

fn clients(clerk: &Clerk, n: usize, writes: usize, first: u64, waits: &mut Vec<f64>) -> f64 {
    let barrier = Barrier::new(n + 1);
    let (all, time) = thread::scope(|scope| {
        let clients: Vec<_> = (0..n as u64)
            .map(|client| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    let one = |number: u64| {
                        let (done, wait) = timed(|| ask(clerk, first + (client << 20) + number));
                        done.expect("a write");
                        wait.as_secs_f64() * 1e3
                    };
                    (0..writes as u64).map(one).collect::<Vec<f64>>()
                })
            })
            .collect();
        barrier.wait();
        timed(|| clients.into_iter().flat_map(|client| client.join().expect("a client")).collect::<Vec<f64>>())
    });
    waits.extend(all);
    (n * writes) as f64 / Duration::as_secs_f64(&time)
}
