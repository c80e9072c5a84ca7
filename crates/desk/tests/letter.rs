//! The mail of posts: written once a round, sent once, answered by a reply, and what happens when it is not.

#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Clerk, Drawn, Failure, Ids, LetterSheet, MailStep, Office, Overrides, OwnAbstract, ToDraw, Turn};
use formats::Reading;
use mail::{Carry, Mail, Undelivered};
use model::{
    Actor, Choice, Date, Digest, DigestId, DigestText, Language, LetterStage, Level, Mailing, Marking, Need, NeedId,
    PassReason, Person, PersonId, Post, PostId, Profile, ProfileId, Record, RecordId, Refusal, Rhythm, Stage, Standing,
    Tenure, Text, Unit, UnitId,
};
use store::{DeliveryFilter, HeldDelivery};
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

/// A mail server that takes what it is told to take, and remembers it.
#[derive(Default)]
struct Server {
    taken: Mutex<Vec<Mail>>,
    refuses: Mutex<Option<Undelivered>>,
}

impl Carry for Server {
    fn carry(&self, mail: &Mail) -> Result<(), Undelivered> {
        if let Some(fault) = self.refuses.lock().unwrap().clone() {
            return Err(fault);
        }
        self.taken.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

struct House {
    dir: TempDir,
    clerk: Clerk,
    office: Office,
    server: Server,
    ids: AtomicU64,
    day: AtomicU64,
}

fn text(title: &str) -> Record {
    Record { titles: vec![Text::plain(title)], ..Record::default() }
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let mut writable = Office::create(&path, 1, "operator", 1).unwrap();
    fs::create_dir_all(dir.path().join("mail/new")).unwrap();
    let mailbox = dir.path().join("mail");
    let settings = format!(
        "[mail]\nserver = \"mx.centre.example:25\"\nfrom = \"office@centre.example\"\nmailbox = {:?}\nrhythm = \"daily\"\n",
        mailbox.to_str().unwrap()
    );
    fs::write(path.join("uptake.toml"), settings).unwrap();
    let mut n = 50;
    let mut ids = move || {
        n += 1;
        n
    };
    let mut read = |sink: &mut desk::Sink<'_>| {
        for n in 0..4 {
            let record = text(&format!("Mill number {n} for fine powders"));
            let raw = record.title().unwrap().as_bytes().to_vec();
            if sink(Reading { record, raw, doubts: Vec::new() }) == ControlFlow::Break(()) {
                return;
            }
        }
    };
    desk::ingest(&mut writable, "operator", 1, &mut ids, &mut read, &mut |_| {}).unwrap();
    let marking = Marking::parse("restricted").unwrap();
    let mut secret = |sink: &mut desk::Sink<'_>| {
        let _ = sink(Reading { record: text("A mill nobody may write about"), raw: b"s".to_vec(), doubts: Vec::new() });
    };
    let mut n = 90;
    let mut ids = move || {
        n += 1;
        n
    };
    desk::ingest_marked(&mut writable, &marking, ("operator", 1), &mut ids, &mut secret, &mut |_| {}).unwrap();
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let office = Office::open_under(&path, &Overrides::default()).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                let unit = UnitId::new("mill")?;
                deed.keep_unit(&Unit { id: unit.clone(), name: "Mill".to_owned(), parent: None })?;
                for post in ["engineer", "designer"] {
                    deed.keep_post(&Post {
                        id: PostId::new(post)?,
                        title: post.to_owned(),
                        unit: unit.clone(),
                        powers: BTreeSet::new(),
                        closed: false,
                    })?;
                }
                let since = Date::parse("1962-01-01").unwrap();
                for (name, post, standing) in [
                    ("karpova", "engineer", Standing::Holder),
                    ("orlov", "engineer", Standing::Deputy),
                    ("weber", "designer", Standing::Holder),
                ] {
                    let person = PersonId::new(name)?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: name.to_owned(),
                        email: (name != "weber").then(|| format!("{name}@works.example")),
                        language: None,
                        level: Level::Restricted,
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    deed.appoint(&Tenure { post: PostId::new(post)?, person, standing, since, until: None })?;
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
    let day = AtomicU64::new(u64::try_from(Date::parse("2026-11-20").unwrap().days_since(Date::of_number(0))).unwrap());
    let house = House { dir, clerk, office, server: Server::default(), ids: AtomicU64::new(1_000), day };
    house.run();
    house
}

impl House {
    fn today(&self) -> Date {
        Date::of_number(i64::try_from(self.day.load(Ordering::SeqCst)).unwrap())
    }

