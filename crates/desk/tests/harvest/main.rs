//! Sources that the office asks by itself: switched on, asked, failing, interrupted, and what nobody gets twice.

#![allow(missing_docs)]

mod worth;

use std::collections::VecDeque;
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use desk::{Ask, Clerk, Failure, HarvestStep, Ids, Office, Overrides, Parser, Rounds, Turn};
use harvest::{Answer, Fault, Question};
use model::{
    Date, Health, IntakeStage, Level, Marking, Person, PersonId, Post, PostId, Power, Refusal, Reliability, Schedule,
    Setback, Source, SourceId, SourceKind, Standing, Tenure, Unit, UnitId,
};
use store::{SourceLine, Writer};
use tempfile::TempDir;

const HOUR: i64 = 3_600_000_000;

/// A host that answers what it was told to, in order, and remembers what it was asked.
#[derive(Default)]
struct Host {
    answers: Mutex<VecDeque<Result<String, Fault>>>,
    asked: Mutex<Vec<Question>>,
    /// What came of the answer that breaks off next.
    came: Mutex<Option<String>>,
}

impl Host {
    fn will(&self, answer: Result<&str, Setback>) {
        let answer = answer.map(str::to_owned).map_err(|setback| Fault::of(setback, "as told"));
        self.answers.lock().unwrap().push_back(answer);
    }

    /// Its next answer breaks off behind this.
    fn breaks_off(&self, behind: &str) {
        *self.came.lock().unwrap() = Some(behind.to_owned());
        self.will(Err(Setback::Garbled));
    }

    fn n_asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Ask for Host {
    fn ask(&self, question: &Question) -> Result<Answer, Fault> {
        self.asked.lock().unwrap().push(question.clone());
        let answer = self.answers.lock().unwrap().pop_front();
        let url = question.url.clone();
        let of = |body: String| Answer {
            status: 200,
            lasting: url.clone(),
            url: url.clone(),
            content_type: String::new(),
            etag: None,
            modified: None,
            body: body.into_bytes(),
        };
        match answer.unwrap_or_else(|| Err(Fault::of(Setback::Unreachable, "nothing was told"))) {
            Ok(body) => Ok(of(body)),
            Err(fault) => {
                Err(Fault { partial: self.came.lock().unwrap().take().map(|came| Box::new(of(came))), ..fault })
            }
        }
    }
}

struct House {
    dir: TempDir,
    clerk: Clerk,
    office: Office,
    host: Arc<Host>,
    ids: Arc<AtomicU64>,
    now: AtomicU64,
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let writable = Office::create(&path, 1, "operator", 1).unwrap();
    let incoming = dir.path().join("incoming");
    fs::create_dir_all(incoming.join("agency")).unwrap();
    fs::write(path.join("uptake.toml"), format!("[sources]\nfolder = {:?}\n", incoming.to_str().unwrap())).unwrap();
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let host = Arc::new(Host::default());
    let office = Office::open_under(&path, &Overrides::default()).unwrap().with_asker(host.clone());
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                let unit = UnitId::new("institute")?;
                deed.keep_unit(&Unit { id: unit.clone(), name: "Institute".to_owned(), parent: None })?;
                let (person, post) = (PersonId::new("karpova")?, PostId::new("documentalist")?);
                deed.keep_post(&Post {
                    id: post.clone(),
                    title: "Documentalist".to_owned(),
                    unit,
                    powers: [Power::Document].into_iter().collect(),
                    closed: false,
                })?;
                deed.keep_person(&Person {
                    id: person.clone(),
                    name: "Karpova".to_owned(),
                    email: None,
                    language: None,
                    level: Level::Internal,
                    compartments: Default::default(),
                    left: false,
                })?;
                let since = Date::parse("1962-01-01").unwrap();
                Ok(deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?)
            })
        })
        .unwrap();
    let now = AtomicU64::new(u64::try_from(today().days_since(Date::of_number(0)) * 24 * HOUR).unwrap());
    House { dir, clerk, office, host, ids: Arc::new(AtomicU64::new(100)), now }
}

fn today() -> Date {
    Date::parse("2026-11-20").unwrap()
}

