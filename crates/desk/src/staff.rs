//! The staff: units, posts, persons, compartments and tenures, as administrators keep them.
//!
//! Every change goes the same way: the staff is loaded, changed as a whole, looked at by its rules, and what
//! differs is kept with its facts in one transaction.

use model::{
    Date, Hand, PersonId, PostId, Power, Refusal, Staff, StaffChange, StaffFault, Standing, Tenure, Thing, sentence,
};
use store::{Deed, Writer};

use crate::review::Turn;
use crate::{Failure, Office, assignment};

/// What a form showed when it was opened: a thing, and how many facts there were about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsSeen {
    /// The thing.
    pub thing: Thing,
    /// How many facts there were about it; 0 when it was not there.
    pub n_facts: u64,
}

impl Office {
    /// The staff, read at one moment.
    ///
    /// # Errors
    /// When the store fails.
    pub fn staff(&self) -> Result<Staff, Failure> {
        Ok(self.reader.staff(&self.scope)?)
    }

    /// A thing as it stands now, for the form that changes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn as_seen(&self, thing: Thing) -> Result<AsSeen, Failure> {
        let n_facts = self.reader.n_facts_about(&self.scope, &thing)?;
        Ok(AsSeen { thing, n_facts })
    }
}

/// Changes the staff: all of it, or nothing. What a post that is closed has open and answers for goes to the post that is named
/// for it, and whoever leaves is signed out everywhere.
///
/// # Errors
/// Refused when the officer does not administer, when somebody else changed the thing since it was seen, or when a rule
/// would be broken; the refusal names every rule, one a line.
pub fn keep_staff(
    writer: &mut Writer,
    turn: &Turn<'_>,
    changes: &[StaffChange],
    seen: Option<&AsSeen>,
) -> Result<Staff, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if let Some(seen) = seen
            && deed.n_facts_about(&seen.thing)? != seen.n_facts
        {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "staff-changed-meanwhile",
                "Somebody else changed this since you opened it; look at what stands now and make your change again"
            ))));
        }
        change(deed, turn, changes)
    })
}

fn change(deed: &mut Deed<'_>, turn: &Turn<'_>, changes: &[StaffChange]) -> Result<Staff, Failure> {
    let before = deed.staff()?;
    let hand = Hand { person: Some(&turn.officer.person.id), today: turn.today };
    let after = before.after(changes, hand).map_err(|faults| refused(&faults))?;
    for post in after.posts.values().filter(|post| post.closed) {
        if before.posts.get(&post.id).is_none_or(|held| held.closed) {
            continue;
        }
        match taker(changes, &post.id) {
            Some(to) if after.posts.get(to).is_none_or(|taker| taker.closed) => {
                return Err(Failure::said(sentence!(
                    "post-taker-closed",
                    "The post {post} is closed itself; name one that is open",
                    post = to
                )));
            }
            Some(to) => {
                give_work(deed, turn, &post.id, to)?;
            }
            None if !deed.open_work(&post.id)?.is_none() => return Err(has_open_work(&post.id).into()),
            None => {}
        }
    }
    deed.keep_staff(&before, &after)?;
    for person in after.persons.values().filter(|person| person.left) {
        if before.persons.get(&person.id).is_some_and(|held| !held.left) {
            deed.shut_out(&person.id)?;
        }
    }
    Ok(after)
}

/// The post that takes over what a closed post has open.
fn taker<'c>(changes: &'c [StaffChange], closed: &PostId) -> Option<&'c PostId> {
    changes.iter().find_map(|change| match change {
        StaffChange::ClosePost { post, to } if post == closed => to.as_ref(),
        _ => None,
    })
}

pub(crate) fn has_open_work(post: &PostId) -> Refusal {
    Refusal::Said(sentence!(
        "post-has-work",
        "The post {post} still has open work; name the post that takes it over when you close it on its page",
        post
    ))
}

/// Every fault in one refusal, one a line.
pub(crate) fn refused(faults: &[StaffFault]) -> Failure {
    Refusal::Several(faults.iter().map(|(_, refusal)| refusal.clone()).collect()).into()
}

