//! A record while it is being read, with the doubts about it and the limits on both.

use model::{
    Affiliation, Contributor, Identifier, Kind, Language, Location, PartialDate, Record, RelationKind, Rights, Role,
    Scheme, Status, Subject, SubjectScheme, Text,
};

use crate::doubt::{Doubt, quoted};
use crate::limits::{DOUBTS_MAX, VALUES_MAX};
use crate::markup;

/// A record that grows field by field. What does not fit becomes a doubt, and lists end at their
/// limits however much the entry holds.
#[derive(Default)]
pub(crate) struct Draft {
    /// The record so far.
    pub record: Record,
    doubts: Vec<Doubt>,
    n_doubts_left_out: usize,
}

impl Draft {
    /// A record of this kind, of which nothing else is known yet.
    pub(crate) fn of(kind: Kind) -> Draft {
        Draft { record: Record { kind, ..Record::default() }, ..Draft::default() }
    }

    /// The record with what is doubtful about it.
    pub(crate) fn finish(mut self) -> (Record, Vec<Doubt>) {
        if self.n_doubts_left_out > 0 {
            // The last one makes room for the count.
            self.doubts.truncate(DOUBTS_MAX - 1);
            let n = self.n_doubts_left_out + 1;
            self.doubts.push(Doubt::new(format!("{n} further doubts were left out")));
        }
        (self.record, self.doubts)
    }

    /// Notes what could not be read of this field.
    pub(crate) fn doubt(&mut self, place: &str, text: impl Into<String>) {
        if self.doubts.len() < DOUBTS_MAX {
            self.doubts.push(Doubt::at(place, text));
        } else {
            self.n_doubts_left_out += 1;
        }
    }

    /// Adds an identifier of the work; a value of another shape is left out with a doubt.
    pub(crate) fn identify(&mut self, place: &str, scheme: Scheme, raw: &str) {
        match Identifier::new(scheme, raw) {
            Some(identifier) => add(&mut self.record.identifiers, identifier),
            None => self.not_an_identifier(place, scheme, raw),
        }
    }

    /// Adds an identifier of what the work stands in.
    pub(crate) fn identify_source(&mut self, place: &str, scheme: Scheme, raw: &str) {
        match Identifier::new(scheme, raw) {
            Some(identifier) => add(&mut self.record.source.identifiers, identifier),
            None => self.not_an_identifier(place, scheme, raw),
        }
    }

    /// Adds a relation to the work with this identifier. An address that is one of a DOI or of arXiv
    /// counts as the identifier in it.
    pub(crate) fn relate(&mut self, place: &str, kind: RelationKind, scheme: Scheme, raw: &str) {
        let within = if scheme == Scheme::Url { Identifier::parse(raw) } else { None };
        match within.or_else(|| Identifier::new(scheme, raw)) {
            Some(target) if self.record.relations.len() < VALUES_MAX => self.record.relate(kind, target),
            Some(_) => {}
            None => self.not_an_identifier(place, scheme, raw),
        }
    }

    fn not_an_identifier(&mut self, place: &str, scheme: Scheme, raw: &str) {
        let word = scheme.word().to_uppercase();
        self.doubt(place, format!("{} has not the shape of {word} and was left out", quoted(raw)));
    }

    /// Adds a title without its mark-up, unless it is empty or there already.
    pub(crate) fn title(&mut self, text: &str, language: Option<Language>) {
        let text = markup::plain(text);
        if !text.is_empty() && !self.record.titles.iter().any(|title| title.text == text) {
            add(&mut self.record.titles, Text { language, text });
        }
    }

    /// Joins a subtitle to the title proper, unless it stands there already.
    pub(crate) fn subtitle(&mut self, text: &str) {
        let text = markup::plain(text);
        if let Some(title) = self.record.titles.first_mut()
            && !text.is_empty()
            && !title.text.ends_with(&text)
        {
            let joint = if title.text.ends_with([':', '?', '!']) { " " } else { ": " };
            title.text.push_str(joint);
            title.text.push_str(&text);
        }
    }

    /// Adds an abstract without its mark-up, unless it is empty.
    pub(crate) fn summary(&mut self, text: &str, language: Option<Language>) {
        let text = markup::plain(text);
        if !text.is_empty() {
            add(&mut self.record.abstracts, Text { language, text });
        }
    }

