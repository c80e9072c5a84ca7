//! What a reader of one form finds, before it is put in order.

use std::collections::HashMap;

use model::{LISTED_MAX, Listed, PartyForm};

use super::{PartyReading, told};
use crate::Doubt;
use crate::doubt::quoted;
use crate::limits::DOUBTS_MAX;

/// Entries by their keys, and what was doubted.
#[derive(Default)]
pub(super) struct Found {
    listed: Vec<Listed>,
    places: HashMap<String, usize>,
    doubts: Vec<Doubt>,
    n_doubts: usize,
    n_cut: usize,
    n_over: usize,
    is_truncated: bool,
}

impl Found {
    /// Notes a doubt; those behind the first are counted.
    pub(super) fn doubt(&mut self, doubt: Doubt) {
        self.n_doubts += 1;
        if self.doubts.len() < DOUBTS_MAX {
            self.doubts.push(doubt.bounded());
        }
    }

    /// Notes that a file ends before its end.
    pub(super) fn broke_off(&mut self, text: impl Into<String>) {
        self.is_truncated = true;
        self.doubt(Doubt::new(text));
    }

    /// Takes an entry. One with a key that is known already is joined to the first: publishers write a line for each address.
    pub(super) fn put(&mut self, listed: Listed, line: u64) {
        let key = quoted(&listed.key);
        let Some((listed, is_cut)) = listed.bounded() else {
            self.doubt(Doubt::new(format!("the entry {key} has no name; it was left out")).on(line));
            return;
        };
        self.n_cut += usize::from(is_cut);
        if let Some(held) = self.places.get(&listed.key).and_then(|at| self.listed.get_mut(*at)) {
            join(held, listed);
        } else if self.listed.len() >= LISTED_MAX {
            self.n_over += 1;
        } else {
            self.places.insert(listed.key.clone(), self.listed.len());
            self.listed.push(listed);
        }
    }

    /// The entry with this key.
    pub(super) fn of_key(&mut self, key: &str) -> Option<&mut Listed> {
        self.places.get(key).and_then(|at| self.listed.get_mut(*at))
    }

    /// All of it in order.
    pub(super) fn reading(mut self, form: Option<PartyForm>) -> PartyReading {
        // What was added to an entry later is bounded once more.
        let listed: Vec<Listed> = std::mem::take(&mut self.listed)
            .into_iter()
            .filter_map(|one| {
                let (listed, is_cut) = one.bounded()?;
                self.n_cut += usize::from(is_cut);
                Some(listed)
            })
            .collect();
        if self.n_cut > 0 {
            let text = format!("{} entries have longer texts or more lines than are kept; these were cut", self.n_cut);
            self.doubt(Doubt::new(text));
        }
        if self.n_over > 0 {
            let text = format!("there are more than {LISTED_MAX} entries; {} were left out", self.n_over);
            self.broke_off(text);
        }
        let doubts = told(self.doubts, self.n_doubts);
        PartyReading { form, listed, doubts, is_truncated: self.is_truncated }
    }
}

/// Adds to an entry what another line says of it.
fn join(held: &mut Listed, other: Listed) {
    let known = |text: &str, held: &Listed| held.names.iter().any(|name| name.text == text);
    for name in other.names {
        if !known(&name.text, held) {
            held.names.push(name);
        }
    }
    let lines = [
        (&mut held.countries, other.countries),
        (&mut held.born, other.born),
        (&mut held.identifiers, other.identifiers),
        (&mut held.addresses, other.addresses),
        (&mut held.programmes, other.programmes),
    ];
    for (held, other) in lines {
        for line in other {
            if !held.contains(&line) {
                held.push(line);
            }
        }
    }
    if held.since.is_empty() {
        held.since = other.since;
    }
    if held.remark.is_empty() {
        held.remark = other.remark;
    }
}
