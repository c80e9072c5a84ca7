//! arXiv in XML: the metadata formats `arXiv` and `arXivRaw` of its OAI-PMH service
//! (<https://info.arxiv.org/help/oa/index.html>) and the Atom entries of its API
//! (<https://info.arxiv.org/help/api/user-manual.html>).
//!
//! A record is the preprint with all its versions. The DOI in it is that of the article in a
//! journal, which is another work.

use model::{Affiliation, Contributor, Kind, Name, Record, RelationKind, Rights, Role, Scheme, Status, SubjectScheme};

use crate::Doubt;
use crate::draft::{Draft, person, subject, told_withdrawn, whole};
use crate::markup::squeeze;
use crate::written_date::of_mail;
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "arxiv-xml";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    match entry.name.as_str() {
        "arXiv" | "arXivRaw" => true,
        "entry" => entry.text_at("id").is_some_and(|id| id.contains("arxiv.org/abs/") || id.contains("arXiv.org:")),
        _ => false,
    }
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::plain();
    draft.record.kind = Kind::Preprint;
    if let Some(id) = entry.child("id") {
        draft.identify(id, Scheme::Arxiv, &id.text());
    }
    draft.title(&entry.text_at("title").unwrap_or_default(), None);
    match entry.name.as_str() {
        "entry" => atom(entry, &mut draft),
        "arXivRaw" => raw(entry, &mut draft),
        _ => plain(entry, &mut draft),
    }
    draft.finish()
}

/// The format `arXiv`: names in parts, dates of the first and the last version.
fn plain(entry: &Element, draft: &mut Draft) {
    for author in entry.find_all("authors/author") {
        let part = |name: &str| author.text_at(name).unwrap_or_default();
        let Some(name) = person(&part("keyname"), &part("forenames"), &part("suffix")) else { continue };
        let mut contributor = Contributor::new(collaboration(name), Role::Author);
        contributor.affiliations = author.children("affiliation").map(Element::text).map(Affiliation::named).collect();
        draft.contribute(contributor);
    }
    if let Some(created) = entry.child("created") {
        draft.publish_on(created, &created.text());
    }
    details(entry, draft);
}

/// arXiv takes every author apart at the last blank, collaborations too: `Dutta for the CMS` and
/// `Collaboration` are put together again.
fn collaboration(name: Name) -> Name {
    match name {
        Name::Person { family, given: Some(given) } if family.eq_ignore_ascii_case("collaboration") => {
            Name::Whole(format!("{given} {family}"))
        }
        name => name,
    }
}

/// The format `arXivRaw`: names in one line, a date for each version.
fn raw(entry: &Element, draft: &mut Draft) {
    for name in names_in_line(&entry.text_at("authors").unwrap_or_default()) {
        if let Some(contributor) = whole(&name, Role::Author) {
            draft.contribute(contributor);
        }
    }
    let first = entry.children("version").min_by_key(|version| {
        let number = version.attr("version").and_then(|v| v.trim_start_matches('v').parse::<u32>().ok());
        number.unwrap_or(u32::MAX)
    });
    if let Some(date) = first.and_then(|version| version.child("date")) {
        match of_mail(&date.text()) {
            Some(date) => draft.publish(date),
            None => draft.doubt(date, "the date of the first version cannot be read; it was left out"),
        }
    }
    details(entry, draft);
}

/// `A. Roy (1), B. Vogel Jr. and C. Lind ((1) Steam Institute)`: the names alone.
fn names_in_line(line: &str) -> Vec<String> {
    let mut depth = 0u32;
    let mut bare = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    let bare = squeeze(&bare).replace(" and ", ", ");
    let mut names: Vec<String> = Vec::new();
    for name in bare.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match names.last_mut() {
            Some(last) if matches!(name.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV") => {
                last.push_str(", ");
                last.push_str(name);
            }
            _ => names.push(name.trim_start_matches("and ").to_owned()),
        }
    }
    names
}

