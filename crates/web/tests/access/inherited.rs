//! What is made out of a record by the forms of the pages is read by whoever may see all that it was made out of, by any address, and by
//! nobody else, also when the record is made narrower later.

use axum::http::Method;
use model::{Marking, RecordId};

use crate::house::{House, MEMBERS, Member, Session, as_operator, now};
use crate::oracle::sees;
use crate::things::{Lot, Marked};

const LOT: Lot = Lot { name: "chased", word: "cobaltine", stream: 11, markings: &["open", "open compartments=radar"] };

/// Something that was made, the word that stands in it, and the records of the lot behind it.
struct Derived {
    param: &'static str,
    id: String,
    word: &'static str,
    from: Vec<usize>,
}

/// What people ask beside the addresses of the things themselves.
const ASKED: &[&str] = &[
    "/",
    "/records",
    "/records?q=WORD",
    "/search?q=WORD*",
    "/search?q=turbine%20OR%20WORD",
    "/records/export?q=WORD&form=ris",
    "/records/export?q=WORD&form=csv",
    "/records/export?form=json-lines",
    "/records/cite?q=WORD",
    "/abstracts/became?of=all",
    "/requests",
    "/requests?view=all",
    "/office/ledger",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=ListRecords&metadataPrefix=jats",
    "/api/v1/records",
    "/api/v1/records?q=WORD",
    "/api/v1/requests",
    "/api/v1/inbox",
    "/api/v1/deliveries",
];

async fn made(house: &House, session: &Session, path: &str, fields: &[(&str, &str)]) -> String {
    let seen = house.post(path, session, fields).await;
    assert_eq!(seen.status, 303, "{path}: {}", seen.body);
    seen.location().split(['?', '#']).next().unwrap().rsplit('/').next().unwrap().to_owned()
}

async fn excerpt(house: &House, session: &Session, record: &str, word: &str) -> String {
    let (passage, title) = (format!("Word for word: {word}."), format!("Out of it: {word}"));
    let fields = [("passage", passage.as_str()), ("place", "p. 14"), ("title", &title), ("level", "open")];
    made(house, session, &format!("/records/{record}/excerpts"), &fields).await
}

async fn digest(house: &House, session: &Session, record: &str, word: &str) -> String {
    let said = format!("Translated: {word}");
    let fields = [("language", "en"), ("seen", "0"), ("purpose", &*said), ("translation", &*said), ("level", "open")];
    made(house, session, &format!("/records/{record}/abstract"), &[&fields[..], &[("do", "keep")]].concat()).await;
    let page = house.get(&format!("/records/{record}"), session).await.body;
    page.split("href=\"/abstracts/").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn answer(house: &House, session: &Session, word: &str, cites: &str) -> String {
    let asked = [("question", "Which turbines are cooled by oil?"), ("due", "2031-05-01"), ("level", "open")];
    let request = made(house, session, "/requests/new", &asked).await;
    let (title, text) = (format!("Answered: {word}"), format!("It says {word}."));
    let fields = [("answer-title", &*title), ("answer-text", &*text), ("answer-cites", cites), ("level", "open")];
    made(house, session, &format!("/requests/{request}/answer"), &fields).await;
    let page = house.get(&format!("/requests/{request}"), session).await.body;
    let answered = page.split("href=\"/records/").skip(1).find(|rest| rest.contains(&title)).unwrap();
    answered.split(['"', '?', '#']).next().unwrap().to_owned()
}

/// A chain, a meeting of two and a fan, made by one who sees everything that is marked here.
async fn graphs(house: &House, records: &[Marked]) -> Vec<Derived> {
    let session = house.session("documentalist").await;
    let (open, radar) = (records[0].id.as_str(), records[3].id.as_str());
    let of = |param, id: &str, word, from: &[usize]| Derived { param, id: id.to_owned(), word, from: from.to_vec() };
    let first = excerpt(house, &session, open, "amberine").await;
    let said = digest(house, &session, &first, "beryline").await;
    let second = answer(house, &session, "citrine", &first).await;
    let third = excerpt(house, &session, &second, "diorine").await;
    let met = answer(house, &session, "elvanine", &format!("{first}\n{radar}")).await;
    let after = digest(house, &session, &met, "feldine").await;
    let fan = excerpt(house, &session, radar, "garnetine").await;
    vec![
        of("record", &first, "amberine", &[0]),
        of("digest", &said, "beryline", &[0]),
        of("record", &second, "citrine", &[0]),
        of("record", &third, "diorine", &[0]),
        of("record", &met, "elvanine", &[0, 3]),
        of("digest", &after, "feldine", &[0, 3]),
        of("record", &fan, "garnetine", &[3]),
    ]
}

/// The addresses of a thing, whatever stands behind them.
fn addresses(house: &House, derived: &Derived) -> Vec<String> {
    let place = format!("{{{}}}", derived.param);
    let leads = house.entries.iter().filter(|entry| entry.method == Method::GET && entry.path.contains(&place));
    let filled = leads.map(|entry| entry.path.replace(&place, &derived.id).replace("{item}", "1"));
    filled.filter(|address| !address.contains('{')).collect()
}

/// Goes to every address as everybody: a word is told to who sees all that is behind it alone. Answers how often one was told.
async fn told(house: &House, derived: &[Derived], behind: &[Vec<&'static str>]) -> usize {
    let mut n_told = 0;
    for member in MEMBERS {
        let session = house.session(member.name).await;
        for one in derived {
            let asked = ASKED.iter().map(|path| path.replace("WORD", one.word));
            for address in asked.chain(addresses(house, one)) {
                let seen = house.get(&address, &session).await;
                for other in derived {
                    // What somebody searches for stands in the answer, once they typed it.
                    let is_typed = other.word == one.word && address.contains(one.word);
                    let is_met = !is_typed && seen.body.contains(other.word);
                    n_told += usize::from(is_met);
                    let what = format!("{} comes upon {} at {address}", member.name, other.word);
                    assert!(!is_met || may_read(member, other, behind), "{what}");
                }
            }
        }
    }
    n_told
}

fn may_read(member: &Member, derived: &Derived, behind: &[Vec<&'static str>]) -> bool {
    derived.from.iter().all(|record| behind[*record].iter().all(|marking| sees(member, marking)))
}

#[tokio::test]
async fn what_was_made_out_of_a_record_is_told_to_whoever_may_see_the_record_now() {
    let mut records = Vec::new();
    let house = House::build(|office| records = LOT.ingest(office), |_| {});
    let derived = graphs(&house, &records).await;
    let mut behind: Vec<Vec<&'static str>> = records.iter().map(|record| record.markings.clone()).collect();
    let n_open = told(&house, &derived, &behind).await;
    assert!(n_open > 200, "the test would find nothing if nobody were told anything: {n_open}");
    for (record, marking) in [(3, "restricted compartments=radar"), (0, "internal release=works"), (0, "confidential")]
    {
        let id = RecordId::parse(&records[record].id).unwrap();
        let added = Marking::parse(marking).unwrap();
        as_operator(&house.clerk, now(), move |deed| {
            let held = deed.marking_of_record(&store::Scope::office(), id)?.unwrap();
            Ok(deed.mark_record(id, &held.join(&added))?)
        });
        behind[record].push(marking);
        let n_left = told(&house, &derived, &behind).await;
        assert!(n_left < n_open, "{marking} keeps it from somebody: {n_left} of {n_open}");
    }
}
