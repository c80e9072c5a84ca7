//! Fit: how well a specialist suits a request, part by part, and what is missing in words of the data. Never a bare number.

use crate::words::words;
use crate::{Date, HostId, InterestKind, Specialist, SpecialistId, SpecialistRequest, Subject};

words! {
    /// A part of the fit. The variants are in the order in which they are shown.
    FitPart {
        /// The skills that are wanted.
        Skills = "skills",
        /// Records that show them.
        Evidence = "evidence",
        /// The languages that are wanted.
        Languages = "languages",
        /// The days of the request on which they are free.
        Free = "free",
        /// The longest time without a break, held against the time that is wanted.
        Stretch = "stretch",
    }
}

impl FitPart {
    /// What the part can bring. A skill that is not there is worse than any day that is not free, and both together make a hundred.
    pub fn points_max(self) -> u32 {
        match self {
            FitPart::Skills => 50,
            FitPart::Evidence => 15,
            FitPart::Languages => 20,
            FitPart::Free => 10,
            FitPart::Stretch => 5,
        }
    }
}

words! {
    /// What is missing.
    LackKind {
        /// A skill without which nobody is of use.
        MustSkill = "must-skill",
        /// A skill that is a wish.
        WishSkill = "wish-skill",
        /// The skill is there in other words or in another scheme alone.
        NearSkill = "near-skill",
        /// Nothing shows the skill.
        Evidence = "evidence",
        /// A language, or its level.
        Language = "language",
        /// They are not free on some of the days.
        NotFree = "not-free",
        /// They are not free for as long as is wanted.
        Days = "days",
    }
}

impl LackKind {
    /// Whether somebody is signed on against it only with a reason.
    pub fn weighs(self) -> bool {
        matches!(self, LackKind::MustSkill | LackKind::Language | LackKind::Days)
    }
}

/// Something that is missing, in words of the data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lack {
    /// What sort of thing.
    pub kind: LackKind,
    /// The class, the language or the first day.
    pub what: String,
    /// What is wanted: a level, a number of days; or the last day.
    pub wanted: String,
    /// What is there instead; empty for nothing.
    pub held: String,
}

/// How a skill that is wanted is there. The variants are in their order: the later, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkillGrade {
    /// Words of both meet.
    Words,
    /// A crosswalk leads from the one class to the other.
    Mapped,
    /// It is the class, or one below it.
    Same,
}

impl SkillGrade {
    /// Of a hundred.
    fn percent(self) -> u32 {
        match self {
            SkillGrade::Words => 50,
            SkillGrade::Mapped => 75,
            SkillGrade::Same => 100,
        }
    }
}

/// A skill of somebody that answers to one that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillHeld {
    /// How.
    pub grade: SkillGrade,
    /// As what it stands in the roster.
    pub class: Subject,
    /// Records that show it.
    pub n_evidence: usize,
}

/// Days on which somebody is taken by something of the office, without saying by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taken {
    /// From this day.
    pub since: Date,
    /// Through this one.
    pub until: Date,
}

/// One part of the fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FitLine {
    /// Which.
    pub part: FitPart,
    /// What it brings, of [`FitPart::points_max`].
    pub points: u32,
    /// What is missing.
    pub lacks: Vec<Lack>,
}

/// A tie to somebody whose matter the task touches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConflictOfInterest {
    /// What it is.
    pub kind: InterestKind,
    /// To whom, as people write it.
    pub with: String,
}

/// How well somebody suits a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Who.
    pub specialist: SpecialistId,
    /// The parts, in the order in which they are shown.
    pub lines: Vec<FitLine>,
    /// Ties to hosts of the request.
    pub conflicts: Vec<ConflictOfInterest>,
    /// The first stretch of days, as long as is wanted or the longest there is; `None` where no day is free.
    pub stretch: Option<Taken>,
}

impl Fit {
    /// The sum of its parts, of a hundred. It ranks, and is shown beside its parts alone.
    pub fn points(&self) -> u32 {
        self.lines.iter().map(|line| line.points).sum()
    }

    /// Everything that is missing, part by part.
    pub fn lacks(&self) -> impl Iterator<Item = &Lack> {
        self.lines.iter().flat_map(|line| &line.lacks)
    }

