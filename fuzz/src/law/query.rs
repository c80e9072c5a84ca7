//! Laws of the query language, and the engine held against the oracle.

use matching::{Analysis, Engine, Matcher, Query, Sheet, Standing, Statistics, Weights, oracle, parse};
use model::Record;

use super::{Broken, demand};
use crate::chance::Chance;

/// Records that the queries of one input are tried on.
const TRIED: usize = 6;

/// Queries of one input.
const QUERIES_MAX: usize = 24;

/// Longest query that the language takes. What a query shows has every AND written out, so it may
/// be longer than what was read.
const QUERY_BYTES_MAX: usize = 64 * 1024;

/// Ranks of the two evaluators may differ by the order in which they add.
const RANK_PART_MAX: f32 = 1e-3;

/// Reads every line as a query and tries those that can be read on some of the records.
///
/// # Errors
/// The first law that does not hold.
pub fn hold(text: &str, pool: &[Record], chance: &mut Chance) -> Result<(), Broken> {
    let mut queries = Vec::new();
    // The whole text as one query too: line ends are blanks.
    for line in text.lines().take(QUERIES_MAX).chain([text]) {
        queries.extend(parsed(line)?);
    }
    let records: Vec<&Record> = (0..TRIED).filter_map(|_| chance.pick(pool)).collect();
    agree(queries, &records)
}

/// Reads one query; what is refused has to be refused well.
fn parsed(line: &str) -> Result<Option<Query>, Broken> {
    match parse(line) {
        Ok(query) => {
            let shown = query.to_string();
            let back = parse(&shown);
            let fits = shown.len() <= QUERY_BYTES_MAX;
            demand(!fits || back.as_ref() == Ok(&query), "a query reads back from what it shows", || {
                format!("`{line}` shows as `{shown}`, which gives {back:?} instead of {query:?}")
            })?;
            Ok(Some(query))
        }
        Err(error) => {
            let n_columns = line.chars().count();
            let inside = (1..=n_columns.max(1) + 1).contains(&error.column);
            demand(inside, "a refusal points into the query", || format!("`{line}`: {error}"))?;
            let helps = !error.fault.to_string().is_empty() && !error.fix.to_string().is_empty();
            demand(helps, "a refusal says the fix", || format!("`{line}`: {error:?}"))?;
            let pointed = error.pointed(line);
            demand(pointed.lines().count() == 2, "the pointer stands under the query", || {
                format!("`{line}`: {pointed}")
            })?;
            Ok(None)
        }
    }
}

/// Whether both evaluators give the same verdicts and ranks.
///
/// # Errors
/// When they do not.
pub fn agree(queries: Vec<Query>, records: &[&Record]) -> Result<(), Broken> {
    let standing: Vec<Standing> = queries.into_iter().map(|query| Standing { query, threshold: None }).collect();
    for analysis in [Analysis::Stemmed, Analysis::Plain] {
        let sheets: Vec<Sheet> = records.iter().map(|record| Sheet::new(record, analysis)).collect();
        let mut statistics = Statistics::default();
        sheets.iter().skip(1).for_each(|sheet| statistics.add(sheet));
        let engine = Engine::new(&standing, analysis, &statistics, Weights::default());
        let mut matcher = Matcher::new(&engine, true);
        let mut hits = Vec::new();
        for (record, sheet) in records.iter().zip(&sheets) {
            hits.clear();
            matcher.hits(record, &mut hits);
            hits.sort_by_key(|hit| hit.profile);
            let mut found = hits.iter().peekable();
            for (number, Standing { query, .. }) in standing.iter().enumerate() {
                let hit = found.next_if(|hit| hit.profile as usize == number);
                let verdict = oracle::judge(query, sheet);
                demand(verdict.holds == hit.is_some(), "engine and oracle are of one mind", || {
                    format!("`{query}`, {analysis:?}, engine {}: {}", hit.is_some(), formats::to_json(record))
                })?;
                let grounded = verdict.grounds.iter().all(|ground| stands(ground, sheet));
                demand(grounded, "grounds stand in the record", || format!("`{query}`: {:?}", verdict.grounds))?;
                let Some(hit) = hit else { continue };
                let rank = oracle::rank(query, sheet, &statistics, Weights::default());
                let near = (rank - hit.score).abs() <= RANK_PART_MAX * rank.abs().max(1.0);
                demand(near && rank.is_finite(), "engine and oracle rank alike", || {
                    format!("`{query}`, {analysis:?}, {} against {rank}: {}", hit.score, formats::to_json(record))
                })?;
            }
            demand(found.next().is_none(), "a record is a hit of a profile once", || format!("{hits:?}"))?;
        }
    }
    Ok(())
}

/// Whether a ground points at the word it names; properties stand in no text.
fn stands(ground: &matching::Ground, sheet: &Sheet) -> bool {
    if ground.passage == u32::MAX {
        return true;
    }
    let passage = sheet.passages().get(ground.passage as usize);
    passage.and_then(|passage| passage.text.get(ground.start as usize..ground.end as usize)) == Some(&*ground.word)
}
