//! Atom feeds, by RFC 4287.

use model::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// A feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtomFeed {
    /// Its name for ever, an address.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub address: String,
    /// Its entries, the newest first.
    pub entries: Vec<AtomEntry>,
    /// When it began, in microseconds since 1970: for a feed without entries.
    pub since: i64,
}

/// An entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtomEntry {
    /// Its name for ever, an address.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub address: String,
    /// When it came, in microseconds since 1970.
    pub at: i64,
    /// Who made what it is about.
    pub authors: Vec<String>,
    /// What it is about.
    pub summary: String,
}

/// A moment as RFC 3339 writes it, to the second.
fn moment(micros: i64) -> String {
    const DAY: i64 = 86_400_000_000;
    let (day, seconds) = (Date::of_number(micros.div_euclid(DAY)), micros.rem_euclid(DAY) / 1_000_000);
    format!("{day}T{:02}:{:02}:{:02}Z", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// What XML 1.0 allows of a text.
fn lawful(text: &str) -> String {
    let is_lawful = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    text.chars().filter(is_lawful).collect()
}

/// The bytes of a feed.
///
/// # Errors
/// None that comes from what is written: memory takes any length.
pub fn atom(feed: &AtomFeed) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let updated = feed.entries.iter().map(|entry| entry.at).max().unwrap_or(feed.since);
    xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom")).write_inner_content(|xml| {
        text(xml, "id", &feed.id)?;
        text(xml, "title", &feed.title)?;
        text(xml, "updated", &moment(updated))?;
        link(xml, "self", &feed.address)?;
        // A feed whose entries name nobody has to name somebody.
        xml.create_element("author").write_inner_content(|xml| text(xml, "name", "Uptake"))?;
        for entry in &feed.entries {
            xml.create_element("entry").write_inner_content(|xml| {
                text(xml, "id", &entry.id)?;
                text(xml, "title", &entry.title)?;
                text(xml, "updated", &moment(entry.at))?;
                link(xml, "alternate", &entry.address)?;
                for author in &entry.authors {
                    xml.create_element("author").write_inner_content(|xml| text(xml, "name", author))?;
                }
                text(xml, "summary", &entry.summary)
            })?;
        }
        Ok(())
    })?;
    Ok(xml.into_inner())
}

fn text(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&lawful(text)))?;
    Ok(())
}

fn link(xml: &mut Writer<Vec<u8>>, rel: &str, address: &str) -> std::io::Result<()> {
    xml.create_element("link").with_attributes([("rel", rel), ("href", lawful(address).as_str())]).write_empty()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_read_back_as_what_was_written() {
        let entry = |n: i64| AtomEntry {
            id: format!("urn:x:{n}"),
            title: format!("Mill <{n}> & \u{1} “sieve”"),
            address: format!("https://office.example/deliveries/{n}?a=1&b=2"),
            at: n * 1_000_000,
            authors: vec!["Weber, K.".to_owned()],
            summary: "because of mill".to_owned(),
        };
        let feed = AtomFeed {
            id: "urn:x".to_owned(),
            title: "Post".to_owned(),
            entries: vec![entry(86_401), entry(2)],
            ..AtomFeed::default()
        };
        let bytes = atom(&feed).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains("<updated>1970-01-02T00:00:01Z</updated>"), "{text}");
        let mut titles = Vec::new();
        let mut sink = |item| {
            if let crate::Item::Reading(reading) = item {
                titles.push((reading.record.title().unwrap().to_owned(), reading.record.locations.len()));
            }
            std::ops::ControlFlow::Continue(())
        };
        crate::read(&bytes[..], "feed", &crate::Options::default(), &mut sink).unwrap();
        assert_eq!(titles.len(), 2);
        assert_eq!(titles[0].0, "Mill <86401> & “sieve”");
    }
}
