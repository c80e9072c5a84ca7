//! The parts of a need's page, each a function of what is shown.

use maud::{Markup, html};
use model::{Choice, ConceptCode, Need, Stage};

use super::page::{Shown, any_profile};
use super::panel::preview;
use super::{in_query, priority_word, stage_tag, until_words};
use crate::component::{Column, SummaryRow, Table, Tone, empty, link_button, summary_list, tag};
use crate::delivery::decision;
use crate::duty::{due, let_go};
use crate::history::when;
use crate::speech::Speech;

/// Small facts: unit, post, dates.
pub fn facts(speech: Speech, shown: &Shown) -> Markup {
    let Shown { need, .. } = shown;
    let unit = shown.units.get(need.unit.as_str()).map_or(need.unit.as_str(), String::as_str);
    let row = |key: &str, value: Markup| SummaryRow::new(speech.say(key), value);
    let mut rows = vec![
        row("need-unit", html! { a href={ "/office/units/" (need.unit) } { bdi { (unit) } } }),
        row("need-post", html! { a href={ "/office/posts/" (need.post) } { bdi { (shown.post_title) } } }),
        row("need-priority", html! { (priority_word(speech, need.priority)) }),
    ];
    if let (Stage::Accepted, Some(last)) = (need.stage, need.expires) {
        rows.push(row("need-until", html! { (until_words(speech, last, shown.today)) }));
    }
    if let Some(deadline) = need.deadline {
        rows.push(row("need-deadline", html! { (speech.date(deadline)) }));
    }
    if !need.plan_line.is_empty() {
        rows.push(row("need-plan-line", html! { bdi { (need.plan_line) } }));
    }
    if !need.marking.release.is_empty() {
        let units =
            need.marking.release.iter().map(|circle| circle.iter().map(ToString::to_string).collect::<Vec<_>>());
        let units = units.map(|circle| circle.join(", ")).collect::<Vec<_>>().join("; ");
        rows.push(row("need-release", html! { bdi { (units) } }));
    }
    html! { (summary_list(&rows)) }
}

/// What somebody has to do about it, until when, and who can.
pub fn duties(speech: Speech, shown: &Shown) -> Markup {
    html! {
        @if !shown.duties.is_empty() {
            h2 { (speech.say("need-duties")) }
            ul class="duties" {
                @for (duty, acting, may_waive) in &shown.duties {
                    li {
                        (speech.say(&format!("duty-{}-short", duty.kind.word()))) " " (due(speech, duty, shown.today))
                        @for one in acting {
                            div class="quiet" {
                                a href={ "/office/posts/" (one.post.id) } { bdi { (one.post.title) } } ": "
                                @if one.persons.is_empty() { (speech.say("post-vacant")) }
                                @for (at, (person, _)) in one.persons.iter().enumerate() {
                                    @if at > 0 { ", " } bdi { (person.name) }
                                }
                            }
                        }
                        (let_go(speech, duty, *may_waive))
                    }
                }
            }
        }
    }
}

/// What is lacking and why; parameters, questions, benefit, classes.
pub fn statement(speech: Speech, shown: &Shown) -> Markup {
    let need = &shown.need;
    html! {
        @if need.statement.is_empty() { p class="quiet" { (speech.say("need-statement-none")) } }
        @else { p class="lines statement" { bdi { (need.statement) } } }
        @if !need.parameters.is_empty() { (parameters(speech, need)) }
        @if !need.questions.is_empty() {
            h2 { (speech.say("need-questions")) }
            ol { @for question in &need.questions { li { bdi { (question) } } } }
        }
        @if !need.benefit.is_empty() {
            h2 { (speech.say("need-benefit")) }
            p class="lines" { bdi { (need.benefit) } }
        }
        @if !need.classes.is_empty() {
            h2 { (speech.say("need-classes")) }
            ul class="classes" {
                @for class in &need.classes {
                    @let code = class.code.as_deref().unwrap_or_default();
                    li {
                        a href={ "/records?q=" (in_query(&format!("class:\"{code}\""))) } { code { (class.scheme) ":" bdi { (code) } } }
                        @if let Some(term) = &class.term { " " bdi { (term) } }
                        @else { " " (crate::office::class_link(speech, &shown.crosswalk, &ConceptCode::new(class.scheme.word(), code))) }
                    }
                }
            }
        }
        @if !need.examples.is_empty() {
            h2 { (speech.say("need-examples")) }
            ul { @for example in &need.examples { li { a href={ "/records?q=" (in_query(&format!("id:\"{example}\""))) } { bdi { (example) } } } } }
        }
    }
}

