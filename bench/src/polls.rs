//! A thousand sources asked by an office that is served: feeds of a thousand hosts, new, unchanged, and with a little news.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use desk::{Clerk, Failure, Office};
use model::{Harvest, Marking, Post, PostId, Reliability, Schedule, Source, SourceId, SourceKind, Unit, UnitId, Verb};
use rusqlite::Connection;

use crate::program;
use crate::served::now;
use crate::tally::{pause, timed};
use crate::town::word;

/// Sources, each on a host of its own.
const SOURCES: usize = 1_000;

/// Entries of each feed at first.
const ENTRIES: usize = 20;

/// One feed of so many has something new in the last round.
const NEWS_OF: usize = 10;

/// Longest that is waited for a round.
const PATIENCE: Duration = Duration::from_secs(1_800);

/// Which round it is: 0 all is new, 1 nothing is, 2 some is.
struct Feeds {
    port: u16,
    round: Arc<AtomicUsize>,
}

/// Address of a host. All of 127.0.0.0/8 is this machine.
fn host(number: usize, port: u16) -> String {
    format!("127.0.{}.{}:{port}", 1 + number / 250, 1 + number % 250)
}

/// How many entries a feed has in a round.
fn entries(number: usize, round: usize) -> usize {
    ENTRIES + usize::from(round == 2 && number.is_multiple_of(NEWS_OF))
}

fn feed(number: usize, n: usize) -> String {
    let items: String = (0..n)
        .map(|at| {
            let seed = (number * 1_000 + at) as u64;
            let (title, text): (Vec<String>, Vec<String>) =
                ((0..8).map(|n| word(seed * 7 + n)).collect(), (0..60).map(|n| word(seed * 13 + n)).collect());
            format!(
                "<item><guid isPermaLink=\"false\">{number}-{at}</guid><title>{}</title><description>{}</description></item>",
                title.join(" "),
                text.join(" ")
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Feed {number}</title>{items}</channel></rss>")
}

impl Feeds {
    fn open() -> Feeds {
        let listener = TcpListener::bind("0.0.0.0:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let round = Arc::new(AtomicUsize::new(0));
        let now = Arc::clone(&round);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let round = now.load(Ordering::Relaxed);
                thread::spawn(move || answer(stream, round));
            }
        });
        Feeds { port, round }
    }
}

/// Answers one question.
fn answer(mut stream: TcpStream, round: usize) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let path = lines.next()?.ok()?;
    let number: usize = path.split(['/', ' ']).find_map(|part| part.parse().ok())?;
    let n = entries(number, round);
    let tag = format!("\"{n}\"");
    let mut is_known = false;
    for line in lines.map_while(Result::ok) {
        if line.is_empty() {
            break;
        }
        is_known |= line.to_ascii_lowercase().starts_with("if-none-match:") && line.contains(&tag);
    }
    if is_known {
        return write!(stream, "HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\nConnection: close\r\n\r\n").ok();
    }
    let body = feed(number, n);
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {tag}\r\nConnection: close\r\n");
    write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).ok()
}

/// The same questions by plain sockets, four at a time as the office asks: what the network of this machine takes.
fn plainly(port: u16) {
    thread::scope(|scope| {
        for lane in 0..4 {
            scope.spawn(move || {
                for number in (lane..SOURCES).step_by(4) {
                    let mut stream = TcpStream::connect(host(number, port)).expect("the host");
                    write!(stream, "GET /{number} HTTP/1.1\r\nHost: a\r\n\r\n").expect("the host reads");
                    drop(stream.read_to_end(&mut Vec::new()));
                }
            });
        }
    });
}

