//! What missions brought: a table by mission, unit, host, event or year, and the lines about one mission and one host.

use std::cmp::Ordering;

use axum::extract::RawQuery;
use desk::{YieldAsked, YieldRow, YieldTable};
use formats::Form;
use maud::{Markup, html};
use model::{Currency, Mission, MissionFacts, MissionYield, Money, ReadingCost, YieldBy, YieldKey};

use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Page, Section, Sort, SummaryRow, Tab, Table, Tone, empty, summary_list, tabs, tag,
};
use crate::failed::{Answer, failed, shown};
use crate::record::attachment;
use crate::speech::Speech;
use crate::typed::Typed;

const ADDRESS: &str = "/missions/yield";

/// Rows on the page. The file has them all.
const ROWS_SHOWN: usize = 300;

/// What a row can be sorted by.
const SORTS: [&str; 10] = ["name", "missions", "asked", "answers", "refused", "read", "used", "days", "spent", "held"];

/// What was asked for.
#[derive(Clone)]
struct Asked {
    by: YieldBy,
    since: Option<i32>,
    until: Option<i32>,
    sort: &'static str,
    up: bool,
}

impl Asked {
    fn read(query: &str) -> Asked {
        let typed = Typed::parse(query.as_bytes());
        let year = |name: &str| typed.get(name).parse().ok().filter(|year| (-9999..=9999).contains(year));
        let sort = SORTS.into_iter().find(|sort| *sort == typed.get("sort"));
        Asked {
            by: YieldBy::from_word(typed.get("by")).unwrap_or(YieldBy::Mission),
            since: year("since"),
            until: year("until"),
            sort: sort.unwrap_or("used"),
            up: typed.get("order") == "up",
        }
    }

    fn figures(&self, given_out: bool) -> YieldAsked {
        YieldAsked { by: self.by, since: self.since, until: self.until, given_out }
    }

    /// What narrows the figures, as a part of an address.
    fn narrowed(&self, by: YieldBy) -> String {
        let mut parts = format!("by={by}");
        for (name, year) in [("since", self.since), ("until", self.until)] {
            if let Some(year) = year {
                parts.push_str(&format!("&{name}={year}"));
            }
        }
        parts
    }

    /// The column with the address that sorts by it; once more, the other way round.
    fn column(&self, speech: Speech, sort: &'static str) -> Column {
        let label = speech.say(&format!("yields-{sort}"));
        let column = if sort == "name" { Column::new(label) } else { Column::numeric(label) };
        // Names begin at the front, figures with the greatest.
        let up = if self.sort == sort { !self.up } else { sort == "name" };
        let order = if up { "up" } else { "down" };
        let now = match (self.sort == sort, self.up) {
            (false, _) => Sort::None,
            (true, true) => Sort::Up,
            (true, false) => Sort::Down,
        };
        column.sorted(now, format!("{ADDRESS}?{}&sort={sort}&order={order}", self.narrowed(self.by)))
    }

    fn compare(&self, a: &YieldRow, b: &YieldRow) -> Ordering {
        let money = |row: &YieldRow| -> Vec<(Currency, i64)> {
            row.yields.spent.iter().map(|(currency, spent)| (*currency, spent.minor)).collect()
        };
        let days = |row: &YieldRow| row.yields.days_to_use().map(|days| days.median);
        let (one, other) = (&a.yields, &b.yields);
        let order = match self.sort {
            "missions" => one.missions.len().cmp(&other.missions.len()),
            "asked" => one.n_asked.cmp(&other.n_asked),
            "answers" => one.n_got().cmp(&other.n_got()),
            "refused" => one.n_refused.cmp(&other.n_refused),
            "read" => one.read.len().cmp(&other.read.len()),
            "used" => one.n_used.cmp(&other.n_used),
            "days" => days(a).cmp(&days(b)),
            "spent" => money(a).cmp(&money(b)),
            "held" => one.n_held.cmp(&other.n_held),
            _ => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
        };
        if self.up { order } else { order.reverse() }
    }
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let asked = Asked::read(query.as_deref().unwrap_or_default());
    let (figures, now) = (asked.figures(false), caller.app.now());
    let table = caller.read(move |office| office.mission_yields(figures, now)).await;
    let mut table = table.map_err(|failure| failed(&caller.visit, &failure))?;
    // Rows are in the order of their names first, so that those that are equal stay so.
    table.rows.sort_by_key(|row| row.name.to_lowercase());
    table.rows.sort_by(|a, b| asked.compare(a, b));
    Ok(shown(draw(&caller, &asked, &table)))
}

