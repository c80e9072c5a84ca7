//! One-time links: how somebody gets a first password, or a new one when theirs or their device is lost.

use model::{Level, Person, PersonId, Post, PostId, Power, Refusal, Standing, Tenure, Unit, UnitId, sentence};
use store::{SecretHash, Writer};

use super::{INVITATION_MICROS, Secret};
use crate::review::Turn;
use crate::{Failure, Office};

/// Makes a one-time link for a person, in place of those before.
///
/// # Errors
/// Refused when the officer does not administer, or when there is no such person.
pub fn invite(writer: &mut Writer, turn: &mut Turn<'_>, person: &PersonId) -> Result<Secret, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    let secret = Secret::new(turn.ids);
    writer.transact(&actor.to_string(), turn.now, |deed| {
        deed.person(person)?.filter(|person| !person.left).ok_or_else(|| no_person(person))?;
        deed.invite(person, &secret.hash(), turn.now + INVITATION_MICROS)?;
        Ok(secret.clone())
    })
}

pub(crate) fn no_person(id: &PersonId) -> Refusal {
    Refusal::NotFound {
        noun: "person",
        text: id.to_string(),
        next: sentence!("next-look-persons", "look in the list of persons"),
    }
}

/// Takes up a one-time link: its person has this password from now on, and no other way in. Whoever needs a link may
/// have lost the device that made their codes, or have it in other hands, so codes and passkeys end, and what bound them
/// to a provider.
///
/// # Errors
/// Refused when the link is used or too old, or when its person has left.
pub fn take_invitation(writer: &mut Writer, token: &SecretHash, hash: &str, now: i64) -> Result<PersonId, Failure> {
    writer.transact("invitation", now, |deed| {
        let person = deed.invited(token)?.ok_or_else(|| {
            Failure::said(sentence!(
                "link-used",
                "This link was used already or is too old; ask an administrator for a new one"
            ))
        })?;
        deed.person(&person)?.filter(|person| !person.left).ok_or_else(|| no_person(&person))?;
        let has_codes = deed.account(&person)?.is_some_and(|account| account.totp_secret.is_some());
        deed.set_password(&person, hash)?;
        if has_codes {
            deed.set_totp(&person, None)?;
        }
        if deed.remove_passkeys(&person)? > 0 {
            let fact = deed.fact(model::Verb::Credentialed, format!("person:{person}"));
            deed.note(&fact.with("no passkeys".to_owned()))?;
        }
        if deed.is_bound_to_provider(&person)? {
            deed.part_from_provider(&person)?;
        }
        Ok(person)
    })
}

/// The name of the first administrator, until they change it.
pub const FIRST_ADMINISTRATOR: &str = "administrator";

/// Makes a link for the first administrator, and the person, post and unit that they need, when nobody
/// can sign in yet. `None` when somebody can.
///
/// # Errors
/// When the store fails.
pub fn first_link(
    writer: &mut Writer,
    office: &Office,
    now: i64,
    today: model::Date,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Option<Secret>, Failure> {
    if !office.reader.has_no_account()? {
        return Ok(None);
    }
    let secret = Secret::new(ids);
    let administrator = first_administrator(writer, office, now, today)?;
    writer.transact("operator", now, |deed| {
        deed.invite(&administrator, &secret.hash(), now + INVITATION_MICROS)?;
        Ok(Some(secret))
    })
}

/// Who administers already, or a person made for it.
fn first_administrator(
    writer: &mut Writer,
    office: &Office,
    now: i64,
    today: model::Date,
) -> Result<PersonId, Failure> {
    let posts = office.posts()?;
    for post in posts.iter().filter(|post| post.powers.contains(&Power::Administer) && !post.closed) {
        if let Some((person, _)) = office.reader.acting(&office.scope, &post.id, today)?.first() {
            return Ok(person.id.clone());
        }
    }
    let root = office.tree()?.roots().next().cloned();
    writer.transact("operator", now, |deed| {
        let unit = match root {
            Some(unit) => unit.id,
            None => {
                let unit = Unit { id: UnitId::new("office")?, name: "Office".to_owned(), parent: None };
                deed.keep_unit(&unit)?;
                unit.id
            }
        };
        let (post, person) = (PostId::new(FIRST_ADMINISTRATOR)?, PersonId::new(FIRST_ADMINISTRATOR)?);
        let powers = [Power::Administer, Power::Audit].into_iter().collect();
        let title = "Administrator".to_owned();
        deed.keep_post(&Post { id: post.clone(), title: title.clone(), unit, powers, closed: false })?;
        deed.keep_person(&Person {
            id: person.clone(),
            name: title,
            email: None,
            language: None,
            level: Level::Internal,
            compartments: Default::default(),
            left: false,
        })?;
        let (standing, since) = (Standing::Holder, today);
        deed.appoint(&Tenure { post, person: person.clone(), standing, since, until: None })?;
        Ok(person)
    })
}

/// Gives a person a password without a link: for the demonstration and for tests.
///
/// # Errors
/// When the store fails.
pub fn give_password(writer: &mut Writer, person: &PersonId, hash: &str, now: i64) -> Result<(), Failure> {
    writer.transact("operator", now, |deed| Ok(deed.set_password(person, hash)?))
}
