//! A profile as clauses over symbols, and what each needs a record to hold.

use model::Way;

use super::symbol::{Space, Symbol};
use crate::analysis::Analysis;
use crate::field::Field;
use crate::oracle::parts_of;
use crate::query::{Across, Pattern, Query, Years};

/// One clause of a profile.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Clause {
    /// The symbol stands in the record.
    Has(Symbol),
    /// The words stand so in the field.
    Text(Field, Shape),
    /// Published within these years.
    Year(Years),
    /// All of them.
    And(Vec<Clause>),
    /// Any of them.
    Or(Vec<Clause>),
    /// Not this.
    Not(Box<Clause>),
}

/// How words stand to each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// One behind the other.
    Row(Vec<Symbol>),
    Any(Vec<Shape>),
    /// Both within so many words, in either order.
    Near(u32, Box<Shape>, Box<Shape>),
    /// The second within so many words behind the first.
    Adj(u32, Box<Shape>, Box<Shape>),
}

/// Symbols of which one must stand in every record that satisfies the clause.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cover {
    pub symbols: Vec<Symbol>,
    /// Expected number of records that hold one of them.
    pub cost: u64,
}

/// Numbers symbols and knows what each costs.
pub(super) trait Numbering {
    fn word(&mut self, space: Space, folded: &str, open: bool) -> Symbol;
    fn atom(&mut self, key: &str) -> Symbol;
    fn way(&mut self, way: &Way) -> Symbol;
    fn cost(&self, symbol: Symbol) -> u64;
}

/// A query over symbols, with the covers of which each one must be met.
pub(super) fn clause(query: &Query, analysis: Analysis, symbols: &mut impl Numbering) -> (Clause, Vec<Cover>) {
    match query {
        Query::And(parts) => {
            let mut covers = Vec::with_capacity(parts.len());
            let mut clauses = Vec::with_capacity(parts.len());
            for part in parts {
                let (part, own) = clause(part, analysis, symbols);
                clauses.push(part);
                covers.extend(own);
            }
            (Clause::And(clauses), covers)
        }
        Query::Or(parts) => {
            let mut union = Some(Cover { symbols: Vec::new(), cost: 0 });
            let mut clauses = Vec::with_capacity(parts.len());
            for part in parts {
                let (part, own) = clause(part, analysis, symbols);
                clauses.push(part);
                union = union.zip(own.into_iter().min_by_key(|cover| cover.cost)).map(|(union, cover)| union.or(cover));
            }
            (Clause::Or(clauses), union.into_iter().collect())
        }
        Query::Not(part) => (Clause::Not(Box::new(clause(part, analysis, symbols).0)), Vec::new()),
        Query::Text(field, pattern) => {
            let (shape, covers) = shape(Space::of(*field), pattern, analysis, symbols);
            // Names have spaces of their own, and prose without a field is looked for everywhere in it.
            let restricted = matches!(field, Field::Title | Field::Abstract);
            let clause = match shape {
                Shape::Row(row) if row.len() == 1 && !restricted => Clause::Has(row[0]),
                shape => Clause::Text(*field, shape),
            };
            (clause, covers)
        }
        Query::Atom(atom) => {
            let symbol = symbols.atom(&atom.key());
            (Clause::Has(symbol), vec![Cover::of(symbol, symbols)])
        }
        Query::Across(Across { class, ways, .. }) => {
            // Any of them, and all of them cover the clause.
            let own = symbols.atom(&class.key());
            let (mut cover, mut any) = (Cover::of(own, symbols), vec![Clause::Has(own)]);
            for way in ways {
                let symbol = symbols.way(way);
                any.push(Clause::Has(symbol));
                cover = cover.or(Cover::of(symbol, symbols));
            }
            (Clause::Or(any), vec![cover])
        }
        Query::Year(years) => (Clause::Year(*years), Vec::new()),
    }
}

fn shape(space: Space, pattern: &Pattern, analysis: Analysis, symbols: &mut impl Numbering) -> (Shape, Vec<Cover>) {
    match pattern {
        Pattern::Words { text, open } => {
            let row: Vec<Symbol> = parts_of(text, *open, analysis)
                .iter()
                .map(|(folded, open)| symbols.word(space, folded, *open))
                .collect();
            let covers = row.iter().map(|symbol| Cover::of(*symbol, symbols)).collect();
            (Shape::Row(row), covers)
        }
        Pattern::Any(patterns) => {
            let mut union = Some(Cover { symbols: Vec::new(), cost: 0 });
            let mut shapes = Vec::with_capacity(patterns.len());
            for pattern in patterns {
                let (shape, own) = shape(space, pattern, analysis, symbols);
                shapes.push(shape);
                union = union.zip(own.into_iter().min_by_key(|cover| cover.cost)).map(|(union, cover)| union.or(cover));
            }
            (Shape::Any(shapes), union.into_iter().collect())
        }
        Pattern::Near(distance, a, b) | Pattern::Adj(distance, a, b) => {
            let ((left, mut covers), (right, more)) =
                (shape(space, a, analysis, symbols), shape(space, b, analysis, symbols));
            covers.extend(more);
            let (left, right) = (Box::new(left), Box::new(right));
            let shape = if matches!(pattern, Pattern::Near(..)) {
                Shape::Near(*distance, left, right)
            } else {
                Shape::Adj(*distance, left, right)
            };
            (shape, covers)
        }
    }
}

impl Cover {
    fn of(symbol: Symbol, symbols: &impl Numbering) -> Cover {
        Cover { symbols: vec![symbol], cost: symbols.cost(symbol) }
    }

    fn or(mut self, other: Cover) -> Cover {
        for symbol in other.symbols {
            if !self.symbols.contains(&symbol) {
                self.symbols.push(symbol);
            }
        }
        self.cost += other.cost;
        self
    }
}
