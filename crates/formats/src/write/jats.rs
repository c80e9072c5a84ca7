//! The front of an article in JATS, ANSI/NISO Z39.96-2021, Archiving and Interchange
//! (<https://jats.nlm.nih.gov/archiving/1.3/>): the fullest form in which a record is given to repositories.
//!
//! What is no article is written as one too, with our word for its kind in `article-type`: repositories take what they
//! know and leave the rest. Remarks have no place in it, nor has who paid, which records do not hold.

use model::{Container, Contributor, Kind, Language, Name, Record, RelationKind, Scheme, Status, Subject, Text};
use model::{Identifier, PartialDate, Relation, SubjectScheme};

use super::line;
use super::xml::Xml;

pub(super) fn put(record: &Record, place: &str, xml: &mut Xml) {
    let mut attributes = vec![
        ("xmlns", "https://jats.nlm.nih.gov/ns/archiving/1.3/"),
        ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", place),
        ("article-type", kind(record.kind)),
    ];
    attributes.extend(record.language.as_ref().map(|language| ("xml:lang", language.tag())));
    xml.element("article", &attributes, |xml| {
        xml.element("front", &[], |xml| {
            let source = &record.source;
            if source.title.is_some() || source.publisher.is_some() || !source.identifiers.is_empty() {
                xml.element("journal-meta", &[], |xml| journal(source, xml));
            }
            xml.element("article-meta", &[], |xml| meta(record, xml));
        });
    });
}

/// A text in one line, in an element that says its language.
fn said(name: &str, text: &Text, xml: &mut Xml) {
    let language = text.language.as_ref().map(|language| ("xml:lang", language.tag()));
    xml.leaf_if(name, language.as_slice(), &line(&text.text));
}

fn journal(source: &Container, xml: &mut Xml) {
    if let Some(title) = &source.title {
        xml.element("journal-title-group", &[], |xml| xml.leaf("journal-title", &[], &line(title)));
    }
    for issn in source.identifiers.iter().filter(|id| id.scheme() == Scheme::Issn) {
        xml.leaf("issn", &[], issn.value());
    }
    if let Some(publisher) = &source.publisher {
        xml.element("publisher", &[], |xml| xml.leaf("publisher-name", &[], &line(publisher)));
    }
}

/// In the order that the schema wants.
fn meta(record: &Record, xml: &mut Xml) {
    for identifier in record.identifiers.iter().filter(|id| id.scheme() != Scheme::Url) {
        xml.leaf("article-id", &[("pub-id-type", identifier.scheme().word())], identifier.value());
    }
    let (words, classes): (Vec<&Subject>, Vec<&Subject>) =
        record.subjects.iter().partition(|subject| subject.scheme == SubjectScheme::Keyword && subject.code.is_none());
    categories(&classes, xml);
    titles(&record.titles, xml);
    if !record.contributors.is_empty() {
        xml.element("contrib-group", &[], |xml| record.contributors.iter().for_each(|one| contributor(one, xml)));
    }
    if let Some(published) = record.published {
        date(published, xml);
    }
    let source = &record.source;
    xml.leaf_if("volume", &[], &line(source.volume.as_deref().unwrap_or_default()));
    xml.leaf_if("issue", &[], &line(source.issue.as_deref().unwrap_or_default()));
    for isbn in source.identifiers.iter().filter(|id| id.scheme() == Scheme::Isbn) {
        xml.leaf("isbn", &[], isbn.value());
    }
    pages(source, xml);
    rights(record, xml);
    for location in &record.locations {
        let mut attributes = vec![("xlink:href", location.url.as_str())];
        attributes.extend(location.media_type.as_ref().map(|media_type| ("content-type", media_type.as_str())));
        xml.empty("self-uri", &attributes);
    }
    record.relations.iter().for_each(|relation| related(relation, xml));
    if let Some(word) = fate(record) {
        xml.empty("related-article", &[("related-article-type", word)]);
    }
    summaries(&record.abstracts, xml);
    if !words.is_empty() {
        xml.element("kwd-group", &[("kwd-group-type", "author")], |xml| {
            for word in words {
                xml.leaf_if("kwd", &[], &line(word.term.as_deref().unwrap_or_default()));
            }
        });
    }
}

/// Classes and terms of schemes, a group each.
fn categories(classes: &[&Subject], xml: &mut Xml) {
    if classes.is_empty() {
        return;
    }
    xml.element("article-categories", &[], |xml| {
        for subject in classes {
            xml.element("subj-group", &[("subj-group-type", subject.scheme.word())], |xml| {
                match (&subject.code, &subject.term) {
                    (Some(code), Some(term)) => xml.element("compound-subject", &[], |xml| {
                        xml.leaf("compound-subject-part", &[("content-type", "code")], &line(code));
                        xml.leaf("compound-subject-part", &[("content-type", "text")], &line(term));
                    }),
                    (code, term) => {
                        let word = code.as_deref().or(term.as_deref()).unwrap_or_default();
                        xml.leaf("subject", &[], &line(word));
                    }
                }
            });
        }
    });
}

fn titles(titles: &[Text], xml: &mut Xml) {
    let Some((proper, others)) = titles.split_first() else { return };
    xml.element("title-group", &[], |xml| {
        said("article-title", proper, xml);
        for title in others {
            xml.element("trans-title-group", &[], |xml| said("trans-title", title, xml));
        }
    });
}

