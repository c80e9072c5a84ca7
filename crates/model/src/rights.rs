//! What may be done with a work.

/// A statement of rights, as the source makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rights {
    /// SPDX identifier of the licence, where it has one (`CC-BY-4.0`).
    pub spdx: Option<String>,
    /// Address of the licence text.
    pub url: Option<String>,
    /// The statement in words.
    pub statement: Option<String>,
}

impl Rights {
    /// Rights known by their address. Creative Commons addresses name their SPDX licence.
    pub fn at(url: &str) -> Rights {
        Rights { spdx: creative_commons(url), url: Some(url.to_owned()), statement: None }
    }
}

/// SPDX identifier of a Creative Commons address: `.../licenses/by-nc/4.0/` is `CC-BY-NC-4.0`.
fn creative_commons(url: &str) -> Option<String> {
    let rest = url.split_once("creativecommons.org/")?.1;
    let mut parts = rest.split('/').filter(|part| !part.is_empty());
    match (parts.next()?, parts.next()?) {
        ("licenses", terms) => {
            let version = parts.next()?;
            let shaped = version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            shaped.then(|| format!("CC-{}-{version}", terms.to_ascii_uppercase()))
        }
        ("publicdomain", "zero") => Some(format!("CC0-{}", parts.next().unwrap_or("1.0"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_creative_commons_address_names_its_licence() {
        assert_eq!(
            Rights::at("http://creativecommons.org/licenses/by-nc/4.0/legalcode").spdx.as_deref(),
            Some("CC-BY-NC-4.0")
        );
        assert_eq!(Rights::at("https://creativecommons.org/publicdomain/zero/1.0").spdx.as_deref(), Some("CC0-1.0"));
        assert_eq!(Rights::at("https://example.org/terms").spdx, None);
    }
}
