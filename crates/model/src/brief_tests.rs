//! What a brief lets be told, and who knows which of its versions.

use super::*;

fn host(bits: u64) -> HostId {
    HostId::from_bits(bits)
}

fn member(bits: u64) -> SpecialistId {
    SpecialistId::from_bits(bits)
}

fn line(for_host: Option<HostId>, part: BriefPart, words: &str) -> BriefLine {
    BriefLine { host: for_host, part, words: words.to_owned(), thing: None }
}

fn post() -> PostId {
    PostId::new("coordinator").unwrap()
}

fn confirmation(who: u64, version: u32, read_to: &str) -> BriefConfirmation {
    BriefConfirmation { member: member(who), version, by: "a/b".to_owned(), read_to: read_to.to_owned(), at: 1 }
}

fn cleared() -> Brief {
    let lines =
        [line(Some(host(1)), BriefPart::Told, "Output of the works"), line(None, BriefPart::Withheld, "Alloys")];
    let (brief, _) = Brief::begin(MissionId::from_bits(1)).rewrite("a/b", &lines, Marking::default()).unwrap();
    let (brief, _) = brief.lay("a/b", post(), &[host(1), host(2)]).unwrap();
    brief.clear("c/d", 2).unwrap().0
}

#[test]
fn what_is_marked_for_fewer_than_the_world_is_told_to_no_host() {
    for (marking, refused) in [
        ("open", None),
        ("internal", Some("marked")),
        ("confidential", Some("marked")),
        ("open compartments=radar", Some("radar")),
        ("open release=works", Some("units of the office")),
        ("open release=!", Some("units of the office")),
        ("open caveats=no-export", Some("no-export")),
        ("open caveats=licensed:a7", Some("licensed:a7")),
    ] {
        let answer = may_be_disclosed(&Marking::parse(marking).unwrap(), "The alloy");
        match refused {
            None => assert!(answer.is_ok(), "{marking}"),
            Some(part) => assert!(answer.unwrap_err().to_string().contains(part), "{marking}"),
        }
    }
    assert!(may_be_disclosed(&Marking::top(), "The alloy").is_err());
}

#[test]
fn a_brief_says_something_of_every_host_before_it_is_laid_before_others() {
    let empty = Brief::begin(MissionId::from_bits(1));
    assert!(empty.lay("a/b", post(), &[host(1)]).is_err());
    let one = [line(Some(host(1)), BriefPart::Shown, "The stand")];
    let (brief, fact) = empty.rewrite("a/b", &one, Marking::default()).unwrap();
    assert_eq!((fact.verb, brief.version, brief.revision), (Verb::Stated, 1, 1));
    assert!(brief.lay("a/b", post(), &[host(1)]).is_ok());
    assert!(brief.lay("a/b", post(), &[host(1), host(2)]).is_err());
    assert!(brief.rewrite("a/b", &[line(None, BriefPart::Told, " ")], Marking::default()).is_err());
}

#[test]
fn a_change_after_it_was_laid_begins_a_version_that_nobody_has_confirmed() {
    let brief = cleared();
    let (known, fact) = brief.confirm(confirmation(1, 1, ""), true).unwrap().unwrap();
    assert_eq!((fact.verb, fact.target.as_deref()), (Verb::Briefed, Some(&*format!("specialist:{}", member(1)))));
    assert!(known.is_known_to(member(1)) && !known.is_known_to(member(2)));
    assert!(known.confirm(confirmation(1, 1, ""), true).unwrap().is_none(), "once is enough");
    let (anew, _) = known.rewrite("a/b", &known.lines[..1], Marking::default()).unwrap();
    assert_eq!((anew.stage, anew.version), (BriefStage::Draft, 2));
    assert!(!anew.is_known_to(member(1)) && anew.confirmations.len() == 1, "what was read is remembered");
    assert!(anew.confirm(confirmation(1, 2, ""), true).is_err(), "it does not stand");
    let (laid, _) = anew.lay("a/b", post(), &[host(1)]).unwrap();
    let (again, _) = laid.clear("c/d", 3).unwrap();
    assert!(again.confirm(confirmation(1, 1, ""), true).is_err(), "another version was read");
    assert!(again.confirm(confirmation(1, 2, ""), true).unwrap().unwrap().0.is_known_to(member(1)));
}

#[test]
fn of_somebody_without_an_account_it_is_said_how_it_was_read_to_them() {
    let brief = cleared();
    assert!(brief.confirm(confirmation(1, 1, " "), false).is_err());
    let (known, _) = brief.confirm(confirmation(1, 1, "By Sokolov on the train"), false).unwrap().unwrap();
    assert_eq!(known.confirmations[0].read_to, "By Sokolov on the train");
}

#[test]
fn given_back_with_words_it_is_a_draft_again() {
    let lines = [line(None, BriefPart::Told, "Output")];
    let (brief, _) = Brief::begin(MissionId::from_bits(1)).rewrite("a/b", &lines, Marking::default()).unwrap();
    assert!(brief.clear("c/d", 1).is_err(), "nobody was asked");
    let (laid, _) = brief.lay("a/b", post(), &[]).unwrap();
    assert!(laid.give_back("c/d", " ").is_err());
    let (back, _) = laid.give_back("c/d", "Not the output").unwrap();
    assert_eq!((back.stage, back.version, back.remark.as_str()), (BriefStage::Draft, 2, "Not the output"));
    assert!(back.lay("a/b", post(), &[]).unwrap().0.remark.is_empty());
}
