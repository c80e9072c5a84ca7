//! `uptake demo`: an office built from the historical programme, and what it does.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use desk::{Ids, Office, Parser, Selection, WritableOffice};
use formats::{Item, Options};
use model::{Language, SchemeHead, Text};

use crate::cli::DemoArgs;
use crate::clock::{OPERATOR, now, random, random_numbers, today};
use crate::demo_mail;
use crate::demo_story;
use crate::failure::Failure;
use crate::ingest::outcomes;
use crate::output::{count, safe, stdout};
use crate::serve::{self, Served};
use crate::{log, matches, settings, why};

/// A file of the demonstration, part of the program.
struct DemoFile {
    name: &'static str,
    bytes: &'static [u8],
}

macro_rules! demo_files {
    ($($name:literal),* $(,)?) => {
        &[$(DemoFile { name: $name, bytes: include_bytes!(concat!("../demo/records/", $name)) }),*]
    };
}

/// The records, in native formats. A test holds the list against the folder.
const RECORDS: &[DemoFile] = demo_files![
    "abstracts.feed.json",
    "adviser-dispatches.ris",
    "books-and-catalogues.marc.xml",
    "damaged-dispatch.ris",
    "damaged-translation.mods.xml",
    "department-library-koi8-r.bib",
    "dispatches-windows-1251.ris",
    "exhibition-notes.csv",
    "fact-notes.ris",
    "institute-library.bib",
    "institute-repository.oai.xml",
    "journals.crossref.json",
    "medical-articles.nbib",
    "patents.greenbook.txt",
    "process-computer.jats.xml",
    "reviews.csl.json",
    "technische-presse.atom.xml",
    "trade-press.rss.xml",
    "translations.mods.xml",
];

/// What is attached to one of them: a drawing and a paper, both invented.
const ATTACHMENTS: &[DemoFile] = &[
    DemoFile {
        name: "automatic-line-layout.svg",
        bytes: include_bytes!("../demo/attachments/automatic-line-layout.svg"),
    },
    DemoFile { name: "note-on-a-visit.pdf", bytes: include_bytes!("../demo/attachments/note-on-a-visit.pdf") },
];

/// Units, posts and needs.
const NEEDS: &str = include_str!("../demo/needs.toml");

/// Schemes of our own and what joins them: name, word, title in English, file.
const SCHEMES: &[(&str, &str, &str, &str)] = &[
    ("products.csv", "products", "Products of our works", include_str!("../demo/schemes/products.csv")),
    ("patent-classes.csv", "ipc", "Patent classes that we follow", include_str!("../demo/schemes/patent-classes.csv")),
    ("products-to-patents.csv", "", "", include_str!("../demo/schemes/products-to-patents.csv")),
];

/// What is fact in them and what is invented.
const README: &str = include_str!("../demo/README.md");

/// A record that is delivered, and the need.
const WHY: (&str, &str) = ("doi:10.5555/uptake.1959.0601", "automatic-lines");

/// A record that is not, though it looks as if it should, and the need.
const WHY_NOT: (&str, &str) = ("local:invented-catalogue-3", "electric-locomotives");

/// Where the demonstration is looked for first.
const LISTEN: &str = "127.0.0.1:8017";

/// Deliveries that are shown for each need.
const SHOWN_MAX: usize = 2;

/// Builds the office and shows what it does.
pub fn demo(args: &DemoArgs) -> Result<(), Failure> {
    let dir = match &args.office {
        Some(dir) => dir.clone(),
        None => std::env::temp_dir().join(format!("uptake-demo-{:08x}", random()? as u32)),
    };
    let name = u128::from(random()?) << 64 | u128::from(random()?);
    Office::create(&dir, name, OPERATOR, now())?.close()?;
    demo_mail::prepare(&dir)?;
    // Opened again as every other command opens it, so that variables of the environment count here too.
    let mut office = settings::open_to_write(&dir, &mut |_| {})?;
    let files = lay_out(&dir)?;
    if !args.tour {
        return open(office, args, &dir);
    }
    let mut out = stdout();
    let shown = dir.display();
    writeln!(out, "UPTAKE: DEMONSTRATION\n")?;
    writeln!(
        out,
        "An office of the 1960s: a state committee gathers the needs of its works and institutes and reads what"
    )?;
    writeln!(
        out,
        "advisers, libraries, fairs and journals send. Some records restate facts; the others are invented and say so.\n"
    )?;
    writeln!(out, "1. RECORDS COME IN  (uptake ingest)\n")?;
    take_in(&mut office, &mut out)?;
    writeln!(out, "\n2. NEEDS ARE STATED  (uptake need add)\n")?;
    let stated = desk::state_needs(&mut office, "the demonstration", NEEDS, OPERATOR, now())?;
    let of = |noun: &str| stated.parts.iter().filter(|(name, _)| name.starts_with(noun)).count() as u64;
    let (units, posts, needs) = (of("unit:"), of("post:"), of("need:"));
    writeln!(
        out,
        "   {}, {}, {}",
        count(units, "unit", "units"),
        count(posts, "post", "posts"),
        count(needs, "need", "needs")
    )?;
    take_in_schemes(&mut office)?;
    writeln!(out, "\n3. EVERY RECORD IS HELD AGAINST EVERY NEED  (uptake match)\n")?;
    let selection = Selection { shown_max: SHOWN_MAX, ..Selection::default() };
    let mut ids = random_numbers()?;
    let matched = desk::match_needs(&mut office, &selection, (OPERATOR, now(), today()), &mut ids, &mut |_| {})?;
    matches::show(&mut out, &matched)?;
    writeln!(out, "\n4. WHY IT WAS DELIVERED  (uptake why {shown} {} {})\n", WHY.0, WHY.1)?;
    why::show(&mut out, &office.office().why(WHY.0, WHY.1, today())?)?;
    writeln!(out, "\n5. AND WHY NOT  (uptake why {shown} {} {})\n", WHY_NOT.0, WHY_NOT.1)?;
    why::show(&mut out, &office.office().why(WHY_NOT.0, WHY_NOT.1, today())?)?;
    office.close()?;
    writeln!(out, "\nGO ON YOURSELF\n")?;
    writeln!(out, "   The office stands in {shown}, the files it was built from in {}.", files.display())?;
    writeln!(out, "   uptake search {shown} 'rectifier* AND (locomotive OR traction)' --facets")?;
    writeln!(out, "   uptake show {shown} {}", WHY.0)?;
    writeln!(out, "   uptake match {shown} --need electric-locomotives --limit 0")?;
    writeln!(out, "   uptake verify {shown}")?;
    Ok(out.flush()?)
}

