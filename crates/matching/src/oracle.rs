//! The slow evaluator: obviously right, and able to say why.
//!
//! It looks at every word of the record for every clause of the query. The engine must give the
//! same verdicts; `why` and the grounds of a delivery are told by this one.

use std::fmt;

use crate::analysis::{Analysis, Stemmer, Tongue, words};
use crate::field::Field;
use crate::query::{Atom, Pattern, Query};
use crate::ranking::{Weights, idf};
use crate::reason::Reason;
use crate::sheet::{Sheet, Token, folded};
use crate::statistics::Statistics;

/// A word that decided, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ground {
    /// The field it was found in.
    pub field: Field,
    /// The number of the text within the record: the first title, the second abstract ...
    pub passage: u32,
    /// First byte of the word in that text.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
    /// The word as written; a property as `class:h01l21`, and one that was met over a crosswalk with the way:
    /// `GRNTI 29 → exact → FORD 1.3`.
    pub word: String,
}

/// The number of the text in the ground of a property, which stands in no text.
const NO_PASSAGE: u32 = u32::MAX;

/// The same for a property that the office gave.
const BY_OFFICE: u32 = u32::MAX - 1;

impl Ground {
    fn of_property(word: String, by_office: bool) -> Ground {
        let passage = if by_office { BY_OFFICE } else { NO_PASSAGE };
        Ground { field: Field::Text, passage, start: 0, end: 0, word }
    }

    /// Whether it is a property of the record, not a word in a text.
    pub fn is_property(&self) -> bool {
        self.passage >= BY_OFFICE
    }

    /// Whether it is a class that the office gave the record and no source says.
    pub fn is_by_office(&self) -> bool {
        self.passage == BY_OFFICE
    }

    /// The field as people call it: words of no other field stand in the keywords.
    pub fn place(&self) -> &'static str {
        match self.field {
            Field::Text => "keywords",
            field => field.word(),
        }
    }
}

/// What stands behind the ground of a class that the office gave.
pub const GIVEN_BY_OFFICE: &str = "given by the office";

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.word)?;
        match (self.is_property(), self.is_by_office()) {
            (true, true) => write!(f, " {GIVEN_BY_OFFICE}"),
            (true, false) => Ok(()),
            (false, _) => write!(f, " in {}", self.place()),
        }
    }
}

/// How the clauses inside a clause count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// There are none.
    None,
    /// All have to hold.
    All,
    /// One has to hold.
    Any,
}

/// One clause of a query with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The clause, in the query language.
    pub clause: String,
    /// Whether the record satisfies it.
    pub holds: bool,
    /// Why.
    pub reason: Reason,
    /// How the clauses inside it count.
    pub joined: Parts,
    /// The clauses inside it.
    pub parts: Vec<Clause>,
}

/// Whether a record satisfies a query, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether it does.
    pub holds: bool,
    /// The words that decided, in the order of the record.
    pub grounds: Vec<Ground>,
    /// The whole query, clause by clause.
    pub clause: Clause,
}

/// Judges a record.
pub fn judge(query: &Query, sheet: &Sheet) -> Verdict {
    let mut grounds = Vec::new();
    let clause = clause(query, sheet, &mut grounds);
    if !clause.holds {
        grounds.clear();
    }
    grounds.sort();
    grounds.dedup();
    Verdict { holds: clause.holds, grounds, clause }
}

impl Clause {
    /// The innermost clause that decided: of a failed AND its first failed part; of a failed list
    /// of words the list, of other failed alternatives the nearest; else the clause itself.
    pub fn deciding(&self) -> &Clause {
        let failed = || self.parts.iter().filter(|part| !part.holds);
        let next = match self.joined {
            _ if self.holds => None,
            Parts::All => failed().next(),
            Parts::Any if failed().any(|part| part.joined == Parts::All) => failed().min_by_key(|part| part.n_failed()),
            Parts::Any | Parts::None => None,
        };
        next.map_or(self, Clause::deciding)
    }

    /// How many clauses would have to hold that do not: of alternatives the nearest counts.
    pub fn n_failed(&self) -> usize {
        if self.holds {
            return 0;
        }
        let failed = self.parts.iter().map(Clause::n_failed);
        match self.joined {
            Parts::None => 1,
            Parts::All => failed.sum(),
            Parts::Any => failed.min().unwrap_or(1),
        }
    }
}

