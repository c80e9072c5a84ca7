//! The way out, before hosts that misbehave: each plays its part on this machine.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use harvest::{Ask, Credential, CredentialKind, Fault, Names, Network, NetworkSettings, Question};
use model::Setback;
use url::Url;

/// What a host was asked: the path with its query, and the headers by their names in small letters.
type Asked = (String, BTreeMap<String, String>);

/// A host that plays a part.
struct Host {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Host {
    fn plays(part: impl Fn(&str, &mut TcpStream) -> io::Result<()> + Send + Sync + 'static) -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (part, noted) = (Arc::new(part), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (part, noted) = (Arc::clone(&part), Arc::clone(&noted));
                thread::spawn(move || {
                    let Some((path, headers)) = head(&stream) else { return };
                    noted.lock().unwrap().push((path.clone(), headers));
                    let mut stream = stream;
                    // Whoever asked may have gone.
                    let _ = part(&path, &mut stream);
                });
            }
        });
        Host { address, asked }
    }

    fn at(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    fn n_asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn head(stream: &TcpStream) -> Option<Asked> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let path = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':')?;
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    Some((path, headers))
}

fn answers(status: &str, headers: &str, body: &[u8], stream: &mut TcpStream) -> io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len())?;
    stream.write_all(body)
}

fn settings(host: &Host) -> NetworkSettings {
    NetworkSettings {
        inside: vec![host.address.to_string()],
        time_max: Duration::from_secs(20),
        bytes_max: 4 * 1024 * 1024,
        ..NetworkSettings::default()
    }
}

fn ask(settings: NetworkSettings, url: Url) -> Result<harvest::Answer, Fault> {
    Network::new(settings).ask(&Question::of(url, "*/*"))
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut packing = GzEncoder::new(Vec::new(), Compression::best());
    packing.write_all(body).unwrap();
    packing.finish().unwrap()
}

#[test]
fn an_answer_comes_with_what_says_whether_it_changed() {
    let host = Host::plays(|_, stream| {
        let headers = "Content-Type: Text/XML; charset=utf-8\r\nETag: \"7\"\r\nLast-Modified: Fri, 20 Nov 2026 00:00:00 GMT\r\nSet-Cookie: a=b\r\n";
        answers("200 OK", headers, b"<rss/>", stream)
    });
    let settings = NetworkSettings { contact: "office@example.org".to_owned(), ..settings(&host) };
    let network = Network::new(settings);
    let answer = network.ask(&Question::of(host.at("/feed?a=1"), "text/xml")).unwrap();
    assert_eq!(
        (answer.status, answer.content_type.as_str(), answer.body.as_slice()),
        (200, "text/xml", &b"<rss/>"[..])
    );
    assert_eq!((answer.etag.as_deref(), answer.modified.is_some()), (Some("\"7\""), true));
    network
        .ask(&Question { etag: answer.etag, modified: answer.modified, ..Question::of(host.at("/feed"), "*/*") })
        .unwrap();
    let asked = host.asked.lock().unwrap();
    assert_eq!(asked[0].0, "/feed?a=1");
    assert_eq!(asked[0].1["user-agent"], "uptake (mailto:office@example.org)");
    assert_eq!(asked[0].1["accept-encoding"], "gzip");
    assert_eq!(asked[1].1["if-none-match"], "\"7\"");
    assert_eq!(asked[1].1["if-modified-since"], "Fri, 20 Nov 2026 00:00:00 GMT");
    assert!(
        asked.iter().all(|(_, headers)| !headers.contains_key("cookie")),
        "nothing is carried from one answer to the next"
    );
}

#[test]
fn what_a_host_answers_instead_is_told_apart() {
    let host = Host::plays(|path, stream| answers(path.trim_start_matches('/'), "Retry-After: 120\r\n", b"", stream));
    let cases = [
        ("/404", Setback::Gone),
        ("/410", Setback::Gone),
        ("/401", Setback::Denied),
        ("/403", Setback::Denied),
        ("/429", Setback::Busy),
        ("/503", Setback::Busy),
        ("/500", Setback::Server),
        ("/400", Setback::Refused),
        ("/204", Setback::Strange),
    ];
    for (path, setback) in cases {
        let fault = ask(settings(&host), host.at(path)).unwrap_err();
        assert_eq!(fault.setback, setback, "{path}: {fault}");
        assert_eq!(fault.wait(0), Some(120_000_000));
    }
    assert_eq!(ask(settings(&host), host.at("/304")).unwrap().status, 304);
}

