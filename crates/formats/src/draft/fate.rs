//! What became of a work, where only its title or its author's remarks tell.

use model::{Kind, Status};

use super::Draft;

impl Draft {
    /// Publishers write the fate of a work before its title, and often nowhere else:
    /// `RETRACTED: ...`, `[Withdrawn] ...`. A notice stands itself, whatever it is about.
    pub(super) fn judge_by_title(&mut self) {
        if matches!(self.record.kind, Kind::Retraction | Kind::Correction) {
            return;
        }
        let Some(title) = self.record.title() else { return };
        let title = title.trim_start_matches('[');
        let status = if marked(title, "RETRACTED") {
            Status::Retracted
        } else if marked(title, "WITHDRAWN") {
            Status::Withdrawn
        } else {
            return;
        };
        self.lower(status);
    }
}

/// Whether the title begins with this word as a mark: `RETRACTED:`, `Retracted]`, `RETRACTED
/// ARTICLE:`. Titles that merely begin so (`Retracted papers and their readers`) are not marked.
fn marked(title: &str, word: &str) -> bool {
    let Some(rest) = after(title, word) else { return false };
    let shouted = rest.starts_with(" ARTICLE ");
    shouted || after(rest, " article").unwrap_or(rest).starts_with([':', ']'])
}

/// What stands behind this word, in letters of any case.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).and_then(|_| text.get(word.len()..))
}

/// Whether the author's comments on a preprint, or what stands in place of its abstract, say that
/// it was withdrawn. arXiv tells it there and nowhere else.
pub(crate) fn told_withdrawn(comments: &str, summary: &str) -> bool {
    const OPENING_CHARS: usize = 160;
    const OPENINGS: &[&str] =
        &["this paper", "this article", "this submission", "this manuscript", "this work", "the paper", "paper"];
    let opening = summary.trim_start().chars().take(OPENING_CHARS).collect::<String>().to_lowercase();
    let comments = comments.trim_start().to_lowercase();
    let opens = OPENINGS.iter().any(|start| opening.starts_with(start));
    says_withdrawn(&comments) || opening.starts_with("withdrawn") || (opens && says_withdrawn(&opening))
}

/// `text` in small letters.
fn says_withdrawn(text: &str) -> bool {
    const SAYINGS: &[&str] = &[
        "has been withdrawn",
        "is withdrawn",
        "was withdrawn",
        "is being withdrawn",
        "been withdrawn by",
        "paper withdrawn",
        "article withdrawn",
        "submission withdrawn",
        "manuscript withdrawn",
        "withdrawn by",
        "withdrawn due",
        "withdrawn because",
    ];
    // What *was* withdrawn may be another paper, which this one replaces.
    const OF_ANOTHER: &[&str] = &["which has been withdrawn", "which is withdrawn", "which was withdrawn"];
    let has = |sayings: &[&str]| sayings.iter().any(|saying| text.contains(saying));
    text.starts_with("withdrawn") || (has(SAYINGS) && !has(OF_ANOTHER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, expected: Status) {
        let mut draft = Draft::default();
        draft.title(title, None);
        assert_eq!(draft.finish().0.status, expected, "{title}");
    }

    #[test]
    fn a_mark_before_the_title_tells_the_fate_of_the_work() {
        check("RETRACTED: A crane that never stood", Status::Retracted);
        check("[Retracted] A crane that never stood", Status::Retracted);
        check("RETRACTED ARTICLE: A crane that never stood", Status::Retracted);
        check("Retracted article: A crane that never stood", Status::Retracted);
        check("RETRACTED ARTICLE A crane that never stood", Status::Retracted);
        check("WITHDRAWN: A crane that never stood", Status::Withdrawn);
        check("Retracted papers and their readers", Status::Current);
        check("Retracted articles: a census", Status::Current);
        check("A crane that stood", Status::Current);
    }

    #[test]
    fn a_notice_of_a_retraction_is_not_itself_retracted() {
        let mut draft = Draft::of(Kind::Retraction);
        draft.title("RETRACTED: A crane that never stood", None);
        assert_eq!(draft.finish().0.status, Status::Current);
    }

    #[test]
    fn a_preprint_is_withdrawn_when_its_author_says_so_of_it() {
        for (comments, summary, expected) in [
            ("This paper has been withdrawn by the author", "", true),
            ("Withdrawn.", "", true),
            ("", "This submission was withdrawn due to an error in Lemma 2", true),
            ("", "Paper withdrawn", true),
            ("Supersedes 0801.1234 which has been withdrawn", "", false),
            ("9 pages", "We model how cash is withdrawn by customers", false),
        ] {
            assert_eq!(told_withdrawn(comments, summary), expected, "{comments} / {summary}");
        }
    }
}
