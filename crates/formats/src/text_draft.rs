//! A record while it is read from a format of fields: what every such reader does with a title, a
//! number or a date, done once, with the limits on it.

use model::{
    Contributor, Identifier, Kind, Language, Location, Name, PartialDate, Record, Role, Scheme, Status, Subject,
    SubjectScheme, Text,
};

use crate::doubt::{Doubt, quoted};
use crate::limits::{DOUBTS_MAX, VALUES_MAX};
use crate::markup::{plain, squeeze};

/// A record that is still being read, and the doubts about it so far.
#[derive(Default)]
pub(crate) struct Draft {
    /// What was read.
    pub(crate) record: Record,
    doubts: Vec<Doubt>,
    n_unsaid: usize,
}

impl Draft {
    /// Remembers a doubt; what is beyond the limit is counted and said at the end.
    pub(crate) fn doubt(&mut self, doubt: Doubt) {
        if self.doubts.len() + 1 < DOUBTS_MAX {
            self.doubts.push(doubt);
        } else {
            self.n_unsaid += 1;
        }
    }

    /// Adds an identifier if the value is one.
    pub(crate) fn identify(&mut self, scheme: Scheme, value: &str) {
        self.identified(scheme, value);
    }

    /// Adds an identifier if the value is one; says whether it was.
    pub(crate) fn identified(&mut self, scheme: Scheme, value: &str) -> bool {
        let Some(identifier) = Identifier::new(scheme, value) else { return false };
        if self.record.identifiers.len() < VALUES_MAX {
            self.record.identify(identifier);
        }
        true
    }

    /// Adds a title without mark-up, unless it is empty or there already.
    pub(crate) fn title(&mut self, title: &str, language: Option<Language>) {
        add_text(&mut self.record.titles, plain(title), language);
    }

    /// Adds an abstract without mark-up, unless it is empty or there already.
    pub(crate) fn summary(&mut self, text: &str, language: Option<Language>) {
        add_text(&mut self.record.abstracts, plain(text), language);
    }

    /// Adds a contributor with this name.
    pub(crate) fn named(&mut self, name: Name, role: Role) {
        self.contributor(name, role);
    }

    /// Adds a contributor with this name, for more to be said of them. `None` when the name is
    /// empty or there are too many.
    pub(crate) fn contributor(&mut self, name: Name, role: Role) -> Option<&mut Contributor> {
        let named = match &name {
            Name::Person { family, .. } => !family.is_empty(),
            Name::Whole(whole) => !whole.is_empty(),
        };
        if !named || self.record.contributors.len() >= VALUES_MAX {
            return None;
        }
        self.record.contributors.push(Contributor::new(name, role));
        self.record.contributors.last_mut()
    }

    /// Adds the person or body written as `Family, Given`; what has no comma stays whole.
    pub(crate) fn inverted(&mut self, name: &str, role: Role) {
        self.named(Name::from_inverted(&squeeze(name)), role);
    }

    /// Adds free words, unless they are empty or there already.
    pub(crate) fn keyword(&mut self, term: &str) {
        self.term(SubjectScheme::Keyword, &plain(term));
    }

    /// Adds a term of a scheme that has no code.
    pub(crate) fn term(&mut self, scheme: SubjectScheme, term: &str) {
        let term = squeeze(term);
        if !term.is_empty() {
            self.subject(Subject { scheme, code: None, term: Some(term) });
        }
    }

    /// Adds a subject, unless it is there already.
    pub(crate) fn subject(&mut self, subject: Subject) {
        if self.record.subjects.len() < VALUES_MAX && !self.record.subjects.contains(&subject) {
            self.record.subjects.push(subject);
        }
    }

    /// Adds the words between semicolons, line ends and bars as keywords; where there are none, those between commas.
    pub(crate) fn keywords(&mut self, list: &str) {
        let strong = |c: char| matches!(c, ';' | '\n' | '|' | '\u{ff1b}');
        let weak = if list.contains(strong) { None } else { Some(',') };
        for term in list.split(|c| strong(c) || Some(c) == weak) {
            self.keyword(term);
        }
    }

    /// Adds an address at which the work can be had. What is no address of the web is left out:
    /// files on the machine that exported the record are of no use to anybody else.
    pub(crate) fn location(&mut self, url: &str, media_type: Option<&str>) {
        let url = url.trim();
        let lower = url.to_ascii_lowercase();
        let on_the_web = ["http://", "https://", "ftp://", "//", "www."].iter().any(|start| lower.starts_with(start));
        if !on_the_web || url.contains(char::is_whitespace) || self.record.locations.len() >= VALUES_MAX {
            return;
        }
        if self.record.locations.iter().all(|known| known.url != url) {
            self.record.locations.push(Location { url: url.to_owned(), media_type: media_type.map(str::to_owned) });
        }
    }

    /// Adds a remark, unless it is empty or there already.
    pub(crate) fn note(&mut self, note: &str) {
        let note = plain(note);
        if !note.is_empty() && self.record.notes.len() < VALUES_MAX && !self.record.notes.contains(&note) {
            self.record.notes.push(note);
        }
    }

    /// Takes a date of publication. The earlier of two dates stands; of two that agree as far as
    /// both go, the more precise.
    pub(crate) fn published(&mut self, date: PartialDate) {
        let stands = self.record.published;
        self.record.published = Some(match stands {
            None => date,
            Some(known) => earlier(known, date),
        });
    }

