//! MARC 21 records: the mapping that ISO 2709 and MARCXML share.
//!
//! "MARC 21 Format for Bibliographic Data" (Library of Congress), with what union catalogues
//! (RDA, `966`) and the repositories on Invenio (`037`, `773 $p`, `980`) write besides. Names,
//! subjects and links have files of their own.

use model::{Identifier, Kind, Language, Record, Rights, Scheme};

use crate::Doubt;
use crate::draft::Draft;
use crate::markup::squeeze;
use crate::written_date::written_date;

/// A field with its indicators and subfields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DataField {
    /// Three characters.
    pub(crate) tag: String,
    /// The two indicators; a blank where there is none.
    pub(crate) indicators: [char; 2],
    /// Codes and values, in order.
    pub(crate) subfields: Vec<(char, String)>,
}

impl DataField {
    /// The first subfield with this code that holds something.
    pub(crate) fn sub(&self, code: char) -> Option<&str> {
        self.all(code).next()
    }

    /// All subfields with this code that hold something.
    pub(crate) fn all(&self, code: char) -> impl Iterator<Item = &str> {
        self.subfields.iter().filter(move |(found, _)| *found == code).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// The subfields with these codes, in the field's order, with this between them.
    pub(crate) fn joined(&self, codes: &str, between: &str) -> String {
        let parts: Vec<&str> = self
            .subfields
            .iter()
            .filter(|(code, value)| codes.contains(*code) && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
            .collect();
        parts.join(between)
    }
}

/// A record as both transport formats give it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marc {
    /// The leader, 24 characters.
    pub(crate) leader: String,
    /// Control fields: tag and value.
    pub(crate) controls: Vec<(String, String)>,
    /// Data fields, in order.
    pub(crate) fields: Vec<DataField>,
}

impl Marc {
    /// The value of a control field.
    pub(crate) fn control(&self, tag: &str) -> Option<&str> {
        self.controls.iter().find(|(found, _)| found == tag).map(|(_, value)| value.as_str())
    }

    /// Data fields with this tag, in order.
    pub(crate) fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a DataField> {
        self.fields.iter().filter(move |field| field.tag == tag)
    }

    /// First field with this tag.
    pub(crate) fn first(&self, tag: &str) -> Option<&DataField> {
        self.fields.iter().find(|field| field.tag == tag)
    }

