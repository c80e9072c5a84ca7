//! Plan relief: asked of whoever set the target, granted in whole or in part, refused, over by its day.

use model::{
    AdoptionId, Date, Duty, DutyKind, DutyState, Noun, PostId, QuarterAmount, Relief, ReliefId, ReliefState, Thing,
    Verb, sentence,
};
use store::{Deed, ReliefFilter, Scope, Writer};

use super::{end_duties, no_adoption, no_relief, of_post, open_post};
use crate::review::{Turn, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// Reliefs that are listed at once.
pub const RELIEFS_LISTED: usize = 500;

/// What whoever set the target decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReliefDecision {
    /// The target is lower by so much, through a day.
    Grant {
        /// By how much, by quarter.
        granted: Vec<QuarterAmount>,
        /// The last day on which it holds.
        until: Date,
        /// What is said with it.
        answer: String,
    },
    /// The target stays as it is, because.
    Refuse(String),
}

pub(super) fn thing(id: ReliefId) -> Thing {
    Thing::new(Noun::Relief, id)
}

fn seen(deed: &Deed<'_>, officer: &Officer, (id, revision): (ReliefId, u32)) -> Result<Relief, Failure> {
    let relief = deed.relief(&officer.scope, id)?.ok_or_else(|| no_relief(&id.to_string()))?;
    relief.from_revision(revision)?;
    Ok(relief)
}

/// Asks whoever set a target to lower it, because switching costs output. Unit, post and marking follow from the adoption. A form that is
/// sent twice asks once.
///
/// # Errors
/// Refused when the adoption is not there or ended, to whoever does not act for its post, when the other post is of no unit above or may not
/// see the adoption, or when it is not in order.
pub fn ask_relief(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    relief: Relief,
) -> Result<Relief, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let name = relief.adoption.to_string();
        let adoption = deed.adoption(&officer.scope, relief.adoption)?.ok_or_else(|| no_adoption(&name))?;
        let who = officer.acting_for(&adoption.post)?.to_string();
        if let Some(held) = deed.relief(&Scope::office(), relief.id)? {
            if held.adoption == relief.adoption && held.reason == relief.reason.trim() {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "relief-form-sent",
                "This form was sent before; open a new one to ask for another relief"
            )));
        }
        adoption.is_open()?;
        let relief = relief.tidied()?;
        let setter = open_post(deed, &relief.setter)?;
        let tree = tree(deed)?;
        if setter.unit == adoption.unit || !tree.is_within(&adoption.unit, &setter.unit) {
            return Err(Failure::said(sentence!(
                "relief-setter",
                "{post} is of no unit above yours; choose the post that set the target",
                post = setter.title.as_str()
            )));
        }
        if officer.acts_for(&setter.id) {
            return Err(Failure::said(sentence!(
                "relief-setter-own",
                "You act for {post} yourself, and nobody grants what they ask for; let somebody else of your unit ask",
                post = setter.title.as_str()
            )));
        }
        let ended = |line: &QuarterAmount| line.quarter.last_day() < turn.today;
        if let Some(line) = relief.asked.iter().find(|line| ended(line)) {
            return Err(Failure::said(sentence!(
                "relief-quarter-over",
                "{quarter} is over; a target is eased for a quarter that runs or comes",
                quarter = line.quarter.to_string()
            )));
        }
        let on = Thing::new(Noun::Adoption, adoption.id);
        if !office.post_sees(&setter.id, (Some(&on), &adoption.marking), turn.today)? {
            return Err(Failure::said(sentence!(
                "relief-setter-blind",
                "Nobody at {post} may see the adoption; ask for a widening first",
                post = setter.title.as_str()
            )));
        }
        let relief = Relief {
            unit: adoption.unit,
            post: adoption.post,
            granted: Vec::new(),
            answer: String::new(),
            until: None,
            state: ReliefState::Asked,
            decided_by: String::new(),
            marking: adoption.marking,
            revision: 0,
            made_at: turn.now,
            ..relief
        };
        let fact = model::Fact { who, ..deed.fact(Verb::Asked, thing(relief.id)) };
        deed.keep_relief(&relief, &fact.to(on.to_string()))?;
        let duty = turn.duty(&relief.setter, DutyKind::DecideRelief, thing(relief.id), turn.work.review_days);
        charge(deed, &duty)?;
        Ok(relief)
    })
}

