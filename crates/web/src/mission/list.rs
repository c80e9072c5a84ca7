//! Missions in lists: one's own, all, by stage.

use std::sync::Arc;

use axum::extract::RawQuery;
use desk::{Failure, MISSIONS_PAGE, Office, Officer};
use maud::{Markup, html};
use model::{Date, Mission, MissionId, MissionStage};
use store::MissionFilter;

use super::mission_stage;
use crate::caller::Caller;
use crate::component::{Column, Page, Section, Tab, Table, Tone, empty, link_button, pager, tabs, tag};
use crate::failed::{Answer, failed, shown};
use crate::host::room_tabs;
use crate::marking;
use crate::typed::Typed;

/// What the page shows.
struct Loaded {
    mine: bool,
    stage: Option<MissionStage>,
    missions: Vec<(Mission, String)>,
    next: Option<(i64, MissionId)>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, typed: &Typed, today: Date) -> Result<Loaded, Failure> {
    let stage = MissionStage::from_word(typed.get("stage"));
    let mine = typed.get("view") == "mine";
    let before = typed.some("before").and_then(|before| {
        let (at, id) = before.split_once('_')?;
        Some((at.parse().ok()?, MissionId::parse(id)?))
    });
    let filter = MissionFilter {
        posts: mine.then(|| officer.post_ids()),
        stages: stage.into_iter().collect(),
        before,
        limit: Some(MISSIONS_PAGE + 1),
        ..MissionFilter::default()
    };
    let mut missions = office.missions(&filter)?;
    let mut next = None;
    if missions.len() > MISSIONS_PAGE {
        missions.truncate(MISSIONS_PAGE);
        next = missions.last().map(|mission| (mission.made_at, mission.id));
    }
    let tree = office.tree()?;
    let unit = |one: &Mission| tree.unit(&one.unit).map_or_else(|| one.unit.to_string(), |unit| unit.name.clone());
    let missions = missions.into_iter().map(|mission| (mission.clone(), unit(&mission))).collect();
    Ok(Loaded { mine, stage, missions, next, today })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &typed, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let view = if loaded.mine { "mine" } else { "all" };
    let stage = loaded.stage.map_or("", MissionStage::word);
    let views: Vec<Tab> = ["all", "mine"]
        .iter()
        .map(|one| Tab {
            text: speech.say(&format!("missions-{one}")),
            href: format!("/missions?view={one}"),
            count: None,
            here: view == *one,
        })
        .collect();
    let any = Tab {
        text: speech.say("missions-any-stage"),
        href: format!("/missions?view={view}"),
        count: None,
        here: loaded.stage.is_none(),
    };
    let stages = std::iter::once(any).chain(MissionStage::ALL.iter().map(|one| Tab {
        text: speech.say(&format!("mission-stage-{}", one.word())),
        href: format!("/missions?view={view}&stage={one}"),
        count: None,
        here: loaded.stage == Some(*one),
    }));
    let later = loaded.next.map(|(at, id)| format!("/missions?view={view}&stage={stage}&before={at}_{id}"));
    Page::new(&caller.visit, speech.say("nav-missions"))
        .here(Section::Missions)
        .lead(html! { (speech.say("missions-lead")) })
        .draw(html! {
            (room_tabs(speech, "/missions"))
            div class="actions" {
                (link_button(&speech.say("mission-new"), "/missions/new", true))
                (link_button(&speech.say("yields-link"), "/missions/yield", false))
                (link_button(&speech.say("vetting-title"), "/office/vetting", false))
                (link_button(&speech.say("liaison-posts-title"), "/office/liaison", false))
            }
            (tabs(speech, &speech.say("missions-views"), &views))
            (tabs(speech, &speech.say("missions-stages"), &stages.collect::<Vec<_>>()))
            @if loaded.missions.is_empty() {
                (empty(&speech.say("missions-none"), &speech.say("missions-none-body"), html! {}))
            } @else {
                (table(caller, loaded))
                (pager(speech, None, None, later.as_deref()))
            }
        })
}

fn table(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["mission-title", "mission-unit", "mission-days", "mission-place", "mission-stage"];
    let mut table = Table::new(speech.say("nav-missions"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (mission, unit) in &loaded.missions {
        table = table.row(vec![
            html! { a href={ "/missions/" (mission.id) } { bdi { (mission.title) } } " " (marking::tags(speech, &mission.marking)) },
            html! { bdi { (unit) } },
            html! { (speech.date(mission.since)) " – " (speech.date(mission.until)) },
            html! { @if mission.place.is_empty() { "–" } @else { bdi { (mission.place) } } },
            html! {
                (mission_stage(speech, mission.stage))
                @if mission.report_is_overdue(loaded.today) { " " (tag(Tone::Bad, &speech.say("mission-report-late"))) }
            },
        ]);
    }
    table.draw(speech)
}
