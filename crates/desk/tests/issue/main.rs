//! Bulletins: what an issue is made of, who releases it, and that it can be printed again byte for byte.
#![allow(missing_docs)]

mod house;

use std::sync::Mutex;

use desk::{Abstract, Drawn, Edit, Failure, ToDraw, Way, WrittenDigest};
use mail::{Carry, Mail, Undelivered};
use model::{
    Bulletin, BulletinId, BulletinKind, DigestText, DutyKind, IssueStage, Language, Level, Marking, PersonId, PostId,
    PrintForm, RecordId, Refusal, Template, TemplateForm, UnitId,
};

use house::*;

#[test]
fn a_journal_takes_the_records_of_its_class_that_came_in_on_its_days() {
    let house = house();
    house.found(journal());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    assert_eq!(house.titles(&issue), ["Annealing of germanium", "Diodes of silicon"], "by their classes");
    let sheet = house.office.issue_sheet(&issue.id.to_string()).unwrap();
    assert_eq!(sheet.sections[0].code.as_deref(), Some("47.33.29"));
    assert_eq!(sheet.sections[0].heading, "Semiconductors");
    assert_eq!(key(house.begin("2026-11-11", "2026-11-30")), "issue-nothing");
    assert_eq!(key(house.begin("2026-11-30", "2026-11-01")), "issue-days");
    assert_eq!(house.titles(&house.begin(CAME, CAME).unwrap()).len(), 2, "both days belong to it");
}

#[test]
fn what_is_narrower_than_the_bulletin_or_may_not_be_copied_stands_in_no_issue() {
    let house = house();
    house.found(journal());
    let open = house.begin("2026-11-01", "2026-11-30").unwrap();
    assert!(!house.titles(&open).iter().any(|title| title.contains("nobody") || title.contains("copied")));
    let secret = house.office.newest_records(10).unwrap();
    let of_title =
        |word: &str| -> RecordId { secret.iter().find(|held| held.record.title().unwrap().contains(word)).unwrap().id };
    assert_eq!(key(house.edit("karpova", open.id, Edit::Add(of_title("nobody")))), "issue-narrower");
    assert_eq!(key(house.edit("karpova", open.id, Edit::Add(of_title("copied")))), "issue-narrower");
    let house = self::house();
    house.found(inner());
    let inner = house.begin("2026-11-01", "2026-11-30").unwrap();
    assert_eq!(house.titles(&inner).len(), 3, "with what is restricted, and without what may not be copied");
}

#[test]
fn the_bulletin_of_a_unit_has_a_section_for_each_need_with_why() {
    let house = house();
    house.run();
    let unit = Some(UnitId::new("centre").unwrap());
    house.found(Bulletin { kind: BulletinKind::Unit, unit, ..journal() });
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let sheet = house.office.issue_sheet(&issue.id.to_string()).unwrap();
    let section = &sheet.sections[0];
    assert_eq!((section.heading.as_str(), section.code.as_deref()), ("Better diodes", Some("diodes")));
    assert_eq!(house.titles(&issue), ["Diodes of silicon"]);
    assert!(section.records[0].grounds.as_deref().unwrap().contains("Diodes"), "{:?}", section.records[0].grounds);
}

#[test]
fn an_issue_is_filled_by_hand_and_keeps_the_decisions_when_it_is_taken_anew() {
    let house = house();
    house.found(journal());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    house.edit("karpova", issue.id, Edit::LeaveOut(1, "known for years".into())).unwrap();
    assert_eq!(key(house.edit("karpova", issue.id, Edit::LeaveOut(2, " ".into()))), "issue-why");
    let cutter = house.office.newest_records(10).unwrap();
    let cutter = cutter.iter().find(|held| held.record.title() == Some("A cutter")).unwrap().id;
    house.edit("karpova", issue.id, Edit::Add(cutter)).unwrap();
    assert_eq!(key(house.edit("karpova", issue.id, Edit::Add(cutter))), "issue-has-it");
    let now = house
        .act("karpova", move |writer, turn, office| {
            let days = (day("2026-11-01"), day("2026-11-30"));
            let composed = office.composition(turn.officer, &BulletinId::from_bits(7).to_string(), days)?;
            desk::edit_issue(writer, turn, office, issue.id, Edit::Anew(Box::new(composed)))
        })
        .unwrap();
    assert_eq!(house.titles(&now), ["Diodes of silicon", "A cutter"]);
    assert!(house.edit("karpova", issue.id, Edit::Move(2, Way::Up)).is_ok());
    assert!(house.edit("weber", issue.id, Edit::Note("mine".into())).is_err(), "an engineer edits no bulletin");
}

