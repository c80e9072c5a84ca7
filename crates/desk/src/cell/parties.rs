//! Lists of parties in cells: the files go in, the entries come out in pieces.

use std::io::{self, Cursor, Read, Write};
use std::process::Command;

use formats::parties::{PartyPieces, PartyReading, party_pieces, read_parties};
use formats::{Item, Summary};
use model::PartyForm;

use super::frame::{self, Frame, Frames};
use super::{PARTY_CELL_ARGUMENT, Parser, in_cell};
use crate::Failure;

/// Files of one list. That of the OFAC has three.
const FILES_MAX: u8 = 20;

impl Parser {
    /// Reads the files of a list: its entries, or why they could not be read to their end.
    ///
    /// # Errors
    /// When no cell can be started.
    pub fn read_parties(
        &self,
        files: &[(String, Vec<u8>)],
        form: Option<PartyForm>,
    ) -> Result<Result<PartyReading, String>, Failure> {
        let program = match self {
            Parser::Here => return Ok(Ok(read_parties(&borrowed(files), form))),
            Parser::Cell(program) => program,
        };
        let mut input: Box<dyn Read + Send> = Box::new(Cursor::new(head(files)));
        for (name, bytes) in files {
            let length = (bytes.len() as u64).to_be_bytes();
            let before = [&[u8::try_from(name.len().min(255)).unwrap_or(255)], length.as_slice()].concat();
            let name = name.as_bytes()[..name.len().min(255)].to_vec();
            input = Box::new(input.chain(Cursor::new(before)).chain(Cursor::new(name)).chain(bytes.as_slice()));
        }
        let mut command = Command::new(program);
        command.arg(PARTY_CELL_ARGUMENT).arg(form.map_or("-", PartyForm::word));
        in_cell(command, input, answered)
    }
}

fn borrowed(files: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect()
}

/// How many files there are.
fn head(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    vec![u8::try_from(files.len()).unwrap_or(u8::MAX)]
}

/// The files that stand in the input of a cell: each the length of its name, its own, the name and the bytes.
fn taken(mut input: impl Read) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut n_files = [0];
    input.read_exact(&mut n_files)?;
    let mut files = Vec::new();
    for _ in 0..n_files[0].min(FILES_MAX) {
        let (mut n_name, mut n_bytes) = ([0], [0; 8]);
        input.read_exact(&mut n_name)?;
        input.read_exact(&mut n_bytes)?;
        let mut name = vec![0; usize::from(n_name[0])];
        input.read_exact(&mut name)?;
        let mut bytes = Vec::new();
        input.by_ref().take(u64::from_be_bytes(n_bytes)).read_to_end(&mut bytes)?;
        files.push((String::from_utf8_lossy(&name).into_owned(), bytes));
    }
    Ok(files)
}

fn answered(mut frames: Frames<impl Read>) -> Result<PartyReading, String> {
    let mut together = PartyPieces::default();
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

/// The work of a cell that reads a list of parties, of the form with this word if one is named. Whoever calls it has shut the process in
/// before.
///
/// # Errors
/// When the answer cannot be written: nobody listens any more.
pub fn work_on_parties_in_cell(form: &str, input: impl Read, mut output: impl Write) -> io::Result<()> {
    let files = taken(input)?;
    let reading = read_parties(&borrowed(&files), PartyForm::from_word(form));
    for piece in party_pieces(&reading) {
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
    use super::*;

    #[test]
    fn a_cell_reads_a_list_as_this_process_does_and_an_answer_that_breaks_off_gives_none() {
        let files = [
            ("a.csv".to_owned(), b"name,aliases\nNord,Norda\n".to_vec()),
            ("b.csv".to_owned(), b"name,kind\nS,person".to_vec()),
        ];
        let mut input = head(&files);
        for (name, bytes) in &files {
            input.push(5);
            input.extend((bytes.len() as u64).to_be_bytes());
            input.extend(name.as_bytes());
            input.extend(bytes);
        }
        let mut answer = Vec::new();
        work_on_parties_in_cell("-", &input[..], &mut answer).unwrap();
        let here = Parser::Here.read_parties(&files, None).unwrap().unwrap();
        assert_eq!(here.listed.len(), 2);
        assert_eq!(answered(Frames::of(&answer[..])).unwrap(), here);
        assert!(answered(Frames::of(&answer[..answer.len() - 9])).is_err());
        assert!(work_on_parties_in_cell("-", &input[..9], &mut Vec::new()).is_err());
    }
}
