//! From a table of text to times, causes, groups and covariates.

use super::design::Design;
use super::observed::Observed;
use super::request::Request;
use crate::table::Table;
use crate::{Caution, Unusable};

const TIMES: [&str; 9] = ["time", "stop", "tstop", "end", "duration", "days", "futime", "ftime", "t"];
const STARTS: [&str; 4] = ["start", "tstart", "entry", "begin"];
const STATUSES: [&str; 8] = ["status", "event", "state", "outcome", "dead", "died", "adopted", "happened"];
const CENSORED: [&str; 8] = ["0", "censored", "(censored)", "none", "open", "alive", "false", "no"];

/// What was read of the rows that can be used.
pub(crate) struct Reading {
    pub observed: Observed,
    /// The causes in their order; one only when there is but one kind of event.
    pub causes: Vec<String>,
    /// For each row nought or the place of its cause, from one.
    pub cause: Vec<usize>,
    /// The groups in order, and for each row its place among them.
    pub groups: Option<(Vec<String>, Vec<u32>)>,
    pub strata: Option<(Vec<String>, Vec<u32>)>,
    pub cluster: Option<Vec<u32>>,
    pub frailty: Option<Vec<u32>>,
    pub id: Option<Vec<u32>>,
    pub design: Design,
    /// The columns that were taken, in words.
    pub time: String,
    pub start: Option<String>,
    pub status: String,
    pub cautions: Vec<Caution>,
}

fn column(table: &Table, asked: Option<&String>, usual: &[&str], what: &str) -> Result<String, Unusable> {
    if let Some(name) = asked {
        // A name that is not there is said with all names that are.
        table.cells(name).map(|_| name.clone())
    } else {
        let found = usual.iter().find_map(|usual| table.names().iter().find(|name| name.eq_ignore_ascii_case(usual)));
        found.cloned().ok_or_else(|| {
            Unusable::new(
                "no-column",
                format!("No column looks like {what}. Name it; the table has: {}.", table.names().join(", ")),
            )
        })
    }
}

