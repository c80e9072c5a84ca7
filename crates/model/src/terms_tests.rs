//! Terms say of every subject of their kind what is agreed, and two versions can be compared.

use super::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn filled(kind: AgreementKind) -> Terms {
    Terms {
        technologies: "Steam turbines".to_owned(),
        since: Some(day("1926-01-01")),
        until: Some(day("1931-12-31")),
        ..Terms::proposed(kind)
    }
}

#[test]
fn the_template_of_each_kind_can_be_signed_once_days_and_technologies_stand_there() {
    for kind in AgreementKind::ALL {
        let terms = filled(*kind).tidied().unwrap();
        assert_eq!(terms.are_filled(*kind), Ok(()), "{kind}");
        assert!(Terms::proposed(*kind).are_filled(*kind).is_err(), "{kind}");
        let template = TermsTemplate::of(*kind);
        let undated = Terms { until: None, ..terms.clone() };
        assert_eq!(undated.are_filled(*kind).is_err(), template.is_dated, "{kind}");
        for left_out in 0..terms.clauses.len() {
            let mut fewer = terms.clone();
            fewer.clauses.remove(left_out);
            assert!(fewer.tidied().unwrap().are_filled(*kind).is_err(), "{kind} without its clause {left_out}");
        }
    }
}

#[test]
fn silent_is_a_ruling_and_forbids_nothing() {
    let mut terms = filled(AgreementKind::Purchase);
    assert_eq!(terms.forbids(ClauseSubject::ReverseEngineering), None);
    let at = terms.clauses.iter().position(|clause| clause.subject == ClauseSubject::ReverseEngineering).unwrap();
    terms.clauses[at].ruling = Ruling::Forbidden;
    assert_eq!(terms.forbids(ClauseSubject::ReverseEngineering).map(|clause| clause.number), Some(3));
    terms.clauses[at].ruling = Ruling::WithConsent;
    assert_eq!(terms.forbids(ClauseSubject::ReverseEngineering), None);
}

#[test]
fn a_subject_is_ruled_on_once_and_something_else_in_words() {
    let mut terms = filled(AgreementKind::Purchase);
    terms.clauses.push(terms.clauses[0].clone());
    assert!(terms.tidied().is_err());
    let mut terms = filled(AgreementKind::Purchase);
    let other = Clause { subject: ClauseSubject::Other, ..terms.clauses[0].clone() };
    terms.clauses.push(other.clone());
    assert!(terms.clone().tidied().is_err(), "something else without words says nothing");
    terms.clauses.pop();
    terms.clauses.extend([
        Clause { text: "By rail".to_owned(), ..other.clone() },
        Clause { text: "In crates".to_owned(), ..other },
    ]);
    let terms = terms.tidied().unwrap();
    assert_eq!(terms.clauses.iter().map(|clause| clause.number).collect::<Vec<_>>(), (1..=7).collect::<Vec<u32>>());
    assert!(Terms { until: Some(day("1925-01-01")), ..terms.clone() }.tidied().is_err());
    assert!(Terms { notice_days: TERMS_DAYS_MAX + 1, ..terms }.tidied().is_err());
}

#[test]
fn a_comparison_names_what_changed_and_nothing_else() {
    let before = filled(AgreementKind::Licence);
    assert_eq!(terms_changes(&before, &before), []);
    let mut after = Terms { until: Some(day("1936-12-31")), territory: "SU".to_owned(), ..before.clone() };
    let at = after.clauses.iter().position(|clause| clause.subject == ClauseSubject::SubLicence).unwrap();
    after.clauses[at].ruling = Ruling::WithConsent;
    let changes = terms_changes(&before, &after);
    let parts: Vec<TermsPart> = changes.iter().map(|change| change.part).collect();
    assert_eq!(parts, [TermsPart::Territory, TermsPart::Until, TermsPart::Clause(ClauseSubject::SubLicence)]);
    assert_eq!((changes[2].before.as_str(), changes[2].after.as_str()), ("barred", "with-consent"));
    let back = terms_changes(&after, &before);
    assert!(changes.iter().zip(&back).all(|(to, fro)| to.before == fro.after && to.after == fro.before));
}
