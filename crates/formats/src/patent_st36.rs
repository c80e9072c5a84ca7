//! Patents in WIPO ST.36: grants and applications of the United States since 2005
//! (`us-patent-grant`, `us-patent-application`, *Red Book* document types v4.0 to v4.7), and what
//! the European Patent Office makes of the standard: bibliographic data
//! ([`crate::patent_docdb`]) and full texts ([`crate::patent_ep`]).
//!
//! Kept and left out as [`crate::patent`] says.

use model::{Affiliation, Name, Record, RelationKind, Role, SubjectScheme};

use crate::Doubt;
use crate::patent::{PatentDraft, columns, text_at};
use crate::patent_class::from_parts;
use crate::patent_party::{person, residence, whole};
use crate::xml::Element;
use crate::{patent_docdb, patent_ep};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "patent-st36";

/// Elements of a class symbol.
const PARTS: [&str; 5] = ["section", "class", "subclass", "main-group", "subgroup"];

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    is_american(entry) || patent_docdb::claims(entry) || patent_ep::claims(entry)
}

fn is_american(entry: &Element) -> bool {
    matches!(entry.name.as_str(), "us-patent-grant" | "us-patent-application")
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    if patent_docdb::claims(entry) {
        return patent_docdb::read(entry);
    }
    if patent_ep::claims(entry) {
        return patent_ep::read(entry);
    }
    let mut draft = PatentDraft::new();
    let names = ["us-bibliographic-data-grant", "us-bibliographic-data-application"];
    let Some(bibliography) = names.iter().find_map(|name| entry.child(name)) else {
        draft.doubt((&entry.name, entry.line), "the bibliography is missing; nothing could be read");
        return draft.finish();
    };
    draft.language(entry.attr("lang").or(bibliography.attr("lang")));
    read_publication(entry, bibliography, &mut draft);
    read_classes(bibliography, &mut draft);
    read_parties(bibliography, &mut draft);
    read_relations(bibliography, &mut draft);
    for abstracted in entry.children("abstract") {
        read_abstract(abstracted, &mut draft);
    }
    draft.finish()
}

fn read_publication(entry: &Element, bibliography: &Element, draft: &mut PatentDraft) {
    let document = bibliography.find("publication-reference/document-id");
    let part = |name| document.and_then(|document| document.text_at(name)).unwrap_or_default();
    let office = document.and_then(|document| document.text_at("country"));
    let office = office.or_else(|| entry.attr("country").map(str::to_owned)).unwrap_or_default();
    draft.publication("publication-reference", &office, &part("doc-number"), &part("kind"));
    match part("date") {
        date if date.is_empty() => draft.published("date-publ", entry.attr("date-publ").unwrap_or_default()),
        date => draft.published("publication-reference/document-id/date", &date),
    }
    let mut untitled = true;
    for title in bibliography.children("invention-title") {
        draft.title(&title.text(), title.attr("lang"));
        untitled = untitled && title.text().is_empty();
    }
    if untitled {
        draft.doubt("invention-title", "the title is missing");
    }
}

/// Paragraphs of an abstract, or its text when it has none.
pub(crate) fn read_abstract(abstracted: &Element, draft: &mut PatentDraft) {
    let mut paragraphs: Vec<String> = abstracted.descendants("p").into_iter().map(Element::text).collect();
    if paragraphs.is_empty() {
        paragraphs.push(abstracted.text());
    }
    draft.abstracted(paragraphs, abstracted.attr("lang"));
}

/// Classes of the international classifications, as all documents of ST.36 have them.
pub(crate) fn read_international(bibliography: &Element, draft: &mut PatentDraft) {
    for group in bibliography.children("classification-ipc") {
        for class in group.elements() {
            if matches!(class.name.as_str(), "main-classification" | "further-classification" | "text") {
                draft.ipc_or_locarno("classification-ipc", &columns(class));
            }
        }
    }
    for class in bibliography.children("classifications-ipcr").flat_map(|group| group.children("classification-ipcr")) {
        read_symbol(class, SubjectScheme::Ipc, draft);
    }
    for group in bibliography.children("classifications-cpc") {
        for class in group.descendants("classification-cpc") {
            read_symbol(class, SubjectScheme::Cpc, draft);
        }
    }
}

