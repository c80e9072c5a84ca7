//! RIS.
//!
//! The tagged format of Research Information Systems, as Reference Manager (2001) and EndNote
//! (2011) publish it. The two specifications give some tags different meanings by type, and
//! exporters mix them; where a tag can mean two things, its value decides.

use model::{Identifier, Kind, Name, PartialDate, Record, Rights, Role, Scheme};

use crate::Doubt;
use crate::draft::{Draft, earlier};
use crate::markup::squeeze;
use crate::tagged::{Field, fields, first};
use crate::written_date::{within_year, written_date};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "ris";

/// Whether a text that begins like this (64 KiB at most) is one of these: its first tag is `TY`.
/// Lines of other text before it (`Provider: ...`) are usual.
pub(crate) fn claims(head: &str) -> bool {
    const LINES_BEFORE: usize = 40;
    head.lines()
        .map(|line| line.trim_start_matches('\u{feff}'))
        .filter(|line| !line.trim().is_empty())
        .take(LINES_BEFORE)
        .find_map(tag_of)
        .is_some_and(|(tag, value)| {
            tag.eq_ignore_ascii_case("TY")
                && (1..=8).contains(&value.trim().len())
                && value.trim().bytes().all(|b| b.is_ascii_alphabetic())
        })
}

/// `TY  - JOUR`; exporters drop or add a blank, write the tag small or indent it.
fn tag_of(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let tag = line.get(..2)?;
    let mut letters = tag.bytes();
    let shaped = letters.next().is_some_and(|b| b.is_ascii_alphabetic())
        && letters.next().is_some_and(|b| b.is_ascii_alphanumeric());
    let rest = &line[2..];
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let value = rest[blanks..].strip_prefix('-')?;
    // One blank and small letters are prose with a dash: `in - situ`.
    let spaced = blanks == 2 || (blanks <= 3 && tag.bytes().all(|b| !b.is_ascii_lowercase()));
    (shaped && spaced && (value.is_empty() || value.starts_with([' ', '\t']))).then_some((tag, value))
}

/// Reads one entry, from `TY` to `ER`.
pub(crate) fn read(entry: &str) -> (Record, Vec<Doubt>) {
    let mut fields = fields(entry, tag_of);
    let mut draft = Draft::default();
    if let Some(end) = fields.iter().position(|field| field.tag == "ER") {
        fields.truncate(end);
    }
    if let Some(second) = fields.iter().enumerate().filter(|(_, f)| f.tag == "TY").map(|(i, _)| i).nth(1) {
        let line = fields.get(second).map(|field| field.line);
        draft.doubt(("TY", line), "a second record begins before this one has ended; it was left out");
        fields.truncate(second);
    }
    match first(&fields, &["TY"]) {
        Some(field) => match kind(&field.value, &fields) {
            Some(kind) => draft.record.kind = kind,
            None => {
                let text =
                    format!("the type {} is not known; the kind is left open", crate::doubt::quoted(&field.value));
                draft.doubt(("TY", field.line), text);
            }
        },
        None => draft.doubt("TY", "the type is missing; the kind is left open"),
    }
    titles(&fields, &mut draft);
    container(&fields, &mut draft);
    dates(&fields, &mut draft);
    for field in &fields {
        one(field, &fields, &mut draft);
    }
    draft.finish()
}

/// Kind by type of reference, both specifications.
fn kind(reference: &str, fields: &[Field]) -> Option<Kind> {
    let stands_in_something = || first(fields, &["T2", "BT", "JF", "JO", "SP", "C3"]).is_some();
    Some(match reference.trim().to_ascii_uppercase().as_str() {
        "JOUR" | "EJOUR" | "MGZN" | "NEWS" | "INPR" | "ABST" | "JFULL" => Kind::Article,
        "BOOK" | "EBOOK" | "EDBOOK" | "CLSWK" | "CLSWRK" | "DICT" | "ENCYC" | "ANCIENT" => Kind::Book,
        "CHAP" | "ECHAP" => Kind::Chapter,
        "CPAPER" => Kind::ConferencePaper,
        // Old exporters know one type for the volume and the paper in it.
        "CONF" if stands_in_something() => Kind::ConferencePaper,
        "CONF" => Kind::Proceedings,
        "THES" => Kind::Thesis,
        "RPRT" | "GOVDOC" => Kind::Report,
        "PAT" => Kind::Patent,
        "STAND" | "STD" => Kind::Standard,
        "DATA" | "AGGR" | "DBASE" => Kind::Dataset,
        "COMP" => Kind::Software,
        "ELEC" | "WEB" => Kind::Webpage,
        "BLOG" => Kind::Post,
        "UNPB" | "UNPD" | "MANSCPT" | "PREPRINT" => Kind::Preprint,
        "SER" | "SERIAL" => Kind::Serial,
        "CTLG" => Kind::Catalogue,
        "ADVS" | "ART" | "CHART" | "FIGURE" | "MAP" | "MPCT" | "MUSIC" | "SLIDE" | "SOUND" | "VIDEO" | "MULTI" => {
            Kind::Media
        }
        "BILL" | "CASE" | "EQUA" | "GEN" | "GRANT" | "HEAR" | "ICOMM" | "LEGAL" | "PAMP" | "PCOMM" | "STAT"
        | "UNBILL" => Kind::Other,
        _ => return None,
    })
}

