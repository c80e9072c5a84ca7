//! OAI-PMH 2.0: `ListRecords` with resumption, sets and deletions
//! (<https://www.openarchives.org/OAI/openarchivesprotocol.html>).

use model::Setback;
use url::Url;

use super::{Cursor, Page, parameter, with_parameters};
use crate::envelope::elements;
use crate::{Answer, Fault};

/// Days of overlap between two rounds: the repository's day may be another than ours.
const OVERLAP: i64 = 1;

/// What is not kept of the address.
const OURS: [&str; 6] = ["verb", "metadataPrefix", "set", "from", "until", "resumptionToken"];

pub(super) fn ask(address: &Url, cursor: &Cursor) -> Url {
    if let Some(token) = cursor.next() {
        return with_parameters(address, &OURS, &[("verb", "ListRecords"), ("resumptionToken", token)]);
    }
    let prefix = parameter(address, "metadataPrefix").unwrap_or_else(|| "oai_dc".to_owned());
    let set = parameter(address, "set").unwrap_or_default();
    // By day: every repository understands that, also one that counts seconds.
    let from =
        cursor.since(OVERLAP).map(|day| day.to_string()).or_else(|| parameter(address, "from")).unwrap_or_default();
    let wanted = [("verb", "ListRecords"), ("metadataPrefix", prefix.as_str()), ("set", &set), ("from", &from)];
    with_parameters(address, &OURS, &wanted)
}

pub(super) fn turn(answer: &Answer) -> Result<Page, Fault> {
    let (root, found) = elements(&answer.body, &["error", "resumptionToken", "record", "ListRecords"]);
    let strange = |detail: String| Err(Fault::of(Setback::Strange, detail));
    if root != "OAI-PMH" {
        return strange("the answer does not speak OAI-PMH".to_owned());
    }
    if let Some(error) = found.iter().find(|one| one.name == "error" && one.depth == 2) {
        return match error.attribute("code").unwrap_or_default() {
            "noRecordsMatch" => Ok(Page::default()),
            "badResumptionToken" => Ok(Page { lost: true, ..Page::default() }),
            code => {
                let text: String = error.text.trim().chars().take(200).collect();
                strange(format!("the repository answers {code}: {text}"))
            }
        };
    }
    if !found.iter().any(|one| one.name == "ListRecords" && one.depth == 2) {
        return strange("the answer holds no list of records".to_owned());
    }
    let token = found.iter().rfind(|one| one.name == "resumptionToken" && one.depth == 3);
    let next = token.map(|token| token.text.trim().to_owned()).filter(|token| !token.is_empty());
    let total = token.and_then(|token| token.attribute("completelistsize")?.trim().parse().ok());
    Ok(Page { holds: found.iter().any(|one| one.name == "record" && one.depth == 3), next, total, lost: false })
}
