//! The State Rubricator of Scientific and Technical Information (ГРНТИ, <https://grnti.ru>) as a table with a row for each
//! heading: code and title of its section, of its subsection, and its own.

use std::collections::HashMap;

use model::{Concept, Language, SchemeHead, Text};

use super::Found;
use crate::doubt::quoted;
use crate::limits::{CONCEPT_TEXTS_MAX, DOUBTS_MAX};
use crate::{Doubt, row_line};

/// The beginning of the header.
const HEADER: &str = "level_0_code,level_0_title,level_1_code";

/// Whether a text begins so.
pub(super) fn claims(head: &str) -> bool {
    head.trim_start_matches('\u{feff}').starts_with(HEADER)
}

/// Reads the rubricator. Each class stands once, where it is first named.
pub(super) fn read(text: &str) -> Found {
    let russian = Language::parse("ru");
    let words = |text: &str| Text { language: russian.clone(), text: text.trim().to_owned() };
    let head = SchemeHead {
        titles: vec![words("Государственный рубрикатор научно-технической информации")],
        ..SchemeHead::named("grnti")
    };
    let mut found = Found { head, ..Found::default() };
    let mut places: HashMap<String, usize> = HashMap::new();
    let text = text.trim_start_matches('\u{feff}');
    let rows = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    for row in rows.into_records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                if found.doubts.len() < DOUBTS_MAX {
                    found.doubts.push(Doubt::new(format!("a row cannot be read ({error}); it was left out")));
                }
                continue;
            }
        };
        let line = row_line(text, &row);
        for level in 0..3 {
            let [code, title] = [2 * level, 2 * level + 1].map(|at| row.get(at).unwrap_or_default().trim());
            if code.is_empty() {
                continue;
            }
            let Some(concept) = places.get(code).map(|at| &mut found.concepts[*at]) else {
                places.insert(code.to_owned(), found.concepts.len());
                let labels = vec![words(title)];
                found.concepts.push(Concept { notation: code.to_owned(), labels, ..Concept::default() });
                continue;
            };
            // Rows repeat what is above them, and not always in the same words.
            let title = words(title);
            let is_full = concept.alternatives.len() >= CONCEPT_TEXTS_MAX;
            if !is_full && !concept.labels.contains(&title) && !concept.alternatives.contains(&title) {
                if found.doubts.len() < DOUBTS_MAX {
                    let text = format!(
                        "{} is called {} here and otherwise before; both are kept",
                        quoted(code),
                        quoted(&title.text)
                    );
                    found.doubts.push(Doubt::new(text).on(line));
                }
                concept.alternatives.push(title);
            }
        }
    }
    found
}
