//! The book in which facts are read into cases. One function of the facts alone: whoever has the ledger makes the same cases of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::Said;
use crate::{
    AdoptionEnd, AdoptionId, CaseEnd, CaseEndKind, CaseOrigin, CaseStage, Cases, Choice, Date, DeliveryId,
    EvidenceClass, Fact, FigureCase, NeedId, Noun, OfferId, OfferState, PostId, RecordId, Rung, SourceId, TechnologyId,
    Thing, Undelivered, Unit, UnitId, UnitTree, Verb,
};

const DAY_MICROS: i64 = 86_400_000_000;

#[derive(Clone, Debug, Default)]
struct RecordSeen {
    on: Option<Date>,
    sources: BTreeSet<SourceId>,
}

#[derive(Clone, Debug)]
struct DeliverySeen {
    record: RecordId,
    post: PostId,
    need: Option<NeedId>,
    on: Date,
    read: Option<Date>,
    said: Option<Said>,
}

#[derive(Clone, Debug, Default)]
struct TechnologySeen {
    /// Its place among all, in the order in which they came into the register.
    place: usize,
    origins: Vec<Thing>,
    classes: BTreeSet<String>,
    is_invented: bool,
}

#[derive(Clone, Debug)]
struct AdoptionSeen {
    technology: TechnologyId,
    unit: UnitId,
    need: Option<NeedId>,
    from: Option<AdoptionId>,
    is_invented: bool,
    /// Rungs with their starts, in the order in which they were said.
    reached: Vec<(u32, Rung, EvidenceClass, Date)>,
    ends: BTreeMap<u32, (AdoptionEnd, String, Date)>,
    /// The start that goes on or ended last.
    start: u32,
}

#[derive(Clone, Debug)]
struct OfferSeen {
    technology: TechnologyId,
    unit: UnitId,
    giver: UnitId,
    need: Option<NeedId>,
    made: Date,
    state: OfferState,
    code: String,
    at: Date,
}

#[derive(Clone, Debug, Default)]
struct NeedSeen {
    classes: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
struct MissionSeen {
    hosts: BTreeSet<Thing>,
    records: BTreeSet<RecordId>,
}

/// The facts, as far as cases are made of them. Facts are read in their order; more can be read at any time.
#[derive(Clone, Debug, Default)]
pub struct CaseBook {
    units: BTreeMap<UnitId, Option<UnitId>>,
    posts: BTreeMap<PostId, UnitId>,
    records: BTreeMap<RecordId, RecordSeen>,
    merged: BTreeMap<RecordId, RecordId>,
    deliveries: BTreeMap<DeliveryId, DeliverySeen>,
    needs: BTreeMap<NeedId, NeedSeen>,
    technologies: BTreeMap<TechnologyId, TechnologySeen>,
    adoptions: BTreeMap<AdoptionId, AdoptionSeen>,
    offers: BTreeMap<OfferId, OfferSeen>,
    missions: BTreeMap<Thing, MissionSeen>,
    agreements: BTreeMap<Thing, Thing>,
    n_unnamed: u64,
}

/// What is found of a pair so far.
#[derive(Default)]
struct Draft {
    seen: [Option<Date>; crate::CASE_STAGES],
    deliveries: Vec<DeliveryId>,
    offers: Vec<OfferId>,
    adoptions: Vec<AdoptionId>,
}

impl Draft {
    fn see(&mut self, stage: CaseStage, on: Date) {
        let seen = &mut self.seen[stage as usize];
        *seen = Some(seen.map_or(on, |before| before.min(on)));
    }
}

/// What a case is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Technology(TechnologyId),
    Record(RecordId),
}

fn day_of(at: i64) -> Date {
    Date::of_number(at.div_euclid(DAY_MICROS))
}

fn value<'f>(fact: &'f Fact, key: &str) -> Option<&'f str> {
    fact.particulars().find(|(found, _)| *found == key).map(|(_, value)| value)
}

fn values<'f>(fact: &'f Fact, key: &'f str) -> impl Iterator<Item = &'f str> {
    fact.particulars().filter(move |(found, _)| *found == key).map(|(_, value)| value)
}

