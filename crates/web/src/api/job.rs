//! Jobs: the later work of the office.

use model::{Job, JobKind, JobState};
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Moment, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::route::Policy;

/// Jobs that are listed: those that wait for a person, then the latest.
const LISTED_MAX: usize = 200;

/// A piece of later work.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JobView {
    /// Its number, for one that can be tried again; null for the others, whose gaps would tell how much there is beside.
    pub id: Option<i64>,
    /// What is to be done.
    pub kind: Word<JobKind>,
    /// To what; empty when the kind says it all.
    pub argument: String,
    /// Where it stands.
    pub state: Word<JobState>,
    /// Not before this time; while leased: until when it is.
    pub due_at: Moment,
    /// How often it was begun.
    pub n_tries: u32,
    /// What went wrong the last time.
    pub last_error: Option<String>,
    /// When it was caused.
    pub made_at: Moment,
    /// When it ended.
    pub done_at: Option<Moment>,
}

impl From<&Job> for JobView {
    fn from(job: &Job) -> JobView {
        JobView {
            id: Some(job.id).filter(|_| job.state == JobState::Failed),
            kind: Word(job.kind),
            argument: job.argument.clone(),
            state: Word(job.state),
            due_at: Moment(job.due_at),
            n_tries: job.n_tries,
            last_error: job.last_error.clone(),
            made_at: Moment(job.made_at),
            done_at: job.done_at.map(Moment),
        }
    }
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<JobView>> {
    let jobs = read(&caller, |office| office.jobs(LISTED_MAX)).await?;
    Ok(Found::listed(Listed::whole(jobs.iter().map(JobView::from).collect())))
}

/// Which job will be tried again.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RetriedView {
    /// Its number.
    pub id: i64,
}

async fn retry(caller: Caller, sent: Sent<Nothing>) -> Done<RetriedView> {
    let id = sent.way.get("job").parse::<i64>().map_err(|_| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::retry_job(writer, turn, id)?;
        Ok(Reply::of(RetriedView { id }))
    });
    kept.await
}

/// Mail of the last thirty days that belongs to no letter and no source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StraysView {
    /// Without a key behind the plus of the address, or with one of nothing that is there.
    pub n_without_key: u64,
    /// With a key that does not fit, or from another person than was written to.
    pub n_forged: u64,
    /// Which are no messages.
    pub n_unreadable: u64,
}

async fn strays(caller: Caller, _: Way, _: Nothing) -> Outcome<StraysView> {
    let since = caller.app.now() - desk::STRAYS_MICROS;
    let strays = read(&caller, move |office| office.strays(since)).await?;
    Ok(Found::one(StraysView {
        n_without_key: strays.n_without_key,
        n_forged: strays.n_forged,
        n_unreadable: strays.n_unreadable,
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let api =
        api.read("/api/v1/mailbox/strays", Policy::Administer, "mailbox_strays", "Mail that nobody deals with", strays);
    api.read("/api/v1/jobs", Policy::Administer, "list_jobs", "Jobs, those that wait for a person first", list).act(
        "/api/v1/jobs/{job}/retry",
        Policy::Administer,
        "retry_job",
        "Lets a job that failed too often try again",
        retry,
    )
}
