//! What one person proposes of a case and a second one answers: conditions, that no case is needed, national discretion.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::MotionMade;
use maud::{Markup, html};
use model::{BALLOT_CHARS_MAX, CaseCondition, Date, ExemptGround, Motion, MotionKind, MotionState, Post};

use super::page::{Shown, again};
use super::step::{ended, over, unread};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, RowColumn, Rows, Slips, Tone, disclosure, tag};
use crate::failed::{Answer, failed};
use crate::post_offer::named_post;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the columns of the conditions are called.
const COLUMNS: &[&str] = &["text", "post", "due"];

/// Days in which a condition is shown to be kept, unless another day is written: a month.
const USUAL_DAYS: i64 = 30;

/// The field of each form at which a refusal stands.
fn field(kind: MotionKind) -> &'static str {
    match kind {
        MotionKind::Conditions => "conditions-reason",
        MotionKind::Exempt => "exempt-reason",
        MotionKind::Discretion => "discretion-reason",
    }
}

/// The conditions that were typed; a slip where a post or a day cannot be read.
fn conditions(speech: Speech, typed: &Typed, posts: &[Post], slips: &mut Slips) -> Vec<CaseCondition> {
    let mut conditions = Vec::new();
    for (at, row) in (1..).zip(typed.rows("condition", COLUMNS)) {
        let [text, post, due] = row.as_slice() else { continue };
        if text.is_empty() {
            continue;
        }
        let post = named_post(posts, post);
        if post.is_none() {
            slips.note(format!("condition-{at}-post"), speech.say("case-post-unread"));
        }
        let due = Date::parse(due);
        if due.is_none() {
            slips.note(format!("condition-{at}-due"), speech.say("mission-day-unread"));
        }
        conditions.extend(post.zip(due).map(|(post, due)| CaseCondition::new(text, post, due)));
    }
    conditions
}

pub async fn propose(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = over(&caller, &name, &typed).await?;
    let mut slips = Slips::new();
    if typed.asks_for_rows() {
        return again(&caller, name, &typed, &slips, StatusCode::OK).await;
    }
    let Some(kind) = MotionKind::from_word(typed.get("kind")) else {
        return unread(&caller, name, &typed, "motions", "motion-unread").await;
    };
    let posts = caller.read(desk::Office::posts).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let conditions = conditions(caller.visit.speech, &typed, &posts, &mut slips);
    if !slips.is_empty() {
        return again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let made = MotionMade {
        kind,
        member: typed.get("discretion-member").parse().ok(),
        ground: ExemptGround::from_word(typed.get("ground")),
        reason: typed.get(field(kind)).replace("\r\n", "\n"),
        conditions,
    };
    let done = caller.act(move |writer, turn, _| desk::make_motion(writer, turn, seen, made)).await;
    ended(&caller, name, &typed, field(kind), done).await
}

pub async fn answer(caller: Caller, Path((name, motion)): Path<(String, String)>, typed: Typed) -> Answer {
    let seen = over(&caller, &name, &typed).await?;
    let (yes, words) = (typed.get("answer") == "yes", typed.get("answer-words").to_owned());
    // A number that cannot be read is that of no motion.
    let number = motion.parse().unwrap_or(0);
    let done = caller.act(move |writer, turn, _| desk::answer_motion(writer, turn, seen, number, (yes, &words))).await;
    ended(&caller, name, &typed, "answer-words", done).await
}

fn state(speech: Speech, state: MotionState) -> Markup {
    let tone = match state {
        MotionState::Open => Tone::Accent,
        MotionState::Carried => Tone::Good,
        MotionState::Dropped => Tone::Warn,
        MotionState::Void => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("motion-state-{}", state.word())))
}

/// What was proposed, with the answer that is asked for and what else can be proposed.
pub(super) fn section(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let rights = &shown.rights;
    if shown.page.motions.is_empty() && rights.propose.is_empty() && rights.discretion.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="motions" {
            h2 id="motions" { (speech.say("motions-title")) }
            p class="quiet" { (speech.say("motions-lead")) }
            @for motion in shown.page.motions.iter().rev() {
                (one(speech, shown, motion))
                @if rights.answer == Some(motion.number) { (answering(caller, shown, motion, typed, slips)) }
            }
            @if rights.propose.contains(&MotionKind::Conditions) { (tying(caller, shown, typed, slips)) }
            @if rights.propose.contains(&MotionKind::Exempt) { (exempting(caller, shown, typed, slips)) }
            @if !rights.discretion.is_empty() { (overriding(caller, shown, typed, slips)) }
        }
    }
}

