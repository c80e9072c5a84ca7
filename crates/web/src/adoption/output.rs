//! Plan against actual: drawn, as a table, and the forms that plan, tell, bring readings and give out tokens for meters.

use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};
use model::{
    ADOPTION_LINE_CHARS_MAX, EvidenceClass, Intensity, MEASURE_CHARS_MAX, OUTPUT_NOTE_CHARS_MAX, OutputPlan,
    OutputSaid, Quarter, Rational, ReadingWay, Thing, read_readings,
};

use super::page::{Said, Shown, Which, again};
use super::step::{ended, seen, unread};
use super::{class, crumbs_to, thing_of};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Section, Slips, Table, Tone, banner, disclosure, relief_in,
    slip_summary, tag,
};
use crate::failed::{Answer, failed, sentence};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::UploadedFiles;

/// Days for which a token for readings may be made good.
const TOKEN_DAYS: [u32; 3] = [30, 365, 730];

/// Readings that are listed. Those before them are counted.
const LISTED: usize = 40;

/// Quarters that are drawn: five years.
const DRAWN: usize = 20;

/// Longest name of a file that is shown, in characters.
const FILE_NAME_CHARS_MAX: usize = 80;

const AT: Which = Which::Output;

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, AT, Said::default(), StatusCode::OK).await
}

pub async fn plan(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let Some(quarter) = Quarter::parse(typed.get("plan-quarter")) else {
        return unread(&caller, name, &typed, (AT, "plan-quarter"), "output-quarter-unread").await;
    };
    let (amount, note) = (typed.get("plan-amount").to_owned(), typed.get("plan-note").to_owned());
    let plan = OutputPlan { quarter, amount, note, by: String::new(), at: 0 };
    let done = caller.act(move |writer, turn, _| desk::adoption::plan_output(writer, turn, seen, plan)).await;
    ended(&caller, name, &typed, (AT, "plan-amount"), done).await
}

/// What shows something, where a field names it.
fn evidence(typed: &Typed, field: &str) -> Option<Option<Thing>> {
    match typed.some(field) {
        None => Some(None),
        Some(text) => thing_of(text).map(Some),
    }
}

pub async fn tell(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let Some(quarter) = Quarter::parse(typed.get("told-quarter")) else {
        return unread(&caller, name, &typed, (AT, "told-quarter"), "output-quarter-unread").await;
    };
    let Some(evidence) = evidence(&typed, "told-evidence") else {
        return unread(&caller, name, &typed, (AT, "told-evidence"), "rung-evidence-unread").await;
    };
    // That nothing was made is said by a button of its own.
    let amount = if typed.has("nothing") { "0" } else { typed.get("told-amount") }.to_owned();
    let note = typed.get("told-note").to_owned();
    let class = EvidenceClass::Told;
    let told = OutputSaid { quarter, amount, class, evidence, note, by: String::new(), at: 0 };
    let done = caller.act(move |writer, turn, _| desk::adoption::tell_output(writer, turn, seen, told)).await;
    ended(&caller, name, &typed, (AT, "told-amount"), done).await
}

pub async fn share(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let Some(quarter) = Quarter::parse(typed.get("share-quarter")) else {
        return unread(&caller, name, &typed, (AT, "share-quarter"), "output-quarter-unread").await;
    };
    let Some(evidence) = evidence(&typed, "share-evidence") else {
        return unread(&caller, name, &typed, (AT, "share-evidence"), "rung-evidence-unread").await;
    };
    let [made, total, measure, of] =
        ["share-made", "share-total", "share-measure", "share-of"].map(|field| typed.get(field).to_owned());
    let class = EvidenceClass::Told;
    let share = Intensity { quarter, made, total, measure, of, class, evidence, by: String::new(), at: 0 };
    let done = caller.act(move |writer, turn, _| desk::adoption::tell_share(writer, turn, seen, share)).await;
    ended(&caller, name, &typed, (AT, "share-made"), done).await
}

