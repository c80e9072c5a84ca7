//! The page of a portfolio: a plan with what was chosen and what not, what binds, other assumptions, changes made by hand and what they cost.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use desk::plan::{PortfolioPage, PortfolioSheet, RUN_SECONDS, RUN_SECONDS_MAX, RunAsked, RunPage, SheetPoint};
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use measure::portfolio::{Decision, Goal};
use model::{Noun, PortfolioId, RunState, Thing};

use super::portfolio_words::{doubt, periods, price, resource, route, scenario, status, summary, why_not, worth};
use super::{crumbs, ended, invented, portfolio_picture, read};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, disclosure,
    link_button, slip_summary, summary_list, tag, timeline,
};
use crate::failed::{Answer, page};
use crate::history::{Told, tell, timeline_of};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: PortfolioPage,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, name: &str) -> Result<Loaded, Failure> {
    let page = office.portfolio_page(officer, name)?;
    let about = Thing::new(Noun::Portfolio, page.portfolio.id);
    Ok(Loaded { history: tell(office, office.history(&about)?)?, page })
}

pub async fn show(caller: Caller, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, name, &typed, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, name: String, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let loaded = read(caller, move |office| load(office, &officer, &name)).await?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The plan that is looked at: the one that was asked for, the one that was adopted, or the last.
pub(super) fn chosen(of: &PortfolioPage, asked: Option<u32>) -> Option<&RunPage> {
    let of_number = |number: u32| of.runs.iter().find(|one| one.run.number == number);
    asked.and_then(of_number).or_else(|| of.portfolio.adopted.and_then(of_number)).or(of.runs.last())
}

/// The decisions that a form adds to those of the plan from which it was sent.
fn decisions(typed: &Typed, before: &RunAsked) -> (Vec<Decision>, Vec<Decision>) {
    let sign = |technology: &str| Decision::Sign { technology: technology.to_owned(), option: None, period: None };
    let (mut fix, mut forbid) = (before.fix.clone(), before.forbid.clone());
    if let Some(technology) = typed.some("force") {
        forbid.retain(|held| *held != sign(technology));
        fix.push(sign(technology));
    }
    if let Some(technology) = typed.some("drop") {
        fix.retain(|held| *held != sign(technology));
        forbid.push(sign(technology));
    }
    (fix, forbid)
}

/// What is done on the page: another plan asked for, one adopted, a duty said to be done.
pub async fn step(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (officer, wanted) = (Arc::clone(&caller.officer), name.clone());
    let held = read(&caller, move |office| office.portfolio_page(&officer, &wanted)).await?;
    let id: PortfolioId = held.portfolio.id;
    let number = typed.get("run").parse().ok();
    let from = chosen(&held, number).map(|one| one.asked.clone()).unwrap_or_default();
    let goal = match typed.get("goal") {
        "spread" => Goal::Spread,
        "equity" => Goal::Equity,
        _ => Goal::Benefit,
    };
    let (fix, forbid) = decisions(&typed, &from);
    let asked = RunAsked {
        seconds: typed.get("seconds").parse().unwrap_or(RUN_SECONDS),
        seed: from.seed,
        goal,
        gamma: typed.get("gamma").parse().unwrap_or(0.0),
        fix,
        forbid,
        changes: from.changes,
        scenarios: true,
        frontier: true,
    };
    let title = typed.some("name").map_or_else(|| caller.speech().say("portfolio-by-hand"), str::to_owned);
    let revision = typed.get("revision").parse().unwrap_or(u32::MAX);
    let (what, words) = (typed.get("step").to_owned(), typed.get("words").replace("\r\n", "\n"));
    let done = caller
        .act(move |writer, turn, office| match what.as_str() {
            "adopt" => {
                let number = number.unwrap_or_default();
                desk::plan::adopt_run(writer, turn, office, (id, revision), number).map(|_| None)
            }
            "done" => desk::plan::carry_plan(writer, turn, id, &words).map(|()| None),
            _ => desk::plan::ask_run(writer, turn, id, (title, asked)).map(|run| Some(run.number)),
        })
        .await;
    let to = |number: &Option<u32>| match number {
        Some(number) => format!("/plan/portfolios/{id}?run={number}"),
        None => format!("/plan/portfolios/{id}"),
    };
    ended(&caller, done, to, "seconds", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let of = &loaded.page;
    let portfolio = &of.portfolio;
    let shown = chosen(of, typed.get("run").parse().ok());
    let mut way = crumbs(speech);
    way.push(Crumb::new(speech.say("portfolios-title"), "/plan/portfolios"));
    Page::new(visit, portfolio.title.clone())
        .here(Section::Plan)
        .crumbs(way)
        .slips(slips)
        .lead(html! {
            @match portfolio.adopted {
                Some(number) => (tag(Tone::Good, &speech.with("portfolio-adopted", &[("number", number.into())]))),
                None => (tag(Tone::Plain, &speech.say("portfolio-open"))),
            }
            " " (marking::tags(speech, &portfolio.marking)) (invented(speech, portfolio.invented))
        })
        .aside(aside(speech, of, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            @if of.carries { (carrying(caller, of)) }
            @if let Some(shown) = shown { (run(caller, of, shown)) }
            @else { p class="quiet" { (speech.say("portfolio-no-runs")) } }
            @if of.keeps { (asking(caller, of, shown, typed, slips)) }
            (disclosure(&speech.say("portfolio-problem"), false, html! { pre { (portfolio.problem) } }))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, of: &PortfolioPage, shown: Option<&RunPage>) -> Markup {
    let portfolio = &of.portfolio;
    let posts: Vec<&str> = of.asked.iter().map(|(_, title)| title.as_str()).collect();
    html! {
        (summary_list(&[
            SummaryRow::new(speech.say("portfolio-post"), html! { bdi { (of.post) } }),
            SummaryRow::new(speech.say("plan-note"), html! { @if portfolio.note.is_empty() { "–" } @else { bdi { (portfolio.note) } } }),
            SummaryRow::new(speech.say("portfolio-asked-of"), html! { @if posts.is_empty() { "–" } @else { bdi { (posts.join(", ")) } } }),
        ]))
        h2 { (speech.say("portfolio-runs")) }
        ol {
            @for one in &of.runs {
                li {
                    a href={ "/plan/portfolios/" (portfolio.id) "?run=" (one.run.number) }
                        aria-current=[shown.is_some_and(|shown| shown.run.number == one.run.number).then_some("true")] {
                        bdi { (one.run.title) }
                    }
                    @if let Some(objective) = one.sheet.as_ref().and_then(|sheet| sheet.objective) { " · " (speech.decimal(objective, 2)) }
                    @if one.run.state != RunState::Done { " · " (speech.say(&format!("portfolio-run-{}", one.run.state))) }
                }
            }
        }
    }
}

fn carrying(caller: &Caller, of: &PortfolioPage) -> Markup {
    let speech = caller.visit.speech;
    let address = format!("/plan/portfolios/{}", of.portfolio.id);
    banner(
        Tone::Accent,
        &speech.say("portfolio-carry"),
        html! {
            (Form::new(&caller.visit, &address).around(html! {
                input type="hidden" name="step" value="done";
                (Field::lines("words", speech.say("portfolio-carry-words"), 2).optional().draw(speech))
                div class="actions" { (Button::primary(&speech.say("portfolio-carry-done"))) }
            }))
        },
    )
}

fn run(caller: &Caller, of: &PortfolioPage, shown: &RunPage) -> Markup {
    let speech = caller.visit.speech;
    let address = format!("/plan/portfolios/{}", of.portfolio.id);
    let Some(sheet) = &shown.sheet else {
        return match shown.run.state {
            RunState::Failed => {
                banner(Tone::Bad, &speech.say("portfolio-failed"), html! { p { bdi lang="en" { (shown.run.fault) } } })
            }
            _ => html! {
                (banner(Tone::Accent, &speech.say("portfolio-waits"), html! { p { (speech.say("portfolio-waits-body")) } }))
            },
        };
    };
    html! {
        section aria-labelledby="summary" {
            h2 id="summary" { bdi { (shown.run.title) } }
            @if desk::plan::has_placeholders(&of.portfolio.problem) {
                (banner(Tone::Warn, &speech.say("portfolio-placeholders"), html! { p { (speech.say("portfolio-placeholders-body")) } }))
            }
            @for line in summary(speech, of, sheet) { p { (line) } }
            (against(speech, of, shown, sheet))
            @for told in &sheet.doubts { p class="quiet" { (doubt(speech, told)) } }
            div class="actions" {
                (link_button(&speech.say("portfolio-pdf"), &format!("{address}/plan.pdf?run={}", shown.run.number), false))
                @if of.adopts && of.portfolio.adopted != Some(shown.run.number) && sheet.objective.is_some() {
                    (Form::new(&caller.visit, &address).inline().around(html! {
                        input type="hidden" name="step" value="adopt";
                        input type="hidden" name="run" value=(shown.run.number);
                        input type="hidden" name="revision" value=(of.portfolio.revision);
                        (Button::primary(&speech.say("portfolio-adopt")))
                    }))
                }
            }
        }
        (portfolio_picture::calendar(speech, of, sheet))
        (tables(caller, of, shown, sheet))
    }
}

/// What decisions made by hand cost, held against the first plan.
fn against(speech: Speech, of: &PortfolioPage, shown: &RunPage, sheet: &PortfolioSheet) -> Markup {
    let by_hand = shown.asked.fix.len() + shown.asked.forbid.len();
    let first = of.runs.first().and_then(|one| one.sheet.as_ref()).and_then(|sheet| sheet.objective);
    let name = |decision: &Decision| match decision {
        Decision::Sign { technology, .. } => of.name(technology).to_owned(),
        Decision::Mission { mission, .. } => of.name(mission).to_owned(),
        Decision::Start { project, .. } => project.to_string(),
        Decision::Develop { supplier, .. } => supplier.clone(),
    };
    let names = |all: &[Decision]| all.iter().map(name).collect::<Vec<_>>().join(", ");
    html! {
        @if by_hand > 0 {
            @if !shown.asked.fix.is_empty() { p { (speech.with("portfolio-kept-in", &[("names", names(&shown.asked.fix).into())])) } }
            @if !shown.asked.forbid.is_empty() { p { (speech.with("portfolio-kept-out", &[("names", names(&shown.asked.forbid).into())])) } }
            @if let (Some(first), Some(objective)) = (first, sheet.objective) {
                p { (speech.with("portfolio-hand-cost", &[("cost", speech.decimal(first - objective, 2).into())])) }
            }
        }
    }
}

fn table(speech: Speech, title: &str, columns: &[&str]) -> Table {
    Table::new(speech.say(title), columns.iter().map(|key| Column::new(speech.say(key))).collect())
        .caption_unseen()
        .cards_on_phone()
}

/// A button that asks for the plan once more with one technology in or out.
fn hand(caller: &Caller, of: &PortfolioPage, number: u32, (field, technology, key): (&str, &str, &str)) -> Markup {
    let address = format!("/plan/portfolios/{}", of.portfolio.id);
    let text = caller.visit.speech.say(key);
    let about = format!("{text}: {}", of.name(technology));
    html! {
        @if of.keeps {
            (Form::new(&caller.visit, &address).inline().around(html! {
                input type="hidden" name="run" value=(number);
                input type="hidden" name=(field) value=(technology);
                (Button::plain(&text).about(&about))
            }))
        }
    }
}

fn tables(caller: &Caller, of: &PortfolioPage, shown: &RunPage, sheet: &PortfolioSheet) -> Markup {
    let speech = caller.visit.speech;
    let number = shown.run.number;
    let mut signed = table(
        speech,
        "portfolio-chosen",
        &["portfolio-technology", "portfolio-route", "portfolio-when", "portfolio-where", "portfolio-hand"],
    );
    for one in &sheet.signings {
        let places: Vec<&str> = one.enterprises.iter().map(|id| of.name(id)).collect();
        signed = signed.row(vec![
            html! { bdi { (of.name(&one.technology)) } },
            html! { bdi { (route(speech, &one.option)) } },
            html! { (speech.with("portfolio-signed-arrives", &[("signed", (one.period as u64).into()), ("arrives", (one.arrives as u64).into())])) },
            html! { @if places.is_empty() { "–" } @else { bdi { (places.join(", ")) } } },
            hand(caller, of, number, ("drop", one.technology.as_str(), "portfolio-drop")),
        ]);
    }
    let mut missions = table(speech, "portfolio-missions", &["portfolio-mission", "portfolio-period"]);
    for one in &sheet.missions {
        missions = missions
            .row(vec![html! { bdi { (of.name(&one.mission)) } }, html! { (periods(one.period, one.duration)) }]);
    }
    let mut not =
        table(speech, "portfolio-not-chosen", &["portfolio-technology", "portfolio-why-not", "portfolio-hand"]);
    for one in &sheet.rejected {
        not = not.row(vec![
            html! { bdi { (of.name(&one.technology)) } },
            html! { (why_not(speech, of, one)) },
            hand(caller, of, number, ("force", one.technology.as_str(), "portfolio-force")),
        ]);
    }
    let mut prices = table(speech, "portfolio-prices", &["portfolio-resource", "portfolio-worth"]);
    for one in &sheet.prices {
        prices = prices.row(vec![
            html! { (resource(speech, of, one)) },
            html! { @for line in price(speech, of, one) { p { (line) } } },
        ]);
    }
    let columns =
        ["portfolio-scenario", "portfolio-value-short", "portfolio-difference", "portfolio-gained", "portfolio-lost"];
    let mut scenarios = table(speech, "portfolio-scenarios", &columns);
    let names = |ids: &[String]| {
        if ids.is_empty() { "–".to_owned() } else { ids.iter().map(|id| of.name(id)).collect::<Vec<_>>().join(", ") }
    };
    for one in &sheet.scenarios {
        scenarios = scenarios.row(vec![
            html! { (scenario(speech, of, one)) },
            html! { @if one.objective.is_some() { (worth(speech, one.objective)) } @else { (status(speech, &one.status)) } },
            html! { (worth(speech, one.difference)) },
            html! { bdi { (names(&one.gained)) } },
            html! { bdi { (names(&one.lost)) } },
        ]);
    }
    let columns = ["portfolio-value-short", "portfolio-spread", "portfolio-equity", "portfolio-n-signings"];
    let points = |title: &str, points: &[SheetPoint]| {
        let row = |table: Table, one: &SheetPoint| {
            table.row(vec![
                html! { (speech.decimal(one.value, 2)) },
                html! { (speech.decimal(one.spread, 0)) },
                html! { (speech.decimal(one.equity, 2)) },
                html! { (one.signings) },
            ])
        };
        points.iter().fold(table(speech, title, &columns), row).draw(speech)
    };
    let section = |id: &str, key: &str, body: Markup, is_there: bool| {
        html! {
            section aria-labelledby=(id) {
                h2 id=(id) { (speech.say(key)) }
                @if is_there { (body) } @else { p class="quiet" { (speech.say("portfolio-nothing")) } }
            }
        }
    };
    html! {
        (section("chosen", "portfolio-chosen", signed.draw(speech), !sheet.signings.is_empty()))
        @if !sheet.missions.is_empty() { (section("missions", "portfolio-missions", missions.draw(speech), true)) }
        (section("not-chosen", "portfolio-not-chosen", not.draw(speech), !sheet.rejected.is_empty()))
        (section("prices", "portfolio-prices", html! {
            (portfolio_picture::prices(speech, of, sheet))
            (prices.draw(speech))
            @if let Some(relaxation) = sheet.relaxation {
                p class="quiet" { (speech.with("portfolio-relaxation", &[("value", speech.decimal(relaxation, 2).into())])) }
            }
        }, !sheet.prices.is_empty()))
        (section("scenarios", "portfolio-scenarios", scenarios.draw(speech), !sheet.scenarios.is_empty()))
        @if !sheet.frontier.is_empty() {
            (section("frontier", "portfolio-frontier", html! {
                (portfolio_picture::frontier(speech, sheet, Goal::Spread))
                (points("portfolio-frontier", &sheet.frontier))
            }, true))
        }
        @if !sheet.frontier_of_equity.is_empty() {
            (section("frontier-of-equity", "portfolio-frontier-equity", html! {
                (portfolio_picture::frontier(speech, sheet, Goal::Equity))
                (points("portfolio-frontier-equity", &sheet.frontier_of_equity))
            }, true))
        }
        (disclosure(&speech.say("portfolio-money"), false, money(speech, sheet)))
    }
}

fn money(speech: Speech, sheet: &PortfolioSheet) -> Markup {
    let columns = [
        "portfolio-currency",
        "portfolio-period",
        "portfolio-budget",
        "portfolio-spent",
        "portfolio-credit",
        "portfolio-left",
    ];
    let mut accounts = table(speech, "portfolio-money", &columns);
    for one in &sheet.money {
        accounts = accounts.row(vec![
            html! { bdi { (one.currency) } },
            html! { (one.period) },
            html! { (speech.decimal(one.budget, 2)) },
            html! { (speech.decimal(one.spent, 2)) },
            html! { (speech.decimal(one.credit, 2)) },
            html! { (speech.decimal(one.left, 2)) },
        ]);
    }
    accounts.draw(speech)
}

/// The form that asks for another plan.
fn asking(caller: &Caller, of: &PortfolioPage, shown: Option<&RunPage>, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let address = format!("/plan/portfolios/{}", of.portfolio.id);
    let goals =
        ["benefit", "spread", "equity"].map(|goal| Choice::new(goal, speech.say(&format!("portfolio-goal-{goal}"))));
    let seconds = format!("{RUN_SECONDS}");
    disclosure(
        &speech.say("portfolio-ask"),
        !slips.is_empty(),
        html! {
            (Form::new(&caller.visit, &address).slips(slips).around(html! {
                @if let Some(shown) = shown { input type="hidden" name="run" value=(shown.run.number); }
                (Field::text("name", speech.say("portfolio-run-name")).value(typed.get("name")).optional().draw(speech))
                (Field::radios("goal", speech.say("portfolio-goal"), goals.into()).value("benefit").draw(speech))
                (Field::number("gamma", speech.say("portfolio-gamma")).hint(speech.say("portfolio-gamma-hint")).value(typed.get("gamma")).optional().draw(speech))
                (Field::number("seconds", speech.say("portfolio-seconds")).hint(speech.with("portfolio-seconds-hint", &[("max", (RUN_SECONDS_MAX as i64).into())]))
                    .value(typed.some("seconds").unwrap_or(&seconds)).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("portfolio-reckon"))) }
            }))
        },
    )
}
