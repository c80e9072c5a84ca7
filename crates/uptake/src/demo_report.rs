//! What the missions of the demonstration learned: answers, a report cut into records, recommendations. Every text says what of it is
//! a stated fact and what is invented.

use model::{
    AnswerEdit, Choice, Disposition, EditId, Ending, Evidence, Marking, Mission, Money, PostId, Question, QuestionEnd,
    QuestionState, RecommendationId, ReportGiven, ReportPiece,
};

use store::DeliveryFilter;

use crate::clock::{now, today};
use crate::demo_mission::Room;
use crate::demo_story::DAY_MICROS;
use crate::failure::Failure;

/// What became of a question that has this word in it.
struct Learned {
    word: &'static str,
    state: QuestionState,
    evidence: Option<Evidence>,
    title: &'static str,
    notes: &'static str,
    reason: &'static str,
}

/// Of the journey of 1957. What was seen is stated in general; each single answer is invented.
const DUSSELDORF: &[Learned] = &[
    Learned {
        word: "cooled",
        state: QuestionState::Answered,
        evidence: Some(Evidence::Inspected),
        title: "How rectifiers of drives are cooled (invented answer)",
        notes: "Stated fact: stands were seen and, besides, production units.\nInvented: in the works the rectifiers of a drive stand in oil, \
                and a fan starts above sixty degrees; at the stand nobody would open the case.",
        reason: "",
    },
    Learned {
        word: "adhesion",
        state: QuestionState::Partly,
        evidence: Some(Evidence::Told),
        title: "Control of adhesion: what the designers told (invented answer)",
        notes: "Stated fact: the interest lay with Siemens and AEG, named as pioneers of control systems.\nInvented: the designers compare the \
                speeds of the axles; how fast the control answers they did not say.",
        reason: "",
    },
    Learned {
        word: "purity",
        state: QuestionState::Refused,
        evidence: None,
        title: "",
        notes: "",
        reason: "Invented: the host does not speak of its silicon.",
    },
];

/// The drawing that a member brought; it is invented, and in the demonstration already.
const DRAWING: (&str, &[u8]) =
    ("layout-of-the-line.svg", include_bytes!("../demo/attachments/automatic-line-layout.svg"));

fn learned(question: &Question) -> Option<&'static Learned> {
    DUSSELDORF.iter().find(|one| question.text.contains(one.word))
}

impl Room<'_> {
    fn edit(&self, question: &Question, clock: u64, days_ago: i64) -> Result<AnswerEdit, Failure> {
        let name = u128::from(self.id()?) << 64 | u128::from(self.id()?);
        Ok(AnswerEdit::new(EditId::from_bits(name), question.id, clock, "", now() - days_ago * DAY_MICROS))
    }

    fn answers(&self, who: &str, days_ago: i64, mission: &Mission, edits: Vec<AnswerEdit>) -> Result<(), Failure> {
        let id = mission.id;
        self.act(who, days_ago, move |writer, turn, _| desk::take_answers(writer, turn, id, &edits, 0).map(|_| ()))
    }
}

