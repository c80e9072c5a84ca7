//! Thresholds in prose: the values that a provision names, found by the phrases with which control lists compare.
//!
//! The phrases are those of the Wassenaar, MTCR and NSG texts, which Annex I of Regulation (EU) 2021/821 takes over: "exceeding 10 W",
//! "equal to or less (better) than 0,9 µm", "600 Hz or greater", "between 75 mm and 650 mm". A number without such a phrase is no
//! threshold: it is a condition of measurement or a name.

use crate::threshold::{ITEM_PARAMETERS_MAX, ItemParameter, Threshold, ThresholdBound};
use crate::{Measure, Rational};

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

const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

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

/// Words for units, and the signs for which they stand.
const UNIT_WORDS: &[(&str, &str)] = &[
    ("litre", "L"),
    ("litres", "L"),
    ("liter", "L"),
    ("liters", "L"),
    ("ml", "mL"),
    ("degree", "°"),
    ("degrees", "°"),
    ("deg", "°"),
    ("second", "s"),
    ("seconds", "s"),
    ("milliseconds", "ms"),
    ("microseconds", "µs"),
    ("nanoseconds", "ns"),
    ("minute", "min"),
    ("minutes", "min"),
    ("hour", "h"),
    ("hours", "h"),
    ("day", "d"),
    ("days", "d"),
    ("year", "yr"),
    ("years", "yr"),
    ("watt", "W"),
    ("watts", "W"),
    ("kilowatts", "kW"),
    ("volt", "V"),
    ("volts", "V"),
    ("ampere", "A"),
    ("amperes", "A"),
    ("ohm", "Ω"),
    ("ohms", "Ω"),
    ("percent", "%"),
    ("tonne", "t"),
    ("tonnes", "t"),
    ("metre", "m"),
    ("metres", "m"),
    ("meter", "m"),
    ("meters", "m"),
    ("kilometres", "km"),
    ("knot", "kn"),
    ("knots", "kn"),
    ("r.p.m", "rpm"),
    ("msps", "MHz"),
    ("gsps", "GHz"),
    ("milligal", "mGal"),
    ("milliradians", "mrad"),
    ("microradians", "µrad"),
    ("kelvin", "K"),
    ("Ns", "N·s"),
    ("MNs", "MN·s"),
    ("kNs", "kN·s"),
    ("Wh", "W·h"),
    ("kWh", "kW·h"),
    ("ohm-cm", "Ω·cm"),
    ("arcsec", "″"),
    ("inches", "in"),
    ("feet", "ft"),
];

/// Signs of units that are words of the language where a number stands before them.
const NO_UNIT: &[&str] = &["in", "at", "or", "to", "as", "d", "a", "and", "of", "per"];

/// A word with what ends behind it.
struct Token<'a> {
    text: &'a str,
    lower: String,
    breaks: bool,
}

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

fn tokens(text: &str) -> Vec<Token<'_>> {
    const SIGNS: [&str; 6] = ["<=", ">=", "≤", "≥", "<", ">"];
    let is_edge = |c: char| matches!(c, '"' | '\'' | '‘' | '’' | '“' | '”' | '(' | ')' | '[' | ']');
    // `≤10 µm`: the sign is a word of its own.
    let apart =
        |word: &'_ str| -> usize { SIGNS.iter().find(|sign| word.starts_with(**sign)).map_or(0, |sign| sign.len()) };
    text.split_whitespace()
        .flat_map(|word| {
            let (sign, rest) = word.split_at(apart(word));
            [sign, rest].into_iter().filter(|part| !part.is_empty())
        })
        .map(|word| {
            let word = word.trim_start_matches(is_edge);
            let core = word.trim_end_matches(|c: char| is_edge(c) || matches!(c, ',' | ';' | ':' | '.'));
            let breaks = word[core.len()..].contains([',', ';', ':']);
            Token { text: core, lower: core.to_lowercase(), breaks }
        })
        .filter(|token| !token.text.is_empty())
        .collect()
}

/// The number at the beginning of a word, with what is glued behind it.
fn leading_number(text: &str) -> Option<(String, &str)> {
    let digits = text.trim_start_matches(['±', '-', '−']);
    let sign = if text.len() != digits.len() && !text.starts_with('±') { "-" } else { "" };
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(digits.len());
    let number = digits[..end].trim_end_matches(['.', ',']);
    if number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = &digits[number.len()..];
    // `2B001`, `1.5.2` and `12-bit` are names.
    if number.matches(['.', ',']).count() > 1 || rest.starts_with(|c: char| c == '.' || c == ':') {
        return None;
    }
    Some((format!("{sign}{}", number.replace(',', ".")), rest))
}

/// A value with its unit: where the words behind it begin.
struct Value {
    value: Rational,
    unit: String,
    counted: bool,
    next: usize,
}

/// The sign of a unit for what stands in the text.
fn unit_of(text: &str) -> Option<String> {
    if text.is_empty() || NO_UNIT.contains(&text) {
        return None;
    }
    let piece = |part: &str| {
        let found = UNIT_WORDS.iter().find(|(word, _)| *word == part || *word == part.to_lowercase());
        found.map_or_else(|| part.to_owned(), |(_, sign)| (*sign).to_owned())
    };
    let signs = text.split('/').map(|part| piece(part.trim())).collect::<Vec<_>>().join("/");
    let signs = signs.replace('μ', "µ");
    Measure::parse(&signs).is_ok().then_some(signs)
}

