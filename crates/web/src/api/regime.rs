//! Regimes: listed, shown with their versions, founded, changed, confirmed, looked through.

use std::sync::Arc;

use axum::http::Method;
use model::{HostId, PostId, Regime, RegimeId, RegimeKind, RegimeMember, RegimeRule, Trigger, UsualCondition};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::marking_of;
use super::marking::MarkingView;
use super::regime_view::{
    RegimeLineView, RegimeMemberView, RegimeVersionView, RegimeView, TriggerView, UsualConditionView,
};
use super::word::{Day, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::host::typed_classes;
use crate::problem::Problem;
use crate::route::Policy;

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<RegimeLineView>> {
    let lines = read(&caller, desk::Office::regimes).await?;
    Ok(Found::listed(Listed::whole(lines.iter().map(RegimeLineView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<RegimeView> {
    let id = way.get("regime").to_owned();
    let regime = read(&caller, move |office| office.regime(&id)).await?;
    Ok(Found::versioned(RegimeView::from(&regime), u64::from(regime.revision)))
}

async fn versions(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<RegimeVersionView>> {
    let id = way.get("regime").to_owned();
    let page = read(&caller, move |office| office.regime_page(&id)).await?;
    Ok(Found::listed(Listed::whole(page.versions.iter().map(RegimeVersionView::from).collect())))
}

/// What a regime says.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegimeBody {
    /// What it is called.
    name: String,
    /// What sort it is.
    kind: Word<RegimeKind>,
    /// Whether it binds its members by law.
    #[serde(default)]
    binding: bool,
    /// The first day on which it holds.
    since: Day,
    /// The last one.
    until: Option<Day>,
    /// When it is to be looked through.
    review: Option<Day>,
    /// The post that keeps it.
    keeper: String,
    /// How it decides, such as `unanimity deadline=14 silence=7 valid=365 discretion`, `simple quorum=3 deadline=14`, `chair deadline=14`
    /// or `qualified votes=70 members=50 deadline=14`.
    rule: String,
    /// For what it asks for a case.
    triggers: Vec<TriggerView>,
    /// Who votes.
    members: Vec<RegimeMemberView>,
    /// What is set with every yes.
    #[serde(default)]
    conditions: Vec<UsualConditionView>,
    /// What else is to be known.
    #[serde(default)]
    note: String,
    /// Where its text stands.
    #[serde(default)]
    source: String,
    /// Who may see it; left out, it is open, or stays as it was.
    marking: Option<MarkingView>,
    /// Why it is changed; needed for a change.
    #[serde(default)]
    reason: String,
}

fn trigger(caller: &Caller, at: usize, view: &TriggerView) -> Result<Trigger, Problem> {
    let mut hosts = Vec::new();
    for (place, host) in view.hosts.iter().enumerate() {
        let unnamed =
            || slip(caller, &format!("#/triggers/{at}/hosts/{place}"), caller.speech().say("failure-missing"));
        hosts.push(HostId::parse(host).ok_or_else(unnamed)?);
    }
    Ok(Trigger {
        clause: view.clause.clone(),
        acts: view.acts.iter().map(|act| act.0).collect(),
        countries: view.countries.clone(),
        hosts,
        level: view.level.map(|level| level.0),
        classes: typed_classes(&view.classes),
        entries: view.entries.iter().map(|entry| (entry.list.clone(), entry.code.clone())).collect(),
        words: view.words.clone(),
        hit: view.hit,
        prohibits: view.prohibits,
    })
}

fn regime(caller: &Caller, body: &RegimeBody, id: RegimeId) -> Result<(Regime, bool), Problem> {
    let post = |pointer: &str, post: &str| {
        PostId::new(post).map_err(|refusal| slip(caller, pointer, caller.speech().refusal(&refusal)))
    };
    let unread = || slip(caller, "#/rule", caller.speech().say("regime-rule-unread"));
    let mut members = Vec::new();
    for (at, member) in body.members.iter().enumerate() {
        members.push(RegimeMember {
            name: member.name.clone(),
            country: member.country.clone(),
            post: post(&format!("#/members/{at}/post"), &member.post)?,
            weight: member.weight,
            chair: member.chair,
            since: member.since.0,
            until: member.until.map(|day| day.0),
        });
    }
    let triggers = body.triggers.iter().enumerate().map(|(at, view)| trigger(caller, at, view));
    let usual = |one: &UsualConditionView| UsualCondition { text: one.text.clone(), days: one.days };
    let marking = marking_of(caller, body.marking.as_ref())?;
    let keeps = marking.is_none();
    let regime = Regime {
        id,
        name: body.name.clone(),
        kind: body.kind.0,
        binding: body.binding,
        since: body.since.0,
        until: body.until.map(|day| day.0),
        review: body.review.map(|day| day.0),
        keeper: post("#/keeper", &body.keeper)?,
        rule: RegimeRule::parse(&body.rule).ok_or_else(unread)?,
        triggers: triggers.collect::<Result<_, Problem>>()?,
        members,
        conditions: body.conditions.iter().map(usual).collect(),
        note: body.note.clone(),
        source: body.source.clone(),
        invented: false,
        marking: marking.unwrap_or_default(),
        version: 1,
        revision: 0,
        made_at: 0,
    };
    Ok((regime, keeps))
}

async fn found(caller: Caller, sent: Sent<RegimeBody>) -> Done<RegimeView> {
    let id = RegimeId::from_bits(caller.app.ids()());
    let (regime, _) = regime(&caller, &sent.body, id)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let regime = desk::keep_regime(writer, turn, (regime, true), "")?;
        let reply = Reply::of(RegimeView::from(&regime)).at(format!("/api/v1/regimes/{}", regime.id));
        Ok(reply.versioned(u64::from(regime.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<RegimeBody>) -> Done<RegimeView> {
    let id = named(&caller, &sent.way)?;
    let (regime, keeps) = regime(&caller, &sent.body, id)?;
    let reason = sent.body.reason.clone();
    let revision = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.regime(&id.to_string())?;
        let marking = if keeps { held.marking } else { regime.marking.clone() };
        let (invented, version, made_at) = (held.invented, held.version, held.made_at);
        let regime = Regime { revision, marking, invented, version, made_at, ..regime };
        let regime = desk::keep_regime(writer, turn, (regime, false), &reason)?;
        Ok(Reply::of(RegimeView::from(&regime)).versioned(u64::from(regime.revision)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<RegimeId, Problem> {
    RegimeId::parse(way.get("regime")).ok_or_else(|| missing(caller))
}

/// What the second person says to a change that waits.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegimeAnswerBody {
    /// The number of the version that waits.
    version: u32,
    /// Whether it shall hold.
    yes: bool,
}

async fn answer(caller: Caller, sent: Sent<RegimeAnswerBody>) -> Done<RegimeView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::answer_regime(writer, turn, (id, body.version), body.yes).map_err(as_a_rule)?;
        Ok(Reply::of(RegimeView::from(&done)))
    });
    kept.await
}

/// That a regime was looked through.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegimeReviewBody {
    /// The revision of the regime that was seen.
    revision: u32,
    /// When it is to be looked through again.
    next: Day,
}

async fn review(caller: Caller, sent: Sent<RegimeReviewBody>) -> Done<RegimeView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::review_regime(writer, turn, (id, body.revision), body.next.0).map_err(as_a_rule)?;
        Ok(Reply::of(RegimeView::from(&done)))
    });
    kept.await
}

/// What the caller may do with a regime today.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegimeRightsView {
    /// Whether they may change it.
    pub change: bool,
    /// Whether they may say that it was looked through.
    pub review: bool,
    /// Whether they may answer a change that waits.
    pub answer: bool,
}

async fn rights(caller: Caller, way: Way, _: Nothing) -> Outcome<RegimeRightsView> {
    let (id, today) = (way.get("regime").to_owned(), caller.app.today());
    let officer = Arc::clone(&caller.officer);
    let rights = read(&caller, move |office| {
        let page = office.regime_page(&id)?;
        Ok(RegimeRightsView {
            change: office.may_change_regimes(&officer),
            review: office.may_review_regime(&officer, &page.regime, today),
            answer: office.may_answer_regime(&officer, &page),
        })
    });
    Ok(Found::one(rights.await?))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Administer);
    api.read("/api/v1/regimes", open, "list_regimes", "Who decides of what, by which rule", list)
        .create("/api/v1/regimes", power, "found_regime", "Founds a regime", found)
        .read("/api/v1/regimes/{regime}", open, "show_regime", "One regime as it holds now", show)
        .change(
            (Method::PUT, "/api/v1/regimes/{regime}"),
            power,
            "change_regime",
            "Changes a regime; how a binding one decides waits for a second person",
            change,
        )
        .read("/api/v1/regimes/{regime}/versions", open, "list_regime_versions", "Every version of a regime", versions)
        .read("/api/v1/regimes/{regime}/rights", open, "show_regime_rights", "What the caller may do with it", rights)
        // A yes changes how it decides, as founding and changing it do, which the power to administer makes grave.
        .grave()
        .act(
            "/api/v1/regimes/{regime}/answer",
            open,
            "answer_regime",
            "Confirms, as the second person, a change of a binding regime, or says no to it",
            answer,
        )
        .act("/api/v1/regimes/{regime}/review", open, "review_regime", "Says that a regime was looked through", review)
}
