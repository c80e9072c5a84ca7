use std::collections::BTreeSet;

use model::{
    Clearance, Compartment, Level, Marking, Need, NeedId, RecordId, Released, Request, RequestId, RequestStage, Thing,
    UnitId,
};
use store::{Batch, DeliveryFilter, Outcome, RequestFilter, Scope};

use crate::kit::{ByNames, Office, article, scope};
use crate::programme;

fn clearance(level: Level, units: &[&str]) -> Clearance {
    let units: BTreeSet<UnitId> = units.iter().map(|unit| UnitId::new(unit).unwrap()).collect();
    Clearance { level, compartments: BTreeSet::new(), within: units.clone(), units }
}

/// An office with one record for all and one that is restricted, both delivered to a need.
fn office() -> (Office, RecordId, RecordId) {
    let mut office = Office::new();
    office.writer.keep_programme(&programme::programme(), "operator", 5).unwrap();
    let open = office.keep_one(article("a", "Diesel", &["doi:10.1000/diesel"])).record;
    let hidden = office.keep_one(article("b", "Secret diesel", &["doi:10.1000/secret"])).record;
    let need = NeedId::new("diesel").unwrap();
    let mut deliveries = Vec::new();
    for (bits, record) in [(1, open), (2, hidden)] {
        deliveries.push(model::Delivery {
            id: model::DeliveryId::from_bits(bits),
            record,
            need: need.clone(),
            profile: model::ProfileId { need: need.clone(), number: 1 },
            post: model::PostId::new("engineer").unwrap(),
            score: 1.0,
            grounds: "diesel".into(),
            forwarded_from: None,
        });
    }
    office.writer.keep_deliveries(&deliveries, "operator", 9).unwrap();
    let marking = Marking::at(Level::Restricted);
    office.writer.transact("operator", 10, |deed| deed.mark_record(hidden, &marking)).unwrap();
    (office, open, hidden)
}

#[test]
fn what_is_outside_the_scope_does_not_exist_in_any_read() {
    let (office, open, hidden) = office();
    let reader = office.reader();
    let outsider = reader.scope(&clearance(Level::Internal, &["works"])).unwrap();
    let cleared = reader.scope(&clearance(Level::Restricted, &["works"])).unwrap();
    let doi = model::Identifier::parse("doi:10.1000/secret").unwrap();
    for (scope, n) in [(&outsider, 1), (&cleared, 2), (&Scope::open(), 1), (&Scope::office(), 2)] {
        assert_eq!(reader.counts(scope).unwrap().n_records, n);
        assert_eq!(reader.counts(scope).unwrap().n_items, n);
        assert_eq!(reader.counts(scope).unwrap().n_deliveries, n);
        assert_eq!(reader.deliveries(scope, &DeliveryFilter::default()).unwrap().len() as u64, n);
        assert_eq!(reader.record(scope, hidden).unwrap().is_some(), n == 2);
        assert_eq!(reader.records_identified(scope, &doi).unwrap().len() as u64, n - 1);
        assert_eq!(reader.items(scope, hidden).unwrap().len() as u64, n - 1);
        assert_eq!(reader.changes_after(scope, 0, 99).unwrap().len() as u64, n);
        let id = model::DeliveryId::from_bits(2);
        assert_eq!(reader.delivery(scope, id).unwrap().is_some(), n == 2);
        let thing = Thing::new(model::Noun::Record, hidden);
        assert_eq!(reader.history(scope, &thing, 99).unwrap().is_empty(), n == 1);
        assert!(reader.record(scope, open).unwrap().is_some());
    }
    let told = reader.facts_after(&outsider, 0, 999).unwrap();
    let name = hidden.to_string();
    assert!(told.iter().all(|held| !held.fact.object.contains(&name)), "facts about what is hidden are hidden");
}

