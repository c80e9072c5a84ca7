//! What missions brought, and what it cost beside having read it: put together from questions, reports, dispositions and sources, by
//! what the reader may see.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    HostId, Mission, MissionEvent, MissionFacts, MissionStage, MissionYield, QuestionFacts, ReadingCost, SpecialistId,
    UnitId, YieldBy, YieldEvent, YieldKey, asked_at, yield_rows,
};
use store::MissionFilter;

use crate::{Failure, Office};

/// Missions to a host that stand on its page and beside a draft that goes there.
pub const LAST_MISSIONS: usize = 3;

/// Which figures are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YieldAsked {
    /// By what they are put together.
    pub by: YieldBy,
    /// Of missions that began in this year or later.
    pub since: Option<i32>,
    /// Of missions that began in this year or before.
    pub until: Option<i32>,
    /// Only of missions that may be copied, because the figures are given out.
    pub given_out: bool,
}

/// A row of figures.
#[derive(Clone, Debug)]
pub struct YieldRow {
    /// What it is about.
    pub key: YieldKey,
    /// What people call that; empty where nothing is named.
    pub name: String,
    /// The figures.
    pub yields: MissionYield,
}

/// The figures of missions that came back.
#[derive(Clone, Debug)]
pub struct YieldTable {
    /// A row each.
    pub rows: Vec<YieldRow>,
    /// All missions together. Rows by unit do not come to it.
    pub all: MissionYield,
    /// What a used record costs from sources.
    pub reading: ReadingCost,
    /// Missions of these years whose report is not there yet: they count nowhere.
    pub n_away: usize,
    /// Missions that may not be copied: a file leaves them out.
    pub n_withheld: usize,
    /// The first and the last year in which a mission that came back had begun.
    pub years: Option<(i32, i32)>,
}

/// Stages at which a mission has come back with its report.
const BACK: [MissionStage; 2] = [MissionStage::Reported, MissionStage::Closed];

