//! An office served in this process, and people who read its pages over the wire.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Mutex;
use std::thread::{self, JoinHandle};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use desk::{Attempt, Browser, Clerk, Entrance, Office};
use model::{Date, PersonId};
use web::server::Limits;
use web::{App, World};

use crate::town::{DAY, ids};

/// The clock of this machine, and chance with a seed: nothing here has to be unguessable.
struct Bench {
    numbers: Mutex<Box<dyn FnMut() -> u64 + Send>>,
}

impl World for Bench {
    fn now(&self) -> i64 {
        now()
    }

    fn today(&self) -> Date {
        today()
    }

    fn random(&self) -> u64 {
        let mut numbers = self.numbers.lock().expect("nobody panics with it");
        (*numbers)()
    }
}

/// Now, in microseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the clock of the measurements")]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    i64::try_from(since.as_micros()).expect("the clock is before 290000")
}

pub fn today() -> Date {
    Date::of_number(now() / DAY)
}

/// A served office.
pub struct Served {
    pub office: Office,
    pub clerk: Clerk,
    pub address: SocketAddr,
    stop: tokio::sync::oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Served {
    /// Opens an office and serves it on a free port of this machine.
    pub fn open(dir: &Path) -> Served {
        let writable = Office::open_to_write(dir, &mut |_| {}).expect("the office");
        let office = writable.office().clone();
        let clerk = Clerk::start(writable, Box::new(|| {}));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let numbers: Mutex<Box<dyn FnMut() -> u64 + Send>> = Mutex::new(Box::new(ids(9)));
        let app = App::new(office.clone(), clerk.clone(), Box::new(Bench { numbers }), false, "bench");
        let router = web::routes(&app).router(app);
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let n_threads = thread::available_parallelism().map_or(2, usize::from);
        let server = thread::spawn(move || {
            let stopped = async {
                let _ = stopped.await;
            };
            web::server::run(listener, router, Limits::default(), n_threads, stopped).expect("the server");
        });
        Served { office, clerk, address, stop, server }
    }

    /// Lets somebody in who needs no password here. Answers their cookie.
    pub fn sign_in(&self, person: PersonId, stream: u64) -> String {
        let signed_in = self.clerk.write(move |writer| {
            let browser = Browser { agent: "bench", before: None };
            let attempt = Attempt { person: &person, password_fits: true, code: None, browser };
            desk::sign_in(writer, &attempt, now(), &mut ids(stream))
        });
        match signed_in.expect("signing in") {
            Entrance::Open(open) => format!("uptake-session={}", open.token.reveal()),
            _ => panic!("not let in"),
        }
    }

    pub fn close(self) {
        let _ = self.stop.send(());
        self.server.join().expect("the server");
        self.clerk.close();
    }
}

/// A browser with one connection that it keeps.
pub struct Reader {
    stream: BufReader<TcpStream>,
    cookie: String,
}

impl Reader {
    pub fn connect(address: SocketAddr, cookie: &str) -> Reader {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket");
        Reader { stream: BufReader::new(stream), cookie: cookie.to_owned() }
    }

    /// Asks for a page and reads it to its end: the status, the bytes of the body, and milliseconds.
    pub fn get(&mut self, path: &str) -> (u16, usize, f64) {
        let begin = Instant::now();
        let head = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {}\r\n\r\n", self.cookie);
        self.stream.get_mut().write_all(head.as_bytes()).expect("the server reads");
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("an answer");
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a head");
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a body");
        (status, length, begin.elapsed().as_secs_f64() * 1e3)
    }
}
