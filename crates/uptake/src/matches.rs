//! `uptake match`: records against the needs of an office.

use std::io::Write;

use desk::{Delivered, Matched, NeedMatched, Selection};
use serde_json::json;

use crate::cli::MatchArgs;
use crate::clock::{OPERATOR, midnight, now, random_numbers, today};
use crate::engine_alone::said;
use crate::failure::{Failure, eprintln_safe};
use crate::output::{count, details, json_line, safe, stdout, title};
use crate::progress::Progress;
use crate::settings;

/// Matches an office and shows what is delivered.
pub fn match_office(args: &MatchArgs) -> Result<(), Failure> {
    let [path] = args.paths.as_slice() else {
        return Err(Failure::refused(
            "Name one office: `uptake match OFFICE`; to match files without an office add --profiles P.jsonl",
        ));
    };
    let selection = Selection {
        since: args.since.as_deref().map(midnight).transpose()?,
        needs: args.need.clone(),
        unit: args.unit.clone(),
        shown_max: if args.limit == 0 || args.json { usize::MAX } else { args.limit },
        kept_max: None,
    };
    let progress = Progress::new("matching");
    let mut office = settings::open_to_write(path, &mut |_| {})?;
    let mut told = |n| progress.say(|| format!("{} matched", count(n, "record", "records")));
    let mut ids = random_numbers()?;
    let matched = desk::match_needs(&mut office, &selection, (OPERATOR, now(), today()), &mut ids, &mut told)?;
    office.close()?;
    drop(progress);
    for warning in &matched.warnings {
        eprintln_safe(&format!("uptake: {warning}"));
    }
    let mut out = stdout();
    if args.json {
        for need in &matched.needs {
            for delivered in &need.delivered {
                json_line(&mut out, &line(need, delivered))?;
            }
        }
    } else {
        show(&mut out, &matched)?;
    }
    Ok(out.flush()?)
}

fn line(need: &NeedMatched, delivered: &Delivered) -> serde_json::Value {
    let delivery = &delivered.delivery;
    json!({
        "need": need.need.id.as_str(),
        "profile": delivery.profile.to_string(),
        "unit": need.need.unit.as_str(),
        "post": delivery.post.as_str(),
        "record": delivery.record.to_string(),
        "identifiers": delivered.record.identifiers.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "title": delivered.record.title(),
        "score": (f64::from(delivery.score) * 1e4).round() / 1e4,
        "new": delivered.new,
        "grounds": said(&delivered.grounds),
    })
}

/// Shows what a pass did, need by need.
pub fn show(out: &mut impl Write, matched: &Matched) -> std::io::Result<()> {
    for need in &matched.needs {
        writeln!(out, "{}  {}", need.need.id, safe(&need.need.title))?;
        if let Some(silence) = &need.silence {
            writeln!(out, "  not matched: {silence}\n")?;
            continue;
        }
        if need.n_delivered == 0 {
            writeln!(out, "  nothing delivered to {}\n", need.need.post)?;
            continue;
        }
        let new = if need.n_new == 0 { "none of them new".to_owned() } else { format!("{} new", need.n_new) };
        writeln!(out, "  {} for {}, {new}", count(need.n_delivered, "record", "records"), need.need.post)?;
        for delivered in &need.delivered {
            let mark = if delivered.new { "+" } else { " " };
            writeln!(out, "  {mark} {}", title(&delivered.record))?;
            writeln!(out, "    {}", details(&delivered.record))?;
            let delivery = &delivered.delivery;
            writeln!(out, "    because {}", safe(&delivery.grounds))?;
            writeln!(out, "    {}  profile {}  rank {:.2}", delivery.record, delivery.profile.number, delivery.score)?;
        }
        let hidden = need.n_delivered - need.delivered.len() as u64;
        if hidden > 0 {
            writeln!(out, "    and {} more; --limit 0 shows all", count(hidden, "record", "records"))?;
        }
        writeln!(out)?;
    }
    let new: u64 = matched.needs.iter().map(|need| need.n_new).sum();
    let records = count(matched.n_records, "record", "records");
    let profiles = count(matched.n_profiles as u64, "profile", "profiles");
    writeln!(out, "{records} against {profiles}: {}.", count(new, "new delivery", "new deliveries"))?;
    if matched.n_fallen > 0 {
        let fallen = count(matched.n_fallen, "record was", "records were");
        writeln!(out, "{fallen} matched and not delivered, being retracted or withdrawn.")?;
    }
    Ok(())
}