/// Takes readings in, pasted or as a file.
pub async fn take(caller: Caller, Path(name): Path<String>, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let speech = caller.visit.speech;
    let (file, bytes) = match sent.files.into_iter().next() {
        Some(file) => (file.name.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS_MAX).collect(), file.bytes),
        None => (speech.say("import-pasted"), typed.raw("readings").as_bytes().to_vec()),
    };
    let given = match read_readings(&file, &String::from_utf8_lossy(&bytes)) {
        Ok(given) => given,
        Err(refusal) => {
            return ended(&caller, name, &typed, (AT, "readings"), Err::<(), _>(desk::Failure::Refused(refusal))).await;
        }
    };
    let take = move |writer: &mut store::Writer, turn: &mut desk::Turn<'_>, _: &desk::Office| {
        desk::adoption::take_readings(writer, turn, seen.0, ReadingWay::File, &given)
    };
    let taken = match caller.act(take).await {
        Ok(taken) => taken,
        Err(failure) => return ended(&caller, name, &typed, (AT, "readings"), Err::<(), _>(failure)).await,
    };
    let counts = [("new", taken.n_new.into()), ("corrected", taken.n_corrected.into()), ("same", taken.n_same.into())];
    let said = Said { notice: Some(speech.with("readings-taken", &counts)), ..Said::default() };
    again(&caller, name, AT, said, StatusCode::OK).await
}

pub async fn issue(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let (called, days) = (typed.get("token-name").to_owned(), typed.get("token-days").parse().unwrap_or_default());
    let made = caller
        .act(move |writer, turn, _| desk::adoption::issue_reading_token(writer, turn, seen.0, &called, days))
        .await;
    match made {
        // Shown in the answer itself: it is kept nowhere from which another page could take it.
        Ok(secret) => {
            let said = Said { token: Some(secret.reveal().to_owned()), ..Said::default() };
            again(&caller, name, AT, said, StatusCode::OK).await
        }
        Err(failure) => ended(&caller, name, &typed, (AT, "token-name"), Err::<(), _>(failure)).await,
    }
}

pub async fn revoke(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let number = typed.get("token").parse().unwrap_or_default();
    let done =
        caller.act(move |writer, turn, _| desk::adoption::revoke_reading_token(writer, turn, seen.0, number)).await;
    if let Err(failure) = &done
        && sentence(&caller.visit, failure).is_none()
    {
        return Err(failed(&caller.visit, failure));
    }
    ended(&caller, name, &typed, (AT, "token-name"), done).await
}

/// A number as people of a language write it; a dash where there is none.
fn amount(speech: Speech, amount: Option<Rational>) -> String {
    amount.map_or_else(|| "–".to_owned(), |amount| speech.written(&amount.to_string()))
}

/// Plan and actual side by side: bars for what was made, a line of ticks for what was planned.
fn chart(speech: Speech, shown: &Shown) -> Markup {
    let lines = &shown.page.lines;
    let lines = &lines[lines.len().saturating_sub(DRAWN)..];
    if lines.is_empty() {
        return html! {};
    }
    let title = speech.say("output-chart");
    let number = |one: Option<Rational>| one.map_or(0.0, Rational::nearest).max(0.0);
    let top = lines.iter().flat_map(|line| [number(line.planned), number(line.actual)]).fold(0.0, f64::max);
    let top = if top > 0.0 { top } else { 1.0 };
    let (wide, high, foot) = (640.0, 200.0, 28.0);
    let step = wide / lines.len() as f64;
    let y = |value: f64| high - foot - value / top * (high - foot - 14.0);
    let every = (70.0 / step).ceil().max(1.0) as usize;
    let two = |value: f64| format!("{value:.2}");
    html! {
        figure class="chart" {
            figcaption { (title) }
            svg viewBox=(format!("0 0 {wide} {high}")) role="img" aria-label=(title) {
                title { (title) }
                line class="chart-rule" x1="0" x2=(wide) y1=(two(y(0.0))) y2=(two(y(0.0))) {}
                @for (at, line) in lines.iter().enumerate() {
                    @let left = step * at as f64;
                    @if let Some(actual) = line.actual {
                        @let level = y(actual.nearest().max(0.0));
                        rect class="chart-bar" x=(two(left + step * 0.2)) y=(two(level)) width=(two(step * 0.6)) height=(two((y(0.0) - level).max(0.0))) rx="1.5" {}
                    }
                    @if let Some(planned) = line.planned {
                        @let level = y(planned.nearest().max(0.0));
                        line class="chart-mark" x1=(two(left + step * 0.08)) x2=(two(left + step * 0.92)) y1=(two(level)) y2=(two(level)) {}
                    }
                    @if at % every == 0 {
                        text class="chart-text" x=(two(left + step * 0.5)) y=(two(high - 8.0)) text-anchor="middle" { (line.quarter) }
                    }
                }
            }
        }
    }
}

