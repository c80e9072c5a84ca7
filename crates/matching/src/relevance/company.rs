//! Company: words that stand in the same records are near each other.
//!
//! Latent semantic analysis (Deerwester and others 1990) of the history of the office: the directions in which its records differ
//! most, found by subspace iteration with a fixed start (Halko, Martinsson and Tropp 2011). Three examples say little by their words
//! and much by their direction. A judgement on a direction is a judgement on all its words, so what comes out is still a weight for
//! each sign, and can be explained.

use super::vector::Signed;

/// Directions that are kept.
pub(super) const DIRECTIONS: usize = 200;

/// How often the directions are improved. A third time changes what is near the last of them.
const ROUNDS: usize = 3;

/// The least length of a column that is still divided by.
const TINY: f64 = 1e-9;

/// Each sign's place in the directions, row by row; `n_directions` numbers a sign.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Company {
    pub n_directions: usize,
    pub places: Vec<f32>,
}

impl Company {
    /// Of these records over `n_signs` signs. Fewer directions are kept where there are few records.
    pub fn learn(records: &[Signed], n_signs: usize) -> Company {
        // Eight at a time, for the processor.
        let k = DIRECTIONS.min(records.len() / 8) / 8 * 8;
        if k == 0 {
            return Company::default();
        }
        let mut seed = 0x5eed_u64;
        let mut places: Vec<f32> = (0..n_signs * k).map(|_| spread(&mut seed)).collect();
        let mut rows = vec![0.0f32; records.len() * k];
        for round in 0..ROUNDS {
            for (record, row) in records.iter().zip(rows.chunks_exact_mut(k)) {
                row.fill(0.0);
                for (sign, weight) in record {
                    add(row, &places[*sign as usize * k..][..k], *weight);
                }
            }
            upright(&mut rows, k);
            places.fill(0.0);
            for (record, row) in records.iter().zip(rows.chunks_exact(k)) {
                for (sign, weight) in record {
                    add(&mut places[*sign as usize * k..][..k], row, *weight);
                }
            }
            // Any upright basis of the directions serves: likeness and logistic regression see the same from each.
            if round + 1 < ROUNDS {
                upright(&mut places, k);
            }
        }
        upright(&mut places, k);
        Company { n_directions: k, places }
    }

    /// The direction of a record, of unit length or nought.
    pub fn direction(&self, record: &Signed) -> Vec<f32> {
        let k = self.n_directions;
        let mut direction = vec![0.0; k];
        if k > 0 {
            for (sign, weight) in record {
                add(&mut direction, &self.places[*sign as usize * k..][..k], *weight);
            }
        }
        let length = direction.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length > 0.0 {
            direction.iter_mut().for_each(|x| *x /= length);
        }
        direction
    }

    /// The place of a sign.
    pub fn place(&self, sign: u32) -> &[f32] {
        &self.places[sign as usize * self.n_directions..][..self.n_directions]
    }
}

fn add(into: &mut [f32], from: &[f32], times: f32) {
    into.iter_mut().zip(from).for_each(|(into, from)| *into += times * from);
}

/// A number about nought that looks like chance (xorshift, Marsaglia 2003).
fn spread(seed: &mut u64) -> f32 {
    let mut sum = 0.0;
    for _ in 0..4 {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        sum += (*seed >> 40) as f32 / (1u64 << 24) as f32 - 0.5;
    }
    sum
}

/// Makes the columns upright to each other and of unit length, by the triangle of their products (Cholesky), twice, because once
/// leaves what was rounded.
fn upright(rows: &mut [f32], k: usize) {
    for _ in 0..2 {
        let products = products(rows, k);
        let mut triangle = vec![0.0f64; k * k];
        for i in 0..k {
            for j in 0..=i {
                let held: f64 = (0..j).map(|p| triangle[i * k + p] * triangle[j * k + p]).sum();
                let rest = products[i * k + j] - held;
                triangle[i * k + j] = if i == j { rest.max(TINY).sqrt() } else { rest / triangle[j * k + j] };
            }
        }
        let triangle: Vec<f32> = triangle.into_iter().map(|x| x as f32).collect();
        for row in rows.chunks_exact_mut(k) {
            for i in 0..k {
                let held: f32 = triangle[i * k..][..i].iter().zip(&row[..i]).map(|(a, b)| a * b).sum();
                row[i] = (row[i] - held) / triangle[i * k + i];
            }
        }
    }
}

/// The products of the columns with each other, in double precision over blocks.
fn products(rows: &[f32], k: usize) -> Vec<f64> {
    const BLOCK: usize = 512;
    let mut products = vec![0.0f64; k * k];
    let mut block = vec![0.0f32; k * k];
    for some in rows.chunks(BLOCK * k) {
        block.fill(0.0);
        for row in some.chunks_exact(k) {
            for (p, x) in row.iter().enumerate().filter(|(_, x)| **x != 0.0) {
                add(&mut block[p * k + p..(p + 1) * k], &row[p..], *x);
            }
        }
        products.iter_mut().zip(&block).for_each(|(sum, x)| *sum += f64::from(*x));
    }
    for p in 0..k {
        for q in 0..p {
            products[p * k + q] = products[q * k + p];
        }
    }
    products
}
