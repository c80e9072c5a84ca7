//! A served office as its operator has it: probes, figures, the log, signed checkpoints, backups under load, a full disk.

mod program;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use desk::{Clerk, Failure, Office};
use model::{Unit, UnitId};
use program::{Desk, Said, says, words};
use serde_json::Value;
use store::{Reader, Scope};

const PASSWORD: &str = "ten-brown-owls-in-a-barn";

/// An office that is served, its log kept in a file.
struct Serving<'d> {
    desk: &'d Desk,
    child: Child,
    address: String,
    figures: String,
    link: Option<String>,
}

impl<'d> Serving<'d> {
    fn start(desk: &'d Desk, more: &str) -> Serving<'d> {
        let line = format!("serve office --listen 127.0.0.1:0 --metrics 127.0.0.1:0 {more}");
        let log = fs::OpenOptions::new().append(true).create(true).open(desk.path("log")).unwrap();
        let mut child = desk.command(&words(&line)).stderr(log).spawn().unwrap();
        let (mut address, mut link, mut said) = (String::new(), None, String::new());
        let behind = |line: &str, what: &str| line.split_once(what).map(|(_, rest)| rest.trim().to_owned());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let figures = loop {
            let Some(line) = lines.next() else { break None };
            if let Some(place) = behind(&line, "is open at http://") {
                address = place;
            } else if let Some(secret) = behind(&line, "/invitations/") {
                link = Some(secret);
            } else if let Some(figures) = behind(&line, "are at http://") {
                break Some(figures.trim_end_matches("/metrics").to_owned());
            }
            said += &line;
        };
        if figures.is_none() {
            child.wait().unwrap();
        }
        let log = || fs::read_to_string(desk.path("log")).unwrap_or_default();
        let figures = figures.unwrap_or_else(|| panic!("it did not begin: {said} {}", log()));
        Serving { desk, child, address, figures, link }
    }

    /// Head and body of an answer.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> (String, String) {
        ask(&self.address, method, path, headers, body)
    }

    fn get(&self, path: &str) -> (String, String) {
        self.ask("GET", path, "", "")
    }

    /// Sends a form as our own page does.
    fn send(&self, path: &str, cookies: &str, body: &str) -> (String, String) {
        let headers = format!(
            "Origin: http://{}\r\nCookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            self.address
        );
        self.ask("POST", path, &headers, body)
    }

    /// Asks it to stop, and waits until it has; gives the log.
    fn stop(mut self) -> String {
        // Before the first answer, the system ends it as any other process.
        self.get("/healthz");
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let ended = self.child.wait().unwrap();
        assert!(ended.success(), "it ended with {ended}");
        fs::read_to_string(self.desk.path("log")).unwrap()
    }
}

fn ask(address: &str, method: &str, path: &str, headers: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_lowercase(), body.to_owned())
}

/// The value of a cookie that an answer sets.
fn cookie(head: &str, name: &str) -> String {
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("set-cookie: {name}=")));
    line.unwrap_or_else(|| panic!("no cookie `{name}` in {head}")).split(';').next().unwrap().to_owned()
}

