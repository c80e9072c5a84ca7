//! The form of an abstractor: the author's abstract on one side, the own one on the other.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Abstract, Failure, Office, Officer, ProposedCodes, QueueAsk, WrittenDigest};
use maud::{Markup, html};
use model::{
    Credibility, DIGEST_PART_CHARS_MAX, DIGEST_TITLE_CHARS_MAX, DIGEST_TRANSLATION_CHARS_MAX, Date, Digest, DigestText,
    Grade, Language, Marking, PAGE_LANGUAGES, PASSED_OVER_CHARS_MAX, PassedOver, Refusal, Reliability, SubjectScheme,
    Taking,
};
use store::HeldRecord;

use super::draw::{Own, name_of};
use super::form_parts::{authors, code_fields, grade_fields, languages};
use super::queue::{asked, carried, query_of};
use super::step::take_next;
use crate::caller::Caller;
use crate::component::{
    Button, CLASSES_SCRIPT, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, disclosure,
    summary_list,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::marking::{self, MarkingChoices};
use crate::record::{details, title};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// The scheme that is offered where neither the office nor the record has one.
const SCHEME_USUAL: SubjectScheme = SubjectScheme::Ipc;

/// What the form offers.
pub(super) struct Loaded {
    pub(super) record: HeldRecord,
    pub(super) own: Own,
    /// The own abstract in the language of the form.
    pub(super) digest: Option<Digest>,
    pub(super) language: Language,
    /// How reliable the register calls the sources of the record, where it knows any.
    pub(super) proposed: Option<Reliability>,
    pub(super) scheme: SubjectScheme,
    pub(super) codes: ProposedCodes,
    pub(super) marking: Marking,
    pub(super) marks: MarkingChoices,
    pub(super) taken: Option<(Taking, String)>,
    pub(super) passed: Option<(PassedOver, String)>,
    pub(super) today: Date,
    /// Who changed the abstract after it was opened here.
    changed_by: Option<String>,
}

fn load(
    office: &Office,
    officer: &Officer,
    record: &str,
    typed: &Typed,
    (tongue, today): (&str, Date),
) -> Result<Loaded, Failure> {
    let record = office.record(record)?;
    let own = Own::of(office, officer, record.id)?;
    let wanted = typed.some("language").filter(|tag| PAGE_LANGUAGES.contains(tag)).unwrap_or(tongue);
    let language = Language::parse(wanted).ok_or_else(|| {
        Failure::Refused(model::Refusal::Said(model::sentence!(
            "digest-language",
            "Abstracts are written in one of the languages {known}; choose one of them",
            known = PAGE_LANGUAGES.join(", ")
        )))
    })?;
    let digest = own.abstracted.digests.iter().find(|digest| digest.language == language).cloned();
    let of_form = SubjectScheme::from_word(typed.get("scheme")).filter(|scheme| is_coded(*scheme));
    let scheme = match of_form {
        Some(scheme) => scheme,
        None => usual_scheme(office, &record, &own)?,
    };
    let taken = office.taking(record.id)?.filter(|taken| taken.holds(today));
    let passed = office.passed_over(record.id)?;
    let named = |person: &model::PersonId| name_of(office, person);
    Ok(Loaded {
        proposed: office.proposed_reliability(record.id)?,
        codes: office.proposed_codes(&record.record, scheme)?,
        marking: office.marking_of(record.id)?,
        marks: MarkingChoices::of(office, officer)?,
        taken: taken.map(|taken| Ok::<_, Failure>((named(&taken.person)?, taken))).transpose()?.map(swapped),
        passed: passed.map(|passed| Ok::<_, Failure>((named(&passed.person)?, passed))).transpose()?.map(swapped),
        record,
        own,
        digest,
        language,
        scheme,
        today,
        changed_by: None,
    })
}

fn swapped<A, B>((a, b): (A, B)) -> (B, A) {
    (b, a)
}

/// Whether codes of a scheme can be given.
pub(super) fn is_coded(scheme: SubjectScheme) -> bool {
    !matches!(scheme, SubjectScheme::Keyword | SubjectScheme::Other)
}

/// The scheme in which the record has codes already; or the one in which the office gave most; or one that its sources used.
fn usual_scheme(office: &Office, record: &HeldRecord, own: &Own) -> Result<SubjectScheme, Failure> {
    if let Some(indexing) = own.abstracted.codes.first() {
        return Ok(indexing.scheme);
    }
    if let Some(learnt) = office.learnt()?.first() {
        return Ok(learnt.scheme);
    }
    let of_sources = record.record.subjects.iter().filter(|subject| subject.code.is_some());
    Ok(of_sources.map(|subject| subject.scheme).find(|scheme| is_coded(*scheme)).unwrap_or(SCHEME_USUAL))
}

pub async fn show(caller: Caller, Path(record): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, record, &typed, None, StatusCode::OK).await
}

