//! Legal status of patents: a member of a family with its legal events (INPADOC), as the Open Patent Services of the European Patent Office
//! answer with.
//!
//! Source: EPO, *OPS reference guide* (INPADOC family and legal services) and *INPADOC worldwide legal status database, user documentation*
//! (fields `L001EP` and on). Kept is the publication, and of its events those that say where it stands: lapsed, expired, withdrawn, revoked,
//! in force. Transfers, reminders, requests and the like are left out; they are in the raw entry. Where the bibliography stands beside the
//! events it is read as [`crate::patent_docdb`] reads it.

use model::{Date, LegalEvent, LegalStanding, Record};

use crate::Doubt;
use crate::draft::Draft;
use crate::patent::PatentDraft;
use crate::patent_docdb;
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "patent-legal";

/// Longest name of an event that is kept, in characters. Free texts of offices run to pages.
const WORDS_CHARS_MAX: usize = 300;

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    entry.name == "family-member"
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let (record, doubts) = match entry.child("exchange-document") {
        Some(document) => patent_docdb::read(document),
        None => published(entry),
    };
    let mut draft = Draft::from_parts(record, doubts);
    let mut n_events = 0;
    for legal in entry.children("legal") {
        n_events += 1;
        match event(legal) {
            Ok(Some(event)) => draft.note(&event.note()),
            Ok(None) => {}
            Err(why) => draft.doubt(("legal", legal.line), why),
        }
    }
    if n_events == 0 && entry.child("exchange-document").is_none() {
        draft.doubt(("family-member", entry.line), "there is no legal event; only the number was read");
    }
    draft.finish()
}

/// The publication alone, by its number in the form of DOCDB where that is given.
fn published(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = PatentDraft::new();
    let documents = entry.find_all("publication-reference/document-id");
    let is_docdb = |document: &&&Element| document.attr("document-id-type") == Some("docdb");
    let document = documents.iter().find(is_docdb).or(documents.first());
    let part = |name: &str| document.and_then(|document| document.text_at(name)).unwrap_or_default();
    draft.publication("publication-reference", &part("country"), &part("doc-number"), &part("kind"));
    draft.published("publication-reference/document-id/date", &part("date"));
    draft.finish()
}

/// What an event says of where the patent stands; `Ok(None)` where it says nothing of that, and why where it cannot be read.
fn event(legal: &Element) -> Result<Option<LegalEvent>, String> {
    let field = |name: &str| {
        let nested = || legal.text_at(&format!("L500EP/{name}"));
        legal.text_at(name).or_else(nested).unwrap_or_default()
    };
    let attr = |name: &str| legal.attr(name).map(str::trim).unwrap_or_default().to_owned();
    let code = Some(field("L502EP")).filter(|code| !code.is_empty()).unwrap_or_else(|| match attr("code") {
        code if code.is_empty() => field("L008EP"),
        code => code,
    });
    let desc = crate::markup::squeeze(&attr("desc"));
    let Some(standing) = by_words(&desc).or_else(|| by_code(&code)) else { return Ok(None) };
    let country = Some(field("L501EP")).filter(|country| is_country(country)).unwrap_or_else(|| field("L001EP"));
    if !is_country(&country) {
        return Err(format!("{} is not the code of a country; the event was left out", crate::doubt::quoted(&country)));
    }
    let (effective, told) = (field("L525EP"), field("L007EP"));
    let Some(on) = day(&effective).or_else(|| day(&told)) else {
        return Err(format!("{} is not a day; the event was left out", crate::doubt::quoted(&told)));
    };
    let words: String = if desc.is_empty() { code.clone() } else { desc.chars().take(WORDS_CHARS_MAX).collect() };
    Ok(Some(LegalEvent { country, standing, on, code, words }))
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// `20051123` or with hyphens. The year 1 stands for no day.
fn day(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    let year: i32 = year.parse().ok()?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).filter(|_| year > 1_000)
}

/// Words in the names of events, and where they leave the patent: the first that stands in the name decides. Events of every office come
/// with English names.
const BY_WORDS: &[(&str, Option<LegalStanding>)] = &[
    // Somebody asks, intends or reminds: nothing is decided. A lapse that is annulled was none.
    ("REQUEST", None),
    ("INTENTION", None),
    ("REMINDER", None),
    ("ANNUL", None),
    ("OPPOSITION WITHDRAWN", None),
    ("NO OPPOSITION", Some(LegalStanding::InForce)),
    ("REINSTAT", Some(LegalStanding::InForce)),
    ("RESTOR", Some(LegalStanding::InForce)),
    ("RE-ESTABL", Some(LegalStanding::InForce)),
    ("REVOK", Some(LegalStanding::Revoked)),
    ("REVOCATION", Some(LegalStanding::Revoked)),
    ("NON-PAYMENT", Some(LegalStanding::Lapsed)),
    ("NONPAYMENT", Some(LegalStanding::Lapsed)),
    ("FAILURE TO PAY", Some(LegalStanding::Lapsed)),
    ("LAPSE", Some(LegalStanding::Lapsed)),
    ("CEASED", Some(LegalStanding::Lapsed)),
    ("EXPIR", Some(LegalStanding::Expired)),
    ("WITHDRAWN", Some(LegalStanding::Withdrawn)),
    ("REFUSED", Some(LegalStanding::Withdrawn)),
    ("ABANDON", Some(LegalStanding::Withdrawn)),
    ("ANNUAL FEE PAID", Some(LegalStanding::InForce)),
    ("MAINTENANCE FEE PAYMENT", Some(LegalStanding::InForce)),
    ("PATENT GRANTED", Some(LegalStanding::InForce)),
];

