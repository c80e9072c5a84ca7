//! Which work a Crossref deposit describes, and what it stands in.

use model::{Kind, Scheme};

use crate::draft::{Draft, pages, with_subtitle};
use crate::markup::plain;
use crate::prose::prose;
use crate::xml::Element;

/// The innermost work that a DOI names, with what is round it.
pub(crate) struct Work<'a> {
    /// The element with the work's own titles, contributors, dates and `doi_data`.
    pub(crate) item: &'a Element,
    /// What sort of thing it is.
    pub(crate) kind: Kind,
    /// The metadata of the journal, book, proceedings or database it stands in.
    pub(crate) container: Option<&'a Element>,
    /// The issue of the journal.
    pub(crate) issue: Option<&'a Element>,
}

/// The names under which deposits keep the metadata of a container, and those of its parts, with
/// the kind of the whole and of a part.
const CONTAINERS: &[(&str, &[&str], &str, Kind, Kind)] = &[
    ("journal", &["journal_metadata"], "journal_article", Kind::Serial, Kind::Article),
    (
        "book",
        &["book_metadata", "book_series_metadata", "book_set_metadata"],
        "content_item",
        Kind::Book,
        Kind::Chapter,
    ),
    (
        "conference",
        &["proceedings_metadata", "proceedings_series_metadata"],
        "conference_paper",
        Kind::Proceedings,
        Kind::ConferencePaper,
    ),
    (
        "report-paper",
        &["report-paper_metadata", "report-paper_series_metadata"],
        "content_item",
        Kind::Report,
        Kind::Chapter,
    ),
    ("standard", &["standard_metadata", "standard_series_metadata"], "content_item", Kind::Standard, Kind::Chapter),
    ("database", &["database_metadata"], "dataset", Kind::Dataset, Kind::Dataset),
    ("sa_component", &[], "component_list", Kind::Other, Kind::Other),
];

/// Finds the work that this DOI names; without a DOI, or when none fits, the first of the parts.
pub(crate) fn work_in<'a>(crossref: &'a Element, doi: Option<&str>) -> Option<Work<'a>> {
    let named = |item: &Element| match (item.text_at("doi_data/doi"), doi) {
        (Some(own), Some(doi)) => own.eq_ignore_ascii_case(doi.trim()),
        _ => false,
    };
    for element in crossref.elements() {
        let alone = |kind| Some(Work { item: element, kind, container: None, issue: None });
        match element.name.as_str() {
            "posted_content" => return alone(posted_kind(element)),
            "dissertation" => return alone(Kind::Thesis),
            "peer_review" => return alone(Kind::Review),
            "pending_publication" => return alone(Kind::Article),
            "grant" => return alone(Kind::Other),
            _ => {}
        }
        let Some((_, metadata, part, whole_kind, part_kind)) =
            CONTAINERS.iter().find(|(name, ..)| *name == element.name)
        else {
            continue;
        };
        let container = metadata.iter().find_map(|name| element.child(name));
        let issue = element.child("journal_issue");
        let parts: Vec<&Element> = match *part {
            "component_list" => element.find_all("component_list/component"),
            part => element.children(part).collect(),
        };
        let fitting = parts.iter().copied().find(|part| named(part));
        // The DOI may name the whole although parts stand in it.
        let whole = [container, issue].into_iter().flatten().find(|whole| fitting.is_none() && named(whole));
        if let Some(item) = whole {
            return Some(Work {
                item,
                kind: *whole_kind,
                container: None,
                issue: issue.filter(|issue| *issue != item),
            });
        }
        if let Some(item) = fitting.or_else(|| parts.first().copied()) {
            return Some(Work { item, kind: *part_kind, container, issue });
        }
        if let Some(item) = container {
            return Some(Work { item, kind: *whole_kind, container: None, issue });
        }
    }
    None
}

fn posted_kind(element: &Element) -> Kind {
    match element.attr("type") {
        Some("preprint") | None => Kind::Preprint,
        Some("working_paper" | "report") => Kind::Report,
        Some("letter") => Kind::Editorial,
        Some("dissertation") => Kind::Thesis,
        Some(_) => Kind::Other,
    }
}

/// The title with its subtitle of the first `titles` in an element.
pub(crate) fn whole_title(element: &Element) -> Option<String> {
    let titles = element.child("titles")?;
    let title = titles.child("title").map(|title| plain(&prose(title)))?;
    let subtitle = titles.child("subtitle").map(|subtitle| plain(&prose(subtitle))).unwrap_or_default();
    Some(with_subtitle(&title, &subtitle)).filter(|title| !title.is_empty())
}

/// Fills in what the work stands in.
pub(crate) fn container(work: &Work<'_>, draft: &mut Draft) {
    let (item, places) = (work.item, [work.container, work.issue]);
    let text =
        |path: &str| [Some(item), work.container].into_iter().flatten().find_map(|element| element.text_at(path));
    let source = &mut draft.record.source;
    source.publisher = text("publisher/publisher_name")
        .or_else(|| item.text_at("institution/institution_name"))
        .map(|name| plain(&name));
    source.title = match work.container {
        Some(container) => container
            .text_at("full_title")
            .or_else(|| container.text_at("proceedings_title"))
            .map(|title| plain(&title))
            .or_else(|| whole_title(container)),
        // A preprint server signs as the institution; a book stands in its series.
        None if item.name == "posted_content" => source.publisher.take(),
        None => ["series_metadata", "set_metadata"]
            .iter()
            .filter_map(|name| item.child(name))
            .find_map(|series| series.text_at("titles/title")),
    };
    source.volume = work
        .issue
        .and_then(|issue| issue.text_at("journal_volume/volume"))
        .or_else(|| text("volume"))
        .or_else(|| text("proceedings_volume"));
    source.issue = work.issue.and_then(|issue| issue.text_at("issue"));
    source.pages = pages(item.text_at("pages/first_page"), item.text_at("pages/last_page")).or_else(|| {
        const ARTICLE: &[&str] = &["article_number", "article-number", "artnum"];
        let numbers = item.find_all("publisher_item/item_number").into_iter();
        let of_article = |n: &&Element| n.attr("item_number_type").is_some_and(|kind| ARTICLE.contains(&kind));
        numbers.filter(of_article).map(Element::text).next()
    });
    let own_serial = work.kind == Kind::Serial;
    for element in places.into_iter().flatten().chain([item]) {
        let mut issns: Vec<&Element> = element.children("issn").collect();
        issns.extend(element.find_all("series_metadata/issn"));
        issns.extend(element.find_all("proceedings_metadata/issn"));
        for issn in issns {
            if own_serial {
                draft.identify(issn, Scheme::Issn, &issn.text());
            } else {
                draft.identify_source(issn, Scheme::Issn, &issn.text());
            }
        }
    }
    for isbn in work.container.iter().flat_map(|container| container.children("isbn")) {
        draft.identify_source(isbn, Scheme::Isbn, &isbn.text());
    }
}
