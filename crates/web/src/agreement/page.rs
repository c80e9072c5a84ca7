//! The page of an agreement: what it is, where it stands, its terms, and all that is owed, paid, used and contested.

use axum::extract::Path;
use maud::{Markup, html};
use model::{Agreement, ClauseSubject, DeliverableSide, Noun, RoyaltyBasis, Terms, Thing};

use super::{Loaded, address, crumbs, deliverable_state, open, patent_status, stage, step};
use crate::biography::biography_link;
use crate::caller::Caller;
use crate::classification::classification_line;
use crate::component::{
    Column, Page, Section, Slips, Step, SummaryRow, Table, Thread, Tone, control_line, link_button, summary_list, tag,
    thread_bar, timeline,
};
use crate::failed::Answer;
use crate::history::timeline_of;
use crate::screening::parties_line;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::widening;

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    open(&caller, id, draw).await
}

pub fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let agreement = &loaded.page.agreement;
    let mut thread = Thread::at(Step::Acquisition);
    if let Some(need) = agreement.needs.first() {
        thread = thread.holds(Step::Need, agreement.needs.len() as u64, format!("/needs/{need}"));
    }
    Page::new(&caller.visit, agreement.title.clone())
        .here(Section::Acquisition)
        .crumbs(crumbs(speech))
        .above(thread_bar(speech, &thread))
        .slips(slips)
        .lead(html! {
            (speech.say(&format!("agreement-kind-{}", agreement.kind))) " " (stage(speech, agreement.stage)) " "
            (widening::tags(speech, model::Noun::Agreement, agreement.id, &agreement.marking))
        })
        .aside(aside(speech, loaded))
        .draw(html! {
            @if loaded.rights.change { div class="actions" { (link_button(&speech.say("agreement-change"), &address(agreement, "/change"), false)) } }
            @if !agreement.reason.is_empty() { p { bdi { (agreement.reason) } } }
            @if !agreement.remark.is_empty() { p { bdi { (agreement.remark) } } }
            (step::asked(caller, loaded, typed, slips))
            (step::consents(caller, loaded, typed, slips))
            (control_line(speech, &loaded.control))
            (parties_line(speech, &loaded.standing))
            (terms(speech, loaded))
            (deliverables(speech, loaded))
            (money(speech, loaded))
            (royalties(speech, loaded))
            (patents(speech, loaded))
            (loaded.samples.draw(speech))
            (classification_line(speech, &Thing::new(Noun::Agreement, agreement.id), &loaded.classifications))
            (step::steps(caller, loaded, typed, slips))
            p { (biography_link(speech, &Thing::new(Noun::Agreement, agreement.id))) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let agreement = &loaded.page.agreement;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("agreement-basis"),
            html! { (speech.say(&format!("agreement-basis-{}", agreement.basis))) },
        ),
        SummaryRow::new(
            speech.say("agreement-host"),
            html! {
                @match &loaded.page.host {
                    Some(host) => a href={ "/hosts/" (host.id) } { bdi { (host.name()) } },
                    None => "–",
                }
            },
        ),
    ];
    for (name, part) in &loaded.parties {
        let part = html! { bdi { (name) } @if !part.is_empty() { ": " bdi { (part) } } };
        rows.push(SummaryRow::new(speech.say("agreement-party"), part));
    }
    rows.push(SummaryRow::new(speech.say("agreement-unit"), html! { bdi { (loaded.unit) } }));
    rows.push(SummaryRow::new(
        speech.say("agreement-post"),
        html! { a href={ "/office/posts/" (agreement.post) } { bdi { (loaded.post) } } },
    ));
    for need in &loaded.page.needs {
        let link = html! { a href={ "/needs/" (need.id) } { bdi { (need.title) } } };
        rows.push(SummaryRow::new(speech.say("agreement-need"), link));
    }
    let days = [
        ("agreement-signed-on", agreement.signed_on),
        ("agreement-in-force-on", agreement.in_force_on),
        ("agreement-ended-on", agreement.ended_on),
        ("agreement-until", agreement.terms.until),
    ];
    for (key, day) in days {
        rows.extend(day.map(|day| SummaryRow::new(speech.say(key), html! { (speech.date(day)) })));
    }
    summary_list(&rows)
}

