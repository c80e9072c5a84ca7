//! `uptake screen`: names against a list, and pairs of names against each other.

mod program;

use program::{Desk, says};
use serde_json::{Value, json};

const LIST: &str = "key,name,aliases,kind,born,countries\n\
    p1,Сергей Иванович Петров,Petrov Sergei; Petrow Sergej,person,1955-03-02,ru\n\
    p2,王建军,,person,,cn\n\
    o1,\"Open Joint Stock Company \"\"Uralvagonzavod\"\"\",UVZ,organisation,,ru\n\
    v1,Arctic Sea,,vessel,,mt\n";

const PAIRS: &str = "class,schema,name1,name2,is_match\n\
    han,Person,王建军,Wang Jianjun,true\n\
    numbers,Company,Factory No. 5,Factory No. 6,false\n\
    legal,Company,ООО Ромашка,Romashka LLC,true\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("list.csv", LIST);
    desk.write("pairs.csv", PAIRS);
    desk
}

#[test]
fn a_name_is_found_in_a_list_across_scripts_with_its_reasons() {
    let desk = desk();
    let said = desk
        .run_words(&["screen", "--list", "list.csv", "--kind", "person", "--json", "Jianjun Wang", "Nobody Atall"])
        .json();
    assert_eq!(said.len(), 2);
    assert_eq!(said[0]["hits"][0]["key"], "p2");
    assert!(said[0]["hits"][0]["score"].as_f64().is_some_and(|score| score < 1.0));
    let reasons = said[0]["hits"][0]["reasons"].as_array().expect("reasons");
    assert!(reasons.iter().any(|reason| reason["here"] == json!(["wang"])), "{reasons:?}");
    assert_eq!(said[1]["hits"], json!([]));
    let told = desk.run_words(&["screen", "--list", "list.csv", "Sergej Petrow"]).done();
    says(&told, &["1 hit among 4", "p1", "Сергей Иванович Петров"]);
}

#[test]
fn a_list_without_headings_is_names_and_their_aliases() {
    let desk = desk();
    desk.write("plain.csv", "Golden Star Trading,Goldstern Handel\nSilver Moon,,\n");
    let said = desk.run_words(&["screen", "--list", "plain.csv", "--json", "Silver Moon"]).json();
    assert_eq!(said[0]["hits"][0]["key"], "silver-moon");
    assert_eq!((&said[0]["listed"], &said[0]["complete"]), (&json!(2), &json!(true)));
}

#[test]
fn a_table_of_ones_own_is_read_by_other_headings_and_in_another_encoding() {
    let desk = desk();
    desk.write(
        "own.csv",
        "ID;First Name;Last-Name;Nationality;Date of Birth;Passport;IMO\n7;Ivan;Moroz;Iran;1954-09-08;A 123;\n",
    );
    desk.write("old.csv", windows_1251("ФИО;Страна\nИван Мороз;Россия\nПавел Иванов;Беларусь\n"));
    for (file, key) in [("own.csv", "7"), ("old.csv", "иван-мороз")] {
        let said = desk.run_words(&["screen", "--list", file, "--json", "Iwan Moros"]).json();
        assert_eq!(said[0]["hits"][0]["key"], key, "{file}");
        assert_eq!(said[0]["hits"][0]["list"], file);
    }
}

/// A text as old Russian machines write it.
fn windows_1251(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        'А'..='я' => (c as u32 - 'А' as u32 + 0xc0) as u8,
        c => c as u8,
    };
    text.chars().map(byte).collect()
}

