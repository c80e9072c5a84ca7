//! Programmes, who may inspect, what visits find, and how findings are closed.

use crate::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn person(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

fn programme(basis: SeedBasis) -> Inspection {
    Inspection {
        id: InspectionId::from_bits(1),
        title: " Imported  specimens ".to_owned(),
        purpose: String::new(),
        post: PostId::new("chief-inspector").unwrap(),
        scope: InspectionScope {
            units: vec![],
            technologies: vec![],
            rung: Rung::Received,
            class: EvidenceClass::Told,
        },
        since: day("1957-01-10"),
        until: day("1957-03-31"),
        visits: 40,
        weights: RiskWeights::default(),
        by: StratifiedBy::Risk,
        basis,
        source: "Drawing of the state loan, Izvestia".to_owned(),
        seed_hash: "abc".to_owned(),
        seed: String::new(),
        questions: vec![],
        n_claims: 0,
        frame_hash: String::new(),
        fixed: None,
        state: InspectionState::Drafted,
        report: String::new(),
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn a_programme_goes_its_way_and_not_back() {
    let drafted = programme(SeedBasis::Committed).tidied().unwrap();
    assert_eq!((drafted.title.as_str(), drafted.source.as_str()), ("Imported specimens", ""));
    assert!(drafted.drawn("seed", "abc", day("1957-01-02")).is_err(), "before the frame is fixed");
    assert!(drafted.fix(0, "f", day("1957-01-02")).is_err(), "without a claim");
    let fixed = drafted.fix(90, "f", day("1957-01-02")).unwrap();
    assert!(fixed.is_drafted().is_err() && fixed.fix(91, "g", day("1957-01-02")).is_err());
    assert!(fixed.drawn("another", "other hash", day("1957-01-02")).is_err(), "only the seed that was published");
    let drawn = fixed.drawn("the seed", "abc", day("1957-01-02")).unwrap();
    assert!(drawn.reported("Much", 0).is_err());
    let begun = drawn.begun().unwrap();
    assert!(begun.reported("Much", 3).is_err() && begun.reported(" ", 0).is_err());
    assert_eq!(begun.reported("Much", 0).unwrap().state, InspectionState::Reported);
}

#[test]
fn a_public_seed_becomes_known_after_the_frame_was_fixed() {
    assert!(Inspection { source: " ".to_owned(), ..programme(SeedBasis::Public) }.tidied().is_err());
    let fixed = programme(SeedBasis::Public).fix(90, "f", day("1957-01-02")).unwrap();
    assert!(fixed.drawn("04173368", "h", day("1957-01-02")).is_err(), "on the same day");
    assert!(fixed.drawn("0417", "h", day("1957-01-05")).is_err(), "too short");
    assert!(fixed.drawn("0417\u{1b}[2J3368", "h", day("1957-01-05")).is_err(), "it is shown as a line for a shell");
    assert_eq!(fixed.drawn(" 04173368 ", "h", day("1957-01-05")).unwrap().seed, "04173368");
}

#[test]
fn a_public_figure_draws_the_same_however_it_is_set() {
    for set in ["04 17 33 68 A", "04-17-33-68-a", " 041733.68\ta\n"] {
        assert_eq!(crate::public_seed(set), "04173368a");
    }
    assert_eq!(crate::public_seed("Серия Б, № 7'"), "серияб7");
}

#[test]
fn risk_is_counted_in_points_and_read_in_thirds() {
    let weights = RiskWeights { told: 6, jump: 2, first: 1, wrong_before: 0, value: 0 };
    for (grounds, weight, band) in [
        (&[][..], 1, RiskBand::Low),
        (&[RiskGround::First, RiskGround::Jump], 4, RiskBand::Low),
        (&[RiskGround::Told], 7, RiskBand::Medium),
        (&[RiskGround::Told, RiskGround::Jump], 9, RiskBand::High),
    ] {
        assert_eq!((weights.weight(grounds), weights.band(weights.weight(grounds))), (weight, band), "{grounds:?}");
    }
    let none = RiskWeights { told: 0, jump: 0, first: 0, wrong_before: 0, value: 0 };
    assert_eq!(none.band(1), RiskBand::Low, "without any risk all stand in one stratum");
}

fn tree() -> UnitTree {
    let unit = |id: &str, parent: Option<&str>| Unit {
        id: UnitId::new(id).unwrap(),
        name: id.to_owned(),
        parent: parent.map(|parent| UnitId::new(parent).unwrap()),
    };
    UnitTree::new([
        unit("committee", None),
        unit("heavy", Some("committee")),
        unit("works", Some("heavy")),
        unit("shop", Some("works")),
        unit("institute", Some("heavy")),
        unit("light", Some("committee")),
    ])
}

#[track_caller]
fn goes(from: &str, name: &str, key: Option<&str>) {
    let side = VisitedSide {
        unit: unit("works"),
        owners: [person("owner")].into(),
        writers: [person("writer")].into(),
        last: Some(person("last")),
        is_another_there: true,
    };
    let found = independent(&tree(), &side, (&unit(from), &person(name)));
    let said = match &found {
        Err(Refusal::Said(sentence)) => Some(sentence.key()),
        _ => None,
    };
    assert_eq!(said, key, "{name} of {from}");
}

#[test]
fn an_inspector_stands_outside_of_what_is_visited() {
    goes("light", "free", None);
    goes("institute", "free", None);
    goes("committee", "free", None);
    goes("works", "free", Some("inspector-within"));
    goes("shop", "free", Some("inspector-within"));
    goes("heavy", "free", Some("inspector-above"));
    goes("light", "owner", Some("inspector-owner"));
    goes("light", "writer", Some("inspector-writer"));
    goes("light", "last", Some("inspector-last"));
}

#[test]
fn of_several_ministries_none_stands_above_all() {
    let unit = |id: &str, parent: Option<&str>| Unit {
        id: UnitId::new(id).unwrap(),
        name: id.to_owned(),
        parent: parent.map(|parent| UnitId::new(parent).unwrap()),
    };
    let tree = UnitTree::new([unit("heavy", None), unit("works", Some("heavy")), unit("light", None)]);
    let side = VisitedSide {
        unit: UnitId::new("works").unwrap(),
        owners: Default::default(),
        writers: Default::default(),
        last: Some(person("last")),
        is_another_there: false,
    };
    let goes = |from: &str| independent(&tree, &side, (&UnitId::new(from).unwrap(), &person("last"))).is_ok();
    assert!(!goes("heavy") && goes("light"), "where nobody else is there, who was there before may go again");
}

fn visit() -> SiteVisit {
    SiteVisit {
        id: VisitId::from_bits(1),
        inspection: InspectionId::from_bits(1),
        adoption: AdoptionId::from_bits(1),
        technology: TechnologyId::from_bits(1),
        unit: unit("works"),
        owner: PostId::new("technologist").unwrap(),
        rung: Rung::Production,
        class: EvidenceClass::Told,
        stratum: "high".to_owned(),
        inspector: None,
        due: day("1957-03-31"),
        state: VisitState::Drawn,
        verdict: None,
        found: None,
        words: String::new(),
        on: None,
        by: String::new(),
        at: None,
        answer: String::new(),
        answered_by: String::new(),
        revision: 0,
    }
}

#[test]
fn a_visit_says_what_it_saw_and_the_owner_can_answer() {
    let assigned = visit().assigned(&PostId::new("inspector").unwrap()).unwrap();
    let (on, now) = (day("1957-02-11"), (5, day("1957-02-12")));
    let found = |verdict, rung| VisitFound { verdict, rung, words: "Stands in crates".to_owned(), on };
    let close = |found: &VisitFound| assigned.closed(found, "inspector/ivan", now);
    assert!(close(&found(Verdict::LowerRung, Some(Rung::Production))).is_err(), "that would be as claimed");
    assert!(close(&VisitFound { words: " ".to_owned(), ..found(Verdict::Unseen, None) }).is_err());
    assert!(close(&VisitFound { on: day("1957-02-13"), ..found(Verdict::NotInUse, None) }).is_err());
    let confirmed = close(&found(Verdict::Confirmed, None)).unwrap();
    assert_eq!((confirmed.found, confirmed.contradicts()), (Some(Rung::Production), false));
    assert!(confirmed.answered("It is so", "technologist/petr").is_err(), "nothing is asked");
    let not = close(&found(Verdict::NotInUse, None)).unwrap();
    assert!(not.contradicts() && not.was_seen() && not.is_open().is_err());
    let answered = not.answered("The hall is built in May", "technologist/petr").unwrap();
    assert!(answered.answered("And again", "technologist/petr").is_err());
    assert!(!close(&found(Verdict::Unseen, None)).unwrap().was_seen());
}

#[test]
fn the_last_note_of_a_question_counts_whatever_came_first() {
    let note = |id, question, value: &str, made_at| VisitNote {
        id: EditId::from_bits(id),
        question,
        value: value.to_owned(),
        made_at,
        by: String::new(),
    };
    let notes = [note(3, 2, "late", 9), note(1, 2, "early", 4), note(2, 1, "one", 5), note(4, 1, "other", 5)];
    let latest: Vec<&str> = latest_notes(&notes).iter().map(|note| note.value.as_str()).collect();
    assert_eq!(latest, ["other", "late"]);
    assert!(notes[0].clone().tidied(1).is_err(), "there is no second question");
}

#[test]
fn a_photograph_that_was_changed_afterwards_is_refused() {
    let photo = VisitPhoto {
        id: EditId::from_bits(1),
        question: 1,
        name: "press.jpg".to_owned(),
        n_bytes: 3,
        taken: "1957-02-11T09:30:00Z".to_owned(),
        place: String::new(),
        seal: "as taken".to_owned(),
        by: String::new(),
        at: 0,
    };
    let now = day("1957-02-11").number() * 86_400_000_000;
    assert!(photo.clone().tidied(1, "as taken", now).is_ok());
    assert!(photo.clone().tidied(1, "something else", now).is_err());
    let bare = VisitPhoto { seal: String::new(), ..photo.clone() };
    assert!(bare.tidied(1, "as taken", now).is_ok(), "it shows nothing, and says so");
    // What stands under the seal is not put in order behind it.
    let taken = |taken: &str| VisitPhoto { taken: taken.to_owned(), ..photo.clone() }.tidied(1, "as taken", now);
    for good in ["", "1957-02-11T23:59:60Z", "1957-02-12T09:30:00.123+10:00", "1957-02-11t09:30:00.5-03:30"] {
        assert!(taken(good).is_ok(), "{good}");
    }
    for bad in [
        "yesterday",
        "1957-02-11",
        "1957-02-30T09:30:00Z",
        "1957-02-11T25:00:00Z",
        "1957-02-11T09:30Z",
        "1957-02-11T09:30:00.Z",
        "1957-02-11T09:30:00",
        "1957-02-11T09:30:00Z\n",
        "1957-2-11T09:30:00Z",
        "1957-02-11T09:30:00é",
        "1957-02-13T09:30:00Z",
    ] {
        assert!(taken(bad).is_err(), "{bad}");
    }
    let placed = |place: &str| VisitPhoto { place: place.to_owned(), ..photo.clone() }.tidied(1, "as taken", now);
    assert!(placed("55.75,37.62").is_ok() && placed("55.75,37.62\n").is_err() && placed(" 55.75").is_err());
}

fn finding() -> Finding {
    Finding {
        id: FindingId::from_bits(1),
        visit: VisitId::from_bits(1),
        text: "The press stands in crates".to_owned(),
        severity: Severity::Major,
        action: "Set it up".to_owned(),
        owner: PostId::new("technologist").unwrap(),
        due: day("1957-05-01"),
        state: FindingState::Open,
        steps: vec![],
        revision: 0,
    }
}

#[test]
fn nobody_closes_what_they_did_themselves_under_whichever_post() {
    let owners = [person("petr")];
    let take = |finding: &Finding, act, name: &str| {
        let evidence = vec![Thing::new(Noun::Record, "R1")];
        let said = FindingSaid { act, words: "It stands".to_owned(), evidence };
        finding.step(said, &owners, ("post/x", &person(name), 1))
    };
    let bare = FindingSaid { act: FindingAct::Proposed, words: "Done".to_owned(), evidence: vec![] };
    assert!(finding().step(bare, &owners, ("p/x", &person("olga"), 1)).is_err(), "without evidence");
    assert!(take(&finding(), FindingAct::Verified, "ivan").is_err(), "nobody said that it is done");
    // A deputy who left the post since said it.
    let proposed = take(&finding(), FindingAct::Proposed, "olga").unwrap();
    for own in ["olga", "petr"] {
        let refusal = take(&proposed, FindingAct::Verified, own).unwrap_err();
        assert!(matches!(&refusal, Refusal::Said(said) if said.key() == "finding-own"), "{own}: {refusal:?}");
    }
    let back = take(&proposed, FindingAct::SentBack, "ivan").unwrap();
    assert_eq!((back.state, back.n_reopened()), (FindingState::Open, 0));
    let closed = take(&take(&back, FindingAct::Proposed, "petr").unwrap(), FindingAct::Verified, "ivan").unwrap();
    assert_eq!(closed.state, FindingState::Closed);
    let again = take(&closed, FindingAct::Reopened, "ivan").unwrap();
    assert_eq!((again.state, again.n_reopened(), again.steps.len()), (FindingState::Open, 1, 5));
    assert!(take(&again, FindingAct::Reopened, "ivan").is_err());
}
