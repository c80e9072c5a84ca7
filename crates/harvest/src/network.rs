//! The way out: one question, asked under limits.
//!
//! A name is looked up here and nowhere else, every address that it has is judged, and the connection goes to one of
//! those that were judged. So a name that points elsewhere the next moment gains nothing by it. Redirects are followed
//! here, five at most, and each is judged like a new question. What is packed is unpacked under a running limit.

use std::collections::HashMap;
use std::io::{self, Read};
use std::net::SocketAddr;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::Setback;
use ureq::http::{HeaderMap, Response, Uri, header};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

use crate::address::{receiver_address, web_address};
use crate::credential::{Credential, CredentialKind};
use crate::names::{Names, SystemNames};
use crate::reach::is_public;
use crate::{Answer, Ask, Fault, Posting, Question, Receipt};

/// Largest answer, unpacked, in bytes.
pub const ANSWER_BYTES_MAX: usize = 32 * 1024 * 1024;

/// How many redirects are followed.
const REDIRECTS_MAX: usize = 5;

/// How much larger than what came over the wire it may become, once it is larger than [`RATIO_FREE_BYTES`].
const RATIO_MAX: usize = 100;

/// What may be unpacked whatever the ratio, in bytes.
const RATIO_FREE_BYTES: usize = 1024 * 1024;

/// Longest header of an answer that is kept, in bytes.
const HEADER_BYTES_MAX: usize = 8_000;

/// What is read of the answer to an exchange of credentials, in bytes.
const EXCHANGE_BYTES_MAX: u64 = 64 * 1024;

/// How long before its end a credential that was exchanged is exchanged anew.
const EXCHANGE_MARGIN: Duration = Duration::from_secs(60);

/// How long a receiver may take for what it is sent.
const POST_TIME_MAX: Duration = Duration::from_secs(15);

/// What is read of the answer of a receiver, in bytes.
const RECEIPT_BYTES_MAX: u64 = 2_048;

/// How the network is gone out to.
#[derive(Clone, Debug)]
pub struct NetworkSettings {
    /// An address at which a host finds whoever answers for the questions; empty for none.
    pub contact: String,
    /// Hosts that may be asked though they are not public, as `HOST:PORT`.
    pub inside: Vec<String>,
    /// Who the office is at hosts that want to know.
    pub credentials: Vec<Credential>,
    /// Longest that a question may take, redirects included.
    pub time_max: Duration,
    /// Largest answer, unpacked, in bytes.
    pub bytes_max: usize,
}

impl Default for NetworkSettings {
    fn default() -> NetworkSettings {
        NetworkSettings {
            contact: String::new(),
            inside: Vec::new(),
            credentials: Vec::new(),
            time_max: Duration::from_secs(60),
            bytes_max: ANSWER_BYTES_MAX,
        }
    }
}

/// Asks hosts of the world.
pub struct Network {
    agent: ureq::Agent,
    settings: NetworkSettings,
    /// What credentials were exchanged for, by the address of the exchange, and until when that is good.
    exchanged: Mutex<HashMap<Url, (String, Instant)>>,
}

impl Network {
    /// Under these settings, with the names that this machine knows.
    pub fn new(settings: NetworkSettings) -> Network {
        Network::with_names(settings, Arc::new(SystemNames))
    }

