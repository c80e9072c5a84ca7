//! Calls: one unit asks others, of any department, for what it lacks. Each answer is a duty, and so is what was promised.

use model::{
    Call, CallAnswer, CallAnswerState, CallId, CallKind, CallReply, CallState, Duty, DutyKind, DutyState, Noun, PostId,
    Thing, Verb, sentence,
};
use store::{CallFilter, Deed, Scope, Writer};

use super::{end_duties, has_duty, no_call, of_post, open_post};
use crate::review::Turn;
use crate::work_calendar::{charge, last_day};
use crate::{Failure, Office, Officer};

/// Calls that are listed at once.
pub const CALLS_LISTED: usize = 500;

pub(super) fn thing(id: CallId) -> Thing {
    Thing::new(Noun::Call, id)
}

fn seen(deed: &Deed<'_>, officer: &Officer, (id, revision): (CallId, u32)) -> Result<Call, Failure> {
    let call = deed.unit_call(&officer.scope, id)?.ok_or_else(|| no_call(&id.to_string()))?;
    call.from_revision(revision)?;
    Ok(call)
}

/// A call as it is answered to somebody: what it is needed for is named to who sees that. It is never kept so.
fn as_seen(deed: &Deed<'_>, officer: &Officer, call: Call) -> Result<Call, Failure> {
    let on = match call.on {
        Some(on) if deed.shows_thing(&officer.scope, &on)? => Some(on),
        _ => None,
    };
    Ok(Call { on, ..call })
}

fn keep(deed: &mut Deed<'_>, call: &Call, verb: Verb, who: &str, to: &PostId, word: &str) -> Result<(), Failure> {
    let fact = model::Fact { who: who.to_owned(), ..deed.fact(verb, thing(call.id)) };
    Ok(deed.keep_unit_call(call, &fact.to(of_post(to)).with(word.to_owned()))?)
}

/// Asks other units for what a unit lacks. A form that is sent twice asks once.
///
/// # Errors
/// Refused to whoever does not act for the asking post, when a post that is asked is not there or may not see the call, when that for which
/// it is needed is not there, or when it is not in order.
pub fn make_call(writer: &mut Writer, turn: &mut Turn<'_>, office: &Office, call: Call) -> Result<Call, Failure> {
    let officer = turn.officer;
    let who = officer.acting_for(&call.post)?.to_string();
    writer.transact(&who, turn.now, |deed| {
        if let Some(held) = deed.unit_call(&Scope::office(), call.id)? {
            if held.post == call.post && held.what == call.what.trim() && officer.clearance.may_see(&held.marking) {
                return as_seen(deed, officer, held);
            }
            return Err(Failure::said(sentence!(
                "call-form-sent",
                "This form was sent before; open a new one to ask for something else"
            )));
        }
        if let Some(on) = &call.on
            && !deed.shows_thing(&officer.scope, on)?
        {
            return Err(Failure::said(sentence!(
                "call-on",
                "What this is needed for is not there any more; open the form from its page again"
            )));
        }
        let own = open_post(deed, &call.post)?;
        let mut answers: Vec<CallAnswer> = Vec::new();
        for asked in &call.answers {
            let post = open_post(deed, &asked.post)?;
            if !office.post_sees(&post.id, (None, &call.marking), turn.today)? {
                return Err(Failure::said(sentence!(
                    "call-blind",
                    "Nobody at {post} may see a call that is so marked; mark it wider, or do not ask them",
                    post = post.title.as_str()
                )));
            }
            if !answers.iter().any(|held| held.post == post.id) {
                answers.push(CallAnswer::asked(post.id, post.unit));
            }
        }
        if !officer.clearance.may_see(&call.marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-call",
                "You could not see the call once it is so marked; choose a marking that you are cleared for"
            )));
        }
        let call = Call { unit: own.unit, answers, state: CallState::Open, revision: 0, made_at: turn.now, ..call };
        let call = call.tidied(turn.today)?;
        let fact = deed.fact(Verb::Called, thing(call.id));
        let fact = match &call.on {
            Some(on) => fact.to(on.to_string()),
            None => fact,
        };
        deed.keep_unit_call(&call, &fact.with(call.kind.word().to_owned()))?;
        for answer in &call.answers {
            let duty = turn.duty(&answer.post, DutyKind::AnswerCall, thing(call.id), turn.work.answer_days);
            let due = last_day(deed, &answer.post, duty.due)?.min(call.by);
            deed.charge(&Duty { due, ..duty })?;
        }
        Ok(call)
    })
}

/// Answers a call for a post that is asked.
///
/// # Errors
/// Refused when it is not there or over, to whoever does not act for the post, when the post is not asked, without what belongs to the
/// answer, or when something happened in between.
pub fn reply_to_call(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (CallId, u32),
    post: &PostId,
    reply: CallReply,
) -> Result<Call, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let who = officer.acting_for(post)?.to_string();
        let after = before.reply(post, reply, turn.today, (&who, turn.now))?;
        let word = after.answer_of(post).map_or("", |answer| answer.state.word());
        keep(deed, &after, Verb::Answered, &who, &after.post, word)?;
        end_duties(deed, &thing(after.id), (DutyKind::AnswerCall, Some(post)), (DutyState::Done, word))?;
        as_seen(deed, officer, after)
    })
}

