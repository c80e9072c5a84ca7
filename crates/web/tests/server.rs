//! What the server bears from the wire, over real sockets on this machine.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;
use web::route::{OpenGate, Policy, Routes};
use web::server::{Limits, serve};

/// Deadlines short enough to be waited for.
const SHORT: Limits = Limits {
    head_time_max: Duration::from_millis(300),
    stall_time_max: Duration::from_millis(300),
    n_connections_max: 4,
    farewell_time_max: Duration::from_secs(5),
};

/// Whoever waits longer than this for an end waits in vain.
const IN_VAIN: Duration = Duration::from_secs(20);

struct House {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
    asked: Arc<Notify>,
    answer: Arc<Notify>,
}

fn open(limits: Limits) -> House {
    let (asked, answer) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (told, waits) = (Arc::clone(&asked), Arc::clone(&answer));
    let routes: Routes<()> = Routes::new(Arc::new(OpenGate))
        .page("/", Policy::Public, async || "here")
        .page("/slow", Policy::Public, move || {
            let (told, waits) = (Arc::clone(&told), Arc::clone(&waits));
            async move {
                told.notify_one();
                waits.notified().await;
                "at last"
            }
        })
        .page("/large", Policy::Public, async || Body::from(vec![b'x'; 64 << 20]))
        .form("/form", Policy::Public, async |body: String| body);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(serve(listener, routes.router(()), limits, async {
        let _ = stopped.await;
    }));
    House { address, stop, served, asked, answer }
}

impl House {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes on a new connection and reads until the server closes it.
    async fn say(&self, bytes: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_bytes()).await.unwrap();
        until_closed(&mut stream).await
    }
}

async fn until_closed(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A reset closes as well as an end does.
    let _ = tokio::time::timeout(IN_VAIN, stream.read_to_end(&mut all)).await.expect("the server closes it");
    String::from_utf8_lossy(&all).into_owned()
}

async fn head(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    while !all.windows(4).any(|window| window == b"\r\n\r\n") {
        let mut byte = [0];
        tokio::time::timeout(IN_VAIN, stream.read_exact(&mut byte)).await.expect("an answer comes").unwrap();
        all.extend(byte);
    }
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn a_request_is_answered() {
    let answer = open(SHORT).say("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("here"), "{answer}");
}

#[tokio::test]
async fn a_request_without_one_plain_host_is_400() {
    let house = open(SHORT);
    for hosts in
        ["", "Host: a\r\nHost: b\r\n", "Host: a\r\nHost: a\r\n", "Host: \r\n", "Host: a/b\r\n", "Host: a b\r\n"]
    {
        let answer = house.say(&format!("GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{hosts:?}: {answer}");
    }
    let answer = house.say("GET http://b/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    let answer = house.say("GET / HTTP/1.0\r\nHost: a\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.0 400 "), "{answer}");
}

#[tokio::test]
async fn a_head_that_does_not_end_is_cut_off() {
    let house = open(SHORT);
    for start in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n"] {
        let answer = house.say(start).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{start:?}: {answer}");
    }
}

#[tokio::test]
async fn a_connection_that_idles_after_its_answer_is_closed() {
    let house = open(SHORT);
    let answer = house.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(answer.ends_with("here"), "{answer}");
}

#[tokio::test]
async fn a_reader_who_takes_nothing_is_cut_off() {
    let house = open(SHORT);
    let mut stream = house.connect().await;
    stream.write_all(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    // While this reader takes nothing, the others wait for the four places.
    let full: Vec<TcpStream> = [house.connect().await, house.connect().await, house.connect().await].into();
    let answer = house.say("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(answer.ends_with("here"), "places become free: {answer}");
    drop(full);
    assert!(until_closed(&mut stream).await.len() < 64 << 20, "the answer was cut off");
}

#[tokio::test]
async fn half_open_connections_give_their_places_back() {
    let house = open(SHORT);
    let mut held = Vec::new();
    for _ in 0..12 {
        held.push(house.connect().await);
    }
    let answer = house.say("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(answer.ends_with("here"), "{answer}");
}

#[tokio::test]
async fn a_head_beyond_its_limit_is_refused() {
    let house = open(SHORT);
    let long = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(64 << 10));
    let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(200));
    for request in [long, many] {
        let answer = house.say(&request).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
}

#[tokio::test]
async fn a_body_that_nobody_reads_holds_no_place() {
    let house = open(SHORT);
    for head in [
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n",
    ] {
        let answer = house.say(head).await;
        assert!(answer.starts_with("HTTP/1.1 "), "{head}: {answer}");
    }
}

#[tokio::test]
async fn two_lengths_or_a_length_beside_chunks_are_refused() {
    let house = open(SHORT);
    for lengths in ["Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: x\r\n", "Transfer-Encoding: odd\r\n"]
    {
        let answer = house.say(&format!("POST /form HTTP/1.1\r\nHost: a\r\n{lengths}\r\nxx")).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{lengths:?}: {answer}");
    }
}

#[tokio::test]
async fn what_is_under_way_ends_before_the_server_does() {
    let house = open(Limits { head_time_max: IN_VAIN, ..SHORT });
    let mut stream = house.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    house.asked.notified().await;
    house.stop.send(()).unwrap();
    house.answer.notify_one();
    assert!(until_closed(&mut stream).await.ends_with("at last"));
    house.served.await.unwrap().unwrap();
    assert!(TcpStream::connect(house.address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_server_does_not_wait_for_ever_for_the_last_reader() {
    let house = open(Limits { farewell_time_max: Duration::from_millis(50), head_time_max: IN_VAIN, ..SHORT });
    let mut stream = house.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    house.asked.notified().await;
    house.stop.send(()).unwrap();
    tokio::time::timeout(IN_VAIN, house.served).await.expect("it ends").unwrap().unwrap();
}

#[tokio::test]
async fn requests_behind_each_other_are_answered_in_turn() {
    let house = open(SHORT);
    let mut stream = house.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /never HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    assert!(head(&mut stream).await.starts_with("HTTP/1.1 200"));
    assert!(until_closed(&mut stream).await.contains("HTTP/1.1 404"));
}
