//! United States patent applications as published from 2001 to 2004: document type
//! `patent-application-publication`.
//!
//! Source: USPTO, *DTD PAP V1.5* (2001) and *V1.6* (2002). Kept and left out as
//! [`crate::patent`] says. The document type has no place for the publishing office: it is always
//! that of the United States.

use model::{Affiliation, Name, Record, RelationKind, Role};

use crate::Doubt;
use crate::patent::{PatentDraft, columns, text_at};
use crate::patent_class::joined;
use crate::patent_party::{person, residence, whole};
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "patent-pap";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    entry.name == "patent-application-publication"
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = PatentDraft::new();
    let Some(bibliography) = entry.child("subdoc-bibliographic-information") else {
        let place = "subdoc-bibliographic-information";
        draft.doubt((place, entry.line), "the bibliography is missing; nothing could be read");
        return draft.finish();
    };
    read_publication(bibliography, &mut draft);
    if let Some(technical) = bibliography.child("technical-information") {
        read_classes(technical, &mut draft);
    }
    read_parties(bibliography, &mut draft);
    read_relations(bibliography, &mut draft);
    if let Some(abstracted) = entry.child("subdoc-abstract") {
        let paragraphs = abstracted.descendants("paragraph").into_iter().map(paragraph).collect::<Vec<_>>();
        draft.abstracted(paragraphs, None);
    }
    draft.finish()
}

/// Text of a paragraph without the number that the office put before it (`[0001]`).
fn paragraph(paragraph: &Element) -> String {
    let text = paragraph.text();
    match paragraph.text_at("number").and_then(|number| text.strip_prefix(&number).map(str::to_owned)) {
        Some(rest) => rest,
        None => text,
    }
}

fn read_publication(bibliography: &Element, draft: &mut PatentDraft) {
    let number = text_at(bibliography, "document-id/doc-number");
    draft.publication("document-id", "US", &number, &text_at(bibliography, "document-id/kind-code"));
    draft.published("document-id/document-date", &text_at(bibliography, "document-id/document-date"));
    let title = text_at(bibliography, "technical-information/title-of-invention");
    draft.title(&title, None);
    if title.is_empty() {
        draft.doubt("title-of-invention", "the title is missing");
    }
}

fn read_classes(technical: &Element, draft: &mut PatentDraft) {
    for group in ["classification-ipc-primary", "classification-ipc-secondary"] {
        for class in technical.find_all(&format!("classification-ipc/{group}/ipc")) {
            draft.ipc_or_locarno("ipc", &columns(class));
        }
    }
    for group in ["classification-us-primary", "classification-us-secondary"] {
        for class in technical.find_all(&format!("classification-us/{group}")).iter().flat_map(|e| e.elements()) {
            match class.name.as_str() {
                "uspc" => {
                    let halves = (text_at(class, "class"), text_at(class, "subclass"));
                    let code = joined(&halves.0, &halves.1);
                    draft.coded(model::SubjectScheme::Uspc, code, "uspc", &format!("{}/{}", halves.0, halves.1));
                }
                "uspc-freeform" => draft.uspc("uspc-freeform", &columns(class)),
                _ => {}
            }
        }
    }
    // Applications for plant patents name what was bred.
    draft.keyword(technical.text_at("botanic/latin-name"));
    draft.keyword(technical.text_at("botanic/variety"));
}

fn read_parties(bibliography: &Element, draft: &mut PatentDraft) {
    let inventors = bibliography.child("inventors").map(Element::elements).into_iter().flatten();
    for party in inventors.filter(|party| party.name.ends_with("inventor")) {
        draft.contributor(party_name(party), Role::Inventor, party_place(party));
    }
    for party in bibliography.children("assignee") {
        draft.contributor(party_name(party), Role::Assignee, party_place(party));
    }
}

fn party_name(party: &Element) -> Option<Name> {
    if let Some(body) = party.text_at("organization-name") {
        return whole(&body);
    }
    let name = party.child("name")?;
    let given = format!("{} {}", text_at(name, "given-name"), text_at(name, "middle-name"));
    person(&text_at(name, "family-name"), &given, &text_at(name, "name-suffix"))
}

fn party_place(party: &Element) -> Option<Affiliation> {
    let place = ["residence/residence-us", "residence/residence-non-us", "address"];
    let place = place.iter().find_map(|path| party.find(path))?;
    let country = place.text_at("country-code").or_else(|| place.text_at("country")).unwrap_or_default();
    residence(&text_at(place, "city"), &text_at(place, "state"), &country)
}

fn read_relations(bibliography: &Element, draft: &mut PatentDraft) {
    let related = bibliography.child("continuity-data").map(Element::elements).into_iter().flatten();
    for group in related {
        // Parents are numbered by application; only the patent that became of one is published.
        for patent in group.descendants("parent-patent") {
            let reissued = group.name == "reissue-of";
            relate(patent, if reissued { RelationKind::Replaces } else { RelationKind::FamilyOf }, "US", draft);
        }
    }
    for earlier in bibliography.children("prior-publication") {
        relate(earlier, RelationKind::FamilyOf, "US", draft);
    }
    for published in bibliography.descendants("pct-publication") {
        relate(published, RelationKind::FamilyOf, "WO", draft);
    }
}

