//! Requests for specialists paired with the roster: the exact pairing at the sizes that are paired at once, beside the greedy one.

use std::time::Instant;

use model::{PAIRING_SIDE_MAX, PairWeights};

/// Weights that look like fits: most pairs must not be, the others bring from 1 to 100.
fn weights(side: usize) -> PairWeights {
    let mut state: u64 = 19_310_110;
    PairWeights::of(side, side, |_, _| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let drawn = (state >> 33) % 400;
        u32::try_from(drawn).ok().filter(|drawn| (1..=100).contains(drawn))
    })
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Prints a row for each size.
pub fn measure(runs: usize) {
    println!("\n| rows and columns | exact ms | greedy ms | exact brings | greedy brings |\n|---|---|---|---|---|");
    for side in [30, 100, PAIRING_SIDE_MAX] {
        let weights = weights(side);
        let (mut exact, mut greedy) = (Vec::new(), Vec::new());
        for _ in 0..runs.max(1) {
            let at = Instant::now();
            let _ = weights.best();
            exact.push(at.elapsed().as_secs_f64() * 1_000.0);
            let at = Instant::now();
            let _ = weights.greedy();
            greedy.push(at.elapsed().as_secs_f64() * 1_000.0);
        }
        let brings = (weights.best().0.total, weights.greedy().total);
        println!("| {side} | {:.1} | {:.1} | {} | {} |", median(exact), median(greedy), brings.0, brings.1);
    }
}
