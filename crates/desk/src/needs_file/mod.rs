//! The needs file: units, posts and needs as people write them, in TOML.
//!
//! Everything that is wrong is said at once, each with its line and what to write instead; a file
//! with a fault keeps nothing.

mod staff;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use matching::parse;
use model::{
    Compartment, Date, Identifier, Marking, Need, NeedId, Parameter, Person, PersonId, Post, PostId, Priority, Profile,
    ProfileId, Stage, Tenure, Unit, UnitId,
};
use serde::Deserialize;
use store::HeldCompartment;
use toml::Spanned;

/// Largest needs file. A ministry with 5,000 needs writes some 5 MB.
pub const NEEDS_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Most profiles of one need.
const PROFILES_MAX: usize = 64;

/// What a needs file states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NeedsFile {
    /// Units, parents before their children.
    pub units: Vec<Unit>,
    /// Posts.
    pub posts: Vec<Post>,
    /// Compartments.
    pub compartments: Vec<HeldCompartment>,
    /// Persons.
    pub persons: Vec<Person>,
    /// Who acts for which post.
    pub tenures: Vec<Tenure>,
    /// Needs with their profiles.
    pub needs: Vec<Need>,
    /// Remarks that do not keep the file out: profiles that cost much.
    pub warnings: Vec<Complaint>,
}

/// Something wrong in a file, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub text: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.text)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    #[serde(default)]
    unit: Vec<Spanned<UnitToml>>,
    #[serde(default)]
    post: Vec<Spanned<PostToml>>,
    #[serde(default)]
    compartment: Vec<CompartmentToml>,
    #[serde(default)]
    person: Vec<PersonToml>,
    #[serde(default)]
    need: Vec<Spanned<NeedToml>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitToml {
    id: Spanned<String>,
    name: String,
    parent: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostToml {
    id: Spanned<String>,
    title: String,
    unit: Spanned<String>,
    /// A person stated in the file or held by the office; any other text is the name of a person who is
    /// made for this post.
    holder: Option<String>,
    deputy: Option<Spanned<String>>,
    #[serde(default)]
    powers: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonToml {
    id: Spanned<String>,
    name: String,
    email: Option<String>,
    language: Option<String>,
    level: Option<Spanned<String>>,
    #[serde(default)]
    compartments: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompartmentToml {
    id: Spanned<String>,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedToml {
    id: Spanned<String>,
    title: String,
    #[serde(default)]
    statement: String,
    unit: Spanned<String>,
    post: Spanned<String>,
    #[serde(default)]
    stage: Option<Spanned<String>>,
    expires: Option<Spanned<toml::value::Datetime>>,
    #[serde(default)]
    examples: Vec<Spanned<String>>,
    marking: Option<Spanned<String>>,
    #[serde(default)]
    parameters: Vec<ParameterToml>,
    #[serde(default)]
    questions: Vec<String>,
    #[serde(default)]
    benefit: String,
    priority: Option<Spanned<String>>,
    #[serde(default)]
    plan_line: String,
    #[serde(default)]
    profile: Vec<ProfileToml>,
    threshold: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterToml {
    name: String,
    now: Option<Spanned<String>>,
    wanted: Option<Spanned<String>>,
    #[serde(default)]
    measure: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileToml {
    query: Spanned<String>,
    threshold: Option<f64>,
}

struct Reader<'t> {
    text: &'t str,
    complaints: Vec<Complaint>,
}

impl Reader<'_> {
    fn line(&self, span: &Range<usize>) -> usize {
        line_at(self.text, span.start)
    }

    fn complain(&mut self, span: &Range<usize>, text: impl Into<String>) {
        let line = self.line(span);
        self.complaints.push(Complaint { line, text: text.into() });
    }

    /// Keeps the value, or complains and keeps nothing.
    fn hold<T>(&mut self, span: &Range<usize>, value: Result<T, impl fmt::Display>) -> Option<T> {
        value.map_err(|error| self.complain(span, error.to_string())).ok()
    }
}

fn line_at(text: &str, byte: usize) -> usize {
    1 + text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count()
}

/// What an office has already: a file may build on it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Units.
    pub units: Vec<UnitId>,
    /// Posts with their units.
    pub posts: Vec<(PostId, UnitId)>,
    /// Persons.
    pub persons: Vec<PersonId>,
    /// Compartments.
    pub compartments: Vec<Compartment>,
}

/// Reads a needs file. Who is stated to hold a post holds it from `today` on.
///
/// # Errors
/// Everything that is wrong, in order of line.
pub fn read_needs(text: &str, known: &Known, today: Date) -> Result<NeedsFile, Vec<Complaint>> {
    let (known_units, known_posts) = (known.units.as_slice(), known.posts.as_slice());
    if text.len() > NEEDS_BYTES_MAX {
        return Err(vec![Complaint {
            line: 1,
            text: format!("the file is larger than {NEEDS_BYTES_MAX} bytes; divide it"),
        }]);
    }
    let file: FileToml = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_at(text, span.start));
        vec![Complaint { line, text: said(error.message()) }]
    })?;
    let mut reader = Reader { text, complaints: Vec::new() };
    let units = reader.units(file.unit, known_units);
    let mut stated = NeedsFile { units, ..NeedsFile::default() };
    reader.compartments(file.compartment, &mut stated);
    reader.persons(file.person, &mut stated, known);
    reader.posts(file.post, &mut stated, known, today);
    reader.needs(file.need, &mut stated, known_units, known_posts);
    if stated == NeedsFile::default() && reader.complaints.is_empty() {
        reader.complaints.push(Complaint {
            line: 1,
            text: "the file states nothing; write [[unit]], [[person]], [[post]] or [[need]]".to_owned(),
        });
    }
    if reader.complaints.is_empty() {
        return Ok(stated);
    }
    reader.complaints.sort_by_key(|complaint| complaint.line);
    Err(reader.complaints)
}

