//! CSL-JSON, the form in which reference managers exchange items.
//!
//! The format: <https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json>,
//! the meaning of its variables: <https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables>.

use model::{Contributor, Identifier, Kind, Name, PartialDate, Record, Role, Scheme, Status};
use serde_json::Value;

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::Draft;
use crate::json;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "csl-json";

/// Whether the entry is one of these: its type is one of CSL's, its title a string.
pub(crate) fn claims(entry: &Value) -> bool {
    let ours = ["title", "author", "issued", "DOI", "container-title"];
    json::text(entry, "type").is_some_and(|name| TYPES.iter().any(|(known, _)| *known == name))
        && entry.get("title").is_none_or(Value::is_string)
        && ours.iter().any(|member| entry.get(*member).is_some())
        && entry.get("display_name").is_none()
}

/// Reads one entry.
pub(crate) fn read(entry: &Value) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::of(kind(entry));
    identify(&mut draft, entry);
    for member in ["title", "original-title"] {
        if let Some(title) = json::text(entry, member) {
            draft.title(&title, None);
        }
    }
    if let Some(text) = json::text(entry, "abstract") {
        draft.summary(&crate::crossref_json::labelled(&text), None);
    }
    for (member, role) in CONTRIBUTORS {
        let role = match (draft.record.kind, role) {
            // A patent is *authored* by whoever invented it.
            (Kind::Patent, Role::Author) => Role::Inventor,
            (_, role) => *role,
        };
        for person in json::list(entry, member) {
            contribute(&mut draft, member, person, role);
        }
    }
    source(&mut draft, entry);
    draft.record.published = issued(&mut draft, json::at(entry, "issued"));
    if let Some(language) = json::text(entry, "language") {
        draft.record.language = draft.language("language", &language);
    }
    for keyword in json::texts(entry, "keyword") {
        for keyword in keyword.split([',', ';']) {
            draft.keyword(keyword);
        }
    }
    for category in json::texts(entry, "categories") {
        draft.keyword(&category);
    }
    if json::text(entry, "status").is_some_and(|status| status.to_lowercase().contains("retracted")) {
        draft.lower(Status::Retracted);
    }
    if let Some(url) = json::text(entry, "URL") {
        draft.locate(&url, None);
    }
    for member in ["note", "genre"] {
        if let Some(note) = json::text(entry, member) {
            draft.note(&note);
        }
    }
    draft.finish()
}

const CONTRIBUTORS: &[(&str, Role)] = &[
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("container-author", Role::Contributor),
    ("collection-editor", Role::Contributor),
    ("translator", Role::Translator),
    ("contributor", Role::Contributor),
];

/// The types of CSL 1.0.2. An `article` without more is a preprint by that version's own words.
const TYPES: &[(&str, Kind)] = &[
    ("article", Kind::Preprint),
    ("article-journal", Kind::Article),
    ("article-magazine", Kind::Article),
    ("article-newspaper", Kind::Article),
    ("bill", Kind::Other),
    ("book", Kind::Book),
    ("broadcast", Kind::Media),
    ("chapter", Kind::Chapter),
    ("classic", Kind::Other),
    ("collection", Kind::Other),
    ("dataset", Kind::Dataset),
    ("document", Kind::Other),
    ("entry", Kind::Chapter),
    ("entry-dictionary", Kind::Chapter),
    ("entry-encyclopedia", Kind::Chapter),
    ("event", Kind::Other),
    ("figure", Kind::Media),
    ("graphic", Kind::Media),
    ("hearing", Kind::Other),
    ("interview", Kind::Other),
    ("legal_case", Kind::Other),
    ("legislation", Kind::Other),
    ("manuscript", Kind::Other),
    ("map", Kind::Media),
    ("motion_picture", Kind::Media),
    ("musical_score", Kind::Media),
    ("pamphlet", Kind::Other),
    ("paper-conference", Kind::ConferencePaper),
    ("patent", Kind::Patent),
    ("performance", Kind::Other),
    ("periodical", Kind::Serial),
    ("personal_communication", Kind::Other),
    ("post", Kind::Post),
    ("post-weblog", Kind::Post),
    ("regulation", Kind::Other),
    ("report", Kind::Report),
    ("review", Kind::Review),
    ("review-book", Kind::Review),
    ("software", Kind::Software),
    ("song", Kind::Media),
    ("speech", Kind::Other),
    ("standard", Kind::Standard),
    ("thesis", Kind::Thesis),
    ("treaty", Kind::Other),
    ("webpage", Kind::Webpage),
];

