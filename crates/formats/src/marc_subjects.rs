//! What it is about, in a MARC record: classes of 050 to 086 and headings of 600 to 655.

use model::{Subject, SubjectScheme};

use crate::draft::Draft;
use crate::marc::{DataField, Marc, bare};

/// Adds every class and heading.
pub(crate) fn read(marc: &Marc, draft: &mut Draft) {
    for field in &marc.fields {
        match field.tag.as_str() {
            "050" | "055" => classes(field, SubjectScheme::Lcc, draft),
            "080" => classes(field, SubjectScheme::Udc, draft),
            "082" | "083" => classes(field, SubjectScheme::Ddc, draft),
            "084" => classes(field, scheme(field.sub('2').unwrap_or("")), draft),
            "600" | "610" | "611" | "630" | "648" | "650" | "651" => heading(field, draft),
            "653" => field.all('a').for_each(|term| draft.keyword(term)),
            "655" => draft.keyword(&bare(field.sub('a').unwrap_or(""))),
            "695" => field.all('a').for_each(|term| draft.keyword(term)),
            _ => {}
        }
    }
}

fn classes(field: &DataField, scheme: SubjectScheme, draft: &mut Draft) {
    for code in field.all('a') {
        // Dewey marks with a stroke where a number may be cut.
        let code = if scheme == SubjectScheme::Ddc { code.replace(['/', '\''], "") } else { code.to_owned() };
        draft.subject(Subject::coded(scheme, &code));
    }
}

/// Scheme by its code in `$2` (classification scheme source codes of the Library of Congress).
fn scheme(code: &str) -> SubjectScheme {
    match code.trim().to_lowercase().as_str() {
        "msc" => SubjectScheme::Msc,
        "acmccs" | "accs" => SubjectScheme::Acm,
        "pacs" => SubjectScheme::Pacs,
        "jelc" | "jel" => SubjectScheme::Jel,
        "udc" => SubjectScheme::Udc,
        "ipc" => SubjectScheme::Ipc,
        "grnti" | "rubgnti" | "rugasnti" => SubjectScheme::Grnti,
        other => SubjectScheme::from_word(other).unwrap_or(SubjectScheme::Other),
    }
}

/// A heading with its subdivisions, as catalogues print it: `Radicals--United States--Biography`.
fn heading(field: &DataField, draft: &mut Draft) {
    let scheme = match (field.indicators[1], field.sub('2').unwrap_or("").to_lowercase().as_str()) {
        ('0', _) | ('7', "lcsh") => SubjectScheme::Lcsh,
        ('2', _) | ('7', "mesh") => SubjectScheme::Mesh,
        ('4', _) | (' ', _) => SubjectScheme::Keyword,
        (_, other) => SubjectScheme::from_word(other).unwrap_or(SubjectScheme::Other),
    };
    let mut term = String::new();
    for (code, value) in &field.subfields {
        let part = bare(value);
        let part = part.strip_suffix('.').filter(|rest| !rest.ends_with(|c: char| c.is_uppercase())).unwrap_or(&part);
        match code {
            'a' => term = part.to_owned(),
            'b' | 'c' | 'd' | 'q' if !term.is_empty() => {
                term.push_str(", ");
                term.push_str(part);
            }
            'v' | 'x' | 'y' | 'z' if !term.is_empty() => {
                term.push_str("--");
                term.push_str(part);
            }
            _ => {}
        }
    }
    // Several catalogues put one heading in with and without subdivisions; both are kept.
    draft.term(scheme, None, &term);
}