/// A symbol in parts, or in one text of fixed columns.
pub(crate) fn read_symbol(class: &Element, scheme: SubjectScheme, draft: &mut PatentDraft) {
    match class.child("text") {
        Some(text) => {
            let text = columns(text);
            draft.coded(scheme, crate::patent_class::international(&text), &class.name, &text);
        }
        None => draft.coded(scheme, from_parts(class, PARTS), &class.name, &class.text()),
    }
}

fn read_classes(bibliography: &Element, draft: &mut PatentDraft) {
    read_international(bibliography, draft);
    for class in bibliography.find_all("classification-locarno/main-classification") {
        draft.locarno("classification-locarno", &columns(class));
    }
    for group in bibliography.children("classification-national") {
        // Other offices have national classes of their own; these documents carry American ones.
        if group.text_at("country").is_none_or(|country| country == "US") {
            for class in group.elements().filter(|class| class.name.ends_with("classification")) {
                draft.uspc("classification-national", &columns(class));
            }
        }
    }
    // Plant patents name what was bred.
    draft.keyword(bibliography.text_at("us-botanic/latin-name"));
    draft.keyword(bibliography.text_at("us-botanic/variety"));
}

fn read_parties(bibliography: &Element, draft: &mut PatentDraft) {
    let parties: Vec<&Element> = ["us-parties", "parties"].iter().filter_map(|name| bibliography.child(name)).collect();
    for party in parties.iter().flat_map(|parties| parties.children("inventors")).flat_map(Element::elements) {
        // `inventor`, `deceased-inventor`, `us-deceased-inventor`.
        if party.name.ends_with("inventor") {
            draft.contributor(party_name(party), Role::Inventor, party_place(party));
        }
    }
    for party in parties.iter().flat_map(|parties| {
        let groups = parties.elements().filter(|e| matches!(e.name.as_str(), "applicants" | "us-applicants"));
        groups.flat_map(Element::elements)
    }) {
        // Until 2012 American law had the inventors apply; documents list them here alone.
        let inventor = party.attr("app-type").is_some_and(|kind| kind.contains("inventor"));
        let role = if inventor { Role::Inventor } else { Role::Applicant };
        draft.contributor(party_name(party), role, party_place(party));
    }
    for party in bibliography.find_all("assignees/assignee") {
        draft.contributor(party_name(party), Role::Assignee, party_place(party));
    }
}

fn party_name(party: &Element) -> Option<Name> {
    let book = party.child("addressbook").unwrap_or(party);
    if let Some(family) = book.text_at("last-name") {
        let given = format!("{} {}", text_at(book, "first-name"), text_at(book, "middle-name"));
        return person(&family, &given, &text_at(book, "suffix"));
    }
    let body = book.text_at("orgname").or_else(|| book.text_at("name")).or_else(|| book.text_at("first-name"));
    whole(&body.unwrap_or_default())
}

fn party_place(party: &Element) -> Option<Affiliation> {
    let book = party.child("addressbook").unwrap_or(party);
    let address = book.child("address");
    let part = |name| address.and_then(|address| address.text_at(name)).unwrap_or_default();
    // The address says `unknown` or nothing where the residence has the country.
    let country = match part("country") {
        country if crate::patent_party::country(&country).is_some() => country,
        country => party.text_at("residence/country").unwrap_or(country),
    };
    residence(&part("city"), &part("state"), &country)
}

fn read_relations(bibliography: &Element, draft: &mut PatentDraft) {
    let related = bibliography.child("us-related-documents").or_else(|| bibliography.child("related-documents"));
    for group in related.map(Element::elements).into_iter().flatten() {
        let reissued = matches!(group.name.as_str(), "reissue" | "us-reissue");
        let relation = if reissued { RelationKind::Replaces } else { RelationKind::FamilyOf };
        // Parents are numbered by application; the patent that became of one stands beside it.
        for patent in group.descendants("parent-grant-document") {
            relate(patent, relation, draft);
        }
        if group.name == "related-publication" {
            relate(group, RelationKind::FamilyOf, draft);
        }
    }
    for published in bibliography.children("pct-or-regional-publishing-data") {
        relate(published, RelationKind::FamilyOf, draft);
    }
}

