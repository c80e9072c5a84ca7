//! Cutting does not depend on how the bytes arrive, and neither loses nor doubles.

use std::io::{self, Read};

use proptest::prelude::*;

use crate::entries::{SORTS, iso2709, title, workbook};
use crate::kit::{gzipped, read, read_from};

/// Gives its bytes in pieces of these sizes, over and over.
struct Pieces<'a> {
    rest: &'a [u8],
    sizes: std::iter::Cycle<std::slice::Iter<'a, usize>>,
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes.next().copied().unwrap_or(1);
        let (piece, rest) = self.rest.split_at(size.min(out.len()).min(self.rest.len()));
        out[..piece.len()].copy_from_slice(piece);
        self.rest = rest;
        Ok(piece.len())
    }
}

/// Every source of the tables, whole or with a part cut out of it, compressed, in UTF-16, or as it is.
fn sources() -> impl Strategy<Value = Vec<u8>> {
    let n_sorts = SORTS.len();
    let damage = (any::<prop::sample::Index>(), 0..9usize);
    (0..n_sorts + 2, 1..6usize, damage, 0..4).prop_map(move |(sort, n, (at, n_out), dress)| {
        let mut bytes = match SORTS.get(sort) {
            Some(sort) => sort.source(n).into_bytes(),
            None if sort == n_sorts => (1..=n).flat_map(iso2709).collect(),
            None => return workbook(n),
        };
        let at = at.index(bytes.len());
        bytes.drain(at..(at + n_out).min(bytes.len()));
        match dress {
            0 => gzipped(&bytes[..]),
            1 => String::from_utf8_lossy(&bytes).encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => bytes,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn how_the_bytes_arrive_changes_nothing(source in sources(), sizes in prop::collection::vec(1..40usize, 1..6)) {
        let whole = read(&source);
        let pieces = read_from(Pieces { rest: &source, sizes: sizes.iter().cycle() });
        prop_assert_eq!(&whole.readings, &pieces.readings);
        prop_assert_eq!(&whole.doubts, &pieces.doubts);
        prop_assert_eq!(whole.summary.n_bytes, pieces.summary.n_bytes);
    }

    #[test]
    fn nothing_is_lost_and_nothing_doubled(sort in prop::sample::select(SORTS), n in 1..400usize) {
        let found = read(sort.source(n));
        prop_assert_eq!(found.titles(), (1..=n).map(title).collect::<Vec<_>>(), "{}", sort.name);
        prop_assert_eq!(found.told(), Vec::<String>::new());
    }
}

impl std::fmt::Debug for crate::entries::Sort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[test]
fn what_is_larger_than_the_window_is_counted_too() {
    for sort in SORTS {
        let n = 700_000 / (sort.entry)(9).len();
        let found = read_from(Pieces { rest: sort.source(n).as_bytes(), sizes: [100_000, 7, 65_536].iter().cycle() });
        assert_eq!(found.titles().len(), n, "{}", sort.name);
        assert!(found.titles().iter().zip(1..).all(|(found, n)| *found == title(n)), "{}", sort.name);
    }
}
