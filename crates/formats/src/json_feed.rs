//! Items of a JSON Feed, and posts as the Rogue Scholar archive of science blogs gives them.
//!
//! The formats: <https://www.jsonfeed.org/version/1.1/> and <https://api.rogue-scholar.org>, whose
//! posts are items with a DOI, times in seconds and the blog beside them.

use model::{Contributor, Identifier, Kind, Name, PartialDate, Record, Rights, Role, Scheme};
use serde_json::Value;

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{self, Draft};
use crate::json;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "json-feed";

/// Whether the entry is one of these: content or a summary, and an identity or an address.
pub(crate) fn claims(entry: &Value) -> bool {
    let said = |members: &[&str]| members.iter().any(|member| json::text(entry, member).is_some());
    let ours = said(&["content_html", "content_text"])
        || (said(&["summary"]) && said(&["date_published", "published_at", "blog_slug"]));
    ours && said(&["id", "url", "guid", "external_url"])
}

/// Reads one entry.
pub(crate) fn read(entry: &Value) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::of(Kind::Post);
    identify(&mut draft, entry);
    let language = json::text(entry, "language").or_else(|| json::text(entry, "blog/language"));
    if let Some(language) = language {
        draft.record.language = draft.language("language", &language);
    }
    if let Some(title) = json::text(entry, "title") {
        draft.title(&title, None);
    }
    // Short posts have nothing but their content, and often no title.
    let summary = ["summary", "abstract", "content_text", "content_html"].iter().find_map(|m| json::text(entry, m));
    if let Some(summary) = summary {
        draft.summary(&summary, None);
    }
    for member in ["authors", "author"] {
        for person in json::list(entry, member) {
            contribute(&mut draft, person);
        }
    }
    draft.record.source.title = json::plain(entry, "blog/title").or_else(|| json::plain(entry, "blog_name"));
    if let Some(issn) = json::text(entry, "blog/issn") {
        draft.identify_source("blog/issn", Scheme::Issn, &issn);
    }
    date(&mut draft, entry);
    for tag in json::texts(entry, "tags") {
        draft.keyword(&tag);
    }
    for path in ["license", "blog/license"] {
        if let Some(url) = json::text(entry, path) {
            draft.rights(Rights::at(&url));
        }
    }
    for member in ["url", "external_url", "archive_url"] {
        if let Some(url) = json::text(entry, member) {
            draft.locate(&url, None);
        }
    }
    for attachment in json::list(entry, "attachments") {
        if let Some(url) = json::text(attachment, "url") {
            draft.locate(&url, json::text(attachment, "mime_type").as_deref());
        }
    }
    draft.finish()
}

fn identify(draft: &mut Draft, entry: &Value) {
    if let Some(doi) = json::text(entry, "doi") {
        draft.identify("doi", Scheme::Doi, &doi);
    }
    // An identity is mostly the address itself; any other is unique only within its feed.
    for member in ["id", "guid", "url"] {
        if let Some(id) = json::text(entry, member) {
            match Identifier::parse(&id) {
                Some(identifier) => draft.record.identify(identifier),
                None => draft.identify(member, Scheme::Local, &id),
            }
        }
    }
}

fn contribute(draft: &mut Draft, person: &Value) {
    let name = match (json::plain(person, "family"), json::plain(person, "name")) {
        (Some(family), _) => Name::Person { family, given: json::plain(person, "given") },
        (None, Some(name)) => Name::Whole(name),
        (None, None) => return draft.doubt("authors", "one has no name and was left out"),
    };
    let mut contributor = Contributor::new(name, Role::Author);
    if let Some(url) = json::text(person, "url").filter(|url| url.contains("orcid.org/")) {
        draft.orcid("authors/url", &mut contributor, &url);
    }
    for place in json::list(person, "affiliation") {
        if let Some(mut affiliation) = json::text(place, "name").and_then(|name| draft::affiliation(&name, None)) {
            affiliation.ror = json::text(place, "id").and_then(|id| draft::ror(&id));
            contributor.affiliations.push(affiliation);
        }
    }
    draft.contribute_once(contributor);
}

fn date(draft: &mut Draft, entry: &Value) {
    if let Some(raw) = json::text(entry, "date_published") {
        draft.record.published = draft.date("date_published", &raw);
        return;
    }
    match json::at(entry, "published_at") {
        Value::Null => {}
        time => {
            let day = time.as_i64().and_then(day_of);
            if day.is_none() {
                let shown = quoted(&time.to_string());
                draft.doubt("published_at", format!("{shown} is not a time in seconds and was left out"));
            }
            draft.record.published = day;
        }
    }
}

/// The day, in Greenwich, of a time in seconds since 1970 (Hinnant, *chrono-compatible low-level
/// date algorithms*: years that begin in March put the leap day last).
fn day_of(seconds: i64) -> Option<PartialDate> {
    const DAYS_TO_1970: i64 = 719_468;
    const DAYS_IN_400_YEARS: i64 = 146_097;
    let days = seconds.div_euclid(86_400).checked_add(DAYS_TO_1970)?;
    let era = days.div_euclid(DAYS_IN_400_YEARS);
    let day_of_era = days.rem_euclid(DAYS_IN_400_YEARS);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = i32::try_from(era * 400 + year_of_era + i64::from(month <= 2)).ok()?;
    PartialDate::new(year, u8::try_from(month).ok(), u8::try_from(day).ok())
}

#[cfg(test)]
mod tests;
