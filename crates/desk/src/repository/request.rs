//! What another repository asks: the verb with its arguments, or what is wrong with them.

use formats::{Metadata, OaiFault};
use model::{Date, RecordId};

use super::SECOND;
use super::set::is_word_of_set;
use super::token::Token;

/// Arguments that are read. The protocol knows seven; more of them are wrong whatever they say.
pub const ARGUMENTS_MAX: usize = 8;

/// Longest value of an argument, in bytes.
const VALUE_BYTES_MAX: usize = 512;

/// A record that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    /// By a name of ours.
    Here(RecordId),
    /// By a name that no record of ours has.
    Elsewhere,
}

/// A list, or the rest of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    pub form: Metadata,
    pub set: Option<String>,
    /// From the beginning of this second, in microseconds since 1970.
    pub from: Option<i64>,
    /// Until the end of the second that begins then.
    pub until: Option<i64>,
    /// Behind this line.
    pub after: Option<(i64, RecordId)>,
    /// Lines that were given before.
    pub n_before: u64,
    /// Lines in all when the list was begun.
    pub n_in_all: Option<u64>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Identify,
    ListMetadataFormats(Option<Sought>),
    ListSets,
    GetRecord(Sought, Metadata),
    ListIdentifiers(List),
    ListRecords(List),
}

type Wrong = (OaiFault, String);

/// The verbs with what each must and may be asked with.
const VERBS: &[(&str, &[&str], &[&str])] = &[
    ("Identify", &[], &[]),
    ("ListMetadataFormats", &[], &["identifier"]),
    ("ListSets", &[], &["resumptionToken"]),
    ("GetRecord", &["identifier", "metadataPrefix"], &[]),
    ("ListIdentifiers", &["metadataPrefix"], &["from", "until", "set", "resumptionToken"]),
    ("ListRecords", &["metadataPrefix"], &["from", "until", "set", "resumptionToken"]),
];

/// Reads the arguments of a request to the repository of this name.
pub(super) fn understood(arguments: &[(String, String)], repository: &str) -> Result<Verb, Wrong> {
    let verbs: Vec<&str> = values(arguments, "verb").collect();
    let [word] = verbs[..] else {
        let how = if verbs.is_empty() { "no verb is given" } else { "more than one verb is given" };
        return Err((OaiFault::BadVerb, format!("{how}; give one of {}", all_verbs())));
    };
    let Some((verb, needed, allowed)) = VERBS.iter().find(|(verb, ..)| *verb == word) else {
        return Err((OaiFault::BadVerb, format!("this is no verb of OAI-PMH; give one of {}", all_verbs())));
    };
    let bad = |sentence: String| (OaiFault::BadArgument, sentence);
    if arguments.len() > ARGUMENTS_MAX {
        return Err(bad(format!("there are more than {ARGUMENTS_MAX} arguments; {verb} has fewer")));
    }
    for (name, value) in arguments.iter().filter(|(name, _)| name != "verb") {
        if !needed.contains(&name.as_str()) && !allowed.contains(&name.as_str()) {
            let known: Vec<&str> = needed.iter().chain(*allowed).copied().collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(bad(format!("{verb} is asked with another argument than it knows; it knows {known}")));
        }
        if values(arguments, name).count() > 1 {
            return Err(bad(format!("the argument {name} is given more than once; give it once")));
        }
        if value.is_empty() || value.len() > VALUE_BYTES_MAX {
            return Err(bad(format!("the argument {name} is empty or longer than {VALUE_BYTES_MAX} bytes")));
        }
    }
    let value = |name: &str| arguments.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
    if let Some(text) = value("resumptionToken") {
        if arguments.len() > 2 {
            return Err(bad("a resumptionToken stands alone; leave the other arguments out".to_owned()));
        }
        let token = Token::read(verb, text);
        let refused = || {
            let sentence = "this token was not given out here for this verb; begin the list anew".to_owned();
            (OaiFault::BadResumptionToken, sentence)
        };
        // The sets are given in one part, so there is no token of theirs.
        let list = token.filter(|_| *verb != "ListSets").ok_or_else(refused)?.list;
        return Ok(if *verb == "ListRecords" { Verb::ListRecords(list) } else { Verb::ListIdentifiers(list) });
    }
    if let Some(missing) = needed.iter().find(|name| value(name).is_none()) {
        return Err(bad(format!("{verb} needs the argument {missing}")));
    }
    let sought = value("identifier").map(|text| sought(text, repository));
    match (*verb, sought) {
        ("Identify", _) => Ok(Verb::Identify),
        ("ListMetadataFormats", sought) => Ok(Verb::ListMetadataFormats(sought)),
        ("ListSets", _) => Ok(Verb::ListSets),
        ("GetRecord", Some(sought)) => Ok(Verb::GetRecord(sought, form(value("metadataPrefix"))?)),
        (verb, _) => {
            let list = list(value)?;
            Ok(if verb == "ListRecords" { Verb::ListRecords(list) } else { Verb::ListIdentifiers(list) })
        }
    }
}

