//! Patents in WIPO ST.96 and in the USPTO's forerunner of it (*XML4IP*).
//!
//! Two sorts of entry are read. One has the bibliography of a publication or of a file
//! (`PatentPublication`, `PatentGrant`, `BibliographicData`, `PatentCaseMetadata` ...), with the
//! element names of the standard (WIPO ST.96, annex III). The other is a sheet of an application
//! file: `SpecificationDocument` with the abstract, the description or both, `ClaimsDocument`.
//! Sheets come from paper through a scanner; of them the abstract is kept, with the application
//! number as a number of the office's own, since a sheet is not a publication.
//!
//! Kept and left out as [`crate::patent`] says.

use model::{Affiliation, Name, Record, RelationKind, Role, SubjectScheme};

use crate::Doubt;
use crate::patent::{PatentDraft, columns, text_at};
use crate::patent_class::{from_parts, international};
use crate::patent_party::{person, residence, whole};
use crate::xml::{Element, Node};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "patent-st96";

/// Elements that hold a bibliography.
const BIBLIOGRAPHIES: &[&str] = &["BibliographicData", "PatentCaseMetadata", "PatentGrant", "PatentPublication"];

/// Elements that are a sheet of an application file.
const SHEETS: &[&str] = &["AbstractDocument", "ClaimsDocument", "SpecificationDocument"];

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    is_sheet(entry) || bibliography(entry).is_some()
}

fn is_sheet(entry: &Element) -> bool {
    SHEETS.contains(&entry.name.as_str())
}

/// The bibliography: the entry itself or the first element of that sort at most two levels below.
fn bibliography(entry: &Element) -> Option<&Element> {
    let holds = |element: &&Element| {
        BIBLIOGRAPHIES.contains(&element.name.as_str())
            && (element.child("InventionTitle").is_some()
                || element.child("InventionTitleBag").is_some()
                || element.child("PatentPublicationIdentification").is_some()
                || element.child("PatentGrantIdentification").is_some())
    };
    let below = entry.elements().chain(entry.elements().flat_map(Element::elements));
    std::iter::once(entry).chain(below).find(holds)
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = PatentDraft::new();
    if is_sheet(entry) {
        read_sheet(entry, &mut draft);
    } else if let Some(bibliography) = bibliography(entry) {
        draft.language(entry.attr("languageCode").or(bibliography.attr("languageCode")));
        read_publication(bibliography, &mut draft);
        read_classes(bibliography, &mut draft);
        read_parties(bibliography, &mut draft);
        for abstracted in entry.descendants("Abstract") {
            draft.abstracted(paragraphs(abstracted), abstracted.attr("languageCode"));
        }
    } else {
        draft.doubt((&entry.name, entry.line), "the bibliography is missing; nothing could be read");
    }
    draft.finish()
}

fn read_publication(bibliography: &Element, draft: &mut PatentDraft) {
    let published = bibliography.child("PatentPublicationIdentification");
    let granted = bibliography.child("PatentGrantIdentification");
    // A file has both when an application was published and then granted; the grant is the later
    // publication and the one the file stands for.
    let shown = granted.filter(|granted| granted.text_at("PatentNumber").is_some()).or(published);
    match shown {
        Some(shown) => {
            let number = shown.text_at("PatentNumber").or_else(|| shown.text_at("PublicationNumber"));
            let (office, kind) = (text_at(shown, "IPOfficeCode"), text_at(shown, "PatentDocumentKindCode"));
            draft.publication(&shown.name, &office, &number.unwrap_or_default(), &kind);
            let date = shown.text_at("GrantDate").or_else(|| shown.text_at("PublicationDate"));
            draft.published(&shown.name, &date.unwrap_or_default());
        }
        None => draft.doubt("PatentPublicationIdentification", "the publication number is missing"),
    }
    if let (Some(earlier), Some(shown)) = (published, shown)
        && !std::ptr::eq(earlier, shown)
    {
        let (office, kind) = (text_at(earlier, "IPOfficeCode"), text_at(earlier, "PatentDocumentKindCode"));
        draft.related(RelationKind::FamilyOf, &office, &text_at(earlier, "PublicationNumber"), &kind);
    }
    let mut untitled = true;
    let titles = bibliography.find_all("InventionTitleBag/InventionTitle");
    for title in bibliography.children("InventionTitle").chain(titles) {
        untitled = untitled && title.text().is_empty();
        draft.title(&title.text(), title.attr("languageCode"));
    }
    if untitled {
        draft.doubt("InventionTitle", "the title is missing");
    }
}

