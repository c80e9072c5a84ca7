//! What stands in the form of a need, as it was typed.

use maud::{Markup, html};
use model::{Need, Priority, Subject};

use super::marking::MarkingDraft;
use super::{level_word, priority_word};
use crate::speech::Speech;
use crate::typed::Typed;

/// The rows of parameters, and their columns.
pub const PARAMETERS: &str = "parameter";
/// Name, value now, value wanted, unit of measure.
pub const PARAMETER_COLUMNS: &[&str] = &["name", "now", "wanted", "measure"];
/// The rows of search profiles, and their columns.
pub const PROFILES: &str = "profile";
/// Query and the rank below which nothing is delivered.
pub const PROFILE_COLUMNS: &[&str] = &["query", "threshold"];

/// What stands in the form of a need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The post that states it.
    pub post: String,
    /// One line.
    pub title: String,
    /// What is lacking and why.
    pub statement: String,
    /// Rows of [`PARAMETER_COLUMNS`].
    pub parameters: Vec<Vec<String>>,
    /// One a line.
    pub questions: String,
    /// What it would bring.
    pub benefit: String,
    /// By its word.
    pub priority: String,
    /// The line of the plan.
    pub plan_line: String,
    /// A day.
    pub deadline: String,
    /// Identifiers or numbers of records, one a line.
    pub examples: String,
    /// Classes that are ticked, as [`class_value`] writes them.
    pub classes: Vec<String>,
    /// Further classes, as `scheme:code`.
    pub more_classes: String,
    /// Rows of [`PROFILE_COLUMNS`].
    pub profiles: Vec<Vec<String>>,
    /// Who may see it.
    pub marking: MarkingDraft,
    /// Proposed words that are ticked; they are no part of the need.
    pub terms: Vec<String>,
}

/// A class as the value of a box: scheme, code, and behind a tab the words.
pub fn class_value(class: &Subject) -> String {
    let code = class.code.as_deref().unwrap_or_default();
    match &class.term {
        Some(term) => format!("{}:{code}\t{term}", class.scheme),
        None => format!("{}:{code}", class.scheme),
    }
}

impl Draft {
    /// How a need stands in the form.
    pub fn of(need: &Need) -> Draft {
        let parameter = |one: &model::Parameter| {
            let value = |value: &Option<String>| value.clone().unwrap_or_default();
            vec![one.name.clone(), value(&one.now), value(&one.wanted), one.measure.clone()]
        };
        let profile = |one: &model::Profile| {
            vec![one.query.clone(), one.threshold.map_or_else(String::new, |threshold| threshold.to_string())]
        };
        Draft {
            post: need.post.to_string(),
            title: need.title.clone(),
            statement: need.statement.clone(),
            parameters: need.parameters.iter().map(parameter).collect(),
            questions: need.questions.join("\n"),
            benefit: need.benefit.clone(),
            priority: need.priority.word().to_owned(),
            plan_line: need.plan_line.clone(),
            deadline: need.deadline.map_or_else(String::new, |day| day.to_string()),
            examples: need.examples.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
            classes: need.classes.iter().map(class_value).collect(),
            more_classes: String::new(),
            profiles: need.profiles.iter().map(profile).collect(),
            marking: MarkingDraft::of(&need.marking),
            terms: Vec::new(),
        }
    }

    /// What was typed. Buttons that only change the form have done so.
    pub fn typed(typed: &Typed) -> Draft {
        let mut draft = Draft {
            post: typed.get("post").to_owned(),
            title: typed.get("title").to_owned(),
            statement: lines_of(typed.get("statement")),
            parameters: typed.rows(PARAMETERS, PARAMETER_COLUMNS),
            questions: typed.lines("questions").join("\n"),
            benefit: lines_of(typed.get("benefit")),
            priority: typed.get("priority").to_owned(),
            plan_line: typed.get("plan-line").to_owned(),
            deadline: typed.get("deadline").to_owned(),
            examples: typed.lines("examples").join("\n"),
            classes: typed.all("class"),
            more_classes: typed.get("more-classes").to_owned(),
            profiles: typed.rows(PROFILES, PROFILE_COLUMNS),
            marking: MarkingDraft::typed(typed),
            terms: typed.all("term"),
        };
        match typed.get("do") {
            "widen" => draft.add_terms(" OR "),
            "narrow" => draft.add_terms(" AND "),
            "take" => draft.take_query(typed.get("proposed-query")),
            _ => {}
        }
        draft
    }

    /// Brings the ticked words into the first search profile.
    fn add_terms(&mut self, joint: &str) {
        let terms = std::mem::take(&mut self.terms);
        if terms.is_empty() {
            return;
        }
        let any = terms.join(" OR ");
        if self.profiles.is_empty() {
            self.profiles.push(vec![String::new(); PROFILE_COLUMNS.len()]);
        }
        let Some(query) = self.profiles.first_mut().and_then(|row| row.first_mut()) else { return };
        let held = query.trim();
        *query = match (held.is_empty(), joint) {
            (true, _) => any,
            (false, " OR ") => format!("{} OR {any}", bracketed(held)),
            (false, _) => format!("{} AND {}", bracketed(held), bracketed(&any)),
        };
    }

