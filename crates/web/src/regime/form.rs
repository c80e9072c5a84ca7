//! What a regime says: founded, and changed.

use axum::extract::Path;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    ControlAct, Date, Decision, Level, REGIME_NAME_CHARS_MAX, REGIME_TEXT_CHARS_MAX, RULE_DAYS_MAX, Refusal, Regime,
    RegimeId, RegimeKind,
};

use super::crumbs;
use super::draft::{Known, MEMBER_COLUMNS, Reading, TRIGGER_COLUMNS, USUAL_COLUMNS, trigger_cell};
use super::filled::as_typed;
use super::step::held;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Groups, Page, RowColumn, Rows, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;

/// What the form offers.
struct Offered {
    known: Known,
    marks: MarkingChoices,
    before: Option<Regime>,
    /// Whether somebody else changed it, so that what is sent next is written in view of that.
    is_changed: bool,
}

fn known(office: &Office) -> Result<Known, Failure> {
    let hosts = office.hosts("")?.into_iter().map(|host| (host.id, host.name().to_owned())).collect();
    Ok(Known { posts: office.posts()?, hosts })
}

impl Course for Offered {
    type Kept = Regime;
    const FIELD: &'static str = "name";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        _: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        Ok(Offered {
            before: id.map(|id| office.regime(id)).transpose()?,
            known: known(office)?,
            marks: MarkingChoices::of(office, officer)?,
            is_changed: false,
        })
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(|before| as_typed(before, &self.known))
    }

    fn sees_change(&mut self) -> bool {
        self.is_changed = true;
        true
    }

    fn field(_: &Typed, refused: &Failure) -> &'static str {
        let Failure::Refused(Refusal::Said(said)) = refused else { return Self::FIELD };
        match said.key() {
            "regime-no-reason" => "reason",
            "regime-no-member" | "regime-member-name" | "regime-member-twice" => "member-1-name",
            "regime-chair" => "chair",
            "regime-quorum" => "quorum",
            "rule-share" | "rule-qualified" => "votes",
            "rule-days" => "deadline",
            "regime-no-trigger" | "regime-forbids" => "trigger",
            "trigger-class" | "trigger-lines" | "trigger-forbids" => "trigger-1-clause",
            "regime-wider" | "marking-blind-regime" => "level",
            _ => Self::FIELD,
        }
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(regime: &Regime) -> String {
        format!("/regimes/{}", regime.id)
    }
}

pub async fn show_new(caller: Caller) -> Answer {
    // Drawn here, so that the form that is sent twice founds once.
    let once = RegimeId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, None).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

pub async fn found(caller: Caller, typed: Typed) -> Answer {
    let id = RegimeId::parse(typed.get("once")).unwrap_or_else(|| RegimeId::from_bits(caller.app.ids()()));
    keep(&caller, Sheet::new(id), (id, None), typed).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &name).await?;
    keep(&caller, Sheet::of(name), (held.id, Some(held)), typed).await
}

