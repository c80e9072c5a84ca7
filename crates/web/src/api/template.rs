//! Templates of bulletins: listed, shown, kept, taken away.

use model::{Template, TemplateForm};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Moment, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A template.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TemplateView {
    /// What it is called.
    pub name: String,
    /// What it prints.
    pub form: Word<TemplateForm>,
    /// Its text, in MiniJinja or Typst.
    pub text: String,
    /// Counts changes; what is changed names the state that was seen.
    pub revision: u32,
    /// When it was changed last.
    pub changed_at: Moment,
}

impl From<&Template> for TemplateView {
    fn from(template: &Template) -> TemplateView {
        TemplateView {
            name: template.name.clone(),
            form: Word(template.form),
            text: template.text.clone(),
            revision: template.revision,
            changed_at: Moment(template.changed_at),
        }
    }
}

fn named(caller: &Caller, way: &Way) -> Result<(TemplateForm, String), Problem> {
    let form = TemplateForm::from_word(way.get("form")).ok_or_else(|| missing(caller))?;
    Ok((form, way.get("template").to_owned()))
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<TemplateView>> {
    let templates = read(&caller, |office| office.templates()).await?;
    Ok(Found::listed(Listed::whole(templates.iter().map(TemplateView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<TemplateView> {
    let (form, name) = named(&caller, &way)?;
    let template = read(&caller, move |office| office.template(form, &name)).await?;
    Ok(Found::one(TemplateView::from(&template)))
}

/// What a template shall say.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateBody {
    /// Its text, in MiniJinja or Typst.
    text: String,
    /// The state that was seen; 0 for a new one.
    #[serde(default)]
    revision: u32,
}

async fn keep(caller: Caller, sent: Sent<TemplateBody>) -> Done<TemplateView> {
    let (form, name) = named(&caller, &sent.way)?;
    let TemplateBody { text, revision } = sent.body.clone();
    let tried = text.clone();
    let done = caller.app.try_out(&caller.officer, move |office| office.try_template(form, &tried)).await;
    done.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let template = Template { name, form, text, revision, changed_at: 0 };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::keep_template(writer, turn, template).map_err(super::as_a_rule)?;
        Ok(Reply::of(TemplateView::from(&kept)))
    });
    kept.await
}

/// That it is gone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TemplateGoneView {
    /// What it was called.
    pub name: String,
}

async fn remove(caller: Caller, sent: Sent<Nothing>) -> Done<TemplateGoneView> {
    let (form, name) = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        desk::remove_template(writer, turn, office, form, &name)?;
        Ok(Reply::of(TemplateGoneView { name }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let power = Policy::Administer;
    let one = "/api/v1/templates/{form}/{template}";
    api.read("/api/v1/templates", power, "list_templates", "Templates of bulletins", list)
        .read(one, power, "show_template", "One template", show)
        .act(one, power, "keep_template", "Tries a template and keeps it", keep)
        .act("/api/v1/templates/{form}/{template}/remove", power, "remove_template", "Takes a template away", remove)
}
