//! A scheme: its classes level by level, what joins it to others, and what can be done with it.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use desk::{AskingNeed, Failure, Office, SCHEME_FOUND_MAX, SchemeFormat};
use maud::{Markup, html};
use model::{Concept, ConceptCode, Noun, Thing};
use store::SchemeLine;

use super::list::{found, search_form};
use super::{ADDRESS, class_address, crumbs, number};
use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Form, Page, Section, SummaryRow, Table, Tone, Trouble, banner, disclosure, summary_list,
    timeline,
};
use crate::failed::{Answer, failed, page, see_other, sentence, shown, trouble};
use crate::history::{Told, tell, timeline_of, when};
use crate::route::Policy;
use crate::speech::Speech;
use crate::typed::Typed;

/// Classes of one level that are listed; others are found by their words.
pub const LEVEL_MAX: usize = 500;

struct Loaded {
    line: SchemeLine,
    tops: Vec<(Concept, usize)>,
    n_tops: usize,
    crosswalks: Vec<(String, usize)>,
    words: String,
    found: Vec<(ConceptCode, Concept)>,
    history: Vec<Told>,
}

fn load(office: &Office, word: &str, words: &str) -> Result<Loaded, Failure> {
    let line = office.scheme(word)?;
    let crosswalk = office.crosswalk()?;
    let scheme = crosswalk.scheme(word);
    let tops = scheme
        .into_iter()
        .flat_map(|scheme| scheme.tops().map(|concept| (concept.clone(), scheme.narrower(&concept.notation).count())));
    Ok(Loaded {
        tops: tops.take(LEVEL_MAX).collect(),
        n_tops: scheme.map_or(0, |scheme| scheme.tops().count()),
        crosswalks: office.crosswalks_of(word)?,
        found: office.find_classes(Some(word), words, SCHEME_FOUND_MAX)?,
        words: words.to_owned(),
        history: tell(office, office.history(&Thing::new(Noun::Scheme, word))?)?,
        line,
    })
}

pub async fn show(caller: Caller, Path(word): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let words = Typed::parse(query.unwrap_or_default().as_bytes()).get("q").to_owned();
    again(&caller, word, words, None, StatusCode::OK).await
}

async fn again(caller: &Caller, word: String, words: String, refused: Option<String>, status: StatusCode) -> Answer {
    let loaded = caller.read(move |office| load(office, &word, &words)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, refused.as_deref())))
}

fn draw(caller: &Caller, loaded: &Loaded, refused: Option<&str>) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let word = loaded.line.head.word.as_str();
    Page::new(visit, loaded.line.head.title(speech.tongue().tag()))
        .here(Section::Office)
        .crumbs(crumbs(speech))
        .aside(aside(caller, loaded))
        .draw(html! {
            @if let Some(sentence) = refused { (banner(Tone::Bad, sentence, html! {})) }
            (search_form(speech, &format!("{ADDRESS}/{word}"), &loaded.words))
            (found(speech, &loaded.words, &loaded.found))
            h2 { (speech.say("scheme-tops")) }
            (level(speech, word, &loaded.tops, loaded.n_tops))
            (crosswalks(caller, word, &loaded.crosswalks))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// Classes of one level, each with how many stand below it.
pub fn level(speech: Speech, word: &str, classes: &[(Concept, usize)], n_all: usize) -> Markup {
    html! {
        ul class="plain" data-walk {
            @for (concept, n_below) in classes {
                @let code = ConceptCode::new(word, &concept.notation);
                li {
                    a href=(class_address(&code)) { bdi { (concept.notation) } " " bdi { (concept.label(speech.tongue().tag()).unwrap_or_default()) } }
                    @if *n_below > 0 { " " span class="quiet" { (speech.with("class-below", &[("count", number(*n_below).into())])) } }
                }
            }
        }
        @if n_all > classes.len() {
            p class="quiet" { (speech.with("class-level-more", &[("count", number(n_all - classes.len()).into())])) }
        }
    }
}

fn crosswalks(caller: &Caller, word: &str, crosswalks: &[(String, usize)]) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let may_document = visit.visitor.may(Policy::Document);
    let mut columns = vec![Column::new(speech.say("scheme-another")), Column::numeric(speech.say("scheme-mappings"))];
    if may_document {
        columns.push(Column::new(speech.say("account-actions")));
    }
    let address = format!("{ADDRESS}/{word}/unmap");
    let table = Table::new(speech.say("scheme-crosswalks"), columns).caption_unseen().cards_on_phone();
    let rows = crosswalks.iter().map(|(other, n)| {
        let remove = speech.with("mapping-remove-all", &[("scheme", other.clone().into())]);
        let mut cells = vec![html! { code { (other) } }, html! { (speech.number(number(*n))) }];
        if may_document {
            cells.push(Form::new(visit, &address).inline().around(html! {
                input type="hidden" name="other" value=(other);
                (Button::quiet(&remove))
            }));
        }
        cells
    });
    html! {
        h2 id="crosswalks" { (speech.say("scheme-crosswalks")) }
        @if crosswalks.is_empty() { p { (speech.say("scheme-crosswalks-none")) } }
        @else { (rows.fold(table, Table::row).draw(speech)) }
    }
}

fn aside(caller: &Caller, loaded: &Loaded) -> Markup {
    let (speech, line) = (caller.visit.speech, &loaded.line);
    let head = &line.head;
    let text = |said: &Option<String>| html! { @match said { Some(said) => bdi { (said) }, None => "–" } };
    let count = |n: u64| html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) };
    let row = |key: &str, value: Markup| SummaryRow::new(speech.say(key), value);
    let files = SchemeFormat::ALL.map(|format| (format, format!("{ADDRESS}/{}/export/{}", head.word, format.ending())));
    html! {
        (summary_list(&[
            row("scheme-word", html! { code { (head.word) } }),
            row("scheme-classes", count(line.n_concepts)),
            row("scheme-version", text(&head.version)),
            row("scheme-source", text(&head.source)),
            row("scheme-rights", text(&head.rights)),
            row("scheme-uri", text(&head.uri)),
            row("scheme-file", html! { bdi { (line.file) } }),
            row("scheme-kept", html! { @match line.kept_at { Some(at) => (when(speech, at)), None => "–" } }),
        ]))
        h2 { (speech.say("scheme-export")) }
        @for (format, href) in &files { p { a href=(href) download { (said(speech, *format)) } } }
        @if caller.visit.visitor.may(Policy::Document) {
            p { a href={ (ADDRESS) "/" (head.word) "/remove" } { (speech.say("scheme-remove")) } }
        }
    }
}

