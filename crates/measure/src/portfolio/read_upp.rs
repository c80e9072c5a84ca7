//! Reads the schema `uptake-portfolio/1` and says for each wrong field where it is and what must stand there.

use std::collections::HashMap;

use serde_json::Value;

use super::read::shortened;
use super::upp::{
    Adoption, Credit, Currency, Development, Enterprise, Material, Mission, Route, Staff, Supplier, Technology, Upp,
};
use crate::Unusable;

/// The schema that is read.
pub(super) const SCHEMA: &str = "uptake-portfolio/1";
/// More periods are refused: ten years in months.
const PERIODS_MAX: usize = 120;
/// More of any other thing are refused.
const THINGS_MAX: usize = 20_000;
/// More projects are refused.
const PROJECTS_MAX: usize = 100_000;
/// A larger number is refused: the solver's tolerances would mean nothing beside it.
const NUMBER_MAX: f64 = 1e9;
/// Fields that may stand anywhere and are passed over.
const REMARKS: [&str; 6] = ["name", "note", "comment", "description", "seed", "source"];

/// A value with the path that leads to it.
#[derive(Clone)]
struct At<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    fn wrong(&self, must: &str) -> Unusable {
        let found = match self.value {
            Value::Null => "nothing".to_owned(),
            Value::String(text) => format!("\"{}\"", shortened(text)),
            Value::Array(list) => format!("a list of {}", list.len()),
            Value::Object(_) => "a group of fields".to_owned(),
            other => shortened(&other.to_string()),
        };
        let place = if self.path.is_empty() { "The problem" } else { &self.path };
        Unusable::new("wrong-field", format!("{place}: {found} stands where {must} must stand."))
    }

    fn below(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// The field, unless it is missing or null.
    fn maybe(&self, name: &str) -> Option<At<'a>> {
        self.value.get(name).filter(|v| !v.is_null()).map(|value| At { value, path: self.below(name) })
    }

    fn field(&self, name: &str) -> Result<At<'a>, Unusable> {
        self.maybe(name)
            .ok_or_else(|| Unusable::new("missing-field", format!("`{}` is missing. Write it.", self.below(name))))
    }

    /// Refuses a field that is not known, because a misspelt one would silently count as absent.
    fn only(&self, known: &[&str]) -> Result<(), Unusable> {
        let fields = self.value.as_object().ok_or_else(|| self.wrong("a group of fields"))?;
        match fields.keys().find(|key| !known.contains(&key.as_str()) && !REMARKS.contains(&key.as_str())) {
            Some(key) => Err(Unusable::new(
                "unknown-field",
                format!("`{}` is not known. Known here: {}.", self.below(&shortened(key)), known.join(", ")),
            )),
            None => Ok(()),
        }
    }

    fn number(&self, least: f64, most: f64) -> Result<f64, Unusable> {
        match self.value.as_f64() {
            Some(number) if number >= least && number <= most => Ok(number),
            _ => Err(self.wrong(&format!("a number from {least} to {most}"))),
        }
    }

    fn count(&self, least: usize, most: usize) -> Result<usize, Unusable> {
        match self.value.as_f64() {
            Some(n) if n.fract() == 0.0 && n >= least as f64 && n <= most as f64 => Ok(n as usize),
            _ => Err(self.wrong(&format!("a whole number from {least} to {most}"))),
        }
    }

    fn text(&self) -> Result<String, Unusable> {
        match self.value {
            Value::String(text) if !text.trim().is_empty() && text.len() <= 200 => Ok(text.clone()),
            _ => Err(self.wrong("a text of 1 to 200 bytes")),
        }
    }

    /// A text or a number, as it stands; nothing gives an empty text.
    fn label(&self, name: &str) -> Result<String, Unusable> {
        match self.maybe(name) {
            None => Ok(String::new()),
            Some(at) => match at.value {
                Value::Number(number) => Ok(number.to_string()),
                _ => at.text(),
            },
        }
    }

    fn list(&self, most: usize) -> Result<Vec<At<'a>>, Unusable> {
        match self.value {
            Value::Array(list) if list.len() <= most => Ok(list
                .iter()
                .enumerate()
                .map(|(at, value)| At { value, path: format!("{}[{at}]", self.path) })
                .collect()),
            _ => Err(self.wrong(&format!("a list of at most {most}"))),
        }
    }

    fn entries(&self, most: usize) -> Result<Vec<(String, At<'a>)>, Unusable> {
        match self.value {
            Value::Object(fields) if fields.len() <= most => {
                Ok(fields.iter().map(|(key, value)| (key.clone(), At { value, path: self.below(key) })).collect())
            }
            _ => Err(self.wrong(&format!("a group of at most {most} fields"))),
        }
    }

    /// One number per period, or one number that holds in each.
    fn series(&self, periods: usize) -> Result<Vec<f64>, Unusable> {
        match self.value {
            Value::Number(_) => Ok(vec![self.number(0.0, NUMBER_MAX)?; periods]),
            Value::Array(list) if list.len() == periods => {
                self.list(periods)?.iter().map(|at| at.number(0.0, NUMBER_MAX)).collect()
            }
            _ => Err(self.wrong(&format!("one number for each of the {periods} periods"))),
        }
    }

    /// The position of the thing that is named here.
    fn named(&self, what: &str, places: &HashMap<String, usize>) -> Result<usize, Unusable> {
        let name = self.text()?;
        places.get(&name).copied().ok_or_else(|| {
            Unusable::new(
                "unknown-name",
                format!("{}: there is no {what} \"{}\". Name one that is in the problem.", self.path, shortened(&name)),
            )
        })
    }

    /// (position, amount) by name, without the amounts that are 0.
    fn amounts(&self, name: &str, what: &str, places: &HashMap<String, usize>) -> Result<Vec<(usize, f64)>, Unusable> {
        let Some(group) = self.maybe(name) else { return Ok(Vec::new()) };
        let mut amounts = Vec::new();
        for (key, at) in group.entries(THINGS_MAX)? {
            let place = *places.get(&key).ok_or_else(|| {
                Unusable::new("unknown-name", format!("{}: there is no {what} \"{}\".", at.path, shortened(&key)))
            })?;
            let amount = at.number(0.0, NUMBER_MAX)?;
            if amount > 0.0 {
                amounts.push((place, amount));
            }
        }
        amounts.sort_by_key(|(place, _)| *place);
        Ok(amounts)
    }
}

