//! The configuration of an office: `uptake.toml` in its directory.

use std::path::Path;

use matching::Weights;
use model::Refusal;
use serde::Deserialize;

use crate::Failure;

/// Name of the file.
pub const CONFIGURATION_FILE: &str = "uptake.toml";

/// What `uptake init` writes: every setting with its default, commented.
pub const CONFIGURATION_TEXT: &str = "\
# Configuration of this office. Everything here has a default; lines that begin with # are remarks.

[ranking]
# How often a word in a title counts; a word elsewhere counts once.
title_weight = 2.0
# Saturation of repeated words, 0 to 3: the higher, the more the tenth occurrence still adds.
k1 = 1.2
# How much long texts are held back, 0 (not at all) to 1 (fully).
b = 0.75

[matching]
# How many of the first records are counted to tell rare words from common ones. Ranks, and so
# thresholds, follow from these counts.
sample = 10000

[ingest]
# Records that are kept in one transaction. More is faster; what is being read when the program is
# killed has to be read again.
batch = 2000

[work]
# Days that a post has to say what it does with a delivery. After them it goes one step up the unit tree.
answer_days = 14
# Days for the review of a need, and for its post to answer what the reviewer asked.
review_days = 14
# Days that a need stays in the programme when it is accepted, unless its reviewer says otherwise.
valid_days = 365
# Days before a need expires on which its post is asked whether it still stands.
confirm_days = 30
# Days to find the post that can answer a request for information.
route_days = 3
# Of what is held already when a need is accepted, so many of the best are laid before its post. The
# rest is counted on the page of the need.
backlog = 40
";

/// Settings of an office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Configuration {
    ranking: Ranking,
    matching: MatchingPart,
    ingest: IngestPart,
    work: Work,
}

/// How the work of the office is paced, in days.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Work {
    /// To answer a delivery.
    pub answer_days: u16,
    /// To review a need, or to answer its reviewer.
    pub review_days: u16,
    /// That a need stays in the programme.
    pub valid_days: u16,
    /// Before a need expires, to ask whether it still stands.
    pub confirm_days: u16,
    /// To route a request.
    pub route_days: u16,
    /// Records that are laid before a post when its need is accepted.
    pub backlog: usize,
}

impl Default for Work {
    fn default() -> Work {
        Work { answer_days: 14, review_days: 14, valid_days: 365, confirm_days: 30, route_days: 3, backlog: 40 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ranking {
    title_weight: f32,
    k1: f32,
    b: f32,
}

impl Default for Ranking {
    fn default() -> Ranking {
        let Weights { k1, b, title } = Weights::default();
        Ranking { title_weight: title, k1, b }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MatchingPart {
    sample: usize,
}

impl Default for MatchingPart {
    fn default() -> MatchingPart {
        MatchingPart { sample: 10_000 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct IngestPart {
    batch: usize,
}

impl Default for IngestPart {
    fn default() -> IngestPart {
        IngestPart { batch: 2_000 }
    }
}

impl Configuration {
    /// Reads the configuration of an office; an absent file means the defaults.
    ///
    /// # Errors
    /// What is wrong in the file, with its line.
    pub fn read(office: &Path) -> Result<Configuration, Failure> {
        let path = office.join(CONFIGURATION_FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Configuration::default()),
            Err(error) => return Err(Failure::said(format!("`{}` cannot be read: {error}", path.display()))),
        };
        Configuration::parse(&text).map_err(|fault| Refusal::Said(format!("`{}`, {fault}", path.display())).into())
    }

    fn parse(text: &str) -> Result<Configuration, String> {
        let configuration: Configuration = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count());
            format!("line {line}: {}", error.message().trim().replace('\n', "; "))
        })?;
        let Ranking { title_weight, k1, b } = configuration.ranking;
        let work = configuration.work;
        let checks = [
            ((0.0..=100.0).contains(&title_weight), "`title_weight` is a number from 0 to 100"),
            ((0.0..=3.0).contains(&k1), "`k1` is a number from 0 to 3"),
            ((0.0..=1.0).contains(&b), "`b` is a number from 0 to 1"),
            ((1..=1_000_000).contains(&configuration.matching.sample), "`sample` is a number from 1 to 1000000"),
            (
                [work.answer_days, work.review_days, work.valid_days, work.confirm_days, work.route_days]
                    .iter()
                    .all(|days| (1..=3_650).contains(days)),
                "the settings of `[work]` that end in `_days` are numbers from 1 to 3650",
            ),
            ((1..=1_000).contains(&work.backlog), "`backlog` is a number from 1 to 1000"),
            ((1..=50_000).contains(&configuration.ingest.batch), "`batch` is a number from 1 to 50000"),
        ];
        match checks.into_iter().find(|(right, _)| !right) {
            Some((_, fault)) => Err(fault.to_owned()),
            None => Ok(configuration),
        }
    }

    /// How records are ranked.
    pub fn weights(&self) -> Weights {
        let Ranking { title_weight, k1, b } = self.ranking;
        Weights { k1, b, title: title_weight }
    }

    /// Records that are counted.
    pub fn sample(&self) -> usize {
        self.matching.sample
    }

    /// How the work is paced.
    pub fn work(&self) -> Work {
        self.work
    }

    /// Records in one transaction.
    pub fn batch(&self) -> usize {
        self.ingest.batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_is_written_states_the_defaults() {
        assert_eq!(Configuration::parse(CONFIGURATION_TEXT), Ok(Configuration::default()));
        assert_eq!(Configuration::parse(""), Ok(Configuration::default()));
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_place() {
        assert!(Configuration::parse("[ranking]\nk2 = 1").unwrap_err().starts_with("line 2: unknown field"));
        assert!(Configuration::parse("[ranking]\nb = 2.0").unwrap_err().contains("0 to 1"));
    }
}
