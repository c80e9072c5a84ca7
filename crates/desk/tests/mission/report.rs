//! A mission comes back: its report becomes records, who asked gets them, what it recommends gets an owner.

use desk::{Failure, MissionStep, follow_recommendation, give_recommendation, hand_in_report, recommend, send_report};
use model::{
    AnswerEdit, Date, DutyKind, Ending, Marking, Mission, MissionStage, NeedId, PostId, Question, QuestionEnd,
    QuestionState, RecommendationId, ReportGiven, ReportPiece, Stage,
};

use crate::abroad::{edit, noted, travelling};
use crate::house::*;

const OTHER: &str = "From which purity on are diodes made in series?";
const LIFTS: &str = "Who builds lifts without cables?";

fn piece(question: &Question, text: &str) -> ReportPiece {
    ReportPiece {
        questions: vec![question.id],
        title: question.text.clone(),
        text: text.to_owned(),
        marking: Marking::default(),
        files: Vec::new(),
    }
}

fn given(pieces: Vec<ReportPiece>, ends: Vec<QuestionEnd>) -> ReportGiven {
    ReportGiven { title: "Düsseldorf".to_owned(), text: "What became of it".to_owned(), pieces, ends, seen: 0 }
}

impl House {
    fn report(&self, person: &str, mission: &Mission, given: ReportGiven) -> Result<Mission, Failure> {
        let seen = (mission.id, mission.revision);
        let given = ReportGiven { seen: self.office.n_answer_edits(mission.id)?, ..given };
        self.act(person, move |writer, turn, office| hand_in_report(writer, turn, office, seen, given))
    }

    fn recommended(&self, mission: &Mission, text: &str) -> RecommendationId {
        let (id, mission, text) = (RecommendationId::from_bits(self.id()), mission.id, text.to_owned());
        self.act("sokolov", move |writer, turn, _| recommend(writer, turn, mission, id, &text)).unwrap();
        id
    }

    fn given_to(&self, mission: &Mission, id: RecommendationId, post: &str, due: Date) -> Result<(), Failure> {
        let (mission, post) = (mission.id, PostId::new(post).unwrap());
        self.act("sokolov", move |writer, turn, office| {
            give_recommendation(writer, turn, office, (mission, id), &post, due).map(|_| ())
        })
    }
}

/// Two needs of two departments, three questions, a member who wrote some of the answers.
fn back() -> (House, Mission, Vec<Question>) {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION, OTHER], "internal");
    house.need("lifts", "fitter", Stage::Accepted, &[LIFTS], "open");
    let who = house.specialist(Some("sokolov"));
    let mission = house.under_way(NOVEMBER, &[("drives", QUESTION), ("drives", OTHER), ("lifts", LIFTS)], who);
    let questions = house.list(&mission).all().to_vec();
    assert_eq!(questions.len(), 3);
    (house, mission, questions)
}

#[test]
fn no_question_is_lost_each_ends_in_a_state() {
    let (house, mission, questions) = back();
    let first = piece(&questions[0], "Eight per cent");
    let refused = house.report("sokolov", &mission, given(vec![first.clone()], vec![])).unwrap_err();
    assert!(said(&refused).contains("3 of its questions"), "{refused}");
    let refusal = AnswerEdit {
        state: Some(QuestionState::Refused),
        reason: Some("A secret of the works".to_owned()),
        ..edit(&house, questions[1].id, 1)
    };
    let unasked = AnswerEdit { state: Some(QuestionState::NotAsked), ..edit(&house, questions[2].id, 1) };
    let edits = vec![noted(&house, questions[0].id, 1, "Eight per cent"), refusal, unasked];
    house.send("sokolov", mission.id, edits).unwrap();
    let refused = house.report("sokolov", &mission, given(vec![first.clone()], vec![])).unwrap_err();
    assert!(said(&refused).contains("was not asked"), "{refused}");
    let why = AnswerEdit { reason: Some("No time".to_owned()), ..edit(&house, questions[2].id, 2) };
    house.send("sokolov", mission.id, vec![why]).unwrap();
    let refused = house.report("sokolov", &mission, given(vec![first.clone()], vec![])).unwrap_err();
    assert!(said(&refused).contains("was refused"), "{refused}");
    let elsewhere =
        QuestionEnd { question: questions[1].id, ending: Ending::AskedElsewhere, reason: "At AEG".to_owned() };
    let refused = house.report("sokolov", &mission, given(vec![], vec![elsewhere.clone()])).unwrap_err();
    assert!(said(&refused).contains("goes into no record"), "{refused}");
    assert!(house.report("volkov", &mission, given(vec![first.clone()], vec![elsewhere.clone()])).is_err());
    let reported = house.report("sokolov", &mission, given(vec![first], vec![elsewhere])).unwrap();
    assert_eq!(reported.stage, MissionStage::Reported);
    let states: Vec<QuestionState> = house.list(&reported).all().iter().map(|question| question.state).collect();
    assert_eq!(states, [QuestionState::Answered, QuestionState::Refused, QuestionState::NotAsked]);
    assert_eq!(house.open_duties(&reported), [], "the report is owed no more");
    // What was refused stands among what others could ask, with where it was refused.
    let next = house.draft(&["drives"], vec![house.host("open")], ("1958-02-01", "1958-02-05"));
    let found = house.office.question_candidates(&next, &house.list(&next), house.today).unwrap();
    let again = found.list.iter().find(|one| one.text == OTHER).unwrap();
    assert_eq!(again.refused_on, [(reported.id, "To Düsseldorf".to_owned())]);
    assert!(found.list.iter().filter(|one| one.text != OTHER).all(|one| one.refused_on.is_empty()));
}

