//! Records that a specialist may have made: found by name, confirmed by whoever keeps the roster.

use model::{Contributor, Power, RecordId, Refusal, Specialist, SpecialistId, sentence};
use store::{HeldRecord, Page, Writer};

use crate::review::{Turn, tree};
use crate::specialist::no_specialist;
use crate::{Failure, Office};

/// Records that are looked at for one specialist: those of everybody with their family name.
const LOOKED_AT_MAX: usize = 200;

/// Records that are proposed at once.
const PROPOSED_MAX: usize = 20;

/// A record that somebody may have made.
#[derive(Clone, Debug)]
pub struct ProposedEvidence {
    /// The record.
    pub record: HeldRecord,
    /// As who they stand in it.
    pub named: String,
    /// Whether their ORCID stands there, and not the name alone.
    pub by_orcid: bool,
}

/// Keeps that a record shows a skill, by its place among those of the specialist. `revision` is that of the state which was seen.
///
/// # Errors
/// Refused to whoever neither leads nor coordinates their unit, when record or skill are not there, or when somebody changed it in between.
pub fn confirm_evidence(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (SpecialistId, u32),
    skill: usize,
    record: RecordId,
) -> Result<Specialist, Failure> {
    let held = writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| -> Result<Specialist, Failure> {
        Ok(deed.specialist(&turn.officer.scope, id)?.ok_or_else(|| no_specialist(&id.to_string()))?)
    })?;
    let mut after = Specialist { revision, ..held };
    let Some(of) = after.skills.get_mut(skill) else {
        return Err(Failure::said(sentence!("evidence-no-skill", "Choose the skill that the record shows")));
    };
    if !of.evidence.contains(&record) {
        of.evidence.push(record);
    }
    crate::specialist::keep_specialist(writer, turn, after, false)
}

/// Keeps that somebody else of the same name made a record, so that it is not proposed again.
///
/// # Errors
/// Refused to whoever neither leads nor coordinates their unit, or when the record is not there.
pub fn refuse_evidence(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: SpecialistId,
    record: RecordId,
) -> Result<Specialist, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = deed.specialist(&officer.scope, id)?.ok_or_else(|| no_specialist(&id.to_string()))?;
        let tree = tree(deed)?;
        let leads = officer.empowered(Power::Lead, &held.unit, &tree);
        leads.or_else(|_| officer.empowered(Power::Coordinate, &held.unit, &tree))?;
        if deed.marking_of_record(&officer.scope, record)?.is_none() {
            let next = sentence!("next-cite-seen", "cite what you can open here");
            return Err(Refusal::NotFound { noun: "record", text: record.to_string(), next }.into());
        }
        deed.keep_namesake(id, record)?;
        Ok(held)
    })
}

impl Office {
    /// Records that somebody may have made and that show none of their skills yet, those with their ORCID first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn proposed_evidence(&self, specialist: &Specialist) -> Result<Vec<ProposedEvidence>, Failure> {
        let plain = specialist.name.split(['(', '[']).next().unwrap_or_default();
        let family = match plain.split_once(',') {
            Some((family, _)) => family,
            None => plain.split_whitespace().last().unwrap_or_default(),
        };
        let family: String = family.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).collect();
        if family.trim().is_empty() {
            return Ok(Vec::new());
        }
        let page = Page { offset: 0, limit: LOOKED_AT_MAX, facets: false };
        let query = format!("author:\"{}\"", family.trim());
        if matching::parse(&query).is_err() {
            return Ok(Vec::new());
        }
        let hits = self.search(&query, page, &mut |_| {})?.hits;
        let not_theirs = self.reader.namesakes(&self.scope, specialist.id)?;
        let is_known = |id: RecordId| {
            not_theirs.contains(&id) || specialist.skills.iter().any(|skill| skill.evidence.contains(&id))
        };
        let mut found: Vec<ProposedEvidence> = hits
            .into_iter()
            .filter(|hit| !is_known(hit.record.id))
            .filter_map(|hit| {
                let of = |one: &&Contributor| specialist.is_named(one);
                let contributor = hit.record.record.contributors.iter().find(of)?;
                let by_orcid = !specialist.orcid.is_empty() && contributor.orcid.as_ref() == Some(&specialist.orcid);
                let named = contributor.name.display();
                Some(ProposedEvidence { named, by_orcid, record: hit.record })
            })
            .collect();
        found.sort_by_key(|one| !one.by_orcid);
        found.truncate(PROPOSED_MAX);
        Ok(found)
    }
}
