//! What is looked at before anything is decoded, and why no more of it.

/// Most pixels of a picture: a photograph of 25 million is printed on a large sheet, and takes 100 MB in memory.
pub const PIXELS_MAX: u64 = 25_000_000;

/// Deepest that parts lie in each other: elements, and what stands in them.
pub const DEPTH_MAX: usize = 64;

/// Most attributes of an element.
pub const ATTRIBUTES_MAX: usize = 128;

/// Most that what is packed into a file has in all, in bytes.
pub const UNPACKED_BYTES_MAX: u64 = model::ATTACHMENT_UNPACKED_BYTES_MAX;

/// How many times its own size a file unpacks to.
pub const RATIO_MAX: u64 = 100;

/// Up to here the ratio is not looked at: a workbook with one word is small and packed well.
pub const RATIO_FREE_BYTES: u64 = 1024 * 1024;

/// Most files that are packed into one.
pub const ENTRIES_MAX: usize = 1_000;

/// Longest text that is read of a file, in characters: a thousand pages. What is behind it is not found by searching.
pub const TEXT_CHARS_MAX: usize = 1_000_000;

/// Longest piece in which a text is handed on, in characters.
pub const PIECE_CHARS: usize = 8_192;

/// Longest side of a small picture, in pixels.
pub const PICTURE_SIDE: u32 = 320;

/// Largest small picture, in bytes.
pub const PICTURE_BYTES_MAX: usize = 512 * 1024;

/// Most memory that a decoder of pictures asks for at once, in bytes; it has to fit into the cell.
pub const DECODER_BYTES_MAX: u64 = 160 * 1024 * 1024;

/// Objects of a paper that are written anew.
pub const OBJECTS_MAX: usize = 500_000;
