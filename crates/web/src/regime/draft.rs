//! A regime as it is typed: what the fields of its form are called, read and filled.

use model::{
    ControlAct, Date, Decision, HostId, Level, Marking, Post, Regime, RegimeId, RegimeKind, RegimeMember, RegimeRule,
    Trigger, UsualCondition,
};

use crate::component::Slips;
use crate::host::{class_text, typed_classes};
use crate::post_offer::named_post;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the fields of a trigger are called, beside one for each act.
pub(super) const TRIGGER_COLUMNS: &[&str] = &[
    "clause",
    "mission",
    "agreement",
    "sample",
    "assignment",
    "release",
    "widening",
    "countries",
    "hosts",
    "level",
    "classes",
    "entries",
    "words",
    "hit",
    "prohibits",
];

/// What the columns of the members are called.
pub(super) const MEMBER_COLUMNS: &[&str] = &["name", "country", "post", "weight", "since", "until"];

/// What the columns of the usual conditions are called.
pub(super) const USUAL_COLUMNS: &[&str] = &["text", "days"];

/// The posts and hosts by which those that are typed are known.
#[derive(Default)]
pub(super) struct Known {
    pub posts: Vec<Post>,
    pub hosts: Vec<(HostId, String)>,
}

impl Known {
    /// The host that somebody typed: by its number, or by its name where one alone is called so.
    fn host(&self, text: &str) -> Option<HostId> {
        if let Some(id) = HostId::parse(text) {
            return Some(id);
        }
        let mut called = self.hosts.iter().filter(|(_, name)| name.to_lowercase() == text.to_lowercase());
        let (first, _) = called.next()?;
        called.next().is_none().then_some(*first)
    }

    /// A host as it is typed.
    fn host_text(&self, id: HostId) -> String {
        let name = self.hosts.iter().find(|(host, _)| *host == id).map(|(_, name)| name.as_str());
        // A name with a comma in it would be read as two.
        let name = name.filter(|name| !name.contains([',', ';']) && self.host(name) == Some(id));
        name.map_or_else(|| id.to_string(), str::to_owned)
    }
}

/// The field of a group or row.
fn cell<'r>(columns: &[&str], row: &'r [String], column: &str) -> &'r str {
    let at = columns.iter().position(|one| *one == column);
    at.and_then(|at| row.get(at)).map_or("", String::as_str)
}

/// A trigger in a row of its group.
pub(super) fn trigger_cell<'r>(row: &'r [String], column: &str) -> &'r str {
    cell(TRIGGER_COLUMNS, row, column)
}

fn parts(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// Reads a form, and says of what cannot be read of it where it stands.
pub(super) struct Reading<'a> {
    pub speech: Speech,
    pub typed: &'a Typed,
    pub known: &'a Known,
    pub slips: &'a mut Slips,
}

