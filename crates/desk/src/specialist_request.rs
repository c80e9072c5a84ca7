//! Requests for specialists: written by the post that asks, laid before the personnel officer, who looks for somebody.

use model::{
    Assignment, DutyKind, Fact, Marking, Noun, PostId, Power, Refusal, SpecialistRequest, SpecialistRequestId,
    SpecialistRequestStage, Thing, Verb, sentence,
};
use store::{AssignmentFilter, Deed, Scope, SpecialistRequestFilter, Writer};

use crate::fit::RosterFit;
use crate::host::no_host;
use crate::review::{Turn, not_found, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// Requests that are listed. Who looks for another narrows the list.
const LISTED_MAX: usize = 500;

/// Which requests are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct SpecialistRequestAsk {
    /// With each of these words in title, task, place or a skill.
    pub words: String,
    /// At this stage.
    pub stage: Option<SpecialistRequestStage>,
    /// Of this post: that asks, looks for somebody or works beside them.
    pub post: Option<PostId>,
}

/// What is done with a request.
#[derive(Clone, Debug)]
pub enum SpecialistRequestStep {
    /// Somebody is looked for from now on.
    Open,
    /// Nobody is wanted any more, for a reason.
    Withdraw(String),
}

/// A request with who could come.
#[derive(Clone, Debug)]
pub struct SpecialistRequestPage {
    /// The request.
    pub request: SpecialistRequest,
    /// The name of its unit.
    pub unit: String,
    /// The titles of the posts that ask, look for somebody and work beside them.
    pub posts: [String; 3],
    /// The title of its need, where it is seen.
    pub need: Option<String>,
    /// The names of its hosts, of those that are seen.
    pub hosts: Vec<(model::HostId, String)>,
    /// The roster held against it, the best first; empty once somebody is signed on.
    pub candidates: Vec<RosterFit>,
    /// Assignments that answer it, of those whose affair is the reader's.
    pub assignments: Vec<(Assignment, String)>,
}

pub(crate) fn no_specialist_request(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "specialist-request",
        text: text.to_owned(),
        next: sentence!("next-look-specialist-requests", "look for it in the list of requests for specialists"),
    }
}

pub(crate) fn thing(id: SpecialistRequestId) -> Thing {
    Thing::new(Noun::SpecialistRequest, id)
}

pub(crate) fn held(deed: &Deed<'_>, turn: &Turn<'_>, id: SpecialistRequestId) -> Result<SpecialistRequest, Failure> {
    let found = deed.specialist_request(&turn.officer.scope, id)?;
    Ok(found.ok_or_else(|| no_specialist_request(&id.to_string()))?)
}

fn is_there(deed: &Deed<'_>, post: &PostId) -> Result<(), Failure> {
    if deed.post(post)?.is_none_or(|post| post.closed) {
        return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
    }
    Ok(())
}

/// The marking that a request has at least: that of its need and of its hosts.
fn drawn_marking(deed: &Deed<'_>, turn: &Turn<'_>, request: &SpecialistRequest) -> Result<Marking, Failure> {
    let scope = &turn.officer.scope;
    let mut marking = request.marking.clone();
    if let Some(need) = &request.need {
        marking = marking.join(&deed.need(scope, need)?.ok_or_else(|| not_found(need.as_str()))?.marking);
    }
    for host in &request.hosts {
        marking = marking.join(&deed.host(scope, *host)?.ok_or_else(|| no_host(&host.to_string()))?.marking);
    }
    if !turn.officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-specialist-request",
            "You could not see the request once it is so marked; choose a marking that you are cleared for"
        )));
    }
    Ok(marking)
}

