//! Lines of credit: what was agreed, what was drawn and paid, what is owed on a day and what is to come.

mod booking;
mod drawdown;
mod file;
mod forecast;
mod form;
mod list;
mod milestone;
mod page;
mod scenario;
pub mod terms;

use maud::{Markup, html};
use model::{Credit, CreditEventKind, Currency, DrawdownState, Money};

use crate::app::App;
use crate::component::{Crumb, Section, Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/credits", open, list::show)
        .page("/credits/new", open, form::show_new)
        .form("/credits/new", open, form::register)
        .page("/credits/forecast", open, forecast::show)
        .page("/credits/scenarios/new", open, scenario::show_new)
        .form("/credits/scenarios/new", open, scenario::write)
        .page("/credits/scenarios/{scenario}", open, scenario::show_change)
        .form("/credits/scenarios/{scenario}", open, scenario::change)
        .page("/credits/{credit}", open, page::show)
        .page("/credits/{credit}/change", open, form::show_change)
        .form("/credits/{credit}/change", open, form::change)
        .page("/credits/{credit}/file", open, file::give)
        .page("/credits/{credit}/bookings", open, booking::show)
        .form("/credits/{credit}/bookings", open, booking::book)
        .page("/credits/{credit}/drawdowns", open, drawdown::show_new)
        .form("/credits/{credit}/drawdowns", open, drawdown::request)
        .page("/credits/{credit}/drawdowns/{drawdown}", open, drawdown::show)
        .form("/credits/{credit}/drawdowns/{drawdown}/decision", open, drawdown::decide)
        .form("/credits/{credit}/drawdowns/{drawdown}/payment", open, drawdown::pay)
        .form("/credits/{credit}/drawdowns/{drawdown}/withdrawal", open, drawdown::withdraw)
        .page("/credits/{credit}/milestones", open, milestone::show)
        .form("/credits/{credit}/milestones", open, milestone::add)
        .form("/credits/{credit}/milestones/{milestone}", open, milestone::change)
        .form("/credits/{credit}/milestones/{milestone}/confirmation", open, milestone::confirm)
}

/// An amount as people write it, with its currency.
pub fn amount(speech: Speech, minor: i64, currency: Currency) -> String {
    let plain = Money { minor, currency }.to_string();
    match plain.split_once(' ') {
        Some((number, code)) => format!("{} {code}", speech.written(number)),
        None => plain,
    }
}

/// The same without the currency, which stands in the heading.
fn number(speech: Speech, minor: i64, currency: Currency) -> String {
    let plain = Money { minor, currency }.to_string();
    speech.written(plain.split_once(' ').map_or(plain.as_str(), |(number, _)| number))
}

/// A code of the office's own is shown with its name, and that it is one.
fn currency(speech: Speech, credit: &Credit) -> Markup {
    html! {
        (credit.currency.code())
        @if !credit.currency_name.is_empty() {
            " (" bdi { (credit.currency_name) } ") " (tag(Tone::Plain, &speech.say("credit-own-currency")))
        }
    }
}

/// Where a drawdown stands, as a tag.
fn drawdown_state(speech: Speech, state: DrawdownState) -> Markup {
    let tone = match state {
        DrawdownState::Requested => Tone::Warn,
        DrawdownState::Granted => Tone::Accent,
        DrawdownState::PaidOut => Tone::Good,
        DrawdownState::Refused => Tone::Bad,
        DrawdownState::Withdrawn => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("drawdown-state-{}", state.word())))
}

/// The way back to the list of credits.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Acquisition), Crumb::new(speech.say("credits-title"), "/credits")]
}

/// The way back to a line.
fn crumbs_to(speech: Speech, credit: &Credit) -> Vec<Crumb> {
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(credit.title.clone(), format!("/credits/{}", credit.id)));
    crumbs
}

/// What a fact says of a line, as people say it. The ledger has `booking 3 repayment`, `drawdown 2`, `milestone 1`.
pub fn changed(speech: Speech, change: &str) -> Option<String> {
    let mut words = change.split(' ');
    let (what, number, kind) = (words.next()?, words.next()?, words.next());
    let number = |key: &str| number.parse::<i64>().ok().map(|number| speech.with(key, &[("number", number.into())]));
    match (what, kind) {
        ("booking", Some(kind)) => {
            let kind = CreditEventKind::from_word(kind)?;
            Some(format!(
                "{}: {}",
                number("fact-credit-booking")?,
                speech.say(&format!("credit-event-{}", kind.word()))
            ))
        }
        ("drawdown", None) => number("fact-credit-drawdown"),
        ("milestone", None) => number("fact-credit-milestone"),
        _ => None,
    }
}
