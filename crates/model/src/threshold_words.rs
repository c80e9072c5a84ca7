//! Thresholds in prose: the values that a provision names, found by the phrases with which control lists compare.
//!
//! The phrases are those of the Wassenaar, MTCR and NSG texts, which Annex I of Regulation (EU) 2021/821 takes over: "exceeding 10 W",
//! "equal to or less (better) than 0,9 µm", "600 Hz or greater", "between 75 mm and 650 mm". A number without such a phrase is no
//! threshold: it is a condition of measurement or a name.

use crate::Rational;
use crate::threshold::{ITEM_PARAMETERS_MAX, ItemParameter, Threshold, ThresholdBound};
use crate::threshold_value::{NUMBERS, Token, Value, tokens, value_at};

/// Thresholds that one provision holds. The fullest of the published lists has fewer than twenty.
pub const THRESHOLDS_MAX: usize = 60;

/// Words before a value that are kept to say what is measured.
const WORDS_MAX: usize = 7;

use ThresholdBound::{Above, AtLeast, AtMost, Below};

/// Phrases that stand before a value, those that contain others first.
const BEFORE: &[(&str, ThresholdBound)] = &[
    ("equal to or less than", AtMost),
    ("equal or less than", AtMost),
    ("less than or equal to", AtMost),
    ("less or equal to", AtMost),
    ("equal to or lower than", AtMost),
    ("lower than or equal to", AtMost),
    ("equal to or smaller than", AtMost),
    ("smaller than or equal to", AtMost),
    ("equal to or better than", AtMost),
    ("equal to or below", AtMost),
    ("equal to or fewer than", AtMost),
    ("equal to or greater than", AtLeast),
    ("equal or greater than", AtLeast),
    ("greater than or equal to", AtLeast),
    ("greater or equal to", AtLeast),
    ("equal to or more than", AtLeast),
    ("more than or equal to", AtLeast),
    ("equal to or higher than", AtLeast),
    ("higher than or equal to", AtLeast),
    ("equal to or larger than", AtLeast),
    ("larger than or equal to", AtLeast),
    ("equal to or exceeding", AtLeast),
    ("equal or exceeding", AtLeast),
    ("equals or exceeds", AtLeast),
    ("equal or exceed", AtLeast),
    ("equal to or above", AtLeast),
    ("equal to or in excess of", AtLeast),
    ("does not exceed", AtMost),
    ("do not exceed", AtMost),
    ("not to exceed", AtMost),
    ("not exceeding", AtMost),
    ("not more than", AtMost),
    ("no more than", AtMost),
    ("not greater than", AtMost),
    ("no greater than", AtMost),
    ("not larger than", AtMost),
    ("not above", AtMost),
    ("up to and including", AtMost),
    ("up to", AtMost),
    ("at most", AtMost),
    ("a maximum of", AtMost),
    ("not less than", AtLeast),
    ("no less than", AtLeast),
    ("not below", AtLeast),
    ("at least", AtLeast),
    ("a minimum of", AtLeast),
    ("in excess of", Above),
    ("exceeding", Above),
    ("exceeds", Above),
    ("exceed", Above),
    ("greater than", Above),
    ("more than", Above),
    ("higher than", Above),
    ("larger than", Above),
    ("longer than", Above),
    ("wider than", Above),
    ("thicker than", Above),
    ("faster than", Above),
    ("above", Above),
    ("less than", Below),
    ("fewer than", Below),
    ("lower than", Below),
    ("smaller than", Below),
    ("shorter than", Below),
    ("narrower than", Below),
    ("thinner than", Below),
    ("finer than", Below),
    ("better than", Below),
    ("below", Below),
    ("within", AtMost),
    (">=", AtLeast),
    ("≥", AtLeast),
    ("<=", AtMost),
    ("≤", AtMost),
    (">", Above),
    ("<", Below),
];

