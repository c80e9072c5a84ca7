//! Each verb, and what is wrong with requests.

use axum::body::Body;
use axum::http::Request;

use crate::kit::{HOUR, House, NOW, ON, work};

#[tokio::test]
async fn an_office_gives_nothing_until_it_is_switched_on() {
    let house = House::new("");
    house.take_in(vec![work("a", &[])], "open", NOW - HOUR);
    let seen = house.get("verb=ListRecords&metadataPrefix=oai_dc").await;
    assert_eq!(seen.status, 404);
    assert_eq!(seen.text, "This office gives no records to other repositories.\n");
}

#[tokio::test]
async fn a_repository_says_who_it_is() {
    let house = House::new(ON);
    let empty = house.ask("verb=Identify").await;
    assert_eq!(empty.said("repositoryName"), "Office of <Mills> & Co.");
    assert_eq!(empty.said("earliestDatestamp"), "2026-11-29T08:00:00Z");
    assert_eq!(house.fault("verb=ListRecords&metadataPrefix=oai_dc").await, "noRecordsMatch");
    assert_eq!(house.fault("verb=ListSets").await, "noRecordsMatch");
    let ids = house.take_in(vec![work("a", &[])], "open", NOW - HOUR);
    let said = house.ask("verb=Identify").await;
    assert_eq!(said.said("adminEmail"), "records@office.example.org");
    assert_eq!(said.said("repositoryIdentifier"), "office.example.org");
    assert_eq!(said.said("sampleIdentifier"), format!("oai:office.example.org:{}", ids[0]));
    assert_eq!(said.said("deletedRecord"), "persistent");
    let formats = house.ask("verb=ListMetadataFormats").await;
    let prefixes: Vec<&str> = formats.all("metadataPrefix").iter().map(|one| one.text.as_str()).collect();
    assert_eq!(prefixes, ["oai_dc", "marc21", "jats"]);
}

#[tokio::test]
async fn a_record_is_given_in_each_format_by_its_name() {
    let house = House::new(ON);
    let id = house.take_in(vec![work("<a> & \u{1}b", &["a"])], "open", NOW - HOUR)[0];
    let name = format!("oai:office.example.org:{id}");
    for (prefix, title) in [("oai_dc", "dc:title"), ("marc21", "subfield"), ("jats", "article-title")] {
        let record = house.ask(&format!("verb=GetRecord&metadataPrefix={prefix}&identifier={name}")).await;
        let titles: Vec<&str> = record.all(title).iter().map(|one| one.text.as_str()).collect();
        assert!(titles.contains(&"The turbine <a> & b"), "{prefix}: {titles:?}");
        assert_eq!(record.said("identifier"), name);
        assert_eq!(record.said("datestamp"), "2026-11-29T07:00:00Z");
    }
    assert!(house.ask(&format!("verb=ListMetadataFormats&identifier={name}")).await.find("error").is_none());
    for other in ["oai:office.example.org:R0000000000000", "oai:other.example.org:x", "x", "<&\"'>"] {
        let other: String = form_urlencoded::byte_serialize(other.as_bytes()).collect();
        for query in [
            format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={other}"),
            format!("verb=ListMetadataFormats&identifier={other}"),
        ] {
            assert_eq!(house.fault(&query).await, "idDoesNotExist", "{query}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_an_answer_of_the_protocol() {
    let house = House::new(ON);
    house.take_in(vec![work("a", &[])], "open", NOW - HOUR);
    for (query, code) in [
        ("", "badVerb"),
        ("verb=Nonsense", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=%3Cscript%3E%26%22", "badVerb"),
        ("verb=Identify&junk=%22%3E%3Cx%2F%3E", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a&set=b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2025-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=nonsense", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=nonsense%00%3C", "badArgument"),
        // Made up, with numbers at the end of all numbers.
        (
            "verb=ListRecords&resumptionToken=ListRecords.oai_dc...9223372036854775807.9223372036854775807.R0000000000000.18446744073709551615.0",
            "noRecordsMatch",
        ),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=no-such-set", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=made-up%01%3C%22", "badResumptionToken"),
        ("verb=ListIdentifiers&resumptionToken=", "badArgument"),
    ] {
        assert_eq!(house.fault(query).await, code, "{query}");
    }
}

#[tokio::test]
async fn a_posted_form_is_answered_as_an_address_is() {
    let house = House::new(ON);
    house.take_in(vec![work("a", &[])], "open", NOW - HOUR);
    let query = "verb=ListRecords&metadataPrefix=oai_dc";
    let post = |body: Vec<u8>| {
        // From anywhere, with whatever cookies: it changes nothing.
        let request = Request::post("/oai").header("host", "office.test").header("origin", "https://other.example");
        let request = request.header("cookie", "uptake-session=abc");
        request.header("content-type", "application/x-www-form-urlencoded").body(Body::from(body)).unwrap()
    };
    let posted = house.send(post(query.into())).await;
    assert_eq!((posted.status, &posted.text), (200, &house.get(query).await.text));
    assert!(!posted.headers.contains_key("set-cookie"));
    assert_eq!(house.send(post(vec![b'a'; 1 << 20])).await.status, 413);
}

#[tokio::test]
async fn days_and_seconds_bound_a_list_with_both_ends_in_it() {
    let house = House::new(ON);
    // At 07:00:00.5, 08:00:00.5 yesterday.
    house.take_in(vec![work("a", &["a"])], "open", NOW - HOUR + 500_000);
    house.take_in(vec![work("b", &["b"])], "open", NOW - 24 * HOUR + 500_000);
    for (bounds, n) in [
        ("", 2),
        ("&from=2026-11-29", 1),
        ("&until=2026-11-28", 1),
        ("&from=2026-11-28&until=2026-11-29", 2),
        ("&from=2026-11-29T07:00:00Z", 1),
        ("&until=2026-11-29T07:00:00Z", 2),
        ("&until=2026-11-29T06:59:59Z", 1),
        ("&from=2026-11-29T07:00:01Z", 0),
    ] {
        let answer = house.ask(&format!("verb=ListIdentifiers&metadataPrefix=oai_dc{bounds}")).await;
        assert_eq!(answer.all("header").len(), n, "{bounds}");
    }
}

#[tokio::test]
async fn a_set_lists_its_records_and_no_others() {
    let house = House::new(ON);
    house.take_in((0..10).map(|n| work(&n.to_string(), &[&n.to_string()])).collect(), "open", NOW - HOUR);
    let sets = house.ask("verb=ListSets").await;
    let words: Vec<&str> = sets.all("setSpec").iter().map(|one| one.text.as_str()).collect();
    assert_eq!(words, ["ipc-F", "ipc-H", "kind-article", "kind-report"]);
    for (set, n) in [("ipc-F", 1), ("ipc-H", 9), ("kind-article", 9), ("kind-report", 1)] {
        let list = house.ask(&format!("verb=ListRecords&metadataPrefix=oai_dc&set={set}")).await;
        assert_eq!(list.all("header").len(), n, "{set}");
        assert!(list.all("header").iter().all(|one| one.all("setSpec").iter().any(|word| word.text == set)));
    }
}
