//! What a BibTeX or BibLaTeX entry says, as a record.

use std::rc::Rc;

use model::{
    Identifier, Kind, Language, Name, PartialDate, Record, RelationKind, Rights, Role, Scheme, Subject, SubjectScheme,
};

use crate::bibtex::Entry;
use crate::doubt::Doubt;
use crate::draft::{Draft, doi};
use crate::latex;
use crate::written_date::{within_year, written_date};

/// Maps an entry that has inherited what it inherits; `parents` are the volumes it is part of.
pub(crate) fn record(entry: &Entry, parents: &[Rc<Entry>], mut draft: Draft) -> (Record, Vec<Doubt>) {
    let mut kind = kind(&entry.word);
    let arxiv = arxiv(entry);
    if kind == Kind::Other && arxiv.is_some() {
        kind = Kind::Preprint;
    }
    draft.record.kind = kind;
    if let Some(key) = &entry.key {
        draft.offer(Scheme::Local, key);
    }
    titles(entry, &mut draft);
    people(entry, &mut draft);
    container(entry, &mut draft);
    date(entry, &mut draft);
    identifiers(entry, arxiv, &mut draft);
    rest(entry, &mut draft);
    for parent in parents {
        let number = parent.words(&["doi"]).and_then(|value| doi(&value));
        let number = number.or_else(|| parent.words(&["isbn"]).and_then(|isbn| Identifier::new(Scheme::Isbn, &isbn)));
        if let Some(number) = number {
            draft.record.relate(RelationKind::PartOf, number);
        }
    }
    draft.finish()
}

/// Kind by type of entry: BibTeX, biblatex with its aliases, biblatex-software, and what
/// catalogues export besides.
fn kind(word: &str) -> Kind {
    match word {
        "article" | "suppperiodical" => Kind::Article,
        "book" | "mvbook" | "collection" | "mvcollection" | "reference" | "mvreference" | "booklet" => Kind::Book,
        "inbook" | "incollection" | "bookinbook" | "suppbook" | "suppcollection" | "inreference" => Kind::Chapter,
        "inproceedings" | "conference" => Kind::ConferencePaper,
        "proceedings" | "mvproceedings" => Kind::Proceedings,
        "phdthesis" | "mastersthesis" | "thesis" | "bachelorsthesis" => Kind::Thesis,
        "techreport" | "report" => Kind::Report,
        "patent" => Kind::Patent,
        "standard" => Kind::Standard,
        "dataset" | "data" => Kind::Dataset,
        "software" | "softwareversion" | "softwaremodule" | "codefragment" => Kind::Software,
        "online" | "electronic" | "www" | "webpage" => Kind::Webpage,
        "preprint" => Kind::Preprint,
        "periodical" => Kind::Serial,
        "review" => Kind::Review,
        "image" | "artwork" | "audio" | "video" | "movie" | "music" | "performance" => Kind::Media,
        _ => Kind::Other,
    }
}

fn titles(entry: &Entry, draft: &mut Draft) {
    // A whole volume may be known by what others call its title; a part of one is not.
    let names: &[&str] = match draft.record.kind {
        Kind::Chapter | Kind::ConferencePaper => &["title"],
        _ => &["title", "booktitle", "maintitle"],
    };
    let Some(title) = entry.words(names) else { return };
    let title = match entry.words(&["subtitle"]) {
        Some(subtitle) => format!("{}: {subtitle}", title.trim_end_matches([':', ' '])),
        None => title,
    };
    draft.title(&title, None);
    for name in ["origtitle", "translatedtitle", "titletranslation"] {
        if let Some(further) = entry.words(&[name]) {
            draft.title(&further, None);
        }
    }
}

fn people(entry: &Entry, draft: &mut Draft) {
    let patent = draft.record.kind == Kind::Patent;
    let fields = [
        ("author", if patent { Role::Inventor } else { Role::Author }),
        ("holder", Role::Assignee),
        ("assignee", Role::Assignee),
        ("editor", Role::Editor),
        ("translator", Role::Translator),
    ];
    for (field, role) in fields {
        let Some(chunks) = entry.fields.get(field) else { continue };
        // The people of a software entry and of an old export stand between semicolons.
        for person in latex::people(chunks) {
            if let Some(name) = name(&person) {
                draft.contributor(name, role);
            }
        }
    }
}

/// `others` stands for people who are not named.
fn name(person: &biblatex::Person) -> Option<Name> {
    let plain = |text: &str| crate::markup::squeeze(&text.replace(['~', '\u{a0}'], " "));
    let (family, given, prefix, suffix) =
        (plain(&person.name), plain(&person.given_name), plain(&person.prefix), plain(&person.suffix));
    let family = if prefix.is_empty() { family } else { format!("{prefix} {family}").trim().to_owned() };
    if family.is_empty() && given.is_empty() || family == "others" && given.is_empty() {
        return None;
    }
    if given.is_empty() || family.is_empty() {
        return Some(Name::Whole(format!("{given}{family}")));
    }
    let given = if suffix.is_empty() { given } else { format!("{given}, {suffix}") };
    Some(Name::Person { family, given: Some(given) })
}

