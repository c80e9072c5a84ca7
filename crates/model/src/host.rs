//! Hosts: organisations outside with which visits are exchanged.

use crate::public_id::public_id;
use crate::{Language, Marking, PostId, Refusal, Subject, sentence};

public_id!(
    /// Names a host.
    HostId,
    'H'
);

/// Longest name of a host or of somebody there, in characters.
pub const HOST_NAME_CHARS_MAX: usize = 200;

/// Longest text of a host: what it makes, a remark, in characters.
pub const HOST_TEXT_CHARS_MAX: usize = 4_000;

/// Names, aliases, classes or contacts of one host. Who has more is several hosts.
pub const HOST_LINES_MAX: usize = 60;

/// A name of a host in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName {
    /// As it is written.
    pub text: String,
    /// In which language; `None` where it is the same in all.
    pub language: Option<Language>,
}

/// Somebody at a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostContact {
    /// Their name.
    pub name: String,
    /// What they are there.
    pub position: String,
    /// Which languages they speak.
    pub languages: Vec<Language>,
    /// How they are reached.
    pub reach: String,
}

/// An organisation outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its name in the office.
    pub id: HostId,
    /// What it is called, its own name first.
    pub names: Vec<HostName>,
    /// Other spellings, short names, former names.
    pub aliases: Vec<String>,
    /// Its country by the code of two letters (ISO 3166-1), in capitals.
    pub country: String,
    /// The town.
    pub place: String,
    /// In which languages one speaks with it.
    pub languages: Vec<Language>,
    /// What it makes or does, in words.
    pub makes: String,
    /// The same in classes of schemes.
    pub classes: Vec<Subject>,
    /// Its address on the web; empty when it has none.
    pub address: String,
    /// Its people.
    pub contacts: Vec<HostContact>,
    /// What else is to be known.
    pub remark: String,
    /// The post that keeps its page.
    pub post: PostId,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was put into the register, in microseconds since 1970.
    pub made_at: i64,
}

/// Blanks and line ends run together: what stands in one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Refuses a text that is longer than so many characters.
///
/// # Errors
/// When it is.
pub fn not_longer(text: &str, max: usize) -> Result<(), Refusal> {
    if text.chars().count() <= max {
        return Ok(());
    }
    Err(Refusal::Said(sentence!("text-long", "This is longer than {max} characters; write it shorter", max)))
}

/// A country by its code of two letters, in capitals.
///
/// # Errors
/// Refused when it is not two letters.
pub fn country(code: &str) -> Result<String, Refusal> {
    let code = code.trim().to_uppercase();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(code);
    }
    Err(Refusal::Said(sentence!(
        "country-unread",
        "`{code}` is no country; write its code of two letters, such as DE",
        code
    )))
}

impl Host {
    /// Its own name.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |name| name.text.as_str())
    }

    /// Every name and alias, each once.
    pub fn every_name(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for name in self.names.iter().map(|name| name.text.as_str()).chain(self.aliases.iter().map(String::as_str)) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        all
    }

    /// The same with its texts in order: blanks run together, what is empty left out, its country in capitals.
    ///
    /// # Errors
    /// Refused without a name or a country, with an address that is not on the web, or where a text is too long.
    pub fn tidied(self) -> Result<Host, Refusal> {
        let names: Vec<HostName> = self
            .names
            .into_iter()
            .map(|name| HostName { text: one_line(&name.text), ..name })
            .filter(|name| !name.text.is_empty())
            .collect();
        let aliases: Vec<String> =
            self.aliases.iter().map(|alias| one_line(alias)).filter(|alias| !alias.is_empty()).collect();
        let contacts: Vec<HostContact> = self
            .contacts
            .into_iter()
            .map(|contact| HostContact {
                name: one_line(&contact.name),
                position: one_line(&contact.position),
                reach: one_line(&contact.reach),
                ..contact
            })
            .filter(|contact| !contact.name.is_empty() || !contact.position.is_empty())
            .collect();
        if names.is_empty() {
            return Err(Refusal::Said(sentence!("host-no-name", "Write what the host is called")));
        }
        let address = self.address.trim().to_owned();
        if !address.is_empty() && !["https://", "http://"].iter().any(|begin| address.starts_with(begin)) {
            return Err(Refusal::Said(sentence!(
                "host-address",
                "`{address}` is no address on the web; begin it with https://, or leave it empty",
                address
            )));
        }
        let lines = [names.len(), aliases.len(), contacts.len(), self.classes.len()];
        if lines.iter().any(|n| *n > HOST_LINES_MAX) {
            return Err(Refusal::Said(sentence!(
                "host-lines",
                "A host has up to {max} names, aliases, classes and contacts each; leave some out",
                max = HOST_LINES_MAX
            )));
        }
        let short = names.iter().map(|name| &name.text).chain(&aliases).chain([&self.place, &address]);
        let short = short.chain(contacts.iter().flat_map(|one| [&one.name, &one.position, &one.reach]));
        for text in short {
            not_longer(text, HOST_NAME_CHARS_MAX)?;
        }
        for text in [&self.makes, &self.remark] {
            not_longer(text, HOST_TEXT_CHARS_MAX)?;
        }
        Ok(Host {
            country: country(&self.country)?,
            place: one_line(&self.place),
            makes: self.makes.trim().to_owned(),
            remark: self.remark.trim().to_owned(),
            names,
            aliases,
            contacts,
            address,
            ..self
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn host() -> Host {
        Host {
            id: HostId::from_bits(1),
            names: vec![HostName { text: "  Siemens-\nSchuckert ".to_owned(), language: Language::parse("de") }],
            aliases: vec!["SSW".to_owned(), " ".to_owned()],
            country: "de".to_owned(),
            place: "Erlangen".to_owned(),
            languages: Vec::new(),
            makes: "Rectifiers".to_owned(),
            classes: Vec::new(),
            address: String::new(),
            contacts: vec![HostContact::default()],
            remark: String::new(),
            post: PostId::new("engineer").unwrap(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        }
    }

    #[test]
    fn what_was_typed_is_brought_in_order() {
        let host = host().tidied().unwrap();
        assert_eq!((host.name(), host.country.as_str()), ("Siemens- Schuckert", "DE"));
        assert_eq!(host.every_name(), ["Siemens- Schuckert", "SSW"]);
        assert!(host.contacts.is_empty(), "an empty line is nobody");
    }

    #[test]
    fn a_host_has_a_name_a_country_and_an_address_that_can_be_opened() {
        assert!(Host { names: Vec::new(), ..host() }.tidied().is_err());
        for country in ["", "Germany", "D1"] {
            assert!(Host { country: country.to_owned(), ..host() }.tidied().is_err(), "{country}");
        }
        assert!(Host { address: "javascript:alert(1)".to_owned(), ..host() }.tidied().is_err());
        assert!(Host { address: "https://works.example".to_owned(), ..host() }.tidied().is_ok());
        assert!(Host { makes: "x".repeat(HOST_TEXT_CHARS_MAX + 1), ..host() }.tidied().is_err());
    }
}
