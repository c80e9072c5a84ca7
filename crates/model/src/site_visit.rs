//! Visits of an inspection: who goes, who may not, what is noted on the spot and what was found.

use std::collections::BTreeSet;

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    AdoptionId, Date, EditId, EvidenceClass, InspectionId, PersonId, PostId, Refusal, Rung, TechnologyId, UnitId,
    UnitTree, sentence,
};

public_id!(
    /// Names a visit of an inspection.
    VisitId,
    'V'
);

/// Longest reason, answer or place, in characters.
pub const VISIT_TEXT_CHARS_MAX: usize = 4_000;
/// Longest note to a question of the checklist, in characters.
pub const VISIT_NOTE_CHARS_MAX: usize = 2_000;
/// Notes of one visit: each question written anew many times.
pub const VISIT_NOTES_MAX: usize = 2_000;
/// Photographs of one visit.
pub const VISIT_PHOTOS_MAX: usize = 60;
/// A day in microseconds.
const DAY_MICROS: i64 = 86_400_000_000;
/// Longest place of a photograph as the phone writes it, in characters.
pub const PHOTO_PLACE_CHARS_MAX: usize = 80;

words! {
    /// Where a visit stands.
    VisitState {
        /// It is drawn, and nobody is named who goes.
        Drawn = "drawn",
        /// Somebody goes.
        Assigned = "assigned",
        /// What was found is said.
        Closed = "closed",
    }
}

words! {
    /// What a visit found of a claim.
    Verdict {
        /// It is as it was said.
        Confirmed = "confirmed",
        /// It is used, but not so far.
        LowerRung = "lower-rung",
        /// It is not used.
        NotInUse = "not-in-use",
        /// It could not be seen.
        Unseen = "unseen",
    }
}

/// What was noted of a question on the spot. The last one of each question counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitNote {
    /// Its name, given by who wrote it, so that what is sent twice is held once.
    pub id: EditId,
    /// The question, by its place in the checklist from 1.
    pub question: u16,
    /// What was noted.
    pub value: String,
    /// When, by the clock of the phone, in microseconds since 1970.
    pub made_at: i64,
    /// Who: post and person.
    pub by: String,
}

/// A photograph from a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitPhoto {
    /// Its name, given by who took it.
    pub id: EditId,
    /// The question, by its place in the checklist from 1.
    pub question: u16,
    /// What the file is called.
    pub name: String,
    /// Its size.
    pub n_bytes: u64,
    /// When it was taken as the phone says it, such as `1957-02-11T09:30:00Z`; empty where nobody says.
    pub taken: String,
    /// Where, as the phone says it, such as `55.7558,37.6173`; empty where the phone would not say.
    pub place: String,
    /// The hash that was made as it was taken, of its bytes, time and place; empty where none was made, so that nothing shows it unchanged.
    pub seal: String,
    /// Who brought it: post and person.
    pub by: String,
    /// When it came, in microseconds since 1970.
    pub at: i64,
}

/// A visit of an inspection to look at a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteVisit {
    /// Its name.
    pub id: VisitId,
    /// The programme for which it was drawn.
    pub inspection: InspectionId,
    /// The adoption that claims it.
    pub adoption: AdoptionId,
    /// Of what.
    pub technology: TechnologyId,
    /// By which unit.
    pub unit: UnitId,
    /// The post that answers for it.
    pub owner: PostId,
    /// The rung that was claimed when the frame was fixed.
    pub rung: Rung,
    /// How well it was shown then.
    pub class: EvidenceClass,
    /// The stratum in which it was drawn.
    pub stratum: String,
    /// The post that goes.
    pub inspector: Option<PostId>,
    /// The day by which it is to be closed.
    pub due: Date,
    /// Where it stands.
    pub state: VisitState,
    /// What was found.
    pub verdict: Option<Verdict>,
    /// The rung that was found; where it is as said, or lower.
    pub found: Option<Rung>,
    /// In words: what was seen, or why nothing could be.
    pub words: String,
    /// The day on which somebody was there.
    pub on: Option<Date>,
    /// Who closed it: post and person; empty before.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: Option<i64>,
    /// What the owner says to it.
    pub answer: String,
    /// Who said it: post and person; empty before.
    pub answered_by: String,
    /// Grows by one with each change.
    pub revision: u32,
}

/// What a visit found, as it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitFound {
    /// What was found of the claim.
    pub verdict: Verdict,
    /// The rung that was found, where it is lower.
    pub rung: Option<Rung>,
    /// In words.
    pub words: String,
    /// The day on which somebody was there.
    pub on: Date,
}

