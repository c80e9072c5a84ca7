//! The life of an agreement in a real office: from an interest to what is owed, paid, used and contested.
#![allow(missing_docs)]

mod after_end;
mod amended;
mod house;

use desk::{
    AgreementSearch, amend_terms, ask_consent, decide_consent, keep_staff, note_agreement, note_use, report_use,
    take_agreement_step, take_deliverable_step, void_payment, write_agreement, write_instalment, write_patent,
    write_royalty, write_terms,
};
use model::{
    Agreement, AgreementBasis, AgreementInstalment, AgreementKind, AgreementStage, AgreementStep, AgreementView,
    ClauseSubject, DeliverableMove, DeliverableState, DeliverableStep, DutyKind, Identifier, LegalEvent, LegalStanding,
    Noun, PatentRight, PatentStatus, PatentTerritory, PostId, Record, RecordId, Renewal, Royalty, RoyaltyBasis, Ruling,
    Scheme, StaffChange, Stage, Terms, Text, Thing, UseNote, UseReport,
};

use house::*;

#[test]
fn it_is_signed_on_an_accepted_need_with_filled_terms_and_a_consent_of_somebody_else() {
    let house = house();
    house.need("turbines", Stage::Submitted, "open");
    let agreement = house.begin(AgreementKind::Licence, AgreementBasis::Commercial, house.host("open"), &["turbines"]);
    assert_eq!(agreement.title, "Turbines for Kashira");
    assert_eq!(
        (agreement.stage, agreement.unit.as_str(), agreement.signed_on),
        (AgreementStage::Interest, "institute", None)
    );
    assert!(refused(house.go(&agreement, AgreementStage::Signed, "")).contains("does not follow"));
    house.go(&agreement, AgreementStage::Negotiation, "").unwrap();
    assert!(refused(house.consent(&agreement, true)).contains("No accepted need"));
    house.need("turbines", Stage::Accepted, "open");
    assert!(refused(house.consent(&agreement, true)).contains("which technologies"));
    let filled = house.filled(&agreement);
    assert!(refused(house.go(&agreement, AgreementStage::Signed, "")).contains("before the consent is given"));
    let seen = (filled.id, filled.revision);
    let asked = house.act("sokolov", move |writer, turn| ask_consent(writer, turn, seen)).unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::Consent]);
    let seen = (asked.id, asked.revision);
    let own = house.act("sokolov", move |writer, turn| decide_consent(writer, turn, seen, (true, "Good")));
    assert!(refused(own).contains("coordinate"), "who asks does not decide");
    house.act("petrova", move |writer, turn| decide_consent(writer, turn, seen, (true, "Good"))).unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), []);
    // What is changed is not what was consented to.
    house.filled(&agreement);
    assert!(refused(house.go(&agreement, AgreementStage::Signed, "")).contains("before the consent is given"));
    house.consent(&agreement, true).unwrap();
    let signed = house.go(&agreement, AgreementStage::Signed, "").unwrap();
    assert_eq!(signed.signed_on, Some(house.today));
    assert!(refused(house.go(&agreement, AgreementStage::InForce, "")).contains("before the consent is given"));
    assert!(
        refused(house.consent(&agreement, false).and_then(|_| house.go(&agreement, AgreementStage::InForce, "")))
            .contains("before the consent is given")
    );
    house.consent(&agreement, true).unwrap();
    house.go(&agreement, AgreementStage::InForce, "").unwrap();
    let links = house.office.links(&of(&agreement)).unwrap();
    assert!(links.iter().any(|link| link.target == Thing::new(Noun::Need, "turbines")), "{links:?}");
    assert!(refused(house.go(&agreement, AgreementStage::Terminated, " ")).contains("why it was broken off"));
    assert_eq!(
        house.go(&agreement, AgreementStage::Terminated, "They sold the works").unwrap().stage,
        AgreementStage::Terminated
    );
}

