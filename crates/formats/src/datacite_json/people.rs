//! Creators and contributors of DataCite metadata.

use model::{Affiliation, Contributor, Name, Role};
use serde_json::Value;

use super::is_stated;
use crate::draft::{self, Draft};
use crate::json;

/// Reads both lists.
pub(super) fn read(draft: &mut Draft, work: &Value) {
    for person in json::list(work, "creators") {
        contribute(draft, "creators", person, Role::Author);
    }
    for person in json::list(work, "contributors") {
        let role = match json::text(person, "contributorType").as_deref() {
            Some("Editor") => Role::Editor,
            Some("Translator") => Role::Translator,
            // They keep or hand out the work and had no part in making it.
            Some("HostingInstitution" | "RegistrationAgency" | "RegistrationAuthority" | "Distributor") => continue,
            _ => Role::Contributor,
        };
        contribute(draft, "contributors", person, role);
    }
}

fn contribute(draft: &mut Draft, place: &str, person: &Value, role: Role) {
    let is_body = json::text(person, "nameType").as_deref() == Some("Organizational");
    let family = json::plain(person, "familyName").filter(|_| !is_body);
    let whole = json::plain(person, "name").or_else(|| json::plain(person, "literal"));
    let name = match (family, whole) {
        (Some(family), _) => Name::Person { family, given: json::plain(person, "givenName") },
        (None, Some(name)) if !is_stated(&name) => return,
        (None, Some(name)) if is_body => Name::Whole(name),
        (None, Some(name)) if is_list(&name) => return several(draft, &name, role),
        (None, Some(name)) => Name::from_inverted(&name),
        (None, None) => return draft.doubt(place, "one has no name and was left out"),
    };
    let mut contributor = Contributor::new(name, role);
    for identifier in json::list(person, "nameIdentifiers") {
        let scheme = json::text(identifier, "nameIdentifierScheme").unwrap_or_default();
        if scheme.eq_ignore_ascii_case("orcid")
            && let Some(orcid) = json::text(identifier, "nameIdentifier")
        {
            draft.orcid("nameIdentifiers", &mut contributor, &orcid);
        }
    }
    if contributor.orcid.is_none()
        && let Some(orcid) = json::text(person, "id").filter(|id| id.contains("orcid.org"))
    {
        draft.orcid(place, &mut contributor, &orcid);
    }
    contributor.affiliations = json::list(person, "affiliation").iter().filter_map(affiliation).collect();
    draft.contribute_once(contributor);
}

/// A name, or an object with name and identifier.
fn affiliation(place: &Value) -> Option<Affiliation> {
    let name = json::words(place).or_else(|| json::text(place, "name"))?;
    let mut affiliation = draft::affiliation(&name, None).filter(|affiliation| is_stated(&affiliation.name))?;
    let id = json::text(place, "affiliationIdentifier").or_else(|| json::text(place, "id"));
    affiliation.ror = id.filter(|id| id.contains("ror.org")).and_then(|id| draft::ror(&id));
    Some(affiliation)
}

/// Some repositories put all their authors into one name: `Ohm, Ida; Volt, Max (Works No. 4)`.
fn is_list(name: &str) -> bool {
    name.contains(';') && name.split(';').all(|one| one.contains(','))
}

fn several(draft: &mut Draft, names: &str, role: Role) {
    for one in names.split(';') {
        let (name, place) = match one.trim().strip_suffix(')').and_then(|one| one.rsplit_once(" (")) {
            Some((name, place)) => (name, draft::affiliation(place, None)),
            None => (one, None),
        };
        let mut contributor = Contributor::new(Name::from_inverted(name), role);
        contributor.affiliations.extend(place);
        draft.contribute_once(contributor);
    }
}
