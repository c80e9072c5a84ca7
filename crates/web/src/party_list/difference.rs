//! What is not alike in two versions of a list.

use axum::extract::{Path, RawQuery};
use desk::ListDifference;
use maud::{Markup, html};
use model::ListedField;

use super::{SECTION, crumbs_to, field_lines, field_name};
use crate::caller::Caller;
use crate::component::{Page, SummaryRow, Tone, empty, pager, summary_list, tag};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn show(caller: Caller, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let number = |name: &str| typed.get(name).parse::<u32>().unwrap_or_default();
    let (numbers, after) = ((number("from"), number("to")), typed.some("after").map(str::to_owned));
    let found = caller.read(move |office| office.list_difference(&name, numbers, after.as_deref(), None)).await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &found)))
}

fn draw(caller: &Caller, found: &ListDifference) -> Markup {
    let speech = caller.visit.speech;
    let n = |n: u64| i64::try_from(n).unwrap_or(i64::MAX).into();
    let numbers = [("from", i64::from(found.from.number).into()), ("to", i64::from(found.to.number).into())];
    let counts = [("added", n(found.n_added)), ("changed", n(found.n_changed)), ("removed", n(found.n_removed))];
    let next = found.next.as_ref().map(|key| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("from", &found.from.number.to_string());
        query.append_pair("to", &found.to.number.to_string());
        query.append_pair("after", key);
        format!("/party-lists/{}/difference?{}", found.list.id, query.finish())
    });
    Page::new(&caller.visit, speech.with("party-list-difference", &numbers))
        .here(SECTION)
        .crumbs(crumbs_to(speech, &found.list))
        .lead(html! { (speech.with("party-list-difference-counts", &counts)) })
        .draw(html! {
            @if found.pairs.is_empty() {
                (empty(&speech.say("party-list-difference-none"), &speech.say("party-list-difference-none-body"), html! {}))
            }
            @for pair in &found.pairs { (one(speech, pair)) }
            @if next.is_some() { (pager(speech, None, None, next.as_deref())) }
        })
}

fn one(speech: Speech, pair: &store::ListedPair) -> Markup {
    let shown = pair.after.as_ref().or(pair.before.as_ref());
    let (tone, key) = match (&pair.before, &pair.after) {
        (None, _) => (Tone::Good, "party-list-added"),
        (_, None) => (Tone::Warn, "party-list-removed"),
        _ => (Tone::Accent, "party-list-changed"),
    };
    let rows: Vec<SummaryRow> = match (&pair.before, &pair.after) {
        (Some(before), Some(after)) => {
            let lines = |lines: &[String]| html! { ul class="plain" { @for line in lines { li { bdi class="long" { (line) } } } } };
            let row = |change: model::ListedChange| {
                SummaryRow::new(
                    field_name(speech, change.field),
                    html! {
                        @if !change.before.is_empty() { del { (lines(&change.before)) } }
                        @if !change.after.is_empty() { ins { (lines(&change.after)) } }
                    },
                )
            };
            before.changes(after).into_iter().map(row).collect()
        }
        _ => shown
            .map(|listed| {
                let fields = ListedField::ALL.iter().filter(|field| !listed.lines(**field).is_empty());
                let row = |field: &ListedField| {
                    SummaryRow::new(field_name(speech, *field), field_lines(speech, listed, *field))
                };
                fields.map(row).collect()
            })
            .unwrap_or_default(),
    };
    html! {
        section {
            h2 { bdi { (shown.map_or("", model::Listed::name)) } " " (tag(tone, &speech.say(key))) }
            p class="quiet" { code class="long" { (pair.key()) } }
            (summary_list(&rows))
        }
    }
}
