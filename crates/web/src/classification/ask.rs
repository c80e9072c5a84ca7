//! The page that helps to classify: a description and parameters go in, ranked entries come out, with their words and thresholds beside
//! what the item does. A person decides.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{ControlListLine, Failure, ItemHelpOf, Office};
use matching::{CandidateThreshold, ItemCandidate, ItemQuestion};
use maud::{Markup, html};
use model::{CLASSIFICATION_REASON_CHARS_MAX, ClassificationGround, ControlNoteKind, Thing, ThresholdStand};

use super::question::{carried, fields, question};
use super::{of_thing, page_of};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, ControlRoom, Crumb, Field, Form, Page, Slips, Table, Tone, control_tabs, disclosure,
    highlight, tag,
};
use crate::control_list::{HERE, entry_address, threshold};
use crate::failed::{Answer, failed, page};
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    lists: Vec<ControlListLine>,
    /// What is to be classified, with its title.
    about: Option<(Thing, String)>,
    may: bool,
    question: ItemQuestion,
    answers: Vec<ItemHelpOf>,
}

fn load(
    office: &Office,
    officer: &desk::Officer,
    typed: &Typed,
    question: ItemQuestion,
    asks: bool,
) -> Result<(Loaded, Typed), Failure> {
    let about = Thing::parse(typed.get("thing"));
    let held = about.as_ref().map(|about| office.classifiable(about)).transpose()?.flatten();
    let may = match &about {
        Some(about) if held.is_some() => office.may_classify(officer, about)?,
        _ => false,
    };
    let only = typed.some("list").filter(|name| !name.is_empty());
    let answers = if asks && (!question.text.trim().is_empty() || !question.parameters.is_empty()) {
        office.ask_control_lists(only, &question)?
    } else {
        Vec::new()
    };
    // The form begins with what is known of the thing.
    let begun = match &held {
        Some((_, text)) if !asks && typed.get("text").is_empty() => {
            let fields = [
                ("text", text.clone()),
                ("thing", typed.get("thing").to_owned()),
                ("list", typed.get("list").to_owned()),
            ];
            Typed::of(fields)
        }
        _ => typed.clone(),
    };
    let about = about.zip(held).map(|(about, (title, _))| (about, title));
    Ok((Loaded { lists: office.control_lists()?, about, may, question, answers }, begun))
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let asks = !typed.get("text").is_empty();
    let question = question(&caller, &typed, &mut Slips::new());
    draw_with(&caller, typed, question, asks, &Slips::new(), StatusCode::OK).await
}

/// Asks the lists. Nothing is kept of it.
pub async fn ask(caller: Caller, typed: Typed) -> Answer {
    let mut slips = Slips::new();
    if typed.asks_for_rows() {
        return draw_with(&caller, typed, ItemQuestion::default(), false, &slips, StatusCode::OK).await;
    }
    let question = question(&caller, &typed, &mut slips);
    if question.text.trim().is_empty() && question.parameters.is_empty() && slips.is_empty() {
        slips.note("text", caller.visit.speech.say("item-text-missing"));
    }
    let status = if slips.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let asks = slips.is_empty();
    draw_with(&caller, typed, question, asks, &slips, status).await
}

/// The page again because what somebody decided for a thing was refused: with the list that was asked, and all that was typed.
pub(super) async fn again(
    caller: &Caller,
    about: &Thing,
    (typed, question): (&Typed, ItemQuestion),
    slips: &Slips,
    status: StatusCode,
) -> Answer {
    let sent = typed.carried().map(|(name, value)| (name.as_str(), value.clone()));
    let typed = Typed::of(sent.chain([("thing", about.to_string())]));
    draw_with(caller, typed, question, true, slips, status).await
}

