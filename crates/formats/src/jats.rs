//! JATS and NLM full-text articles: ANSI/NISO Z39.96 (<https://jats.nlm.nih.gov/>) and its
//! forerunner, the NLM Journal Publishing DTD.
//!
//! Only the front matter is read. The references describe other works, and sub-articles (decision
//! letters, translations) are works of their own.

use model::{Identifier, Kind, PartialDate, Record, RelationKind, Rights, Scheme, Status, SubjectScheme};

use crate::Doubt;
use crate::draft::{Draft, pages, subject, web_address};
use crate::jats_contributor::contributors;
use crate::prose::{prose, summary};
use crate::xml::Element;
use crate::xml_date::from_parts;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "jats";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    article_of(entry).is_some_and(|article| article.child("front").is_some())
}

/// The article itself, also inside the envelope of PubMed Central.
fn article_of(entry: &Element) -> Option<&Element> {
    match entry.name.as_str() {
        "article" => Some(entry),
        "pmc-articleset" => entry.child("article"),
        _ => None,
    }
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let Some(article) = article_of(entry) else {
        return Draft::empty(entry, "this is no article; an empty record was made");
    };
    let empty = Element::default();
    let front = article.child("front").unwrap_or(&empty);
    let meta = front.child("article-meta").unwrap_or(&empty);
    let mut draft = Draft::plain();
    if meta.nodes.is_empty() {
        draft.doubt(article, "the article has no front matter; nothing is known about it");
    }
    draft.record.language = article.language();
    identifiers(meta, &mut draft);
    journal(front.child("journal-meta").unwrap_or(&empty), meta, &mut draft);
    titles(meta, &mut draft);
    contributors(meta, &mut draft);
    dates(meta, &mut draft);
    summaries(meta, &mut draft);
    subjects(meta, &mut draft);
    draft.record.kind = kind(article.attr("article-type").unwrap_or(""), &draft.record);
    for permissions in meta.children("permissions") {
        rights(permissions, &mut draft);
    }
    // The NLM DTD had these in the front matter itself.
    if meta.child("permissions").is_none() {
        rights(meta, &mut draft);
    }
    relations(meta, &mut draft);
    for uri in meta.children("self-uri") {
        let pdf = matches!(uri.attr("content-type"), Some("pdf" | "application/pdf"));
        draft.locate(uri.attr("href").unwrap_or(""), pdf.then_some("application/pdf"));
    }
    if let Some(count) = meta.find("counts/page-count").and_then(|count| count.attr("count")).filter(|n| *n != "0") {
        draft.note(&if count == "1" { "1 page".to_owned() } else { format!("{count} pages") });
    }
    for conference in meta.find_all("conference/conf-name") {
        draft.note(&prose(conference));
    }
    draft.finish()
}

fn identifiers(meta: &Element, draft: &mut Draft) {
    // The DOI is what the publisher calls the article by, wherever it stands in the list.
    let scheme = |id: &Element| match id.attr("pub-id-type")? {
        "doi" => Some(Scheme::Doi),
        "pmid" => Some(Scheme::Pmid),
        "pmc" | "pmcid" => Some(Scheme::Pmcid),
        "arxiv" => Some(Scheme::Arxiv),
        "handle" => Some(Scheme::Handle),
        // What repositories of other things than articles add, under the words that we write.
        word @ ("isbn" | "patent" | "report" | "standard" | "urn" | "oai" | "openalex" | "wos" | "swhid" | "lccn"
        | "local") => Scheme::from_word(word),
        _ => None,
    };
    let mut found: Vec<(Scheme, &Element)> =
        meta.children("article-id").filter_map(|id| Some((scheme(id)?, id))).collect();
    found.sort_by_key(|(scheme, _)| *scheme);
    for (scheme, id) in found {
        draft.identify(id, scheme, &id.text());
    }
    if draft.record.identifiers.is_empty()
        && let Some(id) = meta.child("article-id")
    {
        draft.identify(id, Scheme::Local, &id.text());
    }
}

