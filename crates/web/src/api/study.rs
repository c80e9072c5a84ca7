//! Studies of samples: what the terms let be done, opened, reported with results against the need, taken apart, stopped, decided.

use desk::{ComparedResult, SamplePage};
use model::{
    ActConsent, ActRuling, ComparisonKind, Findings, NeedId, Outcome as StudyOutcome, OutcomeKind, PlannedParameter,
    Protocol, Refusal, Study, StudyAct, StudyResult, StudyState,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::sample::{SampleBrief, named, number};
use super::teardown::TeardownPartView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// What the terms of a sample say of an act.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ActView {
    /// The act.
    pub act: Word<StudyAct>,
    /// What is said of it.
    pub ruling: Word<ActRuling>,
    /// The number of the clause that says so.
    pub clause: Option<u32>,
    /// The words of the clause.
    pub words: String,
    /// Why it may not be done, with the post that could renegotiate the clause; null where it may.
    pub refusal: Option<String>,
}

async fn acts(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ActView>> {
    let (id, speech) = (way.get("sample").to_owned(), caller.speech());
    let acts = read(&caller, move |office| {
        let sample = office.sample(&id)?.sample;
        let mut views = Vec::new();
        for one in office.acts_asked(&sample)? {
            let refusal = office.act_refused(&sample, &one)?;
            views.push(ActView {
                act: Word(one.act),
                ruling: Word(one.ruling),
                clause: one.clause.as_ref().map(|clause| clause.number),
                words: one.clause.map(|clause| clause.text).unwrap_or_default(),
                refusal: refusal.map(|refusal| speech.refusal(&refusal)),
            });
        }
        Ok(views)
    });
    Ok(Found::listed(Listed::whole(acts.await?)))
}

/// An act with what was said of it when the study was opened.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OpenedActView {
    /// The act.
    pub act: Word<StudyAct>,
    /// What was said of it then.
    pub ruling: Word<ActRuling>,
    /// The number of the clause that said so.
    pub clause: Option<u32>,
    /// What shows the consent.
    pub consent: String,
}

/// A parameter that shall be measured.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedView {
    /// The need whose parameter it is.
    pub need: Option<String>,
    /// What is measured.
    pub name: String,
    /// In which unit of measure.
    #[serde(default)]
    pub measure: String,
}

/// What was measured, held against the need.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StudyResultView {
    /// The need whose parameter it is.
    pub need: Option<String>,
    /// What was measured.
    pub name: String,
    /// The value, as a decimal number.
    pub value: String,
    /// Its unit of measure.
    pub measure: String,
    /// What is to be minded.
    pub remark: String,
    /// The value that the need wants, in its unit.
    pub wanted: Option<String>,
    /// What was measured, in the unit of the need.
    pub converted: Option<String>,
    /// How they stand; null where no need has such a parameter.
    pub comparison: Option<Word<ComparisonKind>>,
    /// Why it cannot be told.
    pub why: Option<String>,
}

/// What comes of a study.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StudyOutcomeView {
    /// What.
    pub kind: Word<OutcomeKind>,
    /// Why.
    pub reason: String,
    /// What it is worth: money, or a number with its unit.
    pub value: String,
    /// When it is looked at again, of one that was shelved.
    pub look_again: Option<Day>,
    /// Who decided, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A study of a sample.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StudyView {
    /// Its number among those of the sample.
    pub number: u32,
    /// What shall be found out.
    pub question: String,
    /// How.
    pub method: String,
    /// With what.
    pub instrument: String,
    /// What shall be measured.
    pub planned: Vec<PlannedView>,
    /// What is done to the sample.
    pub acts: Vec<OpenedActView>,
    /// The last day on which it is in time.
    pub due: Day,
    /// The post that makes it.
    pub post: String,
    /// Who opened it, as the ledger writes it.
    pub opened_by: String,
    /// Where it stands.
    pub state: Word<StudyState>,
    /// Why it was stopped.
    pub reason: String,
    /// What was found, in one line.
    pub title: String,
    /// What was found.
    pub text: String,
    /// How many versions of the findings there are.
    pub n_versions: u64,
    /// What was measured.
    pub results: Vec<StudyResultView>,
    /// What it was taken apart into.
    pub parts: Vec<TeardownPartView>,
    /// The record that its findings became.
    pub record: Option<String>,
    /// What comes of it.
    pub outcome: Option<StudyOutcomeView>,
}

