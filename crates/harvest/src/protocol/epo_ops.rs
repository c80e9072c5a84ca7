//! Queries of the Open Patent Services of the European Patent Office
//! (<https://www.epo.org/en/searching-for-patents/data/web-services/ops>).

use model::{Date, Setback};
use url::Url;

use super::{Cursor, Page, parameter, with_parameters};
use crate::envelope::elements;
use crate::{Answer, Fault};

/// Documents in one answer.
const ROWS: u64 = 100;

/// The most of one result that the host hands out.
const RESULT_MAX: u64 = 2_000;

/// Days of overlap between two rounds: documents reach the service some days after their publication.
const OVERLAP: i64 = 21;

fn start(cursor: &Cursor) -> u64 {
    cursor.next().and_then(|next| next.parse().ok()).unwrap_or(1)
}

pub(super) fn ask(address: &Url, cursor: &Cursor, today: Date) -> Url {
    let mut query = parameter(address, "q").unwrap_or_default();
    if let Some(day) = cursor.since(OVERLAP) {
        let plain = |day: Date| day.to_string().replace('-', "");
        query = format!("({query}) and pd within \"{},{}\"", plain(day), plain(today));
    }
    let start = start(cursor);
    let range = format!("{start}-{}", start + ROWS - 1);
    with_parameters(address, &[], &[("q", &query), ("Range", &range)])
}

pub(super) fn turn(cursor: &Cursor, answer: &Answer) -> Result<Page, Fault> {
    let (root, found) = elements(&answer.body, &["biblio-search", "exchange-document"]);
    if root != "world-patent-data" {
        return Err(Fault::of(Setback::Strange, "the answer is not of the Open Patent Services"));
    }
    let search = found.iter().find(|one| one.name == "biblio-search");
    let total: Option<u64> = search.and_then(|one| one.attribute("total-result-count")?.parse().ok());
    if let Some(total) = total.filter(|total| *total > RESULT_MAX) {
        let detail = format!("the question finds {total}, and the service hands out {RESULT_MAX} at most; narrow it");
        return Err(Fault::of(Setback::Strange, detail));
    }
    let n_documents = found.iter().filter(|one| one.name == "exchange-document").count();
    let behind = start(cursor) + ROWS;
    let has_more = n_documents > 0 && total.is_some_and(|total| behind <= total);
    Ok(Page { holds: n_documents > 0, next: has_more.then(|| behind.to_string()), total, lost: false })
}
