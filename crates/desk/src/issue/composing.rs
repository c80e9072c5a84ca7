//! What an issue is made of: the records of its days that its bulletin takes, each in its section.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use matching::{Analysis, Engine, Matcher, Standing, parse};
use model::{
    Bulletin, BulletinKind, BulletinLanguage, Crosswalk, Date, DutyKind, ISSUE_ITEMS_MAX, Issue, IssueId, IssueItem,
    IssueStage, Noun, Record, RecordId, Subject, SubjectScheme, Thing, Verb, sentence,
};
use store::{DeliveryFilter, HeldDelivery, HeldRecord, Writer};

use crate::bulletin::{held, may_edit};
use crate::job::OFFICE;
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Ids, Office, Officer};

/// Most days that an issue takes in.
pub const ISSUE_DAYS_MAX: i64 = 366;

/// Days in which an issue that was begun by itself is to be released.
const COMPOSED_DAYS: i64 = 7;

const DAY_MICROS: i64 = 86_400_000_000;

/// A record that an issue takes, with what decides where it stands.
struct Taken {
    record: RecordId,
    delivery: Option<model::DeliveryId>,
    code: Option<String>,
    heading: String,
    /// What it is sorted by within its section.
    order: (String, String),
}

/// What a bulletin takes of what came in on some days. It is gathered before anything is written: that takes a while, and others
/// write meanwhile.
#[derive(Clone, Debug)]
pub struct Composition {
    bulletin: Bulletin,
    since: Date,
    until: Date,
    items: Vec<IssueItem>,
}

impl Composition {
    /// The records, in the order of print.
    pub(super) fn into_items(self) -> Vec<IssueItem> {
        self.items
    }
}

/// Begins an issue with what was gathered for it. One for express notes begins empty.
///
/// # Errors
/// Refused to who may not edit the bulletin, and when nothing came in and the bulletin wants no empty issues.
pub fn begin_issue(writer: &mut Writer, turn: &mut Turn<'_>, composed: Composition) -> Result<Issue, Failure> {
    let Composition { bulletin, since, until, items } = composed;
    is_going(&bulletin)?;
    let actor = may_edit(turn.officer, &bulletin)?;
    if items.is_empty() && bulletin.kind != BulletinKind::Express && !bulletin.when_empty {
        return Err(Failure::said(sentence!(
            "issue-nothing",
            "Nothing that this bulletin takes came in from {since} to {until}; choose other days",
            since = since.to_string(),
            until = until.to_string()
        )));
    }
    let issue = new_issue(&bulletin, (since, until), (turn.ids)(), turn.now);
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = held(deed, &turn.officer.scope, bulletin.id)?;
        is_going(&before)?;
        // Marked as the bulletin is now, and what is narrower is not printed.
        let issue = Issue { marking: before.marking.clone(), ..issue };
        deed.keep_issue(&issue, Verb::Began, &change(&issue, &items))?;
        deed.keep_issue_items(issue.id, &items)?;
        if bulletin.kind != BulletinKind::Express && before.last_on.is_none_or(|last| last < until) {
            deed.set_bulletin(&Bulletin { last_on: Some(until), ..before })?;
        }
        Ok(issue)
    })
}

/// The job: begins the issues that are due, each with the duty to have it released.
pub(crate) fn begin_issues(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    for bulletin in office.bulletins()? {
        let Some((since, until)) = bulletin.due(today) else { continue };
        let items = office.compose(&bulletin, since, until)?;
        let issue = new_issue(&bulletin, (since, until), ids(), now);
        let (subject, due) = (Thing::new(Noun::Issue, issue.id), today.plus_days(COMPOSED_DAYS));
        let duty = model::Duty::new(
            model::DutyId::from_bits(ids()),
            bulletin.post.clone(),
            DutyKind::Compose,
            subject,
            now,
            due,
        );
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                let before = held(deed, &store::Scope::office(), bulletin.id)?;
                if before.last_on != bulletin.last_on {
                    // Somebody began it by hand meanwhile.
                    return Ok(());
                }
                if !items.is_empty() || bulletin.when_empty {
                    deed.keep_issue(&issue, Verb::Began, &change(&issue, &items))?;
                    deed.keep_issue_items(issue.id, &items)?;
                    charge(deed, &duty)?;
                }
                Ok(deed.set_bulletin(&Bulletin { last_on: Some(until), ..before })?)
            })
        })?;
    }
    Ok(())
}

