//! The roster: listed, shown, kept.

use axum::http::Method;
use desk::RosterAsk;
use model::{
    Away, HostId, Interest, InterestKind, Language, LanguageLevel, PersonId, RecordId, Skill, Specialist, SpecialistId,
    Spoken, Taken, UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{languages, marking_of};
use super::marking::MarkingView;
use super::word::{Day, Word};
use super::{as_a_rule, missing, read, slip};
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

impl From<&Spoken> for SpokenView {
    fn from(one: &Spoken) -> SpokenView {
        SpokenView { language: one.language.tag().to_owned(), level: Word(one.level) }
    }
}

/// The languages that are meant.
pub fn spoken_of(caller: &Caller, views: &[SpokenView]) -> Result<Vec<Spoken>, Problem> {
    let mut spoken = Vec::new();
    for (at, one) in views.iter().enumerate() {
        let place = format!("#/languages/{at}/language");
        let tag = [one.language.clone()];
        spoken.extend(languages(caller, &place, &tag)?.pop().map(|language| Spoken { language, level: one.level.0 }));
    }
    Ok(spoken)
}

/// A tie to an organisation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterestView {
    /// What it is.
    pub kind: Word<InterestKind>,
    /// The host, where it is one of the register.
    pub host: Option<String>,
    /// The organisation in words, and what is to be known of the tie.
    #[serde(default)]
    pub words: String,
}

/// Days on which somebody is assigned, without saying where.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TakenView {
    /// From this day.
    pub since: Day,
    /// Through this one.
    pub until: Day,
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
    /// Where they work; of somebody from outside the unit that keeps their line.
    pub unit: String,
    /// The host they come from.
    pub host: Option<String>,
    /// The country they come from; empty for one of the house.
    pub country: String,
    /// Their ORCID.
    pub orcid: String,
    /// What ties them to organisations.
    pub interests: Vec<InterestView>,
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
        let tie = |one: &Interest| InterestView {
            kind: Word(one.kind),
            host: one.host.map(|host| host.to_string()),
            words: one.words.clone(),
        };
        let away = |one: &Away| AwayView { since: Day(one.since), until: Day(one.until), why: one.why.clone() };
        SpecialistView {
            id: one.id.to_string(),
            person: one.person.as_ref().map(ToString::to_string),
            name: one.name.clone(),
            unit: one.unit.to_string(),
            host: one.host.map(|host| host.to_string()),
            country: one.country.clone(),
            orcid: one.orcid.clone(),
            interests: one.interests.iter().map(tie).collect(),
            skills: one.skills.iter().map(skill).collect(),
            languages: one.languages.iter().map(SpokenView::from).collect(),
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
    /// From outside, or of the house.
    foreign: Option<bool>,
    /// With a skill of this class, `scheme:code`, or one below it.
    class: Option<String>,
    /// Speaking this language.
    language: Option<String>,
    /// Free from this day, together with `free_until`.
    free_since: Option<Day>,
    /// Free through this day.
    free_until: Option<Day>,
}

