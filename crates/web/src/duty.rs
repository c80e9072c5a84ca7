//! Duties: when they are due, who can still act on those that are late, and how one is let go.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::{Acting, Failure, Subject};
use maud::{Markup, html};
use model::{Date, Duty, DutyState, Noun, Thing};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, summary_list, tag};
use crate::digest::sample_name;
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

/// When a duty is due, as a tag.
pub fn due(speech: Speech, duty: &Duty, today: Date) -> Markup {
    let days = duty.due.days_since(today);
    let tone = match days {
        ..0 => Tone::Bad,
        0..=2 => Tone::Warn,
        _ => Tone::Plain,
    };
    tag(tone, &speech.until(days))
}

/// Who can still act on a duty that is late.
pub fn who_can_act(speech: Speech, duty: &Duty, acting: &[Acting]) -> Markup {
    banner(
        Tone::Warn,
        &speech.say("duty-late"),
        html! {
            p { (speech.with("duty-raised", &[("count", i64::from(duty.n_raised).into())])) }
            p { (speech.say("duty-can-act")) }
            ul {
                @for one in acting {
                    li {
                        a href={ "/office/posts/" (one.post.id) } { bdi { (one.post.title) } } ": "
                        @if one.persons.is_empty() { (speech.say("post-vacant")) }
                        @for (at, (person, standing)) in one.persons.iter().enumerate() {
                            @if at > 0 { ", " }
                            bdi { (person.name) } " " span class="quiet" { (speech.say(&format!("standing-{}", standing.word()))) }
                        }
                    }
                }
            }
        },
    )
}

/// Where a duty is let go, for who may; why it was, once it is.
pub fn let_go(speech: Speech, duty: &Duty, may_waive: bool) -> Markup {
    html! {
        @if duty.state == DutyState::Open && may_waive {
            p class="quiet" { a href={ "/duties/" (duty.id) "/waiver" } { (speech.say("duty-let-go")) } }
        }
        @if duty.state == DutyState::Waived {
            (banner(Tone::Plain, &speech.say("duty-was-let-go"), html! {
                @if let Some(reason) = &duty.reason { p { bdi { (reason) } } }
            }))
        }
    }
}

/// The page on which a duty is let go.
struct Waiver {
    duty: Duty,
    title: String,
    post: String,
    today: Date,
}

async fn load(caller: &Caller, id: String) -> Result<Waiver, Failure> {
    let (officer, today) = (std::sync::Arc::clone(&caller.officer), caller.app.today());
    caller
        .read(move |office| {
            let duty = office.duty(&id)?;
            office.waives(&officer, &duty)?;
            let title = match office.subject(&duty.subject)? {
                Some(Subject::Delivery(line)) => line.record.title().map(str::to_owned),
                Some(Subject::Need(need)) => Some(need.title),
                Some(Subject::Request(request)) => Some(request.question),
                Some(Subject::Issue(issue)) => Some(issue.1.name),
                Some(Subject::Credit(credit)) => Some(credit.title),
                Some(Subject::Agreement(agreement)) => Some(agreement.title),
                Some(Subject::Mission(mission)) => Some(mission.title),
                Some(Subject::Release(release)) => Some(release.title),
                Some(Subject::Widening(widening)) => Some(widening.title),
                Some(Subject::Sample(sample)) => Some(sample.name),
                Some(Subject::Adoption(held)) => Some(held.1),
                Some(Subject::SpecialistRequest(request)) => Some(request.title),
                Some(Subject::Assignment(held)) => Some(held.1),
                Some(Subject::Case(case)) => Some(case.proposal.title),
                Some(Subject::Regime(regime)) => Some(regime.name),
                Some(Subject::PartyList(list)) => Some(list.title),
                Some(Subject::Screening(screening)) => Some(screening.party.name),
                Some(Subject::Webhook(webhook)) => Some(webhook.title),
                Some(Subject::Drawing(drawing)) => Some(sample_name(&drawing)),
                Some(Subject::ControlList(head)) => Some(head.title),
                Some(Subject::Record(held)) => held.record.title().map(str::to_owned),
                Some(Subject::Diffusion(one)) => Some(one.title().to_owned()),
                Some(Subject::Inspected(one)) => Some(one.title),
                None => None,
            };
            let title = title.unwrap_or_else(|| duty.subject.name.clone());
            let post = office.post(&duty.post)?.map_or_else(|| duty.post.to_string(), |post| post.title);
            Ok(Waiver { duty, title, post, today })
        })
        .await
}

