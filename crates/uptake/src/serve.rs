//! `uptake serve`: an office in the browser.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use desk::{Clerk, HarvestStep, Ids, Ledger, Office, Rounds, Serve, WritableOffice};
use model::Date;
use web::server::{self, Aside, Limits};
use web::{App, Provider, World};

use crate::cli::ServeArgs;
use crate::clock::{now, random, random_numbers, today};
use crate::failure::Failure;
use crate::mail::Carrier;
use crate::output::stdout;
use crate::{log, offices, settings};

/// How long the worker waits for a sign that there is work before it looks by itself: work may be due at a time.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// How long each who asks sources or carries mail waits before it looks again whether anything is due.
const OUTWARD_LOOK_EVERY: Duration = Duration::from_secs(1);

/// Sources that are asked at once; each waits for its host most of the time.
const HARVESTERS: usize = 4;

/// Letters that are handed to the mail server at once; each waits for it most of the time.
const MAIL_CARRIERS: usize = 2;

/// Events that are sent to receivers of webhooks at once, each to another; each waits for its receiver most of the time.
const EVENT_SENDERS: usize = 2;

/// The mailbox is looked into at every so manyth look for letters: every five seconds.
const MAILBOX_EVERY_LOOKS: u64 = 5;

/// Connections at a time to the figures: one or two ask, every few seconds.
const SCRAPERS_MAX: usize = 16;

/// Serves an office until it is asked to stop.
pub fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let is_new = offices::make_where_none_is(&args.office)?;
    let configured = settings::read(&args.office, &args.serving)?;
    let how = configured.configuration.serve().clone();
    log::begin(log::level(&how.log), how.log_form == "text");
    let office = settings::open_to_serve(&args.office, &args.serving)?;
    let listener = listen(&how.listen)?;
    let figures = if how.metrics.is_empty() { None } else { Some(listen(&how.metrics)?) };
    checkpoints_can_be_laid(configured.configuration.ledger())?;
    let served = Served::start(office)?;
    let mut out = stdout();
    if is_new {
        writeln!(out, "There was nothing at `{}`, so a new office was made there.", args.office.display())?;
    }
    let address = served.address(&listener, &how.address)?;
    writeln!(out, "The office `{}` is open at {address}", args.office.display())?;
    if let Some(link) = served.first_link()? {
        writeln!(
            out,
            "Nobody can sign in yet. The first administrator chooses a password at this link, which is good once and for three days:"
        )?;
        writeln!(out, "  {address}/invitations/{link}")?;
    }
    if let Some(figures) = &figures {
        writeln!(out, "Figures for Prometheus are at http://{}/metrics", local_address(figures)?)?;
    }
    out.flush()?;
    served.run(listener, figures, &how)
}

/// A second place that is not there is better said at the start than by a job that fails each hour.
fn checkpoints_can_be_laid(ledger: &Ledger) -> Result<(), Failure> {
    let place = &ledger.checkpoints;
    if place.is_empty() || Path::new(place).is_dir() {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "`{place}`, where checkpoints of the ledger are to be laid, is no directory; make it, or see `ledger.checkpoints` in `uptake config`"
    )))
}

fn local_address(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(|error| Failure::refused(format!("no address: {error}")))
}

/// The address under which browsers reach the office. Passkeys are bound to a name, so on this machine it is `localhost`
/// and not its number.
fn reached_at(listener: &TcpListener, address: &str) -> Result<String, Failure> {
    let local = local_address(listener)?;
    Ok(match local.ip() {
        _ if !address.is_empty() => address.trim_end_matches('/').to_owned(),
        ip if ip.is_loopback() || ip.is_unspecified() => format!("http://localhost:{}", local.port()),
        _ => format!("http://{local}"),
    })
}

/// Listens at an address; when the usual port is taken and none was asked for, at any that is free.
pub fn listen(address: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| {
        Failure::refused(format!(
            "`{address}` cannot be listened at: {error}; name another with --listen 127.0.0.1:8080"
        ))
    })
}

/// What the server bears.
fn limits(how: &Serve) -> Limits {
    Limits {
        head_time_max: how.head_time_max(),
        stall_time_max: how.stall_time_max(),
        n_connections_max: how.connections,
        farewell_time_max: how.farewell_time_max(),
    }
}

/// The clock and chance of this machine.
struct Machine {
    numbers: Mutex<Ids>,
}

impl World for Machine {
    fn now(&self) -> i64 {
        now()
    }

    fn today(&self) -> Date {
        today()
    }

    fn random(&self) -> u64 {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        (*numbers)()
    }
}

/// A bell that wakes those who work for the office.
#[derive(Default)]
struct Bell {
    state: Mutex<Rung>,
    rung: Condvar,
}

#[derive(Default)]
struct Rung {
    /// How often it was rung: each who waits remembers how often they heard it.
    n_rung: u64,
    ending: bool,
}

impl Bell {
    fn ring(&self, ending: bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.n_rung += 1;
        state.ending |= ending;
        self.rung.notify_all();
    }

