//! Contributors: their names, their places, their identifiers.

use model::{Affiliation, Contributor, Name, Role};

use super::{Draft, Place};
use crate::limits::VALUES_MAX;
use crate::markup::{plain, squeeze};

/// Affiliations of all contributors together. Source formats point at one affiliation from many
/// names, so a small entry could be made to fill the memory.
const AFFILIATIONS_MAX: usize = 4 * VALUES_MAX;

/// Longest affiliation that is kept; whole departments with addresses have some 500 characters.
const AFFILIATION_CHARS_MAX: usize = 2_000;

impl Draft {
    /// Adds a contributor, with as many affiliations as there is room for.
    pub(crate) fn contribute(&mut self, contributor: Contributor) {
        self.add_contributor(contributor);
    }

    /// The same where the source names who helped once for each way in which they did. Authors of
    /// one name may be two.
    pub(crate) fn contribute_once(&mut self, contributor: Contributor) {
        if contributor.role != Role::Contributor || !self.record.contributors.contains(&contributor) {
            self.contribute(contributor);
        }
    }

    /// Adds a contributor with this name.
    pub(crate) fn named(&mut self, name: Name, role: Role) {
        self.contribute(Contributor::new(name, role));
    }

    /// Adds the person or body written as `Family, Given`; what has no comma stays whole.
    pub(crate) fn inverted(&mut self, name: &str, role: Role) {
        self.named(Name::from_inverted(&squeeze(name)), role);
    }

    /// Adds a contributor with this name, for more to be said of them. `None` when the name is
    /// empty or there are too many.
    pub(crate) fn contributor(&mut self, name: Name, role: Role) -> Option<&mut Contributor> {
        self.add_contributor(Contributor::new(name, role))
    }

    fn add_contributor(&mut self, mut contributor: Contributor) -> Option<&mut Contributor> {
        let named = match &contributor.name {
            Name::Person { family, .. } => !family.is_empty(),
            Name::Whole(whole) => !whole.is_empty(),
        };
        if !named {
            return None;
        }
        if self.record.contributors.len() >= VALUES_MAX {
            self.n_lost += 1;
            return None;
        }
        let room = AFFILIATIONS_MAX - self.n_affiliations;
        self.n_lost += contributor.affiliations.len().saturating_sub(room);
        contributor.affiliations.truncate(room);
        self.n_affiliations += contributor.affiliations.len();
        self.record.contributors.push(contributor);
        self.record.contributors.last_mut()
    }

    /// Sets a contributor's ORCID; one with a wrong shape or check digit is left out with a doubt.
    pub(crate) fn orcid<'a>(&mut self, at: impl Into<Place<'a>>, contributor: &mut Contributor, raw: &str) {
        if !raw.trim().is_empty() && !contributor.set_orcid(raw) {
            self.not_a(at, "an ORCID", raw);
        }
    }
}

/// A person of whom the source gives the parts; `None` when both are empty. A suffix (`Jr`) goes
/// behind the given names, where catalogues put it, so that the family name alone identifies.
pub(crate) fn person(family: &str, given: &str, suffix: &str) -> Option<Name> {
    let (family, given, suffix) = (squeeze(family), squeeze(given), squeeze(suffix));
    if family.is_empty() {
        return (!given.is_empty()).then_some(Name::Whole(given));
    }
    let given = match (given.is_empty(), suffix.is_empty()) {
        (_, true) => given,
        (true, false) => suffix,
        (false, false) => format!("{given}, {suffix}"),
    };
    Some(Name::Person { family, given: (!given.is_empty()).then_some(given) })
}

/// A contributor under a name as catalogues write it: inverted with a comma, else whole.
pub(crate) fn inverted(name: &str, role: Role) -> Option<Contributor> {
    let name = squeeze(name);
    let name = name.trim_matches([',', ';', ' ']);
    (!name.is_empty()).then(|| Contributor::new(Name::from_inverted(name), role))
}

/// A contributor whose name the source does not take apart.
pub(crate) fn whole(name: &str, role: Role) -> Option<Contributor> {
    let name = squeeze(name);
    (!name.is_empty()).then_some(Contributor::new(Name::Whole(name), role))
}

/// An affiliation by its printed name, shortened, with its ROR; `None` without a name.
pub(crate) fn affiliation(name: &str, ror: Option<String>) -> Option<Affiliation> {
    let name: String = plain(name).chars().take(AFFILIATION_CHARS_MAX).collect();
    (!name.is_empty()).then_some(Affiliation { name, ror, country: None })
}

/// The nine characters of an identifier of the Research Organization Registry, bare or as an address.
pub(crate) fn ror(text: &str) -> Option<String> {
    let id = text.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_lowercase();
    (id.len() == 9 && id.starts_with('0') && id.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(id)
}

/// A two-letter code of a country, in capitals; a name of a country is none.
pub(crate) fn country(text: &str) -> Option<String> {
    let code = text.trim();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic())).then(|| code.to_ascii_uppercase())
}
