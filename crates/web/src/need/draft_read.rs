//! From what was typed to a need, with the slips on the way.

use std::collections::BTreeMap;

use matching::parse;
use model::{
    Date, Identifier, Need, Parameter, PostId, Priority, Profile, ProfileId, Subject, SubjectScheme, is_decimal,
};

use super::draft::{Draft, PARAMETERS, PROFILES};
use super::marking::MarkingChoices;
use crate::component::Slips;
use crate::speech::Speech;

/// Characters of a title; a longer one is a statement.
pub const TITLE_CHARS_MAX: usize = 200;

/// Characters of a statement: some pages. What is longer belongs into an attached document.
pub const STATEMENT_CHARS_MAX: usize = 20_000;

/// Rows and lines of one kind in a need. More make several needs.
const ROWS_MAX: usize = 64;

/// What is known when a form is read.
pub struct Known<'a> {
    /// The posts that may state it.
    pub posts: &'a [PostId],
    /// What each line of the examples names: an identifier, or nothing.
    pub examples: &'a BTreeMap<String, Option<Identifier>>,
    /// How it can be marked.
    pub marking: MarkingChoices<'a>,
    /// Whether it is handed in, so that it has to be whole.
    pub hands_in: bool,
    /// Today: what is stated anew cannot be over.
    pub today: Date,
}

impl Draft {
    /// The need that it makes of another: of a new one, or of the one that is held. What cannot be read is left out and
    /// becomes a slip.
    pub fn read(&self, speech: Speech, base: &Need, known: &Known<'_>, slips: &mut Slips) -> Need {
        let mut need = base.clone();
        if let Some(post) = known.posts.iter().find(|post| post.as_str() == self.post) {
            need.post = post.clone();
        } else if known.posts.len() > 1 {
            slips.note("post", speech.say("need-slip-post"));
        }
        need.title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if need.title.is_empty() {
            slips.note("title", speech.say("need-slip-title"));
        } else if need.title.chars().count() > TITLE_CHARS_MAX {
            slips.note("title", speech.with("need-slip-title-long", &[("count", TITLE_CHARS_MAX.into())]));
        }
        need.statement = self.statement.trim().to_owned();
        if known.hands_in && need.statement.is_empty() {
            slips.note("statement", speech.say("need-slip-statement"));
        } else if need.statement.chars().count() > STATEMENT_CHARS_MAX {
            slips.note("statement", speech.with("need-slip-long", &[("count", STATEMENT_CHARS_MAX.into())]));
        }
        need.parameters = self.read_parameters(speech, slips);
        need.questions =
            self.questions.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        need.benefit = self.benefit.trim().to_owned();
        need.priority = Priority::from_word(&self.priority).unwrap_or(Priority::Normal);
        need.plan_line = self.plan_line.clone();
        need.deadline = Date::parse(&self.deadline);
        if need.deadline.is_none() && !self.deadline.is_empty() {
            slips.note("deadline", speech.say("need-slip-deadline"));
        } else if need.deadline != base.deadline && need.deadline.is_some_and(|day| day < known.today) {
            slips.note("deadline", speech.say("need-slip-deadline-over"));
        }
        need.examples = self.read_examples(speech, known.examples, slips);
        need.classes = self.read_classes(speech, slips);
        need.profiles = self.read_profiles(speech, base, slips);
        if known.hands_in && self.profiles.iter().all(|row| row[0].is_empty()) {
            slips.note(PROFILES, speech.say("need-slip-no-profile"));
        }
        need.marking = self.marking.read(speech, &known.marking, slips);
        let many = [
            (PARAMETERS, need.parameters.len()),
            ("questions", need.questions.len()),
            ("examples", need.examples.len()),
            ("more-classes", need.classes.len()),
            (PROFILES, need.profiles.len()),
        ];
        for (field, _) in many.into_iter().filter(|(_, n)| *n > ROWS_MAX) {
            slips.note(field, speech.with("need-slip-many", &[("count", ROWS_MAX.into())]));
        }
        need
    }