    /// Waits for the bell, and for so long at most; answers whether to end. `n_heard` is how often it was heard before.
    fn wait(&self, n_heard: &mut u64, time_max: Duration) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_silent = |state: &mut Rung| state.n_rung == *n_heard && !state.ending;
        let waited = self.rung.wait_timeout_while(state, time_max, is_silent);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *n_heard = state.n_rung;
        state.ending
    }

    /// Waits for so long, whatever is rung meanwhile; answers whether to end.
    fn rest(&self, time: Duration) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.rung.wait_timeout_while(state, time, |state| !state.ending);
        waited.unwrap_or_else(PoisonError::into_inner).0.ending
    }
}

/// An office that is open: its reader, its clerk, its worker.
pub struct Served {
    /// For reading.
    pub office: Office,
    /// For writing.
    pub clerk: Clerk,
    /// The secret of the office at its provider of identities.
    secret: Option<String>,
    bell: Arc<Bell>,
    workers: Vec<thread::JoinHandle<()>>,
}

impl Served {
    /// Takes an office over from whoever opened it.
    pub fn start(writable: WritableOffice) -> Result<Served, Failure> {
        let office = settings::at_work(writable.office())?;
        let openid = office.configuration().openid();
        let secret = openid.map(|openid| openid.secret(office.dir())).transpose()?.flatten();
        for fault in office.strange_groups()? {
            tracing::warn!(fault, "a rule in `openid.groups` gives nothing; mend it in the configuration");
        }
        let bell = Arc::new(Bell::default());
        let told = Arc::clone(&bell);
        let clerk = Clerk::start(writable, Box::new(move || told.ring(false)));
        desk::end_leases(&clerk, now())?;
        desk::make_attachment_key(&office, &mut (Box::new(random_numbers()?) as Ids))?;
        desk::make_letter_key(&office, &mut (Box::new(random_numbers()?) as Ids))?;
        let mut workers = Vec::new();
        let hand = |ids: Ids| Hand { office: office.clone(), clerk: clerk.clone(), bell: Arc::clone(&bell), ids };
        let worker = hand(Box::new(random_numbers()?));
        workers.push(thread::spawn(move || worker.work()));
        let rounds = Rounds::default();
        for _ in 0..HARVESTERS {
            let (harvester, rounds) = (hand(Box::new(random_numbers()?)), rounds.clone());
            workers.push(thread::spawn(move || harvester.harvest(&rounds)));
        }
        desk::give_events_back(&clerk, now())?;
        for at in 0..EVENT_SENDERS {
            // One gathers what happened: what two would find at once, one of them would find in vain.
            let (sender, gathers) = (hand(Box::new(random_numbers()?)), at == 0);
            workers.push(thread::spawn(move || sender.tell(gathers)));
        }
        Ok(Served { office, clerk, secret, bell, workers })
    }

    /// Where people find the office.
    pub fn address(&self, listener: &TcpListener, stated: &str) -> Result<String, Failure> {
        let local = local_address(listener)?;
        Ok(if stated.is_empty() { format!("http://{local}") } else { stated.trim_end_matches('/').to_owned() })
    }

    /// A one-time link for the first administrator, when nobody can sign in yet.
    pub fn first_link(&self) -> Result<Option<String>, Failure> {
        let (office, mut ids) = (self.office.clone(), random_numbers()?);
        let (now, today) = (now(), today());
        let link = self.clerk.write(move |writer| desk::first_link(writer, &office, now, today, &mut ids))?;
        Ok(link.map(|secret| secret.reveal().to_owned()))
    }

    /// Has the mail of the office carried from now on, where it sends any. `address` stands in its links.
    fn carry_mail(&mut self, address: &str) -> Result<(), Failure> {
        let Some(carrier) = Carrier::of(&self.office, address)? else { return Ok(()) };
        desk::give_letters_back(&self.clerk, now())?;
        for at in 0..MAIL_CARRIERS {
            let hand = Hand {
                office: self.office.clone(),
                clerk: self.clerk.clone(),
                bell: Arc::clone(&self.bell),
                ids: Box::new(random_numbers()?),
            };
            // One reads what comes in: each message is for one.
            let (carrier, reads) = (carrier.clone(), at == 0);
            self.workers.push(thread::spawn(move || hand.carry(&carrier, reads)));
        }
        Ok(())
    }