    fn now(&self) -> i64 {
        i64::try_from(self.day.load(Ordering::SeqCst)).unwrap() * DAY + DAY / 2
    }

    fn next_day(&self) {
        self.day.fetch_add(1, Ordering::SeqCst);
    }

    fn ids(&self) -> Ids {
        let mut next = self.ids.fetch_add(100_000, Ordering::SeqCst);
        Box::new(move || {
            next += 1;
            next
        })
    }

    /// Does what is due today: matching and letters.
    fn run(&self) {
        for _ in 0..2 {
            desk::schedule(&self.clerk, &self.office, self.now()).unwrap();
            while desk::run_next(&self.clerk, &self.office, self.now(), self.today(), &mut self.ids()).unwrap() {}
        }
        for job in self.office.jobs(100).unwrap() {
            assert_eq!(job.last_error, None, "{}", job.kind);
        }
    }

    fn send(&self) -> Vec<Mail> {
        let draw_letter = |sheet: &LetterSheet| Drawn {
            subject: format!("{} items", sheet.items.len()),
            text: sheet
                .items
                .iter()
                .filter(|item| !item.is_answered())
                .map(|item| format!("{} {}\n", item.number, item.line.record.title().unwrap()))
                .collect::<String>()
                + &sheet.letter.text,
            ..Drawn::default()
        };
        let draw = |what: ToDraw<'_>| match what {
            ToDraw::Letter(sheet) => draw_letter(sheet),
            ToDraw::Issue(_) | ToDraw::Arrival(_) | ToDraw::Invitation(_) => Drawn::default(),
        };
        while desk::send_letters(&self.clerk, &self.office, &self.server, &draw, (self.now(), self.today()))
            .unwrap()
            .n_taken
            > 0
        {}
        std::mem::take(&mut self.server.taken.lock().unwrap())
    }

    /// A message arrives in the mailbox; answers what it became.
    fn comes(&self, message: &str) -> MailStep {
        let n = self.ids.fetch_add(1, Ordering::SeqCst);
        let path = self.dir.path().join(format!("mail/new/{n}.mx"));
        fs::write(path, message.replace('\n', "\r\n")).unwrap();
        let say = |_: Option<&str>, refusal: &Refusal| refusal.to_string();
        let steps =
            desk::read_mailbox(&self.clerk, &self.office, &say, (self.now(), self.today()), &mut self.ids()).unwrap();
        assert_eq!(steps.len(), 1);
        steps[0]
    }

    fn replies(&self, to: &Mail, text: &str) -> MailStep {
        self.comes(&format!("From: {}\nTo: {}\nMessage-ID: <{text:?}@works.example>\n\n{text}\n", to.to, to.reply_to))
    }

    fn deliveries(&self) -> Vec<HeldDelivery> {
        self.office.first_deliveries(&DeliveryFilter::default(), 100).unwrap()
    }

    fn choices(&self) -> Vec<(Choice, Option<PassReason>)> {
        let mut found: Vec<_> = self
            .deliveries()
            .into_iter()
            .filter_map(|held| held.decided)
            .map(|decided| (decided.disposition.choice, decided.disposition.reason))
            .collect();
        found.sort();
        found
    }

    fn mailing(&self, change: impl FnOnce(Mailing) -> Mailing) -> Result<Mailing, Failure> {
        let officer = self.office.officer(&PersonId::new("karpova").unwrap(), self.today()).unwrap();
        let mailing =
            change(self.office.post_mail(&officer, &PostId::new("engineer").unwrap(), self.today()).unwrap().mailing);
        let (now, today, work) = (self.now(), self.today(), self.office.configuration().work());
        let mut ids = self.ids();
        self.clerk.write(move |writer| {
            let turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            desk::change_mailing(writer, &turn, mailing)
        })
    }

