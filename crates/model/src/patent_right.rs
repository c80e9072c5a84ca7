//! Patents that an agreement names: number, family, where they hold, until when, and what a record that came in says of them.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{Date, Identifier, LegalOutcome, RecordId, Refusal, Scheme, sentence};

/// Patents of one agreement. A pool has hundreds; it is named by its families.
pub const PATENTS_MAX: usize = 200;

/// Territories of one patent: there are fewer than two hundred offices.
pub const PATENT_TERRITORIES_MAX: usize = 200;

/// Longest title or name of a family, in characters.
pub const PATENT_LINE_CHARS_MAX: usize = 300;

/// Years from filing to the end of a patent (Article 33 of the TRIPS agreement). What is stated goes before it.
pub const PATENT_YEARS: i32 = 20;

words! {
    /// Where a patent stands in a territory.
    PatentStatus {
        /// Applied for.
        Pending = "pending",
        /// Granted.
        Granted = "granted",
        /// Given up: its fees were not paid.
        Lapsed = "lapsed",
        /// Its time is over.
        Expired = "expired",
        /// Taken away.
        Revoked = "revoked",
    }
}

/// A patent in one territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatentTerritory {
    /// The country or office by its code of two letters, in capitals.
    pub country: String,
    /// Where it stands there.
    pub status: PatentStatus,
}

/// A patent of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatentRight {
    /// Its number within the agreement, from 1.
    pub number: u32,
    /// Its number in normal form.
    pub identifier: Identifier,
    /// What it is about.
    pub title: String,
    /// The family that it belongs to, by the number of its first member or a name; empty where that is not known.
    pub family: String,
    /// Where it holds.
    pub territories: Vec<PatentTerritory>,
    /// The day on which it was applied for.
    pub filed: Option<Date>,
    /// The day on which it expires, where that is stated.
    pub stated_expiry: Option<Date>,
    /// The record that last said something of it.
    pub record: Option<RecordId>,
}

/// Office and number of a patent without the letters that say what sort of publication it is: what its publications have in common.
pub fn patent_stem(identifier: &Identifier) -> Option<&str> {
    let value = identifier.value();
    (identifier.scheme() == Scheme::Patent).then_some(())?;
    // Letters in front of the digits belong to the number (a design, a plant, a reissue).
    let first = value.find(|c: char| c.is_ascii_digit())?;
    let end = value[first..].find(|c: char| c.is_ascii_alphabetic()).map_or(value.len(), |at| first + at);
    Some(&value[..end])
}

/// Where a publication says that a patent stands (WIPO standard ST.16: A is an application, B and C are granted). `None` where its
/// letter says nothing of that, as of a search report.
pub fn published_status(identifier: &Identifier) -> Option<PatentStatus> {
    let stem = patent_stem(identifier)?;
    let kind = identifier.value().get(stem.len()..)?;
    match (kind.chars().next()?, kind.chars().nth(1)) {
        ('A', Some('3' | '4')) => None,
        ('A', _) => Some(PatentStatus::Pending),
        ('B' | 'C' | 'E', _) => Some(PatentStatus::Granted),
        _ => None,
    }
}

