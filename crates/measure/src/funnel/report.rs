//! The whole report of a funnel.

use std::collections::BTreeMap;

use super::barrier::barriers;
use super::course::Course;
use super::decomposition::decomposition;
use super::effect::Followed;
use super::figures::{GroupEffect, GroupFigures, LevelFigures, Little, Report, Request, YieldDecomposition};
use super::interval::deviate;
use super::level::figures;
use super::log::{GroupColumn, Log};
use super::loss::{exits, losses};
use super::stage::{COUNTING_RULES, N_TRANSIENT, Stage};
use super::technology::by_technology;
use super::waiting::{Stay, followed_until, little};
use crate::{Caution, Unusable};

/// More days are not asked for in one report.
const DAYS_MAX: usize = 40;
/// Figures are given for at most so many groups; a column with more is no group.
const GROUPS_MAX: usize = 50;
/// One minus Kaplan-Meier is warned of when it is so much above the incidence.
const OVERSTATED: f64 = 0.005;

/// Reports on a funnel.
///
/// # Errors
/// The request cannot be answered (days, confidence, group), or the log holds nothing until the end of observation.
pub fn report(log: &Log, request: &Request) -> Result<Report, Unusable> {
    let request = checked(request)?;
    let course = log.until(request.end)?;
    let z = deviate(request.confidence);
    let mut cautions = course.cautions();

    let by_technology = by_technology(&course)?;
    let technology_course = by_technology.until(request.end)?;
    let column = request.group.as_ref().map(|name| column(log, name)).transpose()?;
    if column.is_none() && request.compare.is_some() {
        return Err(Unusable::new(
            "no-group",
            "Two labels are to be compared, but no column is named. Name the column of the cases they stand in.",
        ));
    }
    // The three do not wait for each other, and each is the same whoever is first.
    let (of_pairs, of_technologies, of_groups) = std::thread::scope(|scope| {
        let technologies = scope.spawn(|| figures(&technology_course, technology_course.cases(), &request).0);
        let groups = column.map(|column| scope.spawn(|| compared(&course, column, &request)));
        let pairs = figures(&course, course.cases(), &request);
        (pairs, joined(technologies), groups.map(joined))
    });
    let (pairs, stays, sweep) = of_pairs;
    let technologies = of_technologies;
    let comparison = of_groups.transpose()?.unwrap_or_default();
    cautions.extend(comparison.cautions);

    let losses = losses(&course);
    let mut loss_counts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for loss in &losses {
        loss_counts.entry(loss.stage.name().to_owned()).or_default().insert(loss.reason.clone(), loss.n);
    }
    let (exits, still_in, gains) = exits(&course, &sweep, &request);
    let little: Vec<Little> = Stage::ALL[..N_TRANSIENT]
        .iter()
        .zip(&stays)
        .filter_map(|(&stage, stays)| little(stage, stays, request.end, z))
        .collect();
    if pairs.n_cases > technologies.n_cases {
        let (n, all) = (technologies.n_cases, pairs.n_cases);
        let text = format!(
            "{all} pairs share {n} technologies. The intervals of pairs take them as independent and are too narrow where a technology makes \
             its pairs alike; that of the comparison of two groups is drawn over technologies."
        );
        cautions.push(
            Caution::new("pairs-share-technologies", text).with("pairs", all as f64).with("technologies", n as f64),
        );
    }
    doubts(&pairs, &stays, &little, &request, &mut cautions);
    Ok(Report {
        counting_rules: COUNTING_RULES,
        pairs,
        technologies,
        groups: comparison.groups,
        decomposition: comparison.decomposition,
        effects: comparison.effects,
        subdistribution: comparison.subdistribution,
        losses,
        loss_counts,
        exits,
        still_in,
        gains,
        little,
        barriers: barriers(&course, z),
        cautions,
        request,
    })
}

