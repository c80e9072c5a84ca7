//! Half-open connections: when they end, and what others feel of them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use model::{Level, Person, PersonId};

use crate::served::{Reader, Served, now};
use crate::tally::{pause, percentile};

/// Connections that say nothing, half of a head, or a byte now and then.
const CONNECTIONS: usize = 2_000;

/// Pages that somebody else reads meanwhile.
const PAGES: usize = 200;

/// Measures and prints.
pub fn measure() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    crate::writes::office(&folder).close();
    let served = Served::open(&folder.path().join("office"));
    let cookie = somebody(&served);
    println!("\n## {CONNECTIONS} half-open connections\n");
    let pages = |served: &Served| -> Vec<f64> {
        let mut reader = Reader::connect(served.address, &cookie);
        (0..PAGES).map(|_| reader.get("/requests").2).collect()
    };
    let before = pages(&served);
    let begin = Instant::now();
    let mut open: Vec<TcpStream> = (0..CONNECTIONS)
        .map(|number| {
            let mut stream = TcpStream::connect(served.address).expect("the server listens");
            stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a socket");
            if number % 2 == 1 {
                stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ").expect("the server reads");
            }
            stream
        })
        .collect();
    let opened = begin.elapsed();
    let during = pages(&served);
    // One in ten drips a byte a second, to look alive.
    let drip = open.iter().step_by(10).skip(1).map(|stream| stream.try_clone().expect("a socket")).collect::<Vec<_>>();
    let dripping = thread::spawn(move || {
        let mut drip = drip;
        while drip.iter_mut().any(|stream| stream.write_all(b"a").is_ok()) && begin.elapsed() < Duration::from_secs(60)
        {
            pause(Duration::from_secs(1));
        }
    });
    let mut ends = Vec::new();
    for stream in &mut open {
        let mut rest = Vec::new();
        // However it ends, it ends.
        let _ = stream.read_to_end(&mut rest);
        ends.push(begin.elapsed().as_secs_f64());
    }
    let _ = dripping.join();
    let last = ends.iter().copied().fold(0.0, f64::max);
    println!("| what | s |\n|---|---|");
    println!("| all opened | {:.2} |", opened.as_secs_f64());
    println!("| the last one ended by the server, counted from the first opened | {last:.1} |");
    println!("\n| a page of somebody else | p50 ms | p99 ms | of before |\n|---|---|---|---|");
    let baseline = percentile(before.clone(), 0.99);
    for (name, times) in [("before", before), ("while they are open", during)] {
        let p99 = percentile(times.clone(), 0.99);
        println!("| {name} | {:.1} | {p99:.1} | {:.2} |", percentile(times, 0.50), p99 / baseline);
    }
    served.close();
}

/// Somebody who may see what is open, signed in. Answers their cookie.
pub fn somebody(served: &Served) -> String {
    let reader = PersonId::new("reader").expect("a name");
    let person = reader.clone();
    served
        .clerk
        .write(move |writer| {
            writer.transact("bench", now(), |deed| -> Result<(), desk::Failure> {
                let (email, language, compartments) = (None, None, Default::default());
                let name = "Reader".to_owned();
                let id = person.clone();
                deed.keep_person(&Person { id, name, email, language, level: Level::Open, compartments, left: false })?;
                Ok(deed.set_password(&person, "none")?)
            })
        })
        .expect("a person");
    served.sign_in(reader, 5)
}
