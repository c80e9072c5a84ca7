//! EndNote XML, as EndNote, Bookends and Zotero export it (element names of `RSXML.dtd`).
//!
//! Every text stands in `style` elements that carry its face; only the words are taken.

use model::{Affiliation, Identifier, Kind, Record, Role, Scheme};

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{Draft, doi};
use crate::refer::kind_named;
use crate::written_date::{within_year, written_date};
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "endnote-xml";

/// Whether the entry is one of these: a `record` with a type of reference.
pub(crate) fn claims(entry: &Element) -> bool {
    entry.name == "record" && entry.child("ref-type").is_some()
}

/// Reads one `record`.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::default();
    draft.record.kind = kind(entry, &mut draft);
    titles(entry, &mut draft);
    people(entry, &mut draft);
    container(entry, &mut draft);
    dates(entry, &mut draft);
    numbers(entry, &mut draft);
    if let Some(text) = entry.text_at("abstract") {
        draft.summary(&text, None);
    }
    for keyword in entry.find_all("keywords/keyword") {
        draft.keywords_of_one(&keyword.text());
    }
    if let Some(language) = entry.text_at("language") {
        draft.written_in(&language);
    }
    for path in ["notes", "research-notes", "work-type"] {
        if let Some(note) = entry.text_at(path) {
            draft.note(&note);
        }
    }
    if let Some(edition) = entry.text_at("edition") {
        draft.note(&format!("edition: {edition}"));
    }
    for (path, media_type) in [
        ("urls/web-urls/url", None),
        ("urls/related-urls/url", None),
        ("urls/text-urls/url", None),
        ("urls/pdf-urls/url", Some("application/pdf")),
    ] {
        for url in entry.find_all(path) {
            url.text().split_whitespace().for_each(|url| draft.locate(url, media_type));
        }
    }
    draft.finish()
}

/// By the name of the type, or by its number where an exporter gives that alone.
fn kind(entry: &Element, draft: &mut Draft) -> Kind {
    let Some(element) = entry.child("ref-type") else { return Kind::Other };
    let number = element.text();
    if let Some(kind) = element.attr("name").and_then(kind_named) {
        return kind;
    }
    let name = match number.as_str() {
        "0" | "17" | "19" | "23" | "43" => "journal article",
        "1" | "6" | "28" | "44" => "book",
        "5" | "7" | "60" => "book section",
        "3" | "10" | "47" => "conference paper",
        "2" | "32" => "thesis",
        "27" | "46" => "report",
        "25" => "patent",
        "58" => "standard",
        "59" => "dataset",
        "9" => "computer program",
        "12" | "16" => "web page",
        "34" | "36" => "unpublished work",
        "57" => "serial",
        "13" | "26" | "31" => "generic",
        _ => "",
    };
    kind_named(name).unwrap_or_else(|| {
        let shown = element.attr("name").unwrap_or(&number);
        let text = format!("the type {} is not known; the kind is left open", quoted(shown));
        draft.doubt(("ref-type", element.line), text);
        Kind::Other
    })
}

fn titles(entry: &Element, draft: &mut Draft) {
    for path in ["titles/title", "titles/translated-title"] {
        for title in entry.find_all(path) {
            draft.title(&title.text(), None);
        }
    }
}

fn people(entry: &Element, draft: &mut Draft) {
    let kind = draft.record.kind;
    let groups = [
        ("contributors/authors/author", if kind == Kind::Patent { Role::Inventor } else { Role::Author }),
        (
            "contributors/secondary-authors/author",
            match kind {
                Kind::Thesis | Kind::Report => Role::Contributor,
                _ => Role::Editor,
            },
        ),
        ("contributors/tertiary-authors/author", Role::Editor),
        ("contributors/subsidiary-authors/author", Role::Contributor),
        ("contributors/translated-authors/author", Role::Translator),
    ];
    for (path, role) in groups {
        for author in entry.find_all(path) {
            draft.inverted(&author.text(), role);
        }
    }
    // Of several authors the file does not say whose address it is.
    if let Some(address) = entry.text_at("auth-address") {
        match draft.record.contributors.as_mut_slice() {
            [only] => only.affiliations.push(Affiliation::named(address)),
            _ => draft.note(&format!("address: {address}")),
        }
    }
}

fn container(entry: &Element, draft: &mut Draft) {
    let first = |paths: &[&str]| paths.iter().find_map(|path| entry.text_at(path));
    let kind = draft.record.kind;
    let title = match kind {
        Kind::Article => {
            first(&["periodical/full-title", "titles/secondary-title", "titles/alt-title", "periodical/abbr-1"])
        }
        Kind::Thesis => None,
        _ => first(&["titles/secondary-title", "periodical/full-title", "titles/tertiary-title", "titles/alt-title"]),
    };
    draft.record.source.title = title.filter(|title| Some(title.as_str()) != draft.record.title());
    let source = &mut draft.record.source;
    source.volume = first(&["volume"]);
    source.issue = if matches!(kind, Kind::Report | Kind::Patent) { None } else { first(&["number", "issue"]) };
    source.pages = first(&["pages", "section"]);
    source.publisher = first(&["publisher"]);
}

