//! How the parties that a page names stand to the lists.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    HitState, HostId, MissionId, Noun, Party, ReleaseId, SampleId, ScreeningId, Specialist, SpecialistId, Thing,
};
use store::ScreeningLine;

use super::no_screening;
use super::page::ShownHit;
use super::parties::{PartyOf, host_party, specialist_party};
use super::search::print_of_party;
use crate::{Failure, Office};

/// A party that a thing names, and how it stands to the lists.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyStanding {
    /// The party, with the thing to which it belongs.
    pub of: PartyOf,
    /// Its screening; `None` for one that nobody screened.
    pub line: Option<ScreeningLine>,
}

/// A screening of a party on which a vote rests, with what was found.
#[derive(Clone, Debug)]
pub struct PartyFound {
    /// The screening.
    pub line: ScreeningLine,
    /// What is found now, the likeliest first. Nothing of it is decided here.
    pub hits: Vec<ShownHit>,
}

impl Office {
    /// What was found of parties, as far as the reader sees it: the screenings that are not over of exactly these, in their order.
    pub(crate) fn parties_found(&self, parties: &[Party]) -> Result<Vec<PartyFound>, Failure> {
        if parties.is_empty() {
            return Ok(Vec::new());
        }
        let lists = self.reader.party_lists(&self.scope)?;
        let mut found = Vec::new();
        for party in parties.iter().filter_map(|party| party.clone().tidied().ok()) {
            let lines = self.reader.screenings_of(&self.scope, &print_of_party(&party))?;
            for line in lines.into_iter().filter(|line| !line.screening.ended) {
                let mut hits = Vec::new();
                for hit in self.reader.hits(&self.scope, line.screening.id)? {
                    let Some(list) = lists.iter().find(|list| list.id == hit.list) else { continue };
                    if hit.state == HitState::Gone {
                        continue;
                    }
                    let entry =
                        self.reader.listed(&self.scope, &hit.list, hit.version, &hit.key)?.map(|held| held.listed);
                    hits.push(ShownHit { hit, list: list.title.clone(), entry, may_decide: false });
                }
                found.push(PartyFound { line, hits });
            }
        }
        Ok(found)
    }

    /// How the parties of a thing stand to the lists: those that its page names, in their order, then whom the gate or a person screened
    /// for it besides. As long as no list is in force, whoever was not screened is left out: there is nothing to be held against.
    ///
    /// # Errors
    /// Refused when there is no such thing, and for what has no parties.
    pub fn parties_standing(&self, about: &Thing) -> Result<Vec<PartyStanding>, Failure> {
        let own = self.screenings_about(about)?;
        let mut held: BTreeMap<Thing, Vec<ScreeningLine>> = BTreeMap::new();
        let mut shown: BTreeSet<ScreeningId> = BTreeSet::new();
        let mut found = Vec::new();
        for of in self.parties_named(about)? {
            if of.about != *about && !held.contains_key(&of.about) {
                held.insert(of.about.clone(), self.screenings_about(&of.about)?);
            }
            let theirs = held.get(&of.about).into_iter().flatten();
            let line = own.iter().chain(theirs).find(|line| line.screening.party.name == of.party.name).cloned();
            shown.extend(line.as_ref().map(|line| line.screening.id));
            found.push(PartyStanding { of, line });
        }
        for line in own.into_iter().filter(|line| !shown.contains(&line.screening.id)) {
            let of = PartyOf { about: about.clone(), party: line.screening.party.clone() };
            found.push(PartyStanding { of, line: Some(line) });
        }
        if !self.reader.party_lists(&self.scope)?.iter().any(|list| !list.closed && list.version.is_some()) {
            found.retain(|one| one.line.is_some());
        }
        Ok(found)
    }

    /// The parties that the page of a thing names: of a mission its hosts and the guests among those who go, of a sample its maker, of a
    /// release its host, of others as [`Office::parties_of`] has them.
    fn parties_named(&self, about: &Thing) -> Result<Vec<PartyOf>, Failure> {
        let none = || Failure::from(no_screening(&about.to_string()));
        let name = about.name.as_str();
        let (hosts, specialists): (Vec<HostId>, Vec<SpecialistId>) = match about.noun {
            Noun::Mission => {
                let id = MissionId::parse(name).ok_or_else(none)?;
                let mission = self.reader.mission(&self.scope, id)?.ok_or_else(none)?;
                (mission.hosts, mission.members.iter().map(|member| member.specialist).collect())
            }
            Noun::Sample => {
                let id = SampleId::parse(name).ok_or_else(none)?;
                let line = self.reader.sample(&self.scope, id)?.ok_or_else(none)?;
                (line.sample.maker.into_iter().collect(), Vec::new())
            }
            Noun::Release => {
                let id = ReleaseId::parse(name).ok_or_else(none)?;
                let release = self.reader.release(&self.scope, id)?.ok_or_else(none)?;
                (vec![release.host], Vec::new())
            }
            _ => return self.parties_of(about),
        };
        let mut found = Vec::new();
        for id in hosts {
            let party = self.reader.host(&self.scope, id)?.and_then(|host| host_party(&host).tidied().ok());
            found.extend(party.map(|party| PartyOf { about: Thing::new(Noun::Host, id), party }));
        }
        for id in specialists {
            let guest = self.reader.specialist(&self.scope, id)?.filter(Specialist::is_foreign);
            let party = guest.and_then(|guest| specialist_party(&guest).tidied().ok());
            found.extend(party.map(|party| PartyOf { about: Thing::new(Noun::Specialist, id), party }));
        }
        Ok(found)
    }
}