/// Writes a request, or changes what it says: then `request.revision` is that of the state which was seen. It is marked at least as its
/// need and its hosts. A form that is sent twice writes one.
///
/// # Errors
/// Refused when it is not in order, when the officer does not act for the post that asks, when need, host or post are not there, once
/// somebody is proposed, when somebody changed it in between, or when its marking would become wider.
pub fn write_specialist_request(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    request: SpecialistRequest,
    is_new: bool,
) -> Result<SpecialistRequest, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new { None } else { Some(held(deed, turn, request.id)?) };
        let asking = before.as_ref().map_or(&request.post, |before| &before.post).clone();
        let actor = officer.acting_for(&asking)?;
        let post = deed.post(&asking)?.ok_or_else(|| {
            Failure::said(sentence!("post-gone-reload", "The post is not there any more; reload the page"))
        })?;
        let request = SpecialistRequest { unit: post.unit, post: asking, ..request }.tidied()?;
        is_there(deed, &request.officer)?;
        is_there(deed, &request.counterpart)?;
        let request = SpecialistRequest { marking: drawn_marking(deed, turn, &request)?, ..request };
        let fact = |verb| Fact::new(&actor.to_string(), verb, thing(request.id).to_string());
        let Some(before) = before else {
            return match deed.specialist_request(&Scope::office(), request.id)? {
                Some(held) if held.post == request.post && held.title == request.title => Ok(held),
                Some(_) => Err(Failure::said(sentence!(
                    "specialist-request-form-sent",
                    "This form was sent before; open a new one to ask for somebody else"
                ))),
                None => {
                    let stage = SpecialistRequestStage::Draft;
                    let (reason, made_at) = (String::new(), turn.now);
                    let request = SpecialistRequest { stage, reason, revision: 0, made_at, ..request.clone() };
                    deed.keep_specialist_request(&request, &fact(Verb::Registered))?;
                    Ok(request)
                }
            };
        };
        let (stage, reason, made_at) = (before.stage, before.reason.clone(), before.made_at);
        let changed = SpecialistRequest { stage, reason, made_at, ..request.clone() };
        if changed == before {
            return Ok(before);
        }
        before.from_revision(changed.revision)?;
        if !before.is_open_to_change() {
            return Err(Failure::said(sentence!(
                "specialist-request-fixed",
                "This request stands at “{stage}” and is not changed any more; drop the proposal first, or write a new one",
                stage
            )));
        }
        if !changed.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "specialist-request-wider",
                "More people could see it than before; keep the marking or make it narrower, and ask for a wider one with “Widen the marking” on its page"
            )));
        }
        let changed = SpecialistRequest { revision: before.revision + 1, ..changed };
        deed.keep_specialist_request(&changed, &fact(Verb::Revised))?;
        if changed.stage == SpecialistRequestStage::Open && changed.officer != before.officer {
            deed.lapse(&thing(changed.id), "given to another")?;
            let duty = turn.duty(&changed.officer, DutyKind::Place, thing(changed.id), turn.work.review_days);
            charge(deed, &duty)?;
        }
        Ok(changed)
    })
}

/// Takes a step with a request. `revision` is that of the request which the officer saw.
///
/// # Errors
/// Refused when the officer neither acts for the post that asks nor, to withdraw it, coordinates over its unit, when it does not stand so,
/// when somebody changed it in between, or when nobody at the other posts may see it.
pub fn take_specialist_request_step(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (SpecialistRequestId, u32),
    step: &SpecialistRequestStep,
) -> Result<SpecialistRequest, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let own = officer.acting_for(&before.post);
        let actor = match step {
            SpecialistRequestStep::Open => own?,
            SpecialistRequestStep::Withdraw(_) => {
                own.or(officer.empowered(Power::Coordinate, &before.unit, &tree(deed)?))?
            }
        };
        before.from_revision(revision)?;
        let fact = |verb| Fact::new(&actor.to_string(), verb, thing(id).to_string());
        match step {
            SpecialistRequestStep::Open => {
                let after = before.open(turn.today)?;
                for post in [&after.officer, &after.counterpart] {
                    if !office.post_may_see_marking(post, &after.marking, turn.today)? {
                        return Err(Failure::said(sentence!(
                            "specialist-request-blind",
                            "Nobody at {post} may see this request; choose another post, or another marking",
                            post
                        )));
                    }
                }
                deed.keep_specialist_request(&after, &fact(Verb::Submitted))?;
                let duty = turn.duty(&after.officer, DutyKind::Place, thing(id), turn.work.review_days);
                charge(deed, &duty)?;
                Ok(after)
            }
            SpecialistRequestStep::Withdraw(reason) => {
                let after = before.withdrawn(reason)?;
                deed.keep_specialist_request(&after, &fact(Verb::Withdrew))?;
                deed.lapse(&thing(id), "withdrawn")?;
                Ok(after)
            }
        }
    })
}