impl House {
    fn now(&self) -> i64 {
        i64::try_from(self.now.load(Ordering::SeqCst)).unwrap()
    }

    fn later(&self, micros: i64) {
        self.now.fetch_add(micros.unsigned_abs(), Ordering::SeqCst);
    }

    fn ids(&self) -> Ids {
        let ids = Arc::clone(&self.ids);
        Box::new(move || ids.fetch_add(1, Ordering::SeqCst))
    }

    fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let officer = self.office.officer(&PersonId::new("karpova").unwrap(), today()).unwrap();
        let (office, mut ids, now) = (self.office.clone(), self.ids(), self.now());
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut turn = Turn { officer: &officer, now, today: today(), work, ids: &mut ids };
            act(writer, &mut turn, &office.seen_by(&officer.scope))
        })
    }

    fn register(&self, kind: SourceKind, address: &str) -> Result<Source, Failure> {
        let source = Source {
            id: SourceId::from_bits(self.ids.fetch_add(1, Ordering::SeqCst)),
            title: "A source".to_owned(),
            kind,
            address: address.to_owned(),
            schedule: Schedule::Hourly,
            post: PostId::new("documentalist").unwrap(),
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
            made_at: 0,
        };
        self.act(move |writer, turn, office| desk::register_source(writer, turn, office, source))
    }

    fn switched_on(&self, kind: SourceKind, address: &str) -> Source {
        let id = self.register(kind, address).unwrap().id;
        self.act(move |writer, turn, _| desk::pause_source(writer, turn, id, false)).unwrap()
    }

    /// One step of a harvest, by an office that was opened anew: what is between two steps stands in the store alone.
    fn step(&self) -> HarvestStep {
        desk::harvest_next(&self.clerk, &self.office, &Rounds::default(), self.now(), today(), &mut self.ids()).unwrap()
    }

    /// Steps until nothing is due, with what comes in taken in. Answers how many there were.
    fn harvest(&self) -> usize {
        let mut n_steps = 0;
        while let HarvestStep::Asked(_) = self.step() {
            n_steps += 1;
            assert!(n_steps < 100, "a harvest comes to its end");
            self.run_jobs();
        }
        n_steps
    }

    fn run_jobs(&self) {
        while desk::run_next(&self.clerk, &self.office, self.now(), today(), &mut self.ids()).unwrap() {}
    }

    fn line(&self, source: &Source) -> SourceLine {
        self.office.source(&source.id.to_string()).unwrap()
    }

    fn health(&self, source: &Source) -> Health {
        self.line(source).health(self.now())
    }

    fn n_records(&self) -> u64 {
        self.office.counts().unwrap().n_records
    }
}

fn feed(numbers: std::ops::Range<usize>) -> String {
    let items: String = numbers
        .map(|n| format!("<item><title>Loom number {n}</title><link>https://blog.example/{n}</link><guid>https://blog.example/{n}</guid></item>"))
        .collect();
    format!("<rss version='2.0'><channel><title>Looms</title><link>https://blog.example/</link>{items}</channel></rss>")
}

