//! What is laid before the gate, made from the thing that is to move. It is the same whoever acts: it is drawn up with the eyes of the
//! office, and marked as all that it shows.

mod agreement;
mod assignment;
mod mission;
mod release;
mod sample;
mod widening;

use std::fmt::Display;

use model::{
    Host, HostId, Marking, Need, NeedId, Party, PartyKind, Proposal, Specialist, SpecialistId, Subject, SubjectScheme,
};
use store::{Deed, Scope};

use crate::Failure;

pub(crate) use agreement::agreement_proposal;
pub(crate) use assignment::assignment_proposal;
pub(crate) use mission::mission_proposal;
pub(crate) use release::{exchange_proposal, release_proposal};
pub(crate) use sample::{sample_leaves_proposal, sample_proposal};
pub(crate) use widening::widening_proposal;

/// A proposal that is being drawn up.
struct Drawn<'a, 'b> {
    deed: &'a Deed<'b>,
    proposal: Proposal,
}

impl<'a, 'b> Drawn<'a, 'b> {
    /// Begins with what names it.
    fn of(deed: &'a Deed<'b>, proposal: Proposal) -> Drawn<'a, 'b> {
        let mut drawn = Drawn { deed, proposal };
        let title = drawn.proposal.title.clone();
        drawn.say("title", &title);
        drawn
    }

    /// Adds something that is decided on.
    fn say(&mut self, name: &str, value: impl Display) {
        self.proposal.content.push((name.to_owned(), value.to_string()));
    }

    /// Adds a text of what is to move: decided on, and held against lists.
    fn item(&mut self, name: &str, text: &str) {
        self.say(name, text);
        if !text.trim().is_empty() {
            self.proposal.items.push(text.to_owned());
        }
    }

    fn country(&mut self, code: &str) {
        if !code.is_empty() && !self.proposal.countries.iter().any(|held| held == code) {
            self.proposal.countries.push(code.to_owned());
        }
    }

    fn class(&mut self, scheme: SubjectScheme, code: &str) {
        let class = (scheme, code.to_owned());
        if !self.proposal.classes.contains(&class) {
            self.proposal.classes.push(class);
        }
    }

    fn classes(&mut self, subjects: &[Subject]) {
        for subject in subjects {
            if let Some(code) = &subject.code {
                self.class(subject.scheme, code);
            }
        }
    }

    fn marked(&mut self, marking: &Marking) {
        self.proposal.marking = self.proposal.marking.join(marking);
    }

    fn party(&mut self, party: Party) {
        if !self.proposal.parties.contains(&party) {
            self.proposal.parties.push(party);
        }
    }

    /// Adds a host with its people, its country and its classes.
    fn host(&mut self, part: &str, id: HostId) -> Result<(), Failure> {
        if self.proposal.hosts.contains(&id) {
            return Ok(());
        }
        let Some(host) = self.deed.host(&Scope::office(), id)? else { return Ok(()) };
        self.say(part, format!("{id} {} ({})", host.name(), host.country));
        self.proposal.hosts.push(id);
        self.country(&host.country);
        self.classes(&host.classes);
        self.marked(&host.marking);
        for party in parties_of(&host) {
            self.party(party);
        }
        Ok(())
    }

    /// Adds a need with its classes.
    fn need(&mut self, id: &NeedId) -> Result<(), Failure> {
        let need: Option<Need> = self.deed.need(&Scope::office(), id)?;
        self.say("need", id);
        if let Some(need) = need {
            self.classes(&need.classes);
            self.marked(&need.marking);
        }
        Ok(())
    }

    /// Adds a specialist: of somebody from outside also as a party.
    fn specialist(&mut self, part: &str, id: SpecialistId) -> Result<Option<Specialist>, Failure> {
        let Some(one) = self.deed.specialist(&Scope::office(), id)? else { return Ok(None) };
        self.say(part, format!("{id} {}", one.name));
        self.marked(&one.marking);
        if one.is_foreign() {
            self.country(&one.country);
            let countries = Some(one.country.clone()).filter(|code| !code.is_empty()).into_iter().collect();
            self.party(Party { kind: PartyKind::Person, countries, ..named(&one.name) });
        }
        Ok(Some(one))
    }

    fn done(self) -> Proposal {
        self.proposal
    }
}

/// A party of which only the name is known.
fn named(name: &str) -> Party {
    Party {
        name: name.to_owned(),
        aliases: Vec::new(),
        kind: PartyKind::Unknown,
        countries: Vec::new(),
        born: None,
        identifiers: Vec::new(),
    }
}

/// A host and its people, as they are screened.
fn parties_of(host: &Host) -> Vec<Party> {
    let countries = || Some(host.country.clone()).filter(|code| !code.is_empty()).into_iter().collect();
    let aliases = host.every_name().into_iter().filter(|name| *name != host.name()).map(str::to_owned).collect();
    let organisation = Party { aliases, kind: PartyKind::Organisation, countries: countries(), ..named(host.name()) };
    let people = host.contacts.iter().filter(|contact| !contact.name.trim().is_empty());
    let people =
        people.map(|contact| Party { kind: PartyKind::Person, countries: countries(), ..named(&contact.name) });
    std::iter::once(organisation).chain(people).collect()
}

/// A day, or nothing.
fn or_none(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