    /// Adds a contributor. Who helped in several ways is named once; authors of one name may be two.
    pub(crate) fn contribute(&mut self, contributor: Contributor) {
        let again = contributor.role == Role::Contributor && self.record.contributors.contains(&contributor);
        if !again && self.record.contributors.len() < VALUES_MAX {
            self.record.contributors.push(contributor);
        }
    }

    /// Sets a contributor's ORCID; one with a wrong shape or check digit is left out with a doubt.
    pub(crate) fn orcid(&mut self, place: &str, contributor: &mut Contributor, raw: &str) {
        if !contributor.set_orcid(raw) {
            self.doubt(place, format!("{} is not an ORCID and was left out", quoted(raw)));
        }
    }

    /// Reads a date; one that cannot be read is left out with a doubt.
    pub(crate) fn date(&mut self, place: &str, raw: &str) -> Option<PartialDate> {
        let date = PartialDate::parse(raw);
        if date.is_none() {
            self.doubt(place, format!("{} is not a date and was left out", quoted(raw)));
        }
        date
    }

    /// Takes this date as the one of publication if it is earlier than the one so far, or the same
    /// and more precise.
    pub(crate) fn publish(&mut self, date: PartialDate) {
        // What is not known of a date counts as late: `2007-04` is the better reading of `2007`.
        let rank = |date: &PartialDate| (date.year(), date.month().unwrap_or(13), date.day().unwrap_or(32));
        if self.record.published.is_none_or(|so_far| rank(&date) < rank(&so_far)) {
            self.record.published = Some(date);
        }
    }

    /// Reads a language. Codes that say *not stated* give none; what is no code gives a doubt.
    pub(crate) fn language(&mut self, place: &str, raw: &str) -> Option<Language> {
        let language = Language::parse(raw);
        if language.is_none() && !["und", "mul", "zxx", "mis"].contains(&raw.to_ascii_lowercase().as_str()) {
            self.doubt(place, format!("{} is not a language and was left out", quoted(raw)));
        }
        language
    }

    /// Adds free words on what the work is about.
    pub(crate) fn keyword(&mut self, term: &str) {
        self.term(SubjectScheme::Keyword, None, term);
    }

    /// Adds a term of a scheme, with its code where it has one.
    pub(crate) fn term(&mut self, scheme: SubjectScheme, code: Option<&str>, term: &str) {
        let term = markup::plain(term);
        let code = code.map(|code| scheme.normal(code)).filter(|code| !code.is_empty());
        if !term.is_empty() || code.is_some() {
            let term = (!term.is_empty()).then_some(term);
            add(&mut self.record.subjects, Subject { scheme, code, term });
        }
    }

    /// Adds a statement of rights, unless its licence is there already.
    pub(crate) fn license(&mut self, rights: Rights) {
        let stands = |other: &Rights| *other == rights || (rights.spdx.is_some() && other.spdx == rights.spdx);
        if rights != Rights::default() && !self.record.rights.iter().any(stands) {
            add(&mut self.record.rights, rights);
        }
    }

    /// Adds a place where the work can be had, unless the address is there already or is none.
    pub(crate) fn locate(&mut self, url: &str, media_type: Option<&str>) {
        let url = url.trim();
        let addressed = url.starts_with("http://") || url.starts_with("https://") || url.starts_with("ftp://");
        if addressed && !self.record.locations.iter().any(|location| location.url == url) {
            let media_type = media_type.filter(|media| media.contains('/')).map(str::to_owned);
            add(&mut self.record.locations, Location { url: url.to_owned(), media_type });
        }
    }

    /// Adds a remark of the source.
    pub(crate) fn note(&mut self, text: &str) {
        let text = markup::plain(text);
        if !text.is_empty() {
            add(&mut self.record.notes, text);
        }
    }

    /// Lowers the status; a status never gets better while an entry is read.
    pub(crate) fn lower(&mut self, status: Status) {
        self.record.status = self.record.status.max(status);
    }

    /// Publishers write the fate of a work before its title: `RETRACTED: ...`, `WITHDRAWN ...`.
    pub(crate) fn judge_by_title(&mut self) {
        let Some(title) = self.record.title() else { return };
        let marked = |mark: &str| title.trim_start_matches('[').strip_prefix(mark).is_some_and(ends_the_mark);
        let status = match () {
            () if marked("RETRACTED") || marked("Retracted") => Status::Retracted,
            () if marked("WITHDRAWN") => Status::Withdrawn,
            () => return,
        };
        self.lower(status);
    }
}

