//! The terms of an agreement: written subject by subject until they are signed, amended from then on.

use axum::extract::Path;
use maud::{Markup, html};
use model::{
    AGREEMENT_TEXT_CHARS_MAX, Clause, ClauseSubject, Exclusivity, Renewal, Ruling, TERMS_LINE_CHARS_MAX,
    TERMS_TEXT_CHARS_MAX, Terms,
};

use super::{Loaded, address, day, day_needed, ended, open, part_page, revision, seen, unread};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Slips};
use crate::failed::{Answer, failed};
use crate::speech::Speech;
use crate::typed::Typed;

/// Clauses on something else that are offered beside those that stand there.
const OTHERS_OFFERED: usize = 2;

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    open(&caller, id, draw).await
}

/// The clauses on something else, by what their fields are called.
fn others(terms: &Terms) -> usize {
    terms.clauses.iter().filter(|clause| clause.subject == ClauseSubject::Other).count() + OTHERS_OFFERED
}

/// What the fields of each clause are called behind their dash.
fn places(terms: &Terms) -> Vec<(ClauseSubject, String)> {
    let single = ClauseSubject::ALL.iter().filter(|subject| **subject != ClauseSubject::Other);
    let single = single.map(|subject| (*subject, subject.word().to_owned()));
    single.chain((1..=others(terms)).map(|at| (ClauseSubject::Other, format!("other-{at}")))).collect()
}

