//! Records: searched, shown, parted.

use std::ops::ControlFlow;

use matching::analysis::{Stemmer, fold};
use matching::{Analysis, Ground, Pattern, Query, Sheet, Tongue, oracle, parse};
use model::{
    Event, LinkKind, Marking, Mission, Noun, PostId, Power, Question, Record, RecordId, Refusal, Request, Stage, Stand,
    Subject, SubjectScheme, Thing, sentence,
};
use store::{Facet, HeldDelivery, HeldItem, HeldRecord, HeldRelation, NeedLine, NeedTitle, Page, Writer};

use crate::crosswalk::cut_of;
use crate::identity::SameWork;
use crate::office::Lag;
use crate::review::Turn;
use crate::{Failure, Office, WritableOffice};

/// Needs that are shown beside the records of a search.
const NEEDS_MAX: usize = 5;

/// A hit with its record and the words that were found.
#[derive(Clone, Debug)]
pub struct SearchHit {
    /// The record.
    pub record: HeldRecord,
    /// BM25; higher is better.
    pub score: f32,
    /// The words that were found.
    pub grounds: Vec<Ground>,
    /// Whether they were found in a file of the record alone.
    pub in_file: bool,
}

/// What a search gives.
#[derive(Clone, Debug, Default)]
pub struct SearchAnswer {
    /// The hits of the page, best first.
    pub hits: Vec<SearchHit>,
    /// How many there are in all.
    pub n_found: u64,
    /// What they are made of.
    pub facets: Vec<Facet>,
    /// What the answer leaves out, if anything, in a sentence.
    pub remark: Option<String>,
}

impl Office {
    /// Searches the records. What is found is read from the table again under the scope.
    ///
    /// # Errors
    /// Refused when the query cannot be read.
    pub fn search(&self, text: &str, page: Page, progress: &mut dyn FnMut(u64)) -> Result<SearchAnswer, Failure> {
        let query = parse(text).map_err(|error| {
            Failure::at_command_line(format!("The query cannot be read: {error}\n{}", error.pointed(text)))
        })?;
        let query = self.led(query)?;
        let (index, lags) = self.index(progress)?;
        let mut broken = None;
        let search = index.search(&self.scope, &query, page, &mut |id| match self.by_id(id) {
            Ok(Some(record)) => match self.reader.attached_texts(&self.scope, id) {
                Ok(texts) => oracle::judge(&query, &Sheet::new(&with_files(record, texts), Analysis::Stemmed)).holds,
                Err(error) => {
                    broken = Some(error.into());
                    false
                }
            },
            Ok(None) => false,
            Err(failure) => {
                broken = Some(failure);
                false
            }
        })?;
        if let Some(failure) = broken {
            return Err(failure);
        }
        let mut answer = SearchAnswer { n_found: search.n_found, facets: search.facets, ..SearchAnswer::default() };
        for found in search.found {
            // Taken out or joined to another since the index was written: then it is not there.
            let Some(record) = self.reader.record(&self.scope, found.id)? else { continue };
            let grounds = oracle::judge(&query, &Sheet::new(&record.record, Analysis::Stemmed)).grounds;
            let in_file = grounds.is_empty() && !self.reader.attached_texts(&self.scope, record.id)?.is_empty();
            answer.hits.push(SearchHit { record, score: found.score, grounds, in_file });
        }
        let mut remarks = Vec::new();
        match lags {
            Some(Lag::Writing) => {
                remarks.push("records are being taken in; the newest are not searched yet".to_owned());
            }
            // Why is said by whoever keeps the index; here it matters what is missing.
            Some(Lag::Failing(_)) => {
                remarks
                    .push("the search index cannot be written at present; the newest are not searched yet".to_owned());
            }
            None => {}
        }
        remarks.extend(cut_of(&query));
        if let Some(n) = search.n_judged {
            remarks.push(format!("only the {n} best candidates were looked at; add a word to narrow the query"));
        }
        answer.remark = (!remarks.is_empty()).then(|| remarks.join("; "));
        Ok(answer)
    }
}

