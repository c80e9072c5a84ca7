//! What the ladder promises.

use proptest::prelude::*;

use crate::{
    Adoption, AdoptionEnd, AdoptionId, AdoptionState, Date, EndReason, EvidenceClass, Marking, Noun, PostId, Rung,
    RungReached, RungStep, TechnologyId, Thing, UnitId,
};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn adoption() -> Adoption {
    Adoption {
        id: AdoptionId::from_bits(1),
        technology: TechnologyId::from_bits(1),
        unit: UnitId::new("works").unwrap(),
        post: PostId::new("technologist").unwrap(),
        need: None,
        from: None,
        output: "housings".to_owned(),
        measure: String::new(),
        remark: String::new(),
        reached: Vec::new(),
        past: Vec::new(),
        end: None,
        marking: Marking::default(),
        invented: true,
        revision: 1,
        made_at: 0,
    }
}

fn reached(rung: Rung, on: &str, class: EvidenceClass) -> RungReached {
    let evidence = match class {
        EvidenceClass::Told => Vec::new(),
        EvidenceClass::Document => vec![Thing::new(Noun::Record, "R1")],
        EvidenceClass::Measured | EvidenceClass::Inspected => vec![Thing::new(Noun::Adoption, "A1")],
    };
    RungReached { rung, on: date(on), class, evidence, remark: String::new(), by: PostId::new("technologist").unwrap() }
}

const TODAY: &str = "1957-12-31";

fn after(adoption: &Adoption, rung: Rung, on: &str, class: EvidenceClass) -> (Adoption, RungStep) {
    adoption.reach(reached(rung, on, class), date(TODAY)).unwrap()
}

#[test]
fn the_ladder_goes_up_may_pass_over_and_never_goes_down() {
    use EvidenceClass::{Document, Measured, Told};
    let begun = adoption();
    assert_eq!((begun.rung(), begun.class(), begun.state()), (None, Told, AdoptionState::UnderWay));
    let (received, step) = after(&begun, Rung::Received, "1957-01-10", Document);
    assert_eq!(step, RungStep::Up);
    let (pilot, step) = after(&received, Rung::Pilot, "1957-05-01", Told);
    assert_eq!(step, RungStep::Up, "rungs may be passed over");
    assert_eq!(pilot.skipped(), [Rung::Examined, Rung::Decided, Rung::Prototype], "and it is said which");
    assert!(pilot.is_weaker_above(), "a higher rung on weaker evidence is shown as such");
    let (filled, step) = after(&pilot, Rung::Decided, "1957-03-01", Told);
    assert_eq!((step, filled.rework()), (RungStep::Filled, 0), "said afterwards of a day before");
    let (again, step) = after(&filled, Rung::Prototype, "1957-06-01", Told);
    assert_eq!((step, again.rung(), again.rework()), (RungStep::Rework, Some(Rung::Pilot), 1));
    let (shown, step) = after(&again, Rung::Pilot, "1957-06-02", Measured);
    assert_eq!((step, shown.rework(), shown.class()), (RungStep::Shown, 1, Measured));
    assert_eq!(shown.since(), Some(date("1957-05-01")), "it is as old as it was");
    let (_, step) = after(&shown, Rung::Pilot, "1957-06-03", Measured);
    assert_eq!(step, RungStep::Rework);
}

#[test]
fn verified_use_is_production_that_was_measured_or_inspected() {
    use EvidenceClass::{Document, Inspected, Measured, Told};
    for (rung, class, verified) in [
        (Rung::Pilot, Inspected, false),
        (Rung::Production, Told, false),
        (Rung::Production, Document, false),
        (Rung::Production, Measured, true),
        (Rung::PlanRate, Inspected, true),
        (Rung::Spread, Told, false),
    ] {
        let (there, _) = after(&adoption(), rung, "1957-05-01", class);
        assert_eq!(there.is_verified_use(), verified, "{rung} {class}");
    }
    let (there, _) = after(&adoption(), Rung::Production, "1957-05-01", Measured);
    let (higher, _) = after(&there, Rung::PlanRate, "1957-09-01", Told);
    assert!(higher.is_verified_use(), "what was verified stays so when more is claimed");
    let ended = higher.finish(EndReason::Material, "No tin", date("1957-10-01"), "t/x", (5, date(TODAY))).unwrap();
    assert!(!ended.is_verified_use());
}

#[test]
fn days_and_evidence_are_looked_at() {
    let (received, _) = after(&adoption(), Rung::Received, "1957-03-10", EvidenceClass::Told);
    let refused = |reached: RungReached| received.reach(reached, date(TODAY)).unwrap_err().to_string();
    assert!(refused(reached(Rung::Decided, "1958-01-01", EvidenceClass::Told)).contains("still to come"));
    let early = reached(Rung::Decided, "1957-03-01", EvidenceClass::Told);
    assert!(refused(early.clone()).contains("1957-03-10"));
    let said = RungReached { remark: "Decided on the strength of the drawings".to_owned(), ..early };
    assert!(received.reach(said, date(TODAY)).is_ok(), "what is out of the ordinary may be, with words");
    let bare = |class| RungReached { evidence: Vec::new(), ..reached(Rung::Decided, "1957-04-01", class) };
    assert!(refused(bare(EvidenceClass::Document)).contains("record"));
    assert!(refused(bare(EvidenceClass::Measured)).contains("readings"));
    assert!(refused(bare(EvidenceClass::Inspected)).contains("visit"));
    let other = RungReached {
        evidence: vec![Thing::new(Noun::Adoption, "A1")],
        ..reached(Rung::Decided, "1957-04-01", EvidenceClass::Document)
    };
    assert!(refused(other).contains("record"), "readings are no document");
}

