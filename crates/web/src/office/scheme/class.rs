//! A class: where it stands, what it is in other schemes, who asks for it and what stands in it.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use desk::{ClassRecords, Failure, MetNeed, Office};
use maud::{Markup, html};
use model::{Concept, ConceptCode, Mapping, MappingRelation, Text};

use super::page::{LEVEL_MAX, below, level};
use super::{ADDRESS, class_address, class_link, number, relation};
use crate::caller::Caller;
use crate::component::{
    Button, CLASSES_SCRIPT, Choice, ClassWritten, Classes, ClassesOf, Column, Field, Form, Page, Section, Slips,
    SummaryRow, Table, Tone, Trouble, banner, disclosure, summary_list,
};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::record::search_address;
use crate::route::Policy;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    scheme: String,
    code: ConceptCode,
    concept: Concept,
    uri: String,
    /// The classes above, the topmost first.
    above: Vec<Concept>,
    narrower: Vec<(Concept, usize)>,
    n_narrower: usize,
    related: Vec<Concept>,
    mapped: Vec<(MappingRelation, ConceptCode, Markup)>,
    needs: Vec<MetNeed>,
    records: Option<ClassRecords>,
    others: Vec<Choice>,
}

fn load(office: &Office, word: &str, notation: &str, speech: Speech) -> Result<Option<Loaded>, Failure> {
    let crosswalk = office.crosswalk()?;
    let title = super::title(office, word, speech)?;
    let Some(scheme) = crosswalk.scheme(word) else { return Ok(None) };
    let Some(concept) = scheme.concept(notation).cloned() else { return Ok(None) };
    let code = ConceptCode::new(word, &concept.notation);
    let narrower = scheme.narrower(notation).map(|one| (one.clone(), scheme.narrower(&one.notation).count()));
    let mut above: Vec<Concept> = scheme.above(notation).into_iter().cloned().collect();
    above.reverse();
    let mut others = Vec::new();
    for line in office.schemes()?.into_iter().filter(|line| line.head.word != word) {
        let title = line.head.title(speech.tongue().tag()).to_owned();
        others.push(Choice::new(line.head.word, title));
    }
    Ok(Some(Loaded {
        scheme: title,
        uri: scheme.uri(&concept),
        narrower: narrower.take(LEVEL_MAX).collect(),
        n_narrower: scheme.narrower(notation).count(),
        related: concept.related.iter().filter_map(|related| scheme.concept(related).cloned()).collect(),
        mapped: crosswalk
            .onward(&code)
            .into_iter()
            .map(|(relation, to)| (relation, to.clone(), class_link(speech, &crosswalk, to)))
            .collect(),
        needs: office.needs_asking_for(&code)?,
        records: office.records_of_class(&code)?,
        others,
        above,
        code,
        concept,
    }))
}