/// Where the thing is that a duty is about.
fn place(subject: &Thing) -> String {
    match subject.noun {
        Noun::Delivery => format!("/deliveries/{}", subject.name),
        Noun::Request => format!("/requests/{}", subject.name),
        Noun::Issue => format!("/issues/{}", subject.name),
        Noun::Mission => format!("/missions/{}", subject.name),
        Noun::Brief => format!("/missions/{}/brief", subject.name),
        Noun::Agreement => format!("/agreements/{}", subject.name),
        Noun::Deliverable => format!("/deliverables/{}", subject.name),
        Noun::Credit => format!("/credits/{}", subject.name),
        Noun::Release => format!("/releases/{}", subject.name),
        Noun::Widening => format!("/widenings/{}", subject.name),
        Noun::Sample => format!("/samples/{}", subject.name),
        Noun::Inspection => format!("/inspections/{}", subject.name),
        Noun::Visit => format!("/visits/{}", subject.name),
        Noun::Finding => format!("/findings/{}", subject.name),
        Noun::Adoption => format!("/adoptions/{}", subject.name),
        Noun::Portfolio => format!("/plan/portfolios/{}", subject.name),
        Noun::StatedFigure => format!("/figures/stated/{}", subject.name),
        Noun::PlanLine => format!("/plan/lines/{}", subject.name),
        Noun::Technology => format!("/technologies/{}", subject.name),
        Noun::SpecialistRequest => format!("/specialists/requests/{}", subject.name),
        Noun::Assignment => format!("/specialists/assignments/{}", subject.name),
        Noun::Case => format!("/cases/{}", subject.name),
        Noun::Regime => format!("/regimes/{}", subject.name),
        Noun::PartyList => format!("/party-lists/{}", subject.name),
        Noun::Screening => format!("/screenings/{}", subject.name),
        Noun::Webhook => format!("/office/webhooks/{}", subject.name),
        Noun::Drawing => "/abstracts/second".to_owned(),
        Noun::ControlList => format!("/control-lists/{}", subject.name),
        Noun::Record => format!("/records/{}", subject.name),
        Noun::Offer | Noun::Barrier | Noun::Relief | Noun::Call => crate::diffusion::place(subject),
        _ => format!("/needs/{}", subject.name),
    }
}

fn draw(caller: &Caller, waiver: &Waiver, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let Waiver { duty, title, post, today } = waiver;
    let rows = [
        SummaryRow::new(speech.say("duty-about"), html! { a href=(place(&duty.subject)) { bdi { (title) } } }),
        SummaryRow::new(
            speech.say("delivery-post"),
            html! { a href={ "/office/posts/" (duty.post) } { bdi { (post) } } },
        ),
        SummaryRow::new(speech.say("duty-asked"), html! { (speech.say(&format!("duty-{}", duty.kind.word()))) }),
        SummaryRow::new(speech.say("duty-due"), html! { (speech.date(duty.due)) " " (due(speech, duty, *today)) }),
    ];
    Page::new(visit, speech.say("duty-let-go"))
        .crumbs(vec![Crumb::of(speech, Section::Inbox), Crumb::new(title.clone(), place(&duty.subject))])
        .slips(slips)
        .lead(html! { (speech.say("duty-let-go-body")) })
        .draw(html! {
            (summary_list(&rows))
            (Form::new(visit, &format!("/duties/{}/waiver", duty.id)).slips(slips).around(html! {
                (Field::lines("reason", speech.say("duty-let-go-reason"), 3).value(typed.get("reason")).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("duty-let-go"))) }
            }))
        })
}

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let waiver = load(&caller, id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &waiver, &Typed::default(), &Slips::new())))
}

async fn waive(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, reason) = (id.clone(), typed.get("reason").replace("\r\n", "\n"));
    let waived = caller.act(move |writer, turn, office| desk::waive_duty(writer, turn, office, &name, &reason)).await;
    match waived {
        Ok(duty) => Ok(see_other(&place(&duty.subject))),
        Err(failure) => {
            let waiver = load(&caller, id).await.map_err(|failure| failed(&caller.visit, &failure))?;
            let sentence = sentence(&caller.visit, &failure).ok_or_else(|| failed(&caller.visit, &failure))?;
            let mut slips = Slips::new();
            slips.note("reason", sentence);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&caller, &waiver, &typed, &slips)))
        }
    }
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/duties/{duty}/waiver", Policy::SignedIn, show).form("/duties/{duty}/waiver", Policy::SignedIn, waive)
}
