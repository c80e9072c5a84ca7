//! What is read whole and kept between two pages, until what it was made of has changed.

use std::sync::{Arc, Mutex, PoisonError};

use crate::Failure;

/// Something whole, with the epoch at which it was read; none before the first reading.
type Slot<T> = Arc<Mutex<Option<(i64, Arc<T>)>>>;

/// A few whole things by their keys, each good for one epoch. The one not asked for longest makes room for another.
#[derive(Debug)]
pub(crate) struct Kept<K, T> {
    most: usize,
    slots: Mutex<Vec<(K, Slot<T>)>>,
}

impl<K: PartialEq + Clone, T> Kept<K, T> {
    /// Keeps so many.
    pub(crate) fn new(most: usize) -> Kept<K, T> {
        Kept { most, slots: Mutex::default() }
    }

    /// What is kept at this epoch, or else what is read now. Those who ask for the same at once wait for one reading
    /// and do not each make their own.
    ///
    /// The epoch has to be looked up before: what is read is then as new as it, or newer, and never older.
    pub(crate) fn at(&self, key: &K, epoch: i64, read: impl FnOnce() -> Result<T, Failure>) -> Result<Arc<T>, Failure> {
        let slot = self.slot(key);
        let mut held = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, whole)) = held.as_ref()
            && *of >= epoch
        {
            return Ok(Arc::clone(whole));
        }
        let whole = Arc::new(read()?);
        *held = Some((epoch, Arc::clone(&whole)));
        Ok(whole)
    }

    fn slot(&self, key: &K) -> Slot<T> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let found = slots.iter().position(|(held, _)| held == key);
        let (key, slot) = match found {
            Some(at) => slots.remove(at),
            None => (key.clone(), Slot::default()),
        };
        if slots.len() >= self.most {
            slots.remove(0);
        }
        slots.push((key, Arc::clone(&slot)));
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_once_an_epoch_and_the_one_not_asked_for_longest_is_let_go() {
        let kept: Kept<&str, String> = Kept::new(2);
        let readings = std::cell::Cell::new(0);
        let ask = |key: &'static str, epoch: i64| {
            let read = || {
                readings.set(readings.get() + 1);
                Ok(format!("{key} at {epoch}"))
            };
            (kept.at(&key, epoch, read).unwrap().to_string(), readings.get())
        };
        assert_eq!(ask("a", 1), ("a at 1".into(), 1));
        assert_eq!(ask("a", 1), ("a at 1".into(), 1), "kept");
        assert_eq!(ask("a", 2), ("a at 2".into(), 2), "changed, so read again");
        assert_eq!(ask("a", 1), ("a at 2".into(), 2), "whoever looked up the epoch earlier gets the newer");
        assert_eq!(ask("b", 2), ("b at 2".into(), 3));
        assert_eq!(ask("a", 2), ("a at 2".into(), 3));
        assert_eq!(ask("c", 2), ("c at 2".into(), 4), "in the place of b");
        assert_eq!(ask("a", 2), ("a at 2".into(), 4));
        assert_eq!(ask("b", 2), ("b at 2".into(), 5));
    }

    #[test]
    fn what_could_not_be_read_is_not_kept() {
        let kept: Kept<(), u8> = Kept::new(1);
        assert!(kept.at(&(), 1, || Err(Failure::at_command_line("no"))).is_err());
        assert_eq!(*kept.at(&(), 1, || Ok(7)).unwrap(), 7);
    }
}
