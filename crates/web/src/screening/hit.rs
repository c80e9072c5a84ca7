//! A hit: the party and the entry beside each other, why they may be the same, what was said, and what may be said.

use desk::ShownHit;
use maud::{Markup, html};
use model::{HIT_REASON_CHARS_MAX, Hit, HitReason, HitRuling, HitState, Listed, ListedField, Party, Screening};

use super::tier;
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Slips, Table, Tone, tag};
use crate::country::country;
use crate::history::when;
use crate::party_list::{field_lines, field_name};
use crate::speech::Speech;
use crate::typed::Typed;

/// Words of the engine for which there is a sentence. Another version may have more: these are shown as they are.
const REASONS: [&str; 23] = [
    "same-name",
    "same-word",
    "same-sound",
    "near-word",
    "same-given-name",
    "same-meaning",
    "initial",
    "joined",
    "acronym",
    "only-here",
    "only-there",
    "contradicting",
    "other-number",
    "other-legal-form",
    "other-descent",
    "only-common-words",
    "weak-alias",
    "same-birth",
    "other-birth",
    "same-country",
    "other-country",
    "same-identifier",
    "other-kind",
];

/// A reason in the language of its reader.
pub fn reason(speech: Speech, reason: &HitReason) -> String {
    if !REASONS.contains(&reason.word.as_str()) {
        return [reason.word.as_str(), &reason.here, &reason.there].join(" ").trim().to_owned();
    }
    let said = |text: &str| match reason.word.as_str() {
        "same-country" | "other-country" => country(speech, text),
        _ => text.to_owned(),
    };
    let values = [("here", said(&reason.here).into()), ("there", said(&reason.there).into())];
    speech.with(&format!("hit-reason-{}", reason.word), &values)
}

/// Where a hit stands.
pub fn state(speech: Speech, hit: &Hit) -> Markup {
    let tone = match hit.state {
        HitState::Open => Tone::Warn,
        HitState::Proposed => Tone::Accent,
        HitState::Decided if hit.ruling == Some(HitRuling::Same) => Tone::Bad,
        HitState::Decided => Tone::Good,
        HitState::Gone => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("hit-state-{}", hit.state.word())))
}

/// What is known of a party in a part.
fn party_lines(speech: Speech, party: &Party, field: ListedField) -> Markup {
    let lines: Vec<String> = match field {
        ListedField::Kind => vec![speech.say(&format!("party-kind-{}", party.kind.word()))],
        ListedField::Names => std::iter::once(&party.name).chain(&party.aliases).cloned().collect(),
        ListedField::Countries => party.countries.iter().map(|code| country(speech, code)).collect(),
        ListedField::Born => party.born.iter().cloned().collect(),
        ListedField::Identifiers => party.identifiers.clone(),
        _ => Vec::new(),
    };
    html! { @if lines.is_empty() { "–" } @else { ul class="plain" { @for line in &lines { li { bdi class="long" { (line) } } } } } }
}