#[test]
fn an_open_issue_is_released_by_its_editor_and_can_be_printed_again_byte_for_byte() {
    let house = house();
    house.found(journal());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    assert_eq!(key(house.release("karpova", &issue)), "issue-no-proof");
    let proof = house.print("karpova", issue.id).unwrap();
    assert_eq!((proof.stage, proof.number, proof.year), (IssueStage::Proof, Some(1), Some(2026)), "{:?}", proof.fault);
    let text = house.office.print(&issue.id.to_string(), PrintForm::Text).unwrap();
    assert!(String::from_utf8(text.bytes).unwrap().contains("Diodes of silicon"));
    assert!(house.office.print(&issue.id.to_string(), PrintForm::Pdf).unwrap().bytes.starts_with(b"%PDF-1.7"));
    assert_eq!(key(house.release("karpova", &issue)), "issue-changed", "what was looked at is released");
    let out = house.release("karpova", &proof).unwrap();
    assert_eq!(out.stage, IssueStage::Released);
    let again = house.office.reprint(&issue.id.to_string()).unwrap();
    assert!(again.is_same() && again.forms.len() == 3, "{again:?}");
    assert_eq!(key(house.edit("karpova", issue.id, Edit::Note("later".into()))), "issue-over");
    let second = house.begin("2026-11-01", "2026-11-30").unwrap();
    assert_eq!(house.print("karpova", second.id).unwrap().number, Some(2));
}

#[test]
fn a_changed_template_of_the_office_changes_no_issue_that_is_out() {
    let house = house();
    let keep = |text: &str, revision: u32| {
        let text = text.to_owned();
        house.act("karpova", move |writer, turn, office| {
            office.try_template(TemplateForm::Page, &text)?;
            let template = Template { name: "own".into(), form: TemplateForm::Page, text, revision, changed_at: 0 };
            desk::keep_template(writer, turn, template)
        })
    };
    let own = press::HTML.replace("</body>", "<p>Printed at the Centre</p></body>");
    assert_ne!(own, press::HTML);
    keep(&own, 0).unwrap();
    house.found(Bulletin { page_template: Some("own".into()), ..journal() });
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let proof = house.print("karpova", issue.id).unwrap();
    house.release("karpova", &proof).unwrap();
    keep(&own.replace("at the Centre", "elsewhere"), 1).unwrap();
    let page = house.office.print(&issue.id.to_string(), PrintForm::Page).unwrap();
    assert!(String::from_utf8(page.bytes).unwrap().contains("Printed at the Centre"));
    assert!(house.office.reprint(&issue.id.to_string()).unwrap().is_same());
    assert_eq!(key(keep("{% for %}", 2)), "template-fault");
    assert_eq!(key(keep("<script>1</script>", 2)), "template-fault");
    assert_eq!(key(keep(&own, 1)), "template-changed");
    let removed = house
        .act("karpova", |writer, turn, office| desk::remove_template(writer, turn, office, TemplateForm::Page, "own"));
    assert_eq!(key(removed), "template-used");
}

#[test]
fn what_is_not_open_to_all_takes_a_second_person_whatever_their_posts() {
    let house = house();
    assert_eq!(
        key(house.act("karpova", |writer, turn, office| {
            desk::found_bulletin(writer, turn, office, Bulletin { second: None, ..inner() })
        })),
        "bulletin-no-second"
    );
    house.found(inner());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let proof = house.print("karpova", issue.id).unwrap();
    assert_eq!(house.duties(&proof), [(DutyKind::Release, "director".to_owned(), true)]);
    // She deputises for the director too, and is still the same person.
    assert_eq!(key(house.release("karpova", &proof)), "issue-same-person");
    assert!(house.release("weber", &proof).is_err(), "who does not see it has nothing to release");
    assert!(house.release("orlov", &proof).is_ok());
}

