//! Lines of the plan: set by those who lead, fulfilled by what is verified, doubtful where something is missing.

use desk::Failure;
use desk::plan::{PlanSearch, PlanTaken, keep_plan_line, read_plan, take_plan};
use model::{
    EvidenceClass, Marking, OutputSaid, PlanFlag, PlanLine, PlanLineId, Quarter, QuarterAmount, Rational, Stage,
};

use crate::house::*;

fn line(house: &House, of: &str, parameter: &str, targets: &str) -> PlanLine {
    PlanLine {
        id: PlanLineId::from_bits(house.id()),
        unit: unit(of),
        parameter: parameter.to_owned(),
        measure: String::new(),
        targets: QuarterAmount::read_all(targets).unwrap(),
        setter: post("nobody"),
        owner: None,
        money: String::new(),
        supplier: String::new(),
        note: String::new(),
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

fn set(house: &House, person: &str, line: PlanLine) -> Result<PlanLine, Failure> {
    house.act(person, move |writer, turn, _| keep_plan_line(writer, turn, line, true))
}

fn said(adoption: model::AdoptionId, quarter: &str, amount: &str, class: EvidenceClass, house: &House) {
    let said = OutputSaid {
        quarter: Quarter::parse(quarter).unwrap(),
        amount: amount.to_owned(),
        class,
        evidence: None,
        note: String::new(),
        by: "office".to_owned(),
        at: 0,
    };
    house.operator(move |deed| Ok(deed.keep_output_said(adoption, &said)?));
}

#[test]
fn a_line_is_set_by_who_leads_and_answered_for_by_a_post_nearby() {
    let house = house();
    let targets = "1957-Q2 100\n1957-Q3 100";
    let refused = set(&house, "adamov", line(&house, "motor-works", "pistons", targets)).unwrap_err();
    assert!(crate::house::said(&refused).contains("Only who leads motor-works"), "{refused}");
    let far = PlanLine { owner: Some(post("steel-supply")), ..line(&house, "motor-works", "pistons", targets) };
    assert!(crate::house::said(&set(&house, "glinka", far).unwrap_err()).contains("steel-supply is no open post"));
    let wanted =
        PlanLine { owner: Some(post("motor-technologist")), ..line(&house, "motor-works", "pistons", targets) };
    let held = set(&house, "glinka", wanted.clone()).unwrap();
    assert_eq!((held.setter.as_str(), held.revision), ("engines-planner", 0));
    assert_eq!(set(&house, "glinka", wanted).unwrap(), held, "a form that is sent twice sets one line");
    let twin = set(&house, "ershov", line(&house, "motor-works", " Pistons ", targets)).unwrap_err();
    assert!(crate::house::said(&twin).contains("stands in the plan of this unit already"));
    // Targets that are changed stay readable in the ledger; who changed from an old state is told.
    let lower = PlanLine { targets: QuarterAmount::read_all("1957-Q2 80").unwrap(), ..held.clone() };
    let stale = lower.clone();
    let changed = house.act("glinka", move |writer, turn, _| keep_plan_line(writer, turn, lower, false)).unwrap();
    assert_eq!(changed.revision, 1);
    let again = PlanLine { money: "budget".to_owned(), ..stale };
    let refused = house.act("glinka", move |writer, turn, _| keep_plan_line(writer, turn, again, false));
    assert!(crate::house::said(&refused.unwrap_err()).contains("in between"));
    let facts = house.office.history(&model::Thing::new(model::Noun::PlanLine, held.id)).unwrap();
    assert!(facts.iter().any(|held| held.fact.change.as_deref() == Some("1957-Q2 100 > 80, 1957-Q3 100 > -")));
}

#[test]
fn output_and_needs_belong_to_the_line_that_is_called_as_they_say_and_only_what_is_verified_fulfils_it() {
    let house = house();
    let technology = house.technology("open");
    let adoption = house.adopted(technology, "motor-works", EvidenceClass::Measured);
    let elsewhere = house.adopted(technology, "tractor-works", EvidenceClass::Measured);
    let held =
        set(&house, "ershov", line(&house, "engines", "Pistons", "1957-Q1 100\n1957-Q2 100\n1957-Q3 100")).unwrap();
    said(adoption, "1957-Q1", "60", EvidenceClass::Measured, &house);
    said(adoption, "1957-Q2", "90", EvidenceClass::Told, &house);
    said(elsewhere, "1957-Q1", "500", EvidenceClass::Measured, &house);
    let row = house.office.plan_line_row(&held.id.to_string(), house.today).unwrap();
    assert_eq!(row.adoptions.iter().map(|one| one.id).collect::<Vec<_>>(), [adoption], "of the unit and those below");
    let (share, known, over) = row.course.fulfilment();
    assert_eq!((share, known, over), (Rational::parse("0.6"), 1, 2));
    assert_eq!(row.course.quarters[1].said, Rational::parse("90"));
    let doubts = [
        PlanFlag::NoNeed,
        PlanFlag::NoOwner,
        PlanFlag::NoMoney,
        PlanFlag::NoSupplier,
        PlanFlag::Behind,
        PlanFlag::NotKnown,
    ];
    assert_eq!(row.flags, doubts);
    house.need("pistons", "motor-works", None, Stage::Accepted);
    let need = house.office.reader().need(&store::Scope::office(), &model::NeedId::new("pistons").unwrap());
    let need = model::Need { plan_line: "PISTONS".to_owned(), ..need.unwrap().unwrap() };
    house.operator(move |deed| deed.keep_need(&need).map(|_| ()).map_err(Failure::from));
    let search = PlanSearch { flag: Some(PlanFlag::NoNeed), ..PlanSearch::default() };
    assert!(house.office.plan_rows(&search, house.today).unwrap().is_empty(), "a need names it now");
}

#[test]
fn what_is_hidden_counts_for_nobody_who_does_not_see_it() {
    let house = house();
    let technology = house.technology("restricted");
    let adoption = house.adopted(technology, "motor-works", EvidenceClass::Measured);
    said(adoption, "1957-Q1", "60", EvidenceClass::Measured, &house);
    let open = set(&house, "ershov", line(&house, "engines", "Pistons", "1957-Q1 100")).unwrap();
    let marked = PlanLine {
        marking: Marking::parse("restricted").unwrap(),
        ..line(&house, "engines", "Warheads", "1957-Q1 100")
    };
    let hidden = set(&house, "ershov", marked).unwrap();
    let (cleared, other) = (house.seen("adamov"), house.seen("belov"));
    let share =
        |office: &desk::Office| office.plan_line_row(&open.id.to_string(), house.today).unwrap().course.fulfilment().0;
    assert_eq!((share(&cleared), share(&other)), (Rational::parse("0.6"), None));
    assert!(other.plan_line(&hidden.id.to_string()).is_err());
    assert_eq!(other.plan_rows(&PlanSearch::default(), house.today).unwrap().len(), 1);
    assert_eq!(cleared.plan_rows(&PlanSearch::default(), house.today).unwrap().len(), 2);
}

#[test]
fn a_table_sets_what_is_new_restates_what_is_there_and_is_refused_by_its_cells() {
    let house = house();
    let take = |person: &str, text: &str| {
        let lines = read_plan("plan", text.as_bytes(), &Marking::default()).unwrap();
        house.act(person, move |writer, turn, _| take_plan(writer, turn, lines))
    };
    let text = "unit,parameter,measure,quarter,amount,owner,money\n\
                motor-works,Pistons,t,1957-Q1,100,motor-technologist,budget 4\n\
                motor-works,Pistons,,1957-Q2,120\n\
                pump-works,Sleeves,,1957-Q1,7\n";
    assert!(take("adamov", text).is_err(), "who does not lead sets nothing");
    let taken = take("glinka", text).unwrap();
    assert_eq!(taken, PlanTaken { n_new: 2, n_changed: 0, n_unchanged: 0 });
    let taken = take("glinka", "motor-works;pistons;;1957-Q2;130\npump-works;Sleeves;;1957-Q1;7").unwrap();
    assert_eq!(taken, PlanTaken { n_new: 0, n_changed: 1, n_unchanged: 1 });
    let rows = house.office.plan_rows(&PlanSearch::default(), house.today).unwrap();
    assert_eq!(QuarterAmount::write(&rows[0].line.targets), "1957-Q1 100\n1957-Q2 130");
    assert_eq!(
        (rows[0].line.money.as_str(), rows[0].line.measure.as_str()),
        ("budget 4", "t"),
        "what is left out stays"
    );
    // Another unit's line among them: nothing of the table is kept.
    assert!(take("glinka", "pump-works;Seals;;1957-Q1;7\nsteel;Plate;;1957-Q1;9").is_err());
    assert_eq!(house.office.plan_rows(&PlanSearch::default(), house.today).unwrap().len(), 2);
    let bad = "motor-works;;;1957-Q1;1\n!;Pistons;;1957-Q1;1\nmotor-works;Pistons;;1957;1\nmotor-works;Pistons;;1957-Q1;-1\n\
               motor-works;Rings;t;1957-Q1;1\nmotor-works;Rings;t;1957-Q1;1\nmotor-works;Rings;kg;1957-Q2;1\n";
    let faults = read_plan("plan", bad.as_bytes(), &Marking::default()).unwrap_err();
    let told: Vec<(u64, usize)> =
        faults.iter().map(|fault| (fault.line, fault.column.as_ref().map_or(0, |column| column.0))).collect();
    assert_eq!(told, [(1, 2), (2, 1), (3, 4), (4, 5), (6, 0), (7, 3)]);
    assert!(read_plan("plan", b"", &Marking::default()).is_err());
}