fn ends_the_mark(rest: &str) -> bool {
    rest.starts_with([':', ']']) || rest.starts_with(" ARTICLE") || rest.starts_with(" article:")
}

/// Adds to a list of a record what is not in it, as long as the list is under its limit.
fn add<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if list.len() < VALUES_MAX && !list.contains(&value) {
        list.push(value);
    }
}

/// The nine characters of a ROR identifier, bare or as an address.
pub(crate) fn ror(text: &str) -> Option<String> {
    let tail = text.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_lowercase();
    let shaped = tail.len() == 9 && tail.starts_with('0') && tail.bytes().all(|b| b.is_ascii_alphanumeric());
    shaped.then_some(tail)
}

/// The SPDX identifier in its own letters; DataCite and Invenio write `cc-by-4.0`.
pub(crate) fn spdx(id: &str) -> Option<String> {
    const MIXED: &[&str] = &["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ODbL-1.0", "ODC-By-1.0", "Unlicense"];
    const CAPITAL: &[&str] = &["CC-", "CC0-", "GPL-", "LGPL-", "AGPL-", "MPL-", "EUPL-", "PDDL-", "EPL-"];
    let id = id.trim();
    if let Some(known) = MIXED.iter().find(|known| known.eq_ignore_ascii_case(id)) {
        return Some((*known).to_owned());
    }
    let upper = id.to_ascii_uppercase();
    let family = CAPITAL.iter().find(|family| upper.starts_with(**family));
    if family.is_none() && !matches!(upper.as_str(), "MIT" | "ISC" | "0BSD") {
        return None;
    }
    // The licences of the Free Software Foundation end in small letters.
    Some(upper.replace("-ONLY", "-only").replace("-OR-LATER", "-or-later"))
}

/// A country code of two letters in capitals.
pub(crate) fn country(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic())).then(|| text.to_ascii_uppercase())
}

/// An affiliation by its printed name, `None` when there is none.
pub(crate) fn affiliation(name: &str) -> Option<Affiliation> {
    let name = markup::plain(name);
    (!name.is_empty()).then(|| Affiliation::named(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_date_is_kept_and_a_more_precise_reading_of_it_preferred() {
        for (dates, expected) in [
            (["2008", "2007-09", "2007-09-05"], "2007-09-05"),
            (["2007-09-05", "2007", "2007-04"], "2007-04"),
            (["2020-01-01", "2019-12", "2020"], "2019-12"),
        ] {
            let mut draft = Draft::default();
            for date in dates {
                draft.publish(PartialDate::parse(date).unwrap());
            }
            assert_eq!(draft.record.published.unwrap().to_string(), expected);
        }
    }

    #[track_caller]
    fn check(title: &str, expected: Status) {
        let mut draft = Draft::default();
        draft.title(title, None);
        draft.judge_by_title();
        assert_eq!(draft.record.status, expected, "{title}");
    }

    #[test]
    fn a_mark_before_the_title_tells_the_fate_of_the_work() {
        check("RETRACTED: A crane that never stood", Status::Retracted);
        check("[Retracted] A crane that never stood", Status::Retracted);
        check("RETRACTED ARTICLE: A crane that never stood", Status::Retracted);
        check("WITHDRAWN: A crane that never stood", Status::Withdrawn);
        check("Retracted papers and their readers", Status::Current);
        check("A crane that stood", Status::Current);
    }

    #[test]
    fn a_flood_of_doubts_ends_with_its_count() {
        let mut draft = Draft::default();
        for _ in 0..DOUBTS_MAX + 5 {
            draft.doubt("x", "it is odd");
        }
        let (_, doubts) = draft.finish();
        assert_eq!(doubts.len(), DOUBTS_MAX);
        assert_eq!(doubts.last().unwrap().text, "6 further doubts were left out");
    }

    #[test]
    fn a_subtitle_is_joined_once() {
        let mut draft = Draft::default();
        draft.title("Cranes", None);
        draft.subtitle("A <i>history</i>");
        draft.subtitle("A history");
        assert_eq!(draft.record.title(), Some("Cranes: A history"));
    }
}