fn places<'a>(what: &str, ids: impl Iterator<Item = &'a String>) -> Result<HashMap<String, usize>, Unusable> {
    let mut places = HashMap::new();
    for (at, id) in ids.enumerate() {
        if places.insert(id.clone(), at).is_some() {
            return Err(Unusable::new(
                "name-twice",
                format!("There are two {what} \"{}\". Give one another name.", shortened(id)),
            ));
        }
    }
    Ok(places)
}

/// Understands a parsed text.
pub(super) fn read_upp(value: &Value) -> Result<Upp, Unusable> {
    let root = At { value, path: String::new() };
    let schema = root.maybe("schema").and_then(|at| at.value.as_str().map(str::to_owned));
    if schema.as_deref() != Some(SCHEMA) {
        return Err(Unusable::new(
            "wrong-schema",
            format!(
                "`schema` must be \"{SCHEMA}\", and it is {}.",
                schema.map_or("missing".to_owned(), |s| format!("\"{}\"", shortened(&s)))
            ),
        ));
    }
    root.only(&[
        "schema",
        "name",
        "periods",
        "discount",
        "fx",
        "budgets",
        "carry_over",
        "credits",
        "materials",
        "suppliers",
        "staff",
        "enterprises",
        "missions",
        "technologies",
        "projects",
    ])?;
    let periods = root.field("periods")?.count(1, PERIODS_MAX)?;
    let discount = root.field("discount")?.number(0.0, 1.0)?;
    let carry_over = match root.maybe("carry_over") {
        None => false,
        Some(at) => at.value.as_bool().ok_or_else(|| at.wrong("true or false"))?,
    };
    let budgets = root.field("budgets")?;
    let mut currencies = Vec::new();
    for (id, at) in root.field("fx")?.entries(50)? {
        let rate = at.number(1e-9, NUMBER_MAX)?;
        currencies.push(Currency { budget: budgets.field(&id)?.series(periods)?, id, rate });
    }
    let currency_places = places("currencies", currencies.iter().map(|c| &c.id))?;
    for (id, at) in budgets.entries(50)? {
        if !currency_places.contains_key(&id) {
            return Err(Unusable::new(
                "unknown-name",
                format!("{}: `fx` has no rate for this currency. Write one.", at.path),
            ));
        }
    }
    let local = *currency_places.get("local").ok_or_else(|| {
        Unusable::new(
            "missing-field",
            "`fx.local` is missing: local costs are paid in the currency `local`. Write it, usually 1.",
        )
    })?;
    let mut upp = Upp {
        name: root.maybe("name").map_or(Ok(String::new()), |at| at.text())?,
        periods,
        discount,
        currencies,
        local,
        carry_over,
        credits: Vec::new(),
        materials: Vec::new(),
        suppliers: Vec::new(),
        staff: Vec::new(),
        enterprises: Vec::new(),
        missions: Vec::new(),
        technologies: Vec::new(),
        projects: Vec::new(),
    };
    resources(&root, &mut upp, &currency_places)?;
    choices(&root, &mut upp, &currency_places)?;
    Ok(upp)
}

