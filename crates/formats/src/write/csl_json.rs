//! CSL-JSON, the form that citation processors take.

use model::{Kind, Name, PartialDate, Role, Scheme};
use serde_json::{Map, Value, json};

use super::{Given, address, line, named, number};

pub(super) fn write(records: &[Given<'_>]) -> String {
    let items: Vec<Value> = records.iter().map(|given| Value::Object(one(given))).collect();
    format!("{:#}\n", Value::Array(items))
}

fn one(given: &Given<'_>) -> Map<String, Value> {
    let record = given.record;
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(given.id));
    item.insert("type".to_owned(), json!(kind(record.kind)));
    let mut text = |name: &str, value: Option<&str>| {
        let value = line(value.unwrap_or_default());
        if !value.is_empty() {
            item.insert(name.to_owned(), Value::String(value));
        }
    };
    let source = &record.source;
    let either = |scheme| number(&record.identifiers, scheme).or_else(|| number(&source.identifiers, scheme));
    text("title", record.title());
    text("container-title", source.title.as_deref());
    text("volume", source.volume.as_deref());
    text("issue", source.issue.as_deref());
    text("page", source.pages.as_deref());
    text("publisher", source.publisher.as_deref());
    text("DOI", either(Scheme::Doi));
    text("ISBN", either(Scheme::Isbn));
    text("ISSN", either(Scheme::Issn));
    text("PMID", number(&record.identifiers, Scheme::Pmid));
    text("PMCID", number(&record.identifiers, Scheme::Pmcid));
    text("number", number(&record.identifiers, Scheme::Patent).or_else(|| number(&record.identifiers, Scheme::Report)));
    text("URL", address(record));
    text("language", record.language.as_ref().map(model::Language::tag));
    text("abstract", record.abstracts.first().map(|summary| summary.text.as_str()));
    for (member, roles) in [
        ("author", &[Role::Author, Role::Inventor][..]),
        ("editor", &[Role::Editor]),
        ("translator", &[Role::Translator]),
    ] {
        let names: Vec<Value> = named(record, roles).map(|one| name(&one.name)).collect();
        if !names.is_empty() {
            item.insert(member.to_owned(), Value::Array(names));
        }
    }
    if let Some(published) = record.published {
        item.insert("issued".to_owned(), json!({ "date-parts": [parts(published)] }));
    }
    item
}

fn name(name: &Name) -> Value {
    match name {
        Name::Person { family, given: Some(given) } => json!({ "family": line(family), "given": line(given) }),
        Name::Person { family, given: None } => json!({ "family": line(family) }),
        Name::Whole(name) => json!({ "literal": line(name) }),
    }
}

fn parts(date: PartialDate) -> Vec<i32> {
    let parts = [Some(date.year()), date.month().map(i32::from), date.day().map(i32::from)];
    parts.into_iter().map_while(|part| part).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article | Kind::Editorial | Kind::Correction | Kind::Retraction => "article-journal",
        Kind::Review => "review",
        Kind::Preprint => "article",
        Kind::ConferencePaper => "paper-conference",
        Kind::Book | Kind::Proceedings => "book",
        Kind::Chapter => "chapter",
        Kind::Thesis => "thesis",
        Kind::Report => "report",
        Kind::Patent => "patent",
        Kind::Standard => "standard",
        Kind::Dataset => "dataset",
        Kind::Software => "software",
        Kind::Post => "post-weblog",
        Kind::Webpage => "webpage",
        Kind::Media => "graphic",
        Kind::Serial => "periodical",
        _ => "document",
    }
}
