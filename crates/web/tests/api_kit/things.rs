//! Things that are brought into the office by its own API, for every name that stands in a path.

use serde_json::{Value, json};

use super::House;

/// What stands at a place of an answer.
pub fn id_of(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value}")).to_owned()
}

/// Registers a source that not everybody sees and brings a file of it; answers with the names of both.
pub async fn bring(house: &House) -> (String, String) {
    let body = json!({ "title": "Dispatches", "post": "head", "marking": { "level": "restricted" } });
    let source = house.call("ada", "POST", "/api/v1/sources").sending(&body).seen().await;
    assert_eq!(source.status, 201, "{source:?}");
    let source = id_of(&source.json(), "/id");
    let body = json!({ "name": "a.ris", "text": "TY  - JOUR\nTI  - Silent rectifiers\nER  - \n" });
    let intake = house.call("ada", "POST", &format!("/api/v1/sources/{source}/intakes")).sending(&body).seen().await;
    assert_eq!(intake.status, 201, "{intake:?}");
    assert_eq!(intake.json()["tally"]["n_new"], 1, "{intake:?}");
    (source, id_of(&intake.json(), "/id"))
}

/// Founds a bulletin that not everybody sees and has an issue of it printed, and a template kept; answers with the names of both.
pub async fn put_out(house: &House) -> (String, String) {
    let body = json!({ "name": "Inner notes", "kind": "journal", "query": "quiet", "post": "head", "second": "engineer", "when_empty": true,
                       "marking": { "level": "restricted" } });
    let bulletin = house.call("ada", "POST", "/api/v1/bulletins").sending(&body).seen().await;
    assert_eq!(bulletin.status, 201, "{bulletin:?}");
    let bulletin = id_of(&bulletin.json(), "/id");
    let body = json!({ "since": "2026-03-01", "until": "2026-03-31" });
    let issue = house.call("ada", "POST", &format!("/api/v1/bulletins/{bulletin}/issues")).sending(&body).seen().await;
    assert_eq!(issue.status, 201, "{issue:?}");
    let issue = id_of(&issue.json(), "/id");
    let printing = house.call("ada", "POST", &format!("/api/v1/issues/{issue}/print")).seen().await;
    assert_eq!(printing.json()["stage"], "printing", "{printing:?}");
    house.work();
    let body =
        json!({ "text": "<!doctype html><html lang=\"en\"><title>{{ name }}</title><body>{{ number }}</body></html>" });
    let kept = house.call("ada administer", "POST", "/api/v1/templates/html/plain").sending(&body).seen().await;
    assert_eq!(kept.status, 200, "{kept:?}");
    (bulletin, issue)
}

/// Brings two schemes and keeps them, maps a class of the one to a class of the other, and looks at a third; answers with
/// the number of the last.
pub async fn schemes(house: &House) -> String {
    let mut number = String::new();
    for (word, text) in [
        ("works", "notation,label@en,label@ru\nW1,castings,отливки\n"),
        ("trades", "notation,label@en,broader\nR1,foundry work,\nR2,moulding,R1\n"),
        ("later", "notation,label,colour\nL1,later,red\n"),
    ] {
        let body = json!({ "name": "a.csv", "text": text, "word": word, "title": "A scheme" });
        let bare = house.bare("POST", "/api/v1/scheme-looks");
        let looked = house.keyed(bare, "ada").with("idempotency-key", word).sending(&body).seen().await;
        assert_eq!(looked.status, 201, "{looked:?}");
        number = looked.json()["number"].to_string();
        if word != "later" {
            let kept = house
                .call("ada", "POST", &format!("/api/v1/scheme-looks/{number}/keep"))
                .sending(&json!({}))
                .seen()
                .await;
            assert_eq!(kept.json()["word"], word, "{kept:?}");
        }
    }
    let body = json!({ "code": "W1", "relation": "close", "to_scheme": "trades", "to_code": "R1" });
    let mapped = house.call("ada", "POST", "/api/v1/schemes/works/mappings").sending(&body).seen().await;
    assert_eq!(mapped.status, 201, "{mapped:?}");
    number
}

