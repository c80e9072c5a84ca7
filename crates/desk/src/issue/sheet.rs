//! What stands in an issue, ready to be drawn, and an issue as its page shows it.

use std::collections::BTreeMap;

use model::{
    Bulletin, DeliveryId, DigestText, Grade, Issue, IssueId, IssueItem, LetterStage, Marking, Need, NeedId, PersonId,
    RecordId, UnitId,
};
use store::{HeldRecord, PrintLine};

use super::not_found;
use crate::{Failure, Office, OwnAbstract};

/// An issue with everything that is printed of it.
#[derive(Clone, Debug)]
pub struct IssueSheet {
    /// The issue.
    pub issue: Issue,
    /// Its bulletin.
    pub bulletin: Bulletin,
    /// Who puts it out: the unit above all of that of the post which edits it.
    pub office: String,
    /// What the unit is called that the bulletin is for.
    pub unit: Option<String>,
    /// Its sections with what is printed, in order.
    pub sections: Vec<IssueSection>,
    /// Records that stood in it and may not any more, by their markings or because they are gone.
    pub n_fallen: u64,
}

/// Records under one heading.
#[derive(Clone, Debug)]
pub struct IssueSection {
    /// Code of the class, or name of the need.
    pub code: Option<String>,
    /// What it is called; empty for what bears no class.
    pub heading: String,
    /// Of a need, its statement.
    pub note: Option<String>,
    /// In the order of print.
    pub records: Vec<SheetRecord>,
}

/// One record of an issue.
#[derive(Clone, Debug)]
pub struct SheetRecord {
    /// As the issue holds it.
    pub item: IssueItem,
    /// The record.
    pub held: HeldRecord,
    /// Who may see it.
    pub marking: Marking,
    /// Of a delivery, the words that decided, as it keeps them.
    pub grounds: Option<String>,
    /// The office's own abstract with who wrote it, where it may stand there: in the language of the bulletin, else in another.
    pub own: Option<OwnAbstract>,
    /// What the office translated into the language of the bulletin.
    pub translation: Option<DigestText>,
    /// The Admiralty grade.
    pub grade: Option<Grade>,
}

/// A letter that brought an issue to a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueLetter {
    /// The title of the post.
    pub post: String,
    /// Where it stands.
    pub stage: LetterStage,
}

/// An issue as its page shows it.
#[derive(Clone, Debug)]
pub struct IssuePage {
    /// What stands in it.
    pub sheet: IssueSheet,
    /// What is left out, with why.
    pub left_out: Vec<SheetRecord>,
    /// What is printed, form by form.
    pub prints: Vec<PrintLine>,
    /// The version of the program that printed it.
    pub program: Option<String>,
    /// The letters that brought it.
    pub letters: Vec<IssueLetter>,
    /// Names of the persons who had it printed and released it.
    pub persons: BTreeMap<PersonId, String>,
}

