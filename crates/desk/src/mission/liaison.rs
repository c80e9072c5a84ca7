//! Liaison: a reviewed mission is given to a post near the hosts, which turns to them and writes down what came of it.

use model::{
    APPROACHES_MAX, Actor, Approach, Date, DutyKind, Fact, FreeDay, Liaison, LiaisonPost, LiaisonStage, Mission,
    MissionId, MissionStage, Noun, PostId, Power, QuestionList, Refusal, Thing, Verb, sentence,
};
use store::{Deed, Writer};

use super::step::case;
use super::{held, thing};
use crate::review::Turn;
use crate::{Failure, Office, Officer};

/// Stages in which a mission is arranged: it was found worth going for, and is not over.
const ARRANGED: [MissionStage; 4] =
    [MissionStage::Reviewed, MissionStage::Vetting, MissionStage::Approved, MissionStage::UnderWay];

/// What an officer may do about the arranging of a mission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LiaisonRights {
    /// Give it to a liaison post.
    pub entrust: bool,
    /// Write down what was done with hosts, and say that nothing is left to arrange.
    pub arrange: bool,
    /// Propose and change meetings.
    pub meet: bool,
}

/// Says that a post does liaison, and in which countries.
///
/// # Errors
/// Refused without the power to administer, when the post is not there, or with a country that is none.
pub fn keep_liaison_post(writer: &mut Writer, turn: &Turn<'_>, one: LiaisonPost) -> Result<LiaisonPost, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    let one = one.tidied()?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if deed.post(&one.post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
        deed.keep_liaison_post(&one)?;
        let fact = deed.fact(Verb::Restated, format!("post:{}", one.post));
        deed.note(&fact.with(format!("liaison {}", one.countries.join(" "))))?;
        Ok(one.clone())
    })
}

/// Says that a post does no liaison any more. What it arranges already it goes on arranging.
///
/// # Errors
/// Refused without the power to administer, or when it does none.
pub fn remove_liaison_post(writer: &mut Writer, turn: &Turn<'_>, post: &PostId) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if !deed.remove_liaison_post(post)? {
            return Err(Refusal::NotFound {
                noun: "liaison",
                text: post.to_string(),
                next: sentence!("next-look-liaison", "look for it in the list of liaison posts"),
            }
            .into());
        }
        let fact = deed.fact(Verb::Removed, format!("post:{post}"));
        deed.note(&fact.with("liaison".to_owned()))?;
        Ok(())
    })
}

/// Says on which days nobody works in a country, in place of what was said before.
///
/// # Errors
/// Refused without the power to administer, with a country that is none, or with too many days.
pub fn keep_free_days(
    writer: &mut Writer,
    turn: &Turn<'_>,
    country: &str,
    days: &[(Date, String)],
) -> Result<Vec<FreeDay>, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    let country = model::country(country)?;
    let days = FreeDay::tidied(&country, days)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        deed.keep_free_days(&country, &days)?;
        let fact = deed.fact(Verb::Restated, Thing::new(Noun::Office, "office"));
        deed.note(&fact.with(format!("{} free days of {country}", days.len())))?;
        Ok(days.clone())
    })
}

