//! Which reasons bite near and which far from the branch of a technology.

use super::course::{Course, Exit};
use super::figures::{BarrierRow, Distance};
use super::interval::wilson;
use super::log::{GroupColumn, Log};
use super::stage::Stage;

/// The distance of each case, when the cases say it: by `same_branch` and `same_department`, or by `branch` against `technology_branch` and
/// `department` against `technology_department`.
pub(super) fn distances(log: &Log) -> Option<Vec<Distance>> {
    let column = |name: &str| log.groups.iter().find(|column| column.name == name);
    let label = |column: &GroupColumn, case: usize| column.labels[column.of_case[case] as usize].clone();
    let yes = |column: &GroupColumn| -> Vec<bool> {
        let meaning: Vec<bool> = column
            .labels
            .iter()
            .map(|label| matches!(label.to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "1.0"))
            .collect();
        column.of_case.iter().map(|&label| meaning[label as usize]).collect()
    };
    let equal = |own: &str, other: &str| -> Option<Vec<bool>> {
        let (own, other) = (column(own)?, column(other)?);
        Some((0..log.n_cases()).map(|case| label(own, case) == label(other, case)).collect())
    };
    let branch = column("same_branch").map(&yes).or_else(|| equal("branch", "technology_branch"))?;
    let department = column("same_department").map(&yes).or_else(|| equal("department", "technology_department"))?;
    Some(
        branch
            .into_iter()
            .zip(department)
            .map(|(branch, department)| match (branch, department) {
                (true, _) => Distance::Own,
                (false, true) => Distance::SameDepartment,
                (false, false) => Distance::OtherDepartment,
            })
            .collect(),
    )
}

/// Reasons by distance; those of a distance without cases are left out.
pub(super) fn barriers(course: &Course, z: f64) -> Vec<BarrierRow> {
    let Some(distances) = distances(course.log) else { return Vec::new() };
    let reasons = &course.log.reasons;
    let mut rows = Vec::new();
    for distance in [Distance::Own, Distance::SameDepartment, Distance::OtherDepartment] {
        let (mut n_cases, mut n_production, mut n_abandoned) = (0_u64, 0_u64, 0_u64);
        let mut by_reason = vec![0_u64; reasons.len()];
        for &case in course.cases().iter().filter(|&&case| distances[case as usize] == distance) {
            n_cases += 1;
            n_production += u64::from(course.furthest(case as usize) == Some(Stage::Production));
            if let Exit::Abandoned(reason) = course.exit[case as usize] {
                n_abandoned += 1;
                by_reason[reason as usize] += 1;
            }
        }
        if n_cases == 0 {
            continue;
        }
        for (reason, &n) in reasons.iter().zip(&by_reason) {
            let share = (n_abandoned > 0).then(|| n as f64 / n_abandoned as f64);
            rows.push(BarrierRow {
                distance,
                n_cases,
                n_production,
                n_abandoned,
                reason: reason.clone(),
                n,
                share,
                wilson: share.map(|share| wilson(share, n_abandoned as f64, z)),
            });
        }
    }
    rows
}