#[test]
fn signed_terms_are_amended_and_every_version_stays() {
    let house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    let first = house.held(&agreement).terms;
    let (seen, terms) = ((agreement.id, agreement.revision), first.clone());
    assert!(
        refused(house.act("sokolov", move |writer, turn| write_terms(writer, turn, seen, terms)))
            .contains("are signed")
    );
    let mut longer = Terms { until: Some(date("1936-12-31")), ..first.clone() };
    longer.clauses[0].ruling = Ruling::WithConsent;
    for (terms, reason) in [(first.clone(), "Because"), (longer.clone(), " ")] {
        let today = house.today;
        let outcome = house.act("sokolov", move |writer, turn| amend_terms(writer, turn, seen, terms, (reason, today)));
        assert!(outcome.is_err(), "an amendment changes something, and says why");
    }
    let (terms, today) = (longer.clone(), house.today);
    house
        .act("sokolov", move |writer, turn| amend_terms(writer, turn, seen, terms, ("Five years more", today)))
        .unwrap();
    let versions = house.page(&agreement).versions;
    assert_eq!(versions.len(), 2);
    assert_eq!((&versions[0].terms, &versions[1].terms), (&first, &longer));
    assert_eq!((versions[1].number, versions[1].reason.as_str()), (2, "Five years more"));
    assert_eq!(house.held(&agreement).terms, longer);
    assert_eq!(model::terms_changes(&versions[0].terms, &versions[1].terms).len(), 2);
}

#[test]
fn an_agreement_that_is_not_commercial_takes_no_money() {
    let house = house();
    house.need("turbines", Stage::Accepted, "open");
    let agreement =
        house.begin(AgreementKind::Cooperation, AgreementBasis::NonCommercial, house.host("open"), &["turbines"]);
    let agreement = house.brought_into_force(&agreement);
    let seen = (agreement.id, agreement.revision);
    assert!(refused(house.pay(&agreement, "5 EUR", None)).contains("not commercial"));
    let one = AgreementInstalment {
        number: 0,
        title: "A third".to_owned(),
        amount: money("3 EUR"),
        due: None,
        deliverable: None,
        royalty: None,
    };
    let outcome = house.act("sokolov", move |writer, turn| write_instalment(writer, turn, seen, one));
    assert!(refused(outcome).contains("not commercial"));
    let royalty = royalty(RoyaltyBasis::Units);
    let outcome = house.act("sokolov", move |writer, turn| write_royalty(writer, turn, seen, royalty));
    assert!(refused(outcome).contains("not commercial"));
}

#[test]
fn a_deliverable_is_contested_answered_settled_and_accepted_after_all() {
    let house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    let one = house.deliverable(&agreement, "Drawings", Some("1926-12-01"));
    assert_eq!((one.number, one.state, one.revision), (1, DeliverableState::Awaited, 0));
    assert!(refused(house.step(&one, DeliverableMove::Accept, "seen")).contains("does not follow"));
    assert!(refused(house.step(&one, DeliverableMove::Deliver, " ")).contains("write in words what was seen"));
    house.step(&one, DeliverableMove::Deliver, "Twelve sheets by post").unwrap();
    assert_eq!(house.open_duties(&of_deliverable(&one)), [DutyKind::AcceptDeliverable]);
    assert!(refused(house.step(&one, DeliverableMove::Contest, "")).contains("Write why"));
    let contested = house.step(&one, DeliverableMove::Contest, "Sheet 7 is missing").unwrap();
    assert_eq!(contested.answer_by, Some(house.today.plus_days(20)));
    assert_eq!(house.open_duties(&of_deliverable(&one)), [DutyKind::SettleContest]);
    assert_eq!(house.view(&house.office, AgreementView::Contested), [agreement.id]);
    house.step(&one, DeliverableMove::Answer, "It is on its way").unwrap();
    let settled = house.step(&one, DeliverableMove::Settle, "Sent anew within twenty days").unwrap();
    assert_eq!((settled.state, settled.due), (DeliverableState::Awaited, Some(house.today.plus_days(20))));
    assert_eq!(house.open_duties(&of_deliverable(&one)), []);
    house.step(&one, DeliverableMove::Deliver, "Thirteen sheets").unwrap();
    let accepted = house.step(&one, DeliverableMove::Accept, "All there").unwrap();
    assert_eq!(accepted.accepted_on, Some(house.today));
    let steps = house.page(&agreement).deliverables[0].steps.clone();
    assert_eq!(steps.len(), 6);
    assert!(steps.iter().all(|step| step.by.contains("contracts")), "who wrote it in is said by the office");
    // What was seen is what is changed.
    let stale = DeliverableStep { evidence: None, ..steps[1].clone() };
    let outcome = house.act("sokolov", move |writer, turn| {
        take_deliverable_step(writer, turn, (accepted.id, accepted.revision - 1), stale)
    });
    assert!(refused(outcome).contains("meanwhile"));
}

