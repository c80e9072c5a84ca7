//! The page of a programme: what it looks at, by what it draws, who could be drawn and who is, its visits, what it found.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::{Failure, InspectionPage, Office, Officer, StratumCount};
use maud::{Markup, html};
use model::{
    FrameLine, INSPECTION_TEXT_CHARS_MAX, Inspection, InspectionState, Noun, SEED_CHARS, SeedBasis, TechnologyId,
    Thing, UnitId, VisitState,
};

use super::estimate::interval;
use super::{crumbs, invented, paragraphs, state, stratum, visits_table};
use crate::caller::Caller;
use crate::component::{
    Button, Column, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, link_button, slip_summary,
    summary_list, tag, timeline,
};
use crate::failed::{Answer, failed, page as answered};
use crate::history::{Told, tell, timeline_of};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Claims of the frame that the page shows. The file has all of them.
const CLAIMS_SHOWN: usize = 200;

/// What the page shows.
pub(super) struct Shown {
    page: InspectionPage,
    strata: Vec<StratumCount>,
    share: Option<measure::Share>,
    may_lead: bool,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, name: &str) -> Result<Shown, Failure> {
    let page = office.inspection_page(name)?;
    let strata = office.strata(&page.inspection)?;
    let counted: Vec<measure::Counted> =
        strata.iter().map(|one| measure::Counted { size: one.size, seen: one.seen, verified: one.verified }).collect();
    Ok(Shown {
        share: measure::share(&counted),
        may_lead: office.leads(officer, &page.inspection),
        history: tell(office, office.history(&Thing::new(Noun::Inspection, page.inspection.id))?)?,
        strata,
        page,
    })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

pub(super) async fn again(
    caller: &Caller,
    name: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let shown = caller.read(move |office| load(office, &officer, &name)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(answered(status, draw(caller, &shown, typed, slips)))
}

/// The frame as a file, for `uptake draw` and for a spreadsheet.
pub async fn frame(caller: Caller, Path(name): Path<String>) -> Answer {
    let file = caller
        .read(move |office| {
            let inspection = office.inspection(&name)?;
            Ok((desk::frame_file(&inspection, &office.frame(&inspection)?)?, inspection.id))
        })
        .await;
    let (file, id) = file.map_err(|failure| failed(&caller.visit, &failure))?;
    let name = format!("attachment; filename=\"frame-{id}.csv\"");
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], file).into_response())
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let inspection = &shown.page.inspection;
    Page::new(visit, inspection.title.clone())
        .here(Section::Inspection)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! {
            (state(speech, inspection.state)) " " (invented(speech, inspection)) " " (marking::tags(speech, &inspection.marking))
        })
        .aside(aside(speech, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            (paragraphs(&inspection.purpose))
            (next(caller, shown, typed, slips))
            @if !inspection.report.is_empty() {
                section aria-labelledby="report" { h2 id="report" { (speech.say("inspection-report")) } (paragraphs(&inspection.report)) }
            }
            (told(speech, shown))
            (visits(speech, shown))
            (seed(speech, shown))
            (claims(speech, shown))
            (questions(speech, inspection))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

fn aside(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let inspection = &page.inspection;
    let scope = &inspection.scope;
    let unit = |unit: &UnitId| page.units.get(unit).cloned().unwrap_or_else(|| format!("{unit}"));
    let technology = |one: &TechnologyId| page.technologies.get(one).cloned().unwrap_or_else(|| "–".to_owned());
    let units: Vec<String> = scope.units.iter().map(unit).collect();
    let technologies: Vec<String> = scope.technologies.iter().map(technology).collect();
    let all = |names: &[String]| html! { @if names.is_empty() { (speech.say("inspection-all")) } @else { bdi { (names.join(", ")) } } };
    summary_list(&[
        SummaryRow::new(
            speech.say("inspection-post"),
            html! { a href={ "/office/posts/" (inspection.post) } { bdi { (page.post) } } },
        ),
        SummaryRow::new(
            speech.say("inspection-period"),
            html! { (speech.date(inspection.since)) " – " (speech.date(inspection.until)) },
        ),
        SummaryRow::new(speech.say("inspection-visits"), html! { (speech.number(inspection.visits)) }),
        SummaryRow::new(speech.say("inspection-rung"), html! { (speech.say(&format!("rung-{}", scope.rung.word()))) }),
        SummaryRow::new(
            speech.say("inspection-class"),
            html! { (speech.say(&format!("evidence-{}", scope.class.word()))) },
        ),
        SummaryRow::new(speech.say("inspection-units"), all(&units)),
        SummaryRow::new(speech.say("inspection-technologies"), all(&technologies)),
        SummaryRow::new(
            speech.say("inspection-by"),
            html! { (speech.say(&format!("stratified-by-{}", inspection.by.word()))) },
        ),
    ])
}

/// What the leader of the programme does next.
fn next(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let inspection = &shown.page.inspection;
    if !shown.may_lead {
        return html! {};
    }
    let address = format!("/inspections/{}", inspection.id);
    let form = |part: &str, body: Markup| {
        Form::new(&caller.visit, &format!("{address}/{part}")).slips(slips).around(html! {
            input type="hidden" name="revision" value=(inspection.revision);
            (body)
        })
    };
    let n_open = shown.page.visits.iter().filter(|line| line.visit.state != VisitState::Closed).count();
    match inspection.state {
        InspectionState::Drafted => html! {
            (banner(Tone::Accent, &speech.say("inspection-fix"), html! {
                p { (speech.with("inspection-fix-body", &[("count", shown.page.frame.len().into())])) }
                (form("frame", html! { div class="actions" {
                    (Button::primary(&speech.say("inspection-fix-it")))
                    (link_button(&speech.say("inspection-change"), &format!("{address}/change"), false))
                } }))
            }))
        },
        InspectionState::Fixed => html! {
            (banner(Tone::Accent, &speech.say("inspection-draw"), html! {
                p { (speech.say(&format!("inspection-draw-{}", inspection.basis.word()))) }
                (form("draw", html! {
                    @if inspection.basis == SeedBasis::Public {
                        (Field::text("figure", speech.say("inspection-figure")).hint(format!("{} – {}", inspection.source, speech.say("inspection-figure-hint"))).value(typed.get("figure")).length_max(SEED_CHARS.1).slips(slips).draw(speech))
                    }
                    div class="actions" { (Button::primary(&speech.say("inspection-draw-it"))) }
                }))
            }))
        },
        InspectionState::UnderWay if n_open == 0 => html! {
            (banner(Tone::Accent, &speech.say("inspection-report-now"), form("report", html! {
                (Field::lines("report", speech.say("inspection-report"), 6).value(typed.get("report")).length_max(INSPECTION_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("inspection-report-it"))) }
            })))
        },
        InspectionState::Drawn | InspectionState::UnderWay | InspectionState::Reported => html! {},
    }
}

/// What was found by stratum, and what it tells of all claims.
fn told(speech: Speech, shown: &Shown) -> Markup {
    if shown.strata.is_empty() {
        return html! {};
    }
    let mut heads = vec![Column::new(speech.say("stratum"))];
    heads.extend(
        ["stratum-size", "stratum-drawn", "stratum-seen", "stratum-verified", "stratum-unused"]
            .map(|key| Column::numeric(speech.say(key))),
    );
    let title = speech.say("inspection-strata");
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    for one in &shown.strata {
        let number = |n: u32| html! { (speech.number(n)) };
        table = table.row(vec![
            html! { bdi { (stratum(speech, &one.name)) } },
            number(one.size),
            number(one.drawn),
            number(one.seen),
            number(one.verified),
            number(one.not_in_use),
        ]);
    }
    html! {
        section aria-labelledby="strata" {
            h2 id="strata" { (title) }
            (table.draw(speech))
            @if let Some(share) = &shown.share {
                p { (speech.with("inspection-share", &[("share", speech.percent(share.value).into()), ("interval", interval(speech, &share.interval).into()), ("claims", share.size.into())])) " "
                    a href={ "/estimates?inspection=" (shown.page.inspection.id) } { (speech.say("estimates-title")) } }
            }
        }
    }
}

fn visits(speech: Speech, shown: &Shown) -> Markup {
    if shown.page.visits.is_empty() {
        return html! {};
    }
    let title = speech.say("visits-title");
    html! { section aria-labelledby="visits" { h2 id="visits" { (title) } (visits_table(speech, &title, &shown.page.visits)) } }
}

/// A text between single quotes of a shell.
fn quoted(text: &str) -> String {
    text.replace('\'', "'\\''")
}

/// How anybody draws the same.
fn seed(speech: Speech, shown: &Shown) -> Markup {
    let inspection = &shown.page.inspection;
    let text = |text: &str| html! { @if text.is_empty() { "–" } @else { code class="long" { (text) } } };
    let mut rows = vec![SummaryRow::new(
        speech.say("inspection-basis"),
        html! { (speech.say(&format!("seed-basis-{}", inspection.basis.word()))) @if !inspection.source.is_empty() { ": " bdi { (inspection.source) } } },
    )];
    rows.push(SummaryRow::new(speech.say("inspection-seed-hash"), text(&inspection.seed_hash)));
    rows.push(SummaryRow::new(speech.say("inspection-frame-hash"), text(&inspection.frame_hash)));
    rows.push(SummaryRow::new(speech.say("inspection-seed"), text(&inspection.seed)));
    html! {
        section aria-labelledby="seed" {
            h2 id="seed" { (speech.say("inspection-seed-of")) }
            (summary_list(&rows))
            @if shown.page.drawing.is_some() {
                p { (speech.say("inspection-again")) }
                pre class="long" { "uptake draw frame-" (inspection.id) ".csv --seed '" (quoted(&inspection.seed)) "' --visits " (inspection.visits) }
            }
        }
    }
}

fn claims(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let title = speech.say(if page.inspection.state == InspectionState::Drafted { "frame-now" } else { "frame-title" });
    let mut heads = vec![
        Column::new(speech.say("visit-claim")),
        Column::new(speech.say("visit-rung")),
        Column::new(speech.say("frame-grounds")),
    ];
    heads.push(Column::numeric(speech.say("frame-weight")));
    heads.push(Column::new(speech.say("stratum")));
    heads.push(Column::numeric(speech.say("frame-chance")));
    heads.push(Column::new(speech.say("frame-drawn")));
    let claims = page.drawing.iter().flat_map(|drawing| &drawing.claims);
    let claims: BTreeMap<&str, &measure::Drawn> = claims.map(|claim| (claim.claim.as_str(), claim)).collect();
    let drawn = |line: &FrameLine| claims.get(line.adoption.to_string().as_str()).copied();
    // Who is drawn stands first, then by stratum and the place in it: why one is and the next is not can be read off.
    let mut lines: Vec<(&FrameLine, Option<&measure::Drawn>)> =
        page.frame.iter().map(|line| (line, drawn(line))).collect();
    lines.sort_by_key(|(line, drawn)| {
        let place = drawn.map_or(0, |drawn| drawn.place);
        (!drawn.is_some_and(|drawn| drawn.is_drawn), line.stratum.clone(), place, line.adoption)
    });
    let left_out = lines.len().saturating_sub(CLAIMS_SHOWN);
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    for (line, drawn) in lines.into_iter().take(CLAIMS_SHOWN) {
        let technology = page.technologies.get(&line.technology).map_or("–", String::as_str);
        let unit = page.units.get(&line.unit).map_or(line.unit.as_str(), String::as_str);
        let grounds: Vec<String> =
            line.grounds.iter().map(|ground| speech.say(&format!("risk-ground-{}", ground.word()))).collect();
        table = table.row(vec![
            html! { a href={ "/adoptions/" (line.adoption) } { bdi { (technology) " – " (unit) } } },
            html! { (speech.say(&format!("rung-{}", line.rung.word()))) ", " (speech.say(&format!("evidence-{}", line.class.word()))) },
            html! { @if grounds.is_empty() { "–" } @else { (grounds.join("; ")) } },
            html! { (speech.number(line.weight)) },
            html! { bdi { (stratum(speech, &line.stratum)) } },
            html! { @match drawn { Some(drawn) => (speech.percent(drawn.chance)), None => "–" } },
            html! {
                @match drawn {
                    Some(drawn) if drawn.is_drawn => (tag(Tone::Accent, &speech.with("frame-is-drawn", &[("place", drawn.place.into())]))),
                    Some(drawn) => (speech.with("frame-is-not-drawn", &[("place", drawn.place.into())])),
                    None => "–",
                }
            },
        ]);
    }
    html! {
        section aria-labelledby="frame" {
            h2 id="frame" { (title) }
            p { (speech.say("frame-lead")) }
            @if page.inspection.is_whole_frame(page.frame.len()) {
                div class="actions" { (link_button(&speech.say("frame-csv"), &format!("/inspections/{}/frame.csv", page.inspection.id), false)) }
            } @else {
                p { (speech.say("frame-not-whole")) }
            }
            (table.draw(speech))
            @if left_out > 0 { p class="quiet" { (speech.with("inspection-left-out", &[("count", left_out.into())])) } }
        }
    }
}

fn questions(speech: Speech, inspection: &Inspection) -> Markup {
    if inspection.questions.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="checklist" {
            h2 id="checklist" { (speech.say("inspection-checklist")) }
            ol {
                @for question in &inspection.questions {
                    li {
                        bdi { (question.text) } " " (tag(Tone::Plain, &speech.say(&format!("check-expects-{}", question.expects.word()))))
                        @if let Some(rung) = question.rung { " " (tag(Tone::Plain, &speech.say(&format!("rung-{}", rung.word())))) }
                    }
                }
            }
        }
    }
}
