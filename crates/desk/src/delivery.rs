//! Matching: every record against every need that is alive, and what is delivered of it.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError};

use matching::{Analysis, Engine, Forms, Ground, Hit, Matcher, Sheet, Standing, Statistics, oracle, parse};
use model::{
    Clearance, Crosswalk, Date, Delivery, DeliveryId, Duty, DutyId, DutyKind, Marking, Need, NeedId, Noun, PostId,
    Profile, Record, RecordId, Thing,
};
use store::{Deed, DeliveryFilter, HeldRecord, Scope};

use crate::crosswalk::cut_of;
use crate::work_calendar::charge;
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
    /// Deliveries of each need that are given back with their records, best first.
    pub shown_max: usize,
    /// New deliveries of each need that are kept, best first; `None` keeps all. What was delivered before is not counted, so the next pass goes on where
    /// this one ended.
    pub kept_max: Option<usize>,
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
    /// Records delivered to it or to a need joined to it, now or before.
    pub n_delivered: u64,
    /// Records that fit, that somebody at the post may see, and that wait for a later pass because of the cap of this one.
    pub n_capped: u64,
    /// Records that fit and that nobody at the post may see.
    pub n_withheld: u64,
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
    (who, now, today): (&str, i64, Date),
    ids: &mut dyn FnMut() -> u64,
    progress: &mut dyn FnMut(u64),
) -> Result<Matched, Failure> {
    let WritableOffice { office, writer, .. } = office;
    let mut door = |deliveries: Vec<Delivery>, duties: Vec<Duty>| -> Result<Vec<bool>, Failure> {
        writer.transact(who, now, |deed| deliver(deed, &deliveries, &duties))
    };
    office.match_through(&mut door, selection, (now, today), ids, progress)
}

/// Keeps deliveries, each with the duty to answer it, and says of each whether it is new.
pub(crate) fn deliver(deed: &mut Deed<'_>, deliveries: &[Delivery], duties: &[Duty]) -> Result<Vec<bool>, Failure> {
    let mut new = Vec::with_capacity(deliveries.len());
    for (delivery, duty) in deliveries.iter().zip(duties) {
        let is_new = deed.deliver(delivery)?;
        if is_new {
            charge(deed, duty)?;
        }
        new.push(is_new);
    }
    Ok(new)
}

/// Where deliveries go, some at a time: the writer itself, or the clerk who keeps it.
pub(crate) type Door<'a> = dyn FnMut(Vec<Delivery>, Vec<Duty>) -> Result<Vec<bool>, Failure> + 'a;

