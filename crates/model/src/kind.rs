//! What sort of thing a record describes.

use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// What sort of thing a record describes. The words are those of `kind:` in a query.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $variant),* }

        impl Kind {
            /// Every kind, in the order of the list above.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),*];

            /// The word for it in queries, files and pages.
            pub fn word(self) -> &'static str {
                match self { $(Kind::$variant => $word),* }
            }

            /// The kind with this word.
            pub fn from_word(word: &str) -> Option<Kind> {
                match word { $($word => Some(Kind::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    /// An article in a journal or magazine.
    Article = "article",
    /// A manuscript made public before or without a journal.
    Preprint = "preprint",
    /// A paper in the proceedings of a conference.
    ConferencePaper = "conference-paper",
    /// A whole volume of proceedings.
    Proceedings = "proceedings",
    /// A book.
    Book = "book",
    /// A chapter or other part of a book.
    Chapter = "chapter",
    /// A thesis.
    Thesis = "thesis",
    /// A technical report.
    Report = "report",
    /// A patent application or grant.
    Patent = "patent",
    /// A standard.
    Standard = "standard",
    /// A data set.
    Dataset = "dataset",
    /// A computer program.
    Software = "software",
    /// A review of another work, by peers or in print.
    Review = "review",
    /// An editorial, letter or comment.
    Editorial = "editorial",
    /// A note that corrects another work.
    Correction = "correction",
    /// A note that takes another work back.
    Retraction = "retraction",
    /// An entry of a weblog, a news item, an item of a feed.
    Post = "post",
    /// A page of the web.
    Webpage = "webpage",
    /// An image, a recording, a film, a drawing.
    Media = "media",
    /// A catalogue or prospectus of a firm.
    Catalogue = "catalogue",
    /// A report of an adviser or a mission abroad.
    Dispatch = "dispatch",
    /// A note from an exhibition.
    Exhibition = "exhibition",
    /// A journal, series or other container.
    Serial = "serial",
    /// The source does not say, or says something that fits nowhere above.
    #[default]
    Other = "other",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
