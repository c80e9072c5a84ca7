//! What passes between the office and a host: noted, struck, weighed before the next request.

use desk::{follow_incident, note_exchange, note_incident, strike_exchange};
use model::{
    Exchange, ExchangeId, ExchangeKind, ExchangeWay, GoodwillGround, HostId, Incident, IncidentId, IncidentKind,
    Marking, Mission, MissionStage, Noun, PostId, Thing, Verb,
};

use crate::house::*;

const NOVEMBER: (&str, &str) = ("1957-11-04", "1957-11-15");

fn exchange(house: &House, host: HostId, way: ExchangeWay, day: &str) -> Exchange {
    Exchange {
        id: ExchangeId::from_bits(house.id()),
        host,
        way,
        kind: ExchangeKind::Publication,
        day: date(day),
        what: "A catalogue of drives".to_owned(),
        worth: None,
        mission: None,
        answers: None,
        post: PostId::new("engineer").unwrap(),
        struck: None,
        marking: Marking::default(),
        made_at: 0,
    }
}

fn incident(house: &House, host: HostId) -> Incident {
    Incident {
        id: IncidentId::from_bits(house.id()),
        host,
        kind: IncidentKind::Press,
        day: date("1957-08-01"),
        title: "The press accuses".to_owned(),
        mission: None,
        course: Vec::new(),
        post: PostId::new("engineer").unwrap(),
        marking: Marking::default(),
        made_at: 0,
    }
}

impl House {
    fn pass(&self, exchange: Exchange) -> Result<Exchange, desk::Failure> {
        self.act("sokolov", move |writer, turn, _| note_exchange(writer, turn, exchange))
    }

    fn grounds(&self, host: HostId) -> Vec<GoodwillGround> {
        self.office.goodwill(host, self.today).unwrap().grounds()
    }
}

#[test]
fn what_passed_is_noted_once_and_counts_until_it_is_struck() {
    let house = house();
    let host = house.host("open");
    let first = exchange(&house, host, ExchangeWay::Received, "1957-08-01");
    let noted = house.pass(first.clone()).unwrap();
    assert_eq!(house.pass(first).unwrap(), noted, "the form was sent twice");
    for day in ["1957-05-01", "1957-06-01", "1957-07-01"] {
        house.pass(exchange(&house, host, ExchangeWay::Received, day)).unwrap();
    }
    assert_eq!(house.grounds(host), [GoodwillGround::Owing { taken_halves: 8, returned: 0 }]);
    let id = noted.id;
    let other = house.act("smirnov", move |writer, turn, _| strike_exchange(writer, turn, id, "No")).unwrap_err();
    assert!(said(&other).contains("power"), "{other}");
    house.act("sokolov", move |writer, turn, _| strike_exchange(writer, turn, id, "Another firm")).unwrap();
    assert_eq!(house.grounds(host), [], "three say nothing yet");
    assert_eq!(house.office.exchanges(host).unwrap().len(), 4, "what is struck stays readable");
    let history = house.office.history(&Thing::new(Noun::Exchange, id)).unwrap();
    let verbs: Vec<Verb> = history.iter().map(|kept| kept.fact.verb).collect();
    assert_eq!(verbs, [Verb::Removed, Verb::Registered], "the latest first");
}

#[test]
fn a_wish_is_offered_until_it_is_met() {
    let house = house();
    let host = house.host("open");
    let wish = house.pass(exchange(&house, host, ExchangeWay::Wanted, "1957-08-01")).unwrap();
    let held = house.office.host(&host.to_string()).unwrap();
    let standing = || house.office.host_standing(&held, house.today).unwrap();
    assert_eq!(standing().wishes, std::slice::from_ref(&wish));
    let elsewhere = house.host("open");
    let meets = Exchange { answers: Some(wish.id), ..exchange(&house, elsewhere, ExchangeWay::Given, "1957-08-02") };
    assert!(said(&house.pass(meets).unwrap_err()).contains("no wish of this host"));
    let meets = Exchange { answers: Some(wish.id), ..exchange(&house, host, ExchangeWay::Given, "1957-08-02") };
    house.pass(meets).unwrap();
    assert_eq!(standing().wishes, []);
}

