//! Matching: every record against every need that is alive, and what is delivered of it.

use std::collections::HashMap;
use std::ops::ControlFlow;

use matching::{Analysis, Engine, Ground, Hit, Matcher, Sheet, Standing, Statistics, oracle, parse};
use model::{Date, Delivery, Need, Profile, Record, RecordId};
use store::{DeliveryFilter, HeldRecord};

use crate::{Failure, Office, WritableOffice};

/// Deliveries that are kept in one transaction.
const KEPT_AT_ONCE: usize = 2_000;

/// Grounds that are written down with a delivery. More words say no more.
const GROUNDS_MAX: usize = 12;

/// Which records and needs are matched.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Records taken in or changed at this time or later, in microseconds since 1970.
    pub since: Option<i64>,
    /// These needs alone; empty means all.
    pub needs: Vec<String>,
    /// Needs of this unit and of the units below it.
    pub unit: Option<String>,
    /// Deliveries of each need that are given back with their records, best first; all are kept.
    pub shown_max: usize,
}

/// A record delivered to a need, for showing.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// What was delivered to whom.
    pub delivery: Delivery,
    /// The record.
    pub record: Record,
    /// The words that decided.
    pub grounds: Vec<Ground>,
    /// Whether it was delivered by this pass and not before.
    pub new: bool,
}

/// What became of a need in a pass.
#[derive(Clone, Debug)]
pub struct NeedMatched {
    /// The need.
    pub need: Need,
    /// Why it was not matched.
    pub silence: Option<String>,
    /// Records delivered to it, now or before.
    pub n_delivered: u64,
    /// Records delivered to it by this pass.
    pub n_new: u64,
    /// The best of them, as many as were asked for.
    pub delivered: Vec<Delivered>,
}

/// What a pass did.
#[derive(Clone, Debug, Default)]
pub struct Matched {
    /// Need by need, in order of name.
    pub needs: Vec<NeedMatched>,
    /// Records that were looked at.
    pub n_records: u64,
    /// Profiles that stood.
    pub n_profiles: usize,
    /// Records that satisfied a profile and were not delivered because they no longer stand
    /// (withdrawn, retracted).
    pub n_fallen: u64,
    /// Remarks on profiles that cost much.
    pub warnings: Vec<String>,
}

/// A delivery before it is kept.
struct Found {
    record: RecordId,
    need: usize,
    profile: usize,
    score: f32,
}

/// Matches and delivers. A record goes to a need once, by the profile for which it ranks highest.
///
/// # Errors
/// Refused when a need or unit is not there; otherwise when the store fails.
pub fn match_needs(
    office: &mut WritableOffice,
    selection: &Selection,
    who: &str,
    now: i64,
    today: Date,
    progress: &mut dyn FnMut(u64),
) -> Result<Matched, Failure> {
    let needs = office.office.selected(selection)?;
    let mut matched = Matched::default();
    // Profile numbers of the engine, with the need and the profile within it.
    let mut standing = Vec::new();
    let mut whose = Vec::new();
    for (i, need) in needs.iter().enumerate() {
        if need.silence(today).is_some() {
            continue;
        }
        for (j, profile) in need.profiles.iter().enumerate() {
            match stand(profile) {
                Ok(one) => {
                    standing.push(one);
                    whose.push((i, j));
                }
                Err(sentence) => matched.warnings.push(sentence),
            }
        }
    }
    matched.n_profiles = standing.len();
    let statistics = office.office.statistics()?;
    let engine = Engine::new(&standing, Analysis::Stemmed, &statistics, office.office.configuration.weights());
    for cost in engine.costs() {
        if let Some((i, j)) = whose.get(cost.profile) {
            matched.warnings.push(format!("profile {}: {}", needs[*i].profiles[*j].id, cost.reason));
        }
    }
    let found = office.office.pass(&engine, &whose, selection.since, &mut matched, progress)?;
    matched.needs = keep(office, needs, &found, selection.shown_max, (who, now, today))?;
    Ok(matched)
}

/// A profile as the engine takes it. Its query was read when it was stated; a newer language might
/// refuse it.
fn stand(profile: &Profile) -> Result<Standing, String> {
    let query =
        parse(&profile.query).map_err(|error| format!("profile {} is not matched: {error}; restate it", profile.id))?;
    Ok(Standing { query, threshold: profile.threshold })
}

impl Office {
    fn selected(&self, selection: &Selection) -> Result<Vec<Need>, Failure> {
        let mut needs = self.needs(selection.unit.as_deref())?;
        if !selection.needs.is_empty() {
            for text in &selection.needs {
                self.need(text)?;
            }
            needs.retain(|need| selection.needs.iter().any(|text| text == need.id.as_str()));
        }
        if needs.is_empty() {
            return Err(Failure::said("There is no need to match; state some with `uptake need add OFFICE FILE`"));
        }
        needs.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(needs)
    }

