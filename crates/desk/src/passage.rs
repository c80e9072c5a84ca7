//! The words that decided, where they stand in the texts of a record.

use std::ops::Range;

use matching::{Analysis, Field, Ground, Query, Sheet, oracle, parse};
use model::{Need, ProfileId, Record, Text};

use crate::{Failure, Office};

/// Bytes of an abstract that a snippet shows before the word it is about.
const BEFORE: usize = 60;

/// Bytes that it shows behind the word.
const AFTER: usize = 140;

/// The places of words in the titles and abstracts of a record, and what else of it decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlights {
    /// For each title of the record, in its order, the bytes to be marked.
    pub titles: Vec<Vec<Range<usize>>>,
    /// The same for each abstract.
    pub abstracts: Vec<Vec<Range<usize>>>,
    /// Words of other places and properties, each once: `` `h01l21` ``, `` `selenium` in keywords``.
    pub others: Vec<String>,
}

/// A piece of a text round the words that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The piece.
    pub text: String,
    /// The bytes of the words in it.
    pub ranges: Vec<Range<usize>>,
    /// Whether the text goes on before it.
    pub cut_before: bool,
    /// Whether the text goes on behind it.
    pub cut_behind: bool,
}

/// Finds the places of grounds in a record.
pub fn highlights(record: &Record, grounds: &[Ground]) -> Highlights {
    let mut found = Highlights {
        titles: vec![Vec::new(); record.titles.len()],
        abstracts: vec![Vec::new(); record.abstracts.len()],
        others: Vec::new(),
    };
    for ground in grounds {
        let place = ground.start as usize..ground.end as usize;
        match seat(record, ground) {
            Some((Field::Title, at)) => found.titles[at].push(place),
            Some((_, at)) => found.abstracts[at].push(place),
            None => {
                let said = ground.to_string();
                if !found.others.contains(&said) {
                    found.others.push(said);
                }
            }
        }
    }
    found
}

/// The title or abstract that a ground stands in: passages begin with the first title, the first abstract, the second
/// title, and so on, as a sheet lays them out.
fn seat(record: &Record, ground: &Ground) -> Option<(Field, usize)> {
    if ground.is_property() {
        return None;
    }
    let mut passage = 0;
    for at in 0..record.titles.len().max(record.abstracts.len()) {
        for (field, n) in [(Field::Title, record.titles.len()), (Field::Abstract, record.abstracts.len())] {
            if at < n {
                if passage == ground.passage {
                    return Some((field, at));
                }
                passage += 1;
            }
        }
    }
    None
}

/// The piece of an abstract round the first word that was found in one; `None` when none was.
pub fn snippet(record: &Record, grounds: &[Ground]) -> Option<Snippet> {
    let highlights = highlights(record, grounds);
    let (at, ranges) = highlights.abstracts.iter().enumerate().find(|(_, ranges)| !ranges.is_empty())?;
    let (text, first) = (&record.abstracts.get(at)?.text, ranges.first()?);
    let from = word_border(text, first.start.saturating_sub(BEFORE), first.start);
    let to = text.ceil_char_boundary((first.end + AFTER).min(text.len()));
    let within = |range: &&Range<usize>| range.start >= from && range.end <= to;
    Some(Snippet {
        text: text.get(from..to)?.to_owned(),
        ranges: ranges.iter().filter(within).map(|range| range.start - from..range.end - from).collect(),
        cut_before: from > 0,
        cut_behind: to < text.len(),
    })
}

/// The beginning of a text, cut at a blank.
pub fn opening(text: &str, bytes_max: usize) -> Snippet {
    let to = text.floor_char_boundary(bytes_max);
    let to = if to < text.len() { text[..to].rfind(char::is_whitespace).unwrap_or(to) } else { to };
    Snippet { text: text[..to].to_owned(), ranges: Vec::new(), cut_before: false, cut_behind: to < text.len() }
}

/// The beginning of the first whole word at or behind a place.
fn word_border(text: &str, from: usize, last: usize) -> usize {
    let from = text.floor_char_boundary(from);
    if from == 0 {
        return 0;
    }
    text[from..last].find(char::is_whitespace).map_or(from, |blank| {
        let blank = from + blank;
        blank + text[blank..].chars().next().map_or(0, char::len_utf8)
    })
}