    fn stages(&self) -> Vec<LetterStage> {
        let officer = self.office.officer(&PersonId::new("karpova").unwrap(), self.today()).unwrap();
        let mail = self.office.post_mail(&officer, &PostId::new("engineer").unwrap(), self.today()).unwrap();
        mail.letters.iter().map(|letter| letter.stage).collect()
    }
}

#[test]
fn a_post_gets_one_letter_a_round_with_what_waits_and_was_in_none_before() {
    let house = house();
    let mails = house.send();
    assert_eq!(mails.len(), 1);
    assert_eq!((mails[0].to.as_str(), mails[0].subject.as_str()), ("karpova@works.example", "4 items"));
    assert!(!mails[0].text.contains("nobody may write about"), "what is marked above the level stays in the office");
    house.run();
    assert_eq!(house.send(), [], "the round was written");
    house.next_day();
    house.run();
    assert_eq!(house.send(), [], "nothing is new, so nothing is sent");
}

#[test]
fn a_reply_answers_with_one_letter_each_once_and_only_by_who_was_written_to() {
    let house = house();
    let mail = house.send().remove(0);
    let foreign = mail.reply_to.clone();
    let forged = [
        format!("From: orlov@works.example\nTo: {foreign}\n\n1 u"),
        format!("From: karpova@works.example\nTo: {}\n\n1 u", foreign.replace("@centre", "x@centre")),
        format!("From: karpova@works.example\nTo: office+l0000000000001-{}@centre.example\n\n1 u", "a".repeat(26)),
    ];
    for message in forged {
        assert_eq!(house.comes(&message), MailStep::Forged, "{message}");
    }
    assert_eq!(house.comes("From: karpova@works.example\nTo: office@centre.example\n\n1 u"), MailStep::Stray);
    let away = format!("From: karpova@works.example\nTo: {foreign}\nAuto-Submitted: auto-replied\n\n1 u");
    assert_eq!(house.comes(&away), MailStep::Automatic);
    assert_eq!(house.choices(), [], "nothing of it was taken");
    assert_eq!(house.replies(&mail, "1 u\n2 o\n> 3 u"), MailStep::Answered);
    let taken = [(Choice::Use, None), (Choice::Pass, Some(PassReason::OffTopic))];
    assert_eq!(house.choices(), taken);
    assert_eq!(house.replies(&mail, "1 u\n"), MailStep::Answered, "the same again is no news");
    assert_eq!(house.choices(), taken);
    assert_eq!(house.send(), [], "what was understood needs no receipt");
}

#[test]
fn what_cannot_be_taken_is_told_and_not_for_ever() {
    let house = house();
    let mail = house.send().remove(0);
    assert_eq!(house.replies(&mail, "1 u\n1 s\n5 u\n9 u\n2 p\n3 f nobody"), MailStep::Doubted);
    assert_eq!(house.choices(), [(Choice::Use, None)]);
    let receipt = house.send().remove(0);
    assert_eq!(receipt.reply_to, mail.reply_to, "a reply to the receipt answers the letter");
    for says in ["decided already", "no item 5", "no item 9", "instead of p", "is not there any more"] {
        assert!(receipt.text.contains(says), "{says}: {}", receipt.text);
    }
    assert_eq!(house.replies(&mail, "Thank you"), MailStep::Doubted);
    assert_eq!(house.replies(&mail, "Thanks"), MailStep::Doubted);
    assert_eq!(house.send().len(), 2);
    assert_eq!(house.replies(&mail, "Cheers"), MailStep::Doubted);
    assert_eq!(house.send(), [], "two machines do not write to each other for ever");
}