pub async fn show(caller: Caller, Path(word): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, word, typed.get("code").to_owned(), &Typed::default(), None, StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    word: String,
    notation: String,
    typed: &Typed,
    refused: Option<String>,
    status: StatusCode,
) -> Answer {
    let speech = caller.visit.speech;
    let loaded = caller.read(move |office| load(office, &word, &notation, speech)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let loaded = loaded.ok_or_else(|| trouble(&caller.visit, &Trouble::Missing))?;
    let mut slips = Slips::new();
    if let Some(sentence) = refused {
        slips.note("to", sentence);
    }
    Ok(page(status, draw(caller, &loaded, typed, &slips)))
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let tag = speech.tongue().tag();
    let word = loaded.code.scheme();
    let label = loaded.concept.label(tag).unwrap_or_default();
    let mut crumbs = below(speech, word, &loaded.scheme);
    for above in &loaded.above {
        let label = above.label(tag).unwrap_or_default();
        let code = ConceptCode::new(word, &above.notation);
        crumbs.push(crate::component::Crumb::new(format!("{} {label}", above.notation), class_address(&code)));
    }
    Page::new(visit, format!("{} {label}", loaded.concept.notation))
        .script(CLASSES_SCRIPT)
        .here(Section::Office)
        .crumbs(crumbs)
        .slips(slips)
        .aside(aside(speech, loaded))
        .draw(html! {
            @for note in &loaded.concept.notes { p lang=[lang(note)] { bdi { (note.text) } } }
            @if !loaded.narrower.is_empty() {
                h2 { (speech.say("class-narrower")) }
                (level(speech, word, &loaded.narrower, loaded.n_narrower))
            }
            @if !loaded.related.is_empty() {
                h2 { (speech.say("class-related")) }
                ul class="plain" {
                    @for related in &loaded.related {
                        li { a href=(class_address(&ConceptCode::new(word, &related.notation))) { bdi { (related.notation) } " " bdi { (related.label(tag).unwrap_or_default()) } } }
                    }
                }
            }
            (mapped(caller, loaded))
            @if visit.visitor.may(Policy::Document) && !loaded.others.is_empty() {
                (disclosure(&speech.say("mapping-new"), !slips.is_empty(), mapping_form(caller, loaded, typed, slips)))
            }
            (needs(speech, loaded))
        })
}

fn lang(text: &Text) -> Option<&str> {
    text.language.as_ref().map(model::Language::tag)
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let texts = |texts: &[Text]| {
        html! {
            @for (at, text) in texts.iter().enumerate() {
                @if at > 0 { br; }
                span lang=[lang(text)] { bdi { (text.text) } }
                @if let Some(tag) = lang(text) { " " span class="quiet" { (tag) } }
            }
        }
    };
    let mut rows = vec![SummaryRow::new(speech.say("class-code"), html! { bdi { (loaded.code) } })];
    if !loaded.concept.labels.is_empty() {
        rows.push(SummaryRow::new(speech.say("class-labels"), texts(&loaded.concept.labels)));
    }
    if !loaded.concept.alternatives.is_empty() {
        rows.push(SummaryRow::new(speech.say("class-alternatives"), texts(&loaded.concept.alternatives)));
    }
    rows.push(SummaryRow::new(speech.say("class-uri"), html! { bdi { (loaded.uri) } }));
    if let Some(records) = &loaded.records {
        let n = i64::try_from(records.n_found).unwrap_or(i64::MAX);
        let found = html! {
            a href=(search_address(&records.query, 1)) { (speech.with("class-records", &[("count", n.into())])) }
            @if let Some(remark) = &records.remark { " " span class="quiet" { bdi { (remark) } } }
        };
        rows.push(SummaryRow::new(speech.say("class-records-title"), found));
    }
    summary_list(&rows)
}

fn mapped(caller: &Caller, loaded: &Loaded) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let may_document = visit.visitor.may(Policy::Document);
    let mut columns = vec![Column::new(speech.say("mapping-to")), Column::new(speech.say("mapping-relation"))];
    if may_document {
        columns.push(Column::new(speech.say("account-actions")));
    }
    let address = format!("{ADDRESS}/{}/map/remove", loaded.code.scheme());
    let table = Table::new(speech.say("class-mapped"), columns).caption_unseen().cards_on_phone();
    let rows = loaded.mapped.iter().map(|(kind, to, link)| {
        let mut cells = vec![link.clone(), html! { (relation(speech, *kind)) }];
        if may_document {
            let remove = speech.with("mapping-remove", &[("class", to.to_string().into())]);
            cells.push(Form::new(visit, &address).inline().around(html! {
                input type="hidden" name="from" value=(loaded.code.notation());
                input type="hidden" name="relation" value=(kind.word());
                input type="hidden" name="scheme" value=(to.scheme());
                input type="hidden" name="to" value=(to.notation());
                (Button::quiet(&remove))
            }));
        }
        cells
    });
    html! {
        h2 id="mapped" { (speech.say("class-mapped")) }
        @if loaded.mapped.is_empty() { p { (speech.say("class-mapped-none")) } }
        @else { (rows.fold(table, Table::row).draw(speech)) }
    }
}

