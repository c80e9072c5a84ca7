//! Rules and triggers of regimes in words.

use std::collections::BTreeMap;

use maud::{Markup, html};
use model::{Decision, HostId, Regime, RegimeRule, Trigger};

use crate::component::{Tone, tag};
use crate::country::country;
use crate::host::class_text;
use crate::speech::Speech;

/// How a regime decides, a sentence for each part of its rule.
pub(crate) fn rule(speech: Speech, rule: &RegimeRule) -> Markup {
    let days = |key: &str, days: u16| speech.with(key, &[("count", days.into())]);
    html! {
        ul {
            li { (decision(speech, rule)) }
            @if rule.quorum > 0 { li { (speech.with("rule-quorum", &[("count", rule.quorum.into())])) } }
            li { (days("rule-deadline", rule.deadline_days)) }
            li { @match rule.silence_days { Some(n) => (days("rule-silence", n)), None => (speech.say("rule-silence-none")) } }
            li { @match rule.valid_days { Some(n) => (days("rule-good", n)), None => (speech.say("rule-good-always")) } }
            @if rule.discretion { li { (speech.say("rule-discretion")) } }
        }
    }
}

/// Whose yes it takes, in a sentence.
fn decision(speech: Speech, rule: &RegimeRule) -> String {
    let (votes, members) = (rule.votes_percent, rule.members_percent);
    let values = [("votes", votes.into()), ("members", members.into())];
    match rule.decision {
        Decision::Qualified if members == 0 => speech.with("rule-qualified-votes", &values),
        Decision::Qualified if votes == 0 => speech.with("rule-qualified-members", &values),
        Decision::Qualified => speech.with("rule-qualified-both", &values),
        other => speech.say(&format!("rule-is-{}", other.word())),
    }
}

/// For what a regime asks for a case, an item for each trigger. `hosts` are those whose names the reader may know.
pub(super) fn triggers(speech: Speech, regime: &Regime, hosts: &BTreeMap<HostId, String>) -> Markup {
    html! {
        ul {
            @for trigger in &regime.triggers {
                li {
                    @if trigger.prohibits { (tag(Tone::Bad, &speech.say("trigger-prohibits"))) " " }
                    @if !trigger.clause.is_empty() { b { bdi { (trigger.clause) } } ": " }
                    (holds(speech, trigger, hosts))
                }
            }
        }
    }
}

/// When a trigger holds: all of its parts have to.
fn holds(speech: Speech, trigger: &Trigger, hosts: &BTreeMap<HostId, String>) -> String {
    let acts: Vec<String> = trigger.acts.iter().map(|act| speech.say(&format!("control-act-{}", act.word()))).collect();
    let mut parts = vec![if acts.is_empty() { speech.say("trigger-any-act") } else { acts.join(", ") }];
    let mut part = |key: &str, texts: Vec<String>| {
        if !texts.is_empty() {
            parts.push(speech.with(key, &[("list", texts.join(", ").into())]));
        }
    };
    part("trigger-countries", trigger.countries.iter().map(|code| country(speech, code)).collect());
    part("trigger-hosts", trigger.hosts.iter().filter_map(|host| hosts.get(host).cloned()).collect());
    part("trigger-level", trigger.level.iter().map(|level| speech.say(&format!("marking-{}", level.word()))).collect());
    part("trigger-classes", trigger.classes.iter().map(class_text).collect());
    part("trigger-entries", trigger.entries.iter().map(|(list, code)| format!("{list} {code}")).collect());
    part("trigger-words", trigger.words.clone());
    if trigger.hit {
        parts.push(speech.say("trigger-hit"));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use model::ControlAct;

    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn a_rule_says_whose_yes_it_takes_and_what_silence_means() {
        let speech = Speech::of(Tongue::English);
        let said = |of: RegimeRule| rule(speech, &of).into_string();
        let unanimity = said(RegimeRule { silence_days: Some(7), discretion: true, ..RegimeRule::default() });
        assert!(unanimity.contains("nobody says no") && unanimity.contains("7 days"), "{unanimity}");
        assert!(unanimity.contains("somebody says yes") && unanimity.contains("its own through"), "{unanimity}");
        let qualified = RegimeRule { decision: Decision::Qualified, votes_percent: 70, ..RegimeRule::default() };
        let qualified = said(qualified);
        assert!(qualified.contains("70 per cent of the votes") && !qualified.contains("members say"), "{qualified}");
    }

    #[test]
    fn a_trigger_says_all_of_its_parts_and_no_host_that_the_reader_does_not_see() {
        let (seen, hidden) = (HostId::from_bits(1), HostId::from_bits(2));
        let trigger = Trigger {
            acts: vec![ControlAct::Release],
            countries: vec!["SU".to_owned()],
            hosts: vec![seen, hidden],
            words: vec!["steel pipe*".to_owned()],
            ..Trigger::default()
        };
        let hosts = BTreeMap::from([(seen, "Azovstal".to_owned())]);
        let said = holds(Speech::of(Tongue::English), &trigger, &hosts);
        for part in ["Soviet Union", "Azovstal", "steel pipe*"] {
            assert!(said.contains(part), "{said}");
        }
        assert!(!said.contains(&hidden.to_string()), "{said}");
    }
}
