//! Who is being asked now. A host is asked by one at a time, and is left alone for a moment after each answer.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::SourceId;

/// Who is being asked now, for all that ask. Cheap to clone.
#[derive(Clone, Default)]
pub struct Rounds {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    sources: HashSet<SourceId>,
    /// Hosts that are being asked (`None`), or until when they are left alone.
    hosts: HashMap<String, Option<Instant>>,
}

/// The turn to ask a source.
pub(super) struct AskTurn {
    rounds: Rounds,
    source: SourceId,
    host: String,
    pause: Duration,
}

impl Rounds {
    /// Takes the turn to ask a source at its host; an empty host stands for this machine, which needs no rest. Otherwise when
    /// the host may be asked again, where that is known.
    pub(super) fn begin(&self, source: SourceId, host: &str, now: i64) -> Result<AskTurn, Option<i64>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let at = Instant::now();
        if state.hosts.len() > 1_000 {
            state.hosts.retain(|_, until| until.is_none_or(|until| until > at));
        }
        if state.sources.contains(&source) {
            return Err(None);
        }
        if !host.is_empty() {
            match state.hosts.get(host) {
                Some(None) => return Err(None),
                Some(Some(until)) if *until > at => {
                    let micros = until.duration_since(at).as_micros();
                    return Err(Some(now.saturating_add(i64::try_from(micros).unwrap_or(i64::MAX))));
                }
                _ => {}
            }
            state.hosts.insert(host.to_owned(), None);
        }
        state.sources.insert(source);
        Ok(AskTurn { rounds: self.clone(), source, host: host.to_owned(), pause: Duration::ZERO })
    }
}

impl AskTurn {
    /// Ends the turn; the host is left alone for so many microseconds.
    pub(super) fn end(mut self, pause: i64) {
        self.pause = Duration::from_micros(pause.unsigned_abs());
    }
}

impl Drop for AskTurn {
    /// Also when whoever asked fails: a host must not stay taken for ever.
    fn drop(&mut self) {
        let mut state = self.rounds.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sources.remove(&self.source);
        if !self.host.is_empty() {
            state.hosts.insert(std::mem::take(&mut self.host), Some(Instant::now() + self.pause));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_asked_by_one_at_a_time_and_left_alone_after_it() {
        let (rounds, a, b) = (Rounds::default(), SourceId::from_bits(1), SourceId::from_bits(2));
        let turn = rounds.begin(a, "host.example", 0).ok().unwrap();
        assert_eq!(rounds.begin(a, "other.example", 0).err(), Some(None), "the source is being asked");
        assert_eq!(rounds.begin(b, "host.example", 0).err(), Some(None), "the host is being asked");
        let other = rounds.begin(b, "other.example", 0).ok().unwrap();
        other.end(0);
        turn.end(3_600_000_000);
        let later = rounds.begin(b, "host.example", 0).err().flatten().unwrap();
        assert!(later > 3_000_000_000, "it is left alone for an hour");
        assert!(rounds.begin(b, "other.example", 0).is_ok());
        assert!(rounds.begin(a, "", 0).is_ok() && rounds.begin(b, "", 0).is_ok(), "this machine needs no rest");
    }
}
