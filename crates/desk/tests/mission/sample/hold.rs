//! What was decided of a sample, and what becomes of it when the sample or its terms change.

use super::*;

#[test]
fn control_is_asked_again_when_what_it_weighed_changes_before_the_sample_comes() {
    let house = house();
    let rule = house.rule(VettingKind::Control, 0, "control");
    house.need("drives", "engineer", Stage::Accepted, &[], "open");
    let sample = house.keep(house.a_sample("A press", &["drives"]), true).unwrap();
    let decide = |sample: &Sample, yes: bool| {
        let seen = (sample.id, sample.revision);
        house
            .act("zaitsev", move |writer, turn, _| decide_sample_control(writer, turn, seen, rule, (yes, "because")))
            .unwrap()
    };
    let sample = decide(&sample, true);
    let renamed = house.keep(Sample { name: "A small press".to_owned(), ..sample }, false).unwrap();
    assert!(house.asked(&renamed).is_empty(), "its name was not weighed");
    let moved = house.keep(Sample { country: "CH".to_owned(), ..renamed }, false).unwrap();
    assert_eq!(house.asked(&moved), [("control".to_owned(), DutyKind::Control)]);
    let refused = house.came(&moved).unwrap_err();
    assert!(said(&refused).contains("not decided yet"), "{refused}");
    let kept_out = decide(&moved, false);
    // What was weighed once does not slip past control as our own make.
    let own = house.keep(Sample { came: SampleCame::OwnMake, ..kept_out }, false).unwrap();
    assert_eq!(house.asked(&own), [("control".to_owned(), DutyKind::Control)]);
    assert!(house.came(&own).is_err());
    let made = house.keep(Sample { maker_name: "Our works".to_owned(), ..decide(&own, true) }, false).unwrap();
    assert!(house.came(&made).is_ok(), "and once it is let in it comes");
}

fn study_of(house: &House, sample: &Sample) -> model::Study {
    house.office.sample_page(&sample.id.to_string()).unwrap().studies.remove(0)
}

#[test]
fn terms_that_are_still_spoken_about_stop_a_study_that_they_forbid() {
    let house = house();
    let agreement = house.agreement_at(AgreementStage::Negotiation, &[], "open");
    house.need("drives", "engineer", Stage::Accepted, &[], "open");
    let sample = Sample { agreement: Some(agreement), ..house.a_sample("A press", &["drives"]) };
    let sample = house.came(&house.keep(sample, true).unwrap()).unwrap();
    house.opened(&sample, &[StudyAct::Teardown], &[]).unwrap();
    let mut terms = Terms::proposed(AgreementKind::Purchase);
    for clause in &mut terms.clauses {
        if clause.subject == ClauseSubject::Teardown {
            (clause.ruling, clause.text) = (Ruling::Forbidden, "The buyer leaves the seals as they are".to_owned());
        }
    }
    let seen = (agreement, 0);
    house.act("petrova", move |writer, turn, _| desk::write_terms(writer, turn, seen, terms)).unwrap();
    let stopped = study_of(&house, &sample);
    assert_eq!(stopped.state, StudyState::Stopped);
    for part in ["leaves the seals", "coordinator"] {
        assert!(stopped.reason.contains(part), "{}", stopped.reason);
    }
    assert!(house.asked(&sample).contains(&("engineer".to_owned(), DutyKind::HearStop)));
}

#[test]
fn a_caveat_that_is_added_later_stops_what_it_forbids() {
    let house = house();
    let sample = house.a_received("A press");
    house.opened(&sample, &[StudyAct::CopyDrawings], &[]).unwrap();
    let marking = Marking::parse("open caveats=no-copying").unwrap();
    let kept = house.keep(Sample { marking, ..house.again(&sample) }, false).unwrap();
    assert_eq!((kept.state, kept.revision), (SampleState::Received, house.again(&sample).revision));
    let stopped = study_of(&house, &sample);
    assert_eq!(stopped.state, StudyState::Stopped);
    for part in ["no-copying", "engineer"] {
        assert!(stopped.reason.contains(part), "{}", stopped.reason);
    }
    assert!(house.asked(&sample).contains(&("engineer".to_owned(), DutyKind::HearStop)));
}

