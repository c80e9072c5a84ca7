//! Our own harvester takes what our own repository gives: page by page, each record once, whatever happens meanwhile.

use std::collections::BTreeMap;

use formats::{Item, Options};
use harvest::{Answer, Cursor, Protocol, web_address};
use model::{Date, Record, SourceKind, Status};

use crate::kit::{HOUR, House, NOW, ON, SECOND, work};
use crate::schema::{Tree, faults};

/// A round of the harvester: what it read, in order; after each page something may happen.
async fn round(house: &House, cursor: &mut Cursor, prefix: &str, mut between: impl FnMut(usize)) -> Vec<Record> {
    let address = format!("https://office.example.org/oai?metadataPrefix={prefix}");
    let protocol = Protocol::of(SourceKind::OaiPmh, &address, "").unwrap();
    let today = Date::of_number(house.now().div_euclid(24 * HOUR));
    let mut records = Vec::new();
    for page in 0.. {
        assert!(page < 20, "a list without end");
        let question = protocol.question(cursor, today);
        let seen = house.get(question.url.query().unwrap()).await;
        assert_eq!(seen.status, 200);
        let tree = Tree::parse(&seen.text).unwrap();
        assert_eq!(faults(&tree), Vec::<String>::new());
        assert!(tree.all("header").len() <= desk::OFFERS_PAGE);
        let answer = Answer {
            status: 200,
            url: web_address(question.url.as_str()).unwrap(),
            lasting: web_address(question.url.as_str()).unwrap(),
            content_type: "text/xml".to_owned(),
            etag: None,
            modified: None,
            body: seen.text.clone().into_bytes(),
        };
        let turned = protocol.turn(cursor, &answer, today).unwrap();
        if turned.holds {
            formats::read(seen.text.as_bytes(), "harvest", &Options::default(), &mut |item| {
                if let Item::Reading(reading) = item {
                    assert_eq!(reading.doubts, []);
                    records.push(reading.record);
                }
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        }
        *cursor = turned.cursor;
        if !turned.more {
            return records;
        }
        between(page);
    }
    unreachable!()
}

fn names(records: &[Record]) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for record in records {
        *names.entry(record.identifiers.last().unwrap().to_string()).or_default() += 1;
    }
    names
}

#[tokio::test]
async fn every_open_record_is_taken_once_and_what_changes_meanwhile_comes_at_the_end() {
    let house = House::new(ON);
    let open: Vec<Record> = (0..250).map(|n| work(&format!("{n:03}"), &[&format!("open.{n}")])).collect();
    let ids = house.take_in(open.clone(), "open", NOW - 5 * HOUR);
    let hidden: Vec<Record> = (0..50).map(|n| work(&format!("zebra {n}"), &[&format!("zebra.{n}")])).collect();
    house.take_in(hidden, "restricted", NOW - 5 * HOUR);
    let mut cursor = Cursor::default();
    let (mut added, narrowed) = (None, [ids[3], ids[200]]);
    let records = round(&house, &mut cursor, "jats", |page| {
        if page == 0 {
            house.pass(SECOND);
            added = Some(house.take_in(vec![work("added", &["added"])], "open", house.now())[0]);
            narrowed.iter().for_each(|id| house.mark(*id, "internal"));
            house.take_in(vec![work("zebra late", &["zebra.late"])], "internal", house.now());
        }
    })
    .await;
    let (gone, given): (Vec<Record>, Vec<Record>) =
        records.into_iter().partition(|record| record.status == Status::Withdrawn);
    let counted = names(&given);
    assert!(counted.values().all(|n| *n == 1), "{counted:?}");
    assert!(counted.contains_key(&format!("oai:office.example.org:{}", added.unwrap())));
    // Lines of one time come in the order of random names: of the two that were narrowed after the first part, each was
    // in it or was not.
    let narrowed_names = narrowed.map(|id| format!("oai:office.example.org:{id}"));
    let n_before = narrowed_names.iter().filter(|name| counted.contains_key(*name)).count();
    assert_eq!(given.len(), 249 + n_before);
    // Whoever was given it is told in the same round that it is gone, and of what it is gone nothing is said.
    let told = names(&gone);
    assert!(narrowed_names.iter().all(|name| told.get(name) == Some(&1)), "{told:?}");
    assert!(gone.iter().all(|record| record.titles.is_empty() && record.identifiers.len() == 1));
    assert!(given.iter().all(|record| !record.title().unwrap().contains("zebra")));
    // Each is what it was.
    for record in &given {
        let mut back = record.clone();
        back.identifiers.pop();
        let original =
            open.iter().chain([&work("added", &["added"])]).find(|one| one.identifiers == back.identifiers).cloned();
        let original = original.unwrap();
        assert_eq!(Record { origin: original.origin.clone(), ..back }, original);
    }
}

#[tokio::test]
async fn the_next_round_brings_what_is_new_alone() {
    let house = House::new(ON);
    let ids = house.take_in(
        (0..150).map(|n| work(&n.to_string(), &[&n.to_string()])).collect(),
        "open",
        NOW - 90 * 24 * HOUR,
    );
    let mut cursor = Cursor::default();
    assert_eq!(round(&house, &mut cursor, "oai_dc", |_| {}).await.len(), 150);
    house.pass(7 * 24 * HOUR);
    assert_eq!(round(&house, &mut cursor, "oai_dc", |_| {}).await.len(), 0);
    house.pass(7 * 24 * HOUR);
    house.mark(ids[9], "internal");
    house.take_in(vec![work("new", &["new"])], "open", house.now());
    let records = round(&house, &mut cursor, "oai_dc", |_| {}).await;
    let mut statuses: Vec<Status> = records.iter().map(|record| record.status).collect();
    statuses.sort();
    assert_eq!(statuses, [Status::Current, Status::Withdrawn]);
}

#[tokio::test]
async fn a_list_says_how_long_it_is_and_where_each_part_begins() {
    let house = House::new(ON);
    house.take_in((0..250).map(|n| work(&n.to_string(), &[&n.to_string()])).collect(), "open", NOW - HOUR);
    let mut query = "verb=ListIdentifiers&metadataPrefix=marc21&set=kind-article".to_owned();
    let mut parts = Vec::new();
    loop {
        let answer = house.ask(&query).await;
        let token = answer.find("resumptionToken").unwrap();
        let number = |name: &str| token.attribute(name).parse::<usize>().unwrap();
        parts.push((number("cursor"), answer.all("header").len(), number("completeListSize")));
        if token.text.is_empty() {
            break;
        }
        // The same question has the same answer.
        let again = house.ask(&query).await;
        assert_eq!(again, answer);
        // A token is good for its own verb.
        assert_eq!(
            house.fault(&format!("verb=ListRecords&resumptionToken={}", token.text)).await,
            "badResumptionToken"
        );
        query = format!("verb=ListIdentifiers&resumptionToken={}", token.text);
    }
    assert_eq!(parts, [(0, 100, 225), (100, 100, 225), (200, 25, 225)]);
}

#[tokio::test]
async fn many_at_once_are_told_to_come_again() {
    let house = House::new(ON);
    house.take_in((0..100).map(|n| work(&n.to_string(), &[&n.to_string()])).collect(), "open", NOW - HOUR);
    // The writer is held, so that those who came first are still answered when the last comes.
    let (let_go, held) = std::sync::mpsc::channel::<()>();
    let clerk = house.clerk.clone();
    let holding = std::thread::spawn(move || {
        clerk.write(move |_| {
            let _ = held.recv();
            Ok(())
        })
    });
    let ask = || house.get("verb=ListRecords&metadataPrefix=oai_dc");
    let first = async {
        let seen = tokio::join!(ask(), ask(), ask(), ask(), ask(), async {
            // Asked behind the others: it is polled last.
            let seen = ask().await;
            let _ = let_go.send(());
            seen
        });
        [seen.0, seen.1, seen.2, seen.3, seen.4, seen.5]
    };
    let seen = first.await;
    holding.join().unwrap().unwrap();
    let statuses: Vec<u16> = seen.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 503, 503]);
    assert_eq!(seen[5].headers["retry-after"], "10");
}