impl Office {
    /// The figures of missions that came back, put together.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_yields(&self, asked: YieldAsked, now: i64) -> Result<YieldTable, Failure> {
        let stages = BACK.into_iter().chain([MissionStage::UnderWay]).collect();
        let all = self.reader.missions(&self.scope, &MissionFilter { stages, ..MissionFilter::default() })?;
        let is_back = |mission: &&Mission| BACK.contains(&mission.stage);
        let began = || all.iter().filter(is_back).map(|mission| mission.since.year());
        let years = began().min().zip(began().max());
        let in_years = |mission: &&Mission| {
            let year = mission.since.year();
            asked.since.is_none_or(|since| since <= year) && asked.until.is_none_or(|until| year <= until)
        };
        let roster = self.reader.specialists(&self.scope)?;
        let units: BTreeMap<SpecialistId, UnitId> = roster.into_iter().map(|one| (one.id, one.unit)).collect();
        let (mut facts, mut n_away, mut n_withheld) = (Vec::new(), 0, 0);
        for mission in all.iter().filter(in_years) {
            if !is_back(&mission) {
                n_away += 1;
                continue;
            }
            let is_withheld = !mission.marking.may_be_given_out();
            n_withheld += usize::from(is_withheld);
            if !(asked.given_out && is_withheld) {
                facts.push(self.mission_facts(mission, |id| units.get(&id).cloned())?);
            }
        }
        let titles: BTreeMap<_, _> = all.iter().map(|mission| (mission.id, mission.title.as_str())).collect();
        let tree = self.tree()?;
        let mut rows = Vec::new();
        for (key, yields) in yield_rows(&facts, asked.by) {
            let name = match &key {
                YieldKey::Mission(id) => titles.get(id).map(|title| (*title).to_owned()).unwrap_or_default(),
                YieldKey::Unit(id) => tree.unit(id).map_or_else(|| id.to_string(), |unit| unit.name.clone()),
                YieldKey::Host(id) => {
                    self.reader.host(&self.scope, *id)?.map(|host| host.name().to_owned()).unwrap_or_default()
                }
                YieldKey::Event(event) => event.name.clone(),
                YieldKey::Year(year) => year.to_string(),
                YieldKey::Other => String::new(),
            };
            rows.push(YieldRow { key, name, yields });
        }
        let all = facts.iter().map(MissionFacts::yields).fold(MissionYield::default(), MissionYield::and);
        // Without a mission nothing is there to hold it against.
        let reading = if facts.is_empty() { ReadingCost::default() } else { self.reading_cost(now)? };
        Ok(YieldTable { rows, all, reading, n_away, n_withheld, years })
    }

    /// What one mission brought; `None` until its report is there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_yield(&self, mission: &Mission) -> Result<Option<MissionFacts>, Failure> {
        if !BACK.contains(&mission.stage) {
            return Ok(None);
        }
        let mut units = BTreeMap::new();
        for member in &mission.members {
            if let Some(one) = self.reader.specialist(&self.scope, member.specialist)? {
                units.insert(one.id, one.unit);
            }
        }
        self.mission_facts(mission, |id| units.get(&id).cloned()).map(Some)
    }

    /// The last missions to a host that came back, the latest first, each with what its questions there brought.
    ///
    /// # Errors
    /// When the store fails.
    pub fn last_missions_to(&self, host: HostId) -> Result<Vec<(Mission, MissionYield)>, Failure> {
        let (stages, limit) = (BACK.to_vec(), Some(LAST_MISSIONS));
        let filter = MissionFilter { host: Some(host), stages, by_end: true, limit, ..MissionFilter::default() };
        let mut found = Vec::new();
        for mission in self.reader.missions(&self.scope, &filter)? {
            let mut rows = self.mission_facts(&mission, |_| None)?.rows(YieldBy::Host);
            found.push((mission, rows.remove(&YieldKey::Host(host)).unwrap_or_default()));
        }
        Ok(found)
    }

    /// What it costs to have a record that is used from a source that the reader sees.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reading_cost(&self, now: i64) -> Result<ReadingCost, Failure> {
        let mut cost = ReadingCost::default();
        // What a source cost so far is rounded as its own page rounds it, so it is not left to the store to add up.
        for (source, counted) in self.reader.paid_sources(&self.scope)? {
            if let Some(a_year) = source.cost {
                cost.add(a_year, source.days_watched(now), &counted);
            }
        }
        Ok(cost)
    }

    fn mission_facts(
        &self,
        mission: &Mission,
        unit: impl Fn(SpecialistId) -> Option<UnitId>,
    ) -> Result<MissionFacts, Failure> {
        let fate = self.reader.answers_fate(&self.scope, mission.id)?;
        let list = self.reader.questions(&self.scope, mission.id)?;
        let meetings = self.reader.meetings(&self.scope, mission.id)?;
        let recommended = self.reader.recommendations(&self.scope, mission.id)?;
        let noted = self.reader.mission_costs(&self.scope, mission.id)?.pop().map(|cost| cost.spent);
        let questions = list.all().iter().map(|question| QuestionFacts {
            question: question.id,
            host: asked_at(question, &meetings, &mission.hosts),
            state: question.state,
            got_on: fate.got_on.get(&question.id).copied().unwrap_or(mission.until),
            records: fate.records.get(&question.id).cloned().unwrap_or_default(),
            was_shown: fate.shown.contains(&question.id),
            was_held: fate.held.contains(&question.id),
        });
        Ok(MissionFacts {
            mission: mission.id,
            year: mission.since.year(),
            event: mission.event.as_ref().map(|event| self.yield_event(mission, event)).transpose()?,
            units: mission.members.iter().filter_map(|member| unit(member.specialist)).collect::<BTreeSet<_>>(),
            cost: noted.or(mission.budget),
            is_budget: noted.is_none(),
            n_recommended: recommended.len() as u64,
            n_followed: recommended.iter().filter(|one| !one.outcome.is_empty()).count() as u64,
            questions: questions.collect(),
        })
    }

    /// The event of a mission: that of the office where it names one that is seen, else what it says itself.
    fn yield_event(&self, mission: &Mission, event: &MissionEvent) -> Result<YieldEvent, Failure> {
        let held = event.id.map(|id| self.reader.event(&self.scope, id)).transpose()?.flatten();
        Ok(match held {
            Some(held) => YieldEvent { name: held.name, year: held.since.year(), id: Some(held.id) },
            None => YieldEvent { name: event.name.clone(), year: mission.since.year(), id: None },
        })
    }
}
