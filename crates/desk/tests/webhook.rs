//! Webhooks: each event once until it is taken, signed, and never more of it than the world may read.

#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::{Ask, Clerk, Failure, Ids, Office, Overrides, Turn, WebhookSecret};
use formats::Reading;
use harvest::{Answer, Fault, Posting, Question, Receipt};
use hmac::{Hmac, KeyInit, Mac};
use model::{
    Date, DutyKind, Level, Marking, Need, NeedId, Person, PersonId, Post, PostId, Profile, ProfileId, Record, Setback,
    Stage, Standing, Tenure, Text, Unit, UnitId, Webhook, WebhookCallStage, WebhookEvent, WebhookId, WebhookStage,
};
use serde_json::Value;
use sha2::Sha256;
use tempfile::TempDir;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// A receiver that answers as it is told, and remembers what it got.
#[derive(Default)]
struct Receiver {
    got: Mutex<Vec<Posting>>,
    status: Mutex<Option<(u16, Option<String>)>>,
}

impl Ask for Receiver {
    fn ask(&self, _: &Question) -> Result<Answer, Fault> {
        Err(Fault::of(Setback::Unreachable, "nobody is asked here"))
    }

    fn post(&self, posting: &Posting) -> Result<Receipt, Fault> {
        self.got.lock().unwrap().push(posting.clone());
        let status = self.status.lock().unwrap().clone();
        let (status, retry_after) = status.unwrap_or((204, None));
        if status == 0 {
            return Err(Fault::of(Setback::Slow, "the answer did not come in time"));
        }
        Ok(Receipt { status, retry_after, beginning: format!("said {status}") })
    }
}

struct House {
    _dir: TempDir,
    clerk: Clerk,
    office: Office,
    receiver: Arc<Receiver>,
    ids: AtomicU64,
    now: AtomicI64,
}

fn text(title: &str) -> Record {
    Record { titles: vec![Text::plain(title)], ..Record::default() }
}

fn person(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

fn post(name: &str) -> PostId {
    PostId::new(name).unwrap()
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let mut writable = Office::create(&path, 1, "operator", 1).unwrap();
    fs::write(path.join("uptake.toml"), "[serve]\naddress = \"https://office.example\"\n").unwrap();
    let mut n = 50;
    let mut ids = move || {
        n += 1;
        n
    };
    let mut read = |sink: &mut desk::Sink<'_>| {
        for n in 0..3 {
            let record = text(&format!("Mill number {n} for fine powders"));
            let raw = record.title().unwrap().as_bytes().to_vec();
            if sink(Reading { record, raw, doubts: Vec::new() }) == ControlFlow::Break(()) {
                return;
            }
        }
    };
    desk::ingest(&mut writable, "operator", 1, &mut ids, &mut read, &mut |_| {}).unwrap();
    for (word, title) in
        [("restricted", "A mill nobody may write about"), ("confidential", "A mill nobody here may see")]
    {
        let marking = Marking::parse(word).unwrap();
        let mut secret = |sink: &mut desk::Sink<'_>| {
            let _ = sink(Reading { record: text(title), raw: title.as_bytes().to_vec(), doubts: Vec::new() });
        };
        desk::ingest_marked(&mut writable, &marking, ("operator", 1), &mut ids, &mut secret, &mut |_| {}).unwrap();
    }
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let receiver = Arc::new(Receiver::default());
    let office = Office::open_under(&path, &Overrides::default()).unwrap().with_asker(receiver.clone());
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                let unit = UnitId::new("mill")?;
                deed.keep_unit(&Unit { id: unit.clone(), name: "Mill".to_owned(), parent: None })?;
                for (name, title) in [("engineer", "Engineer"), ("designer", "Designer")] {
                    deed.keep_post(&Post {
                        id: PostId::new(name)?,
                        title: title.to_owned(),
                        unit: unit.clone(),
                        powers: BTreeSet::new(),
                        closed: false,
                    })?;
                }
                let since = Date::parse("1962-01-01").unwrap();
                for (name, held) in [("karpova", "engineer"), ("weber", "designer")] {
                    let person = PersonId::new(name)?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: name.to_owned(),
                        email: None,
                        language: None,
                        level: Level::Restricted,
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    let standing = Standing::Holder;
                    deed.appoint(&Tenure { post: PostId::new(held)?, person, standing, since, until: None })?;
                }
                let id = NeedId::new("powder")?;
                let draft = Need::draft(id.clone(), "Finer powder", unit, PostId::new("engineer")?);
                let profiles =
                    vec![Profile { id: ProfileId { need: id, number: 1 }, query: "mill".to_owned(), threshold: None }];
                let expires = Some(Date::parse("2030-01-01").unwrap());
                deed.keep_need(&Need { stage: Stage::Accepted, expires, profiles, ..draft })?;
                Ok(())
            })
        })
        .unwrap();
    let day = Date::parse("2026-11-20").unwrap();
    let now = AtomicI64::new(day.number() * DAY + DAY / 2);
    House { _dir: dir, clerk, office, receiver, ids: AtomicU64::new(1_000), now }
}

