//! Throttling of guesses: at most ten a minute for an account, without a way to lock its owner out.
//!
//! Guesses are counted for the account and where they come from: a browser that signed in to it before has a
//! count of its own, so strangers who guess use up theirs and not the owner's. Each is counted before it is looked
//! at, so that many at once are as slow as one after the other, and taken back when it was right.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Guesses in a minute.
const GUESSES_MAX: u32 = 10;

const MINUTE_MICROS: i64 = 60_000_000;

/// Counts that are kept. Beyond it those of past minutes are forgotten; while all are of this minute, new
/// names wait.
const COUNTS_MAX: usize = 20_000;

/// Counts of guesses.
#[derive(Default)]
pub struct Throttle {
    counts: Mutex<HashMap<String, (i64, u32)>>,
}

impl Throttle {
    /// Counts a guess. Answers the seconds to wait when there were too many.
    pub fn guess(&self, who: &str, now: i64) -> Option<i64> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.div_euclid(MINUTE_MICROS);
        let seconds = 60 - now.rem_euclid(MINUTE_MICROS) / 1_000_000;
        if counts.len() >= COUNTS_MAX && !counts.contains_key(who) {
            counts.retain(|_, (of, _)| *of == minute);
            if counts.len() >= COUNTS_MAX {
                return Some(seconds);
            }
        }
        let (of, n) = counts.entry(who.to_owned()).or_insert((minute, 0));
        if *of != minute {
            (*of, *n) = (minute, 0);
        }
        *n += 1;
        (*n > GUESSES_MAX).then_some(seconds)
    }

    /// Takes back the last guess, which was right: whoever signs in often is not held up.
    pub fn right(&self, who: &str) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, n)) = counts.get_mut(who) {
            *n = n.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_guesses_a_minute_and_the_owner_is_not_locked_out() {
        let throttle = Throttle::default();
        for _ in 0..GUESSES_MAX {
            assert_eq!(throttle.guess("ivanov from anywhere", 5_000_000), None);
        }
        assert_eq!(throttle.guess("ivanov from anywhere", 5_000_000), Some(55));
        assert_eq!(throttle.guess("ivanov from a known browser", 5_000_000), None);
        assert_eq!(throttle.guess("ivanov from anywhere", 60_000_000), None, "a minute later");
    }

    #[test]
    fn whoever_signs_in_often_is_not_held_up() {
        let throttle = Throttle::default();
        for _ in 0..3 * GUESSES_MAX {
            assert_eq!(throttle.guess("ivanov", 0), None);
            throttle.right("ivanov");
        }
    }
}