impl Office {
    /// The records that were kept last, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn newest_records(&self, limit: usize) -> Result<Vec<HeldRecord>, Failure> {
        Ok(self.reader.newest_records(&self.scope, limit)?)
    }

    /// Records in an order that never changes, those behind one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn records_after(&self, after: Option<RecordId>, limit: usize) -> Result<Vec<HeldRecord>, Failure> {
        Ok(self.reader.records_after(&self.scope, after, limit)?)
    }

    /// Needs to choose from: those of some posts, then others in order of name, and none that is a draft or over.
    ///
    /// # Errors
    /// When the store fails.
    pub fn needs_to_choose(&self, posts: &[PostId], limit: usize) -> Result<Vec<NeedTitle>, Failure> {
        let mut needs = self.reader.need_titles(&self.scope, Some(posts), limit)?;
        for other in self.reader.need_titles(&self.scope, None, limit)? {
            if !needs.contains(&other) {
                needs.push(other);
            }
        }
        needs.retain(|need| !matches!(need.stage, Stage::Draft | Stage::Withdrawn | Stage::Declined));
        needs.truncate(limit);
        Ok(needs)
    }

    /// Needs in whose titles words of a query begin, those with more of them first. A query that cannot be read
    /// and one without words find none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn needs_called(&self, query: &str) -> Result<Vec<NeedTitle>, Failure> {
        let stems = stems_of(query);
        if stems.is_empty() {
            return Ok(Vec::new());
        }
        // Every title is looked at, so it is compared as it is folded, without the full analysis.
        let begins = |title: &str, stem: &String| {
            title.match_indices(stem.as_str()).any(|(at, _)| !title[..at].ends_with(char::is_alphanumeric))
        };
        let mut found: Vec<(usize, &NeedLine)> = Vec::new();
        let needs = self.kept_needs()?;
        for (need, folded) in needs.lines.iter().zip(&needs.folded) {
            let n_words = stems.iter().filter(|stem| begins(folded, stem)).count();
            if n_words > 0 && need.stage != Stage::Draft {
                found.push((n_words, need));
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.title.cmp(&b.1.title)));
        let most = found.first().map_or(0, |(n_words, _)| *n_words);
        let best = found.into_iter().filter(|(n, _)| *n * 2 > most).map(|(_, need)| need).take(NEEDS_MAX);
        Ok(best.map(|need| NeedTitle { id: need.id.clone(), title: need.title.clone(), stage: need.stage }).collect())
    }
}

/// A record that says what stands in its files too, as the search index has it: apart from its own words.
fn with_files(mut record: Record, texts: Vec<String>) -> Record {
    let subject = |text| Subject { scheme: SubjectScheme::Keyword, code: None, term: Some(text) };
    record.subjects.extend(texts.into_iter().map(subject));
    record
}

/// The stems of the words that a query looks for.
fn stems_of(query: &str) -> Vec<String> {
    fn of_pattern(pattern: &Pattern, words: &mut Vec<String>) {
        match pattern {
            Pattern::Words { text, .. } => words.extend(text.split_whitespace().map(fold)),
            Pattern::Any(parts) => parts.iter().for_each(|part| of_pattern(part, words)),
            Pattern::Near(_, a, b) | Pattern::Adj(_, a, b) => [a, b].iter().for_each(|part| of_pattern(part, words)),
        }
    }
    fn of_query(query: &Query, words: &mut Vec<String>) {
        match query {
            Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| of_query(part, words)),
            Query::Text(_, pattern) => of_pattern(pattern, words),
            Query::Not(_) | Query::Atom(_) | Query::Across(_) | Query::Year(_) => {}
        }
    }
    let Ok(query) = parse(query) else { return Vec::new() };
    let mut words = Vec::new();
    of_query(&query, &mut words);
    let stemmer = Stemmer::new(Tongue::of_text(&words.join(" "), None));
    let mut stems: Vec<String> = words.iter().map(|word| stemmer.key(word).into_owned()).collect();
    stems.retain(|stem| stem.chars().count() > 2);
    stems.sort();
    stems.dedup();
    stems
}

/// A record with everything the office knows about it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The record.
    pub record: HeldRecord,
    /// What each source said, the longest held first.
    pub items: Vec<HeldItem>,
    /// Records that belong with it.
    pub related: Vec<HeldRelation>,
    /// To whom it was delivered.
    pub deliveries: Vec<HeldDelivery>,
    /// Who may see it.
    pub marking: Marking,
    /// Requests that it answers.
    pub answers: Vec<Request>,
    /// Questions of missions that it answers.
    pub questions: Vec<(Mission, Question)>,
    /// Visits to stands whose note it is, each with its event.
    pub stands: Vec<(Event, Stand)>,
    /// Records that it rests on.
    pub rests_on: Vec<HeldRecord>,
    /// Records that were made out of it.
    pub derived: Vec<HeldRecord>,
    /// Whether it is yet to be matched against the needs since it came or changed.
    pub awaits_matching: bool,
}

