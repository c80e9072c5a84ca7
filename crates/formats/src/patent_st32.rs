//! United States patents in ST.32: document type `PATDOC`, SGML of 2001 and XML of 2002 to 2004.
//!
//! Elements are named after the INID codes of WIPO ST.9 (`B110` number, `B540` title, `B721`
//! inventor); all text stands in `PDAT`. Source: USPTO, *DTD ST.32 US Patent Grant V2.4* (SGML)
//! and *V2.5* (XML).
//!
//! Kept and left out as [`crate::patent`] says.

use model::{Affiliation, Name, Record, RelationKind, Role};

use crate::Doubt;
use crate::patent::{PatentDraft, columns, text_at};
use crate::patent_party::{person, residence, whole};
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "patent-st32";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    entry.name == "PATDOC"
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = PatentDraft::new();
    let Some(bibliography) = entry.child("SDOBI") else {
        draft.doubt(("SDOBI", entry.line), "the bibliography is missing; nothing could be read");
        return draft.finish();
    };
    draft.language(bibliography.attr("LA"));
    read_publication(bibliography, &mut draft);
    read_technical(bibliography, &mut draft);
    read_parties(bibliography, &mut draft);
    read_relations(bibliography, &mut draft);
    if let Some(abstracted) = entry.child("SDOAB") {
        let paragraphs = abstracted.descendants("PARA").into_iter().map(Element::text).collect::<Vec<_>>();
        draft.abstracted(paragraphs, abstracted.attr("LA"));
    }
    draft.finish()
}

fn read_publication(bibliography: &Element, draft: &mut PatentDraft) {
    // The document type is that of the USPTO: what names no office is its own.
    let office = bibliography.text_at("B100/B190").unwrap_or_else(|| "US".to_owned());
    let number = text_at(bibliography, "B100/B110");
    draft.publication("B110", &office, &number, &text_at(bibliography, "B100/B130"));
    draft.published("B140", &text_at(bibliography, "B100/B140"));
    draft.title(&text_at(bibliography, "B500/B540"), None);
    if bibliography.text_at("B500/B540").is_none() {
        draft.doubt("B540", "the title is missing");
    }
}

fn read_technical(bibliography: &Element, draft: &mut PatentDraft) {
    for (place, path) in [("B511", "B500/B510/B511"), ("B512", "B500/B510/B512")] {
        for class in bibliography.find_all(path) {
            draft.ipc_or_locarno(place, &columns(class));
        }
    }
    for (place, path) in [("B521", "B500/B520/B521"), ("B522", "B500/B520/B522"), ("B522US", "B500/B520/B522US")] {
        for class in bibliography.find_all(path) {
            draft.uspc(place, &columns(class));
        }
    }
    // Plant patents name what was bred.
    draft.keyword(bibliography.text_at("B500/BOTANIC/LATIN-NAME"));
    draft.keyword(bibliography.text_at("B500/BOTANIC/VARIETY"));
}

fn read_parties(bibliography: &Element, draft: &mut PatentDraft) {
    // Legal representatives stand beside an inventor and did not invent.
    for (path, role) in [("B700/B720/B721/PARTY-US", Role::Inventor), ("B700/B730/B731/PARTY-US", Role::Assignee)] {
        for party in bibliography.find_all(path) {
            draft.contributor(party_name(party), role, party_place(party));
        }
    }
}

fn party_name(party: &Element) -> Option<Name> {
    let name = party.child("NAM")?;
    match name.text_at("ONM") {
        Some(body) => whole(&body),
        None => person(&text_at(name, "SNM"), &text_at(name, "FNM"), &text_at(name, "SFX")),
    }
}

fn party_place(party: &Element) -> Option<Affiliation> {
    let address = party.child("ADR").or_else(|| party.child("RESIDENCE"))?;
    residence(&text_at(address, "CITY"), &text_at(address, "STATE"), &text_at(address, "CTRY"))
}

fn read_relations(bibliography: &Element, draft: &mut PatentDraft) {
    let related = bibliography.child("B600").map(Element::elements).into_iter().flatten();
    for group in related {
        // B640 is *reissue of*. The patent of a parent is PPUB; PDOC numbers its application.
        let relation = if group.name == "B640" { RelationKind::Replaces } else { RelationKind::FamilyOf };
        for parent in group.descendants("PPUB") {
            relate(parent, relation, "US", draft);
        }
        for earlier in group.descendants("B650") {
            relate(earlier, RelationKind::FamilyOf, "US", draft);
        }
        if group.name == "B690US" {
            relate(group, RelationKind::FamilyOf, "US", draft);
        }
    }
    for published in bibliography.find_all("B800/B870/B871") {
        relate(published, RelationKind::FamilyOf, "WO", draft);
    }
}