/// Gives a mission to a liaison post, or from one to another: what was done with hosts stays. `revision` is that of the mission which
/// the officer saw.
///
/// # Errors
/// Refused when the officer neither acts for the mission's post nor coordinates over its unit, before its review and after its end,
/// when the post does no liaison in a country of the hosts, or when nobody there may see the mission.
pub fn entrust_mission(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (MissionId, u32),
    post: &PostId,
    word: &str,
) -> Result<Liaison, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let tree = office.tree()?;
        let actor = turn
            .officer
            .acting_for(&mission.post)
            .or_else(|_| turn.officer.empowered(Power::Coordinate, &mission.unit, tree.as_ref()))?;
        mission.from_revision(revision)?;
        in_time(&mission)?;
        let countries = case(deed, turn, &mission, &deed.questions(id)?)?.countries;
        let serves = deed.liaison_posts()?.into_iter().find(|one| one.post == *post);
        if !serves.is_some_and(|one| one.serves(&countries)) {
            return Err(Failure::said(sentence!(
                "liaison-elsewhere",
                "{post} does no liaison in {countries}; choose a post that does, or ask an administrator to say that it does",
                post,
                countries = countries.join(", ")
            )));
        }
        if !office.post_may_see_marking(post, &mission.marking, turn.today)? {
            return Err(Failure::said(sentence!(
                "liaison-blind",
                "Nobody at {post} may see this mission as it is marked; choose another post",
                post
            )));
        }
        let asked = Liaison::ask(id, post.clone(), word)?;
        let before = deed.liaison(id)?;
        if before.as_ref().is_some_and(|held| held.post == *post && held.stage == LiaisonStage::Open) {
            return Err(Failure::said(sentence!(
                "liaison-there",
                "{post} arranges this mission already",
                post
            )));
        }
        let liaison = Liaison { approaches: before.map(|held| held.approaches).unwrap_or_default(), ..asked };
        deed.done(&thing(id), DutyKind::Liaise, "given on")?;
        deed.keep_liaison(&liaison)?;
        let fact = Fact::new(&actor.to_string(), Verb::Entrusted, thing(id).to_string());
        deed.note(&fact.to(format!("post:{post}")))?;
        let mut duty = turn.duty(post, DutyKind::Liaise, thing(id), turn.work.review_days);
        duty.due = mission.since.max(turn.today);
        deed.charge(&duty)?;
        Ok(liaison)
    })
}

/// Refuses to arrange a mission that nobody found worth going for, or that is over.
pub(super) fn in_time(mission: &Mission) -> Result<(), Refusal> {
    if ARRANGED.contains(&mission.stage) {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "liaison-untimely",
        "The mission stands at “{stage}”; it is arranged between its review and its return",
        stage = mission.stage
    )))
}

/// Them, as who arranges a mission: the liaison post, or one to which its duty was raised.
fn arranger(deed: &Deed<'_>, officer: &Officer, liaison: &Liaison) -> Result<Actor, Failure> {
    officer.acting_for(&liaison.post).or_else(|refusal| {
        let open = deed.open_duties(&thing(liaison.mission))?;
        let raised = open.into_iter().find(|duty| duty.kind == DutyKind::Liaise).and_then(|duty| duty.raised_to);
        Ok(match raised {
            Some(post) => officer.acting_for(&post)?,
            None => return Err(refusal.into()),
        })
    })
}

/// Them, as who proposes and changes meetings: the liaison post or the mission's own.
pub(super) fn meeter(deed: &Deed<'_>, officer: &Officer, mission: &Mission) -> Result<Actor, Failure> {
    let own = officer.acting_for(&mission.post);
    match deed.liaison(mission.id)? {
        Some(liaison) => own.or_else(|_| arranger(deed, officer, &liaison)),
        None => Ok(own?),
    }
}

fn held_liaison(deed: &Deed<'_>, id: MissionId) -> Result<Liaison, Failure> {
    let missing = || {
        Failure::said(sentence!(
            "liaison-nobody",
            "No liaison post arranges this mission yet; its post gives it to one"
        ))
    };
    deed.liaison(id)?.ok_or_else(missing)
}

/// Writes down what was done with a host.
///
/// # Errors
/// Refused when the officer does not act for the liaison post, when the mission does not visit the host, without words, on a day that
/// has not come, or once the mission is over.
pub fn note_approach(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: MissionId,
    approach: Approach,
) -> Result<Liaison, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let liaison = held_liaison(deed, id)?;
        let actor = arranger(deed, turn.officer, &liaison)?;
        in_time(&mission)?;
        if approach.host.is_some_and(|host| !mission.hosts.contains(&host)) {
            return Err(Failure::said(sentence!(
                "meeting-host",
                "The mission does not visit this host; choose one that it visits"
            )));
        }
        if liaison.approaches.len() >= APPROACHES_MAX {
            return Err(Failure::said(sentence!(
                "approach-many",
                "Up to {max} notes are kept for a mission; write what is to be known into the remark of the host",
                max = APPROACHES_MAX
            )));
        }
        let by = actor.to_string();
        let approach = Approach { by: by.clone(), at: turn.now, ..approach }.tidied(turn.today)?;
        let fact = Fact::new(&by, Verb::Contacted, thing(id).to_string()).with(approach.state.to_string());
        let fact = match approach.host {
            Some(host) => fact.to(crate::host::host_thing(host).to_string()),
            None => fact,
        };
        let mut liaison = liaison;
        // The same said twice on one day, as by a form that was sent twice, is said once.
        let same = |one: &Approach| {
            (one.host, one.day, one.state, &one.words) == (approach.host, approach.day, approach.state, &approach.words)
        };
        if liaison.approaches.iter().any(same) {
            return Ok(liaison);
        }
        liaison.approaches.push(approach);
        deed.keep_liaison(&liaison)?;
        deed.note(&fact)?;
        Ok(liaison)
    })
}

