//! The control gate in a real office: what is laid before whom, who decides, and what a change, a silence, a ground or a breach does.
#![allow(missing_docs)]

mod breach;
mod disguise;
mod handed;
mod house;
mod list;
mod regime;

use desk::{ConditionSaid, answer_motion, ask_again, note_case, reweigh, say_condition, withdraw_case};
use model::{
    CaseCondition, CaseState, CaseView, ConditionState, DutyKind, ExemptGround, Level, Marking, MotionKind, Need,
    NeedId, Noun, Regime, RegimeRule, Stage, Standing, Thing, Trigger, UnitId, UsualCondition, Vote,
};

use house::*;

fn ballots(posts: &[&str]) -> Vec<(String, DutyKind)> {
    posts.iter().map(|post| ((*post).to_owned(), DutyKind::Ballot)).collect()
}

#[test]
fn where_no_regime_asks_nothing_is_needed() {
    let house = house();
    house.lay("sokolov", &proposal("Steel pipes")).unwrap();
    house.pass("sokolov", &proposal("Steel pipes")).unwrap();
    assert!(refused(house.asked("Pipes", "Steel pipes", "open")).contains("nothing has to be decided"));
    house.committee(RegimeRule::default());
    house.pass("sokolov", &proposal("Ball bearings")).unwrap();
    assert!(refused(house.pass("sokolov", &proposal("Steel pipes"))).contains("was not asked yet"));
}

#[test]
fn it_goes_through_when_all_say_yes_over_exactly_this() {
    let house = house();
    house.committee(RegimeRule::default());
    let asked = proposal("Steel pipes");
    house.lay("sokolov", &asked).unwrap();
    house.lay("sokolov", &asked).unwrap();
    let cases = house.office.cases_about(&asked.about).unwrap();
    assert_eq!(cases.len(), 1, "what is laid before it already is not laid again");
    let case = &cases[0];
    assert_eq!(house.duties(case), ballots(&["britain", "france", "italy"]));
    let waits = refused(house.pass("sokolov", &asked));
    assert!(waits.contains("France, Britain, Italy"), "{waits}");
    house.vote("leblanc", case, 1, Vote::Yes).unwrap();
    assert_eq!(house.duties(case), ballots(&["britain", "italy"]));
    house.vote("smith", case, 2, Vote::Abstain).unwrap();
    assert!(refused(house.pass("sokolov", &asked)).contains("waits for: Italy"));
    assert_eq!(house.vote("rossi", case, 3, Vote::Yes).unwrap().state, CaseState::Approved);
    house.pass("sokolov", &asked).unwrap();
    assert_eq!(house.duties(case), [("engineer".to_owned(), DutyKind::HearCase)]);
    let id = case.id;
    assert!(house.act("smith", move |writer, turn| note_case(writer, turn, id)).is_err());
    house.act("sokolov", move |writer, turn| note_case(writer, turn, id)).unwrap();
    assert_eq!(house.duties(case), []);
    // Another question is not answered by it.
    let changed = proposal("Steel pipes, 1420 mm");
    assert!(refused(house.pass("sokolov", &changed)).contains("changed since"));
    house.lay("sokolov", &changed).unwrap();
    assert_eq!(house.state(case), CaseState::Void);
    assert!(refused(house.pass("sokolov", &asked)).contains("changed since"), "nor is the old one any more");
    let cases = house.office.cases_about(&asked.about).unwrap();
    let next = cases.iter().find(|other| other.state == CaseState::Open).unwrap();
    assert_eq!((cases.len(), next.follows), (2, Some(case.id)));
    assert_eq!(house.page(case).followed_by, Some(next.id));
    assert!(refused(house.vote("leblanc", case, 1, Vote::Yes)).contains("not open any more"));
    // Nor does a ballot over the old question count for the new one.
    let stale = model::ControlCase { over: case.over, ..next.clone() };
    assert!(refused(house.vote("leblanc", &stale, 1, Vote::Yes)).contains("changed since you saw it"));
    // What no regime asks for any more waits for nobody.
    house.lay("sokolov", &proposal("Ball bearings")).unwrap();
    assert_eq!((house.state(next), house.duties(next)), (CaseState::Void, Vec::new()));
    house.pass("sokolov", &proposal("Ball bearings")).unwrap();
}

