//! Two parties: their names in all readings, and what else is known of them.

use super::align::{Outcome, align, bits};
use super::judgement::{ScreeningReason, Tier, Verdict};
use super::likeness::How;
use super::name::{Name, Reading};
use super::subject::{Day, Known, Subject, SubjectKind, shortened};
use super::token::Token;
use super::word::{WORDS, WordKind};

/// What a name counts that its list calls weak.
const WEAK: f64 = 0.93;

/// Nothing is sure.
const SCORE_MAX: f64 = 1.0 - 1e-6;

/// Two parties held against each other. It is the same the other way round, with the reasons turned.
pub fn judge(screened: &Subject, listed: &Subject) -> Verdict {
    judge_known(&Known::of(screened), &Known::of(listed)).0
}

/// Two names, of which nothing else is known.
pub fn compare_names(kind: SubjectKind, screened: &str, listed: &str) -> Verdict {
    let (a, b) = (Name::read(shortened(screened), kind), Name::read(shortened(listed), kind));
    let Some((outcome, x, y)) = best(&a, &b) else { return Verdict { score: 0.0, tier: None, reasons: Vec::new() } };
    let score = f64::from(outcome.score).clamp(0.0, SCORE_MAX);
    let reasons = reasons(&outcome, x, y);
    Verdict { score, tier: Tier::of(score), reasons }
}

/// Two parties whose names have been read, and the number of the listed one's name that speaks loudest.
pub fn judge_known(screened: &Known, listed: &Known) -> (Verdict, usize) {
    let pairs = (0..screened.names.len()).flat_map(|i| (0..listed.names.len()).map(move |j| (i, j)));
    judge_among(screened, listed, pairs)
}

/// The same where it is known which names are worth comparing.
pub(super) fn judge_among(
    screened: &Known,
    listed: &Known,
    pairs: impl Iterator<Item = (usize, usize)>,
) -> (Verdict, usize) {
    let mut held: Option<(f64, Outcome, &Reading, &Reading, bool, usize)> = None;
    for (i, j) in pairs {
        let (one, other) = (&screened.names[i], &listed.names[j]);
        let Some((outcome, x, y)) = best(&one.0, &other.0) else { continue };
        let weak = one.2 || other.2;
        let score = f64::from(outcome.score) * if weak { WEAK } else { 1.0 };
        if held.as_ref().is_none_or(|(best, ..)| score > *best) {
            held = Some((score, outcome, x, y, weak, j));
        }
    }
    let (mut score, mut said, by) = match held {
        Some((score, outcome, x, y, weak, by)) => {
            let mut said = reasons(&outcome, x, y);
            if weak {
                said.push(ScreeningReason::WeakAlias);
            }
            (score, said, by)
        }
        None => (0.0, Vec::new(), 0),
    };
    evidence(screened, listed, &mut score, &mut said);
    let score = score.clamp(0.0, SCORE_MAX);
    (Verdict { score, tier: Tier::of(score), reasons: said }, by)
}

/// The readings of two names that agree best.
fn best<'a>(a: &'a Name, b: &'a Name) -> Option<(Outcome, &'a Reading, &'a Reading)> {
    let organisation = a.organisation || b.organisation;
    let mut held: Option<(Outcome, &Reading, &Reading)> = None;
    for x in &a.readings {
        for y in &b.readings {
            // Names in Chinese signs are compared by their signs, and how these sound in one tongue.
            if a.signs && b.signs && (x.way, y.way) != (0, 0) {
                continue;
            }
            let outcome = align(x, y, organisation);
            if held.as_ref().is_none_or(|(best, ..)| outcome.score > best.score) {
                held = Some((outcome, x, y));
            }
        }
    }
    held
}

/// What else is known moves the score: what agrees takes from what is missing to 1, what does not takes a share away.
fn evidence(screened: &Known, listed: &Known, score: &mut f64, said: &mut Vec<ScreeningReason>) {
    let raise = |score: &mut f64, share: f64| *score += (1.0 - *score) * share;
    if let Some(same) = screened.identifiers.iter().find(|id| id.len() >= 4 && listed.identifiers.contains(id)) {
        *score = score.max(0.8);
        raise(score, 0.75);
        said.insert(0, ScreeningReason::SameIdentifier(same.to_string()));
    }
    if *score < 0.3 {
        return;
    }
    if kinds_differ(screened.kind, listed.kind) {
        *score *= 0.7;
        said.push(ScreeningReason::OtherKind);
    }
    match births(&screened.born, &listed.born) {
        Some((likeness, a, b)) if likeness > 0.0 => {
            raise(score, likeness);
            said.push(if a == b {
                ScreeningReason::SameBirth(day(a))
            } else {
                ScreeningReason::SameBirth(day(a.min(b)))
            });
        }
        Some((likeness, a, b)) => {
            *score *= 1.0 + likeness;
            said.push(ScreeningReason::OtherBirth(day(a), day(b)));
        }
        None => {}
    }
    if let (Some(one), Some(other)) = (screened.countries.first(), listed.countries.first()) {
        if let Some(same) = screened.countries.iter().find(|country| listed.countries.contains(country)) {
            raise(score, 0.12);
            said.push(ScreeningReason::SameCountry(same.to_string()));
        } else {
            *score *= 0.95;
            said.push(ScreeningReason::OtherCountry(one.to_string(), other.to_string()));
        }
    }
}

