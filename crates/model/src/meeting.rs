//! Meetings of a mission: when and where who talks with a host, and which questions go there.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Date, HostId, LetterKind, Mission, MissionId, QuestionId, QuestionList, QuestionState, Refusal, SpecialistId,
    sentence,
};

public_id!(
    /// Names a meeting.
    MeetingId,
    'G'
);

/// Longest place, list of people or reason of a meeting, in characters.
pub const MEETING_LINE_CHARS_MAX: usize = 300;

/// Longest remark of a meeting, in characters.
pub const MEETING_TEXT_CHARS_MAX: usize = 2_000;

/// Meetings of one mission.
pub const MEETINGS_MAX: usize = 200;

/// Longest meeting, in minutes: a day at a works. What is longer is several.
pub const MEETING_MINUTES_MAX: u16 = 12 * 60;

/// Shortest meeting, in minutes.
pub const MEETING_MINUTES_MIN: u16 = 5;

const DAY_MINUTES: u16 = 24 * 60;

const MINUTE_MICROS: i64 = 60_000_000;

words! {
    /// Where a meeting stands.
    MeetingState {
        /// Proposed to the host, or by it.
        Proposed = "proposed",
        /// Both sides have said yes to day, time and place.
        Agreed = "agreed",
        /// It took place.
        Held = "held",
        /// The host does not want it.
        Declined = "declined",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

impl MeetingState {
    /// Whether it may still take place.
    pub fn is_open(self) -> bool {
        matches!(self, MeetingState::Proposed | MeetingState::Agreed)
    }
}

/// A day and a time on it as the clock of a place shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// The day.
    pub day: Date,
    /// Minutes since its midnight, below 1440.
    pub minute: u16,
}

impl LocalTime {
    /// A time on a day, from hour and minute: `09:30`. `None` when the text is no time.
    pub fn read(day: Date, time: &str) -> Option<LocalTime> {
        let (hour, minute) = time.trim().split_once(':')?;
        let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(hour) || !digits(minute) || minute.len() != 2 {
            return None;
        }
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then(|| LocalTime { day, minute: hour * 60 + minute })
    }

    /// A day and a time as `Display` writes them.
    pub fn parse(text: &str) -> Option<LocalTime> {
        let (day, time) = text.trim().split_once([' ', 'T'])?;
        LocalTime::read(Date::parse(day)?, time)
    }

    /// The time of the day: `09:30`.
    pub fn time(self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

impl std::fmt::Display for LocalTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.day, self.time())
    }
}

/// A meeting of a mission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its name, also in calendars: it never changes.
    pub id: MeetingId,
    /// The mission.
    pub mission: MissionId,
    /// With whom; `None` for somebody who is in no register, as at an exhibition.
    pub host: Option<HostId>,
    /// What it is about, in one line.
    pub title: String,
    /// When it begins by the clock of the place.
    pub starts: LocalTime,
    /// The time zone of the place by its name, such as `Europe/Berlin`.
    pub zone: String,
    /// When it begins, in microseconds since 1970.
    pub starts_at: i64,
    /// How long it is, in minutes.
    pub minutes: u16,
    /// Where it is.
    pub place: String,
    /// Who of the host takes part, in words.
    pub people: String,
    /// Which members take part.
    pub members: Vec<SpecialistId>,
    /// The questions that are asked there.
    pub questions: Vec<QuestionId>,
    /// What else is to be known.
    pub remark: String,
    /// Where it stands.
    pub state: MeetingState,
    /// Why it was declined or cancelled.
    pub reason: String,
    /// Grows by one with each change of what an invitation says (RFC 5545, 3.8.7.4).
    pub sequence: u32,
    /// When it was last changed, in microseconds since 1970.
    pub changed_at: i64,
}

/// What may be done with a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeetingStep {
    /// Both sides have said yes.
    Agree,
    /// It took place.
    Hold,
    /// The host does not want it, for a reason.
    Decline(String),
    /// It does not take place, for a reason.
    Cancel(String),
}

