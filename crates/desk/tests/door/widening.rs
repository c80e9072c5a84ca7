//! Markings are made wider by two persons beside who asked, with all that hangs on them.

use desk::{ask_widening, decide_widening, mark_record, withdraw_widening};
use model::{
    Adoption, AdoptionId, DutyKind, DutyState, Marking, Noun, PostId, Power, Technology, TechnologyId, Thing, Verb,
    WideningId, WideningSide, WideningState,
};

use crate::agreement;

fn asked(kit: &agreement::House, bits: u64, thing: &Thing, to: &str) -> Result<model::Widening, desk::Failure> {
    let (office, thing, to) = (kit.office.clone(), thing.clone(), Marking::parse(to).unwrap());
    kit.act("sokolov", move |writer, turn| {
        let post = PostId::new("contracts")?;
        let office = office.seen_by(&turn.officer.scope);
        ask_widening(writer, turn, &office, (WideningId::from_bits(bits), &thing), &to, (&post, "It is known by now"))
    })
}

fn says(
    kit: &agreement::House,
    person: &str,
    widening: &model::Widening,
    side: WideningSide,
    yes: bool,
) -> Result<model::Widening, desk::Failure> {
    let seen = (widening.id, widening.revision);
    kit.act(person, move |writer, turn| decide_widening(writer, turn, seen, side, (yes, "Because")))
}

/// A house with somebody who administers it and asks for nothing.
fn house() -> agreement::House {
    let kit = agreement::house();
    kit.operator(|deed| {
        deed.keep_post(&model::Post {
            id: PostId::new("administrator")?,
            title: "Administrator".to_owned(),
            unit: model::UnitId::new("ministry")?,
            powers: [Power::Administer].into(),
            closed: false,
        })?;
        deed.keep_person(&model::Person {
            id: model::PersonId::new("orlov")?,
            name: "Orlov".to_owned(),
            email: None,
            language: None,
            level: model::Level::Restricted,
            compartments: std::collections::BTreeSet::new(),
            left: false,
        })?;
        let (post, person) = (PostId::new("administrator")?, model::PersonId::new("orlov")?);
        let since = agreement::date("1900-01-01");
        deed.appoint(&model::Tenure { post, person, standing: model::Standing::Holder, since, until: None })?;
        Ok(())
    });
    kit
}

#[test]
fn a_record_is_seen_by_more_people_once_two_others_agreed() {
    let kit = house();
    let record = kit.record("On turbines", None, "restricted");
    let thing = Thing::new(Noun::Record, record);
    let smirnov = || kit.office.seen_by(&kit.officer("smirnov").scope);
    assert!(smirnov().record(&record.to_string()).is_err());
    let widening = asked(&kit, 1, &thing, "internal").unwrap();
    assert!(smirnov().widening(&widening.id.to_string()).is_err(), "it is seen with its thing alone");
    let duties = kit.office.duties_about(&Thing::new(Noun::Widening, widening.id)).unwrap();
    let open: Vec<DutyKind> =
        duties.iter().filter(|duty| duty.state == DutyState::Open).map(|duty| duty.kind).collect();
    assert_eq!(open, [DutyKind::Widen, DutyKind::Widen]);
    assert!(asked(&kit, 2, &thing, "open").is_err(), "one at a time");
    assert_eq!(asked(&kit, 1, &thing, "internal").unwrap(), widening, "a form that is sent twice asks once");
    assert!(says(&kit, "sokolov", &widening, WideningSide::Work, true).is_err(), "not who asked");
    let half = says(&kit, "petrova", &widening, WideningSide::Work, true).unwrap();
    assert!(says(&kit, "petrova", &half, WideningSide::Office, true).is_err(), "not one for both sides");
    assert!(smirnov().record(&record.to_string()).is_err());
    let done = says(&kit, "orlov", &half, WideningSide::Office, true).unwrap();
    assert_eq!(done.state, WideningState::Done);
    assert!(smirnov().record(&record.to_string()).is_ok());
    let duties = kit.office.duties_about(&Thing::new(Noun::Widening, widening.id)).unwrap();
    assert!(duties.iter().all(|duty| duty.state != DutyState::Open));
    assert!(smirnov().widening(&widening.id.to_string()).is_ok());
}

#[test]
fn what_was_marked_otherwise_in_between_stays_as_it_is() {
    let kit = house();
    let record = kit.record("On turbines", None, "internal");
    let widening = asked(&kit, 1, &Thing::new(Noun::Record, record), "open").unwrap();
    let half = says(&kit, "petrova", &widening, WideningSide::Work, true).unwrap();
    kit.operator(move |deed| Ok(deed.mark_record(record, &Marking::parse("restricted").unwrap())?));
    let over = says(&kit, "orlov", &half, WideningSide::Office, true).unwrap();
    assert_eq!(over.state, WideningState::Overtaken);
    assert_eq!(kit.office.marking_of(record).unwrap(), Marking::parse("restricted").unwrap());
}

