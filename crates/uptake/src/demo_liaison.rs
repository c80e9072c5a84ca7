//! What went before the journey to Düsseldorf: the embassy turned to the firm, and it was written down what may be told there.

use model::{
    Approach, ApproachState, BriefLine, BriefPart, BriefThing, Date, LiaisonPost, LocalTime, Meeting, MeetingId,
    MeetingState, MeetingStep, Mission, NeedId, PostId,
};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;

/// The post that turns to the firms.
const COUNSELLOR: &str = "counsellor-bonn";

/// The need of which nothing is told.
const WITHHELD: &str = "electric-locomotives";

fn day(month: u8, day: u8) -> Date {
    Date::new(1957, month, day).unwrap_or_else(today)
}

/// The embassy is given the mission, turns to the firm and agrees on two meetings; a third is declined.
pub fn arrange(room: &Room<'_>, mission: &Mission) -> Result<(), Failure> {
    let one = LiaisonPost { post: PostId::new(COUNSELLOR)?, countries: vec!["DE".to_owned()] };
    room.act("gromov", 90, move |writer, turn, _| desk::keep_liaison_post(writer, turn, one).map(|_| ()))?;
    let (seen, host) = ((mission.id, mission.revision), mission.hosts.first().copied());
    let word = "Stated fact: the embassy in Bonn contacts the selected firms and agrees on the visit.\nInvented: the trial field first, \
                then the designers; not on the day on which the exhibition opens.";
    let post = PostId::new(COUNSELLOR)?;
    room.act("sokolov", 56, move |writer, turn, office| {
        desk::entrust_mission(writer, turn, office, seen, &post, word).map(|_| ())
    })?;
    for (on, state, words) in [
        (
            day(9, 23),
            ApproachState::Contacted,
            "Invented: wrote to Dr. Lindner, with the days and the questions in German.",
        ),
        (day(10, 4), ApproachState::Waits, "Invented: the firm asks who comes and from which works; names sent."),
        (day(10, 11), ApproachState::Answered, "Invented: the trial field can be seen; the rolling mill cannot."),
    ] {
        let approach = Approach { host, day: on, state, words: words.to_owned(), by: String::new(), at: 0 };
        let id = mission.id;
        room.act("orekhov", 55, move |writer, turn, _| desk::note_approach(writer, turn, id, approach).map(|_| ()))?;
    }
    let questions = room.served.office.questions(mission.id)?;
    let asked: Vec<_> = questions.all().iter().map(|question| question.id).collect();
    let (first, second) = asked.split_at(asked.len() / 2);
    let members: Vec<_> = mission.members.iter().map(|member| member.specialist).collect();
    for (at, title, place, questions, step) in [
        (
            LocalTime { day: day(11, 6), minute: 9 * 60 + 30 },
            "Trial field for controls (invented)",
            "Trial field, gate 2",
            first.to_vec(),
            MeetingStep::Agree,
        ),
        (
            LocalTime { day: day(11, 7), minute: 14 * 60 },
            "Talk with the designers (invented)",
            "Stand of the firm at the exhibition",
            second.to_vec(),
            MeetingStep::Agree,
        ),
        (
            LocalTime { day: day(11, 8), minute: 10 * 60 },
            "Rolling mill (invented)",
            "Works",
            Vec::new(),
            MeetingStep::Decline("Invented: the mill is not shown to visitors.".to_owned()),
        ),
    ] {
        let meeting = Meeting {
            id: MeetingId::from_bits(room.id()?),
            mission: mission.id,
            host,
            title: title.to_owned(),
            starts: at,
            zone: "Europe/Berlin".to_owned(),
            starts_at: 0,
            minutes: 90,
            place: place.to_owned(),
            people: "Dr. K. Lindner (invented)".to_owned(),
            members: members.clone(),
            questions,
            remark: String::new(),
            state: MeetingState::Proposed,
            reason: String::new(),
            sequence: 0,
            changed_at: 0,
        };
        let id = mission.id;
        let meeting =
            room.act("orekhov", 54, move |writer, turn, _| desk::write_meeting(writer, turn, id, meeting, None))?;
        let seen = (meeting.id, meeting.sequence);
        let meeting =
            room.act("orekhov", 53, move |writer, turn, _| desk::step_meeting(writer, turn, id, seen, &step))?;
        if meeting.state == MeetingState::Agreed {
            let seen = (meeting.id, meeting.sequence);
            room.act("orekhov", 52, move |writer, turn, _| {
                desk::step_meeting(writer, turn, id, seen, &MeetingStep::Hold).map(|_| ())
            })?;
        }
    }
    let id = mission.id;
    room.act("orekhov", 52, move |writer, turn, _| desk::end_liaison(writer, turn, id).map(|_| ()))
}

/// What may be told to the firm is written, cleared by the post of the control case, and known to everybody who goes.
pub fn brief(room: &Room<'_>, who: &str, days_ago: i64, mission: &Mission) -> Result<(), Failure> {
    let (id, host) = (mission.id, mission.hosts.first().copied());
    let line = |host, part, words: &str| BriefLine { host, part, words: words.to_owned(), thing: None };
    // Of the journey of 1957 something is stated; what else is told is invented.
    let stated = line(
        None,
        BriefPart::Told,
        "Stated fact: the embassy asked that delegates be trained to give open information, since a refusal to answer leaves a poor impression.",
    );
    let stated = (mission.until <= day(12, 31)).then_some(stated);
    let invented = vec![
        line(host, BriefPart::Told, "Invented: that the works builds locomotives, for which lines, and since when."),
        line(
            host,
            BriefPart::Told,
            "Invented: that rectifiers are cooled by oil at home, and that it gives trouble in frost.",
        ),
        line(host, BriefPart::Shown, "Invented: the printed catalogue of the works, and photographs from it."),
        BriefLine {
            thing: Some(BriefThing::Need(NeedId::new(WITHHELD)?)),
            ..line(host, BriefPart::Withheld, "Invented: numbers of locomotives planned, and by when.")
        },
    ];
    let lines: Vec<BriefLine> = stated.into_iter().chain(invented).collect();
    let brief =
        room.act(who, days_ago, move |writer, turn, office| desk::write_brief(writer, turn, office, (id, 0), &lines))?;
    let brief = room
        .act(who, days_ago, move |writer, turn, office| desk::lay_brief(writer, turn, office, (id, brief.revision)))?;
    let brief = room.act("belov", days_ago - 1, move |writer, turn, office| {
        desk::clear_brief(writer, turn, office, (id, brief.revision), None)
    })?;
    for member in &mission.members {
        let (member, seen) = (member.specialist, (id, brief.version));
        let person = room.served.office.specialist(&member.to_string())?.person;
        // Who has an account confirms it there; to the others it is read.
        let reader = person.as_ref().map_or(who, |person| person.as_str());
        room.act(reader, days_ago - 2, move |writer, turn, office| {
            let read_to = "Invented: by the engineer, on the evening before they left.";
            desk::confirm_brief(writer, turn, office, seen, member, read_to).map(|_| ())
        })?;
    }
    Ok(())
}
