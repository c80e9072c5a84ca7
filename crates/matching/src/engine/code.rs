//! Profiles as rows of numbers, one behind the other, so that judging one reads one or two lines of the cache.
//!
//! A *block* is the number of a profile and one node. A *node* is a head and what the head says follows: symbols, numbers
//! or nodes. A head holds the operation, the field and how many numbers the node has, so a node can be passed over.

use super::program::{Clause, Shape};
use super::symbol::Symbol;
use crate::field::Field;
use crate::query::Years;

/// All of these symbols stand in the record. Without symbols it always holds.
pub(super) const ALL: u32 = 0;
/// One of these symbols stands in the record.
pub(super) const ANY: u32 = 1;
/// These symbols follow each other in the field.
pub(super) const ROW: u32 = 2;
/// A distance and two symbols that stand so near each other in the field, in either order.
pub(super) const NEAR: u32 = 3;
/// First and last year.
pub(super) const YEAR: u32 = 4;
/// All of these nodes hold.
pub(super) const AND: u32 = 5;
/// One of these nodes holds.
pub(super) const OR: u32 = 6;
/// The node does not hold.
pub(super) const NOT: u32 = 7;
/// The shape has an occurrence in the field.
pub(super) const SHAPE: u32 = 8;
/// A shape: one of these shapes.
pub(super) const EITHER: u32 = 9;
/// A shape: a distance and two shapes, in either order.
pub(super) const BOTH: u32 = 10;
/// A shape: a distance and two shapes, the second behind the first.
pub(super) const BEHIND: u32 = 11;
/// The first of these symbols that stands in the record is the one under which the profile was found. So a profile under
/// several symbols is judged once.
pub(super) const FIRST_KEY: u32 = 12;
/// The first of these symbols that stands in the record is the one that was tested.
pub(super) const FIRST_TEST: u32 = 13;

const FIELDS: [Field; 6] = [Field::Text, Field::Title, Field::Abstract, Field::Author, Field::Org, Field::Source];

pub(super) fn op(head: u32) -> u32 {
    head & 15
}

pub(super) fn field(head: u32) -> Field {
    FIELDS.get((head >> 4 & 7) as usize).copied().unwrap_or_default()
}

/// How many numbers the node has, its head included.
pub(super) fn n_words(head: u32) -> usize {
    (head >> 7) as usize
}

/// Most numbers that a node can have. A query of 64 KiB stays far below.
const NODE_WORDS_MAX: usize = 1 << 25;

/// Begins a node; [`close`] says how long it became.
fn open(code: &mut Vec<u32>, op: u32, field: Field) -> usize {
    code.push(op | (field as u32) << 4);
    code.len() - 1
}

fn close(code: &mut [u32], at: usize) {
    let n_words = (code.len() - at).min(NODE_WORDS_MAX - 1) as u32;
    code[at] |= n_words << 7;
}

pub(super) fn put_symbols(code: &mut Vec<u32>, op: u32, symbols: &[Symbol]) {
    let at = open(code, op, Field::Text);
    code.extend(symbols);
    close(code, at);
}

/// Writes an AND of these symbols and clauses, or the only node there would be in it.
pub(super) fn put_and(code: &mut Vec<u32>, first: &[(u32, &[Symbol])], clauses: &[&Clause]) {
    let here: Vec<Symbol> = clauses.iter().filter_map(|clause| has(clause)).collect();
    let n_nodes = first.len() + usize::from(!here.is_empty()) + clauses.len() - here.len();
    let at = (n_nodes > 1).then(|| open(code, AND, Field::Text));
    if !here.is_empty() || n_nodes == 0 {
        put_symbols(code, ALL, &here);
    }
    for (op, symbols) in first {
        put_symbols(code, *op, symbols);
    }
    for clause in clauses.iter().filter(|clause| has(clause).is_none()) {
        put(code, clause);
    }
    if let Some(at) = at {
        close(code, at);
    }
}

fn has(clause: &Clause) -> Option<Symbol> {
    match clause {
        Clause::Has(symbol) => Some(*symbol),
        _ => None,
    }
}

/// The symbols of a clause that one of them satisfies, each once.
pub(super) fn any_of(clause: &Clause) -> Option<Vec<Symbol>> {
    let Clause::Or(parts) = clause else { return None };
    let mut symbols = Vec::with_capacity(parts.len());
    for part in parts {
        let symbol = has(part)?;
        if !symbols.contains(&symbol) {
            symbols.push(symbol);
        }
    }
    Some(symbols)
}