fn journal(journal: &Element, meta: &Element, draft: &mut Draft) {
    let short = |kind: &str| {
        journal.children("journal-id").find(|id| id.attr("journal-id-type") == Some(kind)).map(Element::text)
    };
    let title = journal.find("journal-title-group/journal-title").or_else(|| journal.child("journal-title"));
    let source = &mut draft.record.source;
    source.title = title.map(prose).filter(|title| !title.is_empty());
    source.title = source.title.take().or_else(|| short("nlm-ta")).or_else(|| short("iso-abbrev"));
    source.publisher = journal.text_at("publisher/publisher-name");
    source.volume = meta.text_at("volume");
    source.issue = meta.text_at("issue");
    source.pages = pages(meta.text_at("fpage"), meta.text_at("lpage"))
        .or_else(|| meta.text_at("page-range"))
        .or_else(|| meta.text_at("elocation-id"));
    for isbn in meta.children("isbn") {
        draft.identify_source(isbn, Scheme::Isbn, &isbn.text());
    }
    for issn in journal.children("issn").chain(journal.children("issn-l")) {
        draft.identify_source(issn, Scheme::Issn, &issn.text());
    }
}

fn titles(meta: &Element, draft: &mut Draft) {
    let Some(group) = meta.child("title-group") else { return };
    // `xml:lang` is inherited: what does not say otherwise is in the language of the article.
    let language = |element: &Element, draft: &Draft| element.language().or_else(|| draft.record.language.clone());
    if let Some(title) = group.child("article-title") {
        let language = language(title, draft);
        if draft.fresh_title(&prose(title), language) {
            group.children("subtitle").for_each(|part| draft.subtitle(&prose(part)));
        }
    }
    for translated in group.children("trans-title-group") {
        let Some(title) = translated.child("trans-title") else { continue };
        if draft.fresh_title(&prose(title), title.language().or_else(|| translated.language())) {
            translated.children("trans-subtitle").for_each(|part| draft.subtitle(&prose(part)));
        }
    }
    for title in group.children("trans-title") {
        draft.title(&prose(title), title.language());
    }
}

fn dates(meta: &Element, draft: &mut Draft) {
    const NOT_THE_WORK: &[&str] = &[
        "retracted",
        "eretracted",
        "pretracted",
        "corrected",
        "ecorrected",
        "pcorrected",
        "nihms-submitted",
        "pmc-release",
        "preprint",
        "epreprint",
        "ppreprint",
        "received",
        "accepted",
        "rev-recd",
        "update",
    ];
    const PUBLISHED: &[&str] = &["published", "pub", "epub", "ppub", "online", "first-published", "published-online"];
    let kind = |date: &Element| date.attr("date-type").or_else(|| date.attr("pub-type")).unwrap_or("").to_owned();
    let mut found: Vec<&Element> =
        meta.children("pub-date").filter(|date| !NOT_THE_WORK.contains(&kind(date).as_str())).collect();
    let history = meta.find_all("history/date").into_iter().chain(meta.find_all("pub-history/event/date"));
    found.extend(history.filter(|date| PUBLISHED.contains(&kind(date).as_str())));
    for element in found {
        let date = from_parts(element, draft)
            .or_else(|| element.attr("iso-8601-date").and_then(PartialDate::parse))
            .or_else(|| element.text_at("string-date").as_deref().and_then(crate::written_date::written_date));
        date.into_iter().for_each(|date| draft.publish(date));
    }
}

/// Abstracts: the plain one of each language, else a summary of another sort. Pictures and
/// teasers are no abstracts.
fn summaries(meta: &Element, draft: &mut Draft) {
    const NO_ABSTRACT: &[&str] = &["graphical", "teaser", "key-points", "highlights", "video", "web-summary"];
    let language = |element: &Element, draft: &Draft| match (element.language(), element.name.as_str()) {
        (None, "abstract") => draft.record.language.clone(),
        (language, _) => language,
    };
    let all: Vec<&Element> = meta.children("abstract").chain(meta.children("trans-abstract")).collect();
    let (plain, typed): (Vec<&Element>, Vec<&Element>) =
        all.into_iter().partition(|a| a.attr("abstract-type").is_none());
    let typed = typed.into_iter().filter(|a| !a.attr("abstract-type").is_some_and(|kind| NO_ABSTRACT.contains(&kind)));
    for element in plain.into_iter().chain(typed) {
        let language = language(element, draft);
        draft.first_summary(&summary(element), language);
    }
}

