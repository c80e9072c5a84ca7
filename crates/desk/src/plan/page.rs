//! Lines of the plan as pages show them: with what belongs to them, target beside actual, and what is doubtful.

use std::collections::BTreeMap;

use model::{
    AdoptionId, Date, NeedId, PlanCourse, PlanFlag, PlanLine, PlanOutput, Relief, TechnologyId, UnitId, UnitTree,
    plan_course, plan_flags, plan_key, quarter_lines,
};
use store::{AdoptionFilter, AdoptionLine, PlanNeed, ReliefFilter};

use crate::{Failure, Office};

/// Which lines are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct PlanSearch {
    /// With each of these words in parameter, supplier or money.
    pub words: String,
    /// Of this unit or one below it.
    pub unit: Option<UnitId>,
    /// Of which this is doubtful.
    pub flag: Option<PlanFlag>,
}

/// An adoption whose output belongs to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanAdoption {
    /// The adoption.
    pub id: AdoptionId,
    /// What is adopted.
    pub technology: String,
    /// What the unit is called.
    pub unit: String,
    /// In what its output is measured.
    pub measure: String,
    /// The last visit found less than is claimed.
    pub contradicted: bool,
}

/// A line with what belongs to it.
#[derive(Clone, Debug)]
pub struct PlanLineRow {
    /// The line.
    pub line: PlanLine,
    /// What its unit is called.
    pub unit: String,
    /// The title of the post that set it.
    pub setter: String,
    /// The title of the post that answers for it.
    pub owner: Option<String>,
    /// Target and actual by quarter.
    pub course: PlanCourse,
    /// What is doubtful about it.
    pub flags: Vec<PlanFlag>,
    /// The needs that name it, with their titles.
    pub needs: Vec<(NeedId, String)>,
    /// The adoptions whose output belongs to it.
    pub adoptions: Vec<PlanAdoption>,
}

/// What lines are held against, read once for all of them.
struct Around {
    needs: Vec<PlanNeed>,
    adoptions: Vec<AdoptionLine>,
    technologies: BTreeMap<TechnologyId, String>,
    reliefs: Vec<Relief>,
    tree: std::sync::Arc<UnitTree>,
    posts: BTreeMap<model::PostId, String>,
}

impl Office {
    fn around_plan(&self) -> Result<Around, Failure> {
        let (reader, scope) = (&self.reader, &self.scope);
        Ok(Around {
            needs: reader.plan_needs(scope)?,
            adoptions: reader.adoptions(scope, &AdoptionFilter::default())?,
            technologies: reader.technologies(scope)?.into_iter().map(|one| (one.id, one.name)).collect(),
            reliefs: reader.reliefs(scope, &ReliefFilter::default())?,
            tree: self.tree()?,
            posts: self.posts()?.into_iter().map(|post| (post.id, post.title)).collect(),
        })
    }

    /// Lines that fit, by unit and parameter, as far as they are seen. Whatever belongs to a line counts as far as it is seen as well.
    ///
    /// # Errors
    /// When the store fails.
    pub fn plan_rows(&self, search: &PlanSearch, today: Date) -> Result<Vec<PlanLineRow>, Failure> {
        let around = self.around_plan()?;
        let words: Vec<String> = search.words.split_whitespace().map(matching::analysis::fold).collect();
        let within = search.unit.as_ref().map(|unit| around.tree.within(unit));
        let mut rows = Vec::new();
        for line in self.reader.plan_lines(&self.scope)? {
            let text = matching::analysis::fold(
                &[&line.parameter, &line.supplier, &line.money].map(String::as_str).join("\n"),
            );
            let fits = within.as_ref().is_none_or(|within| within.contains(&line.unit))
                && words.iter().all(|word| text.contains(word.as_str()));
            if fits {
                rows.push(self.plan_row(line, &around, today)?);
            }
        }
        rows.retain(|row| search.flag.is_none_or(|flag| row.flags.contains(&flag)));
        Ok(rows)
    }

    /// One line with what belongs to it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn plan_line_row(&self, text: &str, today: Date) -> Result<PlanLineRow, Failure> {
        let line = self.plan_line(text)?;
        self.plan_row(line, &self.around_plan()?, today)
    }

    fn plan_row(&self, line: PlanLine, around: &Around, today: Date) -> Result<PlanLineRow, Failure> {
        let (tree, key) = (&around.tree, plan_key(&line.parameter));
        let name = |unit: &UnitId| tree.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone());
        let named = |need: &&PlanNeed| plan_key(&need.plan_line) == key && tree.is_within(&need.unit, &line.unit);
        let needs: Vec<(NeedId, String)> =
            around.needs.iter().filter(named).map(|need| (need.id.clone(), need.title.clone())).collect();
        let belongs = |held: &&AdoptionLine| {
            let adoption = &held.adoption;
            let serves = adoption.need.as_ref().is_some_and(|need| needs.iter().any(|(id, _)| id == need));
            tree.is_within(&adoption.unit, &line.unit) && (serves || plan_key(&adoption.output) == key)
        };
        let (mut adoptions, mut outputs) = (Vec::new(), Vec::new());
        for held in around.adoptions.iter().filter(belongs) {
            let adoption = &held.adoption;
            let (reader, scope) = (&self.reader, &self.scope);
            let (plans, said) = (reader.output_plans(scope, adoption.id)?, reader.output_said(scope, adoption.id)?);
            let lines = quarter_lines(&plans, &said, &reader.readings(scope, adoption.id)?, today);
            outputs.push(PlanOutput { measure: adoption.measure.clone(), lines, contradicted: held.contradicted });
            adoptions.push(PlanAdoption {
                id: adoption.id,
                technology: around.technologies.get(&adoption.technology).cloned().unwrap_or_default(),
                unit: name(&adoption.unit),
                measure: adoption.measure.clone(),
                contradicted: held.contradicted,
            });
        }
        let of_line = |relief: &&Relief| plan_key(&relief.plan_line) == key && tree.is_within(&relief.unit, &line.unit);
        let reliefs: Vec<&Relief> = around.reliefs.iter().filter(of_line).collect();
        let course = plan_course(&line, &outputs, &reliefs, today);
        let title = |post: &model::PostId| around.posts.get(post).cloned().unwrap_or_else(|| post.to_string());
        Ok(PlanLineRow {
            unit: name(&line.unit),
            setter: title(&line.setter),
            owner: line.owner.as_ref().map(title),
            flags: plan_flags(&line, &course, !needs.is_empty()),
            course,
            needs,
            adoptions,
            line,
        })
    }
}
