//! Stating a need and changing it.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{Failure, Office, Officer, Step, take_step, write_need};
use model::{Need, NeedId, Post, Refusal, Stage, UnitTree, sentence};

use super::draft::Draft;
use super::draft_read::Known;
use super::form::{Sheet, Whose, admitted, draw};
use super::marking::{MarkingChoices, kept_circles};
use super::panel::{Proposals, look, panel};
use crate::caller::Caller;
use crate::component::{Slips, Trouble};
use crate::failed::{Answer, failed, page, see_other, sentence, shown, trouble};
use crate::history::day_of;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the office says to a form: the need it makes, the slips, the proposals, and what the form is drawn with.
struct Judged {
    held: Option<Need>,
    need: Need,
    slips: Slips,
    proposals: Proposals,
    posts: Vec<Post>,
    tree: Arc<UnitTree>,
    compartments: Vec<(model::Compartment, String)>,
    kept: Vec<std::collections::BTreeSet<model::Released>>,
}

/// What is asked of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// To be drawn, without a word about what is missing.
    Look,
    /// To be kept.
    Keep,
    /// To be kept and handed in.
    HandIn,
}

impl Wish {
    fn of(typed: &Typed) -> Wish {
        match typed.get("do") {
            _ if typed.asks_for_rows() => Wish::Look,
            "draft" => Wish::Keep,
            "submit" => Wish::HandIn,
            _ => Wish::Look,
        }
    }
}

/// Reads a form. `id` is that of a need that is held, or the name of a new one.
fn judge(
    office: &Office,
    officer: &Officer,
    speech: Speech,
    (id, is_new): (&NeedId, bool),
    draft: &Draft,
    (wish, now): (Wish, i64),
) -> Result<Judged, Failure> {
    let held = if is_new { None } else { Some(office.need(id.as_str())?) };
    let posts: Vec<Post> = match &held {
        None => officer.posts.iter().map(|(post, _)| post.clone()).collect(),
        Some(need) => {
            officer.acting_for(&need.post)?;
            office.post(&need.post)?.into_iter().collect()
        }
    };
    let first = posts.first().ok_or_else(|| Failure::from(no_post()))?;
    let base = held.clone().unwrap_or_else(|| Need::draft(id.clone(), "", first.unit.clone(), first.id.clone()));
    let tree = office.tree()?;
    let compartments = admitted(officer, office.compartments()?);
    let kept = kept_circles(&base.marking);
    let lines: Vec<String> = draft.examples.lines().map(str::to_owned).collect();
    let examples = office.identified(&lines)?;
    let post_ids: Vec<_> = posts.iter().map(|post| post.id.clone()).collect();
    let mut slips = Slips::new();
    let known = Known {
        posts: &post_ids,
        examples: &examples,
        marking: MarkingChoices {
            clearance: &officer.clearance,
            compartments: &compartments,
            tree: &tree,
            kept: &kept,
        },
        hands_in: wish == Wish::HandIn,
        today: day_of(now),
    };
    let need = draft.read(speech, &base, &known, &mut slips);
    // Whoever only looks has not finished yet.
    let slips = if wish == Wish::Look { Slips::new() } else { slips };
    // When it is kept, nobody looks at the proposals.
    let proposals = if wish == Wish::Look || !slips.is_empty() {
        look(office, draft, Some(id.as_str()), now)?
    } else {
        Proposals::default()
    };
    Ok(Judged { held, need, slips, proposals, posts, tree, compartments, kept })
}

/// The need that a draft makes, the one that it is made of, and what is to be corrected: for programs, which send what a
/// form would.
///
/// # Errors
/// Refused when the officer acts for no post that could state it.
pub(crate) fn written(
    office: &Office,
    officer: &Officer,
    speech: Speech,
    whose: (&NeedId, bool),
    draft: &Draft,
    now: i64,
) -> Result<(Need, Need, Slips), Failure> {
    let judged = judge(office, officer, speech, whose, draft, (Wish::Keep, now))?;
    let base = judged
        .held
        .unwrap_or_else(|| Need::draft(whose.0.clone(), "", judged.need.unit.clone(), judged.need.post.clone()));
    Ok((judged.need, base, judged.slips))
}

/// What a form says above its fields.
#[derive(Default)]
struct Said {
    refused: Option<String>,
    differences: Vec<(String, String, String)>,
}

async fn form(caller: &Caller, whose: (NeedId, bool), draft: Draft, wish: Wish) -> Result<Judged, Failure> {
    let (officer, speech, now) = (Arc::clone(&caller.officer), caller.speech(), caller.app.now());
    caller.read(move |office| judge(office, &officer, speech, (&whose.0, whose.1), &draft, (wish, now))).await
}

fn respond(caller: &Caller, status: StatusCode, id: &NeedId, draft: &Draft, judged: &Judged, said: Said) -> Response {
    let Judged { held, slips, proposals, posts, tree, compartments, kept, .. } = judged;
    let whose = match held {
        None => Whose::New(id.to_string()),
        Some(need) => Whose::Held(id.to_string(), need.title.clone(), need.stage, need.revision),
    };
    // The remark of a draft is what the reviewer asked when it was given back.
    let asked = held.as_ref().filter(|need| need.stage == Stage::Draft && !need.remark.is_empty());
    let asked = asked.map(|need| need.remark.clone());
    let clearance = &caller.officer.clearance;
    let marking = MarkingChoices { clearance, compartments, tree, kept };
    let sheet = Sheet {
        whose,
        draft,
        slips,
        posts,
        marking,
        proposals,
        refused: said.refused,
        differences: said.differences,
        today: caller.app.today(),
        asked,
    };
    page(status, draw(&caller.visit, &sheet))
}

