//! The rules of vetting: which posts say whether a mission may go.

use model::{HostId, Level, PostId, VettingKind, VettingRule, VettingRuleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::Word;
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::host::{class_text, typed_classes};
use crate::route::Policy;

/// A rule: which post decides, and for which missions. Every condition that is given has to hold.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VettingRuleView {
    /// Its name.
    pub id: String,
    /// What it asks for.
    pub kind: Word<VettingKind>,
    /// Its place in the chain.
    pub place: u16,
    /// Who decides.
    pub post: String,
    /// Only missions marked so high or higher.
    pub level: Option<Word<Level>>,
    /// Only to this country.
    pub country: Option<String>,
    /// Only to this host.
    pub host: Option<String>,
    /// Only about this class, `scheme:code`.
    pub class: Option<String>,
    /// What is to be weighed.
    pub note: String,
}

impl From<&VettingRule> for VettingRuleView {
    fn from(rule: &VettingRule) -> VettingRuleView {
        VettingRuleView {
            id: rule.id.to_string(),
            kind: Word(rule.kind),
            place: rule.place,
            post: rule.post.to_string(),
            level: rule.level.map(Word),
            country: rule.country.clone(),
            host: rule.host.map(|host| host.to_string()),
            class: rule.class.as_ref().map(class_text),
            note: rule.note.clone(),
        }
    }
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<VettingRuleView>> {
    let rules = read(&caller, desk::Office::vetting_rules).await?;
    Ok(Found::listed(Listed::whole(rules.iter().map(VettingRuleView::from).collect())))
}

/// A rule that is to be kept.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VettingRuleBody {
    /// What it asks for.
    kind: Word<VettingKind>,
    /// Its place in the chain: lower ones decide first.
    place: u16,
    /// Who decides.
    post: String,
    /// Only missions marked so high or higher.
    level: Option<Word<Level>>,
    /// Only to this country, by the code of two letters.
    country: Option<String>,
    /// Only to this host.
    host: Option<String>,
    /// Only about this class, `scheme:code`.
    class: Option<String>,
    /// What is to be weighed.
    #[serde(default)]
    note: String,
}

async fn add(caller: Caller, sent: Sent<VettingRuleBody>) -> Done<VettingRuleView> {
    let body = sent.body.clone();
    let post = PostId::new(&body.post).map_err(|refusal| slip(&caller, "#/post", caller.speech().refusal(&refusal)))?;
    let unnamed = || slip(&caller, "#/host", caller.speech().say("failure-missing"));
    let rule = VettingRule {
        id: VettingRuleId::from_bits(caller.app.ids()()),
        kind: body.kind.0,
        place: body.place,
        post,
        level: body.level.map(|level| level.0),
        country: body.country,
        host: body.host.as_deref().map(|host| HostId::parse(host).ok_or_else(unnamed)).transpose()?,
        class: body.class.and_then(|class| typed_classes(&[class]).pop()),
        note: body.note,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let rule = desk::keep_vetting_rule(writer, turn, &rule)?;
        Ok(Reply::of(VettingRuleView::from(&rule)).at("/api/v1/vetting-rules".to_owned()))
    });
    kept.await
}

/// That a rule is gone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VettingRuleGoneView {
    /// The rule that was taken away.
    pub id: String,
}

async fn remove(caller: Caller, sent: Sent<Nothing>) -> Done<VettingRuleGoneView> {
    let id = VettingRuleId::parse(sent.way.get("rule")).ok_or_else(|| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::remove_vetting_rule(writer, turn, id)?;
        Ok(Reply::of(VettingRuleGoneView { id: id.to_string() }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Administer);
    api.read("/api/v1/vetting-rules", open, "list_vetting_rules", "Who says whether missions may go", list)
        .create("/api/v1/vetting-rules", power, "add_vetting_rule", "Adds a rule of vetting", add)
        .end("/api/v1/vetting-rules/{rule}", power, "remove_vetting_rule", "Takes a rule of vetting away", remove)
}
