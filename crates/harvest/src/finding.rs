//! What kind of source stands behind an address: told by its host, or found out by asking.

use model::{Setback, SourceKind};
use url::Url;

use crate::address::web_address;
use crate::envelope::elements;
use crate::protocol::{parameter, with_parameters};
use crate::{Answer, Ask, Fault, Question};

/// What was found out about an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Where it is asked; another address where what was given is a page for people.
    pub address: String,
    /// What it calls itself; empty where it does not.
    pub title: String,
    /// In which language it says it is, as a tag; empty where it does not.
    pub language: String,
}

/// Formats that repositories offer, the richest first.
const PREFIXES: [&str; 9] =
    ["arXiv", "marcxml", "marc21", "MARC21", "oai_datacite", "datacite", "mods", "jats", "oai_dc"];

/// Longest title that is taken over, in characters.
const TITLE_CHARS_MAX: usize = 160;

/// How much of a page is looked at, in bytes: what it offers to machines stands in its head.
const HEAD_BYTES_MAX: usize = 256 * 1024;

/// Finds out what an address is. Well-known services are told by their hosts, and nobody is asked; others are asked, two or
/// three times at most.
///
/// # Errors
/// When it is no web address, or when nothing that can be harvested is behind it.
pub fn find(asker: &dyn Ask, text: &str) -> Result<Finding, Fault> {
    let text = text.trim();
    let url = if text.contains("://") { web_address(text)? } else { web_address(&format!("https://{text}"))? };
    if let Some((kind, address)) = known(&url) {
        return Ok(Finding { kind, address: address.into(), title: String::new(), language: String::new() });
    }
    if parameter(&url, "verb").is_some() {
        return repository(asker, &url);
    }
    let accept = "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.8";
    let asked = asker.ask(&Question::of(url.clone(), accept));
    let answer = match asked {
        Ok(answer) => answer,
        // A repository may refuse a question without a verb.
        Err(fault) if matches!(fault.setback, Setback::Refused | Setback::Server) => {
            return repository(asker, &url).map_err(|_| fault);
        }
        Err(mut fault) => {
            if !text.contains("://") && fault.setback == Setback::Unreachable {
                fault.detail.push_str("; it was asked as https://, so write http:// before it if it does not encrypt");
            }
            return Err(fault);
        }
    };
    match told(&answer) {
        Told::Feed(title, language) => {
            Ok(Finding { kind: SourceKind::Feed, address: answer.lasting.into(), title, language })
        }
        Told::Repository => repository(asker, &url),
        Told::Page => of_page(asker, &url, &answer),
        Told::Other => {
            let (title, language) = (String::new(), String::new());
            Ok(Finding { kind: SourceKind::File, address: answer.lasting.into(), title, language })
        }
    }
}

/// A page for people: the feed that it offers to machines, or a repository at the same address.
fn of_page(asker: &dyn Ask, url: &Url, answer: &Answer) -> Result<Finding, Fault> {
    if let Some(feed) = feed_of_page(answer) {
        let answer = asker.ask(&Question::of(feed, "*/*"))?;
        if let Told::Feed(title, language) = told(&answer) {
            return Ok(Finding { kind: SourceKind::Feed, address: answer.lasting.into(), title, language });
        }
    }
    repository(asker, url).map_err(|_| {
        Fault::of(
            Setback::Strange,
            "this is a page for people, and it offers no feed; look on it for RSS, Atom or OAI-PMH, and give that address",
        )
    })
}

/// Services that are told by their host, with the address at which they are asked.
fn known(url: &Url) -> Option<(SourceKind, Url)> {
    let host = url.host_str()?.trim_start_matches("www.");
    let moved = |to: &str, into: &[(&str, &str)]| Url::parse(to).ok().map(|to| with_parameters(&to, &[], into));
    let at = |text: &str, query: &Url| {
        let mut to = Url::parse(text).ok()?;
        to.set_query(query.query());
        Some(to)
    };
    Some(match host {
        "api.crossref.org" if url.path().starts_with("/works") => (SourceKind::Crossref, url.clone()),
        "api.openalex.org" if url.path().starts_with("/works") => (SourceKind::OpenAlex, url.clone()),
        "openalex.org" if url.path().starts_with("/works") => {
            (SourceKind::OpenAlex, at("https://api.openalex.org/works", url)?)
        }
        "api.datacite.org" if url.path().starts_with("/dois") => (SourceKind::DataCite, url.clone()),
        "commons.datacite.org" => {
            let query = parameter(url, "query")?;
            (SourceKind::DataCite, moved("https://api.datacite.org/dois", &[("query", &query)])?)
        }
        "pubmed.ncbi.nlm.nih.gov" => {
            let term = parameter(url, "term")?;
            let to = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi";
            (SourceKind::PubMed, moved(to, &[("db", "pubmed"), ("term", &term)])?)
        }
        "eutils.ncbi.nlm.nih.gov" if url.path().ends_with("/esearch.fcgi") => (SourceKind::PubMed, url.clone()),
        "export.arxiv.org" if url.path().starts_with("/api/query") => (SourceKind::Arxiv, url.clone()),
        "arxiv.org" | "export.arxiv.org" if url.path().starts_with("/list/") => {
            let class = url.path_segments()?.nth(1)?.to_owned();
            (
                SourceKind::Arxiv,
                moved("https://export.arxiv.org/api/query", &[("search_query", &format!("cat:{class}"))])?,
            )
        }
        "ops.epo.org" if url.path().contains("/published-data/search") => (SourceKind::EpoOps, url.clone()),
        _ => return None,
    })
}

