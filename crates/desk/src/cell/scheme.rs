//! Schemes in cells: the file goes in behind what is known, the scheme comes out in pieces.
//!
//! What is known is what the caller says of the scheme, and the addresses of classes that are held: mappings lead to them.
//! It goes in as pieces too, and an end, before the file.

use std::io::{self, Cursor, Read, Write};
use std::process::Command;

use formats::scheme::{SchemePieces, SchemeReading, pieces, read_file};
use formats::{Item, Summary};
use model::{Concept, ConceptScheme, SchemeHead};

use super::frame::{self, Frame, Frames};
use super::{Parser, SCHEME_CELL_ARGUMENT, in_cell};
use crate::Failure;

impl Parser {
    /// Reads a file with a scheme or a crosswalk in it: that, or why it could not be read to its end. `known` are schemes
    /// to which mappings may lead.
    ///
    /// # Errors
    /// When no cell can be started.
    pub fn read_scheme(
        &self,
        bytes: &[u8],
        head: &SchemeHead,
        known: &[&ConceptScheme],
    ) -> Result<Result<SchemeReading, String>, Failure> {
        let program = match self {
            Parser::Here => return Ok(Ok(read_file(bytes, head, known))),
            Parser::Cell(program) => program,
        };
        let mut before = Vec::new();
        write_known(&mut before, head, known).map_err(super::broken)?;
        let mut command = Command::new(program);
        command.arg(SCHEME_CELL_ARGUMENT);
        in_cell(command, Cursor::new(before).chain(bytes), answered)
    }
}

fn write_known(output: &mut impl Write, head: &SchemeHead, known: &[&ConceptScheme]) -> io::Result<()> {
    put(output, ConceptScheme::mended(head.clone(), Vec::new()).0)?;
    for scheme in known {
        // Of classes without an address of their own nothing has to be known: their addresses say what they are.
        let named = scheme.concepts().iter().filter(|concept| concept.uri.is_some()).map(|concept| Concept {
            notation: concept.notation.clone(),
            uri: concept.uri.clone(),
            ..Concept::default()
        });
        put(output, ConceptScheme::mended(SchemeHead::named(scheme.word()), named.collect()).0)?;
    }
    frame::write_end(output, Summary::default())
}

fn put(output: &mut impl Write, scheme: ConceptScheme) -> io::Result<()> {
    let reading = SchemeReading { form: None, scheme, mappings: Vec::new(), doubts: Vec::new() };
    pieces(&reading).try_for_each(|piece| frame::write_piece(output, &piece))
}

/// What stands before the file: the head, and the schemes that are known. Each begins with the piece that is its head.
fn known(frames: &mut Frames<impl Read>) -> Result<(SchemeHead, Vec<ConceptScheme>), String> {
    let mut schemes = Vec::new();
    let mut under_way: Option<SchemePieces> = None;
    loop {
        match frames.next()? {
            Frame::Piece(piece) => {
                if piece.starts_with("{\"head\"") {
                    schemes.extend(under_way.replace(SchemePieces::default()).map(|ended| ended.finish().scheme));
                }
                under_way.get_or_insert_default().take(&piece)?;
            }
            Frame::End(_) => break,
            _ => return Err(frame::strange()),
        }
    }
    schemes.extend(under_way.map(|ended| ended.finish().scheme));
    if schemes.is_empty() {
        return Err(frame::strange());
    }
    let head = schemes.remove(0).head().clone();
    Ok((head, schemes))
}

fn answered(mut frames: Frames<impl Read>) -> Result<SchemeReading, String> {
    let mut together = SchemePieces::default();
    loop {
        match frames.next()? {
            Frame::Piece(piece) => together.take(&piece)?,
            Frame::Doubt(doubt) => together.doubt(doubt)?,
            Frame::End(_) => return Ok(together.finish()),
            Frame::Broken(why) => return Err(why),
            Frame::Reading(_) => return Err(frame::strange()),
        }
    }
}

/// The work of a cell that reads a scheme. Whoever calls it has shut the process in before.
///
/// # Errors
/// When the answer cannot be written: nobody listens any more.
pub fn work_on_scheme_in_cell(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let (head, schemes) = known(&mut Frames::of(&mut input)).map_err(io::Error::other)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let reading = read_file(&bytes, &head, &schemes.iter().collect::<Vec<_>>());
    for piece in pieces(&reading) {
        frame::write_piece(&mut output, &piece)?;
    }
    for doubt in reading.doubts {
        frame::write_item(&mut output, &Item::Doubt(doubt))?;
    }
    frame::write_end(&mut output, Summary::default())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use model::ConceptCode;

    use super::*;

    /// What a cell answers, without the process around it.
    fn worked(bytes: &[u8], head: &SchemeHead, known: &[&ConceptScheme]) -> Vec<u8> {
        let mut input = Vec::new();
        write_known(&mut input, head, known).unwrap();
        input.extend(bytes);
        let mut answer = Vec::new();
        work_on_scheme_in_cell(&input[..], &mut answer).unwrap();
        answer
    }

    const TOOLS: &str = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
        <https://example.org/tools/1> a skos:Concept ; skos:notation \"T1\" ; skos:prefLabel \"lathes\"@en ;\n\
        skos:exactMatch <https://example.org/trades/7> ; skos:closeMatch <https://example.org/nowhere> .\n";

    fn trades() -> ConceptScheme {
        let uri = Some("https://example.org/trades/7".to_owned());
        let concept = Concept { uri, ..Concept::labelled("R7", "turning") };
        ConceptScheme::kept(SchemeHead::named("trades"), vec![concept]).unwrap().0
    }

    #[test]
    fn a_cell_reads_a_scheme_as_this_process_does_with_what_is_known() {
        let (head, trades) = (SchemeHead { version: Some("2".into()), ..SchemeHead::named("tools") }, trades());
        let here = read_file(TOOLS.as_bytes(), &head, &[&trades]);
        let there = answered(Frames::of(&worked(TOOLS.as_bytes(), &head, &[&trades])[..])).unwrap();
        assert_eq!((there.form, &there.scheme), (here.form, &here.scheme));
        assert_eq!((&there.mappings, &there.doubts), (&here.mappings, &here.doubts));
        assert_eq!(there.mappings[0].to, ConceptCode::new("trades", "R7"));
        assert_eq!(there.scheme.head().version.as_deref(), Some("2"));
    }

    #[test]
    fn an_answer_that_breaks_off_or_is_none_gives_no_scheme() {
        let answer = worked(TOOLS.as_bytes(), &SchemeHead::named("tools"), &[]);
        assert!(answered(Frames::of(&answer[..answer.len() - 9])).is_err());
        assert!(answered(Frames::of(&b"p\0\0\0\x02{}"[..])).is_err());
        assert!(answered(Frames::of(&b"x\0\0\0\0"[..])).is_err());
    }
}
