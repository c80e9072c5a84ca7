//! Queries of Crossref's REST API, by cursor (<https://api.crossref.org>).

use url::Url;

use super::{Cursor, Page, parameter, with_parameters};
use crate::envelope::json;
use crate::{Answer, Fault};

/// Works in one answer.
const ROWS: &str = "200";

/// Days of overlap between two rounds.
const OVERLAP: i64 = 1;

pub(super) fn ask(address: &Url, cursor: &Cursor, contact: &str) -> Url {
    let mut filter = parameter(address, "filter").unwrap_or_default();
    if let Some(day) = cursor.since(OVERLAP) {
        let mut parts: Vec<&str> =
            filter.split(',').filter(|part| !part.is_empty() && !part.starts_with("from-index-date:")).collect();
        let since = format!("from-index-date:{day}");
        parts.push(&since);
        filter = parts.join(",");
    }
    let next = cursor.next().unwrap_or("*");
    let wanted = [("filter", filter.as_str()), ("rows", ROWS), ("cursor", next), ("mailto", contact)];
    with_parameters(address, &["offset", "sample", "sort", "order"], &wanted)
}

pub(super) fn turn(answer: &Answer) -> Result<Page, Fault> {
    let answer = json(&answer.body)?;
    let message = &answer["message"];
    let Some(items) = message["items"].as_array() else {
        return Err(Fault::of(model::Setback::Strange, "the answer holds no list of works"));
    };
    let next = message["next-cursor"].as_str().filter(|_| !items.is_empty()).map(str::to_owned);
    Ok(Page { holds: !items.is_empty(), next, total: message["total-results"].as_u64(), lost: false })
}