fn one(speech: Speech, shown: &Shown, motion: &Motion) -> Markup {
    let member = motion.member.and_then(|number| shown.page.case.member(number));
    html! {
        h3 {
            (speech.say(&format!("motion-kind-{}", motion.kind.word())))
            @if let Some(member) = member { " · " bdi { (member.name) } }
            " " (state(speech, motion.state))
        }
        @if let Some(ground) = motion.ground { p { (speech.say(&format!("exempt-ground-{}", ground.word()))) } }
        @for line in motion.reason.lines() { p { bdi { (line) } } }
        @if !motion.conditions.is_empty() {
            ul {
                @for condition in &motion.conditions {
                    li {
                        bdi { (condition.text) } " " span class="quiet" { "(" bdi { (shown.page.post(&condition.post)) } ", " (speech.date(condition.due)) ")" }
                    }
                }
            }
        }
        p class="quiet" {
            (shown.who(speech, &Shown::actor(&motion.person, Some(&motion.post)))) ", " (crate::history::when(speech, motion.at))
            @if let Some(by) = &motion.answered_by {
                br; (speech.say(&format!("motion-answered-{}", motion.state.word()))) " " (shown.who(speech, by))
                @if !motion.answer.is_empty() { ": " bdi { (motion.answer) } }
            }
        }
    }
}

/// The answer of the second person.
fn answering(caller: &Caller, shown: &Shown, motion: &Motion, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let case = &shown.page.case;
    let action = format!("/cases/{}/motions/{}/answer", case.id, motion.number);
    html! {
        p { (speech.say(&format!("motion-yes-means-{}", motion.kind.word()))) }
        (Form::new(&caller.visit, &action).around(html! {
            input type="hidden" name="over" value=(desk::hex(&case.over));
            (Field::lines("answer-words", speech.say("motion-words"), 2).value(typed.get("answer-words")).optional().length_max(BALLOT_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" {
                (Button::plain(&speech.say("motion-yes")).sends("answer", "yes"))
                (Button::plain(&speech.say("motion-no")).sends("answer", "no"))
            }
        }))
    }
}

/// A form that proposes something: its own fields, the reason, the button.
fn proposing(
    caller: &Caller,
    shown: &Shown,
    (kind, typed, slips): (MotionKind, &Typed, &Slips),
    fields: &Markup,
) -> Markup {
    let speech = caller.visit.speech;
    let case = &shown.page.case;
    let (word, reason) = (kind.word(), field(kind));
    let action = format!("/cases/{}/motions", case.id);
    disclosure(
        &speech.say(&format!("motion-propose-{word}")),
        typed.get("kind") == word,
        html! {
            p class="hint" { (speech.say(&format!("motion-about-{word}"))) }
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="kind" value=(word);
                input type="hidden" name="over" value=(desk::hex(&case.over));
                (fields)
                (Field::lines(reason, speech.say("motion-reason"), 3).value(typed.get(reason)).length_max(BALLOT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::plain(&speech.say(&format!("motion-send-{word}")))) }
            }))
        },
    )
}

fn tying(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let column =
        |name: &str, key: &str, narrow: bool| RowColumn { name: name.to_owned(), label: speech.say(key), narrow };
    let mut values = typed.rows("condition", COLUMNS);
    if values.is_empty() {
        let due = shown.today.plus_days(USUAL_DAYS);
        values.push(vec![String::new(), shown.page.case.proposal.post.to_string(), due.to_string()]);
    }
    let rows = Rows {
        name: "condition".to_owned(),
        legend: speech.say("conditions-title"),
        hint: Some(speech.say("condition-rows-hint")),
        columns: vec![
            column("text", "condition-text", false),
            column("post", "condition-post", true),
            column("due", "condition-due", true),
        ],
        values,
        may_be_empty: false,
    };
    proposing(caller, shown, (MotionKind::Conditions, typed, slips), &rows.draw(speech, slips))
}

fn exempting(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let grounds = ExemptGround::ALL.iter().map(|ground| {
        Choice::new(ground.word(), speech.say(&format!("exempt-ground-{}", ground.word())))
            .hint(speech.say(&format!("exempt-ground-{}-hint", ground.word())))
    });
    let ground = Field::radios("ground", speech.say("exempt-ground"), grounds.collect())
        .value(typed.get("ground"))
        .slips(slips)
        .draw(speech);
    proposing(caller, shown, (MotionKind::Exempt, typed, slips), &ground)
}

fn overriding(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let case = &shown.page.case;
    let mine = shown.rights.discretion.iter().filter_map(|number| case.member(*number));
    let members: Vec<Choice> = mine.map(|member| Choice::new(member.number.to_string(), member.name.clone())).collect();
    let first = members.first().map(|member| member.value.clone()).unwrap_or_default();
    let chosen = typed.some("discretion-member").unwrap_or(&first).to_owned();
    let member =
        Field::select("discretion-member", speech.say("vote-member"), members).value(chosen).slips(slips).draw(speech);
    proposing(caller, shown, (MotionKind::Discretion, typed, slips), &member)
}
