//! A record: what it says, where it comes from, and what became of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::{Failure, Highlights, Office, Officer, Shown, highlights};
use formats::Citation;
use maud::{Markup, html};
use model::{
    Attachment, Contributor, Crosswalk, Need, NeedId, Noun, PostId, Power, Role, Source, Subject, SubjectScheme, Text,
    Thing,
};
use store::{HeldDelivery, HeldRecord, HeldRelation, NeedTitle};

use super::issues::Issues;
use super::query::part;
use super::source;
use super::{cite, mark};
use super::{details, identifier, lang, search_address, status, tags, title};
use crate::attachment;
use crate::biography::biography_link;
use crate::caller::Caller;
use crate::classification::classification_line;
use crate::component::{
    Button, Column, Crumb, Page, Section, Slips, Step, SummaryRow, Table, Thread, Tone, banner, disclosure, empty,
    highlight, summary_list, tag, thread_bar, timeline,
};
use crate::delivery::decision;
use crate::digest::{Own, own};
use crate::failed::{Answer, failed, shown};
use crate::ground::grounds_with_labels;
use crate::history::{Told, tell, timeline_of, when};
use crate::marking::MarkingChoices;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;
use crate::widening;

/// Deliveries that are listed; the number of all stands above.
const DELIVERIES_SHOWN: usize = 100;

/// Needs that can be chosen to ask why: one's own, then others by their titles.
const NEEDS_OFFERED: usize = 300;

/// Contributors before the rest is folded away.
const MAKERS_SHOWN: usize = 12;

/// Everything the page shows.
pub struct Loaded {
    shown: Shown,
    /// The sources of the register that brought it.
    register: Vec<Source>,
    need: Option<Need>,
    places: Highlights,
    crosswalk: Arc<Crosswalk>,
    needs: BTreeMap<NeedId, String>,
    posts: BTreeMap<PostId, String>,
    offered: Vec<NeedTitle>,
    related: Vec<(HeldRelation, HeldRecord)>,
    history: Vec<Told>,
    marks: Option<MarkingChoices>,
    /// What it is by the control lists.
    classifications: Vec<model::Classification>,
    issues: Issues,
    attachments: Vec<Attachment>,
    /// What the office itself says of it.
    own: Own,
    /// How it is cited; none where it may not be copied, and beside a form that is to be corrected.
    citation: Option<(cite::Styles, Citation)>,
}

fn load(office: &Office, officer: &Officer, record: &str, need: &str) -> Result<Loaded, Failure> {
    let shown = office.show(record)?;
    let need = if need.is_empty() { None } else { office.need(need).ok() };
    let grounds =
        need.as_ref().map(|need| office.grounds_of(need, &shown.record.record)).transpose()?.unwrap_or_default();
    let places = highlights(&shown.record.record, &grounds);
    let (mut needs, mut posts) = (BTreeMap::new(), BTreeMap::new());
    for held in shown.deliveries.iter().take(DELIVERIES_SHOWN) {
        let delivery = &held.delivery;
        if !needs.contains_key(&delivery.need) {
            needs.insert(delivery.need.clone(), office.need(delivery.need.as_str())?.title);
        }
        if !posts.contains_key(&delivery.post) {
            let title = office.post(&delivery.post)?.map_or_else(|| delivery.post.to_string(), |post| post.title);
            posts.insert(delivery.post.clone(), title);
        }
    }
    let mut related = Vec::new();
    for relation in &shown.related {
        // Seen by who sees both ends, so it is there.
        if let Ok(other) = office.record(&relation.other.to_string()) {
            related.push((*relation, other));
        }
    }
    let offered = office.needs_to_choose(&officer.post_ids(), NEEDS_OFFERED)?;
    let history = tell(office, office.history(&Thing::new(Noun::Record, shown.record.id))?)?;
    let marks = officer.with_power(Power::Document).map(|_| MarkingChoices::of(office, officer)).transpose()?;
    let register = office.sources_of(shown.record.id)?;
    let classifications = office.classifications(&Thing::new(Noun::Record, shown.record.id))?;
    let issues = Issues::of(office, officer, shown.record.id)?;
    let crosswalk = office.crosswalk()?;
    let attachments = office.attachments(shown.record.id)?;
    let own = Own::of(office, officer, shown.record.id)?;
    Ok(Loaded {
        classifications,
        issues,
        attachments,
        own,
        citation: None,
        shown,
        register,
        need,
        places,
        crosswalk,
        needs,
        posts,
        offered,
        related,
        history,
        marks,
    })
}

