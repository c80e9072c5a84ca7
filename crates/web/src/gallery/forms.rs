//! What is asked of a reader: fields in each kind and state, and buttons.

use axum::extract::Form as Fields;
use maud::{Markup, html};

use crate::component::{
    Button, Choice, ClassWritten, Classes, ClassesOf, Field, Form, RowColumn, Rows, Slips, link_button,
};
use crate::speech::Speech;
use crate::visit::Visit;

pub(super) fn buttons(speech: Speech) -> Markup {
    html! {
        form class="actions" method="get" action="/gallery" {
            (Button::primary(&speech.say("gallery-button-submit")))
            (Button::plain(&speech.say("gallery-button-draft")).key("d"))
            (Button::grave(&speech.say("gallery-button-withdraw")))
            (Button::quiet(&speech.say("gallery-button-more")))
            (link_button(&speech.say("gallery-button-link"), "/needs", false))
        }
    }
}

pub(super) fn form(visit: &Visit) -> Markup {
    let speech = visit.speech;
    let say = |key: &str| speech.say(key);
    let mut slips = Slips::new();
    slips.note("statement", say("gallery-field-statement-slip"));
    slips.note("parameter-2-wanted", say("gallery-parameter-slip"));
    slips.note("deadline", say("gallery-field-deadline-slip"));
    let fields = [
        Field::text("title", say("gallery-field-title"))
            .hint(say("gallery-field-title-hint"))
            .value(say("gallery-field-title-value"))
            .length_max(200)
            .listens(),
        Field::text("classes", say("gallery-field-classes"))
            .value("grnti:45.53")
            .classes(Classes { of: ClassesOf::All, written: ClassWritten::Qualified, several: true })
            .optional(),
        Field::lines("statement", say("gallery-field-statement"), 4),
        Field::select(
            "unit",
            say("gallery-field-unit"),
            vec![Choice::new("1", say("gallery-unit-works")), Choice::new("2", say("gallery-unit-institute"))],
        ),
        Field::date("deadline", say("gallery-field-deadline")).value("2026-03-01"),
        Field::radios(
            "priority",
            say("gallery-field-priority"),
            vec![
                Choice::new("plan", say("gallery-field-priority-plan")).hint(say("gallery-field-priority-plan-hint")),
                Choice::new("usual", say("gallery-field-priority-usual")),
            ],
        )
        .value("plan"),
        Field::checks(
            "languages",
            say("gallery-field-languages"),
            vec![
                Choice::new("en", say("gallery-field-language-english")),
                Choice::new("ja", say("gallery-field-language-japanese")),
            ],
        )
        .values(vec!["en".to_owned()])
        .optional(),
        Field::number("benefit", say("gallery-field-benefit")).optional().value("250"),
        Field::password("password", say("gallery-field-password")).complete("off"),
        Field::file("drawing", say("gallery-field-file")).optional(),
        Field::check("copy", say("gallery-field-copy")),
    ];
    let column = |name: &str, key: &str, narrow| RowColumn { name: name.to_owned(), label: say(key), narrow };
    let parameters = Rows {
        name: "parameter".to_owned(),
        legend: say("gallery-parameters"),
        hint: Some(say("gallery-parameters-hint")),
        columns: vec![
            column("name", "gallery-parameter", false),
            column("now", "gallery-parameter-now", true),
            column("wanted", "gallery-parameter-wanted", true),
            column("measure", "gallery-parameter-measure", true),
        ],
        values: vec![
            vec![say("gallery-parameter-life"), "8000".to_owned(), "25000".to_owned(), "h".to_owned()],
            vec![say("gallery-parameter-temperature"), "920".to_owned(), "?".to_owned(), "°C".to_owned()],
        ],
        may_be_empty: false,
    };
    Form::new(visit, "/gallery").slips(&slips).guarded().refreshes("/gallery/similar", "similar").around(html! {
        @for field in fields { (field.slips(&slips).draw(speech)) }
        div id="similar" {}
        (parameters.draw(speech, &slips))
        div class="actions" {
            (Button::primary(&say("gallery-button-submit")))
            (Button::plain(&say("gallery-button-draft")).sends("keep", "draft").skips_checks())
        }
    })
}

/// What is shown while the title is typed: here, what was typed.
pub(super) async fn similar(visit: Visit, Fields(fields): Fields<Vec<(String, String)>>) -> Markup {
    let title = fields.into_iter().find(|(name, _)| name == "title").map(|(_, value)| value).unwrap_or_default();
    html! { p class="hint" { (visit.speech.say("gallery-column-need")) ": " bdi { (title) } } }
}
