//! The report of a mission: what it became, what it recommends, who should have got it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, MissionPage, MissionRights, Office, Officer, Recipient, ReportPage};
use maud::{Markup, html};
use model::{
    Actor, Answer, Date, MissionCost, MissionStage, PostId, QuestionId, Recommendation, RecommendationId, Record,
    RecordId, Refusal, sentence,
};

use super::{abroad, mission_cost, question_state, report_form};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, Table, Tone, disclosure, slip_summary, tag,
};
use crate::failed::{self, Answer as Answered, failed, page, see_other};
use crate::marking::{self, MarkingChoices};
use crate::record;
use crate::typed::Typed;

/// Letters of a recommendation with which the form of an adoption begins: as many as an address bears in any alphabet.
const ADOPTED_CHARS_MAX: usize = 500;

/// What the page shows.
pub(super) struct Shown {
    pub page: MissionPage,
    pub rights: MissionRights,
    pub answers: BTreeMap<QuestionId, Answer>,
    /// How many edits they are made of.
    pub n_edits: u64,
    pub report: ReportPage,
    pub recipients: Vec<Recipient>,
    pub records: BTreeMap<RecordId, Record>,
    /// Titles of posts by their names.
    pub posts: BTreeMap<PostId, String>,
    /// What people are called who wrote something.
    pub people: BTreeMap<String, String>,
    pub marks: MarkingChoices,
    /// Posts for which the reader acts.
    pub own: Vec<PostId>,
    pub may_give: bool,
    /// What was noted of its cost, the first note first.
    pub costs: Vec<MissionCost>,
    pub may_cost: bool,
}

