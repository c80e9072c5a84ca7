//! Members are invited by mail, told of what changes, and of nothing twice.

use std::sync::Mutex;

use desk::{Drawn, ToDraw, step_meeting, write_meeting};
use mail::{Carry, Mail, Undelivered};
use model::{
    Date, Letter, LetterStage, LocalTime, Marking, Meeting, MeetingId, MeetingState, MeetingStep, Mission, Noun,
    PostId, SpecialistId, Stage, Thing,
};

use super::house::*;

#[derive(Default)]
struct Server(Mutex<Vec<Mail>>);

impl Carry for Server {
    fn carry(&self, mail: &Mail) -> Result<(), Undelivered> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

impl House {
    fn noon(&self) -> i64 {
        self.today.days_since(Date::of_number(0)) * DAY + DAY / 2
    }

    /// What is mailed when the jobs of the day are done: to whom, what it asks of calendars, and whether it says what it is about.
    fn mailed(&mut self) -> Vec<(String, Option<&'static str>, bool)> {
        self.run_jobs(self.noon());
        let server = Server::default();
        let draw = |what: ToDraw<'_>| match what {
            ToDraw::Invitation(notice) => Drawn {
                subject: if notice.is_mailed { notice.invitation.meeting.title.clone() } else { String::new() },
                calendar: notice.is_mailed.then(|| notice.invitation.meeting.id.to_string()),
                ..Drawn::default()
            },
            ToDraw::Letter(_) | ToDraw::Issue(_) | ToDraw::Arrival(_) => panic!("only invitations are written here"),
        };
        let now = (self.noon(), self.today);
        while desk::send_letters(&self.clerk, &self.office, &server, &draw, now).unwrap().n_taken > 0 {}
        self.today = self.today.plus_days(1);
        let sent = server.0.into_inner().unwrap().into_iter();
        let told = |mail: Mail| (mail.to, mail.calendar.map(|part| part.method), !mail.subject.is_empty());
        sent.map(told).collect()
    }

    fn letters(&self) -> Vec<Letter> {
        let post = PostId::new("engineer").unwrap();
        let officer = self.officer("sokolov");
        let mail = self.office.post_mail(&officer, &post, self.today).unwrap();
        mail.letters.into_iter().filter(|letter| letter.meeting.is_some()).collect()
    }

    fn with_meeting(&self, marking: &str, member: SpecialistId) -> (Mission, Meeting) {
        self.need("drives", "engineer", Stage::Accepted, &[QUESTION], marking);
        let mission = self.reviewed(NOVEMBER, member);
        let written = Meeting {
            id: MeetingId::from_bits(self.id()),
            mission: mission.id,
            host: mission.hosts.first().copied(),
            title: "Drives".to_owned(),
            starts: LocalTime::parse("1957-11-05 09:30").unwrap(),
            zone: "Europe/Berlin".to_owned(),
            starts_at: 0,
            minutes: 90,
            place: "Erlangen".to_owned(),
            people: String::new(),
            members: vec![member],
            questions: Vec::new(),
            remark: String::new(),
            state: MeetingState::Proposed,
            reason: String::new(),
            sequence: 0,
            changed_at: 0,
        };
        let meeting = self.written(&written, None);
        (mission, meeting)
    }

    fn written(&self, written: &Meeting, sequence: Option<u32>) -> Meeting {
        let written = written.clone();
        self.act("sokolov", move |writer, turn, _| write_meeting(writer, turn, written.mission, written, sequence))
            .unwrap()
    }

    fn take(&self, meeting: &Meeting, step: MeetingStep) -> Meeting {
        let (mission, seen) = (meeting.mission, (meeting.id, meeting.sequence));
        self.act("sokolov", move |writer, turn, _| step_meeting(writer, turn, mission, seen, &step)).unwrap()
    }
}

#[test]
fn a_member_is_invited_when_both_sides_agree_told_of_a_move_and_of_the_end() {
    let mut house = house();
    let member = house.specialist(Some("volkov"));
    let (_, meeting) = house.with_meeting("open", member);
    let to = |method| vec![("volkov@centre.example".to_owned(), Some(method), true)];
    assert_eq!(house.mailed(), [], "a proposal is for the host");
    let agreed = house.take(&meeting, MeetingStep::Agree);
    assert_eq!(house.mailed(), to("REQUEST"));
    assert_eq!(house.mailed(), [], "nobody is told twice");
    let moved = Meeting { starts: LocalTime::parse("1957-11-06 11:00").unwrap(), ..agreed.clone() };
    let moved = house.written(&moved, Some(agreed.sequence));
    assert_eq!(house.mailed(), to("REQUEST"), "who was invited hears of the new day");
    let without = house.written(&Meeting { members: Vec::new(), ..moved.clone() }, Some(moved.sequence));
    assert_eq!(house.mailed(), to("CANCEL"));
    let off = house.take(&without, MeetingStep::Cancel("The host is ill".to_owned()));
    assert_eq!((off.state, house.mailed()), (MeetingState::Cancelled, vec![]), "who was told that is not told again");
}

