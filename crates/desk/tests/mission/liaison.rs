//! A mission is given to a post near the hosts, which agrees with them on meetings.

use desk::{
    FreeAt, MissionStep, entrust_mission, keep_free_days, keep_liaison_post, note_approach, step_meeting, write_meeting,
};
use model::{
    Approach, ApproachState, Date, DutyKind, HostId, LiaisonPost, LocalTime, Meeting, MeetingId, MeetingState,
    MeetingStep, Mission, MissionId, MissionStage, PostId, Stage,
};

use super::house::*;

fn post(id: &str) -> PostId {
    PostId::new(id).unwrap()
}

impl House {
    fn does_liaison(&self, id: &str, countries: &[&str]) {
        let one = LiaisonPost { post: post(id), countries: countries.iter().map(|code| (*code).to_owned()).collect() };
        self.act("petrova", move |writer, turn, _| keep_liaison_post(writer, turn, one)).unwrap();
    }

    fn entrust(&self, person: &str, mission: &Mission, to: &str) -> Result<model::Liaison, desk::Failure> {
        let (seen, to) = ((mission.id, mission.revision), post(to));
        self.act(person, move |writer, turn, office| entrust_mission(writer, turn, office, seen, &to, "Drives first"))
    }

    fn note(&self, person: &str, mission: MissionId, host: HostId, day: &str) -> Result<model::Liaison, desk::Failure> {
        let approach = Approach {
            host: Some(host),
            day: Date::parse(day).unwrap(),
            state: ApproachState::Contacted,
            words: "Wrote to Dr Lindner".to_owned(),
            by: String::new(),
            at: 0,
        };
        self.act(person, move |writer, turn, _| note_approach(writer, turn, mission, approach))
    }

    fn meet(
        &self,
        person: &str,
        mission: &Mission,
        written: Meeting,
        sequence: Option<u32>,
    ) -> Result<Meeting, desk::Failure> {
        let id = mission.id;
        self.act(person, move |writer, turn, _| write_meeting(writer, turn, id, written, sequence))
    }

    fn meeting(&self, mission: &Mission, at: &str) -> Meeting {
        Meeting {
            id: MeetingId::from_bits(self.id()),
            mission: mission.id,
            host: mission.hosts.first().copied(),
            title: "Drives".to_owned(),
            starts: LocalTime::parse(at).unwrap(),
            zone: "Europe/Berlin".to_owned(),
            starts_at: 0,
            minutes: 90,
            place: "Erlangen".to_owned(),
            people: "Dr Lindner".to_owned(),
            members: mission.members.iter().map(|member| member.specialist).collect(),
            questions: self.list(mission).all().iter().map(|question| question.id).collect(),
            remark: String::new(),
            state: MeetingState::Held,
            reason: "unsaid".to_owned(),
            sequence: 77,
            changed_at: 0,
        }
    }
}

fn reviewed(house: &House) -> Mission {
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    house.reviewed(NOVEMBER, house.specialist(None))
}

#[test]
fn a_reviewed_mission_is_given_to_a_post_that_does_liaison_in_a_country_of_its_hosts() {
    let house = house();
    let mission = reviewed(&house);
    let unsaid = house.entrust("sokolov", &mission, "committee").unwrap_err();
    assert!(said(&unsaid).contains("does no liaison in DE"), "{unsaid}");
    house.does_liaison("committee", &["fr"]);
    assert!(house.entrust("sokolov", &mission, "committee").is_err(), "it does elsewhere");
    house.does_liaison("committee", &["fr", " de"]);
    house.does_liaison("control", &[]);
    assert!(house.entrust("smirnov", &mission, "committee").is_err(), "who has nothing to do with it");
    house.entrust("sokolov", &mission, "committee").unwrap();
    assert!(house.open_duties(&mission).contains(&("committee".to_owned(), DutyKind::Liaise)));
    let host = mission.hosts[0];
    assert!(house.note("sokolov", mission.id, host, "1957-09-01").is_err(), "the liaison post turns to hosts");
    assert!(house.note("volkov", mission.id, host, "1957-09-02").is_err(), "tomorrow has not come");
    house.note("volkov", mission.id, host, "1957-09-01").unwrap();
    let twice = house.note("volkov", mission.id, host, "1957-09-01").unwrap();
    assert_eq!(twice.approaches.len(), 1, "a form that is sent twice notes once");
    // Given to another, what was done stays.
    let other = house.entrust("petrova", &mission, "control").unwrap();
    assert_eq!((other.post.as_str(), other.approaches.len()), ("control", 1));
    let duties = house.open_duties(&mission);
    assert!(duties.contains(&("control".to_owned(), DutyKind::Liaise)), "{duties:?}");
    assert!(!duties.contains(&("committee".to_owned(), DutyKind::Liaise)), "{duties:?}");
    // A change of papers leaves the arranging alone.
    let laid = house.step("sokolov", &mission, MissionStep::LayBefore).unwrap();
    let back = house.step("sokolov", &laid, MissionStep::TakeBack).unwrap();
    assert!(house.open_duties(&back).contains(&("control".to_owned(), DutyKind::Liaise)));
    let draft = house.draft(&["drives"], mission.hosts, NOVEMBER);
    assert!(house.entrust("sokolov", &draft, "control").is_err(), "nobody has found it worth going for");
}