async fn list(caller: Caller, _: Way, query: RosterQuery) -> Outcome<Listed<SpecialistView>> {
    let days = query.free_since.zip(query.free_until).map(|(since, until)| (since.0, until.0));
    let ask = RosterAsk {
        words: query.q,
        foreign: query.foreign,
        class: query.class.and_then(|class| typed_classes(&[class]).pop()),
        language: query.language.as_deref().and_then(Language::parse),
        free: days,
    };
    let roster = read(&caller, move |office| office.roster(&ask)).await?;
    Ok(Found::listed(Listed::whole(roster.iter().map(SpecialistView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<SpecialistView> {
    let id = way.get("specialist").to_owned();
    let one = read(&caller, move |office| office.specialist(&id)).await?;
    Ok(Found::versioned(SpecialistView::from(&one), u64::from(one.revision)))
}

async fn taken(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<TakenView>> {
    let id = way.get("specialist").to_owned();
    let taken = read(&caller, move |office| office.days_taken(&office.specialist(&id)?, None)).await?;
    let view = |one: &Taken| TakenView { since: Day(one.since), until: Day(one.until) };
    Ok(Found::listed(Listed::whole(taken.iter().map(view).collect())))
}

/// A record that somebody may have made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposedEvidenceView {
    /// The record.
    pub record: String,
    /// As who they stand in it.
    pub named: String,
    /// Whether their ORCID stands there, and not the name alone.
    pub by_orcid: bool,
}

async fn proposed(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ProposedEvidenceView>> {
    let id = way.get("specialist").to_owned();
    let found = read(&caller, move |office| office.proposed_evidence(&office.specialist(&id)?)).await?;
    let view = |one: &desk::ProposedEvidence| ProposedEvidenceView {
        record: one.record.id.to_string(),
        named: one.named.clone(),
        by_orcid: one.by_orcid,
    };
    Ok(Found::listed(Listed::whole(found.iter().map(view).collect())))
}

/// Whether a record shows a skill.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// The record.
    record: String,
    /// The place of the skill among those of the specialist, from 0; left out, somebody else of the same name made the record.
    skill: Option<u32>,
}

async fn evidence(caller: Caller, sent: Sent<EvidenceBody>) -> Done<SpecialistView> {
    let id = SpecialistId::parse(sent.way.get("specialist")).ok_or_else(|| missing(&caller))?;
    let body = sent.body.clone();
    let unnamed = || slip(&caller, "#/record", caller.speech().say("failure-missing"));
    let record = RecordId::parse(&body.record).ok_or_else(unnamed)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = match body.skill {
            Some(skill) => {
                let skill = usize::try_from(skill).unwrap_or(usize::MAX);
                desk::confirm_evidence(writer, turn, (id, body.revision), skill, record)
            }
            None => desk::refuse_evidence(writer, turn, id, record),
        };
        Ok(Reply::of(SpecialistView::from(&one.map_err(as_a_rule)?)))
    });
    kept.await
}

/// What the roster shall say of somebody.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialistBody {
    /// The person of the office, if they are one.
    person: Option<String>,
    /// Their name.
    name: String,
    /// Where they work; of somebody from outside the unit that keeps their line.
    unit: String,
    /// The host they come from.
    host: Option<String>,
    /// The country they come from; left out for one of the house.
    #[serde(default)]
    country: String,
    /// Their ORCID.
    #[serde(default)]
    orcid: String,
    /// What ties them to organisations.
    #[serde(default)]
    interests: Vec<InterestView>,
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
    let host = |place: String, text: &String| {
        HostId::parse(text).ok_or_else(|| slip(caller, &place, caller.speech().say("failure-missing")))
    };
    let mut interests = Vec::new();
    for (at, tie) in body.interests.iter().enumerate() {
        let of = tie.host.as_ref().map(|text| host(format!("#/interests/{at}/host"), text)).transpose()?;
        interests.push(Interest { kind: tie.kind.0, host: of, words: tie.words.clone() });
    }
    let away = |one: &AwayView| Away { since: one.since.0, until: one.until.0, why: one.why.clone() };
    Ok(Specialist {
        id,
        person: body.person.as_deref().map(PersonId::new).transpose().map_err(said("#/person"))?,
        name: body.name.clone(),
        unit: UnitId::new(&body.unit).map_err(said("#/unit"))?,
        host: body.host.as_ref().map(|text| host("#/host".to_owned(), text)).transpose()?,
        country: body.country.clone(),
        orcid: body.orcid.clone(),
        interests,
        skills,
        languages: spoken_of(caller, &body.languages)?,
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
        .read(
            "/api/v1/specialists/{specialist}/taken",
            open,
            "list_taken_days",
            "Days on which somebody is assigned or on a mission, without saying where",
            taken,
        )
        .read(
            "/api/v1/specialists/{specialist}/proposed-evidence",
            open,
            "list_proposed_evidence",
            "Records that somebody may have made, by ORCID or name",
            proposed,
        )
        .act(
            "/api/v1/specialists/{specialist}/evidence",
            open,
            "say_evidence",
            "Confirms that a record shows a skill, or says that somebody else of the same name made it",
            evidence,
        )
        .change((Method::PUT, path), open, "change_specialist", "Changes what the roster says of somebody", change)
}