#[test]
fn changes_that_come_before_the_mail_leaves_are_one_letter() {
    let mut house = house();
    let member = house.specialist(Some("volkov"));
    let (_, meeting) = house.with_meeting("open", member);
    let agreed = house.take(&meeting, MeetingStep::Agree);
    house.run_jobs(house.noon());
    house.today = house.today.plus_days(1);
    house.take(&agreed, MeetingStep::Cancel("The host is ill".to_owned()));
    assert_eq!(house.mailed(), [("volkov@centre.example".to_owned(), Some("CANCEL"), true)]);
}

#[test]
fn what_may_not_be_mailed_is_only_announced_and_who_may_not_see_it_hears_nothing() {
    for (marking, person, mailed) in [
        ("internal", "volkov", vec![("volkov@centre.example".to_owned(), None, false)]),
        ("restricted", "smirnov", vec![]),
    ] {
        let mut house = house();
        let member = house.specialist(Some(person));
        let (mission, meeting) = house.with_meeting(marking, member);
        assert_eq!(mission.marking, Marking::parse(marking).unwrap());
        house.take(&meeting, MeetingStep::Agree);
        assert_eq!(house.mailed(), mailed, "{marking}");
    }
}

#[test]
fn who_is_taken_off_the_mission_need_not_come_and_who_gets_an_account_later_is_invited_then() {
    let mut house = house();
    let member = house.specialist(Some("volkov"));
    let other = house.specialist(None);
    let (mission, meeting) = house.with_meeting("open", member);
    house.take(&meeting, MeetingStep::Agree);
    assert_eq!(house.mailed().len(), 1);
    house.members(&house.held(&mission), &[other]).unwrap();
    assert_eq!(house.mailed(), [("volkov@centre.example".to_owned(), Some("CANCEL"), true)]);
    let left = house.office.agenda(&house.held(&mission), &house.list(&mission)).unwrap();
    assert!(left.meetings[0].members.is_empty() && left.misfits.is_empty(), "{left:?}");
}

#[test]
fn a_letter_that_did_not_arrive_told_nothing() {
    let mut house = house();
    let member = house.specialist(Some("volkov"));
    let (_, meeting) = house.with_meeting("open", member);
    let agreed = house.take(&meeting, MeetingStep::Agree);
    house.run_jobs(house.noon());
    let lost = house.letters();
    assert_eq!(lost.len(), 1);
    house.operator(move |deed| {
        for letter in lost {
            deed.keep_letter(&Letter { stage: LetterStage::Returned, ..letter })?;
        }
        Ok(())
    });
    house.today = house.today.plus_days(1);
    house.take(&agreed, MeetingStep::Cancel("The host is ill".to_owned()));
    assert_eq!(house.mailed(), [], "of a meeting of which somebody never heard they hear no end");
}

#[test]
fn whoever_may_not_see_the_mission_sees_no_letters_about_it() {
    let house = house();
    let member = house.specialist(Some("volkov"));
    let (mission, meeting) = house.with_meeting("restricted", member);
    house.take(&meeting, MeetingStep::Agree);
    house.run_jobs(house.noon());
    assert_eq!(house.letters().len(), 1);
    let fitter = house.officer("smirnov");
    let seen = house.office.seen_by(&fitter.scope);
    let letters: Vec<_> = house.letters().iter().map(|letter| Thing::new(Noun::Letter, letter.id)).collect();
    for letter in letters {
        assert!(house.office.history(&letter).unwrap().len() == 1, "it was written");
        assert_eq!(seen.history(&letter).unwrap(), [], "a letter about {}", mission.id);
    }
}

#[test]
fn a_member_without_an_account_is_reached_by_nobody() {
    let mut house = house();
    let member = house.specialist(None);
    let (_, meeting) = house.with_meeting("open", member);
    house.take(&meeting, MeetingStep::Agree);
    assert_eq!(house.mailed(), []);
}