#[test]
fn what_is_paid_is_counted_exactly_and_an_instalment_waits_for_its_deliverable() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::TurnkeyPlant);
    let drawings = house.deliverable(&agreement, "Drawings", None);
    let first = house.instalment(&agreement, "1000.50 DEM", Some("1926-09-10"), None);
    let second = house.instalment(&agreement, "2000 DEM", Some("1926-09-15"), Some(drawings.id));
    assert!(refused(house.pay(&agreement, "1 USD", Some(first))).contains("owed in DEM"));
    house.pay(&agreement, "400.25 DEM", Some(first)).unwrap();
    assert!(refused(house.pay(&agreement, "600.26 DEM", Some(first))).contains("more would be paid"));
    house.today = date("1926-09-20");
    let page = house.page(&agreement);
    assert_eq!((page.balances[0].planned, page.balances[0].paid, page.balances[0].arrears), (300_050, 40_025, 60_025));
    assert_eq!(house.view(&house.office, AgreementView::InArrears), [agreement.id]);
    house.pay(&agreement, "600.25 DEM", Some(first)).unwrap();
    assert_eq!(house.view(&house.office, AgreementView::InArrears), []);
    // The drawings are accepted on the twentieth, so the second falls due that day.
    house.step(&drawings, DeliverableMove::Deliver, "Two crates").unwrap();
    house.step(&drawings, DeliverableMove::Accept, "Complete").unwrap();
    assert_eq!(house.page(&agreement).stands[1].falls_due, Some(house.today));
    house.today = date("1926-09-21");
    assert_eq!(house.view(&house.office, AgreementView::InArrears), [agreement.id]);
    assert!(refused(house.go(&agreement, AgreementStage::Fulfilled, "")).contains("1 instalments not paid"));
    house.pay(&agreement, "2000 DEM", Some(second)).unwrap();
    // A payment that was written in by mistake stays, and does not count.
    let seen = (agreement.id, house.held(&agreement).revision);
    house.act("sokolov", move |writer, turn| void_payment(writer, turn, seen, 3, "It was another firm")).unwrap();
    assert_eq!(house.page(&agreement).payments.len(), 3);
    assert_eq!(house.view(&house.office, AgreementView::InArrears), [agreement.id]);
    house.pay(&agreement, "2000 DEM", Some(second)).unwrap();
    house.go(&agreement, AgreementStage::Fulfilled, "").unwrap();
    assert!(refused(house.pay(&agreement, "1 DEM", None)).contains("choose the instalment"));
}

