//! A widening as it is laid before the gate: which thing, from which marking to which.

use model::{ControlAct, Proposal, Widening};
use store::Deed;

use super::Drawn;
use crate::Failure;

/// A widening. It is about its thing, and marked as the thing was when it was asked for.
///
/// # Errors
/// When the store fails.
pub(crate) fn widening_proposal(deed: &Deed<'_>, widening: &Widening) -> Result<Proposal, Failure> {
    let mut drawn = Drawn::of(
        deed,
        Proposal {
            act: ControlAct::Widening,
            about: widening.thing.clone(),
            title: widening.title.clone(),
            unit: widening.unit.clone(),
            post: widening.post.clone(),
            marking: widening.from.clone(),
            countries: Vec::new(),
            hosts: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            items: vec![widening.title.clone()],
            content: Vec::new(),
        },
    );
    drawn.say("thing", &widening.thing);
    drawn.say("from", &widening.from);
    drawn.say("to", &widening.to);
    drawn.say("reason", &widening.reason);
    Ok(drawn.done())
}
