//! Jobs: later work, done one at a time by whoever runs the office. Each is safe to run twice.

use model::{Date, DutyKind, Job, JobKind, Noun, Stage, Thing};
use store::Writer;

use crate::adoption::tend_adoptions;
use crate::agreement::tend_agreements;
use crate::assignment::follow_assignments;
use crate::attachment::{look_at_attachment, sweep_attachments};
use crate::backlog::{keep_backlogs, lay_backlogs};
use crate::classifier::learn_codes;
use crate::control::{watch_cases, weigh_cases};
use crate::credit_watch::watch_credits;
use crate::delivery::deliver;
use crate::diffusion::{spread_offers, watch_diffusion};
use crate::digest::draw_samples;
use crate::duty::raise_late;
use crate::idempotency::ANSWERS_KEPT_MICROS;
use crate::intake::{sweep_intakes, take_in};
use crate::issue::{begin_issues, print_issue};
use crate::letter::write_letters;
use crate::mission::invite;
use crate::party_list::load_parties;
use crate::plan::solve_portfolio;
use crate::rematch::match_classes;
use crate::repository::follow_records;
use crate::review::Turn;
use crate::sample::find_idle;
use crate::screening::screen;
use crate::source_yield::count_sources;
use crate::spot_check::draw_spot_checks;
use crate::{Clerk, Failure, Office, Selection, checkpoint};

/// How long a job may take before another takes it over, in microseconds: ten minutes.
const LEASE_MICROS: i64 = 600_000_000;

/// How long jobs that are done stay on their page, in microseconds: thirty days.
const REMEMBERED_MICROS: i64 = 30 * 86_400_000_000;

/// What is done each hour. Letters come last, behind what was matched by then.
const HOURLY: [JobKind; 17] = [
    JobKind::RaiseDuties,
    JobKind::AskReconfirmation,
    JobKind::FindIdle,
    JobKind::TendAdoptions,
    JobKind::TendAgreements,
    JobKind::WatchDiffusion,
    JobKind::WatchCases,
    JobKind::FollowAssignments,
    JobKind::DrawSamples,
    JobKind::DrawSpotChecks,
    JobKind::LayBacklogs,
    JobKind::Sweep,
    JobKind::CountSources,
    JobKind::BeginIssues,
    JobKind::WatchCredits,
    JobKind::Invite,
    JobKind::WriteLetters,
];

/// How long a scheme that was looked at waits for a decision, in microseconds: three days.
const SCHEMES_LOOKED_AT_MICROS: i64 = 3 * 86_400_000_000;

/// How long messages of the mailbox are remembered, in microseconds: a hundred days, longer than links of letters are good.
const MESSAGES_KEPT_MICROS: i64 = 100 * 86_400_000_000;

/// How long events of webhooks that were dealt with are listed, in microseconds: thirty days. Later they can still be replayed from the ledger,
/// under new names.
const WEBHOOK_EVENTS_KEPT_MICROS: i64 = 30 * 86_400_000_000;

/// The name under which the office does its own work.
pub const OFFICE: &str = "office";

/// Chance, for work on another thread.
pub type Ids = Box<dyn FnMut() -> u64 + Send>;

/// Puts the daily work into the queue, and what came in since the last time. Called at the start and from time to time.
///
/// # Errors
/// When the store fails.
pub fn schedule(clerk: &Clerk, office: &Office, now: i64) -> Result<(), Failure> {
    let position = office.reader.position()?;
    let (position, head) = (position.change_seq.cast_signed(), position.ledger_seq);
    let ledger = office.configuration.ledger().clone();
    // Before a repository asks, so that what changed does not bear the time at which it asked.
    let gives = office.repository().is_some() && office.offers_lag()?;
    clerk.write(move |writer: &mut Writer| {
        writer.transact::<_, Failure>(OFFICE, now, |deed| {
            let signed = (deed.cursor(checkpoint::CURSOR)?, deed.cursor(checkpoint::AT_CURSOR)?);
            if checkpoint::is_due(&ledger, head, signed, now) {
                deed.enqueue(JobKind::Checkpoint, "", now)?;
            }
            if deed.cursor("matched")? < position {
                deed.enqueue(JobKind::MatchNew, "", now)?;
            }
            for kind in HOURLY {
                let name = format!("scheduled:{kind}");
                let hour = now.div_euclid(3_600_000_000);
                // Another hour, also when the clock was set back.
                if deed.cursor(&name)? != hour {
                    deed.enqueue(kind, "", now)?;
                    deed.move_cursor(&name, hour)?;
                }
            }
            Ok(())
        })?;
        if gives {
            follow_records(writer, now)?;
        }
        Ok(())
    })
}

