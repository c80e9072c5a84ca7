//! Tests of releases.

use crate::{
    HostId, HostRelease, Marking, PersonId, PostId, RELEASE_RECORDS_MAX, RecordId, ReleaseId, ReleaseState, UnitId,
};

fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

fn release() -> HostRelease {
    HostRelease {
        id: ReleaseId::from_bits(1),
        title: " Two abstracts\n on diesels ".to_owned(),
        host: HostId::from_bits(1),
        records: vec![RecordId::from_bits(1), RecordId::from_bits(2), RecordId::from_bits(1)],
        reason: " They asked for it ".to_owned(),
        unit: UnitId::new("works").unwrap(),
        post: PostId::new("engineer").unwrap(),
        asked_by: "engineer sokolov".to_owned(),
        asker: person("sokolov"),
        state: ReleaseState::Asked,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn a_release_says_what_why_and_each_record_once() {
    let tidy = release().tidied().unwrap();
    assert_eq!((tidy.title.as_str(), tidy.reason.as_str()), ("Two abstracts on diesels", "They asked for it"));
    assert_eq!(tidy.records, [RecordId::from_bits(1), RecordId::from_bits(2)]);
    for wrong in [
        HostRelease { title: " ".into(), ..release() },
        HostRelease { reason: "\n".into(), ..release() },
        HostRelease { records: vec![], ..release() },
        HostRelease { records: (0..=RELEASE_RECORDS_MAX as u64).map(RecordId::from_bits).collect(), ..release() },
    ] {
        assert!(wrong.tidied().is_err());
    }
}

#[test]
fn nobody_gives_what_they_asked_for_or_changed_last() {
    let asked = release().tidied().unwrap();
    assert!(asked.decide(("head sokolov", &person("sokolov")), true, "", 1).is_err());
    let changed = asked.rewrite(asked.clone(), ("engineer orlova", &person("orlova"))).unwrap();
    assert!(changed.decide(("head orlova", &person("orlova")), true, "", 1).is_err());
    assert!(changed.decide(("head petrov", &person("petrov")), false, " ", 1).is_err());
    let given = changed.decide(("head petrov", &person("petrov")), true, "", 1).unwrap();
    assert_eq!((given.state, given.revision), (ReleaseState::Given, 2));
    assert!(given.decide(("head petrov", &person("petrov")), true, "", 2).is_err());
    assert!(given.withdraw().is_err());
    assert!(given.rewrite(given.clone(), ("engineer orlova", &person("orlova"))).is_err());
    assert!(changed.withdraw().unwrap().decide(("head petrov", &person("petrov")), true, "", 1).is_err());
}
