//! Samples: machines, instruments and materials, for which need they came, who holds them, what studies found and what comes of it.

mod alike;
mod custody;
mod form;
mod label;
mod list;
mod loan;
mod outcome;
mod page;
mod protocol;
mod report;
mod step;
mod study;
mod teardown;

use std::collections::BTreeMap;

use desk::{Failure, Office, SamplePage};
use maud::{Markup, html};
use model::{CustodyState, LoanState, OutcomeKind, PostId, Sample, SampleState, StudyState};
use store::SampleLine;

use crate::app::App;
use crate::attachment::SENT_BYTES_MAX;
use crate::component::{Column, Crumb, Section, Table, Tone, tag};
use crate::marking;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

pub(crate) use label::labels_pdf;

/// Findings, or files of a part, with what stands around them in the form.
const BODY_BYTES_MAX: usize = SENT_BYTES_MAX + 4 * AROUND_FILE_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/samples", open, list::show)
        .page("/samples/list.csv", open, list::download)
        .page("/samples/labels.pdf", open, label::all)
        .page("/samples/alike", open, alike::show)
        .page("/samples/new", open, form::show_new)
        .form("/samples/new", open, form::register)
        .page("/samples/{sample}", open, page::show)
        .page("/samples/{sample}/label.pdf", open, label::one)
        .page("/samples/{sample}/change", open, form::show_change)
        .form("/samples/{sample}/change", open, form::change)
        .form("/samples/{sample}/control", open, step::control)
        .form("/samples/{sample}/receipt", open, custody::receive)
        .form("/samples/{sample}/custody", open, custody::hand)
        .form("/samples/{sample}/custody/{link}", open, custody::answer)
        .form("/samples/{sample}/leaving", open, custody::leave)
        .form("/samples/{sample}/duties", open, step::settle)
        .form("/samples/{sample}/pairs", open, alike::rule)
        .form("/samples/{sample}/loans", open, loan::ask)
        .form("/samples/{sample}/loans/{loan}/answer", open, loan::answer)
        .form("/samples/{sample}/loans/{loan}/withdrawal", open, loan::withdraw)
        .form("/samples/{sample}/loans/{loan}/return", open, loan::bring_back)
        .form("/samples/{sample}/loans/{loan}/wish", open, loan::wish)
        .form("/samples/{sample}/loans/{loan}/wish/answer", open, loan::answer_wish)
        .page("/samples/{sample}/studies/new", open, protocol::show)
        .form("/samples/{sample}/studies/new", open, protocol::open)
        .page("/samples/{sample}/studies/{study}", open, study::show)
        .page("/samples/{sample}/studies/{study}/findings", open, report::show)
        .upload("/samples/{sample}/studies/{study}/findings", open, BODY_BYTES_MAX, report::take)
        .form("/samples/{sample}/studies/{study}/stop", open, outcome::stop)
        .form("/samples/{sample}/studies/{study}/outcome", open, outcome::decide)
        .form("/samples/{sample}/studies/{study}/teardown", open, teardown::put)
        .form("/samples/{sample}/studies/{study}/teardown/removal", open, teardown::remove)
        .upload("/samples/{sample}/studies/{study}/teardown/files", open, BODY_BYTES_MAX, teardown::attach)
}

/// The way back to the list of samples.
pub fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Acquisition), Crumb::new(speech.say("samples-title"), "/samples")]
}

/// The way back to a sample.
pub fn crumbs_to(speech: Speech, sample: &Sample) -> Vec<Crumb> {
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(sample.name.clone(), format!("/samples/{}", sample.id)));
    crumbs
}

/// Where a sample stands.
pub fn state(speech: Speech, state: SampleState) -> Markup {
    let tone = match state {
        SampleState::Expected => Tone::Plain,
        SampleState::Received | SampleState::InStudy => Tone::Accent,
        SampleState::Studied => Tone::Good,
        SampleState::Disposed | SampleState::Returned | SampleState::Joined => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("sample-state-{}", state.word())))
}

fn loan_state(speech: Speech, state: LoanState) -> Markup {
    let tone = match state {
        LoanState::Asked | LoanState::Granted => Tone::Plain,
        LoanState::Out => Tone::Accent,
        LoanState::Returned => Tone::Good,
        LoanState::Refused | LoanState::Withdrawn => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("loan-state-{}", state.word())))
}

