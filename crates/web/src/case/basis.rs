//! What is asked and over what it is voted: everything of which the hash is made, in words.

use desk::hex;
use maud::{Markup, html};
use model::{CaseMember, CaseState, Party, Subject};

use super::content;
use super::page::Shown;
use crate::component::{Column, SummaryRow, Table, disclosure, summary_list};
use crate::control_list::entry_address;
use crate::country::countries;
use crate::host::class_text;
use crate::regime::rule;
use crate::screening::found_lines;
use crate::speech::Speech;

/// Digits of a hash that people compare; the whole stands behind them.
const HASH_SHOWN: usize = 12;

/// What is asked, under which rule, and what else the vote is over.
pub(super) fn section(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let case = &page.case;
    let hash = hex(&case.over);
    html! {
        section aria-labelledby="asked" {
            h2 id="asked" { (speech.say("case-what")) }
            @if let Some(about) = &shown.about { p { (crate::history::named(speech, about)) } }
            (said(speech, shown))
            (parties(speech, &case.proposal.parties))
            (known(speech, shown))
            p class="quiet" {
                (speech.say("case-hash")) " " code title=(hash) { (hash.chars().take(HASH_SHOWN).collect::<String>()) } ". "
                (speech.say("case-hash-about"))
            }
        }
        section aria-labelledby="rule" {
            h2 id="rule" { (speech.say("case-rule")) }
            p {
                a href={ "/regimes/" (case.regime) } { bdi { (page.regime_then) } }
                @if !case.clauses.is_empty() { ": " bdi { (case.clauses.join("; ")) } }
            }
            (rule(speech, &case.rule))
        }
    }
}

/// Every name and value of the content.
fn said(speech: Speech, shown: &Shown) -> Markup {
    let proposal = &shown.page.case.proposal;
    let mut rows = content::rows(speech, shown);
    if !proposal.countries.is_empty() {
        rows.push(SummaryRow::new(speech.say("case-countries"), html! { (countries(speech, &proposal.countries)) }));
    }
    if !shown.page.hosts.is_empty() {
        let hosts = html! {
            @for (at, (id, name)) in shown.page.hosts.iter().enumerate() {
                @if at > 0 { ", " }
                a href={ "/hosts/" (id) } { bdi { (name) } }
            }
        };
        rows.push(SummaryRow::new(speech.say("case-hosts"), hosts));
    }
    if !proposal.classes.is_empty() {
        let classes = proposal.classes.iter().map(|(scheme, code)| class_text(&Subject::coded(*scheme, code)));
        rows.push(SummaryRow::new(
            speech.say("case-classes"),
            html! { bdi { (classes.collect::<Vec<_>>().join(", ")) } },
        ));
    }
    summary_list(&rows)
}

fn parties(speech: Speech, parties: &[Party]) -> Markup {
    if parties.is_empty() {
        return html! {};
    }
    let columns = [
        "case-party-name",
        "case-party-kind",
        "case-party-aliases",
        "case-party-countries",
        "case-party-born",
        "case-party-identifiers",
    ];
    let mut table =
        Table::new(speech.say("case-parties"), columns.map(|key| Column::new(speech.say(key))).into()).cards_on_phone();
    let or_none = |lines: &[String]| html! { @if lines.is_empty() { "–" } @else { bdi { (lines.join("; ")) } } };
    for party in parties {
        table = table.row(vec![
            html! { bdi { (party.name) } },
            html! { (speech.say(&format!("case-party-kind-{}", party.kind.word()))) },
            or_none(&party.aliases),
            html! { @if party.countries.is_empty() { "–" } @else { (countries(speech, &party.countries)) } },
            html! { (party.born.as_deref().unwrap_or("–")) },
            or_none(&party.identifiers),
        ]);
    }
    table.draw(speech)
}

/// What the lists say of it: their versions, the screening, the entries.
fn known(speech: Speech, shown: &Shown) -> Markup {
    let basis = &shown.page.case.basis;
    let lists: Vec<String> = basis.lists.iter().map(|(list, version)| format!("{list} {version}")).collect();
    let or_none = |texts: &[String], none: &str| html! { @if texts.is_empty() { (speech.say(none)) } @else { bdi { (texts.join(", ")) } } };
    let screened = match (&basis.screening, basis.hit) {
        (None, _) => speech.say("case-screened-not"),
        (Some(_), false) => speech.say("case-screened-clear"),
        (Some(_), true) => speech.say("case-screened-hit"),
    };
    let is_open = shown.page.case.state == CaseState::Open;
    let rows = vec![
        SummaryRow::new(speech.say("case-lists"), or_none(&lists, "case-lists-none")),
        SummaryRow::new(
            speech.say("case-screening"),
            html! {
                (screened)
                @if let Some(digest) = &basis.screening {
                    @let digest = hex(digest);
                    " " code title=(digest) { (digest.chars().take(HASH_SHOWN).collect::<String>()) }
                }
                (found_lines(speech, &shown.page.found))
                // That somebody stands on a list is said above; who it is, only to those who see the screening.
                @if basis.hit && !shown.page.found.iter().any(|one| one.hits.iter().any(|shown| !shown.hit.is_harmless())) {
                    br; span class="quiet" { (speech.say(if is_open { "case-screened-unseen" } else { "case-screened-then" })) }
                }
            },
        ),
        SummaryRow::new(speech.say("case-entries"), entries(speech, shown)),
    ];
    disclosure(&speech.say("case-known"), true, summary_list(&rows))
}

/// The entries of control lists, each with its words.
fn entries(speech: Speech, shown: &Shown) -> Markup {
    html! {
        @if shown.page.entries.is_empty() { (speech.say("case-entries-none")) } @else {
            ul class="plain" {
                @for one in &shown.page.entries {
                    li {
                        a href=(entry_address(&one.list, &one.code)) { bdi { (one.list) " " (one.code) } }
                        @if let Some(text) = &one.text { br; bdi { (text) } }
                    }
                }
            }
        }
    }
}

/// What a member is called, with its country and what sets it apart.
pub(super) fn member_name(speech: Speech, member: &CaseMember) -> Markup {
    html! {
        bdi { (member.name) }
        @if member.chair { " " span class="quiet" { "(" (speech.say("member-chair")) ")" } }
    }
}
