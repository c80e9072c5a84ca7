//! What all patent documents share: a record in the making, its dates and numbers.
//!
//! The claims, the description, the drawings and the cited documents are not read into the
//! record: they are in the raw entry. Application numbers are left out too, since they name no
//! publication; a record stands for one publication (number and kind, WIPO ST.16).

use model::{
    Affiliation, Contributor, Identifier, Kind, Language, Name, PartialDate, Record, RelationKind, Role, Scheme,
    Subject, SubjectScheme, Text,
};

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{Draft, Place};
use crate::markup::squeeze;
use crate::patent_class::{international, locarno, national};
use crate::xml::{Element, Node};

/// A record of a patent in the making: a draft with the fields that offices fill.
pub(crate) struct PatentDraft {
    draft: Draft,
}

impl PatentDraft {
    /// An empty patent.
    pub(crate) fn new() -> PatentDraft {
        let mut draft = Draft::plain();
        draft.record.kind = Kind::Patent;
        PatentDraft { draft }
    }

    /// Keeps a doubt about what stands at this place.
    pub(crate) fn doubt<'a>(&mut self, at: impl Into<Place<'a>>, text: impl Into<String>) {
        self.draft.doubt(at, text);
    }

    /// The publication number, from which the publishing office follows.
    pub(crate) fn publication(&mut self, place: &str, office: &str, number: &str, kind: &str) {
        let number = squeeze(number);
        if number.is_empty() {
            self.doubt(place, "the publication number is missing");
            return;
        }
        match publication(office, &number, kind) {
            Some(identifier) => {
                let code = identifier.value().get(..2).unwrap_or_default();
                self.draft.record.source.publisher = office_name(code).map(str::to_owned);
                self.draft.name(identifier);
            }
            None => self.doubt(
                place,
                format!("{} is not a publication number; left out", quoted(&format!("{office}{number}{kind}"))),
            ),
        }
    }

    /// A number of the office's own for something that is not published.
    pub(crate) fn local(&mut self, number: &str) {
        if let Some(identifier) = Identifier::new(Scheme::Local, number) {
            self.draft.name(identifier);
        }
    }

    /// The date of publication, `YYYYMMDD` or with hyphens; months and days may be `00`.
    pub(crate) fn published(&mut self, place: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let Some(date) = PartialDate::parse(text) else {
            self.doubt(place, format!("{} is not a date; the patent has none", quoted(text)));
            return;
        };
        let parts = text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
        let given = match parts.get(4..8) {
            Some([b'0', b'0', ..]) | None => 1,
            Some([_, _, b'0', b'0']) => 2,
            Some(_) => 3,
        };
        if date.precision() < given {
            self.doubt(place, format!("the calendar does not have {}; what it has of it was kept", quoted(text)));
        }
        self.draft.record.published = Some(date);
    }

    /// The language of the document.
    pub(crate) fn language(&mut self, tag: Option<&str>) {
        self.draft.record.language = tag.and_then(Language::parse);
    }

    /// A title; nothing when it is empty.
    pub(crate) fn title(&mut self, text: &str, language: Option<&str>) {
        let text = squeeze(text);
        if !text.is_empty() && self.draft.room(self.draft.record.titles.len()) {
            let language = language.and_then(Language::parse).or_else(|| self.draft.record.language.clone());
            self.draft.record.titles.push(Text { language, text });
        }
    }

    /// An abstract made of its paragraphs; nothing when they are empty.
    pub(crate) fn abstracted(&mut self, paragraphs: impl IntoIterator<Item = String>, language: Option<&str>) {
        let text = squeeze(&paragraphs.into_iter().collect::<Vec<_>>().join(" "));
        if !text.is_empty() && self.draft.room(self.draft.record.abstracts.len()) {
            let language = language.and_then(Language::parse).or_else(|| self.draft.record.language.clone());
            self.draft.record.abstracts.push(Text { language, text });
        }
    }

    /// A class of the IPC, or of Locarno where a design has it in the same field.
    pub(crate) fn ipc_or_locarno(&mut self, place: &str, raw: &str) {
        match (international(raw), locarno(raw)) {
            (Some(symbol), _) => self.subject(Subject::coded(SubjectScheme::Ipc, &symbol)),
            (None, Some(class)) => self.subject(Subject::coded(SubjectScheme::Locarno, &class)),
            (None, None) => self.unclassed(place, raw, "a class of the IPC"),
        }
    }

    /// A class of the Locarno classification.
    pub(crate) fn locarno(&mut self, place: &str, raw: &str) {
        self.coded(SubjectScheme::Locarno, locarno(raw), place, raw);
    }

    /// A class of the United States classification.
    pub(crate) fn uspc(&mut self, place: &str, raw: &str) {
        self.coded(SubjectScheme::Uspc, national(raw), place, raw);
    }

    /// A class that was already read from `raw`; `None` is a doubt, unless there was nothing.
    pub(crate) fn coded(&mut self, scheme: SubjectScheme, code: Option<String>, place: &str, raw: &str) {
        match code {
            Some(code) => self.subject(Subject::coded(scheme, &code)),
            None => self.unclassed(place, raw, &format!("a class of the {}", scheme.word().to_uppercase())),
        }
    }

    fn unclassed(&mut self, place: &str, raw: &str, what: &str) {
        let raw = raw.trim();
        // `None` is what one office writes for none.
        if !raw.is_empty() && !raw.eq_ignore_ascii_case("none") {
            self.doubt(place, format!("{} is not {what}; left out", quoted(raw)));
        }
    }

    /// Free words, such as the variety of a plant.
    pub(crate) fn keyword(&mut self, words: Option<String>) {
        if let Some(words) = words {
            self.subject(Subject::keyword(words));
        }
    }

    fn subject(&mut self, subject: Subject) {
        self.draft.subject(subject);
    }

    /// A person or body with its place; named twice in one role it stands once.
    pub(crate) fn contributor(&mut self, name: Option<Name>, role: Role, place: Option<Affiliation>) {
        let Some(name) = name else { return };
        let known = self.draft.record.contributors.iter().any(|known| known.role == role && known.name == name);
        if !known {
            let affiliations = place.into_iter().collect();
            self.draft.contribute(Contributor { affiliations, ..Contributor::new(name, role) });
        }
    }

    /// Another publication. What cannot be a publication number is passed over: the fields hold
    /// application numbers and words as well.
    pub(crate) fn related(&mut self, relation: RelationKind, office: &str, number: &str, kind: &str) {
        if let Some(target) = publication(office, &squeeze(number), kind) {
            self.draft.relate(relation, target);
        }
    }

    /// A remark.
    pub(crate) fn note(&mut self, note: &str) {
        self.draft.note(note);
    }

    /// The record and the doubts.
    pub(crate) fn finish(self) -> (Record, Vec<Doubt>) {
        self.draft.finish()
    }
}