fn parameters(speech: Speech, need: &Need) -> Markup {
    let columns = vec![
        Column::new(speech.say("need-parameter-name")),
        Column::numeric(speech.say("need-parameter-now")),
        Column::numeric(speech.say("need-parameter-wanted")),
        Column::new(speech.say("need-parameter-measure")),
    ];
    let mut table = Table::new(speech.say("need-parameters"), columns);
    for one in &need.parameters {
        let value = |value: &Option<String>| {
            html! {
                @match value { Some(text) => (speech.written(text)), None => span class="quiet" { "–" } }
            }
        };
        table = table.row(vec![
            html! { bdi { (one.name) } },
            value(&one.now),
            html! { @if one.now.is_some() { span class="quiet" aria-hidden="true" { "→ " } } (value(&one.wanted)) },
            html! { bdi { (one.measure) } },
        ]);
    }
    table.draw(speech)
}

/// Its search profiles, each with its search; in review, with what each would have brought.
pub fn profiles(speech: Speech, shown: &Shown) -> Markup {
    let need = &shown.need;
    html! {
        section aria-labelledby="profiles" {
            h2 id="profiles" { (speech.say("need-profiles")) }
            (crate::office::cut(speech, &shown.cut))
            @if need.profiles.is_empty() { p class="quiet" { (speech.say("need-profiles-none")) } }
            @if shown.tried.is_empty() {
                ol class="profiles" {
                    @for profile in &need.profiles {
                        li {
                            a href={ "/records?q=" (in_query(&profile.query)) } { code { bdi { (profile.query) } } }
                            @if let Some(threshold) = profile.threshold {
                                " " span class="quiet" { (speech.with("need-threshold", &[("rank", speech.decimal(f64::from(threshold), 2).into())])) }
                            }
                            (crate::ground::classes_asked(speech, &shown.crosswalk, &profile.query))
                        }
                    }
                }
            }
            @for (query, tried) in &shown.tried { (preview(speech, query, tried, shown.today)) }
        }
    }
}

/// Needs that are joined, both ways.
pub fn joined(speech: Speech, shown: &Shown) -> Markup {
    let line = |need: &Need| {
        html! {
            a href={ "/needs/" (need.id) } { bdi { (need.title) } } " "
            span class="quiet" { bdi { (shown.units.get(need.unit.as_str()).map_or(need.unit.as_str(), String::as_str)) } } " "
            (stage_tag(speech, need.stage, need.expires, shown.today))
        }
    };
    html! {
        @if shown.need.stage == Stage::Joined {
            h2 { (speech.say("need-joined-to")) }
            @match &shown.leading {
                Some(leading) => p { (line(leading)) },
                None => p class="quiet" { (speech.say("need-joined-hidden")) },
            }
        }
        @if !shown.joined.is_empty() {
            h2 { (speech.say("need-joined-from")) }
            ul { @for need in &shown.joined { li { (line(need)) } } }
        }
    }
}

