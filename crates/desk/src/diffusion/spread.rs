//! Spreading: a use that proved itself is offered to every other unit that could use it, each with the grounds why it was thought of.
//!
//! Who could use it is reckoned over the whole office, by a job beside the writer. Whether it may be told is asked of each post by itself: a
//! post that does not see the technology hears nothing, and how many those are is told to whoever keeps the use, and to nobody else.

use std::collections::{BTreeMap, BTreeSet};

use matching::{Analysis, Engine, Hit, Matcher, Sheet, Standing, oracle, parse};
use model::{
    Adoption, AdoptionId, Choice, Date, DutyKind, EquipmentKind, GroundKind, JobKind, Link, LinkKind, Marking, Need,
    NeedId, Noun, OFFER_GROUNDS_MAX, OFFERS_AT_ONCE, Offer, OfferGround, OfferId, OfferState, OfferStep, OfferStepKind,
    PostId, Power, Record, RecordId, Stage, Subject, SubjectScheme, Technology, Text, Thing, UnitId, Verb, is_named_in,
    names_alike,
};
use store::{AdoptionFilter, Deed, DeliveryFilter, SpreadTally, TechnologyOfferFilter, Writer};

use super::barrier::duty_of;
use super::equipment::all_there;
use super::offer::thing;
use crate::delivery::said;
use crate::job::{Ids, OFFICE};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Office};

/// Characters of what a ground says.
const SAID_CHARS_MAX: usize = 300;

/// Offers a use to all who could use it: a job reckons who they are. Called when a use proves itself; answers how many such jobs wait.
///
/// # Errors
/// When the store fails.
pub fn spread(deed: &mut Deed<'_>, turn: &mut Turn<'_>, adoption: AdoptionId) -> Result<usize, Failure> {
    deed.enqueue(JobKind::SpreadOffers, &adoption.to_string(), turn.now)?;
    Ok(1)
}

/// Tells all who still weigh an offer that whoever gave it does not use it any more.
///
/// # Errors
/// When the store fails.
pub fn tell_giver_ended(deed: &mut Deed<'_>, adoption: AdoptionId, on: Date, why: &str) -> Result<usize, Failure> {
    let filter = TechnologyOfferFilter { adoption: Some(adoption), ..TechnologyOfferFilter::default() };
    let mut n_told = 0;
    for offer in deed.offers(&filter)? {
        let by = deed.who().to_owned();
        let why: String = why.chars().take(model::OFFER_TEXT_CHARS_MAX).collect();
        let Some(told) = offer.giver_ends(on, &why, (&by, deed.at()))? else { continue };
        let fact = deed.fact(Verb::Ended, thing(told.id)).to(Thing::new(Noun::Adoption, adoption).to_string());
        deed.keep_offer(&told, &fact)?;
        n_told += 1;
    }
    Ok(n_told)
}

/// A ground that was found, before anybody asked who may see it.
struct Found {
    ground: OfferGround,
    /// Who sees what it rests on.
    marking: Marking,
    /// The need that would be served.
    need: Option<NeedId>,
    /// The post that answers for it.
    post: Option<PostId>,
}

/// What is spread.
struct Matter {
    technology: Technology,
    adoption: Adoption,
    /// What it was adopted for and came from.
    needs: Vec<Need>,
    /// The records on its thread.
    records: Vec<(RecordId, Record)>,
    /// Its classes, and those of its needs.
    classes: Vec<(SubjectScheme, String)>,
}

/// The weight of a ground: what was said by people weighs more than what words have in common.
fn weight(kind: GroundKind) -> u32 {
    match kind {
        GroundKind::Need => 8,
        GroundKind::Disposition => 6,
        GroundKind::PlanLine | GroundKind::Profile => 4,
        GroundKind::Process | GroundKind::Equipment | GroundKind::Product => 3,
        GroundKind::Words => 1,
    }
}

/// Whether one class is another or stands below it. A whole section of a scheme tells nothing.
fn is_near(scheme: SubjectScheme, one: &str, other: &str) -> bool {
    let below = |code: &str, above: &str| {
        let ancestors = scheme.ancestors(code);
        ancestors.iter().any(|found| found == above) && !scheme.ancestors(above).is_empty()
    };
    one == other || below(one, other) || below(other, one)
}

