//! `uptake mail`, and those who carry mail while an office is served.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use ::mail::{Carry, Smtp, Unconnected};
use desk::{Clerk, Ids, MailStep, Office, SentLetters};
use serde_json::json;

use crate::cli::MailArgs;
use crate::clock::{now, random_numbers, today};
use crate::failure::Failure;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// Whoever carries the mail of an office. Cheap to clone.
#[derive(Clone)]
pub struct Carrier {
    server: Arc<dyn Carry>,
    /// Under which browsers reach the office.
    address: String,
}

impl Carrier {
    /// For an office that sends mail or reads a mailbox; `None` where it does neither.
    pub fn of(office: &Office, address: &str) -> Result<Option<Carrier>, Failure> {
        let settings = office.configuration().mail();
        if !settings.is_on() {
            // What is mailed in is read also where nothing is sent.
            let reads = settings.mailbox(office.dir()).is_some();
            let address = address.trim_end_matches('/').to_owned();
            return Ok(reads.then(|| Carrier { server: Arc::new(Unconnected), address }));
        }
        let smtp = Smtp::new(&settings.smtp(office.dir())?)
            .map_err(|error| Failure::refused(format!("`mail.server` cannot be used: {error}")))?;
        Ok(Some(Carrier { server: Arc::new(smtp), address: address.trim_end_matches('/').to_owned() }))
    }

    /// Sends one letter that waits, and answers what came of it.
    pub fn send(&self, clerk: &Clerk, office: &Office) -> Result<SentLetters, desk::Failure> {
        let draw = |what: desk::ToDraw<'_>| match what {
            desk::ToDraw::Letter(sheet) => web::letter::draw(sheet, &self.address),
            desk::ToDraw::Issue(notice) => web::letter::draw_issue(notice, &self.address),
            desk::ToDraw::Arrival(notice) => web::letter::draw_arrival(notice),
            desk::ToDraw::Invitation(notice) => web::letter::draw_invitation(notice, &self.address),
        };
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
        return Err(Failure::refused(
            "This office has no mail; name a server by `mail.server` in `uptake.toml`, or a mailbox by `mail.mailbox`",
        ));
    };
    if address.is_empty() && office.configuration().mail().is_on() {
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
    // What is mailed in may bring files that are attached.
    desk::make_attachment_key(office, &mut ids)?;
    desk::make_letter_key(office, &mut ids)?;
    let came = carrier.read(clerk, office, &mut ids)?;
    desk::schedule(clerk, office, now())?;
    while desk::run_next(clerk, office, now(), today(), &mut ids)? {}
    let mut all = SentLetters::default();
    loop {
        let sent = carrier.send(clerk, office)?;
        if sent.n_taken == 0 {
            break;
        }
        all.n_taken += sent.n_taken;
        all.n_sent += sent.n_sent;
        all.fault = sent.fault.or(all.fault);
    }
    let mut became: BTreeMap<&str, u64> = BTreeMap::new();
    for step in &came {
        *became.entry(step.word()).or_default() += 1;
    }
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &json!({ "letters": all.n_sent, "fault": all.fault, "messages": became }))?;
    } else {
        writeln!(out, "{} sent", count(all.n_sent as u64, "letter", "letters"))?;
        if let Some(fault) = &all.fault {
            writeln!(out, "Not every letter was: {}. The pages of the posts say which.", safe(fault))?;
        }
        for (word, n) in became {
            writeln!(out, "{} {word}", count(n, "message", "messages"))?;
        }
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(all.fault.is_some())))
}
