//! Promises about PubMed records, on invented ones and on those of the JabRef importers.

use model::{Kind, Record, Status};

use super::{claims, read};
use crate::testing::files;
use crate::xml::Element;
use crate::xml_testing::{Format, agree, bibtex, ids, of, read_all, read_one, relations, subjects};

const PUBMED: Format = (claims, read);

fn article(article: &str, rest: &str) -> Record {
    let xml = format!(
        "<PubmedArticle><MedlineCitation><PMID Version='1'>101</PMID><Article>{article}</Article>{rest}</MedlineCitation>\
         <PubmedData><ArticleIdList><ArticleId IdType='pubmed'>101</ArticleId><ArticleId IdType='doi'>10.5555/Own</ArticleId>\
         <ArticleId IdType='pmc'>PMC77</ArticleId></ArticleIdList><ReferenceList><Reference><ArticleIdList>\
         <ArticleId IdType='doi'>10.5555/cited</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>"
    );
    let (record, doubts) = read_one(PUBMED, &xml);
    assert_eq!(doubts, []);
    record
}

#[test]
fn the_identifiers_of_the_references_are_not_those_of_the_article() {
    assert_eq!(ids(&article("", "")), ["pmid:101", "doi:10.5555/own", "pmcid:PMC77"]);
}

#[test]
fn dates_keep_what_the_library_knew() {
    let dated = |date: &str| {
        let record = article(&format!("<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>"), "");
        record.published.map(|date| date.to_string()).unwrap_or_default()
    };
    assert_eq!(dated("<Year>2018</Year><Month>May</Month><Day>7</Day>"), "2018-05-07");
    assert_eq!(dated("<Year>2018</Year><Season>Spring</Season>"), "2018");
    assert_eq!(dated("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>"), "1998-12");
    assert_eq!(dated("<MedlineDate>1999 Spring</MedlineDate>"), "1999");
    let early = article(
        "<Journal><JournalIssue><PubDate><Year>2016</Year><Month>05</Month></PubDate></JournalIssue></Journal>\
         <ArticleDate><Year>2016</Year><Month>02</Month><Day>17</Day></ArticleDate>",
        "",
    );
    assert_eq!(early.published.unwrap().to_string(), "2016-02-17");
}

#[test]
fn titles_and_abstracts_carry_their_languages() {
    let record = article(
        "<ArticleTitle>[Steam in <i>works</i>].</ArticleTitle><VernacularTitle>Пар на заводе</VernacularTitle><Language>rus</Language>\
         <Abstract><AbstractText Label='AIM' NlmCategory='OBJECTIVE'>To see.</AbstractText><AbstractText Label='RESULT'>Seen.\
         </AbstractText><CopyrightInformation>© Works</CopyrightInformation></Abstract>",
        "<OtherAbstract Type='Publisher' Language='rus'><AbstractText>Видно.</AbstractText></OtherAbstract>",
    );
    let titles: Vec<(&str, &str)> =
        record.titles.iter().map(|t| (t.language.as_ref().unwrap().tag(), t.text.as_str())).collect();
    assert_eq!(titles, [("en", "Steam in works"), ("ru", "Пар на заводе")]);
    let abstracts: Vec<(&str, &str)> =
        record.abstracts.iter().map(|t| (t.language.as_ref().unwrap().tag(), t.text.as_str())).collect();
    assert_eq!(abstracts, [("en", "AIM: To see. RESULT: Seen."), ("ru", "Видно.")]);
    assert_eq!(record.rights[0].statement.as_deref(), Some("© Works"));
}

#[test]
fn people_and_bodies_stand_in_their_order_with_their_places() {
    let record = article(
        "<AuthorList><Author><LastName>Roy</LastName><ForeName>Anna</ForeName><Suffix>Jr</Suffix>\
         <Identifier Source='ORCID'>http://orcid.org/0000-0002-1694-233X</Identifier><AffiliationInfo><Affiliation>Works No. 9\
         </Affiliation><Identifier Source='ROR'>https://ror.org/04wxnsj81</Identifier></AffiliationInfo></Author>\
         <Author ValidYN='N'><LastName>Rojj</LastName></Author><Author><CollectiveName>Steam Group</CollectiveName></Author></AuthorList>",
        "",
    );
    let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
    assert_eq!(names, ["Anna, Jr Roy", "Steam Group"]);
    assert_eq!(record.contributors[0].orcid.as_deref(), Some("0000-0002-1694-233X"));
    assert_eq!(record.contributors[0].affiliations[0].ror.as_deref(), Some("04wxnsj81"));
}

#[test]
fn headings_carry_the_code_of_the_descriptor_and_of_descriptor_and_qualifier() {
    let record = article(
        "",
        "<MeshHeadingList><MeshHeading><DescriptorName UI='D013223'>Steam</DescriptorName>\
         <QualifierName UI='Q000009'>adverse effects</QualifierName></MeshHeading></MeshHeadingList>\
         <KeywordList><Keyword>boilers</Keyword></KeywordList>",
    );
    assert_eq!(
        subjects(&record),
        ["mesh:D013223 Steam", "mesh:D013223Q000009 Steam/adverse effects", "keyword: boilers"]
    );
}