impl Office {
    /// An issue with its bulletin.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn issue(&self, id: &str) -> Result<(Issue, Bulletin), Failure> {
        let found = IssueId::parse(id).map(|id| self.reader.issue(&self.scope, id)).transpose()?.flatten();
        let issue = found.ok_or_else(|| not_found(id))?;
        let bulletin = self.reader.bulletin(&self.scope, issue.bulletin)?.ok_or_else(|| not_found(id))?;
        Ok((issue, bulletin))
    }

    /// The issues in which a record stands, each with its bulletin, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issues_with(&self, record: RecordId, limit: usize) -> Result<Vec<(Issue, Bulletin)>, Failure> {
        let mut found = Vec::new();
        for issue in self.reader.issues_with(&self.scope, record, limit)? {
            if let Some(bulletin) = self.reader.bulletin(&self.scope, issue.bulletin)? {
                found.push((issue, bulletin));
            }
        }
        Ok(found)
    }

    /// What is printed of an issue: what may stand in its bulletin now, and no record of which nothing stands any more.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn issue_sheet(&self, id: &str) -> Result<IssueSheet, Failure> {
        let (issue, bulletin) = self.issue(id)?;
        let items = self.reader.issue_items(&self.scope, issue.id)?;
        let printed = items.into_iter().filter(|item| item.left_out.is_none());
        let mut needs: BTreeMap<NeedId, Option<Need>> = BTreeMap::new();
        let mut sections: Vec<IssueSection> = Vec::new();
        let mut n_fallen = 0;
        for item in printed {
            let Some(record) = self.sheet_record(&bulletin, item)? else { continue };
            let stands = record.held.record.status.stands();
            if !stands || !bulletin.marking.covers(&record.marking) || !record.marking.may_be_given_out() {
                n_fallen += 1;
                continue;
            }
            let is_same = |section: &&mut IssueSection| section.code == record.item.code;
            match sections.last_mut().filter(is_same) {
                Some(section) => section.records.push(record),
                None => {
                    let need = self.need_of_section(&bulletin, record.item.code.as_deref(), &mut needs)?;
                    sections.push(IssueSection {
                        code: record.item.code.clone(),
                        heading: record.item.heading.clone(),
                        note: need.map(|need| need.statement),
                        records: vec![record],
                    });
                }
            }
        }
        let unit = match &bulletin.unit {
            Some(unit) => self.unit_called(unit)?,
            None => None,
        };
        let office = self.office_of(&bulletin)?;
        Ok(IssueSheet { issue, bulletin, office, unit, sections, n_fallen })
    }

    fn office_of(&self, bulletin: &Bulletin) -> Result<String, Failure> {
        let Some(post) = self.post(&bulletin.post)? else { return Ok(String::new()) };
        let top = self.tree()?.upwards(&post.unit).pop().unwrap_or(post.unit);
        Ok(self.unit_called(&top)?.unwrap_or_default())
    }

    fn unit_called(&self, unit: &UnitId) -> Result<Option<String>, Failure> {
        Ok(self.reader.unit(&self.scope, unit)?.map(|unit| unit.name))
    }

    /// The need that a section is for, where its statement may stand in the bulletin.
    fn need_of_section(
        &self,
        bulletin: &Bulletin,
        code: Option<&str>,
        needs: &mut BTreeMap<NeedId, Option<Need>>,
    ) -> Result<Option<Need>, Failure> {
        if bulletin.kind != model::BulletinKind::Unit {
            return Ok(None);
        }
        let Some(id) = code.and_then(|code| NeedId::new(code).ok()) else { return Ok(None) };
        if !needs.contains_key(&id) {
            let need = self.reader.need(&self.scope, &id)?;
            needs.insert(id.clone(), need.filter(|need| bulletin.marking.covers(&need.marking)));
        }
        Ok(needs.get(&id).cloned().flatten())
    }

    fn sheet_record(&self, bulletin: &Bulletin, item: IssueItem) -> Result<Option<SheetRecord>, Failure> {
        let Some(held) = self.reader.record(&self.scope, item.record)? else { return Ok(None) };
        // What was laid before a need stands under its title, so it is marked as both.
        let marking = match item.delivery {
            Some(delivery) => self.marking_of_delivery(delivery)?,
            None => self.reader.marking_of_record(&self.scope, item.record)?,
        };
        let marking = marking.unwrap_or_else(Marking::top);
        let grounds = match item.delivery {
            Some(delivery) => self.grounds_kept(delivery)?,
            None => None,
        };
        let said = self.reader.abstracts_of(&self.scope, &[item.record])?.remove(&item.record).unwrap_or_default();
        let (language, covers) = (bulletin.language.word(), |marking: &Marking| bulletin.marking.covers(marking));
        let own = self.own_abstract(item.record, language, &covers)?;
        let mut translations = said.digests.into_iter().filter(|digest| covers(&digest.marking));
        let translation = translations.find(|digest| digest.language.tag() == language).map(|digest| digest.text);
        let grade = said.grade.map(|held| held.grade);
        Ok(Some(SheetRecord { item, held, marking, grounds, own, translation, grade }))
    }

    fn grounds_kept(&self, delivery: DeliveryId) -> Result<Option<String>, Failure> {
        Ok(self.reader.delivery(&self.scope, delivery)?.map(|held| held.delivery.grounds))
    }

    /// An issue as its page shows it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn issue_page(&self, id: &str) -> Result<IssuePage, Failure> {
        let sheet = self.issue_sheet(id)?;
        let issue = &sheet.issue;
        let mut left_out = Vec::new();
        for item in self.reader.issue_items(&self.scope, issue.id)? {
            if item.left_out.is_some() {
                left_out.extend(self.sheet_record(&sheet.bulletin, item)?);
            }
        }
        let prints = self.reader.print_lines(&self.scope, issue.id)?;
        let program = self.reader.issue_sheet(&self.scope, issue.id)?.map(|sheet| sheet.program);
        let mut letters = Vec::new();
        for letter in self.reader.letters_with(&self.scope, issue.id)? {
            let post = self.post(&letter.post)?.map_or_else(|| letter.post.to_string(), |post| post.title);
            letters.push(IssueLetter { post, stage: letter.stage });
        }
        let mut persons = BTreeMap::new();
        for id in issue.printed_by.iter().chain(&issue.released_by) {
            let name = self.person(id)?.map_or_else(|| id.to_string(), |person| person.name);
            persons.insert(id.clone(), name);
        }
        Ok(IssuePage { left_out, prints, program, letters, persons, sheet })
    }
}
