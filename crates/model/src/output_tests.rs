//! What readings, plans and resources promise.

use proptest::prelude::*;

use crate::{
    AdoptionCost, CostLine, Date, EvidenceClass, Intensity, Money, Noun, OutputPlan, OutputSaid, Quarter, Rational,
    ReadingGiven, ReadingPeriod, ReadingSeries, ReadingWay, Refusal, Resource, ResourceKind, ResourceState, Rung,
    Thing, quarter_lines, read_readings, readings_show, technology_costs,
};

const TODAY: &str = "1957-12-31";

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn quarter(text: &str) -> Quarter {
    Quarter::parse(text).unwrap()
}

fn given(period: &str, value: &str, key: &str) -> ReadingGiven {
    let period = ReadingPeriod::parse(period).unwrap();
    ReadingGiven { period, value: value.to_owned(), key: key.to_owned() }
}

fn taken(series: &ReadingSeries, list: &[ReadingGiven]) -> Result<(ReadingSeries, [usize; 3]), Refusal> {
    let (series, taken) = series.take(list, (ReadingWay::Meter, "meter"), (7, date(TODAY)))?;
    Ok((series, [taken.n_new, taken.n_corrected, taken.n_same]))
}

#[test]
fn one_key_is_one_reading_and_a_correction_keeps_what_was_before() {
    let (series, n) =
        taken(&ReadingSeries::default(), &[given("1957-01-02", "5", "a"), given("1957-01-03", "7", "b")]).unwrap();
    assert_eq!(n, [2, 0, 0]);
    let (series, n) = taken(&series, &[given("1957-01-02", "5.0", "a"), given("1957-01-04", "1", "c")]).unwrap();
    assert_eq!(n, [1, 0, 1], "sent again it is the same, however it is written");
    assert!(taken(&series, &[given("1957-01-02", "6", "a")]).unwrap_err().to_string().contains("key of its own"));
    let (series, n) = taken(&series, &[given("1957-01-02", "6", "a2")]).unwrap();
    assert_eq!(n, [1, 1, 0]);
    assert_eq!(series.all().len(), 4);
    assert_eq!(series.all()[3].corrects, Some(1));
    assert_eq!(series.sums()[&quarter("1957-Q1")], Rational::whole(14));
}

#[test]
fn what_would_count_twice_or_is_to_come_is_refused_whole() {
    let (series, _) = taken(&ReadingSeries::default(), &[given("1957-Q1", "100", "")]).unwrap();
    for refused in [
        given("1957-01-02", "5", ""),
        given("1958-01-01", "5", ""),
        given("1957-Q2", "-1", ""),
        given("1957-Q2", "much", ""),
    ] {
        assert!(taken(&series, &[given("1957-Q3", "1", ""), refused.clone()]).is_err(), "{refused:?}");
    }
    assert!(taken(&series, &[]).is_err());
    let (_, n) = taken(&series, &[given("1957-Q1", "100", "")]).unwrap();
    assert_eq!(n, [0, 0, 1], "a file that is brought twice changes nothing");
}

#[test]
fn a_file_names_each_line_that_it_cannot_read() {
    let read = |text: &str| read_readings("meter.csv", text);
    let found = read("day;made\n1957-01-02;1,5\n\n1957-Q2\t\"1 200\"\tk7\n1957-03-01,12.5\n").unwrap();
    let values: Vec<(String, &str, &str)> =
        found.iter().map(|one| (one.period.to_string(), one.value.as_str(), one.key.as_str())).collect();
    assert_eq!(
        values,
        [
            ("1957-01-02".to_owned(), "1.5", ""),
            ("1957-Q2".to_owned(), "1200", "k7"),
            ("1957-03-01".to_owned(), "12.5", "")
        ]
    );
    assert!(read("1957-03-09,120,5").is_err(), "a comma in a number, or a key: nobody can tell");
    assert_eq!(read("1957-03-09,120,k5").unwrap()[0].key, "k5");
    let Refusal::InFiles(faults) = read("1957-01-02;5\nyesterday;6\n1957-01-04;\n1957-01-05;x\n").unwrap_err() else {
        panic!("each line has its fault")
    };
    assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 3, 4]);
    assert!(read("day;made\n").is_err() && read("").is_err());
}

