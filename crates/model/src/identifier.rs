//! Identifiers of works, in the one form under which they are compared.

use std::fmt;

macro_rules! schemes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// Who gives the identifier out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Scheme { $($(#[$doc])* $variant),* }

        impl Scheme {
            /// Every scheme.
            pub const ALL: &'static [Scheme] = &[$(Scheme::$variant),*];

            /// The word before the colon: `doi` of `doi:10.1000/182`.
            pub fn word(self) -> &'static str {
                match self { $(Scheme::$variant => $word),* }
            }

            /// The scheme with this word.
            pub fn from_word(word: &str) -> Option<Scheme> {
                match word { $($word => Some(Scheme::$variant),)* _ => None }
            }
        }
    };
}

schemes! {
    /// Digital Object Identifier.
    Doi = "doi",
    /// PubMed number.
    Pmid = "pmid",
    /// PubMed Central number, with its letters.
    Pmcid = "pmcid",
    /// arXiv number without version.
    Arxiv = "arxiv",
    /// International Standard Book Number, thirteen digits.
    Isbn = "isbn",
    /// International Standard Serial Number, with hyphen. Names the serial, not the work.
    Issn = "issn",
    /// Patent publication: office, number, kind (`US6337117B1`).
    Patent = "patent",
    /// Number of a technical report.
    Report = "report",
    /// Identifier of an item of an OAI-PMH repository.
    Oai = "oai",
    /// OpenAlex work.
    Openalex = "openalex",
    /// Handle.
    Handle = "handle",
    /// Uniform Resource Name.
    Urn = "urn",
    /// Library of Congress control number.
    Lccn = "lccn",
    /// Accession number of the citation indexes.
    Wos = "wos",
    /// Software Heritage identifier.
    Swhid = "swhid",
    /// Number of a standard.
    Standard = "standard",
    /// Address of the web by which the work is known.
    Url = "url",
    /// A number of the source's own; unique only together with the source.
    Local = "local",
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// An identifier in normal form. Two identifiers of one scheme are equal exactly when they name
/// the same thing, however the sources wrote them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identifier {
    scheme: Scheme,
    value: String,
}

/// Longer values are no identifiers: the longest DOI in use has a few hundred characters.
const VALUE_BYTES_MAX: usize = 2_048;

impl Identifier {
    /// Brings a value to the normal form of its scheme. `None` when it cannot be one: empty, too
    /// long, wrong shape, wrong check digit. A normal form comes back unchanged, so that what was
    /// kept can be read again.
    pub fn new(scheme: Scheme, value: &str) -> Option<Identifier> {
        let value = value.trim();
        if value.is_empty() || value.len() > VALUE_BYTES_MAX || value.contains(char::is_control) {
            return None;
        }
        let value = match scheme {
            Scheme::Doi => doi(value)?,
            Scheme::Pmid => digits(
                strip(value, &["pmid:", "https://pubmed.ncbi.nlm.nih.gov/", "https://www.ncbi.nlm.nih.gov/pubmed/"]),
                1..=9,
            )?,
            Scheme::Pmcid => pmcid(value)?,
            Scheme::Arxiv => arxiv(value)?,
            Scheme::Isbn => isbn(value)?,
            Scheme::Issn => issn(value)?,
            Scheme::Patent => patent(value)?,
            Scheme::Openalex => openalex(value)?,
            Scheme::Handle => {
                strip_all(value, &["hdl:", "https://hdl.handle.net/", "http://hdl.handle.net/"]).to_owned()
            }
            Scheme::Urn => value.to_owned(),
            Scheme::Lccn => value.split_whitespace().collect(),
            Scheme::Wos => strip_all(&value.to_uppercase(), &["wos:", "isi:", "ut "]).to_owned(),
            Scheme::Report | Scheme::Standard => value.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase(),
            Scheme::Url => value.split('#').next().unwrap_or(value).trim_end().to_owned(),
            Scheme::Oai | Scheme::Swhid | Scheme::Local => value.to_owned(),
        };
        // Letters may grow when their case changes.
        (!value.is_empty() && value.len() <= VALUE_BYTES_MAX).then_some(Identifier { scheme, value })
    }

