//! Exhibitors: who shows what at an event, and where.

use crate::host::{country, not_longer, one_line};
use crate::{HostId, Refusal, sentence};

/// Exhibitors of one event. The largest fairs have some thousands.
pub const EXHIBITORS_MAX: usize = 3_000;

/// Longest name of an exhibitor, in characters.
pub const EXHIBITOR_NAME_CHARS_MAX: usize = 200;

/// Longest stand, in characters: one or several numbers with their hall.
pub const EXHIBITOR_STAND_CHARS_MAX: usize = 60;

/// Longest text of what is shown, in characters.
pub const EXHIBITOR_SHOWS_CHARS_MAX: usize = 2_000;

/// Who shows something at an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exhibitor {
    /// Its number among the exhibitors of the event, from 1; 0 as long as it has none.
    pub number: u32,
    /// What it is called there.
    pub name: String,
    /// Its country by the code of two letters, in capitals; empty where it is not known.
    pub country: String,
    /// Its stand.
    pub stand: String,
    /// What it shows.
    pub shows: String,
    /// The host that it is.
    pub host: Option<HostId>,
    /// Whether it was taken off the list. Visits to its stand name it all the same.
    pub off: bool,
    /// Grows by one with each change.
    pub revision: u32,
}

impl Exhibitor {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a name, with a country that is none, or where a text is too long.
    pub fn tidied(self) -> Result<Exhibitor, Refusal> {
        let (name, stand) = (one_line(&self.name), one_line(&self.stand));
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("exhibitor-no-name", "Write what the exhibitor is called")));
        }
        not_longer(&name, EXHIBITOR_NAME_CHARS_MAX)?;
        not_longer(&stand, EXHIBITOR_STAND_CHARS_MAX)?;
        let shows = self.shows.trim().to_owned();
        not_longer(&shows, EXHIBITOR_SHOWS_CHARS_MAX)?;
        let country = match self.country.trim() {
            "" => String::new(),
            code => country(code)?,
        };
        Ok(Exhibitor { name, country, stand, shows, ..self })
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "exhibitor-changed",
            "Somebody changed this exhibitor in between; open it again, and change what is still to be changed"
        )))
    }

    /// By what two lines are told to be of one exhibitor: its name without regard to case, and its country. A list that is taken in
    /// again changes what it says and doubles nobody.
    pub fn key(&self) -> (String, String) {
        (self.name.to_lowercase(), self.country.clone())
    }

    /// What a list says of an exhibitor that is held: its stand and what it shows, where it says something of them. Which host it is
    /// stays.
    pub fn restated(&self, listed: &Exhibitor) -> Exhibitor {
        let said = |held: &String, listed: &String| if listed.is_empty() { held.clone() } else { listed.clone() };
        Exhibitor { stand: said(&self.stand, &listed.stand), shows: said(&self.shows, &listed.shows), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exhibitor(name: &str, country: &str, stand: &str) -> Exhibitor {
        Exhibitor {
            name: name.to_owned(),
            country: country.to_owned(),
            stand: stand.to_owned(),
            ..Exhibitor::default()
        }
    }

    #[test]
    fn a_list_that_is_taken_in_again_names_the_same_exhibitor() {
        let held = exhibitor(" AEG\n", "de", "12").tidied().unwrap();
        let listed = exhibitor("aeg", "DE", " 14  A ").tidied().unwrap();
        assert_eq!(held.key(), listed.key());
        assert_ne!(held.key(), exhibitor("AEG", "", "12").key(), "another country is another firm");
        let held = Exhibitor { host: Some(HostId::from_bits(1)), shows: "Drives".to_owned(), ..held };
        let after = held.restated(&listed);
        assert_eq!((after.name.as_str(), after.stand.as_str(), after.shows.as_str()), ("AEG", "14 A", "Drives"));
        assert_eq!(after.host, held.host);
    }

    #[test]
    fn an_exhibitor_has_a_name_and_no_country_that_is_none() {
        assert!(exhibitor(" ", "", "").tidied().is_err());
        assert!(exhibitor("AEG", "Germany", "").tidied().is_err());
        assert!(exhibitor("AEG", "", &"x".repeat(61)).tidied().is_err());
    }
}
