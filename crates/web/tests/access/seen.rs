//! Every thing by every reader: whoever sees it by the oracle gets it, and for the others it is as if it never was.

use axum::http::Method;
use web::route::{RouteEntry, RouteKind};

use crate::house::{House, MEMBERS, Member, Seen, Session};
use crate::oracle::{MARKINGS, sees};
use crate::things::{Lot, Marked};

const LOT: Lot = Lot { name: "all", word: "quartz", stream: 1, markings: MARKINGS };

/// Names that nothing has, as long as those that something has.
fn absent(marked: &Marked) -> String {
    match marked.param {
        "need" => "x".repeat(marked.id.len()),
        "record" => model::RecordId::from_bits(77).to_string(),
        "request" => model::RequestId::from_bits(77).to_string(),
        "digest" => model::DigestId::from_bits(77).to_string(),
        "source" => model::SourceId::from_bits(77).to_string(),
        "attachment" => model::AttachmentId::from_bits(77).to_string(),
        "membership" => model::MembershipId::from_bits(77).to_string(),
        "intake" => model::IntakeId::from_bits(77).to_string(),
        "host" => model::HostId::from_bits(77).to_string(),
        "release" => model::ReleaseId::from_bits(77).to_string(),
        "widening" => model::WideningId::from_bits(77).to_string(),
        "thing" => format!("host:{}", model::HostId::from_bits(77)),
        "exchange" => model::ExchangeId::from_bits(77).to_string(),
        "credit" => model::CreditId::from_bits(77).to_string(),
        "scenario" => model::ScenarioId::from_bits(77).to_string(),
        "regime" => model::RegimeId::from_bits(77).to_string(),
        "case" => model::CaseId::from_bits(77).to_string(),
        "agreement" => model::AgreementId::from_bits(77).to_string(),
        "deliverable" => model::DeliverableId::from_bits(77).to_string(),
        "event" => model::EventId::from_bits(77).to_string(),
        "lived" => format!("sample:{}", model::SampleId::from_bits(77)),
        "classified" => format!("sample:{}", model::SampleId::from_bits(77)),
        "technology" => model::TechnologyId::from_bits(77).to_string(),
        "adoption" => model::AdoptionId::from_bits(77).to_string(),
        "inspection" => model::InspectionId::from_bits(77).to_string(),
        "visit" => model::VisitId::from_bits(77).to_string(),
        "finding" => model::FindingId::from_bits(77).to_string(),
        "sample" => model::SampleId::from_bits(77).to_string(),
        "party_list" => "x".repeat(marked.id.len()),
        "screening" => model::ScreeningId::from_bits(77).to_string(),
        "stand" => model::StandId::from_bits(77).to_string(),
        "incident" => model::IncidentId::from_bits(77).to_string(),
        "specialist_request" => model::SpecialistRequestId::from_bits(77).to_string(),
        "assignment" => model::AssignmentId::from_bits(77).to_string(),
        "specialist" => model::SpecialistId::from_bits(77).to_string(),
        "mission" => model::MissionId::from_bits(77).to_string(),
        "arrival" => model::ArrivalId::from_bits(77).to_string(),
        "bulletin" => model::BulletinId::from_bits(77).to_string(),
        "issue" => model::IssueId::from_bits(77).to_string(),
        "delivery" => model::DeliveryId::from_bits(77).to_string(),
        "offer" => model::OfferId::from_bits(77).to_string(),
        "barrier" => model::BarrierId::from_bits(77).to_string(),
        "relief" => model::ReliefId::from_bits(77).to_string(),
        "call" => model::CallId::from_bits(77).to_string(),
        "equipment" => model::EquipmentId::from_bits(77).to_string(),
        "portfolio" => model::PortfolioId::from_bits(77).to_string(),
        "stated_figure" => model::StatedFigureId::from_bits(77).to_string(),
        "plan_line" => model::PlanLineId::from_bits(77).to_string(),
        "duty" => model::DutyId::from_bits(77).to_string(),
        other => panic!("what is a {other} called that is not there?"),
    }
}

fn house() -> (House, Vec<Marked>) {
    let mut things = Vec::new();
    let house = House::build(|office| things = LOT.ingest(office), |_| {});
    let told = LOT.tell(&house.clerk, &things);
    things.extend(told);
    (house, things)
}

