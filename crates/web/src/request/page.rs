//! A request: the question, where it is, what was answered, and what the reader can do now.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Acting, Failure, Going, Office, Officer, RequestRights};
use maud::{Markup, html};
use model::{Date, Duty, Need, Noun, PostId, Request, RequestStage, Thing};
use store::HeldRecord;

use super::step::Act;
use super::{due, stage};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Crumb, Field, Form, Page, Section, Slips, Step, SummaryRow, Thread, Tone, banner, disclosure,
    summary_list, thread_bar, timeline,
};
use crate::duty::who_can_act;
use crate::failed::{Answer, failed, page};
use crate::history::{Told, tell, timeline_of, when};
use crate::marking::MarkingChoices;
use crate::mission::going;
use crate::post_offer::PostOffer;
use crate::record;
use crate::speech::{Speech, Tongue};
use crate::typed::Typed;
use crate::visit::Visit;
use crate::widening;

/// Everything the page shows.
struct Loaded {
    request: Request,
    need: Option<Need>,
    asker: String,
    with: Option<String>,
    answer: Option<HeldRecord>,
    /// Records that the answer rests on.
    rests_on: Vec<HeldRecord>,
    late: Option<(Duty, Vec<Acting>)>,
    rights: RequestRights,
    posts: PostOffer,
    marks: MarkingChoices,
    /// The missions that take its question along.
    going: Vec<Going>,
    history: Vec<Told>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, id: &str, words: &str, today: Date) -> Result<Loaded, Failure> {
    let request = office.request(id)?;
    let thing = Thing::new(Noun::Request, request.id);
    let name = |id: &PostId| -> Result<String, Failure> {
        Ok(office.post(id)?.map_or_else(|| id.to_string(), |post| post.title))
    };
    let rights = office.request_rights(officer, &request)?;
    let late = office.duties_about(&thing)?.into_iter().find(|duty| duty.is_late(today));
    let late = late.map(|duty| Ok::<_, Failure>((office.who_can_act(&duty, today)?, duty))).transpose()?;
    let except: Vec<&PostId> = std::iter::once(&request.post).chain(&request.routed_to).collect();
    let posts =
        if rights.route.is_some() { PostOffer::of(office, words, &except, today)? } else { PostOffer::default() };
    let answer = request.answer.and_then(|answer| office.record(&answer.to_string()).ok());
    let rests_on = answer.as_ref().map(|held| office.derivation(held.id)).transpose()?.unwrap_or_default().0;
    Ok(Loaded {
        rests_on,
        answer,
        need: request.need.as_ref().and_then(|need| office.need(need.as_str()).ok()),
        asker: name(&request.post)?,
        with: request.routed_to.as_ref().map(name).transpose()?,
        late: late.map(|(acting, duty)| (duty, acting)),
        marks: if rights.answer.is_some() { MarkingChoices::of(office, officer)? } else { MarkingChoices::default() },
        going: office.missions_for(&thing)?,
        history: tell(office, office.history(&thing)?)?,
        request,
        rights,
        posts,
        today,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let loaded = read(&caller, id, String::new()).await?;
    Ok(page(StatusCode::OK, draw(&caller.visit, &loaded, &Typed::default(), None, &Slips::new())))
}

async fn read(caller: &Caller, id: String, words: String) -> Result<Loaded, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, &words, today)).await;
    loaded.map_err(|failure| failed(&caller.visit, &failure))
}

/// The page again, with what was typed into one of its forms.
pub(super) async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    act: Act,
    sentence: Option<String>,
    status: StatusCode,
) -> Answer {
    let loaded = read(caller, id, typed.get("words").to_owned()).await?;
    let mut slips = Slips::new();
    if let Some(sentence) = sentence {
        slips.note(act.field(), sentence);
    }
    Ok(page(status, draw(&caller.visit, &loaded, typed, Some(act), &slips)))
}

