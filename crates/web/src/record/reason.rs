//! Why a clause holds or not, and what decided, in the reader's language.

use desk::Decided;
use matching::{Atom, Field, Ground, Reason};
use model::{Barrier, Silence};

use crate::ground::way_said;
use crate::speech::Speech;

/// Where words were looked for.
fn place(speech: Speech, field: Field) -> String {
    match field {
        Field::Text => speech.say("reason-in-text"),
        field => speech.say(&format!("ground-{}", field.word())),
    }
}

fn ground(speech: Speech, ground: &Ground) -> String {
    if ground.is_property() {
        let said = quoted(speech, &way_said(speech, &ground.word));
        return if ground.is_by_office() { format!("{said} {}", speech.say("ground-by-office")) } else { said };
    }
    let place = speech.say(&format!("ground-{}", ground.place()));
    speech.with("reason-ground", &[("word", ground.word.as_str().into()), ("place", place.into())])
}

fn quoted(speech: Speech, text: &str) -> String {
    speech.with("reason-quoted", &[("text", text.into())])
}

/// Why a clause holds or not, without a full stop. `clause` is what stands beside it already, and is not said again.
pub fn reason(speech: Speech, reason: &Reason, clause: &str) -> String {
    match reason {
        Reason::AllHold => speech.say("reason-all-hold"),
        Reason::NoneHolds(clauses) => {
            let clauses: Vec<String> = clauses.iter().map(|clause| quoted(speech, clause)).collect();
            speech.with("reason-none-holds", &[("clauses", clauses.join(", ").into())])
        }
        Reason::Absent(clause) => speech.with("reason-absent", &[("clause", clause.as_str().into())]),
        Reason::BarredBy(by) => speech.with("reason-barred", &[("inner", ground(speech, by).into())]),
        Reason::Barred(inner) => speech.with("reason-barred", &[("inner", self::reason(speech, inner, clause).into())]),
        Reason::Found(None) => speech.say("reason-found"),
        Reason::Found(Some(found)) => ground(speech, found),
        Reason::Missing(pattern, field) => {
            let place = place(speech, *field);
            if pattern == clause {
                return speech.with("reason-missing-here", &[("place", place.into())]);
            }
            speech.with("reason-missing", &[("pattern", pattern.as_str().into()), ("place", place.into())])
        }
        Reason::MissingOfPhrase(word, field) => {
            let place = place(speech, *field);
            speech.with("reason-missing-of-phrase", &[("word", word.as_str().into()), ("place", place.into())])
        }
        Reason::PhraseApart(text) => speech.with("reason-phrase-apart", &[("text", text.as_str().into())]),
        Reason::NotFollowed { first, second, allowed } => {
            let pair = [("first", first.as_str().into()), ("second", second.as_str().into())];
            let [first, second] = pair;
            speech.with("reason-not-followed", &[first, second, ("allowed", (*allowed).into())])
        }
        Reason::TooFar { first, second, nearest, allowed } => speech.with(
            "reason-too-far",
            &[
                ("first", first.as_str().into()),
                ("second", second.as_str().into()),
                ("nearest", (*nearest).into()),
                ("allowed", (*allowed).into()),
            ],
        ),
        Reason::NeverTogether(first, second) => speech
            .with("reason-never-together", &[("first", first.as_str().into()), ("second", second.as_str().into())]),
        Reason::Has(_) => speech.say("reason-has"),
        Reason::GivenByOffice(_) => speech.say("reason-given-by-office"),
        Reason::Across(way) => speech.with("reason-across", &[("way", way_said(speech, way).into())]),
        Reason::Lacks(atom, has) => lacks(speech, atom, has),
        // Years are names, not numbers to be grouped.
        Reason::Published(year) => speech.with("reason-published", &[("year", year.to_string().into())]),
        Reason::PublishedOutside(year, years) => speech
            .with("reason-published-outside", &[("year", year.to_string().into()), ("years", years.as_str().into())]),
        Reason::NoYear => speech.say("reason-no-year"),
    }
}

fn lacks(speech: Speech, atom: &Atom, has: &[String]) -> String {
    let kind = |word: &str| speech.say(&format!("kind-{word}"));
    let (key, code) = match atom {
        Atom::Class { code, exact: false } => ("reason-lacks-class", code.clone()),
        Atom::Class { code, exact: true } => ("reason-lacks-class-exact", code.clone()),
        Atom::Language(tag) => ("reason-lacks-language", tag.clone()),
        Atom::Kind(asked) => ("reason-lacks-kind", kind(asked.word())),
        Atom::Id(id) => ("reason-lacks-id", id.clone()),
    };
    let said = speech.with(key, &[("code", code.into())]);
    if has.is_empty() {
        return said;
    }
    let is_kind = matches!(atom, Atom::Kind(_));
    let has: Vec<String> = has.iter().map(|one| if is_kind { kind(one) } else { one.clone() }).collect();
    speech.with("reason-instead", &[("said", said.into()), ("has", has.join(", ").into())])
}