impl Office {
    /// Matches and lays what is found through a door.
    pub(crate) fn match_through(
        &self,
        door: &mut Door<'_>,
        selection: &Selection,
        (now, today): (i64, Date),
        ids: &mut dyn FnMut() -> u64,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Matched, Failure> {
        let needs = self.selected(selection)?;
        let mut matched = Matched::default();
        // One crosswalk for the whole pass: what is found is told by the ways by which it was.
        let crosswalk = self.crosswalk()?;
        // Profile numbers of the engine, with the need and the profile within it.
        let mut standing = Vec::new();
        let mut whose = Vec::new();
        for (i, need) in needs.iter().enumerate() {
            if need.silence(today).is_some() {
                continue;
            }
            for (j, profile) in need.profiles.iter().enumerate() {
                match stand(profile, &crosswalk) {
                    Ok(one) => {
                        let cut = cut_of(&one.query);
                        matched.warnings.extend(cut.map(|said| format!("profile {}: {said}", profile.id)));
                        standing.push(one);
                        whose.push((i, j));
                    }
                    Err(sentence) => matched.warnings.push(sentence),
                }
            }
        }
        matched.n_profiles = standing.len();
        let statistics = self.statistics()?;
        let engine = Engine::new(&standing, Analysis::Stemmed, &statistics, self.configuration.weights());
        for cost in engine.costs() {
            if let Some((i, j)) = whose.get(cost.profile) {
                matched.warnings.push(format!("profile {}: {}", needs[*i].profiles[*j].id, cost.reason));
            }
        }
        let found = self.pass(&engine, &whose, selection.since, &mut matched, progress)?;
        matched.needs = self.lay(door, needs, (&found, &crosswalk), selection, (now, today), ids)?;
        Ok(matched)
    }
}

/// Counts with the state of the office that they are of.
#[derive(Debug)]
pub(crate) struct Counted {
    seq: u64,
    epoch: i64,
    statistics: Arc<Statistics>,
}

/// A profile as the engine takes it, its classes led across schemes. Its query was read when it was stated; a newer
/// language might refuse it.
fn stand(profile: &Profile, crosswalk: &Crosswalk) -> Result<Standing, String> {
    let query =
        parse(&profile.query).map_err(|error| format!("profile {} is not matched: {error}; restate it", profile.id))?;
    Ok(Standing { query: query.across(crosswalk), threshold: profile.threshold })
}

impl Office {
    fn selected(&self, selection: &Selection) -> Result<Vec<Need>, Failure> {
        let mut needs = self.needs(selection.unit.as_deref())?;
        if !selection.needs.is_empty() {
            let asked: HashSet<&str> = selection.needs.iter().map(String::as_str).collect();
            for text in &asked {
                if !needs.iter().any(|need| need.id.as_str() == *text) {
                    self.need(text)?;
                }
            }
            needs.retain(|need| asked.contains(need.id.as_str()));
        }
        if needs.is_empty() {
            return Err(Failure::at_command_line(
                "There is no need to match; state some with `uptake need add OFFICE FILE`",
            ));
        }
        needs.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(needs)
    }

