//! Teardowns of studies: parts put in, changed, taken out, with drawings and photographs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::TeardownEdit;
use model::TeardownPart;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Reply, Sent, problem_of};
use super::entry::{Api, Done};
use super::sample::{SampleBrief, named, number};
use super::{as_a_rule, read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// A part into which a sample was taken apart.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TeardownPartView {
    /// Its number.
    pub number: u32,
    /// The part of which it is one.
    pub above: Option<u32>,
    /// What it is called.
    pub name: String,
    /// Of what it is made.
    pub material: String,
    /// Who made it.
    pub maker: String,
    /// How often it is there.
    pub count: u32,
    /// What else was seen.
    pub remark: String,
    /// Its drawings and photographs: attachments of the record of the study.
    pub files: Vec<String>,
}

impl From<&TeardownPart> for TeardownPartView {
    fn from(part: &TeardownPart) -> TeardownPartView {
        TeardownPartView {
            number: part.number,
            above: part.above,
            name: part.name.clone(),
            material: part.material.clone(),
            maker: part.maker.clone(),
            count: part.count,
            remark: part.remark.clone(),
            files: part.files.iter().map(ToString::to_string).collect(),
        }
    }
}

fn one() -> u32 {
    1
}

/// A part of a teardown.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeardownPartBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The number of a part that is changed; left out, a new one.
    #[serde(default)]
    number: u32,
    /// The part of which it is one; left out, the whole.
    above: Option<u32>,
    /// What it is called.
    name: String,
    /// Of what it is made.
    #[serde(default)]
    material: String,
    /// Who made it.
    #[serde(default)]
    maker: String,
    /// How often it is there; left out, once.
    #[serde(default = "one")]
    count: u32,
    /// What else was seen.
    #[serde(default)]
    remark: String,
}

async fn put_part(caller: Caller, sent: Sent<TeardownPartBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let of = number(&caller, &sent.way, "study")?;
    let part = TeardownPart {
        number: body.number,
        above: body.above,
        name: body.name,
        material: body.material,
        maker: body.maker,
        count: body.count,
        remark: body.remark,
        files: Vec::new(),
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let at = (id, body.revision);
        let done = desk::edit_teardown(writer, turn, at, of, TeardownEdit::Put(part)).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// A part that is taken out.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeardownRemovalBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The number of the part.
    part: u32,
}

async fn remove_part(caller: Caller, sent: Sent<TeardownRemovalBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let of = number(&caller, &sent.way, "study")?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let edit = TeardownEdit::Remove(body.part);
        let done = desk::edit_teardown(writer, turn, (id, body.revision), of, edit).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// A drawing or a photograph of a part. The form of a page takes larger ones than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeardownFileBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The number of the part.
    part: u32,
    /// The name of the file.
    name: String,
    /// What is in it, in base 64.
    base64: String,
}

async fn attach(caller: Caller, sent: Sent<TeardownFileBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let of = number(&caller, &sent.way, "study")?;
    let bytes = STANDARD
        .decode(body.base64.trim())
        .map_err(|_| slip(&caller, "#/base64", caller.speech().say("intake-not-base64")))?;
    let now = caller.app.now();
    // What is not seen takes no file.
    let seen = id.to_string();
    read(&caller, move |office| office.sample(&seen).map(|_| ())).await?;
    let name = body.name;
    let brought = caller.app.reach_out(move |office| desk::bring(office, &name, &bytes, now)).await;
    let brought = brought.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let files = std::slice::from_ref(&brought);
        let at = (id, body.revision);
        let done = desk::attach_to_part(writer, turn, at, (of, body.part), files).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (signed_in, parts) = (Policy::SignedIn, "/api/v1/samples/{sample}/studies/{study}/parts");
    api.act(parts, signed_in, "put_teardown_part", "Puts a part into the teardown of a study, or changes one", put_part)
        .act(
            "/api/v1/samples/{sample}/studies/{study}/parts/removal",
            signed_in,
            "remove_teardown_part",
            "Takes a part out of the teardown of a study",
            remove_part,
        )
        .act(
            "/api/v1/samples/{sample}/studies/{study}/parts/files",
            signed_in,
            "bring_teardown_file",
            "Brings a drawing or photograph of a part",
            attach,
        )
}
