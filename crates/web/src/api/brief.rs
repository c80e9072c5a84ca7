//! Disclosure briefs: shown, written, cleared, confirmed.

use std::sync::Arc;

use axum::http::Method;
use model::{
    Brief, BriefConfirmation, BriefLine, BriefNoun, BriefPart, BriefStage, BriefThing, HostId, Level, MissionId,
    SpecialistId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A thing that a line of a brief names.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BriefThingView {
    /// What sort of thing it is.
    pub noun: Word<BriefNoun>,
    /// How it is called.
    pub name: String,
}

/// A line of a brief: words, a thing, or both.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BriefLineView {
    /// For which host; null for whomever one meets.
    pub host: Option<String>,
    /// What may be done with it.
    pub part: Word<BriefPart>,
    /// In words.
    #[serde(default)]
    pub words: String,
    /// The thing that it is about.
    #[serde(default)]
    pub thing: Option<BriefThingView>,
}

impl From<&BriefLine> for BriefLineView {
    fn from(line: &BriefLine) -> BriefLineView {
        let thing = |thing: &BriefThing| BriefThingView { noun: Word(thing.noun()), name: thing.name() };
        BriefLineView {
            host: line.host.map(|host| host.to_string()),
            part: Word(line.part),
            words: line.words.clone(),
            thing: line.thing.as_ref().map(thing),
        }
    }
}

/// That a member knows a version of a brief.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefConfirmationView {
    /// Who knows it.
    pub member: String,
    /// Which version.
    pub version: u32,
    /// Who said so: post and person.
    pub by: String,
    /// How it was read to somebody without an account; empty for who read it.
    pub read_to: String,
    /// When.
    pub at: Moment,
}

/// A brief.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefView {
    /// The mission whose it is.
    pub mission: String,
    /// Where it stands.
    pub stage: Word<BriefStage>,
    /// Counts its wordings.
    pub version: u32,
    /// Its lines.
    pub lines: Vec<BriefLineView>,
    /// The post that says whether it stands.
    pub clearer: Option<String>,
    /// When it was said that it stands.
    pub cleared_at: Option<Moment>,
    /// What was said when it was given back.
    pub remark: String,
    /// Who know it, of this version and of earlier ones.
    pub confirmations: Vec<BriefConfirmationView>,
    /// Who may see it, beside seeing the mission.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
}

impl From<&Brief> for BriefView {
    fn from(brief: &Brief) -> BriefView {
        let confirmation = |one: &BriefConfirmation| BriefConfirmationView {
            member: one.member.to_string(),
            version: one.version,
            by: one.by.clone(),
            read_to: one.read_to.clone(),
            at: Moment(one.at),
        };
        BriefView {
            mission: brief.mission.to_string(),
            stage: Word(brief.stage),
            version: brief.version,
            lines: brief.lines.iter().map(BriefLineView::from).collect(),
            clearer: brief.clearer.as_ref().map(ToString::to_string),
            cleared_at: brief.cleared_at.map(Moment),
            remark: brief.remark.clone(),
            confirmations: brief.confirmations.iter().map(confirmation).collect(),
            marking: MarkingView::from(&brief.marking),
            revision: brief.revision,
        }
    }
}

/// What was told or shown to a host before.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ToldBeforeView {
    /// To which host.
    pub host: String,
    /// By which mission.
    pub mission: String,
    /// Its last day.
    pub until: Day,
    /// What was let be told or shown, or a question that was asked.
    pub line: BriefLineView,
}

/// A question whose wording tells of a need that is not open.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TellingQuestionView {
    /// The question.
    pub question: String,
    /// How high what asks it is marked.
    pub level: Word<Level>,
}

/// A brief with what is to be known beside it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefPageView {
    /// The brief; null when none was begun, or none that the caller sees.
    pub brief: Option<BriefView>,
    /// Whether everybody who goes knows the version that stands.
    pub is_confirmed: bool,
    /// Members who do not know it yet.
    pub unconfirmed: Vec<String>,
    /// What was told and shown to the hosts before.
    pub told_before: Vec<ToldBeforeView>,
    /// Questions whose wording tells of a need that is not open.
    pub telling: Vec<TellingQuestionView>,
    /// Whether the caller may write it.
    pub may_write: bool,
    /// Whether the caller may say that it stands.
    pub may_clear: bool,
    /// Members whom the caller may confirm: themselves, or who has no account.
    pub may_confirm: Vec<String>,
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<BriefPageView> {
    let (id, officer, today) = (way.get("mission").to_owned(), Arc::clone(&caller.officer), caller.app.today());
    let found = read(&caller, move |office| office.brief_page(&officer, &id, today)).await?;
    let unread = found.readers.iter().filter(|reader| reader.confirmation.is_none());
    let told = |told: &desk::ToldBefore| ToldBeforeView {
        host: told.host.to_string(),
        mission: told.mission.id.to_string(),
        until: Day(told.mission.until),
        line: BriefLineView::from(&told.line),
    };
    let telling = |one: &desk::TellingQuestion| TellingQuestionView {
        question: one.question.to_string(),
        level: Word(one.level),
    };
    Ok(Found::one(BriefPageView {
        is_confirmed: found.is_confirmed(),
        unconfirmed: unread.map(|reader| reader.specialist.id.to_string()).collect(),
        told_before: found.told_before.iter().map(told).collect(),
        telling: found.telling.iter().map(telling).collect(),
        may_write: found.rights.write,
        may_clear: found.rights.clear,
        may_confirm: found.rights.confirm.iter().map(ToString::to_string).collect(),
        brief: found.brief.as_ref().map(BriefView::from),
    }))
}

