//! The office behind the pages: what every handler reads and writes through.

use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use desk::{Clerk, Failure, HealthPart, Office, Officer, Parser, Passkeys, Pulse, Turn};
use model::{Date, PersonId};
use store::{Scope, Writer};
use tokio::sync::{Semaphore, SemaphorePermit, oneshot};

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
    pub(crate) fn unseen<'a, T: Send + 'static>(
        &'a self,
        read: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.in_turn(&self.inner.reading, None, Box::new(read))
    }

    /// Reads with an officer's eyes.
    pub fn read<'a, T: Send + 'static>(
        &'a self,
        officer: &Officer,
        read: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.in_turn(&self.inner.reading, Some(officer.scope.clone()), Box::new(read))
    }

    /// Writes, and answers when it is on the disk.
    pub fn write<'a, T: Send + 'static>(
        &'a self,
        write: impl FnOnce(&mut Writer) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.written(Box::new(write))
    }

    /// Writes as an officer.
    pub fn act<'a, T: Send + 'static>(
        &'a self,
        officer: &Arc<Officer>,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.acted(Arc::clone(officer), Box::new(act))
    }

    fn acted<T: Send + 'static>(&self, officer: Arc<Officer>, act: Acting<T>) -> Coming<'_, T> {
        let (app, now, today) = (self.clone(), self.now(), self.today());
        let mut ids = self.ids();
        self.written(Box::new(move |writer| {
            let office = app.inner.office.seen_by(&officer.scope);
            let work = office.configuration().work();
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office)
        }))
    }

    /// Does something that takes a core for a while and much memory: two at a time.
    pub(crate) fn hash<'a, T: Send + 'static>(
        &'a self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.in_turn(&self.inner.hashing, None, Box::new(|_: &Office| work()))
    }

    /// Parses what was brought: one after the other.
    pub(crate) fn parse<'a, T: Send + 'static>(
        &'a self,
        parse: impl FnOnce(&Parser) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.in_turn(&self.inner.parsing, None, Box::new(|office: &Office| parse(office.parser())))
    }

    /// Reads with an officer's eyes what takes the press, which works on one thing at a time.
    pub(crate) fn press<'a, T: Send + 'static>(
        &'a self,
        officer: &Officer,
        print: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.in_turn(&self.inner.parsing, Some(officer.scope.clone()), Box::new(print))
    }

    /// Tries a template, beside what the press has in hand: who edits one waits for no journal.
    pub(crate) fn try_out<'a, T: Send + 'static>(
        &'a self,
        officer: &Officer,
        print: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.in_turn(&self.inner.trying, Some(officer.scope.clone()), Box::new(print))
    }

    /// Reads what was brought into what the office holds, one after the other.
    pub(crate) fn read_in_turn<'a, T: Send + 'static>(
        &'a self,
        read: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.in_turn(&self.inner.parsing, None, Box::new(read))
    }

    /// Asks hosts of the world, which may take long.
    pub(crate) fn reach_out<'a, T: Send + 'static>(
        &'a self,
        reach: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Coming<'a, T> {
        self.in_turn(&self.inner.reaching, None, Box::new(reach))
    }

    /// Reads on a thread that may wait, when its turn comes; with the eyes of a scope, or with those of the office.
    fn in_turn<'a, T: Send + 'static>(
        &'a self,
        turns: &'a Semaphore,
        scope: Option<Scope>,
        read: Reading<T>,
    ) -> Coming<'a, T> {
        let app = self.clone();
        let (work, answer) = Answer::to(move || match scope {
            Some(scope) => read(&app.inner.office.seen_by(&scope)),
            None => read(&app.inner.office),
        });
        let working = Box::pin(async move {
            let _turn = turns.acquire().await.map_err(|error| Failure::Broken(Box::new(error)))?;
            blocking(work).await
        });
        answer.after(working)
    }

    fn written<T: Send + 'static>(&self, write: Writing<T>) -> Coming<'_, T> {
        let clerk = self.inner.clerk.clone();
        let (told, heard) = oneshot::channel();
        let answer = Answer::default();
        let into = answer.clone();
        // The queue of the clerk may be full: waiting for room must not hold up other requests.
        let ask: Work = Box::new(move || {
            clerk.write_then(write, move |done| {
                into.put(done);
                // Who asked may have gone.
                let _ = told.send(());
            });
        });
        answer.after(Box::pin(async move {
            blocking(ask).await?;
            heard.await.map_err(|error| Failure::Broken(Box::new(error)))
        }))
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

/// What is read or written, while it is waited for. It is boxed, and all that happens on the way is built once and not anew for
/// each of a thousand callers: that took the compiler minutes.
pub type Coming<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// Something to do on a thread that may wait.
type Work = Box<dyn FnOnce() + Send>;

/// What is read of the office.
type Reading<T> = Box<dyn FnOnce(&Office) -> Result<T, Failure> + Send>;

/// What is written.
type Writing<T> = Box<dyn FnOnce(&mut Writer) -> Result<T, Failure> + Send>;

/// What an officer does.
type Acting<T> = Box<dyn FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send>;

/// Where a piece of work lays what came of it.
struct Answer<T>(Arc<Mutex<Option<Result<T, Failure>>>>);

impl<T> Default for Answer<T> {
    fn default() -> Self {
        Answer(Arc::default())
    }
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        Answer(Arc::clone(&self.0))
    }
}

impl<T: Send + 'static> Answer<T> {
    /// A piece of work, and where its answer will lie.
    fn to(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> (Work, Answer<T>) {
        let answer = Answer::default();
        let into = answer.clone();
        (Box::new(move || into.put(work())), answer)
    }

    fn put(&self, done: Result<T, Failure>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    }

    /// The answer, once the work is over.
    fn after<'a>(self, working: Coming<'a, ()>) -> Coming<'a, T> {
        Box::pin(async move {
            working.await?;
            let answer = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
            answer.unwrap_or_else(|| Err(Failure::Broken("what was asked for was left without an answer".into())))
        })
    }
}

async fn blocking(work: Work) -> Result<(), Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Failure::Broken(Box::new(error)))
}
