//! The work of an office in the order in which a user does it: every promise of the command line
//! on small files of our own.

mod program;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use program::{Desk, says};

/// A library's export: an article with abstract and one without.
const RIS: &str = "TY  - JOUR
TI  - Cooling of silicon rectifiers on mountain locomotives
AU  - Novak, Petra
PY  - 1961
JO  - Traction Review
DO  - 10.5555/novy.1961.7
AB  - Air cooling of rectifiers was measured on a locomotive of 4000 kW.
ER  - 

TY  - JOUR
TI  - Painting of steel bridges in salt air
AU  - Berg, Tor
PY  - 1963
DO  - 10.5555/novy.1963.2
ER  - 
";

/// The first of them as a reader's bibliography has it.
const BIB: &str = "@article{novak61,
  title = {Cooling of Silicon Rectifiers on Mountain Locomotives},
  author = {Novak, Petra},
  year = {1961},
  volume = {12},
  doi = {10.5555/novy.1961.7}
}
";

/// A retracted article, as PubMed gives it.
const PUBMED: &str = r#"<?xml version="1.0"?>
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>90000001</PMID><Article>
<Journal><Title>Journal of Invented Results</Title><JournalIssue><PubDate><Year>1999</Year></PubDate></JournalIssue></Journal>
<ArticleTitle>Cooling of rectifiers by thought alone on a locomotive.</ArticleTitle>
<AuthorList><Author><LastName>Dream</LastName><ForeName>Ida</ForeName></Author></AuthorList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>
</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>
"#;

/// Needs in every state that a need can be in.
const NEEDS: &str = r#"
[[unit]]
id = "ministry"
name = "Ministry"

[[unit]]
id = "works"
name = "Works"
parent = "ministry"

[[unit]]
id = "yard"
name = "Yard"
parent = "ministry"

[[post]]
id = "engineer"
title = "Engineer"
unit = "works"

[[post]]
id = "painter"
title = "Painter"
unit = "yard"

[[need]]
id = "cooling"
title = "Cooling of rectifiers"
unit = "works"
post = "engineer"
[[need.profile]]
query = 'rectifier* AND cool* NEAR/8 locomotive'

[[need]]
id = "bridges"
title = "Paint for bridges"
unit = "yard"
post = "painter"
[[need.profile]]
query = 'bridge AND year:1960..'

[[need]]
id = "choosy"
title = "Only the best"
unit = "works"
post = "engineer"
[[need.profile]]
query = 'rectifier'
threshold = 90.0

[[need]]
id = "over"
title = "A need of yesterday"
unit = "works"
post = "engineer"
expires = 1970-01-01
[[need.profile]]
query = 'rectifier'

[[need]]
id = "unripe"
title = "A need not yet accepted"
unit = "works"
post = "engineer"
stage = "draft"
[[need.profile]]
query = 'rectifier'
"#;

/// An office with all of that, not matched yet.
fn office() -> Desk {
    let desk = Desk::with_office();
    desk.write("a.ris", RIS);
    desk.write("b.bib", BIB);
    desk.write("c.xml", PUBMED);
    desk.write("needs.toml", NEEDS);
    desk.done("ingest office a.ris b.bib c.xml");
    desk.done("need add office needs.toml");
    desk
}

#[test]
fn an_office_is_made_once_and_says_what_comes_next() {
    let desk = Desk::new();
    says(&desk.done("init office"), &["Made an office", "uptake ingest office", "uptake.toml"]);
    says(&desk.refused("init office"), &["not empty"]);
    says(&desk.refused("ingest nowhere a.ris"), &["a.ris"]);
    desk.write("a.ris", RIS);
    says(&desk.refused("ingest nowhere a.ris"), &["nowhere", "uptake init"]);
    says(&desk.refused("init a.ris"), &["a.ris"]);
}