fn dates(entry: &Element, draft: &mut Draft) {
    let within = entry.text_at("dates/pub-dates/date").unwrap_or_default();
    match entry.text_at("dates/year") {
        Some(year) => match written_date(&year) {
            Some(date) => draft.publish(within_year(date, &within)),
            None => {
                let line = entry.find("dates/year").map(|element| element.line);
                draft.no_date(("dates/year", line), &year);
            }
        },
        None => {
            if let Some(date) = written_date(&within) {
                draft.publish(date);
            }
        }
    }
}

fn numbers(entry: &Element, draft: &mut Draft) {
    // What the field is called, it often is not: exporters put any number of the work here.
    if let Some(text) = entry.text_at("electronic-resource-num") {
        match doi(text.split_whitespace().next().unwrap_or("")).or_else(|| doi(&text)) {
            Some(found) => draft.record.identify(found),
            None => match Identifier::parse(&text) {
                Some(found) => draft.record.identify(found),
                None => draft.not_a("electronic-resource-num", "a DOI", &text),
            },
        }
    }
    if let Some(text) = entry.text_at("accession-num") {
        let upper = text.to_uppercase();
        let database = entry.text_at("remote-database-name").unwrap_or_default().to_lowercase();
        let pubmed = database.contains("medline")
            || database.contains("pubmed")
            || entry
                .find_all("urls/related-urls/url")
                .iter()
                .any(|url| url.text().ends_with(&format!("/pubmed/{text}")));
        let scheme = if upper.starts_with("ISI:") || upper.starts_with("WOS:") {
            Scheme::Wos
        } else if pubmed {
            Scheme::Pmid
        } else {
            Scheme::Local
        };
        draft.offer(scheme, &text);
    }
    if let Some(text) = entry.text_at("custom2").filter(|text| text.to_uppercase().starts_with("PMC")) {
        draft.offer(Scheme::Pmcid, &text);
    }
    if let Some(text) = entry.text_at("isbn") {
        let known = draft.has_serials(&text)
            || (draft.record.kind == Kind::Patent && draft.identified(Scheme::Patent, &text))
            || (draft.record.kind == Kind::Report && draft.identified(Scheme::Report, &text));
        if !known {
            draft.not_a("isbn", "an ISSN or ISBN", &text);
        }
    }
    if let (Kind::Report, Some(number)) = (draft.record.kind, entry.text_at("number")) {
        draft.offer(Scheme::Report, &number);
    }
    // A library numbers its records; the number is unique together with the library alone.
    if draft.record.identifiers.is_empty()
        && let Some(number) = entry.text_at("rec-number")
    {
        draft.offer(Scheme::Local, &number);
    }
}

impl Draft {
    /// One `keyword` element holds one keyword, or all of them one a line.
    fn keywords_of_one(&mut self, text: &str) {
        text.split([';', '\r', '\n']).for_each(|term| self.keyword(term));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expected;

    fn records(text: &str) -> Vec<Record> {
        let (root, _) = Element::parse(text);
        root.map(|root| root.find_all("records/record").into_iter().map(|r| read(r).0).collect()).unwrap_or_default()
    }

    const PUMPS: &str = "<xml><records><record><rec-number>7</rec-number><ref-type name=\"Journal Article\">17</ref-type>\
        <contributors><authors><author><style face=\"normal\">Popov, Ivan</style></author></authors></contributors>\
        <auth-address>Steam Institute, Perm</auth-address>\
        <titles><title><style face=\"italic\">Pumps</style><style> of steam</style></title><secondary-title>Therm. Not.</secondary-title></titles>\
        <periodical><full-title>Thermal Notes</full-title></periodical><pages>11-19</pages><volume>4</volume><number>2</number>\
        <keywords><keyword>steam</keyword><keyword>pumps</keyword></keywords>\
        <dates><year>1961</year><pub-dates><date>Apr 12</date></pub-dates></dates>\
        <isbn>2041-1723 (Electronic)&#xD;0007-0920 (Linking)</isbn><electronic-resource-num>10.5555/st.61</electronic-resource-num>\
        <urls><related-urls><url>https://example.org/a</url></related-urls><pdf-urls><url>internal-pdf://a.pdf</url></pdf-urls></urls>\
        <language>Russian</language></record></records></xml>";

    #[test]
    fn an_article_is_read_with_all_it_says() {
        let found = records(PUMPS);
        let [record] = found.as_slice() else { panic!("{} records", found.len()) };
        assert_eq!((record.kind, record.title()), (Kind::Article, Some("Pumps of steam")));
        assert_eq!(record.source.title.as_deref(), Some("Thermal Notes"));
        assert_eq!(record.source.identifiers.len(), 2);
        assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
        assert_eq!(record.contributors[0].affiliations[0].name, "Steam Institute, Perm");
        assert_eq!(record.identifiers[0].to_string(), "doi:10.5555/st.61");
        assert_eq!((record.locations.len(), record.subjects.len()), (1, 2));
        assert_eq!(record.language.as_ref().unwrap().tag(), "ru");
    }

    #[test]
    fn a_type_that_is_not_known_is_said() {
        let (root, _) = Element::parse("<record><ref-type name=\"Scroll\">99</ref-type></record>");
        let root = root.unwrap();
        assert!(claims(&root));
        assert_eq!(read(&root).1[0].place.as_deref(), Some("ref-type"));
    }

    #[test]
    fn the_collection_reads_as_its_expected_files_say() {
        expected::check("biblio-exchange/endnote", ".xml", records);
    }
}
