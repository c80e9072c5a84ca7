//! Promises about Dublin Core.

use model::{Kind, Record};

use super::{claims, read};
use crate::xml_testing::{Format, ids, read_one, relations, subjects};

const DUBLIN_CORE: Format = (claims, read);

fn record(inner: &str) -> Record {
    let (record, doubts) = read_one(DUBLIN_CORE, &format!("<oai_dc:dc><dc:title>T</dc:title>{inner}</oai_dc:dc>"));
    assert_eq!(doubts, []);
    record
}

#[test]
fn identifiers_of_the_work_of_its_serial_and_of_the_repository_are_told_apart() {
    let record = record(
        "<dc:identifier>10.5555/X</dc:identifier><dc:identifier>issn:2041-1723</dc:identifier><dc:identifier>R/17</dc:identifier>\
         <dc:identifier>http://hdl.handle.net/123/4</dc:identifier><dc:identifier>https://archive.example/17</dc:identifier>\
         <dc:identifier>Roy, A. (1998): T. In: Steam Letters, volume 3, number 2, pages 7 to 9, Riga</dc:identifier>",
    );
    assert_eq!(ids(&record), ["doi:10.5555/x", "local:R/17", "handle:123/4", "https://archive.example/17"]);
    assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
    assert_eq!(record.locations.len(), 2);
    assert_eq!(record.notes.len(), 1);
}

#[test]
fn the_earliest_of_plain_dates_counts_and_a_date_of_issue_before_all() {
    let dated = |dates: &str| record(dates).published.map(|date| date.to_string()).unwrap_or_default();
    assert_eq!(dated("<dc:date>2015-02-03T00:00:00Z</dc:date><dc:date>1961</dc:date>"), "1961");
    assert_eq!(dated("<dc:date>1961</dc:date><dcterms:issued>1962-05</dcterms:issued>"), "1962-05");
    assert_eq!(dated("<dc:date>info:eu-repo/date/embargoEnd/2030-01-01</dc:date>"), "");
    let (_, doubts) = read_one(DUBLIN_CORE, "<dc><title>T</title><date>0202-01-01</date></dc>");
    assert_eq!(doubts[0].text, "`0202-01-01` is not a date; it was left out");
}

#[test]
fn the_longest_description_is_the_abstract_and_comments_are_remarks() {
    let record = record(
        "<dc:description>Includes index</dc:description><dc:description>A long account of steam and of heat.</dc:description>\
         <dc:description xml:lang='de'>Vom Dampf.</dc:description><dc:description>Comment: 10 pages</dc:description>",
    );
    let abstracts: Vec<&str> = record.abstracts.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(abstracts, ["A long account of steam and of heat.", "Vom Dampf."]);
    assert_eq!(record.notes, ["10 pages", "Includes index"]);
}

#[test]
fn the_vocabularies_of_repositories_are_understood() {
    let record = record(
        "<dc:type>info:eu-repo/semantics/publishedVersion</dc:type><dc:type>info:eu-repo/semantics/doctoralThesis</dc:type>\
         <dc:relation>info:eu-repo/semantics/altIdentifier/doi/10.5555/alt</dc:relation>\
         <dc:relation>info:eu-repo/grantAgreement/EC/H2020/1</dc:relation><dc:relation>https://doi.org/10.5555/rel</dc:relation>\
         <dc:creator>Roy, Anna</dc:creator><dc:contributor>Steam Office</dc:contributor><dc:subject>heat; steam</dc:subject>\
         <dc:source>Steam Letters</dc:source><dc:rights>info:eu-repo/semantics/openAccess</dc:rights>",
    );
    assert_eq!(record.kind, Kind::Thesis);
    assert_eq!(ids(&record), ["doi:10.5555/alt"]);
    assert_eq!(relations(&record), ["related-to doi:10.5555/rel"]);
    assert_eq!(subjects(&record), ["keyword: heat", "keyword: steam"]);
    assert_eq!(record.source.title.as_deref(), Some("Steam Letters"));
    assert_eq!(record.rights[0].statement.as_deref(), Some("info:eu-repo/semantics/openAccess"));
    assert_eq!(record.contributors.len(), 2);
}
