//! Incidents: what went wrong with a host, and its course.

use crate::exchange::past;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, HostId, Marking, MissionId, PostId, Refusal, sentence};

public_id!(
    /// Names an incident.
    IncidentId,
    'K'
);

/// Longest title of an incident, in characters.
pub const INCIDENT_TITLE_CHARS_MAX: usize = 300;

/// Longest step of its course, in characters.
pub const INCIDENT_STEP_CHARS_MAX: usize = 4_000;

/// Steps of one course. What takes more is another incident.
pub const INCIDENT_STEPS_MAX: usize = 200;

words! {
    /// What sort of incident it is.
    IncidentKind {
        /// The press wrote of it.
        Press = "press",
        /// The host refuses to go on.
        Refusal = "refusal",
        /// A visit was called off or put off.
        CancelledVisit = "cancelled-visit",
        /// One side complained of the other.
        Complaint = "complaint",
        /// Something else.
        Other = "other",
    }
}

/// One step in the course of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentStep {
    /// What happened or was done.
    pub text: String,
    /// Whether it is settled with this.
    pub settles: bool,
    /// Who wrote it: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// Something that went wrong with a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its name.
    pub id: IncidentId,
    /// With whom.
    pub host: HostId,
    /// What sort it is.
    pub kind: IncidentKind,
    /// The day on which it began.
    pub day: Date,
    /// One line.
    pub title: String,
    /// The mission that it touches.
    pub mission: Option<MissionId>,
    /// Its course, the first step first.
    pub course: Vec<IncidentStep>,
    /// The post that follows it.
    pub post: PostId,
    /// Who may see it.
    pub marking: Marking,
    /// When it was noted, in microseconds since 1970.
    pub made_at: i64,
}

impl Incident {
    /// Whether it is settled: its last step says so.
    pub fn is_settled(&self) -> bool {
        self.course.last().is_some_and(|step| step.settles)
    }

    /// The same with its title in order.
    ///
    /// # Errors
    /// Refused without a title or with one that is too long, and for a day that is still to come.
    pub fn tidied(self, today: Date) -> Result<Incident, Refusal> {
        let title = one_line(&self.title);
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("incident-no-title", "Write what happened, in one line")));
        }
        not_longer(&title, INCIDENT_TITLE_CHARS_MAX)?;
        past(self.day, today)?;
        Ok(Incident { title, ..self })
    }

    /// Goes on with its course. A step after one that settled it opens it again, unless it settles it too.
    ///
    /// # Errors
    /// Refused without words, with too many, or after too many steps.
    pub fn go_on(&self, step: IncidentStep) -> Result<Incident, Refusal> {
        let text = step.text.trim().to_owned();
        if text.is_empty() {
            return Err(Refusal::Said(sentence!("incident-no-words", "Write what happened or was done")));
        }
        not_longer(&text, INCIDENT_STEP_CHARS_MAX)?;
        if self.course.len() >= INCIDENT_STEPS_MAX {
            return Err(Refusal::Said(sentence!(
                "incident-long",
                "This incident has {max} steps; note what goes on as another one",
                max = INCIDENT_STEPS_MAX
            )));
        }
        let mut after = self.clone();
        after.course.push(IncidentStep { text, ..step });
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident() -> Incident {
        Incident {
            id: IncidentId::from_bits(1),
            host: HostId::from_bits(1),
            kind: IncidentKind::Press,
            day: Date::parse("1962-04-02").unwrap(),
            title: "The press\naccuses ".to_owned(),
            mission: None,
            course: Vec::new(),
            post: PostId::new("engineer").unwrap(),
            marking: Marking::default(),
            made_at: 0,
        }
    }

    fn step(text: &str, settles: bool) -> IncidentStep {
        IncidentStep { text: text.to_owned(), settles, by: "engineer sokolov".to_owned(), at: 1 }
    }

    #[test]
    fn the_last_step_says_where_it_stands() {
        let open = incident().tidied(Date::parse("1962-05-01").unwrap()).unwrap();
        assert_eq!((open.title.as_str(), open.is_settled()), ("The press accuses", false));
        assert!(open.go_on(step(" ", true)).is_err());
        let settled = open.go_on(step("Visits go on", true)).unwrap();
        assert!(settled.is_settled());
        assert!(!settled.go_on(step("Another article", false)).unwrap().is_settled());
    }

    #[test]
    fn nothing_is_noted_before_it_happened() {
        assert!(incident().tidied(Date::parse("1962-04-01").unwrap()).is_err());
        assert!(Incident { title: " ".into(), ..incident() }.tidied(Date::parse("1962-05-01").unwrap()).is_err());
    }
}