fn new_issue(bulletin: &Bulletin, (since, until): (Date, Date), bits: u64, now: i64) -> Issue {
    Issue {
        id: IssueId::from_bits(bits),
        bulletin: bulletin.id,
        number: None,
        year: None,
        stage: IssueStage::Draft,
        since,
        until,
        note: String::new(),
        marking: bulletin.marking.clone(),
        made_at: now,
        printed_by: None,
        printed_at: None,
        released_by: None,
        released_at: None,
        fault: None,
        revision: 1,
    }
}

fn is_going(bulletin: &Bulletin) -> Result<(), Failure> {
    if bulletin.closed {
        return Err(Failure::said(sentence!("bulletin-closed", "This bulletin is closed, so no issue of it is begun")));
    }
    Ok(())
}

fn change(issue: &Issue, items: &[IssueItem]) -> String {
    format!("{} to {}, {} records", issue.since, issue.until, items.len())
}

impl Office {
    /// What a bulletin takes of what came in on these days, the first and the last included.
    ///
    /// # Errors
    /// Refused to who may not edit the bulletin, and when the days are none.
    pub fn composition(
        &self,
        officer: &Officer,
        bulletin: &str,
        (since, until): (Date, Date),
    ) -> Result<Composition, Failure> {
        let bulletin = self.bulletin(bulletin)?;
        is_going(&bulletin)?;
        may_edit(officer, &bulletin)?;
        if !(0..ISSUE_DAYS_MAX).contains(&until.days_since(since)) {
            return Err(Failure::said(sentence!(
                "issue-days",
                "The last day of an issue has to come after the first, within a year; correct the days"
            )));
        }
        let items = self.compose(&bulletin, since, until)?;
        Ok(Composition { bulletin, since, until, items })
    }

    /// What a bulletin takes of what came in on these days, in the order of print. What is marked narrower than the bulletin does not
    /// stand in it, whoever asks.
    pub(crate) fn compose(&self, bulletin: &Bulletin, since: Date, until: Date) -> Result<Vec<IssueItem>, Failure> {
        let office = self.seen_by(&store::Scope::office());
        let days = since.number() * DAY_MICROS..(until.number() + 1) * DAY_MICROS;
        let mut taken = match bulletin.kind {
            BulletinKind::Journal => office.of_journal(bulletin, days)?,
            BulletinKind::Unit => office.of_unit(bulletin, days)?,
            BulletinKind::Express => Vec::new(),
        };
        taken.truncate(ISSUE_ITEMS_MAX);
        taken.sort_by(|a, b| {
            (a.code.is_none(), &a.code, &a.heading, &a.order).cmp(&(b.code.is_none(), &b.code, &b.heading, &b.order))
        });
        let item = |(number, taken): (u32, Taken)| IssueItem {
            item: number,
            position: number,
            code: taken.code,
            heading: taken.heading,
            record: taken.record,
            delivery: taken.delivery,
            by_hand: false,
            left_out: None,
        };
        Ok((1..).zip(taken).map(item).collect())
    }

    /// The records that were first kept in this time and satisfy the query of a journal.
    fn of_journal(&self, bulletin: &Bulletin, days: std::ops::Range<i64>) -> Result<Vec<Taken>, Failure> {
        let Ok(query) = parse(&bulletin.query) else { return Ok(Vec::new()) };
        let query = self.led(query)?;
        let statistics = self.statistics()?;
        let standing = [Standing { query, threshold: None }];
        let engine = Engine::new(&standing, Analysis::Stemmed, &statistics, self.configuration.weights());
        let mut matcher = Matcher::new(&engine, false);
        let (mut hits, mut fitting) = (Vec::new(), Vec::new());
        self.reader.each_record_since(&self.scope, days.start, &mut |held| {
            hits.clear();
            if days.contains(&held.kept_at) && held.record.status.stands() {
                matcher.hits(&held.record, &mut hits);
            }
            if !hits.is_empty() {
                fitting.push(held);
            }
            ControlFlow::Continue(())
        })?;
        let mut taken = Vec::new();
        let plan = Plan::of(&bulletin.query, fitting.iter().map(|held| &held.record));
        let plan = plan.named_by(self.crosswalk()?, bulletin.language);
        for held in fitting {
            if self.may_stand(bulletin, held.id)? {
                taken.push(plan.taken(&held));
            }
        }
        Ok(taken)
    }

