//! What each kind of source is asked, and what its answers mean.
//!
//! A *round* brings what is new since the round before, by as many questions as it takes. What stands between two
//! questions is a [`Cursor`]; with it a round goes on where it was after any interruption.

mod arxiv;
mod crossref;
mod datacite;
mod epo_ops;
mod oai_pmh;
mod openalex;
mod pubmed;

use model::{Date, Found, Setback, SourceKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use crate::address::web_address;
use crate::envelope::ends_early;
use crate::{Answer, Fault, Question};

/// Questions in one round. A host that still has more answers for ever, or was asked for more than it should be.
const QUESTIONS_MAX: u32 = 10_000;

/// Longest cursor that a host may hand out, in bytes.
const NEXT_BYTES_MAX: usize = 4_000;

/// Where the harvest of a source stands between two questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cursor {
    /// The tag of the version that was taken last.
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    /// When that was changed, by the clock of the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    /// The SHA-256 of what was taken last.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// The day on which the last round that came to its end began.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// The round under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    round: Option<Round>,
}

/// A round that is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Round {
    /// The day on which it began.
    began: String,
    /// What the host calls the place to go on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Answers so far.
    n: u32,
    /// Whether one of them held something.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    held: bool,
    /// Whether the host forgot its place once already.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    again: bool,
}

impl Cursor {
    /// Reads what [`Cursor::write`] writes. What cannot be read is no cursor: then everything is asked for once more, which
    /// costs time and brings nothing twice.
    pub fn read(text: &str) -> Cursor {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The cursor of a source at one address, where what was taken last was not whole: it is asked for again.
    pub fn without_version(self) -> Cursor {
        Cursor { etag: None, modified: None, digest: None, ..self }
    }

    /// As a line of text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How many answers the round under way brought.
    pub fn n_answers(&self) -> u32 {
        self.round.as_ref().map_or(0, |round| round.n)
    }

    fn next(&self) -> Option<&str> {
        self.round.as_ref()?.next.as_deref()
    }

    /// The day since which something may be new, with some days of overlap.
    fn since(&self, overlap: i64) -> Option<Date> {
        Some(Date::parse(self.since.as_deref()?)?.plus_days(-overlap))
    }
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// Where the harvest stands now.
    pub cursor: Cursor,
    /// Whether the body of the answer holds something to take in.
    pub holds: bool,
    /// What the round found so far.
    pub found: Found,
    /// Whether the round goes on.
    pub more: bool,
    /// How much the host says that there is in all.
    pub total: Option<u64>,
}

/// What one kind of source makes of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// Whether the body holds records.
    pub holds: bool,
    /// What the host calls the place to go on from; `None` at the end.
    pub next: Option<String>,
    /// How much there is in all, if the host says so.
    pub total: Option<u64>,
    /// Whether the host forgot its place, so that the round has to begin again.
    pub lost: bool,
}

/// A source on the web, and how it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    kind: SourceKind,
    address: Url,
    contact: String,
}

impl Protocol {
    /// How a source of this kind is asked. `contact` is the mail address that services want to know; empty for none.
    ///
    /// # Errors
    /// When the address cannot be one of this kind.
    pub fn of(kind: SourceKind, address: &str, contact: &str) -> Result<Protocol, Fault> {
        let address = web_address(address)?;
        let misses = |what: &str| Err(Fault::of(Setback::Address, what.to_owned()));
        let has = |names: &[&str]| {
            address.query_pairs().any(|(name, value)| names.contains(&name.as_ref()) && !value.trim().is_empty())
        };
        match kind {
            kind if !kind.is_on_the_web() => return misses("such a source is not asked over the web"),
            SourceKind::Crossref
                if !has(&["query", "filter"]) && !address.query_pairs().any(|(name, _)| name.starts_with("query.")) =>
            {
                return misses("the address asks for all of Crossref; add ?query=… or ?filter=… to it");
            }
            SourceKind::OpenAlex if !has(&["search", "filter"]) => {
                return misses("the address asks for all of OpenAlex; add ?search=… or ?filter=… to it");
            }
            SourceKind::DataCite if !has(&["query", "client-id", "provider-id", "prefix"]) => {
                return misses("the address asks for all of DataCite; add ?query=… to it");
            }
            SourceKind::PubMed if !has(&["term"]) => {
                return misses("the address asks PubMed for nothing; add ?term=… to it");
            }
            SourceKind::Arxiv if !has(&["search_query", "id_list"]) => {
                return misses("the address asks arXiv for nothing; add ?search_query=… to it");
            }
            SourceKind::EpoOps if !has(&["q"]) => {
                return misses("the address asks the Open Patent Services for nothing; add ?q=… to it");
            }
            _ => {}
        }
        Ok(Protocol { kind, address, contact: contact.to_owned() })
    }

    /// The least time between two questions to the same host, in microseconds. arXiv asks for three seconds.
    pub fn pause(&self) -> i64 {
        if self.kind == SourceKind::Arxiv { 3_000_000 } else { 1_000_000 }
    }

    /// The host that is asked.
    pub fn host(&self) -> &str {
        self.address.host_str().unwrap_or_default()
    }

