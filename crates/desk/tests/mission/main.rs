//! The life of a mission in a real office: proposed on accepted needs, its questions drawn, reviewed, vetted, sent.
#![allow(missing_docs)]

mod abroad;
mod brief;
mod calendar;
mod event;
mod house;
mod inspection;
mod invitation;
mod liaison;
mod partner;
mod report;
mod sample;
mod yields;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use desk::{Failure, Going, LookupGiven, MissionStep, Office, look_up, waive_report, write_mission};
use model::{
    Asker, DutyKind, Marking, Mission, MissionId, MissionStage, NeedId, Noun, PostId, Question, QuestionId,
    QuestionList, QuestionState, Record, RecordId, Stage, Text, Thing, VettingKind, VettingState,
};
use proptest::prelude::*;
use store::MissionFilter;

use house::*;

#[test]
fn without_an_accepted_need_behind_it_a_mission_is_not_handed_in() {
    let house = house();
    house.need("drives", "engineer", Stage::Submitted, &[QUESTION], "open");
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    assert_eq!((mission.stage, mission.unit.as_str(), mission.round), (MissionStage::Draft, "institute", 0));
    let unaccepted = house.ask(&mission, vec![of_need("drives", QUESTION)]).unwrap_err();
    assert!(said(&unaccepted).contains("have it accepted first"), "{unaccepted}");
    let refused = house.step("sokolov", &mission, MissionStep::Propose).unwrap_err();
    assert!(said(&refused).contains("No accepted need"), "{refused}");
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let mission = house.ask(&mission, vec![of_need("drives", QUESTION)]).unwrap();
    let proposed = house.step("sokolov", &mission, MissionStep::Propose).unwrap();
    assert_eq!(house.open_duties(&proposed), [("coordinator".to_owned(), DutyKind::Review)]);
    let links = house.office.links(&Thing::new(Noun::Mission, proposed.id)).unwrap();
    assert!(links.iter().any(|link| link.target == Thing::new(Noun::Need, "drives")), "{links:?}");
}

#[test]
fn nearly_the_same_question_of_two_needs_becomes_one_that_both_ask() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    house.need(
        "lifts",
        "fitter",
        Stage::Accepted,
        &["Which losses do their rectifiers have?", "Who sells cranes?"],
        "open",
    );
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let wanted = vec![
        of_need("drives", QUESTION),
        of_need("lifts", "Which losses do their rectifiers have?"),
        of_need("lifts", "Who sells cranes?"),
        of_need("drives", QUESTION),
    ];
    let mission = house.ask(&mission, wanted).unwrap();
    let list = house.list(&mission);
    assert_eq!(list.all().len(), 2, "{list:?}");
    let posts: Vec<&str> = list.all()[0].askers.iter().map(|asker| asker.post.as_str()).collect();
    assert_eq!(posts, ["engineer", "fitter"]);
    assert!(mission.needs.contains(&NeedId::new("lifts").unwrap()), "it serves whoever asks");
    // Ranked with grounds: the host bears a class of the need.
    let found = house.office.question_candidates(&mission, &list, house.today).unwrap();
    assert!(found.list.iter().all(|one| !one.grounds.is_empty()), "{found:?}");
    assert!(found.list.iter().filter(|one| one.is_asked).count() == 3, "{found:?}");
}

#[test]
fn a_mission_is_marked_at_least_as_what_it_is_drawn_from_also_when_that_changes() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "internal");
    let mission = house.draft(&["drives"], vec![house.host("restricted")], NOVEMBER);
    assert_eq!(mission.marking.to_string(), "restricted");
    let narrow = Marking::parse("restricted release=institute").unwrap();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], &narrow.to_string());
    assert_eq!(house.held(&mission).marking, narrow, "a need that is narrowed narrows the mission");
    let fitter = house.officer("smirnov");
    let seen = house.office.seen_by(&fitter.scope);
    assert!(seen.mission(&mission.id.to_string()).is_err());
    assert_eq!(seen.missions(&MissionFilter::default()).unwrap(), Vec::<Mission>::new());
    // Nobody widens it by writing.
    let wider = Mission { marking: Marking::default(), ..house.held(&mission) };
    let revision = wider.revision;
    let kept = house.act("sokolov", move |writer, turn, _| write_mission(writer, turn, wider, Some(revision))).unwrap();
    assert_eq!(kept.marking, narrow);
}

