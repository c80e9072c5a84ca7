//! The JSON API: the operations of the pages, for programs.
//!
//! A file is a noun. Views are structs of their own with fields that are named one by one, so that nothing of the
//! model is given out because it happens to be there. Rules stand where they stand for the pages: at the desk.

mod account;
mod adoption;
mod adoption_output;
mod agreement;
mod agreement_payment;
mod agreement_terms;
mod answer;
mod assignment;
mod assignment_act;
mod attachment;
mod barrier;
mod between;
mod biography;
mod brief;
mod bulletin;
mod call;
mod case;
mod case_view;
mod case_vote;
mod citation;
mod classification;
mod condition;
mod control_list;
mod coverage;
mod credit;
mod credit_step;
mod credit_terms;
mod cursor;
mod custody;
mod deliverable;
mod delivery;
mod digest;
mod digest_step;
mod dispatch;
mod document;
mod entry;
mod equipment;
mod estimate;
mod event;
mod excerpt;
mod exchange;
mod exhibitor;
mod export;
mod figure;
mod figure_view;
mod finding;
mod history;
mod host;
mod inbox;
mod incident;
mod indexing;
mod inspection;
mod intake;
mod issue;
mod job;
mod joining;
mod ledger;
mod liaison;
mod mail_in;
mod mailing;
mod mapping;
mod marking;
mod meeting;
mod membership;
mod mission;
mod mission_answer;
mod mission_report;
mod mission_step;
mod mission_view;
mod mission_yield;
mod need;
mod need_body;
mod need_help;
mod need_step;
mod offer;
mod party;
mod party_list;
mod patent_right;
mod performance;
mod plan_line;
mod portfolio;
mod record;
mod record_view;
mod reference;
mod regime;
mod regime_view;
mod release;
mod relief;
mod rematch;
mod request;
mod request_step;
mod sample;
mod sample_file;
mod sample_loan;
mod scenario;
mod scheme;
mod scheme_look;
mod screening;
mod site_visit;
mod source;
mod specialist;
mod specialist_request;
mod staff;
mod staff_change;
mod staff_file;
mod staff_preview;
mod stand;
mod stated_figure;
mod study;
mod teardown;
mod technology;
mod template;
mod thing;
mod vetting;
mod webhook;
mod why;
mod widening;
mod word;
mod work_calendar;

use desk::{Failure, Office};

use self::answer::problem_of;
use self::entry::{Api, Way};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Problem, ProblemKind};
use crate::route::Routes;

/// Where the operations stand. The number changes when one is taken away or means something else.
pub const BASE: &str = "/api/v1";

/// Registers them, with their description and its page.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let (routes, entries, schemas) = operations(Api::new(routes)).parts();
    reference::routes(routes, &entries, schemas)
}

/// That somebody changed a thing in between, as the rule it is where the state that was seen stands in the body and in no `If-Match`.
fn as_a_rule(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(model::Refusal::Changed(sentence)) => Failure::Refused(model::Refusal::Said(sentence)),
        failure => failure,
    }
}

/// One line a noun.
fn operations(api: Api) -> Api {
    let api = account::operations(api);
    let api = agreement::operations(api);
    let api = agreement_terms::operations(api);
    let api = agreement_payment::operations(api);
    let api = deliverable::operations(api);
    let api = patent_right::operations(api);
    let api = attachment::operations(api);
    let api = inbox::operations(api);
    let api = delivery::operations(api);
    let api = need::operations(api);
    let api = need_help::operations(api);
    let api = need_step::operations(api);
    let api = record::operations(api);
    let api = digest::operations(api);
    let api = digest_step::operations(api);
    let api = indexing::operations(api);
    let api = joining::operations(api);
    let api = why::operations(api);
    let api = source::operations(api);
    let api = dispatch::operations(api);
    let api = membership::operations(api);
    let api = intake::operations(api);
    let api = mail_in::operations(api);
    let api = coverage::operations(api);
    let api = performance::operations(api);
    let api = bulletin::operations(api);
    let api = issue::operations(api);
    let api = template::operations(api);
    let api = export::operations(api);
    let api = citation::operations(api);
    let api = request::operations(api);
    let api = request_step::operations(api);
    let api = host::operations(api);
    let api = credit::operations(api);
    let api = credit_step::operations(api);
    let api = scenario::operations(api);
    let api = event::operations(api);
    let api = exhibitor::operations(api);
    let api = equipment::operations(api);
    let api = offer::operations(api);
    let api = barrier::operations(api);
    let api = relief::operations(api);
    let api = call::operations(api);
    let api = plan_line::operations(api);
    let api = portfolio::operations(api);
    let api = stand::operations(api);
    let api = sample::operations(api);
    let api = inspection::operations(api);
    let api = between::operations(api);
    let api = estimate::operations(api);
    let api = site_visit::operations(api);
    let api = finding::operations(api);
    let api = sample_file::operations(api);
    let api = technology::operations(api);
    let api = adoption::operations(api);
    let api = adoption_output::operations(api);
    let api = biography::operations(api);
    let api = figure::operations(api);
    let api = stated_figure::operations(api);
    let api = classification::operations(api);
    let api = control_list::operations(api);
    let api = custody::operations(api);
    let api = sample_loan::operations(api);
    let api = study::operations(api);
    let api = teardown::operations(api);
    let api = excerpt::operations(api);
    let api = exchange::operations(api);
    let api = incident::operations(api);
    let api = release::operations(api);
    let api = widening::operations(api);
    let api = specialist::operations(api);
    let api = specialist_request::operations(api);
    let api = assignment::operations(api);
    let api = assignment_act::operations(api);
    let api = mission::operations(api);
    let api = mission_step::operations(api);
    let api = mission_answer::operations(api);
    let api = mission_report::operations(api);
    let api = mission_yield::operations(api);
    let api = brief::operations(api);
    let api = liaison::operations(api);
    let api = meeting::operations(api);
    let api = vetting::operations(api);
    let api = case::operations(api);
    let api = case_vote::operations(api);
    let api = condition::operations(api);
    let api = regime::operations(api);
    let api = party_list::operations(api);
    let api = screening::operations(api);
    let api = party::operations(api);
    let api = staff::operations(api);
    let api = work_calendar::operations(api);
    let api = staff_change::operations(api);
    let api = staff_file::operations(api);
    let api = mailing::operations(api);
    let api = webhook::operations(api);
    let api = scheme::operations(api);
    let api = mapping::operations(api);
    let api = scheme_look::operations(api);
    let api = rematch::operations(api);
    let api = history::operations(api);
    let api = ledger::operations(api);
    job::operations(api)
}

/// Reads with the caller's eyes. What is not there and what is hidden are one answer, wherever it was named.
async fn read<T: Send + 'static>(
    caller: &Caller,
    read: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Problem> {
    caller.read(read).await.map_err(|failure| match failure {
        Failure::Refused(model::Refusal::NotFound { .. }) => missing(caller),
        failure => problem_of(caller, &Way::default(), &failure),
    })
}

/// Nothing is there, or it is hidden.
fn missing(caller: &Caller) -> Problem {
    Problem::new(caller.speech(), ProblemKind::Missing)
}

/// A value in the body that is not in order.
fn slip(caller: &Caller, pointer: &str, sentence: impl Into<String>) -> Problem {
    Problem::new(caller.speech(), ProblemKind::Fields).at(pointer, sentence)
}