fn subjects(meta: &Element, draft: &mut Draft) {
    for group in meta.find_all("article-categories/subj-group") {
        subject_group(group, group.attr("subj-group-type").unwrap_or(""), draft);
    }
    for group in meta.children("kwd-group") {
        let kind = group.attr("kwd-group-type").unwrap_or("");
        if matches!(kind, "abbreviations" | "abbr" | "abbreviation") {
            continue;
        }
        for word in group.children("kwd") {
            draft.subject(subject_in(scheme(kind), &prose(word)));
        }
        for word in group.children("compound-kwd") {
            let parts: Vec<String> = word.children("compound-kwd-part").map(prose).collect();
            draft.subject(subject_in(scheme(kind), &parts.join(" ")));
        }
    }
}

/// A group of subjects with the groups below it, which inherit its type. The depth of the tree
/// bounds the recursion.
fn subject_group(group: &Element, kind: &str, draft: &mut Draft) {
    // Where the article stands in the issue is not what it is about.
    const SECTIONS: &[&str] = &[
        "heading",
        "toc-heading",
        "toc-major",
        "toc-minor",
        "article-type",
        "display-channel",
        "article-types",
        "section",
    ];
    if SECTIONS.contains(&kind) {
        return;
    }
    for subject in group.children("subject") {
        draft.subject(subject_in(scheme(kind), &prose(subject)));
    }
    for both in group.children("compound-subject") {
        let part = |kind: &str| {
            both.children("compound-subject-part").find(|part| part.attr("content-type") == Some(kind)).map(prose)
        };
        draft.subject(subject(scheme(kind), part("code").as_deref(), part("text").as_deref()));
    }
    for inner in group.children("subj-group") {
        subject_group(inner, inner.attr("subj-group-type").unwrap_or(kind), draft);
    }
}

fn scheme(kind: &str) -> SubjectScheme {
    match kind.to_ascii_lowercase().as_str() {
        "amsc" | "msc" | "ams" => SubjectScheme::Msc,
        "pacs" | "pacscodes" => SubjectScheme::Pacs,
        "jel" | "jel-codes" => SubjectScheme::Jel,
        "mesh" => SubjectScheme::Mesh,
        "ccs" | "acm" => SubjectScheme::Acm,
        "udc" => SubjectScheme::Udc,
        "ddc" => SubjectScheme::Ddc,
        "ipc" => SubjectScheme::Ipc,
        "grnti" => SubjectScheme::Grnti,
        "" | "author" | "author-created" | "author-keywords" | "keywords" | "kwd" => SubjectScheme::Keyword,
        other if other.contains("keyword") => SubjectScheme::Keyword,
        other => SubjectScheme::from_word(other).unwrap_or(SubjectScheme::Other),
    }
}

/// Whether the schemes give codes or words is known; JATS does not say which stands here.
fn subject_in(scheme: SubjectScheme, text: &str) -> model::Subject {
    let coded = !matches!(
        scheme,
        SubjectScheme::Keyword
            | SubjectScheme::Other
            | SubjectScheme::Mesh
            | SubjectScheme::Acm
            | SubjectScheme::Lcsh
            | SubjectScheme::Openalex
            | SubjectScheme::Inspec
            | SubjectScheme::Wos
    );
    if coded { subject(scheme, Some(text), None) } else { subject(scheme, None, Some(text)) }
}

/// The kind that an `article-type` means. JATS leaves the words open; these are the ones it
/// recommends, with those of PubMed Central. An unknown word in a journal is an article.
fn kind(word: &str, record: &Record) -> Kind {
    match word {
        "correction" | "erratum" | "corrigendum" | "addendum" | "partial-retraction" => Kind::Correction,
        "retraction" | "retraction-notice" | "withdrawal" => Kind::Retraction,
        "editorial"
        | "letter"
        | "article-commentary"
        | "commentary"
        | "discussion"
        | "reply"
        | "introduction"
        | "in-brief"
        | "news"
        | "obituary"
        | "oration"
        | "announcement"
        | "expression-of-concern"
        | "opinion" => Kind::Editorial,
        "book-review" | "books-received" | "product-review" | "reviewer-report" | "referee-report" | "peer-review"
        | "decision-letter" => Kind::Review,
        "preprint" => Kind::Preprint,
        "dissertation" => Kind::Thesis,
        "meeting-report" | "conference-paper" => Kind::ConferencePaper,
        // Words that no journal has for an article of its own: repositories write all they hold as articles.
        "book" | "chapter" | "proceedings" | "patent" | "standard" | "dataset" | "software" | "webpage" | "post"
        | "media" | "catalogue" | "dispatch" | "exhibition" | "serial" | "other" | "technical-report" => {
            Kind::from_word(word).unwrap_or(Kind::Report)
        }
        _ if record.source.title.is_some() => Kind::Article,
        "" => Kind::Other,
        word if word.contains("article") => Kind::Article,
        _ => Kind::Other,
    }
}