fn read_classes(bibliography: &Element, draft: &mut PatentDraft) {
    const IPC: [&str; 5] = ["Section", "Class", "Subclass", "MainGroup", "Subgroup"];
    const CPC: [&str; 5] = ["CPCSection", "Class", "Subclass", "MainGroup", "Subgroup"];
    for bag in bibliography.children("PatentClassificationBag") {
        for class in bag.find_all("IPCClassification").iter().flat_map(|class| class.elements()) {
            if matches!(class.name.as_str(), "MainClassification" | "FurtherClassification") {
                draft.ipc_or_locarno("IPCClassification", &columns(class));
            }
        }
        for (scheme, name, parts) in
            [(SubjectScheme::Ipc, "IPCRClassification", IPC), (SubjectScheme::Cpc, "CPCClassification", CPC)]
        {
            for class in bag.descendants(name) {
                let raw = class.child("PatentClassificationText").map_or_else(|| class.text(), columns);
                let code = from_parts(class, parts).or_else(|| from_parts(class, IPC)).or_else(|| international(&raw));
                draft.coded(scheme, code, name, &raw);
            }
        }
        for class in bag.descendants("LocarnoClass") {
            draft.locarno("LocarnoClass", &columns(class));
        }
        for class in bag.descendants("NationalClassification").into_iter().flat_map(Element::elements) {
            let halves = (text_at(class, "NationalClass"), text_at(class, "NationalSubclass"));
            if !halves.0.is_empty() {
                let code = crate::patent_class::joined(&halves.0, &halves.1);
                draft.coded(SubjectScheme::Uspc, code, "NationalClassification", &format!("{}/{}", halves.0, halves.1));
            }
        }
    }
}

fn read_parties(bibliography: &Element, draft: &mut PatentDraft) {
    for bag in bibliography.children("PartyBag") {
        for (path, role) in [
            ("InventorBag/Inventor", Role::Inventor),
            ("ApplicantBag/Applicant", Role::Applicant),
            ("AssigneeBag/Assignee", Role::Assignee),
        ] {
            for party in bag.find_all(path) {
                let Some(contact) = party.child("PublicationContact").or_else(|| party.child("Contact")) else {
                    continue;
                };
                draft.contributor(party_name(contact), role, party_place(contact));
            }
        }
    }
}

fn party_name(contact: &Element) -> Option<Name> {
    let name = contact.child("Name")?;
    if let Some(parts) = name.find("PersonName/PersonStructuredName") {
        let given = format!("{} {}", text_at(parts, "FirstName"), text_at(parts, "MiddleName"));
        return person(&text_at(parts, "LastName"), &given, &text_at(parts, "NameSuffix"));
    }
    let paths = ["OrganizationName/OrganizationStandardName", "PersonName/PersonFullName", "EntityName"];
    paths.iter().find_map(|path| name.text_at(path)).and_then(|name| whole(&name))
}

fn party_place(contact: &Element) -> Option<Affiliation> {
    let first = |name| contact.descendants(name).first().map(|e| e.text()).unwrap_or_default();
    residence(&first("CityName"), &first("GeographicRegionName"), &first("CountryCode"))
}

/// Paragraphs below an element, without what the page carries around the text (running heads,
/// page numbers) and without headings.
fn paragraphs(holder: &Element) -> Vec<String> {
    let holders = holder.descendants("P");
    if holders.is_empty() {
        return vec![page_text(holder)];
    }
    holders.into_iter().map(page_text).collect()
}

fn page_text(element: &Element) -> String {
    let mut all = String::new();
    gather(element, &mut all);
    all
}

// Recursion is as deep as the tree, which the parser bounds (`limits::DEPTH_MAX`).
fn gather(element: &Element, all: &mut String) {
    for node in &element.nodes {
        match node {
            Node::Text(text) => all.push_str(text),
            // Running heads stand in the middle of a word when a page ends there.
            Node::Element(inner) if matches!(inner.name.as_str(), "BoundaryData" | "Heading") => {}
            Node::Element(inner) => gather(inner, all),
        }
    }
}

