//! A regime as it would be typed: the fields of its form, filled with what stands now.

use model::{Date, Regime};

use super::draft::{Known, MEMBER_COLUMNS, TRIGGER_COLUMNS};
use crate::host::class_text;
use crate::typed::Typed;

/// A regime as it would be typed.
pub(super) fn as_typed(regime: &Regime, known: &Known) -> Typed {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let number = |n: Option<u16>| n.filter(|n| *n > 0).map(|n| n.to_string()).unwrap_or_default();
    let tick = |on: bool| if on { "on".to_owned() } else { String::new() };
    let chair = regime.members.iter().find(|member| member.chair).map(|member| member.name.clone());
    let rule = &regime.rule;
    let mut fields: Vec<(String, String)> = [
        ("name", regime.name.clone()),
        ("kind", regime.kind.word().to_owned()),
        ("binding", tick(regime.binding)),
        ("since", regime.since.to_string()),
        ("until", day(regime.until)),
        ("review", day(regime.review)),
        ("keeper", regime.keeper.to_string()),
        ("decision", rule.decision.word().to_owned()),
        ("votes", number(Some(rule.votes_percent.into()))),
        ("shares", number(Some(rule.members_percent.into()))),
        ("quorum", number(Some(rule.quorum))),
        ("deadline", number(Some(rule.deadline_days))),
        ("silence", number(rule.silence_days)),
        ("good", number(rule.valid_days)),
        ("discretion", tick(rule.discretion)),
        ("chair", chair.unwrap_or_default()),
        ("note", regime.note.clone()),
        ("source", regime.source.clone()),
        ("level", regime.marking.level.word().to_owned()),
        ("revision", regime.revision.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    fields.extend(regime.marking.compartments.iter().map(|one| ("compartment".to_owned(), one.to_string())));
    fields.extend(regime.marking.release.iter().flatten().map(|one| ("release".to_owned(), one.to_string())));
    for (number, trigger) in (1..).zip(&regime.triggers) {
        let value = |column: &str| match column {
            "clause" => trigger.clause.clone(),
            "countries" => trigger.countries.join(", "),
            "hosts" => trigger.hosts.iter().map(|host| known.host_text(*host)).collect::<Vec<_>>().join(", "),
            "level" => trigger.level.map_or_else(String::new, |level| level.word().to_owned()),
            "classes" => trigger.classes.iter().map(class_text).collect::<Vec<_>>().join(", "),
            "entries" => {
                trigger.entries.iter().map(|(list, code)| format!("{list} {code}")).collect::<Vec<_>>().join(", ")
            }
            "words" => trigger.words.join("\n"),
            "hit" => tick(trigger.hit),
            "prohibits" => tick(trigger.prohibits),
            act => tick(trigger.acts.iter().any(|one| one.word() == act)),
        };
        fields.extend(TRIGGER_COLUMNS.iter().map(|column| (format!("trigger-{number}-{column}"), value(column))));
    }
    for (number, member) in (1..).zip(&regime.members) {
        let country = member.country.clone().unwrap_or_default();
        let (post, weight) = (member.post.to_string(), member.weight.to_string());
        let values = [member.name.clone(), country, post, weight, member.since.to_string(), day(member.until)];
        fields
            .extend(MEMBER_COLUMNS.iter().zip(values).map(|(name, value)| (format!("member-{number}-{name}"), value)));
    }
    for (number, one) in (1..).zip(&regime.conditions) {
        fields.push((format!("usual-{number}-text"), one.text.clone()));
        fields.push((format!("usual-{number}-days"), one.days.to_string()));
    }
    Typed::of(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

#[cfg(test)]
mod tests {
    use model::{
        ControlAct, HostId, Level, Marking, Post, PostId, RegimeId, RegimeKind, RegimeMember, RegimeRule, Subject,
        SubjectScheme, Trigger, UnitId, UsualCondition,
    };

    use super::*;
    use crate::component::Slips;
    use crate::regime::draft::Reading;
    use crate::speech::{Speech, Tongue};

    fn known() -> Known {
        let post = |id: &str| Post {
            id: PostId::new(id).unwrap(),
            title: format!("The {id}"),
            unit: UnitId::new("works").unwrap(),
            powers: Default::default(),
            closed: false,
        };
        Known {
            posts: ["control", "france", "italy"].map(post).into(),
            hosts: vec![
                (HostId::from_bits(1), "Azovstal".to_owned()),
                (HostId::from_bits(2), "Works, Sons".to_owned()),
                (HostId::from_bits(3), "Twin".to_owned()),
                (HostId::from_bits(4), "Twin".to_owned()),
            ],
        }
    }

    fn regime() -> Regime {
        let day = |text: &str| Date::parse(text).unwrap();
        let member = |name: &str, post: &str, chair: bool| RegimeMember {
            name: name.to_owned(),
            country: Some("FR".to_owned()),
            post: PostId::new(post).unwrap(),
            weight: 4,
            chair,
            since: day("1949-11-22"),
            until: Some(day("1994-03-31")),
        };
        Regime {
            id: RegimeId::from_bits(9),
            name: "Committee".to_owned(),
            kind: RegimeKind::Export,
            binding: true,
            since: day("1949-11-22"),
            until: None,
            review: Some(day("1958-08-15")),
            keeper: PostId::new("control").unwrap(),
            rule: RegimeRule::parse("qualified votes=70 quorum=2 deadline=21 silence=14 valid=365 discretion").unwrap(),
            triggers: vec![
                Trigger {
                    clause: "List I".to_owned(),
                    acts: vec![ControlAct::Agreement, ControlAct::Release],
                    countries: vec!["SU".to_owned(), "CN".to_owned()],
                    hosts: [1, 2, 3].map(HostId::from_bits).into(),
                    level: Some(Level::Restricted),
                    classes: vec![Subject::coded(SubjectScheme::Ipc, "B21B")],
                    entries: vec![("eu-annex-i".to_owned(), "2B001".to_owned())],
                    words: vec!["steel pipe*".to_owned(), "rolling mill".to_owned()],
                    hit: true,
                    prohibits: true,
                },
                Trigger::default(),
            ],
            members: vec![member("France", "france", false), member("Italy", "italy", true)],
            conditions: vec![UsualCondition { text: "Shown in place".to_owned(), days: 90 }],
            note: "Of the demonstration".to_owned(),
            source: "Its minutes".to_owned(),
            invented: true,
            marking: Marking::at(Level::Internal),
            version: 3,
            revision: 7,
            made_at: 11,
        }
    }

    fn read(typed: &Typed, before: &Regime) -> (Option<Regime>, Slips) {
        let (known, mut slips) = (known(), Slips::new());
        let speech = Speech::of(Tongue::English);
        let reading = Reading { speech, typed, known: &known, slips: &mut slips };
        let read = reading.regime(before.id, Some(before), crate::marking::chosen(typed));
        (read, slips)
    }

    #[test]
    fn a_regime_that_nobody_touched_in_its_form_is_the_same() {
        let regime = regime();
        let (read, slips) = read(&as_typed(&regime, &known()), &regime);
        assert!(slips.is_empty());
        assert_eq!(read, Some(regime));
    }

    #[test]
    fn what_cannot_be_read_is_said_where_it_stands() {
        let regime = regime();
        for (field, value) in [
            ("since", "soon"),
            ("keeper", "nobody"),
            ("quorum", "half"),
            ("chair", "Britain"),
            ("member-1-post", "britain"),
            ("member-2-until", "later"),
            ("trigger-1-hosts", "Twin"),
            ("trigger-1-entries", "2B001"),
            ("usual-1-days", "a month"),
        ] {
            let fields = as_typed(&regime, &known());
            let changed: Vec<(String, String)> = fields
                .carried()
                .map(|(name, held)| (name.clone(), if name == field { value.to_owned() } else { held.clone() }))
                .collect();
            let (read, slips) = read(&Typed::sent(&changed), &regime);
            assert!(read.is_none() && slips.of(field).is_some(), "{field}");
        }
    }
}
