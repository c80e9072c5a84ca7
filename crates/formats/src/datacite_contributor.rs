//! Creators and contributors of DataCite metadata.

use model::{Contributor, Name, Role};

use crate::datacite_xml::stated;
use crate::draft::{Draft, affiliation, person, ror};
use crate::xml::Element;

/// Reads creators, then contributors.
pub(crate) fn contributors(resource: &Element, draft: &mut Draft) {
    for creator in resource.find_all("creators/creator") {
        people(creator, "creatorName", Role::Author, draft);
    }
    for contributor in resource.find_all("contributors/contributor") {
        let role = match contributor.attr("contributorType") {
            Some("Editor") => Role::Editor,
            Some("Translator") => Role::Translator,
            _ => Role::Contributor,
        };
        people(contributor, "contributorName", role, draft);
    }
}

/// The people of one element: one, unless the depositor put several names into it, when each
/// name takes what follows it.
fn people(element: &Element, named: &str, role: Role, draft: &mut Draft) {
    let mut parts: Vec<Vec<&Element>> = Vec::new();
    for child in element.elements() {
        match parts.last_mut() {
            Some(part) if child.name != named => part.push(child),
            _ => parts.push(vec![child]),
        }
    }
    for part in parts {
        if let Some(contributor) = one(&part, named, role, draft) {
            draft.contribute(contributor);
        }
    }
}

fn one(parts: &[&Element], named: &str, role: Role, draft: &mut Draft) -> Option<Contributor> {
    let text = |name: &str| parts.iter().find(|e| e.name == name).and_then(|e| stated(&e.text()));
    let whole = text(named);
    let declared =
        parts.iter().find(|e| e.name == named).and_then(|e| e.attr("nameType")).unwrap_or("").to_ascii_lowercase();
    let ids = || parts.iter().filter(|e| e.name == "nameIdentifier");
    let scheme = |id: &Element| id.attr("nameIdentifierScheme").unwrap_or("").to_ascii_uppercase();
    // Only bodies stand in the registry of organizations.
    let body = declared == "organizational" || ids().any(|id| scheme(id) == "ROR");
    let name = match (body, text("familyName"), text("givenName")) {
        (true, ..) => Name::Whole(whole.or_else(|| text("familyName"))?),
        (false, Some(family), given) => person(&family, given.as_deref().unwrap_or(""), "")?,
        (false, None, _) => Name::from_inverted(&whole?),
    };
    let mut contributor = Contributor::new(name, role);
    for id in ids() {
        let text = id.text();
        if scheme(id) == "ORCID" || text.contains("orcid.org/") {
            draft.orcid(*id, &mut contributor, &text);
        }
    }
    for place in parts.iter().filter(|e| e.name == "affiliation") {
        let registered = place.attr("affiliationIdentifier").filter(|id| {
            id.contains("ror.org")
                || place.attr("affiliationIdentifierScheme").is_some_and(|s| s.eq_ignore_ascii_case("ror"))
        });
        let name = stated(&place.text()).unwrap_or_default();
        contributor.affiliations.extend(affiliation(&name, registered.and_then(ror)));
    }
    Some(contributor)
}
