//! Cases are made of facts alone, and by rules that are fixed.

use crate::{
    AdoptionId, CaseBook, CaseEndKind, CaseFilter, CaseOrigin, CaseStage, Cases, Date, DeliveryId, Fact, OfferId,
    RecordId, SourceId, TechnologyId, UnitId, Verb,
};

const DAY: i64 = 86_400_000_000;

fn day(number: i64) -> Date {
    Date::of_number(number)
}

/// Facts, each on the day at which it stands.
struct Ledger(CaseBook);

impl Ledger {
    fn new() -> Ledger {
        let mut ledger = Ledger(CaseBook::default());
        ledger.note(0, Verb::Stated, "unit:land", None, &[]);
        for (unit, above) in
            [("north", "land"), ("south", "land"), ("mill", "north"), ("forge", "north"), ("dock", "south")]
        {
            ledger.note(0, Verb::Stated, &format!("unit:{unit}"), Some(&format!("unit:{above}")), &[]);
        }
        for (post, unit) in [("p-mill", "mill"), ("p-forge", "forge"), ("p-dock", "dock")] {
            ledger.note(0, Verb::Stated, &format!("post:{post}"), Some(&format!("unit:{unit}")), &[]);
        }
        ledger
    }

    fn note(&mut self, on: i64, verb: Verb, object: &str, target: Option<&str>, particulars: &[(&str, String)]) {
        self.said(on, verb, object, target, "", particulars);
    }

    fn said(
        &mut self,
        on: i64,
        verb: Verb,
        object: &str,
        target: Option<&str>,
        said: &str,
        particulars: &[(&str, String)],
    ) {
        let mut fact = Fact::new("somebody", verb, object.to_owned());
        if let Some(target) = target {
            fact = fact.to(target.to_owned());
        }
        if !said.is_empty() {
            fact = fact.with(said.to_owned());
        }
        for (key, value) in particulars {
            fact = fact.particular(key, value);
        }
        self.0.note(on * DAY + 7, &fact);
    }

    fn collected(&mut self, on: i64, record: u64, source: u64) {
        let source = SourceId::from_bits(source).to_string();
        let object = format!("record:{}", RecordId::from_bits(record));
        self.said(on, Verb::Collected, &object, None, "sha256:00", &[("source", source)]);
    }

    fn delivered(&mut self, on: i64, record: u64, delivery: u64, post: &str) {
        let object = format!("record:{}", RecordId::from_bits(record));
        let particulars = [("delivery", DeliveryId::from_bits(delivery).to_string()), ("need", "pumps".to_owned())];
        self.said(on, Verb::Delivered, &object, Some(&format!("post:{post}")), "profile:pumps/1", &particulars);
    }

    fn disposed(&mut self, on: i64, delivery: u64, said: &str) {
        let object = format!("delivery:{}", DeliveryId::from_bits(delivery));
        self.said(on, Verb::Disposed, &object, None, said, &[]);
    }

    fn technology(&mut self, on: i64, id: u64, record: u64) {
        let object = format!("technology:{}", TechnologyId::from_bits(id));
        let origin = format!("record:{}", RecordId::from_bits(record));
        self.note(on, Verb::Registered, &object, None, &[("origin", origin), ("class", "ipc F04B".to_owned())]);
    }

    fn took_up(&mut self, on: i64, id: u64, technology: u64, unit: &str, more: &[(&str, String)]) {
        let technology = TechnologyId::from_bits(technology);
        let mut particulars = vec![("technology", technology.to_string()), ("unit", unit.to_owned())];
        particulars.extend(more.iter().cloned());
        let object = format!("adoption:{}", AdoptionId::from_bits(id));
        self.note(on, Verb::TookUp, &object, Some(&format!("technology:{technology}")), &particulars);
    }

    fn reached(&mut self, on: i64, id: u64, what: &str) {
        let object = format!("adoption:{}", AdoptionId::from_bits(id));
        self.said(on, Verb::Reached, &object, None, "up", &[("reached", what.to_owned())]);
    }

    fn cases(&self) -> Cases {
        self.0.cases()
    }
}