    /// The same with other names.
    pub fn with_names(settings: NetworkSettings, names: Arc<dyn Names>) -> Network {
        let name = match settings.contact.as_str() {
            "" => "uptake".to_owned(),
            contact => format!("uptake (mailto:{contact})"),
        };
        let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .max_redirects(0)
            .http_status_as_error(false)
            // What the environment says of proxies is not for this: a proxy would look names up by itself.
            .proxy(None)
            .user_agent(name)
            .accept_encoding("gzip")
            .max_idle_connections(16)
            .build();
        let doorman = Doorman { names, inside: settings.inside.iter().map(|host| host.to_lowercase()).collect() };
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), doorman);
        Network { agent, settings, exchanged: Mutex::default() }
    }

    /// Asks at one address.
    fn call(&self, question: &Question, url: &Url, until: Instant) -> Result<Response<ureq::Body>, Fault> {
        let (url, secret) = self.credentialed(url, until)?;
        let mut request = self.agent.get(url.as_str()).header(header::ACCEPT, question.accept);
        if let Some(secret) = secret {
            request = request.header(header::AUTHORIZATION, secret);
        }
        if let Some(etag) = &question.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &question.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        request.config().timeout_global(Some(left(until)?)).build().call().map_err(fault)
    }

    /// The address and the header with which the office says who it is, where the host wants to know.
    fn credentialed(&self, url: &Url, until: Instant) -> Result<(Url, Option<String>), Fault> {
        let Some(credential) = self.settings.credentials.iter().find(|credential| credential.is_for(url)) else {
            return Ok((url.clone(), None));
        };
        Ok(match &credential.kind {
            CredentialKind::Bearer => (url.clone(), Some(format!("Bearer {}", credential.secret))),
            CredentialKind::Basic => (url.clone(), Some(basic(&credential.secret))),
            CredentialKind::Parameter(name) => {
                let mut url = url.clone();
                url.query_pairs_mut().append_pair(name, &credential.secret);
                (url, None)
            }
            CredentialKind::Client(at) => {
                (url.clone(), Some(format!("Bearer {}", self.exchange(at, &credential.secret, until)?)))
            }
        })
    }

    /// Exchanges a credential for one that is good for a while, unless that was done before.
    fn exchange(&self, at: &Url, secret: &str, until: Instant) -> Result<String, Fault> {
        let mut exchanged = self.exchanged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((token, end)) = exchanged.get(at)
            && Instant::now() < *end
        {
            return Ok(token.clone());
        }
        let denied = |what: &str| Fault::of(Setback::Denied, format!("the exchange of the credential at {at} {what}"));
        let request = self.agent.post(at.as_str()).header(header::AUTHORIZATION, basic(secret));
        let request = request.config().timeout_global(Some(left(until)?)).build();
        let response = request.send_form([("grant_type", "client_credentials")]).map_err(fault)?;
        if response.status().as_u16() != 200 {
            return Err(denied(&format!("was answered with {}", response.status().as_u16())));
        }
        let body = response.into_body().into_with_config().limit(EXCHANGE_BYTES_MAX).read_to_vec().map_err(fault)?;
        let answer: serde_json::Value =
            serde_json::from_slice(&body).map_err(|_| denied("was not answered in JSON"))?;
        let token = answer["access_token"].as_str().ok_or_else(|| denied("gave no token"))?.to_owned();
        // A number, or a number in quotes, as the European Patent Office writes it.
        let seconds = answer["expires_in"].as_u64().or_else(|| answer["expires_in"].as_str()?.parse().ok());
        let good_for = Duration::from_secs(seconds.unwrap_or(300).min(86_400)).saturating_sub(EXCHANGE_MARGIN);
        exchanged.insert(at.clone(), (token.clone(), Instant::now() + good_for));
        Ok(token)
    }
}

impl Ask for Network {
    fn ask(&self, question: &Question) -> Result<Answer, Fault> {
        let until = Instant::now() + self.settings.time_max;
        let mut url = web_address(question.url.as_str())?;
        let (mut lasting, mut is_lasting) = (url.clone(), true);
        for _ in 0..=REDIRECTS_MAX {
            let response = self.call(question, &url, until)?;
            let status = response.status().as_u16();
            let text = |name| text_of(response.headers(), name);
            match status {
                301 | 302 | 303 | 307 | 308 => {
                    let to = text(header::LOCATION).ok_or_else(|| {
                        Fault::of(Setback::Redirects, format!("the host answers {status} and does not say where to"))
                    })?;
                    let next = url.join(&to).map_err(|error| {
                        Fault::of(Setback::Redirects, format!("it is sent to no web address: {error}"))
                    })?;
                    let next = web_address(next.as_str())?;
                    if url.scheme() == "https" && next.scheme() == "http" {
                        let detail = format!("it is sent from an encrypted address to an open one, {next}");
                        return Err(Fault::of(Setback::Redirects, detail));
                    }
                    url = next;
                    is_lasting &= matches!(status, 301 | 308);
                    if is_lasting {
                        lasting.clone_from(&url);
                    }
                }
                200 | 304 => {
                    let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
                    let content_type = content_type.split(';').next().unwrap_or_default().trim().to_lowercase();
                    let (etag, modified) = (text(header::ETAG), text(header::LAST_MODIFIED));
                    let mut body = Vec::new();
                    let unpacked = if status == 304 { Ok(()) } else { self.unpack(response, &mut body) };
                    let answer = Answer { status, url, lasting, content_type, etag, modified, body };
                    return match unpacked {
                        Ok(()) => Ok(answer),
                        // What came before it broke off may be worth keeping.
                        Err(fault) if fault.setback == Setback::Garbled && !answer.body.is_empty() => {
                            Err(Fault { partial: Some(Box::new(answer)), ..fault })
                        }
                        Err(fault) => Err(fault),
                    };
                }
                _ => {
                    let retry_after = text(header::RETRY_AFTER);
                    let detail = format!("the host answers {status} at {url}");
                    return Err(Fault { retry_after, ..Fault::of(setback_of(status), detail) });
                }
            }
        }
        Err(Fault::of(Setback::Redirects, format!("it is sent on more than {REDIRECTS_MAX} times, at last to {url}")))
    }

