use std::collections::BTreeSet;

use model::{
    Clearance, Compartment, Level, Marking, Need, NeedId, RecordId, Released, Request, RequestId, RequestStage, Thing,
    UnitId,
};
use store::{DeliveryFilter, RequestFilter, Scope};

use crate::kit::{Office, article, scope};
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

#[test]
fn an_answer_that_may_not_be_seen_is_not_named() {
    let (mut office, _, hidden) = office();
    let request = Request {
        id: RequestId::from_bits(5),
        question: "How hard are the liners?".into(),
        detail: String::new(),
        post: model::PostId::new("engineer").unwrap(),
        need: None,
        due: model::Date::new(1962, 1, 1).unwrap(),
        stage: RequestStage::Answered,
        routed_to: None,
        answer: Some(hidden),
        remark: String::new(),
        marking: Marking::default(),
        asked_at: 40,
    };
    office.writer.transact("operator", 40, |deed| deed.keep_request(&request)).unwrap();
    let reader = office.reader();
    let seen = |scope: &Scope| reader.requests(scope, &RequestFilter::default()).unwrap();
    assert_eq!(seen(&Scope::office()), [request]);
    assert_eq!(seen(&Scope::open())[0].answer, None);
}

#[test]
fn records_that_are_joined_are_seen_by_who_may_see_all_of_them() {
    let mut office = Office::new();
    let hidden = office.keep_one(article("a", "Diesel", &["doi:10.1000/diesel"])).record;
    let other = office.keep_one(article("b", "Diesel", &["pmid:17"])).record;
    let marking = Marking::at(Level::Confidential);
    office.writer.transact("operator", 10, |deed| deed.mark_record(hidden, &marking)).unwrap();
    office.keep_one(article("c", "Diesel", &["doi:10.1000/diesel", "pmid:17"]));
    let reader = office.reader();
    for id in [hidden, other] {
        assert!(reader.record(&Scope::open(), id).unwrap().is_none());
        assert!(reader.record(&Scope::office(), id).unwrap().is_some());
    }
}

#[test]
fn a_need_of_nobody_is_stated_by_nobody() {
    let mut office = Office::new();
    let (unit, post) = (UnitId::new("works").unwrap(), model::PostId::new("nobody").unwrap());
    let need = Need::draft(NeedId::new("x").unwrap(), "X", unit, post);
    assert!(office.writer.keep_need(&need, "operator", 5).is_err());
}
