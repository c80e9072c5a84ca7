//! A row of a table as a record: what CSV and XLSX share.

use model::{Affiliation, Identifier, Kind, Record, Rights, Role, Scheme, Subject, SubjectScheme};

use crate::Doubt;
use crate::column_map::Part;
use crate::draft::{Draft, ENTRY};
use crate::markup::squeeze;
use crate::refer::kind_named;
use crate::written_date::written_date;

/// Maps the cells of a row. `header` gives each column's name and part; cells beyond it are left
/// out with a doubt. `None` for a row without anything in its known columns.
pub(crate) fn record(
    header: &[(String, Option<Part>)],
    cells: &[String],
    mut draft: Draft,
) -> Option<(Record, Vec<Doubt>)> {
    let filled = |part: Part| {
        let found = header.iter().zip(cells).find(|((_, known), cell)| *known == Some(part) && !cell.trim().is_empty());
        found.map(|(_, cell)| squeeze(cell))
    };
    let known = header.iter().zip(cells).any(|((_, part), cell)| part.is_some() && !cell.trim().is_empty());
    if !known {
        return None;
    }
    if cells.iter().skip(header.len()).any(|cell| !cell.trim().is_empty()) {
        draft.doubt(
            ENTRY,
            format!("the row has {} cells and the header {}; what is beyond was left out", cells.len(), header.len()),
        );
    }
    kind(filled(Part::Kind), filled(Part::Patent).is_some(), &mut draft);
    match (filled(Part::Title), filled(Part::Subtitle)) {
        (Some(title), Some(subtitle)) => draft.title(&format!("{title}: {subtitle}"), None),
        (title, subtitle) => draft.title(&title.or(subtitle).unwrap_or_default(), None),
    }
    let pages = match (filled(Part::FirstPage), filled(Part::LastPage)) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
        (first, last) => first.or(last),
    };
    let source = &mut draft.record.source;
    source.title = filled(Part::Source);
    source.volume = filled(Part::Volume);
    source.issue = filled(Part::Issue);
    source.pages = filled(Part::Pages).or(pages);
    source.publisher = filled(Part::Publisher);
    let mut done: Vec<Part> = Vec::new();
    for ((name, part), cell) in header.iter().zip(cells) {
        let Some(part) = *part else { continue };
        if cell.trim().is_empty() || (ONCE.contains(&part) && done.contains(&part)) {
            continue;
        }
        done.push(part);
        one(part, name, cell, &mut draft);
    }
    Some(draft.finish())
}

/// Parts of which the first column that holds something is taken: exporters repeat names in
/// another form.
const ONCE: &[Part] = &[Part::Authors, Part::Inventors, Part::Editors, Part::Published, Part::Kind, Part::Language];

/// Values of a cell that holds several.
fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|', '\n']).map(str::trim).filter(|value| !value.is_empty())
}

fn kind(stated: Option<String>, has_patent: bool, draft: &mut Draft) {
    let Some(stated) = stated else {
        draft.record.kind = if has_patent { Kind::Patent } else { Kind::Other };
        return;
    };
    let word = stated.to_lowercase();
    let hyphened = word.replace(' ', "-");
    let known = Kind::from_word(&hyphened).or_else(|| kind_named(&word)).or(match word.as_str() {
        "aufsatz"
        | "zeitschriftenaufsatz"
        | "artikel"
        | "article de revue"
        | "статья"
        | "early access"
        | "article in press"
        | "data paper" => Some(Kind::Article),
        // The databases call an article that surveys its field a review.
        "short survey" | "review article" => Some(Kind::Article),
        "proceedings paper" | "conferencepaper" | "ieee conferences" | "доклад" | "tagungsbeitrag"
        | "communication" => Some(Kind::ConferencePaper),
        "buch" | "livre" | "книга" | "monograph" | "монография" => Some(Kind::Book),
        "book chapter" | "kapitel" | "booksection" | "chapitre" | "глава" => Some(Kind::Chapter),
        "dissertation" | "thèse" | "диссертация" | "hochschulschrift" => Some(Kind::Thesis),
        "bericht" | "rapport" | "отчет" | "отчёт" | "technical report" => Some(Kind::Report),
        "patentschrift" | "brevet" | "патент" | "granted patent" | "patent application" => Some(Kind::Patent),
        "norm" | "norme" | "стандарт" | "гост" => Some(Kind::Standard),
        "letter" | "editorial material" | "note" => Some(Kind::Editorial),
        "erratum" => Some(Kind::Correction),
        "retracted" => Some(Kind::Retraction),
        "journalarticle" | "journal" => Some(Kind::Article),
        _ => None,
    });
    draft.record.kind = known.unwrap_or_else(|| {
        draft.not_a("kind", "a known kind", &stated);
        if has_patent { Kind::Patent } else { Kind::Other }
    });
}