fn clause(query: &Query, sheet: &Sheet, grounds: &mut Vec<Ground>) -> Clause {
    let text = query.to_string();
    match query {
        Query::And(parts) => {
            let parts: Vec<Clause> = parts.iter().map(|part| clause(part, sheet, grounds)).collect();
            let holds = parts.iter().all(|part| part.holds);
            let reason = match parts.iter().find(|part| !part.holds) {
                Some(failed) => failed.reason.clone(),
                None => Reason::AllHold,
            };
            Clause { clause: text, holds, reason, joined: Parts::All, parts }
        }
        Query::Or(parts) => {
            let parts: Vec<Clause> = parts.iter().map(|part| clause(part, sheet, grounds)).collect();
            let holds = parts.iter().any(|part| part.holds);
            let reason = match parts.iter().find(|part| part.holds) {
                Some(found) => found.reason.clone(),
                None => Reason::NoneHolds(parts.iter().map(|part| part.clause.clone()).collect()),
            };
            Clause { clause: text, holds, reason, joined: Parts::Any, parts }
        }
        Query::Not(part) => {
            let mut barred = Vec::new();
            let inner = clause(part, sheet, &mut barred);
            let reason = match (inner.holds, barred.first()) {
                (false, _) => Reason::Absent(inner.clause),
                (true, Some(ground)) => Reason::BarredBy(ground.clone()),
                (true, None) => Reason::Barred(Box::new(inner.reason)),
            };
            Clause { clause: text, holds: !inner.holds, reason, joined: Parts::None, parts: Vec::new() }
        }
        Query::Text(field, pattern) => {
            let found = spans(pattern, *field, sheet);
            let holds = !found.is_empty();
            let reason = if holds {
                let mut own = Vec::new();
                ground(pattern, *field, sheet, &found, &mut own);
                let reason = Reason::Found(own.first().cloned());
                grounds.extend(own);
                reason
            } else {
                absence(pattern, *field, sheet)
            };
            Clause { clause: text, holds, reason, joined: Parts::None, parts: Vec::new() }
        }
        Query::Atom(atom) => {
            let holds = sheet.has(&atom.key());
            let reason = if holds {
                let (field, word) = atom.field_and_value();
                let field = field.trim_end_matches("_exact");
                let by_office = sheet.has_by_office(&atom.key());
                grounds.push(Ground::of_property(format!("{field}:{word}"), by_office));
                if by_office { Reason::GivenByOffice(atom.clone()) } else { Reason::Has(atom.clone()) }
            } else {
                lacking(atom, sheet)
            };
            Clause { clause: text, holds, reason, joined: Parts::None, parts: Vec::new() }
        }
        Query::Across(across) => {
            let own = clause(&Query::Atom(across.class.clone()), sheet, grounds);
            if own.holds {
                return own;
            }
            let of_sources = across.way(sheet.codes()).map(|way| (way, false));
            match of_sources.or_else(|| Some((across.way(sheet.given_codes())?, true))) {
                None => own,
                Some((way, by_office)) => {
                    grounds.push(Ground::of_property(way.to_string(), by_office));
                    let reason = Reason::Across(way.to_string());
                    Clause { clause: text, holds: true, reason, joined: Parts::None, parts: Vec::new() }
                }
            }
        }
        Query::Year(years) => {
            let (holds, reason) = match sheet.year() {
                Some(year) if years.hold(year) => (true, Reason::Published(year)),
                Some(year) => (false, Reason::PublishedOutside(year, years.to_string())),
                None => (false, Reason::NoYear),
            };
            Clause { clause: text, holds, reason, joined: Parts::None, parts: Vec::new() }
        }
    }
}