fn relate(holder: &Element, relation: RelationKind, office: &str, draft: &mut PatentDraft) {
    for document in holder.children("document-id") {
        let office = document.text_at("country-code").unwrap_or_else(|| office.to_owned());
        draft.related(relation, &office, &text_at(document, "doc-number"), &text_at(document, "kind-code"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patent::testing::{check_cuts, parsed_by, sheet, start};
    use crate::testing::files;

    const PUMP: &str = r#"<patent-application-publication>
<subdoc-bibliographic-information>
<document-id><doc-number>20020000042</doc-number><kind-code>A1</kind-code><document-date>20020103</document-date></document-id>
<technical-information>
<classification-ipc>
<classification-ipc-primary><ipc>F04B017/03</ipc></classification-ipc-primary>
<classification-ipc-secondary><ipc>F16J 01/00</ipc></classification-ipc-secondary>
</classification-ipc>
<classification-us>
<classification-us-primary><uspc><class>417</class><subclass>410100</subclass></uspc></classification-us-primary>
<classification-us-secondary><uspc-freeform>092 88</uspc-freeform></classification-us-secondary>
</classification-us>
<title-of-invention>Pump for H<subscript>2</subscript>O</title-of-invention>
<botanic><latin-name>Rosa hybrida</latin-name><variety>Pumpette</variety></botanic>
</technical-information>
<continuity-data>
<division-of><parent-child><child><document-id><doc-number>09700000</doc-number></document-id></child>
<parent><document-id><doc-number>09500000</doc-number></document-id></parent><parent-status>GRANTED</parent-status>
<parent-patent><document-id><doc-number>6250000</doc-number><country-code>US</country-code></document-id></parent-patent>
</parent-child></division-of>
<non-provisional-of-provisional><document-id><doc-number>60100000</doc-number></document-id></non-provisional-of-provisional>
</continuity-data>
<prior-publication><document-id><doc-number>20010000007</doc-number><kind-code>A1</kind-code></document-id></prior-publication>
<inventors>
<first-named-inventor><name><name-prefix>Dr.</name-prefix><given-name>Jo</given-name><middle-name>Q.</middle-name>
<family-name>Well</family-name><name-suffix>Jr.</name-suffix></name>
<residence><residence-non-us><city>Lyon</city><country-code>FR</country-code></residence-non-us></residence></first-named-inventor>
<inventor><name><family-name>Spring</family-name></name><residence><military-service>USN</military-service></residence></inventor>
</inventors>
<assignee><organization-name>Pompes SA</organization-name><address><city>Lyon</city><country><country-code>FR</country-code></country></address><assignee-type>03</assignee-type></assignee>
<international-conventions><pct-publication><document-id><doc-number>WO01/00042</doc-number></document-id></pct-publication></international-conventions>
</subdoc-bibliographic-information>
<subdoc-abstract><heading lvl="1">Abstract</heading><paragraph id="A-1"><number>&lsqb;0001&rsqb;</number> It pumps. </paragraph><paragraph>Quietly.</paragraph></subdoc-abstract>
<subdoc-claims><claim><claim-text>1. A pump.</claim-text></claim></subdoc-claims>
</patent-application-publication>"#;

    fn parsed(text: &str) -> (Record, Vec<Doubt>) {
        parsed_by(claims, read, text)
    }

    #[test]
    fn an_application_is_read_field_by_field() {
        let (record, doubts) = parsed(PUMP);
        assert_eq!(
            sheet(&record),
            "patent:US20020000042A1\n\
             Pump for H2O\n\
             2002-01-03\n\
             inventor Jo Q. Well Jr. (Lyon; FR)\n\
             inventor Spring\n\
             assignee Pompes SA (Lyon; FR)\n\
             ipc:F04B17/03\n\
             ipc:F16J1/00\n\
             uspc:417/410.1\n\
             uspc:92/88\n\
             keyword:Rosa hybrida\n\
             keyword:Pumpette\n\
             abstract It pumps. Quietly.\n\
             family-of patent:US6250000\n\
             family-of patent:US20010000007A1\n\
             family-of patent:WO2001000042"
        );
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn an_application_cut_anywhere_keeps_what_came_before() {
        check_cuts(read, PUMP, 200);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let (record, doubts) = parsed(
            "<patent-application-publication><subdoc-bibliographic-information><technical-information><classification-us>\
             <classification-us-primary><uspc><class>x</class><subclass/></uspc></classification-us-primary>\
             </classification-us></technical-information></subdoc-bibliographic-information></patent-application-publication>",
        );
        assert!(record.titles.is_empty());
        let texts: Vec<String> = doubts.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "document-id: the publication number is missing",
                "title-of-invention: the title is missing",
                "uspc: `x/` is not a class of the USPC; left out",
            ]
        );
        assert_eq!(parsed("<patent-application-publication/>").1.len(), 1);
    }

    #[test]
    fn the_collection_is_read_without_a_doubt() {
        for (name, text) in files("patents-uspto/pap", ".xml") {
            let (record, doubts) = parsed(&text);
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
            assert!(
                sheet(&record).replace('\n', "|").starts_with(
                    "patent:US20010009014A1|\
                     Facilitating real-time, multi-point communications over the internet|2001-07-19|\
                     inventor James A. Savage III (San Jose, CA; US)|inventor Sophie Muller (Palo Alto, CA; US)|\
                     ipc:G06F15/16|uspc:709/204|uspc:709/227|abstract "
                ),
                "{}",
                sheet(&record)
            );
            assert_eq!(start(&record.abstracts[0].text), "Methods and apparatus are described for ");
        }
    }
}