    /// Counts of the first records of the office: the same for every pass and every `why`. To count takes a
    /// second, so the counts are kept until a twentieth as many changes came, or somebody may see more or less.
    pub(crate) fn statistics(&self) -> Result<Arc<Statistics>, Failure> {
        const CHANGES_SHARE: u64 = 20;
        let (seq, epoch) = (self.reader.position()?.change_seq, self.reader.rights_epoch()?);
        // Held while counting, so that those who ask at once wait for one count and do not each make their own.
        let mut held = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counted) = held.as_ref()
            && counted.epoch == epoch
            && seq.saturating_sub(counted.seq) <= counted.statistics.n_records() / CHANGES_SHARE
            && seq >= counted.seq
        {
            return Ok(Arc::clone(&counted.statistics));
        }
        // Of what is open to all, so that what is hidden moves no rank.
        let mut statistics = Statistics::default();
        let mut forms = Forms::default();
        let mut left = self.configuration.sample();
        self.reader.each_record(&Scope::open(), &mut |held| {
            statistics.add(&Sheet::with(&mut forms, &held.record, Analysis::Stemmed));
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let statistics = Arc::new(statistics);
        *held = Some(Counted { seq, epoch, statistics: Arc::clone(&statistics) });
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

fn grounds(profile: &Profile, record: &Record, crosswalk: &Crosswalk) -> Vec<Ground> {
    parse(&profile.query).map_or_else(
        |_| Vec::new(),
        |query| oracle::judge(&query.across(crosswalk), &Sheet::new(record, Analysis::Stemmed)).grounds,
    )
}

/// Grounds as a delivery keeps them: each word once with the field it stands in.
pub(crate) fn said(grounds: &[Ground]) -> String {
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

/// A post that receives what is found for a need: its own, or that of a need joined to it.
struct Recipient {
    need: NeedId,
    post: PostId,
    eyes: Vec<Clearance>,
}

impl Office {
    /// Lays what was found before the posts and gives back the best of each need.
    fn lay(
        &self,
        door: &mut Door<'_>,
        needs: Vec<Need>,
        (found, crosswalk): (&[Found], &Crosswalk),
        selection: &Selection,
        (now, today): (i64, Date),
        ids: &mut dyn FnMut() -> u64,
    ) -> Result<Vec<NeedMatched>, Failure> {
        let due = today.plus_days(i64::from(self.configuration.work().answer_days));
        let mut recipients = Vec::with_capacity(needs.len());
        for need in &needs {
            let mut of_need = vec![self.recipient(need, today)?];
            for joined in self.reader.joined_to(&self.scope, &need.id)? {
                of_need.push(self.recipient(&joined, today)?);
            }
            recipients.push(of_need);
        }
        let mut all: Vec<NeedMatched> = needs
            .into_iter()
            .map(|need| NeedMatched {
                silence: need.silence(today).map(|silence| silence.to_string()),
                need,
                n_delivered: 0,
                n_capped: 0,
                n_withheld: 0,
                n_new: 0,
                delivered: Vec::new(),
            })
            .collect();
        let mut n_laid = vec![0usize; all.len()];
        let mut before: Vec<HashSet<RecordId>> = vec![HashSet::new(); all.len()];
        if selection.kept_max.is_some() {
            for (known, matched) in before.iter_mut().zip(&all) {
                let filter = DeliveryFilter { need: Some(matched.need.id.clone()), ..DeliveryFilter::default() };
                known.extend(self.deliveries(&filter)?.into_iter().map(|held| held.delivery.record));
            }
        }
        for part in found.chunks(KEPT_AT_ONCE) {
            let (mut deliveries, mut duties, mut readings) = (Vec::new(), Vec::new(), Vec::new());
            for one in part {
                let matched = &mut all[one.need];
                let marking = self.reader.marking_of_record(&self.scope, one.record)?.unwrap_or_else(Marking::top);
                let may_see = |to: &Recipient| to.eyes.iter().any(|clearance| clearance.may_see(&marking));
                if recipients[one.need].iter().any(may_see) && !before[one.need].contains(&one.record) {
                    if selection.kept_max.is_some_and(|most| n_laid[one.need] >= most) {
                        matched.n_capped += 1;
                        continue;
                    }
                    n_laid[one.need] += 1;
                }
                let profile = &matched.need.profiles[one.profile];
                let record = self.by_id(one.record)?.unwrap_or_default();
                let grounds = grounds(profile, &record, crosswalk);
                for Recipient { need, post, eyes } in &recipients[one.need] {
                    if !eyes.iter().any(|clearance| clearance.may_see(&marking)) {
                        matched.n_withheld += 1;
                        continue;
                    }
                    let delivery = Delivery {
                        id: DeliveryId::from_bits(ids()),
                        record: one.record,
                        need: need.clone(),
                        profile: profile.id.clone(),
                        post: post.clone(),
                        score: one.score,
                        grounds: said(&grounds),
                        forwarded_from: None,
                    };
                    let subject = Thing::new(Noun::Delivery, delivery.id);
                    let id = DutyId::from_bits(ids());
                    duties.push(Duty::new(id, post.clone(), DutyKind::Dispose, subject, now, due));
                    readings.push((one.need, delivery.clone(), record.clone(), grounds.clone()));
                    deliveries.push(delivery);
                }
            }
            let new = door(deliveries, duties)?;
            for ((need, delivery, record, grounds), new) in readings.into_iter().zip(new) {
                let matched = &mut all[need];
                matched.n_delivered += 1;
                matched.n_new += u64::from(new);
                if matched.delivered.len() < selection.shown_max && delivery.need == matched.need.id {
                    matched.delivered.push(Delivered { delivery, record, grounds, new });
                }
            }
        }
        Ok(all)
    }

    /// Who receives for a need, and what they may see.
    fn recipient(&self, need: &Need, today: Date) -> Result<Recipient, Failure> {
        Ok(Recipient { need: need.id.clone(), post: need.post.clone(), eyes: self.eyes_of(&need.post, today)? })
    }
}
