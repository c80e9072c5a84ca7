//! Something in the office for every name in a path.

use std::collections::BTreeMap;

use model::{AdoptionId, Date, FindingId, InspectionId, TechnologyId, VisitId};
use serde_json::json;

use crate::api_kit::things::{
    adopted, borrow, bring, contract, control_list, doors, exhibition, guest, id_of, listing, member, oversee, partner,
    plan, put_out, schemes, specimen,
};
use crate::api_kit::{House, NOW};
use crate::inspected::{Named, Scene, inspection};

/// Asks, and answers with the name of the request.
pub async fn ask(house: &House, who: &str, level: &str) -> String {
    let body = json!({ "question": "Who makes quiet rectifiers?", "due": "2026-03-30", "marking": { "level": level } });
    let call = house.call(who, "POST", "/api/v1/requests").with("accept-language", "en");
    let seen = call.sending(&body).seen().await;
    assert_eq!(seen.status, 201, "{seen:?}");
    id_of(&seen.json(), "/id")
}

/// An inspection of a claim that not everybody sees, with its visit and a finding; answers with their names.
fn inspected(house: &House) -> (String, String, String) {
    let named = Named {
        technology: TechnologyId::from_bits(71),
        adoption: AdoptionId::from_bits(72),
        inspection: InspectionId::from_bits(73),
        visit: VisitId::from_bits(74),
        finding: FindingId::from_bits(75),
    };
    let today = Date::of_number(NOW.div_euclid(86_400_000_000));
    let (owner, leader) = ("engineer", "head");
    let scene = Scene { now: NOW, today, unit: "works", owner, inspector: leader, leader };
    house.write(move |deed| inspection(deed, (named, scene), "quiet", "restricted"));
    (named.inspection.to_string(), named.visit.to_string(), named.finding.to_string())
}

/// Something for every name in a path, as Ada sees it.
pub async fn names(house: &House) -> BTreeMap<&'static str, String> {
    let request = ask(house, "vera", "restricted").await;
    let need = house.hidden_need().await;
    let records = house.all("ada", "/api/v1/records?q=quiet", 5).await;
    let deliveries = house.all("ada", "/api/v1/deliveries", 100).await;
    let record = id_of(&records[0], "/record/id");
    let hidden = deliveries.iter().find(|one| one["record"] == record.as_str()).unwrap();
    let duties = house.get("ada", &format!("/api/v1/deliveries/{}/duties", id_of(hidden, "/id"))).await.json();
    let (source, intake) = bring(house).await;
    let (bulletin, issue) = put_out(house).await;
    let (host, specialist, mission) = plan(house).await;
    let (specialist_request, assignment) = guest(house, &specialist).await;
    let (exchange, incident) = partner(house, &host).await;
    let (release, widening) = doors(house, &host, &record).await;
    let membership = member(house).await;
    let (credit, scenario) = borrow(house, &host).await;
    let (event, stand) = exhibition(house).await;
    let (agreement, deliverable) = contract(house, &host).await;
    let sample = specimen(house).await;
    let (technology, adoption) = adopted(house).await;
    let (inspection, visit, finding) = inspected(house);
    let (regime, case) = oversee(house).await;
    let (control_list, entry) = control_list(house).await;
    let (party_list, screening) = listing(house).await;
    let look = schemes(house).await;
    house.rematch();
    let diffused = house.diffused();
    let files = house.get("ada", &format!("/api/v1/records/{record}/attachments")).await.json();
    let body = json!({ "digest": { "language": "en", "purpose": "For quiet works" }, "grade": "B2",
        "codes": { "scheme": "grnti", "codes": ["45.29"] } });
    let written = house.call("ada", "POST", &format!("/api/v1/records/{record}/abstract")).sending(&body).seen().await;
    assert_eq!(written.status, 200, "{written:?}");
    let digest = id_of(&written.json(), "/digest/id");
    let hook = json!({ "title": "Register", "address": "https://hooks.example/in", "events": ["delivery-made"] });
    let made = house.call("ada", "POST", "/api/v1/posts/engineer/webhooks").sending(&hook).seen().await;
    assert_eq!(made.status, 201, "{made:?}");
    let webhook = id_of(&made.json(), "/id");
    let sessions = "0000000000000000".to_owned();
    let mut names = BTreeMap::from([
        ("need", need),
        ("delivery", id_of(hidden, "/id")),
        ("duty", id_of(&duties, "/items/0/id")),
        ("record", record),
        ("attachment", id_of(&files, "/items/0/id")),
        ("digest", digest),
        ("item", "1".to_owned()),
        ("source", source),
        ("membership", membership),
        ("intake", intake),
        ("arrival", "M0000000000001".to_owned()),
        ("bulletin", bulletin),
        ("thing", format!("host:{host}")),
        ("host", host),
        ("exchange", exchange),
        ("incident", incident),
        ("release", release),
        ("widening", widening),
        ("credit", credit),
        ("drawdown", "1".to_owned()),
        ("milestone", "1".to_owned()),
        ("scenario", scenario),
        ("agreement", agreement),
        ("deliverable", deliverable),
        ("instalment", "1".to_owned()),
        ("patent", "1".to_owned()),
        ("payment", "1".to_owned()),
        ("regime", regime),
        ("case", case),
        ("motion", "1".to_owned()),
        ("condition", "1".to_owned()),
        ("event", event),
        ("exhibitor", "1".to_owned()),
        ("stand", stand),
        ("classified", format!("sample:{sample}")),
        ("lived", format!("sample:{sample}")),
        ("classification", "1".to_owned()),
        ("control_list", control_list),
        ("entry", entry),
        ("version", "1".to_owned()),
        ("technology", technology),
        ("adoption", adoption),
        ("sample", sample),
        ("inspection", inspection),
        ("visit", visit),
        ("finding", finding),
        ("photo", "00000000000000000000000000000007".to_owned()),
        ("list_version", "1".to_owned()),
        ("party_list", party_list),
        ("screening", screening),
        ("link", "1".to_owned()),
        ("loan", "1".to_owned()),
        ("study", "1".to_owned()),
        ("specialist", specialist),
        ("specialist_request", specialist_request),
        ("assignment", assignment),
        ("mission", mission),
        ("rule", "C0000000000001".to_owned()),
        ("issue", issue),
        ("form", "html".to_owned()),
        ("style", "no-such-style".to_owned()),
        ("template", "plain".to_owned()),
        ("request", request),
        ("unit", "works".to_owned()),
        ("post", "engineer".to_owned()),
        ("person", "vera".to_owned()),
        ("compartment", "engines".to_owned()),
        ("table", "units".to_owned()),
        ("job", "1".to_owned()),
        ("token", "1".to_owned()),
        ("session", sessions),
        ("scheme", "works".to_owned()),
        ("look", look),
        ("rematch", "1".to_owned()),
        ("webhook", webhook),
    ]);
    names.extend(diffused);
    names
}