#[test]
fn each_answer_becomes_a_record_that_who_asked_gets_whatever_the_profile_says() {
    let (house, mission, questions) = back();
    let edits = (0..3).map(|at| noted(&house, questions[at].id, 1, "We asked Dr Lindner, and he told it.")).collect();
    house.send("sokolov", mission.id, edits).unwrap();
    let drawing = edit(&house, questions[0].id, 2);
    house.bring_file("sokolov", &mission, drawing.clone(), "valve.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let mut first = piece(&questions[0], "Told by Dr Lindner");
    first.files.push(drawing.id);
    let mut narrow = piece(&questions[1], "Of no use to others");
    narrow.marking = Marking::parse("restricted").unwrap();
    let mut second = piece(&questions[0], "And of another stand");
    second.title = "Another stand".to_owned();
    let pieces = vec![first, narrow, piece(&questions[2], "Nobody does"), second];
    let reported = house.report("sokolov", &mission, given(pieces, vec![])).unwrap();
    let page = house.office.report_page(reported.id).unwrap();
    assert_eq!(page.records.len(), 4);
    let marking = |at: usize| house.office.marking_of(page.records[at].record).unwrap();
    for at in 0..4 {
        assert!(marking(at).covers(&reported.marking), "an answer is marked at least as its mission");
    }
    assert_eq!(marking(1).to_string(), "restricted");
    assert_eq!(
        house.office.marking_of(reported.report.unwrap()).unwrap().to_string(),
        "restricted",
        "and the whole as all parts"
    );
    // The drawing went along, and looked at by a job.
    let files = house.office.attachments(page.records[0].record).unwrap();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["valve.svg"]);
    assert!(house.office.answer_files(reported.id).unwrap().is_empty());
    // Both departments have theirs, with the question as its ground, though no profile asks for it.
    for (need, post, n) in [("drives", "engineer", 3), ("lifts", "fitter", 1)] {
        let laid = house.office.latest_of_need(&NeedId::new(need).unwrap(), 10).unwrap();
        assert_eq!(laid.len(), n, "{need}");
        assert!(
            laid.iter().all(|one| one.delivery.post.as_str() == post && one.delivery.grounds.contains("in question"))
        );
    }
    // From the record one sees the question, and from the question the record.
    let asked = house.office.questions_of_record(page.records[0].record).unwrap();
    assert_eq!(asked[0].1.text, QUESTION);
}

#[test]
fn what_a_mission_brought_back_is_narrowed_with_what_it_was_drawn_from() {
    let (house, mission, questions) = back();
    let edits = (0..3).map(|at| noted(&house, questions[at].id, 1, "Told")).collect();
    house.send("sokolov", mission.id, edits).unwrap();
    let pieces = questions.iter().map(|question| piece(question, "Told")).collect();
    let reported = house.report("sokolov", &mission, given(pieces, vec![])).unwrap();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION, OTHER], "restricted");
    let page = house.office.report_page(reported.id).unwrap();
    for record in page.records.iter().map(|line| line.record).chain(reported.report) {
        assert_eq!(house.office.marking_of(record).unwrap().to_string(), "restricted");
    }
    let fitter = house.officer("smirnov");
    let seen = house.office.seen_by(&fitter.scope);
    assert!(seen.record(&page.records[2].record.to_string()).is_err(), "who may not see the mission sees none of it");
}

#[test]
fn answers_can_be_joined_into_one_record() {
    let (house, mission, questions) = back();
    let edits = (0..3).map(|at| noted(&house, questions[at].id, 1, "All in one catalogue")).collect();
    house.send("sokolov", mission.id, edits).unwrap();
    let mut one = piece(&questions[0], "All in one catalogue");
    one.questions.extend([questions[1].id, questions[2].id, questions[1].id]);
    let reported = house.report("sokolov", &mission, given(vec![one], vec![])).unwrap();
    let page = house.office.report_page(reported.id).unwrap();
    let records: std::collections::BTreeSet<_> = page.records.iter().map(|line| line.record).collect();
    assert_eq!((page.records.len(), records.len()), (3, 1));
}

