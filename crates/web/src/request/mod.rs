//! Requests for information: asked, routed, answered; the answer is a record that the next asker finds.

mod form;
mod list;
mod page;
mod step;

use maud::Markup;
use model::{Date, Request, RequestStage};

use crate::app::App;
use crate::component::{Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/requests", Policy::SignedIn, list::show)
        .page("/requests/new", Policy::SignedIn, form::show)
        .form("/requests/new", Policy::SignedIn, form::ask)
        .form("/requests/held", Policy::SignedIn, form::held)
        .page("/requests/{request}", Policy::SignedIn, page::show)
        .form("/requests/{request}/route", Policy::SignedIn, step::route)
        .form("/requests/{request}/answer", Policy::SignedIn, step::answer)
        .form("/requests/{request}/back", Policy::SignedIn, step::send_back)
        .form("/requests/{request}/decline", Policy::SignedIn, step::decline)
        .form("/requests/{request}/withdrawal", Policy::SignedIn, step::withdraw)
}

/// Where a request stands, as a tag.
fn stage(speech: Speech, stage: RequestStage) -> Markup {
    let tone = match stage {
        RequestStage::Asked => Tone::Plain,
        RequestStage::Routed => Tone::Accent,
        RequestStage::Answered => Tone::Good,
        RequestStage::Declined => Tone::Bad,
        RequestStage::Withdrawn => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("request-stage-{}", stage.word())))
}

/// When an answer is due: how far off while it is open, the day once it is closed.
fn due(speech: Speech, request: &Request, today: Date) -> Markup {
    let days = request.due.days_since(today);
    if !request.is_open() {
        return maud::html! { (speech.short_date(request.due)) };
    }
    let tone = match days {
        ..0 => Tone::Bad,
        0..=2 => Tone::Warn,
        _ => Tone::Plain,
    };
    tag(tone, &speech.until(days))
}

#[cfg(test)]
mod tests {
    use model::{Marking, PostId, RequestId};

    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn a_closed_request_is_not_late_any_more() {
        let day = |text| Date::parse(text).unwrap();
        let mut request = Request {
            id: RequestId::from_bits(1),
            question: "Which?".to_owned(),
            detail: String::new(),
            post: PostId::new("engineer").unwrap(),
            need: None,
            due: day("1962-03-01"),
            stage: RequestStage::Routed,
            routed_to: None,
            answer: None,
            remark: String::new(),
            marking: Marking::default(),
            asked_at: 0,
        };
        let drawn = |request: &Request| due(Speech::of(Tongue::English), request, day("1962-03-05")).into_string();
        assert!(drawn(&request).contains("tag-bad"));
        request.stage = RequestStage::Answered;
        assert!(!drawn(&request).contains("late"));
    }
}
