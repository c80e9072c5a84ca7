//! A second pair of eyes: ends the process when one input takes without end.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::memory;

/// Longest time for one input before the process is ended.
const HANG: Duration = Duration::from_secs(60);

/// Most memory held before the process is ended: it must fall before the machine does.
const HELD_BYTES_MAX: usize = 2 << 30;

/// How often is looked.
const LOOK: Duration = Duration::from_millis(100);

/// When the current trial began, if one runs.
#[derive(Clone, Default)]
pub struct Watch(Arc<(Mutex<Option<Instant>>, Condvar)>);

impl Watch {
    /// Begins to watch; `end` is called when a trial does not come to its end.
    pub fn begin(end: impl Fn(&str) + Send + 'static) -> Watch {
        let watch = Watch::default();
        let eyes = watch.clone();
        thread::spawn(move || {
            let (begun, bell) = &*eyes.0;
            let mut begun = begun.lock().unwrap_or_else(PoisonError::into_inner);
            loop {
                // The bell never rings: the wait is for its time alone.
                (begun, _) = bell.wait_timeout(begun, LOOK).unwrap_or_else(PoisonError::into_inner);
                let Some(since) = *begun else { continue };
                if memory::held() > HELD_BYTES_MAX {
                    end("it took more than 2 GiB of memory");
                } else if since.elapsed() > HANG {
                    end("it did not come to an end within a minute");
                }
            }
        });
        watch
    }

    /// A trial begins (`true`) or has ended.
    pub fn trial(&self, runs: bool) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = runs.then(Instant::now);
    }
}
