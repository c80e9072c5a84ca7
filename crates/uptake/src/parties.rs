//! `uptake parties`: lists of parties.

use std::io::{Read, Write};

use desk::LIST_FILE_BYTES_MAX;
use model::{ListVersion, ListVersionState, PartyForm, PartyListId};
use serde_json::json;

use crate::cli::{PartyListArgs, PartyLoadArgs};
use crate::clock::{OPERATOR, now, random_numbers, today};
use crate::failure::Failure;
use crate::input;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// Loads a version of a list.
pub fn load(args: &PartyLoadArgs) -> Result<(), Failure> {
    let id = PartyListId::new(&args.list)?;
    let form = match &args.form {
        Some(word) => Some(PartyForm::from_word(word).ok_or_else(|| {
            let words: Vec<&str> = PartyForm::ALL.iter().map(|form| form.word()).collect();
            Failure::refused(format!("`{word}` is no form of a list; name one of {}", words.join(", ")))
        })?),
        None => None,
    };
    let mut files = Vec::new();
    for path in &args.files {
        let (name, mut bytes) = (input::name(path), Vec::new());
        // One more than may be read, so that what is too long is refused by the rule that says so.
        let limit = LIST_FILE_BYTES_MAX as u64 + 1;
        input::open(path)?.take(limit).read_to_end(&mut bytes).map_err(|error| {
            Failure::refused(format!("`{name}` cannot be read: {error}; look at the file and name it again"))
        })?;
        files.push((name, bytes));
    }
    let office = settings::open_to_write(&args.office, &mut |_| {})?;
    let ids = Box::new(random_numbers()?);
    let version = desk::import_party_list(office, (&id, form), files, OPERATOR, (now(), today()), ids)?;
    let mut out = stdout();
    // What is held back is kept and waits for somebody: that is done. What was turned away is not kept.
    let is_kept = matches!(version.state, ListVersionState::InForce | ListVersionState::Held);
    let turned_away = format!(
        "Version {} of {id} was turned away: its files are no list that can be read. Look at the files and load them again",
        version.number
    );
    if args.json {
        json_line(&mut out, &said(&version))?;
        out.flush()?;
        return if is_kept { Ok(()) } else { Err(Failure::refused(turned_away)) };
    }
    let entries = count(version.n_entries, "entry", "entries");
    let changes = format!("{} new, {} changed, {} gone", version.n_added, version.n_changed, version.n_removed);
    match version.state {
        ListVersionState::InForce => {
            writeln!(out, "Version {} of {id} is in force: {entries}; {changes}.", version.number)?;
        }
        ListVersionState::Held => {
            writeln!(
                out,
                "Version {} of {id} looks wrong ({}) and was held back: {entries}; {changes}. Somebody has to let it in or turn it away, on \
                 the page of the list.",
                version.number,
                version.held.map_or_else(String::new, |held| held.to_string())
            )?;
        }
        _ => return Err(Failure::refused(turned_away)),
    }
    Ok(out.flush()?)
}

/// Lists the lists.
pub fn list(args: &PartyListArgs) -> Result<(), Failure> {
    let mut out = stdout();
    let lines = settings::open(&args.office)?.party_lists()?;
    for line in &lines {
        let n_entries = line.in_force.as_ref().map_or(0, |version| version.n_entries);
        if args.json {
            json_line(
                &mut out,
                &json!({ "id": line.list.id.as_str(), "title": line.list.title, "post": line.list.post.as_str(),
                         "version": line.list.version, "entries": n_entries, "closed": line.list.closed }),
            )?;
            continue;
        }
        writeln!(out, "{}  {}", line.list.id, safe(&line.list.title))?;
        let version = line.list.version.map_or_else(|| "no version".to_owned(), |number| format!("version {number}"));
        writeln!(out, "  {version} · {} · {}", count(n_entries, "entry", "entries"), line.list.post)?;
    }
    if lines.is_empty() && !args.json {
        writeln!(out, "No list is registered; an administrator does that on the page of listed parties.")?;
    }
    Ok(out.flush()?)
}

fn said(version: &ListVersion) -> serde_json::Value {
    json!({
        "list": version.list.as_str(), "version": version.number, "state": version.state.word(),
        "held": version.held.map(model::HeldBack::word), "form": version.form.map(PartyForm::word),
        "entries": version.n_entries, "names": version.n_names, "added": version.n_added, "changed": version.n_changed,
        "removed": version.n_removed, "doubts": version.n_doubts, "sha256": version.checksum,
    })
}