/// The classes that two lists have in common, as people write them.
fn shared(own: &[(SubjectScheme, String)], classes: &[Subject]) -> String {
    let mut found = BTreeSet::new();
    for class in classes {
        let Some(code) = &class.code else { continue };
        if own.iter().any(|(scheme, held)| *scheme == class.scheme && is_near(*scheme, held, code)) {
            found.insert(format!("{}:{code}", class.scheme));
        }
    }
    found.into_iter().collect::<Vec<_>>().join(", ")
}

fn cut(text: String) -> String {
    if text.chars().count() <= SAID_CHARS_MAX {
        text
    } else {
        text.chars().take(SAID_CHARS_MAX - 1).chain(['…']).collect()
    }
}

/// What is said of a thing, and what it shares.
fn about(name: &str, shares: &str) -> String {
    cut(if shares.is_empty() { name.to_owned() } else { format!("{name} ({shares})") })
}

fn is_alive(need: &Need, today: Date) -> bool {
    match need.stage {
        Stage::Accepted => !need.is_expired(today),
        Stage::Joined => true,
        _ => false,
    }
}

fn of_need(need: &Need, kind: GroundKind, shares: &str) -> Found {
    let ground = OfferGround { kind, about: Thing::new(Noun::Need, &need.id), said: about(&need.title, shares) };
    Found { ground, marking: need.marking.clone(), need: Some(need.id.clone()), post: Some(need.post.clone()) }
}

impl Matter {
    fn load(office: &Office, id: AdoptionId) -> Result<Option<Matter>, Failure> {
        let Some(adoption) = office.use_of(id)? else { return Ok(None) };
        let Some(technology) = office.reader.technology(&office.scope, adoption.technology)? else { return Ok(None) };
        let (mut needs, mut records): (Vec<Need>, Vec<(RecordId, Record)>) = (Vec::new(), Vec::new());
        let own = adoption.need.iter().map(|need| Thing::new(Noun::Need, need));
        for origin in own.chain(technology.origins.iter().cloned()) {
            match origin.noun {
                Noun::Need => {
                    let Ok(id) = NeedId::new(&origin.name) else { continue };
                    if !needs.iter().any(|held| held.id == id) {
                        needs.extend(office.reader.need(&office.scope, &id)?);
                    }
                }
                Noun::Record => {
                    let Some(id) = RecordId::parse(&origin.name) else { continue };
                    records.extend(office.by_id(id)?.map(|record| (id, record)));
                }
                _ => {}
            }
        }
        let of_needs = needs.iter().flat_map(|need| &need.classes);
        let mut classes = technology.classes.clone();
        classes.extend(of_needs.filter_map(|class| Some((class.scheme, class.code.clone()?))));
        Ok(Some(Matter { technology, adoption, needs, records, classes }))
    }

    /// The technology as a record, for the profiles of others.
    fn as_record(&self) -> Record {
        let classes = self.technology.classes.iter().map(|(scheme, code)| Subject::coded(*scheme, code));
        Record {
            titles: vec![Text::plain(self.technology.name.clone())],
            abstracts: vec![Text::plain(self.technology.statement.clone())],
            subjects: classes.collect(),
            ..Record::default()
        }
    }

    /// Whether a need is joined with one that was served.
    fn is_joined(&self, need: &Need) -> bool {
        self.needs.iter().any(|own| {
            need.joined_to.as_ref() == Some(&own.id)
                || own.joined_to.as_ref() == Some(&need.id)
                || (own.joined_to.is_some() && own.joined_to == need.joined_to)
        })
    }

    fn has_line(&self, need: &Need) -> bool {
        let line = |need: &Need| need.plan_line.trim().to_lowercase();
        !line(need).is_empty() && self.needs.iter().any(|own| line(own) == line(need))
    }
}

