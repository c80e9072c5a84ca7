//! Records of an input against queries that are made of their own words.

use std::ops::ControlFlow;

use formats::{Item, Options};
use matching::{Query, parse};
use model::{Name, Record};

use super::{Broken, demand, query};
use crate::chance::Chance;

/// Records of one input that are tried.
const TRIED: usize = 3;

/// Queries that are made for them.
const MADE: usize = 10;

/// Bytes of prose beyond which a record is not tried: the oracle looks at every word for every
/// clause.
const PROSE_BYTES_MAX: usize = 8 * 1024;

/// Reads the input, makes queries of its words and holds the evaluators against each other.
///
/// # Errors
/// The first law that does not hold.
pub fn hold(input: &[u8]) -> Result<(), Broken> {
    let mut records = Vec::new();
    let read = formats::read(input, "a source", &Options::default(), &mut |item| {
        if let Item::Reading(reading) = item
            && prose(&reading.record).map(str::len).sum::<usize>() <= PROSE_BYTES_MAX
        {
            records.push(reading.record);
        }
        if records.len() < TRIED { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    demand(read.is_ok(), "only the source itself fails", || format!("{read:?}"))?;
    let records: Vec<&Record> = records.iter().collect();
    query::agree(queries(&records, &mut Chance::of_bytes(input)), &records)
}

fn prose(record: &Record) -> impl Iterator<Item = &str> {
    let texts = record.titles.iter().chain(&record.abstracts).map(|text| text.text.as_str());
    texts.chain(record.subjects.iter().filter_map(|subject| subject.term.as_deref()))
}

fn queries(records: &[&Record], chance: &mut Chance) -> Vec<Query> {
    let mut words: Vec<&str> = records.iter().flat_map(|record| prose(record)).flat_map(str::split_whitespace).collect();
    let names = records.iter().flat_map(|record| &record.contributors).map(|one| match &one.name {
        Name::Person { family, .. } => family.as_str(),
        Name::Whole(name) => name.as_str(),
    });
    words.extend(names.clone().flat_map(str::split_whitespace));
    if words.is_empty() {
        return Vec::new();
    }
    let (mut made, first) = (Vec::new(), words.len());
    while made.len() < MADE {
        // Neighbours more often than strangers, so that phrases and proximities are met.
        let at = chance.below(first);
        let next = if chance.one_in(3) { chance.below(first) } else { (at + 1 + chance.below(3)).min(first - 1) };
        let (a, b) = (bare(words[at]), bare(words[next]));
        let stem: String = a.chars().take(2 + chance.below(4)).collect();
        made.push(match chance.below(9) {
            0 => a,
            1 => format!("\"{a} {b}\""),
            2 => format!("\"{a}\" NEAR/{} \"{b}\"", 1 + chance.below(9)),
            3 => format!("\"{a}\" ADJ/{} \"{b}\"", 1 + chance.below(4)),
            4 => format!("{stem}*"),
            5 => format!("title:\"{a}\" OR author:\"{b}\""),
            6 => format!("\"{a}\" NOT title:\"{b}\""),
            7 => format!("(\"{a} {b}\" OR \"{a}\") NEAR/{} {stem}*", 1 + chance.below(50)),
            _ => format!("abstract:(\"{a}\" AND \"{b}\")"),
        });
    }
    // Many words of the world are no words of the language; what cannot be read is no loss here.
    made.iter().filter_map(|text| parse(text).ok()).collect()
}

/// A word that can stand in quotes.
fn bare(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '"' | '“' | '”' | '„' | '*')).take(60).collect()
}