#[test]
fn a_meeting_is_proposed_moved_agreed_on_and_called_off_with_its_mission() {
    let house = house();
    let mission = reviewed(&house);
    house.does_liaison("committee", &[]);
    house.entrust("sokolov", &mission, "committee").unwrap();
    let written = house.meeting(&mission, "1957-11-05 09:30");
    assert!(house.meet("smirnov", &mission, written.clone(), None).is_err());
    let meeting = house.meet("volkov", &mission, written.clone(), None).unwrap();
    assert_eq!((meeting.state, meeting.sequence, meeting.reason.as_str()), (MeetingState::Proposed, 0, ""));
    let noon = Date::parse("1957-11-05").unwrap().days_since(Date::of_number(0)) * DAY;
    assert_eq!(meeting.starts_at, noon + 17 * DAY / 48, "half past nine there is half past eight in universal time");
    assert_eq!(house.meet("volkov", &mission, written, None).unwrap(), meeting, "sent twice it is proposed once");
    let agenda = house.office.agenda(&mission, &house.list(&mission)).unwrap();
    assert!(agenda.without.is_empty() && agenda.hosts_without.is_empty(), "{agenda:?}");
    let outside = house.meeting(&mission, "1957-11-20 09:30");
    assert!(said(&house.meet("volkov", &mission, outside, None).unwrap_err()).contains("outside the days"));
    let same_time = Meeting { questions: Vec::new(), ..house.meeting(&mission, "1957-11-05 10:00") };
    assert!(said(&house.meet("volkov", &mission, same_time, None).unwrap_err()).contains("Erlangen"));
    let nowhere = Meeting { zone: "Berlin".to_owned(), ..house.meeting(&mission, "1957-11-06 10:00") };
    assert!(said(&house.meet("volkov", &mission, nowhere, None).unwrap_err()).contains("no time zone"));

    let id = mission.id;
    let step = |person: &'static str, meeting: &Meeting, step: MeetingStep| {
        let seen = (meeting.id, meeting.sequence);
        house.act(person, move |writer, turn, _| step_meeting(writer, turn, id, seen, &step))
    };
    let agreed = step("volkov", &meeting, MeetingStep::Agree).unwrap();
    assert!(step("volkov", &meeting, MeetingStep::Agree).is_err(), "a page that was opened a while ago");
    assert!(said(&step("sokolov", &agreed, MeetingStep::Hold).unwrap_err()).contains("has not begun"));
    let moved = Meeting { starts: LocalTime::parse("1957-11-06 09:30").unwrap(), ..agreed.clone() };
    let moved = house.meet("sokolov", &mission, moved, Some(agreed.sequence)).unwrap();
    assert_eq!((moved.id, moved.state, moved.sequence), (meeting.id, MeetingState::Proposed, 2));
    // The days of the mission change: what does not fit is told, and nothing is lost.
    let later = Mission { since: date("1957-11-07"), ..house.held(&mission) };
    let agenda = house.office.agenda(&later, &house.list(&mission)).unwrap();
    assert_eq!(agenda.misfits.len(), 1);
    let held = house.held(&mission);
    let off = house.step("sokolov", &held, MissionStep::Cancel("The visa was refused".to_owned())).unwrap();
    assert_eq!(off.stage, MissionStage::Cancelled);
    let agenda = house.office.agenda(&off, &house.list(&off)).unwrap();
    let told: Vec<_> = agenda.meetings.iter().map(|one| (one.state, one.sequence, one.reason.as_str())).collect();
    assert_eq!(told, [(MeetingState::Cancelled, 3, "The visa was refused")]);
}

#[test]
fn a_meeting_on_a_weekend_or_a_free_day_of_the_host_is_marked() {
    let house = house();
    let mission = reviewed(&house);
    let days = vec![(date("1957-11-06"), "Day of repentance".to_owned())];
    let by_engineer = days.clone();
    let refused = house.act("sokolov", move |writer, turn, _| keep_free_days(writer, turn, "de", &by_engineer));
    assert!(refused.is_err(), "an administrator says so");
    house.act("petrova", move |writer, turn, _| keep_free_days(writer, turn, "de", &days)).unwrap();
    for (at, free) in [
        ("1957-11-05 09:00", None),
        ("1957-11-06 09:00", Some(FreeAt::Holiday("Day of repentance".to_owned()))),
        ("1957-11-09 09:00", Some(FreeAt::Weekend)),
    ] {
        let written = Meeting { questions: Vec::new(), ..house.meeting(&mission, at) };
        let meeting = house.meet("sokolov", &mission, written, None).unwrap();
        let agenda = house.office.agenda(&mission, &house.list(&mission)).unwrap();
        let marked = agenda.free.into_iter().find(|(id, _)| *id == meeting.id).map(|(_, why)| why);
        assert_eq!(marked, free, "{at}");
    }
}