fn register(dir: &Path, port: u16) {
    Office::create(dir, 1, "bench", 0).expect("the directory is new").close().expect("closing");
    let inside: Vec<String> = (0..SOURCES).map(|number| format!("{:?}", host(number, port))).collect();
    let text = format!("[sources]\ninside = [{}]\n", inside.join(", "));
    std::fs::write(dir.join("uptake.toml"), text).expect("the configuration");
    let clerk = Clerk::start(Office::open_to_write(dir, &mut |_| {}).expect("the office"), Box::new(|| {}));
    clerk
        .write(move |writer| {
            writer.transact("bench", 1, |deed| -> Result<(), Failure> {
                let (unit, post) = (UnitId::new("institute")?, PostId::new("documentalist")?);
                deed.keep_unit(&Unit { id: unit.clone(), name: "Institute".into(), parent: None })?;
                let title = "Documentalist".to_owned();
                deed.keep_post(&Post { id: post.clone(), title, unit, powers: Default::default(), closed: false })?;
                for number in 0..SOURCES {
                    let source = source(number, port, post.clone());
                    deed.keep_source(&source, Verb::Registered)?;
                    deed.keep_harvest(source.id, &Harvest { due_at: 2, ..Harvest::default() })?;
                }
                Ok(())
            })
        })
        .expect("the sources");
    clerk.close();
}

fn source(number: usize, port: u16, post: PostId) -> Source {
    Source {
        id: SourceId::from_bits(number as u64 + 1),
        title: format!("Feed {number}"),
        kind: SourceKind::Feed,
        address: format!("http://{}/{number}", host(number, port)),
        schedule: Schedule::Hourly,
        post,
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
        made_at: 1,
    }
}

/// All are due at once.
fn due_again(dir: &Path) {
    let conn = Connection::open(dir.join("office.db")).expect("the database");
    conn.execute("UPDATE harvest SET due_at = 2", ()).expect("the rows");
}

fn count(conn: &Connection, sql: &str, at: i64) -> usize {
    conn.query_row(sql, [at], |row| row.get::<_, i64>(0)).map_or(0, |n| n as usize)
}

/// Measures and prints.
pub fn measure() {
    let Some(uptake) = program::path("a thousand sources") else { return };
    let folder = tempfile::tempdir().expect("a temporary directory");
    let dir = folder.path().join("office");
    let feeds = Feeds::open();
    register(&dir, feeds.port);
    println!("\n## {SOURCES} sources on as many hosts, all due at once, the office served\n");
    println!(
        "| round | sources | records in all | seconds | sources/s | on the processor, s | most memory, MB | of plain sockets |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let names = ["all is new", "nothing is new", "one in ten has one entry more"];
    for (round, name) in names.iter().enumerate() {
        feeds.round.store(round, Ordering::Relaxed);
        let (_, plain) = timed(|| plainly(feeds.port));
        due_again(&dir);
        let (begin, from) = (Instant::now(), now());
        let mut child = program::start(&uptake, &["serve", "--listen", "127.0.0.1:0"], &dir);
        let wanted = (0..SOURCES).map(|number| entries(number, round)).sum::<usize>();
        let conn = Connection::open(dir.join("office.db")).expect("the database");
        conn.busy_timeout(Duration::from_secs(60)).expect("a wait");
        let (mut n_asked, mut n_records) = (0, 0);
        while (n_asked < SOURCES || n_records < wanted) && begin.elapsed() < PATIENCE {
            pause(Duration::from_millis(50));
            n_asked = count(&conn, "SELECT count(*) FROM harvest WHERE answered_at >= ?1", from);
            n_records = count(&conn, "SELECT count(*) FROM record WHERE ?1 > 0", 1);
        }
        let (time, taken) = (begin.elapsed().as_secs_f64(), program::taken(&child));
        child.kill().expect("it lives");
        child.wait().expect("it is dead");
        println!(
            "| {name} | {n_asked} | {n_records} | {time:.1} | {:.0} | {:.1} | {} | {:.0} |",
            n_asked as f64 / time,
            taken.processor.as_secs_f64(),
            taken.megabytes,
            time / plain.as_secs_f64()
        );
        assert_eq!((n_asked, n_records), (SOURCES, wanted), "each is asked once, and each entry comes once");
    }
}
