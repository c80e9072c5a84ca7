//! The issues of bulletins in which a record stands, and into which it can be put.

use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Bulletin, Issue, IssueStage, RecordId};

use crate::bulletin::{issue_name, stage};
use crate::component::{Button, Choice, Field, Form};
use crate::speech::Speech;
use crate::visit::Visit;

/// Issues that are listed, and that are offered.
const ISSUES_MAX: usize = 20;

/// What the part shows.
#[derive(Default)]
pub struct Issues {
    stands_in: Vec<(Issue, Bulletin)>,
    /// Drafts that who looks may fill.
    drafts: Vec<(Issue, Bulletin)>,
}

impl Issues {
    /// Those of a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(office: &Office, officer: &Officer, record: RecordId) -> Result<Issues, Failure> {
        let stands_in = office.issues_with(record, ISSUES_MAX)?;
        let mut drafts = Vec::new();
        for draft in office.issues_at(IssueStage::Draft, ISSUES_MAX)? {
            let bulletin = office.bulletin(&draft.bulletin.to_string())?;
            let stands = stands_in.iter().any(|(issue, _)| issue.id == draft.id);
            if !stands && office.may_edit_bulletin(officer, &bulletin) {
                drafts.push((draft, bulletin));
            }
        }
        Ok(Issues { stands_in, drafts })
    }

    /// The part of the page; nothing where there is nothing to say.
    pub fn draw(&self, visit: &Visit, record: RecordId) -> Markup {
        let speech = visit.speech;
        html! {
            @if !self.stands_in.is_empty() || !self.drafts.is_empty() {
                h2 id="issues" { (speech.say("nav-bulletins")) }
                ul class="plain" {
                    @for (issue, bulletin) in &self.stands_in {
                        li { a href={ "/issues/" (issue.id) } { bdi { (name(speech, issue, bulletin)) } } " " (stage(speech, issue.stage)) }
                    }
                }
                @if !self.drafts.is_empty() {
                    @let choices = self.drafts.iter().map(|(issue, bulletin)| Choice::new(issue.id.to_string(), name(speech, issue, bulletin)));
                    (Form::new(visit, &format!("/records/{record}/issues")).around(html! {
                        (Field::select("issue", speech.say("issue-put-into"), choices.collect()).draw(speech))
                        div class="actions" { (Button::plain(&speech.say("issue-add-send"))) }
                    }))
                }
            }
        }
    }
}

fn name(speech: Speech, issue: &Issue, bulletin: &Bulletin) -> String {
    format!("{}, {}", bulletin.name, issue_name(speech, issue))
}
