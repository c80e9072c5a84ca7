//! The page of an adoption: its ladder, plan against actual, what it needs and costs, who else uses the technology, how it ended.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::adoption::{AdoptionPage, AdoptionRights};
use desk::{BarrierLine, Failure, GiveAway, Office, Officer, ReliefLine};
use maud::{Markup, html};
use model::{Date, Noun, SiteVisit, Thing};
use store::ReadingToken;

use super::{adoptions_table, class, crumbs, end, invented, ladder, means, output, rung, state, thing_link};
use crate::biography::biography_link;
use crate::caller::Caller;
use crate::component::{
    Page, Section, Slips, SummaryRow, Tone, banner, barriers_on, give_away, link_button, reliefs_of, slip_summary,
    summary_list, timeline,
};
use crate::failed::{Answer, failed, page as answered};
use crate::history::{Named, Told, name_of, tell, timeline_of};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::widening;

/// What the pages of an adoption show.
pub(super) struct Shown {
    pub page: AdoptionPage,
    pub rights: AdoptionRights,
    pub today: Date,
    /// Tokens for readings, for those who keep the adoption.
    pub tokens: Vec<ReadingToken>,
    /// What shows the rungs of the present start, each by its place.
    pub evidence: Vec<Vec<Named>>,
    origins: Vec<Named>,
    /// The last visit that saw it, where that found less than is claimed.
    contradiction: Option<SiteVisit>,
    away: GiveAway,
    barriers: Vec<BarrierLine>,
    /// Days that all barriers on it cost together.
    days_lost: i64,
    /// Reliefs from targets for its sake.
    pub reliefs: Vec<ReliefLine>,
    history: Vec<Told>,
}

fn named(office: &Office, things: &[Thing]) -> Result<Vec<Named>, Failure> {
    things.iter().map(|thing| name_of(office, thing)).collect()
}

fn load(office: &Office, officer: &Officer, name: &str, today: Date) -> Result<Shown, Failure> {
    let page = office.adoption_page(name, today)?;
    let adoption = &page.line.adoption;
    let rights = office.adoption_rights(officer, adoption, &page.duties)?;
    let evidence = adoption.reached.iter().map(|reached| named(office, &reached.evidence)).collect::<Result<_, _>>()?;
    let about = Thing::new(Noun::Adoption, adoption.id);
    let (barriers, days_lost) = office.barriers_of(&about, today)?;
    Ok(Shown {
        contradiction: office.contradiction_of(adoption.id)?,
        away: office.give_away(officer, adoption.technology, Some(adoption.id))?,
        barriers,
        days_lost,
        reliefs: office.reliefs(Some(adoption.id), None)?,
        tokens: if rights.keeps { office.reading_tokens(adoption.id)? } else { Vec::new() },
        origins: named(office, &page.origins)?,
        history: tell(office, office.history(&about)?)?,
        evidence,
        rights,
        today,
        page,
    })
}

/// Which of the pages of an adoption is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Whole,
    Output,
    Means,
}

/// What a form of a page typed, and what is to be told beside it.
#[derive(Default)]
pub(super) struct Said<'a> {
    pub typed: Option<&'a Typed>,
    pub slips: Option<&'a Slips>,
    /// A token that was made just now: shown in the answer itself, and kept nowhere.
    pub token: Option<String>,
    /// What became of readings that were brought.
    pub notice: Option<String>,
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, Which::Whole, Said::default(), StatusCode::OK).await
}