fn result_view(caller: &Caller, one: &ComparedResult) -> StudyResultView {
    let said = one.comparison.as_ref();
    let wanted = one.wanted.as_ref().and_then(|(parameter, _)| {
        parameter.wanted.as_ref().map(|wanted| format!("{wanted} {}", parameter.measure).trim().to_owned())
    });
    StudyResultView {
        need: one.result.need.as_ref().map(ToString::to_string),
        name: one.result.name.clone(),
        value: one.result.value.clone(),
        measure: one.result.measure.clone(),
        remark: one.result.remark.clone(),
        wanted,
        converted: said.filter(|found| !found.measured.is_empty()).map(|found| found.measured.clone()),
        comparison: said.map(|found| Word(found.kind)),
        why: said.and_then(|found| found.why.clone()).map(|why| caller.speech().refusal(&Refusal::Said(why))),
    }
}

fn view(caller: &Caller, study: &Study, results: &[ComparedResult]) -> StudyView {
    let findings = study.findings();
    let act = |one: &model::OpenedAct| OpenedActView {
        act: Word(one.act),
        ruling: Word(one.ruling),
        clause: one.clause,
        consent: one.consent.clone(),
    };
    let planned = |one: &PlannedParameter| PlannedView {
        need: one.need.as_ref().map(ToString::to_string),
        name: one.name.clone(),
        measure: one.measure.clone(),
    };
    StudyView {
        number: study.number,
        question: study.protocol.question.clone(),
        method: study.protocol.method.clone(),
        instrument: study.protocol.instrument.clone(),
        planned: study.protocol.planned.iter().map(planned).collect(),
        acts: study.acts.iter().map(act).collect(),
        due: Day(study.protocol.due),
        post: study.post.to_string(),
        opened_by: study.opened_by.clone(),
        state: Word(study.state),
        reason: study.reason.clone(),
        title: findings.map(|findings| findings.title.clone()).unwrap_or_default(),
        text: findings.map(|findings| findings.text.clone()).unwrap_or_default(),
        n_versions: study.versions.len() as u64,
        results: results.iter().map(|one| result_view(caller, one)).collect(),
        parts: study.teardown.parts().iter().map(TeardownPartView::from).collect(),
        record: study.record.map(|record| record.to_string()),
        outcome: study.outcome.as_ref().map(|outcome| StudyOutcomeView {
            kind: Word(outcome.kind),
            reason: outcome.reason.clone(),
            value: outcome.value.clone(),
            look_again: outcome.look_again.map(Day),
            by: outcome.by.clone(),
            at: Moment(outcome.at),
        }),
    }
}

type WithResults = (SamplePage, Vec<Vec<ComparedResult>>);

async fn loaded(caller: &Caller, id: String) -> Result<WithResults, Problem> {
    read(caller, move |office| {
        let page = office.sample_page(&id)?;
        let results = page.studies.iter().map(|study| office.compared_results(&page, study)).collect();
        Ok((page, results))
    })
    .await
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<StudyView>> {
    let (page, results) = loaded(&caller, way.get("sample").to_owned()).await?;
    let views = page.studies.iter().zip(&results).map(|(study, results)| view(&caller, study, results)).collect();
    Ok(Found::listed(Listed::whole(views)))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<StudyView> {
    let of = number(&caller, &way, "study")?;
    let (page, results) = loaded(&caller, way.get("sample").to_owned()).await?;
    let found = page.studies.iter().zip(&results).find(|(study, _)| study.number == of);
    let (study, results) = found.ok_or_else(|| missing(&caller))?;
    Ok(Found::one(view(&caller, study, results)))
}

fn need(caller: &Caller, need: Option<&String>) -> Result<Option<NeedId>, Problem> {
    let need = need.map(|need| NeedId::new(need)).transpose();
    need.map_err(|refusal| slip(caller, "#/need", caller.speech().refusal(&refusal)))
}

/// What shows that the other side consents to an act.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActConsentBody {
    /// The act.
    act: Word<StudyAct>,
    /// What shows the consent.
    evidence: String,
}

/// How a sample shall be studied.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// What shall be found out.
    question: String,
    /// How.
    method: String,
    /// With what.
    #[serde(default)]
    instrument: String,
    /// What shall be measured.
    #[serde(default)]
    planned: Vec<PlannedView>,
    /// What is done to the sample; held against the terms under which it came.
    acts: Vec<Word<StudyAct>>,
    /// What shows the consents that the terms ask for.
    #[serde(default)]
    consents: Vec<ActConsentBody>,
    /// The last day on which it is in time.
    due: Day,
}

