//! What a mission recommends: said by its post, owned by a post that has to do it by a day, done.

use model::{
    DutyKind, DutyState, Fact, MissionId, PostId, Power, RECOMMENDATIONS_MAX, Recommendation, RecommendationId,
    Refusal, Verb, sentence,
};
use store::{Deed, Writer};

use super::report::RECOMMENDED_AT;
use super::{held, thing};
use crate::review::{Turn, tree};
use crate::{Failure, Office};

fn one(deed: &Deed<'_>, mission: MissionId, id: RecommendationId) -> Result<Recommendation, Failure> {
    let found = deed.recommendations(mission)?.into_iter().find(|one| one.id == id);
    found.ok_or_else(|| {
        Refusal::Changed(sentence!("recommendation-gone", "This is recommended no more; reload the page")).into()
    })
}

/// Keeps that a mission recommends something. What is sent twice under one name is kept once.
///
/// # Errors
/// Refused when the officer does not act for its post, before it is under way and after it is closed, when it says nothing, or when
/// there are too many.
pub fn recommend(
    writer: &mut Writer,
    turn: &Turn<'_>,
    mission: MissionId,
    id: RecommendationId,
    text: &str,
) -> Result<Recommendation, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, mission)?;
        let actor = turn.officer.acting_for(&before.post)?;
        let all = deed.recommendations(mission)?;
        if let Some(held) = all.iter().find(|held| held.id == id) {
            return Ok(held.clone());
        }
        if !RECOMMENDED_AT.contains(&before.stage) {
            return Err(Failure::said(sentence!(
                "recommendation-stage",
                "A mission recommends something from its departure until it is closed; it stands at “{stage}”",
                stage = before.stage
            )));
        }
        if all.len() >= RECOMMENDATIONS_MAX {
            return Err(Failure::said(sentence!(
                "recommendation-many",
                "A mission recommends up to {max} things; put some into one",
                max = RECOMMENDATIONS_MAX
            )));
        }
        let (text, outcome) = (text.to_owned(), String::new());
        let one = Recommendation { id, mission, text, owner: None, duty: None, outcome }.tidied()?;
        deed.keep_recommendation(&one)?;
        deed.note(&Fact::new(&actor.to_string(), Verb::Recommended, thing(mission).to_string()))?;
        Ok(one)
    })
}

/// Says who has to do what a mission recommends, and by when: it becomes a duty of that post. The post that had it before is rid of
/// it.
///
/// # Errors
/// Refused when the officer neither acts for the post of the mission nor coordinates over its unit, when the day is over, when that
/// post is not there or may not see the mission, or when it was done.
pub fn give_recommendation(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (mission, id): (MissionId, RecommendationId),
    to: &PostId,
    due: model::Date,
) -> Result<Recommendation, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, mission)?;
        let tree = tree(deed)?;
        let actor = turn
            .officer
            .acting_for(&before.post)
            .or_else(|_| turn.officer.empowered(Power::Coordinate, &before.unit, &tree))?;
        let one = one(deed, mission, id)?;
        let given = one.given(to.clone(), due, turn.today)?;
        if deed.post(to)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
        if !office.post_may_see_marking(to, &before.marking, turn.today)? {
            return Err(Failure::said(sentence!(
                "recommendation-blind",
                "Nobody at {post} may see this mission; choose another post",
                post = to
            )));
        }
        if let Some(duty) = one.duty.map(|duty| deed.duty(duty)).transpose()?.flatten()
            && duty.state == DutyState::Open
        {
            deed.keep_duty(&duty.close(DutyState::Lapsed, "given to another", None, turn.now)?)?;
        }
        let mut duty = turn.duty(to, DutyKind::Follow, thing(mission), 1);
        duty.due = due;
        deed.charge(&duty)?;
        let given = Recommendation { duty: Some(duty.id), ..given };
        deed.keep_recommendation(&given)?;
        let fact = Fact::new(&actor.to_string(), Verb::Recommended, thing(mission).to_string());
        deed.note(&fact.to(format!("post:{to}")).with(format!("by {due}")))?;
        Ok(given)
    })
}

/// Says what came of a recommendation: its owner has done it.
///
/// # Errors
/// Refused when the officer does not act for its owner, when nobody owns it, when it was done, or without a word of what came of it.
pub fn follow_recommendation(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (mission, id): (MissionId, RecommendationId),
    outcome: &str,
) -> Result<Recommendation, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        held(deed, turn, mission)?;
        let one = one(deed, mission, id)?;
        let duty = one.duty.map(|duty| deed.duty(duty)).transpose()?.flatten();
        let duty = duty.filter(|duty| duty.state == DutyState::Open);
        // Where the post was closed since, its duties are with another.
        let holder = duty.as_ref().map_or(one.owner()?, |duty| &duty.post);
        let actor = turn.officer.acting_for(holder)?;
        let done = one.followed(outcome)?;
        if let Some(duty) = duty {
            deed.keep_duty(&duty.close(DutyState::Done, "followed", None, turn.now)?)?;
        }
        deed.keep_recommendation(&done)?;
        deed.note(&Fact::new(&actor.to_string(), Verb::Followed, thing(mission).to_string()))?;
        Ok(done)
    })
}

/// Refuses to close a mission while nobody has to do what it recommends.
pub(super) fn all_owned(deed: &Deed<'_>, mission: MissionId) -> Result<(), Failure> {
    let n_free = deed.recommendations(mission)?.iter().filter(|one| one.owner.is_none()).count();
    if n_free == 0 {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "mission-unowned",
        "{count} of its recommendations have no owner; say of each which post does it by when",
        count = n_free
    )))
}
