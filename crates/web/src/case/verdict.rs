//! How a case stands, in a sentence at the top of its page: what may be done, why not, and what one can do next.

use desk::CaseChange;
use maud::{Markup, html};
use model::{CaseState, MotionKind, MotionState, Vote};

use super::page::Shown;
use crate::component::{Tone, banner};
use crate::speech::Speech;

/// What the reader is to know before anything else.
pub(super) fn banners(speech: Speech, shown: &Shown) -> Markup {
    html! { (broken(speech, shown)) (stands(speech, shown)) (since(speech, shown)) }
}

/// What is another than in the case before, which is void for that.
fn since(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    html! {
        @if !page.changed_before.is_empty() {
            p { (speech.with("case-changed-since", &[("changes", changes(speech, &page.changed_before).into())])) }
        }
    }
}

/// Why a case is void.
fn void(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    html! {
        @if !page.changed_after.is_empty() {
            p { (speech.with("case-changed-after", &[("changes", changes(speech, &page.changed_after).into())])) }
        } @else if page.case.state == CaseState::Void && page.followed_by.is_none() {
            p { (speech.say("case-asked-no-more")) }
        }
    }
}

fn changes(speech: Speech, changes: &[CaseChange]) -> String {
    let said = changes.iter().map(|change| speech.say(&format!("case-change-{}", change.word())));
    said.collect::<Vec<_>>().join(", ")
}

/// Which condition was broken before, so that this is decided anew.
fn broken(speech: Speech, shown: &Shown) -> Markup {
    html! {
        @for one in &shown.page.breaches {
            (banner(Tone::Bad, &speech.with("case-breach", &[("condition", one.condition.clone().into())]), html! {
                p { bdi { (one.words) } }
                p {
                    a href={ "/cases/" (one.case) } { (speech.with("case-breach-day", &[("day", speech.date(one.day).into())])) }
                }
            }))
        }
    }
}

/// How it stands.
fn stands(speech: Speech, shown: &Shown) -> Markup {
    let case = &shown.page.case;
    // One that is open says what it waits for instead.
    let title = || speech.say(&format!("case-is-{}", case.state.word()));
    match case.state {
        CaseState::Open => open(speech, shown),
        CaseState::Approved | CaseState::Conditional => banner(Tone::Good, &title(), good(speech, shown)),
        CaseState::Exempt => banner(Tone::Good, &title(), html! { (exempt(speech, shown)) (good(speech, shown)) }),
        CaseState::Discretion => {
            banner(Tone::Warn, &title(), html! { (overridden(speech, shown)) (good(speech, shown)) })
        }
        CaseState::Refused => banner(Tone::Bad, &title(), refused(speech, shown)),
        CaseState::Forbidden => banner(
            Tone::Bad,
            &title(),
            html! {
                p { bdi { (case.reason) } }
                p { (speech.say("case-next-forbidden")) }
            },
        ),
        CaseState::Reopened => banner(
            Tone::Bad,
            &title(),
            html! { @if !case.reason.is_empty() { p { bdi { (case.reason) } } } (onwards(speech, shown)) },
        ),
        CaseState::Void | CaseState::Expired | CaseState::Withdrawn => banner(
            Tone::Warn,
            &title(),
            html! {
                @if !case.reason.is_empty() { p { bdi { (case.reason) } } }
                (void(speech, shown))
                (onwards(speech, shown))
            },
        ),
    }
}

/// Why nothing can be done here by who asked, and which members nobody can vote for.
fn open(speech: Speech, shown: &Shown) -> Markup {
    let case = &shown.page.case;
    let blind: Vec<&str> =
        case.members.iter().filter(|member| member.told.is_none()).map(|member| member.name.as_str()).collect();
    html! {
        @if !blind.is_empty() || case.members.is_empty() {
            (banner(Tone::Warn, &speech.say("case-blind-title"), html! {
                @if case.members.is_empty() { p { (speech.say("case-nobody")) } }
                @else { p { (speech.with("case-blind", &[("members", blind.join(", ").into())])) } }
                p {
                    (speech.say("case-blind-next")) " "
                    a href={ "/office/posts/" (shown.page.regime.keeper) } { bdi { (shown.page.post(&shown.page.regime.keeper)) } }
                }
            }))
        }
        @if shown.rights.asked { p class="quiet" { (speech.say("case-others-decide")) } }
    }
}

/// Until when it is good, and that it hangs on conditions.
fn good(speech: Speech, shown: &Shown) -> Markup {
    let case = &shown.page.case;
    html! {
        @match case.until {
            Some(until) => p { (speech.with("case-good-until", &[("day", speech.date(until).into())])) },
            None => p { (speech.say("case-good-unchanged")) },
        }
        @if !case.conditions.is_empty() {
            p { a href="#conditions" { (speech.with("case-under-conditions", &[("count", case.conditions.len().into())])) } }
        }
    }
}

fn exempt(speech: Speech, shown: &Shown) -> Markup {
    let carried = |kind: MotionKind| {
        shown.page.motions.iter().find(move |motion| motion.kind == kind && motion.state == MotionState::Carried)
    };
    html! {
        @if let Some(ground) = carried(MotionKind::Exempt).and_then(|motion| motion.ground) {
            p { (speech.say(&format!("exempt-ground-{}", ground.word()))) }
        }
        p { bdi { (shown.page.case.reason) } }
    }
}

/// Who let its own through against the rule, and on which ground.
fn overridden(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let motion = page
        .motions
        .iter()
        .find(|motion| motion.kind == MotionKind::Discretion && motion.state == MotionState::Carried);
    let member = motion.and_then(|motion| motion.member).and_then(|number| page.case.member(number));
    html! {
        @if let Some(member) = member {
            p { (speech.with("case-overridden-by", &[("member", member.name.clone().into())])) }
        }
        p { bdi { (page.case.reason) } }
    }
}

/// Who said no and why, and what one can do next.
fn refused(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let against = page.case.members.iter().filter_map(|member| {
        let ballot = page.ballot(member.number).filter(|ballot| ballot.vote == Vote::No)?;
        Some((member, ballot))
    });
    let said = |vote: Vote| {
        page.case.members.iter().filter_map(|member| page.ballot(member.number)).any(|ballot| ballot.vote == vote)
    };
    html! {
        @if !page.case.reason.is_empty() { p { bdi { (page.case.reason) } } }
        // Where all abstain there is no no to show.
        @if !said(Vote::Yes) && !said(Vote::No) { p { (speech.say("case-no-yes")) } }
        ul class="plain" {
            @for (member, ballot) in against { li { b { bdi { (member.name) } } ": " bdi { (ballot.reason) } } }
        }
        p { (speech.say("case-next-refused")) }
        @if page.case.rule.discretion { p { (speech.say("case-next-discretion")) } }
        (onwards(speech, shown))
    }
}

/// The case that decides it anew, or what leads to one.
fn onwards(speech: Speech, shown: &Shown) -> Markup {
    html! {
        @match shown.page.followed_by {
            Some(next) => p { a href={ "/cases/" (next) } { (speech.say("case-goes-on")) } },
            None => { @if shown.rights.again { p { a href="#again" { (speech.say("case-again-title")) } } } }
        }
    }
}