fn named(caller: &Caller, way: &Way) -> Result<MissionId, Problem> {
    MissionId::parse(way.get("mission")).ok_or_else(|| missing(caller))
}

/// A brief as it shall be. `If-Match` names the number of the change that was seen, `"0"` where there is none.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BriefBody {
    /// All its lines.
    lines: Vec<BriefLineView>,
}

async fn write(caller: Caller, sent: Sent<BriefBody>) -> Done<BriefView> {
    let id = named(&caller, &sent.way)?;
    let revision = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let unnamed = |pointer: String| slip(&caller, &pointer, caller.speech().say("failure-missing"));
    let mut lines = Vec::new();
    for (at, line) in sent.body.lines.iter().enumerate() {
        let host =
            line.host.as_deref().map(|host| HostId::parse(host).ok_or_else(|| unnamed(format!("#/lines/{at}/host"))));
        let thing = line.thing.as_ref().map(|thing| {
            BriefThing::read(thing.noun.0, &thing.name).ok_or_else(|| unnamed(format!("#/lines/{at}/thing/name")))
        });
        lines.push(BriefLine {
            host: host.transpose()?,
            part: line.part.0,
            words: line.words.clone(),
            thing: thing.transpose()?,
        });
    }
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let brief = desk::write_brief(writer, turn, office, (id, revision), &lines)?;
        Ok(Reply::of(BriefView::from(&brief)).versioned(u64::from(brief.revision)))
    });
    kept.await
}

/// What shall be done with a brief, from the state that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "do", deny_unknown_fields)]
pub enum BriefStepBody {
    /// Lay it before the post that says whether it stands.
    Lay {
        /// The number of the last change that was seen.
        revision: u32,
    },
    /// Say that it stands.
    Clear {
        /// The number of the last change that was seen.
        revision: u32,
    },
    /// Give it back.
    GiveBack {
        /// The number of the last change that was seen.
        revision: u32,
        /// What is to be changed.
        remark: String,
    },
    /// Confirm that a member knows the version that stands.
    Confirm {
        /// The version that was read.
        version: u32,
        /// Who knows it.
        member: String,
        /// For somebody without an account: when and by whom it was read to them.
        #[serde(default)]
        read_to: String,
    },
}

async fn step(caller: Caller, sent: Sent<BriefStepBody>) -> Done<BriefView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let member = match &body {
        BriefStepBody::Confirm { member, .. } => {
            let unnamed = || slip(&caller, "#/member", caller.speech().say("failure-missing"));
            Some(SpecialistId::parse(member).ok_or_else(unnamed)?)
        }
        _ => None,
    };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let brief = match (&body, member) {
            (BriefStepBody::Lay { revision }, _) => desk::lay_brief(writer, turn, office, (id, *revision)),
            (BriefStepBody::Clear { revision }, _) => desk::clear_brief(writer, turn, office, (id, *revision), None),
            (BriefStepBody::GiveBack { revision, remark }, _) => {
                desk::clear_brief(writer, turn, office, (id, *revision), Some(remark))
            }
            (BriefStepBody::Confirm { version, read_to, .. }, member) => {
                let member = member.unwrap_or(SpecialistId::from_bits(0));
                desk::confirm_brief(writer, turn, office, (id, *version), member, read_to)
            }
        };
        Ok(Reply::of(BriefView::from(&brief.map_err(as_a_rule)?)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let path = "/api/v1/missions/{mission}/brief";
    api.read(path, open, "show_brief", "The disclosure brief of a mission, and who knows it", show)
        .change((Method::PUT, path), open, "write_brief", "Writes the disclosure brief of a mission", write)
        .act(
            "/api/v1/missions/{mission}/brief/step",
            open,
            "brief_step",
            "Lays a brief before others, clears it or gives it back, or confirms that somebody knows it",
            step,
        )
}
