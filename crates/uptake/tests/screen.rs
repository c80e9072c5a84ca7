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
    assert_eq!(said[0]["hits"][0]["key"], "2");
    assert_eq!(said[0]["listed"], 2);
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
fn what_cannot_be_read_is_refused_with_the_next_step() {
    let desk = desk();
    desk.write("wrong.csv", "one,two\na,b\n");
    desk.write("empty.csv", "");
    says(&desk.run("screen --pairs wrong.csv").refused(), &["name1 and name2"]);
    says(&desk.run("screen --list empty.csv Somebody").refused(), &["lists no party"]);
    says(&desk.run("screen --list absent.csv Somebody").refused(), &["absent.csv"]);
    desk.run("screen Somebody").misused();
    desk.run("screen --list list.csv").misused();
}

#[test]
fn bytes_that_are_no_text_are_names_all_the_same() {
    let desk = desk();
    desk.write("bytes.csv", b"name1,name2\n\xff\xfe\x00,\xc3\x28\n\"never closed,b\n");
    assert!(desk.run("screen --pairs bytes.csv --json").json().len() <= 2);
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
