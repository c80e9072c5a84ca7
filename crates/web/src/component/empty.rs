//! What is said where nothing is, and what can be done about it.

use maud::{Markup, Render, html};

/// An empty list: what it would hold, and the next step.
pub fn empty(title: &str, body: &str, next: impl Render) -> Markup {
    html! {
        div class="empty" {
            p class="empty-title" { (title) }
            p { (body) }
            div class="empty-next" { (next) }
        }
    }
}