#[test]
fn the_duty_to_release_goes_with_the_post_that_has_it() {
    let house = house();
    let bulletin = house.found(inner());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let proof = house.print("karpova", issue.id).unwrap();
    house.joined("works", "fitter", "ivanov");
    let other = Bulletin { second: Some(PostId::new("fitter").unwrap()), ..bulletin };
    house.act("karpova", |writer, turn, office| desk::change_bulletin(writer, turn, office, other)).unwrap();
    let mut duties = house.duties(&proof);
    duties.sort();
    let expected = [("director", false), ("fitter", true)];
    assert_eq!(duties, expected.map(|(post, open)| (DutyKind::Release, post.to_owned(), open)));
}

#[test]
fn before_it_is_out_an_issue_is_seen_by_those_alone_who_work_on_it() {
    let house = house();
    house.joined("works", "fitter", "ivanov");
    house.found(inner());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let id = issue.id.to_string();
    let listed = |who: &str| {
        let officer = house.office.officer(&PersonId::new(who).unwrap(), day("2026-11-20")).unwrap();
        let office = house.office.seen_by(&officer.scope);
        let page = office.bulletin_page(&BulletinId::from_bits(7).to_string()).unwrap();
        let print = office.print(&id, PrintForm::Text).is_ok();
        (page.issues.len(), office.issue(&id).is_ok(), print)
    };
    assert_eq!((listed("ivanov"), listed("orlov")), ((0, false, false), (1, true, false)));
    let proof = house.print("karpova", issue.id).unwrap();
    assert_eq!((listed("ivanov"), listed("orlov")), ((0, false, false), (1, true, true)));
    let edited = house.edit("ivanov", issue.id, Edit::Note("Mine.".into()));
    assert!(matches!(edited, Err(Failure::Refused(Refusal::NotFound { .. }))), "a draft is given away: {edited:?}");
    house.release("orlov", &proof).unwrap();
    assert_eq!(listed("ivanov"), (1, true, true));
}

#[test]
fn the_real_reason_is_said_before_who_may_not() {
    let house = house();
    house.found(journal());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    assert_eq!(key(house.release("weber", &issue)), "issue-no-proof");
    assert_eq!(key(house.edit("weber", issue.id, Edit::Note("Mine.".into()))), "power-not-acting");
    let proof = house.print("karpova", issue.id).unwrap();
    assert_eq!(key(house.release("weber", &proof)), "power-not-acting");
    house.release("karpova", &proof).unwrap();
    assert_eq!(key(house.edit("weber", issue.id, Edit::Note("Mine.".into()))), "issue-over");
    let bulletin = house.office.bulletin(&BulletinId::from_bits(7).to_string()).unwrap();
    let closed = Bulletin { closed: true, ..bulletin };
    house.act("karpova", |writer, turn, office| desk::change_bulletin(writer, turn, office, closed)).unwrap();
    assert_eq!(key(house.begin("2026-11-01", "2026-11-30")), "bulletin-closed");
}

#[test]
fn a_change_voids_the_proof_and_the_duty_that_hangs_on_it() {
    let house = house();
    house.found(inner());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let proof = house.print("karpova", issue.id).unwrap();
    let draft = house.edit("karpova", issue.id, Edit::Note("More next time.".into())).unwrap();
    assert_eq!((draft.stage, draft.number), (IssueStage::Draft, None));
    assert_eq!(house.duties(&draft), [(DutyKind::Release, "director".to_owned(), false)]);
    assert!(house.office.print(&issue.id.to_string(), PrintForm::Pdf).is_err(), "what was printed is gone");
    assert_eq!(key(house.release("orlov", &proof)), "issue-no-proof");
    let proof = house.print("karpova", issue.id).unwrap();
    let out = house.release("orlov", &proof).unwrap();
    assert_eq!(out.released_by, Some(PersonId::new("orlov").unwrap()));
}

