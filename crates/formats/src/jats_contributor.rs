//! The people and bodies of a JATS article, with the places where they work.

use model::{Affiliation, Contributor, Name, Role};

use crate::markup::squeeze;
use crate::prose::prose;
use crate::xml::{Element, Node};
use crate::xml_draft::{Draft, country, person, ror, set_orcid};

/// Reads the contributors of the front matter, in order.
pub(crate) fn contributors(meta: &Element, draft: &mut Draft) {
    let groups: Vec<&Element> = meta.children("contrib-group").collect();
    let mut places: Vec<&Element> = affiliations_in(meta);
    for group in &groups {
        places.extend(affiliations_in(group));
    }
    for group in &groups {
        let pointed = group.children("contrib").any(|contrib| !pointers(contrib).is_empty());
        for contrib in group.children("contrib") {
            let role = role(contrib, group);
            for name in names(contrib) {
                let mut contributor = Contributor::new(name, role);
                for id in contrib.children("contrib-id").filter(|id| id.attr("contrib-id-type") == Some("orcid")) {
                    set_orcid(draft, &mut contributor, &id.text(), id);
                }
                // Before there was `contrib-id`, an ORCID was a link.
                if contributor.orcid.is_none()
                    && let Some(link) = contrib.children("uri").find(|uri| uri.attr("content-type") == Some("orcid"))
                {
                    set_orcid(draft, &mut contributor, link.attr("href").unwrap_or(&link.text()), link);
                }
                contributor.affiliations = working_places(contrib, group, &places, pointed);
                draft.contribute(contributor);
            }
        }
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

fn working_places(contrib: &Element, group: &Element, places: &[&Element], pointed: bool) -> Vec<Affiliation> {
    let mut found: Vec<Affiliation> = Vec::new();
    let mut add = |place: &Element| {
        if let Some(place) = affiliation_of(place)
            && !found.contains(&place)
        {
            found.push(place);
        }
    };
    for place in affiliations_in(contrib) {
        add(place);
    }
    for id in pointers(contrib) {
        let forms_point = |place: &&&Element| place.attr("id") == Some(id);
        if let Some(place) = places.iter().find(forms_point) {
            add(place);
        }
    }
    // Where nobody points, the affiliations of the group are those of everyone in it.
    if !pointed && found.is_empty() {
        let here = affiliations_in(group);
        let here = if here.is_empty() && places.len() == 1 { places.to_vec() } else { here };
        let mut all: Vec<Affiliation> = here.into_iter().filter_map(affiliation_of).collect();
        all.dedup();
        return all;
    }
    found
}

fn affiliation_of(aff: &Element) -> Option<Affiliation> {
    let name = without(aff, &["label", "institution-id", "email", "xref", "sup", "fn", "ext-link"]);
    let ids = aff.descendants("institution-id");
    let registered =
        ids.iter().filter(|id| id.attr("institution-id-type").is_some_and(|t| t.eq_ignore_ascii_case("ror")));
    let ror = registered.map(|id| id.text()).find_map(|id| ror(&id));
    let country = aff.descendants("country").first().and_then(|c| country(c.attr("country")?));
    (!name.is_empty()).then_some(Affiliation { name, ror, country })
}

/// The text of an element without these elements; parts that carry meaning of their own are set
/// apart by commas where the source sets nothing between them.
fn without(element: &Element, left_out: &[&str]) -> String {
    let mut line = String::new();
    gather(element, left_out, &mut line);
    squeeze(&line).trim_matches([',', ';', ' ']).replace(" ,", ",").to_owned()
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
        let mut draft = Draft::default();
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
