//! How a post wants its mail, and to whom it goes.

use std::collections::BTreeSet;

use model::{
    Actor, Date, Letter, LetterId, Mailing, Noun, Person, PersonId, Post, PostId, Power, Refusal, Rhythm, Standing,
    Verb, sentence,
};
use store::Writer;

use super::sheet::reply_address;
use crate::review::Turn;
use crate::{Failure, Office, Officer};

/// Letters that are listed of a post.
const LISTED_MAX: usize = 50;

/// Longest leave, in days: who is away longer hands the post over.
const AWAY_DAYS_MAX: i64 = 366;

/// The mail of a post, as who may see it sees it.
#[derive(Clone, Debug)]
pub struct PostMail {
    /// The post.
    pub post: Post,
    /// How it wants its mail.
    pub mailing: Mailing,
    /// How often it gets mail where it never said how.
    pub rhythm: Rhythm,
    /// Whether the office sends mail at all.
    pub is_on: bool,
    /// Who gets the next letter, where anybody does.
    pub next: Option<MailAddress>,
    /// The seal in its addresses for programs, where there are any.
    pub feed_seal: Option<String>,
    /// Its letters, the newest first.
    pub letters: Vec<Letter>,
    /// Addresses of those who act for it to which nothing is sent, because what was sent came back.
    pub dead: Vec<MailAddress>,
}

/// Where mail goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAddress {
    /// Whose address.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
}

impl MailAddress {
    fn of(person: &Person) -> Option<MailAddress> {
        let address = person.email.clone()?;
        Some(MailAddress { person: person.id.clone(), name: person.name.clone(), address })
    }
}

/// Who may say how a post gets its mail, and see what it got: who acts for it, and who administers.
pub(crate) fn may_set(officer: &Officer, post: &PostId) -> Result<Actor, Refusal> {
    officer.acting_for(post).or_else(|refusal| officer.by_power(Power::Administer).map_err(|_| refusal))
}

/// Says how a post wants its mail.
///
/// # Errors
/// Refused to who neither acts for it nor administers, when somebody changed it in between, or when the leave is none.
pub fn change_mailing(writer: &mut Writer, turn: &Turn<'_>, mailing: Mailing) -> Result<Mailing, Failure> {
    let actor = may_set(turn.officer, &mailing.post)?;
    if let Some((first, last)) = mailing.away
        && !(0..AWAY_DAYS_MAX).contains(&last.days_since(first))
    {
        return Err(Failure::said(sentence!(
            "mailing-away",
            "The last day away has to come after the first, within a year; a post that is left longer is handed over"
        )));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if deed.post(&mailing.post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
        let before = deed.mailing(&mailing.post)?;
        let changed = Mailing { last_on: before.last_on, feed: before.feed, ..mailing };
        if changed == before {
            return Ok(before);
        }
        if changed.revision != before.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "mailing-changed",
                "Somebody changed how this post gets its mail in between; open the page again, and change what is still to be changed"
            ))));
        }
        let changed = Mailing { revision: before.revision + 1, ..changed };
        deed.keep_mailing(&changed)?;
        let fact = deed.fact(Verb::Restated, model::Thing::new(Noun::Post, &changed.post));
        let rhythm = changed.rhythm.map_or("as the office", Rhythm::word);
        let away = changed.away.map_or_else(String::new, |(first, last)| format!(", away {first} to {last}"));
        deed.note(&fact.with(format!("mail {rhythm}{away}")))?;
        Ok(changed)
    })
}

/// Lets mail be sent again to the address of a person from which it came back.
///
/// # Errors
/// Refused to who neither acts for the post nor administers, and when the person has no address.
pub fn revive_address(writer: &mut Writer, turn: &Turn<'_>, post: &PostId, person: &PersonId) -> Result<(), Failure> {
    let actor = may_set(turn.officer, post)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let acts = deed.acting(post, turn.today)?.into_iter().any(|(acting, _)| acting.id == *person);
        let address = deed.person(person)?.filter(|_| acts).and_then(|person| person.email);
        let address = address.ok_or_else(|| {
            Failure::said(sentence!("mailing-no-address", "There is no such address at this post; reload the page"))
        })?;
        deed.revive_address(&address)?;
        let fact = deed.fact(Verb::Restated, model::Thing::new(Noun::Person, person));
        Ok(deed.note(&fact.with("mail is sent there again".to_owned()))?)
    })
}

impl Office {
    /// Who gets the mail of a post on a day: its holder, or while they are away a deputy; only who has an address that works.
    pub(crate) fn mailed_person(
        &self,
        mailing: &Mailing,
        dead: &BTreeSet<String>,
        today: Date,
    ) -> Result<Option<MailAddress>, Failure> {
        let acting = self.reader.acting(&self.scope, &mailing.post, today)?;
        let is_away = mailing.is_away(today);
        let there = acting.iter().filter(|(_, standing)| !(is_away && *standing == Standing::Holder));
        let addresses = there.filter(|(person, _)| !person.left).filter_map(|(person, _)| MailAddress::of(person));
        Ok(addresses
            .filter(|to| ::mail::is_mail_address(&to.address))
            .find(|to| !dead.contains(&to.address.to_lowercase())))
    }

    /// Where a letter that takes no answer comes back to, so that it is known which did; empty where nobody would read it.
    pub(crate) fn bounce_address(&self, letter: LetterId) -> Result<String, Failure> {
        let settings = self.configuration.mail();
        let seals = if settings.mailbox.is_empty() { None } else { self.seals()? };
        Ok(seals.map_or_else(String::new, |seals| reply_address(settings, letter, &seals.of(letter))))
    }

    /// The mail of a post.
    ///
    /// # Errors
    /// Refused when there is no such post, and to who may not see it.
    pub fn post_mail(&self, officer: &Officer, post: &PostId, today: Date) -> Result<PostMail, Failure> {
        let held = self.post(post)?.ok_or_else(|| Refusal::NotFound {
            noun: "post",
            text: post.to_string(),
            next: sentence!("next-look-posts", "look in the list of posts"),
        })?;
        may_set(officer, post)?;
        let mailing = self.reader.mailing(&self.scope, post)?;
        let all_dead = self.reader.dead_addresses(&self.scope)?;
        let acting = self.reader.acting(&self.scope, post, today)?;
        let addresses = acting.iter().filter_map(|(person, _)| MailAddress::of(person));
        let settings = self.configuration.mail();
        let mut letters = self.reader.letters_of(&self.scope, post, LISTED_MAX)?;
        // Whoever may not see a mission does not hear that its members are called together.
        let mut hidden = BTreeSet::new();
        for (meeting, _) in letters.iter().filter_map(|letter| letter.meeting) {
            if self.reader.mission_of_meeting(&self.scope, meeting)?.is_none() {
                hidden.insert(meeting);
            }
        }
        letters.retain(|letter| letter.meeting.is_none_or(|(meeting, _)| !hidden.contains(&meeting)));
        Ok(PostMail {
            post: held,
            rhythm: settings.rhythm(),
            is_on: settings.is_on(),
            next: self.mailed_person(&mailing, &all_dead, today)?,
            feed_seal: self.feed_seal(&mailing)?,
            letters,
            dead: addresses.filter(|to| all_dead.contains(&to.address.to_lowercase())).collect(),
            mailing,
        })
    }
}
