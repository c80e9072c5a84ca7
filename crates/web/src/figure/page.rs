//! The page of the figures: what they are of, and one figure at a time.

use axum::extract::RawQuery;
use maud::{Markup, html};

use super::{
    Asked, Choices, FigureKind, Loaded, Shown, choices, doubt, funnel, growth, ladder, load, process, radar, silo,
};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Page, Section, Tab, Tone, banner, disclosure, empty, link_button, tabs};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let today = caller.app.today();
    let loaded = caller.read(move |office| Ok((load(office, Asked::read(&typed)?, today)?, choices(office)?))).await;
    let (loaded, choices) = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded, &choices)))
}

fn draw(caller: &Caller, loaded: &Loaded, choices: &Choices) -> Markup {
    let speech = caller.visit.speech;
    Page::new(&caller.visit, speech.say("figures-title"))
        .here(Section::Figures)
        .lead(html! { (speech.say("figures-lead")) })
        .draw(html! {
            (figure_tabs(speech, Some(&loaded.asked)))
            (filters(speech, &loaded.asked, choices))
            (counted(speech, loaded))
            @match &loaded.funnel {
                Ok(report) => {
                    div class="actions" {
                        (link_button(&speech.say("figures-pdf"), &format!("/figures/figures.pdf?{}", loaded.asked.query(&[])), false))
                    }
                    @match (&loaded.shown, loaded.asked.kind) {
                        (Shown::Silo(map), _) => { (silo::draw(speech, loaded, map)) },
                        (Shown::Radar(entries), _) => { (radar::draw(speech, loaded, entries)) },
                        (Shown::Growth(growth), _) => { (growth::draw(speech, loaded, growth)) },
                        (Shown::Process(report), _) => { (process::draw(speech, report)) },
                        (Shown::Funnel, FigureKind::Ladder) => { (ladder::draw(speech, loaded, report)) },
                        (Shown::Funnel, _) => { (funnel::draw(speech, loaded, report)) },
                    }
                    @if matches!(loaded.shown, Shown::Funnel) { (doubts(speech, report)) }
                },
                Err(_) => { (empty(&speech.say("figures-none"), &speech.say("figures-none-body"), html! {})) },
            }
        })
}

/// The figures beside each other: those of the office, of the cases that are asked for, and what others state.
pub(crate) fn figure_tabs(speech: Speech, asked: Option<&Asked>) -> Markup {
    let tab = |kind: FigureKind| Tab {
        text: speech.say(&format!("figure-kind-{}", kind.word())),
        href: match asked {
            Some(asked) => format!("/figures?{}", Asked { kind, ..asked.clone() }.query(&[])),
            None => format!("/figures?figure={}", kind.word()),
        },
        count: None,
        here: asked.is_some_and(|asked| kind == asked.kind),
    };
    let stated = Tab {
        text: speech.say("figure-kind-stated"),
        href: "/figures/stated".to_owned(),
        count: None,
        here: asked.is_none(),
    };
    let all: Vec<Tab> = FigureKind::ALL.into_iter().map(tab).chain([stated]).collect();
    tabs(speech, &speech.say("figures-title"), &all)
}

fn filters(speech: Speech, asked: &Asked, choices: &Choices) -> Markup {
    let held = asked.search.words();
    let value =
        |name: &str| held.iter().find(|(of, _)| *of == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let select = |name: &'static str| {
        let mut all = vec![Choice::new("", speech.say("figure-any"))];
        let own = value(name);
        let known = choices.of.get(name).map_or(&[][..], Vec::as_slice);
        if !own.is_empty() && known.iter().all(|(id, _)| *id != own) {
            all.push(Choice::new(own.clone(), own.clone()));
        }
        all.extend(known.iter().map(|(id, text)| Choice::new(id.clone(), text.clone())));
        Field::select(name, speech.say(&format!("figure-filter-{name}")), all).value(own)
    };
    let groups = ["", "department", "origin"];
    let groups = groups.map(|word| {
        Choice::new(word, speech.say(&format!("figure-group-{}", if word.is_empty() { "none" } else { word })))
    });
    let group = asked.group.map(desk::FigureGroup::word).unwrap_or_default();
    let form = html! {
        form method="get" action="/figures" class="form form-find" {
            input type="hidden" name="figure" value=(asked.kind.word());
            @for name in ["need", "source", "mission", "partner", "unit", "class"] { (select(name).draw(speech)) }
            (Field::date("since", speech.say("figure-filter-since")).value(value("since")).optional().draw(speech))
            (Field::date("until", speech.say("figure-filter-until")).value(value("until")).optional().draw(speech))
            (Field::select("group", speech.say("figure-group"), groups.into()).value(group).draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    };
    disclosure(&speech.say("figure-filters"), !held.is_empty() || asked.group.is_some(), form)
}

/// What is counted and what is left out, in words.
fn counted(speech: Speech, loaded: &Loaded) -> Markup {
    html! {
        @if loaded.figures.n_invented > 0 {
            (banner(Tone::Accent, &speech.say("figures-invented"), html! { p { (invented(speech, loaded)) } }))
        }
        ul { @for sentence in said(speech, loaded) { li { (sentence) } } }
    }
}

fn invented(speech: Speech, loaded: &Loaded) -> String {
    let figures = &loaded.figures;
    speech.with(
        "figures-invented-count",
        &[("count", (figures.n_invented as i64).into()), ("all", (figures.cases.len() as i64).into())],
    )
}

/// What is counted and what is left out, a sentence each.
pub(super) fn said(speech: Speech, loaded: &Loaded) -> Vec<String> {
    let figures = &loaded.figures;
    let n = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut all = vec![speech.with(
        "figures-counted",
        &[
            ("cases", n(figures.cases.len()).into()),
            ("verified", n(figures.n_verified()).into()),
            ("undelivered", n(figures.undelivered.len()).into()),
            ("day", speech.date(figures.as_of).into()),
        ],
    )];
    let left = [
        ("figures-elsewhere", n(figures.n_elsewhere)),
        ("figures-unnamed", i64::try_from(figures.n_unnamed).unwrap_or(i64::MAX)),
    ];
    let left = left.into_iter().filter(|(_, count)| *count > 0);
    all.extend(left.map(|(key, count)| speech.with(key, &[("count", count.into())])));
    all
}

fn doubts(speech: Speech, report: &measure::funnel::Report) -> Markup {
    html! {
        @if !report.cautions.is_empty() {
            section aria-labelledby="doubts" {
                h2 id="doubts" { (speech.say("figure-doubts")) }
                ul { @for one in &report.cautions { li { (doubt(speech, one)) } } }
            }
        }
    }
}
