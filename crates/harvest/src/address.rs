//! Web addresses that a source may have.

use model::Setback;
use url::Url;

use crate::Fault;

/// Ports below 1024 that are asked: those of http and https. Behind the others stand services that speak otherwise.
const LOW_PORTS: [u16; 2] = [80, 443];

/// Longest address that is asked, in bytes.
const ADDRESS_BYTES_MAX: usize = 8_000;

/// Reads a web address: http or https, with a host, at a port where the web is spoken, without a name and password in it.
///
/// # Errors
/// Says what is wrong with it.
pub fn web_address(text: &str) -> Result<Url, Fault> {
    let fault = |detail: String| Fault::of(Setback::Address, detail);
    if text.len() > ADDRESS_BYTES_MAX {
        return Err(fault(format!("the address has more than {ADDRESS_BYTES_MAX} bytes")));
    }
    let mut url = Url::parse(text.trim()).map_err(|error| fault(format!("this is no web address: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(fault(format!("only http and https are asked, and this is {}", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(fault("a name or password in an address would be seen by everybody; leave it out".to_owned()));
    }
    let port = url.port_or_known_default().unwrap_or_default();
    if port < 1024 && !LOW_PORTS.contains(&port) {
        return Err(fault(format!("the web is not spoken at port {port}")));
    }
    url.set_fragment(None);
    Ok(url)
}

/// Reads the address of a receiver of what the office sends: as [`web_address`], encrypted, but for hosts that an administrator
/// named as `HOST:PORT`.
///
/// # Errors
/// Says what is wrong with it.
pub fn receiver_address(text: &str, inside: &[String]) -> Result<Url, Fault> {
    let url = web_address(text)?;
    let place = format!(
        "{}:{}",
        url.host_str().unwrap_or_default().to_lowercase(),
        url.port_or_known_default().unwrap_or_default()
    );
    if url.scheme() == "https" || inside.iter().any(|host| host.to_lowercase() == place) {
        return Ok(url);
    }
    Err(Fault::of(Setback::Address, "what the office sends goes to encrypted addresses, which begin with https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_encrypted_but_to_hosts_that_an_administrator_named() {
        let inside = ["127.0.0.1:9000".to_owned(), "Hooks.Works:8080".to_owned()];
        for good in ["https://example.org/in", "http://127.0.0.1:9000/x", "http://hooks.works:8080/"] {
            assert!(receiver_address(good, &inside).is_ok(), "{good}");
        }
        for bad in
            ["http://example.org/in", "http://127.0.0.1:9001/", "ftp://127.0.0.1:9000/", "https://u:p@example.org/"]
        {
            assert!(receiver_address(bad, &inside).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_is_of_the_web_and_carries_no_secret() {
        for good in ["https://journal.example/feed?x=1", "http://journal.example:8080/", " https://журнал.example/ "]
        {
            assert!(web_address(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "journal",
            "/feed",
            "ftp://journal.example/",
            "file:///etc/passwd",
            "gopher://journal.example/",
            "javascript:alert(1)",
            "https://name:word@journal.example/",
            "https://journal.example:25/",
            "https://",
        ] {
            assert_eq!(web_address(bad).unwrap_err().setback, Setback::Address, "{bad}");
        }
        assert_eq!(web_address("https://journal.example/feed#part").unwrap().as_str(), "https://journal.example/feed");
        assert_eq!(web_address("http://0x7f.1/").unwrap().host_str(), Some("127.0.0.1"), "a disguise is taken off");
    }
}