#[test]
fn one_no_blocks_it_and_what_was_refused_is_asked_again_only_by_who_asked() {
    let house = house();
    house.committee(RegimeRule::default());
    let case = house.case();
    house.vote("leblanc", &case, 1, Vote::Yes).unwrap();
    let blank = desk::BallotCast { member: 2, vote: Vote::No, reason: " ".to_owned(), over: case.over };
    let id = case.id;
    let outcome = house.act("smith", move |writer, turn| desk::cast_ballot(writer, turn, id, blank));
    assert!(refused(outcome).contains("why not"));
    assert_eq!(house.vote("smith", &case, 2, Vote::No).unwrap().state, CaseState::Refused);
    assert!(refused(house.vote("rossi", &case, 3, Vote::Yes)).contains("not open"));
    let seen = (case.id, house.page(&case).case.revision);
    assert!(refused(house.act("smith", move |writer, turn| ask_again(writer, turn, seen))).contains("do not act"));
    let again = house.act("sokolov", move |writer, turn| ask_again(writer, turn, seen)).unwrap();
    assert_eq!((again.follows, again.state, again.over), (Some(case.id), CaseState::Open, case.over));
    assert!(house.act("sokolov", move |writer, turn| ask_again(writer, turn, seen)).is_err(), "once");
    let seen = (again.id, again.revision);
    let taken = house.act("sokolov", move |writer, turn| withdraw_case(writer, turn, seen, "Not needed")).unwrap();
    assert_eq!((taken.state, house.duties(&again)), (CaseState::Withdrawn, Vec::new()));
}

#[test]
fn nobody_decides_of_what_they_asked_for_and_persons_are_counted() {
    let house = house();
    house.committee(RegimeRule::default());
    house.operator(|deed| {
        // Who asks also sits for Britain; who sits for France is also deputy for Italy.
        appoint(deed, "sokolov", "britain", Standing::Deputy)?;
        appoint(deed, "leblanc", "italy", Standing::Deputy)?;
        put_person(deed, "colleague", Level::Internal)?;
        appoint(deed, "colleague", "engineer", Standing::Deputy)?;
        appoint(deed, "colleague", "italy", Standing::Deputy)
    });
    let case = house.case();
    assert!(refused(house.vote("sokolov", &case, 2, Vote::Yes)).contains("somebody else decides"));
    assert!(refused(house.vote("colleague", &case, 3, Vote::Yes)).contains("somebody else decides"));
    house.vote("leblanc", &case, 1, Vote::Yes).unwrap();
    assert!(refused(house.vote("leblanc", &case, 3, Vote::Yes)).contains("persons are counted"));
    assert!(refused(house.vote("chief", &case, 3, Vote::Yes)).contains("do not act"));
    let rights =
        |person: &str| house.office.case_rights(&house.officer(person), &house.page(&case), house.today).unwrap();
    assert_eq!((rights("sokolov").vote, rights("sokolov").asked, rights("sokolov").withdraw), (vec![], true, true));
    assert_eq!((rights("leblanc").vote, rights("rossi").vote, rights("chief").vote), (vec![1], vec![3], vec![]));
    house.vote("smith", &case, 2, Vote::Yes).unwrap();
    // A vote can be changed as long as it decided nothing.
    house.vote("smith", &case, 2, Vote::Abstain).unwrap();
    assert_eq!(house.vote("rossi", &case, 3, Vote::Yes).unwrap().state, CaseState::Approved);
}

#[test]
fn silence_is_consent_by_a_written_rule_alone() {
    let mut house = house();
    house.committee(RegimeRule { silence_days: Some(7), ..RegimeRule::default() });
    let case = house.case();
    house.vote("leblanc", &case, 1, Vote::Yes).unwrap();
    house.days_later(7);
    assert_eq!(house.state(&case), CaseState::Open);
    house.days_later(1);
    assert_eq!(house.state(&case), CaseState::Approved);
    assert_eq!(house.page(&case).count, model::VoteCount::Approved { silent: vec![2, 3] });
    let mut other = self::house::house();
    other.committee(RegimeRule::default());
    let case = other.case();
    other.days_later(400);
    assert_eq!(other.state(&case), CaseState::Open, "without such a rule silence says nothing");
}

