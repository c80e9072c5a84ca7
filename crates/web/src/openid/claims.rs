//! What a provider says of somebody, in its token or beside it.

use std::collections::{BTreeMap, BTreeSet};

use desk::Identified;
use openidconnect::core::CoreGenderClaim;
use openidconnect::{AdditionalClaims, IdTokenClaims, UserInfoClaims};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Groups that are read of a person; further ones are passed over.
const GROUPS_MAX: usize = 2_000;

/// Claims beside those of the standard.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Further {
    /// By their names.
    #[serde(flatten)]
    pub all: BTreeMap<String, Value>,
}

impl AdditionalClaims for Further {}

/// Of a token.
pub type Claims = IdTokenClaims<Further, CoreGenderClaim>;

/// Who somebody is, by a token.
pub fn said(issuer: &str, claims: &Claims, groups_claim: &str) -> Identified {
    let is_verified = claims.email_verified() == Some(true);
    Identified {
        issuer: issuer.to_owned(),
        subject: claims.subject().to_string(),
        username: claims.preferred_username().map(|name| name.to_string()),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        email: claims.email().filter(|_| is_verified).map(|email| email.to_string()),
        groups: groups_of(claims.additional_claims(), groups_claim),
    }
}

/// Adds what the token did not say.
pub fn add(who: &mut Identified, more: &UserInfoClaims<Further, CoreGenderClaim>, groups_claim: &str) {
    let is_verified = more.email_verified() == Some(true);
    who.username = who.username.take().or_else(|| more.preferred_username().map(|name| name.to_string()));
    let name = more.name().and_then(|name| name.get(None)).map(|name| name.to_string());
    who.name = who.name.take().or(name);
    let email = more.email().filter(|_| is_verified).map(|email| email.to_string());
    who.email = who.email.take().or(email);
    who.groups.extend(groups_of(more.additional_claims(), groups_claim));
}

/// The groups in a claim: a list of names, or one name. What says nothing says that there are none.
fn groups_of(further: &Further, claim: &str) -> BTreeSet<String> {
    match further.all.get(claim) {
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).take(GROUPS_MAX).map(str::to_owned).collect()
        }
        Some(Value::String(name)) => BTreeSet::from([name.clone()]),
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_a_list_of_names_or_one_name_and_anything_else_is_none() {
        for (claims, groups) in [
            (r#"{"groups": ["b", "a", 1]}"#, vec!["a", "b"]),
            (r#"{"groups": "a"}"#, vec!["a"]),
            (r#"{"groups": {"a": true}}"#, vec![]),
            (r#"{"roles": ["a"]}"#, vec![]),
            ("{}", vec![]),
        ] {
            let further: Further = serde_json::from_str(claims).unwrap();
            assert_eq!(groups_of(&further, "groups").iter().collect::<Vec<_>>(), groups, "{claims}");
        }
    }
}
