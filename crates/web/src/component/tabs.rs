//! Views of one thing, as links: each has its own address.

use maud::{Markup, html};

use crate::speech::Speech;

/// A view.
#[derive(Clone, Debug)]
pub struct Tab {
    /// What is read.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// How many things are there, where it is known.
    pub count: Option<u64>,
    /// Whether the reader is there now.
    pub here: bool,
}

/// The views beside each other.
pub fn tabs(speech: Speech, label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav class="tabs" aria-label=(label) {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.here.then_some("page")] {
                            (tab.text)
                            @if let Some(count) = tab.count {
                                " " span class="count" { (speech.number(i64::try_from(count).unwrap_or(i64::MAX))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
