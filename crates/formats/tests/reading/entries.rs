//! One small entry of every format, numbered so that none can be lost or doubled unseen.

/// The title of entry `n`.
pub fn title(n: usize) -> String {
    format!("Steam {n}")
}

/// A format: its name, what stands before its entries, between them and behind them, and an entry.
#[derive(Clone)]
pub struct Sort {
    pub name: &'static str,
    pub before: &'static str,
    pub between: &'static str,
    pub behind: &'static str,
    pub entry: fn(usize) -> String,
}

impl Sort {
    /// A source of `n` entries.
    pub fn source(&self, n: usize) -> String {
        let entries: Vec<String> = (1..=n).map(self.entry).collect();
        format!("{}{}{}", self.before, entries.join(self.between), self.behind)
    }
}

macro_rules! sorts {
    ($($name:literal: $before:literal, $between:literal, $behind:literal, $entry:literal;)*) => {
        &[$(Sort {
            name: $name,
            before: $before,
            between: $between,
            behind: $behind,
            entry: |n| $entry.replace("{n}", &n.to_string()),
        }),*]
    };
}

/// Every format whose sources are text.
pub const SORTS: &[Sort] = sorts! {
    "pubmed": "<PubmedArticleSet>\n", "\n", "\n</PubmedArticleSet>\n",
        "<PubmedArticle><MedlineCitation><PMID>{n}</PMID>\n<Article><ArticleTitle>Steam {n}</ArticleTitle></Article></MedlineCitation></PubmedArticle>";
    "oai-pmh": "<?xml version='1.0'?>\n<OAI-PMH><ListRecords>\n", "\n", "\n</ListRecords></OAI-PMH>",
        "<record><header><identifier>oai:archive.example:{n}</identifier></header>\n<metadata><oai_dc:dc><dc:title>Steam {n}</dc:title></oai_dc:dc></metadata></record>";
    "crossref-xml": "<doi_records>\n", "\n", "\n</doi_records>",
        "<doi_record><crossref><journal><journal_article>\n<titles><title>Steam {n}</title></titles><doi_data><doi>10.5555/{n}</doi></doi_data></journal_article></journal></crossref></doi_record>";
    "datacite-xml": "<resources>\n", "\n", "\n</resources>",
        "<resource><identifier identifierType='DOI'>10.5555/{n}</identifier>\n<titles><title>Steam {n}</title></titles></resource>";
    "arxiv-xml": "<feed><title>Answers</title>\n", "\n", "\n</feed>",
        "<entry><id>http://arxiv.org/abs/2101.{n}v1</id>\n<title>Steam {n}</title></entry>";
    "jats": "<articles>\n", "\n", "\n</articles>",
        "<article><front><article-meta>\n<title-group><article-title>Steam {n}</article-title></title-group></article-meta></front></article>";
    "marcxml": "<collection>\n", "\n", "\n</collection>",
        "<record><leader>00000nam a2200000 a 4500</leader>\n<datafield tag='245' ind1=' ' ind2='0'><subfield code='a'>Steam {n}</subfield></datafield></record>";
    "mods": "<modsCollection>\n", "\n", "\n</modsCollection>",
        "<mods><titleInfo>\n<title>Steam {n}</title></titleInfo></mods>";
    "endnote-xml": "<xml><records>\n", "\n", "\n</records></xml>",
        "<record><ref-type name='Book'>6</ref-type>\n<titles><title>Steam {n}</title></titles></record>";
    "patent-legal": "<ops:world-patent-data><ops:patent-family>\n", "\n", "\n</ops:patent-family></ops:world-patent-data>",
        "<ops:family-member><exchange-document country='EP' doc-number='100{n}' kind='A1'><bibliographic-data>\n<invention-title>Steam {n}</invention-title></bibliographic-data></exchange-document></ops:family-member>";
    "patent-st36": "", "\n", "\n",
        "<?xml version='1.0'?>\n<!DOCTYPE us-patent-grant SYSTEM 'grant.dtd' [ ]>\n<us-patent-grant><us-bibliographic-data-grant>\n<invention-title>Steam {n}</invention-title></us-bibliographic-data-grant></us-patent-grant>";
    "patent-pap": "", "\n", "\n",
        "<?xml version='1.0'?>\n<patent-application-publication><subdoc-bibliographic-information><technical-information>\n<title-of-invention>Steam {n}</title-of-invention></technical-information></subdoc-bibliographic-information></patent-application-publication>";
    "patent-st32": "", "\n", "\n",
        "<?xml version='1.0'?>\n<PATDOC><SDOBI>\n<B500><B540><STEXT><PDAT>Steam {n}</PDAT></STEXT></B540></B500></SDOBI></PATDOC>";
    "patent-st96": "", "\n", "\n",
        "<?xml version='1.0'?>\n<pat:PatentPublication><pat:BibliographicData>\n<pat:InventionTitle>Steam {n}</pat:InventionTitle></pat:BibliographicData></pat:PatentPublication>";
    "atom": "<feed xml:lang='de'><title>Dampf</title>\n", "\n", "\n</feed>",
        "<entry><id>tag:paper.example,2020:{n}</id>\n<title>Steam {n}</title></entry>";
    "rss": "<rss><channel><title>Dampf</title>\n", "\n", "\n</channel></rss>",
        "<item><title>Steam {n}</title>\n<link>https://paper.example/{n}</link></item>";
    "dublin-core": "<records>\n", "\n", "\n</records>",
        "<oai_dc:dc>\n<dc:title>Steam {n}</dc:title></oai_dc:dc>";
    "uptake-json": "", "\n", "\n",
        r#"{"v":1,"titles":[{"text":"Steam {n}"}]}"#;
    "crossref-json": "{\"status\":\"ok\",\"message\":{\"total-results\":9,\"items\":[\n", ",\n", "\n]}}",
        "{\"DOI\":\"10.5555/{n}\",\n\"title\":[\"Steam {n}\"]}";
    "openalex": "{\"meta\":{},\"results\":[\n", ",\n", "]}",
        "{\"id\":\"https://openalex.org/W{n}\",\n\"title\":\"Steam {n}\"}";
    "datacite-json": "{\"data\":[\n", ",\n", "]}",
        "{\"id\":\"10.5555/{n}\",\"attributes\":{\"doi\":\"10.5555/{n}\",\n\"titles\":[{\"title\":\"Steam {n}\"}],\"creators\":[]}}";
    "invenio": "{\"hits\":{\"hits\":[\n", ",\n", "],\"total\":2}}",
        "{\"id\":{n},\"metadata\":{\"title\":\"Steam {n}\",\n\"publication_date\":\"2020-01-02\"}}";
    "arxiv-json": "", "\n", "\n",
        r#"{"id":"2101.{n}","authors":"Anna Roy","title":"Steam {n}","categories":"math.CO","abstract":"Boilers."}"#;
    "json-feed": "{\"title\":\"Dampf\",\"language\":\"de\",\"items\":[\n", ",\n", "]}",
        "{\"id\":\"https://paper.example/{n}\",\n\"title\":\"Steam {n}\",\"content_text\":\"Boilers\"}";
    "csl-json": "[\n", ",\n", "]\n",
        "{\"id\":\"{n}\",\"type\":\"book\",\n\"title\":\"Steam {n}\"}";
    "greenbook": "HHHHHT        APS1        ISSUE - 761026\n", "", "",
        "PATN\nWKU  04{n}1\nTTL  Steam {n}\n";
    "mail": "", "\n", "",
        "From a@paper.example Mon Jan  6 10:00:00 2020\nFrom: A <a@paper.example>\nSubject: Steam {n}\nMessage-ID: <{n}@paper.example>\nContent-Type: text/plain\n\nBoilers.\n";
    "medline": "", "\n", "",
        "PMID- {n}\nTI  - Steam {n}\n";
    "ris": "", "\n", "",
        "TY  - JOUR\nTI  - Steam {n}\nER  - \n";
    "wos": "FN Index\nVR 1.0\n", "\n", "\nEF\n",
        "PT J\nTI Steam {n}\nER\n";
    "inspec": "", "\n", "",
        "Record - 2 INSPEC\nTI: Steam {n}\n";
    "refer": "", "\n", "",
        "%0 Book\n%T Steam {n}\n";
    "bibtex": "", "\n", "",
        "@book{k{n},\n title = {Steam {n}}\n}\n";
    "csv": "Title;Year\n", "\n", "\n",
        "Steam {n};1961";
};

/// A record of ISO 2709 with a title.
pub fn iso2709(n: usize) -> Vec<u8> {
    let field = format!("10\x1fa{}\x1e", title(n));
    let directory = format!("245{:04}00000\x1e", field.len());
    let base = 24 + directory.len();
    let length = base + field.len() + 1;
    format!("{length:05}nam a22{base:05} a 4500{directory}{field}\x1d").into_bytes()
}

/// A workbook of one sheet with a title on each row from the second.
pub fn workbook(n: usize) -> Vec<u8> {
    const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Works" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let cell = |at: String, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let mut rows = format!("<row r=\"1\">{}{}</row>", cell("A1".to_owned(), "Title"), cell("B1".to_owned(), "Year"));
    for row in 2..n + 2 {
        let (first, second) = (cell(format!("A{row}"), &title(row - 1)), cell(format!("B{row}"), "1961"));
        rows += &format!("<row r=\"{row}\">{first}{second}</row>");
    }
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B{}"/><sheetData>{rows}</sheetData></worksheet>"#,
        n + 1
    );
    crate::kit::archive(&[
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}
