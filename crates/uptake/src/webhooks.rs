//! `uptake webhooks`: what is told to programs of posts, looked at by who operates the office, and sent from time to time where it
//! is not served.

use std::io::Write;
use std::process::ExitCode;

use desk::{Clerk, Ids, Office};
use model::{Webhook, WebhookCall, WebhookId, WebhookStage};
use serde_json::json;

use crate::cli::WebhooksArgs;
use crate::clock::{now, random_numbers, today};
use crate::failure::Failure;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// Lists webhooks or the events of one, or sends what is due. Exit status 1 when a webhook is failing or gone.
pub fn webhooks(args: &WebhooksArgs) -> Result<ExitCode, Failure> {
    if args.send {
        send(args)?;
    }
    let office = settings::open(&args.office)?;
    match &args.webhook {
        Some(name) => events(&office, name, args.json),
        None => list(&office, args.json),
    }
}

fn send(args: &WebhooksArgs) -> Result<(), Failure> {
    let writable = settings::open_to_write(&args.office, &mut |_| {})?;
    let office = settings::at_work(writable.office())?;
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let done = send_all(&office, &clerk);
    clerk.close();
    done
}

fn send_all(office: &Office, clerk: &Clerk) -> Result<(), Failure> {
    let mut ids: Ids = Box::new(random_numbers()?);
    desk::give_events_back(clerk, now())?;
    desk::gather_events(clerk, office, now(), today(), &mut ids)?;
    while desk::send_events(clerk, office, now(), today(), &mut ids)?.n_tried > 0 {}
    Ok(())
}

fn is_well(webhook: &Webhook) -> bool {
    webhook.stage != WebhookStage::Gone && webhook.failing_since.is_none()
}

fn list(office: &Office, as_json: bool) -> Result<ExitCode, Failure> {
    let webhooks = office.webhooks()?;
    let mut out = stdout();
    for webhook in &webhooks {
        let events: Vec<&str> = webhook.events.iter().map(|event| event.word()).collect();
        if as_json {
            let told = json!({
                "webhook": webhook.id.to_string(), "post": webhook.post.to_string(), "title": webhook.title,
                "address": webhook.address, "events": events, "stage": webhook.stage.word(),
                "failing": webhook.failing_since.is_some(),
            });
            json_line(&mut out, &told)?;
        } else {
            let failing = if webhook.failing_since.is_some() { ", failing" } else { "" };
            writeln!(out, "{}  {}  {}{failing}", webhook.id, safe(&webhook.title), webhook.stage)?;
            writeln!(out, "   of {}, to {}", webhook.post, safe(&webhook.address))?;
            writeln!(out, "   {}", events.join(", "))?;
        }
    }
    if webhooks.is_empty() && !as_json {
        writeln!(out, "There is no webhook. They are made on the page of a post, or by the API.")?;
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(!webhooks.iter().all(is_well))))
}

fn events(office: &Office, name: &str, as_json: bool) -> Result<ExitCode, Failure> {
    let found = WebhookId::parse(name).map(|id| office.webhooks().map(|all| all.into_iter().find(|one| one.id == id)));
    let Some(webhook) = found.transpose()?.flatten() else {
        return Err(Failure::refused(format!(
            "There is no webhook `{}`; `uptake webhooks OFFICE` lists them",
            safe(name)
        )));
    };
    let mut out = stdout();
    let calls = office.webhook_calls(webhook.id)?;
    for call in &calls {
        tell(&mut out, call, as_json)?;
    }
    if calls.is_empty() && !as_json {
        writeln!(out, "Nothing was sent yet.")?;
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(!is_well(&webhook))))
}

fn tell(out: &mut impl Write, call: &WebhookCall, as_json: bool) -> Result<(), Failure> {
    if as_json {
        let told = json!({
            "id": call.name(), "event": call.event.type_name(), "stage": call.stage.word(), "n_tries": call.n_tries,
            "status": call.status, "answer": call.answer,
        });
        return Ok(json_line(out, &told)?);
    }
    let status = call.status.map(|status| format!("  {status}")).unwrap_or_default();
    let tries = count(u64::from(call.n_tries), "try", "tries");
    writeln!(
        out,
        "{}  {:<18}  {:<8}  {tries}{status}  {}",
        call.name(),
        call.event.word(),
        call.stage,
        safe(&call.answer)
    )?;
    Ok(())
}