async fn draw_with(
    caller: &Caller,
    typed: Typed,
    question: ItemQuestion,
    asks: bool,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = std::sync::Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &typed, question, asks)).await;
    let (loaded, typed) = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, &typed, slips, asks)))
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, asked: bool) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mut crumbs = crate::control_list::crumbs(speech);
    if let Some((about, title)) = &loaded.about {
        crumbs.push(Crumb::new(title.clone(), page_of(about)));
    }
    let any = std::iter::once(Choice::new("", speech.say("classify-any-list")));
    let lists = loaded.lists.iter().map(|line| Choice::new(line.head.id.as_str(), line.head.title.clone()));
    Page::new(visit, speech.say("classify-title"))
        .here(HERE)
        .crumbs(crumbs)
        .slips(slips)
        .lead(html! { (speech.say("classify-lead")) })
        .draw(html! {
            (control_tabs(speech, ControlRoom::Items))
            @if let Some((about, title)) = &loaded.about {
                p { (speech.say("classify-thing")) " " a href=(page_of(about)) { bdi { (title) } } " · " a href=(of_thing(about)) { (speech.say("classification-line-see")) } }
            }
            (Form::new(visit, "/classify").slips(slips).around(html! {
                @if let Some((about, _)) = &loaded.about { input type="hidden" name="thing" value=(about); }
                (fields(speech, typed, slips))
                (Field::select("list", speech.say("control-list"), any.chain(lists).collect()).value(typed.get("list")).draw(speech))
                div class="actions" { (Button::primary(&speech.say("classify-do"))) }
            }))
            @for answer in &loaded.answers { (answered(caller, loaded, answer, (typed, slips))) }
            @if asked && loaded.answers.is_empty() { p { (speech.say("classify-no-list")) } }
        })
}

fn answered(caller: &Caller, loaded: &Loaded, answer: &ItemHelpOf, sent: (&Typed, &Slips)) -> Markup {
    let speech = caller.visit.speech;
    html! {
        section {
            h2 { bdi { (answer.head.title) } " " span class="quiet" { (speech.with("classification-version", &[("number", i64::from(answer.version).into())])) } }
            @if answer.candidates.is_empty() { p { (speech.say("classify-none")) } }
            ol class="plain" data-walk {
                @for candidate in &answer.candidates { li { (drawn(speech, answer, candidate, &loaded.question)) } }
            }
            (decision(caller, loaded, answer, sent))
        }
    }
}

/// An entry with its words, its thresholds beside what the item does, and what its notes let out.
fn drawn(speech: Speech, answer: &ItemHelpOf, candidate: &ItemCandidate, question: &ItemQuestion) -> Markup {
    let (list, text) = (answer.head.id.as_str(), answer.help.text());
    let way: Vec<_> = text.above(&candidate.code).into_iter().chain(text.entry(&candidate.code)).collect();
    let excepts = || way.iter().flat_map(|entry| &entry.notes).filter(|note| note.kind == ControlNoteKind::Except);
    let n_excepts = excepts().count();
    let marked = |words: &str| {
        let ranges: Vec<_> = answer.help.marked(question, words).iter().map(|(from, to)| *from..*to).collect();
        highlight(words, &ranges)
    };
    html! {
        h3 { a href=(entry_address(list, &candidate.code)) { bdi { (candidate.code) } } " " (tally(speech, candidate)) }
        @for entry in &way { p { span class="quiet" { bdi { (entry.code) } } " " (marked(&entry.text)) } }
        (thresholds(speech, &candidate.thresholds))
        @if n_excepts > 0 {
            (disclosure(&speech.with("classify-excepts", &[("count", i64::try_from(n_excepts).unwrap_or(i64::MAX).into())]), false, html! {
                @for note in excepts() { p { bdi { (note.text) } } }
            }))
        }
        @if !candidate.others.is_empty() {
            p class="quiet" {
                (speech.say("classify-others"))
                @for code in &candidate.others { " " a href=(entry_address(list, code)) { bdi { (code) } } }
            }
        }
    }
}

