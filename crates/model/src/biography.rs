//! Biographies: what happened on the thread of a thing, from the need to the inspection, in the order of its days, with what is missing.
//!
//! A biography is a value: whoever makes one brings the things of the thread and what happened to them, and the rules here put it in
//! order, keep it within bounds that are stated, and find the gaps.

use std::collections::{BTreeMap, BTreeSet};

use crate::words::words;
use crate::{AdoptionEnd, Date, EvidenceClass, Marking, Noun, PostId, Rung, Thing, Verb};

/// Things on one biography. A drawing with more has nothing left to read; those nearest to the thing that was asked for stay.
pub const BIOGRAPHY_THINGS_MAX: usize = 120;

/// Happenings on one biography: some fifteen pages of print. Those of the things nearest to the one that was asked for stay.
pub const BIOGRAPHY_EVENTS_MAX: usize = 400;

/// Days without any happening from which on a thread is said to have waited: half a year, as for a sample that rests.
pub const BIOGRAPHY_WAIT_DAYS: i64 = 180;

words! {
    /// A stage of the thread, in its order.
    LifeStage {
        /// A unit says what it needs.
        Need = "need",
        /// Where it is looked for.
        Source = "source",
        /// What was found.
        Record = "record",
        /// That it fits.
        Match = "match",
        /// That it was laid before a post.
        Delivery = "delivery",
        /// What the post made of it.
        Disposition = "disposition",
        /// That it is to be gone for.
        Decision = "decision",
        /// How it is got: mission, agreement, specialist or sample.
        Acquisition = "acquisition",
        /// Its use.
        Adoption = "adoption",
        /// That the use is verified.
        Inspection = "inspection",
    }
}

impl LifeStage {
    /// The stage at which things of a noun stand; `None` for those that stand on no thread.
    pub fn of(noun: Noun) -> Option<LifeStage> {
        Some(match noun {
            Noun::Need | Noun::Request => LifeStage::Need,
            Noun::Source | Noun::Stand => LifeStage::Source,
            Noun::Record => LifeStage::Record,
            Noun::Delivery => LifeStage::Delivery,
            Noun::Case => LifeStage::Decision,
            Noun::Mission | Noun::Agreement | Noun::Deliverable | Noun::Sample | Noun::SpecialistRequest => {
                LifeStage::Acquisition
            }
            Noun::Technology | Noun::Adoption => LifeStage::Adoption,
            Noun::Offer | Noun::Barrier => LifeStage::Adoption,
            Noun::Visit | Noun::Finding => LifeStage::Inspection,
            _ => return None,
        })
    }

    /// The stage at which a fact about a thing belongs: deciding about what is acquired is a stage of its own.
    pub fn of_fact(noun: Noun, verb: Verb) -> Option<LifeStage> {
        let stage = LifeStage::of(noun)?;
        let decides = matches!(
            verb,
            Verb::Vetted
                | Verb::Approved
                | Verb::Stopped
                | Verb::Consented
                | Verb::LaidBefore
                | Verb::Ruled
                | Verb::Voted
                | Verb::Weighed
                | Verb::Concluded
        );
        Some(if decides && stage == LifeStage::Acquisition { LifeStage::Decision } else { stage })
    }
}

/// Whether a fact tells of the life of a thing. The rest is housekeeping: what was read, reworded, marked, mailed, or asked of somebody.
pub fn is_of_life(verb: Verb) -> bool {
    !matches!(
        verb,
        Verb::Opened
            | Verb::Updated
            | Verb::Merged
            | Verb::Parted
            | Verb::Related
            | Verb::Restated
            | Verb::Read
            | Verb::Revised
            | Verb::Charged
            | Verb::Raised
            | Verb::Waived
            | Verb::Lapsed
            | Verb::Marked
            | Verb::Handed
            | Verb::Wrote
            | Verb::Sent
            | Verb::Returned
            | Verb::Edited
            | Verb::Took
            | Verb::GaveBack
            | Verb::PassedOver
            | Verb::Consulted
            | Verb::Copied
            | Verb::Examined
            | Verb::LookedUp
            | Verb::TookIn
            | Verb::Removed
            | Verb::Drew
            | Verb::SpotChecked
            | Verb::Indexed
            | Verb::Graded
            | Verb::Delivered
            // What is told of the ladder stands with its evidence, and output in the quarters.
            | Verb::Reached
            | Verb::GaveUp
            | Verb::PlannedOutput
            | Verb::ToldOutput
            | Verb::TookReadings
    )
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Happened {
    /// What a verb of the ledger says.
    Fact(Verb),
    /// A profile of a need found a record.
    Matched,
    /// It was laid before a post.
    Laid,
    /// A rung of the ladder was said to be reached.
    Reached(Rung),
    /// An adoption ended.
    Ended(AdoptionEnd),
}

impl Happened {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Happened::Fact(verb) => verb.word(),
            Happened::Matched => "matched",
            Happened::Laid => "laid-before-post",
            Happened::Reached(rung) => rung.word(),
            Happened::Ended(end) => end.word(),
        }
    }
}