    /// Reads any written form: `doi:10.1000/182`, `https://doi.org/10.1000/182`, `10.1000/182`,
    /// `arXiv:1401.2122v2`, `PMID: 123`, `US6337117B1` with its word, an address.
    pub fn parse(text: &str) -> Option<Identifier> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        // A stated scheme goes before what the value looks like. These carry their word in the value.
        if let Some((word, value)) = text.split_once(':')
            && let Some(scheme) = Scheme::from_word(&word.trim().to_ascii_lowercase())
            && !matches!(scheme, Scheme::Oai | Scheme::Urn | Scheme::Swhid | Scheme::Url)
            && let Some(identifier) = Identifier::new(scheme, value)
        {
            return Some(identifier);
        }
        if lower.starts_with("10.") || lower.starts_with("info:doi/") || lower.contains("doi.org/10.") {
            return Identifier::new(Scheme::Doi, text);
        }
        if lower.contains("arxiv.org/") {
            return Identifier::new(Scheme::Arxiv, text);
        }
        if lower.starts_with("oai:") {
            return Identifier::new(Scheme::Oai, text);
        }
        if lower.starts_with("swh:") {
            return Identifier::new(Scheme::Swhid, text);
        }
        if lower.starts_with("urn:isbn:") || lower.starts_with("urn:issn:") {
            let scheme = if lower.starts_with("urn:isbn:") { Scheme::Isbn } else { Scheme::Issn };
            return Identifier::new(scheme, &text[9..]);
        }
        if lower.starts_with("urn:") {
            return Identifier::new(Scheme::Urn, text);
        }
        if lower.contains("openalex.org/w") {
            return Identifier::new(Scheme::Openalex, text);
        }
        if is_address(text) {
            return Identifier::new(Scheme::Url, text);
        }
        if lower.starts_with("pmc")
            && let Some(found) = Identifier::new(Scheme::Pmcid, text)
        {
            return Some(found);
        }
        let (word, value) = text.split_once(':')?;
        Identifier::new(Scheme::from_word(&word.trim().to_ascii_lowercase())?, value)
    }

    /// Who gives it out.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The value in normal form, without the scheme's word.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether it names a message of mail (RFC 2392), whatever it stands in.
    pub fn names_a_message(&self) -> bool {
        self.scheme == Scheme::Url && self.value.starts_with("mid:")
    }

    /// Whether it names one work, so that two records which share it describe the same work.
    /// An ISSN names a serial, an address may name anything, a local number only its source.
    pub fn names_a_work(&self) -> bool {
        !matches!(
            self.scheme,
            Scheme::Issn | Scheme::Url | Scheme::Local | Scheme::Handle | Scheme::Urn | Scheme::Report
        )
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scheme {
            // These carry their word in the value.
            Scheme::Oai | Scheme::Urn | Scheme::Swhid => f.write_str(&self.value),
            // An address without its protocol would not be known for one.
            Scheme::Url if is_address(&self.value) => f.write_str(&self.value),
            scheme => write!(f, "{scheme}:{}", self.value),
        }
    }
}

/// Whether a text is an address: the name of a protocol, a colon and two slashes in front.
fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(protocol, rest)| {
        !rest.is_empty() && (2..=8).contains(&protocol.len()) && protocol.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

/// Cuts the first prefix that fits, in any case of letters.
fn strip<'a>(value: &'a str, prefixes: &[&str]) -> &'a str {
    for prefix in prefixes {
        if let Some(head) = value.get(..prefix.len())
            && head.eq_ignore_ascii_case(prefix)
        {
            return value[prefix.len()..].trim();
        }
    }
    value
}

/// Cuts prefixes as long as one fits: sources write `hdl:https://hdl.handle.net/...`.
fn strip_all<'a>(mut value: &'a str, prefixes: &[&str]) -> &'a str {
    loop {
        let rest = strip(value, prefixes);
        if rest.len() == value.len() {
            return value;
        }
        value = rest;
    }
}

fn digits(value: &str, length: std::ops::RangeInclusive<usize>) -> Option<String> {
    let value = value.trim_end_matches('/');
    let fits = length.contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| value.trim_start_matches('0').to_owned()).filter(|v| !v.is_empty())
}

/// DOIs are compared without regard to case (DOI Handbook 2.4); lower case is the normal form.
fn doi(value: &str) -> Option<String> {
    let value = strip(value, &["doi:", "info:doi/"]);
    let start = value.find("10.")?;
    let head = value[..start].to_ascii_lowercase();
    if !(head.is_empty() || head.ends_with("doi.org/") || head.ends_with("doi:") || head.ends_with("doi: ")) {
        return None;
    }
    let bare = value[start..].trim().trim_end_matches(['.', ',']).to_lowercase();
    let bare =
        if head.contains("://") { bare.replace("%2f", "/").replace("%3c", "<").replace("%3e", ">") } else { bare };
    let (registrant, suffix) = bare.get(3..)?.split_once('/')?;
    let shaped = registrant.len() >= 3 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (shaped && !suffix.is_empty() && !bare.contains(char::is_whitespace)).then_some(bare)
}

