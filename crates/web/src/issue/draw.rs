//! An issue drawn: what stands in it becomes plain data for the press, in the words of its bulletin.

use std::collections::HashMap;

use desk::{IssueSection, IssueSheet, OwnAbstract, SheetRecord};
use model::{
    BulletinKind, Contributor, Date, Identifier, Language, Marking, Record, Rights, Role, Scheme, SubjectScheme, Text,
};

use crate::digest::language_name;
use crate::ground;
use crate::marking::released;
use crate::record;
use crate::speech::{Speech, Tongue};

/// The words of a bulletin.
pub fn speech_of(bulletin: &model::Bulletin) -> Speech {
    Speech::of(Tongue::parse(bulletin.language.word()).unwrap_or(Tongue::English))
}

/// Draws an issue under a number of a day.
pub fn draw(sheet: &IssueSheet, number: u32, today: Date) -> press::Issue {
    let speech = speech_of(&sheet.bulletin);
    let drawing = Drawing { sheet, speech };
    let mut numbers = 1..;
    let sections = sheet.sections.iter().map(|section| drawing.section(section, &mut numbers)).collect::<Vec<_>>();
    let note = sheet.issue.note.trim();
    let closing = match (note.is_empty(), sections.is_empty()) {
        (false, _) => Some(note.to_owned()),
        (true, true) => Some(drawing.nothing()),
        (true, false) => None,
    };
    press::Issue { kind: drawing.kind(), masthead: drawing.masthead(number, today), sections, closing }
}

struct Drawing<'a> {
    sheet: &'a IssueSheet,
    speech: Speech,
}

