//! The tagged format of the citation indexes (ISI, Web of Science) and of what they host: INSPEC
//! and the Derwent patents ("Web of Science field tags", Clarivate).

use model::{Affiliation, Contributor, Kind, Name, Record, Role, Scheme, Subject, SubjectScheme};

use crate::Doubt;
use crate::draft::Draft;
use crate::markup::squeeze;
use crate::tagged::{Field, fields, first};
use crate::written_date::{within_year, written_date};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "wos";

/// Whether a text that begins like this (64 KiB at most) is one of these: `FN` with `VR`, or a
/// type `PT` and one of the tags that follow it.
pub(crate) fn claims(head: &str) -> bool {
    const LINES: usize = 40;
    let lines = head.lines().map(|line| line.trim_start_matches('\u{feff}')).filter(|line| !line.trim().is_empty());
    let tags: Vec<(&str, &str)> = lines
        .take(LINES)
        .map_while(|line| if line.starts_with("   ") { Some(("", "")) } else { tag_of(line) })
        .collect();
    let has = |tag: &str| tags.iter().any(|(found, _)| *found == tag);
    match tags.first() {
        Some(("FN", _)) => has("VR") || has("PT"),
        Some(("PT", kind)) => kind.trim().len() == 1 && (has("AU") || has("TI") || has("SO")),
        _ => false,
    }
}

/// `TI Title`: two capitals or digits, a blank. What begins with blanks goes on.
fn tag_of(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let shaped = tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && tag.starts_with(|c: char| c.is_ascii_uppercase());
    let value = line.get(2..)?;
    (shaped && (value.is_empty() || value.starts_with([' ', '\t']))).then_some((tag, value))
}

/// Reads one entry, from `PT` to `ER`.
pub(crate) fn read(entry: &str) -> (Record, Vec<Doubt>) {
    let mut fields = fields(entry, tag_of);
    if let Some(end) = fields.iter().position(|field| field.tag == "ER" || field.tag == "EF") {
        fields.truncate(end);
    }
    let mut draft = Draft::default();
    if let Some(second) = fields.iter().enumerate().filter(|(_, f)| f.tag == "PT").map(|(i, _)| i).nth(1) {
        let line = fields.get(second).map(|field| field.line);
        draft.doubt(("PT", line), "a second record begins before this one has ended; it was left out");
        fields.truncate(second);
    }
    draft.record.kind = kind(&fields);
    // The index's own number comes first.
    if let Some(field) = first(&fields, &["UT"]) {
        number(&field.value, &mut draft);
    }
    for tag in ["TI", "FT"] {
        if let Some(field) = first(&fields, &[tag]) {
            draft.title(&without_marks(&field.value), None);
        }
    }
    people(&fields, &mut draft);
    container(&fields, &mut draft);
    date(&fields, &mut draft);
    for field in fields.iter().filter(|field| !field.value.is_empty()) {
        one(field, &mut draft);
    }
    draft.finish()
}

/// `DT` and, from other hosts, `TY` say the type of the document; `PT` that of the publication.
fn kind(fields: &[Field]) -> Kind {
    let value =
        |tags: &[&str]| first(fields, tags).map(|field| squeeze(&field.value).to_lowercase()).unwrap_or_default();
    let document = value(&["DT"]);
    let publication = value(&["PT"]);
    let has = |word: &str| document.contains(word);
    if publication == "p" {
        Kind::Patent
    } else if has("retraction") {
        Kind::Retraction
    } else if has("correction") {
        Kind::Correction
    } else if has("proceedings paper") || has("meeting") || value(&["TY"]) == "conf" {
        Kind::ConferencePaper
    } else if has("editorial") || has("letter") {
        Kind::Editorial
    } else if has("book review") || has("software review") {
        Kind::Review
    } else if has("book chapter") {
        Kind::Chapter
    } else if has("data set") || has("data study") {
        Kind::Dataset
    } else if publication == "b" || has("book") {
        Kind::Book
    } else if publication == "j" || publication == "s" || has("article") || has("review") {
        Kind::Article
    } else {
        Kind::Other
    }
}

/// `ISI:000238592600006`, `INSPEC:8863438`, `MEDLINE:12345678`.
fn number(value: &str, draft: &mut Draft) {
    let upper = value.trim().to_uppercase();
    let (database, bare) = upper.split_once(':').unwrap_or(("WOS", &upper));
    match database {
        "WOS" | "ISI" => draft.offer(Scheme::Wos, bare),
        "MEDLINE" => draft.offer(Scheme::Pmid, bare),
        _ => draft.offer(Scheme::Local, value),
    }
}