    /// What is asked next.
    pub fn question(&self, cursor: &Cursor, today: Date) -> Question {
        let (address, contact) = (&self.address, self.contact.as_str());
        let json = "application/json";
        let xml = "application/xml, text/xml;q=0.9";
        match self.kind {
            SourceKind::OaiPmh => Question::of(oai_pmh::ask(address, cursor), xml),
            SourceKind::Crossref => Question::of(crossref::ask(address, cursor, contact), json),
            SourceKind::OpenAlex => Question::of(openalex::ask(address, cursor, contact), json),
            SourceKind::DataCite => Question::of(datacite::ask(address, cursor), json),
            SourceKind::PubMed => Question::of(pubmed::ask(address, cursor, contact), "*/*"),
            SourceKind::Arxiv => {
                Question::of(arxiv::ask(address, cursor), "application/atom+xml, application/xml;q=0.9")
            }
            SourceKind::EpoOps => Question::of(epo_ops::ask(address, cursor, today), "application/xml"),
            // A feed or a file; nothing else comes here, since what is not on the web opens no protocol.
            _ => Question {
                etag: cursor.etag.clone(),
                modified: cursor.modified.clone(),
                ..Question::of(
                    address.clone(),
                    "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.8",
                )
            },
        }
    }

    /// What an answer means.
    ///
    /// # Errors
    /// When it is not what such a source sends.
    pub fn turn(&self, cursor: &Cursor, answer: &Answer, today: Date) -> Result<Turned, Fault> {
        let speaks_xml =
            matches!(self.kind, SourceKind::OaiPmh | SourceKind::PubMed | SourceKind::Arxiv | SourceKind::EpoOps);
        if speaks_xml {
            // The cursor would move behind what is missing.
            ends_early(&answer.body)?;
        }
        let page = match self.kind {
            SourceKind::OaiPmh => oai_pmh::turn(answer)?,
            SourceKind::Crossref => crossref::turn(answer)?,
            SourceKind::OpenAlex => openalex::turn(answer)?,
            SourceKind::DataCite => datacite::turn(answer)?,
            SourceKind::PubMed => pubmed::turn(cursor, answer)?,
            SourceKind::Arxiv => arxiv::turn(cursor, answer)?,
            SourceKind::EpoOps => epo_ops::turn(cursor, answer)?,
            _ => return Ok(plain(cursor, answer)),
        };
        advance(cursor, page, today)
    }

    /// Whether one address is asked, and its answer is all there is.
    pub fn is_plain(&self) -> bool {
        matches!(self.kind, SourceKind::Feed | SourceKind::File)
    }

    /// What a fault means: some services say so when there is nothing.
    pub fn turn_fault(&self, cursor: &Cursor, fault: Fault, today: Date) -> Result<Turned, Fault> {
        if self.kind == SourceKind::EpoOps && fault.setback == Setback::Gone {
            return advance(cursor, Page::default(), today);
        }
        Err(fault)
    }
}

/// What is at one address: the same as before, or not.
fn plain(cursor: &Cursor, answer: &Answer) -> Turned {
    let turned =
        |cursor: Cursor, found| Turned { cursor, holds: found == Found::Something, found, more: false, total: None };
    if answer.status == 304 {
        return turned(cursor.clone(), Found::Unchanged);
    }
    let digest: String = Sha256::digest(&answer.body).iter().map(|byte| format!("{byte:02x}")).collect();
    let found = match &cursor.digest {
        _ if answer.body.iter().all(u8::is_ascii_whitespace) => Found::Nothing,
        Some(held) if *held == digest => Found::Unchanged,
        _ => Found::Something,
    };
    let short = |text: &Option<String>| text.clone().filter(|text| text.len() <= 1_000);
    let next = Cursor {
        etag: short(&answer.etag),
        modified: short(&answer.modified),
        digest: Some(digest),
        ..Cursor::default()
    };
    turned(next, found)
}

/// Moves the cursor behind a page.
fn advance(cursor: &Cursor, page: Page, today: Date) -> Result<Turned, Fault> {
    let strange = |detail: &str| Err(Fault::of(Setback::Strange, detail.to_owned()));
    let mut round = cursor.round.clone().unwrap_or_else(|| Round { began: today.to_string(), ..Round::default() });
    round.held |= page.holds;
    let found = if round.held { Found::Something } else { Found::Nothing };
    if page.lost {
        if round.again {
            return strange("the host forgot its place twice in one round");
        }
        (round.next, round.again) = (None, true);
    } else if let Some(next) = page.next {
        if round.next.as_ref() == Some(&next) {
            return strange("the host sends the same page again and again");
        }
        if next.len() > NEXT_BYTES_MAX {
            return strange("the place to go on from has more bytes than anybody needs");
        }
        round.n += 1;
        if round.n >= QUESTIONS_MAX {
            return strange("the host still has more after 10,000 answers; narrow what is asked for");
        }
        round.next = Some(next);
    } else {
        let cursor = Cursor { since: Some(round.began), round: None, ..cursor.clone() };
        return Ok(Turned { cursor, holds: page.holds, found, more: false, total: page.total });
    }
    let cursor = Cursor { round: Some(round), ..cursor.clone() };
    Ok(Turned { cursor, holds: page.holds, found, more: true, total: page.total })
}

/// The address with other parameters: those of these names are taken out, and new ones put in.
pub(crate) fn with_parameters(address: &Url, out: &[&str], into: &[(&str, &str)]) -> Url {
    let kept: Vec<(String, String)> = address
        .query_pairs()
        .filter(|(name, _)| !out.contains(&name.as_ref()) && !into.iter().any(|(own, _)| own == name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let mut url = address.clone();
    url.set_query(None);
    if !kept.is_empty() || !into.is_empty() {
        url.query_pairs_mut().extend_pairs(kept).extend_pairs(into.iter().filter(|(_, value)| !value.is_empty()));
    }
    url
}

/// A parameter of an address.
pub(crate) fn parameter(address: &Url, name: &str) -> Option<String> {
    address.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests;