impl Meeting {
    /// When it is over, in microseconds since 1970.
    pub fn ends_at(&self) -> i64 {
        self.starts_at + i64::from(self.minutes) * MINUTE_MICROS
    }

    /// When it is over by the clock of the place, as if that clock is not put forward or back meanwhile.
    pub fn ends(&self) -> LocalTime {
        let all = u32::from(self.starts.minute) + u32::from(self.minutes);
        let days = i64::from(all / u32::from(DAY_MINUTES));
        let minute = u16::try_from(all % u32::from(DAY_MINUTES)).unwrap_or_default();
        LocalTime { day: self.starts.day.plus_days(days), minute }
    }

    /// What somebody is to be told of it by mail at a time, in microseconds since 1970. `told` is what they were last told, with the
    /// number that the meeting had then.
    ///
    /// A member is invited once both sides agree, and from then on told of each change; who need not be there any more is told so
    /// once. Of what is over nothing is told.
    pub fn tells(&self, is_member: bool, told: Option<(LetterKind, u32)>, now: i64) -> Option<LetterKind> {
        if self.state == MeetingState::Held
            || self.ends_at() <= now
            || told.is_some_and(|(_, sequence)| sequence >= self.sequence)
        {
            return None;
        }
        let is_expected = told.is_some_and(|(kind, _)| kind == LetterKind::Invitation);
        if !(is_member && self.state.is_open()) {
            return is_expected.then_some(LetterKind::CallOff);
        }
        (is_expected || self.state == MeetingState::Agreed).then_some(LetterKind::Invitation)
    }

    /// The same without somebody, who does not go any more. `None` where they were not to be there or nothing is changed any more.
    pub fn without(&self, member: SpecialistId, now: i64) -> Option<Meeting> {
        if !self.state.is_open() || !self.members.contains(&member) {
            return None;
        }
        let members = self.members.iter().copied().filter(|one| *one != member).collect();
        Some(Meeting { members, sequence: self.sequence + 1, changed_at: now, ..self.clone() })
    }