    /// Takes the language of the work, when it can be read.
    pub(crate) fn language(&mut self, text: &str) {
        if self.record.language.is_none() {
            self.record.language = Language::parse(text);
        }
    }

    /// Takes every ISSN and ISBN out of a field; see [`Draft::has_serials`].
    pub(crate) fn serials(&mut self, text: &str) {
        self.has_serials(text);
    }

    /// The same for a field that should hold one: what holds none is a doubt.
    pub(crate) fn expect_serials(&mut self, place: &str, text: &str, line: Option<u64>) {
        if !self.has_serials(text) {
            self.not_a("an ISSN or ISBN", place, text, line);
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
            let Some(identifier) = identifier else { continue };
            found = true;
            let known = &mut self.record.source.identifiers;
            if known.len() < VALUES_MAX && !known.contains(&identifier) {
                known.push(identifier);
            }
        }
        found
    }

    /// The record and the doubts.
    pub(crate) fn finish(mut self) -> (Record, Vec<Doubt>) {
        // A book's ISBN is its own name; what stands *in* a book carries it as the container's.
        let record = &mut self.record;
        if !matches!(record.kind, Kind::Article | Kind::Chapter | Kind::ConferencePaper) {
            let (own, container): (Vec<_>, Vec<_>) =
                std::mem::take(&mut record.source.identifiers).into_iter().partition(|id| id.scheme() == Scheme::Isbn);
            own.into_iter().for_each(|id| record.identify(id));
            record.source.identifiers = container;
        }
        // Publishers put the fact before the title, and exchange formats have no other place for it.
        if record.status == Status::Current && record.kind != Kind::Retraction {
            let start: String = record.title().unwrap_or("").chars().take(18).collect::<String>().to_uppercase();
            if start.starts_with("RETRACTED:") || start.starts_with("RETRACTED ARTICLE") {
                record.status = Status::Retracted;
            } else if start.starts_with("WITHDRAWN:") || start.starts_with("WITHDRAWN ARTICLE") {
                record.status = Status::Withdrawn;
            }
        }
        if self.n_unsaid > 0 {
            self.doubts.push(Doubt::new(format!("{} more doubts about this entry are not listed", self.n_unsaid)));
        }
        (self.record, self.doubts)
    }

    /// Adds the DOI of a field that is meant for one; what is none is a doubt.
    pub(crate) fn doi(&mut self, place: &str, value: &str, line: Option<u64>) {
        match doi(value) {
            Some(found) => self.record.identify(found),
            None => self.not_a("a DOI", place, value, line),
        }
    }

    /// A doubt that a field holds no date.
    pub(crate) fn no_date(&mut self, place: &str, value: &str, line: Option<u64>) {
        let doubt = Doubt::at(place, format!("{} is not a date; it was left out", quoted(value)));
        self.doubt(Doubt { line, ..doubt });
    }

    /// A doubt that a field does not hold what it should.
    pub(crate) fn not_a(&mut self, what: &str, place: &str, value: &str, line: Option<u64>) {
        let doubt = Doubt::at(place, format!("{} is not {what}; it was left out", quoted(value)));
        self.doubt(Doubt { line, ..doubt });
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

fn add_text(texts: &mut Vec<Text>, text: String, language: Option<Language>) {
    if !text.is_empty() && texts.len() < VALUES_MAX && texts.iter().all(|known| known.text != text) {
        texts.push(Text { language, text });
    }
}

/// The earlier of two dates; of two that agree as far as both go, the more precise.
pub(crate) fn earlier(a: PartialDate, b: PartialDate) -> PartialDate {
    let order = a.year().cmp(&b.year()).then_with(|| match (a.month(), b.month()) {
        (Some(m), Some(n)) => m.cmp(&n).then_with(|| match (a.day(), b.day()) {
            (Some(d), Some(e)) => d.cmp(&e),
            _ => b.precision().cmp(&a.precision()),
        }),
        _ => b.precision().cmp(&a.precision()),
    });
    if order.is_gt() { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earlier_date_stands_and_of_equal_ones_the_more_precise() {
        let date = |text| PartialDate::parse(text).unwrap();
        for (a, b, stands) in [
            ("2016", "2016-04-19", "2016-04-19"),
            ("2016-05", "2016-04-19", "2016-04-19"),
            ("2015", "2016-04-19", "2015"),
            ("2016-04", "2016-04-19", "2016-04-19"),
            ("2016-04-20", "2016-04-19", "2016-04-19"),
        ] {
            assert_eq!(earlier(date(a), date(b)), date(stands), "{a} {b}");
            assert_eq!(earlier(date(b), date(a)), date(stands), "{b} {a}");
        }
    }

    #[test]
    fn a_book_owns_its_isbn_and_a_chapter_does_not() {
        for (kind, own, container) in [(Kind::Book, 1, 0), (Kind::Chapter, 0, 1)] {
            let mut draft = Draft::default();
            draft.record.kind = kind;
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

    #[test]
    fn doubts_are_limited_and_the_rest_is_counted() {
        let mut draft = Draft::default();
        for n in 0..100 {
            draft.doubt(Doubt::new(format!("doubt {n}")));
        }
        let (_, doubts) = draft.finish();
        assert_eq!(doubts.len(), DOUBTS_MAX);
        assert_eq!(doubts.last().unwrap().text, "69 more doubts about this entry are not listed");
    }
}
