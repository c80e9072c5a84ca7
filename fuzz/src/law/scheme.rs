//! Laws of schemes and crosswalks: what was read is in order, and what is written of it reads back as the same.

use std::sync::Arc;

use formats::scheme::{SchemePieces, crosswalk_table, pieces, read_crosswalk, read_scheme, skos_turtle, table};
use model::{ConceptScheme, Crosswalk, SchemeHead, WAYS_MAX};

use super::{Broken, demand};

/// Classes whose ways are looked at.
const ASKED_MAX: usize = 16;

/// Reads a scheme and what it is mapped to.
///
/// # Errors
/// The first law that does not hold.
pub fn hold(input: &[u8]) -> Result<(), Broken> {
    let reading = read_scheme(input, &SchemeHead::named("fuzz"), &[]);
    let mut together = SchemePieces::default();
    for piece in pieces(&reading) {
        let taken = together.take(&piece);
        demand(taken.is_ok(), "a piece is taken by whoever asked for it", || format!("{taken:?}: {piece}"))?;
    }
    let whole = together.finish();
    let same = whole.scheme == reading.scheme && whole.mappings == reading.mappings && whole.form == reading.form;
    demand(same, "what goes in pieces is put together as the same", || format!("{:?}", whole.doubts))?;
    let scheme = reading.scheme;
    let again = ConceptScheme::mended(scheme.head().clone(), scheme.concepts().to_vec());
    demand(again.0 == scheme && again.1.is_empty(), "what was mended is in order", || format!("{:?}", again.1))?;
    let text = skos_turtle(&scheme, &[], &[]);
    let back =
        read_scheme(text.as_bytes(), &SchemeHead { uri: scheme.head().uri.clone(), ..SchemeHead::default() }, &[]);
    demand(back.scheme.concepts() == scheme.concepts(), "Turtle reads back", || text)?;
    let bytes =
        table(&scheme).map_err(|error| Broken { law: "a table is made".to_owned(), said: error.to_string() })?;
    let back = read_scheme(&bytes, scheme.head(), &[]);
    demand(back.scheme == scheme, "a table of a scheme reads back", || String::from_utf8_lossy(&bytes).into_owned())?;

    let (mut mappings, _) = read_crosswalk(input, &[&scheme]);
    mappings.extend(reading.mappings);
    let (walk, _) = Crosswalk::new(mappings, [Arc::new(scheme)]);
    let bytes = crosswalk_table(walk.mappings())
        .map_err(|error| Broken { law: "a table is made".to_owned(), said: error.to_string() })?;
    let back = read_crosswalk(&bytes, &[]).0;
    demand(back == walk.mappings(), "a table of a crosswalk reads back", || format!("{back:?} {:?}", walk.mappings()))?;
    for mapping in walk.mappings().iter().take(ASKED_MAX) {
        let ways = walk.ways_of_code(mapping.from.notation(), false).ways;
        let leads = ways.iter().all(|way| way.meets(way.end().subject_scheme(), way.end().notation()));
        demand(ways.len() <= WAYS_MAX && leads, "a way leads to its end", || format!("{mapping}"))?;
    }
    Ok(())
}