fn plan(of: &str, amount: &str) -> OutputPlan {
    OutputPlan { quarter: quarter(of), amount: amount.to_owned(), note: String::new(), by: String::new(), at: 0 }
}

fn said(of: &str, amount: &str, evidence: Option<Thing>) -> OutputSaid {
    let said = OutputSaid {
        quarter: quarter(of),
        amount: amount.to_owned(),
        class: EvidenceClass::Told,
        evidence,
        note: String::new(),
        by: String::new(),
        at: 0,
    };
    said.tidied(date(TODAY)).unwrap()
}

#[test]
fn the_best_evidence_counts_and_what_is_missing_is_said() {
    let paper = Some(Thing::new(Noun::Record, "R1"));
    let plans = [plan("1957-Q1", "90"), plan("1957-Q1", "100"), plan("1957-Q4", "50")];
    let told = [
        said("1957-Q1", "80", paper),
        said("1957-Q1", "120", None),
        said("1957-Q2", "0", None),
        said("1957-Q4", "1", None),
    ];
    let lines = quarter_lines(&plans, &told, &ReadingSeries::default(), date(TODAY));
    assert_eq!(lines[0].planned, Some(Rational::whole(100)), "the last plan counts");
    assert_eq!((lines[0].actual, lines[0].class), (Some(Rational::whole(80)), Some(EvidenceClass::Document)));
    assert_eq!(lines[0].shortfall(), Some(Rational::whole(20)));
    assert_eq!((lines[1].actual, lines[1].shortfall()), (Some(Rational::ZERO), None), "nothing was planned");
    assert_eq!(lines[2].shortfall(), None, "the quarter is not over");
    let (series, _) = taken(&ReadingSeries::default(), &[given("1957-Q1", "70", "")]).unwrap();
    let lines = quarter_lines(&plans, &told, &series, date(TODAY));
    assert_eq!((lines[0].actual, lines[0].said), (Some(Rational::whole(70)), Some(Rational::whole(80))));
}

#[test]
fn readings_show_a_rung_or_it_is_said_what_is_missing() {
    let (series, _) = taken(
        &ReadingSeries::default(),
        &[given("1957-02-01", "60", ""), given("1957-05-01", "100", ""), given("1957-Q3", "0", "")],
    )
    .unwrap();
    let plans = [plan("1957-Q1", "100"), plan("1957-Q2", "100"), plan("1957-Q3", "0")];
    let lines = quarter_lines(&plans, &[], &series, date(TODAY));
    let shows = |rung, on: &str, n_places| readings_show(rung, date(on), &lines, n_places).is_ok();
    assert!(!shows(Rung::Received, "1957-05-01", 9) && !shows(Rung::Decided, "1957-05-01", 9));
    assert!(shows(Rung::Pilot, "1957-02-01", 0) && !shows(Rung::Pilot, "1956-12-31", 0));
    assert!(shows(Rung::Production, "1957-03-31", 0));
    assert!(!shows(Rung::Production, "1957-08-01", 0), "zero is nothing");
    assert!(!shows(Rung::PlanRate, "1957-03-31", 0), "below plan");
    assert!(shows(Rung::PlanRate, "1957-06-30", 0) && shows(Rung::PlanRate, "1957-12-01", 0));
    assert!(!shows(Rung::Spread, "1957-06-30", 1) && shows(Rung::Spread, "1957-06-30", 2));
    let told = quarter_lines(&plans, &[said("1957-Q4", "500", None)], &ReadingSeries::default(), date(TODAY));
    assert!(readings_show(Rung::Production, date("1957-11-01"), &told, 0).is_err(), "what is told is not measured");
}

#[test]
fn a_share_is_of_something_and_at_most_all_of_it() {
    let share = |made: &str, total: &str, of: &str| {
        let intensity = Intensity {
            quarter: quarter("1957-Q1"),
            made: made.to_owned(),
            total: total.to_owned(),
            measure: "t".to_owned(),
            of: of.to_owned(),
            class: EvidenceClass::Told,
            evidence: None,
            by: String::new(),
            at: 0,
        };
        intensity.tidied(date(TODAY)).map(|one| one.share().unwrap())
    };
    assert_eq!(share("30", "120", "castings").unwrap(), Rational::new(1, 4).unwrap());
    for (made, total, of) in
        [("30", "0", "castings"), ("130", "120", "castings"), ("30", "120", " "), ("x", "120", "castings")]
    {
        assert!(share(made, total, of).is_err(), "{made} of {total} {of}");
    }
}