fn values<'a>(arguments: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    arguments.iter().filter(move |(one, _)| one == name).map(|(_, value)| value.as_str())
}

fn all_verbs() -> String {
    VERBS.iter().map(|(verb, ..)| *verb).collect::<Vec<_>>().join(", ")
}

/// The record of a name `oai:REPOSITORY:ID`, written as we write it and no other way.
fn sought(text: &str, repository: &str) -> Sought {
    let id = text.strip_prefix("oai:").and_then(|rest| rest.strip_prefix(repository)?.strip_prefix(':'));
    match id.and_then(|id| RecordId::parse(id).filter(|parsed| parsed.to_string() == id)) {
        Some(id) => Sought::Here(id),
        None => Sought::Elsewhere,
    }
}

fn form(prefix: Option<&str>) -> Result<Metadata, Wrong> {
    // The answer repeats a prefix, and may repeat only what could be one.
    let is_sign = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b);
    if prefix.is_some_and(|prefix| !prefix.bytes().all(is_sign)) {
        return Err((OaiFault::BadArgument, "the metadataPrefix has signs that no prefix has".to_owned()));
    }
    prefix.and_then(Metadata::from_prefix).ok_or_else(|| {
        let known: Vec<&str> = Metadata::ALL.iter().map(|form| form.prefix()).collect();
        let sentence = format!("records are not given in this format; ask for one of {}", known.join(", "));
        (OaiFault::CannotDisseminateFormat, sentence)
    })
}

fn list<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Result<List, Wrong> {
    let bad = |sentence: &str| Err((OaiFault::BadArgument, sentence.to_owned()));
    let (from, until) = (value("from").map(time), value("until").map(time));
    if from == Some(None) || until == Some(None) {
        return bad("from and until are days such as 2026-11-29 or seconds such as 2026-11-29T08:00:00Z");
    }
    let (from, until) = (from.flatten(), until.flatten());
    if let (Some((from, from_is_day)), Some((until, until_is_day))) = (from, until) {
        if from_is_day != until_is_day {
            return bad("from and until are both days or both seconds");
        }
        if from > until {
            return bad("from is later than until");
        }
    }
    let set = value("set");
    if !set.is_none_or(is_word_of_set) {
        return bad("set is one of the words that ListSets gives");
    }
    Ok(List {
        form: form(value("metadataPrefix"))?,
        set: set.map(str::to_owned),
        from: from.map(|(from, _)| from),
        // Until a day is until its last second.
        until: until.map(|(until, is_day)| if is_day { until + 86_399 * SECOND } else { until }),
        after: None,
        n_before: 0,
        n_in_all: None,
    })
}