impl Reading<'_> {
    fn slip(&mut self, field: impl Into<String>, key: &str) {
        self.slips.note(field, self.speech.say(key));
    }

    fn day(&mut self, field: &str, text: &str) -> Option<Date> {
        let day = Date::parse(text);
        if day.is_none() && !text.is_empty() {
            self.slip(field, "mission-day-unread");
        }
        day
    }

    fn day_of(&mut self, field: &str) -> Option<Date> {
        let text = self.typed.get(field).to_owned();
        self.day(field, &text)
    }

    /// A whole number; nothing where the field is empty.
    fn number<N: std::str::FromStr>(&mut self, field: &str, text: &str) -> Option<N> {
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok();
        if number.is_none() {
            self.slip(field, "regime-number-unread");
        }
        number
    }

    fn number_of<N: std::str::FromStr>(&mut self, field: &str) -> Option<N> {
        let text = self.typed.get(field).to_owned();
        self.number(field, &text)
    }

    fn rule(&mut self) -> RegimeRule {
        RegimeRule {
            decision: Decision::from_word(self.typed.get("decision")).unwrap_or(Decision::Unanimity),
            votes_percent: self.number_of("votes").unwrap_or(0),
            members_percent: self.number_of("shares").unwrap_or(0),
            quorum: self.number_of("quorum").unwrap_or(0),
            deadline_days: self.number_of("deadline").unwrap_or(RegimeRule::default().deadline_days),
            silence_days: self.number_of("silence"),
            valid_days: self.number_of("good"),
            discretion: self.typed.ticked("discretion"),
        }
    }

    fn trigger(&mut self, number: usize, row: &[String]) -> Trigger {
        let of = |column: &str| trigger_cell(row, column);
        let mut hosts = Vec::new();
        for text in parts(of("hosts")) {
            match self.known.host(&text) {
                Some(host) => hosts.push(host),
                None => self.slip(format!("trigger-{number}-hosts"), "trigger-host-unread"),
            }
        }
        let mut entries = Vec::new();
        for text in parts(of("entries")) {
            match text.split_once([' ', ':']) {
                Some((list, code)) => entries.push((list.to_owned(), code.trim().to_owned())),
                None => self.slip(format!("trigger-{number}-entries"), "trigger-entry-unread"),
            }
        }
        Trigger {
            clause: of("clause").to_owned(),
            acts: ControlAct::ALL.iter().copied().filter(|act| !of(act.word()).is_empty()).collect(),
            countries: parts(of("countries")),
            hosts,
            level: Level::from_word(of("level")),
            classes: typed_classes(&parts(of("classes"))),
            entries,
            words: parts(of("words")),
            hit: !of("hit").is_empty(),
            prohibits: !of("prohibits").is_empty(),
        }
    }

    fn members(&mut self, since: Date) -> Vec<RegimeMember> {
        let mut members = Vec::new();
        let chair = self.typed.get("chair").to_lowercase();
        for (number, row) in (1..).zip(self.typed.rows("member", MEMBER_COLUMNS)) {
            let of = |column: &str| cell(MEMBER_COLUMNS, &row, column);
            if row.iter().all(String::is_empty) {
                continue;
            }
            let Some(post) = named_post(&self.known.posts, of("post")) else {
                self.slip(format!("member-{number}-post"), "case-post-unread");
                continue;
            };
            members.push(RegimeMember {
                name: of("name").to_owned(),
                country: Some(of("country").to_owned()).filter(|code| !code.is_empty()),
                post,
                weight: self.number(&format!("member-{number}-weight"), of("weight")).unwrap_or(1),
                chair: !chair.is_empty() && of("name").to_lowercase() == chair,
                // A member of which nothing is said is one from the first day.
                since: self.day(&format!("member-{number}-since"), of("since")).unwrap_or(since),
                until: self.day(&format!("member-{number}-until"), of("until")),
            });
        }
        if !chair.is_empty() && members.iter().all(|member| !member.chair) {
            self.slip("chair", "regime-chair-unread");
        }
        members
    }

    fn usual(&mut self) -> Vec<UsualCondition> {
        let mut usual = Vec::new();
        for (number, row) in (1..).zip(self.typed.rows("usual", USUAL_COLUMNS)) {
            let text = cell(USUAL_COLUMNS, &row, "text").to_owned();
            if text.is_empty() {
                continue;
            }
            let days = self.number(&format!("usual-{number}-days"), cell(USUAL_COLUMNS, &row, "days"));
            usual.push(UsualCondition { text, days: days.unwrap_or(RegimeRule::default().deadline_days) });
        }
        usual
    }

    /// The regime that was typed; nothing where something of it cannot be read.
    pub fn regime(mut self, id: RegimeId, before: Option<&Regime>, marking: Marking) -> Option<Regime> {
        let since = self.day_of("since");
        if self.typed.get("since").is_empty() {
            self.slip("since", "mission-day-unread");
        }
        let (until, review) = (self.day_of("until"), self.day_of("review"));
        let keeper = named_post(&self.known.posts, self.typed.get("keeper"));
        if keeper.is_none() {
            self.slip("keeper", "case-post-unread");
        }
        let rule = self.rule();
        let rows = self.typed.rows("trigger", TRIGGER_COLUMNS);
        let triggers = (1..).zip(&rows).map(|(number, row)| self.trigger(number, row)).collect();
        let members = self.members(since.unwrap_or(Date::of_number(0)));
        let conditions = self.usual();
        if !self.slips.is_empty() {
            return None;
        }
        Some(Regime {
            id,
            name: self.typed.get("name").to_owned(),
            kind: RegimeKind::from_word(self.typed.get("kind")).unwrap_or(RegimeKind::House),
            binding: self.typed.ticked("binding"),
            since: since?,
            until,
            review,
            keeper: keeper?,
            rule,
            triggers,
            members,
            conditions,
            note: self.typed.get("note").replace("\r\n", "\n"),
            source: self.typed.get("source").replace("\r\n", "\n"),
            invented: before.is_some_and(|before| before.invented),
            marking,
            version: before.map_or(1, |before| before.version),
            revision: self.typed.get("revision").parse().unwrap_or_default(),
            made_at: before.map_or(0, |before| before.made_at),
        })
    }
}

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
    use model::{PostId, Subject, SubjectScheme, UnitId};

    use super::*;
    use crate::speech::Tongue;

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
