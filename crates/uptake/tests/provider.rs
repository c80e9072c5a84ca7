//! What an office gives to other repositories, taken by a harvester that others wrote.

mod program;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use program::Desk;
use serde_json::Value;

/// More than two answers hold.
const RECORDS: usize = 230;

#[test]
fn a_harvester_that_others_wrote_takes_every_open_record_once_in_every_form() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("../../target/api-venv/bin/python");
    let has_it = Command::new(&python).args(["-c", "import sickle"]).stderr(Stdio::null()).status();
    if !has_it.is_ok_and(|status| status.success()) {
        let _ = writeln!(std::io::stderr(), "NOT TESTED: there is no Sickle; `./script/test` installs it");
        return;
    }
    let desk = Desk::with_office();
    let record = |n: usize| format!("TY  - JOUR\nTI  - Mill <{n}> & wheel\nAU  - Weber, A.\nPY  - 1962\nER  - \n\n");
    desk.write("records.ris", (0..RECORDS).map(record).collect::<String>());
    desk.ingest("records.ris");
    // Free a moment ago; the office has to know its address before it listens.
    let at = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = format!(
        "[serve]\naddress = \"http://{at}\"\n[repository]\non = true\ncontact = \"records@centre.example\"\n\
         name = \"records.centre.example\"\n"
    );
    desk.write("office/uptake.toml", settings);
    let mut served = desk.command(&["serve", "office", "--listen", &at.to_string()]).spawn().unwrap();
    let mut said = BufReader::new(served.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line.contains(" is open at ")), "the office is open");
    let harvested =
        Command::new(python).arg(root.join("tests/harvester.py")).arg(format!("http://{at}/oai")).output().unwrap();
    served.kill().unwrap();
    served.wait().unwrap();
    assert!(harvested.status.success(), "{}", String::from_utf8_lossy(&harvested.stderr));
    let got: Value = serde_json::from_slice(&harvested.stdout).unwrap();
    let counts = got["counts"].as_object().unwrap();
    assert!(counts.len() >= 3, "the forms that are promised: {counts:?}");
    for (form, n) in counts {
        assert_eq!((n, &got["distinct"][form]), (&RECORDS.into(), &RECORDS.into()), "{form}");
    }
    let mut titles: Vec<String> = (0..RECORDS).map(|n| format!("Mill <{n}> & wheel")).collect();
    titles.sort();
    assert_eq!(got["titles"], Value::from(titles), "as they are");
    assert_eq!((&got["headers"], &got["before"]), (&RECORDS.into(), &0.into()));
    assert_eq!((got["same"].as_bool(), got["deleted"].as_str()), (Some(true), Some("persistent")));
}