#[test]
fn a_need_is_hidden_with_its_profiles_and_its_deliveries() {
    let (mut office, ..) = office();
    let mut need = office.reader().need(&scope(), &NeedId::new("diesel").unwrap()).unwrap().unwrap();
    need.marking.release.insert(BTreeSet::from([Released::Exactly(UnitId::new("shop").unwrap())]));
    need.revision += 1;
    office.writer.keep_need(&need, "operator", 20).unwrap();
    let reader = office.reader();
    let other = reader.scope(&clearance(Level::Restricted, &["works"])).unwrap();
    let own = reader.scope(&clearance(Level::Restricted, &["works", "shop"])).unwrap();
    assert_eq!(reader.need(&own, &need.id).unwrap(), Some(need.clone()));
    assert_eq!(reader.need(&other, &need.id).unwrap(), None);
    assert!(reader.needs(&other).unwrap().is_empty());
    assert!(reader.deliveries(&other, &DeliveryFilter::default()).unwrap().is_empty());
}

#[test]
fn a_raised_marking_and_a_lowered_clearance_hold_for_the_next_read() {
    let (mut office, open, _) = office();
    let reader = office.reader();
    let who = clearance(Level::Internal, &[]);
    assert!(reader.record(&reader.scope(&who).unwrap(), open).unwrap().is_some());
    let secret = Compartment::new("engines").unwrap();
    let marking = Marking { compartments: BTreeSet::from([secret]), ..Marking::default() };
    office.writer.transact("operator", 30, |deed| deed.mark_record(open, &marking)).unwrap();
    assert!(reader.record(&reader.scope(&who).unwrap(), open).unwrap().is_none());
}

fn request(answer: Option<RecordId>) -> Request {
    Request {
        id: RequestId::from_bits(5),
        question: "How hard are the liners?".into(),
        detail: String::new(),
        post: model::PostId::new("engineer").unwrap(),
        need: None,
        due: model::Date::new(1962, 1, 1).unwrap(),
        stage: RequestStage::Answered,
        routed_to: None,
        answer,
        remark: String::new(),
        marking: Marking::default(),
        asked_at: 40,
    }
}

#[test]
fn an_answer_that_may_not_be_seen_is_not_named() {
    let (mut office, _, hidden) = office();
    let request = request(Some(hidden));
    office.writer.transact("operator", 40, |deed| deed.keep_request(&request)).unwrap();
    let reader = office.reader();
    let seen = |scope: &Scope| reader.requests(scope, &RequestFilter::default()).unwrap();
    assert_eq!(seen(&Scope::office()), [request]);
    assert_eq!(seen(&Scope::open())[0].answer, None);
}

/// Every name that a scope is shown.
fn names(reader: &store::Reader, scope: &Scope) -> Vec<RecordId> {
    let mut names = Vec::new();
    let mut visit = |held: store::HeldRecord| {
        names.push(held.id);
        std::ops::ControlFlow::Continue(())
    };
    reader.each_record(scope, &mut visit).unwrap();
    names
}

#[test]
fn an_open_work_does_not_vanish_into_a_hidden_record_of_it() {
    let mut office = Office::new();
    let hidden = office.keep_one(article("a", "Diesel", &["doi:10.1000/diesel"])).record;
    let other = office.keep_one(article("b", "Diesel", &["pmid:17"])).record;
    let marking = Marking::at(Level::Confidential);
    office.writer.transact("operator", 10, |deed| deed.mark_record(hidden, &marking)).unwrap();
    let third = office.keep_one(article("c", "Diesel", &["doi:10.1000/diesel", "pmid:17"]));
    assert_eq!((third.record, third.outcome, &third.absorbed), (other, Outcome::Merged, &vec![]));
    assert_eq!(names(&office.reader(), &Scope::open()), [other]);
    assert_eq!(names(&office.reader(), &Scope::office()), [hidden, other]);
    // The source of the hidden one says something new: that stays hidden with it.
    let again = office.keep_one(article("a", "Diesel engines", &["doi:10.1000/diesel"]));
    assert_eq!((again.record, again.outcome), (hidden, Outcome::Updated));
    assert_eq!(names(&office.reader(), &Scope::open()), [other]);
    let told = office.reader().facts_after(&Scope::open(), 0, 999).unwrap();
    assert!(told.iter().all(|held| !held.fact.object.contains(&hidden.to_string())), "{told:?}");
    office.check_whole();
}