    /// Counts of the first records of the office: the same for every pass and every `why`.
    pub(crate) fn statistics(&self) -> Result<Statistics, Failure> {
        let mut statistics = Statistics::default();
        let mut left = self.configuration.sample();
        self.reader.each_record(&self.scope, &mut |held| {
            statistics.add(&Sheet::new(&held.record, Analysis::Stemmed));
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(statistics)
    }

    fn pass(
        &self,
        engine: &Engine,
        whose: &[(usize, usize)],
        since: Option<i64>,
        matched: &mut Matched,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Vec<Found>, Failure> {
        let mut matcher = Matcher::new(engine, true);
        let mut hits: Vec<Hit> = Vec::new();
        let mut found: Vec<Found> = Vec::new();
        let mut visit = |held: HeldRecord| {
            matched.n_records += 1;
            if matched.n_records.is_multiple_of(1_000) {
                progress(matched.n_records);
            }
            hits.clear();
            matcher.hits(&held.record, &mut hits);
            if hits.is_empty() {
                return ControlFlow::Continue(());
            }
            if !held.record.status.stands() {
                matched.n_fallen += 1;
                return ControlFlow::Continue(());
            }
            let mut best: HashMap<usize, (usize, f32)> = HashMap::new();
            for hit in &hits {
                let (need, profile) = whose[hit.profile as usize];
                let one = best.entry(need).or_insert((profile, hit.score));
                if hit.score > one.1 || (hit.score == one.1 && profile < one.0) {
                    *one = (profile, hit.score);
                }
            }
            found.extend(best.into_iter().map(|(need, (profile, score))| Found {
                record: held.id,
                need,
                profile,
                score,
            }));
            ControlFlow::Continue(())
        };
        match since {
            Some(since) => self.reader.each_record_since(&self.scope, since, &mut visit)?,
            None => self.reader.each_record(&self.scope, &mut visit)?,
        }
        // Best first; equal ranks in the order of the public numbers, so that a pass repeats itself.
        found.sort_by(|a, b| a.need.cmp(&b.need).then(b.score.total_cmp(&a.score)).then(a.record.cmp(&b.record)));
        Ok(found)
    }

    /// What was delivered before, by a filter.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliveries(&self, filter: &DeliveryFilter) -> Result<Vec<store::HeldDelivery>, Failure> {
        Ok(self.reader.deliveries(&self.scope, filter)?)
    }
}

fn grounds(profile: &Profile, record: &Record) -> Vec<Ground> {
    parse(&profile.query)
        .map_or_else(|_| Vec::new(), |query| oracle::judge(&query, &Sheet::new(record, Analysis::Stemmed)).grounds)
}

/// Grounds as a delivery keeps them: each word once with the field it stands in.
fn said(grounds: &[Ground]) -> String {
    let mut words: Vec<String> = Vec::new();
    for ground in grounds {
        let word = ground.to_string();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let n_left_out = words.len().saturating_sub(GROUNDS_MAX);
    words.truncate(GROUNDS_MAX);
    if n_left_out > 0 {
        words.push(format!("and {n_left_out} more words"));
    }
    words.join("; ")
}

/// Keeps the deliveries and gives back the best of each need.
fn keep(
    office: &mut WritableOffice,
    needs: Vec<Need>,
    found: &[Found],
    shown_max: usize,
    (who, now, today): (&str, i64, Date),
) -> Result<Vec<NeedMatched>, Failure> {
    let mut all: Vec<NeedMatched> = needs
        .into_iter()
        .map(|need| NeedMatched { silence: need.silence(today), need, n_delivered: 0, n_new: 0, delivered: Vec::new() })
        .collect();
    for part in found.chunks(KEPT_AT_ONCE) {
        let mut deliveries = Vec::with_capacity(part.len());
        let mut readings = Vec::with_capacity(part.len());
        for one in part {
            let need = &all[one.need].need;
            let profile = &need.profiles[one.profile];
            let record = office.office.by_id(one.record)?.unwrap_or_default();
            let grounds = grounds(profile, &record);
            let (post, profile) = (need.post.clone(), profile.id.clone());
            deliveries.push(Delivery { record: one.record, profile, post, score: one.score, grounds: said(&grounds) });
            readings.push((record, grounds));
        }
        let new = office.writer.keep_deliveries(&deliveries, who, now)?;
        for (((one, delivery), (record, grounds)), new) in part.iter().zip(deliveries).zip(readings).zip(new) {
            let matched = &mut all[one.need];
            matched.n_delivered += 1;
            matched.n_new += u64::from(new);
            if matched.delivered.len() < shown_max {
                matched.delivered.push(Delivered { delivery, record, grounds, new });
            }
        }
    }
    Ok(all)
}
