//! Sources: where records come from. Each is registered, and a post answers for it.

use crate::public_id::public_id;
use crate::words::words;
use crate::{Found, Harvest, Language, Marking, Money, PostId, Refusal, Schedule, Tally, sentence};

public_id!(
    /// Names a source.
    SourceId,
    'S'
);

words! {
    /// How records come from a source.
    SourceKind {
        /// Somebody takes files of it in by hand.
        Upload = "upload",
        /// RSS, Atom or JSON Feed.
        Feed = "feed",
        /// A file on the web, in any format that can be read.
        File = "file",
        /// A repository that speaks OAI-PMH 2.0.
        OaiPmh = "oai-pmh",
        /// A query of Crossref.
        Crossref = "crossref",
        /// A query of OpenAlex.
        OpenAlex = "openalex",
        /// A query of DataCite.
        DataCite = "datacite",
        /// A query of PubMed.
        PubMed = "pubmed",
        /// A query of arXiv.
        Arxiv = "arxiv",
        /// A query of the Open Patent Services of the European Patent Office.
        EpoOps = "epo-ops",
        /// A folder into which files are laid.
        Folder = "folder",
        /// Whoever may sends it by mail.
        Mail = "mail",
        /// A technology adviser abroad writes dispatches.
        Adviser = "adviser",
        /// A trade mission abroad.
        TradeMission = "trade-mission",
        /// An exhibition or fair.
        Exhibition = "exhibition",
        /// A conference or congress.
        Conference = "conference",
        /// An association of which units of ours are members.
        Association = "association",
    }
}

impl SourceKind {
    /// Whether the office fetches from such a source by itself.
    pub fn is_fetched(self) -> bool {
        !matches!(self, SourceKind::Upload | SourceKind::Mail) && !self.is_human()
    }

    /// Whether that goes over the network.
    pub fn is_on_the_web(self) -> bool {
        self.is_fetched() && self != SourceKind::Folder
    }

    /// Whether people write down what it brings: nothing of it is printed or stored anywhere before they do.
    pub fn is_human(self) -> bool {
        matches!(
            self,
            SourceKind::Adviser
                | SourceKind::TradeMission
                | SourceKind::Exhibition
                | SourceKind::Conference
                | SourceKind::Association
        )
    }

    /// Whether it has an address to which whoever may mails.
    pub fn takes_mail(self) -> bool {
        self == SourceKind::Mail || self.is_human()
    }
}

words! {
    /// In which order the register stands.
    SourceOrder {
        /// By title.
        Title = "title",
        /// What brought something last first.
        Last = "last",
        /// What needs somebody first.
        Health = "health",
        /// The most reliable first.
        Reliability = "reliability",
    }
}

words! {
    /// How far a source can be relied upon: the first half of the Admiralty code (NATO STANAG 2511).
    Reliability {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Cannot be judged.
        F = "F",
    }
}

words! {
    /// How a source stands.
    Health {
        /// The last time it brought something that was not held.
        Fresh = "fresh",
        /// The last time it brought only what it had brought before.
        Unchanged = "unchanged",
        /// It brought nothing yet, or nothing the last time.
        Empty = "empty",
        /// Something was due from it and did not come.
        Late = "late",
        /// What came from it the last time could not be read to its end.
        Failing = "failing",
        /// Nothing is taken from it until it is switched on again.
        Paused = "paused",
    }
}

/// Longest title, in characters: it stands in lists.
pub const SOURCE_TITLE_CHARS_MAX: usize = 160;

/// Longest address, in characters.
pub const SOURCE_ADDRESS_CHARS_MAX: usize = 2_000;

/// Longest territory or subject, in characters.
pub const SOURCE_COVERAGE_CHARS_MAX: usize = 200;

/// Longest remark, in characters.
pub const SOURCE_REMARK_CHARS_MAX: usize = 2_000;

/// Longest time between two things that are due from a source, in days: ten years.
pub const SOURCE_DAYS_MAX: u16 = 3_660;

/// A source of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub id: SourceId,
    /// What it is called.
    pub title: String,
    /// How records come from it.
    pub kind: SourceKind,
    /// Where it is fetched from: a web address, or the path of a folder; empty when files are brought by hand.
    pub address: String,
    /// How often it is fetched from.
    pub schedule: Schedule,
    /// Who answers for it.
    pub post: PostId,
    /// Which countries or regions it covers, in words.
    pub territory: String,
    /// What it is about, in words.
    pub subject: String,
    /// The language of most of it.
    pub language: Option<Language>,
    /// How far it can be relied upon.
    pub reliability: Reliability,
    /// Something is due from it every so many days; `None` when it comes as it comes.
    pub every_days: Option<u16>,
    /// What it costs in a year, where that is known.
    pub cost: Option<Money>,
    /// Whether nothing is taken from it now.
    pub paused: bool,
    /// How to get at it, what to mind.
    pub remark: String,
    /// Who may see it, and the records that it brings.
    pub marking: Marking,
    /// How often it was changed: who changes it says which state they saw.
    pub revision: u32,
    /// When it was registered, in microseconds since 1970.
    pub made_at: i64,
}