/// The identifier of a publication. The number may carry the office already.
fn publication(office: &str, number: &str, kind: &str) -> Option<Identifier> {
    let (office, number, kind) = (office.trim(), number.trim(), kind.trim());
    // Words such as "unknown" stand where numbers are missing; PCT/... numbers an application.
    let numbered = number.bytes().any(|b| b.is_ascii_digit());
    let application = number.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("PCT"));
    if !numbered || application || !kind.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let prefixed = number.get(..office.len()).is_some_and(|start| start.eq_ignore_ascii_case(office));
    let office = if prefixed { "" } else { office };
    Identifier::new(Scheme::Patent, &format!("{office}{number}{kind}"))
}

/// The office behind its code (WIPO ST.3), for the offices whose own files are read here.
fn office_name(code: &str) -> Option<&'static str> {
    match code {
        "US" => Some("United States Patent and Trademark Office"),
        "EP" => Some("European Patent Office"),
        "WO" => Some("World Intellectual Property Organization"),
        _ => None,
    }
}

/// Text of an element with its inner blanks, which are columns in class fields; texts that are
/// blank altogether are indentation and left out.
pub(crate) fn columns(element: &Element) -> String {
    let mut all = String::new();
    gather(element, &mut all);
    all
}

// Recursion is as deep as the tree, which the parser bounds (`limits::DEPTH_MAX`).
fn gather(element: &Element, all: &mut String) {
    for node in &element.nodes {
        match node {
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(text) => all.push_str(text.trim_matches(['\n', '\r', '\t'])),
            Node::Element(element) => gather(element, all),
        }
    }
}

