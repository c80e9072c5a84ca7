//! What is given to other repositories: `[repository]`.

use serde::{Deserialize, Serialize};

/// How the office gives its open records to other repositories.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RepositoryPart {
    /// Whether it does.
    pub on: bool,
    /// What the repository is called in identifiers; empty: the host of the address of the office.
    pub name: String,
    /// The mail address of whoever answers for it.
    pub contact: String,
}

/// A repository that is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// Where it is asked.
    pub address: String,
    /// What it is called in identifiers.
    pub name: String,
    /// The mail address of whoever answers for it.
    pub contact: String,
}

/// The path at which a repository is asked.
const PATH: &str = "/oai";

impl RepositoryPart {
    /// The repository of an office with this address, if it is on.
    pub(super) fn at(&self, address: &str) -> Option<Repository> {
        self.on.then(|| Repository {
            address: format!("{}{PATH}", address.trim_end_matches('/')),
            name: self.called(address),
            contact: self.contact.clone(),
        })
    }

    fn called(&self, address: &str) -> String {
        if !self.name.is_empty() {
            return self.name.clone();
        }
        let host = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        host.split(':').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether identifiers can be made with the name (<http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm>):
    /// a name of a domain, since nobody else has it then.
    pub(super) fn is_named(&self, address: &str) -> bool {
        if !self.on && self.name.is_empty() {
            return true;
        }
        let name = self.called(address);
        let is_label = |label: &str| {
            label.starts_with(|c: char| c.is_ascii_alphabetic())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        name.len() <= 253 && name.contains('.') && name.split('.').all(is_label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_called_as_its_office_is_reached_unless_it_is_given_a_name() {
        let check = |name: &str, address: &str, expected: Option<&str>| {
            let part = RepositoryPart { on: true, name: name.to_owned(), contact: "a@b.org".to_owned() };
            let named = part.is_named(address).then(|| part.at(address).unwrap());
            assert_eq!(named.as_ref().map(|one| one.name.as_str()), expected, "{name} {address}");
            named
        };
        let at = check("", "https://Uptake.example.org:8443/", Some("uptake.example.org")).unwrap();
        assert_eq!(at.address, "https://Uptake.example.org:8443/oai");
        check("records.example.org", "http://127.0.0.1:8017", Some("records.example.org"));
        check("", "http://127.0.0.1:8017", None);
        check("", "http://localhost", None);
        check("with blank.example", "http://localhost", None);
        assert_eq!(RepositoryPart::default().at("https://uptake.example.org"), None);
    }
}
