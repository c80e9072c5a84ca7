//! Queries of OpenAlex, by cursor (<https://docs.openalex.org>).

use url::Url;

use super::{Cursor, Page, parameter, with_parameters};
use crate::envelope::json;
use crate::{Answer, Fault};

/// Works in one answer.
const ROWS: &str = "100";

/// Days of overlap between two rounds. What is new can be asked for by the day of publication alone without a contract, and
/// works are found some weeks after that.
const OVERLAP: i64 = 45;

pub(super) fn ask(address: &Url, cursor: &Cursor, contact: &str) -> Url {
    let mut filter = parameter(address, "filter").unwrap_or_default();
    if let Some(day) = cursor.since(OVERLAP) {
        let mut parts: Vec<&str> =
            filter.split(',').filter(|part| !part.is_empty() && !part.starts_with("from_publication_date:")).collect();
        let since = format!("from_publication_date:{day}");
        parts.push(&since);
        filter = parts.join(",");
    }
    let next = cursor.next().unwrap_or("*");
    let wanted = [("filter", filter.as_str()), ("per-page", ROWS), ("cursor", next), ("mailto", contact)];
    with_parameters(address, &["page", "per_page", "sample", "group_by"], &wanted)
}

pub(super) fn turn(answer: &Answer) -> Result<Page, Fault> {
    let answer = json(&answer.body)?;
    let Some(results) = answer["results"].as_array() else {
        return Err(Fault::of(model::Setback::Strange, "the answer holds no list of works"));
    };
    let meta = &answer["meta"];
    let next = meta["next_cursor"].as_str().filter(|_| !results.is_empty()).map(str::to_owned);
    Ok(Page { holds: !results.is_empty(), next, total: meta["count"].as_u64(), lost: false })
}
