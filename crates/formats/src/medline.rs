//! MEDLINE plain text and NBIB.
//!
//! The tagged display format of PubMed ("MEDLINE/PubMed data element descriptions", National
//! Library of Medicine); `.nbib` files hold the same.

use model::{
    Affiliation, Identifier, Kind, Language, Name, Record, RelationKind, Rights, Role, Scheme, Status, SubjectScheme,
};

use crate::Doubt;
use crate::draft::Draft;
use crate::markup::squeeze;
use crate::tagged::{Field, fields, first};
use crate::written_date::written_date;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "medline";

/// Tags with which an entry can begin.
const STARTS: &[&str] = &["PMID", "PMC", "PMCR", "OWN", "STAT"];

/// Whether a text that begins like this (64 KiB at most) is one of these: its first line is one
/// of the tags with which PubMed begins an entry.
pub(crate) fn claims(head: &str) -> bool {
    let first = head.lines().map(|line| line.trim_start_matches('\u{feff}')).find(|line| !line.trim().is_empty());
    first.and_then(tag_of).is_some_and(|(tag, value)| STARTS.contains(&tag) && !value.trim().is_empty())
}

/// `PMID- 20481061`, `TI  - Title`: a tag of up to four capitals, padded to four, and a hyphen.
fn tag_of(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.split_once('-')?;
    let bare = tag.trim_end();
    let shaped = tag.len() <= 5
        && (2..=4).contains(&bare.len())
        && bare.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && bare.starts_with(|c: char| c.is_ascii_uppercase());
    shaped.then_some((bare, value))
}

/// Reads one entry.
pub(crate) fn read(entry: &str) -> (Record, Vec<Doubt>) {
    let fields = fields(entry, tag_of);
    let mut draft = Draft::default();
    for field in fields.iter().filter(|field| field.tag == "PMID") {
        if !draft.identified(Scheme::Pmid, &field.value) {
            draft.not_a(("PMID", field.line), "a PubMed number", &field.value);
        }
    }
    draft.record.kind = kind(&fields);
    titles(&fields, &mut draft);
    people(&fields, &mut draft);
    container(&fields, &mut draft);
    for field in fields.iter().filter(|field| !field.value.is_empty()) {
        one(field, &fields, &mut draft);
    }
    draft.finish()
}

/// Kind by type of publication; the narrowest of several wins. A *review* of PubMed is an article
/// that surveys a field, not the review of another work.
fn kind(fields: &[Field]) -> Kind {
    let types: Vec<String> =
        fields.iter().filter(|field| field.tag == "PT").map(|field| field.value.to_lowercase()).collect();
    let is = |name: &str| types.iter().any(|found| found == name);
    let table: &[(&[&str], Kind)] = &[
        (&["retraction of publication", "retraction notice"], Kind::Retraction),
        (&["published erratum"], Kind::Correction),
        (&["preprint"], Kind::Preprint),
        (&["dataset"], Kind::Dataset),
        (&["patent"], Kind::Patent),
        (&["academic dissertation"], Kind::Thesis),
        (&["book chapter", "chapter"], Kind::Chapter),
        (&["book", "books", "monograph", "textbook"], Kind::Book),
        (&["technical report"], Kind::Report),
        (&["congress", "congresses", "consensus development conference"], Kind::Proceedings),
        (&["editorial", "letter", "comment"], Kind::Editorial),
        (&["video-audio media", "webcast", "webcasts"], Kind::Media),
    ];
    for (names, kind) in table {
        if names.iter().any(|name| is(name)) {
            return *kind;
        }
    }
    if types.is_empty() && first(fields, &["JT", "TA"]).is_none() { Kind::Other } else { Kind::Article }
}

fn titles(fields: &[Field], draft: &mut Draft) {
    let language = first(fields, &["LA"]).and_then(|field| Language::parse(&field.value));
    let proper: Vec<&Field> = fields.iter().filter(|field| field.tag == "TI" && !field.value.is_empty()).collect();
    // Several `TI` are one title that an exporter cut at its colons.
    let title = proper.iter().map(|field| squeeze(&field.value)).collect::<Vec<_>>().join(": ").replace(":: ", ": ");
    // PubMed puts brackets around a title that it translated into English.
    let bare = title.trim_end_matches('.');
    match bare.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(translated) => draft.title(translated, Language::parse("en")),
        None => draft.title(&title, None),
    }
    for tag in ["BTI", "TT", "VTI"] {
        if let Some(field) = first(fields, &[tag]) {
            // The vernacular title is in the language of the work, when there is one alone.
            let own = if tag == "TT" { language.clone() } else { None };
            draft.title(&field.value, own);
        }
    }
}

