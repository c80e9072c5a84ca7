//! The list of requests for specialists, narrowed by stage and words, and the pairing of those that wait.

use axum::extract::RawQuery;
use desk::{Failure, Office, PairingPage, RosterFit, SpecialistRequestAsk};
use maud::{Markup, html};
use model::{SpecialistRequest, SpecialistRequestStage};

use super::{fit, list_tabs, room_crumbs};
use crate::caller::Caller;
use crate::component::{
    AcquisitionRoom, Button, Choice, Column, Field, Page, Section, Table, Tone, acquisition_tabs, empty, link_button,
    tag,
};
use crate::failed::{Answer, failed, shown};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Requests that are shown. Who looks for another narrows the list.
const SHOWN: usize = 200;

struct Loaded {
    requests: Vec<(SpecialistRequest, String)>,
    words: String,
    stage: Option<SpecialistRequestStage>,
}

fn load(office: &Office, typed: &Typed) -> Result<Loaded, Failure> {
    let tree = office.tree()?;
    let (words, stage) = (typed.get("q").to_owned(), SpecialistRequestStage::from_word(typed.get("stage")));
    let ask = SpecialistRequestAsk { words: words.clone(), stage, post: None };
    let requests = office.specialist_requests(&ask)?.into_iter().map(|request| {
        let unit = tree.unit(&request.unit).map_or_else(|| request.unit.to_string(), |unit| unit.name.clone());
        (request, unit)
    });
    Ok(Loaded { requests: requests.collect(), words, stage })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let loaded = caller.read(move |office| load(office, &typed)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

/// Where a request stands, as a tag.
pub fn stage(speech: Speech, stage: SpecialistRequestStage) -> Markup {
    let tone = match stage {
        SpecialistRequestStage::Open | SpecialistRequestStage::Matched => Tone::Warn,
        SpecialistRequestStage::Filled => Tone::Good,
        _ => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("specialist-request-stage-{}", stage.word())))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let left_out = loaded.requests.len().saturating_sub(SHOWN);
    let stages = SpecialistRequestStage::ALL.iter();
    let stages = stages
        .map(|stage| Choice::new(stage.word(), speech.say(&format!("specialist-request-stage-{}", stage.word()))));
    let stages = std::iter::once(Choice::new("", speech.say("sources-any"))).chain(stages).collect();
    Page::new(&caller.visit, speech.say("specialist-requests-title"))
        .here(Section::Acquisition)
        .crumbs(room_crumbs(speech))
        .lead(html! { (speech.say("specialist-requests-lead")) })
        .draw(html! {
            (acquisition_tabs(speech, AcquisitionRoom::Specialists))
            (list_tabs(speech, "/specialists/requests"))
            div class="actions" { (link_button(&speech.say("specialist-request-new"), "/specialists/requests/new", true)) }
            form method="get" action="/specialists/requests" class="form form-find" {
                (Field::search("q", speech.say("specialist-request-search")).value(loaded.words.as_str()).optional().draw(speech))
                (Field::select("stage", speech.say("specialist-request-stage"), stages)
                    .value(loaded.stage.map_or("", SpecialistRequestStage::word)).draw(speech))
                div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
            }
            @if loaded.requests.is_empty() {
                (empty(&speech.say("specialist-requests-none"), &speech.say("specialist-requests-none-body"), html! {}))
            } @else { (table(speech, loaded)) }
            @if left_out > 0 { p class="quiet" { (speech.with("hosts-left-out", &[("count", left_out.into())])) } }
        })
}

fn table(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = [
        "specialist-request-title",
        "specialist-unit",
        "mission-days",
        "specialist-skills",
        "specialist-request-stage",
    ];
    let columns = columns.map(|key| Column::new(speech.say(key))).into();
    let mut table = Table::new(speech.say("specialist-requests-title"), columns).caption_unseen().cards_on_phone();
    for (request, unit) in loaded.requests.iter().take(SHOWN) {
        let skills: Vec<String> = request.skills.iter().map(|skill| model::class_words(&skill.class)).collect();
        table = table.row(vec![
            html! {
                a href={ "/specialists/requests/" (request.id) } { bdi { (request.title) } }
                " " (marking::tags(speech, &request.marking))
            },
            html! { bdi { (unit) } },
            html! { (speech.date(request.since)) " – " (speech.date(request.until)) },
            html! { @if skills.is_empty() { "–" } @else { bdi { (skills.join(", ")) } } },
            stage(speech, request.stage),
        ]);
    }
    table.draw(speech)
}

pub async fn pair(caller: Caller) -> Answer {
    let page = caller.read(|office| office.pairing()).await;
    let page = page.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw_pairing(&caller, &page)))
}

fn draw_pairing(caller: &Caller, page: &PairingPage) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["specialist-request-title", "assigning-best", "assigning-greedy"];
    let columns = columns.map(|key| Column::new(speech.say(key))).into();
    let mut table = Table::new(speech.say("assigning-title"), columns).caption_unseen().cards_on_phone();
    for line in &page.lines {
        table = table.row(vec![
            html! {
                a href={ "/specialists/requests/" (line.request.id) } { bdi { (line.request.title) } }
                div class="quiet" { (speech.date(line.request.since)) " – " (speech.date(line.request.until)) }
            },
            who(speech, line.best.as_ref()),
            who(speech, line.greedy.as_ref()),
        ]);
    }
    let totals = [("best", page.best.into()), ("greedy", page.greedy.into())];
    let (requests, roster) = page.left_out;
    Page::new(&caller.visit, speech.say("assigning-title"))
        .here(Section::Acquisition)
        .crumbs(room_crumbs(speech))
        .lead(html! { (speech.say("assigning-lead")) })
        .draw(html! {
            (acquisition_tabs(speech, AcquisitionRoom::Specialists))
            (list_tabs(speech, "/specialists/assigning"))
            @if page.lines.is_empty() {
                (empty(&speech.say("assigning-none"), &speech.say("assigning-none-body"), html! {}))
            } @else {
                p { (speech.with("assigning-totals", &totals)) }
                (table.draw(speech))
            }
            @if requests + roster > 0 {
                p class="quiet" { (speech.with("assigning-left-out", &[("requests", requests.into()), ("specialists", roster.into())])) }
            }
        })
}

fn who(speech: Speech, one: Option<&RosterFit>) -> Markup {
    html! {
        @match one {
            Some(one) => {
                a href={ "/specialists/" (one.specialist.id) } { bdi { (one.specialist.name) } }
                div class="quiet" { (speech.with("fit-points", &[("points", one.fit.points().into())])) }
                (fit::lacks(speech, one.fit.lacks()))
            },
            None => span class="quiet" { (speech.say("assigning-nobody")) },
        }
    }
}