fn pmcid(value: &str) -> Option<String> {
    let value = value.rsplit('/').find(|part| !part.is_empty())?;
    let value = strip(strip(value, &["pmcid:"]), &["pmc"]);
    digits(value, 1..=9).map(|number| format!("PMC{number}"))
}

/// `1401.2122`, `hep-th/9901001`: without version (the versions are one work), archive in lower case.
fn arxiv(value: &str) -> Option<String> {
    let value = match value.find("arxiv.org/") {
        Some(at) => value[at + 10..].split_once('/')?.1,
        None => value,
    };
    let value = strip(strip(value, &["oai:arxiv.org:"]), &["arxiv:"]);
    let value = value.trim_end_matches('/').trim_end_matches(".pdf");
    let value = match value.rfind('v') {
        Some(at) if at > 0 && at + 1 < value.len() && value[at + 1..].bytes().all(|b| b.is_ascii_digit()) => {
            &value[..at]
        }
        _ => value,
    };
    let all_digits = |s: &str, n: &[usize]| n.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    if let Some((archive, number)) = value.split_once('/') {
        let shaped = !archive.is_empty()
            && archive.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'.')
            && all_digits(number, &[7]);
        // `math.GT/0309136` is `math/0309136`.
        let archive = archive.split('.').next().unwrap_or(archive).to_ascii_lowercase();
        return (shaped && !archive.is_empty()).then(|| format!("{archive}/{number}"));
    }
    let (month, number) = value.split_once('.')?;
    (all_digits(month, &[4]) && all_digits(number, &[4, 5])).then(|| value.to_owned())
}

/// Thirteen digits; ten are brought to thirteen. The check digit must be right (ISO 2108).
fn isbn(value: &str) -> Option<String> {
    let value = strip(value, &["isbn-13:", "isbn-10:", "isbn:", "isbn"]);
    let bare: Vec<u8> = value
        .bytes()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b' ' | b'x' | b'X'))
        .filter(|b| !matches!(b, b'-' | b' '))
        .collect();
    match bare.len() {
        13 => {
            let total: Option<u32> = bare
                .iter()
                .enumerate()
                .map(|(i, b)| Some((*b as char).to_digit(10)? * if i % 2 == 0 { 1 } else { 3 }))
                .sum();
            (total? % 10 == 0 && (bare.starts_with(b"978") || bare.starts_with(b"979")))
                .then(|| String::from_utf8(bare).ok())
                .flatten()
        }
        10 => {
            let weigh = |(i, b): (usize, &u8)| match b {
                b'x' | b'X' if i == 9 => Some(10),
                b => Some((*b as char).to_digit(10)? * (10 - i as u32)),
            };
            let total: Option<u32> = bare.iter().enumerate().map(weigh).sum();
            if total? % 11 != 0 {
                return None;
            }
            let mut long = b"978".to_vec();
            long.extend_from_slice(&bare[..9]);
            let total: u32 =
                long.iter().enumerate().map(|(i, b)| u32::from(*b - b'0') * if i % 2 == 0 { 1 } else { 3 }).sum();
            long.push(b'0' + ((10 - total % 10) % 10) as u8);
            String::from_utf8(long).ok()
        }
        _ => None,
    }
}

/// `NNNN-NNNC` with a right check character (ISO 3297).
fn issn(value: &str) -> Option<String> {
    let value = strip(strip(value, &["issn:"]), &["issn"]).trim();
    let bare: Vec<u8> = value.bytes().filter(|b| *b != b'-').take(9).map(|b| b.to_ascii_uppercase()).collect();
    if bare.len() != 8 || !bare[..7].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let total: u32 = bare[..7].iter().enumerate().map(|(i, b)| u32::from(*b - b'0') * (8 - i as u32)).sum();
    let check = match (11 - total % 11) % 11 {
        10 => b'X',
        n => b'0' + n as u8,
    };
    (bare[7] == check).then(|| {
        let text = String::from_utf8_lossy(&bare);
        format!("{}-{}", &text[..4], &text[4..])
    })
}