/// Reads what is asked for, and leaves out rows in which any of it is empty.
pub(crate) fn read(table: &Table, request: &Request) -> Result<Reading, Unusable> {
    if table.n_rows() == 0 {
        return Err(Unusable::new("no-rows", "The table has names and no rows. Bring at least one case."));
    }
    if !(request.confidence > 0.0 && request.confidence < 1.0) {
        return Err(Unusable::new(
            "wrong-confidence",
            format!("A confidence of {} is asked for. Take one between 0 and 1, as 0.95.", request.confidence),
        ));
    }
    if !request.rho.is_finite()
        || request.quantiles.iter().any(|q| !(*q > 0.0 && *q < 1.0))
        || request.tau.is_some_and(|t| !(t.is_finite() && t > 0.0))
    {
        return Err(Unusable::new(
            "wrong-request",
            "A quantile lies between 0 and 1, the time up to which is counted is above 0, and rho is a number. Correct what is asked for.",
        ));
    }
    let time = column(table, request.time.as_ref(), &TIMES, "a time")?;
    let status = column(table, request.status.as_ref(), &STATUSES, "a status")?;
    let start = match &request.start {
        Some(name) => Some(column(table, Some(name), &[], "a start")?),
        // A start is taken by its usual name only beside a stop: a column `start` beside `time` may be a date.
        None if ["stop", "tstop", "end"].iter().any(|stop| time.eq_ignore_ascii_case(stop)) => {
            column(table, None, &STARTS, "a start").ok()
        }
        None => None,
    };
    let times = table.numbers_or_none(&time)?;
    let starts = start.as_ref().map(|name| table.numbers_or_none(name)).transpose()?;
    let columns = covariates(table, &request.covariates)?;
    let mut kept = vec![true; table.n_rows()];
    for (row, keep) in kept.iter_mut().enumerate() {
        *keep = times[row].is_some()
            && starts.as_ref().is_none_or(|s| s[row].is_some())
            && columns.iter().all(|(_, column)| column[row].is_some());
    }
    let texts: Vec<&str> = table.cells(&status)?.collect();
    for name in [&request.group, &request.strata].into_iter().flatten() {
        for (keep, cell) in kept.iter_mut().zip(table.cells(name)?) {
            *keep &= !matches!(cell, "" | "NA");
        }
    }
    let (not_yet, assumed) = not_yet(request, &texts);
    let rows: Vec<usize> = (0..table.n_rows()).filter(|&row| kept[row] && !not_yet.is_hole(texts[row])).collect();
    let mut cautions: Vec<Caution> = assumed.into_iter().collect();
    if rows.len() < table.n_rows() {
        let left = table.n_rows() - rows.len();
        cautions.push(
            Caution::new(
                "rows-left-out",
                format!("{left} of {} rows are left out because a cell that is needed is empty.", table.n_rows()),
            )
            .with("rows", left as f64),
        );
    }
    let by_cause: Option<Vec<&str>> =
        request.cause.as_ref().map(|name| table.cells(name).map(Iterator::collect)).transpose()?;
    let labels: Vec<&str> = rows
        .iter()
        .map(|&row| {
            let ended = !not_yet.says(texts[row]);
            match &by_cause {
                Some(causes) if ended => causes[row],
                _ if ended => texts[row],
                _ => "",
            }
        })
        .collect();
    if let (Some(_), Some(at)) =
        (&by_cause, labels.iter().zip(&rows).position(|(l, &row)| l.is_empty() && !not_yet.says(texts[row])))
    {
        return Err(Unusable::new(
            "no-cause",
            format!("Row {} below the names has the event and no cause. Fill the cause in.", rows[at] + 1),
        ));
    }
    let mut causes: Vec<String> = labels.iter().filter(|l| !l.is_empty()).map(|l| (*l).to_owned()).collect();
    in_order(&mut causes);
    if causes.len() > 30 {
        return Err(Unusable::new(
            "too-many-causes",
            format!(
                "The status \"{status}\" has {} different values, which are too many for causes. Name the column of the status.",
                causes.len()
            ),
        ));
    }
    let mut cause: Vec<usize> = labels
        .iter()
        .map(|l| if l.is_empty() { 0 } else { causes.iter().position(|c| c == l).map_or(0, |at| at + 1) })
        .collect();
    if let Some(event) = &request.event {
        let Some(place) = causes.iter().position(|c| c == event) else {
            return Err(Unusable::new(
                "no-event",
                format!("No row has \"{event}\" in \"{status}\". It has: {}.", causes.join(", ")),
            ));
        };
        if causes.len() > 1 {
            let others = cause.iter().filter(|&&c| c > 0 && c != place + 1).count();
            cautions.push(
                Caution::new("competing-counted-as-censored", format!("{others} rows with other causes are counted as censored. That is right for the hazard of \"{event}\"; one less the curve is not its incidence."))
                    .with("rows", others as f64),
            );
        }
        for one in &mut cause {
            *one = usize::from(*one == place + 1);
        }
        causes = vec![event.clone()];
    }
    if request.one_minus_survival
        && (causes.len() > 1 || cautions.iter().any(|c| c.code == "competing-counted-as-censored"))
    {
        return Err(Unusable::new(
            "one-minus-survival",
            "One less the Kaplan-Meier curve overstates the incidence of a cause when other causes take cases away. Leave the request out and read the cumulative incidence by cause.",
        ));
    }
    let pick = |numbers: &[Option<f64>]| rows.iter().map(|&row| numbers[row].unwrap_or(f64::NAN)).collect::<Vec<f64>>();
    let observed = Observed::new(starts.as_deref().map(pick), pick(&times), cause.iter().map(|&c| c > 0).collect())?;
    let design: Vec<(String, Vec<f64>)> = columns.iter().map(|(name, column)| (name.clone(), pick(column))).collect();
    Ok(Reading {
        design: Design::of_columns(&design, rows.len())?,
        groups: request.group.as_ref().map(|name| categories(table, name, &rows)).transpose()?,
        strata: request.strata.as_ref().map(|name| categories(table, name, &rows)).transpose()?,
        cluster: request.cluster.as_ref().map(|name| categories(table, name, &rows).map(|c| c.1)).transpose()?,
        frailty: request.frailty.as_ref().map(|name| categories(table, name, &rows).map(|c| c.1)).transpose()?,
        id: request.id.as_ref().map(|name| categories(table, name, &rows).map(|c| c.1)).transpose()?,
        observed,
        causes,
        cause,
        time,
        start,
        status,
        cautions,
    })
}

/// Which values of the status say "not yet".
struct NotYet {
    values: Vec<String>,
    /// Whether the values were guessed: then letters may be large or small, and 0 may be written 0.0.
    guessed: bool,
    /// Whether an empty cell says "not yet" too; among numbers it is a hole.
    empty: bool,
}

impl NotYet {
    fn says(&self, text: &str) -> bool {
        match text {
            "" => self.empty || self.values.iter().any(String::is_empty),
            _ if self.guessed => {
                self.values.iter().any(|value| value.eq_ignore_ascii_case(text))
                    || (text.parse::<f64>() == Ok(0.0) && self.values.iter().any(|value| value == "0"))
            }
            _ => self.values.iter().any(|value| value == text),
        }
    }

