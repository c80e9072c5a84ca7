//! The provider of identities: `[openid]`.

use std::path::Path;

use model::{GroupGift, GroupRule, PostId, Standing, UnitId};
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::configuration::secret::secret_in;

/// A provider of OpenID Connect, and what its word counts for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct OpenId {
    /// What the provider calls itself; empty where there is none.
    pub issuer: String,
    /// Who the office is at the provider.
    pub client: String,
    /// Where its secret stands; empty for a client without one.
    pub secret_file: String,
    /// What people call the provider.
    pub name: String,
    /// The claim with the groups of a person.
    pub groups_claim: String,
    /// `known` or `made`: what becomes of somebody whom nobody is bound to.
    pub persons: String,
    /// What groups give.
    pub groups: Vec<OpenIdGroup>,
}

/// A group, and what it gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct OpenIdGroup {
    /// As the provider calls it.
    pub group: String,
    /// A post; empty where it is a unit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// As what: `holder` or `deputy`; empty means deputy.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standing: String,
    /// A unit, every open post of it as a deputy; empty where it is a post.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

impl Default for OpenId {
    fn default() -> OpenId {
        OpenId {
            issuer: String::new(),
            client: String::new(),
            secret_file: String::new(),
            name: String::new(),
            groups_claim: "groups".to_owned(),
            persons: "known".to_owned(),
            groups: Vec::new(),
        }
    }
}

impl OpenId {
    /// What people call it: its name, or the host of its address.
    pub fn called(&self) -> &str {
        let host = || self.issuer.split("://").nth(1).and_then(|rest| rest.split('/').next());
        if self.name.is_empty() { host().unwrap_or(&self.issuer) } else { &self.name }
    }

    /// Whether it makes persons of those whom nobody is bound to.
    pub fn makes_persons(&self) -> bool {
        self.persons == "made"
    }

    /// What groups give.
    pub fn rules(&self) -> Vec<GroupRule> {
        self.groups.iter().filter_map(OpenIdGroup::rule).collect()
    }

    /// The secret of the client, read from its file; a path that is not absolute begins in the office.
    ///
    /// # Errors
    /// Refused when the file cannot be read, or holds no secret.
    pub fn secret(&self, office: &Path) -> Result<Option<String>, Failure> {
        if self.secret_file.is_empty() {
            return Ok(None);
        }
        secret_in(office, &self.secret_file, "openid.secret_file").map(Some)
    }
}

impl OpenIdGroup {
    /// The rule that is meant; `None` where it is none.
    pub(super) fn rule(&self) -> Option<GroupRule> {
        let gift = match (self.post.as_str(), self.unit.as_str(), self.standing.as_str()) {
            (post, "", "") => GroupGift::Post(PostId::new(post).ok()?, Standing::Deputy),
            (post, "", standing) => GroupGift::Post(PostId::new(post).ok()?, Standing::from_word(standing)?),
            ("", unit, "") => GroupGift::Unit(UnitId::new(unit).ok()?),
            _ => return None,
        };
        (!self.group.is_empty()).then(|| GroupRule { group: self.group.clone(), gift })
    }
}

/// Whether this may be the address of an issuer: what it says goes over the wire to us, so it is encrypted, or stays on
/// this machine.
pub(super) fn is_issuer(text: &str) -> bool {
    let host = |scheme: &str| {
        let rest = text.strip_prefix(scheme)?;
        let authority = rest.split(['/', '?', '#']).next()?;
        (!authority.is_empty() && !authority.contains('@') && !text.contains(['?', '#'])).then_some(authority)
    };
    if host("https://").is_some() {
        return true;
    }
    host("http://").is_some_and(|authority| {
        let name = authority.rsplit_once(':').map_or(authority, |(name, _)| name);
        matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_reached_over_an_encrypted_line_or_on_this_machine() {
        for (text, fits) in [
            ("https://login.example.org", true),
            ("https://login.example.org/realms/works", true),
            ("http://127.0.0.1:4000", true),
            ("http://localhost:4000/oidc", true),
            ("http://[::1]:4000", true),
            ("http://login.example.org", false),
            ("http://localhost.example.org", false),
            ("http://localhost@example.org", false),
            ("https://", false),
            ("https://login.example.org?x=1", false),
            ("login.example.org", false),
        ] {
            assert_eq!(is_issuer(text), fits, "{text}");
        }
    }

    #[test]
    fn a_group_gives_a_post_or_the_posts_of_a_unit() {
        let rule = |group: &str, post: &str, standing: &str, unit: &str| {
            let group = OpenIdGroup {
                group: group.to_owned(),
                post: post.to_owned(),
                standing: standing.to_owned(),
                unit: unit.to_owned(),
            };
            group.rule().map(|rule| format!("{:?}", rule.gift))
        };
        let post = |standing| Some(format!("Post(PostId(\"engineer\"), {standing})"));
        assert_eq!(rule("g", "engineer", "", ""), post("Deputy"));
        assert_eq!(rule("g", "engineer", "holder", ""), post("Holder"));
        assert_eq!(rule("g", "", "", "works"), Some("Unit(UnitId(\"works\"))".to_owned()));
        for (group, post, standing, unit) in [
            ("", "engineer", "", ""),
            ("g", "", "", ""),
            ("g", "engineer", "", "works"),
            ("g", "engineer", "owner", ""),
            ("g", "", "holder", "works"),
            ("g", "An Engineer", "", ""),
        ] {
            assert_eq!(rule(group, post, standing, unit), None, "{group} {post} {standing} {unit}");
        }
    }

    #[test]
    fn the_secret_stands_in_a_file_and_a_wrong_file_is_named() {
        let office = tempfile::tempdir().unwrap();
        let openid = |file: &str| OpenId { secret_file: file.to_owned(), ..OpenId::default() };
        std::fs::write(office.path().join("secret"), "right\n").unwrap();
        std::fs::write(office.path().join("empty"), "\n").unwrap();
        assert_eq!(openid("").secret(office.path()).unwrap(), None);
        assert_eq!(openid("secret").secret(office.path()).unwrap().as_deref(), Some("right"));
        for file in ["empty", "missing"] {
            let Err(Failure::Refused(refusal)) = openid(file).secret(office.path()) else { panic!("{file}") };
            assert!(refusal.to_string().contains(file), "{refusal}");
        }
    }
}
