//! Schemes at the command line and in a cell: taken in, given out, and a need in one meets a record in another.

mod program;

use std::path::PathBuf;
use std::process::Command;

use desk::Parser;
use model::{ConceptScheme, SchemeHead};
use program::{Desk, says};

const NEEDS: &str = r#"
[[unit]]
id = "works"
name = "Works"

[[post]]
id = "engineer"
title = "Engineer"
unit = "works"

[[need]]
id = "physics"
title = "Physics"
statement = "What is new in physics."
unit = "works"
post = "engineer"
stage = "accepted"

[[need.profile]]
query = 'class:1.3'
"#;

/// A record that is classed by the rubricator, in the form that this program prints.
const RECORD: &str = r#"{"v":1,"kind":"article","titles":[{"text":"Lasers for the works"}],"subjects":[{"scheme":"grnti","code":"29.33.15"}],"identifiers":[{"scheme":"doi","value":"10.5555/laser.1"}]}"#;

const SECTIONS: &str = "from_scheme,from,relation,to_scheme,to\nford,1.3,exact,grnti,29\n";

/// The rubricator as it is published, where it is beside the project and can be unpacked.
#[expect(clippy::print_stderr, reason = "what was not tested has to be said")]
fn grnti() -> Option<Vec<u8>> {
    let path = program::collections()?.join("grnti/grnti-2015-10-26.csv.xz");
    let unpacked = Command::new("xz").arg("-dc").arg(&path).output().ok().filter(|output| output.status.success());
    if unpacked.is_none() {
        eprintln!("NOT TESTED: {} is not there, or cannot be unpacked", path.display());
    }
    Some(unpacked?.stdout)
}

#[test]
fn a_need_in_the_fields_of_the_oecd_meets_a_record_of_the_rubricator() {
    let Some(grnti) = grnti() else { return };
    let ford = std::fs::read(program::collections().unwrap().join("fields-of-science/fos-mappings.json")).unwrap();
    let desk = Desk::with_office();
    desk.write("needs.toml", NEEDS);
    desk.write("record.jsonl", format!("{RECORD}\n"));
    desk.write("grnti.csv", grnti);
    desk.write("fos.json", ford);
    desk.write("sections.csv", SECTIONS);
    desk.done("need add office needs.toml");
    desk.done("ingest office record.jsonl");
    says(&desk.done("match office"), &["0 new deliveries"]);
    says(&desk.done("scheme import office grnti.csv"), &["Kept the scheme grnti: 7,978 classes, 0 mappings."]);
    says(&desk.done("scheme import office fos.json --edition 2015"), &["Kept the scheme ford: 48 classes"]);
    says(&desk.done("scheme import office sections.csv"), &["Kept a crosswalk: 1 mapping."]);
    says(&desk.done("match office"), &["1 new delivery", "FORD 1.3 → exact → GRNTI 29 → below → GRNTI 29.33.15"]);
    says(&desk.done("why office doi:10.5555/laser.1 physics"), &["FORD 1.3 → exact → GRNTI 29"]);
    says(&desk.done("search office class:1.3"), &["Lasers for the works"]);
    let listed = desk.json("scheme list office");
    assert_eq!((&listed[0]["word"], &listed[0]["version"]), (&"ford".into(), &"2015".into()));
    assert_eq!(listed[1]["classes"], 7_978);

    desk.write("back.ttl", desk.done("scheme export office grnti"));
    says(&desk.done("scheme import office back.ttl"), &["Kept the scheme grnti: 7,978 classes, 1 mapping."]);
    says(&desk.done("scheme export office ford --format crosswalk"), &["ford,1.3,exact,grnti,29"]);
    says(&desk.refused("scheme export office nothing"), &["There is no scheme `nothing` here"]);
    desk.done("verify office");
}

#[test]
fn a_cell_reads_a_scheme_as_it_is_read_here() {
    let cell = Parser::Cell(PathBuf::from(env!("CARGO_BIN_EXE_uptake")));
    let small = b"notation,label@en,broader\nA,a,\nB,b,A\n".to_vec();
    let known = ConceptScheme::kept(
        SchemeHead::named("known"),
        vec![model::Concept { uri: Some("https://example.org/k".into()), ..model::Concept::labelled("K", "k") }],
    )
    .unwrap()
    .0;
    let turtle = b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<https://example.org/a> a skos:Concept ; \
        skos:notation \"A\" ; skos:exactMatch <https://example.org/k> .\n"
        .to_vec();
    for (bytes, word) in [(small, "own"), (turtle, "own"), (b"no scheme".to_vec(), "own")]
        .into_iter()
        .chain(grnti().map(|bytes| (bytes, "")))
    {
        let head = SchemeHead::named(word);
        let read = |parser: &Parser| parser.read_scheme(&bytes, &head, &[&known]).unwrap().unwrap();
        let (here, there) = (read(&Parser::Here), read(&cell));
        assert_eq!((here.form, &here.mappings, &here.doubts), (there.form, &there.mappings, &there.doubts));
        assert!(here.scheme == there.scheme, "{word} is read otherwise in a cell");
    }
}

#[test]
fn what_is_no_scheme_is_refused_with_what_to_do() {
    let desk = Desk::with_office();
    desk.write("table.csv", "notation,label\nA,a\n");
    desk.write("other.csv", "colour,taste\nred,sweet\n");
    says(&desk.refused("scheme import office table.csv"), &["by which word"]);
    says(&desk.refused("scheme import office other.csv --word own"), &["no scheme and no crosswalk"]);
    says(&desk.refused("scheme import office absent.csv"), &["There is no file `absent.csv`"]);
    says(&desk.done("scheme list office"), &["No scheme is kept"]);
    says(&desk.done("scheme import office table.csv --word own"), &["Kept the scheme own: 1 class, 0 mappings."]);
}