#[test]
fn what_is_secret_reaches_no_log_and_every_request_has_a_line() {
    let desk = Desk::with_office();
    let serving = Serving::start(&desk, "--log debug");
    let link = serving.link.clone().unwrap();
    let invitation = format!("/invitations/{link}");
    assert!(serving.get(&invitation).0.starts_with("http/1.1 200"));
    let (head, body) = serving.send(&invitation, "", &format!("password={PASSWORD}&again={PASSWORD}"));
    assert!(head.starts_with("http/1.1 303"), "{head} {body}");
    assert!(serving.get(&invitation).0.starts_with("http/1.1 404"), "the link is good once");
    serving.send("/sign-in", "", "name=administrator&password=not-the-password-at-all");
    let (head, body) = serving.send("/sign-in", "", &format!("name=administrator&password={PASSWORD}"));
    assert!(head.starts_with("http/1.1 303"), "{head} {body}");
    let (session, device) = (cookie(&head, "uptake-session"), cookie(&head, "uptake-device"));
    let cookies = format!("uptake-session={session}; uptake-device={device}");
    let (head, body) = serving.ask("GET", "/search?q=zirconium", &format!("Cookie: {cookies}\r\n"), "");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let token =
        body.split("name=\"form-token\" value=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    let token = token.expect("the page has forms");
    let id = head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap().to_owned();
    serving.ask("GET", "/records", "Authorization: Bearer upt-bearer-of-somebody\r\n", "");
    serving.ask(
        "GET",
        "/nowhere/quite-hidden-thing",
        "Referer: http://a/?q=referred-to\r\nUser-Agent: agent-of-somebody\r\n",
        "",
    );
    serving.send("/sign-out", &cookies, &format!("form-token={token}"));
    let log = serving.stop();
    let secrets: [&str; 13] = [
        &link,
        PASSWORD,
        "not-the-password-at-all",
        &session,
        &device,
        &token,
        "upt-bearer-of-somebody",
        "zirconium",
        "quite-hidden-thing",
        "referred-to",
        "agent-of-somebody",
        "administrator",
        "argon2",
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "`{secret}` stands in the log:\n{log}");
    }
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["span"]["request"] == id.as_str()).expect("the request has a line");
    assert_eq!((&line["span"]["route"], &line["span"]["method"]), (&"/search".into(), &"GET".into()));
    assert_eq!(line["fields"]["status"], 200);
    assert!(line["fields"]["millis"].is_u64());
    let probed = |line: &Value| line["span"]["route"] == "/healthz";
    let n_answered = lines.iter().filter(|line| line["fields"]["message"] == "answered" && !probed(line)).count();
    assert_eq!(n_answered, 9, "a line for each request:\n{log}");
    assert!(lines.iter().any(|line| line["span"]["route"] == "/invitations/{token}"));
}

#[test]
fn the_log_can_be_text_and_says_no_more_than_it_was_set_to() {
    let desk = Desk::with_office();
    desk.write("office/uptake.toml", "[serve]\nlog_form = \"text\"\n");
    let serving = Serving::start(&desk, "");
    serving.get("/sign-in?next=/zirconium");
    serving.get("/healthz");
    let log = serving.stop();
    says(&log, &["INFO request{request=", "route=\"/sign-in\"", "answered status=200 millis="]);
    assert!(!log.contains("zirconium") && !log.contains("/healthz"), "{log}");
    fs::remove_file(desk.path("log")).unwrap();
    let serving = Serving::start(&desk, "--log error");
    serving.get("/sign-in");
    assert_eq!(serving.stop(), "", "nothing went wrong, so nothing is said");
}

#[test]
fn probes_and_figures_are_there_while_the_office_is_served() {
    let desk = Desk::with_office();
    let serving = Serving::start(&desk, "");
    assert!(serving.get("/healthz").0.starts_with("http/1.1 200"));
    let (head, body) = serving.get("/readyz");
    assert!(head.starts_with("http/1.1 200"), "{head} {body}");
    let (head, text) = ask(&serving.figures, "GET", "/metrics", "", "");
    assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
    says(
        &text,
        &[
            "uptake_http_requests_total{method=\"GET\",route=\"/readyz\",status=\"2xx\"} 1",
            "# TYPE uptake_commit_writes histogram",
            "uptake_index_lag_changes 0",
            "uptake_jobs{state=\"waiting\"}",
            "uptake_connections_open ",
            "uptake_process_resident_memory_bytes ",
        ],
    );
    serving.stop();
}