fn quarters(speech: Speech, shown: &Shown) -> Markup {
    let columns = vec![
        Column::new(speech.say("output-quarter")),
        Column::numeric(speech.say("output-planned")),
        Column::numeric(speech.say("output-actual")),
        Column::new(speech.say("adoption-class")),
        Column::numeric(speech.say("output-shortfall")),
    ];
    let mut table = Table::new(speech.say("output-title"), columns).caption_unseen().cards_on_phone();
    for line in shown.page.lines.iter().rev() {
        table = table.row(vec![
            html! { (line.quarter) @if !line.is_over && line.quarter == Quarter::of(shown.today) { " " (tag(Tone::Plain, &speech.say("output-quarter-runs"))) } },
            html! {
                (amount(speech, line.planned))
                @for (of, measure, less) in relief_in(&shown.reliefs, line.quarter) {
                    @let less = format!("{} {measure}", amount(speech, Some(less)));
                    br; span class="quiet" { bdi { (of) } ": " (speech.with("output-relief", &[("amount", less.into())])) }
                }
            },
            html! {
                (amount(speech, line.actual))
                @if line.said.is_some() && line.said != line.actual {
                    br; span class="quiet" { (speech.with("output-said-otherwise", &[("amount", amount(speech, line.said).into())])) }
                }
            },
            html! { @match line.class { Some(one) => (class(speech, one)), None => "–" } },
            html! { (amount(speech, line.shortfall())) },
        ]);
    }
    table.draw(speech)
}

fn shares(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let columns = vec![
        Column::new(speech.say("output-quarter")),
        Column::numeric(speech.say("share-value")),
        Column::new(speech.say("share-of")),
        Column::new(speech.say("adoption-class")),
    ];
    let mut table = Table::new(speech.say("share-title"), columns).caption_unseen().cards_on_phone();
    for one in page.shares.iter().rev() {
        let measure = if one.measure.is_empty() { String::new() } else { format!(" {}", one.measure) };
        table = table.row(vec![
            html! { (one.quarter) },
            html! { (speech.percent(one.share().map_or(0.0, Rational::nearest))) },
            html! { bdi { (speech.written(&one.made)) " / " (speech.written(&one.total)) (measure) ", " (one.of) } },
            class(speech, one.class),
        ]);
    }
    html! {
        @if page.shares.is_empty() { p class="quiet" { (speech.say("share-none")) } } @else { (table.draw(speech)) }
        @if let Some(most) = &page.most {
            p {
                (speech.with("share-most", &[("unit", most.unit.as_str().into()), ("share", speech.percent(most.share.nearest()).into())]))
                @if most.adoption != page.line.adoption.id { " " a href={ "/adoptions/" (most.adoption) } { (speech.say("share-most-look")) } }
            }
        }
    }
}

/// Plan against actual on the page of the adoption.
pub(super) fn summary(speech: Speech, shown: &Shown) -> Markup {
    html! {
        section aria-labelledby="output" {
            h2 id="output" { (speech.say("output-title")) }
            @if shown.page.lines.is_empty() { p class="quiet" { (speech.say("output-none")) } }
            @else { (chart(speech, shown)) (quarters(speech, shown)) }
            h3 { (speech.say("share-title")) }
            (shares(speech, shown))
        }
    }
}