    fn is_hole(&self, text: &str) -> bool {
        matches!(text, "" | "NA") && !self.says(text)
    }
}

/// Which values say "not yet", and the doubt when that had to be guessed.
fn not_yet(request: &Request, texts: &[&str]) -> (NotYet, Option<Caution>) {
    if !request.censored.is_empty() {
        return (NotYet { values: request.censored.clone(), guessed: false, empty: false }, None);
    }
    let mut values: Vec<&str> = texts.iter().copied().filter(|t| !matches!(*t, "" | "NA")).collect();
    values.sort_unstable();
    values.dedup();
    if values == ["1", "2"] {
        let doubt = Caution::new(
            "one-means-censored",
            "The status is 1 or 2: 1 is taken as \"not yet\" and 2 as the event. Name the values that say \"not yet\" if that is wrong.",
        );
        return (NotYet { values: vec!["1".to_owned()], guessed: false, empty: false }, Some(doubt));
    }
    let numbers = values.iter().all(|value| value.parse::<f64>().is_ok());
    let one = NotYet { values: CENSORED.iter().map(|one| (*one).to_owned()).collect(), guessed: true, empty: !numbers };
    let doubt = (!values.is_empty() && !texts.iter().any(|text| one.says(text))).then(|| {
        Caution::new("nobody-censored", "No row says \"not yet\", so all rows count as events. Name the values that say \"not yet\" if some do; who never adopts and is coded with the last period is not an adopter.")
    });
    (one, doubt)
}

/// Numbers by their size, texts by their letters.
fn in_order(labels: &mut Vec<String>) {
    let numbers: Option<Vec<f64>> = labels.iter().map(|l| l.parse::<f64>().ok().filter(|n| n.is_finite())).collect();
    if numbers.is_some() {
        labels
            .sort_by(|a, b| a.parse::<f64>().unwrap_or(0.0).total_cmp(&b.parse::<f64>().unwrap_or(0.0)).then(a.cmp(b)));
    } else {
        labels.sort_unstable();
    }
    labels.dedup();
}

/// The values of a column in order, and for each row its place among them.
fn categories(table: &Table, name: &str, rows: &[usize]) -> Result<(Vec<String>, Vec<u32>), Unusable> {
    let (labels, places) = table.labels(name)?;
    let mut used = vec![false; labels.len()];
    for &row in rows {
        used[places[row] as usize] = true;
    }
    let mut sorted: Vec<String> = labels.iter().zip(&used).filter(|(_, used)| **used).map(|(l, _)| l.clone()).collect();
    in_order(&mut sorted);
    let ranks: std::collections::BTreeMap<&str, u32> =
        sorted.iter().zip(0_u32..).map(|(label, rank)| (label.as_str(), rank)).collect();
    let to: Vec<u32> = labels.iter().map(|label| ranks.get(label.as_str()).copied().unwrap_or(0)).collect();
    let places = rows.iter().map(|&row| to[places[row] as usize]).collect();
    Ok((sorted, places))
}

type Columns = Vec<(String, Vec<Option<f64>>)>;

/// Numbers as they are; text as one column for each value but the first, named `column=value`.
fn covariates(table: &Table, names: &[String]) -> Result<Columns, Unusable> {
    let mut columns = Vec::new();
    for name in names {
        match table.numbers_or_none(name) {
            Ok(numbers) => {
                columns.push((name.clone(), numbers));
                continue;
            }
            // Mostly numbers and a few texts is a column of numbers with mistakes in it, and no category.
            Err(why) => {
                let full = table.cells(name)?.filter(|cell| !matches!(*cell, "" | "NA")).count();
                let numbers = table.cells(name)?.filter(|cell| cell.parse::<f64>().is_ok()).count();
                if 2 * numbers > full {
                    return Err(why);
                }
            }
        }
        let (mut labels, places) = table.labels(name)?;
        let known: Vec<String> = labels.clone();
        labels.retain(|label| !matches!(label.as_str(), "" | "NA"));
        labels.sort_unstable();
        if labels.len() > super::COVARIATES_MAX + 1 {
            return Err(Unusable::new(
                "too-many-levels",
                format!(
                    "The covariate \"{name}\" has {} different texts. Put rare ones together, or take it for strata.",
                    labels.len()
                ),
            ));
        }
        for level in labels.iter().skip(1) {
            let column = places
                .iter()
                .map(|&place| match known[place as usize].as_str() {
                    "" | "NA" => None,
                    text => Some(f64::from(u8::from(text == level))),
                })
                .collect();
            columns.push((format!("{name}={level}"), column));
        }
    }
    Ok(columns)
}
