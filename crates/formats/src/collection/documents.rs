//! Documents of a collection, as records.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use model::{PartialDate, Record, Text};
use serde_json::Value;

use super::judgements::short;
use super::lines::Lines;
use super::topics::{text_of, word_of};
use super::{CollectionFault, DOCUMENTS_MAX, PART_BYTES_MAX, Unpacked, named};
use crate::{Item, Options};

/// A document with the name that judgements call it by.
#[derive(Clone, Debug, PartialEq)]
pub struct CollectionDocument {
    /// The name.
    pub name: String,
    /// What it says.
    pub record: Record,
}

/// How much is looked at to tell how documents are laid out.
const HEAD_BYTES: usize = 64 * 1024;

/// Reads documents: `<DOC>` of TREC, JSON lines with `_id` or `id`, `title` and `text` or `abstract` and perhaps a `date` (BEIR), or
/// records in any format that is read here, named by their identifiers.
///
/// # Errors
/// Refuses where a document has no name, or there are none.
pub fn read_documents(source: impl Read, take: &mut dyn FnMut(CollectionDocument)) -> Result<usize, CollectionFault> {
    let unpacked = Unpacked::open(source)?;
    let (mut stream, mut head) = (unpacked.stream, Vec::new());
    stream.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    let layout = layout(&head);
    let stream = Cursor::new(head).chain(stream);
    let mut n = 0;
    let mut keep = |document: CollectionDocument, at: usize| {
        n += 1;
        if n > DOCUMENTS_MAX {
            return Err(CollectionFault::at(
                at,
                format!("more than {DOCUMENTS_MAX} documents are not read; divide them"),
            ));
        }
        take(document);
        Ok(())
    };
    match layout {
        Layout::Trec => of_trec(&mut Lines::new(stream), &mut keep)?,
        Layout::JsonLines => {
            let mut lines = Lines::new(stream);
            while let Some(line) = lines.next_full()? {
                keep(of_json(&line, lines.at)?, lines.at)?;
            }
        }
        Layout::Records => of_records(stream, &mut keep)?,
    }
    Unpacked::ended(&unpacked.notes)?;
    if n == 0 {
        return Err(CollectionFault::whole(
            "there are no documents in it; name a file of `<DOC>`, of JSON lines, or of records",
        ));
    }
    Ok(n)
}

enum Layout {
    Trec,
    JsonLines,
    Records,
}

/// Told from the beginning: JSON lines are of a collection where the first has the keys of one and not those of a record.
fn layout(head: &[u8]) -> Layout {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start();
    if text.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("<doc>")) {
        return Layout::Trec;
    }
    let line = text.lines().next().unwrap_or_default();
    // A first line longer than what is looked at cannot be parsed; its keys can be seen all the same.
    let has = |key: &str| line.contains(&format!("\"{key}\""));
    let named = has("_id") || has("doc_id") || has("docno");
    let told = has("text") || has("contents") || has("abstract");
    if line.starts_with('{') && told && (named || has("id") && !has("authors") && !has("titles")) {
        Layout::JsonLines
    } else {
        Layout::Records
    }
}

fn document(name: String, title: &str, text: &str, date: Option<&str>) -> CollectionDocument {
    let texts =
        |text: &str| -> Vec<Text> { if text.trim().is_empty() { Vec::new() } else { vec![Text::plain(text.trim())] } };
    let record = Record {
        titles: texts(title),
        abstracts: texts(text),
        published: date.and_then(PartialDate::parse),
        ..Record::default()
    };
    CollectionDocument { name, record }
}