#[test]
fn who_takes_in_openly_what_is_held_under_a_marking_does_not_learn_of_it() {
    let mut office = Office::new();
    let mut ids = 100u64..;
    let mut ids = || ids.next().unwrap();
    let marked = Batch::marked(vec![article("a", "Diesel", &["doi:10.1000/diesel"])], Marking::at(Level::Restricted));
    let open = Batch::of(vec![article("a", "Diesel", &["doi:10.1000/diesel"])]);
    let mut keep = |batch: &Batch| office.writer.ingest_batch(batch, &ByNames, "operator", 7, &mut ids).unwrap();
    let first = keep(&marked).remove(0);
    let second = keep(&open).remove(0);
    assert_eq!((first.outcome, second.outcome), (Outcome::Collected, Outcome::Collected));
    assert_eq!((keep(&marked)[0].outcome, keep(&open)[0].outcome), (Outcome::Unchanged, Outcome::Unchanged));
    assert_eq!(names(&office.reader(), &Scope::open()), [second.record]);
    assert_eq!(names(&office.reader(), &Scope::office()), [first.record, second.record]);
    let told = office.reader().facts_after(&Scope::open(), 1, 999).unwrap();
    assert_eq!(told.len(), 1, "the birth of the hidden one is hidden too: {told:?}");
    office.check_whole();
}

#[test]
fn what_is_parted_from_a_hidden_record_stays_hidden() {
    let mut office = Office::new();
    let id = office.keep_one(article("a", "Diesel", &["doi:10.1000/diesel"])).record;
    office.keep_one(article("b", "Diesel", &["doi:10.1000/diesel", "pmid:17"]));
    let marking = Marking::at(Level::Restricted);
    office.writer.transact("operator", 10, |deed| deed.mark_record(id, &marking)).unwrap();
    let item = office.reader().items(&scope(), id).unwrap()[1].id;
    let parted = office.part(id, item).unwrap();
    let reader = office.reader();
    assert_eq!(reader.record(&Scope::open(), parted).unwrap(), None);
    assert_eq!(reader.raw(&Scope::open(), item).unwrap(), None);
    assert!(reader.facts_after(&Scope::open(), 1, 999).unwrap().is_empty());
    assert!(reader.record(&scope(), parted).unwrap().is_some());
}

#[test]
fn a_name_that_leads_to_a_hidden_record_leads_nowhere() {
    let mut office = Office::new();
    let gone = office.keep_one(article("a", "Diesel", &["pmid:18"])).record;
    let stays = office.keep_one(article("b", "Diesel", &["doi:10.1000/diesel"])).record;
    let joined = office.keep_one(article("c", "Diesel", &["pmid:18", "doi:10.1000/diesel"]));
    let (stays, gone) = if joined.record == stays { (stays, gone) } else { (gone, stays) };
    let reader = office.reader();
    assert_eq!(reader.record(&Scope::open(), gone).unwrap().unwrap().id, stays);
    let marking = Marking::at(Level::Restricted);
    office.writer.transact("operator", 10, |deed| deed.mark_record(gone, &marking)).unwrap();
    for id in [gone, stays, RecordId::from_bits(4)] {
        assert_eq!(reader.record(&Scope::open(), id).unwrap(), None);
        assert!(reader.items(&Scope::open(), id).unwrap().is_empty());
        let thing = Thing::new(model::Noun::Record, id);
        assert!(reader.history(&Scope::open(), &thing, 99).unwrap().is_empty());
    }
    assert!(reader.facts_after(&Scope::open(), 1, 999).unwrap().is_empty());
    assert_eq!(reader.counts(&Scope::open()).unwrap().n_facts, 1);
}