fn titles(fields: &[Field], draft: &mut Draft) {
    // For a whole book `BT` is the title itself.
    let proper: &[&str] = match draft.record.kind {
        Kind::Book | Kind::Preprint => &["TI", "T1", "CT", "BT"],
        _ => &["TI", "T1", "CT"],
    };
    let title = first(fields, proper).map(|field| squeeze(&field.value)).unwrap_or_default();
    let second = first(fields, &["T2"]).map(|field| squeeze(&field.value));
    match second {
        // A thesis stands in nothing; what exporters write there is its subtitle.
        Some(second) if draft.record.kind == Kind::Thesis && !title.is_empty() => {
            draft.title(&format!("{title}: {second}"), None);
        }
        _ => draft.title(&title, None),
    }
    for field in fields.iter().filter(|field| proper.contains(&field.tag.as_str()) || field.tag == "TT") {
        draft.title(&field.value, None);
    }
    // An item of which only the volume's title is known goes by that.
    if draft.record.titles.is_empty()
        && let Some(field) = first(fields, &["BT", "T2", "ST"])
    {
        draft.title(&field.value, None);
    }
}

fn container(fields: &[Field], draft: &mut Draft) {
    let kind = draft.record.kind;
    let tags: &[&str] = match kind {
        Kind::Article => &["JF", "T2", "JO", "JA", "J1", "J2", "BT", "T3"],
        Kind::Chapter => &["T2", "BT", "JF", "T3", "JO"],
        Kind::ConferencePaper => &["T2", "BT", "JF", "C3", "JO", "T3", "J2"],
        Kind::Book | Kind::Proceedings => &["T2", "T3", "JF"],
        Kind::Thesis => &["T3"],
        _ => &["T2", "JF", "JO", "BT", "T3", "J2"],
    };
    draft.record.source.title = first(fields, tags)
        .map(|field| squeeze(&field.value))
        .filter(|title| Some(title.as_str()) != draft.record.title());
    let value = |tags: &[&str]| first(fields, tags).map(|field| squeeze(&field.value));
    draft.record.source.volume = value(&["VL"]);
    draft.record.source.issue = value(&["IS", "CP"]);
    draft.record.source.pages = match (value(&["SP"]), value(&["EP"])) {
        (Some(first), Some(last)) if first == last || first.contains(['-', '–']) => Some(first),
        (Some(first), Some(last)) => Some(format!("{first}-{last}")),
        (None, Some(last)) => Some(last),
        // `C7` is the article number that stands for pages in an electronic journal.
        (first, None) => first.or_else(|| value(&["C7"])),
    };
    if kind != Kind::Patent {
        draft.record.source.publisher = value(&["PB"]);
    }
}

/// `PY` or `Y1` says the year; the others may say more about that year. `DA` alone is used only
/// where both are missing: in some exports it is the day of a conference.
fn dates(fields: &[Field], draft: &mut Draft) {
    let mut read = |tag: &str| -> Option<PartialDate> {
        let field = first(fields, &[tag])?;
        let date = written_date(&field.value);
        if date.is_none() && tag != "DA" {
            draft.no_date((tag, field.line), &field.value);
        }
        date
    };
    let (year, primary, day) = (read("PY"), read("Y1"), read("DA"));
    let Some(year) = year.or(primary).or(day) else { return };
    let mut date = year;
    for further in [primary, day].into_iter().flatten().filter(|further| further.year() == year.year()) {
        date = earlier(date, further);
    }
    if let Some(field) = first(fields, &["DA"]) {
        date = within_year(date, &field.value);
    }
    draft.publish(date);
}

