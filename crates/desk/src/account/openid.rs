//! A provider of identities (OpenID Connect): signing in with it, being bound to it and parted from it, and the posts
//! that its groups give.
//!
//! What the provider says was looked at before it comes here: that it is the provider, and that it speaks to us. A
//! session that begins with its word asks for no one-time code: how sure it wants to be is its own matter.

use std::collections::{BTreeMap, BTreeSet};

use model::{Date, GroupRule, Level, Person, PersonId, Refusal, STAFF_NAME_CHARS_MAX, StaffChange, sentence};
use store::{Deed, Writer};

use super::Secret;
use super::sign_in::{Browser, Proof, SignedIn, begin, failed, go_on};
use crate::review::Turn;
use crate::staff::refused;
use crate::{Failure, Office};

/// Who the ledger says it was, where a provider's word changed something.
pub const PROVIDER: &str = "provider";

/// Somebody, as a provider knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identified {
    /// What the provider calls itself.
    pub issuer: String,
    /// Its own name for them, which never passes to somebody else.
    pub subject: String,
    /// The name that they sign in with there.
    pub username: Option<String>,
    /// Their name as people write it.
    pub name: Option<String>,
    /// Where mail reaches them, if the provider has seen that it does.
    pub email: Option<String>,
    /// The groups they are in.
    pub groups: BTreeSet<String>,
}

/// What the word of a provider counts for.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Whether it makes persons of those whom nobody is bound to.
    pub makes_persons: bool,
    /// What its groups give.
    pub rules: Vec<GroupRule>,
}

/// What came of somebody's coming from a provider.
pub enum Arrival {
    /// They are in. What their groups did not give is refused, one by one.
    Open(Box<SignedIn>, Vec<Refusal>),
    /// Nobody is bound to them.
    Unknown,
    /// Their person has left.
    Shut,
}

/// Lets somebody in whom a provider knows, and gives and takes posts by their groups.
///
/// # Errors
/// Refused when a person is to be made of them and cannot be, with the next step.
pub fn sign_in_by_provider(
    writer: &mut Writer,
    who: &Identified,
    trust: &Trust,
    browser: Browser<'_>,
    (now, today): (i64, Date),
    ids: &mut dyn FnMut() -> u64,
) -> Result<Arrival, Failure> {
    let signed_in = SignedIn::new(ids);
    let found = writer.transact(PROVIDER, now, |deed| {
        let id = match deed.known_by_provider(&who.issuer, &who.subject)? {
            Some(id) => id,
            None if trust.makes_persons => make(deed, who, today)?,
            None => return Ok(None),
        };
        let person = deed.person(&id)?.ok_or_else(|| super::invitation::no_person(&id))?;
        if person.left {
            failed(deed, &id, "OpenID Connect")?;
            return Ok(Some((person, Vec::new())));
        }
        deed.came_by_provider(&who.issuer, &who.subject)?;
        let unsaid = follow_groups(deed, &id, &trust.rules, &who.groups, today)?;
        Ok::<_, Failure>(Some((person, unsaid)))
    })?;
    let Some((person, unsaid)) = found else { return Ok(Arrival::Unknown) };
    if person.left {
        return Ok(Arrival::Shut);
    }
    writer.transact(&format!("/{}", person.id), now, |deed| begin(deed, &person, browser, now, &signed_in))?;
    Ok(Arrival::Open(Box::new(signed_in), unsaid))
}

/// Makes a person of somebody whom nobody is bound to. They see what everybody may see, until an administrator or their
/// groups say more. A name that is taken is never theirs: who has it may be somebody else.
fn make(deed: &mut Deed<'_>, who: &Identified, today: Date) -> Result<PersonId, Failure> {
    let username = who.username.as_deref().unwrap_or_default();
    let id = PersonId::folded(username).map_err(|_| {
        Failure::said(sentence!(
            "provider-name-unfit",
            "Your provider calls you `{username}`, of which no short name can be made here; ask an administrator to make \
             an account for you, then bind it in its settings",
            username
        ))
    })?;
    let before = deed.staff()?;
    if before.persons.contains_key(&id) {
        return Err(Failure::said(sentence!(
            "provider-name-taken",
            "There is an account {person} here already. If it is yours, sign in with its password and bind it in its \
             settings; if it is not, ask an administrator to make one for you",
            person = id
        )));
    }
    let name = who.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let name = name.map_or_else(|| id.to_string(), |name| name.chars().take(STAFF_NAME_CHARS_MAX).collect());
    let person = Person {
        id: id.clone(),
        name,
        email: who.email.clone(),
        language: None,
        level: Level::Open,
        compartments: BTreeSet::new(),
        left: false,
    };
    let hand = model::Hand { person: None, today };
    // An address for mail that is odd is left out; it keeps nobody from their work.
    let after = before
        .after(&[StaffChange::Person(person.clone())], hand)
        .or_else(|_| before.after(&[StaffChange::Person(Person { email: None, ..person })], hand))
        .map_err(|faults| refused(&faults))?;
    deed.keep_staff(&before, &after)?;
    deed.bind_to_provider(&id, &who.issuer, &who.subject)?;
    Ok(id)
}

