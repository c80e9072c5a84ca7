//! Every route by every role: the table is made of the routes themselves, so that none can be forgotten.

use axum::http::Method;
use web::route::{Policy, RouteEntry, RouteKind};

use crate::house::{DAY, House, MEMBERS, Seen, Session, as_operator, of_name};
use crate::schemes::rematch;
use crate::things::Lot;

const LOT: Lot = Lot { name: "plain", word: "quartz", stream: 1, markings: &["open"] };

/// A house with open things, and what the names in its addresses stand for.
struct Open {
    house: House,
    params: Vec<(&'static str, String)>,
}

fn open() -> Open {
    let mut records = Vec::new();
    let mut told = Vec::new();
    let house = House::build(|office| records = LOT.ingest(office), |_| {});
    told.extend(LOT.tell(&house.clerk, &records));
    rematch(&house.clerk, &told);
    let mut params: Vec<(&'static str, String)> = [
        ("unit", "spare"),
        ("post", "spare"),
        ("person", "spare"),
        ("compartment", "spare"),
        ("item", "1"),
        ("token", "no-such-link"),
        ("name", "no-such-style.css"),
        ("table", "posts"),
        ("job", "1"),
        ("session", "no-such-session"),
        ("problem", "missing"),
        ("letter", "L0000000000000"),
        ("scheme", "tools"),
        ("format", "csv"),
        // Two are kept before it.
        ("look", "3"),
        ("rematch", "1"),
        ("exhibitor", "1"),
        ("link", "1"),
        ("motion", "1"),
        ("condition", "1"),
        ("list_version", "1"),
        ("loan", "1"),
        ("study", "1"),
        ("photo", "none"),
        ("drawdown", "1"),
        ("milestone", "1"),
        ("instalment", "1"),
        ("patent", "1"),
        ("payment", "1"),
        ("royalty", "1"),
        ("rule", "C0000000000000"),
        ("seal", "none"),
        ("style", "no-such-style"),
        ("form", "pdf"),
        ("template", "no-such-template"),
        ("webhook", "W0000000000000"),
        ("control_list", "no-such-list"),
        ("entry", "1X001"),
        ("version", "1"),
        ("classification", "1"),
    ]
    .map(|(param, id)| (param, id.to_owned()))
    .into();
    for marked in records.into_iter().chain(told) {
        if params.iter().all(|(param, _)| *param != marked.param) {
            params.push((marked.param, marked.id));
        }
    }
    Open { house, params }
}

impl Open {
    /// The address of a route with something in each place. A place that nothing is said of fails the test: say above
    /// what a new one stands for.
    fn address(&self, path: &str) -> String {
        let mut address = path.to_owned();
        while let Some((before, rest)) = address.split_once('{') {
            let (param, after) = rest.split_once('}').unwrap();
            let param = param.trim_start_matches('*');
            let filled = self.params.iter().find(|(name, _)| *name == param);
            let (_, id) = filled.unwrap_or_else(|| panic!("`{path}`: what does {{{param}}} stand for?"));
            address = format!("{before}{id}{after}");
        }
        address
    }

    async fn ask(&self, entry: &RouteEntry, session: &Session) -> Seen {
        let address = self.address(entry.path);
        if entry.kind == RouteKind::Form {
            return self.house.post(&address, session, &[]).await;
        }
        self.house.send(entry.method.as_str(), &address, session, None).await
    }

