//! Settings from file, environment and flags, with the real program.

mod program;

use program::{Desk, Said, says, words};

fn with_variables(desk: &Desk, line: &str, variables: &[(&str, &str)]) -> Said {
    let mut command = desk.command(&words(line));
    Said::of(command.envs(variables.iter().copied()).output().unwrap(), line.to_owned())
}

#[test]
fn every_setting_is_printed_with_its_origin() {
    let desk = Desk::with_office();
    desk.write("office/uptake.toml", "[work]\nanswer_days = 7\n");
    let said = with_variables(&desk, "config office --listen 127.0.0.1:9", &[("UPTAKE_SERVE_LOG", "warn")]).done();
    let line = |path: &str| {
        let line = said.lines().find(|line| line.starts_with(&format!("{path} "))).unwrap_or_else(|| panic!("{said}"));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("work.answer_days"), "work.answer_days 7 uptake.toml, line 2");
    assert_eq!(line("work.review_days"), "work.review_days 14 default");
    assert_eq!(line("serve.log"), "serve.log \"warn\" environment, UPTAKE_SERVE_LOG");
    assert_eq!(line("serve.listen"), "serve.listen \"127.0.0.1:9\" flag --listen");
    let lines = desk.json("config office");
    assert!(
        lines.contains(
            &serde_json::json!({ "setting": "work.answer_days", "value": 7, "origin": "uptake.toml, line 2" })
        )
    );
}

#[test]
fn a_wrong_value_is_refused_with_its_origin_wherever_it_is_used() {
    let desk = Desk::with_office();
    for line in ["config office", "serve office", "need list office"] {
        let said = with_variables(&desk, line, &[("UPTAKE_WORK_ANSWER_DAYS", "soon")]).refused();
        says(&said, &["`UPTAKE_WORK_ANSWER_DAYS`", "a number of days from 1 to 3650, not `soon`"]);
    }
    says(&desk.refused("serve office --listen nowhere"), &["`--listen`", "an address and a port"]);
    says(&desk.refused("config nowhere"), &["There is no office"]);
}

#[test]
fn a_misspelt_variable_is_not_passed_over_in_silence() {
    let desk = Desk::with_office();
    let said = with_variables(&desk, "config office", &[("UPTAKE_SERVE_LISTNE", "127.0.0.1:1")]);
    says(&said.err, &["no setting is named `UPTAKE_SERVE_LISTNE`"]);
    assert_eq!(said.status, 0);
}