/// Text of the element on this path, empty when there is none.
pub(crate) fn text_at(element: &Element, path: &str) -> String {
    element.text_at(path).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod testing {
    use model::{Record, Role};

    use crate::Doubt;
    use crate::xml::Element;

    /// An entry through the parser and the reader that claims it, with the doubts of both.
    #[track_caller]
    pub(crate) fn parsed_by(
        claims: fn(&Element) -> bool,
        read: fn(&Element) -> (Record, Vec<Doubt>),
        text: &str,
    ) -> (Record, Vec<Doubt>) {
        let (root, mut doubts) = Element::parse(text);
        let root = root.expect("the fixture has an element");
        assert!(claims(&root), "`{}` is not claimed", root.name);
        let (record, more) = read(&root);
        doubts.extend(more);
        (record, doubts)
    }

    /// Cuts the text at every character: no reader may fall, and from `named_from` on the
    /// publication number is there.
    #[track_caller]
    pub(crate) fn check_cuts(read: fn(&Element) -> (Record, Vec<Doubt>), text: &str, named_from: usize) {
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            if let (Some(root), _) = Element::parse(&text[..cut]) {
                let (record, _) = read(&root);
                assert!(cut < named_from || record.name().is_some(), "no number when cut at {cut}");
            }
        }
    }

    /// A patent in lines, so that tests read like the first page of one.
    pub(crate) fn sheet(record: &Record) -> String {
        let mut lines: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        lines.extend(record.titles.iter().map(|t| match &t.language {
            Some(language) => format!("{} [{language}]", t.text),
            None => t.text.clone(),
        }));
        lines.extend(record.published.map(|date| date.to_string()));
        for contributor in &record.contributors {
            let role = match contributor.role {
                Role::Inventor => "inventor",
                Role::Applicant => "applicant",
                Role::Assignee => "assignee",
                _ => "other",
            };
            let places = contributor.affiliations.iter();
            let places: Vec<_> =
                places.map(|a| format!(" ({}; {})", a.name, a.country.as_deref().unwrap_or("-"))).collect();
            lines.push(format!("{role} {}{}", contributor.name.display(), places.concat()));
        }
        let subjects = record.subjects.iter();
        lines.extend(
            subjects.map(|s| format!("{}:{}", s.scheme, s.code.as_deref().or(s.term.as_deref()).unwrap_or_default())),
        );
        lines.extend(record.abstracts.iter().map(|a| format!("abstract {}", a.text)));
        lines.extend(record.relations.iter().map(|r| format!("{} {}", r.kind.word(), r.target)));
        lines.extend(record.notes.iter().map(|note| format!("note {note}")));
        lines.join("\n")
    }

    /// The start of a text, for abstracts of real patents.
    pub(crate) fn start(text: &str) -> String {
        text.chars().take(40).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publication_has_one_number_however_its_parts_stand() {
        for (office, number, kind, expected) in [
            ("US", "06337117", "B1", "US6337117B1"),
            ("US", "D0435854", "S", "USD435854S"),
            ("US", "RE037000", "E1", "USRE37000E1"),
            ("US", "2002/0120760", "A1", "US20020120760A1"),
            ("US", "2002120760", "A1", "US20020120760A1"),
            ("WO", "WO99/12345", "", "WO1999012345"),
            ("", "EP 1000000", "B1", "EP1000000B1"),
        ] {
            let found = publication(office, number, kind).map(|id| id.value().to_owned());
            assert_eq!(found.as_deref(), Some(expected), "{office} {number} {kind}");
        }
    }

    #[test]
    fn applications_and_words_are_no_publications() {
        for (office, number) in [("WO", "PCT/US99/12345"), ("US", "unknown"), ("US", ""), ("", "12345")] {
            assert_eq!(publication(office, number, ""), None, "{office} {number}");
        }
    }

    #[track_caller]
    fn check_date(text: &str, expected: &str, n_doubts: usize) {
        let mut draft = PatentDraft::new();
        draft.published("ISD", text);
        let (record, doubts) = draft.finish();
        assert_eq!(record.published.map(|d| d.to_string()).unwrap_or_default(), expected, "{text}");
        assert_eq!(doubts.len(), n_doubts, "{text}: {doubts:?}");
    }

    #[test]
    fn a_date_without_day_is_a_month_and_an_impossible_one_is_doubted() {
        check_date("19760113", "1976-01-13", 0);
        check_date("19510200", "1951-02", 0);
        check_date("19510000", "1951", 0);
        check_date("2014-11-18", "2014-11-18", 0);
        check_date("19511302", "1951", 1);
        check_date("19510231", "1951-02", 1);
        check_date("MCMLI", "", 1);
        check_date("", "", 0);
    }
}
