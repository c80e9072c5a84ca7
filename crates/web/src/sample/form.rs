//! What the register says of a sample: put in, and changed.

use std::collections::BTreeSet;

use axum::extract::{Path, RawQuery};
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    AgreementId, Date, HostId, MEASURE_CHARS_MAX, Marking, NeedId, PostId, SAMPLE_LINE_CHARS_MAX, SAMPLE_NEEDS_MAX,
    SAMPLE_TEXT_CHARS_MAX, Sample, SampleCame, SampleId, SampleKind, SampleState, Stage, UnitId,
};

use super::{crumbs, crumbs_to};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

/// Needs and hosts that are offered at once. Who looks for another narrows the list by words.
const OFFERED_MAX: usize = 100;

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    needs: Vec<(NeedId, String)>,
    hosts: Vec<(HostId, String)>,
    agreements: Vec<(AgreementId, String)>,
    marks: MarkingChoices,
    before: Option<Sample>,
    /// Whether somebody else changed it, so that what is sent next is written in view of that.
    is_changed: bool,
}

/// Whether a text has every one of some words, whatever their case.
fn has_words(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

fn load(office: &Office, officer: &Officer, id: Option<&str>, typed: Option<&Typed>) -> Result<Offered, Failure> {
    let before = id.map(|id| office.sample(id)).transpose()?.map(|line| line.sample);
    let words = typed.map(|typed| typed.get("words").to_owned()).unwrap_or_default();
    let mut chosen: BTreeSet<String> = typed.map(|typed| typed.all("need").into_iter().collect()).unwrap_or_default();
    chosen.extend(before.iter().flat_map(|before| before.needs.iter().map(NeedId::to_string)));
    let mut needs = Vec::new();
    for line in office.reader().need_lines(&officer.scope, None, false)? {
        let is_chosen = chosen.contains(line.id.as_str());
        let fits = line.stage == Stage::Accepted && has_words(&line.title, &words) && needs.len() < OFFERED_MAX;
        if is_chosen || fits {
            needs.push((line.id, line.title));
        }
    }
    let maker = typed.and_then(|typed| HostId::parse(typed.get("maker")));
    let maker = maker.or_else(|| before.as_ref().and_then(|before| before.maker));
    let mut hosts: Vec<(HostId, String)> = Vec::new();
    for host in office.hosts("")? {
        let name = host.name().to_owned();
        if Some(host.id) == maker || (has_words(&name, &words) && hosts.len() < OFFERED_MAX) {
            hosts.push((host.id, name));
        }
    }
    let agreements = office.agreements(&desk::AgreementSearch::default())?;
    Ok(Offered {
        posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        marks: MarkingChoices::of(office, officer)?,
        agreements: agreements.into_iter().map(|(agreement, _)| (agreement.id, agreement.title)).collect(),
        needs,
        hosts,
        before,
        is_changed: false,
    })
}

impl Course for Offered {
    type Kept = Sample;
    const FIELD: &'static str = "name";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        typed: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        load(office, officer, id, typed)
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(as_typed)
    }

    fn sees_change(&mut self) -> bool {
        self.is_changed = true;
        true
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(sample: &Sample) -> String {
        format!("/samples/{}", sample.id)
    }
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice registers once.
    let once = SampleId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

fn as_typed(sample: &Sample) -> Typed {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let plain = [
        ("name", sample.name.clone()),
        ("kind", sample.kind.word().to_owned()),
        ("maker", sample.maker.map(|maker| maker.to_string()).unwrap_or_default()),
        ("maker-name", sample.maker_name.clone()),
        ("model", sample.model.clone()),
        ("serial", sample.serial.clone()),
        ("amount", sample.amount.clone()),
        ("measure", sample.measure.clone()),
        ("country", sample.country.clone()),
        ("came", sample.came.word().to_owned()),
        ("agreement", sample.agreement.map(|agreement| agreement.to_string()).unwrap_or_default()),
        ("rights", sample.rights.clone()),
        ("post", sample.post.to_string()),
        ("plan", sample.plan.clone()),
        ("plan-due", sample.plan_due.to_string()),
        ("expected", day(sample.expected)),
        ("remark", sample.remark.clone()),
        ("level", sample.marking.level.word().to_owned()),
        ("revision", sample.revision.to_string()),
    ];
    let needs = sample.needs.iter().map(|need| ("need", need.to_string()));
    let compartments = sample.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = sample.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(needs).chain(compartments).chain(release))
}

/// The sample that was typed, and what cannot be read of it.
fn sample(caller: &Caller, typed: &Typed, id: SampleId, marking: Marking, slips: &mut Slips) -> Option<Sample> {
    let speech = caller.visit.speech;
    if typed.get("name").is_empty() {
        slips.note("name", speech.say("sample-name-missing"));
    }
    if typed.get("plan").is_empty() {
        slips.note("plan", speech.say("sample-plan-missing"));
    }
    let plan_due = Date::parse(typed.get("plan-due"));
    if plan_due.is_none() {
        slips.note("plan-due", speech.say("mission-day-unread"));
    }
    let needs: Vec<NeedId> = typed.all("need").iter().filter_map(|need| NeedId::new(need).ok()).collect();
    if needs.is_empty() {
        slips.note("need", speech.say("sample-need-missing"));
    }
    if let Some(Err(refusal)) = typed.some("country").map(model::country) {
        slips.note("country", speech.refusal(&refusal));
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("name", speech.say("request-no-post"));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Sample {
        id,
        kind: SampleKind::from_word(typed.get("kind")).unwrap_or(SampleKind::Machine),
        name: typed.get("name").to_owned(),
        maker: HostId::parse(typed.get("maker")),
        maker_name: typed.get("maker-name").to_owned(),
        model: typed.get("model").to_owned(),
        serial: typed.get("serial").to_owned(),
        amount: typed.get("amount").to_owned(),
        measure: typed.get("measure").to_owned(),
        country: typed.get("country").to_owned(),
        came: SampleCame::from_word(typed.get("came")).unwrap_or(SampleCame::Purchase),
        agreement: AgreementId::parse(typed.get("agreement")),
        rights: typed.get("rights").replace("\r\n", "\n"),
        needs,
        // Follows from the post.
        unit: UnitId::new("office").ok()?,
        post: post?,
        plan: typed.get("plan").replace("\r\n", "\n"),
        plan_due: plan_due?,
        expected: Date::parse(typed.get("expected")),
        received: None,
        rests_since: None,
        remark: typed.get("remark").replace("\r\n", "\n"),
        state: SampleState::Expected,
        reason: String::new(),
        joined_to: None,
        marking,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn register(caller: Caller, typed: Typed) -> Answer {
    let id = SampleId::parse(typed.get("once")).unwrap_or_else(|| SampleId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    let mut slips = Slips::new();
    if typed.has("look") {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let Some(sample) = sample(&caller, &typed, id, marking::chosen(&typed), &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_sample(writer, turn, sample, true)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.sample(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?.sample;
    let sheet = Sheet::of(name);
    let mut slips = Slips::new();
    if typed.has("look") {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let marking = chosen_marking(&typed, &held.marking);
    let Some(sample) = sample(&caller, &typed, held.id, marking, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    // A post that the form does not offer stays.
    let post = if typed.some("post").is_some() { sample.post.clone() } else { held.post };
    let sample = Sample { post, ..sample };
    let done = caller.act(move |writer, turn, _| desk::keep_sample(writer, turn, sample, false)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (title, action, send, crumbs) = match &offered.before {
        None => (speech.say("sample-new"), "/samples/new".to_owned(), speech.say("sample-register"), crumbs(speech)),
        Some(before) => (
            speech.say("sample-change"),
            format!("/samples/{}/change", before.id),
            speech.say("host-save"),
            crumbs_to(speech, before),
        ),
    };
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Acquisition).crumbs(crumbs).slips(slips).draw(form.around(html! {
        (what_it_is(caller, offered, typed, slips))
        (what_for(caller, offered, typed, slips))
        (Field::lines("remark", speech.say("host-remark"), 3).value(typed.get("remark")).optional().length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        @if let Some(before) = &offered.before {
            @let seen = if offered.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
            input type="hidden" name="revision" value=(seen);
        }
        div class="actions" { (Button::primary(&send)) }
    }))
}

fn what_it_is(caller: &Caller, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let kinds = SampleKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("sample-kind-{}", kind.word()))));
    let came = SampleCame::ALL
        .iter()
        .map(|came| Choice::new(came.word(), speech.say(&format!("sample-came-{}", came.word()))));
    let none = || std::iter::once(Choice::new("", "–"));
    let hosts = offered.hosts.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let agreements = offered.agreements.iter().map(|(id, title)| Choice::new(id.to_string(), title.clone()));
    let line = |name: &'static str, key: &str| {
        Field::text(name, speech.say(key)).value(typed.get(name)).length_max(SAMPLE_LINE_CHARS_MAX).slips(slips)
    };
    html! {
        (line("name", "sample-name").draw(speech))
        (Field::radios("kind", speech.say("sample-kind"), kinds.collect()).value(typed.some("kind").unwrap_or(SampleKind::Machine.word())).slips(slips).draw(speech))
        (Field::select("maker", speech.say("sample-maker"), none().chain(hosts).collect()).hint(speech.say("sample-maker-hint")).value(typed.get("maker")).slips(slips).draw(speech))
        (line("maker-name", "sample-maker-name").optional().draw(speech))
        (line("model", "sample-model").optional().draw(speech))
        (line("serial", "sample-serial").optional().draw(speech))
        (Field::text("amount", speech.say("sample-amount")).value(typed.some("amount").unwrap_or("1")).narrow().length_max(40).slips(slips).draw(speech))
        (Field::text("measure", speech.say("sample-measure")).hint(speech.say("sample-measure-hint")).value(typed.get("measure")).optional().narrow().length_max(MEASURE_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("country", speech.say("host-country")).hint(speech.say("host-country-hint")).value(typed.get("country")).optional().narrow().length_max(2).slips(slips).draw(speech))
        (Field::select("came", speech.say("sample-came"), came.collect()).value(typed.some("came").unwrap_or(SampleCame::Purchase.word())).slips(slips).draw(speech))
        (Field::select("agreement", speech.say("sample-agreement"), none().chain(agreements).collect()).hint(speech.say("sample-agreement-hint")).value(typed.get("agreement")).slips(slips).draw(speech))
        (Field::lines("rights", speech.say("sample-rights"), 2).hint(speech.say("sample-rights-hint")).value(typed.get("rights")).optional().length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
    }
}

fn what_for(caller: &Caller, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
    let needs = offered.needs.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let most = [("count", i64::try_from(SAMPLE_NEEDS_MAX).unwrap_or(i64::MAX).into())];
    html! {
        (Field::search("words", speech.say("sample-words")).value(typed.get("words")).optional().draw(speech))
        div class="actions" { (Button::plain(&speech.say("hosts-look")).sends("look", "yes").skips_checks()) }
        (Field::checks("need", speech.say("sample-needs"), needs.collect()).hint(speech.with("sample-needs-hint", &most)).values(typed.all("need")).slips(slips).draw(speech))
        @if offered.posts.len() > 1 {
            (Field::select("post", speech.say("sample-post"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
        }
        (Field::lines("plan", speech.say("sample-plan"), 4).hint(speech.say("sample-plan-hint")).value(typed.get("plan")).length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (Field::date("plan-due", speech.say("sample-plan-due")).value(typed.get("plan-due")).slips(slips).draw(speech))
        (Field::date("expected", speech.say("sample-expected")).value(typed.get("expected")).optional().slips(slips).draw(speech))
    }
}
