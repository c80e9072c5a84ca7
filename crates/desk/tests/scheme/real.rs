//! The rubricator GRNTI and the fields of the OECD, as they are published, where they are beside the project.

use std::process::Command;

use model::{ConceptCode, Level, MappingRelation, SubjectScheme};

use crate::house::House;

/// A file of the collections; packed ones are unpacked by the system's own program.
#[expect(clippy::print_stderr, reason = "what was not tested has to be said")]
fn real(path: &str) -> Option<Vec<u8>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    let bytes = if path.extension().is_some_and(|ending| ending == "xz") {
        let unpacked = Command::new("xz").arg("-dc").arg(&path).output().ok();
        unpacked.filter(|output| output.status.success()).map(|output| output.stdout)
    } else {
        std::fs::read(&path).ok()
    };
    if bytes.is_none() {
        eprintln!("NOT TESTED: {} is not there, or cannot be unpacked", path.display());
    }
    bytes
}

/// Facts of our own choosing: which sections of the rubricator are which fields.
const SECTIONS: &[u8] = b"from_scheme,from,relation,to_scheme,to\n\
    grnti,27,exact,ford,1.1\ngrnti,29,exact,ford,1.3\ngrnti,37,broader,ford,1.5\ngrnti,61,close,ford,2.4\n";

#[test]
fn a_need_in_the_fields_of_the_oecd_meets_records_of_the_rubricator_and_of_the_german_subject_areas() {
    let (Some(grnti), Some(ford), Some(areas)) = (
        real("grnti/grnti-2015-10-26.csv.xz"),
        real("fields-of-science/fos-mappings.json"),
        real("fields-of-science/dfg-mappings.json"),
    ) else {
        return;
    };
    let mut house = House::new();
    house.need("physics", "engineer", Level::Open, &["class:1.3"]);
    house.need("antiquity", "engineer", Level::Open, &["class:6.1"]);
    let optics = house.record("Lasers in the works", &[(SubjectScheme::Grnti, "29.33.15")]);
    house.record("On soils", &[(SubjectScheme::Grnti, "68.05")]);
    let field = house.record("Optics of thin films", &[(SubjectScheme::Ford, "1.3")]);
    house.pass();
    assert_eq!(house.delivered("physics").len(), 1);

    assert_eq!(house.bring(&grnti, "").n_concepts, 7_978);
    assert_eq!(house.bring(&ford, "").n_concepts, 48);
    assert_eq!(house.bring(SECTIONS, "").n_mappings, 4);
    house.pass();
    let delivered = house.delivered("physics");
    assert_eq!(delivered.len(), 2, "{delivered:?}");
    let ground = |record| delivered.iter().find(|(own, _)| *own == record).map(|(_, ground)| ground.as_str());
    assert_eq!(ground(optics), Some("`FORD 1.3 → exact → GRNTI 29 → below → GRNTI 29.33.15`"));
    assert_eq!(ground(field), Some("`class:1.3`"));
    assert_eq!(house.last_rematch("orlova"), (1, 0));

    let met = house.office.needs_asking_for(&ConceptCode::new("grnti", "29.33")).unwrap();
    assert_eq!(met.iter().map(|met| met.need.id.to_string()).collect::<Vec<_>>(), ["physics"]);
    let found = house.office.find_classes(Some("grnti"), "физика твердых тел", 5).unwrap();
    assert_eq!(found.first().map(|(code, _)| code.to_string()).as_deref(), Some("GRNTI 29.19"), "{found:?}");
    let line = house.bring(&areas, "");
    assert!(line.n_mappings >= line.n_concepts, "each area is mapped");
    let refused = house.map(("ford", "1.3"), MappingRelation::Exact, ("grnti", "29"));
    assert!(refused.is_err(), "it is said in the other direction already");
    house.close();
    let records = house.office.records_of_class(&ConceptCode::new("ford", "1.3")).unwrap().unwrap();
    assert_eq!((records.query.as_str(), records.n_found), ("class:1.3", 2));
}