fn said(speech: Speech, format: SchemeFormat) -> String {
    speech.say(match format {
        SchemeFormat::Turtle => "scheme-export-turtle",
        SchemeFormat::Xml => "scheme-export-xml",
        SchemeFormat::Table => "scheme-export-table",
        SchemeFormat::Crosswalk => "scheme-export-crosswalk",
    })
}

/// A scheme as a file.
pub async fn export(caller: Caller, Path((word, ending)): Path<(String, String)>) -> Answer {
    let Some(format) = SchemeFormat::from_ending(&ending) else {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    };
    let name = format!("{word}.{ending}");
    let file = caller.read(move |office| office.give_scheme(&word, format)).await;
    let file = file.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, file).into_response())
}

/// What goes with a scheme.
struct Leaving {
    line: SchemeLine,
    title: String,
    n_mappings: usize,
    needs: Vec<AskingNeed>,
}

fn leaving(office: &Office, word: &str, speech: Speech) -> Result<Leaving, Failure> {
    Ok(Leaving {
        title: super::title(office, word, speech)?,
        line: office.scheme(word)?,
        n_mappings: office.crosswalks_of(word)?.iter().map(|(_, n)| n).sum(),
        needs: office.needs_asking_in(word)?,
    })
}

/// Shows what goes with a scheme, before it is taken out.
pub async fn ask_to_remove(caller: Caller, Path(word): Path<String>) -> Answer {
    let speech = caller.visit.speech;
    let leaving = caller.read(move |office| leaving(office, &word, speech)).await;
    let leaving = leaving.map_err(|failure| failed(&caller.visit, &failure))?;
    let word = leaving.line.head.word.as_str();
    let address = format!("{ADDRESS}/{word}/remove");
    let n_classes = i64::try_from(leaving.line.n_concepts).unwrap_or(i64::MAX);
    let told = [("classes", n_classes.into()), ("mappings", number(leaving.n_mappings).into())];
    let needs = html! {
        p { (speech.say("scheme-remove-needs")) }
        ul { @for need in &leaving.needs { li { a href={ "/needs/" (need.id) } { bdi { (need.title) } } } } }
    };
    let title = speech.with("scheme-remove-title", &[("scheme", leaving.title.clone().into())]);
    Ok(shown(Page::new(&caller.visit, title).here(Section::Office).crumbs(below(speech, word, &leaving.title)).narrow().draw(
        html! {
            p { (speech.with("scheme-remove-body", &told)) }
            @if leaving.needs.len() > 10 {
                (disclosure(&speech.with("scheme-remove-needs-many", &[("count", number(leaving.needs.len()).into())]), false, needs))
            } @else if !leaving.needs.is_empty() { (needs) }
            (Form::new(&caller.visit, &address).around(html! {
                div class="actions" {
                    (Button::grave(&speech.say("scheme-remove")))
                    a class="button button-plain" href={ (ADDRESS) "/" (word) } { span { (speech.say("failure-back-next")) } }
                }
            }))
        },
    )))
}

/// The way down to a page below a scheme.
pub fn below(speech: Speech, word: &str, title: &str) -> Vec<Crumb> {
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(title, format!("{ADDRESS}/{word}")));
    crumbs
}

pub async fn remove(caller: Caller, Path(word): Path<String>) -> Answer {
    let name = word.clone();
    let done = caller.act(move |writer, turn, _| desk::remove_scheme(writer, turn, &name)).await;
    match done {
        Ok(()) => Ok(see_other(ADDRESS)),
        Err(failure) => Err(failed(&caller.visit, &failure)),
    }
}

pub async fn unmap(caller: Caller, Path(word): Path<String>, typed: Typed) -> Answer {
    let (name, other) = (word.clone(), typed.get("other").to_owned());
    let done = caller.act(move |writer, turn, _| desk::unmap_schemes(writer, turn, &name, &other)).await;
    match done {
        Ok(_) => Ok(see_other(&format!("{ADDRESS}/{word}#crosswalks"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => again(&caller, word, String::new(), Some(said), StatusCode::UNPROCESSABLE_ENTITY).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}