/// Something that happened on a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeEvent {
    /// The day on which it happened, as the office states it; where it states none, the day on which it was written down.
    pub on: Date,
    /// The stage to which it belongs.
    pub stage: LifeStage,
    /// What happened.
    pub happened: Happened,
    /// To what.
    pub thing: Thing,
    /// The post that did it or had to do it; `None` where the office did it by itself. Never a person: people leave, and the thread goes on.
    pub post: Option<PostId>,
    /// The papers and files that came with it.
    pub documents: Vec<Thing>,
    /// What else is said of it in a word of the ledger: a choice, a profile, a number.
    pub note: String,
    /// How well it is shown, where it is a rung of the ladder.
    pub class: Option<EvidenceClass>,
}

impl LifeEvent {
    /// Whether it is a claim of use on evidence that does not verify it: production or more, told or on a document.
    pub fn is_weak(&self) -> bool {
        matches!(self.happened, Happened::Reached(rung) if rung >= Rung::Production)
            && self.class.is_some_and(|class| class < EvidenceClass::Measured)
    }
}

/// That two things of a thread hang together; the later one first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// The one that came of the other.
    pub later: Thing,
    /// The one before it.
    pub earlier: Thing,
}

/// Something that a thread should have and has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing is known of these stages, though what comes behind them is there.
    Missing {
        /// The first of them.
        first: LifeStage,
        /// The last of them.
        last: LifeStage,
    },
    /// Nothing happened for longer than [`BIOGRAPHY_WAIT_DAYS`].
    Waited {
        /// The last day on which something had happened.
        from: Date,
        /// The day on which something happened again; today, where nothing has.
        until: Date,
        /// The stage of what happened last.
        stage: LifeStage,
        /// Whether it still waits.
        still: bool,
    },
    /// Use is claimed on evidence that does not verify it.
    Weak {
        /// The adoption.
        thing: Thing,
        /// The furthest rung that is claimed so.
        rung: Rung,
        /// The best evidence of it.
        class: EvidenceClass,
    },
}

impl Gap {
    /// For how many days it waited.
    pub fn days(&self) -> Option<i64> {
        match self {
            Gap::Waited { from, until, .. } => Some(until.days_since(*from)),
            Gap::Missing { .. } | Gap::Weak { .. } => None,
        }
    }
}

/// What a biography is made of: found by whoever walks over the thread.
#[derive(Clone, Debug, Default)]
pub struct FoundLife {
    /// The things of the thread, the one that was asked for first and the others the nearer the earlier.
    pub things: Vec<Thing>,
    /// What happened to them, in any order.
    pub events: Vec<LifeEvent>,
    /// How they hang together.
    pub ties: BTreeSet<Tie>,
    /// Things that hang on the thread and were not looked at.
    pub n_beyond: u64,
    /// Deliveries that led to nothing, counted and not told one by one.
    pub n_passed: u64,
    /// Facts that are housekeeping.
    pub n_quiet: u64,
    /// Whether the thread has come to its end, so that nothing is waited for.
    pub is_over: bool,
    /// The markings of the things together.
    pub marking: Marking,
}

/// The whole thread of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Biography {
    /// The thing that was asked for.
    pub start: Thing,
    /// All things on it, the nearer the earlier.
    pub things: Vec<Thing>,
    /// What happened, the earliest first.
    pub events: Vec<LifeEvent>,
    /// How the things hang together.
    pub ties: Vec<Tie>,
    /// What is missing, in the order of stages and days.
    pub gaps: Vec<Gap>,
    /// Things that hang on the thread beyond [`BIOGRAPHY_THINGS_MAX`].
    pub n_beyond: u64,
    /// Happenings beyond [`BIOGRAPHY_EVENTS_MAX`].
    pub n_events_beyond: u64,
    /// Deliveries that led to nothing, counted and not told one by one.
    pub n_passed: u64,
    /// Facts that are housekeeping and are told in the history of each thing alone.
    pub n_quiet: u64,
    /// Who may see it: the markings of all that was looked at together.
    pub marking: Marking,
}

