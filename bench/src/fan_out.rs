//! A hundred thousand deliveries laid and mailed, the program killed in the middle of each: all are mailed, and each once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use desk::{Clerk, Failure, Office};
use model::{
    Level, Need, NeedId, Person, PersonId, Post, PostId, Profile, ProfileId, Stage, Standing, Tenure, Unit, UnitId,
};
use rusqlite::Connection;

use crate::program::{self, Taken};
use crate::served::{now, today};
use crate::tally::{pause, timed};
use crate::town::ids;

/// Posts, each with a need.
const POSTS: usize = 2_500;

/// Records, each of which fits every need. As many stand in a letter.
const RECORDS: usize = model::LETTER_ITEMS_MAX;

/// How often each is killed.
const KILLS: usize = 3;

/// Whose letters the mail server took: names of messages by whom they went to.
#[derive(Default)]
struct Took {
    names: BTreeMap<String, BTreeSet<String>>,
    n_messages: usize,
}

/// A mail server that counts.
fn mail_server() -> (u16, Arc<Mutex<Took>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    let took = Arc::new(Mutex::new(Took::default()));
    let all = Arc::clone(&took);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let took = Arc::clone(&all);
            thread::spawn(move || take(stream, &took));
        }
    });
    (port, took)
}

/// Takes what one connection brings.
fn take(mut stream: TcpStream, took: &Mutex<Took>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"220 sink.example\r\n")?;
    let mut to = String::new();
    while let Some(line) = lines.next().transpose()? {
        let word = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => stream.write_all(b"250-sink.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                stream.write_all(b"250 OK\r\n")?;
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n")?;
                let mut name = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    if let Some(rest) = line.strip_prefix("Message-ID: ") {
                        name = rest.to_owned();
                    }
                }
                {
                    let mut took = took.lock().expect("nobody panics with it");
                    took.n_messages += 1;
                    took.names.entry(to.clone()).or_default().insert(name);
                }
                stream.write_all(b"250 OK\r\n")?;
            }
            "QUIT" => return stream.write_all(b"221 bye\r\n"),
            _ => stream.write_all(b"250 OK\r\n")?,
        }
    }
    Ok(())
}

/// An office with posts, records and needs, and nothing delivered yet.
fn office(dir: &Path, port: u16) {
    let mut office = Office::create(dir, 1, "bench", 0).expect("the directory is new");
    let text = format!(
        "[mail]\nserver = \"127.0.0.1:{port}\"\nsecurity = \"none\"\nfrom = \"office@centre.example\"\nrhythm = \"daily\"\n\
         [serve]\naddress = \"https://office.centre.example\"\n"
    );
    std::fs::write(dir.join("uptake.toml"), text).expect("the configuration");
    let mut read = |sink: &mut desk::Sink<'_>| {
        for number in 0..RECORDS as u64 {
            let mut reading = crate::town::record(number);
            reading.record.titles = vec![model::Text::plain(format!("Mill number {number}"))];
            let _ = sink(reading);
        }
    };
    desk::ingest(&mut office, "bench", now(), &mut ids(1), &mut read, &mut |_| {}).expect("ingest");
    let clerk = Clerk::start(office, Box::new(|| {}));
    let (since, expires) = (today().plus_days(-30), today().plus_days(200));
    clerk
        .write(move |writer| {
            writer.transact("bench", now(), |deed| -> Result<(), Failure> {
                let unit = UnitId::new("works")?;
                deed.keep_unit(&Unit { id: unit.clone(), name: "Works".into(), parent: None })?;
                for n in 0..POSTS {
                    let (post, person) = (PostId::new(&format!("post-{n}"))?, PersonId::new(&format!("person-{n}"))?);
                    let (title, unit) = (format!("Post {n}"), unit.clone());
                    let powers = Default::default();
                    deed.keep_post(&Post { id: post.clone(), title, unit: unit.clone(), powers, closed: false })?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: format!("Person {n}"),
                        email: Some(format!("person-{n}@works.example")),
                        language: None,
                        level: Level::Internal,
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    deed.appoint(&Tenure {
                        post: post.clone(),
                        person,
                        standing: Standing::Holder,
                        since,
                        until: None,
                    })?;
                    let id = NeedId::new(&format!("need-{n}"))?;
                    let need = Need::draft(id.clone(), &format!("Need {n}"), unit, post);
                    let query = "mill".to_owned();
                    let profiles = vec![Profile { id: ProfileId { need: id, number: 1 }, query, threshold: None }];
                    deed.keep_need(&Need { stage: Stage::Accepted, expires: Some(expires), profiles, ..need })?;
                }
                Ok(())
            })
        })
        .expect("the staff");
    clerk.close();
}

