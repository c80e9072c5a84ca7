//! What is hidden is answered as what was never there.

use std::collections::BTreeMap;

use serde_json::json;

use crate::api_kit::{House, Seen};
use crate::filled;
use crate::names::names;

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
        ("release", "L0000000000001".to_owned()),
        ("widening", "W0000000000002".to_owned()),
        ("agreement", "Z0000000000001".to_owned()),
        ("deliverable", "K0000000000002".to_owned()),
        ("instalment", "1".to_owned()),
        ("patent", "1".to_owned()),
        ("payment", "1".to_owned()),
        ("regime", "E0000000000001".to_owned()),
        ("case", "C0000000000001".to_owned()),
        ("motion", "1".to_owned()),
        ("condition", "1".to_owned()),
        ("event", "Y0000000000001".to_owned()),
        ("exhibitor", "1".to_owned()),
        ("stand", "T0000000000001".to_owned()),
        ("sample", "O0000000000001".to_owned()),
        ("list_version", "1".to_owned()),
        ("party_list", "no-such-list".to_owned()),
        ("screening", "Y0000000000001".to_owned()),
        ("classified", "sample:O0000000000001".to_owned()),
        ("lived", "sample:O0000000000001".to_owned()),
        ("classification", "1".to_owned()),
        ("thing", "host:H0000000000001".to_owned()),
        ("control_list", "no-such-list".to_owned()),
        ("entry", "1X001".to_owned()),
        ("version", "1".to_owned()),
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
        ("technology", "T0000000000002".to_owned()),
        ("offer", "O0000000000002".to_owned()),
        ("barrier", "B0000000000002".to_owned()),
        ("relief", "L0000000000002".to_owned()),
        ("call", "Q0000000000002".to_owned()),
        ("equipment", "Q0000000000003".to_owned()),
        ("plan_line", "J0000000000003".to_owned()),
        ("portfolio", "U0000000000003".to_owned()),
        ("stated_figure", "F0000000000003".to_owned()),
    ]);
    let bodies = BTreeMap::from([
        ("/api/v1/needs/{need}", json!({ "title": "Loud rectifiers" })),
        ("/api/v1/needs/{need}/gap", json!({ "post": "head", "days": 14 })),
        ("/api/v1/needs/{need}/gap/answer", json!({ "found": false, "account": "There is none" })),
        ("/api/v1/needs/{need}/spot-rate", json!({ "per_week": 4 })),
        ("/api/v1/needs/{need}/spot-checks/answer", json!({ "check": 1, "answer": "useful" })),
        ("/api/v1/needs/{need}/steps", json!({ "step": "submit" })),
        ("/api/v1/deliveries/{delivery}/disposition", json!({ "choice": "use" })),
        ("/api/v1/duties/{duty}/waiver", json!({ "reason": "Not needed" })),
        ("/api/v1/requests/{request}/route", json!({ "to": "head" })),
        ("/api/v1/requests/{request}/answer", json!({ "title": "One", "text": "Another" })),
        ("/api/v1/requests/{request}/back", json!({ "reason": "Not mine" })),
        ("/api/v1/requests/{request}/decline", json!({ "reason": "Not mine" })),
        ("/api/v1/bulletins/{bulletin}/subscription", json!({ "post": "engineer", "takes": true })),
        ("/api/v1/records/{record}/excerpts", json!({ "passage": "One", "place": "p. 1" })),
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
        ("/api/v1/regimes/{regime}/review", json!({ "revision": 0, "next": "2031-03-01" })),
        ("/api/v1/cases/{case}/ballots", json!({ "member": 1, "vote": "yes", "over": "0".repeat(64) })),
        (
            "/api/v1/cases/{case}/motions",
            json!({ "kind": "exempt", "ground": "public-domain", "reason": "It is public", "over": "0".repeat(64) }),
        ),
        ("/api/v1/cases/{case}/motions/{motion}/answer", json!({ "yes": true, "over": "0".repeat(64) })),
        (
            "/api/v1/cases/{case}/conditions/{condition}",
            json!({ "revision": 0, "broken": false, "words": "As agreed" }),
        ),
        ("/api/v1/cases/{case}/withdrawal", json!({ "revision": 0 })),
        ("/api/v1/cases/{case}/again", json!({ "revision": 0 })),
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
            "/api/v1/agreements/{agreement}/instalments/{instalment}/amendments",
            json!({ "reason": "Less", "on": "2026-03-01" }),
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
            "/api/v1/classifications/{classified}",
            json!({ "list": "no-such-list", "version": 1, "code": "1X001", "reason": "Its data sheet" }),
        ),
        ("/api/v1/classifications/{classified}/{classification}/decision", json!({ "yes": true })),
        (
            "/api/v1/control-lists/{control_list}/versions/{version}/decision",
            json!({ "yes": true, "reason": "It is whole" }),
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
        ("/api/v1/party-lists/{party_list}", json!({ "title": "One", "post": "engineer" })),
        (
            "/api/v1/party-lists/{party_list}/versions",
            json!({ "files": [{ "name": "list.csv", "text": "key,name\n1,One\n" }] }),
        ),
        (
            "/api/v1/party-lists/{party_list}/versions/{list_version}/decision",
            json!({ "let_in": true, "reason": "Known" }),
        ),
        (
            "/api/v1/screenings/{screening}/hits",
            json!({ "revision": 0, "list": "quiet-list", "key": "1", "said": "same", "reason": "Known" }),
        ),
        ("/api/v1/screenings/{screening}/ended", json!({ "revision": 0, "ended": true })),
        (
            "/api/v1/releases/{release}",
            json!({ "title": "One", "host": "H0000000000001", "records": ["R0000000000001"], "reason": "Two",
                    "post": "engineer" }),
        ),
        ("/api/v1/releases/{release}/decide", json!({ "revision": 0, "yes": true })),
        ("/api/v1/releases/{release}/withdraw", json!({ "revision": 0 })),
        ("/api/v1/releases/{release}/dossier", json!({})),
        (
            "/api/v1/widenings/{widening}/decide",
            json!({ "revision": 0, "side": "work", "yes": true, "reason": "Good" }),
        ),
        ("/api/v1/widenings/{widening}/carry-out", json!({ "revision": 0 })),
        ("/api/v1/widenings/{widening}/withdraw", json!({ "revision": 0 })),
        ("/api/v1/technologies/{technology}", json!({ "name": "Drives", "statement": "Quiet ones" })),
        ("/api/v1/offers/{offer}/accept", json!({ "revision": 0 })),
        (
            "/api/v1/offers/{offer}/decline",
            json!({ "revision": 0, "code": "plan", "ends": "day", "ground": "2031-01-01" }),
        ),
        ("/api/v1/offers/{offer}/question", json!({ "revision": 0, "text": "Which?" })),
        ("/api/v1/offers/{offer}/reply", json!({ "revision": 0, "text": "This" })),
        ("/api/v1/barriers/{barrier}/removal", json!({ "revision": 0, "how": "Bought" })),
        ("/api/v1/barriers/{barrier}/hint", json!({ "revision": 0, "goes": true, "how": "It goes" })),
        ("/api/v1/barriers/{barrier}/withdraw", json!({ "revision": 0, "how": "It went" })),
        (
            "/api/v1/reliefs/{relief}/grant",
            json!({ "revision": 0, "granted": [{ "quarter": "2026-Q1", "amount": "1" }], "until": "2026-03-31" }),
        ),
        ("/api/v1/reliefs/{relief}/refuse", json!({ "revision": 0, "reason": "No" })),
        ("/api/v1/reliefs/{relief}/withdraw", json!({ "revision": 0 })),
        ("/api/v1/calls/{call}/reply", json!({ "revision": 0, "post": "head", "text": "None" })),
        ("/api/v1/calls/{call}/take", json!({ "revision": 0, "post": "head", "take": true })),
        ("/api/v1/calls/{call}/verdict", json!({ "revision": 0, "post": "head", "kept": true })),
        ("/api/v1/calls/{call}/close", json!({ "revision": 0 })),
        ("/api/v1/plan/portfolios/{portfolio}/runs", json!({ "title": "Again" })),
        ("/api/v1/plan/portfolios/{portfolio}/adoption", json!({ "revision": 0, "number": 1 })),
        (
            "/api/v1/plan/lines/{plan_line}",
            json!({ "unit": "works", "parameter": "Pistons", "targets": [{ "quarter": "2026-Q1", "amount": "1" }] }),
        ),
        (
            "/api/v1/figures/stated/{stated_figure}",
            json!({ "programme": "One", "parameter": "Pistons", "kind": "count", "status": "given", "value": "1", "source": "A book" }),
        ),
        ("/api/v1/equipment/{equipment}", json!({ "kind": "process", "name": "One" })),
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
            "/api/v1/assignments/{assignment}/additions",
            json!({ "revision": 0, "promises": [{ "text": "A quiet room" }] }),
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
            "{release}",
            "{widening}",
            "{agreement}",
            "{regime}",
            "{case}",
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
            "{sample}",
            "{party_list}",
            "{screening}",
            "{classified}",
            "{technology}",
            "{offer}",
            "{barrier}",
            "{relief}",
            "{call}",
            "{equipment}",
            "{plan_line}",
            "{portfolio}",
            "{stated_figure}",
        ];
        let of_things = things.iter().any(|name| path.contains(name));
        // Whoever answers a regime shows first who they are, whether it is there or not.
        let is_grave = path == "/api/v1/regimes/{regime}/answer";
        if !of_things || is_grave || format!("{policy:?}") != "SignedIn" {
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
