//! A mission as it is laid before the gate: who goes where, what is asked, and what may be told.

use model::{ControlAct, Mission, Noun, Proposal, QuestionList, Thing};
use store::{Deed, Scope};

use super::{Drawn, or_none};
use crate::Failure;

/// The mission as it stands, with its questions and its brief.
///
/// # Errors
/// When the store fails.
pub(crate) fn mission_proposal(deed: &Deed<'_>, mission: &Mission, list: &QuestionList) -> Result<Proposal, Failure> {
    let mut drawn = Drawn::of(
        deed,
        Proposal {
            act: ControlAct::Mission,
            about: Thing::new(Noun::Mission, mission.id),
            title: mission.title.clone(),
            unit: mission.unit.clone(),
            post: mission.post.clone(),
            marking: mission.marking.clone(),
            countries: mission.country.iter().cloned().collect(),
            hosts: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            items: Vec::new(),
            content: Vec::new(),
        },
    );
    drawn.say("direction", mission.direction);
    drawn.item("purpose", &mission.purpose);
    drawn.say("since", mission.since);
    drawn.say("until", mission.until);
    drawn.say("place", &mission.place);
    drawn.say("country", or_none(mission.country.as_deref()));
    if let Some(event) = &mission.event {
        drawn.say("event", format!("{} {} {}", or_none(event.id), event.name, event.place));
    }
    for host in &mission.hosts {
        drawn.host("host", *host)?;
    }
    for need in &mission.needs {
        drawn.need(need)?;
    }
    for member in &mission.members {
        drawn.specialist("member", member.specialist)?;
        drawn.say("part", &member.part);
    }
    drawn.item("plan", &mission.plan);
    for question in list.all() {
        drawn.item("question", &question.text);
        if let Some(host) = question.host {
            drawn.host("asked", host)?;
            drawn.say("asked-of", host);
        }
    }
    if let Some(brief) = deed.brief(&Scope::office(), mission.id)? {
        drawn.marked(&brief.marking);
        for line in &brief.lines {
            let host = or_none(line.host);
            let thing =
                line.thing.as_ref().map(|thing| format!("{}:{}", thing.noun(), thing.name())).unwrap_or_default();
            drawn.say("brief-line", format!("{} {host} {thing}", line.part));
            // What is withheld does not move.
            if line.part.discloses() {
                drawn.item("brief-words", &line.words);
            } else {
                drawn.say("brief-words", &line.words);
            }
        }
    }
    Ok(drawn.done())
}