/// Lets what another process had begun be taken up at once. Called when an office is opened: there is one process at a
/// time, so whoever leased a job before is gone.
///
/// # Errors
/// When the store fails.
pub fn end_leases(clerk: &Clerk, now: i64) -> Result<(), Failure> {
    clerk.write(move |writer: &mut Writer| writer.transact(OFFICE, now, |deed| Ok(deed.end_leases()?)))
}

/// Takes one job whose time has come and does it. Answers whether there was one.
///
/// # Errors
/// When the store fails; a job that fails is put back and is no failure of this.
pub fn run_next(clerk: &Clerk, office: &Office, now: i64, today: Date, ids: &mut Ids) -> Result<bool, Failure> {
    if !office.reader.job_waits(now)? {
        return Ok(false);
    }
    let job = clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<_, Failure> { Ok(deed.lease(LEASE_MICROS)?) })
    })?;
    let Some(job) = job else { return Ok(false) };
    let done = run(clerk, office, &job, now, today, ids);
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            match &done {
                Ok(()) => deed.job_done(&job)?,
                Err(failure) => deed.job_failed(&job, &failure.to_string())?,
            }
            Ok(())
        })
    })?;
    Ok(true)
}

fn run(clerk: &Clerk, office: &Office, job: &Job, now: i64, today: Date, ids: &mut Ids) -> Result<(), Failure> {
    match job.kind {
        JobKind::MatchNeed => {
            let kept_max = Some(office.configuration.work().backlog);
            let selection = Selection { needs: vec![job.argument.clone()], kept_max, ..Selection::default() };
            match_through_clerk(clerk, office, &selection, now, today, ids)
        }
        JobKind::MatchNew => {
            let position = office.reader.position()?.change_seq.cast_signed();
            let since = office.reader.cursor("matched-at")?;
            match_through_clerk(
                clerk,
                office,
                &Selection { since: Some(since), ..Selection::default() },
                now,
                today,
                ids,
            )?;
            clerk.write(move |writer: &mut Writer| {
                writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                    deed.move_cursor("matched", position)?;
                    // One second of overlap: what was kept in the same moment is looked at twice, never missed.
                    Ok(deed.move_cursor("matched-at", now - 1_000_000)?)
                })
            })
        }
        JobKind::MatchClasses => match_classes(clerk, office, now, today, ids),
        JobKind::RaiseDuties => {
            let mut after = None;
            loop {
                let (_, next) = clerk.write(move |writer: &mut Writer| {
                    writer.transact(OFFICE, now, |deed| raise_late(deed, after, today))
                })?;
                match next {
                    Some(next) => after = Some(next),
                    None => return Ok(()),
                }
            }
        }
        JobKind::AskReconfirmation => ask_reconfirmation(clerk, office, now, today, ids),
        JobKind::FollowAssignments => follow_assignments(clerk, now, today, ids),
        JobKind::Sweep => {
            clerk.write(move |writer: &mut Writer| {
                writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                    deed.forget_jobs(now - REMEMBERED_MICROS)?;
                    deed.forget_answers(now - ANSWERS_KEPT_MICROS)?;
                    deed.forget_messages(now - MESSAGES_KEPT_MICROS)?;
                    deed.forget_calls(now - WEBHOOK_EVENTS_KEPT_MICROS)?;
                    deed.forget_schemes(now - SCHEMES_LOOKED_AT_MICROS)?;
                    Ok(deed.sweep_accounts()?)
                })
            })?;
            sweep_intakes(clerk, office, now)?;
            sweep_attachments(office, now)
        }
        JobKind::CountSources => count_sources(clerk, office, &job.argument, now),
        JobKind::WatchCredits => watch_credits(clerk, office, now, today, ids),
        JobKind::BeginIssues => begin_issues(clerk, office, now, today, ids),
        JobKind::PrintIssue => print_issue(clerk, office, &job.argument, now, today, ids),
        JobKind::FindIdle => find_idle(clerk, office, now, today, ids),
        JobKind::TendAdoptions => tend_adoptions(clerk, office, now, today, ids),
        JobKind::TendAgreements => tend_agreements(clerk, office, now, today, ids),
        JobKind::SpreadOffers => spread_offers(clerk, office, &job.argument, (now, today), ids),
        JobKind::WatchDiffusion => watch_diffusion(clerk, office, now, today, ids),
        JobKind::WatchCases => watch_cases(clerk, office, now, today, ids),
        JobKind::WeighCases => weigh_cases(clerk, office, now, today, ids),
        JobKind::LoadParties => load_parties(clerk, office, &job.argument, (now, today), ids),
        JobKind::Screen => screen(clerk, office, &job.argument, (now, today), ids),
        JobKind::SolvePortfolio => solve_portfolio(clerk, office, &job.argument, now),
        JobKind::DrawSamples => draw_samples(clerk, office, now, today, ids),
        JobKind::DrawSpotChecks => draw_spot_checks(clerk, office, now, today, ids),
        JobKind::LayBacklogs => lay_backlogs(clerk, office, now, today),
        JobKind::LearnCodes => learn_codes(clerk, office, &job.argument, now),
        JobKind::Invite => invite(clerk, office, &job.argument, (now, today), ids),
        JobKind::WriteLetters => write_letters(clerk, office, now, today, ids),
        JobKind::TakeIn => take_in(clerk, office, &job.argument, (now, today), ids),
        JobKind::LookAt => look_at_attachment(clerk, office, &job.argument, now),
        JobKind::Checkpoint => checkpoint::checkpoint(clerk, office, now, ids).map(|_| ()),
    }
}

