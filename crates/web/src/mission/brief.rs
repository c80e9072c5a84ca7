//! The disclosure brief of a mission: what may be told and shown to each host, and who knows it. Printed, each host has a sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{BriefPage, Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    BRIEF_LINE_CHARS_MAX, BRIEF_REMARK_CHARS_MAX, BriefLine, BriefNoun, BriefPart, BriefStage, BriefThing, Date,
    HostId, Mission, Need, Noun, QuestionState, SpecialistId, Thing,
};

use super::step::{record_named, revision};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, Table, Tone, banner, disclosure, tag, timeline,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::{Told, tell, timeline_of, when};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Everything the page shows.
struct Loaded {
    page: BriefPage,
    /// The hosts, in the order of the mission.
    hosts: Vec<(HostId, String)>,
    needs: Vec<Need>,
    clearer: Option<String>,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.brief_page(officer, id, today)?;
    let mut hosts = Vec::new();
    let asked = page.questions.all().iter().filter_map(|question| question.host);
    for host in page.mission.hosts.iter().copied().chain(asked) {
        if !hosts.iter().any(|(held, _)| *held == host) {
            hosts.push((host, office.host(&host.to_string())?.name().to_owned()));
        }
    }
    let mut needs = Vec::new();
    for need in &page.mission.needs {
        needs.extend(office.need(need.as_str()).ok());
    }
    let clearer = match page.brief.as_ref().and_then(|brief| brief.clearer.as_ref()) {
        Some(post) => Some(office.post(post)?.map_or_else(|| post.to_string(), |held| held.title)),
        None => None,
    };
    let history = match &page.brief {
        Some(_) => tell(office, office.history(&Thing::new(Noun::Brief, page.mission.id))?)?,
        None => Vec::new(),
    };
    Ok(Loaded { page, hosts, needs, clearer, history })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The line that was typed.
fn line(office: &Office, typed: &Typed) -> Result<BriefLine, Failure> {
    let thing = match typed.some("record") {
        Some(text) => Some(BriefThing::Record(record_named(office, text)?)),
        None => typed
            .get("thing")
            .split_once(':')
            .and_then(|(noun, name)| BriefThing::read(BriefNoun::from_word(noun)?, name)),
    };
    Ok(BriefLine {
        host: HostId::parse(typed.get("host")),
        part: BriefPart::from_word(typed.get("part")).unwrap_or(BriefPart::Withheld),
        words: typed.get("words").to_owned(),
        thing,
    })
}

pub async fn act(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller
        .act(move |writer, turn, office| {
            let mission: Mission = office.mission(&name)?;
            let seen = (mission.id, revision(&fields));
            let held = || Ok::<_, Failure>(office.brief(mission.id)?.map(|brief| brief.lines).unwrap_or_default());
            match fields.get("do") {
                "add" => {
                    let mut lines = held()?;
                    lines.push(line(office, &fields)?);
                    desk::write_brief(writer, turn, office, seen, &lines)?;
                }
                "lay" => drop(desk::lay_brief(writer, turn, office, seen)?),
                "clear" => drop(desk::clear_brief(writer, turn, office, seen, None)?),
                "give-back" => drop(desk::clear_brief(writer, turn, office, seen, Some(fields.get("remark")))?),
                _ => {
                    if let Some(at) = fields.some("remove").and_then(|at| at.parse::<usize>().ok()) {
                        let mut lines = held()?;
                        if at < lines.len() {
                            lines.remove(at);
                        }
                        desk::write_brief(writer, turn, office, seen, &lines)?;
                    } else if let Some(member) = SpecialistId::parse(fields.get("member")) {
                        let version = fields.get("version").parse().unwrap_or_default();
                        let read_to = fields.get(&format!("read-to-{member}"));
                        desk::confirm_brief(writer, turn, office, (mission.id, version), member, read_to)?;
                    }
                }
            }
            Ok(mission)
        })
        .await;
    match done {
        Ok(mission) => Ok(see_other(&format!("/missions/{}/brief", mission.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                let field = match typed.get("do") {
                    "give-back" => "remark".to_owned(),
                    "add" => "words".to_owned(),
                    _ => "now".to_owned(),
                };
                slips.note(field, sentence);
                again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// Where a brief stands, as a tag.
pub fn brief_stage(speech: Speech, stage: BriefStage) -> Markup {
    let tone = match stage {
        BriefStage::Draft => Tone::Plain,
        BriefStage::Laid => Tone::Accent,
        BriefStage::Cleared => Tone::Good,
    };
    tag(tone, &speech.say(&format!("brief-stage-{}", stage.word())))
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let found = &loaded.page;
    let mission = &found.mission;
    Page::new(&caller.visit, speech.say("brief-title"))
        .here(Section::Missions)
        .crumbs(vec![
            Crumb::of(speech, Section::Missions),
            Crumb::new(mission.title.clone(), format!("/missions/{}", mission.id)),
        ])
        .slips(slips)
        .lead(html! {
            @if let Some(brief) = &found.brief {
                (brief_stage(speech, brief.stage)) " "
                (speech.with("brief-version", &[("version", brief.version.to_string().into())])) " "
                (marking::tags(speech, &brief.marking.join(&mission.marking)))
            } @else { (speech.say("brief-lead")) }
        })
        .draw(html! {
            @if let Some(brief) = found.brief.as_ref().filter(|brief| !brief.remark.is_empty()) {
                (banner(Tone::Warn, &speech.say("brief-remark"), html! { p { bdi { (brief.remark) } } }))
            }
            (now(caller, loaded, typed, slips))
            (telling(speech, loaded))
            @for (host, name) in loaded.hosts.iter().map(|(id, name)| (Some(*id), name.clone())) {
                (sheet(caller, loaded, host, &name))
            }
            (sheet(caller, loaded, None, &speech.say("brief-anybody")))
            @if found.rights.write { (add(caller, loaded, typed, slips)) }
            (readers(caller, loaded, typed))
            @if !loaded.history.is_empty() {
                h2 { (speech.say("history-title")) }
                (timeline(&timeline_of(speech, &loaded.history)))
            }
        })
}

/// What can be done with it now.
fn now(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let found = &loaded.page;
    let action = format!("/missions/{}/brief", found.mission.id);
    let Some(brief) = &found.brief else {
        return html! {
            p class="quiet" { (speech.say("brief-none")) }
            @if !slips.is_empty() { (Form::new(visit, &action).slips(slips).around(html! { span id="now" tabindex="-1" {} })) }
        };
    };
    let hidden = html! { input type="hidden" name="revision" value=(brief.revision); };
    html! {
        @if let (Some(clearer), BriefStage::Laid) = (&loaded.clearer, brief.stage) {
            p { (speech.with("brief-asked", &[("post", clearer.as_str().into())])) }
        }
        @if brief.stage == BriefStage::Cleared && found.is_confirmed() {
            (banner(Tone::Good, &speech.say("brief-confirmed"), html! {}))
        }
        (Form::new(visit, &action).slips(slips).inline().around(html! {
            (hidden)
            span id="now" tabindex="-1" {}
            @if found.rights.lay { (Button::primary(&speech.say("brief-lay")).sends("do", "lay")) }
            @if found.rights.clear { (Button::primary(&speech.say("brief-clear")).sends("do", "clear")) }
        }))
        @if found.rights.clear {
            (disclosure(&speech.say("brief-give-back"), typed.get("do") == "give-back", Form::new(visit, &action).around(html! {
                (hidden)
                (Field::lines("remark", speech.say("brief-give-back-why"), 3).value(typed.get("remark")).length_max(BRIEF_REMARK_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::plain(&speech.say("brief-give-back")).sends("do", "give-back")) }
            })))
        }
    }
}

/// Questions whose wording tells of a need that is not open.
fn telling(speech: Speech, loaded: &Loaded) -> Markup {
    let found = &loaded.page;
    html! {
        @if !found.telling.is_empty() {
            (banner(Tone::Warn, &speech.with("brief-telling", &[("count", found.telling.len().into())]), html! {
                ul {
                    @for one in &found.telling {
                        @if let Ok(question) = found.questions.get(one.question) {
                            li { bdi { (question.text) } " " (tag(Tone::Warn, &speech.say(&format!("marking-{}", one.level.word())))) }
                        }
                    }
                }
            }))
        }
    }
}

/// What a line names, with the way there.
fn thing(loaded: &Loaded, thing: &BriefThing) -> Markup {
    let found = &loaded.page;
    let called = found.called.get(thing).cloned().unwrap_or_else(|| thing.name());
    let href = match thing {
        BriefThing::Record(id) => format!("/records/{id}"),
        BriefThing::Need(id) => format!("/needs/{id}"),
        BriefThing::Question(id) => format!("/missions/{}#{id}", found.mission.id),
    };
    html! { a href=(href) { bdi { (called) } } }
}

/// The sheet of a host: told, shown, withheld, and what was told before.
fn sheet(caller: &Caller, loaded: &Loaded, host: Option<HostId>, name: &str) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let found = &loaded.page;
    let lines: Vec<(usize, &BriefLine)> = found
        .brief
        .iter()
        .flat_map(|brief| brief.lines.iter().enumerate())
        .filter(|(_, line)| line.host == host)
        .collect();
    let before: Vec<_> = found.told_before.iter().filter(|told| Some(told.host) == host).collect();
    // For whomever one meets there is a sheet when something stands on it.
    if host.is_none() && lines.is_empty() {
        return html! {};
    }
    let id = host.map_or_else(|| "anybody".to_owned(), |host| host.to_string());
    let revision = found.brief.as_ref().map_or(0, |brief| brief.revision);
    let version = found.brief.as_ref().map_or(1, |brief| brief.version).to_string();
    html! {
        section class="brief-sheet" aria-labelledby=(id) {
            p class="on-paper" {
                bdi { (found.mission.title) } " · " (speech.with("brief-version", &[("version", version.into())])) " "
                (marking::tags(speech, &found.brief.as_ref().map_or_else(|| found.mission.marking.clone(), |brief| brief.marking.join(&found.mission.marking))))
            }
            h2 id=(id) { @match host { Some(host) => { a href={ "/hosts/" (host) } { bdi { (name) } } }, None => { (name) } } }
            @for part in BriefPart::ALL {
                h3 { (speech.say(&format!("brief-part-{}", part.word()))) }
                @if !lines.iter().any(|(_, line)| line.part == *part) { p class="quiet" { (speech.say("brief-nothing")) } }
                @else { ul {
                    @for (at, line) in lines.iter().filter(|(_, line)| line.part == *part) {
                        li {
                            @if !line.words.is_empty() { bdi { (line.words) } " " }
                            @if let Some(named) = &line.thing { (thing(loaded, named)) " " }
                            @if found.rights.write {
                                @let said = if line.words.is_empty() { line.thing.as_ref().map(BriefThing::name).unwrap_or_default() } else { line.words.clone() };
                                (Form::new(visit, &format!("/missions/{}/brief", found.mission.id)).inline().around(html! {
                                    input type="hidden" name="revision" value=(revision);
                                    (Button::quiet(&speech.say("brief-remove")).sends("remove", &at.to_string()).about(&format!("{}: {said}", speech.say("brief-remove"))))
                                }))
                            }
                        }
                    }
                } }
            }
            @if !before.is_empty() {
                h3 { (speech.say("brief-before")) }
                ul {
                    @for told in before {
                        li {
                            @if told.line.words.is_empty() {
                                @if let Some(named) = &told.line.thing { bdi { (found.called.get(named).cloned().unwrap_or_else(|| named.name())) } }
                            } @else { bdi { (told.line.words) } }
                            " " span class="quiet" {
                                a href={ "/missions/" (told.mission.id) } { bdi { (told.mission.title) } } ", " (speech.date(told.mission.until))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The form of a further line.
fn add(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let found = &loaded.page;
    let revision = found.brief.as_ref().map_or(0, |brief| brief.revision);
    let laid = found.brief.as_ref().is_some_and(|brief| brief.stage != BriefStage::Draft);
    let anybody = std::iter::once(Choice::new("", speech.say("brief-anybody")));
    let hosts = anybody.chain(loaded.hosts.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())));
    let parts =
        BriefPart::ALL.iter().map(|part| Choice::new(part.word(), speech.say(&format!("brief-part-{}", part.word()))));
    let none = std::iter::once(Choice::new("", speech.say("brief-no-thing")));
    let needs = loaded.needs.iter().map(|need| {
        Choice::new(format!("need:{}", need.id), format!("{} {}", speech.say("question-of-need"), need.title))
    });
    let open = found.questions.all().iter().filter(|question| question.state == QuestionState::Open);
    let questions = open.map(|question| {
        Choice::new(
            format!("question:{}", question.id),
            format!("{} {}", speech.say("brief-of-question"), question.text),
        )
    });
    let first = loaded.hosts.first().map_or_else(String::new, |(id, _)| id.to_string());
    let host = if typed.has("host") { typed.get("host").to_owned() } else { first };
    let form = Form::new(visit, &format!("/missions/{}/brief", found.mission.id)).guarded().around(html! {
        input type="hidden" name="revision" value=(revision);
        @if laid { p { (speech.say("brief-begins-anew")) } }
        (Field::select("host", speech.say("brief-host"), hosts.collect()).value(host).draw(speech))
        (Field::radios("part", speech.say("brief-part"), parts.collect()).value(typed.some("part").unwrap_or(BriefPart::Told.word())).draw(speech))
        (Field::lines("words", speech.say("brief-words"), 2).hint(speech.say("brief-words-hint")).value(typed.get("words")).optional().length_max(BRIEF_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::select("thing", speech.say("brief-thing"), none.chain(needs).chain(questions).collect()).value(typed.get("thing")).draw(speech))
        (Field::text("record", speech.say("brief-record")).hint(speech.say("question-known-record-hint")).value(typed.get("record")).optional().draw(speech))
        div class="actions" { (Button::plain(&speech.say("brief-add")).sends("do", "add")) }
    });
    disclosure(&speech.say("brief-add-title"), found.brief.is_none() || typed.get("do") == "add", form)
}

/// Who goes, and whether they know it.
fn readers(caller: &Caller, loaded: &Loaded, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let found = &loaded.page;
    if found.readers.is_empty() {
        return html! {};
    }
    let version = found.brief.as_ref().map_or(0, |brief| brief.version);
    let parts: BTreeMap<SpecialistId, &str> =
        found.mission.members.iter().map(|member| (member.specialist, member.part.as_str())).collect();
    let columns = ["specialist-name", "member-part", "brief-knows"];
    let mut table = Table::new(speech.say("brief-readers"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for reader in &found.readers {
        let id = reader.specialist.id;
        let part = parts.get(&id).copied().unwrap_or_default();
        table = table.row(vec![
            html! { a href={ "/specialists/" (id) } { bdi { (reader.specialist.name) } } },
            html! { @if part.is_empty() { "–" } @else { bdi { (part) } } },
            html! {
                @match &reader.confirmation {
                    Some(one) => {
                        (tag(Tone::Good, &speech.say(if one.read_to.is_empty() { "brief-read" } else { "brief-read-to" }))) " "
                        (when(speech, one.at)) @if !one.read_to.is_empty() { " " bdi { (one.read_to) } }
                    },
                    None => { (tag(Tone::Warn, &speech.say("brief-unread"))) @if !reader.reads { " " span class="quiet" { (speech.say("brief-no-account")) } } },
                }
            },
        ]);
    }
    html! {
        section aria-labelledby="readers" {
            h2 id="readers" { (speech.say("brief-readers")) }
            (table.draw(speech))
            @for reader in found.readers.iter().filter(|reader| found.rights.confirm.contains(&reader.specialist.id)) {
                @let name = reader.specialist.name.as_str();
                @let field = format!("read-to-{}", reader.specialist.id);
                (Form::new(visit, &format!("/missions/{}/brief", found.mission.id)).around(html! {
                    input type="hidden" name="version" value=(version);
                    input type="hidden" name="member" value=(reader.specialist.id);
                    @if reader.reads {
                        p { (speech.with("brief-confirm-lead", &[("name", name.into())])) }
                        div class="actions" { (Button::primary(&speech.say("brief-confirm"))) }
                    } @else {
                        (Field::text(field.clone(), speech.with("brief-read-to-how", &[("name", name.into())])).hint(speech.say("brief-read-to-hint")).value(typed.get(&field)).length_max(BRIEF_REMARK_CHARS_MAX).draw(speech))
                        div class="actions" { (Button::plain(&speech.say("brief-confirm-for")).about(&format!("{}: {name}", speech.say("brief-confirm-for")))) }
                    }
                }))
            }
        }
    }
}
