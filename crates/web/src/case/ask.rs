//! The form by which somebody asks for a case by hand: that information is released.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use desk::{AskedCase, Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    CaseId, ControlCase, Date, HostId, PARTY_LINE_CHARS_MAX, Party, PartyKind, PostId, REGIME_NAME_CHARS_MAX,
    REGIME_TEXT_CHARS_MAX, Refusal,
};

use super::crumbs;
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Groups, Page, Section, Slips, Tone, banner};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed, page};
use crate::host::typed_classes;
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;

/// Hosts that are offered at once. Who looks for another narrows the list by words.
const OFFERED_MAX: usize = 100;

/// What the fields of a party are called.
const PARTY_COLUMNS: &[&str] = &["name", "kind", "aliases", "countries", "born", "identifiers"];

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    hosts: Vec<(HostId, String)>,
    marks: MarkingChoices,
    /// What is answered where no case is needed.
    answer: Option<String>,
}

/// The cases that were opened, one before each regime, the one of the form first.
struct Asked(Vec<ControlCase>);

impl Course for Offered {
    type Kept = Asked;
    const FIELD: &'static str = "title";

    fn load(
        office: &Office,
        officer: &Officer,
        _: Option<&str>,
        typed: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        let words = typed.map(|typed| typed.get("words").to_lowercase()).unwrap_or_default();
        let chosen: BTreeSet<String> = typed.map(|typed| typed.all("host").into_iter().collect()).unwrap_or_default();
        let mut hosts: Vec<(HostId, String)> = Vec::new();
        for host in office.hosts("")? {
            let name = host.name().to_owned();
            let fits = words.split_whitespace().all(|word| name.to_lowercase().contains(word));
            if chosen.contains(&host.id.to_string()) || (fits && hosts.len() < OFFERED_MAX) {
                hosts.push((host.id, name));
            }
        }
        Ok(Offered {
            posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
            marks: MarkingChoices::of(office, officer)?,
            answer: None,
            hosts,
        })
    }

    fn as_typed(&self) -> Option<Typed> {
        None
    }

