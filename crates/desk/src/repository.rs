//! What the office gives to other repositories: a provider of OAI-PMH 2.0
//! (<https://www.openarchives.org/OAI/openarchivesprotocol.html>).
//!
//! Given is what is open to all without a caveat. The store reads it as somebody of whom nothing is known, so nothing else
//! can be given whatever is asked. What was given and is no longer (narrowed, joined to another, withdrawn by its source)
//! is told as deleted, by its name, its time and the sets that were told with it.

mod request;
mod set;
mod token;

use formats::{Metadata, OaiAnswer, OaiBody, OaiFault, OaiHeader, OaiItem, OaiNext, OaiSet};
use model::{Date, RecordId};
use store::{OfferCounts, OfferFilter, Offered, Writer};

use crate::configuration::Repository;
use crate::{Failure, OFFICE, Office};
use request::{List, Sought, Verb, understood};
use set::{name_of_set, sets_of};
use token::Token;

pub use request::ARGUMENTS_MAX;

/// Records or heads in one part of a list. A part of full records is then some hundred kilobytes.
pub const OFFERS_PAGE: usize = 100;

/// Microseconds of a second: times are told in seconds.
const SECOND: i64 = 1_000_000;

/// What the office gives, for a page.
#[derive(Clone, Debug)]
pub struct Offering {
    /// The repository, if it is on.
    pub repository: Option<Repository>,
    /// How much is given.
    pub counts: OfferCounts,
    /// The words of the sets, with their names.
    pub sets: Vec<(String, String)>,
    /// Whether records changed that other repositories hear of when one of them asks next.
    pub lags: bool,
}

/// Lets what is given follow the records. Answers whether it has come to the end; else it is to be called again.
///
/// # Errors
/// When the store fails.
pub fn follow_records(writer: &mut Writer, now: i64) -> Result<bool, Failure> {
    writer.transact(OFFICE, now, |deed| Ok(deed.offer_changes(&sets_of)?))
}

impl Office {
    /// The repository that other repositories ask, if it is on.
    pub fn repository(&self) -> Option<Repository> {
        self.configuration.repository()
    }

