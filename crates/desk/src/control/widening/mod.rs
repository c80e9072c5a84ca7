//! Widenings: a thing is marked so that more people see it, by the word of two persons beside who asked, and by every case of control that
//! a regime asks for. The marking is changed in the deed that brings the last word.

mod page;
mod room;

use model::{
    Actor, Date, Door, DutyKind, DutyState, Marking, Noun, Post, PostId, Power, Refusal, Thing, UnitId, Verb, Widening,
    WideningId, WideningSide, WideningState, WideningWord, sentence,
};
use store::{Deed, Scope, Writer};

use super::door::opens;
use super::gate;
use super::proposal::widening_proposal;
use crate::review::{Turn, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

pub use page::{WIDENINGS_LISTED, WideningPage, WideningRights};

fn thing_of(id: WideningId) -> Thing {
    Thing::new(Noun::Widening, id)
}

fn no_widening(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "widening",
        text: text.to_owned(),
        next: sentence!("next-look-widenings", "look for it on the page of its thing"),
    }
}

fn no_thing(thing: &Thing) -> Refusal {
    Refusal::NotFound {
        noun: "widening",
        text: thing.to_string(),
        next: sentence!("next-widen-thing", "ask from the page of a thing whose marking can be made wider"),
    }
}

fn held(deed: &Deed<'_>, officer: &Officer, id: WideningId) -> Result<Widening, Failure> {
    Ok(deed.widening(&officer.scope, id)?.ok_or_else(|| no_widening(&id.to_string()))?)
}

/// The post that speaks for a side: that with its power nearest above the unit, or, of those who administer, any.
fn post_of(posts: &[Post], tree: &model::UnitTree, unit: &UnitId, side: WideningSide) -> Result<PostId, Refusal> {
    let power = side.power();
    let anywhere = || {
        let open = posts.iter().find(|post| !post.closed && post.powers.contains(&power));
        open.filter(|_| side == WideningSide::Office)
    };
    let post = tree.nearest(unit, power, posts).or_else(anywhere).ok_or_else(|| {
        Refusal::Said(sentence!(
            "widening-nobody",
            "No post has the power “{power}” over {unit}, so nobody could decide; ask an administrator to give a post that power",
            power,
            unit
        ))
    })?;
    Ok(post.id.clone())
}

/// Asks that a thing be marked so that more people see it. Who decides is asked at once, and what regimes ask for is laid before the gate.
/// A form that is sent twice asks once.
///
/// # Errors
/// Refused when the officer does not see the thing or does not act for the post, when nothing would become wider, when it would be
/// wider than what the thing is drawn from, while it is asked for already, without a reason, and when nobody who decides may see it.
pub fn ask_widening(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    asked: (WideningId, &Thing),
    to: &Marking,
    (post, reason): (&PostId, &str),
) -> Result<Widening, Failure> {
    let officer = turn.officer;
    let (id, thing) = asked;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let room = room::room(deed, &officer.scope, thing)?.ok_or_else(|| no_thing(thing))?;
        let actor = officer.acting_for(post)?;
        if let Some(before) = deed.widening(&Scope::office(), id)? {
            if before.thing == *thing && before.to == *to {
                return Ok(before);
            }
            return Err(Failure::said(sentence!(
                "widening-form-sent",
                "This form was sent before; open a new one to ask for something else"
            )));
        }
        let unit = deed.post(post)?.map(|post| post.unit).ok_or_else(|| {
            Failure::said(sentence!("post-gone-reload", "The post is not there any more; reload the page"))
        })?;
        let widening = Widening {
            id,
            thing: thing.clone(),
            title: room.title(),
            from: room.marking().clone(),
            to: to.clone(),
            reason: reason.to_owned(),
            unit,
            post: post.clone(),
            asked_by: actor.to_string(),
            asker: officer.person.id.clone(),
            state: WideningState::Asked,
            words: Vec::new(),
            revision: 0,
            made_at: turn.now,
        }
        .tidied()?;
        covers_floor(&room.floor(deed)?, to)?;
        if deed.open_widening(thing)?.is_some() {
            return Err(Failure::said(sentence!(
                "widening-asked",
                "It is asked already that more people may see this; wait until that is decided"
            )));
        }
        let fact = deed.fact(Verb::Asked, thing_of(id)).to(thing.to_string());
        deed.keep_widening(&widening, &fact.with(format!("{} to {to}", widening.from)))?;
        let (posts, tree) = (deed.posts()?, tree(deed)?);
        for side in WideningSide::ALL {
            let post = post_of(&posts, &tree, &widening.unit, *side)?;
            if !office.post_may_see_marking(&post, &widening.from, turn.today)? {
                return Err(Failure::said(sentence!(
                    "widening-blind",
                    "Nobody at {post}, which has to decide, may see it as it is marked; ask an administrator to clear somebody there",
                    post
                )));
            }
            charge(deed, &turn.duty(&post, DutyKind::Widen, thing_of(id), turn.work.review_days))?;
        }
        let proposal = widening_proposal(deed, &widening)?;
        gate::lay_before(deed, turn, &proposal)?;
        Ok(widening)
    })
}

/// Refuses a marking that is wider than what the thing is drawn from.
fn covers_floor(floor: &Marking, to: &Marking) -> Result<(), Refusal> {
    if to.covers(floor) {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "widening-floor",
        "What it is drawn from is marked `{floor}`, and it cannot be marked wider than that; have that widened first",
        floor
    )))
}