/// Grants a relief in whole or in part, or refuses it.
///
/// # Errors
/// Refused when it is not there or was decided, to whoever acts neither for the post that set the target nor for one to which it was raised,
/// when it is not in order, or when something happened in between.
pub fn decide_relief(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (ReliefId, u32),
    decision: ReliefDecision,
) -> Result<Relief, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let decision_due = |duty: &Duty| duty.kind == DutyKind::DecideRelief;
        let raised =
            deed.open_duties(&thing(before.id))?.into_iter().find(decision_due).and_then(|duty| duty.raised_to);
        let who = officer.acting_for(&before.setter).or_else(|refusal| match &raised {
            Some(post) => officer.acting_for(post),
            None => Err(refusal),
        })?;
        let who = who.to_string();
        let (after, verb) = match decision {
            ReliefDecision::Grant { granted, until, answer } => {
                (before.grant(granted, (until, turn.today), (&answer, &who))?, Verb::Granted)
            }
            ReliefDecision::Refuse(reason) => (before.refuse(&reason, &who)?, Verb::Declined),
        };
        let mut fact = model::Fact { who, ..deed.fact(verb, thing(after.id)) }.to(of_post(&after.post));
        if let Some(until) = after.until {
            let whole = after.granted == after.asked;
            fact = fact.with(format!("{} until {until}", if whole { "whole" } else { "in part" }));
        }
        deed.keep_relief(&after, &fact)?;
        end_duties(deed, &thing(after.id), (DutyKind::DecideRelief, None), (DutyState::Done, after.state.word()))?;
        Ok(after)
    })
}

/// Takes a relief back: it is not asked for any more, or not needed.
///
/// # Errors
/// Refused when it is not there or neither waits nor holds, to whoever does not act for the post of the adoption, or when something
/// happened in between.
pub fn withdraw_relief(writer: &mut Writer, turn: &mut Turn<'_>, at: (ReliefId, u32)) -> Result<Relief, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        // The adoption may have gone to another post since it was asked for.
        let adoption = deed.adoption(&Scope::office(), before.adoption)?;
        let post = adoption.map_or_else(|| before.post.clone(), |adoption| adoption.post);
        let who = officer.acting_for(&post)?.to_string();
        let after = before.withdraw()?;
        let fact = model::Fact { who, ..deed.fact(Verb::Withdrew, thing(after.id)) };
        deed.keep_relief(&after, &fact.to(of_post(&after.setter)))?;
        deed.lapse(&thing(after.id), "withdrawn")?;
        Ok(after)
    })
}

/// Takes back what is asked for the sake of an adoption that was ended. What was granted holds until its day.
pub(super) fn withdraw_asked(deed: &mut Deed<'_>, adoption: AdoptionId) -> Result<(), Failure> {
    let filter = ReliefFilter { adoption: Some(adoption), state: Some(ReliefState::Asked), ..ReliefFilter::default() };
    for relief in deed.reliefs(&filter)? {
        let after = relief.withdraw()?;
        let fact = deed.fact(Verb::Withdrew, thing(after.id)).to(of_post(&after.setter));
        deed.keep_relief(&after, &fact)?;
        deed.lapse(&thing(after.id), "withdrawn")?;
    }
    Ok(())
}

/// A relief as a list shows it.
#[derive(Clone, Debug)]
pub struct ReliefLine {
    /// The relief.
    pub relief: Relief,
    /// The name of the unit whose target it is.
    pub unit: String,
    /// The title of the post that set the target.
    pub setter: String,
    /// The name of the technology that costs the output.
    pub technology: String,
}

/// A relief with what its page shows.
#[derive(Clone, Debug)]
pub struct ReliefPage {
    /// The relief.
    pub line: ReliefLine,
    /// The title of the post that asked.
    pub post: String,
    /// Whether the officer may decide.
    pub may_decide: bool,
    /// Whether the officer may take it back.
    pub may_withdraw: bool,
}

