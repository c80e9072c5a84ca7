//! Drafting: what the office proposes to somebody who states a need. It proposes; the post confirms.

use std::collections::BTreeMap;

use matching::{Analysis, Salient, Sheet, Statistics, oracle, parse, salient};
use model::{Identifier, Record, RecordId, Subject, SubjectScheme, Text};
use store::Page;

use crate::{Failure, Office, SearchHit};

/// Words that are proposed.
const TERMS_MAX: usize = 12;

/// Classes that are proposed.
const CLASSES_MAX: usize = 8;

/// Records from whose classes the proposals are drawn.
const SAMPLE: usize = 60;

/// Records that a preview looks at, best first. More than that a week nobody reads.
const PREVIEW_MAX: usize = 1_000;

/// Weeks that a preview goes back: half a year.
pub const PREVIEW_WEEKS: usize = 26;

const WEEK_MICROS: i64 = 7 * 86_400_000_000;

/// A class that records of the matter bear.
#[derive(Clone, Debug)]
pub struct ProposedClass {
    /// Scheme, code and words.
    pub subject: Subject,
    /// How many of the records that were looked at bear it.
    pub n_records: usize,
}

/// What is proposed.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// Words, the most telling first.
    pub terms: Vec<String>,
    /// Classes, the most frequent first.
    pub classes: Vec<ProposedClass>,
    /// A query made of the words.
    pub query: Option<String>,
    /// Records that were looked at.
    pub n_records: usize,
}

/// What a profile would have brought.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Records that fit, of all that is held.
    pub n_found: u64,
    /// Of those that were looked at, how many came in each of the last weeks; the present week last.
    pub weeks: Vec<u64>,
    /// Mean number a week over those weeks.
    pub per_week: f32,
    /// The best of them.
    pub best: Vec<SearchHit>,
    /// What was left out, in a sentence.
    pub remark: Option<String>,
}

/// Records that were named as examples.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// Those that are held.
    pub found: Vec<(RecordId, Record)>,
    /// Texts that name none.
    pub unknown: Vec<String>,
}

impl Office {
    /// Words, classes and a query for a need, from its text and from records that would have been welcome.
    ///
    /// # Errors
    /// When the store fails.
    pub fn propose(&self, title: &str, statement: &str, examples: &[Identifier]) -> Result<Proposal, Failure> {
        let statistics = self.statistics()?;
        let mut records: Vec<Record> = Vec::new();
        for example in examples {
            records.extend(self.reader.records_identified(&self.scope, example)?.into_iter().map(|held| held.record));
        }
        let n_examples = records.len();
        let own = words(title, statement, &statistics);
        let of_title = words(title, "", &statistics);
        let mut weights: BTreeMap<String, (String, f32)> = BTreeMap::new();
        let mut add = |word: &Salient, factor: f32| {
            let entry = weights.entry(word.key.clone()).or_insert_with(|| (word.written.to_lowercase(), 0.0));
            entry.1 += word.weight * factor;
        };
        own.iter().for_each(|word| add(word, 1.0));
        of_title.iter().for_each(|word| add(word, 1.0));
        for record in &records {
            let of_record = salient(&Sheet::new(record, Analysis::Stemmed), &statistics);
            of_record.iter().take(15).for_each(|word| add(word, 0.7));
        }
        let mut ranked: Vec<(String, f32)> = weights.into_values().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let terms: Vec<String> =
            ranked.into_iter().map(|(word, _)| word).filter(|word| is_term(word)).take(TERMS_MAX).collect();
        if !terms.is_empty() {
            let any = terms.iter().take(6).cloned().collect::<Vec<_>>().join(" OR ");
            let page = Page { offset: 0, limit: SAMPLE, facets: false };
            records.extend(self.search(&any, page, &mut |_| {})?.hits.into_iter().map(|hit| hit.record.record));
        }
        let classes = classes_of(&records, n_examples);
        Ok(Proposal { query: query_of(&terms), terms, classes, n_records: records.len() })
    }