/// Gives and takes posts as the groups of a person say. Answers what was not done, a sentence each.
fn follow_groups(
    deed: &mut Deed<'_>,
    person: &PersonId,
    rules: &[GroupRule],
    groups: &BTreeSet<String>,
    today: Date,
) -> Result<Vec<Refusal>, Failure> {
    let gave = deed.group_tenures(person)?;
    if rules.is_empty() && gave.is_empty() {
        return Ok(Vec::new());
    }
    let before = deed.staff()?;
    let change = before.after_groups(person, rules, groups, &gave, today);
    deed.keep_staff(&before, &change.staff)?;
    for tenure in &change.taken {
        deed.forget_group_tenure(person, tenure)?;
    }
    for tenure in &change.given {
        deed.note_group_tenure(person, tenure)?;
    }
    let said: BTreeMap<_, _> = change.passed_over.into_iter().collect();
    Ok(said.into_values().collect())
}

/// Binds the officer to whom a provider knows them as: from then on they can come in with it.
///
/// # Errors
/// Refused when somebody is bound to it already, or when the officer is bound to another account of the provider.
pub fn bind_to_provider(writer: &mut Writer, turn: &Turn<'_>, who: &Identified) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| {
        if deed.known_by_provider(&who.issuer, &who.subject)?.as_ref() == Some(person) {
            return Ok(());
        }
        if deed.is_bound_to_provider(person)? {
            return Err(Failure::said(sentence!(
                "provider-bound-already",
                "You are bound to an account of a provider already; part from it first"
            )));
        }
        Ok(deed.bind_to_provider(person, &who.issuer, &who.subject)?)
    })
}

/// Parts the officer from the provider. What its groups gave them ends with it: nobody would take it back later.
///
/// # Errors
/// Refused when no way in would be left, or when an office without administrators would be.
pub fn part_from_provider(writer: &mut Writer, turn: &Turn<'_>) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| {
        let has_password = deed.account(person)?.is_some_and(|account| account.password.is_some());
        if !has_password && deed.passkeys(person)?.is_empty() {
            return Err(Failure::said(sentence!(
                "provider-only-way",
                "The provider is your only way in; choose a password or add a passkey first, then part from it"
            )));
        }
        let unsaid = follow_groups(deed, person, &[], &BTreeSet::new(), turn.today)?;
        if let Some(refusal) = unsaid.into_iter().next() {
            return Err(refusal.into());
        }
        Ok(deed.part_from_provider(person)?)
    })
}

/// Shows again, in a session, by the word of a provider, that its person is themselves.
///
/// # Errors
/// Refused when the session has ended meanwhile.
pub fn prove_by_provider(
    writer: &mut Writer,
    person: &PersonId,
    who: &Identified,
    browser: Browser<'_>,
    now: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Proof, Failure> {
    let token = Secret::new(ids);
    writer.transact(&format!("/{person}"), now, |deed| {
        if deed.known_by_provider(&who.issuer, &who.subject)?.as_ref() != Some(person) {
            failed(deed, person, "OpenID Connect")?;
            return Ok(Proof::Refused);
        }
        deed.came_by_provider(&who.issuer, &who.subject)?;
        go_on(deed, person, browser, token)
    })
}

impl Office {
    /// What the rules of the provider's groups name that is not there, a sentence each: for the operator, who made them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn strange_groups(&self) -> Result<Vec<String>, Failure> {
        let Some(openid) = self.configuration.openid() else { return Ok(Vec::new()) };
        let staff = self.staff()?;
        let rules = openid.rules().into_iter();
        let missing = rules.filter_map(|rule| {
            let what = match &rule.gift {
                model::GroupGift::Post(post, _) if !staff.posts.contains_key(post) => format!("post {post}"),
                model::GroupGift::Unit(unit) if !staff.units.contains_key(unit) => format!("unit {unit}"),
                _ => return None,
            };
            Some(format!("the group `{}` gives the {what}, which is not there", rule.group))
        });
        Ok(missing.collect())
    }
}