#[test]
fn a_caveat_that_comes_over_a_sample_with_its_need_holds_the_study() {
    let house = house();
    let sample = house.a_received("A press");
    house.opened(&sample, &[StudyAct::CopyDrawings], &[]).unwrap();
    house.need("drives", "engineer", Stage::Accepted, &[], "open caveats=no-copying");
    let refused = house.reported(&sample, "It runs.", "970").unwrap_err();
    assert!(said(&refused).contains("no-copying"), "{refused}");
    let seen = house.again(&sample);
    let seen = (seen.id, seen.revision);
    let stopped =
        house.act("sokolov", move |writer, turn, _| desk::stop_study(writer, turn, seen, 1, "Not to be copied"));
    assert_eq!(stopped.unwrap().state, SampleState::Received);
}

#[test]
fn what_a_study_does_is_written_down_once_from_the_lightest_to_the_gravest() {
    let house = house();
    let sample = house.a_received("A press");
    house.opened(&sample, &[StudyAct::Teardown, StudyAct::Test, StudyAct::Teardown], &[]).unwrap();
    let study = study_of(&house, &sample);
    let acts: Vec<StudyAct> = study.acts.iter().map(|one| one.act).collect();
    assert_eq!(
        (acts, study.protocol.acts),
        (vec![StudyAct::Test, StudyAct::Teardown], vec![StudyAct::Test, StudyAct::Teardown])
    );
}

#[test]
fn amended_terms_stop_a_study_that_they_forbid_and_tell_whoever_makes_it() {
    let house = house();
    let agreement = house.agreed(&[(ClauseSubject::Teardown, Ruling::Allowed)], "open");
    house.need("drives", "engineer", Stage::Accepted, &[], "open");
    let bound = |name: &str| Sample { agreement: Some(agreement), ..house.a_sample(name, &["drives"]) };
    let apart = house.came(&house.keep(bound("A press"), true).unwrap()).unwrap();
    let tested = house.came(&house.keep(bound("A lathe of six tonnes"), true).unwrap()).unwrap();
    house.opened(&apart, &[StudyAct::Teardown], &[]).unwrap();
    house.opened(&tested, &[StudyAct::Test], &[]).unwrap();
    let mut terms = Terms::proposed(AgreementKind::Purchase);
    terms.technologies = "Presses".to_owned();
    terms.since = Some(date("1957-02-01"));
    for clause in &mut terms.clauses {
        if clause.subject == ClauseSubject::Teardown {
            (clause.ruling, clause.text) = (Ruling::Forbidden, "The buyer leaves the seals as they are".to_owned());
        }
    }
    let (seen, on) = ((agreement, 0), house.today);
    house
        .act("petrova", move |writer, turn, _| desk::amend_terms(writer, turn, seen, terms, ("The seller asked", on)))
        .unwrap();
    let study = |sample: &Sample| house.office.sample_page(&sample.id.to_string()).unwrap().studies.remove(0);
    assert_eq!(study(&apart).state, StudyState::Stopped);
    assert!(study(&apart).reason.contains("leaves the seals"), "{}", study(&apart).reason);
    assert_eq!(house.again(&apart).state, SampleState::Received);
    assert!(house.asked(&apart).contains(&("engineer".to_owned(), DutyKind::HearStop)));
    assert_eq!(study(&tested).state, StudyState::Running, "what is still allowed goes on");
}

#[test]
fn a_caveat_of_the_marking_forbids_as_a_clause_does() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[], "open caveats=no-copying");
    let sample = house.keep(house.a_sample("A press", &["drives"]), true).unwrap();
    let sample = house.came(&sample).unwrap();
    let refused = house.opened(&sample, &[StudyAct::CopyDrawings], &[]).unwrap_err();
    assert!(said(&refused).contains("no-copying"), "{refused}");
    assert!(house.opened(&sample, &[StudyAct::Test], &[]).is_ok());
}