fn need_of(fact: &Fact) -> Option<NeedId> {
    value(fact, "need").and_then(|need| NeedId::new(need).ok())
}

impl CaseBook {
    /// Reads one more fact, said at this moment in microseconds since 1970.
    pub fn note(&mut self, at: i64, fact: &Fact) {
        let Some(thing) = Thing::parse(&fact.object) else { return };
        let target = fact.target.as_deref().and_then(Thing::parse);
        match thing.noun {
            Noun::Unit => self.unit(&thing.name, target.as_ref()),
            Noun::Post => self.post(&thing.name, target.as_ref()),
            Noun::Need => self.need(&thing.name, fact),
            Noun::Record => self.record(&thing.name, day_of(at), fact, target.as_ref()),
            Noun::Delivery => self.delivery(&thing.name, day_of(at), fact),
            Noun::Technology => self.technology(&thing.name, fact),
            Noun::Adoption => self.adoption(&thing.name, fact),
            Noun::Offer => self.offer(&thing.name, fact),
            Noun::Mission => self.mission(&thing, fact),
            Noun::Agreement => {
                if let Some(host) = value(fact, "host") {
                    self.agreements.insert(thing, Thing::new(Noun::Host, host));
                }
            }
            _ => {}
        }
    }

    fn unit(&mut self, name: &str, target: Option<&Thing>) {
        let Ok(id) = UnitId::new(name) else { return };
        match target.filter(|target| target.noun == Noun::Unit).and_then(|target| UnitId::new(&target.name).ok()) {
            Some(parent) => drop(self.units.insert(id, Some(parent))),
            // What else is told of a unit leaves it where it stands.
            None => drop(self.units.entry(id).or_default()),
        }
    }

    fn post(&mut self, name: &str, target: Option<&Thing>) {
        let unit = target.filter(|target| target.noun == Noun::Unit).and_then(|target| UnitId::new(&target.name).ok());
        if let (Ok(id), Some(unit)) = (PostId::new(name), unit) {
            self.posts.insert(id, unit);
        }
    }

    fn need(&mut self, name: &str, fact: &Fact) {
        let Ok(id) = NeedId::new(name) else { return };
        if matches!(fact.verb, Verb::Stated | Verb::Restated) {
            self.needs.insert(id, NeedSeen { classes: values(fact, "class").map(str::to_owned).collect() });
        }
    }

    fn record(&mut self, name: &str, on: Date, fact: &Fact, target: Option<&Thing>) {
        let Some(id) = RecordId::parse(name) else { return };
        match (fact.verb, target) {
            (Verb::Delivered, Some(target)) => self.delivered(id, on, fact, target),
            (Verb::Merged, Some(target)) if target.noun == Noun::Record => {
                if let Some(kept) = RecordId::parse(&target.name) {
                    self.merged.insert(id, kept);
                }
            }
            _ => {
                let is_birth = matches!(fact.verb, Verb::Collected | Verb::Parted);
                let source = value(fact, "source").and_then(SourceId::parse);
                if is_birth || source.is_some() {
                    let seen = self.records.entry(id).or_default();
                    if is_birth && seen.on.is_none() {
                        seen.on = Some(on);
                    }
                    seen.sources.extend(source);
                }
            }
        }
    }

    fn delivered(&mut self, record: RecordId, on: Date, fact: &Fact, target: &Thing) {
        let post = PostId::new(&target.name).ok().filter(|_| target.noun == Noun::Post);
        let id = value(fact, "delivery").and_then(DeliveryId::parse);
        let (Some(post), Some(id)) = (post, id) else {
            self.n_unnamed += 1;
            return;
        };
        let seen = DeliverySeen { record, post, need: need_of(fact), on, read: None, said: None };
        self.deliveries.insert(id, seen);
    }