#[test]
fn an_issue_whose_record_is_marked_narrower_is_narrower_too() {
    let house = house();
    house.found(journal());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let proof = house.print("karpova", issue.id).unwrap();
    house.release("karpova", &proof).unwrap();
    let weber = house.office.officer(&PersonId::new("weber").unwrap(), day("2026-11-20")).unwrap();
    let id = issue.id.to_string();
    assert!(house.office.seen_by(&weber.scope).print(&id, PrintForm::Pdf).is_ok());
    let diode = house.office.newest_records(10).unwrap();
    let diode = diode.iter().find(|held| held.record.title() == Some("Diodes of silicon")).unwrap().id;
    house
        .act("karpova", move |writer, turn, _| desk::mark_record(writer, turn, diode, &Marking::at(Level::Restricted)))
        .unwrap();
    let weber = house.office.officer(&PersonId::new("weber").unwrap(), day("2026-11-20")).unwrap();
    assert!(house.office.seen_by(&weber.scope).print(&id, PrintForm::Pdf).is_err(), "who may not see the record");
    let karpova = house.office.officer(&PersonId::new("karpova").unwrap(), day("2026-11-20")).unwrap();
    assert!(house.office.seen_by(&karpova.scope).print(&id, PrintForm::Pdf).is_ok());
}

#[test]
fn issues_begin_by_themselves_when_they_are_due_and_none_is_begun_twice_or_for_nothing() {
    let house = house();
    let bulletin = house.found(journal());
    house.run();
    let begun = house.office.bulletin_page(&bulletin.id.to_string()).unwrap().issues;
    assert_eq!(begun.len(), 1);
    let (issue, size) = &begun[0];
    assert_eq!((issue.until, *size), (day("2026-11-19"), 2));
    assert_eq!(house.duties(issue), [(DutyKind::Compose, "editor".to_owned(), true)]);
    house.run();
    assert_eq!(house.office.bulletin_page(&bulletin.id.to_string()).unwrap().issues.len(), 1);
    let proof = house.print("karpova", issue.id).unwrap();
    house.release("karpova", &proof).unwrap();
    assert_eq!(house.duties(issue), [(DutyKind::Compose, "editor".to_owned(), false)]);
}

/// A mail server that takes everything, and remembers it.
#[derive(Default)]
struct Server(Mutex<Vec<Mail>>);

impl Carry for Server {
    fn carry(&self, mail: &Mail) -> Result<(), Undelivered> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

impl House {
    /// Sends what waits; answers with the mails that bring issues, as subject and whole text.
    fn mailed(&self) -> Vec<(String, Option<String>)> {
        let server = Server::default();
        let draw = |what: ToDraw<'_>| match what {
            ToDraw::Letter(_) | ToDraw::Arrival(_) | ToDraw::Invitation(_) => {
                Drawn { subject: "letter".to_owned(), ..Drawn::default() }
            }
            ToDraw::Issue(notice) => Drawn {
                subject: format!("{} {}", notice.bulletin.name, notice.n_records),
                text: notice.text.clone().unwrap_or_default(),
                ..Drawn::default()
            },
        };
        let now = (self.now(), day("2026-11-20"));
        while desk::send_letters(&self.clerk, &self.office, &server, &draw, now).unwrap().n_taken > 0 {}
        let sent = server.0.into_inner().unwrap();
        sent.into_iter()
            .filter(|mail| mail.subject != "letter")
            .map(|mail| (mail.subject, Some(mail.text).filter(|text| !text.is_empty())))
            .collect()
    }

    fn subscribe(&self, who: &str, post: &str, takes: bool) -> Result<(), Failure> {
        let post = PostId::new(post).unwrap();
        self.act(who, move |writer, turn, office| {
            desk::subscribe(writer, turn, office, BulletinId::from_bits(7), &post, takes)
        })
    }
}

#[test]
fn each_post_that_takes_a_bulletin_gets_each_issue_once_until_it_takes_it_no_more() {
    let house = house();
    house.found(journal());
    house.subscribe("weber", "engineer", true).unwrap();
    house.subscribe("weber", "engineer", true).unwrap();
    assert!(house.subscribe("weber", "director", true).is_err(), "not for the post of somebody else");
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    assert_eq!(house.mailed(), [], "a draft is nobody's");
    let proof = house.print("karpova", issue.id).unwrap();
    house.release("karpova", &proof).unwrap();
    let mailed = house.mailed();
    assert_eq!(mailed.len(), 1, "{mailed:?}");
    assert_eq!(mailed[0].0, "Solid-state electronics 2");
    assert!(mailed[0].1.as_deref().is_some_and(|text| text.contains("Diodes of silicon")), "{mailed:?}");
    assert_eq!(house.mailed(), [], "once");
    house.subscribe("weber", "engineer", false).unwrap();
    let next = house.begin("2026-11-01", "2026-11-30").unwrap();
    let proof = house.print("karpova", next.id).unwrap();
    house.release("karpova", &proof).unwrap();
    assert_eq!(house.mailed(), []);
}

