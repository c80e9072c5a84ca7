//! A record while it is read from XML, with the doubts about it.
//!
//! What every XML format does the same way stands here once: an identifier that is none becomes
//! a doubt, lists have limits, one abstract a language, the earliest date wins. What a field
//! *means* is each format's own business.

use model::{
    Affiliation, Contributor, Identifier, Kind, Language, Location, Name, PartialDate, Record, RelationKind, Rights,
    Role, Scheme, Status, Subject, SubjectScheme, Text,
};

use crate::doubt::{Doubt, quoted};
use crate::limits::{DOUBTS_MAX, VALUES_MAX};
use crate::markup::squeeze;
use crate::xml::Element;
use crate::xml_date::earliest;

/// A record in the making.
#[derive(Default)]
pub(crate) struct Draft {
    /// What was read so far.
    pub(crate) record: Record,
    /// Dates on which the work was made public, in the source's order.
    pub(crate) dates: Vec<PartialDate>,
    doubts: Vec<Doubt>,
    n_doubts: usize,
    n_values: usize,
    n_lost: usize,
    n_affiliations: usize,
}

/// Values of all kinds together that are looked at for one record: several lists may be full.
const OFFERED_MAX: usize = 4 * VALUES_MAX;

/// Affiliations of all contributors together. Source formats point at one affiliation from many
/// names, so a small entry could be made to fill the memory.
const AFFILIATIONS_MAX: usize = 4 * VALUES_MAX;

/// Longest affiliation that is kept; whole departments with addresses have some 500 characters.
const AFFILIATION_CHARS_MAX: usize = 2_000;

/// Longest title that a subtitle is put behind.
const TITLE_BYTES_MAX: usize = 8_192;

impl Draft {
    /// An empty record of this kind.
    pub(crate) fn of(kind: Kind) -> Draft {
        Draft { record: Record { kind, ..Record::default() }, ..Draft::default() }
    }

    /// An empty record with one doubt: there was nothing to read.
    pub(crate) fn empty(at: &Element, text: &str) -> (Record, Vec<Doubt>) {
        let mut draft = Draft::default();
        draft.doubt(at, text);
        draft.finish()
    }

    /// Goes on with what another reader has read.
    pub(crate) fn from_parts(record: Record, doubts: Vec<Doubt>) -> Draft {
        Draft { record, n_doubts: doubts.len(), doubts, ..Draft::default() }
    }

    /// Keeps a doubt about this element. Beyond the limit doubts are counted only.
    pub(crate) fn doubt(&mut self, at: &Element, text: impl Into<String>) {
        self.n_doubts += 1;
        if self.doubts.len() < DOUBTS_MAX {
            self.doubts.push(Doubt::at(at.name.clone(), text).on(at.line));
        }
    }

    /// Whether there is room for one more value in a list of this length. What finds none is
    /// counted, and the last doubt says so.
    fn room(&mut self, length: usize) -> bool {
        self.n_values += 1;
        let room = self.n_values <= OFFERED_MAX && length < VALUES_MAX;
        self.n_lost += usize::from(!room);
        room
    }

    /// Adds an identifier unless it is there.
    pub(crate) fn name(&mut self, identifier: Identifier) {
        if self.room(self.record.identifiers.len()) {
            self.record.identify(identifier);
        }
    }

    /// Adds the identifier that this element holds; an empty element holds none.
    pub(crate) fn identify(&mut self, scheme: Scheme, at: &Element) {
        self.identify_as(scheme, &at.text(), at);
    }

    /// Adds an identifier that was found at this element.
    pub(crate) fn identify_as(&mut self, scheme: Scheme, value: &str, at: &Element) {
        if let Some(identifier) = self.identifier(scheme, value, at) {
            self.name(identifier);
        }
    }

