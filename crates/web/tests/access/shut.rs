//! Every route that leads through a door is tried, page and API, on a thing to which nothing is missing but the gate: while a case waits
//! nothing moves, and where no regime asks for one the same request goes through.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Request;
use model::{CaseState, Door, RecordId};
use store::CaseFilter;

use crate::doors::DOORS;
use crate::house::{House, Seen, Session, as_operator, now};
use crate::knocks::{Knock, Moved, Sent, knock, regime_over_all};
use crate::things::Lot;

const LOT: Lot = Lot { name: "shut", word: "larch", stream: 21, markings: &["open"] };

async fn send(house: &House, session: &Session, knock: &Knock, n: u64) -> Seen {
    match &knock.sent {
        Sent::Form(fields) => {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            house.post(&knock.path, session, &fields).await
        }
        Sent::Body(body, version) => {
            let mut request = Request::builder()
                .method("POST")
                .uri(&knock.path)
                .header("host", "office.test")
                .header("cookie", &session.cookie)
                .header("origin", "http://office.test")
                .header("sec-fetch-site", "same-origin")
                .header("form-token", &session.form_token)
                .header("content-type", "application/json")
                .header("idempotency-key", format!("knock-{n}"));
            if let Some(version) = version {
                request = request.header("if-match", format!("\"{version}\""));
            }
            house.ask(request.body(Body::from(body.to_string())).unwrap()).await
        }
    }
}

/// Whether a route says yes although a door behind it is shut: the word is kept, and the thing waits for the case.
fn waits_behind(route: &str, door: Door) -> bool {
    door == Door::MissionApproved || (door == Door::MarkingWidened && route.ends_with("/decide"))
}

/// Knocks everywhere. With a regime nothing may move; without one everything does.
async fn knock_everywhere(is_asked: bool) {
    let mut records = Vec::new();
    let house = House::build(|office| records = LOT.ingest(office), |_| {});
    let record = RecordId::parse(&records[0].id).unwrap();
    if is_asked {
        as_operator(&house.clerk, now(), regime_over_all);
    }
    let mut sessions: BTreeMap<&str, Session> = BTreeMap::new();
    let doors = DOORS.iter().flat_map(|(route, doors)| doors.iter().map(move |door| (*route, *door)));
    for (n, (route, door)) in (1u64..).zip(doors) {
        let knock = as_operator(&house.clerk, now(), move |deed| knock(deed, (route, door), n, record));
        let session = match sessions.get(knock.by) {
            Some(session) => session.clone(),
            None => house.session(knock.by).await,
        };
        sessions.insert(knock.by, session.clone());
        let seen = send(&house, &session, &knock, n).await;
        let what = format!("{door} by {route} as {}: {} {}", knock.by, seen.status, seen.body);
        assert!(seen.status < 500, "{what}");
        let has_moved = match knock.moved {
            Moved::Held(moved) => as_operator(&house.clerk, now(), move |deed| moved(deed)),
            Moved::Told => seen.status < 400,
        };
        assert_eq!(has_moved, !is_asked, "{what}");
        if !is_asked {
            continue;
        }
        assert_eq!(seen.status < 400, waits_behind(route, door), "{what}");
        if let Some(about) = knock.about {
            let filter = CaseFilter { about: Some(about), ..CaseFilter::default() };
            let cases = as_operator(&house.clerk, now(), move |deed| Ok(deed.cases(&filter)?));
            let states: Vec<CaseState> = cases.iter().map(|case| case.state).collect();
            assert_eq!(states, [CaseState::Open], "{what}");
            assert_eq!(cases[0].proposal.act, door.act(), "{what}");
        }
    }
}

#[tokio::test]
async fn while_a_case_waits_no_route_moves_anything() {
    knock_everywhere(true).await;
}

/// So that the other test fails by the gate alone, and not because something else was missing.
#[tokio::test]
async fn where_no_case_is_asked_for_the_same_requests_go_through() {
    knock_everywhere(false).await;
}
