use std::collections::BTreeMap;

use super::*;

/// Hosts that answer by heart.
struct Heart(BTreeMap<&'static str, (&'static str, &'static str)>);

impl Ask for Heart {
    fn ask(&self, question: &Question) -> Result<Answer, Fault> {
        let (content_type, body) = self
            .0
            .get(question.url.as_str())
            .ok_or_else(|| Fault::of(Setback::Gone, format!("nothing at {}", question.url)))?;
        Ok(Answer {
            status: 200,
            url: question.url.clone(),
            lasting: question.url.clone(),
            content_type: (*content_type).to_owned(),
            etag: None,
            modified: None,
            body: body.as_bytes().to_vec(),
        })
    }
}

fn heart() -> Heart {
    Heart(BTreeMap::from([
        (
            "https://blog.example/rss",
            (
                "text/xml",
                "<rss><channel><title> Loom &amp; Yarn </title><language>de-AT</language><item><title>x</title></item></channel></rss>",
            ),
        ),
        (
            "https://blog.example/atom",
            (
                "text/plain",
                "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='fr'><title>Métiers</title><entry><title>y</title></entry></feed>",
            ),
        ),
        (
            "https://blog.example/json",
            (
                "application/json",
                r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "language": "en"}"#,
            ),
        ),
        (
            "https://blog.example/",
            (
                "text/html",
                "<!doctype html><html><head><LINK rel=stylesheet href=a.css><link rel='alternate' type='application/rss+xml' href='/rss?a=1&amp;b=2'><body>",
            ),
        ),
        ("https://blog.example/rss?a=1&b=2", ("text/xml", "<rss><channel><title>Loom</title></channel></rss>")),
        (
            "https://blog.example/about",
            ("text/html", "<html><head><title>About</title></head><body>Nothing to fetch</body></html>"),
        ),
        ("https://data.example/refs.bib", ("text/plain", "@article{a, title={B}}")),
        ("https://repo.example/oai", ("text/xml", "<OAI-PMH><error code='badVerb'/></OAI-PMH>")),
        (
            "https://repo.example/oai?verb=Identify",
            ("text/xml", "<OAI-PMH><Identify><repositoryName>Archive of Mills</repositoryName></Identify></OAI-PMH>"),
        ),
        (
            "https://repo.example/oai?verb=ListMetadataFormats",
            (
                "text/xml",
                "<OAI-PMH><ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix></metadataFormat><metadataFormat><metadataPrefix>marc21</metadataPrefix></metadataFormat></ListMetadataFormats></OAI-PMH>",
            ),
        ),
    ]))
}

#[test]
fn what_stands_behind_an_address_is_found_out_by_asking() {
    let cases = [
        ("https://blog.example/rss", SourceKind::Feed, "https://blog.example/rss", "Loom & Yarn", "de"),
        ("blog.example/atom", SourceKind::Feed, "https://blog.example/atom", "Métiers", "fr"),
        ("https://blog.example/json", SourceKind::Feed, "https://blog.example/json", "Notes", "en"),
        ("https://blog.example/", SourceKind::Feed, "https://blog.example/rss?a=1&b=2", "Loom", ""),
        ("https://data.example/refs.bib", SourceKind::File, "https://data.example/refs.bib", "", ""),
        (
            "https://repo.example/oai",
            SourceKind::OaiPmh,
            "https://repo.example/oai?verb=ListRecords&metadataPrefix=marc21",
            "Archive of Mills",
            "",
        ),
        (
            "https://repo.example/oai?verb=ListSets&set=mills",
            SourceKind::OaiPmh,
            "https://repo.example/oai?set=mills&verb=ListRecords&metadataPrefix=marc21",
            "Archive of Mills",
            "",
        ),
    ];
    for (given, kind, address, title, language) in cases {
        let found = find(&heart(), given).unwrap();
        let found = (found.kind, found.address.as_str(), found.title.as_str(), found.language.as_str());
        assert_eq!(found, (kind, address, title, language), "{given}");
    }
}

#[test]
fn services_are_told_by_their_hosts_and_nobody_is_asked() {
    let nobody = Heart(BTreeMap::new());
    let cases = [
        (
            "https://api.crossref.org/works?query=loom",
            SourceKind::Crossref,
            "https://api.crossref.org/works?query=loom",
        ),
        ("https://openalex.org/works?search=loom", SourceKind::OpenAlex, "https://api.openalex.org/works?search=loom"),
        ("https://commons.datacite.org/?query=loom", SourceKind::DataCite, "https://api.datacite.org/dois?query=loom"),
        (
            "https://pubmed.ncbi.nlm.nih.gov/?term=loom",
            SourceKind::PubMed,
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&term=loom",
        ),
        (
            "https://arxiv.org/list/cs.RO/recent",
            SourceKind::Arxiv,
            "https://export.arxiv.org/api/query?search_query=cat%3Acs.RO",
        ),
        (
            "https://ops.epo.org/3.2/rest-services/published-data/search/biblio?q=ti%3Dloom",
            SourceKind::EpoOps,
            "https://ops.epo.org/3.2/rest-services/published-data/search/biblio?q=ti%3Dloom",
        ),
    ];
    for (given, kind, address) in cases {
        let found = find(&nobody, given).unwrap();
        assert_eq!((found.kind, found.address.as_str()), (kind, address), "{given}");
    }
}

#[test]
fn a_page_for_people_without_a_feed_is_said_to_be_one() {
    let fault = find(&heart(), "https://blog.example/about").unwrap_err();
    assert_eq!(fault.setback, Setback::Strange);
    assert!(fault.detail.contains("page for people"), "{fault}");
    assert_eq!(find(&heart(), "https://nowhere.example/").unwrap_err().setback, Setback::Gone);
    assert_eq!(find(&heart(), "not an address").unwrap_err().setback, Setback::Address);
}

#[test]
fn a_page_of_nothing_but_tags_is_looked_at_in_little_time() {
    let links = "<link ".repeat(HEAD_BYTES_MAX / 6);
    let answer = Answer {
        status: 200,
        url: Url::parse("https://blog.example/").unwrap(),
        lasting: Url::parse("https://blog.example/").unwrap(),
        content_type: "text/html".to_owned(),
        etag: None,
        modified: None,
        body: links.into_bytes(),
    };
    assert_eq!(feed_of_page(&answer), None);
}
