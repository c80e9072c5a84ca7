//! Queries of arXiv's API, the newest first (<https://info.arxiv.org/help/api/user-manual.html>).

use model::Setback;
use url::Url;

use super::{Cursor, Page, with_parameters};
use crate::envelope::elements;
use crate::{Answer, Fault};

/// Works in one answer.
const ROWS: u64 = 200;

/// Days of overlap between two rounds.
const OVERLAP: i64 = 2;

fn start(cursor: &Cursor) -> u64 {
    cursor.next().and_then(|next| next.parse().ok()).unwrap_or(0)
}

pub(super) fn ask(address: &Url, cursor: &Cursor) -> Url {
    let (start, rows) = (start(cursor).to_string(), ROWS.to_string());
    let wanted =
        [("sortBy", "lastUpdatedDate"), ("sortOrder", "descending"), ("start", start.as_str()), ("max_results", &rows)];
    with_parameters(address, &[], &wanted)
}

pub(super) fn turn(cursor: &Cursor, answer: &Answer) -> Result<Page, Fault> {
    let (root, found) = elements(&answer.body, &["entry", "updated", "totalResults"]);
    if root != "feed" {
        return Err(Fault::of(Setback::Strange, "the answer is no Atom feed"));
    }
    let n_entries = found.iter().filter(|one| one.name == "entry" && one.depth == 2).count() as u64;
    let total: Option<u64> =
        found.iter().find(|one| one.name == "totalResults").and_then(|one| one.text.trim().parse().ok());
    let oldest = found.iter().filter(|one| one.name == "updated" && one.depth == 3).map(|one| one.text.trim()).min();
    let since = cursor.since(OVERLAP).map(|day| day.to_string());
    // Behind it stands only what the round before has brought.
    let is_old = matches!((&since, oldest), (Some(since), Some(oldest)) if oldest < since.as_str());
    let behind = start(cursor) + n_entries;
    let ended = n_entries == 0 || is_old || total.is_none_or(|total| behind >= total);
    Ok(Page { holds: n_entries > 0, next: (!ended).then(|| behind.to_string()), total, lost: false })
}
