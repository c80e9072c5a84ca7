//! The list of needs, narrowed by facets.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::RawQuery;
use desk::{NEEDS_PAGE, NeedFilter, NeedList, NeedOrder};
use maud::{Markup, html};
use model::{Date, Priority, Stage, UnitId, UnitTree};

use super::{in_query, priority_word, stage_tag, stage_word, until_words};
use crate::caller::Caller;
use crate::component::{
    Column, Facet, FacetValue, Page, Section, Sort, Table, Tone, empty, facet_list, link_button, pager, tag,
};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// A need that is over within so many days is about to expire.
const EXPIRING_DAYS: i64 = 60;

/// Values of a facet before the rest is folded away.
const FACET_SHOWN: usize = 8;

/// How the list is narrowed, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    words: String,
    stage: Option<Stage>,
    unit: Option<UnitId>,
    mine: bool,
    expiring: bool,
    sort: String,
    page: usize,
}

impl Asked {
    fn read(query: &str) -> Asked {
        let typed = Typed::parse(query.as_bytes());
        Asked {
            words: typed.get("q").to_owned(),
            stage: Stage::from_word(typed.get("stage")),
            unit: UnitId::new(typed.get("unit")).ok(),
            mine: typed.ticked("mine"),
            expiring: typed.ticked("expiring"),
            sort: typed.get("sort").to_owned(),
            page: typed.get("page").parse().unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    fn order(&self) -> NeedOrder {
        match self.sort.as_str() {
            "expires" => NeedOrder::Expires,
            "priority" => NeedOrder::Priority,
            _ => NeedOrder::Title,
        }
    }

    fn is_narrowed(&self) -> bool {
        !self.words.is_empty() || self.stage.is_some() || self.unit.is_some() || self.mine || self.expiring
    }

    /// The address of the list so narrowed.
    fn address(&self) -> String {
        let mut parts = Vec::new();
        if !self.words.is_empty() {
            parts.push(format!("q={}", in_query(&self.words)));
        }
        parts.extend(self.stage.map(|stage| format!("stage={stage}")));
        parts.extend(self.unit.as_ref().map(|unit| format!("unit={unit}")));
        parts.extend(self.mine.then(|| "mine=1".to_owned()));
        parts.extend(self.expiring.then(|| "expiring=1".to_owned()));
        if self.order() != NeedOrder::Title {
            parts.push(format!("sort={}", self.sort));
        }
        parts.extend((self.page > 1).then(|| format!("page={}", self.page)));
        if parts.is_empty() { "/needs".to_owned() } else { format!("/needs?{}", parts.join("&")) }
    }

    /// The same list narrowed otherwise: from its first page.
    fn but(&self, change: impl FnOnce(&mut Asked)) -> String {
        let mut other = Asked { page: 1, ..self.clone() };
        change(&mut other);
        other.address()
    }
}

/// Everything the page shows.
struct Shown {
    asked: Asked,
    list: NeedList,
    tree: Arc<UnitTree>,
    today: Date,
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let asked = Asked::read(query.as_deref().unwrap_or_default());
    let (today, own) = (caller.app.today(), caller.officer.post_ids());
    let read = caller
        .read(move |office| {
            let expiring = today.plus_days(EXPIRING_DAYS);
            let tree = office.tree()?;
            let filter = NeedFilter {
                words: asked.words.split_whitespace().map(str::to_owned).collect(),
                stage: asked.stage,
                unit: asked.unit.clone(),
                posts: asked.mine.then(|| own.clone()),
                expires_by: asked.expiring.then_some(expiring),
                order: asked.order(),
                offset: (asked.page - 1) * NEEDS_PAGE,
            };
            let list = office.need_list(&filter, &own, expiring, &tree)?;
            Ok(Shown { asked, list, tree, today })
        })
        .await;
    let page = read.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller.visit, &page)))
}

fn draw(visit: &Visit, page: &Shown) -> Markup {
    let speech = visit.speech;
    let Shown { asked, list, .. } = page;
    Page::new(visit, speech.say("need-list"))
        .here(Section::Needs)
        .lead(html! { (link_button(&speech.say("need-new"), "/needs/new", true)) })
        .aside(facet_list(speech, &facets(speech, page)))
        .draw(html! {
            form class="form-inline" method="get" action="/needs" role="search" {
                label class="unseen" for="q" { (speech.say("need-list-words")) }
                input type="search" id="q" name="q" class="line line-middle" value=(asked.words) placeholder=(speech.say("need-list-words"));
                @if let Some(stage) = asked.stage { input type="hidden" name="stage" value=(stage); }
                @if let Some(unit) = &asked.unit { input type="hidden" name="unit" value=(unit); }
                @if asked.mine { input type="hidden" name="mine" value="1"; }
                @if asked.expiring { input type="hidden" name="expiring" value="1"; }
                button type="submit" class="button button-plain" { span { (speech.say("need-list-find")) } }
            }
            @if list.lines.is_empty() { (nothing(speech, asked)) } @else {
                (table(speech, page))
                @let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
                @let earlier = (asked.page > 1).then(|| Asked { page: asked.page - 1, ..asked.clone() }.address());
                @let later = (asked.page * NEEDS_PAGE < list.n_found).then(|| Asked { page: asked.page + 1, ..asked.clone() }.address());
                (pager(speech, Some((count(list.lines.len()), count(list.n_found))), earlier.as_deref(), later.as_deref()))
            }
        })
}