fn match_through_clerk(
    clerk: &Clerk,
    office: &Office,
    selection: &Selection,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let mut door = |deliveries: Vec<model::Delivery>, duties: Vec<model::Duty>| {
        clerk.write(move |writer: &mut Writer| writer.transact(OFFICE, now, |deed| deliver(deed, &deliveries, &duties)))
    };
    match office.match_through(&mut door, selection, (now, today), ids, &mut |_| {}) {
        Ok(matched) if selection.kept_max.is_some() => keep_backlogs(clerk, &matched.needs, now, today),
        Ok(_) => Ok(()),
        // A need that is gone or hidden, or an office without needs: nothing is left to match.
        Err(Failure::Refused(_)) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// Asks the posts of needs that expire soon, once for each day of expiry.
fn ask_reconfirmation(clerk: &Clerk, office: &Office, now: i64, today: Date, ids: &mut Ids) -> Result<(), Failure> {
    let work = office.configuration.work();
    let horizon = today.plus_days(i64::from(work.confirm_days));
    for line in office.reader.need_lines(&office.scope, None, false)? {
        let Some(expires) = line.expires.filter(|day| line.stage == Stage::Accepted && *day <= horizon) else {
            continue;
        };
        let id = model::DutyId::from_bits(ids());
        let subject = Thing::new(Noun::Need, &line.id);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                let asked = deed.open_duties(&subject)?.iter().any(|duty| duty.kind == DutyKind::Reconfirm);
                if !asked {
                    let due = expires.max(today);
                    let duty = model::Duty::new(id, line.post, DutyKind::Reconfirm, subject, now, due);
                    deed.charge(&duty)?;
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}

impl Office {
    /// The jobs of the office, those that wait for a person first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn jobs(&self, limit: usize) -> Result<Vec<Job>, Failure> {
        Ok(self.reader.jobs(&self.scope, limit)?)
    }
}

/// Lets a job that failed too often try again.
///
/// # Errors
/// Refused when there is none.
pub fn retry_job(writer: &mut Writer, turn: &Turn<'_>, id: i64) -> Result<(), Failure> {
    let actor = turn.officer.by_power(model::Power::Administer)?;
    writer.transact(&actor.to_string(), turn.now, |deed| Ok(deed.retry_job(id)?))
}