#[test]
fn a_member_that_cannot_see_the_case_is_said_to_who_keeps_the_regime() {
    let mut house = house();
    house.committee(RegimeRule { silence_days: Some(7), ..RegimeRule::default() });
    let case = house.asked("Pipes", "Steel pipes", "restricted").unwrap();
    assert_eq!(house.duties(&case), [("control".to_owned(), DutyKind::SeatMember)]);
    let (leblanc, text) = (house.officer("leblanc"), case.id.to_string());
    assert!(house.office.seen_by(&leblanc.scope).case(&text).is_err(), "what is outside the scope does not exist");
    assert!(refused(house.vote("leblanc", &case, 1, Vote::Yes)).contains("There is no case"));
    house.days_later(30);
    assert_eq!(house.state(&case), CaseState::Open, "who could not see it did not consent by silence");
    house.operator(|deed| {
        ["leblanc", "smith", "rossi"].iter().try_for_each(|person| put_person(deed, person, Level::Restricted))
    });
    house.watch();
    assert_eq!(house.duties(&case), ballots(&["britain", "france", "italy"]));
    house.vote("smith", &case, 2, Vote::Yes).unwrap();
    house.days_later(8);
    assert_eq!(house.state(&case), CaseState::Approved);
}

#[test]
fn who_does_not_see_what_decides_hears_only_whom_to_ask() {
    let house = house();
    house.found(Regime { marking: Marking::at(Level::Confidential), ..committee(7, RegimeRule::default()) });
    let told = refused(house.pass("sokolov", &proposal("Steel pipes")));
    assert!(told.contains("ask control") && !told.contains("Embargo"), "{told}");
    let office = house.office.seen_by(&house.officer("sokolov").scope);
    assert!(office.regimes().unwrap().is_empty() && office.regime_page("E0000000000007").is_err());
}

#[test]
fn a_case_is_not_seen_without_what_it_is_about() {
    let house = house();
    house.committee(RegimeRule::default());
    let keep = |marking: &'static str| {
        house.operator(move |deed| {
            let id = NeedId::new("pipes")?;
            let draft = Need::draft(id, "Pipes", UnitId::new("works")?, post("engineer"));
            deed.keep_need(&Need { stage: Stage::Accepted, marking: Marking::read(marking), ..draft })?;
            Ok(())
        });
    };
    keep("open");
    house.lay("sokolov", &proposal("Steel pipes")).unwrap();
    let office = |person: &str| house.office.seen_by(&house.officer(person).scope);
    let about = Thing::new(Noun::Need, "pipes");
    assert_eq!(office("leblanc").cases_about(&about).unwrap().len(), 1);
    let case = office("leblanc").cases_about(&about).unwrap().remove(0);
    keep("restricted");
    assert!(office("leblanc").cases_about(&about).unwrap().is_empty());
    assert!(office("leblanc").case(&case.id.to_string()).is_err());
    let facts = |person: &str| office(person).history(&Thing::new(Noun::Case, case.id)).unwrap().len();
    assert_eq!((facts("leblanc"), facts("kuznetsov") > 0), (0, true), "nor what the ledger says of it");
    assert_eq!(house.page(&case).case.marking.level, Level::Restricted);
}