pub async fn show(caller: Caller, Path(record): Path<String>, headers: HeaderMap, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let mut loaded = read(&caller, record, typed.get("need").to_owned()).await?;
    let (wanted, id) = (cite::wanted(&typed, &headers), loaded.shown.record.id.to_string());
    let language = caller.speech().tongue().tag();
    let read = caller.read(move |office| {
        let styles = cite::chosen(office, &wanted)?;
        let citation = office.cite(&id, &styles.chosen, language)?;
        Ok((styles, citation))
    });
    let mut word = String::new();
    match read.await {
        Ok((styles, citation)) => {
            styles.chosen.word().clone_into(&mut word);
            loaded.citation = Some((styles, citation));
        }
        // What may not be copied is not made ready for it.
        Err(Failure::Refused(_)) => {}
        Err(failure) => return Err(failed(&caller.visit, &failure)),
    }
    Ok(cite::kept(shown(draw(&caller.visit, &loaded, &Typed::default(), &Slips::new())), &typed, &word))
}

pub(crate) async fn read(caller: &Caller, record: String, need: String) -> Result<Loaded, Response> {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &record, &need)).await;
    loaded.map_err(|failure| failed(&caller.visit, &failure))
}

pub(super) fn draw(visit: &Visit, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    drawn(visit, loaded, (typed, slips), (&Typed::default(), &Slips::new()))
}

/// The page with what is wrong with files that were brought.
pub(crate) fn draw_attaching(visit: &Visit, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    drawn(visit, loaded, (&Typed::default(), &Slips::new()), (typed, slips))
}

