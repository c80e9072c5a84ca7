//! Whose parties are screened: those of hosts, specialists, agreements and events.

use std::collections::BTreeSet;

use model::{
    Agreement, AgreementId, EventId, Exhibitor, Host, HostContact, HostId, Marking, Noun, Party, PartyKind, Specialist,
    SpecialistId, Thing,
};
use store::Deed;

use super::no_screening;
use crate::{Failure, Office, Officer};

/// A party of a thing, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyOf {
    /// The thing whose page names it.
    pub about: Thing,
    /// The party.
    pub party: Party,
}

fn of_country(country: &str) -> Vec<String> {
    if country.is_empty() { Vec::new() } else { vec![country.to_owned()] }
}

/// A host, with every name by which the register calls it.
pub(super) fn host_party(host: &Host) -> Party {
    let aliases = host.every_name().into_iter().skip(1).map(str::to_owned).collect();
    let kind = PartyKind::Organisation;
    Party { aliases, kind, countries: of_country(&host.country), ..Party::named(host.name()) }
}

/// Somebody of a host, who travels or is visited.
fn contact_party(host: &Host, contact: &HostContact) -> Party {
    Party { kind: PartyKind::Person, countries: of_country(&host.country), ..Party::named(&contact.name) }
}

/// A host and its people, the host first. A contact without a name is nobody.
pub(super) fn host_parties(host: &Host) -> Vec<Party> {
    let mut seen = BTreeSet::new();
    let contacts = host.contacts.iter().filter(|one| !one.name.trim().is_empty());
    let people = contacts.map(|contact| contact_party(host, contact)).filter(|party| seen.insert(party.name.clone()));
    // Registered before their bounds were what they are, one may not be in order; then nobody is held against a list by it.
    std::iter::once(host_party(host)).chain(people).filter_map(|party| party.tidied().ok()).collect()
}

pub(super) fn specialist_party(specialist: &Specialist) -> Party {
    let identifiers = of_country(&specialist.orcid);
    let kind = PartyKind::Person;
    Party { kind, countries: of_country(&specialist.country), identifiers, ..Party::named(&specialist.name) }
}

fn exhibitor_party(exhibitor: &Exhibitor) -> Party {
    let kind = PartyKind::Organisation;
    Party { kind, countries: of_country(&exhibitor.country), ..Party::named(&exhibitor.name) }
}

/// Who may see what a screening is about.
pub(super) fn marking_of(deed: &Deed<'_>, officer: &Officer, about: &Thing) -> Result<Marking, Failure> {
    let (scope, name) = (&officer.scope, about.name.as_str());
    let marking = match about.noun {
        Noun::Host => match HostId::parse(name) {
            Some(id) => deed.host(scope, id)?.map(|host| host.marking),
            None => None,
        },
        Noun::Specialist => match SpecialistId::parse(name) {
            Some(id) => deed.specialist(scope, id)?.map(|specialist| specialist.marking),
            None => None,
        },
        Noun::Agreement => match AgreementId::parse(name) {
            Some(id) => deed.agreement(scope, id)?.map(|agreement| agreement.marking),
            None => None,
        },
        Noun::Event => match EventId::parse(name) {
            Some(id) => deed.event(scope, id)?.map(|event| event.marking),
            None => None,
        },
        _ => None,
    };
    Ok(marking.ok_or_else(|| no_screening(&about.to_string()))?)
}

impl Office {
    /// The parties that the page of a thing names: of a host it and its people, of an agreement the host and the others who sign, of an
    /// event its exhibitors, of a specialist they themselves. Each with the thing to which it belongs: a host of an agreement to the host.
    ///
    /// # Errors
    /// Refused when there is no such thing, and for what has no parties.
    pub fn parties_of(&self, about: &Thing) -> Result<Vec<PartyOf>, Failure> {
        let none = || Failure::from(no_screening(&about.to_string()));
        let name = about.name.as_str();
        let of = |about: &Thing, parties: Vec<Party>| {
            parties.into_iter().map(|party| PartyOf { about: about.clone(), party }).collect::<Vec<_>>()
        };
        Ok(match about.noun {
            Noun::Host => of(about, host_parties(&self.host(name).map_err(|_| none())?)),
            Noun::Specialist => {
                let id = SpecialistId::parse(name).ok_or_else(none)?;
                let specialist = self.reader.specialist(&self.scope, id)?.ok_or_else(none)?;
                of(about, specialist_party(&specialist).tidied().ok().into_iter().collect())
            }
            Noun::Agreement => {
                let id = AgreementId::parse(name).ok_or_else(none)?;
                let agreement: Agreement = self.reader.agreement(&self.scope, id)?.ok_or_else(none)?;
                let mut found = Vec::new();
                let hosts = agreement.parties.iter().filter_map(|party| party.host);
                for host in std::iter::once(agreement.host).chain(hosts) {
                    if let Some(host) = self.reader.host(&self.scope, host)? {
                        let party = host_party(&host).tidied().ok().into_iter().collect();
                        found.extend(of(&Thing::new(Noun::Host, host.id), party));
                    }
                }
                let others = agreement.parties.iter().filter(|party| party.host.is_none());
                let others = others.filter_map(|party| Party::named(&party.name).tidied().ok());
                found.extend(of(about, others.collect()));
                found
            }
            Noun::Event => {
                let id = EventId::parse(name).ok_or_else(none)?;
                self.reader.event(&self.scope, id)?.ok_or_else(none)?;
                let exhibitors = self.reader.exhibitors(&self.scope, id)?;
                let there = exhibitors.iter().filter(|one| !one.off);
                of(about, there.filter_map(|one| exhibitor_party(one).tidied().ok()).collect())
            }
            _ => return Err(none()),
        })
    }
}
