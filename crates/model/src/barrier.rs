//! Barriers: what keeps a unit from taking over what others use. Logged against a post outside the unit that can remove it.

use crate::equipment::names_alike;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, Marking, PostId, Refusal, Thing, UnitId, sentence};

public_id!(
    /// Names a barrier.
    BarrierId,
    'B'
);

/// Longest subject of a barrier, in characters: `bearing steel ShKh15`.
pub const BARRIER_SUBJECT_CHARS_MAX: usize = 200;

/// Longest text about a barrier, in characters.
pub const BARRIER_TEXT_CHARS_MAX: usize = 2_000;

/// Days for which a barrier may have stood when it is logged: ten years. Beyond that the day is a slip of the pen, and would be most of the days
/// that all barriers cost.
const BARRIER_SINCE_DAYS_MAX: i64 = 10 * 366;

/// Days within which a barrier is to be removed at most: three years. What takes longer is a plan, and no barrier.
pub const BARRIER_DAYS_MAX: i64 = 3 * 366;

words! {
    /// What sort of barrier it is.
    BarrierKind {
        /// Nobody supplies it.
        Supplier = "supplier",
        /// A material is lacking.
        Material = "material",
        /// The plan leaves no room.
        Plan = "plan",
        /// Nobody has the skill.
        Skill = "skill",
        /// Patents or licences.
        Rights = "rights",
        /// There is no money, or not in the currency that it takes.
        Money = "money",
        /// Another department has to agree or to give.
        Department = "department",
        /// Heat, cold, dust, damp.
        Climate = "climate",
        /// A standard or a rule says otherwise.
        Standard = "standard",
    }
}

words! {
    /// Where a barrier stands.
    BarrierState {
        /// It stands in the way.
        Open = "open",
        /// It was removed.
        Removed = "removed",
        /// Whoever logged it took it back.
        Withdrawn = "withdrawn",
    }
}

/// Something that stands in the way of an offer or an adoption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedBarrier {
    /// Its name.
    pub id: BarrierId,
    /// What it stands in the way of: an offer or an adoption.
    pub on: Thing,
    /// The unit that it keeps waiting.
    pub unit: UnitId,
    /// The post that logged it.
    pub post: PostId,
    /// The post outside the unit that can remove it.
    pub owner: PostId,
    /// What sort it is.
    pub kind: BarrierKind,
    /// What is lacking, in a few words.
    pub subject: String,
    /// The same at length.
    pub statement: String,
    /// The day since which it stands in the way.
    pub opened: Date,
    /// The day by which it is to be gone.
    pub due: Date,
    /// Where it stands.
    pub state: BarrierState,
    /// The day on which it was removed or taken back.
    pub closed: Option<Date>,
    /// How it was removed, or why it was taken back.
    pub how: String,
    /// The barrier elsewhere whose removal removed it too.
    pub removed_with: Option<BarrierId>,
    /// The barrier elsewhere that was removed, while nobody said yet whether that goes for this one.
    pub hint: Option<BarrierId>,
    /// Who may see it: at least as that in whose way it stands.
    pub marking: Marking,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Grows by one with each step.
    pub revision: u32,
    /// When it was logged, in microseconds since 1970.
    pub made_at: i64,
}