/// Says that nothing is left to arrange.
///
/// # Errors
/// Refused when the officer does not act for the liaison post, or when it was said already.
pub fn end_liaison(writer: &mut Writer, turn: &Turn<'_>, id: MissionId) -> Result<Liaison, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        held(deed, turn, id)?;
        let liaison = held_liaison(deed, id)?;
        arranger(deed, turn.officer, &liaison)?;
        if liaison.stage == LiaisonStage::Done {
            return Err(Failure::said(sentence!(
                "liaison-done",
                "It was said already that nothing is left to arrange"
            )));
        }
        let liaison = Liaison { stage: LiaisonStage::Done, ..liaison };
        deed.keep_liaison(&liaison)?;
        deed.done(&thing(id), DutyKind::Liaise, "arranged")?;
        Ok(liaison)
    })
}

impl Office {
    /// The posts that do liaison.
    ///
    /// # Errors
    /// When the store fails.
    pub fn liaison_posts(&self) -> Result<Vec<LiaisonPost>, Failure> {
        Ok(self.reader.liaison_posts(&self.scope)?)
    }

    /// The days on which nobody works, by country.
    ///
    /// # Errors
    /// When the store fails.
    pub fn free_days(&self) -> Result<Vec<FreeDay>, Failure> {
        Ok(self.reader.free_days(&self.scope)?)
    }

    /// The posts that do liaison in a country of a mission's hosts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn liaison_posts_for(&self, mission: &Mission, list: &QuestionList) -> Result<Vec<LiaisonPost>, Failure> {
        let mut countries: Vec<String> = mission.country.iter().cloned().collect();
        for host in mission.hosts.iter().copied().chain(list.all().iter().filter_map(|question| question.host)) {
            countries.extend(self.reader.host(&self.scope, host)?.map(|host| host.country));
        }
        let mut posts = self.reader.liaison_posts(&self.scope)?;
        posts.retain(|one| one.serves(&countries));
        Ok(posts)
    }

    /// Who arranges a mission, and what was done so far.
    ///
    /// # Errors
    /// When the store fails.
    pub fn liaison(&self, id: MissionId) -> Result<Option<Liaison>, Failure> {
        Ok(self.reader.liaison(&self.scope, id)?)
    }

    /// What an officer may do about the arranging of a mission.
    ///
    /// # Errors
    /// When the store fails.
    pub fn liaison_rights(
        &self,
        officer: &Officer,
        mission: &Mission,
        liaison: Option<&Liaison>,
    ) -> Result<LiaisonRights, Failure> {
        let own = officer.acts_for(&mission.post);
        let in_time = in_time(mission).is_ok();
        let duties = self.reader.duties_about(&self.scope, &thing(mission.id))?;
        let raised = duties.iter().filter(|duty| duty.kind == DutyKind::Liaise && duty.closed_at.is_none());
        let raised = raised.filter_map(|duty| duty.raised_to.as_ref()).any(|post| officer.acts_for(post));
        let arranges = liaison.is_some_and(|liaison| officer.acts_for(&liaison.post) || raised);
        Ok(LiaisonRights {
            entrust: in_time && (own || self.coordinates(officer, mission)?),
            arrange: in_time && arranges,
            meet: in_time && (own || arranges),
        })
    }
}