#[test]
fn redirects_are_followed_five_times_and_no_further() {
    let host = Host::plays(|path, stream| {
        let n: u32 = path.trim_start_matches('/').parse().unwrap_or(0);
        if n == 0 {
            return answers("200 OK", "", b"here", stream);
        }
        answers("302 Found", &format!("Location: /{}\r\n", n - 1), b"", stream)
    });
    assert_eq!(ask(settings(&host), host.at("/5")).unwrap().body, b"here");
    assert_eq!(ask(settings(&host), host.at("/6")).unwrap_err().setback, Setback::Redirects);
    let circle = Host::plays(|_, stream| answers("301 Moved", "Location: /\r\n", b"", stream));
    assert_eq!(ask(settings(&circle), circle.at("/")).unwrap_err().setback, Setback::Redirects);
    assert_eq!(circle.n_asked(), 6);
    let nowhere = Host::plays(|_, stream| answers("302 Found", "", b"", stream));
    assert_eq!(ask(settings(&nowhere), nowhere.at("/")).unwrap_err().setback, Setback::Redirects);
}

#[test]
fn no_redirect_leads_inside_or_out_of_the_web() {
    let secret = Host::plays(|_, stream| answers("200 OK", "", b"secret", stream));
    let port = secret.address.port();
    for to in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://0x7f000001:{port}/"),
        format!("http://2130706433:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://192.168.1.1/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "ftp://127.0.0.1/".to_owned(),
        "http://127.0.0.1:22/".to_owned(),
        "http://name:word@127.0.0.1/".to_owned(),
    ] {
        let location = format!("Location: {to}\r\n");
        let host = Host::plays(move |_, stream| answers("302 Found", &location, b"", stream));
        let fault = ask(settings(&host), host.at("/")).unwrap_err();
        assert!(matches!(fault.setback, Setback::Inside | Setback::Address), "{to}: {fault:?}");
    }
    assert_eq!(secret.n_asked(), 0);
}

/// A name that is somewhere else at every look.
#[derive(Debug)]
struct Turning(Vec<SocketAddr>, AtomicUsize);

impl Names for Turning {
    fn find(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        let at = self.1.fetch_add(1, Ordering::Relaxed);
        self.0.get(at % self.0.len()).map(|address| vec![*address]).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

#[test]
fn a_name_is_looked_up_once_for_a_connection_and_that_goes_where_the_look_led() {
    let [one, other] = [b"one", b"two"].map(|body| Host::plays(move |_, stream| answers("200 OK", "", body, stream)));
    let names = Arc::new(Turning(vec![one.address, other.address], AtomicUsize::new(0)));
    let named = NetworkSettings { inside: vec!["rebinding.example:8080".to_owned()], ..settings(&one) };
    let network = Network::with_names(named, names.clone());
    let question = Question::of(Url::parse("http://rebinding.example:8080/").unwrap(), "*/*");
    let heard: Vec<Vec<u8>> = (0..4).map(|_| network.ask(&question).unwrap().body).collect();
    assert_eq!(heard, [b"one", b"two", b"one", b"two"]);
    assert_eq!(names.1.load(Ordering::Relaxed), 4);
}

/// A name that is at several addresses at once.
#[derive(Debug)]
struct Several(Vec<SocketAddr>);

impl Names for Several {
    fn find(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(self.0.clone())
    }
}

#[test]
fn a_name_of_which_one_address_leads_inside_is_refused_before_anybody_is_asked() {
    let secret = Host::plays(|_, stream| answers("200 OK", "", b"secret", stream));
    let url = Url::parse(&format!("http://rebinding.example:{}/", secret.address.port())).unwrap();
    let public: SocketAddr = "192.31.196.1:9".parse().unwrap();
    for addresses in [vec![secret.address], vec![public, secret.address], vec![secret.address, public]] {
        let network = Network::with_names(NetworkSettings::default(), Arc::new(Several(addresses)));
        assert_eq!(network.ask(&Question::of(url.clone(), "*/*")).unwrap_err().setback, Setback::Inside);
    }
    let nowhere = Network::with_names(NetworkSettings::default(), Arc::new(Several(Vec::new())));
    assert_eq!(nowhere.ask(&Question::of(url, "*/*")).unwrap_err().setback, Setback::Name);
    assert_eq!(secret.n_asked(), 0);
}

#[test]
fn a_host_inside_is_asked_only_where_an_administrator_named_it_with_its_port() {
    let host = Host::plays(|_, stream| answers("200 OK", "", b"inside", stream));
    assert_eq!(ask(settings(&host), host.at("/")).unwrap().body, b"inside");
    let other = NetworkSettings { inside: vec!["127.0.0.1:9".to_owned()], ..NetworkSettings::default() };
    let fault = ask(other, host.at("/")).unwrap_err();
    assert_eq!(fault.setback, Setback::Inside);
    assert!(fault.detail.contains("127.0.0.1"), "{fault}");
}

#[test]
fn a_host_that_is_slow_or_without_end_is_left_in_time() {
    let quick = |host: &Host| NetworkSettings { time_max: Duration::from_millis(600), ..settings(host) };
    // It takes the question and says nothing.
    let silent = Host::plays(|_, stream| {
        let _ = BufReader::new(stream).read_line(&mut String::new());
        Ok(())
    });
    assert_eq!(ask(quick(&silent), silent.at("/")).unwrap_err().setback, Setback::Slow);
    // It says a byte whenever it is let.
    let dripping = Host::plays(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
        let (_keep, never) = std::sync::mpsc::channel::<()>();
        loop {
            stream.write_all(b"x")?;
            let _ = never.recv_timeout(Duration::from_millis(50));
        }
    });
    assert_eq!(ask(quick(&dripping), dripping.at("/")).unwrap_err().setback, Setback::Slow);
    // Its head has no end.
    let headed = Host::plays(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")?;
        }
    });
    let fault = ask(settings(&headed), headed.at("/")).unwrap_err();
    assert_eq!(fault.setback, Setback::Garbled, "{fault}");
    // Its body has no end.
    let endless = Host::plays(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
        loop {
            stream.write_all(&[b'x'; 65_536])?;
        }
    });
    assert_eq!(ask(settings(&endless), endless.at("/")).unwrap_err().setback, Setback::Large);
}

