//! Mail that brings records in: who may send, what becomes of a message, and what its sender is told.

#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use desk::{ArrivalNotice, Clerk, Drawn, Failure, Ids, MailStep, Office, Overrides, Parser, ToDraw, Turn};
use mail::{Carry, Mail, Undelivered};
use model::{
    ArrivalReason, ArrivalStage, Date, Health, IntakeStage, Kind, Level, MailIn, Marking, Person, PersonId, Post,
    PostId, Power, Refusal, Reliability, Schedule, Source, SourceId, SourceKind, Standing, Tenure, Unit, UnitId,
};
use store::{ArrivalLine, Writer};
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

const NOW: i64 = 20_000 * DAY;

#[derive(Default)]
struct Server(Mutex<Vec<Mail>>);

impl Carry for Server {
    fn carry(&self, mail: &Mail) -> Result<(), Undelivered> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

struct House {
    dir: TempDir,
    clerk: Clerk,
    office: Office,
    server: Server,
    ids: AtomicU64,
    now: AtomicI64,
}

fn house_with(more: &str) -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let writable = Office::create(&path, 1, "operator", 1).unwrap();
    fs::create_dir_all(dir.path().join("mail/new")).unwrap();
    let mailbox = dir.path().join("mail");
    let settings = format!(
        "[mail]\nserver = \"mx.centre.example:25\"\nfrom = \"office@centre.example\"\nmailbox = {:?}\n{more}",
        mailbox.to_str().unwrap()
    );
    fs::write(path.join("uptake.toml"), settings).unwrap();
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let office = Office::open_under(&path, &Overrides::default()).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                let unit = UnitId::new("centre")?;
                deed.keep_unit(&Unit { id: unit.clone(), name: "Centre".to_owned(), parent: None })?;
                let post = PostId::new("documentation")?;
                deed.keep_post(&Post {
                    id: post.clone(),
                    title: "Documentation".to_owned(),
                    unit,
                    powers: [Power::Document].into(),
                    closed: false,
                })?;
                let person = PersonId::new("karpova")?;
                deed.keep_person(&Person {
                    id: person.clone(),
                    name: "Karpova".to_owned(),
                    email: Some("karpova@centre.example".to_owned()),
                    language: Some("ru".to_owned()),
                    level: Level::Confidential,
                    compartments: BTreeSet::new(),
                    left: false,
                })?;
                let since = Date::parse("1962-01-01").unwrap();
                deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                Ok(())
            })
        })
        .unwrap();
    let house =
        House { dir, clerk, office, server: Server::default(), ids: AtomicU64::new(1_000), now: AtomicI64::new(NOW) };
    desk::make_letter_key(&house.office, &mut house.ids()).unwrap();
    desk::make_attachment_key(&house.office, &mut house.ids()).unwrap();
    house
}

fn house() -> House {
    house_with("")
}

fn source(bits: u64, marking: &str) -> Source {
    Source {
        id: SourceId::from_bits(bits),
        title: "Dispatches from Bonn".to_owned(),
        kind: SourceKind::Mail,
        address: String::new(),
        schedule: Schedule::Daily,
        post: PostId::new("documentation").unwrap(),
        territory: String::new(),
        subject: String::new(),
        language: None,
        reliability: Reliability::B,
        every_days: Some(30),
        cost: None,
        paused: false,
        remark: String::new(),
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: 0,
    }
}

impl House {
    fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    fn today(&self) -> Date {
        Date::of_number(self.now() / DAY)
    }

    fn ids(&self) -> Ids {
        let mut next = self.ids.fetch_add(10_000, Ordering::SeqCst);
        Box::new(move || {
            next += 1;
            next
        })
    }

    fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let officer = self.office.officer(&PersonId::new("karpova").unwrap(), self.today())?;
        let (office, now, today, first) =
            (self.office.clone(), self.now(), self.today(), self.ids.fetch_add(1_000, Ordering::SeqCst));
        self.clerk.write(move |writer: &mut Writer| {
            let mut next = first;
            let mut ids = move || {
                next += 1;
                next
            };
            let work = office.configuration().work();
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office)
        })
    }

    fn register(&self, bits: u64, marking: &str) -> SourceId {
        let source = source(bits, marking);
        self.act(move |writer, turn, office| desk::register_source(writer, turn, office, source)).unwrap().id
    }

    /// Says how a source takes mail.
    fn takes(&self, id: SourceId, change: impl FnOnce(MailIn) -> MailIn) -> Result<MailIn, Failure> {
        let changed = change(self.office.source_mail(&id.to_string())?.mail_in);
        self.act(move |writer, turn, office| desk::change_mail_in(writer, turn, office, changed))
    }

    /// Somebody without any power comes to a post of their own.
    fn hires(&self, name: &str, post: &str) {
        let (name, post) = (name.to_owned(), PostId::new(post).unwrap());
        let hired = self.clerk.write(move |writer: &mut Writer| {
            writer.transact("operator", 3, |deed| -> Result<(), Failure> {
                let unit = UnitId::new("centre")?;
                let title = "Adviser".to_owned();
                deed.keep_post(&Post { id: post.clone(), title, unit, powers: BTreeSet::new(), closed: false })?;
                let person = PersonId::new(&name)?;
                deed.keep_person(&Person {
                    id: person.clone(),
                    name: name.clone(),
                    email: Some(format!("{name}@centre.example")),
                    language: None,
                    level: Level::Internal,
                    compartments: BTreeSet::new(),
                    left: false,
                })?;
                let since = Date::parse("1962-01-01").unwrap();
                deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                Ok(())
            })
        });
        hired.unwrap();
    }

    fn address(&self, id: SourceId) -> String {
        self.office.source_mail(&id.to_string()).unwrap().address.unwrap()
    }

    /// Messages lie in the mailbox; answers what each became.
    fn come(&self, messages: &[String]) -> Vec<MailStep> {
        for message in messages {
            let n = self.ids.fetch_add(1, Ordering::SeqCst);
            fs::write(self.dir.path().join(format!("mail/new/{n}.mx")), message.replace('\n', "\r\n")).unwrap();
        }
        let say = |_: Option<&str>, refusal: &Refusal| refusal.to_string();
        let steps = desk::read_mailbox(&self.clerk, &self.office, &say, (self.now(), self.today()), &mut self.ids());
        let steps = steps.unwrap();
        self.run_jobs();
        steps
    }

    fn comes(&self, message: &str) -> MailStep {
        let steps = self.come(&[message.to_owned()]);
        assert_eq!(steps.len(), 1);
        steps[0]
    }

    fn run_jobs(&self) {
        while desk::run_next(&self.clerk, &self.office, self.now(), self.today(), &mut self.ids()).unwrap() {}
        for job in self.office.jobs(100).unwrap() {
            assert_eq!(job.last_error, None, "{}", job.kind);
        }
    }

    fn arrivals(&self, id: SourceId) -> Vec<ArrivalLine> {
        self.office.arrivals(id).unwrap()
    }

    fn titles(&self, id: SourceId) -> Vec<String> {
        let held = self.office.brought_by(id, 50).unwrap();
        held.iter().map(|one| one.record.title().unwrap_or_default().to_owned()).collect()
    }

    /// Letters that go out, as address and what they tell.
    fn told(&self) -> Vec<(String, String)> {
        let told = |notice: &ArrivalNotice| Drawn {
            text: format!(
                "{} {} read {} known {}{}",
                notice.subject,
                notice.stage,
                notice.tally.n_read,
                notice.tally.n_known,
                if notice.person.is_some() { " person" } else { "" }
            ),
            ..Drawn::default()
        };
        let draw = |what: ToDraw<'_>| match what {
            ToDraw::Arrival(notice) => told(notice),
            _ => Drawn::default(),
        };
        let moment = (self.now(), self.today());
        while desk::send_letters(&self.clerk, &self.office, &self.server, &draw, moment).unwrap().n_taken > 0 {}
        let sent = std::mem::take(&mut *self.server.0.lock().unwrap());
        assert!(sent.iter().all(|mail| mail.reply_to.is_empty() && mail.ends_at.is_none()));
        sent.into_iter().map(|mail| (mail.to, mail.text)).collect()
    }
}

