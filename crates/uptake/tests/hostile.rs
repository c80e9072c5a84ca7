//! Bad input to the real program: a clear sentence, the right exit status, and nothing half-kept.
//!
//! What other test files promise (an empty file, a directory, a second writer, an office of a newer
//! program, usage) is not repeated here.

mod program;

use std::io::Write;
use std::process::Stdio;

use program::{Desk, Said, says};

const BLADES: &str = "TY  - JOUR\nTI  - Vibration of long blades\nAU  - Quill, Tamsin\nPY  - 1963\n\
    DO  - 10.5555/blades.1963.7\nER  - \n\nTY  - RPRT\nTI  - Rectifiers for railways\nPY  - 1961\n\
    DO  - 10.5555/rectifiers.1961\nER  - \n";

const LOOMS: &str = "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>20481123</PMID><Article>\
    <ArticleTitle>Noise in weaving sheds</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>";

/// How many records the office holds; it has to be sound.
#[track_caller]
fn held(desk: &Desk) -> u64 {
    let looked = &desk.json("verify office")[0];
    assert_eq!(looked["findings"], serde_json::json!([]), "{looked}");
    looked["records"].as_u64().unwrap()
}

/// Every line of standard error is a sentence of ours.
#[track_caller]
fn is_said_in_sentences(err: &str) {
    assert!(!err.trim().is_empty(), "nothing was said");
    for line in err.lines() {
        assert!(!line.contains("panicked") && !line.contains('\u{1b}') && line.len() < 1_000, "{err}");
    }
}

/// Takes a file into an office that holds two records already: so many come in, with a doubt
/// unless the file is whole, and the office stays sound.
#[track_caller]
fn check(name: &str, content: impl AsRef<[u8]>, n_new: u64, has_doubt: bool) {
    let desk = Desk::with_office();
    desk.write("whole.ris", BLADES);
    desk.done("ingest office whole.ris");
    desk.write(name, content);
    let said = desk.run(&format!("ingest office {name} --json"));
    assert_eq!(said.status, i32::from(n_new == 0), "{name}: {}{}", said.out, said.err);
    if n_new == 0 {
        is_said_in_sentences(&said.err);
        says(&said.err, &["No record was found", "uptake formats"]);
    }
    let told: serde_json::Value = serde_json::from_str(said.out.lines().next().unwrap()).unwrap();
    assert_eq!(told["doubts"].as_u64().unwrap() > 0, has_doubt, "{name}: {told}");
    assert_eq!(held(&desk), 2 + n_new, "{name}: {}", said.out);
}

#[test]
fn what_breaks_off_gives_what_stands_before() {
    check("cut.xml", &LOOMS[..LOOMS.len() - 60], 1, true);
    check("cut.json", r#"[{"v":1,"titles":[{"text":"A whole one"}]},{"v":1,"titles":[{"text":"A cut o"#, 1, true);
    check("nothing.xml", "<PubmedArticleSet><PubmedArti", 0, true);
    let packed = zstd(BLADES.replace("1963.7", "1963.8").as_bytes());
    check("cut.zst", &packed[..packed.len() / 2], 1, true);
}

/// A frame of zstd (RFC 8878) with its content uncompressed, made by hand: this crate packs nothing.
fn zstd(content: &[u8]) -> Vec<u8> {
    assert!(content.len() < 1 << 21);
    let mut frame = b"\x28\xb5\x2f\xfd\xa0".to_vec();
    frame.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
    // One raw block, the last: its size stands above the three bits of its head.
    let head = u32::try_from(content.len()).unwrap() << 3 | 1;
    frame.extend(&head.to_le_bytes()[..3]);
    frame.extend(content);
    frame
}

#[test]
fn noise_between_records_costs_only_itself() {
    let other =
        BLADES.replace("10.5555/", "10.5555/other.").replace("blades", "wings").replace("Rectifiers", "Switches");
    check("noise.ris", format!("{other}\u{0}\u{1}\u{2} noise \u{fffd}\n"), 2, true);
    check("binary", [0u8, 1, 2, 255, 254, 7].repeat(5_000), 0, true);
    check(
        "page.html",
        "<!DOCTYPE html><html><head><title>Log in</title></head><body><p>Who are you?</p></body></html>",
        0,
        true,
    );
}

#[test]
fn a_bomb_of_entities_stays_as_small_as_it_came() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a0 \"boom\">");
    for n in 1..12 {
        let inner = format!("&a{};", n - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY a{n} \"{inner}\">"));
    }
    bomb.push_str(&format!("<!ENTITY file SYSTEM \"file:///etc/passwd\">]>{}", LOOMS.replace("Noise", "&a11;&file;")));
    check("bomb.xml", &bomb, 1, true);
    let desk = Desk::new();
    desk.write("bomb.xml", &bomb);
    let read = desk.done("read bomb.xml --json");
    assert!(read.len() < 10_000 && !read.contains("root:"), "{read}");
}

#[test]
fn what_nests_without_end_is_read_as_far_as_it_makes_sense() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    check("deep.xml", LOOMS.replace("Noise", &deep("<i>", "</i>")), 1, true);
    check("deep.json", format!("{{\"v\":1,\"titles\":{}}}", deep("[", "]")), 0, true);
    check("deep.bib", format!("@article{{a, title = {}}}", deep("{", "}")), 1, true);
}

