//! All that makes sense to say about a table of times, by what is asked.

use serde::Serialize;

use super::reading::{Reading, read};
use super::{
    Accelerated, Cox, CoxOptions, Curve, LogRank, Observed, Quantile, Request, RestrictedMean, accelerated, cox,
    kaplan_meier, log_rank,
};
use crate::incidence::{
    FineGray, GrayTest, MarkovCheck, Occupation, Process, Row, competing, fine_gray, gray_test, markov_check,
};
use crate::table::Table;
use crate::{Caution, Unusable};

/// A curve with what is read off it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupCurve {
    /// The curve: of having none of the causes, when there are several.
    pub curve: Curve,
    /// By when shares have had the event; "not reached" is none.
    pub quantiles: Vec<Quantile>,
    /// The mean time up to a common `tau`.
    pub restricted_mean: RestrictedMean,
}

/// The effects on one cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CauseEffects {
    /// The cause.
    pub cause: String,
    /// Effects on its hazard, the other causes counted as censored: what drives it.
    pub cause_specific: Option<Cox>,
    /// Effects on its incidence: what to expect.
    pub fine_gray: Option<FineGray>,
    /// Why one of the two is not there.
    pub unusable: Vec<Unusable>,
}

/// All that makes sense to say about a table of times.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The column of times that was taken.
    pub time: String,
    /// The column of starts that was taken.
    pub start: Option<String>,
    /// The column of statuses that was taken.
    pub status: String,
    /// The causes that were found.
    pub causes: Vec<String>,
    /// Rows that were used.
    pub n: usize,
    /// Events.
    pub n_events: usize,
    /// Curves, one for each group.
    pub curves: Vec<GroupCurve>,
    /// Whether groups differ.
    pub log_rank: Option<LogRank>,
    /// Effects of covariates, with one kind of event.
    pub cox: Option<Cox>,
    /// Effects with a hidden capacity of units.
    pub frailty: Option<super::Frailty>,
    /// Models of the times, as many as were asked for.
    pub accelerated: Vec<Accelerated>,
    /// The incidence by cause, or the share in each state, one for each group.
    pub incidence: Vec<Occupation>,
    /// Whether groups differ in incidence, cause by cause.
    pub gray_tests: Vec<GrayTest>,
    /// Effects by cause.
    pub by_cause: Vec<CauseEffects>,
    /// Whether the time in earlier states matters, for cases of several states.
    pub markov: Vec<MarkovCheck>,
    /// Parts that were asked for and cannot be said, with why.
    pub unusable: Vec<Unusable>,
    /// Doubts.
    pub cautions: Vec<Caution>,
}

/// Says all that makes sense about a table of times.
///
/// # Errors
/// What is asked for is not in the table, times cannot be used, or no row has an event. A part that fails alone is named in
/// [`Report::unusable`] and leaves the others standing, but for the effects of covariates with one kind of event, which are an error.
pub fn report(table: &Table, request: &Request) -> Result<Report, Unusable> {
    let reading = read(table, request)?;
    let several = reading.causes.len() > 1;
    let staged = reading.id.is_some() && reading.observed.entry().is_some() && several;
    let mut report = Report {
        time: reading.time.clone(),
        start: reading.start.clone(),
        status: reading.status.clone(),
        causes: reading.causes.clone(),
        n: reading.observed.n(),
        n_events: reading.observed.n_events(),
        curves: Vec::new(),
        log_rank: None,
        cox: None,
        frailty: None,
        accelerated: Vec::new(),
        incidence: Vec::new(),
        gray_tests: Vec::new(),
        by_cause: Vec::new(),
        markov: Vec::new(),
        unusable: Vec::new(),
        cautions: reading.cautions.clone(),
    };
    if staged {
        states(&reading, request, &mut report)?;
        return Ok(report);
    }
    if reading.cluster.is_none() && repeated(&reading).is_some() {
        report.cautions.push(Caution::new("repeated-events", "Some cases have the event more than once; standard errors allow for that by case, and the curves count rows."));
    }
    curves(&reading, request, &mut report);
    compare(&reading, request, &mut report);
    if several {
        causes(&reading, request, &mut report)?;
    } else {
        effects(&reading, request, &mut report)?;
    }
    Ok(report)
}

fn groups(reading: &Reading) -> Vec<(String, Vec<usize>)> {
    match &reading.groups {
        None => vec![(String::new(), (0..reading.observed.n()).collect())],
        Some((labels, places)) => {
            let mut rows = vec![Vec::new(); labels.len()];
            for (row, &place) in places.iter().enumerate() {
                rows[place as usize].push(row);
            }
            labels.iter().cloned().zip(rows).collect()
        }
    }
}