/// The form again, with what was typed, and beside which field something was refused.
async fn again(
    caller: &Caller,
    record: String,
    typed: &Typed,
    slip: Option<(&str, String)>,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today, fields) = (Arc::clone(&caller.officer), caller.app.today(), typed.clone());
    let tongue = caller.speech().tongue().tag();
    let loaded = caller.read(move |office| load(office, &officer, &record, &fields, (tongue, today))).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    if let Some((field, sentence)) = slip {
        slips.note(field, sentence);
    }
    Ok(page(status, draw(&caller.visit, &caller.officer, &loaded, typed, &slips)))
}

/// The form again after a refusal; the page of the failure where it is none that a form can show.
pub(super) async fn refused(
    caller: &Caller,
    record: String,
    typed: &Typed,
    field: &str,
    failure: &Failure,
) -> Result<Response, Response> {
    match sentence(&caller.visit, failure) {
        Some(said) => again(caller, record, typed, Some((field, said)), StatusCode::UNPROCESSABLE_ENTITY).await,
        None => Err(failed(&caller.visit, failure)),
    }
}

/// Whether somebody else changed the abstract meanwhile.
fn was_changed(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(Refusal::Said(sentence)) if sentence.key() == "digest-changed")
}

/// The form with what was typed, and above it what stands now; what is sent from there was written in view of that.
async fn conflicting(caller: &Caller, record: String, typed: &Typed) -> Result<Response, Response> {
    let (officer, today, fields) = (Arc::clone(&caller.officer), caller.app.today(), typed.clone());
    let tongue = caller.speech().tongue().tag();
    let loaded = caller.read(move |office| {
        let loaded = load(office, &officer, &record, &fields, (tongue, today))?;
        let writer = loaded.digest.as_ref().map(|digest| name_of(office, &digest.person)).transpose()?;
        Ok(Loaded { changed_by: writer, ..loaded })
    });
    let loaded = loaded.await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(StatusCode::CONFLICT, draw(&caller.visit, &caller.officer, &loaded, typed, &Slips::new())))
}

/// What stands now, beside what somebody wrote who had not seen it.
fn present(speech: Speech, loaded: &Loaded) -> Markup {
    let (Some(person), Some(digest)) = (&loaded.changed_by, &loaded.digest) else { return html! {} };
    let text = &digest.text;
    let parts = [
        ("digest-purpose", &text.purpose),
        ("digest-advantage", &text.advantage),
        ("digest-conditions", &text.conditions),
        ("digest-translated-title", &text.title),
        ("digest-translation", &text.translation),
    ];
    let rows: Vec<SummaryRow> = parts
        .into_iter()
        .filter(|(_, said)| !said.is_empty())
        .map(|(key, said)| SummaryRow::new(speech.say(key), html! { bdi class="lines" { (said) } }))
        .collect();
    let leave = format!("/records/{}/abstract?language={}", loaded.record.id, loaded.language.tag());
    banner(
        Tone::Warn,
        &speech.with("digest-conflict", &[("person", person.clone().into())]),
        html! {
            (summary_list(&rows))
            p { (speech.say("digest-conflict-body")) }
            p { a href=(leave) { (speech.say("digest-conflict-leave")) } }
        },
    )
}

pub async fn keep(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    // Another scheme, or another language: the form again, and nothing is kept.
    if typed.some("look").is_some() {
        return again(&caller, record, &typed, None, StatusCode::OK).await;
    }
    let said = match said(&caller, &typed) {
        Ok(said) => said,
        Err((field, sentence)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return again(&caller, record, &typed, Some((field, sentence)), status).await;
        }
    };
    let name = record.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.record(&name)?.id;
            desk::write_abstract(writer, turn, office, id, &said)?;
            Ok(id)
        })
        .await;
    match done {
        Ok(_) if typed.get("do") == "next" => {
            let address = take_next(&caller, asked(&typed)).await;
            Ok(see_other(&address.map_err(|failure| failed(&caller.visit, &failure))?))
        }
        Ok(id) => Ok(see_other(&format!("/records/{id}#own"))),
        Err(failure) if was_changed(&failure) => conflicting(&caller, record, &typed).await,
        Err(failure) => refused(&caller, record, &typed, "purpose", &failure).await,
    }
}