    /// What a query would have brought in the last months. `now` is in microseconds since 1970.
    ///
    /// # Errors
    /// Refused when the query cannot be read.
    pub fn preview(&self, query: &str, threshold: Option<f32>, now: i64) -> Result<Preview, Failure> {
        let page = Page { offset: 0, limit: PREVIEW_MAX, facets: false };
        let answer = self.search(query, page, &mut |_| {})?;
        let parsed = parse(query).map_err(|error| Failure::at_command_line(error.to_string()))?;
        let parsed = self.led(parsed)?;
        let statistics = self.statistics()?;
        let mut preview = Preview { n_found: answer.n_found, weeks: vec![0; PREVIEW_WEEKS], ..Preview::default() };
        let mut n_below = 0;
        for hit in answer.hits {
            if let Some(threshold) = threshold {
                let sheet = Sheet::new(&hit.record.record, Analysis::Stemmed);
                if oracle::rank(&parsed, &sheet, &statistics, self.configuration.weights()) < threshold {
                    n_below += 1;
                    continue;
                }
            }
            let back = usize::try_from((now - hit.record.kept_at).div_euclid(WEEK_MICROS)).unwrap_or(0);
            if let Some(week) = PREVIEW_WEEKS.checked_sub(back + 1).and_then(|at| preview.weeks.get_mut(at)) {
                *week += 1;
            }
            if preview.best.len() < 5 {
                preview.best.push(hit);
            }
        }
        preview.n_found -= n_below;
        preview.per_week = preview.weeks.iter().sum::<u64>() as f32 / PREVIEW_WEEKS as f32;
        let n_left_out = answer.n_found.saturating_sub(PREVIEW_MAX as u64);
        preview.remark = answer.remark;
        if n_left_out > 0 {
            let sentence =
                format!("only the {PREVIEW_MAX} best were looked at, {n_left_out} more fit; narrow the query");
            preview.remark = Some(match preview.remark {
                Some(remark) => format!("{remark}; {sentence}"),
                None => sentence,
            });
        }
        Ok(preview)
    }

    /// The records that bear these identifiers or numbers, and those texts that name none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn examples(&self, texts: &[String]) -> Result<Examples, Failure> {
        let mut examples = Examples::default();
        for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
            match self.record(text) {
                Ok(held) => examples.found.push((held.id, held.record)),
                Err(Failure::Refused(_)) => examples.unknown.push(text.to_owned()),
                Err(failure) => return Err(failure),
            }
        }
        Ok(examples)
    }
}

impl Office {
    /// What each text names as an example: the identifier of the work that is held so, or an identifier of a work that
    /// is not held yet; nothing when it is neither.
    ///
    /// # Errors
    /// When the store fails.
    pub fn identified(&self, texts: &[String]) -> Result<BTreeMap<String, Option<Identifier>>, Failure> {
        let mut known = BTreeMap::new();
        for text in texts {
            let held = match self.record(text) {
                Ok(held) => held.record.name().cloned(),
                Err(Failure::Refused(_)) => None,
                Err(failure) => return Err(failure),
            };
            known.insert(text.clone(), held.or_else(|| Identifier::parse(text)));
        }
        Ok(known)
    }

    /// Whether a record of this identifier is held.
    ///
    /// # Errors
    /// When the store fails.
    pub fn holds(&self, identifier: &Identifier) -> Result<bool, Failure> {
        Ok(!self.reader.records_identified(&self.scope, identifier)?.is_empty())
    }
}

/// The salient words of a title and a statement.
pub(crate) fn words(title: &str, statement: &str, statistics: &Statistics) -> Vec<Salient> {
    let (titles, abstracts) = (vec![Text::plain(title)], vec![Text::plain(statement)]);
    salient(&Sheet::new(&Record { titles, abstracts, ..Record::default() }, Analysis::Stemmed), statistics)
}

/// Whether a word can stand in a query as it is.
fn is_term(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || c == '-') && !matches!(word, "and" | "or" | "not" | "near" | "adj")
}

/// The first two words must be there, with one of the others.
fn query_of(terms: &[String]) -> Option<String> {
    match terms {
        [] => None,
        [only] => Some(only.clone()),
        [one, other] => Some(format!("{one} AND {other}")),
        [one, rest @ ..] => {
            let rest: Vec<&str> = rest.iter().take(5).map(String::as_str).collect();
            Some(format!("{one} AND ({})", rest.join(" OR ")))
        }
    }
}

/// Classes of records, those of the first `n_examples` counted threefold: somebody chose them.
fn classes_of(records: &[Record], n_examples: usize) -> Vec<ProposedClass> {
    let mut counts: BTreeMap<(SubjectScheme, String), (Subject, usize, usize)> = BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        for subject in &record.subjects {
            let Some(code) = &subject.code else { continue };
            let entry = counts.entry((subject.scheme, code.clone())).or_insert_with(|| (subject.clone(), 0, 0));
            entry.1 += if at < n_examples { 3 } else { 1 };
            entry.2 += 1;
        }
    }
    let mut classes: Vec<_> = counts.into_values().collect();
    classes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.code.cmp(&b.0.code)));
    classes.into_iter().take(CLASSES_MAX).map(|(subject, _, n_records)| ProposedClass { subject, n_records }).collect()
}
