//! A sample as it is laid before the gate: when it comes, and when it is given to somebody outside.

use model::{ControlAct, Noun, Proposal, Sample, SampleState, Thing};
use store::Deed;

use super::{Drawn, named};
use crate::Failure;

fn begun<'a, 'b>(deed: &'a Deed<'b>, sample: &Sample) -> Result<Drawn<'a, 'b>, Failure> {
    let mut drawn = Drawn::of(
        deed,
        Proposal {
            act: ControlAct::Sample,
            about: Thing::new(Noun::Sample, sample.id),
            title: sample.name.clone(),
            unit: sample.unit.clone(),
            post: sample.post.clone(),
            marking: sample.marking.clone(),
            countries: Vec::new(),
            hosts: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            items: vec![sample.name.clone()],
            content: Vec::new(),
        },
    );
    drawn.say("kind", sample.kind);
    drawn.item("model", &sample.model);
    drawn.say("serial", &sample.serial);
    drawn.say("amount", format!("{} {}", sample.amount, sample.measure));
    drawn.say("country", &sample.country);
    drawn.country(&sample.country);
    if let Some(maker) = sample.maker {
        drawn.host("maker", maker)?;
    }
    if !sample.maker_name.is_empty() {
        drawn.say("maker-name", &sample.maker_name);
        drawn.party(named(&sample.maker_name));
    }
    Ok(drawn)
}

/// A sample that is to come.
///
/// # Errors
/// When the store fails.
pub(crate) fn sample_proposal(deed: &Deed<'_>, sample: &Sample) -> Result<Proposal, Failure> {
    let mut drawn = begun(deed, sample)?;
    drawn.say("way", "comes");
    drawn.say("came", sample.came);
    drawn.say("receiver", &sample.post);
    if let Some(agreement) = sample.agreement {
        drawn.say("agreement", agreement);
    }
    drawn.item("rights", &sample.rights);
    drawn.item("plan", &sample.plan);
    for need in &sample.needs {
        drawn.need(need)?;
    }
    Ok(drawn.done())
}

/// A sample that is to leave the house, to somebody outside.
///
/// # Errors
/// When the store fails.
pub(crate) fn sample_leaves_proposal(
    deed: &Deed<'_>,
    sample: &Sample,
    state: SampleState,
    to: &str,
) -> Result<Proposal, Failure> {
    let mut drawn = begun(deed, sample)?;
    let to = to.split_whitespace().collect::<Vec<_>>().join(" ");
    drawn.say("way", "leaves");
    drawn.say("state", state);
    drawn.say("to", &to);
    if !to.is_empty() {
        drawn.party(named(&to));
    }
    Ok(drawn.done())
}