/// Credits, materials, suppliers, staff and enterprises: what is scarce.
fn resources(root: &At, upp: &mut Upp, currencies: &HashMap<String, usize>) -> Result<(), Unusable> {
    let periods = upp.periods;
    for at in root.maybe("credits").map_or(Ok(Vec::new()), |at| at.list(THINGS_MAX))? {
        at.only(&["id", "currency", "limit", "rate", "draw", "repay_from"])?;
        let draw = at.field("draw")?;
        let span = draw.list(2)?;
        let [first, last] = span.as_slice() else { return Err(draw.wrong("the first and the last period of drawing")) };
        upp.credits.push(Credit {
            id: at.field("id")?.text()?,
            currency: at.field("currency")?.named("currency", currencies)?,
            limit: at.field("limit")?.number(0.0, NUMBER_MAX)?,
            rate: at.field("rate")?.number(0.0, 10.0)?,
            draw: (first.count(1, PERIODS_MAX)?, last.count(1, PERIODS_MAX)?),
            repay_from: at.field("repay_from")?.count(1, PERIODS_MAX)?,
        });
    }
    places("credit lines", upp.credits.iter().map(|c| &c.id))?;
    for (id, at) in root.maybe("materials").map_or(Ok(Vec::new()), |at| at.entries(THINGS_MAX))? {
        upp.materials.push(Material { supply: at.series(periods)?, id });
    }
    for (id, at) in root.maybe("suppliers").map_or(Ok(Vec::new()), |at| at.entries(THINGS_MAX))? {
        at.only(&["capacity", "develop_cost_local", "develop_lead", "extra"])?;
        let development = match at.maybe("extra") {
            None => None,
            Some(extra) => Some(Development {
                cost: at.field("develop_cost_local")?.number(0.0, NUMBER_MAX)?,
                lead: at.field("develop_lead")?.count(0, PERIODS_MAX)?,
                extra: extra.number(0.0, NUMBER_MAX)?,
            }),
        };
        upp.suppliers.push(Supplier { capacity: at.field("capacity")?.series(periods)?, id, development });
    }
    for (id, at) in root.maybe("staff").map_or(Ok(Vec::new()), |at| at.entries(THINGS_MAX))? {
        at.only(&["language", "available"])?;
        upp.staff.push(Staff {
            language: at.label("language")?,
            available: at.field("available")?.series(periods)?,
            id,
        });
    }
    for at in root.field("enterprises")?.list(THINGS_MAX)? {
        at.only(&["id", "branch", "department", "region", "max_parallel", "slack"])?;
        let (department, region) = (at.label("department")?, at.label("region")?);
        upp.enterprises.push(Enterprise {
            id: at.field("id")?.text()?,
            branch: at.label("branch")?,
            region: if region.is_empty() { department.clone() } else { region },
            department,
            max_parallel: at.field("max_parallel")?.count(0, THINGS_MAX)? as f64,
            slack: at.field("slack")?.series(periods)?,
        });
    }
    Ok(())
}