#[test]
fn a_mission_is_closed_only_when_every_recommendation_has_an_owner() {
    let (mut house, mission, questions) = back();
    let edits = (0..3).map(|at| noted(&house, questions[at].id, 1, "Told")).collect();
    house.send("sokolov", mission.id, edits).unwrap();
    let pieces = questions.iter().map(|question| piece(question, "Told")).collect();
    let reported = house.report("sokolov", &mission, given(pieces, vec![])).unwrap();
    let one = house.recommended(&reported, "Try their oil");
    let refused = house.step("petrova", &reported, MissionStep::Close).unwrap_err();
    assert!(said(&refused).contains("1 of its recommendations"), "{refused}");
    let late = house.given_to(&reported, one, "fitter", date("1957-08-01")).unwrap_err();
    assert!(said(&late).contains("is over"), "{late}");
    house.given_to(&reported, one, "control", date("1957-12-01")).unwrap();
    house.given_to(&reported, one, "fitter", date("1957-12-01")).unwrap();
    assert_eq!(
        house.open_duties(&reported),
        [("fitter".to_owned(), DutyKind::Follow)],
        "who had it before is rid of it"
    );
    let (id, done) = (reported.id, "Runs cooler");
    let other = house.act("sokolov", move |writer, turn, _| follow_recommendation(writer, turn, (id, one), done));
    assert!(other.is_err(), "who owns it says that it is done");
    house.act("smirnov", move |writer, turn, _| follow_recommendation(writer, turn, (id, one), done)).unwrap();
    assert_eq!(house.open_duties(&reported), []);
    house.today = date("1957-09-02");
    let closed = house.step("petrova", &reported, MissionStep::Close).unwrap();
    assert_eq!(closed.stage, MissionStage::Closed);
    let after = house.send("sokolov", closed.id, vec![edit(&house, questions[0].id, 5)]);
    assert!(after.is_err(), "what is closed is not written on");
}

#[test]
fn who_should_have_the_report_and_did_not_get_it_is_seen_and_sent_it() {
    let (house, mission, questions) = back();
    let mut edits = vec![noted(&house, questions[0].id, 1, "Told")];
    for question in &questions[1..] {
        edits.push(AnswerEdit {
            state: Some(QuestionState::NotAsked),
            reason: Some("No time".to_owned()),
            ..edit(&house, question.id, 1)
        });
    }
    house.send("sokolov", mission.id, edits).unwrap();
    let reported = house.report("sokolov", &mission, given(vec![piece(&questions[0], "Told")], vec![])).unwrap();
    let missing = |house: &House| {
        let all = house.office.recipients(&reported, house.today).unwrap();
        all.into_iter().filter(|one| one.n_got == 0).map(|one| one.post.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(missing(&house), ["fitter"], "it asked, and the plan names its unit");
    let send = |house: &House, post: &str| {
        let (id, post) = (reported.id, PostId::new(post).unwrap());
        house.act("sokolov", move |writer, turn, office| send_report(writer, turn, office, id, &post))
    };
    assert!(send(&house, "committee").is_err(), "it is not among those who should have it");
    for _ in 0..2 {
        send(&house, "fitter").unwrap();
    }
    assert_eq!(missing(&house), [""; 0]);
    let fitter =
        house.office.recipients(&reported, house.today).unwrap().into_iter().find(|one| one.post.as_str() == "fitter");
    assert_eq!(fitter.map(|one| (one.n_got, one.n_read)), Some((1, 0)), "sent twice, it came once");
}

#[test]
fn what_came_since_the_report_was_opened_is_not_left_out_of_it() {
    let (house, mission, question) = travelling();
    house.send("smirnov", mission.id, vec![noted(&house, question, 1, "Oil")]).unwrap();
    let opened = house.office.n_answer_edits(mission.id).unwrap();
    house.send("sokolov", mission.id, vec![noted(&house, question, 1, "And a fan")]).unwrap();
    let pieces = vec![piece(&house.list(&mission).all()[0], "Oil")];
    let given = ReportGiven { seen: opened, ..given(pieces, Vec::new()) };
    let seen = (mission.id, mission.revision);
    let refused = house
        .act("sokolov", move |writer, turn, office| hand_in_report(writer, turn, office, seen, given))
        .unwrap_err();
    assert!(said(&refused).contains("since this page was opened"), "{refused}");
}