    fn delivery(&mut self, name: &str, on: Date, fact: &Fact) {
        let Some(seen) = DeliveryId::parse(name).and_then(|id| self.deliveries.get_mut(&id)) else { return };
        match fact.verb {
            Verb::Read => drop(seen.read.get_or_insert(on)),
            Verb::Recalled => seen.said = None,
            Verb::Disposed | Verb::Forwarded => {
                seen.read.get_or_insert(on);
                let said = fact.said().unwrap_or_default();
                let (choice, reason) = said.split_once(": ").unwrap_or((said, ""));
                let choice =
                    if fact.verb == Verb::Forwarded { Some(Choice::Forward) } else { Choice::from_word(choice) };
                seen.said = choice.map(|choice| Said { choice, reason: reason.to_owned(), on });
            }
            _ => {}
        }
    }

    fn technology(&mut self, name: &str, fact: &Fact) {
        let Some(id) = TechnologyId::parse(name) else { return };
        let place = self.technologies.len();
        let seen = self.technologies.entry(id).or_insert_with(|| TechnologySeen { place, ..TechnologySeen::default() });
        if matches!(fact.verb, Verb::Registered | Verb::Revised) {
            seen.origins = values(fact, "origin").filter_map(Thing::parse).collect();
            seen.classes = values(fact, "class").map(str::to_owned).collect();
            seen.is_invented = value(fact, "invented").is_some();
        }
    }

    fn adoption(&mut self, name: &str, fact: &Fact) {
        let Some(id) = AdoptionId::parse(name) else { return };
        let technology = value(fact, "technology").and_then(TechnologyId::parse);
        let unit = value(fact, "unit").and_then(|unit| UnitId::new(unit).ok());
        if let (Some(technology), Some(unit)) = (technology, unit) {
            let (need, from) = (need_of(fact), value(fact, "from").and_then(AdoptionId::parse));
            let is_invented = value(fact, "invented").is_some();
            let (reached, ends) = (Vec::new(), BTreeMap::new());
            let fresh = AdoptionSeen { technology, unit, need, from, is_invented, reached, ends, start: 1 };
            match self.adoptions.get_mut(&id) {
                Some(held) => {
                    let (reached, ends) = (std::mem::take(&mut held.reached), std::mem::take(&mut held.ends));
                    *held = AdoptionSeen { reached, ends, start: held.start, ..fresh };
                }
                None => drop(self.adoptions.insert(id, fresh)),
            }
        }
        let Some(seen) = self.adoptions.get_mut(&id) else {
            if fact.verb == Verb::TookUp && fact.target.is_some() {
                self.n_unnamed += 1;
            }
            return;
        };
        for (key, value) in fact.particulars() {
            let parts: Vec<&str> = value.split(' ').collect();
            match (key, parts.as_slice()) {
                ("reached", [start, rung, class, on]) => {
                    let read =
                        (start.parse().ok(), Rung::from_word(rung), EvidenceClass::from_word(class), Date::parse(on));
                    if let (Some(start), Some(rung), Some(class), Some(on)) = read {
                        seen.start = seen.start.max(start);
                        seen.reached.push((start, rung, class, on));
                    }
                }
                ("ended", [start, kind, reason, on]) => {
                    if let (Ok(start), Some(kind), Some(on)) =
                        (start.parse(), AdoptionEnd::from_word(kind), Date::parse(on))
                    {
                        seen.ends.insert(start, (kind, (*reason).to_owned(), on));
                    }
                }
                _ => {}
            }
        }
        // Taken up again: `start 2`.
        if fact.verb == Verb::TookUp
            && let Some(start) = fact.said().and_then(|said| said.strip_prefix("start ")?.parse::<u32>().ok())
        {
            seen.start = seen.start.max(start);
        }
    }

    fn offer(&mut self, name: &str, fact: &Fact) {
        let Some(id) = OfferId::parse(name) else { return };
        let unit = |key: &str| value(fact, key).and_then(|unit| UnitId::new(unit).ok());
        let state = value(fact, "state").map(|state| state.split(' ').collect::<Vec<_>>());
        let Some([state, code, at]) = state.as_deref() else { return };
        let read = (
            value(fact, "technology").and_then(TechnologyId::parse),
            unit("unit"),
            unit("giver"),
            value(fact, "made").and_then(|made| made.parse().ok()),
            OfferState::from_word(state),
            at.parse().ok(),
        );
        if let (Some(technology), Some(unit), Some(giver), Some(made), Some(state), Some(at)) = read {
            let (made, at, code) = (day_of(made), day_of(at), (*code).to_owned());
            self.offers.insert(id, OfferSeen { technology, unit, giver, need: need_of(fact), made, state, code, at });
        }
    }

