//! A record while it is being read, with the doubts about it and the limits on both.
//!
//! What every format does the same way stands here once: an identifier that is none becomes a
//! doubt, lists end at their limits, the earliest date wins, a title tells the fate of its work.
//! What a field *means* is each format's own business.

mod dates;
mod fate;
mod people;
mod place;
mod rights;
mod serials;
#[cfg(test)]
mod tests;

use model::{Identifier, Kind, Language, Location, Record, RelationKind, Scheme, Status, Subject, SubjectScheme, Text};

use crate::doubt::{Doubt, quoted};
use crate::limits::{DOUBTS_MAX, VALUES_MAX};
use crate::markup::{plain, squeeze};
use crate::xml::Element;

pub(crate) use dates::earlier;
pub(crate) use fate::told_withdrawn;
pub(crate) use people::{affiliation, country, inverted, person, ror, whole};
pub(crate) use place::{ENTRY, Place};
pub(crate) use rights::spdx;
pub(crate) use serials::doi;

/// A record that grows field by field. What does not fit becomes a doubt, and lists end at their
/// limits however much the entry holds.
#[derive(Default)]
pub(crate) struct Draft {
    /// What was read so far.
    pub(crate) record: Record,
    /// Whether texts come without mark-up, so that a `<` in them is a sign like any other.
    is_plain: bool,
    /// Whether numbers of books and serials were taken out of one field for both.
    has_undivided_serials: bool,
    doubts: Vec<Doubt>,
    n_doubts: usize,
    n_values: usize,
    n_lost: usize,
    n_affiliations: usize,
}

/// Values of all kinds together that are looked at for one record: several lists may be full.
const OFFERED_MAX: usize = 4 * VALUES_MAX;

/// Longest title that a subtitle is put behind.
const TITLE_BYTES_MAX: usize = 8_192;

impl Draft {
    /// A record of this kind, of which nothing else is known yet.
    pub(crate) fn of(kind: Kind) -> Draft {
        Draft { record: Record { kind, ..Record::default() }, ..Draft::default() }
    }

    /// A record of a format whose parser resolves mark-up, as that of XML does. In every other
    /// format texts may hold tags and entities, which are taken out.
    pub(crate) fn plain() -> Draft {
        Draft { is_plain: true, ..Draft::default() }
    }

    /// An empty record with one doubt: there was nothing to read.
    pub(crate) fn empty(at: &Element, text: &str) -> (Record, Vec<Doubt>) {
        let mut draft = Draft::plain();
        draft.doubt(at, text);
        draft.finish()
    }

    /// Goes on with what another reader has read, without mark-up.
    pub(crate) fn from_parts(record: Record, doubts: Vec<Doubt>) -> Draft {
        Draft { record, n_doubts: doubts.len(), doubts, ..Draft::plain() }
    }

    /// The record with what is doubtful about it.
    pub(crate) fn finish(mut self) -> (Record, Vec<Doubt>) {
        self.divide_serials();
        self.judge_by_title();
        if self.n_lost > 0 {
            self.doubt(
                ENTRY,
                format!("{} values beyond the limit of {VALUES_MAX} of a kind were left out", self.n_lost),
            );
        }
        if self.n_doubts > DOUBTS_MAX {
            // The last one makes room for the count.
            let n = self.n_doubts - DOUBTS_MAX + 1;
            self.doubts.truncate(DOUBTS_MAX - 1);
            self.doubts.push(Doubt::new(format!("{n} more doubts about this record were left out")));
        }
        (self.record, self.doubts)
    }

