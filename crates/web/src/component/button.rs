//! What can be pressed.

use maud::{Markup, Render, html};

use super::key_hint::key_hint;

/// A button of a form.
#[derive(Clone, Debug)]
pub struct Button<'a> {
    text: &'a str,
    weight: &'static str,
    name: Option<(&'a str, &'a str)>,
    key: Option<&'a str>,
    skips_checks: bool,
    about: Option<&'a str>,
}

impl<'a> Button<'a> {
    /// The one button a page is there for. At most one on a page.
    pub fn primary(text: &'a str) -> Button<'a> {
        Button { text, weight: "primary", name: None, key: None, skips_checks: false, about: None }
    }

    /// Any other button.
    pub fn plain(text: &'a str) -> Button<'a> {
        Button { weight: "plain", ..Button::primary(text) }
    }

    /// A button whose act is hard to take back.
    pub fn grave(text: &'a str) -> Button<'a> {
        Button { weight: "grave", ..Button::primary(text) }
    }

    /// A button that looks like a link, in running text or a table.
    pub fn quiet(text: &'a str) -> Button<'a> {
        Button { weight: "quiet", ..Button::primary(text) }
    }

    /// What is sent with the form when this button is the one pressed.
    pub fn sends(mut self, name: &'a str, value: &'a str) -> Button<'a> {
        self.name = Some((name, value));
        self
    }

    /// The letter that presses it, where script runs. The letter is shown on the button.
    pub fn key(mut self, letter: &'a str) -> Button<'a> {
        self.key = Some(letter);
        self
    }

    /// Sends the form although fields are still open: to keep a draft or add a row.
    pub fn skips_checks(mut self) -> Button<'a> {
        self.skips_checks = true;
        self
    }

    /// What a screen reader says, where the text alone would not tell rows apart. Begins with the text.
    pub fn about(mut self, label: &'a str) -> Button<'a> {
        self.about = Some(label);
        self
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let (name, value) = self.name.unzip();
        html! {
            button type="submit" class={ "button button-" (self.weight) } name=[name] value=[value]
                data-key=[self.key] aria-keyshortcuts=[self.key] formnovalidate[self.skips_checks]
                aria-label=[self.about] {
                span { (self.text) }
                @if let Some(letter) = self.key { (key_hint(letter)) }
            }
        }
    }
}

/// A link that starts something, drawn as a button.
pub fn link_button(text: &str, href: &str, primary: bool) -> Markup {
    let weight = if primary { "primary" } else { "plain" };
    html! { a class={ "button button-" (weight) } href=(href) { span { (text) } } }
}
