//! What a programme looks at, by how many visits, by what risk, by which seed: written, and changed while it is drafted.

use axum::extract::Path;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    CHECK_QUESTION_CHARS_MAX, CHECK_QUESTIONS_MAX, CheckExpects, CheckQuestion, Date, EvidenceClass,
    INSPECTION_LINE_CHARS_MAX, INSPECTION_TEXT_CHARS_MAX, Inspection, InspectionId, InspectionScope, InspectionState,
    Marking, PostId, RiskGround, RiskWeights, Rung, SeedBasis, StratifiedBy, TechnologyId, UnitId,
};

use super::{crumbs, crumbs_to};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;

/// Longest list of questions, in characters, as it is typed.
const QUESTIONS_CHARS_MAX: usize = CHECK_QUESTIONS_MAX * (CHECK_QUESTION_CHARS_MAX + 20);

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    units: Vec<(UnitId, String)>,
    technologies: Vec<(TechnologyId, String)>,
    marks: MarkingChoices,
    before: Option<Inspection>,
    is_changed: bool,
}

impl Course for Offered {
    type Kept = Inspection;
    const FIELD: &'static str = "title";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        _: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        let before = id.map(|id| office.inspection(id)).transpose()?;
        let tree = office.tree()?;
        let mut units: Vec<(UnitId, String)> = tree.units().map(|unit| (unit.id.clone(), unit.name.clone())).collect();
        units.sort_by_cached_key(|(_, name)| name.to_lowercase());
        let mut technologies: Vec<(TechnologyId, String)> = office.technology_names()?.into_iter().collect();
        technologies.sort_by_cached_key(|(_, name)| name.to_lowercase());
        Ok(Offered {
            posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
            marks: MarkingChoices::of(office, officer)?,
            units,
            technologies,
            before,
            is_changed: false,
        })
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

    fn address(inspection: &Inspection) -> String {
        format!("/inspections/{}", inspection.id)
    }
}

pub async fn show_new(caller: Caller) -> Answer {
    // Drawn here, so that the form that is sent twice writes once.
    let once = InspectionId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, None).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

/// The questions of one sort, a line each; behind a question may stand the rung on which it bears, in brackets.
fn questions_as_typed(inspection: &Inspection, expects: CheckExpects) -> String {
    let own = inspection.questions.iter().filter(|question| question.expects == expects);
    let lines: Vec<String> = own
        .map(|question| match question.rung {
            Some(rung) => format!("{} [{rung}]", question.text),
            None => question.text.clone(),
        })
        .collect();
    lines.join("\n")
}

fn questions_typed(typed: &Typed) -> Vec<CheckQuestion> {
    let mut questions = Vec::new();
    for expects in CheckExpects::ALL {
        for line in typed.lines(&format!("questions-{}", expects.word())) {
            let bracket = line.strip_suffix(']').and_then(|line| line.rsplit_once('['));
            let rung = bracket.and_then(|(text, rung)| Some((text.trim().to_owned(), Rung::from_word(rung.trim())?)));
            let (text, rung) = rung.map_or((line.clone(), None), |(text, rung)| (text, Some(rung)));
            questions.push(CheckQuestion { text, expects: *expects, rung });
        }
    }
    questions
}

fn as_typed(inspection: &Inspection) -> Typed {
    let plain = [
        ("title", inspection.title.clone()),
        ("purpose", inspection.purpose.clone()),
        ("post", inspection.post.to_string()),
        ("rung", inspection.scope.rung.word().to_owned()),
        ("class", inspection.scope.class.word().to_owned()),
        ("since", inspection.since.to_string()),
        ("until", inspection.until.to_string()),
        ("visits", inspection.visits.to_string()),
        ("by", inspection.by.word().to_owned()),
        ("basis", inspection.basis.word().to_owned()),
        ("source", inspection.source.clone()),
        ("questions-yes-no", questions_as_typed(inspection, CheckExpects::YesNo)),
        ("questions-value", questions_as_typed(inspection, CheckExpects::Value)),
        ("questions-photo", questions_as_typed(inspection, CheckExpects::Photo)),
        ("risk-told", inspection.weights.told.to_string()),
        ("risk-jump", inspection.weights.jump.to_string()),
        ("risk-first", inspection.weights.first.to_string()),
        ("risk-wrong-before", inspection.weights.wrong_before.to_string()),
        ("risk-value", inspection.weights.value.to_string()),
        ("level", inspection.marking.level.word().to_owned()),
        ("revision", inspection.revision.to_string()),
    ];
    let units = inspection.scope.units.iter().map(|unit| ("unit", unit.to_string()));
    let technologies = inspection.scope.technologies.iter().map(|one| ("technology", one.to_string()));
    let compartments = inspection.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = inspection.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(units).chain(technologies).chain(compartments).chain(release))
}