#[test]
fn an_end_has_a_reason_and_may_be_taken_up_again() {
    let (pilot, _) = after(&adoption(), Rung::Pilot, "1957-05-01", EvidenceClass::Told);
    let end = |adoption: &Adoption, text: &str, on: &str| {
        adoption.finish(EndReason::Skill, text, date(on), "t/x", (5, date(TODAY)))
    };
    assert!(end(&pilot, " ", "1957-06-01").is_err(), "a code alone tells others nothing");
    assert!(end(&pilot, "Nobody can set it", "1958-06-01").is_err());
    let ended = end(&pilot, "Nobody can set it", "1957-06-01").unwrap();
    assert_eq!(ended.end.as_ref().unwrap().kind, AdoptionEnd::Abandoned);
    assert!(end(&ended, "again", "1957-06-01").is_err(), "once");
    assert!(ended.reach(reached(Rung::Production, "1957-06-01", EvidenceClass::Told), date(TODAY)).is_err());
    let again = ended.resume().unwrap();
    assert_eq!((again.starts(), again.rung(), again.past[0].reached.len()), (2, None, 1));
    assert!(again.resume().is_err(), "it goes on");
    let (made, _) = after(&again, Rung::Production, "1957-09-01", EvidenceClass::Told);
    assert_eq!(end(&made, "No tin", "1957-10-01").unwrap().end.unwrap().kind, AdoptionEnd::DisAdopted);
}

#[test]
fn an_end_lies_after_what_was_reached_and_a_new_start_after_the_end() {
    let (pilot, _) = after(&adoption(), Rung::Pilot, "1957-05-01", EvidenceClass::Told);
    let end = |adoption: &Adoption, on: &str| {
        adoption.finish(EndReason::Skill, "Nobody can set it", date(on), "t/x", (5, date(TODAY)))
    };
    assert!(end(&pilot, "1957-04-30").unwrap_err().to_string().contains("1957-05-01"));
    let again = end(&pilot, "1957-06-01").unwrap().resume().unwrap();
    let early = reached(Rung::Production, "1957-05-31", EvidenceClass::Measured);
    assert!(again.reach(early, date(TODAY)).unwrap_err().to_string().contains("1957-06-01"));
    assert!(end(&again, "1957-05-31").is_err(), "nor does the second start end before the first");
    let (there, _) = after(&again, Rung::Production, "1957-06-01", EvidenceClass::Measured);
    assert!(there.is_verified_use());
}

#[test]
fn texts_and_measures_are_in_order() {
    let tidy = Adoption { output: " pressed\n housings ".to_owned(), measure: " t ".to_owned(), ..adoption() };
    let tidy = tidy.tidied().unwrap();
    assert_eq!((tidy.output.as_str(), tidy.measure.as_str()), ("pressed housings", "t"));
    assert!(Adoption { measure: "parsnips".to_owned(), ..adoption() }.tidied().is_err());
}

#[test]
fn what_an_inspector_saw_has_room_however_much_was_said() {
    let said = reached(Rung::Production, "1957-05-01", EvidenceClass::Told);
    let full = Adoption { reached: vec![said.clone(); crate::RUNGS_REACHED_MAX], ..adoption() };
    assert!(full.reach(said, date(TODAY)).is_err());
    let (seen, _) = after(&full, Rung::Production, "1957-06-01", EvidenceClass::Inspected);
    assert!(seen.is_verified_use());
}

proptest! {
    /// Whatever is said in whatever order, the furthest rung and the class of each rung only grow, and each saying is one of four steps.
    #[test]
    fn the_ladder_only_grows(said in prop::collection::vec((0_usize..8, 0_usize..4, 0_i64..300), 0..40)) {
        let mut adoption = adoption();
        for (rung, class, days) in said {
            let (rung, class) = (Rung::ALL[rung], EvidenceClass::ALL[class]);
            let on = date("1957-01-01").plus_days(days).to_string();
            let (was, held) = (adoption.rung(), adoption.class_of(rung));
            let verified = adoption.is_verified_use();
            let why = RungReached { remark: "said".to_owned(), ..reached(rung, &on, class) };
            let (next, step) = adoption.reach(why, date(TODAY)).unwrap();
            prop_assert!(next.rung() >= was);
            prop_assert!(next.class_of(rung) >= held);
            prop_assert!(next.is_verified_use() || !verified);
            prop_assert_eq!(step == RungStep::Up, next.rung() > was);
            prop_assert_eq!(step == RungStep::Shown, next.rung() == was && held.is_some() && next.class_of(rung) > held);
            prop_assert_eq!(next.rework(), adoption.rework() + u32::from(step == RungStep::Rework));
            prop_assert!(next.skipped().iter().all(|rung| next.class_of(*rung).is_none()));
            adoption = next;
        }
    }
}
