//! Many things: inbox, tables, cards, facets, tree, views.

use maud::{Markup, html};

use super::states::day;
use crate::component::{
    Action, Branch, Card, Column, Crumb, Facet, FacetValue, InboxRow, Section, Sort, Tab, Table, Tone, card_list,
    facet_list, highlight, inbox, pager, tabs, tag, tree,
};
use crate::speech::Speech;
use crate::visit::Visit;

pub(super) fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Needs), Crumb::new(speech.say("gallery-need-coating"), "/needs/1")]
}

pub(super) fn aside(speech: Speech) -> Markup {
    let value = |label: String, count, chosen| FacetValue { label, count, href: "?narrowed".to_owned(), chosen };
    facet_list(
        speech,
        &[
            Facet {
                title: speech.say("gallery-facet-kind"),
                values: vec![
                    value(speech.say("gallery-card-kind"), 18_240, true),
                    value(speech.say("gallery-facet-patent"), 4_102, false),
                    value(speech.say("gallery-facet-report"), 377, false),
                ],
                shown_max: 5,
            },
            Facet {
                title: speech.say("gallery-facet-language"),
                values: vec![
                    value(speech.say("gallery-field-language-english"), 20_031, false),
                    value(speech.say("gallery-field-language-japanese"), 1_204, false),
                ],
                shown_max: 1,
            },
        ],
    )
}

pub(super) fn inbox_rows(visit: &Visit) -> Markup {
    let speech = visit.speech;
    let action = |key: &str, value: &str, letter: &str| Action {
        text: speech.say(key),
        name: "disposition".to_owned(),
        value: value.to_owned(),
        key: Some(letter.to_owned()),
    };
    let title = speech.say("gallery-card-title");
    let mark = speech.say("gallery-card-mark");
    let dispose = InboxRow {
        id: "duty-1".to_owned(),
        asks: speech.say("gallery-inbox-dispose"),
        title: html! { (title) },
        href: "/deliveries/1".to_owned(),
        grounds: html! {
            (speech.say("gallery-inbox-why")) " " (highlight(&mark, std::slice::from_ref(&(0..mark.len()))))
        },
        due: (Tone::Bad, speech.until(-2)),
        action: "/deliveries/1".to_owned(),
        actions: vec![
            action("gallery-use", "use", "u"),
            action("gallery-study", "study", "s"),
            action("gallery-pass", "pass", "p"),
            action("gallery-forward", "forward", "f"),
            action("gallery-known", "known", "a"),
        ],
    };
    let confirm = InboxRow {
        id: "duty-2".to_owned(),
        asks: speech.say("gallery-inbox-confirm"),
        title: html! { (speech.say("gallery-need-casting")) },
        href: "/needs/2".to_owned(),
        grounds: html! { (speech.say("gallery-unit-foundry")) },
        due: (Tone::Warn, speech.until(3)),
        action: String::new(),
        actions: Vec::new(),
    };
    inbox(visit, &[dispose, confirm])
}

pub(super) fn tables(speech: Speech) -> Markup {
    let say = |key: &str| speech.say(key);
    let row = |key: &str, unit: &str, state: Markup, delivered: u32, used: u32, due: u8| {
        vec![
            html! { a href="/needs/1" { (say(key)) } },
            html! { (say(unit)) },
            state,
            html! { (speech.number(delivered)) },
            html! { (speech.number(used)) },
            html! { (speech.short_date(day(due))) },
        ]
    };
    let needs = Table::new(
        say("gallery-table-needs"),
        vec![
            Column::new(say("gallery-column-need")).sorted(Sort::None, "?sort=title"),
            Column::new(say("gallery-column-unit")),
            Column::new(say("gallery-column-state")),
            Column::numeric(say("gallery-column-delivered")).sorted(Sort::Down, "?sort=delivered"),
            Column::numeric(say("gallery-column-used")),
            Column::new(say("gallery-column-due")).sorted(Sort::None, "?sort=due"),
        ],
    )
    .cards_on_phone()
    .row(row("gallery-need-coating", "gallery-unit-shop", tag(Tone::Good, &say("gallery-tag-accepted")), 1_204, 31, 31))
    .row(row("gallery-need-casting", "gallery-unit-foundry", tag(Tone::Accent, &say("gallery-tag-review")), 87, 4, 20))
    .row(row(
        "gallery-need-sensor",
        "gallery-unit-institute",
        tag(Tone::Faint, &say("gallery-tag-expired")),
        9,
        0,
        1,
    ));
    let years = 2018..2026;
    let mut columns = vec![Column::new(say("gallery-column-source"))];
    columns.extend(years.clone().map(|year| Column::numeric(year.to_string())));
    let sources = [("Crossref", 104_233_u32), ("PubMed", 31_870), ("arXiv", 12_046)];
    let hosts = sources.iter().fold(Table::new(say("gallery-table-hosts"), columns), |table, (name, count)| {
        let mut cells = vec![html! { (name) }];
        cells.extend((0..).zip(years.clone()).map(|(at, _)| html! { (speech.number(count + at * 977)) }));
        table.row(cells)
    });
    html! { (needs.draw(speech)) (hosts.draw(speech)) }
}

pub(super) fn cards(speech: Speech) -> Markup {
    let title = speech.say("gallery-card-title");
    let mark = speech.say("gallery-card-mark");
    let ranges: Vec<_> = title.match_indices(&mark).map(|(at, found)| at..at + found.len()).collect();
    let card = Card {
        title: highlight(&title, &ranges),
        href: "/records/1".to_owned(),
        tags: html! {
            (speech.say("gallery-card-kind")) (tag(Tone::Warn, &speech.say("gallery-card-marking")))
        },
        by: html! { bdi { (speech.say("gallery-card-by")) } ", " (speech.date(day(4))) },
        excerpt: html! { (speech.say("gallery-card-excerpt")) },
        foot: html! { (speech.say("gallery-card-foot")) },
    };
    html! {
        (card_list(&[card.clone(), Card { foot: html! {}, ..card }]))
        (pager(speech, Some((2, 22_719)), Some("?before=1"), Some("?after=2")))
    }
}

pub(super) fn views(speech: Speech) -> Markup {
    let tab = |key: &str, count, here| Tab { text: speech.say(key), href: "/gallery".to_owned(), count, here };
    tabs(
        speech,
        &speech.say("gallery-tabs"),
        &[
            tab("gallery-tabs-about", None, true),
            tab("gallery-tabs-deliveries", Some(1_204), false),
            tab("gallery-tabs-history", Some(3), false),
        ],
    )
}

pub(super) fn units(speech: Speech) -> Markup {
    let branch = |key: &str, count: u32, branches: Vec<Branch>| Branch {
        name: speech.say(key),
        label: html! { a href="/office/units/1" { (speech.say(key)) } },
        facts: html! { (speech.with("gallery-unit-posts", &[("count", count.into())])) },
        open: true,
        branches,
    };
    let works = branch(
        "gallery-unit-works",
        24,
        vec![branch("gallery-unit-shop", 1, Vec::new()), branch("gallery-unit-foundry", 5, Vec::new())],
    );
    let ministry = branch("gallery-unit-ministry", 112, vec![works, branch("gallery-unit-institute", 42, Vec::new())]);
    tree(speech, &speech.say("gallery-tree-label"), &[ministry])
}
