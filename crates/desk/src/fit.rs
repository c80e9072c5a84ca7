//! Who fits a request: the roster held against it, one by one, and many requests paired with many specialists.

use std::collections::BTreeMap;

use matching::{Analysis, Query, Sheet, analysis, oracle, parse};
use model::{
    AssignmentId, Fit, HostId, PAIRING_SIDE_MAX, PairWeights, Record, Skill, SkillGrade, SkillHeld, Specialist,
    SpecialistRequest, SpecialistRequestStage, Subject, Taken, WantedSkill, fit,
};
use store::{MissionFilter, SpecialistRequestFilter};

use crate::specialist::BINDING;
use crate::{Failure, Office};

/// A specialist with how well they fit a request.
#[derive(Clone, Debug)]
pub struct RosterFit {
    /// Who.
    pub specialist: Specialist,
    /// The name of their unit.
    pub unit: String,
    /// How well.
    pub fit: Fit,
}

/// A request paired with who would come.
#[derive(Clone, Debug)]
pub struct PairLine {
    /// The request.
    pub request: SpecialistRequest,
    /// Who would come in the best pairing; `None` where it stays without.
    pub best: Option<RosterFit>,
    /// Who would come if the best pair that is left were taken each time.
    pub greedy: Option<RosterFit>,
}

/// Many requests paired with many specialists. A proposal: nobody is assigned by it.
#[derive(Clone, Debug, Default)]
pub struct PairingPage {
    /// The requests for which somebody is looked for, those that are wanted first before the others.
    pub lines: Vec<PairLine>,
    /// What the best pairing brings in all.
    pub best: u64,
    /// What the greedy one brings.
    pub greedy: u64,
    /// How many requests and specialists were left out, because more than [`PAIRING_SIDE_MAX`] are not paired at once.
    pub left_out: (usize, usize),
}

/// A skill that is wanted, with its query led across schemes.
struct Wanted<'r> {
    skill: &'r WantedSkill,
    query: Option<Query>,
    words: Vec<String>,
}

/// A skill that is there, as a record that queries can be held against.
struct Held<'s> {
    skill: &'s Skill,
    record: Record,
    words: Vec<String>,
}

fn words_of(class: &Subject) -> Vec<String> {
    let mut words: Vec<String> =
        class.term.iter().flat_map(|term| term.split_whitespace()).map(analysis::fold).collect();
    // Short ones, such as prepositions, meet everywhere.
    words.retain(|word| word.chars().count() > 3);
    words
}

fn held(specialist: &Specialist) -> Vec<Held<'_>> {
    let one = |skill| -> Held<'_> {
        let skill: &Skill = skill;
        let record = Record { subjects: vec![skill.class.clone()], ..Record::default() };
        Held { skill, record, words: words_of(&skill.class) }
    };
    specialist.skills.iter().map(one).collect()
}

/// How a skill that is there answers to one that is wanted: it is the class or stands below it, a crosswalk leads from the one to the
/// other, or their words meet.
fn grade(wanted: &Wanted<'_>, held: &Held<'_>) -> Option<SkillGrade> {
    let (class, own) = (&wanted.skill.class, &held.skill.class);
    if let (Some(code), Some(held)) = (&class.code, &own.code)
        && class.scheme == own.scheme
        && (code == held || own.scheme.ancestors(held).contains(code))
    {
        return Some(SkillGrade::Same);
    }
    if let Some(query) = &wanted.query
        && oracle::judge(query, &Sheet::new(&held.record, Analysis::Stemmed)).holds
    {
        return Some(SkillGrade::Mapped);
    }
    if class.code.is_none() && own.code.is_none() && !wanted.words.is_empty() && wanted.words == held.words {
        return Some(SkillGrade::Same);
    }
    wanted.words.iter().any(|word| held.words.contains(word)).then_some(SkillGrade::Words)
}

/// The best answer to each skill that is wanted: of equal grades that with the most records behind it.
fn skills_held(wanted: &[Wanted<'_>], held: &[Held<'_>]) -> Vec<Option<SkillHeld>> {
    let best = |one: &Wanted<'_>| {
        let answers = held.iter().filter_map(|own| Some((grade(one, own)?, own.skill.evidence.len(), own)));
        // Of all that are equal the first.
        let best = answers.reduce(|a, b| if (b.0, b.1) > (a.0, a.1) { b } else { a });
        best.map(|(grade, n_evidence, own)| SkillHeld { grade, class: own.skill.class.clone(), n_evidence })
    };
    wanted.iter().map(best).collect()
}