    fn read_parameters(&self, speech: Speech, slips: &mut Slips) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for (row, cells) in (1..).zip(&self.parameters) {
            let [name, now, wanted, measure] = cells.as_slice() else { continue };
            if cells.iter().all(String::is_empty) {
                continue;
            }
            let mut slip = |column: &str, key: &str| {
                slips.note(format!("{PARAMETERS}-{row}-{column}"), speech.with(key, &[("row", row.into())]));
            };
            if name.is_empty() {
                slip("name", "need-slip-parameter-name");
            }
            if now.is_empty() && wanted.is_empty() {
                slip("wanted", "need-slip-parameter-value");
            }
            let mut value = |column: &str, text: &str| {
                let read = decimal(text);
                if read.is_none() && !text.is_empty() {
                    slip(column, "need-slip-decimal");
                }
                read
            };
            let (now, wanted) = (value("now", now), value("wanted", wanted));
            parameters.push(Parameter { name: name.clone(), now, wanted, measure: measure.clone() });
        }
        parameters
    }

    fn read_examples(
        &self,
        speech: Speech,
        known: &BTreeMap<String, Option<Identifier>>,
        slips: &mut Slips,
    ) -> Vec<Identifier> {
        let mut examples = Vec::new();
        let mut unknown = Vec::new();
        for line in self.examples.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match known.get(line).cloned().flatten() {
                Some(identifier) if examples.contains(&identifier) => {}
                Some(identifier) => examples.push(identifier),
                None => unknown.push(line),
            }
        }
        if !unknown.is_empty() {
            slips.note("examples", speech.with("need-slip-examples", &[("lines", unknown.join(", ").into())]));
        }
        examples
    }

    fn read_classes(&self, speech: Speech, slips: &mut Slips) -> Vec<Subject> {
        let mut classes: Vec<Subject> = Vec::new();
        let typed = self.more_classes.split([',', ';', '\n']).map(str::trim).filter(|text| !text.is_empty());
        for (text, is_typed) in
            self.classes.iter().map(|text| (text.as_str(), false)).chain(typed.map(|text| (text, true)))
        {
            let Some(class) = class_of(text) else {
                if is_typed {
                    slips.note("more-classes", speech.with("need-slip-class", &[("text", text.to_owned().into())]));
                }
                continue;
            };
            if !classes.iter().any(|held| (held.scheme, &held.code) == (class.scheme, &class.code)) {
                classes.push(class);
            }
        }
        classes
    }

    fn read_profiles(&self, speech: Speech, base: &Need, slips: &mut Slips) -> Vec<Profile> {
        let mut read = Vec::new();
        for (row, cells) in (1..).zip(&self.profiles) {
            let [query, threshold] = cells.as_slice() else { continue };
            if query.is_empty() && threshold.is_empty() {
                continue;
            }
            let field = |column: &str| format!("{PROFILES}-{row}-{column}");
            if query.is_empty() {
                slips.note(field("query"), speech.with("need-slip-query-empty", &[("row", row.into())]));
            } else if let Err(error) = parse(query) {
                let column = i64::try_from(error.column).unwrap_or(i64::MAX);
                let values = [
                    ("row", row.into()),
                    ("column", column.into()),
                    ("fault", speech.sentence(&error.fault).into()),
                    ("fix", speech.sentence(&error.fix).into()),
                ];
                slips.note(field("query"), speech.with("need-slip-query", &values));
            }
            let rank = decimal(threshold).and_then(|text| text.parse::<f32>().ok()).filter(|rank| *rank >= 0.0);
            if rank.is_none() && !threshold.is_empty() {
                slips.note(field("threshold"), speech.with("need-slip-threshold", &[("row", row.into())]));
            }
            read.push((query.clone(), rank));
        }
        numbered(base, read)
    }
}

