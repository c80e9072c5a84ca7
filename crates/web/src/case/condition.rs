//! The conditions of a case: kept by their posts, and broken where somebody finds that out.

use axum::extract::Path;
use desk::ConditionSaid;
use maud::{Markup, html};
use model::{CONDITION_CHARS_MAX, CaseCondition, ConditionState, REGIME_NAME_CHARS_MAX};

use super::page::Shown;
use super::read_evidence;
use super::step::{ended, seen, unread};
use crate::caller::Caller;
use crate::component::{Button, Column, Field, Form, Slips, Table, Tone, disclosure, tag};
use crate::failed::Answer;
use crate::history;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the fields of a form are called: those of one condition stand beside those of others.
fn field(state: ConditionState, part: &str, number: usize) -> String {
    format!("{}-{part}-{number}", state.word())
}

pub async fn say(caller: Caller, Path((name, condition)): Path<(String, String)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    // A number that cannot be read is that of no condition, and refused as such.
    let number: usize = condition.parse().unwrap_or(0);
    let broken = typed.get("state") == ConditionState::Broken.word();
    let state = if broken { ConditionState::Broken } else { ConditionState::Kept };
    let (words, shows) = (field(state, "words", number), field(state, "evidence", number));
    let evidence = typed.some(&shows).map(|text| read_evidence(text).ok_or(()));
    let Ok(evidence) = evidence.transpose() else {
        return unread(&caller, name, &typed, &shows, "condition-evidence-unread").await;
    };
    let said = ConditionSaid {
        position: number.wrapping_sub(1),
        state,
        words: typed.get(&words).replace("\r\n", "\n"),
        evidence,
    };
    let done = caller.act(move |writer, turn, _| desk::say_condition(writer, turn, seen, said)).await;
    ended(&caller, name, &typed, &words, done).await
}

fn state(speech: Speech, state: ConditionState) -> Markup {
    let tone = match state {
        ConditionState::Open => Tone::Accent,
        ConditionState::Kept => Tone::Good,
        ConditionState::Broken => Tone::Bad,
    };
    tag(tone, &speech.say(&format!("condition-state-{}", state.word())))
}

/// The conditions with their state, and the forms of those who keep or doubt them.
pub(super) fn section(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let conditions = &shown.page.case.conditions;
    if conditions.is_empty() {
        return html! {};
    }
    let one = |at: &usize| conditions.get(*at).map(|condition| (*at, condition));
    html! {
        section aria-labelledby="conditions" {
            h2 id="conditions" { (speech.say("conditions-title")) }
            (table(speech, shown))
            @for (at, condition) in shown.rights.keep.iter().filter_map(one) {
                (form(caller, shown, (at, condition, ConditionState::Kept), (typed, slips)))
            }
            @for (at, condition) in shown.rights.breach.iter().filter_map(one) {
                (form(caller, shown, (at, condition, ConditionState::Broken), (typed, slips)))
            }
        }
    }
}

fn table(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let columns =
        ["condition-number", "condition-text", "condition-post", "condition-due", "condition-state", "condition-said"];
    let mut table = Table::new(speech.say("conditions-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (at, condition) in page.case.conditions.iter().enumerate() {
        table = table.row(vec![
            html! { (at + 1) },
            html! { bdi { (condition.text) } },
            html! { a href={ "/office/posts/" (condition.post) } { bdi { (page.post(&condition.post)) } } },
            html! { (speech.date(condition.due)) },
            state(speech, condition.state),
            html! {
                @if condition.words.is_empty() { "–" } @else { bdi { (condition.words) } }
                @if let Some(evidence) = shown.evidence.get(&at) { br; (history::named(speech, evidence)) }
                @if let Some(by) = &condition.by { br; span class="quiet" { (shown.who(speech, by)) } }
            },
        ]);
    }
    table.draw(speech)
}

/// Says of one condition that it is kept, or that it was broken.
fn form(
    caller: &Caller,
    shown: &Shown,
    (at, condition, said): (usize, &CaseCondition, ConditionState),
    (typed, slips): (&Typed, &Slips),
) -> Markup {
    let speech = caller.visit.speech;
    let case = &shown.page.case;
    let number = at + 1;
    let (words, shows) = (field(said, "words", number), field(said, "evidence", number));
    let action = format!("/cases/{}/conditions/{number}", case.id);
    let word = said.word();
    let send = speech.say(&format!("condition-say-{word}"));
    let about = format!("{send}: {}", condition.text);
    let button = match said {
        ConditionState::Broken => Button::grave(&send),
        _ => Button::plain(&send),
    };
    let title = speech.with(&format!("condition-title-{word}"), &[("number", number.into())]);
    let is_open = said == ConditionState::Kept || typed.has(&words);
    disclosure(
        &title,
        is_open,
        html! {
            p { bdi { (condition.text) } }
            @if said == ConditionState::Broken { p class="hint" { (speech.say("condition-broken-hint")) } }
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(case.revision);
                input type="hidden" name="state" value=(word);
                (Field::lines(words.clone(), speech.say("condition-words"), 2).value(typed.get(&words)).length_max(CONDITION_CHARS_MAX).slips(slips).draw(speech))
                (Field::text(shows.clone(), speech.say("condition-evidence")).hint(speech.say("condition-evidence-hint")).value(typed.get(&shows)).optional().length_max(REGIME_NAME_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (button.about(&about)) }
            }))
        },
    )
}
