//! Who names whom: ties, departments and periods of adoption, read from tables and kept in compressed rows.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::table::Table;
use crate::{Caution, Unusable};

use super::adoption::{Adoption, NeverAdopters};

/// More units are refused: the report would take minutes.
pub const NODES_MAX: usize = 2_000_000;

/// Where the columns stand. What is not named is looked for under its usual names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Columns {
    /// The unit that names another (`from`, `ego`, `source`).
    pub from: Option<String>,
    /// The unit that is named (`to`, `alter`, `target`).
    pub to: Option<String>,
    /// The weight of a tie, above nought (`weight`, `w`, `probability`); each tie weighs one without it.
    pub weight: Option<String>,
    /// The department of the unit that names, when it stands in the table of ties (`from_department`).
    pub from_department: Option<String>,
    /// The department of the unit that is named, when it stands in the table of ties (`to_department`).
    pub to_department: Option<String>,
    /// The unit in the table of units (`id`, `node`, `unit`).
    pub id: Option<String>,
    /// Its department (`department`, `group`).
    pub department: Option<String>,
    /// The period of its adoption, a whole number (`toa`, `time_of_adoption`).
    pub toa: Option<String>,
    /// Whether it adopted at all, 1 or 0 (`adopted`).
    pub adopted: Option<String>,
    /// Whether a tie holds in both directions.
    pub undirected: bool,
    /// What a period after the last one means.
    pub never_adopters: NeverAdopters,
}

const FROM: &[&str] = &["from", "ego", "source", "sender", "from_id", "ego_id", "source_id"];
const TO: &[&str] = &["to", "alter", "target", "receiver", "to_id", "alter_id", "target_id"];
const WEIGHT: &[&str] = &["weight", "w", "tie_weight", "probability", "p"];
const FROM_DEPARTMENT: &[&str] =
    &["from_department", "ego_department", "source_department", "department_from", "from_group", "source_group"];
const TO_DEPARTMENT: &[&str] =
    &["to_department", "alter_department", "target_department", "department_to", "to_group", "target_group"];
const ID: &[&str] = &["id", "node", "unit", "node_id", "unit_id", "name", "enterprise"];
const DEPARTMENT: &[&str] = &["department", "group", "dept", "division", "ministry", "branch"];
const TOA: &[&str] = &["toa", "time_of_adoption", "adoption_period", "adoption_time"];
const ADOPTED: &[&str] = &["adopted", "event", "is_adopter"];

/// Ties in compressed rows: those of node `i` stand from `start[i]` to `start[i + 1]`, by rising other end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    start: Vec<usize>,
    other: Vec<u32>,
    weight: Vec<f64>,
}

impl Rows {
    /// The other ends of the ties of a node, rising.
    pub fn of(&self, node: usize) -> &[u32] {
        &self.other[self.start[node]..self.start[node + 1]]
    }

    /// The weights of the ties of a node, in the order of [`Rows::of`].
    pub fn weights_of(&self, node: usize) -> &[f64] {
        &self.weight[self.start[node]..self.start[node + 1]]
    }

    /// The other ends of the ties of a node with their weights.
    pub fn ties_of(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        self.of(node).iter().zip(self.weights_of(node)).map(|(&other, &weight)| (other as usize, weight))
    }

    /// Whether a tie is there.
    pub fn has(&self, node: usize, other: usize) -> bool {
        u32::try_from(other).is_ok_and(|other| self.of(node).binary_search(&other).is_ok())
    }

    /// How many ties there are.
    pub fn n_ties(&self) -> usize {
        self.other.len()
    }

    /// From ties in any order, each once; equal input gives equal rows.
    fn new(n_nodes: usize, ties: &[(u32, u32, f64)]) -> Self {
        let (start, row) = in_order(n_nodes, ties);
        let (other, weight) = row.into_iter().unzip();
        Self { start, other, weight }
    }

