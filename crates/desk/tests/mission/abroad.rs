//! Answers are written abroad by several, on devices that do not see each other.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use desk::{AnswersTaken, Failure, MissionStep, Turn, bring, take_answer_file, take_answers};
use model::{
    Answer, AnswerEdit, AnswerLog, EditId, Evidence, Marking, Mission, MissionId, QuestionId, QuestionState, Record,
    RecordId, Stage, Text,
};
use proptest::prelude::*;
use store::Writer;

use crate::house::*;

pub fn edit(house: &House, question: QuestionId, clock: u64) -> AnswerEdit {
    AnswerEdit::new(EditId::from_bits(u128::from(house.id())), question, clock, "", 0)
}

pub fn noted(house: &House, question: QuestionId, clock: u64, text: &str) -> AnswerEdit {
    AnswerEdit {
        state: Some(QuestionState::Answered),
        evidence: Some(Evidence::Told),
        notes: Some(text.to_owned()),
        ..edit(house, question, clock)
    }
}

impl House {
    pub fn send(&self, person: &str, mission: MissionId, edits: Vec<AnswerEdit>) -> Result<AnswersTaken, Failure> {
        self.act(person, move |writer: &mut Writer, turn: &mut Turn<'_>, _| {
            take_answers(writer, turn, mission, &edits, 0)
        })
    }

    pub fn answer(&self, mission: &Mission, question: QuestionId) -> Answer {
        self.office.mission_answers(mission.id).unwrap()[&question].clone()
    }

    pub fn bring_file(&self, person: &str, mission: &Mission, edit: AnswerEdit, name: &str, bytes: &[u8]) {
        let (id, brought) = (mission.id, bring(&self.office, name, bytes, 5).unwrap());
        self.act(person, move |writer, turn, _| take_answer_file(writer, turn, id, &edit, &brought)).unwrap();
    }
}

pub fn travelling() -> (House, Mission, QuestionId) {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let who = house.specialist(Some("smirnov"));
    let mission = house.under_way(NOVEMBER, &[("drives", QUESTION)], who);
    let question = house.list(&mission).all()[0].id;
    (house, mission, question)
}

#[test]
fn those_who_go_along_and_the_post_of_the_mission_write_answers_and_nobody_else() {
    let (house, mission, question) = travelling();
    for (person, may) in [("sokolov", true), ("smirnov", true), ("volkov", false), ("petrova", false)] {
        let sent = house.send(person, mission.id, vec![noted(&house, question, 1, person)]);
        assert_eq!(sent.is_ok(), may, "{person}: {sent:?}");
    }
    let answer = house.answer(&mission, question);
    let by: Vec<&str> = answer.notes.iter().map(|note| note.by.as_str()).collect();
    assert_eq!(by, ["engineer/sokolov", "/smirnov"], "each is named, whatever they sent");
    assert_eq!(answer.state, QuestionState::Answered);
}

#[test]
fn what_is_sent_twice_is_kept_once_and_one_bad_edit_keeps_out_no_good_one() {
    let (house, mission, question) = travelling();
    let good = noted(&house, question, 1, "Oil");
    let bad = noted(&house, question, 9_000, "from the future");
    let elsewhere = noted(&house, QuestionId::from_bits(77), 1, "of another mission");
    let bare = AnswerEdit { file: Some("a.jpg".to_owned()), ..edit(&house, question, 1) };
    let all = vec![bad.clone(), good.clone(), elsewhere.clone(), bare.clone()];
    for _ in 0..2 {
        let taken = house.send("smirnov", mission.id, all.clone()).unwrap();
        assert_eq!(taken.kept, [good.id]);
        let refused: Vec<EditId> = taken.refused.iter().map(|(id, _)| *id).collect();
        assert_eq!(refused, [bad.id, elsewhere.id, bare.id]);
    }
    assert_eq!(house.answer(&mission, question).text(), "Oil");
    let other = house.send("sokolov", mission.id, vec![]).unwrap();
    assert_eq!((other.news.len(), other.upto), (1, 1), "what others wrote is told");
}

#[test]
fn before_the_departure_and_after_the_end_nothing_is_written() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let who = house.specialist(None);
    let early = house.reviewed(NOVEMBER, who);
    let question = house.list(&early).all()[0].id;
    let refused = house.send("sokolov", early.id, vec![noted(&house, question, 1, "too early")]).unwrap_err();
    assert!(said(&refused).contains("while it is under way"), "{refused}");
}