#[test]
fn a_member_lets_its_own_through_on_a_stated_ground_and_all_are_told() {
    let mut house = house();
    house.committee(RegimeRule { discretion: true, valid_days: Some(30), ..RegimeRule::default() });
    house.operator(|deed| {
        put_person(deed, "brown", Level::Internal)?;
        appoint(deed, "brown", "britain", Standing::Deputy)
    });
    let case = house.case();
    house.vote("leblanc", &case, 1, Vote::No).unwrap();
    assert_eq!(house.state(&case), CaseState::Refused);
    let of = |number| desk::MotionMade { member: Some(number), ..motion(MotionKind::Discretion) };
    assert!(refused(house.propose("rossi", &case, of(3))).contains("its own alone"), "it goes to Britain");
    assert!(refused(house.propose("leblanc", &case, of(2))).contains("do not act"));
    let silent = desk::MotionMade { reason: " ".to_owned(), ..of(2) };
    assert!(refused(house.propose("smith", &case, silent)).contains("Write why"));
    house.propose("smith", &case, of(2)).unwrap();
    assert!(house.duties(&case).contains(&("britain".to_owned(), DutyKind::Second)));
    let seen = (case.id, case.over);
    let answer = |person: &str| house.act(person, move |writer, turn| answer_motion(writer, turn, seen, 1, (true, "")));
    assert!(refused(answer("smith")).contains("second person"));
    assert!(refused(answer("rossi")).contains("power"));
    assert_eq!(answer("brown").unwrap().state, CaseState::Discretion);
    let hear = |post: &str| (post.to_owned(), DutyKind::HearCase);
    assert_eq!(house.duties(&case), [hear("control"), hear("engineer"), hear("france"), hear("italy")]);
    let page = house.office.regime_page(&case.regime.to_string()).unwrap();
    assert_eq!(page.overridden.iter().map(|one| one.id).collect::<Vec<_>>(), [case.id]);
    assert_eq!(page.overridden[0].reason, "Because");
    assert_eq!(page.overriders.get(&case.id).map(String::as_str), Some("Britain"));
    house.days_later(31);
    assert_eq!(house.state(&case), CaseState::Expired, "it is good no longer than a yes of the regime");
    // Where the rule knows none, nobody has any.
    let strict = self::house::house();
    strict.committee(RegimeRule::default());
    let case = strict.case();
    assert!(refused(strict.propose("smith", &case, of(2))).contains("knows no national discretion"));
}

#[test]
fn conditions_are_proposed_by_one_and_put_by_another_and_void_the_votes_before() {
    let mut house = house();
    house.committee(RegimeRule { silence_days: Some(7), ..RegimeRule::default() });
    let case = house.case();
    house.vote("leblanc", &case, 1, Vote::Yes).unwrap();
    let condition = CaseCondition::new("No copies are handed on", post("engineer"), house.today.plus_days(60));
    let made = desk::MotionMade { conditions: vec![condition], ..motion(MotionKind::Conditions) };
    assert!(refused(house.propose("sokolov", &case, made.clone())).contains("somebody else decides"));
    assert!(refused(house.propose("chief", &case, made.clone())).contains("for the members"));
    house.propose("rossi", &case, made.clone()).unwrap();
    assert!(refused(house.propose("smith", &case, made)).contains("waits for a second person"));
    house.days_later(5);
    let seen = (case.id, case.over);
    let put = house.act("kuznetsov", move |writer, turn| answer_motion(writer, turn, seen, 1, (true, ""))).unwrap();
    assert_ne!(put.over, case.over);
    assert_eq!(house.duties(&case), ballots(&["britain", "france", "italy"]), "who voted votes anew");
    assert!(refused(house.vote("smith", &case, 2, Vote::Yes)).contains("changed since you saw it"));
    house.days_later(4);
    assert_eq!(house.state(&case), CaseState::Open, "silence runs from what is asked now");
    assert_eq!(house.approve(&put).state, CaseState::Conditional);
    let expected = [("engineer".to_owned(), DutyKind::HearCase), ("engineer".to_owned(), DutyKind::KeepCondition)];
    assert_eq!(house.duties(&case), expected);
}