    /// Refuses a change that was made from another state than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_sequence(&self, sequence: u32) -> Result<(), Refusal> {
        if self.sequence == sequence {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "meeting-changed",
            "Somebody else changed this meeting meanwhile; look at it as it is now, then do what is still to be done"
        )))
    }

    fn open(&self) -> Result<(), Refusal> {
        if self.state.is_open() {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "meeting-over",
            "This meeting is over or does not take place; nothing of it is changed any more"
        )))
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, with a length that is none, or where a text is too long.
    pub fn tidied(self) -> Result<Meeting, Refusal> {
        let (title, place, people) = (one_line(&self.title), one_line(&self.place), one_line(&self.people));
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("meeting-no-title", "Write in one line what the meeting is about")));
        }
        for line in [&title, &place, &people] {
            not_longer(line, MEETING_LINE_CHARS_MAX)?;
        }
        not_longer(&self.remark, MEETING_TEXT_CHARS_MAX)?;
        if !(MEETING_MINUTES_MIN..=MEETING_MINUTES_MAX).contains(&self.minutes) {
            return Err(Refusal::Said(sentence!(
                "meeting-length",
                "A meeting is {min} to {max} minutes long; plan several for what takes longer",
                min = MEETING_MINUTES_MIN,
                max = MEETING_MINUTES_MAX
            )));
        }
        Ok(Meeting { title, place, people, remark: self.remark.trim().to_owned(), ..self })
    }

    /// Refuses a meeting that does not fit its mission: with somebody it does not visit, of somebody who does not go, outside its
    /// days, at a time when a member is elsewhere, or with a question that is no open one or goes to another meeting.
    /// `others` are the meetings of the mission.
    ///
    /// # Errors
    /// Refused with the place that does not fit.
    pub fn fits(&self, mission: &Mission, list: &QuestionList, others: &[Meeting]) -> Result<(), Refusal> {
        if self.host.is_some_and(|host| !mission.hosts.contains(&host)) {
            return Err(Refusal::Said(sentence!(
                "meeting-host",
                "The mission does not visit this host; choose one that it visits"
            )));
        }
        if self.members.iter().any(|member| !mission.members.iter().any(|one| one.specialist == *member)) {
            return Err(Refusal::Said(sentence!(
                "meeting-member",
                "Somebody named for the meeting does not go on this mission; choose among its members"
            )));
        }
        for day in [self.starts.day, self.ends().day] {
            if day < mission.since || day > mission.until {
                return Err(Refusal::Said(sentence!(
                    "meeting-outside",
                    "{day} is outside the days of the mission, {since} to {until}; choose a day within them",
                    day,
                    since = mission.since,
                    until = mission.until
                )));
            }
        }
        let open = || others.iter().filter(|other| other.id != self.id && other.state.is_open());
        let meets = |other: &&Meeting| {
            self.starts_at < other.ends_at()
                && other.starts_at < self.ends_at()
                && other.members.iter().any(|member| self.members.contains(member))
        };
        if let Some(other) = open().find(meets) {
            return Err(Refusal::Said(sentence!(
                "meeting-overlap",
                "A member is at “{title}” then, on {day} from {time} ({zone}) at {place}; choose another time or somebody else",
                title = other.title,
                day = other.starts.day,
                time = other.starts.time(),
                zone = other.zone,
                place = if other.place.is_empty() { "–" } else { &other.place }
            )));
        }
        for question in &self.questions {
            let asked = list.get(*question)?;
            if asked.state != QuestionState::Open {
                return Err(Refusal::Said(sentence!(
                    "meeting-question-ended",
                    "The question “{question}” has ended; it is not asked any more",
                    question = asked.text
                )));
            }
            if let Some(other) = open().find(|other| other.questions.contains(question)) {
                return Err(Refusal::Said(sentence!(
                    "meeting-question-twice",
                    "The question “{question}” goes to the meeting “{title}” already; take it out there first",
                    question = asked.text,
                    title = other.title
                )));
            }
        }
        Ok(())
    }

    /// What `written` makes of it. Moved to another day, time or place, it is to be agreed on anew.
    ///
    /// # Errors
    /// Refused when it is over or off.
    pub fn rewrite(&self, written: Meeting, at: i64) -> Result<Meeting, Refusal> {
        self.open()?;
        let kept = Meeting {
            id: self.id,
            mission: self.mission,
            state: self.state,
            reason: String::new(),
            sequence: self.sequence,
            changed_at: self.changed_at,
            ..written
        };
        if kept == *self {
            return Ok(kept);
        }
        let where_and_when = |one: &Meeting| (one.starts, one.zone.clone(), one.minutes, one.place.clone());
        let moved = where_and_when(&kept) != where_and_when(self);
        let state = if moved { MeetingState::Proposed } else { self.state };
        Ok(Meeting { state, sequence: self.sequence + 1, changed_at: at, ..kept })
    }

    /// Takes a step with it.
    ///
    /// # Errors
    /// Refused when it does not stand so, when nobody takes part, before it began, or without a reason.
    pub fn step(&self, step: &MeetingStep, now: i64) -> Result<Meeting, Refusal> {
        self.open()?;
        let changed = |state, reason: &str, sequence| Meeting {
            state,
            reason: reason.trim().to_owned(),
            sequence,
            changed_at: now,
            ..self.clone()
        };
        let reasoned = |reason: &str| {
            if reason.trim().is_empty() {
                return Err(Refusal::Said(sentence!("meeting-no-reason", "Write why the meeting does not take place")));
            }
            not_longer(reason, MEETING_LINE_CHARS_MAX)
        };
        Ok(match step {
            MeetingStep::Agree => {
                if self.state != MeetingState::Proposed {
                    return Err(Refusal::Changed(sentence!(
                        "meeting-agreed",
                        "Both sides have agreed on this meeting already"
                    )));
                }
                if self.members.is_empty() {
                    return Err(Refusal::Said(sentence!(
                        "meeting-nobody",
                        "Say first which members take part in the meeting"
                    )));
                }
                changed(MeetingState::Agreed, "", self.sequence + 1)
            }
            MeetingStep::Hold => {
                if self.state != MeetingState::Agreed {
                    return Err(Refusal::Said(sentence!(
                        "meeting-not-agreed",
                        "Nobody has agreed on this meeting yet; say first that both sides have"
                    )));
                }
                if self.starts_at > now {
                    return Err(Refusal::Said(sentence!(
                        "meeting-not-begun",
                        "The meeting has not begun; say that it took place when it has"
                    )));
                }
                changed(MeetingState::Held, "", self.sequence)
            }
            MeetingStep::Decline(reason) => {
                reasoned(reason)?;
                changed(MeetingState::Declined, reason, self.sequence + 1)
            }
            MeetingStep::Cancel(reason) => {
                reasoned(reason)?;
                changed(MeetingState::Cancelled, reason, self.sequence + 1)
            }
        })
    }
}