/// A day or a second, in microseconds since 1970, and whether it is a day.
fn time(text: &str) -> Option<(i64, bool)> {
    let day = |text: &str| {
        let date = Date::parse(text).filter(|date| date.to_string() == text)?;
        Some(date.days_since(Date::of_number(0)) * 86_400 * SECOND)
    };
    let Some((date, rest)) = text.split_once('T') else { return Some((day(text)?, true)) };
    let parts: Vec<&str> = rest.strip_suffix('Z')?.split(':').collect();
    let [hour, minute, second] = parts[..] else { return None };
    let number = |text: &str, max: i64| {
        let number: i64 = text.parse().ok().filter(|_| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()))?;
        (number <= max).then_some(number)
    };
    let second = number(hour, 23)? * 3_600 + number(minute, 59)? * 60 + number(second, 59)?;
    Some((day(date)? + second * SECOND, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: Result<&str, OaiFault>) {
        let arguments: Vec<(String, String)> = query
            .split('&')
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let understood = understood(&arguments, "office.example.org");
        match expected {
            Ok(verb) => {
                assert!(format!("{:?}", understood.as_ref().unwrap()).starts_with(verb), "{query}: {understood:?}");
            }
            Err(fault) => assert_eq!(understood.unwrap_err().0, fault, "{query}"),
        }
    }

    #[test]
    fn a_request_is_understood_whole_or_told_what_is_wrong_with_it() {
        let id = RecordId::from_bits(7);
        check("verb=Identify", Ok("Identify"));
        check("verb=ListMetadataFormats", Ok("ListMetadataFormats"));
        check("verb=ListSets", Ok("ListSets"));
        check(
            &format!("verb=GetRecord&identifier=oai:office.example.org:{id}&metadataPrefix=jats"),
            Ok("GetRecord(Here"),
        );
        check("verb=GetRecord&identifier=oai:other.example.org:1&metadataPrefix=jats", Ok("GetRecord(Elsewhere"));
        check("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01", Ok("ListRecords"));
        check("verb=ListIdentifiers&metadataPrefix=marc21&set=ipc-H", Ok("ListIdentifiers"));
        check("", Err(OaiFault::BadVerb));
        check("verb=identify", Err(OaiFault::BadVerb));
        check("verb=Identify&verb=Identify", Err(OaiFault::BadVerb));
        check("verb=Identify&set=a", Err(OaiFault::BadArgument));
        check("verb=GetRecord&metadataPrefix=oai_dc", Err(OaiFault::BadArgument));
        check("verb=ListRecords", Err(OaiFault::BadArgument));
        check("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", Err(OaiFault::BadArgument));
        check("verb=ListRecords&metadataPrefix=", Err(OaiFault::BadArgument));
        check("verb=ListRecords&metadataPrefix=<x>", Err(OaiFault::BadArgument));
        check("verb=ListRecords&metadataPrefix=mods", Err(OaiFault::CannotDisseminateFormat));
        check("verb=ListRecords&metadataPrefix=oai_dc&set=a b", Err(OaiFault::BadArgument));
        check("verb=ListRecords&resumptionToken=x", Err(OaiFault::BadResumptionToken));
        check("verb=ListSets&resumptionToken=x", Err(OaiFault::BadResumptionToken));
        check("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", Err(OaiFault::BadArgument));
    }

    #[test]
    fn times_are_days_or_seconds_and_both_of_one_sort() {
        for wrong in
            ["2026-13-01", "2026-1-1", "2026", "2026-01-01T00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "x"]
        {
            check(&format!("verb=ListRecords&metadataPrefix=oai_dc&from={wrong}"), Err(OaiFault::BadArgument));
        }
        let list = |more: &str| format!("verb=ListRecords&metadataPrefix=oai_dc&{more}");
        check(&list("from=2026-01-01&until=2026-01-02T00:00:00Z"), Err(OaiFault::BadArgument));
        check(&list("from=2026-01-02&until=2026-01-01"), Err(OaiFault::BadArgument));
        assert_eq!(time("1970-01-02"), Some((86_400 * SECOND, true)));
        assert_eq!(time("1970-01-01T01:02:03Z"), Some((3_723 * SECOND, false)));
    }
}