#[test]
fn a_kill_between_any_two_steps_loses_no_letter_and_gives_none_another_name() {
    let house = house();
    // Killed after it was taken up and handed over, before it was told.
    let first = {
        house.clerk.write({
            let now = house.now();
            move |writer| writer.transact("office", now, |deed| Ok::<_, Failure>(deed.take_letters(20)?))
        })
    };
    assert_eq!(first.unwrap().len(), 1);
    assert_eq!(house.send(), [], "another does not take it up meanwhile");
    assert_eq!(desk::give_letters_back(&house.clerk, house.now()).unwrap(), 1);
    let mails = house.send();
    assert_eq!(mails.len(), 1);
    assert_eq!(desk::give_letters_back(&house.clerk, house.now()).unwrap(), 0);
    assert_eq!(house.stages(), [LetterStage::Sent]);
    let name = &mails[0].name;
    assert!(name.starts_with('l') && name.ends_with("@centre.example"), "{name}");
    // A message that was dealt with and not put away yet comes once more.
    assert_eq!(house.replies(&mails[0], "1 u"), MailStep::Answered);
    let again = fs::read_dir(house.dir.path().join("mail/cur")).unwrap().next().unwrap().unwrap().path();
    fs::copy(&again, house.dir.path().join("mail/new/again")).unwrap();
    let say = |_: Option<&str>, refusal: &Refusal| refusal.to_string();
    let steps =
        desk::read_mailbox(&house.clerk, &house.office, &say, (house.now(), house.today()), &mut house.ids()).unwrap();
    assert_eq!((steps, house.choices().len()), (vec![], 1));
}

#[test]
fn a_letter_that_comes_back_ends_mail_to_its_address_until_somebody_says_it_works() {
    let house = house();
    let mail = house.send().remove(0);
    let report = |status: &str| {
        format!(
            "From: MAILER-DAEMON@mx.example\nTo: {}\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nAction: failed\nStatus: {status}\n\n--b--\n",
            mail.reply_to
        )
    };
    assert_eq!(house.comes(&report("5.1.1")), MailStep::Returned);
    assert_eq!(house.stages(), [LetterStage::Returned]);
    let engineer = PostId::new("engineer").unwrap();
    let seen = |house: &House| {
        let officer = house.office.officer(&PersonId::new("karpova").unwrap(), house.today()).unwrap();
        let mail = house.office.post_mail(&officer, &engineer, house.today()).unwrap();
        (mail.dead.len(), mail.next.map(|to| to.address))
    };
    assert_eq!(seen(&house), (1, Some("orlov@works.example".to_owned())), "the deputy gets the next");
    let officer = house.office.officer(&PersonId::new("karpova").unwrap(), house.today()).unwrap();
    let (now, today, work, mut ids, post) =
        (house.now(), house.today(), house.office.configuration().work(), house.ids(), engineer.clone());
    house
        .clerk
        .write(move |writer| {
            let turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            desk::revive_address(writer, &turn, &post, &PersonId::new("karpova").unwrap())
        })
        .unwrap();
    assert_eq!(seen(&house), (0, Some("karpova@works.example".to_owned())));
}

#[test]
fn while_the_holder_is_away_a_deputy_is_written_to_and_without_one_it_waits() {
    let house = house();
    let today = house.today();
    drop(house.send());
    house.mailing(|mailing| Mailing { away: Some((today, today.plus_days(3))), when_empty: true, ..mailing }).unwrap();
    house.next_day();
    house.run();
    assert_eq!(house.send()[0].to, "orlov@works.example");
    house
        .clerk
        .write(move |writer| {
            writer.transact("operator", 9, |deed| {
                let (post, person) = (PostId::new("engineer")?, PersonId::new("orlov")?);
                Ok::<_, Failure>(deed.relieve(&post, &person, Standing::Deputy, today.plus_days(1))?)
            })
        })
        .unwrap();
    house.next_day();
    house.run();
    assert_eq!(house.send(), [], "nobody is there");
    house.next_day();
    house.next_day();
    house.run();
    let mails = house.send();
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "karpova@works.example"), "one letter for all the days");
    house.mailing(|mailing| Mailing { rhythm: Some(Rhythm::Never), ..mailing }).unwrap();
    house.next_day();
    house.run();
    assert_eq!(house.send(), []);
    let refused = house.mailing(|mailing| Mailing { away: Some((today, today.plus_days(-1))), ..mailing });
    assert!(refused.is_err());
}

