//! Mail by a real mail server: letters that go out once across kills, replies that answer, links that work without an account.

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use model::{
    Choice, Date, Level, Need, NeedId, Person, PersonId, Post, PostId, Profile, ProfileId, Stage, Standing, Tenure,
    Unit, UnitId,
};
use program::Desk;
use store::{Reader, Scope, Writer};

/// Posts that are written to.
const POSTS: usize = 60;

/// Records, each of which fits every need.
const RECORDS: usize = 3;

/// A mail server, while the test lasts.
struct Server {
    child: Child,
    said: BufReader<ChildStdout>,
    port: String,
    sink: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts one that takes from everybody; `None` where there is no aiosmtpd.
    fn start(sink: PathBuf) -> Option<Server> {
        Server::run("mail_server.py", sink)
    }

    fn run(script: &str, sink: PathBuf) -> Option<Server> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = root.join("../../target/api-venv/bin/python");
        let has_it = Command::new(&python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        if !has_it.is_ok_and(|status| status.success()) {
            let _ = writeln!(std::io::stderr(), "NOT TESTED: there is no aiosmtpd; `./script/test` installs it");
            return None;
        }
        fs::create_dir_all(&sink).unwrap();
        let mut child = Command::new(python)
            .arg(root.join("tests").join(script))
            .arg(&sink)
            .stdout(Stdio::piped())
            // Handshakes that a test wants to fail.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("port ").unwrap().to_owned();
        Some(Server { child, said, port, sink })
    }

    /// Waits until one more message was taken.
    fn takes_one(&mut self) {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        assert!(line.starts_with("took "), "{line}");
    }

    /// Every message that was taken, in order.
    fn messages(&self) -> Vec<String> {
        let mut paths: Vec<PathBuf> = fs::read_dir(&self.sink).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.iter().map(|path| String::from_utf8(fs::read(path).unwrap()).unwrap()).collect()
    }
}

/// A header of a message, unfolded.
fn header(message: &str, name: &str) -> String {
    let head = message.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
    let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())));
    line.map_or_else(String::new, |line| line[name.len() + 1..].trim().to_owned())
}

/// The text part of a message, decoded as far as is needed to read addresses in it.
fn text(message: &str) -> String {
    let part = message.split("text/plain").nth(1).unwrap();
    let part = part.split("\r\n--").next().unwrap();
    part.replace("=\r\n", "").replace("=3D", "=")
}

fn office(desk: &Desk, server: &Server, addresses: impl Fn(usize) -> String) {
    fs::create_dir_all(desk.path("inbox/new")).unwrap();
    desk.write(
        "office/uptake.toml",
        format!(
            "[mail]\nserver = \"127.0.0.1:{}\"\nsecurity = \"none\"\nfrom = \"office@centre.example\"\n\
             mailbox = {:?}\nrhythm = \"daily\"\n[serve]\naddress = \"https://office.centre.example\"\n",
            server.port,
            desk.path("inbox").to_str().unwrap()
        ),
    );
    let records: String = (0..RECORDS).map(|n| format!("TY  - JOUR\nTI  - Mill number {n}\nER  - \n\n")).collect();
    desk.write("records.ris", records);
    desk.ingest("records.ris");
    let mut writer = Writer::open(&desk.path("office")).unwrap();
    writer
        .transact("operator", 2, |deed| -> store::Result<()> {
            let unit = UnitId::new("works").unwrap();
            deed.keep_unit(&Unit { id: unit.clone(), name: "Works".to_owned(), parent: None })?;
            for n in 0..POSTS {
                let (post, person) =
                    (PostId::new(&format!("post-{n}")).unwrap(), PersonId::new(&format!("person-{n}")).unwrap());
                deed.keep_post(&Post {
                    id: post.clone(),
                    title: format!("Post {n}"),
                    unit: unit.clone(),
                    powers: BTreeSet::new(),
                    closed: false,
                })?;
                deed.keep_person(&Person {
                    id: person.clone(),
                    name: format!("Person {n}"),
                    email: Some(addresses(n)),
                    language: ["en", "ru", "de"].get(n % 3).map(|tag| (*tag).to_owned()),
                    level: Level::Internal,
                    compartments: BTreeSet::new(),
                    left: false,
                })?;
                let since = Date::parse("1962-01-01").unwrap();
                deed.appoint(&Tenure { post: post.clone(), person, standing: Standing::Holder, since, until: None })?;
                let id = NeedId::new(&format!("need-{n}")).unwrap();
                let draft = Need::draft(id.clone(), &format!("Need {n}"), unit.clone(), post);
                let profiles =
                    vec![Profile { id: ProfileId { need: id, number: 1 }, query: "mill".to_owned(), threshold: None }];
                let expires = Date::parse("2999-01-01");
                deed.keep_need(&Need { stage: Stage::Accepted, expires, profiles, ..draft })?;
            }
            Ok(())
        })
        .unwrap();
}

fn choices(desk: &Desk) -> BTreeMap<Choice, usize> {
    let reader = Reader::open(&desk.path("office")).unwrap();
    let mut found = BTreeMap::new();
    let mut count = |held: store::HeldDelivery| {
        if let Some(decided) = held.decided {
            *found.entry(decided.disposition.choice).or_default() += 1;
        }
        std::ops::ControlFlow::Continue(())
    };
    reader.each_delivery(&Scope::office(), &store::DeliveryFilter::default(), &mut count).unwrap();
    found
}

