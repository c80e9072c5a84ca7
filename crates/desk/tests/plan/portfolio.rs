//! Portfolios: reckoned by a job and never in the request, checked, explained, changed by hand with what that costs, adopted with duties.

use desk::Failure;
use desk::plan::{PortfolioSheet, RunAsked, adopt_run, ask_run, carry_plan, keep_portfolio, portfolio_of};
use measure::portfolio::{Decision, Goal};
use model::{DutyKind, Marking, Noun, Portfolio, PortfolioId, RunState};

use crate::house::*;

/// Two technologies of which the money pays one; a third that needs more steel than there is.
fn problem(of: &str) -> String {
    let option =
        r#"{ "type": "licence", "currency": "hard", "cost": 1.0, "lead": 0, "export_lead": 0, "success": 1.0 }"#;
    let technology =
        |id: &str| format!(r#"{{ "id": "{id}", "options": [{option}], "mission": null, "prerequisite": null }}"#);
    let project = |id: &str, unit: &str, benefit: f64, steel: f64| {
        format!(
            r#"{{ "tech": "{id}", "enterprise": "{unit}", "duration": 1, "benefit": {benefit}, "cost_local": 0.0,
                  "materials": {{ "steel": {steel} }}, "downtime": 0.0 }}"#
        )
    };
    format!(
        r#"{{ "schema": "uptake-portfolio/1", "name": "two of three", "periods": 4, "discount": 0.0, "carry_over": true,
             "fx": {{ "local": 1.0, "hard": 1.0 }},
             "budgets": {{ "local": [0, 0, 0, 0], "hard": [1.0, 0, 0, 0] }},
             "credits": [], "materials": {{ "steel": [5.0, 5.0, 5.0, 5.0] }}, "suppliers": {{}}, "staff": {{}},
             "enterprises": [
               {{ "id": "motor-works", "branch": 0, "department": 0, "max_parallel": 2, "slack": [1, 1, 1, 1] }},
               {{ "id": "{of}", "branch": 0, "department": 1, "max_parallel": 2, "slack": [1, 1, 1, 1] }} ],
             "missions": [],
             "technologies": [{}, {}, {}],
             "projects": [{}, {}, {}] }}"#,
        technology("better"),
        technology("worse"),
        technology("heavy"),
        project("better", "motor-works", 3.0, 1.0),
        project("worse", of, 2.0, 1.0),
        project("heavy", of, 9.0, 50.0),
    )
}

fn portfolio(house: &House) -> Portfolio {
    Portfolio {
        id: PortfolioId::from_bits(house.id()),
        title: "Two of three".to_owned(),
        post: post("engines-planner"),
        problem: problem("pump-works"),
        note: String::new(),
        adopted: None,
        sources: vec![],
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    }
}

fn keep(house: &House, person: &str, one: Portfolio) -> Result<Portfolio, Failure> {
    house.act(person, move |writer, turn, _| keep_portfolio(writer, turn, one, true))
}

/// Asks for a plan and has the job reckon it.
fn reckoned(house: &House, id: PortfolioId, asked: RunAsked) -> PortfolioSheet {
    let run = house.act("glinka", move |writer, turn, _| ask_run(writer, turn, id, ("One".to_owned(), asked))).unwrap();
    assert_eq!(run.state, RunState::Waiting, "nothing is reckoned in the request");
    house.run();
    let page = house.office.portfolio_page(&house.officer("glinka"), &id.to_string()).unwrap();
    let held = page.runs.into_iter().find(|one| one.run.number == run.number).unwrap();
    assert_eq!((held.run.state, held.run.fault.as_str()), (RunState::Done, ""));
    held.sheet.unwrap()
}

fn quick() -> RunAsked {
    RunAsked { seconds: 20.0, scenarios: false, frontier: false, ..RunAsked::default() }
}

#[test]
fn a_portfolio_is_reckoned_by_a_job_and_says_what_was_chosen_what_not_and_what_binds() {
    let house = house();
    let kept = keep(&house, "glinka", portfolio(&house)).unwrap();
    let sheet = reckoned(&house, kept.id, quick());
    assert_eq!(sheet.status, "optimal");
    // Signed and begun in the first quarter it yields 3 in each of the three that follow, for the one that it costs.
    assert!((sheet.objective.unwrap() - 8.0).abs() < 1e-5, "{sheet:#?}");
    let signed: Vec<&str> = sheet.signings.iter().map(|one| one.technology.as_str()).collect();
    assert_eq!(signed, ["better"]);
    let rejected = |name: &str| sheet.rejected.iter().find(|one| one.technology == name).unwrap();
    // The other one brings 2 in each of three quarters: 5 instead of 8, and the first one goes.
    assert!((rejected("worse").forced_cost.unwrap() - 3.0).abs() < 1e-5);
    assert_eq!(rejected("worse").displaces, ["better"]);
    // Half as much money again pays no second licence; that is an answer too, and money is what has a price.
    assert!(sheet.prices.iter().any(|price| price.kind == "budget" && price.name == "hard"), "{:#?}", sheet.prices);
}