fn curves(reading: &Reading, request: &Request, report: &mut Report) {
    let parts = groups(reading);
    // The mean is counted to where each group is watched, so that it is the same for all.
    let last = |rows: &[usize]| rows.iter().map(|&row| reading.observed.time()[row]).fold(0.0, f64::max);
    let tau = request.tau.unwrap_or_else(|| parts.iter().map(|(_, rows)| last(rows)).fold(f64::INFINITY, f64::min));
    for (name, rows) in &parts {
        let curve = kaplan_meier(name, &reading.observed.picked(rows), request.limits, request.confidence);
        if curve.n_events == 0 {
            report.cautions.push(without_event(name, &reading.observed.picked(rows)));
        }
        let quantiles: Vec<Quantile> = request.quantiles.iter().map(|&share| curve.quantile(share)).collect();
        for quantile in quantiles.iter().filter(|quantile| quantile.time.is_none()) {
            let of = if name.is_empty() { String::new() } else { format!(" of \"{name}\"") };
            report.cautions.push(
                Caution::new(
                    "quantile-not-reached",
                    format!("By the end {:.0} percent of the cases{of} have not had the event: that time is not reached, and is not the last time.", 100.0 * quantile.share),
                )
                .with("share", quantile.share),
            );
        }
        if curve.points.iter().rev().skip(1).any(|point| point.survival == 0.0) {
            report.cautions.push(Caution::new("risk-set-empty", "Late entries leave a time at which all at risk have the event; the curve stays at nought from there. Begin at a later time."));
        }
        if let Some(last) = curve.points.last()
            && last.n_censored == 0
            && curve.points.len() > 2
            && last.n_event >= 5.max(curve.n / 10)
        {
            report.cautions.push(
                Caution::new("final-wave", format!("{} rows have the event at the very last time and nobody is left. If the last time stands for \"never\", mark these rows as not yet: they are no wave of events.", last.n_event))
                    .with("rows", last.n_event as f64),
            );
        }
        if let Some(last) = curve.points.last()
            && tau > last.time
            && last.survival > 0.0
        {
            report.cautions.push(
                Caution::new("tau-beyond-data", format!("The mean is counted up to {tau} and cases are watched up to {} only; the curve is taken as level between.", last.time)).with("tau", tau),
            );
        }
        let restricted_mean = curve.restricted_mean(tau);
        report.curves.push(GroupCurve { curve, quantiles, restricted_mean });
    }
}

/// A curve without an event stands at one and has no interval, however few were watched. What the cases rule out is the exact binomial limit with none
/// of them, 1 - 0.05^(1/n) (Clopper and Pearson 1934), up to the time when the first left.
fn without_event(name: &str, observed: &Observed) -> Caution {
    let of = if name.is_empty() { String::new() } else { format!(" of \"{name}\"") };
    let first = observed.time().iter().copied().fold(f64::INFINITY, f64::min);
    let n = observed.n() as f64;
    let at_most = 1.0 - 0.05_f64.powf(1.0 / n.max(1.0));
    Caution::new(
        "no-event",
        format!(
            "None of the {n} cases{of} had the event: the curve stays at 1 and has no limits. With so few, {:.1} percent could have it by {first} all the same, \
             and nothing is said of later.",
            100.0 * at_most
        ),
    )
    .with("cases", n)
    .with("at_most", at_most)
    .with("time", first)
}

fn compare(reading: &Reading, request: &Request, report: &mut Report) {
    let Some((labels, places)) = &reading.groups else { return };
    let strata = reading.strata.as_ref().map(|s| s.1.as_slice());
    match log_rank(&reading.observed, places, labels.len(), strata, request.rho) {
        Ok(test) => {
            if labels.len() > 3 {
                report.cautions.push(
                    Caution::new("many-groups", format!("{} groups are compared by one test. Compared two by two, some differ by chance alone: adjust the level.", labels.len()))
                        .with("groups", labels.len() as f64),
                );
            }
            report.log_rank = Some(test);
        }
        Err(why) => report.unusable.push(why),
    }
}

/// The cases, when one of them has the event more than once: its rows then belong together, whether that was asked for or not.
fn repeated(reading: &Reading) -> Option<&[u32]> {
    let id = reading.id.as_deref()?;
    let mut seen = vec![false; id.iter().max().map_or(0, |&most| most as usize + 1)];
    let again = id
        .iter()
        .zip(reading.observed.event())
        .filter(|(_, event)| **event)
        .any(|(&one, _)| std::mem::replace(&mut seen[one as usize], true));
    again.then_some(id)
}

fn options<'a>(reading: &'a Reading, request: &Request) -> CoxOptions<'a> {
    CoxOptions {
        strata: reading.strata.as_ref().map(|s| s.1.as_slice()),
        cluster: reading.cluster.as_deref().or_else(|| repeated(reading)),
        ties: request.ties,
        confidence: request.confidence,
        offset: None,
    }
}

fn effects(reading: &Reading, request: &Request, report: &mut Report) -> Result<(), Unusable> {
    if reading.design.p() > 0 {
        report.cox = Some(cox(&reading.observed, &reading.design, options(reading, request))?);
    }
    if let Some(unit) = &reading.frailty {
        match super::frailty(&reading.observed, &reading.design, unit, request.confidence) {
            Ok(fit) => report.frailty = Some(fit),
            Err(why) => report.unusable.push(why),
        }
    }
    for &distribution in &request.times {
        match accelerated(&reading.observed, &reading.design, distribution, request.confidence) {
            Ok(fit) => report.accelerated.push(fit),
            Err(why) => report.unusable.push(why),
        }
    }
    Ok(())
}