/// Fills the office with half a year of work, prints the address and the accounts, and serves it.
fn open(mut office: WritableOffice, args: &DemoArgs, dir: &Path) -> Result<(), Failure> {
    let listener = match &args.listen {
        Some(address) => serve::listen(address)?,
        None => serve::listen(LISTEN).or_else(|_| serve::listen("127.0.0.1:0"))?,
    };
    let mut ids = random_numbers()?;
    desk::state_needs(&mut office, "the demonstration", NEEDS, OPERATOR, now() - 26 * WEEK_MICROS)?;
    for (at, file) in (0i64..).zip(RECORDS) {
        if at == FIRST_PASS_FILES {
            // What was laid before the posts by then and not answered since is late.
            let days = demo_story::FIRST_PASS_DAYS;
            let (then, that_day) = (now() - days * demo_story::DAY_MICROS, today().plus_days(-days));
            desk::match_needs(&mut office, &Selection::default(), (OPERATOR, then, that_day), &mut ids, &mut |_| {})?;
        }
        // One file a week or so, as mail comes in; the last ones came in these days.
        let came = match at {
            ..FIRST_PASS_FILES => now() - (RECORDS.len() as i64 + 2 - at) * WEEK_MICROS,
            _ => now() - (RECORDS.len() as i64 - at) * demo_story::DAY_MICROS,
        };
        let mut read = |sink: &mut desk::Sink<'_>| {
            // Reading from memory cannot fail.
            let _ = formats::read(Cursor::new(file.bytes), file.name, &Options::default(), &mut |item| match item {
                Item::Reading(reading) => sink(reading),
                Item::Doubt(_) => ControlFlow::Continue(()),
            });
        };
        desk::ingest(&mut office, OPERATOR, came, &mut ids, &mut read, &mut |_| {})?;
    }
    let selection = Selection::default();
    desk::match_needs(&mut office, &selection, (OPERATOR, now(), today()), &mut ids, &mut |_| {})?;
    // Behind the pass: what needs gain by them is found, and told, when the office opens.
    take_in_schemes(&mut office)?;
    let program = std::env::current_exe()?;
    let mut office = office.with_parser(Parser::Cell(program));
    desk::make_attachment_key(office.office(), &mut (Box::new(random_numbers()?) as Ids))?;
    for file in ATTACHMENTS {
        office.attach(WHY.0, file.name, file.bytes, OPERATOR, now() - demo_story::DAY_MICROS, &mut ids)?;
    }
    let served = Served::start(office)?;
    let password = serve::demonstration_password()?;
    demo_story::tell(&served, &password)?;
    let local = listener.local_addr().map_err(|error| Failure::refused(format!("no address: {error}")))?;
    let mut out = stdout();
    writeln!(out, "UPTAKE: DEMONSTRATION\n")?;
    writeln!(out, "An office of the 1960s is open at   http://{local}\n")?;
    writeln!(out, "Sign in with any of these names and the password   {password}\n")?;
    for (name, role) in demo_story::ACCOUNTS {
        writeln!(out, "   {name:<10} {role}")?;
    }
    writeln!(out, "\nPersons, posts and needs are invented; records that state facts say so. The office stands in")?;
    writeln!(out, "{}. Stop with Ctrl-C; open it again with `uptake serve {}`.", dir.display(), dir.display())?;
    out.flush()?;
    // Who looks at the demonstration wants no line for each request.
    log::begin(tracing::Level::WARN, true);
    served.run(listener, None, &desk::Serve::default())
}

