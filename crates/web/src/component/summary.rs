//! What is known of a thing: names and values.

use maud::{Markup, html};

/// A value with its name.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Markup,
    /// What changes it: text and address.
    pub change: Option<(String, String)>,
}

impl SummaryRow {
    /// A value that is not changed here.
    pub fn new(name: impl Into<String>, value: Markup) -> SummaryRow {
        SummaryRow { name: name.into(), value, change: None }
    }

    /// A link that changes it. Its text says what it changes, for those who hear links without their row.
    pub fn change(mut self, text: impl Into<String>, href: impl Into<String>) -> SummaryRow {
        self.change = Some((text.into(), href.into()));
        self
    }
}

/// The list.
pub fn summary_list(rows: &[SummaryRow]) -> Markup {
    html! {
        dl class="summary" {
            @for row in rows {
                div {
                    dt { (row.name) }
                    dd {
                        div class="summary-value" { (row.value) }
                        @if let Some((text, href)) = &row.change { a href=(href) { (text) } }
                    }
                }
            }
        }
    }
}
