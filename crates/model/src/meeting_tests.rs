//! When a meeting fits its mission, and how it moves.

use super::*;
use crate::{Asker, Marking, Member, MissionDirection, MissionStage, Noun, PostId, Question, Thing, UnitId};

const HOUR: i64 = 3_600_000_000;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn mission() -> Mission {
    let member = |bits| Member { specialist: SpecialistId::from_bits(bits), part: String::new(), waiver: None };
    Mission {
        id: MissionId::from_bits(7),
        direction: MissionDirection::Out,
        title: "To see AEG".to_owned(),
        purpose: String::new(),
        post: PostId::new("engineer").unwrap(),
        unit: UnitId::new("institute").unwrap(),
        stage: MissionStage::Reviewed,
        needs: Vec::new(),
        hosts: vec![HostId::from_bits(1)],
        event: None,
        since: day("1957-11-04"),
        until: day("1957-11-12"),
        place: String::new(),
        country: None,
        members: vec![member(1), member(2)],
        benefits: Vec::new(),
        benefit: String::new(),
        plan: String::new(),
        recipients: Vec::new(),
        budget: None,
        remark: String::new(),
        round: 0,
        report_due: None,
        report: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

fn list() -> QuestionList {
    let asker = Asker {
        thing: Thing::new(Noun::Need, "drives"),
        post: PostId::new("engineer").unwrap(),
        text: "Which losses?".to_owned(),
    };
    let question = |bits, state| Question {
        id: QuestionId::from_bits(bits),
        text: format!("Question {bits}"),
        host: None,
        askers: vec![asker.clone()],
        state,
        lookup: None,
    };
    QuestionList::of(vec![
        question(1, QuestionState::Open),
        question(2, QuestionState::Open),
        question(3, QuestionState::Known),
    ])
}

fn meeting(bits: u64, at: &str, member: u64) -> Meeting {
    let starts = LocalTime::parse(at).unwrap();
    Meeting {
        id: MeetingId::from_bits(bits),
        mission: MissionId::from_bits(7),
        host: Some(HostId::from_bits(1)),
        title: format!("Meeting {bits}"),
        starts,
        zone: "UTC".to_owned(),
        starts_at: starts.day.days_since(Date::of_number(0)) * 24 * HOUR + i64::from(starts.minute) * MINUTE_MICROS,
        minutes: 90,
        place: "Erlangen".to_owned(),
        people: String::new(),
        members: vec![SpecialistId::from_bits(member)],
        questions: Vec::new(),
        remark: String::new(),
        state: MeetingState::Proposed,
        reason: String::new(),
        sequence: 0,
        changed_at: 0,
    }
}

#[test]
fn a_time_is_read_as_clocks_show_it() {
    let at = |text: &str| LocalTime::read(day("1957-11-04"), text).map(LocalTime::time);
    assert_eq!(at("9:05").as_deref(), Some("09:05"));
    assert_eq!(at("23:59").as_deref(), Some("23:59"));
    for odd in ["", "24:00", "9", "9:5", "09:60", "nine", "+9:00", "09:00:00"] {
        assert_eq!(at(odd), None, "{odd}");
    }
    let shown = LocalTime::parse("1957-11-04 09:05").unwrap();
    assert_eq!(LocalTime::parse(&shown.to_string()), Some(shown));
}

#[track_caller]
fn check(meeting: &Meeting, others: &[Meeting], expected: &str) {
    let said = meeting.fits(&mission(), &list(), others).err().map(|refusal| refusal.to_string()).unwrap_or_default();
    assert!(if expected.is_empty() { said.is_empty() } else { said.contains(expected) }, "{expected}: {said}");
}

#[test]
fn a_meeting_is_within_the_days_of_its_mission_and_of_those_who_go_there() {
    check(&meeting(1, "1957-11-04 09:00", 1), &[], "");
    check(&meeting(1, "1957-11-03 09:00", 1), &[], "outside the days");
    check(&meeting(1, "1957-11-13 09:00", 1), &[], "outside the days");
    check(&meeting(1, "1957-11-12 23:30", 1), &[], "outside the days");
    check(&meeting(1, "1957-11-04 09:00", 3), &[], "does not go");
    check(&Meeting { host: Some(HostId::from_bits(9)), ..meeting(1, "1957-11-04 09:00", 1) }, &[], "does not visit");
}

#[test]
fn nobody_is_at_two_meetings_at_a_time() {
    let first = meeting(1, "1957-11-04 09:00", 1);
    let others = [first.clone()];
    check(&meeting(2, "1957-11-04 10:00", 1), &others, "Erlangen");
    check(&meeting(2, "1957-11-04 10:30", 1), &others, "");
    check(&meeting(2, "1957-11-04 07:31", 1), &others, "choose another time");
    check(&meeting(2, "1957-11-04 10:00", 2), &others, "");
    check(&meeting(1, "1957-11-04 10:00", 1), &others, "");
    check(&meeting(2, "1957-11-04 10:00", 1), &[Meeting { state: MeetingState::Declined, ..first.clone() }], "");
    // By the clocks of two zones they are hours apart, and it is the same time.
    let abroad =
        Meeting { zone: "Asia/Tokyo".to_owned(), starts_at: first.starts_at, ..meeting(2, "1957-11-04 18:00", 1) };
    check(&abroad, &others, "choose another time");
}

#[test]
fn a_question_goes_to_one_open_meeting() {
    let asks = |bits, question| Meeting {
        questions: vec![QuestionId::from_bits(question)],
        ..meeting(bits, &format!("1957-11-0{} 09:00", bits + 3), 1)
    };
    check(&asks(2, 1), &[asks(1, 1)], "goes to the meeting “Meeting 1”");
    check(&asks(2, 1), &[Meeting { state: MeetingState::Cancelled, ..asks(1, 1) }], "");
    check(&asks(2, 3), &[], "has ended");
    assert_eq!(without_meeting(&list(), &[asks(1, 1)]), [QuestionId::from_bits(2)]);
    let off = Meeting { state: MeetingState::Declined, ..asks(1, 1) };
    assert_eq!(without_meeting(&list(), &[off]).len(), 2, "what was declined is asked elsewhere");
}

#[test]
fn a_meeting_that_is_moved_is_agreed_on_anew_and_its_invitation_counts_on() {
    let proposed = meeting(1, "1957-11-04 09:00", 1);
    assert!(proposed.step(&MeetingStep::Hold, proposed.ends_at()).is_err());
    let nobody = Meeting { members: Vec::new(), ..proposed.clone() };
    assert!(nobody.step(&MeetingStep::Agree, 1).is_err());
    let agreed = proposed.step(&MeetingStep::Agree, 1).unwrap();
    assert_eq!((agreed.state, agreed.sequence), (MeetingState::Agreed, 1));
    assert!(agreed.step(&MeetingStep::Agree, 1).is_err());
    assert_eq!(agreed.rewrite(agreed.clone(), 5).unwrap(), agreed, "nothing was changed");
    let noted = agreed.rewrite(Meeting { remark: "Bring papers".to_owned(), ..agreed.clone() }, 5).unwrap();
    assert_eq!((noted.state, noted.sequence), (MeetingState::Agreed, 2));
    let moved = noted.rewrite(meeting(1, "1957-11-05 09:00", 1), 6).unwrap();
    assert_eq!((moved.state, moved.sequence, moved.id), (MeetingState::Proposed, 3, proposed.id));
    let agreed = moved.step(&MeetingStep::Agree, 7).unwrap();
    assert!(agreed.step(&MeetingStep::Hold, agreed.starts_at - 1).is_err(), "it has not begun");
    let held = agreed.step(&MeetingStep::Hold, agreed.starts_at).unwrap();
    assert_eq!((held.state, held.sequence), (MeetingState::Held, agreed.sequence));
    assert!(held.step(&MeetingStep::Cancel("x".to_owned()), 9).is_err() && held.rewrite(moved, 9).is_err());
    assert!(agreed.step(&MeetingStep::Cancel(" ".to_owned()), 9).is_err(), "without a reason");
    assert_eq!(agreed.step(&MeetingStep::Decline("On leave".to_owned()), 9).unwrap().sequence, agreed.sequence + 1);
}

#[test]
fn a_member_is_invited_once_both_sides_agree_and_told_of_every_change_after() {
    use LetterKind::{CallOff, Invitation};
    use MeetingState::{Agreed, Cancelled, Declined, Held, Proposed};
    let (before, after) = (Some((Invitation, 5)), Some((Invitation, 10)));
    let off = Some((CallOff, 5));
    for (state, is_member, told, tells) in [
        (Proposed, true, None, None),
        (Agreed, true, None, Some(Invitation)),
        (Agreed, true, before, Some(Invitation)),
        (Agreed, true, after, None),
        // Moved: it is to be agreed on anew, and who was invited hears of the new day.
        (Proposed, true, before, Some(Invitation)),
        (Agreed, false, None, None),
        (Agreed, false, before, Some(CallOff)),
        (Agreed, false, off, None),
        (Agreed, true, off, Some(Invitation)),
        (Proposed, true, off, None),
        (Cancelled, true, before, Some(CallOff)),
        (Declined, true, before, Some(CallOff)),
        (Declined, true, None, None),
        (Cancelled, true, off, None),
        (Held, true, before, None),
    ] {
        let meeting = Meeting { state, sequence: 10, ..meeting(1, "1957-11-05 09:30", 1) };
        let before = meeting.starts_at;
        assert_eq!(meeting.tells(is_member, told, before), tells, "{state} {is_member} {told:?}");
    }
}

#[test]
fn of_a_meeting_that_is_over_nothing_is_told() {
    let agreed = Meeting { state: MeetingState::Agreed, sequence: 1, ..meeting(1, "1957-11-05 09:30", 1) };
    assert_eq!(agreed.tells(true, None, agreed.ends_at() - 1), Some(LetterKind::Invitation));
    assert_eq!(agreed.tells(true, None, agreed.ends_at()), None);
}

#[test]
fn who_does_not_go_any_more_is_taken_out_of_what_may_still_take_place() {
    let agreed = Meeting { state: MeetingState::Agreed, sequence: 1, ..meeting(1, "1957-11-05 09:30", 1) };
    let without = agreed.without(SpecialistId::from_bits(1), 9).unwrap();
    assert_eq!((without.members.len(), without.sequence, without.changed_at, without.state), (0, 2, 9, agreed.state));
    assert_eq!(agreed.without(SpecialistId::from_bits(2), 9), None);
    let held = Meeting { state: MeetingState::Held, ..agreed };
    assert_eq!(held.without(SpecialistId::from_bits(1), 9), None);
}
