//! Why a record was delivered for a need, or why not: every clause, replayed.

use std::ops::Range;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use desk::{Failure, ProfileWhy, Why, WhyThen, highlights, profile_refusal};
use matching::{Clause, Parts};
use maud::{Markup, html};
use model::{Date, Need, Record, Refusal};

use super::reason::{decided, reason};
use super::{details, lang, tags, title};
use crate::caller::Caller;
use crate::component::{
    Button, Crumb, Field, Page, Section, Slips, SummaryRow, Tone, banner, disclosure, highlight, summary_list, tag,
};
use crate::failed::{Answer, failed, page, shown};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// Clauses that stand open from the start; what lies deeper is folded away.
const DEPTH_OPEN: usize = 3;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (record, need, today) = (typed.get("record").to_owned(), typed.get("need").to_owned(), caller.app.today());
    let why = caller.read(move |office| {
        let need = office.need(&need)?;
        match office.why(&record, need.id.as_str(), today) {
            Ok(why) => Ok(Ok(why)),
            Err(Failure::Refused(Refusal::NotFound { .. })) => Ok(Err(need)),
            Err(failure) => Err(failure),
        }
    });
    match why.await.map_err(|failure| failed(&caller.visit, &failure))? {
        Ok(why) => Ok(shown(draw(&caller.visit, &why, today))),
        Err(need) => Ok(page(StatusCode::NOT_FOUND, no_record(&caller.visit, &need, typed.get("record")))),
    }
}

/// The question again: nothing is here under the name of the record, or nothing to be seen.
fn no_record(visit: &Visit, need: &Need, typed: &str) -> Markup {
    let speech = visit.speech;
    let mut slips = Slips::new();
    slips.note("record", speech.say("why-no-record"));
    Page::new(visit, speech.say("why-ask"))
        .here(Section::Needs)
        .crumbs(vec![Crumb::of(speech, Section::Needs), Crumb::new(need.title.clone(), format!("/needs/{}", need.id))])
        .slips(&slips)
        .draw(html! {
            form class="form" method="get" action="/why" {
                input type="hidden" name="need" value=(need.id);
                (Field::text("record", speech.say("need-why-record")).value(typed).slips(&slips).draw(speech))
                div class="actions" { (Button::plain(&speech.say("why-ask-go"))) }
            }
        })
}

fn draw(visit: &Visit, why: &Why, today: Date) -> Markup {
    let speech = visit.speech;
    let (need, record) = (&why.need, &why.record.record);
    let record_address = format!("/records/{}?need={}", why.record.id, need.id);
    Page::new(visit, speech.say(heading(why)))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(title(speech, record), record_address.clone())])
        .lead(html! {
            a href=(record_address) { bdi { (title(speech, record)) } } " · "
            a href={ "/needs/" (need.id) } { bdi { (need.title) } }
        })
        .aside(aside(speech, why, today))
        .draw(html! {
            (verdict(speech, why))
            (words(speech, why))
            @if let Some(then) = &why.then { (stood(speech, then)) }
            @for profile in &why.profiles { (self::profile(speech, profile)) }
            @if why.profiles.is_empty() { p { (speech.say("why-no-profile")) } }
            p { a href={ "/records/" (why.record.id) "#why-title" } { (speech.say("why-other")) } }
        })
}

/// Which of the four answers it is.
fn heading(why: &Why) -> &'static str {
    match (why.delivered.is_some(), why.would_deliver) {
        (true, true) => "why-delivered",
        (true, false) => "why-delivered-once",
        (false, true) => "why-will-be",
        (false, false) => "why-not",
    }
}

fn verdict(speech: Speech, why: &Why) -> Markup {
    let tone = if why.would_deliver { Tone::Good } else { Tone::Warn };
    banner(
        tone,
        &speech.say("why-because"),
        html! {
            p { bdi { (decided(speech, &why.decided)) } }
            @if let Some(held) = &why.delivered {
                p {
                    a href={ "/deliveries/" (held.delivery.id) } { (speech.say("why-the-delivery")) } ", "
                    a href={ "/office/posts/" (held.delivery.post) } { bdi { (held.delivery.post) } } ", "
                    (when(speech, held.made_at))
                }
            }
        },
    )
}

/// What decided when the record came, where the need stood otherwise.
fn stood(speech: Speech, then: &WhyThen) -> Markup {
    html! {
        section aria-labelledby="why-then" {
            h2 id="why-then" { (speech.say("why-then")) }
            @match &then.decided {
                Some(told) => {
                    p { (speech.with("why-then-when", &[("when", when(speech, then.at).into())])) " " bdi { (decided(speech, told)) } }
                    ul { @for profile in &then.profiles { li { (speech.with("why-profile", &[("number", profile.profile.number.to_string().into())])) ": " code { bdi { (profile.query) } } } } }
                    p class="quiet" { (speech.say("why-then-ranks")) }
                },
                None => p { (speech.with("why-then-unknown", &[("when", when(speech, then.at).into())])) },
            }
        }
    }
}

