//! Bibliographic data of the European Patent Office: `exchange-document` of DOCDB and of the Open
//! Patent Services. A dialect of ST.36 for the patents of a hundred offices.
//!
//! Source: EPO, *DOCDB XML user documentation* and *OPS reference guide* (exchange documents).
//! Names stand several times, in the spelling of the original and in ones made for searching
//! (`data-format`); the original is read where it is given, and the country from whichever has it.

use std::collections::BTreeMap;

use model::{Record, Role, SubjectScheme};

use crate::Doubt;
use crate::limits::VALUES_MAX;
use crate::patent::PatentDraft;
use crate::patent_party::{residence, whole};
use crate::patent_st36::{read_abstract, read_international, read_symbol};
use crate::xml::Element;

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    entry.name == "exchange-document"
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = PatentDraft::new();
    let attr = |name| entry.attr(name).unwrap_or_default();
    draft.publication("exchange-document", attr("country"), attr("doc-number"), attr("kind"));
    let Some(bibliography) = entry.child("bibliographic-data") else {
        // The office says so where it has a number and no more.
        draft.doubt(("bibliographic-data", entry.line), "there is none; only the number was read");
        return draft.finish();
    };
    draft.language(bibliography.text_at("language-of-publication").as_deref());
    let documents = bibliography.find_all("publication-reference/document-id");
    let date = documents.iter().find_map(|document| document.text_at("date"));
    draft.published(
        "publication-reference",
        &date.or_else(|| entry.attr("date-publ").map(str::to_owned)).unwrap_or_default(),
    );
    read_titles(bibliography, &mut draft);
    read_international(bibliography, &mut draft);
    for class in bibliography.find_all("patent-classifications/patent-classification") {
        let scheme = class.child("classification-scheme").and_then(|scheme| scheme.attr("scheme")).unwrap_or_default();
        // CPCI and CPCA: inventive and additional. Other schemes are national.
        if scheme.starts_with("CPC") {
            read_symbol(class, SubjectScheme::Cpc, &mut draft);
        }
    }
    read_parties(bibliography, "parties/inventors/inventor", Role::Inventor, &mut draft);
    read_parties(bibliography, "parties/applicants/applicant", Role::Applicant, &mut draft);
    for abstracted in entry.children("abstract").chain(bibliography.children("abstract")) {
        read_abstract(abstracted, &mut draft);
    }
    draft.finish()
}

/// Titles, the English one first: it is the one all users of the office's data can read, and no
/// order is stated.
fn read_titles(bibliography: &Element, draft: &mut PatentDraft) {
    let mut titles: Vec<&Element> = bibliography.children("invention-title").collect();
    titles.sort_by_key(|title| title.attr("lang") != Some("en"));
    for title in titles {
        draft.title(&title.text(), title.attr("lang"));
    }
}

/// How much is thought of a spelling; lower is better.
fn rank(format: &str) -> u8 {
    match format {
        "original" => 0,
        "docdb" => 1,
        "docdba" => 2,
        _ => 3,
    }
}

fn read_parties(bibliography: &Element, path: &str, role: Role, draft: &mut PatentDraft) {
    let wrapper = if role == Role::Inventor { "inventor-name/name" } else { "applicant-name/name" };
    // By sequence number: rank of the best spelling, that spelling, the country of any.
    let mut parties: BTreeMap<u32, (u8, String, String)> = BTreeMap::new();
    for (party, position) in bibliography.find_all(path).into_iter().take(VALUES_MAX).zip(1_u32..) {
        let Some(name) = party.text_at(wrapper) else { continue };
        let (name, bracketed) = without_country(&name);
        let country = party.text_at("residence/country").or(bracketed);
        let sequence = party.attr("sequence").and_then(|n| n.parse().ok()).unwrap_or(position);
        let rank = rank(party.attr("data-format").unwrap_or_default());
        let known = parties.entry(sequence).or_insert((u8::MAX, String::new(), String::new()));
        if rank < known.0 {
            (known.0, known.1) = (rank, name);
        }
        if let Some(country) = country {
            known.2 = country;
        }
    }
    for (_, name, country) in parties.into_values() {
        draft.contributor(whole(&name), role, residence("", "", &country));
    }
}

