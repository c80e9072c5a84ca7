//! What the API promises, on a real office.

#[path = "../api_kit/mod.rs"]
mod api_kit;
mod cases;
#[path = "../access/inspected.rs"]
mod inspected;
mod missing;
mod names;
mod rooms;
mod screenings;
mod travels;

use std::collections::{BTreeMap, BTreeSet};

use api_kit::House;
use api_kit::schema::faults;
use api_kit::things::id_of;
use names::{ask, names};
use serde_json::{Value, json};

/// The description.
async fn description(house: &House) -> Value {
    let seen = house.bare("GET", "/api/openapi.json").seen().await;
    assert_eq!(seen.status, 200);
    seen.json()
}

#[tokio::test]
async fn every_operation_is_described_and_nothing_else_is() {
    let house = House::new();
    let document = description(&house).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut described = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "`{name}` names two operations");
            let policy = operation["x-policy"].as_str().unwrap().replace('-', "");
            described.insert((method.clone(), path.clone(), policy));
        }
    }
    let word = |policy| format!("{policy:?}").to_lowercase();
    let registered: BTreeSet<_> =
        house.operations().into_iter().map(|(method, path, policy)| (method, path.to_owned(), word(policy))).collect();
    assert!(registered.len() > 50);
    assert_eq!(described, registered);
}

#[tokio::test]
async fn every_reference_of_the_description_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(parts) => {
                found.extend(parts.get("$ref").and_then(Value::as_str).map(str::to_owned));
                parts.values().for_each(|part| references(part, found));
            }
            Value::Array(parts) => parts.iter().for_each(|part| references(part, found)),
            _ => {}
        }
    }
    let document = description(&House::new()).await;
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 40);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn filled(path: &str, names: &BTreeMap<&'static str, String>) -> String {
    names.iter().fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value))
}

#[tokio::test]
async fn every_answer_to_a_read_is_as_it_is_described() {
    let house = House::new();
    let document = description(&house).await;
    let names = names(&house).await;
    let mut n_things = 0;
    for (method, path, _) in house.operations().into_iter().filter(|(method, ..)| method == "get") {
        // The photograph of this house is a line without bytes; the walk of inspections brings one with its bytes.
        if path == "/api/v1/visits/{visit}/photos/{photo}" {
            continue;
        }
        let mut address = filled(path, &names);
        if ["/api/v1/classes", "/api/v1/class-suggestions"].contains(&path) {
            address = format!("{address}?q=work");
        }
        if path == "/api/v1/schemes/{scheme}/class" {
            address = format!("{address}?code=W1");
        }
        if path == "/api/v1/control-lists/{control_list}/difference" {
            address = format!("{address}?from=1&to=1");
        }
        if path == "/api/v1/why" {
            address = format!("{address}?record={}&need={}", names["record"], names["need"]);
        }
        let seen = house.get("ada administer", &address).await;
        assert_eq!(seen.status, 200, "{address}: {seen:?}");
        assert_eq!(seen.headers["content-type"], "application/json");
        assert_eq!(seen.headers["cache-control"], "private, no-cache");
        let answer = &document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"];
        let found = faults(&document, answer, &seen.json(), address.as_str());
        assert!(found.is_empty(), "{found:#?}");
        n_things += seen.json()["items"].as_array().map_or(1, Vec::len);
        let tag = seen.headers["etag"].to_str().unwrap().to_owned();
        let again = house.call("ada administer", "GET", &address).with("if-none-match", &tag).seen().await;
        assert_eq!((again.status, again.text.as_str()), (304, ""), "{address} has not changed");
    }
    assert!(n_things > 80, "the lists were not empty: {n_things}");
}