/// Lays the brief of a reviewed mission before who clears it, has it cleared, and confirms it for everybody who goes and has no account:
/// what a departure asks for. `own` acts for the mission's post, `clearer` for the one that clears.
pub async fn confirm_brief(house: &House, mission: &str, own: &str, clearer: &str) {
    let path = format!("/api/v1/missions/{mission}/brief");
    let shown = house.get(own, &path).await.json();
    let revision = shown["brief"]["revision"].clone();
    let step = async |who: &str, body: Value| {
        // The steps go to one address: each has a key of its own.
        let key: String = body.to_string().chars().filter(char::is_ascii_alphanumeric).take(90).collect();
        let bare = house.bare("POST", &format!("{path}/step")).with("idempotency-key", &key);
        let seen = house.keyed(bare, who).sending(&body).seen().await;
        assert_eq!(seen.status, 200, "{seen:?}");
        seen.json()
    };
    let laid = step(own, json!({ "do": "lay", "revision": revision })).await;
    let cleared = step(clearer, json!({ "do": "clear", "revision": laid["revision"] })).await;
    for member in shown["unconfirmed"].as_array().cloned().unwrap_or_default() {
        let body =
            json!({ "do": "confirm", "version": cleared["version"], "member": member, "read_to": "On the train" });
        step(own, body).await;
    }
}

/// Registers a host and a specialist and begins a mission to the one with the other, which not everybody sees; answers with the
/// names of the three.
pub async fn plan(house: &House) -> (String, String, String) {
    let marking = json!({ "level": "restricted" });
    let body = json!({ "names": [{ "text": "Quiet works" }], "country": "DE", "languages": ["de"],
                       "makes": "Quiet rectifiers", "classes": ["ipc:H02M"], "contacts": [{ "name": "Dr Leise" }],
                       "marking": marking });
    let host = house.call("ada", "POST", "/api/v1/hosts").sending(&body).seen().await;
    assert_eq!(host.status, 201, "{host:?}");
    let host = id_of(&host.json(), "/id");
    let body = json!({ "name": "A. Morozova", "unit": "works", "skills": [{ "class": "quiet rectifiers" }],
                       "languages": [{ "language": "de", "level": "C1" }], "marking": marking });
    let specialist = house.call("ada", "POST", "/api/v1/specialists").sending(&body).seen().await;
    assert_eq!(specialist.status, 201, "{specialist:?}");
    let specialist = id_of(&specialist.json(), "/id");
    let body = json!({ "title": "To the quiet works", "purpose": "How they are made quiet", "hosts": [host],
                       "needs": ["rectifiers"], "since": "2026-06-01", "until": "2026-06-05", "benefit": "Quiet",
                       "budget": "1200 EUR", "recipients": [{ "noun": "unit", "name": "works" }], "marking": marking,
                       "event": { "name": "Fair of rectifiers", "kind": "fair" } });
    let mission = house.call("ada", "POST", "/api/v1/missions").sending(&body).seen().await;
    assert_eq!(mission.status, 201, "{mission:?}");
    let revision = mission.json()["revision"].clone();
    let mission = id_of(&mission.json(), "/id");
    let body = json!({ "revision": revision, "members": [{ "specialist": specialist, "part": "leads" }] });
    let named = house.call("ada", "POST", &format!("/api/v1/missions/{mission}/members")).sending(&body).seen().await;
    assert_eq!(named.json()["members"][0]["part"], "leads", "{named:?}");
    let lines = json!([{ "host": host, "part": "told", "words": "What is made here" },
                       { "host": null, "part": "withheld", "thing": { "noun": "need", "name": "rectifiers" } }]);
    let path = format!("/api/v1/missions/{mission}/brief");
    let call = house.call("ada", "PUT", &path).with("if-match", "\"0\"");
    let written = call.sending(&json!({ "lines": lines })).seen().await;
    assert_eq!(written.json()["version"], 1, "{written:?}");
    (host, specialist, mission)
}

/// Registers an association that not everybody sees, with a member and a paper; answers with the name of the membership.
pub async fn member(house: &House) -> String {
    let body = json!({ "title": "Society for rectifiers", "kind": "association", "post": "head",
                       "marking": { "level": "restricted" } });
    // With a key of its own: another source was sent to the same address before.
    let call = house.keyed(house.bare("POST", "/api/v1/sources"), "ada").with("idempotency-key", "society");
    let source = call.sending(&body).seen().await;
    assert_eq!(source.status, 201, "{source:?}");
    let at = format!("/api/v1/sources/{}", id_of(&source.json(), "/id"));
    let body = json!({ "kind": "report", "title": "On quiet diodes", "authors": ["Leise, K."], "day": "1961" });
    let paper = house.call("ada", "POST", &format!("{at}/dispatches")).sending(&body).seen().await;
    assert_eq!(paper.status, 201, "{paper:?}");
    let body = json!({ "unit": "works", "since": "2020-01-01", "number": "7", "fee": "120 DEM" });
    let member = house.call("ada", "POST", &format!("{at}/memberships")).sending(&body).seen().await;
    assert_eq!(member.status, 201, "{member:?}");
    id_of(&member.json(), "/id")
}

