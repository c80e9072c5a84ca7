//! Promises about Crossref deposits, on invented ones and on recorded answers.

use model::{Kind, Record, Role, Status};

use super::{claims, read};
use crate::xml_testing::{Format, ids, of, read_all, read_one, relations};

const CROSSREF: Format = (claims, read);

fn deposit(doi: &str, items: &str, crossref: &str) -> Record {
    let xml = format!("<query><doi>{doi}</doi>{items}<doi_record><crossref>{crossref}</crossref></doi_record></query>");
    let (record, doubts) = read_one(CROSSREF, &xml);
    assert_eq!(doubts, []);
    record
}

fn article(inner: &str) -> Record {
    deposit(
        "10.5555/a.1",
        "<crm-item name='publisher-name'>Steam Press</crm-item>",
        &format!(
            "<journal><journal_metadata><full_title>Steam &amp;amp; Heat</full_title><issn>20411723</issn></journal_metadata>\
             <journal_issue><publication_date><year>1999</year></publication_date><journal_volume><volume>3</volume></journal_volume>\
             <issue>2</issue><doi_data><doi>10.5555/issue</doi></doi_data></journal_issue><journal_article>{inner}\
             <doi_data><doi>10.5555/a.1</doi><resource>https://steam.example/1</resource></doi_data></journal_article></journal>"
        ),
    )
}

#[test]
fn an_article_takes_from_its_journal_what_it_does_not_say_itself() {
    let record = article("<titles><title>Dry steam</title><subtitle>a study</subtitle></titles>");
    assert_eq!(ids(&record), ["doi:10.5555/a.1"]);
    assert_eq!(record.title(), Some("Dry steam: a study"));
    assert_eq!(record.source.title.as_deref(), Some("Steam & Heat"));
    assert_eq!(record.source.publisher.as_deref(), Some("Steam Press"));
    assert_eq!((record.source.volume.as_deref(), record.source.issue.as_deref()), (Some("3"), Some("2")));
    assert_eq!(record.published.unwrap().to_string(), "1999");
    assert_eq!(record.locations[0].url, "https://steam.example/1");
}

#[test]
fn the_earliest_publication_counts_and_a_title_of_the_original_keeps_its_language() {
    let record = article(
        "<titles><title>Dry steam</title><original_language_title language='ru'>Сухой пар</original_language_title></titles>\
         <publication_date media_type='print'><month>05</month><year>2018</year></publication_date>\
         <publication_date media_type='online'><month>06</month><day>05</day><year>2017</year></publication_date>",
    );
    assert_eq!(record.published.unwrap().to_string(), "2017-06-05");
    assert_eq!(record.titles[1].language.as_ref().unwrap().tag(), "ru");
}

#[test]
fn people_without_given_names_and_bodies_are_contributors_too() {
    let record = article(
        "<contributors><person_name contributor_role='author'><given_name/><surname>Ehtisham</surname></person_name>\
         <organization contributor_role='author'>Steam Group</organization><person_name contributor_role='translator'>\
         <given_name>Bo</given_name><surname>Lind</surname><affiliations><institution><institution_name>Works</institution_name>\
         <institution_id type='ror'>https://ror.org/04wxnsj81</institution_id></institution></affiliations></person_name></contributors>",
    );
    let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
    assert_eq!(names, ["Ehtisham", "Steam Group", "Bo Lind"]);
    assert_eq!(record.contributors[2].role, Role::Translator);
    assert_eq!(record.contributors[2].affiliations[0].ror.as_deref(), Some("04wxnsj81"));
}

#[test]
fn a_notice_names_what_it_changes_and_a_change_in_place_is_told_of_the_work_itself() {
    let updating = |kind: &str, doi: &str| {
        article(&format!("<crossmark><updates><update type='{kind}'>{doi}</update></updates></crossmark>"))
    };
    let notice = updating("retraction", "10.5555/bad");
    assert_eq!((notice.kind, notice.status), (Kind::Retraction, Status::Current));
    assert_eq!(relations(&notice), ["retracts doi:10.5555/bad"]);
    let erratum = updating("erratum", "10.5555/bad");
    assert_eq!((erratum.kind, relations(&erratum)), (Kind::Correction, vec!["corrects doi:10.5555/bad".to_owned()]));
    let in_place = updating("retraction", "10.5555/A.1");
    assert_eq!((in_place.kind, in_place.status), (Kind::Article, Status::Retracted));
}

#[test]
fn what_others_claim_about_the_work_is_turned_round() {
    let item = |claim: &str| format!("<crm-item name='relation' type='doi' claim='{claim}'>10.5555/other</crm-item>");
    let record = |claim: &str| {
        deposit(
            "10.5555/p",
            &item(claim),
            "<posted_content type='preprint'><titles><title>T</title></titles></posted_content>",
        )
    };
    assert_eq!(relations(&record("isPreprintOf")), ["has-preprint doi:10.5555/other"]);
    assert_eq!(relations(&record("hasPreprint")), ["preprint-of doi:10.5555/other"]);
    assert_eq!(relations(&record("isReviewOf")), ["related-to doi:10.5555/other"]);
    assert_eq!(relations(&record("isCitedBy")), Vec::<String>::new());
}

