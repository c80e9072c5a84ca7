//! The office in which it is tested.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{
    AgreementPage, AgreementSearch, Clerk, Failure, Office, Officer, Turn, ask_consent, decide_consent, note_payment,
    take_agreement_step, take_deliverable_step, write_agreement, write_deliverable, write_instalment, write_terms,
};
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementInstalment, AgreementKind, AgreementPayment, AgreementStage,
    AgreementStep, AgreementView, Date, Deliverable, DeliverableId, DeliverableKind, DeliverableMove, DeliverableSide,
    DeliverableState, DeliverableStep, DutyKind, DutyState, Host, HostId, HostName, Identifier, JobKind, Level,
    Marking, Money, Need, NeedId, Noun, Person, PersonId, Post, PostId, Power, Record, RecordId, Scheme, Stage,
    Standing, Tenure, Terms, Text, Thing, Unit, UnitId, Verb,
};
use store::{AgreementFilter, Writer};
use tempfile::TempDir;

pub const DAY: i64 = 86_400_000_000;

pub const PEOPLE: &[(&str, &str, &str, &[Power], Level)] = &[
    ("sokolov", "contracts", "institute", &[], Level::Restricted),
    ("petrova", "coordinator", "ministry", &[Power::Coordinate, Power::Administer], Level::Restricted),
    ("smirnov", "fitter", "works", &[], Level::Internal),
];

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

pub struct House {
    pub _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    pub ids: Arc<AtomicU64>,
    pub today: Date,
}

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let office = Office::create(&path, 1, "operator", 1).unwrap();
    let clerk = Clerk::start(office, Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    let house = House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: date("1926-09-01") };
    house.operator(|deed| {
        for (id, parent) in [("ministry", None), ("institute", Some("ministry")), ("works", Some("ministry"))] {
            let parent = parent.map(|parent| UnitId::new(parent).unwrap());
            deed.keep_unit(&Unit { id: UnitId::new(id)?, name: id.to_owned(), parent })?;
        }
        for (person, post, unit, powers, level) in PEOPLE {
            let (person, post) = (PersonId::new(person)?, PostId::new(post)?);
            deed.keep_post(&Post {
                id: post.clone(),
                title: post.to_string(),
                unit: UnitId::new(unit)?,
                powers: powers.iter().copied().collect(),
                closed: false,
            })?;
            deed.keep_person(&Person {
                id: person.clone(),
                name: person.to_string(),
                email: None,
                language: None,
                level: *level,
                compartments: BTreeSet::new(),
                left: false,
            })?;
            let since = date("1923-01-01");
            deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
        }
        Ok(())
    });
    house
}

