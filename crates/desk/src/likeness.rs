//! Needs that resemble a text.
//!
//! To find the telling words of a need takes some ten microseconds, of twenty thousand needs a fifth of a second: too
//! long between two strokes of a key. So they are kept, small, for as long as the need says the same.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use matching::{Gist, Statistics};
use model::{NeedId, Stage};
use store::NeedLine;

use crate::drafting::words;
use crate::{Failure, Office};

/// Needs that are shown as similar.
const SIMILAR_MAX: usize = 6;

/// Below this likeness two needs have hardly more than a word in common.
const LIKENESS_MIN: f32 = 0.18;

/// Words that are shown as shared.
const SHARED_MAX: usize = 5;

/// A need that resembles what is being written.
#[derive(Clone, Debug)]
pub struct Similar {
    /// The need, without what it says at length.
    pub need: NeedLine,
    /// From 0 to 1.
    pub likeness: f32,
    /// The words they share, the most telling first.
    pub shared: Vec<String>,
}

/// The gists of needs, by the counts that weighted them. What is in it is compared for those alone who see the need.
#[derive(Default)]
pub(crate) struct Gists {
    statistics: Option<Arc<Statistics>>,
    held: HashMap<NeedId, (u32, Gist)>,
}

impl Gists {
    /// Whether the need says what it said when its words were looked at.
    fn know(&self, need: &NeedLine, statistics: &Arc<Statistics>) -> bool {
        self.statistics.as_ref().is_some_and(|held| Arc::ptr_eq(held, statistics))
            && self.held.get(&need.id).is_some_and(|(revision, _)| *revision == need.revision)
    }

    /// Looks at the words of a need that is read with its statement.
    fn look(&mut self, need: &NeedLine, statistics: &Arc<Statistics>) {
        if !self.statistics.as_ref().is_some_and(|held| Arc::ptr_eq(held, statistics)) {
            *self = Gists { statistics: Some(Arc::clone(statistics)), held: HashMap::new() };
        }
        let gist = Gist::of(&words(&need.title, &need.statement, statistics));
        self.held.insert(need.id.clone(), (need.revision, gist));
    }
}

impl Office {
    /// Needs that resemble a text: of every unit, within the scope, and not given up.
    ///
    /// # Errors
    /// When the store fails.
    pub fn similar_needs(&self, title: &str, statement: &str, except: Option<&str>) -> Result<Vec<Similar>, Failure> {
        self.needs_like((title, statement), except, SIMILAR_MAX)
    }

    /// The same, up to so many of them.
    pub(crate) fn needs_like(
        &self,
        (title, statement): (&str, &str),
        except: Option<&str>,
        max: usize,
    ) -> Result<Vec<Similar>, Failure> {
        let statistics = self.statistics()?;
        let own = words(title, statement, &statistics);
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let gist = Gist::of(&own);
        let alive = |stage| matches!(stage, Stage::Submitted | Stage::Accepted | Stage::Joined | Stage::Met);
        let kept = self.kept_needs()?;
        let others = kept.lines.iter().filter(|need| alive(need.stage) && Some(need.id.as_str()) != except);
        let lines: Vec<&NeedLine> = others.collect();
        let mut similar = Vec::new();
        let mut gists = self.gists.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.iter().any(|need| !gists.know(need, &statistics)) {
            for need in self.reader.need_lines(&self.scope, None, true)? {
                if !gists.know(&need, &statistics) {
                    gists.look(&need, &statistics);
                }
            }
        }
        for need in lines {
            // One that was changed between the two reads is taken up at the next stroke.
            let Some((_, other)) = gists.held.get(&need.id) else { continue };
            let likeness = gist.likeness(other);
            if likeness >= LIKENESS_MIN {
                let shared = own.iter().filter(|word| other.holds(word)).take(SHARED_MAX);
                let shared = shared.map(|word| word.written.clone()).collect();
                similar.push(Similar { need: need.clone(), likeness, shared });
            }
        }
        drop(gists);
        similar.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.need.id.cmp(&b.need.id)));
        similar.truncate(max);
        Ok(similar)
    }
}