/// Notes what passed with a host and what went wrong; answers with the names of both.
pub async fn partner(house: &House, host: &str) -> (String, String) {
    let body = json!({ "way": "received", "kind": "drawing", "day": "2026-02-01", "what": "Quiet drawings" });
    let exchange = house.call("ada", "POST", &format!("/api/v1/hosts/{host}/exchanges")).sending(&body).seen().await;
    assert_eq!(exchange.status, 201, "{exchange:?}");
    let body = json!({ "kind": "press", "day": "2026-02-02", "title": "Quiet press", "first": "An article" });
    let incident = house.call("ada", "POST", &format!("/api/v1/hosts/{host}/incidents")).sending(&body).seen().await;
    assert_eq!(incident.status, 201, "{incident:?}");
    (id_of(&exchange.json(), "/id"), id_of(&incident.json(), "/id"))
}

/// Asks that a record be given to a host, and that more people may see the host; answers with the names of both.
pub async fn doors(house: &House, host: &str, record: &str) -> (String, String) {
    let body = json!({ "title": "Quiet papers", "host": host, "records": [record], "reason": "They asked" });
    let release = house.call("ada", "POST", "/api/v1/releases").sending(&body).seen().await;
    assert_eq!(release.status, 201, "{release:?}");
    let body = json!({ "thing": { "noun": "host", "name": host }, "marking": { "level": "open" }, "reason": "Known" });
    let widening = house.call("ada", "POST", "/api/v1/widenings").sending(&body).seen().await;
    assert_eq!(widening.status, 201, "{widening:?}");
    (id_of(&release.json(), "/id"), id_of(&widening.json(), "/id"))
}

/// Begins an agreement with a host that not everybody sees, with something that is owed; answers with the names of both.
pub async fn contract(house: &House, host: &str) -> (String, String) {
    let body = json!({ "kind": "purchase", "title": "Quiet drives", "basis": "commercial", "host": host, "post": "head",
                       "marking": { "level": "restricted" } });
    let agreement = house.call("ada", "POST", "/api/v1/agreements").sending(&body).seen().await;
    assert_eq!(agreement.status, 201, "{agreement:?}");
    let agreement = id_of(&agreement.json(), "/id");
    let body =
        json!({ "title": "Quiet drives", "kind": "equipment", "side": "theirs", "quantity": "2", "measure": "pieces" });
    let path = format!("/api/v1/agreements/{agreement}/deliverables");
    let owed = house.call("ada", "POST", &path).sending(&body).seen().await;
    assert_eq!(owed.status, 201, "{owed:?}");
    (agreement, id_of(&owed.json(), "/id"))
}

/// Founds a regime that not everybody sees, and asks for a case before it; answers with the names of both.
pub async fn oversee(house: &House) -> (String, String) {
    let marking = json!({ "level": "restricted" });
    let body = json!({ "name": "Quiet committee", "kind": "export", "since": "2026-01-01", "keeper": "head",
                       "rule": "unanimity deadline=14 discretion",
                       "triggers": [{ "clause": "List I", "acts": ["release"], "words": ["quiet drive*"] }],
                       "members": [{ "name": "Works", "post": "engineer", "since": "2026-01-01" }], "marking": marking });
    let regime = house.call("ada administer", "POST", "/api/v1/regimes").sending(&body).seen().await;
    assert_eq!(regime.status, 201, "{regime:?}");
    let body = json!({ "title": "How quiet they are", "reason": "For a tender", "items": ["Quiet drives, measured"],
                       "countries": ["DE"], "post": "head", "marking": marking });
    let asked = house.call("ada", "POST", "/api/v1/cases").sending(&body).seen().await;
    assert_eq!(asked.status, 201, "{asked:?}");
    let asked = asked.json();
    assert_eq!(asked["cases"][0]["regime"], regime.json()["id"], "{asked:?}");
    (id_of(&regime.json(), "/id"), id_of(&asked, "/cases/0/id"))
}