/// A record's words with the places that a profile found.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Titles, each with byte ranges.
    pub titles: Vec<(Text, Vec<Range<usize>>)>,
    /// Abstracts, each with byte ranges.
    pub abstracts: Vec<(Text, Vec<Range<usize>>)>,
}

impl Office {
    /// The words of a record for which the profiles of a need hold, those of every profile that does.
    ///
    /// # Errors
    /// When the store fails.
    pub fn grounds_of(&self, need: &Need, record: &Record) -> Result<Vec<Ground>, Failure> {
        let sheet = Sheet::new(record, Analysis::Stemmed);
        let mut grounds = Vec::new();
        for query in need.profiles.iter().filter_map(|profile| parse(&profile.query).ok()) {
            grounds.extend(oracle::judge(&self.led(query)?, &sheet).grounds);
        }
        grounds.sort();
        grounds.dedup();
        Ok(grounds)
    }

    /// The words of a record with the places that decided for a profile.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marked(&self, profile: &ProfileId, record: &Record) -> Result<Marked, Failure> {
        let need = self.reader.need(&self.scope, &profile.need)?;
        let query = need.and_then(|need| need.profiles.into_iter().find(|one| one.id == *profile)).map(|one| one.query);
        // A query that cannot be read marks nothing.
        let query = query.and_then(|query| parse(&query).ok()).map(|query| self.led(query)).transpose()?;
        Ok(marked(query.as_ref(), record))
    }
}

fn marked(query: Option<&Query>, record: &Record) -> Marked {
    let sheet = Sheet::new(record, Analysis::Stemmed);
    let grounds = query.map_or_else(Vec::new, |query| oracle::judge(query, &sheet).grounds);
    let with_ranges = |texts: &[Text]| {
        let ranges = |text: &Text| {
            let stands = |ground: &&Ground| {
                !ground.is_property()
                    && sheet.passages().get(ground.passage as usize).is_some_and(|passage| passage.text == text.text)
            };
            grounds.iter().filter(stands).map(|ground| ground.start as usize..ground.end as usize).collect()
        };
        texts.iter().map(|text| (text.clone(), ranges(text))).collect()
    };
    Marked { titles: with_ranges(&record.titles), abstracts: with_ranges(&record.abstracts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let body = "In a first step the plates were coated in vacuum. At 130 degrees the selenium crystallises, and the rectifier \
                    blocks up to 40 volts in the cold.";
        Record {
            titles: vec![Text::plain("Selenium rectifiers"), Text::plain("Selengleichrichter")],
            abstracts: vec![Text::plain(body)],
            ..Record::default()
        }
    }

    fn found(query: &str) -> (Record, Vec<Ground>) {
        let record = record();
        let grounds = oracle::judge(&parse(query).unwrap(), &Sheet::new(&record, Analysis::Stemmed)).grounds;
        (record, grounds)
    }

    #[test]
    fn words_are_marked_in_the_text_in_which_they_stand() {
        let (record, grounds) = found("selenium AND (rectifier OR selengleichrichter)");
        let places = highlights(&record, &grounds);
        assert_eq!(&record.titles[1].text[places.titles[1][0].clone()], "Selengleichrichter");
        let words: Vec<&str> =
            places.abstracts[0].iter().map(|place| &record.abstracts[0].text[place.clone()]).collect();
        assert_eq!(words, ["selenium", "rectifier"]);
    }

    #[test]
    fn a_snippet_begins_and_ends_with_whole_words_and_marks_what_was_found() {
        let (record, grounds) = found("selenium AND volts");
        let piece = snippet(&record, &grounds).unwrap();
        let words: Vec<&str> = piece.ranges.iter().map(|place| &piece.text[place.clone()]).collect();
        assert_eq!(words, ["selenium", "volts"]);
        assert!(piece.text.starts_with("step the plates"), "{}", piece.text);
        assert!(piece.cut_before && !piece.cut_behind);
    }

    #[test]
    fn a_record_that_was_found_by_its_title_alone_has_no_snippet() {
        let (record, grounds) = found("title:selengleichrichter");
        assert_eq!(snippet(&record, &grounds), None);
    }

    #[test]
    fn a_property_is_named_beside_the_texts() {
        let (record, grounds) = found("kind:other OR kind:article OR NOT kind:book");
        assert!(highlights(&record, &grounds).titles.iter().all(Vec::is_empty));
    }
}
