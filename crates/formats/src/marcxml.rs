//! MARCXML: MARC 21 in XML ("MARC 21 XML Schema", Library of Congress).
//!
//! Files from libraries forget the namespace or use its prefix without declaring it; names of
//! elements alone decide.

use model::Record;

use crate::Doubt;
use crate::draft::{Draft, ENTRY};
use crate::limits::VALUES_MAX;
use crate::marc::{self, DataField, Marc};
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "marcxml";

/// Whether the entry is one of these: a `record` of MARC, alone or in the envelope of a search.
pub(crate) fn claims(entry: &Element) -> bool {
    entry.name == "record" && (entry.child("datafield").is_some() || entry.child("controlfield").is_some())
}

/// Reads one `record`.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::default();
    // Blanks of the leader and of control fields are positions; the tree keeps them.
    let raw = |element: &Element| element.nodes.iter().filter_map(text_node).collect::<String>();
    let mut marc = Marc { leader: entry.child("leader").map(raw).unwrap_or_default(), ..Marc::default() };
    for element in entry.elements().take(VALUES_MAX) {
        let tag = element.attr("tag").unwrap_or("").trim().to_owned();
        match element.name.as_str() {
            "controlfield" => marc.controls.push((tag, raw(element))),
            "datafield" => {
                let indicator = |name: &str| element.attr(name).and_then(|value| value.chars().next()).unwrap_or(' ');
                let subfields = element
                    .children("subfield")
                    .take(VALUES_MAX)
                    .filter_map(|sub| Some((sub.attr("code")?.chars().next()?, sub.text())))
                    .collect();
                marc.fields.push(DataField { tag, indicators: [indicator("ind1"), indicator("ind2")], subfields });
            }
            _ => {}
        }
    }
    if entry.elements().nth(VALUES_MAX).is_some() {
        draft.doubt(ENTRY, format!("the record has more than {VALUES_MAX} fields; the rest was left out"));
    }
    marc::record(&marc, draft)
}

