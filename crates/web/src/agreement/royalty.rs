//! Royalties of an agreement, and the yearly reports of use.

use axum::extract::Path;
use maud::{Markup, html};
use model::{AGREEMENT_LINE_CHARS_MAX, Currency, Money, Royalty, RoyaltyBasis, USE_TEXT_CHARS_MAX, UseReport};

use super::{
    Loaded, address, amount, cited, day, day_needed, ended, evidence, open, page, part_page, revision, seen, unread,
};
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Slips, Table, Tone, tag};
use crate::failed::Answer;
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    open(&caller, id, draw).await
}

fn onwards(id: &str) -> String {
    format!("/agreements/{id}/royalties")
}

/// The royalty that was typed: a percentage with its currency, or an amount for each unit.
fn written(speech: Speech, typed: &Typed, slips: &mut Slips) -> Option<Royalty> {
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("royalty-title-missing"));
    }
    let basis = RoyaltyBasis::from_word(typed.get("basis")).unwrap_or(RoyaltyBasis::Sales);
    let (minimum, cap) = (amount(speech, typed, "minimum", slips), amount(speech, typed, "cap", slips));
    let (millionths, per_unit) = match basis {
        RoyaltyBasis::Sales => {
            let percent = Royalty::millionths_of(typed.get("percent"));
            if percent.is_none() {
                slips.note("percent", speech.say("royalty-percent-unread"));
            }
            let currency = Currency::new(typed.get("currency"));
            if currency.is_none() {
                slips.note("currency", speech.say("royalty-currency-unread"));
            }
            (percent?, Money { minor: 0, currency: currency? })
        }
        RoyaltyBasis::Units => {
            if typed.some("per-unit").is_none() {
                slips.note("per-unit", speech.say("amount-missing"));
            }
            (0, amount(speech, typed, "per-unit", slips)?)
        }
    };
    let since = day_needed(speech, typed, "since", slips)?;
    Some(Royalty {
        number: typed.get("number").parse().unwrap_or(0),
        title: typed.get("title").to_owned(),
        basis,
        millionths,
        per_unit,
        minimum,
        cap,
        since,
        until: day(speech, typed, "until", slips),
    })
}

pub async fn add(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let mut slips = Slips::new();
    let one = written(caller.visit.speech, &typed, &mut slips);
    let Some(one) = one.filter(|_| slips.is_empty()) else {
        return unread(&caller, id, draw, &typed, &slips).await;
    };
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let agreement = office.agreement(&name)?;
        desk::write_royalty(writer, turn, (agreement.id, revision(&fields)), one)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, "title"), &onwards, done).await
}

/// Ends a royalty on a day: its rate stands, and another can be written in from then on.
pub async fn end(caller: Caller, Path((id, number)): Path<(String, String)>, typed: Typed) -> Answer {
    let field = format!("until-{number}");
    let Some(until) = typed.some("until").and_then(model::Date::parse) else {
        let mut slips = Slips::new();
        slips.note(&field, caller.visit.speech.say("mission-day-unread"));
        return unread(&caller, id, draw, &typed, &slips).await;
    };
    let (name, fields, number) = (id.clone(), typed.clone(), number.parse().unwrap_or(0));
    let done = caller.act(move |writer, turn, office| {
        let page = office.agreement_page(&name, turn.today)?;
        let held = page.royalties.into_iter().find(|one| one.number == number);
        let held = held.ok_or_else(|| desk::no_royalty(number))?;
        let ended = Royalty { until: Some(until), ..held };
        desk::write_royalty(writer, turn, (page.agreement.id, revision(&fields)), ended)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, &field), &onwards, done).await
}

/// Sales in the smallest unit of the royalty's currency, or units. `None` where it is neither.
fn base_of(royalty: &Royalty, text: &str) -> Option<u64> {
    let text = text.trim();
    match royalty.basis {
        RoyaltyBasis::Units => text.parse().ok(),
        RoyaltyBasis::Sales => {
            let code = royalty.per_unit.currency.code();
            let with_currency =
                if text.ends_with(|c: char| c.is_ascii_digit()) { format!("{text} {code}") } else { text.to_owned() };
            let money = Money::parse(&with_currency).ok()?;
            (money.currency == royalty.per_unit.currency).then_some(money.minor.unsigned_abs())
        }
    }
}

