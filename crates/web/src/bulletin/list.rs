//! All bulletins, with what came out last.

use std::collections::HashMap;

use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Bulletin, BulletinId, Issue, IssueStage, Power};

use super::{issue_name, stage};
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Table, Tone, empty, link_button, tag};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::marking;

/// Issues that are listed above the bulletins.
const ISSUES_MAX: usize = 10;

/// What the page shows.
struct Loaded {
    bulletins: Vec<(Bulletin, String)>,
    /// Issues that are worked on, and those that came out last.
    at_work: Vec<Issue>,
    released: Vec<Issue>,
    may_found: bool,
}

fn load(office: &Office, may_found: bool) -> Result<Loaded, Failure> {
    let mut at_work = Vec::new();
    for stage in [IssueStage::Proof, IssueStage::Printing, IssueStage::Draft] {
        at_work.extend(office.issues_at(stage, ISSUES_MAX)?);
    }
    let named = |bulletin: Bulletin| -> Result<_, Failure> {
        let post = office.post(&bulletin.post)?.map_or_else(|| bulletin.post.to_string(), |post| post.title);
        Ok((bulletin, post))
    };
    Ok(Loaded {
        bulletins: office.bulletins()?.into_iter().map(named).collect::<Result<_, _>>()?,
        at_work,
        released: office.issues_at(IssueStage::Released, ISSUES_MAX)?,
        may_found,
    })
}

pub async fn show(caller: Caller) -> Answer {
    let may_found = caller.officer.with_power(Power::Document).is_some();
    let loaded = caller.read(move |office| load(office, may_found)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let found =
        || html! { @if loaded.may_found { (link_button(&speech.say("bulletin-new"), "/bulletins/new", true)) } };
    let names: HashMap<BulletinId, &str> =
        loaded.bulletins.iter().map(|(bulletin, _)| (bulletin.id, bulletin.name.as_str())).collect();
    Page::new(&caller.visit, speech.say("nav-bulletins"))
        .here(Section::Bulletins)
        .crumbs(vec![Crumb::of(speech, Section::Bulletins)])
        .lead(html! { (speech.say("bulletins-lead")) })
        .draw(html! {
            @if loaded.bulletins.is_empty() {
                (empty(&speech.say("bulletins-none"), &speech.say("bulletins-none-body"), found()))
            } @else {
                @if loaded.may_found { div class="actions" { (found()) } }
                (issues(caller, &speech.say("issues-at-work"), &loaded.at_work, &names))
                (issues(caller, &speech.say("issues-released"), &loaded.released, &names))
                h2 { (speech.say("bulletins-title")) }
                (table(caller, loaded))
            }
        })
}

fn issues(caller: &Caller, title: &str, issues: &[Issue], names: &HashMap<BulletinId, &str>) -> Markup {
    let speech = caller.visit.speech;
    html! {
        @if !issues.is_empty() {
            h2 { (title) }
            ul class="plain" {
                @for issue in issues {
                    li {
                        a href={ "/issues/" (issue.id) } { bdi { (names.get(&issue.bulletin).copied().unwrap_or_default()) } ", " (issue_name(speech, issue)) }
                        " " (stage(speech, issue.stage)) " " (marking::tags(speech, &issue.marking))
                        @if let Some(at) = issue.released_at { div class="quiet" { (when(speech, at)) } }
                    }
                }
            }
        }
    }
}

fn table(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["bulletin-name", "bulletin-kind", "bulletin-rhythm", "bulletin-post"];
    let mut table = Table::new(speech.say("bulletins-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (bulletin, post) in &loaded.bulletins {
        table = table.row(vec![
            html! {
                a href={ "/bulletins/" (bulletin.id) } { bdi { (bulletin.name) } } " " (marking::tags(speech, &bulletin.marking))
                @if bulletin.closed { " " (tag(Tone::Faint, &speech.say("bulletin-closed"))) }
            },
            html! { (speech.say(&format!("bulletin-kind-{}", bulletin.kind.word()))) },
            html! { (speech.say(&format!("bulletin-rhythm-{}", bulletin.rhythm.word()))) },
            html! { bdi { (post) } },
        ]);
    }
    table.draw(speech)
}
