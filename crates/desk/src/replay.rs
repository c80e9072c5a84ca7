//! What a change of a need's profiles would do: which records come that did not, which would not come that do, and what that does to the share of use.

use matching::{Analysis, Sheet, oracle, parse};
use measure::performance::{Precision, precision};
use model::Need;
use store::{DeliveryFilter, HeldDelivery, Page};

use crate::performance::is_useful;
use crate::{Failure, Office, SearchHit};

/// Records gained or lost that are looked at, best first.
const LOOKED_AT_MAX: usize = 1_000;

/// Judged deliveries that are held against the changed profiles, the latest first.
const JUDGED_MAX: usize = 1_000;

/// Records that are named on each side.
const NAMED: usize = 5;

/// Months that count as lately.
pub const REPLAY_MONTHS: i64 = 12;

const MONTH_MICROS: i64 = 30 * 86_400_000_000;

/// One side of a change.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    /// Records, of all that is held.
    pub n: u64,
    /// Of them taken in within the last [`REPLAY_MONTHS`]; where there are more than are looked at, at least so many.
    pub n_lately: u64,
    /// The best of them.
    pub best: Vec<SearchHit>,
}

/// What a change would do.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// Records that would come and do not.
    pub gained: Moved,
    /// Records that come and would not.
    pub lost: Moved,
    /// The share of use of what came, as it was judged.
    pub before: Option<Precision>,
    /// The share of use of what of it would still come. Nothing is known of what is gained.
    pub after: Option<Precision>,
    /// Judged to be of use, and lost.
    pub n_useful_lost: u64,
}

/// One query for all of some; none where there are none or one of them cannot be read.
fn any_of<'q>(queries: impl Iterator<Item = &'q str>) -> Option<String> {
    let all: Vec<&str> = queries.map(str::trim).filter(|query| !query.is_empty()).collect();
    if all.is_empty() || all.iter().any(|query| parse(query).is_err()) {
        return None;
    }
    Some(all.iter().map(|query| format!("({query})")).collect::<Vec<_>>().join(" OR "))
}

impl Office {
    /// What these queries would bring other than the profiles of a need as they stand; nothing where they ask the same, or where one of them cannot be read or is too long.
    /// Thresholds are not looked at: a search does not know them. `now` is in microseconds since 1970.
    ///
    /// # Errors
    /// When the store fails.
    pub fn replay(&self, need: &Need, queries: &[String], now: i64) -> Result<Option<Replay>, Failure> {
        let standing: Vec<&str> = need.profiles.iter().map(|profile| profile.query.as_str()).collect();
        let wanted: Vec<&str> = queries.iter().map(String::as_str).filter(|query| !query.trim().is_empty()).collect();
        if standing == wanted {
            return Ok(None);
        }
        let Some((old, new)) = any_of(standing.into_iter()).zip(any_of(wanted.iter().copied())) else {
            return Ok(None);
        };
        let gained = self.moved(&format!("({new}) NOT ({old})"), now)?;
        let Some((gained, lost)) = gained.zip(self.moved(&format!("({old}) NOT ({new})"), now)?) else {
            return Ok(None);
        };
        let mut replay = Replay { gained, lost, ..Replay::default() };
        let filter = DeliveryFilter { need: Some(need.id.clone()), ..DeliveryFilter::default() };
        let judged = |held: &HeldDelivery| held.decided.as_ref().and_then(|decided| is_useful(&decided.disposition));
        let parsed = wanted.iter().filter_map(|query| parse(query).ok()).map(|query| self.led(query));
        let parsed = parsed.collect::<Result<Vec<_>, _>>()?;
        let (mut before, mut after) = ((0, 0), (0, 0));
        let all = self.deliveries(&filter)?;
        for (held, useful) in all.iter().rev().filter_map(|held| Some((held, judged(held)?))).take(JUDGED_MAX) {
            let Some(record) = self.by_id(held.delivery.record)? else { continue };
            let sheet = Sheet::new(&record, Analysis::Stemmed);
            let stays = parsed.iter().any(|query| oracle::judge(query, &sheet).holds);
            before = (before.0 + u64::from(useful), before.1 + 1);
            if stays {
                after = (after.0 + u64::from(useful), after.1 + 1);
            } else {
                replay.n_useful_lost += u64::from(useful);
            }
        }
        replay.before = precision(before.0, before.1);
        replay.after = precision(after.0, after.1);
        Ok(Some(replay))
    }

    /// The records of one query; nothing where it cannot be asked: two that can each be read may be too long together.
    fn moved(&self, query: &str, now: i64) -> Result<Option<Moved>, Failure> {
        let page = Page { offset: 0, limit: LOOKED_AT_MAX, facets: false };
        let answer = match self.search(query, page, &mut |_| {}) {
            Ok(answer) => answer,
            Err(Failure::Refused(_)) => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let lately = now - REPLAY_MONTHS * MONTH_MICROS;
        let n_lately = answer.hits.iter().filter(|hit| hit.record.kept_at >= lately).count() as u64;
        Ok(Some(Moved { n: answer.n_found, n_lately, best: answer.hits.into_iter().take(NAMED).collect() }))
    }
}