/// Who could use it: grounds by unit.
fn who_could(office: &Office, matter: &Matter, today: Date) -> Result<BTreeMap<UnitId, Vec<Found>>, Failure> {
    let mut found: BTreeMap<UnitId, Vec<Found>> = BTreeMap::new();
    let mut needs = office.needs(None)?;
    needs.retain(|need| is_alive(need, today) && need.unit != matter.adoption.unit);
    for need in &needs {
        let mut put = |one: Found| found.entry(need.unit.clone()).or_default().push(one);
        let classes = shared(&matter.classes, &need.classes);
        if matter.is_joined(need) || !classes.is_empty() {
            put(of_need(need, GroundKind::Need, &classes));
        }
        if matter.has_line(need) {
            put(of_need(need, GroundKind::PlanLine, need.plan_line.trim()));
        }
    }
    by_profiles(office, matter, &needs, &mut found)?;
    by_words(office, matter, &needs, &mut found)?;
    by_dispositions(office, matter, &mut found)?;
    by_equipment(office, matter, today, &mut found)?;
    Ok(found)
}

/// Units one of whose profiles holds for the technology or a record on its thread, matched as deliveries are.
fn by_profiles(
    office: &Office,
    matter: &Matter,
    needs: &[Need],
    found: &mut BTreeMap<UnitId, Vec<Found>>,
) -> Result<(), Failure> {
    let crosswalk = office.crosswalk()?;
    let (mut standing, mut whose) = (Vec::new(), Vec::new());
    for need in needs.iter().filter(|need| need.stage == Stage::Accepted) {
        for profile in &need.profiles {
            // Its query was read when it was stated; one that a newer language refuses is told where needs are matched.
            let Ok(query) = parse(&profile.query) else { continue };
            standing.push(Standing { query: query.across(&crosswalk), threshold: profile.threshold });
            whose.push(need);
        }
    }
    let statistics = office.statistics()?;
    let engine = Engine::new(&standing, Analysis::Stemmed, &statistics, office.configuration().weights());
    let mut matcher = Matcher::new(&engine, true);
    let own = [matter.as_record()];
    let mut told = BTreeSet::new();
    let mut hits: Vec<Hit> = Vec::new();
    for record in own.iter().chain(matter.records.iter().map(|(_, record)| record)) {
        hits.clear();
        matcher.hits(record, &mut hits);
        for hit in &hits {
            let (Some(need), Some(one)) = (whose.get(hit.profile as usize), standing.get(hit.profile as usize)) else {
                continue;
            };
            if told.insert(need.id.clone()) {
                let grounds = oracle::judge(&one.query, &Sheet::new(record, Analysis::Stemmed)).grounds;
                found.entry(need.unit.clone()).or_default().push(of_need(need, GroundKind::Profile, &said(&grounds)));
            }
        }
    }
    Ok(())
}

/// Units one of whose needs is written in like words.
fn by_words(
    office: &Office,
    matter: &Matter,
    needs: &[Need],
    found: &mut BTreeMap<UnitId, Vec<Found>>,
) -> Result<(), Failure> {
    for one in office.similar_needs(&matter.technology.name, &matter.technology.statement, None)? {
        if let Some(need) = needs.iter().find(|need| need.id == one.need.id) {
            let ground = of_need(need, GroundKind::Words, &one.shared.join(", "));
            found.entry(need.unit.clone()).or_default().push(ground);
        }
    }
    Ok(())
}

/// Units that said of a record on its thread that they use or study it.
fn by_dispositions(office: &Office, matter: &Matter, found: &mut BTreeMap<UnitId, Vec<Found>>) -> Result<(), Failure> {
    for (id, record) in &matter.records {
        let filter = DeliveryFilter { record: Some(*id), ..DeliveryFilter::default() };
        for held in office.deliveries(&filter)? {
            let choice = held.decided.as_ref().map(|decided| decided.disposition.choice);
            if !matches!(choice, Some(Choice::Use | Choice::Study)) {
                continue;
            }
            let Some(need) = office.reader.need(&office.scope, &held.delivery.need)? else { continue };
            let Some(post) = office.post(&held.delivery.post)? else { continue };
            if post.unit == matter.adoption.unit {
                continue;
            }
            let of_record = office.reader.marking_of_record(&office.scope, *id)?.unwrap_or_else(Marking::top);
            let about_it = Thing::new(Noun::Delivery, held.delivery.id);
            let ground = OfferGround {
                kind: GroundKind::Disposition,
                about: about_it,
                said: about(record.title().unwrap_or_default(), ""),
            };
            let found_here = Found {
                ground,
                marking: need.marking.join(&of_record),
                need: Some(need.id.clone()).filter(|_| need.post == post.id),
                post: Some(post.id),
            };
            found.entry(post.unit).or_default().push(found_here);
        }
    }
    Ok(())
}