/// Nought, one for the cause, two for all others.
fn against(reading: &Reading, cause: usize) -> Vec<usize> {
    reading
        .cause
        .iter()
        .map(|&c| {
            if c == 0 {
                0
            } else if c == cause {
                1
            } else {
                2
            }
        })
        .collect()
}

fn causes(reading: &Reading, request: &Request, report: &mut Report) -> Result<(), Unusable> {
    report.cautions.push(Caution::new(
        "competing-causes",
        "There are several causes. The curves are of having had none of them; the incidence of one cause stands by cause and is not one less a curve.",
    ));
    for (name, rows) in groups(reading) {
        let pick = |numbers: &[f64]| rows.iter().map(|&row| numbers[row]).collect::<Vec<f64>>();
        let cause: Vec<usize> = rows.iter().map(|&row| reading.cause[row]).collect();
        let process = competing(
            &reading.causes,
            reading.observed.entry().map(pick).as_deref(),
            &pick(reading.observed.time()),
            &cause,
        )?;
        push_occupation(&process, &name, request, report);
    }
    if reading.strata.is_some() {
        report.cautions.push(Caution::new(
            "strata-not-in-incidence",
            "The strata are kept apart for the hazards of the causes; incidences, Gray's test and the Fine-Gray model take all strata together.",
        ));
    }
    let late = reading.observed.entry().is_some();
    if late {
        report.unusable.push(Unusable::new("starts-late", "Gray's test and the Fine-Gray model take rows that are watched from their nought. Leave out the column of starts for them."));
    }
    for (place, name) in reading.causes.iter().enumerate() {
        let against = against(reading, place + 1);
        if let (Some((labels, places)), false) = (&reading.groups, late) {
            match gray_test(name, reading.observed.time(), &against, places, labels.len()) {
                Ok(test) => report.gray_tests.push(test),
                Err(why) => report.unusable.push(why),
            }
        }
        if reading.design.p() == 0 {
            continue;
        }
        let mut one = CauseEffects { cause: name.clone(), cause_specific: None, fine_gray: None, unusable: Vec::new() };
        let own = reading.observed.with_events(against.iter().map(|&c| c == 1).collect());
        match cox(&own, &reading.design, options(reading, request)) {
            Ok(fit) => one.cause_specific = Some(fit),
            Err(why) => one.unusable.push(why),
        }
        if !late {
            match fine_gray(name, &reading.design, reading.observed.time(), &against, request.confidence) {
                Ok(fit) => one.fine_gray = Some(fit),
                Err(why) => one.unusable.push(why),
            }
        }
        report.by_cause.push(one);
    }
    Ok(())
}

fn push_occupation(process: &Process, name: &str, request: &Request, report: &mut Report) {
    let occupation = process.occupation(name, request.tau, request.confidence, &[]);
    if occupation.points.first().is_some_and(|point| point.std_err.is_none()) {
        report.cautions.push(Caution::new(
            "no-jackknife",
            "There are too many cases and times for the infinitesimal jackknife; standard errors are those of Greenwood's type, which differ by percents.",
        ));
    }
    report.incidence.push(occupation);
}

fn states(reading: &Reading, request: &Request, report: &mut Report) -> Result<(), Unusable> {
    let (Some(id), Some(entry)) = (&reading.id, reading.observed.entry()) else { return Ok(()) };
    let mut names = vec!["(s0)".to_owned()];
    names.extend(reading.causes.iter().cloned());
    let process = |rows: &[usize]| {
        let rows = rows
            .iter()
            .map(|&row| Row {
                case: id[row],
                entry: entry[row],
                exit: reading.observed.time()[row],
                to: (reading.cause[row] > 0).then_some(reading.cause[row]),
            })
            .collect();
        Process::new(names.clone(), rows)
    };
    if reading.design.p() > 0 || reading.strata.is_some() {
        report.unusable.push(Unusable::new(
            "no-effects-on-states",
            "Effects are not estimated for cases of several states at once. Take the rows of one state and ask for the effects on leaving it.",
        ));
    }
    for (name, rows) in groups(reading) {
        push_occupation(&process(&rows)?, &name, request, report);
    }
    let all: Vec<usize> = (0..reading.observed.n()).collect();
    report.markov = markov_check(&process(&all)?, request.confidence);
    for check in report.markov.iter().filter(|check| check.earlier_duration.p < 0.05) {
        report.cautions.push(
            Caution::new("process-remembers", format!("How long cases took before \"{}\" changes how fast they go to \"{}\" (p = {:.4}): the shares of states take it that it does not.", check.from, check.to, check.earlier_duration.p))
                .with("p", check.earlier_duration.p),
        );
    }
    Ok(())
}
