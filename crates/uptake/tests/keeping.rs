//! What an office keeps: records found, shown, joined, parted, updated, verified and copied.

mod program;

use std::io::Write;
use std::process::Stdio;

use program::{Desk, Said, says};
use serde_json::Value;

const RIS: &str = "TY  - JOUR
TI  - Cooling of silicon rectifiers on mountain locomotives
AU  - Novak, Petra
PY  - 1961
JO  - Traction Review
DO  - 10.5555/novy.1961.7
AB  - Air cooling of rectifiers was measured on a locomotive of 4000 kW.
ER  - 
";

const BIB: &str = "@article{novak61,
  title = {Cooling of Silicon Rectifiers on Mountain Locomotives},
  author = {Novak, Petra},
  year = {1961},
  volume = {12},
  doi = {10.5555/novy.1961.7}
}
";

/// The preprint of an article, in the form of the arXiv collection.
const PREPRINT: &str = concat!(
    r#"{"id":"0901.00001","title":"A lattice of cooled rectifiers","abstract":"We cool a lattice.","authors":"Ana Lindqvist","categories":["physics.app-ph"],"#,
    r#""primary_category":"physics.app-ph","created":"2009-01-03","updated":null,"doi":"10.5555/lattice.9","comments":null,"acm_class":null}"#,
    "\n"
);

/// The article.
const ARTICLE: &str = "TY  - JOUR\nTI  - A lattice of cooled rectifiers\nAU  - Lindqvist, Ana\nPY  - 2010\nDO  - 10.5555/lattice.9\nER  - \n";

/// An office with one work, told by two sources.
fn joined() -> Desk {
    let desk = Desk::with_office();
    desk.write("a.ris", RIS);
    desk.write("b.bib", BIB);
    assert_eq!(desk.ingest("a.ris")["collected"], 1);
    assert_eq!(desk.ingest("b.bib")["merged"], 1);
    desk
}

fn show(desk: &Desk, record: &str) -> Value {
    desk.json(&format!("show office {record}")).pop().unwrap()
}

/// A library of articles that name a pump so many times.
fn pumps(counts: &[usize]) -> String {
    let article = |n: &usize| {
        format!(
            "TY  - JOUR\nTI  - Station number {n} of the northern line\nAU  - Author{n}, A.\nPY  - {}\nDO  - 10.5555/pump.{n}\nAB  - {}with some other words beside.\nER  - \n",
            1950 + n,
            "pump ".repeat(*n)
        )
    };
    counts.iter().map(article).collect()
}

#[test]
fn a_search_gives_the_best_first_in_pages_and_says_how_many_there_are() {
    let desk = Desk::with_office();
    desk.write("pumps.ris", pumps(&[1, 5, 2, 4, 3]) + RIS);
    desk.done("ingest office pumps.ris");
    let mut lines = desk.json("search office pump");
    let last = lines.pop().unwrap();
    assert_eq!(last["found"], 5);
    assert!(last.get("facets").is_none());
    let scores: Vec<f64> = lines.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
    let dois = |lines: &[Value]| -> Vec<String> {
        lines.iter().map(|hit| hit["record"]["identifiers"][0]["value"].as_str().unwrap().to_owned()).collect()
    };
    let all = dois(&lines);
    assert_eq!(all, ["10.5555/pump.5", "10.5555/pump.4", "10.5555/pump.3", "10.5555/pump.2", "10.5555/pump.1"]);
    assert_eq!(lines[0]["grounds"].as_array().unwrap().len(), 5);

    let mut paged = Vec::new();
    for offset in [0, 2, 4] {
        let mut page = desk.json(&format!("search office pump --limit 2 --offset {offset}"));
        assert_eq!(page.pop().unwrap()["found"], 5);
        paged.extend(dois(&page));
    }
    assert_eq!(paged, all);
    says(&desk.done("search office pump --limit 2 --offset 2"), &["5 records found; 3 to 4", "[pump]"]);
    says(&desk.done("search office 'pump AND year:1900..1910'"), &["0 records found"]);
}