fn list(numbers: std::ops::Range<usize>, token: &str) -> String {
    let records: String = numbers
        .map(|n| format!(
            "<record><header><identifier>oai:repo.example:{n}</identifier><datestamp>2026-01-01</datestamp></header><metadata>\
             <oai_dc:dc xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
             <dc:title>Mill number {n}</dc:title></oai_dc:dc></metadata></record>"))
        .collect();
    let token = if token.is_empty() { String::new() } else { format!("<resumptionToken>{token}</resumptionToken>") };
    format!(
        "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>{records}{token}</ListRecords></OAI-PMH>"
    )
}

fn said(refused: Result<impl Sized, Failure>) -> String {
    match refused.err().unwrap() {
        Failure::Refused(refusal) => refusal.to_string(),
        Failure::Broken(fault) => panic!("{fault}"),
    }
}

#[test]
fn nobody_is_asked_until_a_source_is_switched_on() {
    let house = house();
    let source = house.register(SourceKind::Feed, "https://blog.example/rss").unwrap();
    assert!(source.paused);
    assert_eq!((house.step(), house.host.n_asked()), (HarvestStep::Wait(None), 0));
    let id = source.id;
    assert!(said(house.act(move |writer, turn, _| desk::harvest_now(writer, turn, id))).contains("switch it on"));
    house.act(move |writer, turn, _| desk::pause_source(writer, turn, id, false)).unwrap();
    house.host.will(Ok(&feed(0..3)));
    assert_eq!((house.harvest(), house.host.n_asked(), house.n_records()), (1, 1, 3));
    assert_eq!(house.health(&source), Health::Fresh);
    house.act(move |writer, turn, _| desk::pause_source(writer, turn, id, true)).unwrap();
    house.later(48 * HOUR);
    assert_eq!((house.harvest(), house.host.n_asked()), (0, 1), "switched off, it is left alone");
}

#[test]
fn a_look_at_a_source_shows_what_it_would_bring_and_moves_nothing() {
    let house = house();
    let source = house.register(SourceKind::Feed, "https://blog.example/rss").unwrap();
    house.host.will(Ok(&feed(0..3)));
    let upload = desk::look_out(&house.office, &source, today()).unwrap().read(&Parser::Here).unwrap();
    let id = source.id;
    let looked = house.act(move |writer, turn, office| desk::look_at(writer, turn, office, id, upload)).unwrap();
    assert_eq!((looked.stage, looked.tally.n_new, looked.name.as_str()), (IntakeStage::Looked, 3, "rss"));
    assert_eq!((house.n_records(), house.line(&source).harvest), (0, None));
    house.host.will(Err(Setback::Gone));
    let refused = said(desk::look_out(&house.office, &source, today()));
    assert!(refused.starts_with("There is nothing at this address"), "{refused}");
}

#[test]
fn a_source_is_asked_by_its_schedule_and_what_it_said_before_is_not_taken_again() {
    let house = house();
    let source = house.switched_on(SourceKind::Feed, "https://blog.example/rss");
    house.host.will(Ok(&feed(0..3)));
    house.harvest();
    house.later(HOUR - 1);
    assert_eq!(house.harvest(), 0, "it is not due yet");
    house.later(1);
    house.host.will(Ok(&feed(0..3)));
    assert_eq!(house.harvest(), 1);
    assert_eq!(house.health(&source), Health::Unchanged);
    assert_eq!(house.office.intakes(source.id).unwrap().len(), 1);
    house.later(HOUR);
    house.host.will(Ok(&feed(1..5)));
    house.harvest();
    let intakes = house.office.intakes(source.id).unwrap();
    assert_eq!((intakes[0].tally.n_new, intakes[0].tally.n_known, intakes[0].by.clone()), (2, 2, None));
    assert_eq!((house.n_records(), house.health(&source)), (5, Health::Fresh));
    house.later(3 * HOUR);
    assert_eq!(house.health(&source), Health::Late, "nobody asks it any more");
}

#[test]
fn a_source_that_fails_is_left_alone_longer_and_longer_and_says_why() {
    let house = house();
    let source = house.switched_on(SourceKind::Feed, "https://blog.example/rss");
    for minutes in [5, 10, 20, 40] {
        house.host.will(Err(Setback::Server));
        assert_eq!(house.harvest(), 1);
        house.later(minutes * 60_000_000 - 1);
        assert_eq!(house.harvest(), 0, "{minutes}");
        house.later(1);
    }
    let harvest = house.line(&source).harvest.unwrap();
    assert_eq!((harvest.n_failures, harvest.setback), (4, Some((Setback::Server, "as told".to_owned()))));
    assert_eq!(house.health(&source), Health::Failing);
    house.host.will(Ok(&feed(0..1)));
    house.harvest();
    assert_eq!((house.health(&source), house.n_records()), (Health::Fresh, 1));
    // What is no feed is kept as nothing and said to be strange.
    house.later(HOUR);
    house.host.will(Ok(""));
    house.harvest();
    assert_eq!(house.health(&source), Health::Unchanged, "there is nothing new");
}

#[test]
fn a_repository_is_harvested_page_by_page_through_any_interruption_without_loss_or_double() {
    // Interrupted before any of its steps and jobs, the harvest ends with the same records.
    for stop in 0..8 {
        let house = house();
        let source = house.switched_on(SourceKind::OaiPmh, "https://repo.example/oai");
        for (page, token) in [(0..3, "a"), (3..6, "b"), (6..8, "")] {
            house.host.will(Ok(&list(page, token)));
        }
        let mut at = 0;
        loop {
            if at == stop {
                // As by a kill after the answer came and before it was kept: it has to come once more.
                let before: Vec<_> = house.host.answers.lock().unwrap().iter().cloned().collect();
                if let Some(answer) = before.first() {
                    let line = house.line(&source).harvest.unwrap();
                    house.host.answers.lock().unwrap().push_front(answer.clone());
                    house.step();
                    let kept = house.line(&source).harvest.unwrap();
                    house
                        .clerk
                        .write(move |writer| {
                            writer
                                .transact("operator", 5, |deed| Ok::<_, Failure>(deed.keep_harvest(source.id, &line)?))
                        })
                        .unwrap();
                    assert_ne!(kept.due_at, 0);
                }
            }
            if let HarvestStep::Wait(_) = house.step() {
                break;
            }
            at += 1;
            if at % 2 == 0 {
                house.run_jobs();
            }
        }
        house.run_jobs();
        assert_eq!(house.n_records(), 8, "interrupted at {stop}");
        let counts = house.office.source_counts(source.id).unwrap();
        assert_eq!(counts.n_entries, 8, "interrupted at {stop}");
        let waiting =
            house.office.intakes(source.id).unwrap().iter().filter(|one| one.stage != IntakeStage::Kept).count();
        assert_eq!(waiting, 0);
    }
}

const DELETED: &str = "<OAI-PMH><ListRecords><record><header status='deleted'><identifier>oai:repo.example:0</identifier>\
     <datestamp>2026-11-20</datestamp></header></record></ListRecords></OAI-PMH>";

#[test]
fn an_answer_that_breaks_off_or_cannot_be_read_is_no_good_news() {
    let house = house();
    let source = house.switched_on(SourceKind::Feed, "https://blog.example/rss");
    let whole = feed(0..3);
    house.host.will(Ok(&whole[..whole.len() - 60]));
    house.harvest();
    assert_eq!((house.health(&source), house.n_records() > 1), (Health::Failing, true), "what came before it is kept");
    house.later(HOUR);
    house.host.will(Ok(&whole));
    house.harvest();
    assert_eq!((house.health(&source) != Health::Failing, house.n_records()), (true, 3));
    // It ended between two items, and did so again and again: it is asked later and later, until it is whole.
    let cut = feed(0..5);
    let cut = &cut[..cut.rfind("<item>").unwrap()];
    house.later(HOUR);
    for (n_failures, minutes) in [(1, 5), (2, 10), (3, 20)] {
        house.host.will(Ok(cut));
        assert_eq!((house.harvest(), house.health(&source), house.n_records()), (1, Health::Failing, 4));
        let harvest = house.line(&source).harvest.unwrap();
        let (setback, detail) = harvest.setback.unwrap();
        assert_eq!((harvest.n_failures, setback), (n_failures, Setback::Garbled));
        assert!(detail.contains("ends before"), "{detail}");
        house.later(minutes * 60_000_000 - 1);
        assert_eq!((house.harvest(), house.health(&source)), (0, Health::Failing));
        house.later(1);
    }
    house.host.will(Ok(&feed(0..5)));
    assert_eq!((house.harvest(), house.health(&source), house.n_records()), (1, Health::Fresh, 5));
    assert_eq!(house.line(&source).harvest.unwrap().n_failures, 0);
    // Broken off on its way, what came is kept too.
    house.later(HOUR);
    house.host.breaks_off(&feed(0..6)[..feed(0..6).len() - 20]);
    assert_eq!((house.harvest(), house.health(&source), house.n_records()), (1, Health::Failing, 6));
    house.later(5 * 60_000_000);
    house.host.will(Ok(&feed(0..6)));
    assert_eq!((house.harvest(), house.health(&source) != Health::Failing), (1, true));
    // Of what is asked page by page, a page that is not whole is asked once more.
    let pages = house.switched_on(SourceKind::OaiPmh, "https://repo.example/oai");
    let page = list(0..2, "");
    house.host.will(Ok(&page[..page.rfind("<record>").unwrap()]));
    assert_eq!((house.harvest(), house.health(&pages)), (1, Health::Failing));
    house.later(5 * 60_000_000);
    house.host.will(Ok(&page));
    house.harvest();
    assert_eq!((house.health(&pages), house.n_records()), (Health::Fresh, 8));
    let folder = house.switched_on(SourceKind::Folder, "agency");
    let junk = house.dir.path().join("incoming/agency/junk.bin");
    fs::write(&junk, [0, 159, 146, 150, 1, 2, 3]).unwrap();
    let at = std::time::UNIX_EPOCH + std::time::Duration::from_micros(house.now().unsigned_abs());
    fs::File::options().write(true).open(&junk).unwrap().set_modified(at).unwrap();
    house.later(24 * HOUR);
    house.harvest();
    assert_eq!(house.health(&folder), Health::Failing);
    let fault = house.office.intakes(folder.id).unwrap()[0].fault.clone().unwrap();
    assert!(fault.contains("nothing was read"), "{fault}");
}

#[test]
fn an_address_is_in_the_register_once() {
    let house = house();
    let first = house.register(SourceKind::Feed, "https://blog.example/rss").unwrap();
    let refused = said(house.register(SourceKind::Feed, "https://blog.example/rss"));
    assert!(refused.contains("in the register already, as “A source”") && refused.contains(&first.id.to_string()));
    let other = house.register(SourceKind::Feed, "https://blog.example/atom").unwrap();
    let moved = Source { address: "https://blog.example/rss".to_owned(), ..other };
    assert!(house.act(move |writer, turn, office| desk::change_source(writer, turn, office, moved)).is_err());
}

#[test]
fn a_record_that_a_repository_deleted_no_longer_stands() {
    let house = house();
    house.switched_on(SourceKind::OaiPmh, "https://repo.example/oai");
    house.host.will(Ok(&list(0..1, "")));
    house.harvest();
    house.later(HOUR);
    house.host.will(Ok(DELETED));
    house.harvest();
    let held = house.office.record("oai:repo.example:0").unwrap();
    assert_eq!((house.n_records(), held.record.status), (1, model::Status::Withdrawn));
    assert_eq!(held.record.title(), Some("Mill number 0"), "what it was can still be seen");
    house.later(HOUR);
    house.host.will(Ok(DELETED));
    house.harvest();
    let again = house.office.record("oai:repo.example:0").unwrap();
    assert_eq!((again.changed_at, again.record), (held.changed_at, held.record), "told again it is no news");
    assert!(house.host.asked.lock().unwrap()[1].url.as_str().contains("from=2026-11-19"));
}

#[test]
fn a_source_that_was_given_another_address_begins_anew() {
    let house = house();
    let source = house.switched_on(SourceKind::Feed, "https://blog.example/rss");
    house.host.will(Ok(&feed(0..2)));
    house.harvest();
    house.later(1);
    let changed = Source { address: "https://blog.example/rss?all=1".to_owned(), ..source.clone() };
    house.act(move |writer, turn, office| desk::change_source(writer, turn, office, changed)).unwrap();
    house.host.will(Ok(&feed(0..2)));
    assert_eq!(house.harvest(), 1);
    assert_eq!(house.health(&source), Health::Unchanged, "all of it was held");
    let id = source.id;
    house.act(move |writer, turn, _| desk::harvest_anew(writer, turn, id)).unwrap();
    house.host.will(Ok(&feed(0..2)));
    assert_eq!(house.harvest(), 1);
    assert_eq!((house.n_records(), house.office.intakes(source.id).unwrap().len()), (2, 3));
}

#[test]
fn a_source_that_becomes_one_to_be_asked_waits_to_be_switched_on_and_one_brought_by_hand_is_not_asked() {
    let house = house();
    let source = house.register(SourceKind::Upload, "").unwrap();
    let feed = Source { kind: SourceKind::Feed, address: "https://blog.example/rss".to_owned(), ..source.clone() };
    let feed = house.act(move |writer, turn, office| desk::change_source(writer, turn, office, feed)).unwrap();
    assert!(feed.paused);
    assert_eq!((house.step(), house.host.n_asked()), (HarvestStep::Wait(None), 0));
    let id = feed.id;
    let feed = house.act(move |writer, turn, _| desk::pause_source(writer, turn, id, false)).unwrap();
    let by_hand = Source { kind: SourceKind::Upload, address: String::new(), ..feed };
    house.act(move |writer, turn, office| desk::change_source(writer, turn, office, by_hand)).unwrap();
    assert_eq!((house.step(), house.host.n_asked()), (HarvestStep::Wait(None), 0));
    assert_eq!((house.line(&source).harvest, house.health(&source)), (None, Health::Empty));
}

#[test]
fn an_address_that_cannot_be_asked_is_not_registered() {
    let house = house();
    for (kind, address, says) in [
        (SourceKind::Feed, "file:///etc/passwd", "only http and https"),
        (SourceKind::Feed, "https://name:word@blog.example/", "seen by everybody"),
        (SourceKind::Feed, "", "Write the address"),
        (SourceKind::Crossref, "https://api.crossref.org/works", "all of Crossref"),
        (SourceKind::Upload, "https://blog.example/", "Nothing of this source is fetched"),
        (SourceKind::Folder, "../office", "There is no folder"),
        (SourceKind::Folder, "/etc", "There is no folder"),
        (SourceKind::Folder, "agency/..", "There is no folder"),
        (SourceKind::Folder, "nowhere", "There is no folder"),
    ] {
        let refused = said(house.register(kind, address));
        assert!(refused.contains(says), "{address}: {refused}");
    }
}

#[test]
fn a_file_that_is_laid_into_a_folder_is_taken_in_once_and_again_when_it_changed() {
    let house = house();
    let source = house.switched_on(SourceKind::Folder, "agency");
    let folder = house.dir.path().join("incoming/agency");
    let lay = |name: &str, n: usize, seconds: i64| {
        let path = folder.join(name);
        let text: String = (0..n).map(|n| format!("TY  - JOUR\nTI  - {name} {n}\nER  - \n\n")).collect();
        fs::write(&path, text).unwrap();
        let at = std::time::UNIX_EPOCH
            + std::time::Duration::from_micros((house.now() + seconds * 1_000_000).unsigned_abs());
        fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
    };
    house.harvest();
    assert_eq!(house.health(&source), Health::Empty);
    lay("a.ris", 2, -60);
    lay("b.ris", 1, -60);
    lay("written-just-now.ris", 9, -1);
    lay(".hidden.ris", 9, -60);
    std::os::unix::fs::symlink("/etc/passwd", folder.join("link.ris")).unwrap();
    house.later(HOUR);
    lay("written-just-now.ris", 9, -1);
    assert_eq!(house.harvest(), 3, "two files, and a look that finds no third");
    assert_eq!((house.n_records(), house.health(&source)), (3, Health::Fresh));
    house.later(HOUR);
    lay("a.ris", 3, -60);
    house.harvest();
    assert_eq!(house.n_records(), 13, "one more of a, and what is not written any more");
    house.later(HOUR);
    house.harvest();
    assert_eq!((house.n_records(), house.health(&source)), (13, Health::Unchanged));
    fs::remove_dir_all(&folder).unwrap();
    house.later(HOUR);
    house.harvest();
    assert_eq!(house.health(&source), Health::Failing);
}

#[test]
fn what_kind_a_source_is_of_is_found_out_and_a_refusal_says_what_to_do() {
    let house = house();
    house.host.will(Ok(&feed(0..1)));
    let found = desk::find_source(&house.office, "blog.example/rss").unwrap();
    assert_eq!((found.kind, found.title.as_str()), (SourceKind::Feed, "Looms"));
    let found = desk::find_source(&house.office, "folder:agency").unwrap();
    assert_eq!((found.kind, found.address.as_str()), (SourceKind::Folder, "agency"));
    house.host.will(Err(Setback::Inside));
    let refused = desk::find_source(&house.office, "http://10.0.0.1/").unwrap_err();
    assert!(matches!(&refused, Failure::Refused(Refusal::Several(_))));
    assert!(refused.to_string().contains("sources.inside"), "{refused}");
}