fn one(part: Part, name: &str, cell: &str, draft: &mut Draft) {
    let identify = |scheme: Scheme, what: &str, draft: &mut Draft| {
        for value in values(cell) {
            if !draft.identified(scheme, value) {
                draft.not_a(name, what, value);
            }
        }
    };
    let classes = |scheme: SubjectScheme, draft: &mut Draft| {
        // A comma divides classes, which never hold one.
        for code in values(cell).flat_map(|value| value.split(',')).map(str::trim).filter(|code| !code.is_empty()) {
            draft.subject(Subject::coded(scheme, code));
        }
    };
    match part {
        Part::OtherTitle => draft.title(cell, None),
        Part::Authors => people(cell, name, Role::Author, draft),
        Part::Editors => people(cell, name, Role::Editor, draft),
        Part::Inventors => people(cell, name, Role::Inventor, draft),
        Part::Applicants => values(cell).for_each(|body| draft.inverted(body, Role::Applicant)),
        Part::Assignees => values(cell).for_each(|body| draft.inverted(body, Role::Assignee)),
        // Whose place it is can only be said of a single author.
        Part::Affiliations => match draft.record.contributors.as_mut_slice() {
            [only] => only.affiliations.extend(values(cell).map(|place| Affiliation::named(squeeze(place)))),
            _ => draft.note(&format!("affiliations: {cell}")),
        },
        Part::Published => match written_date(cell) {
            Some(date) => draft.publish(date),
            None => draft.no_date(name, cell),
        },
        Part::Doi => values(cell).for_each(|value| draft.doi(name, value)),
        Part::Pmid => identify(Scheme::Pmid, "a PubMed number", draft),
        Part::Arxiv => identify(Scheme::Arxiv, "an arXiv number", draft),
        Part::Id => {
            for value in values(cell) {
                let found = Identifier::parse(value).filter(|id| id.scheme() != Scheme::Url);
                match found.or_else(|| Identifier::new(Scheme::Local, value)) {
                    Some(id) => draft.record.identify(id),
                    None => draft.not_a(name, "an identifier", value),
                }
            }
        }
        Part::Patent => identify(Scheme::Patent, "a patent number", draft),
        Part::Report => identify(Scheme::Report, "a report number", draft),
        Part::Issn | Part::Isbn => {
            // Excel makes a number of an ISSN without a hyphen and drops its zeros.
            let padded = if part == Part::Issn && cell.trim().bytes().all(|b| b.is_ascii_digit()) {
                format!("{:0>8}", cell.trim())
            } else {
                cell.to_owned()
            };
            draft.expect_serials(name, &padded);
        }
        Part::Abstract => draft.summary(cell, None),
        Part::Keywords => draft.keywords(&cell.replace('|', ";")),
        Part::Language => {
            for language in values(cell) {
                draft.written_in(language);
            }
        }
        Part::Url => {
            for url in values(cell).flat_map(str::split_whitespace) {
                draft.locate(url, None);
            }
        }
        Part::Ipc => classes(SubjectScheme::Ipc, draft),
        Part::Cpc => classes(SubjectScheme::Cpc, draft),
        Part::Udc => classes(SubjectScheme::Udc, draft),
        Part::Grnti => classes(SubjectScheme::Grnti, draft),
        Part::Msc => classes(SubjectScheme::Msc, draft),
        Part::Rights => {
            let rights = if cell.trim().starts_with("http") {
                Rights::at(cell.trim())
            } else {
                Rights { statement: Some(squeeze(cell)), ..Rights::default() }
            };
            draft.record.rights.push(rights);
        }
        Part::Notes => draft.note(cell),
        // Taken by name before, or passed over.
        Part::Title
        | Part::Subtitle
        | Part::Source
        | Part::Volume
        | Part::Issue
        | Part::Pages
        | Part::FirstPage
        | Part::LastPage
        | Part::Publisher
        | Part::Kind
        | Part::Ignored => {}
    }
}

/// Names stand between semicolons. Where commas stand for them, they can be told from the comma
/// of `Family, Given` only if every name has a blank of its own.
fn people(cell: &str, column: &str, role: Role, draft: &mut Draft) {
    let strong = cell.contains([';', '|', '\n']);
    let cell = if strong { cell.to_owned() } else { cell.replace(" and ", ";").replace(" & ", ";") };
    for name in values(&cell) {
        let parts: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() <= 2 {
            draft.inverted(name, role);
        } else if !strong && parts.iter().all(|part| part.contains(' ')) {
            parts.iter().for_each(|one| draft.inverted(one, role));
        } else {
            if !strong {
                let text = "names with commas between them cannot be told apart; they were kept as one; put semicolons between them";
                draft.doubt(column, text);
            }
            draft.inverted(name, role);
        }
    }
}
