//! The program: command line, configuration, wiring, clock and chance.

#![forbid(unsafe_code)]

mod abstracts;
mod attachments;
mod bulletin;
mod cell;
mod cli;
mod clock;
mod control_lists;
mod credits;
mod demo;
mod demo_abstracts;
mod demo_adoption;
mod demo_adviser;
mod demo_agreement;
mod demo_agreement_count;
mod demo_bulletin;
mod demo_control;
mod demo_control_list;
mod demo_credit;
mod demo_diffusion;
mod demo_event;
mod demo_inspection;
mod demo_liaison;
mod demo_mail;
mod demo_mission;
mod demo_partner;
mod demo_party;
mod demo_plan;
mod demo_release;
mod demo_report;
mod demo_sample;
mod demo_specialist;
mod demo_specimen;
mod demo_stated_figure;
mod demo_story;
mod demo_treaty;
mod demo_webhook;
mod draw;
mod engine_alone;
mod failure;
mod figures;
mod harvest;
mod ingest;
mod input;
mod log;
mod mail;
mod manual;
mod matches;
mod missions;
mod needs;
mod offices;
mod output;
mod parties;
mod plan;
mod profiles_file;
mod progress;
mod read;
mod records;
mod schemes;
mod screen;
mod serve;
mod settings;
mod simulate;
mod webhooks;
mod why;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Memory that a pass over the whole office took is given back when it has ended. The allocator of the C library keeps
/// it: after a pass over a million records a gigabyte for ever.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

use cli::{Cli, Command, ControlListCommand, NeedCommand, PartyCommand, SchemeCommand};
use failure::Failure;

fn main() -> ExitCode {
    if let Some(ended) = cell::run() {
        return ended;
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers and go to standard output; usage is status 2.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    settings::warn_of_strange_variables();
    match run(cli.command) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    let done = match command {
        Command::Demo(args) => demo::demo(&args),
        Command::Simulate(args) => simulate::simulate(&args),
        Command::Serve(args) => serve::serve(&args),
        Command::Init(args) => offices::init(&args),
        Command::Config(args) => return settings::config(&args),
        Command::Ingest(args) => return ingest::ingest(&args),
        Command::Harvest(args) => return harvest::harvest(&args),
        Command::Mail(args) => return mail::mail(&args),
        Command::Webhooks(args) => return webhooks::webhooks(&args),
        Command::Bulletin(args) => return bulletin::bulletin(&args),
        Command::Need(NeedCommand::Add(args)) => needs::add(&args),
        Command::Need(NeedCommand::List(args)) => needs::list(&args),
        Command::Need(NeedCommand::Example) => needs::example(),
        Command::Scheme(SchemeCommand::Import(args)) => schemes::import(&args),
        Command::Scheme(SchemeCommand::List(args)) => schemes::list(&args),
        Command::Scheme(SchemeCommand::Export(args)) => schemes::export(&args),
        Command::Parties(PartyCommand::Load(args)) => parties::load(&args),
        Command::Parties(PartyCommand::List(args)) => parties::list(&args),
        Command::ControlList(ControlListCommand::Load(args)) => control_lists::load(&args),
        Command::ControlList(ControlListCommand::List(args)) => control_lists::list(&args),
        Command::Match(args) if args.profiles.is_some() => return engine_alone::match_files(&args),
        Command::Match(args) => matches::match_office(&args),
        Command::Why(args) => why::why(&args),
        Command::Abstracts(args) => abstracts::abstracts(&args),
        Command::Credits(args) => credits::credits(&args),
        Command::Missions(args) => missions::missions(&args),
        Command::Export(args) => records::export(&args),
        Command::Cite(args) => records::cite(&args),
        Command::Screen(args) => screen::screen(&args),
        Command::Draw(args) => draw::draw(&args),
        Command::Plan(args) => plan::plan(&args),
        Command::Figures(args) => figures::figures(&args),
        Command::Search(args) => records::search(&args),
        Command::Show(args) => records::show(&args),
        Command::Part(args) => records::part(&args),
        Command::Read(args) => return read::read(&args),
        Command::Attach(args) => return attachments::attach(&args),
        Command::Verify(args) => return offices::verify(&args),
        Command::Backup(args) => offices::backup(&args),
        Command::Restore(args) => offices::restore(&args),
        Command::Formats => read::formats(),
        Command::Manual(args) => manual::manual(&args),
    };
    done.map(|()| ExitCode::SUCCESS)
}
