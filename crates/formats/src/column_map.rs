//! Which column of a table is which part of a record.
//!
//! Tables have no standard of their own: the map knows the headers that the large databases and
//! offices write, in English, German, French and Russian, and users add theirs.

/// Declares the parts of a record that a column can hold, once: the variant, its word, and the
/// headers that are known for it.
macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident = $word:literal: [$($header:literal),* $(,)?]),* $(,)?) => {
        /// A part of a record that a column can hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Part { $($(#[$doc])* $variant),* }

        /// The words by which a user's map names the parts, in the order of the list.
        const WORDS: &[(&str, Part)] = &[$(($word, Part::$variant)),*];

        /// Headers that are known, as [`normal`] writes them.
        const HEADERS: &[(&str, Part)] = &[$($(($header, Part::$variant)),*),*];
    };
}

parts! {
    /// Title proper.
    Title = "title": [
        "title", "titel", "titre", "название", "заглавие", "заголовок", "article title", "document title",
        "наименование", "title of invention", "название изобретения", "item title", "ti",
    ],
    /// What follows the title proper.
    Subtitle = "subtitle": ["subtitle", "untertitel", "sous titre", "подзаголовок"],
    /// The title in another language.
    OtherTitle = "other-title": [
        "translated title", "original title", "english title", "title en", "originaltitel", "titre original", "перевод названия",
    ],
    /// Authors.
    Authors = "authors": [
        "authors", "author", "author s", "autor", "autoren", "verfasser", "auteur", "auteurs", "автор", "авторы",
        "author full names", "creator", "creators", "au",
    ],
    /// Editors.
    Editors = "editors": [
        "editors", "editor", "herausgeber", "éditeur scientifique", "редактор", "редакторы", "book editors",
    ],
    /// Inventors.
    Inventors = "inventors": ["inventors", "inventor", "erfinder", "inventeur", "inventeurs", "изобретатель", "изобретатели"],
    /// Applicants of a patent.
    Applicants = "applicants": ["applicants", "applicant", "anmelder", "déposant", "déposants", "заявитель", "заявители"],
    /// Holders of a patent.
    Assignees = "assignees": [
        "assignee", "assignees", "patentinhaber", "titulaire", "патентообладатель", "правообладатель",
    ],
    /// Working places of the authors.
    Affiliations = "affiliations": [
        "affiliation", "affiliations", "organisation", "organization", "institution", "einrichtung", "организация",
    ],
    /// Year or day of publication.
    Published = "published": [
        "year", "date", "published", "publication year", "publication date", "jahr", "erscheinungsjahr", "datum",
        "année", "date de publication", "год", "год издания", "дата", "дата публикации", "py", "issued",
    ],
    /// DOI.
    Doi = "doi": ["doi", "digital object identifier", "doi link"],
    /// PubMed number.
    Pmid = "pmid": ["pmid", "pubmed id"],
    /// arXiv number.
    Arxiv = "arxiv": ["arxiv", "arxiv id"],
    /// A number of the source's own.
    Id = "id": ["id", "identifier", "accession number", "eid", "ut unique wos id", "key", "номер", "kennung"],
    /// Number of a patent publication.
    Patent = "patent": [
        "patent number", "publication number", "patentnummer", "veröffentlichungsnummer", "numéro de publication",
        "numéro de brevet", "номер патента", "номер публикации", "patent",
    ],
    /// Number of a report.
    Report = "report": ["report number", "berichtsnummer", "numéro de rapport", "номер отчета"],
    /// ISSN of the container.
    Issn = "issn": ["issn", "eissn", "e issn", "print issn"],
    /// ISBN.
    Isbn = "isbn": ["isbn", "isbns", "isbn 13"],
    /// Abstract.
    Abstract = "abstract": [
        "abstract", "summary", "zusammenfassung", "kurzfassung", "résumé", "resume", "аннотация", "реферат", "ab", "description",
    ],
    /// Journal, book or series.
    Source = "source": [
        "journal", "source", "source title", "publication title", "publication", "zeitschrift", "quelle", "revue",
        "журнал", "источник", "издание", "book title", "journal title", "container title", "periodical",
    ],
    /// Volume.
    Volume = "volume": ["volume", "vol", "band", "jahrgang", "tome", "том"],
    /// Issue.
    Issue = "issue": ["issue", "number", "heft", "ausgabe", "numéro", "numero", "выпуск", "issue number", "nr", "no"],
    /// Pages or article number.
    Pages = "pages": ["pages", "page", "seiten", "страницы", "стр", "art no", "article number", "pp"],
    /// First page.
    FirstPage = "first-page": ["start page", "page start", "first page", "начальная страница", "erste seite"],
    /// Last page.
    LastPage = "last-page": ["end page", "page end", "last page", "конечная страница", "letzte seite"],
    /// Keywords.
    Keywords = "keywords": [
        "keywords", "keyword", "author keywords", "index keywords", "keywords plus", "schlagwörter", "schlagworte", "stichwörter",
        "mots clés", "mots clefs", "ключевые слова", "tags", "subjects", "ieee terms", "manual tags",
    ],
    /// Language of the work.
    Language = "language": ["language", "language of original document", "sprache", "langue", "язык"],
    /// Address.
    Url = "url": ["url", "link", "links", "adresse", "lien", "ссылка", "pdf link", "web"],
    /// Publisher.
    Publisher = "publisher": ["publisher", "verlag", "éditeur", "maison d édition", "издательство", "издатель"],
    /// International Patent Classification.
    Ipc = "ipc": ["ipc", "ipc classes", "ipc class", "мпк", "cib", "ipcr"],
    /// Cooperative Patent Classification.
    Cpc = "cpc": ["cpc", "cpc classes", "cpc class", "спк"],
    /// Universal Decimal Classification.
    Udc = "udc": ["udc", "udk", "dk", "cdu", "удк"],
    /// State Rubricator of Scientific and Technical Information.
    Grnti = "grnti": ["grnti", "грнти", "рубрика грнти", "код грнти"],
    /// Mathematics Subject Classification.
    Msc = "msc": ["msc", "msc classes"],
    /// What sort of thing it is.
    Kind = "kind": [
        "kind", "type", "document type", "publication type", "item type", "dokumenttyp", "typ", "art", "genre",
        "type de document", "тип", "тип документа", "вид документа",
    ],
    /// Licence or other statement of rights.
    Rights = "rights": ["rights", "license", "licence", "lizenz", "rechte", "droits", "лицензия"],
    /// Remarks.
    Notes = "notes": ["notes", "note", "remarks", "remark", "bemerkung", "bemerkungen", "remarque", "примечание", "примечания"],
    /// The column is passed over.
    Ignored = "ignore": [],
}

