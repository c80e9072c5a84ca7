//! Small drawings beside words; never instead of them.

use maud::{Markup, html};

/// A drawing on a grid of 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Something is done.
    Check,
    /// Something needs attention.
    Alert,
    /// Something to know.
    Note,
    /// Look for something.
    Search,
    /// The language menu.
    Globe,
    /// The appearance menu.
    Contrast,
    /// The account menu.
    Person,
    /// One more.
    Plus,
    /// Take away.
    Cross,
    /// Forwards.
    Right,
    /// Backwards.
    Left,
    /// What is late.
    Clock,
}

/// Draws an icon in the colour of the text around it. Screen readers pass over it.
pub fn icon(icon: Icon) -> Markup {
    let path = match icon {
        Icon::Check => "M3 8.5l3.2 3.2L13 4.8",
        Icon::Alert => "M8 2.2 14.2 13.3H1.8ZM8 6.3v3.4M8 11.4v.4",
        Icon::Note => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 7.2v4M8 4.7v.4",
        Icon::Search => "M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6ZM10.5 10.5l3.6 3.6",
        Icon::Globe => {
            "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM1.8 8h12.4M8 1.8c2 2 2.6 4 2.6 6.2S10 12.2 8 14.2C6 12.2 5.4 10.2 5.4 8S6 3.8 8 1.8Z"
        }
        Icon::Contrast => "M8 1.8a6.2 6.2 0 1 0 0 12.4ZM8 1.8a6.2 6.2 0 0 1 0 12.4M8 5l4.6-.6M8 8h6.1M8 11l4.6.6",
        Icon::Person => "M8 2a2.9 2.9 0 1 0 0 5.8A2.9 2.9 0 0 0 8 2ZM2.4 14.2c.5-3 2.7-4.5 5.6-4.5s5.1 1.5 5.6 4.5",
        Icon::Plus => "M8 3v10M3 8h10",
        Icon::Cross => "M4 4l8 8M12 4l-8 8",
        Icon::Right => "M6 3.5 10.5 8 6 12.5",
        Icon::Left => "M10 3.5 5.5 8 10 12.5",
        Icon::Clock => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.6V8l2.4 1.6",
    };
    html! {
        svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            path d=(path) fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" {}
        }
    }
}
