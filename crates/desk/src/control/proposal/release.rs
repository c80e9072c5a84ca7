//! What is given to a host, as it is laid before the gate: a release, or something that is noted as given without one.

use model::{ControlAct, Exchange, HostRelease, Noun, Proposal, Thing, UnitId};
use store::{Deed, Scope};

use super::Drawn;
use crate::Failure;

/// A release with every record as it is now.
///
/// # Errors
/// When the store fails.
pub(crate) fn release_proposal(deed: &Deed<'_>, release: &HostRelease) -> Result<Proposal, Failure> {
    let mut drawn = Drawn::of(
        deed,
        Proposal {
            act: ControlAct::Release,
            about: Thing::new(Noun::Release, release.id),
            title: release.title.clone(),
            unit: release.unit.clone(),
            post: release.post.clone(),
            marking: release.marking.clone(),
            countries: Vec::new(),
            hosts: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            items: Vec::new(),
            content: Vec::new(),
        },
    );
    drawn.host("host", release.host)?;
    drawn.say("reason", &release.reason);
    for id in &release.records {
        let Some(record) = deed.released_record(&Scope::office(), *id)? else { continue };
        drawn.marked(&record.marking);
        for (scheme, code) in &record.classes {
            drawn.class(*scheme, code);
        }
        // Its words are voted on by their hash, and its marking with them: who may see it is part of what is decided.
        drawn.say("record", format!("{id} {} {}", record.hash, record.marking));
        drawn.item("record-title", &record.title);
    }
    Ok(drawn.done())
}

/// Something that was given to a host without a release, as it is noted.
///
/// # Errors
/// When the store fails.
pub(crate) fn exchange_proposal(deed: &Deed<'_>, exchange: &Exchange, unit: UnitId) -> Result<Proposal, Failure> {
    let mut drawn = Drawn::of(
        deed,
        Proposal {
            act: ControlAct::Release,
            about: Thing::new(Noun::Host, exchange.host),
            title: exchange.what.clone(),
            unit,
            post: exchange.post.clone(),
            marking: exchange.marking.clone(),
            countries: Vec::new(),
            hosts: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            items: vec![exchange.what.clone()],
            content: Vec::new(),
        },
    );
    drawn.host("host", exchange.host)?;
    drawn.say("kind", exchange.kind);
    drawn.say("day", exchange.day);
    Ok(drawn.done())
}
