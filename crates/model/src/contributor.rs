//! People and bodies that made a work.

use crate::Affiliation;

/// What somebody did for the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Wrote it.
    #[default]
    Author,
    /// Edited it, or the volume it stands in.
    Editor,
    /// Translated it.
    Translator,
    /// Invented what a patent describes.
    Inventor,
    /// Applied for a patent.
    Applicant,
    /// Holds a patent.
    Assignee,
    /// Commissioned, funded or otherwise helped; the source says no more.
    Contributor,
}

impl Role {
    /// Every role, in the order of the list above.
    pub const ALL: &'static [Role] = &[
        Role::Author,
        Role::Editor,
        Role::Translator,
        Role::Inventor,
        Role::Applicant,
        Role::Assignee,
        Role::Contributor,
    ];

    /// The word for it in files and pages.
    pub fn word(self) -> &'static str {
        match self {
            Role::Author => "author",
            Role::Editor => "editor",
            Role::Translator => "translator",
            Role::Inventor => "inventor",
            Role::Applicant => "applicant",
            Role::Assignee => "assignee",
            Role::Contributor => "contributor",
        }
    }

    /// The role with this word.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.word() == word)
    }
}

/// How a person or a body is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A person, family name first as catalogues sort.
    Person {
        /// Family name with its particles (`van der Waals`).
        family: String,
        /// Given names or initials.
        given: Option<String>,
    },
    /// A body, or a name that the source does not take apart.
    Whole(String),
}

impl Name {
    /// Takes apart `Family, Given`; anything without a comma stays whole.
    pub fn from_inverted(text: &str) -> Name {
        match text.split_once(',') {
            Some((family, given)) if !family.trim().is_empty() => {
                let given = given.trim();
                Name::Person { family: family.trim().to_owned(), given: (!given.is_empty()).then(|| given.to_owned()) }
            }
            _ => Name::Whole(text.trim().trim_matches(',').trim().to_owned()),
        }
    }

    /// The name in reading order: `Ada Lovelace`.
    pub fn display(&self) -> String {
        match self {
            Name::Person { family, given: Some(given) } => format!("{given} {family}"),
            Name::Person { family, given: None } => family.clone(),
            Name::Whole(name) => name.clone(),
        }
    }

    /// The part that identifies: the family name, or the last word of a whole name.
    pub fn family(&self) -> &str {
        match self {
            Name::Person { family, .. } => family,
            Name::Whole(name) => name.split_whitespace().last().unwrap_or(""),
        }
    }
}

/// One person or body with its part in the work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contributor {
    /// How they are called.
    pub name: Name,
    /// What they did.
    pub role: Role,
    /// ORCID: four groups of four, with hyphens, without the address.
    pub orcid: Option<String>,
    /// Working places, in the source's order.
    pub affiliations: Vec<Affiliation>,
}

impl Contributor {
    /// A contributor of whom only name and role are known.
    pub fn new(name: Name, role: Role) -> Contributor {
        Contributor { name, role, orcid: None, affiliations: Vec::new() }
    }

    /// An author known as family and given name.
    pub fn author(family: &str, given: &str) -> Contributor {
        let given = (!given.is_empty()).then(|| given.to_owned());
        Contributor::new(Name::Person { family: family.to_owned(), given }, Role::Author)
    }
}

/// Reduces an ORCID, bare or as an address, to its sixteen characters with hyphens.
///
/// Returns `None` when the text has another shape or its check digit (ISO 7064 MOD 11-2) is wrong.
pub fn orcid(text: &str) -> Option<String> {
    let tail = text.trim().trim_end_matches('/').rsplit('/').next()?;
    let digits: Vec<char> = tail.chars().filter(|c| *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    if digits.len() != 16 {
        return None;
    }
    let mut total = 0u32;
    for c in &digits[..15] {
        total = (total + c.to_digit(10)?) * 2;
    }
    let check = match (12 - total % 11) % 11 {
        10 => 'X',
        n => char::from_digit(n, 10)?,
    };
    if digits[15] != check {
        return None;
    }
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    Some(groups.join("-"))
}

impl Contributor {
    /// Sets the ORCID from any written form; an unreadable one is left out and `false` returned.
    pub fn set_orcid(&mut self, text: &str) -> bool {
        self.orcid = orcid(text);
        self.orcid.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orcid_is_the_same_bare_or_as_an_address_and_a_wrong_digit_is_noticed() {
        assert_eq!(orcid("https://orcid.org/0000-0003-1419-2405").as_deref(), Some("0000-0003-1419-2405"));
        assert_eq!(orcid("000000021825009X"), None);
        assert_eq!(orcid("0000-0002-1694-233X").as_deref(), Some("0000-0002-1694-233X"));
        assert_eq!(orcid("0000-0003-1419-2406"), None);
    }

    #[test]
    fn an_inverted_name_comes_apart_at_its_first_comma() {
        assert_eq!(Name::from_inverted("Waals, J. D. van der").display(), "J. D. van der Waals");
        assert_eq!(Name::from_inverted("Siemens AG"), Name::Whole("Siemens AG".into()));
        assert_eq!(Name::from_inverted("Curie,"), Name::Person { family: "Curie".into(), given: None });
    }
}