    /// What was laid before the posts of a unit and of those below it in this time.
    fn of_unit(&self, bulletin: &Bulletin, days: std::ops::Range<i64>) -> Result<Vec<Taken>, Failure> {
        let filter =
            DeliveryFilter { unit: bulletin.unit.clone(), since: Some(days.start), ..DeliveryFilter::default() };
        let mut laid: Vec<HeldDelivery> = Vec::new();
        self.reader.each_delivery(&self.scope, &filter, &mut |held| {
            if days.contains(&held.made_at) && held.delivery.forwarded_from.is_none() {
                laid.push(held);
            }
            ControlFlow::Continue(())
        })?;
        let mut titles: BTreeMap<model::NeedId, String> = BTreeMap::new();
        let mut taken = Vec::new();
        for held in laid {
            let delivery = &held.delivery;
            let marking = self.marking_of_delivery(delivery.id)?;
            if !marking.is_some_and(|marking| bulletin.marking.covers(&marking) && marking.may_be_given_out()) {
                continue;
            }
            let Some(record) = self.by_id(delivery.record)?.filter(|record| record.status.stands()) else { continue };
            if !titles.contains_key(&delivery.need) {
                let need = self.reader.need(&self.scope, &delivery.need)?;
                titles.insert(delivery.need.clone(), need.map_or_else(String::new, |need| need.title));
            }
            taken.push(Taken {
                record: delivery.record,
                delivery: Some(delivery.id),
                code: Some(delivery.need.to_string()),
                heading: titles.get(&delivery.need).cloned().unwrap_or_default(),
                // The best first: what sorts by text is made of what is left to the most there could be.
                order: (format!("{:012.3}", 1_000_000.0 - delivery.score), title_of(&record)),
            });
        }
        Ok(taken)
    }

    /// Whether a record may stand in a bulletin.
    pub(crate) fn may_stand(&self, bulletin: &Bulletin, record: RecordId) -> Result<bool, Failure> {
        let marking = self.reader.marking_of_record(&store::Scope::office(), record)?;
        Ok(marking.is_some_and(|marking| bulletin.marking.covers(&marking) && marking.may_be_given_out()))
    }
}

fn title_of(record: &Record) -> String {
    record.title().unwrap_or_default().to_lowercase()
}

/// How a journal is divided: by the classes that it asks for, else by those of the scheme that most of its records have.
pub(super) struct Plan {
    asked: Vec<String>,
    scheme: Option<SubjectScheme>,
    /// What each class is called, by the words that most records give it.
    names: HashMap<(SubjectScheme, String), String>,
    /// The schemes that the office keeps, which name what no record does, and in which language.
    kept: Option<(Arc<Crosswalk>, BulletinLanguage)>,
}