#[test]
fn a_need_names_the_missions_that_go_for_it_to_whoever_may_see_them() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    house.need("lifts", "fitter", Stage::Accepted, &["Who sells cranes?"], "open");
    let mission = house.draft(&["drives"], vec![house.host("restricted")], NOVEMBER);
    let mission =
        house.ask(&mission, vec![of_need("drives", QUESTION), of_need("lifts", "Who sells cranes?")]).unwrap();
    let second = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let going = |office: &Office, need: &str| -> Vec<(MissionId, Vec<String>)> {
        let going = office.missions_for(&Thing::new(Noun::Need, need)).unwrap();
        let texts = |one: Going| one.questions.into_iter().map(|question| question.text).collect();
        going.into_iter().map(|one| (one.mission.id, texts(one))).collect()
    };
    let mut drives = going(&house.office, "drives");
    drives.sort();
    let mut expected = [(mission.id, vec![QUESTION.to_owned()]), (second.id, vec![])];
    expected.sort();
    assert_eq!(drives, expected, "each once, also where it both serves and asks");
    assert_eq!(going(&house.office, "lifts"), [(mission.id, vec!["Who sells cranes?".to_owned()])]);
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert_eq!(going(&fitter, "lifts"), [], "a mission that is marked above the reader is not there");
    assert_eq!(going(&fitter, "drives"), [(second.id, vec![])]);
}

#[test]
fn what_a_record_answers_is_not_asked_and_who_asked_gets_the_record() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION, "Who sells cranes?"], "open");
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let wanted = vec![of_need("drives", QUESTION), of_need("drives", "Who sells cranes?")];
    let mission = house.ask(&mission, wanted).unwrap();
    let mission = house.step("sokolov", &mission, MissionStep::Propose).unwrap();
    let unseen = house.step("petrova", &mission, MissionStep::Accept).unwrap_err();
    assert!(said(&unseen).contains("2 of its questions"), "{unseen}");
    let ids = Arc::clone(&house.ids);
    let record: RecordId = house
        .clerk
        .write(move |writer| {
            writer.transact("operator", 4, |deed| -> Result<RecordId, Failure> {
                let record = Record { titles: vec![Text::plain("Losses of rectifiers")], ..Record::default() };
                let incoming = store::Incoming { record, raw: vec![], source_key: "a".into(), keys: vec![] };
                let mut ids = || ids.fetch_add(1, Ordering::SeqCst);
                let batch = store::Batch::marked(vec![incoming], Marking::default());
                Ok(deed.ingest(&batch, &Apart, &mut ids)?[0].record)
            })
        })
        .unwrap();
    let question = house.list(&mission).all()[0].id;
    let (seen, given) = ((mission.id, mission.revision), LookupGiven::Known(record));
    let known = house
        .act("petrova", move |writer, turn, office| look_up(writer, turn, office, seen, question, &given))
        .unwrap();
    let list = house.list(&known);
    assert_eq!(list.all()[0].state, QuestionState::Known);
    let looked_for: Vec<_> = house.office.held_for(&list).unwrap().iter().map(|held| held.question).collect();
    let asked: Vec<_> = list.all().iter().skip(1).map(|question| question.id).collect();
    assert_eq!(looked_for, asked, "what is known is not looked for any more");
    let need = NeedId::new("drives").unwrap();
    let delivered = house.office.latest_of_need(&need, 10).unwrap();
    assert_eq!((delivered.len(), delivered[0].delivery.record), (1, record), "it is laid before who asked");
    let known = house.still_asked_open(known);
    assert_eq!(house.step("petrova", &known, MissionStep::Accept).unwrap().stage, MissionStage::Reviewed);
}

impl House {
    fn still_asked_open(&self, mission: Mission) -> Mission {
        let list = self.list(&mission);
        let open = list.all().iter().filter(|question| question.state == QuestionState::Open);
        let mut mission = mission;
        for question in open.map(|question| question.id) {
            let (seen, given) = ((mission.id, mission.revision), LookupGiven::StillAsked("New".to_owned()));
            mission = self
                .act("petrova", move |writer, turn, office| look_up(writer, turn, office, seen, question, &given))
                .unwrap();
        }
        mission
    }
}