fn text_node(node: &crate::xml::Node) -> Option<&str> {
    match node {
        crate::xml::Node::Text(text) => Some(text.as_str()),
        crate::xml::Node::Element(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expected;
    use crate::testing::files;
    use model::{Kind, Role, SubjectScheme};

    fn records(text: &str) -> Vec<Record> {
        let (root, _) = Element::parse(text);
        let Some(root) = root else { return Vec::new() };
        let inside = root.descendants("record");
        std::iter::once(&root).chain(inside).filter(|entry| claims(entry)).map(|entry| read(entry).0).collect()
    }

    const PUMPS: &str = "<record><leader>00864nam a2200253 c 4500</leader>\
        <controlfield tag=\"001\">77</controlfield><controlfield tag=\"003\">XX-Lib</controlfield>\
        <controlfield tag=\"008\">610412s1961    xx |||| o||u| ||||||rus d</controlfield>\
        <datafield tag=\"020\" ind1=\" \" ind2=\" \"><subfield code=\"a\">0-306-40615-2 (bound)</subfield></datafield>\
        <datafield tag=\"082\" ind1=\"0\" ind2=\"4\"><subfield code=\"a\">621.6/5</subfield></datafield>\
        <datafield tag=\"100\" ind1=\"1\" ind2=\" \"><subfield code=\"a\">Popov, Ivan V.,</subfield><subfield code=\"d\">1920-</subfield></datafield>\
        <datafield tag=\"245\" ind1=\"1\" ind2=\"0\"><subfield code=\"a\">Pumps of steam :</subfield><subfield code=\"b\">theory and use /</subfield><subfield code=\"c\">I. Popov.</subfield></datafield>\
        <datafield tag=\"880\" ind1=\"1\" ind2=\"0\"><subfield code=\"6\">245-01/(N</subfield><subfield code=\"a\">Паровые насосы</subfield></datafield>\
        <datafield tag=\"264\" ind1=\" \" ind2=\"1\"><subfield code=\"a\">Perm :</subfield><subfield code=\"b\">Steam Press,</subfield><subfield code=\"c\">[1961]</subfield></datafield>\
        <datafield tag=\"490\" ind1=\"1\" ind2=\" \"><subfield code=\"a\">Thermal studies ;</subfield><subfield code=\"v\">volume 12</subfield></datafield>\
        <datafield tag=\"520\" ind1=\" \" ind2=\" \"><subfield code=\"a\">Eight were tried.</subfield></datafield>\
        <datafield tag=\"650\" ind1=\" \" ind2=\"0\"><subfield code=\"a\">Pumps</subfield><subfield code=\"x\">Design.</subfield></datafield>\
        <datafield tag=\"700\" ind1=\"1\" ind2=\" \"><subfield code=\"a\">Roe, Jane,</subfield><subfield code=\"e\">translator.</subfield></datafield>\
        <datafield tag=\"700\" ind1=\"1\" ind2=\" \"><subfield code=\"a\">Doe, A.</subfield><subfield code=\"t\">Another work</subfield></datafield>\
        <datafield tag=\"856\" ind1=\"4\" ind2=\"0\"><subfield code=\"u\">https://example.org/p</subfield></datafield></record>";

    #[test]
    fn a_book_is_read_with_all_it_says() {
        let found = records(PUMPS);
        let [record] = found.as_slice() else { panic!("{} records", found.len()) };
        assert_eq!((record.kind, record.title()), (Kind::Book, Some("Pumps of steam: theory and use")));
        assert_eq!(record.titles[1].text, "Паровые насосы");
        let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["local:(XX-Lib)77", "isbn:9780306406157"]);
        assert_eq!(record.contributors.len(), 2);
        assert_eq!(record.contributors[0].name.display(), "Ivan V. Popov");
        assert_eq!(record.contributors[1].role, Role::Translator);
        assert_eq!(record.year(), Some(1961));
        assert_eq!(record.source.publisher.as_deref(), Some("Steam Press"));
        assert_eq!(record.source.title.as_deref(), Some("Thermal studies"));
        assert_eq!(record.source.volume.as_deref(), Some("12"));
        assert_eq!(record.language.as_ref().unwrap().tag(), "ru");
        assert_eq!(record.subjects[0].scheme, SubjectScheme::Ddc);
        assert_eq!(record.subjects[0].code.as_deref(), Some("621.65"));
        assert_eq!(record.subjects[1].term.as_deref(), Some("Pumps--Design"));
        assert_eq!(record.locations[0].url, "https://example.org/p");
    }

    #[test]
    fn a_record_without_a_title_is_doubted_and_kept() {
        let (root, _) = Element::parse("<record><controlfield tag=\"001\">1</controlfield></record>");
        let (record, doubts) = read(&root.unwrap());
        assert_eq!(record.identifiers.len(), 1);
        assert_eq!(doubts, [Doubt::at("245", "the title is missing")]);
    }

    #[test]
    fn the_collection_reads_as_its_expected_files_say() {
        expected::check("marcxml/jabref", ".xml", records);
    }

    #[test]
    fn articles_of_a_repository_are_articles() {
        for (_, text) in files("marcxml/cern-desy", ".xml") {
            let found = records(&text);
            assert_eq!(found.len(), 2);
            let first = &found[0];
            assert_eq!(first.kind, Kind::Article);
            assert_eq!(first.published.unwrap().to_string(), "2000-06-29");
            assert_eq!(first.source.title.as_deref(), Some("Phys. Lett. B"));
            assert_eq!(first.source.pages.as_deref(), Some("93-101"));
            assert_eq!(first.contributors[1].role, Role::Author);
            let ids: Vec<String> = first.identifiers.iter().map(ToString::to_string).collect();
            assert!(ids.contains(&"doi:10.1016/s0370-2693(00)00889-3".to_owned()), "{ids:?}");
            assert!(ids.contains(&"arxiv:hep-ex/0007006".to_owned()), "{ids:?}");
            assert!(ids.contains(&"oai:cds.cern.ch:445527".to_owned()), "{ids:?}");
        }
    }
}