#[test]
fn a_record_that_a_unit_adopts_is_one_case_from_its_collection_to_production() {
    let mut ledger = Ledger::new();
    ledger.collected(10, 1, 9);
    ledger.delivered(12, 1, 1, "p-mill");
    ledger.disposed(20, 1, "use");
    ledger.technology(30, 1, 1);
    ledger.took_up(30, 1, 1, "mill", &[]);
    ledger.reached(31, 1, "1 decided told 1970-02-05");
    ledger.reached(60, 1, "1 production told 1970-03-01");
    let cases = ledger.cases();
    let [case] = cases.cases.as_slice() else { panic!("{cases:#?}") };
    assert_eq!(case.stage(), CaseStage::Production);
    assert_eq!(case.entered(CaseStage::Collected), Some(day(10)));
    assert_eq!(case.entered(CaseStage::Delivered), Some(day(12)));
    // Whoever says what becomes of it has read it.
    assert_eq!(case.seen[CaseStage::Read as usize], Some(day(20)));
    // Nobody told of a prototype: it was passed over, and reached all the same.
    assert_eq!((case.seen[CaseStage::Adopted as usize], case.has_reached(CaseStage::Adopted)), (None, true));
    assert_eq!(case.entered(CaseStage::Adopted), case.entered(CaseStage::Production));
    assert_eq!((case.origin, case.end.as_ref(), case.is_verified), (CaseOrigin::Own, None, false));
    assert!(case.sources.contains(&SourceId::from_bits(9)) && case.classes.contains("ipc F04B"));
    ledger.reached(61, 1, "1 production measured 1970-03-01");
    assert!(ledger.cases().cases[0].is_verified);
}

#[test]
fn a_pass_ends_a_case_only_where_nothing_else_goes_on() {
    let mut ledger = Ledger::new();
    ledger.collected(10, 1, 9);
    ledger.delivered(12, 1, 1, "p-mill");
    ledger.delivered(12, 1, 2, "p-mill");
    ledger.disposed(13, 1, "pass: off-topic");
    assert_eq!(ledger.cases().cases[0].end, None, "another delivery waits");
    ledger.disposed(15, 2, "pass: too-general");
    let cases = ledger.cases();
    let end = cases.cases[0].end.as_ref().unwrap();
    assert_eq!((end.kind, end.reason.as_str(), end.on), (CaseEndKind::Passed, "too-general", day(15)));
    assert_eq!(cases.cases[0].loss().unwrap().0, CaseStage::Disposed);
    // Taken back, it is open again, and what was seen stays seen.
    ledger.note(16, Verb::Recalled, &format!("delivery:{}", DeliveryId::from_bits(2)), None, &[]);
    assert_eq!(ledger.cases().cases[0].end, None);
    ledger.disposed(17, 2, "known");
    ledger.technology(30, 1, 1);
    ledger.took_up(30, 1, 1, "mill", &[]);
    assert_eq!(ledger.cases().cases[0].end, None, "an adoption says more than a pass");
}

#[test]
fn what_was_known_already_or_handed_on_is_no_loss() {
    for (verb, said) in [(Verb::Disposed, "known"), (Verb::Forwarded, "forward")] {
        let mut ledger = Ledger::new();
        ledger.collected(10, 1, 9);
        ledger.delivered(12, 1, 1, "p-mill");
        ledger.said(13, verb, &format!("delivery:{}", DeliveryId::from_bits(1)), None, said, &[]);
        let cases = ledger.cases();
        assert_eq!(cases.cases[0].end.as_ref().unwrap().kind, CaseEndKind::Elsewhere);
        assert_eq!(cases.cases[0].loss(), None);
    }
}

