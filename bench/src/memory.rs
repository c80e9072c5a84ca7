//! Peak memory on a stream of one gigabyte, which is made as it is read.

use std::io::Read;
use std::ops::ControlFlow;

use crate::corpus;
use crate::tally::{peak_megabytes, timed};

const GIGABYTE: u64 = 1 << 30;

/// One entry over and over, between a head and a tail.
struct Endless {
    head: &'static str,
    entry: String,
    tail: &'static str,
    given: u64,
    /// What is being handed out, and how far it is.
    now: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.at == self.now.len() {
            if self.ended {
                return Ok(0);
            }
            self.at = 0;
            self.now.clear();
            if self.given == 0 {
                self.now.extend_from_slice(self.head.as_bytes());
            }
            if self.given >= GIGABYTE {
                self.now.extend_from_slice(self.tail.as_bytes());
                self.ended = true;
            } else {
                self.now.extend_from_slice(self.entry.as_bytes());
            }
            self.given += self.now.len() as u64;
        }
        let n = out.len().min(self.now.len() - self.at);
        out[..n].copy_from_slice(&self.now[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

/// Measures and prints. The peak is that of the whole process, so this runs before what needs much.
pub fn measure() {
    println!("\n## Memory: a stream of 1 GiB, never held\n");
    println!("| stream | records | MB/s | peak of the process, MB |");
    println!("|---|---|---|---|");
    let body = "Rectifiers of silicon carry the current of the line. ".repeat(18);
    let json = format!(
        "{{\"id\":\"1401.2122\",\"title\":\"Rectifiers\",\"abstract\":\"{body}\",\"authors\":\"A. Weber\",\"categories\":[\"cs.AI\"],\"created\":\"2014-01-02\"}}\n"
    );
    let xml = format!(
        "<record><header><identifier>oai:x:1</identifier></header><metadata><dc><title>Rectifiers</title><creator>Weber, A.</creator><description>{body}</description><date>1961</date></dc></metadata></record>\n"
    );
    let ris = format!("TY  - JOUR\nTI  - Rectifiers\nAU  - Weber, A.\nPY  - 1961\nAB  - {body}\nER  - \n\n");
    for (title, head, entry, tail) in [
        ("JSON lines", "", json, ""),
        ("OAI-PMH, one document", "<?xml version=\"1.0\"?><OAI-PMH><ListRecords>", xml, "</ListRecords></OAI-PMH>"),
        ("RIS", "", ris, ""),
    ] {
        let stream = Endless { head, entry, tail, given: 0, now: Vec::new(), at: 0, ended: false };
        let mut n_records = 0u64;
        let (_, time) = timed(|| {
            corpus::each(stream, &mut |_| {
                n_records += 1;
                ControlFlow::Continue(())
            });
        });
        let peak = peak_megabytes().map_or("not told by this system".to_owned(), |n| n.to_string());
        println!("| {title} | {n_records} | {:.0} | {peak} |", GIGABYTE as f64 / 1e6 / time.as_secs_f64());
    }
}
