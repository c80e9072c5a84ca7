//! Topics: what is asked.

use std::collections::BTreeSet;
use std::io::Read;

use serde_json::Value;

use super::judgements::short;
use super::lines::Lines;
use super::{CollectionFault, PART_BYTES_MAX, TOPICS_MAX, Unpacked, named};

/// What is asked, with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionTopic {
    /// The name that judgements call it by.
    pub name: String,
    /// Title and description.
    pub text: String,
}

/// Reads topics: `<top>` of TREC, JSON lines with `_id` or `id` and a `text`, `title`, `query` or `claim`, or lines `name<tab>text`.
///
/// # Errors
/// Refuses where a topic has no name or text, or stands twice, or there are none.
pub fn read_topics(source: impl Read) -> Result<Vec<CollectionTopic>, CollectionFault> {
    let unpacked = Unpacked::open(source)?;
    let mut lines = Lines::new(unpacked.stream);
    let mut all: Vec<CollectionTopic> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut keep = |topic: CollectionTopic, at: usize| {
        if all.len() == TOPICS_MAX {
            return Err(CollectionFault::at(at, format!("more than {TOPICS_MAX} topics are not read; divide them")));
        }
        if topic.text.trim().is_empty() {
            return Err(CollectionFault::at(
                at,
                format!("topic `{}` asks nothing; give it a text", short(&topic.name)),
            ));
        }
        if !seen.insert(topic.name.clone()) {
            return Err(CollectionFault::at(at, format!("topic `{}` stands twice; take one out", short(&topic.name))));
        }
        all.push(topic);
        Ok(())
    };
    let Some(first) = lines.next_full()? else { return Err(none()) };
    let mut next = Some(first);
    while let Some(line) = next.take() {
        let at = lines.at;
        let opened = line.trim_start();
        if opened.starts_with('{') {
            keep(of_json(opened, at)?, at)?;
        } else if opened.starts_with('<') {
            if opened.to_ascii_lowercase().starts_with("<top>") {
                keep(of_trec(&mut lines, &line)?, at)?;
            }
        } else {
            keep(of_line(&line, at)?, at)?;
        }
        next = lines.next_full()?;
    }
    Unpacked::ended(&unpacked.notes)?;
    if all.is_empty() { Err(none()) } else { Ok(all) }
}

fn none() -> CollectionFault {
    CollectionFault::whole(
        "there are no topics in it; name a file of `<top>`, of JSON lines, or of lines `name<tab>text`",
    )
}

fn of_line(line: &str, at: usize) -> Result<CollectionTopic, CollectionFault> {
    let Some((name, text)) = line.split_once('\t') else {
        return Err(CollectionFault::at(at, "a topic is written `name<tab>text`; here is no tab"));
    };
    Ok(CollectionTopic { name: named(name, at)?, text: text.trim().to_owned() })
}

/// A name or number.
pub(super) fn word_of(value: &Value) -> Option<String> {
    match value {
        Value::String(word) => Some(word.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A text, or sentences of one.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            Some(parts?.iter().map(|part| part.trim()).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}

fn of_json(line: &str, at: usize) -> Result<CollectionTopic, CollectionFault> {
    let value: Value = serde_json::from_str(line)
        .map_err(|error| CollectionFault::at(at, format!("this is no JSON object ({error}); write one a line")))?;
    let name = ["_id", "id", "num", "number", "topic"].iter().find_map(|key| word_of(&value[*key]));
    let Some(name) = name else {
        return Err(CollectionFault::at(at, "the topic has no `_id` or `id`; give it one"));
    };
    let texts: Vec<String> =
        ["text", "title", "query", "claim", "description"].iter().filter_map(|key| text_of(&value[*key])).collect();
    Ok(CollectionTopic { name: named(&name, at)?, text: texts.join(" ") })
}

/// One `<top>` up to its `</top>`. Tags inside are closed by the next, as TREC writes them.
fn of_trec<R: Read>(lines: &mut Lines<R>, first: &str) -> Result<CollectionTopic, CollectionFault> {
    let at = lines.at;
    let mut whole = first.to_owned();
    while !whole.to_ascii_lowercase().contains("</top>") {
        let Some(line) = lines.next()? else {
            return Err(CollectionFault::at(at, "this `<top>` is never closed; write `</top>` behind it"));
        };
        whole.push('\n');
        whole.push_str(&line);
        if whole.len() > PART_BYTES_MAX {
            return Err(CollectionFault::at(at, "this `<top>` is too long; write `</top>` behind each topic"));
        }
    }
    let part = |tag: &str, label: &str| -> String {
        let lower = whole.to_ascii_lowercase();
        let Some(from) = lower.find(tag).map(|from| from + tag.len()) else { return String::new() };
        let to = lower[from..].find('<').map_or(whole.len(), |to| from + to);
        let text = whole[from..to].trim();
        let bare = text
            .get(..label.len())
            .filter(|head| head.eq_ignore_ascii_case(label))
            .map_or(text, |_| &text[label.len()..]);
        bare.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let name = part("<num>", "Number:");
    let text = [part("<title>", "Topic:"), part("<desc>", "Description:")].join(" ");
    Ok(CollectionTopic { name: named(&name, at)?, text: text.trim().to_owned() })
}
