//! Regimes: listed, shown with their versions, founded, changed, confirmed, looked through.

use std::sync::Arc;

use axum::http::Method;
use desk::RegimeLine;
use model::{
    ControlAct, HostId, Level, PostId, Regime, RegimeId, RegimeKind, RegimeMember, RegimeRule, Trigger, UsualCondition,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::RegimeVersion;

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::marking_of;
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::host::{class_text, typed_classes};
use crate::problem::Problem;
use crate::route::Policy;

/// An entry of a control list, or the beginning of its code.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TriggerEntryView {
    /// The short name of the list.
    pub list: String,
    /// The code, or the beginning of one.
    pub code: String,
}

/// When a regime asks for a case: every part that is given has to hold; of a list one suffices.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TriggerView {
    /// Where it stands in the text of the regime.
    #[serde(default)]
    pub clause: String,
    /// Only these acts.
    #[serde(default)]
    pub acts: Vec<Word<ControlAct>>,
    /// Only to or from these countries, by their codes of two letters.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Only with these hosts.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Only what is marked so high or higher.
    pub level: Option<Word<Level>>,
    /// Only what bears one of these classes, `scheme:code`, or one below it.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Only what was found to be one of these entries.
    #[serde(default)]
    pub entries: Vec<TriggerEntryView>,
    /// Only where one of these stands in the title or in what is to move; a star at the end of a word stands for any ending.
    #[serde(default)]
    pub words: Vec<String>,
    /// Only where a party stands on a list.
    #[serde(default)]
    pub hit: bool,
    /// Whether it is ruled out without a vote.
    #[serde(default)]
    pub prohibits: bool,
}

impl From<&Trigger> for TriggerView {
    fn from(trigger: &Trigger) -> TriggerView {
        let entry = |(list, code): &(String, String)| TriggerEntryView { list: list.clone(), code: code.clone() };
        TriggerView {
            clause: trigger.clause.clone(),
            acts: trigger.acts.iter().map(|act| Word(*act)).collect(),
            countries: trigger.countries.clone(),
            hosts: trigger.hosts.iter().map(ToString::to_string).collect(),
            level: trigger.level.map(Word),
            classes: trigger.classes.iter().map(class_text).collect(),
            entries: trigger.entries.iter().map(entry).collect(),
            words: trigger.words.clone(),
            hit: trigger.hit,
            prohibits: trigger.prohibits,
        }
    }
}

/// A member: a country or a body, and the post of ours that casts its vote.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegimeMemberView {
    /// What it is called.
    pub name: String,
    /// Its country, where it is one.
    pub country: Option<String>,
    /// The post that casts its vote.
    pub post: String,
    /// How many votes it has.
    #[serde(default = "one")]
    pub weight: u32,
    /// Whether it has the chair.
    #[serde(default)]
    pub chair: bool,
    /// From when it is a member.
    pub since: Day,
    /// Its last day as a member.
    pub until: Option<Day>,
}

fn one() -> u32 {
    1
}

impl From<&RegimeMember> for RegimeMemberView {
    fn from(member: &RegimeMember) -> RegimeMemberView {
        RegimeMemberView {
            name: member.name.clone(),
            country: member.country.clone(),
            post: member.post.to_string(),
            weight: member.weight,
            chair: member.chair,
            since: Day(member.since),
            until: member.until.map(Day),
        }
    }
}

/// A condition that is set with every yes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualConditionView {
    /// What is to be done.
    pub text: String,
    /// Within how many days after the case was laid before the regime.
    pub days: u16,
}

/// A regime: who decides of what, by which rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegimeView {
    /// Its name in the office.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What sort it is.
    pub kind: Word<RegimeKind>,
    /// Whether it binds its members by law.
    pub binding: bool,
    /// The first day on which it holds.
    pub since: Day,
    /// The last one.
    pub until: Option<Day>,
    /// When it is to be looked through.
    pub review: Option<Day>,
    /// The post that keeps it.
    pub keeper: String,
    /// How it decides, such as `qualified votes=70 members=50 quorum=3 deadline=21 silence=14 valid=365 discretion`.
    pub rule: String,
    /// For what it asks for a case.
    pub triggers: Vec<TriggerView>,
    /// Who votes.
    pub members: Vec<RegimeMemberView>,
    /// What is set with every yes.
    pub conditions: Vec<UsualConditionView>,
    /// What else is to be known.
    pub note: String,
    /// Where its text stands.
    pub source: String,
    /// Whether the demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Which version this is.
    pub version: u32,
    /// The number of its last change.
    pub revision: u32,
    /// When it was founded.
    pub made_at: Moment,
}

impl From<&Regime> for RegimeView {
    fn from(regime: &Regime) -> RegimeView {
        let usual = |one: &UsualCondition| UsualConditionView { text: one.text.clone(), days: one.days };
        RegimeView {
            id: regime.id.to_string(),
            name: regime.name.clone(),
            kind: Word(regime.kind),
            binding: regime.binding,
            since: Day(regime.since),
            until: regime.until.map(Day),
            review: regime.review.map(Day),
            keeper: regime.keeper.to_string(),
            rule: regime.rule.to_string(),
            triggers: regime.triggers.iter().map(TriggerView::from).collect(),
            members: regime.members.iter().map(RegimeMemberView::from).collect(),
            conditions: regime.conditions.iter().map(usual).collect(),
            note: regime.note.clone(),
            source: regime.source.clone(),
            invented: regime.invented,
            marking: MarkingView::from(&regime.marking),
            version: regime.version,
            revision: regime.revision,
            made_at: Moment(regime.made_at),
        }
    }
}

/// A regime in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegimeLineView {
    /// The regime.
    pub regime: RegimeView,
    /// Its cases that are to be decided.
    pub n_open: usize,
    /// Its cases.
    pub n_cases: usize,
}

impl From<&RegimeLine> for RegimeLineView {
    fn from(line: &RegimeLine) -> RegimeLineView {
        RegimeLineView { regime: RegimeView::from(&line.regime), n_open: line.n_open, n_cases: line.n_cases }
    }
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<RegimeLineView>> {
    let lines = read(&caller, desk::Office::regimes).await?;
    Ok(Found::listed(Listed::whole(lines.iter().map(RegimeLineView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<RegimeView> {
    let id = way.get("regime").to_owned();
    let regime = read(&caller, move |office| office.regime(&id)).await?;
    Ok(Found::versioned(RegimeView::from(&regime), u64::from(regime.revision)))
}

/// A version of a regime.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegimeVersionView {
    /// The regime as this version has it.
    pub regime: RegimeView,
    /// Where it stands: `agreed`, `proposed` or `dropped`.
    pub state: String,
    /// Why it was changed.
    pub reason: String,
    /// Who wrote it, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// The second person, where one answered.
    pub answered_by: Option<String>,
}

impl From<&RegimeVersion> for RegimeVersionView {
    fn from(version: &RegimeVersion) -> RegimeVersionView {
        RegimeVersionView {
            regime: RegimeView::from(&version.regime),
            state: version.state.word().to_owned(),
            reason: version.reason.clone(),
            by: version.by.clone(),
            at: Moment(version.at),
            answered_by: version.answered_by.clone(),
        }
    }
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
        .act(
            "/api/v1/regimes/{regime}/answer",
            open,
            "answer_regime",
            "Confirms, as the second person, a change of a binding regime, or says no to it",
            answer,
        )
        .act("/api/v1/regimes/{regime}/review", open, "review_regime", "Says that a regime was looked through", review)
}
