//! The end of an adoption: said with its reason, told to every other unit that uses the technology and may see it, and answered by them.

use model::{
    Adoption, AdoptionId, Date, Duty, DutyKind, DutyState, EndHeard, EndReason, Noun, PostId, Thing, Verb, sentence,
};
use store::{AdoptionFilter, AdoptionLine, Deed, Scope, Writer};

use super::begin::is_alone;
use super::{as_seen, change, held, keep_on, thing};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office};

/// An end as it is said.
#[derive(Clone, Debug)]
pub struct EndSaid {
    /// Why, by its code.
    pub reason: EndReason,
    /// Why, in words.
    pub text: String,
    /// On which day.
    pub on: Date,
}

/// The posts of other open adoptions of the technology that may see this one.
fn hearers(office: &Office, ended: &Adoption, today: Date) -> Result<Vec<PostId>, Failure> {
    let filter = AdoptionFilter { technology: Some(ended.technology), open: true, ..AdoptionFilter::default() };
    let mut posts: Vec<PostId> = Vec::new();
    for line in office.reader.adoptions(&Scope::office(), &filter)? {
        let post = line.adoption.post;
        if line.adoption.id == ended.id || post == ended.post || posts.contains(&post) {
            continue;
        }
        if office.eyes_of(&post, today)?.iter().any(|clearance| clearance.may_see(&ended.marking)) {
            posts.push(post);
        }
    }
    Ok(posts)
}

/// Ends an adoption: abandoned before production, dis-adopted after it. Every other unit that uses the technology and may see this one is
/// told so, and asked whether it concerns them.
///
/// # Errors
/// Refused to whoever does not keep it, once it was ended, when somebody wrote in between, for a day to come, and without words that say why.
pub fn end_adoption(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    at: (AdoptionId, u32),
    said: &EndSaid,
) -> Result<AdoptionLine, Failure> {
    let known = office.seen_by(&Scope::office()).adoption(&at.0.to_string())?.adoption;
    let posts = hearers(office, &known, turn.today)?;
    change(writer, turn, at, |deed, turn, before, actor| {
        let now = (turn.now, turn.today);
        let after = before.finish(said.reason, &said.text, said.on, &actor.to_string(), now)?;
        let kind = after.end.as_ref().map(|end| end.kind.word()).unwrap_or_default();
        keep_on(deed, &after, Verb::GaveUp, &format!("{kind}: {}", said.reason))?;
        deed.lapse(&thing(after.id), "ended")?;
        crate::diffusion::tell_giver_ended(deed, after.id, said.on, &said.text)?;
        crate::diffusion::end_case(deed, &after, &said.text, turn.today)?;
        for post in &posts {
            let duty = turn.duty(post, DutyKind::HearEnd, thing(after.id), turn.work.review_days);
            charge(deed, &duty)?;
        }
        Ok(after)
    })
}

/// Takes an adoption up again that was ended. What others were asked about its end has nothing left to be answered.
///
/// # Errors
/// Refused to whoever does not keep it, while it goes on, when somebody wrote in between, or when the unit began it anew elsewhere.
pub fn resume_adoption(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (AdoptionId, u32),
) -> Result<AdoptionLine, Failure> {
    change(writer, turn, at, |deed, _, before, _| {
        let after = before.resume()?;
        is_alone(deed, &after)?;
        keep_on(deed, &after, Verb::TookUp, &format!("start {}", after.starts()))?;
        deed.lapse(&thing(after.id), "taken up again")?;
        crate::diffusion::tell_giver_resumed(deed, after.id)?;
        Ok(after)
    })
}

/// Says for one's own adoption whether the end of another concerns it, and why.
///
/// # Errors
/// Refused to whoever was not asked, and without words.
pub fn hear_end(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: AdoptionId,
    concerns: bool,
    why: &str,
) -> Result<AdoptionLine, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let ended = held(deed, officer, id)?;
        let duty = asked(deed, &ended, |duty| officer.acts_for(&duty.post))?;
        let actor = officer.acting_for(&duty.post)?;
        let heard = EndHeard {
            adoption: id,
            start: u32::try_from(ended.starts()).unwrap_or(u32::MAX),
            post: duty.post.clone(),
            concerns,
            why: why.to_owned(),
            by: actor.to_string(),
            at: turn.now,
        };
        let heard = heard.tidied()?;
        deed.keep_end_heard(&heard)?;
        let word = if concerns { "concerns" } else { "does not concern" };
        let closed =
            duty.close(DutyState::Done, if concerns { "concerns" } else { "does-not" }, Some(&heard.why), deed.at())?;
        deed.keep_duty(&closed)?;
        let fact = deed.fact(Verb::Answered, thing(id)).to(Thing::new(Noun::Post, &duty.post).to_string());
        deed.note(&fact.with(word.to_owned()))?;
        as_seen(deed, officer, id)
    })
}

fn asked(deed: &Deed<'_>, ended: &Adoption, is_mine: impl Fn(&Duty) -> bool) -> Result<Duty, Failure> {
    let open = deed.open_duties(&thing(ended.id))?;
    open.into_iter().find(|duty| duty.kind == DutyKind::HearEnd && is_mine(duty)).ok_or_else(|| {
        Failure::said(sentence!(
            "end-not-asked",
            "Nobody asks a post for which you act whether this end concerns it; reload the page of the adoption"
        ))
    })
}
