//! Adoptions and technologies as people look at them: lists with what narrows them, and the page of one.

use std::collections::BTreeMap;

use model::{
    Adoption, AdoptionCost, AdoptionId, AdoptionPlace, AdoptionState, CostLine, Date, Duty, DutyKind, DutyState,
    EndHeard, EvidenceClass, Intensity, Need, OutputPlan, OutputSaid, PostId, Power, Quarter, QuarterLine, Rational,
    ReadingSeries, Resource, Rung, Technology, TechnologyCost, TechnologyId, Thing, UnitId, quarter_lines,
    technology_costs,
};
use store::{AdoptionFilter, AdoptionLine};

use super::output::owed;
use super::technology::no_technology;
use super::{no_adoption, thing};
use crate::{Failure, Office, Officer};

/// Which adoptions are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct AdoptionSearch {
    /// With each of these words in technology, unit, output or remark.
    pub words: String,
    /// In this unit or below it.
    pub unit: Option<UnitId>,
    /// With this as the furthest rung.
    pub rung: Option<Rung>,
    /// With this as its best evidence.
    pub class: Option<EvidenceClass>,
    /// Where they stand.
    pub state: Option<AdoptionState>,
    /// Those that are behind their plan.
    pub behind: bool,
}

/// An adoption in a list.
#[derive(Clone, Debug)]
pub struct AdoptionRow {
    /// The adoption.
    pub line: AdoptionLine,
    /// What is adopted.
    pub technology: String,
    /// What the unit is called.
    pub unit: String,
}

/// The most intensive use of a technology.
#[derive(Clone, Debug)]
pub struct MostUsed {
    /// What the unit is called.
    pub unit: String,
    /// The adoption.
    pub adoption: AdoptionId,
    /// Its share, between zero and one.
    pub share: Rational,
}

/// What an officer may do with an adoption.
#[derive(Clone, Copy, Debug, Default)]
pub struct AdoptionRights {
    /// Say what becomes of it.
    pub keeps: bool,
    /// Answer whether its end concerns one's own adoption.
    pub hears: bool,
}

/// An adoption with everything that its page shows.
#[derive(Clone, Debug)]
pub struct AdoptionPage {
    /// The adoption with what is reckoned of it.
    pub line: AdoptionLine,
    /// What is adopted.
    pub technology: Technology,
    /// What the unit is called.
    pub unit: String,
    /// The need that it serves.
    pub need: Option<Need>,
    /// The adoption of another unit from which it was taken over.
    pub from: Option<AdoptionRow>,
    /// Those that were taken over from it.
    pub taken: Vec<AdoptionRow>,
    /// The other adoptions of the technology.
    pub others: Vec<AdoptionRow>,
    /// Plan and actual by quarter, the earliest first.
    pub lines: Vec<QuarterLine>,
    /// Plans, with those that were changed.
    pub plans: Vec<OutputPlan>,
    /// What was told of output.
    pub said: Vec<OutputSaid>,
    /// The readings.
    pub readings: ReadingSeries,
    /// Quarters of which nothing was said and something is to be.
    pub owed: Vec<Quarter>,
    /// Shares, the first telling first.
    pub shares: Vec<Intensity>,
    /// The most intensive use of the technology, its own included.
    pub most: Option<MostUsed>,
    /// Where it runs.
    pub places: Vec<AdoptionPlace>,
    /// What it needs.
    pub resources: Vec<Resource>,
    /// What the unit spent itself.
    pub costs: Vec<AdoptionCost>,
    /// What others said to its ends.
    pub heard: Vec<EndHeard>,
    /// From what it was begun, beside technology, need and other adoption.
    pub origins: Vec<Thing>,
    /// What is asked about it and not done.
    pub duties: Vec<Duty>,
    /// The titles of the posts that its page names.
    pub posts: BTreeMap<PostId, String>,
}

impl AdoptionPage {
    /// What a post is called.
    pub fn post(&self, post: &PostId) -> String {
        self.posts.get(post).cloned().unwrap_or_else(|| post.to_string())
    }
}

/// A technology in a list.
#[derive(Clone, Debug)]
pub struct TechnologyRow {
    /// The technology.
    pub technology: Technology,
    /// Adoptions that were not ended.
    pub n_open: usize,
    /// Of them in production.
    pub n_in_production: usize,
    /// Of them verified use.
    pub n_verified: usize,
    /// Adoptions that were ended.
    pub n_ended: usize,
}

/// A technology with everything that its page shows.
#[derive(Clone, Debug)]
pub struct TechnologyPage {
    /// The technology.
    pub technology: Technology,
    /// Its adoptions, the newest first.
    pub rows: Vec<AdoptionRow>,
    /// The last share of each adoption that told one, the largest first.
    pub shares: Vec<(AdoptionId, Intensity)>,
    /// What it cost, a line a payment.
    pub cost_lines: Vec<CostLine>,
    /// The same by currency; none where a sum is too large to be held.
    pub costs: Option<Vec<TechnologyCost>>,
    /// Adoptions in production.
    pub n_in_production: usize,
    /// What users said to the ends of others.
    pub heard: Vec<EndHeard>,
    /// The titles of the posts that its page names.
    pub posts: BTreeMap<PostId, String>,
}

