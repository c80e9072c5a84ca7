//! What components do with odd things: nothing breaks, nothing of the world becomes markup.

use maud::{Markup, html};
use web::component::{
    Branch, Button, Chart, Choice, Field, Form, Point, RowColumn, Rows, Slips, Step, StepState, Thread, Ways,
    prove_again, slip_summary, thread_bar, tree,
};
use web::speech::{Speech, Tongue};
use web::visit::Visit;

fn english() -> Speech {
    Speech::of(Tongue::English)
}

#[track_caller]
fn check(drawn: Markup, has: &[&str], lacks: &[&str]) {
    let text = drawn.into_string();
    for part in has {
        assert!(text.contains(part), "`{part}` is missing in {text}");
    }
    for part in lacks {
        assert!(!text.contains(part), "`{part}` stands in {text}");
    }
}

#[test]
fn what_was_typed_is_shown_and_never_markup() {
    let mut slips = Slips::new();
    slips.note("a", "A: <say>");
    let typed = "</textarea><script>";
    check(
        Field::lines("a", "A", 3).value(typed).slips(&slips).draw(english()),
        &["&lt;/textarea&gt;", "&lt;say&gt;"],
        &["<script"],
    );
    check(Field::text("a", "A").value("\"x").draw(english()), &["value=\"&quot;x\""], &[]);
    check(Field::password("a", "A").value("secret").draw(english()), &["type=\"password\""], &["secret"]);
}

#[test]
fn lines_that_begin_with_an_empty_one_keep_it() {
    check(Field::lines("a", "A", 3).value("\nx").draw(english()), &["\n\nx</textarea>"], &[]);
}

#[test]
fn the_summary_leads_to_the_first_answer_of_a_group() {
    let mut slips = Slips::new();
    slips.note("kind", "Kind: choose one");
    let choices = vec![Choice::new("a", "A"), Choice::new("b", "B")];
    check(slip_summary(english(), &slips), &["href=\"#kind\"", "There is 1 thing to correct"], &[]);
    check(
        Field::radios("kind", "Kind", choices).value("b").slips(&slips).draw(english()),
        &["id=\"kind\" name=\"kind\" value=\"a\"", "value=\"b\" checked"],
        &[],
    );
}

#[test]
fn rows_name_their_inputs_by_row_and_column() {
    let column = |name: &str| RowColumn { name: name.to_owned(), label: name.to_owned(), narrow: false };
    let mut rows = Rows {
        name: "parameter".to_owned(),
        legend: "Parameters".to_owned(),
        hint: None,
        columns: vec![column("name"), column("unit")],
        values: vec![vec!["mass".to_owned()], vec![]],
        may_be_empty: false,
    };
    check(
        rows.draw(english(), &Slips::new()),
        &[
            "name=\"parameter-1-name\"",
            "value=\"mass\"",
            "name=\"parameter-2-unit\"",
            "value=\"parameter-remove-2\"",
            "value=\"parameter-add\"",
        ],
        &[],
    );
    rows.values.clear();
    check(rows.clone().draw(english(), &Slips::new()), &["parameter-1-name"], &["parameter-2"]);
    rows.may_be_empty = true;
    check(rows.draw(english(), &Slips::new()), &["parameter-add"], &["parameter-1"]);
}

#[test]
fn a_form_carries_the_token_of_its_session_and_its_number() {
    let mut visit = Visit::of_stranger(Tongue::English, "/");
    check(Form::new(&visit, "/a").around(html! {}), &["action=\"/a\""], &["form-token"]);
    visit.visitor.form_token = Some("t0ken".to_owned());
    check(
        Form::new(&visit, "/a").once("7").around(Button::primary("Go")),
        &["value=\"t0ken\"", "name=\"once\" value=\"7\""],
        &[],
    );
}

#[test]
fn a_chart_of_nothing_or_of_odd_values_is_drawn() {
    let chart = |values: &[f64]| Chart {
        title: "T".to_owned(),
        names: "N".to_owned(),
        values: "V".to_owned(),
        points: values.iter().map(|value| Point { label: "x".to_owned(), value: *value }).collect(),
        mark: None,
    };
    for values in [&[][..], &[0.0], &[-5.0, 3.0], &[f64::NAN, f64::INFINITY, 1.0], &[1e300, 1e-300]] {
        check(
            chart(values).bars(english()),
            &["role=\"img\"", "<table"],
            &["y=\"NaN", "height=\"NaN", "height=\"-", "y=\"inf", "height=\"inf"],
        );
        check(chart(values).line(english()), &["role=\"img\""], &["LNaN", "cy=\"NaN", "cy=\"inf"]);
    }
}

#[test]
fn a_thread_says_where_it_stands_and_what_no_room_holds_yet() {
    let thread = Thread::at(Step::Delivery).holds(Step::Record, 2, "/records").holds(Step::Match, 0, "/matches");
    check(
        thread_bar(english(), &thread.state(Step::Decision, StepState::Ahead)),
        &["aria-current=\"step\"", "href=\"/records\"", "you are here", "still ahead", "not part of this release"],
        &["href=\"/matches\""],
    );
}

#[test]
fn a_tree_deeper_than_a_page_can_nest_still_shows_every_branch() {
    let mut branch =
        Branch { name: "leaf".to_owned(), label: html! { "leaf" }, facts: html! {}, open: true, branches: Vec::new() };
    for _ in 0..40 {
        branch = Branch {
            name: "unit".to_owned(),
            label: html! { "unit" },
            facts: html! {},
            open: true,
            branches: vec![branch],
        };
    }
    let drawn = tree(english(), "Units", &[branch]).into_string();
    assert_eq!(drawn.matches("<details").count(), 12);
    assert_eq!(drawn.matches("tree-line").count(), 41);
}

#[test]
fn whoever_shows_it_by_a_provider_keeps_what_was_typed_and_none_of_it_in_an_address() {
    let ways = Ways { provider: Some("House login".to_owned()), ..Ways::default() };
    let typed = [("title".to_owned(), "Diesel & steam".to_owned()), ("proof-password".to_owned(), "x".to_owned())];
    // A form: the way out opens beside it, what was typed waits in it, and there is a button to send it again.
    check(
        prove_again(&Visit::of_stranger(Tongue::English, "/office/persons"), &typed, &ways),
        &[
            "href=\"/prove/provider\" target=\"_blank\"",
            "name=\"title\" value=\"Diesel &amp; steam\"",
            "action=\"/office/persons\"",
            "I have done so",
        ],
        &["proof-password", "href=\"/prove/provider?"],
    );
    // A page that was asked for: it is gone on to from there.
    let next = [("next".to_owned(), "/account/codes?x=1".to_owned())];
    check(
        prove_again(&Visit::of_stranger(Tongue::English, "/prove?next=/account/codes"), &next, &ways),
        &["href=\"/prove/provider?next=/account/codes%3Fx%3D1\""],
        &["_blank", "I have done so"],
    );
}