    /// Whether they are proposed where many are paired with many: with every skill that is needed, free at all, and tied to nobody. Others
    /// are chosen by people.
    pub fn is_pairable(&self) -> bool {
        self.stretch.is_some()
            && self.conflicts.is_empty()
            && !self.lacks().any(|lack| lack.kind == LackKind::MustSkill)
            && self.points() > 0
    }

    /// In which order candidates stand: the better first, of equal ones by name in the books.
    pub fn rank(&self) -> (std::cmp::Reverse<u32>, SpecialistId) {
        (std::cmp::Reverse(self.points()), self.specialist)
    }
}

/// A class as people write it: `ipc:H02M`, or the words.
pub fn class_words(class: &Subject) -> String {
    match (&class.code, &class.term) {
        (Some(code), Some(term)) => format!("{}:{code} {term}", class.scheme),
        (Some(code), None) => format!("{}:{code}", class.scheme),
        (None, term) => term.clone().unwrap_or_default(),
    }
}

/// Evidence beyond so many records shows nothing more.
const EVIDENCE_ENOUGH: usize = 3;

/// How much more a skill that is needed weighs than a wish.
const MUST_WEIGHS: u32 = 3;

/// Holds somebody against a request. `held` has a place for each skill that is wanted; `taken` are days on which the office has them
/// elsewhere; `hosts` are the hosts of the request with all their names.
pub fn fit(
    request: &SpecialistRequest,
    specialist: &Specialist,
    held: &[Option<SkillHeld>],
    taken: &[Taken],
    hosts: &[(HostId, Vec<String>)],
) -> Fit {
    let blocked: Vec<Taken> = specialist
        .away
        .iter()
        .map(|away| Taken { since: away.since, until: away.until })
        .chain(taken.iter().copied())
        .filter(|one| one.since <= request.until && request.since <= one.until)
        .collect();
    let stretches = stretches(request.since, request.until, &blocked);
    let lines = vec![
        skills(request, held),
        evidence(request, held),
        languages(request, specialist),
        free(request, &blocked, &stretches),
        unbroken(request, &stretches),
    ];
    Fit {
        specialist: specialist.id,
        lines,
        conflicts: conflicts(specialist, hosts),
        stretch: chosen(request, &stretches),
    }
}

fn share(part: FitPart, of: u64, whole: u64) -> u32 {
    let max = part.points_max();
    let points = (u64::from(max) * of.min(whole)).checked_div(whole);
    points.and_then(|points| u32::try_from(points).ok()).unwrap_or(max)
}

fn skills(request: &SpecialistRequest, held: &[Option<SkillHeld>]) -> FitLine {
    let (mut got, mut whole, mut lacks) = (0u64, 0u64, Vec::new());
    for (at, wanted) in request.skills.iter().enumerate() {
        let weight = u64::from(if wanted.must { MUST_WEIGHS } else { 1 });
        whole += weight * 100;
        let lack = |kind, held: String| Lack { kind, what: class_words(&wanted.class), wanted: String::new(), held };
        match held.get(at).and_then(Option::as_ref) {
            Some(one) => {
                got += weight * u64::from(one.grade.percent());
                if one.grade != SkillGrade::Same {
                    lacks.push(lack(LackKind::NearSkill, class_words(&one.class)));
                }
            }
            None if wanted.must => lacks.push(lack(LackKind::MustSkill, String::new())),
            None => lacks.push(lack(LackKind::WishSkill, String::new())),
        }
    }
    FitLine { part: FitPart::Skills, points: share(FitPart::Skills, got, whole), lacks }
}

fn evidence(request: &SpecialistRequest, held: &[Option<SkillHeld>]) -> FitLine {
    let (mut got, mut lacks) = (0u64, Vec::new());
    for (at, wanted) in request.skills.iter().enumerate() {
        let Some(one) = held.get(at).and_then(Option::as_ref) else { continue };
        got += one.n_evidence.min(EVIDENCE_ENOUGH) as u64;
        if one.n_evidence == 0 {
            let what = class_words(&wanted.class);
            lacks.push(Lack { kind: LackKind::Evidence, what, wanted: String::new(), held: String::new() });
        }
    }
    let whole = (request.skills.len() * EVIDENCE_ENOUGH) as u64;
    FitLine { part: FitPart::Evidence, points: share(FitPart::Evidence, got, whole), lacks }
}

