use super::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn answer(body: &str) -> Answer {
    Answer {
        status: 200,
        url: Url::parse("https://host.example/").unwrap(),
        lasting: Url::parse("https://host.example/").unwrap(),
        content_type: String::new(),
        etag: None,
        modified: None,
        body: body.as_bytes().to_vec(),
    }
}

/// A round of a source from its beginning: what it is asked, and what it makes of these answers.
struct Walk {
    protocol: Protocol,
    cursor: Cursor,
    today: Date,
}

impl Walk {
    fn of(kind: SourceKind, address: &str) -> Walk {
        let protocol = Protocol::of(kind, address, "office@example.org").unwrap();
        Walk { protocol, cursor: Cursor::default(), today: day("2026-11-20") }
    }

    /// What is asked next, without percent signs.
    fn asks(&self) -> String {
        let question = self.protocol.question(&self.cursor, self.today);
        let parameters: Vec<String> =
            question.url.query_pairs().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}?{}", question.url.path(), parameters.join("&"))
    }

    fn hears(&mut self, body: &str) -> Turned {
        let turned = self.protocol.turn(&self.cursor, &answer(body), self.today).unwrap();
        // As it is kept, and read again by another process.
        self.cursor = Cursor::read(&turned.cursor.write());
        assert_eq!(self.cursor, turned.cursor);
        turned
    }

    fn is_refused(&self, body: &str) -> String {
        let fault = self.protocol.turn(&self.cursor, &answer(body), self.today).unwrap_err();
        assert_eq!(fault.setback, Setback::Strange);
        fault.detail
    }
}

fn list(records: &str, token: &str) -> String {
    format!("<OAI-PMH><ListRecords>{records}{token}</ListRecords></OAI-PMH>")
}

#[test]
fn a_repository_is_read_by_tokens_and_the_next_round_begins_where_this_one_began() {
    let mut walk =
        Walk::of(SourceKind::OaiPmh, "https://repo.example/oai?verb=ListRecords&metadataPrefix=marc21&set=mills");
    assert_eq!(walk.asks(), "/oai?verb=ListRecords&metadataPrefix=marc21&set=mills");
    let turned = walk.hears(&list("<record/>", "<resumptionToken completeListSize='3'>a b</resumptionToken>"));
    assert_eq!((turned.holds, turned.more, turned.total), (true, true, Some(3)));
    assert_eq!(walk.asks(), "/oai?verb=ListRecords&resumptionToken=a b");
    walk.today = day("2026-11-22");
    let turned = walk.hears(&list("<record/>", "<resumptionToken/>"));
    assert_eq!((turned.more, turned.found), (false, Found::Something));
    assert_eq!(walk.asks(), "/oai?verb=ListRecords&metadataPrefix=marc21&set=mills&from=2026-11-19");
    let turned = walk.hears("<OAI-PMH><error code='noRecordsMatch'/></OAI-PMH>");
    assert_eq!((turned.more, turned.holds, turned.found), (false, false, Found::Nothing));
    assert_eq!(walk.asks(), "/oai?verb=ListRecords&metadataPrefix=marc21&set=mills&from=2026-11-21");
}

#[test]
fn a_repository_that_forgot_its_token_is_begun_anew_once() {
    let mut walk = Walk::of(SourceKind::OaiPmh, "https://repo.example/oai");
    walk.hears(&list("<record/>", "<resumptionToken>a</resumptionToken>"));
    let forgot = "<OAI-PMH><error code='badResumptionToken'/></OAI-PMH>";
    let turned = walk.hears(forgot);
    assert_eq!((turned.more, turned.holds), (true, false));
    assert_eq!(walk.asks(), "/oai?verb=ListRecords&metadataPrefix=oai_dc");
    walk.hears(&list("<record/>", "<resumptionToken>a</resumptionToken>"));
    assert!(walk.is_refused(forgot).contains("twice"));
}

#[test]
fn a_repository_that_goes_round_in_circles_or_speaks_otherwise_is_refused() {
    let mut walk = Walk::of(SourceKind::OaiPmh, "https://repo.example/oai");
    let page = list("<record/>", "<resumptionToken>a</resumptionToken>");
    walk.hears(&page);
    assert!(walk.is_refused(&page).contains("again and again"));
    for (odd, says) in [
        ("<html><body>Sign in</body></html>", "does not speak"),
        ("", "does not speak"),
        (
            "<OAI-PMH><error code='cannotDisseminateFormat'>no marc</error></OAI-PMH>",
            "cannotDisseminateFormat: no marc",
        ),
        ("<OAI-PMH><Identify/></OAI-PMH>", "no list"),
    ] {
        assert!(walk.is_refused(odd).contains(says), "{odd}");
    }
    // A record may say what it likes.
    let inside = list("<record><metadata><resumptionToken>evil</resumptionToken></metadata></record>", "");
    assert!(!walk.hears(&inside).more);
}