    fn facts(&self) -> u64 {
        self.house.clerk.write(|writer| Ok(writer.position().ledger_seq)).unwrap()
    }
}

/// Whether a route is about the sessions of whoever asks.
fn may_end_sessions(entry: &RouteEntry) -> bool {
    let is_about_them = ["/account", "/sign", "/api/v1/account", "/api/v1/session"];
    !entry.method.is_safe() && is_about_them.iter().any(|start| entry.path.starts_with(start))
}

/// Whether a route is open to somebody with these powers.
fn is_open_to(policy: Policy, name: &str) -> bool {
    let powers = of_name(name).powers.iter().map(|power| power.word());
    let wanted = match policy {
        Policy::Public | Policy::SignedIn => return true,
        Policy::Coordinate => "coordinate",
        Policy::Document => "document",
        Policy::Administer => "administer",
        Policy::Audit => "audit",
    };
    powers.into_iter().any(|power| power == wanted)
}

#[tokio::test]
async fn every_route_is_open_to_the_roles_of_its_policy_and_shut_to_the_others() {
    let open = open();
    for member in MEMBERS {
        let mut session = open.house.session(member.name).await;
        for entry in &open.house.entries {
            let seen = open.ask(entry, &session).await;
            if may_end_sessions(entry) {
                session = open.house.session(member.name).await;
            }
            let what = format!("{} {} as {}: {}", entry.method, entry.path, member.name, seen.status);
            assert!(seen.status < 500, "{what}\n{}", seen.body);
            if is_open_to(entry.policy, member.name) {
                assert!(![401, 403, 405].contains(&seen.status), "{what}\n{}", seen.body);
                assert!(!seen.location().starts_with("/sign-in?next="), "{what}");
            } else {
                assert_eq!(seen.status, 403, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_is_not_known_passes_public_routes_alone_and_changes_nothing() {
    let open = open();
    let house = &open.house;
    let left = house.session("leaver").await;
    as_operator(&house.clerk, crate::house::now(), |deed| {
        let person = deed.person(&model::PersonId::new("leaver")?)?.unwrap();
        deed.keep_person(&model::Person { left: true, ..person })?;
        Ok(())
    });
    let strangers = [
        ("a stranger", Session::default()),
        ("one with a cookie of nobody", Session { cookie: "uptake-session=abc".into(), form_token: "abc".into() }),
        ("one whose session has ended", house.session_begun("insider", DAY).await),
        ("one who was away too long", house.session_begun("insider", desk::IDLE_MICROS + 1).await),
        ("one who left", left),
    ];
    let before = open.facts();
    for entry in house.entries.iter().filter(|entry| entry.policy != Policy::Public) {
        for (who, session) in &strangers {
            let seen = open.ask(entry, session).await;
            let what = format!("{} {} as {who}: {} {}", entry.method, entry.path, seen.status, seen.body);
            match entry.kind {
                RouteKind::Page => assert!(seen.location().starts_with("/sign-in?next="), "{what}"),
                _ => assert_eq!(seen.status, 401, "{what}"),
            }
            assert!(!seen.body.contains(LOT.word), "{what}");
        }
    }
    assert_eq!(open.facts(), before);
}

#[tokio::test]
async fn a_form_that_is_not_of_our_own_page_changes_nothing() {
    let open = open();
    let session = open.house.session("insider").await;
    let before = open.facts();
    let forms = |entry: &&RouteEntry| entry.method != Method::GET && entry.policy == Policy::SignedIn;
    for entry in open.house.entries.iter().filter(forms) {
        let address = open.address(entry.path);
        let bare = Session { form_token: "another".to_owned(), ..session.clone() };
        let seen = if entry.kind == RouteKind::Form {
            open.house.post(&address, &bare, &[]).await
        } else {
            open.house.send(entry.method.as_str(), &address, &bare, None).await
        };
        assert_eq!(seen.status, 403, "{} without the token of a form", entry.path);
        let foreign = axum::http::Request::builder()
            .method(entry.method.clone())
            .uri(&address)
            .header("host", "office.test")
            .header("origin", "https://evil.example")
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &session.cookie)
            .body(axum::body::Body::from(format!("form-token={}", session.form_token)))
            .unwrap();
        let seen = open.house.ask(foreign).await;
        assert_eq!(seen.status, 403, "{} from another site", entry.path);
    }
    assert_eq!(open.facts(), before);
}

#[tokio::test]
async fn what_is_grave_wants_a_recent_proof_and_changes_nothing_without() {
    let open = open();
    let before_proof = desk::PROOF_MICROS + 1;
    let sessions = [
        open.house.session_begun("administrator", before_proof).await,
        open.house.session_begun("engineer", before_proof).await,
    ];
    let before = open.facts();
    let grave: Vec<&RouteEntry> = open.house.entries.iter().filter(|entry| entry.proved).collect();
    let administers = |entry: &&RouteEntry| entry.policy == Policy::Administer && entry.method != Method::GET;
    assert!(open.house.entries.iter().filter(administers).all(|entry| entry.proved), "what administers is grave");
    for entry in grave {
        for (session, member) in sessions.iter().zip(["administrator", "engineer"]) {
            if !is_open_to(entry.policy, member) {
                continue;
            }
            let seen = open.ask(entry, session).await;
            let what = format!("{} {} as {member}: {} {}", entry.method, entry.path, seen.status, seen.body);
            match entry.kind {
                RouteKind::Page => assert!(seen.location().starts_with("/prove?"), "{what}"),
                RouteKind::Form => assert!(seen.status == 403 && seen.body.contains("proof-password"), "{what}"),
                _ => assert_eq!(seen.status, 403, "{what}"),
            }
        }
    }
    assert_eq!(open.facts(), before);
}