/// Names come twice, in full (`FAU`) and short (`AU`); working places and ORCIDs follow the name
/// they belong to.
fn people(fields: &[Field], draft: &mut Draft) {
    let full = |tag: &str| fields.iter().any(|field| field.tag == tag);
    let (authors, editors, investigators) = (full("FAU"), full("FED"), full("FIR"));
    for field in fields.iter().filter(|field| !field.value.is_empty()) {
        let value = squeeze(&field.value);
        match field.tag.as_str() {
            "FAU" => draft.inverted(&value, Role::Author),
            "FED" => draft.inverted(&value, Role::Editor),
            "FIR" => draft.inverted(&value, Role::Contributor),
            "AU" if !authors => draft.named(short(&value), Role::Author),
            "ED" if !editors => draft.named(short(&value), Role::Editor),
            "IR" if !investigators => draft.named(short(&value), Role::Contributor),
            "CN" => draft.named(Name::Whole(value), Role::Author),
            "AD" | "IRAD" => {
                if let Some(last) = draft.record.contributors.last_mut() {
                    last.affiliations.push(Affiliation::named(value));
                }
            }
            "AUID" => {
                let number = value.strip_prefix("ORCID:").unwrap_or(&value).trim();
                if let Some(last) = draft.record.contributors.last_mut() {
                    last.set_orcid(number);
                }
            }
            _ => {}
        }
    }
}

/// `Long V` is the family name and the initials.
fn short(value: &str) -> Name {
    match value.rsplit_once(' ') {
        Some((family, initials)) if initials.len() <= 4 && initials.chars().all(char::is_uppercase) => {
            Name::Person { family: family.to_owned(), given: Some(initials.to_owned()) }
        }
        _ => Name::Whole(value.to_owned()),
    }
}

fn container(fields: &[Field], draft: &mut Draft) {
    let value = |tags: &[&str]| first(fields, tags).map(|field| squeeze(&field.value));
    let source = &mut draft.record.source;
    source.title = value(&["JT", "TA", "CTI"]);
    source.volume = value(&["VI"]);
    source.issue = value(&["IP"]);
    source.pages = value(&["PG"]);
    source.publisher = value(&["PB"]);
}

fn one(field: &Field, fields: &[Field], draft: &mut Draft) {
    let value = squeeze(&field.value);
    match field.tag.as_str() {
        "AB" => draft.summary(&value, None),
        "OAB" => {
            let language = first(fields, &["OABL"]).and_then(|field| Language::parse(&field.value));
            draft.summary(&value, language);
        }
        "PMC" => draft.offer(Scheme::Pmcid, &value),
        "AID" | "LID" => location_id(&value, draft),
        "IS" => draft.expect_serials(("IS", field.line), &value),
        "ISBN" => draft.serials(&value),
        "DP" | "DEP" => match written_date(&value) {
            Some(date) => draft.publish(date),
            None => draft.no_date((&field.tag, field.line), &value),
        },
        "LA" => draft.written_in(&value),
        // A star marks the main heading; it is not part of the term.
        "MH" => draft.term(SubjectScheme::Mesh, None, &value.replace('*', "")),
        "OT" => draft.keyword(value.trim_start_matches('*')),
        "PT" if value.eq_ignore_ascii_case("Retracted Publication") => draft.record.status = Status::Retracted,
        "PT" if value.eq_ignore_ascii_case("Expression of Concern") => draft.note("expression of concern"),
        "CI" => draft.record.rights.push(Rights { statement: Some(value), ..Rights::default() }),
        "GN" | "COIS" => draft.note(&value),
        "EN" => draft.note(&format!("edition: {value}")),
        tag => {
            if let Some(kind) = relation(tag) {
                relate(kind, &value, field, draft);
            }
        }
    }
}

/// `10.4103/2277-9175.180636 [doi]`, `ABR-5-67 [pii]`; older files write `doi:` before it.
fn location_id(value: &str, draft: &mut Draft) {
    let (number, scheme) = match value.rsplit_once('[') {
        Some((number, scheme)) => (number.trim(), scheme.trim_end_matches(']')),
        None => (value, ""),
    };
    if scheme == "doi" || scheme.is_empty() {
        draft.offer(Scheme::Doi, number);
    } else if scheme == "pii" && draft.record.source.pages.is_none() && number.len() <= 12 {
        // Electronic journals have no page and number their articles in this place.
        draft.record.source.pages = Some(number.to_owned());
    }
}

/// How the work stands to the one that the tag names.
fn relation(tag: &str) -> Option<RelationKind> {
    Some(match tag {
        "RIN" => RelationKind::RetractedBy,
        "ROF" => RelationKind::Retracts,
        "EIN" => RelationKind::CorrectedBy,
        "EFR" => RelationKind::Corrects,
        "RPI" | "CRI" | "RRI" | "UIN" => RelationKind::ReplacedBy,
        "RPF" | "CRF" | "RRF" | "UOF" => RelationKind::Replaces,
        "CON" => RelationKind::Reviews,
        "CIN" | "SPIN" | "ORI" | "ECI" | "ECF" | "DDIN" | "DRIN" => RelationKind::RelatedTo,
        _ => return None,
    })
}

