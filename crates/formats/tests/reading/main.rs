//! What `formats::read` promises, seen from outside: bytes in, records and doubts out.

mod chunks;
mod damage;
mod encodings;
mod entries;
mod hostile;
mod kit;
mod memory;
mod mixed;
mod told_apart;