/// Takes or leaves what a post can give. What is taken becomes a duty of that post by the day which it named.
///
/// # Errors
/// Refused when the call is not there or over, to whoever does not act for the post that asks, when nothing can be taken of that post, or
/// when something happened in between.
pub fn take_of_call(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (CallId, u32),
    post: &PostId,
    yes: bool,
) -> Result<Call, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let who = officer.acting_for(&before.post)?.to_string();
        let after = before.take(post, yes, turn.now)?;
        keep(deed, &after, Verb::Concluded, &who, post, if yes { "taken" } else { "left" })?;
        if let Some(day) = after.answer_of(post).and_then(|answer| answer.day).filter(|_| yes) {
            let duty = turn.duty(post, DutyKind::GiveForCall, thing(after.id), 0);
            deed.charge(&Duty { due: day, ..duty })?;
            if !has_duty(deed, &thing(after.id), DutyKind::JudgeCall)? {
                let duty = turn.duty(&after.post, DutyKind::JudgeCall, thing(after.id), 0);
                charge(deed, &Duty { due: day.plus_days(i64::from(turn.work.answer_days)), ..duty })?;
            }
        }
        as_seen(deed, officer, after)
    })
}

/// Says whether what was taken came as it was said.
///
/// # Errors
/// Refused when the call is not there, to whoever does not act for the post that asks, when nothing was taken of that post, for a no
/// without words, or when something happened in between.
pub fn judge_call(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (CallId, u32),
    post: &PostId,
    (kept, verdict): (bool, &str),
) -> Result<Call, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let who = officer.acting_for(&before.post)?.to_string();
        let after = before.judge(post, kept, verdict, turn.now)?;
        let word = if kept { "kept" } else { "broken" };
        keep(deed, &after, Verb::Judged, &who, post, word)?;
        let end = if kept { DutyState::Done } else { DutyState::Lapsed };
        end_duties(deed, &thing(after.id), (DutyKind::GiveForCall, Some(post)), (end, word))?;
        if !after.answers.iter().any(|answer| answer.state == CallAnswerState::Taken) {
            end_duties(deed, &thing(after.id), (DutyKind::JudgeCall, None), (DutyState::Done, word))?;
        }
        as_seen(deed, officer, after)
    })
}

/// Closes a call, or takes it back. What was taken is still to be given.
///
/// # Errors
/// Refused when it is not there or over, to whoever does not act for the post that asks, when it is taken back after something was taken,
/// or when something happened in between.
pub fn close_call(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (CallId, u32),
    taken_back: bool,
) -> Result<Call, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let who = officer.acting_for(&before.post)?.to_string();
        let (state, verb) =
            if taken_back { (CallState::Withdrawn, Verb::Withdrew) } else { (CallState::Closed, Verb::Closed) };
        let after = before.end(state)?;
        keep(deed, &after, verb, &who, &before.post, state.word())?;
        end_duties(deed, &thing(after.id), (DutyKind::AnswerCall, None), (DutyState::Lapsed, state.word()))?;
        as_seen(deed, officer, after)
    })
}

/// A call with what its page shows.
#[derive(Clone, Debug)]
pub struct CallPage {
    /// The call. What it is needed for is named to who sees that.
    pub call: Call,
    /// The name of the unit that asks.
    pub unit: String,
    /// The title of the post that asks.
    pub post: String,
    /// Name of unit and title of each post that is asked, in the order of the answers.
    pub asked: Vec<(String, String)>,
    /// Whether the officer acts for the post that asks.
    pub is_own: bool,
    /// The posts for which the officer may answer.
    pub may_answer: Vec<PostId>,
}

impl Office {
    /// Calls that are seen, the newest first, each with the name of its unit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn calls(
        &self,
        kind: Option<CallKind>,
        state: Option<CallState>,
        on: Option<Thing>,
    ) -> Result<Vec<(Call, String)>, Failure> {
        self.calls_up_to(kind, state, on, CALLS_LISTED)
    }

    /// The same, up to so many of them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn calls_up_to(
        &self,
        kind: Option<CallKind>,
        state: Option<CallState>,
        on: Option<Thing>,
        max: usize,
    ) -> Result<Vec<(Call, String)>, Failure> {
        let filter = CallFilter { on, kind, state, limit: Some(max) };
        let mut found = Vec::new();
        for call in self.reader.unit_calls(&self.scope, &filter)? {
            let unit = self.named_unit(&call.unit)?;
            found.push((self.call_as_seen(call)?, unit));
        }
        Ok(found)
    }

    fn call_as_seen(&self, call: Call) -> Result<Call, Failure> {
        let on = match call.on {
            Some(on) if self.reader.sees_thing(&self.scope, &on)? => Some(on),
            _ => None,
        };
        Ok(Call { on, ..call })
    }

    /// A call with what its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn call_page(&self, officer: &Officer, text: &str) -> Result<CallPage, Failure> {
        let id = CallId::parse(text).ok_or_else(|| no_call(text))?;
        let call = self.reader.unit_call(&self.scope, id)?.ok_or_else(|| no_call(text))?;
        let mut asked = Vec::new();
        for answer in &call.answers {
            asked.push((self.named_unit(&answer.unit)?, self.titled(&answer.post)?));
        }
        let open = |answer: &&CallAnswer| {
            matches!(answer.state, CallAnswerState::Asked | CallAnswerState::Can | CallAnswerState::Cannot)
                && officer.acts_for(&answer.post)
        };
        let may_answer = call.answers.iter().filter(open).map(|answer| answer.post.clone());
        Ok(CallPage {
            unit: self.named_unit(&call.unit)?,
            post: self.titled(&call.post)?,
            is_own: officer.acts_for(&call.post),
            may_answer: if call.state == CallState::Open { may_answer.collect() } else { Vec::new() },
            asked,
            call: self.call_as_seen(call)?,
        })
    }
}
