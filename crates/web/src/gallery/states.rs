//! What a thing is and how it stands: text, tags, notifications, summaries, history, figures.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use desk::ControlLine;
use maud::{Markup, html};
use model::{CaseId, CaseState, Date};

use crate::component::{
    Chart, Happening, Point, Step, StepState, SummaryRow, Thread, Tone, Trouble, banner, confirm_again, control_line,
    disclosure, empty, highlight, link_button, meter, progress, signed_out_form, summary_list, tag, thread_bar,
    timeline,
};
use crate::route::Policy;
use crate::speech::Speech;
use crate::visit::Visit;

/// A day of March 2026, which is "today" in the gallery.
pub(super) fn day(day: u8) -> Date {
    Date::new(2026, 3, day).expect("March has these days")
}

pub(super) fn thread(speech: Speech) -> Markup {
    let thread = Thread::at(Step::Delivery)
        .holds(Step::Need, 1, "/needs/1")
        .holds(Step::Source, 2, "/sources")
        .holds(Step::Record, 14, "/records")
        .holds(Step::Match, 9, "/matches")
        .state(Step::Decision, StepState::Ahead);
    thread_bar(speech, &thread)
}

pub(super) fn text(speech: Speech) -> Markup {
    let before = speech.say("gallery-text-before");
    let marked = speech.say("gallery-text-marked");
    let title = format!("{before} {marked}");
    html! {
        p class="prose" {
            (speech.say("gallery-text-body")) " "
            (highlight(&title, std::slice::from_ref(&(before.len() + 1..title.len())))) "."
        }
        (disclosure(&speech.say("gallery-fold"), false, html! { p { (speech.say("gallery-fold-body")) } }))
    }
}

pub(super) fn tags(speech: Speech) -> Markup {
    let keys = [
        "gallery-tag-draft",
        "gallery-tag-review",
        "gallery-tag-accepted",
        "gallery-banner-warn",
        "gallery-tag-late",
        "gallery-tag-expired",
    ];
    html! {
        p class="lead" { @for (tone, key) in Tone::ALL.into_iter().zip(keys) { (tag(tone, &speech.say(key))) } }
    }
}

pub(super) fn banners(speech: Speech) -> Markup {
    let banners = [
        (Tone::Good, "gallery-banner-good", "gallery-banner-good-body"),
        (Tone::Accent, "gallery-banner-note", "gallery-banner-note-body"),
        (Tone::Warn, "gallery-banner-warn", "gallery-banner-warn-body"),
        (Tone::Bad, "gallery-banner-bad", "gallery-banner-bad-body"),
    ];
    html! {
        @for (tone, title, body) in banners { (banner(tone, &speech.say(title), html! { p { (speech.say(body)) } })) }
    }
}

pub(super) fn summary(speech: Speech) -> Markup {
    let words = |text: String| html! { (text) };
    summary_list(&[
        SummaryRow::new(speech.say("gallery-summary-owner"), words(speech.say("gallery-summary-owner-value")))
            .change(speech.say("gallery-summary-change-owner"), "#owner"),
        SummaryRow::new(speech.say("gallery-column-state"), tag(Tone::Good, &speech.say("gallery-tag-accepted"))),
        SummaryRow::new(speech.say("gallery-summary-stated"), words(speech.date(day(2)))),
        SummaryRow::new(
            speech.say("gallery-summary-confirmed"),
            words(format!("{} ({})", speech.date(day(9)), speech.ago(3))),
        ),
    ])
}

pub(super) fn history(speech: Speech) -> Markup {
    let happening = |tone, key: &str, on: u8, hour: u8, minute: u8| Happening {
        sentence: html! { (speech.say(key)) },
        when: speech.moment(day(on), hour, minute),
        stamp: format!("{}T{hour:02}:{minute:02}Z", day(on)),
        tone,
    };
    timeline(&[
        happening(Tone::Bad, "gallery-history-late", 12, 8, 0),
        happening(Tone::Good, "gallery-history-accepted", 9, 16, 40),
        happening(Tone::Plain, "gallery-history-stated", 2, 9, 5),
    ])
}

pub(super) fn control(speech: Speech) -> Markup {
    let line = |bits: u64, state: CaseState, waits_on: Vec<String>, until: Option<Date>| ControlLine {
        case: CaseId::from_bits(bits),
        regime: speech.say("releases-title"),
        state,
        waits_on,
        until,
    };
    control_line(
        speech,
        &[
            line(1, CaseState::Open, vec![speech.say("widening-side-work"), speech.say("widening-side-office")], None),
            line(2, CaseState::Approved, Vec::new(), Some(day(31))),
            line(3, CaseState::Refused, Vec::new(), None),
            line(4, CaseState::Void, Vec::new(), None),
        ],
    )
}

pub(super) fn charts(speech: Speech) -> Markup {
    let amounts = [14.0, 22.0, 17.0, 31.0, 26.0, 38.0, 9.0, 12.0, 29.0, 34.0, 41.0, 36.0];
    let points = (1..)
        .zip(amounts)
        .map(|(month, value)| Point { label: speech.say(&format!("month-short-{month}")), value })
        .collect();
    let mut chart = Chart {
        title: speech.say("gallery-chart-title"),
        names: speech.say("gallery-chart-month"),
        values: speech.say("gallery-chart-count"),
        points,
        mark: None,
    };
    let bars = chart.bars(speech);
    chart.mark = Some(Point { label: speech.say("gallery-chart-limit"), value: 30.0 });
    html! { (bars) (chart.line(speech)) }
}

pub(super) fn meters(speech: Speech) -> Markup {
    let words = speech.with("gallery-meter-words", &[("count", 31.into()), ("total", 40.into())]);
    html! {
        (meter(&speech.say("gallery-meter-answered"), 31.0 / 40.0, &words))
        (progress(speech, &speech.say("gallery-meter-job"), Some(0.42)))
        (progress(speech, &speech.say("gallery-meter-endless"), None))
    }
}

pub(super) fn nothing(speech: Speech) -> Markup {
    empty(
        &speech.say("gallery-empty"),
        &speech.say("gallery-empty-body"),
        link_button(&speech.say("gallery-empty-next"), "/needs/new", true),
    )
}

/// The pages for what did not work, by a word.
pub(super) async fn trouble(visit: Visit, Path(word): Path<String>) -> Response {
    let typed = [("title".to_owned(), visit.speech.say("gallery-field-title-value"))];
    match word.as_str() {
        "signed-out-form" => return signed_out_form(&visit, &typed).into_response(),
        "confirm" => return confirm_again(&visit, &typed).into_response(),
        _ => {}
    }
    match word.as_str() {
        "role" => Trouble::Role(Policy::Administer),
        "signed-out" => Trouble::SignedOut,
        "foreign" => Trouble::Foreign,
        "unreadable" => Trouble::Unreadable,
        "slow" => Trouble::Slow,
        "conflict" => Trouble::Conflict("/needs/1".to_owned()),
        "refused" => Trouble::Refused(visit.speech.say("gallery-field-deadline-slip")),
        "too-large" => Trouble::TooLarge(2048),
        "too-many" => Trouble::TooMany(41),
        "machine" => Trouble::Machine,
        _ => Trouble::Missing,
    }
    .into_response()
}