#[test]
fn facets_count_what_was_found() {
    let desk = Desk::with_office();
    desk.write("pumps.ris", pumps(&[1, 2, 3]) + RIS);
    desk.done("ingest office pumps.ris");
    let facets = &desk.json("search office pump --facets").pop().unwrap()["facets"];
    assert_eq!(facets["kind"], serde_json::json!([{ "value": "article", "n": 3 }]));
    assert_eq!(facets["year"].as_array().unwrap().len(), 3);
    says(&desk.done("search office 'pump OR rectifier' --facets"), &["article 4", "Traction Review 1"]);
}

#[test]
fn a_query_that_cannot_be_read_is_pointed_at() {
    let desk = joined();
    says(&desk.refused("search office 'cooling AND'"), &["column", "\n  cooling AND\n", "^"]);
    says(&desk.refused("search office '(cooling'"), &["column"]);
    says(&desk.refused("search office cooling --limit 10001"), &["10000"]);
}

#[test]
fn a_record_shows_its_sources_and_gives_back_their_bytes() {
    let desk = joined();
    let text = desk.done("show office doi:10.5555/novy.1961.7");
    says(
        &text,
        &[
            "1  ris in a.ris, entry 1",
            "2  bibtex in b.bib, entry 1",
            "gave identifiers, source.volume",
            "delivered to nobody",
        ],
    );
    let shown = show(&desk, "https://doi.org/10.5555/NOVY.1961.7");
    assert_eq!(shown["record"]["source"]["volume"], "12");
    assert_eq!(shown["sources"].as_array().unwrap().len(), 2);
    let raw = desk.run("show office 10.5555/novy.1961.7 --raw 1");
    assert_eq!(String::from_utf8(raw.bytes).unwrap().trim_end(), RIS.trim_end());
    let raw = desk.run("show office 10.5555/novy.1961.7 --raw 2");
    assert_eq!(String::from_utf8(raw.bytes).unwrap().trim_end(), BIB.trim_end());
    says(&desk.refused("show office 10.5555/novy.1961.7 --raw 3"), &["no source 3", "1 to 2"]);
}

#[test]
fn a_merge_is_undone_and_stays_undone() {
    let desk = joined();
    says(&desk.refused("part office 10.5555/novy.1961.7 9"), &["no source 9"]);
    let id = show(&desk, "10.5555/novy.1961.7")["id"].as_str().unwrap().to_owned();
    says(&desk.done("part office 10.5555/novy.1961.7 2"), &["a record of its own"]);
    says(&desk.refused("show office 10.5555/novy.1961.7"), &["names several records", &id]);
    assert_eq!(desk.json("search office rectifier").pop().unwrap()["found"], 2);
    assert_eq!(show(&desk, &id)["record"]["source"].get("volume"), None);
    says(&desk.refused(&format!("part office {id} 1")), &[&id]);

    assert_eq!(desk.ingest("b.bib")["unchanged"], 1);
    desk.write("b.bib", BIB.replace("{12}", "{13}"));
    let again = desk.ingest("b.bib a.ris");
    assert_eq!((&again["updated"], &again["merged"], &again["held"]), (&1.into(), &0.into(), &2.into()));
    assert_eq!(show(&desk, &id)["record"]["source"].get("volume"), None);
    assert_eq!(desk.json("verify office")[0]["findings"], serde_json::json!([]));
}

#[test]
fn a_revised_record_is_updated_and_what_it_said_before_is_kept() {
    let desk = joined();
    desk.write("a.ris", RIS.replace("4000 kW", "4200 kW").replace("Air cooling", "Oil cooling"));
    let said = desk.ingest("a.ris");
    assert_eq!((&said["updated"], &said["held"]), (&1.into(), &1.into()));
    let shown = show(&desk, "10.5555/novy.1961.7");
    says(shown["record"]["abstracts"][0]["text"].as_str().unwrap(), &["Oil cooling", "4200 kW"]);
    let live: Vec<bool> =
        shown["sources"].as_array().unwrap().iter().map(|source| source["live"].as_bool().unwrap()).collect();
    assert_eq!(live.iter().filter(|live| **live).count(), 2);
    assert_eq!(live.len(), 3);
    assert_eq!(desk.json("search office 'oil AND 4200'").pop().unwrap()["found"], 1);
    assert_eq!(desk.json("search office 'air AND 4000'").pop().unwrap()["found"], 0);
}

