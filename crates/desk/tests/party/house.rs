//! The office in which it is tested: an institute that deals with the world, and a control post of two that owns the lists.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Clerk, Failure, HitStep, Office, Officer, Turn, ask_screening, decide_hit};
use model::{
    Date, DutyKind, DutyState, Hit, Host, HostContact, HostId, HostName, Level, ListVersion, Marking, Noun, Party,
    PartyList, PartyListId, Person, PersonId, Post, PostId, Power, Screening, ScreeningId, Standing, Tenure, Thing,
    Unit, UnitId, Verb,
};
use store::Writer;
use tempfile::TempDir;

pub const DAY: i64 = 86_400_000_000;

pub struct House {
    pub _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    pub ids: Arc<AtomicU64>,
    pub today: Date,
}

pub const PEOPLE: &[(&str, &str, &[Power], Level, Standing)] = &[
    ("sokolov", "engineer", &[], Level::Restricted, Standing::Holder),
    ("petrova", "coordinator", &[Power::Coordinate, Power::Administer], Level::Restricted, Standing::Holder),
    ("zaitsev", "control", &[], Level::Restricted, Standing::Holder),
    ("orlova", "control", &[], Level::Restricted, Standing::Deputy),
    ("smirnov", "fitter", &[], Level::Open, Standing::Holder),
];

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn list_id() -> PartyListId {
    PartyListId::new("ours").unwrap()
}

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let clerk = Clerk::start(Office::create(&path, 1, "operator", 1).unwrap(), Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                deed.keep_unit(&Unit { id: UnitId::new("ministry")?, name: "Ministry".to_owned(), parent: None })?;
                for (person, post, powers, level, standing) in PEOPLE {
                    let (person, post) = (PersonId::new(person)?, PostId::new(post)?);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: post.to_string(),
                        unit: UnitId::new("ministry")?,
                        powers: powers.iter().copied().collect(),
                        closed: false,
                    })?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: person.to_string(),
                        email: Some(format!("{person}@centre.example")),
                        language: None,
                        level: *level,
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    let since = date("1957-01-01");
                    deed.appoint(&Tenure { post, person, standing: *standing, since, until: None })?;
                }
                Ok(())
            })
        })
        .unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: date("1957-09-01") }
}

impl House {
    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    pub fn id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
    }

    pub fn now(&self) -> i64 {
        self.today.days_since(Date::of_number(0)) * DAY
    }

    pub fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, office, ids, today) =
            (self.officer(person), self.office.clone(), Arc::clone(&self.ids), self.today);
        let now = self.now();
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            act(writer, &mut Turn { officer: &officer, now, today, work, ids: &mut ids })
        })
    }

    pub fn run_jobs(&self) {
        let ids = Arc::clone(&self.ids);
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, self.now() + 1, self.today, &mut ids).unwrap() {}
    }

    pub fn list(&self, marking: &str) -> PartyList {
        let list = PartyList {
            id: list_id(),
            title: "Our list".to_owned(),
            publisher: "The ministry".to_owned(),
            address: String::new(),
            post: PostId::new("control").unwrap(),
            remark: String::new(),
            closed: false,
            marking: Marking::parse(marking).unwrap(),
            version: None,
            revision: 0,
            made_at: 0,
        };
        self.act("petrova", move |writer, turn| desk::keep_party_list(writer, turn, list, true)).unwrap()
    }

    pub fn load(&self, person: &str, text: &str) -> Result<ListVersion, Failure> {
        let files = vec![("list.csv".to_owned(), text.as_bytes().to_vec())];
        let laid =
            self.act(person, move |writer, turn| desk::load_party_list(writer, turn, &list_id(), None, files))?;
        self.run_jobs();
        let page = self.office.list_page("ours", "", None, None).unwrap();
        Ok(page.versions.into_iter().find(|version| version.number == laid.number).unwrap())
    }

    pub fn ask(&self, person: &str, party: Party, marking: &str) -> Result<Screening, Failure> {
        let found = self.office.find_hits(&party).unwrap();
        let post = self.officer(person).post_ids().remove(0);
        let screening = Screening {
            id: ScreeningId::from_bits(self.id()),
            about: None,
            party,
            print: String::new(),
            post,
            asked_by: String::new(),
            purpose: "A visit".to_owned(),
            ended: false,
            screened_at: None,
            algorithm: String::new(),
            threshold: 0.0,
            marking: Marking::parse(marking).unwrap(),
            revision: 0,
            made_at: 0,
        };
        self.act(person, move |writer, turn| ask_screening(writer, turn, screening, &found))
    }

    pub fn hits(&self, id: ScreeningId) -> Vec<Hit> {
        let officer = self.officer("zaitsev");
        let page = self.office.screening_page(&id.to_string(), &officer).unwrap();
        page.hits.into_iter().map(|shown| shown.hit).collect()
    }

    pub fn say(&self, person: &str, id: ScreeningId, key: &str, step: HitStep) -> Result<Screening, Failure> {
        let officer = self.officer(person);
        let seen = self.office.screening_page(&id.to_string(), &officer).unwrap().line.screening.revision;
        let key = key.to_owned();
        self.act(person, move |writer, turn| decide_hit(writer, turn, (id, seen), (&list_id(), &key), &step))
    }

    pub fn asked(&self, thing: &Thing) -> Vec<(String, DutyKind)> {
        let duties = self.office.duties_about(thing).unwrap();
        let open = duties.into_iter().filter(|duty| duty.state == DutyState::Open);
        open.map(|duty| (duty.post.to_string(), duty.kind)).collect()
    }

    pub fn host(&self, name: &str, contact: &str, marking: &str) -> HostId {
        let contacts = if contact.is_empty() {
            Vec::new()
        } else {
            vec![HostContact {
                name: contact.to_owned(),
                position: String::new(),
                languages: Vec::new(),
                reach: String::new(),
            }]
        };
        let host = Host {
            id: HostId::from_bits(self.id()),
            names: vec![HostName { text: name.to_owned(), language: None }],
            aliases: Vec::new(),
            country: "DE".to_owned(),
            place: String::new(),
            languages: Vec::new(),
            makes: String::new(),
            classes: Vec::new(),
            address: String::new(),
            contacts,
            remark: String::new(),
            post: PostId::new("engineer").unwrap(),
            marking: Marking::parse(marking).unwrap(),
            revision: 0,
            made_at: 0,
        };
        self.act("sokolov", move |writer, turn| desk::keep_host(writer, turn, host, true)).unwrap().id
    }

    pub fn facts(&self, verb: Verb) -> usize {
        self.office.ledger_of(verb)
    }
}

/// What the tests ask of the ledger.
pub trait LedgerOf {
    fn ledger_of(&self, verb: Verb) -> usize;
}

impl LedgerOf for Office {
    fn ledger_of(&self, verb: Verb) -> usize {
        let list = self.history(&Thing::new(Noun::PartyList, list_id())).unwrap();
        list.iter().filter(|held| held.fact.verb == verb).count()
    }
}

pub fn said(failure: &Failure) -> String {
    failure.to_string()
}