/// The same figures as a file.
pub async fn give(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let query = query.unwrap_or_default();
    let asked = Asked::read(&query);
    let form = match Form::from_word(Typed::parse(query.as_bytes()).get("form")) {
        Some(Form::Xlsx) => Form::Xlsx,
        _ => Form::Csv,
    };
    let (figures, now) = (asked.figures(true), caller.app.now());
    let bytes = caller.read(move |office| desk::write_yields(&office.mission_yields(figures, now)?, form)).await;
    let bytes = bytes.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(attachment(&format!("missions-by-{}.{}", asked.by, form.extension()), form.media_type(), bytes))
}

fn draw(caller: &Caller, asked: &Asked, table: &YieldTable) -> Markup {
    let speech = caller.visit.speech;
    let views: Vec<Tab> = YieldBy::ALL
        .iter()
        .map(|by| Tab {
            text: speech.say(&format!("yields-by-{by}")),
            href: format!("{ADDRESS}?{}", asked.narrowed(*by)),
            count: None,
            here: *by == asked.by,
        })
        .collect();
    let form = |form: Form| format!("{ADDRESS}/file?{}&form={}", asked.narrowed(asked.by), form.word());
    Page::new(&caller.visit, speech.say("yields-title"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions)])
        .lead(html! { (speech.say("yields-lead")) })
        .draw(html! {
            (tabs(speech, &speech.say("yields-views"), &views))
            (years(speech, asked, table))
            @if table.rows.is_empty() {
                (empty(&speech.say("yields-none"), &speech.say("yields-none-body"), html! {}))
            } @else {
                (figures(speech, asked, table))
                @let n_left_out = table.rows.len().saturating_sub(ROWS_SHOWN);
                @if n_left_out > 0 { p class="quiet" { (speech.with("yields-left-out", &[("count", n_left_out.into())])) } }
                @if asked.by == YieldBy::Unit { p class="hint" { (speech.say("yields-units-note")) } }
                @if asked.by == YieldBy::Host { p class="hint" { (speech.say("yields-hosts-note")) } }
                p class="quiet" { (speech.say("yields-file")) " " a href=(form(Form::Csv)) { (Form::Csv.title()) } " · " a href=(form(Form::Xlsx)) { (Form::Xlsx.title()) } }
                @if table.n_withheld > 0 { p class="quiet" { (speech.with("yields-withheld", &[("count", table.n_withheld.into())])) } }
            }
            @if table.n_away > 0 { p class="quiet" { (speech.with("yields-away", &[("count", table.n_away.into())])) } }
            @if !table.all.uncosted.is_empty() { p class="quiet" { (speech.with("yields-uncosted", &[("count", table.all.uncosted.len().into())])) } }
            (reading_costs(speech, &table.reading))
            section aria-labelledby="meaning" {
                h2 id="meaning" { (speech.say("yields-meaning")) }
                @for key in ["used", "adopted", "days", "cost", "held", "seen"] { p class="hint" { (speech.say(&format!("yields-means-{key}"))) } }
            }
        })
}

/// Where the years are chosen.
fn years(speech: Speech, asked: &Asked, table: &YieldTable) -> Markup {
    let Some((first, last)) = table.years else { return html! {} };
    let value = |year: Option<i32>| year.map_or_else(String::new, |year| year.to_string());
    html! {
        form class="form-inline" method="get" action=(ADDRESS) {
            input type="hidden" name="by" value=(asked.by);
            input type="hidden" name="sort" value=(asked.sort);
            input type="hidden" name="order" value=(if asked.up { "up" } else { "down" });
            label for="since" { (speech.say("yields-since")) }
            input type="text" inputmode="numeric" class="line line-narrow" id="since" name="since" value=(value(asked.since)) placeholder=(first);
            label for="until" { (speech.say("yields-until")) }
            input type="text" inputmode="numeric" class="line line-narrow" id="until" name="until" value=(value(asked.until)) placeholder=(last);
            (Button::plain(&speech.say("yields-show")))
        }
    }
}