fn mapping_form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let address = format!("{ADDRESS}/{}/map", loaded.code.scheme());
    let relations = MappingRelation::ALL.map(|kind| {
        Choice::new(kind.word(), relation(speech, kind)).hint(speech.say(&format!("mapping-{}-hint", kind.word())))
    });
    let chosen = typed.some("relation").unwrap_or(MappingRelation::Exact.word());
    let other = loaded.others.first().map_or("", |first| first.value.as_str());
    Form::new(&caller.visit, &address).slips(slips).around(html! {
        input type="hidden" name="from" value=(loaded.code.notation());
        (Field::select("scheme", speech.say("scheme-another"), loaded.others.clone()).value(typed.some("scheme").unwrap_or(other)).draw(speech))
        (Field::text("to", speech.say("mapping-to-code")).hint(speech.say("mapping-to-hint")).value(typed.get("to"))
            .classes(Classes { of: ClassesOf::Field("scheme"), written: ClassWritten::Code, several: false }).narrow().slips(slips).draw(speech))
        (Field::radios("relation", speech.say("mapping-relation"), relations.into()).value(chosen).draw(speech))
        div class="actions" { (Button::plain(&speech.say("mapping-add"))) }
    })
}

fn needs(speech: Speech, loaded: &Loaded) -> Markup {
    html! {
        h2 { (speech.say("class-needs")) }
        @if loaded.needs.is_empty() { p { (speech.say("class-needs-none")) } }
        @else {
            p class="quiet" { (speech.with("class-needs-count", &[("count", number(loaded.needs.len()).into())])) }
            ul class="plain" data-walk {
                @for met in &loaded.needs {
                    li {
                        a href={ "/needs/" (met.need.id) } { bdi { (met.need.title) } }
                        div class="quiet" { (crate::ground::grounds(speech, &met.ground)) }
                    }
                }
            }
        }
    }
}

/// What a form says about two classes; `None` when its relation is none.
fn said(word: &str, typed: &Typed) -> Option<Mapping> {
    Some(Mapping {
        from: ConceptCode::new(word, typed.get("from")),
        relation: MappingRelation::from_word(typed.get("relation"))?,
        to: ConceptCode::new(typed.get("scheme"), typed.get("to")),
    })
}

pub async fn map(caller: Caller, Path(word): Path<String>, typed: Typed) -> Answer {
    let Some(mapping) = said(&word, &typed) else { return Err(trouble(&caller.visit, &Trouble::Unreadable)) };
    let done = caller.act(move |writer, turn, office| desk::map_class(writer, turn, office, &mapping)).await;
    ended(&caller, word, &typed, done.map(|_| ())).await
}

pub async fn unmap(caller: Caller, Path(word): Path<String>, typed: Typed) -> Answer {
    let Some(mapping) = said(&word, &typed) else { return Err(trouble(&caller.visit, &Trouble::Unreadable)) };
    let done = caller.act(move |writer, turn, _| desk::unmap_class(writer, turn, &mapping)).await;
    ended(&caller, word, &typed, done).await
}

async fn ended(caller: &Caller, word: String, typed: &Typed, done: Result<(), Failure>) -> Answer {
    let notation = typed.get("from").to_owned();
    match done {
        Ok(()) => Ok(see_other(&format!("{}#mapped", class_address(&ConceptCode::new(&word, &notation))))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => again(caller, word, notation, typed, Some(said), StatusCode::UNPROCESSABLE_ENTITY).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// The classes of queries whose ways were cut, said above what they decide.
pub fn cut(speech: Speech, classes: &[String]) -> Markup {
    html! {
        @if !classes.is_empty() {
            (banner(Tone::Warn, &speech.with("class-cut", &[("classes", classes.join(", ").into())]), html! { p { (speech.say("class-cut-body")) } }))
        }
    }
}