/// Both sides next to each other.
fn sides(speech: Speech, party: &Party, entry: &Listed) -> Markup {
    let columns = ["hit-part", "hit-here", "hit-there"];
    let mut table = Table::new(speech.say("hit-sides"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for field in ListedField::ALL {
        let there = !entry.lines(*field).is_empty();
        let is_of_both = matches!(field, ListedField::Names | ListedField::Kind | ListedField::Countries);
        if there || is_of_both {
            table = table.row(vec![
                html! { (field_name(speech, *field)) },
                party_lines(speech, party, *field),
                html! { @if there { (field_lines(speech, entry, *field)) } @else { "–" } },
            ]);
        }
    }
    table.draw(speech)
}

/// One hit.
pub fn draw(caller: &Caller, screening: &Screening, shown: &ShownHit, (typed, slips): (&Typed, &Slips)) -> Markup {
    let speech = caller.visit.speech;
    let hit = &shown.hit;
    let name = shown.entry.as_ref().map_or(hit.by.as_str(), Listed::name);
    let score = speech.decimal(hit.score, 3);
    html! {
        section {
            h2 { bdi { (name) } " " (tier(speech, hit.tier)) " " (state(speech, hit)) }
            p class="quiet" {
                a href={ "/party-lists/" (hit.list) } { bdi { (shown.list) } } ", "
                (speech.with("hit-found", &[("version", i64::from(hit.version).into()), ("score", score.into()), ("name", hit.by.clone().into())]))
                " " code class="long" { (hit.key) }
            }
            @if let Some(why) = hit.reopened { p { (tag(Tone::Warn, &speech.say(&format!("hit-reopened-{}", why.word())))) } }
            h3 { (speech.say("hit-reasons")) }
            ul { @for one in &hit.reasons { li { bdi { (reason(speech, one)) } } } }
            @if let Some(entry) = &shown.entry { (sides(speech, &screening.party, entry)) }
            (said(speech, hit))
            @if shown.may_decide { (asking(caller, screening, hit, name, typed, slips)) }
        }
    }
}

/// What was said of a hit, by whom.
fn said(speech: Speech, hit: &Hit) -> Markup {
    html! {
        @if let Some(ruling) = hit.ruling {
            p {
                strong { (speech.say(&format!("hit-ruling-{}", ruling.word()))) } ". " bdi { (hit.reason) }
                @if let Some(by) = &hit.proposed_by {
                    br; span class="quiet" { bdi { (by) } @if let Some(at) = hit.proposed_at { ", " (when(speech, at)) } }
                }
                @if let (Some(by), Some(at)) = (&hit.decided_by, hit.decided_at)
                    && hit.decided_by != hit.proposed_by
                {
                    br; span class="quiet" { (speech.with("hit-confirmed-by", &[("by", by.clone().into()), ("when", when(speech, at).into())])) }
                }
            }
        } @else if !hit.reason.is_empty() { p { bdi { (hit.reason) } } }
    }
}

fn asking(caller: &Caller, screening: &Screening, hit: &Hit, name: &str, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let action = format!("/screenings/{}/hits", screening.id);
    let is_this = typed.get("list") == hit.list.as_str() && typed.get("key") == hit.key;
    let value = |field: &str| if is_this { typed.get(field) } else { "" };
    let none = Slips::new();
    let slips = if is_this { slips } else { &none };
    // Each form on the page has fields of its own name.
    let field = format!("reason-{}-{}", hit.list, hit.key.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let ruled = format!("ruling-{field}");
    let about = |key: &str| speech.with(key, &[("name", name.to_owned().into())]);
    let hidden = html! {
        input type="hidden" name="revision" value=(screening.revision);
        input type="hidden" name="list" value=(hit.list);
        input type="hidden" name="key" value=(hit.key);
        input type="hidden" name="reason-field" value=(field);
        input type="hidden" name="ruling-field" value=(ruled);
    };
    let words = Field::lines(field.clone(), speech.say("hit-reason"), 2)
        .value(value(&field))
        .length_max(HIT_REASON_CHARS_MAX)
        .slips(slips);
    let choices = HitRuling::ALL.iter().map(|ruling| {
        let hint = if hit.takes_two(*ruling) { speech.say("hit-takes-two") } else { String::new() };
        let choice = Choice::new(ruling.word(), speech.say(&format!("hit-ruling-{}", ruling.word())));
        if hint.is_empty() { choice } else { choice.hint(hint) }
    });
    html! {
        @if hit.state == HitState::Proposed {
            (Form::new(&caller.visit, &action).around(html! {
                (hidden)
                (words.optional().hint(speech.say("hit-contradict-hint")).draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("hit-confirm")).sends("step", "confirm").about(&about("hit-confirm-name")))
                    (Button::plain(&speech.say("hit-contradict")).sends("step", "contradict").about(&about("hit-contradict-name")))
                }
            }))
        } @else {
            (Form::new(&caller.visit, &action).around(html! {
                (hidden)
                (Field::radios(ruled.clone(), speech.say("hit-ruling"), choices.collect()).value(value(&ruled)).slips(slips).draw(speech))
                (words.draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("hit-say")).sends("step", "say").about(&about("hit-say-name")))
                }
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn a_reason_names_countries_as_people_do() {
        let said = |tongue, word: &str, here: &str, there: &str| {
            let of = HitReason { word: word.to_owned(), here: here.to_owned(), there: there.to_owned() };
            reason(Speech::of(tongue), &of)
        };
        for (tongue, name) in
            [(Tongue::English, "Germany"), (Tongue::Russian, "Германия"), (Tongue::German, "Deutschland")]
        {
            assert!(said(tongue, "same-country", "de", "de").contains(name));
            assert!(said(tongue, "other-country", "fr", "de").contains(name));
        }
        assert!(said(Tongue::English, "same-word", "de", "de").contains("“de”"));
    }
}
