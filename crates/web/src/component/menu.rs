//! The menus of the head: language, appearance, account. They open without script.

use maud::{Markup, html};

use super::icon::{Icon, icon};
use crate::choice;
use crate::route::FORM_TOKEN;
use crate::speech::{Speech, Tongue};
use crate::visit::{Appearance, Visit};

/// The search box of the head; on a phone a link to the page of the search.
pub(super) fn search_box(speech: Speech) -> Markup {
    html! {
        form class="head-search" role="search" aria-label=(speech.say("search-label")) action="/search" method="get" {
            label class="unseen" for="head-search" { (speech.say("search-label")) }
            (icon(Icon::Search))
            input type="search" id="head-search" name="q" placeholder=(speech.say("search-go")) data-key-focus="/";
            button type="submit" class="unseen" { (speech.say("search-go")) }
        }
        a class="head-find" href="/search" aria-label=(speech.say("search-label")) { (icon(Icon::Search)) }
    }
}

/// The three menus.
pub(super) fn menus(visit: &Visit) -> Markup {
    let speech = visit.speech;
    html! {
        div class="menus" {
            (menu(Icon::Globe, &speech.say("menu-language"), Some(speech.tongue().tag()), &language_form(visit)))
            (menu(Icon::Contrast, &speech.say("menu-appearance"), None, &appearance_form(visit)))
            @if let Some(name) = &visit.visitor.name {
                (menu(Icon::Person, &speech.say("menu-account"), Some(&initials(name)), &account_list(visit, name)))
            } @else {
                a class="button button-plain" href="/sign-in" { span { (speech.say("menu-sign-in")) } }
            }
        }
    }
}

fn menu(drawn: Icon, label: &str, short: Option<&str>, body: &Markup) -> Markup {
    html! {
        details class="menu" name="menu" {
            summary {
                (icon(drawn))
                span class="unseen" { (label) }
                @if let Some(short) = short { span class="menu-short" aria-hidden="true" { (short) } }
            }
            div class="menu-body" { p class="menu-title" { (label) } (body) }
        }
    }
}

fn choice_form(visit: &Visit, body: &Markup) -> Markup {
    html! {
        form method="post" action=(choice::ADDRESS) {
            @if let Some(token) = &visit.visitor.form_token { input type="hidden" name=(FORM_TOKEN) value=(token); }
            input type="hidden" name="back" value=(visit.address);
            (body)
        }
    }
}

fn language_form(visit: &Visit) -> Markup {
    choice_form(
        visit,
        &html! {
            @for tongue in Tongue::ALL {
                button name="language" value=(tongue.tag()) lang=(tongue.tag())
                    aria-current=[(tongue == visit.speech.tongue()).then_some("true")] { (tongue.own_name()) }
            }
        },
    )
}

fn appearance_form(visit: &Visit) -> Markup {
    choice_form(
        visit,
        &html! {
            @for appearance in Appearance::ALL {
                button name="appearance" value=(appearance.word())
                    aria-current=[(appearance == visit.appearance).then_some("true")] { (visit.speech.say(appearance.key())) }
            }
        },
    )
}

fn account_list(visit: &Visit, name: &str) -> Markup {
    let speech = visit.speech;
    html! {
        p class="menu-who" { bdi { (name) } @if let Some(post) = &visit.visitor.post { br; small { bdi { (post) } } } }
        a href="/account" { (speech.say("menu-settings")) }
        form method="post" action="/sign-out" {
            @if let Some(token) = &visit.visitor.form_token { input type="hidden" name=(FORM_TOKEN) value=(token); }
            button { (speech.say("menu-sign-out")) }
        }
    }
}

/// The first letters of the first two words of a name.
fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(2).flat_map(char::to_uppercase).collect()
}
