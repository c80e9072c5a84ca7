//! Promises about JATS articles, on invented ones and on those of PLOS, PubMed Central and physics.

use model::{Kind, Record, Scheme, Status};

use super::{claims, read};
use crate::xml_testing::{Format, ids, of, read_all, read_one, relations, subjects};

const JATS: Format = (claims, read);

fn article(kind: &str, meta: &str) -> Record {
    let (record, doubts) = read_one(
        JATS,
        &format!(
            "<article article-type='{kind}' xml:lang='de'><front><journal-meta><journal-title>Dampfblätter</journal-title>\
             <issn pub-type='ppub'>2041-1723</issn></journal-meta><article-meta>{meta}</article-meta></front>\
             <back><ref-list><ref><article-id pub-id-type='doi'>10.5555/cited.1</article-id></ref></ref-list></back></article>"
        ),
    );
    assert_eq!(doubts, []);
    record
}

#[test]
fn the_front_matter_is_read_and_the_references_are_not() {
    let record = article(
        "research-article",
        "<article-id pub-id-type='publisher-id'>k-9</article-id><article-id pub-id-type='doi'>10.5555/K.9</article-id>\
         <article-categories><subj-group subj-group-type='heading'><subject>Aufsatz</subject></subj-group>\
         <subj-group subj-group-type='discipline'><subject>Kessel</subject><subj-group><subject>Ventile</subject></subj-group>\
         </subj-group></article-categories>\
         <title-group><article-title>Über H<sub>2</sub>O<xref ref-type='fn' rid='f'>*</xref></article-title><subtitle>Teil 1</subtitle>\
         <trans-title-group xml:lang='en'><trans-title>On water</trans-title></trans-title-group></title-group>\
         <pub-date pub-type='collection'><year>1998</year></pub-date>\
         <pub-date pub-type='epub'><day>4</day><month>März</month><year>1998</year></pub-date>\
         <pub-date pub-type='retracted'><year>1990</year></pub-date>\
         <volume>3</volume><issue>2</issue><fpage>11</fpage><lpage>19</lpage>\
         <permissions><license><p>Free under <ext-link xlink:href='https://creativecommons.org/licenses/by/4.0/'>CC BY</ext-link></p>\
         </license></permissions>\
         <abstract abstract-type='graphical'><p>Bild</p></abstract><abstract><title>Zusammenfassung</title><sec><title>Ziel</title>\
         <p>Dampf.</p></sec></abstract><trans-abstract xml:lang='en'><p>Steam.</p></trans-abstract>\
         <kwd-group><kwd>Sieden</kwd></kwd-group><kwd-group kwd-group-type='abbreviations'><kwd>H</kwd></kwd-group>\
         <counts><page-count count='9'/></counts>",
    );
    assert_eq!(ids(&record), ["doi:10.5555/k.9"]);
    let titles: Vec<(&str, &str)> =
        record.titles.iter().map(|t| (t.language.as_ref().unwrap().tag(), t.text.as_str())).collect();
    assert_eq!(titles, [("de", "Über H2O: Teil 1"), ("en", "On water")]);
    let abstracts: Vec<&str> = record.abstracts.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(abstracts, ["Ziel: Dampf.", "Steam."]);
    assert_eq!(record.published.unwrap().to_string(), "1998-03-04");
    assert_eq!(record.source.pages.as_deref(), Some("11-19"));
    assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
    assert_eq!(subjects(&record), ["other: Kessel", "other: Ventile", "keyword: Sieden"]);
    assert_eq!(record.rights[0].spdx.as_deref(), Some("CC-BY-4.0"));
    assert_eq!(record.kind, Kind::Article);
    assert_eq!(record.notes, ["9 pages"]);
}

