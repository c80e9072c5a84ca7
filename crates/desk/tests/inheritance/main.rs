//! What is made out of something is for nobody who may not see what it was made out of: random graphs of derivation over a real store,
//! narrowed at random places, read by every reader at every door. A word stands in each thing; who comes upon it is held against an oracle
//! that knows the markings as people wrote them, and no join.
#![allow(missing_docs)]

mod doors;
mod graph;
mod house;
mod lived;
mod oracle;

use std::collections::BTreeMap;

use proptest::prelude::*;

use doors::{Door, Sent, heard};
use graph::{Graph, Kind};
use house::{House, READERS, house};
use lived::through_all_biographies;
use oracle::MARKINGS;

/// One step in the life of an office.
#[derive(Clone, Debug)]
enum Step {
    /// Something is made, so marked, out of what these choose.
    Make(Kind, usize, [usize; 3]),
    /// Something is narrowed.
    Narrow(usize, usize),
}

/// What comes in by itself first, so that there is something to make things out of.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    let picks = || [any::<usize>(), any::<usize>(), any::<usize>()];
    let roots = (0..MARKINGS.len(), 0..MARKINGS.len(), 0..MARKINGS.len(), 0..MARKINGS.len(), picks());
    let made = (0..Kind::ALL.len(), 0..MARKINGS.len(), picks())
        .prop_map(|(kind, marking, picks)| Step::Make(Kind::ALL[kind], marking, picks));
    let narrowed = (any::<usize>(), 0..MARKINGS.len()).prop_map(|(pick, marking)| Step::Narrow(pick, marking));
    let later = prop::collection::vec(prop_oneof![5 => made, 2 => narrowed], 12..28);
    (roots, later).prop_map(|((record, need, host, event, picks), later)| {
        let roots = [(Kind::Record, record), (Kind::Need, need), (Kind::Host, host), (Kind::Event, event)];
        roots.into_iter().map(|(kind, marking)| Step::Make(kind, marking, picks)).chain(later).collect()
    })
}

fn took(house: &House, graph: &mut Graph, step: &Step) -> bool {
    match step {
        Step::Make(kind, marking, picks) => graph.make(house, *kind, MARKINGS[*marking], *picks),
        Step::Narrow(pick, marking) => graph.narrow(house, *pick, MARKINGS[*marking]),
    }
}

fn sent(house: &House) -> Sent {
    house.run();
    Sent { mails: house.mails(), told: house.told_to_webhooks() }
}

/// Goes through every door as every reader: no word reaches who may not read it. Answers how often one was met, by door.
fn through_all_doors(house: &House, graph: &Graph) -> Result<BTreeMap<Door, usize>, TestCaseError> {
    let sent = sent(house);
    let mut met = BTreeMap::new();
    for door in Door::ALL {
        for reader in &READERS {
            let heard = heard(house, graph, door, reader, &sent);
            for (at, node) in graph.nodes.iter().enumerate() {
                let is_met = heard.says(&node.word);
                *met.entry(door).or_default() += usize::from(is_met);
                prop_assert!(
                    !is_met || graph.may_read(reader, at),
                    "{} comes upon the {:?} {} at the door {door:?}: {:?}\n{}",
                    reader.name,
                    node.kind,
                    node.word,
                    node.markings,
                    told(graph)
                );
            }
        }
    }
    Ok(met)
}

/// The graph as one reads it.
fn told(graph: &Graph) -> String {
    let line = |(at, node): (usize, &graph::Node)| {
        format!("{at} {:?} {} {} {:?} from {:?}\n", node.kind, node.word, node.name, node.markings, node.from)
    };
    graph.nodes.iter().enumerate().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn nothing_reaches_a_reader_who_may_not_see_all_that_it_was_made_out_of(steps in steps()) {
        let (house, mut graph) = (house(), Graph::default());
        let half = steps.len() / 2;
        for step in &steps[..half] {
            took(&house, &mut graph, step);
        }
        through_all_doors(&house, &graph)?;
        for step in &steps[half..] {
            took(&house, &mut graph, step);
        }
        through_all_doors(&house, &graph)?;
        through_all_biographies(&house, &graph)?;
    }
}

/// One of each kind, open to all, made out of what is open.
fn open_graph(house: &House) -> Graph {
    let mut graph = Graph::default();
    for picks in [[0, 0, 0], [1, 1, 1]] {
        for kind in Kind::ALL {
            assert!(graph.make(house, kind, "open", picks) || picks[0] == 1, "a {kind:?} is made");
        }
    }
    graph
}

#[test]
fn what_is_open_is_met_at_every_door_and_in_every_kind() {
    // Without this the test above would be content with an office that says nothing.
    let house = house();
    let graph = open_graph(&house);
    let met = through_all_doors(&house, &graph).unwrap();
    for door in Door::ALL {
        // Facts name things and hold no words of theirs.
        let is_told = met[&door] > 0;
        assert_eq!(is_told, door != Door::History, "what is met at the door {door:?}: {met:?}");
    }
    let sent = Sent::default();
    for (at, node) in graph.nodes.iter().enumerate() {
        let said = |door| heard(&house, &graph, door, &READERS[0], &sent).says(&node.word);
        assert!(graph.may_read(&READERS[0], at) && Door::ALL.into_iter().any(said), "{:?}\n{}", node, told(&graph));
    }
}

#[test]
fn what_is_open_stands_in_the_biographies_of_what_was_made_out_of_it() {
    let house = house();
    let graph = open_graph(&house);
    let n_told = through_all_biographies(&house, &graph).unwrap();
    assert!(n_told > 50, "{n_told}");
}

#[test]
fn each_root_that_is_narrowed_takes_along_all_that_was_made_out_of_it() {
    for root in [Kind::Record, Kind::Need, Kind::Host, Kind::Event, Kind::Digest, Kind::Answer, Kind::Excerpt] {
        let house = house();
        let mut graph = open_graph(&house);
        let at = graph.nodes.iter().position(|node| node.kind == root).unwrap();
        through_all_doors(&house, &graph).unwrap();
        assert!(graph.narrow(&house, at, "confidential"), "{root:?}");
        through_all_doors(&house, &graph).unwrap_or_else(|failed| panic!("a {root:?} is narrowed: {failed}"));
    }
}