/// Office, number, kind: `US 06337117 B1` is `US6337117B1` (leading zeros of the number dropped,
/// WIPO ST.6 and ST.16); American applications keep year and seven digits, international ones
/// year and six (`WO 99/12345` is `WO1999012345`).
fn patent(value: &str) -> Option<String> {
    let bare: String = value.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_uppercase();
    let office = bare.get(..2).filter(|office| office.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let rest = &bare[2..];
    // Designs, plants and reissues put letters before the number (`USD435854S1`).
    let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let number_length = rest[letters..].bytes().take_while(u8::is_ascii_digit).count();
    let number = &rest[letters..letters + number_length];
    let kind = &rest[letters + number_length..];
    let shaped = letters <= 2 && (1..=14).contains(&number_length) && kind.len() <= 2;
    // Zeros go first: what is left decides which numbering it is, also when it is read again.
    let bare_number = number.trim_start_matches('0');
    let number = match (office, letters) {
        ("WO", 0) => international(number),
        // The files of the European office drop a zero (`US2022294065A1`); grants have 8 digits.
        ("US", 0) if bare_number.len() == 10 && bare_number.starts_with("20") => {
            format!("{}0{}", &bare_number[..4], &bare_number[4..])
        }
        _ => bare_number.to_owned(),
    };
    (shaped && !number.is_empty()).then(|| format!("{office}{}{number}{kind}", &rest[..letters]))
}

/// An international publication was numbered by two digits of the year and five, later six, of a
/// series; by four and six since July 2002. The last is the form all are brought to (WIPO ST.6).
fn international(number: &str) -> String {
    let known = |number: &str| matches!(number.len(), 7 | 8 | 10);
    let number = if known(number) { number } else { number.trim_start_matches('0') };
    let (year, series) = match number.len() {
        7 | 8 => number.split_at(2),
        10 => number.split_at(4),
        _ => return number.to_owned(),
    };
    // The first international application was published in 1978.
    let century = match year.len() {
        2 if year >= "78" => "19",
        2 => "20",
        _ => "",
    };
    format!("{century}{year}{series:0>6}")
}

fn openalex(value: &str) -> Option<String> {
    let tail = value.rsplit('/').next()?.to_ascii_uppercase();
    let number = tail.strip_prefix('W')?;
    digits(number, 1..=12).map(|number| format!("W{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Identifier::parse(text).map(|id| id.to_string()).unwrap_or_default(), expected);
    }

    #[test]
    fn an_identifier_is_the_same_however_it_is_written() {
        check("https://doi.org/10.1038/HDY.2013.26", "doi:10.1038/hdy.2013.26");
        check("doi: 10.1038/hdy.2013.26.", "doi:10.1038/hdy.2013.26");
        check("http://dx.doi.org/10.1890%2F0012-9658", "doi:10.1890/0012-9658");
        check("arXiv:1401.2122v3", "arxiv:1401.2122");
        check("http://arxiv.org/abs/math.GT/0309136v1", "arxiv:math/0309136");
        check("oai:arXiv.org:1401.2122", "oai:arXiv.org:1401.2122");
        check("PMC0003456", "pmcid:PMC3456");
        check("isbn:0-306-40615-2", "isbn:9780306406157");
        check("issn:2041-1723", "issn:2041-1723");
        check("patent:US 06337117 B1", "patent:US6337117B1");
        check("patent:USD0435854S1", "patent:USD435854S1");
        check("patent:WO 99/12345 A1", "patent:WO1999012345A1");
        check("patent:WO0261234", "patent:WO2002061234");
        check("patent:WO2004/069123", "patent:WO2004069123");
        check("patent:US2022294065A1", "patent:US20220294065A1");
        check("https://openalex.org/W2741809807", "openalex:W2741809807");
    }

    #[test]
    fn a_normal_form_is_its_own_normal_form() {
        for (scheme, text) in [
            (Scheme::Handle, "hdl:https://hdl.handle.net/hdl:10419/1"),
            (Scheme::Wos, "ut wos:ıſı:000123"),
            (Scheme::Url, "https://example.org/a #part"),
            (Scheme::Doi, "https://doi.org/10.1000/A%2FB."),
            (Scheme::Arxiv, "math.GT/0309136v2"),
            (Scheme::Report, "tr  straße 7"),
            (Scheme::Patent, "WO006011177"),
            (Scheme::Patent, "US02022294065"),
        ] {
            let once = Identifier::new(scheme, text).unwrap();
            assert_eq!(Identifier::new(scheme, once.value()), Some(once), "{text}");
        }
        assert_eq!(Identifier::new(Scheme::Arxiv, ".GT/0309136"), None);
    }

    #[test]
    fn a_wrong_check_digit_or_shape_is_no_identifier() {
        for text in [
            "isbn:0-306-40615-3",
            "issn:2041-1724",
            "10.1038",
            "10.",
            "arxiv:14.2122",
            "pmid:abc",
            "hello",
            "http://example.org/a10.1/b c",
        ] {
            if text.starts_with("http") {
                assert!(Identifier::parse(text).is_none_or(|id| id.scheme() != Scheme::Doi), "{text}");
            } else {
                check(text, "");
            }
        }
    }
}