impl SiteVisit {
    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "visit-changed",
            "Somebody changed this visit in between; read what its page says, and send yours again if it still holds"
        )))
    }

    /// Refuses what is done with a visit that is closed.
    ///
    /// # Errors
    /// Refused once it is closed.
    pub fn is_open(&self) -> Result<(), Refusal> {
        match self.state {
            VisitState::Closed => Err(Refusal::Said(sentence!(
                "visit-closed",
                "This visit is closed, and what it found stays; write a finding where something is to be added"
            ))),
            VisitState::Drawn | VisitState::Assigned => Ok(()),
        }
    }

    /// Somebody goes.
    ///
    /// # Errors
    /// Refused once it is closed.
    pub fn assigned(&self, inspector: &PostId) -> Result<SiteVisit, Refusal> {
        self.is_open()?;
        let inspector = Some(inspector.clone());
        Ok(SiteVisit { inspector, state: VisitState::Assigned, revision: self.revision + 1, ..self.clone() })
    }

    /// Says what was found. What was seen, and why something could not be, is said in words.
    ///
    /// # Errors
    /// Refused before somebody goes, once it is closed, for a day to come, without words, and where the rung does not fit what was found.
    pub fn closed(&self, found: &VisitFound, by: &str, (at, today): (i64, Date)) -> Result<SiteVisit, Refusal> {
        self.is_open()?;
        if found.on > today {
            return Err(Refusal::Said(sentence!(
                "visit-day-to-come",
                "{day} is still to come; close the visit once somebody was there",
                day = found.on
            )));
        }
        let words = found.words.trim().to_owned();
        not_longer(&words, VISIT_TEXT_CHARS_MAX)?;
        if words.is_empty() {
            return Err(Refusal::Said(sentence!(
                "visit-no-words",
                "Write what was seen, or why nothing could be; the owner reads it and can answer"
            )));
        }
        let rung = match found.verdict {
            Verdict::Confirmed => Some(self.rung),
            Verdict::LowerRung => match found.rung {
                Some(rung) if rung < self.rung => Some(rung),
                _ => {
                    return Err(Refusal::Said(sentence!(
                        "visit-rung",
                        "Choose the rung that was seen, below the one that was claimed; at the claimed one the claim is confirmed"
                    )));
                }
            },
            Verdict::NotInUse | Verdict::Unseen => None,
        };
        Ok(SiteVisit {
            state: VisitState::Closed,
            verdict: Some(found.verdict),
            found: rung,
            words,
            on: Some(found.on),
            by: by.to_owned(),
            at: Some(at),
            revision: self.revision + 1,
            ..self.clone()
        })
    }

    /// What the owner says to what was found. It stands beside it and changes nothing of it.
    ///
    /// # Errors
    /// Refused where nothing was found against the claim, when it was answered, or without words.
    pub fn answered(&self, words: &str, by: &str) -> Result<SiteVisit, Refusal> {
        if !self.contradicts() || !self.answer.is_empty() {
            return Err(Refusal::Changed(sentence!(
                "visit-not-asked",
                "Nothing is asked of the owner of this claim now; reload the page of the visit"
            )));
        }
        let words = words.trim().to_owned();
        not_longer(&words, VISIT_TEXT_CHARS_MAX)?;
        if words.is_empty() {
            return Err(Refusal::Said(sentence!(
                "visit-no-answer",
                "Write what you say to it, also that it is so; it stands beside what was found"
            )));
        }
        Ok(SiteVisit { answer: words, answered_by: by.to_owned(), revision: self.revision + 1, ..self.clone() })
    }

    /// Whether it found less than was claimed.
    pub fn contradicts(&self) -> bool {
        matches!(self.verdict, Some(Verdict::LowerRung | Verdict::NotInUse))
    }

    /// Whether the claim was seen, so that it counts.
    pub fn was_seen(&self) -> bool {
        self.verdict.is_some_and(|verdict| verdict != Verdict::Unseen)
    }
}

impl VisitNote {
    /// The same with its value in order.
    ///
    /// # Errors
    /// Refused when the question is none of the checklist, or the value is too long.
    pub fn tidied(self, n_questions: usize) -> Result<VisitNote, Refusal> {
        asked(self.question, n_questions)?;
        let value = self.value.trim().to_owned();
        not_longer(&value, VISIT_NOTE_CHARS_MAX)?;
        Ok(VisitNote { value, ..self })
    }
}

impl VisitPhoto {
    /// The same, once it is in order. `seal` is what the office makes of bytes, time and place; `now` is in microseconds since 1970. Time and place
    /// stand under the seal, so they are kept as they came or not at all.
    ///
    /// # Errors
    /// Refused when the question is none of the checklist, when its time or its place cannot be one, and when the photograph, its time or its
    /// place is not what it was as it was taken.
    pub fn tidied(self, n_questions: usize, seal: &str, now: i64) -> Result<VisitPhoto, Refusal> {
        asked(self.question, n_questions)?;
        not_longer(&self.place, PHOTO_PLACE_CHARS_MAX)?;
        not_longer(&self.taken, PHOTO_PLACE_CHARS_MAX)?;
        if one_line(&self.place) != self.place {
            return Err(Refusal::Said(sentence!(
                "photo-place",
                "The place of a photograph stands on one line without needless blanks, such as 55.7558,37.6173; send it so, and seal it as it is sent"
            )));
        }
        // A clock that runs a zone ahead is believed, one that runs more is not.
        if !self.taken.is_empty() && moment(&self.taken).is_none_or(|taken| taken > now.saturating_add(DAY_MICROS)) {
            return Err(Refusal::Said(sentence!(
                "photo-time",
                "A photograph was taken at a time that is over, written such as 1957-02-11T09:30:00Z; set the clock of the phone and take it again, or leave the time out"
            )));
        }
        if !self.seal.is_empty() && self.seal != seal {
            return Err(Refusal::Said(sentence!(
                "photo-changed",
                "“{name}” is not as it was taken: its bytes, its time or its place were changed afterwards; take it again, or send it without a seal and say why",
                name = self.name.as_str()
            )));
        }
        Ok(self)
    }
}