fn tally(speech: Speech, candidate: &ItemCandidate) -> Markup {
    html! {
        @if candidate.n(ThresholdStand::Misses) > 0 { (tag(Tone::Warn, &speech.say("classify-misses"))) }
        @else if candidate.n(ThresholdStand::Meets) > 0 { (tag(Tone::Good, &speech.say("classify-meets"))) }
    }
}

fn thresholds(speech: Speech, thresholds: &[CandidateThreshold]) -> Markup {
    if thresholds.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::new(speech.say("control-entry")),
        Column::new(speech.say("control-threshold")),
        Column::new(speech.say("classify-given")),
        Column::new(speech.say("classify-stand")),
    ];
    let table = Table::new(speech.say("control-list-thresholds"), columns).caption_unseen().cards_on_phone();
    let rows = thresholds.iter().map(|one| {
        let tone = match one.stand {
            ThresholdStand::Meets => Tone::Good,
            ThresholdStand::Misses | ThresholdStand::UnitDiffers => Tone::Warn,
            ThresholdStand::NotStated => Tone::Faint,
        };
        vec![
            html! { bdi { (one.code) } },
            threshold(&one.threshold),
            html! { @match &one.parameter { Some(given) => { bdi { (given.name) } " " bdi { code { (given.quantity()) } } }, None => "–" } },
            tag(tone, &speech.say(&format!("threshold-stand-{}", one.stand.word()))),
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}

/// What a field of the decision by a list is called: several lists may answer on one page.
pub(super) fn field_of(field: &str, list: &str) -> String {
    format!("{field}-{list}")
}

/// What a person decides for the thing: one of the entries, another, or none, with the ground.
fn decision(caller: &Caller, loaded: &Loaded, answer: &ItemHelpOf, (typed, slips): (&Typed, &Slips)) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let Some((about, title)) = loaded.about.as_ref().filter(|_| loaded.may) else { return html! {} };
    let list = answer.head.id.as_str();
    let codes = answer.candidates.iter().map(|candidate| Choice::new(candidate.code.clone(), candidate.code.clone()));
    let other = [
        Choice::new("other", speech.say("classify-other-code")),
        Choice::new("none", speech.say("classify-not-listed")),
    ];
    let grounds = ClassificationGround::ALL
        .iter()
        .map(|ground| Choice::new(ground.word(), speech.say(&format!("classification-ground-{}", ground.word()))));
    let name = |field: &str| field_of(field, list);
    // What was chosen before it was refused stays chosen; nothing is chosen before a person chooses it.
    let select = |field: &str, key: &str, choices: Vec<Choice>| {
        let select = Field::select(name(field), speech.say(key), choices).slips(slips);
        match typed.some(&name(field)) {
            Some(chosen) => select.value(chosen),
            None => select,
        }
    };
    html! {
        (disclosure(&speech.with("classify-decide", &[("thing", title.clone().into()), ("list", answer.head.title.clone().into())]), true, html! {
            (Form::new(visit, &of_thing(about)).around(html! {
                input type="hidden" name="list" value=(list);
                input type="hidden" name="version" value=(answer.version);
                (carried(&loaded.question))
                (select("code", "control-entry", codes.chain(other).collect()).draw(speech))
                (Field::text(name("other"), speech.say("classify-other-code-field")).value(typed.get(&name("other"))).slips(slips).optional().narrow().draw(speech))
                (select("ground", "classification-ground", grounds.collect()).hint(speech.say("classification-ground-hint")).draw(speech))
                (Field::lines(name("reason"), speech.say("classification-reason"), 3).value(typed.get(&name("reason"))).slips(slips).length_max(CLASSIFICATION_REASON_CHARS_MAX).draw(speech))
                div class="actions" { (Button::plain(&speech.say("classify-keep")).about(&format!("{} {}", speech.say("classify-keep"), answer.head.title))) }
            }))
        }))
    }
}