async fn keep(caller: &Caller, sheet: Sheet, (id, before): (RegimeId, Option<Regime>), typed: Typed) -> Answer {
    if typed.asks_for_rows() {
        return sheet.again::<Offered>(caller, typed).await;
    }
    let known = caller.read(known).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let marking = match &before {
        Some(before) => chosen_marking(&typed, &before.marking),
        None => marking::chosen(&typed),
    };
    let reading = Reading { speech: caller.visit.speech, typed: &typed, known: &known, slips: &mut slips };
    let Some(regime) = reading.regime(id, before.as_ref(), marking) else {
        return sheet.slipped::<Offered>(caller, typed, &slips).await;
    };
    let (is_new, reason) = (before.is_none(), typed.get("reason").to_owned());
    let done = caller.act(move |writer, turn, _| desk::keep_regime(writer, turn, (regime, is_new), &reason)).await;
    sheet.ended::<Offered>(caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut way = crumbs(speech);
    let (title, action, send) = match &offered.before {
        None => (speech.say("regime-new"), "/regimes/new".to_owned(), speech.say("regime-found")),
        Some(before) => {
            way.push(Crumb::new(before.name.clone(), format!("/regimes/{}", before.id)));
            (speech.say("regime-change"), format!("/regimes/{}/change", before.id), speech.say("host-save"))
        }
    };
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    let lines = |name: &'static str, key: &str| {
        Field::lines(name, speech.say(key), 3)
            .value(typed.get(name))
            .optional()
            .length_max(REGIME_TEXT_CHARS_MAX)
            .slips(slips)
    };
    let is_binding = offered.before.as_ref().is_some_and(|before| before.binding);
    Page::new(visit, title).here(Section::Control).crumbs(way).slips(slips).draw(form.around(html! {
        @if let Some(before) = &offered.before {
            @let seen = if offered.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
            input type="hidden" name="revision" value=(seen);
            @if is_binding { p { (speech.say("regime-change-binding")) } }
            (Field::lines("reason", speech.say("regime-reason"), 2).value(typed.get("reason")).length_max(REGIME_TEXT_CHARS_MAX).slips(slips).draw(speech))
        }
        (head(speech, typed, slips))
        (rule(speech, typed, slips))
        (triggers(speech, typed, slips))
        (members(speech, typed, slips))
        (usual(speech, typed, slips))
        (lines("note", "regime-note").draw(speech))
        (lines("source", "regime-source").hint(speech.say("regime-source-hint")).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        div class="actions" { (Button::primary(&send)) }
    }))
}

/// A field of one line.
fn line(speech: Speech, (name, key): (&'static str, &str), typed: &Typed, slips: &Slips) -> Field {
    Field::text(name, speech.say(key)).value(typed.get(name)).length_max(REGIME_NAME_CHARS_MAX).slips(slips)
}

fn tick(speech: Speech, (name, key, hint): (&'static str, &str, &str), typed: &Typed) -> Markup {
    Field::check(name, speech.say(key)).hint(speech.say(hint)).value(typed.get(name)).draw(speech)
}

/// What it is, who keeps it, from when until when.
fn head(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let kinds = RegimeKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("regime-kind-{}", kind.word()))));
    let kind = typed.some("kind").unwrap_or(RegimeKind::House.word());
    let day = |name: &'static str, key: &str| Field::date(name, speech.say(key)).value(typed.get(name)).slips(slips);
    html! {
        (line(speech, ("name", "regime-name"), typed, slips).draw(speech))
        (Field::radios("kind", speech.say("regime-kind"), kinds.collect()).value(kind).slips(slips).draw(speech))
        (tick(speech, ("binding", "regime-binding", "regime-binding-hint"), typed))
        (line(speech, ("keeper", "regime-keeper"), typed, slips).hint(speech.say("regime-keeper-hint")).draw(speech))
        (day("since", "regime-since").draw(speech))
        (day("until", "regime-until").optional().draw(speech))
        (day("review", "regime-review").hint(speech.say("regime-review-hint")).optional().draw(speech))
    }
}

/// How it decides.
fn rule(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let decisions = Decision::ALL.iter().map(|one| {
        Choice::new(one.word(), speech.say(&format!("decision-{}", one.word())))
            .hint(speech.say(&format!("decision-{}-hint", one.word())))
    });
    let most = [("max", RULE_DAYS_MAX.into())];
    let number = |name: &'static str, key: &str, hint: &str| {
        Field::number(name, speech.say(key)).hint(speech.with(hint, &most)).value(typed.get(name)).slips(slips)
    };
    let decision = typed.some("decision").unwrap_or(Decision::Unanimity.word());
    html! {
        fieldset {
            legend { (speech.say("regime-rule")) }
            (Field::radios("decision", speech.say("regime-decision"), decisions.collect()).value(decision).slips(slips).draw(speech))
            (number("votes", "rule-votes", "rule-votes-hint").optional().draw(speech))
            (number("shares", "rule-shares", "rule-shares-hint").optional().draw(speech))
            (number("quorum", "rule-quorum-of", "rule-quorum-of-hint").optional().draw(speech))
            (number("deadline", "rule-deadline-of", "rule-deadline-of-hint").draw(speech))
            (number("silence", "rule-silence-of", "rule-silence-of-hint").optional().draw(speech))
            (number("good", "rule-good-of", "rule-good-of-hint").optional().draw(speech))
            (tick(speech, ("discretion", "rule-discretion-of", "rule-discretion-of-hint"), typed))
        }
    }
}