/// The page; `marked` and `attached` are what was typed into the two forms on it, with what is wrong there.
fn drawn(visit: &Visit, loaded: &Loaded, marked: (&Typed, &Slips), attached: (&Typed, &Slips)) -> Markup {
    let speech = visit.speech;
    let Loaded { shown, places, .. } = loaded;
    let (id, record) = (shown.record.id, &shown.record.record);
    let n_disposed = shown.deliveries.iter().filter(|held| held.decided.is_some()).count() as u64;
    let became = format!("/records/{id}#became");
    let thread = Thread::at(Step::Record)
        .holds(Step::Need, loaded.needs.len() as u64, became.clone())
        .holds(Step::Source, shown.items.len() as u64, format!("/records/{id}#sources"))
        .holds(Step::Match, shown.deliveries.len() as u64, became.clone())
        .holds(Step::Delivery, shown.deliveries.len() as u64, became.clone())
        .holds(Step::Disposition, n_disposed, became);
    let no_place = Vec::new();
    let ranges = |list: &[Vec<std::ops::Range<usize>>], at: usize| list.get(at).unwrap_or(&no_place).clone();
    Page::new(visit, title(speech, record))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records)])
        .above(thread_bar(speech, &thread))
        .slips(if marked.1.is_empty() { attached.1 } else { marked.1 })
        .lead(html! {
            (tags(speech, record)) " " (widening::tags(speech, model::Noun::Record, shown.record.id, &shown.marking)) " " span { (details(speech, record)) }
        })
        .aside(aside(speech, loaded))
        .draw(html! {
            @if !record.status.stands() {
                (banner(Tone::Bad, &speech.say(&format!("record-fallen-{}", record.status.word())), html! { p { (speech.say("record-fallen")) } }))
            }
            @if let Some(need) = &loaded.need {
                p class="quiet" { (speech.say("record-for-need")) " " a href={ "/needs/" (need.id) } { bdi { (need.title) } } }
                @if !places.others.is_empty() { p class="quiet" { (speech.say("record-grounds-other")) " " (grounds_with_labels(speech, &loaded.crosswalk, &places.others.join("; "))) } }
            }
            article class="abstract" {
                @for (at, text) in record.titles.iter().enumerate() {
                    @let marked = ranges(&places.titles, at);
                    // The title proper is the heading already; it stands here again where words in it are marked.
                    @if at > 0 || !marked.is_empty() {
                        p class="title" lang=[lang(text)] { (highlight(&text.text, &marked)) (language_of(speech, text)) }
                    }
                }
                @for (at, text) in record.abstracts.iter().enumerate() {
                    (body(speech, text, &ranges(&places.abstracts, at)))
                }
                @if record.abstracts.is_empty() { p class="quiet" { (speech.say("record-no-abstract")) } }
            }
            (own(speech, id, &loaded.own))
            @if !record.contributors.is_empty() { (makers(speech, &record.contributors)) }
            @if !record.subjects.is_empty() { (subjects(speech, &record.subjects)) }
            @if !record.notes.is_empty() {
                h2 { (speech.say("record-notes")) }
                ul { @for note in &record.notes { li { bdi { (note) } } } }
            }
            @if !loaded.attachments.is_empty() || loaded.marks.is_some() {
                section aria-labelledby="attachments" {
                    h2 id="attachments" { (speech.say("attachments-title")) }
                    (attachment::attached(speech, &loaded.attachments))
                    @if let Some(marks) = &loaded.marks { (attachment::form(visit, id, marks, attached.0, attached.1)) }
                }
            }
            @if let Some((styles, citation)) = &loaded.citation { (cite::section(speech, &id.to_string(), styles, citation)) }
            // Who keeps records says what one is; of most nobody has to.
            @if loaded.marks.is_some() || loaded.classifications.iter().any(model::Classification::is_open) {
                (classification_line(speech, &Thing::new(Noun::Record, id), &loaded.classifications))
            }
            (became_of_it(speech, loaded))
            (loaded.issues.draw(visit, shown.record.id))
            (why_form(speech, loaded))
            (sources(speech, loaded))
            (belonging(speech, loaded))
            @if let Some(marks) = &loaded.marks { (mark::form(visit, (shown.record.id, &shown.marking), marks, marked.0, marked.1)) }
            p { (biography_link(speech, &Thing::new(Noun::Record, shown.record.id))) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// An abstract: its paragraphs, with the words of a need marked in each.
fn body(speech: Speech, text: &Text, ranges: &[std::ops::Range<usize>]) -> Markup {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for paragraph in text.text.split_inclusive('\n') {
        let (from, to) = (start, start + paragraph.len());
        start = to;
        if !paragraph.trim().is_empty() {
            let within = ranges.iter().filter(|range| range.start >= from && range.end <= to);
            let within: Vec<_> = within.map(|range| range.start - from..range.end - from).collect();
            paragraphs.push(html! { p { (highlight(paragraph.trim_end(), &within)) } });
        }
    }
    html! {
        div lang=[lang(text)] {
            @for paragraph in &paragraphs { (paragraph) }
        }
        (language_of(speech, text))
    }
}

fn language_of(speech: Speech, text: &Text) -> Markup {
    html! {
        @if let Some(language) = &text.language {
            " " span class="quiet" { (speech.with("record-language", &[("language", language.tag().into())])) }
        }
    }
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let (id, record) = (loaded.shown.record.id, &loaded.shown.record.record);
    let mut rows = vec![SummaryRow::new(speech.say("record-number"), html! { (id) })];
    let mut row = |key: &str, value: Markup| rows.push(SummaryRow::new(speech.say(key), value));
    if let Some(published) = record.published {
        row("record-published", html! { (speech.partial_date(published)) });
    }
    let source = &record.source;
    if let Some(title) = &source.title {
        row("record-in", html! { a href=(narrowed("source", title)) { bdi { (title) } } });
    }
    let places: Vec<&str> =
        [&source.volume, &source.issue, &source.pages].into_iter().flatten().map(String::as_str).collect();
    if !places.is_empty() {
        row("record-place", html! { bdi { (places.join(", ")) } });
    }
    if let Some(publisher) = &source.publisher {
        row("record-publisher", html! { bdi { (publisher) } });
    }
    if let Some(language) = &record.language {
        row(
            "record-work-language",
            html! { a href=(narrowed("lang", language.primary())) { bdi { (language.tag()) } } },
        );
    }
    if record.status != model::Status::Current {
        row("record-status", status(speech, record.status));
    }
    if !record.identifiers.is_empty() {
        row(
            "record-identifiers",
            html! { ul class="plain" { @for one in &record.identifiers { li { (identifier(one)) } } } },
        );
    }
    if !record.locations.is_empty() {
        row(
            "record-locations",
            html! { ul class="plain" { @for one in &record.locations { li { (location(&one.url)) } } } },
        );
    }
    if !record.rights.is_empty() {
        row(
            "record-rights",
            html! { ul class="plain" { @for one in &record.rights {
                li { bdi { (one.spdx.as_deref().or(one.url.as_deref()).or(one.statement.as_deref()).unwrap_or_default()) } }
            } } },
        );
    }
    row("record-kept", html! { (when(speech, loaded.shown.record.kept_at)) });
    row("record-export", source::forms(&format!("/records/{id}/export?form=")));
    summary_list(&rows)
}

/// Only addresses of the web become links: a source may write anything there.
fn location(url: &str) -> Markup {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    html! { @if is_web { a href=(url) rel="noreferrer" { bdi { (url) } } } @else { bdi { (url) } } }
}

/// The address of a search for a value of a facet.
fn narrowed(facet: &str, value: &str) -> String {
    part(facet, value).map_or_else(|| search_address(value, 1), |part| search_address(&part.to_string(), 1))
}

fn makers(speech: Speech, contributors: &[Contributor]) -> Markup {
    let (shown, folded) = contributors.split_at(contributors.len().min(MAKERS_SHOWN));
    html! {
        h2 { (speech.say("record-makers")) }
        ul class="plain" { @for one in shown { li { (maker(speech, one)) } } }
        @if !folded.is_empty() {
            (disclosure(&speech.with("record-makers-more", &[("count", folded.len().into())]), false, html! {
                ul class="plain" { @for one in folded { li { (maker(speech, one)) } } }
            }))
        }
    }
}

fn maker(speech: Speech, one: &Contributor) -> Markup {
    html! {
        bdi { (one.name.display()) }
        @if one.role != Role::Author { " " span class="quiet" { (speech.say(&format!("role-{}", one.role.word()))) } }
        @for affiliation in &one.affiliations { " · " bdi class="quiet" { (affiliation.name) } }
    }
}

fn subjects(speech: Speech, subjects: &[Subject]) -> Markup {
    let mut schemes: BTreeMap<&'static str, Vec<&Subject>> = BTreeMap::new();
    for subject in subjects {
        schemes.entry(subject.scheme.word()).or_default().push(subject);
    }
    html! {
        h2 { (speech.say("record-subjects")) }
        dl class="summary" {
            @for list in schemes.values() {
                div {
                    dt { (scheme_name(speech, list.first().map_or(SubjectScheme::Other, |one| one.scheme))) }
                    dd { @for (at, subject) in list.iter().enumerate() { @if at > 0 { ", " } (self::subject(subject)) } }
                }
            }
        }
    }
}

fn scheme_name(speech: Speech, scheme: SubjectScheme) -> String {
    match scheme {
        SubjectScheme::Keyword => speech.say("scheme-keyword"),
        SubjectScheme::Other => speech.say("scheme-other"),
        named => named.word().to_uppercase(),
    }
}

fn subject(subject: &Subject) -> Markup {
    let phrase = |term: &str| search_address(&format!("\"{}\"", term.replace('"', " ")), 1);
    html! {
        @match (&subject.code, &subject.term) {
            (Some(code), term) => {
                a href=(narrowed("class", code)) { bdi { (code) } }
                @if let Some(term) = term { " " bdi { (term) } }
            },
            (None, Some(term)) => a href=(phrase(term)) { bdi { (term) } },
            (None, None) => {},
        }
    }
}

fn became_of_it(speech: Speech, loaded: &Loaded) -> Markup {
    let Shown { deliveries, answers, questions, stands, .. } = &loaded.shown;
    html! {
        section aria-labelledby="became" {
            h2 id="became" { (speech.say("record-became")) }
            @if deliveries.is_empty() {
                @let because = nothing_because(loaded);
                (empty(&speech.say("record-nothing"), &speech.say(because), html! {}))
            } @else {
                (delivery_table(speech, loaded))
                @if deliveries.len() > DELIVERIES_SHOWN {
                    p class="quiet" { (speech.with("record-deliveries-more", &[("count", (deliveries.len() - DELIVERIES_SHOWN).into())])) }
                }
            }
            @if !answers.is_empty() {
                h3 { (speech.say("record-answers")) }
                ul { @for request in answers { li { a href={ "/requests/" (request.id) } { bdi { (request.question) } } } } }
            }
            @if !stands.is_empty() {
                h3 { (speech.say("record-stands")) }
                ul { @for (event, stand) in stands { li { a href={ "/stands/" (stand.id) } { bdi { (stand.title) } } " · " a href={ "/events/" (event.id) } { bdi { (event.name) } } } } }
            }
            @if !questions.is_empty() {
                h3 { (speech.say("record-questions")) }
                ul {
                    @for (mission, question) in questions {
                        li { bdi { (question.text) } " · " a href={ "/missions/" (mission.id) "#" (question.id) } { bdi { (mission.title) } } }
                    }
                }
            }
        }
    }
}

/// Why nothing became of it, as far as the reader may know.
fn nothing_because(loaded: &Loaded) -> &'static str {
    if !loaded.shown.record.record.status.stands() {
        "record-nothing-fallen"
    } else if loaded.shown.awaits_matching {
        "record-nothing-yet"
    } else {
        "record-nothing-fits"
    }
}

fn delivery_table(speech: Speech, loaded: &Loaded) -> Markup {
    let id = loaded.shown.record.id;
    let columns = ["record-delivery-need", "record-delivery-post", "record-delivery-when", "record-delivery-outcome"];
    let mut table = Table::new(speech.say("record-deliveries"), columns.map(|key| Column::new(speech.say(key))).into())
        .cards_on_phone();
    for held in loaded.shown.deliveries.iter().take(DELIVERIES_SHOWN) {
        let delivery = &held.delivery;
        let need = loaded.needs.get(&delivery.need).map_or(delivery.need.as_str(), String::as_str);
        let post = loaded.posts.get(&delivery.post).map_or(delivery.post.as_str(), String::as_str);
        table = table.row(vec![
            html! { a href={ "/needs/" (delivery.need) } { bdi { (need) } } },
            html! { a href={ "/office/posts/" (delivery.post) } { bdi { (post) } } },
            html! { a href={ "/deliveries/" (delivery.id) } { (when(speech, held.made_at)) } },
            html! { (outcome(speech, held)) " " a href={ "/why?record=" (id) "&need=" (delivery.need) } { (speech.say("record-why")) } },
        ]);
    }
    table.draw(speech)
}

fn outcome(speech: Speech, held: &HeldDelivery) -> Markup {
    let Some(decided) = &held.decided else { return tag(Tone::Warn, &speech.say("record-undecided")) };
    let choice = decided.disposition.choice;
    let tone = if matches!(choice, model::Choice::Use | model::Choice::Study) { Tone::Good } else { Tone::Plain };
    html! {
        (tag(tone, &decision(speech, choice)))
        @if let Some(reason) = decided.disposition.reason { " " (speech.say(&format!("pass-{}", reason.word()))) }
        @if !decided.disposition.remark.is_empty() { " " bdi class="quiet" { (decided.disposition.remark) } }
    }
}

/// A question that changes nothing, so a form that is an address.
fn why_form(speech: Speech, loaded: &Loaded) -> Markup {
    let chosen = loaded.need.as_ref().map(|need| &need.id);
    html! {
        @if !loaded.offered.is_empty() {
            section aria-labelledby="why-title" {
                h2 id="why-title" { (speech.say("why-ask")) }
                form class="form" method="get" action="/why" {
                    input type="hidden" name="record" value=(loaded.shown.record.id);
                    div class="field" {
                        label for="why-need" { (speech.say("why-ask-need")) }
                        select id="why-need" name="need" class="line" {
                            @for need in &loaded.offered { option value=(need.id) selected[chosen == Some(&need.id)] { (need.title) } }
                        }
                    }
                    div class="actions" { (Button::plain(&speech.say("why-ask-go"))) }
                }
            }
        }
    }
}

fn sources(speech: Speech, loaded: &Loaded) -> Markup {
    let id = loaded.shown.record.id;
    let columns =
        ["record-source", "record-source-format", "record-source-kept", "record-source-gave", "record-source-file"];
    let mut table = Table::new(speech.say("record-sources"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (item, number) in loaded.shown.items.iter().zip(1i64..) {
        let origin = &item.record.origin;
        let alone = loaded.shown.items.len() == 1;
        table = table.row(vec![
            html! { bdi { (origin.source) } ", " (speech.with("record-source-entry", &[("entry", origin.entry.to_string().into())])) },
            html! { bdi { (origin.format) } },
            html! { (when(speech, item.kept_at)) @if !item.live { " " (tag(Tone::Faint, &speech.say("record-source-overtaken"))) } },
            html! {
                @if alone { (speech.say("record-source-all")) }
                @else if item.gave.is_empty() { (speech.say("record-source-nothing")) }
                @else { bdi { (item.gave.join(", ")) } }
            },
            html! { a href={ "/records/" (id) "/sources/" (number) } { (speech.with("record-source-raw", &[("number", number.into())])) } },
        ]);
    }
    html! {
        h2 id="sources" { (speech.say("record-sources")) }
        @if !loaded.register.is_empty() {
            p {
                (speech.say("record-register")) " "
                @for (at, source) in loaded.register.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href={ "/sources/" (source.id) } { bdi { (source.title) } } " (" (source.reliability.word()) ")"
                }
            }
        }
        (table.draw(speech))
    }
}

/// Records that belong with it: found by identity, named by its sources, cited, derived.
fn belonging(speech: Speech, loaded: &Loaded) -> Markup {
    let Shown { rests_on, derived, record, .. } = &loaded.shown;
    let relations = &record.record.relations;
    let list = |records: &[HeldRecord]| {
        html! { ul { @for held in records { li { a href={ "/records/" (held.id) } { bdi { (title(speech, &held.record)) } } } } } }
    };
    html! {
        @if !loaded.related.is_empty() || !relations.is_empty() {
            h2 { (speech.say("record-related")) }
            ul {
                @for (relation, other) in &loaded.related {
                    @let does = speech.say(&format!("relation-{}", relation.kind.word()));
                    @let link = html! { a href={ "/records/" (other.id) } { bdi { (title(speech, &other.record)) } } };
                    @if relation.outward {
                        li { (speech.say("record-this")) " " (does) " " (link) }
                    } @else {
                        li { (link) " " (does) " " (speech.say("record-this-target")) }
                    }
                }
                @for relation in relations {
                    li { (speech.say("record-this")) " " (speech.say(&format!("relation-{}", relation.kind.word()))) " " (identifier(&relation.target)) }
                }
            }
        }
        @if !rests_on.is_empty() { h2 { (speech.say("record-rests-on")) } (list(rests_on)) }
        @if !derived.is_empty() { h2 { (speech.say("record-derived")) } (list(derived)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn words_are_marked_in_the_paragraph_in_which_they_stand() {
        let text = Text::plain("Which rectifiers?\n\nSelenium ones.");
        let at = text.text.find("Selenium").unwrap();
        let drawn = body(Speech::of(Tongue::English), &text, std::slice::from_ref(&(at..at + 8))).into_string();
        assert!(drawn.contains("<mark>Selenium</mark>"), "{drawn}");
        assert_eq!(drawn.matches("<p>").count(), 2, "{drawn}");
    }

    #[test]
    fn an_address_that_is_none_of_the_web_leads_nowhere() {
        assert!(!location("javascript:alert(1)").into_string().contains("href"));
        assert!(location("https://example.org/a.pdf").into_string().contains("noreferrer"));
    }
}