pub async fn report(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    let (number, year) = typed.get("royalty-year").split_once('-').unwrap_or(("", ""));
    let (number, year): (u32, i32) = (number.parse().unwrap_or(0), year.parse().unwrap_or(0));
    let read = id.clone();
    let held = caller.read(move |office| {
        let agreement = office.agreement(&read)?;
        let page = office.agreement_page(&read, model::Date::of_number(0))?;
        Ok((agreement.id, page.royalties.into_iter().find(|one| one.number == number)))
    });
    let (agreement, royalty) = held.await.map_err(|failure| crate::failed::failed(&caller.visit, &failure))?;
    let base = royalty.as_ref().and_then(|royalty| base_of(royalty, typed.get("base")));
    let (Some(royalty), Some(base)) = (royalty, base) else {
        slips.note("base", speech.say("use-base-unread"));
        return unread(&caller, id, draw, &typed, &slips).await;
    };
    let fields = typed.clone();
    let done = caller.act(move |writer, turn, office| {
        let report = UseReport {
            royalty: number,
            year,
            base,
            words: fields.get("words").to_owned(),
            evidence: cited(office, &fields.lines("evidence"))?,
            amount: royalty.per_unit,
            by: String::new(),
            at: 0,
        };
        desk::report_use(writer, turn, (agreement, revision(&fields)), report)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, "base"), &onwards, done).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let takes_money = loaded.page.agreement.takes_money();
    let part = part_page(caller, loaded, speech.say("royalties-title"), slips);
    if let Err(refusal) = takes_money {
        return part.draw(html! { p class="quiet" { (speech.refusal(&refusal)) } });
    }
    part.draw(html! {
        section aria-labelledby="rates" {
            h2 id="rates" { (speech.say("royalties-title")) }
            @if loaded.page.royalties.is_empty() { p class="quiet" { (speech.say("royalties-none")) } } @else { (rates(caller, loaded, slips)) }
        }
        section aria-labelledby="reports" {
            h2 id="reports" { (speech.say("reports-title")) }
            @if loaded.page.reports.is_empty() { p class="quiet" { (speech.say("reports-none")) } } @else { (reports(speech, loaded)) }
        }
        @if loaded.rights.settle && loaded.page.agreement.is_signed() { (report_form(caller, loaded, typed, slips)) }
        @if loaded.rights.change { (rate_form(caller, loaded, typed, slips)) }
    })
}

