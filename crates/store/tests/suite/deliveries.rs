use crate::kit::{Office, article, scope};
use crate::programme;
use model::{Delivery, DeliveryId, NeedId, PostId, ProfileId, RecordId, UnitId};
use store::{DeliveryFilter, Programme};

pub fn delivery(record: RecordId, need: &str) -> Delivery {
    let need = NeedId::new(need).unwrap();
    Delivery {
        // Random in an office; here it only has to be another for each.
        id: DeliveryId::from_bits(record.bits() ^ need.as_str().bytes().fold(7, |sum, b| sum * 31 + u64::from(b))),
        record,
        profile: ProfileId { need: need.clone(), number: 1 },
        need,
        forwarded_from: None,
        post: PostId::new("engineer").unwrap(),
        score: 2.7,
        grounds: r#"{"title":["diesel"]}"#.into(),
    }
}

fn office() -> Office {
    let mut office = Office::new();
    let mut programme = programme::programme();
    programme.needs.push(programme::need("traction", "works", "engineer"));
    office.writer.keep_programme(&programme, "operator", 5).unwrap();
    office
}

#[test]
fn a_record_is_delivered_once_to_a_need() {
    let mut office = office();
    let record = office.keep_one(article("a", "Diesel", &[])).record;
    let both = [delivery(record, "diesel"), delivery(record, "traction")];
    assert_eq!(office.writer.keep_deliveries(&both, "operator", 10).unwrap(), [true, true]);
    assert_eq!(office.writer.keep_deliveries(&both, "operator", 11).unwrap(), [false, false]);
    let held = office.reader().deliveries(&scope(), &DeliveryFilter::default()).unwrap();
    assert_eq!(held.iter().map(|held| held.delivery.clone()).collect::<Vec<_>>(), both);
    assert_eq!(office.verbs_after(6), ["collected", "delivered", "delivered"]);
    office.check_whole();
}

#[test]
fn deliveries_are_found_by_need_by_unit_with_those_below_by_record_and_by_time() {
    let mut office = office();
    let record = office.keep_one(article("a", "Diesel", &[])).record;
    office.writer.keep_deliveries(&[delivery(record, "diesel")], "operator", 10).unwrap();
    office.writer.keep_deliveries(&[delivery(record, "traction")], "operator", 20).unwrap();
    let count = |filter: DeliveryFilter| office.reader().deliveries(&scope(), &filter).unwrap().len();
    let unit = |name| Some(UnitId::new(name).unwrap());
    assert_eq!(count(DeliveryFilter { need: NeedId::new("diesel").ok(), ..Default::default() }), 1);
    assert_eq!(count(DeliveryFilter { unit: unit("works"), ..Default::default() }), 2);
    assert_eq!(count(DeliveryFilter { unit: unit("shop"), ..Default::default() }), 1);
    assert_eq!(count(DeliveryFilter { since: Some(11), unit: unit("works"), ..Default::default() }), 1);
    assert_eq!(count(DeliveryFilter { record: Some(record), ..Default::default() }), 2);
    assert_eq!(count(DeliveryFilter { record: Some(RecordId::from_bits(3)), ..Default::default() }), 0);
}

#[test]
fn what_was_delivered_under_another_name_is_not_delivered_again() {
    let mut office = office();
    let first = office.keep_one(article("a", "Diesel", &["doi:10.1000/diesel"])).record;
    let second = office.keep_one(article("b", "Diesel", &["pmid:17"])).record;
    office.writer.keep_deliveries(&[delivery(second, "diesel")], "operator", 10).unwrap();
    office.keep_one(article("c", "Diesel", &["doi:10.1000/diesel", "pmid:17"]));
    assert_eq!(office.writer.keep_deliveries(&[delivery(first, "diesel")], "operator", 11).unwrap(), [false]);
    let filter = DeliveryFilter { record: Some(first), ..Default::default() };
    assert_eq!(office.reader().deliveries(&scope(), &filter).unwrap().len(), 1);
}

#[test]
fn a_delivery_to_nobody_is_refused_with_all_that_came_with_it() {
    let mut office = office();
    let record = office.keep_one(article("a", "Diesel", &[])).record;
    let batch = [delivery(record, "diesel"), delivery(record, "unknown")];
    let refused = office.writer.keep_deliveries(&batch, "operator", 10).unwrap_err().to_string();
    assert!(refused.contains("no need `unknown`"), "{refused}");
    assert_eq!(office.reader().counts(&scope()).unwrap().n_deliveries, 0);
    office.writer.keep_programme(&Programme::default(), "operator", 11).unwrap();
}
