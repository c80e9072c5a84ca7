//! Pairing against every other way, and against its own proof.

use proptest::prelude::*;

use super::*;

/// The most that any pairing weighs, by trying all.
fn tried(weights: &PairWeights, row: usize, taken: &mut Vec<bool>) -> u64 {
    if row == weights.n_rows() {
        return 0;
    }
    let mut best = tried(weights, row + 1, taken);
    for column in 0..weights.n_columns() {
        if let Some(weight) = weights.weight(row, column).filter(|_| !taken[column]) {
            taken[column] = true;
            best = best.max(u64::from(weight) + tried(weights, row + 1, taken));
            taken[column] = false;
        }
    }
    best
}

fn is_pairing(weights: &PairWeights, pairing: &Pairing) {
    let (mut rows, mut columns) = (vec![false; weights.n_rows()], vec![false; weights.n_columns()]);
    let mut total = 0;
    for (row, column) in &pairing.pairs {
        assert!(!rows[*row] && !columns[*column], "each once");
        (rows[*row], columns[*column]) = (true, true);
        total += u64::from(weights.weight(*row, *column).expect("a pair that must not be"));
    }
    assert_eq!(total, pairing.total);
}

fn is_proved(weights: &PairWeights, pairing: &Pairing, prices: &PairPrices) {
    assert!(prices.rows.iter().chain(&prices.columns).all(|price| *price >= 0), "{prices:?}");
    for row in 0..weights.n_rows() {
        for column in 0..weights.n_columns() {
            if let Some(weight) = weights.weight(row, column) {
                assert!(prices.rows[row] + prices.columns[column] >= i64::from(weight));
            }
        }
    }
    let sum: i64 = prices.rows.iter().chain(&prices.columns).sum();
    assert_eq!(u64::try_from(sum).unwrap(), pairing.total, "nothing weighs more than all prices together");
}

/// Weights with holes, of so many rows and columns at most.
fn weights(side: usize) -> impl Strategy<Value = PairWeights> {
    (0..=side, 0..=side).prop_flat_map(|(n_rows, n_columns)| {
        let cell = prop_oneof![1 => Just(None), 3 => (1u32..=100).prop_map(Some)];
        proptest::collection::vec(cell, n_rows * n_columns)
            .prop_map(move |cells| PairWeights::of(n_rows, n_columns, |row, column| cells[row * n_columns + column]))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_other_way_weighs_more(weights in weights(6)) {
        let (best, prices) = weights.best();
        is_pairing(&weights, &best);
        is_proved(&weights, &best, &prices);
        prop_assert_eq!(best.total, tried(&weights, 0, &mut vec![false; weights.n_columns()]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, ..ProptestConfig::default() })]

    #[test]
    fn among_many_its_own_prices_prove_it(weights in weights(60)) {
        let (best, prices) = weights.best();
        is_pairing(&weights, &best);
        is_proved(&weights, &best, &prices);
        let greedy = weights.greedy();
        is_pairing(&weights, &greedy);
        prop_assert!(greedy.total <= best.total && greedy.total * 2 >= best.total, "the greedy way is worth half at least");
        prop_assert_eq!(weights.best(), (best, prices));
    }
}

#[test]
fn the_best_pair_first_can_leave_the_other_alone() {
    let weights = PairWeights::of(2, 2, |row, column| [[Some(90), Some(80)], [Some(85), None]][row][column]);
    assert_eq!(weights.greedy(), Pairing { pairs: vec![(0, 0)], total: 90 });
    assert_eq!(weights.best().0, Pairing { pairs: vec![(0, 1), (1, 0)], total: 165 });
}

#[test]
fn nobody_and_nothing_are_paired_with_nothing() {
    for (n_rows, n_columns) in [(0, 0), (0, 3), (3, 0), (2, 2)] {
        assert_eq!(PairWeights::of(n_rows, n_columns, |_, _| None).best().0, Pairing::default());
    }
}
