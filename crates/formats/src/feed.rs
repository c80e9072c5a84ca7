//! What the items of all feeds have in common: the Dublin Core and PRISM elements that journals
//! put into them (<https://www.w3.org/TR/dcmi-terms/>, PRISM 3.0,
//! <https://www.w3.org/submissions/2020/SUBM-prism-20200910/>), and names in one line.

use model::{Contributor, Identifier, Kind, Name, PartialDate, Rights, Role, Scheme};

use crate::doubt::quoted;
use crate::draft::{Draft, pages, web_address};
use crate::kind_words::kind_named;
use crate::markup::{plain, squeeze};
use crate::prose::prose;
use crate::written_date::{of_mail, written_date};
use crate::xml::Element;

/// Fills in what PRISM and Dublin Core say about the article that the item announces, and its kind.
pub(crate) fn article(item: &Element, draft: &mut Draft) {
    let text = |name: &str| item.text_at(name);
    for doi in item.children("doi") {
        draft.identify(doi, Scheme::Doi, &doi.text());
    }
    for element in item.children("identifier") {
        // `doi:10...` in most feeds; others repeat the address or a number of their own.
        let id = Identifier::parse(&element.text()).or_else(|| Identifier::new(Scheme::Doi, &element.text()));
        if let Some(id) = id.filter(|id| !matches!(id.scheme(), Scheme::Url | Scheme::Issn)) {
            draft.name(id);
        }
    }
    for issn in item.children("issn").chain(item.children("eIssn")) {
        draft.identify_source(issn, Scheme::Issn, &issn.text());
    }
    let source = &mut draft.record.source;
    source.title = text("publicationName").map(|title| plain(&title));
    source.volume = text("volume");
    source.issue = text("number").or_else(|| text("issue"));
    source.pages =
        pages(text("startingPage"), text("endingPage")).or_else(|| text("pageRange")).or_else(|| text("pages"));
    source.publisher = text("publisher").map(|name| plain(&name));
    let in_journal = source.title.is_some() || !source.identifiers.is_empty();
    let stated = item.children("type").find_map(|kind| kind_named(&kind.text()));
    draft.record.kind = stated.unwrap_or(if in_journal { Kind::Article } else { Kind::Post });
    draft.record.language = item.children("language").find_map(|e| model::Language::parse(&e.text()));
    for subject in item.children("subject") {
        draft.keyword(&plain(&subject.text()));
    }
    for rights in item.children("rights").chain(item.children("copyright")).chain(item.children("license")) {
        let words = rights.text();
        let url = rights.attr("resource").or_else(|| rights.attr("href")).unwrap_or(&words);
        if web_address(url) && !url.contains(' ') {
            draft.rights(Rights::at(url));
        } else if !words.is_empty() {
            draft.rights(Rights { statement: Some(plain(&words)), ..Rights::default() });
        }
    }
}

/// Reads the first of these elements that is there as the date of publication.
pub(crate) fn date(item: &Element, names: &[&str], draft: &mut Draft) {
    for element in names.iter().filter_map(|name| item.child(name)) {
        let text = element.text();
        match PartialDate::parse(&text).or_else(|| of_mail(&text)).or_else(|| written_date(&text)) {
            Some(date) => {
                draft.publish(date);
                return;
            }
            None if text.is_empty() => {}
            None => draft.doubt(element, format!("{} is not a date; it was left out", quoted(&text))),
        }
    }
}

/// The people named in a `dc:creator` or `author`: one, or several in a line.
pub(crate) fn people(element: &Element, draft: &mut Draft) {
    for name in names(&plain(&prose(element))) {
        draft.contribute(Contributor::new(name, Role::Author));
    }
}

/// Names in one line. Semicolons part them always; commas and `and` only where every part has two
/// words, because `Lovelace, Ada` is one name.
fn names(line: &str) -> Vec<Name> {
    // RSS asks for an address of mail with the name behind it in brackets.
    let line = match (line.contains('@'), line.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')'))) {
        (true, Some((name, _))) => name,
        (true, None) => return Vec::new(),
        (false, _) => line,
    };
    if line.contains(';') {
        return line
            .split(';')
            .map(squeeze)
            .filter(|name| !name.is_empty())
            .map(|name| Name::from_inverted(&name))
            .collect();
    }
    let listed = line.replace(", and ", ", ").replace(" and ", ", ");
    let parts: Vec<String> = listed.split(',').map(squeeze).filter(|name| !name.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| part.contains(' ')) {
        return parts.into_iter().map(Name::Whole).collect();
    }
    let name = squeeze(line);
    if name.is_empty() { Vec::new() } else { vec![Name::from_inverted(&name)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        assert_eq!(names(line).iter().map(Name::display).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn names_in_one_line_are_parted_where_they_can_be_told_apart() {
        check("Anna Roy, Bo Lind and Cy Vogel", &["Anna Roy", "Bo Lind", "Cy Vogel"]);
        check("Roy, Anna; Lind, Bo", &["Anna Roy", "Bo Lind"]);
        check("Lovelace, Ada", &["Ada Lovelace"]);
        check("desk@paper.example (Anna Roy)", &["Anna Roy"]);
        check("desk@paper.example", &[]);
        check("", &[]);
    }
}