    fn post(&self, posting: &Posting) -> Result<Receipt, Fault> {
        let until = Instant::now() + self.settings.time_max.min(POST_TIME_MAX);
        let url = receiver_address(posting.url.as_str(), &self.settings.inside)?;
        let mut request = self.agent.post(url.as_str()).header(header::CONTENT_TYPE, "application/json");
        // Nothing is packed, so that what is kept of the answer is what was said.
        request = request.header(header::ACCEPT_ENCODING, "identity");
        for (name, value) in &posting.headers {
            request = request.header(*name, value);
        }
        let request = request.config().timeout_global(Some(left(until)?)).build();
        let response = request.send(posting.body.as_slice()).map_err(fault)?;
        let (status, retry_after) = (response.status().as_u16(), text_of(response.headers(), header::RETRY_AFTER));
        let mut beginning = Vec::new();
        // The status says whether it was taken; an answer that breaks off behind it changes nothing.
        let _ = response.into_body().into_reader().take(RECEIPT_BYTES_MAX).read_to_end(&mut beginning);
        Ok(Receipt { status, retry_after, beginning: String::from_utf8_lossy(&beginning).into_owned() })
    }
}

impl Network {
    /// The body, unpacked, under limits that hold while it is read. What came before a fault stands in it.
    fn unpack(&self, response: Response<ureq::Body>, body: &mut Vec<u8>) -> Result<(), Fault> {
        let max = self.settings.bytes_max;
        let coding = text_of(response.headers(), header::CONTENT_ENCODING).unwrap_or_default().to_lowercase();
        let large = || Fault::of(Setback::Large, format!("the answer has more than {} MiB", max / (1024 * 1024)));
        let mut counted = Counted { inner: response.into_body().into_reader(), n_read: 0 };
        match coding.as_str() {
            "" | "identity" => {
                counted.take(max as u64 + 1).read_to_end(body).map_err(|error| broken(&error))?;
            }
            "gzip" | "x-gzip" => {
                let mut part = vec![0; 64 * 1024];
                let mut unpacking = flate2::read::MultiGzDecoder::new(&mut counted);
                loop {
                    let n = unpacking.read(&mut part).map_err(|error| broken(&error))?;
                    if n == 0 {
                        break;
                    }
                    body.extend_from_slice(&part[..n]);
                    let n_packed = unpacking.get_ref().n_read;
                    if body.len() > RATIO_FREE_BYTES && body.len() / RATIO_MAX > n_packed {
                        let detail = format!("the answer is packed more than {RATIO_MAX} times smaller than it is");
                        return Err(Fault::of(Setback::Large, detail));
                    }
                    if body.len() > max {
                        return Err(large());
                    }
                }
            }
            other => {
                let other: String = other.chars().take(40).collect();
                return Err(Fault::of(Setback::Garbled, format!("it is packed as “{other}”, which was not asked for")));
            }
        }
        if body.len() > max { Err(large()) } else { Ok(()) }
    }
}

