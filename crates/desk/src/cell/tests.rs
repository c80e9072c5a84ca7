use std::fs::File;
use std::hint::black_box;
use std::io::{self, Cursor};
use std::net::TcpStream;
use std::ops::ControlFlow;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};

use formats::Item;
use proptest::prelude::*;

use super::frame::{Frame, Frames};
use super::wall::shut_in_for;
use super::{Parsed, Parser, in_cell, work_in_cell};

const RIS: &str = "TY  - JOUR\nTI  - Selenium rectifiers for traction\nPY  - 1957\nXX  - what is this\nER  - \n\nTY  - JOUR\nTI  - Germanium\nER  - \n";

fn answered(input: &[u8]) -> Vec<u8> {
    let mut answer = Vec::new();
    work_in_cell("a.ris", input, &mut answer).unwrap();
    answer
}

fn read_back(answer: &[u8]) -> (Vec<Item>, Result<formats::Summary, String>) {
    let mut items = Vec::new();
    let ended = super::answers(Frames::of(answer), &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    (items, ended)
}

#[test]
fn what_a_cell_answers_is_what_would_have_been_read_here() {
    for input in [RIS.as_bytes(), b"no format that is known", b"", "\u{feff}title,year\nSelenium,1957\n".as_bytes()] {
        let mut here = Vec::new();
        let parsed = Parser::Here.read(input, "a.ris", &mut |item| {
            here.push(item);
            ControlFlow::Continue(())
        });
        let (there, ended) = read_back(&answered(input));
        assert_eq!(there, here);
        assert_eq!(parsed.unwrap(), Parsed::Ended(ended.unwrap()));
    }
}

#[test]
fn an_answer_that_ends_anywhere_is_broken_and_keeps_what_was_whole() {
    let answer = answered(RIS.as_bytes());
    let (whole, _) = read_back(&answer);
    for length in 0..answer.len() {
        let (items, ended) = read_back(&answer[..length]);
        assert!(ended.is_err(), "{length} bytes of {} passed for all", answer.len());
        assert!(whole.starts_with(&items), "a part of a record was handed on");
    }
}

#[test]
fn a_length_that_is_promised_takes_no_memory() {
    let mut frames = Frames::of(Cursor::new(b"w\x03\xff\xff\xffabc".to_vec()));
    assert_eq!(frames.next(), Err("the reader ended within a record".to_owned()));
    let mut frames = Frames::of(Cursor::new(b"w\xff\xff\xff\xff".to_vec()));
    assert_eq!(frames.next(), Err("a record is longer than one may be".to_owned()));
}

proptest! {
    #[test]
    fn whatever_a_cell_answers_breaks_nothing(mut answer in Just(answered(RIS.as_bytes())), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let at = at.index(answer.len());
        answer[at] = byte;
        let mut frames = Frames::of(answer.as_slice());
        while let Ok(frame) = frames.next() {
            if matches!(frame, Frame::End(_) | Frame::Broken(_)) {
                break;
            }
        }
    }
}

/// The name of a trial in the environment of a process that was begun for it.
const TRIAL: &str = "UPTAKE_CELL_TRIAL";

/// Begins this test once more, in a process that shuts itself in and then tries what a reader must not be able to do.
fn tried(trial: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env_clear().env(TRIAL, trial).args(["--exact", "cell::tests::inside_a_cell", "--nocapture"]);
    command.output().unwrap()
}

#[test]
fn inside_a_cell() {
    let Ok(trial) = std::env::var(TRIAL) else { return };
    let file = std::env::current_exe().unwrap();
    shut_in_for(1).unwrap();
    let denied = |done: io::Result<()>| {
        let error = done.expect_err("it was let through");
        assert_eq!(error.raw_os_error(), Some(libc::EPERM), "{error}");
    };
    match trial.as_str() {
        "open" => denied(File::open(&file).map(drop)),
        "write" => denied(File::create("/tmp/uptake-cell-was-open").map(drop)),
        "connect" => denied(TcpStream::connect("127.0.0.1:9").map(drop)),
        "begin" => denied(Command::new("/bin/true").spawn().map(drop)),
        "thread" => denied(std::thread::Builder::new().spawn(|| ()).map(drop)),
        "memory" => drop(Vec::<u8>::new().try_reserve_exact(300 * 1024 * 1024).expect_err("it was let through")),
        "time" => loop {
            black_box(0);
        },
        other => panic!("there is no trial `{other}`"),
    }
}

#[test]
fn a_cell_opens_no_file_no_socket_and_begins_nothing() {
    for trial in ["open", "write", "connect", "begin", "thread", "memory"] {
        let output = tried(trial);
        assert!(output.status.success(), "{trial}: {output:?}");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("1 passed"), "{trial} was not tried: {said}");
    }
    assert!(!tried("none").status.success(), "a trial that fails is noticed");
}

#[test]
fn a_cell_that_computes_without_end_is_ended() {
    let output = tried("time");
    assert!(matches!(output.status.signal(), Some(libc::SIGXCPU | libc::SIGKILL)), "{output:?}");
}

#[test]
fn a_program_that_answers_otherwise_is_no_reader() {
    for program in ["/bin/cat", "/usr/bin/yes", "/bin/true"] {
        let mut items = Vec::new();
        let parsed = in_cell(Command::new(program), RIS.as_bytes().repeat(50_000).as_slice(), |frames| {
            super::answers(frames, &mut |item| {
                items.push(item);
                ControlFlow::Continue(())
            })
        });
        assert!(matches!(parsed, Ok(Err(_))), "{program}: {parsed:?}");
        assert!(items.is_empty(), "{program}");
    }
    let parsed = in_cell(Command::new("/no/such/program"), &b""[..], |mut frames| frames.next());
    assert!(parsed.is_err(), "a cell that cannot be started is a fault");
}