/// The terms as rows of a summary, each with what it says.
pub fn term_rows(speech: Speech, terms: &Terms) -> Vec<(String, String)> {
    let mut rows = vec![(speech.say("terms-technologies"), terms.technologies.clone())];
    rows.push((speech.say("terms-field"), terms.field.clone()));
    rows.push((speech.say("terms-territory"), terms.territory.clone()));
    rows.push((speech.say("terms-exclusivity"), speech.say(&format!("exclusivity-{}", terms.exclusivity))));
    rows.extend(terms.since.map(|day| (speech.say("terms-since"), speech.date(day))));
    rows.extend(terms.until.map(|day| (speech.say("terms-until"), speech.date(day))));
    rows.push((speech.say("terms-renewal"), speech.say(&format!("renewal-{}", terms.renewal))));
    if terms.notice_days > 0 {
        rows.push((speech.say("terms-notice"), speech.number(i64::from(terms.notice_days))));
    }
    rows.retain(|(_, value)| !value.is_empty());
    rows
}

/// The clauses of terms in a table.
pub fn clauses(speech: Speech, terms: &Terms) -> Markup {
    let columns = ["clause-number", "clause-subject", "clause-ruling", "clause-days", "clause-text"];
    let mut table = Table::new(speech.say("clauses-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for clause in &terms.clauses {
        table = table.row(vec![
            html! { (clause.number) },
            html! { (speech.say(&format!("clause-subject-{}", clause.subject))) },
            html! { (speech.say(&format!("ruling-{}", clause.ruling))) },
            html! { @match clause.days { Some(days) => (speech.number(i64::from(days))), None => "–" } },
            html! { @if clause.text.is_empty() { "–" } @else { bdi { (clause.text) } } },
        ]);
    }
    table.draw(speech)
}

fn terms(speech: Speech, loaded: &Loaded) -> Markup {
    let agreement = &loaded.page.agreement;
    let rows: Vec<SummaryRow> = term_rows(speech, &agreement.terms)
        .into_iter()
        .map(|(name, value)| SummaryRow::new(name, html! { bdi { (value) } }))
        .collect();
    let forbids: Vec<ClauseSubject> =
        ClauseSubject::ALL.iter().copied().filter(|subject| agreement.terms.forbids(*subject).is_some()).collect();
    html! {
        section aria-labelledby="terms" {
            h2 id="terms" { (speech.say("terms-title")) }
            @if !forbids.is_empty() {
                p { (speech.say("terms-barred")) " " @for subject in &forbids { (tag(Tone::Bad, &speech.say(&format!("clause-subject-{subject}")))) " " } }
            }
            (summary_list(&rows))
            (clauses(speech, &agreement.terms))
            div class="actions" {
                (link_button(&speech.say("sheet-pdf"), &address(agreement, "/sheet.pdf"), false))
                (link_button(&speech.say("sheet-docx"), &address(agreement, "/sheet.docx"), false))
                @if loaded.rights.write_terms { (link_button(&speech.say("terms-write"), &address(agreement, "/terms"), false)) }
                @if loaded.rights.amend { (link_button(&speech.say("terms-amend"), &address(agreement, "/terms"), false)) }
                @if loaded.page.versions.len() > 1 {
                    (link_button(&speech.with("versions-count", &[("count", loaded.page.versions.len().into())]), &address(agreement, "/versions"), false))
                }
            }
        }
    }
}

fn deliverables(speech: Speech, loaded: &Loaded) -> Markup {
    let agreement = &loaded.page.agreement;
    html! {
        section aria-labelledby="deliverables" {
            h2 id="deliverables" { (speech.say("deliverables-title")) }
            @if loaded.page.deliverables.is_empty() { p class="quiet" { (speech.say("deliverables-none")) } }
            @else { (deliverable_table(speech, loaded)) }
            @if loaded.rights.change {
                div class="actions" { (link_button(&speech.say("deliverable-new"), &address(agreement, "/deliverables"), false)) }
            }
        }
    }
}

fn deliverable_table(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["deliverable-name", "deliverable-side", "deliverable-due", "deliverable-state", "deliverable-use"];
    let mut table =
        Table::new(speech.say("deliverables-title"), columns.map(|key| Column::new(speech.say(key))).into())
            .caption_unseen()
            .cards_on_phone();
    for line in &loaded.page.deliverables {
        let one = &line.deliverable;
        let link = format!("/deliverables/{}", one.id);
        table = table.row(vec![
            html! {
                a href=(link) { (one.number) ". " bdi { (one.title) } }
                @if !one.quantity.is_empty() { " · " (speech.written(&one.quantity)) " " bdi { (one.measure) } }
                br; span class="quiet" { (speech.say(&format!("deliverable-kind-{}", one.kind))) }
            },
            html! { (speech.say(&format!("deliverable-side-{}", one.side))) },
            html! {
                @match one.due { Some(due) => (speech.date(due)), None => "–" }
                @if one.is_late(loaded.today) { " " (tag(Tone::Bad, &speech.say("agreement-late"))) }
            },
            deliverable_state(speech, one.state),
            html! {
                @if one.side == DeliverableSide::Ours { "–" }
                @else if line.is_used() { (speech.say("use-shown")) }
                @else if line.uses.is_empty() { "–" }
                @else { (speech.say("use-told")) }
            },
        ]);
    }
    table.draw(speech)
}

fn money(speech: Speech, loaded: &Loaded) -> Markup {
    let agreement = &loaded.page.agreement;
    if agreement.takes_money().is_err() {
        return html! {};
    }
    let columns = ["balance-currency", "balance-planned", "balance-paid", "balance-arrears"];
    let mut table =
        Table::new(speech.say("payments-title"), columns.map(|key| Column::numeric(speech.say(key))).into())
            .caption_unseen()
            .cards_on_phone();
    for balance in &loaded.page.balances {
        let cell = |minor: i64| html! { (speech.written(&balance.money(minor).to_string())) };
        table = table.row(vec![
            html! { (balance.currency.code()) },
            cell(balance.planned),
            cell(balance.paid),
            html! {
                (cell(balance.arrears)) @if balance.arrears > 0 { " " (tag(Tone::Bad, &speech.say("agreement-late"))) }
            },
        ]);
    }
    html! {
        section aria-labelledby="payments" {
            h2 id="payments" { (speech.say("payments-title")) }
            @if loaded.page.balances.is_empty() { p class="quiet" { (speech.say("payments-none")) } } @else { (table.draw(speech)) }
            div class="actions" { (link_button(&speech.say("payments-open"), &address(agreement, "/payments"), false)) }
        }
    }
}

/// What is owed each year, in words.
pub fn rate(speech: Speech, royalty: &model::Royalty) -> String {
    match royalty.basis {
        RoyaltyBasis::Sales => {
            speech.with("royalty-of-sales", &[("percent", speech.written(&royalty.percent()).into())])
        }
        RoyaltyBasis::Units => {
            speech.with("royalty-per-unit", &[("amount", speech.written(&royalty.per_unit.to_string()).into())])
        }
    }
}

fn royalties(speech: Speech, loaded: &Loaded) -> Markup {
    let agreement = &loaded.page.agreement;
    if agreement.takes_money().is_err() {
        return html! {};
    }
    html! {
        section aria-labelledby="royalties" {
            h2 id="royalties" { (speech.say("royalties-title")) }
            @if loaded.page.royalties.is_empty() { p class="quiet" { (speech.say("royalties-none")) } }
            @for royalty in &loaded.page.royalties { p { bdi { (royalty.title) } ": " (rate(speech, royalty)) } }
            @let told = loaded.page.reports.iter().filter(|report| report.is_told_only()).count();
            @if told > 0 { p { (tag(Tone::Warn, &speech.with("use-told-years", &[("count", told.into())]))) } }
            div class="actions" { (link_button(&speech.say("royalties-open"), &address(agreement, "/royalties"), false)) }
        }
    }
}

fn patents(speech: Speech, loaded: &Loaded) -> Markup {
    let agreement = &loaded.page.agreement;
    html! {
        section aria-labelledby="patents" {
            h2 id="patents" { (speech.say("patents-title")) }
            @if loaded.page.patents.is_empty() { p class="quiet" { (speech.say("patents-none")) } }
            @for patent in &loaded.page.patents {
                p {
                    (patent.identifier.value()) @if !patent.title.is_empty() { " · " bdi { (patent.title) } }
                    @for one in &patent.territories { " " (one.country) " " (patent_status(speech, one.status)) }
                }
            }
            div class="actions" { (link_button(&speech.say("patents-open"), &address(agreement, "/patents"), false)) }
        }
    }
}

/// Agreements that are shown on the page of a host or a need, under a heading; nothing where there are none.
pub fn listed(speech: Speech, agreements: &[(Agreement, String)]) -> Markup {
    html! {
        @if !agreements.is_empty() {
            section aria-labelledby="agreements" {
                h2 id="agreements" { (speech.say("agreements-title")) }
                (super::table(speech, agreements.iter().map(|(one, host)| (one, host.as_str()))))
            }
        }
    }
}
