//! Which key does it.

use maud::{Markup, html};

/// A key, as printed on the keyboard.
pub fn key_hint(key: &str) -> Markup {
    html! { kbd { (key) } }
}
