//! Jobs: the later work of the office, with state, tries and what went wrong last.

use desk::Strays;
use maud::{Markup, html};
use model::JobState;

use super::{crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Column, Form, Page, Section, Table, Tone, banner, empty, tag};
use crate::failed::{Answer, failed, see_other, shown};
use crate::history::when;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

/// Jobs that are shown.
const SHOWN_MAX: usize = 200;

async fn list(caller: Caller) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let since = caller.app.now() - desk::STRAYS_MICROS;
    let read = caller.read(move |office| Ok((office.jobs(SHOWN_MAX)?, office.strays(since)?))).await;
    let (jobs, strays) = read.map_err(|failure| failed(visit, &failure))?;
    let columns = vec![
        Column::new(speech.say("job-kind")),
        Column::new(speech.say("job-state")),
        Column::new(speech.say("job-when")),
        Column::numeric(speech.say("job-tries")),
        Column::new(speech.say("job-error")),
    ];
    let table = jobs.iter().fold(Table::new(speech.say("office-jobs"), columns).caption_unseen().cards_on_phone(), |table, job| {
        let tone = match job.state {
            JobState::Waiting => Tone::Plain,
            JobState::Leased => Tone::Accent,
            JobState::Done => Tone::Good,
            JobState::Failed => Tone::Bad,
        };
        table.row(vec![
            html! { (speech.say(&format!("job-{}", job.kind.word()))) @if !job.argument.is_empty() { " " bdi { (job.argument) } } },
            html! {
                (tag(tone, &speech.say(&format!("job-state-{}", job.state.word()))))
                @if job.state == JobState::Failed {
                    (Form::new(visit, "/office/jobs").inline().around(html! {
                        input type="hidden" name="job" value=(job.id);
                        (Button::quiet(&speech.say("job-retry")))
                    }))
                }
            },
            html! { (when(speech, job.done_at.unwrap_or(job.due_at))) },
            html! { (speech.number(i64::from(job.n_tries))) },
            html! { @if let Some(error) = &job.last_error { bdi { (error) } } },
        ])
    });
    Ok(shown(Page::new(visit, speech.say("office-jobs")).here(Section::Office).crumbs(crumbs(speech)).draw(html! {
        (views(&caller, "/office/jobs"))
        (astray(speech, &strays))
        @if jobs.is_empty() { (empty(&speech.say("job-none"), &speech.say("job-none-body"), html! {})) } @else { (table.draw(speech)) }
    })))
}

/// Mail of the last thirty days that nobody could deal with: it would wait for an answer for ever.
fn astray(speech: Speech, strays: &Strays) -> Markup {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let said = [
        ("strays-without-key", strays.n_without_key),
        ("strays-forged", strays.n_forged),
        ("strays-unreadable", strays.n_unreadable),
    ];
    html! {
        @if strays.n() > 0 {
            (banner(Tone::Warn, &speech.with("strays-title", &[("count", count(strays.n()).into())]), html! {
                ul {
                    @for (key, n) in said.into_iter().filter(|(_, n)| *n > 0) {
                        li { (speech.with(key, &[("count", count(n).into())])) }
                    }
                }
                p { (speech.say("strays-next")) }
            }))
        }
    }
}

async fn retry(caller: Caller, typed: Typed) -> Answer {
    let id = typed.get("job").parse().unwrap_or_default();
    let done = caller.act(move |writer, turn, _| desk::retry_job(writer, turn, id)).await;
    done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other("/office/jobs"))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/office/jobs", Policy::Administer, list).form("/office/jobs", Policy::Administer, retry)
}
