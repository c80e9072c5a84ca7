//! Numbers of books and serials, and DOIs, in fields that are meant for them.

use model::{Identifier, Kind, Scheme};

use super::{Draft, Place};

impl Draft {
    /// Takes every ISSN and ISBN out of a field; see [`Draft::has_serials`].
    pub(crate) fn serials(&mut self, text: &str) {
        self.has_serials(text);
    }

    /// The same for a field that should hold one: what holds none is a doubt.
    pub(crate) fn expect_serials<'a>(&mut self, at: impl Into<Place<'a>>, text: &str) {
        if !self.has_serials(text) {
            self.not_a(at, "an ISSN or ISBN", text);
        }
    }

    /// Takes every ISSN and ISBN out of a field that may hold several with remarks
    /// (`1532-1827 (Electronic) 0007-0920 (Linking)`). Says whether there was any.
    ///
    /// They are kept with the container; [`Draft::finish`] gives a book its own ISBN back.
    pub(crate) fn has_serials(&mut self, text: &str) -> bool {
        let mut found = false;
        let parts = std::iter::once(text).chain(text.split(|c: char| c.is_whitespace() || ";,()/|".contains(c)));
        for part in parts {
            let part = part.trim();
            let digits = part.bytes().filter(u8::is_ascii_digit).count();
            let identifier = match digits {
                7 | 8 => Identifier::new(Scheme::Issn, part),
                9 | 10 | 13 => Identifier::new(Scheme::Isbn, part),
                _ => None,
            };
            if let Some(identifier) = identifier {
                found = true;
                self.has_undivided_serials = true;
                self.source_identifier(identifier);
            }
        }
        found
    }

    /// A book's ISBN is its own name; what stands *in* a book carries it as the container's.
    pub(super) fn divide_serials(&mut self) {
        let record = &mut self.record;
        if !self.has_undivided_serials || matches!(record.kind, Kind::Article | Kind::Chapter | Kind::ConferencePaper) {
            return;
        }
        let all = std::mem::take(&mut record.source.identifiers);
        let (own, container): (Vec<_>, Vec<_>) = all.into_iter().partition(|id| id.scheme() == Scheme::Isbn);
        own.into_iter().for_each(|id| record.identify(id));
        record.source.identifiers = container;
    }

    /// Adds the DOI of a field that is meant for one; what is none is a doubt.
    pub(crate) fn doi<'a>(&mut self, at: impl Into<Place<'a>>, value: &str) {
        match doi(value) {
            Some(found) => self.name(found),
            None => self.not_a(at, "a DOI", value),
        }
    }
}

/// The DOI in a field that is meant for one. There, an address of any resolver will do
/// (`http://doi.acm.org/10.1145/...`), which elsewhere could be anything.
pub(crate) fn doi(value: &str) -> Option<Identifier> {
    let value = value.trim();
    Identifier::new(Scheme::Doi, value).or_else(|| {
        let (_, tail) = value.split_once("://")?;
        let at = tail.find("/10.")?;
        Identifier::new(Scheme::Doi, tail.get(at + 1..)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_owns_its_isbn_and_a_chapter_does_not() {
        for (kind, own, container) in [(Kind::Book, 1, 0), (Kind::Chapter, 0, 1)] {
            let mut draft = Draft::of(kind);
            assert!(draft.has_serials("0-306-40615-2 (hardback)"));
            let (record, _) = draft.finish();
            assert_eq!((record.identifiers.len(), record.source.identifiers.len()), (own, container), "{kind}");
        }
    }

    #[test]
    fn numbers_are_found_among_remarks() {
        let mut draft = Draft::default();
        draft.serials("1532-1827 (Electronic)\r0007-0920 (Linking), 978 0 306 40615 7, 1234-5678");
        let found: Vec<String> = draft.record.source.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["issn:1532-1827", "issn:0007-0920"]);
        draft.serials("978 0 306 40615 7");
        assert_eq!(draft.record.source.identifiers.len(), 3);
    }
}