impl House {
    fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    fn today(&self) -> Date {
        Date::of_number(self.now().div_euclid(DAY))
    }

    fn later(&self, micros: i64) {
        self.now.fetch_add(micros, Ordering::SeqCst);
    }

    fn ids(&self) -> Ids {
        let mut next = self.ids.fetch_add(100_000, Ordering::SeqCst);
        Box::new(move || {
            next += 1;
            next
        })
    }

    fn answers(&self, status: u16, retry_after: Option<&str>) {
        *self.receiver.status.lock().unwrap() = Some((status, retry_after.map(str::to_owned)));
    }

    /// Acts as somebody.
    fn acts<T: Send + 'static>(
        &self,
        who: &str,
        act: impl FnOnce(&mut store::Writer, &mut Turn<'_>, &Office) -> T + Send + 'static,
    ) -> T {
        let officer = self.office.officer(&person(who), self.today()).unwrap();
        let (now, today, work) = (self.now(), self.today(), self.office.configuration().work());
        let (mut ids, office) = (self.ids(), self.office.clone());
        self.clerk
            .write(move |writer| {
                let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
                Ok(act(writer, &mut turn, &office))
            })
            .unwrap()
    }

    fn makes(&self, who: &str, of: &str, address: &str) -> Result<(Webhook, WebhookSecret), String> {
        let (of, address) = (post(of), address.to_owned());
        let events = WebhookEvent::CHOSEN.iter().copied().collect();
        self.acts(who, move |writer, turn, office| {
            desk::make_webhook(writer, turn, office, &of, ("Loom", &address), events)
                .map_err(|(field, failure)| format!("{field}: {failure}"))
        })
    }

    fn hook(&self) -> (Webhook, WebhookSecret) {
        self.makes("karpova", "engineer", "https://hooks.example/in").unwrap()
    }

    /// Lets the office match, and the events go out that are due now.
    fn goes(&self) -> Vec<Posting> {
        for _ in 0..2 {
            desk::schedule(&self.clerk, &self.office, self.now()).unwrap();
            while desk::run_next(&self.clerk, &self.office, self.now(), self.today(), &mut self.ids()).unwrap() {}
        }
        desk::gather_events(&self.clerk, &self.office, self.now(), self.today(), &mut self.ids()).unwrap();
        self.sends()
    }

    fn sends(&self) -> Vec<Posting> {
        while desk::send_events(&self.clerk, &self.office, self.now(), self.today(), &mut self.ids()).unwrap().n_tried
            > 0
        {}
        std::mem::take(&mut self.receiver.got.lock().unwrap())
    }

    fn page(&self, id: WebhookId) -> desk::WebhookPage {
        let officer = self.office.officer(&person("karpova"), self.today()).unwrap();
        self.office.webhook(&officer, &id.to_string()).unwrap()
    }
}

fn header<'a>(posting: &'a Posting, name: &str) -> &'a str {
    posting.headers.iter().find(|(held, _)| *held == name).map_or("", |(_, value)| value)
}

fn said(posting: &Posting) -> Value {
    serde_json::from_slice(&posting.body).unwrap()
}

/// What a receiver does that follows the specification: it knows the secret as it was shown, and nothing of ours.
fn is_signed(posting: &Posting, shown: &str) -> bool {
    let key = STANDARD.decode(shown.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).unwrap();
    let content = String::from_utf8(posting.body.clone()).unwrap();
    mac.update(
        format!("{}.{}.{content}", header(posting, "webhook-id"), header(posting, "webhook-timestamp")).as_bytes(),
    );
    let expected = STANDARD.encode(mac.finalize().into_bytes());
    header(posting, "webhook-signature").split(' ').any(|one| one == format!("v1,{expected}"))
}

