//! `uptake manual`: the manual page and completions, from the registry of the command line.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::{Cli, ManualArgs};
use crate::failure::Failure;
use crate::output::stdout;

/// Prints the manual page of all commands, or completions.
pub fn manual(args: &ManualArgs) -> Result<(), Failure> {
    let mut out = stdout();
    let mut command = Cli::command();
    if let Some(shell) = args.completions {
        // The generator writes to memory: to a closed pipe it would fall.
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut command, "uptake", &mut text);
        out.write_all(&text)?;
        return Ok(out.flush()?);
    }
    command.build();
    let page = clap_mangen::Man::new(command.clone());
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    sections(&command, "uptake", &mut out)?;
    writeln!(out, ".SH \"EXIT STATUS\"\n0 done, 1 refused (the message names the next step), 2 usage.")?;
    page.render_version_section(&mut out)?;
    Ok(out.flush()?)
}

/// A section for each command that does something, with its options.
fn sections(command: &clap::Command, name: &str, out: &mut impl Write) -> Result<(), Failure> {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("{name} {}", sub.get_name());
        if sub.has_subcommands() {
            sections(sub, &name, out)?;
            continue;
        }
        writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
        let page = clap_mangen::Man::new(sub.clone().name(name).version(None::<&str>));
        let mut body = Vec::new();
        page.render_description_section(&mut body)?;
        page.render_options_section(&mut body)?;
        let body =
            String::from_utf8_lossy(&body).replace(".SH DESCRIPTION\n", "").replace(".SH OPTIONS", ".SS Options");
        out.write_all(body.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_of_commands_fits_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_manual_has_a_section_for_every_command() {
        let mut command = Cli::command();
        command.build();
        let mut text = Vec::new();
        assert!(sections(&command, "uptake", &mut text).is_ok());
        let text = String::from_utf8(text).unwrap_or_default();
        for name in ["UPTAKE INGEST", "UPTAKE NEED ADD", "UPTAKE MATCH", "UPTAKE WHY"] {
            assert!(text.contains(name), "{name}");
        }
    }
}
