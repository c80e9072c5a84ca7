//! Units, posts and needs: stated from a file, listed.

use model::{Date, Need, NeedId, Refusal, UnitId};
use store::{Programme, Statement};

use crate::needs_file::{Complaint, Known, read_needs};
use crate::{Failure, Office, WritableOffice};

/// What stating a file did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Each part with what became of it, named with its noun: `need:diesel`.
    pub parts: Vec<(String, Statement)>,
    /// Remarks that did not keep the file out.
    pub warnings: Vec<Complaint>,
}

/// States units, posts and needs from the text of a needs file, whole or not at all.
///
/// # Errors
/// Refused with everything that is wrong in the file, each with its line.
pub fn state_needs(
    office: &mut WritableOffice,
    file: &str,
    text: &str,
    who: &str,
    now: i64,
) -> Result<Stated, Failure> {
    let reader = &office.office.reader;
    let scope = &office.office.scope;
    let known = Known {
        units: reader.units(scope)?.into_iter().map(|unit| unit.id).collect(),
        posts: reader.posts(scope)?.into_iter().map(|post| (post.id, post.unit)).collect(),
        persons: reader.persons(scope)?.into_iter().map(|person| person.id).collect(),
        compartments: reader.compartments(scope)?.into_iter().map(|held| held.id).collect(),
    };
    let today = Date::of_number(now.div_euclid(86_400_000_000));
    let stated = read_needs(text, &known, today).map_err(|complaints| {
        let said: Vec<String> = complaints.iter().map(|complaint| format!("  {complaint}")).collect();
        Failure::said(format!("Nothing of `{file}` was kept; mend these and add it again:\n{}", said.join("\n")))
    })?;
    let programme = Programme {
        units: stated.units,
        posts: stated.posts,
        compartments: stated.compartments,
        persons: stated.persons,
        tenures: stated.tenures,
        needs: stated.needs,
    };
    let parts = office.writer.keep_programme(&programme, who, now)?;
    Ok(Stated { parts, warnings: stated.warnings })
}

impl Office {
    /// The need of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn need(&self, text: &str) -> Result<Need, Failure> {
        let refusal = || Refusal::NotFound {
            noun: "need",
            text: text.to_owned(),
            next: "list the needs with `uptake need list OFFICE`".to_owned(),
        };
        let id = NeedId::new(text).map_err(|_| refusal())?;
        self.reader.need(&self.scope, &id)?.ok_or_else(|| refusal().into())
    }

    /// The needs, or those of a unit and the units below it.
    ///
    /// # Errors
    /// Refused when there is no such unit.
    pub fn needs(&self, unit: Option<&str>) -> Result<Vec<Need>, Failure> {
        let mut needs = self.reader.needs(&self.scope)?;
        if let Some(text) = unit {
            let below = self.units_below(text)?;
            needs.retain(|need| below.contains(&need.unit));
        }
        Ok(needs)
    }

    /// A unit and all units below it.
    fn units_below(&self, text: &str) -> Result<Vec<UnitId>, Failure> {
        let units = self.reader.units(&self.scope)?;
        let Some(root) = units.iter().find(|unit| unit.id.as_str() == text) else {
            let known: Vec<&str> = units.iter().map(|unit| unit.id.as_str()).take(20).collect();
            let next = if known.is_empty() {
                "state units with `uptake need add OFFICE FILE`".to_owned()
            } else {
                format!("the units are {}", known.join(", "))
            };
            return Err(Refusal::NotFound { noun: "unit", text: text.to_owned(), next }.into());
        };
        let mut below = vec![root.id.clone()];
        let mut at = 0;
        while let Some(above) = below.get(at).cloned() {
            at += 1;
            let children =
                units.iter().filter(|unit| unit.parent.as_ref() == Some(&above) && !below.contains(&unit.id));
            below.extend(children.map(|unit| unit.id.clone()).collect::<Vec<_>>());
        }
        Ok(below)
    }
}