    /// Takes a proposed query over: into the first empty profile, or a new one.
    fn take_query(&mut self, query: &str) {
        if query.is_empty() || self.profiles.iter().any(|row| row.first().is_some_and(|held| held == query)) {
            return;
        }
        match self.profiles.iter_mut().find(|row| row.first().is_some_and(String::is_empty)) {
            Some(row) => row[0] = query.to_owned(),
            None => self.profiles.push(vec![query.to_owned(), String::new()]),
        }
    }

    /// Where what was typed differs from a need as it is now: the name of the field, how it is now, how it was typed.
    pub fn differences(&self, speech: Speech, now: &Need) -> Vec<(String, String, String)> {
        let held = Draft::of(now);
        let one = |key: &str, held: &str, typed: &str| (speech.say(key), held.to_owned(), typed.to_owned());
        let said = |word: &str, say: &dyn Fn(&str) -> Option<String>| say(word).unwrap_or_default();
        let priority = |word: &str| Priority::from_word(word).map(|priority| priority_word(speech, priority));
        let level = |word: &str| model::Level::from_word(word).map(|level| level_word(speech, level));
        let mut all = vec![
            one("need-title", &held.title, &self.title),
            one("need-statement", &held.statement, &self.statement),
            one("need-parameters", &rows_said(&held.parameters), &rows_said(&self.parameters)),
            one("need-questions", &held.questions, &self.questions),
            one("need-benefit", &held.benefit, &self.benefit),
            one("need-priority", &said(&held.priority, &priority), &said(&self.priority, &priority)),
            one("need-plan-line", &held.plan_line, &self.plan_line),
            one("need-deadline", &held.deadline, &self.deadline),
            one("need-examples", &held.examples, &self.examples),
            one("need-classes", &classes_said(&held), &classes_said(self)),
            one("need-profiles", &rows_said(&held.profiles), &rows_said(&self.profiles)),
            one("need-level", &said(&held.marking.level, &level), &said(&self.marking.level, &level)),
            one("need-compartments", &held.marking.compartments.join(", "), &self.marking.compartments.join(", ")),
            one("need-release", &held.marking.release.join(", "), &self.marking.release_said()),
            one("need-caveats", &held.marking.caveats, &self.marking.caveats),
        ];
        all.retain(|(_, held, typed)| held.trim() != typed.trim());
        all
    }
}

impl MarkingDraft {
    fn release_said(&self) -> String {
        let more = (!self.more_units.is_empty()).then_some(&self.more_units);
        self.release.iter().chain(more).cloned().collect::<Vec<_>>().join(", ")
    }
}

/// A query that keeps its meaning when something is joined to it.
fn bracketed(query: &str) -> String {
    if query.contains(char::is_whitespace) { format!("({query})") } else { query.to_owned() }
}

/// Browsers send line ends as two bytes.
fn lines_of(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn rows_said(rows: &[Vec<String>]) -> String {
    let row = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    rows.iter().map(row).filter(|row| !row.is_empty()).collect::<Vec<_>>().join("\n")
}

fn classes_said(draft: &Draft) -> String {
    let code = |value: &String| value.split('\t').next().unwrap_or_default().to_owned();
    let mut codes: Vec<String> = draft.classes.iter().map(code).collect();
    codes.extend((!draft.more_classes.is_empty()).then(|| draft.more_classes.clone()));
    codes.join(", ")
}

/// What changed, beside each other.
pub fn difference_table(speech: Speech, differences: &[(String, String, String)]) -> Markup {
    use crate::component::{Column, Table};
    let columns = ["need-differs-field", "need-differs-now", "need-differs-typed"];
    let columns = columns.map(|key| Column::new(speech.say(key))).into();
    let mut table = Table::new(speech.say("need-differs"), columns).cards_on_phone();
    for (field, now, typed) in differences {
        let cell = |text: &str| html! { @if text.is_empty() { span class="quiet" { "–" } } @else { span class="lines" { bdi { (text) } } } };
        table = table.row(vec![html! { (field) }, cell(now), cell(typed)]);
    }
    table.draw(speech)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profiles(typed: &str) -> Vec<String> {
        Draft::typed(&Typed::parse(typed.as_bytes())).profiles.into_iter().map(|row| row[0].clone()).collect()
    }

    #[test]
    fn ticked_words_widen_or_narrow_the_first_profile() {
        let typed = "profile-1-query=diesel+engine&profile-1-threshold=&term=piston&term=ring";
        assert_eq!(profiles(&format!("{typed}&do=widen")), ["(diesel engine) OR piston OR ring"]);
        assert_eq!(profiles(&format!("{typed}&do=narrow")), ["(diesel engine) AND (piston OR ring)"]);
        assert_eq!(profiles(typed), ["diesel engine"], "ticking alone changes nothing");
        assert_eq!(profiles("term=piston&do=widen"), ["piston"]);
        assert_eq!(profiles("profile-1-query=diesel&term=ring&do=narrow"), ["diesel AND ring"]);
    }

    #[test]
    fn a_proposed_query_is_taken_over_once() {
        assert_eq!(profiles("do=take&proposed-query=diesel"), ["diesel"]);
        assert_eq!(profiles("profile-1-query=&do=take&proposed-query=diesel"), ["diesel"]);
        assert_eq!(profiles("profile-1-query=gas&do=take&proposed-query=diesel"), ["gas", "diesel"]);
        assert_eq!(profiles("profile-1-query=diesel&do=take&proposed-query=diesel"), ["diesel"]);
    }
}
