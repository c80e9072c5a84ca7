//! A bulletin for programs: a feed of its issues, and each issue as it was printed, without an account. The address is the key, and
//! only what is open to all stands behind it.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::{AtomEntry, AtomFeed};
use model::PrintForm;

use super::{days, issue_name};
use crate::app::App;
use crate::failed::{Answer, failed};
use crate::issue::{given, speech_of};
use crate::visit::Visit;

pub async fn atom(State(app): State<App>, visit: Visit, Path((bulletin, seal)): Path<(String, String)>) -> Answer {
    let path = format!("/feeds/bulletins/{bulletin}/{seal}");
    let found = app.unseen(move |office| office.bulletin_feed(&bulletin, &seal)).await;
    let feed = found.map_err(|failure| failed(&visit, &failure))?;
    let speech = speech_of(&feed.bulletin);
    let entries = feed.issues.iter().map(|issue| AtomEntry {
        id: format!("urn:uptake:issue:{}", issue.id),
        title: format!("{}, {}", feed.bulletin.name, issue_name(speech, issue)),
        address: app.address_of(&format!("{path}/{}/{}", issue.id, PrintForm::Page)),
        at: issue.released_at.unwrap_or(issue.made_at),
        authors: Vec::new(),
        summary: days(speech, issue),
    });
    let whole = AtomFeed {
        id: format!("urn:uptake:bulletin:{}", feed.bulletin.id),
        title: feed.bulletin.name.clone(),
        address: app.address_of(&format!("{path}/atom")),
        entries: entries.collect(),
        since: feed.bulletin.made_at,
    };
    let kind = "application/atom+xml; charset=utf-8";
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, "private, no-cache")], formats::atom(&whole)).into_response())
}

/// What stands in the address of a printed issue.
type Key = (String, String, String, String);

pub async fn print(State(app): State<App>, visit: Visit, Path((bulletin, seal, issue, form)): Path<Key>) -> Answer {
    let found = app.unseen(move |office| office.sealed_print(&bulletin, &seal, &issue, &form)).await;
    let (issue, print) = found.map_err(|failure| failed(&visit, &failure))?;
    Ok(given(&issue, print))
}
