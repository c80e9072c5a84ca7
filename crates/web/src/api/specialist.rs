//! The roster: listed, shown, kept.

use axum::http::Method;
use model::{Away, LanguageLevel, PersonId, RecordId, Skill, Specialist, SpecialistId, Spoken, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{languages, marking_of};
use super::marking::MarkingView;
use super::word::{Day, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::host::{class_text, typed_classes};
use crate::problem::Problem;
use crate::route::Policy;

/// Something that somebody knows.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillView {
    /// A class, `scheme:code`, or words.
    pub class: String,
    /// Numbers of records that show it.
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// A language that somebody speaks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpokenView {
    /// Its tag.
    pub language: String,
    /// How well.
    pub level: Word<LanguageLevel>,
}

/// Days on which somebody cannot be sent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AwayView {
    /// From this day.
    pub since: Day,
    /// Through this one.
    pub until: Day,
    /// Why, as far as it is said.
    #[serde(default)]
    pub why: String,
}

/// A specialist of the roster.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpecialistView {
    /// Their name in the books of the office.
    pub id: String,
    /// The person of the office, if they are one.
    pub person: Option<String>,
    /// Their name.
    pub name: String,
    /// Where they work.
    pub unit: String,
    /// What they know.
    pub skills: Vec<SkillView>,
    /// What they speak.
    pub languages: Vec<SpokenView>,
    /// When they are not free.
    pub away: Vec<AwayView>,
    /// What else is to be known.
    pub remark: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of the last change.
    pub revision: u32,
}

impl From<&Specialist> for SpecialistView {
    fn from(one: &Specialist) -> SpecialistView {
        let skill = |skill: &Skill| SkillView {
            class: class_text(&skill.class),
            evidence: skill.evidence.iter().map(ToString::to_string).collect(),
        };
        let spoken = |one: &Spoken| SpokenView { language: one.language.tag().to_owned(), level: Word(one.level) };
        let away = |one: &Away| AwayView { since: Day(one.since), until: Day(one.until), why: one.why.clone() };
        SpecialistView {
            id: one.id.to_string(),
            person: one.person.as_ref().map(ToString::to_string),
            name: one.name.clone(),
            unit: one.unit.to_string(),
            skills: one.skills.iter().map(skill).collect(),
            languages: one.languages.iter().map(spoken).collect(),
            away: one.away.iter().map(away).collect(),
            remark: one.remark.clone(),
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
        }
    }
}

/// Who of the roster is asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterQuery {
    /// Words of a name, a skill or a language.
    #[serde(default)]
    q: String,
}

async fn list(caller: Caller, _: Way, query: RosterQuery) -> Outcome<Listed<SpecialistView>> {
    let roster = read(&caller, move |office| office.specialists(&query.q)).await?;
    Ok(Found::listed(Listed::whole(roster.iter().map(SpecialistView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<SpecialistView> {
    let id = way.get("specialist").to_owned();
    let one = read(&caller, move |office| office.specialist(&id)).await?;
    Ok(Found::versioned(SpecialistView::from(&one), u64::from(one.revision)))
}

/// What the roster shall say of somebody.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialistBody {
    /// The person of the office, if they are one.
    person: Option<String>,
    /// Their name.
    name: String,
    /// Where they work.
    unit: String,
    /// What they know.
    #[serde(default)]
    skills: Vec<SkillView>,
    /// What they speak.
    #[serde(default)]
    languages: Vec<SpokenView>,
    /// When they are not free.
    #[serde(default)]
    away: Vec<AwayView>,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
    /// Who may see it; left out, it is open, or stays as it was.
    marking: Option<MarkingView>,
}

fn specialist(caller: &Caller, body: &SpecialistBody, id: SpecialistId) -> Result<Specialist, Problem> {
    let said =
        |pointer: &'static str| move |refusal: model::Refusal| slip(caller, pointer, caller.speech().refusal(&refusal));
    let mut skills = Vec::new();
    for (at, skill) in body.skills.iter().enumerate() {
        let mut evidence = Vec::new();
        for (within, text) in skill.evidence.iter().enumerate() {
            let unread = || caller.speech().with("specialist-evidence-unread", &[("text", text.as_str().into())]);
            let place = format!("#/skills/{at}/evidence/{within}");
            evidence.push(RecordId::parse(text).ok_or_else(|| slip(caller, &place, unread()))?);
        }
        let class = typed_classes(std::slice::from_ref(&skill.class)).pop().unwrap_or_default();
        skills.push(Skill { class, evidence });
    }
    let mut spoken = Vec::new();
    for (at, one) in body.languages.iter().enumerate() {
        let place = format!("#/languages/{at}/language");
        let tag = [one.language.clone()];
        spoken.extend(languages(caller, &place, &tag)?.pop().map(|language| Spoken { language, level: one.level.0 }));
    }
    let away = |one: &AwayView| Away { since: one.since.0, until: one.until.0, why: one.why.clone() };
    Ok(Specialist {
        id,
        person: body.person.as_deref().map(PersonId::new).transpose().map_err(said("#/person"))?,
        name: body.name.clone(),
        unit: UnitId::new(&body.unit).map_err(said("#/unit"))?,
        skills,
        languages: spoken,
        away: body.away.iter().map(away).collect(),
        remark: body.remark.clone(),
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    })
}

async fn register(caller: Caller, sent: Sent<SpecialistBody>) -> Done<SpecialistView> {
    let one = specialist(&caller, &sent.body, SpecialistId::from_bits(caller.app.ids()()))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::keep_specialist(writer, turn, one, true)?;
        let reply = Reply::of(SpecialistView::from(&one)).at(format!("/api/v1/specialists/{}", one.id));
        Ok(reply.versioned(u64::from(one.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<SpecialistBody>) -> Done<SpecialistView> {
    let id = SpecialistId::parse(sent.way.get("specialist")).ok_or_else(|| missing(&caller))?;
    let one = specialist(&caller, &sent.body, id)?;
    let revision = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        office.specialist(&id.to_string())?;
        let one = desk::keep_specialist(writer, turn, Specialist { revision, ..one }, false)?;
        Ok(Reply::of(SpecialistView::from(&one)).versioned(u64::from(one.revision)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let path = "/api/v1/specialists/{specialist}";
    api.read("/api/v1/specialists", open, "list_specialists", "The roster, in order of name", list)
        .create("/api/v1/specialists", open, "register_specialist", "Puts somebody on the roster", register)
        .read(path, open, "show_specialist", "One specialist", show)
        .change((Method::PUT, path), open, "change_specialist", "Changes what the roster says of somebody", change)
}
