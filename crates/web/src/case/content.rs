//! What is decided on, in the words of the reader. The desk writes names and values for the hash: words of closed lists, codes, numbers
//! of things. Here each is said as the pages of its room say it; what cannot be read stays as it was written.

use std::collections::BTreeMap;

use desk::{Failure, Office};
use maud::{Markup, html};
use model::{
    AgreementBasis, AgreementKind, BriefPart, ClauseSubject, ControlAct, Date, DeliverableKind, DeliverableSide,
    EventId, ExchangeKind, Exclusivity, HostId, Level, Marking, MissionDirection, Noun, PostId, Proposal, RecordId,
    Renewal, Ruling, SampleCame, SampleKind, SampleState, SpecialistId, Subject, SubjectScheme, Thing,
};

use super::page::Shown;
use crate::component::SummaryRow;
use crate::country::country;
use crate::history::{self, Named, name_of};
use crate::host::class_text;
use crate::marking;
use crate::speech::Speech;

/// Digits of the hash of a record that people compare; the whole stands behind them.
const HASH_SHOWN: usize = 12;

/// What is decided on is called so by the desk. A name that is not here is shown as it is.
const NAMES: [&str; 61] = [
    "agreement",
    "amount",
    "asked",
    "asked-of",
    "basis",
    "brief-line",
    "brief-words",
    "came",
    "clause",
    "clause-text",
    "counterpart",
    "country",
    "day",
    "deliverable",
    "deliverable-title",
    "direction",
    "event",
    "exclusivity",
    "field",
    "from",
    "host",
    "interpreter",
    "item",
    "kind",
    "learner",
    "maker",
    "maker-name",
    "member",
    "model",
    "need",
    "notice-days",
    "part",
    "party",
    "patent",
    "patent-title",
    "place",
    "plan",
    "purpose",
    "question",
    "reason",
    "receiver",
    "record",
    "record-title",
    "renewal",
    "rights",
    "serial",
    "since",
    "skill",
    "specialist",
    "state",
    "task",
    "technologies",
    "terms",
    "territory",
    "thing",
    "title",
    "to",
    "touches",
    "transfer",
    "until",
    "way",
];

/// What a part of the content is called; the same name can mean another thing in another act.
fn name(speech: Speech, act: ControlAct, name: &str) -> String {
    match (act, name) {
        (ControlAct::Widening, "from") => speech.say("widening-from"),
        (ControlAct::Widening, "to") => speech.say("widening-to"),
        (ControlAct::Mission, "plan") => speech.say("mission-plan"),
        _ if NAMES.contains(&name) => speech.say(&format!("case-content-{name}")),
        _ => name.to_owned(),
    }
}

/// The thing that a value begins with or is, with the rest of it.
fn thing<'v>(name: &str, value: &'v str) -> Option<(Thing, &'v str)> {
    let (first, rest) = value.split_once(' ').unwrap_or((value, ""));
    let noun = match name {
        "host" | "party" | "touches" | "asked" | "asked-of" | "maker" => {
            HostId::parse(first)?;
            Noun::Host
        }
        "specialist" | "interpreter" | "member" => {
            SpecialistId::parse(first)?;
            Noun::Specialist
        }
        "event" => {
            EventId::parse(first)?;
            Noun::Event
        }
        "record" => {
            RecordId::parse(first)?;
            Noun::Record
        }
        "need" => Noun::Need,
        "agreement" => Noun::Agreement,
        "thing" => return Some((Thing::parse(value)?, "")),
        _ => return None,
    };
    Some((Thing::new(noun, first), rest))
}

/// The host and the thing of a line of a brief.
fn of_line(value: &str) -> Option<(BriefPart, Option<Thing>, Option<Thing>)> {
    let mut parts = value.splitn(3, ' ');
    let part = BriefPart::from_word(parts.next()?)?;
    let host = HostId::parse(parts.next()?).map(|host| Thing::new(Noun::Host, host));
    Some((part, host, parts.next().and_then(Thing::parse)))
}

/// The things that the content names and the reader sees, with what they are called.
///
/// # Errors
/// When the store fails.
pub(super) fn things(office: &Office, proposal: &Proposal) -> Result<BTreeMap<Thing, Named>, Failure> {
    let mut found = BTreeMap::new();
    for (name, value) in &proposal.content {
        let mut named: Vec<Thing> = thing(name, value).map(|(thing, _)| thing).into_iter().collect();
        if name == "brief-line" {
            named.extend(of_line(value).into_iter().flat_map(|(_, host, about)| host.into_iter().chain(about)));
        }
        for one in named {
            if !found.contains_key(&one) && office.sees(&one)? {
                let called = name_of(office, &one)?;
                found.insert(one, called);
            }
        }
    }
    Ok(found)
}

/// Every part of the content with its value, in its order; what is empty is left out.
pub(super) fn rows(speech: Speech, shown: &Shown) -> Vec<SummaryRow> {
    let proposal = &shown.page.case.proposal;
    let content = proposal.content.iter().filter(|(_, text)| !text.trim().is_empty());
    content
        .map(|(part, text)| SummaryRow::new(name(speech, proposal.act, part), value(speech, shown, part, text)))
        .collect()
}