    /// Adds an identifier of what the work stands in.
    pub(crate) fn identify_source(&mut self, scheme: Scheme, at: &Element) {
        if let Some(identifier) = self.identifier(scheme, &at.text(), at) {
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

    /// The identifier in normal form; a doubt when the value cannot be one.
    pub(crate) fn identifier(&mut self, scheme: Scheme, value: &str, at: &Element) -> Option<Identifier> {
        if value.trim().is_empty() {
            return None;
        }
        let identifier = Identifier::new(scheme, value);
        if identifier.is_none() {
            self.doubt(at, format!("{} is no identifier of the scheme `{scheme}`; it was left out", quoted(value)));
        }
        identifier
    }

    /// Adds a title; `false` when it is empty or there already.
    pub(crate) fn title(&mut self, text: &str, language: Option<Language>) -> bool {
        let text = squeeze(text);
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

    /// Puts a subtitle behind the title at this place; where none stands it is one itself.
    pub(crate) fn subtitle_of(&mut self, place: Option<usize>, text: &str) {
        let text = squeeze(text);
        match place.and_then(|place| self.record.titles.get_mut(place)) {
            Some(title) if title.text.len() + text.len() <= TITLE_BYTES_MAX => {
                title.text = with_subtitle(&title.text, &text);
            }
            Some(_) => self.n_lost += 1,
            None => {
                self.title(&text, None);
            }
        }
    }

    /// Adds an abstract. One a language is kept, the first; `false` when there was one or it is empty.
    pub(crate) fn summary(&mut self, text: &str, language: Option<Language>) -> bool {
        let text = squeeze(text);
        let taken = self.record.abstracts.iter().any(|other| other.language == language);
        let keep = !text.is_empty() && !taken && self.room(self.record.abstracts.len());
        if keep {
            self.record.abstracts.push(Text { language, text });
        }
        keep
    }

    /// Adds a contributor, with as many affiliations as there is room for.
    pub(crate) fn contribute(&mut self, mut contributor: Contributor) {
        if self.record.contributors.len() >= VALUES_MAX {
            self.n_lost += 1;
            return;
        }
        let room = AFFILIATIONS_MAX - self.n_affiliations;
        self.n_lost += contributor.affiliations.len().saturating_sub(room);
        contributor.affiliations.truncate(room);
        self.n_affiliations += contributor.affiliations.len();
        self.record.contributors.push(contributor);
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

    /// Adds free words as a subject.
    pub(crate) fn keyword(&mut self, words: &str) {
        self.subject(Subject::keyword(squeeze(words)));
    }

    /// Adds a relation to another work, unless it is there.
    pub(crate) fn relate(&mut self, kind: RelationKind, target: Identifier) {
        if self.room(self.record.relations.len()) {
            self.record.relate(kind, target);
        }
    }

    /// Adds a statement of rights unless one with the same address or words is there.
    pub(crate) fn rights(&mut self, rights: Rights) {
        if !self.room(self.record.rights.len()) {
            return;
        }
        let known = self.record.rights.iter().any(|other| match (&other.url, &rights.url) {
            (Some(a), Some(b)) => a.trim_end_matches('/') == b.trim_end_matches('/'),
            _ => *other == rights,
        });
        if rights != Rights::default() && !known {
            self.record.rights.push(rights);
        }
    }

    /// Adds an address of the web where the work can be had; other text is passed over.
    pub(crate) fn locate(&mut self, url: &str, media_type: Option<&str>) {
        if !self.room(self.record.locations.len()) {
            return;
        }
        let url = url.trim();
        let shaped = web_address(url) && !url.contains(char::is_whitespace);
        let known = self.record.locations.iter().any(|location| location.url == url);
        if shaped && !known {
            let media_type = media_type.map(str::trim).filter(|kind| !kind.is_empty()).map(str::to_owned);
            self.record.locations.push(Location { url: url.to_owned(), media_type });
        }
    }

    /// Adds a remark of the source.
    pub(crate) fn note(&mut self, text: &str) {
        let text = squeeze(text);
        if !text.is_empty() && self.room(self.record.notes.len()) && !self.record.notes.contains(&text) {
            self.record.notes.push(text);
        }
    }

    /// Lowers the status; a better one never wins over a worse one that was said before.
    pub(crate) fn status(&mut self, status: Status) {
        self.record.status = self.record.status.max(status);
    }

    /// Adds a date of publication read from text; what is no date becomes a doubt.
    pub(crate) fn date(&mut self, text: &str, at: &Element) {
        match PartialDate::parse(text) {
            Some(date) => self.dates.push(date),
            None if text.trim().is_empty() => {}
            None => self.doubt(at, format!("{} is not a date; it was left out", quoted(text))),
        }
    }

    /// The record, with the earliest of its dates and the doubts within their limit.
    pub(crate) fn finish(mut self) -> (Record, Vec<Doubt>) {
        if self.record.published.is_none() {
            self.record.published = earliest(&self.dates);
        }
        // Publishers that retract in place say so at the head of the title and often nowhere else.
        if !matches!(self.record.kind, Kind::Retraction | Kind::Correction)
            && let Some(title) = self.record.title()
        {
            let starts = |word: &str| title.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
            if starts("RETRACTED:") || starts("RETRACTED ARTICLE:") {
                self.status(Status::Retracted);
            } else if starts("WITHDRAWN:") {
                self.status(Status::Withdrawn);
            }
        }
        if self.n_lost > 0 {
            let doubt = format!("{} values beyond the limit of {VALUES_MAX} of a kind were left out", self.n_lost);
            self.n_doubts += 1;
            self.doubts.push(Doubt::new(doubt));
        }
        if self.n_doubts > DOUBTS_MAX {
            let lost = self.n_doubts - DOUBTS_MAX + 1;
            self.doubts.truncate(DOUBTS_MAX - 1);
            self.doubts.push(Doubt::new(format!("{lost} more doubts about this record were left out")));
        }
        (self.record, self.doubts)
    }
}

/// A title and its subtitle as one: joined with a colon, unless the title ends in a mark of its own.
pub(crate) fn with_subtitle(title: &str, subtitle: &str) -> String {
    match title.trim_end_matches([':', ' ']) {
        "" => subtitle.to_owned(),
        title if subtitle.is_empty() => title.to_owned(),
        title if title.ends_with(['?', '!', ':']) => format!("{title} {subtitle}"),
        title => format!("{title}: {subtitle}"),
    }
}

/// The language that the element states in its `xml:lang` (or `language`).
pub(crate) fn language_of(element: &Element) -> Option<Language> {
    element.attr("lang").or_else(|| element.attr("language")).and_then(Language::parse)
}

/// Whether the text is an address of the web.
pub(crate) fn web_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|head| text.get(..head.len()).is_some_and(|h| h.eq_ignore_ascii_case(head)))
}

/// A person of whom the source gives the parts; `None` when both are empty. A suffix (`Jr`) goes
/// behind the given names, where catalogues put it, so that the family name alone identifies.
pub(crate) fn person(family: &str, given: &str, suffix: &str) -> Option<Name> {
    let (family, given, suffix) = (squeeze(family), squeeze(given), squeeze(suffix));
    if family.is_empty() {
        return (!given.is_empty()).then_some(Name::Whole(given));
    }
    let given = match (given.is_empty(), suffix.is_empty()) {
        (_, true) => given,
        (true, false) => suffix,
        (false, false) => format!("{given}, {suffix}"),
    };
    Some(Name::Person { family, given: (!given.is_empty()).then_some(given) })
}

/// A contributor under a name as catalogues write it: inverted with a comma, else whole.
pub(crate) fn inverted(name: &str, role: Role) -> Option<Contributor> {
    let name = squeeze(name);
    let name = name.trim_matches([',', ';', ' ']);
    (!name.is_empty()).then(|| Contributor::new(Name::from_inverted(name), role))
}

/// A contributor whose name the source does not take apart.
pub(crate) fn whole(name: &str, role: Role) -> Option<Contributor> {
    let name = squeeze(name);
    (!name.is_empty()).then_some(Contributor::new(Name::Whole(name), role))
}

/// The nine characters of an identifier of the Research Organization Registry.
pub(crate) fn ror(text: &str) -> Option<String> {
    let id = text.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_lowercase();
    (id.len() == 9 && id.starts_with('0') && id.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(id)
}

/// A two-letter code of a country, in capitals; a name of a country is none.
pub(crate) fn country(text: &str) -> Option<String> {
    let code = text.trim();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic())).then(|| code.to_ascii_uppercase())
}

/// An affiliation with what the source knows about it; `None` without a name.
pub(crate) fn affiliation(name: &str, ror: Option<String>) -> Option<Affiliation> {
    let name: String = squeeze(name).chars().take(AFFILIATION_CHARS_MAX).collect();
    (!name.is_empty()).then_some(Affiliation { name, ror, country: None })
}

/// Adds the ORCID that was found at this element, or a doubt.
pub(crate) fn set_orcid(draft: &mut Draft, contributor: &mut Contributor, text: &str, at: &Element) {
    if !text.trim().is_empty() && !contributor.set_orcid(text) {
        draft.doubt(at, format!("{} is not an ORCID; it was left out", quoted(text)));
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

#[cfg(test)]
mod tests;
