//! The clerk: many ask, few commits, nobody is told too early or for another.

#![allow(missing_docs)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use desk::{Clerk, Failure, Office};
use model::{Unit, UnitId};
use store::{Reader, Scope, SearchIndex};
use tempfile::TempDir;

struct House {
    dir: TempDir,
    clerk: Clerk,
    commits: Arc<AtomicU64>,
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let office = Office::create(&dir.path().join("office"), 1, "operator", 1).unwrap();
    let commits = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&commits);
    let clerk = Clerk::start(office, Box::new(move || _ = counted.fetch_add(1, Ordering::SeqCst)));
    House { dir, clerk, commits }
}

impl House {
    fn reader(&self) -> Reader {
        Reader::open(&self.dir.path().join("office")).unwrap()
    }

    fn units(&self) -> Vec<String> {
        let units = self.reader().units(&Scope::office()).unwrap();
        units.into_iter().map(|unit| unit.id.to_string()).collect()
    }

    /// Keeps the clerk at work until what is answered is used: what is asked for meanwhile is gathered.
    fn busy(&self) -> mpsc::Sender<()> {
        let (go, wait) = mpsc::channel::<()>();
        let (begun, beginning) = mpsc::channel::<()>();
        self.clerk.write_then(
            move |_| {
                let _ = begun.send(());
                let _ = wait.recv();
                Ok(())
            },
            |_: Result<(), Failure>| {},
        );
        beginning.recv().unwrap();
        go
    }
}

fn unit(id: &str, parent: Option<&str>) -> Unit {
    let parent = parent.map(|parent| UnitId::new(parent).unwrap());
    Unit { id: UnitId::new(id).unwrap(), name: id.to_owned(), parent }
}

#[test]
fn what_many_ask_for_at_once_is_on_the_disk_when_they_hear_of_it() {
    let house = house();
    let reader = house.reader();
    thread::scope(|scope| {
        for client in 0..32 {
            let (clerk, reader) = (house.clerk.clone(), reader.clone());
            scope.spawn(move || {
                for n in 0..8 {
                    let one = unit(&format!("unit-{client}-{n}"), None);
                    let id = one.id.clone();
                    clerk.write(move |writer| Ok(writer.keep_unit(&one, "operator", 2)?)).unwrap();
                    assert!(reader.unit(&Scope::office(), &id).unwrap().is_some());
                }
            });
        }
    });
    assert_eq!(house.units().len(), 32 * 8);
    let n_commits = house.commits.load(Ordering::SeqCst);
    assert!(n_commits < 32 * 8, "{n_commits} commits: nothing was gathered");
    let verified = store::verify(&reader, &Scope::office(), &mut |_| {}).unwrap();
    assert_eq!(verified.findings, Vec::<String>::new());
}

#[test]
fn of_what_is_gathered_each_stands_or_falls_alone() {
    let house = house();
    let (told, hears) = mpsc::channel();
    let go = house.busy();
    let ask = |one: Unit, panics: bool| {
        let told = told.clone();
        let name = one.id.to_string();
        house.clerk.write_then(
            move |writer| {
                writer.keep_unit(&one, "operator", 3)?;
                if panics { panic!("a fault of ours") } else { Ok(()) }
            },
            move |done| told.send((name, done.map_err(|failure| failure.to_string()))).unwrap(),
        );
    };
    ask(unit("works", None), false);
    ask(unit("lost", Some("nowhere")), false);
    ask(unit("ghost", None), true);
    ask(unit("yard", Some("works")), false);
    // Whoever fails at hearing the answer takes nobody along.
    house.clerk.write_then(|_| Ok(()), |_: Result<(), Failure>| panic!("cannot hear"));
    ask(unit("shop", Some("works")), false);
    let before = house.commits.load(Ordering::SeqCst);
    go.send(()).unwrap();
    let heard: Vec<(String, Result<(), String>)> = hears.iter().take(5).collect();
    let failed: Vec<&str> = heard.iter().filter(|(_, done)| done.is_err()).map(|(name, _)| name.as_str()).collect();
    assert_eq!(failed, ["lost", "ghost"], "{heard:?}");
    assert_eq!(house.units(), ["shop", "works", "yard"]);
    house.clerk.write(|writer| Ok(writer.keep_unit(&unit("next", None), "operator", 4)?)).unwrap();
    assert!(house.commits.load(Ordering::SeqCst) - before <= 3, "five writes went into one commit");
}

#[test]
fn closing_does_what_was_asked_for_and_brings_it_before_the_index() {
    let house = house();
    let go = house.busy();
    let (told, hears) = mpsc::channel();
    for n in 0..300 {
        let told = told.clone();
        let one = unit(&format!("unit-{n}"), None);
        house.clerk.write_then(
            move |writer| Ok(writer.keep_unit(&one, "operator", 3)?),
            move |done| told.send(done.is_ok()).unwrap(),
        );
    }
    let record = model::Record { titles: vec![model::Text::plain("Steam")], ..model::Record::default() };
    let incoming = store::Incoming { record, source_key: "a".into(), ..store::Incoming::default() };
    struct Apart;
    impl store::Identify for Apart {
        fn sameness(&self, _: &model::Record, _: &model::Record) -> store::Sameness {
            store::Sameness::Different
        }
        fn merge(&self, _: &[model::Record]) -> store::Merged {
            store::Merged::default()
        }
    }
    house.clerk.write_then(
        move |writer| {
            let batch = store::Batch::of(vec![incoming]);
            Ok(writer.ingest_batch(&batch, &Apart, "operator", 4, &mut || 7)?)
        },
        move |done| told.send(done.is_ok()).unwrap(),
    );
    let closing = house.clerk.clone();
    let closing = thread::spawn(move || closing.close());
    go.send(()).unwrap();
    closing.join().unwrap();
    assert_eq!(hears.iter().filter(|kept| *kept).count(), 301);
    let index = SearchIndex::open(&house.dir.path().join("office").join(store::INDEX_DIRECTORY)).unwrap();
    assert_eq!(index.position().unwrap().change_seq, 1);
    let late = house.clerk.write(|writer| Ok(writer.keep_unit(&unit("late", None), "operator", 4)?));
    assert!(matches!(late, Err(Failure::Refused(_))), "who comes late is told so");
}
