//! Second indexing: the sample, and the codes of the second person, who does not see the first.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{AgreementLine, Failure, Office, Officer};
use maud::{Markup, html};
use model::{Date, PersonId, SAMPLE_PERCENT_USUAL, SubjectScheme};
use store::{Drawing, HeldRecord};

use super::draw::{name_of, scheme};
use super::form::is_coded;
use super::{View, views};
use crate::caller::Caller;
use crate::component::{
    Button, CLASSES_SCRIPT, Choice, ClassWritten, Classes, ClassesOf, Column, Crumb, Field, Form, Page, Section, Slips,
    Table, Tone, empty, tag,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::when;
use crate::record::{details, lang, title};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// Records that are listed as waiting.
const LISTED_MAX: usize = 100;

/// What the list shows.
struct Loaded {
    waiting: Vec<(HeldRecord, SubjectScheme)>,
    drawings: Vec<Drawing>,
    agreements: Vec<AgreementLine>,
    schemes: Vec<SubjectScheme>,
    names: BTreeMap<PersonId, String>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, today: Date) -> Result<Loaded, Failure> {
    let (drawings, agreements) = (office.drawings()?, office.code_agreements()?);
    let mut names = BTreeMap::new();
    let pairs = agreements.iter().filter_map(|line| line.pair.as_ref()).flat_map(|(one, other)| [one, other]);
    for person in pairs.chain(drawings.iter().map(|drawing| &drawing.person)) {
        if !names.contains_key(person) {
            names.insert(person.clone(), name_of(office, person)?);
        }
    }
    Ok(Loaded {
        waiting: office.awaiting_second(&officer.person.id, LISTED_MAX)?,
        schemes: office.learnt()?.into_iter().map(|learnt| learnt.scheme).collect(),
        drawings,
        agreements,
        names,
        today,
    })
}

pub async fn list(caller: Caller) -> Answer {
    again(&caller, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, slips: &Slips, status: StatusCode) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw_list(&caller.visit, &loaded, typed, slips)))
}

