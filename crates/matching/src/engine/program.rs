//! A profile as numbers: what is evaluated when a record comes near it.

use model::Way;

use super::symbol::{Space, Symbol};
use crate::analysis::Analysis;
use crate::field::Field;
use crate::oracle::parts_of;
use crate::query::{Across, Pattern, Query, Years};

/// Index of a node.
pub(super) type NodeAt = u32;

/// One clause. Children stand side by side in [`Program::children`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// The symbol stands in the record.
    Has(Symbol),
    /// The symbol stands in a title, or in an abstract.
    HasIn(Symbol, Field),
    /// These symbols follow each other.
    Phrase { first: u32, n_words: u32, field: Field },
    /// Two symbols within so many words, in either order.
    Near { distance: u32, a: Symbol, b: Symbol, field: Field },
    /// Any other pattern, by number.
    Pattern { pattern: u32, field: Field },
    /// Published within these years.
    Year { from: i32, to: i32 },
    /// All children.
    And { first: u32, n_parts: u32 },
    /// Any child.
    Or { first: u32, n_parts: u32 },
    /// Not the child.
    Not(NodeAt),
}

/// A pattern that is neither word, phrase nor simple proximity.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Row(Vec<Symbol>),
    Any(Vec<Shape>),
    Near(u32, Box<Shape>, Box<Shape>),
    Adj(u32, Box<Shape>, Box<Shape>),
}

/// All profiles.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub nodes: Vec<Node>,
    pub children: Vec<NodeAt>,
    pub rows: Vec<Symbol>,
    pub shapes: Vec<Shape>,
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

impl Program {
    /// Adds a query; gives its node and the covers of which each one must be met.
    pub(super) fn add(
        &mut self,
        query: &Query,
        analysis: Analysis,
        symbols: &mut impl Numbering,
    ) -> (NodeAt, Vec<Cover>) {
        match query {
            Query::And(parts) => {
                let mut covers = Vec::new();
                let mut nodes = Vec::with_capacity(parts.len());
                for part in parts {
                    let (node, own) = self.add(part, analysis, symbols);
                    nodes.push(node);
                    covers.extend(own);
                }
                let first = self.family(&nodes);
                (self.node(Node::And { first, n_parts: nodes.len() as u32 }), covers)
            }
            Query::Or(parts) => {
                let mut union = Some(Cover { symbols: Vec::new(), cost: 0 });
                let mut nodes = Vec::with_capacity(parts.len());
                for part in parts {
                    let (node, own) = self.add(part, analysis, symbols);
                    nodes.push(node);
                    union =
                        union.zip(own.into_iter().min_by_key(|cover| cover.cost)).map(|(union, cover)| union.or(cover));
                }
                let first = self.family(&nodes);
                (self.node(Node::Or { first, n_parts: nodes.len() as u32 }), union.into_iter().collect())
            }
            Query::Not(part) => {
                let (node, _) = self.add(part, analysis, symbols);
                (self.node(Node::Not(node)), Vec::new())
            }
            Query::Text(field, pattern) => self.add_pattern(*field, pattern, analysis, symbols),
            Query::Atom(atom) => {
                let symbol = symbols.atom(&atom.key());
                (self.node(Node::Has(symbol)), vec![Cover::of(symbol, symbols)])
            }
            Query::Across(Across { class, ways, .. }) => {
                // Any of them: one node for each, and all of them cover the clause.
                let own = symbols.atom(&class.key());
                let (mut cover, mut nodes) = (Cover::of(own, symbols), vec![self.node(Node::Has(own))]);
                for way in ways {
                    let symbol = symbols.way(way);
                    nodes.push(self.node(Node::Has(symbol)));
                    cover = cover.or(Cover::of(symbol, symbols));
                }
                let first = self.family(&nodes);
                (self.node(Node::Or { first, n_parts: nodes.len() as u32 }), vec![cover])
            }
            Query::Year(Years { from, to }) => (self.node(Node::Year { from: *from, to: *to }), Vec::new()),
        }
    }

    fn node(&mut self, node: Node) -> NodeAt {
        self.nodes.push(node);
        (self.nodes.len() - 1) as NodeAt
    }

    fn family(&mut self, nodes: &[NodeAt]) -> u32 {
        let first = self.children.len() as u32;
        self.children.extend(nodes);
        first
    }

    fn add_pattern(
        &mut self,
        field: Field,
        pattern: &Pattern,
        analysis: Analysis,
        symbols: &mut impl Numbering,
    ) -> (NodeAt, Vec<Cover>) {
        let (shape, covers) = shape(Space::of(field), pattern, analysis, symbols);
        // Names have spaces of their own, and prose without a field is looked for everywhere in it.
        let restricted = matches!(field, Field::Title | Field::Abstract);
        let node = match shape {
            Shape::Row(row) => match row.as_slice() {
                [symbol] if restricted => Node::HasIn(*symbol, field),
                [symbol] => Node::Has(*symbol),
                _ => {
                    let first = self.rows.len() as u32;
                    self.rows.extend(&row);
                    Node::Phrase { first, n_words: row.len() as u32, field }
                }
            },
            Shape::Near(distance, a, b) => match (*a, *b) {
                (Shape::Row(a), Shape::Row(b)) if a.len() == 1 && b.len() == 1 => {
                    Node::Near { distance, a: a[0], b: b[0], field }
                }
                (a, b) => {
                    self.shapes.push(Shape::Near(distance, Box::new(a), Box::new(b)));
                    Node::Pattern { pattern: (self.shapes.len() - 1) as u32, field }
                }
            },
            other => {
                self.shapes.push(other);
                Node::Pattern { pattern: (self.shapes.len() - 1) as u32, field }
            }
        };
        (self.node(node), covers)
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