pub(super) fn draw(
    caller: &Caller,
    shown: &Shown,
    typed: &Typed,
    slips: &Slips,
    (token, notice): (Option<String>, Option<String>),
) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let page = &shown.page;
    let adoption = &page.line.adoption;
    Page::new(visit, speech.say("output-title"))
        .here(Section::Adoption)
        .crumbs(crumbs_to(speech, adoption, &page.technology))
        .slips(slips)
        .lead(html! { bdi { (page.technology.name) } " · " bdi { (page.unit) } @if !adoption.output.is_empty() { " · " bdi { (adoption.output) } } })
        .draw(html! {
            (slip_summary(speech, slips))
            @if let Some(notice) = notice { (banner(Tone::Good, &notice, html! {})) }
            @if let Some(token) = token {
                (banner(Tone::Good, &speech.say("reading-token-made"), html! {
                    p { (speech.say("reading-token-once")) }
                    p { code { (token) } }
                    p { (speech.say("reading-token-how")) " " code { "POST /meters/" (adoption.id) "/readings" } }
                }))
            }
            (summary(speech, shown))
            (readings(speech, shown))
            @if shown.rights.keeps && adoption.end.is_none() { (forms(caller, shown, typed, slips)) }
            @if shown.rights.keeps { (tokens(caller, shown, typed, slips)) }
        })
}

fn readings(speech: Speech, shown: &Shown) -> Markup {
    let all = shown.page.readings.all();
    if all.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::new(speech.say("reading-period")),
        Column::numeric(speech.say("reading-value")),
        Column::new(speech.say("reading-way")),
        Column::new(speech.say("reading-by")),
    ];
    let mut table = Table::new(speech.say("readings-title"), columns).caption_unseen().cards_on_phone();
    let current = shown.page.readings.current();
    for reading in all.iter().rev().take(LISTED) {
        let holds = current.get(&reading.given.period).is_some_and(|one| one.number == reading.number);
        table = table.row(vec![
            html! { (reading.given.period) },
            html! {
                @if holds { (speech.written(&reading.given.value)) } @else { del { (speech.written(&reading.given.value)) } }
                @if reading.corrects.is_some() { " " (tag(Tone::Plain, &speech.say("reading-correction"))) }
            },
            html! { (speech.say(&format!("reading-way-{}", reading.way.word()))) },
            html! { bdi { (reading.by) } ", " (when(speech, reading.at)) },
        ]);
    }
    let body = html! {
        (table.draw(speech))
        @if all.len() > LISTED { p class="quiet" { (speech.with("readings-before", &[("count", (all.len() - LISTED).into())])) } }
    };
    disclosure(&speech.with("readings-count", &[("count", all.len().into())]), false, body)
}

