//! Pairing: who goes where when many are wanted and many could come. The assignment problem, solved exactly, and the greedy answer beside it.
//!
//! Shortest augmenting paths with prices, after H. W. Kuhn, *The Hungarian method for the assignment problem*, Naval Research Logistics
//! Quarterly 2 (1955), and J. Munkres, Journal of the SIAM 5 (1957). Time grows with `rows² × (rows + columns)`.

/// Rows and columns that are paired at once. So many rows and columns take well under a second; see `bench/`.
pub const PAIRING_SIDE_MAX: usize = 300;

/// What no weight reaches: a pair that must not be.
const FORBIDDEN: i64 = 1 << 40;

/// How good each pair would be: rows by columns, `None` where the pair must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairWeights {
    n_columns: usize,
    weights: Vec<Option<u32>>,
}

/// Pairs of a row and a column, each row and column at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// The pairs, by row.
    pub pairs: Vec<(usize, usize)>,
    /// The sum of their weights.
    pub total: u64,
}

/// Why no pairing weighs more: prices of rows and columns. No pair that may be weighs more than the prices of both ends, so that no pairing
/// weighs more than all prices together, and the one that was found weighs so much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairPrices {
    /// Of the rows.
    pub rows: Vec<i64>,
    /// Of the columns.
    pub columns: Vec<i64>,
}

impl PairWeights {
    /// Weights of so many rows and columns, told pair by pair.
    pub fn of(n_rows: usize, n_columns: usize, mut weight: impl FnMut(usize, usize) -> Option<u32>) -> PairWeights {
        let cells = (0..n_rows).flat_map(|row| (0..n_columns).map(move |column| (row, column)));
        PairWeights { n_columns, weights: cells.map(|(row, column)| weight(row, column)).collect() }
    }

    /// How many rows there are.
    pub fn n_rows(&self) -> usize {
        self.weights.len().checked_div(self.n_columns).unwrap_or_default()
    }

    /// How many columns there are.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// How good a pair would be.
    pub fn weight(&self, row: usize, column: usize) -> Option<u32> {
        self.weights.get(row * self.n_columns + column).copied().flatten().filter(|_| column < self.n_columns)
    }

    /// The pairing that weighs most, with the prices that prove it. A row or column that finds no good partner stays alone. The same
    /// weights give the same pairs.
    pub fn best(&self) -> (Pairing, PairPrices) {
        let (n_rows, n_real) = (self.n_rows(), self.n_columns);
        // Beside the columns stands for each row one more where it stays alone for nothing.
        let n_columns = n_real + n_rows;
        let cost = |row: usize, column: usize| -> i64 {
            if column >= n_real { 0 } else { self.weight(row, column).map_or(FORBIDDEN, |weight| -i64::from(weight)) }
        };
        // Row and column 0 are where a path begins; so the others count from 1.
        let (mut of_rows, mut of_columns) = (vec![0i64; n_rows + 1], vec![0i64; n_columns + 1]);
        let mut partner = vec![0usize; n_columns + 1];
        for row in 1..=n_rows {
            partner[0] = row;
            let mut at = 0;
            let (mut least, mut from) = (vec![i64::MAX; n_columns + 1], vec![0usize; n_columns + 1]);
            let mut reached = vec![false; n_columns + 1];
            while partner[at] != 0 {
                reached[at] = true;
                let (here, mut step, mut next) = (partner[at], i64::MAX, 0);
                for column in 1..=n_columns {
                    if reached[column] {
                        continue;
                    }
                    let reduced = cost(here - 1, column - 1) - of_rows[here] - of_columns[column];
                    if reduced < least[column] {
                        (least[column], from[column]) = (reduced, at);
                    }
                    if least[column] < step {
                        (step, next) = (least[column], column);
                    }
                }
                for column in 0..=n_columns {
                    if reached[column] {
                        of_rows[partner[column]] += step;
                        of_columns[column] -= step;
                    } else if least[column] != i64::MAX {
                        least[column] -= step;
                    }
                }
                at = next;
            }
            while at != 0 {
                partner[at] = partner[from[at]];
                at = from[at];
            }
        }
        let mut pairs: Vec<(usize, usize)> = (1..=n_real)
            .filter(|column| partner[*column] != 0)
            .map(|column| (partner[column] - 1, column - 1))
            .collect();
        pairs.retain(|(row, column)| self.weight(*row, *column).is_some());
        let prices = PairPrices {
            rows: of_rows[1..].iter().map(|price| -price).collect(),
            columns: of_columns[1..=n_real].iter().map(|price| -price).collect(),
        };
        (self.pairing(pairs), prices)
    }

    /// What comes of it when the best pair that is left is taken each time: what hurried people do. Of equal ones the first row, then the
    /// first column.
    pub fn greedy(&self) -> Pairing {
        let mut cells: Vec<(u32, usize, usize)> = (0..self.n_rows())
            .flat_map(|row| (0..self.n_columns).map(move |column| (row, column)))
            .filter_map(|(row, column)| self.weight(row, column).map(|weight| (weight, row, column)))
            .collect();
        cells.sort_by_key(|(weight, row, column)| (std::cmp::Reverse(*weight), *row, *column));
        let (mut rows, mut columns) = (vec![false; self.n_rows()], vec![false; self.n_columns]);
        let mut pairs = Vec::new();
        for (_, row, column) in cells {
            if !rows[row] && !columns[column] {
                (rows[row], columns[column]) = (true, true);
                pairs.push((row, column));
            }
        }
        self.pairing(pairs)
    }

    fn pairing(&self, mut pairs: Vec<(usize, usize)>) -> Pairing {
        pairs.sort_unstable();
        let total = pairs.iter().filter_map(|(row, column)| self.weight(*row, *column)).map(u64::from).sum();
        Pairing { pairs, total }
    }
}

#[cfg(test)]
#[path = "pairing_tests.rs"]
mod tests;
