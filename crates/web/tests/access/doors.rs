//! Which routes lead through a door of the gate of control. The table is held against the routes themselves: whatever changes something
//! in a room from which know-how moves is a door or is said to be none, so that a new way is looked at by somebody.

use std::collections::BTreeSet;

use axum::http::Method;
use model::Door;

use crate::house::House;

/// The rooms from which know-how moves, by the beginning of their addresses, as pages and as parts of the API.
const ROOMS: &[&str] = &[
    "/agreements",
    "/assignments",
    "/deliverables",
    "/exchanges",
    "/hosts",
    "/missions",
    "/releases",
    "/samples",
    "/specialist-requests",
    "/specialists",
    "/widen",
    "/widenings",
];

/// The routes that lead through doors, with those that each leads through.
pub const DOORS: &[(&str, &[Door])] = &[
    ("/agreements/{agreement}/steps", &[Door::AgreementSigned, Door::AgreementInForce]),
    ("/agreements/{agreement}/terms", &[Door::AgreementAmended]),
    ("/deliverables/{deliverable}/steps", &[Door::DeliverableHandedOver]),
    ("/hosts/{host}/exchanges", &[Door::ExchangeNoted]),
    ("/missions/{mission}/step", &[Door::MissionApproved, Door::MissionLeaves]),
    ("/missions/{mission}/vetting", &[Door::MissionApproved]),
    ("/releases/{release}/decide", &[Door::ReleaseGiven]),
    ("/releases/{release}/dossier", &[Door::DossierTaken]),
    ("/samples/{sample}/leaving", &[Door::SampleLeaves]),
    ("/samples/{sample}/receipt", &[Door::SampleReceived]),
    ("/specialists/assignments/{assignment}/additions", &[Door::AssignmentExtended]),
    ("/specialists/assignments/{assignment}/step", &[Door::AssignmentSigned, Door::AssignmentBegun]),
    ("/widenings/{widening}/carry-out", &[Door::MarkingWidened]),
    ("/widenings/{widening}/decide", &[Door::MarkingWidened]),
    ("/api/v1/agreements/{agreement}/amendments", &[Door::AgreementAmended]),
    ("/api/v1/agreements/{agreement}/steps", &[Door::AgreementSigned, Door::AgreementInForce]),
    ("/api/v1/assignments/{assignment}/additions", &[Door::AssignmentExtended]),
    ("/api/v1/assignments/{assignment}/step", &[Door::AssignmentSigned, Door::AssignmentBegun]),
    ("/api/v1/deliverables/{deliverable}/steps", &[Door::DeliverableHandedOver]),
    ("/api/v1/hosts/{host}/exchanges", &[Door::ExchangeNoted]),
    ("/api/v1/missions/{mission}/decision", &[Door::MissionApproved]),
    ("/api/v1/missions/{mission}/step", &[Door::MissionApproved, Door::MissionLeaves]),
    ("/api/v1/releases/{release}/decide", &[Door::ReleaseGiven]),
    ("/api/v1/releases/{release}/dossier", &[Door::DossierTaken]),
    ("/api/v1/samples/{sample}/leaving", &[Door::SampleLeaves]),
    ("/api/v1/samples/{sample}/receipt", &[Door::SampleReceived]),
    ("/api/v1/widenings/{widening}/carry-out", &[Door::MarkingWidened]),
    ("/api/v1/widenings/{widening}/decide", &[Door::MarkingWidened]),
];