#[test]
fn the_lists_agree_with_what_is_reckoned_by_hand() {
    let mut house = house();
    let paid = house.in_force(AgreementKind::Purchase);
    let second = house.deliverable(&paid, "Instruments", Some("1926-09-05"));
    house.pay(&paid, "10 EUR", None).unwrap();
    assert_eq!(house.view(&house.office, AgreementView::PaidNotReceived), [], "its day is not over");
    house.today = date("1926-09-06");
    assert_eq!(house.view(&house.office, AgreementView::PaidNotReceived), [paid.id]);
    house.step(&second, DeliverableMove::Deliver, "Two crates").unwrap();
    assert_eq!(house.view(&house.office, AgreementView::PaidNotReceived), [paid.id], "what came is not accepted");
    house.step(&second, DeliverableMove::Accept, "Complete").unwrap();
    assert_eq!(house.view(&house.office, AgreementView::PaidNotReceived), []);
    assert_eq!(house.view(&house.office, AgreementView::ReceivedNotUsed), [paid.id]);
    // A word alone does not show that something is used.
    let told = UseNote { on: house.today, evidence: None, words: "In the shop".to_owned(), by: String::new(), at: 0 };
    let (id, note) = (second.id, told.clone());
    house.act("sokolov", move |writer, turn| note_use(writer, turn, id, note)).unwrap();
    assert_eq!(house.view(&house.office, AgreementView::ReceivedNotUsed), [paid.id]);
    let record = house.record("Protocol of the first run", None, "open");
    let shown = UseNote { evidence: Some(Thing::new(Noun::Record, record)), ..told.clone() };
    house.act("sokolov", move |writer, turn| note_use(writer, turn, id, shown)).unwrap();
    assert_eq!(house.view(&house.office, AgreementView::ReceivedNotUsed), []);
    let nowhere = UseNote { evidence: Some(Thing::new(Noun::Record, RecordId::from_bits(1))), ..told };
    let outcome = house.act("sokolov", move |writer, turn| note_use(writer, turn, id, nowhere));
    assert!(refused(outcome).contains("There is no record"));
    assert_eq!(house.view(&house.office, AgreementView::Expiring), []);
    house.today = date("1931-10-03");
    assert_eq!(house.view(&house.office, AgreementView::Expiring), [paid.id]);
    let counts = house.office.agreement_views(house.today, 90).unwrap();
    for (view, n) in counts {
        assert_eq!(n, house.view(&house.office, view).len() as u64, "{view}");
    }
}

fn royalty(basis: RoyaltyBasis) -> Royalty {
    Royalty {
        number: 0,
        title: "Turbines".to_owned(),
        basis,
        millionths: 50_000,
        per_unit: money("125 EUR"),
        minimum: Some(money("100 EUR")),
        cap: None,
        since: date("1926-09-01"),
        until: None,
    }
}

#[test]
fn the_use_of_each_year_is_asked_for_and_what_is_told_only_is_listed() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    let (seen, one) = ((agreement.id, agreement.revision), royalty(RoyaltyBasis::Sales));
    house.act("sokolov", move |writer, turn| write_royalty(writer, turn, seen, one)).unwrap();
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [], "the year is not over");
    house.today = date("1927-01-03");
    house.tend();
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::ReportUse]);
    let report = |year: i32, base: u64, evidence: Vec<Thing>| UseReport {
        royalty: 1,
        year,
        base,
        words: "From the books of the works".to_owned(),
        evidence,
        amount: money("0 EUR"),
        by: String::new(),
        at: 0,
    };
    let tell = |house: &House, report: UseReport| {
        let seen = (agreement.id, house.held(&agreement).revision);
        house.act("sokolov", move |writer, turn| report_use(writer, turn, seen, report))
    };
    assert!(refused(tell(&house, report(1927, 1, Vec::new()))).contains("when it is over"));
    tell(&house, report(1926, 1_000_000, Vec::new())).unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), []);
    let page = house.page(&agreement);
    assert_eq!(page.reports[0].amount, money("500 EUR"), "five percent of ten thousand");
    assert_eq!((page.instalments.len(), page.instalments[0].royalty), (1, Some((1, 1926))));
    assert_eq!(house.view(&house.office, AgreementView::ToldOnly), [agreement.id]);
    // Reported anew on evidence: what is owed takes the place of what was owed.
    let record = house.record("Count of turbines in the works", None, "restricted");
    tell(&house, report(1926, 100, vec![Thing::new(Noun::Record, record)])).unwrap();
    let page = house.page(&agreement);
    assert_eq!((page.instalments.len(), page.instalments[0].amount), (1, money("100 EUR")), "the least of a year");
    assert_eq!(house.view(&house.office, AgreementView::ToldOnly), []);
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    let seen = fitter.agreement_page(&agreement.id.to_string(), house.today).unwrap();
    assert_eq!(seen.reports[0].evidence, [Thing::new(Noun::Record, "")], "which record it is, is not told");
    house.pay(&agreement, "100 EUR", Some(1)).unwrap();
    assert!(refused(tell(&house, report(1926, 900, Vec::new()))).contains("paid already"));
    house.today = date("1929-01-03");
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::ReportUse]);
    tell(&house, report(1927, 900, Vec::new())).unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::ReportUse], "another year is open");
    tell(&house, report(1928, 900, Vec::new())).unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), []);
}

