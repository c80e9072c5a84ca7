//! Atom feeds, by RFC 4287.

use model::Date;

use super::xml::Xml;

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

/// The bytes of a feed.
pub fn atom(feed: &AtomFeed) -> Vec<u8> {
    let updated = feed.entries.iter().map(|entry| entry.at).max().unwrap_or(feed.since);
    let mut xml = Xml::document();
    xml.element("feed", &[("xmlns", "http://www.w3.org/2005/Atom")], |xml| {
        xml.leaf("id", &[], &feed.id);
        xml.leaf("title", &[], &feed.title);
        xml.leaf("updated", &[], &moment(updated));
        xml.empty("link", &[("rel", "self"), ("href", &feed.address)]);
        // A feed whose entries name nobody has to name somebody.
        xml.element("author", &[], |xml| xml.leaf("name", &[], "Uptake"));
        for entry in &feed.entries {
            xml.element("entry", &[], |xml| {
                xml.leaf("id", &[], &entry.id);
                xml.leaf("title", &[], &entry.title);
                xml.leaf("updated", &[], &moment(entry.at));
                xml.empty("link", &[("rel", "alternate"), ("href", &entry.address)]);
                for author in &entry.authors {
                    xml.element("author", &[], |xml| xml.leaf("name", &[], author));
                }
                xml.leaf("summary", &[], &entry.summary);
            });
        }
    });
    xml.finish().into_bytes()
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
        let bytes = atom(&feed);
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