#[test]
fn a_ledger_that_was_cut_or_rewritten_does_not_agree_with_its_checkpoints() {
    let desk = Desk::with_office();
    fs::create_dir(desk.path("second")).unwrap();
    let second = desk.path("second");
    let settings = format!("[ledger]\ncheckpoints = \"{}\"\n", second.display());
    desk.write("office/uptake.toml", &settings);
    desk.done("backup office before.backup");
    desk.write("needs.toml", "[[unit]]\nid = \"works\"\nname = \"Works\"\n");
    desk.done("need add office needs.toml");
    Serving::start(&desk, "").stop();
    says(&desk.done("verify office"), &["of the ledger agree", "Public key: 0", "All is as it was written."]);
    let key = fs::metadata(desk.path("office/checkpoint.key")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&key.permissions()) & 0o777, 0o600, "the key is its owner's");
    let secret = fs::read_to_string(desk.path("office/checkpoint.key")).unwrap();
    let file = fs::read_dir(&second).unwrap().next().unwrap().unwrap().path();
    let lines = fs::read_to_string(&file).unwrap();
    let line = format!("{}\n", lines.lines().next_back().unwrap());
    assert!(!lines.contains(secret.trim()));
    let public = desk.json("verify office")[0]["checkpoints"]["key"].as_str().unwrap().to_owned();

    // The office as it was before the signature: its end is gone. It goes on otherwise: its chain is whole, and is not
    // the one that was signed. The settings travel along with a backup.
    desk.done("restore before.backup other");
    let wrong = |line: &str, parts: &[&str]| {
        let said = desk.run(line);
        assert_eq!(said.status, 1, "`uptake {line}`: {} {}", said.out, said.err);
        says(&said.out, parts);
    };
    let line_of = |office: &str| format!("verify {office} --checkpoints second --checkpoint-key {public}");
    wrong(&line_of("other"), &["was signed and is not in the ledger: its end was cut off"]);
    let units: String = (0..40).map(|n| format!("[[unit]]\nid = \"yard-{n}\"\nname = \"Yard\"\n")).collect();
    desk.write("units.toml", units);
    desk.done("need add other units.toml");
    desk.write("other/uptake.toml", "");
    desk.done("verify other");
    wrong(&line_of("other"), &["the ledger was rewritten"]);

    // Another key, a changed line, a line cut off, no file.
    wrong(&format!("verify office --checkpoint-key 02{}", "00".repeat(32)), &["is signed with another key"]);
    let forged = line.replacen("\"seq\":", "\"seq\":1", 1);
    fs::write(&file, &forged).unwrap();
    wrong("verify office", &["was changed after it was signed"]);
    fs::write(&file, &line[..line.len() / 2]).unwrap();
    wrong("verify office", &["cut off or damaged"]);
    fs::remove_file(&file).unwrap();
    wrong("verify office", &["cannot be read"]);
    fs::write(&file, &lines).unwrap();
    desk.done("verify office");
}

#[test]
fn a_second_place_that_is_not_there_is_said_at_the_start() {
    let desk = Desk::with_office();
    desk.write("office/uptake.toml", "[ledger]\ncheckpoints = \"/nowhere/at/all\"\n");
    let said = desk.run("serve office --listen 127.0.0.1:0").refused();
    says(&said, &["/nowhere/at/all", "is no directory", "ledger.checkpoints"]);
}

fn unit(n: u64) -> Unit {
    Unit { id: UnitId::new(&format!("unit-{n}")).unwrap(), name: format!("Unit {n}"), parent: None }
}

#[test]
fn a_backup_under_load_holds_what_was_acknowledged_before_it_and_every_office_is_whole() {
    let desk = Desk::with_office();
    let path = desk.path("office");
    let clerk = Clerk::start(Office::open_to_write(&path, &mut |_| {}).unwrap(), Box::new(|| {}));
    let (n_acknowledged, ends) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for n in 0.. {
                let kept: Result<_, Failure> =
                    clerk.write(move |writer| Ok(writer.keep_unit(&unit(n), "operator", 2 + n as i64)?));
                kept.unwrap();
                n_acknowledged.store(n + 1, Ordering::SeqCst);
                if ends.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        let enough = |n: u64| {
            while n_acknowledged.load(Ordering::SeqCst) < n {
                thread::yield_now();
            }
        };
        for round in 0..3u64 {
            enough(20 * (round + 1));
            let before = n_acknowledged.load(Ordering::SeqCst);
            desk.done(&format!("backup office {round}.backup"));
            // While somebody writes, the index alone cannot be compared, and that is said.
            let verified = desk.run("verify office --json");
            let found: Value = serde_json::from_str(verified.out.lines().next().unwrap()).unwrap();
            let findings: Vec<&str> = found["findings"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert!(findings.iter().all(|finding| finding.contains("another process is writing")), "{findings:?}");
            desk.done(&format!("restore {round}.backup restored-{round}"));
            let verified = desk.json(&format!("verify restored-{round}"));
            assert_eq!(verified[0]["findings"], Value::Array(Vec::new()));
            let restored = Reader::open(&desk.path(&format!("restored-{round}"))).unwrap();
            let held = restored.units(&Scope::office()).unwrap();
            assert!(held.len() as u64 >= before, "{before} were acknowledged, {} are held", held.len());
            for n in 0..before {
                assert!(held.contains(&unit(n)), "unit {n} was acknowledged before the backup and is not in it");
            }
        }
        assert!(n_acknowledged.load(Ordering::SeqCst) > 60);
        ends.store(true, Ordering::SeqCst);
        writing.join().unwrap();
    });
    clerk.close();
    desk.done("verify office");
}