#[test]
fn a_record_about_its_patent_updates_the_agreement_and_tells_its_post() {
    let house = house();
    let agreement = house.in_force(AgreementKind::PatentLicence);
    let (seen, patent) = (
        (agreement.id, agreement.revision),
        PatentRight {
            number: 0,
            identifier: PatentRight::number_of("DE 432 111").unwrap(),
            title: "Turbine blade".to_owned(),
            family: String::new(),
            territories: Vec::new(),
            filed: Some(date("1920-05-01")),
            stated_expiry: None,
            record: None,
        },
    );
    house.act("sokolov", move |writer, turn| write_patent(writer, turn, seen, patent)).unwrap();
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), []);
    // Who sees the agreement would learn of a record that is marked narrower.
    house.record("Hidden grant", Some("DE432111B3"), "restricted");
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), []);
    let record = house.record("Grant", Some("DE432111C"), "open");
    house.tend();
    house.tend();
    let held = house.page(&agreement).patents[0].clone();
    assert_eq!((held.territories[0].country.as_str(), held.territories[0].status), ("DE", PatentStatus::Granted));
    assert_eq!(held.record, Some(record));
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::LookAtPatent]);
    let seen = (agreement.id, house.held(&agreement).revision);
    house
        .act("sokolov", move |writer, turn| {
            note_agreement(writer, turn, seen, DutyKind::LookAtPatent, "It is in force")
        })
        .unwrap();
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), []);
}

#[test]
fn a_legal_event_of_its_patent_updates_the_agreement_and_tells_its_post_and_a_restoring_takes_it_back() {
    let house = house();
    let agreement = house.in_force(AgreementKind::PatentLicence);
    let territory = |country: &str| PatentTerritory { country: country.to_owned(), status: PatentStatus::Granted };
    let patent = PatentRight {
        number: 0,
        identifier: PatentRight::number_of("EP 1 234 567 B1").unwrap(),
        title: "Turbine blade".to_owned(),
        family: String::new(),
        territories: vec![territory("DE"), territory("FR")],
        filed: None,
        stated_expiry: None,
        record: None,
    };
    let seen = (agreement.id, agreement.revision);
    house.act("sokolov", move |writer, turn| write_patent(writer, turn, seen, patent)).unwrap();
    let tell = |title: &str, country: &str, standing: LegalStanding, on: &str| {
        let (code, words) = ("PG25".to_owned(), "As the office calls it".to_owned());
        let event = LegalEvent { country: country.to_owned(), standing, on: date(on), code, words };
        let record = Record {
            titles: vec![Text::plain(title)],
            identifiers: Identifier::new(Scheme::Patent, "EP1234567B1").into_iter().collect(),
            notes: vec!["A remark of another sort".to_owned(), event.note()],
            ..Record::default()
        };
        house.told(record, "open")
    };
    let status = || -> Vec<(String, PatentStatus)> {
        let held = house.page(&agreement).patents[0].clone();
        held.territories.into_iter().map(|one| (one.country, one.status)).collect()
    };
    let said = |de, fr| {
        [("DE", de), ("FR", fr), ("EP", PatentStatus::Granted)].map(|(country, status)| (country.to_owned(), status))
    };
    let lapse = tell("Lapse", "DE", LegalStanding::Lapsed, "1926-03-01");
    tell("Elsewhere", "IT", LegalStanding::Lapsed, "1926-03-01");
    house.tend();
    assert_eq!(status(), said(PatentStatus::Lapsed, PatentStatus::Granted));
    assert_eq!(house.page(&agreement).patents[0].record, Some(lapse));
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::LookAtPatent]);
    let seen = (agreement.id, house.held(&agreement).revision);
    let noted = house.act("sokolov", move |writer, turn| {
        note_agreement(writer, turn, seen, DutyKind::LookAtPatent, "We pay nothing in Germany any more")
    });
    noted.unwrap();
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [], "nothing new was said");
    tell("Restored", "DE", LegalStanding::InForce, "1926-06-01");
    tell("Revoked", "FR", LegalStanding::Revoked, "1926-07-01");
    house.tend();
    assert_eq!(status(), said(PatentStatus::Granted, PatentStatus::Revoked));
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::LookAtPatent]);
}

