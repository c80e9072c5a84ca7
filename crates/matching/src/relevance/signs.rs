//! Signs: what of a record speaks for or against relevance.
//!
//! Words by their keys, pairs of neighbouring words, names of makers, words of remarks (`accepted at ICSE`). Classes are no signs: in
//! tests they are the labels, and what a class says a profile asks for itself.

use std::fmt::Write;

use model::Record;
use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, fold, words};
use crate::field::Field;
use crate::sheet::{Forms, Sheet};

/// What sort of sign it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A word of title, abstract or keywords.
    Word = 0,
    /// Two words side by side.
    Pair = 1,
    /// Who made it: first letter and family name.
    Name = 2,
    /// A word of a remark.
    Remark = 3,
}

impl Sort {
    /// All of them, as they are numbered.
    pub(super) const ALL: [Sort; 4] = [Sort::Word, Sort::Pair, Sort::Name, Sort::Remark];
}

/// A sign with how often it stands in a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sign {
    pub sort: Sort,
    pub key: Box<str>,
    /// In the title.
    pub n_title: u32,
    /// Elsewhere.
    pub n_body: u32,
}

/// Makers that are looked at: collaborations of thousands say little by their names.
const NAMES_MAX: usize = 100;

/// Shortest word that is a sign, in characters.
const CHARS_MIN: usize = 2;

fn tells(key: &str) -> bool {
    key.chars().take(CHARS_MIN).count() >= CHARS_MIN && !key.bytes().all(|byte| byte.is_ascii_digit())
}

/// The signs of a record, in the order of their sorts and keys.
pub(super) fn signs(forms: &mut Forms, record: &Record) -> Vec<Sign> {
    let sheet = Sheet::with(forms, record, Analysis::Stemmed);
    let mut counts: FxHashMap<(Sort, String), (u32, u32)> = FxHashMap::default();
    let mut count = |sort: Sort, key: String, title: bool| {
        let (n_title, n_body) = counts.entry((sort, key)).or_default();
        *(if title { n_title } else { n_body }) += 1;
    };
    let mut before: Option<(u32, u32, &str)> = None;
    for token in sheet.tokens() {
        let field = sheet.passages()[token.segment as usize].field;
        if !field.is_prose() || !tells(&token.key) {
            before = None;
            continue;
        }
        let title = field == Field::Title;
        count(Sort::Word, token.key.to_string(), title);
        if let Some((segment, position, key)) = before
            && segment == token.segment
            && position + 1 == token.position
        {
            count(Sort::Pair, format!("{key} {}", token.key), title);
        }
        before = Some((token.segment, token.position, &token.key));
    }
    for contributor in record.contributors.iter().take(NAMES_MAX) {
        let whole = fold(&contributor.name.display());
        let family = fold(contributor.name.family());
        let mut key = String::new();
        // `Weber, K.` and `Karl Weber` are one: the letter that is not of the family name.
        let given = whole.split(|c: char| !c.is_alphanumeric()).find(|part| !part.is_empty() && !family.contains(part));
        let _ = write!(key, "{} {family}", given.and_then(|part| part.chars().next()).unwrap_or(' '));
        count(Sort::Name, key, false);
    }
    for remark in &record.notes {
        words(remark, Analysis::Stemmed, &mut |word| {
            let key = fold(&remark[word.start..word.end]);
            if tells(&key) {
                count(Sort::Remark, key, false);
            }
        });
    }
    let mut signs: Vec<Sign> = counts
        .into_iter()
        .map(|((sort, key), (n_title, n_body))| Sign { sort, key: key.into(), n_title, n_body })
        .collect();
    signs.sort_unstable_by(|a, b| (a.sort, &a.key).cmp(&(b.sort, &b.key)));
    signs
}
