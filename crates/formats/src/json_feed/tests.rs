use super::*;
use crate::json::{entries, parsed};

#[track_caller]
fn one(text: &str) -> (Record, Vec<Doubt>) {
    let entry = parsed(text);
    assert!(claims(&entry), "{text}");
    read(&entry)
}

#[test]
fn an_item_of_a_feed_becomes_a_post() {
    let (record, doubts) = one(
        r##"{"id":"https://cranes.example/7#top","url":"https://cranes.example/7","external_url":"https://news.example/9",
        "title":"New hook","content_html":"<p>It <b>lifts</b>.</p><script>no()</script>","date_published":"2024-02-29T23:30:00-05:00",
        "authors":[{"name":"Ida Ohm","url":"https://orcid.org/0000-0002-1694-233X"}],"tags":["hooks"],"language":"de-AT",
        "attachments":[{"url":"https://cranes.example/7.mp3","mime_type":"audio/mpeg"}]}"##,
    );
    assert_eq!(doubts, []);
    assert_eq!(record.identifiers, [Identifier::new(Scheme::Url, "https://cranes.example/7").unwrap()]);
    assert_eq!(record.abstracts[0].text, "It lifts.");
    assert_eq!(record.contributors[0].orcid.as_deref(), Some("0000-0002-1694-233X"));
    assert_eq!(record.published.unwrap().to_string(), "2024-02-29");
    assert_eq!((record.kind, record.locations.len()), (Kind::Post, 3));
}

#[test]
fn a_note_without_title_and_with_a_number_for_its_identity_is_read() {
    let (record, doubts) = one(r#"{"id":2,"content_text":"It lifts.","author":{"name":"Ida Ohm"}}"#);
    assert_eq!(doubts, []);
    assert_eq!(record.identifiers[0].to_string(), "local:2");
    assert_eq!((record.titles.len(), record.contributors.len()), (0, 1));
}

#[test]
fn seconds_since_1970_become_a_day() {
    for (seconds, day) in [
        (0, "1970-01-01"),
        (951_782_399, "2000-02-28"),
        (951_782_400, "2000-02-29"),
        (951_868_800, "2000-03-01"),
        (1_383_868_800, "2013-11-08"),
        (-1, "1969-12-31"),
        (-11_676_096_000, "1600-01-01"),
    ] {
        assert_eq!(day_of(seconds).unwrap().to_string(), day);
    }
    assert_eq!((day_of(i64::MAX), day_of(i64::MIN)), (None, None));
}

#[test]
fn damage_costs_only_what_is_damaged() {
    let (record, doubts) = one(
        r#"{"id":"a","content_html":"x","authors":[{"url":"https://orcid.org/0"},{"name":"Ida","url":"https://orcid.org/0"}],
        "published_at":"soon","language":"x1","doi":"ten","blog":{"issn":"1"}}"#,
    );
    assert_eq!((record.contributors.len(), record.published), (1, None));
    let places: Vec<&str> = doubts.iter().filter_map(|doubt| doubt.place.as_deref()).collect();
    assert_eq!(places, ["doi", "language", "authors", "authors/url", "blog/issn", "published_at"]);
}

#[test]
fn the_posts_of_the_collection_are_read() {
    let mut files = crate::testing::files("rogue-scholar-posts", ".json");
    let n_posts = files.len();
    files.extend(crate::testing::files("rogue-scholar-posts/json-feed", ".json"));
    for (i, (name, text)) in files.iter().enumerate() {
        for entry in entries(text) {
            assert!(claims(&entry), "{name}");
            let (record, doubts) = read(&entry);
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
            assert!(record.title().is_some() && record.year().is_some() && !record.contributors.is_empty(), "{name}");
            assert!(record.rights[0].spdx.is_some() && record.language.is_some(), "{name}");
            if i < n_posts {
                let doi = name.trim_end_matches(".json").replacen('_', "/", 1);
                assert_eq!(record.identifiers[0].to_string(), format!("doi:{doi}"), "{name}");
            }
            if name.contains("s6am1") {
                assert_eq!(record.contributors[0].name.family(), "Willighagen");
                assert_eq!(record.published.unwrap().to_string(), "2013-11-08");
                assert_eq!(record.source.title.as_deref(), Some("chem-bla-ics"));
            }
        }
    }
}
