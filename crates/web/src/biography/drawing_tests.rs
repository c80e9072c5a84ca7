//! The drawing shows every happening once, in the order of its days, and nothing beside itself.

use std::collections::BTreeMap;

use model::{Biography, Date, FoundLife, Happened, LifeEvent, LifeStage, Noun, Thing, Verb};
use press::Shape;

use super::*;
use crate::speech::Tongue;

fn told(days: &[(i64, usize)]) -> Told {
    let thing = |stage: usize| Thing::new(Noun::Sample, stage);
    let events = days.iter().map(|(number, stage)| LifeEvent {
        on: Date::of_number(*number),
        stage: LifeStage::ALL[*stage],
        happened: Happened::Fact(Verb::Stated),
        thing: thing(*stage),
        post: None,
        documents: Vec::new(),
        note: String::new(),
        class: None,
    });
    let found = FoundLife { things: (0..10).map(thing).collect(), events: events.collect(), ..FoundLife::default() };
    let today = Date::of_number(0);
    let biography = Biography::of(thing(0), found, today);
    Told { biography, names: BTreeMap::new(), posts: BTreeMap::new(), today }
}

/// Where the corners of a shape are; words stand where they begin.
fn corners(shape: &Shape) -> Vec<(i32, i32)> {
    match shape {
        Shape::Line { from, to, .. } => vec![*from, *to],
        Shape::Area { at, size, .. } => vec![*at, (at.0 + size.0, at.1 + size.1)],
        Shape::Dot { at, radius, .. } => vec![(at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius)],
        Shape::Words { at, .. } => vec![*at],
    }
}

/// Numbers that look drawn and are the same in every run.
fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

#[test]
fn every_happening_is_in_one_dot_and_all_is_within_the_drawing() {
    for seed in 0..200 {
        let mut number = numbers(seed);
        let n = 1 + number(120);
        // Some threads lie within weeks, others within two centuries.
        let span = [20, 2_000, 80_000][seed as usize % 3];
        let days: Vec<(i64, usize)> = (0..n).map(|_| (number(span) as i64 - 40_000, number(10) as usize)).collect();
        let told = told(&days);
        for lie in [Lie::Lying, Lie::Upright] {
            let drawing = drawn(Speech::of(Tongue::English), &told, lie);
            for (x, y) in drawing.shapes.iter().flat_map(corners) {
                let is_within = (0..=drawing.width).contains(&x) && (0..=drawing.height).contains(&y);
                assert!(is_within, "{x} {y} {lie:?}, seed {seed}");
            }
            let measures = measures(&told.biography, lie);
            let places = places(&told.biography, &measures);
            assert!(places.windows(2).all(|pair| pair[0] <= pair[1]), "seed {seed}");
            let clusters = clusters(&told.biography, &places, measures.near);
            let mut within: Vec<usize> = clusters.iter().flat_map(|cluster| cluster.events.clone()).collect();
            within.sort_unstable();
            assert_eq!(within, (0..told.biography.events.len()).collect::<Vec<_>>(), "seed {seed}");
            let n_dots = drawing.shapes.iter().filter(|shape| matches!(shape, Shape::Dot { .. })).count();
            assert_eq!(n_dots, clusters.len(), "seed {seed}");
        }
    }
}

#[test]
fn text_is_cut_where_room_ends_and_han_is_twice_as_wide() {
    assert_eq!(cut("Need", 40, 11), "Need");
    assert_eq!(cut("Semiconductor rectifiers", 60, 10), "Semicond…");
    assert!(
        cut("半导体整流器的需求", 60, 10).chars().count() < cut("Semiconductor rectifiers", 60, 10).chars().count()
    );
}
