//! Bulletins with an issue in every stage, with a word by which they are known.

use desk::Failure;
use model::{
    Bulletin, BulletinId, BulletinKind, BulletinLanguage, BulletinRhythm, DutyKind, Feed, Issue, IssueId, IssueItem,
    IssueStage, Marking, Noun, PersonId, PostId, PrintForm, RecordId, Thing, Verb,
};
use store::{Deed, HeldPrint, HeldSheet};

use crate::house::{DAY, now, today};
use crate::things::duty;

pub fn bulletin(deed: &mut Deed<'_>, id: BulletinId, word: &str, marking: &str) -> Result<(), Failure> {
    let bulletin = Bulletin {
        id,
        name: format!("Abstracts of {word} turbines"),
        kind: BulletinKind::Journal,
        query: format!("{word} turbine"),
        unit: None,
        post: PostId::new("documentalist")?,
        second: Some(PostId::new("coordinator")?),
        language: BulletinLanguage::English,
        rhythm: BulletinRhythm::ByHand,
        when_empty: false,
        marking: Marking::parse(marking).unwrap(),
        page_template: None,
        print_template: None,
        feed: Feed::default(),
        last_on: Some(today()),
        closed: false,
        revision: 0,
        made_at: now() - 40 * DAY,
    };
    deed.keep_bulletin(&bulletin, Verb::Founded)?;
    deed.subscribe(id, &PostId::new("engineer")?, true)?;
    Ok(())
}

pub fn issue(
    deed: &mut Deed<'_>,
    (id, bulletin): (IssueId, BulletinId),
    word: &str,
    stage: IssueStage,
    marking: &str,
    record: RecordId,
) -> Result<(), Failure> {
    let is_printed = stage != IssueStage::Draft;
    let person = PersonId::new("documentalist")?;
    let issue = Issue {
        id,
        bulletin,
        number: is_printed.then_some(if stage == IssueStage::Proof { 2 } else { 1 }),
        year: is_printed.then_some(1962),
        stage,
        since: today().plus_days(-30),
        until: today(),
        note: format!("More of the {word} next time"),
        marking: Marking::parse(marking).unwrap(),
        made_at: now() - 20 * DAY,
        printed_by: is_printed.then(|| person.clone()),
        printed_at: is_printed.then(|| now() - 19 * DAY),
        released_by: (stage == IssueStage::Released).then(|| person.clone()),
        released_at: (stage == IssueStage::Released).then(|| now() - 18 * DAY),
        fault: None,
        revision: 3,
    };
    deed.keep_issue(&issue, Verb::Began, "")?;
    let code = Some("47.33".to_owned());
    let heading = format!("Turbines of {word}");
    let (item, position, delivery, by_hand, left_out) = (1, 1, None, false, None);
    deed.keep_issue_items(id, &[IssueItem { item, position, code, heading, record, delivery, by_hand, left_out }])?;
    if is_printed {
        deed.keep_issue_sheet(id, &HeldSheet { json: format!("\"{word}\""), program: "Uptake".to_owned() })?;
        for form in PrintForm::ALL {
            let bytes = format!("printed with {word}").into_bytes();
            deed.keep_print(id, &HeldPrint { form: *form, bytes, template: None })?;
        }
    }
    duty(deed, id.bits() ^ 1, "documentalist", DutyKind::Compose, Thing::new(Noun::Issue, id))
}
