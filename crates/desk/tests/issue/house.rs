//! The office in which it is tested.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Clerk, Edit, Failure, Ids, IssueSheet, Office, Overrides, Turn};
use formats::Reading;
use model::{
    Bulletin, BulletinId, BulletinKind, BulletinLanguage, BulletinRhythm, Date, DutyKind, Feed, Issue, IssueId, Level,
    Marking, Need, NeedId, Noun, Person, PersonId, Post, PostId, Power, Profile, ProfileId, Record, Refusal, Stage,
    Standing, Subject, SubjectScheme, Tenure, Text, Thing, Unit, UnitId,
};
use tempfile::TempDir;

pub const DAY: i64 = 86_400_000_000;

/// The day on which everything came in.
pub const CAME: &str = "2026-11-10";

pub struct House {
    pub _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    pub ids: AtomicU64,
}

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn at(text: &str) -> i64 {
    day(text).number() * DAY + DAY / 2
}

pub fn classed(title: &str, code: &str) -> Record {
    let subject = Subject { term: Some("Semiconductors".to_owned()), ..Subject::coded(SubjectScheme::Grnti, code) };
    Record {
        titles: vec![Text::plain(title)],
        abstracts: vec![Text::plain("A plate is coated in vacuum.")],
        subjects: vec![subject],
        ..Record::default()
    }
}

pub fn counting(mut n: u64) -> impl FnMut() -> u64 {
    move || {
        n += 1;
        n
    }
}

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let mut writable = Office::create(&path, 1, "operator", 1).unwrap();
    for (marking, first, records) in [
        (
            "open",
            50,
            vec![
                classed("Diodes of silicon", "47.33.31"),
                classed("A cutter", "55.19"),
                classed("Annealing of germanium", "47.33.29"),
            ],
        ),
        ("restricted", 90, vec![classed("A diode nobody may write about", "47.33.31")]),
        ("open caveats=no-copying", 120, vec![classed("A diode that may not be copied", "47.33.31")]),
    ] {
        let mut read = |sink: &mut desk::Sink<'_>| {
            for record in records.clone() {
                let raw = record.title().unwrap().as_bytes().to_vec();
                if sink(Reading { record, raw, doubts: Vec::new() }) == ControlFlow::Break(()) {
                    return;
                }
            }
        };
        let marking = Marking::parse(marking).unwrap();
        desk::ingest_marked(
            &mut writable,
            &marking,
            ("operator", at(CAME)),
            &mut counting(first),
            &mut read,
            &mut |_| {},
        )
        .unwrap();
    }
    let settings = "[mail]\nserver = \"mx.centre.example:25\"\nfrom = \"office@centre.example\"\n";
    std::fs::write(path.join("uptake.toml"), settings).unwrap();
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let office = Office::open_under(&path, &Overrides::default()).unwrap();
    clerk.write(|writer| writer.transact("operator", 2, staff)).unwrap();
    House { _dir: dir, clerk, office, ids: AtomicU64::new(1_000) }
}

pub fn staff(deed: &mut store::Deed<'_>) -> Result<(), Failure> {
    let unit = UnitId::new("centre")?;
    deed.keep_unit(&Unit { id: unit.clone(), name: "Centre".to_owned(), parent: None })?;
    for (post, powers) in
        [("editor", vec![Power::Document, Power::Administer]), ("director", vec![]), ("engineer", vec![])]
    {
        let id = PostId::new(post)?;
        let powers = powers.into_iter().collect();
        deed.keep_post(&Post { id, title: post.to_owned(), unit: unit.clone(), powers, closed: false })?;
    }
    for (name, post) in [("karpova", "editor"), ("orlov", "director"), ("karpova", "director"), ("weber", "engineer")] {
        let person = PersonId::new(name)?;
        let level = if name == "weber" { Level::Open } else { Level::Restricted };
        deed.keep_person(&Person {
            id: person.clone(),
            name: name.to_owned(),
            email: (name != "orlov").then(|| format!("{name}@works.example")),
            language: None,
            level,
            compartments: BTreeSet::new(),
            left: false,
        })?;
        let standing = if (name, post) == ("karpova", "director") { Standing::Deputy } else { Standing::Holder };
        deed.appoint(&Tenure { post: PostId::new(post)?, person, standing, since: day("1962-01-01"), until: None })?;
    }
    let id = NeedId::new("diodes")?;
    let draft = Need::draft(id.clone(), "Better diodes", unit, PostId::new("engineer")?);
    let profiles = vec![Profile { id: ProfileId { need: id, number: 1 }, query: "diode*".to_owned(), threshold: None }];
    deed.keep_need(&Need {
        stage: Stage::Accepted,
        expires: Some(day("2030-01-01")),
        profiles,
        marking: Marking::default(),
        ..draft
    })?;
    Ok(())
}

