//! RIS, by the specification of 2011.

use std::fmt::Write;

use model::{Kind, Role, Scheme};

use super::{Given, address, keywords, line, number, people};

pub(super) fn write(records: &[Given<'_>]) -> String {
    let mut text = String::new();
    for given in records {
        one(&mut text, given);
    }
    text
}

/// A tag with its value in one line, so that no value can begin a tag of its own.
fn tag(text: &mut String, tag: &str, value: &str) {
    let value = line(value);
    if !value.is_empty() {
        let _ = write!(text, "{tag}  - {value}\r\n");
    }
}

fn one(text: &mut String, given: &Given<'_>) {
    let record = given.record;
    tag(text, "TY", kind(record.kind));
    tag(text, "ID", given.id);
    for (at, title) in record.titles.iter().enumerate() {
        tag(text, if at == 0 { "TI" } else { "TT" }, &title.text);
    }
    for name in people(record, &[Role::Author, Role::Inventor]) {
        tag(text, "AU", &name);
    }
    for name in people(record, &[Role::Editor]) {
        tag(text, "ED", &name);
    }
    for name in people(record, &[Role::Translator]) {
        tag(text, "TA", &name);
    }
    if let Some(published) = record.published {
        tag(text, "PY", &published.year().to_string());
        let part = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
        tag(text, "DA", &format!("{}/{}/{}/", published.year(), part(published.month()), part(published.day())));
    }
    let source = &record.source;
    tag(text, "T2", source.title.as_deref().unwrap_or_default());
    tag(text, "VL", source.volume.as_deref().unwrap_or_default());
    tag(text, "IS", source.issue.as_deref().unwrap_or_default());
    if let Some(pages) = &source.pages {
        let (first, last) = pages.split_once(['-', '–']).unwrap_or((pages, ""));
        tag(text, "SP", first);
        tag(text, "EP", last);
    }
    tag(text, "PB", source.publisher.as_deref().unwrap_or_default());
    for scheme in [Scheme::Issn, Scheme::Isbn] {
        let own = number(&record.identifiers, scheme).or_else(|| number(&source.identifiers, scheme));
        tag(text, "SN", own.unwrap_or_default());
    }
    tag(text, "DO", number(&record.identifiers, Scheme::Doi).unwrap_or_default());
    for summary in record.abstracts.iter().take(1) {
        tag(text, "AB", &summary.text);
    }
    for keyword in keywords(record) {
        tag(text, "KW", &keyword);
    }
    tag(text, "LA", record.language.as_ref().map_or("", model::Language::tag));
    tag(text, "UR", address(record).unwrap_or_default());
    text.push_str("ER  - \r\n\r\n");
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article | Kind::Editorial | Kind::Review | Kind::Correction | Kind::Retraction => "JOUR",
        Kind::Preprint => "UNPB",
        Kind::ConferencePaper => "CPAPER",
        Kind::Proceedings => "CONF",
        Kind::Book => "BOOK",
        Kind::Chapter => "CHAP",
        Kind::Thesis => "THES",
        Kind::Report | Kind::Dispatch => "RPRT",
        Kind::Patent => "PAT",
        Kind::Standard => "STAND",
        Kind::Dataset => "DATA",
        Kind::Software => "COMP",
        Kind::Post => "BLOG",
        Kind::Webpage => "ELEC",
        Kind::Media => "ADVS",
        Kind::Catalogue => "CTLG",
        Kind::Serial => "SER",
        _ => "GEN",
    }
}