#[test]
fn a_notice_stands_and_what_it_takes_back_does_not() {
    let notice = article(
        "retraction",
        "<related-article related-article-type='retracted-article' ext-link-type='doi' xlink:href='10.5555/bad.1'/>",
    );
    assert_eq!((notice.kind, notice.status), (Kind::Retraction, Status::Current));
    assert_eq!(relations(&notice), ["retracts doi:10.5555/bad.1"]);
    let taken_back = article(
        "research-article",
        "<related-article related-article-type='retraction-forward' xlink:href='https://doi.org/10.5555/note.1'/>",
    );
    assert_eq!((taken_back.kind, taken_back.status), (Kind::Article, Status::Retracted));
    assert_eq!(relations(&taken_back), ["retracted-by doi:10.5555/note.1"]);
    let corrected = article(
        "research-article",
        "<related-article related-article-type='correction-forward' ext-link-type='pmid' xlink:href='123'/>",
    );
    assert_eq!(corrected.status, Status::Corrected);
    assert_eq!(relations(&corrected), ["corrected-by pmid:123"]);
}

#[test]
fn a_bad_year_costs_only_the_date() {
    let xml = "<article><front><article-meta>\n<title-group><article-title>Steam</article-title></title-group>\n\
               <pub-date><year>MCMXX</year></pub-date></article-meta></front></article>";
    let (record, doubts) = read_one(JATS, xml);
    assert_eq!(record.title(), Some("Steam"));
    assert_eq!(record.published, None);
    assert_eq!(doubts.len(), 1);
    assert_eq!(doubts[0].to_string(), "line 3: pub-date: `MCMXX` is not a year; the date was left out");
}

#[test]
fn every_article_of_plos_has_title_journal_issn_doi_and_day() {
    let all = read_all(JATS, "jats/plos", ".xml", "article");
    for (name, record, doubts) in &all {
        assert!(record.title().is_some(), "{name}");
        assert!(
            record.source.title.as_deref().is_some_and(|journal| journal.to_uppercase().starts_with("PLOS ")),
            "{name}"
        );
        assert!(record.source.identifiers.iter().any(|id| id.scheme() == Scheme::Issn), "{name}");
        assert!(record.published.is_some_and(|date| date.whole().is_some()), "{name}");
        assert_eq!(doubts, &[], "{name}");
        // The files are called by the end of their DOI.
        let doi = format!("doi:10.1371/{}", name.trim_end_matches(".xml"));
        assert_eq!(ids(record), [doi], "{name}");
    }
    let Some(retraction) = of(&all, "journal.pcbi.0030158.xml") else { return };
    assert_eq!((retraction.kind, retraction.status), (Kind::Retraction, Status::Current));
    assert_eq!(relations(retraction), ["retracts doi:10.1371/journal.pcbi.0030051"]);
    let correction = of(&all, "journal.pone.0097541.xml").unwrap();
    assert_eq!(correction.kind, Kind::Correction);
    assert_eq!(relations(correction), ["corrects doi:10.1371/journal.pone.0086816"]);
    assert_eq!(all.iter().filter(|(_, record, _)| record.kind == Kind::Editorial).count(), 9);
}

#[test]
fn articles_of_physics_and_of_pubmed_central_say_what_their_publishers_printed() {
    let physics = read_all(JATS, "jats/physics", ".xml", "article");
    let Some(aps) = of(&physics, "PhysRevResearch.5.033093.xml") else { return };
    assert_eq!(aps.contributors[3].name.display(), "M. S. Safronova");
    assert_eq!(aps.contributors[3].affiliations.len(), 2);
    assert_eq!(aps.contributors[0].orcid.as_deref(), Some("0000-0002-2176-1031"));
    assert_eq!(aps.source.pages.as_deref(), Some("033093"));
    assert_eq!(aps.rights[0].spdx.as_deref(), Some("CC-BY-4.0"));
    // Mathematics in the abstract.
    assert!(aps.abstracts[0].text.contains("at the example of ^88Sr atoms"));
    let ws = of(&physics, "sample_ws_record.xml").unwrap();
    assert_eq!(ws.published.unwrap().to_string(), "2014-06-05");
    assert!(subjects(ws).contains(&"msc:35Q92".to_owned()));
    assert!(subjects(ws).contains(&"keyword: Perovskite CH3NH3PbI3".to_owned()));
    let central = read_all(JATS, "jats/pmc", ".nxml", "article");
    let bmc = of(&central, "1471-2180-11-174.nxml").unwrap();
    assert_eq!(ids(bmc), ["doi:10.1186/1471-2180-11-174", "pmid:21810267", "pmcid:PMC3166277"]);
    assert!(bmc.abstracts[0].text.starts_with("Background: Despite identical genotypes"));
}
