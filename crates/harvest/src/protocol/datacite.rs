//! Queries of DataCite's REST API, by cursor (<https://support.datacite.org/docs/pagination>).

use url::Url;

use super::{Cursor, Page, parameter, with_parameters};
use crate::envelope::json;
use crate::{Answer, Fault};

/// Works in one answer.
const ROWS: &str = "200";

/// Days of overlap between two rounds.
const OVERLAP: i64 = 1;

/// The parameter with the place to go on from.
const PLACE: &str = "page[cursor]";

pub(super) fn ask(address: &Url, cursor: &Cursor) -> Url {
    let mut query = parameter(address, "query").unwrap_or_default();
    if let Some(day) = cursor.since(OVERLAP) {
        let since = format!("updated:[{day} TO *]");
        query = if query.is_empty() { since } else { format!("({query}) AND {since}") };
    }
    let next = cursor.next().unwrap_or("1");
    with_parameters(address, &["page[number]"], &[("query", &query), ("page[size]", ROWS), (PLACE, next)])
}

pub(super) fn turn(answer: &Answer) -> Result<Page, Fault> {
    let answer = json(&answer.body)?;
    let Some(data) = answer["data"].as_array() else {
        return Err(Fault::of(model::Setback::Strange, "the answer holds no list of works"));
    };
    // Of the address that the host hands out, the place alone is taken: where is ours to say.
    let next = answer["links"]["next"].as_str().and_then(|text| Url::parse(text).ok());
    let next = next.filter(|_| !data.is_empty()).and_then(|url| parameter(&url, PLACE));
    Ok(Page { holds: !data.is_empty(), next, total: answer["meta"]["total"].as_u64(), lost: false })
}