fn kinds_differ(a: SubjectKind, b: SubjectKind) -> bool {
    a != b && a != SubjectKind::Unknown && b != SubjectKind::Unknown
}

/// The likest of two parties' days of birth: how much it raises, or takes away where it is below 0.
fn births(a: &[Day], b: &[Day]) -> Option<(f64, Day, Day)> {
    let pairs = a.iter().flat_map(|one| b.iter().map(move |other| (*one, *other)));
    pairs.map(|(one, other)| (birth(one, other), one, other)).max_by(|x, y| x.0.total_cmp(&y.0))
}

fn birth(a: Day, b: Day) -> f64 {
    let years = a.0.abs_diff(b.0);
    let whole = a.1 > 0 && a.2 > 0 && b.1 > 0 && b.2 > 0;
    match years {
        0 if a == b && whole => 0.5,
        // Month and day changed about.
        0 if whole && a.1 == b.2 && a.2 == b.1 => 0.3,
        0 if whole => -0.08,
        0 => 0.2,
        // Years of birth in lists are often guessed.
        1 => -0.04,
        2 | 3 => -0.12,
        _ => -0.25,
    }
}

fn day((year, month, date): Day) -> String {
    match (month, date) {
        (0, _) => format!("{year:04}"),
        (_, 0) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{date:02}"),
    }
}

/// Why the names agree as they do.
fn reasons(outcome: &Outcome, a: &Reading, b: &Reading) -> Vec<ScreeningReason> {
    use ScreeningReason as R;
    let texts = |tokens: &[Token], mask: u16| bits(mask).map(|i| tokens[i].text.to_text()).collect::<Vec<_>>();
    let told = |tokens: &[Token], mask: u16, numbers: bool| {
        bits(mask)
            .filter(|i| tokens[*i].mass >= 1.0 && (tokens[*i].kind == WordKind::Number) == numbers)
            .map(|i| tokens[i].text.to_text())
            .collect::<Vec<_>>()
    };
    let mut out = Vec::new();
    let all_same = outcome.left == (0, 0) && outcome.pairings.iter().flatten().all(|pairing| pairing.how == How::Same);
    if all_same && !outcome.legal {
        out.push(R::SameName);
    }
    let mut pairings: Vec<_> = outcome.pairings.iter().flatten().collect();
    let weight = |mask: u16| bits(mask).map(|i| a.tokens[i].mass).sum::<f32>();
    pairings.sort_by(|x, y| weight(y.a).total_cmp(&weight(x.a)));
    for pairing in pairings {
        if weight(pairing.a) == 0.0 {
            continue;
        }
        let (one, other) = (texts(&a.tokens, pairing.a).join(" "), texts(&b.tokens, pairing.b).join(" "));
        let given = bits(pairing.a).any(|i| matches!(a.tokens[i].kind, WordKind::Given | WordKind::Korean));
        out.push(match pairing.how {
            How::Same => R::SameWord(one),
            How::Sound => R::SameSound(one, other),
            How::Near => R::NearWord(one, other),
            How::Group if given => R::SameGivenName(one, other),
            How::Group => R::SameMeaning(one, other),
            How::Initial => R::Initial(one, other),
            How::Joined => R::Joined(one, other),
            How::Acronym => R::Acronym(one, other),
        });
    }
    let (here, there) = (told(&a.tokens, outcome.left.0, false), told(&b.tokens, outcome.left.1, false));
    match (here.is_empty(), there.is_empty()) {
        (false, false) => out.push(R::Contradicting(here, there)),
        (false, true) => out.push(R::OnlyHere(here)),
        (true, false) => out.push(R::OnlyThere(there)),
        (true, true) => {}
    }
    if outcome.numbers {
        out.push(R::OtherNumber(told(&a.tokens, outcome.left.0, true), told(&b.tokens, outcome.left.1, true)));
    }
    if outcome.legal {
        let names = |groups: &[u16]| groups.iter().map(|group| WORDS.name(*group)).collect::<Vec<_>>().join(" ");
        out.push(R::OtherLegalForm(names(&a.legal), names(&b.legal)));
    }
    if outcome.descent {
        out.push(R::OtherDescent);
    }
    if outcome.common {
        out.push(R::OnlyCommonWords);
    }
    out
}
