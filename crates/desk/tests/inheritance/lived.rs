//! Biographies: what a reader is told of a thread is what that reader sees of each thing on it, all of it, in the order of its days.

use model::{Biography, LifeStage, Thing, is_of_life};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::graph::Graph;
use crate::house::House;

/// Looks at the biography of every thing as every reader. Answers how many things were told of beside the one that was asked for.
pub fn through_all_biographies(house: &House, graph: &Graph) -> Result<usize, TestCaseError> {
    let mut n_told = 0;
    for reader in house.readers() {
        let office = house.office.seen_by(&house.officer(reader.name).scope);
        for at in 0..graph.nodes.len() {
            let start = graph.thing(at);
            let told = office.biography(&start, house.today());
            if LifeStage::of(start.noun).is_none() || !graph.may_read(reader, at) {
                prop_assert!(told.is_err(), "{} is told of {start}", reader.name);
                continue;
            }
            // Some things the office shows to fewer than the oracle would let see them.
            let Ok(told) = told else { continue };
            is_seen(graph, reader, &told)?;
            is_whole(&office, &told)?;
            n_told += told.things.len() - 1;
        }
    }
    Ok(n_told)
}

/// Nothing on it that the reader may not read.
fn is_seen(graph: &Graph, reader: &crate::house::Member, told: &Biography) -> Result<(), TestCaseError> {
    let documents = told.events.iter().flat_map(|event| &event.documents);
    let tied = told.ties.iter().flat_map(|tie| [&tie.earlier, &tie.later]);
    for thing in told.things.iter().chain(documents).chain(tied) {
        for at in (0..graph.nodes.len()).filter(|at| graph.thing(*at) == *thing) {
            prop_assert!(graph.may_read(reader, at), "{} is told of {thing} on the way of {}", reader.name, told.start);
        }
    }
    Ok(())
}

/// Days in order, and every fact of the life of each thing told once.
fn is_whole(office: &desk::Office, told: &Biography) -> Result<(), TestCaseError> {
    prop_assert!(told.events.windows(2).all(|pair| pair[0].on <= pair[1].on));
    prop_assert!(!told.is_cut(), "the offices of this test are small");
    for thing in &told.things {
        let own = |object: &str| Thing::parse(object).as_ref() == Some(thing);
        for held in office.history(thing)? {
            let fact = &held.fact;
            if own(&fact.object) && is_of_life(fact.verb) && LifeStage::of_fact(thing.noun, fact.verb).is_some() {
                let said = |event: &&model::LifeEvent| {
                    event.thing == *thing && event.happened == model::Happened::Fact(fact.verb)
                };
                prop_assert!(told.events.iter().any(|event| said(&event)), "{} of {thing} is not told", fact.verb);
            }
        }
    }
    Ok(())
}
