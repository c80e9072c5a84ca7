//! Entries of Atom feeds (RFC 4287), with the modules that journals use.

use model::{Contributor, Identifier, Name, Record, Role, Scheme};

use crate::Doubt;
use crate::draft::Draft;
use crate::feed::{article, date, people};
use crate::markup::plain;
use crate::prose::prose;
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "atom";

/// Whether the entry is one of these. Entries of the arXiv API are a format of their own.
pub(crate) fn claims(entry: &Element) -> bool {
    entry_of(entry).is_some_and(|entry| {
        let known = ["id", "title", "updated"].iter().any(|name| entry.child(name).is_some());
        known && !crate::arxiv_xml::claims(entry)
    })
}

/// The entry itself, also inside a whole feed.
fn entry_of(entry: &Element) -> Option<&Element> {
    match entry.name.as_str() {
        "entry" => Some(entry),
        "feed" => entry.child("entry"),
        _ => None,
    }
}

/// Reads one entry. Of a whole feed the first entry is read.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let Some(entry) = entry_of(entry) else {
        return Draft::empty(entry, "the feed holds no entry; an empty record was made");
    };
    let mut draft = Draft::plain();
    article(entry, &mut draft);
    let stated = entry.language();
    draft.record.language = draft.record.language.take().or_else(|| stated.clone());
    if let Some(id) = entry.child("id") {
        match Identifier::parse(&id.text()) {
            Some(id) => draft.name(id),
            None => draft.identify(id, Scheme::Local, &id.text()),
        }
    }
    for link in entry.children("link") {
        let address = link.attr("href").unwrap_or("");
        if matches!(link.attr("rel"), None | Some("alternate" | "enclosure" | "related")) {
            draft.locate(address, link.attr("type"));
        }
        // The address of a DOI names the work, wherever the entry itself is kept.
        if let Some(id) = Identifier::parse(address).filter(|id| id.scheme() == Scheme::Doi)
            && matches!(link.attr("rel"), None | Some("alternate"))
        {
            draft.name(id);
        }
    }
    let language = |element: &Element| element.language().or_else(|| stated.clone());
    if let Some(title) = entry.child("title") {
        draft.title(&content(title), language(title));
    }
    for (name, role) in [("author", Role::Author), ("contributor", Role::Contributor)] {
        for person in entry.children(name) {
            if let Some(name) = person.text_at("name") {
                draft.contribute(Contributor::new(Name::Whole(plain(&name)), role));
            }
        }
    }
    if draft.record.contributors.is_empty() {
        for creator in entry.children("creator") {
            people(creator, &mut draft);
        }
    }
    // An entry that was never changed may name only the date of its last change.
    date(entry, &["published", "publicationDate", "date", "issued", "updated"], &mut draft);
    if let Some(summary) = entry.child("summary").or_else(|| entry.child("content")) {
        draft.first_summary(&content(summary), language(summary));
    }
    for category in entry.children("category") {
        draft.keyword(&plain(category.attr("label").or_else(|| category.attr("term")).unwrap_or("")));
    }
    if draft.record.source.title.is_none() {
        draft.record.source.title = entry.find("source/title").map(content).filter(|title| !title.is_empty());
    }
    draft.finish()
}

/// A text construct: plain, HTML in escapes, or XHTML in elements. `<` in plain text is a sign.
fn content(element: &Element) -> String {
    match element.attr("type") {
        Some("html" | "text/html") => plain(&prose(element)),
        _ => prose(element),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Kind, PartialDate};

    #[test]
    fn an_entry_tells_plain_text_from_html() {
        let xml = "<entry xml:lang='en'><id>urn:uuid:60a76c80</id><title>Steam at p &lt; 3 &gt; 1</title>\
             <link href='https://works.example/1'/><link rel='self' href='https://works.example/1.atom'/>\
             <updated>2003-12-13T18:30:02Z</updated><author><name>Anna Roy</name></author>\
             <summary type='html'>&lt;p&gt;Dry &amp;amp; hot.&lt;/p&gt;</summary><category term='x1' label='boilers'/></entry>";
        let entry = Element::parse(xml).0.unwrap();
        assert!(claims(&entry));
        let (record, doubts) = read(&entry);
        assert_eq!(doubts, []);
        assert_eq!(record.kind, Kind::Post);
        assert_eq!(record.title(), Some("Steam at p < 3 > 1"));
        assert_eq!(record.titles[0].language.as_ref().unwrap().tag(), "en");
        assert_eq!(record.abstracts[0].text, "Dry & hot.");
        assert_eq!(record.identifiers[0].to_string(), "urn:uuid:60a76c80");
        assert_eq!(record.locations.len(), 1);
        assert_eq!(record.subjects[0].term.as_deref(), Some("boilers"));
        assert_eq!(record.published, PartialDate::parse("2003-12-13"));
    }

    #[test]
    fn an_entry_of_arxiv_is_left_to_its_own_reader() {
        let entry =
            Element::parse("<entry><id>http://arxiv.org/abs/2101.00001v1</id><title>T</title></entry>").0.unwrap();
        assert!(!claims(&entry));
    }
}
