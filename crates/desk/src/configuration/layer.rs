//! Layers of the configuration: defaults, the file, the environment, flags; the later speaks louder. Each value
//! knows where it came from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use model::Refusal;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::{CONFIGURATION_FILE, Configuration, RULES};
use crate::Failure;

/// What the names of our variables begin with.
const PREFIX: &str = "UPTAKE_";

/// Variables with the prefix that are no settings: they ask tests for more.
const OTHERS: &[&str] = &["UPTAKE_KILL_CYCLES", "UPTAKE_SIMULATION_SEED", "UPTAKE_SIMULATION_SEEDS"];

/// Endings of the names of settings whose values nobody is shown.
const SECRET_ENDINGS: &[&str] = &["secret", "password", "token", "private_key"];

/// What speaks louder than the file, for one run of the program.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Variables of the environment: `UPTAKE_SERVE_LISTEN` is `listen` in `[serve]`. Others are passed over.
    pub environment: Vec<(String, String)>,
    /// Flags of the command line.
    pub flags: Vec<Flag>,
}

/// A flag that makes a setting.
#[derive(Clone, Debug)]
pub struct Flag {
    /// The path of the setting, such as `serve.listen`.
    pub path: &'static str,
    /// The flag, such as `--listen`.
    pub flag: &'static str,
    /// What it was given.
    pub value: String,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The file, in this line.
    File(usize),
    /// A variable of the environment, by its name.
    Environment(String),
    /// A flag.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File(line) => write!(f, "{CONFIGURATION_FILE}, line {line}"),
            Origin::Environment(name) => write!(f, "environment, {name}"),
            Origin::Flag(flag) => write!(f, "flag {flag}"),
        }
    }
}

/// A setting as it is in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its path, such as `serve.listen`.
    pub path: String,
    /// Its value; of a secret that is set, the word `set`.
    pub value: Value,
    /// Where it came from.
    pub origin: Origin,
}

/// A configuration with the origin of each setting.
#[derive(Clone, Debug)]
pub struct Configured {
    /// What is in force.
    pub configuration: Configuration,
    /// Each setting, in order of name.
    pub settings: Vec<Setting>,
}

impl Configuration {
    /// Reads the configuration of an office; an absent file means the defaults.
    ///
    /// # Errors
    /// What is wrong, where it stands, and what it has to be.
    pub fn read(office: &Path, overrides: &Overrides) -> Result<Configured, Failure> {
        let path = office.join(CONFIGURATION_FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(Failure::at_command_line(format!("`{}` cannot be read: {error}", path.display())));
            }
        };
        Configuration::layered(&text, &path.display().to_string(), overrides)
            .map_err(|fault| Refusal::AtCommandLine(fault).into())
    }

    /// The layers one upon the other. `file` is the name of the file for messages.
    pub(super) fn layered(text: &str, file: &str, overrides: &Overrides) -> Result<Configured, String> {
        let lines = lines_of(text).unwrap_or_default();
        let mut configuration: Configuration =
            toml::from_str(text).map_err(|error| wrong_in_file(text, file, &lines, &error))?;
        let mut table = table_of(&configuration);
        let mut origins: BTreeMap<String, Origin> = BTreeMap::new();
        origins.extend(lines.iter().map(|(path, line)| (path.clone(), Origin::File(*line))));
        // Lists and tables of names have paths below those of the settings as they are printed.
        let known = leaves(&table_of(&Configuration::default()));
        let said = |name: &str| known.keys().find(|path| variable(path) == name).cloned();
        let louder = overrides
            .environment
            .iter()
            .filter_map(|(name, value)| Some((said(name)?, Origin::Environment(name.clone()), value)))
            .chain(overrides.flags.iter().map(|flag| (flag.path.to_owned(), Origin::Flag(flag.flag), &flag.value)));
        for (path, origin, text) in louder {
            let fault =
                || format!("{}: `{path}` is {}, not `{}`", place(&origin, file), rule(&path), shown(&path, text));
            let value = typed(known.get(&path), text).ok_or_else(fault)?;
            put(&mut table, &path, value);
            configuration = table.clone().try_into().map_err(|_| fault())?;
            origins.insert(path, origin);
        }
        for (path, holds, what) in RULES {
            if !holds(&configuration) {
                let origin = origins.get(*path).unwrap_or(&Origin::Default);
                return Err(format!("{}: `{path}` is {what}", place(origin, file)));
            }
        }
        let settings = leaves(&table).into_iter().map(|(path, value)| {
            let value = if is_secret(&path) && value.as_str() != Some("") { Value::from("set") } else { value };
            let origin = origins.get(&path).or_else(|| {
                // What was written as a table of its own is printed as one setting.
                let below = format!("{path}.");
                origins
                    .range(below.clone()..)
                    .next()
                    .filter(|(key, _)| key.starts_with(&below))
                    .map(|(_, origin)| origin)
            });
            Setting { origin: origin.cloned().unwrap_or(Origin::Default), value, path }
        });
        Ok(Configured { settings: settings.collect(), configuration })
    }
}

