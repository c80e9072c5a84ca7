//! The crosswalk of the office: every query is led across it in one place, and classes are mapped to each other.

use std::sync::Arc;

use matching::Query;
use model::{Crosswalk, Mapping, Power, WAYS_MAX, sentence};
use store::Writer;

use crate::review::Turn;
use crate::{Failure, Office};

impl Office {
    /// The schemes that are kept with the mappings between them, read anew only after one has changed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn crosswalk(&self) -> Result<Arc<Crosswalk>, Failure> {
        let epoch = self.reader.scheme_epoch()?;
        self.crosswalk.at(&(), epoch, || Ok(self.reader.crosswalk(&self.scope)?))
    }

    /// A query with its classes led across schemes. Whatever judges a record judges it by this, so that no two disagree.
    pub(crate) fn led(&self, query: Query) -> Result<Query, Failure> {
        if query.classes().is_empty() {
            return Ok(query);
        }
        Ok(query.across(&*self.crosswalk()?))
    }

    /// The classes in queries that lead to more classes than are looked at. A query that cannot be read has none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn cut_classes<'q>(&self, queries: impl Iterator<Item = &'q str>) -> Result<Vec<String>, Failure> {
        let mut cut = Vec::new();
        for query in queries.filter_map(|query| matching::parse(query).ok()) {
            cut.extend(cut_in(&self.led(query)?));
        }
        cut.sort();
        cut.dedup();
        Ok(cut)
    }
}

/// The classes of a query that was led across whose ways were cut.
fn cut_in(led: &Query) -> Vec<String> {
    led.classes().into_iter().filter(|(_, cut)| *cut).map(|(class, _)| class.to_string()).collect()
}

/// What a query that was led across leaves out, if its ways were cut.
pub(crate) fn cut_of(led: &Query) -> Option<String> {
    let cut = cut_in(led);
    (!cut.is_empty()).then(|| {
        format!("mappings lead from {} to more classes than the {WAYS_MAX} that are looked at", cut.join(", "))
    })
}

/// Says what a class of one scheme is to one of another.
///
/// # Errors
/// Refused without the power to document, where a class is not in its scheme, between classes of one scheme, or when it is
/// said already.
pub fn map_class(writer: &mut Writer, turn: &Turn<'_>, office: &Office, mapping: &Mapping) -> Result<Mapping, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let crosswalk = office.crosswalk()?;
    let (from, to) = (&mapping.from, &mapping.to);
    for end in [from, to] {
        if crosswalk.scheme(end.scheme()).is_none_or(|scheme| scheme.concept(end.notation()).is_none()) {
            return Err(Failure::said(sentence!(
                "mapping-no-class",
                "There is no class `{notation}` in the scheme `{scheme}`; look for it in the list of schemes",
                notation = end.notation(),
                scheme = end.scheme()
            )));
        }
    }
    if from.scheme() == to.scheme() {
        return Err(Failure::said(sentence!(
            "mapping-one-scheme",
            "Both classes are of one scheme; how they stand to each other is said by the scheme itself"
        )));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| -> Result<_, Failure> {
        deed.map_class(mapping)?;
        Ok(mapping.clone())
    })
}

/// Says it no longer, whoever said it.
///
/// # Errors
/// Refused without the power to document, or when nobody says it.
pub fn unmap_class(writer: &mut Writer, turn: &Turn<'_>, mapping: &Mapping) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| Ok(deed.unmap_class(mapping)?))
}

/// Takes out every mapping between two schemes. Answers how many there were.
///
/// # Errors
/// Refused without the power to document, or when there is none.
pub fn unmap_schemes(writer: &mut Writer, turn: &Turn<'_>, one: &str, other: &str) -> Result<u64, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| Ok(deed.unmap_schemes(one, other)?))
}
