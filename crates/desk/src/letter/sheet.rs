//! What stands in a letter, as it is drawn: for the mail, and for the page behind its link.

use model::{Date, Letter, LetterId, LetterKind, Mailing, Marking, PAGE_LANGUAGES, Person, Refusal, Stage, sentence};
use store::DeliveryLine;

use super::writing::may_be_mailed;
use crate::{Failure, Office, Officer, OwnAbstract};

/// How long the links of a letter are good, in microseconds: ninety days.
const LINK_MICROS: i64 = 90 * 86_400_000_000;

/// A letter with everything that is said in it.
#[derive(Clone, Debug)]
pub struct LetterSheet {
    /// The letter.
    pub letter: Letter,
    /// What stands in its links beside its number.
    pub seal: String,
    /// Where replies go; empty where nobody reads them.
    pub reply_to: String,
    /// To whom it goes.
    pub person: Person,
    /// The title of the post.
    pub post: String,
    /// What it asks about, by its numbers.
    pub items: Vec<SheetItem>,
    /// Deliveries that wait for an answer and may not be mailed.
    pub n_kept_back: u64,
    /// Open duties of the post, and how many of them are late.
    pub n_open: u64,
    /// Of them late.
    pub n_late: u64,
    /// Needs of the post that are matched.
    pub n_needs: u64,
    /// Needs of the post that are not matched, by title, with where they stand.
    pub idle: Vec<(String, Stage)>,
    /// How the post wants its mail.
    pub mailing: Mailing,
}

/// One delivery of a letter.
#[derive(Clone, Debug)]
pub struct SheetItem {
    /// By which number it is answered.
    pub number: u16,
    /// The delivery with its record and the title of its need.
    pub line: DeliveryLine,
    /// The office's own abstract of the record, where it may be mailed.
    pub own: Option<OwnAbstract>,
}

impl SheetItem {
    /// Whether it was answered.
    pub fn is_answered(&self) -> bool {
        self.line.held.decided.is_some()
    }
}

impl LetterSheet {
    /// Whether anything is left in it that somebody would want to read.
    pub fn says_something(&self) -> bool {
        self.letter.kind == LetterKind::Receipt
            || self.n_kept_back > 0
            || self.letter.n_more > 0
            || self.mailing.when_empty
            || self.items.iter().any(|item| !item.is_answered())
    }
}

impl Office {
    /// A letter by its number and seal.
    ///
    /// # Errors
    /// Refused when there is none, when its link is too old, or when its person left or does not act for the post any more.
    pub fn sealed_letter(&self, id: &str, seal: &str, now: i64, today: Date) -> Result<(Letter, Officer), Failure> {
        let none = || {
            Failure::said(sentence!(
                "letter-none",
                "This link leads nowhere; take it whole from the mail, or sign in to the office"
            ))
        };
        let id = LetterId::parse(id).ok_or_else(none)?;
        let fits = self.seals()?.is_some_and(|seals| seals.fits(id, seal));
        // Without the seal nobody learns whether there is such a letter.
        let letter = self.reader.letter(&self.scope, id)?.filter(|_| fits).ok_or_else(none)?;
        if now.saturating_sub(letter.made_at) > LINK_MICROS {
            return Err(Failure::said(sentence!(
                "letter-old",
                "The links of this mail are too old; sign in to the office"
            )));
        }
        let officer = self.officer(&letter.person, today).map_err(|_| none())?;
        if !officer.acts_for(&letter.post) {
            return Err(Failure::Refused(Refusal::Said(sentence!(
                "letter-not-acting",
                "You do not act for this post any more, so nothing can be answered by this mail"
            ))));
        }
        Ok((letter, officer))
    }

    /// What stands in a letter, with the eyes of who gets it. What they do not see any more, or what may not be mailed any
    /// more, is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn letter_sheet(&self, letter: &Letter, officer: &Officer, today: Date) -> Result<LetterSheet, Failure> {
        let seen = self.seen_by(&officer.scope);
        let settings = self.configuration.mail();
        let language = officer.person.language.as_deref().unwrap_or(PAGE_LANGUAGES[0]);
        // A receipt leads to the letter that it is about.
        let answered = letter.about.unwrap_or(letter.id);
        let seal = self.seals()?.map(|seals| seals.of(answered)).unwrap_or_default();
        let held = self.reader.letter_items(&self.scope, answered)?;
        let ids: Vec<_> = held.iter().map(|item| item.delivery).collect();
        let mut lines = seen.reader.delivery_lines(&seen.scope, &ids)?;
        let (mut items, mut n_kept_back) = (Vec::new(), 0);
        for item in held {
            let Some(line) = lines.remove(&item.delivery) else { continue };
            let marking = seen.marking_of_delivery(item.delivery)?;
            if line.held.decided.as_ref().is_some_and(|decided| decided.at < letter.made_at) {
                // Answered before it was sent, so it never stood in it.
                continue;
            }
            let is_mailed = marking.is_some_and(|marking| may_be_mailed(&marking, settings.level()));
            if is_mailed {
                let admitted = |marking: &Marking| may_be_mailed(marking, settings.level());
                let own = seen.own_abstract(line.held.delivery.record, language, &admitted)?;
                items.push(SheetItem { number: item.number, line, own });
            } else if line.held.decided.is_none() {
                n_kept_back += 1;
            }
        }
        let (n_open, n_late) = seen.n_duties(std::slice::from_ref(&letter.post), today)?;
        let (mut n_needs, mut idle) = (0, Vec::new());
        if items.is_empty() {
            let own =
                seen.reader.need_lines(&seen.scope, None, false)?.into_iter().filter(|line| line.post == letter.post);
            for line in own {
                let need = seen.reader.need(&seen.scope, &line.id)?;
                let is_mailed = need.is_some_and(|need| may_be_mailed(&need.marking, settings.level()));
                if line.stage == Stage::Accepted && line.expires.is_none_or(|last| today <= last) {
                    n_needs += 1;
                } else if is_mailed {
                    idle.push((line.title, line.stage));
                }
            }
        }
        let reply_to =
            if settings.mailbox.is_empty() { String::new() } else { reply_address(settings, answered, &seal) };
        Ok(LetterSheet {
            reply_to,
            seal,
            person: officer.person.clone(),
            post: self.post(&letter.post)?.map_or_else(|| letter.post.to_string(), |post| post.title),
            items,
            n_kept_back,
            n_open,
            n_late,
            n_needs,
            idle,
            mailing: self.reader.mailing(&self.scope, &letter.post)?,
            letter: letter.clone(),
        })
    }
}

/// The address for replies to a letter: the office's own, with the number and the seal behind a plus.
pub(super) fn reply_address(settings: &crate::MailPart, letter: LetterId, seal: &str) -> String {
    let (name, host) = settings.from_parts();
    format!("{name}+{letter}-{seal}@{host}").to_lowercase()
}

/// The number and the seal in an address for replies, where it is one of this office.
pub(crate) fn replied_to(settings: &crate::MailPart, address: &str) -> Option<(String, String)> {
    let (name, host) = settings.from_parts();
    let (local, at) = address.rsplit_once('@')?;
    let (base, key) = local.split_once('+')?;
    let (letter, seal) = key.split_once('-')?;
    let is_ours = base.eq_ignore_ascii_case(name) && at.eq_ignore_ascii_case(host);
    is_ours.then(|| (letter.to_owned(), seal.to_owned()))
}