fn container(entry: &Entry, draft: &mut Draft) {
    let kind = draft.record.kind;
    let with_subtitle = |names: &[&str], subtitle: &str| {
        entry.words(names).map(|title| match entry.words(&[subtitle]) {
            Some(subtitle) => format!("{}: {subtitle}", title.trim_end_matches([':', ' '])),
            None => title,
        })
    };
    let journal = with_subtitle(&["journaltitle", "journal", "shortjournal"], "journalsubtitle");
    let book = with_subtitle(&["booktitle", "maintitle"], "booksubtitle");
    let series = entry.words(&["series"]);
    let titled = match kind {
        Kind::Chapter | Kind::ConferencePaper => book.or(journal),
        _ => journal.or(book),
    };
    let titled = titled.filter(|title| Some(title.as_str()) != draft.record.title());
    match (titled, series) {
        (Some(title), series) => {
            draft.record.source.title = Some(title);
            if let Some(series) = series {
                draft.note(&format!("series: {series}"));
            }
        }
        (None, series) => draft.record.source.title = series,
    }
    draft.record.source.volume = entry.words(&["volume"]);
    draft.record.source.issue = match kind {
        Kind::Report | Kind::Patent | Kind::Standard => None,
        _ => entry.words(&["issue", "number"]),
    };
    draft.record.source.pages = entry
        .words(&["pages", "eid", "articleno", "article-number"])
        .map(|pages| pages.replace(['–', '—', '−'], "-").replace("--", "-"));
    draft.record.source.publisher = entry.words(&["publisher", "school", "institution", "organization"]);
}

fn date(entry: &Entry, draft: &mut Draft) {
    let raw = entry.words(&["date"]);
    // A range begins with its first day; uncertain digits and marks (`19XX`, `1960~`) say less.
    let written = raw.as_deref().map(|date| {
        let first = match date.split_once('/') {
            Some((first, last)) if last.trim().len() >= 4 || last.trim().is_empty() || last.trim() == ".." => first,
            _ => date,
        };
        first.trim_end_matches(['?', '~', '%', ' ']).to_owned()
    });
    let mut found = written.as_deref().and_then(written_date);
    if let Some(year) = entry.words(&["year"]) {
        match written_date(&year) {
            Some(year) => {
                let month = entry.words(&["month"]).unwrap_or_default();
                // `10~jan` and `jan # "~10"` put the day into the month.
                let day = entry.words(&["day"]).unwrap_or_default();
                let precise = precise(year, &month, &day);
                // `date = {Mar 3}` comes from exporters that keep the year apart.
                let precise = match (&written, precise.precision()) {
                    (Some(text), 1) => within_year(precise, text),
                    _ => precise,
                };
                found = Some(found.unwrap_or(precise));
            }
            None if found.is_none() => draft.no_date("year", &year),
            None => {}
        }
    } else if let (Some(text), None) = (&raw, found) {
        draft.no_date("date", text);
    }
    if let Some(date) = found {
        draft.publish(date);
    }
}

fn precise(year: PartialDate, month: &str, day: &str) -> PartialDate {
    let month = month.replace('~', " ");
    let single = month.split_whitespace().nth(1).is_none();
    if let Some(number) = PartialDate::month_named(&month).filter(|_| single) {
        let day = day.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok();
        return PartialDate::new(year.year(), Some(number), day).unwrap_or(year);
    }
    within_year(year, &month)
}

/// arXiv number of the entry, from `eprint` or an address.
fn arxiv(entry: &Entry) -> Option<Identifier> {
    let archive = entry.words(&["eprinttype", "archiveprefix"]).unwrap_or_default().to_lowercase();
    let direct = entry.words(&["arxivid", "arxiv"]).and_then(|number| Identifier::new(Scheme::Arxiv, &number));
    direct.or_else(|| {
        let eprint = entry.words(&["eprint"])?;
        // Without an archive named, only what says so itself is one of arXiv's.
        let said = archive == "arxiv" || eprint.to_lowercase().contains("arxiv");
        said.then(|| Identifier::new(Scheme::Arxiv, &eprint)).flatten()
    })
}

