//! The canonical record: one work of the world's science and technology, or one finding of our own.

use crate::public_id::public_id;
use crate::{Contributor, Identifier, Kind, Language, Origin, PartialDate, Relation, Rights, Status, Subject};

public_id!(
    /// A record's identity in an office.
    RecordId,
    'R'
);

/// Words in a language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// The language, where the source states it.
    pub language: Option<Language>,
    /// The words: plain, without mark-up, blanks run together.
    pub text: String,
}

impl Text {
    /// Words whose language is not stated.
    pub fn plain(text: impl Into<String>) -> Text {
        Text { language: None, text: text.into() }
    }
}

/// What a work stands in: journal, book, series, proceedings; for a patent, its office's gazette.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Container {
    /// Title of the journal, book, series or site.
    pub title: Option<String>,
    /// Volume as printed.
    pub volume: Option<String>,
    /// Issue as printed.
    pub issue: Option<String>,
    /// Pages or article number as printed, `first-last` where both are known.
    pub pages: Option<String>,
    /// Publisher, university or issuing body.
    pub publisher: Option<String>,
    /// Identifiers of the container (ISSN, ISBN).
    pub identifiers: Vec<Identifier>,
}

/// Where the work or a form of it can be had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Location {
    /// Address.
    pub url: String,
    /// Media type, where stated (`application/pdf`).
    pub media_type: Option<String>,
}

/// One work, as a source describes it or as several sources do together.
///
/// Every part may be missing: what a source did not say is not made up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Identifiers of the work, the source's own first.
    pub identifiers: Vec<Identifier>,
    /// Titles, the title proper first, then its translations and further titles.
    pub titles: Vec<Text>,
    /// Abstracts by their authors, by language.
    pub abstracts: Vec<Text>,
    /// Who made it, in the source's order.
    pub contributors: Vec<Contributor>,
    /// What sort of thing it is.
    pub kind: Kind,
    /// What it stands in.
    pub source: Container,
    /// When it was made public.
    pub published: Option<PartialDate>,
    /// Language of the work itself; its title and abstract may be in others.
    pub language: Option<Language>,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// Codes that the office gave it, the most telling first. No source says them, so no format reads or writes them: the
    /// store knows them and lays them beside what sources say.
    pub given: Vec<Subject>,
    /// What may be done with it.
    pub rights: Vec<Rights>,
    /// Whether it still stands.
    pub status: Status,
    /// How it stands to other works.
    pub relations: Vec<Relation>,
    /// Where it can be had.
    pub locations: Vec<Location>,
    /// Remarks of the source: page counts, conditions, withdrawal notes.
    pub notes: Vec<String>,
    /// Where it was read from.
    pub origin: Origin,
}

impl Record {
    /// The title proper.
    pub fn title(&self) -> Option<&str> {
        self.titles.first().map(|title| title.text.as_str())
    }

    /// The identifier by which people would call it: the first that names the work, else the first.
    pub fn name(&self) -> Option<&Identifier> {
        self.identifiers.iter().find(|id| id.names_a_work()).or(self.identifiers.first())
    }

    /// Year of publication.
    pub fn year(&self) -> Option<i32> {
        self.published.map(PartialDate::year)
    }

    /// What it is about, as the office has it: the codes that it gave first, then what sources say. In a scheme in which the
    /// office gave codes, those of a source that are not among them were looked at and left, and are left out.
    pub fn settled_subjects(&self) -> Vec<&Subject> {
        let is_same = |a: &Subject, b: &Subject| a.scheme == b.scheme && a.code == b.code;
        // A source may have words for the same code.
        let worded = |given: &'_ Subject| self.subjects.iter().find(|said| said.term.is_some() && is_same(said, given));
        let given = self.given.iter().map(|given| worded(given).unwrap_or(given));
        let is_settled =
            |said: &&Subject| said.code.is_some() && self.given.iter().any(|given| given.scheme == said.scheme);
        given.chain(self.subjects.iter().filter(|said| !is_settled(said))).collect()
    }

    /// Adds an identifier unless it is there.
    pub fn identify(&mut self, identifier: Identifier) {
        if !self.identifiers.contains(&identifier) {
            self.identifiers.push(identifier);
        }
    }

    /// Adds a relation unless it is there or points at the record itself.
    pub fn relate(&mut self, kind: crate::RelationKind, target: Identifier) {
        let relation = Relation { kind, target };
        if !self.relations.contains(&relation) && !self.identifiers.contains(&relation.target) {
            self.relations.push(relation);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_office_stand_in_place_of_those_of_sources_in_their_scheme() {
        let said = |scheme, code: &str, term: &str| Subject {
            term: (!term.is_empty()).then(|| term.to_owned()),
            ..Subject::coded(scheme, code)
        };
        let (ipc, grnti) = (crate::SubjectScheme::Ipc, crate::SubjectScheme::Grnti);
        let record = Record {
            subjects: vec![
                said(ipc, "H01L21/02", "Making"),
                said(ipc, "B23K1/00", "Soldering"),
                said(grnti, "47.33", ""),
                Subject::keyword("solder"),
            ],
            given: vec![said(ipc, "C22C1/00", ""), said(ipc, "H01L21/02", "")],
            ..Record::default()
        };
        let settled = record.settled_subjects();
        let expected = [&record.given[0], &record.subjects[0], &record.subjects[2], &record.subjects[3]];
        assert_eq!(settled, expected);
    }

    #[test]
    fn a_record_id_is_read_back_from_what_it_shows() {
        for bits in [0, 1, 31, 0x0123_4567_89ab_cdef, u64::MAX] {
            let id = RecordId::from_bits(bits);
            assert_eq!(RecordId::parse(&id.to_string()), Some(id));
        }
        assert_eq!(RecordId::parse("Rzzzzzzzzzzzzz"), None);
        assert_eq!(RecordId::parse("doi:10.1/2"), None);
    }
}
