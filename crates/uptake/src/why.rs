//! `uptake why`: why a record was delivered for a need, or why not.

use std::io::Write;

use desk::{ProfileWhy, Why, profile_refusal};
use matching::Clause;
use serde_json::{Value, json};

use crate::cli::WhyArgs;
use crate::clock::{shown, today};
use crate::engine_alone::said;
use crate::failure::Failure;
use crate::output::{details, json_line, safe, stdout, title};
use crate::settings;

/// Says why.
pub fn why(args: &WhyArgs) -> Result<(), Failure> {
    let office = settings::open(&args.office)?;
    let why = office.why(&args.record, &args.need, today())?;
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &whole(&why))?;
    } else {
        show(&mut out, &why)?;
    }
    Ok(out.flush()?)
}

/// Shows the answer to people.
pub fn show(out: &mut impl Write, why: &Why) -> std::io::Result<()> {
    writeln!(out, "{}", title(&why.record.record))?;
    writeln!(out, "  {}  {}", why.record.id, details(&why.record.record))?;
    writeln!(out, "{}  {}", why.need.id, safe(&why.need.title))?;
    let verdict = match (&why.delivered, why.would_deliver) {
        (Some(held), true) => format!("Delivered to {} on {}", held.delivery.post, shown(held.made_at)),
        (Some(held), false) => {
            format!("Delivered to {} on {}, and would not be today", held.delivery.post, shown(held.made_at))
        }
        (None, true) => "Not delivered yet; `uptake match` would deliver it".to_owned(),
        (None, false) => "Not delivered".to_owned(),
    };
    writeln!(out, "{verdict}: {}.", safe(&why.decided.to_string()))?;
    if let Some(then) = &why.then {
        let told = then
            .decided
            .as_ref()
            .map_or_else(|| "it is not known how the need stood".to_owned(), |decided| safe(&decided.to_string()));
        writeln!(out, "When it came, on {}: {told}.", shown(then.at))?;
    }
    for profile in &why.profiles {
        writeln!(out, "\n  profile {}: {}", profile.profile.number, safe(&profile.query))?;
        match profile_refusal(profile) {
            None => writeln!(out, "  holds; {}", rank(profile))?,
            Some(_) if profile.holds => writeln!(out, "  holds, but ranks too low; {}", rank(profile))?,
            // Where another profile served, one line about this one is enough.
            Some(_) if why.would_deliver => {
                writeln!(out, "  does not hold: {}", safe(&profile.clause.deciding().reason.to_string()))?;
                continue;
            }
            Some(_) => writeln!(out, "  does not hold")?,
        }
        clause(out, &profile.clause, 2)?;
    }
    Ok(())
}

fn rank(profile: &ProfileWhy) -> String {
    let score = profile.score.unwrap_or_default();
    match profile.threshold {
        Some(threshold) => format!("rank {score:.2}, threshold {threshold:.2}"),
        None => format!("rank {score:.2}, no threshold"),
    }
}

fn clause(out: &mut impl Write, one: &Clause, depth: usize) -> std::io::Result<()> {
    // The whole query stands above; its parts say more than it does.
    if depth > 2 || one.parts.is_empty() {
        let mark = if one.holds { "yes" } else { "no " };
        writeln!(out, "{}{mark} {}  ({})", "  ".repeat(depth), safe(&one.clause), safe(&one.reason.to_string()))?;
    }
    // A list of words of which none holds has said so in one line.
    let is_list = !one.holds && one.parts.iter().all(|part| !part.holds && part.parts.is_empty());
    if is_list && depth > 2 {
        return Ok(());
    }
    for part in &one.parts {
        clause(out, part, depth + 1)?;
    }
    Ok(())
}

fn whole(why: &Why) -> Value {
    let profiles: Vec<Value> = why
        .profiles
        .iter()
        .map(|profile| {
            json!({
                "profile": profile.profile.to_string(), "query": profile.query, "holds": profile.holds, "serves": profile.serves(),
                "score": profile.score, "threshold": profile.threshold, "refusal": profile_refusal(profile).map(|refusal| refusal.to_string()),
                "grounds": said(&profile.grounds), "clause": tree(&profile.clause),
            })
        })
        .collect();
    let delivered =
        why.delivered.as_ref().map(|held| json!({ "post": held.delivery.post.as_str(), "at": shown(held.made_at) }));
    json!({
        "record": why.record.id.to_string(), "title": why.record.record.title(), "status": why.record.record.status.word(),
        "need": why.need.id.as_str(), "stage": why.need.stage.word(), "expires": why.need.expires.map(|day| day.to_string()),
        "delivered": delivered, "would_deliver": why.would_deliver, "decided": why.decided.to_string(), "profiles": profiles,
    })
}

fn tree(one: &Clause) -> Value {
    json!({ "clause": one.clause, "holds": one.holds, "reason": one.reason.to_string(), "parts": one.parts.iter().map(tree).collect::<Vec<_>>() })
}
