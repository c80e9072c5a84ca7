//! Templates of bulletins: how an office prints its issues in its own way.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Failure;
use maud::{Markup, html};
use model::{Template, TemplateForm};

use super::{crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, Table, Tone, Trouble, banner, disclosure, empty,
};
use crate::failed::{Answer, failed, page, see_other, sentence, shown, trouble};
use crate::history::when;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

async fn list(caller: Caller) -> Answer {
    listed(&caller, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn listed(caller: &Caller, typed: &Typed, slips: &Slips, status: StatusCode) -> Result<Response, Response> {
    let templates = caller.read(|office| office.templates()).await;
    let templates = templates.map_err(|failure| failed(&caller.visit, &failure))?;
    let (visit, speech) = (&caller.visit, caller.speech());
    let drawn = Page::new(visit, speech.say("office-templates"))
        .here(Section::Office)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (speech.say("templates-lead")) })
        .draw(html! {
            (views(caller, "/office/templates"))
            @if templates.is_empty() { (empty(&speech.say("templates-none"), &speech.say("templates-none-body"), html! {})) }
            @else { (table(speech, &templates)) }
            h2 { (speech.say("template-new")) }
            p { (speech.say("template-new-lead")) }
            (Form::new(visit, "/office/templates").slips(slips).around(html! {
                (form_field(speech, typed, slips))
                (Field::text("name", speech.say("template-name")).hint(speech.say("template-name-hint"))
                    .value(typed.get("name")).narrow().slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("template-begin"))) }
            }))
        });
    Ok(page(status, drawn))
}

fn form_field(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let forms = TemplateForm::ALL
        .iter()
        .map(|form| Choice::new(form.word(), speech.say(&format!("template-form-{}", form.word()))));
    Field::radios("form", speech.say("template-form"), forms.collect())
        .value(typed.some("form").unwrap_or(TemplateForm::Page.word()))
        .slips(slips)
        .draw(speech)
}

fn table(speech: Speech, templates: &[Template]) -> Markup {
    let columns = ["template-name", "template-form", "template-changed"];
    let table = Table::new(speech.say("office-templates"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    let rows = templates.iter().map(|one| {
        vec![
            html! { a href={ "/office/templates/" (one.form) "/" (one.name) } { bdi { (one.name) } } },
            html! { (speech.say(&format!("template-form-{}", one.form.word()))) },
            html! { (when(speech, one.changed_at)) },
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}

/// A copy of the template of the house under a name of the office.
async fn begin(caller: Caller, typed: Typed) -> Answer {
    let form = TemplateForm::from_word(typed.get("form")).unwrap_or(TemplateForm::Page);
    let template = Template { name: typed.get("name").to_owned(), form, text: house(form), revision: 0, changed_at: 0 };
    match caller.act(move |writer, turn, _| desk::keep_template(writer, turn, template)).await {
        Ok(kept) => Ok(see_other(&format!("/office/templates/{}/{}", kept.form, kept.name))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                let mut slips = Slips::new();
                slips.note("name", said);
                listed(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// The template of the house.
fn house(form: TemplateForm) -> String {
    match form {
        TemplateForm::Page => press::HTML,
        TemplateForm::Print => press::PDF,
    }
    .to_owned()
}

/// What stands in an address of a template.
type Key = (String, String);

async fn load(caller: &Caller, (form, name): &Key) -> Result<Template, Response> {
    let Some(form) = TemplateForm::from_word(form) else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let name = name.clone();
    let found = caller.read(move |office| office.template(form, &name)).await;
    found.map_err(|failure| failed(&caller.visit, &failure))
}

async fn show(caller: Caller, Path(key): Path<Key>) -> Answer {
    let template = load(&caller, &key).await?;
    Ok(shown(draw(&caller, &template, &template.text, &Slips::new())))
}

async fn change(caller: Caller, Path(key): Path<Key>, typed: Typed) -> Answer {
    let held = load(&caller, &key).await?;
    let text = typed.raw("text").replace("\r\n", "\n");
    let template =
        Template { text: text.clone(), revision: typed.get("revision").parse().unwrap_or_default(), ..held.clone() };
    let form = template.form;
    let tried = text.clone();
    let done = match caller.app.try_out(&caller.officer, move |office| office.try_template(form, &tried)).await {
        Ok(()) => caller.act(move |writer, turn, _| desk::keep_template(writer, turn, template)).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(kept) => Ok(see_other(&format!("/office/templates/{}/{}?kept=yes", kept.form, kept.name))),
        Err(failure) => refused(&caller, &held, &text, &failure),
    }
}

#[expect(clippy::result_large_err, reason = "both sides are responses")]
fn refused(caller: &Caller, held: &Template, text: &str, failure: &Failure) -> Answer {
    match sentence(&caller.visit, failure) {
        Some(said) => {
            let mut slips = Slips::new();
            slips.note("text", said);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, draw(caller, held, text, &slips)))
        }
        None => Err(failed(&caller.visit, failure)),
    }
}

async fn remove(caller: Caller, Path(key): Path<Key>) -> Answer {
    let held = load(&caller, &key).await?;
    let (form, name) = (held.form, held.name.clone());
    match caller.act(move |writer, turn, office| desk::remove_template(writer, turn, office, form, &name)).await {
        Ok(()) => Ok(see_other("/office/templates")),
        Err(failure) => {
            let text = held.text.clone();
            refused(&caller, &held, &text, &failure)
        }
    }
}

fn draw(caller: &Caller, template: &Template, text: &str, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let address = format!("/office/templates/{}/{}", template.form, template.name);
    let mut way = crumbs(speech);
    way.push(Crumb::new(speech.say("office-templates"), "/office/templates"));
    Page::new(visit, template.name.clone()).here(Section::Office).crumbs(way).slips(slips).draw(html! {
        (banner(Tone::Plain, &speech.say(&format!("template-form-{}", template.form.word())), html! {
            p { (speech.say(&format!("template-language-{}", template.form.word()))) }
        }))
        (Form::new(visit, &address).slips(slips).guarded().around(html! {
            input type="hidden" name="revision" value=(template.revision);
            (Field::lines("text", speech.say("template-text"), 24).hint(speech.say("template-text-hint"))
                .value(text).length_max(press::TEMPLATE_BYTES_MAX).slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("template-keep"))) }
        }))
        (disclosure(&speech.say("template-house"), false, html! { pre { code { (house(template.form)) } } }))
        (Form::new(visit, &format!("{address}/remove")).inline().around(Button::grave(&speech.say("template-remove"))))
    })
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/office/templates", Policy::Administer, list)
        .form("/office/templates", Policy::Administer, begin)
        .page("/office/templates/{form}/{template}", Policy::Administer, show)
        .form("/office/templates/{form}/{template}", Policy::Administer, change)
        .form("/office/templates/{form}/{template}/remove", Policy::Administer, remove)
}