/// `SIEMENS AG [DE]`, and the comma that original names end in.
fn without_country(name: &str) -> (String, Option<String>) {
    let name = name.trim();
    let (name, country) = match name.strip_suffix(']').and_then(|name| name.rsplit_once('[')) {
        Some((name, country)) => (name, Some(country.to_owned())),
        None => (name, None),
    };
    (name.trim().trim_end_matches([',', ';']).trim_end().to_owned(), country)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patent::testing::{check_cuts, parsed_by, sheet};

    const LOOM: &str = r#"<exch:exchange-document xmlns:exch="http://www.epo.org/exchange" system="docdb" country="DD" doc-number="123456" kind="A1" family-id="4711">
<exch:bibliographic-data>
<exch:publication-reference data-format="docdb"><document-id><country>DD</country><doc-number>123456</doc-number><kind>A1</kind><date>19761220</date></document-id></exch:publication-reference>
<exch:classification-ipc><text>D03D47/30</text></exch:classification-ipc>
<exch:classifications-ipcr><classification-ipcr sequence="1"><text>D03D  47/    30            A I                    </text></classification-ipcr></exch:classifications-ipcr>
<exch:patent-classifications>
<patent-classification sequence="1"><classification-scheme office="EP" scheme="CPCI"/><section>D</section><class>03</class><subclass>D</subclass><main-group>47</main-group><subgroup>3033</subgroup><classification-value>I</classification-value></patent-classification>
<patent-classification sequence="2"><classification-scheme office="JP" scheme="FTERM"/><classification-symbol>4L050</classification-symbol></patent-classification>
</exch:patent-classifications>
<exch:language-of-publication>de</exch:language-of-publication>
<exch:priority-claims><exch:priority-claim><document-id><country>DD</country><doc-number>18888875</doc-number></document-id></exch:priority-claim></exch:priority-claims>
<exch:parties>
<exch:applicants>
<exch:applicant sequence="1" data-format="docdb"><exch:applicant-name><name>WEBSTUHLBAU VEB</name></exch:applicant-name><residence><country>DD</country></residence></exch:applicant>
<exch:applicant sequence="1" data-format="original"><exch:applicant-name><name>VEB Webstuhlbau,</name></exch:applicant-name></exch:applicant>
</exch:applicants>
<exch:inventors><exch:inventor sequence="1" data-format="epodoc"><exch:inventor-name><name>WEBER HANS [DD]</name></exch:inventor-name></exch:inventor></exch:inventors>
</exch:parties>
<exch:invention-title lang="de" data-format="docdb">Düsenwebmaschine</exch:invention-title>
<exch:invention-title lang="en" data-format="docdb">Jet loom</exch:invention-title>
</exch:bibliographic-data>
<exch:abstract lang="en"><exch:p>A loom with a jet of air.</exch:p></exch:abstract>
</exch:exchange-document>"#;

    #[test]
    fn an_exchange_document_is_read_field_by_field() {
        let (record, doubts) = parsed_by(claims, read, LOOM);
        assert_eq!(
            sheet(&record),
            "patent:DD123456A1\n\
             Jet loom [en]\n\
             Düsenwebmaschine [de]\n\
             1976-12-20\n\
             inventor WEBER HANS (; DD)\n\
             applicant VEB Webstuhlbau (; DD)\n\
             ipc:D03D47/30\n\
             cpc:D03D47/3033\n\
             abstract A loom with a jet of air."
        );
        assert_eq!(record.language.as_ref().map(|l| l.tag()), Some("de"));
        assert_eq!(record.source.publisher, None);
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn an_american_application_has_one_number_in_europe_and_at_home() {
        let (record, _) =
            parsed_by(claims, read, r#"<exchange-document country="US" doc-number="2005004974" kind="A1"/>"#);
        assert_eq!(record.name().map(|id| id.value()), Some("US20050004974A1"));
    }

    #[test]
    fn a_document_cut_anywhere_keeps_what_came_before() {
        check_cuts(read, LOOM, 180);
    }

    #[test]
    fn a_number_alone_is_a_doubt() {
        let (record, doubts) =
            parsed_by(claims, read, r#"<exchange-document country="EP" doc-number="1000000" kind="A1"/>"#);
        assert_eq!(sheet(&record), "patent:EP1000000A1");
        assert_eq!(doubts[0].to_string(), "line 1: bibliographic-data: there is none; only the number was read");
    }
}