/// Runs lines of the shell where `small` is a disk of a few megabytes. Nothing where the system lets nobody have one.
fn on_a_small_disk(desk: &Desk, script: &str) -> Option<Said> {
    fs::create_dir_all(desk.path("small")).unwrap();
    let run = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-ec", script]);
        command.current_dir(desk.path(".")).env("UPTAKE", env!("CARGO_BIN_EXE_uptake")).stdin(Stdio::null());
        command.output()
    };
    let mount = "mount -t tmpfs -o size=6m tmpfs small";
    if !run(mount).is_ok_and(|output| output.status.success()) {
        let _ = writeln!(std::io::stderr(), "NOT TESTED: this system lets nobody make a small disk");
        return None;
    }
    Some(Said::of(run(&format!("{mount}\n{script}")).unwrap(), script.to_owned()))
}

#[test]
fn a_full_disk_is_said_nothing_is_half_kept_reading_goes_on_and_room_mends_it() {
    use std::fmt::Write;
    let desk = Desk::new();
    let mut article = String::new();
    for n in 0..4_000 {
        let text = format!("word{n} ").repeat(60);
        let _ = write!(article, "TY  - JOUR\nTI  - Turbine {n}\nDO  - 10.5555/full.{n}\nAB  - {text}\nER  - \n\n");
    }
    desk.write("many.ris", article);
    desk.write("one.ris", "TY  - JOUR\nTI  - A lone turbine\nDO  - 10.5555/alone\nER  - \n");
    let script = r#"
        "$UPTAKE" init small/office
        printf '[ingest]\nbatch = 20\n' > small/office/uptake.toml
        "$UPTAKE" ingest small/office one.ris
        head -c 1500000 /dev/zero > small/ballast
        ! "$UPTAKE" ingest small/office many.ris || exit 9
        echo "== reading"
        "$UPTAKE" search small/office lone
        "$UPTAKE" verify small/office --json || true
        echo "== room"
        rm small/ballast
        sed 's/A lone/Another/; s/alone/another/' one.ris > another.ris
        "$UPTAKE" ingest small/office another.ris
        "$UPTAKE" search small/office another
        "$UPTAKE" verify small/office
    "#;
    let Some(said) = on_a_small_disk(&desk, script) else { return };
    assert_eq!(said.status, 0, "{}\n{}", said.out, said.err);
    says(&said.err, &["the disk is full"]);
    let (_, reading) = said.out.split_once("== reading").unwrap();
    let (reading, room) = reading.split_once("== room").unwrap();
    says(reading, &["A lone turbine"]);
    let verified = reading.lines().find(|line| line.starts_with('{')).unwrap();
    let verified: Value = serde_json::from_str(verified).unwrap();
    let findings = verified["findings"].as_array().unwrap();
    let in_the_table = findings.iter().filter_map(Value::as_str).filter(|finding| !finding.contains("search index"));
    assert_eq!(in_the_table.count(), 0, "nothing is half kept: {findings:?}");
    says(room, &["Another turbine", "All is as it was written."]);
}