#[test]
fn a_broken_condition_shuts_the_gate_and_the_case_is_decided_anew() {
    let house = house();
    let conditions = vec![UsualCondition { text: "Report the use".to_owned(), days: 90 }];
    house.found(Regime { conditions, ..committee(7, RegimeRule::default()) });
    let asked = proposal("Steel pipes");
    house.lay("sokolov", &asked).unwrap();
    let case = house.office.cases_about(&asked.about).unwrap().remove(0);
    assert_eq!(house.approve(&case).state, CaseState::Conditional);
    house.pass("sokolov", &asked).unwrap();
    let say = |person: &str, state, words: &'static str, evidence| {
        let seen = (case.id, house.page(&case).case.revision);
        let said = ConditionSaid { position: 0, state, words: words.to_owned(), evidence };
        house.act(person, move |writer, turn| say_condition(writer, turn, seen, said))
    };
    let nothing = Some(Thing::new(Noun::Record, "R0000000000000"));
    assert!(refused(say("sokolov", ConditionState::Kept, "Reported", nothing)).contains("is not there"));
    assert!(refused(say("sokolov", ConditionState::Kept, " ", None)).contains("what shows it"));
    assert!(refused(say("smith", ConditionState::Kept, "Reported", None)).contains("do not act"));
    say("sokolov", ConditionState::Kept, "Reported", None).unwrap();
    assert_eq!(house.duties(&case), [("engineer".to_owned(), DutyKind::HearCase)]);
    assert!(refused(say("sokolov", ConditionState::Broken, "Not so", None)).contains("somebody else decides"));
    let next = say("smith", ConditionState::Broken, "It was found at another works", None).unwrap();
    assert_eq!((next.state, next.follows), (CaseState::Open, Some(case.id)));
    assert_eq!(house.state(&case), CaseState::Reopened);
    assert!(refused(house.pass("sokolov", &asked)).contains("has not decided yet"));
    assert_eq!(next.conditions.len(), 1, "what it was under is decided on again");
    house.approve(&next);
    house.pass("sokolov", &asked).unwrap();
}

#[test]
fn two_persons_find_that_no_case_is_needed() {
    let house = house();
    house.committee(RegimeRule::default());
    let case = house.case();
    let made = desk::MotionMade { ground: Some(ExemptGround::PublicDomain), ..motion(MotionKind::Exempt) };
    assert!(refused(house.propose("kuznetsov", &case, motion(MotionKind::Exempt))).contains("which ground"));
    house.propose("kuznetsov", &case, made).unwrap();
    assert_eq!(
        house.duties(&case).iter().filter(|duty| duty.1 == DutyKind::Second).count(),
        3,
        "the keeper asks the members"
    );
    let seen = (case.id, case.over);
    let own = house.act("kuznetsov", move |writer, turn| answer_motion(writer, turn, seen, 1, (true, "")));
    assert!(refused(own).contains("second person"));
    let done = house.act("smith", move |writer, turn| answer_motion(writer, turn, seen, 1, (true, "In every library")));
    assert_eq!(done.unwrap().state, CaseState::Exempt);
    assert_eq!(house.duties(&case), [("engineer".to_owned(), DutyKind::HearCase)]);
}

#[test]
fn what_was_decided_is_good_for_its_time_and_then_asked_again() {
    let mut house = house();
    house.committee(RegimeRule { valid_days: Some(30), ..RegimeRule::default() });
    let asked = proposal("Steel pipes");
    house.lay("sokolov", &asked).unwrap();
    let case = house.office.cases_about(&asked.about).unwrap().remove(0);
    house.approve(&case);
    house.today = house.today.plus_days(30);
    house.pass("sokolov", &asked).unwrap();
    house.today = house.today.plus_days(1);
    assert!(refused(house.pass("sokolov", &asked)).contains("no longer good"), "also before anybody looked");
    house.watch();
    assert_eq!(house.state(&case), CaseState::Expired);
    let seen = (case.id, house.page(&case).case.revision);
    let again = house.act("sokolov", move |writer, turn| ask_again(writer, turn, seen)).unwrap();
    house.approve(&again);
    house.pass("sokolov", &asked).unwrap();
}