fn message(from: &str, to: &str, name: &str, rest: &str) -> String {
    format!(
        "From: Anna Weber <{from}>\nTo: {to}\nDate: Fri, 27 Nov 2026 10:15:00 +0100\nMessage-ID: <{name}@bonn.example>\nMIME-Version: 1.0\n{rest}"
    )
}

const WORDS: &str =
    "Subject: Rotors forged at Essen\nContent-Type: text/plain\n\nA works forges rotors in one piece.\n";

const RIS: &str = "Subject: A list\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThe list.\n\
    --b\nContent-Type: application/x-research-info-systems; name=list.ris\nContent-Disposition: attachment; filename=list.ris\n\n\
    TY  - JOUR\nTI  - Selenium rectifiers\nDO  - 10.5555/one\nER  - \nTY  - JOUR\nTI  - Selenium cells\nDO  - 10.5555/two\nER  - \n--b--\n";

const ADVISER: &str = "adviser@bonn.example";

fn trusting(mut mail_in: MailIn) -> MailIn {
    mail_in.senders = vec![ADVISER.to_owned()];
    mail_in.at_once = true;
    mail_in
}

#[test]
fn a_dispatch_of_a_known_sender_is_a_record_at_once_and_its_sender_is_told() {
    let house = house();
    let id = house.register(1, "open");
    house.takes(id, trusting).unwrap();
    let to = house.address(id);
    assert_eq!(house.comes(&message(ADVISER, &to, "d1", WORDS)), MailStep::TakenIn);
    assert_eq!(house.titles(id), ["Rotors forged at Essen"]);
    let held = &house.office.brought_by(id, 1).unwrap()[0];
    assert_eq!(held.record.kind, Kind::Dispatch);
    assert_eq!(house.office.source(&id.to_string()).unwrap().health(house.now()), Health::Fresh);
    assert_eq!(house.told(), [(ADVISER.to_owned(), "Rotors forged at Essen kept read 1 known 0".to_owned())]);
    // The same message by another way is the same record.
    let again = message(ADVISER, &to, "d1", WORDS).replace("MIME-Version", "Received: from elsewhere\nMIME-Version");
    assert_eq!(house.comes(&again), MailStep::TakenIn);
    assert_eq!(house.titles(id), ["Rotors forged at Essen"]);
    let stranger = house.told();
    assert_eq!(
        stranger,
        [(ADVISER.to_owned(), "Rotors forged at Essen kept read 1 known 0".to_owned())],
        "what is held is not told"
    );
    let became: Vec<_> = house.arrivals(id).into_iter().map(|line| line.became.unwrap()).collect();
    assert_eq!(became.iter().map(|(stage, _)| *stage).collect::<Vec<_>>(), [IntakeStage::Kept; 2]);
    assert_eq!(became.iter().map(|(_, tally)| tally.n_known).sum::<u64>(), 1);
}

#[test]
fn an_adviser_and_an_association_are_mailed_to_as_well() {
    let house = house();
    for (bits, kind) in [(1, SourceKind::Adviser), (2, SourceKind::Association)] {
        let source = Source { kind, ..source(bits, "internal") };
        let id = house.act(move |writer, turn, office| desk::register_source(writer, turn, office, source)).unwrap().id;
        house.takes(id, trusting).unwrap();
        let to = house.address(id);
        assert_eq!(house.comes(&message("stranger@elsewhere.example", &to, "s", WORDS)), MailStep::Aside);
        assert_eq!(house.comes(&message(ADVISER, &to, "d", WORDS)), MailStep::TakenIn);
        let lines = house.office.dispatches(id, 10).unwrap();
        assert_eq!((lines.len(), lines[0].held.record.title()), (1, Some("Rotors forged at Essen")));
        assert_eq!((lines[0].held.record.kind, lines[0].by.as_deref()), (Kind::Dispatch, None));
        assert_eq!(house.office.marking_of(lines[0].held.id).unwrap().to_string(), "internal");
    }
}