fn nothing(speech: Speech, asked: &Asked) -> Markup {
    if asked.is_narrowed() || asked.page > 1 {
        let all = link_button(&speech.say("need-list-all"), "/needs", false);
        return empty(&speech.say("need-list-none-so"), &speech.say("need-list-none-so-body"), all);
    }
    let new = link_button(&speech.say("need-new"), "/needs/new", false);
    empty(&speech.say("need-list-none"), &speech.say("need-list-none-body"), new)
}

fn table(speech: Speech, page: &Shown) -> Markup {
    let Shown { asked, list, tree, today } = page;
    let sorted = |word: &str, order: NeedOrder| {
        let sort = if asked.order() == order { Sort::Up } else { Sort::None };
        (sort, asked.but(|asked| word.clone_into(&mut asked.sort)))
    };
    let column = |key: &str, (sort, href): (Sort, String)| Column::new(speech.say(key)).sorted(sort, href);
    let columns = vec![
        column("need-title", sorted("", NeedOrder::Title)),
        Column::new(speech.say("need-unit")),
        Column::new(speech.say("need-stage")),
        column("need-priority", sorted("priority", NeedOrder::Priority)),
        column("need-until", sorted("expires", NeedOrder::Expires)),
        Column::new(speech.say("need-deliveries")),
    ];
    let mut table = Table::new(speech.say("need-list"), columns).caption_unseen().cards_on_phone();
    for line in &list.lines {
        let unit = tree.unit(&line.unit).map_or(line.unit.as_str(), |unit| unit.name.as_str());
        let counts = list.deliveries.get(&line.id).copied().unwrap_or_default();
        table = table.row(vec![
            html! { a href={ "/needs/" (line.id) } { bdi { (line.title) } } },
            html! { bdi { (unit) } },
            stage_tag(speech, line.stage, line.expires, *today),
            match line.priority {
                Priority::High => tag(Tone::Accent, &priority_word(speech, line.priority)),
                other => html! { (priority_word(speech, other)) },
            },
            html! {
                @match line.expires.filter(|_| line.stage == Stage::Accepted) {
                    Some(last) => (until_words(speech, last, *today)),
                    None => span class="quiet" { "–" },
                }
            },
            html! {
                @if counts.n_all > 0 {
                    a href={ "/needs/" (line.id) "#deliveries" } {
                        (speech.with("need-counts", &[("open", counts.n_open.into()), ("used", counts.n_used.into())]))
                    }
                } @else { span class="quiet" { "–" } }
            },
        ]);
    }
    table.draw(speech)
}

fn facets(speech: Speech, page: &Shown) -> Vec<Facet> {
    let Shown { asked, list, tree, .. } = page;
    let counts = &list.counts;
    let whose = vec![
        FacetValue {
            label: speech.say("need-list-mine"),
            count: counts.n_own,
            href: asked.but(|other| other.mine = !asked.mine),
            chosen: asked.mine,
        },
        FacetValue {
            label: speech.say("need-list-expiring"),
            count: counts.n_expiring,
            href: asked.but(|other| other.expiring = !asked.expiring),
            chosen: asked.expiring,
        },
    ];
    let stages = Stage::ALL.iter().filter_map(|stage| {
        let count = counts.by_stage.get(stage).copied().unwrap_or_default();
        let chosen = asked.stage == Some(*stage);
        (count > 0 || chosen).then(|| FacetValue {
            label: stage_word(speech, *stage),
            count,
            href: asked.but(|other| other.stage = (!chosen).then_some(*stage)),
            chosen,
        })
    });
    vec![
        Facet { title: speech.say("need-list-whose"), values: whose, shown_max: FACET_SHOWN },
        Facet { title: speech.say("need-stage"), values: stages.collect(), shown_max: FACET_SHOWN },
        Facet { title: speech.say("need-unit"), values: units(asked, &counts.by_unit, tree), shown_max: FACET_SHOWN },
    ]
}

/// Units with needs: those that have the most first. The way down to the chosen one is open: its children are offered,
/// and of the others only the roots.
fn units(asked: &Asked, counts: &BTreeMap<UnitId, u64>, tree: &UnitTree) -> Vec<FacetValue> {
    let value = |unit: &model::Unit| {
        let chosen = asked.unit.as_ref() == Some(&unit.id);
        let count = counts.get(&unit.id).copied().unwrap_or_default();
        (count > 0 || chosen).then(|| FacetValue {
            label: unit.name.clone(),
            count,
            href: asked.but(|other| other.unit = (!chosen).then(|| unit.id.clone())),
            chosen,
        })
    };
    let mut offered: Vec<FacetValue> = match &asked.unit {
        Some(unit) => tree.children(unit).filter_map(value).collect(),
        None => tree
            .roots()
            .flat_map(|root| std::iter::once(root).chain(tree.children(&root.id)))
            .filter_map(value)
            .collect(),
    };
    offered.sort_by_key(|value| std::cmp::Reverse(value.count));
    let mut above: Vec<FacetValue> =
        asked.unit.iter().flat_map(|unit| tree.upwards(unit)).filter_map(|id| tree.unit(&id).and_then(value)).collect();
    above.reverse();
    above.append(&mut offered);
    above
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_the_list_is_narrowed_and_reads_back() {
        let address = "/needs?q=diesel+engine&stage=accepted&unit=works&mine=1&expiring=1&sort=expires&page=3";
        let asked = Asked::read(address.split_once('?').unwrap().1);
        assert_eq!(asked.address(), address);
        assert_eq!(asked.but(|asked| asked.mine = false), address.replace("&mine=1", "").replace("&page=3", ""));
        assert_eq!(Asked::read("").address(), "/needs");
        assert_eq!(Asked::read("page=0&stage=x&unit=%00").page, 1, "what makes no sense is passed over");
    }
}
