//! Lists of parties: whatever comes in, entries are within bounds, keys stand once, and a reading survives its pieces.

use std::collections::HashSet;

use formats::parties::{PartyPieces, party_pieces, read_parties};

use super::{Broken, demand};

/// Reads an input as a list.
pub fn hold(input: &[u8]) -> Result<(), Broken> {
    let reading = read_parties(&[("input", input)], None);
    let mut keys = HashSet::new();
    for entry in &reading.listed {
        demand(keys.insert(entry.key.clone()), "a key stands once", || entry.key.clone())?;
        let bounded = entry.clone().bounded();
        let is_bounded = bounded.as_ref().is_some_and(|(held, is_cut)| held == entry && !is_cut);
        demand(is_bounded, "an entry is within bounds", || format!("{entry:?}"))?;
    }
    let mut together = PartyPieces::default();
    for piece in party_pieces(&reading) {
        demand(together.take(&piece).is_ok(), "a piece is taken", || piece.clone())?;
    }
    for doubt in &reading.doubts {
        demand(together.doubt(doubt.clone()).is_ok(), "a doubt is taken", || doubt.to_string())?;
    }
    let again = together.finish();
    demand(again == reading, "a reading survives its pieces", || format!("{reading:?} {again:?}"))
}
