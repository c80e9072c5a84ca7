//! Promises of the relevance model, on simulated readers of a known truth.

use ::model::{Record, Text};

use super::*;
use crate::Forms;

/// A stream of numbers that a seed decides (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 20) % n as u64) as usize
    }
}

const MATTERS: &[&[&str]] = &[
    &["rectifier", "silicon", "diode", "locomotive", "voltage", "junction", "cooling", "traction"],
    &["polymer", "fibre", "spinning", "nozzle", "viscose", "thread", "melt", "draw"],
    &["furnace", "steel", "ingot", "slag", "oxygen", "converter", "casting", "ladle"],
    &["turbine", "blade", "steam", "rotor", "bearing", "condenser", "nickel", "creep"],
    &["maize", "seed", "hybrid", "soil", "harvest", "yield", "tractor", "plough"],
];

/// A record of one matter, with words of others in it, as records are.
fn record(chance: &mut Chance, matter: usize) -> Record {
    let mut text = String::new();
    for _ in 0..24 {
        let of = if chance.below(10) < 4 { matter } else { chance.below(MATTERS.len()) };
        text.push_str(MATTERS[of][chance.below(8)]);
        text.push_str(["", " of ", " works", " plant", " with "][chance.below(5)]);
        text.push(' ');
    }
    let title = format!("{} {}", MATTERS[matter][chance.below(8)], MATTERS[chance.below(5)][chance.below(8)]);
    Record { titles: vec![Text::plain(&*title)], abstracts: vec![Text::plain(&*text)], ..Record::default() }
}

struct Simulated {
    background: Background,
    stream: Vec<Vector>,
    matters: Vec<usize>,
    seeds: Vec<Vector>,
}

/// One record in twelve is of the matter that is asked for.
fn simulated(seed: u64) -> Simulated {
    let mut chance = Chance(seed);
    let draw = |chance: &mut Chance| if chance.below(12) == 0 { 0 } else { 1 + chance.below(4) };
    let mut learner = BackgroundLearner::default();
    for _ in 0..600 {
        let matter = draw(&mut chance);
        learner.add(&record(&mut chance, matter));
    }
    let background = learner.learn();
    let mut forms = Forms::default();
    let matters: Vec<usize> = (0..1_500).map(|_| draw(&mut chance)).collect();
    let stream = matters.iter().map(|matter| background.vector(&mut forms, &record(&mut chance, *matter))).collect();
    let seeds = (0..3).map(|_| background.vector(&mut forms, &record(&mut chance, 0))).collect();
    Simulated { background, stream, matters, seeds }
}

const WORTH: Wanted = Wanted::Worth { hit: 2.0 };

fn followed(one: &Simulated, wanted: Wanted, feedback: bool) -> (Relevance, Followed) {
    let mut model = Relevance::new(&one.background, &[], &one.seeds);
    let found = follow(&one.background, &mut model, &one.stream, wanted, feedback, &mut |at| one.matters[at] == 0);
    (model, found)
}

fn utility(found: &Followed) -> i64 {
    found.deliveries.iter().map(|one| if one.is_relevant { 2 } else { -1 }).sum()
}

#[test]
fn answers_make_deliveries_worth_more() {
    let (mut with, mut without) = (0, 0);
    for seed in 1..=3 {
        let one = simulated(seed);
        with += utility(&followed(&one, WORTH, true).1);
        without += utility(&followed(&one, WORTH, false).1);
    }
    assert!(with > without && with > 0, "{with} with answers, {without} without");
}

#[test]
fn a_stated_probability_holds() {
    let (mut stated, mut came) = (0.0, 0.0);
    let mut high = (0.0, 0.0);
    for seed in 1..=4 {
        for delivery in &followed(&simulated(seed), WORTH, true).1.deliveries[20..] {
            let is_relevant = f64::from(u8::from(delivery.is_relevant));
            stated += delivery.stated;
            came += is_relevant;
            if delivery.stated > 0.7 {
                high = (high.0 + delivery.stated, high.1 + is_relevant);
            }
        }
    }
    assert!(came > 50.0 && (stated / came - 1.0_f64).abs() < 0.15, "{stated} stated, {came} came");
    assert!((high.0 - high.1).abs() < 0.15 * high.0, "{high:?} above 0.7");
}

