//! Issues released: what lies there printed is out, and goes to who takes it.

use ::mail::Mail;
use model::{
    Actor, Bulletin, DutyKind, Issue, IssueId, Letter, LetterId, LetterKind, Noun, PrintForm, Refusal, Thing, Verb,
    sentence,
};
use store::Writer;

use super::held;
use crate::bulletin::may_edit;
use crate::letter::{MailAddress, mail_of, may_be_mailed};
use crate::review::Turn;
use crate::{Drawn, Failure, Office, Officer};

/// Longest text that is mailed whole, in bytes. A longer one is named with its link: programs of mail cut it.
const MAILED_TEXT_MAX: usize = 300 * 1024;

/// Longest page that is mailed whole, in bytes: one program in wide use cuts what is longer.
const MAILED_PAGE_MAX: usize = 100 * 1024;

/// Who may release an issue: of what takes two persons who acts for the second post, of the rest who may edit it.
fn may_release(officer: &Officer, bulletin: &Bulletin) -> Result<Actor, Refusal> {
    match bulletin.second.as_ref().filter(|_| bulletin.needs_second()) {
        Some(second) => officer.acting_for(second),
        None => may_edit(officer, bulletin),
    }
}

/// Releases a printed issue, and writes to the posts that take it. `revision` is that of the issue which was looked at.
///
/// # Errors
/// Refused to who may not, when it does not lie there printed, when it was changed since, and where a second person has to.
pub fn release_issue(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (IssueId, u32),
) -> Result<Issue, Failure> {
    let (issue, bulletin) = office.seen_by(&turn.officer.scope).issue(&id.to_string())?;
    // Before who may: what nobody can release, or not by this person whatever their posts, is the reason to say.
    issue.release(revision, &turn.officer.person.id, bulletin.needs_second(), turn.now)?;
    let actor = may_release(turn.officer, &bulletin)?;
    let letters = office.letters_for(&bulletin, id, turn)?;
    let person = turn.officer.person.id.clone();
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let (issue, bulletin) = held(deed, &turn.officer.scope, id)?;
        // What became narrower than the bulletin since it was printed is not released any more.
        let takes_two = bulletin.needs_second();
        if issue.marking != bulletin.marking {
            return Err(Failure::said(sentence!(
                "issue-narrowed",
                "A record of this issue was marked narrower after it was printed; have it printed again without it"
            )));
        }
        let issue = issue.release(revision, &person, takes_two, turn.now)?;
        let subject = Thing::new(Noun::Issue, id);
        let prints = deed.print_lines(id)?;
        let said: Vec<String> = prints.iter().map(|line| format!("{} sha256:{}", line.form, line.sha256())).collect();
        deed.keep_issue(&issue, Verb::Released, &said.join(" "))?;
        deed.done(&subject, DutyKind::Compose, "released")?;
        deed.done(&subject, DutyKind::Release, "released")?;
        for letter in &letters {
            deed.write_letter(letter, &[])?;
        }
        Ok(issue)
    })
}

impl Office {
    /// Whether somebody may release the issues of a bulletin.
    pub fn may_release(&self, officer: &Officer, bulletin: &Bulletin) -> bool {
        may_release(officer, bulletin).is_ok()
    }

    /// One letter for each post that takes a bulletin, where anybody can be written to.
    fn letters_for(&self, bulletin: &Bulletin, id: IssueId, turn: &mut Turn<'_>) -> Result<Vec<Letter>, Failure> {
        let office = self.seen_by(&store::Scope::office());
        if !office.configuration.mail().is_on() {
            return Ok(Vec::new());
        }
        office.seals_made(turn.ids)?;
        let dead = office.reader.dead_addresses(&office.scope)?;
        let mut letters = Vec::new();
        for post in office.reader.subscribers(&office.scope, bulletin.id)? {
            let mailing = office.reader.mailing(&office.scope, &post)?;
            let Some(MailAddress { person, address, .. }) = office.mailed_person(&mailing, &dead, turn.today)? else {
                continue;
            };
            letters.push(Letter {
                issue: Some(id),
                ..Letter::waiting(
                    LetterId::from_bits((turn.ids)()),
                    LetterKind::Issue,
                    post,
                    (person, address),
                    turn.now,
                )
            });
        }
        Ok(letters)
    }
}

/// The mail that brings an issue; `None` where whoever it goes to does not see it any more. What may not be mailed, or is too long
/// for mail, is only named.
pub(crate) fn issue_mail(
    office: &Office,
    letter: &Letter,
    officer: &Officer,
    draw: &dyn Fn(&IssueNotice) -> Drawn,
) -> Result<Option<Mail>, Failure> {
    let Some(id) = letter.issue else { return Ok(None) };
    let seen = office.seen_by(&officer.scope);
    let (issue, bulletin) = match seen.issue(&id.to_string()) {
        Ok(found) => found,
        Err(Failure::Refused(_)) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let settings = office.configuration.mail();
    let is_mailed = may_be_mailed(&issue.marking, settings.level());
    let print = |form: PrintForm, max: usize| -> Result<Option<String>, Failure> {
        let held = if is_mailed { seen.reader.print(&seen.scope, issue.id, form)? } else { None };
        Ok(held.filter(|print| print.bytes.len() <= max).and_then(|print| String::from_utf8(print.bytes).ok()))
    };
    let seal = office.seals()?.map(|seals| seals.of(letter.id)).unwrap_or_default();
    let drawn = draw(&IssueNotice {
        letter: letter.id,
        seal,
        text: print(PrintForm::Text, MAILED_TEXT_MAX)?,
        page: print(PrintForm::Page, MAILED_PAGE_MAX)?,
        is_mailed,
        n_records: seen.issue_sizes(std::slice::from_ref(&issue))?.first().copied().unwrap_or_default(),
        person: officer.person.clone(),
        bulletin,
        issue,
    });
    Ok(Some(mail_of(office, letter, drawn)?))
}

/// What a letter says that brings an issue.
#[derive(Clone, Debug)]
pub struct IssueNotice {
    /// The letter.
    pub letter: LetterId,
    /// What stands in its links beside its number.
    pub seal: String,
    /// Its bulletin.
    pub bulletin: Bulletin,
    /// The issue.
    pub issue: Issue,
    /// How many records stand in it.
    pub n_records: u64,
    /// To whom it goes.
    pub person: model::Person,
    /// The whole text, where it may be mailed and is not too long.
    pub text: Option<String>,
    /// The whole page, likewise.
    pub page: Option<String>,
    /// Whether what is marked so may be mailed at all.
    pub is_mailed: bool,
}