#[test]
fn records_come_from_files_from_standard_input_and_compressed_and_each_is_kept_once() {
    let desk = Desk::with_office();
    desk.write("a.ris", RIS);
    let first = desk.ingest("a.ris");
    assert_eq!((&first["kept"], &first["collected"], &first["held"]), (&2.into(), &2.into(), &2.into()));
    let again = desk.ingest("a.ris");
    assert_eq!((&again["kept"], &again["unchanged"], &again["held"]), (&2.into(), &2.into(), &2.into()));

    let said = desk.run_with("ingest office - --json", BIB).json().pop().unwrap();
    assert_eq!((&said["kept"], &said["merged"], &said["held"]), (&1.into(), &1.into(), &2.into()));

    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(PUBMED.as_bytes()).unwrap();
    desk.write("c.xml.gz", packed.finish().unwrap());
    assert_eq!(desk.ingest("c.xml.gz")["collected"], 1);
    desk.write("c.xml.zst", zstd::encode_all(PUBMED.as_bytes(), 3).unwrap());
    let same = desk.ingest("c.xml.zst");
    assert_eq!((&same["unchanged"], &same["held"]), (&1.into(), &3.into()));
}

#[test]
fn what_cannot_be_ingested_is_refused_before_anything_is_kept() {
    let desk = Desk::with_office();
    desk.write("a.ris", RIS);
    desk.write("empty", "");
    desk.write("noise", [0u8, 1, 2, 255, 254, 7].repeat(500));
    says(&desk.refused("ingest office a.ris missing.ris"), &["no file `missing.ris`"]);
    says(&desk.refused("ingest office a.ris ."), &["directory"]);
    assert_eq!(desk.json("verify office")[0]["records"], 0);
    says(&desk.refused("ingest office empty noise"), &["No record was found"]);
    says(&desk.refused("ingest office - -"), &["single time"]);
}

#[test]
fn needs_are_stated_restated_and_listed() {
    let desk = Desk::with_office();
    desk.write("needs.toml", NEEDS);
    says(&desk.done("need add office needs.toml"), &["3 units: 3 new", "2 posts: 2 new", "5 needs: 5 new"]);
    says(&desk.done("need add office needs.toml"), &["0 new, 0 changed, 5 as before"]);
    desk.write("needs.toml", NEEDS.replace("Paint for bridges", "Paint for bridges and masts"));
    says(&desk.done("need add office needs.toml"), &["0 new, 1 changed, 4 as before"]);
    let listed = desk.json("need list office");
    assert_eq!(listed.iter().map(|need| need["id"].as_str().unwrap()).collect::<Vec<_>>(), ["bridges", "choosy", "cooling", "over", "unripe"]);
    assert_eq!(listed[0]["title"], "Paint for bridges and masts");
    assert_eq!(desk.json("need list office --unit yard").len(), 1);
    assert_eq!(desk.json("need list office --unit ministry").len(), 5);
    says(&desk.refused("need list office --unit moon"), &["no unit `moon`"]);
    says(&desk.run_with("need add office -", NEEDS).done(), &["1 changed"]);
}

#[test]
fn a_needs_file_with_faults_names_every_line_and_changes_nothing() {
    let desk = Desk::with_office();
    desk.write("bad.toml", NEEDS.replace("'bridge AND year:1960..'", "'bridge AND'").replace("unit = \"works\"\npost", "unit = \"wroks\"\npost"));
    let said = desk.refused("need add office bad.toml");
    let line = |text: &str| format!("line {}", 1 + NEEDS.lines().take_while(|line| !line.contains(text)).count());
    says(&said, &["wroks", &line("bridge AND"), "column"]);
    assert_eq!(desk.json("need list office").len(), 0);
}

#[test]
fn the_printed_example_of_needs_can_be_added() {
    let desk = Desk::with_office();
    let example = desk.done("need example");
    desk.run_with("need add office -", example).done();
    says(&desk.done("need list office"), &["rectifier"]);
}