/// A time as RFC 3339 writes it, in microseconds since 1970; whole seconds, which is as much as is asked. `None` where it is none.
fn moment(text: &str) -> Option<i64> {
    let two = |text: &str, most: i64| {
        let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| is_number && *number <= most)
    };
    let (day, rest) = text.split_once(['T', 't'])?;
    let is_day = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    let day = Date::parse(day).filter(|_| day.len() == 10 && day.bytes().enumerate().all(is_day))?;
    let (hour, minutes) = rest.get(..8)?.split_once(':')?;
    let (minute, second) = minutes.split_once(':')?;
    let seconds = two(hour, 23)? * 3_600 + two(minute, 59)? * 60 + two(second, 60)?;
    let mut zone = rest.get(8..)?;
    if let Some(fraction) = zone.strip_prefix('.') {
        zone = fraction.trim_start_matches(|sign: char| sign.is_ascii_digit());
        if zone.len() == fraction.len() {
            return None;
        }
    }
    let ahead = match zone.split_at_checked(1)? {
        ("Z" | "z", "") => 0,
        (sign @ ("+" | "-"), clock) => {
            let (hours, minutes) = clock.split_once(':')?;
            let ahead = two(hours, 23)? * 3_600 + two(minutes, 59)? * 60;
            if sign == "-" { -ahead } else { ahead }
        }
        _ => return None,
    };
    Some((day.number() * 86_400 + seconds - ahead) * 1_000_000)
}

fn asked(question: u16, n_questions: usize) -> Result<(), Refusal> {
    if (1..=n_questions).contains(&usize::from(question)) {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "visit-question",
        "The checklist has no question {question}; reload the page of the visit",
        question
    )))
}

/// What counts of each question: the last note by the clock of the phone, and of those at once that with the greater name.
pub fn latest_notes(notes: &[VisitNote]) -> Vec<&VisitNote> {
    let mut latest: Vec<&VisitNote> = Vec::new();
    for note in notes {
        match latest.iter_mut().find(|held| held.question == note.question) {
            Some(held) if (held.made_at, held.id) < (note.made_at, note.id) => *held = note,
            Some(_) => {}
            None => latest.push(note),
        }
    }
    latest.sort_by_key(|note| note.question);
    latest
}

/// The side of who is visited, as independence looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitedSide {
    /// The unit that is visited.
    pub unit: UnitId,
    /// The persons who act for the owning post.
    pub owners: BTreeSet<PersonId>,
    /// The persons who wrote the claim or approved it.
    pub writers: BTreeSet<PersonId>,
    /// Who inspected this adoption the last time.
    pub last: Option<PersonId>,
    /// Whether there is somebody else who could go.
    pub is_another_there: bool,
}

/// Refuses an inspector who does not stand far enough from what is visited. Persons are counted, not posts.
///
/// # Errors
/// Refused to who stands in the unit, below it or above it up to its own ministry; to who wrote or approved the claim; to a person behind the
/// owning post; and to who inspected it the last time, where another is there.
pub fn independent(tree: &UnitTree, side: &VisitedSide, (unit, person): (&UnitId, &PersonId)) -> Result<(), Refusal> {
    if side.owners.contains(person) {
        return Err(Refusal::Said(sentence!(
            "inspector-owner",
            "{person} acts for the post that owns this claim; choose an inspector who does not",
            person
        )));
    }
    if side.writers.contains(person) {
        return Err(Refusal::Said(sentence!(
            "inspector-writer",
            "{person} wrote or approved this claim; choose an inspector who had no hand in it",
            person
        )));
    }
    if tree.is_within(unit, &side.unit) {
        return Err(Refusal::Said(sentence!(
            "inspector-within",
            "An inspector of {unit} belongs to the unit that is visited; choose one of another unit",
            unit
        )));
    }
    // Who stands above all ministries belongs to none of them. Of several roots each is a ministry of its own.
    let is_above_all = |unit: &UnitId| tree.roots().count() == 1 && tree.roots().all(|root| root.id == *unit);
    if tree.is_within(&side.unit, unit) && !is_above_all(unit) {
        return Err(Refusal::Said(sentence!(
            "inspector-above",
            "{unit} answers for the unit that is visited; choose an inspector who stands outside of its ministry, or beside it",
            unit
        )));
    }
    if side.is_another_there && side.last.as_ref() == Some(person) {
        return Err(Refusal::Said(sentence!(
            "inspector-last",
            "{person} inspected this claim the last time, and another inspector is there; choose another one",
            person
        )));
    }
    Ok(())
}
