//! How a need does: what of what it brings is of use, what it misses, how much it brings, and why nothing comes; and the records that it left out, put
//! before its post to say what should have come.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use desk::{Failure, NothingCame, Office, Officer, Performance, ProfilePerformance};
use maud::{Markup, html};
use measure::performance::{Drift, LoadAlarm, MovedWord};
use model::{RecordId, SPOT_CHECKS_A_WEEK_MAX, SpotAnswer, SpotCheck};

use super::performance_picture::{load, precisions};
use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, disclosure,
    summary_list, tag,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;

/// Records that were left out and are listed: those that wait first.
const CHECKS_LISTED: usize = 100;

/// An hour, to say how late things come.
const HOUR_MICROS: i64 = 3_600_000_000;

struct Loaded {
    performance: Performance,
    checks: Vec<(SpotCheck, String)>,
    titles: BTreeMap<RecordId, String>,
    acts: bool,
}

fn load_all(office: &Office, officer: &Officer, id: &str, today: model::Date) -> Result<Loaded, Failure> {
    let performance = office.performance(id, today)?;
    let title = |record: RecordId| match office.record(&record.to_string()) {
        Ok(held) => Ok(Some(held.record.title().unwrap_or("–").to_owned())),
        Err(Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure),
    };
    let mut checks = Vec::new();
    let mut drawn = office.spot_checks(&performance.need.id)?;
    drawn.sort_by_key(|check| check.answer.is_some());
    for check in drawn.into_iter().take(CHECKS_LISTED) {
        if let Some(title) = title(check.record)? {
            checks.push((check, title));
        }
    }
    let mut titles = BTreeMap::new();
    for record in performance.canaries.iter().filter_map(|canary| canary.record) {
        if let Some(title) = title(record)? {
            titles.insert(record, title);
        }
    }
    Ok(Loaded { acts: officer.acts_for(&performance.need.post), performance, checks, titles })
}

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(_): RawQuery) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, id: String, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load_all(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// Sets how many records are drawn, or keeps what is said of one.
pub async fn step(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, sent) = (id.clone(), typed.clone());
    let answer = SpotAnswer::from_word(typed.get("answer"));
    let rate: Option<u32> = typed.get("rate").trim().parse().ok();
    if answer.is_none() && rate.is_none() {
        let mut slips = Slips::new();
        slips.note("rate", caller.speech().with("performance-rate-read", &[("max", SPOT_CHECKS_A_WEEK_MAX.into())]));
        return again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let done = caller
        .act(move |writer, turn, office| {
            let need = office.need(&name)?;
            match answer {
                Some(answer) => {
                    let number: i64 = sent.get("check").parse().unwrap_or_default();
                    let check = office.spot_check(&need.id, number)?;
                    desk::answer_spot_check(writer, turn, &need, &check, answer)
                }
                None => desk::keep_spot_rate(writer, turn, &need, rate.unwrap_or_default()),
            }
        })
        .await;
    let Err(failure) = done else { return Ok(see_other(&format!("/needs/{id}/performance#left-out"))) };
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note("rate", sentence);
    again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let of = &loaded.performance;
    let back = Crumb::new(of.need.title.clone(), format!("/needs/{}", of.need.id));
    Page::new(&caller.visit, speech.say("performance-title"))
        .here(Section::Needs)
        .crumbs(vec![Crumb::of(speech, Section::Needs), back])
        .slips(slips)
        .lead(html! { (speech.with("performance-lead", &[("since", speech.date(of.since).into())])) })
        .aside(aside(speech, of))
        .draw(html! {
            @if let Some(why) = &of.nothing_came { (banner(Tone::Warn, &nothing_came(speech, why), html! {})) }
            @if let Some(LoadAlarm::Flood { count, expected }) = of.whole.load.alarm {
                (banner(Tone::Warn, &flood(speech, count, expected), html! { p { (speech.say("performance-flood-next")) } }))
            }
            section aria-labelledby="precision" {
                h2 id="precision" { (speech.say("performance-precision")) }
                p class="quiet" { (speech.say("performance-precision-means")) }
                (profiles(speech, of))
                (precisions(speech, &of.whole.months))
            }
            (missed(speech, loaded))
            (left_out(caller, loaded, typed, slips))
            section aria-labelledby="load" {
                h2 id="load" { (speech.say("performance-load")) }
                (load(speech, &of.whole.load, caller.app.today()))
            }
            section aria-labelledby="drift" {
                h2 id="drift" { (speech.say("performance-drift")) }
                (drifted(speech, of.drift.as_ref()))
            }
        })
}

fn aside(speech: Speech, of: &Performance) -> Markup {
    let moment = |at: Option<i64>| html! { @match at { Some(at) => (when(speech, at)), None => (speech.say("performance-never")) } };
    let hours = |micros: i64| speech.with("performance-hours", &[("hours", micros.div_euclid(HOUR_MICROS).into())]);
    let delay = html! {
        @match &of.delay {
            Some(delay) => (speech.with("performance-delay-of", &[
                ("median", hours(delay.median).into()), ("longest", hours(delay.longest).into()), ("count", (delay.n as u64).into()),
            ])),
            None => "–",
        }
    };
    summary_list(&[
        SummaryRow::new(speech.say("performance-per-week"), html! { (per_week(speech, &of.whole)) }),
        SummaryRow::new(speech.say("performance-recall"), html! { (recall_short(speech, of)) }),
        SummaryRow::new(speech.say("performance-looked-at"), moment(of.looked_at)),
        SummaryRow::new(speech.say("performance-answered-at"), moment(of.answered_at)),
        SummaryRow::new(speech.say("performance-delay"), delay),
    ])
}

fn per_week(speech: Speech, of: &ProfilePerformance) -> String {
    of.load.per_week.map_or_else(
        || "–".to_owned(),
        |rate| {
            let number = |value: f64| speech.decimal(value, 1);
            let (low, high) = (number(rate.interval.low), number(rate.interval.high));
            speech.with(
                "performance-rate",
                &[("value", number(rate.value).into()), ("low", low.into()), ("high", high.into())],
            )
        },
    )
}

/// A share with where it lies.
fn share(speech: Speech, value: f64, low: f64, high: f64) -> String {
    let percent = |share: f64| speech.percent(share);
    speech.with(
        "performance-share",
        &[("value", percent(value).into()), ("low", percent(low).into()), ("high", percent(high).into())],
    )
}

fn recall_short(speech: Speech, of: &Performance) -> String {
    of.recall.map_or_else(
        || speech.say("performance-not-known"),
        |recall| share(speech, recall.value, recall.interval.low, recall.interval.high),
    )
}

fn nothing_came(speech: Speech, why: &NothingCame) -> String {
    match why {
        NothingCame::Silent(_) => speech.say("performance-nothing-silent"),
        NothingCame::Unread(profile, error) => speech.with(
            "performance-nothing-unread",
            &[("profile", i64::from(*profile).into()), ("why", error.clone().into())],
        ),
        NothingCame::NoRecords { since } => {
            speech.with("performance-nothing-no-records", &[("since", speech.date(*since).into())])
        }
        NothingCame::NoneFits { since, n_records } => speech
            .with("performance-nothing-fits", &[("since", speech.date(*since).into()), ("count", (*n_records).into())]),
    }
}

fn flood(speech: Speech, count: u32, expected: f64) -> String {
    let expected = speech.decimal(expected, 1);
    speech.with("performance-flood", &[("count", count.into()), ("expected", expected.into())])
}

fn alarm(speech: Speech, alarm: Option<LoadAlarm>) -> Markup {
    let (key, days) = match alarm {
        Some(LoadAlarm::NeverAny { days }) => ("performance-alarm-never", days),
        Some(LoadAlarm::Silent { days, .. }) => ("performance-alarm-silent", days),
        Some(LoadAlarm::Flood { count, .. }) => ("performance-alarm-flood", count),
        None => return html! {},
    };
    html! { " " (tag(Tone::Warn, &speech.with(key, &[("count", days.into())]))) }
}

/// Each profile with what of its records is of use, and how much it brings.
fn profiles(speech: Speech, of: &Performance) -> Markup {
    let columns = vec![
        Column::new(speech.say("performance-profile")),
        Column::numeric(speech.say("performance-useful")),
        Column::numeric(speech.say("performance-judged")),
        Column::numeric(speech.say("performance-per-week")),
    ];
    let mut table = Table::new(speech.say("performance-precision"), columns).caption_unseen().cards_on_phone();
    for one in of.profiles.iter().chain((of.profiles.len() != 1).then_some(&of.whole)) {
        let name = match one.number {
            Some(number) => html! { (number) ". " code { bdi { (one.query) } } },
            None => html! { (speech.say("performance-all-profiles")) },
        };
        let useful = one.precision.map_or_else(
            || speech.say("performance-not-known"),
            |found| share(speech, found.value, found.interval.low, found.interval.high),
        );
        table = table.row(vec![
            html! { (name) (alarm(speech, one.load.alarm)) },
            html! { (useful) },
            html! { (one.precision.map_or(0, |found| found.judged)) },
            html! { (per_week(speech, one)) },
        ]);
    }
    table.draw(speech)
}

/// What is missed: by samples of what was left out, and by works that are known to be welcome.
fn missed(speech: Speech, loaded: &Loaded) -> Markup {
    let of = &loaded.performance;
    let columns =
        ["performance-left-out-where", "performance-left-out-size", "performance-judged", "performance-should"];
    let columns = columns
        .iter()
        .enumerate()
        .map(|(at, key)| if at == 0 { Column::new(speech.say(key)) } else { Column::numeric(speech.say(key)) });
    let mut strata = Table::new(speech.say("performance-missed"), columns.collect()).caption_unseen().cards_on_phone();
    for (key, one) in [("performance-near", of.left_out[0]), ("performance-far", of.left_out[1])] {
        strata = strata.row(vec![
            html! { (speech.say(key)) },
            html! { (speech.number(one.size.cast_signed())) },
            html! { (one.judged) },
            html! { (one.relevant) },
        ]);
    }
    html! {
        section aria-labelledby="missed" {
            h2 id="missed" { (speech.say("performance-missed")) }
            @match &of.recall {
                Some(recall) => {
                    p { (speech.with("performance-recall-is", &[("share", recall_short(speech, of).into())])) }
                    p {
                        (speech.with("performance-missed-is", &[
                            ("guess", speech.decimal(recall.missed, 0).into()), ("most", speech.decimal(recall.missed_at_most, 0).into()),
                        ]))
                    }
                },
                None => p { (speech.say("performance-recall-unknown")) },
            }
            @if of.left_out.iter().any(|one| one.size > 0) { (strata.draw(speech)) }
            p class="quiet" { (speech.say("performance-recall-means")) }
            @if !of.canaries.is_empty() { (canaries(speech, loaded)) }
        }
    }
}

fn canaries(speech: Speech, loaded: &Loaded) -> Markup {
    let all = &loaded.performance.canaries;
    let held: Vec<_> = all.iter().filter(|canary| canary.record.is_some()).collect();
    let found = held.iter().filter(|canary| !canary.found_by.is_empty()).count();
    let counts =
        [("found", (found as u64).into()), ("held", (held.len() as u64).into()), ("all", (all.len() as u64).into())];
    html! {
        h3 { (speech.say("performance-canaries")) }
        p { (speech.with("performance-canaries-found", &counts)) }
        ul {
            @for canary in all {
                li {
                    @match canary.record {
                        Some(record) => a href={ "/records/" (record) } { bdi { (loaded.titles.get(&record).map_or_else(|| canary.identifier.to_string(), Clone::clone)) } },
                        None => bdi { (canary.identifier) },
                    }
                    " "
                    @if canary.record.is_none() { (tag(Tone::Plain, &speech.say("performance-canary-awaited"))) }
                    @else if canary.found_by.is_empty() {
                        (tag(Tone::Bad, &speech.say("performance-canary-missed"))) " "
                        a href={ "/why?record=" (canary.record.map(|id| id.to_string()).unwrap_or_default()) "&need=" (loaded.performance.need.id) } { (speech.say("performance-why-not")) }
                    }
                    @else { (tag(Tone::Good, &speech.say("performance-canary-found"))) }
                }
            }
        }
    }
}

/// The records that were drawn, and how many are drawn a week.
fn left_out(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let of = &loaded.performance;
    let address = format!("/needs/{}/performance", of.need.id);
    let rate = of.spot_rate.to_string();
    let is_open = !slips.is_empty() || (of.spot_rate == 0 && of.recall.is_none());
    html! {
        section aria-labelledby="left-out" {
            h2 id="left-out" { (speech.say("performance-left-out")) }
            p class="quiet" { (speech.say("performance-left-out-means")) }
            @if loaded.checks.is_empty() {
                p { (speech.with(if of.spot_rate == 0 { "performance-drawn-never" } else { "performance-drawn-none" }, &[("count", of.spot_rate.into())])) }
            } @else {
                ul {
                    @for (check, title) in &loaded.checks { (one_check(caller, loaded, &address, (check, title))) }
                }
            }
            @if loaded.acts {
                (disclosure(&speech.with("performance-rate-change", &[("count", of.spot_rate.into())]), is_open, html! {
                    (Form::new(&caller.visit, &address).slips(slips).around(html! {
                        (Field::number("rate", speech.say("performance-rate-field")).value(typed.some("rate").unwrap_or(&rate))
                            .hint(speech.with("performance-rate-hint", &[("max", SPOT_CHECKS_A_WEEK_MAX.into())])).slips(slips).draw(speech))
                        div class="actions" { (Button::primary(&speech.say("performance-rate-keep"))) }
                    }))
                }))
            }
        }
    }
}

fn one_check(caller: &Caller, loaded: &Loaded, address: &str, (check, title): (&SpotCheck, &str)) -> Markup {
    let speech = caller.visit.speech;
    let said = check.answer.map(|answer| {
        let tone = if answer == SpotAnswer::Useful { Tone::Warn } else { Tone::Plain };
        tag(tone, &speech.say(&format!("performance-said-{answer}")))
    });
    html! {
        li {
            a href={ "/records/" (check.record) } { bdi { (title) } } " "
            span class="quiet" { (speech.say(&format!("performance-{}", check.stratum))) } " "
            @if let Some(said) = said { (said) }
            @if loaded.acts && check.answer.is_none() {
                (Form::new(&caller.visit, address).inline().around(html! {
                    input type="hidden" name="check" value=(check.id);
                    (Button::plain(&speech.say("performance-say-useful")).sends("answer", "useful").about(&format!("{}: {title}", speech.say("performance-say-useful"))))
                    (Button::plain(&speech.say("performance-say-not-useful")).sends("answer", "not-useful").about(&format!("{}: {title}", speech.say("performance-say-not-useful"))))
                }))
            }
        }
    }
}

fn drifted(speech: Speech, drift: Option<&Drift>) -> Markup {
    let Some(drift) = drift else { return html! { p class="quiet" { (speech.say("performance-drift-unknown")) } } };
    let words = |words: &[MovedWord]| {
        let said = words
            .iter()
            .map(|one| format!("{} ({} → {})", one.word, speech.percent(one.before), speech.percent(one.after)));
        said.collect::<Vec<_>>().join(", ")
    };
    let numbers = [
        ("divergence", speech.decimal(drift.divergence, 2).into()),
        ("chance", speech.decimal(drift.by_chance, 2).into()),
        ("before", (drift.records.0 as u64).into()),
        ("after", (drift.records.1 as u64).into()),
    ];
    html! {
        p { (speech.say(if drift.is_real() { "performance-drift-real" } else { "performance-drift-none" })) }
        @if drift.is_real() {
            p { (speech.say("performance-drift-risen")) " " bdi { (words(&drift.risen)) } }
            p { (speech.say("performance-drift-fallen")) " " bdi { (words(&drift.fallen)) } }
        }
        p class="quiet" { (speech.with("performance-drift-means", &numbers)) }
    }
}