#[test]
fn a_person_of_the_office_mails_to_a_source_of_people_only_where_they_may_write_for_it() {
    // Which source, whether the adviser's post answers for it, and what becomes of mail of the adviser and of a documentalist.
    let (taken, aside) = (MailStep::TakenIn, MailStep::Aside);
    for (kind, post, of_adviser) in [
        (SourceKind::Adviser, "bonn", taken),
        (SourceKind::Adviser, "documentation", aside),
        (SourceKind::Association, "documentation", aside),
        (SourceKind::Mail, "documentation", taken),
    ] {
        let house = house();
        house.hires("orekhov", "bonn");
        let source = Source { kind, post: PostId::new(post).unwrap(), ..source(1, "open") };
        let id = house.act(move |writer, turn, office| desk::register_source(writer, turn, office, source)).unwrap().id;
        house.takes(id, |mail_in| MailIn { at_once: true, ..mail_in }).unwrap();
        let to = house.address(id);
        assert_eq!(house.comes(&message("orekhov@centre.example", &to, "a", WORDS)), of_adviser, "{kind} {post}");
        assert_eq!(house.comes(&message("karpova@centre.example", &to, "b", WORDS)), taken, "{kind} {post}");
        let reasons: Vec<_> = house.arrivals(id).iter().filter_map(|line| line.arrival.reason).collect();
        let expected = if of_adviser == aside { vec![ArrivalReason::Sender] } else { Vec::new() };
        assert_eq!(reasons, expected, "{kind} {post}");
    }
}

#[test]
fn files_of_records_go_through_the_door_of_all_files() {
    let house = house();
    let id = house.register(1, "restricted");
    house.takes(id, trusting).unwrap();
    assert_eq!(house.comes(&message("karpova@centre.example", &house.address(id), "l1", RIS)), MailStep::TakenIn);
    assert_eq!(house.titles(id).len(), 2);
    let record = house.office.brought_by(id, 1).unwrap()[0].id;
    assert_eq!(house.office.marking_of(record).unwrap().to_string(), "restricted");
    assert_eq!(house.told(), [("karpova@centre.example".to_owned(), "A list kept read 2 known 0 person".to_owned())]);
}

#[test]
fn a_file_that_holds_no_records_is_attached_to_the_dispatch_once() {
    let house = house();
    let id = house.register(1, "internal");
    house.takes(id, trusting).unwrap();
    let rest = "Subject: A photograph\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee it.\n\
        --b\nContent-Type: image/svg+xml; name=rotor.svg\nContent-Disposition: attachment; filename=rotor.svg\n\n\
        <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><rect width=\"5\" height=\"5\"/></svg>\n--b--\n";
    house.comes(&message(ADVISER, &house.address(id), "p1", rest));
    let record = house.office.brought_by(id, 1).unwrap()[0].id;
    let attached = house.office.attachments(record).unwrap();
    assert_eq!(attached.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["rotor.svg"]);
    assert_eq!(attached[0].marking.to_string(), "internal");
    let again = message(ADVISER, &house.address(id), "p1", rest).replace("MIME-Version", "X-Way: two\nMIME-Version");
    house.comes(&again);
    assert_eq!(house.office.attachments(record).unwrap().len(), 1, "what is attached is not attached again");
}