/// A sheet of an application file: what it is and when the office got it is a remark; the text is
/// kept when it is the abstract.
fn read_sheet(entry: &Element, draft: &mut PatentDraft) {
    let code = text_at(entry, "DocumentCode");
    let number = text_at(entry, "DocumentHeaderDetails/ApplicationHeaderDetails/ApplicationNumber");
    if number.is_empty() {
        draft.doubt("ApplicationNumber", "the application number is missing");
    }
    draft.local(&number);
    let sort = match (code.as_str(), entry.name.as_str()) {
        ("ABST", _) | (_, "AbstractDocument") => "abstract",
        ("CLM", _) | (_, "ClaimsDocument") => "claims",
        _ => "specification",
    };
    let received = entry.text_at("MailRoomDate").map(|date| format!(", received {date}")).unwrap_or_default();
    draft.note(&format!("application {number}: {sort}{received}"));
    if sort == "abstract" {
        draft.abstracted(paragraphs(entry), entry.attr("languageCode"));
    }
    if sort == "specification" {
        draft.title(&specification_title(entry), None);
    }
}

/// The headings before the first paragraph and the first numbered or known section: the title
/// page of a specification has no element of its own for the title.
fn specification_title(entry: &Element) -> String {
    let Some(body) = entry.child("Specification") else { return String::new() };
    let headings = body.elements().filter(|e| e.name != "BoundaryData").take_while(|e| e.name == "Heading");
    let lines = headings.map(page_text).take_while(|line| !opens_a_section(line));
    // A line that ends in a hyphen goes on in the next without a blank.
    lines.fold(String::new(), |title, line| {
        let blank = if title.is_empty() || title.ends_with('-') { "" } else { " " };
        title + blank + line.trim()
    })
}

fn opens_a_section(heading: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "ABSTRACT",
        "BACKGROUND",
        "BRIEF",
        "CROSS",
        "DETAILED",
        "DESCRIPTION",
        "FIELD",
        "RELATED",
        "SUMMARY",
        "TECHNICAL",
    ];
    let heading = heading.trim().to_uppercase();
    heading.starts_with('[') || SECTIONS.iter().any(|section| heading.starts_with(section))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::patent::testing::{check_cuts, parsed_by, sheet, start};
    use crate::testing::collection;

    const GEAR: &str = r#"<pat:PatentGrant xmlns:pat="http://www.wipo.int/standards/XMLSchema/ST96/Patent" xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common" com:languageCode="en">