/// Missions, technologies and projects: what is chosen.
fn choices(root: &At, upp: &mut Upp, currencies: &HashMap<String, usize>) -> Result<(), Unusable> {
    let staff = places("classes of staff", upp.staff.iter().map(|s| &s.id))?;
    for at in root.maybe("missions").map_or(Ok(Vec::new()), |at| at.list(THINGS_MAX))? {
        at.only(&["id", "currency", "cost", "duration", "staff"])?;
        upp.missions.push(Mission {
            id: at.field("id")?.text()?,
            currency: at.field("currency")?.named("currency", currencies)?,
            cost: at.field("cost")?.number(0.0, NUMBER_MAX)?,
            duration: at.field("duration")?.count(0, PERIODS_MAX)?,
            staff: at.amounts("staff", "class of staff", &staff)?,
        });
    }
    let missions = places("missions", upp.missions.iter().map(|m| &m.id))?;
    let list = root.field("technologies")?.list(THINGS_MAX)?;
    for at in &list {
        at.only(&["id", "branch", "language", "options", "mission", "prerequisite"])?;
        let mut options = Vec::<Route>::new();
        for at in at.field("options")?.list(50)? {
            at.only(&["type", "currency", "cost", "lead", "export_lead", "success"])?;
            let kind = at.field("type")?.text()?;
            if options.iter().any(|option| option.kind == kind) {
                return Err(Unusable::new(
                    "name-twice",
                    format!("{}: the technology has two options \"{}\".", at.path, shortened(&kind)),
                ));
            }
            options.push(Route {
                kind,
                currency: at.field("currency")?.named("currency", currencies)?,
                cost: at.field("cost")?.number(0.0, NUMBER_MAX)?,
                lead: at.field("lead")?.count(0, PERIODS_MAX)?,
                export_lead: at.maybe("export_lead").map_or(Ok(0), |at| at.count(0, PERIODS_MAX))?,
                success: at.field("success")?.number(0.0, 1.0)?,
            });
        }
        upp.technologies.push(Technology {
            id: at.field("id")?.text()?,
            branch: at.label("branch")?,
            options,
            mission: at.maybe("mission").map(|at| at.named("mission", &missions)).transpose()?,
            prerequisite: None,
        });
    }
    let technologies = places("technologies", upp.technologies.iter().map(|t| &t.id))?;
    for (k, at) in list.iter().enumerate() {
        upp.technologies[k].prerequisite =
            at.maybe("prerequisite").map(|at| at.named("technology", &technologies)).transpose()?;
    }
    no_circle(upp)?;
    let enterprises = places("enterprises", upp.enterprises.iter().map(|e| &e.id))?;
    let materials = places("materials", upp.materials.iter().map(|m| &m.id))?;
    let suppliers = places("suppliers", upp.suppliers.iter().map(|s| &s.id))?;
    for at in root.field("projects")?.list(PROJECTS_MAX)? {
        at.only(&[
            "tech",
            "enterprise",
            "duration",
            "benefit",
            "cost_local",
            "materials",
            "supplier",
            "supplier_units",
            "staff",
            "downtime",
        ])?;
        let supplier = at.maybe("supplier").map(|at| at.named("supplier", &suppliers)).transpose()?;
        let units = at.maybe("supplier_units").map_or(Ok(0.0), |at| at.number(0.0, NUMBER_MAX))?;
        if supplier.is_none() && units > 0.0 {
            return Err(Unusable::new(
                "missing-field",
                format!("`{}.supplier` is missing beside its units. Write it.", at.path),
            ));
        }
        upp.projects.push(Adoption {
            technology: at.field("tech")?.named("technology", &technologies)?,
            enterprise: at.field("enterprise")?.named("enterprise", &enterprises)?,
            duration: at.field("duration")?.count(0, PERIODS_MAX)?,
            benefit: at.field("benefit")?.number(-NUMBER_MAX, NUMBER_MAX)?,
            cost: at.field("cost_local")?.number(0.0, NUMBER_MAX)?,
            materials: at.amounts("materials", "material", &materials)?,
            supplier: supplier.filter(|_| units > 0.0).map(|s| (s, units)),
            staff: at.amounts("staff", "class of staff", &staff)?,
            downtime: at.maybe("downtime").map_or(Ok(0.0), |at| at.number(0.0, NUMBER_MAX))?,
        });
    }
    Ok(())
}

/// A technology that waits for itself could never be signed; that is a mistake in the file and no plan.
fn no_circle(upp: &Upp) -> Result<(), Unusable> {
    // 0 not seen, k + 1 seen on the walk that began at k.
    let mut seen = vec![0usize; upp.technologies.len()];
    for first in 0..upp.technologies.len() {
        let mut at = first;
        while seen[at] == 0 {
            seen[at] = first + 1;
            match upp.technologies[at].prerequisite {
                Some(next) => at = next,
                None => break,
            }
            if seen[at] == first + 1 {
                return Err(Unusable::new(
                    "circle",
                    format!(
                        "The prerequisites of technology \"{}\" lead back to it. Take one of them out.",
                        upp.technologies[at].id
                    ),
                ));
            }
        }
    }
    Ok(())
}