#[test]
fn published_lists_are_read_by_their_content_and_several_at_once() {
    let desk = desk();
    let dpl = "\"Name\"\t\"Street_Address\"\t\"City\"\t\"State\"\t\"Country\"\t\"Postal_Code\"\t\"Effective_Date\"\t\"Expiration_Date\"\t\"Standard_Order\"\t\"Last_Update\"\t\"Action\"\t\"FR_Citation\"\n\
        \" ADRIAN HERNANDEZ\"\t\"1 Road\"\t\"Dallas\"\t\"TX\"\t\"US\"\t\"75159\"\t\"06/19/2003\"\t\"\"\t\"Y\"\t\"\"\t\"A\"\t\"B\"\n";
    desk.write("a.bin", dpl);
    desk.write("b.bin", "36,\"NORD AIR\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n");
    desk.write("c.bin", "36,12,\"aka\",\"AERO NORD\",-0- \n");
    let words =
        ["screen", "--list", "c.bin", "--list", "a.bin", "--list", "b.bin", "--json", "Aero Nord", "Adrian Hernandez"];
    let said = desk.run_words(&words).json();
    assert_eq!(said[0]["hits"][0]["key"], "36");
    assert_eq!((&said[0]["hits"][0]["name"], &said[0]["hits"][0]["by"]), (&json!("NORD AIR"), &json!("AERO NORD")));
    assert_eq!(said[1]["hits"][0]["key"], "adrian-hernandez");
    let told = desk.run_words(&["screen", "--list", "c.bin", "Aero Nord"]).refused();
    says(&told, &["c.bin", "the table of names is missing"]);
}

#[test]
fn every_list_beside_the_project_is_read() {
    let Some(data) = program::collections() else { return };
    let desk = Desk::new();
    let path = |name: &str| data.join("sanctions-lists").join(name).to_str().expect("a path").to_owned();
    for (files, name, least) in [
        (
            &["ofac-sdn-2019-01.csv.zst", "ofac-alt-2019-01.csv.zst", "ofac-add-2019-01.csv.zst"][..],
            "Cubana Airlines",
            7_379,
        ),
        (
            &["ofac-consolidated-prim.csv.zst", "ofac-consolidated-alt.csv.zst", "ofac-consolidated-add.csv.zst"][..],
            "Haniyya Ismaeel",
            442,
        ),
        (&["bis-denied-persons-2019-07.tsv.zst"][..], "Adrian Manuel Hernandez", 400),
        (&["us-consolidated-screening-list-sample-2019.csv"][..], "Adrian Manuel Hernandez", 80),
    ] {
        let mut words = vec!["screen".to_owned(), "--json".to_owned()];
        words.extend(files.iter().flat_map(|file| ["--list".to_owned(), path(file)]));
        words.push(name.to_owned());
        let said = desk.run_words(&words).json();
        assert!(said[0]["listed"].as_u64() >= Some(least) && said[0]["complete"] == json!(true), "{files:?}");
        assert!(!said[0]["hits"].as_array().expect("hits").is_empty(), "{name} in {files:?}");
    }
}

#[test]
fn pairs_are_compared_line_by_line_and_summed_up_by_class() {
    let desk = desk();
    let run = desk.run("screen --pairs pairs.csv --json");
    says(&run.err, &["all: pairs 3, precision 1.000, recall 1.000", "numbers: pairs 1"]);
    let lines = run.json();
    assert_eq!(
        lines.iter().map(|line| line["match"].clone()).collect::<Vec<_>>(),
        [json!(true), json!(false), json!(true)]
    );
    assert_eq!(lines[1]["tier"], Value::Null);
    assert!(lines[1]["reasons"].as_array().expect("reasons").iter().any(|reason| reason["reason"] == "other-number"));
}

#[test]
fn pairs_have_other_headings_in_any_order_and_a_line_that_lacks_a_name_is_told() {
    let desk = desk();
    desk.write(
        "other.csv",
        "Expected;Right;LEFT;Kind\ntrue;Wang Jianjun;王建军;person\n;A. Smith;B. Jones;spaceship\nfalse;;Nobody;person\n",
    );
    let run = desk.run("screen --pairs other.csv --json");
    says(&run.err, &["line 3 of `other.csv` says the schema `spaceship`", "line 4 of `other.csv` has no name2"]);
    let lines = run.json();
    assert_eq!(lines.iter().map(|line| line["line"].clone()).collect::<Vec<_>>(), [json!(2), json!(3), json!(4)]);
    assert_eq!((&lines[0]["name1"], &lines[0]["match"]), (&json!("王建军"), &json!(true)));
    assert_eq!((&lines[2]["fault"], &lines[2]["tier"]), (&json!("has no name2"), &Value::Null));
}

