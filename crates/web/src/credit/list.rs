//! The list of lines of credit, by currency, narrowed by words, currency and what is due.

use axum::extract::RawQuery;
use desk::{CreditFilter, CreditLine, Failure, Office};
use maud::{Markup, html};
use model::{Currency, Date};

use super::amount;
use crate::caller::Caller;
use crate::component::{
    AcquisitionRoom, Button, Choice, Column, Crumb, Field, Page, Section, Table, Tone, acquisition_tabs, empty,
    link_button, tag,
};
use crate::failed::{Answer, failed, shown};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Lines that are shown. Who looks for another narrows the list.
const SHOWN: usize = 200;

struct Loaded {
    filter: CreditFilter,
    standing: String,
    currencies: Vec<Currency>,
    lines: Vec<CreditLine>,
}

fn load(office: &Office, typed: &Typed, today: Date) -> Result<Loaded, Failure> {
    let standing = typed.get("standing").to_owned();
    let filter = CreditFilter {
        words: typed.get("q").to_owned(),
        currency: Currency::new(typed.get("currency")),
        due: standing == "due",
        overdue: standing == "overdue",
    };
    let mut lines = office.credits(&CreditFilter { currency: None, ..filter.clone() }, today)?;
    let mut currencies: Vec<Currency> = lines.iter().map(|line| line.credit.currency).collect();
    currencies.dedup();
    lines.retain(|line| filter.currency.is_none_or(|currency| line.credit.currency == currency));
    Ok(Loaded { filter, standing, currencies, lines })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let today = caller.app.today();
    let loaded = caller.read(move |office| load(office, &typed, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let left_out = loaded.lines.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("credits-title"))
        .here(Section::Acquisition)
        .crumbs(vec![Crumb::of(speech, Section::Acquisition)])
        .lead(html! { (speech.say("credits-lead")) })
        .draw(html! {
            (acquisition_tabs(speech, AcquisitionRoom::Credits))
            div class="actions" {
                (link_button(&speech.say("credit-new"), "/credits/new", true))
                (link_button(&speech.say("forecast-title"), "/credits/forecast", false))
            }
            (narrow(speech, loaded))
            @if loaded.lines.is_empty() {
                (empty(&speech.say("credits-none"), &speech.say("credits-none-body"), html! {}))
            } @else {
                @for currency in &loaded.currencies {
                    @let lines: Vec<&CreditLine> = loaded.lines.iter().take(SHOWN).filter(|line| line.credit.currency == *currency).collect();
                    @if !lines.is_empty() { (table(speech, *currency, &lines)) }
                }
            }
            @if left_out > 0 { p class="quiet" { (speech.with("credits-left-out", &[("count", left_out.into())])) } }
        })
}

fn narrow(speech: Speech, loaded: &Loaded) -> Markup {
    let any = || std::iter::once(Choice::new("", speech.say("sources-any")));
    let currencies = loaded.currencies.iter().map(|one| Choice::new(one.code(), one.code()));
    let standings = ["due", "overdue"].map(|word| Choice::new(word, speech.say(&format!("credits-{word}"))));
    let filter = &loaded.filter;
    let chosen = filter.currency.map_or_else(String::new, |currency| currency.code().to_owned());
    html! {
        form method="get" action="/credits" class="form form-find" {
            (Field::search("q", speech.say("credits-search")).value(filter.words.clone()).optional().draw(speech))
            (Field::select("currency", speech.say("credit-currency"), any().chain(currencies).collect()).value(chosen).draw(speech))
            (Field::select("standing", speech.say("credits-standing"), any().chain(standings).collect()).value(loaded.standing.clone()).draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    }
}

/// The lines of one currency, with their sums: amounts of different currencies are never added.
fn table(speech: Speech, currency: Currency, lines: &[&CreditLine]) -> Markup {
    let said = |minor: i64| amount(speech, minor, currency);
    let heading = speech.with("credits-in", &[("currency", currency.code().to_owned().into())]);
    let words = ["credit-title", "credit-lender"].map(|key| Column::new(speech.say(key)));
    let numbers = ["credit-principal", "credit-undrawn", "credit-overdue"].map(|key| Column::numeric(speech.say(key)));
    let columns = words.into_iter().chain(numbers).chain([Column::new(speech.say("credit-next"))]).collect();
    let mut table = Table::new(heading, columns).cards_on_phone();
    for line in lines {
        let position = &line.position;
        table = table.row(vec![
            html! { a href={ "/credits/" (line.credit.id) } { bdi { (line.credit.title) } } " " (marking::tags(speech, &line.credit.marking)) },
            html! { a href={ "/hosts/" (line.credit.lender) } { bdi { (line.lender) } } },
            html! { (said(position.principal)) },
            html! { (said(position.undrawn)) },
            html! { @if position.overdue > 0 { (tag(Tone::Bad, &said(position.overdue))) } @else { "–" } },
            html! { @if let Some((day, minor)) = line.next { (speech.date(day)) " · " (said(minor)) } @else { "–" } },
        ]);
    }
    let sum = |of: fn(&CreditLine) -> i64| lines.iter().map(|line| of(line)).fold(0, i64::saturating_add);
    table
        .row(vec![
            html! { strong { (speech.say("credits-sum")) } },
            html! { (speech.with("credits-due-soon", &[("amount", said(sum(|line| line.due_soon)).into())])) },
            html! { (said(sum(|line| line.position.principal))) },
            html! { (said(sum(|line| line.position.undrawn))) },
            html! { (said(sum(|line| line.position.overdue))) },
            html! { "–" },
        ])
        .draw(speech)
}
