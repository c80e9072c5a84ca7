//! MARC 21 in XML: "MARC 21 Format for Bibliographic Data" in the "MARC 21 XML Schema" of the Library of Congress
//! (<http://www.loc.gov/standards/marcxml/>).
//!
//! Field 980 carries our word for the kind, which MARC spreads over leader and fixed fields and has in part only.

use model::{Contributor, Kind, Name, Record, RelationKind, Role, Scheme, Subject, SubjectScheme};

use super::xml::Xml;
use super::{inverted, line, standing_title};
use crate::marc::KINDS_OF_OURS;

pub(super) fn put(record: &Record, place: &str, xml: &mut Xml) {
    let attributes = [
        ("xmlns", "http://www.loc.gov/MARC21/slim"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", place),
    ];
    xml.element("record", &attributes, |xml| {
        xml.leaf("leader", &[], &leader(record.kind));
        let fields = fields(record);
        if let Some((number, place)) = control_number(record) {
            xml.leaf("controlfield", &[("tag", "001")], &number);
            if let Some(place) = place {
                xml.leaf("controlfield", &[("tag", "003")], &place);
            }
        }
        xml.leaf("controlfield", &[("tag", "008")], &fixed(record));
        fields.iter().for_each(|field| field.put(xml));
    });
}

/// A field that is to be written.
struct Field {
    tag: &'static str,
    indicators: [&'static str; 2],
    subfields: Vec<(&'static str, String)>,
}

impl Field {
    fn new(tag: &'static str, indicators: [&'static str; 2]) -> Field {
        Field { tag, indicators, subfields: Vec::new() }
    }

    fn sub(mut self, code: &'static str, value: &str) -> Field {
        let value = line(value);
        if !value.is_empty() {
            self.subfields.push((code, value));
        }
        self
    }

    fn sub_if(self, code: &'static str, value: Option<&str>) -> Field {
        self.sub(code, value.unwrap_or_default())
    }

    fn put(&self, xml: &mut Xml) {
        // A field needs a subfield, and one that only names its vocabulary says nothing.
        if self.subfields.iter().all(|(code, _)| matches!(*code, "2" | "4")) {
            return;
        }
        let attributes = [("tag", self.tag), ("ind1", self.indicators[0]), ("ind2", self.indicators[1])];
        xml.element("datafield", &attributes, |xml| {
            for (code, value) in &self.subfields {
                xml.leaf("subfield", &[("code", code)], value);
            }
        });
    }
}

const NONE: [&str; 2] = [" ", " "];

fn leader(kind: Kind) -> String {
    let (sort, level) = match kind {
        Kind::Article | Kind::Review | Kind::Editorial | Kind::Correction | Kind::Retraction => ('a', 'b'),
        Kind::ConferencePaper | Kind::Chapter => ('a', 'a'),
        Kind::Serial => ('a', 's'),
        Kind::Dataset | Kind::Software => ('m', 'm'),
        Kind::Media => ('g', 'm'),
        Kind::Webpage | Kind::Post => ('a', 'i'),
        _ => ('a', 'm'),
    };
    format!("00000n{sort}{level} a2200000u  4500")
}

/// The number of the first local identifier, with the place that gave it where it stands in brackets before it.
fn control_number(record: &Record) -> Option<(String, Option<String>)> {
    let value = super::number(&record.identifiers, Scheme::Local)?;
    let parts = value.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    Some(match parts {
        Some((place, number)) if !place.is_empty() && !number.is_empty() => (line(number), Some(line(place))),
        _ => (line(value), None),
    })
}

/// Field 008: the year and the language; of the rest nothing is claimed.
fn fixed(record: &Record) -> String {
    let year = record.year().filter(|year| (1000..=9999).contains(year));
    let date = year.map_or_else(|| "nuuuu".to_owned(), |year| format!("s{year:04}"));
    let language = record.language.as_ref().and_then(model::Language::bibliographic).unwrap_or("und");
    let kind = match record.kind {
        Kind::Dataset => 'a',
        Kind::Software => 'b',
        _ => '|',
    };
    format!("||||||{date}    xx ||||||||{kind}||||||||{language} d")
}

fn fields(record: &Record) -> Vec<Field> {
    let mut fields = Vec::new();
    numbers(record, &mut fields);
    titles(record, &mut fields);
    contributors(record, &mut fields);
    let source = &record.source;
    let date = record.published.map(|date| date.to_string());
    fields.push(Field::new("264", [" ", "1"]).sub_if("b", source.publisher.as_deref()).sub_if("c", date.as_deref()));
    fields.extend(record.notes.iter().map(|note| Field::new("500", NONE).sub("a", note)));
    fields.extend(record.abstracts.iter().map(|summary| Field::new("520", ["3", " "]).sub("a", &summary.text)));
    for rights in &record.rights {
        let words = rights.statement.as_deref().or(rights.spdx.as_deref().filter(|_| rights.url.is_none()));
        fields.push(Field::new("540", NONE).sub_if("a", words).sub_if("u", rights.url.as_deref()));
    }
    fields.extend(record.subjects.iter().map(subject));
    host(record, &mut fields);
    for relation in &record.relations {
        let tag = match relation.kind {
            RelationKind::TranslationOf => "765",
            RelationKind::SupplementedBy => "770",
            RelationKind::Supplements => "772",
            RelationKind::HasPart => "774",
            RelationKind::HasVersion => "775",
            RelationKind::Replaces => "780",
            RelationKind::ReplacedBy => "785",
            // A host would be taken for where the work stands.
            _ => "787",
        };
        fields.push(Field::new(tag, ["0", " "]).sub("o", &relation.target.to_string()));
    }
    for location in &record.locations {
        fields.push(Field::new("856", ["4", "0"]).sub("u", &location.url).sub_if("q", location.media_type.as_deref()));
    }
    fields.push(Field::new("980", NONE).sub("a", record.kind.word()).sub("2", KINDS_OF_OURS));
    // In the order of their tags, as catalogues print them; but people and bodies stay among each other as they signed.
    fields.sort_by_key(|field| if field.tag == "710" { "700" } else { field.tag });
    fields
}

fn numbers(record: &Record, fields: &mut Vec<Field>) {
    for identifier in &record.identifiers {
        let value = identifier.value();
        let in_024 = |source: &str| Field::new("024", ["7", " "]).sub("a", value).sub("2", source);
        fields.push(match identifier.scheme() {
            Scheme::Doi => in_024("doi"),
            Scheme::Handle => in_024("hdl"),
            Scheme::Urn => in_024("urn"),
            Scheme::Arxiv => in_024("arxiv"),
            Scheme::Pmid => in_024("pmid"),
            Scheme::Lccn => Field::new("010", NONE).sub("a", value),
            Scheme::Isbn => Field::new("020", NONE).sub("a", value),
            Scheme::Issn => Field::new("022", NONE).sub("a", value),
            Scheme::Report => Field::new("088", NONE).sub("a", value),
            Scheme::Patent => patent(value),
            // Field 001 has the first, and addresses stand in 856.
            Scheme::Local | Scheme::Url => continue,
            other => in_024(other.word()),
        });
    }
    let language = record.language.as_ref();
    let code = language.map(|language| language.bibliographic().unwrap_or(language.primary()));
    fields.push(Field::new("041", NONE).sub_if("a", code));
}

/// Number, office and kind of a publication, which the identifier runs together: `US6337117B1`.
fn patent(value: &str) -> Field {
    let (office, rest) = value.split_at_checked(2).unwrap_or(("", value));
    let letters = rest.rfind(|c: char| c.is_ascii_alphabetic()).filter(|at| *at > 0).unwrap_or(rest.len());
    let (number, kind) = rest.split_at_checked(letters).unwrap_or((rest, ""));
    Field::new("013", NONE).sub("a", number).sub("b", office).sub("c", kind)
}

fn titles(record: &Record, fields: &mut Vec<Field>) {
    for (at, title) in record.titles.iter().enumerate() {
        if at == 0 {
            fields.push(Field::new("245", ["0", "0"]).sub("a", &standing_title(record)));
            continue;
        }
        let code = title.language.as_ref().map(|language| language.bibliographic().unwrap_or(language.primary()));
        fields.push(match code {
            Some(code) => Field::new("242", ["0", "0"]).sub("a", &title.text).sub("y", code),
            None => Field::new("246", ["1", " "]).sub("a", &title.text),
        });
    }
}

fn contributors(record: &Record, fields: &mut Vec<Field>) {
    for (at, one) in record.contributors.iter().enumerate() {
        let is_main = at == 0 && matches!(one.role, Role::Author | Role::Inventor);
        fields.push(contributor(one, is_main));
    }
}

fn contributor(one: &Contributor, is_main: bool) -> Field {
    let relator = match one.role {
        Role::Author => "aut",
        Role::Editor => "edt",
        Role::Translator => "trl",
        Role::Inventor => "inv",
        Role::Applicant => "pta",
        Role::Assignee => "pth",
        Role::Contributor => "ctb",
    };
    let field = match (&one.name, is_main) {
        (Name::Person { .. }, true) => Field::new("100", ["1", " "]),
        (Name::Person { .. }, false) => Field::new("700", ["1", " "]),
        // A body or a name that nobody took apart: field 100 would take it for a person by its forename.
        (Name::Whole(_), true) => Field::new("110", ["2", " "]),
        (Name::Whole(_), false) => Field::new("710", ["2", " "]),
    };
    let mut field = field.sub("a", &inverted(&one.name));
    // The reader of a catalogue takes a family name without a comma for one that stands alone.
    if let (Name::Person { given: None, .. }, Some((_, name))) = (&one.name, field.subfields.first_mut()) {
        name.push(',');
    }
    for place in &one.affiliations {
        field = field.sub("u", &place.name);
    }
    if let Some(orcid) = &one.orcid {
        field = field.sub("0", &format!("(orcid){orcid}"));
    }
    field.sub("4", relator)
}

fn subject(subject: &Subject) -> Field {
    let Subject { scheme, code, term } = subject;
    let class = |tag, indicators| Field::new(tag, indicators).sub_if("a", code.as_deref().or(term.as_deref()));
    match scheme {
        SubjectScheme::Keyword => Field::new("653", NONE).sub_if("a", term.as_deref().or(code.as_deref())),
        SubjectScheme::Udc => class("080", NONE),
        SubjectScheme::Ddc => class("082", ["0", "4"]),
        SubjectScheme::Lcc => class("050", [" ", "4"]),
        SubjectScheme::Lcsh => Field::new("650", [" ", "0"]).sub_if("a", term.as_deref().or(code.as_deref())),
        SubjectScheme::Mesh => Field::new("650", [" ", "2"]).sub_if("a", term.as_deref().or(code.as_deref())),
        other if code.is_none() => Field::new("650", [" ", "7"]).sub_if("a", term.as_deref()).sub("2", other.word()),
        other => class("084", NONE).sub("2", other.word()),
    }
}

/// What the work stands in, with its numbers as German union catalogues label them.
fn host(record: &Record, fields: &mut Vec<Field>) {
    let source = &record.source;
    let mut field = Field::new("773", ["0", " "]).sub_if("t", source.title.as_deref());
    for (label, value) in [("volume", &source.volume), ("number", &source.issue), ("pages", &source.pages)] {
        if let Some(value) = value {
            field = field.sub("g", &format!("{label}:{value}"));
        }
    }
    for identifier in &source.identifiers {
        match identifier.scheme() {
            Scheme::Issn => field = field.sub("x", identifier.value()),
            Scheme::Isbn => field = field.sub("z", identifier.value()),
            _ => {}
        }
    }
    fields.push(field);
}