/// A value as the reader knows it.
fn value(speech: Speech, shown: &Shown, name: &str, text: &str) -> Markup {
    let act = shown.page.case.proposal.act;
    if let Some(said) = word(speech, act, name, text) {
        return html! { (said) };
    }
    let known = match name {
        "host" | "party" | "touches" | "asked" | "maker" | "specialist" | "interpreter" | "member" | "event" => {
            thing(name, text).map(|(of, rest)| called(speech, shown, &of, rest))
        }
        "need" | "agreement" | "asked-of" => thing(name, text).map(|(of, _)| titled(shown, &of)),
        "thing" => thing(name, text).map(|(of, _)| match shown.named.get(&of) {
            Some(named) => history::named(speech, named),
            None => html! { (speech.say(&format!("noun-{}", of.noun.word()))) " " bdi { (of.name) } },
        }),
        "record" => record(speech, shown, text),
        "from" | "to" if act == ControlAct::Widening => Marking::parse(text).map(|held| marked(speech, &held)),
        "receiver" | "counterpart" => PostId::new(text).ok().map(|post| {
            html! { a href={ "/office/posts/" (post) } { bdi { (shown.page.post(&post)) } } }
        }),
        "brief-line" => brief_line(speech, shown, text),
        "clause" => clause(speech, text),
        "deliverable" => deliverable(speech, text),
        _ => None,
    };
    known.unwrap_or_else(|| html! { @for line in text.lines() { bdi { (line) } br; } })
}

/// A value that is a word of a closed list, a day, a country or a class.
fn word(speech: Speech, act: ControlAct, name: &str, text: &str) -> Option<String> {
    Some(match (act, name) {
        (_, "since" | "until" | "day") => speech.date(Date::parse(text)?),
        (_, "country") => country(speech, text),
        (_, "skill") => {
            let (scheme, code) = text.split_once(' ')?;
            class_text(&Subject::coded(SubjectScheme::from_word(scheme)?, code))
        }
        (ControlAct::Mission, "direction") => {
            speech.say(&format!("mission-direction-{}", MissionDirection::from_word(text)?))
        }
        (ControlAct::Agreement, "kind") => speech.say(&format!("agreement-kind-{}", AgreementKind::from_word(text)?)),
        (ControlAct::Agreement, "basis") => {
            speech.say(&format!("agreement-basis-{}", AgreementBasis::from_word(text)?))
        }
        (ControlAct::Agreement, "exclusivity") => speech.say(&format!("exclusivity-{}", Exclusivity::from_word(text)?)),
        (ControlAct::Agreement, "renewal") => speech.say(&format!("renewal-{}", Renewal::from_word(text)?)),
        (ControlAct::Sample, "kind") => speech.say(&format!("sample-kind-{}", SampleKind::from_word(text)?)),
        (ControlAct::Sample, "came") => speech.say(&format!("sample-came-{}", SampleCame::from_word(text)?)),
        (ControlAct::Sample, "state") => speech.say(&format!("sample-state-{}", SampleState::from_word(text)?)),
        (ControlAct::Sample, "way") if text == "comes" => speech.say("case-way-comes"),
        (ControlAct::Sample, "way") if text == "leaves" => speech.say("case-way-leaves"),
        (ControlAct::Release, "kind") => speech.say(&format!("exchange-kind-{}", ExchangeKind::from_word(text)?)),
        _ => return None,
    })
}

/// A host, a person or an event by the name under which it is decided on, with the way to its page. The country of a host stands behind
/// its name by its code.
fn called(speech: Speech, shown: &Shown, of: &Thing, rest: &str) -> Markup {
    let coded = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let (name, behind) = match coded {
        Some((name, "")) => (name, None),
        Some((name, code)) if of.noun == Noun::Host => (name, Some(country(speech, code))),
        _ => (rest, None),
    };
    let href = shown.named.get(of).and_then(|named| named.href.as_ref());
    html! {
        @match href {
            Some(href) => a href=(href) { bdi { (name) } },
            None => bdi { (name) },
        }
        @if let Some(behind) = behind { " (" (behind) ")" }
    }
}

/// A thing by its title, or by its number where the reader does not see it.
fn titled(shown: &Shown, of: &Thing) -> Markup {
    match shown.named.get(of) {
        Some(Named { text, href: Some(href), .. }) => html! { a href=(href) { bdi { (text) } } },
        Some(Named { text, .. }) => html! { bdi { (text) } },
        None => html! { bdi { (of.name) } },
    }
}

/// A record with the hash of its words and its marking, both of which are decided on.
fn record(speech: Speech, shown: &Shown, text: &str) -> Option<Markup> {
    let (of, rest) = thing("record", text)?;
    let (hash, held) = rest.split_once(' ')?;
    let held = Marking::parse(held)?;
    Some(html! {
        (titled(shown, &of)) ", " (marked(speech, &held)) " "
        code title=(hash) { (hash.chars().take(HASH_SHOWN).collect::<String>()) }
    })
}