/// What the Measure does not convert and lists compare all the same.
fn named_unit(token: &str) -> Option<String> {
    const NAMED: &[&str] = &[
        "bit",
        "bits",
        "dBm",
        "dBc",
        "dBi",
        "WT",
        "Gbit/s",
        "Mbit/s",
        "bit/s",
        "Gbyte/s",
        "dBm/Hz",
        "elements",
        "sigma",
        "rads",
        "pixels",
        "kilobases",
        "frames/s",
        "dB/m",
        "baud",
    ];
    NAMED.contains(&token).then(|| token.to_owned())
}

/// The unit at a place, with the place behind it.
fn unit_at(tokens: &[Token<'_>], at: usize) -> Option<(String, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let lower = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    // Several words that are one unit.
    let several = match (lower(at), lower(at + 1)) {
        ("seconds" | "second", "of") if word(at + 2) == "arc" => Some(("″", 3)),
        ("arc", "seconds" | "second") => Some(("″", 2)),
        ("arc", "minutes" | "minute") => Some(("′", 2)),
        ("nautical", "miles") => Some(("nmi", 2)),
        ("parts", "per") if word(at + 2) == "million" => Some(("ppm", 3)),
        ("giga", "samples") => Some(("GHz", 4)),
        ("mega", "samples") => Some(("MHz", 4)),
        ("weighted", "teraflops") => Some(("WT", 2)),
        ("per", "cent") => Some(("%", 2)),
        ("atomic", "mass") => Some(("u", 3)),
        _ => None,
    };
    if let Some((sign, n)) = several {
        return Some((sign.to_owned(), (at + n).min(tokens.len())));
    }
    if let Some(named) = named_unit(word(at)) {
        return Some((named, at + 1));
    }
    let unit = unit_of(word(at).trim_end_matches(['/', '·']))?;
    // `kW/ cm2`, `Gy /s`, `litres per minute`.
    let (own, after) = (word(at), word(at + 1));
    let under = if own.ends_with('/') {
        Some((after, at + 2))
    } else if after.starts_with('/') && after.len() > 1 {
        Some((&after[1..], at + 2))
    } else if after == "per" {
        Some((word(at + 2), at + 3))
    } else {
        None
    };
    let joined = under.and_then(|(under, end)| {
        let whole = unit_of(under).and_then(|under| unit_of(&format!("{unit}/{under}")))?;
        Some((whole, end))
    });
    Some(joined.unwrap_or((unit, at + 1)))
}

fn value_at(tokens: &[Token<'_>], at: usize) -> Option<Value> {
    let token = tokens.get(at)?;
    if let Some(n) = NUMBERS.iter().position(|word| *word == token.lower) {
        let value = Rational::whole(i64::try_from(n).ok()? + 1);
        // A number in words counts things, or is followed by a unit in words.
        let unit = if token.breaks { None } else { unit_at(tokens, at + 1) };
        let counted = unit.is_none();
        let (unit, next) = unit.unwrap_or((String::new(), at + 1));
        return Some(Value { value, unit, counted, next });
    }
    let (mut number, mut glued) = leading_number(token.text)?;
    let mut next = at + 1;
    // `10-5` is a power of ten whose raised sign was lost; `× 10-6` and `× 106` are too.
    if number == "10" && glued.starts_with(['-', '−']) && !token.breaks {
        let digits: String = glued.chars().skip(1).take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() && digits.len() <= 2 {
            let cut = glued.char_indices().nth(1 + digits.len()).map_or(glued.len(), |(at, _)| at);
            number = format!("1e-{digits}");
            glued = &glued[cut..];
        }
    }
    if !token.breaks && glued.is_empty() {
        // Blanks group: `1 100`, but a comma before it is none.
        if number.len() <= 3 && !number.contains('.') && !number.starts_with('0') {
            while let Some(group) = tokens
                .get(next)
                .filter(|group| group.text.len() == 3 && group.text.bytes().all(|byte| byte.is_ascii_digit()))
            {
                number.push_str(group.text);
                next += 1;
            }
        }
        if tokens.get(next).is_some_and(|sign| matches!(sign.text, "×" | "x" | "X" | "*"))
            && let Some(power) = tokens.get(next + 1)
            && let Some(rest) = power.text.strip_prefix("10")
        {
            let rest = rest.strip_prefix('^').unwrap_or(rest);
            let minus = rest.starts_with(['-', '−', '–']);
            let rest = rest.trim_start_matches(['-', '−', '–']);
            let digits: String = rest.chars().take_while(char::is_ascii_digit).take(2).collect();
            if !digits.is_empty() {
                number = format!("{number}e{}{digits}", if minus { "-" } else { "" });
                glued = &rest[digits.len()..];
                next += 2;
            }
        }
    }
    let value = Rational::parse(&number)?;
    let done = |unit: String, next: usize| Some(Value { value, unit, counted: false, next });
    if !glued.is_empty() {
        let glued = if glued.starts_with('/') { format!("1{glued}") } else { glued.to_owned() };
        return match unit_of(&glued) {
            Some(unit) => done(unit, next),
            // Glued to letters that are no unit it is a name.
            None => None,
        };
    }
    if tokens.get(next - 1).is_some_and(|last| last.breaks) {
        return Some(Value { value, unit: String::new(), counted: true, next });
    }
    match unit_at(tokens, next) {
        Some((unit, next)) => done(unit, next),
        None => Some(Value { value, unit: String::new(), counted: true, next }),
    }
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

fn words_between(tokens: &[Token<'_>], from: usize, to: usize) -> String {
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
