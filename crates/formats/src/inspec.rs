//! INSPEC as the SilverPlatter host wrote it: `Record 1 of 3 - INSPEC 1998`, then `TI: Title`.
//!
//! No specification was ever published; the tags are those of the INSPEC user manual (IEE), and
//! exporters put `:`, `~` or `-` behind them. Names are inverted with a hyphen, `Popov,-I.V.`.

use model::{Affiliation, Kind, Name, Record, Role, Scheme, Subject, SubjectScheme};

use crate::Doubt;
use crate::draft::Draft;
use crate::markup::squeeze;
use crate::tagged::{Field, fields, first};
use crate::wos::without_marks;
use crate::written_date::written_date;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "inspec";

/// Whether a text that begins like this (64 KiB at most) is one of these: its first line is
/// `Record ... INSPEC`.
pub(crate) fn claims(head: &str) -> bool {
    let first = head.lines().map(|line| line.trim_start_matches('\u{feff}').trim()).find(|line| !line.is_empty());
    first.is_some_and(|line| line.starts_with("Record") && line.contains("INSPEC"))
}

fn tag_of(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let rest = line.get(2..)?.trim_start_matches(' ');
    let value = rest.strip_prefix([':', '~', '-'])?;
    tag.bytes().all(|b| b.is_ascii_uppercase()).then_some((tag, value))
}

/// Reads one entry.
pub(crate) fn read(entry: &str) -> (Record, Vec<Doubt>) {
    let fields = fields(entry, tag_of);
    let mut draft = Draft::default();
    let kind = first(&fields, &["RT", "PT", "DT"]).map(|field| field.value.to_lowercase()).unwrap_or_default();
    draft.record.kind = if kind.contains("conference-paper") || kind.contains("conference paper") {
        Kind::ConferencePaper
    } else if kind.contains("journal") {
        Kind::Article
    } else if kind.contains("proceedings") {
        Kind::Proceedings
    } else if kind.contains("chapter") {
        Kind::Chapter
    } else if kind.contains("book") {
        Kind::Book
    } else if kind.contains("report") {
        Kind::Report
    } else if kind.contains("dissertation") {
        Kind::Thesis
    } else if kind.contains("patent") {
        Kind::Patent
    } else {
        Kind::Other
    };
    for field in fields.iter().filter(|field| !field.value.is_empty()) {
        one(field, &mut draft);
    }
    draft.finish()
}

fn one(field: &Field, draft: &mut Draft) {
    let value = squeeze(&field.value);
    match field.tag.as_str() {
        "AN" => draft.offer(Scheme::Local, &format!("INSPEC:{value}")),
        "TI" => draft.title(&without_marks(&value), None),
        "AU" | "ED" => {
            let role = if field.tag == "AU" { Role::Author } else { Role::Editor };
            for name in value.split(';') {
                draft.contributor(inverted(name), role);
            }
        }
        // One place for all: the first author's, by the manual.
        "AF" => {
            if let Some(first) = draft.record.contributors.first_mut() {
                first.affiliations.push(Affiliation::named(value));
            }
        }
        "AB" => draft.summary(&without_marks(&value), None),
        "DE" => value.split(';').for_each(|term| draft.term(SubjectScheme::Inspec, None, &unhyphened(term))),
        "ID" => value.split(';').for_each(|term| draft.keyword(&without_marks(&unhyphened(term)))),
        "CC" => classes(&value, draft),
        "LA" => draft.written_in(&value),
        "DO" | "DI" => draft.doi((&field.tag, field.line), &value),
        "IS" | "SN" | "IB" => draft.serials(&value),
        "PB" => draft.record.source.publisher = Some(value),
        "PY" => match written_date(&value) {
            Some(date) => draft.publish(date),
            None => draft.no_date(("PY", field.line), &value),
        },
        "SO" => source(&value, draft),
        _ => {}
    }
}

/// `Popov,-I.V.` is Popov, I.V.
fn inverted(name: &str) -> Name {
    Name::from_inverted(&name.replacen(",-", ", ", 1))
}

