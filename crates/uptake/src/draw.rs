//! `uptake draw`: the draw of an inspection made again by anyone, from its frame and its seed. It asks no office.

use std::io::Write;
use std::path::Path;

use measure::{DrawRefused, Drawing, Framed, draw as drawn, frame_hash, seed_hash};
use serde_json::json;

use crate::cli::DrawArgs;
use crate::failure::Failure;
use crate::output::{json_line, safe, stdout};

/// Bytes of a frame that are read: twenty thousand claims with long names are a tenth of it.
const FRAME_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Draws.
pub fn draw(args: &DrawArgs) -> Result<(), Failure> {
    let (programme, frame) = read(args)?;
    let drawing = drawn(&frame, &programme, &args.seed, args.visits).map_err(|refused| {
        Failure::refused(match refused {
            DrawRefused::Empty => {
                "There is no claim in this frame; give the file as the page of the inspection gives it".to_owned()
            }
            DrawRefused::Twice => {
                "A claim stands in this frame twice; give the file as the page of the inspection gives it".to_owned()
            }
            DrawRefused::TooFew { needed } => {
                format!("Two visits to each stratum are {needed}; give as many with --visits, or more")
            }
        })
    })?;
    let mut out = stdout();
    if args.json {
        lines(&mut out, args, &frame, &drawing)?;
    } else {
        show(&mut out, args, &frame, &drawing)?;
    }
    Ok(out.flush()?)
}

fn read(args: &DrawArgs) -> Result<(String, Vec<Framed>), Failure> {
    let broken = |path: &Path, why: &dyn std::fmt::Display| {
        Failure::refused(format!(
            "The frame `{}` cannot be read: {why}; give the file of an inspection",
            path.display()
        ))
    };
    let path = &args.frame;
    let length = std::fs::metadata(path).map_err(|error| broken(path, &error))?.len();
    if length > FRAME_BYTES_MAX {
        return Err(broken(path, &format_args!("it has more than {FRAME_BYTES_MAX} bytes")));
    }
    let mut file = csv::Reader::from_path(path).map_err(|error| broken(path, &error))?;
    let heads = file.headers().map_err(|error| broken(path, &error))?.clone();
    let column = |name: &str| heads.iter().position(|head| head.trim() == name);
    let needed = |name: &str| column(name).ok_or_else(|| broken(path, &format_args!("it has no column `{name}`")));
    let (claim, stratum, weight) = (needed("claim")?, needed("stratum")?, needed("weight")?);
    let named = column("programme");
    let mut programme = args.programme.clone();
    let mut frame = Vec::new();
    for line in file.records() {
        let line = line.map_err(|error| broken(path, &error))?;
        let at = line.position().map_or(0, csv::Position::line);
        let cell = |column: usize| line.get(column).unwrap_or_default().trim().to_owned();
        let own = named.map(cell).filter(|name| !name.is_empty());
        match (&programme, own) {
            (None, Some(own)) => programme = Some(own),
            (Some(one), Some(own)) if *one != own => {
                return Err(broken(path, &format_args!("line {at} is of programme {own}, and others are of {one}")));
            }
            _ => {}
        }
        let weight = cell(weight);
        let weight = weight.parse().map_err(|_| broken(path, &format_args!("`{weight}` on line {at} is no weight")))?;
        frame.push(Framed { claim: cell(claim), stratum: cell(stratum), weight });
    }
    let programme = programme
        .ok_or_else(|| Failure::refused("The frame does not say of which programme it is; name it with --programme"))?;
    Ok((programme, frame))
}

fn show(out: &mut impl Write, args: &DrawArgs, frame: &[Framed], drawing: &Drawing) -> std::io::Result<()> {
    writeln!(out, "Hash of the frame: {}", frame_hash(frame))?;
    writeln!(out, "Hash of the seed:  {}", seed_hash(&args.seed))?;
    for stratum in &drawing.strata {
        writeln!(
            out,
            "\n{}: {} of {} drawn, chance {:.4}, weight {}",
            safe(&stratum.name),
            stratum.visits,
            stratum.size,
            stratum.chance(),
            stratum.weight
        )?;
        let claims = drawing.claims.iter().filter(|claim| claim.stratum == stratum.name);
        for claim in claims.filter(|claim| claim.is_drawn || !args.drawn) {
            let mark = if claim.is_drawn { "drawn" } else { "     " };
            let key: String = claim.key.chars().take(16).collect();
            writeln!(out, "  {mark} {:>5}. {}  weight {}  {key}", claim.place, safe(&claim.claim), claim.weight)?;
        }
    }
    Ok(())
}

fn lines(out: &mut impl Write, args: &DrawArgs, frame: &[Framed], drawing: &Drawing) -> std::io::Result<()> {
    for claim in drawing.claims.iter().filter(|claim| claim.is_drawn || !args.drawn) {
        let one = json!({
            "claim": claim.claim, "stratum": claim.stratum, "weight": claim.weight, "place": claim.place,
            "chance": claim.chance, "key": claim.key, "drawn": claim.is_drawn,
        });
        json_line(out, &one)?;
    }
    let strata: Vec<_> = drawing
        .strata
        .iter()
        .map(|one| json!({ "stratum": one.name, "claims": one.size, "weight": one.weight, "visits": one.visits, "chance": one.chance() }))
        .collect();
    json_line(out, &json!({ "strata": strata, "frame_hash": frame_hash(frame), "seed_hash": seed_hash(&args.seed) }))
}
