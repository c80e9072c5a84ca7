//! An assignment as it is laid before the gate: who comes, for what, and what they pass on and learn.

use model::{Assignment, ControlAct, Noun, Proposal, Thing};
use store::{Deed, Scope};

use super::Drawn;
use crate::Failure;
use crate::control::{countries_asked, was_asked};

/// The assignment as it is proposed; `None` for one of ours, whom nobody lets in, unless a regime was asked while they were said to come
/// from outside.
///
/// # Errors
/// When the store fails.
pub(crate) fn assignment_proposal(deed: &Deed<'_>, assignment: &Assignment) -> Result<Option<Proposal>, Failure> {
    let scope = Scope::office();
    let Some(specialist) = deed.specialist(&scope, assignment.specialist)? else { return Ok(None) };
    let about = Thing::new(Noun::Assignment, assignment.id);
    if !specialist.is_foreign() && !was_asked(deed, &about, ControlAct::Assignment)? {
        return Ok(None);
    }
    let Some(request) = deed.specialist_request(&scope, assignment.request)? else { return Ok(None) };
    let asked = countries_asked(deed, &about, ControlAct::Assignment)?;
    let mut drawn = Drawn::of(
        deed,
        Proposal {
            act: ControlAct::Assignment,
            about,
            title: format!("{}: {}", specialist.name, request.title),
            unit: assignment.unit.clone(),
            post: assignment.officer.clone(),
            marking: assignment.marking.join(&request.marking),
            countries: Vec::new(),
            hosts: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            items: Vec::new(),
            content: Vec::new(),
        },
    );
    drawn.specialist("specialist", assignment.specialist)?;
    if let Some(host) = specialist.host {
        drawn.host("host", host)?;
    }
    drawn.item("task", &request.task);
    drawn.say("place", &request.place);
    drawn.say("since", assignment.since);
    drawn.say("until", assignment.until);
    drawn.say("counterpart", &assignment.counterpart);
    if let Some(interpreter) = assignment.interpreter {
        drawn.specialist("interpreter", interpreter)?;
    }
    for host in &request.hosts {
        drawn.host("touches", *host)?;
    }
    if let Some(need) = &request.need {
        drawn.need(need)?;
    }
    for skill in &request.skills {
        let class = &skill.class;
        if let Some(code) = &class.code {
            drawn.say("skill", format!("{} {code}", class.scheme));
            drawn.class(class.scheme, code);
        }
    }
    drawn.item("terms", &assignment.terms);
    for transfer in &assignment.transfers {
        drawn.item("transfer", &transfer.what);
        drawn.say("learner", &transfer.learner);
    }
    // Another country in the roster does not take somebody from a regime that was asked about the one before.
    for country in &asked {
        drawn.country(country);
    }
    Ok(Some(drawn.done()))
}