    /// Serves until asked to stop, then ends what is under way. `figures`: where Prometheus asks.
    pub fn run(mut self, listener: TcpListener, figures: Option<TcpListener>, how: &Serve) -> Result<(), Failure> {
        let numbers = Mutex::new(Box::new(random_numbers()?) as Ids);
        let name = self.office.dir().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let app = App::new(self.office.clone(), self.clerk.clone(), Box::new(Machine { numbers }), how.https, &name);
        let address = reached_at(&listener, &how.address)?;
        let app = app.reached_at(&address);
        self.carry_mail(&address)?;
        let app = match self.office.configuration().openid() {
            Some(openid) => app.with_provider(Provider::new(openid, self.secret.clone(), &address)?),
            None => app,
        };
        let few = Limits { n_connections_max: SCRAPERS_MAX, ..limits(how) };
        let aside = figures.map(|listener| Aside::open(listener, web::metrics::router(app.clone()), few));
        let router = web::routes(&app).router(app);
        let n_threads = thread::available_parallelism().map_or(2, usize::from);
        let stop = async {
            // Without signals the program ends as the system ends it; the store survives that.
            if server::asked_to_stop().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let served = server::run(listener, router, limits(how), n_threads, stop);
        if let Some(aside) = aside {
            aside.close();
        }
        self.bell.ring(true);
        for worker in self.workers {
            let _ = worker.join();
        }
        let signed = random_numbers().and_then(|numbers| {
            Ok(desk::checkpoint(&self.clerk, &self.office, now(), &mut (Box::new(numbers) as Ids))?)
        });
        if let Err(failure) = signed {
            tracing::error!(cause = failure.to_string(), "the ledger was not signed at the end");
        }
        self.clerk.close();
        served.map_err(|error| Failure::Broken("the server ended".to_owned(), Some(Box::new(error))))
    }
}

/// Who works for the office beside those in the browser.
struct Hand {
    office: Office,
    clerk: Clerk,
    bell: Arc<Bell>,
    ids: Ids,
}

impl Hand {
    /// Does jobs as their time comes, one after the other.
    fn work(mut self) {
        let mut n_heard = 0;
        loop {
            let done = desk::schedule(&self.clerk, &self.office, now()).and_then(|()| {
                while desk::run_next(&self.clerk, &self.office, now(), today(), &mut self.ids)? {}
                Ok(())
            });
            if let Err(failure) = done {
                tracing::error!(cause = failure.to_string(), "jobs could not be done; they are tried again");
            }
            if self.bell.wait(&mut n_heard, LOOK_EVERY) {
                return;
            }
        }
    }

    /// Sends letters that wait, and reads the mailbox.
    fn carry(mut self, carrier: &Carrier, reads: bool) {
        let mut n_looks: u64 = 0;
        loop {
            let sent = carrier.send(&self.clerk, &self.office);
            if let Err(failure) = &sent {
                tracing::error!(cause = failure.to_string(), "letters could not be sent; they are tried again");
            }
            if reads && n_looks.is_multiple_of(MAILBOX_EVERY_LOOKS) {
                match carrier.read(&self.clerk, &self.office, &mut self.ids) {
                    Ok(steps) => {
                        for step in steps {
                            tracing::info!(became = step.word(), "a message came in");
                        }
                    }
                    Err(failure) => tracing::error!(cause = failure.to_string(), "the mailbox could not be read"),
                }
            }
            n_looks += 1;
            if let Some(fault) = sent.as_ref().ok().and_then(|sent| sent.fault.as_ref()) {
                tracing::warn!(fault, "the mail server did not take a letter; its post says which");
            }
            let is_busy = sent.is_ok_and(|sent| sent.n_taken > 0);
            if self.bell.rest(if is_busy { Duration::ZERO } else { OUTWARD_LOOK_EVERY }) {
                return;
            }
        }
    }

    /// Tells receivers of webhooks what happened.
    fn tell(mut self, gathers: bool) {
        loop {
            let gathered = if gathers {
                desk::gather_events(&self.clerk, &self.office, now(), today(), &mut self.ids)
            } else {
                Ok(0)
            };
            let sent =
                gathered.and_then(|_| desk::send_events(&self.clerk, &self.office, now(), today(), &mut self.ids));
            if let Err(failure) = &sent {
                tracing::error!(cause = failure.to_string(), "events could not be sent; they are tried again");
            }
            let is_busy = sent.is_ok_and(|sent| sent.n_tried > 0);
            if self.bell.rest(if is_busy { Duration::ZERO } else { OUTWARD_LOOK_EVERY }) {
                return;
            }
        }
    }

    /// Asks sources as their time comes.
    fn harvest(mut self, rounds: &Rounds) {
        loop {
            let step = desk::harvest_next(&self.clerk, &self.office, rounds, now(), today(), &mut self.ids);
            let rest = match step {
                Ok(HarvestStep::Asked(_)) => Duration::ZERO,
                // What is due is looked for each second and not at each write: there may be hundreds of those.
                Ok(HarvestStep::Wait(_)) => OUTWARD_LOOK_EVERY,
                Err(failure) => {
                    tracing::error!(cause = failure.to_string(), "sources could not be asked; they are tried again");
                    LOOK_EVERY
                }
            };
            if self.bell.rest(rest) {
                return;
            }
        }
    }
}

/// A random password for accounts of the demonstration: five groups of four letters and digits.
pub fn demonstration_password() -> Result<String, Failure> {
    let mut numbers = random_numbers()?;
    // The first was drawn to see that the system gives any.
    random()?;
    let secret = desk::Secret::new(&mut numbers);
    let letters: Vec<char> = secret.reveal().chars().take(20).collect();
    Ok(letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-"))
}
