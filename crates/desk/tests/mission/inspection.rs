//! Inspections in a real office: drawn from a frame that was fixed before, visited by people who have no part in it, closed by others than who did it.

mod broken;

use std::collections::BTreeSet;

use desk::{
    BrokenCondition, Failure, adoption::change_adoption, answer_visit, assign_visit, close_visit, draw_visits,
    fix_frame, frame_file, framed, keep_inspection, photo_seal, raise_finding, report_inspection, step_finding,
    take_notes, take_photo,
};
use model::{
    Adoption, AdoptionId, CaseId, CheckExpects, CheckQuestion, Date, DutyKind, DutyState, EditId, EvidenceClass,
    Finding, FindingAct, FindingId, FindingSaid, FindingState, Inspection, InspectionId, InspectionScope,
    InspectionState, Marking, Noun, PersonId, Post, PostId, Refusal, RiskGround, RiskWeights, Rung, RungReached,
    SeedBasis, Severity, SiteVisit, Standing, StratifiedBy, Technology, TechnologyId, Tenure, Thing, UnitId, Verb,
    Verdict, VisitFound, VisitId, VisitNote, VisitPhoto, VisitState,
};
use store::VisitFilter;

use crate::house::*;

fn post(name: &str) -> PostId {
    PostId::new(name).unwrap()
}