fn draw(visit: &Visit, loaded: &Loaded, typed: &Typed, act: Option<Act>, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let Loaded { request, rights, .. } = loaded;
    let mut thread = Thread::at(Step::Source);
    if let Some(need) = &loaded.need {
        thread = thread.holds(Step::Need, 1, format!("/needs/{}", need.id));
    }
    if let Some(answer) = &loaded.answer {
        thread = thread.holds(Step::Record, 1, format!("/records/{}", answer.id));
    }
    thread = going::on_thread(thread, &loaded.going);
    Page::new(visit, request.question.clone())
        .here(Section::Requests)
        .crumbs(vec![Crumb::of(speech, Section::Requests)])
        .above(thread_bar(speech, &thread))
        .slips(slips)
        .lead(html! {
            (stage(speech, request.stage)) " " (widening::tags(speech, model::Noun::Request, request.id, &request.marking))
            @if request.is_open() { " " (due(speech, request, loaded.today)) }
        })
        .aside(aside(speech, loaded))
        .draw(html! {
            @if let Some((duty, acting)) = &loaded.late { (who_can_act(speech, duty, acting)) }
            (remark(speech, request))
            @if !request.detail.is_empty() {
                section aria-labelledby="detail" {
                    h2 id="detail" { (speech.say("request-detail")) }
                    @for paragraph in request.detail.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                }
            }
            (answered(speech, loaded))
            (going::section(speech, &loaded.going))
            @if rights.any() {
                section aria-labelledby="now" {
                    h2 id="now" { (speech.say("request-now")) }
                    (forms(visit, loaded, typed, act, slips))
                }
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// What was said when it was routed, given back or declined.
fn remark(speech: Speech, request: &Request) -> Markup {
    let (tone, key) = match request.stage {
        RequestStage::Declined => (Tone::Bad, "request-declined-because"),
        RequestStage::Routed => (Tone::Plain, "request-routed-with"),
        RequestStage::Asked => (Tone::Warn, "request-back-because"),
        RequestStage::Answered | RequestStage::Withdrawn => return html! {},
    };
    html! {
        @if !request.remark.is_empty() { (banner(tone, &speech.say(key), html! { p { bdi { (request.remark) } } })) }
    }
}

fn answered(speech: Speech, loaded: &Loaded) -> Markup {
    html! {
        @if loaded.request.stage == RequestStage::Answered {
            section aria-labelledby="answer-held" {
                h2 id="answer-held" { (speech.say("request-answer")) }
                @match &loaded.answer {
                    Some(held) => {
                        @let question = format!("{}\n\n", loaded.request.question);
                        p class="title" { a href={ "/records/" (held.id) } { bdi { (record::title(speech, &held.record)) } } }
                        p class="quiet" { (record::details(speech, &held.record)) }
                        @for text in &held.record.abstracts {
                            // The question stands above already.
                            @let body = text.text.strip_prefix(question.as_str()).unwrap_or(&text.text);
                            div lang=[record::lang(text)] {
                                @for paragraph in body.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                            }
                        }
                        @if !loaded.rests_on.is_empty() {
                            h3 { (speech.say("request-answer-cites")) }
                            ul { @for held in &loaded.rests_on { li { a href={ "/records/" (held.id) } { bdi { (record::title(speech, &held.record)) } } } } }
                        }
                    },
                    None => p { (speech.say("request-answer-hidden")) },
                }
            }
        }
    }
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let request = &loaded.request;
    let post = |id: &PostId, title: &str| html! { a href={ "/office/posts/" (id) } { bdi { (title) } } };
    let mut rows = vec![
        SummaryRow::new(speech.say("request-number"), html! { (request.id) }),
        SummaryRow::new(speech.say("request-asker"), post(&request.post, &loaded.asker)),
        SummaryRow::new(speech.say("request-asked-at"), html! { (when(speech, request.asked_at)) }),
        SummaryRow::new(speech.say("request-due"), html! { (speech.date(request.due)) }),
        SummaryRow::new(
            speech.say("request-with"),
            html! {
                @match (&request.routed_to, &loaded.with) {
                    (Some(id), Some(title)) => (post(id, title)),
                    _ => (speech.say("request-with-none")),
                }
            },
        ),
    ];
    if let Some(need) = &loaded.need {
        rows.push(SummaryRow::new(
            speech.say("request-need"),
            html! { a href={ "/needs/" (need.id) } { bdi { (need.title) } } },
        ));
    }
    summary_list(&rows)
}

/// The forms that the reader may use now. The one that is most likely wanted stands open.
fn forms(visit: &Visit, loaded: &Loaded, typed: &Typed, act: Option<Act>, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let rights = &loaded.rights;
    let own = rights.send_back.is_some() || (rights.answer.is_some() && rights.route.is_none());
    let none = (Typed::default(), Slips::new());
    // What was typed into one form is not shown in another.
    let of = |one: Act| if act == Some(one) { (typed, slips) } else { (&none.0, &none.1) };
    let open = |one: Act, first: bool| act.map_or(first, |act| act == one);
    html! {
        @if rights.route.is_some() {
            (disclosure(&speech.say("request-route"), open(Act::Route, !own), route_form(visit, loaded, !own, of(Act::Route))))
        }
        @if rights.answer.is_some() {
            (disclosure(&speech.say("request-answer-do"), open(Act::Answer, own), answer_form(visit, loaded, own, of(Act::Answer))))
        }
        @if rights.send_back.is_some() {
            (disclosure(&speech.say("request-back"), open(Act::Back, false), reason_form(visit, loaded, "back", of(Act::Back))))
        }
        @if rights.answer.is_some() {
            (disclosure(&speech.say("request-decline"), open(Act::Decline, false), reason_form(visit, loaded, "decline", of(Act::Decline))))
        }
        @if rights.withdraw.is_some() {
            @let action = format!("/requests/{}/withdrawal", loaded.request.id);
            (disclosure(&speech.say("request-withdraw"), open(Act::Withdraw, false), Form::new(visit, &action).slips(of(Act::Withdraw).1).around(html! {
                p { (speech.say("request-withdraw-body")) }
                div class="actions" { (Button::grave(&speech.say("request-withdraw-do"))) }
            })))
        }
    }
}

fn route_form(visit: &Visit, loaded: &Loaded, first: bool, (typed, slips): (&Typed, &Slips)) -> Markup {
    let speech = visit.speech;
    let action = format!("/requests/{}/route", loaded.request.id);
    Form::new(visit, &action).slips(slips).around(html! {
        (loaded.posts.fields(speech, &speech.say("request-to"), typed, slips))
        (Field::lines("remark", speech.say("request-remark"), 3).optional().value(typed.get("remark")).draw(speech))
        div class="actions" { (button(first, &speech.say("request-route-do"))) }
    })
}

fn answer_form(visit: &Visit, loaded: &Loaded, first: bool, (typed, slips): (&Typed, &Slips)) -> Markup {
    let speech = visit.speech;
    let action = format!("/requests/{}/answer", loaded.request.id);
    let languages = Tongue::ALL.iter().map(|tongue| Choice::new(tongue.tag(), tongue.own_name()));
    let language = typed.some("answer-language").unwrap_or(speech.tongue().tag());
    Form::new(visit, &action).slips(slips).guarded().around(html! {
        (Field::text("answer-title", speech.say("request-answer-title")).hint(speech.say("request-answer-title-hint"))
            .value(typed.get("answer-title")).length_max(desk::QUESTION_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("answer-text", speech.say("request-answer-text"), 10).value(typed.get("answer-text")).slips(slips).draw(speech))
        (Field::lines("answer-cites", speech.say("request-answer-cites"), 3).hint(speech.say("request-answer-cites-hint"))
            .optional().value(typed.get("answer-cites")).draw(speech))
        (Field::radios("answer-language", speech.say("request-answer-language"), languages.collect()).value(language).draw(speech))
        (loaded.marks.fields(speech, &with_level(typed, loaded), slips))
        p class="hint" { (speech.say("request-answer-marking")) }
        div class="actions" { (button(first, &speech.say("request-answer-send"))) }
    })
}

/// The button of a form; that of the form which stands open is the one the page is there for.
fn button(first: bool, text: &str) -> Button<'_> {
    if first { Button::primary(text) } else { Button::plain(text) }
}

/// What was typed; before anything was, the level of the request.
fn with_level(typed: &Typed, loaded: &Loaded) -> Typed {
    match typed.some("level") {
        Some(_) => typed.clone(),
        None => Typed::parse(format!("level={}", loaded.request.marking.level.word()).as_bytes()),
    }
}

/// A form that asks for a reason and nothing else.
fn reason_form(visit: &Visit, loaded: &Loaded, act: &str, (typed, slips): (&Typed, &Slips)) -> Markup {
    let speech = visit.speech;
    let action = format!("/requests/{}/{act}", loaded.request.id);
    let field = format!("{act}-reason");
    Form::new(visit, &action).slips(slips).around(html! {
        (Field::lines(field.clone(), speech.say(&format!("request-{act}-reason")), 3).value(typed.get(&field)).slips(slips).draw(speech))
        div class="actions" { (Button::plain(&speech.say(&format!("request-{act}-do")))) }
    })
}