#[test]
fn what_is_laid_before_a_post_is_told_once_signed_and_with_its_title() {
    let house = house();
    let (webhook, secret) = house.hook();
    let got = house.goes();
    let open: Vec<Value> = got.iter().map(said).filter(|said| said["data"]["restricted"] == false).collect();
    assert_eq!(open.len(), 3, "{got:#?}");
    for event in &open {
        assert_eq!(event["type"], "delivery.made");
        assert_eq!(event["data"]["version"], 1);
        assert_eq!(event["data"]["post"], "engineer");
        let thing = &event["data"]["thing"];
        assert!(thing["title"].as_str().unwrap().starts_with("Mill number "), "{thing}");
        let address = format!("https://office.example/records/{}", thing["name"].as_str().unwrap());
        assert_eq!(thing["address"], address.as_str());
    }
    for posting in &got {
        assert_eq!(posting.url.as_str(), "https://hooks.example/in");
        assert!(is_signed(posting, &secret.reveal()), "{posting:?}");
        assert!(header(posting, "webhook-id").starts_with("msg_M"));
        assert_eq!(header(posting, "webhook-timestamp"), (house.now() / SECOND).to_string());
    }
    let names: BTreeSet<&str> = got.iter().map(|posting| header(posting, "webhook-id")).collect();
    assert_eq!(names.len(), got.len(), "each event has a name of its own");
    assert_eq!(house.goes(), [], "what was taken is not sent again");
    assert!(house.page(webhook.id).calls.iter().all(|call| call.stage == WebhookCallStage::Taken));
}

#[test]
fn of_what_is_restricted_goes_out_that_there_is_something_and_of_what_is_hidden_nothing() {
    let house = house();
    house.hook();
    let got = house.goes();
    let restricted: Vec<Value> = got.iter().map(said).filter(|said| said["data"]["restricted"] == true).collect();
    assert_eq!(restricted.len(), 1, "the post sees one record that the world may not, and another it does not see");
    let text: String = got.iter().map(|posting| String::from_utf8(posting.body.clone()).unwrap()).collect();
    assert!(!text.contains("nobody"), "{text}");
    let data = restricted[0]["data"].as_object().unwrap();
    let fields: Vec<&str> = data.keys().map(String::as_str).collect();
    assert_eq!(fields, ["version", "post", "restricted"], "no name, no title, nothing that tells which");
}

#[test]
fn another_post_gets_nothing_of_it_and_nobody_else_changes_or_sees_a_webhook() {
    let house = house();
    let (webhook, _) = house.hook();
    house.makes("weber", "designer", "https://other.example/").unwrap();
    let got = house.goes();
    assert!(got.iter().all(|posting| posting.url.host_str() == Some("hooks.example")), "{got:#?}");
    assert!(house.makes("weber", "engineer", "https://other.example/").is_err());
    let officer = house.office.officer(&person("weber"), house.today()).unwrap();
    let foreign = house.office.webhook(&officer, &webhook.id.to_string()).unwrap_err().to_string();
    let none = house.office.webhook(&officer, "W0000000000zzz").unwrap_err().to_string();
    assert_eq!(foreign.replace(&webhook.id.to_string(), "X"), none.replace("W0000000000zzz", "X"), "they look alike");
    let id = webhook.id;
    assert!(house.acts("weber", move |writer, turn, _| desk::remove_webhook(writer, turn, id)).is_err());
    assert!(
        house
            .acts("weber", move |writer, turn, office| desk::rotate_secret(writer, turn, office, id).map(|_| ()))
            .is_err()
    );
}

#[test]
fn an_address_is_encrypted_and_leads_to_the_world() {
    let house = house();
    for bad in ["http://hooks.example/in", "ftp://hooks.example/", "https://user:pass@hooks.example/", "loom", ""] {
        let said = house.makes("karpova", "engineer", bad).unwrap_err();
        assert!(said.starts_with("address: "), "{bad}: {said}");
    }
}

