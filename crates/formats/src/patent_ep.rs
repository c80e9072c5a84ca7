//! Full texts of European patents: `ep-patent-document`, a mixture of ST.36 with the INID
//! elements of ST.32 (`B110` number, `B540` title, `B721` inventor).
//!
//! Source: EPO, *EP full-text data, document type `ep-patent-document` v1.0 to v1.7*. Kept and
//! left out as [`crate::patent`] says.

use model::{Name, Record, RelationKind, Role, SubjectScheme};

use crate::Doubt;
use crate::patent::{PatentDraft, columns, text_at};
use crate::patent_party::{residence, whole};
use crate::patent_st36::{read_abstract, read_symbol};
use crate::xml::Element;

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    entry.name == "ep-patent-document"
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = PatentDraft::new();
    let attr = |name| entry.attr(name).unwrap_or_default();
    draft.language(entry.attr("lang"));
    draft.publication("doc-number", attr("country"), attr("doc-number"), attr("kind"));
    draft.published("date-publ", attr("date-publ"));
    match entry.child("SDOBI") {
        Some(bibliography) => {
            read_titles(entry, bibliography, &mut draft);
            read_classes(bibliography, &mut draft);
            read_parties(bibliography, &mut draft);
            read_relations(bibliography, &mut draft);
        }
        None => draft.doubt(("SDOBI", entry.line), "the bibliography is missing"),
    }
    for abstracted in entry.children("abstract") {
        read_abstract(abstracted, &mut draft);
    }
    draft.finish()
}

/// Titles in the three languages of the office: each `B541` names the language of the `B542`
/// behind it. The one in the language of the document comes first.
fn read_titles(entry: &Element, bibliography: &Element, draft: &mut PatentDraft) {
    let mut titles: Vec<(String, String)> = Vec::new();
    let mut language = String::new();
    for part in bibliography.find("B500/B540").map(Element::elements).into_iter().flatten() {
        match part.name.as_str() {
            "B541" => language = part.text(),
            "B542" => titles.push((std::mem::take(&mut language), part.text())),
            _ => {}
        }
    }
    titles.sort_by_key(|(language, _)| Some(language.as_str()) != entry.attr("lang"));
    for (language, title) in &titles {
        draft.title(title, Some(language));
    }
    if titles.is_empty() {
        draft.doubt("B540", "the title is missing");
    }
}

fn read_classes(bibliography: &Element, draft: &mut PatentDraft) {
    for path in ["B500/B510/B511", "B500/B510/B512"] {
        for class in bibliography.find_all(path) {
            draft.ipc_or_locarno("B510", &columns(class));
        }
    }
    for class in bibliography.find_all("B500/B510EP/classification-ipcr") {
        read_symbol(class, SubjectScheme::Ipc, draft);
    }
    for group in bibliography.find_all("B500/B520EP/classifications-cpc") {
        for class in group.descendants("classification-cpc") {
            read_symbol(class, SubjectScheme::Cpc, draft);
        }
    }
}

fn read_parties(bibliography: &Element, draft: &mut PatentDraft) {
    // An applicant is named in B710, the proprietor of a patent in B730.
    for (path, role) in
        [("B700/B720/B721", Role::Inventor), ("B700/B710/B711", Role::Applicant), ("B700/B730/B731", Role::Assignee)]
    {
        for party in bibliography.find_all(path) {
            let written = text_at(party, "snm");
            // Inventors are `Family, Given`; the comma of a firm (`Hitachi, Ltd.`) divides nothing.
            let name = match role {
                Role::Inventor if !written.is_empty() => Some(Name::from_inverted(&written)),
                _ => whole(&written),
            };
            let place = residence(&text_at(party, "adr/city"), "", &text_at(party, "adr/ctry"));
            draft.contributor(name, role, place);
        }
    }
}

fn read_relations(bibliography: &Element, draft: &mut PatentDraft) {
    for published in bibliography.find_all("B800/B870/B871").into_iter().flat_map(|e| e.descendants("pnum")) {
        draft.related(RelationKind::FamilyOf, "WO", &published.text(), "");
    }
    // B620 is *divided out of*, B620EP the same for parents at this office.
    for group in bibliography.child("B600").map(Element::elements).into_iter().flatten() {
        for parent in group.descendants("pnum") {
            draft.related(RelationKind::FamilyOf, "EP", &parent.text(), "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patent::testing::{check_cuts, parsed_by, sheet};

    const VALVE: &str = r#"<ep-patent-document id="EP09000001B1" file="EP09000001NWB1.xml" lang="fr" country="EP" doc-number="2100001" kind="B1" date-publ="20130410" dtd-version="ep-patent-document-v1-4">
<SDOBI lang="fr"><B100><B110>2100001</B110><B130>B1</B130><B140><date>20130410</date></B140><B190>EP</B190></B100>
<B500><B510><B516>7</B516><B511> 7F 16K  31/06   A</B511></B510>
<B510EP><classification-ipcr sequence="1"><text>F16K  31/06        20060101AFI20120827BHEP        </text></classification-ipcr></B510EP>
<B520EP><classifications-cpc><classification-cpc sequence="1"><text>F16K  31/0655      20130101 FI20150101BHEP        </text></classification-cpc></classifications-cpc></B520EP>
<B540><B541>de</B541><B542>MAGNETVENTIL</B542><B541>en</B541><B542>SOLENOID VALVE</B542><B541>fr</B541><B542>ÉLECTROVANNE</B542></B540></B500>
<B600><B620><parent><pdoc><dnum><anum>07000001.1</anum><pnum>1900001</pnum></dnum></pdoc></parent></B620></B600>
<B700><B720><B721><snm>Robinet, Luc</snm><adr><str>1 rue A</str><city>69000 Lyon</city><ctry>FR</ctry></adr></B721></B720>
<B730><B731><snm>Vannes, S.A.</snm><adr><city>Lyon</city><ctry>FR</ctry></adr></B731></B730></B700>
<B800><B860><B861><dnum><anum>FR2009000001</anum></dnum></B861></B860><B870><B871><dnum><pnum>WO2009123456</pnum></dnum></B871></B870></B800>
</SDOBI>
<abstract id="abst" lang="fr"><p num="0001">Une vanne.</p></abstract>
</ep-patent-document>"#;

    #[test]
    fn a_european_patent_is_read_field_by_field() {
        let (record, doubts) = parsed_by(claims, read, VALVE);
        assert_eq!(
            sheet(&record),
            "patent:EP2100001B1\n\
             ÉLECTROVANNE [fr]\n\
             MAGNETVENTIL [de]\n\
             SOLENOID VALVE [en]\n\
             2013-04-10\n\
             inventor Luc Robinet (69000 Lyon; FR)\n\
             assignee Vannes, S.A. (Lyon; FR)\n\
             ipc:F16K31/06\n\
             cpc:F16K31/0655\n\
             abstract Une vanne.\n\
             family-of patent:WO2009123456\n\
             family-of patent:EP1900001"
        );
        assert_eq!(record.source.publisher.as_deref(), Some("European Patent Office"));
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn a_patent_cut_anywhere_keeps_what_came_before() {
        check_cuts(read, VALVE, 220);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let (record, doubts) = parsed_by(claims, read, "<ep-patent-document><SDOBI/></ep-patent-document>");
        assert!(record.identifiers.is_empty());
        let texts: Vec<String> = doubts.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["doc-number: the publication number is missing", "B540: the title is missing"]);
    }
}
