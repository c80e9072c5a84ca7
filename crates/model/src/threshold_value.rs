//! Values in prose: a text cut into words, and the numbers with their units that stand in it, as control lists print them.
//!
//! Raised signs are lost in these texts: `5 × 10-6/K` and `3,18 × 106m` are powers of ten. A comma is a point.

use crate::{Measure, Rational};

/// Numbers in words.
pub(crate) const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

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
pub(crate) struct Token<'a> {
    /// It, without what stands around it.
    pub(crate) text: &'a str,
    /// The same in lower case.
    pub(crate) lower: String,
    /// Whether a clause ends behind it.
    pub(crate) breaks: bool,
}

/// The words of a text.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
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
    if number.matches(['.', ',']).count() > 1 || rest.starts_with(['.', ':']) {
        return None;
    }
    Some((format!("{sign}{}", number.replace(',', ".")), rest))
}

/// A value with its unit: where the words behind it begin.
pub(crate) struct Value {
    pub(crate) value: Rational,
    /// Its unit; empty where things are counted.
    pub(crate) unit: String,
    /// Whether things are counted that have no unit.
    pub(crate) counted: bool,
    /// The place of the word behind it.
    pub(crate) next: usize,
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

/// The value at a place.
pub(crate) fn value_at(tokens: &[Token<'_>], at: usize) -> Option<Value> {
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
