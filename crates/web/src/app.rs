//! The office behind the pages: what every handler reads and writes through.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use desk::{Clerk, Failure, HealthPart, Office, Officer, Parser, Passkeys, Pulse, Turn};
use model::{Date, PersonId};
use store::Writer;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::openid::Provider;
use crate::seal::Seal;
use crate::throttle::Throttle;
use crate::watch::Watch;

/// The clock and chance, which floors below are given as arguments.
pub trait World: Send + Sync + 'static {
    /// Now, in microseconds since 1970.
    fn now(&self) -> i64;

    /// Today.
    fn today(&self) -> Date;

    /// A random number.
    fn random(&self) -> u64;
}

/// Passwords that are hashed at once. Each takes 19 MiB and a core for a while; more would take the
/// machine away from those who are signed in.
const HASHED_AT_ONCE: usize = 2;

/// Reads that run at once, each on a thread of its own and with a connection that has its pages and statements at hand:
/// more would not be read sooner, and each would open a connection anew.
const READS_AT_ONCE: usize = 12;

/// Files that are parsed at once. Each takes a core, and memory for its file.
const PARSED_AT_ONCE: usize = 1;

/// Templates that are tried at once; each is a cell with its own limits of time and memory.
const TRIED_AT_ONCE: usize = 1;

/// Hosts of the world that are asked at once for those who look at sources.
const REACHED_AT_ONCE: usize = 4;

/// Repositories that are answered at once: each answer may take a read for a while, and harvesters come in flocks. Others
/// are told to come again.
const GIVEN_AT_ONCE: usize = 4;

/// The office behind the pages. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    office: Office,
    clerk: Clerk,
    world: Box<dyn World>,
    hashing: Semaphore,
    reading: Semaphore,
    parsing: Semaphore,
    trying: Semaphore,
    reaching: Semaphore,
    giving: Semaphore,
    throttle: Throttle,
    seal: Seal,
    passkeys: OnceLock<Passkeys>,
    address: OnceLock<String>,
    watch: Arc<Watch>,
    provider: OnceLock<Provider>,
    secure: bool,
    name: String,
}

impl App {
    /// An office that is served. `secure` says that it is reached over https, so that cookies can be kept to it.
    pub fn new(office: Office, clerk: Clerk, world: Box<dyn World>, secure: bool, name: &str) -> App {
        let (hashing, reading) = (Semaphore::new(HASHED_AT_ONCE), Semaphore::new(READS_AT_ONCE));
        let parsing = Semaphore::new(PARSED_AT_ONCE);
        let (throttle, name) = (Throttle::default(), name.to_owned());
        let (seal, passkeys, provider) = (Seal::new(|| world.random()), OnceLock::new(), OnceLock::new());
        let watch = Arc::default();
        App {
            inner: Arc::new(Inner {
                office,
                clerk,
                world,
                hashing,
                reading,
                parsing,
                trying: Semaphore::new(TRIED_AT_ONCE),
                reaching: Semaphore::new(REACHED_AT_ONCE),
                giving: Semaphore::new(GIVEN_AT_ONCE),
                throttle,
                seal,
                passkeys,
                address: OnceLock::new(),
                watch,
                provider,
                secure,
                name,
            }),
        }
    }

    /// The same, reached by browsers at this address. Passkeys are bound to it; without it, or where it is no name,
    /// there are none.
    pub fn reached_at(self, address: &str) -> App {
        let _ = self.inner.address.set(address.trim_end_matches('/').to_owned());
        if let Some(passkeys) = Passkeys::at(address, &self.inner.name) {
            // Told twice, the first stands.
            let _ = self.inner.passkeys.set(passkeys);
        }
        self
    }

    /// The same, with a provider of identities.
    pub fn with_provider(self, provider: Provider) -> App {
        // Told twice, the first stands.
        let _ = self.inner.provider.set(provider);
        self
    }

    /// The provider of identities, where there is one.
    pub(crate) fn provider(&self) -> Option<&Provider> {
        self.inner.provider.get()
    }

