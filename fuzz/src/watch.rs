//! A second pair of eyes: ends the process when one input takes without end.

use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::memory;

/// Longest time for one input before the process is ended.
const HANG: Duration = Duration::from_secs(60);

/// Most memory held before the process is ended: it must fall before the machine does.
const HELD_BYTES_MAX: usize = 2 << 30;

/// How often is looked.
const LOOK: Duration = Duration::from_millis(100);

/// When the trial began that runs, if one does.
static BEGUN: Mutex<Option<Instant>> = Mutex::new(None);

/// Never rings: the wait on it is for its time alone.
static BELL: Condvar = Condvar::new();

/// Begins to watch; `end` is called when a trial does not come to its end.
pub fn begin(end: impl Fn(&str) + Send + 'static) {
    thread::spawn(move || {
        let mut begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            (begun, _) = BELL.wait_timeout(begun, LOOK).unwrap_or_else(PoisonError::into_inner);
            let Some(since) = *begun else { continue };
            if memory::held() > HELD_BYTES_MAX {
                end("it took more than 2 GiB of memory");
            } else if since.elapsed() > HANG {
                end("it did not come to an end within a minute");
            }
        }
    });
}

/// Runs a trial under watch.
pub fn over<T>(trial: impl FnOnce() -> T) -> T {
    let set = |begun| *BEGUN.lock().unwrap_or_else(PoisonError::into_inner) = begun;
    set(Some(Instant::now()));
    let done = trial();
    set(None);
    done
}
