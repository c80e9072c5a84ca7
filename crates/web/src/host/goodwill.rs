//! How a host and the office stand to each other: the counts, the warning, what could be offered.

use desk::HostStanding;
use maud::{Markup, html};
use model::{Dealings, Goodwill, GoodwillGround, Host, Trend};

use crate::component::{Column, Table, Tone, banner, tag};
use crate::need::in_query;
use crate::speech::Speech;

/// Halves as a number that people read: 7 halves are 3.5.
fn halves(speech: Speech, n: u64) -> String {
    let n = u32::try_from(n).unwrap_or(u32::MAX);
    speech.decimal(f64::from(n) / 2.0, usize::from(n % 2 == 1))
}

/// A warning before a request is put to a host, with its grounds and what could be offered; nothing while goodwill is there.
pub fn warning(speech: Speech, host: &Host, standing: &HostStanding) -> Markup {
    let grounds = standing.goodwill.grounds();
    if grounds.is_empty() {
        return html! {};
    }
    let title = speech.with("goodwill-low", &[("host", host.name().to_owned().into())]);
    banner(
        Tone::Warn,
        &title,
        html! {
            ul { @for ground in &grounds { li { (ground_text(speech, host, ground)) } } }
            (offers(speech, host, standing))
        },
    )
}

fn ground_text(speech: Speech, host: &Host, ground: &GoodwillGround) -> Markup {
    match ground {
        GoodwillGround::OpenIncidents(n) => html! {
            a href={ "/hosts/" (host.id) "/incidents" } { (speech.with("goodwill-open-incidents", &[("count", (*n).into())])) }
        },
        GoodwillGround::Refusals { refused, asked } => {
            html! { (speech.with("goodwill-refusals", &[("refused", (*refused).into()), ("asked", (*asked).into())])) }
        }
        GoodwillGround::Owing { taken_halves, returned } => html! {
            (speech.with("goodwill-owing", &[("taken", halves(speech, *taken_halves).into()), ("returned", (*returned).into())]))
        },
    }
}

/// What could be offered.
pub fn offers(speech: Speech, host: &Host, standing: &HostStanding) -> Markup {
    html! {
        @if standing.wishes.is_empty() && !standing.owes_invitation && standing.open_records.is_none() {
            p { (speech.say("offer-nothing")) }
        } @else {
            p { (speech.say("offer-lead")) }
            ul {
                @for wish in &standing.wishes {
                    li {
                        (speech.say("offer-wish")) " "
                        a href={ "/hosts/" (host.id) "/exchanges#" (wish.id) } { bdi { (wish.what) } }
                    }
                }
                @if standing.owes_invitation {
                    li { a href={ "/missions/new?host=" (host.id) "&direction=in" } { (speech.say("offer-invitation")) } }
                }
                @if let Some((n, query)) = &standing.open_records {
                    li { a href={ "/records?q=" (in_query(query)) } { (speech.with("offer-open-records", &[("count", (*n).into())])) } }
                }
            }
        }
    }
}

/// One number of what went on.
type Count = fn(&Dealings) -> u64;

/// The counts, then and now.
pub fn balance(speech: Speech, goodwill: &Goodwill) -> Markup {
    let columns = vec![
        Column::new(speech.say("balance-what")),
        Column::numeric(speech.say("balance-now")),
        Column::numeric(speech.say("balance-before")),
        Column::numeric(speech.say("balance-all")),
    ];
    let mut table = Table::new(speech.say("balance-title"), columns).caption_unseen().cards_on_phone();
    let lines: [(&str, Count); 8] = [
        ("balance-visits-out", |d| d.visits_out),
        ("balance-answered", |d| d.answered),
        ("balance-partly", |d| d.partly),
        ("balance-refused", |d| d.refused),
        ("balance-received", |d| d.received),
        ("balance-visits-in", |d| d.visits_in),
        ("balance-given", |d| d.given),
        ("balance-bought", |d| d.bought),
    ];
    let spans = [&goodwill.now, &goodwill.before, &goodwill.all];
    let number = |n: u64| html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) };
    for (key, count) in lines {
        let cells = std::iter::once(html! { (speech.say(key)) }).chain(spans.map(|span| number(count(span))));
        table = table.row(cells.collect());
    }
    let share = |span: &Dealings| match span.share() {
        Some(share) => html! { strong { (speech.percent(f64::from(share) / 100.0)) } },
        None => html! { span class="quiet" { (speech.say("balance-too-few")) } },
    };
    let cells = std::iter::once(html! { strong { (speech.say("balance-share")) } }).chain(spans.map(share));
    table = table.row(cells.collect());
    html! {
        (table.draw(speech))
        p class="quiet" { (speech.say("balance-note")) }
        @if let Some((tone, key)) = trend(goodwill.trend()) { p { (tag(tone, &speech.say(key))) } }
    }
}

fn trend(trend: Trend) -> Option<(Tone, &'static str)> {
    match trend {
        Trend::Returning => Some((Tone::Good, "trend-returning")),
        Trend::Level => Some((Tone::Plain, "trend-level")),
        Trend::Owing => Some((Tone::Warn, "trend-owing")),
        Trend::Unknown => None,
    }
}