#[test]
fn who_owes_a_report_is_not_sent_again_without_a_waiver() {
    let mut house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let who = house.specialist(None);
    let first = house.reviewed(NOVEMBER, who);
    let first = house.step("sokolov", &first, MissionStep::LayBefore).unwrap();
    assert_eq!(first.stage, MissionStage::Approved, "without a rule nothing stands in the way");
    house.confirm_brief(&first);
    let first = house.step("sokolov", &first, MissionStep::Depart).unwrap();
    assert_eq!(house.open_duties(&first), [("engineer".to_owned(), DutyKind::Report)]);
    let overlapping = house.reviewed(("1957-11-10", "1957-11-20"), who);
    let refused = house.step("sokolov", &overlapping, MissionStep::LayBefore).unwrap_err();
    assert!(said(&refused).contains("goes on"), "{refused}");
    house.today = date("1958-01-15");
    let second = house.reviewed(("1958-03-01", "1958-03-05"), who);
    let refused = house.step("sokolov", &second, MissionStep::LayBefore).unwrap_err();
    assert!(said(&refused).contains("is overdue"), "{refused}");
    let (seen, late) = ((second.id, second.revision), "The report is at the typist's");
    let own = house.act("sokolov", move |writer, turn, _| waive_report(writer, turn, seen, who, late));
    assert!(own.is_err(), "who proposes waives nothing");
    let waived = house.act("petrova", move |writer, turn, _| waive_report(writer, turn, seen, who, late)).unwrap();
    let sent = house.step("sokolov", &waived, MissionStep::LayBefore).unwrap();
    assert_eq!(sent.stage, MissionStage::Approved);
    assert_eq!(
        house.office.specialist_page(&house.officer("petrova"), &who.to_string()).unwrap().n_waivers,
        1,
        "it is counted"
    );
}

#[test]
fn nobody_decides_of_a_mission_of_their_own() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let rule = house.rule(VettingKind::Step, 1, "committee");
    let mission = house.reviewed(NOVEMBER, house.specialist(Some("volkov")));
    let laid = house.step("sokolov", &mission, MissionStep::LayBefore).unwrap();
    assert_eq!(house.open_duties(&laid), [("committee".to_owned(), DutyKind::Vet)]);
    let refused = house.decide("volkov", &laid, rule, true).unwrap_err();
    assert!(said(&refused).contains("You go along"), "{refused}");
}

