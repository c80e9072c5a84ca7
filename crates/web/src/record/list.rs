//! The search: what is held, narrowed step by step.

use axum::extract::Request;
use axum::http::StatusCode;
use desk::{EXPORT_MAX, Failure, SearchAnswer};
use matching::QueryError;
use maud::{Markup, html};
use model::{Identifier, Record, RecordId};
use store::{HeldRecord, NeedTitle, Page as Part};

use super::query::{part, search_address, toggled};
use super::{details, lang, snippet, source, tags, title};
use crate::caller::Caller;
use crate::component::{
    Card, Crumb, Facet, FacetValue, Page, Section, Tone, banner, card_list, disclosure, empty, facet_list, highlight,
    link_button, pager,
};
use crate::failed::{Answer, failed, page, see_other, shown};
use crate::route::Policy;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// Records on one page.
const PAGE: usize = 20;

/// Pages that can be turned to. Who wants to read more narrows the search, or states a need.
const PAGES_MAX: usize = 250;

/// Values of a facet before the rest is folded away.
const VALUES_SHOWN: usize = 6;

/// Bytes of an abstract in the list, where no words are to be shown.
const OPENING_BYTES: usize = 260;

/// Samples of the query language with the keys that say what they find.
const SAMPLES: &[(&str, &str)] = &[
    ("selenium rectifier", "query-help-all"),
    ("\"gas turbine\"", "query-help-phrase"),
    ("turbin*", "query-help-begin"),
    ("steel OR alloy", "query-help-any"),
    ("furnace NOT arc", "query-help-not"),
    ("heat NEAR/5 exchanger", "query-help-near"),
    ("title:germanium", "query-help-field"),
    ("author:Landau", "query-help-author"),
    ("year:1958..1963", "query-help-year"),
    ("kind:patent lang:de", "query-help-kind"),
    ("class:H01L", "query-help-class"),
];

/// What the page shows.
struct Found {
    query: String,
    page: usize,
    answer: SearchAnswer,
    fault: Option<QueryError>,
    newest: Vec<HeldRecord>,
    needs: Vec<NeedTitle>,
    n_records: u64,
}

pub async fn show(caller: Caller, request: Request) -> Answer {
    let typed = Typed::parse(request.uri().query().unwrap_or_default().as_bytes());
    let query = typed.get("q").to_owned();
    let page_ = typed.get("page").parse().unwrap_or(1).clamp(1, PAGES_MAX);
    let found = caller.read(move |office| load(office, query, page_)).await;
    match found.map_err(|failure| failed(&caller.visit, &failure))? {
        Go::To(record) => Ok(see_other(&format!("/records/{record}"))),
        Go::Show(found) => {
            let status = if found.fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let drawn = draw(&caller.visit, &found);
            Ok(if status == StatusCode::OK { shown(drawn) } else { page(status, drawn) })
        }
    }
}

/// Where a search leads: to its page, or to the one record whose name was typed.
enum Go {
    To(RecordId),
    Show(Box<Found>),
}

fn load(office: &desk::Office, query: String, page: usize) -> Result<Go, Failure> {
    if names_a_record(&query)
        && let Ok(held) = office.record(&query)
    {
        return Ok(Go::To(held.id));
    }
    let mut found = Found {
        page,
        answer: SearchAnswer::default(),
        fault: None,
        newest: Vec::new(),
        needs: Vec::new(),
        n_records: 0,
        query,
    };
    if found.query.is_empty() {
        found.newest = office.newest_records(PAGE)?;
        found.n_records = office.counts()?.n_records;
    } else if let Err(fault) = matching::parse(&found.query) {
        found.fault = Some(fault);
    } else {
        let part = Part { offset: (page - 1) * PAGE, limit: PAGE, facets: true };
        found.answer = office.search(&found.query, part, &mut |_| {})?;
        if page == 1 {
            found.needs = office.needs_called(&found.query)?;
        }
    }
    Ok(Go::Show(Box::new(found)))
}

/// Whether somebody typed the name of one record: its number, or an identifier with its scheme.
fn names_a_record(query: &str) -> bool {
    RecordId::parse(query).is_some() || (!query.contains(char::is_whitespace) && Identifier::parse(query).is_some())
}