pub fn journal() -> Bulletin {
    Bulletin {
        id: BulletinId::from_bits(7),
        name: "Solid-state electronics".to_owned(),
        kind: BulletinKind::Journal,
        query: "class:47.33".to_owned(),
        unit: None,
        post: PostId::new("editor").unwrap(),
        second: None,
        language: BulletinLanguage::English,
        rhythm: BulletinRhythm::Monthly,
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

pub fn inner() -> Bulletin {
    Bulletin { marking: Marking::at(Level::Restricted), second: Some(PostId::new("director").unwrap()), ..journal() }
}

/// Drawn as plainly as an issue can be.
pub fn drawn(sheet: &IssueSheet, number: u32) -> press::Issue {
    let mut n = 0;
    let sections = sheet.sections.iter().map(|section| press::Section {
        code: section.code.clone(),
        heading: section.heading.clone(),
        note: None,
        items: section
            .records
            .iter()
            .map(|record| {
                n += 1;
                press::Item { number: n, title: record.held.record.title().unwrap().to_owned(), ..plain_item() }
            })
            .collect(),
    });
    press::Issue {
        kind: press::Kind::AbstractJournal,
        masthead: press::Masthead {
            name: sheet.bulletin.name.clone(),
            office: sheet.office.clone(),
            subtitle: None,
            number: number.to_string(),
            year: 2026,
            date_text: "20 November 2026".to_owned(),
            date: press::Day::parse("2026-11-20").unwrap(),
            marking: None,
            language: press::Language::En,
        },
        sections: sections.collect(),
        closing: Some("That is all.".to_owned()),
    }
}

pub fn plain_item() -> press::Item {
    press::Item {
        number: 0,
        title: String::new(),
        title_language: None,
        title_by_office: false,
        original: None,
        authors: Vec::new(),
        source: None,
        identifiers: Vec::new(),
        digest: None,
        abstract_: None,
        grade: None,
        classes: Vec::new(),
        marking: None,
        rights: None,
        grounds: Vec::new(),
    }
}

impl House {
    pub fn now(&self) -> i64 {
        at("2026-11-20")
    }

    pub fn ids(&self) -> Ids {
        Box::new(counting(self.ids.fetch_add(1_000, Ordering::SeqCst)))
    }

    pub fn act<T: Send + 'static>(
        &self,
        who: &str,
        act: impl FnOnce(&mut store::Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let officer = self.office.officer(&PersonId::new(who).unwrap(), day("2026-11-20")).unwrap();
        let (office, now, mut ids) = (self.office.clone(), self.now(), self.ids());
        let work = office.configuration().work();
        self.clerk.write(move |writer| {
            let mut turn = Turn { officer: &officer, now, today: day("2026-11-20"), work, ids: &mut ids };
            act(writer, &mut turn, &office)
        })
    }

    pub fn found(&self, bulletin: Bulletin) -> Bulletin {
        self.act("karpova", move |writer, turn, office| desk::found_bulletin(writer, turn, office, bulletin)).unwrap()
    }

    pub fn begin(&self, since: &str, until: &str) -> Result<Issue, Failure> {
        let days = (day(since), day(until));
        self.act("karpova", move |writer, turn, office| {
            let composed = office.composition(turn.officer, &BulletinId::from_bits(7).to_string(), days)?;
            desk::begin_issue(writer, turn, composed)
        })
    }

    pub fn titles(&self, issue: &Issue) -> Vec<String> {
        let sheet = self.office.issue_sheet(&issue.id.to_string()).unwrap();
        let records = sheet.sections.iter().flat_map(|section| &section.records);
        records.map(|record| record.held.record.title().unwrap().to_owned()).collect()
    }

    pub fn edit(&self, who: &str, id: IssueId, edit: Edit) -> Result<Issue, Failure> {
        self.act(who, move |writer, turn, office| desk::edit_issue(writer, turn, office, id, edit))
    }

    pub fn print(&self, who: &str, id: IssueId) -> Result<Issue, Failure> {
        let sheet = self.office.issue_sheet(&id.to_string()).unwrap();
        let number = self.office.next_issue_number(&sheet.bulletin, 2026).unwrap();
        let issue = drawn(&sheet, number);
        self.act(who, move |writer, turn, office| {
            desk::order_print(writer, turn, office, (id, sheet.issue.revision), &issue)
        })?;
        self.run();
        Ok(self.office.issue(&id.to_string())?.0)
    }

    pub fn release(&self, who: &str, issue: &Issue) -> Result<Issue, Failure> {
        let seen = (issue.id, issue.revision);
        self.act(who, move |writer, turn, office| desk::release_issue(writer, turn, office, seen))
    }

    pub fn run(&self) {
        desk::schedule(&self.clerk, &self.office, self.now()).unwrap();
        while desk::run_next(&self.clerk, &self.office, self.now(), day("2026-11-20"), &mut self.ids()).unwrap() {}
    }

    /// Somebody new, who holds a new post in another unit and is cleared for all of it.
    pub fn joined(&self, unit: &str, post: &str, person: &str) {
        let (unit, post, person) = (unit.to_owned(), post.to_owned(), person.to_owned());
        let join = move |deed: &mut store::Deed<'_>| -> Result<(), Failure> {
            let (unit, id, person) = (UnitId::new(&unit)?, PostId::new(&post)?, PersonId::new(&person)?);
            deed.keep_unit(&Unit { id: unit.clone(), name: unit.to_string(), parent: None })?;
            let (title, powers) = (post.clone(), BTreeSet::new());
            deed.keep_post(&Post { id: id.clone(), title, unit, powers, closed: false })?;
            deed.keep_person(&Person {
                id: person.clone(),
                name: person.to_string(),
                email: None,
                language: None,
                level: Level::Restricted,
                compartments: BTreeSet::new(),
                left: false,
            })?;
            let since = day("1962-01-01");
            Ok(deed.appoint(&Tenure { post: id, person, standing: Standing::Holder, since, until: None })?)
        };
        self.clerk.write(move |writer| writer.transact("operator", 3, join)).unwrap();
    }

    pub fn duties(&self, issue: &Issue) -> Vec<(DutyKind, String, bool)> {
        let duties = self.office.duties_about(&Thing::new(Noun::Issue, issue.id)).unwrap();
        duties.iter().map(|duty| (duty.kind, duty.post.to_string(), duty.closed_at.is_none())).collect()
    }
}

pub fn key<T: std::fmt::Debug>(done: Result<T, Failure>) -> &'static str {
    match done {
        Err(Failure::Refused(Refusal::Said(sentence) | Refusal::Changed(sentence))) => sentence.key(),
        other => panic!("{other:?}"),
    }
}