/// By which of their posts an officer speaks for a side: one with its power over the unit of who asked, or the one that is asked.
fn speaks(deed: &Deed<'_>, officer: &Officer, widening: &Widening, side: WideningSide) -> Result<Actor, Failure> {
    let duties = deed.open_duties(&thing_of(widening.id))?;
    let asked = duties.iter().filter(|duty| duty.kind == DutyKind::Widen);
    let raised = asked.filter_map(|duty| duty.raised_to.as_ref()).find(|post| officer.acts_for(post));
    let by_power = match side {
        WideningSide::Work => officer.empowered(Power::Coordinate, &widening.unit, &tree(deed)?),
        WideningSide::Office => officer.by_power(Power::Administer),
    };
    Ok(by_power.or_else(|refusal| match raised {
        Some(post) => officer.acting_for(post),
        None => Err(refusal),
    })?)
}

/// Keeps the word of one side. When it is the last that is missing and no case of control is open, the thing is marked at once.
///
/// # Errors
/// Refused when there is none, to whoever has not the power of that side, who asked, or who spoke for the other side, when this side has
/// spoken, without a reason, and when somebody decided in between.
pub fn decide_widening(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (WideningId, u32),
    side: WideningSide,
    (yes, reason): (bool, &str),
) -> Result<Widening, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        let actor = speaks(deed, officer, &before, side)?;
        before.from_revision(revision)?;
        let (by, person) = (actor.to_string(), officer.person.id.clone());
        let word = WideningWord { side, yes, reason: reason.to_owned(), by: by.clone(), person, at: turn.now };
        let after = before.say(word)?;
        let said = if yes { "yes" } else { "no" };
        let fact = model::Fact::new(&by, Verb::Answered, thing_of(id).to_string());
        deed.keep_widening(&after, &fact.to(after.thing.to_string()).with(format!("{side} {said}")))?;
        discharge(deed, &after, side, said)?;
        match after.state {
            WideningState::Waiting => {
                let done = carry_out(deed, turn.today, after)?;
                if done.state == WideningState::Waiting {
                    // A regime may have come since it was asked for.
                    let proposal = widening_proposal(deed, &done)?;
                    gate::lay_before(deed, turn, &proposal)?;
                }
                Ok(done)
            }
            WideningState::Refused => {
                deed.lapse(&thing_of(id), "refused")?;
                Ok(after)
            }
            _ => Ok(after),
        }
    })
}

/// Closes the duty of the side that spoke.
fn discharge(deed: &mut Deed<'_>, widening: &Widening, side: WideningSide, outcome: &str) -> Result<(), Failure> {
    let post = post_of(&deed.posts()?, &tree(deed)?, &widening.unit, side)?;
    let duties = deed.open_duties(&thing_of(widening.id))?;
    // Both sides may be one post; then each word closes one of its two duties.
    if let Some(duty) = duties.iter().find(|duty| duty.post == post) {
        deed.keep_duty(&duty.close(DutyState::Done, outcome, None, deed.at())?)?;
    }
    Ok(())
}

/// Marks the thing as it was agreed, once every case of control is decided; until then nothing is done. A thing that is marked otherwise
/// than when it was asked for stays as it is.
pub(super) fn carry_out(deed: &mut Deed<'_>, today: Date, widening: Widening) -> Result<Widening, Failure> {
    if widening.state != WideningState::Waiting {
        return Ok(widening);
    }
    let proposal = widening_proposal(deed, &widening)?;
    if !opens(deed, today, Door::MarkingWidened, &proposal)? {
        return Ok(widening);
    }
    let scope = Scope::office();
    let Some(room) = room::room(deed, &scope, &widening.thing)? else { return Ok(widening) };
    let is_floored = widening.to.covers(&room.floor(deed)?);
    let mut after = widening.carry_out(room.marking())?;
    if after.state == WideningState::Done && !is_floored {
        after.state = WideningState::Overtaken;
    }
    let word = after.state.word();
    deed.lapse(&thing_of(after.id), word)?;
    if after.state == WideningState::Done {
        room.mark(deed, &after.thing, &after.to)?;
    }
    let fact = deed.fact(Verb::Closed, thing_of(after.id)).to(after.thing.to_string());
    deed.keep_widening(&after, &fact.with(word.to_owned()))?;
    Ok(after)
}

/// Marks a thing of which both sides said yes, where a case of control was decided since.
///
/// # Errors
/// Refused when there is none, when it does not wait, when somebody decided in between, and while a case of control is open, which it names.
pub fn carry_out_widening(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (WideningId, u32),
) -> Result<Widening, Failure> {
    let officer = turn.officer;
    let done = writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        before.from_revision(revision)?;
        // Whether it waits is said by its own rule.
        before.carry_out(&before.from)?;
        let proposal = widening_proposal(deed, &before)?;
        if let Err(shut) = super::through(deed, turn, Door::MarkingWidened, &proposal)? {
            return Ok(Err(shut));
        }
        carry_out(deed, turn.today, before).map(Ok)
    });
    super::flat(done)
}

/// Takes it back.
///
/// # Errors
/// Refused to whoever does not act for the post that asked, when it is over, and when somebody decided in between.
pub fn withdraw_widening(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (WideningId, u32),
) -> Result<Widening, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        let actor = officer.acting_for(&before.post)?;
        before.from_revision(revision)?;
        let after = before.withdraw()?;
        let fact = model::Fact::new(&actor.to_string(), Verb::Withdrew, thing_of(id).to_string());
        deed.keep_widening(&after, &fact.to(after.thing.to_string()))?;
        deed.lapse(&thing_of(id), "withdrawn")?;
        Ok(after)
    })
}