fn draw(visit: &Visit, found: &Found) -> Markup {
    let speech = visit.speech;
    let mut drawn = Page::new(visit, speech.say("records-title"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records)]);
    let facets = facets(speech, found);
    if !facets.is_empty() {
        drawn = drawn.aside(facet_list(speech, &facets));
    }
    drawn.draw(html! {
        (form(speech, found))
        @if visit.visitor.may(Policy::Document) { p { a href="/abstracts" { (speech.say("abstracts-title")) } } }
        @if let Some(fault) = &found.fault { (fault_banner(speech, &found.query, fault)) }
        (disclosure(&speech.say("query-help"), found.fault.is_some(), help(speech)))
        @if found.query.is_empty() {
            (newest(speech, found))
        } @else if found.fault.is_none() {
            (hits(speech, found))
        }
    })
}

fn form(speech: Speech, found: &Found) -> Markup {
    html! {
        form class="form" method="get" action="/records" role="search" {
            div class="field" {
                label for="q" { (speech.say("records-query")) }
                p class="hint" id="q-hint" { (speech.say("records-query-hint")) }
                input type="search" id="q" name="q" value=(found.query) class="line line-wide" aria-describedby="q-hint"
                    aria-invalid=[found.fault.is_some().then_some("true")];
            }
            div class="actions" { button type="submit" class="button button-primary" { span { (speech.say("search-go")) } } }
        }
    }
}

/// What cannot be read of a query, with the column pointed at.
fn fault_banner(speech: Speech, query: &str, fault: &QueryError) -> Markup {
    let title = speech.with("query-fault", &[("column", fault.column.to_string().into())]);
    banner(
        Tone::Warn,
        &title,
        html! {
            p { bdi { (speech.query_fault(fault)) } }
            pre { bdi { (fault.pointed(query)) } }
        },
    )
}

fn help(speech: Speech) -> Markup {
    html! {
        dl class="summary" {
            @for (sample, key) in SAMPLES {
                div { dt { a href=(search_address(sample, 1)) { code { (sample) } } } dd { (speech.say(key)) } }
            }
        }
    }
}

fn newest(speech: Speech, found: &Found) -> Markup {
    let cards: Vec<Card> = found.newest.iter().map(|held| plain_card(speech, held.id, &held.record)).collect();
    html! {
        h2 { (speech.say("records-newest")) }
        p class="quiet" { (speech.with("records-held", &[("count", whole(found.n_records).into())])) }
        @if cards.is_empty() {
            (empty(&speech.say("records-none"), &speech.say("records-none-body"), html! {}))
        } @else {
            (card_list(&cards))
        }
    }
}

fn hits(speech: Speech, found: &Found) -> Markup {
    let answer = &found.answer;
    let cards: Vec<Card> = answer
        .hits
        .iter()
        .map(|hit| {
            let record = &hit.record.record;
            let mut card = plain_card(speech, hit.record.id, record);
            let places = desk::highlights(record, &hit.grounds);
            if let (Some(first), Some(ranges)) = (record.titles.first(), places.titles.first()) {
                card.title = html! { span lang=[lang(first)] { (highlight(&first.text, ranges)) } };
            }
            if let Some(piece) = desk::snippet(record, &hit.grounds) {
                card.excerpt = snippet(&piece);
            }
            if hit.in_file {
                card.excerpt = html! { span class="quiet" { (speech.say("record-in-file")) } };
            }
            card
        })
        .collect();
    let last = usize::try_from(answer.n_found).unwrap_or(usize::MAX).div_ceil(PAGE).min(PAGES_MAX);
    let earlier = (found.page > 1).then(|| search_address(&found.query, found.page - 1));
    let later = (found.page < last).then(|| search_address(&found.query, found.page + 1));
    let from = (found.page - 1) * PAGE;
    html! {
        h2 { (speech.with("records-found", &[("count", whole(answer.n_found).into())])) }
        @if !cards.is_empty() {
            p class="quiet" {
                (speech.with("records-shown", &[("from", (from + 1).into()), ("to", (from + cards.len()).into())]))
            }
        }
        @if let Some(remark) = &answer.remark { p class="quiet" lang="en" { bdi { (remark) } } }
        @if !found.needs.is_empty() {
            section aria-labelledby="needs-called" {
                h3 id="needs-called" { (speech.say("records-needs")) }
                ul { @for need in &found.needs {
                    li { a href={ "/needs/" (need.id) } { bdi { (need.title) } } " " span class="quiet" { (speech.say(&format!("stage-{}", need.stage.word()))) } }
                } }
            }
        }
        @if cards.is_empty() {
            (empty(&speech.say("records-nothing"), &speech.say("records-nothing-body"), html! {
                (link_button(&speech.say("request-new"), "/requests/new", false))
            }))
        } @else {
            (card_list(&cards))
            (pager(speech, None, earlier.as_deref(), later.as_deref()))
            @let address = search_address(&found.query, 1);
            p class="quiet" { (speech.say("records-export")) " " (source::forms(&format!("{}&form=", address.replacen("/records?", "/records/export?", 1)))) " · " a href=(address.replacen("/records?", "/records/cite?", 1)) { (speech.say("cite-list-title")) } }
            p class="hint" { (speech.with("records-export-hint", &[("max", i64::try_from(EXPORT_MAX).unwrap_or(i64::MAX).into())])) }
            @if last == PAGES_MAX && found.page == last { p class="quiet" { (speech.say("records-end")) } }
        }
    }
}

