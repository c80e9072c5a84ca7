//! Grounds: the words that decided, as a delivery keeps them, drawn for people.

use maud::{Markup, html};

use crate::speech::Speech;

/// Draws what `matching` wrote, such as `` `silicon` in title; `kind:patent` ``. What is written otherwise stays as it is.
pub fn grounds(speech: Speech, written: &str) -> Markup {
    html! {
        @for (at, ground) in written.split("; ").enumerate() {
            @if at > 0 { ", " }
            @match parts(ground) {
                Some((word, Some(place))) => { mark { bdi { (word) } } " " (speech.say(&format!("ground-{place}"))) },
                Some((word, None)) => mark { bdi { (word) } },
                None => bdi { (ground) },
            }
        }
    }
}

/// The places that `matching` names.
const PLACES: [&str; 6] = ["title", "abstract", "keywords", "author", "org", "source"];

fn parts(ground: &str) -> Option<(&str, Option<&str>)> {
    let (word, rest) = ground.strip_prefix('`')?.rsplit_once('`')?;
    if rest.is_empty() {
        return Some((word, None));
    }
    let place = rest.strip_prefix(" in ")?;
    PLACES.contains(&place).then_some((word, Some(place)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn what_decided_is_marked_with_its_place() {
        let drawn = |written: &str| grounds(Speech::of(Tongue::English), written).into_string();
        assert_eq!(
            drawn("`silicon` in title; `kind:patent`"),
            "<mark><bdi>silicon</bdi></mark> in the title, <mark><bdi>kind:patent</bdi></mark>"
        );
        assert_eq!(drawn("`a`b` in title"), "<mark><bdi>a`b</bdi></mark> in the title");
        for odd in ["", "silicon", "`silicon", "`silicon` in nowhere", "`silicon` of title"] {
            assert_eq!(drawn(odd), format!("<bdi>{odd}</bdi>"));
        }
    }
}