#[test]
fn a_change_made_by_hand_is_kept_and_priced() {
    let house = house();
    let kept = keep(&house, "glinka", portfolio(&house)).unwrap();
    let sign = |name: &str| Decision::Sign { technology: name.to_owned(), option: None, period: None };
    let base = reckoned(&house, kept.id, quick()).objective.unwrap();
    let by_hand = reckoned(&house, kept.id, RunAsked { fix: vec![sign("worse")], ..quick() });
    assert!((base - by_hand.objective.unwrap() - 3.0).abs() < 1e-5);
    let without = reckoned(&house, kept.id, RunAsked { forbid: vec![sign("better"), sign("worse")], ..quick() });
    assert!(without.starts.is_empty() && without.objective.unwrap().abs() < 1e-5);
    let unknown = RunAsked { fix: vec![sign("nothing")], ..quick() };
    let id = kept.id;
    let refused = house.act("glinka", move |writer, turn, _| ask_run(writer, turn, id, (String::new(), unknown)));
    assert!(said(&refused.unwrap_err()).contains("nothing"));
    let spread = reckoned(&house, kept.id, RunAsked { goal: Goal::Spread, ..quick() });
    assert!(spread.spread.unwrap() >= 3.0 - 1e-6);
}

#[test]
fn other_assumptions_and_goals_stand_beside_the_plan() {
    let house = house();
    let kept = keep(&house, "glinka", portfolio(&house)).unwrap();
    let sheet = reckoned(&house, kept.id, RunAsked { scenarios: true, frontier: true, ..quick() });
    let later = sheet.scenarios.iter().find(|one| one.scenario == "delivery_plus_1").unwrap();
    // A quarter later it yields in two quarters and not in three.
    assert!((later.difference.unwrap() + 3.0).abs() < 1e-5, "{later:?}");
    let poorer = sheet.scenarios.iter().find(|one| one.scenario == "hard_budget_minus_20pct").unwrap();
    assert_eq!(
        (poorer.lost.as_slice(), poorer.objective.map(|value| value.abs() < 1e-5)),
        (["better".to_owned()].as_slice(), Some(true))
    );
    assert!(!sheet.frontier.is_empty());
    assert!(sheet.frontier.is_sorted_by(|a, b| a.spread <= b.spread && a.value >= b.value - 1e-9));
}

#[test]
fn an_adopted_plan_gives_its_keeper_and_each_unit_that_starts_something_to_do() {
    let house = house();
    let kept = keep(&house, "glinka", portfolio(&house)).unwrap();
    reckoned(&house, kept.id, quick());
    let id = kept.id;
    let none = house.act("glinka", move |writer, turn, office| adopt_run(writer, turn, office, (id, 0), 7));
    assert!(said(&none.unwrap_err()).contains("no plan 7"));
    assert!(house.act("adamov", move |writer, turn, office| adopt_run(writer, turn, office, (id, 0), 1)).is_err());
    let adopted = house.act("glinka", move |writer, turn, office| adopt_run(writer, turn, office, (id, 0), 1)).unwrap();
    assert_eq!((adopted.adopted, adopted.revision), (Some(1), 1));
    let mut duties = house.duties(Noun::Portfolio, id);
    duties.sort();
    let expected = ["engines-planner", "motor-technologist"].map(|post| (post.to_owned(), DutyKind::CarryPlan));
    assert_eq!(duties, expected);
    assert!(house.act("belov", move |writer, turn, _| carry_plan(writer, turn, id, "")).is_err());
    house.act("adamov", move |writer, turn, _| carry_plan(writer, turn, id, "The line runs")).unwrap();
    assert_eq!(house.duties(Noun::Portfolio, id).len(), 1);
    // Another plan takes the place of the first, with its duties.
    reckoned(
        &house,
        id,
        RunAsked {
            forbid: vec![Decision::Sign { technology: "better".to_owned(), option: None, period: None }],
            ..quick()
        },
    );
    house.act("glinka", move |writer, turn, office| adopt_run(writer, turn, office, (id, 1), 2)).unwrap();
    let mut duties = house.duties(Noun::Portfolio, id);
    duties.sort();
    let expected = ["engines-planner", "pump-technologist"].map(|post| (post.to_owned(), DutyKind::CarryPlan));
    assert_eq!(duties, expected);
}

#[test]
fn what_is_no_portfolio_is_refused_with_its_place_and_what_is_hidden_is_not_there() {
    let house = house();
    for (text, part) in
        [("{", "JSON"), ("1\n2 1 0\n1 1\n1 1\n1\n", "no portfolio"), (r#"{"schema": "uptake-portfolio/1"}"#, "periods")]
    {
        let bad = Portfolio { problem: text.to_owned(), ..portfolio(&house) };
        let refused = said(&keep(&house, "glinka", bad).unwrap_err());
        assert!(refused.contains(part), "{text}: {refused}");
    }
    assert!(keep(&house, "adamov", portfolio(&house)).is_err(), "another post's portfolio");
    let technology = house.technology("restricted");
    let named = problem("pump-works").replace("\"better\"", &format!("\"{technology}\""));
    assert!(portfolio_of(&named).is_ok());
    let kept = keep(&house, "glinka", Portfolio { problem: named, ..portfolio(&house) }).unwrap();
    assert_eq!(kept.marking, Marking::parse("restricted").unwrap(), "marked at least as what it was drawn up from");
    assert!(house.seen("belov").portfolio(&kept.id.to_string()).is_err());
    assert!(house.seen("belov").portfolios().unwrap().is_empty());
    assert!(house.seen("adamov").portfolio(&kept.id.to_string()).is_ok());
}

#[test]
fn a_draft_of_the_office_is_a_portfolio_of_what_is_seen() {
    let (house, technology, _) = offered();
    let draft = house.office.portfolio_draft("drawn", 8, house.today).unwrap();
    let upp = portfolio_of(&draft.problem).unwrap();
    assert_eq!(upp.technologies.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), [technology.to_string()]);
    let units: Vec<&str> = upp.enterprises.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(units, ["pump-works", "tractor-works"], "those to which it is offered");
    assert_eq!(draft.sources.len(), 1);
}
