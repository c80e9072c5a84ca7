//! Mappings: what classes of one scheme are in another.

use model::{ConceptCode, Mapping, MappingRelation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::read;
use super::word::Word;
use crate::caller::Caller;
use crate::route::Policy;

/// A scheme that another one is mapped to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CrosswalkView {
    /// The word of the other scheme.
    pub scheme: String,
    /// Mappings between them, in both directions.
    pub n_mappings: u64,
}

async fn crosswalks(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<CrosswalkView>> {
    let word = way.get("scheme").to_owned();
    let found = read(&caller, move |office| {
        office.scheme(&word)?;
        office.crosswalks_of(&word)
    });
    let view = |(scheme, n): (String, usize)| CrosswalkView { scheme, n_mappings: n as u64 };
    Ok(Found::listed(Listed::whole(found.await?.into_iter().map(view).collect())))
}

/// Two schemes that are parted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartBody {
    /// The word of the other scheme.
    other: String,
}

/// What was taken out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PartedView {
    /// Mappings that were between them.
    pub n_mappings: u64,
}

async fn part(caller: Caller, sent: Sent<PartBody>) -> Done<PartedView> {
    let (word, other) = (sent.way.get("scheme").to_owned(), sent.body.other.clone());
    let name = word.clone();
    read(&caller, move |office| office.scheme(&name)).await?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(PartedView { n_mappings: desk::unmap_schemes(writer, turn, &word, &other)? }))
    });
    kept.await
}

/// What a class of a scheme is to one of another.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingBody {
    /// The code of the class in this scheme.
    code: String,
    /// What the other class is to it.
    relation: Word<MappingRelation>,
    /// The word of the other scheme.
    to_scheme: String,
    /// The code of the class there.
    to_code: String,
}

impl MappingBody {
    fn mapping(&self, word: &str) -> Mapping {
        Mapping {
            from: ConceptCode::new(word, &self.code),
            relation: self.relation.0,
            to: ConceptCode::new(&self.to_scheme, &self.to_code),
        }
    }
}

/// A mapping as it stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MappingView {
    /// The class in this scheme, as people read it.
    pub from: String,
    /// What the other class is to it.
    pub relation: Word<MappingRelation>,
    /// The other class, as people read it.
    pub to: String,
}

impl From<&Mapping> for MappingView {
    fn from(own: &Mapping) -> MappingView {
        MappingView { from: own.from.to_string(), relation: Word(own.relation), to: own.to.to_string() }
    }
}

async fn map(caller: Caller, sent: Sent<MappingBody>) -> Done<MappingView> {
    let word = sent.way.get("scheme").to_owned();
    let (name, mapping) = (word.clone(), sent.body.mapping(&word));
    read(&caller, move |office| office.scheme(&name)).await?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let mapping = desk::map_class(writer, turn, office, &mapping)?;
        Ok(Reply::of(MappingView::from(&mapping)).at(format!("/api/v1/schemes/{word}")))
    });
    kept.await
}

async fn unmap(caller: Caller, sent: Sent<MappingBody>) -> Done<MappingView> {
    let word = sent.way.get("scheme").to_owned();
    let mapping = sent.body.mapping(&word);
    read(&caller, move |office| office.scheme(&word)).await?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::unmap_class(writer, turn, &mapping)?;
        Ok(Reply::of(MappingView::from(&mapping)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Document);
    api.read(
        "/api/v1/schemes/{scheme}/crosswalks",
        open,
        "list_crosswalks",
        "The schemes that it is mapped to, with how often",
        crosswalks,
    )
    .create(
        "/api/v1/schemes/{scheme}/mappings",
        power,
        "map_class",
        "Says what a class is to one of another scheme",
        map,
    )
    .act("/api/v1/schemes/{scheme}/mappings/remove", power, "unmap_class", "Says it no longer, whoever said it", unmap)
    .act(
        "/api/v1/schemes/{scheme}/crosswalks/remove",
        power,
        "unmap_schemes",
        "Takes out every mapping between two schemes",
        part,
    )
}
