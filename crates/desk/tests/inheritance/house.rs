//! The office in which things are made out of things, and who reads there.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use desk::{Ask, Clerk, Drawn, Failure, Ids, Office, Officer, Overrides, ToDraw, Turn};
use harvest::{Answer, Fault, Posting, Question, Receipt};
use mail::{Carry, Mail, Undelivered};
use model::{
    Compartment, Date, Level, Person, PersonId, Post, PostId, Power, Setback, Standing, Tenure, Unit, UnitId,
    WebhookEvent,
};
use store::{HeldCompartment, Writer};
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

pub const TODAY: &str = "2026-11-20";

pub const COMPARTMENTS: [&str; 2] = ["engines", "radar"];

/// Who reads: name and post, unit, level, compartments. Each reads as they are, and has no power.
pub struct Member {
    pub name: &'static str,
    pub unit: &'static str,
    pub level: &'static str,
    pub compartments: &'static [&'static str],
}

const fn member(
    name: &'static str,
    unit: &'static str,
    level: &'static str,
    compartments: &'static [&'static str],
) -> Member {
    Member { name, unit, level, compartments }
}

/// The last stands for the world: what nobody has to sign in for.
pub const READERS: [Member; 7] = [
    member("novice", "ministry", "open", &[]),
    member("fitter", "works", "internal", &[]),
    member("turner", "works", "restricted", &["engines"]),
    member("chemist", "institute", "restricted", &["radar"]),
    member("physicist", "institute", "confidential", &["engines", "radar"]),
    member("listener", "ministry", "confidential", &["radar"]),
    member("world", "abroad", "open", &[]),
];

/// What is made out of things is made by these two, who see everything.
const MAKERS: [&str; 2] = ["archivist", "director"];

/// A receiver of webhooks that takes everything.
#[derive(Default)]
pub struct Receiver(pub Mutex<Vec<Posting>>);

impl Ask for Receiver {
    fn ask(&self, _: &Question) -> Result<Answer, Fault> {
        Err(Fault::of(Setback::Unreachable, "nobody is asked here"))
    }

    fn post(&self, posting: &Posting) -> Result<Receipt, Fault> {
        self.0.lock().unwrap().push(posting.clone());
        Ok(Receipt { status: 204, retry_after: None, beginning: String::new() })
    }
}

/// A server of mail that takes everything.
#[derive(Default)]
struct Server(Mutex<Vec<Mail>>);

impl Carry for Server {
    fn carry(&self, mail: &Mail) -> Result<(), Undelivered> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

pub struct House {
    _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    pub receiver: Arc<Receiver>,
    server: Server,
    ids: Arc<AtomicU64>,
}

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn post(name: &str) -> PostId {
    PostId::new(name).unwrap()
}

const SETTINGS: &str = "[serve]\naddress = \"https://office.example\"\n\n[repository]\non = true\n\
                        contact = \"records@office.example\"\n\n[mail]\nserver = \"mx.centre.example:25\"\n\
                        from = \"office@centre.example\"\nrhythm = \"daily\"\n";

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let office = Office::create(&path, 1, "operator", 1).unwrap();
    std::fs::write(path.join("uptake.toml"), SETTINGS).unwrap();
    let clerk = Clerk::start(office, Box::new(|| {}));
    let receiver = Arc::new(Receiver::default());
    let office = Office::open_under(&path, &Overrides::default()).unwrap().with_asker(receiver.clone());
    let ids = Arc::new(AtomicU64::new(100));
    let house = House { _dir: dir, clerk, office, receiver, server: Server::default(), ids };
    desk::make_attachment_key(&house.office, &mut house.drawn_ids()).unwrap();
    desk::make_letter_key(&house.office, &mut house.drawn_ids()).unwrap();
    house.operator(staff);
    for reader in house.readers() {
        let own = post(reader.name);
        house.act("archivist", move |writer, turn, _| desk::change_feed(writer, turn, &own, true)).unwrap();
    }
    let events = WebhookEvent::CHOSEN.iter().copied().collect();
    let made = house.act("archivist", move |writer, turn, office| {
        let at = ("Everything", "https://hooks.example/in");
        desk::make_webhook(writer, turn, office, &post("archivist"), at, events).map_err(|(_, failure)| failure)
    });
    made.unwrap();
    house
}

