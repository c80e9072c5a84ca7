//! A need as programs write it. It goes the way of the form: the same rules, the same sentences.

use std::sync::Arc;

use model::{Need, NeedId, Priority, Subject};
use schemars::JsonSchema;
use serde::Deserialize;

use super::marking::MarkingView;
use super::need::{ParameterView, SubjectView};
use super::word::{Day, Word};
use super::{read, slip};
use crate::caller::Caller;
use crate::need::change;
use crate::need::draft::{Draft, class_value};
use crate::need::marking::MarkingDraft;
use crate::problem::{Problem, ProblemKind};

/// What is said of a need. A change says all of it again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedBody {
    /// The post that states it; one of the caller's. Left out, it is the caller's only one, or stays as it is.
    post: Option<String>,
    /// One line.
    title: String,
    /// What is lacking and why.
    #[serde(default)]
    statement: String,
    /// Measurable properties.
    #[serde(default)]
    parameters: Vec<ParameterView>,
    /// What is to be answered.
    #[serde(default)]
    questions: Vec<String>,
    /// What it would bring.
    #[serde(default)]
    benefit: String,
    /// How much hangs on it; `normal` when it is left out.
    priority: Option<Word<Priority>>,
    /// The line of the plan.
    #[serde(default)]
    plan_line: String,
    /// The day by which it is wanted.
    deadline: Option<Day>,
    /// Works that would have been welcome, by identifiers or numbers of records.
    #[serde(default)]
    examples: Vec<String>,
    /// What it is about.
    #[serde(default)]
    classes: Vec<SubjectView>,
    /// Standing queries, in order.
    #[serde(default)]
    profiles: Vec<ProfileBody>,
    /// Who may see it; left out, it is open, or stays as it is.
    marking: Option<MarkingView>,
}

/// A standing query as it is written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileBody {
    /// The query.
    pub query: String,
    /// Records that rank lower are not delivered.
    pub threshold: Option<f32>,
}

impl NeedBody {
    /// As it would stand in the form.
    fn draft(&self) -> Draft {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = |one: &ParameterView| vec![one.name.clone(), text(&one.now), text(&one.wanted), one.measure.clone()];
        let profile = |one: &ProfileBody| {
            vec![one.query.clone(), one.threshold.map_or_else(String::new, |rank| rank.to_string())]
        };
        let class = |one: &SubjectView| {
            class_value(&Subject { scheme: one.scheme.0, code: one.code.clone(), term: one.term.clone() })
        };
        Draft {
            post: text(&self.post),
            title: self.title.clone(),
            statement: self.statement.clone(),
            parameters: self.parameters.iter().map(row).collect(),
            questions: self.questions.join("\n"),
            benefit: self.benefit.clone(),
            priority: self.priority.map_or_else(String::new, |priority| priority.0.to_string()),
            plan_line: self.plan_line.clone(),
            deadline: self.deadline.map_or_else(String::new, |day| day.0.to_string()),
            examples: self.examples.join("\n"),
            classes: self.classes.iter().map(class).collect(),
            more_classes: String::new(),
            profiles: self.profiles.iter().map(profile).collect(),
            marking: MarkingDraft::default(),
            terms: Vec::new(),
        }
    }
}

/// The need that a body makes: of a new one, or of the one that is held.
///
/// # Errors
/// A problem that names every field which is not in order.
pub async fn written(caller: &Caller, whose: (&NeedId, bool), body: &NeedBody) -> Result<Need, Problem> {
    let posts = caller.officer.post_ids();
    if let Some(post) = &body.post
        && whose.1
        && !posts.iter().any(|own| own.as_str() == post)
    {
        let sentence = caller.speech().say("need-slip-post");
        return Err(slip(caller, "#/post", sentence));
    }
    let marking = body.marking.as_ref().map(MarkingView::read).transpose();
    let marking = marking
        .map_err(|(place, refusal)| slip(caller, &format!("#/marking{place}"), caller.speech().refusal(&refusal)))?;
    let (officer, speech, now) = (Arc::clone(&caller.officer), caller.speech(), caller.app.now());
    let (id, is_new, draft, meant) = (whose.0.clone(), whose.1, body.draft(), marking.clone());
    let (mut need, base, slips, strange) = read(caller, move |office| {
        let (need, base, slips) = change::written(office, &officer, speech, (&id, is_new), &draft, now)?;
        let tree = office.tree()?;
        let strange = meant.iter().flat_map(MarkingView::units).find(|unit| tree.unit(unit).is_none()).cloned();
        Ok((need, base, slips, strange))
    })
    .await?;
    if let Some(unit) = strange {
        let sentence = caller.speech().with("need-slip-unit", &[("unit", unit.to_string().into())]);
        return Err(slip(caller, "#/marking/release", sentence));
    }
    if !slips.is_empty() {
        let problem = Problem::new(caller.speech(), ProblemKind::Fields);
        return Err(slips.iter().fold(problem, |problem, (field, sentence)| problem.at(pointer(field), sentence)));
    }
    need.marking = marking.unwrap_or(base.marking);
    if body.priority.is_none() {
        need.priority = base.priority;
    }
    Ok(need)
}

/// Where in the body a field of the form stands.
fn pointer(field: &str) -> String {
    let row = |list: &str| -> Option<String> {
        let (row, column) = field.strip_prefix(list)?.strip_prefix('-')?.split_once('-')?;
        let row: usize = row.parse().ok()?;
        Some(format!("#/{list}s/{}/{column}", row.checked_sub(1)?))
    };
    match field {
        "parameter" | "profile" => format!("#/{field}s"),
        "more-classes" => "#/classes".to_owned(),
        "level" => "#/marking".to_owned(),
        _ => row("parameter").or_else(|| row("profile")).unwrap_or_else(|| format!("#/{}", field.replace('-', "_"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_form_is_pointed_at_in_the_body() {
        let places = [
            ("title", "#/title"),
            ("plan-line", "#/plan_line"),
            ("profile-2-query", "#/profiles/1/query"),
            ("parameter-1-wanted", "#/parameters/0/wanted"),
            ("profile", "#/profiles"),
            ("more-classes", "#/classes"),
        ];
        for (field, expected) in places {
            assert_eq!(pointer(field), expected);
        }
    }
}