impl Office {
    /// Requests for specialists that fit, those that are wanted first before the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialist_requests(&self, ask: &SpecialistRequestAsk) -> Result<Vec<SpecialistRequest>, Failure> {
        let filter = SpecialistRequestFilter {
            stages: ask.stage.into_iter().collect(),
            post: ask.post.clone(),
            limit: Some(LISTED_MAX),
            ..SpecialistRequestFilter::default()
        };
        let mut found = self.reader.specialist_requests(&self.scope, &filter)?;
        let words: Vec<String> = ask.words.split_whitespace().map(matching::analysis::fold).collect();
        found.retain(|request| {
            let skills = request.skills.iter().map(|skill| model::class_words(&skill.class));
            let texts = [&request.title, &request.task, &request.place].map(String::clone);
            let text = matching::analysis::fold(&texts.into_iter().chain(skills).collect::<Vec<_>>().join("\n"));
            words.iter().all(|word| text.contains(word.as_str()))
        });
        Ok(found)
    }

    /// The request of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn specialist_request(&self, text: &str) -> Result<SpecialistRequest, Failure> {
        let id = SpecialistRequestId::parse(text).ok_or_else(|| no_specialist_request(text))?;
        Ok(self.reader.specialist_request(&self.scope, id)?.ok_or_else(|| no_specialist_request(text))?)
    }

    /// A request with who could come.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn specialist_request_page(&self, officer: &Officer, text: &str) -> Result<SpecialistRequestPage, Failure> {
        use SpecialistRequestStage::{Draft, Matched, Open};
        let request = self.specialist_request(text)?;
        let unit = self.unit_name(request.unit.as_str())?.unwrap_or_else(|| request.unit.to_string());
        let post = |id: &PostId| -> Result<String, Failure> {
            Ok(self.post(id)?.map_or_else(|| id.to_string(), |post| post.title))
        };
        let posts = [post(&request.post)?, post(&request.officer)?, post(&request.counterpart)?];
        let need = match &request.need {
            Some(need) => self.reader.need(&self.scope, need)?.map(|need| need.title),
            None => None,
        };
        let mut hosts = Vec::new();
        for id in &request.hosts {
            hosts.extend(self.reader.host(&self.scope, *id)?.map(|host| (*id, host.name().to_owned())));
        }
        let candidates = match request.stage {
            Draft | Open | Matched => self.candidates(&request)?,
            _ => Vec::new(),
        };
        let filter = AssignmentFilter { request: Some(request.id), ..AssignmentFilter::default() };
        let assignments = self.privy_assignments(officer, &filter)?;
        Ok(SpecialistRequestPage { request, unit, posts, need, hosts, candidates, assignments })
    }

    /// Whether an officer may open a request, change it, withdraw it, and propose somebody for it, as it stands.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_with_specialist_request(
        &self,
        officer: &Officer,
        request: &SpecialistRequest,
    ) -> Result<MayWithRequest, Failure> {
        use SpecialistRequestStage::{Draft, Open};
        let coordinates = officer.with_power_over(Power::Coordinate, &request.unit, self.tree()?.as_ref()).is_some();
        let own = officer.acts_for(&request.post);
        Ok(MayWithRequest {
            open: own && request.stage == Draft,
            change: own && request.is_open_to_change(),
            withdraw: (own || coordinates) && matches!(request.stage, Draft | Open),
            propose: (officer.acts_for(&request.officer) || coordinates) && request.stage == Open,
        })
    }
}

/// What an officer may do with a request as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MayWithRequest {
    /// Have somebody looked for.
    pub open: bool,
    /// Change what it says.
    pub change: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Propose somebody.
    pub propose: bool,
}
