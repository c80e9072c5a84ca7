//! Which languages are spoken, and which one a reader gets.

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tongue {
    /// English, as written in Britain.
    English,
    /// Russian.
    Russian,
    /// German.
    German,
}

/// How many parts of an `Accept-Language` header are looked at. Browsers send fewer than ten; a longer list
/// is somebody's play with our time.
const PREFERENCES_MAX: usize = 32;

impl Tongue {
    /// All of them, in the order of the language menu.
    pub const ALL: [Tongue; 3] = [Tongue::English, Tongue::Russian, Tongue::German];

    /// The tag of BCP 47: `en`, `ru`, `de`.
    pub fn tag(self) -> &'static str {
        match self {
            Tongue::English => "en",
            Tongue::Russian => "ru",
            Tongue::German => "de",
        }
    }

    /// Its name in itself, for the language menu.
    pub fn own_name(self) -> &'static str {
        match self {
            Tongue::English => "English",
            Tongue::Russian => "Русский",
            Tongue::German => "Deutsch",
        }
    }

    /// Reads a tag; regions and scripts are passed over: `de-CH` is German.
    pub fn parse(tag: &str) -> Option<Tongue> {
        let language = tag.split(['-', '_']).next()?.trim();
        Tongue::ALL.into_iter().find(|tongue| tongue.tag().eq_ignore_ascii_case(language))
    }

    /// The language of a reader: what the account says, else the cookie, else what the browser asks for
    /// (`Accept-Language`, RFC 9110 section 12.5.4), else English.
    pub fn choose(account: Option<Tongue>, cookie: Option<&str>, accepted: Option<&str>) -> Tongue {
        account.or_else(|| Tongue::parse(cookie?)).or_else(|| Tongue::best(accepted?)).unwrap_or(Tongue::English)
    }

    fn best(accepted: &str) -> Option<Tongue> {
        let mut best: Option<(u16, Tongue)> = None;
        for part in accepted.split(',').take(PREFERENCES_MAX) {
            let mut pieces = part.split(';');
            let Some(tongue) = pieces.next().and_then(Tongue::parse) else { continue };
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, tongue));
            }
        }
        best.map(|(_, tongue)| tongue)
    }
}

/// A weight such as `0.8` in thousandths; what is no weight weighs nothing.
fn thousandths(weight: &str) -> u16 {
    let parsed: f32 = weight.trim().parse().unwrap_or(0.0);
    if (0.0..=1.0).contains(&parsed) { (parsed * 1000.0).round() as u16 } else { 0 }
}
