//! Inspections: written, fixed, drawn, reported; and what they tell of all claims.

use std::collections::BTreeMap;

use axum::http::Method;
use model::{
    CheckExpects, CheckQuestion, EvidenceClass, FrameLine, Inspection, InspectionId, InspectionScope, InspectionState,
    RiskGround, RiskWeights, Rung, SeedBasis, StratifiedBy, TechnologyId, UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A question of a checklist.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckQuestionView {
    /// What is asked.
    pub text: String,
    /// What it asks for.
    pub expects: Word<CheckExpects>,
    /// The rung on which it bears.
    pub rung: Option<Word<Rung>>,
}

/// Points that each kind of risk adds to the weight of a claim, which is one without any.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskWeightsView {
    /// It is told, and nothing shows it.
    pub told: u32,
    /// Rungs of the ladder were passed over.
    pub jump: u32,
    /// Nobody was at this unit before.
    pub first: u32,
    /// Something else that the unit said was found not to be so.
    pub wrong_before: u32,
    /// It is said to have reached the planned rate or more.
    pub value: u32,
}

/// A programme of inspection.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InspectionView {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The post that leads it.
    pub post: String,
    /// The units whose claims it looks at, with those below them; all when there is none.
    pub units: Vec<String>,
    /// The technologies that it looks at; all when there is none.
    pub technologies: Vec<String>,
    /// The rung that a claim has reached at least.
    pub rung: Word<Rung>,
    /// How well it is shown at least.
    pub class: Word<EvidenceClass>,
    /// The first day of its visits.
    pub since: Day,
    /// The last one.
    pub until: Day,
    /// How many visits it makes.
    pub visits: u32,
    /// What makes a claim worth looking at.
    pub weights: RiskWeightsView,
    /// What strata are made of beside the risk.
    pub by: Word<StratifiedBy>,
    /// Where the seed comes from.
    pub basis: Word<SeedBasis>,
    /// What public thing gives the seed.
    pub source: String,
    /// The hash of the seed.
    pub seed_hash: String,
    /// The seed; empty before the draw.
    pub seed: String,
    /// What is asked on each visit.
    pub questions: Vec<CheckQuestionView>,
    /// Claims of the frame; 0 before it is fixed.
    pub n_claims: u32,
    /// The hash of the frame; empty before it is fixed.
    pub frame_hash: String,
    /// The day on which the frame was fixed.
    pub fixed: Option<Day>,
    /// Where it stands.
    pub state: Word<InspectionState>,
    /// What it found.
    pub report: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// Whether it is invented, for a demonstration.
    pub invented: bool,
    /// The number of its last change.
    pub revision: u32,
    /// When it was written.
    pub made_at: Moment,
}