/// What was typed, or the field that has to be mended.
fn said(caller: &Caller, typed: &Typed) -> Result<Abstract, (&'static str, String)> {
    let speech = caller.speech();
    let text = DigestText {
        purpose: typed.get("purpose").to_owned(),
        advantage: typed.get("advantage").to_owned(),
        conditions: typed.get("conditions").to_owned(),
        title: typed.get("title").to_owned(),
        translation: typed.get("translation").to_owned(),
    };
    let language = Language::parse(typed.get("language"));
    let (reliability, credibility) = (typed.some("reliability"), typed.some("credibility"));
    let grade = match (reliability.and_then(Reliability::from_word), credibility.and_then(Credibility::from_word)) {
        (Some(reliability), Some(credibility)) => Some(Grade { reliability, credibility }),
        (None, Some(_)) => return Err(("reliability", speech.say("digest-grade-half"))),
        // The source is graded by the register; what it says here was not judged.
        (_, None) => None,
    };
    let scheme = SubjectScheme::from_word(typed.get("scheme"));
    let codes = scheme.map(|scheme| {
        let mut codes = typed.all("code");
        codes.extend(typed.codes("codes"));
        (scheme, codes)
    });
    let written = text.is_own() || text.is_translated() || typed.get("seen") != "0";
    if !written && grade.is_none() && codes.as_ref().is_none_or(|(_, codes)| codes.is_empty()) {
        return Err(("purpose", speech.say("digest-nothing")));
    }
    let digest = language.filter(|_| written).map(|language| WrittenDigest {
        language,
        text,
        marking: marking::chosen(typed),
        seen: typed.get("seen").parse().unwrap_or(0),
    });
    Ok(Abstract { digest, grade, codes })
}

fn draw(visit: &Visit, officer: &Officer, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let Loaded { record, .. } = loaded;
    let ask = asked(typed);
    let crumbs =
        vec![Crumb::of(speech, Section::Records), Crumb::new(speech.say("abstracts-title"), queue_address(&ask))];
    let name = title(speech, &record.record);
    let others = loaded.taken.as_ref().filter(|(taken, _)| taken.person != officer.person.id);
    Page::new(visit, speech.with("digest-of", &[("title", name.into())]))
        .script(CLASSES_SCRIPT)
        .here(Section::Records)
        .crumbs(crumbs)
        .slips(slips)
        .lead(html! { span { (details(speech, &record.record)) } " " (marking::tags(speech, &loaded.marking)) })
        .draw(html! {
            @if let Some((taken, person)) = others {
                (banner(Tone::Warn, &speech.with("queue-taken", &[("person", person.clone().into())]), html! {
                    p { (speech.with("queue-until", &[("day", speech.date(taken.until).into())])) }
                }))
            }
            (present(speech, loaded))
            @if let Some((passed, person)) = &loaded.passed { (passed_over(visit, loaded, passed, person)) }
            div class="beside" {
                (authors(speech, record))
                section aria-labelledby="own-form" {
                    h2 id="own-form" { (speech.say("digest-title")) }
                    (languages(speech, loaded, &ask))
                    (own_form(visit, loaded, typed, &ask, slips))
                    (leave(visit, officer, loaded, typed, &ask, slips))
                }
            }
        })
}

fn queue_address(ask: &QueueAsk) -> String {
    if ask.narrows() { format!("/abstracts?{}", query_of(ask)) } else { "/abstracts".to_owned() }
}

fn passed_over(visit: &Visit, loaded: &Loaded, passed: &PassedOver, person: &str) -> Markup {
    let speech = visit.speech;
    banner(
        Tone::Warn,
        &speech.with("queue-passed", &[("person", person.into())]),
        html! {
            p { bdi { (passed.reason) } }
            (Form::new(visit, &format!("/records/{}/abstract/unskip", loaded.record.id)).inline().around(html! {
                (Button::quiet(&speech.say("queue-unskip")))
            }))
        },
    )
}

