//! What changed between a case and the one that it follows, so that the one before is void.

use model::ControlCase;

/// A part of what is decided on that is another in the next case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseChange {
    /// What it is called, or what is asked for.
    Asked,
    /// To which countries, hosts or parties it goes.
    Receivers,
    /// The classes of what is to move.
    Classes,
    /// The versions of the lists.
    Lists,
    /// What was found of its parties or items.
    Found,
    /// The entries of control lists that it is.
    Entries,
    /// The regime: its version, or the clauses for which it asks.
    Regime,
    /// The conditions under which it is decided.
    Conditions,
}

impl CaseChange {
    /// All of them, in the order in which they are said.
    pub const ALL: [CaseChange; 8] = [
        CaseChange::Asked,
        CaseChange::Receivers,
        CaseChange::Classes,
        CaseChange::Lists,
        CaseChange::Found,
        CaseChange::Entries,
        CaseChange::Regime,
        CaseChange::Conditions,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            CaseChange::Asked => "asked",
            CaseChange::Receivers => "receivers",
            CaseChange::Classes => "classes",
            CaseChange::Lists => "lists",
            CaseChange::Found => "found",
            CaseChange::Entries => "entries",
            CaseChange::Regime => "regime",
            CaseChange::Conditions => "conditions",
        }
    }

    /// What is another in the next of two cases.
    pub fn between(before: &ControlCase, next: &ControlCase) -> Vec<CaseChange> {
        let (old, new) = (&before.proposal, &next.proposal);
        let (known, knows) = (&before.basis, &next.basis);
        let asks = |case: &ControlCase| -> Vec<(String, String)> {
            case.conditions.iter().map(|one| (one.text.clone(), one.post.to_string())).collect()
        };
        let is_changed = |change: &CaseChange| match change {
            CaseChange::Asked => {
                (&old.title, &old.items, &old.content) != (&new.title, &new.items, &new.content)
                    || (&old.unit, &old.post) != (&new.unit, &new.post)
            }
            CaseChange::Receivers => {
                (&old.countries, &old.hosts, &old.parties) != (&new.countries, &new.hosts, &new.parties)
            }
            CaseChange::Classes => old.classes != new.classes,
            CaseChange::Lists => known.lists != knows.lists,
            CaseChange::Found => (known.screening, known.hit) != (knows.screening, knows.hit),
            CaseChange::Entries => known.entries != knows.entries,
            CaseChange::Regime => (before.version, &before.clauses) != (next.version, &next.clauses),
            CaseChange::Conditions => asks(before) != asks(next),
        };
        CaseChange::ALL.into_iter().filter(is_changed).collect()
    }
}
