//! The webhook of the demonstration: invented, and paused, so that nothing is sent to an address that nobody has.

use desk::{Ids, Turn};
use model::{Power, WebhookEvent};

use crate::clock::{now, random_numbers, today};
use crate::demo_story::officer;
use crate::failure::Failure;
use crate::serve::Served;

/// Where it would send. Nobody can have a name that ends so (RFC 2606).
const ADDRESS: &str = "https://register.locomotive-works.example/uptake";

/// Makes it.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let lebedev = officer(served, "lebedev")?;
    let Some(post) = lebedev.with_power(Power::Document).map(|post| post.id.clone()) else { return Ok(()) };
    let office = served.office.seen_by(&lebedev.scope);
    let (work, mut ids) = (office.configuration().work(), Box::new(random_numbers()?) as Ids);
    let events = [WebhookEvent::RequestAnswered, WebhookEvent::SourceTakenIn, WebhookEvent::IssueReleased].into();
    Ok(served.clerk.write(move |writer| {
        let mut turn = Turn { officer: &lebedev, now: now(), today: today(), work, ids: &mut ids };
        let said = ("Register of the locomotive works", ADDRESS);
        let made = desk::make_webhook(writer, &mut turn, &office, &post, said, events);
        let (webhook, _) = made.map_err(|(_, failure)| failure)?;
        desk::pause_webhook(writer, &turn, webhook.id).map(|_| ())
    })?)
}