#[test]
fn what_passed_is_marked_at_least_as_host_and_mission_and_hides_with_them() {
    let house = house();
    house.need("drives", "engineer", model::Stage::Accepted, &[], "open");
    let host = house.host("open");
    let mission = house.draft(&["drives"], vec![host], NOVEMBER);
    let narrow = Marking::parse("restricted release=institute").unwrap();
    let marked = Mission { marking: narrow.clone(), ..house.held(&mission) };
    let revision = marked.revision;
    house.act("sokolov", move |writer, turn, _| desk::write_mission(writer, turn, marked, Some(revision))).unwrap();
    let on = Exchange { mission: Some(mission.id), ..exchange(&house, host, ExchangeWay::Received, "1957-08-01") };
    let noted = house.pass(on).unwrap();
    assert_eq!(noted.marking, narrow);
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(fitter.exchange(&noted.id.to_string()).is_err());
    assert_eq!(fitter.exchanges(host).unwrap(), []);
    assert_eq!(fitter.goodwill(host, house.today).unwrap().all.received, 0, "nor is it counted");
    let elsewhere = Exchange { mission: Some(mission.id), host: house.host("open"), ..noted };
    let elsewhere = Exchange { id: ExchangeId::from_bits(house.id()), ..elsewhere };
    assert!(said(&house.pass(elsewhere).unwrap_err()).contains("does not go to that host"));
}

#[test]
fn an_open_incident_warns_until_it_is_settled_and_nobody_settles_what_they_have_not_read() {
    let house = house();
    let host = house.host("open");
    let wanted = incident(&house, host);
    let id = wanted.id;
    house.act("sokolov", move |writer, turn, _| note_incident(writer, turn, wanted, "An article")).unwrap();
    assert_eq!(house.grounds(host), [GoodwillGround::OpenIncidents(1)]);
    let follow = |seen: usize, text: &'static str, settles: bool| {
        house.act("sokolov", move |writer, turn, _| follow_incident(writer, turn, id, seen, text, settles))
    };
    follow(1, "A second article", false).unwrap();
    assert!(said(&follow(1, "It is over", true).unwrap_err()).contains("in between"));
    let twice = follow(1, "A second article", false).unwrap();
    assert_eq!(twice.course.len(), 2, "the same sent twice is written once");
    assert!(follow(2, "Visits go on", true).unwrap().is_settled());
    assert_eq!(house.grounds(host), []);
}

#[test]
fn only_a_mission_that_took_place_is_a_visit() {
    let house = house();
    house.need("drives", "engineer", model::Stage::Accepted, &[], "open");
    let host = house.host("open");
    let mission = house.draft(&["drives"], vec![host], ("1957-06-03", "1957-06-08"));
    let visits = || house.office.goodwill(host, house.today).unwrap().now.visits_out;
    for (stage, n) in [
        (MissionStage::Proposed, 0),
        (MissionStage::Approved, 0),
        (MissionStage::UnderWay, 1),
        (MissionStage::Closed, 1),
        (MissionStage::Cancelled, 0),
    ] {
        let moved = Mission { stage, ..house.held(&mission) };
        house.operator(move |deed| {
            let fact = deed.fact(Verb::Revised, Thing::new(Noun::Mission, moved.id));
            Ok(deed.keep_mission(&moved, &fact)?)
        });
        assert_eq!(visits(), n, "{stage}");
    }
}

#[test]
fn who_may_not_see_the_host_any_more_neither_follows_nor_strikes_what_was_with_it() {
    let house = house();
    let host = house.host("open");
    let noted = house.pass(exchange(&house, host, ExchangeWay::Received, "1957-08-01")).unwrap();
    let wanted = incident(&house, host);
    let id = wanted.id;
    house.act("sokolov", move |writer, turn, _| note_incident(writer, turn, wanted, "An article")).unwrap();
    let held = house.office.host(&host.to_string()).unwrap();
    let narrow = model::Host { marking: Marking::parse("restricted release=institute").unwrap(), ..held };
    house.operator(move |deed| Ok(deed.keep_host(&narrow, Verb::Revised)?));
    // She coordinates, and is of the ministry: to her there is neither.
    let refused =
        house.act("petrova", move |writer, turn, _| follow_incident(writer, turn, id, 1, "More", false)).unwrap_err();
    assert!(said(&refused).contains("no incident"), "{refused}");
    let refused =
        house.act("petrova", move |writer, turn, _| strike_exchange(writer, turn, noted.id, "No")).unwrap_err();
    assert!(said(&refused).contains("no exchange"), "{refused}");
}