#[test]
fn what_is_needed_is_late_when_its_day_is_past_and_it_is_not_there() {
    let resource = Resource {
        number: 1,
        kind: ResourceKind::Material,
        name: " Tin ".to_owned(),
        amount: "1,5".to_owned(),
        measure: "t".to_owned(),
        needed_by: Some(date("1957-03-01")),
        state: ResourceState::OnOrder,
        remark: String::new(),
    };
    let tidy = resource.clone().tidied().unwrap();
    assert_eq!((tidy.name.as_str(), tidy.amount.as_str()), ("Tin", "1.5"));
    assert!(!tidy.is_late(date("1957-03-01")) && tidy.is_late(date("1957-03-02")));
    assert!(!Resource { state: ResourceState::There, ..tidy }.is_late(date("1957-03-02")));
    assert!(Resource { amount: "0".to_owned(), ..resource.clone() }.tidied().is_err());
    let money =
        Resource { kind: ResourceKind::Money, amount: "1000".to_owned(), measure: "RUB".to_owned(), ..resource };
    assert!(money.clone().tidied().is_ok() && Resource { measure: "t".to_owned(), ..money }.tidied().is_err());
}

#[test]
fn costs_are_added_by_currency_and_shared_among_those_in_production() {
    let line = |text: &str| CostLine {
        spent: Money::parse(text).unwrap(),
        origin: Thing::new(Noun::Adoption, "A1"),
        what: String::new(),
        counts: true,
    };
    let twice = CostLine { counts: false, ..line("150.01 USD") };
    let lines = [line("100.00 USD"), line("7.00 RUB"), line("50.01 USD"), twice];
    let costs = technology_costs(&lines, 2).unwrap();
    let said: Vec<(String, Option<String>)> =
        costs.iter().map(|cost| (cost.sum.to_string(), cost.each.map(|each| each.to_string()))).collect();
    assert_eq!(
        said,
        [("7.00 RUB".to_owned(), Some("3.50 RUB".to_owned())), ("150.01 USD".to_owned(), Some("75.00 USD".to_owned()))]
    );
    assert!(technology_costs(&lines, 0).unwrap().iter().all(|cost| cost.each.is_none()));
    let cost = AdoptionCost {
        number: 1,
        spent: Money::parse("0.00 USD").unwrap(),
        what: "dies".to_owned(),
        on: date("1957-01-01"),
        by: String::new(),
        at: 0,
    };
    assert!(cost.tidied(date(TODAY)).is_err());
}

proptest! {
    /// In whatever order readings come and however often, the sum of a quarter is that of the last value of each day.
    #[test]
    fn sums_are_those_of_the_last_values(sent in prop::collection::vec((0_i64..200, 0_u32..1_000), 1..60)) {
        let first = date("1957-01-01");
        let mut series = ReadingSeries::default();
        let mut last = std::collections::BTreeMap::new();
        for (days, value) in &sent {
            let day = first.plus_days(*days);
            let one = given(&day.to_string(), &value.to_string(), "");
            let (next, _) = taken(&series, &[one]).unwrap();
            prop_assert!(next.all().len() >= series.all().len());
            let (again, n) = taken(&next, &[given(&day.to_string(), &value.to_string(), "")]).unwrap();
            prop_assert_eq!((&again, n), (&next, [0, 0, 1]));
            last.insert(day, i64::from(*value));
            series = next;
        }
        let mut sums = std::collections::BTreeMap::new();
        for (day, value) in last {
            *sums.entry(Quarter::of(day)).or_insert(0) += value;
        }
        let held: std::collections::BTreeMap<Quarter, Rational> = series.sums();
        let expected: std::collections::BTreeMap<Quarter, Rational> =
            sums.into_iter().map(|(quarter, sum)| (quarter, Rational::whole(sum))).collect();
        prop_assert_eq!(held, expected);
    }
}