/// The routes that lead to a thing of this sort.
fn routes_to<'h>(house: &'h House, param: &str) -> Vec<&'h RouteEntry> {
    let place = format!("{{{param}}}");
    // What a seal opens is asked for by its own tests: nobody sees it by who they are.
    let leads = |entry: &&RouteEntry| entry.path.contains(&place) && !entry.path.contains("{seal}");
    house.entries.iter().filter(leads).collect()
}

fn address(entry: &RouteEntry, param: &str, id: &str) -> String {
    let address = entry
        .path
        .replace(&format!("{{{param}}}"), id)
        .replace("{item}", "1")
        .replace("{form}", "txt")
        .replace("{exhibitor}", "1")
        .replace("{link}", "1")
        .replace("{motion}", "1")
        .replace("{condition}", "1")
        .replace("{token}", "1")
        .replace("{loan}", "1")
        .replace("{study}", "1")
        .replace("{photo}", &model::EditId::from_bits(crate::inspected::PHOTO).to_string())
        .replace("{drawdown}", "1")
        .replace("{milestone}", "1")
        .replace("{instalment}", "1")
        .replace("{patent}", "1")
        .replace("{payment}", "1")
        .replace("{royalty}", "1")
        .replace("{classification}", "1")
        .replace("{list_version}", "1");
    assert!(!address.contains('{'), "what else stands in {address}?");
    address
}

async fn ask(house: &House, entry: &RouteEntry, session: &Session, address: &str) -> Seen {
    if entry.kind == RouteKind::Form {
        return house.post(address, session, &[]).await;
    }
    house.send(entry.method.as_str(), address, session, None).await
}

/// What was seen, with a name that was asked for put in place of another: addresses stand on pages of failure too.
fn renamed(seen: Seen, from: &str, to: &str) -> Seen {
    let mut headers = seen.headers;
    for value in headers.values_mut() {
        if let Ok(text) = value.to_str() {
            *value = text.replace(from, to).parse().unwrap();
        }
    }
    Seen { body: seen.body.replace(from, to), headers, ..seen }
}

fn is_seen_by(member: &Member, marked: &Marked) -> bool {
    // Every bulletin is edited at the ministry and released there; before an issue is out nobody else sees it.
    let is_out = marked.param != "issue" || marked.state == "released" || member.unit == "ministry";
    // An assignment is the affair of its unit, of its posts, and of who leads or coordinates above.
    let is_privy = marked.param != "assignment" || member.unit == "works" || member.name == "coordinator";
    is_out && is_privy && marked.markings.iter().all(|marking| sees(member, marking))
}

#[tokio::test]
async fn a_thing_is_there_for_whoever_sees_its_marking_and_was_never_there_for_the_others() {
    let (house, things) = house();
    let (mut n_seen, mut n_hidden) = (0, 0);
    for member in MEMBERS {
        let session = house.session(member.name).await;
        let params = [
            "record",
            "need",
            "request",
            "delivery",
            "duty",
            "source",
            "membership",
            "intake",
            "host",
            "exchange",
            "incident",
            "release",
            "widening",
            "thing",
            "credit",
            "scenario",
            "agreement",
            "regime",
            "case",
            "deliverable",
            "event",
            "technology",
            "adoption",
            "inspection",
            "visit",
            "finding",
            "sample",
            "party_list",
            "screening",
            "classified",
            "lived",
            "stand",
            "specialist",
            "specialist_request",
            "assignment",
            "mission",
            "arrival",
            "bulletin",
            "issue",
            "attachment",
            "digest",
            "technology",
            "offer",
            "barrier",
            "relief",
            "call",
            "equipment",
            "plan_line",
            "portfolio",
            "stated_figure",
        ];
        for param in params {
            let sample = things.iter().find(|marked| marked.param == param).unwrap();
            let nothing = absent(sample);
            for entry in routes_to(&house, param) {
                let missing = ask(&house, entry, &session, &address(entry, param, &nothing)).await;
                // A call of the API is asked without its body, and hears that first.
                assert!([400, 403, 404, 415].contains(&missing.status), "{}: {}", entry.path, missing.status);
                for marked in things.iter().filter(|marked| marked.param == param) {
                    let is_seen = is_seen_by(member, marked);
                    if is_seen && entry.method != Method::GET {
                        // Would change it.
                        continue;
                    }
                    let seen = ask(&house, entry, &session, &address(entry, param, &marked.id)).await;
                    let what = format!("{} of {} {} {:?}", member.name, entry.path, marked.state, marked.markings);
                    if is_seen {
                        n_seen += 1;
                        // Before it is printed there is nothing of an issue to give out.
                        let is_unprinted = marked.state == "draft" && entry.path.contains("/prints/");
                        assert!(seen.status != 404 || is_unprinted, "hidden from {what}");
                    } else {
                        n_hidden += 1;
                        let seen = renamed(seen, &marked.id, &nothing);
                        // Names of needs are not all of one length.
                        assert_eq!(seen.status, missing.status, "shown to {what}");
                        assert_eq!(seen.body, missing.body, "told apart by {what}");
                        if marked.id.len() == nothing.len() {
                            assert_eq!(seen.headers, missing.headers, "told apart by {what}");
                        }
                    }
                }
            }
        }
    }
    assert!(n_seen > 1_000 && n_hidden > 1_000, "{n_seen} seen, {n_hidden} hidden");
}