    /// From ties in any order, of which those that are there more than once become one; their weights are added up, or else the first holds.
    fn without_doubles(n_nodes: usize, ties: &[(u32, u32, f64)], add_up: bool) -> Self {
        let (bounds, row) = in_order(n_nodes, ties);
        let mut rows = Self {
            start: Vec::with_capacity(n_nodes + 1),
            other: Vec::with_capacity(row.len()),
            weight: Vec::with_capacity(row.len()),
        };
        rows.start.push(0);
        for node in 0..n_nodes {
            let mut before = None;
            for &(other, weight) in &row[bounds[node]..bounds[node + 1]] {
                if before != Some(other) {
                    rows.other.push(other);
                    rows.weight.push(weight);
                } else if add_up && let Some(kept) = rows.weight.last_mut() {
                    *kept += weight;
                }
                before = Some(other);
            }
            rows.start.push(rows.other.len());
        }
        rows
    }

    /// The same ties looked at from their other ends. Nodes are gone through as they rise, so the new rows are in order at once.
    fn turned(&self) -> Self {
        let n_nodes = self.start.len() - 1;
        let start = bounds(n_nodes, self.other.iter().copied());
        let mut place = start.clone();
        let (mut other, mut weight) = (vec![0; self.n_ties()], vec![0.0; self.n_ties()]);
        for node in 0..n_nodes {
            for (end, of) in self.ties_of(node) {
                let at = &mut place[end];
                (other[*at], weight[*at]) = (id(node), of);
                *at += 1;
            }
        }
        Self { start, other, weight }
    }
}

/// Where the ties of each node begin, and after the last where they end, from the nodes of all ties.
fn bounds(n_nodes: usize, nodes: impl Iterator<Item = u32>) -> Vec<usize> {
    let mut start = vec![0; n_nodes + 1];
    for node in nodes {
        start[node as usize + 1] += 1;
    }
    for node in 0..n_nodes {
        start[node + 1] += start[node];
    }
    start
}

/// Ties by node, and those of a node by rising other end, equal ones as they came: a counting sort, then small sorts.
fn in_order(n_nodes: usize, ties: &[(u32, u32, f64)]) -> (Vec<usize>, Vec<(u32, f64)>) {
    let start = bounds(n_nodes, ties.iter().map(|tie| tie.0));
    let mut place = start.clone();
    let mut row = vec![(0_u32, 0.0); ties.len()];
    for tie in ties {
        let at = &mut place[tie.0 as usize];
        row[*at] = (tie.1, tie.2);
        *at += 1;
    }
    for node in 0..n_nodes {
        row[start[node]..start[node + 1]].sort_by_key(|tie| tie.0);
    }
    (start, row)
}

/// A place as it is kept; there are never more than [`NODES_MAX`].
fn id(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A directed network of units. A tie goes from the unit that names to the one that is named. In an undirected network each tie
/// stands in both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    nodes: Vec<String>,
    out: Rows,
    inward: Rows,
    undirected: bool,
    departments: Vec<String>,
    department: Vec<Option<u32>>,
    adoption: Option<Adoption>,
    cautions: Vec<Caution>,
}

