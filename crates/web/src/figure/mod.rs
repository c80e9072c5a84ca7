//! Figures: where technologies are lost, when and why, as pictures with tables beside them. Each number leads to the cases behind it.

mod behind;
mod doubt;
mod drawing;
mod funnel;
mod growth;
mod ladder;
mod page;
mod paper;
mod process;
mod radar;
mod silo;

use std::collections::BTreeMap;

use desk::{Behind, BehindSet, Failure, FigureGroup, FigureSearch, Figures, Growth, Office, RadarEntry, Silo};
use measure::Unusable;
use model::{CaseStage, Date, FigureCase, Noun, Refusal, Thing, UnitId};

use crate::app::App;
use crate::history;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

use doubt::doubt;
pub(crate) use funnel::QUARTERS;
pub(crate) use page::figure_tabs;
pub(crate) use paper::printed;

/// Choices of one filter. Whoever looks for another writes its name into the address.
const CHOICES_MAX: usize = 300;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes.page("/figures", open, page::show).page("/figures/cases", open, behind::show).page(
        "/figures/figures.pdf",
        open,
        paper::pdf,
    )
}

/// Which figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FigureKind {
    /// How far technologies come, where they are lost, how long they wait.
    Funnel,
    /// How long until production, and what ends it before.
    Ladder,
    /// What passes between departments.
    Silo,
    /// Technologies by their furthest verified rung.
    Radar,
    /// How use grows by quarter.
    Growth,
    /// Where the time goes between steps.
    Process,
}

impl FigureKind {
    /// All of them, in the order in which they stand.
    pub const ALL: [FigureKind; 6] = [
        FigureKind::Funnel,
        FigureKind::Ladder,
        FigureKind::Silo,
        FigureKind::Radar,
        FigureKind::Growth,
        FigureKind::Process,
    ];

    /// The word for it in addresses.
    pub fn word(self) -> &'static str {
        match self {
            FigureKind::Funnel => "funnel",
            FigureKind::Ladder => "ladder",
            FigureKind::Silo => "silo",
            FigureKind::Radar => "radar",
            FigureKind::Growth => "growth",
            FigureKind::Process => "process",
        }
    }

    /// The figure of this word; the funnel for none.
    pub fn of(word: &str) -> FigureKind {
        FigureKind::ALL.into_iter().find(|kind| kind.word() == word).unwrap_or(FigureKind::Funnel)
    }
}

/// What is asked: which figure, of which cases.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub kind: FigureKind,
    pub search: FigureSearch,
    pub group: Option<FigureGroup>,
}

impl Asked {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// Refused where a day is none.
    pub fn read(typed: &Typed) -> Result<Asked, Refusal> {
        Ok(Asked {
            kind: FigureKind::of(typed.get("figure")),
            search: FigureSearch::read(&|name| typed.some(name).map(str::to_owned))?,
            group: FigureGroup::from_word(typed.get("group")),
        })
    }

    /// The query that asks for the same, with further words.
    pub fn query(&self, more: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("figure", self.kind.word());
        for (name, value) in self.search.words() {
            query.append_pair(name, &value);
        }
        if let Some(group) = self.group {
            query.append_pair("group", group.word());
        }
        for (name, value) in more {
            query.append_pair(name, value);
        }
        query.finish()
    }

    /// The address of the cases behind a number.
    pub fn behind(&self, set: BehindSet, more: &[(&str, &str)]) -> String {
        let mut words = vec![("set", set.word())];
        words.extend_from_slice(more);
        format!("/figures/cases?{}", self.query(&words))
    }
}

/// Which cases are asked for behind a number.
pub(crate) fn behind_of(typed: &Typed) -> Behind {
    Behind {
        set: BehindSet::from_word(typed.get("set")).unwrap_or(BehindSet::All),
        stage: CaseStage::from_word(typed.get("stage")),
        reason: typed.some("reason").map(str::to_owned),
        to: typed.some("to").and_then(|unit| UnitId::new(unit).ok()),
        from: typed.some("from").and_then(|unit| UnitId::new(unit).ok()),
        technology: typed.some("technology").map(str::to_owned),
    }
}

/// The records behind a number that were laid before nobody: those that are collected, and no more.
pub(crate) fn laid_before_nobody(figures: &Figures, which: &Behind) -> Vec<Thing> {
    let is_counted = matches!(which.set, BehindSet::Reached | BehindSet::Seen | BehindSet::Open)
        && which.stage == Some(CaseStage::Collected)
        && which.reason.is_none()
        && which.technology.is_none()
        && (&which.from, &which.to) == (&None, &None);
    let all = if is_counted { &figures.undelivered[..] } else { &[] };
    all.iter().map(|one| Thing::new(Noun::Record, one.record)).collect()
}

/// What filters can be set to: names and what they are called.
#[derive(Default)]
pub(crate) struct Choices {
    pub of: BTreeMap<&'static str, Vec<(String, String)>>,
}