fn one(field: &Field, fields: &[Field], draft: &mut Draft) {
    let value = field.value.as_str();
    if value.is_empty() {
        return;
    }
    let kind = draft.record.kind;
    match field.tag.as_str() {
        "AU" | "A1" => {
            let role = if kind == Kind::Patent { Role::Inventor } else { Role::Author };
            field.lines().for_each(|name| draft.inverted(name, role));
        }
        "ED" => field.lines().for_each(|name| draft.inverted(name, Role::Editor)),
        "A2" => {
            let role = match kind {
                Kind::Patent => Role::Applicant,
                Kind::Thesis | Kind::Report | Kind::Dataset => Role::Contributor,
                _ => Role::Editor,
            };
            field.lines().for_each(|name| draft.inverted(name, role));
        }
        "A3" => field.lines().for_each(|name| draft.inverted(name, Role::Editor)),
        "A4" => {
            let role = if matches!(kind, Kind::Book | Kind::Chapter) { Role::Translator } else { Role::Contributor };
            field.lines().for_each(|name| draft.inverted(name, role));
        }
        "TA" => field.lines().for_each(|name| draft.inverted(name, Role::Translator)),
        "PB" if kind == Kind::Patent => draft.named(Name::Whole(squeeze(value)), Role::Assignee),
        "DO" | "DI" => draft.doi((&field.tag, field.line), value),
        // The first specification has no field for a DOI; exporters put it here.
        "M3" | "L3" | "N1" if Identifier::new(Scheme::Doi, value).is_some() => draft.offer(Scheme::Doi, value),
        "M3" if kind == Kind::Thesis || kind == Kind::Report => draft.note(value),
        "N1" => draft.note(value),
        "AB" | "N2" => draft.summary(value, None),
        "KW" => draft.keywords_of_ris(value),
        "LA" => draft.written_in(value),
        "SN" => serial(field, draft),
        "AN" => accession(value, fields, draft),
        "ID" => draft.offer(Scheme::Local, value),
        "C2" if value.to_ascii_uppercase().starts_with("PMC") => draft.offer(Scheme::Pmcid, value),
        "ET" => draft.note(&format!("edition: {value}")),
        "UR" | "L2" | "LK" => {
            for url in value.split(|c: char| c.is_whitespace() || c == ';') {
                if Identifier::parse(url).is_some_and(|id| id.scheme() == Scheme::Doi)
                    && first(fields, &["DO"]).is_none()
                {
                    draft.offer(Scheme::Doi, url);
                }
                draft.locate(url, None);
            }
        }
        "L1" => value.split_whitespace().for_each(|url| draft.locate(url, Some("application/pdf"))),
        "C1" | "M1" if value.starts_with("Copyright") || value.starts_with('©') => {
            draft.record.rights.push(Rights { statement: Some(squeeze(value)), ..Rights::default() });
        }
        "M1" if kind == Kind::Report => draft.offer(Scheme::Report, value),
        "T3" if kind == Kind::Chapter || kind == Kind::ConferencePaper => {
            draft.note(&format!("series: {}", squeeze(value)));
        }
        _ => {}
    }
}

impl Draft {
    /// Keywords of RIS: one a tag by the specification, and in practice also several, one a line
    /// or with semicolons between. A comma does not divide: `Women, Working` is one.
    fn keywords_of_ris(&mut self, value: &str) {
        value.split(['\n', ';']).for_each(|term| self.keyword(term));
    }
}

/// `SN` is the number of whatever the record is: ISSN, ISBN, patent, report.
fn serial(field: &Field, draft: &mut Draft) {
    let value = field.value.as_str();
    let known = match draft.record.kind {
        Kind::Patent => draft.identified(Scheme::Patent, value) || draft.identified(Scheme::Local, value),
        Kind::Standard => draft.identified(Scheme::Standard, value),
        Kind::Report => draft.has_serials(value) || draft.identified(Scheme::Report, value),
        _ => draft.has_serials(value),
    };
    if !known {
        draft.not_a(("SN", field.line), "an ISSN or ISBN", value);
    }
}