/// What both OAI formats have in common.
fn details(entry: &Element, draft: &mut Draft) {
    draft.first_summary(&entry.text_at("abstract").unwrap_or_default(), None);
    for code in entry.text_at("categories").unwrap_or_default().split_whitespace() {
        draft.subject(subject(SubjectScheme::Arxiv, Some(code), None));
    }
    classes(&entry.text_at("msc-class").unwrap_or_default(), SubjectScheme::Msc, draft);
    classes(&entry.text_at("acm-class").unwrap_or_default(), SubjectScheme::Acm, draft);
    if let Some(reports) = entry.child("report-no") {
        for number in reports.text().split([',', ';']).filter(|number| !number.trim().is_empty()) {
            draft.identify(reports, Scheme::Report, number);
        }
    }
    if let Some(licence) = entry.text_at("license") {
        draft.rights(Rights::at(&licence));
    }
    published_as(entry, "doi", "journal-ref", draft);
    comments(entry, "comments", draft);
}

/// The Atom entry of the API.
fn atom(entry: &Element, draft: &mut Draft) {
    for author in entry.children("author") {
        let Some(mut contributor) = whole(&author.text_at("name").unwrap_or_default(), Role::Author) else { continue };
        contributor.affiliations = author.children("affiliation").map(Element::text).map(Affiliation::named).collect();
        draft.contribute(contributor);
    }
    if let Some(published) = entry.child("published") {
        draft.publish_on(published, &published.text());
    }
    draft.first_summary(&entry.text_at("summary").unwrap_or_default(), None);
    for category in entry.children("category").filter_map(|category| category.attr("term")) {
        // Only the form tells the classifications apart: all carry the scheme of arXiv.
        if category.starts_with(|c: char| c.is_ascii_lowercase()) {
            draft.subject(subject(SubjectScheme::Arxiv, Some(category), None));
        } else if category.starts_with(|c: char| c.is_ascii_digit()) {
            classes(category, SubjectScheme::Msc, draft);
        } else {
            classes(category, SubjectScheme::Acm, draft);
        }
    }
    if let Some(licence) = entry.child("license").or_else(|| entry.child("rights")) {
        draft.rights(Rights::at(&licence.attr("href").map(str::to_owned).unwrap_or_else(|| licence.text())));
    }
    published_as(entry, "doi", "journal_ref", draft);
    comments(entry, "comment", draft);
    for link in entry.children("link") {
        let (href, title) = (link.attr("href").unwrap_or(""), link.attr("title").unwrap_or(""));
        if link.attr("rel") == Some("alternate") || title == "pdf" {
            draft.locate(href, link.attr("type"));
        }
    }
}

/// Codes of a classification, as authors type them: `37K05 (Primary) 37K10, 53D10`, `I.2.9; J.3`.
fn classes(text: &str, scheme: SubjectScheme, draft: &mut Draft) {
    let codes = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | ':' | '/'));
    for code in codes.map(|code| code.trim_matches('.')).filter(|code| !code.is_empty()) {
        let bytes = code.as_bytes();
        let shaped = match scheme {
            SubjectScheme::Msc => matches!(bytes, [a, b, c, ..] if a.is_ascii_digit() && b.is_ascii_digit()
                && (c.is_ascii_alphabetic() || *c == b'-')),
            _ => matches!(bytes, [letter] | [letter, b'.', ..] if letter.is_ascii_uppercase()),
        };
        if shaped {
            draft.subject(subject(scheme, Some(code), None));
        }
    }
}

/// The article that came of it. arXiv's own DOI is the preprint itself.
fn published_as(entry: &Element, doi: &str, reference: &str, draft: &mut Draft) {
    for element in entry.children(doi) {
        for text in element.text().split([',', ';', ' ']).filter(|text| !text.is_empty()) {
            let Some(target) = draft.identifier(element, Scheme::Doi, text) else { continue };
            if target.value().starts_with("10.48550/arxiv.") {
                draft.name(target);
            } else {
                draft.relate(RelationKind::PreprintOf, target);
            }
        }
    }
    if let Some(reference) = entry.text_at(reference) {
        draft.note(&format!("Journal reference: {reference}"));
    }
}

/// Comments of the authors are remarks; a withdrawal is told there and nowhere else.
fn comments(entry: &Element, name: &str, draft: &mut Draft) {
    let comments = entry.text_at(name).unwrap_or_default();
    draft.note(&comments);
    let summary = draft.record.abstracts.first().map(|summary| summary.text.clone()).unwrap_or_default();
    if told_withdrawn(&comments, &summary) {
        draft.lower(Status::Withdrawn);
    }
}

#[cfg(test)]
mod tests {
    use model::PartialDate;