impl Graph {
    /// Reads ties, and what is known of the units. Without a table of units they are those of the ties, in the order in which they
    /// come first; departments are then looked for in the table of ties.
    ///
    /// # Errors
    /// A column that is not there, an empty or unreadable cell, a unit twice or in two departments, a tie of an unknown unit (each with
    /// its row), a weight below nought, or a limit passed over.
    pub fn from_tables(edges: &Table, nodes: Option<&Table>, columns: &Columns) -> Result<Self, Unusable> {
        let mut cautions = Vec::new();
        let from = needed(edges, columns.from.as_deref(), FROM, "the unit a tie starts from", "ties")?;
        let to = needed(edges, columns.to.as_deref(), TO, "the unit a tie goes to", "ties")?;
        let weight = wanted(edges, columns.weight.as_deref(), WEIGHT)?;
        let mut units = match nodes {
            Some(nodes) => Units::read(nodes, columns)?,
            None => Units::default(),
        };
        let open = nodes.is_none();
        let (from_ends, to_ends) = units.ends(edges, &from, &to, open)?;
        if units.names.len() > NODES_MAX {
            return Err(Unusable::new(
                "too-many-units",
                format!("There are {} units, and {NODES_MAX} are read. Take a part of the network.", units.names.len()),
            ));
        }
        units.departments_of_ends(edges, columns, &from_ends, &to_ends)?;
        let weights = match &weight {
            Some(name) => Some(edges.numbers(name)?),
            None => None,
        };
        let mut ties = Vec::with_capacity(from_ends.len());
        let (mut n_loops, mut n_zero) = (0_usize, 0_usize);
        for (row, (&a, &b)) in from_ends.iter().zip(&to_ends).enumerate() {
            let value = weights.as_ref().map_or(1.0, |w| w[row]);
            if value < 0.0 {
                return Err(Unusable::new(
                    "negative-weight",
                    format!(
                        "Row {} of the ties: the weight {value} is below nought. Weights say how strong a tie is; leave ties of dislike out.",
                        row + 1
                    ),
                ));
            }
            if a == b {
                n_loops += 1;
            } else if value == 0.0 {
                n_zero += 1;
            } else {
                ties.push((a, b, value));
                if columns.undirected {
                    ties.push((b, a, value));
                }
            }
        }
        if n_loops > 0 {
            cautions.push(
                Caution::new("self-loops", format!("{n_loops} ties go from a unit to itself. They are left out."))
                    .with("ties", n_loops as f64),
            );
        }
        if n_zero > 0 {
            cautions.push(
                Caution::new("zero-weights", format!("{n_zero} ties weigh nothing. They are left out."))
                    .with("ties", n_zero as f64),
            );
        }
        let n_before = ties.len();
        let weighted = weights.is_some();
        let out = Rows::without_doubles(units.names.len(), &ties, weighted);
        let n_doubles = (n_before - out.n_ties()) / if columns.undirected { 2 } else { 1 };
        if n_doubles > 0 {
            let kept = if weighted { "their weights are added up" } else { "each is counted once" };
            cautions.push(
                Caution::new("double-ties", format!("{n_doubles} ties stand there more than once; {kept}."))
                    .with("ties", n_doubles as f64),
            );
        }
        let inward = out.turned();
        let n_isolates = (0..units.names.len()).filter(|&n| out.of(n).is_empty() && inward.of(n).is_empty()).count();
        if n_isolates > 0 {
            cautions.push(
                Caution::new(
                    "isolates",
                    format!("{n_isolates} units have no tie at all. Their exposure is nought, which says nothing of what they know."),
                )
                .with("units", n_isolates as f64),
            );
        }
        let adoption = match (&units.toa, nodes) {
            (Some(toa), Some(_)) => {
                let (adoption, told) = Adoption::read(toa, units.adopted.as_deref(), columns.never_adopters)?;
                cautions.extend(told);
                Some(adoption)
            }
            _ => None,
        };
        let n_homeless = units.department.iter().filter(|d| d.is_none()).count();
        if n_homeless > 0 && !units.departments.is_empty() {
            cautions.push(
                Caution::new(
                    "no-department",
                    format!(
                        "{n_homeless} units have no department. Their ties are left out of what is said of departments."
                    ),
                )
                .with("units", n_homeless as f64),
            );
        }
        Ok(Self {
            nodes: units.names,
            out,
            inward,
            undirected: columns.undirected,
            departments: units.departments,
            department: units.department,
            adoption,
            cautions,
        })
    }

    /// How many units there are.
    pub fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// How many ties there are; one that holds in both directions of an undirected network is one.
    pub fn n_ties(&self) -> usize {
        if self.undirected { self.out.n_ties() / 2 } else { self.out.n_ties() }
    }

    /// The names of the units, in the order of all results.
    pub fn nodes(&self) -> &[String] {
        &self.nodes
    }

    /// The place of a unit.
    ///
    /// # Errors
    /// There is no such unit.
    pub fn node(&self, name: &str) -> Result<usize, Unusable> {
        self.nodes.iter().position(|n| n == name).ok_or_else(|| {
            Unusable::new("unknown-node", format!("There is no unit \"{name}\" in this network. Check its spelling."))
        })
    }

    /// Whom each unit names.
    pub fn out(&self) -> &Rows {
        &self.out
    }

    /// By whom each unit is named.
    pub fn inward(&self) -> &Rows {
        &self.inward
    }

    /// Whether ties hold in both directions.
    pub fn undirected(&self) -> bool {
        self.undirected
    }

    /// The names of the departments, in the order of all results.
    pub fn departments(&self) -> &[String] {
        &self.departments
    }

    /// The department of each unit.
    pub fn department(&self) -> &[Option<u32>] {
        &self.department
    }

    /// Whether two units are known to be of one department.
    pub fn same_department(&self, a: usize, b: usize) -> bool {
        self.department[a].is_some() && self.department[a] == self.department[b]
    }