/// `AN` is a number of the database that `DB` or `DP` names.
fn accession(value: &str, fields: &[Field], draft: &mut Draft) {
    let database = first(fields, &["DB", "DP"]).map(|field| field.value.to_lowercase()).unwrap_or_default();
    let upper = value.to_uppercase();
    let scheme = if upper.starts_with("WOS:") || upper.starts_with("ISI:") {
        Scheme::Wos
    } else if database.contains("pubmed") || database.contains("medline") || upper.starts_with("PMID") {
        Scheme::Pmid
    } else {
        Scheme::Local
    };
    draft.offer(scheme, value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expected;

    const TURBINE: &str = "TY  - JOUR\nT1  - Losses in steam turbines\nAU  - Popov, Ivan\nA1  - Central Steam Institute\nPY  - 1961\nDA  - 1961/04/12/\nJF  - Thermal Notes\nJO  - Therm. Not.\nVL  - 4\nIS  - 2\nSP  - 11\nEP  - 19\nSN  - 2041-1723\nDO  - https://doi.org/10.5555/ST.61\nKW  - steam\nKW  - Blades, cooled\nN2  - A first line\nand a second one.\nLA  - rus\nUR  - https://example.org/a https://example.org/b\nL1  - https://example.org/a.pdf\nL1  - file:///home/x.pdf\nER  - \n";

    #[test]
    fn an_article_is_read_with_all_it_says() {
        let (record, doubts) = read(TURBINE);
        assert_eq!(doubts, []);
        assert_eq!(record.title(), Some("Losses in steam turbines"));
        assert_eq!(record.contributors.len(), 2);
        assert_eq!(record.contributors[1].name, Name::Whole("Central Steam Institute".into()));
        assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
        assert_eq!(record.source.title.as_deref(), Some("Thermal Notes"));
        assert_eq!(record.source.pages.as_deref(), Some("11-19"));
        assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
        assert_eq!(record.identifiers[0].to_string(), "doi:10.5555/st.61");
        assert_eq!(record.abstracts[0].text, "A first line and a second one.");
        assert_eq!(record.subjects[1].term.as_deref(), Some("Blades, cooled"));
        assert_eq!(record.locations.len(), 3, "a file on somebody's machine is no location");
        assert_eq!(record.language.unwrap().tag(), "ru");
    }

    #[test]
    fn a_bad_year_costs_only_the_year() {
        let (record, doubts) = read("TY  - BOOK\nTI  - Steam\nPY  - MCMXX\nER  - ");
        assert_eq!(record.title(), Some("Steam"));
        assert_eq!(doubts, [Doubt::at("PY", "`MCMXX` is not a date; it was left out").on(3)]);
    }

    #[test]
    fn small_tags_lost_blanks_and_a_lost_end_are_read() {
        let (record, doubts) = read("ty  - jour\nti  - Steam in - situ\nau - no tag at all\nAU -  Popov, I.");
        assert_eq!(record.title(), Some("Steam in - situ au - no tag at all"));
        assert_eq!(record.contributors.len(), 1);
        assert_eq!(doubts, []);
    }

    #[test]
    fn a_second_record_without_an_end_before_it_is_not_mixed_into_the_first() {
        let (record, doubts) = read("TY  - JOUR\nTI  - One\nTY  - BOOK\nTI  - Two\nER  - ");
        assert_eq!((record.title(), record.titles.len()), (Some("One"), 1));
        assert_eq!(doubts[0].line, Some(3));
    }

    #[test]
    fn a_type_decides_what_its_numbers_are() {
        for (entry, id) in [
            ("TY  - BOOK\nSN  - 0-306-40615-2", "isbn:9780306406157"),
            ("TY  - PAT\nSN  - US 6,337,117 B1", "patent:US6337117B1"),
            ("TY  - RPRT\nSN  - TR-61/4", "report:TR-61/4"),
            ("TY  - JOUR\nDB  - PubMed\nAN  - 25647015", "pmid:25647015"),
            ("TY  - JOUR\nAN  - WOS:000200148800007", "wos:000200148800007"),
            ("TY  - JOUR\nM3  - doi: 10.5555/x1", "doi:10.5555/x1"),
        ] {
            let (record, _) = read(entry);
            assert_eq!(record.identifiers.first().map(ToString::to_string).as_deref(), Some(id), "{entry}");
        }
    }

    #[test]
    fn a_text_is_claimed_by_its_first_tag() {
        for (head, claimed) in [
            (TURBINE, true),
            ("\u{feff}\nProvider: Somebody\nContent: text/plain\n\nTY  - JOUR\n", true),
            ("TY -  BOOK\n", true),
            ("PMID- 20481061\n", false),
            ("TI  - No type\nTY  - JOUR", false),
            ("", false),
        ] {
            assert_eq!(claims(head), claimed, "{head}");
        }
    }

    #[test]
    fn the_collection_reads_as_its_expected_files_say() {
        // JabRef takes the abbreviated title where both are given; the tolerant comparison knows.
        expected::check("biblio-exchange/ris", ".ris", |text| vec![read(text).0]);
        expected::check("biblio-exchange/bolognese", ".ris", |text| vec![read(text).0]);
    }
}