impl Plan {
    /// The plan for these records.
    pub(super) fn of<'r>(query: &str, records: impl Iterator<Item = &'r Record>) -> Plan {
        let asked = query.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
        let asked = asked.filter_map(|word| word.strip_prefix("class:"));
        let asked = asked.map(|code| bare(code.rsplit_once('=').map_or(code, |(_, code)| code))).collect();
        let mut schemes: BTreeMap<SubjectScheme, usize> = BTreeMap::new();
        let mut said: HashMap<(SubjectScheme, String), BTreeMap<String, usize>> = HashMap::new();
        for record in records {
            let mut own: Vec<SubjectScheme> = Vec::new();
            for subject in record.settled_subjects() {
                let Some(code) = section_code(subject) else { continue };
                if !own.contains(&subject.scheme) {
                    own.push(subject.scheme);
                }
                if let Some(term) = subject.term.as_ref().filter(|_| subject.code.as_ref() == Some(&code)) {
                    *said.entry((subject.scheme, code)).or_default().entry(term.clone()).or_default() += 1;
                }
            }
            for scheme in own {
                *schemes.entry(scheme).or_default() += 1;
            }
        }
        let most = |said: BTreeMap<String, usize>| said.into_iter().max_by_key(|(_, n)| *n).map(|(term, _)| term);
        Plan {
            asked,
            scheme: schemes.into_iter().max_by_key(|(_, n)| *n).map(|(scheme, _)| scheme),
            names: said.into_iter().filter_map(|(class, said)| Some((class, most(said)?))).collect(),
            kept: None,
        }
    }

    /// The same, where classes that no record names are named by the schemes of the office.
    pub(super) fn named_by(self, crosswalk: Arc<Crosswalk>, language: BulletinLanguage) -> Plan {
        Plan { kept: Some((crosswalk, language)), ..self }
    }

    fn name(&self, scheme: SubjectScheme, code: &str) -> Option<String> {
        let said = self.names.get(&(scheme, code.to_owned())).cloned();
        said.or_else(|| {
            let (crosswalk, language) = self.kept.as_ref()?;
            let concept = crosswalk.scheme(scheme.word())?.concept(code)?;
            concept.label(language.word()).map(str::to_owned)
        })
    }

    /// The section of a record: code and heading; none where it bears no class.
    pub(super) fn section(&self, record: &Record) -> (Option<String>, String) {
        let asked = |subject: &&Subject| {
            let code = subject.code.as_deref().map(bare).unwrap_or_default();
            self.asked.iter().any(|asked| code.starts_with(asked.as_str()))
        };
        let settled = record.settled_subjects();
        let coded = || settled.iter().copied().filter(|subject| section_code(subject).is_some());
        let chosen = coded().find(asked).or_else(|| coded().find(|subject| Some(subject.scheme) == self.scheme));
        let Some((subject, code)) = chosen.and_then(|subject| Some((subject, section_code(subject)?))) else {
            return (None, String::new());
        };
        let heading = self.name(subject.scheme, &code).unwrap_or_default();
        (Some(code), heading)
    }

    fn taken(&self, held: &HeldRecord) -> Taken {
        let (code, heading) = self.section(&held.record);
        let author = held.record.contributors.first().map(|one| one.name.display().to_lowercase());
        let order = (author.unwrap_or_default(), title_of(&held.record));
        Taken { record: held.id, delivery: None, code, heading, order }
    }
}

/// Letters and digits of a code, in capitals.
fn bare(code: &str) -> String {
    code.chars().filter(|c| !matches!(c, '"' | ' ')).flat_map(char::to_uppercase).collect()
}

/// The class by which a subject divides a journal. Patent classes divide by main group: below it every sheet would be one of its own.
fn section_code(subject: &Subject) -> Option<String> {
    let code = subject.code.as_ref()?;
    match subject.scheme {
        SubjectScheme::Keyword => None,
        SubjectScheme::Ipc | SubjectScheme::Cpc => code.split('/').next().map(str::to_owned),
        _ => Some(code.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(subjects: &[(SubjectScheme, &str, &str)]) -> Record {
        let subject = |(scheme, code, term): &(SubjectScheme, &str, &str)| Subject {
            scheme: *scheme,
            code: Some((*code).to_owned()),
            term: (!term.is_empty()).then(|| (*term).to_owned()),
        };
        Record { subjects: subjects.iter().map(subject).collect(), ..Record::default() }
    }

    #[test]
    fn a_journal_is_divided_by_the_classes_it_asks_for() {
        let records = [
            record(&[(SubjectScheme::Grnti, "55.01", "Engines"), (SubjectScheme::Cpc, "H01L21/02", "")]),
            record(&[(SubjectScheme::Cpc, "G06F3/01", ""), (SubjectScheme::Cpc, "H01L29/861", "")]),
            record(&[(SubjectScheme::Grnti, "47.33", "Solid-state electronics")]),
            record(&[]),
        ];
        let plan = Plan::of("class:H01L OR rectifier", records.iter());
        let sections: Vec<(Option<String>, String)> = records.iter().map(|record| plan.section(record)).collect();
        assert_eq!(sections[0].0.as_deref(), Some("H01L21"));
        assert_eq!(sections[1].0.as_deref(), Some("H01L29"));
        assert_eq!(sections[3], (None, String::new()), "what bears no class stands behind the others");
        let given = Record { given: vec![Subject::coded(SubjectScheme::Cpc, "H01L31/04")], ..records[1].clone() };
        assert_eq!(plan.section(&given).0.as_deref(), Some("H01L31"), "where the office gave codes, by those");
        let left = Record { given: vec![Subject::coded(SubjectScheme::Cpc, "G06F3/01")], ..records[1].clone() };
        assert_eq!(plan.section(&left), (None, String::new()), "what the office left out divides nothing");
        let by_scheme = Plan::of("rectifier", records.iter());
        assert_eq!(by_scheme.section(&records[2]), (Some("47.33".to_owned()), "Solid-state electronics".to_owned()));
    }
}
