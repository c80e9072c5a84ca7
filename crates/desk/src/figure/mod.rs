//! Figures: what became of technologies in units, counted from facts alone.
//!
//! One pure function ([`model::CaseBook`]) makes cases of facts. It is fed either by the facts that a reader sees, or by the ledger as it lies on
//! the disk, each fact held against its chain; of the same facts it makes the same cases.

mod marking;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use measure::figure::Figures;
use model::{
    CaseBook, CaseFilter, Cases, Date, HostId, MissionId, NeedId, Noun, Refusal, SourceId, Thing, UnitId, UnitTree,
    sentence,
};
use store::Scope;

use crate::{Failure, Office};

/// Facts that are read at once.
const FACTS_AT_ONCE: usize = 20_000;

/// Cases that one answer lists. What is beyond is counted.
pub const WALKED_MAX: usize = 500;

/// What figures are asked of: as people write it on a page, in an address or at the command line. Nothing in it narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureSearch {
    /// A need by its name.
    pub need: Option<String>,
    /// A source by its name.
    pub source: Option<String>,
    /// A mission by its name.
    pub mission: Option<String>,
    /// A host by its name.
    pub partner: Option<String>,
    /// A unit by its name; all below it count with it.
    pub unit: Option<String>,
    /// A class: `scheme code`, or the beginning of one.
    pub class: Option<String>,
    /// The first day on which a case may have begun.
    pub since: Option<Date>,
    /// The last day on which a case may have begun.
    pub until: Option<Date>,
}

fn unread(text: &str) -> Refusal {
    Refusal::Said(sentence!(
        "figure-unread",
        "“{text}” names nothing that figures are narrowed by; take the name from the page of the thing, or leave it out",
        text
    ))
}

impl FigureSearch {
    /// What is asked for by the words of an address, a form or a command line.
    ///
    /// # Errors
    /// Refused where a day is none.
    pub fn read(get: &dyn Fn(&str) -> Option<String>) -> Result<FigureSearch, Refusal> {
        let get = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let day = |name: &str| {
            let read = |text: String| {
                Date::parse(&text).ok_or_else(|| {
                    Refusal::Said(sentence!("figure-day", "“{text}” is no day; write it such as 2026-11-01", text))
                })
            };
            get(name).map(read).transpose()
        };
        Ok(FigureSearch {
            need: get("need"),
            source: get("source"),
            mission: get("mission"),
            partner: get("partner"),
            unit: get("unit"),
            class: get("class"),
            since: day("since")?,
            until: day("until")?,
        })
    }

    /// The same as words of an address, those that are given.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let all = [
            ("need", self.need.clone()),
            ("source", self.source.clone()),
            ("mission", self.mission.clone()),
            ("partner", self.partner.clone()),
            ("unit", self.unit.clone()),
            ("class", self.class.clone()),
            ("since", day(self.since)),
            ("until", day(self.until)),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// What a case has to be like, in an office with these units.
    ///
    /// # Errors
    /// Refused where something is not written as such things are.
    pub fn filter(&self, tree: &UnitTree) -> Result<CaseFilter, Refusal> {
        let need = self.need.as_deref().map(|text| NeedId::new(text).map_err(|_| unread(text))).transpose()?;
        let source = self.source.as_deref().map(|text| SourceId::parse(text).ok_or_else(|| unread(text)));
        let mission = self.mission.as_deref().map(|text| MissionId::parse(text).ok_or_else(|| unread(text)));
        let partner = self.partner.as_deref().map(|text| HostId::parse(text).ok_or_else(|| unread(text)));
        let unit = self.unit.as_deref().map(|text| UnitId::new(text).map_err(|_| unread(text))).transpose()?;
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            return Err(Refusal::Said(sentence!(
                "figure-days",
                "The time would end on {until}, before it begins on {since}; write the earlier day first",
                since,
                until
            )));
        }
        Ok(CaseFilter {
            need,
            source: source.transpose()?,
            mission: mission.transpose()?.map(|id| Thing::new(Noun::Mission, id)),
            partner: partner.transpose()?.map(|id| Thing::new(Noun::Host, id)),
            units: unit.map(|unit| tree.within(&unit)),
            class: self.class.as_deref().map(str::trim).filter(|class| !class.is_empty()).map(str::to_owned),
            since: self.since,
            until: self.until,
        })
    }
}