/// The time zone of a country by its code of two letters, where it has one; of those with several nobody can tell by the country.
pub fn zone_of_country(code: &str) -> Option<&'static str> {
    const ZONES: &[(&str, &str)] = &[
        ("AT", "Europe/Vienna"),
        ("BE", "Europe/Brussels"),
        ("BG", "Europe/Sofia"),
        ("CH", "Europe/Zurich"),
        ("CZ", "Europe/Prague"),
        ("DE", "Europe/Berlin"),
        ("DK", "Europe/Copenhagen"),
        ("EE", "Europe/Tallinn"),
        ("EG", "Africa/Cairo"),
        ("FI", "Europe/Helsinki"),
        ("FR", "Europe/Paris"),
        ("GB", "Europe/London"),
        ("GR", "Europe/Athens"),
        ("HU", "Europe/Budapest"),
        ("IE", "Europe/Dublin"),
        ("IL", "Asia/Jerusalem"),
        ("IN", "Asia/Kolkata"),
        ("IT", "Europe/Rome"),
        ("JP", "Asia/Tokyo"),
        ("KR", "Asia/Seoul"),
        ("LT", "Europe/Vilnius"),
        ("LU", "Europe/Luxembourg"),
        ("LV", "Europe/Riga"),
        ("NL", "Europe/Amsterdam"),
        ("NO", "Europe/Oslo"),
        ("PL", "Europe/Warsaw"),
        ("RO", "Europe/Bucharest"),
        ("RS", "Europe/Belgrade"),
        ("SE", "Europe/Stockholm"),
        ("SG", "Asia/Singapore"),
        ("SK", "Europe/Bratislava"),
        ("TR", "Europe/Istanbul"),
        ("TW", "Asia/Taipei"),
        ("ZA", "Africa/Johannesburg"),
    ];
    ZONES.iter().find(|(country, _)| *country == code).map(|(_, zone)| *zone)
}

/// The open questions of a list that go to no meeting.
pub fn without_meeting(list: &QuestionList, meetings: &[Meeting]) -> Vec<QuestionId> {
    let placed = |id: &QuestionId| {
        let counts = |one: &&Meeting| one.state.is_open() || one.state == MeetingState::Held;
        meetings.iter().filter(counts).any(|one| one.questions.contains(id))
    };
    let open = list.all().iter().filter(|question| question.state == QuestionState::Open);
    open.map(|question| question.id).filter(|id| !placed(id)).collect()
}

#[cfg(test)]
#[path = "meeting_tests.rs"]
mod tests;
