//! The envelope of OAI-PMH 2.0: a `record` with header and metadata
//! (<https://www.openarchives.org/OAI/openarchivesprotocol.html>).

use model::{Record, Scheme, Status};

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::Draft;
use crate::xml::Element;
use crate::{arxiv_xml, crossref_xml, datacite_xml, dublin_core, jats, marcxml, mods};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "oai-pmh";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    record_of(entry).is_some_and(|record| record.find("header/identifier").is_some())
}

/// The record itself, also inside the whole answer of a repository.
fn record_of(entry: &Element) -> Option<&Element> {
    match entry.name.as_str() {
        "record" => Some(entry),
        "OAI-PMH" => entry.find("GetRecord/record").or_else(|| entry.find("ListRecords/record")),
        "GetRecord" | "ListRecords" => entry.child("record"),
        _ => None,
    }
}

/// A format inside the envelope: its name, what it claims, how it is read.
type Inner = (&'static str, fn(&Element) -> bool, fn(&Element) -> (Record, Vec<Doubt>));

/// The formats that repositories deliver, the strictest claim first.
const INNER: &[Inner] = &[
    (arxiv_xml::NAME, arxiv_xml::claims, arxiv_xml::read),
    (marcxml::NAME, marcxml::claims, marcxml::read),
    (mods::NAME, mods::claims, mods::read),
    (datacite_xml::NAME, datacite_xml::claims, datacite_xml::read),
    (jats::NAME, jats::claims, jats::read),
    (crossref_xml::NAME, crossref_xml::claims, crossref_xml::read),
    (dublin_core::NAME, dublin_core::claims, dublin_core::read),
];

/// Reads one entry. Of a whole answer the first record is read.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let Some(record) = record_of(entry) else {
        return Draft::empty(entry, "the answer holds no record; an empty record was made");
    };
    let empty = Element::default();
    let header = record.child("header").unwrap_or(&empty);
    let deleted = header.attr("status") == Some("deleted");
    let inner = record.child("metadata").and_then(|metadata| metadata.elements().next());
    let reader =
        inner.and_then(|inner| INNER.iter().find(|(_, claims, _)| claims(inner)).map(|(.., read)| (inner, read)));
    let mut draft = match reader {
        Some((inner, read)) => {
            let (record, doubts) = read(inner);
            Draft::from_parts(record, doubts)
        }
        None => Draft::plain(),
    };
    match (inner, reader) {
        (Some(inner), None) => draft.doubt(
            inner,
            format!("metadata of the format {} cannot be read here; only the identifier was kept", quoted(&inner.name)),
        ),
        (None, _) if !deleted => draft.doubt(record, "the record has no metadata; only the identifier was kept"),
        _ => {}
    }
    // Behind the identifiers of the work itself: this one names the item of the repository.
    if let Some(identifier) = header.child("identifier") {
        draft.identify(identifier, Scheme::Oai, &identifier.text());
    }
    if deleted {
        draft.lower(Status::Withdrawn);
    }
    draft.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml_testing::{ids, of, read_all};

    fn parsed(xml: &str) -> (Record, Vec<Doubt>) {
        let entry = Element::parse(xml).0.unwrap();
        assert!(claims(&entry));
        read(&entry)
    }

    #[test]
    fn a_deleted_record_is_known_and_no_longer_stands() {
        let (record, doubts) = parsed(
            "<record><header status='deleted'><identifier>oai:archive.example:7</identifier>\
             <datestamp>2001-01-01</datestamp></header></record>",
        );
        assert_eq!(record.status, Status::Withdrawn);
        assert_eq!(record.identifiers[0].to_string(), "oai:archive.example:7");
        assert_eq!(doubts, []);
    }

    #[test]
    fn metadata_that_nobody_reads_costs_all_but_the_identifier() {
        let (record, doubts) = parsed(
            "<record><header><identifier>oai:archive.example:8</identifier></header>\n<metadata><lom/></metadata></record>",
        );
        assert_eq!(record.identifiers.len(), 1);
        assert_eq!(
            doubts[0].to_string(),
            "line 2: lom: metadata of the format `lom` cannot be read here; only the identifier was kept"
        );
    }

    #[test]
    fn dublin_core_in_the_envelope_gets_the_identifier_of_the_repository_behind_its_own() {
        let (record, doubts) = parsed(
            "<record><header><identifier>oai:archive.example:9</identifier></header><metadata><oai_dc:dc>\
             <dc:title xml:lang='de'>Dampf</dc:title><dc:title xml:lang='en'>Steam</dc:title><dc:creator>Roy, Anna</dc:creator>\
             <dc:date>2015-02-03</dc:date><dc:date>1961</dc:date><dc:identifier>https://doi.org/10.5555/Steam.9</dc:identifier>\
             <dc:type>info:eu-repo/semantics/report</dc:type><dc:language>ger</dc:language><dc:subject>boilers; valves</dc:subject>\
             <dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights></oai_dc:dc></metadata></record>",
        );
        let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["doi:10.5555/steam.9", "oai:archive.example:9"]);
        assert_eq!(record.title(), Some("Dampf"));
        assert_eq!(record.titles[1].language.as_ref().unwrap().tag(), "en");
        assert_eq!(record.published.unwrap().to_string(), "1961");
        assert_eq!(record.kind, model::Kind::Report);
        assert_eq!(record.subjects.len(), 2);
        assert_eq!(record.rights[0].spdx.as_deref(), Some("CC-BY-4.0"));
        assert_eq!(doubts, []);
    }

    #[test]
    fn the_answers_of_arxiv_and_of_a_publisher_of_proceedings_are_read() {
        let arxiv = read_all((claims, read), "oai-pmh/arxiv", ".xml", "record");
        for (name, record, doubts) in &arxiv {
            assert_eq!(doubts, &[], "{name}");
            let schemes: Vec<Scheme> = record.identifiers.iter().map(|id| id.scheme()).collect();
            assert_eq!((schemes.first(), schemes.last()), (Some(&Scheme::Arxiv), Some(&Scheme::Oai)), "{name}");
            assert!(record.published.is_some_and(|date| date.whole().is_some()), "{name}");
            assert!(record.subjects.iter().all(|subject| subject.code.is_some()), "{name}");
        }
        let Some(three) = of(&arxiv, "sample_arxiv_record0.xml") else { return };
        assert_eq!(three.relations.len(), 3, "one for each DOI in the field");
        assert_eq!(three.contributors[0].name.display(), "Planck Collaboration");
        let proceedings = read_all((claims, read), "oai-pmh/dc", ".xml", "record");
        let talk = of(&proceedings, "sample_pos_record.xml").unwrap();
        assert_eq!(ids(talk), ["local:PoS(LATTICE 2013)001", "oai:pos.sissa.it:LATTICE 2013/001"]);
        assert_eq!(talk.contributors[0].name.display(), "Aida El-Khadra");
        assert_eq!(talk.contributors[0].affiliations[0].name, "INFN and Università di Firenze");
    }
}
