//! The list of adoptions, narrowed by unit, rung, evidence, state and what is behind its plan.

use axum::extract::RawQuery;
use desk::adoption::{AdoptionRow, AdoptionSearch};
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{AdoptionState, EvidenceClass, Rung, Unit, UnitId};

use super::{adoptions_table, rung};
use crate::caller::Caller;
use crate::component::{AdoptionRoom, Button, Choice, Field, Page, Section, adoption_tabs, empty, link_button};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

/// Adoptions that are shown. Who looks for another narrows the list.
const SHOWN: usize = 200;

struct Loaded {
    search: AdoptionSearch,
    rows: Vec<AdoptionRow>,
    units: Vec<Unit>,
}

fn load(office: &Office, typed: &Typed) -> Result<Loaded, Failure> {
    let search = AdoptionSearch {
        words: typed.get("q").to_owned(),
        unit: typed.some("unit").and_then(|unit| UnitId::new(unit).ok()),
        rung: Rung::from_word(typed.get("rung")),
        class: EvidenceClass::from_word(typed.get("class")),
        state: AdoptionState::from_word(typed.get("state")),
        behind: typed.ticked("behind"),
    };
    let mut units: Vec<Unit> = office.tree()?.units().cloned().collect();
    units.sort_by_cached_key(|unit| unit.name.to_lowercase());
    Ok(Loaded { rows: office.adoptions(&search)?, units, search })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let loaded = caller.read(move |office| load(office, &typed)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let left_out = loaded.rows.len().saturating_sub(SHOWN);
    let shown = &loaded.rows[..loaded.rows.len().min(SHOWN)];
    let n_verified = loaded.rows.iter().filter(|row| row.line.is_verified_use()).count();
    let n_claimed = loaded.rows.iter().filter(|row| row.line.adoption.is_in_production()).count();
    let counts = [("count", loaded.rows.len().into()), ("claimed", n_claimed.into()), ("verified", n_verified.into())];
    Page::new(&caller.visit, speech.say("adoptions-title"))
        .here(Section::Adoption)
        .lead(html! { (speech.say("adoptions-lead")) })
        .draw(html! {
            (adoption_tabs(speech, AdoptionRoom::Adoptions))
            div class="actions" { (link_button(&speech.say("adoption-new"), "/adoptions/new", true)) }
            (narrow(speech, loaded))
            p { (speech.with("adoptions-counts", &counts)) }
            @if shown.is_empty() {
                (empty(&speech.say("adoptions-none"), &speech.say("adoptions-none-body"), html! {}))
            } @else { (adoptions_table(speech, &speech.say("adoptions-title"), shown, true)) }
            @if left_out > 0 { p class="quiet" { (speech.with("adoptions-left-out", &[("count", left_out.into())])) } }
        })
}

fn narrow(speech: Speech, loaded: &Loaded) -> Markup {
    let any = || std::iter::once(Choice::new("", speech.say("adoptions-any")));
    let units = loaded.units.iter().map(|unit| Choice::new(unit.id.as_str(), unit.name.clone()));
    let rungs = Rung::ALL.iter().map(|one| Choice::new(one.word(), rung(speech, *one)));
    let classes = EvidenceClass::ALL
        .iter()
        .map(|class| Choice::new(class.word(), speech.say(&format!("adoption-evidence-{}", class.word()))));
    let states = AdoptionState::ALL
        .iter()
        .map(|state| Choice::new(state.word(), speech.say(&format!("adoption-state-{}", state.word()))));
    let search = &loaded.search;
    html! {
        form method="get" action="/adoptions" class="form form-find" {
            (Field::search("q", speech.say("adoptions-search")).value(search.words.clone()).optional().draw(speech))
            (Field::select("unit", speech.say("adoption-unit"), any().chain(units).collect()).value(search.unit.as_ref().map_or("", UnitId::as_str)).draw(speech))
            (Field::select("rung", speech.say("adoption-rung"), any().chain(rungs).collect()).value(search.rung.map_or("", Rung::word)).draw(speech))
            (Field::select("class", speech.say("adoption-class"), any().chain(classes).collect()).value(search.class.map_or("", EvidenceClass::word)).draw(speech))
            (Field::select("state", speech.say("adoption-state"), any().chain(states).collect()).value(search.state.map_or("", AdoptionState::word)).draw(speech))
            (Field::check("behind", speech.say("adoption-behind")).value(if search.behind { "yes" } else { "" }).draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    }
}