/// The parser's message as one line with a next step.
fn said(message: &str) -> String {
    let message = message.trim().replace('\n', "; ");
    if message.starts_with("missing field") {
        format!("{message}; add it to the table that begins here")
    } else if message.starts_with("unknown field") {
        format!("{message}; take it out or correct its spelling")
    } else {
        message
    }
}

impl Reader<'_> {
    fn units(&mut self, stated: Vec<Spanned<UnitToml>>, known: &[UnitId]) -> Vec<Unit> {
        let mut units: Vec<(Unit, Range<usize>)> = Vec::new();
        let mut lines: HashMap<UnitId, usize> = HashMap::new();
        for entry in stated {
            let unit = entry.into_inner();
            let span = unit.id.span();
            let Some(id) = self.hold(&span, UnitId::new(unit.id.get_ref())) else { continue };
            if let Some(line) = lines.insert(id.clone(), self.line(&span)) {
                self.complain(
                    &span,
                    format!("the unit `{id}` was stated before, on line {line}; give one of them another id"),
                );
            }
            let parent_span = unit.parent.as_ref().map(Spanned::span);
            let parent = match (&unit.parent, parent_span.clone()) {
                (Some(parent), Some(span)) => self.hold(&span, UnitId::new(parent.get_ref())),
                _ => None,
            };
            units.push((Unit { id, name: unit.name, parent }, parent_span.unwrap_or(span)));
        }
        let stated: HashSet<UnitId> = units.iter().map(|(unit, _)| unit.id.clone()).collect();
        for (unit, span) in &units {
            if let Some(parent) =
                unit.parent.as_ref().filter(|parent| !stated.contains(*parent) && !known.contains(parent))
            {
                self.complain(span, format!("there is no unit `{parent}`; state it in a [[unit]] of its own"));
            }
        }
        self.in_order(units)
    }

    /// Parents before children. What is left over goes round in a circle.
    fn in_order(&mut self, mut left: Vec<(Unit, Range<usize>)>) -> Vec<Unit> {
        let mut ordered: Vec<Unit> = Vec::with_capacity(left.len());
        let stated: HashSet<UnitId> = left.iter().map(|(unit, _)| unit.id.clone()).collect();
        let mut placed: HashSet<UnitId> = HashSet::new();
        loop {
            let before = left.len();
            let mut still = Vec::new();
            for (unit, span) in left {
                let ready =
                    unit.parent.as_ref().is_none_or(|parent| placed.contains(parent) || !stated.contains(parent));
                if ready {
                    placed.insert(unit.id.clone());
                    ordered.push(unit);
                } else {
                    still.push((unit, span));
                }
            }
            left = still;
            if left.is_empty() || left.len() == before {
                break;
            }
        }
        for (unit, span) in &left {
            self.complain(span, format!("the unit `{}` stands above itself; break the circle of parents", unit.id));
        }
        ordered
    }

    fn parameters(&mut self, stated: &[ParameterToml]) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for one in stated {
            for value in [&one.now, &one.wanted].into_iter().flatten() {
                if !model::is_decimal(value.get_ref()) {
                    self.complain(
                        &value.span(),
                        format!("`{}` is not a decimal number; write one such as \"12.5\"", value.get_ref()),
                    );
                }
            }
            let value = |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.get_ref().clone());
            let (name, measure) = (one.name.clone(), one.measure.clone());
            parameters.push(Parameter { name, now: value(&one.now), wanted: value(&one.wanted), measure });
        }
        parameters
    }

    fn unit(&mut self, name: &Spanned<String>, units: &[Unit], known: &[UnitId]) -> Option<UnitId> {
        let id = self.hold(&name.span(), UnitId::new(name.get_ref()))?;
        if units.iter().any(|unit| unit.id == id) || known.contains(&id) {
            return Some(id);
        }
        self.complain(&name.span(), format!("there is no unit `{id}`; state it in a [[unit]] of its own"));
        None
    }

    fn needs(
        &mut self,
        stated: Vec<Spanned<NeedToml>>,
        file: &mut NeedsFile,
        known_units: &[UnitId],
        known_posts: &[(PostId, UnitId)],
    ) {
        let mut lines: HashMap<NeedId, usize> = HashMap::new();
        for entry in stated {
            let need = entry.into_inner();
            let span = need.id.span();
            let id = self.hold(&span, NeedId::new(need.id.get_ref()));
            if let Some(id) = &id
                && let Some(line) = lines.insert(id.clone(), self.line(&span))
            {
                self.complain(
                    &span,
                    format!("the need `{id}` was stated before, on line {line}; give one of them another id"),
                );
            }
            let unit = self.unit(&need.unit, &file.units, known_units);
            let post = self.post(&need.post, &file.posts, known_posts);
            let stage = match &need.stage {
                None => Some(Stage::Accepted),
                Some(word) => {
                    let known: Vec<&str> = Stage::ALL.iter().map(|stage| stage.word()).collect();
                    let refusal = format!("there is no stage `{}`; write one of {}", word.get_ref(), known.join(", "));
                    self.hold(&word.span(), Stage::from_word(word.get_ref()).ok_or(refusal))
                }
            };
            let expires = need.expires.as_ref().and_then(|date| self.date(date));
            let examples = need.examples.iter().filter_map(|text| {
                let refusal =
                    format!("`{}` is not an identifier; write one such as \"doi:10.1000/182\"", text.get_ref());
                self.hold(&text.span(), Identifier::parse(text.get_ref()).ok_or(refusal))
            });
            let examples: Vec<Identifier> = examples.collect();
            let threshold = need.threshold;
            let profiles = id.as_ref().map(|id| self.profiles(id, need.profile, threshold, &span, &mut file.warnings));
            if let (Some(id), Some(unit), Some(post), Some(stage), Some(profiles)) = (id, unit, post, stage, profiles) {
                let marking = match &need.marking {
                    None => Some(Marking::default()),
                    Some(text) => {
                        let refusal = format!(
                            "`{}` is not a marking; write one such as \"internal\" or \"restricted compartments=engines\"",
                            text.get_ref()
                        );
                        self.hold(&text.span(), Marking::parse(text.get_ref()).ok_or(refusal))
                    }
                };
                let priority = match &need.priority {
                    None => Some(Priority::Normal),
                    Some(word) => {
                        self.word(word, "priority", Priority::from_word, Priority::ALL.iter().map(|one| one.word()))
                    }
                };
                file.needs.push(Need {
                    statement: need.statement.trim().to_owned(),
                    stage,
                    expires,
                    profiles,
                    examples,
                    parameters: self.parameters(&need.parameters),
                    questions: need.questions,
                    benefit: need.benefit,
                    plan_line: need.plan_line,
                    priority: priority.unwrap_or(Priority::Normal),
                    marking: marking.unwrap_or_else(Marking::top),
                    ..Need::draft(id, &need.title, unit, post)
                });
            }
        }
    }

    fn post(&mut self, name: &Spanned<String>, posts: &[Post], known: &[(PostId, UnitId)]) -> Option<PostId> {
        let id = self.hold(&name.span(), PostId::new(name.get_ref()))?;
        if posts.iter().any(|post| post.id == id) || known.iter().any(|(post, _)| *post == id) {
            return Some(id);
        }
        self.complain(&name.span(), format!("there is no post `{id}`; state it in a [[post]] of its own"));
        None
    }

    fn date(&mut self, date: &Spanned<toml::value::Datetime>) -> Option<Date> {
        let value = date.get_ref();
        let day = value.date.and_then(|day| Date::new(i32::from(day.year), day.month, day.day));
        let refusal = format!("`{value}` is not a day; write one such as 1964-12-31, without quotes");
        self.hold(&date.span(), day.ok_or(refusal))
    }

    fn profiles(
        &mut self,
        need: &NeedId,
        stated: Vec<ProfileToml>,
        threshold: Option<f64>,
        span: &Range<usize>,
        warnings: &mut Vec<Complaint>,
    ) -> Vec<Profile> {
        if stated.len() > PROFILES_MAX {
            self.complain(
                span,
                format!("the need `{need}` has more than {PROFILES_MAX} profiles; divide it into several needs"),
            );
        }
        let mut profiles = Vec::new();
        for (i, profile) in stated.into_iter().take(PROFILES_MAX).enumerate() {
            let span = profile.query.span();
            let text = profile.query.into_inner();
            let query = match parse(&text) {
                Ok(query) => query,
                Err(error) => {
                    self.complain(&span, format!("the query cannot be read: {error}\n{}", error.pointed(&text)));
                    continue;
                }
            };
            if query.only_denies() {
                self.complain(&span, format!("the query `{text}` only says what must not be there, so nearly every record would be delivered; add a word that must be there"));
                continue;
            }
            if !query.needs_a_word() {
                let line = self.line(&span);
                warnings.push(Complaint { line, text: format!("the query `{text}` needs no word, class or name, so it is evaluated on every record; add one to make it cheap") });
            }
            // Ranks are of single precision; what is infinite there is no rank.
            let threshold = profile.threshold.or(threshold).map(|threshold| threshold as f32);
            if threshold.is_some_and(|t| !t.is_finite() || t < 0.0) {
                self.complain(
                    &span,
                    "the threshold is not a number from 0 upwards; leave it out to deliver everything that matches",
                );
            }
            profiles.push(Profile {
                id: ProfileId { need: need.clone(), number: i as u16 + 1 },
                query: text,
                threshold,
            });
        }
        profiles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICE: &str = r#"
[[unit]]
id = "works"
name = "Locomotive works"
parent = "ministry"

[[unit]]
id = "ministry"
name = "Ministry of transport"

[[post]]
id = "engineer"
title = "Chief engineer"
unit = "works"
"#;

    fn day() -> Date {
        Date::new(1962, 3, 1).unwrap()
    }

    fn with(need: &str) -> String {
        format!(
            "{OFFICE}\n[[need]]\nid = \"rectifiers\"\ntitle = \"Rectifiers\"\nunit = \"works\"\npost = \"engineer\"\n{need}"
        )
    }

    #[track_caller]
    fn check(text: &str, line: usize, contains: &str) {
        let complaints = read_needs(text, &Known::default(), day()).expect_err("it was taken");
        let found = complaints.iter().any(|complaint| complaint.line == line && complaint.text.contains(contains));
        assert!(found, "wanted line {line}: {contains}; got {complaints:?}");
    }

    #[test]
    fn a_file_is_read_with_parents_before_children() {
        let text = with(
            "expires = 1964-12-31\nexamples = [\"doi:10.5555/a\"]\n[[need.profile]]\nquery = 'rectifier'\nthreshold = 1.5\n",
        );
        let file = read_needs(&text, &Known::default(), day()).unwrap();
        assert_eq!(file.units.iter().map(|unit| unit.id.as_str()).collect::<Vec<_>>(), ["ministry", "works"]);
        let need = &file.needs[0];
        assert_eq!(need.stage, Stage::Accepted);
        assert_eq!(need.expires, Date::new(1964, 12, 31));
        assert_eq!(need.profiles[0].threshold, Some(1.5));
    }

    #[test]
    fn every_fault_is_said_with_its_line_and_a_fix() {
        check(&with("stage = \"live\"\n"), 21, "write one of draft, submitted");
        check(&with("[[need.profile]]\nquery = 'gas AND'\n"), 22, "column 8");
        check(&with("[[need.profile]]\nquery = 'NOT gas'\n"), 22, "add a word that must be there");
        check(&with("examples = [\"nonsense\"]\n"), 21, "doi:10.1000/182");
        check(&with("threshold = 1e50\n[[need.profile]]\nquery = 'gas'\n"), 23, "a number from 0 upwards");
        check(&with("colour = \"red\"\n"), 21, "correct its spelling");
        check(&with("expires = 12:30:00\n"), 21, "1964-12-31");
        check("[[unit]]\nid = \"A B\"\nname = \"x\"\n", 2, "lower-case letters");
        check("[[unit]]\nid = \"a\"\nname = \"x\"\nparent = \"b\"\n", 4, "state it in a [[unit]]");
        check("[[unit]]\nid = \"a\"\nname = \"x\"\nparent = \"a\"\n", 4, "break the circle");
        check(
            "[[unit]]\nid = \"a\"\nname = \"x\"\n[[unit]]\nid = \"a\"\nname = \"y\"\n",
            5,
            "stated before, on line 2",
        );
        check("[[unit]]\nid = \"a\"\n", 1, "missing field");
        check("", 1, "states nothing");
        check("[[unit]\n", 1, "");
        check(&with("").replace("post = \"engineer\"", "post = \"nobody\""), 20, "state it in a [[post]]");
    }

    #[test]
    fn several_faults_are_said_at_once() {
        let text = with("stage = \"live\"\n[[need.profile]]\nquery = 'gas)'\n");
        assert_eq!(read_needs(&text, &Known::default(), day()).unwrap_err().len(), 2);
    }

    #[test]
    fn a_profile_without_a_word_is_taken_with_a_warning_of_its_cost() {
        let file = read_needs(&with("[[need.profile]]\nquery = 'year:1960..'\n"), &Known::default(), day()).unwrap();
        assert!(file.warnings[0].text.contains("every record"), "{:?}", file.warnings);
    }
}