fn forms(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let adoption = &shown.page.line.adoption;
    let (now, address) = (Quarter::of(shown.today), format!("/adoptions/{}", adoption.id));
    let last = shown.page.owed.first().copied().unwrap_or(now.before()).to_string();
    let revision = html! { input type="hidden" name="revision" value=(adoption.revision); };
    let quarter = |name: &'static str, usual: &str| {
        Field::text(name, speech.say("output-quarter"))
            .hint(speech.say("output-quarter-hint"))
            .value(typed.some(name).unwrap_or(usual))
            .narrow()
            .length_max(7)
            .slips(slips)
    };
    let number = |name: &'static str, key: &str| {
        Field::text(name, speech.say(key)).value(typed.get(name)).narrow().length_max(40).slips(slips)
    };
    let line = |name: &'static str, key: &str| {
        Field::text(name, speech.say(key)).value(typed.get(name)).length_max(OUTPUT_NOTE_CHARS_MAX).slips(slips)
    };
    let proof = |name: &'static str| line(name, "output-evidence").hint(speech.say("output-evidence-hint")).optional();
    html! {
        h2 id="told" { (speech.say("output-tell-title")) }
        (Form::new(visit, &format!("{address}/output/told")).around(html! {
            (revision)
            (quarter("told-quarter", &last).draw(speech))
            (number("told-amount", "output-amount").optional().draw(speech))
            (proof("told-evidence").draw(speech))
            (line("told-note", "output-note").optional().draw(speech))
            div class="actions" {
                (Button::primary(&speech.say("output-tell")))
                (Button::plain(&speech.say("output-nothing")).sends("nothing", "yes").skips_checks())
            }
        }))
        h2 { (speech.say("readings-bring")) }
        (Form::new(visit, &format!("{address}/readings")).with_files().around(html! {
            (Field::file("file", speech.say("readings-file")).optional().slips(slips).draw(speech))
            (Field::lines("readings", speech.say("readings-pasted"), 4).hint(speech.say("readings-hint")).value(typed.raw("readings")).optional().slips(slips).draw(speech))
            div class="actions" { (Button::plain(&speech.say("readings-take"))) }
        }))
        h2 { (speech.say("output-plan-title")) }
        (Form::new(visit, &format!("{address}/output/plan")).around(html! {
            (revision)
            (quarter("plan-quarter", &now.next().to_string()).draw(speech))
            (number("plan-amount", "output-planned").draw(speech))
            (line("plan-note", "output-note").optional().draw(speech))
            div class="actions" { (Button::plain(&speech.say("output-plan"))) }
        }))
        h2 { (speech.say("share-tell-title")) }
        (Form::new(visit, &format!("{address}/output/share")).around(html! {
            (revision)
            (quarter("share-quarter", &last).draw(speech))
            (number("share-made", "share-made").draw(speech))
            (number("share-total", "share-total").draw(speech))
            (Field::text("share-measure", speech.say("adoption-measure")).value(typed.some("share-measure").unwrap_or(&adoption.measure)).optional().narrow().length_max(MEASURE_CHARS_MAX).slips(slips).draw(speech))
            (Field::text("share-of", speech.say("share-of")).hint(speech.say("share-of-hint")).value(typed.get("share-of")).length_max(ADOPTION_LINE_CHARS_MAX).slips(slips).draw(speech))
            (proof("share-evidence").draw(speech))
            div class="actions" { (Button::plain(&speech.say("share-tell"))) }
        }))
    }
}

/// The tokens that meters and systems send with, and the form for another.
fn tokens(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let adoption = &shown.page.line.adoption;
    let address = format!("/adoptions/{}/tokens", adoption.id);
    let revocation = format!("{address}/revocation");
    let columns = ["reading-token-name", "account-token-until", "account-used", "account-actions"];
    let columns = columns.map(|key| Column::new(speech.say(key))).into();
    let table = Table::new(speech.say("reading-tokens"), columns).caption_unseen().cards_on_phone();
    let table = shown.tokens.iter().fold(table, |table, token| {
        let about = speech.with("account-token-revoke-about", &[("name", token.name.as_str().into())]);
        table.row(vec![
            html! { bdi { (token.name) } },
            html! { (when(speech, token.expires_at)) },
            html! { (token.used_at.map_or_else(|| speech.say("account-never"), |at| when(speech, at))) },
            html! {
                @if token.revoked_at.is_some() { (speech.say("account-token-revoked")) } @else {
                    (Form::new(visit, &revocation).inline().around(html! {
                        input type="hidden" name="token" value=(token.id);
                        (Button::quiet(&speech.say("account-token-revoke")).about(&about))
                    }))
                }
            },
        ])
    });
    let days = TOKEN_DAYS.iter().map(|days| {
        Choice::new(days.to_string(), speech.with("account-token-days-count", &[("count", (*days).into())]))
    });
    html! {
        h2 id="tokens" { (speech.say("reading-tokens")) }
        p { (speech.say("reading-tokens-body")) }
        @if !shown.tokens.is_empty() { (table.draw(speech)) }
        @if adoption.end.is_none() {
            (Form::new(visit, &address).around(html! {
                (Field::text("token-name", speech.say("reading-token-name")).value(typed.get("token-name")).length_max(desk::adoption::READING_TOKEN_CHARS_MAX).slips(slips).draw(speech))
                (Field::select("token-days", speech.say("account-token-days"), days.collect()).value("365").draw(speech))
                div class="actions" { (Button::plain(&speech.say("reading-token-make"))) }
            }))
        }
    }
}
