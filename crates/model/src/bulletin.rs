//! Bulletins: what an office puts out, one issue after another.

use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, Feed, Marking, PostId, Refusal, UnitId, sentence};

public_id!(
    /// Names a bulletin.
    BulletinId,
    'B'
);

words! {
    /// What a bulletin is.
    BulletinKind {
        /// Abstracts of a subject class, with an index of authors and one of subjects.
        Journal = "journal",
        /// What was laid before the posts of a unit, a section for each need, with the grounds of each match.
        Unit = "unit",
        /// A few records that somebody chose, at once.
        Express = "express",
    }
}

words! {
    /// The language that the issues of a bulletin speak in their own words. What stands in them may be in any.
    BulletinLanguage {
        /// English.
        English = "en",
        /// Russian.
        Russian = "ru",
        /// German.
        German = "de",
    }
}

words! {
    /// How often an issue of a bulletin is begun by itself.
    BulletinRhythm {
        /// Only when somebody begins one.
        ByHand = "by-hand",
        /// Every seven days.
        Weekly = "weekly",
        /// Every 28 days, so that it stays on its day of the week.
        Monthly = "monthly",
        /// Every 91 days.
        Quarterly = "quarterly",
    }
}

impl BulletinRhythm {
    /// Days from one issue to the next; `None` where there is none by itself.
    pub fn days(self) -> Option<i64> {
        match self {
            BulletinRhythm::ByHand => None,
            BulletinRhythm::Weekly => Some(7),
            BulletinRhythm::Monthly => Some(28),
            BulletinRhythm::Quarterly => Some(91),
        }
    }
}

/// Longest name of a bulletin, in characters.
pub const BULLETIN_NAME_CHARS_MAX: usize = 120;

/// Longest query of a journal, in characters.
pub const BULLETIN_QUERY_CHARS_MAX: usize = 2_000;

/// A bulletin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulletin {
    /// Its name in the office.
    pub id: BulletinId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: BulletinKind,
    /// Of a journal, what it takes, in the language of profiles: a class, `class:H01L`, or more. Empty for the others.
    pub query: String,
    /// Of the bulletin of a unit, which unit.
    pub unit: Option<UnitId>,
    /// Who edits it.
    pub post: PostId,
    /// Who releases what is not open to all: a second person acts for it.
    pub second: Option<PostId>,
    /// In which language it speaks.
    pub language: BulletinLanguage,
    /// How often an issue is begun by itself.
    pub rhythm: BulletinRhythm,
    /// Whether an issue is begun also when there is nothing for it.
    pub when_empty: bool,
    /// Who may see its issues. What is marked narrower does not stand in them.
    pub marking: Marking,
    /// The template of the office for pages; none for the one of the house.
    pub page_template: Option<String>,
    /// The template of the office for print; none for the one of the house.
    pub print_template: Option<String>,
    /// Its address for programs.
    pub feed: Feed,
    /// The last day that an issue begun by itself has taken in.
    pub last_on: Option<Date>,
    /// Whether no further issue is begun.
    pub closed: bool,
    /// Counts changes, so that two who change it at once are told.
    pub revision: u32,
    /// When it was founded, in microseconds since 1970.
    pub made_at: i64,
}

impl Bulletin {
    /// Whether an issue takes two persons: whatever is not open to all the world.
    pub fn needs_second(&self) -> bool {
        !self.marking.is_for_the_world()
    }

    /// The days that the next issue begun by itself takes in, when it is due: from behind the last one until yesterday.
    pub fn due(&self, today: Date) -> Option<(Date, Date)> {
        let days = self.rhythm.days().filter(|_| !self.closed && self.kind != BulletinKind::Express)?;
        let until = today.plus_days(-1);
        let since = match self.last_on {
            Some(last) if until.days_since(last) < days => return None,
            Some(last) => last.plus_days(1),
            None => until.plus_days(1 - days),
        };
        Some((since, until))
    }