#[test]
fn each_letter_goes_out_once_though_the_program_is_killed_again_and_again() {
    let desk = Desk::with_office();
    let Some(mut server) = Server::start(desk.path("sink")) else { return };
    office(&desk, &server, |n| format!("person-{n}@works.example"));
    let mut n_kills = 0;
    for n_before_kill in [1, 7, 3, 12, 5] {
        let mut child = desk.start("mail office");
        for _ in 0..n_before_kill {
            server.takes_one();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        n_kills += 1;
    }
    desk.done("mail office");
    let messages = server.messages();
    let names: BTreeSet<String> = messages.iter().map(|message| header(message, "Message-ID")).collect();
    let readers: BTreeSet<String> = messages.iter().map(|message| header(message, "To")).collect();
    assert_eq!((names.len(), readers.len()), (POSTS, POSTS), "one letter for each post");
    assert!(messages.len() <= POSTS + n_kills, "{}: what is handed over again has the same name", messages.len());
    assert_eq!(desk.json("mail office")[0]["letters"], 0, "nothing is left");
    desk.done("verify office");
}

#[test]
fn a_letter_is_answered_by_a_reply_and_says_what_it_is_about() {
    let desk = Desk::with_office();
    let Some(server) = Server::start(desk.path("sink")) else { return };
    office(&desk, &server, |n| match n {
        0 => "gone@works.example".to_owned(),
        1 => "busy@works.example".to_owned(),
        n => format!("person-{n}@works.example"),
    });
    let said = desk.refused("mail office");
    assert_eq!(said, "", "what was not sent is told with what was");
    let messages = server.messages();
    assert_eq!(messages.len(), POSTS - 2, "one is refused for ever, one is tried again later");
    let mine = messages.iter().find(|message| header(message, "To").contains("person-3@")).unwrap();
    let (mail, to) = (text(mine), header(mine, "Reply-To"));
    for part in ["3 records", "Mill number 0", "For Need 3", "https://office.centre.example/letters/", "u  Use"] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    let stop = header(mine, "List-Unsubscribe");
    assert!(stop.starts_with("<https://office.centre.example/letters/") && stop.ends_with("/stop>"), "{stop}");
    let reply =
        format!("From: Person <person-3@works.example>\r\nTo: {to}\r\nSubject: Re\r\n\r\n1 u\r\n2 o\r\n> 3 s\r\n");
    fs::write(desk.path("inbox/new/1"), reply).unwrap();
    assert_eq!(desk.json("mail office")[0]["messages"]["answered"], 1);
    assert_eq!(choices(&desk), BTreeMap::from([(Choice::Use, 1), (Choice::Pass, 1)]));
    let again = desk.path("inbox/cur/1:2,S");
    fs::rename(again, desk.path("inbox/new/2")).unwrap();
    assert_eq!(desk.json("mail office")[0]["messages"].as_object().unwrap().len(), 0, "it was dealt with");
}

#[test]
fn mail_goes_only_to_a_server_that_is_vouched_for_and_with_the_password_that_it_wants() {
    let guard = Desk::new();
    let Some(mut server) = Server::run("guarded_mail_server.py", guard.path("guard")) else { return };
    let mail = |password: &str, authority: &str| {
        let desk = Desk::with_office();
        office(&desk, &server, |n| format!("person-{n}@works.example"));
        desk.write("office/mail.secret", password);
        fs::set_permissions(desk.path("office/mail.secret"), fs::Permissions::from_mode(0o600)).unwrap();
        let settings = format!(
            "[mail]\nserver = \"localhost:{}\"\nfrom = \"office@centre.example\"\nuser = \"office\"\n\
             secret_file = \"mail.secret\"\nrhythm = \"daily\"\n[serve]\naddress = \"https://office.centre.example\"\n",
            server.port
        );
        desk.write("office/uptake.toml", settings);
        let mut command = desk.command(&["mail", "office", "--json"]);
        let ended = command.env("SSL_CERT_FILE", guard.path("guard").join(authority)).output().unwrap();
        let told: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
        (told["letters"].as_u64().unwrap(), told["fault"].as_str().unwrap_or_default().to_owned())
    };
    let (n, fault) = mail("of the mill", "other.pem");
    assert!(n == 0 && fault.to_lowercase().contains("certificate"), "nobody vouches for it: {n} {fault}");
    let (n, fault) = mail("of the sea", "ca.pem");
    assert!(n == 0 && fault.contains("535"), "another password: {n} {fault}");
    assert_eq!(mail("of the mill", "ca.pem"), (POSTS as u64, String::new()));
    server.takes_one();
}

#[test]
fn an_office_without_a_mail_server_says_what_is_missing() {
    let desk = Desk::with_office();
    program::says(&desk.refused("mail office"), &["mail.server"]);
    desk.write("office/uptake.toml", "[mail]\nserver = \"127.0.0.1:25\"\nfrom = \"office@centre.example\"\n");
    program::says(&desk.refused("mail office"), &["serve.address"]);
    desk.write("office/uptake.toml", "[mail]\nserver = \"127.0.0.1:25\"\n");
    program::says(&desk.refused("mail office"), &["mail.from"]);
    desk.write("office/uptake.toml", "[mail]\nuser = \"office\"\nsecurity = \"none\"\n");
    program::says(&desk.refused("mail office"), &["mail.user"]);
}