impl From<&Inspection> for InspectionView {
    fn from(one: &Inspection) -> InspectionView {
        let question = |question: &CheckQuestion| CheckQuestionView {
            text: question.text.clone(),
            expects: Word(question.expects),
            rung: question.rung.map(Word),
        };
        let weights = RiskWeightsView {
            told: one.weights.told,
            jump: one.weights.jump,
            first: one.weights.first,
            wrong_before: one.weights.wrong_before,
            value: one.weights.value,
        };
        InspectionView {
            id: one.id.to_string(),
            title: one.title.clone(),
            purpose: one.purpose.clone(),
            post: one.post.to_string(),
            units: one.scope.units.iter().map(ToString::to_string).collect(),
            technologies: one.scope.technologies.iter().map(ToString::to_string).collect(),
            rung: Word(one.scope.rung),
            class: Word(one.scope.class),
            since: Day(one.since),
            until: Day(one.until),
            visits: one.visits,
            weights,
            by: Word(one.by),
            basis: Word(one.basis),
            source: one.source.clone(),
            seed_hash: one.seed_hash.clone(),
            seed: one.seed.clone(),
            questions: one.questions.iter().map(question).collect(),
            n_claims: one.n_claims,
            frame_hash: one.frame_hash.clone(),
            fixed: one.fixed.map(Day),
            state: Word(one.state),
            report: one.report.clone(),
            marking: MarkingView::from(&one.marking),
            invented: one.invented,
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<InspectionView>> {
    let found = read(&caller, |office| office.inspections()).await?;
    Ok(Found::listed(Listed::whole(found.iter().map(InspectionView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<InspectionView> {
    let id = way.get("inspection").to_owned();
    let found = read(&caller, move |office| office.inspection(&id)).await?;
    Ok(Found::versioned(InspectionView::from(&found), u64::from(found.revision)))
}

/// What is said of a programme.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionBody {
    /// What it is called.
    title: String,
    /// What it is for.
    #[serde(default)]
    purpose: String,
    /// The post that leads it; left out, the first of the caller's posts.
    post: Option<String>,
    /// The units whose claims it looks at; left out, all.
    #[serde(default)]
    units: Vec<String>,
    /// The technologies that it looks at; left out, all.
    #[serde(default)]
    technologies: Vec<String>,
    /// The rung that a claim has reached at least.
    rung: Word<Rung>,
    /// How well it is shown at least; left out, told.
    class: Option<Word<EvidenceClass>>,
    /// The first day of its visits.
    since: Day,
    /// The last one.
    until: Day,
    /// How many visits it makes.
    visits: u32,
    /// What makes a claim worth looking at; left out, the usual points.
    weights: Option<RiskWeightsView>,
    /// What strata are made of beside the risk; left out, the risk alone.
    by: Option<Word<StratifiedBy>>,
    /// Where the seed comes from; left out, the office draws it and publishes its hash.
    basis: Option<Word<SeedBasis>>,
    /// What public thing gives the seed, and where anybody reads it.
    #[serde(default)]
    source: String,
    /// What is asked on each visit.
    #[serde(default)]
    questions: Vec<CheckQuestionView>,
    /// Who may see it; left out, whoever may see the technologies that it names, or as it was.
    marking: Option<MarkingView>,
}

fn inspection(caller: &Caller, body: &InspectionBody, id: InspectionId) -> Result<(Inspection, bool), Problem> {
    let marking = marking_of(caller, body.marking.as_ref())?;
    let keeps = marking.is_none();
    let units: Result<Vec<UnitId>, _> = body.units.iter().map(|unit| UnitId::new(unit)).collect();
    let units = units.map_err(|refusal| slip(caller, "#/units", caller.speech().refusal(&refusal)))?;
    let technologies: Option<Vec<TechnologyId>> =
        body.technologies.iter().map(|one| TechnologyId::parse(one)).collect();
    let technologies =
        technologies.ok_or_else(|| slip(caller, "#/technologies", caller.speech().say("failure-missing")))?;
    let weights = body.weights.map_or_else(RiskWeights::default, |weights| RiskWeights {
        told: weights.told,
        jump: weights.jump,
        first: weights.first,
        wrong_before: weights.wrong_before,
        value: weights.value,
    });
    let question = |one: &CheckQuestionView| CheckQuestion {
        text: one.text.clone(),
        expects: one.expects.0,
        rung: one.rung.map(|rung| rung.0),
    };
    let inspection = Inspection {
        id,
        title: body.title.clone(),
        purpose: body.purpose.clone(),
        post: post_of(caller, body.post.as_ref())?,
        scope: InspectionScope {
            units,
            technologies,
            rung: body.rung.0,
            class: body.class.map_or(EvidenceClass::Told, |class| class.0),
        },
        since: body.since.0,
        until: body.until.0,
        visits: body.visits,
        weights,
        by: body.by.map_or(StratifiedBy::Risk, |by| by.0),
        basis: body.basis.map_or(SeedBasis::Committed, |basis| basis.0),
        source: body.source.clone(),
        seed_hash: String::new(),
        seed: String::new(),
        questions: body.questions.iter().map(question).collect(),
        n_claims: 0,
        frame_hash: String::new(),
        fixed: None,
        state: InspectionState::Drafted,
        report: String::new(),
        marking: marking.unwrap_or_default(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    Ok((inspection, keeps))
}

async fn write(caller: Caller, sent: Sent<InspectionBody>) -> Done<InspectionView> {
    let id = InspectionId::from_bits(caller.app.ids()());
    let (inspection, _) = inspection(&caller, &sent.body, id)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::keep_inspection(writer, turn, inspection, true)?;
        let reply = Reply::of(InspectionView::from(&kept)).at(format!("/api/v1/inspections/{}", kept.id));
        Ok(reply.versioned(u64::from(kept.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<InspectionBody>) -> Done<InspectionView> {
    let id = named(&caller, &sent.way)?;
    let (inspection, keeps) = inspection(&caller, &sent.body, id)?;
    let keeps_post = sent.body.post.is_none();
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.inspection(&id.to_string())?;
        let marking = if keeps { held.marking } else { inspection.marking.clone() };
        let post = if keeps_post { held.post } else { inspection.post.clone() };
        let inspection = Inspection { revision: version, marking, post, ..inspection };
        let kept = desk::keep_inspection(writer, turn, inspection, false)?;
        Ok(Reply::of(InspectionView::from(&kept)).versioned(u64::from(kept.revision)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<InspectionId, Problem> {
    InspectionId::parse(way.get("inspection")).ok_or_else(|| missing(caller))
}

/// A claim of a frame, with what became of it in the draw.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FrameLineView {
    /// The adoption that claims it: the name by which it is drawn.
    pub claim: String,
    /// Of what.
    pub technology: String,
    /// By which unit.
    pub unit: String,
    /// The rung that is claimed.
    pub rung: Word<Rung>,
    /// How well that is shown.
    pub class: Word<EvidenceClass>,
    /// Since when.
    pub since: Day,
    /// Why it is worth looking at.
    pub grounds: Vec<Word<RiskGround>>,
    /// How much.
    pub weight: u32,
    /// The stratum in which it is drawn.
    pub stratum: String,
    /// With which chance; null before the draw, and where the caller does not see all claims of the frame: whoever does can draw again.
    pub chance: Option<f64>,
    /// Its place in the stratum by the hash of seed, programme and claim; null where the chance is.
    pub place: Option<u32>,
    /// Whether it is drawn; null where the chance is.
    pub is_drawn: Option<bool>,
}

fn frame_view(line: &FrameLine, claims: &BTreeMap<&str, &measure::Drawn>) -> FrameLineView {
    let name = line.adoption.to_string();
    let drawn = claims.get(name.as_str()).copied();
    FrameLineView {
        claim: name,
        technology: line.technology.to_string(),
        unit: line.unit.to_string(),
        rung: Word(line.rung),
        class: Word(line.class),
        since: Day(line.since),
        grounds: line.grounds.iter().copied().map(Word).collect(),
        weight: line.weight,
        stratum: line.stratum.clone(),
        chance: drawn.map(|drawn| drawn.chance),
        place: drawn.map(|drawn| drawn.place),
        is_drawn: drawn.map(|drawn| drawn.is_drawn),
    }
}

async fn frame(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FrameLineView>> {
    let id = way.get("inspection").to_owned();
    let lines = read(&caller, move |office| {
        let inspection = office.inspection(&id)?;
        let frame = office.frame(&inspection)?;
        let drawing = office.inspection_drawing(&inspection, &frame)?;
        let claims = drawing.iter().flat_map(|drawing| &drawing.claims);
        let claims: BTreeMap<&str, &measure::Drawn> = claims.map(|claim| (claim.claim.as_str(), claim)).collect();
        Ok(frame.iter().map(|line| frame_view(line, &claims)).collect::<Vec<_>>())
    });
    Ok(Found::listed(Listed::whole(lines.await?)))
}

/// Which state of a programme was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionSeenBody {
    /// The revision of the programme that was seen.
    revision: u32,
}

async fn fix(caller: Caller, sent: Sent<InspectionSeenBody>) -> Done<InspectionView> {
    let (id, revision) = (named(&caller, &sent.way)?, sent.body.revision);
    // Who claims what is gathered here, and not while others wait to write.
    let frame = read(&caller, move |office| office.frame_now(&office.inspection(&id.to_string())?)).await?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let fixed = desk::fix_frame(writer, turn, (id, revision), &frame).map_err(as_a_rule)?;
        Ok(Reply::of(InspectionView::from(&fixed)))
    });
    kept.await
}

/// How a programme is drawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawBody {
    /// The revision of the programme that was seen.
    revision: u32,
    /// The figure that the public source gave, of which letters and digits count, in lower case; not needed where the office drew the seed.
    #[serde(default)]
    figure: String,
}

async fn draw(caller: Caller, sent: Sent<DrawBody>) -> Done<InspectionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let drawn = desk::draw_visits(writer, turn, (id, body.revision), &body.figure).map_err(as_a_rule)?;
        Ok(Reply::of(InspectionView::from(&drawn)))
    });
    kept.await
}

/// What a programme found.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionReportBody {
    /// The revision of the programme that was seen.
    revision: u32,
    /// What it found.
    report: String,
}

async fn report(caller: Caller, sent: Sent<InspectionReportBody>) -> Done<InspectionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let reported = desk::report_inspection(writer, turn, (id, body.revision), &body.report).map_err(as_a_rule)?;
        Ok(Reply::of(InspectionView::from(&reported)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/inspections", open, "list_inspections", "Programmes of inspection, the newest first", list)
        .create("/api/v1/inspections", open, "write_inspection", "Writes a programme of inspection", write)
        .read("/api/v1/inspections/{inspection}", open, "show_inspection", "One programme of inspection", show)
        .change(
            (Method::PUT, "/api/v1/inspections/{inspection}"),
            open,
            "change_inspection",
            "Changes a programme that is drafted",
            change,
        )
        .read(
            "/api/v1/inspections/{inspection}/frame",
            open,
            "list_frame",
            "Which claims a programme can draw, why each is worth looking at, and which are drawn; the draw only to whoever sees all of them",
            frame,
        )
        .act("/api/v1/inspections/{inspection}/frame", open, "fix_frame", "Fixes what a programme can draw", fix)
        .act("/api/v1/inspections/{inspection}/draw", open, "draw_inspection", "Draws who is visited", draw)
        .act(
            "/api/v1/inspections/{inspection}/report",
            open,
            "report_inspection",
            "Writes what a programme found",
            report,
        )
}
