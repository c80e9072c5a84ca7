//! Books of PubMed and their chapters: `BookDocument`.

use model::{Identifier, Kind, Language, Record, RelationKind, Scheme};

use crate::Doubt;
use crate::draft::Draft;
use crate::prose::prose;
use crate::pubmed::{article_ids, authors, kind_of, pagination, pmid, publication_date, summary_text};
use crate::xml::Element;
use crate::xml_date::from_parts;

/// Reads a book or, where the document has a title of its own, a chapter.
pub(crate) fn read(document: &Element, data: Option<&Element>) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::plain();
    draft.record.kind = Kind::Book;
    let empty = Element::default();
    let book = document.child("Book").unwrap_or(&empty);
    pmid(document, &mut draft);
    article_ids(document.child("ArticleIdList"), &mut draft);
    article_ids(data.and_then(|data| data.child("ArticleIdList")), &mut draft);
    draft.record.language = document.children("Language").find_map(|language| Language::parse(&language.text()));
    let chapter = document.child("ArticleTitle").map(prose).filter(|title| !title.is_empty());
    let volume = book.child("BookTitle").map(prose).filter(|title| !title.is_empty());
    let dois =
        book.children("ELocationID").filter(|id| id.attr("EIdType") == Some("doi") && id.attr("ValidYN") != Some("N"));
    match &chapter {
        Some(title) => {
            draft.record.kind = Kind::Chapter;
            draft.title(title, None);
            draft.record.source.title = volume;
            for isbn in book.children("Isbn") {
                draft.identify_source(isbn, Scheme::Isbn, &isbn.text());
            }
            for doi in dois {
                if let Some(target) = Identifier::new(Scheme::Doi, &doi.text()) {
                    draft.relate(RelationKind::PartOf, target);
                }
            }
        }
        None => {
            draft.title(volume.as_deref().unwrap_or(""), None);
            draft.record.source.title = book.child("CollectionTitle").map(prose);
            for isbn in book.children("Isbn") {
                draft.identify(isbn, Scheme::Isbn, &isbn.text());
            }
            for doi in dois {
                draft.identify(doi, Scheme::Doi, &doi.text());
            }
        }
    }
    let types: Vec<String> = document.children("PublicationType").map(Element::text).collect();
    if matches!(kind_of(&types), Kind::Report | Kind::Thesis) && chapter.is_none() {
        draft.record.kind = kind_of(&types);
    }
    draft.record.source.publisher = book.text_at("Publisher/PublisherName");
    draft.record.source.volume = book.text_at("Volume");
    draft.record.source.pages = document.child("Pagination").and_then(pagination);
    for number in book.children("ReportNumber") {
        draft.identify(number, Scheme::Report, &number.text());
    }
    for list in document.children("AuthorList").chain(book.children("AuthorList")) {
        authors(list, &mut draft);
    }
    if let Some(date) = book.child("PubDate") {
        publication_date(date, &mut draft);
    }
    if draft.record.published.is_none()
        && let Some(date) = document.child("ContributionDate").and_then(|date| from_parts(date, &mut draft))
    {
        draft.publish(date);
    }
    if let Some(summary) = document.child("Abstract") {
        draft.first_summary(&summary_text(summary), Language::parse("en"));
    }
    for keyword in document.find_all("KeywordList/Keyword") {
        draft.keyword(&prose(keyword));
    }
    draft.finish()
}