/// What a thread found; its panic goes on here.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Figures by group, and of two of them against each other.
#[derive(Default)]
struct Comparison {
    groups: Vec<GroupFigures>,
    decomposition: Option<YieldDecomposition>,
    effects: Vec<GroupEffect>,
    subdistribution: Option<GroupEffect>,
    cautions: Vec<Caution>,
}

fn compared(course: &Course, column: &GroupColumn, request: &Request) -> Result<Comparison, Unusable> {
    let mut comparison = Comparison { groups: by_group(course, column, request)?, ..Comparison::default() };
    if let Some(labels) = labels_compared(course, column, request.compare.as_ref())? {
        let (found, cautions) = decomposition(course, column, labels, request.confidence, request.seed)?;
        comparison.decomposition = Some(found);
        comparison.cautions.extend(cautions);
        let followed = Followed::new(course, column, labels);
        let (found, cautions) = followed.hazards(request.confidence);
        comparison.effects = found;
        comparison.subdistribution = followed.subdistribution(request.confidence);
        comparison.cautions.extend(cautions);
    }
    Ok(comparison)
}

/// The request with its days in order.
fn checked(request: &Request) -> Result<Request, Unusable> {
    let mut request = request.clone();
    for days in [&mut request.horizons, &mut request.occupation_days] {
        if days.len() > DAYS_MAX || days.iter().any(|day| !day.is_finite() || *day < 0.0) {
            return Err(Unusable::new(
                "days-out-of-range",
                format!("The days of a report are numbers from nought on, {DAYS_MAX} at most. Leave out the others."),
            ));
        }
        days.sort_unstable_by(f64::total_cmp);
        days.dedup();
    }
    for tau in [request.sojourn_tau, request.waiting_tau] {
        if !tau.is_finite() || tau <= 0.0 {
            return Err(Unusable::new(
                "days-out-of-range",
                "Means are cut at a number of days above nought. Give such a number.",
            ));
        }
    }
    if !(0.5..1.0).contains(&request.confidence) {
        return Err(Unusable::new(
            "confidence-out-of-range",
            format!(
                "The confidence {} is not between .5 and 1. Give .95 for intervals that hold 19 times in 20.",
                request.confidence
            ),
        ));
    }
    Ok(request)
}

fn column<'a>(log: &'a Log, name: &str) -> Result<&'a GroupColumn, Unusable> {
    log.groups.iter().find(|column| column.name == name).ok_or_else(|| {
        let known: Vec<&str> = log.groups.iter().map(|column| column.name.as_str()).collect();
        let known = if known.is_empty() { "no columns".to_owned() } else { known.join(", ") };
        Unusable::new("no-column", format!("The cases have no column \"{name}\". They have: {known}."))
    })
}

/// The labels of a column that have cases, in the order of the text.
fn labels(course: &Course, column: &GroupColumn) -> Vec<usize> {
    let mut has = vec![false; column.labels.len()];
    for &case in course.cases() {
        has[column.of_case[case as usize] as usize] = true;
    }
    let mut all: Vec<usize> = (0..column.labels.len()).filter(|&at| has[at]).collect();
    all.sort_by(|&a, &b| column.labels[a].cmp(&column.labels[b]));
    all
}

fn by_group(course: &Course, column: &GroupColumn, request: &Request) -> Result<Vec<GroupFigures>, Unusable> {
    let labels = labels(course, column);
    if labels.len() > GROUPS_MAX {
        return Err(Unusable::new(
            "too-many-groups",
            format!(
                "The column \"{}\" has {} labels, and figures are given for at most {GROUPS_MAX} groups. Put them into classes.",
                column.name,
                labels.len()
            ),
        ));
    }
    let mut cases: Vec<Vec<u32>> = vec![Vec::new(); column.labels.len()];
    for &case in course.cases() {
        cases[column.of_case[case as usize] as usize].push(case);
    }
    Ok(labels
        .into_iter()
        .map(|label| GroupFigures {
            label: column.labels[label].clone(),
            figures: figures(course, &cases[label], request).0,
        })
        .collect())
}