    /// Keeps a doubt about what stands at this place. Beyond the limit doubts are counted only.
    pub(crate) fn doubt<'a>(&mut self, at: impl Into<Place<'a>>, text: impl Into<String>) {
        self.n_doubts += 1;
        if self.doubts.len() < DOUBTS_MAX {
            self.doubts.push(at.into().doubt(&text.into()));
        }
    }

    /// A doubt that a field does not hold what it should.
    pub(crate) fn not_a<'a>(&mut self, at: impl Into<Place<'a>>, what: &str, value: &str) {
        self.doubt(at, format!("{} is not {what}; it was left out", quoted(value)));
    }

    /// Whether there is room for one more value in a list of this length. What finds none is
    /// counted, and a doubt says so at the end.
    pub(crate) fn room(&mut self, length: usize) -> bool {
        self.n_values += 1;
        let room = self.n_values <= OFFERED_MAX && length < VALUES_MAX;
        self.n_lost += usize::from(!room);
        room
    }

    /// The text in one line, without the mark-up that it may hold.
    fn words(&self, text: &str) -> String {
        if self.is_plain { squeeze(text) } else { plain(text) }
    }

    /// Adds an identifier unless it is there.
    pub(crate) fn name(&mut self, identifier: Identifier) {
        if self.room(self.record.identifiers.len()) {
            self.record.identify(identifier);
        }
    }

    /// Adds an identifier of the work; a value of another shape is left out with a doubt.
    pub(crate) fn identify<'a>(&mut self, at: impl Into<Place<'a>>, scheme: Scheme, raw: &str) {
        if let Some(identifier) = self.identifier(at, scheme, raw) {
            self.name(identifier);
        }
    }

    /// Adds an identifier out of a field that may hold something else; says whether it was one.
    pub(crate) fn identified(&mut self, scheme: Scheme, raw: &str) -> bool {
        let identifier = Identifier::new(scheme, raw);
        let is_one = identifier.is_some();
        identifier.into_iter().for_each(|identifier| self.name(identifier));
        is_one
    }

    /// Adds an identifier out of a field that may hold something else.
    pub(crate) fn offer(&mut self, scheme: Scheme, raw: &str) {
        self.identified(scheme, raw);
    }

    /// Adds an identifier of what the work stands in.
    pub(crate) fn identify_source<'a>(&mut self, at: impl Into<Place<'a>>, scheme: Scheme, raw: &str) {
        if let Some(identifier) = self.identifier(at, scheme, raw) {
            self.source_identifier(identifier);
        }
    }

    /// Adds an identifier of what the work stands in, unless it is there.
    pub(crate) fn source_identifier(&mut self, identifier: Identifier) {
        let room = self.room(self.record.source.identifiers.len());
        let identifiers = &mut self.record.source.identifiers;
        if room && !identifiers.contains(&identifier) {
            identifiers.push(identifier);
        }
    }

    /// The identifier in normal form; a doubt when the value cannot be one. A blank value is none.
    pub(crate) fn identifier<'a>(&mut self, at: impl Into<Place<'a>>, scheme: Scheme, raw: &str) -> Option<Identifier> {
        if raw.trim().is_empty() {
            return None;
        }
        let identifier = Identifier::new(scheme, raw);
        if identifier.is_none() {
            let word = scheme.word().to_uppercase();
            self.doubt(at, format!("{} has not the shape of {word}; it was left out", quoted(raw)));
        }
        identifier
    }

    /// Adds a relation to another work, unless it is there.
    pub(crate) fn relate(&mut self, kind: RelationKind, target: Identifier) {
        if self.room(self.record.relations.len()) {
            self.record.relate(kind, target);
        }
    }

    /// Adds a relation to the work with this identifier. An address that is one of a DOI or of arXiv
    /// counts as the identifier in it.
    pub(crate) fn relate_to<'a>(&mut self, at: impl Into<Place<'a>>, kind: RelationKind, scheme: Scheme, raw: &str) {
        let within = if scheme == Scheme::Url { Identifier::parse(raw) } else { None };
        if let Some(target) = within.or_else(|| self.identifier(at, scheme, raw)) {
            self.relate(kind, target);
        }
    }

    /// Adds a title, unless it is empty or there already.
    pub(crate) fn title(&mut self, text: &str, language: Option<Language>) {
        self.fresh_title(text, language);
    }

    /// The same; says whether it was added.
    pub(crate) fn fresh_title(&mut self, text: &str, language: Option<Language>) -> bool {
        let text = self.words(text);
        let fresh = !text.is_empty()
            && self.room(self.record.titles.len())
            && !self.record.titles.iter().any(|title| title.text == text);
        if fresh {
            self.record.titles.push(Text { language, text });
        }
        fresh
    }

    /// Puts a subtitle behind the title that was added last; without a title it is one itself.
    pub(crate) fn subtitle(&mut self, text: &str) {
        let last = self.record.titles.len().checked_sub(1);
        self.subtitle_of(last, text);
    }

    /// Puts a subtitle behind the title at this place, unless it stands there already; where no
    /// title stands it is one itself.
    pub(crate) fn subtitle_of(&mut self, place: Option<usize>, text: &str) {
        let text = self.words(text);
        match place.and_then(|place| self.record.titles.get_mut(place)) {
            Some(title) if title.text.ends_with(&text) => {}
            Some(title) if title.text.len() + text.len() <= TITLE_BYTES_MAX => {
                title.text = with_subtitle(&title.text, &text);
            }
            Some(_) => self.n_lost += 1,
            None => self.title(&text, None),
        }
    }

    /// Adds an abstract, unless it is empty or there already.
    pub(crate) fn summary(&mut self, text: &str, language: Option<Language>) {
        let text = self.words(text);
        let known = self.record.abstracts.iter().any(|other| other.text == text && other.language == language);
        if !text.is_empty() && !known && self.room(self.record.abstracts.len()) {
            self.record.abstracts.push(Text { language, text });
        }
    }

    /// Adds an abstract if it is the first in its language.
    pub(crate) fn first_summary(&mut self, text: &str, language: Option<Language>) {
        if !self.record.abstracts.iter().any(|other| other.language == language) {
            self.summary(text, language);
        }
    }

    /// Reads a language. Codes that say *not stated* give none; what is no code gives a doubt.
    pub(crate) fn language<'a>(&mut self, at: impl Into<Place<'a>>, raw: &str) -> Option<Language> {
        let language = Language::parse(raw);
        if language.is_none() && !["und", "mul", "zxx", "mis"].contains(&raw.to_ascii_lowercase().as_str()) {
            self.not_a(at, "a language", raw);
        }
        language
    }

    /// Takes the language of the work when it can be read; the first that was stated stands.
    pub(crate) fn written_in(&mut self, raw: &str) {
        if self.record.language.is_none() {
            self.record.language = Language::parse(raw);
        }
    }

    /// Adds free words on what the work is about.
    pub(crate) fn keyword(&mut self, words: &str) {
        self.term(SubjectScheme::Keyword, None, words);
    }

    /// Adds the words between semicolons, line ends and bars as keywords; where there are none,
    /// those between commas.
    pub(crate) fn keywords(&mut self, list: &str) {
        let strong = |c: char| matches!(c, ';' | '\n' | '|' | '\u{ff1b}');
        let weak = if list.contains(strong) { None } else { Some(',') };
        for words in list.split(|c| strong(c) || Some(c) == weak) {
            self.keyword(words);
        }
    }

    /// Adds a term of a scheme, with its code where it has one.
    pub(crate) fn term(&mut self, scheme: SubjectScheme, code: Option<&str>, term: &str) {
        let term = self.words(term);
        self.subject(subject(scheme, code, Some(&term)));
    }

    /// Adds a subject unless it says nothing or is there.
    pub(crate) fn subject(&mut self, subject: Subject) {
        let says = |words: &Option<String>| words.as_deref().is_some_and(|words| !words.is_empty());
        let room = self.room(self.record.subjects.len());
        let subjects = &mut self.record.subjects;
        if room && (says(&subject.code) || says(&subject.term)) && !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }

    /// Adds an address at which the work can be had, unless it is there. What is no address of the
    /// net is left out: files on the machine that exported the record are of no use to anybody else.
    pub(crate) fn locate(&mut self, url: &str, media_type: Option<&str>) {
        let url = url.trim();
        let starts = |head: &str| url.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
        let on_the_net = web_address(url) || ["ftp://", "//", "www."].into_iter().any(starts);
        if !on_the_net || url.contains(char::is_whitespace) || !self.room(self.record.locations.len()) {
            return;
        }
        if self.record.locations.iter().all(|known| known.url != url) {
            let media_type = media_type.map(str::trim).filter(|media| media.contains('/')).map(str::to_owned);
            self.record.locations.push(Location { url: url.to_owned(), media_type });
        }
    }

    /// Adds a remark of the source, unless it is empty or there already.
    pub(crate) fn note(&mut self, text: &str) {
        let text = self.words(text);
        if !text.is_empty() && self.room(self.record.notes.len()) && !self.record.notes.contains(&text) {
            self.record.notes.push(text);
        }
    }

    /// Lowers the status; a status never gets better while an entry is read.
    pub(crate) fn lower(&mut self, status: Status) {
        self.record.status = self.record.status.max(status);
    }
}

/// A title and its subtitle as one: joined with a colon, unless the title ends in a mark of its own.
pub(crate) fn with_subtitle(title: &str, subtitle: &str) -> String {
    match title.trim_end_matches([':', ' ']) {
        "" => subtitle.to_owned(),
        title if subtitle.is_empty() => title.to_owned(),
        title if title.ends_with(['?', '!']) => format!("{title} {subtitle}"),
        title => format!("{title}: {subtitle}"),
    }
}

/// A subject of a scheme with code and words, where there are such.
pub(crate) fn subject(scheme: SubjectScheme, code: Option<&str>, term: Option<&str>) -> Subject {
    let words = |text: Option<&str>| text.map(squeeze).filter(|text| !text.is_empty());
    Subject { scheme, code: words(code).map(|code| scheme.normal(&code)), term: words(term) }
}

/// First and last page as one, `first-last`; a last page that says nothing new is dropped.
pub(crate) fn pages(first: Option<String>, last: Option<String>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
        (Some(first), _) => Some(first),
        (None, last) => last,
    }
}

/// Whether the text is an address of the web.
pub(crate) fn web_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|head| text.get(..head.len()).is_some_and(|h| h.eq_ignore_ascii_case(head)))
}
