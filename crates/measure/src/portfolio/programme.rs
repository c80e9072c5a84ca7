//! A mixed-integer programme as columns and rows, before any solver sees it.

/// What a row stands for; resources are known by their position in the problem and a period from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RowKey {
    Budget(usize, usize),
    Material(usize, usize),
    Supplier(usize, usize),
    Staff(usize, usize),
    Slack(usize, usize),
    Parallel(usize, usize),
    /// Having the prerequisite of a technology there at signing.
    Prerequisite(usize, usize),
    /// A row of a knapsack.
    Plain(usize),
    /// Logic, debts, and whatever is no resource.
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub cost: f64,
    pub lower: f64,
    pub upper: f64,
    pub whole: bool,
    /// (row, factor), each row once.
    pub entries: Vec<(usize, f64)>,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub lower: f64,
    pub upper: f64,
    pub key: RowKey,
}

/// Maximise the sum of cost times column over columns within their bounds and rows within theirs.
#[derive(Clone, Debug, Default)]
pub(super) struct Programme {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

impl Programme {
    pub(super) fn column(&mut self, lower: f64, upper: f64, whole: bool) -> usize {
        self.columns.push(Column { cost: 0.0, lower, upper, whole, entries: Vec::new() });
        self.columns.len() - 1
    }

    /// A decision of yes or no.
    pub(super) fn binary(&mut self) -> usize {
        self.column(0.0, 1.0, true)
    }

    /// A row that may be at most so much. Factors for the same column add up.
    pub(super) fn at_most(&mut self, upper: f64, key: RowKey, factors: &[(usize, f64)]) -> usize {
        self.row(f64::NEG_INFINITY, upper, key, factors)
    }

    /// A row that must be at least so much.
    pub(super) fn at_least(&mut self, lower: f64, factors: &[(usize, f64)]) -> usize {
        self.row(lower, f64::INFINITY, RowKey::Other, factors)
    }

    pub(super) fn row(&mut self, lower: f64, upper: f64, key: RowKey, factors: &[(usize, f64)]) -> usize {
        let row = self.rows.len();
        self.rows.push(Row { lower, upper, key });
        for &(column, factor) in factors {
            self.put(row, column, factor);
        }
        row
    }

    pub(super) fn put(&mut self, row: usize, column: usize, factor: f64) {
        let entries = &mut self.columns[column].entries;
        // Rows are filled one after the other, so a column's entry for this row can only be its last.
        match entries.last_mut() {
            Some((last, sum)) if *last == row => *sum += factor,
            _ => entries.push((row, factor)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_for_the_same_column_in_a_row_add_up() {
        let mut programme = Programme::default();
        let x = programme.binary();
        programme.at_most(3.0, RowKey::Other, &[(x, 1.0), (x, 2.0)]);
        assert_eq!(programme.columns[x].entries, [(0, 3.0)]);
    }
}