/// Variables that begin as ours and are none: misspelt, as it seems.
pub fn strange_variables(environment: &[(String, String)]) -> Vec<&str> {
    let known: Vec<String> = leaves(&table_of(&Configuration::default())).keys().map(|path| variable(path)).collect();
    let names = environment.iter().map(|(name, _)| name.as_str());
    names
        .filter(|name| name.starts_with(PREFIX) && !OTHERS.contains(name) && !known.iter().any(|one| one == name))
        .collect()
}

/// The variable that makes a setting.
fn variable(path: &str) -> String {
    format!("{PREFIX}{}", path.replace('.', "_").to_uppercase())
}

fn is_secret(path: &str) -> bool {
    SECRET_ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// A value as a message may repeat it.
fn shown<'a>(path: &str, value: &'a str) -> &'a str {
    if is_secret(path) { "…" } else { value }
}

/// What a value has to be.
fn rule(path: &str) -> &'static str {
    RULES.iter().find(|(of, ..)| *of == path).map_or("of another kind", |(_, _, what)| what)
}

fn place(origin: &Origin, file: &str) -> String {
    match origin {
        Origin::File(line) => format!("`{file}`, line {line}"),
        Origin::Environment(name) => format!("the environment, `{name}`"),
        Origin::Flag(flag) => format!("`{flag}`"),
        Origin::Default => "the defaults".to_owned(),
    }
}

fn wrong_in_file(text: &str, file: &str, lines: &BTreeMap<String, usize>, error: &toml::de::Error) -> String {
    let line = error.span().map_or(1, |span| line_at(text, span.start));
    let message = error.message().trim().replace('\n', "; ");
    let at = lines.iter().find(|(_, of)| **of == line).map(|(path, _)| path);
    match at.filter(|path| RULES.iter().any(|(of, ..)| of == path)) {
        Some(path) => format!("`{file}`, line {line}: `{path}` is {}; {message}", rule(path)),
        None => format!("`{file}`, line {line}: {message}"),
    }
}

fn line_at(text: &str, byte: usize) -> usize {
    1 + text.as_bytes()[..byte.min(text.len())].iter().filter(|byte| **byte == b'\n').count()
}

/// The line of each value of a file.
fn lines_of(text: &str) -> Option<BTreeMap<String, usize>> {
    fn walk(text: &str, table: &DeTable<'_>, above: &str, lines: &mut BTreeMap<String, usize>) {
        for (key, value) in table.iter() {
            let path = if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
            match value.get_ref() {
                DeValue::Table(table) => walk(text, table, &path, lines),
                _ => _ = lines.insert(path, line_at(text, key.span().start)),
            }
        }
    }
    let table = DeTable::parse(text).ok()?;
    let mut lines = BTreeMap::new();
    walk(text, table.get_ref(), "", &mut lines);
    Some(lines)
}

fn table_of(configuration: &Configuration) -> Table {
    // Numbers, texts and tables of them: nothing that TOML cannot hold.
    Table::try_from(configuration).unwrap_or_default()
}

/// Every value with its path. Lists are one value.
fn leaves(table: &Table) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for (key, value) in table {
        match value {
            Value::Table(below) => {
                all.extend(leaves(below).into_iter().map(|(path, value)| (format!("{key}.{path}"), value)));
            }
            _ => _ = all.insert(key.clone(), value.clone()),
        }
    }
    all
}

/// A text as a value of the kind that the default has.
fn typed(default: Option<&Value>, text: &str) -> Option<Value> {
    match default {
        Some(Value::Boolean(_)) => text.parse().ok().map(Value::Boolean),
        Some(Value::Integer(_)) => text.parse().ok().map(Value::Integer),
        Some(Value::Float(_)) => text.parse().ok().map(Value::Float),
        Some(Value::Array(_)) => {
            let line: Table = toml::from_str(&format!("value = {text}")).ok()?;
            line.get("value").cloned()
        }
        _ => Some(Value::String(text.to_owned())),
    }
}

fn put(table: &mut Table, path: &str, value: Value) {
    match path.split_once('.') {
        Some((section, rest)) => {
            let below = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(below) = below {
                put(below, rest, value);
            }
        }
        None => _ = table.insert(path.to_owned(), value),
    }
}