<pat:BibliographicData>
<pat:PatentPublicationIdentification><com:IPOfficeCode>US</com:IPOfficeCode><pat:PublicationNumber>20190000001</pat:PublicationNumber><com:PatentDocumentKindCode>A1</com:PatentDocumentKindCode><com:PublicationDate>2019-01-03</com:PublicationDate></pat:PatentPublicationIdentification>
<pat:PatentGrantIdentification><com:IPOfficeCode>US</com:IPOfficeCode><pat:PatentNumber>10500001</pat:PatentNumber><com:PatentDocumentKindCode>B2</com:PatentDocumentKindCode><pat:GrantDate>2019-12-10</pat:GrantDate></pat:PatentGrantIdentification>
<pat:InventionTitle com:languageCode="en">Gear</pat:InventionTitle>
<pat:PatentClassificationBag>
<pat:IPCRClassificationBag><pat:IPCRClassification><pat:Section>F</pat:Section><pat:Class>16</pat:Class><pat:Subclass>H</pat:Subclass><pat:MainGroup>1</pat:MainGroup><pat:Subgroup>28</pat:Subgroup></pat:IPCRClassification></pat:IPCRClassificationBag>
<pat:CPCClassificationBag><pat:MainCPC><pat:CPCClassification><pat:CPCSection>F</pat:CPCSection><pat:Class>16</pat:Class><pat:Subclass>H</pat:Subclass><pat:MainGroup>1</pat:MainGroup><pat:Subgroup>2809</pat:Subgroup></pat:CPCClassification></pat:MainCPC></pat:CPCClassificationBag>
<pat:NationalClassification><pat:MainNationalClassification><pat:NationalClass>475</pat:NationalClass><pat:NationalSubclass>331000</pat:NationalSubclass></pat:MainNationalClassification></pat:NationalClassification>
</pat:PatentClassificationBag>
<pat:PartyBag>
<pat:ApplicantBag><pat:Applicant><com:PublicationContact><com:Name><com:OrganizationName><com:OrganizationStandardName>Zahn AG</com:OrganizationStandardName></com:OrganizationName></com:Name><com:CityName>Ulm</com:CityName><com:CountryCode>DE</com:CountryCode></com:PublicationContact></pat:Applicant></pat:ApplicantBag>
<pat:InventorBag><pat:Inventor><com:PublicationContact><com:Name><com:PersonName><com:PersonStructuredName><com:FirstName>Rad</com:FirstName><com:LastName>Zahn</com:LastName></com:PersonStructuredName></com:PersonName></com:Name></com:PublicationContact></pat:Inventor></pat:InventorBag>
</pat:PartyBag>
</pat:BibliographicData>
<pat:Abstract><pat:P>A gear.</pat:P></pat:Abstract>
</pat:PatentGrant>"#;

    #[test]
    fn a_grant_is_read_field_by_field() {
        let (record, doubts) = parsed_by(claims, read, GEAR);
        assert_eq!(
            sheet(&record),
            "patent:US10500001B2\n\
             Gear [en]\n\
             2019-12-10\n\
             inventor Rad Zahn\n\
             applicant Zahn AG (Ulm; DE)\n\
             ipc:F16H1/28\n\
             cpc:F16H1/2809\n\
             uspc:475/331\n\
             abstract A gear.\n\
             family-of patent:US20190000001A1"
        );
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn a_grant_cut_anywhere_keeps_what_came_before() {
        check_cuts(read, GEAR, 400);
    }

    #[test]
    fn an_abstract_from_paper_is_read_without_its_running_heads() {
        let (record, doubts) = parsed_by(
            claims,
            read,
            "<pat:SpecificationDocument><pat:DocumentCode>ABST</pat:DocumentCode><pat:DocumentHeaderDetails>\
             <pat:ApplicationHeaderDetails><pat:ApplicationNumber>13000001</pat:ApplicationNumber></pat:ApplicationHeaderDetails>\
             </pat:DocumentHeaderDetails><pat:MailRoomDate>2013-08-08</pat:MailRoomDate><pat:Specification>\
             <pat:Heading>ABSTRACT</pat:Heading><pat:P>A ge<pat:BoundaryData><pat:HeaderText>Page 2</pat:HeaderText>\
             </pat:BoundaryData>ar with <pat:OCRConfidenceData>teeth</pat:OCRConfidenceData>.</pat:P>\
             </pat:Specification></pat:SpecificationDocument>",
        );
        assert_eq!(
            sheet(&record),
            "local:13000001\nabstract A gear with teeth.\nnote application 13000001: abstract, received 2013-08-08"
        );
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let (_, doubts) = parsed_by(claims, read, "<ClaimsDocument/>");
        assert_eq!(doubts[0].to_string(), "ApplicationNumber: the application number is missing");
        let (_, doubts) = parsed_by(claims, read, "<BibliographicData><InventionTitle/></BibliographicData>");
        assert_eq!(doubts.len(), 2, "{doubts:?}");
    }

    #[test]
    fn the_sheets_of_the_collection_are_read() {
        let Some(folder) = collection("patents-uspto/xml4ip") else { return };
        let file = std::fs::File::open(folder.join("sample_XML4IP.ZIP")).unwrap();
        let mut archive = zip::ZipArchive::new(file).unwrap();
        let mut sheets = Vec::new();
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            if !name.to_lowercase().ends_with(".xml") {
                continue;
            }
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let (record, doubts) = parsed_by(claims, read, &text);
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
            let abstracted = record.abstracts.first().map(|a| start(&a.text)).unwrap_or_default();
            sheets.push(format!("{}|{}|{abstracted}", record.notes[0], record.title().unwrap_or_default()));
        }
        sheets.sort();
        assert_eq!(sheets.len(), 13);
        for sheet in [
            "application 13962724: abstract, received 2013-08-08||An apparatus for use with a vehicle havi",
            "application 13962724: specification, received 2013-08-08|APPARATUS INCLUDING POWERED-ACTUATOR ASSEMBLY FOR \
             MOVING LOAD-BEARING FRAME ASSEMBLY RELATIVE TO HITCH ASSEMBLY OF VEHICLE|",
            "application 14522151: abstract, received 2014-10-23||Embodiments of the present invention are",
            "application 12993548: claims, received 2013-05-30||",
        ] {
            assert!(sheets.iter().any(|found| found == sheet), "{sheet}: {sheets:#?}");
        }
    }
}
