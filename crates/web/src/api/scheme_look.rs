//! Schemes that are brought: looked at, then kept or let go.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::{ClassChange, SchemeForesight};
use model::{SchemeHead, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::scheme::{AskingView, SchemeView};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A scheme that is looked at.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LookedView {
    /// Its number, under which it is kept or let go.
    pub number: i64,
}

/// Classes of one sort.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClassChangeView {
    /// How many.
    pub n: u64,
    /// The first of them, as people read them.
    pub first: Vec<String>,
}

impl From<&ClassChange> for ClassChangeView {
    fn from(change: &ClassChange) -> ClassChangeView {
        let said = change.first.iter().map(|(code, label)| match label {
            Some(label) => format!("{code} {label}"),
            None => code.to_string(),
        });
        ClassChangeView { n: change.n as u64, first: said.collect() }
    }
}

/// A need that asks for classes which go away.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LosingView {
    /// The need.
    pub need: AskingView,
    /// The codes.
    pub codes: Vec<String>,
}

/// What keeping a scheme would change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SchemeForesightView {
    /// What is looked at; a crosswalk has no word.
    pub scheme: SchemeView,
    /// What it would take the place of.
    pub before: Option<SchemeView>,
    /// Which edition that is; named when it is kept.
    pub replaces: Option<String>,
    /// Classes that the one before had not.
    pub new: ClassChangeView,
    /// Classes that only the one before has.
    pub gone: ClassChangeView,
    /// Classes that are called otherwise or stand elsewhere.
    pub changed: ClassChangeView,
    /// Needs that ask for classes which go away.
    pub needs: Vec<LosingView>,
    /// Mappings that are not there yet.
    pub n_mappings_new: u64,
    /// Mappings that the file of the one before brought and this one does not.
    pub n_mappings_gone: u64,
    /// Ends of mappings that are not in the edition of their scheme that is in use.
    pub astray: ClassChangeView,
    /// What the reader doubted.
    pub doubts: Vec<String>,
}

impl From<&SchemeForesight> for SchemeForesightView {
    fn from(foresight: &SchemeForesight) -> SchemeForesightView {
        let losing = |(need, codes): &(desk::AskingNeed, Vec<String>)| LosingView {
            need: AskingView::from(need),
            codes: codes.clone(),
        };
        SchemeForesightView {
            scheme: SchemeView::from(&foresight.held.line),
            before: foresight.before.as_ref().map(SchemeView::from),
            replaces: foresight.before.as_ref().map(store::SchemeLine::edition),
            new: (&foresight.new).into(),
            gone: (&foresight.gone).into(),
            changed: (&foresight.changed).into(),
            needs: foresight.needs.iter().map(losing).collect(),
            n_mappings_new: foresight.n_mappings_new as u64,
            n_mappings_gone: foresight.n_mappings_gone as u64,
            astray: (&foresight.astray).into(),
            doubts: foresight.held.doubts.clone(),
        }
    }
}

/// A file with a scheme or a crosswalk, as text or in base64, and what is said of it beside. The form of a page takes larger
/// ones than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeBody {
    /// The name of the file.
    name: String,
    /// What is in it, as text.
    text: Option<String>,
    /// What is in it, in base64.
    base64: Option<String>,
    /// The word by which the scheme is called; left out where the file says it.
    #[serde(default)]
    word: String,
    /// What people call it.
    title: Option<String>,
    /// Edition.
    version: Option<String>,
    /// Where this copy was taken from.
    source: Option<String>,
    /// Under which terms it may be used.
    rights: Option<String>,
}

async fn bring(caller: Caller, sent: Sent<SchemeBody>) -> Done<LookedView> {
    let SchemeBody { name, text, base64, word, title, version, source, rights } = sent.body.clone();
    let bytes = match (text, base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(text)) => STANDARD
            .decode(text.trim())
            .map_err(|_| slip(&caller, "#/base64", caller.speech().say("intake-not-base64")))?,
        _ => return Err(slip(&caller, "#", caller.speech().say("intake-text-or-base64"))),
    };
    let titles = title.into_iter().map(Text::plain).collect();
    let head = SchemeHead { word, uri: None, titles, version, source, rights };
    let read = caller.app.read_in_turn(move |office| office.read_scheme(&name, &bytes, head)).await;
    let read = read.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let number = desk::look_at_scheme(writer, turn, &read)?;
        Ok(Reply::of(LookedView { number }).at(format!("/api/v1/scheme-looks/{number}")))
    });
    kept.await
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<LookedView>> {
    let lines = read(&caller, |office| office.schemes_looked_at()).await?;
    Ok(Found::listed(Listed::whole(lines.iter().map(|line| LookedView { number: line.id }).collect())))
}

fn number(caller: &Caller, way: &Way) -> Result<i64, Problem> {
    way.get("look").parse().map_err(|_| missing(caller))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<SchemeForesightView> {
    let (number, language) = (number(&caller, &way)?, caller.speech().tongue().tag());
    let foresight = read(&caller, move |office| office.foresee_scheme(number, language)).await?;
    Ok(Found::one(SchemeForesightView::from(&foresight)))
}

/// What the look showed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepSchemeBody {
    /// The edition that it takes the place of, as `replaces` of the look said; null where the look found none. Another one
    /// meanwhile is a conflict, and nothing is kept.
    replaces: Option<String>,
}

async fn keep(caller: Caller, sent: Sent<KeepSchemeBody>) -> Done<SchemeView> {
    let number = number(&caller, &sent.way)?;
    let replaces = sent.body.replaces.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(SchemeView::from(
            &desk::keep_scheme(writer, turn, number, replaces.as_deref()).map_err(as_a_rule)?,
        )))
    });
    kept.await
}

async fn drop(caller: Caller, sent: Sent<Nothing>) -> Done<LookedView> {
    let number = number(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::drop_scheme(writer, turn, number)?;
        Ok(Reply::of(LookedView { number }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let power = Policy::Document;
    api.read("/api/v1/scheme-looks", power, "list_scheme_looks", "Schemes that wait for a decision", list)
        .create(
            "/api/v1/scheme-looks",
            power,
            "bring_scheme",
            "Brings a scheme or a crosswalk: it is read and laid down to be looked at, and decides nothing yet",
            bring,
        )
        .read("/api/v1/scheme-looks/{look}", power, "look_at_scheme", "What keeping it would change", show)
        .act("/api/v1/scheme-looks/{look}/keep", power, "keep_scheme", "Keeps it", keep)
        .act("/api/v1/scheme-looks/{look}/drop", power, "drop_scheme", "Lets it go", drop)
}
