//! A party is held against the lists: typed, or of a thing.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, PartyOf};
use maud::{Markup, html};
use model::{
    Marking, PARTY_LINE_CHARS_MAX, Party, PartyKind, PostId, SCREENING_PURPOSE_CHARS_MAX, Screening, ScreeningId, Thing,
};

use super::crumbs;
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Slips, disclosure};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::marking::{self, MarkingChoices};
use crate::party_list::SECTION;
use crate::typed::Typed;

/// What the form offers.
struct Offered {
    marks: MarkingChoices,
    /// The parties of the thing from which the form was opened.
    parties: Vec<PartyOf>,
}

fn load(office: &Office, officer: &Officer, about: Option<&Thing>) -> Result<Offered, Failure> {
    Ok(Offered {
        marks: MarkingChoices::of(office, officer)?,
        parties: about.map(|about| office.parties_of(about)).transpose()?.unwrap_or_default(),
    })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice asks once.
    let once = ScreeningId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    typed: &Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, about) = (Arc::clone(&caller.officer), Thing::parse(typed.get("about")));
    let offered = caller.read(move |office| load(office, &officer, about.as_ref())).await;
    let offered = offered.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &offered, typed, once, slips)))
}

/// The party that was typed.
fn party(typed: &Typed) -> Party {
    Party {
        name: typed.get("name").to_owned(),
        aliases: typed.lines("aliases"),
        kind: PartyKind::from_word(typed.get("kind")).unwrap_or(PartyKind::Unknown),
        countries: typed.codes("countries"),
        born: typed.some("born").map(str::to_owned),
        identifiers: typed.lines("identifiers"),
    }
}

/// A screening that is not asked for yet.
pub fn asked(id: ScreeningId, party: Party, about: Option<Thing>, post: PostId, marking: Marking) -> Screening {
    Screening {
        id,
        about,
        party,
        print: String::new(),
        post,
        asked_by: String::new(),
        purpose: String::new(),
        ended: false,
        screened_at: None,
        algorithm: String::new(),
        threshold: 0.0,
        marking,
        revision: 0,
        made_at: 0,
    }
}

pub async fn ask(caller: Caller, typed: Typed) -> Answer {
    let id = ScreeningId::parse(typed.get("once")).unwrap_or_else(|| ScreeningId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    let mut slips = Slips::new();
    let party = match party(&typed).tidied() {
        Ok(party) => Some(party),
        Err(refusal) => {
            slips.note("name", caller.visit.speech.refusal(&refusal));
            None
        }
    };
    if post.is_none() {
        slips.note("name", caller.visit.speech.say("request-no-post"));
    }
    let (Some(party), Some(post)) = (party, post) else {
        return again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let screening = Screening {
        purpose: typed.get("purpose").to_owned(),
        ..asked(id, party.clone(), Thing::parse(typed.get("about")), post, marking::chosen(&typed))
    };
    // Searched here and not by the one who writes.
    let found = caller.read(move |office| office.find_hits(&party)).await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    let done = caller.act(move |writer, turn, _| desk::ask_screening(writer, turn, screening, &found)).await;
    match done {
        Ok(screening) => Ok(see_other(&format!("/screenings/{}", screening.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            slips.note("name", sentence);
            again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// The address of the form with a party of a thing filled in.
pub(super) fn filled(of: &PartyOf) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let party = &of.party;
    query.append_pair("about", &of.about.to_string());
    query.append_pair("name", &party.name);
    query.append_pair("kind", party.kind.word());
    query.append_pair("aliases", &party.aliases.join("\n"));
    query.append_pair("countries", &party.countries.join(" "));
    query.append_pair("identifiers", &party.identifiers.join("\n"));
    format!("/screenings/new?{}", query.finish())
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let kinds = PartyKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("party-kind-{}", kind.word()))))
        .collect();
    let posts: Vec<Choice> =
        caller.officer.posts.iter().map(|(post, _)| Choice::new(post.id.as_str(), post.title.clone())).collect();
    let first = posts.first().map(|one| one.value.clone()).unwrap_or_default();
    let more = ["aliases", "countries", "born", "identifiers"].iter().any(|name| typed.has(name));
    let form = Form::new(visit, "/screenings/new").slips(slips).guarded().once(once);
    Page::new(visit, speech.say("screening-new"))
        .here(SECTION)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (speech.say("screening-new-lead")) })
        .draw(html! {
            @if !offered.parties.is_empty() {
                h2 { (speech.say("screening-parties-of")) }
                ul { @for of in &offered.parties { li { a href=(filled(of)) { bdi { (of.party.name) } } } } }
            }
            (form.around(html! {
                @if typed.has("about") { input type="hidden" name="about" value=(typed.get("about")); }
                (Field::text("name", speech.say("screening-party")).hint(speech.say("screening-party-hint")).value(typed.get("name")).length_max(PARTY_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::select("kind", speech.say("party-kind"), kinds).value(typed.some("kind").unwrap_or("unknown")).slips(slips).draw(speech))
                (disclosure(&speech.say("screening-more"), more, html! {
                    (Field::lines("aliases", speech.say("party-aliases"), 3).hint(speech.say("party-lines-hint")).value(typed.get("aliases")).optional().slips(slips).draw(speech))
                    (Field::text("countries", speech.say("listed-countries")).hint(speech.say("party-countries-hint")).value(typed.get("countries")).optional().slips(slips).draw(speech))
                    (Field::text("born", speech.say("listed-born")).hint(speech.say("party-born-hint")).value(typed.get("born")).optional().narrow().slips(slips).draw(speech))
                    (Field::lines("identifiers", speech.say("listed-identifiers"), 2).hint(speech.say("party-lines-hint")).value(typed.get("identifiers")).optional().slips(slips).draw(speech))
                }))
                (Field::text("purpose", speech.say("screening-purpose")).value(typed.get("purpose")).optional().length_max(SCREENING_PURPOSE_CHARS_MAX).slips(slips).draw(speech))
                @if posts.len() > 1 {
                    (Field::select("post", speech.say("screening-post"), posts).value(typed.some("post").unwrap_or(&first)).slips(slips).draw(speech))
                }
                (offered.marks.fields(speech, typed, slips))
                div class="actions" { (Button::primary(&speech.say("screening-ask"))) }
            }))
        })
}