fn aside(speech: Speech, why: &Why, today: Date) -> Markup {
    let (need, record) = (&why.need, &why.record.record);
    let open = |yes: bool, key: &str| tag(if yes { Tone::Good } else { Tone::Bad }, &speech.say(key));
    let rows = [
        SummaryRow::new(speech.say("why-need-stage"), html! { (speech.say(&format!("stage-{}", need.stage.word()))) }),
        SummaryRow::new(speech.say("why-need-expires"), expiry(speech, need, today)),
        SummaryRow::new(speech.say("why-record"), html! { (tags(speech, record)) " " (details(speech, record)) }),
        SummaryRow::new(
            speech.say("why-stands"),
            if record.status.stands() { open(true, "why-yes") } else { open(false, "why-no") },
        ),
        SummaryRow::new(
            speech.say("why-seen"),
            if why.barrier.is_none() { open(true, "why-yes") } else { open(false, "why-no") },
        ),
        SummaryRow::new(
            speech.say("why-profiles"),
            html! { (why.profiles.iter().filter(|one| one.serves()).count()) " / " (why.profiles.len()) },
        ),
    ];
    summary_list(&rows)
}

fn expiry(speech: Speech, need: &Need, today: Date) -> Markup {
    html! {
        @match need.expires {
            Some(day) => {
                (speech.date(day))
                @if need.is_expired(today) { " " (tag(Tone::Bad, &speech.say("why-expired"))) }
            },
            None => (speech.say("why-no-expiry")),
        }
    }
}

/// Title and abstracts with the words that decided in any profile.
fn words(speech: Speech, why: &Why) -> Markup {
    let record: &Record = &why.record.record;
    let grounds: Vec<_> = why.profiles.iter().flat_map(|profile| profile.grounds.iter().cloned()).collect();
    let places = highlights(record, &grounds);
    let none: Vec<Range<usize>> = Vec::new();
    html! {
        section aria-labelledby="why-words" {
            h2 id="why-words" { (speech.say("why-words")) }
            @if grounds.is_empty() { p class="quiet" { (speech.say("why-no-words")) } }
            article class="abstract" {
                @for (at, text) in record.titles.iter().enumerate() {
                    p class="title" lang=[lang(text)] { (highlight(&text.text, places.titles.get(at).unwrap_or(&none))) }
                }
                @for (at, text) in record.abstracts.iter().enumerate() {
                    p lang=[lang(text)] { (highlight(&text.text, places.abstracts.get(at).unwrap_or(&none))) }
                }
            }
            @if !places.others.is_empty() { p class="quiet" { (speech.say("record-grounds-other")) " " (crate::ground::grounds(speech, &places.others.join("; "))) } }
        }
    }
}

fn profile(speech: Speech, profile: &ProfileWhy) -> Markup {
    let number = profile.profile.number.to_string();
    let id = format!("profile-{number}");
    let (tone, key) = match (profile.serves(), profile.holds) {
        (true, _) => (Tone::Good, "why-holds"),
        (false, true) => (Tone::Warn, "why-too-low"),
        (false, false) => (Tone::Bad, "why-fails"),
    };
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (speech.with("why-profile", &[("number", number.into())])) " " (tag(tone, &speech.say(key))) }
            p { code { bdi { (profile.query) } } }
            @if let Some(refusal) = profile_refusal(profile) { p { bdi { (decided(speech, &refusal)) } } }
            @if let Some(score) = profile.score { p { (rank(speech, score, profile.threshold)) } }
            ul class="clauses" { (clause(speech, &profile.clause, 1)) }
        }
    }
}

fn rank(speech: Speech, score: f32, threshold: Option<f32>) -> String {
    let decimal = |number: f32| speech.decimal(f64::from(number), 2);
    match threshold {
        Some(threshold) => speech
            .with("why-rank-threshold", &[("rank", decimal(score).into()), ("threshold", decimal(threshold).into())]),
        None => speech.with("why-rank", &[("rank", decimal(score).into())]),
    }
}

/// A clause with its mark, its reason, and the clauses inside it.
fn clause(speech: Speech, one: &Clause, depth: usize) -> Markup {
    let (tone, key) = if one.holds { (Tone::Good, "why-yes") } else { (Tone::Bad, "why-no") };
    let inside = html! { ul { @for part in &one.parts { (clause(speech, part, depth + 1)) } } };
    html! {
        li {
            (tag(tone, &speech.say(key))) " " code { bdi { (one.clause) } }
            " " span class="quiet" { bdi { (reason(speech, &one.reason, &one.clause)) } }
            @if !one.parts.is_empty() {
                @if depth < DEPTH_OPEN {
                    (inside)
                } @else {
                    @let joined = if one.joined == Parts::Any { "why-parts-any" } else { "why-parts-all" };
                    (disclosure(&speech.with(joined, &[("count", one.parts.len().into())]), !one.holds && depth == DEPTH_OPEN, inside))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use matching::{Analysis, Sheet, oracle, parse};
    use model::Text;

    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn every_clause_is_shown_with_its_mark_and_its_reason() {
        let record = Record { titles: vec![Text::plain("Selenium rectifiers")], ..Record::default() };
        let query = parse("selenium AND (copper OR germanium) AND NOT tube").unwrap();
        let verdict = oracle::judge(&query, &Sheet::new(&record, Analysis::Stemmed));
        let drawn = clause(Speech::of(Tongue::English), &verdict.clause, 1).into_string();
        for word in ["selenium", "copper OR germanium", "NOT tube"] {
            assert!(drawn.contains(&format!("<bdi>{word}</bdi>")), "{word} in {drawn}");
        }
        assert!(drawn.contains("tag-bad") && drawn.contains("tag-good"));
    }
}
