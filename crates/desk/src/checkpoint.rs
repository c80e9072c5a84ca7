//! Signed checkpoints of the ledger, laid in a second place.
//!
//! The chain of the ledger shows that nobody changed a fact without rebuilding all that follow. Whoever holds the whole
//! file could rebuild it all. A checkpoint says how far the ledger had come and with which hash, signed, in a directory
//! that whoever holds the office need not hold: a ledger that was rewritten or cut since does not agree with it.
//!
//! One file for each office, `OFFICE.jsonl`, that only grows: a JSON object a line, with the office, the number of the
//! last fact, its hash, the time in microseconds since 1970, the public key and the signature (ECDSA over P-256 with
//! SHA-256, of the text of [`Checkpoint::said`]). The key stays in the directory of the office, readable by its owner.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::job::OFFICE;
use crate::key_file;
use crate::{Clerk, Failure, Ids, Ledger, Office};

/// The file of the key, in the directory of the office.
pub const CHECKPOINT_KEY_FILE: &str = "checkpoint.key";

/// How far the ledger was signed: the number of a fact.
pub(crate) const CURSOR: &str = "checkpointed";

/// When it was signed.
pub(crate) const AT_CURSOR: &str = "checkpointed-at";

/// What disagrees is spelled out so often; more says the same.
const SPELLED_MAX: usize = 20;

/// Whether it is time to sign: so many facts, or so many minutes with anything new.
pub(crate) fn is_due(ledger: &Ledger, head: u64, (signed, signed_at): (i64, i64), now: i64) -> bool {
    let n_new = head.saturating_sub(signed.cast_unsigned());
    let waited = now.saturating_sub(signed_at) >= i64::from(ledger.checkpoint_minutes) * 60_000_000;
    !ledger.checkpoints.is_empty() && n_new > 0 && (waited || n_new >= ledger.checkpoint_facts)
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Checkpoint {
    office: String,
    seq: u64,
    hash: String,
    at: i64,
    key: String,
    signature: String,
}

impl Checkpoint {
    /// What is signed: a line each, so that no two checkpoints read alike.
    fn said(office: &str, seq: u64, hash: &str, at: i64) -> String {
        format!("uptake checkpoint 1\n{office}\n{seq}\n{hash}\n{at}\n")
    }

    fn is_signed(&self) -> bool {
        let key = unhex(&self.key).and_then(|bytes| VerifyingKey::from_sec1_bytes(&bytes).ok());
        let signature = unhex(&self.signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
        let said = Checkpoint::said(&self.office, self.seq, &self.hash, self.at);
        key.zip(signature).is_some_and(|(key, signature)| key.verify(said.as_bytes(), &signature).is_ok())
    }
}

/// Signs how far the ledger has come and lays that in the second place. Answers the number of the fact, or nothing where
/// no place is set or nothing is new.
///
/// # Errors
/// When the key or the place cannot be used, with what to do.
pub fn checkpoint(clerk: &Clerk, office: &Office, now: i64, ids: &mut Ids) -> Result<Option<u64>, Failure> {
    let place = &office.configuration.ledger().checkpoints;
    if place.is_empty() {
        return Ok(None);
    }
    let position = office.reader.position()?;
    if office.reader.cursor(CURSOR)?.cast_unsigned() == position.ledger_seq {
        return Ok(None);
    }
    let key = key(office.dir(), ids)?;
    let (name, hash) = (office.reader.office()?, hex(&position.ledger_hash));
    let said = Checkpoint::said(&name, position.ledger_seq, &hash, now);
    let signature: Signature = key.sign(said.as_bytes());
    let line = Checkpoint {
        seq: position.ledger_seq,
        at: now,
        key: public(&key),
        signature: hex(&signature.to_bytes()),
        office: name,
        hash,
    };
    append(&file_of(Path::new(place), &line.office), &line)?;
    let seq = position.ledger_seq;
    clerk.write(move |writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            deed.move_cursor(CURSOR, seq.cast_signed())?;
            Ok(deed.move_cursor(AT_CURSOR, now)?)
        })
    })?;
    Ok(Some(seq))
}

/// One write of the whole line, on the disk before it counts.
fn append(path: &Path, line: &Checkpoint) -> Result<(), Failure> {
    let mut text = serde_json::to_string(line).map_err(|error| Failure::Broken(Box::new(error)))?;
    text.push('\n');
    let written = (|| {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    })();
    written.map_err(|error| {
        Failure::at_command_line(format!(
            "The checkpoint cannot be written to `{}`: {error}; see that the directory that `ledger.checkpoints` names is there and can be written to",
            path.display()
        ))
    })
}

fn file_of(place: &Path, office: &str) -> PathBuf {
    place.join(format!("{office}.jsonl"))
}