/// Names in full (`AF`) stand before the short ones (`AU`), one a line.
fn people(fields: &[Field], draft: &mut Draft) {
    let role = if draft.record.kind == Kind::Patent { Role::Inventor } else { Role::Author };
    let has = |tag: &str| first(fields, &[tag]).is_some();
    let tags: [(&str, Role, bool); 9] = [
        ("AF", role, true),
        ("AU", role, !has("AF")),
        ("BF", Role::Author, !has("AU") && !has("AF")),
        ("BA", Role::Author, !has("AU") && !has("AF") && !has("BF")),
        ("CA", Role::Author, true),
        ("GP", Role::Author, !has("AU") && !has("AF")),
        ("BE", Role::Editor, true),
        ("ED", Role::Editor, !has("BE")),
        ("AE", Role::Assignee, true),
    ];
    for (tag, role, wanted) in tags {
        for field in fields.iter().filter(|field| wanted && field.tag == tag) {
            for line in field.lines() {
                // Patents put all names on one line.
                line.split(';').for_each(|name| draft.inverted(name, role));
            }
        }
    }
    addresses(fields, draft);
    orcids(fields, draft);
}

/// `[Popov, Ivan; Roe, J.] Steam Inst, Perm, Russia.` gives the place to those it names. Older
/// files name nobody; then the places belong to the work and no author is given one.
fn addresses(fields: &[Field], draft: &mut Draft) {
    for field in fields.iter().filter(|field| field.tag == "C1") {
        for line in squeeze(&field.value).split('[').skip(1) {
            let Some((names, place)) = line.split_once(']') else { continue };
            let place = place.trim().trim_end_matches([';', '.', ' ']);
            if place.is_empty() {
                continue;
            }
            for name in names.split(';') {
                let name = Name::from_inverted(name);
                if let Some(found) = draft.record.contributors.iter_mut().find(|c| same(&c.name, &name)) {
                    found.affiliations.push(Affiliation::named(place));
                }
            }
        }
    }
}

/// `Popov, Ivan/0000-0003-1419-2405; Roe, Jane/...`
fn orcids(fields: &[Field], draft: &mut Draft) {
    for field in fields.iter().filter(|field| field.tag == "OI") {
        for pair in squeeze(&field.value).split(';') {
            let Some((name, orcid)) = pair.rsplit_once('/') else { continue };
            let name = Name::from_inverted(name);
            let mut found: Vec<&mut Contributor> =
                draft.record.contributors.iter_mut().filter(|c| same(&c.name, &name)).collect();
            // Two of one name cannot be told apart.
            if let [one] = found.as_mut_slice() {
                one.set_orcid(orcid);
            }
        }
    }
}

/// Same family name, and given names of which one begins like the other.
fn same(a: &Name, b: &Name) -> bool {
    let (Name::Person { family: f, given: g }, Name::Person { family: h, given: i }) = (a, b) else { return a == b };
    let first = |given: &Option<String>| given.as_deref().and_then(|given| given.to_lowercase().chars().next());
    f.eq_ignore_ascii_case(h) && (g == i || first(g).is_none() || first(g) == first(i))
}

fn container(fields: &[Field], draft: &mut Draft) {
    let value = |tags: &[&str]| first(fields, tags).map(|field| squeeze(&field.value));
    let title = value(&["SO", "JI", "J9", "SE"]);
    let pages = match (value(&["BP", "BR", "SP"]), value(&["EP"]).map(|page| page.replace(' ', ""))) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
        (first, last) => first.or(last).or_else(|| value(&["AR"])),
    };
    let source = &mut draft.record.source;
    source.volume = value(&["VL"]);
    source.issue = value(&["IS"]);
    source.pages = pages;
    source.publisher = value(&["PU"]);
    // What a book's `SO` gives is its own title.
    source.title = title.filter(|title| draft.record.titles.iter().all(|own| own.text != *title));
}

fn date(fields: &[Field], draft: &mut Draft) {
    let Some(field) = first(fields, &["PY"]) else {
        if let Some(date) = first(fields, &["PD", "EA"]).and_then(|field| written_date(&field.value)) {
            draft.publish(date);
        }
        return;
    };
    match written_date(&field.value) {
        Some(year) => {
            let within = first(fields, &["PD"]).map_or("", |field| field.value.as_str());
            draft.publish(within_year(year, within));
        }
        None => draft.no_date(("PY", field.line), &field.value),
    }
}

fn one(field: &Field, draft: &mut Draft) {
    let value = squeeze(&field.value);
    let patent = draft.record.kind == Kind::Patent;
    match field.tag.as_str() {
        "AB" => draft.summary(&without_marks(&value), None),
        "LA" => draft.written_in(&value),
        "DI" if !value.contains('/') => {} // INSPEC writes its pages here.
        "DI" => draft.doi(("DI", field.line), &value),
        "PM" => draft.offer(Scheme::Pmid, &value),
        "SN" | "EI" | "BN" => draft.expect_serials((&field.tag, field.line), &value),
        "DE" | "ID" => value.split(';').for_each(|term| draft.keyword(term)),
        "WC" | "SC" => value.split(';').for_each(|term| draft.term(SubjectScheme::Wos, None, term)),
        "PN" if patent => {
            for number in value.split(';') {
                let number = number.split_whitespace().next().unwrap_or("");
                draft.offer(Scheme::Patent, number);
            }
        }
        "IP" if patent => {
            for code in value.split(';').map(str::trim).filter(|code| !code.is_empty()) {
                draft.subject(Subject::coded(SubjectScheme::Ipc, code));
            }
        }
        "SE" if draft.record.source.title.as_deref() != Some(&value) => draft.note(&format!("series: {value}")),
        "CT" => draft.note(&format!("conference: {value}")),
        _ => {}
    }
}