/// Runs a command to its end, killing it when `is_far` says so; answers the time of all runs and the most that one took.
fn killed(uptake: &Path, command: &str, dir: &Path, mut is_far: impl FnMut(usize) -> bool) -> (Duration, Taken) {
    let begin = Instant::now();
    let mut most = Taken::default();
    let mut look = |child: &Child| {
        let taken = program::taken(child);
        most.processor = most.processor.max(taken.processor);
        most.megabytes = most.megabytes.max(taken.megabytes);
    };
    for kill in 0..=KILLS {
        let mut child = program::start(uptake, &[command], dir);
        while child.try_wait().expect("a child").is_none() {
            look(&child);
            if kill < KILLS && is_far(kill) {
                child.kill().expect("it lives");
                break;
            }
            pause(Duration::from_millis(2));
        }
        child.wait().expect("a child");
    }
    (begin.elapsed(), most)
}

fn n_deliveries(conn: &Connection) -> usize {
    conn.query_row("SELECT count(*) FROM delivery", (), |row| row.get::<_, i64>(0)).map_or(0, |n| n as usize)
}

/// As many small letters by a bare conversation, one connection each: what the mail server takes.
fn barely(port: u16) {
    for n in 0..POSTS {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("the mail server");
        stream.set_nodelay(true).expect("a socket");
        let (mut out, mut lines) = (stream.try_clone().expect("a socket"), BufReader::new(stream).lines());
        let said = ["EHLO a", "MAIL FROM:<a@b.example>", "RCPT TO:<baseline@b.example>", "DATA"];
        let last = format!("Message-ID: <{n}@baseline>\r\n\r\nA letter.\r\n.");
        lines.next();
        for line in said.into_iter().chain([last.as_str(), "QUIT"]) {
            write!(out, "{line}\r\n").expect("the mail server reads");
            while lines.next().and_then(Result::ok).is_some_and(|line| line.as_bytes().get(3) == Some(&b'-')) {}
        }
    }
}

/// Measures and prints.
pub fn measure() {
    let Some(uptake) = program::path("deliveries mailed") else { return };
    let folder = tempfile::tempdir().expect("a temporary directory");
    let dir = folder.path().join("office");
    let (port, took) = mail_server();
    office(&dir, port);
    let (_, bare) = timed(|| barely(port));
    let n_taken = || took.lock().expect("nobody panics with it").names.len().saturating_sub(1);
    let all = POSTS * RECORDS;
    let conn = Connection::open(dir.join("office.db")).expect("the database");
    conn.busy_timeout(Duration::from_secs(60)).expect("a wait");
    let (laid, laying) = killed(&uptake, "match", &dir, |kill| n_deliveries(&conn) > (kill + 1) * all / (KILLS + 2));
    let n_laid = n_deliveries(&conn);
    let (mailed, mailing) = killed(&uptake, "mail", &dir, |kill| n_taken() > (kill + 1) * POSTS / (KILLS + 1));
    let (_, verified) = timed(|| {
        let status = program::start(&uptake, &["verify"], &dir).wait().expect("a child");
        assert!(status.success(), "the office is in order");
    });
    let sql = "SELECT count(DISTINCT delivery), count(*) FROM letter_item JOIN letter ON letter.id = letter_item.letter \
               WHERE stage = 'sent'";
    let (distinct, items): (i64, i64) =
        conn.query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?))).expect("the letters");
    let took = took.lock().expect("nobody panics with it");
    let readers: Vec<_> = took.names.iter().filter(|(to, _)| to.starts_with("person-")).collect();
    let n_names: usize = readers.iter().map(|(_, names)| names.len()).sum();
    println!("\n## {all} deliveries laid and mailed to {POSTS} posts, each killed {KILLS} times\n");
    println!("| what | n | seconds with its kills | of them a second | most memory, MB |");
    println!("|---|---|---|---|---|");
    let row = |what: &str, n: usize, time: Duration, taken: Taken| {
        let rate = n as f64 / time.as_secs_f64();
        println!("| {what} | {n} | {:.1} | {rate:.0} | {} |", time.as_secs_f64(), taken.megabytes);
    };
    row("deliveries laid", n_laid, laid, laying);
    row("deliveries mailed", distinct as usize, mailed, mailing);
    row("letters", n_names, mailed, mailing);
    row("small letters by a bare conversation, one behind the other", POSTS, bare, Taken::default());
    println!(
        "\nThe mail server took {} messages, {} of them a second time under the same name; the office was verified in {:.1} s.",
        took.n_messages - POSTS,
        took.n_messages - POSTS - n_names,
        verified.as_secs_f64()
    );
    assert_eq!((n_laid, distinct as usize, items as usize), (all, all, all), "each delivery stands in one letter");
    assert_eq!((readers.len(), n_names), (POSTS, POSTS), "one letter for each post");
}