fn by_words(desc: &str) -> Option<LegalStanding> {
    let desc = desc.to_uppercase();
    BY_WORDS.iter().find(|(words, _)| desc.contains(words)).and_then(|(_, standing)| *standing)
}

/// Codes of events that stand without a name, of the European and the American office.
fn by_code(code: &str) -> Option<LegalStanding> {
    match code.trim() {
        "PG25" | "FP" | "MM4A" => Some(LegalStanding::Lapsed),
        "18D" | "18W" | "18R" => Some(LegalStanding::Withdrawn),
        "27W" => Some(LegalStanding::Revoked),
        "26N" | "PGFP" => Some(LegalStanding::InForce),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patent::testing::{check_cuts, parsed_by, sheet};

    const LOOM: &str = r#"<ops:family-member xmlns:ops="http://ops.epo.org" family-id="4711">
<publication-reference><document-id document-id-type="docdb"><country>EP</country><doc-number>0123456</doc-number><kind>B1</kind><date>19901220</date></document-id>
<document-id document-id-type="epodoc"><doc-number>EP0123456</doc-number></document-id></publication-reference>
<ops:legal code="17P " desc="REQUEST FOR EXAMINATION FILED" infl="+"><ops:L001EP>EP</ops:L001EP><ops:L007EP>1988-02-03</ops:L007EP><ops:L008EP>17P</ops:L008EP></ops:legal>
<ops:legal code="26N " desc="NO OPPOSITION FILED" infl="+"><ops:L001EP>EP</ops:L001EP><ops:L007EP>1991-12-11</ops:L007EP><ops:L008EP>26N</ops:L008EP></ops:legal>
<ops:legal code="PG25" desc="LAPSED IN A CONTRACTING STATE" infl="-"><ops:L001EP>EP</ops:L001EP><ops:L003EP>0123456</ops:L003EP><ops:L007EP>1996-01-31</ops:L007EP>
<ops:L500EP><ops:L501EP>DE</ops:L501EP><ops:L510EP>LAPSE BECAUSE OF NON-PAYMENT OF DUE FEES</ops:L510EP><ops:L525EP>19950601</ops:L525EP></ops:L500EP></ops:legal>
<ops:legal code="PG25" desc="LAPSED IN A CONTRACTING STATE" infl="-"><ops:L001EP>EP</ops:L001EP><ops:L007EP>soon</ops:L007EP><ops:L500EP><ops:L501EP>FR</ops:L501EP></ops:L500EP></ops:legal>
</ops:family-member>"#;

    #[test]
    fn events_that_say_where_the_patent_stands_are_kept_and_others_are_not() {
        let (record, doubts) = parsed_by(claims, read, LOOM);
        assert_eq!(
            sheet(&record),
            "patent:EP123456B1\n\
             1990-12-20\n\
             note legal status EP in-force 1991-12-11: NO OPPOSITION FILED (26N)\n\
             note legal status DE lapsed 1995-06-01: LAPSED IN A CONTRACTING STATE (PG25)"
        );
        assert_eq!(record.kind, model::Kind::Patent);
        assert_eq!(doubts.len(), 1, "{doubts:?}");
        assert!(doubts[0].to_string().contains("`soon` is not a day"), "{}", doubts[0]);
    }

    #[test]
    fn the_name_of_an_event_says_where_it_leaves_the_patent() {
        use LegalStanding::*;
        for (desc, standing) in [
            ("LAPSED BECAUSE OF FAILURE TO SUBMIT A TRANSLATION", Some(Lapsed)),
            ("Expired due to failure to pay maintenance fee", Some(Lapsed)),
            ("PATENT CEASED: NON-PAYMENT OF RENEWAL FEES", Some(Lapsed)),
            ("EXPIRY OF PATENT TERM", Some(Expired)),
            ("APPLICATION DEEMED TO BE WITHDRAWN", Some(Withdrawn)),
            ("PATENT REVOKED", Some(Revoked)),
            ("PATENT REINSTATED AFTER LAPSE", Some(InForce)),
            ("REQUEST FOR REVOCATION FILED", None),
            ("INTENTION TO GRANT ANNOUNCED", None),
            ("ASSIGNMENT", None),
        ] {
            assert_eq!(by_words(desc), standing, "{desc}");
        }
        assert_eq!(by_code("PG25"), Some(Lapsed));
    }

    #[test]
    fn the_bibliography_is_read_where_it_stands_beside_the_events() {
        let (record, doubts) = parsed_by(
            claims,
            read,
            r#"<family-member><exchange-document country="DE" doc-number="432111" kind="C"><bibliographic-data><invention-title lang="en">Blade</invention-title></bibliographic-data></exchange-document>
<legal code="8339" desc="CEASED/NON-PAYMENT OF THE ANNUAL FEE"><L001EP>DE</L001EP><L007EP>1931-03-01</L007EP></legal></family-member>"#,
        );
        assert_eq!(
            sheet(&record),
            "patent:DE432111C\nBlade [en]\n\
             note legal status DE lapsed 1931-03-01: CEASED/NON-PAYMENT OF THE ANNUAL FEE (8339)"
        );
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn a_member_cut_anywhere_keeps_what_came_before() {
        check_cuts(read, LOOM, 290);
    }

    #[test]
    fn a_member_without_events_is_a_doubt() {
        let (_, doubts) = parsed_by(claims, read, "<family-member/>");
        assert!(doubts.iter().any(|doubt| doubt.to_string().contains("there is no legal event")), "{doubts:?}");
    }
}