/// What stands behind a value.
const BEHIND: &[(&str, ThresholdBound)] = &[
    ("or more", AtLeast),
    ("or greater", AtLeast),
    ("or higher", AtLeast),
    ("or above", AtLeast),
    ("or longer", AtLeast),
    ("or larger", AtLeast),
    ("or over", AtLeast),
    ("and above", AtLeast),
    ("and more", AtLeast),
    ("or less", AtMost),
    ("or lower", AtMost),
    ("or below", AtMost),
    ("or smaller", AtMost),
    ("or fewer", AtMost),
    ("or better", AtMost),
    ("or shorter", AtMost),
    ("or under", AtMost),
    ("and below", AtMost),
];

/// Where the words end that say what is measured.
const STOPS: &[&str] = &["and", "or", "having", "with", "but", "where", "when", "than", "for", "by", "if", "other"];

/// Words that say nothing at either end.
const IDLE: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "is",
    "are",
    "be",
    "being",
    "to",
    "at",
    "any",
    "its",
    "their",
    "in",
    "from",
    "between",
    "equal",
    "that",
    "which",
    "designed",
    "rated",
    "capable",
    "operate",
    "operating",
    "operation",
    "it",
    "all",
    "as",
    "on",
    "has",
    "have",
    "each",
    "one",
    "those",
    "only",
    "per",
    "using",
    "an",
    "over",
    "entire",
    "range",
];

/// Without brackets that say the same once more: `(better)`, `(125 °C)`, `(where L is the length)`. A bracket that compares stays.
fn without_asides(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('(') {
        plain.push_str(&rest[..at]);
        let inside = &rest[at + 1..];
        let Some(end) = inside.find(')') else {
            rest = inside;
            continue;
        };
        let aside = &inside[..end];
        let lower = aside.to_lowercase();
        let compares = BEFORE.iter().filter(|(phrase, _)| phrase.len() > 6).any(|(phrase, _)| lower.contains(phrase))
            || BEHIND.iter().any(|(phrase, _)| lower.contains(phrase));
        if compares && !lower.starts_with("e.g") {
            plain.push_str(", ");
            plain.push_str(aside);
            plain.push_str(", ");
        } else {
            plain.push(' ');
        }
        rest = &inside[end + 1..];
    }
    plain.push_str(rest);
    plain
}