fn relate(holder: &Element, relation: RelationKind, draft: &mut PatentDraft) {
    for document in holder.children("document-id") {
        let part = |name| document.text_at(name).unwrap_or_default();
        draft.related(relation, &part("country"), &part("doc-number"), &part("kind"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patent::testing::{check_cuts, parsed_by, sheet, start};
    use crate::testing::files;

    const HINGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" country="US" date-publ="20150203">
<us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>08950001</doc-number><kind>B2</kind><date>20150203</date></document-id></publication-reference>
<application-reference appl-type="utility"><document-id><country>US</country><doc-number>13900001</doc-number></document-id></application-reference>
<classifications-ipcr><classification-ipcr><section>E</section><class>05</class><subclass>D</subclass><main-group>3</main-group><subgroup>02</subgroup><classification-value>I</classification-value></classification-ipcr></classifications-ipcr>
<classifications-cpc>
<main-cpc><classification-cpc><section>E</section><class>05</class><subclass>D</subclass><main-group>3</main-group><subgroup>022</subgroup><classification-value>I</classification-value></classification-cpc></main-cpc>
<further-cpc><classification-cpc><section>Y</section><class>10</class><subclass>T</subclass><main-group>16</main-group><subgroup>5257</subgroup><classification-value>A</classification-value></classification-cpc></further-cpc>
</classifications-cpc>
<classification-national><country>US</country><main-classification> 16221</main-classification><further-classification>  2 24</further-classification><further-classification>None</further-classification></classification-national>
<invention-title id="t">Hinge with <i>H</i><sub>2</sub> damping</invention-title>
<us-references-cited><us-citation><patcit><document-id><country>US</country><doc-number>1</doc-number></document-id></patcit></us-citation></us-references-cited>
<us-related-documents>
<continuation><relation><parent-doc><document-id><country>US</country><doc-number>12000001</doc-number></document-id>
<parent-grant-document><document-id><country>US</country><doc-number>8400001</doc-number></document-id></parent-grant-document></parent-doc></relation></continuation>
<reissue><relation><parent-doc><parent-grant-document><document-id><country>US</country><doc-number>7000001</doc-number></document-id></parent-grant-document></parent-doc></relation></reissue>
<us-provisional-application><document-id><country>US</country><doc-number>61500001</doc-number></document-id></us-provisional-application>
<related-publication><document-id><country>US</country><doc-number>20130300001</doc-number><kind>A1</kind></document-id></related-publication>
</us-related-documents>
<us-parties>
<us-applicants>
<us-applicant sequence="001" app-type="applicant"><addressbook><orgname>Scharnier GmbH</orgname><address><city>Wien</city><country>AT</country></address></addressbook></us-applicant>
<us-applicant sequence="002" app-type="applicant-inventor"><addressbook><last-name>Angel</last-name><first-name>Eva</first-name><address><city>Wien</city><country>AT</country></address></addressbook></us-applicant>
</us-applicants>
<inventors>
<inventor sequence="001"><addressbook><last-name>Angel</last-name><first-name>Eva</first-name><address><city>Wien</city><country>AT</country></address></addressbook></inventor>
<deceased-inventor><addressbook><last-name>Post</last-name><first-name>Otto</first-name><middle-name>K.</middle-name><suffix>Sr.</suffix><address><country>unknown</country></address></addressbook><residence><country>CH</country></residence></deceased-inventor>
</inventors>
<agents><agent><addressbook><orgname>Nobody LLP</orgname></addressbook></agent></agents>
</us-parties>
<assignees><assignee><orgname>Scharnier GmbH</orgname><role>03</role></assignee></assignees>
<pct-or-regional-filing-data><document-id><country>WO</country><doc-number>PCT/AT2012/000001</doc-number></document-id></pct-or-regional-filing-data>
<pct-or-regional-publishing-data><document-id><country>WO</country><doc-number>WO2012/123456</doc-number><kind>A1</kind></document-id></pct-or-regional-publishing-data>
</us-bibliographic-data-grant>
<abstract id="abstract"><p>A hinge &#x201c;that&#x201d; turns.</p><p>It does not squeak.</p></abstract>
<claims><claim><claim-text>1. A hinge.</claim-text></claim></claims>
</us-patent-grant>"#;

    fn parsed(text: &str) -> (Record, Vec<Doubt>) {
        parsed_by(claims, read, text)
    }

    #[test]
    fn a_grant_is_read_field_by_field() {
        let (record, doubts) = parsed(HINGE);
        assert_eq!(
            sheet(&record),
            "patent:US8950001B2\n\
             Hinge with H2 damping [en]\n\
             2015-02-03\n\
             inventor Eva Angel (Wien; AT)\n\
             inventor Otto K. Post Sr. (; CH)\n\
             applicant Scharnier GmbH (Wien; AT)\n\
             assignee Scharnier GmbH\n\
             ipc:E05D3/02\n\
             cpc:E05D3/022\n\
             cpc:Y10T16/5257\n\
             uspc:16/221\n\
             uspc:2/24\n\
             abstract A hinge “that” turns. It does not squeak.\n\
             family-of patent:US8400001\n\
             replaces patent:US7000001\n\
             family-of patent:US20130300001A1\n\
             family-of patent:WO2012123456A1"
        );
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn a_design_has_its_locarno_class() {
        let (record, doubts) = parsed(
            r#"<us-patent-grant country="US" date-publ="20150203"><us-bibliographic-data-grant>
            <publication-reference><document-id><doc-number>D0722001</doc-number><kind>S1</kind></document-id></publication-reference>
            <classification-locarno><edition>10</edition><main-classification>0803</main-classification></classification-locarno>
            <classification-national><country>US</country><main-classification>D 8323</main-classification></classification-national>
            <invention-title>Hinge</invention-title></us-bibliographic-data-grant></us-patent-grant>"#,
        );
        assert_eq!(sheet(&record), "patent:USD722001S1\nHinge\n2015-02-03\nlocarno:08-03\nuspc:D8/323");
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn a_patent_cut_anywhere_keeps_what_came_before() {
        check_cuts(read, HINGE, 420);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let (_, doubts) = parsed(
            "<us-patent-application><us-bibliographic-data-application><classifications-ipcr><classification-ipcr>\
             <section>Q</section></classification-ipcr></classifications-ipcr></us-bibliographic-data-application></us-patent-application>",
        );
        let texts: Vec<String> = doubts.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "publication-reference: the publication number is missing",
                "invention-title: the title is missing",
                "classification-ipcr: `Q` is not a class of the IPC; left out",
            ]
        );
        assert_eq!(parsed("<us-patent-grant/>").1.len(), 1);
    }

    #[track_caller]
    fn check_file(folder: &str, front: &str, parts: &[&str], abstracted: &str, relations: &str) {
        for (name, text) in files(folder, ".xml") {
            let (record, doubts) = parsed(&text);
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
            let sheet = sheet(&record).replace('\n', "|");
            assert!(sheet.starts_with(front), "{sheet}");
            for part in parts {
                assert!(sheet.contains(part), "{part} in {sheet}");
            }
            assert_eq!(start(&record.abstracts[0].text), abstracted);
            let found = record.relations.iter().map(|r| format!("{} {}", r.kind.word(), r.target)).collect::<Vec<_>>();
            assert_eq!(found.join("|"), relations);
        }
    }

    #[test]
    fn the_collection_is_read_without_a_doubt() {
        check_file(
            "patents-uspto/xml2004",
            "patent:US6970935B1|Conversational networking via transport, coding and control conversational protocols [en]|\
             2005-11-29|inventor Stephane H. Maes (Danbury, CT; US)|\
             assignee International Business Machines Corporation (Armonk, NY; US)|ipc:G06F15/16|uspc:709/230|uspc:709/228|\
             uspc:370/356|uspc:379/88.02|abstract ",
            &[],
            "Conversational protocols for implementin",
            "",
        );
        check_file(
            "patents-uspto/xml2014",
            "patent:US8927118B2|Material for organic electroluminescence device and organic electroluminescence device using the same [en]|\
             2015-01-06|inventor Tomoki Kato (Sodegaura; JP)|",
            &[
                "|applicant Chishio Hosokawa (Sodegaura; JP)|assignee Idemitsu Kosan Co., Ltd. (Tokyo; JP)|ipc:H05B33/14|ipc:C07D495/04|",
                "|cpc:C07D493/04|",
                "|uspc:428/690|uspc:917/411.1|uspc:917/336|uspc:549/456|uspc:549/460|uspc:549/41|",
            ],
            "Provided are an organic electroluminesce",
            "family-of patent:US8049411|family-of patent:US20120104943A1",
        );
        check_file(
            "patents-uspto/xmlApp2004",
            "patent:US20050004974A1|Device model agent [en]|2005-01-06|inventor Naveen Sharma (Perinton, NY; US)|\
             inventor Michael R. Furst (Rochester, NY; US)|",
            &[
                "|inventor Robert J. St. Jacques (Fairport, NY; US)|",
                "|assignee Xerox Corporation|ipc:G06F15/16|uspc:709/202|",
            ],
            "The Device Model Agent (DMA), the device",
            "",
        );
    }
}
