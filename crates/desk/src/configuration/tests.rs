//! Every setting can be made in three places, and says in which it was.

use std::collections::BTreeSet;

use super::*;

fn layered(text: &str, environment: &[(&str, &str)], flags: &[Flag]) -> Result<Configured, String> {
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Configuration::layered(text, "uptake.toml", &Overrides { environment, flags: flags.to_vec() })
}

fn flag(path: &'static str, flag: &'static str, value: &str) -> Flag {
    Flag { path, flag, value: value.to_owned() }
}

/// A setting with its origin, as text.
fn said(configured: &Configured, path: &str) -> String {
    let setting = configured.settings.iter().find(|setting| setting.path == path).unwrap();
    format!("{} ({})", setting.value, setting.origin)
}

#[track_caller]
fn check_fault(text: &str, environment: &[(&str, &str)], flags: &[Flag], fault: &str) {
    assert_eq!(layered(text, environment, flags).unwrap_err(), fault);
}

#[test]
fn the_file_that_is_written_states_the_defaults() {
    let stated = layered(CONFIGURATION_TEXT, &[], &[]).unwrap();
    assert_eq!(stated.configuration, Configuration::default());
    assert_eq!(layered("", &[], &[]).unwrap().configuration, Configuration::default());
    let unstated: Vec<&Setting> = stated.settings.iter().filter(|setting| setting.origin == Origin::Default).collect();
    assert_eq!(unstated, Vec::<&Setting>::new(), "every setting stands in the file");
}

#[test]
fn the_weights_are_those_of_the_engine() {
    assert_eq!(Configuration::default().weights(), Weights::default());
}

#[test]
fn every_setting_has_a_rule_and_a_variable_of_its_own() {
    let settings = layered("", &[], &[]).unwrap().settings;
    let ruled: BTreeSet<&str> = RULES.iter().map(|(path, ..)| *path).collect();
    assert_eq!(settings.iter().map(|setting| setting.path.as_str()).collect::<BTreeSet<_>>(), ruled);
    let variables: BTreeSet<String> = ruled.iter().map(|path| path.replace('.', "_")).collect();
    assert_eq!(variables.len(), ruled.len());
}

#[test]
fn the_environment_speaks_louder_than_the_file_and_a_flag_louder_than_both() {
    let file = "[serve]\nlisten = \"127.0.0.1:1\"\nlog = \"warn\"\n\n[work]\nanswer_days = 7\n";
    let environment = [("UPTAKE_SERVE_LISTEN", "127.0.0.1:2"), ("UPTAKE_SERVE_LOG", "debug"), ("HOME", "/")];
    let flags = [flag("serve.listen", "--listen", "127.0.0.1:3")];
    let configured = layered(file, &environment, &flags).unwrap();
    assert_eq!(said(&configured, "serve.listen"), "\"127.0.0.1:3\" (flag --listen)");
    assert_eq!(said(&configured, "serve.log"), "\"debug\" (environment, UPTAKE_SERVE_LOG)");
    assert_eq!(said(&configured, "work.answer_days"), "7 (uptake.toml, line 6)");
    assert_eq!(said(&configured, "ranking.k1"), "1.2 (default)");
    assert_eq!(configured.configuration.serve().listen, "127.0.0.1:3");
    assert_eq!(configured.configuration.work().answer_days, 7);
}

#[test]
fn a_wrong_value_names_its_place_and_what_it_has_to_be() {
    let wrong = layered("[ranking]\nk2 = 1", &[], &[]).unwrap_err();
    assert!(wrong.starts_with("`uptake.toml`, line 2: unknown field `k2`, expected one of"), "{wrong}");
    check_fault("[ranking]\nb = 2.0", &[], &[], "`uptake.toml`, line 2: `ranking.b` is a number from 0 to 1");
    let wrong = layered("\n[work]\nanswer_days = \"two\"", &[], &[]).unwrap_err();
    assert!(
        wrong.starts_with("`uptake.toml`, line 3: `work.answer_days` is a number of days from 1 to 3650; "),
        "{wrong}"
    );
    let days = "the environment, `UPTAKE_WORK_ANSWER_DAYS`: `work.answer_days` is a number of days from 1 to 3650";
    check_fault("", &[("UPTAKE_WORK_ANSWER_DAYS", "0")], &[], days);
    for text in ["two", "70000", ""] {
        check_fault("", &[("UPTAKE_WORK_ANSWER_DAYS", text)], &[], &format!("{days}, not `{text}`"));
    }
    check_fault(
        "",
        &[],
        &[flag("serve.listen", "--listen", "8017")],
        "`--listen`: `serve.listen` is an address and a port, such as 127.0.0.1:8017",
    );
    // What a louder layer mends is not wrong.
    assert!(layered("[ranking]\nb = 2.0", &[("UPTAKE_RANKING_B", "0.5")], &[]).is_ok());
}

#[test]
fn misspelt_variables_are_noticed() {
    let environment: Vec<(String, String)> =
        ["UPTAKE_SERVE_LISTEN", "UPTAKE_SERVE_LISTENS", "PATH", "UPTAKE_KILL_CYCLES"]
            .iter()
            .map(|name| ((*name).to_owned(), String::new()))
            .collect();
    assert_eq!(strange_variables(&environment), ["UPTAKE_SERVE_LISTENS"]);
}

#[test]
fn groups_of_a_provider_are_one_setting_however_they_are_written() {
    let tables = "[openid]\nissuer = \"https://login.example.org\"\nclient = \"uptake\"\n\n[[openid.groups]]\ngroup = \"a\"\npost = \"engineer\"\n\n[[openid.groups]]\ngroup = \"b\"\nunit = \"works\"\n";
    let list = "[openid]\nissuer = \"https://login.example.org\"\nclient = \"uptake\"\ngroups = [\n  { group = \"a\", post = \"engineer\" },\n  { group = \"b\", unit = \"works\" },\n]\n";
    let (tables, list) = (layered(tables, &[], &[]).unwrap(), layered(list, &[], &[]).unwrap());
    assert_eq!(tables.configuration, list.configuration);
    assert_eq!(list.configuration.openid().unwrap().rules().len(), 2);
    let groups = "[{ group = \"a\", post = \"engineer\" }, { group = \"b\", unit = \"works\" }]";
    assert_eq!(said(&list, "openid.groups"), format!("{groups} (uptake.toml, line 4)"));
    assert_eq!(said(&tables, "openid.groups"), format!("{groups} (uptake.toml, line 5)"));
}

#[test]
fn a_provider_needs_a_client_and_rules_that_are_rules() {
    check_fault(
        "[openid]\nissuer = \"https://login.example.org\"\n",
        &[],
        &[],
        "the defaults: `openid.client` is the name of the office at the provider, where there is one",
    );
    check_fault(
        "[openid]\nissuer = \"http://login.example.org\"\nclient = \"uptake\"\n",
        &[],
        &[],
        "`uptake.toml`, line 2: `openid.issuer` is an address that begins with https://, or on this machine with \
         http://, or empty",
    );
    let wrong = layered("[openid]\ngroups = [{ group = \"a\" }]\n", &[], &[]).unwrap_err();
    assert!(wrong.starts_with("`uptake.toml`, line 2: `openid.groups` is a list of tables"), "{wrong}");
}