fn figures(speech: Speech, asked: &Asked, table: &YieldTable) -> Markup {
    let by_mission = asked.by == YieldBy::Mission;
    let sorts = SORTS.into_iter().filter(|sort| !(by_mission && *sort == "missions"));
    let mut drawn = Table::new(speech.say("yields-title"), sorts.map(|sort| asked.column(speech, sort)).collect())
        .caption_unseen()
        .cards_on_phone();
    for row in table.rows.iter().take(ROWS_SHOWN) {
        drawn = drawn.row(cells(speech, name(speech, row), &row.yields, &table.reading, by_mission));
    }
    let all = html! { strong { (speech.say("yields-all")) } };
    drawn.row(cells(speech, all, &table.all, &table.reading, by_mission)).draw(speech)
}

fn name(speech: Speech, row: &YieldRow) -> Markup {
    let linked = |address: String| html! { a href=(address) { bdi { (row.name) } } };
    match &row.key {
        YieldKey::Mission(id) => linked(format!("/missions/{id}")),
        YieldKey::Unit(id) => linked(format!("/office/units/{id}")),
        YieldKey::Host(id) if !row.name.is_empty() => linked(format!("/hosts/{id}")),
        YieldKey::Event(event) => html! {
            @match event.id {
                Some(id) => a href={ "/events/" (id) } { bdi { (row.name) } },
                None => bdi { (row.name) },
            }
            " " span class="quiet" { (event.year) }
        },
        YieldKey::Year(year) => html! { (year) },
        YieldKey::Host(_) | YieldKey::Other => html! { span class="quiet" { (speech.say("yields-other")) } },
    }
}

fn number(speech: Speech, n: u64) -> Markup {
    html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) }
}

/// A number of a whole: `3 of 4`.
fn of(speech: Speech, n: u64, whole: u64) -> String {
    speech.with("yields-of", &[("part", n.into()), ("whole", whole.into())])
}

/// An amount as the language writes its number.
fn amount(speech: Speech, money: Money) -> Markup {
    let written = money.to_string();
    let (number, code) = written.split_once(' ').unwrap_or((written.as_str(), ""));
    html! { bdi { (speech.written(number)) "\u{a0}" (code) } }
}

fn cells(speech: Speech, name: Markup, yields: &MissionYield, reading: &ReadingCost, by_mission: bool) -> Vec<Markup> {
    let mut cells = vec![name];
    if !by_mission {
        cells.push(number(speech, yields.missions.len() as u64));
    }
    cells.extend([
        html! {
            (number(speech, yields.n_asked))
            @if yields.n_known > 0 { div class="quiet" { (speech.with("yields-known", &[("count", yields.n_known.into())])) } }
        },
        html! {
            (number(speech, yields.n_got()))
            @if yields.n_partly > 0 { div class="quiet" { (speech.with("yields-partly", &[("count", yields.n_partly.into())])) } }
        },
        html! {
            (number(speech, yields.n_refused))
            @if yields.n_not_asked > 0 { div class="quiet" { (speech.with("yields-not-asked", &[("count", yields.n_not_asked.into())])) } }
        },
        html! { @if yields.records.is_empty() { "–" } @else { (of(speech, yields.read.len() as u64, yields.records.len() as u64)) } },
        html! {
            strong { (number(speech, yields.n_used)) }
            @if yields.n_recommended > 0 { div class="quiet" { (speech.with("yields-done", &[("done", yields.n_followed.into()), ("count", yields.n_recommended.into())])) } }
        },
        days(speech, yields),
        spent(speech, yields, reading),
        held(speech, yields),
    ]);
    cells
}

fn days(speech: Speech, yields: &MissionYield) -> Markup {
    html! {
        @match yields.days_to_use() {
            None => "–",
            Some(days) => {
                (number(speech, days.median.into()))
                @if days.least != days.most { div class="quiet" { (speech.number(i64::from(days.least))) "–" (speech.number(i64::from(days.most))) } }
            }
        }
    }
}