fn absence(pattern: &Pattern, field: Field, sheet: &Sheet) -> Reason {
    let missing = |pattern: &Pattern| Reason::Missing(pattern.to_string(), field);
    match pattern {
        Pattern::Near(distance, a, b) | Pattern::Adj(distance, a, b) => {
            let (left, right) = (spans(a, field, sheet), spans(b, field, sheet));
            if left.is_empty() {
                return absence(a, field, sheet);
            }
            if right.is_empty() {
                return absence(b, field, sheet);
            }
            let nearest = left
                .iter()
                .flat_map(|x| right.iter().filter_map(move |y| apart(*x, *y)))
                .filter(|distance| *distance < crate::sheet::GAP)
                .min();
            let (first, second, allowed) = (a.to_string(), b.to_string(), *distance);
            match (nearest, pattern) {
                (Some(n), Pattern::Adj(..)) if n <= allowed => Reason::NotFollowed { first, second, allowed },
                (Some(nearest), _) => Reason::TooFar { first, second, nearest, allowed },
                (None, _) => Reason::NeverTogether(first, second),
            }
        }
        Pattern::Words { text, open: false } => {
            let analysis = sheet.analysis();
            let mut parts = Vec::new();
            words(text, analysis, &mut |word| parts.push(text[word.start..word.end].to_owned()));
            if parts.len() > 1 {
                let absent = parts.iter().find(|part| spans(&Pattern::words(part), field, sheet).is_empty());
                return match absent {
                    Some(part) => Reason::MissingOfPhrase(part.clone(), field),
                    None => Reason::PhraseApart(text.clone()),
                };
            }
            missing(pattern)
        }
        _ => missing(pattern),
    }
}

fn apart(a: Span, b: Span) -> Option<u32> {
    if a.1 < b.0 {
        Some(b.0 - a.1)
    } else if b.1 < a.0 {
        Some(a.0 - b.1)
    } else {
        None
    }
}

fn lacking(atom: &Atom, sheet: &Sheet) -> Reason {
    let prefix = match atom {
        Atom::Class { .. } => "class=",
        Atom::Language(_) => "lang",
        Atom::Kind(_) => "kind",
        Atom::Id(_) => "id",
    };
    let has = sheet.atoms().filter_map(|key| key.strip_prefix(prefix)?.strip_prefix('\u{1}'));
    Reason::Lacks(atom.clone(), has.map(str::to_owned).collect())
}

/// First and last position of an occurrence.
type Span = (u32, u32);

/// One word of a pattern: a whole word or a beginning.
struct Part {
    folded: String,
    open: bool,
    /// Its key in each tongue of the sheet.
    keys: Vec<(Tongue, String)>,
}

impl Part {
    fn new(folded: String, open: bool, sheet: &Sheet) -> Part {
        let keys = sheet.tongues().map(|tongue| (tongue, Stemmer::new(tongue).key(&folded).into_owned())).collect();
        Part { folded, open, keys }
    }
}

/// The words of a pattern's text, folded, with whether only the beginning is given.
pub fn parts_of(text: &str, open: bool, analysis: Analysis) -> Vec<(String, bool)> {
    let mut parts = Vec::new();
    words(text, analysis, &mut |word| parts.push((folded(&text[word.start..word.end], analysis), false)));
    if let Some(last) = parts.last_mut() {
        last.1 = open;
    }
    parts
}

fn in_field(token: &Token, field: Field, sheet: &Sheet) -> bool {
    let own = sheet.passages()[token.segment as usize].field;
    own == field || (field == Field::Text && own.is_prose())
}

fn fits(part: &Part, token: &Token, sheet: &Sheet) -> bool {
    if part.open {
        return token.folded.starts_with(&part.folded);
    }
    let tongue = sheet.passages()[token.segment as usize].tongue;
    part.keys.iter().any(|(own, key)| *own == tongue && **key == *token.key)
}