impl Office {
    /// The records that a record rests on, and those that were made out of it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn derivation(&self, record: RecordId) -> Result<(Vec<HeldRecord>, Vec<HeldRecord>), Failure> {
        let (mut rests_on, mut derived) = (Vec::new(), Vec::new());
        let own = Thing::new(Noun::Record, record);
        for link in self.reader.links(&self.scope, &own)? {
            if link.kind == LinkKind::DerivedFrom {
                let (other, list) =
                    if link.source == own { (link.target, &mut rests_on) } else { (link.source, &mut derived) };
                if let Some(id) = RecordId::parse(&other.name) {
                    list.extend(self.reader.record(&self.scope, id)?);
                }
            }
        }
        Ok((rests_on, derived))
    }

    /// Everything about a record.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn show(&self, record: &str) -> Result<Shown, Failure> {
        let record = self.record(record)?;
        let filter = store::DeliveryFilter { record: Some(record.id), ..store::DeliveryFilter::default() };
        let (rests_on, derived) = self.derivation(record.id)?;
        Ok(Shown {
            marking: self.reader.marking_of_record(&self.scope, record.id)?.unwrap_or_else(Marking::top),
            answers: self.reader.answered_by(&self.scope, record.id)?,
            questions: self.questions_of_record(record.id)?,
            stands: self.stands_of_record(record.id)?,
            rests_on,
            derived,
            awaits_matching: self.reader.cursor("matched-at")? < record.changed_at,
            items: self.reader.items(&self.scope, record.id)?,
            related: self.reader.related(&self.scope, record.id)?,
            deliveries: self.deliveries(&filter)?,
            record,
        })
    }

    /// Who may see a record.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn marking_of(&self, record: RecordId) -> Result<Marking, Failure> {
        Ok(self.reader.marking_of_record(&self.scope, record)?.ok_or_else(|| not_found(record))?)
    }

    /// The bytes that a source of a record was read from, by its place in the list, from 1.
    ///
    /// # Errors
    /// Refused when the record has no such source.
    pub fn raw(&self, shown: &Shown, source: usize) -> Result<Vec<u8>, Failure> {
        let item = item_at(shown, source)?;
        Ok(self.reader.raw(&self.scope, item.id)?.unwrap_or_default())
    }

    /// Calls `visit` with every record until it breaks off.
    ///
    /// # Errors
    /// When the store fails.
    pub fn each_record(&self, visit: &mut dyn FnMut(HeldRecord) -> ControlFlow<()>) -> Result<(), Failure> {
        Ok(self.reader.each_record(&self.scope, visit)?)
    }
}

fn item_at(shown: &Shown, source: usize) -> Result<&HeldItem, Failure> {
    let n_items = shown.items.len();
    source.checked_sub(1).and_then(|at| shown.items.get(at)).ok_or_else(|| {
        Failure::said(sentence!(
            "record-no-source",
            "The record {record} has no source {source}; its sources are numbered 1 to {last}",
            record = shown.record.id,
            source,
            last = n_items
        ))
    })
}

/// Makes a record narrower: who may see it from now on. What was derived from it follows.
///
/// # Errors
/// Refused when the officer may not set markings, when there is no such record, when somebody could see it then who
/// cannot now, or when the officer could not see it any more.
pub fn mark_record(writer: &mut Writer, turn: &Turn<'_>, record: RecordId, marking: &Marking) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let held = deed.marking_of_record(&turn.officer.scope, record)?.ok_or_else(|| not_found(record))?;
        if !marking.covers(&held) {
            return Err(Failure::said(sentence!(
                "marking-wider",
                "More people could see it than now; keep all that is marked and add to it, and ask for a wider marking with “Widen the marking” on its page"
            )));
        }
        if !turn.officer.clearance.may_see(marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-record",
                "You could not see the record any more once it is so marked; choose a marking that you are cleared for"
            )));
        }
        Ok(deed.mark_record(record, marking)?)
    })
}

pub(crate) fn not_found(record: RecordId) -> Refusal {
    Refusal::NotFound {
        noun: "record",
        text: record.to_string(),
        next: sentence!("next-look-again", "look for it again"),
    }
}

/// Takes one source out of a record that joined several. Gives the number of the new record.
///
/// # Errors
/// Refused when the record has no such source or only this one.
pub fn part(
    office: &mut WritableOffice,
    record: &str,
    source: usize,
    who: &str,
    now: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<model::RecordId, Failure> {
    let shown = office.office.show(record)?;
    let item = item_at(&shown, source)?;
    let new = office.writer.part(shown.record.id, item.id, &SameWork, who, now, ids)?;
    office.catch_up(&mut |_| {})?;
    Ok(new)
}