/// What stands in the form before anybody typed: what is kept.
fn standing(loaded: &Loaded, typed: &Typed) -> Typed {
    if typed.some("seen").is_some() {
        return typed.clone();
    }
    let text = loaded.digest.as_ref().map(|digest| digest.text.clone()).unwrap_or_default();
    let marking = loaded.digest.as_ref().map_or(&loaded.marking, |digest| &digest.marking);
    let held = loaded.own.abstracted.grade.as_ref().map(|held| held.grade);
    // Nothing is chosen for who has not judged: a grade that was only not changed would look like one.
    let reliability = held.map(|grade| grade.reliability.word().to_owned()).unwrap_or_default();
    let credibility = held.map(|grade| grade.credibility.word().to_owned()).unwrap_or_default();
    Typed::of([
        ("purpose", text.purpose),
        ("advantage", text.advantage),
        ("conditions", text.conditions),
        ("title", text.title),
        ("translation", text.translation),
        ("reliability", reliability),
        ("credibility", credibility),
        ("level", marking.level.word().to_owned()),
    ])
}

fn own_form(visit: &Visit, loaded: &Loaded, typed: &Typed, ask: &QueueAsk, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let id = loaded.record.id;
    let action = format!("/records/{id}/abstract");
    let stands = standing(loaded, typed);
    // Who is shown what stands now keeps theirs in its place.
    let seen = typed
        .some("seen")
        .filter(|_| loaded.changed_by.is_none())
        .map_or_else(|| loaded.digest.as_ref().map_or(0, |digest| digest.revision).to_string(), str::to_owned);
    let part = |name: &'static str, key: &str, hint: &str| {
        Field::lines(name, speech.say(key), 3)
            .hint(speech.say(hint))
            .value(stands.get(name))
            .length_max(DIGEST_PART_CHARS_MAX)
            .slips(slips)
            .optional()
    };
    let translated = !stands.get("title").is_empty() || !stands.get("translation").is_empty();
    Form::new(visit, &action).slips(slips).guarded().around(html! {
        (carried(ask))
        input type="hidden" name="language" value=(loaded.language.tag());
        input type="hidden" name="seen" value=(seen);
        (part("purpose", "digest-purpose", "digest-purpose-hint").draw(speech))
        (part("advantage", "digest-advantage", "digest-advantage-hint").draw(speech))
        (part("conditions", "digest-conditions", "digest-conditions-hint").draw(speech))
        (disclosure(&speech.say("digest-translate"), translated, html! {
            p class="hint" { (speech.say("digest-translate-hint")) }
            (Field::text("title", speech.say("digest-translated-title")).value(stands.get("title")).length_max(DIGEST_TITLE_CHARS_MAX).optional().slips(slips).draw(speech))
            (Field::lines("translation", speech.say("digest-translation"), 8).value(stands.get("translation")).length_max(DIGEST_TRANSLATION_CHARS_MAX).optional().slips(slips).draw(speech))
        }))
        (grade_fields(speech, loaded.proposed, &stands, slips))
        (code_fields(speech, loaded, typed, slips))
        (disclosure(&speech.say("digest-marking"), stands.get("level") != "open", loaded.marks.fields(speech, &stands, slips)))
        div class="actions" {
            (Button::primary(&speech.say("digest-keep-next")).sends("do", "next").key("s"))
            (Button::plain(&speech.say("digest-keep")).sends("do", "keep"))
        }
    })
}

/// Ways out of the form without an abstract.
fn leave(visit: &Visit, officer: &Officer, loaded: &Loaded, typed: &Typed, ask: &QueueAsk, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let id = loaded.record.id;
    let is_mine = loaded.taken.as_ref().is_some_and(|(taken, _)| taken.person == officer.person.id);
    debug_assert!(loaded.taken.as_ref().is_none_or(|(taken, _)| taken.holds(loaded.today)));
    html! {
        @if is_mine {
            (Form::new(visit, &format!("/records/{id}/abstract/return")).inline().around(html! {
                (carried(ask))
                (Button::quiet(&speech.say("queue-return")))
            }))
        } @else if loaded.taken.is_none() {
            (Form::new(visit, &format!("/records/{id}/abstract/take")).inline().around(html! {
                (carried(ask))
                (Button::quiet(&speech.say("queue-take")))
            }))
        }
        @if loaded.passed.is_none() {
            (disclosure(&speech.say("queue-skip"), slips.of("skip-reason").is_some(), html! {
                (Form::new(visit, &format!("/records/{id}/abstract/skip")).around(html! {
                    (carried(ask))
                    (Field::text("skip-reason", speech.say("queue-skip-reason")).hint(speech.say("queue-skip-hint"))
                        .value(typed.get("skip-reason")).length_max(PASSED_OVER_CHARS_MAX).slips(slips).draw(speech))
                    div class="actions" { (Button::plain(&speech.say("queue-skip-go"))) }
                }))
            }))
        }
    }
}
