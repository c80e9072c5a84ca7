//! Webhooks by the real program and a real receiver: every event arrives though the program is killed again and again.

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use model::{
    Date, Level, Need, NeedId, Person, PersonId, Post, PostId, Profile, ProfileId, Stage, Standing, Tenure, Unit,
    UnitId, Verb, Webhook, WebhookEvent, WebhookId, WebhookStage,
};
use program::Desk;
use store::Writer;

/// Records, each of which is laid before the post.
const RECORDS: usize = 40;

/// A receiver that takes everything: the port, and the headers of what it took, by their names in small letters, in order.
fn receiver() -> (u16, Receiver<BTreeMap<String, String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (took, taken) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let took = took.clone();
            thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                loop {
                    let mut headers = BTreeMap::new();
                    let mut line = String::new();
                    if lines.read_line(&mut line).unwrap_or(0) == 0 {
                        return;
                    }
                    loop {
                        line.clear();
                        if lines.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
                            break;
                        }
                        if let Some((name, value)) = line.trim().split_once(':') {
                            headers.insert(name.to_lowercase(), value.trim().to_owned());
                        }
                    }
                    let length = headers.get("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
                    let mut body = vec![0; length];
                    if lines.read_exact(&mut body).is_err() {
                        return;
                    }
                    headers.insert("body".to_owned(), String::from_utf8(body).unwrap());
                    // Noted before it is answered: a program that is killed now has been heard.
                    let _ = took.send(headers);
                    if (&stream).write_all(b"HTTP/1.1 204 No Content\r\n\r\n").is_err() {
                        return;
                    }
                }
            });
        }
    });
    (port, taken)
}

fn office(desk: &Desk, port: u16) {
    desk.write("office/uptake.toml", format!("[sources]\ninside = [\"127.0.0.1:{port}\"]\n"));
    desk.write("office/letter.key", "07".repeat(32));
    let records: String = (0..RECORDS).map(|n| format!("TY  - JOUR\nTI  - Mill number {n}\nER  - \n\n")).collect();
    desk.write("records.ris", records);
    desk.ingest("records.ris");
    let mut writer = Writer::open(&desk.path("office")).unwrap();
    writer
        .transact("operator", 2, |deed| -> store::Result<()> {
            let (unit, post) = (UnitId::new("works").unwrap(), PostId::new("engineer").unwrap());
            deed.keep_unit(&Unit { id: unit.clone(), name: "Works".to_owned(), parent: None })?;
            deed.keep_post(&Post {
                id: post.clone(),
                title: "Engineer".to_owned(),
                unit: unit.clone(),
                powers: BTreeSet::new(),
                closed: false,
            })?;
            let person = PersonId::new("karpova").unwrap();
            deed.keep_person(&Person {
                id: person.clone(),
                name: "Karpova".to_owned(),
                email: None,
                language: None,
                level: Level::Internal,
                compartments: BTreeSet::new(),
                left: false,
            })?;
            let since = Date::parse("1962-01-01").unwrap();
            deed.appoint(&Tenure { post: post.clone(), person, standing: Standing::Holder, since, until: None })?;
            let id = NeedId::new("powder").unwrap();
            let draft = Need::draft(id.clone(), "Powder", unit, post.clone());
            let profiles =
                vec![Profile { id: ProfileId { need: id, number: 1 }, query: "mill".to_owned(), threshold: None }];
            let expires = Date::parse("2999-01-01");
            deed.keep_need(&Need { stage: Stage::Accepted, expires, profiles, ..draft })?;
            let webhook = Webhook {
                id: WebhookId::from_bits(7),
                post,
                title: "Register".to_owned(),
                address: format!("http://127.0.0.1:{port}/in"),
                events: [WebhookEvent::DeliveryMade].into(),
                stage: WebhookStage::Active,
                secret: 1,
                overlap_until: 0,
                failing_since: None,
                looked_up_to: 0,
                made_at: 2,
                revision: 1,
            };
            deed.keep_webhook(&webhook, Verb::Stated, "")
        })
        .unwrap();
    drop(writer);
    desk.done("match office");
}

#[test]
fn each_event_arrives_though_the_program_is_killed_again_and_again() {
    let desk = Desk::with_office();
    let (port, taken) = receiver();
    office(&desk, port);
    let (mut got, mut n_kills) = (Vec::new(), 0);
    for n_before_kill in [1, 7, 3, 5] {
        let mut child = desk.start("webhooks office --send");
        for _ in 0..n_before_kill {
            got.push(taken.recv().unwrap());
        }
        child.kill().unwrap();
        child.wait().unwrap();
        n_kills += 1;
    }
    desk.done("webhooks office --send");
    got.extend(taken.try_iter());
    let names: BTreeSet<&str> = got.iter().map(|one| one["webhook-id"].as_str()).collect();
    let titles: BTreeSet<String> = got
        .iter()
        .map(|one| {
            let body: serde_json::Value = serde_json::from_str(&one["body"]).unwrap();
            body["data"]["thing"]["title"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!((names.len(), titles.len()), (RECORDS, RECORDS), "one event for each record, none lost");
    assert!(got.len() <= RECORDS + n_kills, "{}: what is sent again has the same name", got.len());
    assert!(got.iter().all(|one| one["webhook-signature"].starts_with("v1,")));
    let listed = desk.json("webhooks office W0000000000007");
    assert!(!listed.is_empty() && listed.iter().all(|one| one["stage"] == "taken"), "{listed:#?}");
    assert_eq!(desk.json("webhooks office")[0]["failing"], false);
    desk.done("verify office");
}
