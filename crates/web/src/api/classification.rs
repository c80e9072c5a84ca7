//! Classifications: what things are by the control lists, as persons said and confirmed it.

use desk::ClassificationGiven;
use model::{Classification, ClassificationGround, ClassificationState, ClassificationVerdict, ControlListId, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::control_list::{ItemParameterBody, parameters_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::thing::ThingView;
use super::word::{Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// What a thing was said to be by a control list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClassificationView {
    /// The thing.
    pub about: ThingView,
    /// Its number among those of the thing.
    pub number: u32,
    /// The short name of the list.
    pub list: String,
    /// The version of the list.
    pub version: u32,
    /// The code of the provision that describes it; null where none does.
    pub code: Option<String>,
    /// The ground on which none does.
    pub ground: Option<Word<ClassificationGround>>,
    /// The description that was held against the list.
    pub text: String,
    /// The parameters that were.
    pub parameters: Vec<ItemParameterBody>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: Word<ClassificationState>,
    /// Who said it, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Who confirmed it or did not.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Why it was not confirmed; of one that is asked again, the version, the sort of change and the code that changed.
    pub remark: String,
}

impl From<&Classification> for ClassificationView {
    fn from(one: &Classification) -> ClassificationView {
        ClassificationView {
            about: ThingView::from(&one.about),
            number: one.number,
            list: one.list.to_string(),
            version: one.version,
            code: one.code().map(str::to_owned),
            ground: match &one.verdict {
                ClassificationVerdict::Listed(_) => None,
                ClassificationVerdict::NotListed(ground) => Some(Word(*ground)),
            },
            text: one.text.clone(),
            parameters: one.parameters.iter().map(ItemParameterBody::from).collect(),
            reason: one.reason.clone(),
            state: Word(one.state),
            by: one.by.clone(),
            at: Moment(one.at),
            decided_by: one.decided_by.clone(),
            decided_at: one.decided_at.map(Moment),
            remark: one.remark.clone(),
        }
    }
}

fn about(caller: &Caller, way: &Way) -> Result<Thing, Problem> {
    Thing::parse(way.get("classified")).ok_or_else(|| missing(caller))
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ClassificationView>> {
    let about = about(&caller, &way)?;
    let found = read(&caller, move |office| match office.classifiable(&about)? {
        Some(_) => Ok(Some(office.classifications(&about)?)),
        None => Ok(None),
    });
    let found = found.await?.ok_or_else(|| missing(&caller))?;
    Ok(Found::listed(Listed::whole(found.iter().map(ClassificationView::from).collect())))
}

/// What somebody says of a thing: the code of a provision, or the ground on which none describes it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassificationBody {
    /// The short name of the list.
    list: String,
    /// The version of it that was looked at.
    version: u32,
    /// The code of the provision.
    code: Option<String>,
    /// The ground on which there is none.
    ground: Option<Word<ClassificationGround>>,
    /// The description that was held against the list.
    #[serde(default)]
    text: String,
    /// The parameters that were.
    #[serde(default)]
    parameters: Vec<ItemParameterBody>,
    /// Why.
    reason: String,
}

async fn classify(caller: Caller, sent: Sent<ClassificationBody>) -> Done<ClassificationView> {
    let about = about(&caller, &sent.way)?;
    let body = sent.body.clone();
    let verdict = match (body.code, body.ground) {
        (Some(code), None) => ClassificationVerdict::Listed(code),
        (None, Some(ground)) => ClassificationVerdict::NotListed(ground.0),
        _ => return Err(slip(&caller, "#/code", caller.speech().say("classification-unread"))),
    };
    let parameters = parameters_of(&caller, &body.parameters)?;
    let list = ControlListId::new(&body.list);
    let list = list.map_err(|refusal| slip(&caller, "#/list", caller.speech().refusal(&refusal)))?;
    let given =
        ClassificationGiven { list, version: body.version, verdict, text: body.text, parameters, reason: body.reason };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::classify(writer, turn, &about, &given).map_err(as_a_rule)?;
        Ok(Reply::of(ClassificationView::from(&one)).at(format!("/api/v1/classifications/{}", one.about)))
    });
    kept.await
}

/// What a second person says of a classification.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassificationDecisionBody {
    /// Whether it is right.
    yes: bool,
    /// Why it is not, or what is to be added.
    #[serde(default)]
    remark: String,
}

async fn decide(caller: Caller, sent: Sent<ClassificationDecisionBody>) -> Done<ClassificationView> {
    let about = about(&caller, &sent.way)?;
    let number: u32 = sent.way.get("classification").parse().map_err(|_| missing(&caller))?;
    let body = sent.body.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::decide_classification(writer, turn, &about, number, (body.yes, &body.remark));
        Ok(Reply::of(ClassificationView::from(&done.map_err(as_a_rule)?)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/classifications/{classified}",
        open,
        "list_classifications",
        "What a thing, named as `sample:O…`, `agreement:Z…`, `mission:M…`, `record:R…` or `release:L…`, was said to be by the control lists",
        list,
    )
    .create(
        "/api/v1/classifications/{classified}",
        open,
        "classify",
        "Says what a thing is by a control list; a second person is asked to confirm it",
        classify,
    )
    .act(
        "/api/v1/classifications/{classified}/{classification}/decision",
        open,
        "decide_classification",
        "Confirms a classification, or says why it is not right",
        decide,
    )
}
