//! Inspections: what is looked at by lot, who goes and what they found, what is to be done, and what it tells of all claims.

mod checklist;
mod estimate;
mod finding;
mod form;
mod funnel;
mod list;
mod page;
mod step;
mod visit;
mod visit_step;

use desk::VisitLine;
use maud::{Markup, html};
use model::{FindingState, Inspection, InspectionState, RiskBand, Severity, SiteVisit, Verdict, VisitState};

use crate::app::App;
use crate::attachment::SENT_BYTES_MAX;
use crate::component::{Column, Crumb, Section, Table, Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/inspections", open, list::programmes)
        .page("/inspections/new", open, form::show_new)
        .form("/inspections/new", open, form::write)
        .page("/inspections/{inspection}", open, page::show)
        .page("/inspections/{inspection}/change", open, form::show_change)
        .form("/inspections/{inspection}/change", open, form::change)
        .page("/inspections/{inspection}/frame.csv", open, page::frame)
        .form("/inspections/{inspection}/frame", open, step::fix)
        .form("/inspections/{inspection}/draw", open, step::draw)
        .form("/inspections/{inspection}/report", open, step::report)
        .page("/visits", open, list::visits)
        .page("/visits/{visit}", open, visit::show)
        .form("/visits/{visit}/inspector", open, visit_step::assign)
        .form("/visits/{visit}/verdict", open, visit_step::close)
        .form("/visits/{visit}/answer", open, visit_step::answer)
        .form("/visits/{visit}/findings", open, visit_step::raise)
        .page("/visits/{visit}/photos/{photo}", open, visit::photo)
        .page("/visits/{visit}/checklist", open, checklist::show)
        .form("/visits/{visit}/checklist", open, checklist::write)
        .upload("/visits/{visit}/checklist/photo", open, SENT_BYTES_MAX + AROUND_FILE_BYTES_MAX, checklist::bring)
        .page("/findings", open, list::findings)
        .page("/findings/{finding}", open, finding::show)
        .form("/findings/{finding}/step", open, finding::step)
        .page("/estimates", open, estimate::show)
}

/// The way back to the programmes.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Inspection)]
}

/// The way back to a programme.
fn crumbs_to(speech: Speech, inspection: &Inspection) -> Vec<Crumb> {
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(inspection.title.clone(), format!("/inspections/{}", inspection.id)));
    crumbs
}

/// What a visit is called: what is looked at, and where.
fn visit_name(line: &VisitLine) -> String {
    format!("{} – {}", line.technology, line.unit)
}

fn state(speech: Speech, state: InspectionState) -> Markup {
    let tone = match state {
        InspectionState::Drafted => Tone::Plain,
        InspectionState::Fixed | InspectionState::Drawn | InspectionState::UnderWay => Tone::Accent,
        InspectionState::Reported => Tone::Good,
    };
    tag(tone, &speech.say(&format!("inspection-state-{}", state.word())))
}

/// Where a visit stands; closed, what it found.
fn visit_state(speech: Speech, visit: &SiteVisit) -> Markup {
    match visit.verdict {
        Some(verdict) => {
            let tone = match verdict {
                Verdict::Confirmed => Tone::Good,
                Verdict::LowerRung | Verdict::NotInUse => Tone::Warn,
                Verdict::Unseen => Tone::Plain,
            };
            tag(tone, &speech.say(&format!("verdict-{}", verdict.word())))
        }
        None => {
            let tone = if visit.state == VisitState::Drawn { Tone::Plain } else { Tone::Accent };
            tag(tone, &speech.say(&format!("visit-state-{}", visit.state.word())))
        }
    }
}

fn finding_state(speech: Speech, state: FindingState) -> Markup {
    let tone = match state {
        FindingState::Open => Tone::Warn,
        FindingState::Proposed => Tone::Accent,
        FindingState::Closed => Tone::Good,
    };
    tag(tone, &speech.say(&format!("finding-state-{}", state.word())))
}

fn severity(speech: Speech, severity: Severity) -> Markup {
    let tone = if severity == Severity::Minor { Tone::Plain } else { Tone::Warn };
    tag(tone, &speech.say(&format!("severity-{}", severity.word())))
}

/// What is invented for a demonstration says so.
fn invented(speech: Speech, inspection: &Inspection) -> Markup {
    html! { @if inspection.invented { (tag(Tone::Warn, &speech.say("inspection-invented"))) } }
}

/// Visits in a table.
fn visits_table(speech: Speech, title: &str, lines: &[VisitLine]) -> Markup {
    let columns = ["visit-claim", "visit-rung", "visit-state", "visit-inspector", "visit-due"];
    let mut table = Table::new(title.to_owned(), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in lines {
        let visit = &line.visit;
        table = table.row(vec![
            html! { a href={ "/visits/" (visit.id) } { bdi { (visit_name(line)) } } },
            html! { (speech.say(&format!("rung-{}", visit.rung.word()))) ", " (speech.say(&format!("evidence-{}", visit.class.word()))) },
            visit_state(speech, visit),
            html! { @match &line.inspector { Some(post) => bdi { (post) }, None => "–" } },
            html! { (speech.date(visit.due)) },
        ]);
    }
    table.draw(speech)
}

/// A text of several lines.
fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (line) } } } }
}

/// A stratum in words: the draw names it `medium before`, which people would have to guess at.
fn stratum(speech: Speech, name: &str) -> String {
    let (band, rest) = name.split_once(' ').unwrap_or((name, ""));
    let band = match RiskBand::from_word(band) {
        Some(band) => speech.say(&format!("stratum-{band}")),
        None => return name.to_owned(),
    };
    match rest {
        "" => band,
        "before" | "production" => format!("{band}, {}", speech.say(&format!("stratum-{rest}"))),
        department => format!("{band}, {department}"),
    }
}