async fn open(caller: Caller, sent: Sent<StudyBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let mut planned = Vec::new();
    for one in body.planned {
        planned.push(PlannedParameter {
            need: need(&caller, one.need.as_ref())?,
            name: one.name,
            measure: one.measure,
        });
    }
    let protocol = Protocol {
        question: body.question,
        method: body.method,
        instrument: body.instrument,
        planned,
        acts: body.acts.iter().map(|act| act.0).collect(),
        due: body.due.0,
    };
    let consent = |one: ActConsentBody| ActConsent { act: one.act.0, evidence: one.evidence };
    let consents: Vec<ActConsent> = body.consents.into_iter().map(consent).collect();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let at = (id, body.revision);
        let done = desk::open_study(writer, turn, at, protocol, &consents).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// What was measured of one parameter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyResultBody {
    /// The need whose parameter it is.
    need: Option<String>,
    /// What was measured.
    name: String,
    /// The value, as a decimal number.
    value: String,
    /// Its unit of measure.
    #[serde(default)]
    measure: String,
    /// What is to be minded.
    #[serde(default)]
    remark: String,
}

/// What a study found.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingsBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// In one line.
    title: String,
    /// At length.
    text: String,
    /// What was measured.
    #[serde(default)]
    results: Vec<StudyResultBody>,
}

async fn report(caller: Caller, sent: Sent<FindingsBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let of = number(&caller, &sent.way, "study")?;
    let mut results = Vec::new();
    for one in body.results {
        results.push(StudyResult {
            need: need(&caller, one.need.as_ref())?,
            name: one.name,
            value: one.value,
            measure: one.measure,
            remark: one.remark,
        });
    }
    let findings = Findings { title: body.title, text: body.text, results };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let at = (id, body.revision);
        let done = desk::report_study(writer, turn, at, of, findings, &[]).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// Why a study is stopped.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyStopBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// Why.
    reason: String,
}

async fn stop(caller: Caller, sent: Sent<StudyStopBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let of = number(&caller, &sent.way, "study")?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::stop_study(writer, turn, (id, body.revision), of, &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// What comes of a study.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyOutcomeBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// What.
    kind: Word<OutcomeKind>,
    /// Why.
    reason: String,
    /// What it is worth: money, or a number with its unit. Needed for what is taken over.
    #[serde(default)]
    value: String,
    /// When it is looked at again. Needed for what is shelved.
    look_again: Option<Day>,
}

async fn decide(caller: Caller, sent: Sent<StudyOutcomeBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let of = number(&caller, &sent.way, "study")?;
    let outcome = StudyOutcome {
        kind: body.kind.0,
        reason: body.reason,
        value: body.value,
        look_again: body.look_again.map(|day| day.0),
        by: String::new(),
        at: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::decide_outcome(writer, turn, (id, body.revision), of, outcome).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (signed_in, studies) = (Policy::SignedIn, "/api/v1/samples/{sample}/studies");
    api.read(
        "/api/v1/samples/{sample}/acts",
        signed_in,
        "list_study_acts",
        "What the terms of a sample say of each act of a study",
        acts,
    )
    .read(studies, signed_in, "list_studies", "The studies of a sample, by number", list)
    .act(studies, signed_in, "open_study", "Opens a study within the rights of the sample", open)
    .read("/api/v1/samples/{sample}/studies/{study}", signed_in, "show_study", "One study with its results", show)
    .act(
        "/api/v1/samples/{sample}/studies/{study}/findings",
        signed_in,
        "report_study",
        "Writes down what a study found; it becomes a record, and written again it corrects that record",
        report,
    )
    .act("/api/v1/samples/{sample}/studies/{study}/stop", signed_in, "stop_study", "Stops a study", stop)
    .act(
        "/api/v1/samples/{sample}/studies/{study}/outcome",
        signed_in,
        "decide_study_outcome",
        "Decides what comes of a study",
        decide,
    )
}