impl Office {
    fn wanted<'r>(&self, request: &'r SpecialistRequest) -> Result<Vec<Wanted<'r>>, Failure> {
        let mut found = Vec::new();
        for skill in &request.skills {
            let query = skill.class.code.as_ref().and_then(|code| parse(&format!("class:\"{code}\"")).ok());
            let query = query.map(|query| self.led(query)).transpose()?;
            found.push(Wanted { skill, query, words: words_of(&skill.class) });
        }
        Ok(found)
    }

    fn hosts_of(&self, request: &SpecialistRequest) -> Result<Vec<(HostId, Vec<String>)>, Failure> {
        let mut hosts = Vec::new();
        for id in &request.hosts {
            let Some(host) = self.reader.host(&self.scope, *id)? else { continue };
            hosts.push((*id, host.every_name().iter().map(|name| (*name).to_owned()).collect()));
        }
        Ok(hosts)
    }

    /// The days on which the office has somebody elsewhere: assignments, without saying which, and the missions that are seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn days_taken(&self, specialist: &Specialist, except: Option<AssignmentId>) -> Result<Vec<Taken>, Failure> {
        let mut taken = self.reader.taken(&self.scope, specialist.id, except)?;
        let filter =
            MissionFilter { member: Some(specialist.id), stages: BINDING.to_vec(), ..MissionFilter::default() };
        let missions = self.reader.missions(&self.scope, &filter)?;
        taken.extend(missions.iter().map(|mission| Taken { since: mission.since, until: mission.until }));
        taken.sort();
        taken.dedup();
        Ok(taken)
    }

    /// How well somebody fits a request, an assignment of theirs left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn fit(
        &self,
        request: &SpecialistRequest,
        specialist: &Specialist,
        except: Option<AssignmentId>,
    ) -> Result<Fit, Failure> {
        let skills = skills_held(&self.wanted(request)?, &held(specialist));
        let taken = self.days_taken(specialist, except)?;
        Ok(fit(request, specialist, &skills, &taken, &self.hosts_of(request)?))
    }

    /// The roster held against a request, the best first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn candidates(&self, request: &SpecialistRequest) -> Result<Vec<RosterFit>, Failure> {
        let tree = self.tree()?;
        let (wanted, hosts) = (self.wanted(request)?, self.hosts_of(request)?);
        let mut found = Vec::new();
        for specialist in self.reader.specialists(&self.scope)?.into_iter().take(PAIRING_SIDE_MAX) {
            let skills = skills_held(&wanted, &held(&specialist));
            let taken = self.days_taken(&specialist, None)?;
            let fit = fit(request, &specialist, &skills, &taken, &hosts);
            let unit =
                tree.unit(&specialist.unit).map_or_else(|| specialist.unit.to_string(), |unit| unit.name.clone());
            found.push(RosterFit { specialist, unit, fit });
        }
        found.sort_by_key(|one| one.fit.rank());
        Ok(found)
    }

    /// The requests for which somebody is looked for, paired with the roster: as it is best in all, and beside it as it comes when the best
    /// pair that is left is taken each time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn pairing(&self) -> Result<PairingPage, Failure> {
        let filter = SpecialistRequestFilter {
            stages: vec![SpecialistRequestStage::Open],
            ..SpecialistRequestFilter::default()
        };
        let mut requests = self.reader.specialist_requests(&self.scope, &filter)?;
        let mut roster = self.reader.specialists(&self.scope)?;
        let over = |n: usize| n.saturating_sub(PAIRING_SIDE_MAX);
        let left_out = (over(requests.len()), over(roster.len()));
        requests.truncate(PAIRING_SIDE_MAX);
        // In the order of their names in the books, so that ties fall the same way whatever people are called.
        roster.sort_by_key(|one| one.id);
        roster.truncate(PAIRING_SIDE_MAX);
        let tree = self.tree()?;
        let mut taken = Vec::new();
        for specialist in &roster {
            taken.push(self.days_taken(specialist, None)?);
        }
        let sheets: Vec<Vec<Held<'_>>> = roster.iter().map(held).collect();
        let mut fits: BTreeMap<(usize, usize), Fit> = BTreeMap::new();
        for (row, request) in requests.iter().enumerate() {
            let (wanted, hosts) = (self.wanted(request)?, self.hosts_of(request)?);
            for (column, specialist) in roster.iter().enumerate() {
                let skills = skills_held(&wanted, &sheets[column]);
                let one = fit(request, specialist, &skills, &taken[column], &hosts);
                if one.is_pairable() {
                    fits.insert((row, column), one);
                }
            }
        }
        let weights =
            PairWeights::of(requests.len(), roster.len(), |row, column| fits.get(&(row, column)).map(Fit::points));
        let ((best, _), greedy) = (weights.best(), weights.greedy());
        let candidate = |pairs: &[(usize, usize)], row: usize| -> Option<RosterFit> {
            let (_, column) = *pairs.iter().find(|(of, _)| *of == row)?;
            let specialist = roster[column].clone();
            let unit =
                tree.unit(&specialist.unit).map_or_else(|| specialist.unit.to_string(), |unit| unit.name.clone());
            Some(RosterFit { specialist, unit, fit: fits.get(&(row, column))?.clone() })
        };
        let line = |(row, request): (usize, &SpecialistRequest)| PairLine {
            best: candidate(&best.pairs, row),
            greedy: candidate(&greedy.pairs, row),
            request: request.clone(),
        };
        let lines = requests.iter().enumerate().map(line).collect();
        Ok(PairingPage { lines, best: best.total, greedy: greedy.total, left_out })
    }
}
