//! Multi-dimensional knapsacks, the oldest form of choosing research projects under several budgets (Petersen 1967).

use serde::Serialize;

use super::read::Numbers;
use crate::Unusable;

/// More problems in one file are refused.
const PROBLEMS_MAX: usize = 1_000;
/// More items are refused.
const ITEMS_MAX: usize = 20_000;
/// More rows are refused.
const ROWS_MAX: usize = 2_000;

/// Choose items of the largest profit so that in each row their weights stay within the capacity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Knapsack {
    /// Profit by item.
    pub profits: Vec<f64>,
    /// Weight by row, then item.
    pub weights: Vec<Vec<f64>>,
    /// Capacity by row.
    pub capacities: Vec<f64>,
    /// The optimum the file states; none when it states 0.
    pub stated: Option<f64>,
}

/// Reads: how many; per problem items, rows, optimum (0 when unknown), profits, weights by row, capacities.
pub(super) fn from_numbers(numbers: &[(f64, usize)], single: bool) -> Result<Vec<Knapsack>, Unusable> {
    let mut numbers = Numbers::new(numbers);
    let n_problems = if single { 1 } else { numbers.count("the number of problems", 1, PROBLEMS_MAX)? };
    let mut problems = Vec::new();
    for _ in 0..n_problems {
        let n = numbers.count("the number of items", 1, ITEMS_MAX)?;
        let m = numbers.count("the number of rows", 1, ROWS_MAX)?;
        let stated = numbers.number("the optimum, or 0")?;
        // Said before anything is set aside for numbers that are not there.
        if numbers.left() < n * (m + 1) + m {
            return Err(Unusable::new(
                "too-few-numbers",
                format!(
                    "Line {}: a problem of {n} items and {m} rows needs {} more numbers, and {} follow. Bring the file whole.",
                    numbers.line(),
                    n * (m + 1) + m,
                    numbers.left()
                ),
            ));
        }
        let profits = (0..n).map(|_| numbers.number("a profit")).collect::<Result<Vec<_>, _>>()?;
        let mut weights = Vec::new();
        for _ in 0..m {
            weights.push((0..n).map(|_| numbers.number("a weight")).collect::<Result<Vec<_>, _>>()?);
        }
        let capacities = (0..m).map(|_| numbers.number("a capacity")).collect::<Result<Vec<_>, _>>()?;
        problems.push(Knapsack { profits, weights, capacities, stated: (stated != 0.0).then_some(stated) });
    }
    if numbers.left() > 0 {
        return Err(Unusable::new(
            "too-many-numbers",
            format!(
                "Line {}: {} numbers follow after the last problem. Leave them out, or correct the counts.",
                numbers.line(),
                numbers.left()
            ),
        ));
    }
    Ok(problems)
}

impl Knapsack {
    /// The profit of a choice of items (from 1), recomputed.
    ///
    /// # Errors
    /// `row-exceeded` or `unknown-item`.
    pub fn profit(&self, items: &[usize]) -> Result<f64, Unusable> {
        if let Some(item) = items.iter().find(|&&item| item == 0 || item > self.profits.len()) {
            return Err(Unusable::new("unknown-item", format!("There is no item {item}.")));
        }
        for (row, (weights, capacity)) in self.weights.iter().zip(&self.capacities).enumerate() {
            let used: f64 = items.iter().map(|&item| weights[item - 1]).sum();
            if used > capacity + 1e-6 * (1.0 + capacity.abs()) {
                return Err(Unusable::new("row-exceeded", format!("Row {}: {used} is taken of {capacity}.", row + 1)));
            }
        }
        Ok(items.iter().map(|&item| self.profits[item - 1]).sum())
    }
}
