//! Technologies: listed, shown with who uses them and what they cost, put into the register, changed.

use axum::http::Method;
use desk::adoption::{TechnologyPage, TechnologyRow};
use model::{SubjectScheme, Technology, TechnologyId, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::adoption::{AdoptionView, EndHeardView, ShareView};
use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::marking_of;
use super::marking::MarkingView;
use super::thing::ThingView;
use super::word::{Moment, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A class of a scheme.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnologyClass {
    /// The scheme.
    scheme: Word<SubjectScheme>,
    /// The code.
    code: String,
}

/// What units take over.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TechnologyView {
    /// Its name in the office.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is: use, advantage, conditions.
    pub statement: String,
    /// Classes of schemes.
    pub classes: Vec<TechnologyClass>,
    /// What it came from, as far as it is seen.
    pub origins: Vec<ThingView>,
    /// Who may see it.
    pub marking: MarkingView,
    /// Whether it is invented, for a demonstration.
    pub invented: bool,
    /// The number of its last change.
    pub revision: u32,
    /// When it was put into the register.
    pub made_at: Moment,
}

impl From<&Technology> for TechnologyView {
    fn from(one: &Technology) -> TechnologyView {
        let class =
            |(scheme, code): &(SubjectScheme, String)| TechnologyClass { scheme: Word(*scheme), code: code.clone() };
        TechnologyView {
            id: one.id.to_string(),
            name: one.name.clone(),
            statement: one.statement.clone(),
            classes: one.classes.iter().map(class).collect(),
            origins: one.origins.iter().map(ThingView::from).collect(),
            marking: MarkingView::from(&one.marking),
            invented: one.invented,
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// A technology with how many use it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TechnologyLineView {
    /// The technology.
    pub technology: TechnologyView,
    /// Adoptions that were not ended.
    pub n_open: usize,
    /// Of them in production.
    pub n_in_production: usize,
    /// Of them verified use.
    pub n_verified: usize,
    /// Adoptions that were ended.
    pub n_ended: usize,
}

impl From<&TechnologyRow> for TechnologyLineView {
    fn from(row: &TechnologyRow) -> TechnologyLineView {
        TechnologyLineView {
            technology: TechnologyView::from(&row.technology),
            n_open: row.n_open,
            n_in_production: row.n_in_production,
            n_verified: row.n_verified,
            n_ended: row.n_ended,
        }
    }
}

/// What a technology cost in one currency.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TechnologyCostView {
    /// All of it, with its currency.
    pub sum: String,
    /// For each adoption in production; null while there is none.
    pub each: Option<String>,
}

/// A payment on the thread of a technology.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CostLineView {
    /// How much, with its currency.
    pub spent: String,
    /// Where it stands.
    pub origin: ThingView,
    /// In words of whoever noted it.
    pub what: String,
    /// Whether it is added: money that pays what is added already is not.
    pub counts: bool,
}

/// The share of one adoption.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnitShareView {
    /// The adoption.
    pub adoption: String,
    /// Its last share.
    pub share: ShareView,
}

/// A technology with who uses it, who stopped, and what it cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TechnologyPageView {
    /// The technology.
    pub technology: TechnologyView,
    /// Its adoptions, the newest first.
    pub adoptions: Vec<AdoptionView>,
    /// The last share of each adoption that told one, the largest first.
    pub shares: Vec<UnitShareView>,
    /// What it cost by currency; null where a sum is too large to be held.
    pub costs: Option<Vec<TechnologyCostView>>,
    /// The same, a line a payment.
    pub cost_lines: Vec<CostLineView>,
    /// What users said to the ends of others.
    pub heard: Vec<EndHeardView>,
}

