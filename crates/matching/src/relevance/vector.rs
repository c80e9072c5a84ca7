//! A record as the relevance model sees it: its signs with their weights, and the direction it lies in.

/// Signs by their numbers, ascending, with weights.
pub type Signed = Vec<(u32, f32)>;

/// A record as numbers. Made by [`Background::vector`](super::Background::vector) and of use with that background alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vector {
    pub(super) signs: Signed,
    pub(super) direction: Vec<f32>,
}

impl Vector {
    /// Whether nothing in the record is known to the background.
    pub fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }
}

/// Weights of signs and directions, and what is added.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Weights {
    pub signs: Vec<f32>,
    pub direction: Vec<f32>,
    pub offset: f32,
}

impl Weights {
    pub fn nought(n_signs: usize, n_directions: usize) -> Weights {
        Weights { signs: vec![0.0; n_signs], direction: vec![0.0; n_directions], offset: 0.0 }
    }

    /// What they make of a record, in logits.
    pub fn product(&self, vector: &Vector) -> f32 {
        let words: f32 = vector.signs.iter().map(|(sign, weight)| self.signs[*sign as usize] * weight).sum();
        // Eight sums side by side: the order is fixed, and the processor can take them at once.
        let mut sums = [0.0f32; 8];
        for (own, other) in self.direction.chunks_exact(8).zip(vector.direction.chunks_exact(8)) {
            for at in 0..8 {
                sums[at] += own[at] * other[at];
            }
        }
        words + sums.iter().sum::<f32>() + self.offset * OFFSET
    }

    pub fn add(&mut self, vector: &Vector, times: f32) {
        for (sign, weight) in &vector.signs {
            self.signs[*sign as usize] += times * weight;
        }
        self.direction.iter_mut().zip(&vector.direction).for_each(|(own, other)| *own += times * other);
        self.offset += times * OFFSET;
    }
}

/// The value of the sign that every record has. Small, so that what all have in common is learned last.
pub(super) const OFFSET: f32 = 0.3;
