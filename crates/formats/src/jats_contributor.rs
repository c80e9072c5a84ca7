//! The people and bodies of a JATS article, with the places where they work.

use std::collections::HashMap;

use model::{Affiliation, Contributor, Name, Role};

use crate::draft::{Draft, affiliation, country, person, ror};
use crate::markup::squeeze;
use crate::prose::prose;
use crate::xml::{Element, Node};

/// Reads the contributors of the front matter, in order.
pub(crate) fn contributors(meta: &Element, draft: &mut Draft) {
    let groups: Vec<&Element> = meta.children("contrib-group").collect();
    let places = Places::of(meta, &groups);
    for group in groups {
        let shared = places.shared_in(group);
        for contrib in group.children("contrib") {
            let role = role(contrib, group);
            let orcid = contrib.children("contrib-id").find(|id| id.attr("contrib-id-type") == Some("orcid"));
            // Before there was `contrib-id`, an ORCID was a link.
            let link = contrib.children("uri").find(|uri| uri.attr("content-type") == Some("orcid"));
            let affiliations = places.of_contributor(contrib, &shared);
            for name in names(contrib) {
                let mut contributor = Contributor::new(name, role);
                if let Some(id) = orcid.or(link) {
                    let text = id.attr("href").map_or_else(|| id.text(), str::to_owned);
                    draft.orcid(id, &mut contributor, &text);
                }
                contributor.affiliations.clone_from(&affiliations);
                draft.contribute(contributor);
            }
        }
    }
}

/// The affiliations of an article. Each is read once, however many point at it.
struct Places {
    by_id: HashMap<String, Affiliation>,
    /// The one affiliation of an article that has no other.
    only: Option<Affiliation>,
}

/// Working places of one contributor; what points at more is a slip or an attack.
const PLACES_MAX: usize = 100;

impl Places {
    fn of(meta: &Element, groups: &[&Element]) -> Places {
        let outer = affiliations_in(meta).into_iter();
        let all: Vec<&Element> = outer.chain(groups.iter().flat_map(|group| affiliations_in(group))).collect();
        let by_id =
            all.iter().filter_map(|place| Some((place.attr("id")?.to_owned(), affiliation_of(place)?))).collect();
        let only = if let [only] = all[..] { affiliation_of(only) } else { None };
        Places { by_id, only }
    }

    /// Where nobody points, the affiliations of the group are those of everyone in it.
    fn shared_in(&self, group: &Element) -> Vec<Affiliation> {
        if group.children("contrib").any(|contrib| !pointers(contrib).is_empty()) {
            return Vec::new();
        }
        let here: Vec<Affiliation> =
            affiliations_in(group).into_iter().take(PLACES_MAX).filter_map(affiliation_of).collect();
        if here.is_empty() { self.only.clone().into_iter().collect() } else { here }
    }

    fn of_contributor(&self, contrib: &Element, shared: &[Affiliation]) -> Vec<Affiliation> {
        let own = affiliations_in(contrib).into_iter().filter_map(affiliation_of);
        let pointed = pointers(contrib).into_iter().filter_map(|id| self.by_id.get(id).cloned());
        let mut found: Vec<Affiliation> = Vec::new();
        for place in own.chain(pointed).take(PLACES_MAX) {
            if !found.contains(&place) {
                found.push(place);
            }
        }
        if found.is_empty() { shared.to_vec() } else { found }
    }
}

fn role(contrib: &Element, group: &Element) -> Role {
    let stated = contrib.attr("contrib-type").or_else(|| group.attr("content-type")).unwrap_or("");
    match stated.to_ascii_lowercase().as_str() {
        "translator" => Role::Translator,
        "reviewer" | "collaborator" | "contributor" | "author non-byline" | "advisor" | "research-assistant" => {
            Role::Contributor
        }
        word if word.contains("editor") => Role::Editor,
        // Of patents, which JATS has no word for.
        word @ ("inventor" | "applicant" | "assignee") => Role::from_word(word).unwrap_or(Role::Author),
        _ => Role::Author,
    }
}

/// Whom a `contrib` names: a person, a body, or both when somebody signs for a collaboration.
fn names(contrib: &Element) -> Vec<Name> {
    let mut found = Vec::new();
    let alternatives = contrib.child("name-alternatives");
    let name = |element: &Element| {
        let part = |name: &str| element.child(name).map(prose).unwrap_or_default();
        match person(&part("surname"), &part("given-names"), &part("suffix")) {
            None if element.name == "string-name" => {
                Some(prose(element)).filter(|text| !text.is_empty()).map(Name::Whole)
            }
            name => name,
        }
    };
    let places = [Some(contrib), alternatives];
    for element in places.into_iter().flatten().flat_map(Element::elements) {
        let is_name = matches!(element.name.as_str(), "name" | "string-name");
        // Of several forms of one name the first counts.
        if is_name && found.is_empty() {
            found.extend(name(element));
        }
    }
    let bodies = contrib.find_all("collab-alternatives/collab").into_iter().take(1).chain(contrib.children("collab"));
    for body in bodies {
        let own = without(body, &["contrib-group", "xref", "aff", "fn", "label", "institution-id"]);
        if !own.is_empty() {
            found.push(Name::Whole(own));
        }
    }
    found
}

