//! What the program does without an office: read, match as an engine, explain itself; and how it
//! ends.

mod program;

use program::{Desk, says};
use serde_json::{Value, json};

const RIS: &str = "TY  - JOUR
TI  - Cooling of silicon rectifiers on mountain locomotives
AU  - Novak, Petra
PY  - 1961
DO  - 10.5555/novy.1961.7
AB  - Air cooling of rectifiers was measured on a locomotive of 4000 kW.
ER  - 

TY  - JOUR
TI  - Painting of steel bridges in salt air
AU  - Berg, Tor
PY  - MCMLX
ER  - 
";

const NBIB: &str = "PMID- 90000003
TI  - Rectifiers and the heart.
AU  - Dream I
DP  - 1998 Mar
PT  - Journal Article
";

const PROFILES: &str = concat!(
    r#"{"id":"cool","query":"rectifier AND cool*"}"#,
    "\n",
    r#"{"id":2,"q":["and",["t","text","rectifiers"],["not",["x","title","paint"]]]}"#,
    "\n",
    r#"{"id":3,"query":"locomotive"}"#,
    "\n"
);

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("a.ris", RIS);
    desk.write("h.nbib", NBIB);
    desk.write("p.jsonl", PROFILES);
    desk
}

/// A record without where it was read and what was doubtful there.
fn itself(mut record: Value) -> Value {
    for member in ["origin", "doubts", "id", "score", "grounds"] {
        record.as_object_mut().unwrap().remove(member);
    }
    record
}

#[test]
fn files_are_read_into_records_with_their_doubts() {
    let desk = desk();
    let lines = desk.json("read a.ris h.nbib");
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line["v"] == 1));
    assert_eq!(lines[0]["identifiers"], json!([{ "scheme": "doi", "value": "10.5555/novy.1961.7" }]));
    assert_eq!(lines[1]["doubts"][0]["line"], 12);
    says(lines[1]["doubts"][0]["text"].as_str().unwrap(), &["MCMLX"]);
    assert_eq!(lines[2]["origin"]["source"], "h.nbib");
    let said = desk.run("read a.ris h.nbib");
    says(&said.out, &["Painting of steel bridges", "doubt: line 12"]);
    says(&said.err, &["3 records, 1 doubt"]);
}

#[test]
fn what_read_prints_is_read_again_as_the_same() {
    let desk = desk();
    let printed = desk.run("read a.ris h.nbib --json").done();
    let first: Vec<Value> = printed.lines().map(|line| itself(serde_json::from_str(line).unwrap())).collect();
    desk.write("all.jsonl", &printed);
    let second: Vec<Value> = desk.json("read all.jsonl").into_iter().map(itself).collect();
    assert_eq!(first, second);

    // Through an office too: what it holds is what was printed.
    desk.done("init office");
    assert_eq!(desk.run_with("ingest office - --json", &printed).json().pop().unwrap()["collected"], 3);
    let mut held: Vec<Value> = desk.json("search office 'rectifier OR bridge'");
    assert_eq!(held.pop().unwrap()["found"], 3);
    let mut held: Vec<String> = held.into_iter().map(|hit| itself(hit["record"].clone()).to_string()).collect();
    let mut printed: Vec<String> = first.iter().map(ToString::to_string).collect();
    held.sort();
    printed.sort();
    assert_eq!(held, printed);
}

#[test]
fn what_holds_no_record_is_refused_with_doubts() {
    let desk = desk();
    desk.write("empty", "");
    desk.write("noise", [0u8, 1, 2, 255, 254, 7].repeat(500));
    for line in ["read empty", "read noise", "read empty --json"] {
        says(&desk.refused(line), &["No record was found", "uptake formats"]);
    }
    says(&desk.refused("read missing"), &["no file `missing`"]);
    says(&desk.refused("read ."), &["directory"]);
    assert_eq!(desk.json("read a.ris empty").iter().filter(|line| line["v"] == 1).count(), 2);
}

#[test]
fn tables_are_read_with_a_map_of_columns() {
    let desk = Desk::new();
    desk.write("t.csv", "Benennung;Urheber;Jahrgang\nKühlung von Gleichrichtern;Novak, Petra;1961\n");
    let line =
        &desk.json("read t.csv --column Benennung=title --column Urheber=authors --column Jahrgang=published")[0];
    assert_eq!(
        (&line["titles"][0]["text"], &line["published"]),
        (&"Kühlung von Gleichrichtern".into(), &"1961".into())
    );
    says(&desk.refused("read t.csv --column Benennung"), &["names no field"]);
    says(&desk.refused("read t.csv --column Benennung=nonsense"), &["nonsense"]);
}