/// Gives profiles their numbers. Deliveries name the profile that brought them, so one that did not change keeps its
/// number, and so does one that was changed in its place.
fn numbered(base: &Need, read: Vec<(String, Option<f32>)>) -> Vec<Profile> {
    let mut numbers: Vec<Option<u16>> = vec![None; read.len()];
    for (number, (query, _)) in numbers.iter_mut().zip(&read) {
        *number = base.profiles.iter().find(|held| held.query == *query).map(|held| held.id.number);
    }
    for at in 0..numbers.len() {
        let in_place = base.profiles.get(at).map(|held| held.id.number);
        if numbers[at].is_none() && !numbers.contains(&in_place) {
            numbers[at] = in_place;
        }
    }
    let mut last = base.profiles.iter().map(|held| held.id.number).max().unwrap_or(0);
    let mut taken = std::collections::BTreeSet::new();
    let profiles = numbers.into_iter().zip(read).map(|(number, (query, threshold))| {
        let number = number.filter(|number| taken.insert(*number)).unwrap_or_else(|| {
            last = last.saturating_add(1);
            last
        });
        Profile { id: ProfileId { need: base.id.clone(), number }, query, threshold }
    });
    profiles.collect()
}

/// A decimal number as people of many countries write it: with a comma or a point, blanks between groups.
fn decimal(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            ',' => '.',
            '\u{2212}' | '\u{2013}' => '-',
            other => other,
        })
        .collect();
    is_decimal(&plain).then_some(plain)
}

