//! Claims: what units say of the technologies that they use. What inspections are drawn from.

use model::{AdoptionId, Date, EvidenceClass, Rung, TechnologyId, UnitId};
use store::{AdoptionFilter, AdoptionLine, Deed, Reader, Scope};

use crate::Failure;

/// What a unit says of a technology that it uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The adoption.
    pub adoption: AdoptionId,
    /// What is adopted.
    pub technology: TechnologyId,
    /// By whom.
    pub unit: UnitId,
    /// The furthest rung.
    pub rung: Rung,
    /// The best evidence of it.
    pub class: EvidenceClass,
    /// Since when that rung is said to be reached.
    pub since: Date,
}

/// What is said of the adoptions that fit and were not ended, as far as a scope sees them, by their names.
///
/// # Errors
/// When the store fails.
pub fn claims(reader: &Reader, scope: &Scope, filter: &AdoptionFilter) -> Result<Vec<Claim>, Failure> {
    Ok(of(reader.adoptions(scope, filter)?))
}

/// The same inside a write, whoever acts.
///
/// # Errors
/// When the store fails.
pub fn claims_of(deed: &Deed<'_>, filter: &AdoptionFilter) -> Result<Vec<Claim>, Failure> {
    Ok(of(deed.adoptions(filter)?))
}

fn of(lines: Vec<AdoptionLine>) -> Vec<Claim> {
    let claim = |line: AdoptionLine| {
        let adoption = line.adoption;
        if adoption.end.is_some() {
            return None;
        }
        let (rung, since, class) = (adoption.rung()?, adoption.since()?, adoption.class());
        Some(Claim { adoption: adoption.id, technology: adoption.technology, unit: adoption.unit, rung, class, since })
    };
    let mut claims: Vec<Claim> = lines.into_iter().filter_map(claim).collect();
    claims.sort_by_key(|claim| claim.adoption);
    claims
}