impl Biography {
    /// Puts in order what was found. What is beyond the bounds is left out and counted: the things furthest from the one that was asked
    /// for, and what happened to the furthest of those that stay.
    pub fn of(start: Thing, found: FoundLife, today: Date) -> Biography {
        let mut found = found;
        let n_cut = found.things.len().saturating_sub(BIOGRAPHY_THINGS_MAX);
        found.things.truncate(BIOGRAPHY_THINGS_MAX);
        let nearness: BTreeMap<&Thing, usize> = found.things.iter().zip(0..).collect();
        let n_told = found.events.len();
        let mut events: Vec<(usize, LifeEvent)> =
            found.events.iter().filter_map(|event| Some((*nearness.get(&event.thing)?, event.clone()))).collect();
        // Of the things that stay, the nearer ones keep what happened to them.
        events.sort_by_key(|(near, event)| (*near, event.on));
        events.truncate(BIOGRAPHY_EVENTS_MAX);
        // What happened on one day stands in the order of the stages.
        events.sort_by_key(|(near, event)| (event.on, event.stage, *near));
        let events: Vec<LifeEvent> = events.into_iter().map(|(_, event)| event).collect();
        let ties = found
            .ties
            .iter()
            .filter(|tie| nearness.contains_key(&tie.later) && nearness.contains_key(&tie.earlier))
            .cloned()
            .collect();
        let gaps = gaps(&events, found.is_over, today);
        Biography {
            start,
            gaps,
            ties,
            n_beyond: found.n_beyond + n_cut as u64,
            n_events_beyond: (n_told - events.len()) as u64,
            n_passed: found.n_passed,
            n_quiet: found.n_quiet,
            marking: found.marking,
            things: found.things,
            events,
        }
    }

    /// The first day and the last of it.
    pub fn days(&self) -> Option<(Date, Date)> {
        Some((self.events.first()?.on, self.events.last()?.on))
    }

    /// Whether something of the thread is left out by the bounds.
    pub fn is_cut(&self) -> bool {
        self.n_beyond > 0 || self.n_events_beyond > 0
    }
}

/// The gaps between what happened.
fn gaps(events: &[LifeEvent], is_over: bool, today: Date) -> Vec<Gap> {
    let present: BTreeSet<LifeStage> = events.iter().map(|event| event.stage).collect();
    let mut gaps = missing(&present);
    for pair in events.windows(2) {
        if pair[1].on.days_since(pair[0].on) > BIOGRAPHY_WAIT_DAYS {
            let (from, until, stage) = (pair[0].on, pair[1].on, pair[0].stage);
            gaps.push(Gap::Waited { from, until, stage, still: false });
        }
    }
    if let Some(last) = events.last()
        && !is_over
        && today.days_since(last.on) > BIOGRAPHY_WAIT_DAYS
    {
        gaps.push(Gap::Waited { from: last.on, until: today, stage: last.stage, still: true });
    }
    gaps.extend(weak(events));
    gaps
}

/// The furthest rung of each adoption, where it is claimed on evidence that does not verify it.
fn weak(events: &[LifeEvent]) -> Vec<Gap> {
    let mut furthest: BTreeMap<&Thing, (Rung, EvidenceClass)> = BTreeMap::new();
    for event in events {
        let Happened::Reached(rung) = event.happened else { continue };
        let shown = (rung, event.class.unwrap_or(EvidenceClass::Told));
        furthest.entry(&event.thing).and_modify(|best| *best = (*best).max(shown)).or_insert(shown);
    }
    let unverified =
        |(rung, class): &(Rung, EvidenceClass)| *rung >= Rung::Production && *class < EvidenceClass::Measured;
    let gap = |(thing, (rung, class)): (&Thing, (Rung, EvidenceClass))| Gap::Weak { thing: thing.clone(), rung, class };
    furthest.into_iter().filter(|(_, shown)| unverified(shown)).map(gap).collect()
}

/// Stages before the furthest one of which nothing is known, those beside each other as one gap.
fn missing(present: &BTreeSet<LifeStage>) -> Vec<Gap> {
    let Some(furthest) = present.last() else { return Vec::new() };
    let mut gaps: Vec<Gap> = Vec::new();
    let mut open: Option<(LifeStage, LifeStage)> = None;
    for stage in LifeStage::ALL.iter().copied().filter(|stage| stage <= furthest) {
        if present.contains(&stage) {
            gaps.extend(open.take().map(|(first, last)| Gap::Missing { first, last }));
        } else {
            open = Some((open.map_or(stage, |(first, _)| first), stage));
        }
    }
    gaps
}