/// Units that have a machine, a process or a product of the same class or name.
fn by_equipment(
    office: &Office,
    matter: &Matter,
    today: Date,
    found: &mut BTreeMap<UnitId, Vec<Found>>,
) -> Result<(), Failure> {
    let text = format!("{} {}", matter.technology.name, matter.technology.statement);
    for entry in all_there(office, today)?.into_iter().filter(|entry| entry.unit != matter.adoption.unit) {
        let classes = shared(&matter.technology.classes, &entry.classes);
        if classes.is_empty() && !names_alike(&entry.name, &matter.technology.name) && !is_named_in(&entry.name, &text)
        {
            continue;
        }
        let kind = match entry.kind {
            EquipmentKind::Equipment => GroundKind::Equipment,
            EquipmentKind::Process => GroundKind::Process,
            EquipmentKind::Product => GroundKind::Product,
        };
        let about_it = Thing::new(Noun::Equipment, entry.id);
        let ground = OfferGround { kind, about: about_it, said: about(&entry.name, &classes) };
        let one = Found { ground, marking: entry.marking, need: None, post: None };
        found.entry(entry.unit).or_default().push(one);
    }
    Ok(())
}

/// An offer to one unit, with its weight; `None` with whether it was for its marking that there is none.
fn offer_to(
    office: &Office,
    matter: &Matter,
    unit: &UnitId,
    mut grounds: Vec<Found>,
    (id, now, today): (u64, i64, Date),
) -> Result<Result<(u32, Offer), bool>, Failure> {
    grounds.sort_by_key(|one| std::cmp::Reverse((weight(one.ground.kind), one.post.is_some())));
    let tree = office.tree()?;
    let posts = office.posts()?;
    let is_open = |id: &PostId| posts.iter().any(|post| post.id == *id && !post.closed);
    let holder = grounds.iter().filter_map(|one| one.post.clone()).find(is_open);
    let head = || {
        let own = |power| posts.iter().find(|post| post.unit == *unit && !post.closed && post.powers.contains(&power));
        let any = || posts.iter().find(|post| post.unit == *unit && !post.closed);
        let above = || tree.nearest(unit, Power::Lead, &posts);
        own(Power::Lead).or_else(|| own(Power::Coordinate)).or_else(any).or_else(above).map(|post| post.id.clone())
    };
    let Some(post) = holder.or_else(head) else { return Ok(Err(false)) };
    let eyes = office.eyes_of(&post, today)?;
    let base = matter.technology.marking.join(&matter.adoption.marking);
    if !eyes.iter().any(|eyes| eyes.may_see(&base)) {
        return Ok(Err(true));
    }
    // A ground that the post does not see is none for it.
    let mut marking = base;
    let (mut kept, mut total, mut n_left, mut need) = (Vec::new(), 0, 0, None);
    for one in grounds {
        let joined = marking.join(&one.marking);
        if !eyes.iter().any(|eyes| eyes.may_see(&joined)) || kept.contains(&one.ground) {
            continue;
        }
        total += weight(one.ground.kind);
        if kept.len() == OFFER_GROUNDS_MAX {
            n_left += 1;
            continue;
        }
        marking = joined;
        need = need.or_else(|| one.need.filter(|_| one.post.as_ref() == Some(&post)));
        kept.push(one.ground);
    }
    if kept.is_empty() {
        return Ok(Err(false));
    }
    let step =
        OfferStep { kind: OfferStepKind::Made, decline: None, text: String::new(), by: OFFICE.to_owned(), at: now };
    let offer = Offer {
        id: OfferId::from_bits(id),
        technology: matter.technology.id,
        adoption: matter.adoption.id,
        giver: matter.adoption.unit.clone(),
        unit: unit.clone(),
        post,
        need,
        grounds: kept,
        n_grounds_left: n_left,
        state: OfferState::Open,
        course: vec![step],
        taken: None,
        giver_ended: None,
        marking,
        invented: matter.adoption.invented,
        revision: 0,
        made_at: now,
    };
    Ok(Ok((total, offer)))
}

