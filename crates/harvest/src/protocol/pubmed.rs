//! Queries of PubMed by the E-utilities: one question lays the result aside at the host, the next ones fetch it
//! (<https://www.ncbi.nlm.nih.gov/books/NBK25501/>).

use model::Setback;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Cursor, Page, with_parameters};
use crate::envelope::{elements, json};
use crate::{Answer, Fault};

/// Works in one answer.
const ROWS: u64 = 200;

/// The most of one result that the host hands out.
const RESULT_MAX: u64 = 9_999;

/// Days of overlap between two rounds.
const OVERLAP: i64 = 1;

/// A result that the host laid aside, and how much of it was fetched.
#[derive(Serialize, Deserialize)]
struct Aside {
    environment: String,
    key: String,
    count: u64,
    at: u64,
}

impl Aside {
    fn read(text: &str) -> Option<Aside> {
        serde_json::from_str(text).ok()
    }

    fn write(&self) -> Option<String> {
        (self.at < self.count).then(|| serde_json::to_string(self).ok()).flatten()
    }
}

pub(super) fn ask(address: &Url, cursor: &Cursor, contact: &str) -> Url {
    let tool = if contact.is_empty() { "" } else { "uptake" };
    match cursor.next().and_then(Aside::read) {
        None => {
            let since = cursor.since(OVERLAP).map(|day| day.to_string().replace('-', "/"));
            let since = since.as_deref().unwrap_or_default();
            let (until, by) = if since.is_empty() { ("", "") } else { ("3000", "mdat") };
            let wanted = [
                ("db", "pubmed"),
                ("usehistory", "y"),
                ("retmode", "json"),
                ("retmax", "0"),
                ("mindate", since),
                ("maxdate", until),
                ("datetype", by),
                ("tool", tool),
                ("email", contact),
            ];
            with_parameters(address, &["retstart"], &wanted)
        }
        Some(aside) => {
            let mut fetch = address.clone();
            if let Ok(mut path) = fetch.path_segments_mut() {
                path.pop().push("efetch.fcgi");
            }
            fetch.set_query(None);
            let (at, rows) = (aside.at.to_string(), ROWS.to_string());
            let wanted = [
                ("db", "pubmed"),
                ("WebEnv", aside.environment.as_str()),
                ("query_key", &aside.key),
                ("retmode", "xml"),
                ("retstart", &at),
                ("retmax", &rows),
                ("tool", tool),
                ("email", contact),
            ];
            with_parameters(&fetch, &[], &wanted)
        }
    }
}

pub(super) fn turn(cursor: &Cursor, answer: &Answer) -> Result<Page, Fault> {
    let strange = |detail: String| Err(Fault::of(Setback::Strange, detail));
    if let Some(aside) = cursor.next().and_then(Aside::read) {
        let (root, found) = elements(&answer.body, &["PubmedArticle", "PubmedBookArticle", "ERROR"]);
        if root != "PubmedArticleSet" {
            // The host keeps what it laid aside for some hours.
            return Ok(Page { lost: true, ..Page::default() });
        }
        let next = Aside { at: aside.at + ROWS, ..aside };
        return Ok(Page { holds: !found.is_empty(), total: Some(next.count), next: next.write(), lost: false });
    }
    let answer = json(&answer.body)?;
    let result = &answer["esearchresult"];
    if let Some(error) = result["ERROR"].as_str() {
        let error: String = error.chars().take(200).collect();
        return strange(format!("PubMed answers: {error}"));
    }
    let count = result["count"].as_str().and_then(|count| count.parse::<u64>().ok());
    let (Some(environment), Some(key), Some(count)) = (result["webenv"].as_str(), result["querykey"].as_str(), count)
    else {
        return strange("PubMed does not say how much it found".to_owned());
    };
    if count > RESULT_MAX {
        return strange(format!("the question finds {count}, and PubMed hands out {RESULT_MAX} at most; narrow it"));
    }
    let next = Aside { environment: environment.to_owned(), key: key.to_owned(), count, at: 0 };
    Ok(Page { holds: false, next: next.write(), total: Some(count), lost: false })
}