#[tokio::test]
async fn a_cursor_visits_each_thing_once_though_others_come_in() {
    let house = House::new();
    for at in 0..9 {
        let call = house.bare("POST", "/api/v1/needs").with("idempotency-key", &format!("need-{at}"));
        let seen = house.keyed(call, "vera").sending(&json!({ "title": format!("Need {at}") })).seen().await;
        assert_eq!(seen.status, 201, "{seen:?}");
    }
    let ids = |list: &[Value]| list.iter().map(|one| id_of(one, "/id")).collect::<Vec<_>>();
    let whole = ids(&house.all("vera", "/api/v1/needs", 100).await);
    assert_eq!(whole.len(), 10);
    assert_eq!(ids(&house.all("vera", "/api/v1/needs", 3).await), whole);
    let first = house.get("vera", "/api/v1/needs?limit=4").await.json();
    let call = house.keyed(house.bare("POST", "/api/v1/needs").with("idempotency-key", "late"), "vera");
    assert_eq!(call.sending(&json!({ "title": "Late" })).seen().await.status, 201);
    let next = first["next"].as_str().unwrap();
    let rest = house.all("vera", &format!("/api/v1/needs?cursor={next}"), 100).await;
    let mut seen = ids(first["items"].as_array().unwrap());
    seen.extend(ids(&rest));
    let distinct: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "nothing comes twice");
    assert!(whole.iter().all(|id| distinct.contains(id)), "nothing is left out");
    for list in ["units", "posts", "persons", "records", "deliveries", "ledger"] {
        let (slow, fast) = (
            house.all("ada", &format!("/api/v1/{list}"), 1).await,
            house.all("ada", &format!("/api/v1/{list}"), 100).await,
        );
        assert_eq!(slow, fast, "{list}");
    }
    assert_eq!(house.get("vera", &format!("/api/v1/requests?cursor={next}")).await.problem(), "fields");
}

#[tokio::test]
async fn a_write_that_is_sent_twice_is_done_once() {
    let house = House::new();
    let body = json!({ "title": "Once" });
    let send = async |key: &str, body: &Value| {
        let call = house.bare("POST", "/api/v1/needs").with("idempotency-key", key);
        house.keyed(call, "vera").sending(body).seen().await
    };
    let (first, again) = (send("a", &body).await, send("a", &body).await);
    assert_eq!((first.status, &first.text), (201, &again.text));
    assert_eq!(
        (&first.headers["location"], &first.headers["etag"]),
        (&again.headers["location"], &again.headers["etag"])
    );
    assert_eq!(first.headers["location"], format!("/api/v1/needs/{}", id_of(&first.json(), "/id")));
    assert_ne!(send("b", &body).await.text, first.text, "another key is another write");
    assert_eq!(send("a", &json!({ "title": "Other" })).await.problem(), "key-reused");
    assert_eq!(send("not visible", &body).await.problem(), "key-missing");
    let mine = house.all("vera", "/api/v1/needs?words=once", 10).await;
    assert_eq!(mine.len(), 2);
    // What is refused changed nothing, so the key is free for what is mended.
    let refused = json!({ "title": "Bad", "profiles": [{ "query": "(" }] });
    let seen = send("c", &refused).await;
    assert_eq!(seen.problem(), "fields");
    assert_eq!(seen.json()["errors"][0]["pointer"], "#/profiles/0/query");
    assert_eq!(send("c", &json!({ "title": "Mended" })).await.status, 201);
    // A secret is given out once.
    let make = async || {
        let call = house.call("ada administer", "POST", "/api/v1/account/tokens");
        call.sending(&json!({ "name": "Reader", "reach": "read", "days": 7 })).seen().await
    };
    let (made, asked_again) = (make().await, make().await);
    assert_eq!(made.json()["token"].as_str().map(str::len), Some(52));
    assert_eq!((asked_again.status, asked_again.json()), (201, json!({ "token": null })));
}