#[test]
fn what_is_packed_is_unpacked_under_a_limit_that_runs_along() {
    let good = packed(b"<rss/>");
    let host = Host::plays(move |_, stream| answers("200 OK", "Content-Encoding: gzip\r\n", &good, stream));
    assert_eq!(ask(settings(&host), host.at("/")).unwrap().body, b"<rss/>");
    // A gigabyte of nothing in a megabyte.
    let bomb = packed(&vec![0; 200 * 1024 * 1024]);
    let host = Host::plays(move |_, stream| answers("200 OK", "Content-Encoding: gzip\r\n", &bomb, stream));
    assert_eq!(ask(settings(&host), host.at("/")).unwrap_err().setback, Setback::Large);
    let half = packed(&[7; 100_000])[..60].to_vec();
    let host = Host::plays(move |_, stream| answers("200 OK", "Content-Encoding: gzip\r\n", &half, stream));
    assert_eq!(ask(settings(&host), host.at("/")).unwrap_err().setback, Setback::Garbled);
    let host = Host::plays(|_, stream| answers("200 OK", "Content-Encoding: br\r\n", b"xx", stream));
    assert_eq!(ask(settings(&host), host.at("/")).unwrap_err().setback, Setback::Garbled);
}

#[test]
fn an_answer_that_breaks_off_is_no_answer() {
    let short = Host::plays(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nhalf")
    });
    let fault = ask(settings(&short), short.at("/")).unwrap_err();
    assert_eq!((fault.setback, fault.partial.unwrap().body), (Setback::Garbled, b"half".to_vec()));
    let chunked = Host::plays(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
    });
    let fault = ask(settings(&chunked), chunked.at("/")).unwrap_err();
    assert_eq!((fault.setback, fault.partial.unwrap().body), (Setback::Garbled, b"hello".to_vec()));
    let noise = Host::plays(|_, stream| stream.write_all(&[0, 159, 146, 150, b'\r', b'\n', b'\r', b'\n']));
    assert_eq!(ask(settings(&noise), noise.at("/")).unwrap_err().setback, Setback::Garbled);
    let gone = { TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    let inside = NetworkSettings { inside: vec![gone.to_string()], ..NetworkSettings::default() };
    let fault = ask(inside, Url::parse(&format!("http://{gone}/")).unwrap()).unwrap_err();
    assert_eq!(fault.setback, Setback::Unreachable, "{fault}");
}