    use super::*;

    #[track_caller]
    fn read_one(xml: &str) -> Record {
        let entry = Element::parse(xml).0.unwrap();
        assert!(claims(&entry));
        let (record, doubts) = read(&entry);
        assert_eq!(doubts, []);
        record
    }

    #[test]
    fn the_doi_of_the_article_is_another_work_and_the_doi_of_arxiv_is_not() {
        let record = read_one(
            "<arXiv><id>2101.00001</id><created>2021-01-01</created><updated>2022-02-02</updated><authors><author>\
             <keyname>Lind</keyname><forenames>Eva</forenames><suffix>Jr</suffix><affiliation>Steam Institute</affiliation></author>\
             <author><keyname>Collaboration</keyname><forenames>Kettle</forenames></author></authors><title>On\n  steam</title>\
             <categories>physics.flu-dyn math.AP</categories><msc-class>37K05 (Primary); 53D10</msc-class>\
             <acm-class>I.2.9; J.3</acm-class><doi>10.5555/art.1 10.48550/arXiv.2101.00001</doi><abstract>Hot.</abstract>\
             <report-no>SI-2021-3, KETTLE 9</report-no></arXiv>",
        );
        let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["arxiv:2101.00001", "report:SI-2021-3", "report:KETTLE 9", "doi:10.48550/arxiv.2101.00001"]);
        assert_eq!(record.relations.len(), 1);
        assert_eq!(record.relations[0].kind, RelationKind::PreprintOf);
        assert_eq!(record.title(), Some("On steam"));
        assert_eq!(record.published, PartialDate::parse("2021-01-01"));
        assert_eq!(record.contributors[0].name.display(), "Eva, Jr Lind");
        assert_eq!(record.contributors[1].name, Name::Whole("Kettle Collaboration".into()));
        let codes: Vec<&str> = record.subjects.iter().filter_map(|s| s.code.as_deref()).collect();
        assert_eq!(codes, ["physics.flu-dyn", "math.AP", "37K05", "53D10", "I.2.9", "J.3"]);
    }

    #[test]
    fn the_first_version_dates_a_raw_record_and_marks_behind_names_go() {
        let record = read_one(
            "<arXivRaw><id>math.GT/0309136</id><version version='v2'><date>Mon, 5 Jan 2004 10:00:00 GMT</date></version>\
             <version version='v1'><date>Sun, 7 Sep 2003 10:00:00 GMT</date></version><title>Knots</title>\
             <authors>A. Roy (1), B. Vogel, Jr. and C. Lind ((1) Steam Institute)</authors></arXivRaw>",
        );
        assert_eq!(record.published, PartialDate::parse("2003-09-07"));
        let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
        assert_eq!(names, ["A. Roy", "B. Vogel, Jr.", "C. Lind"]);
    }

    #[test]
    fn a_withdrawal_is_read_from_the_comments_and_not_taken_for_that_of_another_paper() {
        for (comments, status) in [
            ("This paper has been withdrawn by the author due to an error in Lemma 2", Status::Withdrawn),
            ("withdrawn", Status::Withdrawn),
            ("Supersedes arXiv:0801.1234 which has been withdrawn", Status::Current),
            ("12 pages", Status::Current),
        ] {
            let record = read_one(&format!("<arXiv><id>2101.00002</id><comments>{comments}</comments></arXiv>"));
            assert_eq!(record.status, status, "{comments}");
        }
    }

    #[test]
    fn the_api_answers_with_classes_of_three_schemes_and_the_article_that_came_of_it() {
        let all = crate::xml_testing::read_all((claims, read), "misc-formats", "atom.xml", "entry");
        let Some((_, record, doubts)) = all.first() else { return };
        assert_eq!(doubts, &[]);
        assert_eq!(record.identifiers[0].to_string(), "arxiv:1511.02281");
        assert_eq!(crate::xml_testing::relations(record), ["preprint-of doi:10.1016/b978-0-12-420248-1.00008-8"]);
        let classes = ["arxiv:cs.RO", "arxiv:cs.CY", "arxiv:cs.HC", "acm:I.2.9", "acm:J.3"];
        assert_eq!(crate::xml_testing::subjects(record), classes);
        assert_eq!(record.published.unwrap().to_string(), "2015-11-07");
        assert_eq!(record.locations.len(), 2);
    }
}