/// What filters can be set to, as far as it is in a case that is seen.
fn choices(office: &Office) -> Result<Choices, Failure> {
    let cases = office.figure_cases()?;
    let mut things: BTreeMap<&'static str, std::collections::BTreeSet<Thing>> = BTreeMap::new();
    let mut classes = std::collections::BTreeSet::new();
    for case in &cases.cases {
        things.entry("need").or_default().extend(case.needs.iter().map(|id| Thing::new(Noun::Need, id)));
        things.entry("source").or_default().extend(case.sources.iter().map(|id| Thing::new(Noun::Source, id)));
        things.entry("mission").or_default().extend(case.missions.iter().cloned());
        things.entry("partner").or_default().extend(case.partners.iter().cloned());
        classes.extend(case.classes.iter().cloned());
    }
    let mut choices = Choices::default();
    for (name, things) in things {
        let mut named = Vec::new();
        for thing in things.iter().take(CHOICES_MAX) {
            named.push((thing.name.clone(), history::name_of(office, thing)?.text));
        }
        named.sort_by(|a, b| a.1.cmp(&b.1));
        choices.of.insert(name, named);
    }
    let tree = office.tree()?;
    let units = tree.units().take(CHOICES_MAX).map(|unit| (unit.id.to_string(), unit.name.clone())).collect();
    choices.of.insert("unit", units);
    let classes = classes.into_iter().take(CHOICES_MAX).map(|class| (class.clone(), class)).collect();
    choices.of.insert("class", classes);
    Ok(choices)
}

/// What units are called.
fn unit_names(office: &Office) -> Result<BTreeMap<String, String>, Failure> {
    Ok(office.tree()?.units().map(|unit| (unit.id.to_string(), unit.name.clone())).collect())
}

/// A stage, as people call it.
pub(crate) fn stage(speech: Speech, stage: CaseStage) -> String {
    speech.say(&format!("case-stage-{}", stage.word()))
}

/// A stage of the engine, as people call it: they stand in the same order.
fn stage_of(speech: Speech, of: measure::funnel::Stage) -> String {
    CaseStage::ALL.get(of.place()).map_or_else(String::new, |one| stage(speech, *one))
}

/// Why something was lost, as people say it; figures write `passed: off-topic`.
pub(crate) fn reason(speech: Speech, text: &str) -> String {
    let (kind, code) = text.split_once(": ").unwrap_or((text, ""));
    let how = speech.say(&format!("case-end-{kind}"));
    let family = match kind {
        "passed" => "pass",
        "declined" => "decline-code",
        _ => "end-reason",
    };
    if code.is_empty() || code == "-" { how } else { format!("{how}: {}", speech.say(&format!("{family}-{code}"))) }
}

/// How a case stands, in words.
fn standing(speech: Speech, case: &FigureCase) -> String {
    match &case.end {
        Some(end) if end.kind.is_loss() => reason(speech, &format!("{}: {}", end.kind, end.reason)),
        Some(end) => speech.say(&format!("case-end-{}", end.kind)),
        None if case.is_verified => speech.say("case-verified"),
        None if case.stage() == CaseStage::Production => speech.say("case-claimed"),
        None => speech.say("case-open"),
    }
}

/// What a figure shows beside the funnel.
pub(crate) enum Shown {
    /// Nothing else: the funnel or the ladder.
    Funnel,
    /// What passes between departments.
    Silo(Box<Silo>),
    /// Technologies by their furthest verified rung.
    Radar(Vec<RadarEntry>),
    /// How use grows.
    Growth(Box<Growth>),
    /// Where the time goes.
    Process(Box<measure::process::Report>),
}

/// What is loaded for a figure.
pub(crate) struct Loaded {
    pub asked: Asked,
    pub figures: Figures,
    /// Of the funnel, or of the ladder.
    pub funnel: Result<measure::funnel::Report, Unusable>,
    /// What else the figure shows.
    pub shown: Shown,
    /// What things on it are called.
    pub names: BTreeMap<Thing, history::Named>,
    pub units: BTreeMap<String, String>,
    pub today: Date,
}

/// Loads what is asked. Runs where waiting is allowed.
///
/// # Errors
/// Refused where something that is asked for is not written as such things are; when the store fails.
pub(crate) fn load(office: &Office, asked: Asked, today: Date) -> Result<Loaded, Failure> {
    let figures = office.figures(&asked.search, today)?;
    let funnel = match asked.kind {
        FigureKind::Ladder => figures.ladder(asked.group),
        _ => figures.funnel(asked.group),
    };
    let mut names = BTreeMap::new();
    let shown = match asked.kind {
        FigureKind::Funnel | FigureKind::Ladder => Shown::Funnel,
        FigureKind::Silo => Shown::Silo(Box::new(figures.silo())),
        FigureKind::Growth => Shown::Growth(Box::new(figures.growth())),
        FigureKind::Process => figures.process().map_or(Shown::Funnel, |report| Shown::Process(Box::new(report))),
        FigureKind::Radar => {
            let entries = figures.radar();
            for entry in &entries {
                names.insert(entry.technology.clone(), history::name_of(office, &entry.technology)?);
            }
            Shown::Radar(entries)
        }
    };
    Ok(Loaded { units: unit_names(office)?, funnel, shown, names, figures, asked, today })
}