fn labels_compared(
    course: &Course,
    column: &GroupColumn,
    asked: Option<&(String, String)>,
) -> Result<Option<(usize, usize)>, Unusable> {
    let Some((a, b)) = asked else {
        return Ok(match labels(course, column).as_slice() {
            &[earlier, later] => Some((later, earlier)),
            _ => None,
        });
    };
    if a == b {
        return Err(Unusable::new(
            "same-group",
            format!("\"{a}\" is compared with itself. Name two different labels of \"{}\".", column.name),
        ));
    }
    let place = |label: &str| {
        column.labels.iter().position(|known| known == label).ok_or_else(|| {
            let some: Vec<&str> = column.labels.iter().take(10).map(String::as_str).collect();
            Unusable::new(
                "empty-group",
                format!("No case has \"{label}\" in \"{}\". There are: {}.", column.name, some.join(", ")),
            )
        })
    };
    Ok(Some((place(a)?, place(b)?)))
}

/// What has to be known beside the figures of the pairs.
fn doubts(
    pairs: &LevelFigures,
    stays: &[Vec<Stay>],
    little: &[Little],
    request: &Request,
    cautions: &mut Vec<Caution>,
) {
    if pairs.n_open > 0 {
        let (open, all) = (pairs.n_open, pairs.n_cases);
        cautions.push(
            Caution::new(
                "open-cases",
                format!(
                    "{open} of {all} cases are open and may yet move on, so the raw conversions are too low; the Aalen-Johansen probabilities beside \
                     them are corrected for that."
                ),
            )
            .with("open", open as f64)
            .with("n", all as f64),
        );
    }
    for (waiting, stays) in pairs.waiting.iter().zip(stays) {
        let stage = waiting.stage;
        if waiting.n == 0 {
            let text = format!("No case was seen entering {stage}; nothing can be said about waiting there.");
            cautions.push(Caution::new("empty-stage", text).naming("stage", stage));
            continue;
        }
        if let Some(last) = waiting.triples.last() {
            let (naive, right) = (last.forward_by_one_minus_kaplan_meier, last.forward.probability);
            if naive - right > OVERSTATED {
                cautions.push(
                    Caution::new(
                        "one-minus-kaplan-meier",
                        format!(
                            "One minus Kaplan-Meier would say that {:.1} in a hundred move on from {stage} within {} days; it takes abandoned cases \
                             for cases that may still move on. The incidence is {:.1} in a hundred.",
                            naive * 100.0,
                            last.days,
                            right * 100.0
                        ),
                    )
                    .with("one_minus_kaplan_meier", naive)
                    .with("incidence", right)
                    .with("days", last.days)
                    .naming("stage", stage),
                );
            }
        }
        let followed = followed_until(stays);
        if waiting.open > 0
            && let Some(beyond) = request.horizons.iter().copied().find(|&day| day > followed)
        {
            cautions.push(
                Caution::new(
                    "beyond-follow-up",
                    format!(
                        "Nobody in {stage} was followed longer than {followed:.1} days; what is said for {beyond} days and later is what was known by then."
                    ),
                )
                .with("followed", followed)
                .with("days", beyond)
                .naming("stage", stage),
            );
        }
        if waiting.median_days.is_none() {
            let text = format!("Fewer than half have left {stage}, so the median of waiting there is not reached.");
            cautions.push(Caution::new("median-not-reached", text).naming("stage", stage));
        }
    }
    for one in little.iter().filter(|one| !one.holds) {
        cautions.push(
            Caution::new(
                "little-law",
                format!(
                    "{:.1} cases are in {} on the average, and arrivals and ended stays explain {:.1}: exits are missing in the log, or the stage fills up.",
                    one.mean_in_stage, one.stage, one.expected_in_stage
                ),
            )
            .with("mean_in_stage", one.mean_in_stage)
            .with("expected_in_stage", one.expected_in_stage)
            .naming("stage", one.stage),
        );
    }
}