fn identifiers(entry: &Entry, arxiv: Option<Identifier>, draft: &mut Draft) {
    let kind = draft.record.kind;
    if let Some(doi) = entry.words(&["doi"]) {
        match crate::draft::doi(&doi) {
            Some(doi) if kind == Kind::Preprint && arxiv.is_some() && !doi.value().starts_with("10.48550/") => {
                draft.record.relate(RelationKind::PreprintOf, doi);
            }
            Some(doi) => draft.record.identify(doi),
            None => draft.not_a("doi", "a DOI", &doi),
        }
    }
    if let Some(arxiv) = arxiv {
        // The manuscript of an article is a work of its own.
        let published = entry.words(&["journal", "journaltitle", "booktitle", "doi"]).is_some();
        match kind {
            Kind::Article | Kind::ConferencePaper | Kind::Chapter if published => {
                draft.record.relate(RelationKind::HasPreprint, arxiv);
            }
            _ => draft.record.identify(arxiv),
        }
    }
    for (field, scheme) in [
        ("pmid", Scheme::Pmid),
        ("pmcid", Scheme::Pmcid),
        ("pmc", Scheme::Pmcid),
        ("lccn", Scheme::Lccn),
        ("swhid", Scheme::Swhid),
        ("hal_id", Scheme::Local),
        ("unique-id", Scheme::Wos),
        ("urn", Scheme::Urn),
    ] {
        if let Some(value) = entry.words(&[field]) {
            draft.offer(scheme, &value);
        }
    }
    let archive = entry.words(&["eprinttype", "archiveprefix"]).unwrap_or_default().to_lowercase();
    let scheme = match archive.as_str() {
        "pubmed" => Some(Scheme::Pmid),
        "hdl" | "handle" => Some(Scheme::Handle),
        _ => None,
    };
    if let (Some(scheme), Some(number)) = (scheme, entry.words(&["eprint"])) {
        draft.offer(scheme, &number);
    }
    if let Some(number) = entry.words(&["number"]) {
        match kind {
            Kind::Report => draft.offer(Scheme::Report, &number),
            Kind::Standard => draft.offer(Scheme::Standard, &number),
            Kind::Patent if !draft.identified(Scheme::Patent, &number) => draft.note(&format!("number: {number}")),
            _ => {}
        }
    }
    for field in ["isbn", "issn", "eissn"] {
        if let Some(value) = entry.words(&[field]) {
            draft.expect_serials(field, &value);
        }
    }
}

fn rest(entry: &Entry, draft: &mut Draft) {
    if let Some(text) = entry.words(&["abstract"]) {
        draft.summary(&text, None);
    }
    for field in ["keywords", "keyword", "author_keywords", "keywords-plus"] {
        if let Some(list) = entry.words(&[field]) {
            draft.keywords(&list);
        }
    }
    for (field, scheme) in [
        ("mrclass", SubjectScheme::Msc),
        ("msc", SubjectScheme::Msc),
        ("pacs", SubjectScheme::Pacs),
        ("udc", SubjectScheme::Udc),
    ] {
        for code in entry.words(&[field]).unwrap_or_default().split(|c: char| ",;()".contains(c) || c.is_whitespace()) {
            if code.starts_with(|c: char| c.is_ascii_digit()) {
                draft.subject(Subject::coded(scheme, code));
            }
        }
    }
    if let Some(class) = entry.words(&["primaryclass", "eprintclass"]) {
        draft.subject(Subject::coded(SubjectScheme::Arxiv, &class));
    }
    // `language` is the work's; `langid` is how to hyphenate the citation, which is next best.
    if let Some(language) = entry.words(&["language", "langid", "hyphenation"]) {
        draft.record.language = language.split([',', ';']).find_map(|one| Language::parse(one.trim()));
    }
    for field in ["url", "bdsk-url-1", "bdsk-url-2", "repository"] {
        for url in entry.words(&[field]).unwrap_or_default().split_whitespace() {
            draft.locate(url, None);
        }
    }
    if let Some(how) = entry.words(&["howpublished"]) {
        match how.split_whitespace().find(|word| word.starts_with("http")) {
            Some(url) => draft.locate(url.trim_end_matches(['}', '.', ',']), None),
            None => draft.note(&how),
        }
    }
    if let Some(license) = entry.words(&["license", "licence", "copyright"]) {
        let rights = match license.strip_prefix("http") {
            Some(_) => Rights::at(&license),
            None => Rights { statement: Some(license), ..Rights::default() },
        };
        draft.record.rights.push(rights);
    }
    for (field, label) in [
        ("note", ""),
        ("annote", ""),
        ("annotation", ""),
        ("addendum", ""),
        ("titleaddon", ""),
        ("edition", "edition: "),
        ("pagetotal", "pages: "),
        ("version", "version: "),
        ("eventtitle", "event: "),
        ("type", "type: "),
    ] {
        if let Some(text) = entry.words(&[field]) {
            draft.note(&format!("{label}{text}"));
        }
    }
    if entry.words(&["pubstate"]).is_some_and(|state| state.eq_ignore_ascii_case("retracted")) {
        draft.record.status = model::Status::Retracted;
    }
}
