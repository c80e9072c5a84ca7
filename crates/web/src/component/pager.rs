//! The way through a long list. Cursors, not page numbers: what is added meanwhile shifts nothing.

use maud::{Markup, html};

use super::icon::{Icon, icon};
use crate::speech::Speech;

/// Earlier and later pages, and how many of how many are shown, where the total is known.
pub fn pager(speech: Speech, shown: Option<(u64, u64)>, earlier: Option<&str>, later: Option<&str>) -> Markup {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    html! {
        nav class="pager" aria-label=(speech.say("list-pages")) {
            @if let Some(href) = earlier {
                a class="button button-plain" href=(href) rel="prev" { (icon(Icon::Left)) span { (speech.say("list-earlier")) } }
            }
            @if let Some(href) = later {
                a class="button button-plain" href=(href) rel="next" { span { (speech.say("list-later")) } (icon(Icon::Right)) }
            }
            @if let Some((count, total)) = shown {
                p { (speech.with("list-shown", &[("count", whole(count).into()), ("total", whole(total).into())])) }
            }
        }
    }
}