#[test]
fn a_quotation_mark_that_is_not_closed_does_not_fill_the_memory() {
    let desk = desk();
    desk.write("open.csv", format!("name1,name2\na,b\n\"{}", "never closed\n".repeat(100_000)));
    says(&desk.run("screen --pairs open.csv --json").refused(), &["Line 3", "a quotation mark is not closed"]);
    // Nor does it take the lines behind it in.
    desk.write("short.csv", "name1,name2\na,b\n\"c,d\ne,f\n\"g\",h\n");
    says(&desk.run("screen --pairs short.csv").refused(), &["line 3", "a quotation mark is not closed"]);
}

#[test]
fn pairs_are_read_between_tabs_and_semicolons_and_what_is_no_answer_is_refused() {
    let desk = desk();
    for (file, between) in [("tabs.tsv", "\t"), ("semicolons.csv", ";"), ("commas.csv", ",")] {
        let rows = [["name1", "name2", "is_match"], ["Ivan Moroz", "Iwan Moros", "Y"], ["Ivan Moroz", "Li Wei", "0"]];
        desk.write(file, rows.map(|row| row.join(between)).join("\n"));
        says(&desk.run_words(&["screen", "--pairs", file]).err, &["all: pairs 2, precision 1.000, recall 1.000"]);
    }
    desk.write("perhaps.csv", "name1,name2,is_match\nA. Smith,B. Jones,true\nA. Smith,B. Jones,perhaps\n");
    says(&desk.run("screen --pairs perhaps.csv").refused(), &["Line 3", "perhaps", "true or false"]);
    let wide: Vec<u8> = "\u{feff}name1,name2\na,b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.write("wide.csv", wide);
    says(&desk.run("screen --pairs wide.csv").refused(), &["UTF-16", "UTF-8"]);
    desk.write("latin.csv", b"name1,name2\nM\xfcller,Mueller\n");
    says(&desk.run_words(&["screen", "--pairs", "latin.csv"]).err, &["line 2", "no UTF-8"]);
    desk.write("numbers.csv", "36,NORD AIR\n173,SUD AIR\n");
    says(&desk.run("screen --list numbers.csv Nord").refused(), &["numbers.csv", "name over the column of names"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_the_next_step() {
    let desk = desk();
    desk.write("wrong.csv", "one,two\na,b\n");
    desk.write("empty.csv", "");
    desk.write("list.json", "[{\"name\": \"Ivan Moroz\"}]");
    desk.write("list.pdf", "%PDF-1.7\n%\u{3}\n1 0 obj\n");
    says(&desk.run("screen --pairs wrong.csv").refused(), &["name1 and name2"]);
    says(&desk.run("screen --list empty.csv Somebody").refused(), &["lists no party"]);
    says(&desk.run("screen --list list.json Somebody").refused(), &["list.json", "heading name"]);
    says(&desk.run("screen --list list.pdf Somebody").refused(), &["list.pdf", "heading name"]);
    says(&desk.run("screen --list absent.csv Somebody").refused(), &["absent.csv"]);
    desk.run("screen Somebody").misused();
    desk.run("screen --list list.csv").misused();
}

#[test]
fn bytes_that_are_no_text_are_names_all_the_same() {
    let desk = desk();
    desk.write("bytes.csv", b"name1,name2\n\xff\xfe\x00,\xc3\x28\n");
    assert_eq!(desk.run("screen --pairs bytes.csv --json").json().len(), 1);
    desk.write("bytes.csv", b"name1,name2\n\xff\xfe\x00,\"never closed\n");
    desk.run("screen --pairs bytes.csv --json").refused();
}

/// The aim on the public benchmark: half of it stands beside the project.
#[test]
fn the_public_benchmark_is_reached() {
    let Some(data) = program::collections() else { return };
    let path = data.join("name-matching/name-pairs.csv");
    let desk = Desk::new();
    let run = desk.run_words(&["screen", "--json", "--pairs", path.to_str().expect("a path")]);
    let all = run.err.lines().find(|line| line.starts_with("all: ")).expect("a summary").to_owned();
    let figure = |name: &str| -> f64 {
        let (_, rest) = all.split_once(name).expect("the figure");
        rest.trim_start().split(',').next().and_then(|value| value.parse().ok()).expect("a number")
    };
    assert!(figure("F1") >= 0.83, "{all}");
    assert!(figure("wrong and strong") == 0.0, "{all}");
}