/// Counts what comes over the wire.
struct Counted<R> {
    inner: R,
    n_read: usize,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(part)?;
        self.n_read += n;
        Ok(n)
    }
}

/// Looks names up, and lets nobody through who leads inside.
#[derive(Debug)]
struct Doorman {
    names: Arc<dyn Names>,
    inside: Vec<String>,
}

/// Why nobody was let through.
#[derive(Debug)]
struct LeadsInside(String);

impl std::fmt::Display for LeadsInside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LeadsInside {}

impl Resolver for Doorman {
    fn resolve(
        &self,
        uri: &Uri,
        _: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().ok_or(ureq::Error::HostNotFound)?.to_lowercase();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let may_be_inside = self.inside.contains(&format!("{host}:{port}"));
        // On a thread of its own, because nobody can stop a lookup.
        let (found, finds) = channel();
        let names = Arc::clone(&self.names);
        thread::spawn(move || {
            // Whoever asked may have stopped waiting.
            let _ = found.send(names.find(&bare, port));
        });
        let addresses = match finds.recv_timeout(*timeout.after) {
            Ok(Ok(addresses)) => addresses,
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(ureq::Error::HostNotFound),
            Err(RecvTimeoutError::Timeout) => return Err(ureq::Error::Timeout(timeout.reason)),
        };
        judged(addresses, &host, may_be_inside, self.empty())
    }
}

/// The addresses that may be connected to. One that leads inside is enough to refuse the name: a host of the world has none.
fn judged(
    addresses: Vec<SocketAddr>,
    host: &str,
    may_be_inside: bool,
    mut judged: ResolvedSocketAddrs,
) -> Result<ResolvedSocketAddrs, ureq::Error> {
    for address in addresses.into_iter().take(8) {
        if !may_be_inside && !is_public(address.ip()) {
            let detail = format!("{host} is at {}, which is not a public address", address.ip());
            return Err(ureq::Error::Other(Box::new(LeadsInside(detail))));
        }
        judged.push(address);
    }
    if judged.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(judged) }
}

fn basic(secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(secret))
}

/// What time is left.
fn left(until: Instant) -> Result<Duration, Fault> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(slow()) } else { Ok(left) }
}

fn slow() -> Fault {
    Fault::of(Setback::Slow, "the answer did not come in time")
}

/// A header that is text and not too long.
fn text_of(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= HEADER_BYTES_MAX).then(|| text.to_owned())
}

fn setback_of(status: u16) -> Setback {
    match status {
        404 | 410 => Setback::Gone,
        401 | 403 | 407 | 451 => Setback::Denied,
        429 | 503 => Setback::Busy,
        500..=599 => Setback::Server,
        400..=499 => Setback::Refused,
        _ => Setback::Strange,
    }
}

/// What went wrong before there was an answer. No secret stands in it: those are in headers and parameters, and the
/// library names neither.
fn fault(error: ureq::Error) -> Fault {
    match error {
        ureq::Error::Timeout(_) => slow(),
        ureq::Error::HostNotFound => Fault::of(Setback::Name, "nobody knows a host of this name"),
        ureq::Error::Other(error) if error.is::<LeadsInside>() => Fault::of(Setback::Inside, error.to_string()),
        ureq::Error::Io(error) => broken(&error),
        ureq::Error::ConnectionFailed => Fault::of(Setback::Unreachable, "the host does not answer"),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
            Fault::of(Setback::Unreachable, format!("no encrypted connection could be made: {error}"))
        }
        ureq::Error::BadUri(_) => Fault::of(Setback::Address, "this is no web address"),
        error => Fault::of(Setback::Garbled, error.to_string()),
    }
}

/// What went wrong while the answer was read.
fn broken(error: &io::Error) -> Fault {
    use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable, TimedOut};
    let timed_out = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
    if matches!(timed_out, Some(ureq::Error::Timeout(_))) || error.kind() == TimedOut {
        return slow();
    }
    match error.kind() {
        ConnectionRefused | HostUnreachable | NetworkUnreachable => {
            Fault::of(Setback::Unreachable, format!("the host does not answer: {error}"))
        }
        _ => Fault::of(Setback::Garbled, format!("the answer broke off or is damaged: {error}")),
    }
}
