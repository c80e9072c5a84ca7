//! `uptake mail`, and those who carry mail while an office is served.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use ::mail::{Carry, Smtp};
use desk::{Clerk, Ids, MailStep, Office};
use serde_json::json;

use crate::cli::MailArgs;
use crate::clock::{now, random_numbers, today};
use crate::failure::Failure;
use crate::output::{count, json_line, stdout};
use crate::settings;

/// Whoever carries the mail of an office. Cheap to clone.
#[derive(Clone)]
pub struct Carrier {
    server: Arc<dyn Carry>,
    /// Under which browsers reach the office.
    address: String,
}

impl Carrier {
    /// For an office that sends mail; `None` where it does not.
    pub fn of(office: &Office, address: &str) -> Result<Option<Carrier>, Failure> {
        let settings = office.configuration().mail();
        if !settings.is_on() {
            return Ok(None);
        }
        let smtp = Smtp::new(&settings.smtp(office.dir())?)
            .map_err(|error| Failure::refused(format!("`mail.server` cannot be used: {error}")))?;
        Ok(Some(Carrier { server: Arc::new(smtp), address: address.trim_end_matches('/').to_owned() }))
    }

    /// Sends some of the letters that wait, and answers how many were taken up.
    pub fn send(&self, clerk: &Clerk, office: &Office) -> Result<usize, desk::Failure> {
        let draw = |sheet: &desk::LetterSheet| web::letter::draw(sheet, &self.address);
        desk::send_letters(clerk, office, self.server.as_ref(), &draw, (now(), today()))
    }

    /// Deals with what came into the mailbox, and says what became of each message.
    pub fn read(&self, clerk: &Clerk, office: &Office, ids: &mut Ids) -> Result<Vec<MailStep>, desk::Failure> {
        desk::read_mailbox(clerk, office, &web::letter::say, (now(), today()), ids)
    }
}

/// Writes the letters of an office that are due, sends what waits, and reads its mailbox, until nothing is left to do.
pub fn mail(args: &MailArgs) -> Result<ExitCode, Failure> {
    let writable = settings::open_to_write(&args.office, &mut |_| {})?;
    let office = settings::at_work(writable.office())?;
    let address = office.configuration().serve().address.clone();
    let Some(carrier) = Carrier::of(&office, &address)? else {
        return Err(Failure::refused("This office sends no mail; name a server by `mail.server` in `uptake.toml`"));
    };
    if address.is_empty() {
        return Err(Failure::refused(
            "The links of mail need the address of the office; set `serve.address` in `uptake.toml`",
        ));
    }
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let done = run(args, &carrier, &office, &clerk);
    clerk.close();
    done
}

fn run(args: &MailArgs, carrier: &Carrier, office: &Office, clerk: &Clerk) -> Result<ExitCode, Failure> {
    desk::end_leases(clerk, now())?;
    desk::give_letters_back(clerk, now())?;
    let mut ids: Ids = Box::new(random_numbers()?);
    let came = carrier.read(clerk, office, &mut ids)?;
    desk::schedule(clerk, office, now())?;
    while desk::run_next(clerk, office, now(), today(), &mut ids)? {}
    let mut n_taken = 0;
    loop {
        match carrier.send(clerk, office)? {
            0 => break,
            n => n_taken += n,
        }
    }
    let mut became: BTreeMap<&str, u64> = BTreeMap::new();
    for step in &came {
        *became.entry(step.word()).or_default() += 1;
    }
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &json!({ "letters": n_taken, "messages": became }))?;
    } else {
        writeln!(out, "{} taken to the mail server", count(n_taken as u64, "letter", "letters"))?;
        for (word, n) in became {
            writeln!(out, "{} {word}", count(n, "message", "messages"))?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