#[test]
fn what_is_not_taken_is_sent_again_under_its_name_after_growing_pauses_and_then_given_up() {
    let house = house();
    let (webhook, _) = house.hook();
    house.answers(500, None);
    let first = house.goes();
    assert_eq!(first.len(), 4);
    let name = header(&first[0], "webhook-id").to_owned();
    assert_eq!(house.sends(), [], "not before the pause is over");
    house.later(7 * SECOND);
    let again = house.sends();
    assert!(again.iter().any(|posting| header(posting, "webhook-id") == name), "under the same name");
    let call = house.page(webhook.id).calls[0].clone();
    assert_eq!((call.status, call.n_tries, call.answer.as_str()), (Some(500), 2, "said 500"));
    for _ in 0..12 {
        house.later(DAY);
        house.sends();
    }
    let page = house.page(webhook.id);
    assert!(page.calls.iter().all(|call| call.stage == WebhookCallStage::GivenUp && call.n_tries == 10), "{page:#?}");
    assert!(page.webhook.failing_since.is_some());
    let duties = |house: &House| {
        let inbox = house.office.inbox(&[post("engineer")], Some(DutyKind::MendWebhook), None, house.today()).unwrap();
        inbox.duties.iter().map(|charged| charged.duty.subject.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(duties(&house), [webhook.id.to_string()], "its owner is asked once to mend it");
    house.later(DAY);
    assert_eq!(house.sends(), [], "what was given up is not sent by itself");
    // Somebody mended the receiver and asks for one of them.
    house.answers(200, None);
    let (id, call) = (webhook.id, page.calls[0].id);
    house.acts("karpova", move |writer, turn, _| desk::send_again(writer, turn, id, call)).unwrap();
    assert_eq!(house.sends().len(), 1);
    assert_eq!(house.page(webhook.id).webhook.failing_since, None, "it works again");
    assert!(duties(&house).is_empty(), "and nothing more is asked of anybody");
}

#[test]
fn a_receiver_that_asks_for_time_gets_it_and_one_that_is_gone_gets_nothing_more() {
    let house = house();
    let (webhook, _) = house.hook();
    house.answers(429, Some("600"));
    let n = house.goes().len();
    house.later(599 * SECOND);
    assert_eq!(house.sends(), []);
    house.later(2 * SECOND);
    house.answers(410, None);
    let got = house.sends();
    assert_eq!(got.len(), 1, "after the first 410 nothing else of {n} is sent");
    assert_eq!(house.page(webhook.id).webhook.stage, WebhookStage::Gone);
    house.later(DAY);
    assert_eq!(house.sends(), []);
}

#[test]
fn a_receiver_that_does_not_answer_is_told_in_words_and_tried_again() {
    let house = house();
    let (webhook, _) = house.hook();
    house.answers(0, None);
    house.goes();
    let call = house.page(webhook.id).calls[0].clone();
    assert_eq!((call.stage, call.status), (WebhookCallStage::Waiting, None));
    assert!(call.answer.contains("did not come in time"), "{}", call.answer);
}

#[test]
fn a_kill_between_any_two_steps_loses_no_event_and_gives_none_another_name() {
    let house = house();
    let (webhook, _) = house.hook();
    for _ in 0..2 {
        desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
        while desk::run_next(&house.clerk, &house.office, house.now(), house.today(), &mut house.ids()).unwrap() {}
    }
    let gather =
        || desk::gather_events(&house.clerk, &house.office, house.now(), house.today(), &mut house.ids()).unwrap();
    assert_eq!(gather(), 4);
    assert_eq!(gather(), 0, "a fact brings one event, however often it is looked at");
    // Killed after it was taken up and sent, before that was told.
    let now = house.now();
    let taken = house
        .clerk
        .write(move |writer| writer.transact("office", now, |deed| Ok::<_, Failure>(deed.take_call()?)))
        .unwrap()
        .unwrap();
    assert_eq!(house.sends(), [], "while one is being sent, no other of its webhook is");
    assert_eq!(desk::give_events_back(&house.clerk, house.now()).unwrap(), 1);
    let got = house.sends();
    assert_eq!(got.len(), 4);
    assert!(got.iter().any(|posting| header(posting, "webhook-id") == taken.name()));
    assert_eq!(desk::give_events_back(&house.clerk, house.now()).unwrap(), 0);
    assert!(house.page(webhook.id).calls.iter().all(|call| call.stage == WebhookCallStage::Taken));
}

#[test]
fn a_pause_holds_everything_back_and_loses_nothing() {
    let house = house();
    let (webhook, _) = house.hook();
    let id = webhook.id;
    house.acts("karpova", move |writer, turn, _| desk::pause_webhook(writer, turn, id)).unwrap();
    assert_eq!(house.goes(), []);
    let tested = house.acts("karpova", move |writer, turn, _| desk::test_webhook(writer, turn, id));
    assert!(tested.is_err(), "a test of what is paused would wait for nobody knows how long");
    house.acts("karpova", move |writer, turn, _| desk::resume_webhook(writer, turn, id)).unwrap();
    assert_eq!(house.goes().len(), 4);
}

#[test]
fn a_test_says_nothing_of_the_office_and_days_are_replayed_under_the_names_they_had() {
    let house = house();
    let (webhook, secret) = house.hook();
    let first = house.goes();
    let id = webhook.id;
    house.acts("karpova", move |writer, turn, _| desk::test_webhook(writer, turn, id)).unwrap();
    let test = house.sends();
    assert_eq!(test.len(), 1);
    assert!(is_signed(&test[0], &secret.reveal()));
    assert_eq!(said(&test[0])["type"], "test");
    let day = house.today();
    house.later(DAY);
    let replay = |first, last| {
        house.acts("karpova", move |writer, turn, office| desk::replay_webhook(writer, turn, office, id, (first, last)))
    };
    assert_eq!(replay(day.plus_days(-9), day.plus_days(-1)).unwrap(), 0);
    assert!(replay(day, day.plus_days(-1)).is_err());
    assert_eq!(replay(day, day).unwrap(), 4);
    let names = |postings: &[Posting]| -> BTreeSet<String> {
        postings.iter().map(|posting| header(posting, "webhook-id").to_owned()).collect()
    };
    assert_eq!(names(&house.sends()), names(&first));
}

#[test]
fn while_a_secret_changes_events_bear_both_signatures_and_later_the_new_one_alone() {
    let house = house();
    let (webhook, old) = house.hook();
    let id = webhook.id;
    let (_, new) =
        house.acts("karpova", move |writer, turn, office| desk::rotate_secret(writer, turn, office, id)).unwrap();
    assert_ne!(old.reveal(), new.reveal());
    let got = house.goes();
    assert!(got.iter().all(|posting| is_signed(posting, &old.reveal()) && is_signed(posting, &new.reveal())));
    house.later(2 * DAY);
    house.acts("karpova", move |writer, turn, _| desk::test_webhook(writer, turn, id)).unwrap();
    let got = house.sends();
    assert!(is_signed(&got[0], &new.reveal()) && !is_signed(&got[0], &old.reveal()));
}

#[test]
fn what_a_post_may_not_see_any_more_is_not_sent() {
    let house = house();
    let (webhook, _) = house.hook();
    house.answers(500, None);
    house.goes();
    house.answers(200, None);
    // Every record is marked higher than anybody here may see.
    let now = house.now();
    let records: Vec<_> = house.office.newest_records(10).unwrap().into_iter().map(|held| held.id).collect();
    house
        .clerk
        .write(move |writer| {
            writer.transact("operator", now, |deed| -> Result<(), Failure> {
                for id in records {
                    deed.mark_record(id, &Marking::at(Level::Confidential))?;
                }
                Ok(())
            })
        })
        .unwrap();
    house.later(10 * SECOND);
    assert_eq!(house.sends(), []);
    assert!(house.page(webhook.id).calls.iter().all(|call| call.stage == WebhookCallStage::Dropped));
}

#[test]
fn a_webhook_that_is_taken_away_sends_nothing_more_and_the_ledger_remembers_it() {
    let house = house();
    let (webhook, _) = house.hook();
    house.answers(500, None);
    house.goes();
    let id = webhook.id;
    house.acts("karpova", move |writer, turn, _| desk::remove_webhook(writer, turn, id)).unwrap();
    house.later(DAY);
    assert_eq!(house.sends(), []);
    let history = house.office.history(&model::Thing::new(model::Noun::Webhook, id)).unwrap();
    let verbs: Vec<&str> = history.iter().map(|held| held.fact.verb.word()).collect();
    assert_eq!(verbs, ["removed", "stated"]);
}
