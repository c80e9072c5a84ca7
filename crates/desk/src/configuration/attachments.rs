//! Where the files of records lie: `[attachments]`.

use serde::{Deserialize, Serialize};

/// Where the files of records lie.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AttachmentsPart {
    /// The address of a store that speaks S3; empty: a folder of the office.
    pub endpoint: String,
    /// The bucket there.
    pub bucket: String,
    /// Its region.
    pub region: String,
    /// Who the office is there.
    pub access_key: String,
    /// The file in which the secret of this key stands.
    pub secret_file: String,
}

impl Default for AttachmentsPart {
    fn default() -> AttachmentsPart {
        let (endpoint, bucket, access_key, secret_file) = Default::default();
        AttachmentsPart { endpoint, bucket, region: "us-east-1".to_owned(), access_key, secret_file }
    }
}

impl AttachmentsPart {
    /// Whether they lie in a store outside.
    pub fn is_outside(&self) -> bool {
        !self.endpoint.is_empty()
    }

    /// Whether everything is said that such a store wants to know.
    pub(super) fn is_whole(&self) -> bool {
        !self.is_outside()
            || ![&self.bucket, &self.region, &self.access_key, &self.secret_file].iter().any(|one| one.is_empty())
    }

    /// Whether the address may be called: files do not go over an open way to another machine.
    pub(super) fn is_reached_safely(&self) -> bool {
        let host = |address: &str| address.split(['/', ':', '?', '#']).next().unwrap_or_default().to_owned();
        match self.endpoint.split_once("://") {
            None => self.endpoint.is_empty(),
            Some(("https", rest)) => !host(rest).is_empty() && !rest.contains('@'),
            Some(("http", rest)) => matches!(host(rest).as_str(), "127.0.0.1" | "localhost") && !rest.contains('@'),
            Some(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_do_not_go_over_an_open_way_to_another_machine() {
        for (endpoint, expected) in [
            ("", true),
            ("https://s3.example.org", true),
            ("http://127.0.0.1:9000", true),
            ("http://s3.example.org", false),
            ("http://127.0.0.1@s3.example.org", false),
            ("ftp://s3.example.org", false),
            ("s3.example.org", false),
        ] {
            let part = AttachmentsPart { endpoint: endpoint.to_owned(), ..AttachmentsPart::default() };
            assert_eq!(part.is_reached_safely(), expected, "{endpoint}");
        }
    }
}
