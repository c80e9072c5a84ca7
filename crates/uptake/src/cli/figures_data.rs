//! Words of the figures that `uptake figures` makes of a table: survival, curves of growth, networks, funnels and logs of work.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Figures of a table, without an office.
#[derive(Subcommand, Debug)]
pub enum DataFigure {
    /// How long until something comes: curves with limits, comparison of groups, effects of covariates, competing causes.
    Survival(Box<SurvivalArgs>),
    /// Curves of growth and diffusion: Bass, logistic, Gompertz, substitution, generations, price and effort.
    Fit(Box<FitArgs>),
    /// Who looks at whom: exposure, thresholds, walls between departments, brokers, and what a bridge would change.
    Network(Box<NetworkArgs>),
    /// Where cases are lost and wait, from collection to production.
    Funnel(FunnelArgs),
    /// What a log of work says: what follows what, variants, times, handover, and how far it keeps to the way that is prescribed.
    Process(ProcessArgs),
}

/// Where a table is read from, and how the answer is written.
#[derive(Args, Debug)]
pub struct TableArgs {
    /// The table: names in the first row, cells parted by comma, semicolon or tab. `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub csv: PathBuf,
    /// One JSON document instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake figures survival`
#[derive(Args, Debug)]
pub struct SurvivalArgs {
    /// The table.
    #[command(flatten)]
    pub table: TableArgs,
    /// The column with the time of the event or of the end of watching; found by its usual name if it is not said.
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// The column with the start of a row, for rows that hold from one time to another.
    #[arg(long, value_name = "COLUMN")]
    pub start: Option<String>,
    /// The column that says whether the event came, or which of several.
    #[arg(long, value_name = "COLUMN")]
    pub status: Option<String>,
    /// A value of the status that says "not yet". Can be given several times.
    #[arg(long, value_name = "VALUE")]
    pub censored: Vec<String>,
    /// The one value of the status that is looked at; other causes are counted as censored, and it is said.
    #[arg(long, value_name = "VALUE")]
    pub event: Option<String>,
    /// The column with the cause of the event, when the status does not say it.
    #[arg(long, value_name = "COLUMN")]
    pub cause: Option<String>,
    /// The column by which curves are drawn and groups are compared.
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// A column whose effect is estimated; text is a category, its first value in order the reference. Several with commas.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub covariates: Vec<String>,
    /// The column within whose values only cases are compared.
    #[arg(long, value_name = "COLUMN")]
    pub strata: Option<String>,
    /// The column that says which rows belong together; standard errors allow for it.
    #[arg(long, value_name = "COLUMN")]
    pub cluster: Option<String>,
    /// The column of units with a hidden capacity of their own (gamma frailty).
    #[arg(long, value_name = "COLUMN")]
    pub frailty: Option<String>,
    /// The column that says which rows are of one case, for cases that pass through several states.
    #[arg(long, value_name = "COLUMN")]
    pub id: Option<String>,
    /// How ties share their risk set.
    #[arg(long, value_enum, default_value_t = TiesArg::Efron)]
    pub ties: TiesArg,
    /// A distribution for which times are modelled directly. Several with commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub times: Vec<DistributionArg>,
    /// The scale of the limits of curves.
    #[arg(long, value_enum, default_value_t = LimitsArg::Log)]
    pub limits: LimitsArg,
    /// How often an interval covers what it is of.
    #[arg(long, default_value_t = 0.95)]
    pub confidence: f64,
    /// The power by which the curve weighs times in the comparison of groups: 0 is the log-rank test, 1 that of Peto.
    #[arg(long, default_value_t = 0.0)]
    pub rho: f64,
    /// Up to when means are counted; the last time, if it is not said.
    #[arg(long)]
    pub tau: Option<f64>,
    /// Shares for which times are read off the curves. Several with commas.
    #[arg(long, value_delimiter = ',')]
    pub quantiles: Vec<f64>,
    /// Give one minus the curve as incidence; refused where there are competing causes.
    #[arg(long)]
    pub one_minus_survival: bool,
}

/// How ties are shared.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TiesArg {
    /// Efron 1977.
    Efron,
    /// Breslow 1974.
    Breslow,
    /// The exact discrete likelihood.
    Exact,
}

/// The scale of limits.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitsArg {
    /// On the logarithm.
    Log,
    /// On the logarithm of the logarithm.
    LogLog,
    /// On the share itself.
    Plain,
}

/// A distribution of times.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistributionArg {
    /// Weibull.
    Weibull,
    /// A constant hazard.
    Exponential,
    /// The logarithm is normal.
    Lognormal,
    /// The logarithm is logistic.
    Loglogistic,
}

