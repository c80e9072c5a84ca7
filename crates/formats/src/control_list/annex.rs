//! Annex I of Regulation (EU) 2021/821 as JSON: each entry with its provisions one a line, each line with its whole code; notes stand in
//! lines of their own behind the provision that they explain.
//!
//! The layout is that of the consolidated text which `exports-watch` makes from EUR-Lex (CELEX 02021R0821).

use std::collections::HashMap;

use model::{ControlEntry, ControlNote, ControlNoteKind, Date, control_note};
use serde_json::Value;

use super::{ControlListForm, ControlListReading, Found};
use crate::Doubt;
use crate::json::{text, words};

/// Whether this is such a file.
pub(super) fn claims(value: &Value) -> bool {
    let first = value.get("entries").and_then(Value::as_array).and_then(|entries| entries.first());
    first.is_some_and(|entry| entry.get("entry_code").is_some() && entry.get("verbatim_text").is_some())
}

/// Reads it.
pub(super) fn read(value: &Value) -> Found {
    let said = |path: &str| text(value, path).map(std::borrow::Cow::into_owned).unwrap_or_default();
    let all = value.get("entries").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut found = Found {
        head: ControlListReading {
            form: Some(ControlListForm::Annex),
            title: said("title"),
            edition: said("corpus_version"),
            holds_from: Date::parse(&said("valid_from")),
            source: said("source_url"),
            rights: said("attribution"),
            invented: crate::json::holds(value, "invented"),
            ..ControlListReading::default()
        },
        ..Found::default()
    };
    let promised = value.get("entry_count").and_then(Value::as_u64);
    if let Some(promised) = promised.filter(|promised| *promised > all.len() as u64) {
        found.head.is_cut = true;
        found.head.doubts.push(Doubt::new(format!("the file promises {promised} entries and has {}", all.len())));
    }
    for one in all {
        let (Some(code), Some(lines)) = (text(one, "entry_code"), one.get("verbatim_text").and_then(Value::as_str))
        else {
            found.head.doubts.push(Doubt::new("an entry has no code or no words; it was left out"));
            continue;
        };
        entry(&mut found, code.trim(), lines);
    }
    for doc in value.get("docs").and_then(Value::as_array).into_iter().flatten() {
        general(&mut found.general, doc);
    }
    found
}

fn entry(found: &mut Found, code: &str, lines: &str) {
    let from = found.entries.len();
    // Where the provision of a code stands among the entries.
    let mut places: HashMap<&str, usize> = HashMap::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (own, rest) = line.split_once(' ').unwrap_or((line, ""));
        let own = own.trim_end_matches('.');
        if own != code && !own.strip_prefix(code).is_some_and(|rest| rest.starts_with('.')) {
            // A line that was broken: it goes on with what stands before.
            match found.entries.get_mut(from..).and_then(<[_]>::last_mut) {
                Some(last) => last.text = format!("{} {line}", last.text),
                None => found
                    .head
                    .doubts
                    .push(Doubt::at(code, "the first line does not begin with the code; it was left out")),
            }
            continue;
        }
        let at = *places.entry(own).or_insert_with(|| {
            found.entries.push(ControlEntry { code: own.to_owned(), ..ControlEntry::default() });
            found.entries.len() - 1
        });
        let Some(held) = found.entries.get_mut(at) else { continue };
        match control_note(rest) {
            Some(note) => held.notes.push(note),
            None if held.text.is_empty() => held.text = rest.trim().to_owned(),
            // Two provisions under one code, as misprints have it: the words of both are kept.
            None => held.text = format!("{} {}", held.text, rest.trim()),
        }
    }
}

fn general(notes: &mut Vec<ControlNote>, doc: &Value) {
    let said = |name: &str| doc.get(name).and_then(words).unwrap_or_default();
    let (kind, title, text) = (said("doc_type"), said("title"), said("verbatim_text"));
    match kind.as_ref() {
        "definitions_annex" => definitions(notes, &text),
        "acronyms" => notes.extend(text.lines().filter_map(|line| {
            let (term, text) = line.split_once('|')?;
            let text = text.trim();
            (!text.is_empty() && term.trim() != "ACRONYMS").then(|| ControlNote {
                kind: ControlNoteKind::Acronym,
                term: term.trim().to_owned(),
                text: text.to_owned(),
            })
        })),
        _ if text.is_empty() || matches!(text.trim_end_matches('.'), "None") => {}
        _ => notes.push(ControlNote {
            kind: ControlNoteKind::General,
            term: title.into_owned(),
            text: text.into_owned(),
        }),
    }
}

/// A definition begins with its term in double quotes; a line that does not goes on with the one before.
fn definitions(notes: &mut Vec<ControlNote>, text: &str) {
    let from = notes.len();
    for line in text.lines().map(str::trim) {
        let term = line.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(term, _)| term.trim());
        match term {
            Some(term) => notes.push(ControlNote {
                kind: ControlNoteKind::Definition,
                term: term.to_owned(),
                text: line.to_owned(),
            }),
            None => {
                if let Some(last) = notes.get_mut(from..).and_then(<[_]>::last_mut) {
                    last.text = format!("{}\n{line}", last.text);
                }
            }
        }
    }
}
