//! Who could use what proved itself, and on what grounds: reckoned over the whole office.

use std::collections::{BTreeMap, BTreeSet};

use matching::{Analysis, Engine, Hit, Matcher, Sheet, Standing, oracle, parse};
use model::{
    Adoption, AdoptionId, Choice, Date, EquipmentKind, GroundKind, Marking, Need, NeedId, Noun, OfferGround, PostId,
    Record, RecordId, Stage, Subject, SubjectScheme, Technology, Text, Thing, UnitId, is_named_in, names_alike,
};
use store::DeliveryFilter;

use super::equipment::all_there;
use crate::delivery::said;
use crate::{Failure, Office};

/// Characters of what a ground says.
const SAID_CHARS_MAX: usize = 300;

/// Needs in like words that are looked at: more than have a word in common with anything, and few enough to be held.
const ALIKE_MAX: usize = 1_000;

/// A ground that was found, before anybody asked who may see it.
pub(super) struct Found {
    pub(super) ground: OfferGround,
    /// Who sees what it rests on.
    pub(super) marking: Marking,
    /// The need that would be served.
    pub(super) need: Option<NeedId>,
    /// The post that answers for it.
    pub(super) post: Option<PostId>,
}

/// What is spread.
pub(super) struct Matter {
    pub(super) technology: Technology,
    pub(super) adoption: Adoption,
    /// What it was adopted for and came from.
    needs: Vec<Need>,
    /// The records on its thread.
    records: Vec<(RecordId, Record)>,
    /// Its classes, and those of its needs.
    classes: Vec<(SubjectScheme, String)>,
}

/// The weight of a ground: what was said by people weighs more than what words have in common.
pub(super) fn weight(kind: GroundKind) -> u32 {
    match kind {
        GroundKind::Need => 8,
        GroundKind::Disposition => 6,
        GroundKind::PlanLine | GroundKind::Profile => 4,
        GroundKind::Process | GroundKind::Equipment | GroundKind::Product => 3,
        GroundKind::Words => 1,
    }
}

/// Whether one class is another or stands below it. A whole section or branch of a scheme tells nothing.
fn is_near(scheme: SubjectScheme, one: &str, other: &str) -> bool {
    let is_patent = matches!(scheme, SubjectScheme::Ipc | SubjectScheme::Cpc);
    // A main group is written with `/00` and stands above its groups all the same.
    let bare = |code: &str| match code.strip_suffix("/00").filter(|_| is_patent) {
        Some(group) => group.to_owned(),
        None => code.to_owned(),
    };
    let (one, other) = (bare(one), bare(other));
    let tells = if is_patent { 3 } else { 2 };
    let below =
        |code: &str, above: &String| scheme.ancestors(code).contains(above) && scheme.ancestors(above).len() >= tells;
    one == other || below(&one, &other) || below(&other, &one)
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
    pub(super) fn load(office: &Office, id: AdoptionId) -> Result<Option<Matter>, Failure> {
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
pub(super) fn who_could(
    office: &Office,
    matter: &Matter,
    today: Date,
) -> Result<BTreeMap<UnitId, Vec<Found>>, Failure> {
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
    for one in office.needs_like((&matter.technology.name, &matter.technology.statement), None, ALIKE_MAX)? {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_near_when_one_stands_below_the_other_and_not_by_their_section() {
        for (one, other, near) in [
            ("B23Q39/04", "B23Q39/04", true),
            ("B23Q39/04", "B23Q39/00", true),
            ("B23Q39/04", "B23Q", true),
            ("B23Q39/04", "B23", false),
            ("B23Q39/04", "B", false),
            ("B23Q39/04", "B23Q37/00", false),
        ] {
            assert_eq!(is_near(SubjectScheme::Ipc, one, other), near, "{one} {other}");
            assert_eq!(is_near(SubjectScheme::Ipc, other, one), near, "{other} {one}");
        }
        assert!(is_near(SubjectScheme::Grnti, "55.29.33", "55.29"));
        assert!(!is_near(SubjectScheme::Grnti, "55.29.33", "55"));
    }
}
