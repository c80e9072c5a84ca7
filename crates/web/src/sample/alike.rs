//! Samples that look alike: a list of pairs, and what is said of them.

use axum::extract::Path;
use desk::AlikePair;
use maud::{Markup, html};
use model::{PairRuling, SAMPLE_LINE_CHARS_MAX, SampleId};
use store::SampleLine;

use super::page::Shown;
use super::step::{ended, seen, unread};
use super::{crumbs, state};
use crate::caller::Caller;
use crate::component::{Button, Column, Field, Form, Page, Section, Slips, Table, empty};
use crate::failed::{Answer, failed, shown as answered};
use crate::speech::Speech;
use crate::typed::Typed;

/// Pairs that are shown; when these are dealt with, others follow.
const SHOWN: usize = 100;

pub async fn show(caller: Caller) -> Answer {
    let pairs = caller.read(|office| office.alike_samples()).await;
    let pairs = pairs.map_err(|failure| failed(&caller.visit, &failure))?;
    let speech = caller.visit.speech;
    let left_out = pairs.len().saturating_sub(SHOWN);
    let page = Page::new(&caller.visit, speech.say("samples-alike"))
        .here(Section::Acquisition)
        .crumbs(crumbs(speech))
        .lead(html! { (speech.say("samples-alike-lead")) });
    Ok(answered(page.draw(html! {
        @if pairs.is_empty() { (empty(&speech.say("samples-alike-none"), &speech.say("samples-alike-none-body"), html! {})) }
        @else { (table(speech, &pairs)) }
        @if left_out > 0 { p class="quiet" { (speech.with("samples-left-out", &[("count", left_out.into())])) } }
    })))
}

fn table(speech: Speech, pairs: &[AlikePair]) -> Markup {
    let columns = ["sample-one", "sample-other", "sample-ground"];
    let mut table = Table::new(speech.say("samples-alike"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    let cell = |line: &SampleLine| {
        html! {
            a href={ "/samples/" (line.sample.id) "#alike" } { bdi { (line.sample.name) } } " " (state(speech, line.sample.state))
            @if !line.sample.model.is_empty() { br; span class="quiet" { bdi { (line.sample.model) } } }
        }
    };
    for pair in pairs.iter().take(SHOWN) {
        let ground = speech.say(&format!("pair-ground-{}", pair.ground.word()));
        table = table.row(vec![cell(&pair.one), cell(&pair.other), html! { (ground) }]);
    }
    table.draw(speech)
}

pub async fn rule(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let Some(other) = SampleId::parse(typed.get("other")) else {
        return unread(&caller, name, &typed, "alike-reason", "sample-other-missing").await;
    };
    let (joins, reason) = (typed.get("ruling") == PairRuling::Joined.word(), typed.get("alike-reason").to_owned());
    let done = caller
        .act(move |writer, turn, office| {
            if joins {
                return desk::join_samples(writer, turn, seen, other, &reason);
            }
            desk::part_samples(writer, turn, (seen.0, other), &reason)?;
            Ok(office.sample(&seen.0.to_string())?.sample)
        })
        .await;
    ended(&caller, name, &typed, "alike-reason", done).await
}

/// The samples that look like this one, with the forms that say what they are.
pub(super) fn section(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    let sample = &page.line.sample;
    if page.alike.is_empty() && page.pairs.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="alike" {
            h2 id="alike" { (speech.say("samples-alike")) }
            // A form for one pair at a time, so that each field stands once.
            @for (at, pair) in page.alike.iter().enumerate() {
                @let other = if pair.one.sample.id == sample.id { &pair.other.sample } else { &pair.one.sample };
                p {
                    a href={ "/samples/" (other.id) } { bdi { (other.name) } } " " (state(speech, other.state)) " "
                    span class="quiet" { (speech.say(&format!("pair-ground-{}", pair.ground.word()))) }
                }
                @if at == 0 && shown.may_change { (form(caller, shown, (other.id, &other.name), typed, slips)) }
            }
            @for pair in &page.pairs {
                @let other = if pair.one == sample.id { pair.other } else { pair.one };
                p class="quiet" {
                    a href={ "/samples/" (other) } { (speech.say(&format!("pair-ruling-{}", pair.ruling.word()))) } ": " bdi { (pair.reason) }
                }
            }
        }
    }
}

fn form(caller: &Caller, shown: &Shown, (other, name): (SampleId, &str), typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/pairs", sample.id);
    let same = speech.with("sample-same", &[("name", name.into())]);
    html! {
        (Form::new(&caller.visit, &action).around(html! {
            input type="hidden" name="revision" value=(sample.revision);
            input type="hidden" name="other" value=(other);
            (Field::text("alike-reason", speech.say("sample-reason")).value(typed.get("alike-reason")).length_max(SAMPLE_LINE_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" {
                (Button::primary(&speech.say("sample-different-it")).sends("ruling", PairRuling::Different.word()))
                (Button::grave(&same).sends("ruling", PairRuling::Joined.word()))
            }
        }))
    }
}