#[test]
fn what_is_late_and_what_ends_is_asked_about_and_an_agreement_ends_on_its_day() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    let late = house.deliverable(&agreement, "Drawings", Some("1926-10-01"));
    house.today = date("1926-10-02");
    house.tend();
    assert_eq!(house.open_duties(&of_deliverable(&late)), [DutyKind::AcceptDeliverable]);
    house.today = date("1931-11-30");
    house.tend();
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::Renew], "sixty days before its last day, once");
    assert_eq!(agreement.terms.renewal, Renewal::Ends);
    house.today = date("1932-01-01");
    house.tend();
    assert_eq!(house.held(&agreement).stage, AgreementStage::Expired);
    assert_eq!(house.open_duties(&of(&agreement)), []);
    assert_eq!(house.open_duties(&of_deliverable(&late)), []);
}

#[test]
fn a_hidden_agreement_is_in_no_list_and_in_no_count_of_who_may_not_see_it() {
    let house = house();
    house.need("turbines", Stage::Accepted, "open");
    let agreement =
        house.begin(AgreementKind::Purchase, AgreementBasis::Commercial, house.host("restricted"), &["turbines"]);
    assert_eq!(agreement.marking.to_string(), "restricted", "marked at least as the other side");
    let agreement = house.brought_into_force(&agreement);
    let one = house.deliverable(&agreement, "Instruments", None);
    house.step(&one, DeliverableMove::Deliver, "One crate").unwrap();
    house.step(&one, DeliverableMove::Contest, "Broken").unwrap();
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(fitter.agreement(&agreement.id.to_string()).is_err());
    assert!(fitter.deliverable(&one.id.to_string()).is_err());
    assert!(fitter.agreements(&AgreementSearch::default()).unwrap().is_empty());
    assert!(fitter.agreement_views(house.today, 90).unwrap().iter().all(|(_, n)| *n == 0));
    assert_eq!(fitter.duties_about(&of_deliverable(&one)).unwrap(), []);
    assert!(fitter.links(&Thing::new(Noun::Need, "turbines")).unwrap().is_empty());
    let name = agreement.id.to_string();
    let (id, revision) = (agreement.id, house.held(&agreement).revision);
    let step = AgreementStep { to: AgreementStage::Terminated, on: house.today, reason: "x".to_owned() };
    let outcome = house.act("smirnov", move |writer, turn| take_agreement_step(writer, turn, (id, revision), &step));
    assert!(
        refused(outcome).contains(&format!("There is no agreement `{name}`")),
        "it answers as if it were not there"
    );
    // A need that is narrowed narrows the agreements that serve it.
    let open = house.begin(AgreementKind::Purchase, AgreementBasis::Commercial, house.host("open"), &["turbines"]);
    assert!(fitter.agreement(&open.id.to_string()).is_ok());
    house.need("turbines", Stage::Accepted, "restricted");
    assert_eq!(house.held(&open).marking.to_string(), "restricted");
    assert!(fitter.agreement(&open.id.to_string()).is_err());
}

#[test]
fn a_form_sent_twice_begins_one_agreement_and_one_sent_from_an_old_page_changes_nothing() {
    let house = house();
    house.need("turbines", Stage::Accepted, "open");
    let agreement = house.begin(AgreementKind::Purchase, AgreementBasis::Commercial, house.host("open"), &["turbines"]);
    let again = agreement.clone();
    let held = house.act("sokolov", move |writer, turn| write_agreement(writer, turn, again, None)).unwrap();
    assert_eq!(held, agreement);
    let changed = Agreement { title: "Other".to_owned(), ..agreement.clone() };
    let copy = changed.clone();
    house.act("sokolov", move |writer, turn| write_agreement(writer, turn, copy, Some(0))).unwrap();
    let outcome = house.act("sokolov", move |writer, turn| write_agreement(writer, turn, changed, Some(0)));
    assert!(refused(outcome).contains("meanwhile"));
    let foreign = house.held(&agreement);
    let revision = foreign.revision;
    let outcome = house.act("petrova", move |writer, turn| write_agreement(writer, turn, foreign, Some(revision)));
    assert!(refused(outcome).contains("You do not act for the post"));
    assert_eq!(
        house.held(&agreement).terms.on(ClauseSubject::Copying).map(|clause| clause.ruling),
        Some(Ruling::Silent)
    );
}