impl LoggedBarrier {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a subject, with a text that is too long, when it began later than today, or when the day by which it is to be gone
    /// is over or too far off.
    pub fn tidied(self, today: Date) -> Result<LoggedBarrier, Refusal> {
        let (subject, statement) = (one_line(&self.subject), self.statement.trim().to_owned());
        if subject.is_empty() {
            return Err(Refusal::Said(sentence!(
                "barrier-no-subject",
                "Write in a few words what is lacking, such as “bearing steel ShKh15”"
            )));
        }
        not_longer(&subject, BARRIER_SUBJECT_CHARS_MAX)?;
        not_longer(&statement, BARRIER_TEXT_CHARS_MAX)?;
        if self.opened > today {
            return Err(Refusal::Said(sentence!(
                "barrier-ahead",
                "{day} is still to come; write the day since which it stands in the way",
                day = self.opened
            )));
        }
        if today.days_since(self.opened) > BARRIER_SINCE_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "barrier-long-ago",
                "{day} is more than ten years ago; write since when it keeps this unit from using it",
                day = self.opened
            )));
        }
        if self.due < today || self.due.days_since(today) > BARRIER_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "barrier-due",
                "Choose a day from today on by which it is to be gone, at most {max} days ahead",
                max = BARRIER_DAYS_MAX
            )));
        }
        Ok(LoggedBarrier { subject, statement, ..self })
    }

    /// Refuses a step that was taken from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else took one in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "barrier-changed",
            "Something happened with this barrier in between; look at its page before you go on"
        )))
    }

    fn close(&self, state: BarrierState, how: &str, today: Date) -> Result<LoggedBarrier, Refusal> {
        if self.state != BarrierState::Open {
            return Err(Refusal::Changed(sentence!(
                "barrier-closed",
                "This barrier does not stand any more; look at its page"
            )));
        }
        let how = how.trim().to_owned();
        if how.is_empty() {
            return Err(Refusal::Said(sentence!(
                "barrier-no-how",
                "Write what was done; others who have the same barrier read it"
            )));
        }
        not_longer(&how, BARRIER_TEXT_CHARS_MAX)?;
        let (closed, revision) = (Some(today.max(self.opened)), self.revision + 1);
        Ok(LoggedBarrier { state, closed, how, revision, ..self.clone() })
    }

    /// Removes it.
    ///
    /// # Errors
    /// Refused when it does not stand, or without how.
    pub fn remove(&self, how: &str, today: Date) -> Result<LoggedBarrier, Refusal> {
        self.close(BarrierState::Removed, how, today)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// Refused when it does not stand, or without why.
    pub fn withdraw(&self, why: &str, today: Date) -> Result<LoggedBarrier, Refusal> {
        Ok(LoggedBarrier { hint: None, ..self.close(BarrierState::Withdrawn, why, today)? })
    }

    /// Notes that the same was removed elsewhere.
    pub fn hear(&self, elsewhere: BarrierId) -> LoggedBarrier {
        LoggedBarrier { hint: Some(elsewhere), revision: self.revision + 1, ..self.clone() }
    }

    /// Says whether what was removed elsewhere goes for this one. Where it does, it is removed with it.
    ///
    /// # Errors
    /// Refused when nothing was heard of elsewhere, when it does not stand, or without words.
    pub fn answer_hint(&self, goes: bool, how: &str, today: Date) -> Result<LoggedBarrier, Refusal> {
        let Some(elsewhere) = self.hint else {
            return Err(Refusal::Changed(sentence!(
                "barrier-no-hint",
                "Nothing waits here to be confirmed any more; look at the page of the barrier"
            )));
        };
        if goes {
            let removed = self.close(BarrierState::Removed, how, today)?;
            return Ok(LoggedBarrier { removed_with: Some(elsewhere), hint: None, ..removed });
        }
        if how.trim().is_empty() {
            return Err(Refusal::Said(sentence!(
                "barrier-no-why",
                "Write why what helped the others does not help here"
            )));
        }
        not_longer(how, BARRIER_TEXT_CHARS_MAX)?;
        Ok(LoggedBarrier { hint: None, revision: self.revision + 1, ..self.clone() })
    }

    /// Whether another is the same: of one sort, about things that are called alike.
    pub fn is_same(&self, other: &LoggedBarrier) -> bool {
        self.id != other.id && self.kind == other.kind && names_alike(&self.subject, &other.subject)
    }

    /// Days that it cost so far: calendar days from the one on which it began to the one on which it was gone.
    pub fn days_lost(&self, today: Date) -> i64 {
        self.closed.unwrap_or(today).days_since(self.opened).max(0)
    }
}

/// Days that barriers on one case cost together: days on which several stood are counted once.
pub fn days_lost(barriers: &[LoggedBarrier], today: Date) -> i64 {
    let mut spans: Vec<(Date, Date)> =
        barriers.iter().map(|one| (one.opened, one.closed.unwrap_or(today).max(one.opened))).collect();
    spans.sort_unstable();
    let mut n_days = 0;
    let mut reached: Option<Date> = None;
    for (from, until) in spans {
        let from = reached.map_or(from, |reached| from.max(reached));
        if until > from {
            n_days += until.days_since(from);
        }
        reached = Some(reached.map_or(until, |reached| reached.max(until)));
    }
    n_days
}