/// Gives all that a post has open to another, which stays as it is.
///
/// # Errors
/// Refused when the officer does not administer, or when one of the posts is not there or closed.
pub fn hand_work(writer: &mut Writer, turn: &Turn<'_>, from: &PostId, to: &PostId) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    if from == to {
        return Err(Failure::said(sentence!(
            "post-takes-itself",
            "A post cannot take over its own work; name another post"
        )));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let missing = |id: &PostId| {
            let next = sentence!("next-choose-post", "choose one from the list of posts");
            Refusal::NotFound { noun: "post", text: id.to_string(), next }
        };
        deed.post(from)?.ok_or_else(|| missing(from))?;
        if deed.post(to)?.ok_or_else(|| missing(to))?.closed {
            return Err(Failure::said(sentence!(
                "post-taker-closed",
                "The post {post} is closed itself; name one that is open",
                post = to
            )));
        }
        give_work(deed, turn, from, to)
    })
}

/// What the one post has open and answers for goes to the other, and whoever acts there sees it.
fn give_work(deed: &mut Deed<'_>, turn: &Turn<'_>, from: &PostId, to: &PostId) -> Result<(), Failure> {
    deed.hand_work(from, to, turn.today)?;
    assignment::let_in(deed, to)
}

/// Appoints a deputy for a post that the officer holds, during a leave. This takes no administrator.
///
/// # Errors
/// Refused when the officer does not hold the post today, or when the days do not make a leave.
pub fn appoint_deputy(
    writer: &mut Writer,
    turn: &Turn<'_>,
    post: &PostId,
    deputy: &PersonId,
    days: (Date, Date),
) -> Result<Tenure, Failure> {
    let actor = holding(turn, post)?;
    let tenure = Tenure::during_leave(post, &turn.officer.person.id, deputy, days, turn.today)?;
    writer.transact(&actor, turn.now, |deed| {
        let before = deed.staff()?;
        let again = before
            .tenures_of(post)
            .into_iter()
            .find(|held| held.person == *deputy && held.standing == Standing::Deputy && held.meets(&tenure));
        if let Some(held) = again {
            let since = held.since;
            return Err(Failure::said(match held.until {
                Some(until) => sentence!(
                    "deputy-already",
                    "{deputy} is your deputy from {since} to {until} already; end that first, or choose other days",
                    deputy,
                    since,
                    until
                ),
                None => sentence!(
                    "deputy-without-end",
                    "{deputy} is your deputy from {since} on already; end that first, or choose other days",
                    deputy,
                    since
                ),
            }));
        }
        change(deed, turn, &[StaffChange::Appoint(tenure.clone())])?;
        Ok(tenure)
    })
}

/// Ends the time of a deputy at a post that the officer holds; `last` is their last day.
///
/// # Errors
/// Refused when the officer does not hold the post, or when the person is no deputy of it.
pub fn end_deputy(
    writer: &mut Writer,
    turn: &Turn<'_>,
    post: &PostId,
    deputy: &PersonId,
    last: Date,
) -> Result<(), Failure> {
    let actor = holding(turn, post)?;
    let (post, person, standing) = (post.clone(), deputy.clone(), Standing::Deputy);
    writer.transact(&actor, turn.now, |deed| {
        change(deed, turn, &[StaffChange::Relieve { post, person, standing, last }])?;
        Ok(())
    })
}

/// The officer as the holder of a post. A deputy appoints no deputies: who stands in is the holder's choice.
fn holding(turn: &Turn<'_>, post: &PostId) -> Result<String, Failure> {
    let holds = turn.officer.posts.iter().any(|(held, standing)| held.id == *post && *standing == Standing::Holder);
    if !holds {
        return Err(Failure::said(sentence!(
            "deputy-only-holder",
            "Only who holds the post {post} names its deputies; ask its holder",
            post
        )));
    }
    Ok(turn.officer.acting_for(post)?.to_string())
}