impl Source {
    /// The same with its texts tidied.
    ///
    /// # Errors
    /// Refused without a title, or when a text or number is out of bounds.
    pub fn tidied(self) -> Result<Source, Refusal> {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (title, territory, subject) = (one_line(&self.title), one_line(&self.territory), one_line(&self.subject));
        let (address, remark) = (self.address.trim().to_owned(), self.remark.trim().to_owned());
        let is_fetched = self.kind.is_fetched();
        if is_fetched == address.is_empty() {
            return Err(Refusal::Said(if is_fetched {
                sentence!("source-no-address", "Write the address that the source is fetched from")
            } else {
                sentence!(
                    "source-by-hand",
                    "Nothing of this source is fetched, so it has no address to be asked at; leave it empty"
                )
            }));
        }
        if self.kind.is_on_the_web() && !address.contains("://") {
            return Err(Refusal::Said(sentence!(
                "source-address-bare",
                "Write the address whole, with https:// before it; with http:// where the host does not encrypt"
            )));
        }
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("source-no-title", "Write what the source is called")));
        }
        let lengths = [
            (&title, SOURCE_TITLE_CHARS_MAX),
            (&territory, SOURCE_COVERAGE_CHARS_MAX),
            (&subject, SOURCE_COVERAGE_CHARS_MAX),
            (&remark, SOURCE_REMARK_CHARS_MAX),
            (&address, SOURCE_ADDRESS_CHARS_MAX),
        ];
        for (text, max) in lengths {
            if text.chars().count() > max {
                let begins: String = text.chars().take(30).collect();
                return Err(Refusal::Said(sentence!(
                    "source-text-long",
                    "The text that begins with “{begins}” may have up to {max} characters; shorten it",
                    begins,
                    max
                )));
            }
        }
        if self.every_days.is_some_and(|days| !(1..=SOURCE_DAYS_MAX).contains(&days)) {
            return Err(Refusal::Said(sentence!(
                "source-days",
                "Say every how many days something is due as a number from 1 to {max}, or leave it empty",
                max = SOURCE_DAYS_MAX
            )));
        }
        Ok(Source { title, territory, subject, remark, address, ..self })
    }

    /// For how many days it was watched.
    pub fn days_watched(&self, now: i64) -> i64 {
        now.saturating_sub(self.made_at).max(0) / 86_400_000_000
    }

    /// How it stands, by what came from it and, where the office fetches it, by how that went.
    pub fn health(&self, brought: &Brought, harvest: Option<&Harvest>, now: i64) -> Health {
        const DAY_MICROS: i64 = 86_400_000_000;
        let waits_since = brought.last_at.unwrap_or(self.made_at);
        let is_late = |days: u16| now.saturating_sub(waits_since) > i64::from(days) * DAY_MICROS;
        let is_neglected = |harvest: &Harvest| now.saturating_sub(harvest.due_at) > self.schedule.micros();
        // What was found since something was last taken in.
        let found = harvest.filter(|harvest| harvest.answered_at > brought.last_at).and_then(|harvest| harvest.found);
        if self.paused {
            Health::Paused
        } else if brought.broke || harvest.is_some_and(|harvest| harvest.setback.is_some()) {
            Health::Failing
        } else if self.every_days.is_some_and(is_late) || harvest.is_some_and(is_neglected) {
            Health::Late
        } else if found.is_some_and(|found| found != Found::Something) && brought.last.n_read > 0 {
            // A repository says that there is nothing when there is nothing new.
            Health::Unchanged
        } else if brought.last.n_read == 0 || found == Some(Found::Nothing) {
            Health::Empty
        } else if brought.last.n_news() == 0 {
            Health::Unchanged
        } else {
            Health::Fresh
        }
    }
}