/// Every occurrence of a pattern, in order, each once.
fn spans(pattern: &Pattern, field: Field, sheet: &Sheet) -> Vec<Span> {
    let mut found = Vec::new();
    match pattern {
        Pattern::Words { text, open } => {
            let parts: Vec<Part> = parts_of(text, *open, sheet.analysis())
                .into_iter()
                .map(|(folded, open)| Part::new(folded, open, sheet))
                .collect();
            for window in sheet.tokens().windows(parts.len().max(1)) {
                let consecutive = window.windows(2).all(|pair| pair[1].position == pair[0].position + 1);
                let fit = window
                    .iter()
                    .zip(&parts)
                    .all(|(token, part)| in_field(token, field, sheet) && fits(part, token, sheet));
                if consecutive && fit && !parts.is_empty() {
                    found.push((window[0].position, window[window.len() - 1].position));
                }
            }
        }
        Pattern::Any(patterns) => found.extend(patterns.iter().flat_map(|pattern| spans(pattern, field, sheet))),
        Pattern::Near(distance, a, b) | Pattern::Adj(distance, a, b) => {
            let ordered = matches!(pattern, Pattern::Adj(..));
            let (left, right) = (spans(a, field, sheet), spans(b, field, sheet));
            join(&left, &right, *distance, &mut found);
            if !ordered {
                join(&right, &left, *distance, &mut found);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Adds the spans from an `a` to a `b` that begins within `distance` behind its end. Both are
/// sorted.
pub(crate) fn join(a: &[Span], b: &[Span], distance: u32, found: &mut Vec<Span>) {
    for &(start, end) in a {
        let from = b.partition_point(|span| span.0 <= end);
        let near = b[from..].iter().take_while(|span| span.0 <= end.saturating_add(distance));
        found.extend(near.map(|span| (start, span.1)));
    }
}

/// The words inside the spans that the pattern names.
fn ground(pattern: &Pattern, field: Field, sheet: &Sheet, found: &[Span], grounds: &mut Vec<Ground>) {
    match pattern {
        Pattern::Words { .. } => {
            for (from, to) in spans(pattern, field, sheet) {
                if !found.iter().any(|span| span.0 <= from && to <= span.1) {
                    continue;
                }
                let first = sheet.tokens().partition_point(|token| token.position < from);
                for token in sheet.tokens()[first..].iter().take_while(|token| token.position <= to) {
                    grounds.push(Ground {
                        field: sheet.passages()[token.segment as usize].field,
                        passage: token.segment,
                        start: token.start,
                        end: token.end,
                        word: sheet.written(token).to_owned(),
                    });
                }
            }
        }
        Pattern::Any(patterns) => patterns.iter().for_each(|pattern| ground(pattern, field, sheet, found, grounds)),
        Pattern::Near(_, a, b) | Pattern::Adj(_, a, b) => {
            ground(a, field, sheet, found, grounds);
            ground(b, field, sheet, found, grounds);
        }
    }
}

/// Ranks a record that satisfies a query: the sum over the distinct words that the query asks for.
pub fn rank(query: &Query, sheet: &Sheet, statistics: &Statistics, weights: Weights) -> f32 {
    let mut asked: Vec<(String, bool)> = Vec::new();
    asked_words(query, sheet.analysis(), &mut asked);
    asked.sort();
    asked.dedup();
    let mut score = 0.0;
    for (folded, open) in asked {
        let part = Part::new(folded, open, sheet);
        let mut tf = 0.0;
        for token in sheet.tokens() {
            let field = sheet.passages()[token.segment as usize].field;
            if field.is_prose() && fits(&part, token, sheet) {
                tf += if field == Field::Title { weights.title } else { 1.0 };
            }
        }
        let holding = statistics.asked(&part.folded, part.open);
        score += weights.part(tf, idf(statistics.n_records(), holding), sheet.n_text_words(), statistics.mean_words());
    }
    score
}

/// The words of prose that a query asks for, folded, with whether they are prefixes. What is
/// denied is not asked for.
pub(crate) fn asked_words(query: &Query, analysis: Analysis, asked: &mut Vec<(String, bool)>) {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| asked_words(part, analysis, asked)),
        Query::Text(field, pattern) if field.is_prose() => asked_in_pattern(pattern, analysis, asked),
        _ => {}
    }
}

fn asked_in_pattern(pattern: &Pattern, analysis: Analysis, asked: &mut Vec<(String, bool)>) {
    match pattern {
        Pattern::Words { text, open } => {
            asked.extend(parts_of(text, *open, analysis));
        }
        Pattern::Any(patterns) => patterns.iter().for_each(|pattern| asked_in_pattern(pattern, analysis, asked)),
        Pattern::Near(_, a, b) | Pattern::Adj(_, a, b) => {
            asked_in_pattern(a, analysis, asked);
            asked_in_pattern(b, analysis, asked);
        }
    }
}