    fn field(_: &Typed, refused: &Failure) -> &'static str {
        let Failure::Refused(Refusal::Said(said)) = refused else { return Self::FIELD };
        match said.key() {
            "case-no-item" => "items",
            "country-unread" => "countries",
            "party-born" | "party-lines" | "party-no-name" => "party-1-name",
            "marking-blind-case" => "level",
            _ => Self::FIELD,
        }
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(asked: &Asked) -> String {
        // Those before other regimes stand on the page of the first. A regime that is hidden from who asks decides all the same.
        asked.0.first().map_or_else(|| "/cases?view=asked".to_owned(), |case| format!("/cases/{}", case.id))
    }
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice asks once.
    let once = CaseId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

fn parties(typed: &Typed) -> Vec<Party> {
    let listed = |text: &str| -> Vec<String> {
        text.split([';', '\n']).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
    };
    let party = |row: Vec<String>| {
        let [name, kind, aliases, countries, born, identifiers] = row.as_slice() else { return None };
        let is_empty = [name, aliases, countries, born, identifiers].iter().all(|text| text.is_empty());
        (!is_empty).then(|| Party {
            name: name.clone(),
            kind: PartyKind::from_word(kind).unwrap_or(PartyKind::Unknown),
            aliases: listed(aliases),
            countries: countries.split([',', ';', ' ']).filter(|one| !one.is_empty()).map(str::to_owned).collect(),
            born: Some(born.clone()).filter(|born| !born.is_empty()),
            identifiers: listed(identifiers),
        })
    };
    typed.rows("party", PARTY_COLUMNS).into_iter().filter_map(party).collect()
}

/// What was asked for, and what cannot be read of it.
fn asked(caller: &Caller, typed: &Typed, id: CaseId, slips: &mut Slips) -> Option<AskedCase> {
    let speech = caller.visit.speech;
    let countries = typed.codes("countries");
    for code in &countries {
        if let Err(refusal) = model::country(code) {
            slips.note("countries", speech.refusal(&refusal));
            break;
        }
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("title", speech.say("request-no-post"));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(AskedCase {
        id,
        title: typed.get("title").to_owned(),
        post: post?,
        reason: typed.get("reason").replace("\r\n", "\n"),
        countries,
        hosts: typed.all("host").iter().filter_map(|host| HostId::parse(host)).collect(),
        parties: parties(typed),
        classes: typed_classes(&typed.codes("classes")),
        items: typed.lines("items"),
        marking: marking::chosen(typed),
    })
}

pub async fn ask(caller: Caller, typed: Typed) -> Answer {
    let id = CaseId::parse(typed.get("once")).unwrap_or_else(|| CaseId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    let mut slips = Slips::new();
    if typed.has("look") || typed.asks_for_rows() {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let Some(asked) = asked(&caller, &typed, id, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::ask_case(writer, turn, asked).map(Asked)).await;
    match done {
        Err(Failure::Refused(refusal)) if is_not_needed(&refusal) => answer(&caller, &typed, id, &refusal).await,
        done => sheet.ended::<Offered>(&caller, typed, done).await,
    }
}

/// Whether it is nothing to correct, but the answer that no case is needed.
fn is_not_needed(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Said(said) if said.key() == "case-not-needed")
}

/// Says on top of the form that no case is needed for what stands in it.
async fn answer(caller: &Caller, typed: &Typed, id: CaseId, refusal: &Refusal) -> Answer {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let sent = typed.clone();
    let offered = caller.read(move |office| Offered::load(office, &officer, None, Some(&sent), today)).await;
    let mut offered = offered.map_err(|failure| failed(&caller.visit, &failure))?;
    offered.answer = Some(caller.visit.speech.refusal(refusal));
    Ok(page(StatusCode::OK, draw(caller, &offered, typed, &id.to_string(), &Slips::new())))
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let form = Form::new(visit, "/cases/new").slips(slips).guarded().once(once);
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
    let lines = |name: &'static str, (key, hint): (&str, &str), rows: u8| {
        Field::lines(name, speech.say(key), rows)
            .hint(speech.say(hint))
            .value(typed.get(name))
            .length_max(REGIME_TEXT_CHARS_MAX)
            .slips(slips)
    };
    let lead = html! { (speech.say("case-ask-lead")) };
    let sheet = Page::new(visit, speech.say("case-ask")).here(Section::Control).crumbs(crumbs(speech)).slips(slips);
    let fields = form.around(html! {
        (Field::text("title", speech.say("case-title")).hint(speech.say("case-title-hint")).value(typed.get("title")).length_max(REGIME_NAME_CHARS_MAX).slips(slips).draw(speech))
        (lines("items", ("case-items", "case-items-hint"), 5).draw(speech))
        (lines("reason", ("case-purpose", "case-purpose-hint"), 3).draw(speech))
        @if offered.posts.len() > 1 {
            (Field::select("post", speech.say("case-post"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
        }
        (Field::text("countries", speech.say("case-countries")).hint(speech.say("case-countries-hint")).value(typed.get("countries")).optional().slips(slips).draw(speech))
        (hosts(speech, offered, typed, slips))
        (party_groups(speech, typed, slips))
        (Field::text("classes", speech.say("case-classes")).hint(speech.say("case-classes-hint")).value(typed.get("classes")).optional().slips(slips).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        div class="actions" { (Button::primary(&speech.say("case-ask-it"))) }
    });
    sheet.lead(lead).draw(html! {
        @if let Some(answer) = &offered.answer {
            (banner(Tone::Good, &speech.say("case-not-needed"), html! { p { (answer) } }))
        }
        (fields)
    })
}

/// The hosts to choose from, narrowed by words.
fn hosts(speech: Speech, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let hosts: Vec<Choice> = offered.hosts.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    html! {
        @if !hosts.is_empty() || typed.some("words").is_some() {
            (Field::search("words", speech.say("case-host-words")).value(typed.get("words")).optional().draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look")).sends("look", "yes").skips_checks()) }
        }
        @if !hosts.is_empty() {
            (Field::checks("host", speech.say("case-hosts"), hosts).hint(speech.say("case-hosts-hint")).values(typed.all("host")).optional().slips(slips).draw(speech))
        }
    }
}

fn party_groups(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let rows = typed.rows("party", PARTY_COLUMNS);
    let groups = Groups {
        name: "party",
        legend: speech.say("case-parties"),
        hint: speech.say("case-parties-hint"),
        each: speech.say("case-party-one"),
    };
    let kinds = || {
        PartyKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.word(), speech.say(&format!("case-party-kind-{}", kind.word()))))
            .collect()
    };
    groups.draw(speech, rows.len(), |number| {
        let value = |column: &str| {
            let at = PARTY_COLUMNS.iter().position(|one| *one == column);
            at.and_then(|at| rows.get(number - 1)?.get(at)).map_or("", String::as_str)
        };
        let line = |column: &str| {
            let name = format!("party-{number}-{column}");
            Field::text(name, speech.say(&format!("case-party-{column}")))
                .value(value(column))
                .length_max(PARTY_LINE_CHARS_MAX)
                .slips(slips)
        };
        let kind = if value("kind").is_empty() { PartyKind::Unknown.word() } else { value("kind") };
        html! {
            (line("name").draw(speech))
            (Field::select(format!("party-{number}-kind"), speech.say("case-party-kind"), kinds()).value(kind).draw(speech))
            (line("aliases").hint(speech.say("case-party-aliases-hint")).optional().draw(speech))
            (line("countries").optional().draw(speech))
            (line("born").hint(speech.say("case-party-born-hint")).optional().narrow().draw(speech))
            (line("identifiers").hint(speech.say("case-party-identifiers-hint")).optional().draw(speech))
        }
    })
}
