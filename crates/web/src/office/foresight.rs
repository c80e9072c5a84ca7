//! What a change of the staff would do, before it is kept.

use axum::http::StatusCode;
use axum::response::Response;
use desk::{AsSeen, Failure, ForeseenPart, Foresight};
use maud::{Markup, html};
use model::{Date, Refusal, Staff, StaffChange, StaffPlace, Thing};

use super::crumbs;
use crate::caller::Caller;
use crate::component::{Button, Column, Form, Page, Section, Slips, Table, Tone, banner, empty};
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::speech::Speech;
use crate::typed::Typed;

/// The field in which a form says which state it was made from: the last fact about the thing, so that two
/// administrators do not overwrite each other.
pub const SEEN: &str = "seen";

/// That field as the form sends it on.
pub fn seen_field(typed: &Typed) -> Markup {
    html! { @if let Some(seen) = typed.some(SEEN) { input type="hidden" name=(SEEN) value=(seen); } }
}

/// A field that is to be corrected, and how.
pub type Slip = (&'static str, Refusal);

/// Draws a form with what was typed into it and what is to be corrected.
pub type DrawForm = Box<dyn Fn(&Caller, &Staff, &Typed, &Slips) -> Markup + Send + Sync>;

/// A form of this room, and how it is shown again.
pub struct Asking {
    /// What the form is called.
    pub title: String,
    /// The field at which it is said that a rule would be broken.
    pub field: &'static str,
    /// The page on which the form stands.
    pub back: String,
    /// The form.
    pub form: DrawForm,
}

impl Asking {
    /// The form once more: what was typed stands in it, and above it what is to be corrected, one sentence a line.
    pub async fn again(&self, caller: &Caller, typed: &Typed, field: &str, sentences: &str) -> Response {
        let visit = &caller.visit;
        let speech = visit.speech;
        let staff = match caller.read(|office| office.staff()).await {
            Ok(staff) => staff,
            Err(failure) => return failed(visit, &failure),
        };
        let mut slips = Slips::new();
        sentences.lines().for_each(|sentence| slips.note(field, sentence));
        let page_ =
            Page::new(visit, self.title.clone()).here(Section::Office).crumbs(crumbs(speech)).narrow().slips(&slips);
        let markup = page_.draw(html! {
            ((self.form)(caller, &staff, typed, &slips))
            p { a href=(self.back) { (speech.say("failure-back-next")) } }
        });
        page(StatusCode::UNPROCESSABLE_ENTITY, markup)
    }

    /// Goes on when it was kept; what it was refused for is shown in the form.
    pub async fn kept(&self, caller: &Caller, typed: &Typed, done: Result<(), Failure>, next: &str) -> Answer {
        let Err(failure) = done else { return Ok(see_other(next)) };
        match sentence(&caller.visit, &failure) {
            Some(sentences) => Err(self.again(caller, typed, self.field, &sentences).await),
            None => Err(failed(&caller.visit, &failure)),
        }
    }
}

/// A change of the staff, as it was typed into a form.
pub struct Offer {
    /// What is changed.
    pub thing: Thing,
    /// The changes, or what is to be corrected before there are any.
    pub changes: Result<Vec<StaffChange>, Slip>,
    /// Where to go on when it is kept.
    pub next: String,
    /// The form.
    pub asking: Asking,
}

/// Shows what changes would do; when the caller says so, keeps them and goes on. What is to be corrected is shown in
/// the form, with what was typed.
pub async fn change(caller: Caller, typed: Typed, offer: Offer) -> Answer {
    let Offer { thing, changes, next, asking } = offer;
    let changes = match changes {
        Ok(changes) => changes,
        Err((field, refusal)) => {
            return Err(asking.again(&caller, &typed, field, &caller.speech().refusal(&refusal)).await);
        }
    };
    if typed.get("do") == "keep" {
        let seen = typed.some(SEEN).and_then(|seen| seen.parse().ok()).map(|n_facts| AsSeen { thing, n_facts });
        let done = caller
            .act(move |writer, turn, _| desk::keep_staff(writer, turn, &changes, seen.as_ref()).map(|_| ()))
            .await;
        return asking.kept(&caller, &typed, done, &next).await;
    }
    let (officer, today) = (std::sync::Arc::clone(&caller.officer), caller.app.today());
    match caller.read(move |office| office.foresee(&officer, &changes, today)).await {
        Ok(foresight) => Ok(shown(draw(&caller, &typed, &foresight, &asking.back))),
        Err(failure) => asking.kept(&caller, &typed, Err(failure), &next).await,
    }
}

/// The rules that would be broken, one a line, and the way back.
pub(super) fn refused(caller: &Caller, failure: &Failure, back: &str) -> Response {
    let visit = &caller.visit;
    let speech = visit.speech;
    let Some(sentences) = sentence(visit, failure) else { return failed(visit, failure) };
    let markup = Page::new(visit, speech.say("failure-refused")).here(Section::Office).crumbs(crumbs(speech)).narrow().draw(html! {
        @for line in sentences.lines() { (banner(Tone::Warn, line, html! {})) }
        div class="actions" { a class="button button-plain" href=(back) { span { (speech.say("failure-back-next")) } } }
    });
    page(StatusCode::CONFLICT, markup)
}

/// The name of what changes; of a tenure, post and person.
pub(super) fn named(place: &StaffPlace) -> String {
    match place {
        StaffPlace::Tenure((post, person, ..)) => format!("{post} / {person}"),
        place => place.thing().name,
    }
}

fn draw(caller: &Caller, typed: &Typed, foresight: &Foresight, back: &str) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let nothing = foresight.rows.is_empty();
    Page::new(visit, speech.say("foresight-title")).here(Section::Office).crumbs(crumbs(speech)).draw(html! {
        p { (speech.with("foresight-on", &[("day", speech.date(foresight.on).into())])) }
        @if nothing {
            (empty(&speech.say("foresight-nothing"), &speech.say("foresight-nothing-body"), html! { a href=(back) { (speech.say("failure-back-next")) } }))
        } @else {
            (rows(speech, foresight))
            (sights(speech, foresight))
            (shifts(speech, foresight))
            (Form::new(visit, &visit.address).around(html! {
                @for (name, value) in typed.carried() {
                    input type="hidden" name=(name) value=(value);
                }
                div class="actions" {
                    (Button::primary(&speech.say("foresight-keep")).sends("do", "keep"))
                    a class="button button-plain" href=(back) { span { (speech.say("failure-back-next")) } }
                }
            }))
        }
    })
}