#[test]
fn a_file_comes_once_with_its_edit_and_goes_with_its_tombstone() {
    let (house, mission, question) = travelling();
    let photograph = edit(&house, question, 1);
    for _ in 0..2 {
        house.bring_file("smirnov", &mission, photograph.clone(), "valve.svg", b"<svg/>");
    }
    let answer = house.answer(&mission, question);
    assert_eq!(answer.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["valve.svg"]);
    assert_eq!(house.office.answer_files(mission.id).unwrap().len(), 1);
    let away = AnswerEdit { taken: Some(photograph.id), ..edit(&house, question, 2) };
    house.send("sokolov", mission.id, vec![away]).unwrap();
    assert!(house.answer(&mission, question).files.is_empty());
    assert!(house.office.answer_files(mission.id).unwrap().is_empty(), "its bytes are let go");
}

#[test]
fn a_mission_whose_report_is_a_record_already_ends_only_when_its_questions_have() {
    let (house, mission, question) = travelling();
    let ids = Arc::clone(&house.ids);
    let record = house.clerk.write(move |writer| {
        writer.transact("operator", 4, |deed| -> Result<RecordId, Failure> {
            let record = Record { titles: vec![Text::plain("Report of the journey")], ..Record::default() };
            let incoming = store::Incoming { record, raw: vec![], source_key: "a".into(), keys: vec![] };
            let mut ids = || ids.fetch_add(1, Ordering::SeqCst);
            let batch = store::Batch::marked(vec![incoming], Marking::default());
            Ok(deed.ingest(&batch, &crate::Apart, &mut ids)?[0].record)
        })
    });
    let record = record.unwrap();
    let refused = house.step("sokolov", &mission, MissionStep::HandIn(record)).unwrap_err();
    assert!(said(&refused).contains("have no end yet"), "{refused}");
    house.send("smirnov", mission.id, vec![noted(&house, question, 1, "Oil")]).unwrap();
    let refused = house.step("sokolov", &mission, MissionStep::HandIn(record)).unwrap_err();
    assert!(said(&refused).contains("assembled from them"), "who asked would get no answer: {refused}");
    let unasked = AnswerEdit {
        state: Some(QuestionState::NotAsked),
        reason: Some("The host fell ill".to_owned()),
        ..edit(&house, question, 2)
    };
    house.send("smirnov", mission.id, vec![unasked]).unwrap();
    let reported = house.step("sokolov", &mission, MissionStep::HandIn(record)).unwrap();
    assert_eq!(reported.report, Some(record));
    assert_eq!(house.list(&reported).all()[0].state, QuestionState::NotAsked);
    // What comes late stays where it is, and who brings it hears why.
    let late = house.send("smirnov", mission.id, vec![noted(&house, question, 3, "Late")]).unwrap_err();
    assert!(said(&late).contains("goes to the post of the mission"), "{late}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    /// Two phones write without a network and send when they can, each time a part, also what was sent before: the office holds
    /// what the law of answers says of all their edits.
    #[test]
    fn the_office_comes_to_what_the_edits_come_to(
        steps in prop::collection::vec((any::<bool>(), 0u8..4, prop::collection::vec(0usize..20, 0..6)), 1..24),
    ) {
        let (house, mission, question) = travelling();
        let people = ["sokolov", "smirnov"];
        let mut phones = [AnswerLog::default(), AnswerLog::default()];
        let mut written: [Vec<AnswerEdit>; 2] = [Vec::new(), Vec::new()];
        for (first, what, which) in steps {
            let at = usize::from(first);
            let seen = phones[at].answer(question);
            let mut one = edit(&house, question, seen.clock + 1);
            match what {
                0 => one.state = Some(QuestionState::Partly),
                1 => one.evidence = Some(Evidence::Measured),
                2 => {
                    one.notes = Some(format!("notes {}", one.id));
                    one.seen = seen.notes.iter().map(|note| note.edit).collect();
                }
                _ => {
                    // A network for a moment: some are sent, some twice, and what the other wrote comes back.
                    let some = which.iter().filter_map(|at_edit| written[at].get(*at_edit).cloned()).collect();
                    let taken = house.send(people[at], mission.id, some).unwrap();
                    prop_assert!(taken.refused.is_empty(), "{:?}", taken.refused);
                    for (_, edit) in taken.news { phones[at].add(edit); }
                    continue;
                }
            }
            phones[at].add(one.clone());
            written[at].push(one);
        }
        for at in 0..2 {
            let taken = house.send(people[at], mission.id, written[at].clone()).unwrap();
            prop_assert!(taken.refused.is_empty() && taken.kept.len() == written[at].len(), "{:?}", taken);
        }
        let law = AnswerLog::of(written.into_iter().flatten()).answer(question);
        let held = house.answer(&mission, question);
        let texts = |answer: &Answer| answer.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
        prop_assert_eq!(texts(&held), texts(&law));
        prop_assert_eq!((held.state, held.evidence, held.clock), (law.state, law.evidence, law.clock));
    }
}