pub async fn draw_sample(caller: Caller, typed: Typed) -> Answer {
    let mut slips = Slips::new();
    let speech = caller.speech();
    let month = Date::parse(&format!("{}-01", typed.get("month")));
    let of = SubjectScheme::from_word(typed.get("of"));
    let percent = typed.get("percent").parse().unwrap_or(0);
    let (Some(month), Some(of)) = (month, of) else {
        slips.note("month", speech.say("second-month-missing"));
        return again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match caller.act(move |writer, turn, _| desk::draw_sample(writer, turn, of, month, percent)).await {
        Ok(_) => Ok(see_other("/abstracts/second")),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                slips.note(if (1..=100).contains(&percent) { "month" } else { "percent" }, said);
                again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw_list(visit: &Visit, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    Page::new(visit, speech.say("abstracts-second"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(speech.say("abstracts-title"), "/abstracts")])
        .lead(html! { (speech.say("second-lead")) })
        .slips(slips)
        .draw(html! {
            (views(speech, View::Second, Some(loaded.waiting.len() as u64)))
            @if loaded.waiting.is_empty() {
                (empty(&speech.say("second-none"), &speech.say("second-none-body"), html! {}))
            } @else {
                ul {
                    @for (held, of) in &loaded.waiting {
                        li {
                            a href={ "/records/" (held.id) "/second?scheme=" (of) } { bdi { (title(speech, &held.record)) } } " "
                            span class="quiet" { (scheme(*of)) }
                        }
                    }
                }
            }
            (agreed(speech, loaded))
            (drawn(speech, loaded))
            @if !loaded.schemes.is_empty() { (draw_form(visit, loaded, typed, slips)) }
        })
}

/// How far those agree who coded the same records.
fn agreed(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = vec![
        Column::new(speech.say("codes-scheme")),
        Column::new(speech.say("code-agreement-pair")),
        Column::numeric(speech.say("code-agreement-n")),
        Column::numeric(speech.say("code-agreement-hooper")),
        Column::numeric(speech.say("code-agreement-rolling")),
        Column::numeric(speech.say("code-agreement-alpha")),
    ];
    let mut table = Table::new(speech.say("code-agreement-title"), columns).caption_unseen().cards_on_phone();
    let name = |person: &PersonId| loaded.names.get(person).cloned().unwrap_or_else(|| person.to_string());
    for line in &loaded.agreements {
        let pair = match &line.pair {
            Some((one, other)) => html! { bdi { (name(one)) } ", " bdi { (name(other)) } },
            None => html! { (speech.say("code-agreement-all")) },
        };
        table = table.row(vec![
            html! { (scheme(line.scheme)) },
            pair,
            html! { (line.agreement.n) },
            html! { (speech.decimal(line.agreement.hooper, 2)) },
            html! { (speech.decimal(line.agreement.rolling, 2)) },
            html! { @match line.agreement.alpha { Some(alpha) => (speech.decimal(alpha, 2)), None => "–" } },
        ]);
    }
    html! {
        h2 { (speech.say("code-agreement-title")) }
        @if loaded.agreements.is_empty() {
            p class="quiet" { (speech.say("code-agreement-none")) }
        } @else {
            p class="hint" { (speech.say("code-agreement-hint")) }
            (table.draw(speech))
        }
    }
}

fn drawn(speech: Speech, loaded: &Loaded) -> Markup {
    html! {
        @if !loaded.drawings.is_empty() {
            h2 { (speech.say("second-drawings")) }
            ul {
                @for drawing in &loaded.drawings {
                    @let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
                    @let values = [
                        ("scheme", scheme(drawing.scheme).into()),
                        ("month", drawing.month.clone().into()),
                        ("drawn", whole(drawing.n_drawn).into()),
                        ("of", whole(drawing.n_of).into()),
                        ("done", whole(drawing.n_done).into()),
                        ("seed", format!("{:016x}", drawing.seed).into()),
                        ("person", loaded.names.get(&drawing.person).cloned().unwrap_or_default().into()),
                        ("when", when(speech, drawing.drawn_at).into()),
                    ];
                    li {
                        (speech.with("second-drawing", &values))
                        @if drawing.by_rule { " " (tag(Tone::Faint, &speech.say("second-by-rule"))) }
                    }
                }
            }
        }
    }
}

fn draw_form(visit: &Visit, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let schemes = loaded.schemes.iter().map(|one| Choice::new(one.word(), scheme(*one))).collect();
    let month: String = loaded.today.to_string().chars().take(7).collect();
    let usual = SAMPLE_PERCENT_USUAL.to_string();
    html! {
        h2 { (speech.say("second-draw")) }
        (Form::new(visit, "/abstracts/draw").slips(slips).around(html! {
            (Field::select("of", speech.say("codes-scheme"), schemes).value(typed.get("of")).draw(speech))
            (Field::text("month", speech.say("second-month")).hint(speech.say("second-month-hint")).value(typed.some("month").unwrap_or(&month)).narrow().slips(slips).draw(speech))
            (Field::number("percent", speech.say("second-percent")).value(typed.some("percent").unwrap_or(&usual)).slips(slips).draw(speech))
            div class="actions" { (Button::plain(&speech.say("second-draw-go"))) }
        }))
    }
}

pub async fn show(caller: Caller, Path(record): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    form(&caller, record, &typed, &Slips::new(), StatusCode::OK).await
}

/// The form of the second person: the record, and nothing of what the first gave it.
async fn form(
    caller: &Caller,
    record: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let of = SubjectScheme::from_word(typed.get("scheme")).filter(|of| is_coded(*of));
    let read = caller.read(move |office| {
        let held = office.record(&record)?;
        let drawn = office.blind_schemes(held.id)?;
        Ok((held, drawn))
    });
    let (held, drawn) = read.await.map_err(|failure| failed(&caller.visit, &failure))?;
    let of = of.or_else(|| drawn.first().copied());
    Ok(page(status, draw_one(&caller.visit, &held, of.filter(|of| drawn.contains(of)), typed, slips)))
}

fn draw_one(visit: &Visit, held: &HeldRecord, of: Option<SubjectScheme>, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let record = &held.record;
    let classes_of = of.map_or(ClassesOf::All, |of| ClassesOf::Scheme(of.word().to_owned()));
    let classes = Classes { of: classes_of, written: ClassWritten::Code, several: true };
    Page::new(visit, speech.with("second-of", &[("title", title(speech, record).into())]))
        .here(Section::Records)
        .crumbs(vec![
            Crumb::of(speech, Section::Records),
            Crumb::new(speech.say("abstracts-second"), "/abstracts/second"),
        ])
        .slips(slips)
        .script(CLASSES_SCRIPT)
        .lead(html! { span { (details(speech, record)) } })
        .draw(html! {
            div class="beside" {
                section aria-labelledby="authors" {
                    h2 id="authors" { (speech.say("digest-authors")) }
                    @for text in record.titles.iter().chain(&record.abstracts) {
                        p lang=[lang(text)] { bdi { (text.text) } }
                    }
                }
                section aria-labelledby="second-codes" {
                    h2 id="second-codes" { (speech.say("second-codes")) }
                    @match of {
                        None => (empty(&speech.say("second-not-waiting"), &speech.say("second-not-waiting-body"), html! { a href="/abstracts/second" { (speech.say("abstracts-second")) } })),
                        Some(of) => (Form::new(visit, &format!("/records/{}/second", held.id)).slips(slips).guarded().around(html! {
                            input type="hidden" name="scheme" value=(of);
                            (Field::text("codes", speech.with("second-codes-of", &[("scheme", scheme(of).into())])).hint(speech.say("second-codes-hint"))
                                .value(typed.codes("codes").join(", ")).classes(classes).slips(slips).draw(speech))
                            div class="actions" { (Button::primary(&speech.say("second-keep"))) }
                        })),
                    }
                }
            }
        })
}

pub async fn keep(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let of = SubjectScheme::from_word(typed.get("scheme")).unwrap_or_default();
    let (name, codes) = (record.clone(), typed.codes("codes"));
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.record(&name)?.id;
            desk::give_second_codes(writer, turn, office, id, of, &codes)
        })
        .await;
    match done {
        Ok(_) => Ok(see_other("/abstracts/second")),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                let mut slips = Slips::new();
                slips.note("codes", said);
                form(&caller, record, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}