#[test]
fn what_is_weighed_again_and_found_the_same_stays() {
    let house = house();
    house.committee(RegimeRule::default());
    let case = house.case();
    house.approve(&case);
    let n = house.act("kuznetsov", |writer, turn| {
        let (who, now) = (turn.officer.person.id.to_string(), turn.now);
        writer.transact(&who, now, |deed| reweigh(deed, turn))
    });
    assert_eq!((n.unwrap(), house.state(&case)), (0, CaseState::Approved));
    house.weigh();
    assert_eq!(house.state(&case), CaseState::Approved);
    // One that was kept over something else, as before a list changed, is asked anew; its members hear of it by their ballots.
    let stale = house.page(&case).case;
    house.operator(move |deed| {
        let fact = deed.fact(model::Verb::Revised, Thing::new(Noun::Case, stale.id));
        Ok(deed.keep_case(&model::ControlCase { over: [1; 32], ..stale }, &fact)?)
    });
    house.weigh();
    assert_eq!(house.state(&case), CaseState::Void);
    let next = house.page(&case).followed_by.unwrap();
    let next = house.office.case(&next.to_string()).unwrap();
    assert_eq!((next.state, next.over), (CaseState::Open, case.over));
    assert_eq!(house.duties(&next), ballots(&["britain", "france", "italy"]));
    house.weigh();
    assert_eq!(house.state(&next), CaseState::Open);
}

#[test]
fn a_case_of_which_nobody_spoke_shows_what_the_lists_say_by_now() {
    let house = house();
    house.committee(RegimeRule::default());
    let case = house.case();
    let before = model::Basis {
        lists: vec![("parties".to_owned(), 1)],
        entries: vec![("items".to_owned(), "1A001".to_owned())],
        screening: Some([7; 32]),
        hit: true,
    };
    let (held, known) = (house.page(&case).case, before.clone());
    house.operator(move |deed| {
        let fact = deed.fact(model::Verb::Revised, Thing::new(Noun::Case, held.id));
        Ok(deed.keep_case(&model::ControlCase { over: [1; 32], basis: known, ..held }, &fact)?)
    });
    assert_eq!(house.page(&case).case.basis, before);
    house.weigh();
    let now = house.page(&case).case;
    assert_eq!((now.state, now.over, now.basis), (CaseState::Open, case.over, case.basis));
}

#[test]
fn a_binding_regime_forbids_by_its_clause_without_a_vote() {
    let house = house();
    let forbids = Trigger {
        clause: "Article 171".to_owned(),
        words: vec!["armoured vehicle*".to_owned(), "tank".to_owned()],
        prohibits: true,
        ..Trigger::default()
    };
    let treaty = Regime { binding: true, triggers: vec![forbids], ..committee(8, RegimeRule::default()) };
    house.found(treaty);
    let asked = proposal("Drawings of an armoured vehicle");
    house.lay("sokolov", &asked).unwrap();
    let case = house.office.cases_about(&asked.about).unwrap().remove(0);
    assert_eq!((case.state, case.reason.as_str()), (CaseState::Forbidden, "Article 171: armoured vehicle*"));
    assert!(refused(house.pass("sokolov", &asked)).contains("rules this out by Article 171"));
    assert!(refused(house.vote("leblanc", &case, 1, Vote::Yes)).contains("not open"));
    house.lay("sokolov", &proposal("Drawings of a tractor")).unwrap();
    house.pass("sokolov", &proposal("Drawings of a tractor")).unwrap();
}

#[test]
fn the_lists_show_what_is_to_be_voted_on_and_what_was_asked() {
    let house = house();
    house.committee(RegimeRule::default());
    let case = house.case();
    let other = house.asked("Computers", "Computers for a ministry", "open").unwrap();
    house.approve(&other);
    let shown = |person: &str, view| {
        let officer = house.officer(person);
        let search = desk::CaseSearch { view: Some(view), ..desk::CaseSearch::default() };
        let found = house.office.cases(&search, &officer).unwrap().0.len();
        assert_eq!(house.office.case_counts(&officer).unwrap()[&view], found);
        found
    };
    assert_eq!((shown("smith", CaseView::Mine), shown("sokolov", CaseView::Mine)), (1, 0));
    house.vote("smith", &case, 2, Vote::Yes).unwrap();
    assert_eq!((shown("smith", CaseView::Mine), shown("sokolov", CaseView::Asked)), (0, 2));
    assert_eq!((shown("smith", CaseView::Open), shown("smith", CaseView::Decided)), (1, 1));
}