#[test]
fn a_no_sends_it_back_and_a_change_wants_every_yes_anew() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let (step, control) =
        (house.rule(VettingKind::Step, 1, "committee"), house.rule(VettingKind::Control, 1, "control"));
    let mission = house.reviewed(NOVEMBER, house.specialist(None));
    let laid = house.step("sokolov", &mission, MissionStep::LayBefore).unwrap();
    let once = house.decide("volkov", &laid, step, true).unwrap();
    assert!(house.decide("zaitsev", &laid, control, true).is_err(), "decided of what was seen, and that has changed");
    let approved = house.decide("zaitsev", &once, control, true).unwrap();
    assert_eq!(approved.stage, MissionStage::Approved);
    let back = house.step("sokolov", &approved, MissionStep::TakeBack).unwrap();
    assert!(house.step("sokolov", &back, MissionStep::Depart).is_err());
    let again = house.step("sokolov", &back, MissionStep::LayBefore).unwrap();
    assert_eq!(again.stage, MissionStage::Vetting);
    let stopped = house.decide("zaitsev", &again, control, false).unwrap();
    assert_eq!((stopped.stage, stopped.remark.as_str()), (MissionStage::Reviewed, "because"));
    assert!(house.decide("volkov", &stopped, step, true).is_err(), "the round is over");
    assert_eq!(house.open_duties(&stopped), [("engineer".to_owned(), DutyKind::Revise)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever is done with a list but leaving out, everybody who asked still asks, once.
    #[test]
    fn no_asker_is_lost_on_joining_splitting_wording_and_moving(
        sizes in prop::collection::vec(1usize..4, 1..6),
        edits in prop::collection::vec((0u8..5, 0usize..8, 0usize..8), 0..30),
    ) {
        let mut list = QuestionList::default();
        let mut n = 0;
        for size in sizes {
            n += 1;
            let askers = (0..size).map(|at| Asker {
                thing: Thing::new(Noun::Need, format!("need-{n}-{at}")),
                post: PostId::new("engineer").unwrap(),
                text: format!("question {n} of {at}"),
            });
            let id = QuestionId::from_bits(n);
            let state = QuestionState::Open;
            let (text, askers) = (format!("question {n}"), askers.collect());
            list = list.add(Question { id, text, host: None, askers, state, lookup: None }).unwrap();
        }
        let count = |list: &QuestionList| {
            let mut counts: HashMap<Asker, usize> = HashMap::new();
            for asker in list.askers() { *counts.entry(asker.clone()).or_default() += 1; }
            counts
        };
        let before = count(&list);
        for (kind, one, other) in edits {
            let id = |at: usize| list.all().get(at % list.all().len()).map(|question| question.id).unwrap();
            n += 1;
            let edited = match kind {
                0 => list.join(id(one), id(other)),
                1 => list.split(id(one), other, QuestionId::from_bits(n)),
                2 => list.reword(id(one), "in other words", None),
                3 => list.lift(id(one)),
                _ => {
                    let again = list.all()[0].askers[0].clone();
                    let state = QuestionState::Open;
                    let id = QuestionId::from_bits(n);
                    list.add(Question { id, text: "again".to_owned(), host: None, askers: vec![again], state, lookup: None })
                }
            };
            if let Ok(edited) = edited { list = edited; }
            prop_assert!(list.all().iter().all(|question| !question.askers.is_empty()));
        }
        prop_assert_eq!(count(&list), before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is pressed in whatever order, on pages that are fresh or stale, by whomever: a mission is approved only when every
    /// decision of its round is yes, and it leaves only when it is approved.
    #[test]
    fn the_chain_is_not_walked_around(presses in prop::collection::vec((0u8..9, any::<bool>(), 0usize..3), 1..24)) {
        let house = house();
        house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
        let rules = [
            house.rule(VettingKind::Step, 1, "committee"),
            house.rule(VettingKind::Step, 2, "coordinator"),
            house.rule(VettingKind::Control, 1, "control"),
        ];
        let mut seen = vec![house.reviewed(NOVEMBER, house.specialist(None))];
        house.confirm_brief(&seen[0]);
        for (press, yes, page) in presses {
            // A page that was opened a while ago, or the newest.
            let page = seen[seen.len().saturating_sub(1 + page)].clone();
            let done = match press {
                0 => house.step("sokolov", &page, MissionStep::LayBefore),
                1 => house.step("sokolov", &page, MissionStep::TakeBack),
                2 => house.step("sokolov", &page, MissionStep::Depart),
                3 => house.decide("volkov", &page, rules[0], yes),
                4 => house.decide("petrova", &page, rules[1], yes),
                5 => house.decide("zaitsev", &page, rules[2], yes),
                6 => house.decide("sokolov", &page, rules[0], yes),
                7 => house.decide("volkov", &page, rules[1], yes),
                _ => house.step("smirnov", &page, MissionStep::Depart),
            };
            if press >= 6 { prop_assert!(done.is_err(), "who is not asked decides nothing"); }
            seen.extend(done.ok());
            let held = house.held(&seen[0]);
            let page = house.office.mission_page(&held.id.to_string()).unwrap();
            let all_yes = page.vetting.steps().iter().all(|step| step.state == VettingState::Yes);
            if matches!(held.stage, MissionStage::Approved | MissionStage::UnderWay) {
                prop_assert!(all_yes && page.vetting.steps().len() == 3, "{:?}", page.vetting);
            }
        }
    }
}

/// Takes each source for a work of its own.
struct Apart;

impl store::Identify for Apart {
    fn sameness(&self, _: &Record, _: &Record) -> store::Sameness {
        store::Sameness::Different
    }

    fn merge(&self, readings: &[Record]) -> store::Merged {
        store::Merged { record: readings[0].clone(), ..store::Merged::default() }
    }
}
