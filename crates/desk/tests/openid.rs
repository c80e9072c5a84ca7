//! A provider of identities: who comes in by its word, and what its groups give and take.

#![allow(missing_docs)]

use std::collections::BTreeSet;

use desk::{Arrival, Browser, Failure, Identified, Office, PROVIDER, Trust, Turn, hash_of};
use model::{
    Date, GroupGift, GroupRule, Hand, Level, Person, PersonId, Post, PostId, Power, Staff, StaffChange, Standing,
    Tenure, Unit, UnitId,
};
use store::Writer;
use tempfile::TempDir;

const ISSUER: &str = "https://login.example.org";

/// A works with a vacant engineer and a director, Dora. Anna administers. Boris has no post.
struct House {
    _dir: TempDir,
    office: Office,
    writer: Writer,
    n_ids: u64,
    today: Date,
}

fn person_id(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    Office::create(&path, 1, "operator", 1).unwrap().close().unwrap();
    let mut writer = Writer::open(&path).unwrap();
    let today = Date::parse("1962-03-01").unwrap();
    let unit = UnitId::new("works").unwrap();
    let mut changes = vec![StaffChange::Unit(Unit { id: unit.clone(), name: "The works".to_owned(), parent: None })];
    for (id, power) in [("admin", Some(Power::Administer)), ("director", Some(Power::Lead)), ("engineer", None)] {
        changes.push(StaffChange::Post(Post {
            id: PostId::new(id).unwrap(),
            title: id.to_owned(),
            unit: unit.clone(),
            powers: power.into_iter().collect(),
            closed: false,
        }));
    }
    changes.extend(["anna", "boris", "dora"].map(|id| {
        StaffChange::Person(Person {
            id: person_id(id),
            name: id.to_owned(),
            email: None,
            language: None,
            level: Level::Internal,
            compartments: BTreeSet::new(),
            left: false,
        })
    }));
    changes.extend([("admin", "anna"), ("director", "dora")].map(|(post, person)| {
        StaffChange::Tenure(Tenure {
            post: PostId::new(post).unwrap(),
            person: person_id(person),
            standing: Standing::Holder,
            since: today,
            until: None,
        })
    }));
    let staff = Staff::default().after(&changes, Hand { person: None, today }).unwrap();
    writer.transact("operator", 2, |deed| deed.keep_staff(&Staff::default(), &staff)).unwrap();
    let office = Office::open(&path).unwrap();
    House { _dir: dir, office, writer, n_ids: 0, today }
}

