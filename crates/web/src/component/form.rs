//! A form that only our own pages can send.

use maud::{Markup, Render, html};

use super::slip::{Slips, slip_summary};
use crate::route::FORM_TOKEN;
use crate::visit::Visit;

/// A form that changes something. Carries the token of the session.
#[derive(Debug)]
pub struct Form<'a> {
    visit: &'a Visit,
    action: &'a str,
    slips: Option<&'a Slips>,
    once: Option<&'a str>,
    files: bool,
    guarded: bool,
    inline: bool,
    refresh: Option<(&'a str, &'a str)>,
}

impl<'a> Form<'a> {
    /// A form that posts to an address.
    pub fn new(visit: &'a Visit, action: &'a str) -> Form<'a> {
        Form { visit, action, slips: None, once: None, files: false, guarded: false, inline: false, refresh: None }
    }

    /// Shows what is to be corrected above the fields.
    pub fn slips(mut self, slips: &'a Slips) -> Form<'a> {
        self.slips = Some(slips);
        self
    }

    /// A number used once, sent as `once`: the operation keeps it, so that a second sending changes nothing.
    pub fn once(mut self, number: &'a str) -> Form<'a> {
        self.once = Some(number);
        self
    }

    /// Sends files.
    pub fn with_files(mut self) -> Form<'a> {
        self.files = true;
        self
    }

    /// Warns before leaving with something typed and not sent.
    pub fn guarded(mut self) -> Form<'a> {
        self.guarded = true;
        self
    }

    /// Stands in a line: buttons beside each other, as the dispositions of an inbox row.
    pub fn inline(mut self) -> Form<'a> {
        self.inline = true;
        self
    }

    /// While the reader types, posts the fields to `address` and shows the answer in the element with this id.
    /// Without script the region keeps what the page was drawn with.
    pub fn refreshes(mut self, address: &'a str, region: &'a str) -> Form<'a> {
        self.refresh = Some((address, region));
        self
    }

    /// The form around its fields and buttons.
    pub fn around(&self, body: impl Render) -> Markup {
        let (address, region) = self.refresh.unzip();
        html! {
            @if let Some(slips) = self.slips { (slip_summary(self.visit.speech, slips)) }
            form method="post" action=(self.action) class=(if self.inline { "form-inline" } else { "form" })
                enctype=[self.files.then_some("multipart/form-data")] novalidate
                data-guard=[self.guarded.then_some(self.visit.speech.say("script-unsaved"))]
                data-refresh=[address] data-refresh-into=[region] {
                @if let Some(token) = &self.visit.visitor.form_token {
                    input type="hidden" name=(FORM_TOKEN) value=(token);
                }
                @if let Some(number) = self.once { input type="hidden" name="once" value=(number); }
                (body)
            }
        }
    }
}
