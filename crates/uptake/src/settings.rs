//! The settings of an office: what the environment and flags say beside its file, and `uptake config`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use desk::{Configuration, Configured, Flag, Network, Office, Overrides, Parser, WritableOffice};
use serde_json::{Value, json};

use crate::cli::{ConfigArgs, ServingArgs};
use crate::failure::{Failure, eprintln_safe};
use crate::output::{json_line, safe, stdout};

/// The variables of the environment that can be read as text. Others cannot be ours.
fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// Says which variables look like settings and are none: one that is misspelt must not be passed over in silence.
pub fn warn_of_strange_variables() {
    for name in desk::strange_variables(&environment()) {
        eprintln_safe(&format!(
            "uptake: no setting is named `{name}`, so this variable of the environment does nothing; `uptake config \
             OFFICE` lists the settings"
        ));
    }
}

/// What speaks louder than the file.
fn overrides(serving: Option<&ServingArgs>) -> Overrides {
    let flags = serving.map(flags).unwrap_or_default();
    Overrides { environment: environment(), flags }
}

/// The flags of `serve` as settings.
fn flags(serving: &ServingArgs) -> Vec<Flag> {
    let given = [
        ("serve.listen", "--listen", serving.listen.clone()),
        ("serve.address", "--address", serving.address.clone()),
        ("serve.https", "--https", serving.https.then(|| "true".to_owned())),
        ("serve.log", "--log", serving.log.clone()),
        ("serve.metrics", "--metrics", serving.metrics.clone()),
    ];
    given.into_iter().filter_map(|(path, flag, value)| Some(Flag { path, flag, value: value? })).collect()
}

/// Opens an office for reading.
pub fn open(dir: &Path) -> Result<Office, Failure> {
    Ok(Office::open_under(dir, &overrides(None))?)
}

/// Opens an office for writing.
pub fn open_to_write(dir: &Path, progress: &mut dyn FnMut(u64)) -> Result<WritableOffice, Failure> {
    Ok(Office::open_to_write_under(dir, &overrides(None), progress)?)
}

/// The settings under which an office is served, before it is opened.
pub fn read(dir: &Path, serving: &ServingArgs) -> Result<Configured, Failure> {
    Ok(Configuration::read(dir, &overrides(Some(serving)))?)
}

/// Opens an office to serve it.
pub fn open_to_serve(dir: &Path, serving: &ServingArgs) -> Result<WritableOffice, Failure> {
    Ok(Office::open_to_write_under(dir, &overrides(Some(serving)), &mut |_| {})?)
}

/// The office as it works with the world: what comes in is parsed in cells, and sources are asked over the network.
pub fn at_work(office: &Office) -> Result<Office, Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::Broken("the program does not find itself".to_owned(), Some(Box::new(error))))?;
    let network = Network::new(office.configuration().sources().network(office.dir())?);
    Ok(office.clone().with_parser(Parser::Cell(program)).with_asker(Arc::new(network)))
}

/// Prints every setting with its value and where it came from.
pub fn config(args: &ConfigArgs) -> Result<ExitCode, Failure> {
    // Refuses a directory without an office, where any setting would be a default.
    Office::open_under(&args.office, &overrides(Some(&args.serving)))?;
    let configured = read(&args.office, &args.serving)?;
    let mut out = stdout();
    if args.json {
        for setting in &configured.settings {
            let value = serde_json::to_value(&setting.value).unwrap_or(Value::Null);
            json_line(
                &mut out,
                &json!({ "setting": setting.path, "value": value, "origin": setting.origin.to_string() }),
            )?;
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<[String; 3]> = configured
        .settings
        .iter()
        .map(|setting| [setting.path.clone(), safe(&setting.value.to_string()), safe(&setting.origin.to_string())])
        .collect();
    let head = ["SETTING", "VALUE", "ORIGIN"].map(str::to_owned);
    let width = |column: usize| {
        std::iter::once(&head).chain(&rows).map(|row| row[column].chars().count()).max().unwrap_or_default()
    };
    let (first, second) = (width(0), width(1));
    for [setting, value, origin] in std::iter::once(&head).chain(&rows) {
        writeln!(out, "{setting:<first$}  {value:<second$}  {origin}")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