fn kind(entry: &Value) -> Kind {
    let name = json::text(entry, "type").unwrap_or_default();
    TYPES.iter().find(|(known, _)| *known == name).map_or(Kind::Other, |(_, kind)| *kind)
}

fn identify(draft: &mut Draft, entry: &Value) {
    for (member, scheme) in [("DOI", Scheme::Doi), ("PMID", Scheme::Pmid), ("PMCID", Scheme::Pmcid)] {
        if let Some(id) = json::text(entry, member) {
            draft.identify(member, scheme, &id);
        }
    }
    if let Some(number) = json::text(entry, "number") {
        let scheme = match draft.record.kind {
            Kind::Patent => Some(Scheme::Patent),
            Kind::Report => Some(Scheme::Report),
            Kind::Standard => Some(Scheme::Standard),
            _ => None,
        };
        if let Some(scheme) = scheme {
            draft.identify("number", scheme, &number);
        }
    }
    let stands_in = matches!(draft.record.kind, Kind::Chapter | Kind::ConferencePaper | Kind::Article);
    for isbn in json::texts(entry, "ISBN").flat_map(|isbns| split(&isbns)) {
        match stands_in {
            true => draft.identify_source("ISBN", Scheme::Isbn, &isbn),
            false => draft.identify("ISBN", Scheme::Isbn, &isbn),
        }
    }
    // The key of the item in its library, if it is no identifier by itself.
    if let Some(id) = json::text(entry, "id") {
        match Identifier::parse(&id).filter(|id| id.scheme() != Scheme::Url) {
            Some(identifier) => draft.record.identify(identifier),
            None => draft.identify("id", Scheme::Local, &id),
        }
    }
}

/// Several numbers are written into one string, with blanks or commas between.
fn split(numbers: &str) -> Vec<String> {
    numbers.split([' ', ',', ';']).filter(|number| !number.is_empty()).map(str::to_owned).collect()
}

fn contribute(draft: &mut Draft, place: &str, person: &Value, role: Role) {
    let name = match json::plain(person, "family") {
        Some(family) => {
            let joined = |parts: [Option<String>; 2], joint: &str| {
                let parts: Vec<String> = parts.into_iter().flatten().collect();
                (!parts.is_empty()).then(|| parts.join(joint))
            };
            let family = joined([json::plain(person, "non-dropping-particle"), Some(family)], " ");
            let given = joined([json::plain(person, "given"), json::plain(person, "dropping-particle")], " ");
            let given = joined([given, json::plain(person, "suffix")], ", ");
            Name::Person { family: family.unwrap_or_default(), given }
        }
        None => match ["literal", "name", "given"].iter().find_map(|member| json::plain(person, member)) {
            Some(name) => Name::Whole(name),
            None => return draft.doubt(place, "one has no name and was left out"),
        },
    };
    let mut contributor = Contributor::new(name, role);
    if let Some(orcid) = json::text(person, "ORCID") {
        draft.orcid(place, &mut contributor, &orcid);
    }
    draft.contribute_once(contributor);
}

fn source(draft: &mut Draft, entry: &Value) {
    let source = &mut draft.record.source;
    source.title = json::plain(entry, "container-title").or_else(|| json::plain(entry, "collection-title"));
    source.volume = json::plain(entry, "volume");
    source.issue = json::plain(entry, "issue");
    source.pages = json::plain(entry, "page");
    source.publisher = json::plain(entry, "publisher");
    for issn in json::texts(entry, "ISSN").flat_map(|issns| split(&issns)) {
        draft.identify_source("ISSN", Scheme::Issn, &issn);
    }
}

/// `date-parts`, or the date in words under `raw` or `literal`.
fn issued(draft: &mut Draft, date: &Value) -> Option<PartialDate> {
    match json::date_parts(date) {
        Ok(Some(date)) => return Some(date),
        Ok(None) => {}
        Err(part) => {
            draft.doubt("issued", format!("{} is not a year; the date was left out", quoted(&part)));
            return None;
        }
    }
    let raw = ["raw", "literal"].iter().find_map(|member| json::text(date, member)).or_else(|| json::words(date))?;
    draft.date("issued", &raw)
}

#[cfg(test)]
mod tests;