fn rates(caller: &Caller, loaded: &Loaded, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["royalty-name", "royalty-rate", "royalty-minimum", "royalty-cap", "royalty-days", "royalty-end"];
    let mut table = Table::new(speech.say("royalties-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    let bound = |money: Option<Money>| html! { @match money { Some(money) => (speech.written(&money.to_string())), None => "–" } };
    for royalty in &loaded.page.royalties {
        table = table.row(vec![
            html! { (royalty.number) ". " bdi { (royalty.title) } },
            html! { (page::rate(speech, royalty)) },
            bound(royalty.minimum),
            bound(royalty.cap),
            html! { (speech.date(royalty.since)) " – " @if let Some(until) = royalty.until { (speech.date(until)) } },
            html! { @if loaded.rights.change { (end_form(caller, loaded, royalty, slips)) } @else { "–" } },
        ]);
    }
    table.draw(speech)
}

/// The last day of a royalty, beside it.
fn end_form(caller: &Caller, loaded: &Loaded, royalty: &Royalty, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, &format!("/royalties/{}/end", royalty.number));
    let (field, text) = (format!("until-{}", royalty.number), speech.say("royalty-end-do"));
    let until = royalty.until.map(|until| until.to_string()).unwrap_or_default();
    Form::new(visit, &action).inline().around(html! {
        (seen(loaded))
        label class="unseen" for=(field) { (speech.say("royalty-until")) ": " (royalty.title) }
        input type="date" id=(field) name="until" value=(until) class="input-middle" aria-invalid=[slips.of(&field).map(|_| "true")];
        (Button::quiet(&text).about(&format!("{text}: {}", royalty.title)))
    })
}

fn reports(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["use-year", "royalty-name", "use-base", "use-amount", "use-evidence"];
    let mut table = Table::new(speech.say("reports-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for report in loaded.page.reports.iter().rev() {
        let royalty = loaded.page.royalties.iter().find(|one| one.number == report.royalty);
        let base = match royalty {
            Some(royalty) if royalty.basis == RoyaltyBasis::Sales => {
                let minor = i64::try_from(report.base).unwrap_or(i64::MAX);
                Money { minor, ..royalty.per_unit }.to_string()
            }
            _ => report.base.to_string(),
        };
        table = table.row(vec![
            html! { (report.year) },
            html! { @if let Some(royalty) = royalty { bdi { (royalty.title) } } @else { "–" } },
            html! { (speech.written(&base)) },
            html! { (speech.written(&report.amount.to_string())) },
            html! {
                @if report.is_told_only() { (tag(Tone::Warn, &speech.say("use-told"))) " " }
                @for thing in &report.evidence { (evidence(speech, thing)) " " }
                @if !report.words.is_empty() { br; bdi { (report.words) } }
            },
        ]);
    }
    table.draw(speech)
}

/// The years that can be reported: those that are over, the latest first, for each royalty.
fn years(loaded: &Loaded) -> Vec<(String, String)> {
    let mut years = Vec::new();
    if !loaded.page.agreement.was_used() {
        return years;
    }
    let end = loaded.page.agreement.used_until();
    for royalty in &loaded.page.royalties {
        for year in (royalty.since.year()..loaded.today.year()).rev().filter(|year| royalty.is_owed_in(*year, end)) {
            years.push((format!("{}-{year}", royalty.number), format!("{year} · {}", royalty.title)));
        }
    }
    years
}

fn report_form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/uses");
    let choices: Vec<Choice> = years(loaded).into_iter().map(|(value, label)| Choice::new(value, label)).collect();
    if choices.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="report-new" {
            h2 id="report-new" { (speech.say("use-report")) }
            (Form::new(visit, &action).guarded().around(html! {
                (seen(loaded))
                (Field::select("royalty-year", speech.say("use-year"), choices).value(typed.get("royalty-year")).slips(slips).draw(speech))
                (Field::text("base", speech.say("use-base")).hint(speech.say("use-base-hint")).value(typed.get("base")).narrow().slips(slips).draw(speech))
                (Field::lines("evidence", speech.say("use-evidence"), 2).hint(speech.say("use-evidence-hint")).value(typed.raw("evidence")).optional().slips(slips).draw(speech))
                (Field::lines("words", speech.say("use-words"), 2).value(typed.get("words")).optional().length_max(USE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("use-report-send"))) }
            }))
        }
    }
}

fn rate_form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/royalties");
    let bases =
        RoyaltyBasis::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("royalty-basis-{one}"))));
    let basis = typed.some("basis").unwrap_or(RoyaltyBasis::Sales.word());
    html! {
        section aria-labelledby="rate-new" {
            h2 id="rate-new" { (speech.say("royalty-new")) }
            (Form::new(visit, &action).guarded().around(html! {
                (seen(loaded))
                (Field::text("title", speech.say("royalty-name")).value(typed.get("title")).length_max(AGREEMENT_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::radios("basis", speech.say("royalty-basis"), bases.collect()).value(basis).slips(slips).draw(speech))
                (Field::number("percent", speech.say("royalty-percent")).value(typed.get("percent")).optional().slips(slips).draw(speech))
                (Field::text("currency", speech.say("royalty-currency")).value(typed.get("currency")).optional().narrow().length_max(3).slips(slips).draw(speech))
                (Field::text("per-unit", speech.say("royalty-amount")).hint(speech.say("amount-hint")).value(typed.get("per-unit")).optional().narrow().slips(slips).draw(speech))
                (Field::text("minimum", speech.say("royalty-minimum")).value(typed.get("minimum")).optional().narrow().slips(slips).draw(speech))
                (Field::text("cap", speech.say("royalty-cap")).value(typed.get("cap")).optional().narrow().slips(slips).draw(speech))
                (Field::date("since", speech.say("royalty-since")).value(typed.get("since")).slips(slips).draw(speech))
                (Field::date("until", speech.say("royalty-until")).value(typed.get("until")).optional().slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("royalty-add"))) }
            }))
        }
    }
}
