//! How fast an innovation is imitated, by what it pays and what it costs (Mansfield, *Econometrica* 29, 1961).

use super::doubts;
use super::fitted::{Fitted, Interval, Model, Options, Parameter, student, student_beyond};
use super::sigmoid::Response;
use crate::reflection::solve_and_invert;
use crate::tally::sum;
use crate::{Caution, Unusable};

/// The plane rate = z + a1 profitability + a2 size over innovations, by ordinary least squares. With few innovations the
/// intervals are those of Student's distribution, which is exact for normal residuals. Derived are `t_...` and `p_...` of each
/// coefficient: its ratio to its standard error, and how likely one as far from nought is by chance.
///
/// # Errors
/// Columns of unequal length, fewer than five innovations, or a column that depends on the other.
pub fn fit_mansfield(
    rate: &[f64],
    profitability: &[f64],
    size: Option<&[f64]>,
    options: &Options,
) -> Result<Fitted, Unusable> {
    for column in [Some(rate), Some(profitability), size].into_iter().flatten() {
        doubts::finite(column)?;
        if column.len() != rate.len() {
            return Err(Unusable::new(
                "uneven-columns",
                "The columns have different lengths. Give one row per innovation.",
            ));
        }
    }
    let n = rate.len();
    let k = if size.is_some() { 3 } else { 2 };
    doubts::enough(n, k)?;
    let mut rows = Vec::with_capacity(n * k);
    for i in 0..n {
        rows.extend([1.0, profitability[i]]);
        rows.extend(size.map(|s| s[i]));
    }
    let Some((found, inverse)) = solve_and_invert(rows.clone(), rate.to_vec(), k) else {
        return Err(Unusable::new(
            "not-identified",
            "Profitability and size do not vary, or vary together: what each does cannot be told apart. Leave one out, or add innovations.",
        ));
    };
    let values: Vec<f64> = rows.chunks_exact(k).map(|row| row.iter().zip(&found).map(|(r, f)| r * f).sum()).collect();
    let sse = sum(rate.iter().zip(&values).map(|(y, v)| (y - v) * (y - v)));
    let mut fit = Fitted::of(Model::Mansfield, Response::Level, n, k, options.confidence);
    fit.squares(sse, rate);
    fit.points(rate, values, 1);
    let freedom = n - k;
    let quantile = student(options.confidence, freedom);
    for (j, name) in ["z", "profitability", "size"].iter().take(k).enumerate() {
        let se = (inverse[(j, j)] * sse / freedom as f64).sqrt();
        fit.parameters.push(Parameter {
            name: (*name).to_owned(),
            estimate: found[j],
            se: Some(se),
            delta: Some(Interval::around(found[j], quantile * se)),
            profile: None,
        });
        if se > 0.0 {
            let t = found[j] / se;
            for (what, estimate) in [("t", t), ("p", student_beyond(t, freedom))] {
                let name = format!("{what}_{name}");
                fit.derived.push(Parameter { name, estimate, se: None, delta: None, profile: None });
            }
        }
    }
    if n < 12 {
        fit.cautions
            .push(Caution::new("few-points", format!("The plane stands on {n} innovations only.")).with("n", n as f64));
    }
    if found[1] <= 0.0 {
        fit.cautions.push(
            Caution::new(
                "unexpected-sign",
                "What pays more is not imitated faster here, against what Mansfield found.",
            )
            .with("profitability", found[1]),
        );
    }
    Ok(fit)
}
