//! Signatures of requests to a store that speaks S3: Signature Version 4 in the query of the address
//! (<https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>). Sixty lines over the hashes that are here;
//! the crates that sign bring a clock or a reader of XML of their own.

use crate::checkpoint::hex;
use hmac::{Hmac, KeyInit, Mac};
use model::Date;
use sha2::{Digest, Sha256};

/// How long a signature is good, in seconds.
const SIGNED_FOR: &str = "300";

/// Who signs, and for which bucket.
pub(super) struct Signer {
    /// The beginning of every address, without a stroke at its end.
    origin: String,
    /// The host as it is signed, with its port where that is stated.
    host: String,
    /// The path of the bucket.
    path: String,
    region: String,
    access_key: String,
    secret: String,
}

impl Signer {
    /// Signs for a bucket at an endpoint, by the path and not by the name of a host: such stores have certificates for one name.
    pub(super) fn new(endpoint: &str, bucket: &str, region: &str, access_key: &str, secret: &str) -> Signer {
        let endpoint = endpoint.trim_end_matches('/');
        let (scheme, rest) = endpoint.split_once("://").unwrap_or(("https", endpoint));
        let (host, path) =
            rest.split_once('/').map_or((rest, String::new()), |(host, path)| (host, format!("/{path}")));
        Signer {
            origin: format!("{scheme}://{host}"),
            host: host.to_owned(),
            path: format!("{path}/{}", coded(bucket, false)),
            region: region.to_owned(),
            access_key: access_key.to_owned(),
            secret: secret.to_owned(),
        }
    }

    /// The address of a request, signed at this time (microseconds since 1970).
    pub(super) fn address(&self, method: &str, name: &str, query: &[(&str, &str)], now: i64) -> String {
        let (day, time) = stamp(now);
        let place = format!("{day}/{}/s3/aws4_request", self.region);
        let credential = format!("{}/{place}", self.access_key);
        let time = format!("{day}T{time}Z");
        let mut all = vec![
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", &time),
            ("X-Amz-Expires", SIGNED_FOR),
            ("X-Amz-SignedHeaders", "host"),
        ];
        all.extend_from_slice(query);
        let mut all: Vec<(String, String)> =
            all.into_iter().map(|(name, value)| (coded(name, false), coded(value, false))).collect();
        all.sort();
        let query = all.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let path = if name.is_empty() { self.path.clone() } else { format!("{}/{}", self.path, coded(name, true)) };
        let request = format!("{method}\n{path}\n{query}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD", self.host);
        let hash = hex(&Sha256::digest(request.as_bytes()));
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{place}\n{hash}");
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for part in [day.as_str(), &self.region, "s3", "aws4_request"] {
            key = sealed(&key, part);
        }
        let signature = hex(&sealed(&key, &text));
        format!("{}{path}?{query}&X-Amz-Signature={signature}", self.origin)
    }
}

/// The day and the time of the day, in the basic form of ISO 8601.
fn stamp(now: i64) -> (String, String) {
    let seconds = now.div_euclid(1_000_000);
    let day = Date::of_number(seconds.div_euclid(86_400)).to_string().replace('-', "");
    let second = seconds.rem_euclid(86_400);
    (day, format!("{:02}{:02}{:02}", second / 3_600, second / 60 % 60, second % 60))
}

fn sealed(key: &[u8], text: &str) -> Vec<u8> {
    // A key of any length makes one.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// A text as it stands in an address: all but the unreserved signs of RFC 3986 by their bytes.
fn coded(text: &str, is_path: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b'/' if is_path => out.push('/'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the description, but for the five minutes that ours are good.
    #[test]
    fn a_request_is_signed_as_the_description_says() {
        let signer = Signer::new(
            "https://examplebucket.s3.amazonaws.com",
            "",
            "us-east-1",
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        );
        assert_eq!(signer.path, "/");
        let key = ["20130524", "us-east-1", "s3", "aws4_request"]
            .iter()
            .fold(format!("AWS4{}", signer.secret).into_bytes(), |key, part| sealed(&key, part));
        let request = "GET\n/test.txt\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\nhost:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD";
        let text = format!(
            "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n{}",
            hex(&Sha256::digest(request.as_bytes()))
        );
        assert_eq!(hex(&sealed(&key, &text)), "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    }

    #[test]
    fn an_address_names_the_bucket_and_what_is_asked() {
        let signer = Signer::new("http://127.0.0.1:9000/", "files of 1", "eu", "key", "secret");
        let address = signer.address("GET", "ab/cd", &[("prefix", "a/")], 1_369_353_600_000_000);
        let begin = "http://127.0.0.1:9000/files%20of%201/ab/cd?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=key%2F20130524%2Feu%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host&prefix=a%2F&X-Amz-Signature=";
        assert!(address.starts_with(begin), "{address}");
        let other = signer.address("PUT", "ab/cd", &[("prefix", "a/")], 1_369_353_600_000_000);
        assert_ne!(address, other, "a signature is good for one method");
    }
}