/// Registers an event that not everybody sees, with an exhibitor, plans the visit to its stand and notes it; answers with the names of
/// event and visit.
pub async fn exhibition(house: &House) -> (String, String) {
    let body = json!({ "kind": "fair", "name": "Quiet fair", "place": "Hanover", "country": "DE", "since": "2026-02-01",
                       "until": "2026-02-05", "post": "head", "marking": { "level": "restricted" } });
    let event = house.call("ada", "POST", "/api/v1/events").sending(&body).seen().await;
    assert_eq!(event.status, 201, "{event:?}");
    let event = id_of(&event.json(), "/id");
    let list = json!({ "text": "Quiet works; DE; 12; Quiet rectifiers\nLoud works; DE; 14" });
    let path = format!("/api/v1/events/{event}/exhibitor-list");
    let taken = house.call("ada", "POST", &path).sending(&list).seen().await;
    assert_eq!(taken.json()["n_new"], 2, "{taken:?}");
    let body = json!({ "exhibitor": 1, "purpose": "To hear how quiet they are", "post": "head" });
    let stand = house.call("ada", "POST", &format!("/api/v1/events/{event}/stands")).sending(&body).seen().await;
    assert_eq!(stand.status, 201, "{stand:?}");
    let stand = id_of(&stand.json(), "/id");
    let note = json!({ "revision": 0, "day": "2026-02-02", "title": "A quiet drive", "notes": "It runs at 40 dB.",
                       "evidence": "measured", "contacts": [{ "name": "Dr Leise", "reach": "Telephone 12" }] });
    let visited = house.call("ada", "POST", &format!("/api/v1/stands/{stand}/visit")).sending(&note).seen().await;
    assert_eq!(visited.json()["state"], "visited", "{visited:?}");
    (event, stand)
}

/// Begins an adoption that not everybody sees, with its technology; answers with the names of both.
pub async fn adopted(house: &House) -> (String, String) {
    let body = json!({ "new_technology": { "name": "Quiet casting", "marking": { "level": "restricted" } },
                       "adoption": { "post": "head", "output": "castings", "marking": { "level": "restricted" } } });
    let begun = house.call("ada", "POST", "/api/v1/adoptions").sending(&body).seen().await;
    assert_eq!(begun.status, 201, "{begun:?}");
    let adoption = id_of(&begun.json(), "/id");
    let path = format!("/api/v1/adoptions/{adoption}");
    let body = json!({ "readings": [{ "period": "2026-01-05", "value": "3", "key": "meter-1" }] });
    let taken = house.call("ada", "POST", &format!("{path}/readings")).sending(&body).seen().await;
    assert_eq!(taken.json()["new"], 1, "{taken:?}");
    (id_of(&begun.json(), "/technology"), adoption)
}

/// Registers a sample that not everybody sees, receives it and opens a study; answers with its name.
pub async fn specimen(house: &House) -> String {
    let body = json!({ "kind": "machine", "name": "Quiet rectifier", "came": "purchase", "country": "DE", "needs": ["rectifiers"],
                       "plan": "How quiet it is", "plan_due": "2026-06-30", "post": "head",
                       "marking": { "level": "restricted" } });
    let made = house.call("ada", "POST", "/api/v1/samples").sending(&body).seen().await;
    assert_eq!(made.status, 201, "{made:?}");
    let sample = id_of(&made.json(), "/id");
    let receipt = json!({ "revision": 0, "day": "2026-02-03", "from": "The forwarder", "place": "Hall 3" });
    let path = format!("/api/v1/samples/{sample}");
    let received = house.call("ada", "POST", &format!("{path}/receipt")).sending(&receipt).seen().await;
    assert_eq!(received.json()["state"], "received", "{received:?}");
    let study = json!({ "revision": 1, "question": "How quiet is it?", "method": "By ear", "acts": ["test"],
                        "due": "2026-05-01" });
    let opened = house.call("ada", "POST", &format!("{path}/studies")).sending(&study).seen().await;
    assert_eq!(opened.json()["state"], "in-study", "{opened:?}");
    sample
}

/// Loads a control list with an entry; answers with the names of both.
pub async fn control_list(house: &House) -> (String, String) {
    let body = json!({ "id": "quiet-goods", "title": "Quiet goods", "name": "list.csv",
                       "text": "code,text\n1X001,Presses with a force exceeding 10 MN\n1X001.a,Quiet presses\n" });
    let loaded = house.call("ada", "POST", "/api/v1/control-lists").sending(&body).seen().await;
    assert_eq!(loaded.status, 201, "{loaded:?}");
    ("quiet-goods".to_owned(), "1X001".to_owned())
}

