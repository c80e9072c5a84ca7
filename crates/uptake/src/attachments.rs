//! `uptake attach`: files of a record, attached or listed.

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use desk::{Ids, Parser};
use model::{ATTACHMENT_BYTES_MAX, Attachment, AttachmentFault, AttachmentStage};
use serde_json::json;

use crate::cli::AttachArgs;
use crate::clock::{OPERATOR, now, random_numbers};
use crate::failure::Failure;
use crate::output::{count, json_line, safe, stdout};
use crate::{input, settings};

/// Attaches files, or lists what is attached. The exit status says whether every file was taken.
pub fn attach(args: &AttachArgs) -> Result<ExitCode, Failure> {
    let attachments = if args.files.is_empty() { listed(args)? } else { attached(args)? };
    let mut out = stdout();
    for one in &attachments {
        if args.json { json_line(&mut out, &as_json(one))? } else { writeln!(out, "{}", as_line(one))? }
    }
    if attachments.is_empty() && !args.json {
        writeln!(out, "No file is attached.")?;
    }
    out.flush()?;
    let refused = !args.files.is_empty() && attachments.iter().any(|one| one.stage == AttachmentStage::Refused);
    Ok(ExitCode::from(u8::from(refused)))
}

fn listed(args: &AttachArgs) -> Result<Vec<Attachment>, Failure> {
    let office = settings::open(&args.office)?;
    Ok(office.attachments(office.record(&args.record)?.id)?)
}

fn attached(args: &AttachArgs) -> Result<Vec<Attachment>, Failure> {
    input::check_all(&args.files)?;
    let program = std::env::current_exe()?;
    let mut office = settings::open_to_write(&args.office, &mut |_| {})?.with_parser(Parser::Cell(program));
    desk::make_attachment_key(office.office(), &mut (Box::new(random_numbers()?) as Ids))?;
    let mut ids = random_numbers()?;
    let mut done = Vec::new();
    for path in &args.files {
        let bytes = bytes_of(path)?;
        done.push(office.attach(&args.record, &input::name(path), &bytes, OPERATOR, now(), &mut ids)?);
    }
    office.close()?;
    Ok(done)
}

/// The bytes of a file, and one more than it may have.
fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input::open(path)?.take(ATTACHMENT_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn as_json(one: &Attachment) -> serde_json::Value {
    json!({
        "id": one.id.to_string(), "record": one.record.to_string(), "name": one.name, "bytes": one.n_bytes,
        "stage": one.stage.word(), "kind": one.kind.map(|kind| kind.word()), "fault": one.fault.map(AttachmentFault::word),
        "width": one.pixels.map(|(width, _)| width), "height": one.pixels.map(|(_, height)| height),
        "pages": one.n_pages, "text": one.text.word(), "marking": one.marking.to_string(), "reason": one.reason,
    })
}

fn as_line(one: &Attachment) -> String {
    let mut parts = vec![count(one.n_bytes, "byte", "bytes")];
    parts.extend(one.kind.map(|kind| kind.word().to_owned()));
    parts.extend(one.pixels.map(|(width, height)| format!("{width} x {height} pixels")));
    parts.extend(one.n_pages.map(|n| count(n.into(), "page", "pages")));
    parts.push(match (one.stage, one.fault) {
        (AttachmentStage::Refused, Some(fault)) => format!("refused: {}", why(fault)),
        (AttachmentStage::Withdrawn, _) => format!("taken away: {}", safe(&one.reason)),
        (AttachmentStage::BeingRead, _) => "being read".to_owned(),
        _ => "ready".to_owned(),
    });
    format!("{}  {}  {}", one.id, safe(&one.name), parts.join(", "))
}

/// Why a file is not kept, for a terminal.
fn why(fault: AttachmentFault) -> &'static str {
    match fault {
        AttachmentFault::Unknown => {
            "it is of no kind that is kept; save it as a picture, PDF, SVG or a file of an office program"
        }
        AttachmentFault::Damaged => "it is cut short or not made as its kind wants; save it anew",
        AttachmentFault::Pixels => "it has more than 25 million pixels; save it smaller",
        AttachmentFault::Unpacked => "what is packed into it is larger than is unpacked; divide it",
        AttachmentFault::Entries => "more than 1,000 files are packed into it; divide it",
        AttachmentFault::Packing => "what is packed into it overlaps, leads elsewhere or has two names; save it anew",
        AttachmentFault::Deep => "its parts lie more than 64 deep in each other; save it as PDF",
        AttachmentFault::Entities => "it defines entities of its own; save it without them",
        AttachmentFault::Macros => "it brings programs along; save it without them",
        AttachmentFault::Locked => "it is locked or of an older office program; save it unlocked in a newer format",
        AttachmentFault::Embedded => "another file is embedded in it from which nothing can be taken",
        AttachmentFault::Costly => "to look at it takes more memory or time than one file is given; divide it",
    }
}