#[test]
fn facts_follow_what_they_are_about_up_and_down_again() {
    let (mut office, open, _) = office();
    let need = NeedId::new("diesel").unwrap();
    let told = |office: &Office| {
        let facts = office.reader().facts_after(&Scope::open(), 0, 999).unwrap();
        facts.into_iter().filter(|held| held.fact.verb != model::Verb::Marked).collect::<Vec<_>>()
    };
    let id = model::DeliveryId::from_bits(1);
    office.writer.transact("operator", 20, |deed| deed.mark_read(id)).unwrap();
    let before = told(&office);
    assert!(before.iter().any(|held| held.fact.object == format!("delivery:{id}")));
    let mark = |office: &mut Office, marking: &Marking| {
        office.writer.transact("operator", 30, |deed| deed.mark_record(open, marking)).unwrap();
    };
    mark(&mut office, &Marking::at(Level::Restricted));
    let about = |facts: &[store::HeldFact]| {
        facts
            .iter()
            .filter(|held| held.fact.object.starts_with("record:") || held.fact.object.starts_with("delivery:"))
            .count()
    };
    assert_eq!(about(&told(&office)), 0, "the delivery of what is hidden is hidden");
    mark(&mut office, &Marking::default());
    assert_eq!(told(&office), before);
    // While the need is hidden, what is delivered to it is, whatever becomes of the record.
    let mut held = office.reader().need(&scope(), &need).unwrap().unwrap();
    held.marking = Marking::at(Level::Restricted);
    office.writer.keep_need(&held, "operator", 40).unwrap();
    mark(&mut office, &Marking::at(Level::Internal));
    mark(&mut office, &Marking::default());
    let facts = told(&office);
    assert!(facts.iter().all(|held| !format!("{held:?}").contains("diesel")), "{facts:?}");
}

#[test]
fn a_hidden_need_is_not_named_by_what_points_at_it() {
    let (mut office, open, _) = office();
    let leading = NeedId::new("diesel").unwrap();
    let served = Need { joined_to: Some(leading.clone()), ..programme::need("traction", "shop", "engineer") };
    office.writer.keep_need(&Need { stage: model::Stage::Joined, ..served }, "operator", 20).unwrap();
    let served = NeedId::new("traction").unwrap();
    let delivery = model::Delivery {
        need: served.clone(),
        profile: model::ProfileId { need: leading.clone(), number: 1 },
        id: model::DeliveryId::from_bits(3),
        ..crate::deliveries::delivery(open, "traction")
    };
    office.writer.keep_deliveries(&[delivery], "operator", 21).unwrap();
    let request = Request { need: Some(leading.clone()), ..request(None) };
    office.writer.transact("operator", 22, |deed| deed.keep_request(&request)).unwrap();
    let mut need = office.reader().need(&scope(), &leading).unwrap().unwrap();
    need.marking = Marking::at(Level::Restricted);
    office.writer.keep_need(&need, "operator", 23).unwrap();

    let reader = office.reader();
    let about = RequestFilter { need: Some(leading.clone()), ..RequestFilter::default() };
    for (scope, seen) in [(&Scope::office(), true), (&Scope::open(), false)] {
        let expected = seen.then_some(&leading);
        assert_eq!(reader.need(scope, &served).unwrap().unwrap().joined_to.as_ref(), expected);
        assert_eq!(reader.joined_to(scope, &leading).unwrap().len(), usize::from(seen));
        let laid = reader.delivery(scope, model::DeliveryId::from_bits(3)).unwrap().unwrap();
        assert_eq!(&laid.delivery.profile.need, expected.unwrap_or(&served));
        // What is asked for a need is marked as the need is.
        let asked = reader.requests(scope, &RequestFilter::default()).unwrap();
        assert_eq!(asked.first().and_then(|request| request.need.as_ref()), expected);
        assert_eq!(reader.requests(scope, &about).unwrap().len(), usize::from(seen));
        let facts = reader.facts_after(scope, 0, 999).unwrap();
        assert_eq!(facts.iter().any(|held| format!("{held:?}").contains("diesel")), seen, "{facts:?}");
    }
    office.check_whole();
}

#[test]
fn a_need_of_nobody_is_stated_by_nobody() {
    let mut office = Office::new();
    let (unit, post) = (UnitId::new("works").unwrap(), model::PostId::new("nobody").unwrap());
    let need = Need::draft(NeedId::new("x").unwrap(), "X", unit, post);
    assert!(office.writer.keep_need(&need, "operator", 5).is_err());
}