fn languages(request: &SpecialistRequest, specialist: &Specialist) -> FitLine {
    let (mut got, mut whole, mut lacks) = (0u64, 0u64, Vec::new());
    for wanted in &request.languages {
        let of = wanted.level as u64 + 1;
        let level = specialist.speaks(&wanted.language);
        whole += of;
        got += level.map_or(0, |level| (level as u64 + 1).min(of));
        if level.is_none_or(|level| level < wanted.level) {
            lacks.push(Lack {
                kind: LackKind::Language,
                what: wanted.language.tag().to_owned(),
                wanted: wanted.level.word().to_owned(),
                held: level.map_or_else(String::new, |level| level.word().to_owned()),
            });
        }
    }
    FitLine { part: FitPart::Languages, points: share(FitPart::Languages, got, whole), lacks }
}

fn n_days(span: &Taken) -> u64 {
    u64::try_from(span.until.days_since(span.since) + 1).unwrap_or_default()
}

fn free(request: &SpecialistRequest, blocked: &[Taken], stretches: &[Taken]) -> FitLine {
    let whole = n_days(&Taken { since: request.since, until: request.until });
    let got = stretches.iter().map(n_days).sum();
    let lack = |one: &Taken| Lack {
        kind: LackKind::NotFree,
        what: one.since.to_string(),
        wanted: one.until.to_string(),
        held: String::new(),
    };
    let mut lacks: Vec<Lack> = blocked.iter().map(lack).collect();
    lacks.sort();
    lacks.dedup();
    FitLine { part: FitPart::Free, points: share(FitPart::Free, got, whole), lacks }
}

fn unbroken(request: &SpecialistRequest, stretches: &[Taken]) -> FitLine {
    let longest = stretches.iter().map(n_days).max().unwrap_or_default();
    let wanted = u64::from(request.days);
    let mut lacks = Vec::new();
    if longest < wanted {
        let (wanted, held) = (wanted.to_string(), longest.to_string());
        lacks.push(Lack { kind: LackKind::Days, what: String::new(), wanted, held });
    }
    FitLine { part: FitPart::Stretch, points: share(FitPart::Stretch, longest, wanted), lacks }
}

/// The first stretch that is long enough, cut to what is wanted; else the longest.
fn chosen(request: &SpecialistRequest, stretches: &[Taken]) -> Option<Taken> {
    let wanted = u64::from(request.days);
    let cut = |one: &Taken| Taken { since: one.since, until: one.since.plus_days(i64::from(request.days) - 1) };
    let long = stretches.iter().find(|one| n_days(one) >= wanted).map(cut);
    // Of equal ones the first.
    long.or_else(|| stretches.iter().copied().reduce(|a, b| if n_days(&b) > n_days(&a) { b } else { a }))
}

/// What is left of some days between times that are taken, in order.
fn stretches(since: Date, until: Date, blocked: &[Taken]) -> Vec<Taken> {
    let mut blocked = blocked.to_vec();
    blocked.sort();
    let (mut at, mut found) = (since, Vec::new());
    for one in &blocked {
        if one.since > at {
            found.push(Taken { since: at, until: one.since.plus_days(-1).min(until) });
        }
        at = at.max(one.until.plus_days(1));
    }
    if at <= until {
        found.push(Taken { since: at, until });
    }
    found
}

fn conflicts(specialist: &Specialist, hosts: &[(HostId, Vec<String>)]) -> Vec<ConflictOfInterest> {
    let mut found = Vec::new();
    for (host, names) in hosts {
        let with = names.first().cloned().unwrap_or_default();
        if specialist.host == Some(*host) {
            found.push(ConflictOfInterest { kind: InterestKind::Employer, with: with.clone() });
        }
        for tie in &specialist.interests {
            let words = tie.words.to_lowercase();
            let named = || names.iter().any(|name| !name.is_empty() && words.contains(&name.to_lowercase()));
            if tie.host == Some(*host) || (tie.host.is_none() && named()) {
                found.push(ConflictOfInterest { kind: tie.kind, with: with.clone() });
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
#[path = "fit_tests.rs"]
mod tests;