#[test]
fn a_preprint_and_its_article_are_related_and_not_joined_in_either_order() {
    for files in ["p.jsonl a.ris", "a.ris p.jsonl"] {
        let desk = Desk::with_office();
        desk.write("p.jsonl", PREPRINT);
        desk.write("a.ris", ARTICLE);
        let said = desk.ingest(files);
        assert_eq!((&said["held"], &said["related"]), (&2.into(), &1.into()), "{files}");
        let preprint = show(&desk, "arxiv:0901.00001");
        let article = show(&desk, "doi:10.5555/lattice.9");
        assert_eq!(preprint["related"][0]["record"], article["id"], "{files}");
        says(&desk.done("show office arxiv:0901.00001"), &["preprint"]);
        says(&desk.done("show office doi:10.5555/lattice.9"), &["related:"]);
    }
}

#[test]
fn a_sound_office_verifies_and_a_damaged_one_says_where() {
    let desk = joined();
    says(&desk.done("verify office"), &["1 record", "2 source items", "All is as it was written."]);
    let looked = &desk.json("verify office --reindex")[0];
    assert_eq!((&looked["records"], &looked["indexed"], &looked["items"]), (&1.into(), &1.into(), &2.into()));
    let path = desk.path("office/office.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let places: Vec<usize> =
        bytes.windows(10).enumerate().filter(|(_, w)| *w == b"rectifiers").map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at] = b'R';
    }
    std::fs::write(&path, bytes).unwrap();
    let said = desk.run("verify office");
    assert_eq!(said.status, 1, "{}", said.out);
    says(&said.out, &["finding", "uptake restore"]);
}

#[test]
fn an_index_that_was_thrown_away_comes_back_without_being_asked() {
    let desk = joined();
    std::fs::remove_dir_all(desk.path("office/index")).unwrap();
    assert_eq!(desk.json("search office rectifier").pop().unwrap()["found"], 1);
    assert_eq!(desk.json("verify office")[0]["indexed"], 1);
}

#[test]
fn a_backup_brings_back_everything_and_a_damaged_one_nothing() {
    let desk = joined();
    let settings = "[ranking]\ntitle_weight = 3.5\n";
    desk.write("office/uptake.toml", settings);
    says(&desk.done("backup office copy"), &["Wrote copy"]);
    says(&desk.refused("backup office copy"), &["copy"]);
    says(&desk.done("restore copy second"), &["1 record"]);
    says(&desk.refused("restore copy second"), &["second"]);
    assert_eq!(desk.json("show office 10.5555/novy.1961.7"), desk.json("show second 10.5555/novy.1961.7"));
    assert_eq!(desk.json("verify second")[0]["findings"], serde_json::json!([]));
    assert_eq!(desk.json("search second rectifier").pop().unwrap()["found"], 1);
    assert_eq!(desk.path("office/uptake.toml").exists(), desk.path("second/uptake.toml").exists());
    assert_eq!(std::fs::read_to_string(desk.path("second/uptake.toml")).unwrap(), settings);

    let whole = std::fs::read(desk.path("copy")).unwrap();
    let mut turned = whole.clone();
    let middle = turned.len() / 2;
    turned[middle] ^= 0x55;
    for (name, bytes) in
        [("cut", &whole[..whole.len() - 9]), ("turned", &turned[..]), ("empty", &[][..]), ("other", RIS.as_bytes())]
    {
        desk.write(name, bytes);
        let said = desk.refused(&format!("restore {name} third"));
        says(&said, &[name]);
        assert!(!desk.path("third/office.db").exists(), "{name} left an office behind");
    }
    says(&desk.refused("restore nothing third"), &["nothing"]);
    says(&desk.refused("backup nowhere copy2"), &["nowhere"]);
}