#[test]
fn what_a_stranger_sends_lies_aside_unseen_and_nobody_answers() {
    let house = house();
    let id = house.register(1, "open");
    house.takes(id, trusting).unwrap();
    let to = house.address(id);
    assert_eq!(house.comes(&message("stranger@evil.example", &to, "s1", WORDS)), MailStep::Aside);
    assert_eq!(house.comes(&message("other@bonn.example", &to, "s2", WORDS)), MailStep::Aside);
    let two = message(ADVISER, &to, "s3", WORDS).replace("To:", "From: x@evil.example\nTo:");
    assert_eq!(house.comes(&two), MailStep::Aside, "who says that two people wrote it is nobody");
    assert_eq!((house.titles(id).len(), house.told().len()), (0, 0));
    let lines = house.arrivals(id);
    assert!(lines.iter().all(|line| line.arrival.reason == Some(ArrivalReason::Sender)), "{lines:?}");
    // Somebody looks, takes one and throws one away.
    let (taken, thrown) = (lines[0].arrival.clone(), lines[1].arrival.clone());
    let (name, bytes) = house.office.arrival_bytes(&taken).unwrap();
    let upload = desk::read_upload(&Parser::Here, &name, bytes).unwrap();
    let (of, aside) = (taken.id, taken.id);
    let look = house
        .act(move |writer, turn, office| {
            let look = desk::look_at(writer, turn, office, id, upload)?;
            desk::note_look(writer, turn, of, &look)?;
            Ok(look)
        })
        .unwrap();
    assert_eq!((look.stage, look.tally.n_new), (IntakeStage::Looked, 1));
    assert_eq!(house.office.arrival(&aside.to_string()).unwrap().arrival.stage, ArrivalStage::Aside);
    house.act(move |writer, turn, _| desk::keep_intake(writer, turn, look.id)).unwrap();
    house.run_jobs();
    assert_eq!(house.office.arrival(&aside.to_string()).unwrap().arrival.stage, ArrivalStage::Taken);
    assert_eq!(house.titles(id).len(), 1);
    let gone = thrown.id;
    house.act(move |writer, turn, office| desk::throw_arrival(writer, turn, office, gone)).unwrap();
    assert!(house.act(move |writer, turn, _| desk::take_arrival(writer, turn, gone)).is_err());
    assert!(house.office.arrival_bytes(&house.office.arrival(&gone.to_string()).unwrap().arrival).is_err());
    let last = lines[2].arrival.id;
    house.act(move |writer, turn, _| desk::take_arrival(writer, turn, last)).unwrap();
    house.run_jobs();
    assert_eq!(house.arrivals(id).iter().filter(|line| line.arrival.stage == ArrivalStage::Aside).count(), 0);
    assert_eq!(house.told(), [], "a stranger learns nothing, also when somebody took what he sent");
}

#[test]
fn what_lies_aside_survives_the_sweep_and_has_bounds() {
    let house = house();
    let id = house.register(1, "open");
    let to = house.address(id);
    let messages: Vec<String> = (0..105).map(|n| message("s@evil.example", &to, &format!("m{n}"), WORDS)).collect();
    let steps = house.come(&messages);
    assert_eq!(steps.iter().filter(|step| **step == MailStep::Aside).count(), 100);
    assert_eq!(steps.iter().filter(|step| **step == MailStep::TurnedAway).count(), 5);
    assert_eq!(
        house.comes(&message("karpova@centre.example", &to, "own", WORDS)),
        MailStep::Aside,
        "strangers take no room of those who may"
    );
    let own = house.arrivals(id).into_iter().find(|line| line.arrival.sender.starts_with("karpova")).unwrap().arrival;
    assert_eq!(own.reason, Some(ArrivalReason::Look));
    house.now.fetch_add(10 * DAY, Ordering::SeqCst);
    desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
    house.run_jobs();
    assert!(house.office.arrival_bytes(&own).is_ok(), "it waits as long as nobody decides");
    let of = own.id;
    house.act(move |writer, turn, _| desk::take_arrival(writer, turn, of)).unwrap();
    house.run_jobs();
    assert_eq!((house.titles(id).len(), house.told().len()), (1, 1));
}

