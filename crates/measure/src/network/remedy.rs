//! What is to be done about a wall: ties where there are none, or something that makes ties carry.

use serde::Serialize;

use super::flow::Flow;
use super::structure::Structure;

/// From this on a wall is called high, below the other low; between them it is neither.
const HIGH: f64 = 0.5;
const LOW: f64 = 0.25;

/// Which remedy the measures point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RemedyKind {
    /// Ties are missing, and those that are there carry: make ties.
    MakeTies,
    /// Ties are there and do not carry: remove what stops them.
    MakeTiesCarry,
    /// Both.
    Both,
    /// Neither shows a wall.
    NoWall,
    /// Structure shows a wall, and nothing is known of the flow.
    StructureOnly,
    /// Too little is known.
    Unknown,
}

/// A remedy with its sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remedy {
    /// Which.
    pub kind: RemedyKind,
    /// The sentence.
    pub text: String,
}

/// Height of a wall, as far as its interval tells.
fn height(value: f64, low: f64, high: f64) -> Option<bool> {
    if value >= HIGH && low > 0.0 {
        Some(true)
    } else if value <= LOW && high < 1.0 {
        Some(false)
    } else {
        None
    }
}

/// Reads measures two and three together. `flow` is none where it is unknown or cannot be relied on.
pub fn remedy(structure: &Structure, flow: Option<&Flow>) -> Remedy {
    let ties = structure.barrier_index.zip(structure.barrier_interval).and_then(|(b, i)| height(b, i.low, i.high));
    let carried = flow.and_then(|f| height(f.barrier, f.interval.low, f.interval.high));
    let b = structure.barrier_index.map_or_else(|| "unknown".to_owned(), |b| format!("{b:.2}"));
    let f = flow.map_or_else(|| "unknown".to_owned(), |f| format!("{:.2}", f.barrier));
    let (kind, text) = match (ties, carried) {
        (Some(true), Some(false)) => (
            RemedyKind::MakeTies,
            format!(
                "Structure without flow barrier (B {b}, flow {f}): ties between departments are missing, and those that are there carry. Make ties: from units that do not use it to units that do."
            ),
        ),
        (Some(false), Some(true)) => (
            RemedyKind::MakeTiesCarry,
            format!(
                "Flow barrier without structure (B {b}, flow {f}): ties between departments are there and do not carry. More ties will not help; look for what stops them: money, plan, materials, rights."
            ),
        ),
        (Some(true), Some(true)) => (
            RemedyKind::Both,
            format!(
                "Both structure and flow (B {b}, flow {f}): ties between departments are few, and those that are there do not carry. Remove what stops them before ties are made."
            ),
        ),
        (Some(false), Some(false)) => (
            RemedyKind::NoWall,
            format!(
                "No wall between departments is seen (B {b}, flow {f}). Look for the reason of slow adoption elsewhere."
            ),
        ),
        (Some(true), None) => (
            RemedyKind::StructureOnly,
            format!(
                "Ties between departments are missing (B {b}), and it is not known whether those that are there carry (flow {f}). Bring adoptions of more units or periods before ties are made."
            ),
        ),
        _ => (
            RemedyKind::Unknown,
            format!(
                "These data do not tell how high the wall is (B {b}, flow {f}). Bring more ties between departments, or more adoptions."
            ),
        ),
    };
    Remedy { kind, text }
}
