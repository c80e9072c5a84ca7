//! Promises of the staff.

use crate::{
    Compartment, Date, Hand, Level, NamedCompartment, Person, PersonId, Post, PostId, Power, Staff, StaffChange,
    Standing, Tenure, Unit, UnitId,
};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn unit(id: &str, parent: &str) -> Unit {
    let parent = (!parent.is_empty()).then(|| UnitId::new(parent).unwrap());
    Unit { id: UnitId::new(id).unwrap(), name: id.to_owned(), parent }
}

fn post(id: &str, unit: &str, powers: &[Power]) -> Post {
    let (id, unit) = (PostId::new(id).unwrap(), UnitId::new(unit).unwrap());
    Post { title: id.to_string(), id, unit, powers: powers.iter().copied().collect(), closed: false }
}

fn person(id: &str) -> Person {
    Person {
        id: PersonId::new(id).unwrap(),
        name: id.to_owned(),
        email: None,
        language: None,
        level: Level::Internal,
        compartments: Default::default(),
        left: false,
    }
}

fn tenure(post: &str, person: &str, standing: Standing, since: &str, until: &str) -> Tenure {
    Tenure {
        post: PostId::new(post).unwrap(),
        person: PersonId::new(person).unwrap(),
        standing,
        since: day(since),
        until: Date::parse(until),
    }
}

/// A ministry over a works; Anna administers, Boris is engineer.
fn staff() -> Staff {
    let mut changes = vec![
        StaffChange::Unit(unit("works", "ministry")),
        StaffChange::Unit(unit("ministry", "")),
        StaffChange::Post(post("admin", "ministry", &[Power::Administer])),
        StaffChange::Post(post("engineer", "works", &[])),
        StaffChange::Compartment(NamedCompartment {
            id: Compartment::new("radar").unwrap(),
            name: "Radar".to_owned(),
            closed: false,
        }),
    ];
    changes.extend(["anna", "boris", "clara"].map(|id| StaffChange::Person(person(id))));
    changes.push(StaffChange::Tenure(tenure("admin", "anna", Standing::Holder, "1962-01-01", "")));
    changes.push(StaffChange::Tenure(tenure("engineer", "boris", Standing::Holder, "1962-01-01", "")));
    Staff::default().after(&changes, Hand { person: None, today: day("1962-01-01") }).unwrap()
}

const TODAY: &str = "1962-03-01";

/// What the rules say to a change that Anna makes; nothing when they let it pass.
#[track_caller]
fn check(change: StaffChange, expected: &str) -> Staff {
    let anna = PersonId::new("anna").unwrap();
    let held = staff();
    match held.after(&[change], Hand { person: Some(&anna), today: day(TODAY) }) {
        Ok(after) => {
            assert_eq!("", expected);
            after
        }
        Err(faults) => {
            let said: Vec<String> = faults.iter().map(|(place, refusal)| format!("{place}: {refusal}")).collect();
            assert_eq!(said.join("\n"), expected);
            held
        }
    }
}

#[test]
fn a_unit_cannot_stand_under_itself_or_under_nothing() {
    let circle = "unit:ministry: The unit ministry would stand under itself; give it another parent";
    check(StaffChange::Unit(unit("ministry", "works")), circle);
    let nowhere = "unit:shop: There is no unit `plant` here; state it before or together with shop";
    check(StaffChange::Unit(unit("shop", "plant")), nowhere);
    check(StaffChange::Unit(unit("shop", "works")), "");
    check(
        StaffChange::Unit(Unit { name: " ".into(), ..unit("shop", "works") }),
        "unit:shop: Write the name as people know it",
    );
}

#[test]
fn the_last_administrator_stays() {
    let now = "office: Nobody could administer the office from now on; let somebody else hold the power first";
    check(StaffChange::ClosePost { post: PostId::new("admin").unwrap(), to: None }, now);
    check(StaffChange::Post(post("admin", "ministry", &[Power::Audit])), now);
    let tomorrow =
        "office: Nobody could administer the office from 1962-03-02 on; let somebody else hold the power first";
    let (post, person) = (PostId::new("admin").unwrap(), PersonId::new("anna").unwrap());
    check(StaffChange::Leave(person.clone()), now);
    let standing = Standing::Holder;
    check(StaffChange::Relieve { post, person, standing, last: day(TODAY) }, tomorrow);
    // Somebody takes over without a gap: that is a handing over, and passes.
    let after = check(StaffChange::Appoint(tenure("admin", "boris", standing, "1962-04-01", "")), "");
    assert_eq!(after.administered_until(day(TODAY)), None);
    let acting = after.acting(&PostId::new("admin").unwrap(), day("1962-03-31"));
    assert_eq!(acting[0].0.id.as_str(), "anna", "until the day before she holds it");
    // Whoever takes over for some weeks only leaves the office without anybody afterwards.
    let later = "office: Nobody could administer the office from 1962-05-01 on; let somebody else hold the power first";
    check(StaffChange::Appoint(tenure("admin", "boris", standing, "1962-04-01", "1962-04-30")), later);
}