    /// When each unit adopted, if that is known.
    pub fn adoption(&self) -> Option<&Adoption> {
        self.adoption.as_ref()
    }

    /// What was doubtful in the tables.
    pub fn cautions(&self) -> &[Caution] {
        &self.cautions
    }

    /// The same units with other ties: those to add (with their weight) and those to leave out, as places of units. A tie that is
    /// there already is not added twice. In an undirected network both directions are edited.
    #[must_use]
    pub fn edited(&self, added: &[(usize, usize, f64)], removed: &[(usize, usize)]) -> Self {
        let both = |a: usize, b: usize| if self.undirected { vec![(a, b), (b, a)] } else { vec![(a, b)] };
        let mut gone: Vec<(usize, usize)> = removed.iter().flat_map(|&(a, b)| both(a, b)).collect();
        gone.sort_unstable();
        let is_gone = |a: usize, b: usize| gone.binary_search(&(a, b)).is_ok();
        let mut ties = Vec::with_capacity(self.out.n_ties() + 2 * added.len());
        for node in 0..self.n_nodes() {
            for (other, weight) in self.out.ties_of(node) {
                if !is_gone(node, other) {
                    ties.push((id(node), id(other), weight));
                }
            }
        }
        let mut new: Vec<(u32, u32, f64)> = added
            .iter()
            .flat_map(|&(a, b, weight)| both(a, b).into_iter().map(move |(a, b)| (id(a), id(b), weight)))
            .filter(|&(a, b, _)| a != b && (!self.out.has(a as usize, b as usize) || is_gone(a as usize, b as usize)))
            .collect();
        new.sort_by_key(|tie| (tie.0, tie.1));
        new.dedup_by_key(|tie| (tie.0, tie.1));
        ties.extend(new);
        let out = Rows::new(self.n_nodes(), &ties);
        let inward = out.turned();
        Self { out, inward, ..self.clone() }
    }

    /// The same units and departments with exactly these ties, for null networks.
    pub(super) fn rewired(&self, ties: &[(u32, u32)]) -> Rows {
        let ties: Vec<(u32, u32, f64)> = ties.iter().map(|&(a, b)| (a, b, 1.0)).collect();
        Rows::new(self.n_nodes(), &ties)
    }
}

/// What is known of the units while the tables are read.
#[derive(Default)]
struct Units<'a> {
    names: Vec<String>,
    places: HashMap<&'a str, u32>,
    departments: Vec<String>,
    department: Vec<Option<u32>>,
    toa: Option<Vec<Option<f64>>>,
    adopted: Option<Vec<Option<f64>>>,
}

impl<'a> Units<'a> {
    fn read(table: &'a Table, columns: &Columns) -> Result<Self, Unusable> {
        let id_name = needed(table, columns.id.as_deref(), ID, "the unit", "units")?;
        let mut units = Self { places: HashMap::with_capacity(table.n_rows()), ..Self::default() };
        for (row, name) in table.cells(&id_name)?.enumerate() {
            if name.is_empty() {
                return Err(Unusable::new(
                    "empty-cell",
                    format!(
                        "Row {} of the units: \"{id_name}\" is empty. Name the unit, or leave the row out.",
                        row + 1
                    ),
                ));
            }
            if units.places.insert(name, id(row)).is_some() {
                return Err(Unusable::new(
                    "unit-twice",
                    format!(
                        "Row {} of the units: \"{name}\" stands there a second time. Leave one of the two rows out.",
                        row + 1
                    ),
                ));
            }
            units.names.push(name.to_owned());
        }
        units.department = vec![None; units.names.len()];
        if let Some(name) = wanted(table, columns.department.as_deref(), DEPARTMENT)? {
            let (labels, rows) = table.labels(&name)?;
            let places = units.places_of(&labels);
            units.department = rows.iter().map(|&label| places[label as usize]).collect();
        }
        if let Some(name) = wanted(table, columns.toa.as_deref(), TOA)? {
            units.toa = Some(table.numbers_or_none(&name)?);
        }
        if let Some(name) = wanted(table, columns.adopted.as_deref(), ADOPTED)? {
            units.adopted = Some(table.numbers_or_none(&name)?);
        }
        Ok(units)
    }