/// Files that had come in when records were laid before the posts for the first time.
const FIRST_PASS_FILES: i64 = 12;

/// A week, in microseconds.
const WEEK_MICROS: i64 = 7 * 86_400_000_000;

/// Writes the files of the demonstration into the office, for whoever wants to look at them.
fn lay_out(dir: &Path) -> Result<PathBuf, Failure> {
    let folder = dir.join("demonstration");
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes);
    let written = std::fs::create_dir_all(&folder)
        .and_then(|()| RECORDS.iter().try_for_each(|file| put(file.name, file.bytes)))
        .and_then(|()| SCHEMES.iter().try_for_each(|(name, .., text)| put(name, text.as_bytes())))
        .and_then(|()| ATTACHMENTS.iter().try_for_each(|file| put(file.name, file.bytes)))
        .and_then(|()| put("needs.toml", NEEDS.as_bytes()))
        .and_then(|()| put("README.md", README.as_bytes()));
    written.map_err(|error| {
        Failure::Broken(
            format!("the files of the demonstration could not be written to `{}`", folder.display()),
            Some(Box::new(error)),
        )
    })?;
    Ok(folder)
}

/// Takes in the schemes, and the crosswalk between them.
fn take_in_schemes(office: &mut WritableOffice) -> Result<(), Failure> {
    for (name, word, title, text) in SCHEMES {
        let language = Language::parse("en");
        let titles = if title.is_empty() { Vec::new() } else { vec![Text { language, text: (*title).to_owned() }] };
        let head = SchemeHead {
            word: (*word).to_owned(),
            titles,
            version: Some("1".to_owned()),
            source: Some("Uptake, for the demonstration".to_owned()),
            rights: Some("invented; free to use".to_owned()),
            ..SchemeHead::default()
        };
        desk::import_scheme(office, (name, text.as_bytes(), head), OPERATOR, now())?;
    }
    Ok(())
}

fn take_in(office: &mut WritableOffice, out: &mut impl Write) -> Result<(), Failure> {
    let mut lines = Vec::new();
    let mut ids = random_numbers()?;
    let mut read = |sink: &mut desk::Sink<'_>| {
        for file in RECORDS {
            let (mut n_records, mut format, mut doubts) = (0u64, String::new(), Vec::new());
            // Reading from memory cannot fail.
            let _ = formats::read(Cursor::new(file.bytes), file.name, &Options::default(), &mut |item| match item {
                Item::Reading(reading) => {
                    n_records += 1;
                    format.clone_from(&reading.record.origin.format);
                    doubts.extend(reading.doubts.iter().map(ToString::to_string));
                    sink(reading)
                }
                Item::Doubt(doubt) => {
                    doubts.push(doubt.to_string());
                    ControlFlow::Continue(())
                }
            });
            lines.push(format!("   {:<32} {:<14} {}", file.name, format, count(n_records, "record", "records")));
            lines.extend(doubts.iter().map(|doubt| format!("     doubt: {}", safe(doubt))));
        }
    };
    let ingested = desk::ingest(office, OPERATOR, now(), &mut ids, &mut read, &mut |_| {})?;
    for line in lines {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "   Kept: {}.", outcomes(&ingested))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_part_of_the_demonstration() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/records");
        let there: BTreeSet<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let listed: BTreeSet<String> = RECORDS.iter().map(|file| file.name.to_owned()).collect();
        assert_eq!(there, listed);
    }

    #[test]
    fn every_scheme_of_the_folder_is_read_without_a_doubt() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/schemes");
        let there: BTreeSet<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(there, SCHEMES.iter().map(|(name, ..)| (*name).to_owned()).collect());
        for (name, word, _, text) in SCHEMES {
            let reading = formats::scheme::read_file(text.as_bytes(), &SchemeHead::named(*word), &[]);
            assert!(reading.doubts.is_empty(), "{name}: {:?}", reading.doubts);
            assert_eq!(reading.scheme.concepts().is_empty(), word.is_empty(), "{name}");
        }
    }

    #[test]
    fn every_record_says_whether_it_is_fact_or_invented() {
        for file in RECORDS {
            let mut silent = Vec::new();
            let _ = formats::read(Cursor::new(file.bytes), file.name, &Options::default(), &mut |item| {
                if let Item::Reading(reading) = item {
                    let record = reading.record;
                    // Patents have no keywords; they say it in the title.
                    let keywords = record.subjects.iter().filter_map(|subject| subject.term.as_deref());
                    let words = keywords.chain(record.notes.iter().map(String::as_str)).chain(record.title());
                    let says = words
                        .map(str::to_lowercase)
                        .any(|word| word.contains("invented") || word.contains("stated fact"));
                    if !says {
                        silent.push(record.title().unwrap_or_default().to_owned());
                    }
                }
                ControlFlow::Continue(())
            });
            assert_eq!(silent, Vec::<String>::new(), "{}", file.name);
        }
    }
}