#[tokio::test]
async fn a_need_goes_its_way_and_nobody_undoes_what_another_did() {
    let house = House::new();
    let need = house.hidden_need().await;
    let address = format!("/api/v1/needs/{need}");
    let shown = house.get("vera", &address).await;
    let tag = shown.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(tag, format!("\"{}\"", shown.json()["revision"]));
    let body = json!({ "title": "Quieter rectifiers", "statement": "They hum.", "profiles": [{ "query": "quiet" }] });
    let put = |key: &'static str| house.keyed(house.bare("PUT", &address).with("idempotency-key", key), "vera");
    assert_eq!(put("a").sending(&body).seen().await.problem(), "version-missing");
    let changed = put("b").with("if-match", &tag).sending(&body).seen().await;
    assert_eq!((changed.status, changed.json()["title"].as_str()), (200, Some("Quieter rectifiers")));
    assert_eq!(changed.json()["marking"]["level"], "restricted", "what is not said stays");
    assert_eq!(put("c").with("if-match", &tag).sending(&body).seen().await.problem(), "changed");
    assert_eq!(put("d").with("if-match", "*").sending(&body).seen().await.problem(), "changed");
    let step = async |who: &str, key: &str, tag: &str, body: Value| {
        let call = house.bare("POST", &format!("{address}/steps")).with("idempotency-key", key);
        house.keyed(call, who).with("if-match", tag).sending(&body).seen().await
    };
    let steps = house.get("vera", &format!("{address}/steps")).await.json();
    assert_eq!(steps, json!({ "steps": ["submit", "withdraw"], "may_change": true }));
    let tag = changed.headers["etag"].to_str().unwrap();
    let submitted = step("vera", "e", tag, json!({ "step": "submit" })).await;
    assert_eq!(submitted.json()["stage"], "submitted", "{submitted:?}");
    let tag = submitted.headers["etag"].to_str().unwrap();
    let accept = json!({ "step": "accept", "until": "2026-12-01" });
    assert_eq!(step("vera", "f", tag, accept.clone()).await.problem(), "refused");
    let accepted = step("ada", "g", tag, accept).await;
    assert_eq!((accepted.status, accepted.json()["expires"].as_str()), (200, Some("2026-12-01")));
    let tag = accepted.headers["etag"].to_str().unwrap();
    let joined = step("ada", "h", tag, json!({ "step": "join", "need": "no-such-need" })).await;
    assert_eq!(joined.problem(), "refused", "what the body names and is not there is no missing page");
}

#[tokio::test]
async fn a_delivery_is_answered_once_and_a_request_finds_its_answer() {
    let house = House::new();
    let deliveries = house.all("vera", "/api/v1/deliveries?need=rectifiers", 10).await;
    let delivery = id_of(&deliveries[0], "/id");
    let dispose = async |key: &str, body: Value| {
        let call = house.bare("POST", &format!("/api/v1/deliveries/{delivery}/disposition"));
        house.keyed(call.with("idempotency-key", key), "vera").sending(&body).seen().await
    };
    let seen = dispose("a", json!({ "choice": "pass" })).await;
    assert_eq!((seen.problem().as_str(), seen.json()["errors"][0]["pointer"].as_str()), ("fields", Some("#/reason")));
    let used = dispose("b", json!({ "choice": "use", "remark": "For shop 3" })).await;
    assert_eq!((used.status, used.json()["decided"]["choice"].as_str()), (200, Some("use")), "{used:?}");
    assert_eq!(dispose("c", json!({ "choice": "use" })).await.problem(), "refused");
    let request = ask(&house, "vera", "open").await;
    let rights = house.get("ada", &format!("/api/v1/requests/{request}/rights")).await.json();
    assert_eq!((rights["route"].as_bool(), rights["withdraw"].as_bool()), (Some(true), Some(false)));
    let act = async |who: &str, what: &str, body: Value| {
        house.call(who, "POST", &format!("/api/v1/requests/{request}/{what}")).sending(&body).seen().await
    };
    let routed = act("ada", "route", json!({ "to": "miller" })).await;
    assert_eq!(routed.json()["routed_to"], "miller", "{routed:?}");
    let answered =
        act("olaf", "answer", json!({ "title": "The mill does", "text": "Since 1960.", "language": "en" })).await;
    let record = id_of(&answered.json(), "/answer");
    let shown = house.get("vera", &format!("/api/v1/records/{record}")).await.json();
    assert_eq!(shown["record"]["titles"][0]["text"], "The mill does");
    assert_eq!(shown["answers"], json!([request]));
}