#[test]
fn queries_of_services_are_read_page_by_page_and_then_asked_for_what_is_new() {
    let mut walk = Walk::of(
        SourceKind::Crossref,
        "https://api.crossref.org/works?query=loom&filter=type:journal-article&rows=5&offset=9",
    );
    assert_eq!(
        walk.asks(),
        "/works?query=loom&filter=type:journal-article&rows=200&cursor=*&mailto=office@example.org"
    );
    let turned = walk.hears(r#"{"message": {"total-results": 201, "items": [{}], "next-cursor": "x=="}}"#);
    assert_eq!((turned.holds, turned.more, turned.total), (true, true, Some(201)));
    assert!(walk.asks().contains("cursor=x=="));
    let turned = walk.hears(r#"{"message": {"items": [], "next-cursor": "y=="}}"#);
    assert_eq!(
        (turned.holds, turned.more, turned.found),
        (false, false, Found::Something),
        "the round found something"
    );
    assert!(walk.asks().contains("filter=type:journal-article,from-index-date:2026-11-19&"), "{}", walk.asks());
    assert!(walk.is_refused("<html>").contains("no JSON"));
    assert!(walk.is_refused("{}").contains("no list"));

    let mut walk = Walk::of(SourceKind::OpenAlex, "https://api.openalex.org/works?search=loom");
    walk.hears(r#"{"meta": {"count": 2, "next_cursor": "n"}, "results": [{}]}"#);
    assert!(walk.asks().contains("cursor=n"));
    walk.hears(r#"{"meta": {"count": 2, "next_cursor": null}, "results": []}"#);
    assert!(walk.asks().contains("filter=from_publication_date:2026-10-06&per-page=100&cursor=*"), "{}", walk.asks());

    let mut walk = Walk::of(SourceKind::DataCite, "https://api.datacite.org/dois?query=loom");
    let page =
        r#"{"data": [{}], "meta": {"total": 9}, "links": {"next": "https://evil.example/x?page%5Bcursor%5D=abc"}}"#;
    walk.hears(page);
    assert_eq!(walk.protocol.question(&walk.cursor, walk.today).url.host_str(), Some("api.datacite.org"));
    assert!(walk.asks().contains("page[cursor]=abc"));
    walk.hears(r#"{"data": [], "links": {}}"#);
    assert!(walk.asks().contains("query=(loom) AND updated:[2026-11-19 TO *]"), "{}", walk.asks());
}

#[test]
fn pubmed_lays_a_result_aside_and_hands_it_out() {
    let mut walk = Walk::of(SourceKind::PubMed, "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?term=loom");
    assert!(walk.asks().starts_with("/entrez/eutils/esearch.fcgi?term=loom&db=pubmed&usehistory=y"));
    let found = |count: &str| format!(r#"{{"esearchresult": {{"count": "{count}", "webenv": "W", "querykey": "1"}}}}"#);
    let turned = walk.hears(&found("201"));
    assert_eq!((turned.holds, turned.more, turned.total), (false, true, Some(201)));
    assert!(
        walk.asks()
            .starts_with("/entrez/eutils/efetch.fcgi?db=pubmed&WebEnv=W&query_key=1&retmode=xml&retstart=0&retmax=200")
    );
    assert!(walk.hears("<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>").more);
    assert!(walk.asks().contains("retstart=200"));
    assert!(!walk.hears("<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>").more);
    assert!(walk.asks().contains("mindate=2026/11/19&maxdate=3000&datetype=mdat"), "{}", walk.asks());
    assert_eq!(walk.hears(&found("0")).found, Found::Nothing);
    assert!(walk.is_refused(&found("123456")).contains("narrow"));
    walk.hears(&found("3"));
    assert!(walk.hears("<eFetchResult><ERROR>gone</ERROR></eFetchResult>").more, "it is asked for once more");
    assert!(walk.asks().contains("usehistory=y"));
}

#[test]
fn arxiv_is_read_from_the_newest_until_what_the_round_before_brought() {
    let mut walk = Walk::of(SourceKind::Arxiv, "http://export.arxiv.org/api/query?search_query=cat:cs.RO&start=50");
    let page = |updated: &str| {
        format!(
            "<feed><updated>2026</updated><totalResults>3</totalResults><entry><updated>{updated}</updated></entry></feed>"
        )
    };
    assert_eq!(
        walk.asks(),
        "/api/query?search_query=cat:cs.RO&sortBy=lastUpdatedDate&sortOrder=descending&start=0&max_results=200"
    );
    assert!(walk.hears(&page("2026-11-19T00:00:00Z")).more);
    assert!(walk.asks().contains("start=1&"));
    assert!(walk.hears(&page("2020-01-01T00:00:00Z")).more, "the first round reads all");
    assert!(!walk.hears(&page("2019-01-01T00:00:00Z")).more);
    walk.today = day("2026-11-25");
    assert!(walk.hears(&page("2026-11-24T00:00:00Z")).more);
    assert!(!walk.hears(&page("2026-11-10T00:00:00Z")).more, "behind it stands what is held");
}

#[test]
fn patents_are_asked_for_by_range_and_then_by_their_days() {
    let address = "https://ops.epo.org/3.2/rest-services/published-data/search/biblio?q=ti%3Dloom";
    let mut walk = Walk::of(SourceKind::EpoOps, address);
    assert!(walk.asks().ends_with("?q=ti=loom&Range=1-100"), "{}", walk.asks());
    let page = |total: u32| {
        format!(
            "<ops:world-patent-data xmlns:ops='o'><ops:biblio-search total-result-count='{total}'><exchange-document/></ops:biblio-search></ops:world-patent-data>"
        )
    };
    assert!(walk.hears(&page(150)).more);
    assert!(walk.asks().ends_with("Range=101-200"));
    assert!(!walk.hears(&page(150)).more);
    assert!(walk.asks().contains("q=(ti=loom) and pd within \"20261030,20261120\""), "{}", walk.asks());
    assert!(walk.is_refused(&page(2_001)).contains("narrow"));
    let nothing = walk.protocol.turn_fault(&walk.cursor, Fault::of(Setback::Gone, "404"), walk.today).unwrap();
    assert_eq!((nothing.found, nothing.more), (Found::Nothing, false));
    assert!(walk.protocol.turn_fault(&walk.cursor, Fault::of(Setback::Server, "500"), walk.today).is_err());
}

#[test]
fn a_file_that_did_not_change_is_not_taken_again_whether_its_host_says_so_or_not() {
    let protocol = Protocol::of(SourceKind::Feed, "https://blog.example/rss", "").unwrap();
    let today = day("2026-11-20");
    let first = Answer { etag: Some("\"1\"".to_owned()), modified: Some("Fri".to_owned()), ..answer("<rss/>") };
    let turned = protocol.turn(&Cursor::default(), &first, today).unwrap();
    assert_eq!((turned.found, turned.holds), (Found::Something, true));
    let question = protocol.question(&turned.cursor, today);
    assert_eq!((question.etag.as_deref(), question.modified.as_deref()), (Some("\"1\""), Some("Fri")));
    let same = Answer { status: 304, ..answer("") };
    for again in [same, first.clone(), Answer { etag: Some("\"2\"".to_owned()), ..first }] {
        assert_eq!(protocol.turn(&turned.cursor, &again, today).unwrap().found, Found::Unchanged);
    }
    assert_eq!(protocol.turn(&turned.cursor, &answer("<rss><channel/></rss>"), today).unwrap().found, Found::Something);
    assert_eq!(protocol.turn(&turned.cursor, &answer(" \n"), today).unwrap().found, Found::Nothing);
}

#[test]
fn an_address_that_asks_a_service_for_everything_is_refused() {
    for (kind, address) in [
        (SourceKind::Crossref, "https://api.crossref.org/works?rows=10"),
        (SourceKind::OpenAlex, "https://api.openalex.org/works?search="),
        (SourceKind::DataCite, "https://api.datacite.org/dois"),
        (SourceKind::PubMed, "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi"),
        (SourceKind::Arxiv, "https://export.arxiv.org/api/query"),
        (SourceKind::EpoOps, "https://ops.epo.org/3.2/rest-services/published-data/search/biblio"),
        (SourceKind::Upload, "https://blog.example/"),
        (SourceKind::Folder, "https://blog.example/"),
        (SourceKind::Feed, "ftp://blog.example/"),
    ] {
        assert_eq!(Protocol::of(kind, address, "").unwrap_err().setback, Setback::Address, "{address}");
    }
    assert!(Protocol::of(SourceKind::Crossref, "https://api.crossref.org/works?query.title=loom", "").is_ok());
}

#[test]
fn a_cursor_that_cannot_be_read_begins_anew() {
    for odd in ["", "{", "[]", r#"{"since": 4}"#, r#"{"unknown": 1}"#] {
        assert_eq!(Cursor::read(odd), Cursor::default());
    }
}

proptest::proptest! {
    #[test]
    fn no_answer_brings_a_protocol_down(body: Vec<u8>, wrapped in "[<>/a-zA-Z{}\":,\\[\\]0-9&;= -]{0,200}") {
        let addresses = [
            (SourceKind::OaiPmh, "https://h.example/?x=1"),
            (SourceKind::Crossref, "https://h.example/?query=1"),
            (SourceKind::OpenAlex, "https://h.example/?search=1"),
            (SourceKind::DataCite, "https://h.example/?query=1"),
            (SourceKind::PubMed, "https://h.example/?term=1"),
            (SourceKind::Arxiv, "https://h.example/?id_list=1"),
            (SourceKind::EpoOps, "https://h.example/?q=1"),
            (SourceKind::Feed, "https://h.example/"),
        ];
        for (kind, address) in addresses {
            let protocol = Protocol::of(kind, address, "").unwrap();
            for body in [body.clone(), wrapped.clone().into_bytes(), format!("<OAI-PMH>{wrapped}").into_bytes()] {
                let answer = Answer { body, ..answer("") };
                let _ = protocol.turn(&Cursor::default(), &answer, day("2026-11-20"));
            }
        }
    }
}