    /// First subfield that holds something in any field with this tag.
    pub(crate) fn sub(&self, tag: &str, code: char) -> Option<&str> {
        self.fields.iter().filter(|field| field.tag == tag).find_map(|field| field.sub(code))
    }
}

/// Maps a record; doubts about how it was carried are in the draft already.
pub(crate) fn record(marc: &Marc, mut draft: Draft) -> (Record, Vec<Doubt>) {
    draft.record.kind = kind(marc);
    identifiers(marc, &mut draft);
    titles(marc, &mut draft);
    crate::marc_names::read(marc, &mut draft);
    crate::marc_links::host(marc, &mut draft);
    dates(marc, &mut draft);
    languages(marc, &mut draft);
    crate::marc_subjects::read(marc, &mut draft);
    words(marc, &mut draft);
    crate::marc_links::read(marc, &mut draft);
    draft.finish()
}

/// What field 980 says in `$2` where our own word for a kind stands in it.
pub(crate) const KINDS_OF_OURS: &str = "uptake";

/// Kind: by the repository's own word (`980`), else by what only one kind has, else by the leader.
fn kind(marc: &Marc) -> Kind {
    for field in marc.all("980") {
        if field.sub('2') == Some(KINDS_OF_OURS)
            && let Some(kind) = field.sub('a').and_then(Kind::from_word)
        {
            return kind;
        }
        let known = match field.sub('a').unwrap_or("").to_lowercase().as_str() {
            "article" | "published" => Some(Kind::Article),
            "preprint" => Some(Kind::Preprint),
            "thesis" => Some(Kind::Thesis),
            "report" => Some(Kind::Report),
            "conferencepaper" => Some(Kind::ConferencePaper),
            "proceedings" => Some(Kind::Proceedings),
            "book" => Some(Kind::Book),
            "bookchapter" => Some(Kind::Chapter),
            _ => None,
        };
        if let Some(kind) = known {
            return kind;
        }
    }
    let letter = |at: usize| marc.leader.chars().nth(at).unwrap_or(' ');
    let (sort, level) = (letter(6), letter(7));
    let hosted = marc.first("773").is_some();
    if marc.first("013").is_some() {
        return Kind::Patent;
    }
    if marc.first("502").is_some() {
        return Kind::Thesis;
    }
    if level == 's' || level == 'i' {
        return Kind::Serial;
    }
    // An analytic record describes a part: an article where the host is a serial.
    if matches!(level, 'a' | 'b') || (hosted && matches!(sort, 'a' | ' ' | 't')) {
        let serial = marc.all("773").any(|host| host.sub('x').is_some() || host.sub('p').is_some());
        return if serial || level == 'b' { Kind::Article } else { Kind::Chapter };
    }
    if marc.first("111").is_some() {
        return Kind::Proceedings;
    }
    let is_text = marc.all("336").any(|content| content.sub('b') == Some("txt"));
    match sort {
        'a' | 't' => Kind::Book,
        'm' if is_text && hosted => Kind::Article,
        'm' if is_text => Kind::Book,
        'm' if marc.control("008").and_then(|fixed| fixed.chars().nth(26)) == Some('a') => Kind::Dataset,
        'm' if marc.control("008").and_then(|fixed| fixed.chars().nth(26)) == Some('b') => Kind::Software,
        'c' | 'd' | 'e' | 'f' | 'g' | 'i' | 'j' | 'k' | 'r' if !hosted && !is_text => Kind::Media,
        _ if hosted => Kind::Article,
        _ => Kind::Other,
    }
}

fn identifiers(marc: &Marc, draft: &mut Draft) {
    if let Some(number) = marc.control("001") {
        match marc.control("003").map(str::trim).filter(|place| !place.is_empty()) {
            // As catalogues write each other's numbers: the place in brackets before the number.
            Some(place) => draft.offer(Scheme::Local, &format!("({place}){}", number.trim())),
            None => draft.offer(Scheme::Local, number),
        }
    }
    for field in marc.all("024") {
        let Some(value) = field.sub('a') else { continue };
        match (field.indicators[0], field.sub('2').unwrap_or("").to_lowercase().as_str()) {
            ('7', "doi") => draft.doi("024", value),
            ('7', "hdl") => draft.offer(Scheme::Handle, value),
            ('7', "urn" | "nbn") => draft.offer(Scheme::Urn, value),
            ('7', "arxiv") => draft.offer(Scheme::Arxiv, value),
            ('7', "pmid") => draft.offer(Scheme::Pmid, value),
            ('7', word @ ("pmcid" | "openalex" | "wos" | "swhid" | "standard")) => {
                Scheme::from_word(word).into_iter().for_each(|scheme| draft.offer(scheme, value));
            }
            (_, _) if value.starts_with("oai:") => draft.offer(Scheme::Oai, value),
            _ => {}
        }
    }
    for (tag, scheme) in [("010", Scheme::Lccn), ("027", Scheme::Report), ("088", Scheme::Report)] {
        for field in marc.all(tag) {
            field.all('a').for_each(|value| draft.offer(scheme, value));
        }
    }
    for field in marc.all("013") {
        let number = format!(
            "{}{}{}",
            field.sub('b').unwrap_or("").to_uppercase(),
            field.sub('a').unwrap_or(""),
            field.sub('c').unwrap_or("")
        );
        draft.offer(Scheme::Patent, &number);
    }
    for field in marc.all("037").chain(marc.all("035")) {
        let Some(value) = field.sub('a') else { continue };
        let by = field.sub('9').unwrap_or("");
        if by.eq_ignore_ascii_case("arXiv") {
            draft.offer(Scheme::Arxiv, value);
        } else if let Some(number) = value.strip_prefix("(DE-He213)").filter(|number| number.starts_with("10.")) {
            draft.doi("035", number);
        }
    }
    for (tag, code) in [("020", 'a'), ("022", 'a'), ("022", 'l')] {
        for field in marc.all(tag) {
            for value in field.all(code) {
                draft.expect_serials(tag, value);
            }
        }
    }
    // The ISSN of a serial is its own, not that of something it stands in.
    if draft.record.kind == Kind::Serial {
        std::mem::take(&mut draft.record.source.identifiers).into_iter().for_each(|id| draft.record.identify(id));
    }
}

fn titles(marc: &Marc, draft: &mut Draft) {
    match marc.first("245") {
        Some(field) => draft.title(&title(field), None),
        None if marc.sub("200", 'a').is_some() => {
            draft.doubt("245", "the title is missing and stands where UNIMARC puts it; the record is not MARC 21");
            if let Some(title) = marc.sub("200", 'a') {
                draft.title(title, None);
            }
        }
        None => draft.doubt("245", "the title is missing"),
    }
    // The same in its own script, linked by `$6`.
    for field in marc.all("880").filter(|field| field.sub('6').is_some_and(|link| link.starts_with("245"))) {
        draft.title(&title(field), None);
    }
    for field in marc.all("242") {
        draft.title(&title(field), field.sub('y').and_then(Language::parse));
    }
    for tag in ["246", "247", "240", "130"] {
        for field in marc.all(tag) {
            draft.title(&title(field), None);
        }
    }
}

/// Title and rest of title as one, without the punctuation that ISBD puts between the parts and
/// without the signs that tell a sorter to pass over an article.
fn title(field: &DataField) -> String {
    let mut out = String::new();
    for (code, value) in &field.subfields {
        let part = bare(&value.replace(['\u{98}', '\u{9c}', '\u{88}', '\u{89}', '\u{ac}'], ""));
        if part.is_empty() {
            continue;
        }
        match code {
            'a' | 'b' if out.is_empty() => out = part,
            'b' => out = format!("{out}: {part}"),
            'n' | 'p' if !out.is_empty() => out = format!("{out}. {part}"),
            _ => {}
        }
    }
    out
}

/// A value without the punctuation that only leads over to the next subfield.
pub(crate) fn bare(value: &str) -> String {
    let mut text = squeeze(value);
    loop {
        let shorter = text.trim_end_matches([' ', '/', ':', ';', '=', ',']);
        if shorter.len() == text.len() {
            return text;
        }
        text.truncate(shorter.len());
    }
}

/// Dates of publication: the statement of publication, and the coded year where that is silent.
/// `269` is the day a repository made the manuscript public.
fn dates(marc: &Marc, draft: &mut Draft) {
    let published = marc.all("264").filter(|field| field.indicators[1] == '1').chain(marc.all("260"));
    let mut unreadable = None;
    for value in published.filter_map(|field| field.sub('c')).chain(marc.sub("269", 'c')) {
        match written_date(value) {
            Some(date) => draft.publish(date),
            None => unreadable = Some(value),
        }
    }
    if draft.record.published.is_some() {
        return;
    }
    let host = marc.all("773").find_map(|host| host.sub('y'));
    let coded =
        marc.control("008").and_then(|fixed| fixed.get(7..11)).filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let thesis = marc.sub("502", 'd');
    if let Some(date) = [host, coded, thesis].into_iter().flatten().find_map(written_date) {
        draft.publish(date);
    } else if let Some(value) = unreadable {
        draft.no_date("264", value);
    }
}

fn languages(marc: &Marc, draft: &mut Draft) {
    let stated = marc.all("041").filter(|field| field.indicators[1] != '7').find_map(|field| field.sub('a'));
    // Older records run several codes of three letters together.
    let stated =
        stated.map(|code| if code.len() > 3 && code.len() % 3 == 0 { code.get(..3).unwrap_or(code) } else { code });
    let coded = marc.control("008").and_then(|fixed| fixed.get(35..38));
    for code in [stated, coded].into_iter().flatten() {
        draft.written_in(code);
    }
}

fn words(marc: &Marc, draft: &mut Draft) {
    for field in marc.all("520") {
        draft.summary(&field.joined("ab", " "), None);
    }
    for tag in ["500", "502", "505", "508", "518", "538", "545", "546", "586"] {
        for field in marc.all(tag) {
            draft.note(&field.joined("abcdgtr", " "));
        }
    }
    if let Some(field) = marc.first("250") {
        draft.note(&format!("edition: {}", bare(&field.joined("ab", " "))));
    }
    if let Some(field) = marc.first("300") {
        draft.note(&format!("extent: {}", bare(&field.joined("abc", " "))));
    }
    for field in marc.all("540").chain(marc.all("506")) {
        let statement = squeeze(&field.joined("af", " "));
        let rights = field.sub('u').map(Rights::at).unwrap_or_default();
        if !statement.is_empty() || rights.url.is_some() {
            draft.record.rights.push(Rights { statement: (!statement.is_empty()).then_some(statement), ..rights });
        }
    }
}

/// The number in a linking subfield `$w (DE-604)BV013223576` or `$o doi`, where it is one that
/// names a work.
pub(crate) fn linked(field: &DataField) -> Option<Identifier> {
    let direct = field.all('o').chain(field.all('w')).chain(field.all('a')).chain(field.all('0'));
    let direct = direct.map(|value| value.trim_start_matches("(DOI)").trim_start_matches("(doi)"));
    direct
        .filter_map(Identifier::parse)
        .find(Identifier::names_a_work)
        .or_else(|| field.all('z').find_map(|value| Identifier::new(Scheme::Isbn, value)))
        .or_else(|| field.all('x').find_map(|value| Identifier::new(Scheme::Issn, value)))
}