fn as_typed(terms: &Terms) -> Typed {
    let day = |day: Option<model::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut fields: Vec<(String, String)> = [
        ("technologies", terms.technologies.clone()),
        ("field", terms.field.clone()),
        ("territory", terms.territory.clone()),
        ("exclusivity", terms.exclusivity.word().to_owned()),
        ("since", day(terms.since)),
        ("until", day(terms.until)),
        ("renewal", terms.renewal.word().to_owned()),
        ("notice", terms.notice_days.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let mut others = terms.clauses.iter().filter(|clause| clause.subject == ClauseSubject::Other);
    for (subject, place) in places(terms) {
        let clause = if subject == ClauseSubject::Other { others.next() } else { terms.on(subject) };
        let Some(clause) = clause else { continue };
        fields.push((format!("ruling-{place}"), clause.ruling.word().to_owned()));
        fields.push((format!("days-{place}"), clause.days.map(|days| days.to_string()).unwrap_or_default()));
        fields.push((format!("text-{place}"), clause.text.clone()));
    }
    Typed::of(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

/// The terms that were typed. Clauses keep the order in which they stood.
fn written(speech: Speech, typed: &Typed, held: &Terms, slips: &mut Slips) -> Terms {
    let mut days = |field: &str| {
        let text = typed.some(field)?;
        let days = text.parse::<u32>().ok();
        if days.is_none() {
            slips.note(field, speech.say("terms-days-unread"));
        }
        days
    };
    let notice_days = days("notice").unwrap_or(0);
    let mut clauses = Vec::new();
    for (subject, place) in places(held) {
        let Some(ruling) = Ruling::from_word(typed.get(&format!("ruling-{place}"))) else { continue };
        let text = typed.get(&format!("text-{place}")).to_owned();
        clauses.push(Clause { number: 0, subject, ruling, days: days(&format!("days-{place}")), text });
    }
    let place = |clause: &Clause| held.clauses.iter().position(|one| one.subject == clause.subject);
    clauses.sort_by_key(|clause| place(clause).unwrap_or(usize::MAX));
    Terms {
        technologies: typed.get("technologies").to_owned(),
        field: typed.get("field").to_owned(),
        territory: typed.get("territory").to_owned(),
        exclusivity: Exclusivity::from_word(typed.get("exclusivity")).unwrap_or(held.exclusivity),
        since: day(speech, typed, "since", slips),
        until: day(speech, typed, "until", slips),
        renewal: Renewal::from_word(typed.get("renewal")).unwrap_or(held.renewal),
        notice_days,
        clauses,
    }
}

pub async fn write(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let speech = caller.visit.speech;
    let read = id.clone();
    let held = caller.read(move |office| office.agreement(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let terms = written(speech, &typed, &held.terms, &mut slips);
    let on = if held.is_signed() { day_needed(speech, &typed, "on", &mut slips) } else { None };
    if !slips.is_empty() {
        return unread(&caller, id, draw, &typed, &slips).await;
    }
    let (seen, reason) = ((held.id, revision(&typed)), typed.get("reason").to_owned());
    let done = caller.act(move |writer, turn, _| match on {
        Some(on) => desk::amend_terms(writer, turn, seen, terms, (&reason, on)),
        None => desk::write_terms(writer, turn, seen, terms),
    });
    let done = done.await;
    let onwards = format!("/agreements/{id}");
    ended(&caller, (id, draw), (&typed, "technologies"), &onwards, done).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let agreement = &loaded.page.agreement;
    let (action, is_signed) = (address(agreement, "/terms"), agreement.is_signed());
    let fresh = as_typed(&agreement.terms);
    // A form that is shown again keeps what was typed; whatever was left empty was left so on purpose.
    let typed = if typed.has("revision") { typed } else { &fresh };
    let title = speech.say(if is_signed { "terms-amend" } else { "terms-write" });
    let page = part_page(caller, loaded, title.clone(), slips);
    if !loaded.rights.change {
        return page.draw(html! { p class="quiet" { (speech.say("agreement-not-yours")) } });
    }
    let today = loaded.today.to_string();
    page.draw(Form::new(visit, &action).slips(slips).guarded().around(html! {
        (seen(loaded))
        @if is_signed {
            (Field::lines("reason", speech.say("terms-reason"), 2).value(typed.get("reason")).length_max(AGREEMENT_TEXT_CHARS_MAX).slips(slips).draw(speech))
            (Field::date("on", speech.say("terms-on")).value(typed.some("on").unwrap_or(&today)).slips(slips).draw(speech))
        }
        (heads(speech, typed, slips))
        h2 { (speech.say("clauses-title")) }
        p class="hint" { (speech.say("clauses-hint")) }
        @for (subject, place) in places(&agreement.terms) { (clause(speech, (subject, &place), typed, slips)) }
        div class="actions" { (Button::primary(&title)) }
    }))
}

/// What stands above the clauses.
fn heads(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let exclusivities =
        Exclusivity::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("exclusivity-{one}"))));
    let renewals = Renewal::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("renewal-{one}"))));
    html! {
        (Field::lines("technologies", speech.say("terms-technologies"), 3).value(typed.get("technologies")).length_max(TERMS_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("field", speech.say("terms-field")).value(typed.get("field")).optional().length_max(TERMS_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("territory", speech.say("terms-territory")).value(typed.get("territory")).optional().length_max(TERMS_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::radios("exclusivity", speech.say("terms-exclusivity"), exclusivities.collect()).value(typed.get("exclusivity")).slips(slips).draw(speech))
        (Field::date("since", speech.say("terms-since")).value(typed.get("since")).optional().slips(slips).draw(speech))
        (Field::date("until", speech.say("terms-until")).value(typed.get("until")).optional().slips(slips).draw(speech))
        (Field::radios("renewal", speech.say("terms-renewal"), renewals.collect()).value(typed.get("renewal")).slips(slips).draw(speech))
        (Field::number("notice", speech.say("terms-notice")).value(typed.get("notice")).optional().slips(slips).draw(speech))
    }
}

/// The fields of one clause.
fn clause(speech: Speech, (subject, place): (ClauseSubject, &str), typed: &Typed, slips: &Slips) -> Markup {
    let none = std::iter::once(Choice::new("", speech.say("ruling-none")));
    let rulings = Ruling::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("ruling-{one}"))));
    let (ruling, days, text) = (format!("ruling-{place}"), format!("days-{place}"), format!("text-{place}"));
    html! {
        fieldset {
            legend { (speech.say(&format!("clause-subject-{subject}"))) }
            (Field::select(ruling.clone(), speech.say("clause-ruling"), none.chain(rulings).collect()).value(typed.get(&ruling)).slips(slips).draw(speech))
            (Field::number(days.clone(), speech.say("clause-days")).value(typed.get(&days)).optional().slips(slips).draw(speech))
            (Field::lines(text.clone(), speech.say("clause-text"), 2).value(typed.get(&text)).optional().length_max(TERMS_TEXT_CHARS_MAX).slips(slips).draw(speech))
        }
    }
}