fn rows(speech: Speech, foresight: &Foresight) -> Markup {
    html! {
        h2 { (speech.say("foresight-rows")) }
        ul {
            @for row in &foresight.rows {
                li {
                    (speech.say(&format!("noun-{}", row.place.thing().noun.word()))) " " b { bdi { (named(&row.place)) } } ": "
                    @match row.statement {
                        Some(store::Statement::New) => (speech.say("foresight-new")),
                        Some(_) => (speech.say("foresight-changed")),
                        None => (speech.say("foresight-out")),
                    }
                    @if !row.parts.is_empty() {
                        ul { @for part in &row.parts { li { (self::part(speech, part)) } } }
                    }
                }
            }
        }
    }
}

/// A part that changes: what it is, what it would be.
pub(super) fn part(speech: Speech, part: &ForeseenPart) -> Markup {
    let value = |written: &str| {
        let words: Vec<String> = written.split(',').map(|word| said(speech, part.name, word)).collect();
        words.join(", ")
    };
    html! {
        (speech.say(&format!("staff-part-{}", part.name))) ": "
        @if part.was.is_empty() && !part.becomes.is_empty() { bdi { (value(&part.becomes)) } }
        @else { bdi { (value(&part.was)) } " → " bdi { (value(&part.becomes)) } }
    }
}

/// A word of such a part, as people say it.
fn said(speech: Speech, part: &str, word: &str) -> String {
    match part {
        _ if word.is_empty() => "–".to_owned(),
        "level" => speech.say(&format!("marking-{word}")),
        "powers" => speech.say(&format!("power-{word}")),
        "standing" => speech.say(&format!("standing-{word}")),
        "closed" | "left" => speech.say(if word == "true" { "why-yes" } else { "why-no" }),
        "since" | "until" => Date::parse(word).map_or_else(|| word.to_owned(), |day| speech.date(day)),
        _ => word.to_owned(),
    }
}

pub(super) fn sights(speech: Speech, foresight: &Foresight) -> Markup {
    let columns = vec![
        Column::new(speech.say("foresight-person")),
        Column::new(speech.say("foresight-before")),
        Column::new(speech.say("foresight-after")),
        Column::new(speech.say("foresight-markings")),
    ];
    let count = |(records, needs): (u64, u64)| {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        speech.with("foresight-seen", &[("records", number(records).into()), ("needs", number(needs).into())])
    };
    let table = foresight.sights.iter().fold(
        Table::new(speech.say("foresight-sights"), columns).cards_on_phone(),
        |table, sight| {
            table.row(vec![
                html! { bdi { (sight.person.name) } },
                html! { (count(sight.before)) },
                html! { (count(sight.after)) },
                html! {
                    @for one in &sight.gained { span { "+ " bdi { (one.marking) } } br; }
                    @for one in &sight.lost { span { "− " bdi { (one.marking) } } br; }
                    @if sight.beyond { (speech.say("foresight-beyond")) }
                },
            ])
        },
    );
    html! {
        @if foresight.sights.is_empty() { p class="quiet" { (speech.say("foresight-no-sights")) } } @else { (table.draw(speech)) }
    }
}

pub(super) fn shifts(speech: Speech, foresight: &Foresight) -> Markup {
    let units = |units: &std::collections::BTreeSet<model::UnitId>| {
        units.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let posts = |posts: &[model::PostId]| posts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" → ");
    html! {
        @if !foresight.powers.is_empty() {
            h2 { (speech.say("foresight-powers")) }
            ul {
                @for shift in &foresight.powers {
                    li {
                        bdi { (shift.post) } ", " (speech.say(&format!("power-{}", shift.power.word()))) ": "
                        @if !shift.gained.is_empty() { "+ " bdi { (units(&shift.gained)) } " " }
                        @if !shift.lost.is_empty() { "− " bdi { (units(&shift.lost)) } }
                    }
                }
            }
        }
        @if !foresight.ladders.is_empty() {
            h2 { (speech.say("foresight-ladders")) }
            ul {
                @for shift in &foresight.ladders {
                    li { bdi { (shift.post) } ": " bdi { (posts(&shift.before)) } " ⇒ " bdi { (posts(&shift.after)) } }
                }
            }
        }
        @for handed in &foresight.handed {
            (banner(Tone::Plain, &speech.with("foresight-handed", &[
                ("from", handed.from.to_string().into()),
                ("to", handed.to.as_ref().map_or_else(String::new, ToString::to_string).into()),
            ]), html! {}))
        }
        @if !foresight.vacant.is_empty() {
            (banner(Tone::Warn, &speech.say("foresight-vacant"), html! { p { bdi { (posts(&foresight.vacant)) } } }))
        }
        @for unseen in &foresight.unseen {
            (banner(Tone::Warn, &speech.with("foresight-unseen", &[("post", unseen.post.to_string().into())]), html! {}))
        }
    }
}