impl From<&TechnologyPage> for TechnologyPageView {
    fn from(page: &TechnologyPage) -> TechnologyPageView {
        let cost = |cost: &model::TechnologyCost| TechnologyCostView {
            sum: cost.sum.to_string(),
            each: cost.each.map(|each| each.to_string()),
        };
        let line = |line: &model::CostLine| CostLineView {
            spent: line.spent.to_string(),
            origin: ThingView::from(&line.origin),
            what: line.what.clone(),
            counts: line.counts,
        };
        let share = |(id, share): &(model::AdoptionId, model::Intensity)| UnitShareView {
            adoption: id.to_string(),
            share: ShareView::from(share),
        };
        TechnologyPageView {
            technology: TechnologyView::from(&page.technology),
            adoptions: page.rows.iter().map(AdoptionView::from).collect(),
            shares: page.shares.iter().map(share).collect(),
            costs: page.costs.as_ref().map(|costs| costs.iter().map(cost).collect()),
            cost_lines: page.cost_lines.iter().map(line).collect(),
            heard: page.heard.iter().map(EndHeardView::from).collect(),
        }
    }
}

/// Which technologies are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnologyQuery {
    /// Words of a name or a statement.
    #[serde(default)]
    q: String,
}

async fn list(caller: Caller, _: Way, query: TechnologyQuery) -> Outcome<Listed<TechnologyLineView>> {
    let rows = read(&caller, move |office| office.technology_rows(&query.q)).await?;
    Ok(Found::listed(Listed::whole(rows.iter().map(TechnologyLineView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<TechnologyPageView> {
    let id = way.get("technology").to_owned();
    let page = read(&caller, move |office| office.technology_page(&id)).await?;
    Ok(Found::versioned(TechnologyPageView::from(&page), u64::from(page.technology.revision)))
}

/// What is said of a technology.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnologyBody {
    /// What it is called.
    pub(super) name: String,
    /// What it is: use, advantage, conditions.
    #[serde(default)]
    pub(super) statement: String,
    /// Classes of schemes.
    #[serde(default)]
    pub(super) classes: Vec<TechnologyClass>,
    /// What it came from.
    #[serde(default)]
    pub(super) origins: Vec<ThingView>,
    /// Who may see it, at least; left out, whoever may see what it came from, or as it was.
    pub(super) marking: Option<MarkingView>,
}

pub(super) fn technology(
    caller: &Caller,
    body: &TechnologyBody,
    id: TechnologyId,
) -> Result<(Technology, bool), Problem> {
    let marking = marking_of(caller, body.marking.as_ref())?;
    let keeps = marking.is_none();
    let technology = Technology {
        id,
        name: body.name.clone(),
        statement: body.statement.clone(),
        classes: body.classes.iter().map(|class| (class.scheme.0, class.code.clone())).collect(),
        origins: body.origins.iter().map(|one| Thing::new(one.noun.0, &one.name)).collect(),
        marking: marking.unwrap_or_default(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    Ok((technology, keeps))
}

async fn register(caller: Caller, sent: Sent<TechnologyBody>) -> Done<TechnologyView> {
    let id = TechnologyId::from_bits(caller.app.ids()());
    let (technology, _) = technology(&caller, &sent.body, id)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::adoption::keep_technology(writer, turn, technology, true)?;
        let reply = Reply::of(TechnologyView::from(&kept)).at(format!("/api/v1/technologies/{}", kept.id));
        Ok(reply.versioned(u64::from(kept.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<TechnologyBody>) -> Done<TechnologyView> {
    let id = TechnologyId::parse(sent.way.get("technology")).ok_or_else(|| missing(&caller))?;
    let (technology, keeps) = technology(&caller, &sent.body, id)?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.technology(&id.to_string())?;
        let marking = if keeps { held.marking } else { technology.marking.clone() };
        let technology = Technology { revision: version, marking, ..technology };
        let kept = desk::adoption::keep_technology(writer, turn, technology, false)?;
        Ok(Reply::of(TechnologyView::from(&kept)).versioned(u64::from(kept.revision)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/technologies", open, "list_technologies", "Technologies with how many use them, by name", list)
        .create("/api/v1/technologies", open, "register_technology", "Puts a technology into the register", register)
        .read(
            "/api/v1/technologies/{technology}",
            open,
            "show_technology",
            "One technology with who uses it, who stopped and what it cost",
            show,
        )
        .change(
            (Method::PUT, "/api/v1/technologies/{technology}"),
            open,
            "change_technology",
            "Changes what is said of a technology",
            change,
        )
}
