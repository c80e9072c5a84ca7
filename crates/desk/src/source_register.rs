//! The register narrowed and put in order, for pages and programs alike.

use model::{Health, SourceId, SourceKind, SourceOrder};
use store::SourceLine;

use crate::{Failure, Office};

/// Sources that are read from the store at once.
const READ_AT_ONCE: usize = 1_000;

/// Which part of the register is asked for, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceAsk {
    /// Of this kind alone.
    pub kind: Option<SourceKind>,
    /// As healthy as this alone.
    pub health: Option<Health>,
    /// Those whose territory has every one of these words.
    pub territory: String,
    /// In which order.
    pub order: Option<SourceOrder>,
}

impl SourceAsk {
    /// Whether it asks for more than the register as it stands.
    pub fn narrows(&self) -> bool {
        let is_ordered = self.order.is_some_and(|order| order != SourceOrder::Title);
        self.kind.is_some() || self.health.is_some() || !self.territory.trim().is_empty() || is_ordered
    }

    fn holds(&self, line: &SourceLine, now: i64) -> bool {
        let territory = line.source.territory.to_lowercase();
        self.kind.is_none_or(|kind| line.source.kind == kind)
            && self.health.is_none_or(|health| line.health(now) == health)
            && self.territory.split_whitespace().all(|word| territory.contains(&word.to_lowercase()))
    }

    /// Sorts what stands by title.
    fn sort(&self, lines: &mut [SourceLine], now: i64) {
        // What needs somebody comes first.
        let grave = |line: &SourceLine| match line.health(now) {
            Health::Failing => 0,
            Health::Late => 1,
            Health::Empty => 2,
            Health::Unchanged => 3,
            Health::Fresh => 4,
            Health::Paused => 5,
        };
        match self.order {
            None | Some(SourceOrder::Title) => {}
            Some(SourceOrder::Last) => lines.sort_by_key(|line| std::cmp::Reverse(line.brought.last_at)),
            Some(SourceOrder::Health) => lines.sort_by_key(grave),
            Some(SourceOrder::Reliability) => lines.sort_by_key(|line| line.source.reliability.word()),
        }
    }
}

impl Office {
    /// The part of the register that is asked for, in its order. At most so many sources are looked through; answers as well
    /// whether there are more than that.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sources_asked(&self, ask: &SourceAsk, most: usize, now: i64) -> Result<(Vec<SourceLine>, bool), Failure> {
        let (mut found, mut n_looked, mut is_cut) = (Vec::new(), 0, false);
        let mut after: Option<(String, SourceId)> = None;
        loop {
            let behind = after.as_ref().map(|(title, id)| (title.as_str(), *id));
            let lines = self.sources(behind, READ_AT_ONCE)?;
            let Some(last) = lines.last() else { break };
            after = Some((last.source.title.clone(), last.source.id));
            let is_last = lines.len() < READ_AT_ONCE;
            for line in lines {
                is_cut = n_looked == most;
                if is_cut {
                    break;
                }
                n_looked += 1;
                if ask.holds(&line, now) {
                    found.push(line);
                }
            }
            if is_last || is_cut {
                break;
            }
        }
        ask.sort(&mut found, now);
        Ok((found, is_cut))
    }
}