impl Office {
    /// All cases that are seen, from the facts that are seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn figure_cases(&self) -> Result<Arc<Cases>, Failure> {
        let position = self.reader.position()?;
        let epoch = i64::try_from(position.ledger_seq).unwrap_or(i64::MAX);
        self.cases.at(&self.scope, epoch, || {
            let mut book = CaseBook::default();
            let mut seq = 0;
            loop {
                let facts = self.reader.facts_after(&self.scope, seq, FACTS_AT_ONCE)?;
                for held in &facts {
                    book.note(held.at, &held.fact);
                }
                match facts.last() {
                    Some(last) if facts.len() == FACTS_AT_ONCE => seq = last.seq,
                    _ => break,
                }
            }
            let mut cases = book.cases();
            if self.scope != Scope::office() {
                self.keep_seen(&mut cases)?;
            }
            Ok(cases)
        })
    }

    /// Takes away the names of what is not seen: a fact that is seen may name a source or a host that is not.
    fn keep_seen(&self, cases: &mut Cases) -> Result<(), Failure> {
        let mut known: BTreeMap<Thing, bool> = BTreeMap::new();
        let mut sees = |thing: Thing| -> Result<bool, Failure> {
            if let Some(seen) = known.get(&thing) {
                return Ok(*seen);
            }
            let seen = self.reader.sees_thing(&self.scope, &thing)?;
            known.insert(thing, seen);
            Ok(seen)
        };
        let mut kept = |things: &BTreeSet<Thing>| -> Result<BTreeSet<Thing>, Failure> {
            let mut seen = BTreeSet::new();
            for thing in things {
                if sees(thing.clone())? {
                    seen.insert(thing.clone());
                }
            }
            Ok(seen)
        };
        let source = |id: &SourceId| Thing::new(Noun::Source, id);
        let mut sources = |ids: &BTreeSet<SourceId>| -> Result<BTreeSet<SourceId>, Failure> {
            let seen = kept(&ids.iter().map(source).collect())?;
            Ok(ids.iter().copied().filter(|id| seen.contains(&source(id))).collect())
        };
        for case in &mut cases.cases {
            case.sources = sources(&case.sources)?;
        }
        for record in &mut cases.undelivered {
            record.sources = sources(&record.sources)?;
        }
        for case in &mut cases.cases {
            case.missions = kept(&case.missions)?;
            case.partners = kept(&case.partners)?;
            let need = |id: &NeedId| Thing::new(Noun::Need, id);
            let seen = kept(&case.needs.iter().map(need).collect())?;
            case.needs.retain(|id| seen.contains(&need(id)));
        }
        Ok(())
    }

    /// What is counted of the cases that are seen.
    ///
    /// # Errors
    /// Refused where something that is asked for is not written as such things are; when the store fails.
    pub fn figures(&self, search: &FigureSearch, today: Date) -> Result<Figures, Failure> {
        let (tree, cases) = (self.tree()?, self.figure_cases()?);
        let filter = search.filter(&tree)?;
        Ok(Figures::of(&cases, &filter, today))
    }

    /// The same from the ledger of the office as it lies on the disk, and from nothing else. Each fact is held against its chain.
    ///
    /// # Errors
    /// As [`Office::figures`], and when a fact is not the one that was written.
    pub fn figures_from_ledger(dir: &Path, search: &FigureSearch, today: Date) -> Result<Figures, Failure> {
        let mut book = CaseBook::default();
        store::each_fact_of(dir, &mut |held| book.note(held.at, &held.fact))?;
        let filter = search.filter(&book.tree())?;
        Ok(Figures::of(&book.cases(), &filter, today))
    }
}
