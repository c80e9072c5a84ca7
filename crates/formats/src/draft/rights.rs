//! Statements of rights and licences.

use model::Rights;

use super::Draft;

impl Draft {
    /// Adds a statement of rights, unless its licence, its address or its words are there already.
    pub(crate) fn rights(&mut self, rights: Rights) {
        if rights == Rights::default() || !self.room(self.record.rights.len()) {
            return;
        }
        let licensed = |other: &Rights| rights.spdx.is_some() && other.spdx == rights.spdx;
        let addressed = |other: &Rights| match (&other.url, &rights.url) {
            (Some(a), Some(b)) => a.trim_end_matches('/') == b.trim_end_matches('/'),
            _ => false,
        };
        let known = |other: &Rights| *other == rights || licensed(other) || addressed(other);
        if !self.record.rights.iter().any(known) {
            self.record.rights.push(rights);
        }
    }
}

/// The SPDX identifier in its own letters; DataCite and Invenio write `cc-by-4.0`.
pub(crate) fn spdx(id: &str) -> Option<String> {
    const MIXED: &[&str] = &["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ODbL-1.0", "ODC-By-1.0", "Unlicense"];
    const CAPITAL: &[&str] = &["CC-", "CC0-", "GPL-", "LGPL-", "AGPL-", "MPL-", "EUPL-", "PDDL-", "EPL-"];
    let id = id.trim();
    if let Some(known) = MIXED.iter().find(|known| known.eq_ignore_ascii_case(id)) {
        return Some((*known).to_owned());
    }
    let upper = id.to_ascii_uppercase();
    let family = CAPITAL.iter().find(|family| upper.starts_with(**family));
    if family.is_none() && !matches!(upper.as_str(), "MIT" | "ISC" | "0BSD") {
        return None;
    }
    // The licences of the Free Software Foundation end in small letters.
    Some(upper.replace("-ONLY", "-only").replace("-OR-LATER", "-or-later"))
}