/// What decided, in whole sentences.
pub fn decided(speech: Speech, decided: &Decided) -> String {
    let decimal = |number: f32| speech.decimal(f64::from(number), 2);
    match decided {
        Decided::Silent(Silence::Joined(need)) => {
            speech.with("why-decided-joined", &[("need", need.to_string().into())])
        }
        Decided::Silent(Silence::NotAccepted(stage)) => {
            let stage = speech.say(&format!("stage-{}", stage.word()));
            speech.with("why-decided-not-accepted", &[("stage", stage.into())])
        }
        Decided::Silent(Silence::Expired(day)) => {
            speech.with("why-decided-expired", &[("day", speech.date(*day).into())])
        }
        Decided::Silent(Silence::NoProfile) => speech.say("why-no-profile"),
        Decided::Fallen(status) => {
            let status = speech.say(&format!("status-{}", status.word()));
            speech.with("why-decided-fallen", &[("status", status.into())])
        }
        Decided::Withheld(profile, _, barrier) => {
            let barrier = barrier.as_ref().map(|barrier| match barrier {
                Barrier::Level(level) => {
                    let level = speech.say(&format!("marking-{}", level.word()));
                    speech.with("why-barrier-level", &[("level", level.into())])
                }
                Barrier::Compartment(compartment) => {
                    speech.with("why-barrier-compartment", &[("compartment", compartment.to_string().into())])
                }
                Barrier::Release => speech.say("why-barrier-release"),
            });
            let barrier = barrier.unwrap_or_default();
            let number = profile.number.to_string();
            speech.with("why-decided-withheld", &[("number", number.into()), ("barrier", barrier.into())])
        }
        Decided::Holds(profile, grounds) => {
            let grounds: Vec<String> = grounds.iter().map(|one| ground(speech, one)).collect();
            speech.with(
                "why-decided-holds",
                &[("number", profile.number.to_string().into()), ("grounds", grounds.join("; ").into())],
            )
        }
        Decided::TooLow { profile, score, threshold } => speech.with(
            "why-decided-too-low",
            &[
                ("number", profile.number.to_string().into()),
                ("rank", decimal(*score).into()),
                ("threshold", decimal(*threshold).into()),
            ],
        ),
        Decided::Fails(profile, why, clause) => {
            // What names its clause itself needs it no second time.
            let names = matches!(why, Reason::Missing(pattern, _) if pattern == clause);
            let key = if names { "why-decided-fails" } else { "why-decided-fails-clause" };
            speech.with(
                key,
                &[
                    ("number", profile.number.to_string().into()),
                    ("reason", reason(speech, why, "").into()),
                    ("clause", clause.as_str().into()),
                ],
            )
        }
        Decided::Queued { n_left, next_on } => {
            speech.with("why-decided-queued", &[("count", (*n_left).into()), ("day", speech.date(*next_on).into())])
        }
        Decided::Unmatched(error) => speech.with("why-decided-unmatched", &[("error", error.clone().into())]),
        Decided::Unread(profile, error) => speech.with(
            "why-decided-unread",
            &[("number", profile.number.to_string().into()), ("error", speech.query_fault(error).into())],
        ),
    }
}

#[cfg(test)]
mod tests {
    use matching::{Analysis, Sheet, oracle, parse};
    use model::{Record, Text};

    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn every_reason_is_said_in_every_language() {
        let record = Record {
            titles: vec![Text::plain("Selenium rectifiers beside copper wire and a germanium cell")],
            ..Record::default()
        };
        let sheet = Sheet::new(&record, Analysis::Stemmed);
        let mut said = std::collections::BTreeSet::new();
        for query in [
            "selenium AND copper",
            "zinc OR tin",
            "selenium AND NOT zinc",
            "selenium AND NOT copper",
            "zinc",
            "title:zinc",
            "\"zinc wire\"",
            "\"selenium copper\"",
            "selenium NEAR/1 cell",
            "cell ADJ/2 selenium",
            "class:H01L",
            "class:=H01L",
            "lang:ru",
            "kind:patent",
            "id:10.5555/none",
            "year:1958..1963",
        ] {
            let Ok(query) = parse(query) else { panic!("{query} cannot be read") };
            let verdict = oracle::judge(&query, &sheet);
            let deciding = verdict.clause.deciding();
            for tongue in Tongue::ALL {
                let sentence = reason(Speech::of(tongue), &deciding.reason, "");
                assert!(!sentence.is_empty() && !sentence.contains("reason-") && !sentence.contains('`'), "{sentence}");
                said.insert(sentence);
            }
        }
        assert!(said.len() > 36, "{said:#?}");
    }
}
