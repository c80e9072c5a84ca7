//! The figures of an office for Prometheus, on an address of their own.
//!
//! Every label comes from a closed list: patterns of routes, verbs, classes of statuses, states of jobs. Nothing that
//! people wrote, and no id, can stand here.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use desk::{BATCH_BOUNDS, Pulse};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::prometheus_text::{CONTENT_TYPE as TEXT, encode};
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

use crate::app::App;
use crate::server;

/// The figures at `/metrics`, to be given to a server of their own.
pub fn router(app: App) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(app)
}

async fn metrics(State(app): State<App>) -> Response {
    let pulse = match app.pulse().await {
        Ok(pulse) => pulse,
        Err(failure) => {
            tracing::error!(cause = failure.to_string(), "the figures could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let mut registry = Registry::with_prefix("uptake");
    let watch = app.watch();
    registry.register(
        "http_requests",
        "Requests by verb, route and class of status; left: whoever asked went away",
        watch.answered.clone(),
    );
    registry.register("http_request_seconds", "How long a route took", watch.took.clone());
    registry.register_collector(Box::new(Figures { pulse, process: Process::now() }));
    let mut text = String::new();
    match encode(&mut text, &registry) {
        Ok(()) => ([(CONTENT_TYPE, TEXT), (CACHE_CONTROL, "no-store")], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What the system says of the process. Nothing where it does not say it the way Linux does.
#[derive(Debug)]
struct Process {
    resident_bytes: Option<u64>,
    open_files: Option<u64>,
}

impl Process {
    fn now() -> Process {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let kilobytes =
            status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().split(' ').next()?.parse().ok());
        let files = std::fs::read_dir("/proc/self/fd").ok().map(|entries| entries.count() as u64);
        Process { resident_bytes: kilobytes.map(|kilobytes: u64| kilobytes * 1024), open_files: files }
    }
}

/// Figures that are read anew each time.
#[derive(Debug)]
struct Figures {
    pulse: Pulse,
    process: Process,
}

impl Collector for Figures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let Pulse { clerk, n_unindexed, n_facts, checkpointed, jobs, n_open, n_late, n_raised, webhooks } = &self.pulse;
        let mut out = Out(&mut encoder);
        out.counter("writes", "Writes that the writer took up", clerk.n_writes)?;
        out.counter("commits_lost", "Commits of which nothing was kept", clerk.n_lost)?;
        out.gauge("writes_waiting", "Writes that wait their turn", clerk.n_waiting)?;
        out.commits(&clerk.batches, clerk.n_writes)?;
        out.gauge("index_lag_changes", "Changes that the search index has not taken over", *n_unindexed)?;
        out.gauge(
            "index_failing",
            "Whether the search index failed at its last try",
            u64::from(clerk.index_fault.is_some()),
        )?;
        out.gauge("ledger_facts", "Facts in the ledger", *n_facts)?;
        out.gauge("ledger_checkpointed_facts", "The last fact that a signed checkpoint speaks for", *checkpointed)?;
        out.gauge("duties_open", "Duties that are open", *n_open)?;
        out.gauge("duties_late", "Open duties past their day", *n_late)?;
        out.gauge("duties_raised", "Late duties that were taken up the unit tree", *n_raised)?;
        out.gauge("webhooks_active", "Webhooks that send", webhooks.n_active)?;
        out.gauge("webhooks_failing", "Webhooks that gave an event up since one was taken last", webhooks.n_failing)?;
        out.gauge("webhook_events_waiting", "Events that wait to be sent", webhooks.n_waiting)?;
        out.gauge("connections_open", "Connections that are open", server::n_open())?;
        if let Some(bytes) = self.process.resident_bytes {
            out.gauge("process_resident_memory_bytes", "Memory of the process", bytes)?;
        }
        if let Some(files) = self.process.open_files {
            out.gauge("process_open_files", "Open files of the process", files)?;
        }
        let mut family = encoder.encode_descriptor("jobs", "Jobs by state", None, MetricType::Gauge)?;
        for (state, n) in jobs {
            let labels = [("state", state.word())];
            ConstGauge::new(*n).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

struct Out<'a, 'b>(&'a mut DescriptorEncoder<'b>);

impl Out<'_, '_> {
    fn gauge(&mut self, name: &str, help: &str, value: u64) -> Result<(), std::fmt::Error> {
        ConstGauge::new(value).encode(self.0.encode_descriptor(name, help, None, MetricType::Gauge)?)
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) -> Result<(), std::fmt::Error> {
        ConstCounter::new(value).encode(self.0.encode_descriptor(name, help, None, MetricType::Counter)?)
    }

    /// The writer's group commit: how many writes stood in each.
    fn commits(&mut self, batches: &[u64], n_writes: u64) -> Result<(), std::fmt::Error> {
        let help = "Commits by how many writes were in them";
        let mut encoder = self.0.encode_descriptor("commit_writes", help, None, MetricType::Histogram)?;
        let mut buckets: Vec<(f64, u64)> =
            BATCH_BOUNDS.iter().zip(batches).map(|(bound, n)| (*bound as f64, *n)).collect();
        buckets.push((f64::INFINITY, 0));
        encoder.encode_histogram::<NoLabelSet>(n_writes as f64, batches.iter().sum(), &buckets, None)
    }
}