    /// The address of a path, whole where it is known under which one browsers reach the office.
    pub(crate) fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.inner.address.get().map_or("", String::as_str))
    }

    /// The office as the party that passkeys are made for, where there can be any.
    pub(crate) fn passkeys(&self) -> Option<&Passkeys> {
        self.inner.passkeys.get()
    }

    /// What is counted of every request.
    pub(crate) fn watch(&self) -> &Arc<Watch> {
        &self.inner.watch
    }

    /// How each part of the office stands; the writer has so long to answer.
    pub(crate) async fn health(&self, patience: Duration) -> Result<Vec<HealthPart>, Failure> {
        let clerk = self.inner.clerk.clone();
        self.unseen(move |office| Ok(office.health(&clerk, patience))).await
    }

    /// What the office is doing, in numbers.
    pub(crate) async fn pulse(&self) -> Result<Pulse, Failure> {
        let (clerk, today) = (self.inner.clerk.clone(), self.today());
        self.unseen(move |office| office.pulse(&clerk, today)).await
    }

    /// Seals what browsers bring back.
    pub(crate) fn seal(&self) -> &Seal {
        &self.inner.seal
    }

    /// Now, in microseconds since 1970.
    pub fn now(&self) -> i64 {
        self.inner.world.now()
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.inner.world.today()
    }

    /// Random numbers.
    pub fn ids(&self) -> impl FnMut() -> u64 + Send + use<> {
        let inner = Arc::clone(&self.inner);
        move || inner.world.random()
    }

    /// Whether cookies can be kept to https.
    pub fn is_secure(&self) -> bool {
        self.inner.secure
    }

    /// What the office is called.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// How many guesses there were.
    pub fn throttle(&self) -> &Throttle {
        &self.inner.throttle
    }

    /// The office as the office itself sees it: for signing in, before anybody is known.
    pub(crate) async fn unseen<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let app = self.clone();
        let _turn = self.inner.reading.acquire().await.map_err(|error| Failure::Broken(Box::new(error)))?;
        blocking(move || read(&app.inner.office)).await
    }

    /// Reads with an officer's eyes.
    pub async fn read<T: Send + 'static>(
        &self,
        officer: &Officer,
        read: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let scope = officer.scope.clone();
        self.unseen(move |office| read(&office.seen_by(&scope))).await
    }

    /// Writes, and answers when it is on the disk.
    pub async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Writer) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (answer, answered) = tokio::sync::oneshot::channel();
        let clerk = self.inner.clerk.clone();
        // The queue of the clerk may be full: waiting for room must not hold up other requests.
        blocking(move || {
            clerk.write_then(write, move |done| {
                // Who asked may have gone.
                let _ = answer.send(done);
            });
            Ok(())
        })
        .await?;
        answered.await.unwrap_or_else(|error| Err(Failure::Broken(Box::new(error))))
    }

    /// Writes as an officer.
    pub async fn act<T: Send + 'static>(
        &self,
        officer: &Arc<Officer>,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, app, now, today) = (Arc::clone(officer), self.clone(), self.now(), self.today());
        let mut ids = self.ids();
        self.write(move |writer| {
            let office = app.inner.office.seen_by(&officer.scope);
            let work = office.configuration().work();
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office)
        })
        .await
    }

    /// Does something that takes a core for a while and much memory: two at a time.
    pub(crate) async fn hash<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let _turn = self.inner.hashing.acquire().await.map_err(|error| Failure::Broken(Box::new(error)))?;
        blocking(work).await
    }

    /// Parses what was brought: one after the other.
    pub(crate) async fn parse<T: Send + 'static>(
        &self,
        parse: impl FnOnce(&Parser) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let app = self.clone();
        let _turn = self.inner.parsing.acquire().await.map_err(|error| Failure::Broken(Box::new(error)))?;
        blocking(move || parse(app.inner.office.parser())).await
    }

    /// Reads with an officer's eyes what takes the press, which works on one thing at a time.
    pub(crate) async fn press<T: Send + 'static>(
        &self,
        officer: &Officer,
        print: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (app, scope) = (self.clone(), officer.scope.clone());
        let _turn = self.inner.parsing.acquire().await.map_err(|error| Failure::Broken(Box::new(error)))?;
        blocking(move || print(&app.inner.office.seen_by(&scope))).await
    }

    /// Tries a template, beside what the press has in hand: who edits one waits for no journal.
    pub(crate) async fn try_out<T: Send + 'static>(
        &self,
        officer: &Officer,
        print: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (app, scope) = (self.clone(), officer.scope.clone());
        let _turn = self.inner.trying.acquire().await.map_err(|error| Failure::Broken(Box::new(error)))?;
        blocking(move || print(&app.inner.office.seen_by(&scope))).await
    }

    /// Reads what was brought into what the office holds, one after the other.
    pub(crate) async fn read_in_turn<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let app = self.clone();
        let _turn = self.inner.parsing.acquire().await.map_err(|error| Failure::Broken(Box::new(error)))?;
        blocking(move || read(&app.inner.office)).await
    }

    /// Asks hosts of the world, which may take long.
    pub(crate) async fn reach_out<T: Send + 'static>(
        &self,
        reach: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let app = self.clone();
        let _turn = self.inner.reaching.acquire().await.map_err(|error| Failure::Broken(Box::new(error)))?;
        blocking(move || reach(&app.inner.office)).await
    }

    /// A turn to answer a repository, which is held while it is answered; `None` when all are taken.
    pub(crate) fn turn_to_give(&self) -> Option<SemaphorePermit<'_>> {
        self.inner.giving.try_acquire().ok()
    }

    /// A person at work today.
    pub(crate) async fn officer(&self, person: PersonId) -> Result<Officer, Failure> {
        let today = self.today();
        self.unseen(move |office| office.officer(&person, today)).await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(Failure::Broken(Box::new(error))))
}