/// What was spent, what a used answer cost, and beside it what a used record costs from sources.
fn spent(speech: Speech, yields: &MissionYield, reading: &ReadingCost) -> Markup {
    html! {
        @if yields.spent.is_empty() { "–" }
        @for (currency, spent) in &yields.spent {
            div {
                (amount(speech, Money { minor: spent.minor, currency: *currency }))
                @if spent.budgeted_minor > 0 { " " (tag(Tone::Faint, &speech.say("yields-budget"))) }
            }
            div class="quiet" {
                @match spent.per_used(*currency) {
                    Some(price) => { (speech.say("yields-per-used")) " " (amount(speech, price)) },
                    None => (speech.say("yields-per-used-none")),
                }
                @if let Some(price) = reading.per_used(*currency) { br; (speech.say("yields-per-read")) " " (amount(speech, price)) }
            }
        }
    }
}

/// Answers that were there before, and what went for them.
fn held(speech: Speech, yields: &MissionYield) -> Markup {
    html! {
        @if yields.n_got() == 0 { "–" } @else { (number(speech, yields.n_held)) }
        @if yields.n_shown > 0 { div class="quiet" { (speech.with("yields-shown", &[("count", yields.n_shown.into())])) } }
        @for (currency, spent) in yields.spent.iter().filter(|(_, spent)| spent.held_minor > 0) {
            div class="quiet" { (speech.say("yields-for-held")) " " (amount(speech, Money { minor: spent.held_minor, currency: *currency })) }
        }
    }
}

fn reading_costs(speech: Speech, reading: &ReadingCost) -> Markup {
    html! {
        @for currency in reading.currencies() {
            @if let Some(price) = reading.per_used(currency) {
                p class="quiet" { (speech.say("yields-reading")) " " (amount(speech, price)) }
            }
        }
    }
}

/// What one mission brought, on its own page; nothing until its report is there.
pub fn block(speech: Speech, facts: Option<&MissionFacts>, reading: &ReadingCost) -> Markup {
    let Some(yields) = facts.map(MissionFacts::yields) else { return html! {} };
    let row = |key: &str, value: Markup| SummaryRow::new(speech.say(key), value);
    let (n_got, n_asked) = (yields.n_got(), yields.n_asked);
    let rows = [
        row("yields-answers", html! { (of(speech, n_got, n_asked)) }),
        row(
            "yields-used",
            html! {
                (of(speech, yields.n_used, n_got))
                @if yields.n_used_by_askers < yields.n_used { " " span class="quiet" { (speech.with("yields-by-askers", &[("count", yields.n_used_by_askers.into())])) } }
            },
        ),
        row("yields-recommended", html! { (of(speech, yields.n_followed, yields.n_recommended)) }),
        row("yields-days", days(speech, &yields)),
        row("yields-spent", spent(speech, &yields, reading)),
        row("yields-held", held(speech, &yields)),
    ];
    html! {
        section aria-labelledby="brought" {
            h2 id="brought" { (speech.say("yields-one")) }
            (summary_list(&rows))
            p class="hint" { (speech.say("yields-means-held")) " " a href=(ADDRESS) { (speech.say("yields-link")) } }
        }
    }
}

/// What the last missions to a host brought, for who thinks of the next.
pub fn last_missions(speech: Speech, host: &str, last: &[(Mission, MissionYield)]) -> Markup {
    html! {
        @if !last.is_empty() {
            p { (speech.with("yields-last", &[("host", host.into()), ("count", last.len().into())])) }
            ul {
                @for (mission, yields) in last {
                    li {
                        a href={ "/missions/" (mission.id) } { bdi { (mission.title) } } ": "
                        (speech.with("yields-last-line", &[("answers", yields.n_got().into()), ("used", yields.n_used.into())]))
                        @for (currency, spent) in &yields.spent {
                            @if let Some(price) = spent.per_used(*currency) { ", " (speech.say("yields-per-used")) " " (amount(speech, price)) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_narrows_the_figures_stands_in_every_address_of_them() {
        let asked = Asked::read("by=host&since=1957&until=x&sort=days&order=up");
        assert_eq!(asked.narrowed(asked.by), "by=host&since=1957");
        assert_eq!((asked.sort, asked.up), ("days", true));
        let odd = Asked::read("by=color&sort=color");
        assert_eq!((odd.by, odd.sort, odd.up), (YieldBy::Mission, "used", false));
    }
}