/// A record in a list, without anything marked.
pub fn plain_card(speech: Speech, id: RecordId, record: &Record) -> Card {
    let excerpt = record.abstracts.first().map(|text| desk::opening(&text.text, OPENING_BYTES));
    Card {
        title: html! { span lang=[record.titles.first().and_then(lang)] { bdi { (title(speech, record)) } } },
        href: format!("/records/{id}"),
        tags: tags(speech, record),
        by: details(speech, record),
        excerpt: html! { @if let Some(piece) = excerpt { (snippet(&piece)) } },
        foot: html! { @if let Some(name) = record.name() { bdi class="quiet" { (name) } } },
    }
}

fn facets(speech: Speech, found: &Found) -> Vec<Facet> {
    let facet = |facet: &store::Facet| {
        let values = facet.values.iter().filter_map(|(value, count)| {
            let (chosen, narrowed) = toggled(&found.query, &part(facet.name, value)?);
            Some(FacetValue {
                label: label(speech, facet.name, value),
                count: *count,
                href: search_address(&narrowed, 1),
                chosen,
            })
        });
        Facet {
            title: speech.say(&format!("records-facet-{}", facet.name)),
            values: values.collect(),
            shown_max: VALUES_SHOWN,
        }
    };
    found.answer.facets.iter().map(facet).filter(|facet| !facet.values.is_empty()).collect()
}

fn label(speech: Speech, facet: &str, value: &str) -> String {
    match facet {
        "kind" => speech.say(&format!("kind-{value}")),
        _ => value.to_owned(),
    }
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn the_name_of_a_record_is_told_from_words() {
        for name in ["R0000000000001", "doi:10.1000/182", "https://doi.org/10.1000/182"] {
            assert!(names_a_record(name), "{name}");
        }
        for words in ["turbine", "title:turbine", "kind:patent lang:de"] {
            assert!(!names_a_record(words), "{words}");
        }
    }

    #[test]
    fn every_sample_of_the_help_can_be_read() {
        for (sample, key) in SAMPLES {
            assert!(matching::parse(sample).is_ok(), "{sample}");
            assert!(!Speech::of(Tongue::English).say(key).is_empty());
        }
    }

    #[test]
    fn a_fault_is_pointed_at_and_the_help_stands_open() {
        let fault = matching::parse("(turbine").unwrap_err();
        let found = Found {
            query: "(turbine".to_owned(),
            page: 1,
            answer: SearchAnswer::default(),
            fault: Some(fault),
            newest: Vec::new(),
            needs: Vec::new(),
            n_records: 0,
        };
        let drawn = draw(&Visit::of_stranger(Tongue::English, "/records"), &found).into_string();
        assert!(drawn.contains('^') && drawn.contains("<details class=\"disclosure\" open"), "{drawn}");
    }
}
