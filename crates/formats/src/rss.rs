//! Items of RSS 2.0 (<https://www.rssboard.org/rss-specification>) and of RSS 1.0 in RDF
//! (<https://web.resource.org/rss/1.0/spec>), with the modules that journals use.

use model::{Identifier, Record, Scheme};

use crate::Doubt;
use crate::draft::{Draft, web_address};
use crate::feed::{article, date, people};
use crate::markup::plain;
use crate::prose::prose;
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "rss";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    item_of(entry).is_some_and(|item| ["title", "description", "link"].iter().any(|name| item.child(name).is_some()))
}

/// The item itself, also inside a whole feed.
fn item_of(entry: &Element) -> Option<&Element> {
    match entry.name.as_str() {
        "item" => Some(entry),
        "rss" => entry.find("channel/item"),
        "RDF" => entry.child("item"),
        _ => None,
    }
}

/// Reads one entry. Of a whole feed the first item is read.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let Some(item) = item_of(entry) else {
        return Draft::empty(entry, "the feed holds no item; an empty record was made");
    };
    let mut draft = Draft::plain();
    article(item, &mut draft);
    let links = item.children("link").chain(item.children("origLink"));
    let addresses: Vec<String> =
        links.map(|link| link.attr("href").map_or_else(|| link.text(), str::to_owned)).collect();
    for address in addresses.iter().map(String::as_str).chain(item.attr("about")) {
        draft.locate(address, None);
        name_by_address(address, &mut draft);
    }
    if let Some(guid) = item.child("guid") {
        guid_of(guid, &mut draft);
    }
    // Titles of media and of modules come behind; where they come before, they are the better ones.
    if let Some(title) = item.child("title") {
        draft.title(&plain(&prose(title)), title.language());
    }
    for creator in item.children("creator").chain(item.children("author")) {
        if draft.record.contributors.is_empty() || creator.name == "creator" {
            people(creator, &mut draft);
        }
    }
    date(item, &["publicationDate", "pubDate", "date", "coverDate", "issued"], &mut draft);
    let told = ["abstract", "description", "summary", "encoded"].iter().flat_map(|name| item.children(name));
    for text in told.map(|element| plain(&prose(element))) {
        if draft.record.abstracts.is_empty() {
            draft.first_summary(&text, None);
        }
    }
    for category in item.children("category").chain(item.children("keyword")) {
        draft.keyword(&plain(&category.text()));
    }
    if let Some(source) = item.child("source").filter(|_| draft.record.source.title.is_none()) {
        draft.record.source.title =
            Some(plain(&source.text())).filter(|title| !title.is_empty() && !web_address(title));
    }
    for enclosure in item.children("enclosure") {
        draft.locate(enclosure.attr("url").unwrap_or(""), enclosure.attr("type"));
    }
    draft.finish()
}

/// The address by which the item is known; addresses of DOIs and of arXiv name the work itself.
fn name_by_address(address: &str, draft: &mut Draft) {
    if let Some(id) = Identifier::parse(address)
        && web_address(address)
        && (id.scheme() != Scheme::Url || draft.record.identifiers.is_empty())
    {
        draft.name(id);
    }
}

/// A `guid`: an address, an identifier, or a text that only this feed knows.
fn guid_of(guid: &Element, draft: &mut Draft) {
    let text = guid.text();
    if web_address(&text) {
        name_by_address(&text, draft);
        if guid.attr("isPermaLink") != Some("false") {
            draft.locate(&text, None);
        }
        return;
    }
    match Identifier::parse(&text) {
        Some(id) => draft.name(id),
        None => draft.identify(guid, Scheme::Local, &guid.text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Kind, PartialDate};

    #[track_caller]
    fn read_one(xml: &str) -> Record {
        let entry = Element::parse(xml).0.unwrap();
        assert!(claims(&entry));
        let (record, doubts) = read(&entry);
        assert_eq!(doubts, []);
        record
    }

    #[test]
    fn an_item_of_a_weblog_is_a_post() {
        let record = read_one(
            "<item><title>Valves &amp;amp; pipes</title><link>https://works.example/valves?a=1</link>\
             <guid isPermaLink='false'>post-17</guid><pubDate>Fri, 02 Jan 1998 08:00:00 GMT</pubDate>\
             <author>desk@works.example (Anna Roy)</author><category>boilers</category>\
             <description>&lt;p&gt;Two &lt;b&gt;new&lt;/b&gt; valves.&lt;/p&gt;&lt;p&gt;Both leak.&lt;/p&gt;</description>\
             <enclosure url='https://works.example/v.pdf' type='application/pdf'/></item>",
        );
        assert_eq!(record.kind, Kind::Post);
        assert_eq!(record.title(), Some("Valves & pipes"));
        assert_eq!(record.published, PartialDate::parse("1998-01-02"));
        assert_eq!(record.contributors[0].name.display(), "Anna Roy");
        assert_eq!(record.abstracts[0].text, "Two new valves. Both leak.");
        let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["https://works.example/valves?a=1", "local:post-17"]);
        assert_eq!(record.locations[1].media_type.as_deref(), Some("application/pdf"));
    }

    #[test]
    fn an_item_that_prism_describes_is_the_article() {
        let record = read_one(
            "<item rdf:about='https://journal.example/7'><title>Dry steam</title><link>https://journal.example/7</link>\
             <dc:creator>Roy, A.</dc:creator><dc:creator>Lind, B.</dc:creator><dc:identifier>doi:10.5555/ds.7</dc:identifier>\
             <dc:date>1998-03-04</dc:date><prism:publicationName>Steam Letters</prism:publicationName>\
             <prism:issn>2041-1723</prism:issn><prism:volume>3</prism:volume><prism:number>2</prism:number>\
             <prism:startingPage>11</prism:startingPage><prism:endingPage>19</prism:endingPage></item>",
        );
        assert_eq!(record.kind, Kind::Article);
        assert_eq!(record.name().unwrap().to_string(), "doi:10.5555/ds.7");
        assert_eq!(record.source.title.as_deref(), Some("Steam Letters"));
        assert_eq!(record.source.pages.as_deref(), Some("11-19"));
        assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
        assert_eq!(record.contributors.len(), 2);
    }

    #[test]
    fn the_feed_of_a_bibliography_gives_the_title_and_not_the_line_for_readers() {
        let all =
            crate::xml_testing::read_all((claims, read), "biblio-exchange/bibliographies-rss-xml", ".xml", "item");
        let Some((_, record, _)) = all.iter().find(|(name, ..)| name.ends_with("single_result.xml")) else { return };
        assert_eq!(record.title(), Some("Analyzing the Importance of JabRef Features from the User Perspective"));
        assert_eq!(record.contributors.len(), 4);
        assert_eq!(record.year(), Some(2019));
    }
}