    fn mission(&mut self, thing: &Thing, fact: &Fact) {
        let hosts: BTreeSet<Thing> = values(fact, "host").map(|host| Thing::new(Noun::Host, host)).collect();
        let seen = self.missions.entry(thing.clone()).or_default();
        if !hosts.is_empty() {
            seen.hosts = hosts;
        }
        seen.records.extend(values(fact, "record").filter_map(RecordId::parse));
    }

    /// The record that stands for this one, where several turned out to be the same work.
    fn kept(&self, id: RecordId) -> RecordId {
        let mut at = id;
        // A chain is as long as there were joins; a circle would be one of a damaged ledger.
        for _ in 0..64 {
            match self.merged.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    /// The records from which a technology came.
    fn origins(&self, technology: TechnologyId) -> BTreeSet<RecordId> {
        let seen = self.technologies.get(&technology);
        let origins = seen.into_iter().flat_map(|seen| &seen.origins);
        let record = |origin: &Thing| match origin.noun {
            Noun::Record => RecordId::parse(&origin.name),
            Noun::Delivery => {
                DeliveryId::parse(&origin.name).and_then(|id| self.deliveries.get(&id)).map(|one| one.record)
            }
            _ => None,
        };
        origins.filter_map(record).map(|id| self.kept(id)).collect()
    }

    /// The tree of the units that facts name. What they are called is no part of facts.
    pub fn tree(&self) -> UnitTree {
        UnitTree::new(self.units.iter().map(|(id, parent)| Unit {
            id: id.clone(),
            name: id.to_string(),
            parent: parent.clone(),
        }))
    }

    /// All cases of what was read, the same for the same facts.
    pub fn cases(&self) -> Cases {
        let mut born: BTreeMap<RecordId, Vec<TechnologyId>> = BTreeMap::new();
        let mut by_place: Vec<_> = self.technologies.iter().collect();
        by_place.sort_by_key(|(_, seen)| seen.place);
        for (id, _) in by_place {
            for record in self.origins(*id) {
                born.entry(record).or_default().push(*id);
            }
        }
        let mut drafts: BTreeMap<(Of, UnitId), Draft> = BTreeMap::new();
        for (id, seen) in &self.adoptions {
            drafts.entry((Of::Technology(seen.technology), seen.unit.clone())).or_default().adoptions.push(*id);
        }
        for (id, seen) in &self.offers {
            drafts.entry((Of::Technology(seen.technology), seen.unit.clone())).or_default().offers.push(*id);
        }
        let mut delivered = BTreeSet::new();
        for (id, seen) in &self.deliveries {
            let record = self.kept(seen.record);
            let Some(unit) = self.posts.get(&seen.post) else { continue };
            delivered.insert(record);
            let all = born.get(&record).map_or(&[][..], Vec::as_slice);
            let own: Vec<Of> = all
                .iter()
                .map(|one| Of::Technology(*one))
                .filter(|of| drafts.contains_key(&(*of, unit.clone())))
                .collect();
            let of = match (own.is_empty(), all.first()) {
                (false, _) => own,
                (true, Some(first)) => vec![Of::Technology(*first)],
                (true, None) => vec![Of::Record(record)],
            };
            for of in of {
                drafts.entry((of, unit.clone())).or_default().deliveries.push(*id);
            }
        }
        let tree = self.tree();
        let cases: Vec<FigureCase> =
            drafts.into_iter().map(|((of, unit), draft)| self.case(&tree, of, unit, draft)).collect();
        let undelivered = self.records.iter().filter_map(|(id, seen)| {
            let is_alone = !self.merged.contains_key(id) && !delivered.contains(id) && !born.contains_key(id);
            let on = seen.on.filter(|_| is_alone)?;
            Some(Undelivered { record: *id, on, sources: seen.sources.clone() })
        });
        Cases { undelivered: undelivered.collect(), cases, n_unnamed: self.n_unnamed }
    }

    fn case(&self, tree: &UnitTree, of: Of, unit: UnitId, mut draft: Draft) -> FigureCase {
        let (mut records, technology) = match of {
            Of::Technology(id) => (self.origins(id), self.technologies.get(&id)),
            Of::Record(id) => (BTreeSet::from([id]), None),
        };
        let deliveries = std::mem::take(&mut draft.deliveries);
        let offers = std::mem::take(&mut draft.offers);
        let adoptions = std::mem::take(&mut draft.adoptions);
        let mut needs: BTreeSet<NeedId> = BTreeSet::new();
        let mut giver = None;
        for seen in deliveries.iter().filter_map(|id| self.deliveries.get(id)) {
            records.insert(self.kept(seen.record));
            needs.extend(seen.need.clone());
            draft.see(CaseStage::Delivered, seen.on);
            if let Some(on) = seen.read {
                draft.see(CaseStage::Read, on);
            }
            // Who hands it on leaves it to another to say what is made of it.
            if let Some(said) = seen.said.as_ref().filter(|said| said.choice != Choice::Forward) {
                draft.see(CaseStage::Disposed, said.on);
            }
        }
        for seen in offers.iter().filter_map(|id| self.offers.get(id)) {
            needs.extend(seen.need.clone());
            giver = Some(seen.giver.clone());
            draft.see(CaseStage::Delivered, seen.made);
            match seen.state {
                OfferState::Accepted => draft.see(CaseStage::Decided, seen.at),
                OfferState::Declined => draft.see(CaseStage::Disposed, seen.at),
                OfferState::Asked => draft.see(CaseStage::Read, seen.at),
                OfferState::Open | OfferState::Moot => {}
            }
        }
        let (mut n_rework, mut verified_rung) = (0, None);
        for seen in adoptions.iter().filter_map(|id| self.adoptions.get(id)) {
            needs.extend(seen.need.clone());
            if let Some(from) = seen.from.and_then(|from| self.adoptions.get(&from)) {
                giver = Some(from.unit.clone());
            }
            for (_, rung, _, on) in &seen.reached {
                draft.see(CaseStage::of_rung(*rung), *on);
            }
            n_rework += rework(&seen.reached);
            let is_shown = |(start, _, class, _): &&(u32, Rung, EvidenceClass, Date)| {
                *start == seen.start && *class >= EvidenceClass::Measured
            };
            if !seen.ends.contains_key(&seen.start) {
                verified_rung =
                    verified_rung.max(seen.reached.iter().filter(is_shown).map(|(_, rung, ..)| *rung).max());
            }
        }
        for on in records.iter().filter_map(|id| self.records.get(id)?.on) {
            draft.see(CaseStage::Collected, on);
        }
        let sources =
            records.iter().filter_map(|id| self.records.get(id)).flat_map(|seen| &seen.sources).copied().collect();
        let origins: BTreeSet<Thing> = technology.into_iter().flat_map(|seen| seen.origins.iter().cloned()).collect();
        needs.extend(origins.iter().filter(|one| one.noun == Noun::Need).filter_map(|one| NeedId::new(&one.name).ok()));
        let is_brought = |(thing, seen): &(&Thing, &MissionSeen)| {
            origins.contains(*thing) || seen.records.iter().any(|id| records.contains(&self.kept(*id)))
        };
        let missions: BTreeSet<Thing> =
            self.missions.iter().filter(is_brought).map(|(thing, _)| thing.clone()).collect();
        let mut partners: BTreeSet<Thing> = origins.iter().filter(|one| one.noun == Noun::Host).cloned().collect();
        partners.extend(
            missions.iter().filter_map(|one| self.missions.get(one)).flat_map(|seen| seen.hosts.iter().cloned()),
        );
        partners.extend(origins.iter().filter_map(|one| self.agreements.get(one).cloned()));
        let mut classes: BTreeSet<String> = technology.map(|seen| seen.classes.clone()).unwrap_or_default();
        classes.extend(needs.iter().filter_map(|id| self.needs.get(id)).flat_map(|seen| seen.classes.iter().cloned()));
        let end = self.end(&deliveries, &offers, &adoptions);
        let department = tree.department(&unit);
        let origin = match &giver {
            Some(giver) if *giver != unit && tree.department(giver) == department => CaseOrigin::SameDepartment,
            Some(giver) if *giver != unit => CaseOrigin::OtherDepartment,
            _ => CaseOrigin::Own,
        };
        let is_invented = technology.is_some_and(|seen| seen.is_invented)
            || adoptions.iter().filter_map(|id| self.adoptions.get(id)).any(|seen| seen.is_invented);
        let items = deliveries.iter().map(|id| Thing::new(Noun::Delivery, id));
        let items = items.chain(offers.iter().map(|id| Thing::new(Noun::Offer, id)));
        let items = items.chain(adoptions.iter().map(|id| Thing::new(Noun::Adoption, id))).collect();
        let giver_department = giver.as_ref().map(|giver| tree.department(giver));
        FigureCase {
            giver_department,
            technology: match of {
                Of::Technology(id) => Thing::new(Noun::Technology, id),
                Of::Record(id) => Thing::new(Noun::Record, id),
            },
            department,
            unit,
            seen: draft.seen,
            end,
            n_rework,
            is_verified: verified_rung >= Some(Rung::Production),
            verified_rung,
            is_invented,
            giver,
            origin,
            needs,
            sources,
            missions,
            partners,
            classes,
            items,
        }
    }

    /// How a case ended. What goes on in one way is open, whatever ended in others; an adoption says more than an offer, and that more than
    /// what was laid before a post.
    fn end(&self, deliveries: &[DeliveryId], offers: &[OfferId], adoptions: &[AdoptionId]) -> Option<CaseEnd> {
        let adoptions: Vec<&AdoptionSeen> = adoptions.iter().filter_map(|id| self.adoptions.get(id)).collect();
        if !adoptions.is_empty() {
            let ends: Option<Vec<_>> = adoptions.iter().map(|seen| seen.ends.get(&seen.start)).collect();
            let (kind, reason, on) = ends?.into_iter().max_by_key(|(_, _, on)| *on)?;
            return Some(CaseEnd { kind: (*kind).into(), reason: reason.clone(), on: *on });
        }
        let offers: Vec<&OfferSeen> =
            offers.iter().filter_map(|id| self.offers.get(id)).filter(|seen| seen.state != OfferState::Moot).collect();
        if !offers.is_empty() {
            let last = offers.iter().max_by_key(|seen| seen.at)?;
            let is_over = offers.iter().all(|seen| seen.state == OfferState::Declined);
            return is_over.then(|| CaseEnd { kind: CaseEndKind::Declined, reason: last.code.clone(), on: last.at });
        }
        let said: Option<Vec<&Said>> =
            deliveries.iter().filter_map(|id| self.deliveries.get(id)).map(|seen| seen.said.as_ref()).collect();
        let said = said?;
        if said.iter().any(|said| matches!(said.choice, Choice::Use | Choice::Study)) {
            return None;
        }
        let last = |choices: &[Choice]| {
            said.iter().filter(|said| choices.contains(&said.choice)).max_by_key(|said| said.on).copied()
        };
        if let Some(passed) = last(&[Choice::Pass]) {
            return Some(CaseEnd { kind: CaseEndKind::Passed, reason: passed.reason.clone(), on: passed.on });
        }
        let away = last(&[Choice::Known, Choice::Forward])?;
        Some(CaseEnd { kind: CaseEndKind::Elsewhere, reason: away.choice.word().to_owned(), on: away.on })
    }
}

/// How often a rung was done once more: said again of a start on evidence that is no better.
fn rework(reached: &[(u32, Rung, EvidenceClass, Date)]) -> u32 {
    let mut best: BTreeMap<(u32, Rung), EvidenceClass> = BTreeMap::new();
    let mut n = 0;
    for (start, rung, class, _) in reached {
        match best.get_mut(&(*start, *rung)) {
            Some(held) if *class > *held => *held = *class,
            Some(_) => n += 1,
            None => drop(best.insert((*start, *rung), *class)),
        }
    }
    n
}
