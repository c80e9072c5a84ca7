//! Dispatches: what an adviser, a trade mission or whoever was at a congress writes in, and the papers that an association sends.

use crate::exchange::past;
use crate::host::{not_longer, one_line};
use crate::{Credibility, Date, Kind, Language, Marking, NeedId, PartialDate, RecordId, Refusal, SourceId, sentence};

/// Longest title, in characters.
pub const DISPATCH_TITLE_CHARS_MAX: usize = 300;

/// Longest text, in characters: some fourteen pages. What is longer goes with it as a file.
pub const DISPATCH_TEXT_CHARS_MAX: usize = 40_000;

/// Longest name of the place where it was learnt, or of an author, in characters.
pub const DISPATCH_LINE_CHARS_MAX: usize = 200;

/// Authors of one paper.
pub const DISPATCH_AUTHORS_MAX: usize = 50;

/// What can be written in: a dispatch, and the papers that people bring or an association sends.
pub const DISPATCH_KINDS: &[Kind] =
    &[Kind::Dispatch, Kind::Report, Kind::Article, Kind::ConferencePaper, Kind::Standard, Kind::Catalogue, Kind::Book];

/// What somebody writes in. Title and text are enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DispatchGiven {
    /// What it is: one of [`DISPATCH_KINDS`].
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// What was learnt; of a paper, what it says, as far as somebody wrote that.
    pub text: String,
    /// Who wrote the paper; of a dispatch nobody: who writes it in is known.
    pub authors: Vec<String>,
    /// When it was learnt, or in which year the paper came out; `None` where nobody says it.
    pub day: Option<PartialDate>,
    /// Where it was learnt, in words.
    pub place: String,
    /// In which language it is written.
    pub language: Option<Language>,
    /// How credible it is; `None` where nobody judged.
    pub credibility: Option<Credibility>,
    /// Who may see it; what the source is marked with is added.
    pub marking: Marking,
    /// The need whose gap it closes, where its post was asked to.
    pub answers: Option<NeedId>,
}

impl DispatchGiven {
    /// Whether others may hold the same work: what was printed is, what somebody heard is not.
    pub fn is_paper(&self) -> bool {
        self.kind != Kind::Dispatch
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, as a dispatch without words, as something that is not written in, when a text is too long, or for a
    /// day that is still to come.
    pub fn tidied(self, today: Date) -> Result<DispatchGiven, Refusal> {
        if !DISPATCH_KINDS.contains(&self.kind) {
            return Err(Refusal::Said(sentence!(
                "dispatch-kind",
                "“{kind}” is not written in here; choose a dispatch, report, article, conference paper, standard, catalogue or book",
                kind = self.kind.word()
            )));
        }
        let (title, place) = (one_line(&self.title), one_line(&self.place));
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("dispatch-no-title", "Write in one line what it is about")));
        }
        not_longer(&title, DISPATCH_TITLE_CHARS_MAX)?;
        not_longer(&place, DISPATCH_LINE_CHARS_MAX)?;
        let text = self.text.replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() && !self.is_paper() {
            return Err(Refusal::Said(sentence!("dispatch-no-text", "Write what you learnt")));
        }
        not_longer(&text, DISPATCH_TEXT_CHARS_MAX)?;
        let authors: Vec<String> = self.authors.iter().map(|author| one_line(author)).collect();
        let authors: Vec<String> = authors.into_iter().filter(|author| !author.is_empty()).collect();
        if authors.len() > DISPATCH_AUTHORS_MAX {
            return Err(Refusal::Said(sentence!(
                "dispatch-authors",
                "A paper has up to {max} authors here; write down the first",
                max = DISPATCH_AUTHORS_MAX
            )));
        }
        for author in &authors {
            not_longer(author, DISPATCH_LINE_CHARS_MAX)?;
        }
        if let Some(day) = self.day {
            // Of a month or year its first day counts: it has begun.
            let begins = Date::new(day.year(), day.month().unwrap_or(1), day.day().unwrap_or(1));
            past(begins.unwrap_or(today), today)?;
        }
        Ok(DispatchGiven { title, place, text, authors, ..self })
    }
}

/// What is kept of a dispatch beside its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatch {
    /// The record that it became.
    pub record: RecordId,
    /// By which source it came.
    pub source: SourceId,
    /// The number of the form: the same form writes once.
    pub once: u64,
    /// A hash of all that was written in the form.
    pub contents: [u8; 32],
    /// Who wrote it in: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub came_at: i64,
    /// The need whose gap it closed.
    pub answers: Option<NeedId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> DispatchGiven {
        DispatchGiven {
            kind: Kind::Dispatch,
            title: " Rectifiers \n in oil ".to_owned(),
            text: "Seen at the works.\r\n\r\nCooled by oil.\r\n".to_owned(),
            ..DispatchGiven::default()
        }
    }

    fn today() -> Date {
        Date::parse("1957-11-20").unwrap()
    }

    #[test]
    fn title_and_text_are_enough() {
        let tidied = given().tidied(today()).unwrap();
        assert_eq!(
            (tidied.title.as_str(), tidied.text.as_str()),
            ("Rectifiers in oil", "Seen at the works.\n\nCooled by oil.")
        );
        for (title, text) in [(" ", "Seen."), ("Rectifiers", " \n")] {
            let bare = DispatchGiven { title: title.to_owned(), text: text.to_owned(), ..given() };
            assert!(bare.tidied(today()).is_err(), "{title:?} {text:?}");
        }
    }

    #[test]
    fn a_paper_may_be_a_title_and_a_file_and_says_who_wrote_it() {
        let authors = vec![" Lindner,  K. ".to_owned(), " ".to_owned()];
        let paper =
            DispatchGiven { kind: Kind::Article, text: String::new(), authors, ..given() }.tidied(today()).unwrap();
        assert!(paper.is_paper());
        assert_eq!(paper.authors, ["Lindner, K."]);
        assert!(DispatchGiven { kind: Kind::Patent, ..given() }.tidied(today()).is_err());
    }

    #[test]
    fn nothing_is_learnt_before_its_day() {
        for (day, stands) in
            [("1957", true), ("1957-11", true), ("1957-11-20", true), ("1957-11-21", false), ("1958", false)]
        {
            let dated = DispatchGiven { day: PartialDate::parse(day), ..given() };
            assert_eq!(dated.tidied(today()).is_ok(), stands, "{day}");
        }
    }
}
