//! What stands in an event: what is open to all, and of anything else only that there is something.

use model::{Date, Marking, Noun, Thing, Webhook, WebhookCall};
use serde_json::{Value, json};
use store::HeldFact;

use crate::{Failure, Office};

/// The version of the form. It changes when a field is taken away or means something else; fields may be added at any time.
const VERSION: u32 = 1;

/// The event as JSON. `seen`: the office as the post sees it; no fact is a test.
pub(super) fn body(
    seen: &Office,
    webhook: &Webhook,
    call: &WebhookCall,
    fact: Option<&(HeldFact, Marking)>,
) -> Result<Vec<u8>, Failure> {
    let mut data = json!({ "version": VERSION, "post": webhook.post.as_str(), "restricted": false });
    if let Some((held, marking)) = fact {
        // A receiver is out in the world, whatever stands at its address: what the world may not read is not sent there.
        if marking.is_for_the_world() {
            let fact = &held.fact;
            data["thing"] = thing(seen, &fact.object)?;
            if let Some(target) = &fact.target {
                data["target"] = thing(seen, target)?;
            }
            if let Some(change) = fact.said() {
                data["change"] = json!(change);
            }
        } else {
            data["restricted"] = json!(true);
        }
    }
    let event = json!({ "type": call.event.type_name(), "timestamp": moment(call.happened_at), "data": data });
    serde_json::to_vec(&event).map_err(|error| Failure::Broken(Box::new(error)))
}

/// A thing by its noun and name, what it is called, and where people look at it.
fn thing(seen: &Office, text: &str) -> Result<Value, Failure> {
    let Some(thing) = Thing::parse(text) else { return Ok(Value::Null) };
    let title = match found(title(seen, &thing))? {
        Some(title) => title,
        None => thing.name.clone(),
    };
    let address =
        path(&thing).map(|path| format!("{}{path}", seen.configuration.serve().address.trim_end_matches('/')));
    Ok(json!({ "noun": thing.noun.word(), "name": thing.name, "title": title, "address": address }))
}

fn path(thing: &Thing) -> Option<String> {
    let rooms = match thing.noun {
        Noun::Record => "records",
        Noun::Need => "needs",
        Noun::Request => "requests",
        Noun::Source => "sources",
        Noun::Issue => "issues",
        _ => return None,
    };
    Some(format!("/{rooms}/{}", thing.name))
}

fn title(seen: &Office, thing: &Thing) -> Result<String, Failure> {
    let name = thing.name.as_str();
    Ok(match thing.noun {
        Noun::Record => seen.record(name)?.record.title().unwrap_or_default().to_owned(),
        Noun::Need => seen.need(name)?.title,
        Noun::Request => seen.request(name)?.question,
        Noun::Source => seen.source(name)?.source.title,
        Noun::Issue => seen.issue(name)?.1.name,
        _ => name.to_owned(),
    })
}

/// What is gone meanwhile has no title any more.
fn found(title: Result<String, Failure>) -> Result<Option<String>, Failure> {
    match title {
        Ok(title) => Ok(Some(title)),
        Err(Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// A time in universal time (RFC 3339), to the microsecond.
fn moment(micros: i64) -> String {
    let (seconds, rest) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    let date = Date::of_number(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    format!("{date}T{:02}:{:02}:{:02}.{rest:06}Z", second / 3_600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_time_is_written_as_the_world_reads_it() {
        assert_eq!(moment(1_000_000_000_000_005), "2001-09-09T01:46:40.000005Z");
        assert_eq!(moment(-1), "1969-12-31T23:59:59.999999Z");
    }
}