/// For what it asks for a case.
fn triggers(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let mut rows = typed.rows("trigger", TRIGGER_COLUMNS);
    if rows.is_empty() && !typed.asks_for_rows() {
        rows.push(Vec::new());
    }
    let groups = Groups {
        name: "trigger",
        legend: speech.say("triggers-title"),
        hint: speech.say("triggers-hint"),
        each: speech.say("trigger-one"),
    };
    let any = || std::iter::once(Choice::new("", speech.say("vetting-any")));
    let levels =
        || Level::ALL.iter().map(|level| Choice::new(level.word(), speech.say(&format!("marking-{}", level.word()))));
    groups.draw(speech, rows.len(), |number| {
        let value = |column: &str| rows.get(number - 1).map_or("", |row| trigger_cell(row, column)).to_owned();
        let name = |column: &str| format!("trigger-{number}-{column}");
        let text = |column: &str, key: &str| {
            Field::text(name(column), speech.say(key)).value(value(column)).length_max(REGIME_TEXT_CHARS_MAX).slips(slips)
        };
        let tick = |column: &str, label: String| Field::check(name(column), label).value(value(column));
        html! {
            (text("clause", "trigger-clause").hint(speech.say("trigger-clause-hint")).optional().draw(speech))
            fieldset {
                legend { (speech.say("trigger-acts-of")) }
                @for act in ControlAct::ALL {
                    (tick(act.word(), speech.say(&format!("control-act-{}", act.word()))).draw(speech))
                }
            }
            (text("countries", "case-countries").hint(speech.say("case-countries-hint")).optional().draw(speech))
            (text("hosts", "case-hosts").hint(speech.say("trigger-hosts-hint")).optional().draw(speech))
            (Field::select(name("level"), speech.say("vetting-level"), any().chain(levels()).collect()).value(value("level")).draw(speech))
            (text("classes", "case-classes").hint(speech.say("case-classes-hint")).optional().draw(speech))
            (text("entries", "trigger-entries-of").hint(speech.say("trigger-entries-hint")).optional().draw(speech))
            (Field::lines(name("words"), speech.say("trigger-words-of"), 3).hint(speech.say("trigger-words-hint")).value(value("words")).optional().slips(slips).draw(speech))
            (tick("hit", speech.say("trigger-hit-of")).draw(speech))
            (tick("prohibits", speech.say("trigger-prohibits-of")).hint(speech.say("trigger-prohibits-hint")).draw(speech))
        }
    })
}

fn column(speech: Speech, name: &str, key: &str, narrow: bool) -> RowColumn {
    RowColumn { name: name.to_owned(), label: speech.say(key), narrow }
}

/// Who votes.
fn members(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let rows = Rows {
        name: "member".to_owned(),
        legend: speech.say("members-title"),
        hint: Some(speech.say("members-hint")),
        columns: vec![
            column(speech, "name", "member-name", false),
            column(speech, "country", "member-country", true),
            column(speech, "post", "member-post", false),
            column(speech, "weight", "member-weight", true),
            column(speech, "since", "member-since", true),
            column(speech, "until", "member-until", true),
        ],
        values: typed.rows("member", MEMBER_COLUMNS),
        may_be_empty: false,
    };
    html! {
        (rows.draw(speech, slips))
        (line(speech, ("chair", "regime-chair"), typed, slips).hint(speech.say("regime-chair-hint")).optional().draw(speech))
    }
}

/// What is set with every yes.
fn usual(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let rows = Rows {
        name: "usual".to_owned(),
        legend: speech.say("regime-conditions"),
        hint: Some(speech.say("regime-conditions-hint")),
        columns: vec![
            column(speech, "text", "condition-text", false),
            column(speech, "days", "regime-condition-within", true),
        ],
        values: typed.rows("usual", USUAL_COLUMNS),
        may_be_empty: true,
    };
    rows.draw(speech, slips)
}