#[test]
fn nobody_clears_themselves_for_more() {
    let own = "person:anna: Nobody clears themselves for more than they have; ask a second administrator to do it";
    check(StaffChange::Person(Person { level: Level::Restricted, ..person("anna") }), own);
    let radar = || [Compartment::new("radar").unwrap()].into();
    check(StaffChange::Person(Person { compartments: radar(), ..person("anna") }), own);
    check(StaffChange::Person(Person { level: Level::Open, ..person("anna") }), "");
    check(StaffChange::Person(Person { compartments: radar(), level: Level::Confidential, ..person("boris") }), "");
    let unknown = [Compartment::new("sonar").unwrap()].into();
    let missing = "person:boris: There is no compartment `sonar` here; make it before or together with the person";
    check(StaffChange::Person(Person { compartments: unknown, ..person("boris") }), missing);
}

#[test]
fn a_post_has_one_holder_at_a_time() {
    let two = "tenure:engineer/clara: engineer would have two holders at once, boris and clara; let the time of one end before the other begins";
    check(StaffChange::Tenure(tenure("engineer", "clara", Standing::Holder, "1962-04-01", "")), two);
    let after = check(StaffChange::Appoint(tenure("engineer", "clara", Standing::Holder, "1962-04-01", "")), "");
    let days: Vec<String> = after
        .tenures_of(&PostId::new("engineer").unwrap())
        .iter()
        .map(|tenure| format!("{} {} {:?}", tenure.person, tenure.since, tenure.until.map(|day| day.to_string())))
        .collect();
    assert_eq!(days, ["boris 1962-01-01 Some(\"1962-03-31\")", "clara 1962-04-01 None"]);
    check(StaffChange::Tenure(tenure("engineer", "clara", Standing::Deputy, "1962-04-01", "")), "");
}

#[test]
fn who_leaves_holds_nothing_any_more() {
    let boris = PersonId::new("boris").unwrap();
    let after = check(StaffChange::Leave(boris.clone()), "");
    assert!(after.vacant(day(TODAY)).contains(&PostId::new("engineer").unwrap()));
    assert!(!after.clearances(day(TODAY)).contains_key(&boris));
    assert_eq!(after.tenures_of(&PostId::new("engineer").unwrap())[0].until, Some(day(TODAY)));
}

#[test]
fn a_clearance_reaches_to_the_units_above() {
    let clearances = staff().clearances(day(TODAY));
    let boris = &clearances[&PersonId::new("boris").unwrap()];
    let units: Vec<&str> = boris.within.iter().map(UnitId::as_str).collect();
    assert_eq!(units, ["ministry", "works"]);
    let reach = staff().reach();
    let admin = &reach[&(PostId::new("admin").unwrap(), Power::Administer)];
    assert_eq!(admin.len(), 2, "powers reach over the units below");
}

#[test]
fn addresses_and_languages_are_looked_at() {
    let address = "person:boris: `boris` is no address that mail reaches; write one like name@example.org";
    check(StaffChange::Person(Person { email: Some("boris".into()), ..person("boris") }), address);
    let language = "person:boris: There are no pages in `fr`; write en, ru, de";
    check(StaffChange::Person(Person { language: Some("fr".into()), ..person("boris") }), language);
}

#[test]
fn a_holder_names_a_deputy_for_a_leave() {
    let (post, holder, deputy) = (PostId::new("engineer").unwrap(), person("boris").id, person("clara").id);
    let leave = |since: &str, until: &str| {
        Tenure::during_leave(&post, &holder, &deputy, (day(since), day(until)), day(TODAY)).map_err(|r| r.to_string())
    };
    assert_eq!(leave("1962-07-01", "1962-07-28").unwrap().standing, Standing::Deputy);
    assert!(leave("1962-07-28", "1962-07-01").unwrap_err().contains("turn them round"));
    assert!(leave("1962-01-01", "1962-02-01").unwrap_err().contains("are over"));
    assert!(leave("1962-07-01", "1963-07-05").unwrap_err().contains("366 days at most"));
    assert!(Tenure::during_leave(&post, &holder, &holder, (day(TODAY), day(TODAY)), day(TODAY)).is_err());
}
