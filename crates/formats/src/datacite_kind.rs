//! Kinds by `resourceTypeGeneral`, the same word in DataCite JSON and XML (DataCite Metadata Schema
//! 4.6, appendix 1).

use model::Kind;

/// The kind that the word says; `None` for general words, which leave it to the depositor's own.
pub(crate) fn kind_of(general: &str) -> Option<Kind> {
    Some(match general {
        "JournalArticle" | "DataPaper" => Kind::Article,
        "Preprint" => Kind::Preprint,
        "ConferencePaper" => Kind::ConferencePaper,
        "ConferenceProceeding" => Kind::Proceedings,
        "Book" => Kind::Book,
        "BookChapter" => Kind::Chapter,
        "Dissertation" => Kind::Thesis,
        "Report" => Kind::Report,
        "Standard" => Kind::Standard,
        "Dataset" => Kind::Dataset,
        "Software" | "ComputationalNotebook" => Kind::Software,
        "PeerReview" => Kind::Review,
        "Journal" => Kind::Serial,
        "Audiovisual" | "Film" | "Image" | "Sound" => Kind::Media,
        _ => return None,
    })
}