/// What came from a source so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// When something was last taken in whole, in microseconds since 1970.
    pub last_at: Option<i64>,
    /// What that brought.
    pub last: Tally,
    /// Whether what came after it could not be read to its end.
    pub broke: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Setback;

    const DAY: i64 = 86_400_000_000;

    fn source() -> Source {
        Source {
            id: SourceId::from_bits(1),
            title: " Express   information ".to_owned(),
            kind: SourceKind::Upload,
            address: String::new(),
            schedule: Schedule::Daily,
            post: PostId::new("documentalist").unwrap(),
            territory: String::new(),
            subject: String::new(),
            language: None,
            reliability: Reliability::F,
            every_days: Some(30),
            cost: None,
            paused: false,
            remark: String::new(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        }
    }

    #[test]
    fn a_source_has_a_title_in_one_line_and_a_rhythm_that_can_be_kept() {
        assert_eq!(source().tidied().unwrap().title, "Express information");
        assert!(Source { title: " ".to_owned(), ..source() }.tidied().is_err());
        assert!(Source { remark: "x".repeat(SOURCE_REMARK_CHARS_MAX + 1), ..source() }.tidied().is_err());
        for days in [0, SOURCE_DAYS_MAX + 1] {
            assert!(Source { every_days: Some(days), ..source() }.tidied().is_err());
        }
    }

    #[test]
    fn people_are_not_fetched_from_and_may_mail() {
        for kind in SourceKind::ALL.iter().copied().filter(|kind| kind.is_human()) {
            assert!(!kind.is_fetched() && !kind.is_on_the_web() && kind.takes_mail(), "{kind}");
            assert!(Source { kind, ..source() }.tidied().is_ok());
            assert!(Source { kind, address: "https://a.example/".to_owned(), ..source() }.tidied().is_err());
        }
        assert!(SourceKind::Folder.is_fetched() && !SourceKind::Folder.is_on_the_web());
        assert!(!SourceKind::Upload.takes_mail() && !SourceKind::Feed.takes_mail());
    }

    #[test]
    fn how_a_source_stands_follows_from_what_came_and_when() {
        let brought = |n_read, n_known| Brought {
            last_at: Some(10 * DAY),
            last: Tally { n_read, n_known, n_new: n_read - n_known, ..Tally::default() },
            broke: false,
        };
        let at = |source: &Source, brought: &Brought, day: i64| source.health(brought, None, day * DAY);
        let source = source();
        assert_eq!(at(&source, &Brought::default(), 29), Health::Empty, "it brought nothing yet");
        assert_eq!(at(&source, &Brought::default(), 31), Health::Late, "and it should have by now");
        assert_eq!(at(&source, &brought(5, 4), 40), Health::Fresh);
        assert_eq!(at(&source, &brought(5, 5), 40), Health::Unchanged);
        assert_eq!(at(&source, &brought(0, 0), 40), Health::Empty);
        assert_eq!(at(&source, &brought(5, 0), 41), Health::Late);
        let broken = Brought { broke: true, ..brought(5, 0) };
        assert_eq!(at(&source, &broken, 41), Health::Failing, "what broke says more than that it is late");
        assert_eq!(at(&Source { paused: true, ..source.clone() }, &broken, 41), Health::Paused);
        assert_eq!(at(&Source { every_days: None, ..source }, &brought(5, 0), 4_000), Health::Fresh);
    }

    #[test]
    fn a_source_that_is_fetched_stands_as_its_last_question_was_answered() {
        let source = Source {
            kind: SourceKind::Feed,
            address: "https://journal.example/feed".to_owned(),
            every_days: None,
            ..source()
        };
        let brought =
            Brought { last_at: Some(10 * DAY), last: Tally { n_read: 3, n_new: 3, ..Tally::default() }, broke: false };
        let answered = |day, found| Harvest {
            answered_at: Some(day * DAY),
            due_at: (day + 1) * DAY,
            found: Some(found),
            ..Harvest::default()
        };
        let at = |harvest: &Harvest, day| source.health(&brought, Some(harvest), day * DAY);
        assert_eq!(at(&answered(9, Found::Something), 10), Health::Fresh);
        assert_eq!(at(&answered(11, Found::Unchanged), 11), Health::Unchanged);
        assert_eq!(at(&answered(11, Found::Nothing), 11), Health::Unchanged, "there is nothing new");
        let nothing_yet = source.health(&Brought::default(), Some(&answered(11, Found::Nothing)), 11 * DAY);
        assert_eq!(nothing_yet, Health::Empty);
        assert_eq!(at(&answered(11, Found::Unchanged), 12), Health::Unchanged, "it is due, and not late yet");
        assert_eq!(at(&answered(11, Found::Unchanged), 14), Health::Late, "nobody asked it for a day");
        let failed = answered(11, Found::Unchanged).failed(Setback::Server, "500".to_owned(), None, 12 * DAY);
        assert_eq!(at(&failed, 12), Health::Failing);
        assert!(Source { address: String::new(), ..source.clone() }.tidied().is_err());
        for bare in ["journal.example/feed", "journal.example:8080/feed", "//journal.example/feed"] {
            let refused = Source { address: bare.to_owned(), ..source.clone() }.tidied().unwrap_err();
            assert!(refused.to_string().contains("https:// before it"), "{bare}: {refused}");
        }
        assert!(Source { kind: SourceKind::Upload, ..source }.tidied().is_err());
    }
}