    /// The places of both ends of each tie; `open` takes unknown units up.
    fn ends(&mut self, edges: &'a Table, from: &str, to: &str, open: bool) -> Result<(Vec<u32>, Vec<u32>), Unusable> {
        let n_rows = edges.n_rows();
        let (mut from_ends, mut to_ends) = (Vec::with_capacity(n_rows), Vec::with_capacity(n_rows));
        for (row, (a, b)) in edges.cells(from)?.zip(edges.cells(to)?).enumerate() {
            for (name, column, ends) in [(a, from, &mut from_ends), (b, to, &mut to_ends)] {
                if name.is_empty() {
                    return Err(Unusable::new(
                        "empty-cell",
                        format!(
                            "Row {} of the ties: \"{column}\" is empty. Name the unit, or leave the row out.",
                            row + 1
                        ),
                    ));
                }
                let place = match self.places.get(name) {
                    Some(&place) => place,
                    None if open => {
                        let place = id(self.names.len());
                        self.places.insert(name, place);
                        self.names.push(name.to_owned());
                        self.department.push(None);
                        place
                    }
                    None => {
                        return Err(Unusable::new(
                            "unknown-node",
                            format!(
                                "Row {} of the ties: \"{name}\" in \"{column}\" is not among the units. Add it to the table of units, or leave the tie out.",
                                row + 1
                            ),
                        ));
                    }
                };
                ends.push(place);
            }
        }
        Ok((from_ends, to_ends))
    }

    /// Departments that stand in the table of ties, for units whose department is not known from elsewhere.
    fn departments_of_ends(
        &mut self,
        edges: &Table,
        columns: &Columns,
        from_ends: &[u32],
        to_ends: &[u32],
    ) -> Result<(), Unusable> {
        if !self.departments.is_empty() {
            return Ok(());
        }
        let mut sides = Vec::new();
        for (said, usual, ends) in [
            (columns.from_department.as_deref(), FROM_DEPARTMENT, from_ends),
            (columns.to_department.as_deref(), TO_DEPARTMENT, to_ends),
        ] {
            if let Some(name) = wanted(edges, said, usual)? {
                let (labels, rows) = edges.labels(&name)?;
                sides.push((ends, self.places_of(&labels), rows));
            }
        }
        for row in 0..edges.n_rows() {
            for (ends, places, rows) in &sides {
                let Some(here) = places[rows[row] as usize] else { continue };
                let known = &mut self.department[ends[row] as usize];
                match *known {
                    Some(before) if before != here => {
                        return Err(Unusable::new(
                            "two-departments",
                            format!(
                                "Row {} of the ties: \"{}\" is of \"{}\" here and of \"{}\" before. Give it one department, or use two names.",
                                row + 1,
                                self.names[ends[row] as usize],
                                self.departments[here as usize],
                                self.departments[before as usize]
                            ),
                        ));
                    }
                    _ => *known = Some(here),
                }
            }
        }
        Ok(())
    }

    /// The places of departments, which are taken up when they are new; none for a cell that says nothing.
    fn places_of(&mut self, labels: &[String]) -> Vec<Option<u32>> {
        let mut known: HashMap<String, u32> = self.departments.iter().cloned().zip(0..).collect();
        labels
            .iter()
            .map(|label| {
                if label.is_empty() || label == "NA" {
                    return None;
                }
                Some(*known.entry(label.clone()).or_insert_with(|| {
                    self.departments.push(label.clone());
                    id(self.departments.len() - 1)
                }))
            })
            .collect()
    }
}

/// The column that was named, or else the first with a usual name.
fn wanted(table: &Table, said: Option<&str>, usual: &[&str]) -> Result<Option<String>, Unusable> {
    if let Some(said) = said {
        let _there = table.cells(said)?;
        return Ok(Some(said.to_owned()));
    }
    Ok(usual.iter().find_map(|name| table.names().iter().find(|n| n.eq_ignore_ascii_case(name)).cloned()))
}

fn needed(table: &Table, said: Option<&str>, usual: &[&str], what: &str, which: &str) -> Result<String, Unusable> {
    wanted(table, said, usual)?.ok_or_else(|| {
        Unusable::new(
            "no-column",
            format!(
                "The table of {which} has no column for {what}. Call it \"{}\", or say which of these it is: {}.",
                usual[0],
                table.names().join(", ")
            ),
        )
    })
}