#[test]
fn the_engine_alone_names_record_profile_and_grounds() {
    let desk = desk();
    let lines = desk.run("match --profiles p.jsonl a.ris h.nbib").json();
    let pairs: Vec<(String, Value)> =
        lines.iter().map(|line| (line["record"].as_str().unwrap().to_owned(), line["profile"].clone())).collect();
    let novak = || "doi:10.5555/novy.1961.7".to_owned();
    assert_eq!(
        pairs,
        [(novak(), json!("cool")), (novak(), json!(2)), (novak(), json!(3)), ("pmid:90000003".to_owned(), json!(2))]
    );
    assert!(lines.iter().all(|line| !line["grounds"].as_array().unwrap().is_empty()));
    assert_eq!(lines[0]["grounds"][0]["word"], "Cooling");
}

#[test]
fn counting_prints_one_object() {
    let desk = desk();
    let check = |line: &str, n_matches: u64| {
        let said = desk.run_with(line, RIS).json();
        assert_eq!(said.len(), 1);
        assert_eq!(
            (&said[0]["records"], &said[0]["profiles"], &said[0]["matches"]),
            (&2.into(), &3.into(), &n_matches.into()),
            "{line}"
        );
        assert!(said[0]["compile_s"].as_f64().is_some() && said[0]["match_s"].as_f64().is_some());
    };
    check("match --profiles p.jsonl --count a.ris", 3);
    check("match --profiles p.jsonl --count -", 3);
    check("match --profiles p.jsonl --count", 3);
    // Without stemming `rectifier` is not `rectifiers`, and `locomotive` stands in the abstract.
    check("match --profiles p.jsonl --count --analysis plain a.ris", 2);
}

#[test]
fn a_profile_that_cannot_be_read_is_named_with_its_line() {
    let desk = desk();
    desk.write("bad.jsonl", "{\"id\":1,\"query\":\"gas\"}\n{\"id\":2,\"query\":\"gas AND\"}\n");
    says(&desk.refused("match --profiles bad.jsonl a.ris"), &["`bad.jsonl`, line 2"]);
    says(&desk.refused("match --profiles missing.jsonl a.ris"), &["no file `missing.jsonl`"]);
    says(&desk.refused("match"), &["Name one office", "--profiles"]);
    desk.write("dear.jsonl", "{\"id\":\"dear\",\"query\":\"NOT gas\"}\n{\"id\":1,\"query\":\"rectifier\"}\n");
    let said = desk.run("match --profiles dear.jsonl a.ris");
    says(&said.err, &["dear"]);
}

#[test]
fn usage_is_answered_with_status_two_and_help_with_zero() {
    let desk = Desk::new();
    for line in [
        "frobnicate",
        "init",
        "ingest office",
        "match --count",
        "match o --profiles p --need n",
        "search o q --limit many",
        "why o r",
        "match --profiles p --analysis none f",
    ] {
        says(&desk.run(line).misused(), &["error:", "--help"]);
    }
    says(&desk.run("").misused(), &["Usage"]);
    says(&desk.done("--version"), &["uptake "]);
    says(&desk.done("--help"), &["Exit status", "ingest", "match", "why", "verify"]);
    let commands = [
        "demo",
        "simulate",
        "init",
        "ingest",
        "need",
        "need add",
        "need list",
        "need example",
        "match",
        "why",
        "search",
        "show",
        "part",
        "read",
        "verify",
        "backup",
        "restore",
        "formats",
        "manual",
    ];
    for command in commands {
        let help = desk.done(&format!("{command} --help"));
        says(&help, &["Usage: uptake", command]);
    }
}

#[test]
fn manual_completions_and_formats_come_from_the_program_itself() {
    let desk = Desk::new();
    let page = desk.done("manual");
    says(&page, &[".TH uptake", "UPTAKE INGEST", "UPTAKE NEED ADD", "EXIT STATUS", "\\-\\-since"]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        says(&desk.done(&format!("manual --completions {shell}")), &["uptake", "ingest"]);
    }
    let formats = desk.done("formats");
    for name in ["ris", "bibtex", "pubmed", "crossref", "datacite", "openalex", "marc", "uptake-json"] {
        says(&formats, &[name]);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = desk();
    desk.write("many.ris", RIS.repeat(4_000));
    let mut child = desk.command(&["read", "many.ris", "--json"]).spawn().unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    assert!(status.success(), "{status}");
}
