//! A bucket in a store that speaks S3 (<https://docs.aws.amazon.com/AmazonS3/latest/API/>). Every request carries its signature
//! in its address; see `sign`.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::Failure;
use crate::attachment::sign::Signer;
use crate::configuration::{AttachmentsPart, secret_in};

/// How long the store may take for one file.
const ANSWERS_WITHIN: Duration = Duration::from_secs(60);

/// Longest list that is read, in bytes: a thousand names take some 400 each.
const LIST_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Lists that are read one behind the other: for ten million files.
const LISTS_MAX: usize = 10_000;

/// A bucket, and under what the files of this office lie in it.
#[derive(Clone)]
pub(super) struct Bucket {
    signer: Arc<Signer>,
    /// Offices with other keys may share a bucket and never touch each other's files.
    prefix: String,
    agent: ureq::Agent,
}

/// What does not work with a bucket.
#[derive(Debug)]
struct BucketFault(String);

impl std::fmt::Display for BucketFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the store of attachments {}", self.0)
    }
}

impl std::error::Error for BucketFault {}

fn fault(what: impl Into<String>) -> Failure {
    Failure::Broken(Box::new(BucketFault(what.into())))
}

fn unanswered(error: &ureq::Error) -> Failure {
    fault(format!("did not answer: {error}"))
}

impl Bucket {
    /// Makes ready to ask; nothing is asked yet.
    pub(super) fn open(office: &Path, settings: &AttachmentsPart, prefix: &str) -> Result<Bucket, Failure> {
        let AttachmentsPart { endpoint, bucket, region, access_key, secret_file } = settings;
        let secret = secret_in(office, secret_file, "attachments.secret_file")?;
        let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(ANSWERS_WITHIN))
            .build();
        let signer = Signer::new(endpoint, bucket, region, access_key, &secret);
        let agent = ureq::Agent::new_with_config(config);
        Ok(Bucket { signer: Arc::new(signer), prefix: format!("{prefix}/"), agent })
    }

    fn address(&self, method: &str, name: &str, now: i64) -> String {
        self.signer.address(method, &format!("{}{name}", self.prefix), &[], now)
    }

    pub(super) fn put(&self, name: &str, bytes: &[u8], now: i64) -> Result<(), Failure> {
        let url = self.address("PUT", name, now);
        let answer = self.agent.put(&url).send(bytes).map_err(|error| unanswered(&error))?;
        match answer.status().as_u16() {
            200..300 => Ok(()),
            status => Err(fault(format!("did not take a file: it answered {status}"))),
        }
    }

    /// The bytes under a name, and one more than there may be at most.
    pub(super) fn take(&self, name: &str, n_bytes: u64, now: i64) -> Result<Option<Vec<u8>>, Failure> {
        let url = self.address("GET", name, now);
        let answer = self.agent.get(&url).call().map_err(|error| unanswered(&error))?;
        match answer.status().as_u16() {
            200 => {
                let mut bytes = Vec::new();
                let mut body = answer.into_body().into_reader().take(n_bytes + 1);
                body.read_to_end(&mut bytes).map_err(|error| fault(format!("broke off: {error}")))?;
                Ok(Some(bytes))
            }
            404 => Ok(None),
            status => Err(fault(format!("did not give a file: it answered {status}"))),
        }
    }

    pub(super) fn put_away(&self, name: &str, now: i64) -> Result<(), Failure> {
        let url = self.address("DELETE", name, now);
        let answer = self.agent.delete(&url).call().map_err(|error| unanswered(&error))?;
        match answer.status().as_u16() {
            200..300 | 404 => Ok(()),
            status => Err(fault(format!("did not put a file away: it answered {status}"))),
        }
    }

    /// The names of all that is in the bucket.
    pub(super) fn all(&self, now: i64) -> Result<Vec<String>, Failure> {
        let (mut names, mut next) = (Vec::new(), None::<String>);
        for _ in 0..LISTS_MAX {
            let mut query = vec![("list-type", "2"), ("prefix", self.prefix.as_str())];
            query.extend(next.as_deref().map(|next| ("continuation-token", next)));
            let url = self.signer.address("GET", "", &query, now);
            let answer = self.agent.get(&url).call().map_err(|error| unanswered(&error))?;
            if answer.status().as_u16() != 200 {
                return Err(fault(format!("did not give its list: it answered {}", answer.status().as_u16())));
            }
            let mut text = String::new();
            let mut body = answer.into_body().into_reader().take(LIST_BYTES_MAX);
            body.read_to_string(&mut text).map_err(|error| fault(format!("broke off: {error}")))?;
            next = read_list(&text, &mut names)?;
            if next.is_none() {
                let own = names.iter().filter_map(|name| name.strip_prefix(&self.prefix));
                return Ok(own.map(str::to_owned).collect());
            }
        }
        Err(fault("gives a list without end"))
    }
}

/// Reads the names in a list, and where the next one begins.
fn read_list(text: &str, names: &mut Vec<String>) -> Result<Option<String>, Failure> {
    let mut reader = Reader::from_str(text);
    let (mut inside, mut next) = (String::new(), String::new());
    loop {
        match reader.read_event().map_err(|error| fault(format!("gives a list that is none: {error}")))? {
            Event::Start(start) => {
                inside = start.name().as_ref().to_owned();
                if inside == "Key" {
                    names.push(String::new());
                }
            }
            Event::End(_) => inside.clear(),
            // Tokens are opaque; those of some stores have signs that are written as references.
            Event::Text(part) => match (inside.as_str(), names.last_mut()) {
                ("Key", Some(name)) => name.push_str(&part),
                ("NextContinuationToken", _) => next.push_str(&part),
                _ => {}
            },
            Event::GeneralRef(name) if inside == "NextContinuationToken" => next.push_str(match name.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                _ => "'",
            }),
            Event::Eof => return Ok((!next.is_empty()).then_some(next)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_gives_its_names_and_where_it_goes_on() {
        let mut names = Vec::new();
        let text = "<?xml version=\"1.0\"?><ListBucketResult><Name>uptake</Name><IsTruncated>true</IsTruncated>\
                    <Contents><Key>aa</Key><Size>3</Size></Contents><Contents><Key>bb</Key></Contents>\
                    <NextContinuationToken>x&amp;y=</NextContinuationToken></ListBucketResult>";
        assert_eq!(read_list(text, &mut names).unwrap().as_deref(), Some("x&y="));
        assert_eq!(names, ["aa", "bb"]);
        assert!(read_list("<a><b></a>", &mut names).is_err());
    }
}