/// The key of the office; made when there is none.
fn key(dir: &Path, ids: &mut Ids) -> Result<SigningKey, Failure> {
    if let Some(key) = read_key(dir)? {
        return Ok(key);
    }
    let key = loop {
        let bytes: Vec<u8> = (0..4).flat_map(|_| ids().to_be_bytes()).collect();
        // Of all numbers of this length, one in four thousand million is no key.
        if let Ok(key) = SigningKey::from_slice(&bytes) {
            break key;
        }
    };
    key_file::keep(dir, CHECKPOINT_KEY_FILE, &key.to_bytes())?;
    Ok(key)
}

fn read_key(dir: &Path) -> Result<Option<SigningKey>, Failure> {
    let Some(text) = key_file::read(dir, CHECKPOINT_KEY_FILE)? else { return Ok(None) };
    let key = unhex(text.trim()).and_then(|bytes| SigningKey::from_slice(&bytes).ok());
    key.map(Some).ok_or_else(|| {
        Failure::at_command_line(format!(
            "`{}` is not a key; bring it back from where it is kept, or put it away and begin a new directory of checkpoints",
            dir.join(CHECKPOINT_KEY_FILE).display()
        ))
    })
}

/// What was compared with checkpoints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckpointCheck {
    /// Checkpoints that agree.
    pub n_agreeing: u64,
    /// The last fact that they speak for.
    pub reached: u64,
    /// The public key by which they were judged, where it is known.
    pub key: Option<String>,
    /// What does not agree, in sentences.
    pub findings: Vec<String>,
}

/// Whether anything says that the ledger of an office was signed: its key, its memory of it, or the file in the place.
///
/// # Errors
/// When the store fails.
pub fn was_signed(office: &Office, place: &Path) -> Result<bool, Failure> {
    let file = file_of(place, &office.reader.office()?);
    Ok(office.dir().join(CHECKPOINT_KEY_FILE).exists() || office.reader.cursor(CURSOR)? > 0 || file.exists())
}

/// Holds the ledger of an office against the checkpoints in a directory. They have to be signed by `key`, or where it
/// is not given by the key in the directory of the office.
///
/// # Errors
/// When the store fails or the key cannot be read; what does not agree is a finding.
pub fn check_checkpoints(office: &Office, place: &Path, key: Option<&str>) -> Result<CheckpointCheck, Failure> {
    let own = || Ok::<_, Failure>(read_key(office.dir())?.as_ref().map(public));
    let key = key.map_or_else(own, |key| Ok(Some(key.trim().to_lowercase())))?;
    let mut check = CheckpointCheck { key, ..CheckpointCheck::default() };
    let name = office.reader.office()?;
    let path = file_of(place, &name);
    let shown = path.display();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            check.findings.push(format!("the checkpoints in `{shown}` cannot be read: {error}"));
            return Ok(check);
        }
    };
    if check.key.is_none() {
        check.findings.push(format!(
            "the office has no `{CHECKPOINT_KEY_FILE}`, so nobody can tell who signed its checkpoints; give the public key with --checkpoint-key"
        ));
    }
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        match judge(office, &name, check.key.as_deref(), line)? {
            Ok(seq) if seq < check.reached => {
                found.push(format!("line {} of `{shown}` is older than one before it", at + 1));
            }
            Ok(seq) => {
                check.n_agreeing += 1;
                check.reached = seq;
            }
            Err(sentence) => found.push(format!("line {} of `{shown}`: {sentence}", at + 1)),
        }
    }
    if text.trim().is_empty() {
        found.push(format!("there is no checkpoint in `{shown}`"));
    }
    let n_more = found.len().saturating_sub(SPELLED_MAX);
    check.findings.extend(found.into_iter().take(SPELLED_MAX));
    if n_more > 0 {
        check.findings.push(format!("and {n_more} more checkpoints that do not agree"));
    }
    Ok(check)
}

/// Whether one line agrees; what is wrong with it otherwise.
fn judge(office: &Office, name: &str, key: Option<&str>, line: &str) -> Result<Result<u64, String>, Failure> {
    let Ok(checkpoint) = serde_json::from_str::<Checkpoint>(line) else {
        return Ok(Err("this is no checkpoint; it was cut off or damaged".to_owned()));
    };
    let seq = checkpoint.seq;
    if checkpoint.office != name {
        return Ok(Err("this checkpoint is of another office".to_owned()));
    }
    if !checkpoint.is_signed() {
        return Ok(Err(format!("the checkpoint of fact {seq} was changed after it was signed")));
    }
    if key.is_some_and(|key| key != checkpoint.key) {
        return Ok(Err(format!("the checkpoint of fact {seq} is signed with another key, {}", checkpoint.key)));
    }
    Ok(match office.reader.fact_hash(seq)?.map(|hash| hex(&hash)) {
        Some(hash) if hash == checkpoint.hash => Ok(seq),
        Some(_) => Err(format!(
            "fact {seq} of the ledger, or one before it, is not the one that was signed: the ledger was rewritten"
        )),
        None => Err(format!("fact {seq} was signed and is not in the ledger: its end was cut off")),
    })
}

fn public(key: &SigningKey) -> String {
    hex(key.verifying_key().to_sec1_point(true).as_bytes())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    text.is_ascii().then(|| {
        pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect::<Option<Vec<_>>>()
    })?
}
