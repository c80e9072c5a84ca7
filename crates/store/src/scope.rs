//! Scopes: whose eyes a read is made with.

use std::sync::Arc;

use model::{Clearance, Marking};
use rusqlite::{Connection, OptionalExtension};

use crate::{Reader, Result, label};

/// What a reader may see. Every read takes one, and rows outside it do not exist for that read.
///
/// The type is opaque: a scope can be had only from the rules that give it out, and it names the
/// labels that are seen. The database itself enforces it, by views that each connection makes of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    // Private, so that a scope cannot be made elsewhere.
    eyes: Eyes,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Eyes {
    /// Everything.
    Office,
    /// What bears one of these labels, in their order; of issues that are not out yet only those of these bulletins, in
    /// their order, or of all where [`ALL_DRAFTS`] stands.
    Labels(Arc<[i64]>, Arc<[i64]>),
}

/// Stands for every bulletin; no bulletin has this number.
pub(crate) const ALL_DRAFTS: i64 = 0;

impl Scope {
    /// The operator at the command line, and the office's own work: they see the whole office.
    pub fn office() -> Scope {
        Scope { eyes: Eyes::Office }
    }

    /// Somebody of whom nothing is known: what is open to all.
    pub fn open() -> Scope {
        Scope::of_labels(vec![label::OPEN])
    }

    /// What both see.
    pub fn and(&self, other: &Scope) -> Scope {
        match (self.labels(), other.labels()) {
            (None, _) => other.clone(),
            (_, None) => self.clone(),
            (Some(labels), Some(_)) => {
                let both = Scope::of_labels(labels.iter().copied().filter(|id| other.sees(*id)).collect());
                let (own, others) = (self.drafts(), other.drafts());
                let drafts = own.iter().chain(others).copied();
                both.with_drafts(drafts.filter(|id| self.sees_drafts(*id) && other.sees_drafts(*id)).collect())
            }
        }
    }

    /// The same, with the issues of these bulletins also before they are out.
    #[must_use]
    pub fn with_drafts(self, mut drafts: Vec<i64>) -> Scope {
        drafts.sort_unstable();
        drafts.dedup();
        match self.eyes {
            Eyes::Office => self,
            Eyes::Labels(labels, _) => Scope { eyes: Eyes::Labels(labels, drafts.into()) },
        }
    }

    /// The bulletins whose issues are seen before they are out.
    pub(crate) fn drafts(&self) -> &[i64] {
        match &self.eyes {
            Eyes::Office => &[ALL_DRAFTS],
            Eyes::Labels(_, drafts) => drafts,
        }
    }

    /// Whether issues of the bulletin with this number are seen before they are out.
    pub(crate) fn sees_drafts(&self, bulletin: i64) -> bool {
        self.drafts().iter().any(|id| [ALL_DRAFTS, bulletin].contains(id))
    }

    pub(crate) fn of_labels(mut labels: Vec<i64>) -> Scope {
        labels.sort_unstable();
        Scope { eyes: Eyes::Labels(labels.into(), Arc::default()) }
    }

    /// The labels that are seen; `None` for all.
    pub(crate) fn labels(&self) -> Option<&[i64]> {
        match &self.eyes {
            Eyes::Office => None,
            Eyes::Labels(labels, _) => Some(labels),
        }
    }

    /// Whether something with this label is seen.
    pub(crate) fn sees(&self, label: i64) -> bool {
        self.labels().is_none_or(|labels| labels.binary_search(&label).is_ok())
    }

    /// Whether something so marked is seen. A marking that nothing bears yet is seen by nobody but the office.
    pub(crate) fn shows(&self, conn: &Connection, marking: &Marking) -> Result<bool> {
        if self.labels().is_none() {
            return Ok(true);
        }
        let mut find = conn.prepare_cached("SELECT id FROM label WHERE marking = ?1")?;
        let label: Option<i64> = find.query_row([marking.to_string()], |row| row.get(0)).optional()?;
        Ok(label.is_some_and(|label| self.sees(label)))
    }
}

impl Reader {
    /// What somebody with this clearance sees now. It holds until rights change: see
    /// [`Reader::rights_epoch`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn scope(&self, clearance: &Clearance) -> Result<Scope> {
        let epoch = self.rights_epoch()?;
        if let Some(scope) = self.scope_at(clearance, epoch) {
            return Ok(scope);
        }
        let labels = self.with(|conn| {
            let mut statement = conn.prepare_cached("SELECT id, marking FROM label")?;
            let mut rows = statement.query([])?;
            let mut seen = Vec::new();
            while let Some(row) = rows.next()? {
                if clearance.may_see(&Marking::read(row.get_ref(1)?.as_str().unwrap_or_default())) {
                    seen.push(row.get(0)?);
                }
            }
            Ok(seen)
        })?;
        let scope = Scope::of_labels(labels);
        self.keep_scope(clearance, epoch, &scope);
        Ok(scope)
    }

    /// A number that grows whenever somebody may see more or less than before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rights_epoch(&self) -> Result<i64> {
        self.with(|conn| Ok(conn.prepare_cached("SELECT rights_epoch FROM meta")?.query_row([], |row| row.get(0))?))
    }

    /// A number that grows whenever a unit is stated, changed or removed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unit_epoch(&self) -> Result<i64> {
        self.with(|conn| Ok(conn.prepare_cached("SELECT unit_epoch FROM meta")?.query_row([], |row| row.get(0))?))
    }

    /// A number that grows whenever a need is stated, changed or removed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn need_epoch(&self) -> Result<i64> {
        self.with(|conn| Ok(conn.prepare_cached("SELECT need_epoch FROM meta")?.query_row([], |row| row.get(0))?))
    }
}