/// What is changed in these rooms and moves nothing out of the office or to more eyes.
const STAYS: &[&str] = &[
    "/agreements/new",
    "/agreements/{agreement}/amendments",
    "/agreements/{agreement}/change",
    "/agreements/{agreement}/consents",
    "/agreements/{agreement}/deliverables",
    "/agreements/{agreement}/instalments",
    "/agreements/{agreement}/instalments/{instalment}/removal",
    "/agreements/{agreement}/notes",
    "/agreements/{agreement}/patents",
    "/agreements/{agreement}/patents/{patent}/removal",
    "/agreements/{agreement}/payments",
    "/agreements/{agreement}/payments/{payment}/void",
    "/agreements/{agreement}/royalties",
    "/agreements/{agreement}/royalties/{royalty}/end",
    "/agreements/{agreement}/uses",
    "/deliverables/{deliverable}",
    "/deliverables/{deliverable}/uses",
    "/exchanges/{exchange}/strike",
    "/hosts/new",
    "/hosts/{host}/change",
    "/hosts/{host}/incidents",
    "/missions/new",
    "/missions/{mission}/abroad",
    "/missions/{mission}/abroad/file",
    "/missions/{mission}/brief",
    "/missions/{mission}/change",
    "/missions/{mission}/cost",
    "/missions/{mission}/liaison",
    "/missions/{mission}/lookup",
    "/missions/{mission}/meeting",
    "/missions/{mission}/members",
    "/missions/{mission}/question",
    "/missions/{mission}/questions",
    "/missions/{mission}/recommendations",
    "/missions/{mission}/report",
    "/missions/{mission}/report/copies",
    "/missions/{mission}/waiver",
    "/releases/new",
    "/releases/{release}/change",
    "/releases/{release}/withdraw",
    "/samples/new",
    "/samples/{sample}/change",
    "/samples/{sample}/control",
    "/samples/{sample}/custody",
    "/samples/{sample}/custody/{link}",
    "/samples/{sample}/duties",
    "/samples/{sample}/loans",
    "/samples/{sample}/loans/{loan}/answer",
    "/samples/{sample}/loans/{loan}/return",
    "/samples/{sample}/loans/{loan}/wish",
    "/samples/{sample}/loans/{loan}/wish/answer",
    "/samples/{sample}/loans/{loan}/withdrawal",
    "/samples/{sample}/pairs",
    "/samples/{sample}/studies/new",
    "/samples/{sample}/studies/{study}/findings",
    "/samples/{sample}/studies/{study}/outcome",
    "/samples/{sample}/studies/{study}/stop",
    "/samples/{sample}/studies/{study}/teardown",
    "/samples/{sample}/studies/{study}/teardown/files",
    "/samples/{sample}/studies/{study}/teardown/removal",
    "/specialists/assignments/{assignment}/change",
    "/specialists/assignments/{assignment}/conflict",
    "/specialists/assignments/{assignment}/control",
    "/specialists/assignments/{assignment}/grievance-answer",
    "/specialists/assignments/{assignment}/grievance-end",
    "/specialists/assignments/{assignment}/grievances",
    "/specialists/assignments/{assignment}/months",
    "/specialists/assignments/{assignment}/promise",
    "/specialists/assignments/{assignment}/transfer",
    "/specialists/new",
    "/specialists/requests/new",
    "/specialists/requests/{specialist_request}/change",
    "/specialists/requests/{specialist_request}/propose",
    "/specialists/requests/{specialist_request}/step",
    "/specialists/{specialist}/change",
    "/specialists/{specialist}/evidence",
    "/widen/{thing}",
    "/widenings/{widening}/withdraw",
    "/api/v1/agreements",
    "/api/v1/agreements/{agreement}",
    "/api/v1/agreements/{agreement}/consents",
    "/api/v1/agreements/{agreement}/decision",
    "/api/v1/agreements/{agreement}/deliverables",
    "/api/v1/agreements/{agreement}/instalments",
    "/api/v1/agreements/{agreement}/instalments/{instalment}",
    "/api/v1/agreements/{agreement}/instalments/{instalment}/amendments",
    "/api/v1/agreements/{agreement}/notes",
    "/api/v1/agreements/{agreement}/patents",
    "/api/v1/agreements/{agreement}/patents/{patent}",
    "/api/v1/agreements/{agreement}/payments",
    "/api/v1/agreements/{agreement}/payments/{payment}/void",
    "/api/v1/agreements/{agreement}/royalties",
    "/api/v1/agreements/{agreement}/terms",
    "/api/v1/agreements/{agreement}/uses",
    "/api/v1/assignments/{assignment}/conflict",
    "/api/v1/assignments/{assignment}/control",
    "/api/v1/assignments/{assignment}/grievance-answer",
    "/api/v1/assignments/{assignment}/grievance-end",
    "/api/v1/assignments/{assignment}/grievances",
    "/api/v1/assignments/{assignment}/months",
    "/api/v1/assignments/{assignment}/promise",
    "/api/v1/assignments/{assignment}/revise",
    "/api/v1/assignments/{assignment}/transfer",
    "/api/v1/deliverables/{deliverable}",
    "/api/v1/deliverables/{deliverable}/uses",
    "/api/v1/exchanges/{exchange}/strike",
    "/api/v1/hosts",
    "/api/v1/hosts/{host}",
    "/api/v1/hosts/{host}/incidents",
    "/api/v1/missions",
    "/api/v1/missions/{mission}",
    "/api/v1/missions/{mission}/answer-files",
    "/api/v1/missions/{mission}/answers",
    "/api/v1/missions/{mission}/brief",
    "/api/v1/missions/{mission}/brief/step",
    "/api/v1/missions/{mission}/cost",
    "/api/v1/missions/{mission}/liaison",
    "/api/v1/missions/{mission}/lookup",
    "/api/v1/missions/{mission}/meetings",
    "/api/v1/missions/{mission}/meetings/step",
    "/api/v1/missions/{mission}/members",
    "/api/v1/missions/{mission}/questions",
    "/api/v1/missions/{mission}/recommendations",
    "/api/v1/missions/{mission}/recommendations/outcome",
    "/api/v1/missions/{mission}/recommendations/owner",
    "/api/v1/missions/{mission}/report",
    "/api/v1/missions/{mission}/report/copies",
    "/api/v1/missions/{mission}/waiver",
    "/api/v1/releases",
    "/api/v1/releases/{release}",
    "/api/v1/releases/{release}/withdraw",
    "/api/v1/samples",
    "/api/v1/samples/{sample}",
    "/api/v1/samples/{sample}/control",
    "/api/v1/samples/{sample}/custody",
    "/api/v1/samples/{sample}/custody/{link}/answer",
    "/api/v1/samples/{sample}/duties",
    "/api/v1/samples/{sample}/loans",
    "/api/v1/samples/{sample}/loans/{loan}/answer",
    "/api/v1/samples/{sample}/loans/{loan}/return",
    "/api/v1/samples/{sample}/loans/{loan}/wish",
    "/api/v1/samples/{sample}/loans/{loan}/wish/answer",
    "/api/v1/samples/{sample}/loans/{loan}/withdrawal",
    "/api/v1/samples/{sample}/pairs",
    "/api/v1/samples/{sample}/studies",
    "/api/v1/samples/{sample}/studies/{study}/findings",
    "/api/v1/samples/{sample}/studies/{study}/outcome",
    "/api/v1/samples/{sample}/studies/{study}/parts",
    "/api/v1/samples/{sample}/studies/{study}/parts/files",
    "/api/v1/samples/{sample}/studies/{study}/parts/removal",
    "/api/v1/samples/{sample}/studies/{study}/stop",
    "/api/v1/specialist-requests",
    "/api/v1/specialist-requests/{specialist_request}",
    "/api/v1/specialist-requests/{specialist_request}/assignments",
    "/api/v1/specialist-requests/{specialist_request}/open",
    "/api/v1/specialist-requests/{specialist_request}/withdraw",
    "/api/v1/specialists",
    "/api/v1/specialists/{specialist}",
    "/api/v1/specialists/{specialist}/evidence",
    "/api/v1/widenings",
    "/api/v1/widenings/{widening}/withdraw",
];

