//! A repository is harvested by a program that is killed again and again: nothing is lost, and nothing comes twice.

mod program;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use model::{Harvest, Marking, Post, PostId, Reliability, Schedule, Source, SourceId, SourceKind, Unit, UnitId, Verb};
use program::Desk;
use store::{Reader, Scope, Writer};

/// Answers of the repository.
const PAGES: usize = 5;

/// Records in each.
const RECORDS: usize = 40;

/// A repository that says when it is asked, and answers when it is let.
struct Repository {
    address: String,
    asked: Receiver<usize>,
    answer: Sender<bool>,
}

fn page(number: usize) -> String {
    let records: String = (0..RECORDS)
        .map(|at| {
            format!(
                "<record><header><identifier>oai:mills.example:{number}-{at}</identifier><datestamp>2026-01-01</datestamp></header>\
                 <metadata><oai_dc:dc xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/' \
                 xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Mill {number}-{at}</dc:title></oai_dc:dc></metadata></record>"
            )
        })
        .collect();
    let token =
        if number + 1 < PAGES { format!("<resumptionToken>{}</resumptionToken>", number + 1) } else { String::new() };
    format!(
        "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>{records}{token}</ListRecords></OAI-PMH>"
    )
}

fn repository() -> Repository {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (ask, asked) = channel();
    let (answer, answers) = channel();
    let answers = Arc::new(Mutex::new(answers));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (ask, answers) = (ask.clone(), Arc::clone(&answers));
            thread::spawn(move || serve(&stream, &ask, &answers));
        }
    });
    Repository { address, asked, answer }
}

/// Answers one question, once it is let; whoever asked may be dead by then.
fn serve(mut stream: &TcpStream, ask: &Sender<usize>, answers: &Mutex<Receiver<bool>>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let line = lines.next()?.ok()?;
    let token = line.split("resumptionToken=").nth(1).map_or("0", |rest| rest.split([' ', '&']).next().unwrap_or("0"));
    let number: usize = token.parse().ok()?;
    for line in lines.map_while(Result::ok) {
        if line.is_empty() {
            break;
        }
    }
    ask.send(number).ok()?;
    if answers.lock().unwrap().recv().ok()? {
        let body = page(number);
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/xml\r\n";
        write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).ok()?;
    }
    Some(())
}

/// Registers the repository and switches it on.
fn switched_on(desk: &Desk, address: &str) {
    let post = PostId::new("documentalist").unwrap();
    let unit = UnitId::new("institute").unwrap();
    let source = Source {
        id: SourceId::from_bits(7),
        title: "Mills".to_owned(),
        kind: SourceKind::OaiPmh,
        address: format!("http://{address}/oai"),
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
        made_at: 1,
    };
    let mut writer = Writer::open(&desk.path("office")).unwrap();
    writer
        .transact("operator", 2, |deed| -> store::Result<()> {
            deed.keep_unit(&Unit { id: unit.clone(), name: "Institute".to_owned(), parent: None })?;
            let title = "Documentalist".to_owned();
            deed.keep_post(&Post { id: post, title, unit, powers: Default::default(), closed: false })?;
            deed.keep_source(&source, Verb::Registered)?;
            deed.keep_harvest(source.id, &Harvest { due_at: 2, ..Harvest::default() })
        })
        .unwrap();
}

#[test]
fn a_harvest_that_is_killed_again_and_again_loses_nothing_and_doubles_nothing() {
    let desk = Desk::with_office();
    let repository = repository();
    switched_on(&desk, &repository.address);
    desk.write("office/uptake.toml", format!("[sources]\ninside = [\"{}\"]\n", repository.address));
    let start = || desk.command(&["harvest", "office"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut asked = Vec::new();
    for cycle in 0..6 {
        let mut child = start();
        asked.push(repository.asked.recv().unwrap());
        if cycle % 2 == 0 {
            // Killed while it waits for the answer.
            child.kill().unwrap();
            repository.answer.send(false).unwrap();
        } else {
            // Killed behind the answer, when it asks for the next page: somewhere between the two it is kept and taken in.
            repository.answer.send(true).unwrap();
            asked.push(repository.asked.recv().unwrap());
            child.kill().unwrap();
            repository.answer.send(false).unwrap();
        }
        child.wait().unwrap();
    }
    let mut child = start();
    let last = thread::spawn(move || {
        let mut last = 0;
        while last + 1 < PAGES {
            last = repository.asked.recv().unwrap();
            repository.answer.send(true).unwrap();
        }
        repository
    });
    assert!(child.wait().unwrap().success());
    let _repository = last.join().unwrap();
    assert_eq!(asked, [0, 0, 1, 1, 1, 2, 2, 2, 3], "what was kept is not asked for again, and what was not kept is");

    let reader = Reader::open(&desk.path("office")).unwrap();
    let counts = reader.counts(&Scope::office()).unwrap();
    assert_eq!(counts.n_records, (PAGES * RECORDS) as u64);
    let of_source = reader.source_counts(&Scope::office(), SourceId::from_bits(7)).unwrap();
    assert_eq!((of_source.n_entries, of_source.n_records), (200, 200));
    let line = reader.source(&Scope::office(), SourceId::from_bits(7)).unwrap().unwrap();
    assert_eq!(line.harvest.unwrap().setback, None);
    desk.done("verify office");
}
