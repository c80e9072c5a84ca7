//! A regime as it is typed: what the fields of its form are called, and how they are read.

use model::{
    ControlAct, Date, Decision, HostId, Level, Marking, Post, Regime, RegimeId, RegimeKind, RegimeMember, RegimeRule,
    Trigger, UsualCondition,
};

use crate::component::Slips;
use crate::host::typed_classes;
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
    pub fn host_text(&self, id: HostId) -> String {
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