/// Descriptors have hyphens for blanks: `steam-turbines`. One with blanks has its own hyphens.
fn unhyphened(term: &str) -> String {
    let term = term.trim();
    if term.contains(' ') { term.to_owned() } else { term.replace('-', " ") }
}

/// `A7340 Interfaces; B8220 Thermal plant`: code, then words.
fn classes(value: &str, draft: &mut Draft) {
    for class in value.split(';') {
        let class = class.trim();
        let (code, term) = class.split_once([' ', '-']).unwrap_or((class, ""));
        if code.len() >= 2 && code.as_bytes().get(1).is_some_and(u8::is_ascii_digit) {
            let term = unhyphened(term.trim_matches(['(', ')', ' ']));
            let subject = Subject::coded(SubjectScheme::Inspec, code);
            draft.subject(Subject { term: (!term.is_empty()).then_some(term), ..subject });
        }
    }
}

/// `Thermal-Notes. 12 April 1961; 4(2): 11-19`
fn source(value: &str, draft: &mut Draft) {
    let (title, rest) = value.split_once(". ").unwrap_or((value, ""));
    let title = unhyphened(title.trim_end_matches('.'));
    if draft.record.title() != Some(&title) && !title.is_empty() {
        draft.record.source.title = Some(title);
    }
    let (date, numbers) = rest.split_once(';').unwrap_or((rest, ""));
    if let Some(date) = written_date(date) {
        draft.publish(date);
    }
    let (volume, pages) = numbers.split_once(':').unwrap_or((numbers, ""));
    let (volume, issue) = volume.split_once('(').unwrap_or((volume, ""));
    let part = |text: &str| {
        let text = squeeze(text.trim_end_matches(')').trim_start_matches("vol.").trim_end_matches('.'));
        (!text.is_empty()).then_some(text)
    };
    draft.record.source.volume = part(volume);
    draft.record.source.issue = part(issue.split(')').next().unwrap_or(""));
    draft.record.source.pages = part(pages);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::files;

    const PUMPS: &str = "Record 1 of 2 - INSPEC 1998-1999\n\nTI: Pumps of LiNbO/sub 3/\n    plants\nAU: Popov,-I.V.; Roe,-Jane\nAF: Steam Inst., Perm, Russia\nSO: Thermal-Notes. 12 April 1961; 4(2): 11-19\nIS: 2041-1723\nRT: Journal-Paper\nLA: English\nAB: Eight were tried.\nDE: steam-turbines; pumps\nCC: B8220 Thermal-power-plants; A7340\nAN: 6123456\n";

    #[test]
    fn a_paper_is_read_with_all_it_says() {
        let (record, doubts) = read(PUMPS);
        assert_eq!(doubts, []);
        assert_eq!(record.title(), Some("Pumps of LiNbO3 plants"));
        assert_eq!(record.contributors[0].name, Name::Person { family: "Popov".into(), given: Some("I.V.".into()) });
        assert_eq!(record.source.title.as_deref(), Some("Thermal Notes"));
        assert_eq!(record.source.volume.as_deref(), Some("4"));
        assert_eq!(record.source.issue.as_deref(), Some("2"));
        assert_eq!(record.source.pages.as_deref(), Some("11-19"));
        assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
        assert_eq!(record.subjects[0].term.as_deref(), Some("steam turbines"));
        assert_eq!(record.subjects[2].code.as_deref(), Some("B8220"));
        assert_eq!((record.kind, record.identifiers[0].to_string().as_str()), (Kind::Article, "local:INSPEC:6123456"));
    }

    #[test]
    fn a_tag_may_have_a_tilde() {
        let (record, _) = read("Record INSPEC\nRT ~ Conference-Paper\nAU ~ Roe, Jane\nPY ~ 1999\nTI ~ Pumps");
        assert_eq!((record.kind, record.year(), record.title()), (Kind::ConferencePaper, Some(1999), Some("Pumps")));
    }

    #[test]
    fn a_text_is_claimed_by_its_first_line() {
        assert!(claims(PUMPS));
        for (_, text) in files("biblio-exchange/isi-wos-inspec", ".txt") {
            assert!(!claims(&text));
        }
    }
}