#[test]
fn a_term_sheet_for_a_word_processor_is_read_back_by_our_own_reader_of_such_files() {
    let paper = press::Paper {
        language: "ru".to_owned(),
        office: "Институт".to_owned(),
        title: "Turbines for Kashira".to_owned(),
        sort: "Term sheet".to_owned(),
        marking: Some("restricted".to_owned()),
        day: "1 September 1926".to_owned(),
        drawing: None,
        parts: vec![press::PaperPart {
            heading: "Clauses".to_owned(),
            text: vec!["Agreed & signed".to_owned()],
            columns: vec!["Subject".to_owned(), "Ruling".to_owned()],
            rows: vec![vec!["Copying".to_owned(), "with consent".to_owned()]],
        }],
    };
    let bytes = desk::paper_document(&paper).unwrap();
    assert_eq!(attachment::kind_of(&bytes).unwrap(), model::AttachmentKind::Docx);
    let mut text = String::new();
    attachment::look(&bytes, &mut |piece| {
        if let attachment::Piece::Text(found) = piece {
            text.push_str(&found);
            text.push('\n');
        }
    })
    .unwrap();
    for said in
        ["Институт", "Turbines for Kashira", "Term sheet", "restricted", "Clauses", "Agreed & signed", "with consent"]
    {
        assert!(text.contains(said), "`{said}` is not in {text}");
    }
    // Nothing that acts, and nothing of whoever made it, has to be taken out before it is given out.
    let held = attachment::released(&bytes);
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn whoever_takes_a_post_over_keeps_its_agreements_and_it_is_not_closed_without_them() {
    let house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    let post = |name: &str| PostId::new(name).unwrap();
    let close = |to: Option<&str>| {
        let change = StaffChange::ClosePost { post: post("contracts"), to: to.map(post) };
        house.act("petrova", move |writer, turn| keep_staff(writer, turn, &[change], None))
    };
    assert!(refused(close(None)).contains("still has open work"), "the agreement would be left to nobody");
    close(Some("fitter")).unwrap();
    let held = house.held(&agreement);
    assert_eq!((held.post.as_str(), held.unit.as_str()), ("fitter", "institute"));
    let (seen, on) = ((held.id, held.revision), house.today);
    let step = AgreementStep { to: AgreementStage::Terminated, on, reason: "They sold the works".to_owned() };
    let ended = house.act("smirnov", move |writer, turn| take_agreement_step(writer, turn, seen, &step)).unwrap();
    assert_eq!(ended.stage, AgreementStage::Terminated);
}

#[test]
fn what_is_signed_for_money_counts_as_bought_from_its_host_and_what_is_hidden_does_not() {
    let house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    let standing = |office: &desk::Office| {
        let host = office.host(&agreement.host.to_string()).unwrap();
        let standing = office.host_standing(&host, house.today).unwrap();
        (standing.goodwill.now.bought, standing.agreements.iter().map(|one| one.id).collect::<Vec<_>>())
    };
    assert_eq!(standing(&house.office), (1, vec![agreement.id]));
    // Neither what is only negotiated nor what is owed no money counts.
    house.begin(AgreementKind::Purchase, AgreementBasis::Commercial, agreement.host, &["turbines"]);
    let exchange = house.begin(AgreementKind::Exchange, AgreementBasis::NonCommercial, agreement.host, &["turbines"]);
    house.brought_into_force(&exchange);
    assert_eq!(standing(&house.office), (1, vec![agreement.id]));
    let held = house.held(&agreement);
    let (revision, marking) = (held.revision, model::Marking::parse("restricted").unwrap());
    let hidden = Agreement { marking, ..held };
    house.act("sokolov", move |writer, turn| write_agreement(writer, turn, hidden, Some(revision))).unwrap();
    assert_eq!(standing(&house.office.seen_by(&house.officer("smirnov").scope)), (0, vec![]));
}