#[test]
fn an_offer_is_a_case_of_the_unit_that_is_offered_and_tells_from_which_department_it_came() {
    let mut ledger = Ledger::new();
    ledger.technology(30, 1, 1);
    ledger.took_up(30, 1, 1, "mill", &[]);
    let offer = |unit: &str, state: &str| {
        vec![
            ("technology", TechnologyId::from_bits(1).to_string()),
            ("unit", unit.to_owned()),
            ("giver", "mill".to_owned()),
            ("made", (40 * DAY).to_string()),
            ("state", format!("{state} {}", 50 * DAY)),
        ]
    };
    for (id, unit, state) in [(1, "dock", "declined department"), (2, "forge", "open -")] {
        ledger.note(50, Verb::Offered, &format!("offer:{}", OfferId::from_bits(id)), None, &offer(unit, state));
    }
    let cases = ledger.cases();
    let of = |unit: &str| cases.cases.iter().find(|case| case.unit.as_str() == unit).unwrap();
    let dock = of("dock");
    assert_eq!((dock.origin, dock.department.as_str()), (CaseOrigin::OtherDepartment, "south"));
    assert_eq!(dock.giver_department(), &UnitId::new("north").unwrap());
    assert_eq!(dock.entered(CaseStage::Delivered), Some(day(40)));
    let end = dock.end.as_ref().unwrap();
    assert_eq!((end.kind, end.reason.as_str(), end.on), (CaseEndKind::Declined, "department", day(50)));
    assert_eq!((of("forge").origin, of("forge").end.as_ref()), (CaseOrigin::SameDepartment, None));
}

#[test]
fn an_end_before_production_is_a_loss_one_behind_it_is_not_and_a_new_start_opens_the_case_again() {
    let mut ledger = Ledger::new();
    ledger.technology(30, 1, 1);
    ledger.took_up(30, 1, 1, "mill", &[("reached", "1 pilot told 1970-02-01".to_owned())]);
    let object = format!("adoption:{}", AdoptionId::from_bits(1));
    ledger.said(90, Verb::GaveUp, &object, None, "", &[("ended", "1 abandoned material 1970-03-01".to_owned())]);
    let cases = ledger.cases();
    let (stage, end) = cases.cases[0].loss().unwrap();
    assert_eq!((stage, end.reason.as_str(), end.on), (CaseStage::Adopted, "material", day(59)));
    ledger.said(100, Verb::TookUp, &object, None, "start 2", &[]);
    assert_eq!(ledger.cases().cases[0].end, None);
    ledger.reached(110, 1, "2 production measured 1970-04-15");
    ledger.reached(110, 1, "2 production measured 1970-04-16");
    ledger.said(120, Verb::GaveUp, &object, None, "", &[("ended", "2 dis-adopted replaced 1970-05-01".to_owned())]);
    let cases = ledger.cases();
    let case = &cases.cases[0];
    assert_eq!((case.loss(), case.stage(), case.is_verified), (None, CaseStage::Production, false));
    assert_eq!(case.n_rework, 1, "the second time of one rung on evidence that is no better");
}

#[test]
fn what_was_laid_before_nobody_is_counted_apart_and_joined_records_are_one() {
    let mut ledger = Ledger::new();
    ledger.collected(10, 1, 9);
    ledger.collected(11, 2, 9);
    ledger.collected(12, 3, 8);
    let record = |id| format!("record:{}", RecordId::from_bits(id));
    ledger.note(13, Verb::Merged, &record(2), Some(&record(1)), &[]);
    ledger.delivered(14, 2, 1, "p-dock");
    let cases = ledger.cases();
    assert_eq!(cases.cases.len(), 1);
    assert_eq!(cases.cases[0].technology.to_string(), record(1));
    assert_eq!(cases.undelivered.len(), 1);
    assert_eq!(cases.undelivered[0].record, RecordId::from_bits(3));
    let filter = CaseFilter { source: Some(SourceId::from_bits(9)), ..CaseFilter::default() };
    assert!(filter.takes(&cases.cases[0]) && !filter.takes_undelivered(&cases.undelivered[0]));
    let later = CaseFilter { since: Some(day(11)), ..CaseFilter::default() };
    assert!(!later.takes(&cases.cases[0]) && later.takes_undelivered(&cases.undelivered[0]));
}

#[test]
fn facts_of_old_programs_are_counted_and_not_guessed_at() {
    let mut ledger = Ledger::new();
    let record = format!("record:{}", RecordId::from_bits(1));
    ledger.said(5, Verb::Delivered, &record, Some("post:p-mill"), "profile:pumps/1", &[]);
    let adoption = format!("adoption:{}", AdoptionId::from_bits(1));
    ledger.note(6, Verb::TookUp, &adoption, Some("technology:T0000000000001"), &[]);
    let cases = ledger.cases();
    assert_eq!((cases.cases.len(), cases.n_unnamed), (0, 2));
}
