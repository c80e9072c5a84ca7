//! Names of MODS: people, families, bodies and conferences with their roles.

use model::{Contributor, Name, Role};

use crate::draft::{Draft, affiliation, inverted, person, whole};
use crate::xml::Element;

/// Reads the names of a record, in order.
pub(crate) fn names(mods: &Element, draft: &mut Draft) {
    for name in mods.children("name") {
        let Some(role) = role(name) else { continue };
        let Some(mut contributor) = contributor(name, role) else { continue };
        for id in name.children("nameIdentifier").filter(|id| id.attr("type") == Some("orcid")) {
            draft.orcid(id, &mut contributor, &id.text());
        }
        contributor.affiliations =
            name.children("affiliation").filter_map(|place| affiliation(&place.text(), None)).collect();
        draft.contribute(contributor);
    }
}

/// The role by code or word of the MARC relators; `None` for a publisher, who stands elsewhere.
/// Of several roles the first known counts.
fn role(name: &Element) -> Option<Role> {
    let mut terms: Vec<String> = name.find_all("role/roleTerm").iter().map(|term| term.text().to_lowercase()).collect();
    // Version 3.0 wrote the role without a term.
    terms.extend(name.find_all("role/text").iter().map(|term| term.text().to_lowercase()));
    let mut known = terms.iter().filter_map(|term| match term.trim_end_matches('.') {
        "aut" | "author" | "cre" | "creator" | "joint author" | "dissertant" | "dis" => Some(Some(Role::Author)),
        "edt" | "editor" | "edc" | "com" | "compiler" => Some(Some(Role::Editor)),
        "trl" | "translator" => Some(Some(Role::Translator)),
        "inv" | "inventor" => Some(Some(Role::Inventor)),
        "pta" | "patent applicant" => Some(Some(Role::Applicant)),
        "pth" | "patent holder" => Some(Some(Role::Assignee)),
        "pbl" | "publisher" | "dst" | "distributor" | "dgg" | "degree grantor" | "degree granting institution" => {
            Some(None)
        }
        _ => None,
    });
    match known.next() {
        Some(role) => role,
        None if terms.is_empty() => Some(Role::Author),
        None => Some(Role::Contributor),
    }
}

fn contributor(name: &Element, role: Role) -> Option<Contributor> {
    let part = |kind: Option<&str>| {
        let parts = name.children("namePart").filter(|part| part.attr("type") == kind).map(Element::text);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let (family, given) = (part(Some("family")), part(Some("given")));
    if !family.is_empty() {
        return person(&family, &given, &part(Some("termsOfAddress"))).map(|name| Contributor::new(name, role));
    }
    let plain = part(None);
    let plain = if plain.is_empty() { name.text_at("displayForm").unwrap_or(given) } else { plain };
    match name.attr("type") {
        Some("corporate" | "conference" | "family") => whole(plain.trim_end_matches([',', '.', ' ']), role),
        _ => inverted(&plain, role).map(|contributor| match contributor.name {
            // Catalogues end names with a point: it belongs to an initial, not to a word.
            Name::Person { family, given: Some(given) } => {
                let last = given.rsplit([' ', '.']).find(|word| !word.is_empty()).unwrap_or("");
                let given =
                    if last.chars().count() > 2 { given.trim_end_matches('.').to_owned() } else { given.clone() };
                Contributor::new(Name::Person { family, given: Some(given) }, role)
            }
            name => Contributor::new(name, role),
        }),
    }
}