impl Drawing<'_> {
    fn kind(&self) -> press::Kind {
        match self.sheet.bulletin.kind {
            BulletinKind::Journal => press::Kind::AbstractJournal,
            BulletinKind::Unit => press::Kind::UnitBulletin,
            BulletinKind::Express => press::Kind::ExpressNote,
        }
    }

    fn masthead(&self, number: u32, today: Date) -> press::Masthead {
        let bulletin = &self.sheet.bulletin;
        let day = press::Day::parse(&today.to_string());
        press::Masthead {
            name: bulletin.name.clone(),
            office: self.sheet.office.clone(),
            subtitle: self.sheet.unit.clone().or_else(|| self.days()),
            number: number.to_string(),
            year: u16::try_from(today.year()).unwrap_or_default(),
            date_text: self.speech.date(today),
            date: day.or_else(|| press::Day::parse("1970-01-01")).unwrap_or_else(|| unreachable!("that day exists")),
            marking: self.marking(&bulletin.marking),
            language: match self.speech.tongue() {
                Tongue::English => press::Language::En,
                Tongue::Russian => press::Language::Ru,
                Tongue::German => press::Language::De,
            },
        }
    }

    /// From when until when what stands in it came in; nothing for express notes.
    fn days(&self) -> Option<String> {
        let (issue, speech) = (&self.sheet.issue, self.speech);
        let values = [("since", speech.date(issue.since).into()), ("until", speech.date(issue.until).into())];
        (self.sheet.bulletin.kind != BulletinKind::Express).then(|| speech.with("issue-came-in", &values))
    }

    fn nothing(&self) -> String {
        let (issue, speech) = (&self.sheet.issue, self.speech);
        let values = [("since", speech.date(issue.since).into()), ("until", speech.date(issue.until).into())];
        speech.with("issue-came-nothing", &values)
    }

    fn marking(&self, marking: &Marking) -> Option<String> {
        (*marking != Marking::default()).then(|| said(self.speech, marking))
    }

    fn section(&self, section: &IssueSection, numbers: &mut impl Iterator<Item = u32>) -> press::Section {
        let heading = match (section.heading.is_empty(), &section.code) {
            (false, _) => section.heading.clone(),
            // A class that nobody names is known by its code.
            (true, Some(code)) => code.clone(),
            (true, None) if self.sheet.bulletin.kind == BulletinKind::Express => self.speech.say("issue-notes"),
            (true, None) => self.speech.say("issue-others"),
        };
        // Of a need the name is a word of the office, which its readers do not know it by.
        let is_told = self.sheet.bulletin.kind == BulletinKind::Journal && !section.heading.is_empty();
        let code = section.code.clone().filter(|_| is_told);
        let records = section.records.iter();
        press::Section {
            code,
            heading,
            note: section.note.clone(),
            items: records.map(|record| self.item(record, numbers.next().unwrap_or_default())).collect(),
        }
    }

    fn item(&self, sheet: &SheetRecord, number: u32) -> press::Item {
        let record = &sheet.held.record;
        let own = self.speech.tongue().tag();
        let is_own = |text: &&Text| text.language.as_ref().is_some_and(|language| begins_with(language, own));
        let first = record.titles.first();
        let title = record.titles.iter().find(is_own).or(first);
        let abstract_ = record.abstracts.iter().find(is_own).or(record.abstracts.first());
        let language = |text: &Text| text.language.as_ref().map(|language| language.tag().to_owned());
        // What the office translated speaks the language of the issue.
        let own_text = sheet.translation.as_ref();
        let translated = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
        let own_title = translated(own_text.map(|text| &text.title)).filter(|_| !title.is_some_and(|one| is_own(&one)));
        let own_abstract =
            translated(own_text.map(|text| &text.translation)).filter(|_| !abstract_.is_some_and(|one| is_own(&one)));
        press::Item {
            number,
            title_by_office: own_title.is_some(),
            title_language: if own_title.is_some() { None } else { title.and_then(language) },
            original: first.filter(|first| own_title.is_some() || title != Some(*first)).map(|first| press::Original {
                title: first.text.clone(),
                language: language(first).unwrap_or_default(),
                language_name: language(first).unwrap_or_default(),
            }),
            title: own_title.or_else(|| title.map(|title| title.text.clone())).unwrap_or_default(),
            authors: record.contributors.iter().filter(|one| one.role != Role::Contributor).map(author).collect(),
            source: self.source(record),
            identifiers: record
                .identifiers
                .iter()
                .filter(|one| one.scheme() != Scheme::Local)
                .map(identifier)
                .collect(),
            digest: sheet.own.as_ref().map(|own| press_digest(self.speech, own)),
            abstract_: match own_abstract {
                Some(text) => Some(press::Abstract { text, language: Some(own.to_owned()), by_office: true }),
                None => abstract_.map(|text| press::Abstract {
                    text: text.text.clone(),
                    language: language(text),
                    by_office: false,
                }),
            },
            grade: sheet.grade.and_then(|grade| press::Grade::parse(&grade.to_string())),
            classes: classes(record),
            marking: (sheet.marking != self.sheet.bulletin.marking).then(|| self.marking(&sheet.marking)).flatten(),
            rights: rights(record),
            grounds: sheet
                .grounds
                .iter()
                .map(|kept| ground::said(self.speech, kept))
                .filter(|said| !said.is_empty())
                .collect(),
        }
    }

    /// Journal, volume, issue, pages, year.
    fn source(&self, record: &Record) -> Option<String> {
        let held = &record.source;
        let published = record.published.map(|date| self.speech.partial_date(date));
        let parts = [
            held.title.clone(),
            held.volume.clone(),
            held.issue.clone(),
            held.pages.clone(),
            held.publisher.clone(),
            published,
        ];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// The office's own abstract, with its language where it is not that of the issue.
fn press_digest(speech: Speech, own: &OwnAbstract) -> press::Digest {
    let text = &own.digest.text;
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let other = own.other_language(speech.tongue().tag());
    press::Digest {
        purpose: some(&text.purpose),
        advantage: some(&text.advantage),
        conditions: some(&text.conditions),
        abstractor: Some(own.abstractor.clone()),
        language: other.map(str::to_owned),
        language_name: other.map(|other| language_name(speech, other)),
    }
}

/// A marking in words, for print.
pub(super) fn said(speech: Speech, marking: &Marking) -> String {
    let mut parts = vec![speech.say(&format!("marking-{}", marking.level.word()))];
    parts.extend(marking.compartments.iter().map(ToString::to_string));
    parts.extend(marking.release.iter().map(|circle| released(speech, circle)));
    parts.extend(marking.caveats.iter().cloned());
    parts.join(" · ")
}

fn begins_with(language: &Language, own: &str) -> bool {
    language.tag().split('-').next() == Some(own)
}

fn author(one: &Contributor) -> press::Author {
    match &one.name {
        model::Name::Person { family, given } => press::Author { family: family.clone(), given: given.clone() },
        model::Name::Whole(name) => press::Author { family: name.clone(), given: None },
    }
}

fn identifier(identifier: &Identifier) -> press::Identifier {
    press::Identifier {
        scheme: identifier.scheme().word().to_uppercase(),
        value: identifier.value().to_owned(),
        url: record::address_of(identifier),
    }
}

/// The classes of a record as the office has it, each once, with the words that the source gives them.
fn classes(record: &Record) -> Vec<press::Class> {
    let mut at: HashMap<&str, usize> = HashMap::new();
    let mut classes: Vec<press::Class> = Vec::new();
    for subject in record.settled_subjects().into_iter().filter(|subject| subject.scheme != SubjectScheme::Keyword) {
        let Some(code) = subject.code.as_deref() else { continue };
        match at.get(code) {
            Some(at) if classes[*at].label.is_none() => classes[*at].label.clone_from(&subject.term),
            Some(_) => {}
            None => {
                at.insert(code, classes.len());
                classes.push(press::Class { code: code.to_owned(), label: subject.term.clone() });
            }
        }
    }
    classes
}

fn rights(record: &Record) -> Option<String> {
    let said =
        |rights: &Rights| rights.spdx.clone().or_else(|| rights.statement.clone()).or_else(|| rights.url.clone());
    let parts: Vec<String> = record.rights.iter().filter_map(said).take(3).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