/// INSPEC marks what stands low or high: `LiNbO/sub 3/`, `Ca/sup 2+/`.
pub(crate) fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = ["/sub ", "/sup "].iter().filter_map(|mark| rest.find(mark)).min() {
        // A mark holds a few signs; a path of folders that looks like one holds more.
        const INSIDE_MAX: usize = 24;
        let inside = &rest[at + 5..];
        out.push_str(&rest[..at]);
        match inside.find('/').filter(|end| *end <= INSIDE_MAX) {
            Some(end) => {
                out.push_str(inside[..end].trim());
                rest = &inside[end + 1..];
            }
            None => {
                out.push_str(&rest[at..at + 5]);
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::files;

    const TURBINE: &str = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Popov, IV\n   Roe, J\nAF Popov, Ivan V.\n   Roe, Jane\nTI Losses in steam\n   turbines\nSO THERMAL NOTES\nLA English\nDT Article; Proceedings Paper\nDE steam; turbine blades\nAB Eight were tried.\nC1 [Popov, Ivan V.] Steam Inst, Perm, Russia.\n   [Popov, Ivan V.; Roe, Jane] Blade Works, Leeds, England.\nOI Roe, Jane/0000-0003-1419-2405\nSN 2041-1723\nPD APR 12\nPY 1961\nVL 4\nIS 2\nBP 11\nEP 19\nDI 10.5555/st.61\nWC Thermodynamics; Engineering, Mechanical\nUT WOS:000238592600006\nPM 20481099\nER\n";

    #[test]
    fn an_article_is_read_with_all_it_says() {
        let (record, doubts) = read(TURBINE);
        assert_eq!(doubts, []);
        assert_eq!(record.title(), Some("Losses in steam turbines"));
        let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["wos:000238592600006", "doi:10.5555/st.61", "pmid:20481099"]);
        assert_eq!(record.contributors.len(), 2);
        assert_eq!(record.contributors[0].affiliations.len(), 2);
        assert_eq!(record.contributors[1].orcid.as_deref(), Some("0000-0003-1419-2405"));
        assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
        assert_eq!(record.source.pages.as_deref(), Some("11-19"));
        assert_eq!(record.kind, Kind::ConferencePaper);
        assert_eq!(record.subjects.len(), 4);
        assert_eq!(record.subjects[3].term.as_deref(), Some("Engineering, Mechanical"));
    }

    #[test]
    fn a_patent_has_inventors_and_a_holder() {
        let (record, _) = read(
            "PT P\nPN US2006123456-A1; WO2006011111-A2\nTI Pump\nAU POPOV I\n   ROE J\nAE STEAM WORKS (STEA-C)\nIP F04D-001/00; F01D-005/02\n",
        );
        assert_eq!(record.identifiers[0].to_string(), "patent:US20060123456A1");
        assert_eq!(record.contributors[0].role, Role::Inventor);
        assert_eq!(record.contributors[2].role, Role::Assignee);
        assert_eq!(record.subjects.len(), 2);
    }

    #[test]
    fn a_text_is_claimed_by_its_first_tags() {
        for (head, claimed) in [
            (TURBINE, true),
            ("PT J\nAU Popov, IV\n", true),
            ("PT J\n", false),
            ("FN is a function", false),
            ("", false),
        ] {
            assert_eq!(claims(head), claimed, "{head}");
        }
    }

    #[test]
    fn the_collection_says_what_it_should() {
        for (name, text) in files("biblio-exchange/isi-wos-inspec", ".isi") {
            assert!(claims(&text), "{name}");
            let records: Vec<Record> =
                text.split("\nER").filter(|entry| entry.contains("PT ")).map(|entry| read(entry).0).collect();
            if name == "IsiImporterTestWOS.isi" {
                let [first, second] = records.as_slice() else { panic!("{} records", records.len()) };
                assert_eq!(
                    first.title(),
                    Some("Optical and photoelectric spectroscopy of photorefractive Sn2P2S6 crystals")
                );
                assert_eq!(first.published.unwrap().to_string(), "2006-06-14");
                assert_eq!(first.identifiers[0].to_string(), "wos:000238592600006");
                assert_eq!(first.source.pages.as_deref(), Some("5323-5331"));
                assert_eq!(first.contributors.len(), 5);
                assert_eq!(second.contributors[3].name.family(), "Degl'Innocenti");
            } else {
                assert_eq!(records.len(), 3);
                for record in &records {
                    assert_eq!(record.title(), Some("Optical properties of MgO doped LiNbO3 single crystals"));
                    assert_eq!(record.source.pages.as_deref(), Some("467-472"));
                    assert_eq!(record.published.unwrap().to_string(), "2006-04");
                    assert_eq!(record.identifiers[0].to_string(), "local:INSPEC:8863438");
                }
            }
        }
    }
}
