//! What stands around every page: head, main navigation, the place of the reader, foot.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use super::menu::{menus, search_box};
use super::slip::Slips;
use crate::asset;
use crate::speech::Speech;
use crate::visit::{Appearance, Visit};

/// A place of the main navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What is asked of the reader.
    Inbox,
    /// The needs of the units.
    Needs,
    /// The records of the world.
    Records,
    /// Where records come from.
    Sources,
    /// What the office puts out.
    Bulletins,
    /// Requests for information.
    Requests,
    /// Missions, their hosts and who can be sent.
    Missions,
    /// Agreements, credits, specialists and samples.
    Acquisition,
    /// Technologies in units, and how they spread.
    Adoption,
    /// What units say they use, looked at by lot.
    Inspection,
    /// Where technologies are lost, when and why.
    Figures,
    /// What units have to reach, and what to fund next.
    Plan,
    /// What has to be decided before know-how moves, and by whom.
    Control,
    /// Units, posts, accounts, ledger.
    Office,
}

impl Section {
    /// All of them, in the order of the navigation.
    pub const ALL: [Section; 14] = [
        Section::Inbox,
        Section::Needs,
        Section::Records,
        Section::Sources,
        Section::Bulletins,
        Section::Requests,
        Section::Missions,
        Section::Acquisition,
        Section::Adoption,
        Section::Inspection,
        Section::Figures,
        Section::Plan,
        Section::Control,
        Section::Office,
    ];

    /// Its address.
    pub fn address(self) -> &'static str {
        match self {
            Section::Inbox => "/",
            Section::Needs => "/needs",
            Section::Records => "/records",
            Section::Sources => "/sources",
            Section::Bulletins => "/bulletins",
            Section::Requests => "/requests",
            Section::Missions => "/missions",
            Section::Acquisition => "/agreements",
            Section::Adoption => "/adoptions",
            Section::Inspection => "/inspections",
            Section::Figures => "/figures",
            Section::Plan => "/plan",
            Section::Control => "/cases",
            Section::Office => "/office",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Section::Inbox => "nav-inbox",
            Section::Needs => "nav-needs",
            Section::Records => "nav-records",
            Section::Sources => "nav-sources",
            Section::Bulletins => "nav-bulletins",
            Section::Requests => "nav-requests",
            Section::Missions => "nav-missions",
            Section::Acquisition => "nav-acquisition",
            Section::Adoption => "nav-adoption",
            Section::Inspection => "nav-inspection",
            Section::Figures => "nav-figures",
            Section::Plan => "nav-plan",
            Section::Control => "nav-control",
            Section::Office => "nav-office",
        }
    }
}

/// A step on the way down to this page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What is read.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

impl Crumb {
    /// A step with its address.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Crumb {
        Crumb { text: text.into(), href: href.into() }
    }

    /// The place of the main navigation, as the first step.
    pub fn of(speech: Speech, section: Section) -> Crumb {
        Crumb::new(speech.say(section.key()), section.address())
    }
}

/// A page: `Page::new(&visit, title).here(Section::Needs).crumbs(vec![..]).draw(body)`.
#[derive(Debug)]
pub struct Page<'a> {
    visit: &'a Visit,
    title: String,
    here: Option<Section>,
    crumbs: Vec<Crumb>,
    above: Option<Markup>,
    aside: Option<Markup>,
    lead: Option<Markup>,
    narrow: bool,
    must_correct: bool,
    script: Option<&'static str>,
}

impl<'a> Page<'a> {
    /// A page with its heading, which is the title of the window too.
    pub fn new(visit: &'a Visit, title: impl Into<String>) -> Page<'a> {
        Page {
            visit,
            title: title.into(),
            here: None,
            crumbs: Vec::new(),
            above: None,
            aside: None,
            lead: None,
            narrow: false,
            must_correct: false,
            script: None,
        }
    }

    /// Marks the place in the main navigation.
    pub fn here(mut self, section: Section) -> Page<'a> {
        self.here = Some(section);
        self
    }

