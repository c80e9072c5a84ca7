//! An agreement as it is laid before the gate: its sides, its terms, and what each side owes.

use model::{Agreement, ControlAct, Noun, Party, PartyKind, Proposal, Thing};
use store::Deed;

use super::{Drawn, named, or_none};
use crate::Failure;

/// The agreement with its terms as they stand in it, and with its deliverables.
///
/// # Errors
/// When the store fails.
pub(crate) fn agreement_proposal(deed: &Deed<'_>, agreement: &Agreement) -> Result<Proposal, Failure> {
    let mut drawn = Drawn::of(
        deed,
        Proposal {
            act: ControlAct::Agreement,
            about: Thing::new(Noun::Agreement, agreement.id),
            title: agreement.title.clone(),
            unit: agreement.unit.clone(),
            post: agreement.post.clone(),
            marking: agreement.marking.clone(),
            countries: Vec::new(),
            hosts: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            items: Vec::new(),
            content: Vec::new(),
        },
    );
    drawn.say("kind", agreement.kind);
    drawn.say("basis", agreement.basis);
    drawn.host("host", agreement.host)?;
    for party in &agreement.parties {
        match party.host {
            Some(host) => drawn.host("party", host)?,
            None => {
                drawn.say("party", &party.name);
                drawn.party(Party { kind: PartyKind::Organisation, ..named(&party.name) });
            }
        }
        drawn.say("part", &party.part);
    }
    for need in &agreement.needs {
        drawn.need(need)?;
    }
    let terms = &agreement.terms;
    drawn.item("technologies", &terms.technologies);
    drawn.item("field", &terms.field);
    drawn.say("territory", &terms.territory);
    drawn.say("exclusivity", terms.exclusivity);
    drawn.say("since", or_none(terms.since));
    drawn.say("until", or_none(terms.until));
    drawn.say("renewal", terms.renewal);
    drawn.say("notice-days", terms.notice_days);
    for clause in &terms.clauses {
        drawn.say("clause", format!("{} {} {} {}", clause.number, clause.subject, clause.ruling, or_none(clause.days)));
        drawn.item("clause-text", &clause.text);
    }
    for one in deed.deliverables(agreement.id)? {
        drawn.say("deliverable", format!("{} {} {} {} {}", one.number, one.side, one.kind, one.quantity, one.measure));
        drawn.item("deliverable-title", &one.title);
    }
    for patent in deed.patents(agreement.id)? {
        drawn.say("patent", &patent.identifier);
        drawn.item("patent-title", &patent.title);
    }
    Ok(drawn.done())
}