/// A marking, also where it is open.
fn marked(speech: Speech, held: &Marking) -> Markup {
    html! {
        @if held.level == Level::Open { (speech.say("marking-open")) " " }
        (marking::tags(speech, held))
    }
}

/// What may be done with something that a brief names, for which host, and which thing it is.
fn brief_line(speech: Speech, shown: &Shown, text: &str) -> Option<Markup> {
    let (part, host, about) = of_line(text)?;
    Some(html! {
        (speech.say(&format!("brief-part-{part}")))
        @for one in host.iter().chain(&about) { " · " (titled(shown, one)) }
    })
}

/// The number, the subject and the ruling of a clause, with its days.
fn clause(speech: Speech, text: &str) -> Option<Markup> {
    let mut parts = text.splitn(4, ' ');
    let number = parts.next()?;
    let subject = ClauseSubject::from_word(parts.next()?)?;
    let ruling = Ruling::from_word(parts.next()?)?;
    let days = parts.next().filter(|days| !days.is_empty());
    Some(html! {
        bdi { (number) } ". " (speech.say(&format!("clause-subject-{subject}"))) ": " (speech.say(&format!("ruling-{ruling}")))
        @if let Some(days) = days { ", " (speech.say("clause-days")) ": " (days) }
    })
}

/// The number, the sort, the quantity and the side of what is owed.
fn deliverable(speech: Speech, text: &str) -> Option<Markup> {
    let mut parts = text.splitn(4, ' ');
    let number = parts.next()?;
    let side = DeliverableSide::from_word(parts.next()?)?;
    let kind = DeliverableKind::from_word(parts.next()?)?;
    let quantity = parts.next().map(str::trim).filter(|quantity| !quantity.is_empty());
    Some(html! {
        bdi { (number) } ". " (speech.say(&format!("deliverable-kind-{kind}")))
        @if let Some(quantity) = quantity { ", " bdi { (quantity) } }
        ", " (speech.say("deliverable-side")) ": " (speech.say(&format!("deliverable-side-{side}")))
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::speech::Tongue;

    /// The names under which the desk writes what is decided on, read from its sources.
    fn written() -> Vec<String> {
        let control = Path::new(env!("CARGO_MANIFEST_DIR")).join("../desk/src/control");
        let proposals = std::fs::read_dir(control.join("proposal")).unwrap().map(|entry| entry.unwrap().path());
        let mut names = Vec::new();
        for path in proposals.chain([control.join("ask.rs")]) {
            let source = std::fs::read_to_string(path).unwrap();
            for call in [".say(\"", ".item(\"", ".host(\"", ".specialist(\"", "vec![(\"", "| (\""] {
                let quoted = source.split(call).skip(1).filter_map(|rest| rest.split('"').next());
                names.extend(quoted.map(str::to_owned));
            }
        }
        names
    }

    #[test]
    fn everything_that_is_decided_on_has_a_name_in_every_language() {
        let written = written();
        assert!(written.len() > 40, "the sources of the proposals were not read: {written:?}");
        for one in &written {
            assert!(NAMES.contains(&one.as_str()), "`{one}` is shown as it is");
        }
        for speech in Tongue::ALL.map(Speech::of) {
            for one in NAMES {
                assert_ne!(name(speech, ControlAct::Release, one), one);
            }
        }
    }

    #[test]
    fn words_of_closed_lists_countries_and_days_are_said_as_people_say_them() {
        let said = |tongue, act, name: &str, text: &str| word(Speech::of(tongue), act, name, text);
        let machine = |tongue| said(tongue, ControlAct::Sample, "kind", "machine").unwrap();
        assert_eq!(machine(Tongue::English), Speech::of(Tongue::English).say("sample-kind-machine"));
        assert_ne!(machine(Tongue::German), machine(Tongue::Russian));
        let country = |tongue| said(tongue, ControlAct::Mission, "country", "DE").unwrap();
        assert_eq!(Tongue::ALL.map(country), ["Germany", "Германия", "Deutschland"]);
        let day = said(Tongue::English, ControlAct::Mission, "since", "1963-03-04").unwrap();
        assert_eq!(day, "4 March 1963");
        // What is no word of the list stays as it was written.
        assert_eq!(said(Tongue::English, ControlAct::Sample, "kind", "contraption"), None);
        assert_eq!(said(Tongue::English, ControlAct::Agreement, "field", "machine"), None);
    }

    #[test]
    fn a_value_begins_with_the_thing_that_it_names() {
        let host = HostId::from_bits(7);
        let text = format!("{host} Works (Mill) (SU)");
        let (of, rest) = thing("host", &text).unwrap();
        assert_eq!((of, rest), (Thing::new(Noun::Host, host), "Works (Mill) (SU)"));
        assert_eq!(thing("party", "Somebody else"), None);
        let line = format!("told {host} record:R0000000000001");
        let (part, of, about) = of_line(&line).unwrap();
        assert_eq!((part, of), (BriefPart::Told, Some(Thing::new(Noun::Host, host))));
        assert_eq!(about, Thing::parse("record:R0000000000001"));
        assert_eq!(of_line("told  ").unwrap(), (BriefPart::Told, None, None));
    }
}