#[test]
fn a_server_that_does_not_take_a_letter_is_asked_again_and_one_that_never_will_is_not() {
    let house = house();
    let refuse = |for_ever| {
        let fault = Undelivered { for_ever, text: "450 try later".to_owned() };
        *house.server.refuses.lock().unwrap() = Some(fault);
    };
    refuse(false);
    assert_eq!((house.send(), house.stages()), (vec![], vec![LetterStage::Waiting]));
    *house.server.refuses.lock().unwrap() = None;
    assert_eq!(house.send(), [], "not at once");
    house.next_day();
    assert_eq!(house.send().len(), 1);
    let house = self::house();
    *house.server.refuses.lock().unwrap() = Some(Undelivered { for_ever: true, text: "550 nobody".to_owned() });
    assert_eq!((house.send(), house.stages()), (vec![], vec![LetterStage::Failed]));
    *house.server.refuses.lock().unwrap() = None;
    house.next_day();
    house.run();
    assert_eq!(house.send()[0].subject, "4 items", "what stood in a letter that never went out is in the next");
}

#[test]
fn what_was_answered_before_a_letter_is_sent_is_not_asked_again() {
    let house = house();
    let officer = house.office.officer(&PersonId::new("karpova").unwrap(), house.today()).unwrap();
    for held in house.deliveries() {
        let (officer, now, today, work, mut ids) =
            (officer.clone(), house.now(), house.today(), house.office.configuration().work(), house.ids());
        house
            .clerk
            .write(move |writer| {
                let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
                let used = model::Disposition::new(Choice::Use, None, None, "").unwrap();
                desk::dispose(writer, &mut turn, held.delivery.id, &used, &|_| Ok(true)).map(|_| ())
            })
            .unwrap();
    }
    assert_eq!((house.send(), house.stages()), (vec![], vec![LetterStage::Dropped]));
}

#[test]
fn programs_read_what_is_open_of_a_post_by_an_address_that_ends_when_it_is_made_anew() {
    let house = house();
    let engineer = PostId::new("engineer").unwrap();
    let change = |opens: bool| {
        let officer = house.office.officer(&PersonId::new("karpova").unwrap(), house.today()).unwrap();
        let (now, today, work, mut ids, post) =
            (house.now(), house.today(), house.office.configuration().work(), house.ids(), engineer.clone());
        house
            .clerk
            .write(move |writer| {
                let turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
                desk::change_feed(writer, &turn, &post, opens)
            })
            .unwrap();
        let officer = house.office.officer(&PersonId::new("karpova").unwrap(), house.today()).unwrap();
        house.office.post_mail(&officer, &engineer, house.today()).unwrap().feed_seal
    };
    let first = change(true).unwrap();
    let feed = house.office.post_feed(("engineer", &first), None, "en").unwrap();
    assert_eq!((feed.deliveries.len(), feed.duties.len()), (4, 4), "what is marked is not there");
    let titles: Vec<_> = feed.deliveries.iter().filter_map(|(line, _)| line.record.title()).collect();
    assert!(titles.iter().all(|title| title.starts_with("Mill number")), "{titles:?}");
    assert_eq!(house.office.post_feed(("engineer", &first), Some("powder/1"), "en").unwrap().deliveries.len(), 4);
    for unknown in ["powder/2", "nothing/1", "powder", "", "/"] {
        assert!(house.office.post_feed(("engineer", &first), Some(unknown), "en").is_err(), "{unknown} is no profile");
    }
    assert!(house.office.post_feed(("designer", &first), None, "en").is_err(), "the seal is of one post");
    let second = change(true).unwrap();
    assert!(first != second && house.office.post_feed(("engineer", &first), None, "en").is_err());
    assert!(house.office.post_feed(("engineer", &second), None, "en").is_ok());
    assert_eq!(change(false), None);
    assert!(house.office.post_feed(("engineer", &second), None, "en").is_err());
    assert!(change(true).unwrap() != second, "what was taken away does not come back");
}

/// The office writes of the record of a delivery.
fn abstracted(house: &House, number: u64, record: RecordId, (language, purpose): (&str, &str), marking: &str) {
    let (language, marking) = (Language::parse(language).unwrap(), Marking::parse(marking).unwrap());
    let text = DigestText { purpose: purpose.to_owned(), ..DigestText::default() };
    let by = Actor { person: PersonId::new("orlov").unwrap(), post: None };
    let ids = (DigestId::from_bits(number), record);
    let written_at = i64::try_from(number).unwrap();
    let digest = Digest::first(ids, &language, &text, marking, &by, written_at).unwrap();
    let keep = move |deed: &mut store::Deed<'_>| -> Result<(), Failure> { Ok(deed.keep_digest(&digest)?) };
    house.clerk.write(move |writer| writer.transact("orlov", written_at, keep)).unwrap();
}

