//! HTTP/1.1 over TCP, with a deadline on everything and a limit on everything.
//!
//! Protects the handlers from the wire: what reaches them has one Host and a whole body. Encryption is the
//! business of a proxy before it.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::{StatusCode, Version};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot};
use tower::ServiceExt;

use crate::patience::Patience;

/// How long and how much a server bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the opening of a connection, or the last answer on it, to the end of the next head. Half-open
    /// and idle connections end here.
    pub head_time_max: Duration,
    /// How long a reader may take nothing of an answer that is under way.
    pub stall_time_max: Duration,
    /// Connections at a time; further ones wait in the queue of the system.
    pub n_connections_max: usize,
    /// How long requests under way may still take when the server is to stop.
    pub farewell_time_max: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            head_time_max: Duration::from_secs(10),
            stall_time_max: Duration::from_secs(30),
            // More than an attacker's two thousand half-open ones, less than the memory of a small machine:
            // an idle connection costs some ten kilobytes.
            n_connections_max: 4096,
            farewell_time_max: Duration::from_secs(10),
        }
    }
}

/// The bytes of a request's head. Cookies and addresses of ours are far shorter.
const HEAD_BYTES_MAX: usize = 32 << 10;

/// Headers of a request. Browsers send about twenty.
const HEADERS_MAX: usize = 100;

/// Without free descriptors nothing can be accepted; a moment later some connections have ended.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(50);

/// Connections of the process that are open.
static N_OPEN: AtomicU64 = AtomicU64::new(0);

/// How many connections of the process are open.
pub fn n_open() -> u64 {
    N_OPEN.load(Ordering::Relaxed)
}

/// A server on a thread of its own, until it is closed: for what is asked at another address.
pub struct Aside {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl Aside {
    /// Begins to serve.
    pub fn open(listener: TcpListener, router: Router, limits: Limits) -> Aside {
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            run(listener, router, limits, 1, async {
                // Whoever held the other end is gone: that ends it too.
                let _ = stopped.await;
            })
        });
        Aside { stop, thread }
    }

    /// Ends it, and waits for requests under way.
    pub fn close(self) {
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}

/// Serves until `stop` is ready, then lets requests under way end. Blocks; makes its own runtime with so many threads.
///
/// # Errors
/// When the listener cannot be used or threads cannot be made.
pub fn run(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    n_threads: usize,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(n_threads.max(1))
        .thread_name("web")
        .enable_all()
        .build()?;
    runtime.block_on(serve(listener, router, limits, stop))
}

/// Serves until `stop` is ready, then lets requests under way end.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let room = Arc::new(Semaphore::new(limits.n_connections_max));
    let farewell = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = async {
            let seat = Arc::clone(&room).acquire_owned().await;
            (seat, listener.accept().await)
        };
        let (seat, accepted) = tokio::select! {
            // First, so that whoever was answered once can be sure that asking to stop is heard.
            biased;
            () = &mut stop => break,
            accepted = accepted => accepted,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(ACCEPT_AGAIN_AFTER).await;
            continue;
        };
        let (router, watcher) = (router.clone(), farewell.watcher());
        tokio::spawn(async move {
            N_OPEN.fetch_add(1, Ordering::Relaxed);
            talk(stream, router, limits, watcher).await;
            N_OPEN.fetch_sub(1, Ordering::Relaxed);
            drop(seat);
        });
    }
    drop(listener);
    // Whoever is not done by then is cut off with the runtime.
    let _ = tokio::time::timeout(limits.farewell_time_max, farewell.shutdown()).await;
    Ok(())
}

/// Ready when the process is asked to stop: interrupt or terminate.
///
/// # Errors
/// When the system does not let signals be heard.
pub async fn asked_to_stop() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

async fn talk(stream: TcpStream, router: Router, limits: Limits, watcher: Watcher) {
    // Answers are small and written whole; waiting to gather more would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            match one_host(&request) {
                true => router.oneshot(request.map(axum::body::Body::new)).await,
                false => Ok(host_missing()),
            }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time_max)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .half_close(false)
        .serve_connection(TokioIo::new(Patience::new(stream, limits.stall_time_max)), service);
    // How a connection ends is its own affair: a reader who leaves is no fault.
    let _ = watcher.watch(connection).await;
}

/// RFC 9112 section 3.2: a request has one Host, and an address with a host of its own names the same.
fn one_host<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(HOST).into_iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let Ok(host) = host.to_str() else { return false };
    let plain = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte));
    let agrees = request.uri().authority().is_none_or(|authority| authority.as_str().eq_ignore_ascii_case(host));
    plain && agrees && request.version() == Version::HTTP_11
}

fn host_missing() -> Response {
    (StatusCode::BAD_REQUEST, "send one Host header, in HTTP/1.1\n").into_response()
}