fn put(code: &mut Vec<u32>, clause: &Clause) {
    match clause {
        Clause::Has(symbol) => put_symbols(code, ALL, &[*symbol]),
        Clause::Year(Years { from, to }) => put_symbols(code, YEAR, &[*from as u32, *to as u32]),
        Clause::And(parts) => put_and(code, &[], &parts.iter().collect::<Vec<_>>()),
        Clause::Or(parts) => {
            if let Some(symbols) = any_of(clause) {
                return put_symbols(code, ANY, &symbols);
            }
            let at = open(code, OR, Field::Text);
            parts.iter().for_each(|part| put(code, part));
            close(code, at);
        }
        Clause::Not(part) => {
            let at = open(code, NOT, Field::Text);
            put(code, part);
            close(code, at);
        }
        Clause::Text(field, Shape::Near(distance, a, b)) if let (Some(a), Some(b)) = (single(a), single(b)) => {
            let at = open(code, NEAR, *field);
            code.extend([*distance, a, b]);
            close(code, at);
        }
        Clause::Text(field, Shape::Row(row)) => {
            let at = open(code, ROW, *field);
            code.extend(row);
            close(code, at);
        }
        Clause::Text(field, shape) => {
            let at = open(code, SHAPE, *field);
            put_shape(code, shape);
            close(code, at);
        }
    }
}

fn single(shape: &Shape) -> Option<Symbol> {
    match shape {
        Shape::Row(row) if row.len() == 1 => Some(row[0]),
        _ => None,
    }
}

fn put_shape(code: &mut Vec<u32>, shape: &Shape) {
    let near = |code: &mut Vec<u32>, op, distance: &u32, a: &Shape, b: &Shape| {
        let at = open(code, op, Field::Text);
        code.push(*distance);
        put_shape(code, a);
        put_shape(code, b);
        close(code, at);
    };
    match shape {
        Shape::Row(row) => put_symbols(code, ROW, row),
        Shape::Any(shapes) => {
            let at = open(code, EITHER, Field::Text);
            shapes.iter().for_each(|shape| put_shape(code, shape));
            close(code, at);
        }
        Shape::Near(distance, a, b) => near(code, BOTH, distance, a, b),
        Shape::Adj(distance, a, b) => near(code, BEHIND, distance, a, b),
    }
}

/// The nodes that stand one behind the other.
pub(super) fn nodes(mut rest: &[u32]) -> impl Iterator<Item = &[u32]> {
    std::iter::from_fn(move || {
        let (node, behind) = rest.split_at_checked(n_words(*rest.first()?))?;
        rest = behind;
        Some(node)
    })
}

/// The number and the node of the profile whose block begins here.
#[inline]
pub(super) fn block(code: &[u32], at: u32) -> (u32, &[u32]) {
    let block = &code[at as usize..];
    (block[0], &block[1..=n_words(block[1])])
}

/// Deepest nesting that is read back from a file; queries are nested 32 deep at most, with shapes inside.
const DEPTH_MAX: usize = 200;

/// Calls `take` for each symbol of a node. `false`: what stands there is no node, or `take` said so of a symbol.
pub(super) fn each_symbol(node: &mut [u32], take: &mut impl FnMut(&mut Symbol) -> bool) -> bool {
    walk(node, take, 0, false)
}

fn walk(node: &mut [u32], take: &mut impl FnMut(&mut Symbol) -> bool, depth: usize, in_shape: bool) -> bool {
    let n_words_here = node.len();
    let Some((head, rest)) = node.split_first_mut() else { return false };
    if n_words(*head) != n_words_here || depth > DEPTH_MAX {
        return false;
    }
    let mut inside = |rest: &mut [u32], n_nodes: Option<usize>, shapes: bool| {
        let mut rest = rest;
        let mut n = 0;
        while let Some(head) = rest.first() {
            let Some((node, behind)) = rest.split_at_mut_checked(n_words(*head)) else { return false };
            if !walk(node, take, depth + 1, shapes) {
                return false;
            }
            rest = behind;
            n += 1;
        }
        n_nodes.is_none_or(|wanted| wanted == n)
    };
    match (op(*head), in_shape) {
        (ALL | ANY | FIRST_KEY | FIRST_TEST, false) | (ROW, _) => rest.iter_mut().all(take),
        (NEAR, false) => rest.len() == 3 && rest[1..].iter_mut().all(take),
        (YEAR, false) => rest.len() == 2,
        (AND | OR, false) => inside(rest, None, false),
        (NOT, false) => inside(rest, Some(1), false),
        (SHAPE, false) => inside(rest, Some(1), true),
        (EITHER, true) => inside(rest, None, true),
        (BOTH | BEHIND, true) => match rest.split_first_mut() {
            Some((_, rest)) => inside(rest, Some(2), true),
            None => false,
        },
        _ => false,
    }
}