#[test]
fn what_may_not_be_mailed_is_named_and_not_told() {
    let house = house();
    house.found(Bulletin { marking: Marking::at(Level::Restricted), ..inner() });
    assert!(house.subscribe("weber", "engineer", true).is_err(), "what is not seen cannot be taken");
    house.subscribe("karpova", "editor", true).unwrap();
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let proof = house.print("karpova", issue.id).unwrap();
    house.release("orlov", &proof).unwrap();
    assert_eq!(house.mailed(), [("Solid-state electronics 3".to_owned(), None)]);
}

#[test]
fn an_address_for_programs_shows_what_is_open_until_it_is_taken_back() {
    let house = house();
    house.found(journal());
    desk::make_letter_key(&house.office, &mut house.ids()).unwrap();
    let id = BulletinId::from_bits(7);
    let opens = |opens: bool| {
        house
            .act("karpova", move |writer, turn, office| desk::change_bulletin_feed(writer, turn, office, id, opens))
            .unwrap();
        house.office.bulletin_page(&id.to_string()).unwrap().feed_seal
    };
    let seal = opens(true).unwrap();
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let read = |seal: &str| house.office.bulletin_feed(&id.to_string(), seal).map(|feed| feed.issues.len());
    assert_eq!(read(&seal).unwrap(), 0, "a draft is nobody's");
    let proof = house.print("karpova", issue.id).unwrap();
    house.release("karpova", &proof).unwrap();
    assert_eq!(read(&seal).unwrap(), 1);
    assert!(house.office.sealed_print(&id.to_string(), &seal, &issue.id.to_string(), "pdf").is_ok());
    assert!(house.office.sealed_print(&id.to_string(), "x", &issue.id.to_string(), "pdf").is_err());
    let anew = opens(true).unwrap();
    assert_ne!(seal, anew);
    assert!(read(&seal).is_err() && read(&anew).is_ok());
    assert_eq!(opens(false), None);
    assert!(read(&anew).is_err());
}

#[test]
fn an_own_abstract_in_another_language_is_printed_with_its_language() {
    let house = house();
    house.found(journal());
    let issue = house.begin("2026-11-01", "2026-11-30").unwrap();
    let records: Vec<RecordId> = {
        let sheet = house.office.issue_sheet(&issue.id.to_string()).unwrap();
        sheet.sections.iter().flat_map(|section| &section.records).map(|one| one.held.id).collect()
    };
    let write = |at: usize, language: &str, text: DigestText, level| {
        let digest =
            WrittenDigest { language: Language::parse(language).unwrap(), text, marking: Marking::at(level), seen: 0 };
        let (record, said) = (records[at], Abstract { digest: Some(digest), ..Abstract::default() });
        house
            .act("karpova", move |writer, turn, office| desk::write_abstract(writer, turn, office, record, &said))
            .unwrap();
    };
    let purpose = |text: &str| DigestText { purpose: text.to_owned(), ..DigestText::default() };
    write(0, "ru", purpose("В Печах"), Level::Open);
    write(0, "en", DigestText { title: "Annealing".to_owned(), ..DigestText::default() }, Level::Open);
    write(1, "ru", purpose("Для своих"), Level::Restricted);
    let sheet = house.office.issue_sheet(&issue.id.to_string()).unwrap();
    let printed: Vec<_> = sheet.sections.iter().flat_map(|section| &section.records).collect();
    let own = printed[0].own.as_ref().unwrap();
    assert_eq!((own.digest.text.purpose.as_str(), own.other_language("en")), ("В Печах", Some("ru")));
    assert_eq!(printed[0].translation.as_ref().map(|text| text.title.as_str()), Some("Annealing"));
    assert!(printed[1].own.is_none(), "what is marked narrower than the bulletin is not in it");
}
