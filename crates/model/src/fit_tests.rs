//! What fits, and what is said to be missing.

use proptest::prelude::*;

use super::*;
use crate::specialist::tests::specialist;
use crate::{
    Away, HostId, Interest, Language, LanguageLevel, Marking, PostId, SpecialistRequestId, SpecialistRequestStage,
    Spoken, SubjectScheme, UnitId, WantedSkill,
};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn spoken(language: &str, level: LanguageLevel) -> Spoken {
    Spoken { language: Language::parse(language).unwrap(), level }
}

/// A hundred days from 1 January 1931, of which thirty are wanted.
pub(crate) fn request() -> SpecialistRequest {
    let post = |id: &str| PostId::new(id).unwrap();
    SpecialistRequest {
        id: SpecialistRequestId::from_bits(1),
        title: "A planner".to_owned(),
        task: "Six towns".to_owned(),
        unit: UnitId::new("institute").unwrap(),
        post: post("head"),
        officer: post("personnel"),
        counterpart: post("planner"),
        need: None,
        hosts: Vec::new(),
        place: "Kuznetsk".to_owned(),
        since: date("1931-01-01"),
        until: date("1931-04-10"),
        days: 30,
        skills: vec![
            WantedSkill { class: Subject::coded(SubjectScheme::Ipc, "E04H1"), must: true },
            WantedSkill { class: Subject::coded(SubjectScheme::Ipc, "E01C"), must: false },
        ],
        languages: vec![spoken("ru", LanguageLevel::B1)],
        leaves: "How a district is laid out".to_owned(),
        stage: SpecialistRequestStage::Draft,
        reason: String::new(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

fn held(grade: SkillGrade, n_evidence: usize) -> Option<SkillHeld> {
    Some(SkillHeld { grade, class: Subject::coded(SubjectScheme::Ipc, "E04H1/02"), n_evidence })
}

fn kinds(fit: &Fit) -> Vec<LackKind> {
    fit.lacks().map(|lack| lack.kind).collect()
}

#[test]
fn who_has_everything_lacks_nothing() {
    let one = Specialist { languages: vec![spoken("ru", LanguageLevel::C1)], ..specialist(1) };
    let fit = fit(&request(), &one, &[held(SkillGrade::Same, 3), held(SkillGrade::Same, 5)], &[], &[]);
    assert_eq!((fit.points(), fit.lacks().count()), (100, 0));
    assert_eq!(fit.stretch, Some(Taken { since: date("1931-01-01"), until: date("1931-01-30") }));
    assert!(fit.is_pairable());
}

#[test]
fn each_part_says_what_is_missing_in_words_of_the_data() {
    let fit = fit(&request(), &specialist(1), &[None, held(SkillGrade::Words, 0)], &[], &[]);
    let lacks: Vec<(LackKind, &str, &str, &str)> =
        fit.lacks().map(|one| (one.kind, one.what.as_str(), one.wanted.as_str(), one.held.as_str())).collect();
    assert_eq!(
        lacks,
        [
            (LackKind::MustSkill, "ipc:E04H1", "", ""),
            (LackKind::NearSkill, "ipc:E01C", "", "ipc:E04H1/02"),
            (LackKind::Evidence, "ipc:E01C", "", ""),
            (LackKind::Language, "ru", "B1", ""),
        ]
    );
    assert!(!fit.is_pairable(), "nobody proposes them where many are paired");
}

#[test]
fn days_are_free_between_times_that_are_taken() {
    let away = |since: &str, until: &str| Away { since: date(since), until: date(until), why: String::new() };
    let one = Specialist { away: vec![away("1930-12-01", "1931-01-20")], ..specialist(1) };
    let taken = [Taken { since: date("1931-02-01"), until: date("1931-03-20") }];
    let found = fit(&request(), &one, &[held(SkillGrade::Same, 3)], &taken, &[]);
    // Eleven days in January, twenty-one from 21 March.
    assert_eq!(found.stretch, Some(Taken { since: date("1931-03-21"), until: date("1931-04-10") }));
    let days = found.lacks().find(|lack| lack.kind == LackKind::Days).unwrap();
    assert_eq!((days.wanted.as_str(), days.held.as_str()), ("30", "21"));
    assert_eq!(kinds(&found).iter().filter(|kind| **kind == LackKind::NotFree).count(), 2);
    let whole = [Taken { since: date("1930-01-01"), until: date("1932-01-01") }];
    let none = fit(&request(), &one, &[held(SkillGrade::Same, 3)], &whole, &[]);
    assert!(none.stretch.is_none() && !none.is_pairable());
}

#[test]
fn a_tie_to_a_host_of_the_request_is_named() {
    let hosts = [(HostId::from_bits(5), vec!["Siemens-Schuckert".to_owned(), "SSW".to_owned()])];
    let tie = |host, words: &str| Interest { kind: InterestKind::Stake, host, words: words.to_owned() };
    for (interest, n) in [
        (tie(Some(HostId::from_bits(5)), ""), 1),
        (tie(None, "Shares of siemens-schuckert, Berlin"), 1),
        (tie(Some(HostId::from_bits(6)), "SSW"), 0),
        (tie(None, "Another works"), 0),
    ] {
        let one = Specialist { interests: vec![interest.clone()], ..specialist(1) };
        assert_eq!(fit(&request(), &one, &[], &[], &hosts).conflicts.len(), n, "{interest:?}");
    }
    let employed = Specialist { host: Some(HostId::from_bits(5)), ..specialist(1) };
    let found = fit(&request(), &employed, &[held(SkillGrade::Same, 1)], &[], &hosts);
    assert_eq!(found.conflicts[0].kind, InterestKind::Employer);
    assert!(!found.is_pairable());
}

fn grade() -> impl Strategy<Value = Option<SkillGrade>> {
    prop_oneof![Just(None), Just(Some(SkillGrade::Words)), Just(Some(SkillGrade::Mapped)), Just(Some(SkillGrade::Same))]
}

proptest! {
    #[test]
    fn more_of_anything_never_fits_worse(
        grades in (grade(), grade()), evidence in (0usize..6, 0usize..6), level in 0usize..=6,
        more in 0usize..4, away in (0i64..120, 0i64..60),
    ) {
        let spoken_at = |at: usize| LanguageLevel::ALL.get(at).map(|level| spoken("ru", *level));
        let of = |grade: Option<SkillGrade>, n: usize| grade.map(|grade| SkillHeld { grade, class: Subject::default(), n_evidence: n });
        let since = date("1931-01-01").plus_days(away.0);
        let away = Away { since, until: since.plus_days(away.1), why: String::new() };
        let one = Specialist { languages: spoken_at(level_at(level, 0)).into_iter().collect(), away: vec![away], ..specialist(1) };
        let skills = [of(grades.0, evidence.0), of(grades.1, evidence.1)];
        let before = fit(&request(), &one, &skills, &[], &[]);
        prop_assert!(before.points() <= 100);
        for line in &before.lines {
            prop_assert!(line.points <= line.part.points_max());
        }
        let better = Specialist { away: Vec::new(), languages: spoken_at(level_at(level, more)).into_iter().collect(), ..one };
        let skills = [of(grades.0.max(Some(SkillGrade::Words)), evidence.0 + more), skills[1].clone()];
        let after = fit(&request(), &better, &skills, &[], &[]);
        prop_assert!(after.points() >= before.points());
        prop_assert!(after.lacks().filter(|lack| lack.kind.weighs()).count() <= before.lacks().filter(|lack| lack.kind.weighs()).count());
    }
}

/// Levels count down from the highest, behind which is none.
fn level_at(level: usize, more: usize) -> usize {
    if level >= LanguageLevel::ALL.len() { usize::MAX } else { (level + more).min(LanguageLevel::ALL.len() - 1) }
}