#[test]
fn a_match_is_new_once_and_carries_its_grounds() {
    let desk = office();
    let said = desk.done("match office");
    says(&said, &["+ Cooling of silicon rectifiers", "because `Cooling` in title", "+ Painting of steel bridges", "2 new deliveries"]);
    says(&said, &["not matched: the need expired on 1970-01-01", "not matched: the need is draft", "retracted or withdrawn"]);
    says(&desk.done("match office"), &["none of them new", "0 new deliveries"]);

    let lines = desk.json("match office");
    assert_eq!(lines.len(), 2);
    for line in &lines {
        assert_eq!(line["new"], false);
        assert!(line["score"].as_f64().unwrap() > 0.0);
        assert!(!line["grounds"].as_array().unwrap().is_empty(), "{line}");
    }
    let cooling = lines.iter().find(|line| line["need"] == "cooling").unwrap();
    assert_eq!(cooling["grounds"][0]["word"], "Cooling");
    assert_eq!((&cooling["grounds"][0]["start"], &cooling["grounds"][0]["end"]), (&0.into(), &7.into()));
    assert_eq!((&cooling["profile"], &cooling["post"], &cooling["unit"]), (&"cooling/1".into(), &"engineer".into(), &"works".into()));
}

#[test]
fn a_pass_can_be_narrowed_to_days_needs_and_units() {
    let desk = office();
    let needs = |line: &str| -> Vec<String> { desk.json(line).iter().map(|line| line["need"].as_str().unwrap().to_owned()).collect() };
    assert_eq!(needs("match office --since 2999-01-01"), [""; 0]);
    assert_eq!(needs("match office --need bridges"), ["bridges"]);
    assert_eq!(needs("match office --unit works"), ["cooling"]);
    assert_eq!(needs("match office --unit ministry"), ["bridges", "cooling"]);
    assert_eq!(needs("match office --since 1970-01-01 --need cooling --need bridges"), ["bridges", "cooling"]);
    says(&desk.refused("match office --need nothing"), &["no need `nothing`", "uptake need list"]);
    says(&desk.refused("match office --unit nowhere"), &["no unit `nowhere`"]);
    says(&desk.refused("match office --since yesterday"), &["`yesterday` is not a day"]);
}

#[test]
fn every_delivery_and_every_silence_has_a_reason() {
    let desk = office();
    desk.done("match office");
    let check = |record: &str, need: &str, delivered: bool, reason: &str| {
        let line = format!("why office {record} {need}");
        says(&desk.done(&line), &[reason, if delivered { "Delivered to" } else { "Not delivered" }]);
        let why = &desk.json(&line)[0];
        assert_eq!(!why["delivered"].is_null(), delivered, "{why}");
        assert_eq!(why["would_deliver"], delivered, "{why}");
        says(why["decided"].as_str().unwrap(), &[reason]);
    };
    check("doi:10.5555/novy.1961.7", "cooling", true, "`Cooling` in title");
    check("10.5555/novy.1963.2", "cooling", false, "`rectifier*` does not occur");
    check("10.5555/novy.1961.7", "bridges", false, "clause `bridge`");
    check("10.5555/novy.1961.7", "choosy", false, "below the threshold 90.00");
    check("10.5555/novy.1961.7", "over", false, "expired on 1970-01-01");
    check("10.5555/novy.1961.7", "unripe", false, "draft");
    check("pmid:90000001", "cooling", false, "retracted");
    says(&desk.refused("why office nothing cooling"), &["no record `nothing`", "uptake search"]);
    says(&desk.refused("why office pmid:90000001 nothing"), &["no need `nothing`"]);
}

#[test]
fn what_was_delivered_before_it_was_retracted_is_told_apart() {
    let desk = office();
    desk.write("c.xml", PUBMED.replace("90000001", "90000002").replace("<PublicationType>Retracted Publication</PublicationType>", "").replace("thought", "prayer"));
    desk.done("ingest office c.xml");
    desk.done("match office");
    desk.write("c.xml", PUBMED.replace("90000001", "90000002").replace("thought", "prayer"));
    assert_eq!(desk.ingest("c.xml")["updated"], 1);
    says(&desk.done("why office pmid:90000002 cooling"), &["and would not be today", "retracted"]);
}

#[test]
fn a_restated_need_matches_anew() {
    let desk = office();
    desk.done("match office");
    desk.write("needs.toml", NEEDS.replace("expires = 1970-01-01", "expires = 2999-01-01").replace("stage = \"draft\"", "stage = \"accepted\""));
    desk.done("need add office needs.toml");
    says(&desk.done("match office"), &["2 new deliveries"]);
}
