use crate::kit::{Office, scope};
use std::collections::BTreeSet;

use model::{
    Date, Identifier, Need, NeedId, Parameter, Post, PostId, Power, Priority, Profile, ProfileId, Stage, Subject,
    SubjectScheme, Unit, UnitId,
};
use store::{Programme, Statement};

pub fn unit(id: &str, parent: Option<&str>) -> Unit {
    Unit {
        id: UnitId::new(id).unwrap(),
        name: format!("The {id}"),
        parent: parent.map(|parent| UnitId::new(parent).unwrap()),
    }
}

pub fn post(id: &str, unit: &str) -> Post {
    Post {
        id: PostId::new(id).unwrap(),
        title: "Chief engineer".into(),
        unit: UnitId::new(unit).unwrap(),
        powers: BTreeSet::from([Power::Lead]),
        closed: false,
    }
}

pub fn need(id: &str, unit: &str, post: &str) -> Need {
    let id = NeedId::new(id).unwrap();
    Need {
        profiles: vec![
            Profile { id: ProfileId { need: id.clone(), number: 1 }, query: "diesel".into(), threshold: Some(1.1) },
            Profile { id: ProfileId { need: id.clone(), number: 2 }, query: "traction".into(), threshold: None },
        ],
        statement: "Ours wear out.".into(),
        stage: Stage::Accepted,
        expires: Date::new(1962, 12, 31),
        examples: vec![Identifier::parse("doi:10.1000/diesel").unwrap()],
        parameters: vec![Parameter {
            name: "Service life".into(),
            now: Some("900".into()),
            wanted: Some("5000".into()),
            measure: "h".into(),
        }],
        questions: vec!["Which alloy are the liners made of?".into()],
        classes: vec![Subject::coded(SubjectScheme::Ipc, "F02B 3/06")],
        priority: Priority::High,
        ..Need::draft(id, "Diesel engines", UnitId::new(unit).unwrap(), PostId::new(post).unwrap())
    }
}

pub fn programme() -> Programme {
    Programme {
        // A child before its parent, on purpose.
        units: vec![unit("shop", Some("works")), unit("works", None)],
        posts: vec![post("engineer", "shop")],
        needs: vec![need("diesel", "shop", "engineer")],
        ..Programme::default()
    }
}

#[test]
fn a_programme_is_given_back_as_it_was_stated() {
    let mut office = Office::new();
    let statements = office.writer.keep_programme(&programme(), "operator", 5).unwrap();
    assert!(statements.iter().all(|(_, statement)| *statement == Statement::New));
    let reader = office.reader();
    assert_eq!(reader.needs(&scope()).unwrap(), programme().needs);
    assert_eq!(reader.posts(&scope()).unwrap(), programme().posts);
    assert_eq!(reader.units(&scope()).unwrap(), programme().units);
    assert_eq!(office.verbs_after(1), ["stated"; 4]);
    office.check_whole();
}

#[test]
fn stating_the_same_again_writes_nothing_and_a_change_says_what_changed() {
    let mut office = Office::new();
    office.writer.keep_programme(&programme(), "operator", 5).unwrap();
    let position = office.writer.position();
    office.writer.keep_programme(&programme(), "operator", 6).unwrap();
    assert_eq!(office.writer.position(), position);
    let mut changed = need("diesel", "shop", "engineer");
    changed.profiles.pop();
    changed.title = "Diesels".into();
    assert_eq!(office.writer.keep_need(&changed, "operator", 7).unwrap(), Statement::Changed);
    let fact = office.reader().facts_after(&scope(), position.ledger_seq, 1).unwrap().remove(0).fact;
    assert_eq!((fact.verb.word(), fact.said()), ("restated", Some("title, profiles")));
    assert_eq!(fact.particulars().collect::<Vec<_>>(), [("class", "ipc F02B3/06")]);
    changed.revision = 1;
    assert_eq!(office.reader().need(&scope(), &changed.id).unwrap(), Some(changed));
}

#[test]
fn what_a_statement_names_must_be_there_and_nothing_is_half_kept() {
    let mut office = Office::new();
    let mut broken = programme();
    broken.needs.push(need("turbines", "shop", "nobody"));
    let refused = office.writer.keep_programme(&broken, "operator", 5).unwrap_err().to_string();
    assert!(refused.contains("no post `nobody`") && refused.contains("turbines"), "{refused}");
    assert!(office.reader().units(&scope()).unwrap().is_empty());
    let refused = office.writer.keep_unit(&unit("shop", Some("works")), "operator", 6).unwrap_err().to_string();
    assert!(refused.contains("no unit `works`"), "{refused}");
}

#[test]
fn a_unit_cannot_stand_under_itself() {
    let mut office = Office::new();
    let units = vec![unit("a", Some("b")), unit("b", Some("c")), unit("c", Some("a"))];
    let circle = Programme { units, ..Programme::default() };
    let refused = office.writer.keep_programme(&circle, "operator", 5).unwrap_err().to_string();
    assert!(refused.contains("would stand under itself"), "{refused}");
}