fn staff(deed: &mut store::Deed<'_>) -> Result<(), Failure> {
    for (id, parent) in
        [("ministry", None), ("institute", Some("ministry")), ("works", Some("ministry")), ("abroad", None)]
    {
        let parent = parent.map(|parent| UnitId::new(parent).unwrap());
        deed.keep_unit(&Unit { id: UnitId::new(id)?, name: id.to_owned(), parent })?;
    }
    for id in COMPARTMENTS {
        let id = Compartment::new(id)?;
        deed.keep_compartment(&HeldCompartment { name: id.to_string(), id, closed: false })?;
    }
    let powers = [Power::Document, Power::Coordinate, Power::Lead, Power::Administer, Power::Audit];
    let mut keep = |person: &str, posts: &[(String, &str)], level: &str, circles: &[&str], powers: &[Power]| {
        let id = PersonId::new(person)?;
        deed.keep_person(&Person {
            id: id.clone(),
            name: person.to_owned(),
            email: Some(format!("{person}@works.example")),
            language: None,
            level: Level::from_word(level).unwrap(),
            compartments: circles.iter().map(|circle| Compartment::new(circle).unwrap()).collect(),
            left: false,
        })?;
        for (post, unit) in posts {
            let post = PostId::new(post)?;
            let (title, unit, powers) = (post.to_string(), UnitId::new(unit)?, powers.iter().copied().collect());
            deed.keep_post(&Post { id: post.clone(), title, unit, powers, closed: false })?;
            let (person, since) = (id.clone(), date("2020-01-01"));
            deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
        }
        Ok::<_, Failure>(())
    };
    for maker in MAKERS {
        // In every unit, so that nothing is released past them.
        let posts = [
            (maker.to_owned(), "ministry"),
            (format!("{maker}-institute"), "institute"),
            (format!("{maker}-works"), "works"),
        ];
        keep(maker, &posts, "confidential", &COMPARTMENTS, &powers)?;
    }
    for one in READERS.iter().filter(|one| one.name != "world") {
        keep(one.name, &[(one.name.to_owned(), one.unit)], one.level, one.compartments, &[])?;
    }
    Ok(())
}

impl House {
    pub fn readers(&self) -> impl Iterator<Item = &'static Member> {
        READERS.iter().filter(|one| one.name != "world")
    }

    pub fn today(&self) -> Date {
        date(TODAY)
    }

    pub fn now(&self) -> i64 {
        self.today().number() * DAY + DAY / 2
    }

    pub fn id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
    }

    fn drawn_ids(&self) -> Ids {
        let ids = Arc::clone(&self.ids);
        Box::new(move || ids.fetch_add(1, Ordering::SeqCst))
    }

    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today()).unwrap()
    }

    pub fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, office, now, today) = (self.officer(person), self.office.clone(), self.now(), self.today());
        let mut ids = self.drawn_ids();
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office.seen_by(&officer.scope))
        })
    }

    pub fn operator<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut store::Deed<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> T {
        let now = self.now();
        self.clerk.write(move |writer| writer.transact("operator", now, act)).unwrap()
    }

    /// Does the work that waits: matching, printing, offering, letters to be written.
    pub fn run(&self) {
        for _ in 0..2 {
            desk::schedule(&self.clerk, &self.office, self.now()).unwrap();
            while desk::run_next(&self.clerk, &self.office, self.now(), self.today(), &mut self.drawn_ids()).unwrap() {}
        }
        let now = self.now();
        while !self.clerk.write(move |writer| desk::follow_records(writer, now)).unwrap() {}
    }

    /// The letters that wait, as they leave the house: to whom, and all that could be drawn of them.
    pub fn mails(&self) -> Vec<(String, String)> {
        let draw = |what: ToDraw<'_>| Drawn { text: format!("{what:?}"), ..Drawn::default() };
        while desk::send_letters(&self.clerk, &self.office, &self.server, &draw, (self.now(), self.today()))
            .unwrap()
            .n_taken
            > 0
        {}
        let mails = std::mem::take(&mut *self.server.0.lock().unwrap());
        mails.into_iter().map(|mail| (mail.to.split('@').next().unwrap().to_owned(), mail.text)).collect()
    }

    /// What webhooks are told of what happened since they were asked last.
    pub fn told_to_webhooks(&self) -> Vec<String> {
        let (now, today) = (self.now(), self.today());
        while desk::gather_events(&self.clerk, &self.office, now, today, &mut self.drawn_ids()).unwrap() > 0 {}
        while desk::send_events(&self.clerk, &self.office, now, today, &mut self.drawn_ids()).unwrap().n_tried > 0 {}
        let got = std::mem::take(&mut *self.receiver.0.lock().unwrap());
        got.into_iter().map(|posting| String::from_utf8(posting.body).unwrap()).collect()
    }
}
