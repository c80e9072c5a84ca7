//! What is given and what is not, whatever becomes of a record.

use model::Status;

use crate::kit::{HOUR, House, NOW, ON, SECOND, work};

const ALL: &str = "verb=ListRecords&metadataPrefix=oai_dc";

/// Names that are given and names that are told as deleted.
async fn told(house: &House) -> (Vec<String>, Vec<String>) {
    let answer = house.ask(ALL).await;
    let of = |deleted: bool| {
        let headers =
            answer.all("header").into_iter().filter(move |one| (one.attribute("status") == "deleted") == deleted);
        headers.map(|one| one.said("identifier").rsplit(':').next().unwrap().to_owned()).collect()
    };
    (of(false), of(true))
}

#[tokio::test]
async fn nothing_is_told_of_what_bears_any_marking_or_caveat() {
    let (with, without) = (House::new(ON), House::new(ON));
    let markings = [
        "internal",
        "restricted",
        "confidential",
        "open compartments=radar",
        "open release=works",
        "open release=!",
        "open caveats=no-export",
        "open caveats=no-copying",
        "open caveats=licensed:a7",
    ];
    for house in [&with, &without] {
        house.take_in((0..3).map(|n| work(&n.to_string(), &[&n.to_string()])).collect(), "open", NOW - HOUR);
    }
    let mut hidden = Vec::new();
    for (n, marking) in markings.iter().enumerate() {
        let mut record = work(&format!("zebra {n}"), &[&format!("zebra.{n}")]);
        record.kind = model::Kind::Patent;
        hidden.extend(with.take_in(vec![record], marking, NOW - 2 * HOUR));
    }
    let mut queries = vec![ALL.to_owned(), "verb=Identify".to_owned(), "verb=ListSets".to_owned()];
    queries.push("verb=ListIdentifiers&metadataPrefix=jats".to_owned());
    queries.push("verb=ListRecords&metadataPrefix=oai_dc&set=kind-patent".to_owned());
    for id in hidden {
        let name = format!("oai:office.example.org:{id}");
        queries.push(format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={name}"));
        queries.push(format!("verb=ListMetadataFormats&identifier={name}"));
    }
    for query in &queries {
        let (a, b) = (with.get(query).await, without.get(query).await);
        assert_eq!(a.text, b.text, "{query}");
        assert!(!a.text.contains("zebra"), "{query}");
    }
}

#[tokio::test]
async fn a_record_that_was_given_and_is_narrowed_is_told_as_deleted_and_nothing_else_of_it() {
    let house = House::new(ON);
    let ids = house.take_in(vec![work("a", &["a"]), work("b", &["b"])], "open", NOW - HOUR);
    assert_eq!(told(&house).await.0.len(), 2);
    house.pass(60 * SECOND);
    house.mark(ids[0], "restricted caveats=no-export");
    house.pass(60 * SECOND);
    assert_eq!(told(&house).await, (vec![ids[1].to_string()], vec![ids[0].to_string()]));
    let name = format!("oai:office.example.org:{}", ids[0]);
    let one = house.ask(&format!("verb=GetRecord&metadataPrefix=jats&identifier={name}")).await;
    assert_eq!(one.find("header").unwrap().attribute("status"), "deleted");
    assert_eq!(one.said("datestamp"), "2026-11-29T08:02:00Z");
    assert_eq!(house.fault(&format!("verb=ListMetadataFormats&identifier={name}")).await, "noMetadataFormats");
    // What becomes of it later is nobody's business: it does not even move.
    let before = house.get(ALL).await.text;
    let answer = before.split("</request>").nth(1).unwrap();
    house.pass(HOUR);
    house.mark(ids[0], "confidential caveats=no-export");
    house.take_in(vec![work("a", &["a", "a2"])], "confidential caveats=no-export", house.now());
    assert_eq!(house.get(ALL).await.text.split("</request>").nth(1).unwrap(), answer);
    assert!(!answer.contains("turbine a"));
    // In its set it is told too, for those who take that set alone.
    let set = house.ask("verb=ListIdentifiers&metadataPrefix=oai_dc&set=ipc-H&from=2026-11-29T08:01:00Z").await;
    assert_eq!(set.said("identifier"), name);
}

#[tokio::test]
async fn a_record_that_was_narrowed_before_anybody_could_ask_was_never_there() {
    let house = House::new(ON);
    let ids = house.take_in(vec![work("a", &["a"]), work("b", &["b"])], "open", NOW - HOUR);
    house.mark(ids[0], "internal");
    assert_eq!(told(&house).await, (vec![ids[1].to_string()], vec![]));
    let name = format!("oai:office.example.org:{}", ids[0]);
    assert_eq!(house.fault(&format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={name}")).await, "idDoesNotExist");
}

#[tokio::test]
async fn what_is_joined_to_another_and_what_its_source_withdraws_are_told_as_deleted() {
    let house = House::new(ON);
    let ids = house.take_in(vec![work("a", &["a"]), work("b", &["b"]), work("c", &["c"])], "open", NOW - HOUR);
    assert_eq!(told(&house).await.0.len(), 3);
    house.pass(HOUR);
    // Something that bears both names shows that the two are one.
    house.take_in(vec![work("ab", &["a", "b"])], "open", house.now());
    let mut withdrawn = work("c", &["c"]);
    withdrawn.status = Status::Withdrawn;
    house.take_in(vec![withdrawn], "open", house.now());
    let (given, deleted) = told(&house).await;
    assert_eq!(given, [ids[0].to_string()]);
    assert_eq!(deleted.len(), 2);
    assert!(deleted.contains(&ids[1].to_string()) && deleted.contains(&ids[2].to_string()));
    // And when its source takes that back, it is given again.
    house.pass(HOUR);
    house.take_in(vec![work("c", &["c"])], "open", house.now());
    assert_eq!(told(&house).await.1, [ids[1].to_string()]);
}

#[tokio::test]
async fn a_change_that_took_long_to_be_kept_is_not_missed_by_who_asks_for_what_is_new() {
    let house = House::new(ON);
    house.take_in(vec![work("a", &["a"])], "open", NOW - HOUR);
    let first = house.ask(ALL).await;
    assert_eq!(first.all("record").len(), 1);
    // Begun an hour before the answer was given, and kept after it.
    house.pass(10 * SECOND);
    let late = house.take_in(vec![work("b", &["b"])], "open", NOW - HOUR);
    let next = house.ask(&format!("{ALL}&from={}", first.said("responseDate"))).await;
    assert_eq!(next.said("identifier"), format!("oai:office.example.org:{}", late[0]));
}