#[test]
fn a_credential_is_shown_to_its_own_host_alone() {
    let other = Host::plays(|_, stream| answers("200 OK", "", b"", stream));
    let location = format!("Location: {}\r\n", other.at("/elsewhere"));
    let host = Host::plays(move |path, stream| match path {
        "/away" => answers("302 Found", &location, b"", stream),
        "/token" => answers("200 OK", "", br#"{"access_token": "short-lived", "expires_in": "1200"}"#, stream),
        _ => answers("200 OK", "", b"", stream),
    });
    let with = |kind| NetworkSettings {
        inside: vec![host.address.to_string(), other.address.to_string()],
        credentials: vec![Credential::new(&host.at("/"), kind, "key:word".to_owned())],
        ..settings(&host)
    };
    ask(with(CredentialKind::Bearer), host.at("/away")).unwrap();
    ask(with(CredentialKind::Basic), host.at("/b")).unwrap();
    ask(with(CredentialKind::Parameter("api_key".to_owned())), host.at("/c?x=1")).unwrap();
    let network = Network::new(with(CredentialKind::Client(host.at("/token"))));
    for _ in 0..2 {
        network.ask(&Question::of(host.at("/d"), "*/*")).unwrap();
    }
    let asked: Vec<(String, Option<String>)> = host
        .asked
        .lock()
        .unwrap()
        .iter()
        .map(|(path, headers)| (path.clone(), headers.get("authorization").cloned()))
        .collect();
    let told = |path: &str, header: Option<&str>| (path.to_owned(), header.map(str::to_owned));
    let expected = [
        told("/away", Some("Bearer key:word")),
        told("/b", Some("Basic a2V5OndvcmQ=")),
        told("/c?x=1&api_key=key%3Aword", None),
        told("/token", Some("Basic a2V5OndvcmQ=")),
        told("/d", Some("Bearer short-lived")),
        told("/d", Some("Bearer short-lived")),
    ];
    assert_eq!(asked, expected);
    assert!(other.asked.lock().unwrap().iter().all(|(_, headers)| !headers.contains_key("authorization")));
}

/// A host that reads what it is sent and answers with the part behind the path.
fn receives(
    status: &'static str,
    headers: &'static str,
    body: &'static [u8],
) -> (SocketAddr, std::sync::mpsc::Receiver<String>) {
    use std::io::Read;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, (sent, came)) = (listener.local_addr().unwrap(), std::sync::mpsc::channel());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut said = Vec::new();
            let mut part = [0; 4096];
            while !said.ends_with(b"}") {
                let n = stream.read(&mut part).unwrap_or(0);
                if n == 0 {
                    break;
                }
                said.extend_from_slice(&part[..n]);
            }
            let _ = answers(status, headers, body, &mut stream);
            let _ = sent.send(String::from_utf8_lossy(&said).into_owned());
        }
    });
    (address, came)
}

fn post(address: SocketAddr, inside: bool) -> Result<harvest::Receipt, Fault> {
    let inside = if inside { vec![address.to_string()] } else { vec![] };
    let settings = NetworkSettings { inside, time_max: Duration::from_secs(20), ..NetworkSettings::default() };
    Network::new(settings).post(&harvest::Posting {
        url: Url::parse(&format!("http://{address}/in?x=1")).unwrap(),
        headers: vec![("webhook-id", "msg_1".to_owned())],
        body: b"{\"a\":1}".to_vec(),
    })
}

#[test]
fn what_is_sent_arrives_with_its_headers_and_the_beginning_of_the_answer_is_kept() {
    let long: &[u8] = &[b'x'; 100_000];
    let (address, came) = receives("503 Busy", "Retry-After: 7\r\n", long);
    let receipt = post(address, true).unwrap();
    assert_eq!((receipt.status, receipt.wait(0)), (503, Some(7_000_000)));
    assert_eq!(receipt.beginning.len(), 2_048);
    let said = came.recv().unwrap();
    assert!(said.starts_with("POST /in?x=1 HTTP/1.1\r\n") && said.ends_with("{\"a\":1}"), "{said}");
    assert!(said.to_lowercase().contains("webhook-id: msg_1\r\n"), "{said}");
    assert!(said.to_lowercase().contains("content-type: application/json\r\n"), "{said}");
}

#[test]
fn nothing_is_sent_inside_unasked_and_a_receiver_that_sends_elsewhere_is_not_followed() {
    let (address, came) = receives("302 Found", "Location: http://127.0.0.1:1/\r\n", b"");
    assert_eq!(post(address, true).unwrap().status, 302);
    came.recv().unwrap();
    assert!(post(address, false).is_err());
    assert!(came.try_recv().is_err(), "nobody was asked");
}