#[test]
fn an_address_is_a_secret_that_can_be_made_anew() {
    let house = house();
    let id = house.register(1, "open");
    house.takes(id, trusting).unwrap();
    let old = house.address(id);
    let (name, _) = old.rsplit_once('-').unwrap();
    assert_eq!(
        house.comes(&message(ADVISER, &format!("{name}-aaaaaaaaaaaaaaaaaaaaaaaaaa@centre.example"), "g", WORDS)),
        MailStep::Forged
    );
    let changed = house.act(move |writer, turn, _| desk::address_mail_in(writer, turn, id, true)).unwrap();
    assert_eq!(changed.number, 2);
    assert_ne!(house.address(id), old);
    assert_eq!(house.comes(&message(ADVISER, &old, "o", WORDS)), MailStep::Forged);
    assert_eq!(house.comes(&message(ADVISER, &house.address(id), "n", WORDS)), MailStep::TakenIn);
    let new = house.address(id);
    house.act(move |writer, turn, _| desk::address_mail_in(writer, turn, id, false)).unwrap();
    assert_eq!(house.office.source_mail(&id.to_string()).unwrap().address, None);
    assert_eq!(house.comes(&message(ADVISER, &new, "p", WORDS)), MailStep::Forged);
    assert_eq!(house.titles(id).len(), 1);
}

#[test]
fn where_senders_are_to_be_proven_the_own_server_says_so() {
    let unable = house();
    let id = unable.register(1, "open");
    assert!(unable.takes(id, |mail_in| MailIn { is_proven: true, ..mail_in }).is_err(), "nobody could prove it");
    let house = house_with("proven_by = \"mx.centre.example\"\n");
    let id = house.register(1, "open");
    house.takes(id, |mail_in| MailIn { is_proven: true, ..trusting(mail_in) }).unwrap();
    let to = house.address(id);
    assert_eq!(house.comes(&message(ADVISER, &to, "1", WORDS)), MailStep::Aside);
    let forged = format!(
        "Authentication-Results: evil.example; dkim=pass header.d=bonn.example\n{}",
        message(ADVISER, &to, "2", WORDS)
    );
    assert_eq!(house.comes(&forged), MailStep::Aside);
    assert!(house.arrivals(id).iter().all(|line| line.arrival.reason == Some(ArrivalReason::Proof)));
    let proven = format!(
        "Authentication-Results: mx.centre.example; dkim=pass header.d=bonn.example\n{}",
        message(ADVISER, &to, "3", WORDS)
    );
    assert_eq!(house.comes(&proven), MailStep::TakenIn);
}

#[test]
fn machines_are_not_answered_and_one_address_not_without_end() {
    let house = house();
    let id = house.register(1, "open");
    house.takes(id, trusting).unwrap();
    let to = house.address(id);
    assert_eq!(
        house.comes(&format!("Auto-Submitted: auto-replied\n{}", message(ADVISER, &to, "v", WORDS))),
        MailStep::Automatic
    );
    assert_eq!(
        house.comes(&format!("List-Id: <a.bonn.example>\n{}", message(ADVISER, &to, "li", WORDS))),
        MailStep::TakenIn
    );
    assert_eq!(house.comes(&format!("Precedence: bulk\n{}", message(ADVISER, &to, "bu", WORDS))), MailStep::TakenIn);
    assert_eq!(house.told(), [], "lists are read and not answered");
    for n in 0..25 {
        house.comes(&message(ADVISER, &to, &format!("n{n}"), &WORDS.replace("Essen", &format!("Essen {n}"))));
    }
    assert_eq!(house.told().len(), 20);
    house.now.fetch_add(2 * DAY, Ordering::SeqCst);
    house.comes(&message(ADVISER, &to, "later", WORDS));
    assert_eq!(house.told().len(), 1);
    house.takes(id, |mail_in| MailIn { is_answered: false, ..mail_in }).unwrap();
    house.comes(&message(ADVISER, &to, "quiet", WORDS));
    assert_eq!(house.told(), []);
}

