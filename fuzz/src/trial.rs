//! One input put to one target, and what came of it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use crate::law::Broken;
use crate::seeds::Seeds;
use crate::target::Target;
use crate::{memory, report, watch};

/// Most memory that an input may take on top of what is held anyway.
pub const MEMORY_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Times that a slow trial is repeated before it counts as slow: the machine may have been busy.
const SLOW_AGAIN: usize = 2;

thread_local! {
    static FALLEN: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Keeps panics quiet and remembers where they happened.
pub fn hush() {
    panic::set_hook(Box::new(|info| {
        let place =
            info.location().map_or_else(|| "an unknown place".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
        let said = info.payload_as_str().unwrap_or("a panic without words").to_owned();
        FALLEN.with_borrow_mut(|fallen| *fallen = Some((place, said)));
    }));
}

/// What is wrong with a target, shown by an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What makes two findings the same: the place of a panic, the law that was broken.
    pub mark: String,
    /// What happened.
    pub said: String,
}

/// Puts an input to a target. `patience` is what it may take.
pub fn put(target: Target, input: &[u8], seeds: &Seeds, patience: Duration) -> Option<Finding> {
    let (mut outcome, mut took, mut peak) = once(target, input, seeds);
    for _ in 0..SLOW_AGAIN {
        if took > patience && outcome.is_none() {
            let again = once(target, input, seeds);
            (outcome, took, peak) = (again.0, took.min(again.1), peak.max(again.2));
        }
    }
    outcome.or_else(|| {
        let (n_bytes, n_mib) = (input.len(), peak >> 20);
        if peak > MEMORY_BYTES_MAX {
            return Some(Finding {
                mark: format!("memory of {target}"),
                said: format!("{n_bytes} bytes took {n_mib} MiB"),
            });
        }
        let said = || format!("{n_bytes} bytes took {} ms", took.as_millis());
        (took > patience).then(|| Finding { mark: format!("time of {target}"), said: said() })
    })
}

fn once(target: Target, input: &[u8], seeds: &Seeds) -> (Option<Finding>, Duration, usize) {
    report::keep_running(target, input);
    let begun = Instant::now();
    let put = || panic::catch_unwind(AssertUnwindSafe(|| target.put(input, seeds)));
    let (outcome, peak) = watch::over(|| memory::peak_of(put));
    let took = begun.elapsed();
    let finding = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(Broken { law, said })) => Some(Finding { mark: format!("law: {law}"), said }),
        Err(_) => {
            let (place, said) = FALLEN.take().unwrap_or_default();
            Some(Finding { mark: format!("panic at {place}"), said })
        }
    };
    (finding, took, peak)
}

/// Longest time that goes into making an input small.
const SHRINKING: Duration = Duration::from_secs(30);

/// The smallest input found that shows the same.
pub fn shrunk(target: Target, input: &[u8], mark: &str, seeds: &Seeds, patience: Duration) -> Vec<u8> {
    let mut small = input.to_vec();
    let begun = Instant::now();
    let shows = |bytes: &[u8]| {
        let has_time = begun.elapsed() < SHRINKING;
        has_time.then(|| put(target, bytes, seeds, patience).is_some_and(|finding| finding.mark == mark))
    };
    let mut step = small.len().div_ceil(2);
    while step > 0 {
        let mut at = 0;
        while at < small.len() {
            let mut less = small.clone();
            less.drain(at..(at + step).min(small.len()));
            match shows(&less) {
                None => return small,
                Some(true) => small = less,
                Some(false) => at += step,
            }
        }
        step /= 2;
    }
    small
}
