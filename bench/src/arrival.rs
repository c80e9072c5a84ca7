//! From the answer of a source to the inbox of who needs it, in a large office that is served.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use desk::{Clerk, Failure, Office};
use model::{
    Harvest, Level, Marking, Need, NeedId, PostId, Profile, ProfileId, Reliability, Schedule, Source, SourceId,
    SourceKind, Stage, UnitId, Verb,
};
use rusqlite::Connection;

use crate::program;
use crate::served::{now, today};
use crate::tally::{pause, percentile};
use crate::town::{self, Scale, word};

/// Sources, asked one behind the other.
const ARRIVALS: usize = 25;

/// Records of each, all of which one need asks for.
const RECORDS: usize = 20;

/// Time between two of them, in microseconds.
const BETWEEN: i64 = 3_000_000;

/// Time that the office has to open, in microseconds.
const OPENING: i64 = 20_000_000;

/// Longest that is waited for an arrival.
const PATIENCE: Duration = Duration::from_secs(120);

/// Feeds that say when they are asked.
fn feeds(asked: Sender<(usize, Instant)>, run: u64) -> u16 {
    let listener = TcpListener::bind("0.0.0.0:0").expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().expect("a socket")).lines().map_while(Result::ok);
            let path = lines.next().unwrap_or_default();
            let Some(number) = path.split(['/', ' ']).find_map(|part| part.parse::<usize>().ok()) else { continue };
            lines.find(String::is_empty);
            let items: String = (0..RECORDS)
                .map(|at| {
                    let text: Vec<String> = (0..60).map(|n| word(run.wrapping_add((at * 60 + n) as u64) % 50_000)).collect();
                    format!(
                        "<item><guid isPermaLink=\"false\">{run}-{number}-{at}</guid><title>Arrival{number}x{run} number {at}</title><description>{}</description></item>",
                        text.join(" ")
                    )
                })
                .collect();
            let body = format!("<rss version=\"2.0\"><channel><title>Feed</title>{items}</channel></rss>");
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n";
            let answered = write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len());
            if answered.is_err() || asked.send((number, Instant::now())).is_err() {
                return;
            }
        }
    });
    port
}

/// Registers the feeds, each due at its time, and a need for each.
fn prepare(dir: &Path, port: u16, run: u64) {
    let hosts: Vec<String> = (0..ARRIVALS).map(|number| format!("\"127.0.9.{}:{port}\"", number + 1)).collect();
    std::fs::write(dir.join("uptake.toml"), format!("[sources]\ninside = [{}]\n", hosts.join(", ")))
        .expect("the configuration");
    let clerk = Clerk::start(Office::open_to_write(dir, &mut |_| {}).expect("the office"), Box::new(|| {}));
    let (at, expires) = (now(), today().plus_days(200));
    clerk
        .write(move |writer| {
            writer.transact("bench", at, |deed| -> Result<(), Failure> {
                let (unit, post) = (UnitId::new("unit-0")?, PostId::new("post-0")?);
                for number in 0..ARRIVALS {
                    let id = need_id(number, run);
                    let need = Need::draft(id.clone(), "An arrival", unit.clone(), post.clone());
                    let query = format!("Arrival{number}x{run}");
                    let profiles = vec![Profile { id: ProfileId { need: id, number: 1 }, query, threshold: None }];
                    let (stage, marking, expires) = (Stage::Accepted, Marking::at(Level::Open), Some(expires));
                    deed.keep_need(&Need { stage, marking, expires, profiles, ..need })?;
                    let source = Source {
                        id: SourceId::from_bits(run.wrapping_add(number as u64)),
                        title: format!("Arrival {number}"),
                        kind: SourceKind::Feed,
                        address: format!("http://127.0.9.{}:{port}/{number}", number + 1),
                        schedule: Schedule::Daily,
                        post: post.clone(),
                        territory: String::new(),
                        subject: String::new(),
                        language: None,
                        reliability: Reliability::B,
                        every_days: None,
                        cost: None,
                        paused: false,
                        remark: String::new(),
                        marking: Marking::default(),
                        revision: 0,
                        made_at: at,
                    };
                    deed.keep_source(&source, Verb::Registered)?;
                    let due_at = at + OPENING + BETWEEN * number as i64;
                    deed.keep_harvest(source.id, &Harvest { due_at, ..Harvest::default() })?;
                }
                Ok(())
            })
        })
        .expect("the sources");
    clerk.close();
}

fn need_id(number: usize, run: u64) -> NeedId {
    NeedId::new(&format!("arrival-{number}-{run}")).expect("a name")
}

/// Measures and prints. `dir`: a large office, which gets a few records more.
pub fn measure(dir: &Path, scale: Scale) {
    let Some(uptake) = program::path("from a source to the inbox") else { return };
    if !dir.join("uptake.toml").is_file() {
        town::build(dir, scale, now(), today(), &mut |what| println!("building the office: {what}"));
    }
    let run = now().unsigned_abs() / 1_000_000;
    let (asked, answers) = channel();
    let port = feeds(asked, run);
    prepare(dir, port, run);
    let mut child = program::start(&uptake, &["serve", "--listen", "127.0.0.1:0"], dir);
    let conn = Connection::open(dir.join("office.db")).expect("the database");
    conn.busy_timeout(Duration::from_secs(60)).expect("a wait");
    let mut laid = Vec::new();
    for _ in 0..ARRIVALS {
        let Ok((number, answered)) = answers.recv_timeout(PATIENCE) else { break };
        let need = need_id(number, run).to_string();
        let sql = "SELECT count(*) FROM delivery WHERE need = ?1";
        let there = || conn.query_row(sql, [&need], |row| row.get::<_, i64>(0)).is_ok_and(|n| n == RECORDS as i64);
        while !there() && answered.elapsed() < PATIENCE {
            pause(Duration::from_millis(2));
        }
        laid.push(answered.elapsed().as_secs_f64() * 1e3);
    }
    let taken = program::taken(&child);
    child.kill().expect("it lives");
    child.wait().expect("it is dead");
    let Scale { records, needs, .. } = scale;
    println!("\n## From the answer of a source to the inbox: {records} records, {needs} needs, the office served\n");
    println!("| arrivals | records each | p50 ms | p99 ms | longest ms | most memory, MB |");
    println!("|---|---|---|---|---|---|");
    let longest = laid.iter().copied().fold(0.0, f64::max);
    println!(
        "| {} | {RECORDS} | {:.0} | {:.0} | {longest:.0} | {} |",
        laid.len(),
        percentile(laid.clone(), 0.50),
        percentile(laid, 0.99),
        taken.megabytes
    );
}