fn custody_state(speech: Speech, state: CustodyState) -> Markup {
    let tone = match state {
        CustodyState::Handed => Tone::Plain,
        CustodyState::Confirmed => Tone::Good,
        CustodyState::Refused => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("custody-state-{}", state.word())))
}

fn study_state(speech: Speech, state: StudyState) -> Markup {
    let tone = match state {
        StudyState::Running => Tone::Accent,
        StudyState::Stopped => Tone::Warn,
        StudyState::Reported => Tone::Plain,
        StudyState::Decided => Tone::Good,
    };
    tag(tone, &speech.say(&format!("study-state-{}", state.word())))
}

fn outcome(speech: Speech, kind: OutcomeKind) -> Markup {
    let tone = match kind {
        OutcomeKind::Adopt | OutcomeKind::Adapt => Tone::Good,
        OutcomeKind::Shelve => Tone::Plain,
        OutcomeKind::Reject => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("outcome-kind-{}", kind.word())))
}

/// A text, or a dash where there is none.
fn or_none(text: &str) -> Markup {
    html! { @if text.is_empty() { "–" } @else { bdi { (text) } } }
}

/// A text under a heading; nothing when it is empty.
fn said(id: &str, title: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) }
                @for paragraph in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            }
        }
    }
}

/// Everybody whom the pages of a sample name as who did something, as the ledger writes them.
fn named(page: &SamplePage) -> impl Iterator<Item = &str> {
    let control = page.control.steps().iter().filter_map(|step| step.by.as_ref());
    let links = page.chain.links().iter().flat_map(|link| [&link.by, &link.answered_by]);
    let loans = page.loans.iter().map(|loan| &loan.asked_by);
    let studies = page.studies.iter().flat_map(|study| {
        let outcome = study.outcome.iter().map(|outcome| &outcome.by);
        std::iter::once(&study.opened_by).chain(outcome).chain(study.versions.iter().map(|version| &version.by))
    });
    control.chain(links).chain(loans).chain(studies).map(String::as_str).filter(|by| !by.is_empty())
}

/// Samples in a table: for the list, and for the pages of needs, agreements and hosts.
pub fn samples_table(speech: Speech, title: &str, lines: &[SampleLine], posts: impl Fn(&PostId) -> String) -> Markup {
    let columns = ["sample-name", "sample-kind", "sample-state", "sample-holder", "sample-loan"];
    let mut table = Table::new(title.to_owned(), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in lines {
        let sample = &line.sample;
        let place = if line.place.is_empty() { String::new() } else { format!(", {}", line.place) };
        table = table.row(vec![
            html! { a href={ "/samples/" (sample.id) } { bdi { (sample.name) } } " " (marking::tags(speech, &sample.marking)) },
            html! { (speech.say(&format!("sample-kind-{}", sample.kind.word()))) },
            state(speech, sample.state),
            html! {
                @match &line.holder {
                    Some(holder) => { bdi { (posts(holder)) (place) } }
                    None => "–",
                }
            },
            html! {
                @match &line.loan {
                    Some(loan) => {
                        bdi { (posts(&loan.borrower)) } " "
                        (speech.say(&format!("loan-state-{}", loan.state.word()))) ", " (speech.date(loan.due))
                    }
                    None => "–",
                }
            },
        ]);
    }
    table.draw(speech)
}

/// The samples that came for something, for its page.
pub struct SamplesOf {
    lines: Vec<SampleLine>,
    titles: BTreeMap<PostId, String>,
}

impl SamplesOf {
    /// These samples, with the titles of the posts that they name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(office: &Office, lines: Vec<SampleLine>) -> Result<SamplesOf, Failure> {
        let titles = match lines.is_empty() {
            true => BTreeMap::new(),
            false => office.posts()?.into_iter().map(|post| (post.id, post.title)).collect(),
        };
        Ok(SamplesOf { lines, titles })
    }

    /// Them under a heading; nothing where there are none.
    pub fn draw(&self, speech: Speech) -> Markup {
        if self.lines.is_empty() {
            return html! {};
        }
        let title = speech.say("samples-title");
        let post = |post: &PostId| self.titles.get(post).cloned().unwrap_or_else(|| post.to_string());
        let table = samples_table(speech, &title, &self.lines, post);
        html! { section aria-labelledby="samples" { h2 id="samples" { (title) } (table) } }
    }
}
