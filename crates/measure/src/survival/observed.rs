//! What is known of the times of cases: from when they are watched, until when, and whether the event came then.

use crate::Unusable;

/// Times that differ by less are the same, relative to their mean size: what was added up in another order must not make a tie two times.
const SAME_TIME: f64 = 1.5e-8;

/// Rows `(entry, time]`, each with or without the event at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    entry: Option<Vec<f64>>,
    time: Vec<f64>,
    event: Vec<bool>,
}

impl Observed {
    /// Rows. `entry` is left out when all are watched from their nought. Events come before censorings of the same time.
    ///
    /// # Errors
    /// Columns of different length, times that are not finite or below nought, an entry that is not before its time.
    pub fn new(entry: Option<Vec<f64>>, mut time: Vec<f64>, event: Vec<bool>) -> Result<Self, Unusable> {
        let n = time.len();
        if event.len() != n || entry.as_ref().is_some_and(|e| e.len() != n) {
            return Err(Unusable::new(
                "uneven-columns",
                "Times and statuses are not equally many. Bring one of each for each row.",
            ));
        }
        if n == 0 {
            return Err(Unusable::new("no-rows", "There is no row. Bring at least one case."));
        }
        let mut entry = entry;
        for (row, &t) in time.iter().enumerate() {
            if !t.is_finite() || (entry.is_none() && t < 0.0) {
                return Err(Unusable::new(
                    "wrong-time",
                    format!(
                        "Row {}: the time {t} is below nought or no finite number. Count times from the start of the case.",
                        row + 1
                    ),
                ));
            }
        }
        snap(&mut time, entry.as_deref_mut());
        if let Some(entry) = &entry {
            for (row, (&e, &t)) in entry.iter().zip(&time).enumerate() {
                if !e.is_finite() || e >= t {
                    return Err(Unusable::new(
                        "ends-before-it-starts",
                        format!(
                            "Row {}: it starts at {e} and stops at {t}. A row must stop after it starts; leave it out or correct it.",
                            row + 1
                        ),
                    ));
                }
            }
        }
        Ok(Self { entry, time, event })
    }

    /// How many rows.
    pub fn n(&self) -> usize {
        self.time.len()
    }

    /// How many events.
    pub fn n_events(&self) -> usize {
        self.event.iter().filter(|&&e| e).count()
    }

    /// Until when each row is watched.
    pub fn time(&self) -> &[f64] {
        &self.time
    }

    /// Which rows end with the event.
    pub fn event(&self) -> &[bool] {
        &self.event
    }

    /// From when each row is watched, when they do not all start at nought.
    pub fn entry(&self) -> Option<&[f64]> {
        self.entry.as_deref()
    }

    /// From when one row is watched; before all time when all start at nought.
    pub fn entry_of(&self, row: usize) -> f64 {
        self.entry.as_ref().map_or(f64::NEG_INFINITY, |e| e[row])
    }

    /// The rows at these places.
    #[must_use]
    pub fn picked(&self, rows: &[usize]) -> Self {
        Self {
            entry: self.entry.as_ref().map(|e| rows.iter().map(|&r| e[r]).collect()),
            time: rows.iter().map(|&r| self.time[r]).collect(),
            event: rows.iter().map(|&r| self.event[r]).collect(),
        }
    }

    /// The same rows with other events, as when one cause of several is looked at.
    #[must_use]
    pub fn with_events(&self, event: Vec<bool>) -> Self {
        Self { event, ..self.clone() }
    }
}

/// Makes times that are the same but for rounding the same.
pub(crate) fn snap(time: &mut [f64], entry: Option<&mut [f64]>) {
    let mut all: Vec<f64> = time.to_vec();
    if let Some(entry) = &entry {
        all.extend(entry.iter().filter(|e| e.is_finite()));
    }
    all.sort_unstable_by(f64::total_cmp);
    all.dedup();
    let size = all.iter().map(|t| t.abs()).sum::<f64>() / all.len() as f64;
    let near = SAME_TIME * size;
    if !all.windows(2).any(|pair| pair[1] - pair[0] <= near) {
        return;
    }
    // Each run of near times takes its first.
    let mut firsts = all.clone();
    for at in 1..all.len() {
        if all[at] - all[at - 1] <= near {
            firsts[at] = firsts[at - 1];
        }
    }
    let snapped = |t: &mut f64| {
        if let Ok(at) = all.binary_search_by(|one| one.total_cmp(t)) {
            *t = firsts[at];
        }
    };
    time.iter_mut().for_each(snapped);
    if let Some(entry) = entry {
        entry.iter_mut().for_each(snapped);
    }
}