#[tokio::test]
async fn why_is_answered_for_those_alone_who_see_both_record_and_need() {
    let (house, things) = house();
    let of = |param: &'static str| things.iter().filter(move |marked| marked.param == param);
    for member in MEMBERS {
        let session = house.session(member.name).await;
        for record in of("record").step_by(3) {
            for need in of("need").filter(|need| need.state == "accepted") {
                let seen = house.get(&format!("/why?record={}&need={}", record.id, need.id), &session).await;
                let (sees_record, sees_need) = (is_seen_by(member, record), is_seen_by(member, need));
                let what = format!("{} {:?} {:?}", member.name, record.markings, need.markings);
                if !(sees_record && sees_need) {
                    let nothing = (absent(record), absent(need));
                    let path = match (sees_record, sees_need) {
                        (false, true) => format!("/why?record={}&need={}", nothing.0, need.id),
                        (true, false) => format!("/why?record={}&need={}", record.id, nothing.1),
                        _ => format!("/why?record={}&need={}", nothing.0, nothing.1),
                    };
                    let missing = house.get(&path, &session).await;
                    let mut seen = seen;
                    if !sees_record {
                        seen = renamed(seen, &record.id, &nothing.0);
                    }
                    if !sees_need {
                        seen = renamed(seen, &need.id, &nothing.1);
                    }
                    assert_eq!((seen.status, seen.body), (missing.status, missing.body), "told apart by {what}");
                } else {
                    assert_eq!(seen.status, 200, "{what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_form_that_names_what_is_hidden_says_what_it_says_of_what_is_not_there() {
    let (house, things) = house();
    let session = house.session("coordinator").await;
    let member = crate::house::of_name("coordinator");
    let hidden =
        |param: &str| things.iter().find(|marked| marked.param == param && !is_seen_by(member, marked)).unwrap();
    let seen = |param: &str, state: &str| {
        let is = |marked: &&Marked| marked.param == param && marked.state == state && is_seen_by(member, marked);
        things.iter().find(is).unwrap().id.clone()
    };
    let (record, need) = (hidden("record"), hidden("need"));
    let submitted = format!("/needs/{}/step", seen("need", "submitted"));
    let asked = format!("/requests/{}/answer", seen("request", "asked"));
    let forms: &[Naming] = &[
        (&submitted, need, "join-need", &[("step", "join"), ("revision", "0")]),
        ("/requests/new", need, "need", &[("question", "Which?"), ("due", "2031-05-01")]),
        ("/needs/proposals", record, "examples", &[("title", "A turbine"), ("statement", "It breaks.")]),
        ("/needs/new", record, "examples", &[("do", "help"), ("title", "A turbine"), ("statement", "It breaks.")]),
        (&asked, record, "answer-cites", &[("answer-title", "Three"), ("answer-text", "These.")]),
    ];
    for (path, marked, field, others) in forms {
        let nothing = absent(marked);
        let naming = async |id: &str| {
            let fields: Vec<(&str, &str)> = others.iter().copied().chain([(*field, id)]).collect();
            house.post(path, &session, &fields).await
        };
        let (named, missing) = (naming(&marked.id).await, naming(&nothing).await);
        assert!(named.status < 500, "{path}: {}", named.body);
        assert_eq!(named.status, missing.status, "{path}");
        assert_eq!(renamed(named, &marked.id, &nothing).body, missing.body, "{path}");
    }
}

/// A form: its address, what it names, in which field, and what else is typed.
type Naming<'a> = (&'a str, &'a Marked, &'a str, &'a [(&'a str, &'a str)]);