impl PatentRight {
    /// The number that somebody wrote, in normal form.
    ///
    /// # Errors
    /// Refused when it is none.
    pub fn number_of(text: &str) -> Result<Identifier, Refusal> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | '/')).collect();
        Identifier::new(Scheme::Patent, &bare).or_else(|| Identifier::new(Scheme::Patent, text)).ok_or_else(|| {
            Refusal::Said(sentence!(
                "patent-unread",
                "`{text}` is no number of a patent; write office, number and kind, such as US6337117B1",
                text
            ))
        })
    }

    /// The day on which it expires: what is stated, or twenty years from filing. `None` where neither is known.
    pub fn expires(&self) -> Option<Date> {
        let reckoned = || {
            let filed = self.filed?;
            let year = filed.year() + PATENT_YEARS;
            Date::new(year, filed.month(), filed.day()).or_else(|| Date::new(year, filed.month(), filed.day() - 1))
        };
        self.stated_expiry.or_else(reckoned)
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused with a territory that is none, twice the same one, too many, or where a text is too long.
    pub fn tidied(self) -> Result<PatentRight, Refusal> {
        let (title, family) = (one_line(&self.title), one_line(&self.family));
        for line in [&title, &family] {
            not_longer(line, PATENT_LINE_CHARS_MAX)?;
        }
        let mut territories: Vec<PatentTerritory> = Vec::new();
        for one in self.territories {
            let country = crate::host::country(&one.country)?;
            if territories.len() >= PATENT_TERRITORIES_MAX || territories.iter().any(|held| held.country == country) {
                return Err(Refusal::Said(sentence!(
                    "patent-territories",
                    "{country} stands there twice; write each territory once",
                    country
                )));
            }
            territories.push(PatentTerritory { country, ..one });
        }
        Ok(PatentRight { title, family, territories, ..self })
    }

    /// It, as a publication or a record of its legal status leaves it; `None` where that says nothing new. A patent that lapsed, expired
    /// or was revoked does not come back by an earlier publication that is read later.
    pub fn heard(&self, published: &Identifier, status: PatentStatus, record: RecordId) -> Option<PatentRight> {
        let country = published.value().get(..2)?.to_owned();
        let mut territories = self.territories.clone();
        match territories.iter_mut().find(|one| one.country == country) {
            Some(held) if status <= held.status => return None,
            Some(held) => held.status = status,
            None => territories.push(PatentTerritory { country, status }),
        }
        Some(PatentRight { territories, record: Some(record), ..self.clone() })
    }

    /// It, as legal events leave it in a country; `None` where that says nothing new. What lapsed comes back where it was restored, and
    /// nothing else does. A territory that nobody named is added where it is that of the patent itself alone: a European patent lapses in
    /// twenty countries that an agreement has nothing to do with.
    pub fn fared(&self, outcome: &LegalOutcome) -> Option<PatentRight> {
        let (country, status) = (&outcome.country, outcome.status);
        let mut territories = self.territories.clone();
        match territories.iter_mut().find(|one| one.country == *country) {
            Some(held) => {
                let comes_back = outcome.is_restored && held.status == PatentStatus::Lapsed && status < held.status;
                if status <= held.status && !comes_back {
                    return None;
                }
                held.status = status;
            }
            None if self.identifier.value().get(..2) == Some(country.as_str()) => {
                territories.push(PatentTerritory { country: country.clone(), status });
            }
            None => return None,
        }
        Some(PatentRight { territories, record: Some(outcome.record), ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Identifier {
        PatentRight::number_of(text).unwrap()
    }

    fn right(text: &str) -> PatentRight {
        PatentRight {
            number: 1,
            identifier: number(text),
            title: String::new(),
            family: String::new(),
            territories: Vec::new(),
            filed: None,
            stated_expiry: None,
            record: None,
        }
    }

    #[test]
    fn a_number_is_known_in_whatever_form_it_is_written() {
        for text in ["US6337117B1", "us 6,337,117 B1", "US 6337117/B1", "US0006337117B1"] {
            assert_eq!(number(text).value(), "US6337117B1", "{text}");
        }
        for text in ["", "6337117", "a turbine"] {
            assert!(PatentRight::number_of(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_letters_behind_a_number_say_whether_it_is_granted() {
        for (text, stem, status) in [
            ("US6337117B1", "US6337117", Some(PatentStatus::Granted)),
            ("EP1234567A1", "EP1234567", Some(PatentStatus::Pending)),
            ("EP1234567A3", "EP1234567", None),
            ("DE4321C2", "DE4321", Some(PatentStatus::Granted)),
            ("US6337117", "US6337117", None),
            ("USD435854S1", "USD435854", None),
        ] {
            let number = number(text);
            assert_eq!((patent_stem(&number), published_status(&number)), (Some(stem), status), "{text}");
        }
    }

    #[test]
    fn it_expires_on_the_stated_day_or_twenty_years_from_filing() {
        let day = |text: &str| Date::parse(text).unwrap();
        let mut one = right("US6337117B1");
        assert_eq!(one.expires(), None);
        one.filed = Some(day("2000-02-29"));
        assert_eq!(one.expires(), Some(day("2020-02-29")));
        one.filed = Some(day("1980-02-29"));
        assert_eq!(one.expires(), Some(day("2000-02-29")));
        one.stated_expiry = Some(day("1999-01-01"));
        assert_eq!(one.expires(), Some(day("1999-01-01")));
    }

    #[test]
    fn a_later_publication_is_heard_and_an_earlier_one_changes_nothing() {
        let (one, record) = (right("EP1234567A1"), RecordId::from_bits(5));
        let pending = one.heard(&number("EP1234567A1"), PatentStatus::Pending, record).unwrap();
        let granted = pending.heard(&number("EP1234567B1"), PatentStatus::Granted, record).unwrap();
        assert_eq!(granted.territories, [PatentTerritory { country: "EP".to_owned(), status: PatentStatus::Granted }]);
        assert_eq!(granted.heard(&number("EP1234567A1"), PatentStatus::Pending, record), None);
        let abroad = granted.heard(&number("US9999B1"), PatentStatus::Granted, record).unwrap();
        assert_eq!(abroad.territories.len(), 2, "a member of the family tells of another territory");
    }

    #[test]
    fn a_legal_event_changes_the_territories_that_are_named_and_a_lapse_is_taken_back_by_a_restoring_alone() {
        let outcome = |country: &str, status, is_restored| LegalOutcome {
            country: country.to_owned(),
            status,
            is_restored,
            record: RecordId::from_bits(7),
        };
        let mut one = right("EP1234567B1");
        one.territories.push(PatentTerritory { country: "DE".to_owned(), status: PatentStatus::Granted });
        let lapsed = one.fared(&outcome("DE", PatentStatus::Lapsed, false)).unwrap();
        assert_eq!((lapsed.territories[0].status, lapsed.record), (PatentStatus::Lapsed, Some(RecordId::from_bits(7))));
        assert_eq!(lapsed.fared(&outcome("DE", PatentStatus::Lapsed, false)), None);
        assert_eq!(lapsed.fared(&outcome("DE", PatentStatus::Granted, false)), None);
        let back = lapsed.fared(&outcome("DE", PatentStatus::Granted, true)).unwrap();
        assert_eq!(back.territories[0].status, PatentStatus::Granted);
        assert_eq!(one.fared(&outcome("FR", PatentStatus::Lapsed, false)), None, "nobody named it");
        assert_eq!(one.fared(&outcome("EP", PatentStatus::Revoked, false)).unwrap().territories.len(), 2);
    }
}
