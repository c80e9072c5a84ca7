//! Patents of an agreement: where they hold, until when, and which record last said something of them.

use axum::extract::Path;
use maud::{Markup, html};
use model::{PATENT_LINE_CHARS_MAX, PatentRight, PatentStatus, PatentTerritory};

use super::{Loaded, address, day, ended, open, part_page, patent_status, revision, seen, unread};
use crate::caller::Caller;
use crate::component::{Button, Column, Field, Form, Slips, Table};
use crate::failed::Answer;
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    open(&caller, id, draw).await
}

fn onwards(id: &str) -> String {
    format!("/agreements/{id}/patents")
}

/// The territories as lines say them: the country, and where the patent stands there.
fn territories(speech: Speech, typed: &Typed, slips: &mut Slips) -> Vec<PatentTerritory> {
    let mut found = Vec::new();
    for line in typed.lines("territories") {
        let (country, status) = line.split_once([':', ' ']).unwrap_or((&line, ""));
        let status = status.trim();
        let by_name =
            |one: &&PatentStatus| speech.say(&format!("patent-status-{one}")).to_lowercase() == status.to_lowercase();
        let known = PatentStatus::from_word(status).or_else(|| PatentStatus::ALL.iter().find(by_name).copied());
        match known.or_else(|| status.is_empty().then_some(PatentStatus::Pending)) {
            Some(status) => found.push(PatentTerritory { country: country.trim().to_owned(), status }),
            None => {
                slips.note("territories", speech.with("patent-status-unread", &[("text", status.to_owned().into())]));
            }
        }
    }
    found
}

pub async fn write(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    let identifier = match PatentRight::number_of(typed.get("identifier")) {
        Ok(identifier) => Some(identifier),
        Err(refusal) => {
            slips.note("identifier", speech.refusal(&refusal));
            None
        }
    };
    let territories = territories(speech, &typed, &mut slips);
    let (filed, expiry) = (day(speech, &typed, "filed", &mut slips), day(speech, &typed, "expiry", &mut slips));
    let Some(identifier) = identifier.filter(|_| slips.is_empty()) else {
        return unread(&caller, id, draw, &typed, &slips).await;
    };
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let agreement = office.agreement(&name)?;
        let one = PatentRight {
            number: fields.get("number").parse().unwrap_or(0),
            identifier,
            title: fields.get("title").to_owned(),
            family: fields.get("family").to_owned(),
            territories,
            filed,
            stated_expiry: expiry,
            record: None,
        };
        desk::write_patent(writer, turn, (agreement.id, revision(&fields)), one)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, "identifier"), &onwards, done).await
}

pub async fn remove(caller: Caller, Path((id, number)): Path<(String, String)>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let number = number.parse().unwrap_or(0);
    let done = caller.act(move |writer, turn, office| {
        let agreement = office.agreement(&name)?;
        desk::remove_patent(writer, turn, (agreement.id, revision(&fields)), number)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, "identifier"), &onwards, done).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    part_page(caller, loaded, speech.say("patents-title"), slips).draw(html! {
        p class="hint" { (speech.say("patents-hint")) }
        @if loaded.page.patents.is_empty() { p class="quiet" { (speech.say("patents-none")) } } @else { (table(caller, loaded)) }
        @if loaded.rights.change { (form(caller, loaded, typed, slips)) }
    })
}

fn table(caller: &Caller, loaded: &Loaded) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let columns =
        ["patent-number", "patent-title", "patent-family", "patent-territories", "patent-expires", "patent-act"];
    let mut table = Table::new(speech.say("patents-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for one in &loaded.page.patents {
        let action = address(&loaded.page.agreement, &format!("/patents/{}/removal", one.number));
        let or_none = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
        table = table.row(vec![
            html! {
                (one.identifier.value())
                @if let Some(record) = one.record { br; a href={ "/records/" (record) } { (speech.say("patent-record")) } }
            },
            or_none(&one.title),
            or_none(&one.family),
            html! {
                @if one.territories.is_empty() { "–" }
                @for territory in &one.territories { (territory.country) " " (patent_status(speech, territory.status)) " " }
            },
            html! {
                @match one.expires() { Some(day) => (speech.date(day)), None => "–" }
                @if one.expires().is_some() && one.stated_expiry.is_none() { br; span class="quiet" { (speech.say("patent-reckoned")) } }
            },
            html! {
                @if loaded.rights.change {
                    @let text = speech.say("patent-remove");
                    (Form::new(visit, &action).inline().around(html! {
                        (seen(loaded))
                        (Button::quiet(&text).about(&format!("{text}: {}", one.identifier.value())))
                    }))
                } @else { "–" }
            },
        ]);
    }
    table.draw(speech)
}

fn form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/patents");
    html! {
        section aria-labelledby="patent-new" {
            h2 id="patent-new" { (speech.say("patent-new")) }
            (Form::new(visit, &action).guarded().around(html! {
                (seen(loaded))
                (Field::text("identifier", speech.say("patent-number")).hint(speech.say("patent-number-hint")).value(typed.get("identifier")).slips(slips).draw(speech))
                (Field::text("title", speech.say("patent-title")).value(typed.get("title")).optional().length_max(PATENT_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::text("family", speech.say("patent-family")).hint(speech.say("patent-family-hint")).value(typed.get("family")).optional().length_max(PATENT_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::lines("territories", speech.say("patent-territories"), 3).hint(speech.say("patent-territories-hint")).value(typed.raw("territories")).optional().slips(slips).draw(speech))
                (Field::date("filed", speech.say("patent-filed")).value(typed.get("filed")).optional().slips(slips).draw(speech))
                (Field::date("expiry", speech.say("patent-expiry")).hint(speech.say("patent-expiry-hint")).value(typed.get("expiry")).optional().slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("patent-add"))) }
            }))
        }
    }
}