pub(super) async fn again(
    caller: &Caller,
    name: String,
    which: Which,
    said: Said<'_>,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let shown = caller.read(move |office| load(office, &officer, &name, today)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    let (empty, none) = (Typed::default(), Slips::new());
    let (typed, slips) = (said.typed.unwrap_or(&empty), said.slips.unwrap_or(&none));
    let markup = match which {
        Which::Whole => draw(caller, &shown, typed, slips),
        Which::Output => output::draw(caller, &shown, typed, slips, (said.token, said.notice)),
        Which::Means => means::draw(caller, &shown, typed, slips),
    };
    Ok(answered(status, markup))
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let page = &shown.page;
    let adoption = &page.line.adoption;
    let address = format!("/adoptions/{}", adoption.id);
    let may_say = shown.rights.keeps && adoption.end.is_none();
    Page::new(visit, page.technology.name.clone())
        .here(Section::Adoption)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! {
            bdi { (page.unit) } " · " (state(speech, adoption))
            " " (widening::tags(speech, Noun::Adoption, adoption.id, &adoption.marking)) (invented(speech, adoption.invented))
        })
        .aside(aside(speech, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            div class="actions" {
                @if shown.rights.keeps { (link_button(&speech.say("adoption-change"), &format!("{address}/change"), false)) }
                (link_button(&speech.say("adoption-to-output"), &format!("{address}/output"), false))
                (link_button(&speech.say("adoption-to-means"), &format!("{address}/means"), false))
                (biography_link(speech, &Thing::new(Noun::Adoption, adoption.id)))
            }
            (end::ended(caller, shown))
            (end::asked(caller, shown, typed, slips))
            @if let Some(quarter) = page.line.behind {
                (banner(Tone::Warn, &speech.say("adoption-behind"), html! {
                    p { (speech.with("adoption-behind-body", &[("quarter", quarter.to_string().into())])) }
                }))
            }
            @if !page.owed.is_empty() && shown.rights.keeps {
                @let quarters = page.owed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                (banner(Tone::Accent, &speech.say("duty-say-output"), html! {
                    p { (speech.with("adoption-owed", &[("quarters", quarters.into())])) }
                    div class="actions" { (link_button(&speech.say("output-tell"), &format!("{address}/output#told"), true)) }
                }))
            }
            (ladder::section(caller, shown, typed, slips))
            (output::summary(speech, shown))
            (means::summary(speech, shown))
            (barriers_on(speech, &Thing::new(Noun::Adoption, adoption.id), &shown.barriers, shown.days_lost, may_say))
            (reliefs_of(speech, adoption.id, &shown.reliefs, may_say))
            (others(speech, shown))
            @if page.line.is_verified_use() || !shown.away.lines.is_empty() { (give_away(speech, &shown.away)) }
            @if !adoption.remark.is_empty() {
                section aria-labelledby="remark" {
                    h2 id="remark" { (speech.say("host-remark")) }
                    @for paragraph in adoption.remark.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                }
            }
            (end::section(caller, shown, typed, slips))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

fn aside(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let adoption = &page.line.adoption;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("adoption-technology"),
            html! { a href={ "/technologies/" (page.technology.id) } { bdi { (page.technology.name) } } },
        ),
        SummaryRow::new(
            speech.say("adoption-unit"),
            html! { a href={ "/office/units/" (adoption.unit) } { bdi { (page.unit) } } },
        ),
        SummaryRow::new(
            speech.say("adoption-post"),
            html! { a href={ "/office/posts/" (adoption.post) } { bdi { (page.post(&adoption.post)) } } },
        ),
    ];
    if let Some(need) = &page.need {
        rows.push(SummaryRow::new(
            speech.say("adoption-need"),
            html! { a href={ "/needs/" (need.id) } { bdi { (need.title) } } },
        ));
    }
    if let Some(from) = &page.from {
        rows.push(SummaryRow::new(
            speech.say("adoption-from"),
            html! { a href={ "/adoptions/" (from.line.adoption.id) } { bdi { (from.unit) } } },
        ));
    }
    if !shown.origins.is_empty() {
        rows.push(SummaryRow::new(
            speech.say("adoption-origins"),
            html! { ul class="plain" { @for one in &shown.origins { li { (thing_link(speech, one)) } } } },
        ));
    }
    if let Some(one) = adoption.rung() {
        rows.push(SummaryRow::new(
            speech.say("adoption-rung"),
            html! { (rung(speech, one)) " " (class(speech, adoption.class())) },
        ));
    }
    rows.push(SummaryRow::new(
        speech.say("adoption-verified"),
        html! {
            @match &shown.contradiction {
                Some(visit) if page.line.contradicted => {
                    (speech.say("adoption-verified-contradicted")) " " a href={ "/visits/" (visit.id) } { (speech.say("adoption-verified-visit")) }
                }
                _ => (speech.say(if page.line.is_verified_use() { "adoption-verified-yes" } else { "adoption-verified-no" })),
            }
        },
    ));
    if adoption.rework() > 0 {
        rows.push(SummaryRow::new(speech.say("adoption-rework"), html! { (adoption.rework()) }));
    }
    if adoption.starts() > 1 {
        rows.push(SummaryRow::new(speech.say("adoption-starts"), html! { (adoption.starts()) }));
    }
    if !adoption.output.is_empty() {
        rows.push(SummaryRow::new(
            speech.say("adoption-output"),
            html! { bdi { (adoption.output) } @if !adoption.measure.is_empty() { ", " bdi { (adoption.measure) } } },
        ));
    }
    summary_list(&rows)
}

/// Who else uses the technology, and who took it over from here.
fn others(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    html! {
        section aria-labelledby="others" {
            h2 id="others" { (speech.say("adoption-others")) }
            @if page.others.is_empty() { p class="quiet" { (speech.say("adoption-others-none")) } }
            @else { (adoptions_table(speech, &speech.say("adoption-others"), &page.others, false)) }
            @if !page.taken.is_empty() {
                p { (speech.with("adoption-taken", &[("count", page.taken.len().into())])) " "
                    @for (at, row) in page.taken.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href={ "/adoptions/" (row.line.adoption.id) } { bdi { (row.unit) } }
                    }
                }
            }
        }
    }
}