#[test]
fn a_backup_is_whole_while_another_process_takes_records_in() {
    let desk = Desk::with_office();
    let article = |n: usize| {
        format!("TY  - JOUR\nTI  - Report {n} of the station\nAU  - Author{n}, A.\nDO  - 10.5555/report.{n}\nER  - \n")
    };
    let part = |numbers: std::ops::Range<usize>| numbers.map(article).collect::<String>();
    desk.write("office/uptake.toml", "[ingest]\nbatch = 100\n");
    let mut busy = desk.command(&["ingest", "office", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = busy.stdin.take().unwrap();
    input.write_all(part(0..3_000).as_bytes()).unwrap();
    let reader = store::Reader::open(&desk.path("office")).unwrap();
    let held = || reader.counts(&store::Scope::office()).unwrap().n_records;
    while held() < 300 {
        assert!(busy.try_wait().unwrap().is_none(), "the ingest ended before its input did");
        std::thread::yield_now();
    }
    // The other process is in the midst of it and cannot end: its input is open.
    let at_least = held();
    desk.done("backup office copy");
    input.write_all(part(3_000..4_000).as_bytes()).unwrap();
    drop(input);
    says(&Said::of(busy.wait_with_output().unwrap(), "ingest".to_owned()).done(), &["Kept 4,000 readings"]);
    desk.done("restore copy second");
    let looked = &desk.json("verify second")[0];
    assert_eq!(looked["findings"], serde_json::json!([]));
    assert!(looked["records"].as_u64().unwrap() >= at_least, "{looked}");
    assert_eq!(desk.json("verify office")[0]["records"], 4_000);
}

#[test]
fn one_program_writes_and_the_others_are_told_to_wait_or_read_on() {
    let desk = joined();
    let writer = store::Writer::open(&desk.path("office")).unwrap();
    desk.write("needs.toml", "[[unit]]\nid = \"works\"\nname = \"Works\"\n");
    for line in [
        "ingest office a.ris",
        "need add office needs.toml",
        "match office",
        "part office 10.5555/novy.1961.7 1",
        "verify office --reindex",
    ] {
        says(&desk.refused(line), &["Another program is writing to the office `office`", "wait"]);
    }
    assert_eq!(desk.json("search office rectifier").pop().unwrap()["found"], 1);
    desk.done("show office 10.5555/novy.1961.7");
    desk.done("need list office");
    desk.done("backup office copy");
    drop(writer);
    desk.done("need add office needs.toml");
}

#[test]
fn an_office_of_a_newer_program_or_of_another_is_left_alone() {
    let desk = joined();
    for (name, content) in [("empty", &b""[..]), ("foreign", &[7u8; 9_000][..])] {
        std::fs::create_dir(desk.path(name)).unwrap();
        desk.write(&format!("{name}/office.db"), content);
        for line in ["verify", "ingest"] {
            let files = if line == "ingest" { "a.ris" } else { "" };
            says(&desk.refused(&format!("{line} {name} {files}")), &["is not an office", "name another directory"]);
        }
        assert_eq!(std::fs::read(desk.path(&format!("{name}/office.db"))).unwrap(), content);
    }
    // The version of the schema stands at byte 60 of a SQLite file, big end first.
    let path = desk.path("office/office.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&99u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    for line in ["search office rectifier", "ingest office a.ris", "backup office copy", "verify office"] {
        says(&desk.refused(line), &["newer Uptake", "version 99"]);
    }
}

#[test]
fn an_init_that_was_interrupted_can_be_done_again() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("office")).unwrap();
    desk.write("office/lock", "");
    desk.write("office/office.db.new", "half a database");
    desk.done("init office");
    assert_eq!(desk.json("verify office")[0]["findings"], serde_json::json!([]));
    std::fs::create_dir(desk.path("other")).unwrap();
    desk.write("other/office.db.new", "");
    desk.write("other/thesis.tex", "");
    says(&desk.refused("init other"), &["not empty"]);
}