/// An adoption, the posts that may have set its target with their names, and the line of the plan of its need.
pub type Setters = (model::Adoption, Vec<(PostId, String)>, String);

impl Office {
    /// Reliefs that are seen, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reliefs(
        &self,
        adoption: Option<AdoptionId>,
        state: Option<ReliefState>,
    ) -> Result<Vec<ReliefLine>, Failure> {
        self.reliefs_up_to(adoption, state, RELIEFS_LISTED)
    }

    /// The same, up to so many of them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reliefs_up_to(
        &self,
        adoption: Option<AdoptionId>,
        state: Option<ReliefState>,
        max: usize,
    ) -> Result<Vec<ReliefLine>, Failure> {
        let filter = ReliefFilter { adoption, state, limit: Some(max) };
        let found = self.reader.reliefs(&self.scope, &filter)?;
        found.into_iter().map(|relief| self.relief_line(relief)).collect()
    }

    pub(super) fn relief_line(&self, relief: Relief) -> Result<ReliefLine, Failure> {
        let adoption = self.use_of(relief.adoption)?;
        let technology = match adoption {
            Some(adoption) => self.reader.technology(&self.scope, adoption.technology)?,
            None => None,
        };
        Ok(ReliefLine {
            unit: self.named_unit(&relief.unit)?,
            setter: self.titled(&relief.setter)?,
            technology: technology.map(|one| one.name).unwrap_or_default(),
            relief,
        })
    }

    /// A relief with what its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn relief_page(&self, officer: &Officer, text: &str) -> Result<ReliefPage, Failure> {
        let id = ReliefId::parse(text).ok_or_else(|| no_relief(text))?;
        let relief = self.reader.relief(&self.scope, id)?.ok_or_else(|| no_relief(text))?;
        let decision_due = |duty: &Duty| duty.kind == DutyKind::DecideRelief && duty.state == DutyState::Open;
        let raised = self.duties_about(&thing(id))?.into_iter().find(decision_due).and_then(|duty| duty.raised_to);
        let decides = officer.acts_for(&relief.setter) || raised.is_some_and(|post| officer.acts_for(&post));
        let adoption = self.reader.adoption(&Scope::office(), relief.adoption)?;
        let own = adoption.map_or_else(|| relief.post.clone(), |line| line.adoption.post);
        let open = matches!(relief.state, ReliefState::Asked | ReliefState::Granted);
        Ok(ReliefPage {
            post: self.titled(&relief.post)?,
            may_decide: decides && relief.state == ReliefState::Asked,
            may_withdraw: open && officer.acts_for(&own),
            line: self.relief_line(relief)?,
        })
    }

    /// The posts of units above an adoption's unit, nearest first: one of them set its target. With the line of the plan of its need.
    ///
    /// # Errors
    /// Refused when the adoption is not there, and to whoever does not act for its post.
    pub fn setters(&self, officer: &Officer, adoption: &str) -> Result<Setters, Failure> {
        let id = AdoptionId::parse(adoption).ok_or_else(|| no_adoption(adoption))?;
        let held = self.use_of(id)?.ok_or_else(|| no_adoption(adoption))?;
        if !officer.acts_for(&held.post) {
            return Err(Failure::said(sentence!(
                "relief-not-ours",
                "Only who acts for the post of the adoption asks for relief; ask them"
            )));
        }
        let tree = self.tree()?;
        let posts = self.posts()?;
        let mut found = Vec::new();
        for unit in tree.upwards(&held.unit).iter().filter(|unit| **unit != held.unit) {
            let name = tree.unit(unit).map_or("", |unit| unit.name.as_str());
            let here = posts.iter().filter(|post| post.unit == *unit && !post.closed);
            found.extend(here.map(|post| (post.id.clone(), format!("{name}: {}", post.title))));
        }
        let need = match &held.need {
            Some(need) => self.reader.need(&self.scope, need)?,
            None => None,
        };
        Ok((held, found, need.map(|need| need.plan_line).unwrap_or_default()))
    }
}