/// Registers a list that not everybody sees with a version, and screens a name for those who see it; answers with the names of both.
pub async fn listing(house: &House) -> (String, String) {
    let hidden = json!({ "level": "restricted" });
    let body = json!({ "id": "quiet-list", "list": { "title": "Quiet list", "post": "head", "marking": hidden } });
    let made = house.call("ada", "POST", "/api/v1/party-lists").sending(&body).seen().await;
    assert_eq!(made.status, 201, "{made:?}");
    let files = json!({ "files": [{ "name": "list.csv", "text": "key,name\n1,Quiet works\n" }] });
    let loaded = house.call("ada", "POST", "/api/v1/party-lists/quiet-list/versions").sending(&files).seen().await;
    assert_eq!(loaded.status, 201, "{loaded:?}");
    // Only what is in force can be compared.
    house.work();
    let body = json!({ "party": { "name": "Quiet works" }, "marking": hidden });
    let asked = house.call("ada", "POST", "/api/v1/screenings").sending(&body).seen().await;
    assert_eq!(asked.status, 201, "{asked:?}");
    ("quiet-list".to_owned(), id_of(&asked.json(), "/id"))
}

/// Writes a line of credit down that not everybody sees, with a milestone and a drawdown, and a scenario; answers with the names of both.
pub async fn borrow(house: &House, host: &str) -> (String, String) {
    let plan = json!({ "repayment": "equal", "first_due": "2026-07-01", "every": "half-year", "instalments": 6 });
    let terms = json!({ "limit": "100000", "since": "2026-01-01", "available_until": "2026-12-31", "plan": plan, "rate": "5.25",
                        "day_count": "30e-360", "business_day": "following", "rounding": "half-even" });
    let marking = json!({ "level": "restricted" });
    let body = json!({ "title": "Quiet works on credit", "lender": host, "unit": "works", "post": "head", "decider": "engineer",
                       "currency": "EUR", "terms": terms, "marking": marking });
    let credit = house.call("ada", "POST", "/api/v1/credits").sending(&body).seen().await;
    assert_eq!(credit.status, 201, "{credit:?}");
    let credit = id_of(&credit.json(), "/id");
    let path = format!("/api/v1/credits/{credit}/milestones");
    let body = json!({ "title": "The hall is quiet", "due": "2026-06-01" });
    let milestone = house.call("ada", "POST", &path).sending(&body).seen().await;
    assert_eq!(milestone.status, 201, "{milestone:?}");
    let path = format!("/api/v1/credits/{credit}/drawdowns");
    let body = json!({ "amount": "1200.50", "purpose": "A quiet press", "planned": "2026-05-01", "milestones": [1] });
    let drawdown = house.call("ada", "POST", &path).sending(&body).seen().await;
    assert_eq!(drawdown.status, 201, "{drawdown:?}");
    let body = json!({ "title": "Quiet years", "reporting": "EUR", "earnings": "2026 1000000", "post": "head", "marking": marking });
    let scenario = house.call("ada", "POST", "/api/v1/scenarios").sending(&body).seen().await;
    assert_eq!(scenario.status, 201, "{scenario:?}");
    (credit, id_of(&scenario.json(), "/id"))
}

/// Asks for a specialist, has them looked for and proposes one, which not everybody sees; answers with the names of request and
/// assignment.
pub async fn guest(house: &House, specialist: &str) -> (String, String) {
    let body = json!({ "title": "For quiet rectifiers", "task": "To make them quiet", "officer": "head",
                       "counterpart": "head", "post": "head", "since": "2026-07-01", "until": "2026-09-30", "days": 60,
                       "skills": [{ "class": "quiet rectifiers", "must": true }], "leaves": "How they are made quiet",
                       "marking": { "level": "restricted" } });
    let request = house.call("ada", "POST", "/api/v1/specialist-requests").sending(&body).seen().await;
    assert_eq!(request.status, 201, "{request:?}");
    let request = id_of(&request.json(), "/id");
    let path = format!("/api/v1/specialist-requests/{request}");
    let open = house.call("ada", "POST", &format!("{path}/open")).sending(&json!({ "revision": 0 })).seen().await;
    assert_eq!(open.json()["stage"], "open", "{open:?}");
    let body = json!({ "revision": 1, "specialist": specialist, "since": "2026-07-01", "until": "2026-08-29",
                       "promises": [{ "text": "A quiet room" }],
                       "transfers": [{ "what": "To make them quiet", "learner": "Two fitters" }] });
    let proposed = house.call("ada", "POST", &format!("{path}/assignments")).sending(&body).seen().await;
    assert_eq!(proposed.status, 201, "{proposed:?}");
    (request, id_of(&proposed.json(), "/id"))
}