impl Office {
    /// The adoption of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn adoption(&self, text: &str) -> Result<AdoptionLine, Failure> {
        let id = AdoptionId::parse(text).ok_or_else(|| no_adoption(text))?;
        Ok(self.reader.adoption(&self.scope, id)?.ok_or_else(|| no_adoption(text))?)
    }

    /// The technology of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn technology(&self, text: &str) -> Result<Technology, Failure> {
        let id = TechnologyId::parse(text).ok_or_else(|| no_technology(text))?;
        Ok(self.reader.technology(&self.scope, id)?.ok_or_else(|| no_technology(text))?)
    }

    /// Every technology, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technologies(&self) -> Result<Vec<Technology>, Failure> {
        Ok(self.reader.technologies(&self.scope)?)
    }

    /// The technologies that came from a thing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technologies_from(&self, origin: &Thing) -> Result<Vec<Technology>, Failure> {
        Ok(self.reader.technologies_from(&self.scope, origin)?)
    }

    fn rows(&self, filter: &AdoptionFilter) -> Result<Vec<AdoptionRow>, Failure> {
        let names: BTreeMap<TechnologyId, String> =
            self.reader.technologies(&self.scope)?.into_iter().map(|one| (one.id, one.name)).collect();
        let tree = self.tree()?;
        let row = |line: AdoptionLine| AdoptionRow {
            technology: names.get(&line.adoption.technology).cloned().unwrap_or_default(),
            unit: tree
                .unit(&line.adoption.unit)
                .map_or_else(|| line.adoption.unit.to_string(), |unit| unit.name.clone()),
            line,
        };
        Ok(self.reader.adoptions(&self.scope, filter)?.into_iter().map(row).collect())
    }

    /// Adoptions that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoptions(&self, search: &AdoptionSearch) -> Result<Vec<AdoptionRow>, Failure> {
        let words: Vec<String> = search.words.split_whitespace().map(matching::analysis::fold).collect();
        let within = search.unit.as_ref().map(|unit| Ok::<_, Failure>(self.tree()?.within(unit))).transpose()?;
        let mut rows = self.rows(&AdoptionFilter::default())?;
        rows.retain(|row| {
            let adoption = &row.line.adoption;
            let text = [&row.technology, &row.unit, &adoption.output, &adoption.remark].map(String::as_str).join("\n");
            let text = matching::analysis::fold(&text);
            within.as_ref().is_none_or(|within| within.contains(&adoption.unit))
                && search.rung.is_none_or(|rung| adoption.rung() == Some(rung))
                && search.class.is_none_or(|class| adoption.class() == class)
                && search.state.is_none_or(|state| adoption.state() == state)
                && (!search.behind || row.line.behind.is_some())
                && words.iter().all(|word| text.contains(word.as_str()))
        });
        Ok(rows)
    }

    /// Adoptions of a technology, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoptions_of(&self, technology: TechnologyId) -> Result<Vec<AdoptionRow>, Failure> {
        self.rows(&AdoptionFilter { technology: Some(technology), ..AdoptionFilter::default() })
    }

    /// Technologies with how many use them, by name: those with each of these words in name or statement.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technology_rows(&self, words: &str) -> Result<Vec<TechnologyRow>, Failure> {
        let words: Vec<String> = words.split_whitespace().map(matching::analysis::fold).collect();
        let mut lines: BTreeMap<TechnologyId, Vec<AdoptionLine>> = BTreeMap::new();
        for line in self.reader.adoptions(&self.scope, &AdoptionFilter::default())? {
            lines.entry(line.adoption.technology).or_default().push(line);
        }
        let row = |technology: Technology| {
            let users = lines.get(&technology.id).map(Vec::as_slice).unwrap_or_default();
            let count = |fits: fn(&AdoptionLine) -> bool| users.iter().filter(|one| fits(one)).count();
            TechnologyRow {
                n_open: count(|one| one.adoption.end.is_none()),
                n_in_production: count(|one| one.adoption.is_in_production()),
                n_verified: count(AdoptionLine::is_verified_use),
                n_ended: count(|one| one.adoption.end.is_some()),
                technology,
            }
        };
        let mut found = self.reader.technologies(&self.scope)?;
        found.retain(|one| {
            let text = matching::analysis::fold(&format!("{}\n{}", one.name, one.statement));
            words.iter().all(|word| text.contains(word.as_str()))
        });
        Ok(found.into_iter().map(row).collect())
    }

    fn post_titles(&self) -> Result<BTreeMap<PostId, String>, Failure> {
        Ok(self.posts()?.into_iter().map(|post| (post.id, post.title)).collect())
    }

    /// An adoption with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn adoption_page(&self, text: &str, today: Date) -> Result<AdoptionPage, Failure> {
        let line = self.adoption(text)?;
        let (reader, scope, id) = (&self.reader, &self.scope, line.adoption.id);
        let technology = self.technology(&line.adoption.technology.to_string())?;
        let need = match &line.adoption.need {
            Some(need) => reader.need(scope, need)?,
            None => None,
        };
        let mut others = self.adoptions_of(technology.id)?;
        others.retain(|row| row.line.adoption.id != id);
        let from = others.iter().find(|row| Some(row.line.adoption.id) == line.adoption.from).cloned();
        let taken = others.iter().filter(|row| row.line.adoption.from == Some(id)).cloned().collect();
        let (plans, said, readings) =
            (reader.output_plans(scope, id)?, reader.output_said(scope, id)?, reader.readings(scope, id)?);
        let lines = quarter_lines(&plans, &said, &readings, today);
        let unit = self.unit_name(line.adoption.unit.as_str())?.unwrap_or_else(|| line.adoption.unit.to_string());
        let most = self.most_used(technology.id, &others, (id, &unit))?;
        let mut duties = reader.duties_about(scope, &thing(id))?;
        duties.retain(|duty| duty.state == DutyState::Open);
        let origins = reader.links(scope, &thing(id))?.into_iter().filter(|link| {
            link.kind == model::LinkKind::AdoptedFrom
                && link.source == thing(id)
                && !matches!(link.target.noun, model::Noun::Technology | model::Noun::Adoption)
        });
        Ok(AdoptionPage {
            owed: owed(&line.adoption, &lines, today),
            origins: origins.map(|link| link.target).collect(),
            shares: reader.intensities(scope, id)?,
            places: reader.adoption_places(scope, id)?,
            resources: reader.resources(scope, id)?,
            costs: reader.adoption_costs(scope, id)?,
            heard: reader.ends_heard(scope, id)?,
            posts: self.post_titles()?,
            technology,
            unit,
            need,
            from,
            taken,
            others,
            lines,
            plans,
            said,
            readings,
            most,
            duties,
            line,
        })
    }

    fn most_used(
        &self,
        technology: TechnologyId,
        others: &[AdoptionRow],
        (own, unit): (AdoptionId, &str),
    ) -> Result<Option<MostUsed>, Failure> {
        let shares = self.reader.last_intensities(&self.scope, technology)?;
        let share = shares.into_iter().filter_map(|(id, one)| Some((id, one.share()?)));
        let Some((adoption, share)) = share.max_by_key(|(_, share)| *share) else { return Ok(None) };
        let row = others.iter().find(|row| row.line.adoption.id == adoption);
        let unit =
            row.map_or_else(|| if adoption == own { unit.to_owned() } else { String::new() }, |row| row.unit.clone());
        Ok(Some(MostUsed { unit, adoption, share }))
    }

    /// A technology with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn technology_page(&self, text: &str) -> Result<TechnologyPage, Failure> {
        let technology = self.technology(text)?;
        let rows = self.adoptions_of(technology.id)?;
        let lines: Vec<AdoptionLine> = rows.iter().map(|row| row.line.clone()).collect();
        let n_in_production = lines.iter().filter(|line| line.adoption.is_in_production()).count();
        let cost_lines = self.technology_cost_lines(&technology, &lines)?;
        let mut shares = self.reader.last_intensities(&self.scope, technology.id)?;
        shares.sort_by_key(|(_, one)| std::cmp::Reverse(one.share()));
        let mut heard = Vec::new();
        for line in &lines {
            heard.extend(self.reader.ends_heard(&self.scope, line.adoption.id)?);
        }
        Ok(TechnologyPage {
            costs: technology_costs(&cost_lines, n_in_production),
            posts: self.post_titles()?,
            technology,
            rows,
            shares,
            cost_lines,
            n_in_production,
            heard,
        })
    }

    /// What an officer may do with an adoption.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoption_rights(
        &self,
        officer: &Officer,
        adoption: &Adoption,
        duties: &[Duty],
    ) -> Result<AdoptionRights, Failure> {
        let coordinates = officer.with_power_over(Power::Coordinate, &adoption.unit, self.tree()?.as_ref()).is_some();
        let hears = |duty: &Duty| duty.kind == DutyKind::HearEnd && officer.acts_for(&duty.post);
        Ok(AdoptionRights { keeps: officer.acts_for(&adoption.post) || coordinates, hears: duties.iter().any(hears) })
    }

    /// Whether an officer may write what a technology is.
    pub fn may_write_technology(&self, officer: &Officer, rows: &[AdoptionRow]) -> bool {
        let by_power = officer.with_power(Power::Document).or_else(|| officer.with_power(Power::Coordinate));
        by_power.is_some() || rows.iter().any(|row| officer.acts_for(&row.line.adoption.post))
    }
}