/// A class as `scheme:code`, perhaps with its words behind a tab.
fn class_of(text: &str) -> Option<Subject> {
    let (class, term) = text.split_once('\t').map_or((text, None), |(class, term)| (class, Some(term)));
    let (scheme, code) = class.split_once(':')?;
    let scheme = SubjectScheme::from_word(&scheme.trim().to_lowercase())?;
    let code = code.trim();
    (!code.is_empty()).then(|| Subject { term: term.map(str::to_owned), ..Subject::coded(scheme, code) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::{Clearance, Level, NeedId, Unit, UnitId, UnitTree};

    use super::*;
    use crate::speech::Tongue;
    use crate::typed::Typed;

    fn base() -> Need {
        let (unit, post) = (UnitId::new("works").unwrap(), PostId::new("engineer").unwrap());
        Need::draft(NeedId::of_chance(7), "", unit, post)
    }

    fn read_as(base: &Need, typed: &str, hands_in: bool) -> (Need, Vec<String>) {
        let clearance = Clearance {
            level: Level::Internal,
            compartments: BTreeSet::new(),
            units: BTreeSet::from([UnitId::new("works").unwrap()]),
            within: BTreeSet::from([UnitId::new("works").unwrap()]),
        };
        let tree = UnitTree::new([Unit { id: UnitId::new("works").unwrap(), name: "Works".into(), parent: None }]);
        let doi = Identifier::parse("10.1000/182");
        let examples = BTreeMap::from([("10.1000/182".to_owned(), doi), ("some text".to_owned(), None)]);
        let known = Known {
            posts: std::slice::from_ref(&base.post),
            examples: &examples,
            marking: MarkingChoices { clearance: &clearance, compartments: &[], tree: &tree, kept: &[] },
            hands_in,
            today: Date::parse("2026-03-01").unwrap(),
        };
        let mut slips = Slips::new();
        let draft = Draft::typed(&Typed::parse(typed.as_bytes()));
        let need = draft.read(Speech::of(Tongue::English), base, &known, &mut slips);
        (need, slips.iter().map(|(field, _)| field.to_owned()).collect())
    }

    #[track_caller]
    fn slips(typed: &str, expected: &[&str]) {
        let (_, slips) = read_as(&base(), &format!("title=Engines&{typed}"), false);
        assert_eq!(slips, expected, "{typed}");
    }

    #[test]
    fn a_whole_form_becomes_a_need() {
        let typed = "post=engineer&title=Lighter+++engines&statement=Too+heavy.%0D%0ABy+half.&parameter-1-name=Weight\
            &parameter-1-now=1+200%2C5&parameter-1-wanted=600&parameter-1-measure=kg&questions=Which+alloy%3F%0D%0A%0D%0AWhose%3F\
            &benefit=Fuel&priority=high&plan-line=7.3&deadline=2026-03-12&examples=10.1000%2F182&class=cpc%3AF02B1%2F00%09Engines\
            &more-classes=cpc%3AF02B1%2F00%2C+udc%3A621.43&profile-1-query=diesel&profile-1-threshold=2%2C5&level=internal\
            &release=%3Dworks&caveats=no-export";
        let (need, slips) = read_as(&base(), typed, true);
        assert_eq!(slips, Vec::<String>::new());
        assert_eq!((need.title.as_str(), need.statement.as_str()), ("Lighter engines", "Too heavy.\nBy half."));
        assert_eq!(need.parameters[0].now.as_deref(), Some("1200.5"));
        assert_eq!(need.questions, ["Which alloy?", "Whose?"]);
        assert_eq!((need.priority, need.deadline), (Priority::High, Date::new(2026, 3, 12)));
        assert_eq!(need.examples.len(), 1);
        let codes: Vec<_> = need.classes.iter().map(|class| class.code.as_deref().unwrap()).collect();
        assert_eq!(codes, ["F02B1/00", "621.43"], "a class named twice is one");
        assert_eq!(need.classes[0].term.as_deref(), Some("Engines"));
        assert_eq!((need.profiles[0].id.number, need.profiles[0].threshold), (1, Some(2.5)));
        assert_eq!(need.marking.to_string(), "internal release==works caveats=no-export");
        let again = Draft::of(&need).differences(Speech::of(Tongue::English), &need);
        assert_eq!(again, [], "what is drawn from a need differs in nothing from it");
    }

    #[test]
    fn each_slip_stands_at_its_field() {
        slips("", &[]);
        slips(
            "parameter-1-name=&parameter-1-now=about+3&parameter-1-wanted=&parameter-1-measure=kg",
            &["parameter-1-name", "parameter-1-now"],
        );
        slips(
            "parameter-1-name=Weight&parameter-1-now=&parameter-1-wanted=&parameter-1-measure=",
            &["parameter-1-wanted"],
        );
        slips("parameter-1-name=&parameter-1-now=&parameter-1-wanted=&parameter-1-measure=", &[]);
        slips("deadline=soon", &["deadline"]);
        slips("deadline=2026-02-28", &["deadline"]);
        slips("examples=some+text", &["examples"]);
        slips("more-classes=F02B", &["more-classes"]);
        slips("more-classes=nothing:1", &["more-classes"]);
        slips("profile-1-query=%28diesel&profile-1-threshold=", &["profile-1-query"]);
        slips("profile-1-query=&profile-1-threshold=3", &["profile-1-query"]);
        slips("profile-1-query=diesel&profile-1-threshold=-1", &["profile-1-threshold"]);
        slips("level=confidential", &["level"]);
        slips("more-units=elsewhere", &["more-units"]);
        slips("caveats=%21", &["caveats"]);
    }

    #[test]
    fn a_draft_may_have_gaps_that_what_is_handed_in_may_not() {
        assert_eq!(read_as(&base(), "title=Engines", true).1, ["statement", "profile"]);
        assert_eq!(read_as(&base(), "", false).1, ["title"]);
    }

    #[test]
    fn a_profile_keeps_its_number_while_others_come_and_go() {
        let numbers = |base: &Need, queries: &[&str]| {
            let rows = queries.iter().enumerate().map(|(at, query)| format!("&profile-{}-query={query}", at + 1));
            let (need, _) = read_as(base, &format!("title=x{}", rows.collect::<String>()), false);
            (need.profiles.iter().map(|profile| profile.id.number).collect::<Vec<_>>(), need)
        };
        let (first, need) = numbers(&base(), &["diesel", "piston", "ring"]);
        assert_eq!(first, [1, 2, 3]);
        assert_eq!(numbers(&need, &["piston", "ring"]).0, [2, 3], "the first was taken away");
        assert_eq!(numbers(&need, &["diesel", "cylinder", "ring"]).0, [1, 2, 3], "changed in its place");
        assert_eq!(numbers(&need, &["diesel", "piston", "ring", "valve"]).0, [1, 2, 3, 4]);
        assert_eq!(numbers(&need, &["diesel", "diesel"]).0, [1, 4]);
    }
}