fn phrase_before(tokens: &[Token<'_>], at: usize) -> Option<(ThresholdBound, usize)> {
    let mut end = at;
    while end > 0
        && matches!(tokens[end - 1].lower.as_str(), "a" | "an" | "the" | "any" | "approximately" | "about" | "±")
    {
        end -= 1;
    }
    BEFORE.iter().find_map(|(phrase, bound)| {
        let n = phrase.split(' ').count();
        let begin = end.checked_sub(n)?;
        let fits = phrase.split(' ').zip(&tokens[begin..end]).all(|(word, token)| token.lower == word);
        fits.then_some((*bound, begin))
    })
}

fn phrase_behind(tokens: &[Token<'_>], at: usize) -> Option<(ThresholdBound, usize)> {
    let (one, two) = (tokens.get(at)?, tokens.get(at + 1)?);
    let found = BEHIND.iter().find(|(phrase, _)| {
        phrase.split_once(' ').is_some_and(|(first, second)| one.lower == first && two.lower == second)
    });
    // `12 mm or more than three`: the phrase belongs to what follows.
    let belongs_on = tokens.get(at + 2).is_some_and(|next| next.lower == "than");
    found.filter(|_| !belongs_on && !one.breaks).map(|(_, bound)| (*bound, at + 2))
}

/// Where the words end that say what is measured, before it is said how: `positioning accuracies according to ISO 230-2 with all
/// compensations available equal to or less than 6 µm` is of the accuracies.
fn before_conditions(tokens: &[Token<'_>], from: usize, to: usize) -> usize {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.lower == word);
    let is_compensated = |at: &usize| {
        is(*at, "with")
            && is(at + 1, "all")
            && tokens.get(at + 2).is_some_and(|token| token.lower.starts_with("compensat"))
    };
    let to = (from + 1..to).rev().find(is_compensated).unwrap_or(to);
    // Behind a comma something else is said already.
    let last_break = (from..to.saturating_sub(1)).rev().find(|at| tokens[*at].breaks);
    let begin = last_break.map_or(from, |at| at + 1);
    (begin + 1..to).find(|at| is(*at, "according") && is(at + 1, "to")).unwrap_or(to)
}

fn words_between(tokens: &[Token<'_>], from: usize, to: usize) -> String {
    let to = before_conditions(tokens, from, to);
    let mut begin = to;
    while begin > from && to - begin < WORDS_MAX * 2 {
        let before = &tokens[begin - 1];
        let is_end = begin < to && before.breaks;
        if is_end || (begin < to && STOPS.contains(&before.lower.as_str())) {
            break;
        }
        begin -= 1;
    }
    let idle = |token: &&Token<'_>| IDLE.contains(&token.lower.as_str()) || STOPS.contains(&token.lower.as_str());
    let mut words: Vec<&Token<'_>> = tokens[begin..to].iter().collect();
    while words.last().is_some_and(idle) {
        words.pop();
    }
    let skip = words.iter().take_while(|token| idle(token)).count();
    let words = &words[skip..];
    let words = &words[words.len().saturating_sub(WORDS_MAX)..];
    words.iter().map(|token| token.text).collect::<Vec<_>>().join(" ")
}

/// What is counted, in the words behind a number: `five or more axes which`.
fn words_behind(tokens: &[Token<'_>], from: usize) -> String {
    let mut found = Vec::new();
    for token in tokens.iter().skip(from).take(3) {
        if STOPS.contains(&token.lower.as_str()) || IDLE.contains(&token.lower.as_str()) {
            break;
        }
        found.push(token.text);
        if token.breaks {
            break;
        }
    }
    found.join(" ")
}

/// The thresholds that a provision names in its words, in their order, [`THRESHOLDS_MAX`] at most.
pub fn thresholds(text: &str) -> Vec<Threshold> {
    let plain = without_asides(text);
    let tokens = tokens(&plain);
    let mut found: Vec<Threshold> = Vec::new();
    // Where the words begin that may say what the next value is of.
    let mut from = 0;
    let mut at = 0;
    while at < tokens.len() && found.len() < THRESHOLDS_MAX {
        let Some(value) = value_at(&tokens, at) else {
            at += 1;
            continue;
        };
        let is_word = NUMBERS.contains(&tokens[at].lower.as_str());
        let before = phrase_before(&tokens, at);
        let begin = before.map_or(at, |(_, begin)| begin);
        if before.is_none()
            && !is_word
            && let Some((second, end)) = second_of_range(&tokens, at, &value)
        {
            let unit = if value.unit.is_empty() { second.unit.clone() } else { value.unit.clone() };
            let words = measured(&tokens, from, at, end, second.counted, &found);
            let one = |bound, value, unit: String| Threshold { words: words.clone(), bound, value, unit };
            found.push(one(AtLeast, value.value.min(second.value), unit));
            found.push(one(AtMost, value.value.max(second.value), second.unit));
            (at, from) = (end, end);
            continue;
        }
        let behind = phrase_behind(&tokens, value.next);
        let capable = || !value.counted && is_capability(&tokens, at);
        let (bound, next) = match (before, behind) {
            (Some((bound, _)), None) => (bound, value.next),
            (None, Some((bound, next))) => (bound, next),
            // `exceeding 8,5 GHz or more` does not occur; what stands before says more.
            (Some((bound, _)), Some((_, next))) => (bound, next),
            (None, None) if capable() => (AtLeast, value.next),
            (None, None) => {
                at = value.next;
                continue;
            }
        };
        // In words, a number compares only by the phrase beside it: `more than two of the following` counts nothing that is measured.
        if is_word && value.counted && tokens.get(next).is_some_and(|token| token.lower == "of") {
            at = value.next;
            continue;
        }
        let words = measured(&tokens, from, begin, next, value.counted, &found);
        let gravity = value.unit == "g" && is_acceleration(&tokens[from..begin]);
        let (value, unit) = match gravity {
            // Standard gravity, exact.
            true => (
                Rational::new(980_665, 100_000).and_then(|one| one.times(value.value)).unwrap_or(value.value),
                "m/s2".to_owned(),
            ),
            false => (value.value, value.unit),
        };
        // `No dimension greater than 30 cm` lets every dimension of 30 cm in.
        let bound = if is_denied(&words) { bound.turned() } else { bound };
        found.push(Threshold { words, bound, value, unit });
        (at, from) = (next, next);
    }
    found
}

/// What a description states of an item: its values with a unit, and what it counts, `five-axis`, `12 channels`. Of a range both ends.
pub fn stated(text: &str) -> Vec<ItemParameter> {
    let plain = without_asides(text);
    let tokens = tokens(&plain);
    let mut found = Vec::new();
    let (mut at, mut from) = (0, 0);
    while at < tokens.len() && found.len() < ITEM_PARAMETERS_MAX {
        if let Some((value, name)) = hyphened(&tokens[at].lower) {
            found.push(ItemParameter { name: name.to_owned(), low: value, high: value, unit: String::new() });
            at += 1;
            continue;
        }
        let Some(value) = value_at(&tokens, at) else {
            at += 1;
            continue;
        };
        let (second, next) = match second_of_range(&tokens, at, &value) {
            Some((second, end)) => (Some(second), end),
            None => (None, value.next),
        };
        let counted = value.counted && second.is_none();
        let before = words_between(&tokens, from, at);
        let name = match (counted, before.is_empty()) {
            (true, _) => words_behind(&tokens, next),
            // `10 kW output power`: what it is of stands behind.
            (false, true) => words_behind(&tokens, next),
            (false, false) => before,
        };
        if !name.is_empty() {
            let high = second.as_ref().map_or(value.value, |second| second.value);
            let unit = second.map_or(value.unit, |second| second.unit);
            let (low, high) = (value.value.min(high), value.value.max(high));
            found.push(ItemParameter { name, low, high, unit });
        }
        (at, from) = (next, next);
    }
    found
}

/// `five-axis`, `12-bit`: a number and what it counts.
fn hyphened(word: &str) -> Option<(Rational, &str)> {
    let (number, name) = word.split_once('-')?;
    let letters = name.chars().all(|c| c.is_alphabetic()) && name.chars().count() > 2;
    let in_words = NUMBERS.iter().position(|word| *word == number).and_then(|n| i64::try_from(n + 1).ok());
    let value = in_words.or_else(|| number.parse::<u32>().ok().map(i64::from))?;
    letters.then(|| (Rational::whole(value), name))
}

/// Whether what is measured is said of none: `no dimension`.
fn is_denied(words: &str) -> bool {
    words.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case("no"))
}

/// What a value is of: the words before it; of things that are counted those behind it; else what the value before was of.
fn measured(
    tokens: &[Token<'_>],
    from: usize,
    begin: usize,
    next: usize,
    counted: bool,
    found: &[Threshold],
) -> String {
    let mut words = words_between(tokens, from, begin);
    if counted {
        let behind = words_behind(tokens, next);
        words = format!("{words} {behind}").trim().to_owned();
    }
    match found.last() {
        Some(last) if words.is_empty() => last.words.clone(),
        _ => words,
    }
}

/// The other end of `between 75 mm and 650 mm`, `10 to 100 nm`, `from 218 K to 398 K`.
fn second_of_range(tokens: &[Token<'_>], at: usize, first: &Value) -> Option<(Value, usize)> {
    let link = tokens.get(first.next)?;
    let is_between = at > 0 && tokens[at - 1].lower == "between";
    let links = matches!(link.lower.as_str(), "to" | "–" | "-") || (link.lower == "and" && is_between);
    if !links {
        return None;
    }
    let second = value_at(tokens, first.next + 1)?;
    let end = second.next;
    let same = first.unit.is_empty() || second.unit.is_empty() == first.unit.is_empty();
    (same && phrase_behind(tokens, end).is_none() && !second.unit.is_empty()).then_some((second, end))
}

/// `capable of a range of 300 km`: what something is capable of is asked for and more.
fn is_capability(tokens: &[Token<'_>], at: usize) -> bool {
    let before = &tokens[at.saturating_sub(7)..at];
    before.last().is_some_and(|last| last.lower == "of")
        && before.iter().any(|token| token.lower == "capable")
        && before.iter().any(|token| matches!(token.lower.as_str(), "range" | "payload" | "altitude" | "endurance"))
}

fn is_acceleration(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| {
        ["accelerat", "vibrat", "shock", "bias", "gravit", "centrifug"].iter().any(|stem| token.lower.contains(stem))
    })
}