fn room(path: &str) -> &str {
    path.strip_prefix("/api/v1").unwrap_or(path)
}

#[tokio::test]
async fn whatever_changes_something_in_a_room_from_which_things_move_is_a_door_or_said_to_be_none() {
    let house = House::build(|_| {}, |_| {});
    let changing = house.entries.iter().filter(|entry| entry.method != Method::GET);
    let there: BTreeSet<&str> = changing.map(|entry| entry.path).collect();
    let in_rooms = |path: &&&str| {
        ROOMS
            .iter()
            .any(|begins| room(path).strip_prefix(begins).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    };
    let told: BTreeSet<&str> = DOORS.iter().map(|(path, _)| *path).chain(STAYS.iter().copied()).collect();
    let unsaid: Vec<_> = there.iter().filter(in_rooms).filter(|path| !told.contains(**path)).collect();
    assert!(unsaid.is_empty(), "say of these whether they lead through a door: {unsaid:?}");
    let gone: Vec<_> = told.iter().filter(|path| !there.contains(**path)).collect();
    assert!(gone.is_empty(), "these are no routes any more: {gone:?}");
    let twice: Vec<_> = DOORS.iter().filter(|(path, _)| STAYS.contains(path)).collect();
    assert!(twice.is_empty(), "a door moves something: {twice:?}");
}

#[test]
fn each_door_has_a_page_and_a_call_of_the_api() {
    for door in Door::ALL {
        for is_api in [false, true] {
            let leads = |(path, doors): &&(&str, &[Door])| path.starts_with("/api/") == is_api && doors.contains(door);
            assert!(DOORS.iter().any(|row| leads(&row)), "{door}, API: {is_api}");
        }
    }
}