impl House {
    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    pub fn id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
    }

    pub fn now(&self) -> i64 {
        self.today.number() * DAY
    }

    pub fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, work, ids) = (self.officer(person), self.office.configuration().work(), Arc::clone(&self.ids));
        let (now, today) = (self.now(), self.today);
        self.clerk.write(move |writer| {
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            act(writer, &mut Turn { officer: &officer, now, today, work, ids: &mut ids })
        })
    }

    pub fn operator(&self, act: impl FnOnce(&mut store::Deed<'_>) -> Result<(), Failure> + Send + 'static) {
        self.clerk.write(move |writer| writer.transact("operator", 3, act)).unwrap();
    }

    pub fn tend(&self) {
        let (now, ids) = (self.now(), Arc::clone(&self.ids));
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        self.operator(move |deed| Ok(deed.enqueue(JobKind::TendAgreements, "", now)?));
        while desk::run_next(&self.clerk, &self.office, now, self.today, &mut ids).unwrap() {}
    }

    pub fn need(&self, id: &str, stage: Stage, marking: &str) {
        let id = NeedId::new(id).unwrap();
        let draft = Need::draft(id, "Turbines", UnitId::new("institute").unwrap(), PostId::new("contracts").unwrap());
        let (expires, marking) = (Some(date("1936-09-01")), Marking::parse(marking).unwrap());
        let need = Need { statement: "Turbines for Kashira".to_owned(), stage, expires, marking, ..draft };
        self.operator(move |deed| {
            deed.keep_need(&need)?;
            Ok(())
        });
    }

    pub fn host(&self, marking: &str) -> HostId {
        let id = HostId::from_bits(self.id());
        let host = Host {
            id,
            names: vec![HostName { text: "Siemens-Schuckert".to_owned(), language: None }],
            aliases: Vec::new(),
            country: "DE".to_owned(),
            place: "Berlin".to_owned(),
            languages: Vec::new(),
            makes: "Turbines".to_owned(),
            classes: Vec::new(),
            address: String::new(),
            contacts: Vec::new(),
            remark: String::new(),
            post: PostId::new("contracts").unwrap(),
            marking: Marking::parse(marking).unwrap(),
            revision: 0,
            made_at: 0,
        };
        self.operator(move |deed| Ok(deed.keep_host(&host, Verb::Registered)?));
        id
    }

    pub fn record(&self, title: &str, patent: Option<&str>, marking: &str) -> RecordId {
        let identifiers = patent.and_then(|number| Identifier::new(Scheme::Patent, number)).into_iter().collect();
        self.told(Record { titles: vec![Text::plain(title)], identifiers, ..Record::default() }, marking)
    }

    /// A record that came in.
    pub fn told(&self, record: Record, marking: &str) -> RecordId {
        let keys = record.identifiers.iter().map(ToString::to_string).collect();
        let source_key = record.title().unwrap_or_default().to_owned();
        let incoming = store::Incoming { record, raw: vec![], source_key, keys };
        let (ids, marking) = (Arc::clone(&self.ids), Marking::parse(marking).unwrap());
        self.clerk
            .write(move |writer| {
                writer.transact("operator", 4, |deed| -> Result<RecordId, Failure> {
                    let mut ids = || ids.fetch_add(1, Ordering::SeqCst);
                    Ok(deed.ingest(&store::Batch::marked(vec![incoming], marking), &Apart, &mut ids)?[0].record)
                })
            })
            .unwrap()
    }

    pub fn begin(&self, kind: AgreementKind, basis: AgreementBasis, host: HostId, needs: &[&str]) -> Agreement {
        let agreement = Agreement {
            id: AgreementId::from_bits(self.id()),
            kind,
            title: " Turbines\nfor Kashira ".to_owned(),
            basis,
            stage: AgreementStage::Fulfilled,
            host,
            parties: Vec::new(),
            unit: UnitId::new("nowhere").unwrap(),
            post: PostId::new("contracts").unwrap(),
            needs: needs.iter().map(|need| NeedId::new(need).unwrap()).collect(),
            terms: Terms::proposed(kind),
            signed_on: Some(date("1900-01-01")),
            in_force_on: None,
            ended_on: None,
            reason: "none".to_owned(),
            remark: String::new(),
            marking: Marking::default(),
            revision: 9,
            made_at: 0,
        };
        self.act("sokolov", move |writer, turn| write_agreement(writer, turn, agreement, None)).unwrap()
    }

    pub fn filled(&self, agreement: &Agreement) -> Agreement {
        let seen = (agreement.id, self.held(agreement).revision);
        let terms = Terms {
            technologies: "Steam turbines".to_owned(),
            since: Some(date("1926-01-01")),
            until: Some(date("1931-12-31")),
            ..agreement.terms.clone()
        };
        self.act("sokolov", move |writer, turn| write_terms(writer, turn, seen, terms)).unwrap()
    }

    pub fn go(&self, agreement: &Agreement, to: AgreementStage, reason: &str) -> Result<Agreement, Failure> {
        let seen = (agreement.id, self.held(agreement).revision);
        let step = AgreementStep { to, on: self.today, reason: reason.to_owned() };
        self.act("sokolov", move |writer, turn| take_agreement_step(writer, turn, seen, &step))
    }

    pub fn consent(&self, agreement: &Agreement, yes: bool) -> Result<Agreement, Failure> {
        let seen = (agreement.id, self.held(agreement).revision);
        let asked = self.act("sokolov", move |writer, turn| ask_consent(writer, turn, seen))?;
        let seen = (asked.id, asked.revision);
        self.act("petrova", move |writer, turn| decide_consent(writer, turn, seen, (yes, "Looked through")))
    }

    /// An agreement that is in force since today, paid for.
    pub fn in_force(&self, kind: AgreementKind) -> Agreement {
        self.need("turbines", Stage::Accepted, "open");
        let agreement = self.begin(kind, AgreementBasis::Commercial, self.host("open"), &["turbines"]);
        self.brought_into_force(&agreement)
    }

    pub fn brought_into_force(&self, agreement: &Agreement) -> Agreement {
        self.go(agreement, AgreementStage::Negotiation, "").unwrap();
        self.filled(agreement);
        self.consent(agreement, true).unwrap();
        self.go(agreement, AgreementStage::Signed, "").unwrap();
        self.consent(agreement, true).unwrap();
        self.go(agreement, AgreementStage::InForce, "").unwrap()
    }

    pub fn held(&self, agreement: &Agreement) -> Agreement {
        self.office.agreement(&agreement.id.to_string()).unwrap()
    }

    pub fn page(&self, agreement: &Agreement) -> AgreementPage {
        self.office.agreement_page(&agreement.id.to_string(), self.today).unwrap()
    }

    pub fn deliverable(&self, agreement: &Agreement, title: &str, due: Option<&str>) -> Deliverable {
        let one = Deliverable {
            id: DeliverableId::from_bits(self.id()),
            agreement: agreement.id,
            number: 0,
            title: title.to_owned(),
            kind: DeliverableKind::Drawings,
            side: DeliverableSide::Theirs,
            quantity: "12".to_owned(),
            measure: "sheets".to_owned(),
            due: due.map(date),
            state: DeliverableState::Accepted,
            delivered_on: None,
            accepted_on: None,
            answer_by: None,
            marking: Marking::default(),
            revision: 5,
            made_at: 0,
        };
        self.act("sokolov", move |writer, turn| write_deliverable(writer, turn, one, None)).unwrap()
    }

    pub fn step(&self, one: &Deliverable, made: DeliverableMove, words: &str) -> Result<Deliverable, Failure> {
        let held = self.office.deliverable(&one.id.to_string()).unwrap();
        let until = made.needs_day().then(|| self.today.plus_days(20));
        let step = DeliverableStep {
            made,
            on: self.today,
            until,
            words: words.to_owned(),
            evidence: None,
            by: "nobody".to_owned(),
            at: 0,
        };
        self.act("sokolov", move |writer, turn| take_deliverable_step(writer, turn, (held.id, held.revision), step))
    }

    pub fn instalment(&self, agreement: &Agreement, amount: &str, due: Option<&str>, on: Option<DeliverableId>) -> u32 {
        let seen = (agreement.id, self.held(agreement).revision);
        let one = AgreementInstalment {
            number: 0,
            title: "A third".to_owned(),
            amount: money(amount),
            due: due.map(date),
            deliverable: on,
            royalty: None,
        };
        self.act("sokolov", move |writer, turn| write_instalment(writer, turn, seen, one)).unwrap();
        self.page(agreement).instalments.last().unwrap().number
    }

    pub fn pay(&self, agreement: &Agreement, amount: &str, instalment: Option<u32>) -> Result<Agreement, Failure> {
        let seen = (agreement.id, self.held(agreement).revision);
        let one = AgreementPayment {
            number: 0,
            instalment,
            amount: money(amount),
            on: self.today,
            reference: "Bank 12".to_owned(),
            by: String::new(),
            at: 0,
            void_reason: String::new(),
        };
        self.act("sokolov", move |writer, turn| note_payment(writer, turn, seen, one))
    }

    pub fn open_duties(&self, subject: &Thing) -> Vec<DutyKind> {
        let duties = self.office.duties_about(subject).unwrap().into_iter();
        duties.filter(|duty| duty.state == DutyState::Open).map(|duty| duty.kind).collect()
    }

    pub fn view(&self, office: &Office, view: AgreementView) -> Vec<AgreementId> {
        let filter = AgreementFilter { view: Some((view, self.today, 90)), ..AgreementFilter::default() };
        let search = AgreementSearch { filter, words: String::new() };
        let mut found: Vec<AgreementId> =
            office.agreements(&search).unwrap().into_iter().map(|(one, _)| one.id).collect();
        found.sort();
        found
    }
}

/// Nothing is the same as anything else.
struct Apart;

impl store::Identify for Apart {
    fn sameness(&self, _: &Record, _: &Record) -> store::Sameness {
        store::Sameness::Different
    }

    fn merge(&self, readings: &[Record]) -> store::Merged {
        store::Merged { record: readings[0].clone(), ..store::Merged::default() }
    }
}

pub fn of(agreement: &Agreement) -> Thing {
    Thing::new(Noun::Agreement, agreement.id)
}

pub fn of_deliverable(one: &Deliverable) -> Thing {
    Thing::new(Noun::Deliverable, one.id)
}

pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> String {
    outcome.unwrap_err().to_string()
}