/// The journey to Düsseldorf: answered, reported, recommended.
pub fn dusseldorf(room: &Room<'_>, mission: &Mission) -> Result<(), Failure> {
    let list = room.served.office.questions(mission.id)?;
    let (mut edits, mut pieces, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for question in list.all() {
        let Some(one) = learned(question) else { continue };
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        edits.push(AnswerEdit {
            state: Some(one.state),
            evidence: one.evidence,
            notes: some(one.notes),
            reason: some(one.reason),
            ..room.edit(question, 1, 44)?
        });
        let mut files = Vec::new();
        if one.evidence == Some(Evidence::Inspected) {
            let (name, bytes) = DRAWING;
            let edit = room.edit(question, 2, 43)?;
            files.push(edit.id);
            let (id, brought) = (mission.id, desk::bring(&room.served.office, name, bytes, now())?);
            room.answers("sokolov", 44, mission, std::mem::take(&mut edits))?;
            room.act("sokolov", 43, move |writer, turn, _| {
                desk::take_answer_file(writer, turn, id, &edit, &brought).map(|_| ())
            })?;
        }
        if one.title.is_empty() {
            let reason = "Invented: at Siemens-Schuckert".to_owned();
            ends.push(QuestionEnd { question: question.id, ending: Ending::AskedElsewhere, reason });
        } else {
            pieces.push(ReportPiece {
                questions: vec![question.id],
                title: one.title.to_owned(),
                text: one.notes.to_owned(),
                marking: Marking::default(),
                files,
            });
        }
    }
    room.answers("sokolov", 44, mission, edits)?;
    let text = "Stated fact: a detailed report on the congress, the exhibition and the production units went to the Central Committee; it is \
                not at hand.\nInvented: this report, its answers and what it recommends.";
    let seen = room.served.office.n_answer_edits(mission.id)?;
    let given = ReportGiven {
        title: "Düsseldorf, November 1957: report".to_owned(),
        text: text.to_owned(),
        pieces,
        ends,
        seen,
    };
    let seen = (mission.id, mission.revision);
    room.act("sokolov", 30, move |writer, turn, office| {
        desk::hand_in_report(writer, turn, office, seen, given).map(|_| ())
    })?;
    used(room, mission)?;
    let id = mission.id;
    let all = [
        ("Invented: build one case with oil and try it at minus 40 degrees.", Some("electrical-coordinator")),
        ("Invented: ask for the purity of silicon where licences are sold.", None),
    ];
    for (text, owner) in all {
        let one = RecommendationId::from_bits(room.id()?);
        room.act("sokolov", 29, move |writer, turn, _| desk::recommend(writer, turn, id, one, text).map(|_| ()))?;
        if let Some(owner) = owner {
            let (post, due) = (PostId::new(owner)?, today().plus_days(40));
            room.act("sokolov", 28, move |writer, turn, office| {
                desk::give_recommendation(writer, turn, office, (id, one), &post, due).map(|_| ())
            })?;
        }
    }
    Ok(())
}

/// What came of the answers, and what the journey cost: the one who asked about cooling uses what it was told, and the bill is corrected
/// once. No source gives a figure, so all of it is invented.
fn used(room: &Room<'_>, mission: &Mission) -> Result<(), Failure> {
    let id = mission.id;
    for (days_ago, spent, remark) in [
        (28, "4350 DEM", "Invented: fares and lodging of two members for twelve days."),
        (21, "4620 DEM", "Invented: the same, and catalogues that were paid at the stand."),
    ] {
        let spent = Money::parse(spent)?;
        room.act("sokolov", days_ago, move |writer, turn, _| {
            desk::note_mission_cost(writer, turn, id, spent, remark).map(|_| ())
        })?;
    }
    let records = room.served.office.report_page(id)?.records;
    for (position, who, choice, days_ago) in [(0, "karpova", Choice::Use, 12), (1, "sokolov", Choice::Study, 11)] {
        let Some(line) = records.iter().find(|line| line.position == position) else { continue };
        let (record, remark) = (line.record, "Invented: tried in the trial field.");
        let said = Disposition::new(choice, None, None, remark)?;
        room.act(who, days_ago, move |writer, turn, office| {
            let own = turn.officer.post_ids();
            let filter = DeliveryFilter { record: Some(record), ..DeliveryFilter::default() };
            let laid = office.deliveries(&filter)?;
            let Some(held) = laid.into_iter().find(|one| one.decided.is_none() && own.contains(&one.delivery.post))
            else {
                return Ok(());
            };
            desk::dispose(writer, turn, held.delivery.id, &said, &|_| Ok(true)).map(|_| ())
        })?;
    }
    Ok(())
}

/// The fair: one question is answered, and of another two members wrote at the same time.
pub fn fair(room: &Room<'_>, mission: &Mission) -> Result<(), Failure> {
    let list = room.served.office.questions(mission.id)?;
    for question in list.all() {
        let noted = |who: &str, text: &str, state| -> Result<(), Failure> {
            let edit = AnswerEdit {
                state: Some(state),
                evidence: Some(Evidence::Told),
                notes: Some(text.to_owned()),
                ..room.edit(question, 1, 1)?
            };
            room.answers(who, 1, mission, vec![edit])
        };
        if question.text.contains("adhesion") {
            noted(
                "sokolov",
                "Invented: at the stand they say that each axle has a control of its own.",
                QuestionState::Partly,
            )?;
            noted("karpova", "Invented: one control for two axles, says their engineer.", QuestionState::Partly)?;
        }
    }
    Ok(())
}
