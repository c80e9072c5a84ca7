//! Who is inspected: a draw by a published seed, which anybody can do again.
//!
//! The frame lists every claim that could be drawn, with its stratum and the weight of its risk. Visits are given to strata by
//! the sum of their weights (after the method of Sainte-Laguë, in whole numbers), two at least to each that has two. Within a stratum
//! the claims stand in the order of `SHA-256(seed, programme, claim)`, and those at the front are drawn, so that each
//! claim of a stratum has the same chance, visits over size, and that chance is known before the draw.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Visits to a stratum at least, where it has so many claims: with one, how much its claims differ could not be told.
pub const STRATUM_VISITS_MIN: u32 = 2;

/// A claim that can be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framed {
    /// What it is called; no other of the frame is called so.
    pub claim: String,
    /// The stratum in which it stands.
    pub stratum: String,
    /// How much it is worth looking at, one at least.
    pub weight: u32,
}

/// A stratum with the visits it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// What it is called.
    pub name: String,
    /// Claims in it.
    pub size: u32,
    /// The sum of their weights.
    pub weight: u64,
    /// Visits.
    pub visits: u32,
}

impl Stratum {
    /// With which chance each of its claims is drawn.
    pub fn chance(&self) -> f64 {
        if self.size == 0 { 0.0 } else { f64::from(self.visits) / f64::from(self.size) }
    }
}

/// What became of a claim of the frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The claim.
    pub claim: String,
    /// Its stratum.
    pub stratum: String,
    /// Its weight.
    pub weight: u32,
    /// The hash by which it stands in its stratum, in hexadecimal digits.
    pub key: String,
    /// Its place in the stratum by that hash, from 1.
    pub place: u32,
    /// With which chance it is drawn.
    pub chance: f64,
    /// Whether it is: its place is not behind the visits of the stratum.
    pub is_drawn: bool,
}

/// A draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The strata, by name.
    pub strata: Vec<Stratum>,
    /// Every claim of the frame, by stratum and place.
    pub claims: Vec<Drawn>,
}

impl Drawing {
    /// The stratum of this name.
    pub fn stratum(&self, name: &str) -> Option<&Stratum> {
        self.strata.iter().find(|one| one.name == name)
    }
}

/// Why nothing is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawRefused {
    /// There is nothing in the frame.
    Empty,
    /// A claim stands in it twice.
    Twice,
    /// Fewer visits than two for each stratum; so many are needed.
    TooFew {
        /// Visits that are needed.
        needed: u32,
    },
}

fn hexadecimal(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash by which a claim stands in its stratum: `SHA-256` of seed, programme and claim with a line feed between them, in
/// hexadecimal digits.
pub fn order_key(seed: &str, programme: &str, claim: &str) -> String {
    hexadecimal(Sha256::digest(format!("{seed}\n{programme}\n{claim}")))
}

/// The hash of a seed, published before the frame is fixed: nobody can choose the seed by what it would draw.
pub fn seed_hash(seed: &str) -> String {
    hexadecimal(Sha256::digest(seed))
}

/// The hash of a frame: `SHA-256` of a line for each claim, in the order of their names: claim, stratum and weight with commas between
/// them and a line feed behind.
pub fn frame_hash(frame: &[Framed]) -> String {
    let mut lines: Vec<&Framed> = frame.iter().collect();
    lines.sort_by(|a, b| a.claim.cmp(&b.claim));
    let mut hash = Sha256::new();
    for one in lines {
        hash.update(format!("{},{},{}\n", one.claim, one.stratum, one.weight));
    }
    hexadecimal(hash.finalize())
}

/// Draws claims. `visits` beyond the size of the frame draw all of it.
///
/// # Errors
/// Without a claim, with a claim twice, or with fewer visits than two for each stratum.
pub fn draw(frame: &[Framed], programme: &str, seed: &str, visits: u32) -> Result<Drawing, DrawRefused> {
    if frame.is_empty() {
        return Err(DrawRefused::Empty);
    }
    let mut members: BTreeMap<&str, Vec<(String, &Framed)>> = BTreeMap::new();
    for one in frame {
        let key = order_key(seed, programme, &one.claim);
        members.entry(&one.stratum).or_default().push((key, one));
    }
    let mut names: Vec<&str> = frame.iter().map(|one| one.claim.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(DrawRefused::Twice);
    }
    let mut strata: Vec<Stratum> = members
        .iter()
        .map(|(name, claims)| Stratum {
            name: (*name).to_owned(),
            size: u32::try_from(claims.len()).unwrap_or(u32::MAX),
            weight: claims.iter().map(|(_, one)| u64::from(one.weight.max(1))).sum(),
            visits: 0,
        })
        .collect();
    allot(&mut strata, visits)?;
    let mut claims = Vec::with_capacity(frame.len());
    for (stratum, mut held) in strata.iter().zip(members.into_values()) {
        held.sort_by(|a, b| (&a.0, &a.1.claim).cmp(&(&b.0, &b.1.claim)));
        for (place, (key, one)) in (1u32..).zip(held) {
            claims.push(Drawn {
                claim: one.claim.clone(),
                stratum: one.stratum.clone(),
                weight: one.weight,
                key,
                place,
                chance: stratum.chance(),
                is_drawn: place <= stratum.visits,
            });
        }
    }
    Ok(Drawing { strata, claims })
}

/// Gives visits to strata: each its least first, then one after the other to that whose weight bears it best (`weight / (2 visits + 1)`),
/// the first by name where two do.
fn allot(strata: &mut [Stratum], visits: u32) -> Result<(), DrawRefused> {
    for stratum in strata.iter_mut() {
        stratum.visits = stratum.size.min(STRATUM_VISITS_MIN);
    }
    let needed: u32 = strata.iter().map(|one| one.visits).sum();
    if visits < needed {
        return Err(DrawRefused::TooFew { needed });
    }
    for _ in needed..visits {
        let mut best: Option<usize> = None;
        for (at, one) in strata.iter().enumerate().filter(|(_, one)| one.visits < one.size) {
            // Crosswise, so that nothing is rounded.
            let bears = |a: &Stratum, b: &Stratum| {
                u128::from(a.weight) * u128::from(2 * b.visits + 1)
                    > u128::from(b.weight) * u128::from(2 * a.visits + 1)
            };
            if best.is_none_or(|held| bears(one, &strata[held])) {
                best = Some(at);
            }
        }
        let Some(best) = best else { break };
        strata[best].visits += 1;
    }
    Ok(())
}