    /// The same in order: one line for the name, the parts that belong to its kind.
    ///
    /// # Errors
    /// Refused when a part is missing or too long.
    pub fn tidied(self) -> Result<Bulletin, Refusal> {
        let said = |sentence| Err(Refusal::Said(sentence));
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let query = self.query.trim().to_owned();
        if !name.contains(char::is_alphanumeric) {
            return said(sentence!("bulletin-no-name", "Write what the bulletin is called"));
        }
        if name.chars().count() > BULLETIN_NAME_CHARS_MAX {
            return said(sentence!(
                "bulletin-name-long",
                "The name of a bulletin may have up to {max} characters; shorten it",
                max = BULLETIN_NAME_CHARS_MAX
            ));
        }
        if query.chars().count() > BULLETIN_QUERY_CHARS_MAX {
            return said(sentence!(
                "bulletin-query-long",
                "What a journal takes may be said in up to {max} characters; shorten it",
                max = BULLETIN_QUERY_CHARS_MAX
            ));
        }
        if self.kind == BulletinKind::Journal && query.is_empty() {
            return said(sentence!(
                "bulletin-no-query",
                "Write what the journal takes, such as `class:H01L`; it is the language of profiles"
            ));
        }
        if self.kind == BulletinKind::Unit && self.unit.is_none() {
            return said(sentence!("bulletin-no-unit", "Choose the unit that the bulletin is for"));
        }
        if !self.marking.may_be_given_out() {
            return said(sentence!(
                "bulletin-withheld",
                "What may not be copied or exported is not printed in a bulletin; choose a marking without that caveat"
            ));
        }
        if self.needs_second() && self.second.is_none() {
            return said(sentence!(
                "bulletin-no-second",
                "A bulletin that is not open to all is released by a second person; choose the post that does it"
            ));
        }
        if self.needs_second() && self.second.as_ref() == Some(&self.post) {
            return said(sentence!(
                "bulletin-second-same",
                "The post that edits a bulletin cannot be the one that releases it; choose another"
            ));
        }
        Ok(Bulletin {
            name,
            query: if self.kind == BulletinKind::Journal { query } else { String::new() },
            unit: self.unit.filter(|_| self.kind == BulletinKind::Unit),
            rhythm: if self.kind == BulletinKind::Express { BulletinRhythm::ByHand } else { self.rhythm },
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn weekly() -> Bulletin {
        Bulletin {
            id: BulletinId::from_bits(1),
            name: "  Rectifiers\n and lamps ".to_owned(),
            kind: BulletinKind::Journal,
            query: " class:H01L ".to_owned(),
            unit: None,
            post: PostId::new("editor").unwrap(),
            second: None,
            language: BulletinLanguage::English,
            rhythm: BulletinRhythm::Weekly,
            when_empty: false,
            marking: Marking::default(),
            page_template: None,
            print_template: None,
            feed: Feed::default(),
            last_on: None,
            closed: false,
            revision: 0,
            made_at: 0,
        }
    }

    #[test]
    fn issues_follow_each_other_without_a_gap_and_without_a_day_twice() {
        let first = weekly();
        let (since, until) = first.due(day("1962-03-15")).unwrap();
        assert_eq!((since, until), (day("1962-03-08"), day("1962-03-14")));
        let then = Bulletin { last_on: Some(until), ..first };
        assert_eq!(then.due(day("1962-03-21")), None, "six days later it is not due");
        assert_eq!(then.due(day("1962-03-22")), Some((day("1962-03-15"), day("1962-03-21"))));
        let late = then.due(day("1962-05-01"));
        assert_eq!(late, Some((day("1962-03-15"), day("1962-04-30"))), "what was missed comes in one issue");
        assert_eq!(Bulletin { closed: true, ..then.clone() }.due(day("1962-05-01")), None);
        assert_eq!(Bulletin { rhythm: BulletinRhythm::ByHand, ..then }.due(day("1962-05-01")), None);
    }

    #[test]
    fn a_bulletin_has_what_its_kind_needs_and_nothing_of_another() {
        let tidy = weekly().tidied().unwrap();
        assert_eq!((tidy.name.as_str(), tidy.query.as_str()), ("Rectifiers and lamps", "class:H01L"));
        let refused = |bulletin: Bulletin| match bulletin.tidied() {
            Err(Refusal::Said(sentence)) => sentence.key(),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(Bulletin { name: " - ".into(), ..weekly() }), "bulletin-no-name");
        assert_eq!(refused(Bulletin { query: " ".into(), ..weekly() }), "bulletin-no-query");
        assert_eq!(refused(Bulletin { kind: BulletinKind::Unit, ..weekly() }), "bulletin-no-unit");
        assert_eq!(refused(Bulletin { marking: Marking::read("internal"), ..weekly() }), "bulletin-no-second");
        assert_eq!(
            refused(Bulletin { marking: Marking::read("open caveats=no-copying"), ..weekly() }),
            "bulletin-withheld"
        );
        let same = Bulletin { marking: Marking::read("internal"), second: Some(weekly().post), ..weekly() };
        assert_eq!(refused(same), "bulletin-second-same");
        let express = Bulletin { kind: BulletinKind::Express, ..weekly() }.tidied().unwrap();
        assert_eq!((express.query.as_str(), express.rhythm), ("", BulletinRhythm::ByHand));
    }
}