#[test]
fn the_doi_decides_between_a_book_and_its_chapter() {
    let book = "<book><book_metadata><contributors><person_name contributor_role='editor'><surname>Roy</surname></person_name>\
                </contributors><titles><title>Boilers</title></titles><isbn>978-0-306-40615-7</isbn><publication_date><year>2001</year>\
                </publication_date><doi_data><doi>10.5555/book</doi></doi_data></book_metadata><content_item><contributors>\
                <person_name contributor_role='author'><surname>Lind</surname></person_name></contributors><titles><title>Valves</title>\
                </titles><pages><first_page>7</first_page></pages><doi_data><doi>10.5555/book.7</doi></doi_data></content_item></book>";
    let whole = deposit("10.5555/BOOK", "", book);
    assert_eq!((whole.kind, whole.title()), (Kind::Book, Some("Boilers")));
    assert_eq!(ids(&whole), ["doi:10.5555/book", "isbn:9780306406157"]);
    let chapter = deposit("10.5555/book.7", "", book);
    assert_eq!((chapter.kind, chapter.title()), (Kind::Chapter, Some("Valves")));
    assert_eq!(chapter.source.title.as_deref(), Some("Boilers"));
    assert_eq!(chapter.source.identifiers[0].to_string(), "isbn:9780306406157");
    assert_eq!(chapter.published.unwrap().to_string(), "2001");
    let roles: Vec<Role> = chapter.contributors.iter().map(|c| c.role).collect();
    assert_eq!(roles, [Role::Author, Role::Editor]);
}

#[test]
fn every_sort_of_deposit_has_its_kind() {
    let titled = "<titles><title>T</title></titles>";
    for (deposited, kind) in [
        (format!("<dissertation>{titled}</dissertation>"), Kind::Thesis),
        (format!("<peer_review>{titled}</peer_review>"), Kind::Review),
        (format!("<posted_content type='preprint'>{titled}</posted_content>"), Kind::Preprint),
        (format!("<posted_content type='working_paper'>{titled}</posted_content>"), Kind::Report),
        (format!("<report-paper><report-paper_metadata>{titled}</report-paper_metadata></report-paper>"), Kind::Report),
        (format!("<standard><standard_metadata>{titled}</standard_metadata></standard>"), Kind::Standard),
        (format!("<database><database_metadata/><dataset>{titled}</dataset></database>"), Kind::Dataset),
        (
            format!("<conference><proceedings_metadata/><conference_paper>{titled}</conference_paper></conference>"),
            Kind::ConferencePaper,
        ),
        (
            format!("<sa_component><component_list><component>{titled}</component></component_list></sa_component>"),
            Kind::Other,
        ),
        ("<journal><journal_metadata><full_title>T</full_title></journal_metadata></journal>".to_owned(), Kind::Serial),
    ] {
        let record = deposit("10.5555/k", "", &deposited);
        assert_eq!((record.kind, record.title()), (kind, Some("T")), "{deposited}");
        assert_eq!(ids(&record), ["doi:10.5555/k"], "{deposited}");
    }
}

#[test]
fn a_doi_that_crossref_does_not_have_leaves_the_identifier_and_a_doubt() {
    let (record, doubts) = read_one(
        CROSSREF,
        "<query status='unresolved'><doi>10.5555/none</doi><doi_record><crossref><error>doi:10.5555/none</error></crossref></doi_record></query>",
    );
    assert_eq!(ids(&record), ["doi:10.5555/none"]);
    assert_eq!(doubts[0].text, "no work is described here (`doi:10.5555/none`); only the identifier was kept");
}

#[test]
fn recorded_answers_say_what_crossref_knew() {
    let all = read_all(CROSSREF, "crossref/unixsd-xml", ".xml", "query");
    for (name, record, _) in &all {
        assert!(!record.identifiers.is_empty(), "{name}");
        // The one component has neither; Crossref has no more of it than its DOI.
        if name != "10.1371_journal.pmed.0030277.g001.xml" {
            assert!(record.title().is_some() && record.published.is_some(), "{name}");
        }
    }
    let check = |name: &str, kind: Kind, day: &str, source: Option<&str>| {
        let Some(record) = of(&all, name) else { return };
        assert_eq!(record.kind, kind, "{name}");
        assert_eq!(record.published.unwrap().to_string(), day, "{name}");
        assert_eq!(record.source.title.as_deref(), source, "{name}");
    };
    check("10.1007_978-3-642-33191-6_49.xml", Kind::Chapter, "2012", Some("Advances in Visual Computing"));
    check("10.1101_097196.xml", Kind::Preprint, "2016-12-28", Some("bioRxiv"));
    check("10.1111_nph.14619.xml", Kind::Article, "2017-06-05", Some("New Phytologist"));
    check("10.14264_uql.2020.791.xml", Kind::Thesis, "2020-05-25", None);
    check("10.2172_972169.xml", Kind::Report, "2010-01-01", None);
    check(
        "10.1145_3448016.3452841.xml",
        Kind::ConferencePaper,
        "2021-06-09",
        Some("Proceedings of the 2021 International Conference on Management of Data"),
    );
    let Some(preprint) = of(&all, "10.1101_097196.xml") else { return };
    assert_eq!(relations(preprint), ["preprint-of doi:10.1038/s41597-019-0031-8"]);
    assert_eq!(relations(of(&all, "10.1111_nph.14619.xml").unwrap()), ["has-preprint doi:10.1101/115246"]);
    assert_eq!(of(&all, "10.1103_physrevlett.120.117701.xml").unwrap().source.pages.as_deref(), Some("117701"));
    let french = of(&all, "crossref_schema_4.6_values.xml").unwrap();
    assert_eq!(french.titles[1].language.as_ref().unwrap().tag(), "en");
    let sici = of(&all, "10.1890_0012-9658_2006_87_2832_tiopma_2.0.co_2.xml").unwrap();
    assert_eq!(ids(sici), ["doi:10.1890/0012-9658(2006)87[2832:tiopma]2.0.co;2"]);
}