/// What an answer is.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// A feed, with its title and language.
    Feed(String, String),
    /// It speaks OAI-PMH.
    Repository,
    /// A page for people.
    Page,
    /// Something else.
    Other,
}

fn told(answer: &Answer) -> Told {
    let head = &answer.body[..answer.body.len().min(HEAD_BYTES_MAX)];
    if let Ok(feed) = serde_json::from_slice::<serde_json::Value>(&answer.body)
        && feed["version"].as_str().is_some_and(|version| version.starts_with("https://jsonfeed.org/version/"))
    {
        return Told::Feed(
            title(feed["title"].as_str().unwrap_or_default()),
            tag(feed["language"].as_str().unwrap_or_default()),
        );
    }
    let (root, found) = elements(head, &["title", "language", "feed"]);
    let text_at = |name: &str, depth: usize| {
        found.iter().find(|one| one.name == name && one.depth == depth).map(|one| one.text.as_str()).unwrap_or_default()
    };
    match root.as_str() {
        "OAI-PMH" => Told::Repository,
        "feed" => {
            let language = found.first().and_then(|feed| feed.attribute("lang")).unwrap_or_default();
            Told::Feed(title(text_at("title", 2)), tag(language))
        }
        "rss" | "RDF" => Told::Feed(title(text_at("title", 3)), tag(text_at("language", 3))),
        root if root.eq_ignore_ascii_case("html") || answer.content_type == "text/html" => Told::Page,
        _ => Told::Other,
    }
}

fn title(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().filter(|c| !c.is_control()).take(TITLE_CHARS_MAX).collect()
}

/// The first part of a language tag: what a form can hold.
fn tag(text: &str) -> String {
    text.trim().split('-').next().unwrap_or_default().to_lowercase()
}

/// The first feed that a page offers in its head.
fn feed_of_page(answer: &Answer) -> Option<Url> {
    let head = &answer.body[..answer.body.len().min(HEAD_BYTES_MAX)];
    let text = String::from_utf8_lossy(head);
    let mut rest = text.as_ref();
    while let Some(at) = rest.to_ascii_lowercase().find("<link") {
        rest = &rest[at + 5..];
        let end = rest.find('>').unwrap_or(rest.len());
        let (tag, after) = rest.split_at(end);
        rest = after;
        // As a tag of its own, so that its attributes are read as everywhere.
        let (_, found) = elements(format!("<link{}/>", tag.trim_end_matches('/')).as_bytes(), &["link"]);
        let Some(link) = found.first() else { continue };
        let is = |name: &str, words: &[&str]| {
            link.attribute(name).is_some_and(|value| words.iter().any(|word| value.eq_ignore_ascii_case(word)))
        };
        let feeds = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
        if is("rel", &["alternate"])
            && is("type", &feeds)
            && let Some(url) = link.attribute("href").and_then(|href| answer.url.join(href).ok())
            && let Ok(url) = web_address(url.as_str())
        {
            return Some(url);
        }
    }
    None
}

/// A repository that speaks OAI-PMH: its name, and the richest format that it offers.
fn repository(asker: &dyn Ask, url: &Url) -> Result<Finding, Fault> {
    let bare = |verb: &str| {
        with_parameters(url, &["verb", "metadataPrefix", "set", "from", "until", "resumptionToken"], &[("verb", verb)])
    };
    let accept = "application/xml, text/xml;q=0.9";
    let answer = asker.ask(&Question::of(bare("Identify"), accept))?;
    let (root, found) = elements(&answer.body, &["repositoryName"]);
    if root != "OAI-PMH" {
        return Err(Fault::of(Setback::Strange, "what is behind the address does not speak OAI-PMH"));
    }
    let name = found.first().map(|one| title(&one.text)).unwrap_or_default();
    let prefix = match parameter(url, "metadataPrefix") {
        Some(prefix) => prefix,
        None => {
            let answer = asker.ask(&Question::of(bare("ListMetadataFormats"), accept))?;
            let (_, found) = elements(&answer.body, &["metadataPrefix"]);
            let offers = |prefix: &&&str| found.iter().any(|one| one.text.trim() == **prefix);
            PREFIXES.iter().find(offers).unwrap_or(&"oai_dc").to_string()
        }
    };
    let address =
        with_parameters(url, &["resumptionToken", "until"], &[("verb", "ListRecords"), ("metadataPrefix", &prefix)]);
    Ok(Finding { kind: SourceKind::OaiPmh, address: address.into(), title: name, language: String::new() })
}

#[cfg(test)]
mod tests;