fn of_json(line: &str, at: usize) -> Result<CollectionDocument, CollectionFault> {
    let value: Value = serde_json::from_str(line)
        .map_err(|error| CollectionFault::at(at, format!("this is no JSON object ({error}); write one a line")))?;
    let name = ["_id", "doc_id", "docno", "id"].iter().find_map(|key| word_of(&value[*key]));
    let Some(name) = name else {
        return Err(CollectionFault::at(at, "the document has no `_id` or `id`; give it one"));
    };
    let of = |keys: &[&str]| keys.iter().find_map(|key| text_of(&value[*key])).unwrap_or_default();
    let (title, text) = (of(&["title"]), of(&["text", "abstract", "contents"]));
    let metadata = &value["metadata"];
    let date = ["date", "created", "published"]
        .iter()
        .find_map(|key| value[*key].as_str().or_else(|| metadata[*key].as_str()));
    Ok(document(named(&name, at)?, &title, &text, date))
}

type Keep<'k> = dyn FnMut(CollectionDocument, usize) -> Result<(), CollectionFault> + 'k;

/// `<DOC>` after `<DOC>`. Titles and texts stand under one of several tags, by collection.
fn of_trec<R: Read>(lines: &mut Lines<R>, keep: &mut Keep<'_>) -> Result<(), CollectionFault> {
    while let Some(line) = lines.next_full()? {
        let at = lines.at;
        if !line.trim_start().to_ascii_lowercase().starts_with("<doc>") {
            let text = format!("`<DOC>` is expected here, and not `{}`", short(&line));
            return Err(CollectionFault::at(at, text));
        }
        let mut whole = line;
        while !whole.get(whole.len().saturating_sub(200)..).unwrap_or(&whole).to_ascii_lowercase().contains("</doc>") {
            let Some(line) = lines.next()? else {
                return Err(CollectionFault::at(at, "this `<DOC>` is never closed; write `</DOC>` behind it"));
            };
            whole.push('\n');
            whole.push_str(&line);
            if whole.len() > PART_BYTES_MAX {
                let text = format!("this `<DOC>` has more than {PART_BYTES_MAX} bytes; write `</DOC>` behind each");
                return Err(CollectionFault::at(at, text));
            }
        }
        let name = inside(&whole, "docno");
        let title =
            ["title", "headline", "ti", "hl"].iter().map(|tag| inside(&whole, tag)).find(|text| !text.is_empty());
        let text =
            ["text", "abstract", "body", "w"].iter().map(|tag| inside(&whole, tag)).find(|text| !text.is_empty());
        let date = ["date", "created"].iter().map(|tag| inside(&whole, tag)).find(|text| !text.is_empty());
        let (title, text) = (title.unwrap_or_default(), text.unwrap_or_default());
        keep(document(named(&name, at)?, &title, &text, date.as_deref()), at)?;
    }
    Ok(())
}

/// All texts inside a tag, without the tags within.
fn inside(whole: &str, tag: &str) -> String {
    let lower = whole.to_ascii_lowercase();
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let (mut text, mut at) = (String::new(), 0);
    while let Some(from) = lower[at..].find(&open).map(|from| at + from + open.len()) {
        let to = lower[from..].find(&close).map_or(whole.len(), |to| from + to);
        let mut within = false;
        for c in whole[from..to].chars() {
            match c {
                '<' => within = true,
                '>' if within => {
                    within = false;
                    text.push(' ');
                }
                c if !within => text.push(c),
                _ => {}
            }
        }
        text.push(' ');
        at = to;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_records(stream: impl Read, keep: &mut Keep<'_>) -> Result<(), CollectionFault> {
    let (mut at, mut fault) = (0, None);
    let read = crate::read(stream, "collection", &Options::default(), &mut |item| {
        let Item::Reading(reading) = item else { return ControlFlow::Continue(()) };
        at += 1;
        let name = reading.record.name().map(|own| own.value().to_owned());
        let Some(name) = name else {
            fault =
                Some(CollectionFault::whole(format!("record {at} has no identifier that judgements could call it by")));
            return ControlFlow::Break(());
        };
        match keep(CollectionDocument { name, record: reading.record }, at) {
            Ok(()) => ControlFlow::Continue(()),
            Err(refused) => {
                fault = Some(refused);
                ControlFlow::Break(())
            }
        }
    });
    read?;
    fault.map_or(Ok(()), Err)
}