fn rights(permissions: &Element, draft: &mut Draft) {
    let before = draft.record.rights.len();
    for reference in permissions.children("license_ref") {
        draft.rights(Rights::at(&reference.text()));
    }
    for licence in permissions.children("license") {
        licence_of(licence, draft);
    }
    if draft.record.rights.len() == before
        && let Some(statement) = permissions.text_at("copyright-statement")
    {
        draft.rights(Rights { statement: Some(statement), ..Rights::default() });
    }
}

/// A licence by its address, wherever JATS has put that over the years; else in its own words.
fn licence_of(licence: &Element, draft: &mut Draft) {
    let stated = licence.children("license_ref").map(Element::text).next();
    let stated = stated.or_else(|| licence.attr("href").or_else(|| licence.attr("resource")).map(str::to_owned));
    let linked = || {
        let links = licence.descendants("ext-link").into_iter().chain(licence.descendants("uri"));
        links.filter_map(|link| link.attr("href")).find(|href| href.contains("creativecommons.org/")).map(str::to_owned)
    };
    match stated.filter(|url| web_address(url)).or_else(linked) {
        Some(url) => draft.rights(Rights::at(&url)),
        None => {
            let words = Some(prose(licence)).filter(|words| !words.is_empty());
            draft.rights(Rights { statement: words, ..Rights::default() });
        }
    }
}

fn relations(meta: &Element, draft: &mut Draft) {
    for related in meta.children("related-article").chain(meta.children("related-object")) {
        let (kind, status) = meaning(related.attr("related-article-type").unwrap_or(""));
        draft.lower(status);
        let href = related.attr("href").map(str::to_owned).unwrap_or_else(|| related.text());
        let target = match related.attr("ext-link-type") {
            Some("pmid" | "pubmed") => Identifier::new(Scheme::Pmid, &href),
            Some("pmc" | "pmcid") => Identifier::new(Scheme::Pmcid, &href),
            Some("doi") => Identifier::new(Scheme::Doi, &href),
            _ => Identifier::parse(&href),
        };
        match target {
            Some(target) => draft.relate(kind, target),
            None if href.is_empty() => {}
            None => draft.note(&format!("{}: {href}", kind.word())),
        }
    }
    // A review names what it reviews as a product.
    for isbn in meta.find_all("product/isbn") {
        if let Some(target) = draft.identifier(isbn, Scheme::Isbn, &isbn.text()) {
            draft.relate(RelationKind::Reviews, target);
        }
    }
}

/// What a `related-article-type` says: the relation, and the status that it means for this article.
fn meaning(word: &str) -> (RelationKind, Status) {
    let current = |kind| (kind, Status::Current);
    match word {
        "retracted-article" => current(RelationKind::Retracts),
        "retraction-forward" | "retraction" => (RelationKind::RetractedBy, Status::Retracted),
        "corrected-article" | "partial-retraction" => current(RelationKind::Corrects),
        "correction-forward" | "correction" | "erratum" => (RelationKind::CorrectedBy, Status::Corrected),
        "addended-article" => current(RelationKind::Supplements),
        "addendum" => current(RelationKind::SupplementedBy),
        "peer-reviewed-article" | "peer-reviewed-material" | "reviewed-article" => current(RelationKind::Reviews),
        "preprint" => current(RelationKind::HasPreprint),
        "published-article" | "version-of-record" => current(RelationKind::PreprintOf),
        "updated-article" => current(RelationKind::Replaces),
        "update" => current(RelationKind::ReplacedBy),
        "translated-article" => current(RelationKind::TranslationOf),
        "republished-article" => current(RelationKind::VersionOf),
        other => current(RelationKind::from_word(other).unwrap_or(RelationKind::RelatedTo)),
    }
}

#[cfg(test)]
mod tests;