/// `uptake figures fit`
#[derive(Args, Debug)]
pub struct FitArgs {
    /// The table.
    #[command(flatten)]
    pub table: TableArgs,
    /// A model; all that the columns carry, if none is said. Several with commas: bass-ols, bass-nls, bass-cumulative, bass-likelihood,
    /// logistic, gompertz, fisher-pry, mansfield, norton-bass, generalized-bass.
    #[arg(long, value_name = "MODEL", value_delimiter = ',')]
    pub model: Vec<String>,
    /// Only the rows that say VALUE in COLUMN.
    #[arg(long, value_name = "COLUMN=VALUE")]
    pub only: Option<String>,
    /// The column of periods: numbers, 2024-Q1 or 2024-01. Rows are counted without it.
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// The column of the series. Columns that are not named are told by their usual names; where a column of text tells several series apart,
    /// each is fitted.
    #[arg(long, value_name = "COLUMN")]
    pub value: Option<String>,
    /// What the values are; told from the series, and said, if it is not given.
    #[arg(long, value_enum)]
    pub kind: Option<SeriesArg>,
    /// The column of the whole of which the value is a part.
    #[arg(long, value_name = "COLUMN")]
    pub total: Option<String>,
    /// For a row per unit: the column that says with 0 or 1 which adopted.
    #[arg(long, value_name = "COLUMN")]
    pub adopted: Option<String>,
    /// Columns of generations in the order in which they came, with commas.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub generations: Vec<String>,
    /// The column of prices.
    #[arg(long, value_name = "COLUMN")]
    pub price: Option<String>,
    /// The column of effort.
    #[arg(long, value_name = "COLUMN")]
    pub effort: Option<String>,
    /// For Mansfield: the column of rates of imitation.
    #[arg(long, value_name = "COLUMN")]
    pub rate: Option<String>,
    /// For Mansfield: the column of profitability.
    #[arg(long, value_name = "COLUMN")]
    pub profitability: Option<String>,
    /// For Mansfield: the column of the size of the investment.
    #[arg(long, value_name = "COLUMN")]
    pub size: Option<String>,
    /// How many could adopt.
    #[arg(long)]
    pub population: Option<f64>,
    /// How many of the last periods are held back, to try the forecast on them.
    #[arg(long, value_name = "PERIODS", default_value_t = 0)]
    pub hold_back: usize,
    /// How many periods are forecast.
    #[arg(long, value_name = "PERIODS")]
    pub ahead: Option<usize>,
    /// How sure the intervals are.
    #[arg(long, default_value_t = 0.95)]
    pub confidence: f64,
    /// The seed of what is drawn.
    #[arg(long)]
    pub seed: Option<u64>,
}

/// What a series is.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesArg {
    /// What each period brings.
    New,
    /// The total at the end of each period.
    Cumulative,
    /// A level that may fall.
    Level,
    /// A row per unit, with the period of its adoption.
    Individuals,
}

/// `uptake figures network`
#[derive(Args, Debug)]
pub struct NetworkArgs {
    /// The ties; `from` names `to`.
    #[command(flatten)]
    pub table: TableArgs,
    /// The units: id, department, period of adoption (toa), adopted.
    #[arg(long, value_name = "FILE")]
    pub nodes: Option<PathBuf>,
    /// The column of the unit that names another.
    #[arg(long, value_name = "COLUMN")]
    pub from: Option<String>,
    /// The column of the unit that is named.
    #[arg(long, value_name = "COLUMN")]
    pub to: Option<String>,
    /// The column of weights.
    #[arg(long, value_name = "COLUMN")]
    pub weight: Option<String>,
    /// The column of departments among the units.
    #[arg(long, value_name = "COLUMN")]
    pub department: Option<String>,
    /// The column of the period of adoption among the units.
    #[arg(long, value_name = "COLUMN")]
    pub toa: Option<String>,
    /// The column that says which units adopted.
    #[arg(long, value_name = "COLUMN")]
    pub adopted: Option<String>,
    /// Ties hold in both directions.
    #[arg(long)]
    pub undirected: bool,
    /// Units look at those who name them, not at those they name.
    #[arg(long)]
    pub inward: bool,
    /// Periods between exposure and what it may cause.
    #[arg(long, default_value_t = 1)]
    pub lag: u32,
    /// Networks by chance that this one is held against.
    #[arg(long, value_name = "NETWORKS")]
    pub null: Option<usize>,
    /// The seed of what is drawn.
    #[arg(long)]
    pub seed: Option<u64>,
}

/// `uptake figures funnel`
#[derive(Args, Debug)]
pub struct FunnelArgs {
    /// The events: case_id, technology, enterprise, event, day, reason.
    #[command(flatten)]
    pub table: TableArgs,
    /// The cases with what they are grouped by: case_id, and any other columns.
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
    /// The last day of observation; the last day of the events, if it is not said, which makes open cases look shorter than they are.
    #[arg(long, value_name = "DAY")]
    pub end: Option<String>,
    /// The column of the cases by which figures are given for each group.
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// Two values of that column whose yields are compared.
    #[arg(long, value_name = "VALUE", num_args = 2, requires = "group")]
    pub compare: Vec<String>,
    /// How often an interval covers what it is of.
    #[arg(long, default_value_t = 0.95)]
    pub confidence: f64,
    /// The seed of what is drawn.
    #[arg(long)]
    pub seed: Option<u64>,
}

/// `uptake figures process`
#[derive(Args, Debug)]
pub struct ProcessArgs {
    /// The log: case, activity, time; where there are, lifecycle, resource and unit.
    #[command(flatten)]
    pub table: TableArgs,
    /// The column of cases.
    #[arg(long, value_name = "COLUMN")]
    pub case: Option<String>,
    /// The column of activities.
    #[arg(long, value_name = "COLUMN")]
    pub activity: Option<String>,
    /// The column of times.
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// The column of who did it.
    #[arg(long, value_name = "COLUMN")]
    pub resource: Option<String>,
    /// The column of the unit of who did it.
    #[arg(long, value_name = "COLUMN")]
    pub unit: Option<String>,
    /// The way that is prescribed: its activities in their order, with commas. `funnel` is the way from collection to production.
    #[arg(long, value_name = "ACTIVITY", value_delimiter = ',')]
    pub way: Vec<String>,
    /// Activities that may end a case early.
    #[arg(long, value_name = "ACTIVITY", value_delimiter = ',', requires = "way")]
    pub exits: Vec<String>,
    /// How many variants are listed; 0 lists all.
    #[arg(long, default_value_t = 0)]
    pub variants: usize,
}
