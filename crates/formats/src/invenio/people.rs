//! Creators and contributors of Invenio records, in both forms.

use model::{Affiliation, Contributor, Name, Role};
use serde_json::Value;

use crate::draft::{self, Draft};
use crate::json;

/// Reads both lists.
pub(super) fn read(draft: &mut Draft, work: &Value) {
    for person in json::list(work, "creators") {
        contribute(draft, "metadata/creators", person, Role::Author);
    }
    for person in json::list(work, "contributors") {
        let word = json::text(person, "role/id").or_else(|| json::text(person, "type")).unwrap_or_default();
        let role = match word.to_ascii_lowercase().as_str() {
            "editor" => Role::Editor,
            "translator" => Role::Translator,
            "hostinginstitution" | "registrationagency" | "registrationauthority" | "distributor" => continue,
            _ => Role::Contributor,
        };
        contribute(draft, "metadata/contributors", person, role);
    }
}

fn contribute(draft: &mut Draft, place: &str, holder: &Value, role: Role) {
    // Zenodo's older form has no inner object.
    let person = match json::at(holder, "person_or_org") {
        Value::Null => holder,
        person => person,
    };
    let is_body = json::text(person, "type").as_deref() == Some("organizational");
    let name = match (json::plain(person, "family_name"), json::plain(person, "name")) {
        (Some(family), _) if !is_body => Name::Person { family, given: json::plain(person, "given_name") },
        (_, Some(name)) if is_body => Name::Whole(name),
        (_, Some(name)) => Name::from_inverted(&name),
        _ => return draft.doubt(place, "one has no name and was left out"),
    };
    let mut contributor = Contributor::new(name, role);
    let listed = json::list(person, "identifiers")
        .iter()
        .filter(|id| json::text(id, "scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("orcid")))
        .find_map(|id| json::text(id, "identifier"));
    if let Some(orcid) = listed.or_else(|| json::text(person, "orcid")) {
        draft.orcid(place, &mut contributor, &orcid);
    }
    let places = json::list(holder, "affiliations").iter().chain(json::list(holder, "affiliation"));
    contributor.affiliations = places.filter_map(affiliation).collect();
    draft.contribute_once(contributor);
}

/// A name, or an object with name and identifier.
fn affiliation(place: &Value) -> Option<Affiliation> {
    let name = json::words(place).or_else(|| json::text(place, "name"))?;
    let mut affiliation = draft::affiliation(&name, None)?;
    affiliation.ror = json::text(place, "id").and_then(|id| draft::ror(&id));
    Some(affiliation)
}
