//! Figures of a table that somebody brings, without an office.

use std::io::{Read, Write};
use std::path::Path;

use measure::table::Table;
use measure::{Unusable, funnel, growth, network, process, survival};
use model::Date;
use serde::Serialize;

use super::plain::plain;
use super::show_report;
use crate::cli::{
    DataFigure, DistributionArg, FitArgs, FunnelArgs, LimitsArg, NetworkArgs, ProcessArgs, SeriesArg, SurvivalArgs,
    TableArgs, TiesArg,
};
use crate::failure::Failure;
use crate::input;
use crate::output::{json_line, stdout};

/// Bytes of a table that are read: a log of a million events has sixty million.
const TABLE_BYTES_MAX: u64 = 512 << 20;

/// Makes the figures of one table and writes them.
///
/// # Errors
/// Refused when the table cannot be read, or carries no such figure.
pub fn data(figure: &DataFigure) -> Result<(), Failure> {
    match figure {
        DataFigure::Survival(args) => told(&args.table, "Survival", || -> Result<_, Without> {
            Ok(survival::report(&table(&args.table.csv)?, &survival_request(args))?)
        }),
        DataFigure::Fit(args) => {
            let request = growth_request(args)?;
            told(&args.table, "Growth", || -> Result<_, Without> {
                Ok(growth::reports(&table(&args.table.csv)?, &request)?)
            })
        }
        DataFigure::Network(args) => told(&args.table, "Network", || of_network(args)),
        DataFigure::Funnel(args) => match of_funnel(args) {
            Ok(report) if !args.table.json => {
                let mut out = stdout();
                show_report(&mut out, &report)?;
                Ok(out.flush()?)
            }
            made => told(&args.table, "Funnel", || made),
        },
        DataFigure::Process(args) => told(&args.table, "Process", || of_process(args)),
    }
}

/// Why there are no figures: the file cannot be had, or it carries none.
enum Without {
    File(Failure),
    Figure(Unusable),
}

impl From<Failure> for Without {
    fn from(failure: Failure) -> Without {
        Without::File(failure)
    }
}

impl From<Unusable> for Without {
    fn from(unusable: Unusable) -> Without {
        Without::Figure(unusable)
    }
}

/// Writes the answer, or says why there is none: in JSON too, so that a program that asked need not read sentences.
fn told<T: Serialize>(args: &TableArgs, title: &str, make: impl FnOnce() -> Result<T, Without>) -> Result<(), Failure> {
    let mut out = stdout();
    match make() {
        Ok(report) if args.json => {
            json_line(&mut out, &serde_json::to_value(&report).map_err(std::io::Error::from)?)?;
        }
        Ok(report) => {
            let answer = serde_json::to_value(&report).map_err(std::io::Error::from)?;
            plain(&mut out, title, &answer)?;
        }
        Err(Without::File(failure)) => return Err(failure),
        Err(Without::Figure(unusable)) => {
            if args.json {
                json_line(&mut out, &serde_json::json!({ "unusable": unusable }))?;
                out.flush()?;
            }
            return Err(Failure::refused(unusable.text));
        }
    }
    Ok(out.flush()?)
}

fn table(path: &Path) -> Result<Table, Without> {
    let mut bytes = Vec::new();
    let unreadable =
        |error: &dyn std::fmt::Display| Failure::refused(format!("`{}` cannot be read: {error}", input::name(path)));
    input::open(path)?.take(TABLE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > TABLE_BYTES_MAX {
        return Err(unreadable(&format_args!(
            "it has more than {} MiB; take a shorter time, or a sample of the cases",
            TABLE_BYTES_MAX >> 20
        ))
        .into());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        unreadable(&format_args!("byte {} is not UTF-8; save it once more in UTF-8", error.utf8_error().valid_up_to()))
    })?;
    Ok(Table::read(&text)?)
}

fn survival_request(args: &SurvivalArgs) -> survival::Request {
    let usual = survival::Request::default();
    survival::Request {
        time: args.time.clone(),
        start: args.start.clone(),
        status: args.status.clone(),
        censored: args.censored.clone(),
        event: args.event.clone(),
        cause: args.cause.clone(),
        group: args.group.clone(),
        covariates: args.covariates.clone(),
        strata: args.strata.clone(),
        cluster: args.cluster.clone(),
        frailty: args.frailty.clone(),
        id: args.id.clone(),
        ties: match args.ties {
            TiesArg::Efron => survival::Ties::Efron,
            TiesArg::Breslow => survival::Ties::Breslow,
            TiesArg::Exact => survival::Ties::Exact,
        },
        times: args.times.iter().map(|one| distribution(*one)).collect(),
        limits: match args.limits {
            LimitsArg::Log => survival::LimitScale::Log,
            LimitsArg::LogLog => survival::LimitScale::LogLog,
            LimitsArg::Plain => survival::LimitScale::Plain,
        },
        confidence: args.confidence,
        rho: args.rho,
        tau: args.tau,
        quantiles: if args.quantiles.is_empty() { usual.quantiles } else { args.quantiles.clone() },
        one_minus_survival: args.one_minus_survival,
    }
}