/// Which column of a table is which part of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    /// The user's own headers, which go before the known ones.
    own: Vec<(String, Part)>,
}

impl Default for ColumnMap {
    /// The map of the headers that are known without being told.
    fn default() -> ColumnMap {
        ColumnMap { own: Vec::new() }
    }
}

impl ColumnMap {
    /// The known headers and the user's own pairs of a column's header and a field, which go
    /// first. The field `ignore` has a column passed over. Headers agree without regard to case,
    /// blanks and punctuation.
    ///
    /// # Errors
    ///
    /// A sentence with every known field, when a pair names another one or a column twice.
    pub fn with(pairs: &[(String, String)]) -> Result<ColumnMap, String> {
        let mut own: Vec<(String, Part)> = Vec::new();
        for (header, word) in pairs {
            let word = word.trim().to_lowercase();
            let Some((_, part)) = WORDS.iter().find(|(known, _)| *known == word) else {
                let known: Vec<&str> = WORDS.iter().map(|(known, _)| *known).collect();
                return Err(format!(
                    "column `{header}`: there is no field `{word}`; the fields are {}",
                    known.join(", ")
                ));
            };
            let header = normal(header);
            if header.is_empty() {
                return Err(format!("a column without a name was mapped to `{word}`; write the header of the column"));
            }
            if own.iter().any(|(known, _)| *known == header) {
                return Err(format!("column `{header}` is mapped twice; keep one of the lines"));
            }
            own.push((header, *part));
        }
        Ok(ColumnMap { own })
    }

    /// The part that a column with this header holds.
    pub(crate) fn part(&self, header: &str) -> Option<Part> {
        let header = normal(header);
        let own = self.own.iter().find(|(known, _)| *known == header);
        own.map(|(_, part)| *part).or_else(|| HEADERS.iter().find(|(known, _)| *known == header).map(|(_, part)| *part))
    }

    /// The parts of a header's columns, when it is the header of a table of records: it knows the
    /// title and something else.
    pub(crate) fn parts<S: AsRef<str>>(&self, header: &[S]) -> Option<Vec<Option<Part>>> {
        let parts: Vec<Option<Part>> = header.iter().map(|cell| self.part(cell.as_ref())).collect();
        let n_known = parts.iter().flatten().filter(|part| **part != Part::Ignored).count();
        (parts.contains(&Some(Part::Title)) && n_known >= 2).then_some(parts)
    }
}

/// A header in small letters with single blanks for everything that is neither letter nor digit.
fn normal(header: &str) -> String {
    let spaced: String = header.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    crate::markup::squeeze(&spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_four_languages() {
        let map = ColumnMap::default();
        for (header, part) in [
            ("Title", Part::Title),
            ("TITEL", Part::Title),
            ("Titre", Part::Title),
            ("Название", Part::Title),
            ("Author(s)", Part::Authors),
            ("Mots-clés", Part::Keywords),
            ("УДК", Part::Udc),
            ("publication_year", Part::Published),
        ] {
            assert_eq!(map.part(header), Some(part), "{header}");
        }
        assert_eq!(map.part("Colour"), None);
    }

    #[test]
    fn every_known_header_is_written_as_it_is_compared_and_only_once() {
        for (i, (header, _)) in HEADERS.iter().enumerate() {
            assert_eq!(normal(header), *header);
            assert!(HEADERS.iter().skip(i + 1).all(|(other, _)| other != header), "{header} stands twice");
        }
    }

    #[test]
    fn a_users_column_goes_first_and_a_wrong_field_is_answered_with_the_right_ones() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let map =
            ColumnMap::with(&[pair("Colour", "notes"), pair("Title", "ignore"), pair("Headline", "title")]).unwrap();
        assert_eq!(map.part("colour"), Some(Part::Notes));
        assert_eq!(map.part("title"), Some(Part::Ignored));
        let refused = ColumnMap::with(&[pair("Colour", "color")]).unwrap_err();
        assert!(refused.starts_with("column `Colour`: there is no field `color`; the fields are title, "), "{refused}");
        assert!(ColumnMap::with(&[pair("a", "title"), pair("A", "doi")]).is_err());
    }

    #[test]
    fn a_header_needs_a_title_and_something_else() {
        let map = ColumnMap::default();
        assert!(map.parts(&["Title", "Year"]).is_some());
        assert!(map.parts(&["Title", "Colour"]).is_none());
        assert!(map.parts(&["Authors", "Year"]).is_none());
    }

    #[test]
    fn the_page_lists_every_field() {
        let page = include_str!("../../../docs/formats.md");
        let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
        let listed = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(listed.contains(&words.join(" ")), "write into docs/formats.md: {}", words.join(" "));
    }
}
