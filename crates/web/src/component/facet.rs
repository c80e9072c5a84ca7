//! What a list can be narrowed by, as links.

use maud::{Markup, html};

use super::icon::{Icon, icon};
use crate::speech::Speech;

/// One value of a facet.
#[derive(Clone, Debug)]
pub struct FacetValue {
    /// What is read.
    pub label: String,
    /// How many items of the list have it.
    pub count: u64,
    /// The list narrowed by it; if it is chosen, the list without it.
    pub href: String,
    /// Whether the list is narrowed by it now.
    pub chosen: bool,
}

/// A facet with its values.
#[derive(Clone, Debug)]
pub struct Facet {
    /// What is read above the values.
    pub title: String,
    /// The values, most frequent first.
    pub values: Vec<FacetValue>,
    /// How many values are shown before the rest is folded away.
    pub shown_max: usize,
}

/// The facets of a list.
pub fn facet_list(speech: Speech, facets: &[Facet]) -> Markup {
    html! {
        nav class="facets" aria-label=(speech.say("facets-title")) {
            h2 { (speech.say("facets-title")) }
            @for facet in facets {
                @let (shown, folded) = facet.values.split_at(facet.shown_max.min(facet.values.len()));
                section class="facet" {
                    h3 { (facet.title) }
                    ul { @for value in shown { (line(speech, value)) } }
                    @if !folded.is_empty() {
                        details open[folded.iter().any(|value| value.chosen)] {
                            summary { (speech.say("facet-more")) }
                            ul { @for value in folded { (line(speech, value)) } }
                        }
                    }
                }
            }
        }
    }
}

fn line(speech: Speech, value: &FacetValue) -> Markup {
    let count = i64::try_from(value.count).unwrap_or(i64::MAX);
    let removes = value.chosen.then(|| speech.with("facet-remove", &[("name", value.label.as_str().into())]));
    html! {
        li {
            a href=(value.href) class=[value.chosen.then_some("chosen")] aria-label=[removes] {
                span { bdi { (value.label) } }
                @if value.chosen { (icon(Icon::Cross)) } @else { span class="facet-count" { (speech.number(count)) } }
            }
        }
    }
}
