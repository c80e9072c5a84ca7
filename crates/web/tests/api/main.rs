//! What the API promises, on a real office.

#[path = "../api_kit/mod.rs"]
mod api_kit;
mod names;
mod rooms;
mod travels;

use std::collections::{BTreeMap, BTreeSet};

use api_kit::schema::faults;
use api_kit::things::id_of;
use api_kit::{House, Seen};
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
        let mut address = filled(path, &names);
        if ["/api/v1/classes", "/api/v1/class-suggestions"].contains(&path) {
            address = format!("{address}?q=work");
        }
        if path == "/api/v1/schemes/{scheme}/class" {
            address = format!("{address}?code=W1");
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

fn same(hidden: &Seen, missing: &Seen, what: &str) {
    assert_eq!(hidden.status, 404, "{what}: {hidden:?}");
    assert_eq!((hidden.status, &hidden.text), (missing.status, &missing.text), "{what}");
    assert_eq!(hidden.headers, missing.headers, "{what}");
}

#[tokio::test]
async fn what_is_hidden_and_what_is_missing_are_one_answer() {
    let house = House::new();
    let hidden = names(&house).await;
    let absent = BTreeMap::from([
        ("need", "n-0000000000001".to_owned()),
        ("delivery", "D0000000000001".to_owned()),
        ("duty", "U0000000000001".to_owned()),
        ("record", "R0000000000001".to_owned()),
        ("request", "Q0000000000001".to_owned()),
        ("source", "S0000000000001".to_owned()),
        ("membership", "J0000000000001".to_owned()),
        ("intake", "I0000000000001".to_owned()),
        ("bulletin", "B0000000000001".to_owned()),
        ("host", "H0000000000001".to_owned()),
        ("exchange", "X0000000000001".to_owned()),
        ("incident", "K0000000000001".to_owned()),
        ("agreement", "Z0000000000001".to_owned()),
        ("deliverable", "K0000000000002".to_owned()),
        ("instalment", "1".to_owned()),
        ("patent", "1".to_owned()),
        ("payment", "1".to_owned()),
        ("event", "Y0000000000001".to_owned()),
        ("exhibitor", "1".to_owned()),
        ("stand", "T0000000000001".to_owned()),
        ("sample", "O0000000000001".to_owned()),
        ("link", "1".to_owned()),
        ("loan", "1".to_owned()),
        ("study", "1".to_owned()),
        ("specialist", "P0000000000001".to_owned()),
        ("specialist_request", "O0000000000001".to_owned()),
        ("assignment", "N0000000000001".to_owned()),
        ("mission", "M0000000000001".to_owned()),
        ("issue", "E0000000000001".to_owned()),
        ("form", "html".to_owned()),
        ("style", "no-such-style".to_owned()),
        ("attachment", "F0000000000001".to_owned()),
        ("digest", "A0000000000001".to_owned()),
        ("item", "1".to_owned()),
        ("webhook", "W0000000000001".to_owned()),
    ]);
    let bodies = BTreeMap::from([
        ("/api/v1/needs/{need}", json!({ "title": "Loud rectifiers" })),
        ("/api/v1/needs/{need}/gap", json!({ "post": "head", "days": 14 })),
        ("/api/v1/needs/{need}/gap/answer", json!({ "found": false, "account": "There is none" })),
        ("/api/v1/needs/{need}/steps", json!({ "step": "submit" })),
        ("/api/v1/deliveries/{delivery}/disposition", json!({ "choice": "use" })),
        ("/api/v1/duties/{duty}/waiver", json!({ "reason": "Not needed" })),
        ("/api/v1/requests/{request}/route", json!({ "to": "head" })),
        ("/api/v1/requests/{request}/answer", json!({ "title": "One", "text": "Another" })),
        ("/api/v1/requests/{request}/back", json!({ "reason": "Not mine" })),
        ("/api/v1/requests/{request}/decline", json!({ "reason": "Not mine" })),
        ("/api/v1/bulletins/{bulletin}/subscription", json!({ "post": "engineer", "takes": true })),
        ("/api/v1/sources/{source}/dispatches", json!({ "title": "One", "text": "Another" })),
        ("/api/v1/bulletins/{bulletin}/feed", json!({ "opens": true })),
        ("/api/v1/bulletins/{bulletin}/issues", json!({ "since": "2026-03-01", "until": "2026-03-31" })),
        ("/api/v1/hosts/{host}", json!({ "names": [{ "text": "Works" }], "country": "DE", "post": "engineer" })),
        (
            "/api/v1/hosts/{host}/exchanges",
            json!({ "way": "given", "kind": "sample", "day": "2026-03-01", "what": "One", "post": "engineer" }),
        ),
        ("/api/v1/exchanges/{exchange}/strike", json!({ "reason": "In error" })),
        (
            "/api/v1/hosts/{host}/incidents",
            json!({ "kind": "press", "day": "2026-03-01", "title": "One", "first": "Another", "post": "engineer" }),
        ),
        (
            "/api/v1/events/{event}",
            json!({ "kind": "fair", "name": "Fair", "since": "2026-03-01", "until": "2026-03-02", "post": "engineer" }),
        ),
        (
            "/api/v1/agreements/{agreement}",
            json!({ "kind": "purchase", "title": "One", "basis": "commercial", "host": "H0000000000001", "post": "engineer" }),
        ),
        ("/api/v1/agreements/{agreement}/steps", json!({ "to": "negotiation", "on": "2026-03-01" })),
        ("/api/v1/agreements/{agreement}/decision", json!({ "yes": true, "reason": "Good" })),
        ("/api/v1/agreements/{agreement}/notes", json!({ "kind": "renew", "words": "It ends" })),
        (
            "/api/v1/agreements/{agreement}/terms",
            json!({ "technologies": "Drives", "exclusivity": "sole", "renewal": "ends", "clauses": [] }),
        ),
        (
            "/api/v1/agreements/{agreement}/amendments",
            json!({ "terms": { "technologies": "Drives", "exclusivity": "sole", "renewal": "ends", "clauses": [] },
                    "reason": "Longer", "on": "2026-03-01" }),
        ),
        (
            "/api/v1/agreements/{agreement}/deliverables",
            json!({ "title": "Drawings", "kind": "drawings", "side": "theirs" }),
        ),
        ("/api/v1/deliverables/{deliverable}", json!({ "title": "Drawings", "kind": "drawings", "side": "theirs" })),
        ("/api/v1/deliverables/{deliverable}/steps", json!({ "made": "deliver", "on": "2026-03-01", "words": "Here" })),
        ("/api/v1/deliverables/{deliverable}/uses", json!({ "on": "2026-03-01", "words": "In the shop" })),
        (
            "/api/v1/agreements/{agreement}/instalments",
            json!({ "title": "A third", "amount": { "minor": 100, "currency": "EUR" } }),
        ),
        (
            "/api/v1/agreements/{agreement}/payments",
            json!({ "amount": { "minor": 100, "currency": "EUR" }, "on": "2026-03-01", "reference": "12" }),
        ),
        ("/api/v1/agreements/{agreement}/payments/{payment}/void", json!({ "reason": "Twice" })),
        (
            "/api/v1/agreements/{agreement}/royalties",
            json!({ "title": "Drives", "basis": "units", "per_unit": { "minor": 100, "currency": "EUR" },
                    "since": "2026-03-01" }),
        ),
        ("/api/v1/agreements/{agreement}/uses", json!({ "royalty": 1, "year": 2025, "base": 3, "words": "Three" })),
        ("/api/v1/agreements/{agreement}/patents", json!({ "identifier": "US6337117B1" })),
        ("/api/v1/events/{event}/exhibitors", json!({ "name": "Works" })),
        ("/api/v1/events/{event}/exhibitors/{exhibitor}", json!({ "revision": 0, "name": "Works" })),
        ("/api/v1/events/{event}/exhibitors/{exhibitor}/host", json!({ "post": "engineer" })),
        ("/api/v1/events/{event}/exhibitor-look", json!({ "text": "Works; DE" })),
        ("/api/v1/events/{event}/exhibitor-list", json!({ "text": "Works; DE" })),
        ("/api/v1/events/{event}/stands", json!({ "exhibitor": 1, "post": "engineer" })),
        (
            "/api/v1/stands/{stand}/visit",
            json!({ "revision": 1, "day": "2026-03-01", "title": "One", "notes": "Another" }),
        ),
        ("/api/v1/stands/{stand}/files", json!({ "name": "valve.svg", "base64": "PHN2Zy8+" })),
        ("/api/v1/stands/{stand}/drop", json!({ "revision": 1 })),
        (
            "/api/v1/samples/{sample}",
            json!({ "kind": "machine", "name": "Press", "came": "gift", "needs": ["n-0000000000001"], "plan": "All of it", "plan_due": "2026-06-01", "post": "engineer" }),
        ),
        (
            "/api/v1/samples/{sample}/custody",
            json!({ "revision": 0, "to": "head", "place": "Hall", "day": "2026-03-01" }),
        ),
        ("/api/v1/samples/{sample}/custody/{link}/answer", json!({ "revision": 0, "yes": true })),
        ("/api/v1/samples/{sample}/control", json!({ "revision": 0, "rule": "C0000000000001", "yes": true })),
        ("/api/v1/samples/{sample}/receipt", json!({ "revision": 0, "day": "2026-03-01", "place": "Hall" })),
        ("/api/v1/samples/{sample}/leaving", json!({ "revision": 0, "given_back": true, "reason": "Over" })),
        ("/api/v1/samples/{sample}/duties", json!({ "kind": "use-sample", "words": "Lent" })),
        (
            "/api/v1/samples/{sample}/pairs",
            json!({ "revision": 0, "other": "O0000000000002", "ruling": "different", "reason": "Another drive" }),
        ),
        (
            "/api/v1/samples/{sample}/loans",
            json!({ "revision": 0, "borrower": "engineer", "purpose": "To hear it", "until": "2026-06-01" }),
        ),
        ("/api/v1/samples/{sample}/loans/{loan}/answer", json!({ "revision": 0, "yes": true, "place": "Hall" })),
        ("/api/v1/samples/{sample}/loans/{loan}/withdrawal", json!({ "revision": 0, "reason": "Not needed" })),
        ("/api/v1/samples/{sample}/loans/{loan}/return", json!({ "revision": 0, "place": "Hall" })),
        (
            "/api/v1/samples/{sample}/loans/{loan}/wish",
            json!({ "revision": 0, "until": "2026-07-01", "reason": "Late" }),
        ),
        ("/api/v1/samples/{sample}/loans/{loan}/wish/answer", json!({ "revision": 0, "yes": true })),
        (
            "/api/v1/samples/{sample}/studies",
            json!({ "revision": 0, "question": "How?", "method": "So", "acts": ["test"], "due": "2026-06-01" }),
        ),
        (
            "/api/v1/samples/{sample}/studies/{study}/findings",
            json!({ "revision": 0, "title": "One", "text": "Another" }),
        ),
        ("/api/v1/samples/{sample}/studies/{study}/stop", json!({ "revision": 0, "reason": "Over" })),
        (
            "/api/v1/samples/{sample}/studies/{study}/outcome",
            json!({ "revision": 0, "kind": "reject", "reason": "Loud" }),
        ),
        ("/api/v1/samples/{sample}/studies/{study}/parts", json!({ "revision": 0, "name": "Ram" })),
        ("/api/v1/samples/{sample}/studies/{study}/parts/removal", json!({ "revision": 0, "part": 1 })),
        (
            "/api/v1/samples/{sample}/studies/{study}/parts/files",
            json!({ "revision": 0, "part": 1, "name": "ram.svg", "base64": "PHN2Zy8+" }),
        ),
        ("/api/v1/incidents/{incident}/course", json!({ "text": "It goes on", "seen": 1 })),
        ("/api/v1/specialists/{specialist}", json!({ "name": "Anna", "unit": "works" })),
        ("/api/v1/specialists/{specialist}/evidence", json!({ "revision": 0, "record": "R0000000000001", "skill": 0 })),
        (
            "/api/v1/specialist-requests/{specialist_request}",
            json!({ "title": "A fitter", "officer": "engineer", "counterpart": "engineer", "since": "2026-05-01",
                    "until": "2026-06-02", "post": "engineer" }),
        ),
        ("/api/v1/specialist-requests/{specialist_request}/open", json!({ "revision": 0 })),
        ("/api/v1/specialist-requests/{specialist_request}/withdraw", json!({ "revision": 0, "reason": "Now" })),
        (
            "/api/v1/specialist-requests/{specialist_request}/assignments",
            json!({ "revision": 0, "specialist": "P0000000000001", "since": "2026-05-01", "until": "2026-05-20" }),
        ),
        (
            "/api/v1/assignments/{assignment}/revise",
            json!({ "revision": 0, "specialist": "P0000000000001", "since": "2026-05-01", "until": "2026-05-20" }),
        ),
        ("/api/v1/assignments/{assignment}/step", json!({ "step": "end", "revision": 0 })),
        ("/api/v1/assignments/{assignment}/conflict", json!({ "revision": 0, "allowed": true, "reason": "Known" })),
        ("/api/v1/assignments/{assignment}/control", json!({ "revision": 0, "rule": "C0000000000001", "yes": true })),
        (
            "/api/v1/assignments/{assignment}/promise",
            json!({ "revision": 0, "number": 1, "state": "met", "day": "2026-01-05" }),
        ),
        (
            "/api/v1/assignments/{assignment}/transfer",
            json!({ "revision": 0, "number": 1, "evidence": "told", "day": "2026-01-05" }),
        ),
        (
            "/api/v1/assignments/{assignment}/grievances",
            json!({ "number": 1, "side": "guest", "topic": "pay", "text": "Late" }),
        ),
        ("/api/v1/assignments/{assignment}/grievance-answer", json!({ "number": 1, "text": "Soon" })),
        ("/api/v1/assignments/{assignment}/grievance-end", json!({ "number": 1, "settled": true })),
        ("/api/v1/assignments/{assignment}/months", json!({ "side": "unit", "month": "2026-01-01", "grades": [] })),
        (
            "/api/v1/missions/{mission}",
            json!({ "title": "Out", "since": "2026-05-01", "until": "2026-05-02", "post": "engineer" }),
        ),
        ("/api/v1/missions/{mission}/step", json!({ "step": "cancel", "revision": 0 })),
        (
            "/api/v1/missions/{mission}/questions",
            json!({ "revision": 0, "edit": { "do": "lift", "question": "N0000000000001" } }),
        ),
        ("/api/v1/missions/{mission}/lookup", json!({ "revision": 0, "question": "N0000000000001", "reason": "New" })),
        ("/api/v1/missions/{mission}/members", json!({ "revision": 0, "members": [] })),
        (
            "/api/v1/missions/{mission}/waiver",
            json!({ "revision": 0, "specialist": "P0000000000001", "reason": "Now" }),
        ),
        ("/api/v1/missions/{mission}/brief", json!({ "lines": [{ "host": null, "part": "told", "words": "All" }] })),
        ("/api/v1/missions/{mission}/brief/step", json!({ "do": "lay", "revision": 0 })),
        ("/api/v1/missions/{mission}/liaison", json!({ "do": "end" })),
        (
            "/api/v1/missions/{mission}/meetings",
            json!({ "title": "Diodes", "day": "2026-06-02", "time": "09:30", "zone": "Europe/Berlin", "minutes": 60 }),
        ),
        (
            "/api/v1/missions/{mission}/meetings/step",
            json!({ "meeting": "G0000000000001", "sequence": 0, "step": "agree" }),
        ),
        ("/api/v1/missions/{mission}/decision", json!({ "revision": 0, "rule": "C0000000000001", "yes": true })),
        ("/api/v1/missions/{mission}/answers", json!({ "edits": [] })),
        (
            "/api/v1/missions/{mission}/answer-files",
            json!({ "edit": "0123456789abcdef0123456789abcdef", "question": "N0000000000001", "clock": 1,
                    "name": "valve.svg", "base64": "PHN2Zy8+" }),
        ),
        (
            "/api/v1/missions/{mission}/report",
            json!({ "revision": 0, "title": "Back", "text": "What became of it", "pieces": [] }),
        ),
        ("/api/v1/missions/{mission}/report/copies", json!({ "post": "engineer" })),
        ("/api/v1/missions/{mission}/cost", json!({ "spent": "4800 DEM" })),
        ("/api/v1/missions/{mission}/recommendations", json!({ "text": "Try it" })),
        (
            "/api/v1/missions/{mission}/recommendations/owner",
            json!({ "recommendation": "V0000000000001", "post": "engineer", "due": "2031-01-01" }),
        ),
        (
            "/api/v1/missions/{mission}/recommendations/outcome",
            json!({ "recommendation": "V0000000000001", "outcome": "Tried" }),
        ),
        ("/api/v1/issues/{issue}/items", json!({ "note": "Mine" })),
        ("/api/v1/issues/{issue}/release", json!({ "revision": 1 })),
        (
            "/api/v1/webhooks/{webhook}",
            json!({ "title": "Mine", "address": "https://mine.example/", "events": ["delivery-made"], "revision": 1 }),
        ),
        ("/api/v1/webhooks/{webhook}/again", json!({ "event": "msg_M0000000000001" })),
        ("/api/v1/webhooks/{webhook}/replay", json!({ "first": "2026-03-01", "last": "2026-03-02" })),
    ]);
    let mut n_routes = 0;
    for (method, path, policy) in house.operations() {
        let things = [
            "{need}",
            "{delivery}",
            "{duty}",
            "{record}",
            "{request}",
            "{source}",
            "{membership}",
            "{intake}",
            "{bulletin}",
            "{host}",
            "{exchange}",
            "{incident}",
            "{agreement}",
            "{deliverable}",
            "{event}",
            "{stand}",
            "{specialist}",
            "{specialist_request}",
            "{assignment}",
            "{mission}",
            "{issue}",
            "{attachment}",
            "{digest}",
            "{webhook}",
        ];
        let of_things = things.iter().any(|name| path.contains(name));
        if !of_things || format!("{policy:?}") != "SignedIn" {
            continue;
        }
        n_routes += 1;
        let ask = async |names: &BTreeMap<&'static str, String>| {
            let call = house.bare(&method.to_uppercase(), &filled(path, names)).with("if-match", "\"1\"");
            let call = house.keyed(call.with("idempotency-key", "k"), "olaf");
            match bodies.get(path) {
                Some(body) if method == "post" || method == "put" || method == "patch" => {
                    call.sending(body).seen().await
                }
                _ => call.seen().await,
            }
        };
        same(&ask(&hidden).await, &ask(&absent).await, &format!("{method} {path}"));
    }
    assert!(n_routes > 20, "{n_routes}");
    let why =
        async |record: &str, need: &str| house.get("olaf", &format!("/api/v1/why?record={record}&need={need}")).await;
    same(
        &why(&hidden["record"], "rectifiers").await,
        &why(&absent["record"], "rectifiers").await,
        "why with a hidden record",
    );
    for (list, name) in
        [("needs", "need"), ("records?q=quiet", "record"), ("deliveries", "delivery"), ("requests", "request")]
    {
        let text = format!("{:?}", house.all("olaf", &format!("/api/v1/{list}"), 100).await);
        assert!(!text.contains(&hidden[name]), "{list} shows a hidden {name}");
    }
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