/// The programme that was typed, and what cannot be read of it.
fn inspection(
    caller: &Caller,
    typed: &Typed,
    id: InspectionId,
    marking: Marking,
    slips: &mut Slips,
) -> Option<Inspection> {
    let speech = caller.visit.speech;
    let mut day = |name: &'static str| {
        let found = Date::parse(typed.get(name));
        if found.is_none() {
            slips.note(name, speech.say("mission-day-unread"));
        }
        found
    };
    let (since, until) = (day("since"), day("until"));
    let mut number = |name: &str, default: u32| match typed.some(name).map_or(Ok(default), str::parse::<u32>) {
        Ok(number) => number,
        Err(_) => {
            slips.note(name.to_owned(), speech.say("inspection-number-unread"));
            default
        }
    };
    let standard = RiskWeights::default();
    let visits = number("visits", 0);
    let weights = RiskWeights {
        told: number("risk-told", standard.told),
        jump: number("risk-jump", standard.jump),
        first: number("risk-first", standard.first),
        wrong_before: number("risk-wrong-before", standard.wrong_before),
        value: number("risk-value", standard.value),
    };
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("title", speech.say("request-no-post"));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Inspection {
        id,
        title: typed.get("title").to_owned(),
        purpose: typed.get("purpose").replace("\r\n", "\n"),
        post: post?,
        scope: InspectionScope {
            units: typed.all("unit").iter().filter_map(|unit| UnitId::new(unit).ok()).collect(),
            technologies: typed.all("technology").iter().filter_map(|one| TechnologyId::parse(one)).collect(),
            rung: Rung::from_word(typed.get("rung")).unwrap_or(Rung::Received),
            class: EvidenceClass::from_word(typed.get("class")).unwrap_or(EvidenceClass::Told),
        },
        since: since?,
        until: until?,
        visits,
        weights,
        by: StratifiedBy::from_word(typed.get("by")).unwrap_or(StratifiedBy::Risk),
        basis: SeedBasis::from_word(typed.get("basis")).unwrap_or(SeedBasis::Committed),
        source: typed.get("source").to_owned(),
        seed_hash: String::new(),
        seed: String::new(),
        questions: questions_typed(typed),
        n_claims: 0,
        frame_hash: String::new(),
        fixed: None,
        state: InspectionState::Drafted,
        report: String::new(),
        marking,
        invented: false,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn write(caller: Caller, typed: Typed) -> Answer {
    let id = InspectionId::parse(typed.get("once")).unwrap_or_else(|| InspectionId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    let mut slips = Slips::new();
    let Some(inspection) = inspection(&caller, &typed, id, marking::chosen(&typed), &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_inspection(writer, turn, inspection, true)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.inspection(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let sheet = Sheet::of(name);
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    let Some(inspection) = inspection(&caller, &typed, held.id, marking, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let post = if typed.some("post").is_some() { inspection.post.clone() } else { held.post };
    let inspection = Inspection { post, ..inspection };
    let done = caller.act(move |writer, turn, _| desk::keep_inspection(writer, turn, inspection, false)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (title, action, crumbs) = match &offered.before {
        None => (speech.say("inspection-new"), "/inspections/new".to_owned(), crumbs(speech)),
        Some(before) => {
            (speech.say("inspection-change"), format!("/inspections/{}/change", before.id), crumbs_to(speech, before))
        }
    };
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Inspection).crumbs(crumbs).slips(slips).draw(form.around(html! {
        (Field::text("title", speech.say("inspection-name")).value(typed.get("title")).length_max(INSPECTION_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("purpose", speech.say("inspection-purpose"), 3).value(typed.get("purpose")).optional().length_max(INSPECTION_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (scope(speech, offered, typed, slips))
        (pace(speech, offered, typed, slips))
        (risk(speech, typed, slips))
        (seed(speech, typed, slips))
        (checklist(speech, typed, slips))
        (offered.marks.fields(speech, typed, slips))
        @if let Some(before) = &offered.before {
            @let seen = if offered.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
            input type="hidden" name="revision" value=(seen);
        }
        div class="actions" { (Button::primary(&speech.say("host-save"))) }
    }))
}

fn worded<T: Copy>(speech: Speech, list: &str, all: &[T], word: impl Fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(word(*one), speech.say(&format!("{list}-{}", word(*one))))).collect()
}

fn scope(speech: Speech, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let units = offered.units.iter().map(|(id, name)| Choice::new(id.as_str(), name.clone())).collect();
    let technologies = offered.technologies.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let technologies: Vec<Choice> = technologies.collect();
    html! {
        h2 { (speech.say("inspection-scope")) }
        (Field::select("rung", speech.say("inspection-rung"), worded(speech, "rung", Rung::ALL, Rung::word)).hint(speech.say("inspection-rung-hint")).value(typed.some("rung").unwrap_or(Rung::Production.word())).slips(slips).draw(speech))
        (Field::select("class", speech.say("inspection-class"), worded(speech, "evidence", EvidenceClass::ALL, EvidenceClass::word)).value(typed.some("class").unwrap_or(EvidenceClass::Told.word())).slips(slips).draw(speech))
        (Field::checks("unit", speech.say("inspection-units"), units).hint(speech.say("inspection-units-hint")).values(typed.all("unit")).optional().slips(slips).draw(speech))
        @if !technologies.is_empty() {
            (Field::checks("technology", speech.say("inspection-technologies"), technologies).hint(speech.say("inspection-technologies-hint")).values(typed.all("technology")).optional().slips(slips).draw(speech))
        }
    }
}

fn pace(speech: Speech, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
    html! {
        h2 { (speech.say("inspection-pace")) }
        @if offered.posts.len() > 1 {
            (Field::select("post", speech.say("inspection-post"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
        }
        (Field::date("since", speech.say("inspection-since")).value(typed.get("since")).slips(slips).draw(speech))
        (Field::date("until", speech.say("inspection-until")).value(typed.get("until")).slips(slips).draw(speech))
        (Field::number("visits", speech.say("inspection-visits")).hint(speech.say("inspection-visits-hint")).value(typed.get("visits")).narrow().slips(slips).draw(speech))
        (Field::select("by", speech.say("inspection-by"), worded(speech, "stratified-by", StratifiedBy::ALL, StratifiedBy::word)).hint(speech.say("inspection-by-hint")).value(typed.some("by").unwrap_or(StratifiedBy::Risk.word())).slips(slips).draw(speech))
    }
}

fn risk(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let standard = RiskWeights::default();
    html! {
        h2 { (speech.say("inspection-risk")) }
        p class="hint" { (speech.say("inspection-risk-hint")) }
        @for ground in RiskGround::ALL {
            @let name = format!("risk-{}", ground.word());
            @let held = typed.some(&name).map_or_else(|| standard.of(*ground).to_string(), str::to_owned);
            (Field::number(name.clone(), speech.say(&format!("risk-ground-{}", ground.word()))).value(held).narrow().slips(slips).draw(speech))
        }
    }
}

fn seed(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let basis = |one: &SeedBasis| {
        Choice::new(one.word(), speech.say(&format!("seed-basis-{}", one.word())))
            .hint(speech.say(&format!("seed-basis-{}-hint", one.word())))
    };
    html! {
        h2 { (speech.say("inspection-seed-of")) }
        (Field::radios("basis", speech.say("inspection-basis"), SeedBasis::ALL.iter().map(basis).collect()).value(typed.some("basis").unwrap_or(SeedBasis::Committed.word())).slips(slips).draw(speech))
        (Field::text("source", speech.say("inspection-source")).hint(speech.say("inspection-source-hint")).value(typed.get("source")).optional().length_max(INSPECTION_LINE_CHARS_MAX).slips(slips).draw(speech))
    }
}

fn checklist(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    html! {
        h2 { (speech.say("inspection-checklist")) }
        p class="hint" { (speech.say("inspection-checklist-hint")) }
        @for expects in CheckExpects::ALL {
            @let name = format!("questions-{}", expects.word());
            (Field::lines(name.clone(), speech.say(&format!("check-expects-{}", expects.word())), 3).value(typed.get(&name)).optional().length_max(QUESTIONS_CHARS_MAX).slips(slips).draw(speech))
        }
    }
}