fn who(username: &str, groups: &[&str]) -> Identified {
    Identified {
        issuer: ISSUER.to_owned(),
        subject: format!("subject of {username}"),
        username: Some(username.to_owned()),
        name: Some(format!("The {username}")),
        email: None,
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

fn trust(makes_persons: bool) -> Trust {
    let rule = |group: &str, post: &str| GroupRule {
        group: group.to_owned(),
        gift: GroupGift::Post(PostId::new(post).unwrap(), Standing::Holder),
    };
    Trust { makes_persons, rules: vec![rule("engineers", "engineer"), rule("directors", "director")] }
}

impl House {
    /// What came of somebody's coming: the sentences that were left over, or why not.
    fn arrive(&mut self, who: &Identified, makes_persons: bool) -> Result<Vec<String>, String> {
        let n_ids = &mut self.n_ids;
        let mut ids = || {
            *n_ids += 1;
            *n_ids
        };
        let browser = Browser { agent: "a browser", before: None };
        let when = (10, self.today);
        let done = desk::sign_in_by_provider(&mut self.writer, who, &trust(makes_persons), browser, when, &mut ids);
        match done {
            Ok(Arrival::Open(open, unsaid)) => {
                let session = self.office.session(&hash_of(open.token.reveal()), 11).unwrap();
                assert!(session.is_some(), "whoever is in has a session");
                Ok(unsaid.iter().map(ToString::to_string).collect())
            }
            Ok(Arrival::Unknown) => Err("unknown".to_owned()),
            Ok(Arrival::Shut) => Err("shut".to_owned()),
            Err(failure) => Err(failure.to_string()),
        }
    }

    fn by<T>(
        &mut self,
        id: &str,
        work: impl FnOnce(&mut Writer, &mut Turn<'_>) -> Result<T, Failure>,
    ) -> Result<T, String> {
        let officer = self.office.officer(&person_id(id), self.today).unwrap();
        let days = desk::Configuration::default().work();
        let n_ids = &mut self.n_ids;
        let mut ids = || {
            *n_ids += 1;
            *n_ids
        };
        let mut turn = Turn { officer: &officer, now: 10, today: self.today, work: days, ids: &mut ids };
        work(&mut self.writer, &mut turn).map_err(|failure| failure.to_string())
    }

    fn posts(&self, id: &str) -> Vec<String> {
        let officer = self.office.officer(&person_id(id), self.today).unwrap();
        officer.posts.iter().map(|(post, standing)| format!("{} {standing}", post.id)).collect()
    }
}

#[test]
fn whoever_is_not_bound_comes_in_only_where_persons_are_made() {
    let mut house = house();
    assert_eq!(house.arrive(&who("nova", &[]), false), Err("unknown".to_owned()));
    assert!(house.office.person(&person_id("nova")).unwrap().is_none(), "nothing was kept");
    assert_eq!(house.arrive(&who("Nova@works.example", &[]), true), Ok(vec![]));
    let made = house.office.person(&person_id("nova")).unwrap().unwrap();
    assert_eq!((made.name.as_str(), made.level, made.compartments.len()), ("The Nova@works.example", Level::Open, 0));
    assert_eq!(house.arrive(&who("Nova@works.example", &[]), false), Ok(vec![]), "they are bound from then on");
    let account = house.office.reader().account(&person_id("nova")).unwrap().unwrap();
    assert_eq!((account.password, account.signed_in_at), (None, Some(10)));
}

#[test]
fn a_name_that_is_taken_or_is_none_makes_nobody() {
    let mut house = house();
    let taken = house.arrive(&who("anna", &["directors"]), true).unwrap_err();
    assert!(taken.starts_with("There is an account anna here already. If it is yours, sign in"), "{taken}");
    let odd = house.arrive(&who("Анна", &[]), true).unwrap_err();
    assert!(odd.contains("ask an administrator to make an account for you"), "{odd}");
}

#[test]
fn groups_give_and_take_posts_at_each_sign_in() {
    let mut house = house();
    let id = who("boris", &[]);
    house.by("boris", |writer, turn| desk::bind_to_provider(writer, turn, &id)).unwrap();
    let unsaid = house.arrive(&who("boris", &["engineers", "directors"]), false).unwrap();
    assert_eq!(unsaid, ["The post director is held by dora; end that first"]);
    assert_eq!(house.posts("boris"), ["engineer holder"]);
    house.arrive(&who("boris", &["engineers"]), false).unwrap();
    assert_eq!(house.posts("boris"), ["engineer holder"]);
    house.today = house.today.plus_days(30);
    house.arrive(&who("boris", &[]), false).unwrap();
    assert!(house.posts("boris").is_empty());
    let facts = house.office.ledger_before(u64::MAX, 100).unwrap();
    let told = facts.iter().filter(|held| held.fact.who == PROVIDER && held.fact.object == "post:engineer").count();
    assert_eq!(told, 2, "the ledger tells who gave and who took");
}

#[test]
fn an_account_of_the_provider_is_bound_to_one_person_and_a_person_to_one() {
    let mut house = house();
    let id = who("boris", &[]);
    house.by("boris", |writer, turn| desk::bind_to_provider(writer, turn, &id)).unwrap();
    house.by("boris", |writer, turn| desk::bind_to_provider(writer, turn, &id)).unwrap();
    let other = house.by("dora", |writer, turn| desk::bind_to_provider(writer, turn, &id)).unwrap_err();
    assert!(other.contains("bound to somebody already"), "{other}");
    let second = who("boris-too", &[]);
    let second = house.by("boris", |writer, turn| desk::bind_to_provider(writer, turn, &second)).unwrap_err();
    assert!(second.contains("part from it first"), "{second}");
}

#[test]
fn nobody_parts_from_their_only_way_in_and_what_groups_gave_goes_with_the_provider() {
    let mut house = house();
    let id = who("boris", &["engineers"]);
    house.by("boris", |writer, turn| desk::bind_to_provider(writer, turn, &id)).unwrap();
    house.arrive(&id, false).unwrap();
    let refused = house.by("boris", |writer, turn| desk::part_from_provider(writer, turn)).unwrap_err();
    assert!(refused.contains("choose a password or add a passkey first"), "{refused}");
    let mut numbers = 0..;
    let hash = desk::hash_password("cranes of nineteen sixty", &mut || numbers.next().unwrap()).unwrap();
    desk::give_password(&mut house.writer, &person_id("boris"), &hash, 11).unwrap();
    house.by("boris", |writer, turn| desk::part_from_provider(writer, turn)).unwrap();
    assert!(house.posts("boris").is_empty());
    assert_eq!(house.arrive(&id, false), Err("unknown".to_owned()));
}

#[test]
fn who_left_does_not_come_in_and_who_comes_back_is_given_anew() {
    let mut house = house();
    let id = who("boris", &["engineers"]);
    house.by("boris", |writer, turn| desk::bind_to_provider(writer, turn, &id)).unwrap();
    house.arrive(&id, false).unwrap();
    let leave = [StaffChange::Leave(person_id("boris"))];
    house.by("anna", |writer, turn| desk::keep_staff(writer, turn, &leave, None)).unwrap();
    assert_eq!(house.arrive(&id, false), Err("shut".to_owned()));
    let back = house.office.person(&person_id("boris")).unwrap().unwrap();
    let back = [StaffChange::Person(Person { left: false, ..back })];
    house.by("anna", |writer, turn| desk::keep_staff(writer, turn, &back, None)).unwrap();
    house.today = house.today.plus_days(2);
    assert_eq!(house.arrive(&id, false), Ok(vec![]));
    assert_eq!(house.posts("boris"), ["engineer holder"]);
}