/// The affiliations that stand here, in the first form where there are several.
fn affiliations_in(place: &Element) -> Vec<&Element> {
    let mut found: Vec<&Element> = place.children("aff").collect();
    found.extend(place.children("aff-alternatives").filter_map(|forms| forms.child("aff")));
    found
}

/// The ids of the affiliations that a contributor points at.
fn pointers(contrib: &Element) -> Vec<&str> {
    let marks = contrib.children("xref").chain(contrib.find_all("collab/xref"));
    marks
        .filter(|xref| xref.attr("ref-type") == Some("aff"))
        .flat_map(|xref| xref.attr("rid").unwrap_or("").split_whitespace())
        .collect()
}

fn affiliation_of(aff: &Element) -> Option<Affiliation> {
    let name = without(aff, &["label", "institution-id", "email", "xref", "sup", "fn", "ext-link"]);
    let ids = aff.descendants("institution-id");
    let registered =
        ids.iter().filter(|id| id.attr("institution-id-type").is_some_and(|t| t.eq_ignore_ascii_case("ror")));
    let ror = registered.map(|id| id.text()).find_map(|id| ror(&id));
    let code = aff.descendants("country").first().and_then(|element| country(element.attr("country")?));
    affiliation(&name, ror).map(|place| Affiliation { country: code, ..place })
}

/// The text of an element without these elements; parts that carry meaning of their own are set
/// apart by commas where the source sets nothing between them.
fn without(element: &Element, left_out: &[&str]) -> String {
    let mut line = String::new();
    gather(element, left_out, &mut line);
    squeeze(&line).trim_matches([',', ';', ' ']).replace(" ,", ",")
}

// The depth of the tree bounds the recursion.
fn gather(element: &Element, left_out: &[&str], line: &mut String) {
    const PARTS: &[&str] = &["institution", "addr-line", "country", "city", "state", "institution-wrap"];
    let mut after_part = false;
    for node in &element.nodes {
        match node {
            Node::Text(text) if text.trim().is_empty() => line.push(' '),
            Node::Text(text) => {
                after_part = false;
                line.push_str(text);
            }
            Node::Element(child) if left_out.contains(&child.name.as_str()) => {}
            Node::Element(child) => {
                let part = PARTS.contains(&child.name.as_str());
                if part && after_part {
                    line.truncate(line.trim_end().len());
                    line.push_str(", ");
                }
                gather(child, left_out, line);
                after_part = part;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(meta: &str) -> Vec<Contributor> {
        let mut draft = Draft::plain();
        contributors(&Element::parse(&format!("<article-meta>{meta}</article-meta>")).0.unwrap(), &mut draft);
        draft.record.contributors
    }

    #[test]
    fn a_mark_at_a_name_leads_to_the_place_of_work() {
        let read = read(
            "<contrib-group><contrib contrib-type='author'><contrib-id contrib-id-type='orcid'>https://orcid.org/0000-0002-1694-233X\
             </contrib-id><name><surname>Sokolova</surname><given-names>Vera</given-names></name><xref ref-type='aff' rid='a2 a1'/>\
             </contrib><contrib contrib-type='editor'><name><surname>Roy</surname></name></contrib></contrib-group>\
             <aff id='a1'><label>1</label><institution-wrap><institution-id institution-id-type='ror'>https://ror.org/04wxnsj81\
             </institution-id><institution>Works No. 9</institution></institution-wrap> <country country='fr'>France</country></aff>\
             <aff id='a2'><sup>2</sup>Institute of Steam</aff>",
        );
        assert_eq!(read[0].name.display(), "Vera Sokolova");
        assert_eq!(read[0].orcid.as_deref(), Some("0000-0002-1694-233X"));
        let places: Vec<&str> = read[0].affiliations.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(places, ["Institute of Steam", "Works No. 9, France"]);
        assert_eq!(read[0].affiliations[1].ror.as_deref(), Some("04wxnsj81"));
        assert_eq!(read[0].affiliations[1].country.as_deref(), Some("FR"));
        assert_eq!(read[1].role, Role::Editor);
        assert!(read[1].affiliations.is_empty(), "others of the group point, so nothing is shared");
    }

    #[test]
    fn a_collaboration_is_a_body_and_its_members_are_not_authors_of_their_own() {
        let read = read(
            "<contrib-group><contrib><collab>The Steam Group<contrib-group><contrib><name><surname>Hidden</surname></name>\
             </contrib></contrib-group></collab></contrib></contrib-group>",
        );
        assert_eq!(read, [Contributor::new(Name::Whole("The Steam Group".into()), Role::Author)]);
    }

    #[test]
    fn one_place_without_marks_is_the_place_of_all() {
        let read = read(
            "<contrib-group><contrib><name><surname>A</surname></name></contrib><contrib><name><surname>B</surname></name>\
             </contrib><aff>Institute of Steam</aff></contrib-group>",
        );
        assert!(read.iter().all(|who| who.affiliations == [Affiliation::named("Institute of Steam")]));
    }
}