#[test]
fn retractions_and_errata_are_told_from_both_ends() {
    let typed = |kind: &str, note: &str| {
        article(
            &format!("<PublicationTypeList><PublicationType>{kind}</PublicationType></PublicationTypeList>"),
            &format!("<CommentsCorrectionsList>{note}</CommentsCorrectionsList>"),
        )
    };
    let note =
        |kind: &str, target: &str| format!("<CommentsCorrections RefType='{kind}'>{target}</CommentsCorrections>");
    let retracted = typed("Journal Article", &note("RetractionIn", "<RefSource>J. 1999</RefSource><PMID>7</PMID>"));
    assert_eq!((retracted.kind, retracted.status), (Kind::Article, Status::Retracted));
    assert_eq!(relations(&retracted), ["retracted-by pmid:7"]);
    let flagged = typed("Retracted Publication", "");
    assert_eq!(flagged.status, Status::Retracted);
    let notice = typed("Retraction of Publication", &note("RetractionOf", "<PMID>6</PMID>"));
    assert_eq!((notice.kind, notice.status), (Kind::Retraction, Status::Current));
    assert_eq!(relations(&notice), ["retracts pmid:6"]);
    let corrected = typed("Journal Article", &note("ErratumIn", "<RefSource>J. 2 doi: 10.5555/err.2</RefSource>"));
    assert_eq!(corrected.status, Status::Corrected);
    assert_eq!(relations(&corrected), ["corrected-by doi:10.5555/err.2"]);
    let unnumbered = typed("Journal Article", &note("RetractionIn", "<RefSource>J. Steam 3</RefSource>"));
    assert_eq!(unnumbered.notes, ["retracted-by: J. Steam 3"]);
    let preprint = typed("Preprint", &note("UpdateIn", "<RefSource>J. Steam</RefSource><PMID>8</PMID>"));
    assert_eq!((preprint.kind, relations(&preprint)), (Kind::Preprint, vec!["preprint-of pmid:8".to_owned()]));
    let published = typed("Journal Article", &note("UpdateOf", "<RefSource>bioRxiv. 2020</RefSource><PMID>9</PMID>"));
    assert_eq!(relations(&published), ["has-preprint pmid:9"]);
}

#[test]
fn a_shortened_last_page_is_written_out() {
    for (printed, full) in
        [("228-42", "228-242"), ("e12-e15", "e12-e15"), ("S101-9", "S101-S109"), ("7", "7"), ("9-12", "9-12")]
    {
        let record = article(&format!("<Pagination><MedlinePgn>{printed}</MedlinePgn></Pagination>"), "");
        assert_eq!(record.source.pages.as_deref(), Some(full), "{printed}");
    }
}

#[test]
fn a_chapter_names_its_book_and_a_book_itself() {
    let book =
        "<Book><BookTitle>Boilers</BookTitle><PubDate><Year>2009</Year></PubDate><Isbn>9780306406157</Isbn></Book>";
    let entry = |title: &str| {
        format!("<PubmedBookArticle><BookDocument><PMID>5</PMID>{book}{title}</BookDocument></PubmedBookArticle>")
    };
    let (whole, _) = read_one(PUBMED, &entry(""));
    assert_eq!((whole.kind, whole.title()), (Kind::Book, Some("Boilers")));
    assert_eq!(ids(&whole), ["pmid:5", "isbn:9780306406157"]);
    let (chapter, _) = read_one(PUBMED, &entry("<ArticleTitle>Valves</ArticleTitle>"));
    assert_eq!((chapter.kind, chapter.title()), (Kind::Chapter, Some("Valves")));
    assert_eq!(chapter.source.title.as_deref(), Some("Boilers"));
    assert_eq!(ids(&chapter), ["pmid:5"]);
}

#[test]
fn other_importers_read_the_same_out_of_the_same_files() {
    let expected = files("pubmed/jabref", ".bib");
    let articles = read_all(PUBMED, "pubmed/jabref", ".xml", "PubmedArticle");
    let books = read_all(PUBMED, "pubmed/jabref", ".xml", "PubmedBookArticle");
    for (file, bib) in expected {
        let xml = file.replace(".bib", ".xml");
        let ours = articles.iter().chain(&books).filter(|(name, ..)| *name == xml);
        // JabRef calls a chapter by its book and gives it the DOI of that; its example of keywords
        // has no author, only a person whom the article is about.
        let passed_over: &[&str] = match xml.as_str() {
            "MedlineImporterTestBookArticleSet.xml" => &["title", "doi"],
            "MedlineImporterTestKeywordSingleEntry.xml" => &["author"],
            _ => &[],
        };
        for ((name, record, _), fields) in ours.zip(&bibtex(&bib)) {
            agree(name, record, fields, passed_over);
        }
    }
    let Some(book) = of(&books, "MedlineImporterTestBookArticleSet.xml") else { return };
    assert_eq!(relations(book), ["part-of doi:10.3275/8949"]);
}

#[test]
fn the_article_on_asthma_is_read_whole() {
    let all = read_all(PUBMED, "pubmed", ".xml", "PubmedArticle");
    let Some(record) = of(&all, "pubmed-29768149.xml") else { return };
    assert_eq!(ids(record), ["pmid:29768149", "doi:10.1056/nejmoa1715274"]);
    assert_eq!(record.published.unwrap().to_string(), "2018-05-17");
    assert_eq!(record.contributors.len(), 10);
    assert!(record.abstracts[0].text.contains(" METHODS: We conducted a 52-week"));
    assert!(subjects(record).contains(&"mesh:D001249Q000188 Asthma/drug therapy".to_owned()));
}

#[test]
fn what_is_no_article_gives_an_empty_record_and_says_so() {
    let (root, _) = Element::parse("<PubmedArticleSet><PubmedArticle>wrong</PubmedArticle></PubmedArticleSet>");
    let (record, doubts) = read(&root.unwrap());
    assert_eq!(record, Record::default());
    assert_eq!(doubts[0].text, "the article holds no citation; an empty record was made");
}