/// What was delivered: what is open first; and how much more fits.
pub fn delivered(speech: Speech, shown: &Shown) -> Markup {
    let Shown { need, counts, .. } = shown;
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    html! {
        section aria-labelledby="deliveries" {
            h2 id="deliveries" { (speech.say("need-deliveries")) }
            @if shown.deliveries.is_empty() { (nothing_delivered(speech, shown)) } @else {
                p { (speech.with("need-counts", &[("open", whole(counts.n_open).into()), ("used", whole(counts.n_used).into())])) }
                (delivery_table(speech, shown))
                @let n_more = counts.n_all.saturating_sub(shown.deliveries.len() as u64);
                @if n_more > 0 { p class="quiet" { (speech.with("need-deliveries-more", &[("count", whole(n_more).into())])) } }
            }
            @if let Some(waits) = &shown.backlog {
                p {
                    (speech.with("need-queued", &[
                        ("shown", whole(counts.n_all).into()), ("all", whole(counts.n_all + waits.n_left).into()),
                        ("left", whole(waits.n_left).into()), ("day", speech.date(waits.next_on).into()),
                    ]))
                }
            }
            @if let (false, None, Some(n_fit), Some(query)) = (shown.is_matching, &shown.backlog, shown.n_fit, any_profile(need)) {
                @let n_left = n_fit.saturating_sub(counts.n_all);
                @if n_left > 0 {
                    p { a href={ "/records?q=" (in_query(&query)) } { (speech.with("need-capped", &[("count", whole(n_left).into())])) } }
                }
            }
            @if need.stage == Stage::Accepted {
                p {
                    a href={ "/needs/" (need.id) "/performance" } { (speech.say("need-performance")) } " · "
                    a href={ "/needs/" (need.id) "/gap" } { (speech.say("need-sources")) }
                }
            }
        }
    }
}

fn nothing_delivered(speech: Speech, shown: &Shown) -> Markup {
    let need = &shown.need;
    let key = match need.stage {
        Stage::Accepted if shown.is_matching => "now",
        Stage::Accepted if need.silence(shown.today).is_none() => "none",
        Stage::Joined => "joined",
        Stage::Draft | Stage::Submitted => "before",
        _ => "over",
    };
    let query = need.profiles.first().map(|profile| format!("/records?q={}", in_query(&profile.query)));
    empty(
        &speech.say(&format!("need-delivered-{key}")),
        &speech.say(&format!("need-delivered-{key}-body")),
        html! { @if let Some(href) = query { (link_button(&speech.say("need-search"), &href, false)) } },
    )
}

fn delivery_table(speech: Speech, shown: &Shown) -> Markup {
    let columns = vec![
        Column::new(speech.say("need-delivery-record")),
        Column::new(speech.say("need-delivery-state")),
        Column::new(speech.say("need-delivery-grounds")),
        Column::new(speech.say("need-delivery-when")),
    ];
    let mut table = Table::new(speech.say("need-deliveries"), columns).caption_unseen().cards_on_phone();
    for (held, record) in &shown.deliveries {
        let title = record.as_ref().and_then(|record| record.title().map(str::to_owned));
        let title = title.unwrap_or_else(|| speech.say("record-untitled"));
        table = table.row(vec![
            html! { a href={ "/deliveries/" (held.delivery.id) } { bdi { (title) } } },
            match &held.decided {
                None => tag(Tone::Accent, &speech.say("need-delivery-open")),
                Some(decided) => {
                    let choice = decided.disposition.choice;
                    let tone = match choice {
                        Choice::Use | Choice::Study => Tone::Good,
                        Choice::Pass => Tone::Faint,
                        Choice::Known | Choice::Forward => Tone::Plain,
                    };
                    tag(tone, &decision(speech, choice))
                }
            },
            html! { span class="quiet" { (crate::ground::grounds(speech, &held.delivery.grounds)) } },
            html! { (when(speech, held.made_at)) },
        ]);
    }
    table.draw(speech)
}

/// Asks why a record did not come.
pub fn why_form(speech: Speech, need: &Need) -> Markup {
    html! {
        section aria-labelledby="why" {
            h2 id="why" { (speech.say("need-why")) }
            p { (speech.say("need-why-about")) }
            form class="form-inline" method="get" action="/why" {
                input type="hidden" name="need" value=(need.id);
                label for="why-record" { (speech.say("need-why-record")) }
                input type="text" id="why-record" name="record" class="line line-middle" required;
                button type="submit" class="button button-plain" { span { (speech.say("need-why-ask")) } }
            }
        }
    }
}

/// Requests for information that serve it.
pub fn requests(speech: Speech, shown: &Shown) -> Markup {
    html! {
        @if !shown.requests.is_empty() {
            h2 { (speech.say("need-requests")) }
            ul {
                @for request in &shown.requests {
                    li {
                        a href={ "/requests/" (request.id) } { bdi { (request.question) } } " "
                        (tag(Tone::Plain, &speech.say(&format!("request-stage-{}", request.stage.word()))))
                    }
                }
            }
        }
    }
}
