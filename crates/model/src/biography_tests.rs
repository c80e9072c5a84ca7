//! Biographies: nothing is lost but by the bounds, days are in order, and gaps are where nothing is.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::{
    BIOGRAPHY_EVENTS_MAX, BIOGRAPHY_THINGS_MAX, BIOGRAPHY_WAIT_DAYS, Biography, Date, EvidenceClass, FoundLife, Gap,
    Happened, LifeEvent, LifeStage, Noun, Rung, Thing, Verb,
};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn event(on: Date, stage: LifeStage, thing: &Thing) -> LifeEvent {
    LifeEvent {
        on,
        stage,
        happened: Happened::Fact(Verb::Stated),
        thing: thing.clone(),
        post: None,
        documents: Vec::new(),
        note: String::new(),
        class: None,
    }
}

fn told(days: &[(&str, LifeStage)], is_over: bool, today: &str) -> Biography {
    let need = Thing::new(Noun::Need, "diesel");
    let events = days.iter().map(|(on, stage)| event(day(on), *stage, &need)).collect();
    let found = FoundLife { things: vec![need.clone()], events, is_over, ..FoundLife::default() };
    Biography::of(need, found, day(today))
}

#[test]
fn stages_between_that_nobody_tells_of_are_one_gap() {
    use LifeStage::{Acquisition, Adoption, Decision, Delivery, Disposition, Match, Need, Record, Source};
    let told = told(
        &[("1956-01-01", Need), ("1956-02-01", Record), ("1956-03-01", Acquisition), ("1956-04-01", Adoption)],
        true,
        "1956-05-01",
    );
    let gaps = [Gap::Missing { first: Source, last: Source }, Gap::Missing { first: Match, last: Decision }];
    assert_eq!(told.gaps, gaps);
    assert!(Match < Delivery && Delivery < Disposition && Disposition < Decision);
}

#[test]
fn what_comes_behind_the_furthest_stage_is_no_gap() {
    assert_eq!(told(&[("1956-01-01", LifeStage::Need)], false, "1956-02-01").gaps, []);
    assert_eq!(told(&[], false, "1956-02-01").gaps, []);
}

#[test]
fn a_wait_is_told_when_it_is_longer_than_half_a_year_and_a_thread_that_is_over_waits_no_more() {
    let days = [("1955-01-01", LifeStage::Need), ("1956-01-01", LifeStage::Need)];
    let waited =
        Gap::Waited { from: day("1955-01-01"), until: day("1956-01-01"), stage: LifeStage::Need, still: false };
    let stands = Gap::Waited { from: day("1956-01-01"), until: day("1957-01-01"), stage: LifeStage::Need, still: true };
    assert_eq!(told(&days, true, "1957-01-01").gaps, std::slice::from_ref(&waited));
    assert_eq!(told(&days, false, "1957-01-01").gaps, [waited.clone(), stands]);
    assert_eq!(waited.days(), Some(365));
    let until = day("1955-01-01").plus_days(BIOGRAPHY_WAIT_DAYS).to_string();
    assert_eq!(told(&[("1955-01-01", LifeStage::Need), (&until, LifeStage::Need)], true, "1957-01-01").gaps, []);
}

#[test]
fn deciding_about_what_is_acquired_is_a_stage_of_its_own() {
    assert_eq!(LifeStage::of_fact(Noun::Mission, Verb::Approved), Some(LifeStage::Decision));
    assert_eq!(LifeStage::of_fact(Noun::Mission, Verb::Departed), Some(LifeStage::Acquisition));
    assert_eq!(LifeStage::of_fact(Noun::Need, Verb::Accepted), Some(LifeStage::Need));
    assert_eq!(LifeStage::of_fact(Noun::Host, Verb::Stated), None);
}

#[test]
fn use_that_is_claimed_and_not_verified_is_a_gap_until_it_is_measured() {
    let press = Thing::new(Noun::Adoption, "A1");
    let reached = |on: &str, rung: Rung, class: EvidenceClass| LifeEvent {
        happened: Happened::Reached(rung),
        class: Some(class),
        ..event(day(on), LifeStage::Adoption, &press)
    };
    let gaps = |events: Vec<LifeEvent>| {
        let found = FoundLife { things: vec![press.clone()], events, is_over: true, ..FoundLife::default() };
        let told = Biography::of(press.clone(), found, day("1957-06-01"));
        told.gaps.into_iter().filter(|gap| matches!(gap, Gap::Weak { .. })).collect::<Vec<_>>()
    };
    let pilot = reached("1957-01-01", Rung::Pilot, EvidenceClass::Told);
    let told = reached("1957-02-01", Rung::Production, EvidenceClass::Told);
    let document = reached("1957-03-01", Rung::Production, EvidenceClass::Document);
    let measured = reached("1957-04-01", Rung::Production, EvidenceClass::Measured);
    let weak = |class| Gap::Weak { thing: press.clone(), rung: Rung::Production, class };
    assert_eq!(gaps(vec![pilot.clone()]), []);
    assert!(!pilot.is_weak() && told.is_weak() && document.is_weak() && !measured.is_weak());
    assert_eq!(gaps(vec![pilot.clone(), told.clone()]), [weak(EvidenceClass::Told)]);
    assert_eq!(gaps(vec![told.clone(), document.clone()]), [weak(EvidenceClass::Document)]);
    assert_eq!(gaps(vec![pilot, told, document, measured]), []);
}

proptest! {
    #[test]
    fn no_event_is_lost_but_by_the_stated_bound_and_days_are_in_order(
        drawn in proptest::collection::vec((0usize..200, -5_000i64..5_000, 0usize..10), 0..600),
        n_things in 1usize..200,
        is_over in any::<bool>(),
    ) {
        let things: Vec<Thing> = (0..n_things).map(|at| Thing::new(Noun::Sample, at)).collect();
        let events: Vec<LifeEvent> = drawn
            .iter()
            .map(|(at, number, stage)| event(Date::of_number(*number), LifeStage::ALL[*stage], &things[at % n_things]))
            .collect();
        let found = FoundLife { things: things.clone(), events: events.clone(), is_over, ..FoundLife::default() };
        let told = Biography::of(things[0].clone(), found, Date::of_number(6_000));
        prop_assert!(told.things.len() <= BIOGRAPHY_THINGS_MAX && told.events.len() <= BIOGRAPHY_EVENTS_MAX);
        prop_assert_eq!(told.things.len() as u64 + told.n_beyond, n_things as u64);
        prop_assert_eq!(told.events.len() as u64 + told.n_events_beyond, events.len() as u64);
        prop_assert!(told.events.windows(2).all(|pair| pair[0].on <= pair[1].on));
        let kept: BTreeSet<&Thing> = told.things.iter().collect();
        prop_assert!(told.events.iter().all(|event| kept.contains(&event.thing) && events.contains(event)));
        // What happened to the thing that was asked for is never cut before that of others.
        let own = |events: &[LifeEvent]| events.iter().filter(|event| event.thing == things[0]).count();
        prop_assert_eq!(own(&told.events), own(&events).min(BIOGRAPHY_EVENTS_MAX));
        // A gap lies where nothing is.
        for gap in &told.gaps {
            match gap {
                Gap::Missing { first, last } => {
                    prop_assert!(told.events.iter().all(|event| event.stage < *first || event.stage > *last));
                }
                Gap::Waited { from, until, .. } => {
                    prop_assert!(told.events.iter().all(|event| event.on <= *from || event.on >= *until));
                }
                Gap::Weak { .. } => prop_assert!(false, "no rung was claimed"),
            }
        }
    }
}
