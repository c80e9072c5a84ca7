//! An abstract journal through the office and its press: composed, drawn, printed in its cell, released.

use std::collections::BTreeSet;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use desk::{Clerk, Failure, Ids, Office, Parser, Turn};
use model::{
    Bulletin, BulletinId, BulletinKind, BulletinLanguage, BulletinRhythm, Feed, Issue, IssueStage, Level, Marking,
    Person, PersonId, Post, PostId, Power, PrintForm, Standing, Tenure, Unit, UnitId,
};

use crate::corpus;
use crate::program;
use crate::served::{now, today};
use crate::tally::{pause, timed};
use crate::town::ids;

/// Abstracts of the journal, and of the small one beside it.
const SIZES: [usize; 2] = [500, 5_000];

/// An office with so many records of the collection, and an editor.
fn office(dir: &Path, arxiv: &Path, size: usize) -> (Clerk, Office) {
    let mut writable = Office::create(dir, 1, "bench", 0).expect("the directory is new");
    let mut read = |sink: &mut desk::Sink<'_>| {
        let mut left = size;
        corpus::each(File::open(arxiv).expect("the file was there"), &mut |reading| {
            left -= 1;
            if sink(reading).is_break() || left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    };
    desk::ingest(&mut writable, "bench", now(), &mut ids(1), &mut read, &mut |_| {}).expect("ingest");
    let office = writable.office().clone();
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let since = today().plus_days(-30);
    clerk
        .write(move |writer| {
            writer.transact("bench", now(), |deed| -> Result<(), Failure> {
                let (unit, post, person) = (UnitId::new("centre")?, PostId::new("editor")?, PersonId::new("editor")?);
                deed.keep_unit(&Unit { id: unit.clone(), name: "Centre".into(), parent: None })?;
                let (title, powers) = ("Editor".to_owned(), [Power::Document].into());
                deed.keep_post(&Post { id: post.clone(), title, unit, powers, closed: false })?;
                deed.keep_person(&Person {
                    id: person.clone(),
                    name: "Editor".to_owned(),
                    email: None,
                    language: None,
                    level: Level::Internal,
                    compartments: BTreeSet::new(),
                    left: false,
                })?;
                Ok(deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?)
            })
        })
        .expect("the staff");
    (clerk, office)
}

fn act<T: Send + 'static>(
    clerk: &Clerk,
    office: &Office,
    act: impl FnOnce(&mut store::Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
) -> T {
    let officer = office.officer(&PersonId::new("editor").expect("a name"), today()).expect("the editor");
    let (office, work) = (office.clone(), office.configuration().work());
    let done = clerk.write(move |writer| {
        let mut ids = ids(now().unsigned_abs());
        let mut turn = Turn { officer: &officer, now: now(), today: today(), work, ids: &mut ids };
        act(writer, &mut turn, &office)
    });
    done.expect("it is done")
}

fn journal() -> Bulletin {
    Bulletin {
        id: BulletinId::from_bits(7),
        name: "Journal".to_owned(),
        kind: BulletinKind::Journal,
        query: "year:1900..".to_owned(),
        unit: None,
        post: PostId::new("editor").expect("a name"),
        second: None,
        language: BulletinLanguage::English,
        rhythm: BulletinRhythm::ByHand,
        when_empty: false,
        marking: Marking::default(),
        page_template: None,
        print_template: None,
        feed: Feed::default(),
        last_on: None,
        closed: false,
        revision: 0,
        made_at: 0,
    }
}

/// The most memory, in megabytes, that a child of this process has had, looked for until `done`.
fn most_of_a_child(done: &AtomicBool) -> u64 {
    let (me, mut most) = (std::process::id().to_string(), 0);
    while !done.load(Ordering::Relaxed) {
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        for status in processes.filter_map(|process| std::fs::read_to_string(process.path().join("status")).ok()) {
            let value = |key: &str| {
                let line = status.lines().find(|line| line.starts_with(key))?;
                line.split_whitespace().nth(1)
            };
            if value("PPid:") == Some(me.as_str()) {
                let kilobytes = value("VmHWM:").and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
                most = most.max(kilobytes / 1024);
            }
        }
        pause(Duration::from_millis(20));
    }
    most
}

/// Measures and prints.
pub fn measure(arxiv: &Path) {
    let Some(uptake) = program::path("a journal through its press") else { return };
    println!("\n## An abstract journal through the office and its press\n");
    println!(
        "| abstracts | begun s | drawn s | printed s | released s | printed once more s | PDF MB | page MB | most memory of the cell, MB | printing, of the small one |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mut small = None;
    for size in SIZES {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let (clerk, office) = office(&folder.path().join("office"), arxiv, size);
        let office = office.with_parser(Parser::Cell(uptake.clone()));
        let bulletin = journal();
        let bulletin =
            act(&clerk, &office, move |writer, turn, office| desk::found_bulletin(writer, turn, office, bulletin));
        let days = (today().plus_days(-1), today());
        let (issue, begun) = timed(|| {
            let id = bulletin.id.to_string();
            act(&clerk, &office, move |writer, turn, office| {
                let composed = office.composition(turn.officer, &id, days)?;
                desk::begin_issue(writer, turn, composed)
            })
        });
        let id = issue.id.to_string();
        let (_, drawn) = timed(|| {
            let sheet = office.issue_sheet(&id).expect("the issue");
            let number = office.next_issue_number(&sheet.bulletin, today().year()).expect("a number");
            let drawn = web::issue::draw(&sheet, number, today());
            let seen = (issue.id, sheet.issue.revision);
            act(&clerk, &office, move |writer, turn, office| desk::order_print(writer, turn, office, seen, &drawn));
        });
        let (done, mut most) = (Arc::new(AtomicBool::new(false)), 0);
        let looking = Arc::clone(&done);
        let watch = thread::spawn(move || most_of_a_child(&looking));
        let mut ids: Ids = Box::new(ids(size as u64));
        let (printed, printing) = timed(|| {
            while desk::run_next(&clerk, &office, now(), today(), &mut ids).expect("a job") {}
            office.issue(&id).expect("the issue").0
        });
        done.store(true, Ordering::Relaxed);
        most = most.max(watch.join().expect("the watch"));
        assert_eq!(printed.stage, IssueStage::Proof, "it is printed");
        let (_, released) = timed(|| release(&clerk, &office, &printed));
        let (again, reprinted) = timed(|| office.reprint(&id).expect("printed once more"));
        assert!(again.is_same(), "the same, byte for byte");
        let size_of = |form| office.print(&id, form).expect("a print").bytes.len() as f64 / 1e6;
        let seconds = printing.as_secs_f64();
        let of_small = seconds / *small.get_or_insert(seconds);
        println!(
            "| {size} | {:.1} | {:.1} | {seconds:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {most} | {of_small:.1} |",
            begun.as_secs_f64(),
            drawn.as_secs_f64(),
            released.as_secs_f64(),
            reprinted.as_secs_f64(),
            size_of(PrintForm::Pdf),
            size_of(PrintForm::Page),
        );
        clerk.close();
    }
}

fn release(clerk: &Clerk, office: &Office, issue: &Issue) {
    let seen = (issue.id, issue.revision);
    act(clerk, office, move |writer, turn, office| desk::release_issue(writer, turn, office, seen).map(|_| ()));
}