#[test]
fn nothing_is_marked_wider_than_what_it_is_drawn_from() {
    let kit = house();
    kit.need("turbines", model::Stage::Accepted, "restricted");
    let host = kit.host("open");
    let agreement = kit.begin(model::AgreementKind::Licence, model::AgreementBasis::Commercial, host, &["turbines"]);
    let thing = agreement::of(&agreement);
    assert!(asked(&kit, 1, &thing, "internal").unwrap_err().to_string().contains("restricted"));
    let need = Thing::new(Noun::Need, "turbines");
    let widening = asked(&kit, 2, &need, "internal").unwrap();
    let half = says(&kit, "orlov", &widening, WideningSide::Office, true).unwrap();
    says(&kit, "petrova", &half, WideningSide::Work, true).unwrap();
    assert_eq!(kit.held(&agreement).marking, Marking::parse("restricted").unwrap(), "what follows is asked by itself");
    assert!(asked(&kit, 3, &thing, "internal").is_ok());
}

/// A technology that the institute adopts, both of one marking.
fn adopted(kit: &agreement::House, marking: &str) -> (TechnologyId, AdoptionId) {
    let (technology, adoption) = (TechnologyId::from_bits(kit.id()), AdoptionId::from_bits(kit.id()));
    let marking = Marking::parse(marking).unwrap();
    kit.operator(move |deed| {
        let held = Technology {
            id: technology,
            name: "Cast turbines".to_owned(),
            statement: String::new(),
            classes: Vec::new(),
            origins: Vec::new(),
            marking: marking.clone(),
            invented: false,
            revision: 0,
            made_at: 3,
        };
        let fact = deed.fact(Verb::Registered, Thing::new(Noun::Technology, technology));
        deed.keep_technology(&held, &fact)?;
        let held = Adoption {
            id: adoption,
            technology,
            unit: model::UnitId::new("institute")?,
            post: PostId::new("contracts")?,
            need: None,
            from: None,
            output: String::new(),
            measure: String::new(),
            remark: String::new(),
            reached: Vec::new(),
            past: Vec::new(),
            end: None,
            marking,
            invented: false,
            revision: 0,
            made_at: 3,
        };
        let fact = deed.fact(Verb::TookUp, Thing::new(Noun::Adoption, adoption));
        Ok(deed.keep_adoption(&held, &fact)?)
    });
    (technology, adoption)
}

#[test]
fn a_technology_is_seen_by_more_people_and_then_its_adoption() {
    let kit = house();
    let (technology, adoption) = adopted(&kit, "restricted");
    let (of, by) = (Thing::new(Noun::Technology, technology), Thing::new(Noun::Adoption, adoption));
    let smirnov = || kit.office.seen_by(&kit.officer("smirnov").scope);
    assert!(smirnov().technology(&technology.to_string()).is_err());
    let refused = asked(&kit, 1, &by, "internal").unwrap_err();
    assert!(refused.to_string().contains("restricted"), "no adoption is seen without its technology");
    let agreed = |bits: u64, thing: &Thing| {
        let widening = asked(&kit, bits, thing, "internal").unwrap();
        let half = says(&kit, "petrova", &widening, WideningSide::Work, true).unwrap();
        let done = says(&kit, "orlov", &half, WideningSide::Office, true).unwrap();
        assert_eq!((done.state, done.title.as_str()), (WideningState::Done, "Cast turbines"));
    };
    agreed(2, &of);
    assert!(smirnov().technology(&technology.to_string()).is_ok());
    assert!(smirnov().adoption(&adoption.to_string()).is_err(), "what follows is asked by itself");
    agreed(3, &by);
    assert!(smirnov().adoption(&adoption.to_string()).is_ok());
}

#[test]
fn one_no_ends_it_and_who_asked_takes_it_back() {
    let kit = house();
    let record = kit.record("On turbines", None, "restricted");
    let thing = Thing::new(Noun::Record, record);
    let widening = asked(&kit, 1, &thing, "internal").unwrap();
    let ended = says(&kit, "orlov", &widening, WideningSide::Office, false).unwrap();
    assert_eq!(ended.state, WideningState::Refused);
    assert!(says(&kit, "petrova", &ended, WideningSide::Work, true).is_err());
    let again = asked(&kit, 2, &thing, "internal").unwrap();
    let seen = (again.id, again.revision);
    assert!(kit.act("petrova", move |writer, turn| withdraw_widening(writer, turn, seen)).is_err());
    let back = kit.act("sokolov", move |writer, turn| withdraw_widening(writer, turn, seen)).unwrap();
    assert_eq!(back.state, WideningState::Withdrawn);
    // Narrower needs nobody's word but the documentalist's, and is no widening.
    assert!(asked(&kit, 3, &thing, "confidential").is_err());
    drop(
        kit.act("petrova", move |writer, turn| {
            mark_record(writer, turn, record, &Marking::parse("restricted").unwrap())
        }),
    );
}