/// A programme over everything that is claimed, led by the control post.
fn programme(house: &House, visits: u32) -> Inspection {
    let question = |text: &str, expects| CheckQuestion { text: text.to_owned(), expects, rung: None };
    Inspection {
        id: InspectionId::from_bits(house.id()),
        title: "Imported presses".to_owned(),
        purpose: String::new(),
        post: post("control"),
        scope: InspectionScope {
            units: vec![],
            technologies: vec![],
            rung: Rung::Received,
            class: EvidenceClass::Told,
        },
        since: date("1957-09-01"),
        until: date("1957-10-15"),
        visits,
        weights: RiskWeights::default(),
        by: StratifiedBy::Risk,
        basis: SeedBasis::Committed,
        source: String::new(),
        seed_hash: String::new(),
        seed: String::new(),
        questions: vec![question("Does it run?", CheckExpects::YesNo), question("The press", CheckExpects::Photo)],
        n_claims: 0,
        frame_hash: String::new(),
        fixed: None,
        state: InspectionState::Drafted,
        report: String::new(),
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

/// A finding that asks something of the fitter.
fn finding(house: &House, visit: VisitId) -> Finding {
    Finding {
        id: FindingId::from_bits(house.id()),
        visit,
        text: "The press stands in crates".to_owned(),
        severity: Severity::Major,
        action: "Set it up".to_owned(),
        owner: post("fitter"),
        due: date("1957-10-01"),
        state: FindingState::Closed,
        steps: vec![],
        revision: 9,
    }
}

impl House {
    /// A technology that the works claim to use, on the word of its fitter.
    fn claim(&self, rung: Rung, marking: &str) -> AdoptionId {
        let (technology, id) = (TechnologyId::from_bits(self.id()), AdoptionId::from_bits(self.id()));
        let marking = Marking::parse(marking).unwrap();
        let one = Technology {
            id: technology,
            name: format!("Press {technology}"),
            statement: String::new(),
            classes: vec![],
            origins: vec![],
            marking: marking.clone(),
            invented: false,
            revision: 0,
            made_at: 0,
        };
        let reached = RungReached {
            rung,
            on: date("1957-03-01"),
            class: EvidenceClass::Told,
            evidence: vec![],
            remark: String::new(),
            by: post("fitter"),
        };
        let adoption = Adoption {
            id,
            technology,
            unit: UnitId::new("works").unwrap(),
            post: post("fitter"),
            need: None,
            from: None,
            output: String::new(),
            measure: String::new(),
            remark: String::new(),
            reached: vec![reached],
            past: vec![],
            end: None,
            marking,
            invented: false,
            revision: 0,
            made_at: 0,
        };
        self.operator(move |deed| {
            let fact = deed.fact(Verb::Registered, Thing::new(Noun::Technology, technology));
            deed.keep_technology(&one, &fact)?;
            let fact = deed.fact(Verb::TookUp, Thing::new(Noun::Adoption, id));
            deed.keep_adoption(&adoption, &fact)?;
            Ok(())
        });
        id
    }

    /// The adoption is marked narrower, whatever looks at it.
    fn narrow(&self, claim: AdoptionId) {
        let held = self.office.adoption(&claim.to_string()).unwrap().adoption;
        let narrow = Adoption { marking: Marking::parse("restricted").unwrap(), ..held };
        self.operator(move |deed| {
            let fact = deed.fact(Verb::Marked, Thing::new(Noun::Adoption, narrow.id));
            Ok(deed.keep_adoption(&narrow, &fact)?)
        });
    }

    fn laid_down(&self, inspection: Inspection) -> Result<Inspection, Failure> {
        self.act("zaitsev", move |writer, turn, _| keep_inspection(writer, turn, inspection, true))
    }

    /// The programme with its frame fixed, and drawn.
    fn drawn(&self, inspection: &Inspection) -> Inspection {
        let seen = (inspection.id, inspection.revision);
        let frame = self.office.seen_by(&self.officer("zaitsev").scope).frame_now(inspection).unwrap();
        let fixed = self.act("zaitsev", move |writer, turn, _| fix_frame(writer, turn, seen, &frame)).unwrap();
        let seen = (fixed.id, fixed.revision);
        self.act("zaitsev", move |writer, turn, _| draw_visits(writer, turn, seen, "")).unwrap()
    }

    fn visits(&self, inspection: InspectionId) -> Vec<SiteVisit> {
        let filter = VisitFilter { inspection: Some(inspection), ..VisitFilter::default() };
        self.office.visit_lines(&filter).unwrap().into_iter().map(|line| line.visit).collect()
    }

    fn assign(&self, visit: &SiteVisit, to: &str) -> Result<SiteVisit, Failure> {
        let (seen, to) = ((visit.id, visit.revision), post(to));
        self.act("zaitsev", move |writer, turn, _| assign_visit(writer, turn, seen, &to))
    }

    fn close(&self, who: &str, visit: &SiteVisit, verdict: Verdict, rung: Option<Rung>) -> Result<SiteVisit, Failure> {
        let seen = (visit.id, visit.revision);
        let found = VisitFound { verdict, rung, words: "Seen in hall 3".to_owned(), on: self.today };
        self.act(who, move |writer, turn, _| close_visit(writer, turn, seen, &found))
    }

    fn asked_about(&self, noun: Noun, name: impl std::fmt::Display) -> Vec<(String, DutyKind)> {
        let held = self.office.duties_about(&Thing::new(noun, name)).unwrap();
        let open = held.into_iter().filter(|duty| duty.state == DutyState::Open);
        open.map(|duty| (duty.post.to_string(), duty.kind)).collect()
    }

    fn raise(&self, who: &str, finding: Finding, broken: Option<BrokenCondition>) -> Result<Finding, Failure> {
        self.act(who, move |writer, turn, _| raise_finding(writer, turn, finding, broken.as_ref()))
    }

    fn step_it(&self, who: &str, finding: &Finding, act: FindingAct) -> Result<Finding, Failure> {
        let seen = (finding.id, finding.revision);
        let shows = Thing::new(Noun::Adoption, self.office.site_visit(&finding.visit.to_string()).unwrap().adoption);
        let evidence = if act == FindingAct::Proposed { vec![shows] } else { vec![] };
        let said = FindingSaid { act, words: "It stands in hall 3 and runs".to_owned(), evidence };
        self.act(who, move |writer, turn, _| step_finding(writer, turn, seen, said))
    }

    /// Somebody acts for another post too.
    fn deputy(&self, person: &str, of: &str) {
        let (post, person) = (post(of), PersonId::new(person).unwrap());
        let since: Date = date("1957-01-01");
        self.operator(move |deed| {
            deed.appoint(&Tenure { post, person, standing: Standing::Deputy, since, until: None })?;
            Ok(())
        });
    }
}

#[test]
fn what_is_drawn_was_fixed_before_and_anybody_draws_the_same() {
    let house = house();
    for _ in 0..12 {
        house.claim(Rung::Production, "open");
    }
    for _ in 0..3 {
        house.claim(Rung::PlanRate, "open");
    }
    let written = house.laid_down(programme(&house, 6)).unwrap();
    assert!(written.seed.is_empty() && written.seed_hash.len() == 64, "only the hash of the seed is told");
    let again = Inspection { id: written.id, ..programme(&house, 6) };
    assert_eq!(house.laid_down(again).unwrap(), written, "a form that is sent twice writes once");
    let drawn = house.drawn(&written);
    assert_eq!((drawn.n_claims, measure::seed_hash(&drawn.seed)), (15, written.seed_hash));
    house.claim(Rung::Production, "open");
    let frame = house.office.frame(&drawn).unwrap();
    assert_eq!(frame.len(), 15, "who claims something later is not in it");
    assert_eq!(measure::frame_hash(&framed(&frame)), drawn.frame_hash);
    assert!(frame.iter().all(|line| line.grounds.contains(&RiskGround::Told)), "{frame:?}");
    let redrawn = measure::draw(&framed(&frame), &drawn.id.to_string(), &drawn.seed, 6).unwrap();
    let mut expected: Vec<&str> =
        redrawn.claims.iter().filter(|claim| claim.is_drawn).map(|claim| claim.claim.as_str()).collect();
    let visits = house.visits(drawn.id);
    let mut names: Vec<String> = visits.iter().map(|visit| visit.adoption.to_string()).collect();
    expected.sort_unstable();
    names.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(house.asked_about(Noun::Inspection, drawn.id), [("control".to_owned(), DutyKind::AssignVisits)]);
    let seen = (drawn.id, drawn.revision);
    let refused = house.act("zaitsev", move |writer, turn, _| draw_visits(writer, turn, seen, "")).unwrap_err();
    assert!(said(&refused).contains("does not stand where"), "{refused}");
}

#[test]
fn too_few_visits_are_found_out_before_the_frame_is_fixed_and_only_its_leader_fixes_it() {
    let house = house();
    for rung in [Rung::Pilot, Rung::Pilot, Rung::Production, Rung::Production] {
        house.claim(rung, "open");
    }
    let written = house.laid_down(Inspection { by: StratifiedBy::Production, ..programme(&house, 3) }).unwrap();
    let frame = house.office.frame_now(&written).unwrap();
    let seen = (written.id, written.revision);
    let (again, whose) = (frame.clone(), frame.clone());
    let strata: BTreeSet<&str> = frame.iter().map(|line| line.stratum.as_str()).collect();
    assert_eq!(strata.len(), 2, "{frame:?}");
    let few = house.act("zaitsev", move |writer, turn, _| fix_frame(writer, turn, seen, &again)).unwrap_err();
    assert!(said(&few).contains("give it more visits"), "{few}");
    let other = house.act("sokolov", move |writer, turn, _| fix_frame(writer, turn, seen, &whose)).unwrap_err();
    assert!(said(&other).contains("led by control"), "{other}");
}

#[test]
fn an_inspector_has_no_part_in_what_is_visited_and_persons_are_counted() {
    let house = house();
    house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.visits(drawn.id).remove(0);
    let own = house.assign(&visit, "fitter").unwrap_err();
    assert!(said(&own).contains("owns this claim"), "{own}");
    let nobody = house.assign(&visit, "nobody").unwrap_err();
    assert!(said(&nobody).contains("no post nobody"), "{nobody}");
    let assigned = house.assign(&visit, "engineer").unwrap();
    assert_eq!(house.asked_about(Noun::Visit, visit.id), [("engineer".to_owned(), DutyKind::Inspect)]);
    assert_eq!(house.asked_about(Noun::Inspection, drawn.id), [], "all are named");
    // The fitter stands in for the engineer: another post, the same person.
    house.deputy("smirnov", "engineer");
    let refused = house.close("smirnov", &assigned, Verdict::Confirmed, None).unwrap_err();
    assert!(said(&refused).contains("smirnov acts for the post that owns this claim"), "{refused}");
    assert!(house.close("sokolov", &assigned, Verdict::Confirmed, None).is_ok());
}

#[test]
fn whoever_claims_something_does_not_name_who_looks_at_it() {
    let house = house();
    house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.visits(drawn.id).remove(0);
    // The fitter leads as deputy of the control post, and would send a friend.
    house.deputy("smirnov", "control");
    let (seen, to) = ((visit.id, visit.revision), post("engineer"));
    let refused = house.act("smirnov", move |writer, turn, _| assign_visit(writer, turn, seen, &to)).unwrap_err();
    assert!(said(&refused).contains("somebody else names who looks at it"), "{refused}");
    assert!(house.assign(&visit, "engineer").is_ok());
    let own = Inspection { post: post("fitter"), ..programme(&house, 2) };
    let own = house.act("smirnov", move |writer, turn, _| keep_inspection(writer, turn, own, true)).unwrap();
    let (seen, frame) = ((own.id, own.revision), house.office.frame_now(&own).unwrap());
    let refused = house.act("smirnov", move |writer, turn, _| fix_frame(writer, turn, seen, &frame)).unwrap_err();
    assert!(said(&refused).contains("fitter belongs to works"), "{refused}");
}

#[test]
fn every_post_of_an_inspector_is_asked_and_not_only_that_for_which_they_go() {
    let house = house();
    house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.visits(drawn.id).remove(0);
    let assigned = house.assign(&visit, "engineer").unwrap();
    // The engineer of the institute stands in at the works too, for somebody who has nothing to do with the claim.
    house.operator(|deed| {
        let held = Post {
            id: post("storekeeper"),
            title: "Storekeeper".to_owned(),
            unit: UnitId::new("works")?,
            powers: BTreeSet::new(),
            closed: false,
        };
        deed.keep_post(&held)?;
        Ok(())
    });
    house.deputy("sokolov", "storekeeper");
    let refused = house.close("sokolov", &assigned, Verdict::Confirmed, None).unwrap_err();
    assert!(said(&refused).contains("belongs to the unit that is visited"), "{refused}");
    let refused = house.assign(&assigned, "engineer").unwrap_err();
    assert!(said(&refused).contains("belongs to the unit that is visited"), "{refused}");
}

#[test]
fn whoever_held_the_post_between_the_day_of_a_rung_and_today_may_have_written_it() {
    let house = house();
    house.claim(Rung::Production, "open");
    // The rung is of March. The engineer stood in for the fitter in May, which is over.
    house.operator(|deed| {
        let (since, until) = (date("1957-05-01"), Some(date("1957-05-31")));
        let person = PersonId::new("sokolov")?;
        Ok(deed.appoint(&Tenure { post: post("fitter"), person, standing: Standing::Deputy, since, until })?)
    });
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let refused = house.assign(&house.visits(drawn.id)[0], "engineer").unwrap_err();
    assert!(said(&refused).contains("sokolov wrote or approved this claim"), "{refused}");
}

#[test]
fn what_was_seen_before_the_frame_was_fixed_closes_no_visit() {
    let house = house();
    house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.assign(&house.visits(drawn.id)[0], "engineer").unwrap();
    let seen = (visit.id, visit.revision);
    let words = "Seen in August".to_owned();
    let found = VisitFound { verdict: Verdict::Confirmed, rung: None, words, on: house.today.plus_days(-1) };
    let refused = house.act("sokolov", move |writer, turn, _| close_visit(writer, turn, seen, &found)).unwrap_err();
    assert!(said(&refused).contains("when the frame of the programme was fixed"), "{refused}");
}

#[test]
fn notes_are_held_once_and_a_photograph_that_was_changed_is_refused() {
    let house = house();
    house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.visits(drawn.id).remove(0);
    let id = visit.id;
    let note = |name, question, value: &str, made_at| VisitNote {
        id: EditId::from_bits(name),
        question,
        value: value.to_owned(),
        made_at,
        by: String::new(),
    };
    let notes = vec![note(1, 1, "no", 10), note(2, 1, "yes", 20), note(3, 7, "?", 30)];
    let early = notes.clone();
    let unnamed = house.act("sokolov", move |writer, turn, _| take_notes(writer, turn, id, &early)).unwrap_err();
    assert!(said(&unnamed).contains("Nobody is named"), "{unnamed}");
    let assigned = house.assign(&visit, "engineer").unwrap();
    for _ in 0..2 {
        let sent = notes.clone();
        let taken = house.act("sokolov", move |writer, turn, _| take_notes(writer, turn, id, &sent)).unwrap();
        assert_eq!((taken.kept.len(), taken.refused.len()), (2, 1), "there is no seventh question");
    }
    let page = house.office.visit_page(&id.to_string()).unwrap();
    assert_eq!(page.notes.len(), 2);
    assert_eq!(model::latest_notes(&page.notes)[0].value, "yes");

    let (bytes, taken, place) = (b"\xff\xd8\xff the press".to_vec(), "1957-09-01T08:00:00Z", "55.75,37.62");
    let photo = |name, seal: String| VisitPhoto {
        id: EditId::from_bits(name),
        question: 2,
        name: String::new(),
        n_bytes: 0,
        taken: taken.to_owned(),
        place: place.to_owned(),
        seal,
        by: String::new(),
        at: 0,
    };
    let send = |photo: VisitPhoto, bytes: Vec<u8>| {
        let seal = photo_seal(&bytes, taken, place);
        let brought = desk::bring(&house.office, "press.jpg", &bytes, 5).unwrap();
        house.act("sokolov", move |writer, turn, _| take_photo(writer, turn, id, &photo, (&brought, &seal)))
    };
    let seal = photo_seal(&bytes, taken, place);
    let changed = send(photo(5, seal.clone()), b"\xff\xd8\xff another press".to_vec()).unwrap_err();
    assert!(said(&changed).contains("not as it was taken"), "{changed}");
    let kept = send(photo(5, seal.clone()), bytes.clone()).unwrap();
    assert_eq!(send(photo(5, seal), bytes.clone()).unwrap(), kept, "sent twice, held once");
    assert!(send(photo(6, String::new()), bytes.clone()).unwrap().seal.is_empty(), "without a seal it shows nothing");
    let (_, given) = house.office.visit_photo(&id.to_string(), kept.id, 6).unwrap();
    assert_eq!(given, bytes);
    house.close("sokolov", &assigned, Verdict::Confirmed, None).unwrap();
    let late = house.act("sokolov", move |writer, turn, _| take_notes(writer, turn, id, &[])).unwrap_err();
    assert!(said(&late).contains("closed"), "{late}");
}

#[test]
fn what_is_seen_is_shown_as_inspected_and_what_is_not_is_laid_before_its_owner() {
    let house = house();
    for _ in 0..3 {
        house.claim(Rung::Production, "open");
    }
    let drawn = house.drawn(&house.laid_down(programme(&house, 3)).unwrap());
    let visits = house.visits(drawn.id);
    let went: Vec<SiteVisit> = visits.iter().map(|visit| house.assign(visit, "engineer").unwrap()).collect();
    house.close("sokolov", &went[0], Verdict::Confirmed, None).unwrap();
    let seen = house.office.adoption(&went[0].adoption.to_string()).unwrap().adoption;
    assert!(seen.is_verified_use() && seen.class() == EvidenceClass::Inspected, "{seen:?}");
    assert_eq!(house.office.contradiction_of(went[0].adoption).unwrap(), None);

    let lower = house.close("sokolov", &went[1], Verdict::LowerRung, Some(Rung::Pilot)).unwrap();
    let line = house.office.adoption(&went[1].adoption.to_string()).unwrap();
    assert!(line.contradicted && !line.is_verified_use());
    let seen = line.adoption;
    assert_eq!((seen.rung(), seen.class_of(Rung::Pilot)), (Some(Rung::Production), Some(EvidenceClass::Inspected)));
    assert_eq!(house.asked_about(Noun::Visit, lower.id), [("fitter".to_owned(), DutyKind::AnswerVisit)]);
    let (at, words) = ((lower.id, lower.revision), "The hall is built in October");
    let stranger = house.act("sokolov", move |writer, turn, _| answer_visit(writer, turn, at, words)).unwrap_err();
    assert!(said(&stranger).contains("do not act for the post fitter"), "{stranger}");
    house.act("smirnov", move |writer, turn, _| answer_visit(writer, turn, at, words)).unwrap();
    assert_eq!(house.asked_about(Noun::Visit, lower.id), []);

    let under_way = house.office.inspection(&drawn.id.to_string()).unwrap();
    assert_eq!(under_way.state, InspectionState::UnderWay);
    let at = (under_way.id, under_way.revision);
    let early = house.act("zaitsev", move |writer, turn, _| report_inspection(writer, turn, at, "Much")).unwrap_err();
    assert!(said(&early).contains("1 visits are not closed"), "{early}");
    house.close("sokolov", &went[2], Verdict::NotInUse, None).unwrap();
    assert_eq!(house.asked_about(Noun::Inspection, drawn.id), [("control".to_owned(), DutyKind::ReportInspection)]);
    house.act("zaitsev", move |writer, turn, _| report_inspection(writer, turn, at, "Much")).unwrap();

    let told = house.office.estimates(None, house.today).unwrap();
    let share = told.share.unwrap();
    let third = 1.0 / 3.0;
    let near = |value: f64| (value - third).abs() < 1e-9;
    assert!(near(share.value) && near(share.interval.low) && near(share.interval.high), "all were seen: {share:?}");
    assert_eq!((told.strata[0].seen, told.strata[0].verified, told.strata[0].not_in_use), (3, 1, 1));
    assert_eq!(told.reliability[0].unit, "works");
    // The next programme weighs what this one found.
    let frame = house.office.frame_now(&programme(&house, 3)).unwrap();
    assert!(frame.iter().all(|line| line.grounds.contains(&RiskGround::WrongBefore)), "{frame:?}");
    assert!(frame.iter().all(|line| !line.grounds.contains(&RiskGround::First)), "{frame:?}");
}

#[test]
fn a_finding_is_closed_by_somebody_else_than_who_did_it() {
    let house = house();
    house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.assign(&house.visits(drawn.id)[0], "engineer").unwrap();
    let finding = finding(&house, visit.id);
    let refused = house.raise("smirnov", finding.clone(), None).unwrap_err();
    assert!(said(&refused).contains("whoever made the visit"), "{refused}");
    let raised = house.raise("sokolov", finding, None).unwrap();
    assert_eq!((raised.state, raised.revision), (FindingState::Open, 0));
    assert_eq!(house.asked_about(Noun::Finding, raised.id), [("fitter".to_owned(), DutyKind::CloseFinding)]);
    let proposed = house.step_it("smirnov", &raised, FindingAct::Proposed).unwrap();
    assert_eq!(house.asked_about(Noun::Finding, raised.id), [("engineer".to_owned(), DutyKind::VerifyClosure)]);
    // Also as deputy of the inspector he is who did it.
    house.deputy("smirnov", "engineer");
    let refused = house.step_it("smirnov", &proposed, FindingAct::Verified).unwrap_err();
    assert!(said(&refused).contains("somebody else has to see it and close it"), "{refused}");
    let back = house.step_it("sokolov", &proposed, FindingAct::SentBack).unwrap();
    assert_eq!(house.asked_about(Noun::Finding, raised.id), [("fitter".to_owned(), DutyKind::CloseFinding)]);
    let again = house.step_it("smirnov", &back, FindingAct::Proposed).unwrap();
    let closed = house.step_it("sokolov", &again, FindingAct::Verified).unwrap();
    assert_eq!((closed.state, house.asked_about(Noun::Finding, raised.id)), (FindingState::Closed, vec![]));
    let open = house.step_it("zaitsev", &closed, FindingAct::Reopened).unwrap();
    assert_eq!((open.state, open.n_reopened()), (FindingState::Open, 1));
    assert_eq!(house.asked_about(Noun::Finding, raised.id), [("fitter".to_owned(), DutyKind::CloseFinding)]);
    assert_eq!(house.office.findings(Some(FindingState::Open)).unwrap().len(), 1);
}

#[test]
fn the_name_of_a_finding_is_not_taken_by_another_visit() {
    let house = house();
    for _ in 0..2 {
        house.claim(Rung::Production, "open");
    }
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visits: Vec<SiteVisit> =
        house.visits(drawn.id).iter().map(|visit| house.assign(visit, "engineer").unwrap()).collect();
    let first = finding(&house, visits[0].id);
    let raised = house.raise("sokolov", first.clone(), None).unwrap();
    assert_eq!(house.raise("sokolov", first.clone(), None).unwrap(), raised, "sent twice, written once");
    let seized = Finding { visit: visits[1].id, owner: post("engineer"), ..first };
    let refused = house.raise("sokolov", seized, None).unwrap_err();
    assert!(matches!(refused, Failure::Refused(Refusal::NotFound { .. })), "{refused}");
    assert_eq!(house.office.finding(&raised.id.to_string()).unwrap(), raised);
}

#[test]
fn only_whoever_was_there_says_that_a_condition_is_broken() {
    let house = house();
    house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.assign(&house.visits(drawn.id)[0], "engineer").unwrap();
    let broken = || Some(BrokenCondition { case: CaseId::from_bits(7), position: 0 });
    let leads = house.raise("zaitsev", finding(&house, visit.id), broken()).unwrap_err();
    assert!(said(&leads).contains("do not act for the post engineer"), "{leads}");
    let none = house.raise("sokolov", finding(&house, visit.id), broken()).unwrap_err();
    assert!(matches!(none, Failure::Refused(Refusal::NotFound { noun: "case", .. })), "{none}");
    assert_eq!(house.office.findings(None).unwrap().len(), 0, "nothing of it is written");
}

#[test]
fn what_is_visited_is_not_marked_out_of_sight_of_who_visits_it() {
    let house = house();
    let open = house.claim(Rung::Production, "open");
    let marking = Marking::parse("open").unwrap();
    let drawn = house.drawn(&house.laid_down(Inspection { marking, ..programme(&house, 2) }).unwrap());
    let visit = house.assign(&house.visits(drawn.id)[0], "engineer").unwrap();
    let narrower = || {
        let held = house.office.adoption(&open.to_string()).unwrap().adoption;
        let narrow = Adoption { marking: Marking::parse("internal").unwrap(), ..held };
        house.act("smirnov", move |writer, turn, _| change_adoption(writer, turn, narrow))
    };
    let refused = narrower().unwrap_err();
    assert!(said(&refused).contains("change the marking once it is closed"), "{refused}");
    house.close("sokolov", &visit, Verdict::Unseen, None).unwrap();
    assert!(narrower().is_ok());
}

#[test]
fn whoever_does_not_see_all_of_a_frame_is_shown_no_other_draw() {
    let house = house();
    let claims: Vec<AdoptionId> = (0..6).map(|_| house.claim(Rung::Production, "open")).collect();
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let id = drawn.id.to_string();
    assert!(house.office.seen_by(&house.officer("smirnov").scope).inspection_page(&id).unwrap().drawing.is_some());
    house.narrow(claims[0]);
    let page = house.office.seen_by(&house.officer("smirnov").scope).inspection_page(&id).unwrap();
    assert_eq!((page.frame.len(), page.drawing), (5, None));
    let refused = frame_file(&page.inspection, &page.frame).unwrap_err();
    assert!(said(&refused).contains("whoever does can draw again"), "{refused}");
    let page = house.office.seen_by(&house.officer("zaitsev").scope).inspection_page(&id).unwrap();
    assert!(page.drawing.is_some() && frame_file(&page.inspection, &page.frame).is_ok());
}

#[test]
fn nobody_is_asked_about_what_they_may_not_see() {
    let house = house();
    house.claim(Rung::Production, "restricted");
    let marking = Marking::parse("restricted").unwrap();
    let drawn = house.drawn(&house.laid_down(Inspection { marking, ..programme(&house, 2) }).unwrap());
    let visit = house.assign(&house.visits(drawn.id)[0], "engineer").unwrap();
    house.close("sokolov", &visit, Verdict::NotInUse, None).unwrap();
    assert_eq!(house.asked_about(Noun::Visit, visit.id), [], "the fitter would learn of it");
    assert!(!house.office.visit_page(&visit.id.to_string()).unwrap().is_owner_asked);
    let refused = house.raise("sokolov", finding(&house, visit.id), None).unwrap_err();
    assert!(said(&refused).contains("Nobody who acts for fitter may see"), "{refused}");
    let own = Finding { owner: post("committee"), ..finding(&house, visit.id) };
    assert!(house.raise("sokolov", own, None).is_ok());
}

#[test]
fn the_biography_of_a_finding_is_marked_as_what_was_visited() {
    let house = house();
    let claim = house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.assign(&house.visits(drawn.id)[0], "engineer").unwrap();
    let raised = house.raise("sokolov", finding(&house, visit.id), None).unwrap();
    house.narrow(claim);
    let told = house.office.biography(&Thing::new(Noun::Finding, raised.id), house.today).unwrap();
    assert!(told.marking.covers(&Marking::parse("restricted").unwrap()), "{:?}", told.marking);
}

#[test]
fn a_programme_draws_nothing_narrower_than_itself_and_visits_go_with_what_they_look_at() {
    let house = house();
    let open = house.claim(Rung::Production, "open");
    house.claim(Rung::Production, "restricted");
    let drawn = house.drawn(&house.laid_down(programme(&house, 4)).unwrap());
    assert_eq!(drawn.n_claims, 1, "who sees the programme would learn of the other");
    let visit = house.visits(drawn.id).remove(0);
    assert_eq!(visit.adoption, open);
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(fitter.site_visit(&visit.id.to_string()).is_ok());
    // The adoption is marked narrower later: visit, frame and facts go with it.
    house.narrow(open);
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(fitter.site_visit(&visit.id.to_string()).is_err());
    assert_eq!(fitter.frame(&drawn).unwrap(), []);
    assert_eq!(fitter.history(&Thing::new(Noun::Visit, visit.id)).unwrap().len(), 0);
    assert_eq!(visit.state, VisitState::Drawn);
}
