//! Parties: persons, organisations and vessels with whom the office has to do, as they are held against lists.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{Refusal, sentence};

/// Longest name or identifier of a party, in characters. The longest name on a published list has some 300.
pub const PARTY_LINE_CHARS_MAX: usize = 400;

/// Aliases, countries or identifiers of one party. Whoever has more is several.
pub const PARTY_LINES_MAX: usize = 100;

words! {
    /// What sort of party it is.
    PartyKind {
        /// A person.
        Person = "person",
        /// An organisation.
        Organisation = "organisation",
        /// A ship or an aircraft.
        Vessel = "vessel",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

/// A party as it is known here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Party {
    /// What it is called.
    pub name: String,
    /// What else it is called.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: PartyKind,
    /// Its countries by their codes of two letters (ISO 3166-1), in capitals.
    pub countries: Vec<String>,
    /// When a person was born: a year, a month or a day of ISO 8601, as far as it is known.
    pub born: Option<String>,
    /// Numbers of registers, passports and ships.
    pub identifiers: Vec<String>,
}

impl Party {
    /// A party of which only the name is known.
    pub fn named(name: &str) -> Party {
        Party {
            name: name.to_owned(),
            aliases: Vec::new(),
            kind: PartyKind::Unknown,
            countries: Vec::new(),
            born: None,
            identifiers: Vec::new(),
        }
    }

    /// The same with its texts in order, each alias, country and identifier once.
    ///
    /// # Errors
    /// Refused without a name, with a country or a day of birth that is none, and where something is too long.
    pub fn tidied(self) -> Result<Party, Refusal> {
        let name = one_line(&self.name);
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("party-no-name", "Write what the party is called")));
        }
        let [mut aliases, identifiers] = [&self.aliases, &self.identifiers].map(|lines| each_once(lines));
        aliases.retain(|alias| *alias != name);
        let mut countries = Vec::new();
        for code in each_once(&self.countries) {
            countries.push(crate::host::country(&code)?);
        }
        let born = self.born.as_deref().map(str::trim).filter(|born| !born.is_empty()).map(str::to_owned);
        if let Some(born) = &born
            && !is_day(born)
        {
            return Err(Refusal::Said(sentence!(
                "party-born",
                "`{text}` is no day of birth; write a year, a month or a day, such as 1949, 1949-11 or 1949-11-22",
                text = born.as_str()
            )));
        }
        for line in std::iter::once(&name).chain(&aliases).chain(&identifiers) {
            not_longer(line, PARTY_LINE_CHARS_MAX)?;
        }
        if [&aliases, &countries, &identifiers].iter().any(|lines| lines.len() > PARTY_LINES_MAX) {
            return Err(Refusal::Said(sentence!(
                "party-lines",
                "A party has up to {max} aliases, countries and identifiers; leave some out",
                max = PARTY_LINES_MAX
            )));
        }
        Ok(Party { name, aliases, countries, born, identifiers, kind: self.kind })
    }

    /// Everything that is known of it as one text, the same for the same party whatever the order of its lines. Two parties with
    /// one such text are answered alike.
    pub fn content(&self) -> String {
        let sorted = |lines: &[String]| {
            let mut lines = lines.to_vec();
            lines.sort();
            lines.join("\u{1f}")
        };
        [
            self.kind.word(),
            &self.name,
            &sorted(&self.aliases),
            &sorted(&self.countries),
            self.born.as_deref().unwrap_or_default(),
            &sorted(&self.identifiers),
        ]
        .join("\u{1e}")
    }
}

/// Lines in order, each once and none empty.
fn each_once(lines: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for line in lines.iter().map(|line| one_line(line)).filter(|line| !line.is_empty()) {
        if !kept.contains(&line) {
            kept.push(line);
        }
    }
    kept
}

/// Whether a text is a year, a month or a day of ISO 8601.
pub(crate) fn is_day(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    crate::Date::parse(&whole).is_some() && text.is_ascii() && matches!(text.len(), 4 | 7 | 10)
}
