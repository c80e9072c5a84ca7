//! An issue as an Atom feed (RFC 4287), an entry an item.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::fault::Fault;
use crate::issue::{Issue, Item};
use crate::sheet::{Sheet, SheetItem};

/// What a feed says of itself beyond the issue. Ids are those of whoever keeps the issues, because an id has to stay when
/// addresses change (RFC 4287, 4.2.6).
pub struct Feed<'a> {
    /// Id of the feed, an IRI.
    pub id: &'a str,
    /// Where the feed can be had, if anywhere.
    pub address: Option<&'a str>,
    /// Id of each item, an IRI.
    pub item_id: &'a dyn Fn(&Item) -> String,
    /// Where each item can be looked at, if anywhere; else the first address among its identifiers is taken.
    pub item_address: &'a dyn Fn(&Item) -> Option<String>,
}

/// Prints an issue as a feed in UTF-8. What is `updated` is the day of the issue, at its beginning.
///
/// # Errors
/// [`Fault::Issue`] when the issue is not in order.
pub fn atom(issue: &Issue, feed: &Feed<'_>) -> Result<String, Fault> {
    issue.check()?;
    let sheet = Sheet::new(issue);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    written(&mut writer, issue, &sheet, feed)
        .map_err(|error| Fault::Issue { what: format!("its feed could not be written: {error}") })?;
    String::from_utf8(writer.into_inner())
        .map_err(|_| Fault::Issue { what: "its feed is not UTF-8; tell the makers".to_owned() })
}

type Out = Writer<Vec<u8>>;

fn written(out: &mut Out, issue: &Issue, sheet: &Sheet, feed: &Feed<'_>) -> std::io::Result<()> {
    let updated = format!("{}T00:00:00Z", sheet.date);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", sheet.language)];
    out.create_element("feed").with_attributes(attributes).write_inner_content(|out| {
        element(out, "id", &xml(feed.id))?;
        let title = format!("{}, {} {}/{}", sheet.name, sheet.words.number, sheet.number, sheet.year);
        element(out, "title", &xml(&title))?;
        for text in sheet.subtitle.iter().chain(sheet.n_items.eq(&0).then_some(&sheet.closing).into_iter().flatten()) {
            element(out, "subtitle", &xml(text))?;
        }
        if let Some(text) = &sheet.marking {
            element(out, "rights", &xml(text))?;
        }
        element(out, "updated", &updated)?;
        out.create_element("author").write_inner_content(|out| element(out, "name", &xml(&sheet.office)))?;
        if let Some(address) = feed.address {
            link(out, "self", address)?;
        }
        let items = sheet.sections.iter().flat_map(|section| &section.items);
        for (item, sheet_item) in issue.items().zip(items) {
            out.create_element("entry").write_inner_content(|out| {
                element(out, "id", &xml(&(feed.item_id)(item)))?;
                let address = (feed.item_address)(item)
                    .or_else(|| sheet_item.identifiers.iter().find_map(|identifier| identifier.url.clone()));
                if let Some(address) = &address {
                    link(out, "alternate", address)?;
                }
                element(out, "updated", &updated)?;
                entry(out, sheet_item, sheet)
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn entry(out: &mut Out, item: &SheetItem, sheet: &Sheet) -> std::io::Result<()> {
    element(out, "title", &xml(&item.title))?;
    for name in &item.authors {
        out.create_element("author").write_inner_content(|out| element(out, "name", &xml(name)))?;
    }
    for class in &item.classes {
        let (code, label) = (xml(&class.code), class.label.as_deref().map(xml));
        let term = [("term", code.as_str())].into_iter().chain(label.iter().map(|label| ("label", label.as_str())));
        out.create_element("category").with_attributes(term).write_empty()?;
    }
    let rights: Vec<&str> = item.marking.iter().chain(&item.rights).map(String::as_str).collect();
    if !rights.is_empty() {
        element(out, "rights", &xml(&rights.join(" · ")))?;
    }
    // What is read in a feed reader: the source, why it is here, our abstract, else the author's.
    let mut lines: Vec<String> = item.source.iter().cloned().collect();
    lines.extend(item.grounds.iter().map(|ground| format!("{}: {ground}", sheet.words.grounds)));
    lines.extend(item.digest.iter().map(|part| format!("{}: {}", part.label, part.text)));
    if item.digest.is_empty() {
        lines.extend(item.paragraphs.iter().cloned());
    }
    element(out, "summary", &xml(&lines.join("\n")))
}

fn element(out: &mut Out, name: &str, text: &str) -> std::io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(text)).map(drop)
}

fn link(out: &mut Out, rel: &str, address: &str) -> std::io::Result<()> {
    out.create_element("link").with_attributes([("rel", rel), ("href", xml(address).as_str())]).write_empty().map(drop)
}

/// Without what XML 1.0 has no way to say (2.2, production Char).
fn xml(text: &str) -> String {
    text.chars()
        .filter(
            |letter| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..),
        )
        .collect()
}