#[test]
fn one_sender_does_not_write_over_what_another_sent() {
    let house = house();
    let id = house.register(1, "open");
    house.takes(id, |mail_in| MailIn { senders: vec!["bonn.example".to_owned()], at_once: true, ..mail_in }).unwrap();
    let to = house.address(id);
    house.comes(&message(ADVISER, &to, "d1", WORDS));
    assert_eq!(
        house.comes(&message("other@bonn.example", &to, "d1", &WORDS.replace("Essen", "Nowhere"))),
        MailStep::Aside
    );
    assert_eq!(house.titles(id), ["Rotors forged at Essen"]);
}

#[test]
fn a_source_that_is_paused_takes_nothing_and_loses_nothing() {
    let house = house();
    let id = house.register(1, "open");
    house.takes(id, trusting).unwrap();
    house.act(move |writer, turn, _| desk::pause_source(writer, turn, id, true)).unwrap();
    assert_eq!(house.comes(&message(ADVISER, &house.address(id), "d1", WORDS)), MailStep::Aside);
    let of = house.arrivals(id)[0].arrival.id;
    assert!(house.act(move |writer, turn, _| desk::take_arrival(writer, turn, of)).is_err());
    house.act(move |writer, turn, _| desk::pause_source(writer, turn, id, false)).unwrap();
    house.act(move |writer, turn, _| desk::take_arrival(writer, turn, of)).unwrap();
    house.run_jobs();
    assert_eq!(house.titles(id).len(), 1);
    house.now.fetch_add(40 * DAY, Ordering::SeqCst);
    assert_eq!(
        house.office.source(&id.to_string()).unwrap().health(house.now()),
        Health::Late,
        "a dispatch a month is due"
    );
}

#[test]
fn what_cannot_be_read_is_told_and_fails_the_source() {
    let house = house();
    let id = house.register(1, "open");
    house.takes(id, trusting).unwrap();
    let rest = "Subject: Secret\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx\n";
    assert_eq!(house.comes(&message(ADVISER, &house.address(id), "e1", rest)), MailStep::TakenIn);
    assert_eq!(house.told(), [(ADVISER.to_owned(), "Secret broken read 0 known 0".to_owned())]);
    let line = house.arrivals(id).remove(0);
    let intake = house.office.intake(&line.arrival.intake.unwrap().to_string()).unwrap();
    assert!(intake.fault.unwrap().contains("ask its sender to send it open"));
    assert_eq!(house.office.source(&id.to_string()).unwrap().health(house.now()), Health::Failing);
}

#[test]
fn a_kill_before_a_message_is_put_away_makes_nothing_twice() {
    let house = house();
    let id = house.register(1, "open");
    house.takes(id, trusting).unwrap();
    let text = message(ADVISER, &house.address(id), "k1", WORDS).replace('\n', "\r\n");
    // Killed in the write: bytes lie aside and nothing says whose they are.
    let lost = house.dir.path().join("office/intakes");
    fs::create_dir_all(&lost).unwrap();
    let lost = lost.join(model::IntakeId::from_bits(7).to_string());
    fs::write(&lost, &text).unwrap();
    // Killed behind it: the message lies in the mailbox once more.
    for _ in 0..2 {
        fs::write(house.dir.path().join("mail/new/1.mx"), &text).unwrap();
        let say = |_: Option<&str>, refusal: &Refusal| refusal.to_string();
        desk::read_mailbox(&house.clerk, &house.office, &say, (house.now(), house.today()), &mut house.ids()).unwrap();
        house.run_jobs();
    }
    assert_eq!((house.titles(id).len(), house.arrivals(id).len(), house.told().len()), (1, 1, 1));
    house.now.fetch_add(DAY, Ordering::SeqCst);
    desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
    house.run_jobs();
    assert!(!lost.exists(), "what belongs to nobody is swept away");
    assert!(fs::read_dir(house.dir.path().join("mail/new")).unwrap().next().is_none());
}