    /// What is given, for a page.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offering(&self) -> Result<Offering, Failure> {
        let sets = self.reader.offered_sets()?;
        Ok(Offering {
            repository: self.repository(),
            counts: self.reader.offer_counts()?,
            sets: sets.into_iter().map(|word| (word.clone(), name_of_set(&word))).collect(),
            lags: self.reader.offers_lag()?,
        })
    }

    /// Whether [`follow_records`] has something to do.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offers_lag(&self) -> Result<bool, Failure> {
        Ok(self.reader.offers_lag()?)
    }

    /// Answers another repository. `arguments` are those of the request in their order; `title` is what the office is
    /// called. `None` when the repository is off.
    ///
    /// # Errors
    /// When the store fails; what is wrong with a request is an answer.
    pub fn answer_repository(
        &self,
        arguments: &[(String, String)],
        title: &str,
        now: i64,
    ) -> Result<Option<OaiAnswer>, Failure> {
        let Some(repository) = self.repository() else { return Ok(None) };
        let understood = understood(arguments, &repository.name);
        // What could not be understood is not repeated: the schema knows six verbs and six arguments.
        let asked = match &understood {
            Err((OaiFault::BadVerb | OaiFault::BadArgument, _)) => Vec::new(),
            _ => arguments.to_vec(),
        };
        let body = match understood {
            Ok(verb) => self.answer_verb(&verb, &repository, title, now)?,
            Err((fault, sentence)) => OaiBody::Fault(fault, sentence),
        };
        Ok(Some(OaiAnswer { at: moment(now), base: repository.address, asked, body }))
    }

    fn answer_verb(&self, verb: &Verb, repository: &Repository, title: &str, now: i64) -> Result<OaiBody, Failure> {
        match verb {
            Verb::Identify => {
                let first = self.reader.first_offered()?;
                let sample = first.map_or_else(|| RecordId::from_bits(0), |(_, id)| id);
                Ok(OaiBody::Identify {
                    name: title.to_owned(),
                    contact: repository.contact.clone(),
                    earliest: moment(first.map_or(now, |(stamp, _)| stamp)),
                    identifier: (repository.name.clone(), name(repository, sample)),
                })
            }
            Verb::ListMetadataFormats(None) => Ok(OaiBody::Formats(Metadata::ALL.to_vec())),
            Verb::ListMetadataFormats(Some(sought)) => Ok(match self.sought(sought)? {
                None => unknown(),
                Some(Offered { held: None, .. }) => OaiBody::Fault(
                    OaiFault::NoMetadataFormats,
                    "this record is given no longer, so it is given in no format".to_owned(),
                ),
                Some(_) => OaiBody::Formats(Metadata::ALL.to_vec()),
            }),
            Verb::ListSets => {
                let sets = self.reader.offered_sets()?;
                let named = |spec: String| OaiSet { name: name_of_set(&spec), spec };
                Ok(match sets.is_empty() {
                    true => nothing("there is no set yet, since there is no record"),
                    false => OaiBody::Sets(sets.into_iter().map(named).collect()),
                })
            }
            Verb::GetRecord(sought, form) => {
                let offered = self.sought(sought)?;
                Ok(offered.map_or_else(unknown, |one| OaiBody::Record(*form, Box::new(item(repository, one)))))
            }
            Verb::ListIdentifiers(list) => {
                let (lines, next) = self.part_of(list, "ListIdentifiers")?;
                Ok(match lines.is_empty() {
                    true => nothing("no record fits"),
                    false => OaiBody::Headers(lines.iter().map(|one| header(repository, one)).collect(), next),
                })
            }
            Verb::ListRecords(list) => {
                let (lines, next) = self.part_of(list, "ListRecords")?;
                Ok(match lines.is_empty() {
                    true => nothing("no record fits"),
                    false => {
                        let items = lines.into_iter().map(|one| item(repository, one)).collect();
                        OaiBody::Records(list.form, items, next)
                    }
                })
            }
        }
    }

    fn sought(&self, sought: &Sought) -> Result<Option<Offered>, Failure> {
        match sought {
            Sought::Here(id) => Ok(self.reader.offered_record(*id)?),
            Sought::Elsewhere => Ok(None),
        }
    }

    /// One part of a list, and where it goes on.
    fn part_of(&self, list: &List, verb: &'static str) -> Result<(Vec<Offered>, Option<OaiNext>), Failure> {
        let filter = OfferFilter {
            set: list.set.clone(),
            from: list.from,
            // Until a second is until its end.
            before: list.until.map(|until| until.saturating_add(SECOND)),
            after: list.after,
        };
        let mut lines = self.reader.offered(&filter, OFFERS_PAGE + 1)?;
        let goes_on = lines.len() > OFFERS_PAGE;
        lines.truncate(OFFERS_PAGE);
        let n_in_all = match list.n_in_all {
            Some(n) => n,
            None if goes_on => self.reader.n_offered(&filter)?,
            None => lines.len() as u64,
        };
        let last = lines.last().map(|line| (line.stamp, line.id)).filter(|_| goes_on);
        let token = last.map(|last| {
            // Whoever makes up a token may say anything.
            let n_before = list.n_before.saturating_add(lines.len() as u64);
            Token { verb, list: List { after: Some(last), n_before, n_in_all: Some(n_in_all), ..list.clone() } }.write()
        });
        // The last part of a list that was given in parts says that it is the last.
        let next = (goes_on || list.after.is_some()).then(|| OaiNext {
            token: token.unwrap_or_default(),
            n_before: list.n_before,
            n_in_all,
        });
        Ok((lines, next))
    }
}

fn unknown() -> OaiBody {
    OaiBody::Fault(OaiFault::IdDoesNotExist, "there is no record of this name here".to_owned())
}

fn nothing(sentence: &str) -> OaiBody {
    OaiBody::Fault(OaiFault::NoRecordsMatch, sentence.to_owned())
}

/// The name of a record among all repositories.
fn name(repository: &Repository, id: RecordId) -> String {
    format!("oai:{}:{id}", repository.name)
}

fn header(repository: &Repository, offered: &Offered) -> OaiHeader {
    OaiHeader {
        identifier: name(repository, offered.id),
        datestamp: moment(offered.stamp),
        sets: offered.sets.clone(),
        is_deleted: offered.held.is_none(),
    }
}

fn item(repository: &Repository, offered: Offered) -> OaiItem {
    let header = header(repository, &offered);
    OaiItem { header, held: offered.held.map(|held| (held.id.to_string(), held.record)) }
}

/// A time as the protocol writes it, in whole seconds of universal time.
fn moment(micros: i64) -> String {
    let seconds = micros.div_euclid(SECOND);
    let date = Date::of_number(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    format!("{date}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests;