fn gather(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Shown, Failure> {
    let page = office.mission_page(id)?;
    let mission = &page.mission;
    let rights = office.mission_rights(officer, mission)?;
    let report = office.report_page(mission.id)?;
    let mut records = BTreeMap::new();
    for record in report.records.iter().map(|line| line.record).chain(mission.report) {
        if let Ok(held) = office.record(&record.to_string()) {
            records.insert(record, held.record);
        }
    }
    let (answers, n_edits) = office.mission_answers_counted(mission.id)?;
    let costs = office.mission_costs(mission.id)?;
    let mut people = abroad::people(office, &answers)?;
    for by in costs.iter().map(|cost| &cost.by) {
        if let Some(actor) = Actor::parse(by) {
            let name = office.person(&actor.person)?.map_or_else(|| actor.person.to_string(), |person| person.name);
            people.insert(by.clone(), name);
        }
    }
    let posts = office.posts()?.into_iter().filter(|post| !post.closed).map(|post| (post.id, post.title)).collect();
    Ok(Shown {
        people,
        n_edits,
        may_cost: office.may_note_cost(officer, mission, today),
        costs,
        recipients: office.recipients(mission, today)?,
        may_give: rights.recommend || (rights.close && mission.stage == MissionStage::Reported),
        marks: MarkingChoices::of(office, officer)?,
        own: officer.post_ids(),
        page,
        rights,
        answers,
        report,
        records,
        posts,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answered {
    again(&caller, id, &Typed::default(), None, StatusCode::OK).await
}

/// The page again, with what was typed and what is to be corrected.
pub(super) async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slip: Option<(&str, String)>,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let shown = caller.read(move |office| gather(office, &officer, &id, today)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    if let Some((field, sentence)) = slip {
        slips.note(field, sentence);
    }
    Ok(page(status, draw(caller, &shown, typed, &slips)))
}

/// After something was done: the page, or the page again with what is to be corrected.
pub(super) async fn ended(
    caller: &Caller,
    id: String,
    typed: &Typed,
    (place, done): (&str, Result<(), Failure>),
) -> Answered {
    match done {
        Ok(()) => Ok(see_other(&format!("/missions/{id}/report#{place}"))),
        Err(failure) => match failed::sentence(&caller.visit, &failure) {
            Some(sentence) => again(caller, id, typed, Some((place, sentence)), StatusCode::UNPROCESSABLE_ENTITY).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

pub async fn send(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answered {
    let (name, post) = (id.clone(), typed.get("post").to_owned());
    let done = caller.act(move |writer, turn, office| {
        let mission = office.mission(&name)?;
        desk::send_report(writer, turn, office, mission.id, &PostId::new(&post)?)
    });
    let done = done.await;
    ended(&caller, id, &typed, ("recipients", done)).await
}

pub async fn recommend(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answered {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let mission = office.mission(&name)?.id;
        let Some(one) = RecommendationId::parse(fields.get("recommendation")) else { return Ok(()) };
        let of = |field: &str| fields.get(&format!("{field}-{one}")).to_owned();
        match fields.get("do") {
            "add" => desk::recommend(writer, turn, mission, one, fields.get("text")).map(|_| ()),
            "give" => {
                let due = Date::parse(&of("due")).ok_or_else(|| {
                    Failure::Refused(Refusal::Said(sentence!(
                        "recommendation-no-day",
                        "Write by which day it is to be done, such as 2026-03-12"
                    )))
                })?;
                let post = PostId::new(&of("owner"))?;
                desk::give_recommendation(writer, turn, office, (mission, one), &post, due).map(|_| ())
            }
            "done" => desk::follow_recommendation(writer, turn, (mission, one), &of("outcome")).map(|_| ()),
            _ => Ok(()),
        }
    });
    let done = done.await;
    ended(&caller, id, &typed, ("recommendations", done)).await
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &shown.page.mission;
    let address = format!("/missions/{}", mission.id);
    Page::new(visit, speech.with("report-title", &[("mission", mission.title.as_str().into())]))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions), Crumb::new(mission.title.clone(), address)])
        .slips(slips)
        .lead(html! {
            (super::mission_stage(speech, mission.stage)) " " (marking::tags(speech, &mission.marking))
            @if let Some(due) = mission.report_due.filter(|_| mission.report.is_none()) {
                (speech.say("mission-report-due")) " " (speech.date(due))
            }
        })
        .draw(html! {
            (slip_summary(speech, slips))
            @if shown.rights.hand_in { (report_form::draw(caller, shown, typed)) }
            @else { (became(caller, shown)) }
            (recommendations(caller, shown, typed))
            @if shown.may_cost || !shown.costs.is_empty() {
                (mission_cost::section(caller, mission, &shown.costs, &shown.people, shown.may_cost, typed))
            }
            @if mission.report.is_some() { (recipients(caller, shown)) }
        })
}

/// Each question with what became of it.
fn became(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    let mission = &shown.page.mission;
    let title = |id: &RecordId| shown.records.get(id).map(|held| record::title(speech, held));
    html! {
        @if let Some((id, title)) = mission.report.and_then(|id| Some((id, title(&id)?))) {
            p { (speech.say("report-whole")) " " a href={ "/records/" (id) } { bdi { (title) } } }
        }
        section aria-labelledby="questions" {
            h2 id="questions" { (speech.say("report-questions")) }
            ul class="plain" {
                @for question in shown.page.questions.all() {
                    li id=(question.id) {
                        p { bdi { (question.text) } " " (question_state(speech, question.state)) }
                        @for line in shown.report.records.iter().filter(|line| line.question == question.id) {
                            @if let Some(title) = title(&line.record) {
                                p class="quiet" { "→ " a href={ "/records/" (line.record) } { bdi { (title) } } }
                            }
                        }
                        @if let Some(end) = shown.report.ends.iter().find(|end| end.question == question.id) {
                            p class="quiet" { (speech.say(&format!("ending-{}", end.ending.word()))) @if !end.reason.is_empty() { ": " bdi { (end.reason) } } }
                        }
                        @if let Some(answer) = shown.answers.get(&question.id).filter(|answer| !answer.reason.is_empty()) {
                            p class="quiet" { (speech.say("abroad-reason")) ": " bdi { (answer.reason) } }
                        }
                    }
                }
            }
        }
    }
}

fn recommendations(caller: &Caller, shown: &Shown, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = format!("/missions/{}/recommendations", shown.page.mission.id);
    let new = RecommendationId::from_bits(caller.app.ids()());
    html! {
        section aria-labelledby="recommendations" {
            h2 id="recommendations" tabindex="-1" { (speech.say("report-recommendations")) }
            @if shown.report.recommendations.is_empty() { p class="quiet" { (speech.say("report-recommendations-none")) } }
            ul class="plain" {
                @for one in &shown.report.recommendations { (recommendation(caller, shown, one, &action, typed)) }
            }
            @if shown.rights.recommend {
                (disclosure(&speech.say("report-recommend"), typed.get("do") == "add", Form::new(visit, &action).around(html! {
                    input type="hidden" name="recommendation" value=(new);
                    (Field::lines("text", speech.say("report-recommendation"), 3).value(if typed.get("do") == "add" { typed.get("text") } else { "" }).draw(speech))
                    div class="actions" { (Button::plain(&speech.say("report-recommend-do")).sends("do", "add")) }
                })))
            }
        }
    }
}

/// Where the adoption of what is recommended begins: from the mission, with the words of the recommendation.
fn adopted(one: &Recommendation) -> String {
    let words: String = one.text.chars().take(ADOPTED_CHARS_MAX).collect();
    let mission = format!("mission:{}", one.mission);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("from", &mission).append_pair("statement", &words);
    format!("/adoptions/new?{}", query.finish())
}

fn recommendation(caller: &Caller, shown: &Shown, one: &Recommendation, action: &str, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let named = |field: &str| format!("{field}-{}", one.id);
    let value = |field: &str, held: String| match typed.has(&named(field)) {
        true => typed.get(&named(field)).to_owned(),
        false => held,
    };
    let title = |post: &PostId| shown.posts.get(post).cloned().unwrap_or_else(|| post.to_string());
    let hidden = html! { input type="hidden" name="recommendation" value=(one.id); };
    let posts = shown.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let is_open = one.outcome.is_empty();
    let owned = one.owner.as_ref().map(|(post, due)| (post.to_string(), due.to_string()));
    let (post, due) = owned.unwrap_or_default();
    let (give, done) = (speech.say("report-give"), speech.say("report-done"));
    html! {
        li id=(one.id) {
            p { @for line in one.text.lines() { bdi { (line) } br; } }
            p {
                @match &one.owner {
                    None => (tag(Tone::Warn, &speech.say("report-unowned"))),
                    Some((post, due)) => {
                        a href={ "/office/posts/" (post) } { bdi { (title(post)) } } " · " (speech.date(*due)) " "
                        @if is_open { (tag(Tone::Accent, &speech.say("report-waits"))) } @else { (tag(Tone::Good, &speech.say("report-followed"))) }
                    }
                }
                @if !is_open { br; bdi { (one.outcome) } }
            }
            // Whoever was given it, and whoever follows it, may take over what it recommends.
            @if one.owner.is_some() && !shown.own.is_empty() {
                p { a href=(adopted(one)) { (speech.say("adoption-new")) } }
            }
            @if shown.may_give && is_open {
                (disclosure(&give, one.owner.is_none(), Form::new(visit, action).around(html! {
                    (hidden)
                    (Field::select(named("owner"), speech.say("report-owner"), posts.collect()).value(value("owner", post)).draw(speech))
                    (Field::date(named("due"), speech.say("report-due")).value(value("due", due)).draw(speech))
                    div class="actions" { (Button::plain(&give).sends("do", "give").about(&format!("{give}: {}", one.text))) }
                })))
            }
            @if is_open && one.owner.as_ref().is_some_and(|(post, _)| shown.own.contains(post)) {
                (Form::new(visit, action).around(html! {
                    (hidden)
                    (Field::lines(named("outcome"), speech.say("report-outcome"), 2).value(value("outcome", String::new())).draw(speech))
                    div class="actions" { (Button::plain(&done).sends("do", "done").about(&format!("{done}: {}", one.text))) }
                }))
            }
        }
    }
}

/// Who should have the report, and who got and read it.
fn recipients(caller: &Caller, shown: &Shown) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &shown.page.mission;
    let columns = ["report-recipient", "report-why", "report-got", "report-read"];
    let mut columns: Vec<Column> = columns.map(|key| Column::new(speech.say(key))).into();
    columns.push(Column::new(speech.say("report-now")));
    let mut table = Table::new(speech.say("report-recipients"), columns).caption_unseen().cards_on_phone();
    let may_send = shown.own.contains(&mission.post);
    let send = speech.say("report-send");
    for one in &shown.recipients {
        let title = shown.posts.get(&one.post).cloned().unwrap_or_else(|| one.post.to_string());
        let is_missing = one.n_got == 0;
        table = table.row(vec![
            html! { a href={ "/office/posts/" (one.post) } { bdi { (title) } } },
            html! { (speech.say(if one.asks { "report-why-asks" } else { "report-why-plan" })) },
            html! { @if is_missing { (tag(Tone::Warn, &speech.say("report-missing"))) } @else { (one.n_got) } },
            html! { (one.n_read) },
            html! {
                @if !one.may_see { (tag(Tone::Bad, &speech.say("report-blind"))) }
                @else if is_missing && may_send {
                    (Form::new(visit, &format!("/missions/{}/report/copies", mission.id)).inline().around(html! {
                        input type="hidden" name="post" value=(one.post);
                        (Button::plain(&send).about(&format!("{send}: {title}")))
                    }))
                } @else { "–" }
            },
        ]);
    }
    html! {
        section aria-labelledby="recipients" {
            h2 id="recipients" tabindex="-1" { (speech.say("report-recipients")) }
            (table.draw(speech))
        }
    }
}