#[tokio::test]
async fn an_answer_is_taken_back_by_its_post_and_given_anew_but_not_once_it_went_on() {
    let house = House::new();
    let deliveries = house.all("vera", "/api/v1/deliveries?need=rectifiers", 10).await;
    let delivery = id_of(&deliveries[0], "/id");
    let n_sent = std::cell::Cell::new(0);
    let act = async |who: &str, what: &str, body: Value| {
        n_sent.set(n_sent.get() + 1);
        let call = house.bare("POST", &format!("/api/v1/deliveries/{delivery}/{what}"));
        house.keyed(call.with("idempotency-key", &format!("write-{}", n_sent.get())), who).sending(&body).seen().await
    };
    let open = async || {
        let duties = house.get("vera", &format!("/api/v1/deliveries/{delivery}/duties")).await.json();
        let all = duties["items"].as_array().unwrap().clone();
        all.iter().filter(|duty| duty["state"] == "open").count()
    };
    assert_eq!(act("vera", "recall", json!({})).await.problem(), "refused", "nothing was decided yet");
    let passed = act("vera", "disposition", json!({ "choice": "pass", "reason": "off-topic" })).await;
    assert_eq!((passed.status, open().await), (200, 0), "{passed:?}");
    assert_ne!(act("olaf", "recall", json!({})).await.status, 200, "another post takes nothing back");
    let recalled = act("vera", "recall", json!({})).await;
    assert_eq!((recalled.status, &recalled.json()["decided"], open().await), (200, &Value::Null, 1), "{recalled:?}");
    let used = act("vera", "disposition", json!({ "choice": "use" })).await;
    assert_eq!(used.json()["decided"]["choice"], "use", "{used:?}");
    act("vera", "recall", json!({})).await;
    let sent = act("vera", "disposition", json!({ "choice": "forward", "to": "head" })).await;
    assert_eq!(sent.status, 200, "{sent:?}");
    assert_eq!(act("vera", "recall", json!({})).await.problem(), "refused", "another post has it now");
}

#[tokio::test]
async fn the_staff_is_changed_after_a_look_by_who_has_a_token_for_it() {
    let house = House::new();
    let seen = house.get("ada", "/api/v1/units/mill").await;
    let version: u64 = seen.headers["etag"].to_str().unwrap().trim_matches('"').parse().unwrap();
    let body = json!({
        "changes": [{ "change": "unit", "id": "mill", "name": "Great mill", "parent": "ministry" }],
        "seen": { "thing": { "noun": "unit", "name": "mill" }, "version": version },
    });
    let send = async |who: &str, path: &str, key: &str| {
        let call = house.bare("POST", &format!("/api/v1/staff/{path}")).with("idempotency-key", key);
        house.keyed(call, who).sending(&body).seen().await
    };
    assert_eq!(send("ada", "changes", "a").await.problem(), "unproved", "a token that writes does nothing grave");
    assert_eq!(send("vera", "changes", "a").await.problem(), "power");
    let foreseen = send("ada administer", "changes/preview", "b").await;
    assert_eq!(foreseen.json()["rows"][0]["becomes"], "changed", "{foreseen:?}");
    assert_eq!(house.get("ada", "/api/v1/units/mill").await.json()["name"], "Mill", "a look keeps nothing");
    assert_eq!(send("ada administer", "changes", "c").await.status, 200);
    assert_eq!(house.get("ada", "/api/v1/units/mill").await.json()["name"], "Great mill");
    assert_eq!(send("ada administer", "changes", "d").await.problem(), "changed");
    let table = house.get("ada", "/api/v1/staff/tables/units").await.json();
    let tables = json!({ "tables": [{ "name": "units.csv", "csv": table["csv"] }] });
    let looked = house.call("ada administer", "POST", "/api/v1/staff/import/preview").sending(&tables).seen().await;
    let lines = looked.json()["lines"].as_array().unwrap().clone();
    assert!(lines.len() == 3 && lines.iter().all(|line| line["becomes"] == "unchanged"), "{looked:?}");
}