/// `Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/S0140-6736(10)60175-4. PMID: 20137807`
fn relate(kind: RelationKind, value: &str, field: &Field, draft: &mut Draft) {
    match kind {
        RelationKind::RetractedBy => draft.record.status = Status::Retracted,
        RelationKind::CorrectedBy => draft.record.status = draft.record.status.max(Status::Corrected),
        _ => {}
    }
    let number = after(value, "PMID:").and_then(|text| Identifier::new(Scheme::Pmid, text));
    let number = number
        .or_else(|| after(value, "doi:").and_then(|text| Identifier::new(Scheme::Doi, text.trim_end_matches('.'))));
    match number {
        Some(target) => draft.record.relate(kind, target),
        None if kind == RelationKind::RelatedTo || kind == RelationKind::Reviews => {}
        None => {
            draft.doubt((&field.tag, field.line), "the other work has no number; it stays as a note");
            draft.note(&format!("{}: {value}", kind.word()));
        }
    }
}

/// The word behind a label.
fn after<'a>(value: &'a str, label: &str) -> Option<&'a str> {
    value.split_once(label)?.1.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expected;

    const WELDERS: &str = "PMID- 20481099\nOWN - NLM\nIS  - 2041-1723 (Electronic)\nVI  - 20\nIP  - 4\nDP  - 2009 Jan-Feb\nDEP - 20081220\nTI  - [Lungs of welders after\n      shifts].\nTT  - Легкие сварщиков.\nPG  - 454-81\nLID - 10.5555/WELD.1 [doi]\nAB  - Eight yards were visited.\nOAB - Посетили восемь верфей.\nOABL- rus\nFAU - Ivanova, Anna\nAU  - Ivanova A\nAUID- ORCID: 0000-0003-1419-2405\nAD  - Institute of Labour, Perm.\nFAU - Li, Wei\nAU  - Li W\nCN  - Welding Study Group\nLA  - rus\nPT  - Journal Article\nPT  - Retracted Publication\nTA  - Hyg Tr\nJT  - Hygiene of labour\nMH  - Welding/*adverse effects\nOT  - fumes\nPMC - PMC4513071\nRIN - Hyg Tr. 2011;22(1):3. doi: 10.5555/r1. PMID: 21481099\nEIN - Hyg Tr. 2010;21(1):3\n";

    #[test]
    fn an_article_is_read_with_all_it_says() {
        let (record, doubts) = read(WELDERS);
        assert_eq!(doubts, [Doubt::at("EIN", "the other work has no number; it stays as a note").on(32)]);
        let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["pmid:20481099", "doi:10.5555/weld.1", "pmcid:PMC4513071"]);
        assert_eq!(record.title(), Some("Lungs of welders after shifts"));
        assert_eq!(record.titles[1].language.as_ref().unwrap().tag(), "ru");
        assert_eq!(record.published.unwrap().to_string(), "2008-12-20");
        assert_eq!(record.contributors.len(), 3);
        assert_eq!(record.contributors[0].orcid.as_deref(), Some("0000-0003-1419-2405"));
        assert_eq!(record.contributors[0].affiliations[0].name, "Institute of Labour, Perm.");
        assert_eq!(record.source.title.as_deref(), Some("Hygiene of labour"));
        assert_eq!(record.abstracts[1].language.as_ref().unwrap().tag(), "ru");
        assert_eq!(record.subjects[0].term.as_deref(), Some("Welding/adverse effects"));
        assert_eq!(record.status, Status::Retracted);
        assert_eq!(record.relations[0].kind, RelationKind::RetractedBy);
        assert_eq!(record.relations[0].target.to_string(), "pmid:21481099");
    }

    #[test]
    fn a_retraction_notice_stands_and_names_what_it_takes_back() {
        let (record, _) = read("PMID- 9\nTI  - Retraction.\nPT  - Retraction of Publication\nROF - J. 2009. PMID: 8");
        assert_eq!((record.kind, record.status), (Kind::Retraction, Status::Current));
        assert_eq!(record.relations[0].kind, RelationKind::Retracts);
    }

    #[test]
    fn initials_alone_are_taken_apart() {
        let (record, _) = read("PMID- 9\nAU  - van der Berg JW\nAU  - Study Group");
        assert_eq!(
            record.contributors[0].name,
            Name::Person { family: "van der Berg".into(), given: Some("JW".into()) }
        );
        assert_eq!(record.contributors[1].name, Name::Whole("Study Group".into()));
    }

    #[test]
    fn a_text_is_claimed_by_its_first_tag() {
        for (head, claimed) in [
            (WELDERS, true),
            ("\n\nPMID-22664220\n", true),
            ("TY  - JOUR\n", false),
            ("PMC some PMC\n  PMID\n\n\nSO-something stands here", false),
            ("", false),
        ] {
            assert_eq!(claims(head), claimed, "{head}");
        }
    }

    #[test]
    fn the_collection_reads_as_its_expected_files_say() {
        expected::check("pubmed/jabref", ".txt", |text| vec![read(text).0]);
        expected::check("pubmed/jabref", ".nbib", |text| vec![read(text).0]);
    }
}
