//! `uptake scheme`: thesauri and classifications, and the crosswalks between them.

use std::io::{Read, Write};

use desk::SCHEME_BYTES_MAX;
use model::{SchemeHead, Text};
use serde_json::json;
use store::SchemeLine;

use crate::cli::{SchemeExportArgs, SchemeImportArgs, SchemeListArgs};
use crate::clock::{OPERATOR, now};
use crate::failure::{Failure, eprintln_safe};
use crate::input;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// Takes a scheme or a crosswalk in.
pub fn import(args: &SchemeImportArgs) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    // One more than may be read, so that what is too long is refused by the rule that says so.
    let limit = SCHEME_BYTES_MAX as u64 + 1;
    let name = input::name(&args.file);
    input::open(&args.file)?.take(limit).read_to_end(&mut bytes).map_err(|error| {
        Failure::refused(format!("`{name}` cannot be read: {error}; look at the file and name it again"))
    })?;
    let head = SchemeHead {
        word: args.word.clone().unwrap_or_default(),
        uri: None,
        titles: args.title.iter().map(Text::plain).collect(),
        version: args.edition.clone(),
        source: args.origin.clone(),
        rights: args.rights.clone(),
    };
    let mut office = settings::open_to_write(&args.office, &mut |_| {})?;
    let taken = desk::import_scheme(&mut office, (&name, &bytes, head), OPERATOR, now());
    office.close()?;
    let (line, doubts) = taken?;
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &said(&line))?;
        for doubt in &doubts {
            json_line(&mut out, &json!({ "doubt": doubt }))?;
        }
        return Ok(out.flush()?);
    }
    for doubt in doubts.iter().take(if args.doubts { usize::MAX } else { 1 }) {
        eprintln_safe(&format!("uptake: {doubt}"));
    }
    if doubts.len() > 1 && !args.doubts {
        eprintln_safe(&format!("uptake: and {} more doubts; see them with --doubts", doubts.len() - 1));
    }
    let mappings = count(line.n_mappings, "mapping", "mappings");
    if line.head.word.is_empty() {
        writeln!(out, "Kept a crosswalk: {mappings}.")?;
    } else {
        let classes = count(line.n_concepts, "class", "classes");
        writeln!(out, "Kept the scheme {}: {classes}, {mappings}.", line.head.word)?;
    }
    writeln!(
        out,
        "Match needs again with `uptake match {}`; a served office does so by itself.",
        args.office.display()
    )?;
    Ok(out.flush()?)
}

/// Lists the schemes.
pub fn list(args: &SchemeListArgs) -> Result<(), Failure> {
    let schemes = settings::open(&args.office)?.schemes()?;
    let mut out = stdout();
    for line in &schemes {
        if args.json {
            json_line(&mut out, &said(line))?;
            continue;
        }
        writeln!(out, "{}  {}", line.head.word, safe(line.head.title("en")))?;
        let parts = [
            Some(count(line.n_concepts, "class", "classes")),
            line.head.version.as_ref().map(|version| format!("edition {}", safe(version))),
            line.head.source.as_deref().map(safe),
            line.head.rights.as_deref().map(safe),
        ];
        writeln!(out, "  {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
    }
    if schemes.is_empty() && !args.json {
        writeln!(out, "No scheme is kept; take one in with `uptake scheme import {} FILE`.", args.office.display())?;
    }
    Ok(out.flush()?)
}

/// Writes a scheme to standard output.
pub fn export(args: &SchemeExportArgs) -> Result<(), Failure> {
    let bytes = settings::open(&args.office)?.give_scheme(&args.word, args.format.into())?;
    let mut out = stdout();
    out.write_all(&bytes)?;
    Ok(out.flush()?)
}

fn said(line: &SchemeLine) -> serde_json::Value {
    let titles: Vec<_> = line
        .head
        .titles
        .iter()
        .map(|title| json!({ "language": title.language.as_ref().map(model::Language::tag), "text": title.text }))
        .collect();
    json!({
        "word": line.head.word, "titles": titles, "version": line.head.version, "source": line.head.source,
        "rights": line.head.rights, "file": line.file, "classes": line.n_concepts, "mappings": line.n_mappings,
        "doubts": line.n_doubts,
    })
}