#[test]
fn the_own_abstract_goes_to_its_readers_in_their_language_as_far_as_its_marking_lets() {
    let house = house();
    let records: Vec<RecordId> = house.deliveries().iter().map(|held| held.delivery.record).take(3).collect();
    abstracted(&house, 1, records[0], ("ru", "For mills, in Russian"), "open");
    abstracted(&house, 2, records[0], ("en", "For mills"), "open");
    abstracted(&house, 3, records[1], ("de", "For sieves, in German"), "open");
    abstracted(&house, 4, records[1], ("ru", "For sieves, in Russian"), "open");
    abstracted(&house, 5, records[2], ("en", "For the shop alone"), "internal");
    let said = |own: &Option<OwnAbstract>| {
        let own = own.as_ref()?;
        let other = own.other_language("en").unwrap_or_default();
        Some(format!("{} {other} {}", own.digest.text.purpose, own.abstractor))
    };
    let told = Mutex::new(BTreeSet::new());
    let draw = |what: ToDraw<'_>| {
        if let ToDraw::Letter(sheet) = what {
            let of_item = sheet.items.iter().map(|item| (item.line.held.delivery.record, said(&item.own)));
            told.lock().unwrap().extend(of_item);
        }
        Drawn::default()
    };
    desk::send_letters(&house.clerk, &house.office, &house.server, &draw, (house.now(), house.today())).unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.contains(&(records[0], Some("For mills  orlov".to_owned()))), "{told:?}");
    assert!(told.contains(&(records[1], Some("For sieves, in Russian ru orlov".to_owned()))), "the latest of another");
    assert!(told.contains(&(records[2], None)), "what may not be mailed is in no mail");
    let own = |person: &str, record| {
        let officer = house.office.officer(&PersonId::new(person).unwrap(), house.today()).unwrap();
        said(&house.office.seen_by(&officer.scope).own_abstract(record, "en", &|_| true).unwrap())
    };
    assert_eq!(own("karpova", records[2]).as_deref(), Some("For the shop alone  orlov"), "in the office it is read");
    let engineer = PostId::new("engineer").unwrap();
    let officer = house.office.officer(&PersonId::new("karpova").unwrap(), house.today()).unwrap();
    let (now, today, work, mut ids) = (house.now(), house.today(), house.office.configuration().work(), house.ids());
    let opened = move |writer: &mut store::Writer| {
        let turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
        desk::change_feed(writer, &turn, &engineer, true)
    };
    house.clerk.write(opened).unwrap();
    let officer = house.office.officer(&PersonId::new("karpova").unwrap(), today).unwrap();
    let seal = house.office.post_mail(&officer, &PostId::new("engineer").unwrap(), today).unwrap().feed_seal.unwrap();
    let feed = house.office.post_feed(("engineer", &seal), None, "de").unwrap();
    let of = |record| feed.deliveries.iter().find(|(line, _)| line.held.delivery.record == record).unwrap().1.clone();
    assert_eq!(of(records[1]).unwrap().digest.text.purpose, "For sieves, in German");
    assert_eq!(of(records[2]), None, "an address shows what is open");
}

#[test]
fn mail_that_belongs_to_nothing_is_counted() {
    let house = house();
    let from = |to: &str| format!("From: karpova@works.example\nTo: {to}\nMessage-ID: <{to:?}@works.example>\n\n1 u\n");
    assert_eq!(house.comes(&from("office@centre.example")), MailStep::Stray);
    assert_eq!(house.comes(&from("office+L0000000000001-wrong@centre.example")), MailStep::Forged);
    let strays = house.office.strays(0).unwrap();
    assert_eq!((strays.n_without_key, strays.n_forged, strays.n()), (1, 1, 2));
    assert_eq!(house.office.strays(house.now() + 1).unwrap().n(), 0, "what is long past is not told");
}