/// The form of a new need. Its name is made here, so that the form can be sent twice and keeps one need.
pub async fn new(caller: Caller) -> Answer {
    let id = NeedId::of_chance(caller.app.ids()());
    let draft = Draft::default();
    let judged = form(&caller, (id.clone(), true), draft.clone(), Wish::Look).await;
    let judged = judged.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(respond(&caller, StatusCode::OK, &id, &draft, &judged, Said::default()))
}

/// The form of a need that is held.
pub async fn edit(caller: Caller, Path(id): Path<String>) -> Answer {
    let need = caller.read(move |office| office.need(&id)).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let draft = Draft::of(&need);
    let judged = form(&caller, (need.id.clone(), false), draft.clone(), Wish::Look).await;
    let judged = judged.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(respond(&caller, StatusCode::OK, &need.id, &draft, &judged, Said::default()))
}

/// Takes the form of a new need.
pub async fn state(caller: Caller, typed: Typed) -> Answer {
    let id = NeedId::new(typed.get("once")).ok().filter(NeedId::is_of_chance);
    let id = id.ok_or_else(|| trouble(&caller.visit, &Trouble::Unreadable))?;
    take(&caller, (id, true), &typed).await
}

/// Takes the form of a need that is held.
pub async fn change(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let id = NeedId::new(&id).map_err(|_| trouble(&caller.visit, &Trouble::Missing))?;
    take(&caller, (id, false), &typed).await
}

async fn take(caller: &Caller, (id, is_new): (NeedId, bool), typed: &Typed) -> Answer {
    let (draft, wish) = (Draft::typed(typed), Wish::of(typed));
    let judged = form(caller, (id.clone(), is_new), draft.clone(), wish).await;
    let mut judged = judged.map_err(|failure| failed(&caller.visit, &failure))?;
    let revision = typed.get("revision").parse::<u32>().ok();
    if wish == Wish::Look || !judged.slips.is_empty() {
        let status = if judged.slips.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        // The fields keep the revision that they were made from: looking again must not hide another's change.
        if let (Some(held), Some(revision)) = (&mut judged.held, revision) {
            held.revision = revision;
        }
        return Ok(respond(caller, status, &id, &draft, &judged, Said::default()));
    }
    let revision = if is_new { None } else { Some(revision.unwrap_or_default()) };
    let need = judged.need.clone();
    if is_new && let Some(stated) = stated_already(caller, &need).await? {
        return Ok(see_other(&format!("/needs/{stated}")));
    }
    let kept = caller.act(move |writer, turn, _| write_need(writer, turn, &need, revision)).await;
    let kept = match kept {
        Ok(kept) => kept,
        Err(failure) => return refused(caller, (id, is_new), draft, revision, &failure).await,
    };
    if wish == Wish::HandIn && kept.stage == Stage::Draft {
        let (id, revision) = (kept.id.clone(), kept.revision);
        let handed_in = caller.act(move |writer, turn, _| take_step(writer, turn, &id, revision, &Step::Submit)).await;
        if let Err(failure) = handed_in {
            // It is kept as a draft, so from here on it is changed, not stated.
            return refused(caller, (kept.id, false), draft, Some(kept.revision), &failure).await;
        }
    }
    Ok(see_other(&format!("/needs/{}", kept.id)))
}

/// The same need, stated a moment ago: whoever goes back to the form and sends it again gets a form with another
/// name, and means the need that is there.
async fn stated_already(caller: &Caller, need: &Need) -> Result<Option<NeedId>, Response> {
    let (officer, need) = (Arc::clone(&caller.officer), need.clone());
    let found = caller.read(move |office| {
        let lines = office.reader().need_lines(&officer.scope, Some(std::slice::from_ref(&need.post)), false)?;
        let same = lines.iter().filter(|line| line.title == need.title && line.id != need.id);
        for line in same.filter(|line| line.stage == Stage::Draft) {
            let held = office.need(line.id.as_str())?;
            if held.statement == need.statement && held.profiles.len() == need.profiles.len() {
                return Ok(Some(held.id));
            }
        }
        Ok(None)
    });
    found.await.map_err(|failure| failed(&caller.visit, &failure))
}

/// The form again, with why it was not kept; where somebody else was quicker, with what they changed.
async fn refused(
    caller: &Caller,
    whose: (NeedId, bool),
    draft: Draft,
    revision: Option<u32>,
    failure: &Failure,
) -> Answer {
    let Some(sentence) = sentence(&caller.visit, failure) else { return Err(failed(&caller.visit, failure)) };
    let judged = form(caller, whose.clone(), draft.clone(), Wish::Look).await;
    let judged = judged.map_err(|failure| failed(&caller.visit, &failure))?;
    let other = judged.held.as_ref().filter(|held| revision.is_some_and(|revision| revision != held.revision));
    let differences = other.map(|held| draft.differences(caller.speech(), held)).unwrap_or_default();
    let said = Said { refused: Some(sentence), differences };
    Ok(respond(caller, StatusCode::CONFLICT, &whose.0, &draft, &judged, said))
}

/// What is proposed for the fields as they are typed: the part of the page that follows them.
pub async fn proposals(caller: Caller, typed: Typed) -> Answer {
    let draft = Draft::typed(&typed);
    let except = typed.some("need").map(str::to_owned);
    let (now, looked) = (caller.app.now(), draft.clone());
    let proposals = caller.read(move |office| look(office, &looked, except.as_deref(), now)).await;
    let proposals = proposals.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(panel(caller.speech(), &draft, &proposals, caller.app.today())).into_response())
}

fn no_post() -> Refusal {
    Refusal::Said(sentence!(
        "need-no-post",
        "You act for no post today, and a need belongs to a post; ask an administrator to appoint you"
    ))
}
