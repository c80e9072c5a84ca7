//! Parts of diffusion that stand on the pages of technologies, adoptions and offers.

use std::collections::BTreeMap;

use desk::{BarrierLine, GiveAway, ReliefLine};
use maud::{Markup, html};
use model::{AdoptionId, Quarter, Rational, Thing};

use super::button::link_button;
use super::table::{Column, Table};
use crate::speech::Speech;

/// Who was offered what is used here, who took it, and who uses it now. For the page of a technology or of a use of it.
pub fn give_away(speech: Speech, away: &GiveAway) -> Markup {
    html! {
        section aria-labelledby="give-away" {
            h2 id="give-away" { (speech.say("give-away-title")) }
            @if away.lines.is_empty() { p class="quiet" { (speech.say("give-away-none")) } } @else {
                p {
                    (speech.with("give-away-counts", &[
                        ("offered", away.lines.len().into()), ("taken", away.n_taken.into()), ("used", away.n_in_use.into()),
                        ("declined", away.n_declined.into()),
                    ]))
                }
                (lines(speech, away))
            }
            @if let Some(tally) = away.tally {
                @if tally.n_withheld > 0 {
                    p { (speech.with("give-away-withheld", &[("count", i64::from(tally.n_withheld).into())])) }
                }
                @if tally.n_left > 0 { p { (speech.with("give-away-left", &[("count", i64::from(tally.n_left).into())])) } }
            }
        }
    }
}

fn lines(speech: Speech, away: &GiveAway) -> Markup {
    let columns = ["offer-unit", "offer-stands", "give-away-why", "give-away-now"];
    let mut table = Table::new(speech.say("give-away-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for one in &away.lines {
        let offer = &one.line.offer;
        table = table.row(vec![
            html! { a href={ "/offers/" (offer.id) } { bdi { (one.line.unit) } } },
            html! { (speech.say(&format!("offer-state-{}", offer.state))) },
            html! {
                @match offer.decline() {
                    Some(decline) => (speech.say(&format!("decline-code-{}", decline.code))),
                    None => "–",
                }
            },
            html! {
                @match &one.now {
                    Some(now) => a href={ "/adoptions/" (now.adoption.id) } {
                        @match now.adoption.rung() {
                            Some(rung) => (speech.say(&format!("rung-{rung}"))),
                            None => (speech.say("give-away-begun")),
                        }
                    },
                    None => "–",
                }
            },
        ]);
    }
    table.draw(speech)
}

/// What stands in the way of an offer or an adoption, with the days that it cost, and the way to log more.
pub fn barriers_on(speech: Speech, on: &Thing, lines: &[BarrierLine], days_lost: i64, may_log: bool) -> Markup {
    html! {
        @if !lines.is_empty() || may_log {
            section aria-labelledby="barriers" {
                h2 id="barriers" { (speech.say("barriers-title")) }
                @if lines.is_empty() { p class="quiet" { (speech.say("barriers-no-one")) } } @else {
                    p { (speech.with("barriers-lost", &[("count", days_lost.into())])) }
                    ul class="plain" {
                        @for line in lines {
                            li {
                                a href={ "/barriers/" (line.barrier.id) } { bdi { (line.barrier.subject) } }
                                " · " (speech.say(&format!("barrier-kind-{}", line.barrier.kind)))
                                " · " (speech.say(&format!("barrier-state-{}", line.barrier.state)))
                                " · " bdi { (line.owner) }
                            }
                        }
                    }
                }
                @if may_log {
                    p {
                        (link_button(&speech.say("barrier-new"), &format!("/barriers/new?on={on}"), false)) " "
                        (link_button(&speech.say("call-new"), &format!("/calls/new?on={on}"), false))
                    }
                }
            }
        }
    }
}

/// The reliefs of an adoption, and the way to ask for another.
pub fn reliefs_of(speech: Speech, adoption: AdoptionId, lines: &[ReliefLine], may_ask: bool) -> Markup {
    html! {
        @if !lines.is_empty() || may_ask {
            section aria-labelledby="reliefs" {
                h2 id="reliefs" { (speech.say("reliefs-title")) }
                ul class="plain" {
                    @for line in lines {
                        li {
                            a href={ "/reliefs/" (line.relief.id) } { bdi { (line.relief.plan_line) } }
                            " · " (speech.say(&format!("relief-state-{}", line.relief.state)))
                            @if let Some(until) = line.relief.until { " · " (speech.say("relief-until")) " " (speech.date(until)) }
                        }
                    }
                }
                @if may_ask {
                    p { (link_button(&speech.say("relief-new"), &format!("/reliefs/new?adoption={adoption}"), false)) }
                }
            }
        }
    }
}

/// By how much the targets of a quarter are lower, by all reliefs that hold: to stand beside plan and actual. Only what is of one line of the
/// plan and measured alike is summed: each sum has both with it, and one that is too large to be held is left out.
pub fn relief_in(lines: &[ReliefLine], quarter: Quarter) -> Vec<(&str, &str, Rational)> {
    let mut sums: BTreeMap<(&str, &str), Option<Rational>> = BTreeMap::new();
    for relief in lines.iter().map(|line| &line.relief) {
        if let Some(less) = relief.lowers(quarter) {
            let sum = sums.entry((relief.plan_line.as_str(), relief.measure.as_str())).or_insert(Some(Rational::ZERO));
            *sum = sum.and_then(|sum| sum.plus(less));
        }
    }
    sums.into_iter().filter_map(|((line, measure), sum)| Some((line, measure, sum?))).collect()
}