/// What goes through the pipe. A gigabyte behaves alike and takes a test too long.
const PIPED_BYTES: usize = 64 * 1024 * 1024;

#[test]
fn a_line_without_end_passes_through_a_pipe_in_little_memory() {
    let desk = Desk::with_office();
    // The limit on address space makes a program that keeps the line fall.
    let line = "ulimit -v 2000000; exec \"$0\" ingest office -";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", line, env!("CARGO_BIN_EXE_uptake")]).current_dir(desk.path("."));
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = shell.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let piece = vec![b'a'; 1 << 20];
    input.write_all(b"TY  - JOUR\nTI  - Long\nDO  - 10.5555/long\nN1  - ").unwrap();
    for _ in 0..PIPED_BYTES / piece.len() {
        input.write_all(&piece).unwrap();
    }
    input.write_all(b"\nER  - \n").unwrap();
    drop(input);
    let said = Said::of(child.wait_with_output().unwrap(), "ingest office -".to_owned());
    says(&said.done(), &["Kept 1 reading"]);
    assert_eq!(held(&desk), 1);
}

#[test]
fn an_encoding_that_is_not_what_it_says_costs_letters_and_no_record() {
    let other =
        BLADES.replace("10.5555/", "10.5555/other.").replace("Vibration", "Über").replace("Rectifiers", "Weichen");
    let latin: Vec<u8> = other.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    check("latin.ris", latin, 2, true);
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(other.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check("utf16.ris", utf16, 2, false);
    let wrong = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{LOOMS}");
    let desk = Desk::with_office();
    desk.write("wrong.xml", wrong);
    desk.done("ingest office wrong.xml");
    assert_eq!(held(&desk), 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named_with_what_to_do() {
    use std::fs::{File, Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_office();
    desk.write("closed.ris", BLADES);
    set_permissions(desk.path("closed.ris"), Permissions::from_mode(0o000)).unwrap();
    if File::open(desk.path("closed.ris")).is_ok() {
        let _ = writeln!(std::io::stderr(), "NOT TESTED: this user may read every file");
        return;
    }
    says(&desk.refused("ingest office closed.ris"), &["closed.ris", "permissions"]);
    assert_eq!(held(&desk), 0);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_nothing_is_half_kept() {
    let desk = Desk::with_office();
    desk.write("whole.ris", BLADES);
    desk.done("ingest office whole.ris");
    let article = |n: usize| {
        format!("TY  - JOUR\nTI  - Report {n}\nAB  - {}\nDO  - 10.5555/r.{n}\nER  - \n", n.to_string().repeat(400))
    };
    desk.write("many.ris", (0..3_000).map(article).collect::<String>());
    // No file may grow beyond so many blocks of 512 bytes; the signal that comes with it is passed over.
    let line = "trap '' XFSZ; ulimit -f 600; exec \"$0\" ingest office many.ris";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", line, env!("CARGO_BIN_EXE_uptake")]).current_dir(desk.path("."));
    let said = Said::of(shell.stdin(Stdio::null()).output().unwrap(), "ingest office many.ris".to_owned());
    is_said_in_sentences(&said.refused());
    // Batches that were kept before are whole, and the same file can be taken in again.
    assert!(held(&desk) < 3_002);
    desk.done("ingest office many.ris");
    assert_eq!(held(&desk), 3_002);
}

#[test]
fn what_is_asked_for_and_is_not_there_is_named() {
    let desk = Desk::with_office();
    desk.write("whole.ris", BLADES);
    desk.done("ingest office whole.ris");
    for (line, named) in [
        ("why office 10.5555/nothing rectifiers", "10.5555/nothing"),
        ("why office 10.5555/blades.1963.7 nothing", "nothing"),
        ("show office Rzzzzzzzzzzzzz", "Rzzzzzzzzzzzzz"),
        ("match office --need nothing", "nothing"),
        ("match office --unit nowhere", "nowhere"),
        ("match office --since yesterday", "yesterday"),
        ("need list office --unit nowhere", "nowhere"),
        ("part office 10.5555/blades.1963.7 9", "9"),
        ("search nowhere blades", "nowhere"),
        ("match office --need '\u{1b}[31m'", "["),
    ] {
        let err = desk.refused(line);
        is_said_in_sentences(&err);
        says(&err, &[named]);
        assert_eq!(err.lines().count(), 1, "`uptake {line}` says more than a sentence:\n{err}");
    }
    assert_eq!(held(&desk), 2);
}

#[test]
fn a_query_that_cannot_be_read_changes_nothing() {
    let desk = Desk::with_office();
    let needs = "[[unit]]\nid = \"works\"\nname = \"Works\"\n[[post]]\nid = \"chief\"\ntitle = \"Chief\"\nunit = \"works\"\n\
        [[need]]\nid = \"blades\"\ntitle = \"Blades\"\nunit = \"works\"\npost = \"chief\"\n[[need.profile]]\nquery = '(blade OR'\n";
    desk.write("needs.toml", needs);
    let err = desk.refused("need add office needs.toml");
    is_said_in_sentences(&err);
    says(&err, &["line 14", "column"]);
    assert_eq!(desk.done("need list office --json"), "");
    says(&desk.refused("search office '(blade OR'"), &["column"]);
    desk.write("needs.toml", b"\xff\xfe not text");
    says(&desk.refused("need add office needs.toml"), &["UTF-8"]);
}
