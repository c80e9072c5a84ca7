//! What is asked of a post, one row each, with the answers beside it.

use maud::{Markup, html};

use super::button::Button;
use super::form::Form;
use super::tag::{Tone, tag};
use crate::visit::Visit;

/// An answer that can be given at once.
#[derive(Clone, Debug)]
pub struct Action {
    /// What is read.
    pub text: String,
    /// The name of what is sent.
    pub name: String,
    /// What is sent.
    pub value: String,
    /// The letter that gives it, where script runs.
    pub key: Option<String>,
}

/// One duty.
#[derive(Clone, Debug)]
pub struct InboxRow {
    /// The id of the row, to come back to.
    pub id: String,
    /// What is asked: `Dispose of a delivery`, `Re-confirm a need`.
    pub asks: String,
    /// What it is about.
    pub title: Markup,
    /// Where that is.
    pub href: String,
    /// Why it came: the grounds, one line or two.
    pub grounds: Markup,
    /// When it is due, as it is read, and what that means.
    pub due: (Tone, String),
    /// Where the answers go.
    pub action: String,
    /// The answers; none where the page of the thing is needed.
    pub actions: Vec<Action>,
}

/// The rows, to be walked with `j` and `k`; the letters act on the row that has the focus.
pub fn inbox(visit: &Visit, rows: &[InboxRow]) -> Markup {
    html! {
        ol class="inbox" data-walk {
            @for row in rows {
                li class="inbox-row" id=(row.id) {
                    div class="inbox-what" {
                        p class="inbox-asks" { (row.asks) }
                        h3 { a href=(row.href) { (row.title) } }
                        div class="inbox-grounds" { (row.grounds) }
                    }
                    div class="inbox-due" { (tag(row.due.0, &row.due.1)) }
                    @if !row.actions.is_empty() {
                        (Form::new(visit, &row.action).inline().around(html! {
                            @for action in &row.actions { (answer(action)) }
                        }))
                    }
                }
            }
        }
    }
}

fn answer(action: &Action) -> Markup {
    let button = Button::plain(&action.text).sends(&action.name, &action.value);
    match &action.key {
        Some(letter) => html! { (button.key(letter)) },
        None => html! { (button) },
    }
}