#[test]
fn a_wanted_load_is_kept_and_a_higher_precision_delivers_less() {
    let one = simulated(5);
    let (_, some) = followed(&one, Wanted::Load { share: 0.05 }, true);
    assert!((30..=140).contains(&some.deliveries.len()), "{} of 1500", some.deliveries.len());
    let (model, _) = followed(&one, WORTH, true);
    let [low, high] = [0.5, 0.9].map(|share| model.threshold(Wanted::Precision { share }));
    assert!(low < high, "{low} {high}");
    let (load, precision) = model.foreseen(Wanted::Precision { share: 0.5 });
    assert!(load > 0.0 && precision >= 0.5, "{load} {precision}");
}

#[test]
fn a_model_is_kept_and_goes_on_where_it_stood() {
    let one = simulated(6);
    let (mut model, _) = followed(&one, WORTH, true);
    let bytes = model.to_bytes();
    let background = Background::from_bytes(&one.background.to_bytes()).unwrap();
    assert_eq!(background, one.background);
    let mut kept = Relevance::from_bytes(&bytes, &background).unwrap();
    for model in [&mut model, &mut kept] {
        model.learn(&background, &one.stream[7], None, Judgement::RELEVANT);
    }
    let [a, b] = [&model, &kept].map(|model| model.assess(&one.stream[8]));
    assert!((a.probability - b.probability).abs() < 1e-3, "{a:?} {b:?}");
    assert_eq!(kept.n_answers(), model.n_answers());
    // Cut anywhere it is nothing, and of another background neither.
    for length in (0..bytes.len()).step_by(997) {
        assert_eq!(Relevance::from_bytes(&bytes[..length], &background), None);
    }
    assert_eq!(Relevance::from_bytes(&bytes, &simulated(7).background), None);
}

#[test]
fn the_same_answers_make_the_same_model_byte_by_byte() {
    let [a, b] = [simulated(8), simulated(8)].map(|one| followed(&one, WORTH, true).0.to_bytes());
    assert!(a == b);
}

#[test]
fn a_record_is_explained_by_the_signs_that_count_most() {
    let one = simulated(9);
    let (model, _) = followed(&one, WORTH, true);
    let at = one.matters.iter().position(|matter| *matter == 0).unwrap();
    let told = model.explain(&one.background, &one.stream[at], WORTH);
    assert_eq!(told.telling.len(), TELLING_MAX);
    assert_eq!(told.assessed, model.assess(&one.stream[at]));
    let (best, keys) = (&told.telling[0], MATTERS[0].map_keys());
    assert!(best.weight > 0.0 && keys.iter().any(|key| best.sign.contains(key)), "{:?}", told.telling);
}

trait Keys {
    fn map_keys(&self) -> Vec<String>;
}

impl Keys for &[&str] {
    fn map_keys(&self) -> Vec<String> {
        // Long enough to be in the stem, whatever it is.
        self.iter().map(|word| word.chars().take(5).collect()).collect()
    }
}

#[test]
fn without_anything_asked_and_of_an_empty_office_it_says_little_and_fails_at_nothing() {
    let background = BackgroundLearner::default().learn();
    let model = Relevance::new(&background, &[], &[]);
    let nothing = background.vector(&mut Forms::default(), &record(&mut Chance(3), 0));
    let assessed = model.assess(&nothing);
    assert!(nothing.is_empty() && assessed.probability.is_finite());
    assert!(model.explain(&background, &nothing, Wanted::Load { share: 0.1 }).telling.is_empty());
}
