//! What sources are worth, which needs they serve, and gaps that somebody is asked to close.

use model::{Choice, Disposition, DutyKind, Need, NeedId, Profile, ProfileId, SourceYield, Stage};

use super::*;

/// Needs that are matched: of a word and a marking each.
fn needs(house: &House, needs: &[(&'static str, &str)]) {
    let needs: Vec<Need> = needs
        .iter()
        .map(|(word, marking)| {
            let id = NeedId::new(word).unwrap();
            let post = PostId::new("documentalist").unwrap();
            let draft = Need::draft(id.clone(), word, UnitId::new("institute").unwrap(), post);
            let query = word.split('-').next().unwrap().to_owned();
            let profiles = vec![Profile { id: ProfileId { need: id, number: 1 }, query, threshold: None }];
            let expires = Some(today().plus_days(100));
            Need { stage: Stage::Accepted, expires, profiles, marking: Marking::parse(marking).unwrap(), ..draft }
        })
        .collect();
    house
        .clerk
        .write(move |writer| {
            writer.transact("operator", 3, |deed| -> Result<(), Failure> {
                for need in &needs {
                    deed.keep_need(need)?;
                }
                Ok(())
            })
        })
        .unwrap();
}

/// Has what came in matched and counted, and answers what two sources are worth.
fn counted(house: &House, sources: [&Source; 2]) -> [SourceYield; 2] {
    house.later(HOUR);
    desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
    house.run_jobs();
    house.later(HOUR);
    desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
    house.run_jobs();
    let (yields, _) = house.office.source_yields().unwrap();
    sources.map(|source| yields[&source.id])
}

fn mills(numbers: std::ops::Range<usize>) -> String {
    let mut text = list(numbers.clone(), "");
    for n in numbers {
        let title = format!("<dc:title>Mill number {n}</dc:title>");
        text = text.replace(&title, &format!("{title}<dc:identifier>doi:10.5555/mill.{n}</dc:identifier>"));
    }
    text
}

#[test]
fn a_source_is_worth_what_nobody_else_brought_and_what_is_used_of_it() {
    let house = house();
    needs(&house, &[("mill", "open")]);
    let [first, second] =
        ["https://a.example/oai", "https://b.example/oai"].map(|at| house.switched_on(SourceKind::OaiPmh, at));
    house
        .act({
            let (id, later) = (second.id, true);
            move |writer, turn, _| desk::pause_source(writer, turn, id, later)
        })
        .unwrap();
    house.host.will(Ok(&mills(0..3)));
    house.harvest();
    let id = second.id;
    house.act(move |writer, turn, _| desk::pause_source(writer, turn, id, false)).unwrap();
    house.host.will(Ok(&mills(2..6)));
    house.harvest();
    assert_eq!(house.n_records(), 6, "one came from both");
    let [a, b] = counted(&house, [&first, &second]);
    assert_eq!((a.n_records, a.n_unique, a.n_first, a.n_delivered, a.n_used), (3, 2, 3, 3, 0));
    assert_eq!((b.n_records, b.n_unique, b.n_first, b.n_delivered, b.n_used), (4, 3, 3, 4, 0));
    // The post uses what came from both.
    let record = house.office.record("doi:10.5555/mill.2").unwrap().id;
    let shown = house.office.show(&record.to_string()).unwrap();
    let delivery = shown.deliveries[0].delivery.id;
    let used = Disposition { choice: Choice::Use, reason: None, to: None, remark: String::new() };
    house.act(move |writer, turn, _| desk::dispose(writer, turn, delivery, &used, &|_| Ok(true)).map(|_| ())).unwrap();
    let [a, b] = counted(&house, [&first, &second]);
    assert_eq!((a.n_answered, a.n_used, b.n_answered, b.n_used), (1, 1, 1, 1));
    let names = house.office.sources_of(record).unwrap();
    assert_eq!(names.len(), 2, "the record names both");
}

#[test]
fn what_a_source_is_worth_says_nothing_of_needs_that_not_everybody_sees_who_sees_it() {
    let house = house();
    needs(&house, &[("mill-secret", "internal")]);
    let source = house.switched_on(SourceKind::OaiPmh, "https://a.example/oai");
    house.host.will(Ok(&mills(0..3)));
    house.harvest();
    let [worth, _] = counted(&house, [&source, &source]);
    let record = house.office.record("doi:10.5555/mill.1").unwrap().id;
    assert_eq!(house.office.show(&record.to_string()).unwrap().deliveries.len(), 1, "it was delivered");
    assert_eq!((worth.n_records, worth.n_delivered), (3, 0));
}

#[test]
fn a_need_that_no_source_serves_is_a_gap_and_somebody_is_asked_to_close_it_once() {
    let house = house();
    needs(&house, &[("mill", "open"), ("spindle", "open")]);
    let source = house.switched_on(SourceKind::OaiPmh, "https://a.example/oai");
    house.host.will(Ok(&mills(0..3)));
    house.harvest();
    counted(&house, [&source, &source]);
    let table = house.office.coverage(None, 0, today()).unwrap();
    assert_eq!((table.n_needs, table.sources.len()), (2, 1));
    let [mill, spindle] = [&table.needs[0], &table.needs[1]];
    assert_eq!(mill.by_source.get(&Some(source.id)), Some(&3));
    assert!(mill.hangs_on_one() && !mill.is_gap());
    assert!(spindle.is_gap() && spindle.asked.is_none());

    let assign = |days| {
        let post = PostId::new("documentalist").unwrap();
        house.act(move |writer, turn, office| desk::assign_gap(writer, turn, office, "spindle", &post, days))
    };
    let close = |account: &'static str| {
        house.act(move |writer, turn, office| desk::close_gap(writer, turn, office, "spindle", true, account))
    };
    assert!(said(close("A catalogue")).contains("None of your posts is asked"));
    assert!(said(assign(0)).contains("from 1 to"));
    let duty = assign(14).unwrap();
    assert_eq!((duty.kind, duty.due), (DutyKind::Cover, today().plus_days(14)));
    assert!(said(assign(14)).contains("already"));
    assert!(house.office.coverage_of("spindle", today()).unwrap().0.asked.is_some());
    assert!(said(close(" ")).contains("Write what was found"));
    let closed = close("A catalogue of spindles").unwrap();
    assert_eq!((closed.outcome.as_deref(), closed.reason.as_deref()), (Some("found"), Some("A catalogue of spindles")));
    let row = house.office.coverage_of("spindle", today()).unwrap().0;
    assert!(row.asked.is_none());
    assert_eq!(row.answered.and_then(|duty| duty.outcome).as_deref(), Some("found"), "what came of it is seen");
}