fn contributor(one: &Contributor, xml: &mut Xml) {
    xml.element("contrib", &[("contrib-type", one.role.word())], |xml| {
        if let Some(orcid) = &one.orcid {
            xml.leaf("contrib-id", &[("contrib-id-type", "orcid")], &format!("https://orcid.org/{orcid}"));
        }
        match &one.name {
            Name::Person { family, given } => xml.element("name", &[], |xml| {
                xml.leaf("surname", &[], &line(family));
                xml.leaf_if("given-names", &[], &line(given.as_deref().unwrap_or_default()));
            }),
            // Of a name that nobody took apart it is not known whether it is a body's.
            Name::Whole(name) => xml.leaf("string-name", &[], &line(name)),
        }
        for place in &one.affiliations {
            xml.element("aff", &[], |xml| {
                xml.element("institution-wrap", &[], |xml| {
                    if let Some(ror) = &place.ror {
                        let id = format!("https://ror.org/{ror}");
                        xml.leaf("institution-id", &[("institution-id-type", "ror")], &id);
                    }
                    xml.leaf("institution", &[], &line(&place.name));
                });
                if let Some(country) = &place.country {
                    xml.empty("country", &[("country", country)]);
                }
            });
        }
    });
}

fn date(published: PartialDate, xml: &mut Xml) {
    let text = published.to_string();
    xml.element("pub-date", &[("date-type", "pub"), ("iso-8601-date", &text)], |xml| {
        if let Some(day) = published.day() {
            xml.leaf("day", &[], &day.to_string());
        }
        if let Some(month) = published.month() {
            xml.leaf("month", &[], &month.to_string());
        }
        xml.leaf("year", &[], &format!("{:04}", published.year()));
    });
}

/// First and last page where there are two; what else is printed stands as a whole.
fn pages(source: &Container, xml: &mut Xml) {
    let Some(pages) = source.pages.as_deref().map(line).filter(|pages| !pages.is_empty()) else { return };
    match pages.split_once('-') {
        Some((first, last)) if !first.is_empty() && !last.is_empty() && first != last && !last.contains('-') => {
            xml.leaf("fpage", &[], first);
            xml.leaf("lpage", &[], last);
        }
        _ => xml.leaf("elocation-id", &[], &pages),
    }
}

fn rights(record: &Record, xml: &mut Xml) {
    if record.rights.is_empty() {
        return;
    }
    xml.element("permissions", &[], |xml| {
        for rights in &record.rights {
            let address = rights.url.as_deref().map(|url| ("xlink:href", url));
            let words = rights.statement.as_deref().or(rights.spdx.as_deref()).unwrap_or_default();
            xml.element("license", address.as_slice(), |xml| xml.leaf("license-p", &[], &line(words)));
        }
    });
}

/// The words that JATS recommends, and ours where it has none.
fn relation(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Retracts => "retracted-article",
        RelationKind::RetractedBy => "retraction-forward",
        RelationKind::Corrects => "corrected-article",
        RelationKind::CorrectedBy => "correction-forward",
        RelationKind::Supplements => "addended-article",
        RelationKind::SupplementedBy => "addendum",
        RelationKind::Reviews => "peer-reviewed-article",
        RelationKind::HasPreprint => "preprint",
        RelationKind::PreprintOf => "published-article",
        RelationKind::Replaces => "updated-article",
        RelationKind::ReplacedBy => "update",
        RelationKind::TranslationOf => "translated-article",
        RelationKind::VersionOf => "republished-article",
        other => other.word(),
    }
}

fn related(one: &Relation, xml: &mut Xml) {
    let target: &Identifier = &one.target;
    let (kind, href) = match target.scheme() {
        scheme @ (Scheme::Doi | Scheme::Pmid | Scheme::Pmcid) => (scheme.word(), target.value().to_owned()),
        _ => ("uri", target.to_string()),
    };
    let attributes =
        [("related-article-type", relation(one.kind)), ("ext-link-type", kind), ("xlink:href", href.as_str())];
    xml.empty("related-article", &attributes);
}

/// What became of the work, where no relation says by what: a reader must not take it for one that stands.
fn fate(record: &Record) -> Option<&'static str> {
    let told = |kind| record.relations.iter().any(|relation| relation.kind == kind);
    match record.status {
        Status::Retracted if !told(RelationKind::RetractedBy) => Some("retraction-forward"),
        Status::Corrected if !told(RelationKind::CorrectedBy) => Some("correction-forward"),
        _ => None,
    }
}

fn summaries(abstracts: &[Text], xml: &mut Xml) {
    for (at, summary) in abstracts.iter().enumerate() {
        let name = if at == 0 { "abstract" } else { "trans-abstract" };
        let language = summary.language.as_ref().map(|language: &Language| ("xml:lang", language.tag()));
        xml.element(name, language.as_slice(), |xml| xml.leaf("p", &[], &line(&summary.text)));
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "research-article",
        Kind::Review => "book-review",
        Kind::Thesis => "dissertation",
        // In a journal a report is an article.
        Kind::Report => "technical-report",
        other => other.word(),
    }
}