fn relate(holder: &Element, relation: RelationKind, office: &str, draft: &mut PatentDraft) {
    let Some(document) = holder.child("DOC") else { return };
    let office = document.text_at("CTRY").unwrap_or_else(|| office.to_owned());
    // Parents carry codes of their own in KIND (`00`); a kind of document begins with a letter.
    let kind = document.text_at("KIND").filter(|kind| kind.starts_with(|c: char| c.is_ascii_alphabetic()));
    draft.related(relation, &office, &text_at(document, "DNUM"), kind.as_deref().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patent::testing::{check_cuts, parsed_by, sheet, start};
    use crate::testing::files;

    const LAMP: &str = r#"<!DOCTYPE PATDOC PUBLIC "-//USPTO//DTD ST.32 US PATENT GRANT V2.4 2000-09-20//EN" [
<!ENTITY US01.TIF SYSTEM "US01.TIF" NDATA TIF>
]>
<PATDOC DTD="2.4" STATUS="BUILD 20001002">
<SDOBI>
<B100><B110><DNUM><PDAT>06200001</PDAT></DNUM></B110><B130><PDAT>B1</PDAT></B130>
<B140><DATE><PDAT>20010313</PDAT></DATE></B140><B190><PDAT>US</PDAT></B190></B100>
<B200><B210><DNUM><PDAT>09000001</PDAT></DNUM></B210><B221US></B200>
<B400><B472><B473US><B474US><PDAT>12</PDAT></B474US></B472></B400>
<B500>
<B510><B511><PDAT>H01J 6130</PDAT></B511><B512><PDAT>F21V  700</PDAT></B512><B516><PDAT>7</PDAT></B516></B510>
<B520><B521><PDAT>313 25</PDAT></B521><B522><PDAT>362 3201</PDAT></B522></B520>
<B540><STEXT><PDAT>Lamp for &lgr; &equals; 500 nm &minus; or less</PDAT></STEXT></B540>
<B560><B561><PCIT><DOC><DNUM><PDAT>5000000</PDAT></DNUM></DOC></PCIT><CITED-BY-EXAMINER></B561></B560>
<B590><B595><PDAT>4</PDAT></B595><B597US></B590>
</B500>
<B600>
<B630><B631><PARENT-US><CDOC><DOC><DNUM><PDAT>09000001</PDAT></DNUM></DOC></CDOC>
<PDOC><DOC><DNUM><PDAT>08111111</PDAT></DNUM></DOC></PDOC><PSTA><PDAT>01</PDAT></PSTA>
<PPUB><DOC><DNUM><PDAT>5999999</PDAT></DNUM><KIND><PDAT>00</PDAT></KIND></DOC></PPUB></PARENT-US></B631></B630>
<B640><PARENT-US><PPUB><DOC><DNUM><PDAT>5888888</PDAT></DNUM></DOC></PPUB></PARENT-US></B640>
<B680US><DOC><DNUM><PDAT>60123456</PDAT></DNUM></DOC></B680US>
<B690US><DOC><DNUM><PDAT>20010000001</PDAT></DNUM><CTRY><PDAT>US</PDAT></CTRY><KIND><PDAT>A1</PDAT></KIND></DOC></B690US>
</B600>
<B700>
<B720><B721><PARTY-US><NAM><FNM><PDAT>Ada</PDAT></FNM><SNM><STEXT><PDAT>Glow</PDAT></STEXT></SNM></NAM>
<ADR><CITY><PDAT>Reno</PDAT></CITY><STATE><PDAT>NV</PDAT></STATE></ADR></PARTY-US>
<LEGAL-REPRESENTATIVE><PARTY-US><NAM><SNM><PDAT>Heir</PDAT></SNM></NAM></PARTY-US></LEGAL-REPRESENTATIVE></B721></B720>
<B730><B731><PARTY-US><NAM><ONM><STEXT><PDAT>Licht &amp; S&ouml;hne</PDAT></STEXT></ONM></NAM>
<ADR><CITY><PDAT>Jena</PDAT></CITY><CTRY><PDAT>DE</PDAT></CTRY></ADR></PARTY-US></B731></B730>
</B700>
<B800><B860><B861><DOC><DNUM><PDAT>PCT/DE98/00001</PDAT></DNUM></DOC></B861></B860>
<B870><B871><DOC><DNUM><PDAT>WO98/54321</PDAT></DNUM><CTRY><PDAT>WO</PDAT></CTRY></DOC></B871></B870></B800>
</SDOBI>
<SDOAB><BTEXT><H><STEXT><PDAT>ABSTRACT</PDAT></STEXT></H><PARA ID="P1"><PTEXT><PDAT>A lamp <CUSTOM-CHARACTER FILE="US01.TIF">with CO</PDAT><HIL><SB><PDAT>2</PDAT></SB></HIL><PDAT>.</PDAT></PTEXT></PARA></BTEXT></SDOAB>
<SDOCL><CL><CLM><PARA><PTEXT><PDAT>1. A lamp.</PDAT></PTEXT></PARA></CLM></CL></SDOCL>
<SDODR><EMI FILE="US01.TIF"><EMI FILE="US01.TIF"></SDODR>
</PATDOC>"#;

    fn parsed(text: &str) -> (Record, Vec<Doubt>) {
        parsed_by(claims, read, text)
    }

    #[test]
    fn a_patent_in_sgml_is_read_past_its_open_elements() {
        let (record, doubts) = parsed(LAMP);
        assert_eq!(
            sheet(&record),
            "patent:US6200001B1\n\
             Lamp for λ = 500 nm − or less\n\
             2001-03-13\n\
             inventor Ada Glow (Reno, NV; US)\n\
             assignee Licht & Söhne (Jena; DE)\n\
             ipc:H01J61/30\n\
             ipc:F21V7/00\n\
             uspc:313/25\n\
             uspc:362/32.01\n\
             abstract A lamp with CO2.\n\
             family-of patent:US5999999\n\
             replaces patent:US5888888\n\
             family-of patent:US20010000001A1\n\
             family-of patent:WO1998054321"
        );
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn drawings_without_end_tags_do_not_nest() {
        let drawings = "<EMI FILE=\"X.TIF\">".repeat(500);
        let (record, doubts) = parsed(&LAMP.replace("<SDODR>", &format!("<SDODR>{drawings}")));
        assert_eq!(record.title(), Some("Lamp for λ = 500 nm − or less"));
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn a_patent_cut_anywhere_keeps_what_came_before() {
        check_cuts(read, LAMP, 500);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let (record, doubts) = parsed(
            "<PATDOC><SDOBI><B100><B110>none</B110><B140>soon</B140></B100><B500><B510><B511>?</B511></B510></B500></SDOBI></PATDOC>",
        );
        assert!(record.identifiers.is_empty() && record.published.is_none());
        let texts: Vec<String> = doubts.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "B110: `USnone` is not a publication number; left out",
                "B140: `soon` is not a date; the patent has none",
                "B540: the title is missing",
                "B511: `?` is not a class of the IPC; left out",
            ]
        );
        let (_, doubts) = parsed("<PATDOC>\n</PATDOC>");
        assert_eq!(doubts[0].to_string(), "line 1: SDOBI: the bibliography is missing; nothing could be read");
    }

    #[test]
    fn the_collection_is_read_without_a_doubt() {
        let expected = [
            (
                "US06337117.xml",
                "patent:US6337117B1|Optical memory device|2002-01-08|inventor Shinya Maenosono (Kanagawa; JP)|",
                "|assignee Mitsubishi Chemical Corporation (Tokyo; JP)|ipc:B32B3/02|uspc:428/64.1|uspc:428/64.4|uspc:428/147|",
                "An optical memory device comprising a lu",
            ),
            (
                "USD435854S1.xml",
                "patent:USD435854S|Disc cartridge|2001-01-02|inventor Hiroyoshi Takagi (Kameoka; JP)|",
                "|assignee Olympus Optical Co., Ltd. (Tokyo; JP)|locarno:14-02|uspc:D14/480",
                "",
            ),
        ];
        for ((name, text), (file, front, middle, abstracted)) in
            files("patents-uspto/sgml", ".xml").iter().zip(expected)
        {
            assert_eq!(name, file);
            let (record, doubts) = parsed(text);
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
            let sheet = sheet(&record).replace('\n', "|");
            assert!(sheet.starts_with(front), "{sheet}");
            assert!(sheet.contains(middle), "{sheet}");
            assert_eq!(record.abstracts.first().map(|a| start(&a.text)).unwrap_or_default(), abstracted);
            assert_eq!(record.source.publisher.as_deref(), Some("United States Patent and Trademark Office"));
        }
    }
}