/// Offers the use that the argument names to all who could use it. Safe to run again: a unit is offered a technology once.
pub(crate) fn spread_offers(
    clerk: &Clerk,
    office: &Office,
    argument: &str,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    let Some(id) = AdoptionId::parse(argument) else { return Ok(()) };
    let Some(matter) = Matter::load(office, id)? else { return Ok(()) };
    if !matter.adoption.is_verified_use() {
        return Ok(());
    }
    let has_it: BTreeSet<UnitId> = office.units_with(matter.technology.id)?;
    let by_technology =
        TechnologyOfferFilter { technology: Some(matter.technology.id), ..TechnologyOfferFilter::default() };
    let before: Vec<Offer> = office.reader.technology_offers(&office.scope, &by_technology)?;
    let mut n_withheld = 0;
    let mut offers: Vec<(u32, Offer)> = Vec::new();
    for (unit, grounds) in who_could(office, &matter, today)? {
        if has_it.contains(&unit) || before.iter().any(|offer| offer.unit == unit) {
            continue;
        }
        match offer_to(office, &matter, &unit, grounds, (ids(), now, today))? {
            Ok(found) => offers.push(found),
            Err(withheld) => n_withheld += u32::from(withheld),
        }
    }
    offers.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.unit.cmp(&b.1.unit)));
    let n_left = u32::try_from(offers.len().saturating_sub(OFFERS_AT_ONCE)).unwrap_or(u32::MAX);
    offers.truncate(OFFERS_AT_ONCE);
    let days = office.configuration().work().answer_days;
    let duties: Vec<u64> = offers.iter().map(|_| ids()).collect();
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            for ((_, offer), duty) in offers.iter().zip(&duties) {
                make(deed, offer, (*duty, now, today, days))?;
            }
            let of_use = TechnologyOfferFilter { adoption: Some(id), ..TechnologyOfferFilter::default() };
            let n_offered = u32::try_from(deed.offers(&of_use)?.len()).unwrap_or(u32::MAX);
            Ok(deed.keep_spread(id, &SpreadTally { at: now, n_offered, n_withheld, n_left })?)
        })
    })
}

/// Keeps an offer with its duty, unless the unit was offered the technology or began with it since it was looked at.
fn make(deed: &mut Deed<'_>, offer: &Offer, (duty, now, today, days): (u64, i64, Date, u16)) -> Result<(), Failure> {
    if deed.offer_to(offer.technology, &offer.unit)?.is_some() || has_begun(deed, offer)? {
        return Ok(());
    }
    let about_it = thing(offer.id);
    let fact = deed.fact(Verb::Offered, &about_it).to(Thing::new(Noun::Unit, &offer.unit).to_string());
    let giver = Thing::new(Noun::Adoption, offer.adoption);
    deed.keep_offer(offer, &fact.with(giver.to_string()))?;
    deed.draw(&Link::new(giver, LinkKind::OfferedTo, about_it.clone()))?;
    charge(deed, &duty_of((duty, &offer.post, DutyKind::WeighOffer, about_it), (now, today), days))?;
    Ok(())
}

/// Whether the unit has an adoption of the technology by now.
pub(super) fn has_begun(deed: &Deed<'_>, offer: &Offer) -> Result<bool, Failure> {
    let filter = AdoptionFilter { technology: Some(offer.technology), ..AdoptionFilter::default() };
    Ok(deed
        .adoptions(&filter)?
        .iter()
        .map(|line| &line.adoption)
        .any(|adoption| adoption.unit == offer.unit && adoption.id != offer.adoption))
}

impl Office {
    /// The units that have an adoption of a technology, ended ones included: they know it.
    fn units_with(&self, technology: model::TechnologyId) -> Result<BTreeSet<UnitId>, Failure> {
        let held = self.uses_of(Some(technology))?;
        Ok(held.into_iter().map(|adoption| adoption.unit).collect())
    }
}