fn distribution(arg: DistributionArg) -> survival::Distribution {
    match arg {
        DistributionArg::Weibull => survival::Distribution::Weibull,
        DistributionArg::Exponential => survival::Distribution::Exponential,
        DistributionArg::Lognormal => survival::Distribution::Lognormal,
        DistributionArg::Loglogistic => survival::Distribution::Loglogistic,
    }
}

fn growth_request(args: &FitArgs) -> Result<growth::Request, Failure> {
    let model = |name: &String| {
        growth::Model::named(name).ok_or_else(|| {
            Failure::refused(format!(
                "There is no model `{name}`; `uptake figures fit --help` lists those that there are"
            ))
        })
    };
    let only = match &args.only {
        None => None,
        Some(text) => {
            Some(text.split_once('=').map(|(column, value)| (column.to_owned(), value.to_owned())).ok_or_else(
                || Failure::refused(format!("`{text}` names no column and value; write --only COLUMN=VALUE")),
            )?)
        }
    };
    let usual = growth::Options::default();
    Ok(growth::Request {
        models: args.model.iter().map(model).collect::<Result<_, _>>()?,
        only,
        time: args.time.clone(),
        value: args.value.clone(),
        kind: args.kind.map(|kind| match kind {
            SeriesArg::New => growth::Kind::New,
            SeriesArg::Cumulative => growth::Kind::Cumulative,
            SeriesArg::Level => growth::Kind::Level,
            SeriesArg::Individuals => growth::Kind::Individuals,
        }),
        total: args.total.clone(),
        adopted: args.adopted.clone(),
        generations: args.generations.clone(),
        price: args.price.clone(),
        effort: args.effort.clone(),
        rate: args.rate.clone(),
        profitability: args.profitability.clone(),
        size: args.size.clone(),
        population: args.population,
        held_back: args.hold_back,
        options: growth::Options {
            confidence: args.confidence,
            periods_ahead: args.ahead.unwrap_or(usual.periods_ahead),
            seed: args.seed.unwrap_or(usual.seed),
            ..usual
        },
    })
}

fn of_network(args: &NetworkArgs) -> Result<network::Report, Without> {
    let ties = table(&args.table.csv)?;
    let nodes = args.nodes.as_deref().map(table).transpose()?;
    let columns = network::Columns {
        from: args.from.clone(),
        to: args.to.clone(),
        weight: args.weight.clone(),
        department: args.department.clone(),
        toa: args.toa.clone(),
        adopted: args.adopted.clone(),
        undirected: args.undirected,
        ..network::Columns::default()
    };
    let usual = network::Request::default();
    let request = network::Request {
        look: if args.inward { network::Look::Inward } else { network::Look::Out },
        lag: args.lag,
        n_null: args.null.unwrap_or(usual.n_null),
        seed: args.seed.unwrap_or(usual.seed),
        ..usual
    };
    Ok(network::report(&network::Graph::from_tables(&ties, nodes.as_ref(), &columns)?, &request)?)
}

fn of_funnel(args: &FunnelArgs) -> Result<funnel::Report, Without> {
    let events = table(&args.table.csv)?;
    let cases = args.cases.as_deref().map(table).transpose()?;
    let log = funnel::Log::from_tables(&events, cases.as_ref())?;
    let end = match &args.end {
        Some(text) => {
            let number = text.parse::<f64>().ok().or_else(|| Date::parse(text).map(|day| day.number() as f64));
            number
                .ok_or_else(|| Failure::refused(format!("`{text}` is no day; write a number or such as 2026-11-01")))?
        }
        None => log.last_day().unwrap_or(0.0),
    };
    let usual = funnel::Request::until(end);
    let request = funnel::Request {
        confidence: args.confidence,
        group: args.group.clone(),
        compare: match args.compare.as_slice() {
            [one, other] => Some((one.clone(), other.clone())),
            _ => None,
        },
        seed: args.seed.unwrap_or(usual.seed),
        ..usual
    };
    Ok(funnel::report(&log, &request)?)
}

fn of_process(args: &ProcessArgs) -> Result<process::Report, Without> {
    let columns = process::Columns {
        case: args.case.clone(),
        activity: args.activity.clone(),
        time: args.time.clone(),
        resource: args.resource.clone(),
        unit: args.unit.clone(),
        ..process::Columns::default()
    };
    let log = process::Log::from_table(&table(&args.table.csv)?, &columns)?;
    let normative = match args.way.as_slice() {
        [] => None,
        [one] if one == "funnel" => Some(process::Normative::funnel()),
        way => Some(process::Normative { sequence: way.to_vec(), exits: args.exits.clone() }),
    };
    Ok(process::report(&log, &process::Request { normative, variants_max: args.variants })?)
}
