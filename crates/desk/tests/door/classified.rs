//! What records and releases are by the control lists, and that the gate asks of a release also what its records are.

use desk::{ClassificationGiven, classify, decide_classification, load_control_list, write_release};
use model::{
    Classification, ClassificationState, ClassificationVerdict, ControlListId, DutyKind, HostRelease, Marking, Noun,
    PersonId, Post, PostId, Power, RecordId, ReleaseId, ReleaseState, Thing, UnitId,
};

use crate::agreement;

const LIST: &str = "code,text\n1X001,Steam turbines for ships\n1X002,Pumps for acids\n";

/// A house in which two posts document, with a list in force.
fn house() -> agreement::House {
    let kit = agreement::house();
    kit.operator(|deed| {
        for (person, post) in [("ivanova", "library"), ("orlov", "archive")] {
            deed.keep_post(&Post {
                id: PostId::new(post)?,
                title: post.to_owned(),
                unit: UnitId::new("ministry")?,
                powers: [Power::Document].into(),
                closed: false,
            })?;
            deed.keep_person(&model::Person {
                id: PersonId::new(person)?,
                name: person.to_owned(),
                email: None,
                language: None,
                level: model::Level::Restricted,
                compartments: std::collections::BTreeSet::new(),
                left: false,
            })?;
            let (post, person) = (PostId::new(post)?, PersonId::new(person)?);
            let since = agreement::date("1900-01-01");
            deed.appoint(&model::Tenure { post, person, standing: model::Standing::Holder, since, until: None })?;
        }
        Ok(())
    });
    let read = kit.office.read_control_list("list.csv", LIST.as_bytes()).unwrap();
    let foresight = kit.office.foresee_control_list(&read, ("demo-list", "A list")).unwrap();
    kit.act("ivanova", move |writer, turn| load_control_list(writer, turn, &read, &foresight)).unwrap();
    kit
}

fn says(kit: &agreement::House, person: &str, about: &Thing, code: &str) -> Result<Classification, desk::Failure> {
    let given = ClassificationGiven {
        list: ControlListId::new("demo-list").unwrap(),
        version: 1,
        verdict: ClassificationVerdict::Listed(code.to_owned()),
        text: "steam turbines".to_owned(),
        parameters: Vec::new(),
        reason: "It says so".to_owned(),
    };
    let about = about.clone();
    kit.act(person, move |writer, turn| classify(writer, turn, &about, &given))
}

/// Who is asked to do what about a thing.
fn asked(kit: &agreement::House, about: &Thing) -> Vec<(String, DutyKind)> {
    let duties = kit.office.duties_about(about).unwrap().into_iter();
    let open = duties.filter(|duty| duty.state == model::DutyState::Open);
    open.map(|duty| (duty.post.to_string(), duty.kind)).collect()
}

fn release_of(kit: &agreement::House, record: RecordId) -> Thing {
    let release = HostRelease {
        id: ReleaseId::from_bits(kit.id()),
        title: "A paper".to_owned(),
        host: kit.host("open"),
        records: vec![record],
        reason: "They asked for it".to_owned(),
        unit: UnitId::new("nowhere").unwrap(),
        post: PostId::new("contracts").unwrap(),
        asked_by: String::new(),
        asker: PersonId::new("nobody").unwrap(),
        state: ReleaseState::Given,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        marking: Marking::default(),
        revision: 7,
        made_at: 0,
    };
    let office = kit.office.clone();
    let kept = kit.act("sokolov", move |writer, turn| write_release(writer, turn, &office, &release, None)).unwrap();
    Thing::new(Noun::Release, kept.id)
}

#[test]
fn what_a_record_is_one_documentalist_says_and_another_confirms() {
    let kit = house();
    let record = Thing::new(Noun::Record, kit.record("On turbines", None, "internal"));
    assert!(agreement::refused(says(&kit, "sokolov", &record, "1X001")).contains("is said by a documentalist"));
    assert!(!kit.office.may_classify(&kit.officer("sokolov"), &record).unwrap());
    assert!(kit.office.may_classify(&kit.officer("ivanova"), &record).unwrap());
    let (title, text) = kit.office.classifiable(&record).unwrap().unwrap();
    assert_eq!((title.as_str(), text.as_str()), ("On turbines", "On turbines"));
    says(&kit, "ivanova", &record, "1X001").unwrap();
    assert_eq!(asked(&kit, &record), [("archive".to_owned(), DutyKind::ConfirmClassification)]);
    let inbox = kit.office.inbox(&[PostId::new("archive").unwrap()], None, None, kit.today).unwrap();
    assert!(
        matches!(&inbox.duties[0].subject, desk::Subject::Record(held) if held.record.title() == Some("On turbines"))
    );
    let about = record.clone();
    let done =
        kit.act("orlov", move |writer, turn| decide_classification(writer, turn, &about, 1, (true, ""))).unwrap();
    assert_eq!(done.state, ClassificationState::Confirmed);
    assert!(asked(&kit, &record).is_empty());
    // Who may not see the record does not learn what it is.
    let hidden = Thing::new(Noun::Record, kit.record("On pumps", None, "restricted"));
    says(&kit, "ivanova", &hidden, "1X002").unwrap();
    let seen = kit.office.seen_by(&kit.officer("smirnov").scope);
    assert!(seen.classifications(&hidden).unwrap().is_empty());
    assert!(seen.classifiable(&hidden).unwrap().is_none());
    assert_eq!(seen.classifications(&record).unwrap().len(), 1);
}

#[test]
fn a_release_is_what_was_said_of_it_and_of_its_records() {
    let kit = house();
    let record = kit.record("On turbines", None, "open");
    let release = release_of(&kit, record);
    let classified = || {
        let about = release.clone();
        kit.clerk.write(move |writer| writer.transact("operator", 5, |deed| desk::classified(deed, &about))).unwrap()
    };
    let before = classified();
    assert!(before.entries.is_empty());
    says(&kit, "ivanova", &Thing::new(Noun::Record, record), "1X001").unwrap();
    let after = classified();
    assert_eq!(after.entries, [("demo-list".to_owned(), "1X001".to_owned())]);
    assert_ne!(after.digest, before.digest, "what was decided on it does not hold any more");
    says(&kit, "sokolov", &release, "1X002").unwrap();
    let both: Vec<String> = classified().entries.into_iter().map(|(_, code)| code).collect();
    assert_eq!(both, ["1X002", "1X001"]);
    assert!(asked(&kit, &release).iter().any(|(_, kind)| *kind == DutyKind::ConfirmClassification));
}