#[tokio::test]
async fn whoever_may_not_hears_why_and_nothing_of_what_is_there() {
    let house = House::new();
    let stranger = house.bare("GET", "/api/v1/needs").seen().await;
    assert_eq!(
        (stranger.problem().as_str(), &stranger.headers["www-authenticate"]),
        ("signed-out", &"Bearer".parse().unwrap())
    );
    let stranger = house.bare("POST", "/api/v1/needs").sending(&json!({ "title": "x" })).seen().await;
    assert_eq!(stranger.problem(), "signed-out");
    let reader = house.call("vera read", "POST", "/api/v1/needs").sending(&json!({ "title": "x" })).seen().await;
    assert_eq!(reader.problem(), "reach");
    assert!(reader.headers["www-authenticate"].to_str().unwrap().contains("insufficient_scope"));
    assert_eq!(house.get("vera read", "/api/v1/needs").await.status, 200);
    assert_eq!(house.get("vera", "/api/v1/ledger").await.problem(), "power");
    let method = house.call("vera", "DELETE", "/api/v1/needs").seen().await;
    assert_eq!(method.problem(), "method");
    assert!(method.headers["allow"].to_str().unwrap().contains("POST"), "{method:?}");
    assert_eq!(house.get("vera", "/api/v1/nothing").await.problem(), "missing");
    assert_eq!(house.get("vera", "/api/v1/needs?limit=0").await.problem(), "unreadable");
    let seen = house.get("vera", "/api/v1/needs?stgae=draft").await;
    assert_eq!(seen.problem(), "unreadable", "a slip of the pen narrows nothing in silence");
    let seen = house.get("vera", "/api/v1/records?q=(").await;
    assert_eq!((seen.problem().as_str(), seen.json()["errors"][0]["parameter"].as_str()), ("fields", Some("q")));
    let post = || house.call("vera", "POST", "/api/v1/needs");
    assert_eq!(
        post().raw("title=x").with("content-type", "application/x-www-form-urlencoded").seen().await.problem(),
        "media"
    );
    assert_eq!(post().raw("{").with("content-type", "application/json").seen().await.problem(), "unreadable");
    let seen = post().sending(&json!({ "title": "x", "colour": "red" })).seen().await;
    assert_eq!(seen.problem(), "fields");
    let seen = post().sending(&json!({ "title": "x", "parameters": [{ "name": 7 }] })).seen().await;
    assert_eq!(seen.json()["errors"][0]["pointer"], "#/parameters/0/name");
    let deep = "[".repeat(100_000);
    let deep: &'static str = Box::leak(deep.into_boxed_str());
    assert_eq!(post().raw(deep).with("content-type", "application/json").seen().await.problem(), "fields");
    let large: &'static str = Box::leak(" ".repeat((2 << 20) + 1).into_boxed_str());
    assert_eq!(post().raw(large).with("content-type", "application/json").seen().await.problem(), "too-large");
}

#[tokio::test]
async fn the_reference_and_every_problem_can_be_read_in_each_language() {
    let house = House::new();
    for language in ["en", "ru", "de"] {
        let page = house.bare("GET", "/api").with("accept-language", language).seen().await;
        assert_eq!(page.status, 200);
        for (_, path, _) in house.operations() {
            assert!(page.text.contains(path), "{path} stands in the reference");
        }
        assert!(!page.text.contains("src=\"http") && !page.text.contains("href=\"http"), "nothing from outside");
        for kind in web::problem::ProblemKind::ALL {
            let address = format!("/api/problems/{}", kind.word());
            assert!(page.text.contains(&address));
            assert_eq!(house.bare("GET", &address).with("accept-language", language).seen().await.status, 200);
        }
    }
    assert_eq!(house.bare("GET", "/api/problems/none").seen().await.status, 404);
}