    /// The way down to this page, without the page itself.
    pub fn crumbs(mut self, crumbs: Vec<Crumb>) -> Page<'a> {
        self.crumbs = crumbs;
        self
    }

    /// What stands between the crumbs and the heading: the thread bar, a notification.
    pub fn above(mut self, markup: Markup) -> Page<'a> {
        self.above = Some(markup);
        self
    }

    /// What stands under the heading: tags, who and when.
    pub fn lead(mut self, markup: Markup) -> Page<'a> {
        self.lead = Some(markup);
        self
    }

    /// What stands beside the content, below it on a phone: facets, a summary, what can be done.
    pub fn aside(mut self, markup: Markup) -> Page<'a> {
        self.aside = Some(markup);
        self
    }

    /// Keeps the content to the width of a line that reads well: forms and text.
    pub fn narrow(mut self) -> Page<'a> {
        self.narrow = true;
        self
    }

    /// Takes a script of its own, beside the one of every page.
    pub fn script(mut self, name: &'static str) -> Page<'a> {
        self.script = Some(name);
        self
    }

    /// Says in the title of the window that something is to be corrected, if it is.
    pub fn slips(mut self, slips: &Slips) -> Page<'a> {
        self.must_correct = !slips.is_empty();
        self
    }

    /// The whole page around its content.
    pub fn draw(&self, body: impl Render) -> Markup {
        let speech = self.visit.speech;
        let title = [("title", self.title.as_str().into())];
        let title =
            if self.must_correct { speech.with("page-title-slips", &title) } else { speech.with("page-title", &title) };
        let appearance = match self.visit.appearance {
            Appearance::Device => None,
            chosen => Some(chosen.word()),
        };
        let class = if self.narrow { "page page-narrow" } else { "page" };
        straight(html! {
            (DOCTYPE)
            html lang=(speech.tongue().tag()) data-appearance=[appearance] {
                head {
                    meta charset="utf-8";
                    title { (title) }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    link rel="icon" href=(asset::address("mark.svg")) type="image/svg+xml";
                    link rel="stylesheet" href=(asset::address("uptake.css"));
                    script type="module" src=(asset::address("uptake.js")) {}
                    @if let Some(name) = self.script { script type="module" src=(asset::address(name)) {} }
                }
                body {
                    a class="skip" href="#content" { (speech.say("page-skip")) }
                    (self.head())
                    div class=(class) {
                        (self.crumb_list())
                        @if let Some(above) = &self.above { (above) }
                        div class=(if self.aside.is_some() { "columns" } else { "column" }) {
                            main id="content" tabindex="-1" {
                                h1 { (self.title) }
                                @if let Some(lead) = &self.lead { div class="lead" { (lead) } }
                                (body)
                            }
                            @if let Some(aside) = &self.aside { aside { (aside) } }
                        }
                    }
                    (self.foot())
                }
            }
        })
    }

    fn head(&self) -> Markup {
        let speech = self.visit.speech;
        let visitor = &self.visit.visitor;
        html! {
            header class="head" {
                div class="head-bar" {
                    a class="wordmark" href="/" aria-label=(speech.say("page-home")) {
                        (wordmark()) span { "Uptake" }
                    }
                    @if visitor.is_signed_in() {
                        nav class="places" aria-label=(speech.say("nav-main")) {
                            ul {
                                @for section in Section::ALL {
                                    li {
                                        a href=(section.address()) aria-current=[(self.here == Some(section)).then_some("page")] {
                                            (speech.say(section.key()))
                                            @if let (Section::Inbox, Some(count @ 1..)) = (section, visitor.n_waiting) {
                                                " " span class="count" aria-label=(speech.with("nav-waiting", &[("count", count.into())])) role="img" {
                                                    (speech.number(count))
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                        (search_box(speech))
                    }
                    (menus(self.visit))
                }
            }
        }
    }

    fn crumb_list(&self) -> Markup {
        html! {
            @if !self.crumbs.is_empty() {
                nav class="crumbs" aria-label=(self.visit.speech.say("page-crumbs")) {
                    ol {
                        @for crumb in &self.crumbs { li { a href=(crumb.href) { (crumb.text) } } }
                    }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let speech = self.visit.speech;
        html! {
            footer class="foot" {
                p { (speech.say("page-foot")) " " a href="/api" { (speech.say("page-api")) } }
                template data-keys { (self.keys()) }
            }
        }
    }

    /// The list of keys, shown by script when the reader asks with `?`. Without script there are no keys.
    fn keys(&self) -> Markup {
        let speech = self.visit.speech;
        let keys = [
            ("j", "keys-next"),
            ("k", "keys-previous"),
            ("Enter", "keys-open"),
            ("/", "keys-search"),
            ("?", "keys-help"),
        ];
        html! {
            dialog class="keys" aria-labelledby="keys-title" {
                h2 id="keys-title" { (speech.say("keys-title")) }
                dl { @for (key, text) in keys { div { dt { kbd { (key) } } dd { (speech.say(text)) } } } }
                form method="dialog" { button class="button button-plain" autofocus { (speech.say("keys-close")) } }
            }
        }
    }
}

/// A page without the signs that turn the direction of what follows them (U+202A to U+202E, U+2066 to U+2069). Texts come from
/// outside, and one such sign that nobody ends turns words of the house around, so that a page says what nobody wrote. Texts
/// that run from right to left need none: each stands in a `<bdi>`.
fn straight(page: Markup) -> Markup {
    let bytes = page.0.as_bytes();
    // Each page passes here: only what begins as such a sign in UTF-8 is looked at.
    let has_turn = memchr::memchr_iter(0xe2, bytes)
        .any(|at| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xaa..=0xae] | [0x81, 0xa6..=0xa9])));
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if has_turn { PreEscaped(page.0.replace(turns, "")) } else { page }
}

/// The mark: a thread that rises in steps to where it is in use.
fn wordmark() -> Markup {
    PreEscaped(
        r#"<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="M3 19h5v-5h5V9h5V4" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round"/><circle cx="18" cy="4.6" r="2.6" fill="currentColor"/></svg>"#
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_turns_the_words_of_a_page_around() {
        let page = straight(html! { title { "Mill \u{202e}drawkcab" } p { bdi { "\u{2067}שלום\u{2069}" } " later" } });
        assert_eq!(page.0, "<title>Mill drawkcab</title><p><bdi>שלום</bdi> later</p>");
    }
}
